# The page of innopart-report in a real browser: asks the network for nothing, complains of nothing,
# can be read at three widths, in light and dark, by keyboard, and whatever the number of organisations.
use strict;
use warnings;
use lib 'test/report';
use File::Temp qw(tempdir);
use Test::More;
use Browser;
use InnopartTest;

if (!Browser::program())
{
	ok(1, 'chromium is not installed # skip');
	done_testing();
	exit;
}
# another build of it, for example under a sanitizer: INNOPART_REPORT
my $report = $ENV{INNOPART_REPORT} // 'build/report/innopart-report';
my $folder = tempdir(CLEANUP => 1);

sub registry
{
	my ($sql, @variables) = @_;
	my $database = fresh_database();
	psql($database, 'CREATE EXTENSION innopart; SELECT innopart.create_registry()');
	psql($database, "ALTER DATABASE $database SET search_path = public, innopart, registry, report");
	psql($database, $sql, @variables);
	return $database;
}

sub page
{
	my ($name, $database, @options) = @_;
	my ($status, $out, $err) = run('', $report, '-d', $database, '-o', "$folder/$name.html", @options);
	is("$status$err", '0', "$name: written");
	return "$folder/$name.html";
}

my $demo = fresh_database();
psql($demo, join '', map { slurp($_) } sort glob('sql/demo/[0-9]*.sql'));
psql($demo, q{CREATE VIEW report.evil AS SELECT 1::bigint AS id, '<img src=x onerror="document.title=1"><script>document.title=2</script>'::text AS text,
	'javascript:document.title=3'::text AS link, -12345.5::numeric(12,2) AS amount
	UNION ALL SELECT 2, 'b', NULL, 9 UNION ALL SELECT 3, 'c', NULL, 100});
my %pages = (demo => page('demo', $demo, '--as-of=2020-11-20'));
my $sizes = slurp('test/report/sizes.sql');
my @databases = ($demo);
for my $n (0, 1, 9, 300)
{
	push @databases, registry($sizes, '-v', "n=$n");
	$pages{"n$n"} = page("n$n", $databases[-1], '--as-of=2021-03-10', '--lang=nb');
}
my $browser = Browser->start;

# texts that touch each other, or leave their picture; leaning headings have their own room
my $overlaps = <<'JS';
[...document.querySelectorAll("svg[viewBox]")].flatMap(svg => {
	const frame = svg.getBoundingClientRect();
	const texts = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim() !== "");
	const upright = texts.filter(t => !t.hasAttribute("transform")).map(t => [t, t.getBoundingClientRect()]);
	const bad = [];
	for (const [t, b] of upright) {
		if (b.left < frame.left - 1 || b.right > frame.right + 1 || b.bottom > frame.bottom + 1 || b.top < frame.top - 1)
			bad.push("outside: " + t.textContent);
	}
	upright.sort((a, b) => a[1].left - b[1].left);
	for (let i = 0; i < upright.length; i++)
		for (let k = i + 1; k < upright.length && upright[k][1].left < upright[i][1].right - 1; k++) {
			const a = upright[i][1], b = upright[k][1];
			if (Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3) bad.push(upright[i][0].textContent + " / " + upright[k][0].textContent);
		}
	return bad;
}).slice(0, 5).join("; ")
JS

# the smallest text of a picture, as it is shown
my $smallest = <<'JS';
Math.min(999, ...[...document.querySelectorAll("svg[viewBox]")].filter(svg => svg.querySelector("text"))
	.map(svg => parseFloat(getComputedStyle(svg).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))
JS
# what scrolls sideways and does not say so, or says so and does not
my $unsaid = <<'JS';
[...document.querySelectorAll(".wide")].filter(frame => {
	const hint = frame.previousElementSibling;
	const isSaid = hint.className.startsWith("hint") && hint.getBoundingClientRect().height > 0;
	return isSaid !== frame.scrollWidth > frame.clientWidth + 1;
}).map(frame => frame.getAttribute("aria-label")).join("; ")
JS

for my $name (sort keys %pages)
{
	$browser->width(1100);
	$browser->open_page($pages{$name});
	is(join(' ', $browser->requests), '', "$name: nothing is asked of the network");
	is(join(' ', $browser->complaints), '', "$name: no complaint on the console");
	is($browser->evaluate($overlaps), '', "$name: no text of a picture touches another or leaves it");
	for my $width (360, 390, 820, 1440)
	{
		$browser->width($width);
		is($browser->evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth'), 1, "$name: fits a width of $width");
		$browser->evaluate('new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))');
		ok($browser->evaluate($smallest) >= 12, "$name: no text of a picture smaller than 12 pixels at $width");
		is($browser->evaluate($unsaid), '', "$name: what scrolls sideways says so at $width");
	}
	# a matrix or network of many is wider than any tablet
	$browser->width(768);
	is($browser->evaluate('[...document.querySelectorAll(".wide")].filter(f => f.scrollWidth > f.clientWidth + 1 && !f.querySelector(".natural")).length'), 0, "$name: a tablet has room for its pictures");
}

# --- who cannot see it, or has no mouse --------------------------------------

$browser->width(1100);
$browser->open_page($pages{demo});
my %none = (
	'every picture has a title and a description' => '[...document.querySelectorAll("svg[role=img]")].filter(s => s.getAttribute("aria-labelledby").split(" ").some(id => !document.getElementById(id)?.textContent)).length',
	'every table has a caption' => '[...document.querySelectorAll("table")].filter(t => !t.caption || !t.caption.textContent).length',
	'every heading of a column has a scope' => 'document.querySelectorAll("thead th:not([scope=col])").length',
	'no level of headings is skipped' => '[...document.querySelectorAll("h1,h2,h3,h4")].map(h => +h.tagName[1]).filter((level, i, all) => i > 0 && level > all[i - 1] + 1).length',
	'every link leads somewhere' => '[...document.querySelectorAll("a")].filter(a => !document.getElementById(a.getAttribute("href").slice(1))).length',
	'no id twice' => '(ids => ids.length - new Set(ids).size)([...document.querySelectorAll("[id]")].map(e => e.id))',
	'what scrolls can be reached by keyboard' => '[...document.querySelectorAll(".scroll")].filter(e => e.tabIndex !== 0 || !e.getAttribute("aria-label")).length');
is($browser->evaluate($none{$_}), 0, $_) for sort keys %none;
is($browser->evaluate('document.querySelectorAll("h1").length'), 1, 'one title');
is($browser->evaluate('document.documentElement.lang'), 'en', 'a language');
is($browser->evaluate('document.querySelectorAll("svg[role=img]").length >= 7'), 1, 'all pictures are there');

# WCAG AA: text 4.5 to its ground, what is drawn 3, in both schemes
my $contrast = <<'JS';
(() => {
	const style = getComputedStyle(document.documentElement);
	const light = name => {
		let hex = style.getPropertyValue(name).trim().slice(1);
		if (hex.length === 3) hex = [...hex].map(c => c + c).join("");
		const [r, g, b] = [0, 2, 4].map(i => parseInt(hex.slice(i, i + 2), 16) / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const pairs = [["--ink", "--ground"], ["--soft", "--ground"], ["--soft", "--panel"], ["--accent", "--ground"], ["--urgent", "--ground"], ["--urgent", "--panel"],
		["--ink", "--panel"], ["--mark", "--mark-ground"], ["--on1", "--p1"], ["--on1", "--p2"], ["--on1", "--p3"], ["--on1", "--p6"], ["--on4", "--p4"], ["--on4", "--p5"]];
	// what is drawn 3: the edge of a light bar speaks for it, as the stripes do for what is shared
	const drawn = [["--edge", "--ground"], ["--used", "--ground"], ["--urgent", "--ground"], ["--accent", "--ground"], ["--used", "--left"]];
	return pairs.map(p => [...p, 4.5]).concat(drawn.map(p => [...p, 3])).map(([a, b, least]) => [a + " on " + b, (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05), least]).filter(p => !(p[1] >= p[2]))
		.map(p => p[0] + " " + p[1].toFixed(2)).join("; ");
})()
JS
for my $scheme (qw(light dark))
{
	$browser->media('prefers-color-scheme' => $scheme);
	is($browser->evaluate($contrast), '', "$scheme: contrast");
	is($browser->evaluate('[...document.querySelectorAll(".p1, .p2, .p3, .left, .rest")].filter(e => getComputedStyle(e).stroke === getComputedStyle(document.body).backgroundColor).length'), 0, "$scheme: a light bar has an edge");
}

# colour alone tells nothing
is($browser->evaluate('new Set([...document.querySelectorAll("path.link")].map(e => getComputedStyle(e).strokeDasharray)).size'), 2, 'a lesson in use has an arrow of another kind');
# what is written over lines can be read
is($browser->evaluate('[...document.querySelectorAll("#market .soft")].filter(e => getComputedStyle(e).paintOrder !== "stroke").length'), 0, 'the lines of an axis end before a figure');

# --- a telephone, and paper ---------------------------------------------------

$browser->width(390);
$browser->evaluate('new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))');
is($browser->evaluate('document.querySelectorAll(".hint.needed").length >= 5'), 1, 'pictures wider than a telephone say that they scroll');
like($browser->evaluate('getComputedStyle(document.querySelector(".scroll")).backgroundAttachment'), qr/local.*scroll/, 'and have a shadow at the edge where there is more');
my $frame = 'document.querySelector("#progress .scroll")';
$browser->evaluate("$frame.focus()");
$browser->call('Input.dispatchKeyEvent', { type => $_, key => 'ArrowRight', code => 'ArrowRight', windowsVirtualKeyCode => 39 }) for qw(rawKeyDown keyUp);
$browser->evaluate('new Promise(done => setTimeout(done, 500))');
is($browser->evaluate("document.activeElement === $frame && $frame.scrollLeft > 0"), 1, 'and scroll by keyboard');
is($browser->evaluate('getComputedStyle(document.querySelector(".paper")).display'), 'none', 'what is meant for paper is not on the screen');

# an A4 page within its margins is 718 by 1047 pixels: none of it stays empty for a picture that does not break
$browser->media(type => 'print');
$browser->width(718);
for my $name (qw(demo n300))
{
	$browser->open_page($pages{$name});
	is($browser->evaluate('[...document.querySelectorAll("figure, figure div")].filter(e => getComputedStyle(e).breakInside !== "auto").length'), 0, "$name: pictures break");
	is($browser->evaluate('[...document.querySelectorAll("svg[viewBox]")].filter(e => !e.querySelector(".link") && e.getBoundingClientRect().height > 1047 / 3).length'), 0, "$name: between parts of a third of a page at most");
	is($browser->evaluate('[...document.querySelectorAll("svg[viewBox]")].filter(e => e.getBoundingClientRect().height > 1000).length'), 0, "$name: and the network is on one page");
	cmp_ok($browser->evaluate($smallest), '>=', 7, "$name: where it can be read");
}
$browser->open_page($pages{demo});
is($browser->evaluate('new Set([...document.querySelectorAll(".tiles li")].map(e => e.offsetTop)).size'), 1, 'headline figures stand in one row');
like($browser->evaluate('[...document.querySelectorAll("#tables > p")].filter(e => e.getBoundingClientRect().height > 0).map(e => e.innerText).join("").trim()'), qr/^Printed here are the tables that were open .* closed until somebody opens them.$/, 'paper says where the other tables are');
is($browser->evaluate('[...document.querySelectorAll("details.report")].filter(e => e.getBoundingClientRect().height > 0).length'), 0, 'which are closed');
$browser->evaluate('document.querySelector("button.all").click()');
is($browser->evaluate('[...document.querySelectorAll("details.report")].filter(e => e.getBoundingClientRect().height === 0).length'), 0, 'one button opens them all');
is($browser->evaluate('document.querySelector("button.all").getAttribute("aria-pressed")'), 'true', 'and says so');
# the headings stand on each sheet only where no button has a box of its own: it is not drawn twice
is($browser->evaluate('[...document.querySelectorAll("th button")].filter(e => getComputedStyle(e).display !== "contents").length'), 0, 'headings of tables repeat on each sheet');
$browser->evaluate('document.querySelector("button.all").click()');
is($browser->evaluate('document.querySelectorAll("details.report[open]").length'), 0, 'and closes them again');
is($browser->evaluate('getComputedStyle(document.querySelector("nav")).display'), 'none', 'print: no navigation');
$browser->media;
$browser->width(1100);

# --- data in the page --------------------------------------------------------

is($browser->evaluate('document.querySelector("#t-evil tbody tr td").textContent'), '<img src=x onerror="document.title=1"><script>document.title=2</script>', 'markup is text');
is($browser->evaluate('document.querySelectorAll("img").length + document.scripts.length'), 1, 'and makes no element');
like($browser->evaluate('document.title'), qr/^Innovation partnerships, 2020-11-20$/, 'no script of the data ran');

# --- sorting -----------------------------------------------------------------

my $column = '[...document.querySelectorAll("#t-evil tbody tr")].map(r => r.cells[2].dataset.v).join(" ")';
is($browser->evaluate($column), '-12345.50 9 100', 'in the order of the report');
$browser->evaluate('location.hash = "#t-evil"');
$browser->evaluate('new Promise(done => setTimeout(done, 100))');
is($browser->evaluate('document.getElementById("t-evil").open'), 1, 'a link opens its table');
$browser->evaluate('document.querySelectorAll("#t-evil th button")[2].focus()');
for my $expected ([ '-12345.50 9 100', 'ascending' ], [ '100 9 -12345.50', 'descending' ])
{
	$browser->call('Input.dispatchKeyEvent', { type => $_, key => 'Enter', code => 'Enter', windowsVirtualKeyCode => 13, text => "\r" }) for qw(keyDown keyUp);
	is($browser->evaluate($column), $expected->[0], "$expected->[1] by keyboard");
	is($browser->evaluate('document.querySelectorAll("#t-evil th")[2].getAttribute("aria-sort")'), $expected->[1], 'and it says so');
}

# --- without scripts ---------------------------------------------------------

$browser->call('Emulation.setScriptExecutionDisabled', { value => JSON::PP::true });
$browser->open_page($pages{demo}, 'at once');
is($browser->evaluate('document.querySelectorAll("th button, button:not([hidden])").length'), 0, 'no buttons');
is($browser->evaluate('document.querySelectorAll("#t-evil tbody tr").length'), 3, 'but the tables');

undef $browser;
drop_database($_) for @databases;
psql('postgres', 'DROP ROLE bi_reader'); # which the demo made
done_testing();
