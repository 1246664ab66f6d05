-- phase: order, operators, hash, indexes and aggregates.
SET search_path = innopart, public;
\getenv srcdir PG_ABS_SRCDIR
\set ECHO none
\set helpers :srcdir '/data/try.sql'
\i :helpers
\set ECHO all

-- every phase and its place on the line, which is data and not the type's own order
CREATE TEMP TABLE line AS
SELECT place, CASE place WHEN 1 THEN 'need' WHEN 2 THEN 'dialogue' WHEN 3 THEN 'competition' WHEN 103 THEN 'purchase' WHEN 104 THEN 'closed'
                         ELSE 'development.' || place - 3 END::phase AS phase
FROM generate_series(1, 104) AS place;

-- all pairs: the six operators, their cmp and both hashes agree with the places
SELECT count(*) AS pairs,
    count(*) FILTER (WHERE (a.phase < b.phase) <> (a.place < b.place)) AS lt,
    count(*) FILTER (WHERE (a.phase <= b.phase) <> (a.place <= b.place)) AS le,
    count(*) FILTER (WHERE (a.phase = b.phase) <> (a.place = b.place)) AS eq,
    count(*) FILTER (WHERE (a.phase <> b.phase) <> (a.place <> b.place)) AS ne,
    count(*) FILTER (WHERE (a.phase >= b.phase) <> (a.place >= b.place)) AS ge,
    count(*) FILTER (WHERE (a.phase > b.phase) <> (a.place > b.place)) AS gt,
    count(*) FILTER (WHERE sign(phase_cmp(a.phase, b.phase)) <> sign(a.place - b.place)) AS cmp,
    count(*) FILTER (WHERE phase_smaller(a.phase, b.phase) <> CASE WHEN a.place < b.place THEN a.phase ELSE b.phase END) AS smaller,
    count(*) FILTER (WHERE phase_larger(a.phase, b.phase) <> CASE WHEN a.place > b.place THEN a.phase ELSE b.phase END) AS larger,
    count(*) FILTER (WHERE (phase_order(a.phase) < phase_order(b.phase)) <> (a.place < b.place)) AS order_number
FROM line a, line b;

-- the hashes that indexes and partitions on disk depend on
SELECT phase, phase_hash(phase), phase_hash_extended(phase, 0) AS seed_0, phase_hash_extended(phase, -1) AS seed_minus_1
FROM unnest('{need,development.1,development.99,closed}'::phase[]) AS phase ORDER BY phase;
SELECT count(*) AS phases, count(DISTINCT phase_hash(phase)) AS hashes, count(DISTINCT phase_hash_extended(phase, 0)) AS extended,
    count(*) FILTER (WHERE phase_hash(phase) <> (('x' || right(to_hex(phase_hash_extended(phase, 0)), 8))::bit(32)::integer)) AS low_half_differs
FROM line;

-- the operator classes are whole
SELECT a.amname, c.opcname, c.opcdefault, amvalidate(c.oid) FROM pg_opclass c JOIN pg_am a ON a.oid = c.opcmethod
WHERE c.opcintype = 'phase'::regtype ORDER BY 1, 2;

-- each kind of index finds what a scan of the table finds
CREATE TEMP TABLE visited AS SELECT l.phase, i AS visit FROM line l, generate_series(1, 50) AS i ORDER BY l.place, i;
CREATE TEMP TABLE searched AS
SELECT operator, sought FROM (SELECT phase FROM line WHERE place % 13 = 1 OR place > 102) AS s (sought), unnest('{<,<=,=,>=,>}'::text[]) AS operator;
CREATE FUNCTION pg_temp.count_by(used text, switch text) RETURNS TABLE (operator text, sought phase, hits bigint) LANGUAGE plpgsql AS $$
DECLARE
    query text;
BEGIN
    EXECUTE switch;
    FOR operator, sought IN SELECT s.operator, s.sought FROM searched s LOOP
        query := format('SELECT count(*) FROM visited WHERE phase %s %L', operator, sought);
        IF NOT pg_temp.plan_has('%' || used || '%', query) AND NOT (used LIKE '%by_hash' AND operator <> '=') THEN
            RAISE EXCEPTION '% is not used for % %', used, operator, sought;
        END IF;
        EXECUTE query INTO hits;
        RETURN NEXT;
    END LOOP;
END $$;
CREATE TEMP TABLE by_scan AS SELECT * FROM pg_temp.count_by('Seq Scan', 'SET enable_indexscan = off; SET enable_bitmapscan = off; SET enable_indexonlyscan = off');
SELECT count(*) AS searches, sum(hits) AS hits FROM by_scan;
SELECT count(*) FILTER (WHERE s.hits <> CASE s.operator WHEN '<' THEN l.place - 1 WHEN '<=' THEN l.place WHEN '=' THEN 1 WHEN '>=' THEN 105 - l.place ELSE 104 - l.place END * 50) AS wrong
FROM by_scan s JOIN line l ON l.phase = s.sought;
RESET enable_indexscan; RESET enable_bitmapscan; RESET enable_indexonlyscan;
SET enable_seqscan = off;
CREATE INDEX by_btree ON visited USING btree (phase);
SELECT count(*) AS differing FROM (SELECT * FROM pg_temp.count_by('Index%by_btree', 'SET enable_seqscan = off') EXCEPT SELECT * FROM by_scan) AS d;
DROP INDEX by_btree;
CREATE INDEX by_hash ON visited USING hash (phase);
SELECT count(*) AS differing FROM (SELECT * FROM pg_temp.count_by('Index%by_hash', 'SET enable_seqscan = off') EXCEPT SELECT * FROM by_scan) AS d;
DROP INDEX by_hash;
CREATE INDEX by_brin ON visited USING brin (phase) WITH (pages_per_range = 1);
SELECT count(*) AS differing FROM (SELECT * FROM pg_temp.count_by('Index%by_brin', 'SET enable_seqscan = off') EXCEPT SELECT * FROM by_scan) AS d;
DROP INDEX by_brin;
RESET enable_seqscan;

-- sorting follows the line, in both directions, with and without nulls
SELECT count(*) AS wrong FROM (SELECT place, row_number() OVER (ORDER BY phase) AS rank FROM line) AS s WHERE place <> rank;
SELECT count(*) AS wrong FROM (SELECT place, row_number() OVER (ORDER BY phase DESC) AS rank FROM line) AS s WHERE place <> 105 - rank;
SELECT array_agg(phase ORDER BY phase NULLS FIRST) FROM unnest('{purchase,NULL,development.10,need,development.9}'::phase[]) AS phase;

-- equal phases meet in a hash join and a merge join
SET enable_nestloop = off;
SET enable_mergejoin = off;
SELECT count(*) FROM visited v JOIN line l USING (phase);
RESET enable_mergejoin;
SET enable_hashjoin = off;
SELECT count(*) FROM visited v JOIN line l USING (phase);
RESET enable_hashjoin;
RESET enable_nestloop;

-- min and max: of nothing, of nulls, of one, of many, by index, and in parallel
SELECT min(phase), max(phase) FROM line WHERE false;
SELECT min(phase), max(phase) FROM (VALUES (NULL::phase), (NULL)) AS v (phase);
SELECT min(phase), max(phase) FROM (VALUES (NULL::phase), ('development.7')) AS v (phase);
SELECT min(phase), max(phase) FROM visited WHERE phase NOT IN ('need', 'closed');
CREATE TABLE regress_visited AS SELECT * FROM visited;
ALTER TABLE regress_visited SET (parallel_workers = 2);
ANALYZE regress_visited;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SELECT pg_temp.plan_has('%Partial Aggregate%', 'SELECT min(phase), max(phase) FROM regress_visited') AS is_parallel;
SELECT min(phase), max(phase) FROM regress_visited;
CREATE INDEX ON regress_visited (phase);
SELECT pg_temp.plan_has('%Index Only Scan Backward%', 'SELECT max(phase) FROM regress_visited') AS is_by_index;
SELECT max(phase) FROM regress_visited;
DROP TABLE regress_visited;

-- a hash partition finds its rows again
CREATE TABLE regress_parted (phase phase PRIMARY KEY) PARTITION BY HASH (phase);
CREATE TABLE regress_parted_0 PARTITION OF regress_parted FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE regress_parted_1 PARTITION OF regress_parted FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE regress_parted_2 PARTITION OF regress_parted FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO regress_parted SELECT phase FROM line;
SELECT tableoid::regclass AS part, count(*) FROM regress_parted GROUP BY 1 ORDER BY 1;
SELECT count(*) AS found FROM line l WHERE EXISTS (SELECT FROM regress_parted p WHERE p.phase = l.phase);
DROP TABLE regress_parted;

-- the planner estimates from statistics, not by a guess: a quarter of the line, within a tenth of
-- the table, by a histogram; and exactly, where every phase is a most common value
CREATE FUNCTION pg_temp.estimate(operator text, sought phase) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT json) SELECT FROM visited WHERE phase %s %L', operator, sought) INTO plan;
    RETURN plan -> 0 -> 'Plan' ->> 'Plan Rows';
END $$;
ALTER TABLE visited ALTER phase SET STATISTICS 10;
ANALYZE visited;
SELECT operator, pg_temp.estimate(operator, 'development.23') BETWEEN expected - 520 AND expected + 520 AS is_near
FROM (VALUES ('<', 1250), ('<=', 1300), ('=', 50), ('<>', 5150), ('>=', 3950), ('>', 3900)) AS v (operator, expected);
ALTER TABLE visited ALTER phase SET STATISTICS 1000;
ANALYZE visited;
SELECT operator, pg_temp.estimate(operator, 'development.23') AS estimate
FROM (VALUES ('<'), ('<='), ('='), ('<>'), ('>='), ('>')) AS v (operator);
