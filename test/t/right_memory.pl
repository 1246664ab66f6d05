# What a session remembers of a right between draws (src/right_memory.h) is never what is no longer so: whatever
# its draws rest on is changed by another session, by itself, by a transaction that is rolled back or prepared,
# by a replica.  And it does remember, or a draw would be slow; and those who wait for a cap stand in one queue.
use strict;
use warnings;
use Test::More;
use InnopartTest qw(:DEFAULT sessions_of ask begin_to_ask answer end_sessions);

my $database = fresh_database();
psql($database, 'CREATE EXTENSION innopart; SELECT innopart.create_registry();' . slurp('test/data/small_partnership.sql') . q{;
	INSERT INTO registry.cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE
	SELECT 1, n, 'cap ' || n, 100000, 'C62', '2019-06-01' FROM generate_series(10, 40) n;
	SELECT setval('registry.partner_contract_id_seq', 10);
	SELECT pg_temp.right_of(2, 'early', 'max 100000, 2019-10-01..');
	SELECT pg_temp.right_of(2, 'alone', 'max 100000, 2020-01-01..');
	SELECT pg_temp.right_of(2, 'shared', 'max 100000, 2020-01-01..', 10);
	SELECT pg_temp.right_of(3, 'shared too', 'max 100000, 2020-01-01..', 10);
	SELECT pg_temp.right_of(2, 'cap ' || n, 'max 100000, 2020-01-01..', n) FROM generate_series(11, 40) n;
	CREATE FUNCTION public.draw(called text, at_price numeric DEFAULT NULL) RETURNS bigint LANGUAGE sql
		AS $$ SELECT registry.exercise_option(r.id, 1, unit_price => at_price) FROM registry.option_right r WHERE r.title = called $$;
	CREATE FUNCTION public.scans(called text) RETURNS bigint LANGUAGE sql VOLATILE
		AS $$ SELECT sum(pg_stat_get_xact_numscans(c.oid))::bigint FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
			  WHERE coalesce(i.indrelid, c.oid) = ('registry.' || called)::regclass $$});
sessions_of($database);

# the SQLSTATE of the last statement
sub state_of { my ($name, $sql) = @_; my (undef, $state) = ask($name, $sql); return $state }

sub draws
{
	my ($name, $called, $expected, $what) = @_;
	is(state_of($name, "SELECT public.draw('$called')"), $expected, $what);
	return;
}

# whether so many come to wait for a lock
sub waits { my ($count) = @_; for (1 .. 200) { return 1 if psql($database, q{SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()}) == $count; select(undef, undef, undef, 0.05) } return 0 }

sub changes { my ($name, $sql) = @_; is(state_of($name, $sql), '00000', "$name: " . substr($sql =~ s/\s+/ /gr, 0, 80)); return }

# how often a draw looks into what it may remember
sub scans_of_a_draw
{
	my ($name, $called) = @_;
	my $scans = join ' + ', map { "public.scans('$_')" } 'acceptance', 'track_event', 'partner_contract', 'cap';
	my ($said) = ask($name, "BEGIN; SELECT $scans; SELECT public.draw('$called') > 0; SELECT $scans; COMMIT");
	my ($before, undef, $after) = split /\n/, $said;
	return $after - $before;
}

# --- it remembers --------------------------------------------------------------------------------------
for my $called ('alone', 'shared')
{
	draws('anna', $called, '00000', "$called: a first draw asks the registry");
	is(scans_of_a_draw('anna', $called), 0, "$called: a second one remembers");
	cmp_ok(scans_of_a_draw('berit', $called), '>=', 4, "$called: another session does not, and the count of scans can tell");
}

# --- whatever it rests on is changed by another ----------------------------------------------------------
# a correction of the first row of a table, the columns given in place of its own
sub correction
{
	my ($table, $columns, $change) = @_;
	my $kept = join ', ', map { exists $change->{$_} ? "$change->{$_} AS $_" : "f.$_" } split /, /, $columns;
	return "INSERT INTO registry.$table (partnership_id, corrects_id, $columns) SELECT f.partnership_id, f.id, $kept FROM registry.$table f WHERE f.corrects_id IS NULL ORDER BY f.id LIMIT 1";
}
my $acceptance = 'solution_id, performance_met, unit_cost_amount, max_unit_cost_amount, currency, effective_on, is_withdrawn';
my $contract = 'organisation_id, title, effective_on, standstill_over_on, ends_on, currency, max_unit_cost_amount';
my $track = 'partner_contract_id, phase, state, effective_on, is_withdrawn';
# what is changed; what a draw is answered then; how it is mended
my @changes = (
	[ 'the acceptance is taken back', correction('acceptance', $acceptance, { is_withdrawn => 'true' }), 'IP022', correction('acceptance', $acceptance, { is_withdrawn => 'false' }) ],
	[ 'the test had failed', correction('acceptance', $acceptance, { performance_met => 'false' }), 'IP022', correction('acceptance', $acceptance, { performance_met => 'true' }) ],
	[ 'the holder has come to an end', q{UPDATE registry.organisation SET existed_to = '2019-12-31' WHERE id = 2}, 'IP017', q{UPDATE registry.organisation SET existed_to = NULL WHERE id = 2} ],
	[ 'the contract allows less', correction('partner_contract', $contract, { max_unit_cost_amount => 800 }), 'IP023', correction('partner_contract', $contract, { max_unit_cost_amount => 1000 }) ]);
for my $called ('alone', 'shared')
{
	for my $change (@changes)
	{
		my ($what, $sql, $refusal, $mended) = @$change;
		draws('anna', $called, '00000', "$called: before $what");
		changes('berit', $sql);
		draws('anna', $called, $refusal, "$called: $what, by another");
		draws('anna', $called, $refusal, "$called: and is not forgotten");
		changes('berit', $mended);
		draws('anna', $called, '00000', "$called: and is mended");

		changes('berit', "BEGIN; $sql");
		draws('anna', $called, '00000', "$called: $what, which nobody sees yet");
		changes('berit', 'ROLLBACK');
		draws('anna', $called, '00000', "$called: $what, which was rolled back");

		# by itself: at once, and no longer when it is rolled back, wholly or to a savepoint
		changes('anna', "BEGIN; SAVEPOINT s; $sql");
		draws('anna', $called, $refusal, "$called: $what, by itself");
		changes('anna', 'ROLLBACK TO s');
		draws('anna', $called, '00000', "$called: not any more after the savepoint");
		changes('anna', "SAVEPOINT t; $sql; ROLLBACK TO t; ROLLBACK");
		draws('anna', $called, '00000', "$called: nor after the transaction");

		# in one statement with the draw, and before it
		is(state_of('anna', "BEGIN; WITH changed AS (" . ($sql =~ s/^(UPDATE|INSERT)(.*)$/$1$2 RETURNING 1/sr) . ") SELECT public.draw('$called') FROM changed"), $refusal, "$called: $what in the statement that draws");
		changes('anna', 'ROLLBACK');

		# prepared, and committed by somebody else
		changes('berit', "BEGIN; $sql; PREPARE TRANSACTION 'memory_$$'");
		draws('anna', $called, '00000', "$called: $what, prepared only");
		changes('dagny', "COMMIT PREPARED 'memory_$$'");
		draws('anna', $called, $refusal, "$called: $what, and the preparation committed");
		changes('berit', $mended);

		# as a replica, where other triggers do not fire
		draws('anna', $called, '00000', "$called: mended again");
		changes('berit', "SET session_replication_role = replica; $sql; RESET session_replication_role");
		draws('anna', $called, $refusal, "$called: $what, by replication");
		changes('berit', $mended);
	}
}

# while the draw waits
my $cap_of = q{SELECT FROM registry.cap_account WHERE cap_id = 10 FOR NO KEY UPDATE};
changes($_, q{SET lock_timeout = '20s'}) for 'anna', 'berit', 'dagny';
for my $change (@changes)
{
	my ($what, $sql, $refusal, $mended) = @$change;
	draws('anna', 'shared', '00000', "waiting: before $what");
	changes('berit', "BEGIN; $cap_of; $sql");
	begin_to_ask('anna', q{SELECT public.draw('shared')});
	ok(waits(1), "waiting: it waits, while $what");
	changes('berit', 'COMMIT');
	is((answer('anna'))[1], $refusal, 'waiting: and is told so');
	changes('berit', $mended);
}

# a replica that puts an organisation in place of itself, without the keys that lead to it
draws('anna', 'alone', '00000', 'before an organisation is replaced');
changes('berit', q{SET session_replication_role = replica; BEGIN; CREATE TEMP TABLE moved ON COMMIT DROP AS SELECT * FROM registry.organisation WHERE id = 2;
	DELETE FROM registry.organisation WHERE id = 2; UPDATE moved SET existed_to = '2019-12-31';
	INSERT INTO registry.organisation (id, name, admin_level, existed_to) OVERRIDING SYSTEM VALUE SELECT id, name, admin_level, existed_to FROM moved; COMMIT; RESET session_replication_role});
draws('anna', 'alone', 'IP017', 'it has come to an end');
changes('berit', $changes[2][3]);

# --- where nobody would tell, nothing is remembered -------------------------------------------------------
for my $without ([ 'no trigger', q{ALTER TABLE registry.acceptance DISABLE TRIGGER z_forget} ], [ 'a trigger that does not always fire', q{ALTER TABLE registry.acceptance ENABLE TRIGGER z_forget} ],
	[ 'no memory of what a policy may hide', q{ALTER TABLE registry.track_event FORCE ROW LEVEL SECURITY} ])
{
	my ($what, $sql) = @$without;
	draws('anna', 'alone', '00000', "$what: before");
	is(scans_of_a_draw('anna', 'alone'), 0, "$what: before, it remembers");
	changes('berit', $sql);
	draws('anna', 'alone', '00000', "$what: after");
	cmp_ok(scans_of_a_draw('anna', 'alone'), '>', 0, "$what: it asks each time");
	changes('berit', q{ALTER TABLE registry.track_event NO FORCE ROW LEVEL SECURITY; SELECT innopart.upgrade_registry()});
	draws('anna', 'alone', '00000', "$what: mended");
	is(scans_of_a_draw('anna', 'alone'), 0, "$what: mended, it remembers");
}
# while a change is under way, everybody asks; what it says is told only after it can be seen
changes('berit', "BEGIN; $changes[0][1]");
cmp_ok(scans_of_a_draw('anna', 'alone'), '>', 0, 'while somebody changes what is remembered, it asks');
changes('berit', 'ROLLBACK');
draws('anna', 'alone', '00000', 'once more');
is(scans_of_a_draw('anna', 'alone'), 0, 'and remembers again');

# --- what is not yet committed is not remembered ---------------------------------------------------------
my $new = q{SELECT registry.name_option(1, 3, 'new', '%s', '2019-06-01', unit_price => 900, price_currency => 'NOK', max_unit_cost => 1000, cap_id => 10, partner_contract_id => 1, solution_id => 1);
	SELECT registry.grant_option(id, '2019-09-01') FROM registry.option_right WHERE title = 'new'};
changes('anna', 'BEGIN; ' . sprintf($new, 'max 100, 2020-01-01..') . q{; SELECT public.draw('new')});
my ($number) = ask('anna', q{SELECT id FROM registry.option_right WHERE title = 'new'; ROLLBACK});
chomp $number;
changes('berit', "SELECT setval('registry.option_right_id_seq', $number, false);" . sprintf($new, 'max 1, 2020-01-01..'));
draws('anna', 'new', '00000', 'a right under the number of one that was rolled back');
draws('anna', 'new', 'IP007', 'is drawn on by its own terms');

my $later = q{INSERT INTO registry.solution (partnership_id, id, partner_contract_id, name, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 2, 1, 'Next robot', '2019-09-01');
	SELECT registry.name_option(1, 3, 'next', 'max 100, 2020-01-01..', '2019-06-01', unit_price => 900, price_currency => 'NOK', max_unit_cost => 1000, partner_contract_id => 1, solution_id => 2);
	SELECT registry.grant_option(id, '2019-09-01') FROM registry.option_right WHERE title = 'next'};
changes('berit', $later);
draws('anna', 'next', 'IP022', 'a solution without acceptance');
my $accepts = q{INSERT INTO registry.acceptance (partnership_id, solution_id, performance_met, unit_cost_amount, max_unit_cost_amount, currency, effective_on) VALUES (1, 2, true, 900, 1000, 'NOK', '2019-12-15')};
changes('anna', "BEGIN; $accepts");
draws('anna', 'next', '00000', 'its own acceptance counts');
changes('anna', 'ROLLBACK');
draws('anna', 'next', 'IP022', 'and not when it is rolled back');
changes('anna', "BEGIN; SAVEPOINT s; $accepts");
draws('anna', 'next', '00000', 'nor behind a savepoint: it counts');
changes('anna', 'ROLLBACK TO s');
draws('anna', 'next', 'IP022', 'until that is rolled back');
changes('anna', 'COMMIT');
draws('anna', 'next', 'IP022', 'for good');
changes('berit', $accepts);
draws('anna', 'next', '00000', 'accepted by another, it counts at once');

# a contract that comes with the grant
changes('berit', q{SELECT registry.name_option(1, 3, 'named', 'max 100, 2020-01-01..', '2019-06-01', unit_price => 900, price_currency => 'NOK', max_unit_cost => 1000)});
draws('anna', 'named', 'IP001', 'a right that is only named');
changes('berit', q{SELECT registry.grant_option(id, '2019-09-01', partner_contract_id => 1, solution_id => 1) FROM registry.option_right WHERE title = 'named'});
draws('anna', 'named', '00000', 'is drawn on once it is granted');

# a day earlier than the one remembered
draws('anna', 'early', '00000', 'what is accepted today');
is(state_of('anna', q{SELECT registry.exercise_option(id, 1, effective_on => '2019-12-01') FROM registry.option_right WHERE title = 'early'}), 'IP022', 'was not accepted yet on an earlier day');

# an older snapshot neither uses memory nor leaves any behind
changes('anna', 'BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1');
changes('berit', $changes[0][1]);
is(state_of('anna', q{SELECT public.draw('alone')}), '00000', 'a snapshot of before the acceptance was taken back still draws');
changes('anna', 'COMMIT');
draws('anna', 'alone', 'IP022', 'the next transaction does not');
changes('berit', $changes[0][3]);

# --- whoever has the cap never waits for who waits for it --------------------------------------------------
# how the cap is locked: by a draw, by a steward without an event, by more draws than may queue
for my $way ([ 'by a draw', q{SELECT public.draw('shared')} ],
	[ 'by hand', q{SELECT FROM registry.cap_account WHERE cap_id = 10 FOR NO KEY UPDATE} ],
	[ 'by many draws', q{SELECT count(public.draw('cap ' || n)) FROM generate_series(11, 40) n; SELECT public.draw('shared')} ])
{
	my ($how, $sql) = @$way;
	my $before = psql($database, q{SELECT innopart.net_drawn_units(position) FROM registry.cap_account WHERE cap_id = 10});
	changes('anna', "BEGIN; $sql");
	begin_to_ask('berit', q{SELECT public.draw('shared too')});
	ok(waits(1), "$how: another waits");
	begin_to_ask('dagny', q{SELECT public.draw('shared')});
	ok(waits(2), "$how: and a third");
	changes('anna', q{SELECT public.draw('shared too')});
	changes('anna', 'COMMIT');
	is((answer($_))[1], '00000', "$how: $_ has drawn") for 'berit', 'dagny';
	is(psql($database, q{SELECT innopart.net_drawn_units(position) FROM registry.cap_account WHERE cap_id = 10}) - $before, $how eq 'by hand' ? 3 : 4, "$how: all of it counts");
}
# caps whose numbers differ by 2 to the 32nd have queues of their own
psql($database, slurp('test/data/small_partnership.sql') =~ s/\A.*?(?=CREATE FUNCTION)//sr . q{;
	INSERT INTO registry.cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 4294967306, 'far', 100000, 'C62', '2019-06-01');
	SELECT pg_temp.right_of(2, 'far', 'max 100000, 2020-01-01..', 4294967306)});
changes('anna', q{BEGIN; SELECT public.draw('shared')});
changes('berit', q{BEGIN; SELECT public.draw('far')});
begin_to_ask('dagny', q{BEGIN; SELECT public.draw('cap 12'); SELECT public.draw('far')});
ok(waits(1), 'far: one waits for the far cap');
begin_to_ask('anna', q{SELECT public.draw('cap 12')});
ok(waits(2), 'far: and another for what it has');
changes('berit', 'COMMIT');
is((answer('dagny'))[1], '00000', 'far: the first goes on');
changes('dagny', 'COMMIT');
is((answer('anna'))[1], '00000', 'far: and so does the other');
changes('anna', 'COMMIT');

is(psql($database, 'SELECT count(*) FROM report.ledger_check'), '0', 'and the ledger is right');

like(psql_error($database, 'CREATE TABLE public.t (); CREATE TRIGGER t AFTER INSERT ON public.t EXECUTE FUNCTION innopart.forget_rights(); INSERT INTO public.t DEFAULT VALUES'), qr/39P01/, 'forget_rights() is of use before a row only');

end_sessions();
drop_database($database);
done_testing();
