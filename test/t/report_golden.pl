# What innopart-report writes of the demo's data, byte for byte, but for what differs between runs.
# INNOPART_RENEW=1 writes the expected files anew; read their differences before committing them.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use InnopartTest;

# another build of it, for example under a sanitizer: INNOPART_REPORT
my $report = $ENV{INNOPART_REPORT} // 'build/report/innopart-report';
my $folder = tempdir(CLEANUP => 1);
my $database = fresh_database();
psql($database, join '', map { slurp($_) } sort glob('sql/demo/[0-9]*.sql'));

# the demo is recorded on the day it is made, which the ledger shows beside the days since the fact
my $recorded = join '|', split /\n/, psql($database, 'SELECT DISTINCT recorded_on FROM report.option_event_trail');

sub steady
{
	my ($text) = @_;
	$text =~ s/\| (?:$recorded) \| \d+ \|/| (recorded) | (days) |/g;
	$text =~ s/\d{4}(\\?)-\d\d\1-\d\d \d\d(&#58;|:)\d\d\2\d\d (\\?[+])\d\d/(read at)/g;
	$text =~ s/\b\Q$database\E\b/(database)/g;
	(my $escaped = $database) =~ s/_/\\_/g;
	$text =~ s/\Q$escaped\E/(database)/g;
	$text =~ s/(innopart-report|innopart|"library_version":) "?\d+\.\d+\.\d+"?/$1 (version)/g;
	$text =~ s/PostgreSQL \d[^<]*/PostgreSQL (version)./g;
	# style and script are files of ours, and Graphviz places things as its version does
	$text =~ s{<style>.*?</style>}{<style>(page.css)</style>}s;
	$text =~ s{<script>.*?</script>}{<script>(page.js)</script>}s;
	$text =~ s/sha256-[^']+/sha256-(hash)/g;
	$text =~ s{<svg [^>]*>\n<title[^>]*>(?:Network|Nettverk).*?</svg>}{(network)}gs;
	return $text;
}

sub expect
{
	my ($name, $got) = @_;
	my $path = "test/report/expected/$name";
	$got = steady($got);
	if ($ENV{INNOPART_RENEW})
	{
		open(my $file, '>', $path) or die "$path: $!";
		print $file $got;
		close($file);
	}
	my @got = split /\n/, $got;
	my @expected = split /\n/, slurp($path);
	my @other = grep { ($got[$_] // '') ne ($expected[$_] // '') } 0 .. ($#got > $#expected ? $#got : $#expected);
	ok(!@other, "$name: as expected")
	  or diag map { "line " . ($_ + 1) . "\n  got      " . ($got[$_] // '') . "\n  expected " . ($expected[$_] // '') . "\n" } @other[ 0 .. ($#other > 4 ? 4 : $#other) ];
	return;
}

sub report { my ($status, $out, $err) = run('', $report, '-d', $database, '--as-of=2020-11-20', @_); is("$status$err", '0', "innopart-report @_"); return $out }

my $few = '--only=option_deadlines,silent_followers,compliance_findings,time_in_phase,participation_matrix,knowledge_flow,lesson_reuse,option_status,cap_utilisation,market,data_status,partnership_overview';
expect('demo.html', report($few));
expect('demo.nb.html', report('--only=conditions_open,time_in_phase,learning_share,option_status,market', '--lang=nb', '--partnership=Aktivisering og egenmestring'));
expect('demo.md', report('-f', 'markdown'));
expect('demo.nn.md', report('-f', 'markdown', '--lang=nn', '--no-illustrative', '--only=partnership_overview,knowledge_flow,data_status'));
expect('demo.json', report('-f', 'json', '--only=option_deadlines,knowledge_flow,ledger_check'));
report('-f', 'csv', '-o', "$folder/csv", '--only=option_deadlines,knowledge_flow,ledger_check');
expect("csv/$_", slurp("$folder/csv/$_")) for qw(option_deadlines.csv knowledge_flow.csv ledger_check.csv manifest.json);

# all lessons of the demo that others got are of one partnership: the facts that stand in for the report
# when one partnership is asked for must draw the same
sub matrix { my ($page) = @_; my ($svg) = $page =~ m{(<svg [^>]*>\n<title[^>]*>Lessons by giver.*?</svg>)}s; return join "\n", sort map { s/<[^>]*>//gr } $svg =~ m{<text.*?</text>}gs }
my $shared = matrix(report('--only=knowledge_flow'));
like($shared, qr/\x{e2}\x{9c}\x{93}/, 'some of it was taken into use');
is(matrix(report('--only=learning_share', '--partnership=1')), $shared, 'who learned from whom, of all and of one');

# the same data gives the same bytes: nothing of the run is in them but the moment
my ($first, $second) = map { scalar run('', $report, '-d', $database, '--as-of=2020-11-20', '-o', "$folder/$_.html") } 1, 2;
is(steady(slurp("$folder/1.html")), steady(slurp("$folder/2.html")), 'twice the same');

drop_database($database);
psql('postgres', 'DROP ROLE bi_reader'); # which the demo made
done_testing();
