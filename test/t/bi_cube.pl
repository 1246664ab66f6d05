# Cube, the strictest client of all: its driver reads every report, its scaffolder and its schema
# compiler make of the star what bi/cube says, and the figures are those of the reports.
use strict;
use warnings;
use Test::More;
use InnopartTest;
use BiClient;

# make check-bi puts the packages there
my $packages = 'build/cube/node_modules';
needs('Cube', 'test', '-d', "$packages/\@cubejs-backend/schema-compiler");
my %before = %ENV;
bi_registry();
{
	# all whom the demo's meetings invited came, uncounted: with that, who was invited and who came are one figure
	local %ENV = %before;
	psql($BiClient::database, q{
		SELECT registry.record_attendance(meeting_id, organisation_id, CASE WHEN place < 3 THEN 'declined' ELSE 'attended' END::innopart.attendance_status, role, place::integer)
		FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM registry.attendance) invited WHERE place < 5});
}
$ENV{NODE_PATH} = $packages;
$ENV{PGOPTIONS} = '-c innopart.as_of=2020-06-30';
reads_everything('Cube', 'node', 'test/bi/cube/check.js', 'reports');
my ($status, $out, $err) = run('', 'node', 'test/bi/cube/check.js', 'model');
is($status, 0, 'Cube: the model is read to the end') or diag($err);
my @lines = grep { /^(?:not )?ok / } split /\n/, $out;
cmp_ok(scalar @lines, '>', 20, 'Cube: keys, joins, and answers');
for my $line (@lines)
{
	my ($not, $name) = $line =~ /^(not )?ok \d+ - (.*)/;
	ok(!$not, "Cube: $name");
}
bi_end(\%before);
done_testing();
