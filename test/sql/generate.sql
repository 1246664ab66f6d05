-- Made-up registries: the same arguments make the same rows, another seed makes others, and what
-- is made breaks no rule, by the account of the ledger and of the findings, which judge anew.
SET client_min_messages = warning;
SET datestyle = ISO;
-- every row of every table but who recorded it and when
CREATE FUNCTION pg_temp.digest_of(registry name) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    place name;
    digest text;
    digests text := '';
BEGIN
    FOR place IN SELECT relname FROM pg_class WHERE relnamespace = quote_ident(registry)::regnamespace AND relkind = 'r' AND relname <> 'registry_info' ORDER BY relname LOOP
        EXECUTE format('SELECT md5(coalesce(string_agg((to_jsonb(t) - ARRAY[''recorded_at'', ''recorded_by'', ''recorded_xid''])::text, E''\n'' ORDER BY to_jsonb(t) ->> ''id'', to_jsonb(t)::text), '''')) FROM %I.%I t', registry, place) INTO digest;
        digests := digests || place || digest;
    END LOOP;
    RETURN md5(digests);
END $$;
SELECT innopart.create_registry('made up', 'made up report');
SELECT * FROM innopart.innopart_generate('made up', 7, 40, 8000, 42);
SELECT (SELECT count(*) FROM "made up".attendance) + (SELECT count(*) FROM "made up".contribution) + (SELECT count(*) FROM "made up".lesson_share)
    + (SELECT count(*) FROM "made up".lesson_adoption) + (SELECT count(*) FROM "made up".option_event) AS events;
-- nothing is amiss, and what was judged is not nothing
SELECT * FROM "made up report".ledger_check;
SELECT rule_code, severity, count(*) FROM "made up report".compliance_findings WHERE severity <> 'info' GROUP BY 1, 2 ORDER BY 1;
SELECT kind, count(*) > 0 AS some FROM "made up".option_event GROUP BY kind ORDER BY kind;
SELECT stage FROM "made up".partnership_standing GROUP BY stage ORDER BY stage;
SELECT state FROM "made up".track_standing GROUP BY state ORDER BY state;
SELECT state FROM (SELECT set_config('innopart.as_of', '2018-06-30', false)) at, "made up".option_standing GROUP BY state ORDER BY state;
RESET innopart.as_of;
-- a finding would show: one draw too many, past the guard
BEGIN;
SET LOCAL session_replication_role = replica;
INSERT INTO "made up".option_event (partnership_id, option_right_id, kind, effective_on, units)
SELECT partnership_id, id, 'exercised', '2024-12-31', 999 FROM "made up".option_right ORDER BY id LIMIT 1;
SELECT count(*) > 0 AS is_found FROM "made up report".ledger_check;
SELECT count(*) > 0 AS is_found FROM "made up report".compliance_findings WHERE severity = 'error';
ROLLBACK;
-- nothing reads as sourced, and nothing is dated after the last day of the plan
CREATE FUNCTION pg_temp.rows_where(registry name, with_column name, condition text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    place name;
    found bigint;
    total bigint := 0;
BEGIN
    FOR place IN SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = with_column
        WHERE c.relnamespace = quote_ident(registry)::regnamespace AND c.relkind = 'r' ORDER BY 1 LOOP
        EXECUTE format('SELECT count(*) FROM %I.%I WHERE %s', registry, place, condition) INTO found;
        total := total + found;
    END LOOP;
    RETURN total;
END $$;
SELECT pg_temp.rows_where('made up', 'provenance', 'provenance <> ''illustrative''') AS sourced, pg_temp.rows_where('made up', 'provenance', 'provenance = ''illustrative''') > 5000 AS made_up,
    pg_temp.rows_where('made up', 'effective_on', 'effective_on > ''2024-12-31''') AS later;
-- the next row gets the next number
INSERT INTO "made up".need (title) VALUES ('one more') RETURNING id = (SELECT max(id) + 1 FROM "made up".need) AS is_next;
DELETE FROM "made up".need WHERE title = 'one more';
-- not into a registry that holds facts, not without one, not of nothing
SELECT innopart.innopart_generate('made up', 7, 40, 8000, 42);
SELECT innopart.innopart_generate('nowhere', 7, 40, 8000, 42);
SELECT innopart.innopart_generate('made up', 7, 9, 5000, 42);

SELECT pg_temp.digest_of('made up') AS digest \gset
SELECT innopart.drop_registry('made up', force => true);
SELECT innopart.create_registry('made up', 'made up report');
-- another plan, the same rows
SET enable_hashjoin = off; SET enable_mergejoin = off; SET work_mem = '64kB';
SELECT sum(row_count) > 5000 AS has_rows FROM innopart.innopart_generate('made up', 7, 40, 8000, 42);
RESET enable_hashjoin; RESET enable_mergejoin; RESET work_mem;
SELECT pg_temp.digest_of('made up') = :'digest' AS is_same;
SELECT innopart.drop_registry('made up', force => true);
SELECT innopart.create_registry('made up', 'made up report');
SELECT sum(row_count) > 5000 AS has_rows FROM innopart.innopart_generate('made up', 7, 40, 8000, 43);
SELECT pg_temp.digest_of('made up') = :'digest' AS is_same;
SELECT * FROM "made up report".ledger_check;
SELECT rule_code, severity, count(*) FROM "made up report".compliance_findings WHERE severity <> 'info' GROUP BY 1, 2 ORDER BY 1;
SELECT innopart.drop_registry('made up', force => true);
-- the smallest
SELECT innopart.create_registry('made up', 'made up report');
SELECT count(*) > 0 AS has_tables FROM innopart.innopart_generate('made up', 1, 10, 0, 1);
SELECT count(*) AS events FROM "made up".attendance;
SELECT innopart.drop_registry('made up', force => true);
