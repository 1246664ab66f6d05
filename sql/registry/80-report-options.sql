-- Reports on single option rights: where each stands, until when, under which conditions, how it
-- came there, and what a unit costs now.  First the views that these and the reports of 80b and
-- 80c share; the state of a right comes from option_standing, and nothing here decides it anew.

-- --------------------------------------------------------------------------------------------
-- Who is who
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @registry@.legal_heir WITH (security_invoker = true) AS
WITH RECURSIVE heir AS (
    SELECT o.id AS organisation_id, o.id AS heir_id, NULL::date AS since_on
    FROM @registry@.organisation o
    UNION
    SELECT h.organisation_id, s.successor_id, greatest(h.since_on, s.effective_on)
    FROM heir h
    JOIN @registry@.known_organisation_succession s ON s.predecessor_id = h.heir_id AND s.effective_on <= innopart.as_of())
SELECT heir.organisation_id, heir.heir_id, min(heir.since_on) AS since_on
FROM heir GROUP BY heir.organisation_id, heir.heir_id;
COMMENT ON VIEW @registry@.legal_heir IS 'Every organisation with itself (since_on NULL) and with each body that had become its legal successor by innopart.as_of(), since when.';

CREATE OR REPLACE VIEW @registry@.acting_body WITH (security_invoker = true) AS
SELECT h.organisation_id,
    count(b.id)::integer AS body_count,
    CASE WHEN count(b.id) = 1 THEN min(b.id) END AS body_id,
    string_agg(b.name, ', ' ORDER BY b.name, b.id) AS body_names
FROM @registry@.legal_heir h
LEFT JOIN @registry@.organisation b
    ON b.id = h.heir_id
    AND coalesce(b.existed_to >= innopart.as_of(), true)
    -- whoever merged, split or was renumbered lives on in its successor; a transfer leaves it alive
    AND NOT EXISTS (SELECT FROM @registry@.known_organisation_succession s
                    WHERE s.predecessor_id = b.id AND s.kind <> 'transfer' AND s.effective_on <= innopart.as_of())
GROUP BY h.organisation_id;
COMMENT ON VIEW @registry@.acting_body IS 'One row an organisation: who acts for it on innopart.as_of(), itself or its legal successors. body_id is the only one, NULL when a split left several or nobody is left; body_names has them all.';

CREATE OR REPLACE VIEW @registry@.lead_party WITH (security_invoker = true) AS
SELECT p.partnership_id, h.heir_id AS organisation_id, min(greatest(p.effective_on, h.since_on)) AS since_on
FROM @registry@.known_participant p
JOIN @registry@.legal_heir h ON h.organisation_id = p.organisation_id
WHERE p.role = 'lead' AND p.effective_on <= innopart.as_of()
GROUP BY p.partnership_id, h.heir_id;
COMMENT ON VIEW @registry@.lead_party IS 'Who has led a partnership, or become the legal successor of a lead, by innopart.as_of(), since when. A follower that merges into the lead follows nobody any more.';

CREATE OR REPLACE VIEW @registry@.contract_sheet WITH (security_invoker = true) AS
SELECT c.partnership_id, c.id AS partner_contract_id, c.title, c.organisation_id AS supplier_id, s.name AS supplier_name,
    c.effective_on AS concluded_on,
    coalesce(moved.ends_on, c.ends_on) AS ends_on,
    (c.remuneration_amount + coalesce(changed.amount, 0))::numeric(18,4) AS remuneration_amount,
    c.currency, c.provenance,
    t.phase, t.state AS track_state,
    coalesce(t.state NOT IN ('partner_terminated', 'partner_terminated_other'), true)
        AND coalesce(p.stage NOT IN ('closed_with_purchase', 'closed_without_purchase', 'cancelled', 'terminated'), true) AS is_active
FROM @registry@.known_partner_contract c
JOIN @registry@.organisation s ON s.id = c.organisation_id
LEFT JOIN (
    SELECT h.partnership_id, h.partner_contract_id, sum(h.amount) AS amount
    FROM @registry@.known_contract_change h WHERE h.effective_on <= innopart.as_of()
    GROUP BY h.partnership_id, h.partner_contract_id) changed
    ON changed.partnership_id = c.partnership_id AND changed.partner_contract_id = c.id
LEFT JOIN (
    SELECT DISTINCT ON (h.partnership_id, h.partner_contract_id) h.partnership_id, h.partner_contract_id, h.ends_on
    FROM @registry@.known_contract_change h WHERE h.ends_on IS NOT NULL AND h.effective_on <= innopart.as_of()
    ORDER BY h.partnership_id, h.partner_contract_id, h.effective_on DESC, h.id DESC) moved
    ON moved.partnership_id = c.partnership_id AND moved.partner_contract_id = c.id
LEFT JOIN @registry@.track_standing t ON t.partnership_id = c.partnership_id AND t.partner_contract_id = c.id
LEFT JOIN @registry@.partnership_standing p ON p.partnership_id = c.partnership_id
WHERE c.effective_on <= innopart.as_of();
COMMENT ON VIEW @registry@.contract_sheet IS 'One row a partner contract concluded by innopart.as_of(): its supplier, last day and remuneration with the lawful changes by then, and whether the contract is still alive.';

CREATE OR REPLACE VIEW @registry@.accepted_solution WITH (security_invoker = true) AS
SELECT a.partnership_id, a.solution_id, t.partner_contract_id, greatest(min(a.effective_on), min(t.effective_on)) AS accepted_on
FROM @registry@.known_acceptance a
JOIN @registry@.known_track_event t ON t.partnership_id = a.partnership_id AND t.state = 'accepted' AND t.effective_on <= innopart.as_of()
WHERE a.performance_met AND a.unit_cost_amount <= a.max_unit_cost_amount AND a.effective_on <= innopart.as_of()
GROUP BY a.partnership_id, a.solution_id, t.partner_contract_id;
COMMENT ON VIEW @registry@.accepted_solution IS 'One row a solution that met the agreed performance within the agreed maximum cost, and a contract whose track was accepted, by innopart.as_of(): what may be bought under that contract (Directive 2014/24/EU Art. 31(2)), since when.';

-- --------------------------------------------------------------------------------------------
-- One right, with everything that the reports say of it
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @registry@.option_sheet WITH (security_invoker = true) AS
SELECT st.partnership_id, p.title AS partnership_title, st.option_right_id, st.title AS option_title,
    st.holder_id, h.name AS holder_name, h.admin_level AS holder_level, st.holder_kind, st.exercise_mode, st.option_kind,
    acting.body_id AS acting_id, acting.body_names AS acting_names, acting.body_count AS acting_count,
    coalesce(acting.body_id, st.holder_id) AS party_id,
    c.partner_contract_id, c.supplier_id, c.supplier_name, c.ends_on AS contract_ends_on,
    s.id AS solution_id, s.name AS solution_name, accepted.accepted_on IS NOT NULL AS is_solution_accepted,
    st.cap_id, coalesce(st.unit_code, cap.unit_code) AS unit_code,
    coalesce(innopart.currency(st.terms), st.price_currency, cap.currency) AS currency,
    st.price_basis, st.unit_price_amount, st.max_unit_cost_amount, st.index_series, st.index_base_month,
    st.terms, st.so_far, st.state, st.reason, kind.is_ended,
    st.state IN ('exercisable', 'partly_exercised') AS is_exercisable,
    innopart.opens_on(st.terms) AS opens_on,
    -- an open end stays open; an extension moves only a stated one
    CASE WHEN innopart.closes_on(st.terms) IS NOT NULL
         THEN greatest(innopart.closes_on(st.terms), innopart.extended_to(st.so_far)) END AS closes_on,
    st.last_day,
    innopart.max_units(st.terms) + innopart.raised_units(st.so_far) AS max_units,
    innopart.max_amount(st.terms) + innopart.raised_amount(st.so_far) AS max_amount,
    innopart.net_drawn_units(st.so_far) AS drawn_units,
    -- units were drawn and no amount was ever stated: unknown, which is not zero
    CASE WHEN innopart.currency(st.so_far) IS NOT NULL OR innopart.draw_count(st.so_far) = 0
         THEN innopart.net_drawn_amount(st.so_far) END AS drawn_amount,
    st.units_left AS unused_units, st.amount_left AS unused_amount,
    st.shared_units_left, st.shared_amount_left,
    CASE WHEN kind.is_ended AND least(st.units_left, st.shared_units_left) IS NOT NULL THEN 0
         ELSE least(st.units_left, st.shared_units_left) END AS callable_units,
    CASE WHEN kind.is_ended THEN 0
         ELSE least(st.amount_left, st.shared_amount_left,
                    least(st.units_left, st.shared_units_left) * coalesce(st.unit_price_amount, st.max_unit_cost_amount)) END AS callable_amount,
    st.survives_partner_reduction, st.survives_lead_withdrawal, st.predecessor_id, st.provenance
FROM @registry@.option_standing st
JOIN @registry@.partnership p ON p.id = st.partnership_id
JOIN @registry@.organisation h ON h.id = st.holder_id
LEFT JOIN @registry@.acting_body acting ON acting.organisation_id = st.holder_id
LEFT JOIN @registry@.cap ON cap.partnership_id = st.partnership_id AND cap.id = st.cap_id
-- the row names a contract and a solution as soon as somebody recorded them; they exist later
LEFT JOIN @registry@.contract_sheet c ON c.partnership_id = st.partnership_id AND c.partner_contract_id = st.partner_contract_id
LEFT JOIN @registry@.known_solution s ON s.partnership_id = st.partnership_id AND s.id = st.solution_id AND s.effective_on <= innopart.as_of()
LEFT JOIN @registry@.accepted_solution accepted
    ON accepted.partnership_id = st.partnership_id AND accepted.solution_id = st.solution_id AND accepted.partner_contract_id = st.partner_contract_id
CROSS JOIN LATERAL (SELECT st.state IN ('exhausted', 'lapsed', 'waived', 'assigned', 'terminated') AS is_ended) kind;
COMMENT ON VIEW @registry@.option_sheet IS 'One row a right named or granted by innopart.as_of(): option_standing with names, dates and volumes. unused_* is what its ceilings have left, whatever its state; callable_* what can still be called, 0 once it has ended, bounded by the shared cap and, in money, by units times price. Amounts ex VAT, in currency.';

-- --------------------------------------------------------------------------------------------
-- A right through time
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @registry@.phase_reached_from WITH (security_invoker = true) AS
SELECT d.partnership_id, d.effective_on AS from_on,
    lead(d.effective_on) OVER by_day AS before_on,
    max(d.reached) OVER by_day AS reached
FROM (
    SELECT e.partnership_id, e.effective_on, max(e.phase) FILTER (WHERE e.phase <> 'closed') AS reached
    FROM @registry@.known_phase_event e
    GROUP BY e.partnership_id, e.effective_on) d
WINDOW by_day AS (PARTITION BY d.partnership_id ORDER BY d.effective_on);
COMMENT ON VIEW @registry@.phase_reached_from IS 'One row a partnership and day on which it entered a phase: the furthest phase it had reached from that day until before before_on (NULL: to this day).';

CREATE OR REPLACE VIEW @registry@.cap_left_from WITH (security_invoker = true) AS
SELECT d.partnership_id, d.cap_id, d.effective_on AS from_on,
    lead(d.effective_on) OVER by_day AS before_on,
    (c.max_units + sum(d.units) OVER by_day)::bigint AS units_left,
    (c.max_amount + sum(d.amount) OVER by_day)::numeric(18,4) AS amount_left
FROM (
    SELECT x.partnership_id, x.cap_id, x.effective_on, sum(x.units) AS units, sum(x.amount) AS amount
    FROM (
        SELECT c.partnership_id, c.id AS cap_id, c.effective_on, 0 AS units, 0 AS amount
        FROM @registry@.cap c WHERE c.recorded_at <= innopart.known_at()
        UNION ALL
        SELECT ce.partnership_id, ce.cap_id, ce.effective_on, coalesce(ce.units, 0), coalesce(ce.amount, 0)
        FROM @registry@.cap_event ce WHERE ce.recorded_at <= innopart.known_at()
        UNION ALL
        SELECT r.partnership_id, r.cap_id, e.effective_on, sign.of * coalesce(e.units, 0), sign.of * coalesce(e.amount, 0)
        FROM @registry@.option_right r
        JOIN @registry@.option_event e ON e.partnership_id = r.partnership_id AND e.option_right_id = r.id
        CROSS JOIN LATERAL (SELECT CASE e.kind WHEN 'exercised' THEN -1 ELSE 1 END AS of) sign
        WHERE r.cap_id IS NOT NULL AND e.kind IN ('exercised', 'exercise_reversed') AND e.recorded_at <= innopart.known_at()
          AND (SELECT @registry@.reads_programme())
        UNION ALL
        -- as in cap_standing
        SELECT s.partnership_id, s.cap_id, s.effective_on, -coalesce(s.units, 0), -coalesce(s.amount, 0)
        FROM @registry@.shared_draw s
        WHERE NOT (SELECT @registry@.reads_programme()) AND s.recorded_at <= innopart.known_at()) x
    GROUP BY x.partnership_id, x.cap_id, x.effective_on) d
LEFT JOIN @registry@.cap c ON c.partnership_id = d.partnership_id AND c.id = d.cap_id
WINDOW by_day AS (PARTITION BY d.partnership_id, d.cap_id ORDER BY d.effective_on);
COMMENT ON VIEW @registry@.cap_left_from IS 'One row a shared cap and day on which it changed: what it had left at the end of that day and until before before_on (NULL: to this day). Begins with the day on which the cap was stated.';

CREATE OR REPLACE VIEW @registry@.option_event_fold WITH (security_invoker = true) AS
SELECT e.partnership_id, e.option_right_id, e.event_id, e.kind, e.effective_on, e.terms, e.so_far,
    own.units AS units_left, own.amount AS amount_left,
    shared.units_left AS shared_units_left, shared.amount_left AS shared_amount_left,
    innopart.option_state(e.terms, e.so_far, e.effective_on, p.reached, shared.units_left, shared.amount_left) AS state
FROM (
    SELECT x.partnership_id, x.option_right_id, x.cap_id, x.event_id, x.kind, x.effective_on, x.terms,
        innopart.option_position(x.kind, x.effective_on, x.units, x.amount, x.currency, x.condition_no, x.extended_to)
            FILTER (WHERE x.kind IS NOT NULL) OVER (PARTITION BY x.partnership_id, x.option_right_id ORDER BY x.effective_on, x.event_id) AS so_far,
        sum(x.shared_units) OVER of_cap AS shared_units, sum(x.shared_amount) OVER of_cap AS shared_amount
    FROM (
        SELECT ev.partnership_id, ev.option_right_id, r.cap_id, ev.id AS event_id, ev.kind, ev.effective_on, r.terms,
            ev.units, ev.amount, ev.currency, ev.condition_no, ev.extended_to,
            CASE ev.kind WHEN 'exercised' THEN -ev.units WHEN 'exercise_reversed' THEN ev.units END AS shared_units,
            CASE ev.kind WHEN 'exercised' THEN -ev.amount WHEN 'exercise_reversed' THEN ev.amount END AS shared_amount
        FROM @registry@.option_right r
        JOIN @registry@.option_event ev ON ev.partnership_id = r.partnership_id AND ev.option_right_id = r.id
        WHERE ev.effective_on <= innopart.as_of() AND ev.recorded_at <= innopart.known_at()
        UNION ALL
        -- a raise makes room before anything else of its day
        SELECT ce.partnership_id, NULL, ce.cap_id, NULL, NULL, ce.effective_on, NULL, NULL, NULL, NULL, NULL, NULL, ce.units, ce.amount
        FROM @registry@.cap_event ce
        WHERE ce.effective_on <= innopart.as_of() AND ce.recorded_at <= innopart.known_at()) x
    WINDOW of_cap AS (PARTITION BY x.partnership_id, x.cap_id ORDER BY x.effective_on, x.event_id NULLS FIRST)) e
LEFT JOIN @registry@.cap c ON c.partnership_id = e.partnership_id AND c.id = e.cap_id
LEFT JOIN @registry@.phase_reached_from p
    ON p.partnership_id = e.partnership_id AND p.from_on <= e.effective_on AND coalesce(p.before_on > e.effective_on, true)
CROSS JOIN LATERAL innopart.headroom(e.terms, e.so_far) own
CROSS JOIN LATERAL (
    SELECT (c.max_units + coalesce(e.shared_units, 0))::bigint AS units_left,
        (c.max_amount + coalesce(e.shared_amount, 0))::numeric(18,4) AS amount_left) shared
WHERE e.event_id IS NOT NULL;
COMMENT ON VIEW @registry@.option_event_fold IS 'One row an event known, effective by innopart.as_of(): the fold of the right''s events up to it, in the order of effective_on and then of id, what was left then of the right and of the shared cap, and the state it brought about on its day.';

CREATE OR REPLACE VIEW @registry@.option_opening WITH (security_invoker = true) AS
WITH day AS (
    -- the days on which a right may have become exercisable: its own events and its window, the
    -- partnership's phases, and whatever changed the shared cap
    SELECT r.partnership_id, r.id AS option_right_id, r.cap_id, r.terms, e.effective_on AS on_day
    FROM @registry@.option_right r
    JOIN @registry@.option_event e ON e.partnership_id = r.partnership_id AND e.option_right_id = r.id
    WHERE e.recorded_at <= innopart.known_at()
    UNION
    SELECT r.partnership_id, r.id, r.cap_id, r.terms, innopart.opens_on(r.terms)
    FROM @registry@.option_right r WHERE innopart.opens_on(r.terms) IS NOT NULL
    UNION
    SELECT r.partnership_id, r.id, r.cap_id, r.terms, p.from_on
    FROM @registry@.option_right r
    JOIN @registry@.phase_reached_from p ON p.partnership_id = r.partnership_id
    UNION
    SELECT r.partnership_id, r.id, r.cap_id, r.terms, c.from_on
    FROM @registry@.option_right r
    JOIN @registry@.cap_left_from c ON c.partnership_id = r.partnership_id AND c.cap_id = r.cap_id
), step AS (
    -- each of them as it began and as it ended, with the events between
    SELECT d.partnership_id, d.option_right_id, d.cap_id, d.terms, d.on_day, edge.step_order, d.on_day - edge.is_start AS shared_on,
        NULL::innopart.option_position AS effect
    FROM day d
    CROSS JOIN (VALUES (0::bigint, 1), (9223372036854775807, 0)) AS edge(step_order, is_start)
    WHERE d.on_day <= innopart.as_of()
    UNION ALL
    SELECT e.partnership_id, e.option_right_id, NULL, NULL, e.effective_on, e.id, NULL,
        innopart.option_event_position(e.kind, e.effective_on, e.units, e.amount, e.currency, e.condition_no, e.extended_to)
    FROM @registry@.option_event e
    WHERE e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at()
), probe AS (
    SELECT s.partnership_id, s.option_right_id, s.cap_id, s.terms, s.on_day, s.shared_on,
        innopart.option_position(s.effect) OVER (PARTITION BY s.partnership_id, s.option_right_id ORDER BY s.on_day, s.step_order) AS so_far
    FROM step s
), opening AS (
    SELECT b.partnership_id, b.option_right_id, b.on_day
    FROM probe b
    LEFT JOIN @registry@.cap_left_from c
        ON c.partnership_id = b.partnership_id AND c.cap_id = b.cap_id AND c.from_on <= b.shared_on AND coalesce(c.before_on > b.shared_on, true)
    LEFT JOIN @registry@.phase_reached_from p
        ON p.partnership_id = b.partnership_id AND p.from_on <= b.on_day AND coalesce(p.before_on > b.on_day, true)
    WHERE innopart.option_state(b.terms, b.so_far, b.on_day, p.reached, c.units_left, c.amount_left) IN ('exercisable', 'partly_exercised')
    UNION ALL
    -- between the events of one day; and an exercise proves that the right was exercisable, be it
    -- that nothing was left afterwards
    SELECT f.partnership_id, f.option_right_id, f.effective_on
    FROM @registry@.option_event_fold f
    WHERE f.kind = 'exercised' OR f.state IN ('exercisable', 'partly_exercised')
)
SELECT opening.partnership_id, opening.option_right_id, min(opening.on_day) AS first_exercisable_on
FROM opening GROUP BY opening.partnership_id, opening.option_right_id;
COMMENT ON VIEW @registry@.option_opening IS 'One row a right that was exercisable on any day up to innopart.as_of(), with the first such day: innopart.option_state() asked on every day on which something changed, never the wall clock.';

-- --------------------------------------------------------------------------------------------
-- 1  Where does every right stand?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.option_status WITH (security_invoker = true) AS
SELECT s.option_right_id AS id, innopart.as_of() AS as_of_on,
    s.partnership_id, s.partnership_title, s.option_right_id, s.option_title,
    s.holder_id, s.holder_name, s.holder_kind::text AS holder_kind, innopart.label(s.holder_kind) AS holder_kind_label,
    s.holder_level::text AS admin_level, innopart.label(s.holder_level) AS admin_level_label,
    s.partner_contract_id, s.supplier_id, s.supplier_name, s.solution_id, s.solution_name, s.cap_id,
    s.option_kind::text AS option_kind, innopart.label(s.option_kind) AS option_kind_label,
    s.exercise_mode::text AS exercise_mode, innopart.label(s.exercise_mode) AS exercise_mode_label,
    s.state::text AS state, innopart.label(s.state) AS state_label, s.reason AS state_reason,
    NOT s.is_ended AS is_live, s.is_exercisable, s.is_exercisable::integer AS exercisable_count, s.is_solution_accepted,
    s.opens_on, s.closes_on, s.last_day AS last_notice_on,
    CASE WHEN NOT s.is_ended THEN s.last_day - innopart.as_of() END AS days_left_count,
    s.unit_code, s.max_units AS max_unit_count, s.drawn_units AS exercised_unit_count,
    CASE WHEN s.is_ended AND s.max_units IS NOT NULL THEN 0 ELSE s.unused_units END AS left_unit_count,
    s.shared_units_left AS shared_left_unit_count, s.callable_units AS callable_unit_count,
    s.currency, s.max_amount::numeric(18,4) AS max_amount, s.drawn_amount::numeric(18,4) AS exercised_amount,
    (CASE WHEN s.is_ended AND s.max_amount IS NOT NULL THEN 0 ELSE s.unused_amount END)::numeric(18,4) AS left_amount,
    s.shared_amount_left::numeric(18,4) AS shared_left_amount, s.callable_amount::numeric(38,4) AS callable_amount,
    s.unit_price_amount::numeric(18,4) AS unit_price_amount,
    innopart.named_on(s.so_far) AS named_on, innopart.granted_on(s.so_far) AS granted_on,
    innopart.draw_count(s.so_far)::bigint AS exercise_count,
    innopart.first_drawn_on(s.so_far) AS first_exercised_on, innopart.last_drawn_on(s.so_far) AS last_exercised_on,
    s.provenance = 'illustrative' AS is_illustrative
FROM @registry@.option_sheet s;
COMMENT ON VIEW @report@.option_status IS 'State, remaining quantity and value, and days left of every option right. One row a right named or granted by innopart.as_of(), as known at innopart.known_at(). Amounts ex VAT, in currency; never sum across currencies or unit codes. Honours row security of the reader.';
COMMENT ON COLUMN @report@.option_status.exercisable_count IS '1 when is_exercisable, else 0. Sum it.';
COMMENT ON COLUMN @report@.option_status.left_unit_count IS 'Units left of the right''s own ceiling; 0 once the right has ended, NULL where it has no ceiling in units.';
COMMENT ON COLUMN @report@.option_status.left_amount IS 'Money left of the right''s own ceiling, ex VAT; 0 once the right has ended, NULL where it has no ceiling in money.';
COMMENT ON COLUMN @report@.option_status.callable_unit_count IS 'Units that can still be called: the lesser of what the right and its shared cap have left; 0 once the right has ended. Under a shared cap the holders compete for it: do not sum, see cap_utilisation.';
COMMENT ON COLUMN @report@.option_status.callable_amount IS 'Money that can still be called, ex VAT: the least of what the right and its cap have left and of the callable units at the unit price (or else the maximum unit cost), not indexed; 0 once the right has ended. Do not sum under a shared cap.';
COMMENT ON COLUMN @report@.option_status.exercise_count IS 'Number of exercises, reversed ones included.';

-- --------------------------------------------------------------------------------------------
-- 2  Which rights close next, and who must act?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.option_deadlines WITH (security_invoker = true) AS
SELECT s.option_right_id AS id, innopart.as_of() AS as_of_on,
    s.partnership_id, s.partnership_title, s.option_right_id, s.option_title,
    s.holder_id, s.holder_name, s.acting_id, s.acting_names, s.acting_count::bigint AS acting_count,
    coalesce(s.acting_id <> s.holder_id, true) AS is_successor_acting,
    m.mandated_names,
    s.exercise_mode::text AS exercise_mode, innopart.label(s.exercise_mode) AS exercise_mode_label,
    s.supplier_id, s.supplier_name,
    s.state::text AS state, innopart.label(s.state) AS state_label, s.reason AS state_reason, s.is_exercisable, s.is_solution_accepted,
    s.last_day AS last_notice_on, s.closes_on, s.last_day - innopart.as_of() AS days_left_count,
    s.last_day - innopart.as_of() <= 30 AS is_within_30_days,
    s.last_day - innopart.as_of() <= 90 AS is_within_90_days,
    s.last_day - innopart.as_of() <= 180 AS is_within_180_days,
    innopart.notice_days(s.terms)::bigint AS notice_days_count,
    innopart.timely_rule(s.terms) AS timely_rule, innopart.deadline_rule(s.terms) AS deadline_rule,
    s.contract_ends_on, coalesce(s.contract_ends_on < s.last_day, false) AS is_contract_ending_first,
    s.unit_code, s.callable_units AS callable_unit_count, s.currency, s.callable_amount::numeric(38,4) AS callable_amount,
    s.provenance = 'illustrative' AS is_illustrative
FROM @registry@.option_sheet s
LEFT JOIN LATERAL (
    SELECT string_agg(DISTINCT o.name, ', ' ORDER BY o.name) AS mandated_names
    FROM @registry@.known_mandate k JOIN @registry@.organisation o ON o.id = k.organisation_id
    WHERE k.partnership_id = s.partnership_id AND k.option_right_id = s.option_right_id
      AND k.effective_on <= innopart.as_of() AND coalesce(k.to_on >= innopart.as_of(), true)) m ON true
WHERE s.state IN ('conditional', 'not_yet_open', 'exercisable', 'partly_exercised', 'suspended') AND s.last_day IS NOT NULL;
COMMENT ON VIEW @report@.option_deadlines IS 'Which rights close within 30, 90 or 180 days, the last safe day of notice, and who must act. One row a granted right that is live on innopart.as_of() and has a last day; the clock runs too for rights that are still conditional, not yet open or suspended, so ask WHERE is_exercisable AND is_solution_accepted AND is_within_90_days for what can be exercised now. Honours row security of the reader.';
COMMENT ON COLUMN @report@.option_deadlines.is_successor_acting IS 'The holder no longer exists as of the report''s day, or has split: somebody else acts for it.';
COMMENT ON COLUMN @report@.option_deadlines.mandated_names IS 'Who else may act, by a recorded mandate in force on that day; NULL when nobody.';
COMMENT ON COLUMN @report@.option_deadlines.is_within_30_days IS 'At most 30 days are left to the last safe day of notice.';
COMMENT ON COLUMN @report@.option_deadlines.is_within_90_days IS 'At most 90 days are left; true for those within 30 as well.';
COMMENT ON COLUMN @report@.option_deadlines.is_within_180_days IS 'At most 180 days are left; true for those within 90 as well.';
COMMENT ON COLUMN @report@.option_deadlines.notice_days_count IS 'Days of notice that the terms ask for before the window closes.';
COMMENT ON COLUMN @report@.option_deadlines.timely_rule IS 'Which day of a notice counts: receipt or dispatch.';
COMMENT ON COLUMN @report@.option_deadlines.deadline_rule IS 'What a last day of notice that is no working day becomes: as_written, next_working_day or previous_working_day.';
COMMENT ON COLUMN @report@.option_deadlines.contract_ends_on IS 'Last day of the partner''s contract with its lawful changes; NULL when none is stated.';
COMMENT ON COLUMN @report@.option_deadlines.is_contract_ending_first IS 'The contract ends before the right does: an option on a dead contract.';
COMMENT ON COLUMN @report@.option_deadlines.callable_unit_count IS 'Units at stake: the lesser of what the right and its shared cap have left. Do not sum under a shared cap.';
COMMENT ON COLUMN @report@.option_deadlines.callable_amount IS 'Money at stake, ex VAT, as in option_status. Do not sum under a shared cap.';

-- --------------------------------------------------------------------------------------------
-- 9  What has happened to each right, and who recorded it when?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.option_event_trail WITH (security_invoker = true) AS
SELECT e.id, innopart.as_of() AS as_of_on,
    e.partnership_id, p.title AS partnership_title, e.option_right_id, r.title AS option_title,
    r.holder_id, h.name AS holder_name,
    pg_catalog.row_number() OVER of_right AS event_order,
    e.kind::text AS event_kind, innopart.label(e.kind) AS event_kind_label,
    e.effective_on, e.recorded_at, innopart.local_day(e.recorded_at) AS recorded_on, e.recorded_by,
    (innopart.local_day(e.recorded_at) - e.effective_on)::bigint AS lateness_days_count,
    coalesce(e.effective_on < max(e.effective_on) OVER (PARTITION BY e.partnership_id, e.option_right_id ORDER BY e.id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS is_back_dated,
    e.acting_id, acting.name AS acting_name, e.sent_at, e.received_at,
    r.unit_code, e.units AS unit_count, e.amount::numeric(18,4) AS amount, e.currency,
    e.unit_price_amount::numeric(18,4) AS unit_price_amount,
    e.condition_no::bigint AS condition_order, e.extended_to AS extended_to_on, e.reverses_id, e.other_right_id,
    f.units_left AS left_unit_count, f.amount_left::numeric(18,4) AS left_amount,
    f.shared_units_left AS shared_left_unit_count, f.shared_amount_left::numeric(18,4) AS shared_left_amount,
    f.state::text AS state_after, innopart.label(f.state) AS state_after_label,
    e.legal_basis, e.document_id, d.title AS document_title, e.reason, e.reference,
    e.provenance::text AS provenance, innopart.label(e.provenance) AS provenance_label, e.source_url AS evidence_url,
    e.provenance = 'illustrative' AS is_illustrative
FROM @registry@.option_event_fold f
JOIN @registry@.option_event e ON e.partnership_id = f.partnership_id AND e.id = f.event_id
JOIN @registry@.option_right r ON r.partnership_id = f.partnership_id AND r.id = f.option_right_id
JOIN @registry@.partnership p ON p.id = f.partnership_id
JOIN @registry@.organisation h ON h.id = r.holder_id
LEFT JOIN @registry@.organisation acting ON acting.id = e.acting_id
LEFT JOIN @registry@.known_document d ON d.partnership_id = e.partnership_id AND d.id = e.document_id
WINDOW of_right AS (PARTITION BY e.partnership_id, e.option_right_id ORDER BY e.effective_on, e.id);
COMMENT ON VIEW @report@.option_event_trail IS 'The full history of every right: what happened when, who recorded it when, and what was left after it. One row an event effective by innopart.as_of() and recorded by innopart.known_at(). Raises of a shared cap are in cap_utilisation. Honours row security of the reader.';
COMMENT ON COLUMN @report@.option_event_trail.id IS 'The event; reverse_exercise() takes it.';
COMMENT ON COLUMN @report@.option_event_trail.event_order IS 'Place of the event in the history of its right: 1, 2, ... by the day it took effect, then by the order of recording.';
COMMENT ON COLUMN @report@.option_event_trail.event_kind IS 'What happened, in the words of innopart.option_event_kind.';
COMMENT ON COLUMN @report@.option_event_trail.event_kind_label IS 'What happened, in innopart.language.';
COMMENT ON COLUMN @report@.option_event_trail.effective_on IS 'The day on which the event took effect.';
COMMENT ON COLUMN @report@.option_event_trail.recorded_at IS 'When the event was recorded.';
COMMENT ON COLUMN @report@.option_event_trail.recorded_on IS 'The day of recorded_at in innopart.time_zone.';
COMMENT ON COLUMN @report@.option_event_trail.recorded_by IS 'The database role that recorded the event.';
COMMENT ON COLUMN @report@.option_event_trail.lateness_days_count IS 'Days from effective_on to recorded_on: how late the record is.';
COMMENT ON COLUMN @report@.option_event_trail.is_back_dated IS 'Something that took effect later had been recorded of this right before: the past was changed.';
COMMENT ON COLUMN @report@.option_event_trail.acting_id IS 'The organisation that acted; NULL when the event has no actor.';
COMMENT ON COLUMN @report@.option_event_trail.acting_name IS 'Name of the organisation that acted.';
COMMENT ON COLUMN @report@.option_event_trail.sent_at IS 'When the notice was sent.';
COMMENT ON COLUMN @report@.option_event_trail.received_at IS 'When the notice was received.';
COMMENT ON COLUMN @report@.option_event_trail.unit_count IS 'Units of the event, never negative: the kind gives the direction.';
COMMENT ON COLUMN @report@.option_event_trail.amount IS 'Money of the event, ex VAT, never negative: the kind gives the direction.';
COMMENT ON COLUMN @report@.option_event_trail.currency IS 'ISO 4217 code of the event''s amount.';
COMMENT ON COLUMN @report@.option_event_trail.unit_price_amount IS 'Price of one unit at this event, ex VAT, in currency.';
COMMENT ON COLUMN @report@.option_event_trail.condition_order IS 'Number of the condition that was met or failed.';
COMMENT ON COLUMN @report@.option_event_trail.extended_to_on IS 'New last day of the window, inclusive, of an extension.';
COMMENT ON COLUMN @report@.option_event_trail.reverses_id IS 'The exercise that this event reverses, whole or in part.';
COMMENT ON COLUMN @report@.option_event_trail.other_right_id IS 'The other right of an assignment.';
COMMENT ON COLUMN @report@.option_event_trail.left_unit_count IS 'Units left of the right''s own ceiling after this event; NULL where it has none.';
COMMENT ON COLUMN @report@.option_event_trail.left_amount IS 'Money left of the right''s own ceiling after this event, ex VAT; NULL where it has none.';
COMMENT ON COLUMN @report@.option_event_trail.shared_left_unit_count IS 'Units left under the shared cap after this event and all others under the cap by then; NULL without one.';
COMMENT ON COLUMN @report@.option_event_trail.shared_left_amount IS 'Money left under the shared cap after this event and all others under the cap by then; NULL without one.';
COMMENT ON COLUMN @report@.option_event_trail.state_after IS 'State of the right on effective_on, after this event.';
COMMENT ON COLUMN @report@.option_event_trail.state_after_label IS 'That state in innopart.language.';
COMMENT ON COLUMN @report@.option_event_trail.legal_basis IS 'Legal basis as recorded.';
COMMENT ON COLUMN @report@.option_event_trail.document_id IS 'The document that the event cites.';
COMMENT ON COLUMN @report@.option_event_trail.document_title IS 'Title of that document, as known.';
COMMENT ON COLUMN @report@.option_event_trail.reason IS 'Reason as recorded.';
COMMENT ON COLUMN @report@.option_event_trail.reference IS 'What the sender called its request; a repeated one is recorded once.';
COMMENT ON COLUMN @report@.option_event_trail.provenance IS 'sourced or illustrative.';
COMMENT ON COLUMN @report@.option_event_trail.provenance_label IS 'Provenance in innopart.language.';
COMMENT ON COLUMN @report@.option_event_trail.evidence_url IS 'Where the event stands, if it is public.';

-- --------------------------------------------------------------------------------------------
-- 21  Which conditions hold which rights back?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.conditions_open WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(pg_catalog.format('condition %s %s %s', s.partnership_id, s.option_right_id, no.condition_no), 0) AS id,
    innopart.as_of() AS as_of_on,
    s.partnership_id, s.partnership_title, s.option_right_id, s.option_title, s.holder_id, s.holder_name, s.supplier_id, s.supplier_name,
    s.state::text AS state, innopart.label(s.state) AS state_label,
    no.condition_no::bigint AS condition_order, k.code::text AS condition_code, innopart.label(k.code) AS condition_label, k.title AS condition_title,
    k.responsible_id, responsible.name AS responsible_name, k.due_on,
    (k.due_on - innopart.as_of())::bigint AS days_to_due_count, coalesce(k.due_on < innopart.as_of(), false) AS is_overdue,
    count(*) OVER (PARTITION BY s.partnership_id, s.option_right_id)::bigint AS open_condition_count,
    s.last_day AS last_notice_on, s.last_day - innopart.as_of() AS days_left_count,
    s.unit_code, s.callable_units AS callable_unit_count, s.currency, s.callable_amount::numeric(38,4) AS callable_amount,
    s.provenance = 'illustrative' AS is_illustrative
FROM @registry@.option_sheet s
CROSS JOIN LATERAL pg_catalog.generate_series(1, innopart.conditions(s.terms)) AS no(condition_no)
LEFT JOIN @registry@.option_condition k
    ON k.partnership_id = s.partnership_id AND k.option_right_id = s.option_right_id AND k.condition_no = no.condition_no
LEFT JOIN @registry@.organisation responsible ON responsible.id = k.responsible_id
WHERE NOT s.is_ended AND NOT innopart.condition_is_met(s.so_far, no.condition_no);
COMMENT ON VIEW @report@.conditions_open IS 'Which conditions precedent block which options, who must see to each and by when. One row an open mandatory condition of a right that is live on innopart.as_of(); a condition that nobody has described has a row too, with its number alone. Honours row security of the reader.';
COMMENT ON COLUMN @report@.conditions_open.condition_order IS 'Number of the condition in the terms.';
COMMENT ON COLUMN @report@.conditions_open.condition_code IS 'What the condition asks for, in the words of innopart.condition_code; NULL when nobody described it.';
COMMENT ON COLUMN @report@.conditions_open.condition_label IS 'What the condition asks for, in innopart.language.';
COMMENT ON COLUMN @report@.conditions_open.condition_title IS 'The condition in its own words.';
COMMENT ON COLUMN @report@.conditions_open.responsible_id IS 'The organisation that must see to it; NULL when nobody was named.';
COMMENT ON COLUMN @report@.conditions_open.responsible_name IS 'Name of that organisation.';
COMMENT ON COLUMN @report@.conditions_open.due_on IS 'The day by which it should be met.';
COMMENT ON COLUMN @report@.conditions_open.days_to_due_count IS 'Days from as_of_on to due_on; negative when overdue.';
COMMENT ON COLUMN @report@.conditions_open.is_overdue IS 'due_on has passed.';
COMMENT ON COLUMN @report@.conditions_open.open_condition_count IS 'Open conditions of this right, on each of its rows: do not sum.';
COMMENT ON COLUMN @report@.conditions_open.callable_unit_count IS 'Units that the right is blocked for, on each of its rows: do not sum.';
COMMENT ON COLUMN @report@.conditions_open.callable_amount IS 'Money that the right is blocked for, ex VAT, on each of its rows: do not sum.';

-- --------------------------------------------------------------------------------------------
-- 27  Which rights lapsed unused?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.lapsed_unused WITH (security_invoker = true) AS
SELECT s.option_right_id AS id, innopart.as_of() AS as_of_on,
    s.partnership_id, s.partnership_title, s.option_right_id, s.option_title,
    s.holder_id, s.holder_name, s.holder_kind::text AS holder_kind, innopart.label(s.holder_kind) AS holder_kind_label,
    s.holder_level::text AS admin_level, innopart.label(s.holder_level) AS admin_level_label,
    s.supplier_id, s.supplier_name,
    least(failed.effective_on, s.last_day + 1) AS lapsed_on,
    s.reason AS state_reason, said.reason AS recorded_reason,
    o.first_exercisable_on, o.first_exercisable_on IS NOT NULL AS is_ever_exercisable,
    s.unit_code, s.max_units AS max_unit_count, s.drawn_units AS exercised_unit_count, s.unused_units AS unused_unit_count,
    (s.unused_units::double precision / nullif(s.max_units, 0))::double precision AS unused_unit_rate,
    s.currency, s.max_amount::numeric(18,4) AS max_amount, s.drawn_amount::numeric(18,4) AS exercised_amount,
    s.unused_amount::numeric(18,4) AS unused_amount,
    s.provenance = 'illustrative' AS is_illustrative
FROM @registry@.option_sheet s
LEFT JOIN @registry@.option_opening o ON o.partnership_id = s.partnership_id AND o.option_right_id = s.option_right_id
LEFT JOIN LATERAL (
    SELECT min(e.effective_on) AS effective_on FROM @registry@.option_event e
    WHERE e.partnership_id = s.partnership_id AND e.option_right_id = s.option_right_id AND e.kind = 'condition_failed'
      AND e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at()) failed ON true
LEFT JOIN LATERAL (
    SELECT e.reason FROM @registry@.option_event e
    WHERE e.partnership_id = s.partnership_id AND e.option_right_id = s.option_right_id AND e.reason IS NOT NULL
      AND e.kind IN ('condition_failed', 'suspended', 'resumed', 'partly_waived')
      AND e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at()
    ORDER BY e.effective_on DESC, e.id DESC LIMIT 1) said ON true
WHERE s.state = 'lapsed' AND (s.unused_units > 0 OR s.unused_amount > 0);
COMMENT ON VIEW @report@.lapsed_unused IS 'Which rights lapsed with volume unused, how much and why. One row a right in state lapsed on innopart.as_of() that has anything left. Honours row security of the reader.';
COMMENT ON COLUMN @report@.lapsed_unused.lapsed_on IS 'First day on which the right was gone: the day after the last safe day of notice, or the day a mandatory condition finally failed.';
COMMENT ON COLUMN @report@.lapsed_unused.recorded_reason IS 'The latest reason recorded with what stood in the way: a failed condition, a suspension and its end, a partial waiver. Time itself gives no reason: NULL when nobody said why.';
COMMENT ON COLUMN @report@.lapsed_unused.first_exercisable_on IS 'First day on which the holder could have exercised; NULL when it never could.';
COMMENT ON COLUMN @report@.lapsed_unused.is_ever_exercisable IS 'The holder could have exercised on some day: unused by choice rather than because it never could.';
COMMENT ON COLUMN @report@.lapsed_unused.unused_unit_count IS 'Units that lapsed. Numerator of unused_unit_rate.';
COMMENT ON COLUMN @report@.lapsed_unused.unused_unit_rate IS 'unused_unit_count / max_unit_count; do not sum.';
COMMENT ON COLUMN @report@.lapsed_unused.unused_amount IS 'Money that lapsed, ex VAT, in currency.';

-- --------------------------------------------------------------------------------------------
-- 30  What does a unit cost now?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.price_index WITH (security_invoker = true) AS
SELECT s.option_right_id AS id, innopart.as_of() AS as_of_on,
    s.partnership_id, s.partnership_title, s.option_right_id, s.option_title, s.holder_id, s.holder_name, s.supplier_id, s.supplier_name,
    s.state::text AS state, innopart.label(s.state) AS state_label, NOT s.is_ended AS is_live,
    s.price_basis::text AS price_basis, innopart.label(s.price_basis) AS price_basis_label,
    s.currency, s.unit_code, s.unit_price_amount::numeric(18,4) AS unit_price_amount,
    s.index_series IS NOT NULL AS is_indexed, s.index_series, s.index_base_month AS index_base_month_on, base.value AS base_index_value,
    used.month AS index_month_on, used.value AS current_index_value,
    s.index_series IS NOT NULL AND (base.value IS NULL OR used.value IS NULL) AS is_index_missing,
    round(used.value / base.value, 8)::numeric(18,8) AS index_factor_rate,
    priced.amount::numeric(18,4) AS indexed_unit_price_amount,
    s.max_unit_cost_amount::numeric(18,4) AS max_unit_cost_amount, priced.amount > s.max_unit_cost_amount AS is_above_max_cost,
    (CASE WHEN s.is_ended THEN 0 WHEN priced.amount IS NOT NULL
          THEN least(s.callable_units, floor(least(s.unused_amount, s.shared_amount_left) / nullif(priced.amount, 0))) END)::bigint AS affordable_unit_count,
    s.provenance = 'illustrative' AS is_illustrative
FROM @registry@.option_sheet s
LEFT JOIN @registry@.price_index base ON base.series = s.index_series AND base.month = s.index_base_month
-- The month of the report's day.  Where the series has not come that far, its last month, if that
-- is no more than three months old; a month that was skipped is missing.
LEFT JOIN LATERAL (
    SELECT i.month, i.value
    FROM @registry@.price_index i
    CROSS JOIN LATERAL (
        SELECT greatest(date_trunc('month', innopart.as_of()::timestamp)::date, s.index_base_month) AS month) wanted
    WHERE i.series = s.index_series
      AND (i.month = wanted.month
           OR (i.month < wanted.month AND i.month >= (wanted.month - interval '3 months')::date AND i.month >= s.index_base_month
               AND NOT EXISTS (SELECT FROM @registry@.price_index later WHERE later.series = i.series AND later.month > i.month)))) used ON true
CROSS JOIN LATERAL (
    SELECT CASE WHEN s.index_series IS NULL THEN s.unit_price_amount
                ELSE round(s.unit_price_amount * used.value / base.value, 4) END AS amount) priced
WHERE s.unit_price_amount IS NOT NULL;
COMMENT ON VIEW @report@.price_index IS 'The unit price of each option as of a day, with the index it rests on. One row a right with a stated unit price. Indexed price = unit price x index of the month used / index of the base month, rounded to four decimals; the unit price itself where no index is agreed; NULL with is_index_missing when a month that is needed is not there. Applies to draws to come, not to past ones; ceilings in money stay nominal. All ex VAT. Honours row security of the reader.';
COMMENT ON COLUMN @report@.price_index.unit_price_amount IS 'The agreed price of one unit in the base month, ex VAT, in currency.';
COMMENT ON COLUMN @report@.price_index.is_indexed IS 'The price follows an index.';
COMMENT ON COLUMN @report@.price_index.index_series IS 'Name of the index series; NULL when the price is nominal.';
COMMENT ON COLUMN @report@.price_index.index_base_month_on IS 'First day of the month that the price is stated in.';
COMMENT ON COLUMN @report@.price_index.base_index_value IS 'The index in the base month; NULL when missing.';
COMMENT ON COLUMN @report@.price_index.index_month_on IS 'First day of the month used: that of as_of_on, never before the base month; where the series has not come that far, its last month, at most three months old. NULL when missing.';
COMMENT ON COLUMN @report@.price_index.current_index_value IS 'The index in the month used; NULL when missing.';
COMMENT ON COLUMN @report@.price_index.is_index_missing IS 'The price is indexed, but the value of the base month or of the month needed is not there: no price is given rather than a wrong one.';
COMMENT ON COLUMN @report@.price_index.index_factor_rate IS 'current_index_value / base_index_value, to eight decimals; do not sum.';
COMMENT ON COLUMN @report@.price_index.indexed_unit_price_amount IS 'Price of one unit as of that day, ex VAT, in currency.';
COMMENT ON COLUMN @report@.price_index.max_unit_cost_amount IS 'The agreed maximum cost of one unit, ex VAT; nominal.';
COMMENT ON COLUMN @report@.price_index.is_above_max_cost IS 'The price has risen above the agreed maximum cost: an exercise at it would be refused (IP023). NULL when either is unknown.';
COMMENT ON COLUMN @report@.price_index.affordable_unit_count IS 'Units that can still be called at that price: bounded by the units left and by the money left, own and shared. Under a ceiling in money it falls as the price rises. NULL without any ceiling that binds, or without a price. Do not sum under a shared cap.';
