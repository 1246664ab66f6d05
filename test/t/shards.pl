# Rights and their ledger on two shards behind postgres_fdw, by the hash of their partnership: with the
# server option extensions 'innopart', our operators, functions and aggregates are computed where the
# rows are, which the remote SQL shows, and the answers are those of one machine.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $whole = fresh_database();
my @shards = (fresh_database(), fresh_database());
psql($whole, q{CREATE EXTENSION innopart; CREATE EXTENSION postgres_fdw; SELECT innopart.create_registry();
	SELECT count(*) FROM innopart.innopart_generate('registry', 9, 40, 4000, 8)});

my $tables = q{
	(partnership_id bigint NOT NULL, id bigint NOT NULL, terms innopart.option_right NOT NULL, position innopart.option_position NOT NULL)
	(partnership_id bigint NOT NULL, id bigint NOT NULL, option_right_id bigint NOT NULL, kind innopart.option_event_kind NOT NULL, effective_on date NOT NULL,
	 units bigint, amount numeric(18,4), currency text, condition_no integer, extended_to date)};
my ($rights, $events) = $tables =~ /(\(.*\))\n\t(\(.*\))/s;
psql($_, "CREATE EXTENSION innopart; CREATE TABLE held $rights; CREATE TABLE ledger $events") for @shards;
sub quoted { my ($value) = @_; $value =~ s/'/''/g; return "'$value'" }
my $port = psql($whole, 'SHOW port');
my $user = psql($whole, 'SELECT current_user');
my $password = defined $ENV{PGPASSWORD} ? ', password ' . quoted($ENV{PGPASSWORD}) : '';
psql($whole, "CREATE TABLE held $rights PARTITION BY HASH (partnership_id); CREATE TABLE ledger $events PARTITION BY HASH (partnership_id)");
for my $n (0, 1)
{
	psql($whole, "CREATE SERVER shard$n FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'localhost', port '$port', dbname '$shards[$n]', extensions 'innopart', async_capable 'true', use_remote_estimate 'true');
		CREATE USER MAPPING FOR CURRENT_USER SERVER shard$n OPTIONS (user '$user'$password);
		CREATE FOREIGN TABLE held_$n PARTITION OF held FOR VALUES WITH (MODULUS 2, REMAINDER $n) SERVER shard$n OPTIONS (table_name 'held');
		CREATE FOREIGN TABLE ledger_$n PARTITION OF ledger FOR VALUES WITH (MODULUS 2, REMAINDER $n) SERVER shard$n OPTIONS (table_name 'ledger')");
}
psql($whole, q{INSERT INTO held SELECT partnership_id, id, terms, position FROM registry.option_right;
	INSERT INTO ledger SELECT partnership_id, id, option_right_id, kind, effective_on, units, amount, currency, condition_no, extended_to FROM registry.option_event});
cmp_ok(psql($_, 'SELECT count(*) FROM ledger'), '>', 0, "$_ holds a share of the ledger") for @shards;

my $settings = 'SET search_path = pg_catalog, public, innopart; SET enable_partitionwise_aggregate = on; SET enable_partitionwise_join = on; SET innopart.as_of = \'2018-06-30\';';
# NAME, the query with HELD and LEDGER for the tables, what its remote SQL must hold
for my $asked (
	['the window of a right', q{SELECT id, terms FROM HELD WHERE terms @> DATE '2018-06-30' ORDER BY id}, qr/WHERE .*terms .*\@>/],
	['a window and a range of days', q{SELECT id FROM HELD WHERE terms && daterange('2018-01-01', '2018-02-01') ORDER BY id}, qr/&&/],
	['the order of rights', q{SELECT id FROM HELD WHERE terms < 'max 40, 2015-01-01..2016-01-01' ORDER BY id}, qr/WHERE .*terms .*</],
	['the fold of the ledger', q{SELECT partnership_id, option_right_id, innopart.option_position(kind, effective_on, units, amount, currency, condition_no, extended_to)
		FROM LEDGER GROUP BY 1, 2 ORDER BY 1, 2}, qr/innopart\.option_position\(/],
	['the rollup of rights', q{SELECT partnership_id, (innopart.option_rollup(terms)).* FROM HELD GROUP BY partnership_id ORDER BY 1}, qr/innopart\.option_rollup\(/],
	['the state of a right', q{SELECT id, position FROM HELD WHERE innopart.option_state(terms, position, DATE '2018-06-30', 'purchase') = 'lapsed' ORDER BY id}, qr/WHERE .*innopart\.option_state\(/],
	)
{
	my ($name, $query, $remote) = @$asked;
	my ($there, $here) = ($query, $query);
	$there =~ s/HELD/held/; $there =~ s/LEDGER/ledger/;
	$here =~ s/HELD/registry.option_right/; $here =~ s/LEDGER/registry.option_event/;
	my @sent = psql($whole, "$settings EXPLAIN (VERBOSE, COSTS OFF) $there") =~ /Remote SQL: (.*)/g;
	is(scalar(grep { $_ =~ $remote } @sent), 2, "$name: computed on both shards") or diag(join("\n", @sent));
	my $answer = psql($whole, "$settings $here");
	isnt($answer, '', "$name: there is an answer");
	is(psql($whole, "$settings $there"), $answer, "$name: the same on shards as on one machine");
}
# without the option, nothing of ours leaves: what the first test sees is its doing
psql($whole, "ALTER SERVER shard$_ OPTIONS (DROP extensions)") for 0, 1;
unlike(psql($whole, q{SET search_path = pg_catalog, public, innopart; EXPLAIN (VERBOSE, COSTS OFF) SELECT id FROM held WHERE terms @> DATE '2018-06-30'}), qr/Remote SQL:.*\@>/, "without extensions 'innopart' the rows come here instead");

drop_database($_) for $whole, @shards;
done_testing();
