# Nobody reads, counts or infers a row that is another's: each kind of role tries every table, every
# view and every way that PostgreSQL offers, against rows of other organisations and of a competitor.
#
# Two measures.  Secrets carry a word (test/data/rivals.sql): none that a role may not read is ever
# in what it gets back, errors included.  And nothing that a role gets back changes when the owner
# adds to the secrets: what cannot be read cannot be counted, nor found out by asking.  Both are
# shown to see a hole that is planted for them.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $owner = "innopart_probe_owner_$$";
my $database = fresh_database();
# installed once by a superuser; the registry belongs to somebody who is none
psql($database, qq{CREATE EXTENSION innopart; CREATE ROLE $owner; GRANT CREATE ON DATABASE $database TO $owner;
	SET ROLE $owner; SELECT innopart.create_registry(); SELECT innopart.create_registry('other', 'other_report');});
psql($database, "SET ROLE $owner;\n" . slurp('test/data/rivals.sql') . "\nSELECT innopart.refresh_rollups();");

# what is to be seen on another day: a notice five days ahead, a mandate that ended three days ago
psql($database, qq{SET ROLE $owner; INSERT INTO registry.notice (partnership_id, kind, effective_on) VALUES (2, 'competition', current_date + 5);
	INSERT INTO registry.mandate (partnership_id, option_right_id, organisation_id, effective_on, to_on) VALUES (1, 1, 7, '2020-01-01', current_date - 3)});

# role => [ organisation, level, the words it may read ]; whoever reads everything reads every word
# (the numbers are what Gerd pays Beta for two units under the shared cap, and for one)
my @words = (qw(secretA secretB secretF secretG secretK secretL secret2 secretP termsA termsB 1787\.54 893\.77), 'fails secret');
my %role = (
	lead => [ 1, 'steward', qw(secretA secretB secretF secretG secretK secretL secretP termsA termsB 1787\.54 893\.77), 'fails secret' ],
	co_buyer => [ 2, 'reader', qw(secretA secretB secretF secretG secretK secretL secretP termsA termsB 1787\.54 893\.77), 'fails secret' ],
	fredrik => [ 3, 'holder', qw(secretF secretP termsA) ],
	gerd => [ 4, 'contributor', qw(secretG secretP termsB 1787\.54 893\.77) ],
	alpha => [ 8, 'contributor', qw(secretA secretP termsA secretF), 'fails secret' ],
	beta => [ 9, 'holder', qw(secretB secretP termsB secretG 1787\.54 893\.77), 'fails secret' ],
	candidate => [ 10, 'reader', qw(secretK) ],
	outsider => [ 7, 'steward' ],
	second_lead => [ 5, 'steward', qw(secret2), 'fails secret' ],
	second_auditor => [ 6, 'auditor', qw(secret2), 'fails secret' ],
	# of the whole programme; a reader is told no lesson that is not open
	programme_reader => [ undef, 'reader', grep { !/secretP|fails/ } @words ],
	programme_steward => [ undef, 'steward', @words ],
	programme_auditor => [ undef, 'auditor', @words ]);
my %real;
for my $name (sort keys %role)
{
	my ($organisation, $level) = @{ $role{$name} };
	$real{$name} = "innopart_probe_${name}_$$";
	psql($database, "CREATE ROLE $real{$name}; SET ROLE $owner; SELECT registry.grant_access('$real{$name}', '$level', @{[ $organisation // 'NULL' ]})");
}
# privileges and no access; and steward of another registry, with every privilege to read this one
for my $name (qw(nobody other_steward))
{
	$role{$name} = [];
	$real{$name} = "innopart_probe_${name}_$$";
	psql($database, "CREATE ROLE $real{$name}; GRANT USAGE ON SCHEMA registry, report TO $real{$name};
		GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA registry TO $real{$name}; GRANT SELECT ON ALL TABLES IN SCHEMA report TO $real{$name};
		REVOKE SELECT ON registry.partnership FROM $real{$name}; GRANT SELECT (id, title, need_id, programme_id, started_on, provenance) ON registry.partnership TO $real{$name}");
}
psql($database, "SET ROLE $owner; SELECT other.grant_access('$real{other_steward}', 'steward')");
# a place of their own, and a function that tells what it is given
psql($database, qq{CREATE SCHEMA probe; GRANT ALL ON SCHEMA probe TO PUBLIC;
	CREATE FUNCTION probe.tell(anyelement) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS \$\$ BEGIN RAISE NOTICE 'told: %', \$1; RETURN true; END \$\$;
	CREATE FUNCTION probe.tell_cast(text) RETURNS integer LANGUAGE plpgsql COST 0.0001 AS \$\$ BEGIN RETURN \$1::integer; END \$\$});

my @tables = split /\n/, psql($database, q{SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'r' ORDER BY 1});
my @views = split /\n/, psql($database, q{SELECT format('%s.%I', c.relnamespace::regnamespace, c.relname) FROM pg_class c
	WHERE c.relnamespace IN ('registry'::regnamespace, 'report'::regnamespace) AND c.relkind = 'v'
	  -- the reports' own catalogue
	  AND c.relname <> 'report_column' ORDER BY 1});
my $right_of_gerd = psql($database, q{SELECT id FROM registry.option_right WHERE title = 'right secretG'});
my $event_of_gerd = psql($database, q{SELECT id FROM registry.option_event WHERE reference = 'own right secretG'});
my $lesson_of_a = psql($database, q{SELECT id FROM registry.lesson WHERE title = 'lesson secretA'});

# [ what, SQL ]; the same for everybody
my @reads = (
	(map { [ "the rows of $_", "SELECT x::text FROM registry.$_ x ORDER BY 1" ] } @tables),
	[ 'the partnerships', 'SELECT id, title, started_on FROM registry.partnership ORDER BY 1' ],
	(map { [ "a count of $_", "SELECT count(*) FROM registry.$_" ] } @tables),
	(map { [ "COPY of $_", "COPY registry.$_ TO STDOUT" ] } @tables),
	(map { [ "view $_", "SELECT x::text FROM $_ x ORDER BY 1" ] } @views),
	(map { [ "a leaky condition on $_", "SELECT count(*) FROM registry.$_ x WHERE probe.tell(x::text)" ] } @tables),
	(map { [ "a leaky condition on view $_", "SELECT count(*) FROM $_ x WHERE probe.tell(x)" ] } grep { /own_|shared_draw|known_lesson|option_status/ } @views),
	[ 'statistics', q{SELECT schemaname, tablename, attname, n_distinct, most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE schemaname = 'registry' ORDER BY 1, 2, 3} ],
	[ 'extended statistics', q{SELECT * FROM pg_stats_ext WHERE schemaname = 'registry'} ],
	[ 'raw statistics', 'SELECT * FROM pg_statistic' ],
	[ 'a cast that fails', q{SELECT count(*) FROM registry.track_event WHERE probe.tell_cast(reason) = 1} ],
	[ 'a division by what is hidden', q{SELECT count(*) FROM registry.payment WHERE 1 / (amount - 5100) > 0} ],
	[ 'a lock of rows', 'SELECT x.id FROM registry.option_right x ORDER BY 1 FOR SHARE' ],
	[ 'a cursor', 'BEGIN; DECLARE c CURSOR FOR SELECT x::text FROM registry.option_event x ORDER BY 1; FETCH ALL FROM c; ROLLBACK' ],
	[ 'a join through a foreign key', q{SELECT e.reason, r.title FROM registry.option_event e LEFT JOIN registry.option_right r ON r.id = e.option_right_id ORDER BY e.id} ],
	[ 'full-text search', q{SELECT count(*) FROM registry.lesson WHERE search_text @@ to_tsquery('english', 'fails')} ],
	[ 'row_security off', 'SET row_security = off; SELECT x::text FROM registry.target x; RESET row_security' ],
	[ 'known long ago', q{SET innopart.known_at = '2100-01-01'; SET innopart.as_of = '2100-01-01'; SELECT x::text FROM registry.known_target x ORDER BY 1; RESET innopart.known_at; RESET innopart.as_of} ],
	[ 'a week ahead', q{SET innopart.time_zone = 'X-167'; SELECT x::text FROM registry.notice x ORDER BY 1; SELECT title FROM registry.partnership ORDER BY 1; RESET innopart.time_zone} ],
	[ 'a week ago', q{SET innopart.time_zone = 'X167'; SELECT title FROM registry.option_right ORDER BY 1; RESET innopart.time_zone} ],
	[ 'parallel', q{SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;
		SELECT count(*), max(reason) FROM registry.option_event; SELECT max(title) FROM registry.target; RESET ALL; SET SESSION AUTHORIZATION :"me"} ],
	[ 'what the owner prepared', 'EXECUTE prepared_rights; EXECUTE prepared_targets' ],
	[ 'a view of its own', 'BEGIN; CREATE VIEW probe.v AS SELECT x::text FROM registry.target x; SELECT * FROM probe.v; ROLLBACK' ],
	[ 'a security definer of its own', q{BEGIN; CREATE FUNCTION probe.f() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT x::text FROM registry.target x'; SELECT probe.f(); ROLLBACK} ],
	[ 'sequences', 'SELECT last_value FROM registry.option_event_id_seq' ],
	[ 'SET ROLE owner', "SET ROLE $owner; SELECT x::text FROM registry.target x; RESET ROLE" ],
	[ 'SET ROLE of a rival', "SET ROLE $real{alpha}; SELECT x::text FROM registry.target x; RESET ROLE" ],
	[ 'access', 'SELECT role_name, organisation_id, level FROM registry.access ORDER BY 1, 2, 3' ],
	(map { [ "function $_", "SELECT $_" ] }
		'registry.phase_on(2, current_date)', 'registry.exercise_facts(2, 1, 1, 3, current_date)', 'registry.may_exercise(2, 1, 3, 4, current_date)', 'registry.phase_reached(2, current_date)', q{registry.other_currencies(2, 1, 'EUR')}, 'registry.lead_has_exercised(2, current_date)',
		"registry.partnership_of_right($right_of_gerd)", "registry.holds(1, $right_of_gerd)", q{registry.cap_left_from(c, '2020-01-01') FROM registry.cap c},
		'registry.overdrawn_on(1, 1)', 'registry.own_stakes()', 'registry.own_partnerships(true, false)', 'registry.stewarded_partnerships()',
		q{registry.is_own_fact('target', 1, 1, 'partner_contract_id', 1)}, q{registry.is_own_fact('participant', 2, 9, 'organisation_id', 6)},
		q{registry.organisation_named('Gerd')}, q{registry.may_read('partner', 8, 1, '2020-01-05')}),
	[ 'EXPLAIN', q{EXPLAIN (VERBOSE) SELECT * FROM registry.target WHERE title > 'a'} ],
	[ 'EXPLAIN of a report', 'EXPLAIN (VERBOSE) SELECT * FROM report.option_status' ]);

# writing: what is hidden, and what is not there at all, must be refused in the same words
# (which id is hidden, of which table: who reads that row is judged by the others)
my @pairs = (
	[ 'an exercise', "INSERT INTO registry.option_event (partnership_id, option_right_id, kind, units) VALUES (1, %s, 'exercised', 1)", $right_of_gerd, 'option_right' ],
	[ 'an exercise by verb', 'SELECT registry.exercise_option(%s, 1)', $right_of_gerd, 'option_right' ],
	[ 'an exercise as another', "INSERT INTO registry.option_event (partnership_id, option_right_id, kind, units, acting_id) VALUES (1, %s, 'exercised', 1, 4)", $right_of_gerd, 'option_right' ],
	[ 'a waiver', "INSERT INTO registry.option_event (partnership_id, option_right_id, kind) VALUES (1, %s, 'waived')", $right_of_gerd, 'option_right' ],
	[ 'a reversal', 'SELECT registry.reverse_exercise(%s, 1)', $event_of_gerd, 'option_event' ],
	[ 'an event that the guard alone judges', "INSERT INTO registry.option_event (partnership_id, option_right_id, kind, legal_basis, extended_to) VALUES (1, %s, 'window_extended', 'x', '2031-01-01')", $right_of_gerd, 'option_right' ],
	[ 'a mandate', 'INSERT INTO registry.mandate (partnership_id, option_right_id, organisation_id, effective_on) VALUES (1, %s, 7, current_date)', $right_of_gerd, 'option_right' ],
	[ 'an attendance at a hidden meeting', "INSERT INTO registry.attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on) VALUES (1, %s, ORG, 'follower', 'attended', '2019-04-01')", 2, 'meeting' ],
	[ 'a contribution with a hidden document', "INSERT INTO registry.contribution (partnership_id, document_id, organisation_id, phase, kind, effective_on) VALUES (1, %s, ORG, 'need', 'data', '2019-04-01')", 2, 'document' ],
	[ 'a contribution that corrects that of another', "INSERT INTO registry.contribution (partnership_id, corrects_id, organisation_id, phase, kind, effective_on) VALUES (1, %s, ORG, 'need', 'data', '2019-04-01')", 3, 'contribution' ],
	[ 'a need that corrects that of another', "INSERT INTO registry.need_member (corrects_id, need_id, organisation_id, effective_on) VALUES (%s, 1, ORG, '2019-04-01')", 2, 'need_member' ],
	[ 'a lesson that corrects that of another', "INSERT INTO registry.lesson (partnership_id, corrects_id, organisation_id, phase, title, statement, effective_on) VALUES (1, %s, ORG, 'need', 'x', 'x', '2019-04-01')", $lesson_of_a, 'lesson' ],
	[ 'an adoption of a hidden lesson', "INSERT INTO registry.lesson_adoption (partnership_id, lesson_id, organisation_id, level, effective_on) VALUES (1, %s, ORG, 'seen', '2020-02-01')", $lesson_of_a, 'lesson' ],
	[ 'a share of a hidden lesson', "INSERT INTO registry.lesson_share (partnership_id, lesson_id, giver_id, receiver_id, effective_on) VALUES (1, %s, ORG, 1, '2020-02-01')", $lesson_of_a, 'lesson' ],
	[ 'a lesson in a hidden partnership', "INSERT INTO registry.lesson (partnership_id, organisation_id, phase, title, statement, effective_on) VALUES (%s, ORG, 'need', 'x', 'x', '2019-04-01')", 2, 'partnership' ],
	[ 'a participant in a hidden partnership', "INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on) VALUES (%s, ORG, 'lead', '2019-04-01')", 2, 'partnership' ],
	[ 'a phase of a hidden partnership', "SELECT registry.enter_phase(%s, 'dialogue', '2019-04-01')", 2, 'partnership' ],
	[ 'an assessment of a hidden target', "INSERT INTO registry.target_assessment (partnership_id, target_id, status, effective_on) VALUES (1, %s, 'met', '2019-12-10')", 2, 'target' ],
	[ 'ON CONFLICT', "INSERT INTO registry.option_event (partnership_id, option_right_id, kind, units, reference) VALUES (1, %s, 'exercised', 1, 'right secretG') ON CONFLICT DO NOTHING", $right_of_gerd, 'option_right' ],
	[ 'a number that is taken', "INSERT INTO registry.contribution (partnership_id, id, organisation_id, phase, kind, effective_on) VALUES (1, %s, ORG, 'need', 'data', '2019-04-01')", 2, 'contribution' ],
	[ 'an update', "UPDATE registry.option_right SET solution_id = 1 WHERE id = %s", $right_of_gerd, 'option_right' ],
	[ 'a deletion', 'DELETE FROM registry.contribution WHERE id = %s', 2, 'contribution' ],
	[ 'MERGE', "MERGE INTO registry.contribution c USING (SELECT 1) s ON c.id = %s WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN DO NOTHING", 2, 'contribution' ],
	[ 'a foreign key of its own', 'CREATE TABLE probe.child (p bigint, c bigint, FOREIGN KEY (p, c) REFERENCES registry.partner_contract); INSERT INTO probe.child VALUES (1, %s)', 2, 'partner_contract' ]);
# and what must fail whoever asks
my @refused = (
	[ 'TRUNCATE', 'TRUNCATE registry.option_event CASCADE' ],
	[ 'a guard put on a table of its own', 'CREATE TABLE probe.mine (LIKE registry.option_event); CREATE TRIGGER t BEFORE INSERT ON probe.mine FOR EACH ROW EXECUTE FUNCTION registry.option_event_guard()' ],
	[ 'a trigger on a table of ours', 'CREATE TRIGGER t BEFORE INSERT ON registry.option_event FOR EACH ROW EXECUTE FUNCTION registry.fact_is_appended()' ],
	[ 'DISABLE TRIGGER', 'ALTER TABLE registry.option_event DISABLE TRIGGER ALL' ],
	[ 'DISABLE ROW LEVEL SECURITY', 'ALTER TABLE registry.target DISABLE ROW LEVEL SECURITY' ],
	[ 'a policy', 'CREATE POLICY all_of_it ON registry.target USING (true)' ],
	[ 'access', "INSERT INTO registry.access (role_name, organisation_id, level) VALUES (current_user, 8, 'reader')" ],
	[ 'grant_access()', q{SELECT registry.grant_access(current_user::name, 'steward')} ],
	[ 'a position', q{DO $$ BEGIN UPDATE registry.cap_account SET position = 'empty'; IF NOT FOUND THEN RAISE 'nothing to update'; END IF; END $$} ],
	[ 'session_replication_role', 'SET session_replication_role = replica' ],
	[ 'a seal', q{INSERT INTO registry.lesson_seal VALUES (1, 999999, 9, 'open', NULL, '2020-02-03')} ],
	[ 'the succession of a rival', q{INSERT INTO registry.organisation_succession (predecessor_id, successor_id, kind, effective_on) VALUES (8, 9, 'merger', '2020-01-01')} ],
	[ 'an upgrade', 'SELECT innopart.upgrade_registry()' ]);

my $attempts = 0;
# attempt => whether it has ever met what it asks for, and not an error of its own making
my %is_alive;

# what a role gets back for each attempt, errors included: attempt => text
sub tried
{
	my ($name, @attempts) = @_;
	my $script = qq{\\set me $real{$name}\n\\set SHOW_CONTEXT never\n\\set VERBOSITY verbose\nSET plan_cache_mode = force_generic_plan;
		PREPARE prepared_rights AS SELECT x::text FROM registry.option_right x ORDER BY 1; PREPARE prepared_targets AS SELECT x::text FROM registry.target x ORDER BY 1;
		EXECUTE prepared_rights \\g /dev/null\nEXECUTE prepared_targets \\g /dev/null\nSET client_min_messages = notice;\nSET SESSION AUTHORIZATION $real{$name};\n};
	$script .= "\\echo @@ $_->[0]\n\\warn @@ $_->[0]\n$_->[1];\n" for @attempts;
	my ($status, $out, $err) = run($script, 'psql', '-X', '-q', '-A', '-t', '-d', $database);
	my %got;
	for my $stream ($out, $err)
	{
		my @parts = split /^@@ (.*)\n/m, $stream;
		shift @parts;
		while (@parts) { my ($what, $text) = splice @parts, 0, 2; $got{$what} .= $text // '' }
	}
	# where in PostgreSQL's source an error is raised, and on which line of ours, is not an answer
	for (values %got) { s/^LOCATION:.*\n//mg; s/^psql:<stdin>:\d+: //mg; }
	die "$name: " . substr($err, -500) if keys %got != @attempts;
	$attempts += @attempts;
	# undefined function, column or table, ambiguous column, syntax, wrong type
	$is_alive{$_} ||= $got{$_} !~ /ERROR:  (?:42883|42703|42P01|42702|42601|42804)/ ? 1 : 0 for keys %got;
	return \%got;
}

sub leaks
{
	my ($name, $got) = @_;
	my %may = map { $_ => 1 } @{ $role{$name} }[ 2 .. $#{ $role{$name} } ];
	my @hidden = grep { !$may{$_} } @words;
	my @found;
	for my $what (sort keys %$got)
	{
		# the question may hold the word that the answer must not
		my @seen = grep { $got->{$what} =~ /$_/ } @hidden;
		push @found, "$what: @seen" if @seen && $what ne 'ON CONFLICT';
	}
	return @found;
}

psql($database, 'ANALYZE');
my %before;
# Every view stands on the tables, so a holder, a partner and a candidate read them all, and each other role a
# seventh of them, another seventh each: all by all takes minutes.
my %reads_views = map { $_ => 1 } qw(fredrik alpha candidate);
my $turn = 0;
for my $name (sort keys %real)
{
	my $nth = $turn++;
	$before{$name} = tried($name, grep { $reads_views{$name} || $_->[0] !~ /^view/ || $nth++ % 7 == 0 } @reads);
	my @found = leaks($name, $before{$name});
	is("@found", '', "$name reads no word it may not read");
	# the probe would see one
	my %may = map { $_ => 1 } @{ $role{$name} }[ 2 .. $#{ $role{$name} } ];
	my @missed = grep { my $word = $_; !grep { $before{$name}{$_} =~ /$word/ } keys %{ $before{$name} } } sort keys %may;
	is("@missed", '', "$name reads what it may read");
}

my $judged = 0;
for my $name (sort keys %real)
{
	my $organisation = $role{$name}[0] // 7;
	my (@hidden, @absent);
	for my $pair (@pairs)
	{
		my ($what, $sql, $id) = @$pair;
		$sql =~ s/ORG/$organisation/;
		push @hidden, [ $what, 'BEGIN; ' . sprintf($sql, $id) . '; ROLLBACK' ];
		push @absent, [ $what, 'BEGIN; ' . sprintf($sql, 999999) . '; ROLLBACK' ];
	}
	my ($one, $other) = (tried($name, @hidden), tried($name, @absent));
	my %is_read = map { $_ => 1 } split /\n/, psql($database, "SET ROLE $real{$name};" . join '', map { "SELECT '$_->[0]' FROM registry.$_->[3] WHERE id = $_->[2];" } @pairs);
	my @differ;
	for my $pair (@pairs)
	{
		my ($what, undef, $id) = @$pair;
		# whose it is may learn that it is there
		next if $is_read{$what};
		my ($first, $second) = ($one->{$what}, $other->{$what});
		s/\b(?:$id|999999)\b/N/g for $first, $second;
		push @differ, "$what: $first / $second" if $first ne $second;
		$judged++;
	}
	is(join("\n", @differ), '', "$name is told nothing by what is refused");
	is(join("\n", grep { $_ } leaks($name, $one)), '', "$name is told no word by what is refused");
}
for my $name (sort keys %real)
{
	# a steward of the programme writes all facts, this one among them
	my $got = tried($name, map { [ $_->[0], "BEGIN; $_->[1]; ROLLBACK" ] } grep { $name ne 'programme_steward' || $_->[0] !~ /succession/ } @refused);
	my @done = grep { $got->{$_} !~ /ERROR/ } sort keys %$got;
	is("@done", '', "$name is refused what nobody may do");
	is(join("\n", leaks($name, $got)), '', "$name is told no word by it");
}

# A holder who reads one right is judged by all that was drawn under the cap it shares: 12 units, of
# which each of the two has drawn 2.
is(psql($database, "SET ROLE $real{fredrik}; SELECT count(*) FROM registry.option_right"), '1', 'a holder sees its own right alone');
like(psql_error($database, "SET ROLE $real{fredrik}; SELECT registry.exercise_option(1, 9, effective_on => '2020-03-01')"), qr/IP009/, 'and is refused what another has taken of the cap');
is(psql($database, "BEGIN; SET ROLE $real{fredrik}; SELECT registry.exercise_option(1, 8, effective_on => '2020-03-01') IS NOT NULL; RESET ROLE;
	SELECT count(*) FROM report.ledger_check; SELECT units_left FROM registry.cap_standing WHERE cap_id = 1; ROLLBACK"), "t\n0\n0", 'but not what is left');
my $blind = psql_error($database, "BEGIN; ALTER FUNCTION registry.option_event_guard() SECURITY INVOKER; GRANT EXECUTE ON FUNCTION registry.option_event_guard() TO PUBLIC; SET ROLE $real{fredrik};
	SELECT registry.exercise_option(1, 9, effective_on => '2020-03-01')");
unlike($blind, qr/IP009/, 'which a guard with the eyes of the holder would not know');

# More of the secrets, and a change of none of what is said to those whose secrets they are not.
# EXPLAIN estimates by the size of the whole table: told in doc/security.md
my @steady = grep { $_->[0] !~ /EXPLAIN/ } @reads;
for my $more (
	[ 'of Alpha', [ qw(fredrik gerd beta second_lead second_auditor candidate outsider nobody other_steward) ], [ qw(alpha lead programme_reader) ], q{
		INSERT INTO registry.target (partnership_id, id, partner_contract_id, phase, title, is_mandatory, effective_on) SELECT 1, 1000 + g, 1, 'development.1', 'more secretA', false, '2019-09-02' FROM generate_series(1, 20) g;
		INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, title, hours, effective_on) VALUES (1, 8, 'need', 'data', 'more secretA', 80, '2019-02-02');
		INSERT INTO registry.contract_change (partnership_id, partner_contract_id, amount, legal_basis, effective_on) VALUES (1, 1, 100, 'more secretA', '2019-11-01');
		INSERT INTO registry.document (partnership_id, id, kind, title, effective_on) VALUES (1, 1001, 'assessment_report', 'more secretA', '2019-07-02');
		INSERT INTO registry.meeting (partnership_id, id, phase, kind, title, effective_on) VALUES (1, 1001, 'dialogue', 'one_to_one', 'more secretA', '2019-04-02');
		INSERT INTO registry.attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on) SELECT 1, max(id), 8, 'partner', 'attended', '2019-04-02' FROM registry.meeting;
		SELECT registry.share_lesson(1, 1, 'more secretA', 'more secretA', '{8}', 'development.1', 'partner', 8, effective_on => '2020-01-06')} ],
	[ 'of the second partnership', [ qw(lead co_buyer fredrik alpha beta nobody) ], [ qw(second_lead programme_auditor) ], q{
		INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on, note) VALUES (2, 6, 'candidate', '2019-02-01', 'more secret2');
		INSERT INTO registry.document (partnership_id, id, kind, title, effective_on) VALUES (2, 1002, 'tender', 'more secret2', '2019-07-02')} ],
	[ 'of Gerd', [ qw(fredrik alpha candidate outsider second_auditor) ], [ qw(gerd beta programme_steward) ], q{
		SELECT registry.exercise_option(id, 1, effective_on => '2020-02-03', reason => 'more secretG') FROM registry.option_right WHERE title = 'own right secretG'} ])
{
	my ($whose, $unmoved, $moved, $sql) = @$more;
	# everything for two of them; for the others not the views, nor other ways to the same rows
	my $of = sub { my ($name) = @_; my $all = $whose eq 'of Alpha' && $name =~ /^(?:fredrik|candidate)$/; return grep { $all || $_->[0] !~ /^view|^COPY|^a leaky/ } @steady };
	my %then = map { $_ => $whose eq 'of Alpha' ? $before{$_} : tried($_, $of->($_)) } @$unmoved, @$moved;
	psql($database, "SET ROLE $owner; $sql; ANALYZE");
	for my $name (@$unmoved)
	{
		my $after = tried($name, $of->($name));
		is(join(', ', grep { $after->{$_} ne $then{$name}{$_} } sort keys %$after), '', "$name sees no change where there are more secrets $whose");
	}
	for my $name (@$moved)
	{
		my $after = tried($name, $of->($name));
		cmp_ok(scalar(grep { $after->{$_} ne $then{$name}{$_} } keys %$after), '>', 3, "$name sees it");
	}
}

# A draw of Gerd under the cap that she shares with Fredrik, of Beta's: who shares the cap learns that so
# many units are gone, nobody what was paid, and nobody else anything.
my @of_cap = grep { $_->[0] =~ /^(?:the rows|view|a count|COPY|a leaky).*(?:cap|shared_draw|option_)/ || $_->[0] !~ /^(?:the rows|view|a count|COPY|a leaky)/ } @steady;
my %undrawn = map { $_ => tried($_, @of_cap) } qw(fredrik alpha outsider);
psql($database, "SET ROLE $owner; SELECT registry.exercise_option($right_of_gerd, 3, effective_on => '2020-02-04', reason => 'more secretG')");
for my $name (sort keys %undrawn)
{
	my $after = tried($name, @of_cap);
	my @changed = grep { $after->{$_} ne $undrawn{$name}{$_} } sort keys %$after;
	if ($name eq 'outsider') { is("@changed", '', 'who does not share a cap sees no draw under it') }
	else { ok((grep { /shared_draw/ } @changed), "$name sees that units are gone") }
	is(join("\n", leaks($name, $after)), '', "$name reads no word of it");
	is(psql($database, "SET ROLE $real{$name}; SELECT count(units) - 3, count(amount) FROM registry.shared_draw"), $name eq 'outsider' ? '-3|0' : '0|0', "$name: units alone");
	is(psql($database, "SET ROLE $real{$name}; SELECT count(*) - count(*) FILTER (WHERE innopart.drawn_amount(a.position) = 0 AND innopart.currency(a.position) IS NULL) FROM registry.cap c JOIN registry.cap_account a ON a.cap_id = c.id WHERE c.max_amount IS NULL"), 0, "$name: nor in the position of a cap that counts units");
}

# holes, planted one at a time: each is seen
my @holes = (
	[ 'a table without row security', 'ALTER TABLE registry.target DISABLE ROW LEVEL SECURITY', 'beta' ],
	[ 'a view with the rights of its owner', 'ALTER VIEW registry.known_target SET (security_invoker = false)', 'beta' ],
	[ 'a policy that lets too much through', q{CREATE POLICY hole ON registry.option_event FOR SELECT USING (kind = 'exercised')}, 'outsider' ],
	[ 'a function with the rights of its owner', 'ALTER FUNCTION registry.is_own_fact SECURITY DEFINER', 'beta' ],
	[ 'a role too many', "GRANT $real{alpha} TO $real{beta}", 'beta' ]);
for my $hole (@holes)
{
	my ($what, $sql, $name) = @$hole;
	my @near = grep { $_->[0] =~ /^the rows|function|target|option_event/ } @steady;
	my $sound = tried($name, @near);
	my ($plant, $mend) = ($sql, undef);
	$mend = $what =~ /without row/ ? 'ALTER TABLE registry.target ENABLE ROW LEVEL SECURITY'
		: $what =~ /view/ ? 'ALTER VIEW registry.known_target SET (security_invoker = true)'
		: $what =~ /policy/ ? 'DROP POLICY hole ON registry.option_event'
		: $what =~ /function/ ? 'ALTER FUNCTION registry.is_own_fact SECURITY INVOKER' : "REVOKE $real{alpha} FROM $real{beta}";
	psql($database, $plant);
	my $got = tried($name, @near);
	my @changed = grep { $got->{$_} ne $sound->{$_} } keys %$got;
	ok(leaks($name, $got) || @changed, "the probes see $what");
	psql($database, $mend);
}
# without the first trigger, the guard would tell
psql($database, 'ALTER TABLE registry.option_event DISABLE TRIGGER a_access');
my $told = tried('outsider', [ 'an exercise', "BEGIN; INSERT INTO registry.option_event (partnership_id, option_right_id, kind, units) VALUES (1, $right_of_gerd, 'exercised', 100); ROLLBACK" ]);
ok(leaks('outsider', $told), 'the probes see a guard that speaks to strangers') or diag $told->{'an exercise'};
psql($database, 'ALTER TABLE registry.option_event ENABLE TRIGGER a_access');

# whose day it is decides what is accepted, too: a holder draws neither in the future nor after the last day
my $late = psql($database, qq{SET ROLE $owner; SELECT registry.name_option(1, 3, 'late', ('max 5, 2020-01-01..' || current_date - 5 || ', from purchase')::innopart.option_right, '2019-06-01',
	unit_price => 900, price_currency => 'NOK', max_unit_cost => 1000, partner_contract_id => 1, solution_id => 1) AS late \\gset
	SELECT registry.grant_option(:late, '2019-09-01') > 0 \\g /dev/null
	SELECT :late});
my $drawn = tried('fredrik', [ 'in the future', q{SET innopart.time_zone = 'X-167'; BEGIN; SELECT registry.exercise_option(1, 1, effective_on => current_date + 5); ROLLBACK; RESET innopart.time_zone} ],
	[ 'too late', "SET innopart.time_zone = 'X167'; BEGIN; SELECT registry.exercise_option($late, 1, sent_at => clock_timestamp(), received_at => clock_timestamp()); ROLLBACK; RESET innopart.time_zone" ],
	[ 'in time', "BEGIN; SELECT registry.exercise_option($late, 1, sent_at => clock_timestamp() - interval '7 days', received_at => clock_timestamp() - interval '7 days') > 0; ROLLBACK" ]);
like($drawn->{'in the future'}, qr/IP039/, 'a zone of its own draws nothing in the future');
like($drawn->{'too late'}, qr/ERROR:  IP0/, 'nor after the last day');
is($drawn->{'in time'}, "t\n", 'while a notice in time is');

# who reads a part of what was drawn under a cap finds no fault in the whole
is(psql($database, "SELECT count(DISTINCT option_right_id) > 1 FROM registry.option_event e JOIN registry.option_right r ON r.id = e.option_right_id WHERE r.cap_id = 1 AND e.kind = 'exercised'"),
	't', 'a cap that several have drawn on');
is(join(', ', grep { tried($_, [ 'a check of the ledger', 'SELECT count(*) FROM report.ledger_check' ])->{'a check of the ledger'} !~ /^0$/m } grep { $_ ne 'nobody' && $_ ne 'other_steward' } sort keys %real),
	'', 'to none of them the ledger looks wrong');

is(join(', ', grep { !$is_alive{$_} } sort keys %is_alive), '', 'no probe asks for what there is not');
tried('lead', [ 'a dead probe', 'SELECT registry.no_such_function()' ]);
ok(!$is_alive{'a dead probe'}, 'and one would be seen');

cmp_ok($attempts, '>=', 200, "$attempts attempts");
my $kinds = keys %is_alive;
diag("$attempts attempts of " . ($kinds - 1) . " kinds by " . keys(%real) . " roles, $judged of them pairs that must be told apart by nothing; 0 leaks") if Test::More->builder->is_passing;

psql($database, "SET ROLE $owner; SELECT innopart.drop_registry(force => true), innopart.drop_registry('other', true)");
psql($database, "DROP OWNED BY $_; DROP ROLE $_") for $owner, sort values %real;
drop_database($database);
done_testing();
