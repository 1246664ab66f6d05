# The package: versions that agree, a control file and a script that cannot be hijacked, an
# installation and a removal that leave nothing behind.
use strict;
use warnings;
use JSON::PP qw(decode_json);
use Test::More;
use InnopartTest;

my $control = slurp('innopart.control');
my ($version) = $control =~ /^default_version = '([^']+)'/m;
like($control, qr/^schema = pg_catalog$/m, 'a schema that somebody made first is not adopted');
like($control, qr/^relocatable = false$/m, 'not relocatable');
like($control, qr/^superuser = true$/m, 'for superusers');
like($control, qr/^trusted = false$/m, 'not trusted');

my $meta = decode_json(slurp('META.json'));
is($meta->{version}, $version, 'META.json has the version of the control file');
is($meta->{provides}{innopart}{version}, $version, 'and so has what it provides');
ok(-e $meta->{provides}{innopart}{$_}, "META.json: there is a $_") for qw(file docfile);
like(slurp('CHANGELOG.md'), qr/^## \Q$version\E/m, 'the changelog tells of it');

my $script = slurp("innopart--$version.sql");
(my $own = $script) =~ s/\$innopart_registry\$.*?\$innopart_registry\$//gs;
unlike($own, qr/\bOR\s+REPLACE\b/i, 'the install script replaces nothing');
unlike($own, qr/^[^-\n]*\bIF\s+NOT\s+EXISTS\b/im, 'the install script adopts nothing');
unlike($script, qr/\@ext(schema|owner)/, 'the install script has no substitutions');
my @unqualified = $own =~ /^CREATE (?:FUNCTION|TYPE|AGGREGATE|OPERATOR CLASS|OPERATOR FAMILY|OPERATOR(?! CLASS| FAMILY)) (?!innopart\.)(\S+)/mg;
is("@unqualified", '', 'everything it creates names its schema');

my $database = fresh_database();
# what was released is kept in test/released: it never changes, and leads to this version
for my $released (glob 'test/released/innopart--*.sql')
{
	my ($old) = $released =~ /--(.+)\.sql$/;
	if ($old eq $version) { ok($script eq slurp($released), "the script of $old is the one that was released") }
	else
	{
		is(psql($database, "SELECT path IS NOT NULL FROM pg_extension_update_paths('innopart') WHERE source = '$old' AND target = '$version'"), 't', "a way leads from $old to $version");
	}
}
# how many objects each catalog has in each schema (0 where a catalog knows no schemas)
my $catalogs = q{
	SELECT string_agg(format($$SELECT %L AS catalog, %s::oid::regnamespace::text AS home, count(*) FROM pg_catalog.%I
		WHERE oid >= 16384 GROUP BY 2$$, c.relname, coalesce(home.attname, '0'), c.relname), ' UNION ALL ')
	FROM pg_class c
	LEFT JOIN pg_attribute home ON home.attrelid = c.oid AND home.attname LIKE '%namespace' AND home.attname <> 'oidnamespace'
	WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND NOT c.relisshared
	  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'oid')};
sub objects { my ($where) = @_; return psql($database, "SELECT * FROM (" . psql($database, $catalogs) . ") AS o WHERE $where ORDER BY 1, 2") }

my $before = objects('true');
psql($database, 'CREATE EXTENSION innopart');
is(psql($database, 'SELECT innopart.version()'), $version, 'the library is of this version');
is(psql($database, "SELECT extversion FROM pg_extension WHERE extname = 'innopart'"), $version, 'and so is the SQL');
cmp_ok(objects("home = 'innopart'"), 'ne', '', 'what it makes is in the schema innopart');
is(objects("home IN ('pg_catalog', 'public')"), 'pg_extension|pg_catalog|1', 'and in pg_catalog or public nothing but the entry of the extension');

# gone without a trace
psql($database, 'DROP EXTENSION innopart');
is(objects('true'), $before, 'DROP EXTENSION leaves every catalog as it was');
is(psql($database, "SELECT count(*) FROM pg_description d WHERE d.objoid >= 16384"), '0', 'and no comment');

# a schema made first stops the installation; with it, nothing is left of the attempt
psql($database, 'CREATE SCHEMA innopart');
like(psql_error($database, 'CREATE EXTENSION innopart'), qr/42P06.*schema "innopart" already exists/, 'a hostile schema stops it');
is(psql($database, "SELECT count(*) FROM pg_extension WHERE extname = 'innopart'"), '0', 'and nothing is installed');
psql($database, 'DROP SCHEMA innopart');

# only a superuser installs; anybody may use
my $role = "innopart_tap_$$";
psql($database, "CREATE ROLE $role; GRANT CREATE ON DATABASE $database TO $role");
like(psql_error($database, "SET ROLE $role; CREATE EXTENSION innopart"), qr/42501/, 'others may not install it');
psql($database, 'CREATE EXTENSION innopart');
is(psql($database, "SET ROLE $role; SELECT innopart.stage('development.2'::innopart.phase)"), '2', 'others may use it');
is(psql($database, "SET ROLE $role; SET search_path = ''; SELECT 'need'::innopart.phase OPERATOR(innopart.<) 'closed'"), 't', 'also with an empty search path');

# a registry made by an ordinary role is its own, and holds the extension in place
psql($database, "SET ROLE $role; SELECT innopart.create_registry()");
is(psql($database, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'registry'"), $role, 'a registry belongs to its maker');
like(psql_error($database, 'DROP EXTENSION innopart'), qr/2BP01/, 'and keeps the extension from being dropped');
psql($database, "SET ROLE $role; SELECT innopart.drop_registry()");
psql($database, 'DROP EXTENSION innopart');

drop_database($database);
psql('postgres', "DROP ROLE $role");
done_testing();
