-- The rules of every report, checked mechanically over the whole report schema, empty and with the
-- demo's data: each list of offenders is empty.
SET client_min_messages = warning;
SELECT innopart.create_registry();

-- only views, only core types, numeric with a scale, every view and column commented; ocds_data.data
-- is for programs that read OCDS, and jsonb as they expect it
SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = 'report'::regnamespace AND c.relkind NOT IN ('v') ORDER BY 1;
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'report'::regnamespace AND (c.relname, a.attname) <> ('ocds_data', 'data')
  AND (a.atttypid NOT IN ('text'::regtype, 'bigint'::regtype, 'integer'::regtype, 'double precision'::regtype, 'numeric'::regtype, 'boolean'::regtype, 'date'::regtype, 'timestamptz'::regtype)
       OR (a.atttypid = 'numeric'::regtype AND a.atttypmod < 0)
       OR coalesce(col_description(c.oid, a.attnum), '') = '' OR coalesce(obj_description(c.oid), '') = '')
ORDER BY 1, 2;
-- the reader's own rights, never the owner's
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'report'::regnamespace AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false) ORDER BY 1;
-- a key of its own
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'report'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'id' AND a.atttypid = 'bigint'::regtype) ORDER BY 1;
-- the clock is innopart's, never the wall's; rows come in no order
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'report'::regnamespace
  AND pg_get_viewdef(c.oid) ~* '\m(now\(\)|current_date|current_timestamp|localtimestamp|clock_timestamp|statement_timestamp|transaction_timestamp)' ORDER BY 1;
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'report'::regnamespace AND pg_get_viewdef(c.oid) ~ '\n  ORDER BY [^\n]*;$|\n LIMIT ' ORDER BY 1;
-- names
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'report'::regnamespace AND (c.relname !~ '^[a-z][a-z0-9_]*$' OR a.attname !~ '^[a-z][a-z0-9_]*$') ORDER BY 1, 2;
-- all that were promised: the 34 of the domain by value, and five more
SELECT name AS missing FROM unnest(ARRAY[
    'option_status', 'option_deadlines', 'cap_utilisation', 'follower_dashboard', 'partnership_overview', 'phase_progress', 'compliance_findings', 'gate_decisions',
    'option_event_trail', 'remuneration', 'value_reconciliation', 'participation_by_org', 'silent_followers', 'option_conversion', 'spread', 'lesson_reuse',
    'lesson_by_phase', 'level_mix', 'supplier_pipeline', 'partner_funnel', 'conditions_open', 'elimination_impact', 'succession', 'need_groups', 'dialogue_equal_access',
    'performance_vs_max_cost', 'lapsed_unused', 'time_in_phase', 'grant_effect', 'price_index', 'contribution_tenderdocs', 'diffusion_graph', 'calendar', 'ocds_release',
    'participation_matrix', 'knowledge_flow', 'market', 'candidate_followers', 'ledger_check']) AS name
WHERE to_regclass('report.' || name) IS NULL;

-- every report in every way a reader meets it: as a role that has only what grant_reports() gives,
-- with an empty search path, in each language, as of several days, as known long ago
CREATE ROLE regress_report_reader;
SELECT registry.grant_reports('regress_report_reader');
CREATE FUNCTION pg_temp.read_all(OUT reports bigint, OUT filled bigint, OUT doubled text) LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
    report text;
    all_rows bigint;
    keys bigint;
BEGIN
    reports := 0; filled := 0;
    FOR report IN SELECT c.relname FROM pg_catalog.pg_class c WHERE c.relnamespace = 'report'::pg_catalog.regnamespace ORDER BY 1 LOOP
        EXECUTE pg_catalog.format('SELECT count(*), count(DISTINCT id) FROM report.%I', report) INTO all_rows, keys;
        reports := reports + 1;
        IF all_rows > 0 THEN
            filled := filled + 1;
        END IF;
        IF all_rows <> keys THEN
            doubled := pg_catalog.concat_ws(', ', doubled, report);
        END IF;
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA innopart TO regress_report_reader;
SET ROLE regress_report_reader;
-- an empty registry
SELECT reports > 45 AS all_reports, doubled FROM pg_temp.read_all();
RESET ROLE;

\getenv srcdir PG_ABS_SRCDIR
\set organisations :srcdir '/../sql/demo/10-organisations.sql'
\set stavanger :srcdir '/../sql/demo/20-stavanger.sql'
\set others :srcdir '/../sql/demo/30-others.sql'
SET search_path = public, innopart, registry, report;
\set ECHO none
\o /dev/null
\i :organisations
\i :stavanger
\i :others
\o
\set ECHO all
RESET search_path;
SELECT registry.grant_reports('regress_report_reader');
SET ROLE regress_report_reader;
SELECT reports > 45 AS all_reports, filled > 38 AS most_filled, doubled FROM pg_temp.read_all();
SET innopart.as_of = '2017-06-01';
SET innopart.language = 'nb';
SELECT reports > 45 AS all_reports, filled > 10 AS some_filled, doubled FROM pg_temp.read_all();
SET innopart.as_of = '2019-12-31';
SET innopart.language = 'nn';
SELECT reports > 45 AS all_reports, filled > 30 AS many_filled, doubled FROM pg_temp.read_all();
-- nothing was known in 2015, and only what is no fact is left
SET innopart.known_at = '2015-01-01';
SELECT count(*) AS partnerships FROM report.partnership_overview;
SELECT count(*) AS options FROM report.option_status;
SELECT count(*) AS participations FROM report.participation_by_org;
SELECT count(*) AS lessons FROM report.lesson_reuse;
RESET innopart.known_at;
RESET innopart.as_of;
RESET innopart.language;
-- a reader writes nothing
INSERT INTO registry.meeting (partnership_id, phase, kind, title, effective_on) VALUES (1, 'need', 'kickoff', 'no', '2020-01-01');
RESET ROLE;

-- what the real partnerships tell
SELECT partnership_title, lead_names, follower_count, local_follower_count, state_follower_count, partner_names, request_count, supplier_count
FROM report.partnership_overview WHERE partnership_title = 'Aktivisering og egenmestring';
SELECT organisation_name, invited_count, attended_count, attendance_rate, contribution_hours FROM report.participation_by_org
WHERE partnership_title = 'Aktivisering og egenmestring' ORDER BY organisation_name COLLATE "C";
SELECT giver_name, receiver_name, shared_lesson_count, adopted_count, confirmed_count FROM report.knowledge_flow ORDER BY receiver_name COLLATE "C";
SELECT lesson_title, share_count, adopter_count, confirmed_adopter_count, median_days_to_adopt FROM report.lesson_reuse WHERE share_count > 0 ORDER BY lesson_title COLLATE "C";
SELECT lesson_title FROM registry.search_lessons('hverdagsrehabilitering');
SELECT lesson_title FROM registry.search_lessons('møtet') ORDER BY 1;
SELECT lesson_title FROM registry.search_lessons('hverdag') ORDER BY 1;
SELECT count(*) AS none FROM registry.search_lessons('"møte behov"');
SELECT count(*) AS wrong FROM report.ledger_check;

SELECT innopart.drop_registry(force => true);
DROP OWNED BY regress_report_reader, bi_reader;
DROP ROLE regress_report_reader, bi_reader;
