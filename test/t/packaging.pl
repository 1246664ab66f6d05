# The package: versions that agree, a control file and a script that cannot be hijacked, an
# installation and a removal that leave nothing behind.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $control = slurp('innopart.control');
my ($version) = $control =~ /^default_version = '([^']+)'/m;
like($control, qr/^schema = pg_catalog$/m, 'a schema that somebody made first is not adopted');
like($control, qr/^relocatable = false$/m, 'not relocatable');
like($control, qr/^superuser = true$/m, 'for superusers');
like($control, qr/^trusted = false$/m, 'not trusted');

my ($meta) = slurp('META.json') =~ /^   "version": "([^"]+)"/m;
is($meta, $version, 'META.json has the version of the control file');
like(slurp('CHANGELOG.md'), qr/^## \Q$version\E/m, 'the changelog tells of it');

my $script = slurp("innopart--$version.sql");
(my $own = $script) =~ s/\$innopart_registry\$.*?\$innopart_registry\$//gs;
unlike($own, qr/\bOR\s+REPLACE\b/i, 'the install script replaces nothing');
unlike($own, qr/^[^-\n]*\bIF\s+NOT\s+EXISTS\b/im, 'the install script adopts nothing');
unlike($script, qr/\@ext(schema|owner)/, 'the install script has no substitutions');
my @unqualified = $own =~ /^CREATE (?:FUNCTION|TYPE|AGGREGATE|OPERATOR CLASS|OPERATOR FAMILY|OPERATOR(?! CLASS| FAMILY)) (?!innopart\.)(\S+)/mg;
is("@unqualified", '', 'everything it creates names its schema');

my $database = fresh_database();
psql($database, 'CREATE EXTENSION innopart');
is(psql($database, 'SELECT innopart.version()'), $version, 'the library is of this version');
is(psql($database, "SELECT extversion FROM pg_extension WHERE extname = 'innopart'"), $version, 'and so is the SQL');
is( psql($database, q{
	SELECT count(*) FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
	WHERE e.extname = 'innopart' AND d.deptype = 'e'
	  AND pg_describe_object(d.classid, d.objid, 0) !~ 'innopart|^cast|^schema'}),
	'0', 'nothing of ours is outside the schema innopart');
is( psql($database, q{SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
	WHERE n.nspname IN ('pg_catalog', 'public') AND p.oid >= 16384}), '0', 'nothing landed in pg_catalog or public');

# gone without a trace
psql($database, 'DROP EXTENSION innopart');
is(psql($database, "SELECT count(*) FROM pg_namespace WHERE nspname = 'innopart'"), '0', 'DROP EXTENSION drops the schema');
is(psql($database, 'SELECT count(*) FROM pg_proc WHERE oid >= 16384'), '0', 'and every function');

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
