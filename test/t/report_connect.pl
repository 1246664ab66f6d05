# innopart-report and the server: over TCP with a password, from a password file and a service, with
# a prompt; interrupted; with a server that dies half-way.
use strict;
use warnings;
use File::Temp qw(tempdir);
use IO::Select;
use IO::Socket::INET;
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);
use InnopartTest;

# another build of it, for example under a sanitizer: INNOPART_REPORT
my $report = $ENV{INNOPART_REPORT} // 'build/report/innopart-report';
my $folder = tempdir(CLEANUP => 1);
my $database = fresh_database();
psql($database, 'CREATE EXTENSION innopart; SELECT innopart.create_registry()');

sub write_file { my ($name, $text) = @_; open(my $file, '>', "$folder/$name") or die "$name: $!"; print $file $text; close $file; chmod 0600, "$folder/$name"; return "$folder/$name" }
sub names { opendir(my $handle, $folder) or die "$folder: $!"; return join ' ', sort grep { !/^\./ || /innopart/ } grep { !/^\.\.?$/ } readdir $handle }

# --- who connects ------------------------------------------------------------

my ($role, $password) = ("innopart_report_$$", 'sec ret:\\');
psql($database, "CREATE ROLE $role LOGIN PASSWORD \$\$$password\$\$; SELECT registry.grant_reports('$role')");
my @where = ('-h', '127.0.0.1', '-p', $ENV{PGPORT}, '-U', $role, '-d', $database);
my @what = ('-f', 'json', '--only=data_status');
my ($status, $out, $err);
{
	local %ENV = %ENV;
	delete @ENV{qw(PGPASSWORD PGHOST PGUSER PGDATABASE)};
	$ENV{PGPASSFILE} = '/nonexistent';

	($status, $out, $err) = run('', $report, '-w', @where, @what);
	is($status, 2, 'a password is asked for and -w gives none: 2');
	like($err, qr/^innopart-report: error: .*no password supplied\n\z/s, 'and it says so');
	is($out, '', 'with nothing written');

	local $ENV{PGPASSWORD} = $password;
	($status, $out, $err) = run('', $report, @where, @what);
	is("$status$err", '0', 'over TCP with PGPASSWORD');
	$ENV{PGPASSWORD} = 'wrong';
	($status, $out, $err) = run('', $report, @where, @what);
	is($status, 2, 'a wrong password: 2');
	like($err, qr/password authentication failed for user "$role"/, 'and it says so');
	delete $ENV{PGPASSWORD};

	(my $escaped = $password) =~ s/([:\\])/\\$1/g;
	$ENV{PGPASSFILE} = write_file('pgpass', "127.0.0.1:*:*:$role:$escaped\n");
	($status, $out, $err) = run('', $report, @where, @what);
	is("$status$err", '0', 'with a password file');

	$ENV{PGSERVICEFILE} = write_file('services', "[programme]\nhost=127.0.0.1\nport=$ENV{PGPORT}\nuser=$role\ndbname=$database\n");
	{
		local $ENV{PGSERVICE} = 'programme';
		($status, $out, $err) = run('', $report, @what);
		is("$status$err", '0', 'with PGSERVICE');
	}
	($status, $out, $err) = run('', $report, '-d', 'service=programme', @what);
	is("$status$err", '0', 'with a connection string');
	($status, $out, $err) = run('', $report, "postgresql://$role\@127.0.0.1:$ENV{PGPORT}/$database", @what);
	is("$status$err", '0', 'with a URI as first argument');
	delete $ENV{PGPASSFILE};
	$ENV{PGPASSFILE} = '/nonexistent';

	# a terminal of its own, by util-linux's script: what is typed is the answer to the prompt
	for my $case (['when the server asks'], [ 'with -W', '-W' ])
	{
		my ($name, @options) = @$case;
		my $command = join ' ', map { "'$_'" } $report, @options, @where, @what, '-o', "$folder/prompted.json";
		my $shown = `(sleep 1; printf '%s\\n' '$password') | timeout 20 script -qec "$command" /dev/null 2>&1`;
		like($shown, qr/Password: /, "$name, a person is asked");
		unlike($shown, qr/sec ret.*sec ret/s, "$name, without a second echo");
		ok(-s "$folder/prompted.json", "$name, the answer opens the door");
		unlink "$folder/prompted.json";
	}
}
($status, $out, $err) = run('', $report, '-h', '127.0.0.1', '-p', '1', '-d', $database);
is($status, 2, 'no server: 2');
like($err, qr/^innopart-report: error: connection to server at "127\.0\.0\.1", port 1 failed: Connection refused/, 'and it says so');
is(psql($database, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'innopart-report'"), '0', 'every connection was closed');

# a reader without the reports is told what to ask for
psql($database, "CREATE ROLE ${role}_stranger");
{
	local $ENV{PGOPTIONS} = "-c role=${role}_stranger";
	($status, $out, $err) = run('', $report, '-d', $database, @what);
	is($status, 1, 'a role without the reports: 1');
	like($err, qr/error: .*(permission denied|no report in schema)/, 'and it says so');
}

# --- progress ----------------------------------------------------------------

($status, $out, $err) = run('', $report, '-d', $database, '-f', 'markdown');
is($err, '', 'no progress where standard error is no terminal');
my $typescript = `script -qec "$report -d $database -f json -o $folder/a.json" /dev/null 2>&1`;
like($typescript, qr/\d+ of \d+: option_deadlines/, 'progress on a terminal');
like($typescript, qr/\r\e\[K\z/, 'which is gone at the end');
$typescript = `script -qec "$report -q -d $database -f json -o $folder/a.json" /dev/null 2>&1`;
is($typescript, '', 'none with --quiet');
unlink "$folder/a.json";

# --- interrupted -------------------------------------------------------------

psql($database, 'CREATE VIEW report.slow AS SELECT g AS id, repeat(\'x\', 100) AS text FROM generate_series(1, 20000) AS g UNION ALL SELECT 0, pg_sleep(120)::text');
for my $case ([ 'INT', 130, 'json' ], [ 'TERM', 143, 'csv' ], [ 'HUP', 129, 'html' ], [ 'QUIT', 131, 'markdown' ])
{
	my ($signal, $expected, $format) = @$case;
	my $pid = fork // die "fork: $!";
	if (!$pid)
	{
		# who runs the tests under nohup, or in the background, has others ignore it too
		$SIG{$signal} = 'DEFAULT';
		open(STDERR, '>', "$folder/err") or POSIX::_exit(126);
		exec($report, '-d', $database, '-f', $format, '--only=slow', '-o', "$folder/$format") or POSIX::_exit(127);
	}
	my $until = time + 20;
	my $busy = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'innopart-report' AND wait_event = 'PgSleep'";
	sleep 0.1 while psql($database, $busy) eq '0' && time < $until;
	is(psql($database, $busy), '1', "SIG$signal: the query is running");
	kill $signal => $pid;
	my $from = time;
	waitpid($pid, 0);
	is($? >> 8, $expected, "SIG$signal: $expected");
	cmp_ok(time - $from, '<', 5, "SIG$signal: soon");
	is(slurp("$folder/err"), "innopart-report: error: interrupted\n", "SIG$signal: one clear line");
	sleep 0.1 while psql($database, $busy) ne '0' && time < $until;
	is(psql($database, $busy), '0', "SIG$signal: the server's query is cancelled");
	unlink "$folder/err";
	is(names(), 'pgpass services', "SIG$signal: no partial file");
}
psql($database, 'DROP VIEW report.slow');

# nor does a reader that does not read keep anybody
psql($database, 'CREATE VIEW report.large AS SELECT g AS id, repeat(\'x\', 100) AS text FROM generate_series(1, 100000) AS g');
for my $format (qw(json csv))
{
	pipe(my $unread, my $written) or die "pipe: $!";
	my $pid = fork // die "fork: $!";
	if (!$pid)
	{
		close($unread);
		open(STDERR, '>', "$folder/err") or POSIX::_exit(126);
		open(STDOUT, '>&', $written) or POSIX::_exit(126);
		exec($report, '-d', $database, '-f', $format, '--only=large') or POSIX::_exit(127);
	}
	close($written);
	# full when 64 kB wait in it: FIONREAD
	my ($until, $waiting) = (time + 20, pack 'L', 0);
	do { sleep 0.1; ioctl($unread, 0x541B, $waiting) or die "FIONREAD: $!" } while (unpack('L', $waiting) < 60_000 && time < $until);
	cmp_ok(unpack('L', $waiting), '>=', 60_000, "$format: the pipe is full");
	is(waitpid($pid, POSIX::WNOHANG()), 0, "$format: it waits for a reader");
	my $from = time;
	kill INT => $pid;
	sleep 0.1 while waitpid($pid, POSIX::WNOHANG()) == 0 && time - $from < 10;
	is($? >> 8, 130, "$format: interrupted while it waits for a reader: 130");
	cmp_ok(time - $from, '<', 3, "$format: soon");
	kill KILL => $pid;
	is(slurp("$folder/err"), "innopart-report: error: interrupted\n", "$format: with one clear line");
	close($unread);
	unlink "$folder/err";
}
psql($database, 'DROP VIEW report.large');

# a line that hangs answers no cancel either: the second signal does not wait for one
{
	my $listen = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1') or die "listen: $!";
	my $hanging = fork // die "fork: $!";
	if (!$hanging)
	{
		my $client = $listen->accept or POSIX::_exit(1);
		my $server = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$ENV{PGPORT}") or POSIX::_exit(1);
		my ($both, $bytes) = (IO::Select->new($client, $server), 20_000);
		while ($bytes > 0)
		{
			for my $from ($both->can_read)
			{
				my $data;
				my $read = sysread($from, $data, 8192) or POSIX::_exit(0);
				$bytes -= $read if $from == $server;
				syswrite($from == $server ? $client : $server, $data);
			}
		}
		open(my $mark, '>', "$folder/hangs");
		sleep 60;
		POSIX::_exit(0);
	}
	my $pid = fork // die "fork: $!";
	if (!$pid)
	{
		open(STDERR, '>', "$folder/err") or POSIX::_exit(126);
		exec($report, '-d', 'host=127.0.0.1 port=' . $listen->sockport . " dbname=$database sslmode=disable gssencmode=disable", '-o', "$folder/hung.html") or POSIX::_exit(127);
	}
	my $until = time + 20;
	sleep 0.1 while !-e "$folder/hangs" && time < $until;
	ok(-e "$folder/hangs", 'a line that hangs');
	sleep 0.3;
	kill INT => $pid;
	sleep 0.5;
	is(waitpid($pid, POSIX::WNOHANG()), 0, 'interrupted, it asks the server to cancel');
	my $from = time;
	kill INT => $pid;
	sleep 0.1 while waitpid($pid, POSIX::WNOHANG()) == 0 && time - $from < 10;
	is($? >> 8, 130, 'interrupted again, it ends');
	cmp_ok(time - $from, '<', 3, 'soon');
	kill KILL => $pid, $hanging;
	waitpid($hanging, 0);
	is(slurp("$folder/err"), "innopart-report: error: interrupted\n", 'with one clear line');
	unlink "$folder/err", "$folder/hangs";
	is(names(), 'pgpass services', 'and no partial file');
}

# --- a server that dies half-way ---------------------------------------------

psql($database, 'CREATE VIEW report.dies AS SELECT g AS id, CASE WHEN g = 5000 THEN pg_terminate_backend(pg_backend_pid()) END AS dead FROM generate_series(1, 10000) AS g');
($status, $out, $err) = run('', $report, '-d', $database, '--only=dies', '-f', 'json', '-o', "$folder/died.json");
is($status, 2, 'a server that ends the session: 2');
is($err, "innopart-report: error: the server closed the connection while dies was read: terminating connection due to administrator command\n", 'one clear line');
is(names(), 'pgpass services', 'no partial file');
psql($database, 'DROP VIEW report.dies');

# a line that is cut, without a word from the server: a go-between that stops after so many bytes
sub cut_after
{
	my ($bytes) = @_;
	my $listen = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die "listen: $!";
	my $pid = fork // die "fork: $!";
	return ($listen->sockport, $pid) if $pid;
	my $client = $listen->accept or POSIX::_exit(1);
	my $server = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$ENV{PGPORT}") or POSIX::_exit(1);
	my $both = IO::Select->new($client, $server);
	while (1)
	{
		for my $from ($both->can_read)
		{
			my $data;
			my $read = sysread($from, $data, $from == $server && $bytes < 8192 ? $bytes : 8192);
			POSIX::_exit(0) if !$read;
			$bytes -= $read if $from == $server;
			my $to = $from == $server ? $client : $server;
			syswrite($to, $data);
			POSIX::_exit(0) if $bytes <= 0;
		}
	}
}
for my $bytes (40_000, 100_000)
{
	my ($port, $pid) = cut_after($bytes);
	($status, $out, $err) = run('', $report, '-d', "host=127.0.0.1 port=$port dbname=$database sslmode=disable gssencmode=disable", '-f', 'json', '-o', "$folder/cut.json");
	is($status, 2, "a line that is cut after $bytes bytes: 2");
	like($err, qr/^innopart-report: error: the server closed the connection while .+ was read\n\z/, "after $bytes bytes: one clear line");
	is(names(), 'pgpass services', "after $bytes bytes: no partial file");
	waitpid($pid, 0);
}

psql($database, "DROP OWNED BY $role");
drop_database($database);
psql('postgres', "DROP ROLE $role; DROP ROLE ${role}_stranger");
done_testing();
