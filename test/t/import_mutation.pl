# Notices and releases that nobody has seen: our own, each with one thing wrong somewhere.  Every
# element is left out, doubled, emptied or put before its neighbour, every word and every JSON value
# becomes a hostile one.  Whatever comes of it is an import or a documented refusal; again it changes
# nothing, a refusal changes nothing, and what was imported goes out as valid OCDS.
# INNOPART_MUTATIONS=all runs every one (about half an hour); make check a spread of them.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use InnopartTest;

my $all = ($ENV{INNOPART_MUTATIONS} // '') eq 'all';
my $scratch = tempdir(CLEANUP => 1);
my @hostile = ('', ' ', '-1', '1e9999', '99999999999999999999', '2019-02-30', '9999-12-31', q{&amp;&lt;'\\}, "\xc3\xa6" x 20000, 'NaN', 'true', '2199-12-31', '1900-01-01');
my @hostile_json = ('7', '"x"', '[]', '{}', '[null]', 'true', '1e9999', '-1', '"' . "\xc3\xa6" x 30000 . '"', '"2024-02-30T00:00:00Z"', '[[1]]', '""', '[{"id": 1}, {"id": 1}]', '{"id": {"a": 1}}', 'null');

# --- XML: tags and words in their order ------------------------------------------

# pairs of places: where an element begins and ends among the tokens
sub elements
{
	my (@token) = @_;
	my (@open, @element);
	foreach my $at (0 .. $#token)
	{
		if ($token[$at] =~ m{^</}) { push @element, [ pop @open, $at ] }
		elsif ($token[$at] =~ m{^<[^?!].*/>$}s) { push @element, [ $at, $at ] }
		elsif ($token[$at] =~ m{^<[^?!]}) { push @open, $at }
	}
	# all but the root
	return grep { $_->[1] < $#token } @element;
}

sub xml_mutations
{
	my ($path) = @_;
	my $content = slurp($path) =~ s/\s+$//r;
	my @token = $content =~ /(<[^>]*>|[^<]+)/g;
	my @mutation;
	my @element = sort { $a->[0] <=> $b->[0] } elements(@token);
	foreach my $no (0 .. $#element)
	{
		my ($from, $to) = @{ $element[$no] };
		my ($before, $own, $after) = (join('', @token[ 0 .. $from - 1 ]), join('', @token[ $from .. $to ]), join('', @token[ $to + 1 .. $#token ]));
		my ($name) = $token[$from] =~ m{^<([^\s/>]+)};
		push @mutation, [ "$name left out", $before . $after ], [ "$name doubled", $before . $own . $own . $after ];
		push @mutation, [ "$name emptied", "$before<$name/>$after" ] if $name !~ /:/ || $own !~ /xmlns/;
		# the element that ends right before it
		my ($previous) = grep { $_->[1] < $from && join('', @token[ $_->[1] + 1 .. $from - 1 ]) !~ /\S/ } @element;
		push @mutation, [ "$name moved up", join('', @token[ 0 .. $previous->[0] - 1 ]) . $own . join('', @token[ $previous->[0] .. $from - 1 ]) . $after ] if $previous;
	}
	foreach my $at (0 .. $#token)
	{
		my @word = $token[$at] =~ /^</ ? ($token[$at] =~ /^<[^?!]/ ? $token[$at] =~ /\s(?!xmlns)[\w:]+="([^"]*)"/g : ()) : $token[$at] =~ /\S/ ? ($token[$at]) : ();
		foreach my $word (@word)
		{
			foreach my $hostile (@hostile)
			{
				my $new = $token[$at] =~ /^</ ? $token[$at] =~ s/"\Q$word\E"/"$hostile"/r : $hostile;
				push @mutation, [ substr($word, 0, 20) . ' becomes ' . substr($hostile, 0, 20), join('', @token[ 0 .. $at - 1 ], $new, @token[ $at + 1 .. $#token ]) ];
			}
		}
	}
	return map { [ ($path =~ s{.*/}{}r) . ": $_->[0]", $_->[1] ] } @mutation;
}

# a spread over all of them, ever the same
sub some_of
{
	my ($wanted, @mutation) = @_;
	return @mutation if $all;
	my $step = @mutation / $wanted;
	return map { $mutation[ int($_ * $step) ] } 0 .. $wanted - 1;
}

my $database = fresh_database();
psql($database, 'CREATE EXTENSION innopart; SELECT innopart.create_registry()');
my $judge = <<'SQL';
SET client_min_messages = error;
CREATE TABLE public.trial (no integer GENERATED ALWAYS AS IDENTITY, what text, doc bytea);
CREATE TABLE public.verdict (no integer, said text, release jsonb);
-- every row of the registry, and nothing of what took them
CREATE FUNCTION public.rows_now() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    fact text;
    one bigint;
    total bigint := 0;
BEGIN
    FOR fact IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'r' LOOP
        EXECUTE format('SELECT count(*) FROM registry.%I', fact) INTO one;
        total := total + one;
    END LOOP;
    RETURN total;
END $$;
CREATE FUNCTION public.import_any(doc bytea, OUT partnership bigint, OUT anything_new boolean) LANGUAGE plpgsql AS $$
BEGIN
    IF substring(doc FOR 1) = '<' THEN
        SELECT i.partnership_id, i.created OR i.is_new INTO partnership, anything_new FROM registry.import_notice_bytes(doc, 'a mutation', any_procedure => true) i;
    ELSE
        SELECT max(i.partnership_id), bool_or(i.created OR i.is_new) INTO partnership, anything_new FROM registry.import_ocds(convert_from(doc, 'UTF8')::jsonb, 'a mutation') i;
    END IF;
END $$;
-- what is wrong with how a document was taken, and nothing of it stays
CREATE FUNCTION public.judge(doc bytea, OUT said text, OUT release jsonb) LANGUAGE plpgsql AS $$
DECLARE
    got record;
    rows_before CONSTANT bigint := public.rows_now();
    rows_after bigint;
BEGIN
    BEGIN
        got := public.import_any(doc);
        rows_after := public.rows_now();
        said := CASE WHEN got.partnership IS NULL AND rows_after <> rows_before THEN 'refused, and yet something was changed' END;
        IF got.partnership IS NOT NULL THEN
            release := registry.ocds_release(got.partnership, 'ocds-abc123', '2030-01-01', local => false);
        END IF;
        got := public.import_any(doc);
        said := coalesce(said, CASE WHEN got.anything_new THEN 'new again' WHEN public.rows_now() <> rows_after THEN 'changed again' END);
        RAISE EXCEPTION USING ERRCODE = 'ZZ000';
    EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
        RETURN;
    END;
EXCEPTION
    -- the refusals that doc/notices.md tells of
    WHEN SQLSTATE 'IP047' OR SQLSTATE '2200M' OR SQLSTATE '22021' OR SQLSTATE '22023' OR SQLSTATE '54000' THEN
        said := CASE WHEN public.rows_now() <> rows_before THEN 'refused, and yet something was changed' END;
    WHEN OTHERS THEN
        said := SQLSTATE || ' ' || SQLERRM;
END $$;
SQL
psql($database, $judge);

my @trial = some_of(80, map { xml_mutations("test/data/notices/$_.xml") } qw(ted-competition ted-award ted-prior-information ted-modification eforms-competition eforms-award));
open(my $file, '>', "$scratch/trials") or die "$scratch/trials: $!";
printf $file "%s\t\\\\x%s\n", $_->[0] =~ s/[\\\t\n]/ /gr, unpack('H*', $_->[1]) foreach @trial;
close($file);
psql($database, "\\copy public.trial (what, doc) FROM '$scratch/trials'");

# --- JSON: every value of every path ----------------------------------------------

my $values = join(', ', map { my $value = s/'/''/gr; "('$value'::jsonb)" } @hostile_json);
my $spread = $all ? 'true' : 'x.no % (x.trials / 40) = 0';
foreach my $name (qw(hazards process))
{
	my $document = slurp("test/data/ocds/$name.json") =~ s/'/''/gr;
	psql($database, <<"SQL");
INSERT INTO public.trial (what, doc)
WITH RECURSIVE place(path, content) AS (
    SELECT '{}'::text[], '$document'::jsonb
    UNION ALL
    SELECT p.path || e.key, e.content
    FROM place p CROSS JOIN LATERAL (
        SELECT key, value AS content FROM jsonb_each(CASE jsonb_typeof(p.content) WHEN 'object' THEN p.content ELSE '{}' END)
        UNION ALL SELECT (no - 1)::text, value FROM jsonb_array_elements(CASE jsonb_typeof(p.content) WHEN 'array' THEN p.content ELSE '[]' END) WITH ORDINALITY x(value, no)) e)
SELECT format('$name.json: %s becomes %s', x.path, coalesce(left(x.content::text, 20), 'nothing')), convert_to(x.doc::text, 'UTF8')
FROM (SELECT p.path, h.content, row_number() OVER (ORDER BY p.path, h.no) AS no, count(*) OVER () AS trials,
          CASE WHEN h.content IS NULL THEN '$document'::jsonb #- p.path ELSE jsonb_set('$document'::jsonb, p.path, h.content) END AS doc
      FROM place p CROSS JOIN (SELECT v.content, row_number() OVER () AS no FROM (VALUES (NULL), $values) v(content)) h WHERE p.path <> '{}') x
WHERE $spread;
SQL
}

my $trials = psql($database, 'SELECT count(*) FROM public.trial');
cmp_ok($trials, '>=', $all ? 5000 : 150, "$trials documents");
psql($database, 'INSERT INTO public.verdict SELECT t.no, j.said, j.release FROM public.trial t CROSS JOIN LATERAL public.judge(t.doc) j');
is(psql($database, q{SELECT string_agg(format('%s: %s', t.what, v.said), E'\n' ORDER BY t.no) FROM public.verdict v JOIN public.trial t USING (no) WHERE v.said IS NOT NULL}), '', 'each was imported or refused, once');
is(psql($database, 'SELECT count(*) FROM registry.partnership'), '0', 'and none stayed');
cmp_ok(psql($database, 'SELECT count(*) FROM public.verdict WHERE release IS NOT NULL'), '>', $trials / 2, 'most were imported');
my ($status, $out, $err) = run(psql($database, 'SELECT release FROM public.verdict WHERE release IS NOT NULL ORDER BY no'), '/usr/bin/python3', 'test/t/ocds_validate.py', 'test/data/ocds/release-schema.json');
is("$status $out", '0 ', 'and are valid as OCDS') or diag $err;

drop_database($database);
done_testing();
