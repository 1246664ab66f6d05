-- The star for BI tools: every fact adds up to what the registry holds and joins every dimension, through time.
SET client_min_messages = warning;
SET datestyle = ISO;
SELECT innopart.create_registry();
\getenv srcdir PG_ABS_SRCDIR
\set small :srcdir '/data/small_partnership.sql'
\set ECHO none
\i :small
\set ECHO all
SET innopart.as_of = '2020-06-30';
-- nothing yet: no row, no error; the days are whole years without gaps
SELECT (SELECT count(*) FROM report.participation) AS participation, (SELECT count(*) FROM report.contribution) AS contribution,
    (SELECT count(*) FROM report.learning_share) AS learning_share, (SELECT count(*) FROM report.learning_adoption) AS learning_adoption,
    (SELECT count(*) FROM report.option_event) AS option_event, (SELECT count(*) FROM report.option_exposure_month) AS option_exposure_month;
SELECT min(date_on), max(date_on), count(*) = max(date_on) - min(date_on) + 1 AS without_gaps, count(DISTINCT date_on) = count(*) AS without_doubles,
    count(*) FILTER (WHERE is_month_end) AS months FROM report.day;
SELECT date_on, id, year_month, quarter_number, iso_year_number, iso_week_number, weekday_number, is_month_end, is_working_day, is_past FROM report.day
WHERE date_on IN ('2019-12-31', '2020-02-29', '2020-06-30', '2020-07-01') ORDER BY 1;
SELECT phase_code, id, phase_label FROM report.phase ORDER BY phase_order;
SELECT phase_id, entered_on, left_on, duration_days, entered_count, left_count FROM report.phase_transition ORDER BY entered_on;

INSERT INTO registry.meeting (partnership_id, id, phase, kind, title, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'dialogue', 'dialogue_meeting', 'first', '2019-03-10');
INSERT INTO registry.attendance (partnership_id, id, meeting_id, organisation_id, role, status, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 2, 'follower', 'attended', '2019-03-10'), (1, 2, 1, 3, 'follower', 'declined', '2019-03-10');
SELECT organisation_id, day_id, invited_count, attended_count, declined_count FROM report.participation ORDER BY id;
INSERT INTO registry.contribution (partnership_id, id, organisation_id, phase, kind, hours, headcount, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 2, 'dialogue', 'sparring_tender_docs', 10, 3, '2019-05-01'), (1, 2, 3, 'purchase', 'review', NULL, NULL, '2020-07-02');
SELECT clock_timestamp() AS before_late \gset
INSERT INTO registry.contribution (partnership_id, id, organisation_id, phase, kind, hours, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 3, 3, 'dialogue', 'data', 7, '2019-03-20');
-- what lies ahead of as_of is not there, what was recorded late is not known before
SELECT organisation_id, phase_id, day_id, contribution_kind, contribution_kind_label, contribution_count, contribution_hours, person_count FROM report.contribution ORDER BY id;
SET innopart.language = 'nb';
SELECT contribution_kind_label FROM report.contribution ORDER BY id;
RESET innopart.language;
SET innopart.known_at = :'before_late';
SELECT id FROM report.contribution ORDER BY id;
RESET innopart.known_at;
INSERT INTO registry.contribution (partnership_id, id, organisation_id, phase, kind, hours, effective_on, corrects_id, is_withdrawn) OVERRIDING SYSTEM VALUE VALUES (1, 4, 3, 'dialogue', 'data', 7, '2019-03-20', 3, true);
SELECT id FROM report.contribution ORDER BY id;
SELECT registry.share_lesson(1, 1, 'Ask twice', 'Ask twice.', ARRAY[2, 3]::bigint[], effective_on => '2019-05-01') > 0 AS shared;
SELECT giver_id, receiver_id, phase_id IS NOT NULL AS has_phase, day_id, told_count FROM report.learning_share ORDER BY receiver_id;
SELECT registry.adopt_lesson((SELECT lesson_id FROM report.learning_share LIMIT 1), 2, 'adopted', 'adapted', learned_from_id => 1, effective_on => '2019-06-01') > 0 AS adopted;
SELECT organisation_id, giver_id, adoption_level, adopted_count, confirmed_count FROM report.learning_adoption ORDER BY id;

-- options: named in June 2019, granted in September, window of 2020, used in two goes, one taken back
SELECT pg_temp.right_of(2, 'of Anna', 'max 5, 2020-01-01..2020-12-31, notice 30 days') IS NOT NULL AND pg_temp.right_of(3, 'in money', 'max 9000 NOK, 2020-01-01..2020-08-31', unit_price => NULL) IS NOT NULL AS made;
SELECT registry.exercise_option(pg_temp.right_called('of Anna'), 3, effective_on => '2020-02-10') AS first_event \gset
SELECT registry.exercise_option(pg_temp.right_called('of Anna'), 1, effective_on => '2020-04-10') > 0 AS exercised;
SELECT clock_timestamp() AS before_reversal \gset
SELECT registry.reverse_exercise(:first_event, 2, effective_on => '2020-05-10') > 0 AS reversed;
SELECT holder_id, supplier_id, happened_on, event_kind, event_kind_label, event_count, net_unit_count, net_amount, currency FROM report.option_event ORDER BY happened_on, id;
SELECT holder_id, sum(net_unit_count) AS net, sum(net_unit_count) = (SELECT s.exercised_unit_count FROM report.option_status s WHERE s.option_right_id = e.option_right_id) AS as_in_status
FROM report.option_event e GROUP BY holder_id, option_right_id ORDER BY 1;
SELECT year_month, is_projected, state_code, open_option_count_at_month_end AS options, open_unit_count_at_month_end AS units, open_amount_at_month_end AS amount, currency, exercised_unit_count_to_date AS exercised
FROM report.option_exposure_month WHERE holder_id = 2 ORDER BY year_month;
SELECT year_month, state_code, open_unit_count_at_month_end AS units, open_amount_at_month_end AS amount FROM report.option_exposure_month WHERE holder_id = 3 AND year_month > '2020-05' ORDER BY year_month;
-- over rights it adds up
SELECT year_month, sum(open_option_count_at_month_end) AS options, sum(open_amount_at_month_end) AS amount, currency FROM report.option_exposure_month
WHERE year_month BETWEEN '2020-07' AND '2020-09' GROUP BY year_month, currency ORDER BY 1;
-- before the reversal was known, and as of an earlier day: the past does not change, and the projection differs
SET innopart.known_at = :'before_reversal';
SELECT year_month, open_unit_count_at_month_end AS units FROM report.option_exposure_month WHERE holder_id = 2 AND year_month BETWEEN '2020-04' AND '2020-06' ORDER BY 1;
RESET innopart.known_at;
SET innopart.as_of = '2020-03-15';
SELECT year_month, is_projected, open_unit_count_at_month_end AS units FROM report.option_exposure_month WHERE holder_id = 2 AND year_month BETWEEN '2020-01' AND '2020-05' ORDER BY 1;
SET innopart.as_of = '2020-06-30';

-- every key of a fact finds its dimension: columns <noun>_id whose noun is a view of the star, the roles of an organisation too
CREATE FUNCTION pg_temp.orphans(OUT fact text, OUT key text, OUT orphans bigint) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE dimension text;
BEGIN
    FOR fact, key, dimension IN
        SELECT c.relname, a.attname, CASE WHEN a.attname IN ('holder_id', 'supplier_id', 'giver_id', 'receiver_id') THEN 'organisation' ELSE regexp_replace(a.attname, '_id$', '') END
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname ~ '_id$'
        WHERE c.oid = ANY (ARRAY['report.participation', 'report.contribution', 'report.learning_share', 'report.learning_adoption', 'report.phase_transition', 'report.option_event', 'report.option_exercise', 'report.option_exposure_month']::regclass[])
          AND a.attname IN ('organisation_id', 'holder_id', 'supplier_id', 'giver_id', 'receiver_id', 'partnership_id', 'phase_id', 'day_id')
        ORDER BY 1, 2
    LOOP
        EXECUTE format('SELECT count(*) FROM report.%I f WHERE f.%I IS NOT NULL AND NOT EXISTS (SELECT FROM report.%I d WHERE d.id = f.%2$I)', fact, key, dimension) INTO orphans;
        RETURN NEXT;
    END LOOP;
END $$;
SELECT count(*) AS keys, count(*) FILTER (WHERE orphans > 0) AS broken FROM pg_temp.orphans();

-- one call makes a role that reads every report by its bare name, in transactions that cannot write
SELECT registry.grant_bi('regress_bi');
SELECT registry.grant_bi('regress_bi');
SELECT replace(s.setting, current_database(), 'here') AS setting FROM pg_db_role_setting d CROSS JOIN unnest(d.setconfig) AS s(setting)
WHERE d.setrole = 'regress_bi'::regrole AND d.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1;
SELECT rolcanlogin, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = 'regress_bi';
SELECT count(*) AS unreadable FROM pg_class WHERE relnamespace = 'report'::regnamespace AND NOT has_table_privilege('regress_bi', oid, 'SELECT');
SELECT count(*) AS writable FROM pg_class WHERE relnamespace IN ('report'::regnamespace, 'registry'::regnamespace) AND relkind IN ('r', 'v', 'p')
  AND (has_table_privilege('regress_bi', oid, 'INSERT') OR has_table_privilege('regress_bi', oid, 'UPDATE') OR has_table_privilege('regress_bi', oid, 'DELETE'));
SET ROLE regress_bi;
SELECT count(*) > 0 AS reads FROM report.option_exposure_month;
SELECT registry.grant_bi('regress_other');
RESET ROLE;

SELECT innopart.drop_registry(force => true);
DROP OWNED BY regress_bi;
DROP ROLE regress_bi;
