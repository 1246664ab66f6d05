-- Times the reports and their rivals in one database of test/bench/reports, into hand.measured.
SET client_min_messages = warning;
SET search_path = hand, public, innopart;
-- a report's today, for the rivals' current_date
SELECT innopart.as_of();
SELECT set_config('TimeZone', current_setting('innopart.time_zone'), false);
DROP TABLE IF EXISTS measured;
CREATE TABLE measured (facts bigint, subject text, kind text, runs integer, p50 float8, p95 float8, row_count bigint);

-- Thirty times, or as often as a quarter of a minute allows and three times at least; in the server,
-- with everything but the way to the client: each value is written out as text.  What `given` does
-- first is undone afterwards.
CREATE OR REPLACE FUNCTION measure(subject text, kind text, query text, most integer DEFAULT current_setting('bench.runs')::integer, given text DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    began timestamptz;
    taken float8[] := '{}';
    row_count bigint;
BEGIN
    BEGIN
        EXECUTE coalesce(given, 'SELECT');
        -- the first is not counted, unless it is the only one
        WHILE cardinality(taken) <= least(most - 1, 3) OR (cardinality(taken) <= most AND most > 1 AND (SELECT sum(t) FROM unnest(taken) t) < 15000) LOOP
            began := clock_timestamp();
            EXECUTE format('COPY (%s) TO %L', query, '/dev/null');
            GET DIAGNOSTICS row_count = ROW_COUNT;
            taken := taken || (extract(epoch FROM clock_timestamp() - began) * 1000)::float8;
        END LOOP;
        IF given IS NOT NULL THEN
            RAISE SQLSTATE 'BE001';
        END IF;
    EXCEPTION WHEN SQLSTATE 'BE001' THEN
        NULL;
    END;
    taken := taken[least(most, 2):];
    INSERT INTO measured
    SELECT current_setting('bench.facts')::bigint, subject, kind, cardinality(taken), percentile_cont(0.5) WITHIN GROUP (ORDER BY t), percentile_cont(0.95) WITHIN GROUP (ORDER BY t), row_count
    FROM unnest(taken) t;
END $$;

-- The answers must be the same, or the comparison means nothing.
CREATE OR REPLACE FUNCTION is_same(report text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    columns text := (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = format('hand.%I', report)::regclass AND a.attnum > 0);
    same boolean;
BEGIN
    EXECUTE format('SELECT NOT EXISTS ((SELECT %1$s FROM report.%2$I EXCEPT ALL SELECT %1$s FROM hand.%2$I) UNION ALL (SELECT %1$s FROM hand.%2$I EXCEPT ALL SELECT %1$s FROM report.%2$I))', columns, report) INTO same;
    IF NOT same THEN
        RAISE EXCEPTION 'report.% and hand.% differ', report, report;
    END IF;
    RETURN same;
END $$;

SELECT set_config('bench.facts', :'facts', false), set_config('bench.runs', :'runs', false);
SELECT is_same(r) FROM unnest(ARRAY['participation_by_org', 'participation_matrix', 'knowledge_flow', 'level_mix', 'option_status']) r;

-- rollups, where the registry has them: all of the past, then what a refresh without news takes
SELECT to_regprocedure('innopart.refresh_rollups(name, boolean)') IS NOT NULL AS has_rollups \gset
\if :has_rollups
SELECT measure('refresh of the rollups, all of the past', 'ours', $$SELECT innopart.refresh_rollups('registry', true)$$, 1);
VACUUM ANALYZE registry.rollup_participation, registry.rollup_learning, registry.rollup_exercise;
SELECT measure('refresh of the rollups, no news', 'ours', $$SELECT innopart.refresh_rollups('registry')$$, 5);
\endif

SELECT measure(r, 'ours', format('SELECT * FROM report.%I', r)), measure(r, 'group by', format('SELECT * FROM hand.%I', r))
FROM unnest(ARRAY['participation_by_org', 'participation_matrix', 'knowledge_flow', 'level_mix', 'option_status']) r;
SELECT measure('option_status', 'kept', 'SELECT * FROM hand.option_status_kept');
-- a screen asks for one partnership, or one organisation, as often as for all
SELECT measure(r || ', one partnership', 'ours', format('SELECT * FROM report.%I WHERE partnership_id = 7', r)),
       measure(r || ', one partnership', 'group by', format('SELECT * FROM hand.%I WHERE partnership_id = 7', r))
FROM unnest(ARRAY['participation_by_org', 'participation_matrix', 'option_status']) r;
SELECT measure('follower_dashboard, one organisation', 'ours', 'SELECT * FROM report.follower_dashboard WHERE organisation_id = 7');
SELECT measure(r, 'ours', format('SELECT * FROM report.%I', r)) FROM unnest(ARRAY['silent_followers', 'follower_dashboard']) r;
-- a day in the middle of a month: years, months and days
SELECT set_config('innopart.as_of', '2018-06-17', false);
SELECT measure(r || ', as of 2018-06-17', 'ours', format('SELECT * FROM report.%I', r)) FROM unnest(ARRAY['participation_by_org', 'participation_matrix', 'knowledge_flow', 'level_mix', 'option_status']) r;
SELECT set_config('innopart.as_of', '', false);
-- a thousand facts that no rollup has folded yet
SELECT measure(r || ', 1,000 facts since the refresh', 'ours', format('SELECT * FROM report.%I', r), given => $$
    INSERT INTO registry.attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on, provenance)
    SELECT a.partnership_id, a.meeting_id, a.organisation_id, a.role, 'attended', a.effective_on, 'illustrative'
    FROM registry.attendance a WHERE a.partnership_id IN (3, 7) ORDER BY a.id LIMIT 1000$$)
FROM unnest(ARRAY['participation_by_org', 'level_mix']) r;
SELECT measure('option_standing', 'ours', 'SELECT * FROM registry.option_standing');

-- the rival that is read as quickly, and is wrong from the next fact on: what it takes to be right again
CREATE MATERIALIZED VIEW IF NOT EXISTS participation_stored AS SELECT * FROM participation_by_org;
SELECT measure('participation_by_org', 'materialized', 'SELECT * FROM hand.participation_stored');
DO $$
DECLARE
    began timestamptz := clock_timestamp();
BEGIN
    REFRESH MATERIALIZED VIEW hand.participation_stored;
    INSERT INTO hand.measured VALUES (current_setting('bench.facts')::bigint, 'participation_by_org', 'refresh', 1, extract(epoch FROM clock_timestamp() - began) * 1000);
END $$;
