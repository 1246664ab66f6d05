# The copy for Citus of doc/scale.md.  Citus is not here: a stand-in takes its place, which distributes
# nothing and refuses what Citus refuses of keys, triggers and policies.  It shows that every table goes
# somewhere, that nothing of it would be refused on those grounds, and that the copy's reports are the
# registry's.  It cannot show how Citus plans them.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $stand_in = <<'SQL';
CREATE TABLE public.placed (place regclass PRIMARY KEY, kind text NOT NULL);
CREATE FUNCTION public.refuses(place regclass, distribution_column name) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    culprit text;
BEGIN
    SELECT t.tgname INTO culprit FROM pg_trigger t WHERE t.tgrelid = place AND NOT t.tgisinternal ORDER BY 1 LIMIT 1;
    IF culprit IS NOT NULL AND coalesce(current_setting('citus.enable_unsafe_triggers', true), '') <> 'on' THEN
        RAISE 'triggers are not supported on distributed tables: % on %', culprit, place;
    END IF;
    SELECT p.polname INTO culprit FROM pg_policy p
    WHERE p.polrelid = place AND concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) ~ '\mSELECT\M' ORDER BY 1 LIMIT 1;
    IF culprit IS NOT NULL THEN
        RAISE 'Subqueries are not supported in policies on distributed tables: % on %', culprit, place;
    END IF;
    SELECT i.indexrelid::regclass INTO culprit FROM pg_index i
    WHERE i.indrelid = place AND (i.indisunique OR i.indisexclusion) AND distribution_column IS NOT NULL
      AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = place AND a.attname = distribution_column AND a.attnum = ANY (i.indkey));
    IF culprit IS NOT NULL THEN
        RAISE 'a unique key without the distribution column: %', culprit;
    END IF;
    SELECT k.conname INTO culprit FROM pg_constraint k
    WHERE place IN (k.conrelid, k.confrelid) AND k.contype = 'f' AND k.conrelid <> k.confrelid;
    IF culprit IS NOT NULL THEN
        RAISE 'a foreign key between tables that are not all placed: %', culprit;
    END IF;
    INSERT INTO public.placed VALUES (place, CASE WHEN distribution_column IS NULL THEN 'reference' ELSE 'distributed' END);
END $$;
CREATE FUNCTION public.create_reference_table(place regclass) RETURNS void BEGIN ATOMIC SELECT public.refuses(place, NULL); END;
CREATE FUNCTION public.create_distributed_table(place regclass, distribution_column text, colocate_with regclass DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF colocate_with IS NOT NULL AND NOT EXISTS (SELECT FROM public.placed p WHERE p.place = colocate_with AND p.kind = 'distributed') THEN
        RAISE '% is not distributed', colocate_with;
    END IF;
    PERFORM public.refuses(place, distribution_column);
END $$;
SQL

my $whole = fresh_database();
my $copy = fresh_database();
my $open_copy = fresh_database();
my $reader = "innopart_citus_$$";
psql('postgres', "CREATE ROLE $reader");
psql($whole, qq{CREATE EXTENSION innopart; SELECT innopart.create_registry(); SELECT count(*) FROM innopart.innopart_generate('registry', 9, 40, 4000, 8);
	SELECT registry.grant_reports('$reader');});

# as it is, a registry is refused
psql($whole, $stand_in);
my $all_refused = q{SELECT public.create_distributed_table('registry.attendance', 'partnership_id')};
like(psql_error($whole, $all_refused), qr/triggers are not supported/, 'a registry as it is: refused for its triggers');
like(psql_error($whole, "SET citus.enable_unsafe_triggers = on; $all_refused"), qr/Subqueries are not supported in policies/, 'and for its row security');
like(psql_error($whole, q{ALTER TABLE registry.need ADD COLUMN partnership_id bigint; DROP POLICY reads_row ON registry.need; DROP POLICY appends_row ON registry.need; DROP POLICY changes_row ON registry.need;
	SET citus.enable_unsafe_triggers = on; SELECT public.create_distributed_table('registry.need', 'partnership_id')}, '-1'), qr/a unique key without the distribution column/, 'the stand-in looks at keys');

for my $database ($copy, $open_copy)
{
	psql($database, $stand_in);
	psql($database, join("\n", recipe('doc/scale.md', 'Tables that Citus takes')) . join("\n", recipe('doc/scale.md', 'Which table goes where')));
}
is(psql($copy, q{SELECT string_agg(c.relname, ' ' ORDER BY 1) FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE 'rollup%'
	AND NOT EXISTS (SELECT FROM public.placed p WHERE p.place = c.oid)}), '', 'every table goes somewhere');
is(psql($copy, q{SELECT string_agg(place::text, ' ' ORDER BY 1) FROM public.placed p WHERE (p.kind = 'distributed') <> EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = p.place AND a.attname = 'partnership_id')}), '',
	'what belongs to a partnership is distributed by it, everything else is whole everywhere');

# the document says that the foreign keys could stand: those of the registry, by the places of the copy
my %kind = map { split /\|/ } split /\n/, psql($copy, 'SELECT place, kind FROM public.placed');
my @keys = split /\n/, psql($whole, q{SELECT k.conrelid::regclass, k.confrelid::regclass, ours.attname, theirs.attname, k.conname FROM pg_constraint k
	JOIN pg_attribute ours ON ours.attrelid = k.conrelid AND ours.attnum = k.conkey[1] JOIN pg_attribute theirs ON theirs.attrelid = k.confrelid AND theirs.attnum = k.confkey[1]
	WHERE k.connamespace = 'registry'::regnamespace AND k.contype = 'f'});
cmp_ok(scalar @keys, '>', 80, 'there are foreign keys');
is(join(' ', grep { my ($from, $to, $ours, $theirs) = split /\|/;
	$kind{$to} ne 'reference' && !($kind{$from} eq 'distributed' && $ours eq 'partnership_id' && $theirs eq 'partnership_id') } @keys), '',
	'each leads to a reference table, or begins with the partnership on both sides');

# --- the rows -----------------------------------------------------------------------------------------
my $rows_of = psql($whole, join("\n", recipe('doc/scale.md', 'To split a registry that exists')));
my @everything = ('-v', 'from=1', '-v', 'to=9223372036854775807', '-v', 'shared=true');
psql($copy, psql($whole, $rows_of, @everything) . "\n", '-1');
{
	local $ENV{PGOPTIONS} = "-c role=$reader";
	my $rows = psql($whole, $rows_of, @everything);
	delete $ENV{PGOPTIONS};
	psql($open_copy, "$rows\n", '-1');
}
# what was copied bears the numbers of the registry's transactions
like(psql_error($copy, 'SELECT innopart.refresh_rollups()'), qr/ERROR:  55000: .*does not date its rows/, 'the copy does not fold');
psql($copy, q{INSERT INTO registry.rollup_settled SELECT true, '3', c.system_identifier, d.oid, now() FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()});
is(psql($copy, 'SELECT registry.reads_rollups()'), 'f', 'and reads the facts');
psql($whole, 'SELECT innopart.refresh_rollups()');
is(psql($whole, 'SELECT registry.reads_rollups()'), 't', 'the registry folds');
for my $report (split /\n/, psql($whole, q{SELECT relname FROM pg_class WHERE relnamespace = 'report'::regnamespace AND relkind = 'v' AND relname NOT IN ('report_column', 'ocds_release') ORDER BY 1}))
{
	my $question = "SET innopart.as_of = '2018-06-30'; SELECT * FROM report.$report v ORDER BY v::text COLLATE \"C\"";
	ok(psql($copy, $question) eq psql($whole, $question), "report $report of the copy: the registry's");
}
my $secret = q{SELECT count(*) FROM registry.lesson WHERE confidentiality <> 'open'};
cmp_ok(psql($copy, $secret), '>', 0, 'the copy tells lessons that are not open');
is(psql($open_copy, $secret), 0, 'one that a reader made tells none');
is(psql($open_copy, 'SELECT count(*) FROM registry.attendance'), psql($whole, 'SELECT count(*) FROM registry.attendance'), 'and everything else');

psql($whole, "REVOKE ALL ON ALL TABLES IN SCHEMA registry, report FROM $reader; DROP OWNED BY $reader");
drop_database($_) for $whole, $copy, $open_copy;
psql('postgres', "DROP ROLE $reader");
done_testing();
