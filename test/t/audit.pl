# The audit of the catalogs can fail: each habit that test/sql/catalog_audit.sql holds is broken in a
# transaction of its own, and the audit must show the row.
use strict;
use warnings;
use Test::More;
use InnopartTest;

# what breaks it; the heading of the query that must see it; the row it must show
my @breaches = (
	[ 'COMMENT ON FUNCTION innopart.version() IS NULL', 'uncommented', 'function innopart.version()' ],
	[ 'COMMENT ON TYPE innopart.phase IS NULL', 'uncommented', 'type innopart.phase' ],
	[ 'COMMENT ON OPERATOR innopart.< (innopart.phase, innopart.phase) IS NULL', 'uncommented', 'operator innopart.<(innopart.phase,innopart.phase)' ],
	[ 'COMMENT ON OPERATOR CLASS innopart.phase_ops USING btree IS NULL', 'uncommented', 'operator class innopart.phase_ops for access method btree' ],
	[ 'COMMENT ON OPERATOR FAMILY innopart.phase_ops USING hash IS NULL', 'uncommented', 'operator family innopart.phase_ops for access method hash' ],
	[ 'COMMENT ON AGGREGATE innopart.min(innopart.phase) IS NULL', 'uncommented', 'function innopart.min(innopart.phase)' ],
	[ 'COMMENT ON SCHEMA innopart IS NULL', 'uncommented', 'schema innopart' ],
	[ "CREATE FUNCTION public.stray() RETURNS int IMMUTABLE PARALLEL SAFE BEGIN ATOMIC SELECT 1; END;
	   ALTER EXTENSION innopart ADD FUNCTION public.stray()", 'elsewhere', 'function stray()' ],
	[ 'CREATE TABLE innopart.kept (); ALTER EXTENSION innopart ADD TABLE innopart.kept', 'relation', 'table innopart.kept' ],
	[ 'ALTER FUNCTION innopart.create_registry RESET ALL', 'unpinned', 'innopart.create_registry(name,name,integer)' ],
	[ 'ALTER FUNCTION innopart.version() SECURITY DEFINER', 'definer', 'innopart.version()' ],
	[ 'ALTER FUNCTION innopart.kind(innopart.phase) LEAKPROOF', 'leakproof', 'innopart.kind(innopart.phase)' ],
	[ 'ALTER FUNCTION innopart.kind(innopart.phase) STABLE', 'function|volatility|parallel', 'innopart.kind(innopart.phase)|s|s' ],
	[ 'ALTER FUNCTION innopart.kind(innopart.phase) PARALLEL UNSAFE', 'function|volatility|parallel', 'innopart.kind(innopart.phase)|i|u' ],
	[ 'ALTER FUNCTION innopart.kind(innopart.phase) CALLED ON NULL INPUT', 'sees_null', 'innopart.kind(innopart.phase)' ],
	[ 'ALTER OPERATOR innopart.< (innopart.phase, innopart.phase) SET (JOIN = NONE)', 'no_estimator', 'innopart.<(innopart.phase,innopart.phase)' ],
	[ 'ALTER OPERATOR innopart.< (innopart.phase, innopart.phase) SET (RESTRICT = scalargtsel)', 'odd_estimator|oprrest|oprjoin', 'innopart.<(innopart.phase,innopart.phase)|scalargtsel|scalarltjoinsel' ],
	[ 'ALTER FUNCTION innopart.phase_lt STABLE', 'changeable', 'innopart.<(innopart.phase,innopart.phase)' ],
	[ "UPDATE pg_operator SET oprcom = 0 WHERE oid = 'innopart.<(innopart.phase,innopart.phase)'::regoperator", 'misfit', 'innopart.<(innopart.phase,innopart.phase)' ],
	[ "UPDATE pg_operator SET oprnegate = 'innopart.>=(innopart.orgnr,innopart.orgnr)'::regoperator
	   WHERE oid = 'innopart.<(innopart.phase,innopart.phase)'::regoperator", 'misfit', 'innopart.<(innopart.phase,innopart.phase)' ],
	[ "UPDATE pg_operator SET oprcanhash = false WHERE oid = 'innopart.=(innopart.orgnr,innopart.orgnr)'::regoperator", 'misfit', 'innopart.=(innopart.orgnr,innopart.orgnr)' ],
	[ "DELETE FROM pg_amop WHERE amoplefttype = 'innopart.phase'::regtype AND amopstrategy = 2
	   AND amopmethod = (SELECT oid FROM pg_am WHERE amname = 'btree')", 'opcname|amname', 'phase_ops|btree' ],
	[ "UPDATE pg_opclass SET opcdefault = false WHERE opcintype = 'innopart.phase'::regtype
	   AND opcmethod = (SELECT oid FROM pg_am WHERE amname = 'hash')", 'typname|lacks', 'phase|hash' ],
	[ "DELETE FROM pg_amproc WHERE amproclefttype = 'innopart.phase'::regtype AND amprocnum = 4
	   AND amprocfamily IN (SELECT opcfamily FROM pg_opclass WHERE opcmethod = (SELECT oid FROM pg_am WHERE amname = 'btree'))",
		'opcname|amname|lacks', 'phase_ops|btree|4' ],
	[ "UPDATE pg_type SET typcategory = 'S' WHERE oid = 'innopart.orgnr'::regtype",
		'typname|typlen|typbyval|typalign|typstorage|typcategory', 'orgnr|4|t|i|p|S' ],
	[ "UPDATE pg_type SET typsend = 0 WHERE oid = 'innopart.option_right'::regtype", 'no_binary', 'option_right' ],
	[ "UPDATE pg_aggregate SET aggsortop = 'innopart.>(innopart.phase,innopart.phase)'::regoperator
	   WHERE aggfnoid = 'innopart.min(innopart.phase)'::regprocedure", 'typname|lacks', 'phase|min' ],
	[ "UPDATE pg_aggregate SET aggcombinefn = 0 WHERE aggfnoid = 'innopart.option_rollup(innopart.option_right)'::regprocedure",
		'not_parallel', 'innopart.option_rollup(innopart.option_right)' ],
	[ "UPDATE pg_aggregate SET aggserialfn = 0 WHERE aggfnoid = 'innopart.option_rollup(innopart.option_right)'::regprocedure",
		'not_parallel', 'innopart.option_rollup(innopart.option_right)' ]);

my $database = fresh_database();
psql($database, 'CREATE EXTENSION innopart');

# heading => its rows, for the results of all queries with that heading together
sub audit
{
	my ($breach) = @_;
	my ($status, $out, $err) = run("BEGIN;\n$breach;\n\\i test/sql/catalog_audit.sql\nROLLBACK;\n",
		'psql', '-X', '-q', '-A', '-v', 'ON_ERROR_STOP=1', '-d', $database);
	die "$breach: $err" if $status != 0;
	my (%rows, $heading);
	for my $line (split /\n/, $out)
	{
		if ($line =~ /^\(\d+ rows?\)$/) { undef $heading }
		elsif (!defined $heading) { $heading = $line }
		else { $rows{$heading}{$line} = 1 }
	}
	return \%rows;
}

my $sound = audit('SELECT');
for my $breach (@breaches)
{
	my ($sql, $heading, $row) = @$breach;
	(my $name = $sql) =~ s/\s+/ /g;
	ok(!$sound->{$heading}{$row} && audit($sql)->{$heading}{$row}, "the audit sees: $name");
}

drop_database($database);
done_testing();
