# What should use an index does, and what can be computed in parallel is: plans of a registry of 150,000
# events and of 300,000 rights, with the settings that PostgreSQL comes with, where the planner has
# every choice.  For each index that a plan rests on, the plan without it is looked at too.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $database = fresh_database();
psql($database, q{CREATE EXTENSION innopart; SELECT innopart.create_registry();
	SELECT count(*) FROM innopart.innopart_generate('registry', 100, 1000, 150000, 8);
	VACUUM ANALYZE;});
my $settings = q{SET search_path = public, innopart; SET innopart.as_of = '2018-06-30';};
sub plan_of { my ($query, $before) = @_; return psql($database, "$settings BEGIN; " . ($before // '') . "; EXPLAIN (COSTS OFF) $query; ROLLBACK") }

# --- reports of one partnership -----------------------------------------------------------------------
# the tables that grow with the past
my $large = join '|', split /\n/, psql($database, q{SELECT relname FROM pg_class WHERE relnamespace = 'registry'::regnamespace AND relkind = 'r' AND reltuples > 2000 AND relname <> 'lesson_seal' ORDER BY 1});
is($large, 'attendance|contribution|lesson|lesson_adoption|lesson_share|meeting|option_event', 'the large tables');
# these look at what was learned or bought elsewhere, or judge everything before they choose
my %reads_all = map { $_ => 1 } qw(candidate_followers compliance_findings contribution_tenderdocs diffusion_graph follower_dashboard lapsed_unused market option_conversion succession ocds_release);
my @reports = split /\n/, psql($database, q{SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'partnership_id'
	WHERE c.relnamespace = 'report'::regnamespace AND c.relkind = 'v' ORDER BY 1});
cmp_ok(scalar @reports, '>', 35, 'most reports tell the partnership');
for my $report (grep { !$reads_all{$_} } @reports)
{
	my $plan = plan_of("SELECT * FROM report.$report WHERE partnership_id = 3");
	is(join(' ', $plan =~ /Seq Scan on ($large)\b/g), '', "$report of one partnership reads no large table whole") or diag($plan);
}
like(plan_of('SELECT * FROM report.participation_by_org'), qr/Seq Scan on attendance/, 'of all partnerships, it does');

# --- what an index is for -----------------------------------------------------------------------------
# rights of 90 days each, their windows in the order of the rows, over 82 years
psql($database, q{CREATE TABLE held AS
	SELECT n AS id, n % 10 AS part, (ARRAY['need', 'dialogue', 'competition', 'development.1', 'purchase']::innopart.phase[])[1 + n % 5] AS phase,
		innopart.option_right(max_units => 1 + n % 40, opens_on => DATE '1990-01-01' + n / 10, closes_on => DATE '1990-01-01' + n / 10 + 90) AS terms
	FROM generate_series(1, 300000) n;
	INSERT INTO held (id, part, phase, terms) VALUES (0, 0, 'development.7', 'max 777, 2001-02-03..2031-02-03');
	CREATE TABLE held_event AS
	SELECT id % 1000 AS right_id, (CASE WHEN id % 7 = 0 THEN 'exercise_reversed' ELSE 'exercised' END)::innopart.option_event_kind AS kind, DATE '2020-01-01' + id % 900 AS effective_on, 1 + id % 5 AS units FROM held;
	CREATE TABLE firm AS SELECT no::text::innopart.orgnr AS no FROM generate_series(810000000, 819999999, 17) no WHERE innopart.orgnr_is_valid(no::text) ORDER BY 1;
	CREATE INDEX held_gist ON held USING gist (terms);
	CREATE INDEX held_btree ON held (terms);
	CREATE INDEX held_hash ON held USING hash (terms);
	CREATE INDEX held_brin ON held USING brin (terms);
	CREATE INDEX held_phase ON held (phase);
	CREATE INDEX firm_btree ON firm (no);
	CREATE INDEX firm_brin ON firm USING brin (no);
	CREATE INDEX firm_hash ON firm USING hash (no);
	VACUUM ANALYZE held, held_event, firm;});
my $any_no = psql($database, 'SELECT no FROM firm OFFSET 5000 LIMIT 1');
# NAME, the query, the index of its plan
for my $asked (
	['a right by its number alone', 'SELECT * FROM registry.option_right WHERE id = 700', 'option_right_id_idx'],
	['an event by its number alone', 'SELECT * FROM registry.option_event WHERE id = 700', 'option_event_id_idx'],
	['the ledger of a right', 'SELECT * FROM registry.option_event WHERE partnership_id = 3 AND option_right_id = 21', 'option_event_partnership_id_option_right_id_\w+'],
	['a request that is repeated', q{SELECT * FROM registry.option_event WHERE partnership_id = 3 AND option_right_id = 21 AND reference = 'order 1'}, 'option_event_partnership_id_option_right_id_\w+'],
	['what reverses an event', 'SELECT * FROM registry.option_event WHERE partnership_id = 3 AND reverses_id = 700', 'option_event_partnership_id_reverses_id_idx'],
	['the rights under a cap', 'SELECT * FROM registry.option_right WHERE partnership_id = 3 AND cap_id = 2', 'option_right_partnership_id_cap_id_idx|option_right_pkey'],
	['the corrections of a fact', 'SELECT * FROM registry.attendance WHERE corrects_id = 98', 'attendance_corrects_id_idx'],
	['what a partnership met', 'SELECT * FROM registry.attendance WHERE partnership_id = 3', 'attendance_(?:pkey|partnership_id_\w+)'],
	['a document by its digest', q{SELECT * FROM registry.document WHERE digest = '\x00'}, 'document_digest_idx'],
	['lessons by a word', q{SELECT * FROM registry.lesson WHERE search_text @@ to_tsquery('norwegian', 'ultralyd')}, 'lesson_search_text_idx'],
	['an organisation by its name', q{SELECT * FROM registry.organisation WHERE lower(name) = 'municipality 7'}, 'organisation_lower_idx'],
	['rights that can be exercised on a day', q{SELECT * FROM held WHERE terms @> DATE '2020-06-30'}, 'held_gist'],
	['rights whose window meets others', q{SELECT * FROM held WHERE terms && daterange('2020-06-01', '2020-06-05')}, 'held_gist'],
	['rights whose window lies within', q{SELECT * FROM held WHERE terms <@ daterange('2020-06-01', '2020-09-15')}, 'held_gist'],
	['the right with these terms', q{SELECT * FROM held WHERE terms = 'max 777, 2001-02-03..2031-02-03'}, 'held_hash|held_btree'],
	['the first of all rights', 'SELECT * FROM held ORDER BY terms LIMIT 10', 'held_btree'],
	['rights before one', q{SELECT * FROM held WHERE terms < 'max 1, 1990-02-01..1990-02-01'}, 'held_btree|held_brin'],
	['rights of a rare phase', q{SELECT * FROM held WHERE phase > 'development.5' AND phase < 'purchase'}, 'held_phase'],
	['a firm by its number', "SELECT * FROM firm WHERE no = '$any_no'", 'firm_hash|firm_btree'],
	['firms by a range of numbers', "SELECT * FROM firm WHERE no BETWEEN '$any_no' AND '$any_no'", 'firm_btree|firm_brin'],
	['firms in order', 'SELECT no FROM firm ORDER BY no LIMIT 10', 'firm_btree'],
	)
{
	my ($name, $query, $index) = @$asked;
	my $plan = plan_of($query);
	like($plan, qr/Index (?:Only )?Scan(?: Backward)? (?:using|on) (?:$index)\b/, "$name: by its index");
	unlike($plan, qr/Seq Scan|^Sort|  Sort\b/, "$name: nothing is read whole, nothing sorted");
	# without it, and without what would do instead
	my @dropped;
	while ($plan !~ /Seq Scan/ && @dropped < 8)
	{
		my ($used) = $plan =~ /Scan(?: Backward)? (?:using|on) (\w+_(?:idx|key|gist|btree|hash|brin|phase|pkey))\b/ or last;
		push @dropped, $used;
		$plan = plan_of($query, join '', map {
			/_(?:pkey|key)$/ ? 'ALTER TABLE registry.' . (/^(attendance|option_event|option_right)_/)[0] . " DROP CONSTRAINT $_ CASCADE;"
				: 'DROP INDEX ' . (/^(?:held|firm)_/ ? 'public' : 'registry') . ".$_;" } @dropped);
	}
	like($plan, qr/Seq Scan/, "$name: read whole without " . join(', ', @dropped));
}
# BRIN on its own: where rows lie in the order of their windows it is enough
like(plan_of(q{SELECT * FROM held WHERE terms < 'max 1, 1990-02-01..1990-02-01'}, 'DROP INDEX held_btree; DROP INDEX held_gist'), qr/Bitmap Index Scan on held_brin/, 'rights before one: by BRIN where there is no btree');
like(plan_of("SELECT * FROM firm WHERE no BETWEEN '$any_no' AND '$any_no'", 'DROP INDEX firm_btree'), qr/Bitmap Index Scan on firm_brin/, 'firms by a range: by BRIN where there is no btree');
# a join by our types, merged or hashed, never each with each
unlike(plan_of('SELECT count(*) FROM firm a JOIN firm b ON a.no = b.no'), qr/Nested Loop/, 'a join by number is no loop');
like(plan_of('SELECT count(*) FROM held a JOIN held b ON a.terms = b.terms', 'DROP INDEX held_hash; DROP INDEX held_btree'), qr/Hash Join|Merge Join/, 'a join by terms is hashed or merged');
is(scalar(() = plan_of('SELECT min(phase), max(phase), min(terms), max(terms) FROM held') =~ /Index (?:Only )?Scan(?: Backward)? using held_(?:phase|btree)/g), 4, 'the least and the greatest come from the ends of an index');

# --- rollup and live tail -----------------------------------------------------------------------------
# what one transaction recorded since is found by it, and looked up by its keys
psql($database, q{SELECT innopart.refresh_rollups()});
# how long a tail is too long follows the size of the tables
for my $of (['participation', 'attendance', 'contribution'], ['learning', 'lesson_share', 'lesson_adoption'])
{
	my ($kind, @facts) = @$of;
	my $long = psql($database, "SELECT long_${kind}_tail FROM registry.rollup_settled");
	my $bytes = psql($database, 'SELECT ' . join(' + ', map { "pg_relation_size('registry.$_')" } @facts));
	is($long, int($bytes / 3000) > 1000 ? int($bytes / 3000) : 1000, "$kind: one for each 3000 bytes, a thousand at least");
	cmp_ok($long, '>', 1000, "$kind: more than that here") if $kind eq 'participation';
}
psql($database, q{VACUUM ANALYZE registry.rollup_participation, registry.rollup_learning, registry.rollup_exercise});
psql($database, q{INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, effective_on) SELECT 1, min(id), 'need', 'data', '2018-05-05' FROM registry.organisation});
my $since = psql($database, 'SELECT settled_before FROM registry.rollup_settled');
for my $asked (['attendance_changes', 'attendance', 'meeting'], ['contribution_changes', 'contribution'], ['learning_changes', 'lesson_share'])
{
	my ($changes, @facts) = @$asked;
	my $query = "SELECT * FROM registry.$changes('$since', '18446744073709551615')";
	my $plan = plan_of($query);
	for my $fact (@facts)
	{
		like($plan, qr/Bitmap Index Scan on ${fact}_recorded_xid_idx\n +Index Cond: \(\(recorded_xid >= /, "$changes: the tail of $fact by its transactions") or diag($plan);
		my $without = plan_of($query, "DROP INDEX registry.${fact}_recorded_xid_idx");
		cmp_ok(scalar(() = $without =~ /Seq Scan on $fact\b/g), '>', scalar(() = $plan =~ /Seq Scan on $fact\b/g), "$changes: without the index $fact is read whole");
	}
}
# whether there is a tail, as the functions of the tail ask; and as a reader asks, whom row security binds
my $reader = "innopart_plans_reader_$$";
psql($database, "CREATE ROLE $reader; SELECT registry.grant_reports('$reader')");
for my $fact (qw(attendance contribution meeting participant lesson lesson_share lesson_adoption option_event))
{
	for my $who ('', "SET LOCAL ROLE $reader;")
	{
		my $probe = "SELECT FROM registry.$fact WHERE recorded_xid >= '$since'";
		like(plan_of($probe, "SET LOCAL enable_seqscan = off; $who"), qr/Bitmap Index Scan on ${fact}_recorded_xid_idx/, "whether $fact has a tail: by its transactions" . ($who && ', a reader too'));
	}
	unlike(plan_of("SELECT FROM registry.$fact WHERE recorded_xid >= '$since'", "SET LOCAL enable_seqscan = off; DROP INDEX registry.${fact}_recorded_xid_idx"), qr/Index Cond: \(recorded_xid/, "$fact: not without the index");
}
for my $asked (['participation_by_org', 'participation'], ['participation_matrix', 'participation'], ['silent_followers', 'participation'], ['level_mix', 'learning'], ['level_mix', 'exercise'], ['knowledge_flow', 'learning'])
{
	my ($report, $rollup) = @$asked;
	my $plan = plan_of("SELECT * FROM report.$report");
	like($plan, qr/using rollup_${rollup}_pkey on .*\n +Index Cond: \(\(grain = .*starts_on >= .*starts_on < /, "$report reads its cells by the days of their key") or diag($plan);
	unlike($plan, qr/Seq Scan on rollup_(?:participation|learning|exercise)/, "$report: and not all of them");
	# today: of each key the one of all time
	my $today = psql($database, "SET innopart.as_of = ''; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT * FROM report.$report");
	my $read = 0;
	$read += $1 * $2 while $today =~ /using rollup_${rollup}_pkey on .*\(actual rows=(\d+) loops=(\d+)\)/g;
	my $ever = psql($database, "SELECT count(*) FROM registry.rollup_$rollup WHERE grain = 'ever'");
	cmp_ok($ever, '>', 500, "$report: there are such cells");
	cmp_ok($read, '<=', $ever + 4, "$report of today reads as many of $rollup as there are keys");
}
# workers are not started to find that the facts are not to be read
for my $cell (qw(participation_cell learning_cell exercise_cell))
{
	my $eager = 'BEGIN; ' . join('', map { "ALTER TABLE registry.rollup_$_ SET (parallel_workers = 0);" } qw(settled participation learning exercise)) . 'SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET min_parallel_index_scan_size = 0;';
	my $explain = "$eager EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT * FROM registry.$cell";
	my $plan = psql($database, $explain);
	like($plan, qr/Parallel|Gather/, "$cell: the facts would be read by workers") if $cell ne 'exercise_cell';
	unlike($plan, qr/Workers Launched: [1-9]/, "$cell: which are not started") or diag($plan);
	like(psql($database, "SET innopart.known_at = '2999-12-31'; $explain"), qr/Workers Launched: [1-9]/, "$cell: unless the facts are read") if $cell ne 'exercise_cell';
}
psql($database, "DROP OWNED BY $reader; DROP ROLE $reader");

# --- in parallel --------------------------------------------------------------------------------------
my $fold = 'innopart.option_position(kind, effective_on, units, NULL::numeric, NULL::text, NULL::integer, NULL::date)';
for my $asked (
	['the rollup of rights', 'SELECT (innopart.option_rollup(terms)).* FROM held'],
	['the rollup by phase', 'SELECT phase, (innopart.option_rollup(terms)).* FROM held GROUP BY phase'],
	['the fold of a ledger', "SELECT right_id, $fold FROM held_event GROUP BY right_id"],
	['the fold of the whole', "SELECT $fold FROM held_event"],
	['the sum of positions', "SELECT innopart.option_position(innopart.option_event_position(kind, effective_on, units, NULL, NULL, NULL, NULL)) FROM held_event"],
	['the first and the last of each group', 'SELECT part, min(phase), max(phase), min(terms), max(terms) FROM held GROUP BY part'],
	['what is known', 'SELECT partnership_id, count(*), max(minutes) FROM registry.known_attendance GROUP BY partnership_id'],
	['the facts of a large table', 'SELECT organisation_id, count(*) FROM registry.known_attendance WHERE effective_on <= innopart.as_of() GROUP BY organisation_id'],
	)
{
	my ($name, $query) = @$asked;
	my $plan = plan_of($query);
	like($plan, qr/Gather/, "$name: in parallel") or diag($plan);
	like($plan, qr/Partial \w*Aggregate/, "$name: each worker for itself") or diag($plan);
	my $alone = psql($database, "$settings SET max_parallel_workers_per_gather = 0; $query");
	isnt($alone, '', "$name: there is an answer");
	is(join("\n", sort split /\n/, psql($database, "$settings $query")), join("\n", sort split /\n/, $alone), "$name: the same as alone");
}
# --- a draw in a registry that nobody has analysed yet -------------------------------------------------
# each asks whether its reference is taken, and must not walk through what was drawn before it
my $young = fresh_database();
psql($young, 'CREATE EXTENSION innopart; SELECT innopart.create_registry();' . slurp('test/data/small_partnership.sql')
	. q{; SELECT pg_temp.right_of(2, 'a right', 'max 1000000, 2020-01-01..') AS drawn \gset
	} . join '', map { "SELECT registry.exercise_option(:drawn, 1, reference => 'draw $_');\n" } 1 .. 200);
cmp_ok(psql($young, q{SELECT sum(idx_tup_read) FROM pg_stat_all_indexes WHERE schemaname = 'registry' AND relname = 'option_event'}), '<', 1000, '200 draws read few entries of the ledger\'s indexes');
is(psql($young, q{SELECT count(*) FROM registry.option_event WHERE kind = 'exercised'}), 200, 'and all are there');
# nor does a session that begins when the ledger has grown, and still nobody has
psql($young, q{ALTER TABLE registry.option_event SET (autovacuum_enabled = off);
	DO $$ BEGIN FOR n IN 1 .. 3000 LOOP PERFORM registry.exercise_option(r.id, 1, reference => repeat('long ', 60) || n) FROM registry.option_right r; END LOOP; END $$});
my $read_before = psql($young, q{SELECT sum(idx_tup_read) FROM pg_stat_all_indexes WHERE schemaname = 'registry' AND relname = 'option_event'});
psql($young, join '', map { "SELECT registry.exercise_option(id, 1, reference => 'later $_') FROM registry.option_right;\n" } 1 .. 50);
cmp_ok(psql($young, q{SELECT sum(idx_tup_read) FROM pg_stat_all_indexes WHERE schemaname = 'registry' AND relname = 'option_event'}) - $read_before, '<', 1000, 'nor in a session that comes later');
drop_database($young);

drop_database($database);
done_testing();
