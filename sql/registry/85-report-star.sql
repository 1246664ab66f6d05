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
SELECT @registry@.describe_report('day', 'Dimension: one row a day without gaps, whole years from the first date of the registry to the last, innopart.as_of() included and thirty years after it at most. Joined by day_id or by the date. The report calendar is another thing: what happens when.', ARRAY[
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
SELECT @registry@.describe_report('learning_adoption', 'Fact: one row a lesson and organisation that has come to some level with it by innopart.as_of(): the highest level. Where an author adopts its own lesson, giver and adopter are the same; knowledge_flow leaves that out.', ARRAY[
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
SELECT @registry@.describe_report('phase_transition', 'Fact: one row an entry of a partnership into a phase by innopart.as_of(). The end, closed, is one; time_in_phase leaves it out.', ARRAY[
    ['id', 'The event.'], ['partnership_id', 'Joins partnership.id.'], ['phase_id', 'Joins phase.id.'], ['day_id', 'Joins day.id.'], ['entered_on', 'When it was entered.'], ['left_on', 'When it was left; NULL while it runs.'], ['duration_days', 'Days in it; NULL while it runs.'], ['entered_count', '1. Adds up.'], ['left_count', '1 when left, else 0. Adds up.'], ['is_illustrative', 'True when made up.']]);

CREATE OR REPLACE VIEW @report@.contribution WITH (security_invoker = true) AS
SELECT c.id, c.organisation_id, c.partnership_id, innopart.phase_order(c.phase)::bigint AS phase_id, to_char(c.effective_on, 'YYYYMMDD')::bigint AS day_id, c.effective_on AS contributed_on,
    c.kind::text AS contribution_kind, innopart.label(c.kind) AS contribution_kind_label,
    1::integer AS contribution_count, c.hours::numeric(10,2) AS contribution_hours, c.headcount AS person_count, c.provenance = 'illustrative' AS is_illustrative
FROM @registry@.known_contribution c
WHERE c.effective_on <= innopart.as_of();
SELECT @registry@.describe_report('contribution', 'Fact: one row a contribution of an organisation to a phase by innopart.as_of().', ARRAY[
    ['id', 'The contribution.'], ['organisation_id', 'Joins organisation.id.'], ['partnership_id', 'Joins partnership.id.'], ['phase_id', 'Joins phase.id.'], ['day_id', 'Joins day.id.'], ['contributed_on', 'When.'],
    ['contribution_kind', 'What was given.'], ['contribution_kind_label', 'That in words.'], ['contribution_count', '1. Adds up.'], ['contribution_hours', 'Hours of work; NULL when not counted. Adds up.'], ['person_count', 'People who took part in it; NULL when not counted. Adds up to turns, not to persons.'], ['is_illustrative', 'True when made up.']]);

CREATE OR REPLACE VIEW @report@.option_event WITH (security_invoker = true) AS
SELECT e.id, e.partnership_id, e.option_right_id, r.holder_id, r.holder_kind::text AS holder_kind, c.organisation_id AS supplier_id, to_char(e.effective_on, 'YYYYMMDD')::bigint AS day_id, e.effective_on AS happened_on,
    e.kind::text AS event_kind, innopart.label(e.kind) AS event_kind_label, 1::integer AS event_count,
    r.unit_code, innopart.net_drawn_units(f.did)::bigint AS net_unit_count, innopart.waived_units(f.did)::bigint AS waived_unit_count, innopart.raised_units(f.did)::bigint AS raised_unit_count,
    e.currency, innopart.net_drawn_amount(f.did)::numeric(18,4) AS net_amount, innopart.waived_amount(f.did)::numeric(18,4) AS waived_amount, innopart.raised_amount(f.did)::numeric(18,4) AS raised_amount,
    e.extended_to AS extended_to_on, e.provenance = 'illustrative' AS is_illustrative
FROM @registry@.option_event e
JOIN @registry@.option_right r ON r.partnership_id = e.partnership_id AND r.id = e.option_right_id
LEFT JOIN @registry@.known_partner_contract c ON c.partnership_id = r.partnership_id AND c.id = r.partner_contract_id
CROSS JOIN LATERAL innopart.option_event_position(e.kind, e.effective_on, e.units, e.amount, e.currency, e.condition_no, e.extended_to) AS f(did)
WHERE e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at();
SELECT @registry@.describe_report('option_event', 'Fact: one row an event in the life of an option right by innopart.as_of(): named, granted, exercised, reversed, waived, extended, assigned, terminated and the rest. Reversals are negative, so that sums are net. Ex VAT.', ARRAY[
    ['id', 'The event.'], ['partnership_id', 'Joins partnership.id.'], ['option_right_id', 'The right: joins option_status.option_right_id.'], ['holder_id', 'The holder: joins organisation.id.'], ['holder_kind', 'lead or follower.'], ['supplier_id', 'The supplier: joins organisation.id.'], ['day_id', 'Joins day.id.'], ['happened_on', 'When it took effect.'],
    ['event_kind', 'What happened.'], ['event_kind_label', 'That in words.'], ['event_count', '1. Adds up.'],
    ['unit_code', 'Unit, UN/ECE Rec 20; never sum over units.'], ['net_unit_count', 'Units exercised, negative when reversed, else 0. Adds up within a unit.'], ['waived_unit_count', 'Units given up, else 0. Adds up within a unit.'], ['raised_unit_count', 'Units by which the ceiling was raised, else 0. Adds up within a unit.'],
    ['currency', 'ISO 4217 code; never sum over it.'], ['net_amount', 'Money exercised for, negative when reversed, else 0. Adds up within a currency.'], ['waived_amount', 'Money given up, else 0. Adds up within a currency.'], ['raised_amount', 'Money by which the ceiling was raised, else 0. Adds up within a currency.'],
    ['extended_to_on', 'The new last day of the window, inclusive, of an extension; else NULL.'], ['is_illustrative', 'True when made up.']]);

-- A month of each right, from the one it was first heard of to the one in which its last day falls;
-- what lies ahead is what would be if nothing more happened.
CREATE OR REPLACE VIEW @registry@.option_month WITH (security_invoker = true) AS
SELECT r.partnership_id, r.option_right_id, r.cap_id, r.terms, m.month_end_on, r.holder_id, r.holder_kind, r.option_kind, r.partner_contract_id,
    r.unit_code, r.unit_price_amount, r.price_currency, r.provenance,
    (SELECT innopart.option_position(e.kind, e.effective_on, e.units, e.amount, e.currency, e.condition_no, e.extended_to) FROM @registry@.option_event e
     WHERE e.partnership_id = r.partnership_id AND e.option_right_id = r.option_right_id
       AND e.effective_on <= least(m.month_end_on, innopart.as_of()) AND e.recorded_at <= innopart.known_at()) AS so_far
FROM (
    SELECT o.*, b.first_on, least(coalesce(greatest(o.last_day, b.latest_on), innopart.as_of()), innopart.as_of() + 10957) AS last_on
    FROM @registry@.option_standing o
    JOIN (SELECT e.partnership_id, e.option_right_id, min(e.effective_on) AS first_on, max(e.effective_on) AS latest_on FROM @registry@.option_event e
          WHERE e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at()
          GROUP BY e.partnership_id, e.option_right_id) b ON b.partnership_id = o.partnership_id AND b.option_right_id = o.option_right_id
    WHERE o.state IS NOT NULL) r
CROSS JOIN LATERAL (
    SELECT (s.month + interval '1 month - 1 day')::date AS month_end_on
    FROM generate_series(date_trunc('month', r.first_on::timestamp), date_trunc('month', greatest(r.first_on, r.last_on)::timestamp), interval '1 month') AS s(month)) m;
COMMENT ON VIEW @registry@.option_month IS 'One row an option right and month, from its first event to its last day (thirty years after innopart.as_of() at most; to innopart.as_of() without a last day): the fold of its events by the end of the month, none after innopart.as_of().';

CREATE OR REPLACE VIEW @report@.option_exposure_month WITH (security_invoker = true) AS
SELECT hashtextextended(format('exposure %s %s %s', k.partnership_id, k.option_right_id, k.month_end_on), 0) AS id, k.partnership_id, k.option_right_id, k.holder_id, k.holder_kind::text AS holder_kind, c.organisation_id AS supplier_id,
    to_char(k.month_end_on, 'YYYYMMDD')::bigint AS day_id, date_trunc('month', k.month_end_on::timestamp)::date AS month_start_on, k.month_end_on, to_char(k.month_end_on, 'YYYY-MM') AS year_month,
    k.month_end_on > innopart.as_of() AS is_projected,
    judged.state::text AS state_code, innopart.label(judged.state) AS state_label, judged.is_open,
    judged.is_open::integer AS open_option_count_at_month_end,
    k.unit_code, (CASE WHEN judged.is_open THEN own.units WHEN own.units IS NOT NULL THEN 0 END)::bigint AS open_unit_count_at_month_end,
    coalesce(innopart.currency(k.terms), k.price_currency) AS currency,
    (CASE WHEN coalesce(own.amount, own.units * k.unit_price_amount) IS NULL THEN NULL WHEN judged.is_open THEN coalesce(own.amount, own.units * k.unit_price_amount) ELSE 0 END)::numeric(38,4) AS open_amount_at_month_end,
    innopart.net_drawn_units(k.so_far)::bigint AS exercised_unit_count_to_date, k.provenance = 'illustrative' AS is_illustrative
FROM @registry@.option_month k
LEFT JOIN @registry@.known_partner_contract c ON c.partnership_id = k.partnership_id AND c.id = k.partner_contract_id
LEFT JOIN LATERAL (SELECT max(t.phase) FILTER (WHERE t.phase <> 'closed') AS phase FROM @registry@.phase_stay t
                   WHERE t.partnership_id = k.partnership_id AND t.entered_on <= k.month_end_on) reached ON true
CROSS JOIN LATERAL innopart.headroom(k.terms, k.so_far) own
-- without the shared cap: what a right could call alone is its own measure, and adds up to more than
-- the cap where several share one; cap_utilisation speaks for caps
CROSS JOIN LATERAL innopart.option_state(k.terms, k.so_far, k.month_end_on, reached.phase, NULL, NULL) AS s(state)
CROSS JOIN LATERAL (SELECT s.state, s.state IN ('conditional', 'not_yet_open', 'exercisable', 'partly_exercised', 'suspended') AS is_open) judged
WHERE k.so_far IS NOT NULL AND s.state IS NOT NULL;
SELECT @registry@.describe_report('option_exposure_month', 'Fact: one row an option right and month, from the one it was named in to the one of its last day: what buyers could still call at the month''s end. Semi-additive: add up over rights, partnerships and holders, never over months; take the last month instead. After innopart.as_of() it is what would be if nothing more happened. A right''s own ceiling counts; rights under one cap may together exceed it (cap_utilisation tells the cap). Ex VAT.', ARRAY[
    ['id', 'Key of the row, from right and month.'], ['partnership_id', 'Joins partnership.id.'], ['option_right_id', 'The right: joins option_status.option_right_id.'], ['holder_id', 'The holder: joins organisation.id.'], ['holder_kind', 'lead or follower.'], ['supplier_id', 'The supplier: joins organisation.id.'],
    ['day_id', 'The last day of the month: joins day.id.'], ['month_start_on', 'First day of the month.'], ['month_end_on', 'Last day of the month: what the row speaks for.'], ['year_month', 'The month as text, 2019-12.'],
    ['is_projected', 'True when the month''s end is after innopart.as_of().'], ['state_code', 'State of the right then, its shared cap apart.'], ['state_label', 'That in words.'], ['is_open', 'True when granted and neither used up nor over: conditional, not_yet_open, exercisable, partly_exercised or suspended.'],
    ['open_option_count_at_month_end', '1 when open, else 0. Semi-additive: not over months.'], ['unit_code', 'Unit, UN/ECE Rec 20; never sum over units.'], ['open_unit_count_at_month_end', 'Units that could still be called under its own ceiling, 0 when not open; NULL without a ceiling in units. Semi-additive: not over months.'],
    ['currency', 'ISO 4217 code; never sum over it.'], ['open_amount_at_month_end', 'Money that could still be called: what is left of the ceiling in money, else units times unit price; 0 when not open, NULL when neither is known. Semi-additive: not over months.'],
    ['exercised_unit_count_to_date', 'Units exercised by then, net of reversals. Semi-additive: not over months.'], ['is_illustrative', 'True when the right is made up.']]);
