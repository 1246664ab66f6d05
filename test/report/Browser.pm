# test/report/Browser.pm
# A headless Chromium, spoken to over a pipe: opens a page, tells what it asked the network for and
# what it complained of, and evaluates expressions in it.  Depends on: Perl itself and chromium.
package Browser;
use strict;
use warnings;
use File::Temp qw(tempdir);
use IO::Select;
use JSON::PP;
use POSIX ();

# seconds that one answer may take
my $patience = 60;

sub program
{
	for my $folder (split /:/, $ENV{PATH}) { return "$folder/chromium" if -x "$folder/chromium" }
	return;
}

sub start
{
	my ($class) = @_;
	my $profile = tempdir('innopart-browser.XXXXXX', TMPDIR => 1, CLEANUP => 1);
	pipe(my $its_in, my $our_out) or die "pipe: $!";
	pipe(my $our_in, my $its_out) or die "pipe: $!";
	my $pid = fork // die "fork: $!";
	if (!$pid)
	{
		# it reads commands from 3 and answers on 4; past both first, as one may be the other
		POSIX::dup2(fileno($its_in), 60);
		POSIX::dup2(fileno($its_out), 61);
		POSIX::dup2(60, 3);
		POSIX::dup2(61, 4);
		POSIX::close($_) for 5 .. 61;
		open(STDOUT, '>', '/dev/null');
		open(STDERR, '>', '/dev/null');
		local %ENV = (%ENV, HOME => $profile);
		exec(program(), qw(--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
			--disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars --remote-debugging-pipe), "--user-data-dir=$profile", 'about:blank')
		  or POSIX::_exit(127);
	}
	close($its_in);
	close($its_out);
	$our_out->autoflush(1);
	my $self = bless { pid => $pid, in => $our_in, out => $our_out, profile => $profile, buffer => '', number => 0, events => [] }, $class;
	my $target = $self->call('Target.createTarget', { url => 'about:blank' })->{targetId};
	$self->{session} = $self->call('Target.attachToTarget', { targetId => $target, flatten => JSON::PP::true })->{sessionId};
	$self->call($_) for qw(Page.enable Runtime.enable Log.enable Network.enable);
	return $self;
}

# the next message, kept when it is an event
sub message
{
	my ($self) = @_;
	while ($self->{buffer} !~ /\0/)
	{
		IO::Select->new($self->{in})->can_read($patience) or die "chromium does not answer\n";
		sysread($self->{in}, $self->{buffer}, 65536, length $self->{buffer}) or die "chromium has gone\n";
	}
	$self->{buffer} =~ s/\A([^\0]*)\0//;
	my $message = decode_json($1);
	push @{ $self->{events} }, $message if $message->{method};
	return $message;
}

sub call
{
	my ($self, $method, $parameters) = @_;
	my $number = ++$self->{number};
	my %command = (id => $number, method => $method, params => $parameters // {});
	$command{sessionId} = $self->{session} if $self->{session};
	print { $self->{out} } encode_json(\%command), "\0";
	while (1)
	{
		my $message = $self->message;
		next if ($message->{id} // 0) != $number;
		die "$method: $message->{error}{message}\n" if $message->{error};
		return $message->{result};
	}
}

# opens a file
sub open_page
{
	my ($self, $path, $at_once) = @_;
	$self->{events} = [];
	$self->call('Page.navigate', { url => "file://$path" });
	$self->message until grep { $_->{method} eq 'Page.loadEventFired' } @{ $self->{events} };
	# what comes late comes now; without scripts nothing can, nor can we wait
	$self->evaluate('new Promise(done => setTimeout(done, 200))') if !$at_once;
	return;
}

sub requests
{
	my ($self) = @_;
	my @asked = map { $_->{params}{request}{url} } grep { $_->{method} eq 'Network.requestWillBeSent' } @{ $self->{events} };
	shift @asked; # the page itself
	return @asked;
}

sub complaints
{
	my ($self) = @_;
	return map { encode_json($_->{params}) } grep { $_->{method} =~ /\A(?:Runtime\.consoleAPICalled|Runtime\.exceptionThrown|Log\.entryAdded)\z/ } @{ $self->{events} };
}

sub evaluate
{
	my ($self, $expression) = @_;
	my $answer = $self->call('Runtime.evaluate', { expression => $expression, returnByValue => JSON::PP::true, awaitPromise => JSON::PP::true });
	die "$expression: " . encode_json($answer->{exceptionDetails}) . "\n" if $answer->{exceptionDetails};
	return $answer->{result}{value};
}

sub width
{
	my ($self, $width) = @_;
	$self->call('Emulation.setDeviceMetricsOverride', { width => $width, height => 900, deviceScaleFactor => 1, mobile => $width < 600 ? JSON::PP::true : JSON::PP::false });
	return;
}

sub media
{
	my ($self, %features) = @_;
	my $type = delete $features{type} // '';
	$self->call('Emulation.setEmulatedMedia', { media => $type, features => [ map { { name => $_, value => $features{$_} } } sort keys %features ] });
	return;
}

sub DESTROY
{
	my ($self) = @_;
	local ($?, $@);
	close($self->{out});
	kill TERM => $self->{pid};
	waitpid($self->{pid}, 0);
	return;
}

1;
