# What the pictures of innopart-report say: figures that agree with each other and with the registry,
# in words that tell what they count.  What they look like is for report_page.pl.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8);
use List::Util qw(max);
use Test::More;
use InnopartTest;

binmode(Test::More->builder->$_, ':utf8') for qw(output failure_output);
# another build of it, for example under a sanitizer: INNOPART_REPORT
my $report = $ENV{INNOPART_REPORT} // 'build/report/innopart-report';
my $database = fresh_database();
psql($database, join '', map { slurp($_) } sort glob('sql/demo/[0-9]*.sql'));
psql($database, "ALTER DATABASE $database SET search_path = public, innopart, registry, report");

sub page { my ($status, $out, $err) = run('', $report, '-d', $database, '--as-of=2020-11-20', @_); is("$status$err", '0', "innopart-report @_"); return decode_utf8($out) }
sub ask { return decode_utf8(psql($database, "SET innopart.as_of = '2020-11-20'; $_[0]")) }
sub section { my ($page, $id) = @_; return $page =~ m{<section id="$id"(.*?)</section>}s ? $1 : '' }
# a picture is one that has a name, and those below that continue it
sub pictures { my ($html) = @_; return $html =~ m{(<svg [^>]*role="img".*?</svg>(?:\s*<svg [^>]*viewBox[^>]*aria-hidden="true">.*?</svg>)*)}gs }
sub plain { my ($html) = @_; return $html =~ s{<title.*?</title>}{}gsr =~ s/<[^>]*>//gr =~ s/&#(\d+);/chr $1/ger }
sub number { my ($text) = @_; return $text =~ tr/,\x{a0}//dr }
sub key { my ($html) = @_; return map { plain($_) } $html =~ m{<li><svg[^>]*>.*?</svg>(.*?)</li>}gs }

# The bars of a picture, each with its parts as [class, left, width]; stripes lie over a part.
sub bars
{
	my ($svg) = @_;
	return map
	{
		my ($title, $bar, $label) = @$_;
		my @parts = map { [ /class="(\w+)"/, /x="([\d.]+)"/, /width="([\d.]+)"/ ] } $bar =~ m{(<rect[^>]*>)}g;
		my @stripe = $bar =~ m{class="stripe"[^>]*H([\d.]+)};
		{ title => plain($title), label => plain($label), tells => ($bar =~ m{<title>(.*?)</title>}s)[0] // '', parts => \@parts,
			end => max(map { $_->[1] + $_->[2] } @parts), striped => max(0, @stripe), is_cut => scalar($bar =~ /class="bound"/) };
	} map { [ m{<text[^>]*>(.*?)</text>.*?<g>(.*?)</g>(.*)}s ] } grep { /<rect/ } split /\n/, $svg;
}

# --- headline figures, and what they were a quarter ago ----------------------------------------------

my %tile = (
	'partnerships running' => "count(*) FILTER (WHERE phase_code <> 'closed') FROM report.partnership_overview",
	'organisations have taken part' => 'count(DISTINCT organisation_id) FROM report.participation_matrix WHERE participation_count > 0',
	'lessons used by others' => 'count(*) FROM report.lesson_reuse WHERE is_reused',
	'options callable now' => 'count(*) FROM report.option_status WHERE is_exercisable',
	'deadlines within 180 days' => 'count(*) FROM report.option_deadlines WHERE days_left_count BETWEEN 0 AND 180');
for my $words (sort keys %tile)
{
	my ($now, $past) = map { psql($database, "SET innopart.as_of = '$_'; SELECT $tile{$words}") } '2020-11-20', '2020-08-20';
	my $change = $now == $past ? 'as three months ago' : ($now > $past ? '+' : '−') . abs($now - $past) . ' in three months';
	like(plain(page()), qr/^$now $words.* \Q$change\E$/m, "$words: $now, $change");
}
unlike(page('--partnership=1'), qr/partnerships running/, 'of one partnership nobody counts partnerships');

# --- the market: nothing that more can be bought than can -----------------------------------------

my $demo = page();
my %market = map { /^(.*?)\t(.*)$/ } split /\n/, ask("SELECT partnership_title || E'\\t' || (bound_amount / 1e6)::float8 FROM report.market WHERE bound_amount > 0");
my ($units, $money) = pictures(section($demo, 'market'));
my @ticks = map { number($_) } $money =~ m{class="axis">(.*?)</text>}g;
is($ticks[-1], max(values %market), 'the axis ends where the largest shared ceiling does');
my @bars = bars($money);
is(scalar @bars, scalar keys %market, 'a bar for each partnership with a ceiling in money');
my $left = ($money =~ m{class="grid" d="M([\d.]+) })[0];
my $scale = max(map { $_->{end} } @bars);
$scale = ($scale - $left) / max(values %market);
for my $bar (@bars, bars($units))
{
	my $is_money = grep { $_ == $bar } @bars;
	my ($all, $times) = $bar->{label} =~ /^([\d.]+) = ([\d.]+) × the lead’s$/ or fail("label of $bar->{title}: $bar->{label}");
	is($all + 0, $market{ $bar->{title} } + 0, "$bar->{title}: its figure is what can be bought under all rights") if $is_money;
	my $one = ($bar->{end} - $left) / $all;
	ok(abs($one - $scale) * $all < 0.2, "$bar->{title}: its bar is as long as its figure") if $is_money;
	# dark or striped is what the lead can buy
	my $lead = max($bar->{striped}, map { $_->[0] eq 'used' ? $_->[1] + $_->[2] : 0 } @{ $bar->{parts} }) - $left;
	ok(abs($lead * $times - ($bar->{end} - $left)) < $times, "$bar->{title}: $times times what the lead can buy");
}
my ($buildings) = grep { $_->{title} =~ /^1000 bygg/ } @bars;
ok($buildings->{is_cut} && $buildings->{striped} > $buildings->{end} - 1, 'a ceiling that 22 hold is one, and all of it is shared');
like($buildings->{tells}, qr/the lead at most 500, the followers at most 500/, 'and says so');
my ($homewards) = grep { $_->{title} =~ /^Nyskapende/ } @bars;
ok(!$homewards->{is_cut} && !$homewards->{striped}, 'where nothing is shared nothing is marked');
like(section($demo, 'market'), qr/counted once.*“N × the lead’s” is the whole bar/s, 'the caption tells what is counted');

is_deeply([ key(section($demo, 'market')) ], [ 'the lead alone', 'lead or followers, under a ceiling they share', 'followers alone', 'here a shared ceiling ends it' ], 'the key has what the picture has');
is_deeply([ key(section(page('--partnership=Tunnelsikkerhet'), 'market')) ], [ 'the lead alone', 'followers alone' ], 'and nothing else');

# shared among followers alone, or by two rights of the lead: nothing that lead and followers compete for
psql($database, q{
	SELECT record_partnership('Apart', lead_id => 1, started_on => '2020-01-01') AS apart, record_partnership('Twice', lead_id => 1, started_on => '2020-01-01') AS twice \gset
	INSERT INTO registry.cap (partnership_id, title, max_units, unit_code, effective_on) VALUES (:apart, 'Apart', 10, 'C62', '2020-02-01'), (:twice, 'Twice', 10, 'C62', '2020-02-01');
	SELECT name_option(:apart, 1, 'Lead', 'max 20, 2021-01-01..2022-12-31', named_on => '2020-02-01', holder_kind => 'lead');
	SELECT invite(:apart, o, effective_on => '2020-01-02'), name_option(:apart, o, 'Follower', 'max 10, 2021-01-01..2022-12-31', named_on => '2020-02-01', cap_id => c.id)
	FROM generate_series(2, 4) AS o, registry.cap AS c WHERE c.title = 'Apart';
	SELECT name_option(:twice, 1, 'Lead ' || n, 'max 10, 2021-01-01..2022-12-31', named_on => '2020-02-01', holder_kind => 'lead', cap_id => c.id)
	FROM generate_series(1, 2) AS n, registry.cap AS c WHERE c.title = 'Twice';
	SELECT record_partnership('Thirds', lead_id => 1, started_on => '2020-01-01') AS thirds \gset
	SELECT name_option(:thirds, 1, 'Lead', 'max 3, 2021-01-01..2022-12-31', named_on => '2020-02-01', holder_kind => 'lead'), invite(:thirds, 2, effective_on => '2020-01-02');
	SELECT name_option(:thirds, 2, 'Follower', 'max 7, 2021-01-01..2022-12-31', named_on => '2020-02-01');
	SELECT name_option(:twice, 2, 'Follower', 'max 10, 2021-01-01..2022-12-31', named_on => '2020-02-01');
});
my %bar = map { $_->{title} => $_ } bars((pictures(section(page(), 'market')))[0]);
is($bar{Apart}{label}, '30 = 1.5 × the lead’s', 'followers that share among themselves');
is($bar{Thirds}{label}, '10 = 3.3 × the lead’s', 'a multiple is no more exact than anybody reads');
is($bar{Twice}{label}, '20 = 2 × the lead’s', 'a lead with two rights under one ceiling');
for my $title (qw(Apart Twice))
{
	is(join(' ', map { $_->[0] } @{ $bar{$title}{parts} }), 'used left', "$title: the lead's, then the followers'");
	ok(!$bar{$title}{striped} && $bar{$title}{is_cut}, "$title: apart, and less than their rights add up to");
}

# --- options: what is left of a shared ceiling is not left for each ----------------------------------

my ($caps, $rights) = pictures(section($demo, 'options'));
my %right = map { $_->{title} =~ s/….*//r => $_ } bars($rights);
my %shares = map { /^(.*?)\t(.*)$/ } split /\n/, ask("SELECT option_title || E'\\t' || CASE WHEN cap_id IS NULL THEN 0 ELSE count(*) OVER (PARTITION BY cap_id) END FROM report.option_status WHERE is_live");
for my $title (sort keys %right)
{
	my ($whole) = grep { index($_, $title) == 0 } sort keys %shares;
	is($right{$title}{striped} > 0, $shares{$whole} > 1, "$whole: striped where its ceiling is shared");
	next if $shares{$whole} < 2;
	like($right{$title}{tells}, qr/^$shares{$whole} live options draw on the same ceiling/, "$whole: says by how many");
}
ok(!grep({ $_->{striped} } bars($caps)), 'the shared ceiling itself is whole');
is_deeply([ key(section($demo, 'options')) ], [ 'used', 'left', 'used', 'left, but under a ceiling that others draw on too' ], 'the key has what the pictures have');
my $alone = section(page('--partnership=5'), 'options');
ok(!grep({ $_->{striped} } bars((pictures($alone))[0])), 'an option alone is not striped');
is_deeply([ key($alone) ], [ 'used', 'left' ], 'nor has it a key of stripes');
like(plain($rights), qr/500 left of 500\x{a0}million\x{a0}NOK/, 'large amounts in millions');

# --- deadlines and options count named rights in the same words --------------------------------------

my $named = () = plain($rights) =~ /not granted yet, ends 2021-01-31/g;
my ($more) = section($demo, 'action') =~ /Counted are options that are granted. (\d+) more/;
is($more, ask("SELECT count(*) FROM report.option_status WHERE state = 'named' AND last_notice_on <= date '2020-11-20' + 180"), 'the list of deadlines says how many it leaves out');
is($named, 18, 'the picture says what they wait for, as far as it shows them');
unlike(plain($rights), qr/Named(?:(?!Named).)*act by/s, 'and bids nobody to act on what is not granted');
unlike(page('--partnership=1'), qr/Counted are options/, 'where none is named nothing is said');
like(page('--lang=nb'), qr/22 til med siste dag/, 'in bokmål');
like(page('--lang=nn'), qr/22 til med siste dag i denne tida/, 'in nynorsk');

# --- words of this page, in its own language ----------------------------------------------------------

like($demo, qr/<p class="meaning">Which rights close/, 'in English a table says what its rows are');
for my $language (qw(nb nn))
{
	unlike(page("--lang=$language"), qr/One row a|<th[^>]* title=/, "$language: what the database explains in English alone is left out");
}
unlike(plain($demo), qr/\bC62\b/, 'a unit is a word, not a code of UN/ECE');

# --- the time line -------------------------------------------------------------------------------------

my ($english, $norwegian) = map { section($_, 'progress') } $demo, page('--lang=nn');
is_deeply([ key($english) ], [ 'Needs assessment', 'Market dialogue', 'Competition', 'Development (a number is the stage)', 'Purchase' ], 'a colour is a kind of phase, whatever its stage');
ok(grep({ $_ eq 'Utvikling (eit tal er steget)' } key($norwegian)), 'in nynorsk');
for my $case ([ $english, 'Competition canc' ], [ $norwegian, 'Avlyst' ])
{
	my ($picture, $why) = @$case;
	like($picture, qr{Et slag for fremtidens helsetjeneste</text>(?:(?!<text x="0\.0").)*>$why}s, "a line that ends says why: $why");
}
for my $language (qw(en nb nn))
{
	my ($stage) = ask("SELECT innopart.label('development.1'::innopart.phase, '$language')") =~ /, (\w+) 1$/;
	ok(grep({ /\(.*\b$stage/ } key(section(page("--lang=$language"), 'progress'))), "$language: the key says $stage as the bars do");
}
my @phases = $english =~ m{<g>(.*?)</g>}gs;
is(scalar @phases, ask("SELECT count(*) FROM report.time_in_phase"), 'a bar for every stay in a phase');
is(scalar(grep { !m{<title>[^<]+: [^<]+, \d{4}-\d\d-\d\d } } @phases), 0, 'each of which tells what it is and since when');
my ($second) = grep { /<title>Aktivisering og egenmestring: Development, stage 2,/ } @phases;
like($second, qr{>2</text>}, 'a stage too narrow for its words has its number');

# --- a number is never cut ---------------------------------------------------------------------------

psql($database, q{
	ALTER VIEW report.knowledge_flow RENAME TO few_flows;
	CREATE VIEW report.knowledge_flow AS SELECT id, giver_id, giver_name, receiver_id, receiver_name, shared_lesson_count * 1000003 AS shared_lesson_count, adopted_count * 1000003 AS adopted_count FROM report.few_flows;
	ALTER VIEW report.participation_matrix RENAME TO few_cells;
	CREATE VIEW report.participation_matrix AS SELECT id, partnership_title, organisation_id, organisation_name, phase_order, phase_label, participation_count * 1000003 AS participation_count FROM report.few_cells;
});
my $large = page('--only=knowledge_flow,participation_matrix');
like(plain(section($large, 'learning')), qr/3,000,009✓.1,000,003/, 'lessons in millions');
like(plain(section($large, 'participation')), qr/5,000,015/, 'participations in millions');
unlike(plain($large), qr/[\d,]…/, 'none of which is cut');
psql($database, 'DROP VIEW report.knowledge_flow, report.participation_matrix; ALTER VIEW report.few_flows RENAME TO knowledge_flow; ALTER VIEW report.few_cells RENAME TO participation_matrix');

# --- one axis, one way to write thousands ------------------------------------------------------------

psql($database, q{
	SELECT name_option(record_partnership('Wide', lead_id => 1, started_on => '2020-01-01'), 1, 'Wide', 'max 12000, 2021-01-01..2022-12-31', named_on => '2020-02-01');
});
my @wide = ([ 'en', '0 2,000 4,000 6,000 8,000 10,000 12,000' ], [ 'nb', '0 2_000 4_000 6_000 8_000 10_000 12_000' ]);
for (@wide)
{
	my ($language, $expected) = @$_;
	my ($svg) = pictures(section(page("--lang=$language"), 'market'));
	is(join(' ', map { tr/\x{a0}/_/r } $svg =~ m{class="axis">(.*?)</text>}g), $expected, "$language: thousands alike on one axis");
}

drop_database($database);
psql('postgres', 'DROP ROLE bi_reader'); # which the demo made
done_testing();
