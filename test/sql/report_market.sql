-- Reports for those who follow and those who might: the follower's page, shared needs, what grants
-- led to, all dates, and who could be invited, each on several days and with several moments' knowledge.
SET client_min_messages = warning;
SET datestyle = ISO;
SELECT innopart.create_registry();
\getenv srcdir PG_ABS_SRCDIR
\set small :srcdir '/data/small_partnership.sql'
\set restarted :srcdir '/data/restarted_partnership.sql'

-- a registry without facts answers every question with no row and no error; only its state is told
CREATE FUNCTION pg_temp.rows_of_reports(on_day text DEFAULT '') RETURNS TABLE (report text, row_count bigint, id_count bigint) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('innopart.as_of', on_day, true);
    FOR report IN SELECT unnest(ARRAY['follower_dashboard', 'need_groups', 'grant_effect', 'calendar', 'candidate_followers', 'data_status'])
    LOOP
        EXECUTE format('SELECT count(*), count(DISTINCT id) FROM report.%I', report) INTO row_count, id_count;
        RETURN NEXT;
    END LOOP;
END $$;
SELECT * FROM pg_temp.rows_of_reports() ORDER BY report;
\set status 'SELECT registry_version = library_version AS one_version, as_of_on, known_at IS NULL AS all_knowledge, partnership_count AS partnerships, option_event_count AS events, illustrative_option_event_count AS illustrative, participant_count AS participants, illustrative_participant_count AS illustrative, last_option_event_recorded_at IS NULL AS ledger_is_empty FROM report.data_status;'
SET innopart.as_of = '2020-06-30';
:status
RESET innopart.as_of;

SELECT clock_timestamp() AS before_everything \gset
SELECT count(setval(c.oid, 1000)) > 0 AS numbered FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'S';
\set ECHO none
\i :small
\i :restarted
\set ECHO all
INSERT INTO registry.organisation (id, name, admin_level, existed_to) OVERRIDING SYSTEM VALUE VALUES (7, 'Old body', 'la', '2019-12-31');
INSERT INTO registry.need_member (need_id, organisation_id, effective_on, to_on, demand_units, unit_code) VALUES
    (1, 1, '2018-01-01', '2018-12-31', NULL, NULL), (1, 2, '2018-01-01', NULL, 5, 'C62'), (1, 3, '2018-01-01', NULL, NULL, NULL),
    (1, 4, '2019-01-01', NULL, 3, 'C62'), (1, 6, '2018-01-01', NULL, NULL, NULL), (1, 7, '2018-01-01', NULL, NULL, NULL);
-- a third partnership, in dialogue, its notice dispatched some days before its competition is on record
INSERT INTO registry.partnership (id, title, need_id, started_on) OVERRIDING SYSTEM VALUE VALUES (4, 'Open', 1, '2020-01-01');
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on, provenance) VALUES
    (4, 1, 'lead', '2020-01-01', 'sourced'), (1, 3, 'pilot_host', '2019-09-01', 'illustrative');
SELECT registry.enter_phase(4, 'need', '2020-01-01') < registry.enter_phase(4, 'dialogue', '2020-02-01') AS in_dialogue;
INSERT INTO registry.notice (partnership_id, kind, effective_on) VALUES (4, 'consultation', '2020-02-01'), (4, 'competition', '2020-06-01');
SELECT registry.enter_phase(4, 'competition', '2020-06-05') IS NOT NULL AS in_competition;

SELECT pg_temp.right_of(2, 'Anna plain', 'max 10, 2020-01-01..2021-12-31, from purchase, notice 90 days') IS NOT NULL
   AND pg_temp.right_of(2, 'Anna shared', 'max 10, 2020-01-01..2020-06-30, from purchase', 1) IS NOT NULL
   AND pg_temp.right_of(3, 'Berit shared', 'max 10, 2020-01-01.., from purchase', 1) IS NOT NULL
   AND pg_temp.right_of(1, 'Lead shared', 'max 10, 2020-01-01..2020-12-31, from purchase', 1) IS NOT NULL AS named;
SELECT registry.exercise_option(pg_temp.right_called('Lead shared'), 9, effective_on => '2020-01-15') IS NOT NULL AS lead_bought,
    registry.exercise_option(pg_temp.right_called('Anna plain'), 4, effective_on => '2020-02-01', provenance => 'illustrative') IS NOT NULL AS anna_bought;
SELECT registry.waive_option(pg_temp.right_called('Berit shared'), effective_on => '2020-04-01', reason => 'No money') IS NOT NULL AS waived;
INSERT INTO registry.meeting (partnership_id, id, phase, kind, title, effective_on, is_cancelled) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'purchase', 'learning_meeting', 'Spring', '2020-03-15', false), (1, 2, 'purchase', 'learning_meeting', 'Called off', '2020-05-15', true),
    (1, 3, 'purchase', 'learning_meeting', 'Autumn', '2020-09-01', false), (1, 4, 'purchase', 'steering', 'Winter', '2020-12-01', false);
SELECT registry.record_attendance(1, 2, 'attended', effective_on => '2020-03-15') < registry.record_attendance(1, 3, 'declined', effective_on => '2020-03-10') AS spring,
    registry.record_attendance(2, 2, 'invited', effective_on => '2020-05-01') < registry.record_attendance(3, 2, 'invited', effective_on => '2020-05-01') AS others;
INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, hours, effective_on) VALUES
    (1, 2, 'competition', 'sparring_tender_docs', 5.5, '2019-06-01'), (1, 2, 'purchase', 'data', NULL, '2020-02-02'), (1, 3, 'purchase', 'review', NULL, '2020-02-03');
SELECT registry.share_lesson(1, 1, 'Ramps', 'Ramps before robots.', ARRAY[2, 3], effective_on => '2020-02-15') AS ramps,
    registry.share_lesson(1, 2, 'Stairs', 'Stairs need arms.', ARRAY[1], effective_on => '2020-02-20') AS stairs \gset
SELECT registry.adopt_lesson(:ramps, 2, 'adopted', 'as_is', learned_from_id => 1, effective_on => '2020-03-01') < registry.adopt_lesson(:ramps, 3, 'planned', effective_on => '2020-03-01') AS adopted;
INSERT INTO registry.partnership_value (partnership_id, kind, amount, currency, effective_on, provenance) VALUES
    (2, 'grant', 2500000, 'NOK', '2018-01-15', 'sourced'), (2, 'grant', 3000000, 'NOK', '2018-02-15', 'illustrative'), (3, 'grant', 500000, 'NOK', '2018-08-01', 'illustrative'),
    (1, 'grant', 1000, 'NOK', '2019-02-01', 'sourced'), (1, 'grant', 100, 'EUR', '2019-02-01', 'sourced'), (4, 'estimated', 9, 'NOK', '2020-01-01', 'sourced');
INSERT INTO registry.outside_purchase (partnership_id, solution_id, organisation_id, units, effective_on) VALUES (1, 1, 4, 2, '2020-05-01');

-- every report has one unique id a row, on any day; nothing is told before it began
SELECT on_day, counted.* FROM (VALUES ('2017-12-31'), ('2018-05-01'), ('2019-06-01'), ('2020-05-31'), ('2020-12-31'), ('')) AS d(on_day)
CROSS JOIN LATERAL pg_temp.rows_of_reports(on_day) AS counted
WHERE row_count <> id_count OR (on_day = '2017-12-31' AND row_count > 0 AND report NOT IN ('data_status', 'calendar')) ORDER BY 1, 2;

-- --- follower_dashboard -----------------------------------------------------------------------
\set page 'SELECT organisation_name AS follower, partnership_title AS partnership, joined_on, left_on, phase_code, next_meeting_title AS next_meeting, next_meeting_on, option_count AS options, live_option_count AS live, exercisable_option_count AS exercisable, live_units_left AS units, next_deadline_on AS deadline FROM report.follower_dashboard ORDER BY organisation_id, partnership_id;'
\set states 'SELECT organisation_name AS follower, option_states FROM report.follower_dashboard WHERE partnership_id = 1 ORDER BY organisation_id;'
\set activity 'SELECT organisation_name AS follower, invited_count AS invited, attended_count AS attended, contribution_count AS contributions, contribution_hours AS hours, lesson_given_count AS given, lesson_received_count AS received, lesson_adopted_count AS adopted, is_illustrative AS illustrative FROM report.follower_dashboard WHERE partnership_id = 1 ORDER BY organisation_id;'
-- named, but nothing can be bought yet
SET innopart.as_of = '2019-07-01';
:page
:states
:activity
-- in the middle; what the lead drew from the shared cap leaves less to the others
SET innopart.as_of = '2020-02-28';
:page
:states
:activity
SET innopart.as_of = '2020-05-01';
SELECT DISTINCT next_meeting_title, next_meeting_on FROM report.follower_dashboard WHERE partnership_id = 1;
-- a meeting today is the next; one that was called off is none; the last day itself is a deadline still
SET innopart.as_of = '2020-06-30';
:page
:states
:activity
SET innopart.as_of = '2020-09-01';
SELECT DISTINCT next_meeting_title, next_meeting_on FROM report.follower_dashboard WHERE partnership_id = 1;
:states
SET innopart.as_of = '2020-12-02';
SELECT DISTINCT next_meeting_title, next_meeting_on FROM report.follower_dashboard WHERE partnership_id = 1;
-- ninety days' notice: the deadline is long before the window's end
SET innopart.as_of = '2021-10-02';
SELECT live_option_count AS live, next_deadline_on AS deadline FROM report.follower_dashboard WHERE partnership_id = 1 AND organisation_id = 2;
SET innopart.as_of = '2021-10-03';
SELECT live_option_count AS live, next_deadline_on AS deadline, live_units_left AS units FROM report.follower_dashboard WHERE partnership_id = 1 AND organisation_id = 2;

-- --- need_groups ------------------------------------------------------------------------------
\set needs 'SELECT organisation_name AS body, level_code, since_on, demand_units AS demand, covering_partnership_count AS n, covering_partnership_titles AS covered_by, joined, unserved_count AS unserved FROM report.need_groups ORDER BY need_id, organisation_id;'
SET innopart.as_of = '2018-05-31';
:needs
-- what was cancelled serves nobody; Eva was in it and is not in its restart
SET innopart.as_of = '2018-12-31';
:needs
-- Berit follows to the end of August 2019; a body is counted to its last day
SET innopart.as_of = '2019-08-31';
:needs
SET innopart.as_of = '2019-09-01';
SELECT organisation_name AS body, joined, unserved_count FROM report.need_groups WHERE organisation_id = 3;
SET innopart.as_of = '2020-06-30';
:needs
SELECT sum(unserved_count) AS unserved FROM report.need_groups;

-- --- grant_effect -----------------------------------------------------------------------------
\set grants 'SELECT partnership_title AS partnership, currency, lowest_grant_amount AS lowest, highest_grant_amount AS highest, statement_count AS n, stage_code, contracted_count AS contracted, accepted_count AS accepted, purchased_count AS purchased, follower_purchased_count AS by_follower, is_purchased_outside AS outside, is_cancelled AS cancelled, is_restarted AS restarted, is_illustrative AS illustrative FROM report.grant_effect ORDER BY partnership_id, currency;'
-- one statement, then two that disagree; cancelled, then restarted
SET innopart.as_of = '2018-01-31';
:grants
SET innopart.as_of = '2018-06-30';
:grants
SET innopart.as_of = '2018-07-01';
:grants
-- contracted, accepted, bought by the lead, by a follower, by others
SET innopart.as_of = '2019-12-14';
:grants
SET innopart.as_of = '2020-01-31';
:grants
SET innopart.as_of = '2020-06-30';
:grants
SELECT bool_and(is_contracted = (contracted_count = 1) AND is_accepted = (accepted_count = 1) AND is_purchased = (purchased_count = 1)
    AND is_purchased_by_follower = (follower_purchased_count = 1)) AS agree FROM report.grant_effect;

-- --- calendar ---------------------------------------------------------------------------------
-- meetings, due days and windows ahead; nothing of what was decided or happened later
SET innopart.as_of = '2019-07-01';
SELECT happens_on, entry_kind, entry_title, partnership_title AS partnership, organisation_name AS whom, is_ahead, days_ahead AS days
FROM report.calendar WHERE happens_on >= '2019-06-01' ORDER BY happens_on, entry_kind, entry_title, partnership_id;
SET innopart.as_of = '2020-06-30';
SELECT happens_on, entry_kind, entry_title, partnership_title AS partnership, organisation_name AS whom, is_ahead, days_ahead AS days
FROM report.calendar WHERE happens_on >= '2020-01-01' ORDER BY happens_on, entry_kind, entry_title, partnership_id;
SELECT entry_kind, count(*), min(happens_on), max(happens_on) FROM report.calendar GROUP BY entry_kind ORDER BY entry_kind;
-- due days agreed later are not known of before
SET innopart.as_of = '2019-02-28';
SELECT count(*) FROM report.calendar WHERE entry_kind = 'target due';

-- --- candidate_followers ----------------------------------------------------------------------
\set candidates 'SELECT rank_in_partnership AS rank, organisation_name AS body, points, is_sharing_need AS need, need_points + lead_points + follow_points + host_points + adoption_points + exercise_points = points AS adds_up, reasons, is_illustrative FROM report.candidate_followers WHERE partnership_id = 4 ORDER BY rank, organisation_id;'
SET innopart.as_of = '2020-01-31';
:candidates
SET innopart.as_of = '2020-05-31';
:candidates
SELECT organisation_name AS body, led_count * 3 = lead_points AND followed_count * 2 = follow_points AND hosted_count * 2 = host_points
    AND adopted_count = adoption_points AND exercised_count * 2 = exercise_points AND is_sharing_need::integer * 5 = need_points AS weighed,
    led_count AS led, followed_count AS followed, hosted_count AS hosted, adopted_count AS adopted, exercised_count AS exercised
FROM report.candidate_followers WHERE partnership_id = 4 ORDER BY organisation_id;
-- from the notice on nobody can be named any more, whatever stage is on record
SET innopart.as_of = '2020-06-01';
SELECT s.stage, (SELECT count(*) FROM report.candidate_followers c WHERE c.partnership_id = 4) AS candidates FROM registry.partnership_standing s WHERE s.partnership_id = 4;
-- who takes part is no candidate; the others' places are as before
SELECT registry.invite(4, 2, 'follower', '2020-05-01') IS NOT NULL AS invited;
SET innopart.as_of = '2020-05-31';
:candidates

-- --- data_status, and what was known when --------------------------------------------------------
SET innopart.as_of = '2020-06-30';
:status
SELECT clock_timestamp() AS before_late \gset
-- recorded late and dated back: a meeting in July, another statement of a grant; withdrawn: a need; corrected: the autumn's day
INSERT INTO registry.meeting (partnership_id, phase, kind, title, effective_on) VALUES (1, 'purchase', 'work_meeting', 'Summer', '2020-07-01');
INSERT INTO registry.meeting (partnership_id, phase, kind, title, effective_on, corrects_id) VALUES (1, 'purchase', 'learning_meeting', 'Autumn', '2020-10-01', 3);
INSERT INTO registry.partnership_value (partnership_id, kind, amount, currency, effective_on) VALUES (3, 'grant', 400000, 'NOK', '2018-08-01');
INSERT INTO registry.need_member (need_id, organisation_id, effective_on, corrects_id, is_withdrawn)
SELECT m.need_id, m.organisation_id, m.effective_on, m.id, true FROM registry.need_member m WHERE m.organisation_id = 4;
SELECT registry.exercise_option(pg_temp.right_called('Anna plain'), 1, effective_on => '2020-03-01') IS NOT NULL AS bought_late;
\set known 'SELECT d.next_meeting_title AS meeting, d.next_meeting_on, d.live_units_left AS units, (SELECT g.lowest_grant_amount FROM report.grant_effect g WHERE g.partnership_id = 3) AS lowest, (SELECT count(*) FROM report.need_groups) AS needs, (SELECT string_agg(c.entry_title || \' \' || c.happens_on, \', \' ORDER BY c.happens_on) FROM report.calendar c WHERE c.entry_kind = \'meeting\' AND c.is_ahead) AS ahead, s.option_event_count AS events, s.known_at IS NULL AS all_knowledge FROM report.follower_dashboard d, report.data_status s WHERE d.partnership_id = 1 AND d.organisation_id = 2;'
SET innopart.known_at = :'before_late';
:known
RESET innopart.known_at;
:known
SET innopart.known_at = :'before_everything';
SELECT * FROM pg_temp.rows_of_reports('2020-06-30') WHERE row_count > 0 ORDER BY report;
:status
RESET innopart.known_at;

-- who took part until a partnership closed with a purchase is served, for good
INSERT INTO registry.need (id, title) OVERRIDING SYSTEM VALUE VALUES (2, 'Another need');
UPDATE registry.partnership SET need_id = 2 WHERE id = 1;
INSERT INTO registry.need_member (need_id, organisation_id, effective_on) VALUES (2, 2, '2019-01-01'), (2, 3, '2019-01-01');
SELECT registry.waive_option(pg_temp.right_called('Anna plain'), effective_on => '2020-12-01') IS NOT NULL AND registry.waive_option(pg_temp.right_called('Lead shared'), effective_on => '2020-12-01') IS NOT NULL
   AND registry.close_partnership(1, 'closed_with_purchase', '2020-12-15') IS NOT NULL AS closed;
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on, to_on, corrects_id)
SELECT k.partnership_id, k.organisation_id, k.role, k.effective_on, CASE k.organisation_id WHEN 2 THEN '2020-12-15' ELSE '2020-12-14' END::date, k.id
FROM registry.participant k WHERE k.partnership_id = 1 AND k.organisation_id IN (2, 3) ORDER BY k.id;
SET innopart.as_of = '2021-06-30';
SELECT organisation_name AS body, covering_partnership_titles AS covered_by, joined FROM report.need_groups WHERE need_id = 2 ORDER BY organisation_id;
SELECT organisation_name AS follower, left_on FROM report.follower_dashboard WHERE partnership_id = 1 ORDER BY organisation_id;

-- no meeting after its last day awaits a follower; rights in unlike units, or money alone, have no sum
INSERT INTO registry.meeting (partnership_id, phase, kind, title, effective_on) VALUES (1, 'closed', 'learning_meeting', 'Reunion', '2020-12-15');
INSERT INTO registry.option_right (partnership_id, holder_id, title, terms, unit_code, price_basis, price_currency, named_on, cap_id) VALUES
    (1, 3, 'Berit hours', 'max 5, ..2021-12-31', 'HUR', 'price_list', NULL, '2019-06-01', NULL),
    (1, 3, 'Berit money', 'max 900 NOK, ..2021-12-31', NULL, 'cost_ceiling', 'NOK', '2019-06-01', (SELECT min(id) FROM registry.cap)),
    (1, 3, 'Berit pieces', 'max 7, ..2021-12-31', 'C62', 'price_list', NULL, '2019-06-01', NULL);
SET innopart.as_of = '2020-12-13';
\set left 'SELECT organisation_name AS follower, next_meeting_title AS next_meeting, live_option_count AS live, live_units_left AS units, live_unit_code AS unit FROM report.follower_dashboard WHERE partnership_id = 1 ORDER BY organisation_id;'
:left
INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on) VALUES (1, pg_temp.right_called('Berit money'), 'named', '2019-06-01');
:left
INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on) VALUES (1, pg_temp.right_called('Berit hours'), 'named', '2019-06-01');
:left
INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on) VALUES (1, pg_temp.right_called('Berit pieces'), 'named', '2019-06-01');
:left

SELECT innopart.drop_registry(force => true);
