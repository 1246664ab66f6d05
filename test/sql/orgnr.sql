-- orgnr: text, wire, order, operators, hash, indexes and aggregates.
SET search_path = innopart, public;
\getenv srcdir PG_ABS_SRCDIR
\set ECHO none
\set helpers :srcdir '/data/try.sql'
\i :helpers
\set ECHO all

-- public bodies of the field, as their own pages write their numbers
SELECT text, text::orgnr, orgnr_is_valid(text) FROM (VALUES
    (1, '964965226'), (2, '964 965 226'), (3, 'NO 964 965 226 MVA'), (4, 'no964.965.226mva'), (5, 'NO-BRC-935478715'), (6, 'no-brc:935478715'),
    (7, '820-852-982'), (8, ' 963296746 '), (9, U&'889\00A0640\00A0782'), (10, U&'NO\202F986\2009399\2009445\00A0MVA')
) AS v (n, text) ORDER BY n;

-- refused, with the rule that was broken, and asked about without an error
SELECT text, orgnr_is_valid(text), pg_temp.try(format('SELECT %L::innopart.orgnr', text)) FROM (VALUES
    (1, ''), (2, 'NO'), (3, '96496522'), (4, '9649652260'), (5, '99999999999999999999'), (6, '164965226'), (7, '964965227'), (8, '964956226'), (9, '800000010'),
    (10, '964965226-'), (11, '-964965226'), (12, '964,965,226'), (13, '964965226 kr'), (14, 'SE964965226'), (15, 'NO-964965226'), (16, 'NO-BRC 964965226'),
    (17, 'MVA 964965226'), (18, '964965226 MVA NO'), (19, '٩٦٤٩٦٥٢٢٦'), (20, 'Stavanger kommune')
) AS v (n, text) ORDER BY n;
SELECT orgnr_is_valid(NULL) IS NULL AS unknown;

-- the wire: the number in four bytes, frozen
SELECT o, orgnr_send(o) FROM unnest('{820852982,964965226,999999999}'::text[]) AS t, LATERAL (SELECT t::orgnr AS o WHERE orgnr_is_valid(t)) AS valid ORDER BY o;
SELECT bytes, pg_temp.read_wire('orgnr', bytes) FROM (VALUES
    (1, '\x3984336a'::bytea), (2, '\x30ed38f6'),
    (3, '\x3984336b'), (4, '\x00000000'), (5, '\xffffffff'), (6, '\x7fffffff'), (7, '\x09d5216a'), (8, '\x398433'), (9, '\x3984336a00')
) AS v (n, bytes) ORDER BY n;

-- a sample of valid numbers: those of a stride through all of them
CREATE TEMP TABLE sample AS
SELECT n, n::text::orgnr AS orgnr FROM generate_series(800000003, 999999999, 99991) AS n WHERE orgnr_is_valid(n::text);
SELECT count(*) AS valid, min(orgnr), max(orgnr), count(*) FILTER (WHERE orgnr::text <> n::text) AS changed FROM sample;

-- there and back by binary COPY, through the client
\getenv builddir PG_ABS_BUILDDIR
\cd :builddir
CREATE TEMP TABLE received (LIKE sample);
\copy sample TO 'results/orgnr.copy' WITH (FORMAT binary)
\copy received FROM 'results/orgnr.copy' WITH (FORMAT binary)
SELECT count(*) AS rows, count(*) FILTER (WHERE s.orgnr IS DISTINCT FROM r.orgnr) AS different FROM sample s JOIN received r USING (n);

-- pairs: the six operators, their cmp and the aggregates' functions agree with the numbers
SELECT count(*) AS pairs,
    count(*) FILTER (WHERE (a.orgnr < b.orgnr) <> (a.n < b.n)) AS lt, count(*) FILTER (WHERE (a.orgnr <= b.orgnr) <> (a.n <= b.n)) AS le,
    count(*) FILTER (WHERE (a.orgnr = b.orgnr) <> (a.n = b.n)) AS eq, count(*) FILTER (WHERE (a.orgnr <> b.orgnr) <> (a.n <> b.n)) AS ne,
    count(*) FILTER (WHERE (a.orgnr >= b.orgnr) <> (a.n >= b.n)) AS ge, count(*) FILTER (WHERE (a.orgnr > b.orgnr) <> (a.n > b.n)) AS gt,
    count(*) FILTER (WHERE sign(orgnr_cmp(a.orgnr, b.orgnr)) <> sign(a.n - b.n)) AS cmp,
    count(*) FILTER (WHERE orgnr_smaller(a.orgnr, b.orgnr)::text::integer <> least(a.n, b.n)) AS smaller,
    count(*) FILTER (WHERE orgnr_larger(a.orgnr, b.orgnr)::text::integer <> greatest(a.n, b.n)) AS larger
FROM sample a, sample b;

-- the hashes that indexes and partitions on disk depend on
SELECT o, orgnr_hash(o), orgnr_hash_extended(o, 0) AS seed_0, orgnr_hash_extended(o, 1) AS seed_1, orgnr_hash_extended(o, -1) AS seed_minus_1 FROM unnest('{964965226}'::orgnr[]) AS o;
SELECT count(*) - count(DISTINCT orgnr_hash_extended(orgnr, 0)) AS collisions,
    count(*) FILTER (WHERE orgnr_hash(orgnr) <> (('x' || right(to_hex(orgnr_hash_extended(orgnr, 0)), 8))::bit(32)::integer)) AS low_half_differs
FROM sample;

-- the operator classes are whole
SELECT a.amname, c.opcname, c.opcdefault, amvalidate(c.oid) FROM pg_opclass c JOIN pg_am a ON a.oid = c.opcmethod
WHERE c.opcintype = 'orgnr'::regtype ORDER BY 1, 2;

-- each kind of index finds what is there
CREATE TEMP TABLE organisation AS SELECT orgnr FROM sample, generate_series(1, 20) ORDER BY n;
ANALYZE organisation;
CREATE FUNCTION pg_temp.differing_by(index text) RETURNS TABLE (searches bigint, differing bigint) LANGUAGE plpgsql AS $$
DECLARE
    sought record;
    counted bigint;
    query text;
BEGIN
    searches := 0;
    differing := 0;
    FOR sought IN SELECT o.operator, s.orgnr, count(*) FILTER (WHERE CASE o.operator WHEN '<' THEN a.n < s.n WHEN '<=' THEN a.n <= s.n WHEN '=' THEN a.n = s.n
                                                                   WHEN '>=' THEN a.n >= s.n ELSE a.n > s.n END) * 20 AS expected
        FROM (SELECT *, row_number() OVER (ORDER BY n) AS rank FROM sample) AS s, unnest('{<,<=,=,>=,>}'::text[]) AS o (operator), sample a
        WHERE s.rank % 20 = 1 AND (o.operator = '=' OR index <> 'by_hash')
        GROUP BY o.operator, s.orgnr, s.n
    LOOP
        query := format('SELECT count(*) FROM organisation WHERE orgnr %s %L', sought.operator, sought.orgnr);
        EXECUTE query INTO counted;
        searches := searches + 1;
        differing := differing + (NOT pg_temp.plan_has('%Index%' || index || '%', query) OR counted <> sought.expected)::integer;
    END LOOP;
    RETURN NEXT;
END $$;
SET enable_seqscan = off;
CREATE INDEX by_btree ON organisation USING btree (orgnr);
SELECT * FROM pg_temp.differing_by('by_btree');
DROP INDEX by_btree;
CREATE INDEX by_hash ON organisation USING hash (orgnr);
SELECT * FROM pg_temp.differing_by('by_hash');
DROP INDEX by_hash;
CREATE INDEX by_brin ON organisation USING brin (orgnr) WITH (pages_per_range = 1);
SELECT * FROM pg_temp.differing_by('by_brin');
DROP INDEX by_brin;
RESET enable_seqscan;

-- sorted as numbers, both ways
SELECT count(*) AS wrong FROM (SELECT row_number() OVER (ORDER BY orgnr) AS a, row_number() OVER (ORDER BY n) AS b, row_number() OVER (ORDER BY orgnr DESC) AS c,
    row_number() OVER (ORDER BY n DESC) AS d FROM sample) AS r WHERE a <> b OR c <> d;

-- min and max of nothing and of nulls, and in parallel
SELECT min(orgnr), max(orgnr) FROM sample WHERE false;
SELECT min(orgnr), max(orgnr) FROM (VALUES (NULL::orgnr), ('964965226'), (NULL)) AS v (orgnr);
CREATE TABLE regress_organisation AS SELECT * FROM organisation;
ALTER TABLE regress_organisation SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT pg_temp.plan_has('%Partial Aggregate%', 'SELECT min(orgnr), max(orgnr) FROM regress_organisation') AS is_parallel;
SELECT min(orgnr) = (SELECT min(n)::text::orgnr FROM sample) AS smallest, max(orgnr) = (SELECT max(n)::text::orgnr FROM sample) AS largest FROM regress_organisation;
DROP TABLE regress_organisation;

-- equal numbers meet in a hash join and a merge join
SET enable_nestloop = off;
SET enable_mergejoin = off;
SELECT count(*) = 20 * (SELECT count(*) FROM sample) AS met FROM organisation JOIN sample USING (orgnr);
RESET enable_mergejoin;
SET enable_hashjoin = off;
SELECT count(*) = 20 * (SELECT count(*) FROM sample) AS met FROM organisation JOIN sample USING (orgnr);
