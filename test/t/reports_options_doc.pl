# doc/reports-options.md shows what the reports on options really say.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $path = 'doc/reports-options.md';
my $database = fresh_database();
my ($status, $now, $err) = run('', 'tools/run-readme', $path, $database);
is($status, 0, 'the blocks run') or diag($err);
my @now = split /\n/, $now;
my @written = split /\n/, slurp($path);
is(scalar @now, scalar @written, 'as many lines as written');
my @other = grep { ($now[$_] // '') ne ($written[$_] // '') } 0 .. $#now;
is(join("\n", map { $now[$_] } grep { defined } @other[ 0 .. 4 ]), '', 'every line as written; renew: tools/run-readme');
unlike($now, qr/ERROR/, 'and nothing failed');

# every report on options has its place on the page
my ($list) = slurp('sql/registry/80c-report-prospect.sql') =~ /WHERE a\.attrelid IN \((.*?)\)\n/s;
my @reports = $list =~ /\@report\@\.(\w+)/g;
cmp_ok(scalar @reports, '==', 14, 'fourteen reports on options');
for my $report (@reports)
{
	like($now, qr/^## $report: .*?FROM $report\b/ms, "$report is shown at work");
}
drop_database($database);
done_testing();
