-- A star for BI tools: dimensions that bear the bare noun, so that tools join them by themselves,
-- and facts of one grain each.

CREATE OR REPLACE VIEW @report@.organisation WITH (security_invoker = true) AS
SELECT o.id, o.name, o.country_code, o.admin_level::text AS level_code, innopart.label(o.admin_level) AS level_label,
    o.admin_level IS NOT NULL AS is_public, i.identifier AS organisation_code, o.existed_from AS existed_from_on, o.existed_to AS existed_to_on,
    o.provenance = 'illustrative' AS is_illustrative
FROM @registry@.organisation o
LEFT JOIN LATERAL (SELECT i.identifier FROM @registry@.organisation_identifier i WHERE i.organisation_id = o.id AND i.scheme = 'NO-BRC'
    AND coalesce(i.valid_from <= innopart.as_of(), true) AND coalesce(i.valid_to >= innopart.as_of(), true) LIMIT 1) i ON true;
SELECT @registry@.describe_report('organisation', 'Dimension: one row an organisation. Joined by organisation_id, and by giver_id, receiver_id and holder_id.', ARRAY[
    ['id', 'The organisation.'], ['name', 'Its name.'], ['country_code', 'ISO 3166 code of its country.'], ['level_code', 'Administrative level of a public body, eForms BT-11; NULL for others.'], ['level_label', 'That level in words.'],
    ['is_public', 'True for a public body.'], ['organisation_code', 'Its organisation number (Enhetsregisteret) on innopart.as_of().'], ['existed_from_on', 'First day of existence, where known.'], ['existed_to_on', 'Last day, inclusive; NULL while it exists.'], ['is_illustrative', 'True when made up.']]);

CREATE OR REPLACE VIEW @report@.partnership WITH (security_invoker = true) AS
SELECT p.id, p.title AS name, n.title AS need_title, g.name AS programme_name, p.started_on, s.stage::text AS stage_code, innopart.label(s.stage) AS stage_label,
    p.provenance = 'illustrative' AS is_illustrative
FROM @registry@.partnership p
LEFT JOIN @registry@.need n ON n.id = p.need_id
LEFT JOIN @registry@.programme g ON g.id = p.programme_id
LEFT JOIN @registry@.partnership_standing s ON s.partnership_id = p.id
WHERE p.recorded_at <= innopart.known_at();
SELECT @registry@.describe_report('partnership', 'Dimension: one row a partnership. Joined by partnership_id.', ARRAY[
    ['id', 'The partnership.'], ['name', 'Its title.'], ['need_title', 'The need it serves.'], ['programme_name', 'Its programme.'], ['started_on', 'When it began.'], ['stage_code', 'Its stage on innopart.as_of().'], ['stage_label', 'The stage in words.'], ['is_illustrative', 'True when its record has made-up values.']]);

CREATE OR REPLACE VIEW @report@.phase WITH (security_invoker = true) AS
SELECT innopart.phase_order(p.phase)::bigint AS id, p.phase::text AS phase_code, innopart.label(p.phase) AS phase_label, innopart.phase_order(p.phase) AS phase_order, innopart.kind(p.phase) AS phase_kind
FROM (SELECT unnest(ARRAY['need', 'dialogue', 'competition', 'purchase', 'closed']::innopart.phase[]) AS phase
      UNION SELECT l.phase FROM @registry@.known_phase_plan l
      UNION SELECT e.phase FROM @registry@.known_phase_event e WHERE e.phase IS NOT NULL) p;
SELECT @registry@.describe_report('phase', 'Dimension: one row a phase that any partnership plans or has entered, and the five that every one knows. Joined by phase_id.', ARRAY[
    ['id', 'The phase, equal to phase_order.'], ['phase_code', 'The phase, for example development.1.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'], ['phase_kind', 'The phase without its stage.']]);

CREATE OR REPLACE VIEW @report@.day WITH (security_invoker = true) AS
SELECT to_char(d.day, 'YYYYMMDD')::bigint AS id, d.day AS date_on, extract(year FROM d.day)::integer AS year_number, extract(quarter FROM d.day)::integer AS quarter_number, extract(month FROM d.day)::integer AS month_number,
    date_trunc('month', d.day)::date AS month_start_on, to_char(d.day, 'YYYY-MM') AS year_month, extract(isoyear FROM d.day)::integer AS iso_year_number, extract(week FROM d.day)::integer AS iso_week_number,
    extract(isodow FROM d.day)::integer AS weekday_number, d.day = (date_trunc('month', d.day) + interval '1 month - 1 day')::date AS is_month_end, innopart.is_working_day(d.day) AS is_working_day, d.day <= innopart.as_of() AS is_past
FROM (
    SELECT generate_series(date_trunc('year', span.first_on), date_trunc('year', span.last_on) + interval '1 year - 1 day', interval '1 day')::date AS day
    FROM (SELECT least(min(c.happens_on), innopart.as_of())::timestamp AS first_on, least(greatest(max(c.happens_on), innopart.as_of()), innopart.as_of() + 10957)::timestamp AS last_on FROM @report@.calendar c) span) d;
SELECT @registry@.describe_report('day', 'Dimension: one row a day without gaps, whole years from the first date of the registry to the last, innopart.as_of() included and thirty years after it at most. Joined by day_id or by the date.', ARRAY[
    ['id', 'The day as a number, 20191231.'], ['date_on', 'The day; unique.'], ['year_number', 'Year.'], ['quarter_number', 'Quarter, 1 to 4.'], ['month_number', 'Month, 1 to 12.'], ['month_start_on', 'First day of its month.'], ['year_month', 'Month as text, 2019-12: never shifted by a time zone.'],
    ['iso_year_number', 'Year of its ISO week.'], ['iso_week_number', 'ISO week.'], ['weekday_number', '1 Monday to 7 Sunday.'], ['is_month_end', 'True on the last day of a month.'], ['is_working_day', 'True on a working day in Norway.'], ['is_past', 'True up to innopart.as_of().']]);

CREATE OR REPLACE VIEW @report@.participation WITH (security_invoker = true) AS
SELECT a.id, a.organisation_id, a.partnership_id, innopart.phase_order(a.phase)::bigint AS phase_id, to_char(a.held_on, 'YYYYMMDD')::bigint AS day_id, a.held_on,
    a.meeting_id, a.meeting_kind::text AS meeting_kind, a.role::text AS participant_role, a.status::text AS status,
    1::integer AS invited_count, (a.status = 'attended')::integer AS attended_count, (a.status = 'declined')::integer AS declined_count,
    a.headcount AS person_count, coalesce(a.minutes, a.meeting_minutes)::integer AS duration_minutes, a.provenance = 'illustrative' AS is_illustrative
FROM @registry@.attendance_latest a;
SELECT @registry@.describe_report('participation', 'Fact: one row an organisation asked to a meeting held by innopart.as_of() after it joined. All counts add up.', ARRAY[
    ['id', 'The invitation.'], ['organisation_id', 'Joins organisation.id.'], ['partnership_id', 'Joins partnership.id.'], ['phase_id', 'Joins phase.id.'], ['day_id', 'Joins day.id.'], ['held_on', 'The day of the meeting.'],
    ['meeting_id', 'The meeting.'], ['meeting_kind', 'Its kind.'], ['participant_role', 'The role the organisation was asked in.'], ['status', 'Latest status of the invitation.'], ['invited_count', '1.'], ['attended_count', '1 when attended, else 0.'], ['declined_count', '1 when declined, else 0.'],
    ['person_count', 'People it sent; NULL when not counted.'], ['duration_minutes', 'Minutes it stayed, else of the meeting; NULL when neither is known.'], ['is_illustrative', 'True when made up.']]);

CREATE OR REPLACE VIEW @report@.learning_share WITH (security_invoker = true) AS
SELECT s.id, s.partnership_id, s.giver_id, s.receiver_id, s.lesson_id, innopart.phase_order(l.phase)::bigint AS phase_id, to_char(s.effective_on, 'YYYYMMDD')::bigint AS day_id, s.effective_on AS told_on, s.meeting_id, s.medium,
    (s.effective_on - l.effective_on)::integer AS delay_days, 1::integer AS told_count, s.provenance = 'illustrative' AS is_illustrative
FROM @registry@.known_lesson_share s JOIN @registry@.known_lesson l ON l.partnership_id = s.partnership_id AND l.id = s.lesson_id
WHERE s.effective_on <= innopart.as_of();
SELECT @registry@.describe_report('learning_share', 'Fact: one row a telling of a lesson by innopart.as_of().', ARRAY[
    ['id', 'The telling.'], ['partnership_id', 'Joins partnership.id.'], ['giver_id', 'Who told: joins organisation.id.'], ['receiver_id', 'Who was told: joins organisation.id.'], ['lesson_id', 'The lesson.'], ['phase_id', 'Phase it was learned in: joins phase.id.'], ['day_id', 'Joins day.id.'], ['told_on', 'When.'],
    ['meeting_id', 'The meeting it was told in; NULL when in none.'], ['medium', 'By which medium.'], ['delay_days', 'Days from learning to telling. Do not sum.'], ['told_count', '1. Adds up.'], ['is_illustrative', 'True when made up.']]);

CREATE OR REPLACE VIEW @report@.learning_adoption WITH (security_invoker = true) AS
SELECT a.id, a.partnership_id, a.organisation_id, coalesce(a.learned_from_id, l.organisation_id) AS giver_id, a.lesson_id, innopart.phase_order(l.phase)::bigint AS phase_id, to_char(a.effective_on, 'YYYYMMDD')::bigint AS day_id, a.effective_on AS reached_on,
    a.level::text AS adoption_level, innopart.label(a.level) AS adoption_level_label, a.mode::text AS adoption_mode, a.is_confirmed, (a.level >= 'adopted')::integer AS adopted_count, (a.level >= 'adopted' AND a.is_confirmed)::integer AS confirmed_count, a.provenance = 'illustrative' AS is_illustrative
FROM @registry@.adoption_reached a JOIN @registry@.known_lesson l ON l.partnership_id = a.partnership_id AND l.id = a.lesson_id;
SELECT @registry@.describe_report('learning_adoption', 'Fact: one row a lesson and organisation that has come to some level with it by innopart.as_of(): the highest level.', ARRAY[
    ['id', 'The record of that level.'], ['partnership_id', 'Joins partnership.id.'], ['organisation_id', 'Who adopts: joins organisation.id.'], ['giver_id', 'Who it learned from, else the author: joins organisation.id.'], ['lesson_id', 'The lesson.'], ['phase_id', 'Phase it was learned in: joins phase.id.'], ['day_id', 'Joins day.id.'], ['reached_on', 'When it reached the level.'],
    ['adoption_level', 'The level: seen, accepted, planned, adopted, effect_documented.'], ['adoption_level_label', 'The level in words.'], ['adoption_mode', 'as_is, adapted or inspired; NULL below adopted.'], ['is_confirmed', 'True when confirmed, false when only claimed.'], ['adopted_count', '1 from adopted on, else 0. Adds up.'], ['confirmed_count', '1 when adopted and confirmed, else 0. Adds up.'], ['is_illustrative', 'True when made up.']]);

CREATE OR REPLACE VIEW @report@.option_exercise WITH (security_invoker = true) AS
SELECT e.id, e.partnership_id, e.option_right_id, r.holder_id, r.holder_kind::text AS holder_kind, c.organisation_id AS supplier_id, to_char(e.effective_on, 'YYYYMMDD')::bigint AS day_id, e.effective_on AS exercised_on,
    e.kind::text AS event_kind, r.unit_code, (CASE e.kind WHEN 'exercised' THEN e.units ELSE -e.units END)::bigint AS net_unit_count, (CASE e.kind WHEN 'exercised' THEN 1 ELSE 0 END)::integer AS exercise_count,
    e.currency, (CASE e.kind WHEN 'exercised' THEN e.amount ELSE -e.amount END)::numeric(18,4) AS net_amount, e.provenance = 'illustrative' AS is_illustrative
FROM @registry@.option_event e
JOIN @registry@.option_right r ON r.partnership_id = e.partnership_id AND r.id = e.option_right_id
LEFT JOIN @registry@.known_partner_contract c ON c.partnership_id = r.partnership_id AND c.id = r.partner_contract_id
WHERE e.kind IN ('exercised', 'exercise_reversed') AND e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at();
SELECT @registry@.describe_report('option_exercise', 'Fact: one row an exercise or its reversal by innopart.as_of(). Reversals are negative, so that sums are net. Ex VAT.', ARRAY[
    ['id', 'The event.'], ['partnership_id', 'Joins partnership.id.'], ['option_right_id', 'The right: joins option_status.option_right_id.'], ['holder_id', 'The holder: joins organisation.id.'], ['holder_kind', 'lead or follower.'], ['supplier_id', 'The supplier: joins organisation.id.'], ['day_id', 'Joins day.id.'], ['exercised_on', 'When.'],
    ['event_kind', 'exercised or exercise_reversed.'], ['unit_code', 'Unit, UN/ECE Rec 20; never sum over units.'], ['net_unit_count', 'Units, negative when reversed. Adds up within a unit.'], ['exercise_count', '1 for an exercise, 0 for a reversal. Adds up.'], ['currency', 'ISO 4217 code; never sum over it.'], ['net_amount', 'Amount, negative when reversed. Adds up within a currency.'], ['is_illustrative', 'True when made up.']]);

CREATE OR REPLACE VIEW @report@.phase_transition WITH (security_invoker = true) AS
SELECT t.id, t.partnership_id, innopart.phase_order(t.phase)::bigint AS phase_id, to_char(t.entered_on, 'YYYYMMDD')::bigint AS day_id, t.entered_on, t.left_on,
    (t.left_on - t.entered_on)::integer AS duration_days, 1::integer AS entered_count, (t.left_on IS NOT NULL)::integer AS left_count, t.is_illustrative
FROM @registry@.phase_stay t;
SELECT @registry@.describe_report('phase_transition', 'Fact: one row an entry of a partnership into a phase by innopart.as_of().', ARRAY[
    ['id', 'The event.'], ['partnership_id', 'Joins partnership.id.'], ['phase_id', 'Joins phase.id.'], ['day_id', 'Joins day.id.'], ['entered_on', 'When it was entered.'], ['left_on', 'When it was left; NULL while it runs.'], ['duration_days', 'Days in it; NULL while it runs.'], ['entered_count', '1. Adds up.'], ['left_count', '1 when left, else 0. Adds up.'], ['is_illustrative', 'True when made up.']]);
