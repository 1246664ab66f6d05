# The star says of the demo's registry what the reports say, on several days and with what was known
# earlier: sums of the facts equal the reports', and joining every dimension loses no row.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $database = fresh_database();
psql($database, join '', map { slurp($_) } sort glob('sql/demo/[0-9]*.sql'));

my $earlier = psql($database, 'SELECT clock_timestamp()');
# recorded late: a unit taken back, and a telling that never was
psql($database, q{
	SELECT registry.reverse_exercise((SELECT min(id) FROM report.option_exercise), 1, effective_on => (SELECT exercised_on + 1 FROM report.option_exercise ORDER BY id LIMIT 1));
	INSERT INTO registry.lesson_share (partnership_id, lesson_id, giver_id, receiver_id, effective_on, corrects_id, is_withdrawn)
	SELECT partnership_id, lesson_id, giver_id, receiver_id, told_on, id, true FROM report.learning_share ORDER BY id LIMIT 1});

# rows that one side has and the other has not
sub differing
{
	my ($one, $other) = @_;
	return "SELECT count(*) FROM (($one EXCEPT $other) UNION ALL ($other EXCEPT $one)) AS differing";
}
my %totals = (
	'participation adds up to participation_by_org' => [
		'SELECT organisation_id, partnership_id, phase_id, sum(invited_count), sum(attended_count), sum(declined_count) FROM report.participation GROUP BY 1, 2, 3',
		'SELECT organisation_id, partnership_id, phase_order::bigint, invited_count, attended_count, declined_count FROM report.participation_by_org WHERE invited_count > 0' ],
	'contribution adds up to participation_by_org' => [
		'SELECT organisation_id, partnership_id, phase_id, sum(contribution_count), sum(contribution_hours) FROM report.contribution GROUP BY 1, 2, 3',
		'SELECT organisation_id, partnership_id, phase_order::bigint, contribution_count, contribution_hours FROM report.participation_by_org WHERE contribution_count > 0' ],
	'learning_share adds up to knowledge_flow' => [
		'SELECT giver_id, receiver_id, sum(told_count), min(told_on), max(told_on) FROM report.learning_share GROUP BY 1, 2',
		'SELECT giver_id, receiver_id, shared_count, first_shared_on, last_shared_on FROM report.knowledge_flow WHERE shared_count > 0' ],
	'learning_adoption, but for what an author adopted of its own, adds up to knowledge_flow' => [
		'SELECT giver_id, organisation_id, sum(adopted_count), sum(confirmed_count) FROM report.learning_adoption WHERE giver_id <> organisation_id GROUP BY 1, 2 HAVING sum(adopted_count) > 0',
		'SELECT giver_id, receiver_id, adopted_count, confirmed_count FROM report.knowledge_flow WHERE adopted_count > 0' ],
	'phase_transition, but for the end, is time_in_phase' => [
		"SELECT t.id, t.partnership_id, t.phase_id, t.entered_on, t.left_on FROM report.phase_transition t JOIN report.phase p ON p.id = t.phase_id WHERE p.phase_code <> 'closed'",
		'SELECT id, partnership_id, phase_order::bigint, entered_on, left_on FROM report.time_in_phase' ],
	'option_event adds up to option_status' => [
		'SELECT option_right_id, holder_id, sum(net_unit_count) FROM report.option_event GROUP BY 1, 2',
		'SELECT option_right_id, holder_id, exercised_unit_count FROM report.option_status' ],
	'option_exercise adds up to option_event' => [
		'SELECT option_right_id, currency, sum(net_unit_count), sum(net_amount) FROM report.option_exercise GROUP BY 1, 2',
		"SELECT option_right_id, currency, sum(net_unit_count), sum(net_amount) FROM report.option_event WHERE event_kind IN ('exercised', 'exercise_reversed') GROUP BY 1, 2" ],
	"option_exposure_month of a month's end is option_status on it" => [
		'SELECT option_right_id, exercised_unit_count_to_date FROM report.option_exposure_month WHERE month_end_on = innopart.as_of()',
		'SELECT option_right_id, exercised_unit_count FROM report.option_status WHERE option_right_id IN (SELECT option_right_id FROM report.option_exposure_month WHERE month_end_on = innopart.as_of())' ]);

# the keys of the facts, by the names that doc/bi.md tells tools to join by
my $facts = "'participation', 'contribution', 'learning_share', 'learning_adoption', 'phase_transition', 'option_event', 'option_exercise', 'option_exposure_month'";
my @keys = map { [ split /\|/ ] } split /\n/, psql($database, "SELECT table_name, column_name,
	CASE WHEN column_name IN ('partnership_id', 'phase_id', 'day_id') THEN replace(column_name, '_id', '') ELSE 'organisation' END
	FROM information_schema.columns WHERE table_schema = 'report' AND table_name IN ($facts)
	AND column_name IN ('partnership_id', 'phase_id', 'day_id', 'organisation_id', 'giver_id', 'receiver_id', 'holder_id', 'supplier_id') ORDER BY 1, 2");
cmp_ok(scalar @keys, '>=', 30, 'the facts have keys');

my @moments = map { "SET innopart.as_of = '$_'" } '2017-01-31', '2019-02-28', '2020-06-30', '2026-12-31';
push @moments, "SET innopart.as_of = '2026-12-31'; SET innopart.known_at = '$earlier'", "SET innopart.as_of = '2020-06-30'; SET innopart.known_at = '2000-01-01 00:00Z'";
isnt(psql($database, "$moments[-2]; $_"), psql($database, "$moments[-3]; $_"), 'what was recorded late makes a difference')
  for 'SELECT sum(net_unit_count) FROM report.option_exercise', 'SELECT count(*) FROM report.learning_share';
for my $moment (@moments)
{
	my @names = sort keys %totals;
	my @differ = split /\n/, psql($database, "$moment; " . join '; ', map { differing(@{ $totals{$_} }) } @names);
	is($differ[$_], 0, "$names[$_] ($moment)") for 0 .. $#names;
	my @orphans = split /\n/, psql($database, "$moment; " . join '; ', map {
		"SELECT count(*) FROM report.$_->[0] f LEFT JOIN report.$_->[2] d ON d.id = f.$_->[1] WHERE f.$_->[1] IS NOT NULL AND d.id IS NULL" } @keys);
	is(join(' ', map { $orphans[$_] ? "$keys[$_][0].$keys[$_][1]" : () } 0 .. $#keys), '', "every key finds its row ($moment)");
}
# an equality of nothing with nothing would say nothing
for my $fact (map { s/\W//gr } split /,/, $facts)
{
	cmp_ok(psql($database, "SET innopart.as_of = '2026-12-31'; SELECT count(*) FROM report.$fact"), '>', 0, "$fact has rows in the demo");
}
psql($database, 'DROP OWNED BY bi_reader');
drop_database($database);
psql('postgres', 'DROP ROLE bi_reader'); # which the demo made
done_testing();
