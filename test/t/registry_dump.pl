# A registry survives pg_dump, with what its user has added (an index, a column, a view, a grant): the
# same facts, triggers, row security, grants and comments in a new database, as plain SQL, as an archive
# and as a folder restored in parallel, first the schema and then the data, and one table by itself; and
# the guards hold there.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $from = fresh_database();
psql($from, 'CREATE EXTENSION innopart');
psql($from, q{SELECT innopart.create_registry(); SELECT innopart.create_registry('Second - one', 'Second report')});
# a partnership up to purchase, an exercised right, a correction, a lesson with its seal
psql($from, slurp('test/data/small_partnership.sql') . q{
	SELECT pg_temp.right_of(2, 'kept', 'max 10, 2020-01-01..2021-12-31, from purchase', 1);
	SELECT registry.exercise_option(pg_temp.right_called('kept'), 4, effective_on => '2020-02-01', reference => 'order');
	SELECT registry.share_lesson(1, 1, 'secret', 'x', '{9}', 'development.1', 'partner', 9, effective_on => '2020-01-01');
	INSERT INTO registry.meeting (partnership_id, phase, kind, title, effective_on) VALUES (1, 'need', 'kickoff', 'first', '2019-01-02');
	INSERT INTO registry.meeting (partnership_id, corrects_id, phase, kind, title, effective_on) SELECT 1, id, phase, kind, 'first, corrected', effective_on FROM registry.meeting;
	INSERT INTO registry.access (role_name, organisation_id, level) VALUES ('somebody', 1, 'reader');
	SELECT "Second - one".record_partnership('Other', "Second - one".record_organisation('Lead', '964965226'), '2019-01-01');
	CREATE INDEX my_own_index ON registry.meeting (title);
	ALTER TABLE registry.option_event ADD COLUMN my_own_note text DEFAULT 'mine';
	CREATE VIEW public.my_own_view AS SELECT o.option_title, o.left_unit_count, e.my_own_note FROM report.option_status o JOIN registry.option_event e USING (option_right_id);
});
my $friend = "innopart_tap_friend_$$";
psql($from, qq{CREATE ROLE $friend; GRANT SELECT ON public.my_own_view TO $friend; GRANT USAGE ON SCHEMA report TO $friend; GRANT SELECT (title) ON registry.meeting TO $friend;
	SELECT registry.grant_access('$friend', 'holder', 2)});

# everything that counts, as text: rows, and what holds them
my $facts = q{
	SELECT string_agg(format('%s %s', c.oid::regclass, md5((xpath('/table', query_to_xml('SELECT * FROM ' || c.oid::regclass || ' x ORDER BY x::text', true, false, '')))[1]::text)), E'\n' ORDER BY c.oid::regclass::text)
	FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE n.nspname IN ('registry', 'report', 'Second - one', 'Second report', 'public') AND c.relkind IN ('r', 'v')};
my $objects = q{
	SELECT string_agg(o, E'\n' ORDER BY o) FROM (
		SELECT pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text AS o FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname IN ('registry', 'Second - one') AND NOT t.tgisinternal
		UNION ALL
		SELECT concat_ws(' ', p.polrelid::regclass, p.polname, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) FROM pg_policy p
		UNION ALL
		SELECT concat_ws(' ', c.oid::regclass, c.relrowsecurity, c.relforcerowsecurity, c.reloptions::text, obj_description(c.oid, 'pg_class'),
			(SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(coalesce(c.relacl, acldefault('r', c.relowner))) a),
			(SELECT string_agg(t.attname || ' ' || format_type(t.atttypid, t.atttypmod) || ' ' || coalesce(t.attacl::text, ''), ',' ORDER BY t.attname) FROM pg_attribute t WHERE t.attrelid = c.oid AND t.attnum > 0 AND NOT t.attisdropped)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname IN ('registry', 'report', 'Second - one', 'Second report', 'public') AND c.relkind IN ('r', 'v')
		UNION ALL
		SELECT concat_ws(' ', 'schema', n.nspname, (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(n.nspacl) a)) FROM pg_namespace n
		WHERE n.nspname IN ('registry', 'report', 'Second - one', 'Second report')
		UNION ALL
		SELECT concat_ws(' ', pg_get_functiondef(p.oid), obj_description(p.oid, 'pg_proc'), (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(coalesce(p.proacl, acldefault('f', p.proowner))) a)) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname IN ('registry', 'Second - one') AND p.prokind = 'f'
		UNION ALL
		SELECT pg_get_constraintdef(k.oid) || ' ' || k.conrelid::regclass FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE n.nspname IN ('registry', 'Second - one')
		UNION ALL
		SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('registry', 'Second - one')) x};
# the lines that only one of the two has
sub differing
{
	my %count;
	$count{$_}++ for split /\n/, $_[0];
	$count{$_}-- for split /\n/, $_[1];
	return join "\n", map { "$count{$_} $_" } grep { $count{$_} } sort keys %count;
}
my %of = map { $_ => psql($from, $_ eq 'facts' ? $facts : $objects) } qw(facts objects);
cmp_ok(scalar(split /\n/, $of{facts}), '>', 100, 'tables and views to compare');
cmp_ok(scalar(split /\n/, $of{objects}), '>', 1000, 'lines of their definitions');

# the connection comes from the environment; psql of the dump is that of the server
my $archive = "/tmp/innopart-dump.$$";
my ($status, $sql, $err) = run('', 'pg_dump', '-d', $from);
is($status, 0, 'pg_dump') or diag $err;
($status, undef, $err) = run('', 'pg_dump', '-Fc', '-f', $archive, '-d', $from);
is($status, 0, 'pg_dump -Fc') or diag $err;

my $plain = fresh_database();
($status, undef, $err) = run($sql, 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $plain);
is($status, 0, 'a plain dump loads') or diag $err;
my $parallel = fresh_database();
($status, undef, $err) = run('', 'pg_restore', '-j', '2', '-d', $parallel, $archive);
is($status, 0, 'an archive restores in parallel') or diag $err;
unlink $archive;

my $folder = "/tmp/innopart-dump-folder.$$";
($status, undef, $err) = run('', 'pg_dump', '-Fd', '-j', '2', '-f', $folder, '-d', $from);
is($status, 0, 'pg_dump into a folder, two at a time') or diag $err;
my $folded = fresh_database();
($status, undef, $err) = run('', 'pg_restore', '-j', '3', '-d', $folded, $folder);
is($status, 0, 'and back, three at a time') or diag $err;

# first what holds the facts, then the facts: the guards are there by then, and have judged them before
my $apart = fresh_database();
($status, undef, $err) = run('', 'pg_restore', '--schema-only', '-d', $apart, $folder);
is($status, 0, 'the schema alone restores') or diag $err;
is(psql($apart, 'SELECT count(*) FROM registry.option_event'), '0', 'without a fact');
($status, undef, $err) = run('', 'pg_restore', '--data-only', '--disable-triggers', '--superuser', psql($from, 'SELECT session_user'), '-d', $apart, $folder);
is($status, 0, 'then the data alone') or diag $err;

# one table by itself, where it has been lost
my $single = fresh_database();
($status, undef, $err) = run('', 'pg_restore', '-d', $single, $folder);
psql($single, 'SET session_replication_role = replica; ALTER TABLE registry.option_event DISABLE TRIGGER ALL; DELETE FROM registry.option_event; ALTER TABLE registry.option_event ENABLE TRIGGER ALL;
	ALTER TABLE registry.option_event ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER append_only_all');
cmp_ok(psql($single, 'SELECT count(*) FROM report.ledger_check'), '>', 0, 'a ledger that has lost its events does not fit');
($status, undef, $err) = run('', 'pg_restore', '--data-only', '--disable-triggers', '-n', 'registry', '-t', 'option_event', '-d', $single, $folder);
is($status, 0, 'its table is restored') or diag $err;
# --disable-triggers brings ALWAYS triggers back as ordinary ones; an upgrade arms them again
for my $database ($apart, $single)
{
	is(psql($database, q{SELECT tgenabled FROM pg_trigger WHERE tgrelid = 'registry.option_event'::regclass AND tgname = 'append_only'}), 'O', 'a trigger is an ordinary one');
	psql($database, q{SELECT innopart.upgrade_registry(), innopart.upgrade_registry('Second - one'); UPDATE registry.registry_info SET upgraded_at = NULL; UPDATE "Second - one".registry_info SET upgraded_at = NULL});
}
run('', 'rm', '-rf', $folder);

for my $to ([ $plain, 'plain' ], [ $parallel, 'parallel' ], [ $folded, 'folder' ], [ $apart, 'schema, then data' ], [ $single, 'single table' ])
{
	my ($database, $how) = @$to;
	is(differing(psql($database, $facts), $of{facts}), '', "$how: every row and every report is the same");
	is(differing(psql($database, $objects), $of{objects}), '', "$how: every trigger, policy, function, constraint, index and grant is the same");
	is(psql($database, 'SELECT count(*) FROM report.ledger_check'), '0', "$how: the positions fit the ledger");
	like(psql_error($database, 'UPDATE registry.meeting SET title = NULL'), qr/IP027/, "$how: facts are not edited");
	like(psql_error($database, q{SELECT registry.exercise_option(1, 9, effective_on => '2020-02-02')}), qr/IP007/, "$how: the ledger is guarded");
	like(psql_error($database, q{SELECT registry.enter_phase(1, 'need', '2020-02-02')}), qr/IP031/, "$how: the procedure is guarded");
	is(psql($database, q{SELECT registry.exercise_option(1, 6, effective_on => '2020-02-02') IS NOT NULL}), 't', "$how: and goes on");
	isnt(psql($database, $facts), $of{facts}, "$how: a difference would show");
	is(psql($database, q{SELECT "Second - one".enter_phase(id, 'need', '2019-01-02') IS NOT NULL FROM "Second - one".partnership}), 't', "$how: so does the second registry");
	is(psql($database, 'SELECT innopart.upgrade_registry() = innopart.version()'), 't', "$how: it can be upgraded");
	# the extension is held in place by what uses its types
	like(psql_error($database, 'DROP EXTENSION innopart'), qr/2BP01/, "$how: DROP EXTENSION is refused");
	is(psql($database, q{SELECT count(*) FROM registry.known_meeting WHERE title = 'first, corrected'}), '1', "$how: and nothing is lost");
}

# an owner who is no superuser dumps all of its own, past the row security that it forces on itself
my $owner = "innopart_tap_owner_$$";
my $owned = fresh_database();
psql($owned, qq{CREATE EXTENSION innopart; CREATE ROLE $owner; GRANT CREATE ON DATABASE $owned TO $owner; SET ROLE $owner;
	SELECT innopart.create_registry('r_own', 'p_own');
	SELECT r_own.record_partnership('Own', r_own.record_organisation('Lead'), '2019-01-01');
	SELECT r_own.share_lesson(1, 1, 'secret', 'kept in the dump', phase => 'need', confidentiality => 'partner', confidential_to_id => 1, effective_on => '2019-01-01')});
($status, undef, $err) = run('', 'pg_dump', "--role=$owner", '-n', 'r_own', '-n', 'p_own', '-d', $owned);
like($err, qr/row-level security/, 'pg_dump says that row security is on');
($status, $sql, $err) = run('', 'pg_dump', "--role=$owner", '--enable-row-security', '-n', 'r_own', '-n', 'p_own', '-d', $owned);
is($status, 0, 'pg_dump --enable-row-security') or diag $err;
like($sql, qr/kept in the dump/, 'and every row is in it');
psql($owned, qq{SET ROLE $owner; SELECT innopart.drop_registry('r_own', force => true); RESET ROLE; DROP OWNED BY $owner; DROP ROLE $owner});

drop_database($_) for $from, $plain, $parallel, $folded, $apart, $single, $owned;
psql('postgres', "DROP ROLE $friend");
done_testing();
