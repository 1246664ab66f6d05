# A registry on two more servers, behind postgres_fdw, by the blocks of doc/scale.md: partnerships in
# ranges of their numbers, shared tables by logical replication, and a desk that reads all as one.
# Every report on the desk is that of an undivided registry, and with the server option extensions
# 'innopart' our operators, functions and aggregates are computed where the rows are, which the plan
# and the remote SQL show.
use strict;
use warnings;
use Test::More;
use InnopartTest;

# the numbers from which partnerships are on the second shard
my $divide = 5;

my $whole = fresh_database();
psql($whole, q{CREATE EXTENSION innopart; SELECT innopart.create_registry();
	SELECT count(*) FROM innopart.innopart_generate('registry', 9, 40, 4000, 8)});
my @servers = (another_server('wal_level = logical'), another_server());
my @shards = map { on_server($_, \&fresh_database) } @servers;
my $desk = fresh_database();

# The blocks of a section of doc/scale.md, with the names of these machines in them.
sub of_these
{
	my @blocks = recipe('doc/scale.md', @_);
	for (@blocks)
	{
		s/host 'shard(\d)\.example\.org', port '5432', dbname 'registry'/host '$servers[$1]{host}', port '$servers[$1]{port}', dbname '$shards[$1]'/g;
		s/host=shard(\d)\.example\.org port=5432 dbname=registry user=replicator password=secret/host=$servers[$1]{host} port=$servers[$1]{port} dbname=$shards[$1] user=$servers[$1]{user} password=$servers[$1]{password}/g;
		s/SERVER shard(\d) OPTIONS \(user 'reporter', password 'secret'\)/SERVER shard$1 OPTIONS (user '$servers[$1]{user}', password '$servers[$1]{password}')/g;
		s/\b1000000000000\b/$divide/g;
	}
	return wantarray ? @blocks : join("\n", @blocks);
}
sub on_shard { my ($n, $sql, @options) = @_; return on_server($servers[$n], sub { psql($shards[$n], $sql, @options) }) }
sub until_true
{
	my ($ask) = @_;
	for (1 .. 300) { return 1 if $ask->() eq 't'; select(undef, undef, undef, 0.1) }
	return 0;
}

my @range = ([ '-v', 'from=1', '-v', 'to=' . ($divide - 1), '-v', 'next=1000000' ], [ '-v', "from=$divide", '-v', 'to=1999999999999', '-v', 'next=1000000000000' ]);
on_shard($_, scalar of_these('On every shard'), @{ $range[$_] }) for 0, 1;
my $rows_of = psql($whole, scalar of_these('To split a registry that exists'));
for my $n (0, 1)
{
	my $rows = psql($whole, $rows_of, @{ $range[$n] }, '-v', 'shared=' . ($n == 0 ? 'true' : 'false'));
	on_shard($n, "$rows\n");
}
on_shard(0, scalar of_these('What all share, on shard 0'));
on_shard(1, scalar of_these('On every other shard'));
psql($desk, $_) for of_these('On the desk');

# --- shards ------------------------------------------------------------------------------------------
my $in_sync = q{SELECT bool_and(srsubstate = 'r') FROM pg_subscription_rel};
ok(until_true(sub { on_shard(1, $in_sync) }) && until_true(sub { psql($desk, $in_sync) }), 'what all share is everywhere');
is(psql($desk, q{SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'r'
	AND c.relname NOT IN ('registry_info', 'access') AND c.relname NOT LIKE 'rollup%' AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid)
	AND NOT EXISTS (SELECT FROM pg_subscription_rel r WHERE r.srrelid = c.oid)}), '', 'every table of the desk is on the shards, or is shared');
for my $n (0, 1)
{
	cmp_ok(on_shard($n, 'SELECT count(*) FROM registry.option_event'), '>', 0, "shard $n holds a share of the ledger");
	is(on_shard($n, 'SELECT count(*) FROM report.ledger_check'), 0, "shard $n: its ledger is whole");
}
like(on_server($servers[1], sub { psql_error($shards[1], 'UPDATE registry.option_event SET units = 1') }), qr/IP027/, 'facts are not edited on a shard');
like(on_server($servers[1], sub { psql_error($shards[1], q{SELECT registry.exercise_option(option_right_id, 1000) FROM registry.option_account WHERE innopart.granted_on(position) IS NOT NULL LIMIT 1}) }),
	qr/ERROR:  IP/, 'the ledger of a shard refuses what is too much');
like(on_server($servers[0], sub { psql_error($shards[0], q{SELECT registry.record_partnership('Not of this shard', 1, '2024-01-01')}) }), qr/of_this_shard/, 'a shard takes no number of another');
on_shard(0, q{SELECT registry.record_organisation('Newcomer')});
ok(until_true(sub { on_shard(1, q{SELECT count(*) = 1 FROM registry.organisation WHERE name = 'Newcomer'}) })
	&& until_true(sub { psql($desk, q{SELECT count(*) = 1 FROM registry.organisation WHERE name = 'Newcomer'}) }), 'an organisation that shard 0 records is soon known everywhere');
like(psql_error($desk, q{INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, effective_on) VALUES (1, 1, 'need', 'data', '2020-01-01')}),
	qr/kept_on_shards/, 'the desk keeps no fact itself');
like(psql_error($desk, q{INSERT INTO sharded.contribution (partnership_id, organisation_id, phase, kind, effective_on) VALUES (1, 1, 'need', 'data', '2020-01-01')}),
	qr/does not allow inserts/, 'nor does it write on a shard');
on_shard(0, q{SET session_replication_role = replica; DELETE FROM registry.organisation WHERE name = 'Newcomer'});
until_true(sub { psql($desk, q{SELECT count(*) = 0 FROM registry.organisation WHERE name = 'Newcomer'}) });

# --- the reports, unchanged ----------------------------------------------------------------------------
my $rows = 0;
# a desk folds nothing: what the shards recorded bears their numbers of transactions
like(psql_error($desk, 'SELECT innopart.refresh_rollups()'), qr/ERROR:  55000: .*shards\.\w+ does not date its rows/, 'the desk does not fold');
# nor does it read what it may have folded before it was one
psql($desk, q{INSERT INTO registry.rollup_settled SELECT true, '3', c.system_identifier, d.oid, now() FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()});
is(psql($desk, 'SELECT registry.reads_rollups()'), 'f', 'and reads the facts');
on_shard(1, 'SELECT innopart.refresh_rollups()');
is(on_shard(1, 'SELECT registry.reads_rollups()'), 't', 'a shard folds its own');
# report_column tells of columns; ocds_release asks so much that only shards should answer it
for my $report (split /\n/, psql($desk, q{SELECT relname FROM pg_class WHERE relnamespace = 'report'::regnamespace AND relkind = 'v' AND relname NOT IN ('report_column', 'ocds_release') ORDER BY 1}))
{
	# one of them is asked of two days
	for my $day ('2018-06-30', $report eq 'option_status' ? '2016-12-31' : ())
	{
		my $question = "SET innopart.as_of = '$day'; SELECT * FROM report.$report v ORDER BY v::text COLLATE \"C\"";
		my $answer = psql($whole, $question);
		$rows += () = $answer =~ /^./mg;
		ok(psql($desk, $question) eq $answer, "report $report on the desk, of $day: as undivided");
	}
}
cmp_ok($rows, '>', 5000, 'the reports have rows');
isnt(psql($whole, q{SELECT count(*) FROM report.participation WHERE partnership_id < 5}), psql($whole, q{SELECT count(*) FROM report.participation}), 'and not all of one shard');

# --- computed on the shards ----------------------------------------------------------------------------
# views of the registry are of the day of the shard's session
psql($desk, "ALTER SERVER shard$_ OPTIONS (ADD options '-c innopart.as_of=2018-06-30')") for 0, 1;
my $settings = q{SET search_path = pg_catalog, public, innopart; SET enable_partitionwise_aggregate = on; SET enable_partitionwise_join = on; SET innopart.as_of = '2018-06-30';};
my $by_partnership = of_these('Asking');
$by_partnership =~ s/^SET .*\n//;
# NAME, the query on the desk, the same on one machine ('': the query with registry for sharded), what
# its remote SQL must hold
for my $asked (
	['the window of a right', q{SELECT id, terms FROM sharded.option_right WHERE terms @> DATE '2018-06-30'}, '', qr/WHERE .*terms .*\@>/],
	['a window and a range of days', q{SELECT id FROM sharded.option_right WHERE terms && daterange('2018-01-01', '2018-02-01')}, '', qr/&&/],
	['the order of rights', q{SELECT id FROM sharded.option_right WHERE terms < 'max 40, 2015-01-01..2016-01-01'}, '', qr/WHERE .*terms .*</],
	['the fold of the ledger', q{SELECT partnership_id, option_right_id, innopart.option_position(kind, effective_on, units, amount, currency, condition_no, extended_to)
		FROM sharded.option_event GROUP BY 1, 2}, q{SELECT partnership_id, option_right_id, position FROM registry.option_account}, qr/innopart\.option_position\(/],
	['the rollup of rights', q{SELECT partnership_id, (innopart.option_rollup(terms)).* FROM sharded.option_right GROUP BY partnership_id}, '', qr/innopart\.option_rollup\(/],
	['the state of a right', q{SELECT option_right_id, so_far FROM sharded.option_so_far WHERE innopart.option_state(terms, so_far, DATE '2018-06-30', 'purchase') = 'lapsed'}, '', qr/WHERE .*innopart\.option_state\(/],
	['the phases of contributions', q{SELECT partnership_id, max(phase), sum(hours) FROM sharded.contribution WHERE phase >= 'development.1' GROUP BY partnership_id}, '', qr/max\(phase\).*WHERE .*phase .*>=/],
	['participation', $by_partnership,
		q{SELECT organisation_id, sum(invited_count), sum(attended_count) FROM report.participation_by_org WHERE invited_count > 0 GROUP BY organisation_id}, qr/count\(\*\) FILTER.*GROUP BY/],
	['learning', q{SELECT organisation_id, sum(adopted) FROM (SELECT partnership_id, organisation_id, count(*) AS adopted FROM sharded.adoption_reached
		WHERE level >= 'adopted' GROUP BY partnership_id, organisation_id) a GROUP BY organisation_id},
		q{SELECT organisation_id, sum(adopted_count) FROM report.learning_adoption WHERE adopted_count > 0 GROUP BY organisation_id}, qr/count\(\*\).*level.*>=.*GROUP BY/],
	['options', q{SELECT partnership_id, sum(units) FROM sharded.option_event WHERE kind = 'exercised' AND effective_on <= '2018-06-30' GROUP BY 1},
		q{SELECT partnership_id, sum(net_unit_count) FROM report.option_exercise WHERE event_kind = 'exercised' GROUP BY 1}, qr/sum\(units\).*GROUP BY/],
	)
{
	my ($name, $there, $here, $remote) = @$asked;
	($here = $there) =~ s/\bsharded\./registry./g if $here eq '';
	$there =~ s/;\s*$//;
	my $plan = psql($desk, "$settings EXPLAIN (VERBOSE, COSTS OFF) $there");
	my @sent = $plan =~ /Remote SQL: (.*)/g;
	is(scalar(grep { $_ =~ $remote } @sent), 2, "$name: computed on both shards") or diag($plan);
	my @at_once = $plan =~ /Async Foreign Scan/g;
	is(scalar @at_once, 2, "$name: on both at once") or diag($plan);
	my ($answer, $of_shards) = map { join("\n", sort split /\n/, $_) } psql($whole, "$settings $here"), psql($desk, "$settings $there");
	isnt($answer, '', "$name: there is an answer");
	is($of_shards, $answer, "$name: the same on shards as on one machine");
}
my @asked = psql($desk, "$settings EXPLAIN (VERBOSE, COSTS OFF) SELECT * FROM sharded.option_event WHERE partnership_id = $divide") =~ /Foreign Scan on sharded\.(\w+)/g;
is("@asked", 'option_event_shard1', 'a question about one partnership goes to its shard alone');
# without the option, nothing of ours leaves: what the first test sees is its doing
psql($desk, "ALTER SERVER shard$_ OPTIONS (DROP extensions)") for 0, 1;
unlike(psql($desk, q{SET search_path = pg_catalog, public, innopart; EXPLAIN (VERBOSE, COSTS OFF) SELECT id FROM sharded.option_right WHERE terms @> DATE '2018-06-30'}), qr/Remote SQL:.*\@>/, "without extensions 'innopart' the rows come here instead");

psql($desk, 'DROP SUBSCRIPTION shared_desk');
end_server($_) for @servers;
drop_database($_) for $whole, $desk;
done_testing();
