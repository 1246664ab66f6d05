-- What one would write by hand on the same rows, giving the same answers: the reports of participation
-- and learning over the tables of the registry, option_status over plain columns.  Each view has the
-- report's columns and names (but for labels, keys and the mark of what is made up), so that
-- test/bench/reports can hold one against the other.  No day but today, no "as known then".
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS hand CASCADE;
CREATE SCHEMA hand;
SET search_path = hand, public, innopart;

-- ------------------------------------------------------------------------------------------
-- Participation and learning
-- ------------------------------------------------------------------------------------------

CREATE VIEW participation_by_org AS
SELECT k.organisation_id, o.name AS organisation_name, o.admin_level::text AS level_code, k.partnership_id, p.title AS partnership_title, k.phase::text AS phase_code,
    sum(k.invited)::bigint AS invited_count, sum(k.attended)::bigint AS attended_count, sum(k.declined)::bigint AS declined_count,
    sum(k.attended)::double precision / nullif(sum(k.invited), 0) AS attendance_rate,
    sum(k.contributions)::bigint AS contribution_count, sum(k.hours)::numeric(14,2) AS contribution_hours,
    string_agg(DISTINCT k.kind, ', ' ORDER BY k.kind) AS contribution_kinds
FROM (
    SELECT a.organisation_id, a.partnership_id, m.phase, count(*) AS invited, count(*) FILTER (WHERE a.status = 'attended') AS attended,
        count(*) FILTER (WHERE a.status = 'declined') AS declined, 0 AS contributions, NULL::numeric AS hours, NULL::text AS kind
    -- each word on an invitation that no later one has put right
    FROM registry.attendance a
    JOIN registry.meeting m ON m.partnership_id = a.partnership_id AND m.id = a.meeting_id
    WHERE NOT m.is_cancelled AND NOT a.is_withdrawn
      AND NOT EXISTS (SELECT FROM registry.attendance l WHERE l.partnership_id = a.partnership_id AND l.corrects_id = a.id)
    GROUP BY a.organisation_id, a.partnership_id, m.phase
    UNION ALL
    SELECT c.organisation_id, c.partnership_id, c.phase, 0, 0, 0, count(*), sum(c.hours), c.kind::text
    FROM registry.contribution c
    WHERE NOT c.is_withdrawn AND NOT EXISTS (SELECT FROM registry.contribution l WHERE l.partnership_id = c.partnership_id AND l.corrects_id = c.id)
    GROUP BY c.organisation_id, c.partnership_id, c.phase, c.kind) k
JOIN registry.organisation o ON o.id = k.organisation_id
JOIN registry.partnership p ON p.id = k.partnership_id
GROUP BY k.organisation_id, o.name, o.admin_level, k.partnership_id, p.title, k.phase;

CREATE VIEW participation_matrix AS
SELECT s.organisation_id, o.name AS organisation_name, o.admin_level::text AS level_code, s.partnership_id, p.title AS partnership_title, s.phase::text AS phase_code,
    coalesce(m.attended_count, 0) + coalesce(m.contribution_count, 0) AS participation_count,
    coalesce(m.invited_count, 0) AS invited_count, coalesce(m.attended_count, 0) AS attended_count,
    coalesce(m.contribution_count, 0) AS contribution_count, m.contribution_hours
FROM (
    SELECT DISTINCT k.organisation_id, k.partnership_id, e.phase
    FROM registry.participant k
    JOIN (SELECT partnership_id, phase, effective_on, lead(effective_on) OVER (PARTITION BY partnership_id ORDER BY effective_on, id) AS next_on
          FROM registry.phase_event) e
        ON e.partnership_id = k.partnership_id AND e.phase <> 'closed' AND k.effective_on <= coalesce(e.next_on, current_date) AND coalesce(k.to_on >= e.effective_on, true)) s
JOIN registry.organisation o ON o.id = s.organisation_id
JOIN registry.partnership p ON p.id = s.partnership_id
LEFT JOIN participation_by_org m ON m.organisation_id = s.organisation_id AND m.partnership_id = s.partnership_id AND m.phase_code = s.phase::text;

CREATE VIEW adoption AS
SELECT DISTINCT ON (a.partnership_id, a.lesson_id, a.organisation_id)
    a.partnership_id, a.lesson_id, a.organisation_id, a.level, a.is_confirmed, coalesce(a.learned_from_id, l.organisation_id) AS giver_id
FROM registry.lesson_adoption a
JOIN registry.lesson l ON l.partnership_id = a.partnership_id AND l.id = a.lesson_id
WHERE NOT a.is_withdrawn
ORDER BY a.partnership_id, a.lesson_id, a.organisation_id, a.level DESC, a.effective_on DESC, a.id DESC;

CREATE VIEW knowledge_flow AS
SELECT f.giver_id, g.name AS giver_name, f.receiver_id, r.name AS receiver_name,
    sum(f.shared)::bigint AS shared_count, count(DISTINCT f.shared_lesson)::bigint AS shared_lesson_count,
    sum(f.adopted)::bigint AS adopted_count, sum(f.confirmed)::bigint AS confirmed_count, count(DISTINCT f.partnership_id)::bigint AS partnership_count,
    min(f.shared_on) AS first_shared_on, max(f.shared_on) AS last_shared_on
FROM (
    SELECT giver_id, receiver_id, partnership_id, 1 AS shared, lesson_id AS shared_lesson, 0 AS adopted, 0 AS confirmed, effective_on AS shared_on
    FROM registry.lesson_share WHERE NOT is_withdrawn
    UNION ALL
    SELECT giver_id, organisation_id, partnership_id, 0, NULL, 1, is_confirmed::integer, NULL FROM adoption WHERE level >= 'adopted' AND giver_id <> organisation_id) f
JOIN registry.organisation g ON g.id = f.giver_id
JOIN registry.organisation r ON r.id = f.receiver_id
GROUP BY f.giver_id, g.name, f.receiver_id, r.name;

-- ------------------------------------------------------------------------------------------
-- Options, in plain columns
-- ------------------------------------------------------------------------------------------

CREATE TABLE option_right AS
SELECT r.id, r.partnership_id, r.partner_contract_id, r.solution_id, r.cap_id, r.holder_id, r.holder_kind::text, r.option_kind::text, r.exercise_mode::text, r.title,
    max_units(r.terms) AS max_units, max_amount(r.terms) AS max_amount, opens_on(r.terms) AS opens_on, closes_on(r.terms) AS closes_on,
    CASE WHEN from_phase(r.terms) IS NOT NULL THEN phase_order(from_phase(r.terms)) END AS from_phase, conditions(r.terms) AS conditions, notice_days(r.terms) AS notice_days,
    r.unit_code, r.unit_price_amount, r.max_unit_cost_amount, r.price_currency AS currency
FROM registry.option_right r ORDER BY r.id;
ALTER TABLE option_right ADD PRIMARY KEY (id);
CREATE TABLE option_event AS
SELECT e.id, e.option_right_id, e.kind::text AS kind, e.effective_on, e.units, e.amount, e.currency, e.condition_no, e.extended_to
FROM registry.option_event e ORDER BY e.id;
ALTER TABLE option_event ADD PRIMARY KEY (id);
CREATE INDEX ON option_event (option_right_id);
CREATE TABLE cap AS SELECT c.id, c.max_units, c.max_amount FROM registry.cap c;
ALTER TABLE cap ADD PRIMARY KEY (id);
CREATE TABLE phase_event AS SELECT e.partnership_id, phase_order(e.phase) AS phase_order, e.effective_on FROM registry.phase_event e WHERE e.phase <> 'closed';
-- the words of a code, for screens
CREATE TABLE word (list text, code text, label text NOT NULL, PRIMARY KEY (list, code));
INSERT INTO word
SELECT 'state', c::text, label(c) FROM unnest(enum_range(NULL::option_state)) c UNION ALL
SELECT 'holder_kind', c::text, label(c) FROM unnest(enum_range(NULL::holder_kind)) c UNION ALL
SELECT 'level', c::text, label(c) FROM unnest(enum_range(NULL::admin_level)) c UNION ALL
SELECT 'option_kind', c::text, label(c) FROM unnest(enum_range(NULL::option_kind)) c UNION ALL
SELECT 'exercise_mode', c::text, label(c) FROM unnest(enum_range(NULL::exercise_mode)) c;

CREATE VIEW option_position AS
SELECT e.option_right_id,
    min(e.effective_on) FILTER (WHERE e.kind = 'named') AS named_on,
    min(e.effective_on) FILTER (WHERE e.kind = 'granted') AS granted_on,
    min(e.effective_on) FILTER (WHERE e.kind = 'waived') AS waived_on,
    min(e.effective_on) FILTER (WHERE e.kind = 'contract_terminated') AS terminated_on,
    min(e.effective_on) FILTER (WHERE e.kind = 'assigned_out') AS assigned_on,
    max(e.effective_on) FILTER (WHERE e.kind = 'suspended') AS suspended_on,
    max(e.effective_on) FILTER (WHERE e.kind = 'resumed') AS resumed_on,
    max(e.extended_to) AS extended_to,
    count(DISTINCT e.condition_no) FILTER (WHERE e.kind = 'condition_met') AS conditions_met,
    count(*) FILTER (WHERE e.kind = 'condition_failed') AS conditions_failed,
    coalesce(sum(CASE e.kind WHEN 'exercised' THEN e.units WHEN 'exercise_reversed' THEN -e.units END), 0)::bigint AS drawn_units,
    coalesce(sum(CASE e.kind WHEN 'exercised' THEN e.amount WHEN 'exercise_reversed' THEN -e.amount END), 0) AS drawn_amount,
    coalesce(sum(e.units) FILTER (WHERE e.kind = 'partly_waived'), 0)::bigint AS waived_units,
    coalesce(sum(e.units) FILTER (WHERE e.kind = 'cap_amended'), 0)::bigint AS raised_units,
    count(*) FILTER (WHERE e.kind = 'exercised') AS draw_count,
    min(e.effective_on) FILTER (WHERE e.kind = 'exercised') AS first_drawn_on,
    max(e.effective_on) FILTER (WHERE e.kind = 'exercised') AS last_drawn_on
FROM option_event e
WHERE e.effective_on <= current_date
GROUP BY e.option_right_id;

CREATE VIEW option_status AS
WITH so_far AS MATERIALIZED (
    SELECT * FROM option_position
), used AS (
    SELECT r.cap_id, sum(p.drawn_units) AS units, sum(p.drawn_amount) AS amount
    FROM option_right r JOIN so_far p ON p.option_right_id = r.id WHERE r.cap_id IS NOT NULL GROUP BY r.cap_id
), reached AS (
    SELECT partnership_id, max(phase_order) AS phase_order FROM phase_event WHERE effective_on <= current_date GROUP BY partnership_id
), accepted AS (
    SELECT DISTINCT a.partnership_id, a.solution_id, t.partner_contract_id
    FROM registry.acceptance a JOIN registry.track_event t ON t.partnership_id = a.partnership_id AND t.state = 'accepted'
    WHERE a.performance_met AND a.unit_cost_amount <= a.max_unit_cost_amount
), standing AS (
    SELECT r.*, p.named_on, p.granted_on, p.draw_count, p.first_drawn_on, p.last_drawn_on, p.drawn_units, p.drawn_amount,
        r.max_units + p.raised_units AS ceiling, r.max_units + p.raised_units - p.drawn_units - p.waived_units AS units_left, r.max_amount - p.drawn_amount AS amount_left,
        c.max_units - coalesce(u.units, 0) AS shared_units_left, c.max_amount - coalesce(u.amount, 0) AS shared_amount_left,
        greatest(r.closes_on, p.extended_to) AS last_window_day, greatest(r.closes_on, p.extended_to) - r.notice_days AS last_day,
        CASE WHEN p.terminated_on IS NOT NULL THEN 'terminated'
             WHEN p.assigned_on IS NOT NULL THEN 'assigned'
             WHEN p.waived_on IS NOT NULL THEN 'waived'
             WHEN r.max_units + p.raised_units - p.drawn_units - p.waived_units <= 0 OR r.max_amount - p.drawn_amount <= 0
               OR c.max_units - coalesce(u.units, 0) <= 0 OR c.max_amount - coalesce(u.amount, 0) <= 0 THEN 'exhausted'
             WHEN current_date > greatest(r.closes_on, p.extended_to) - r.notice_days OR p.conditions_failed > 0 THEN 'lapsed'
             WHEN p.suspended_on IS NOT NULL AND (p.resumed_on IS NULL OR p.resumed_on < p.suspended_on) THEN 'suspended'
             WHEN p.granted_on IS NULL THEN 'named'
             WHEN p.conditions_met < r.conditions THEN 'conditional'
             WHEN current_date < r.opens_on OR coalesce(h.phase_order, 0) < r.from_phase THEN 'not_yet_open'
             WHEN p.drawn_units > 0 OR p.drawn_amount > 0 THEN 'partly_exercised'
             ELSE 'exercisable' END AS state
    FROM option_right r
    JOIN so_far p ON p.option_right_id = r.id
    LEFT JOIN cap c ON c.id = r.cap_id
    LEFT JOIN used u ON u.cap_id = r.cap_id
    LEFT JOIN reached h ON h.partnership_id = r.partnership_id
    WHERE p.named_on IS NOT NULL OR p.granted_on IS NOT NULL
), judged AS (
    SELECT s.*, s.state IN ('exhausted', 'lapsed', 'waived', 'assigned', 'terminated') AS is_ended, s.state IN ('exercisable', 'partly_exercised') AS is_exercisable,
        least(s.units_left, s.shared_units_left) AS units_callable FROM standing s
)
SELECT j.id, current_date AS as_of_on, j.partnership_id, p.title AS partnership_title, j.title AS option_title, j.holder_id, o.name AS holder_name,
    j.holder_kind, w1.label AS holder_kind_label, o.admin_level::text AS admin_level, w2.label AS admin_level_label,
    j.partner_contract_id, k.organisation_id AS supplier_id, supplier.name AS supplier_name, j.solution_id, s.name AS solution_name, j.cap_id,
    j.option_kind, w3.label AS option_kind_label, j.exercise_mode, w4.label AS exercise_mode_label, j.state, w5.label AS state_label,
    NOT j.is_ended AS is_live, j.is_exercisable, a.solution_id IS NOT NULL AS is_solution_accepted,
    j.opens_on, j.last_window_day AS closes_on, j.last_day AS last_notice_on, CASE WHEN NOT j.is_ended THEN j.last_day - current_date END AS days_left_count,
    j.unit_code, j.ceiling AS max_unit_count, j.drawn_units AS exercised_unit_count, CASE WHEN j.is_ended AND j.max_units IS NOT NULL THEN 0 ELSE j.units_left END AS left_unit_count,
    j.shared_units_left AS shared_left_unit_count, CASE WHEN j.is_ended THEN 0 ELSE j.units_callable END AS callable_unit_count,
    j.currency, j.drawn_amount AS exercised_amount, j.shared_amount_left AS shared_left_amount,
    CASE WHEN j.is_ended THEN 0 ELSE least(j.amount_left, j.shared_amount_left, j.units_callable * coalesce(j.unit_price_amount, j.max_unit_cost_amount)) END AS callable_amount,
    j.unit_price_amount, j.named_on, j.granted_on, j.draw_count AS exercise_count, j.first_drawn_on AS first_exercised_on, j.last_drawn_on AS last_exercised_on
FROM judged j
JOIN registry.partnership p ON p.id = j.partnership_id
JOIN registry.organisation o ON o.id = j.holder_id
LEFT JOIN registry.partner_contract k ON k.partnership_id = j.partnership_id AND k.id = j.partner_contract_id
LEFT JOIN registry.organisation supplier ON supplier.id = k.organisation_id
LEFT JOIN registry.solution s ON s.partnership_id = j.partnership_id AND s.id = j.solution_id
LEFT JOIN accepted a ON a.partnership_id = j.partnership_id AND a.solution_id = j.solution_id AND a.partner_contract_id = j.partner_contract_id
LEFT JOIN word w1 ON w1.list = 'holder_kind' AND w1.code = j.holder_kind
LEFT JOIN word w2 ON w2.list = 'level' AND w2.code = o.admin_level::text
LEFT JOIN word w3 ON w3.list = 'option_kind' AND w3.code = j.option_kind
LEFT JOIN word w4 ON w4.list = 'exercise_mode' AND w4.code = j.exercise_mode
LEFT JOIN word w5 ON w5.list = 'state' AND w5.code = j.state;

-- and with the sums kept in plain columns, as a trigger of one's own would keep them
CREATE TABLE position_kept AS SELECT * FROM option_position;
ALTER TABLE position_kept ADD PRIMARY KEY (option_right_id);
SELECT replace(pg_get_viewdef('option_status'::regclass), 'option_position', 'position_kept') AS definition \gset
CREATE VIEW option_status_kept AS :definition

-- what organisations contributed and adopted, by level of administration; with their options
CREATE VIEW level_mix AS
SELECT l.admin_level::text AS level_code,
    coalesce(sum(l.organisations), 0)::bigint AS organisation_count, coalesce(sum(l.attended), 0)::bigint AS attended_count,
    coalesce(sum(l.hours), 0)::numeric(14,2) AS contribution_hours, (sum(l.hours) / nullif(sum(sum(l.hours)) OVER (), 0))::double precision AS hours_share,
    coalesce(sum(l.holders), 0)::bigint AS holder_count, coalesce(sum(l.exercises), 0)::bigint AS exercise_count, coalesce(sum(l.adopted), 0)::bigint AS adoption_count
FROM (
    SELECT o.admin_level, count(DISTINCT o.id) AS organisations, 0 AS attended, 0::numeric AS hours, 0 AS holders, 0 AS exercises, 0 AS adopted
    FROM registry.participant k JOIN registry.organisation o ON o.id = k.organisation_id GROUP BY o.admin_level
    UNION ALL
    SELECT o.admin_level, 0, sum(k.attended_count), sum(k.contribution_hours), 0, 0, 0
    FROM participation_by_org k JOIN registry.organisation o ON o.id = k.organisation_id GROUP BY o.admin_level
    UNION ALL
    SELECT o.admin_level, 0, 0, 0, count(DISTINCT o.id), count(*) FILTER (WHERE e.kind = 'exercised') - count(*) FILTER (WHERE e.kind = 'exercise_reversed'), 0
    FROM option_event e JOIN option_right r ON r.id = e.option_right_id JOIN registry.organisation o ON o.id = r.holder_id GROUP BY o.admin_level
    UNION ALL
    SELECT o.admin_level, 0, 0, 0, 0, 0, count(*)
    FROM adoption a JOIN registry.organisation o ON o.id = a.organisation_id WHERE a.level >= 'adopted' GROUP BY o.admin_level) l
WHERE l.admin_level IS NOT NULL
GROUP BY l.admin_level;
VACUUM ANALYZE option_right, option_event, position_kept, cap, phase_event, word;
