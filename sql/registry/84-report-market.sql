-- Reports for those who follow, and for those who might: the follower's own page, the needs, what
-- grants led to, all dates, and who could be invited next.

CREATE OR REPLACE VIEW @report@.follower_dashboard WITH (security_invoker = true) AS
WITH ahead AS MATERIALIZED (
    SELECT m.partnership_id, m.id, m.title, m.effective_on FROM @registry@.known_meeting m WHERE NOT m.is_cancelled AND m.effective_on >= innopart.as_of())
SELECT pg_catalog.hashtextextended(concat_ws('/', f.organisation_id, f.partnership_id), 0) AS id,
    f.organisation_id, o.name AS organisation_name, f.partnership_id, p.title AS partnership_title, f.joined_on, f.left_on,
    s.phase::text AS phase_code, innopart.label(s.phase) AS phase_label, innopart.phase_order(s.phase) AS phase_order,
    m.title AS next_meeting_title, m.effective_on AS next_meeting_on,
    coalesce(r.options, 0)::bigint AS option_count, coalesce(r.live, 0)::bigint AS live_option_count, coalesce(r.exercisable, 0)::bigint AS exercisable_option_count,
    r.states AS option_states, r.units_left AS live_units_left, r.next_deadline_on,
    coalesce(c.invited, 0)::bigint AS invited_count, coalesce(c.attended, 0)::bigint AS attended_count,
    coalesce(c.contributions, 0)::bigint AS contribution_count, c.hours::numeric(14,2) AS contribution_hours,
    coalesce(l.given, 0)::bigint AS lesson_given_count, coalesce(l.received, 0)::bigint AS lesson_received_count, coalesce(l.adopted, 0)::bigint AS lesson_adopted_count,
    f.is_illustrative, r.unit_code AS live_unit_code
FROM (
    SELECT k.organisation_id, k.partnership_id, min(k.effective_on) AS joined_on,
        CASE WHEN bool_and(k.to_on IS NOT NULL) THEN max(k.to_on) END AS left_on, bool_and(k.provenance = 'illustrative') AS is_illustrative
    FROM @registry@.known_participant k WHERE k.role IN ('follower', 'pilot_host') AND k.effective_on <= innopart.as_of()
    GROUP BY k.organisation_id, k.partnership_id) f
JOIN @registry@.organisation o ON o.id = f.organisation_id
JOIN @registry@.partnership p ON p.id = f.partnership_id
LEFT JOIN @registry@.partnership_standing s ON s.partnership_id = f.partnership_id
LEFT JOIN LATERAL (SELECT m.title, m.effective_on FROM ahead m
    WHERE m.partnership_id = f.partnership_id AND coalesce(m.effective_on <= f.left_on, true) ORDER BY m.effective_on, m.id LIMIT 1) m ON true
LEFT JOIN (
    SELECT x.partnership_id, x.holder_id, count(*) AS options, count(*) FILTER (WHERE x.is_live) AS live, count(*) FILTER (WHERE x.state IN ('exercisable', 'partly_exercised')) AS exercisable,
        string_agg(x.title || ': ' || innopart.label(x.state), '; ' ORDER BY x.option_right_id) AS states,
        -- a right in money alone has no units left, whatever its cap counts; unlike units make no sum
        CASE WHEN count(DISTINCT x.unit_code) FILTER (WHERE x.is_live) = 1
             THEN sum(least(x.units_left, x.shared_units_left)) FILTER (WHERE x.is_live AND x.units_left IS NOT NULL) END::bigint AS units_left,
        CASE WHEN count(DISTINCT x.unit_code) FILTER (WHERE x.is_live) = 1 THEN max(x.unit_code) FILTER (WHERE x.is_live) END AS unit_code,
        min(x.last_day) FILTER (WHERE x.is_live AND x.last_day >= innopart.as_of()) AS next_deadline_on
    FROM (SELECT s.*, s.state NOT IN ('exhausted', 'lapsed', 'waived', 'assigned', 'terminated') AS is_live FROM @registry@.option_standing s) x
    GROUP BY x.partnership_id, x.holder_id) r ON r.partnership_id = f.partnership_id AND r.holder_id = f.organisation_id
LEFT JOIN (SELECT c.partnership_id, c.organisation_id, sum(c.invited_count) AS invited, sum(c.attended_count) AS attended,
        sum(c.contribution_count) AS contributions, CASE WHEN sum(c.counted_count) > 0 THEN sum(c.hours) END AS hours FROM @registry@.participation_cell c
    GROUP BY c.partnership_id, c.organisation_id) c ON c.partnership_id = f.partnership_id AND c.organisation_id = f.organisation_id
LEFT JOIN (
    -- apart, so that who asks for one organisation reads its cells alone
    SELECT w.partnership_id, w.organisation_id, sum(w.given) AS given, sum(w.received) AS received, sum(w.adopted) AS adopted
    FROM (SELECT k.partnership_id, k.giver_id AS organisation_id, sum(k.shared_count) AS given, 0::bigint AS received, 0::bigint AS adopted
          FROM @registry@.learning_cell k GROUP BY k.partnership_id, k.giver_id
          UNION ALL
          SELECT k.partnership_id, k.receiver_id, 0, sum(k.shared_count), sum(k.adopted_count)
          FROM @registry@.learning_cell k GROUP BY k.partnership_id, k.receiver_id) w
    GROUP BY w.partnership_id, w.organisation_id) l ON l.partnership_id = f.partnership_id AND l.organisation_id = f.organisation_id;
SELECT @registry@.describe_report('follower_dashboard',
    'For one follower: the phase now, the next meeting, my options, my contribution, my lessons? One row an organisation that follows or hosts a pilot in a partnership by innopart.as_of(). Select by organisation_id.', ARRAY[
    ['id', 'Key of the row, from organisation and partnership.'], ['organisation_id', 'The follower: joins organisation.id.'], ['organisation_name', 'Its name.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['joined_on', 'When it joined.'], ['left_on', 'Its last day, inclusive; NULL while it follows.'], ['phase_code', 'The phase now.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'],
    ['next_meeting_title', 'The next meeting of the partnership.'], ['next_meeting_on', 'When it is.'],
    ['option_count', 'Its options. Adds up.'], ['live_option_count', 'Those not ended. Adds up.'], ['exercisable_option_count', 'Those it can exercise today. Adds up.'], ['option_states', 'Each option and its state.'],
    ['live_units_left', 'Units left of its live options, each bounded by its shared cap; NULL when they count unlike units, or money alone.'], ['live_unit_code', 'The unit of live_units_left, UN/ECE Rec 20.'], ['next_deadline_on', 'The next last day of a live option.'],
    ['invited_count', 'Meetings it was asked to. Adds up.'], ['attended_count', 'Meetings it attended. Adds up.'], ['contribution_count', 'Contributions. Adds up.'], ['contribution_hours', 'Their hours; NULL when none counted them. Adds up.'],
    ['lesson_given_count', 'Times it told a lesson. Adds up.'], ['lesson_received_count', 'Times it was told one. Adds up.'], ['lesson_adopted_count', 'Lessons it adopted. Adds up.'], ['is_illustrative', 'True when its participation is made up.']]);

CREATE OR REPLACE VIEW @report@.need_groups WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(concat_ws('/', n.id, m.organisation_id), 0) AS id,
    n.id AS need_id, n.title AS need_title, m.organisation_id, o.name AS organisation_name, o.admin_level::text AS level_code, innopart.label(o.admin_level) AS level_label,
    min(m.effective_on) AS since_on, max(m.demand_units)::bigint AS demand_units, max(m.unit_code) AS unit_code,
    c.partnership_titles AS covering_partnership_titles, coalesce(c.partnerships, 0)::bigint AS covering_partnership_count,
    j.joined, (NOT j.joined)::integer AS unserved_count, bool_and(m.provenance = 'illustrative') AS is_illustrative
FROM @registry@.need n
JOIN @registry@.known_need_member m ON m.need_id = n.id AND m.effective_on <= innopart.as_of() AND coalesce(m.to_on >= innopart.as_of(), true)
JOIN @registry@.organisation o ON o.id = m.organisation_id AND coalesce(o.existed_to >= innopart.as_of(), true)
-- a partnership that came to nothing covers no need, and who has left one is not served by it
LEFT JOIN LATERAL (
    SELECT count(*) AS partnerships, string_agg(p.title, ', ' ORDER BY p.title) AS partnership_titles, bool_or(k.takes_part) AS joined
    FROM @registry@.partnership p
    LEFT JOIN @registry@.partnership_standing s ON s.partnership_id = p.id
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM @registry@.known_participant k
        WHERE k.partnership_id = p.id AND k.organisation_id = m.organisation_id AND k.effective_on <= innopart.as_of()
          AND coalesce(k.to_on >= CASE s.stage WHEN 'closed_with_purchase' THEN s.since_on ELSE innopart.as_of() END, true)) AS takes_part) k
    WHERE p.need_id = n.id AND p.started_on <= innopart.as_of() AND p.recorded_at <= innopart.known_at()
      AND coalesce(s.stage NOT IN ('closed_without_purchase', 'cancelled', 'terminated'), true)) c ON true
CROSS JOIN LATERAL (SELECT coalesce(c.joined, false) AS joined) j
GROUP BY n.id, n.title, m.organisation_id, o.name, o.admin_level, c.partnerships, c.partnership_titles, j.joined;
SELECT @registry@.describe_report('need_groups',
    'Which public bodies share a need (innovasjonsløft), and which of them are in no partnership for it yet? One row a need and body that states it on innopart.as_of().', ARRAY[
    ['id', 'Key of the row, from need and organisation.'], ['need_id', 'The need.'], ['need_title', 'The need in short.'], ['organisation_id', 'Who has it: joins organisation.id.'], ['organisation_name', 'Its name.'], ['level_code', 'Its administrative level, eForms BT-11.'], ['level_label', 'That level in words.'],
    ['since_on', 'Since when it says so.'], ['demand_units', 'How much it would take; NULL when it does not say.'], ['unit_code', 'Unit of that, UN/ECE Rec 20.'],
    ['covering_partnership_titles', 'Partnerships begun for the need that have not come to nothing (cancelled, terminated, closed without purchase).'], ['covering_partnership_count', 'How many.'], ['joined', 'True when it takes part in one of them, or did when it closed with a purchase.'], ['unserved_count', '1 when it takes part in none, else 0. Adds up.'], ['is_illustrative', 'True when its statement is made up.']]);

CREATE OR REPLACE VIEW @report@.grant_effect WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(concat_ws('/', p.id, v.currency), 0) AS id, p.id AS partnership_id, p.title AS partnership_title, v.currency,
    v.lowest::numeric(18,4) AS lowest_grant_amount, v.highest::numeric(18,4) AS highest_grant_amount, v.statement_count,
    s.stage::text AS stage_code, innopart.label(s.stage) AS stage_label,
    x.contracts > 0 AS is_contracted, x.accepted > 0 AS is_accepted, x.bought > 0 AS is_purchased, x.follower_bought > 0 AS is_purchased_by_follower, x.outside > 0 AS is_purchased_outside,
    (x.contracts > 0)::integer AS contracted_count, (x.accepted > 0)::integer AS accepted_count, (x.bought > 0)::integer AS purchased_count, (x.follower_bought > 0)::integer AS follower_purchased_count,
    coalesce(s.stage = 'cancelled', false) AS is_cancelled, EXISTS (SELECT FROM @registry@.partnership r WHERE r.prior_partnership_id = p.id AND r.started_on <= innopart.as_of() AND r.recorded_at <= innopart.known_at()) AS is_restarted,
    g.is_illustrative
FROM @registry@.partnership p
JOIN @registry@.value_stated v ON v.partnership_id = p.id AND v.kind = 'grant'
CROSS JOIN LATERAL (SELECT bool_and(w.provenance = 'illustrative') AS is_illustrative FROM @registry@.known_partnership_value w WHERE w.partnership_id = p.id AND w.kind = 'grant' AND w.effective_on <= innopart.as_of()) g
LEFT JOIN @registry@.partnership_standing s ON s.partnership_id = p.id
CROSS JOIN LATERAL (
    SELECT (SELECT count(*) FROM @registry@.known_partner_contract c WHERE c.partnership_id = p.id AND c.effective_on <= innopart.as_of()) AS contracts,
        (SELECT count(*) FROM @registry@.known_track_event e WHERE e.partnership_id = p.id AND e.state = 'accepted' AND e.effective_on <= innopart.as_of()) AS accepted,
        count(*) FILTER (WHERE innopart.net_drawn_units(k.so_far) > 0 OR innopart.net_drawn_amount(k.so_far) > 0) AS bought,
        count(*) FILTER (WHERE r.holder_kind = 'follower' AND (innopart.net_drawn_units(k.so_far) > 0 OR innopart.net_drawn_amount(k.so_far) > 0)) AS follower_bought,
        (SELECT count(*) FROM @registry@.known_outside_purchase u WHERE u.partnership_id = p.id AND u.effective_on <= innopart.as_of()) AS outside
    FROM @registry@.option_right r JOIN @registry@.option_position_known k ON k.partnership_id = r.partnership_id AND k.option_right_id = r.id
    WHERE r.partnership_id = p.id) x
WHERE p.recorded_at <= innopart.known_at();
SELECT @registry@.describe_report('grant_effect',
    'What did grants lead to: contract, accepted solution, purchase, purchase by followers? One row a partnership and currency with a grant stated by innopart.as_of(). Sources disagree, so the lowest and highest statement are given.', ARRAY[
    ['id', 'Key of the row, from partnership and currency.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'], ['currency', 'ISO 4217 code of the amounts; never sum over it.'],
    ['lowest_grant_amount', 'Lowest statement of the grant. Adds up within a currency.'], ['highest_grant_amount', 'Highest statement. Adds up within a currency.'], ['statement_count', 'How many statements.'],
    ['stage_code', 'Stage of the procedure.'], ['stage_label', 'The stage in words.'], ['is_contracted', 'True with a partner contract.'], ['is_accepted', 'True with an accepted solution.'], ['is_purchased', 'True with an exercised option.'],
    ['is_purchased_by_follower', 'True when a follower exercised.'], ['is_purchased_outside', 'True when a body without option bought.'],
    ['contracted_count', '1 or 0. Adds up within a currency.'], ['accepted_count', '1 or 0. Adds up within a currency.'], ['purchased_count', '1 or 0. Adds up within a currency.'], ['follower_purchased_count', '1 or 0. Adds up within a currency.'],
    ['is_cancelled', 'True when the competition was cancelled.'], ['is_restarted', 'True when a new partnership restarts it.'], ['is_illustrative', 'True when all statements are made up.']]);

CREATE OR REPLACE VIEW @report@.calendar WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(concat_ws('/', d.kind, d.record_id, d.happens_on), 0) AS id, d.happens_on, d.kind AS entry_kind, d.title AS entry_title,
    d.partnership_id, p.title AS partnership_title, d.organisation_id, o.name AS organisation_name,
    d.happens_on >= innopart.as_of() AS is_ahead, (d.happens_on - innopart.as_of())::integer AS days_ahead, d.is_illustrative
FROM (
    SELECT m.effective_on AS happens_on, 'meeting' AS kind, m.title, m.partnership_id, NULL::bigint AS organisation_id, m.id AS record_id, m.provenance = 'illustrative' AS is_illustrative
    FROM @registry@.known_meeting m WHERE NOT m.is_cancelled
    UNION ALL
    SELECT t.due_on, 'target due', t.title, t.partnership_id, c.organisation_id, t.id, t.provenance = 'illustrative'
    FROM @registry@.known_target t JOIN @registry@.known_partner_contract c ON c.partnership_id = t.partnership_id AND c.id = t.partner_contract_id
    LEFT JOIN @registry@.track_standing k ON k.partnership_id = t.partnership_id AND k.partner_contract_id = t.partner_contract_id
        AND k.state IN ('partner_terminated', 'partner_terminated_other')
    WHERE t.due_on IS NOT NULL AND t.effective_on <= innopart.as_of()
      -- nothing is due any more of a partner that was ended
      AND coalesce(t.due_on <= k.since_on, true)
    -- what is decided or has happened is told from its day on; meetings, due days and windows are told ahead
    UNION ALL
    SELECT g.effective_on, 'gate decision', innopart.label(g.outcome), g.partnership_id, c.organisation_id, g.id, g.provenance = 'illustrative'
    FROM @registry@.known_gate_decision g LEFT JOIN @registry@.known_partner_contract c ON c.partnership_id = g.partnership_id AND c.id = g.partner_contract_id
    WHERE g.effective_on <= innopart.as_of()
    UNION ALL
    SELECT n.effective_on, 'notice dispatched', n.kind::text, n.partnership_id, NULL, n.id, n.provenance = 'illustrative' FROM @registry@.known_notice n WHERE n.effective_on <= innopart.as_of()
    UNION ALL
    SELECT e.effective_on, 'stage', innopart.label(e.stage), e.partnership_id, NULL, e.id, e.provenance = 'illustrative' FROM @registry@.known_phase_event e WHERE e.effective_on <= innopart.as_of()
    UNION ALL
    SELECT d.effective_on, 'document', d.title, d.partnership_id, NULL, d.id, d.provenance = 'illustrative' FROM @registry@.known_document d WHERE d.effective_on <= innopart.as_of()
    UNION ALL
    SELECT w.day, w.kind, r.title, r.partnership_id, r.holder_id, r.id, r.provenance = 'illustrative'
    FROM @registry@.option_standing s
    JOIN @registry@.option_right r ON r.partnership_id = s.partnership_id AND r.id = s.option_right_id
    CROSS JOIN LATERAL (VALUES (innopart.opens_on(s.terms), 'option opens'), (s.last_day, 'option: last day to act'),
        (nullif(greatest(innopart.closes_on(s.terms), innopart.extended_to(s.so_far)), s.last_day), 'option closes')) AS w(day, kind)
    WHERE s.state NOT IN ('waived', 'assigned', 'terminated')) d
JOIN @registry@.partnership p ON p.id = d.partnership_id
LEFT JOIN @registry@.organisation o ON o.id = d.organisation_id
WHERE d.happens_on IS NOT NULL;
SELECT @registry@.describe_report('calendar',
    'All dates as one list: meetings, targets due, gates, notices, stages, documents, option windows and last notice days, past and ahead; gates, notices, stages and documents only once they have come. One row a date.', ARRAY[
    ['id', 'Key of the row, from kind, record and day.'], ['happens_on', 'The day.'], ['entry_kind', 'What happens.'], ['entry_title', 'To what.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['organisation_id', 'Whom it concerns most: joins organisation.id; NULL for all.'], ['organisation_name', 'Its name.'], ['is_ahead', 'True from innopart.as_of() on.'], ['days_ahead', 'Days from innopart.as_of(); negative when past.'], ['is_illustrative', 'True when the date''s record has made-up values.']]);

CREATE OR REPLACE VIEW @report@.candidate_followers WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(concat_ws('/', c.partnership_id, c.organisation_id), 0) AS id,
    c.partnership_id, p.title AS partnership_title, c.organisation_id, o.name AS organisation_name, o.admin_level::text AS level_code, innopart.label(o.admin_level) AS level_label,
    c.shares_need AS is_sharing_need, c.led AS led_count, c.followed AS followed_count, c.hosted AS hosted_count, c.adopted AS adopted_count, c.exercised AS exercised_count,
    w.need_points, w.lead_points, w.follow_points, w.host_points, w.adoption_points, w.exercise_points,
    (w.need_points + w.lead_points + w.follow_points + w.host_points + w.adoption_points + w.exercise_points)::integer AS points,
    rank() OVER (PARTITION BY c.partnership_id ORDER BY w.need_points + w.lead_points + w.follow_points + w.host_points + w.adoption_points + w.exercise_points DESC)::bigint AS rank_in_partnership,
    concat_ws('; ', CASE WHEN c.shares_need THEN 'shares the need' END, CASE WHEN c.led > 0 THEN format('led %s', c.led) END, CASE WHEN c.followed > 0 THEN format('followed %s', c.followed) END,
        CASE WHEN c.hosted > 0 THEN format('hosted pilots in %s', c.hosted) END, CASE WHEN c.adopted > 0 THEN format('adopted %s lessons', c.adopted) END, CASE WHEN c.exercised > 0 THEN format('exercised %s options', c.exercised) END) AS reasons,
    c.is_illustrative
FROM (
    SELECT p.id AS partnership_id, o.id AS organisation_id,
        EXISTS (SELECT FROM @registry@.known_need_member m WHERE m.need_id = p.need_id AND m.organisation_id = o.id AND m.effective_on <= innopart.as_of() AND coalesce(m.to_on >= innopart.as_of(), true)) AS shares_need,
        (SELECT count(DISTINCT k.partnership_id) FROM @registry@.known_participant k WHERE k.organisation_id = o.id AND k.role IN ('lead', 'co_buyer') AND k.effective_on <= innopart.as_of()) AS led,
        (SELECT count(DISTINCT k.partnership_id) FROM @registry@.known_participant k WHERE k.organisation_id = o.id AND k.role = 'follower' AND k.effective_on <= innopart.as_of()) AS followed,
        (SELECT count(DISTINCT k.partnership_id) FROM @registry@.known_participant k WHERE k.organisation_id = o.id AND k.role = 'pilot_host' AND k.effective_on <= innopart.as_of()) AS hosted,
        (SELECT count(*) FROM @registry@.adoption_reached a WHERE a.organisation_id = o.id AND a.level >= 'adopted') AS adopted,
        (SELECT count(*) FROM @registry@.option_right r JOIN @registry@.option_position_known k ON k.partnership_id = r.partnership_id AND k.option_right_id = r.id
         WHERE r.holder_id = o.id AND innopart.draw_count(k.so_far) > 0) AS exercised,
        p.provenance = 'illustrative'
        OR EXISTS (SELECT FROM @registry@.known_need_member m WHERE m.need_id = p.need_id AND m.organisation_id = o.id AND m.provenance = 'illustrative' AND m.effective_on <= innopart.as_of() AND coalesce(m.to_on >= innopart.as_of(), true))
        OR EXISTS (SELECT FROM @registry@.known_participant k WHERE k.organisation_id = o.id AND k.provenance = 'illustrative' AND k.role IN ('lead', 'co_buyer', 'follower', 'pilot_host') AND k.effective_on <= innopart.as_of())
        OR EXISTS (SELECT FROM @registry@.adoption_reached a WHERE a.organisation_id = o.id AND a.level >= 'adopted' AND a.provenance = 'illustrative')
        OR EXISTS (SELECT FROM @registry@.option_event e JOIN @registry@.option_right r ON r.partnership_id = e.partnership_id AND r.id = e.option_right_id
                   WHERE r.holder_id = o.id AND e.kind = 'exercised' AND e.provenance = 'illustrative' AND e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at()) AS is_illustrative
    FROM @registry@.partnership p
    JOIN @registry@.organisation o ON o.admin_level IS NOT NULL AND coalesce(o.existed_to >= innopart.as_of(), true) AND coalesce(o.existed_from <= innopart.as_of(), true)
    WHERE p.recorded_at <= innopart.known_at() AND p.started_on <= innopart.as_of()
      -- after the notice nobody can be named any more; no competition begins without one
      AND NOT EXISTS (SELECT FROM @registry@.known_notice n WHERE n.partnership_id = p.id AND n.kind = 'competition' AND n.effective_on <= innopart.as_of())
      AND NOT EXISTS (SELECT FROM @registry@.known_participant k WHERE k.partnership_id = p.id AND k.organisation_id = o.id AND k.effective_on <= innopart.as_of())) c
JOIN @registry@.partnership p ON p.id = c.partnership_id
JOIN @registry@.organisation o ON o.id = c.organisation_id
CROSS JOIN LATERAL (SELECT (c.shares_need::integer * 5)::integer AS need_points, (c.led * 3)::integer AS lead_points, (c.followed * 2)::integer AS follow_points,
    (c.hosted * 2)::integer AS host_points, c.adopted::integer AS adoption_points, (c.exercised * 2)::integer AS exercise_points) w
WHERE c.shares_need OR c.led + c.followed + c.hosted + c.adopted + c.exercised > 0;
SELECT @registry@.describe_report('candidate_followers',
    'Who could be invited to follow a partnership whose notice is not dispatched yet? One row a partnership and public body outside it that shares the need or knows innovative procurement. Points by stated weights (our judgement): shares the need 5, each partnership led 3, followed 2, pilot hosted 2, lesson adopted 1, option exercised 2. Weigh anew by the counts if you weigh otherwise.', ARRAY[
    ['id', 'Key of the row, from partnership and organisation.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'], ['organisation_id', 'The body: joins organisation.id.'], ['organisation_name', 'Its name.'], ['level_code', 'Its administrative level, eForms BT-11.'], ['level_label', 'That level in words.'],
    ['is_sharing_need', 'True when it says to have the partnership''s need.'], ['led_count', 'Partnerships it led or bought in.'], ['followed_count', 'Partnerships it followed.'], ['hosted_count', 'Partnerships it hosted pilots in.'], ['adopted_count', 'Lessons it adopted.'], ['exercised_count', 'Options it exercised.'],
    ['need_points', '5 for sharing the need.'], ['lead_points', '3 for each led.'], ['follow_points', '2 for each followed.'], ['host_points', '2 for each hosted.'], ['adoption_points', '1 for each lesson.'], ['exercise_points', '2 for each option.'],
    ['points', 'Their sum. Do not sum over bodies.'], ['rank_in_partnership', '1 for the most points; equal points, equal rank.'], ['reasons', 'The reasons in words.'], ['is_illustrative', 'True when the partnership, or a fact that the points count, is made up.']]);

CREATE OR REPLACE VIEW @report@.data_status WITH (security_invoker = true) AS
SELECT 1::bigint AS id, i.version AS registry_version, innopart.version() AS library_version, innopart.as_of() AS as_of_on,
    CASE WHEN isfinite(innopart.known_at()) THEN innopart.known_at() END AS known_at,
    (SELECT count(*) FROM @registry@.partnership p WHERE p.recorded_at <= innopart.known_at())::bigint AS partnership_count,
    (SELECT count(*) FROM @registry@.option_event e WHERE e.recorded_at <= innopart.known_at())::bigint AS option_event_count,
    (SELECT count(*) FROM @registry@.option_event e WHERE e.recorded_at <= innopart.known_at() AND e.provenance = 'illustrative')::bigint AS illustrative_option_event_count,
    (SELECT count(*) FROM @registry@.known_participant k)::bigint AS participant_count,
    (SELECT count(*) FROM @registry@.known_participant k WHERE k.provenance = 'illustrative')::bigint AS illustrative_participant_count,
    (SELECT max(e.recorded_at) FROM @registry@.option_event e WHERE e.recorded_at <= innopart.known_at()) AS last_option_event_recorded_at
FROM @registry@.registry_info i;
SELECT @registry@.describe_report('data_status',
    'What is this, and how fresh is it? One row: versions, the day and moment reports answer for, and how much of the data is made up for demonstration.', ARRAY[
    ['id', 'Always 1.'], ['registry_version', 'Version of the registry''s rules and reports.'], ['library_version', 'Version of the library; newer means: run upgrade_registry().'], ['as_of_on', 'The day reports answer for.'], ['known_at', 'The moment whose knowledge they answer with; NULL for all there is.'],
    ['partnership_count', 'Partnerships.'], ['option_event_count', 'Events of the ledger.'], ['illustrative_option_event_count', 'Those of them that are made up.'], ['participant_count', 'Participations.'], ['illustrative_participant_count', 'Those of them with made-up values.'], ['last_option_event_recorded_at', 'When the ledger last grew.']]);
