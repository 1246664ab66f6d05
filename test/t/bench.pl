# The benchmark of the reports, small: it runs to its end, and each report gives what a query written by
# hand gives over the same rows (test/bench/rivals.sql), which the benchmark compares before it measures.
# No time decides anything here.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use InnopartTest;

my $place = tempdir('/tmp/innopart-bench.XXXXXX', CLEANUP => 1);
local @ENV{qw(BENCH_PLACE BENCH_RUNS BENCH_TRANSACTIONS BENCH_DRAWS)} = ($place, 1, 5, 0);
delete local @ENV{qw(PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGCLUSTER)};
my ($status, $page, $err) = run('', 'test/bench/reports', 3000);
is($status, 0, 'it runs to its end') or diag $err;
for my $report (qw(participation_by_org participation_matrix knowledge_flow level_mix option_status))
{
	like($page, qr/^\| `$report` \| [1-9]\S* \| \d+ \| [\d.]+ \| [\d.]+ \| [\d.]+ \| [\d.]+ \|$/m, "$report, beside a rival with the same answer");
}
like($page, qr/^\| \Q$_\E \| \d+ \| [\d.]+ \|/m, "recording: $_") for 'nothing', 'rollups', 'a summary, by row triggers', 'a materialized view';
run('', 'test/bench/reports', 'drop');
done_testing();
