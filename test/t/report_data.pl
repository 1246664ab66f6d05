# Data never becomes markup, a formula, script or a terminal escape in what innopart-report writes.
use strict;
use warnings;
use utf8;
use Encode qw(decode_utf8 encode_utf8);
use JSON::PP;
use Test::More;
use InnopartTest;

binmode(Test::More->builder->$_, ':utf8') for qw(output failure_output);
# another build of it, for example under a sanitizer: INNOPART_REPORT
my $report = $ENV{INNOPART_REPORT} // 'build/report/innopart-report';
my $database = fresh_database();
psql($database, 'CREATE EXTENSION innopart; SELECT innopart.create_registry()');
psql($database, "ALTER DATABASE $database SET search_path = public, innopart, registry, report");

# each says evil somewhere, so that we find it again
my @payloads = (
	'<script>alert("evil")</script>',
	'"><img src=x onerror=alert(1) evil>',
	"' onmouseover='evil()",
	'</title></style></script><svg onload=evil()>',
	'--><!--evil',
	'&lt;b&gt;evil&amp;',
	'=HYPERLINK("http://evil.example","x")',
	'+evil', '-evil', '@evil', "\t=evil", ' =evil', '＝evil',
	"evil\x{1b}[31mred\x{1b}]0;title\x{07}",
	"evil\x{9b}31m\x{202e}drawkcab\x{200b}",
	"evil\r\n| a | b |\n# heading",
	'[evil](javascript:alert(1)) ![x](http://evil.example) `code` **b** | cell',
	'http://evil.example www.evil.example evil@evil.example',
	"evil {{ 7 * 7 }} \${x} \\x \\\\",
	'شركة evil', '😀 evil', 'Bærum, "evil" kommune');
my $number = 0;
for my $payload (@payloads)
{
	(my $literal = encode_utf8($payload)) =~ s/'/''/g;
	psql($database, "SELECT record_organisation('$literal', admin_level => 'la')");
	psql($database, "SELECT record_partnership('$literal', lead_id => " . ++$number . ", started_on => '2024-01-15');
		SELECT enter_phase($number, 'need', '2024-01-15')");
}
# everybody follows the first partnership, shares with everybody, and holds an option
psql($database, q{
	SELECT invite(1, o, effective_on => '2024-02-01') FROM generate_series(2, 22) AS o;
	SELECT enter_phase(1, 'dialogue', '2024-03-01');
	SELECT record_contribution(1, o, 'need_input', hours => 1, effective_on => '2024-03-02') FROM generate_series(2, 22) AS o;
	SELECT share_lesson(1, 1, (SELECT name FROM organisation WHERE id = o), 'evil', ARRAY[o]::bigint[], effective_on => '2024-04-02') FROM generate_series(2, 22) AS o;
	SELECT name_option(1, o, (SELECT name FROM organisation WHERE id = o), 'max 40, 2025-06-01..2027-12-31', named_on => '2024-03-15') FROM generate_series(2, 22) AS o;
});
# as the registry has them: it may trim
my @read = split /\x{1}/, decode_utf8(psql($database, "SELECT string_agg(name, E'\\x01' ORDER BY id) FROM organisation"));
is(scalar @read, scalar @payloads, 'every name is recorded');

sub report { my ($status, $out, $err) = run('', $report, '-d', $database, '--as-of=2026-01-01', @_); is("$status$err", '0', "innopart-report @_"); return $out }

# --- html --------------------------------------------------------------------

# whatever the data, every < of the page is one of ours: same tags, and quoted attributes
my %tags = map { $_ => 1 } qw(!DOCTYPE html head meta title style body a header h1 h2 h3 p nav ul li b strong br bdi span main section figure figcaption
	div small svg g rect path text desc details summary code table caption thead tbody tr th td footer button script);
my %attributes = map { $_ => 1 } qw(lang charset http-equiv content name class href id aria-label aria-labelledby aria-hidden role viewBox width height
	x y d rx transform text-anchor stroke-width tabindex title scope data-v type hidden aria-pressed);
for my $language (qw(en nb nn))
{
	my $page = decode_utf8(report("--lang=$language"));
	my $body = $page;
	$body =~ s{<(style|script)>.*?</\1>}{}gs;
	my (%odd, $evil_tags);
	while ($body =~ /<(\/?)([^\s>\/]+)([^>]*)>/g)
	{
		my ($close, $tag, $rest) = ($1, $2, $3);
		$odd{"<$tag>"} = 1 if !$tags{$tag};
		$rest =~ s/\/$//;
		$odd{"<$tag$rest>"} = 1 if $tag ne '!DOCTYPE' && $rest !~ /\A(?:\s+([\w-]+)="([^"<>]*)")*\s*\z/;
		while ($rest =~ /\s([\w-]+)="([^"]*)"/g)
		{
			my ($attribute, $value) = ($1, $2);
			$odd{"$attribute="} = 1 if !$attributes{$attribute};
			$odd{"href=$value"} = 1 if $attribute eq 'href' && $value !~ /\A#[\w-]+\z/;
			$odd{"$attribute=$value"} = 1 if $attribute !~ /\A(?:title|aria-label|content)\z/ && $value =~ /evil/;
		}
	}
	is(join(' ', sort keys %odd), '', "$language: no tag, attribute or link that is not ours");
	(my $text = $body) =~ s/<[^>]*>//g;
	is(join(' ', map { sprintf 'U+%04X', ord } $text =~ /([\x00-\x08\x0b-\x1f\x7f-\x9f\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}])/g), '', "$language: nothing hidden");
	$text =~ s/&lt;/</g; $text =~ s/&gt;/>/g; $text =~ s/&quot;/"/g; $text =~ s/&#39;/'/g; $text =~ s/&amp;/&/g;
	for my $name (@read)
	{
		(my $visible = $name) =~ s/([\x00-\x08\x0b-\x1f\x7f-\x9f\x{200b}\x{202e}])/sprintf '<U+%04X>', ord $1/ge;
		my $where = index($text, $visible);
		$visible =~ s/\s/ /g;
		cmp_ok($where, '>=', 0, "$language: $visible is text");
	}
	like($page, qr/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/, "$language: the browser is forbidden the rest");
}

# --- json --------------------------------------------------------------------

my $json = report('-f', 'json');
my $all = decode_json($json);
is_deeply([ map { $_->{name} } @{ $all->{reports}{organisation}{rows} } ], \@read, 'json is lossless');
unlike($json, qr/[<>]/, 'json can stand in a page');
unlike($json, qr/[\x00-\x09\x0b-\x1f\x7f]/, 'json has no control characters');

# --- csv ---------------------------------------------------------------------

# RFC 4180, by its grammar
sub parse_csv
{
	my ($text) = @_;
	my (@records, @record);
	pos($text) = 0;
	while (pos($text) < length $text)
	{
		my $field;
		if ($text =~ /\G"((?:[^"]|"")*)"/gc) { ($field = $1) =~ s/""/"/g }
		elsif ($text =~ /\G([^",\r\n]*)/gc) { $field = $1 }
		push @record, $field;
		if ($text =~ /\G,/gc) { next }
		if ($text =~ /\G\r\n/gc) { push @records, [@record]; @record = (); next }
		die 'no CSV at ' . pos($text) . ': ' . substr($text, pos($text), 40);
	}
	return @records;
}
my ($heading, @records) = parse_csv(decode_utf8(report('-f', 'csv', '--only=organisation')));
is(scalar @records, scalar @payloads, 'csv: as many records as rows');
my ($at) = grep { $heading->[$_] eq 'name' } 0 .. $#$heading;
for my $i (0 .. $#records)
{
	my $cell = $records[$i][$at];
	(my $name = $cell) =~ s/\s/ /g;
	unlike($cell, qr/\A[\s\x{a0}]*[=+\-@\t\r|%＝＋－＠]/, "csv: $name is no formula");
	unlike($cell, qr/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{200b}\x{202e}]/, "csv: and hides nothing");
	# the apostrophe is ours where the name has none
	$cell =~ s/\A'// if $read[$i] !~ /\A'/;
	$cell =~ s/<U\+([0-9A-F]{4})>/chr hex $1/ge;
	is($cell, $read[$i], 'csv: and says what was recorded');
}
($heading, @records) = parse_csv(decode_utf8(report('-f', 'csv', '--raw', '--only=organisation')));
is_deeply([ map { $_->[$at] } @records ], \@read, 'csv --raw is as recorded');
# a negative number is a number
psql($database, "CREATE VIEW report.minus AS SELECT 1::bigint AS id, -5::bigint AS n, -1.50::numeric(5,2) AS amount, 'NaN'::float8 AS odd, NULL::text AS none, ''::text AS empty, true AS yes, date '2024-01-31' AS day");
is(report('-f', 'csv', '--only=minus'), "id,n,amount,odd,none,empty,yes,day\r\n1,-5,-1.50,NaN,,\"\",t,2024-01-31\r\n", 'csv: numbers, NULL and an empty text are told apart');
is_deeply(decode_json(report('-f', 'json', '--only=minus'))->{reports}{minus}{rows},
	[ { id => '1', n => -5, amount => '-1.50', odd => 'NaN', none => undef, empty => '', yes => JSON::PP::true, day => '2024-01-31' } ], 'json: and in their types');
psql($database, 'DROP VIEW report.minus');

# --- markdown ----------------------------------------------------------------

my $markdown = decode_utf8(report('-f', 'markdown'));
unlike($markdown, qr/[<>]/, 'markdown: no markup');
unlike($markdown, qr/(?<!\\)[`\[]/, 'markdown: no code, no link');
unlike($markdown, qr{://|www\.|\w@\w}, 'markdown: no link of its own');
unlike($markdown, qr/^# heading/m, 'markdown: no heading from data');
my $wrong = 0;
for my $table ($markdown =~ /((?:^\|.*\n)+)/mg)
{
	my %widths = map { my $row = $_; $row =~ s/\\.//g; (scalar(() = $row =~ /\|/g) => 1) } split /\n/, $table;
	$wrong++ if keys %widths != 1;
}
is($wrong, 0, 'markdown: every row of a table has its cells');

# --- the terminal ------------------------------------------------------------

sub is_plain { my ($err, $name) = @_; $err = decode_utf8($err); unlike($err, qr/[\x00-\x09\x0b-\x1f\x7f-\x9f\x{202e}]/, "$name: no terminal escape"); like($err, qr/<U\+001B>/, "$name: it is shown") }

psql($database, q{CREATE FUNCTION public.refuse() RETURNS text LANGUAGE plpgsql AS $$
	BEGIN
		RAISE NOTICE '%', E'notice \x1b]0;evil\x07';
		RAISE EXCEPTION '%', E'error \x1b[2J\u202E' USING DETAIL = E'detail \x1b[31m', HINT = E'hint \x1b[32m';
	END $$;
	CREATE VIEW report.refused AS SELECT 1 AS id, public.refuse() AS never});
my ($status, $out, $err) = run('', $report, '-d', $database, '-f', 'json', '--only=refused');
is($status, 1, 'an error of the server: 1');
is_plain($err, 'an error of the server');
is(scalar(() = $err =~ /\n/g), 4, 'notice, error, detail and hint, a line each');
psql($database, 'DROP VIEW report.refused');
for my $case ([ 'an unknown report', "--only=\e[31m" ], [ 'a partnership', "--partnership=\e]0;x\a" ], [ 'a day', "--as-of=\e[2J" ], [ 'a file', '-o', "/nowhere/\e[31m" ], [ 'an option', "--\e[31m" ], [ 'a format', "--format=\e[31m" ])
{
	my ($name, @options) = @$case;
	($status, $out, $err) = run('', $report, '-d', $database, @options);
	is($status, 1, "$name: 1");
	is_plain($err, $name);
}
($status, $out, $err) = run('', $report, '-d', "no\e[31mwhere");
is($status, 2, 'a database that is not there: 2');
is_plain($err, 'a database');

drop_database($database);
done_testing();
