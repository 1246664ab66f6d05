# From every released version to this one: the catalogs of an extension and of its registries that were
# updated are those of fresh ones, every row is what it was, and the ledger is whole.  The released
# install scripts are kept in test/released.  That a difference would be seen is tried on an earlier
# version that never was: today's script with some of it taken away.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use InnopartTest;

my ($version) = slurp('innopart.control') =~ /^default_version = '([^']+)'/m;
my $script = slurp("innopart--$version.sql");

# A server's session looks for the extension's scripts where a superuser tells it to.
sub with_scripts
{
	my ($scripts, $code) = @_;
	my $stage = tempdir('/tmp/innopart-upgrade.XXXXXX', CLEANUP => 1);
	run('', 'cp', '-r', "$ENV{INNOPART_STAGE}/.", $stage);
	chomp(my $folder = $stage . `\$PG_CONFIG --sharedir`);
	$folder .= '/extension';
	for my $name (keys %$scripts)
	{
		open(my $file, '>', "$folder/$name") or die "$folder/$name: $!";
		print $file $scripts->{$name};
		close($file);
	}
	run('', 'chmod', '-R', 'a+rX', $stage);
	my (undef, $settings) = run('', 'tools/stage-settings', $stage);
	local $ENV{PGOPTIONS} = join ' ', map { "-c $_" } split /\n/, $settings;
	return $code->();
}

# Two registries, one of them in partitions, and facts in one.
my @registries = ([ 'registry', 'report', 0 ], [ 'divided', 'divided_report', 3 ]);
sub installed
{
	my ($of) = @_;
	my $database = fresh_database();
	psql($database, "CREATE EXTENSION innopart VERSION '$of'");
	for my $names (@registries)
	{
		my ($registry, $report, $partitions) = @$names;
		psql($database, "SELECT innopart.create_registry('$registry', '$report', $partitions)");
		# the library was of that version then
		psql($database, "UPDATE $registry.registry_info SET version = '$of'");
	}
	psql($database, q{SELECT count(*) FROM innopart.innopart_generate('registry', 6, 30, 3000, 5); SELECT innopart.refresh_rollups()});
	return $database;
}
sub catalogs { my ($database) = @_; return psql($database, slurp('test/data/catalog.sql'), '-v', 'schemas={registry,report,divided,divided_report}') }
# what only one of the two has, shortened
sub differing
{
	my %count;
	$count{$_}++ for split /\n/, $_[0];
	$count{$_}-- for split /\n/, $_[1];
	return join "\n", map { ($count{$_} > 0 ? '+ ' : '- ') . substr($_, 0, 200) } grep { $count{$_} } sort keys %count;
}

my $fresh = installed($version);
my $catalogs = catalogs($fresh);
drop_database($fresh);
cmp_ok(scalar(split /\n/, $catalogs), '>', 20000, 'catalog rows to compare');

# Updates a database as its owner would, and tells in what it then differs from a fresh one.
sub updated
{
	my ($database) = @_;
	psql($database, 'ALTER EXTENSION innopart UPDATE');
	psql($database, "SELECT innopart.upgrade_registry('$_->[0]')") for @registries;
	return differing(catalogs($database), $catalogs);
}

# The rows of every table, of the columns that it had before.
my $rows = q{
	SELECT format('SELECT %L, count(*), md5(string_agg(r::text, E''\n'' ORDER BY r::text)) FROM (SELECT %s FROM %s x) r', c.oid::regclass,
		(SELECT string_agg('x.' || quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), c.oid::regclass)
	FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
		AND c.relname NOT LIKE 'rollup%' AND c.relname <> 'registry_info' ORDER BY c.relname};
sub is_whole_after_update
{
	my ($old, $database) = @_;
	my $questions = join ";\n", split /\n/, psql($database, $rows);
	my $before = psql($database, $questions);
	is(updated($database), '', "from $old: every catalog row is that of a fresh installation");
	is(psql($database, $questions), $before, "from $old: every row is what it was");
	is(psql($database, 'SELECT count(*) FROM report.ledger_check'), '0', "from $old: the ledger is whole");
	is(psql($database, "SELECT string_agg(version, ' ') FROM (SELECT version FROM registry.registry_info UNION ALL SELECT version FROM divided.registry_info) v"), "$version $version", "from $old: the registries are of this version");
	return;
}

for my $released (glob 'test/released/innopart--*.sql')
{
	my ($old) = $released =~ /--(.+)\.sql$/;
	next if $old eq $version;
	with_scripts({ "innopart--$old.sql" => slurp($released) }, sub {
		my $database = installed($old);
		is_whole_after_update($old, $database);
		drop_database($database);
	});
}

# --- a version that never was: what it lacked, each once in the script ----------------------------------
my %lacked = (
	'a function' => qr/^CREATE FUNCTION innopart\.period_end\(.*?^COMMENT ON FUNCTION innopart\.period_end\([^;]*?;\n/ms,
	'a comment' => qr/^COMMENT ON TYPE innopart\.orgnr IS .*?;\n/m,
	'a column of a report' => qr/,\s+s\.provenance = 'illustrative' AS is_illustrative(?=\nFROM \@registry\@\.option_sheet s\nLEFT JOIN \@registry\@\.price_index)/,
	'a trigger' => qr/^CREATE TRIGGER zz_cap_guard [^;]*;\n/m);
my ($earlier, %update) = ($script);
for my $what (sort keys %lacked)
{
	is(scalar(() = $script =~ /$lacked{$what}/g), 1, "$what to take away");
	$earlier =~ s/($lacked{$what})//;
	$update{$what} = $1;
}
# what a registry lacked comes with the text that makes it
my ($rules) = $script =~ /^(CREATE FUNCTION innopart\.registry_rules_ddl\(\).*?^\$innopart_registry\$;\nEND;\n)/ms;
$update{$_} = $rules =~ s/^CREATE/CREATE OR REPLACE/r for 'a column of a report', 'a trigger';

sub scripts { my (@brought) = @_; my %seen; return { 'innopart--0.9.9.sql' => $earlier, "innopart--0.9.9--$version.sql" => join '', grep { !$seen{$_}++ } @update{@brought} } }
my $never = with_scripts(scripts(), sub { return installed('0.9.9') });
# an update with these scripts, of a copy
sub with_copy
{
	my ($scripts, $code) = @_;
	psql('postgres', "CREATE DATABASE ${never}_copy TEMPLATE $never");
	with_scripts($scripts, sub { $code->("${never}_copy") });
	drop_database("${never}_copy");
	return;
}
with_copy(scripts(sort keys %update), sub { is_whole_after_update('0.9.9', @_) });
my %seen = (
	'a function' => qr/^- function innopart\.period_end/m,
	'a comment' => qr/^- type innopart\.orgnr: is called/m,
	'a column of a report' => qr/^- column is_illustrative of view report\.price_index: is called.*^- trigger zz_cap_guard on table divided\.cap/ms);
for my $forgotten (sort keys %seen)
{
	my @brought = grep { $update{$_} ne $update{$forgotten} } sort keys %update;
	with_copy(scripts(@brought), sub { like(updated(@_), $seen{$forgotten}, "an update that forgets $forgotten is seen") });
}
with_copy({ 'innopart--0.9.9.sql' => $earlier }, sub { like(psql_error($_[0], 'ALTER EXTENSION innopart UPDATE'), qr/has no update path/, 'without an update script there is no way') });
drop_database($never);
done_testing();
