-- option_right in indexes and partitions: every answer equals that of a sequential scan.
SET search_path = public, innopart;
SET datestyle = 'ISO';

-- 10,000 rights from a fixed rule: windows short and long, some open at an end, some from before day 0 (2000-01-01), a fifth of the rights twice
CREATE TABLE ix_right (id integer, terms option_right);
INSERT INTO ix_right SELECT i, option_right(max_units => 1 + a % 5,
    opens_on => CASE WHEN b % 13 = 0 THEN date '1900-01-01' + a WHEN b % 20 > 0 THEN date '2015-01-01' + a % 3000 END,
    closes_on => CASE WHEN b % 17 > 0 THEN date '2015-01-01' + a % 3000 + CASE b % 3 WHEN 0 THEN b % 10 WHEN 1 THEN b % 400 ELSE b % 4000 END END,
    conditions => b % 3, transferable => a % 2 = 0)
FROM (SELECT i, ((i % 8000 * 7919::bigint + 13) % 10007 % 4999)::integer AS a, ((i % 8000 * 104729::bigint + 7) % 10009)::integer AS b FROM generate_series(1, 10000) AS i) AS numbers;
INSERT INTO ix_right VALUES (0, NULL);
SELECT count(*), count(DISTINCT terms) AS distinct_rights, count(*) FILTER (WHERE opens_on(terms) IS NULL) AS open_start, count(*) FILTER (WHERE closes_on(terms) IS NULL) AS open_end FROM ix_right;
ANALYZE ix_right;

CREATE FUNCTION pg_temp.plan_has(query text, node text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        IF line LIKE '%' || node || '%' THEN RETURN true; END IF;
    END LOOP;
    RETURN false;
END $$;

-- the questions, each with the operator it asks
CREATE TABLE ix_question (n integer GENERATED ALWAYS AS IDENTITY, operator text, argument text);
INSERT INTO ix_question (operator, argument)
SELECT operator, quote_literal(terms) || '::innopart.option_right'
FROM (SELECT terms, id FROM ix_right WHERE id % 500 = 1
      UNION ALL VALUES ('max 1, ..'::option_right, 0), ('max 1, ..0001-01-01', 0), ('max 1, 9999-12-31..', 0), ('max 3, 2018-01-01..2018-12-31', 0)) AS t (terms, id),
     (VALUES ('<'), ('<='), ('='), ('>='), ('>')) AS o (operator);
INSERT INTO ix_question (operator, argument)
SELECT '@>', quote_literal(day::date) || '::date' FROM generate_series(date '2014-06-01', '2028-01-01', interval '97 days') AS day
UNION ALL SELECT '@>', quote_literal(day) || '::date' FROM (VALUES ('infinity'), ('-infinity'), ('0001-01-01'), ('9999-12-31')) AS v (day);
INSERT INTO ix_question (operator, argument)
SELECT operator, quote_literal(period) || '::daterange'
FROM (SELECT daterange(day::date, day::date + length) FROM generate_series(date '2014-06-01', '2028-01-01', interval '211 days') AS day, (VALUES (1), (30), (1000)) AS v (length)
      UNION ALL VALUES (daterange 'empty'), ('(,)'), ('[2018-01-01,)'), ('(,2018-01-01)'), ('[-infinity,infinity]'), ('[-infinity,2018-01-01)'), ('[2018-01-01,infinity)'),
          ('[infinity,infinity]'), ('[-infinity,-infinity]'), ('(-infinity,infinity)')) AS t (period),
     (VALUES ('&&'), ('<@')) AS o (operator);
-- the same questions the other way round
INSERT INTO ix_question (operator, argument) SELECT 'commuted ' || operator, argument FROM ix_question WHERE operator IN ('@>', '&&', '<@') AND n % 5 = 0;
SELECT operator, count(*) FROM ix_question GROUP BY operator ORDER BY operator COLLATE "C";

CREATE FUNCTION pg_temp.query(q ix_question) RETURNS text LANGUAGE sql AS $$
    SELECT 'SELECT count(*)::text || '' '' || coalesce(sum(id), 0) FROM public.ix_right WHERE ' ||
        CASE q.operator WHEN 'commuted @>' THEN q.argument || ' <@ terms' WHEN 'commuted <@' THEN q.argument || ' @> terms' WHEN 'commuted &&' THEN q.argument || ' && terms'
            ELSE 'terms ' || q.operator || ' ' || q.argument END $$;
CREATE FUNCTION pg_temp.answer(query text) RETURNS text LANGUAGE plpgsql AS $$ DECLARE answer text; BEGIN EXECUTE query INTO answer; RETURN answer; END $$;

SET enable_indexscan = off; SET enable_bitmapscan = off; SET enable_indexonlyscan = off;
CREATE TABLE ix_truth AS SELECT n, operator, pg_temp.query(q) AS query, pg_temp.answer(pg_temp.query(q)) AS answer FROM ix_question q;
RESET enable_indexscan; RESET enable_bitmapscan; RESET enable_indexonlyscan;
-- questions that some rights answer and others do not, so that a wrong index can be told from a right one
SELECT operator, count(DISTINCT answer) > 5 AS telling FROM ix_truth GROUP BY operator ORDER BY operator COLLATE "C";

SET enable_seqscan = off;
-- compare every question of some operators with the truth; planned: how many used the index at all
CREATE FUNCTION pg_temp.check(operators text[], plan text, OUT asked bigint, OUT planned bigint, OUT wrong bigint) LANGUAGE sql AS $$
    SELECT count(*), count(*) FILTER (WHERE pg_temp.plan_has(query, plan)), count(*) FILTER (WHERE pg_temp.answer(query) IS DISTINCT FROM answer)
    FROM public.ix_truth WHERE operator = ANY (operators) $$;

-- GiST, built by sorting
CREATE INDEX ix_gist ON ix_right USING gist (terms);
SELECT * FROM pg_temp.check('{@>,&&,<@,commuted @>,commuted &&,commuted <@}', 'ix_gist');
-- GiST leaves are exact: a plain index scan removes no row afterwards
SET enable_bitmapscan = off;
CREATE FUNCTION pg_temp.rechecks(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ' || query LOOP
        IF line LIKE '%Removed by Index Recheck%' THEN RETURN regexp_replace(line, '\D', '', 'g'); END IF;
    END LOOP;
    RETURN 0;
END $$;
SELECT count(*) AS asked, sum(pg_temp.rechecks(query)) AS rechecked FROM ix_truth WHERE operator IN ('@>', '&&', '<@');
RESET enable_bitmapscan;

-- GiST, built row by row into a table that was empty, after deletes, updates and a vacuum
DROP INDEX ix_gist;
CREATE TABLE ix_copy AS TABLE ix_right;
TRUNCATE ix_right;
CREATE INDEX ix_gist ON ix_right USING gist (terms);
INSERT INTO ix_right SELECT id + 100000, terms FROM ix_copy WHERE id % 3 = 0;
INSERT INTO ix_right SELECT * FROM ix_copy ORDER BY id;
DELETE FROM ix_right WHERE id >= 100000;
UPDATE ix_right SET terms = 'max 1, ..' WHERE id % 7 = 0;
VACUUM ix_right;
UPDATE ix_right r SET terms = c.terms FROM ix_copy c WHERE r.id = c.id AND r.id % 7 = 0;
SELECT * FROM pg_temp.check('{@>,&&,<@,commuted @>,commuted &&,commuted <@}', 'ix_gist');
-- and built without the sort support, by buffered insertion
DROP INDEX ix_gist;
CREATE INDEX ix_gist ON ix_right USING gist (terms) WITH (buffering = on);
SELECT * FROM pg_temp.check('{@>,&&,<@}', 'ix_gist');
-- windows that are all the same still split
CREATE TABLE ix_same (terms option_right);
CREATE INDEX ix_same_gist ON ix_same USING gist (terms);
INSERT INTO ix_same SELECT option_right(i, opens_on => '2020-01-01', closes_on => '2020-12-31') FROM generate_series(1, 3000) AS i;
INSERT INTO ix_same SELECT option_right(i) FROM generate_series(1, 3000) AS i;
SELECT count(*) FILTER (WHERE terms @> date '2020-06-01') AS inside, count(*) FILTER (WHERE terms @> date '2021-06-01') AS outside FROM ix_same;
SELECT count(*) FROM ix_same WHERE terms @> date '2021-06-01';
SELECT count(*) FROM ix_same WHERE terms <@ daterange '[2020-01-01,2020-12-31]';
DROP TABLE ix_same;
DROP INDEX ix_gist;

-- btree
CREATE INDEX ix_btree ON ix_right (terms);
SELECT * FROM pg_temp.check('{<,<=,=,>=,>}', 'ix_btree');
SELECT count(*) FROM ix_right WHERE terms IS NULL;
SELECT pg_temp.plan_has('SELECT min(terms), max(terms) FROM ix_right', 'ix_btree') AS min_max_by_index;
SELECT min(terms), max(terms) FROM ix_right;
-- equal rights share one index entry: the index over few different rights is far smaller than that over as many different ones
CREATE TABLE ix_few AS SELECT option_right(1 + i % 10) AS terms FROM generate_series(1, 20000) AS i;
CREATE TABLE ix_many AS SELECT option_right(i) AS terms FROM generate_series(1, 20000) AS i;
CREATE INDEX ix_few_btree ON ix_few (terms);
CREATE INDEX ix_many_btree ON ix_many (terms);
SELECT pg_relation_size('ix_few_btree') * 4 < pg_relation_size('ix_many_btree') AS deduplicated;
SELECT count(*) FROM ix_few WHERE terms = option_right(3);
DROP TABLE ix_few, ix_many;
DROP INDEX ix_btree;
-- uniqueness
CREATE UNIQUE INDEX ix_unique ON ix_right (terms, id);
CREATE TABLE ix_once (terms option_right PRIMARY KEY);
INSERT INTO ix_once VALUES ('max 1, .., receipt'), ('max 1, .., dispatch');
INSERT INTO ix_once VALUES ('.., max 1') ON CONFLICT DO NOTHING;
SELECT count(*) FROM ix_once;
DROP TABLE ix_once;
DROP INDEX ix_unique;

-- hash
CREATE INDEX ix_hash ON ix_right USING hash (terms);
SELECT * FROM pg_temp.check('{=}', 'ix_hash');
DROP INDEX ix_hash;

-- BRIN, over rows in the order of rights
CREATE TABLE ix_ordered AS SELECT * FROM ix_right ORDER BY terms;
TRUNCATE ix_right;
INSERT INTO ix_right SELECT * FROM ix_ordered;
CREATE INDEX ix_brin ON ix_right USING brin (terms) WITH (pages_per_range = 1);
SELECT * FROM pg_temp.check('{<,<=,=,>=,>}', 'ix_brin');
CREATE FUNCTION pg_temp.blocks(query text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ' || query LOOP
        IF line LIKE '%Heap Blocks: lossy=%' THEN RETURN substring(line FROM 'lossy=(\d+)'); END IF;
    END LOOP;
    RETURN NULL;
END $$;
SELECT pg_temp.blocks('SELECT FROM ix_right WHERE terms = ' || argument) < 5 AS few_blocks FROM ix_question WHERE operator = '=' ORDER BY n LIMIT 1;
DROP INDEX ix_brin;
RESET enable_seqscan;

-- the sort by abbreviated keys is the order of the operators, and of the parts
CREATE TABLE ix_sorted AS SELECT row_number() OVER (ORDER BY terms) AS place, terms FROM ix_right WHERE terms IS NOT NULL;
SELECT count(*) AS rights, count(*) FILTER (WHERE NOT coalesce(previous <= terms, true)) AS out_of_order
FROM (SELECT terms, lag(terms) OVER (ORDER BY place) AS previous FROM ix_sorted) AS pairs;
SELECT count(*) AS different FROM ix_sorted
JOIN (SELECT row_number() OVER (ORDER BY coalesce(opens_on(terms), '-infinity'), coalesce(closes_on(terms), 'infinity'), max_units(terms), conditions(terms), is_transferable(terms)) AS place, terms
      FROM ix_right WHERE terms IS NOT NULL) AS by_parts USING (place) WHERE ix_sorted.terms <> by_parts.terms;
SELECT count(*) AS different FROM (SELECT row_number() OVER (ORDER BY terms DESC) AS place, terms FROM ix_right WHERE terms IS NOT NULL) AS d
JOIN ix_sorted s ON s.place = (SELECT max(place) + 1 FROM ix_sorted) - d.place WHERE s.terms <> d.terms;
-- a sort that spills to disk, and a top-N sort
SET work_mem = '64kB';
CREATE TABLE ix_spilled AS SELECT row_number() OVER (ORDER BY terms) AS place, terms FROM ix_right WHERE terms IS NOT NULL;
SELECT count(*) AS different FROM ix_sorted s JOIN ix_spilled d USING (place) WHERE s.terms <> d.terms;
RESET work_mem;
SELECT terms FROM ix_right ORDER BY terms LIMIT 3;
SELECT terms FROM ix_right WHERE terms IS NOT NULL ORDER BY terms DESC LIMIT 3;

-- hash partitions, range partitions
CREATE TABLE ix_by_hash (id integer, terms option_right) PARTITION BY HASH (terms);
CREATE TABLE ix_by_hash_0 PARTITION OF ix_by_hash FOR VALUES WITH (MODULUS 4, REMAINDER 0);
CREATE TABLE ix_by_hash_1 PARTITION OF ix_by_hash FOR VALUES WITH (MODULUS 4, REMAINDER 1);
CREATE TABLE ix_by_hash_2 PARTITION OF ix_by_hash FOR VALUES WITH (MODULUS 4, REMAINDER 2);
CREATE TABLE ix_by_hash_3 PARTITION OF ix_by_hash FOR VALUES WITH (MODULUS 4, REMAINDER 3);
INSERT INTO ix_by_hash SELECT * FROM ix_right;
-- frozen: rows must be found in the same partition for ever
SELECT tableoid::regclass AS partition, count(*), count(*) BETWEEN 2000 AND 3000 AS balanced FROM ix_by_hash GROUP BY 1 ORDER BY 1;
SELECT count(*) FILTER (WHERE found = 1) = count(*) AS all_found
FROM (SELECT DISTINCT terms FROM ix_right WHERE id % 50 = 0 AND terms IS NOT NULL) AS t, LATERAL (SELECT count(DISTINCT p.tableoid) AS found FROM ix_by_hash p WHERE p.terms = t.terms) AS f;
CREATE TABLE ix_by_range (terms option_right) PARTITION BY RANGE (terms);
CREATE TABLE ix_by_range_old PARTITION OF ix_by_range FOR VALUES FROM (MINVALUE) TO ('max 1, 2018-01-01..2018-01-01');
CREATE TABLE ix_by_range_new PARTITION OF ix_by_range FOR VALUES FROM ('max 1, 2018-01-01..2018-01-01') TO (MAXVALUE);
INSERT INTO ix_by_range SELECT terms FROM ix_right WHERE terms IS NOT NULL;
SELECT tableoid::regclass AS partition, min(opens_on(terms)), max(opens_on(terms)) FROM ix_by_range GROUP BY 1 ORDER BY 1;

DROP FUNCTION pg_temp.query(ix_question);
DROP TABLE ix_right, ix_question, ix_truth, ix_copy, ix_ordered, ix_sorted, ix_spilled, ix_by_hash, ix_by_range;
