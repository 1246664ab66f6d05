-- option_rollup(): six figures in one pass, equal to six built-in aggregates.
SET search_path = public, innopart;
SET datestyle = 'ISO';

-- no rights, none but NULL, one right, open ends
SELECT option_rollup(terms) FROM (SELECT NULL::option_right WHERE false) AS v (terms);
SELECT option_rollup(terms) FROM (VALUES (NULL::option_right), (NULL)) AS v (terms);
SELECT (option_rollup(terms)).* FROM (VALUES ('max 40, max 8.5 NOK, 2019-10-01..2021-12-31'::option_right)) AS v (terms);
SELECT (option_rollup(terms)).* FROM (VALUES (NULL), ('max 40, 2019-10-01..2021-12-31'::option_right), (NULL), ('max 2, 2018-01-01..2018-12-31'), (NULL)) AS v (terms);
SELECT (option_rollup(terms)).* FROM (VALUES ('max 40, 2019-10-01..'::option_right), ('max 2 NOK, ..2018-12-31')) AS v (terms);
SELECT (option_rollup(terms)).* FROM (VALUES ('max 0.0001 EUR, 2019-10-01..'::option_right), ('max 0.0099 EUR, 2019-10-01..2030-01-01')) AS v (terms);
-- sums beyond 64 bits
SELECT (option_rollup(terms)).* FROM (SELECT 'max 9223372036854775807, max 89999999999999.9999 NOK, ..'::option_right FROM generate_series(1, 1000)) AS v (terms);
SELECT (option_rollup(terms)).* FROM (VALUES ('max 9223372036854775807, max 90000000000000 NOK, ..'::option_right), ('max 1, max 0.0001 NOK, ..')) AS v (terms);
SELECT (option_rollup(terms)).max_units = 3 * 9223372036854775807::numeric AS exact FROM (SELECT 'max 9223372036854775807, ..'::option_right FROM generate_series(1, 3)) AS v (terms);

-- two currencies have no sum
\set VERBOSITY sqlstate
SELECT option_rollup(terms) FROM (VALUES ('max 1 NOK, ..'::option_right), ('max 1 SEK, ..')) AS v (terms);
SELECT option_rollup(terms) FROM (VALUES ('max 1, ..'::option_right), ('max 1 SEK, ..'), ('max 1, ..'), ('max 1 NOK, ..')) AS v (terms);
\set VERBOSITY default
SELECT option_rollup(terms) FROM (VALUES ('max 1 NOK, ..'::option_right), ('max 1 SEK, ..')) AS v (terms);
SELECT currency(terms), (option_rollup(terms)).max_amount FROM (VALUES ('max 1 NOK, ..'::option_right), ('max 1 SEK, ..'), ('max 2 SEK, ..'), ('max 3, ..')) AS v (terms) GROUP BY 1 ORDER BY 1;

-- many rights beside the same figures in plain columns
CREATE TABLE ro_right (holder integer, terms option_right, max_units bigint, max_amount numeric(18,4), currency text, opens_on date, closes_on date);
INSERT INTO ro_right (holder, terms) SELECT i % 37, option_right(max_units => CASE WHEN i % 3 > 0 THEN i END, max_amount => CASE WHEN i % 3 < 2 THEN i * 1.2345 END, currency => CASE WHEN i % 3 < 2 THEN
        CASE WHEN i % 37 < 30 THEN 'NOK' ELSE 'SEK' END END,
        opens_on => date '2015-01-01' + i % 2000, closes_on => date '2025-01-01' + i % 1900) FROM generate_series(1, 50000) AS i;
UPDATE ro_right SET max_units = max_units(terms), max_amount = max_amount(terms), currency = currency(terms), opens_on = opens_on(terms), closes_on = closes_on(terms);
ANALYZE ro_right;
CREATE VIEW ro_truth AS SELECT holder, count(*) AS right_count, sum(max_units) AS max_units, sum(max_amount) AS max_amount, max(currency) AS currency, min(opens_on) AS opens_on, max(closes_on) AS closes_on
FROM ro_right GROUP BY holder;
CREATE VIEW ro_ours AS SELECT holder, (option_rollup(terms)).* FROM ro_right GROUP BY holder;
CREATE FUNCTION pg_temp.plan_has(query text, node text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        IF line LIKE '%' || node || '%' THEN RETURN true; END IF;
    END LOOP;
    RETURN false;
END $$;
SET max_parallel_workers_per_gather = 0;
SELECT count(*) AS holders, sum(o.right_count) AS rights FROM ro_ours o JOIN ro_truth t USING (holder, right_count, max_units, max_amount, currency, opens_on, closes_on);
SELECT * FROM ro_ours WHERE holder IN (3, 33) ORDER BY holder;

-- in parallel: states travel from workers to the leader and are combined
SET max_parallel_workers_per_gather = 2; SET parallel_leader_participation = off; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT pg_temp.plan_has('TABLE ro_ours', 'Partial') AND pg_temp.plan_has('TABLE ro_ours', 'Gather') AS parallel;
SELECT count(*) AS holders, sum(o.right_count) AS rights FROM ro_ours o JOIN ro_truth t USING (holder, right_count, max_units, max_amount, currency, opens_on, closes_on);
SELECT (option_rollup(terms)).* FROM ro_right WHERE holder < 30;
SELECT (option_rollup(terms)).* FROM ro_right WHERE holder < 0;
\set VERBOSITY sqlstate
SELECT option_rollup(terms) FROM ro_right;
\set VERBOSITY default
-- so are the states of min() and max()
SELECT pg_temp.plan_has('SELECT min(terms), max(terms) FROM ro_right', 'Partial Aggregate') AS parallel;
SELECT min(terms), max(terms) FROM ro_right;
-- a worker with nothing to say, and one with all of it
SELECT (option_rollup(terms) FILTER (WHERE holder = 5)).right_count, (option_rollup(NULLIF(terms, terms))).right_count FROM ro_right WHERE holder < 30;
-- each worker in a currency of its own meets the other's in the leader: every partition is one partial aggregate
CREATE TABLE ro_by_currency (currency text, terms option_right) PARTITION BY LIST (currency);
CREATE TABLE ro_nok PARTITION OF ro_by_currency FOR VALUES IN ('NOK');
CREATE TABLE ro_sek PARTITION OF ro_by_currency FOR VALUES IN ('SEK');
INSERT INTO ro_by_currency SELECT currency, terms FROM ro_right WHERE currency IS NOT NULL;
ANALYZE ro_by_currency;
SET max_parallel_workers_per_gather = 0;
SET enable_partitionwise_aggregate = on;
SELECT pg_temp.plan_has('SELECT option_rollup(terms) FROM ro_by_currency', 'Partial Aggregate') AS partitionwise;
\set VERBOSITY sqlstate
SELECT option_rollup(terms) FROM ro_by_currency;
\set VERBOSITY default
SELECT currency, (option_rollup(terms)).* FROM ro_by_currency GROUP BY 1 ORDER BY 1;
SELECT pg_temp.plan_has('SELECT min(terms), max(terms) FROM ro_by_currency', 'Partial Aggregate') AS partitionwise;
SELECT min(terms), max(terms) FROM ro_by_currency;
SELECT currency, min(terms), max(terms) FROM ro_by_currency GROUP BY 1 ORDER BY 1;
RESET enable_partitionwise_aggregate;

-- over a growing window: the figures are read again and again while the state goes on
SELECT count(*) FILTER (WHERE (ours).right_count IS DISTINCT FROM counted OR (ours).max_units IS DISTINCT FROM summed OR (ours).opens_on IS DISTINCT FROM first) AS wrong
FROM (SELECT option_rollup(terms) OVER w AS ours, count(*) OVER w AS counted, sum(max_units) OVER w AS summed, min(opens_on) OVER w AS first
      FROM ro_right WHERE holder = 3 WINDOW w AS (ORDER BY terms ROWS UNBOUNDED PRECEDING)) AS windowed;
SELECT count(*) FILTER (WHERE (ours).right_count IS DISTINCT FROM counted OR (ours).max_units IS DISTINCT FROM summed) AS wrong
FROM (SELECT option_rollup(terms) OVER w AS ours, count(*) OVER w AS counted, sum(max_units) OVER w AS summed
      FROM ro_right WHERE holder = 3 WINDOW w AS (ORDER BY terms ROWS BETWEEN 3 PRECEDING AND CURRENT ROW)) AS windowed;
-- distinct rights, and rollups in groups of groups
SELECT (option_rollup(DISTINCT terms)).* FROM (VALUES ('max 1, ..'::option_right), ('max 1, ..'), ('max 2, ..')) AS v (terms);
SELECT holder, (option_rollup(terms)).right_count FROM ro_right WHERE holder IN (1, 2) GROUP BY ROLLUP (holder) ORDER BY holder;

SELECT proparallel, aggcombinefn, aggserialfn, aggdeserialfn, aggmtransfn::oid AS moving FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid WHERE p.proname = 'option_rollup';
DROP VIEW ro_truth, ro_ours;
DROP TABLE ro_right, ro_by_currency;
