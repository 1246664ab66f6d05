# The catalog check of the reports can fail: none breaks a rule of test/bi/report_rules.sql, and a
# breach of each rule, planted in a transaction of its own, is seen.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $database = fresh_database();
psql($database, 'CREATE EXTENSION innopart; SELECT innopart.create_registry()');

sub breaches
{
	my ($plant) = @_;
	return psql($database, "BEGIN;\n$plant;\n\\i test/bi/report_rules.sql\nROLLBACK;\n");
}

# a view that keeps every rule, which each breach then bends a little
sub view
{
	my ($body, $options) = @_;
	return "CREATE VIEW report.planted WITH (" . ($options // 'security_invoker = true') . ") AS SELECT $body;
		COMMENT ON VIEW report.planted IS 'One row.'";
}
sub commented { return join '', map { "; COMMENT ON COLUMN report.planted.$_ IS 'It.'" } @_ }
sub column
{
	my ($expression, $name) = @_;
	return view("1::bigint AS id, $expression AS $name") . commented('id', $name);
}

is(breaches('SELECT'), '', 'the reports break no rule');
is(breaches(column("'x'::text", 'word')), '', 'nor does a sound one more');
my @breaches = (
	(map { [ column($_->[0], $_->[1]), "type|planted|$_->[1]" ] }
		[ "'need'::innopart.phase", 'phase' ], [ "'la'::innopart.admin_level", 'level' ], [ "'974760673'::innopart.orgnr", 'code' ],
		[ "daterange('2020-01-01', '2021-01-01')", 'runs' ], [ "ARRAY['a']", 'names' ], [ "'{}'::jsonb", 'more' ], [ "interval '1 day'", 'lasted' ],
		[ 'gen_random_uuid()', 'key' ], [ "'x'::name", 'called' ], [ "'x'::char(3)", 'unit' ], [ '1::money', 'price' ], [ '1::smallint', 'small' ], [ '1::real', 'rough' ],
		[ 'current_setting(\'search_path\')::information_schema.sql_identifier', 'domain' ]),
	[ column('1.5', 'fee_amount'), 'numeric without a scale|planted|fee_amount' ],
	[ column('sum(1.5::numeric(10,2))', 'fee_amount'), 'numeric without a scale|planted|fee_amount' ],
	[ 'CREATE TABLE report.planted (id bigint)', 'not a view|planted|' ],
	[ 'CREATE MATERIALIZED VIEW report.planted AS SELECT 1::bigint AS id', 'not a view|planted|' ],
	[ 'COMMENT ON VIEW report.day IS NULL', 'report without a comment|day|' ],
	[ 'COMMENT ON COLUMN report.day.date_on IS NULL', 'column without a comment|day|date_on' ],
	[ view("1::integer AS id") . commented('id'), 'no key|planted|' ],
	[ view("'x'::text AS word") . commented('word'), 'no key|planted|' ],
	[ 'ALTER VIEW report.day RESET (security_invoker)', q{not with its reader's rights|day|} ],
	[ column("'x'::text", '"Word"'), 'name|planted|Word' ],
	[ column("date '2020-01-01'", 'day'), 'ending|planted|day' ],
	[ column("'x'::text", 'ends_on'), 'ending|planted|ends_on' ],
	[ column("timestamptz '2020-01-01 00:00Z'", 'moment'), 'ending|planted|moment' ],
	[ column("'yes'::text", 'is_open'), 'ending|planted|is_open' ],
	[ column('1::integer', 'giver_id'), 'ending|planted|giver_id' ],
	[ column('current_date', 'ends_on'), 'wall clock|planted|' ],
	[ view('1::bigint AS id ORDER BY 1') . commented('id'), 'order or limit|planted|' ],
	[ view('1::bigint AS id LIMIT 1') . commented('id'), 'order or limit|planted|' ],
	[ 'CREATE FUNCTION report.planted() RETURNS int BEGIN ATOMIC SELECT 1; END', 'a function in the schema|planted|' ]);
for my $breach (@breaches)
{
	my ($plant, $row) = @$breach;
	ok((grep { $_ eq $row } split /\n/, breaches($plant)), "seen: $row");
}
drop_database($database);
done_testing();
