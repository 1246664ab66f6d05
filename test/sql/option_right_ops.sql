-- option_right: order, equality, hash, containment.
SET search_path = public, innopart;
SET datestyle = 'ISO';

-- every step of the order: each value differs from the one before in the next field only
CREATE TABLE op_value (n integer, terms option_right);
INSERT INTO op_value VALUES
    (1, 'max 9, ..2020-01-01'), (2, 'max 9, 2019-01-01..2020-01-01'), (3, 'max 9 NOK, 2019-01-01..2020-01-02, transferable'),
    (4, 'max 8, 2019-01-01..2020-01-02, transferable'), (5, 'max 9, 2019-01-01..2020-01-02, transferable'),
    (6, 'max 9, max 9 NOK, 2019-01-01..2020-01-02'), (7, 'max 9, max 1 SEK, min 9, 2019-01-01..2020-01-02, transferable'),
    (8, 'max 9, max 2 SEK, 2019-01-01..2020-01-02, from closed'), (9, 'max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, conditions 9'),
    (10, 'max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from development.1, conditions 9'),
    (11, 'max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from development.2, notice 9 days'),
    (12, 'max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, transferable'),
    (13, 'max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, conditions 1, transferable'),
    (14, 'max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, conditions 1, notice 1 day, receipt'),
    (15, 'max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, conditions 1, notice 1 day, dispatch'),
    (16, 'max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, conditions 1, notice 1 day, next working day'),
    (17, 'max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, conditions 1, notice 1 day, previous working day'),
    (18, 'max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, conditions 1, notice 1 day, indivisible'),
    (19, 'max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, conditions 1, notice 1 day, transferable'),
    (20, 'max 1, 2019-01-01..'), (21, 'max 1, 2019-01-02..2019-01-02'), (22, 'max 1, 2019-01-02..2019-01-02');

-- all pairs: six operators and the comparison agree with the order of the list (21 and 22 are equal)
SELECT count(*) AS pairs,
    count(*) FILTER (WHERE option_right_cmp(a.terms, b.terms) <> sign(least(a.n, 21) - least(b.n, 21))) AS wrong_cmp,
    count(*) FILTER (WHERE (a.terms < b.terms) <> (least(a.n, 21) < least(b.n, 21))) AS wrong_lt,
    count(*) FILTER (WHERE (a.terms <= b.terms) <> (least(a.n, 21) <= least(b.n, 21))) AS wrong_le,
    count(*) FILTER (WHERE (a.terms = b.terms) <> (least(a.n, 21) = least(b.n, 21))) AS wrong_eq,
    count(*) FILTER (WHERE (a.terms <> b.terms) <> (least(a.n, 21) <> least(b.n, 21))) AS wrong_ne,
    count(*) FILTER (WHERE (a.terms >= b.terms) <> (least(a.n, 21) >= least(b.n, 21))) AS wrong_ge,
    count(*) FILTER (WHERE (a.terms > b.terms) <> (least(a.n, 21) > least(b.n, 21))) AS wrong_gt,
    count(*) FILTER (WHERE (a.terms = b.terms) <> (option_right_hash(a.terms) = option_right_hash(b.terms))) AS wrong_hash,
    count(*) FILTER (WHERE (a.terms = b.terms) <> (option_right_hash_extended(a.terms, 7) = option_right_hash_extended(b.terms, 7))) AS wrong_extended,
    count(*) FILTER (WHERE (a.terms = b.terms) <> (option_right_send(a.terms) = option_right_send(b.terms))) AS wrong_bytes
FROM op_value a, op_value b;

-- frozen: hash partitions on disk depend on these
SELECT option_right_hash(terms), option_right_hash_extended(terms, 0), option_right_hash_extended(terms, 42)
FROM (VALUES (1, 'max 40, max 80000000.00 NOK, min 5, 2019-10-01..2021-12-31, from purchase, conditions 2, notice 90 days, receipt, indivisible, transferable'::option_right),
             (2, 'max 1, ..')) AS v (n, terms) ORDER BY n;
SELECT bool_and(option_right_hash_extended(terms, 0)::bit(32) = option_right_hash(terms)::bit(32)) AS low_half_is_the_hash FROM op_value;

-- whatever the order of the rows
SELECT min(terms ORDER BY n), max(terms ORDER BY n) FROM op_value;
SELECT min(terms ORDER BY n DESC), max(terms ORDER BY n DESC) FROM op_value;
SELECT min(terms), max(terms) FROM op_value WHERE n > 100;
SELECT count(DISTINCT terms) FROM op_value;

-- joins by hash and by merge, grouping by hash and by sort
CREATE FUNCTION pg_temp.plan_has(query text, node text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        IF line LIKE '%' || node || '%' THEN RETURN true; END IF;
    END LOOP;
    RETURN false;
END $$;
ANALYZE op_value;
SET enable_nestloop = off;
SET enable_mergejoin = off;
SELECT pg_temp.plan_has('SELECT FROM op_value a JOIN op_value b USING (terms)', 'Hash Join') AS by_hash;
SELECT count(*) FROM op_value a JOIN op_value b USING (terms);
RESET enable_mergejoin;
SET enable_hashjoin = off;
SELECT pg_temp.plan_has('SELECT FROM op_value a JOIN op_value b USING (terms)', 'Merge Join') AS by_merge;
SELECT count(*) FROM op_value a JOIN op_value b USING (terms);
SELECT count(*) FROM op_value a FULL JOIN op_value b ON a.terms = b.terms AND b.n = 22;
RESET enable_hashjoin;
RESET enable_nestloop;
SET enable_sort = off;
SELECT pg_temp.plan_has('SELECT terms, count(*) FROM op_value GROUP BY terms', 'HashAggregate') AS by_hash;
SELECT terms, count(*) FROM op_value GROUP BY terms HAVING count(*) > 1;
RESET enable_sort;
SET enable_hashagg = off;
SELECT pg_temp.plan_has('SELECT terms, count(*) FROM op_value GROUP BY terms', 'GroupAggregate') AS by_sort;
SELECT terms, count(*) FROM op_value GROUP BY terms HAVING count(*) > 1;
RESET enable_hashagg;

-- windows against days and periods: what exercise_window() and PostgreSQL's own operators say
CREATE TABLE op_window (terms option_right);
INSERT INTO op_window SELECT option_right(1, opens_on => o, closes_on => c)
FROM (VALUES (NULL::date), ('0001-01-01'), ('2021-01-10'), ('2021-01-20'), ('9999-12-31')) AS opens (o),
     (VALUES (NULL::date), ('0001-01-01'), ('2021-01-10'), ('2021-01-20'), ('9999-12-31')) AS closes (c) WHERE o <= c OR o IS NULL OR c IS NULL;
CREATE TABLE op_day AS SELECT day::date FROM (VALUES ('-infinity'), ('0001-01-01'), ('2021-01-09'), ('2021-01-10'), ('2021-01-15'), ('2021-01-20'), ('2021-01-21'),
    ('9999-12-31'), ('10000-01-01'), ('infinity'), ('4714-11-24 BC')) AS v (day);
-- every pair of bounds with every pair of brackets
CREATE TABLE op_period AS SELECT DISTINCT daterange(a.day, b.day, brackets) AS period
FROM (SELECT day FROM op_day UNION ALL SELECT NULL) a, (SELECT day FROM op_day UNION ALL SELECT NULL) b, (VALUES ('[]'), ('[)'), ('(]'), ('()')) AS v (brackets)
WHERE a.day <= b.day OR a.day IS NULL OR b.day IS NULL;
INSERT INTO op_period VALUES ('empty'), (NULL);
SELECT count(*) AS pairs, count(*) FILTER (WHERE terms @> day) AS true, count(*) FILTER (WHERE (terms @> day) <> (exercise_window(terms) @> day)) AS wrong,
    count(*) FILTER (WHERE (terms @> day) <> (day <@ terms)) AS wrong_commuted FROM op_window, op_day;
SELECT count(*) AS pairs, count(*) FILTER (WHERE terms && period) AS true, count(*) FILTER (WHERE (terms && period) <> (exercise_window(terms) && period)) AS wrong,
    count(*) FILTER (WHERE (terms && period) <> (period && terms)) AS wrong_commuted FROM op_window, op_period;
SELECT count(*) AS pairs, count(*) FILTER (WHERE terms <@ period) AS true, count(*) FILTER (WHERE (terms <@ period) <> (exercise_window(terms) <@ period)) AS wrong,
    count(*) FILTER (WHERE (terms <@ period) <> (period @> terms)) AS wrong_commuted FROM op_window, op_period;
-- both ends are inclusive
SELECT terms @> date '2019-09-30' AS before, terms @> date '2019-10-01' AS first, terms @> date '2021-12-31' AS last, terms @> date '2022-01-01' AS after
FROM (VALUES ('max 40, 2019-10-01..2021-12-31'::option_right)) AS v (terms);

-- every operator has what planner and executor need
SELECT oprname, oprleft::regtype, oprright::regtype, oprcom <> 0 AS commutator, oprnegate <> 0 AS negator, oprcanhash AS hashes, oprcanmerge AS merges, oprrest, oprjoin
FROM pg_operator WHERE 'option_right'::regtype IN (oprleft, oprright) AND oprnamespace = 'innopart'::regnamespace ORDER BY oprname COLLATE "C", oprleft::regtype::text COLLATE "C";
SELECT amname, opcname, opcdefault, opckeytype::regtype, amvalidate(c.oid) FROM pg_opclass c JOIN pg_am a ON a.oid = c.opcmethod WHERE opcintype = 'option_right'::regtype ORDER BY amname;

DROP TABLE op_value, op_window, op_day, op_period;
