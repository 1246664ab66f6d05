-- Where things stand, as of innopart.as_of() and as known at innopart.known_at().  The one place
-- that folds the ledger for readers: reports build on these views and never fold anew.

CREATE OR REPLACE VIEW @registry@.partnership_standing WITH (security_invoker = true) AS
SELECT DISTINCT ON (e.partnership_id)
    e.partnership_id,
    e.stage,
    CASE WHEN e.stage IN ('closed_with_purchase', 'closed_without_purchase', 'cancelled', 'terminated')
         THEN 'closed'::innopart.phase ELSE e.phase END AS phase,
    e.effective_on AS since_on,
    max(e.phase) FILTER (WHERE e.phase <> 'closed') OVER (PARTITION BY e.partnership_id) AS reached
FROM @registry@.known_phase_event e
WHERE e.effective_on <= innopart.as_of()
ORDER BY e.partnership_id, e.effective_on DESC, e.id DESC;
COMMENT ON VIEW @registry@.partnership_standing IS 'One row a partnership that has begun: the stage and phase it is in, since when, and the furthest phase it has reached. To be closed is no phase reached: a partnership that closed without purchase never came to purchase.';

CREATE OR REPLACE VIEW @registry@.track_standing WITH (security_invoker = true) AS
SELECT DISTINCT ON (e.partnership_id, e.partner_contract_id)
    e.partnership_id, e.partner_contract_id, e.phase, e.iteration, e.state, e.effective_on AS since_on
FROM @registry@.known_track_event e
WHERE e.effective_on <= innopart.as_of()
ORDER BY e.partnership_id, e.partner_contract_id, e.effective_on DESC, e.id DESC;
COMMENT ON VIEW @registry@.track_standing IS 'One row a partner contract with a track: its phase, iteration and state, since when.';

CREATE OR REPLACE VIEW @registry@.option_position_known WITH (security_invoker = true) AS
SELECT e.partnership_id, e.option_right_id,
    innopart.option_position(e.kind, e.effective_on, e.units, e.amount, e.currency, e.condition_no, e.extended_to) AS so_far
FROM @registry@.option_event e
WHERE e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at()
GROUP BY e.partnership_id, e.option_right_id;
COMMENT ON VIEW @registry@.option_position_known IS 'One row a right with events: their fold.';

-- The position that the guard keeps is the fold of all events, as report.ledger_check proves; asked for
-- another day or another knowledge, the ledger is folded.  OFFSET 0: each right is asked once, and not
-- once for every column that is made of the answer; a condition on the right itself still comes first.
CREATE OR REPLACE VIEW @registry@.option_so_far WITH (security_invoker = true) AS
SELECT r.partnership_id, r.id AS option_right_id, r.cap_id, r.terms, k.so_far,
    r.holder_id, r.holder_kind, r.exercise_mode, r.option_kind, r.title, r.partner_contract_id, r.solution_id,
    r.unit_code, r.price_basis, r.unit_price_amount, r.price_currency, r.max_unit_cost_amount, r.index_series, r.index_base_month,
    r.survives_partner_reduction, r.survives_lead_withdrawal, r.predecessor_id, r.provenance
FROM @registry@.option_right r
LEFT JOIN @registry@.option_account a ON a.partnership_id = r.partnership_id AND a.option_right_id = r.id
CROSS JOIN LATERAL (
    SELECT CASE WHEN a.last_event_on <= innopart.as_of() AND innopart.known_at() = 'infinity' THEN a.position
        ELSE (SELECT innopart.option_position(e.kind, e.effective_on, e.units, e.amount, e.currency, e.condition_no, e.extended_to)
              FROM @registry@.option_event e
              WHERE e.partnership_id = r.partnership_id AND e.option_right_id = r.id AND e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at()) END AS so_far
    OFFSET 0) k
WHERE r.recorded_at <= innopart.known_at();
COMMENT ON VIEW @registry@.option_so_far IS 'One row a right on record: what it has come to by innopart.as_of(), NULL before its first event, and what its row says.';

-- As above: the guard keeps a cap's position, and only another day or another knowledge is added up.
CREATE OR REPLACE VIEW @registry@.cap_standing WITH (security_invoker = true) AS
SELECT c.partnership_id, c.id AS cap_id,
    c.max_units + k.raised_units AS max_units,
    (c.max_amount + k.raised_amount)::numeric(18,4) AS max_amount,
    c.unit_code, c.currency,
    -- in what it counts: see shared_draw
    CASE WHEN c.max_units IS NOT NULL THEN k.used_units END AS used_units,
    CASE WHEN c.max_amount IS NOT NULL THEN k.used_amount END AS used_amount,
    (c.max_units + k.raised_units - k.used_units)::bigint AS units_left,
    (c.max_amount + k.raised_amount - k.used_amount)::numeric(18,4) AS amount_left
FROM @registry@.cap c
LEFT JOIN @registry@.cap_account a ON a.partnership_id = c.partnership_id AND a.cap_id = c.id
CROSS JOIN LATERAL (SELECT a.position IS NOT NULL AND coalesce(a.last_event_on <= innopart.as_of(), true) AND innopart.known_at() = 'infinity' AS is_kept) p
CROSS JOIN LATERAL (
    SELECT innopart.raised_units(a.position) AS raised_units, innopart.raised_amount(a.position) AS raised_amount,
        innopart.net_drawn_units(a.position) AS used_units, innopart.net_drawn_amount(a.position)::numeric(18,4) AS used_amount
    WHERE p.is_kept
    UNION ALL
    SELECT coalesce(raised.units, 0)::bigint, coalesce(raised.amount, 0), coalesce(used.units, 0)::bigint, coalesce(used.amount, 0)::numeric(18,4)
    FROM (SELECT sum(e.units) AS units, sum(e.amount) AS amount
          FROM @registry@.cap_event e
          WHERE e.partnership_id = c.partnership_id AND e.cap_id = c.id AND e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at()) raised,
        (SELECT sum(d.units) AS units, sum(d.amount) AS amount
         FROM (SELECT innopart.net_drawn_units(r.so_far) AS units, innopart.net_drawn_amount(r.so_far) AS amount
               FROM @registry@.option_so_far r
               WHERE r.partnership_id = c.partnership_id AND r.cap_id = c.id AND (SELECT @registry@.reads_programme())
               UNION ALL
               -- who sees its own rights only is told what all have drawn
               SELECT d.units, d.amount
               FROM @registry@.shared_draw d
               WHERE d.partnership_id = c.partnership_id AND d.cap_id = c.id AND NOT (SELECT @registry@.reads_programme())
                 AND d.effective_on <= innopart.as_of() AND d.recorded_at <= innopart.known_at()) d) used
    WHERE NOT p.is_kept) k
WHERE c.recorded_at <= innopart.known_at() AND c.effective_on <= innopart.as_of();
COMMENT ON VIEW @registry@.cap_standing IS 'One row a shared cap: its ceilings with lawful raises, what its rights have drawn (net of reversals) in what it has a ceiling in, and what is left. Amounts ex VAT in the cap''s own currency.';

-- OFFSET 0: each right is judged once, as above.
CREATE OR REPLACE VIEW @registry@.option_standing WITH (security_invoker = true) AS
SELECT r.partnership_id, r.option_right_id, r.cap_id, r.terms, r.so_far,
    p.reached,
    judged.state, judged.reason,
    judged.units_left, judged.amount_left,
    c.units_left AS shared_units_left, c.amount_left AS shared_amount_left,
    judged.last_day,
    r.holder_id, r.holder_kind, r.exercise_mode, r.option_kind, r.title, r.partner_contract_id, r.solution_id,
    r.unit_code, r.price_basis, r.unit_price_amount, r.price_currency, r.max_unit_cost_amount, r.index_series, r.index_base_month,
    r.survives_partner_reduction, r.survives_lead_withdrawal, r.predecessor_id, r.provenance
FROM @registry@.option_so_far r
LEFT JOIN @registry@.partnership_standing p ON p.partnership_id = r.partnership_id
LEFT JOIN @registry@.cap_standing c ON c.partnership_id = r.partnership_id AND c.cap_id = r.cap_id
CROSS JOIN LATERAL (
    SELECT innopart.option_state(r.terms, r.so_far, innopart.as_of(), p.reached, c.units_left, c.amount_left) AS state,
        innopart.option_state_reason(r.terms, r.so_far, innopart.as_of(), p.reached, c.units_left, c.amount_left) AS reason,
        (innopart.headroom(r.terms, r.so_far)).units AS units_left, (innopart.headroom(r.terms, r.so_far)).amount::numeric(18,4) AS amount_left,
        innopart.option_last_day(r.terms, r.so_far) AS last_day
    OFFSET 0) judged
WHERE judged.state IS NOT NULL;
COMMENT ON VIEW @registry@.option_standing IS 'One row a right that has been named or granted: its position, state and reason, what it has left of its own ceilings and of the shared cap, its last day, and what its row says. The state is the C function''s; nothing else decides it.';
