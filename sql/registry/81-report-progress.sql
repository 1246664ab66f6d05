-- Reports on progress: where partnerships and partners stand, what was decided, what was paid.

CREATE OR REPLACE VIEW @registry@.value_stated WITH (security_invoker = true) AS
SELECT v.partnership_id, v.kind, v.currency, count(*)::bigint AS statement_count, min(v.amount) AS lowest, max(v.amount) AS highest
FROM @registry@.known_partnership_value v WHERE v.effective_on <= innopart.as_of()
GROUP BY v.partnership_id, v.kind, v.currency;
COMMENT ON VIEW @registry@.value_stated IS 'One row a partnership, kind of value and currency: how many statements stand by innopart.as_of(), the lowest and the highest. Sources may disagree.';

CREATE OR REPLACE VIEW @registry@.target_latest WITH (security_invoker = true) AS
SELECT DISTINCT ON (t.partnership_id, t.id, a.iteration)
    t.partnership_id, t.id AS target_id, t.partner_contract_id, t.phase, t.title, t.is_mandatory, t.due_on, a.iteration,
    coalesce(a.status, 'scheduled') AS status, a.effective_on AS assessed_on, a.id AS assessment_id
FROM @registry@.known_target t
LEFT JOIN @registry@.known_target_assessment a ON a.partnership_id = t.partnership_id AND a.target_id = t.id AND a.effective_on <= innopart.as_of()
WHERE t.effective_on <= innopart.as_of()
ORDER BY t.partnership_id, t.id, a.iteration, a.effective_on DESC, a.id DESC;
COMMENT ON VIEW @registry@.target_latest IS 'One row a target and iteration it was assessed in by innopart.as_of() (iteration NULL when in none): its latest status.';

CREATE OR REPLACE VIEW @registry@.phase_stay WITH (security_invoker = true) AS
SELECT e.id, e.partnership_id, e.phase, e.effective_on AS entered_on,
    lead(e.effective_on) OVER (PARTITION BY e.partnership_id ORDER BY e.effective_on, e.id) AS left_on,
    e.provenance = 'illustrative' AS is_illustrative
FROM @registry@.known_phase_event e
WHERE e.effective_on <= innopart.as_of() AND e.phase IS NOT NULL;
COMMENT ON VIEW @registry@.phase_stay IS 'One row a stay of a partnership in a phase entered by innopart.as_of(): from when to when (NULL while it runs).';

CREATE OR REPLACE VIEW @report@.partnership_overview WITH (security_invoker = true) AS
SELECT p.id, p.title AS partnership_title, n.title AS need_title, g.name AS programme_name, p.started_on,
    s.stage::text AS stage_code, innopart.label(s.stage) AS stage_label,
    s.phase::text AS phase_code, innopart.label(s.phase) AS phase_label, innopart.phase_order(s.phase) AS phase_order, s.since_on AS phase_since_on,
    k.lead_names, k.follower_names, coalesce(k.followers, 0)::bigint AS follower_count, coalesce(k.local_followers, 0)::bigint AS local_follower_count,
    coalesce(k.regional_followers, 0)::bigint AS regional_follower_count, coalesce(k.state_followers, 0)::bigint AS state_follower_count,
    coalesce(c.contracts, 0)::bigint AS contract_count, coalesce(c.active, 0)::bigint AS active_partner_count, c.partner_names,
    q.requests::bigint AS request_count, q.suppliers::bigint AS supplier_count,
    e.highest::numeric(18,4) AS estimated_amount, m.highest::numeric(18,4) AS maximum_amount, coalesce(e.currency, m.currency) AS currency,
    nx.due_on AS next_target_due_on, gd.decided_on AS last_gate_on,
    p.prior_partnership_id, p.provenance = 'illustrative' AS is_illustrative
FROM @registry@.partnership p
LEFT JOIN @registry@.need n ON n.id = p.need_id
LEFT JOIN @registry@.programme g ON g.id = p.programme_id
LEFT JOIN @registry@.partnership_standing s ON s.partnership_id = p.id
LEFT JOIN LATERAL (
    SELECT string_agg(DISTINCT o.name, ', ' ORDER BY o.name) FILTER (WHERE k.role = 'lead') AS lead_names,
        string_agg(DISTINCT o.name, ', ' ORDER BY o.name) FILTER (WHERE k.role = 'follower') AS follower_names,
        count(DISTINCT o.id) FILTER (WHERE k.role = 'follower') AS followers,
        count(DISTINCT o.id) FILTER (WHERE k.role = 'follower' AND o.admin_level IN ('la', 'body-pl-la')) AS local_followers,
        count(DISTINCT o.id) FILTER (WHERE k.role = 'follower' AND o.admin_level IN ('ra', 'body-pl-ra')) AS regional_followers,
        count(DISTINCT o.id) FILTER (WHERE k.role = 'follower' AND o.admin_level IN ('cga', 'body-pl-cga')) AS state_followers
    FROM @registry@.known_participant k JOIN @registry@.organisation o ON o.id = k.organisation_id
    WHERE k.partnership_id = p.id AND k.effective_on <= innopart.as_of() AND coalesce(k.to_on >= innopart.as_of(), true)
      AND coalesce(o.existed_to >= innopart.as_of(), true)) k ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS contracts, count(*) FILTER (WHERE coalesce(t.state NOT IN ('partner_terminated', 'partner_terminated_other'), true)) AS active,
        string_agg(o.name, ', ' ORDER BY o.name) AS partner_names
    FROM @registry@.known_partner_contract c JOIN @registry@.organisation o ON o.id = c.organisation_id
    LEFT JOIN @registry@.track_standing t ON t.partnership_id = c.partnership_id AND t.partner_contract_id = c.id
    WHERE c.partnership_id = p.id AND c.effective_on <= innopart.as_of()) c ON true
LEFT JOIN LATERAL (
    -- the latest count of each, as in partner_funnel
    SELECT (array_agg(q.counted ORDER BY q.effective_on DESC, q.id DESC) FILTER (WHERE q.step = 'requests'))[1] AS requests,
        (array_agg(q.counted ORDER BY q.effective_on DESC, q.id DESC) FILTER (WHERE q.step = 'suppliers'))[1] AS suppliers
    FROM @registry@.known_competition_count q WHERE q.partnership_id = p.id AND q.effective_on <= innopart.as_of()) q ON true
-- one currency a row: NOK where stated, else the first; report.value_reconciliation has them all
LEFT JOIN LATERAL (SELECT v.highest, v.currency FROM @registry@.value_stated v WHERE v.partnership_id = p.id AND v.kind = 'estimated'
    ORDER BY v.currency <> 'NOK', v.currency LIMIT 1) e ON true
LEFT JOIN LATERAL (SELECT v.highest, v.currency FROM @registry@.value_stated v WHERE v.partnership_id = p.id AND v.kind = 'maximum' AND v.currency = coalesce(e.currency, v.currency)
    ORDER BY v.currency <> 'NOK', v.currency LIMIT 1) m ON true
LEFT JOIN LATERAL (
    SELECT min(t.due_on) AS due_on
    FROM (SELECT DISTINCT ON (l.target_id) l.partner_contract_id, l.status, l.due_on FROM @registry@.target_latest l
          WHERE l.partnership_id = p.id ORDER BY l.target_id, l.iteration DESC NULLS LAST) t
    LEFT JOIN @registry@.track_standing k ON k.partnership_id = p.id AND k.partner_contract_id = t.partner_contract_id
    WHERE t.status = 'scheduled' AND t.due_on >= innopart.as_of()
      AND coalesce(k.state NOT IN ('partner_terminated', 'partner_terminated_other'), true)) nx ON true
LEFT JOIN LATERAL (SELECT max(d.effective_on) AS decided_on FROM @registry@.known_gate_decision d WHERE d.partnership_id = p.id AND d.effective_on <= innopart.as_of()) gd ON true
WHERE p.recorded_at <= innopart.known_at() AND p.started_on <= innopart.as_of();
SELECT @registry@.describe_report('partnership_overview',
    'Where does every partnership stand? One row a partnership begun by innopart.as_of(): stage and phase, lead, followers by level, partners left, stated values ex VAT, what comes next.', ARRAY[
    ['id', 'The partnership.'], ['partnership_title', 'Its title.'], ['need_title', 'The shared need it serves; NULL when not told.'], ['programme_name', 'The programme it belongs to.'], ['started_on', 'When it began.'],
    ['stage_code', 'Stage of the procedure; NULL before the first is recorded.'], ['stage_label', 'The stage in words.'], ['phase_code', 'The phase it is in.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'], ['phase_since_on', 'Since when.'],
    ['lead_names', 'Who leads now.'], ['follower_names', 'Who follows now.'], ['follower_count', 'Followers now. Adds up over partnerships.'],
    ['local_follower_count', 'Followers at local level (eForms la, body-pl-la). Adds up.'], ['regional_follower_count', 'Followers at regional level. Adds up.'], ['state_follower_count', 'Followers at state level. Adds up.'],
    ['contract_count', 'Partner contracts concluded. Adds up.'], ['active_partner_count', 'Partners not terminated. Adds up.'], ['partner_names', 'The partners.'],
    ['request_count', 'Requests to participate; NULL when no source counts them, which is not zero. Adds up.'], ['supplier_count', 'Suppliers behind them; NULL likewise. Adds up.'],
    ['estimated_amount', 'Estimated value ex VAT incl. options, the highest statement where several stand; NULL when none. In currency; do not sum over currencies.'],
    ['maximum_amount', 'Stated maximum ex VAT, likewise.'], ['currency', 'ISO 4217 code of both; further currencies are in value_reconciliation.'],
    ['next_target_due_on', 'The next day a target not judged yet is due, of a partner not terminated.'], ['last_gate_on', 'The latest gate decision.'],
    ['prior_partnership_id', 'The cancelled partnership that this one restarts; NULL mostly.'], ['is_illustrative', 'True when the partnership''s own record has made-up values.']]);

CREATE OR REPLACE VIEW @report@.phase_progress WITH (security_invoker = true) AS
WITH iteration AS (
    SELECT e.partnership_id, e.partner_contract_id, e.phase, e.iteration,
        min(e.effective_on) FILTER (WHERE e.state = 'active') AS actual_from_on,
        -- a phase ends when it is judged; an acceptance or a gate that comes after does not make it longer
        min(e.effective_on) FILTER (WHERE e.state IN ('passed', 'not_passed', 'accepted', 'partner_terminated', 'partner_terminated_other')) AS actual_to_on,
        (array_agg(e.state ORDER BY e.effective_on DESC, e.id DESC))[1] AS state,
        bool_and(e.provenance = 'illustrative') AS is_illustrative
    FROM @registry@.known_track_event e WHERE e.effective_on <= innopart.as_of()
    GROUP BY e.partnership_id, e.partner_contract_id, e.phase, e.iteration
)
SELECT pg_catalog.hashtextextended(concat_ws('/', i.partner_contract_id, i.phase, i.iteration), 0) AS id,
    i.partnership_id, p.title AS partnership_title, i.partner_contract_id, c.organisation_id, o.name AS organisation_name,
    i.phase::text AS phase_code, innopart.label(i.phase) AS phase_label, innopart.phase_order(i.phase) AS phase_order, plan.title AS phase_title, i.iteration::integer AS iteration_number,
    i.state::text AS state_code, innopart.label(i.state) AS state_label,
    plan.planned_from AS planned_from_on, plan.planned_to AS planned_to_on, i.actual_from_on, i.actual_to_on,
    (coalesce(i.actual_to_on, innopart.as_of()) - plan.planned_to)::integer AS late_days,
    t.targets AS target_count, t.met AS met_count, t.partly AS partly_met_count, t.not_met AS not_met_count, t.scheduled AS scheduled_count,
    i.is_illustrative
FROM iteration i
JOIN @registry@.partnership p ON p.id = i.partnership_id
JOIN @registry@.known_partner_contract c ON c.partnership_id = i.partnership_id AND c.id = i.partner_contract_id
JOIN @registry@.organisation o ON o.id = c.organisation_id
LEFT JOIN LATERAL (SELECT l.title, l.planned_from, l.planned_to FROM @registry@.known_phase_plan l
    WHERE l.partnership_id = i.partnership_id AND l.phase = i.phase AND l.effective_on <= innopart.as_of() ORDER BY l.effective_on DESC, l.id DESC LIMIT 1) plan ON true
CROSS JOIN LATERAL (
    SELECT count(*)::bigint AS targets, count(*) FILTER (WHERE x.status = 'met')::bigint AS met, count(*) FILTER (WHERE x.status = 'partiallyMet')::bigint AS partly,
        count(*) FILTER (WHERE x.status = 'notMet')::bigint AS not_met, count(*) FILTER (WHERE x.status = 'scheduled')::bigint AS scheduled
    FROM (SELECT coalesce((SELECT l.status FROM @registry@.target_latest l WHERE l.partnership_id = k.partnership_id AND l.target_id = k.id AND l.iteration = i.iteration), 'scheduled') AS status
          FROM @registry@.known_target k
          WHERE k.partnership_id = i.partnership_id AND k.partner_contract_id = i.partner_contract_id AND k.phase = i.phase AND k.effective_on <= innopart.as_of()) x) t;
SELECT @registry@.describe_report('phase_progress',
    'How far has each partner come, against the plan? One row a partner, phase and iteration begun by innopart.as_of(). A repeat is an iteration of its own.', ARRAY[
    ['id', 'Key of the row, from contract, phase and iteration.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['partner_contract_id', 'The partner''s contract.'], ['organisation_id', 'The partner: joins organisation.id.'], ['organisation_name', 'Its name.'],
    ['phase_code', 'The phase.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'], ['phase_title', 'What this partnership calls the phase.'], ['iteration_number', 'Which try, from 1.'],
    ['state_code', 'State of the track in it.'], ['state_label', 'The state in words.'], ['planned_from_on', 'Planned first day, by the plan stated last.'], ['planned_to_on', 'Planned last day, inclusive.'], ['actual_from_on', 'The day it became active.'], ['actual_to_on', 'The day it was passed or not, or the partner was ended; NULL while it runs.'],
    ['late_days', 'Days after the planned last day, at its end or as of now; negative when ahead; NULL without a plan. Do not sum.'],
    ['target_count', 'Targets of the phase. Adds up over partners, not over iterations.'], ['met_count', 'Met in this iteration.'], ['partly_met_count', 'Partly met.'], ['not_met_count', 'Not met.'], ['scheduled_count', 'Not judged yet.'],
    ['is_illustrative', 'True when all that is told here is made up.']]);

CREATE OR REPLACE VIEW @report@.gate_decisions WITH (security_invoker = true) AS
SELECT g.id, g.partnership_id, p.title AS partnership_title, g.partner_contract_id, o.name AS organisation_name,
    g.phase::text AS phase_code, innopart.label(g.phase) AS phase_label, innopart.phase_order(g.phase) AS phase_order,
    g.outcome::text AS outcome_code, innopart.label(g.outcome) AS outcome_label, g.effective_on AS decided_on,
    cardinality(g.assessment_ids)::bigint AS target_count, a.met AS met_count, a.told AS targets_text,
    d.title AS reserving_document_title, g.reserving_clause, b.name AS decided_by_name, g.reason,
    g.recorded_at, g.recorded_by AS recorded_by_role, g.provenance = 'illustrative' AS is_illustrative
FROM @registry@.known_gate_decision g
JOIN @registry@.partnership p ON p.id = g.partnership_id
LEFT JOIN @registry@.known_partner_contract c ON c.partnership_id = g.partnership_id AND c.id = g.partner_contract_id
LEFT JOIN @registry@.organisation o ON o.id = c.organisation_id
LEFT JOIN @registry@.known_document d ON d.partnership_id = g.partnership_id AND d.id = g.reserving_document_id
LEFT JOIN @registry@.organisation b ON b.id = g.decided_by_id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE x.status = 'met')::bigint AS met, string_agg(t.title || ': ' || innopart.label(x.status), '; ' ORDER BY t.id) AS told
    FROM @registry@.known_target_assessment x
    JOIN @registry@.known_target t ON t.partnership_id = x.partnership_id AND t.id = x.target_id
    WHERE x.partnership_id = g.partnership_id AND x.id = ANY (g.assessment_ids)) a
WHERE g.effective_on <= innopart.as_of();
SELECT @registry@.describe_report('gate_decisions',
    'What was decided after each phase, on which targets, under which clause, by whom? One row a decision by innopart.as_of() (Directive 2014/24/EU Art. 31(2)).', ARRAY[
    ['id', 'The decision.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'], ['partner_contract_id', 'The partner contract it is about; NULL for the whole partnership.'], ['organisation_name', 'That partner.'],
    ['phase_code', 'The phase it follows.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'], ['outcome_code', 'What was decided.'], ['outcome_label', 'That in words.'], ['decided_on', 'When.'],
    ['target_count', 'Target assessments it cites. Adds up.'], ['met_count', 'Those of them that were met. Adds up.'], ['targets_text', 'The targets and how they were judged.'],
    ['reserving_document_title', 'The document that reserved the right.'], ['reserving_clause', 'The clause in it.'], ['decided_by_name', 'The organisation that decided.'], ['reason', 'The reason given.'],
    ['recorded_at', 'When it was recorded.'], ['recorded_by_role', 'The database role that recorded it.'], ['is_illustrative', 'True when the decision is made up.']]);

CREATE OR REPLACE VIEW @report@.remuneration WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(concat_ws('/', i.partner_contract_id, i.phase, i.currency), 0) AS id,
    i.partnership_id, p.title AS partnership_title, i.partner_contract_id, o.name AS organisation_name,
    i.phase::text AS phase_code, innopart.label(i.phase) AS phase_label, innopart.phase_order(i.phase) AS phase_order, i.currency,
    (c.remuneration_amount + coalesce(ch.amount, 0))::numeric(18,4) AS contract_amount,
    sum(i.amount)::numeric(18,4) AS agreed_amount, sum(i.earned)::numeric(18,4) AS earned_amount, sum(i.paid)::numeric(18,4) AS paid_amount,
    sum(i.earned - least(i.paid, i.earned))::numeric(18,4) AS outstanding_amount,
    sum(CASE WHEN i.earned = 0 THEN i.paid ELSE 0 END)::numeric(18,4) AS paid_without_met_target_amount,
    count(*)::bigint AS instalment_count, bool_and(i.is_illustrative) AS is_illustrative
FROM (
    SELECT n.partnership_id, n.partner_contract_id, t.phase, n.currency, n.amount,
        -- the share that a partly met target earns is on record only in what was paid for it
        CASE WHEN x.status = 'met' THEN n.amount WHEN x.status = 'partiallyMet' AND n.is_pro_rata THEN y.paid ELSE 0 END AS earned, y.paid,
        n.provenance = 'illustrative' AS is_illustrative
    FROM @registry@.known_instalment n
    JOIN @registry@.known_target t ON t.partnership_id = n.partnership_id AND t.id = n.target_id
    LEFT JOIN LATERAL (SELECT l.status FROM @registry@.target_latest l WHERE l.partnership_id = n.partnership_id AND l.target_id = n.target_id
        ORDER BY l.iteration DESC NULLS LAST LIMIT 1) x ON true
    CROSS JOIN LATERAL (SELECT coalesce(sum(y.amount), 0) AS paid FROM @registry@.known_payment y
        WHERE y.partnership_id = n.partnership_id AND y.instalment_id = n.id AND y.effective_on <= innopart.as_of()) y
    WHERE n.effective_on <= innopart.as_of()) i
JOIN @registry@.partnership p ON p.id = i.partnership_id
JOIN @registry@.known_partner_contract c ON c.partnership_id = i.partnership_id AND c.id = i.partner_contract_id
JOIN @registry@.organisation o ON o.id = c.organisation_id
LEFT JOIN LATERAL (SELECT sum(h.amount) AS amount FROM @registry@.known_contract_change h
    WHERE h.partnership_id = c.partnership_id AND h.partner_contract_id = c.id AND h.effective_on <= innopart.as_of()) ch ON true
GROUP BY i.partnership_id, p.title, i.partner_contract_id, o.name, i.phase, i.currency, c.remuneration_amount, ch.amount;
SELECT @registry@.describe_report('remuneration',
    'What was agreed, earned, paid and is outstanding, per partner and phase, and was anything paid without a met target? One row a partner, phase and currency with instalments by innopart.as_of(). Ex VAT.', ARRAY[
    ['id', 'Key of the row, from contract, phase and currency.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'], ['partner_contract_id', 'The contract.'], ['organisation_name', 'The partner.'],
    ['phase_code', 'The phase of the target.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'], ['currency', 'ISO 4217 code of the amounts; never sum over it.'],
    ['contract_amount', 'Agreed remuneration of the whole contract with lawful changes; NULL when not stated. The same in every phase; do not sum.'],
    ['agreed_amount', 'Instalments agreed. Adds up.'], ['earned_amount', 'Instalments whose target is met, in full; of those partly met where the contract pays pro rata, what was paid, as the share is told nowhere else. Adds up.'], ['paid_amount', 'Paid. Adds up.'],
    ['outstanding_amount', 'Earned and not paid. Adds up.'], ['paid_without_met_target_amount', 'Paid on instalments whose target is not met: a finding. Adds up.'],
    ['instalment_count', 'Instalments. Adds up.'], ['is_illustrative', 'True when all of them are made up.']]);

CREATE OR REPLACE VIEW @report@.partner_funnel WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(concat_ws('/', f.partnership_id, f.step_order, f.step_code), 0) AS id,
    f.partnership_id, p.title AS partnership_title, f.step_code, f.step_label, f.step_order, f.counted::bigint AS step_count, f.counted_on, f.is_illustrative
FROM (
    SELECT DISTINCT ON (q.partnership_id, q.step) q.partnership_id, q.step::text AS step_code, innopart.label(q.step) AS step_label,
        CASE q.step WHEN 'dialogue_participants' THEN 10 WHEN 'requests' THEN 20 WHEN 'suppliers' THEN 21 WHEN 'qualified' THEN 30 WHEN 'invited' THEN 40 ELSE 50 END AS step_order,
        q.counted, q.effective_on AS counted_on, q.provenance = 'illustrative' AS is_illustrative
    FROM @registry@.known_competition_count q WHERE q.effective_on <= innopart.as_of()
    ORDER BY q.partnership_id, q.step, q.effective_on DESC, q.id DESC) f
JOIN @registry@.partnership p ON p.id = f.partnership_id
UNION ALL
SELECT pg_catalog.hashtextextended(concat_ws('/', f.partnership_id, f.step_order, f.step_code), 0), f.partnership_id, p.title, f.step_code, f.step_label, f.step_order::integer, f.counted::bigint, f.counted_on, f.is_illustrative
FROM (
    SELECT c.partnership_id, 'partners' AS step_code, innopart.label('partner'::innopart.participant_role) AS step_label, 60 AS step_order, count(*) AS counted, max(c.effective_on) AS counted_on, bool_and(c.provenance = 'illustrative') AS is_illustrative
    FROM @registry@.known_partner_contract c WHERE c.effective_on <= innopart.as_of() GROUP BY c.partnership_id
    UNION ALL
    SELECT e.partnership_id, 'passed ' || e.phase::text, innopart.label('passed'::innopart.track_state) || ': ' || innopart.label(e.phase), 100 + innopart.stage(e.phase), count(DISTINCT e.partner_contract_id), max(e.effective_on), bool_and(e.provenance = 'illustrative')
    FROM @registry@.known_track_event e WHERE e.state = 'passed' AND e.effective_on <= innopart.as_of() GROUP BY e.partnership_id, e.phase
    UNION ALL
    SELECT e.partnership_id, 'accepted', innopart.label('accepted'::innopart.track_state), 300, count(DISTINCT e.partner_contract_id), max(e.effective_on), bool_and(e.provenance = 'illustrative')
    FROM @registry@.known_track_event e WHERE e.state = 'accepted' AND e.effective_on <= innopart.as_of() GROUP BY e.partnership_id
    UNION ALL
    SELECT r.partnership_id, 'bought', innopart.label('exercised'::innopart.option_event_kind), 400, count(DISTINCT r.partner_contract_id), max(innopart.last_drawn_on(s.so_far)), bool_and(r.provenance = 'illustrative')
    FROM @registry@.option_standing s JOIN @registry@.option_right r ON r.partnership_id = s.partnership_id AND r.id = s.option_right_id
    WHERE innopart.net_drawn_units(s.so_far) > 0 OR innopart.net_drawn_amount(s.so_far) > 0 GROUP BY r.partnership_id) f
JOIN @registry@.partnership p ON p.id = f.partnership_id;
SELECT @registry@.describe_report('partner_funnel',
    'From requests over tenders, partners and phases to acceptance and purchase: how many at each step? Long form, one row a partnership and step by innopart.as_of(). Steps before the contract are as sources count them; later ones are counted here, in partners.', ARRAY[
    ['id', 'Key of the row, from partnership and step.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['step_code', 'The step.'], ['step_label', 'The step in words.'], ['step_order', 'For sorting steps.'], ['step_count', 'How many. Adds up over partnerships within one step.'],
    ['counted_on', 'The day of the latest count or event behind it.'], ['is_illustrative', 'True when it is made up.']]);

CREATE OR REPLACE VIEW @report@.performance_vs_max_cost WITH (security_invoker = true) AS
SELECT a.id, a.partnership_id, p.title AS partnership_title, a.solution_id, s.name AS solution_name, o.name AS organisation_name,
    a.effective_on AS tested_on, a.performance_met AS is_performance_met, a.performance_note, a.currency,
    a.unit_cost_amount, a.max_unit_cost_amount, c.max_unit_cost_amount AS contract_max_unit_cost_amount,
    (a.max_unit_cost_amount - a.unit_cost_amount)::numeric(18,4) AS margin_amount,
    a.unit_cost_amount <= a.max_unit_cost_amount AS is_within_max,
    e.highest::numeric(18,4) AS highest_paid_unit_price_amount, coalesce(e.above, 0)::bigint AS above_max_count,
    a.provenance = 'illustrative' AS is_illustrative
FROM (SELECT a.*, lead(a.effective_on) OVER (PARTITION BY a.partnership_id, a.solution_id ORDER BY a.effective_on, a.id) AS tested_again_on
      FROM @registry@.known_acceptance a WHERE a.effective_on <= innopart.as_of()) a
JOIN @registry@.partnership p ON p.id = a.partnership_id
JOIN @registry@.known_solution s ON s.partnership_id = a.partnership_id AND s.id = a.solution_id
JOIN @registry@.known_partner_contract c ON c.partnership_id = s.partnership_id AND c.id = s.partner_contract_id
JOIN @registry@.organisation o ON o.id = c.organisation_id
LEFT JOIN LATERAL (
    SELECT max(v.unit_price_amount) AS highest, count(*) FILTER (WHERE v.unit_price_amount > a.max_unit_cost_amount) AS above
    FROM @registry@.option_right r JOIN @registry@.option_event v ON v.partnership_id = r.partnership_id AND v.option_right_id = r.id
    WHERE r.partnership_id = a.partnership_id AND r.solution_id = a.solution_id AND v.kind = 'exercised' AND v.currency = a.currency
      -- a purchase is measured against the latest test before it, and against one test only
      AND v.effective_on >= a.effective_on AND coalesce(v.effective_on < a.tested_again_on, true)
      AND v.effective_on <= innopart.as_of() AND v.recorded_at <= innopart.known_at()) e ON true;
SELECT @registry@.describe_report('performance_vs_max_cost',
    'Does the solution perform as agreed within the agreed maximum cost, at acceptance and in purchases since? One row an acceptance test by innopart.as_of(). Ex VAT.', ARRAY[
    ['id', 'The acceptance test.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'], ['solution_id', 'The solution.'], ['solution_name', 'Its name.'], ['organisation_name', 'The partner.'],
    ['tested_on', 'When.'], ['is_performance_met', 'True when the agreed levels were met.'], ['performance_note', 'What was told of them.'], ['currency', 'ISO 4217 code of the amounts.'],
    ['unit_cost_amount', 'Cost of one unit. Do not sum.'], ['max_unit_cost_amount', 'Agreed maximum of one unit, as the test states it. Do not sum.'], ['contract_max_unit_cost_amount', 'The same, as the contract states it; NULL when it does not.'],
    ['margin_amount', 'Maximum less cost; negative when above.'], ['is_within_max', 'True when the cost is within the maximum.'],
    ['highest_paid_unit_price_amount', 'Highest unit price of an exercise since, until the next test; NULL without one.'], ['above_max_count', 'Those exercises above the maximum: a finding. Adds up.'], ['is_illustrative', 'True when the test is made up.']]);

CREATE OR REPLACE VIEW @report@.time_in_phase WITH (security_invoker = true) AS
SELECT t.id, t.partnership_id, p.title AS partnership_title, t.phase::text AS phase_code, innopart.label(t.phase) AS phase_label, innopart.phase_order(t.phase) AS phase_order,
    t.entered_on, t.left_on, (coalesce(t.left_on, innopart.as_of()) - t.entered_on)::integer AS duration_days, t.left_on IS NULL AS is_running,
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY (u.left_on - u.entered_on)::double precision))::double precision AS median_duration_days,
    count(u.id)::bigint AS compared_count,
    coalesce(coalesce(t.left_on, innopart.as_of()) - t.entered_on > 2 * percentile_cont(0.5) WITHIN GROUP (ORDER BY (u.left_on - u.entered_on)::double precision), false) AS is_outlier,
    m.contract_on, m.accepted_on, m.first_purchase_on,
    (m.accepted_on - m.contract_on)::integer AS contract_to_acceptance_days, (m.first_purchase_on - m.accepted_on)::integer AS acceptance_to_purchase_days,
    t.is_illustrative
FROM @registry@.phase_stay t
JOIN @registry@.partnership p ON p.id = t.partnership_id
LEFT JOIN @registry@.phase_stay u ON u.phase = t.phase AND u.left_on IS NOT NULL
LEFT JOIN LATERAL (
    SELECT (SELECT min(c.effective_on) FROM @registry@.known_partner_contract c WHERE c.partnership_id = t.partnership_id AND c.effective_on <= innopart.as_of()) AS contract_on,
        (SELECT min(e.effective_on) FROM @registry@.known_track_event e WHERE e.partnership_id = t.partnership_id AND e.state = 'accepted' AND e.effective_on <= innopart.as_of()) AS accepted_on,
        (SELECT min(innopart.first_drawn_on(k.so_far)) FROM @registry@.option_position_known k WHERE k.partnership_id = t.partnership_id) AS first_purchase_on) m ON true
WHERE t.phase <> 'closed'
GROUP BY t.id, t.partnership_id, p.title, t.phase, t.entered_on, t.left_on, m.contract_on, m.accepted_on, m.first_purchase_on, t.is_illustrative;
SELECT @registry@.describe_report('time_in_phase',
    'How long do phases take, which are outliers, and how long from contract to acceptance to first purchase? One row a stay of a partnership in a phase entered by innopart.as_of(); a phase entered twice has two.', ARRAY[
    ['id', 'The event by which it was entered.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'], ['phase_code', 'The phase.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'],
    ['entered_on', 'When it was entered.'], ['left_on', 'When it was left; NULL while it runs.'], ['duration_days', 'Days in it, so far when it runs.'], ['is_running', 'True when it is not left yet.'],
    ['median_duration_days', 'Median over all stays in this phase that have ended; NULL without one. Do not sum.'], ['compared_count', 'Stays behind the median.'], ['is_outlier', 'True when more than twice the median: our judgement.'],
    ['contract_on', 'First partner contract of the partnership.'], ['accepted_on', 'First acceptance.'], ['first_purchase_on', 'First exercise of an option.'],
    ['contract_to_acceptance_days', 'Days from the first to the second. Do not sum.'], ['acceptance_to_purchase_days', 'Days from the second to the third. Do not sum.'], ['is_illustrative', 'True when the phase event is made up.']]);
