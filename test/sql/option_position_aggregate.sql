-- option_position: adding, and folding events in every order, split and place.
SET search_path = innopart, pg_catalog;
SET client_min_messages = warning;
SET datestyle = ISO, YMD;

CREATE FUNCTION pg_temp.error_of(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    detail text;
    hint text;
BEGIN
    EXECUTE command;
    RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    RETURN concat_ws(' | ', SQLSTATE, SQLERRM, nullif(detail, ''), nullif(hint, ''));
END $$;

-- one event of each kind
SELECT kind, option_event_position(kind, '2019-10-01', 4, 9.5, 'NOK', 3, '2022-12-31') AS position
FROM unnest(enum_range(NULL::option_event_kind)) WITH ORDINALITY k(kind, no) ORDER BY no;

-- events that say too little or too much
SELECT arguments, pg_temp.error_of(format('SELECT innopart.option_event_position(%s)', arguments)) AS error
FROM (VALUES
    (1, $$NULL, '2019-10-01', 4, NULL, NULL, NULL, NULL$$),
    (2, $$'exercised', NULL, 4, NULL, NULL, NULL, NULL$$),
    (3, $$'exercised', 'infinity', 4, NULL, NULL, NULL, NULL$$),
    (4, $$'exercised', '0001-12-31 BC', 4, NULL, NULL, NULL, NULL$$),
    (5, $$'exercised', '2019-10-01', NULL, NULL, NULL, NULL, NULL$$),
    (6, $$'exercised', '2019-10-01', 0, 0, 'NOK', NULL, NULL$$),
    (7, $$'exercised', '2019-10-01', -4, NULL, NULL, NULL, NULL$$),
    (8, $$'exercise_reversed', '2019-10-01', 4, -1, 'NOK', NULL, NULL$$),
    (9, $$'exercised', '2019-10-01', NULL, 9.5, NULL, NULL, NULL$$),
    (10, $$'exercised', '2019-10-01', NULL, 9.5, 'XXX', NULL, NULL$$),
    (11, $$'exercised', '2019-10-01', NULL, 9.00001, 'NOK', NULL, NULL$$),
    (12, $$'exercised', '2019-10-01', NULL, 'NaN', 'NOK', NULL, NULL$$),
    (13, $$'exercised', '2019-10-01', NULL, 1e15, 'NOK', NULL, NULL$$),
    (14, $$'partly_waived', '2019-10-01', NULL, NULL, NULL, NULL, NULL$$),
    (15, $$'cap_amended', '2019-10-01', NULL, NULL, NULL, NULL, NULL$$),
    (16, $$'condition_met', '2019-10-01', NULL, NULL, NULL, NULL, NULL$$),
    (17, $$'condition_failed', '2019-10-01', NULL, NULL, NULL, 17, NULL$$),
    (18, $$'window_extended', '2019-10-01', NULL, NULL, NULL, NULL, NULL$$),
    (19, $$'window_extended', '2019-10-01', NULL, NULL, NULL, NULL, 'infinity'$$)) t(no, arguments)
ORDER BY no;

-- adding
SELECT 'named 2017-06-01, drawn 3, last drawn 2019-01-01, met 1'::option_position + 'named 2017-05-01, drawn 4, drawn 1 NOK, last drawn 2020-01-01, met 2' AS sum;
SELECT option_position_identity() = 'empty' AS identity, option_position_identity() + 'drawn 3' = 'drawn 3' AS changes_nothing;
SELECT pg_temp.error_of($$SELECT 'drawn 1 NOK'::innopart.option_position OPERATOR(innopart.+) 'raised 1 DKK'$$);
SELECT pg_temp.error_of($$SELECT 'drawn 9223372036854775807'::innopart.option_position OPERATOR(innopart.+) 'drawn 1'$$);
SELECT pg_temp.error_of($$SELECT 'events 2147483647'::innopart.option_position OPERATOR(innopart.+) 'events 1'$$);
SELECT 'drawn 1 NOK'::option_position + NULL IS NULL AS null_is_null;

-- the edges of the aggregates
SELECT option_position(kind, day, units, amount, currency, condition_no, extended_to) AS of_no_events
FROM (SELECT 'named'::option_event_kind, '2019-01-01'::date, 1::bigint, 1::numeric, 'NOK', 1, '2019-01-01'::date WHERE false) t(kind, day, units, amount, currency, condition_no, extended_to);
SELECT option_position(p) AS of_no_positions FROM (SELECT 'drawn 1'::option_position WHERE false) t(p);
SELECT option_position(p) AS of_nulls FROM (VALUES (NULL::option_position), (NULL)) t(p);
SELECT option_position(p) AS of_one_and_a_null FROM (VALUES ('drawn 1'::option_position), (NULL)) t(p);
SELECT pg_temp.error_of($$SELECT innopart.option_position(NULL::innopart.option_event_kind, '2019-01-01', 1, NULL, NULL, NULL, NULL)$$);
SELECT pg_temp.error_of($$SELECT innopart.option_position('exercised', d, NULL, 1, c, NULL, NULL) FROM (VALUES (date '2019-01-01', 'NOK'), ('2019-01-01', 'DKK')) t(d, c)$$);
SELECT option_position('exercised', '2019-01-01', u, NULL, NULL, NULL, NULL) FILTER (WHERE u IS NOT NULL) AS filtered FROM (VALUES (3), (NULL), (4)) t(u);

-- outside an aggregate, nothing changes its arguments
SELECT option_position_accumulate(p, 'exercised', '2019-01-01', 3, NULL, NULL, NULL, NULL) AS more, option_position_plus(p, p) AS twice, p AS as_it_was
FROM (VALUES ('drawn 1'::option_position)) t(p);
SELECT option_position_accumulate(NULL, 'exercised', '2019-01-01', 3, NULL, NULL, NULL, NULL) AS from_nothing;

-- ten thousand events of two hundred rights
CREATE TABLE position_event (right_id int, no int, kind option_event_kind, day date, units bigint, amount numeric, currency text, condition_no int, extended_to date, p option_position);
INSERT INTO position_event
SELECT 1 + i % 200, i, kind, date '2018-01-01' + (i * 7919 % 2000), 1 + i * 31 % 97, CASE WHEN i % 3 = 0 THEN (i * 17 % 10007) / 8.0 + 1 END,
    CASE WHEN i % 200 % 2 = 0 THEN 'NOK' ELSE 'DKK' END, 1 + i % 16, date '2022-01-01' + (i * 13 % 400)
FROM generate_series(1, 10000) i, LATERAL (SELECT (enum_range(NULL::option_event_kind))[1 + i * 7 / 3 % 15] AS kind) k;
UPDATE position_event SET p = option_event_position(kind, day, units, amount, currency, condition_no, extended_to);
VACUUM ANALYZE position_event;
SET max_parallel_workers_per_gather = 0;

-- what the fold is, said in plain SQL
CREATE TABLE position_expected AS
SELECT right_id,
    count(*) AS events, min(day) FILTER (WHERE kind IN ('named', 'assigned_in')) AS named_on, min(day) FILTER (WHERE kind IN ('granted', 'assigned_in')) AS granted_on,
    sum(units) FILTER (WHERE kind = 'exercised') AS drawn_units, sum(amount) FILTER (WHERE kind = 'exercised') AS drawn_amount,
    count(*) FILTER (WHERE kind = 'exercised') AS draws, min(day) FILTER (WHERE kind = 'exercised') AS first_drawn_on, max(day) FILTER (WHERE kind = 'exercised') AS last_drawn_on,
    sum(units) FILTER (WHERE kind = 'exercise_reversed') AS reversed_units, sum(amount) FILTER (WHERE kind = 'exercise_reversed') AS reversed_amount, count(*) FILTER (WHERE kind = 'exercise_reversed') AS reversals,
    sum(units) FILTER (WHERE kind = 'partly_waived') AS waived_units, sum(amount) FILTER (WHERE kind = 'partly_waived') AS waived_amount,
    sum(units) FILTER (WHERE kind = 'cap_amended') AS raised_units, sum(amount) FILTER (WHERE kind = 'cap_amended') AS raised_amount,
    max(day) FILTER (WHERE kind = 'suspended') AS suspended_on, max(day) FILTER (WHERE kind = 'resumed') AS resumed_on, max(extended_to) FILTER (WHERE kind = 'window_extended') AS extended_to,
    min(day) FILTER (WHERE kind = 'waived') AS waived_on, min(day) FILTER (WHERE kind = 'assigned_out') AS assigned_on, min(day) FILTER (WHERE kind = 'contract_terminated') AS terminated_on,
    coalesce(array_agg(DISTINCT condition_no ORDER BY condition_no) FILTER (WHERE kind = 'condition_met'), '{}') AS met,
    coalesce(array_agg(DISTINCT condition_no ORDER BY condition_no) FILTER (WHERE kind = 'condition_failed'), '{}') AS failed
FROM position_event GROUP BY right_id;
CREATE TABLE position_folded AS
SELECT right_id, option_position(kind, day, units, amount, currency, condition_no, extended_to) AS p FROM position_event GROUP BY right_id;
SELECT count(*) AS rights, count(*) FILTER (WHERE
    (event_count(p), named_on(p), granted_on(p), drawn_units(p), drawn_amount(p), draw_count(p), first_drawn_on(p), last_drawn_on(p),
     reversed_units(p), reversed_amount(p), reversal_count(p), waived_units(p), waived_amount(p), raised_units(p), raised_amount(p),
     suspended_on(p), resumed_on(p), extended_to(p), waived_on(p), assigned_on(p), terminated_on(p), conditions_met(p), conditions_failed(p))
    IS DISTINCT FROM
    (e.events, e.named_on, e.granted_on, coalesce(e.drawn_units, 0), coalesce(e.drawn_amount, 0), e.draws, e.first_drawn_on, e.last_drawn_on,
     coalesce(e.reversed_units, 0), coalesce(e.reversed_amount, 0), e.reversals, coalesce(e.waived_units, 0), coalesce(e.waived_amount, 0), coalesce(e.raised_units, 0), coalesce(e.raised_amount, 0),
     e.suspended_on, e.resumed_on, e.extended_to, e.waived_on, e.assigned_on, e.terminated_on, e.met, e.failed)) AS otherwise
FROM position_folded f JOIN position_expected e USING (right_id);

-- any order
SELECT count(*) AS otherwise FROM position_folded f JOIN (
    SELECT right_id, option_position(kind, day, units, amount, currency, condition_no, extended_to ORDER BY no * 7717 % 9973) AS p,
        option_position(p ORDER BY no DESC) AS of_positions
    FROM position_event GROUP BY right_id) o USING (right_id) WHERE f.p <> o.p OR f.p <> o.of_positions;
-- any split
SELECT count(*) AS otherwise FROM position_folded f JOIN (
    SELECT right_id, option_position(part) AS p FROM (
        SELECT right_id, option_position(kind, day, units, amount, currency, condition_no, extended_to) AS part
        FROM position_event GROUP BY right_id, no * 7717 % 9973 % 5) s GROUP BY right_id) o USING (right_id) WHERE f.p <> o.p;
-- a stored position that a trigger would keep
DO $$
DECLARE
    kept option_position := 'empty';
    e position_event;
BEGIN
    FOR e IN SELECT * FROM position_event WHERE right_id = 7 ORDER BY no LOOP
        kept := kept + option_event_position(e.kind, e.day, e.units, e.amount, e.currency, e.condition_no, e.extended_to);
    END LOOP;
    RAISE WARNING 'kept as folded: %', kept = (SELECT p FROM position_folded WHERE right_id = 7);
END $$;
-- a running fold, which must not change what it has already told
SELECT count(*) AS otherwise FROM (
    SELECT right_id, no, option_position(kind, day, units, amount, currency, condition_no, extended_to) OVER (PARTITION BY right_id ORDER BY no) AS running
    FROM position_event WHERE right_id <= 5) r
WHERE running <> (SELECT option_position(e.p) FROM position_event e WHERE e.right_id = r.right_id AND e.no <= r.no);

-- parallel, for certain
CREATE FUNCTION pg_temp.plan_has(query text, node text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    line text;
    found_it boolean := false;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        found_it := found_it OR line LIKE '%' || node || '%';
    END LOOP;
    RETURN found_it;
END $$;
SET max_parallel_workers_per_gather = 2;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
\set fold 'SELECT right_id, option_position(kind, day, units, amount, currency, condition_no, extended_to) AS p FROM position_event GROUP BY right_id'
\set whole 'SELECT option_position(p) AS p FROM position_event WHERE right_id % 2 = 0'
\set least 'SELECT min(p) AS p FROM position_event'
SELECT pg_temp.plan_has(:'fold', 'Partial') AND pg_temp.plan_has(:'fold', 'Gather') AS fold_is_parallel,
    pg_temp.plan_has(:'whole', 'Partial') AND pg_temp.plan_has(:'whole', 'Gather') AS whole_is_parallel,
    pg_temp.plan_has(:'least', 'Partial') AND pg_temp.plan_has(:'least', 'Gather') AS least_is_parallel;
CREATE TEMP TABLE in_parallel AS SELECT * FROM (:fold) f;
SELECT count(*) AS rights, count(*) FILTER (WHERE f.p <> o.p) AS otherwise FROM position_folded f JOIN in_parallel o USING (right_id);
SELECT w.p AS parallel_whole FROM (:whole) w \gset
SELECT l.p AS parallel_least FROM (:least) l \gset
SET max_parallel_workers_per_gather = 0;
SELECT w.p = :'parallel_whole' AS same_whole FROM (:whole) w;
SELECT l.p = :'parallel_least' AS same_least FROM (:least) l;

-- partition by partition
CREATE TABLE position_parted (LIKE position_event) PARTITION BY HASH (right_id);
CREATE TABLE position_parted_0 PARTITION OF position_parted FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE position_parted_1 PARTITION OF position_parted FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE position_parted_2 PARTITION OF position_parted FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO position_parted SELECT * FROM position_event;
ANALYZE position_parted;
SET enable_partitionwise_aggregate = on;
\set parted 'SELECT currency, option_position(p) AS p FROM position_parted GROUP BY currency'
SELECT pg_temp.plan_has(:'parted', 'Partial') AS parts_are_folded_alone;
SELECT count(*) AS otherwise FROM (:parted) o JOIN (SELECT currency, option_position(p) AS p FROM position_event GROUP BY currency) e USING (currency) WHERE o.p <> e.p;
RESET enable_partitionwise_aggregate;

-- laws of +, over triples of the folds in one currency
SELECT count(*) > 10000 AS enough,
    count(*) FILTER (WHERE (a.p + b.p) + c.p <> a.p + (b.p + c.p)) AS not_associative,
    count(*) FILTER (WHERE a.p + b.p <> b.p + a.p) AS not_commutative,
    count(*) FILTER (WHERE a.p + 'empty' <> a.p) AS without_zero
FROM position_folded a, position_folded b, position_folded c
WHERE a.right_id % 8 = 0 AND b.right_id % 8 = 4 AND c.right_id % 8 = 2;

DROP TABLE position_event, position_expected, position_folded, position_parted;
