# The documents say what the code does: doc/types.md shows real output, doc/errors.md lists exactly
# the SQLSTATEs and refusals there are.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $database = fresh_database();
my ($status, $now, $err) = run('', 'tools/run-readme', 'doc/types.md', $database);
is($status, 0, 'the blocks of doc/types.md run');
my @now = split /\n/, $now;
my @written = split /\n/, slurp('doc/types.md');
is(scalar @now, scalar @written, 'doc/types.md: as many lines as written');
my ($other) = grep { ($now[$_] // '') ne ($written[$_] // '') } 0 .. $#now;
is(defined $other ? "$now[$other]" : '', defined $other ? $written[$other] // '' : '', 'doc/types.md: every line as written');
drop_database($database);

# SQLSTATEs of class IP: those that the code raises or names
my %raised;
for my $path (glob('sql/extension/*.sql sql/registry/*.sql src/*.c src/*.h'))
{
	my $text = slurp($path);
	$raised{$1}++ while $text =~ /\b(IP\d{3})\b/g;
	$raised{"IP$1$2$3"}++ while $text =~ /MAKE_SQLSTATE\('I', 'P', '(\d)', '(\d)', '(\d)'\)/g;
}
my $errors = slurp('doc/errors.md');
my %listed = map { $_ => 1 } $errors =~ /^\| `(IP\d{3})` \|/mg;
is_deeply([ sort keys %listed ], [ sort keys %raised ], 'doc/errors.md lists the SQLSTATEs of class IP');

# refusals: those of the C core
my ($names) = slurp('src/option_rules.c') =~ /option_refusal_names\[[^\]]*\] = \{(.*?)\};/s;
my @refusals = $names =~ /"(\w+)"/g;
cmp_ok(scalar @refusals, '>', 20, 'the refusals are found in src/option_rules.c');
is(join(' ', grep { $errors !~ /`$_`/ } @refusals), '', 'doc/errors.md names every refusal');

# what notices leave to a person: every code that an import may give
my $notices = slurp('doc/notices.md');
my %codes = map { $_ => 1 } map { slurp($_) =~ /(?:as_warning\((?:\s*CASE WHEN .*? THEN )?|keep_warning\(partnership_id, warning\.document_id, )'([a-z_]+)'/g } glob('sql/registry/75*.sql sql/registry/77*.sql');
cmp_ok(scalar keys %codes, '>', 20, 'the codes of warnings are found in sql/registry');
is(join(' ', grep { $notices !~ /`$_`/ } sort keys %codes), '', 'doc/notices.md names every one');

# doc/bi.md: its blocks run, every report has its question there, and nothing else is called a report
$database = fresh_database();
my ($bi_status, $bi_now) = run('', 'tools/run-readme', 'doc/bi.md', $database);
is($bi_status, 0, 'the blocks of doc/bi.md run');
is($bi_now, slurp('doc/bi.md'), 'doc/bi.md: as written');
my $bi = slurp('doc/bi.md');
my ($table) = $bi =~ /^## Which view.*?\n((?:\|.*\n)+)/ms;
my @told = map { /^\|([^|]*)\|/ ? $1 =~ /`(\w+)`/g : () } split /\n/, $table;
my @reports = split /\n/, psql($database, "SELECT relname FROM pg_class WHERE relnamespace = 'report'::regnamespace AND relkind = 'v'");
is_deeply([ sort @told ], [ sort @reports ], 'doc/bi.md tells what every report answers');
# keys that it says join are columns there
for my $key ($bi =~ /^\| (`\w+_id`[^|]*) \| `\w+\.id`/mg)
{
	cmp_ok(psql($database, "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'report' AND column_name = '$_'"), '>', 0, "doc/bi.md: $_ is a column") for $key =~ /`(\w+)`/g;
}
drop_database($database);
psql('postgres', 'DROP ROLE IF EXISTS metabase; DROP ROLE IF EXISTS metabase_2025');
done_testing();
