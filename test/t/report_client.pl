# innopart-report as a program: how it connects, what it refuses, how it ends.
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP;
use POSIX ();
use Test::More;
use InnopartTest;

# another build of it, for example under a sanitizer: INNOPART_REPORT
my $report = $ENV{INNOPART_REPORT} // 'build/report/innopart-report';
my $folder = tempdir(CLEANUP => 1);
my $database = fresh_database();
psql($database, 'CREATE EXTENSION innopart; SELECT innopart.create_registry()');
psql($database, q{
	SET search_path = public, innopart, registry, report;
	SELECT record_organisation('Lead', admin_level => 'la');
	SELECT record_partnership('First', lead_id => 1, started_on => '2024-01-15');
	SELECT record_partnership('Second', lead_id => 1, started_on => '2025-01-15');
	SELECT enter_phase(1, 'need', '2024-01-15');
});

sub report { return run('', $report, '-d', $database, @_) }
sub json { my ($status, $out, $err) = report('-f', 'json', @_); die "innopart-report: $err" if $status; return decode_json($out) }

# --- usage -------------------------------------------------------------------

my ($status, $out, $err) = run('', $report, '--help');
is($status, 0, '--help succeeds');
like($out, qr/^Usage:\n  innopart-report \[OPTION\]/m, 'and tells how it is used');
like($out, qr/Exit codes: 0 done, 1 failed, 2 no connection/, 'and the exit codes');
my ($version) = slurp('innopart.control') =~ /^default_version = '([^']+)'/m;
($status, $out) = run('', $report, '-V');
for my $options (['-?'], [ '-d', 'x', '--help' ], [ '-q', '--version' ])
{
	my ($ended) = run('', $report, @$options);
	is($ended, 0, "@$options: help and version anywhere");
}
like($out, qr/^innopart-report \(innopart\) \Q$version\E/, '--version has the version of the control file');
for my $wrong (['-Z'], ['--format=pdf'], ['--lang=sv'], ['--only'], ['a', 'b', 'c'], ['--raw'])
{
	($status, $out, $err) = run('', $report, @$wrong);
	is($status, 1, "@$wrong: 1");
	like($err, qr/^innopart-report: error: /, "@$wrong: said on standard error");
	is($out, '', "@$wrong: nothing on standard output");
}

# --- what is reported --------------------------------------------------------

my $all = json();
is_deeply([ sort keys %{ $all->{reports} } ], [ split /\n/, psql($database, "SELECT DISTINCT report_name COLLATE \"C\" FROM report.report_column ORDER BY 1") ],
	'json has every report');
is($all->{as_of}, psql($database, 'SELECT innopart.as_of()'), 'as of today');
is($all->{known_at}, undef, 'with all that is known');
like($all->{read_at}, qr/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+]0[12]$/, 'at a moment of the registry\'s time zone');
is(json('--as-of=2024-06-30')->{as_of}, '2024-06-30', '--as-of');
is(json('--as-of=2024-01-01', '--only=time_in_phase')->{reports}{time_in_phase}{rows}[0], undef, 'what had not happened yet is not reported');
is(scalar @{ json('--only=time_in_phase')->{reports}{time_in_phase}{rows} }, 1, 'and what had is');
is(scalar @{ json('--known-at=2000-01-01', '--only=time_in_phase')->{reports}{time_in_phase}{rows} }, 0, '--known-at');
is_deeply([ keys %{ json('--only=market')->{reports} } ], ['market'], '--only');
is_deeply([ map { $_->{partnership_title} } @{ json('--only=partnership_overview', '--partnership=Second')->{reports}{partnership_overview}{rows} } ],
	['Second'], '--partnership by title');
is_deeply([ map { $_->{name} } @{ json('--only=partnership', '--partnership=2')->{reports}{partnership}{rows} } ], ['Second'], '--partnership by number');
ok(!exists json('--partnership=2')->{reports}{organisation}, 'what is not by partnership is left out');
is(json('--only=time_in_phase', '--lang=nb')->{reports}{time_in_phase}{rows}[0]{phase_label}, psql($database, "SELECT innopart.label('need'::innopart.phase, 'nb')"), '--lang');
my %refused = (
	'there is no report "nope"' => ['--only=nope'],
	'there is no partnership "Third"' => ['--partnership=Third'],
	'report organisation is not by partnership' => [ '--only=organisation', '--partnership=1' ],
	'report level_mix does not tell made-up facts' => [ '--only=level_mix', '--no-illustrative' ],
	'invalid value for parameter "innopart.as_of": "soon"' => ['--as-of=soon'],
	'no report in schema "nowhere"' => ['--schema=nowhere'],
	'csv to standard output holds one report' => ['--format=csv']);
for my $message (sort keys %refused)
{
	($status, $out, $err) = report(@{ $refused{$message} });
	is($status, 1, "@{ $refused{$message} }: 1");
	like($err, qr/^innopart-report: error: .*\Q$message\E/, "@{ $refused{$message} }: $message");
}

# the columns that people read are there, under the names that the program knows
my %has = map { $_ => 1 } split /\n/, psql($database, "SELECT report_name || '.' || column_name FROM report.report_column");
my @known = slurp('src/report/shape.c') =~ /\{ "(\w+)", CHAPTER_\w+, \{[^}]*\},\s*"[^"]*",\s*"([^"]*)", (?:NULL|"id") \}/g;
my (@lost, $shapes);
while (my ($name, $columns) = splice @known, 0, 2)
{
	$shapes++;
	push @lost, grep { !$has{$_} } map { "$name.$_" } split / /, $columns;
}
cmp_ok($shapes, '>=', 50, 'the program knows the reports');
is("@lost", '', 'and the columns that it shows are theirs');

# a registry of another name knows where its reports are, whoever reads them
my $reader = "innopart_reader_$$";
psql($database, qq{SELECT innopart.create_registry('other registry', 'other-reports'); SELECT "other registry".record_organisation('Far away', admin_level => 'la');
	CREATE ROLE $reader; SELECT "other registry".grant_reports('$reader')});
{
	local $ENV{PGOPTIONS} = "-c role=$reader";
	is_deeply([ map { $_->{name} } @{ json('--registry=other registry', '--only=organisation')->{reports}{organisation}{rows} } ], ['Far away'], '--registry');
}
is_deeply([ map { $_->{name} } @{ json('--schema=other-reports', '--only=organisation')->{reports}{organisation}{rows} } ], ['Far away'], '--schema');
($status, $out, $err) = report('--registry=nowhere');
is($status, 1, 'a registry that is not there: 1');
like($err, qr/^innopart-report: error: the registry: relation "nowhere.registry_info" does not exist$/m, 'and it says so');
($status, $out, $err) = report('--registry=registry', '--schema=report');
is($status, 1, 'two words on whose reports: 1');
psql($database, "DROP SCHEMA \"other registry\", \"other-reports\" CASCADE; DROP OWNED BY $reader; DROP ROLE $reader");

# one snapshot: what commits meanwhile is in none of the reports
psql($database, 'CREATE VIEW report.aaa AS SELECT 1 AS id, pg_sleep(0)::text AS nothing, txid_current_if_assigned()::text AS writes, current_setting(\'transaction_isolation\') AS isolation, current_setting(\'transaction_read_only\') AS read_only, current_setting(\'jit\') AS jit');
my $own = do { local $ENV{PGOPTIONS} = '-c jit=on'; json('--only=aaa')->{reports}{aaa} };
is($own->{rows}[0]{jit}, 'off', 'nothing is compiled: of a wide view over few rows that takes seconds');
is($own->{rows}[0]{isolation}, 'repeatable read', 'one snapshot');
is($own->{rows}[0]{read_only}, 'on', 'read-only');
is($own->{meaning}, undef, 'a view of the user\'s own is reported as well');
psql($database, 'DROP VIEW report.aaa');

# what commits while the report is read is in none of its parts
psql($database, 'CREATE TABLE public.happened (id int); CREATE VIEW report.y1 AS SELECT 1 AS id, pg_sleep(1)::text AS slept; CREATE VIEW report.y2 AS SELECT count(*) AS id FROM public.happened');
my $meanwhile = fork // die "fork: $!";
if (!$meanwhile)
{
	select(undef, undef, undef, 0.5);
	eval { psql($database, 'INSERT INTO public.happened VALUES (1)') };
	POSIX::_exit($@ ? 1 : 0);
}
my $snapshot = json('--only=y1,y2');
waitpid($meanwhile, 0);
is($?, 0, 'something happens while the report is read');
is($snapshot->{reports}{y2}{rows}[0]{id}, '0', 'and is not in it');
psql($database, 'DROP VIEW report.y1, report.y2; DROP TABLE public.happened');

# --- installation ------------------------------------------------------------

chomp(my ($bindir, $mandir) = map { scalar `$ENV{PG_CONFIG} --$_` } qw(bindir mandir));
ok(-x "build/stage$bindir/innopart-report", 'make install installs the program');
ok(-r "build/stage$mandir/man1/innopart-report.1", 'and its page of the manual');
my $manual = slurp('doc/innopart-report.1');
$manual =~ s/\\-/-/g;
my ($help) = (run('', $report, '--help'))[1];
is(join(' ', grep { index($manual, $_) < 0 } $help =~ /(--[a-z-]+)/g), '', 'which has every option of --help');
is(join(' ', grep { index($help, $_) < 0 } $manual =~ /^\.BI? [^\n]*?(--[a-z-]+)/mg), '', 'and --help has every option of it');
my ($statuses) = $manual =~ /^\.SH EXIT STATUS\n(.*?)^\.PP/ms;
my ($codes) = $help =~ /^Exit codes: (.*)\z/ms;
is(join(' ', sort $statuses =~ /\b(\d+)\b/g), join(' ', sort $codes =~ /\b(\d+)\b/g), 'and the same exit codes');
is(join(' ', sort $statuses =~ /(SIG[A-Z]+)/g), join(' ', sort $codes =~ /(SIG[A-Z]+)/g), 'by the same signals');

# --- memory ------------------------------------------------------------------

# a thousand times the rows take no more memory: the most that was ever resident, in kB
sub memory_of
{
	my ($rows, @options) = @_;
	psql($database, "CREATE OR REPLACE VIEW report.many AS SELECT g AS id, repeat('x', 60) AS text, g * 1.5 AS amount FROM generate_series(1, $rows) AS g");
	my $pid = fork // die "fork: $!";
	if (!$pid)
	{
		exec($report, '-d', $database, '--only=many', '-o', "$folder/many", @options) or die "exec: $!";
	}
	my $most = 0;
	while (waitpid($pid, POSIX::WNOHANG()) == 0)
	{
		my $status = eval { slurp("/proc/$pid/status") } // '';
		# before exec() it is this test's own memory
		$most = $1 if $status =~ /\AName:\s+innopart-report$/m && $status =~ /^VmHWM:\s+(\d+)/m && $1 > $most;
		select(undef, undef, undef, 0.002);
	}
	is($? >> 8, 0, "$rows rows, @options");
	return $most;
}
for my $format (qw(html json markdown csv))
{
	my ($few, $many) = map { memory_of($_, '-f', $format) } 1_000, 1_000_000;
	cmp_ok($many, '<', $few + 4096, "$format: a million rows need no more memory");
	cmp_ok($few, '>', 0, "$format: memory was seen");
	note("$format: $few kB for a thousand rows, $many kB for a million");
	if ($format eq 'csv') { unlink glob("$folder/many/*"); rmdir "$folder/many" } else { unlink "$folder/many" }
}
psql($database, 'DROP VIEW report.many');

# --- files -------------------------------------------------------------------

sub names { my ($path) = @_; opendir(my $handle, $path) or die "$path: $!"; return join ' ', sort grep { !/^\.\.?$/ } readdir $handle }

($status) = report('-f', 'json', '-o', "$folder/a.json");
is($status, 0, 'to a file');
is(names($folder), 'a.json', 'and to nothing else');
my $before = slurp("$folder/a.json");
psql($database, 'CREATE VIEW report.zzz AS SELECT g AS id, 10 / (5000 - g) AS broken FROM generate_series(1, 6000) AS g');
for my $format (qw(json html markdown))
{
	($status, $out, $err) = report('-f', $format, '-o', "$folder/a.json");
	is($status, 1, "$format: a query that fails half-way: 1");
	like($err, qr/^innopart-report: error: zzz: division by zero$/m, "$format: says which report");
	is(slurp("$folder/a.json"), $before, "$format: the file is as it was");
	is(names($folder), 'a.json', "$format: no partial file");
}
($status) = report('-f', 'csv', '-o', "$folder/figures");
is($status, 1, 'csv: a query that fails half-way: 1');
ok(!-e "$folder/figures", 'csv: no folder');
mkdir "$folder/figures";
($status) = report('-f', 'csv', '-o', "$folder/figures");
is(names("$folder/figures"), '', 'csv: a folder that was there before is there, and empty as it was');
psql($database, 'DROP VIEW report.zzz');
($status) = report('-f', 'csv', '-o', "$folder/figures");
is($status, 0, 'a folder of csv');
my $manifest = decode_json(slurp("$folder/figures/manifest.json"));
is(names("$folder/figures"), join(' ', sort(map({ $_->{file} } @{ $manifest->{files} }), 'manifest.json')), 'holds what its manifest says');
($status, $out, $err) = report('-o', '/dev/full');
is($status, 1, 'a full disk: 1');
like($err, qr{could not write "/dev/full": No space left on device}, 'and says so');
ok(-c '/dev/full', 'a device stays a device');
($status, $out, $err) = report('-o', "$folder/missing/a.html");
is($status, 1, 'a folder that is not there: 1');
symlink("$folder/a.json", "$folder/link");
($status) = report('-f', 'json', '-o', "$folder/link", '--only=market');
ok(-l "$folder/link" && slurp("$folder/a.json") =~ /"market"/, 'a link stays a link, to the new file');

drop_database($database);
done_testing();
