# A registry whose large tables are partitioned by partnership is the same registry: the same made-up
# facts, the same reports, the same refusals in the same words, from any way in; its parts are closed;
# and a question about one partnership reads one part.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my @large = qw(attendance contribution lesson lesson_adoption lesson_share meeting option_account option_event option_right);
my $plain = fresh_database();
my $parted = fresh_database();
my $role = "innopart_part_$$";
psql('postgres', "CREATE ROLE ${role}_contributor; CREATE ROLE ${role}_holder; CREATE ROLE ${role}_stranger");
for my $database ($plain, $parted)
{
	psql($database, 'CREATE EXTENSION innopart; SELECT innopart.create_registry(' . ($database eq $parted ? 'partitions => 4' : '') . q{);
		SELECT count(*) FROM innopart.innopart_generate('registry', 9, 40, 4000, 8);} . qq{
		-- an organisation that takes part in some partnerships, and the holder of a right that can be exercised
		SELECT registry.grant_access('${role}_contributor', 'contributor', (SELECT min(organisation_id) FROM registry.participant WHERE partnership_id = 3 AND role = 'follower'));
		SELECT registry.grant_access('${role}_holder', 'holder', (SELECT r.holder_id FROM registry.option_right r JOIN registry.option_account a ON a.option_right_id = r.id WHERE innopart.draw_count(a.position) > 0 ORDER BY r.id LIMIT 1));});
}
is(psql($parted, q{SELECT string_agg(c.relname || ' ' || (SELECT count(*) FROM pg_inherits i WHERE i.inhparent = c.oid), ' ' ORDER BY c.relname)
	FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'p'}), join(' ', map { "$_ 4" } @large), 'the large tables have parts');
is(psql($plain, q{SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND (c.relkind = 'p' OR c.relispartition)}), 0, 'unless none are asked for');
is(psql($parted, q{SELECT count(*) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE c.relkind = 'p' AND k.contype IN ('p', 'u') AND k.conkey[1] <>
	(SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'partnership_id')}), 0, 'every key begins with the partnership');
for my $wrong (-1, 257)
{
	like(psql_error($plain, "SELECT innopart.create_registry('r_wrong', 'p_wrong', $wrong)"), qr/ERROR:  22023: a registry cannot have $wrong partitions/, "$wrong partitions are refused");
}

# --- the same facts and reports ----------------------------------------------------------------------
# but who recorded what when, and by which transaction; without ocds_release, which would take a minute
my $image = q{SET innopart.as_of = 'DAY';
	SELECT format('%s %s', c.oid::regclass, md5((xpath('/table', query_to_xml('SELECT to_jsonb(x) - ''{recorded_at,recorded_by,recorded_xid,created_at}''::text[] FROM ' || c.oid::regclass || ' x ORDER BY 1', true, false, '')))[1]::text))
	FROM pg_class c WHERE c.relnamespace IN ('registry'::regnamespace, 'report'::regnamespace) AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
		AND c.relname NOT IN ('registry_info', 'ocds_release', 'report_column', 'data_status') AND c.relname !~ '^rollup_|_cell$' ORDER BY 1;};
sub is_same
{
	my ($what, $ask) = @_;
	my ($one, $other) = map { [ split /\n/, $ask->($_) ] } $plain, $parted;
	isnt("@$one", '', "$what: there is an answer");
	is_deeply($other, $one, "$what: the same");
	return;
}
for my $day ('2018-06-30', '2024-12-31')
{
	(my $question = $image) =~ s/DAY/$day/;
	is_same("every table and report of $day", sub { psql($_[0], $question) });
}
psql($_, q{SELECT registry.refresh_rollups()}) for $plain, $parted;
cmp_ok(psql($parted, q{SELECT count(*) FROM registry.rollup_participation}), '>', 0, 'rollups are made');
is_same('every report, from rollups', sub { psql($_[0], $image =~ s/DAY/2018-06-30/r) });
# the instant before the corrections: a moment of its own on each
is_same('what was known before the corrections of attendance', sub { psql($_[0], q{
	SELECT set_config('innopart.known_at', (SELECT (min(recorded_at) - interval '1 microsecond')::text FROM registry.attendance WHERE corrects_id IS NOT NULL), false) <> '';
	SELECT organisation_id, partnership_id, phase_code, invited_count, attended_count FROM report.participation_by_org ORDER BY 1, 2, 3}) });
is_same('the release of a partnership', sub { psql($_[0], q{SELECT registry.ocds_release(3, 'ocds-abc123', '2018-06-30') #- '{date}'}) });

# --- the same refusals -----------------------------------------------------------------------------------
my %edit = map { $_ => $_ eq 'option_account' ? "SET position = 'empty'" : "SET provenance = 'sourced'" } @large;
my $right = q{(SELECT option_right_id FROM registry.option_account WHERE innopart.draw_count(position) > 0 ORDER BY option_right_id LIMIT 1)};
my $of_right = q{FROM (SELECT partnership_id, option_right_id AS id, position FROM registry.option_account) r WHERE innopart.draw_count(position) > 0 ORDER BY id LIMIT 1};
my $a_seat = q{registry.attendance a WHERE a.partnership_id = 3 AND a.organisation_id = (SELECT min(organisation_id) FROM registry.participant WHERE partnership_id = 3 AND role = 'follower') AND a.corrects_id IS NULL};
my $correct = 'INSERT INTO registry.attendance (partnership_id, corrects_id, meeting_id, organisation_id, role, status, effective_on) SELECT a.partnership_id, %s, a.meeting_id, a.organisation_id, a.role, %s, a.effective_on FROM ';
# NAME, as whom ('' the owner), statements, SQLSTATE or '' where they are taken
for my $try (
	(map { [ "UPDATE of $_", '', "UPDATE registry.$_ $edit{$_}", /option_(right|account)/ ? 'IP028' : 'IP027' ],
		[ "DELETE from $_", '', "DELETE FROM registry.$_", 'IP027' ],
		[ "TRUNCATE of $_", '', "TRUNCATE registry.$_ CASCADE", 'IP027' ],
		[ "DELETE from $_ in a replica's role", '', "SET session_replication_role = replica; DELETE FROM registry.$_", 'IP027' ] } @large),
	[ 'a draw over the ceiling', '', "SELECT registry.exercise_option($right, 1000, effective_on => '2018-06-30')", 'IP\d\d\d' ],
	[ 'a draw over the ceiling by INSERT', '', "INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on, units) SELECT partnership_id, id, 'exercised', '2018-06-30', 1000 $of_right", 'IP\d\d\d' ],
	[ 'a draw and its repetition', '', "BEGIN; CREATE TEMP TABLE e AS SELECT registry.grant_option(id, '2018-06-30') $of_right; ROLLBACK", 'IP\d\d\d' ],
	[ 'an assignment without its other half', '', "BEGIN; INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on, other_right_id) SELECT partnership_id, id, 'assigned_out', '2018-06-30', id $of_right; COMMIT", 'IP\d\d\d' ],
	[ 'a meeting of another partnership', '', "INSERT INTO registry.attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on) SELECT 4, id, 1, 'follower', 'attended', '2018-06-30' FROM registry.meeting WHERE partnership_id = 3 ORDER BY id LIMIT 1", '23503' ],
	[ 'a correction of nothing', '', sprintf($correct, '-1', 'a.status') . "$a_seat ORDER BY a.id LIMIT 1", '23503' ],
	[ 'a correction', '', sprintf($correct, 'a.id', "'no_show'") . "$a_seat ORDER BY a.id LIMIT 1", '' ],
	[ 'a correction of the correction', '', sprintf($correct, '(SELECT max(c.id) FROM registry.attendance c WHERE c.partnership_id = a.partnership_id AND c.corrects_id = a.id)', "'declined'") . "$a_seat ORDER BY a.id LIMIT 1", '' ],
	[ 'a correction of that, its own seat, by a contributor', 'contributor', sprintf($correct, '(SELECT max(c.id) FROM registry.attendance c WHERE c.partnership_id = a.partnership_id AND c.corrects_id = a.id)', "'attended'") . "$a_seat ORDER BY a.id LIMIT 1", '' ],
	[ "a correction of another's", 'contributor', "INSERT INTO registry.attendance (partnership_id, corrects_id, meeting_id, organisation_id, role, status, effective_on) SELECT partnership_id, 1, meeting_id, organisation_id, role, status, effective_on FROM $a_seat LIMIT 1", '42501' ],
	[ 'a contribution of its own by a contributor', 'contributor', "INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, effective_on) SELECT partnership_id, organisation_id, 'need', 'data', '2018-06-30' FROM $a_seat LIMIT 1", '' ],
	[ 'one in the name of another', 'contributor', "INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, effective_on) SELECT partnership_id, organisation_id + 1, 'need', 'data', '2018-06-30' FROM $a_seat LIMIT 1", '42501' ],
	[ 'a draw over the ceiling by its holder', 'holder', "SELECT registry.exercise_option($right, 1000, effective_on => '2018-06-30')", 'IP\d\d\d' ],
	[ 'a reader who is nobody', 'stranger', 'SELECT count(*) FROM registry.attendance', '42501' ],
	)
{
	my ($name, $who, $sql, $code) = @$try;
	my $as = $who ? "SET ROLE ${role}_$who;" : '';
	my @said = map { psql_error($_, "$as $sql") =~ s/\d+ms|\bline \d+|(?:NOTICE|LOCATION):.*\n|psql:<stdin>:\d+: //gr } $plain, $parted;
	if ($code eq '') { is("@said", ' ', "$name: taken on both") }
	else
	{
		like($said[0], qr/^ERROR:  $code/, "$name: refused");
		# PostgreSQL's own refusals name the part
		is($said[1] =~ s/\b(attendance|contribution)_\d\b/$1/gr, $said[0], "$name: in the same words");
	}
}
is_same('the seat after its corrections', sub { psql($_[0], "SELECT k.id, k.status FROM registry.known_attendance k WHERE k.id = (SELECT a.id FROM $a_seat ORDER BY a.id LIMIT 1)") });
is_same('every correction names the original', sub { psql($_[0], "SELECT count(*), count(DISTINCT corrects_id) FROM registry.attendance c WHERE c.corrects_id = (SELECT a.id FROM $a_seat ORDER BY a.id LIMIT 1)") });
is_same('what a contributor reads', sub { psql($_[0], "SET ROLE ${role}_contributor; SELECT count(*), sum(invited_count), sum(contribution_count) FROM report.participation_by_org") });
is_same('what a holder reads', sub { psql($_[0], "SET ROLE ${role}_holder; SET innopart.as_of = '2018-06-30'; SELECT option_right_id, state_label, exercised_unit_count FROM report.option_status ORDER BY 1") });

# --- the parts are closed ----------------------------------------------------------------------------------
for my $large (@large)
{
	my $part = psql($parted, "SELECT tableoid::regclass FROM registry.$large LIMIT 1");
	like(psql_error($parted, "UPDATE $part $edit{$large}"), qr/ERROR:  IP02[78]: UPDATE of registry.$large is refused/, "$part: no UPDATE");
	like(psql_error($parted, "DELETE FROM $part"), qr/ERROR:  IP027: DELETE of registry.$large is refused/, "$part: no DELETE");
	like(psql_error($parted, "TRUNCATE $part CASCADE"), qr/ERROR:  IP027: TRUNCATE of registry.\w+ is refused/, "$part: no TRUNCATE");
	like(psql_error($parted, "SET session_replication_role = replica; TRUNCATE $part CASCADE"), qr/ERROR:  IP027/, "$part: none in a replica's role");
	# privileges on all tables, as grant_access() gives them, open the whole table and no part
	is(psql($parted, "GRANT INSERT ON $part TO ${role}_contributor; SET ROLE ${role}_contributor; SELECT count(*) FROM $part"), 0, "$part: nothing to read but through the whole table");
	like(psql_error($parted, "SET ROLE ${role}_contributor; INSERT INTO $part SELECT x.* FROM (SELECT 1) n LEFT JOIN $part x ON true"), qr/ERROR:  (42501|428C9|23502)/, "$part: nothing to write");
}
my $ledger = psql($parted, "SELECT tableoid::regclass FROM registry.option_event WHERE option_right_id = $right LIMIT 1");
like(psql_error($parted, "INSERT INTO $ledger (partnership_id, option_right_id, kind, effective_on, units) SELECT partnership_id, id, 'exercised', '2018-06-30', 1000 $of_right"), qr/ERROR:  IP\d\d\d/, 'the guard of the ledger is in its parts');
my ($not_its) = grep { $_ ne psql($parted, 'SELECT tableoid::regclass FROM registry.contribution WHERE partnership_id = 3 LIMIT 1') } map { "registry.contribution_$_" } 0, 1;
like(psql_error($parted, "INSERT INTO $not_its (partnership_id, id, organisation_id, phase, kind, effective_on) VALUES (3, 1000000, 1, 'need', 'data', '2018-06-30')"), qr/ERROR:  (0A000: moving row to another partition|23514: .* violates partition constraint)/, 'a part takes no partnership of another');
is(psql($parted, 'SELECT count(*) FROM report.ledger_check'), 0, 'after all that, the ledger is whole');

# --- one partnership, one part -----------------------------------------------------------------------------
for my $asked ([ 'report.participation_by_org', 3 ], [ 'report.participation', 3 ], [ 'report.learning_share', 3 ], [ 'report.learning_adoption', 3 ], [ 'report.option_status', 3 ], [ 'report.option_event_trail', 3 ], [ 'registry.attendance', 1 ], [ 'registry.option_event', 1 ])
{
	my ($from, $least) = @$asked;
	# what was read, not what might have been: the ledger's parts are chosen right by right; of the facts,
	# which rollups stand in for until it is asked what was known
	my $plan = psql($parted, "SET innopart.known_at = '2999-12-31 00:00+00'; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM $from WHERE partnership_id = 3");
	$plan =~ s/^.*\(never executed\).*\n//mg;
	my %parts;
	$parts{$1}{$2}++ while $plan =~ /\b(?:Scan(?: Backward)?(?: using \w+)? on )(\w+?)_(\d)\b/g;
	my @read = map { "$_: " . join(',', sort keys %{ $parts{$_} }) } sort keys %parts;
	cmp_ok(scalar @read, '>', 0, "$from of one partnership reads parts");
	is(join(' ', grep { /,/ } @read), '', "$from of one partnership reads one part of each table") or diag($plan);
}

# --- over time -----------------------------------------------------------------------------------------------
my $before = psql($parted, $image =~ s/DAY/2018-06-30/r);
is(psql($parted, 'SELECT innopart.upgrade_registry() = innopart.version()'), 't', 'it is upgraded');
is(psql($parted, $image =~ s/DAY/2018-06-30/r), $before, 'and tells the same');
my $closed = q{SELECT string_agg(c.relname || ' ' || c.relrowsecurity || ' ' || (SELECT string_agg(t.tgname || ' ' || t.tgenabled::text, ' ' ORDER BY t.tgname) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal), E'\n' ORDER BY c.relname)
	FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relispartition AND c.relkind = 'r'};
my $guards = psql($parted, $closed);
my ($status, $dump, $err) = run('', 'pg_dump', '-d', $parted);
is($status, 0, 'it is dumped') or diag $err;
my $copy = fresh_database();
($status, undef, $err) = run($dump, 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $copy);
is($status, 0, 'the dump loads') or diag $err;
my $folder = "/tmp/innopart-parts.$$";
($status, undef, $err) = run('', 'pg_dump', '-Fd', '-j', '2', '-f', $folder, '-d', $parted);
is($status, 0, 'it is dumped into a folder, two parts at a time') or diag $err;
my $parallel = fresh_database();
($status, undef, $err) = run('', 'pg_restore', '-j', '3', '-d', $parallel, $folder);
is($status, 0, 'and restored, three at a time') or diag $err;
my $apart = fresh_database();
($status, undef, $err) = run('', 'pg_restore', '--schema-only', '-d', $apart, $folder);
is($status, 0, 'the schema alone restores') or diag $err;
is(psql($apart, 'SELECT count(*) FROM registry.attendance'), 0, 'without a fact');
($status, undef, $err) = run('', 'pg_restore', '--data-only', '--disable-triggers', '--superuser', psql($parted, 'SELECT session_user'), '-d', $apart, $folder);
is($status, 0, 'then the data alone') or diag $err;
run('', 'rm', '-rf', $folder);
# --disable-triggers brings ALWAYS triggers back as ordinary ones; an upgrade arms them again
isnt(psql($apart, $closed), $guards, 'its guards are ordinary triggers');
is(psql($apart, 'SELECT innopart.upgrade_registry() = innopart.version()'), 't', 'until it is upgraded');
for my $restored (['a plain dump', $copy], ['a folder', $parallel], ['schema and data apart', $apart])
{
	my ($way, $database) = @$restored;
	is(psql($database, $image =~ s/DAY/2018-06-30/r), $before, "$way: what is restored tells the same");
	is(psql($database, $closed), $guards, "$way: and its parts are as closed");
	is(psql($database, 'SELECT count(*) FROM report.ledger_check'), 0, "$way: the ledger fits");
	like(psql_error($database, q{DO $$ BEGIN UPDATE registry.option_event SET units = 1; IF NOT FOUND THEN RAISE 'nothing to update'; END IF; END $$}), qr/IP0\d\d/, "$way: and cannot be edited");
}
cmp_ok(() = $guards =~ /append_only_all A/g, '==', 4 * @large, 'each part has the guard that it gets from no whole table');
# a registry that exists is divided by carrying its rows over (doc/scale.md)
my $divided = fresh_database();
psql($divided, 'CREATE EXTENSION innopart; SELECT innopart.create_registry(partitions => 3)');
my $rows = psql($plain, psql($plain, join("\n", recipe('doc/scale.md', 'To split a registry that exists'))), '-v', 'from=1', '-v', 'to=9223372036854775807', '-v', 'shared=true');
psql($divided, "$rows\n");
# but who may do what on this machine
my @facts = map { [ grep { !/^registry\.(registry_info|access|own_\w+|shared_draw) / } split /\n/, psql($_, $image =~ s/DAY/2018-06-30/r) ] } $divided, $plain;
is_deeply($facts[0], $facts[1], 'a registry carried over into parts tells the same');
psql($copy, 'SELECT innopart.drop_registry(force => true)');
is(psql($copy, q{SELECT count(*) FROM pg_namespace WHERE nspname IN ('registry', 'report')}), 0, 'it is dropped whole');

drop_database($_) for $plain, $parted, $copy, $parallel, $apart, $divided;
psql('postgres', "DROP ROLE ${role}_contributor; DROP ROLE ${role}_holder; DROP ROLE ${role}_stranger");
done_testing();
