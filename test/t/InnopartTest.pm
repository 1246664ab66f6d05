# test/t/InnopartTest.pm
# What the TAP tests share: psql against the throw-away cluster that tools/with-cluster started.
# Depends on: Perl itself and psql.
package InnopartTest;
use strict;
use warnings;
use Exporter 'import';
use IO::Handle;
use IPC::Open2;
use File::Temp qw(tempdir);
use POSIX ();
our @EXPORT = qw(psql psql_error fresh_database drop_database another_server on_server end_server recipe run slurp);
our @EXPORT_OK = qw(sessions_of ask begin_to_ask answer end_sessions);

my $scratch = tempdir('innopart-tap.XXXXXX', TMPDIR => 1, CLEANUP => 1);

# Runs a command with input; returns (status, standard output, standard error).
sub run
{
	my ($input, @command) = @_;
	open(my $in, '>', "$scratch/in") or die "$scratch/in: $!";
	print $in $input;
	close($in);
	my $pid = fork // die "fork: $!";
	if (!$pid)
	{
		open(STDIN, '<', "$scratch/in") or POSIX::_exit(126);
		open(STDOUT, '>', "$scratch/out") or POSIX::_exit(126);
		open(STDERR, '>', "$scratch/err") or POSIX::_exit(126);
		# not exit: the parent's clean-up at its end is not the child's
		exec(@command) or POSIX::_exit(127);
	}
	waitpid($pid, 0);
	# a signal is a failure too
	my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
	return ($status, slurp("$scratch/out"), slurp("$scratch/err"));
}

sub slurp
{
	my ($path) = @_;
	open(my $file, '<', $path) or die "$path: $!";
	local $/ = undef;
	my $all = <$file>;
	return defined $all ? $all : '';
}

# The output of SQL, unaligned, without its last newline; dies with the error.
sub psql
{
	my ($database, $sql, @options) = @_;
	my ($status, $out, $err) = run($sql, 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', $database, @options);
	die "psql: $err" if $status != 0;
	chomp $out;
	return $out;
}

# What SQL fails with, or '' where it does not.
sub psql_error
{
	my ($database, $sql, @options) = @_;
	my ($status, $out, $err) = run($sql, 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose', '-d', $database, @options);
	return $status == 0 ? '' : $err;
}

my $count = 0;

sub fresh_database
{
	my $name = sprintf 'innopart_tap_%d_%d', $$, ++$count;
	psql('postgres', "CREATE DATABASE $name");
	return $name;
}

sub drop_database
{
	my ($name) = @_;
	psql('postgres', "DROP DATABASE IF EXISTS $name WITH (FORCE)");
	return;
}

# One more server, with a cluster of its own, until end_server() or the end of the test.  What it says
# goes nowhere: pg_virtualenv never comes to an end when nobody listens.
sub another_server
{
	my ($setting) = @_;
	my $restart = $setting ? "psql -qXc 'ALTER SYSTEM SET $setting' && pg_ctlcluster \$PGVERSION regress restart && " : '';
	my $start = $restart . 'echo "server: $PGHOST $PGPORT $PGUSER $PGPASSWORD" >&3 && exec cat';
	my $pid = open2(my $from, my $to, 'sh', '-c', 'exec 3>&1 >/dev/null 2>&1; exec tools/with-cluster sh -c "$1"', 'sh', $start);
	my @at = (readline($from) // '') =~ /^server: (\S+) (\S+) (\S+) (\S+)$/ or die 'another server does not start';
	return { host => $at[0], port => $at[1], user => $at[2], password => $at[3], pid => $pid, from => $from, to => $to };
}

# Runs code against it instead.
sub on_server
{
	my ($server, $code) = @_;
	local @ENV{qw(PGHOST PGPORT PGUSER PGPASSWORD)} = @$server{qw(host port user password)};
	return $code->();
}

sub end_server
{
	my ($server) = @_;
	close($server->{to});
	while (readline $server->{from}) { }
	waitpid($server->{pid}, 0);
	return;
}

# Sessions that stay open, each a psql by a name, begun when it is first asked.  What is refused is an answer
# too; and none waits long for what another holds.
my (%session, $sessions_database);

sub sessions_of { ($sessions_database) = @_; return }

sub begin_to_ask
{
	my ($name, $sql) = @_;
	if (!$session{$name})
	{
		my $pid = open2(my $out, my $in, 'sh', '-c', 'exec psql "$@" 2>/dev/null', 'psql', '-X', '-q', '-A', '-t', '-d', $sessions_database, '-v', 'VERBOSITY=terse');
		$session{$name} = { pid => $pid, in => $in, out => $out };
		$in->autoflush(1);
		print $in "SET lock_timeout = '300ms';\n";
	}
	print { $session{$name}{in} } "$sql;\n\\echo :ERROR :SQLSTATE done\n";
	return;
}

# What it prints, and the SQLSTATE of the last statement.
sub answer
{
	my ($name) = @_;
	my $answer = '';
	while (defined(my $line = readline($session{$name}{out})))
	{
		return ($answer, $2) if $line =~ /^(\w+) (\w+) done$/;
		$answer .= $line;
	}
	die "session $name ended";
}

sub ask { my ($name) = @_; begin_to_ask(@_); return answer($name) }

# those named, or all
sub end_sessions
{
	my (@names) = @_ ? @_ : keys %session;
	for my $s (delete @session{@names}) { close($s->{in}); waitpid($s->{pid}, 0) }
	return;
}

# The SQL blocks of a numbered section of a document.
sub recipe
{
	my ($path, $title) = @_;
	my ($section) = slurp($path) =~ /^### \d\. \Q$title\E\n(.*?)(?:^##|\z)/ms or die "$path has no section $title";
	my @blocks = $section =~ /^```sql\n(.*?)^```$/msg or die "section $title of $path has no block";
	return @blocks;
}

1;
