-- Reports on what is to come and on what changes hands: the market that options add up to, what a
-- supplier may yet sell, what an ended contract would take along, and rights that moved.

-- --------------------------------------------------------------------------------------------
-- How much do followers' options add to the lead's demand?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.market WITH (security_invoker = true) AS
WITH sided AS (
    SELECT k.*,
        -- IN asks for all leads and their heirs once, EXISTS would for every right
        CASE WHEN k.holder_kind = 'lead' OR (k.partnership_id, k.party_id) IN (SELECT l.partnership_id, l.organisation_id FROM @registry@.lead_party l)
             THEN 'lead' ELSE 'follower' END AS what
    FROM @registry@.option_ceiling k
    -- what was named in a competition that came to nothing was never on offer
    WHERE k.state <> 'terminated' OR innopart.granted_on(k.so_far) IS NOT NULL
), filled AS (
    -- each shared cap as one side alone could fill it, as option_ceiling fills it for both
    SELECT sided.*, CASE WHEN sided.cap_id IS NULL OR sided.ceiling_units IS NULL THEN sided.ceiling_units
                         ELSE greatest(0, least(sided.ceiling_units, sided.cap_units - coalesce(sum(sided.ceiling_units) OVER before, 0))) END AS side_units
    FROM sided
    WINDOW before AS (PARTITION BY sided.partnership_id, sided.cap_id, sided.what ORDER BY sided.price DESC NULLS LAST, sided.option_right_id
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), priced AS (
    SELECT filled.*, least(filled.ceiling_amount, filled.side_units * filled.price) AS taken_amount FROM filled
), line AS (
    SELECT k.partnership_id, k.unit_code, k.currency, k.what,
        k.party_id AS organisation_id, k.ceiling_units AS units, k.ceiling_amount AS amount, k.allotted_units, k.allotted_amount, k.side_units,
        CASE WHEN k.cap_id IS NULL OR k.taken_amount IS NULL THEN k.taken_amount
             ELSE greatest(0, least(k.taken_amount, k.cap_amount - coalesce(sum(k.taken_amount) OVER before, 0))) END AS side_amount,
        k.drawn_units, k.option_kind <> 'extension' AS is_quantity, k.is_illustrative
    FROM priced k
    WINDOW before AS (PARTITION BY k.partnership_id, k.cap_id, k.what ORDER BY k.price DESC NULLS LAST, k.option_right_id
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    UNION ALL
    SELECT o.partnership_id, counted.unit_code, o.currency, 'outsider', o.organisation_id, o.units, o.amount, NULL, NULL, NULL, NULL, o.units, true, o.provenance = 'illustrative'
    FROM @registry@.known_outside_purchase o
    LEFT JOIN (
        SELECT r.partnership_id, r.solution_id, CASE WHEN min(r.unit_code) = max(r.unit_code) THEN min(r.unit_code) END AS unit_code
        FROM @registry@.option_right r WHERE r.option_kind <> 'extension' AND r.recorded_at <= innopart.known_at()
        GROUP BY r.partnership_id, r.solution_id) counted ON counted.partnership_id = o.partnership_id AND counted.solution_id = o.solution_id
    WHERE o.effective_on <= innopart.as_of()
    UNION ALL
    SELECT p.id, m.unit_code, NULL, CASE WHEN part.is_in THEN 'need_in' ELSE 'need_out' END, m.organisation_id, m.demand_units, NULL, NULL, NULL, NULL, NULL, NULL, true, m.provenance = 'illustrative'
    FROM @registry@.partnership p
    JOIN @registry@.known_need_member m ON m.need_id = p.need_id
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM @registry@.known_participant q
                       JOIN @registry@.legal_heir h ON h.organisation_id = q.organisation_id
                       WHERE q.partnership_id = p.id AND h.heir_id = m.organisation_id AND q.role IN ('lead', 'co_buyer', 'follower', 'pilot_host')
                         AND q.effective_on <= innopart.as_of() AND coalesce(q.to_on >= innopart.as_of(), true)) AS is_in) part
    WHERE m.effective_on <= innopart.as_of() AND coalesce(m.to_on >= innopart.as_of(), true)
), sole AS (
    SELECT line.partnership_id,
        CASE WHEN min(line.unit_code) = max(line.unit_code) THEN min(line.unit_code) END AS unit_code,
        CASE WHEN min(line.currency) = max(line.currency) THEN min(line.currency) END AS currency
    FROM line WHERE line.is_quantity GROUP BY line.partnership_id
), figure AS (
    SELECT line.partnership_id, coalesce(line.unit_code, sole.unit_code) AS unit_code, coalesce(line.currency, sole.currency) AS currency,
        count(*) FILTER (WHERE line.what IN ('lead', 'follower')) AS right_count,
        count(DISTINCT line.organisation_id) FILTER (WHERE line.what = 'follower') AS follower_count,
        sum(line.units) FILTER (WHERE line.what = 'lead') AS lead_units,
        sum(line.amount) FILTER (WHERE line.what = 'lead') AS lead_amount,
        sum(line.units) FILTER (WHERE line.what = 'follower') AS follower_units,
        sum(line.amount) FILTER (WHERE line.what = 'follower') AS follower_amount,
        sum(line.allotted_units) AS bound_units, sum(line.allotted_amount) AS bound_amount,
        sum(line.side_units) FILTER (WHERE line.what = 'lead') AS lead_bound_units, sum(line.side_amount) FILTER (WHERE line.what = 'lead') AS lead_bound_amount,
        sum(line.side_units) FILTER (WHERE line.what = 'follower') AS follower_bound_units, sum(line.side_amount) FILTER (WHERE line.what = 'follower') AS follower_bound_amount,
        count(*) FILTER (WHERE line.what IN ('lead', 'follower') AND line.amount IS NULL) AS unpriced_right_count,
        sum(line.drawn_units) FILTER (WHERE line.what = 'lead') AS lead_drawn_units,
        sum(line.drawn_units) FILTER (WHERE line.what = 'follower') AS follower_drawn_units,
        count(DISTINCT line.organisation_id) FILTER (WHERE line.what = 'outsider') AS outsider_count,
        sum(line.units) FILTER (WHERE line.what = 'outsider') AS outside_units,
        sum(line.amount) FILTER (WHERE line.what = 'outsider') AS outside_amount,
        count(DISTINCT line.organisation_id) FILTER (WHERE line.what IN ('need_in', 'need_out')) AS need_member_count,
        sum(line.units) FILTER (WHERE line.what IN ('need_in', 'need_out')) AS need_units,
        sum(line.units) FILTER (WHERE line.what = 'need_out') AS need_outside_units,
        bool_or(line.is_illustrative) AS is_illustrative
    FROM line LEFT JOIN sole ON sole.partnership_id = line.partnership_id
    GROUP BY line.partnership_id, coalesce(line.unit_code, sole.unit_code), coalesce(line.currency, sole.currency)
)
SELECT pg_catalog.hashtextextended(pg_catalog.format('market %s %s %s', p.id, f.unit_code, f.currency), 0) AS id, innopart.as_of() AS as_of_on,
    p.id AS partnership_id, p.title AS partnership_title, f.unit_code, f.currency,
    coalesce(f.right_count, 0)::bigint AS right_count, coalesce(f.follower_count, 0)::bigint AS follower_count,
    coalesce(f.lead_units, 0)::numeric(38,0) AS lead_max_unit_count, coalesce(f.follower_units, 0)::numeric(38,0) AS follower_max_unit_count,
    coalesce(f.bound_units, 0)::numeric(38,0) AS bound_unit_count,
    coalesce(f.lead_amount, 0)::numeric(38,4) AS lead_max_amount, coalesce(f.follower_amount, 0)::numeric(38,4) AS follower_max_amount,
    coalesce(f.bound_amount, 0)::numeric(38,4) AS bound_amount,
    coalesce(f.unpriced_right_count, 0)::bigint AS unpriced_right_count,
    coalesce(f.lead_drawn_units, 0)::numeric(38,0) AS lead_exercised_unit_count,
    coalesce(f.follower_drawn_units, 0)::numeric(38,0) AS follower_exercised_unit_count,
    coalesce(f.outsider_count, 0)::bigint AS outsider_count, f.outside_units::numeric(38,0) AS outside_unit_count, f.outside_amount::numeric(38,4) AS outside_amount,
    coalesce(f.need_member_count, 0)::bigint AS need_member_count, f.need_units::numeric(38,0) AS need_unit_count,
    f.need_outside_units::numeric(38,0) AS need_outside_unit_count,
    coalesce(f.bound_units, 0)::numeric(38,0) AS multiple_numerator_unit_count, coalesce(f.lead_bound_units, 0)::numeric(38,0) AS multiple_denominator_unit_count,
    (f.bound_units / nullif(f.lead_bound_units, 0))::double precision AS unit_multiple_rate,
    coalesce(f.bound_amount, 0)::numeric(38,4) AS multiple_numerator_amount, coalesce(f.lead_bound_amount, 0)::numeric(38,4) AS multiple_denominator_amount,
    (f.bound_amount / nullif(f.lead_bound_amount, 0))::double precision AS amount_multiple_rate,
    p.provenance = 'illustrative' OR coalesce(f.is_illustrative, false) AS is_illustrative,
    coalesce(f.lead_bound_units, 0)::numeric(38,0) AS lead_bound_unit_count, coalesce(f.follower_bound_units, 0)::numeric(38,0) AS follower_bound_unit_count,
    coalesce(f.lead_bound_amount, 0)::numeric(38,4) AS lead_bound_amount, coalesce(f.follower_bound_amount, 0)::numeric(38,4) AS follower_bound_amount
FROM @registry@.partnership p
LEFT JOIN figure f ON f.partnership_id = p.id
WHERE p.started_on <= innopart.as_of() AND p.recorded_at <= innopart.known_at();
COMMENT ON VIEW @report@.market IS 'The demand of the lead, and what followers'' options add to it. One row a partnership, unit code and currency; what states no unit or currency of its own stands with the partnership''s only one, renewals apart, so that most partnerships have one row. Ceilings of all rights named or granted by innopart.as_of(), ended ones too, since they were on offer, but not those that a cancelled competition voided; an assigned right counts in its successor. Bound: the least of the rights'' sum and the shared cap, cap by cap. Market multiple = bound / bound of the lead alone. Amounts ex VAT, nominal. Honours row security of the reader.';
COMMENT ON COLUMN @report@.market.id IS 'Hash of partnership, unit code and currency.';
COMMENT ON COLUMN @report@.market.right_count IS 'Option rights behind the figures.';
COMMENT ON COLUMN @report@.market.follower_count IS 'Followers that hold them; a holder and its sole legal successor are one.';
COMMENT ON COLUMN @report@.market.lead_max_unit_count IS 'Ceilings in units of the lead''s rights, each at most its shared cap. A follower that merged into the lead is the lead.';
COMMENT ON COLUMN @report@.market.follower_max_unit_count IS 'Ceilings in units of the followers'' rights, each at most its shared cap; together they may exceed it.';
COMMENT ON COLUMN @report@.market.bound_unit_count IS 'The most units that can be bought under all rights: the lesser of sum and shared cap, cap by cap.';
COMMENT ON COLUMN @report@.market.lead_max_amount IS 'Ceilings in money of the lead''s rights: stated, or units times unit price (else maximum unit cost).';
COMMENT ON COLUMN @report@.market.follower_max_amount IS 'Ceilings in money of the followers'' rights, likewise; together they may exceed a shared cap.';
COMMENT ON COLUMN @report@.market.bound_amount IS 'The most that can be bought for under all rights, within the shared caps in units (the dearest first) and in money.';
COMMENT ON COLUMN @report@.market.lead_bound_unit_count IS 'The most units that the lead can buy, each shared cap counted once, if the followers buy nothing under it.';
COMMENT ON COLUMN @report@.market.follower_bound_unit_count IS 'The most units that the followers can buy together, each shared cap counted once, if the lead buys nothing under it. What lead and followers compete for is in both.';
COMMENT ON COLUMN @report@.market.lead_bound_amount IS 'The most that the lead can buy for, likewise.';
COMMENT ON COLUMN @report@.market.follower_bound_amount IS 'The most that the followers can buy for together, likewise.';
COMMENT ON COLUMN @report@.market.unpriced_right_count IS 'Rights without any price or ceiling in money: the amounts leave them out.';
COMMENT ON COLUMN @report@.market.lead_exercised_unit_count IS 'Units exercised by the lead, net of reversals.';
COMMENT ON COLUMN @report@.market.follower_exercised_unit_count IS 'Units exercised by followers, net of reversals.';
COMMENT ON COLUMN @report@.market.outsider_count IS 'Bodies that bought without an option.';
COMMENT ON COLUMN @report@.market.outside_unit_count IS 'Units they bought; NULL when nobody tells.';
COMMENT ON COLUMN @report@.market.outside_amount IS 'Money they bought for, ex VAT; NULL when nobody tells.';
COMMENT ON COLUMN @report@.market.need_member_count IS 'Bodies that say, as of that day, to share the need behind the partnership.';
COMMENT ON COLUMN @report@.market.need_unit_count IS 'Units that they say they would take; NULL when none tells.';
COMMENT ON COLUMN @report@.market.need_outside_unit_count IS 'Those of them that are said by bodies which neither lead, buy in, follow nor pilot the partnership, themselves or through a predecessor.';
COMMENT ON COLUMN @report@.market.multiple_numerator_unit_count IS 'bound_unit_count: numerator of unit_multiple_rate.';
COMMENT ON COLUMN @report@.market.multiple_denominator_unit_count IS 'lead_bound_unit_count: denominator of unit_multiple_rate.';
COMMENT ON COLUMN @report@.market.unit_multiple_rate IS 'Market multiple in units: how many times the lead''s own demand the supplier can sell; NULL when the lead has no ceiling in units; do not sum.';
COMMENT ON COLUMN @report@.market.multiple_numerator_amount IS 'bound_amount: numerator of amount_multiple_rate.';
COMMENT ON COLUMN @report@.market.multiple_denominator_amount IS 'lead_bound_amount: denominator of amount_multiple_rate.';
COMMENT ON COLUMN @report@.market.amount_multiple_rate IS 'Market multiple in money; NULL when the lead has no ceiling in money; do not sum.';

-- --------------------------------------------------------------------------------------------
-- 19  What may a supplier yet sell, and to whom?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.supplier_pipeline WITH (security_invoker = true) AS
SELECT s.option_right_id AS id, innopart.as_of() AS as_of_on,
    s.supplier_id, s.supplier_name, s.partnership_id, s.partnership_title, s.partner_contract_id, s.contract_ends_on,
    s.option_right_id, s.option_title, s.solution_id, s.solution_name, s.option_kind::text AS option_kind, innopart.label(s.option_kind) AS option_kind_label,
    s.holder_id, s.holder_name, s.holder_kind::text AS holder_kind, innopart.label(s.holder_kind) AS holder_kind_label,
    s.acting_id, s.acting_names, s.exercise_mode::text AS exercise_mode, innopart.label(s.exercise_mode) AS exercise_mode_label,
    s.state::text AS state, innopart.label(s.state) AS state_label, s.reason AS state_reason, s.is_exercisable, s.is_solution_accepted,
    s.opens_on AS callable_from_on, s.last_day AS callable_until_on,
    date_trunc('quarter', s.last_day::timestamp)::date AS closing_quarter_on,
    to_char(s.last_day::timestamp, 'YYYY"-Q"Q') AS closing_quarter,
    s.unit_code, s.callable_units AS potential_unit_count, s.additive_units::numeric(38,0) AS additive_unit_count,
    s.currency, s.callable_amount::numeric(38,4) AS potential_amount,
    (CASE WHEN s.cap_id IS NULL OR s.taken_amount IS NULL THEN s.taken_amount
          ELSE greatest(0, least(s.taken_amount, s.shared_amount_left - coalesce(sum(s.taken_amount) OVER before, 0))) END)::numeric(38,4) AS additive_amount,
    s.drawn_units AS exercised_unit_count, s.cap_id, s.shared_units_left AS shared_left_unit_count, s.shared_amount_left::numeric(18,4) AS shared_left_amount,
    s.provenance = 'illustrative' AS is_illustrative
FROM (
    SELECT allotted.*, least(allotted.callable_amount, allotted.additive_units * allotted.price) AS taken_amount
    FROM (
        SELECT o.*, price.amount AS price,
            CASE WHEN o.cap_id IS NULL OR o.callable_units IS NULL THEN o.callable_units
                 ELSE greatest(0, least(o.callable_units, o.shared_units_left - coalesce(sum(o.callable_units) OVER before, 0))) END AS additive_units
        FROM @registry@.option_sheet o
        CROSS JOIN LATERAL (SELECT coalesce(o.unit_price_amount, o.max_unit_cost_amount) AS amount) price
        -- a right that is only named has no supplier yet, and reserves nothing
        WHERE NOT o.is_ended AND o.supplier_id IS NOT NULL
        WINDOW before AS (PARTITION BY o.partnership_id, o.cap_id ORDER BY price.amount DESC NULLS LAST, o.option_right_id
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) allotted) s
WINDOW before AS (PARTITION BY s.partnership_id, s.cap_id ORDER BY s.price DESC NULLS LAST, s.option_right_id
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING);
COMMENT ON VIEW @report@.supplier_pipeline IS 'What each supplier may yet sell under options: how much, from when until when, and who can call. One row a right that is live on innopart.as_of() under a concluded contract. An option may, never must, be exercised: potential, not orders. Amounts ex VAT, nominal. Honours row security of the reader.';
COMMENT ON COLUMN @report@.supplier_pipeline.callable_from_on IS 'First day of the window, inclusive; NULL when it has no beginning. The state tells what else must happen first.';
COMMENT ON COLUMN @report@.supplier_pipeline.callable_until_on IS 'Last safe day of notice, inclusive; NULL when the window has no end.';
COMMENT ON COLUMN @report@.supplier_pipeline.closing_quarter_on IS 'First day of the quarter in which the right closes; NULL when it never does.';
COMMENT ON COLUMN @report@.supplier_pipeline.closing_quarter IS 'That quarter as text, such as 2021-Q4; sorts by itself.';
COMMENT ON COLUMN @report@.supplier_pipeline.potential_unit_count IS 'Units that this right could still call, at most what its shared cap has left. Do not sum under a shared cap.';
COMMENT ON COLUMN @report@.supplier_pipeline.additive_unit_count IS 'Its part of the potential when each shared cap is filled with the dearest rights first: adds up to what can be sold.';
COMMENT ON COLUMN @report@.supplier_pipeline.potential_amount IS 'Money that this right could still bring, ex VAT. Do not sum under a shared cap.';
COMMENT ON COLUMN @report@.supplier_pipeline.additive_amount IS 'Its part of the potential when each shared cap is filled with the dearest rights first, ex VAT: adds up within a currency.';
COMMENT ON COLUMN @report@.supplier_pipeline.contract_ends_on IS 'Last day of the partner''s contract with its lawful changes; NULL when none is stated.';

-- --------------------------------------------------------------------------------------------
-- 22  What would die with a partner's contract?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.elimination_impact WITH (security_invoker = true) AS
SELECT s.option_right_id AS id, innopart.as_of() AS as_of_on,
    s.partnership_id, s.partnership_title, c.partner_contract_id, c.title AS contract_title, c.supplier_id, c.supplier_name,
    c.phase::text AS phase_code, innopart.label(c.phase) AS phase_label, innopart.phase_order(c.phase) AS phase_order,
    c.track_state::text AS track_state, innopart.label(c.track_state) AS track_state_label,
    c.active_contract_count = 1 AS is_last_partner,
    s.option_right_id, s.option_title, s.holder_id, s.holder_name, s.holder_kind::text AS holder_kind, innopart.label(s.holder_kind) AS holder_kind_label,
    s.state::text AS state, innopart.label(s.state) AS state_label, s.is_exercisable,
    s.survives_partner_reduction AS is_surviving, (NOT s.survives_partner_reduction)::integer AS dying_option_count,
    s.survives_lead_withdrawal AS is_surviving_partnership_end,
    s.unit_code, s.drawn_units AS exercised_unit_count, own.units AS left_unit_count,
    CASE WHEN s.survives_partner_reduction THEN 0 ELSE own.units END AS lost_unit_count,
    s.currency, own.amount::numeric(38,4) AS left_amount,
    (CASE WHEN s.survives_partner_reduction THEN 0 ELSE own.amount END)::numeric(38,4) AS lost_amount,
    s.last_day AS last_notice_on, s.provenance = 'illustrative' AS is_illustrative
FROM @registry@.option_sheet s
JOIN (
    SELECT a.*, count(*) OVER (PARTITION BY a.partnership_id) AS active_contract_count
    FROM @registry@.contract_sheet a WHERE a.is_active) c
    ON c.partnership_id = s.partnership_id AND c.partner_contract_id = s.partner_contract_id
CROSS JOIN LATERAL (SELECT least(s.unused_units, s.shared_units_left) AS units, coalesce(s.callable_amount, s.unused_amount) AS amount) own
-- what only the shared cap has used up would come back with a reversal, and so can be lost
WHERE NOT s.is_ended
   OR (s.state = 'exhausted' AND coalesce(s.unused_units > 0, true) AND coalesce(s.unused_amount > 0, true));
COMMENT ON VIEW @report@.elimination_impact IS 'If this partner''s contract were ended on innopart.as_of(): which options would die, who would lose them, and how much. One row an active contract and option that is not yet finally gone. What was exercised stays valid; what dies is not given to anybody else. Honours row security of the reader.';
COMMENT ON COLUMN @report@.elimination_impact.contract_title IS 'Title of the contract that would be ended.';
COMMENT ON COLUMN @report@.elimination_impact.phase_code IS 'Phase of this partner''s track; NULL before it begins.';
COMMENT ON COLUMN @report@.elimination_impact.phase_label IS 'That phase in innopart.language.';
COMMENT ON COLUMN @report@.elimination_impact.phase_order IS 'Sorts phases.';
COMMENT ON COLUMN @report@.elimination_impact.track_state IS 'State of this partner''s track; NULL before it begins.';
COMMENT ON COLUMN @report@.elimination_impact.track_state_label IS 'That state in innopart.language.';
COMMENT ON COLUMN @report@.elimination_impact.is_last_partner IS 'The only active contract of its partnership: to end it is to end the partnership, and then is_surviving_partnership_end tells what remains.';
COMMENT ON COLUMN @report@.elimination_impact.is_surviving IS 'A recorded clause keeps the option alive when its partner is ended.';
COMMENT ON COLUMN @report@.elimination_impact.dying_option_count IS '1 when the option would die, else 0. Sum it.';
COMMENT ON COLUMN @report@.elimination_impact.is_surviving_partnership_end IS 'A recorded clause keeps the option alive when the lead withdraws or the partnership ends.';
COMMENT ON COLUMN @report@.elimination_impact.left_unit_count IS 'Units that the right and its shared cap have left; NULL without a ceiling in units.';
COMMENT ON COLUMN @report@.elimination_impact.lost_unit_count IS 'left_unit_count where the option would die, else 0. Do not sum under a shared cap.';
COMMENT ON COLUMN @report@.elimination_impact.left_amount IS 'Money that could still be called for, ex VAT, nominal.';
COMMENT ON COLUMN @report@.elimination_impact.lost_amount IS 'left_amount where the option would die, else 0. Do not sum under a shared cap.';

-- --------------------------------------------------------------------------------------------
-- 23  Which rights moved, and was anything lost on the way?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.succession WITH (security_invoker = true) AS
WITH moved AS (
    -- an assignment: the old right, the day it moved, what was left of it then, what it became
    SELECT r.partnership_id, r.id AS option_right_id, r.holder_id, f.effective_on AS moved_on, f.units_left, f.amount_left,
        n.id AS new_right_id, n.holder_id AS new_holder_id, n.terms AS new_terms,
        sum(innopart.max_units(n.terms)) OVER of_right AS passed_units, sum(innopart.max_amount(n.terms)) OVER of_right AS passed_amount
    FROM @registry@.option_event_fold f
    JOIN @registry@.option_right r ON r.partnership_id = f.partnership_id AND r.id = f.option_right_id
    LEFT JOIN @registry@.option_right n
        ON n.partnership_id = r.partnership_id AND n.predecessor_id = r.id AND n.recorded_at <= innopart.known_at()
    WHERE f.kind = 'assigned_out'
    WINDOW of_right AS (PARTITION BY r.partnership_id, r.id)
), followed AS (
    SELECT s.id, s.predecessor_id, s.successor_id, s.kind, s.effective_on, s.legal_basis, s.provenance,
        count(*) OVER (PARTITION BY s.predecessor_id, s.kind, s.effective_on) AS successor_count
    FROM @registry@.known_organisation_succession s WHERE s.effective_on <= innopart.as_of()
), pair AS (
    -- every right that a predecessor still held when it was succeeded
    SELECT s.id AS succession_id, o.partnership_id, o.option_right_id, m.new_right_id, m.new_holder_id
    FROM followed s
    JOIN @registry@.option_sheet o ON o.holder_id = s.predecessor_id
    LEFT JOIN moved m
        ON m.partnership_id = o.partnership_id AND m.option_right_id = o.option_right_id AND m.moved_on >= s.effective_on
        AND EXISTS (SELECT FROM @registry@.legal_heir h WHERE h.organisation_id = s.successor_id AND h.heir_id = m.new_holder_id)
    WHERE coalesce(innopart.assigned_on(o.so_far) >= s.effective_on, true)
    UNION ALL
    -- and every other move
    SELECT NULL, m.partnership_id, m.option_right_id, m.new_right_id, m.new_holder_id
    FROM moved m
    WHERE NOT EXISTS (
        SELECT FROM followed s
        JOIN @registry@.legal_heir h ON h.organisation_id = s.successor_id AND h.heir_id = m.new_holder_id
        WHERE s.predecessor_id = m.holder_id AND m.moved_on >= s.effective_on)
)
SELECT pg_catalog.hashtextextended(pg_catalog.format('succession %s %s %s %s', pair.succession_id, pair.partnership_id, pair.option_right_id, pair.new_right_id), 0) AS id,
    innopart.as_of() AS as_of_on,
    pair.succession_id, s.kind::text AS succession_kind, innopart.label(s.kind) AS succession_kind_label, s.effective_on AS succeeded_on, s.legal_basis,
    o.holder_id AS from_holder_id, o.holder_name AS from_holder_name,
    coalesce(pair.new_holder_id, s.successor_id) AS to_holder_id, heir.name AS to_holder_name, coalesce(s.successor_count, 0)::bigint AS successor_count,
    o.partnership_id, o.partnership_title, o.option_right_id, o.option_title, o.state::text AS state, innopart.label(o.state) AS state_label,
    m.moved_on IS NOT NULL AS is_moved, m.moved_on, pair.new_right_id, n.title AS new_option_title,
    o.unit_code, CASE WHEN m.moved_on IS NOT NULL THEN m.units_left ELSE o.unused_units END AS left_unit_count,
    innopart.max_units(m.new_terms) AS received_unit_count, m.passed_units::numeric(38,0) AS passed_unit_count,
    o.currency, (CASE WHEN m.moved_on IS NOT NULL THEN m.amount_left ELSE o.unused_amount END)::numeric(18,4) AS left_amount,
    innopart.max_amount(m.new_terms)::numeric(18,4) AS received_amount, m.passed_amount::numeric(38,4) AS passed_amount,
    CASE WHEN m.moved_on IS NOT NULL
         THEN (m.passed_units, m.passed_amount) IS NOT DISTINCT FROM (m.units_left::numeric, m.amount_left) END AS is_conserved,
    coalesce(s.successor_count > 1 AND m.moved_on IS NULL AND NOT o.is_ended, false) AS is_allocation_missing,
    o.provenance = 'illustrative' AS is_illustrative
FROM pair
JOIN @registry@.option_sheet o ON o.partnership_id = pair.partnership_id AND o.option_right_id = pair.option_right_id
LEFT JOIN followed s ON s.id = pair.succession_id
LEFT JOIN moved m ON m.partnership_id = pair.partnership_id AND m.option_right_id = pair.option_right_id AND m.new_right_id = pair.new_right_id
LEFT JOIN @registry@.option_right n ON n.partnership_id = pair.partnership_id AND n.id = pair.new_right_id
LEFT JOIN @registry@.organisation heir ON heir.id = coalesce(pair.new_holder_id, s.successor_id);
COMMENT ON VIEW @report@.succession IS 'Holders that merged, split or were renumbered, which of their rights moved, and whether units and money were conserved. One row a succession, right of the predecessor, and right that it became; a right that did not move has one row a successor, which then acts for the old holder. Assignments without a succession have rows without succession_id. By innopart.as_of(). Honours row security of the reader.';
COMMENT ON COLUMN @report@.succession.id IS 'Hash of succession and rights.';
COMMENT ON COLUMN @report@.succession.succession_id IS 'The recorded succession; NULL for an assignment without one.';
COMMENT ON COLUMN @report@.succession.succession_kind IS 'merger, split, transfer or renumbering.';
COMMENT ON COLUMN @report@.succession.succession_kind_label IS 'Kind of succession in innopart.language.';
COMMENT ON COLUMN @report@.succession.succeeded_on IS 'Day from which the successor acts for the predecessor.';
COMMENT ON COLUMN @report@.succession.legal_basis IS 'Legal basis of the succession.';
COMMENT ON COLUMN @report@.succession.from_holder_id IS 'The holder that was succeeded.';
COMMENT ON COLUMN @report@.succession.from_holder_name IS 'Name of that holder.';
COMMENT ON COLUMN @report@.succession.to_holder_id IS 'The holder of the new right; of a right that did not move, the successor.';
COMMENT ON COLUMN @report@.succession.to_holder_name IS 'Name of that body.';
COMMENT ON COLUMN @report@.succession.successor_count IS 'How many bodies succeeded this one on that day: more than one is a split.';
COMMENT ON COLUMN @report@.succession.is_moved IS 'The right was assigned to a new holder as a new right.';
COMMENT ON COLUMN @report@.succession.moved_on IS 'Day of the assignment.';
COMMENT ON COLUMN @report@.succession.new_right_id IS 'The right that it became.';
COMMENT ON COLUMN @report@.succession.new_option_title IS 'Title of that right.';
COMMENT ON COLUMN @report@.succession.left_unit_count IS 'Units that the old right had left when it moved, or has now if it did not: do not sum.';
COMMENT ON COLUMN @report@.succession.received_unit_count IS 'Units that this successor received.';
COMMENT ON COLUMN @report@.succession.passed_unit_count IS 'Units that all successors of the right received together: do not sum.';
COMMENT ON COLUMN @report@.succession.left_amount IS 'Money that the old right had left when it moved, or has now if it did not, ex VAT: do not sum.';
COMMENT ON COLUMN @report@.succession.received_amount IS 'Money that this successor received, ex VAT.';
COMMENT ON COLUMN @report@.succession.passed_amount IS 'Money that all successors of the right received together, ex VAT: do not sum.';
COMMENT ON COLUMN @report@.succession.is_conserved IS 'Successors together received exactly what was left; NULL when the right did not move.';
COMMENT ON COLUMN @report@.succession.is_allocation_missing IS 'The holder was split while the right was live and nobody has said how the right is divided.';

-- --------------------------------------------------------------------------------------------
-- Columns that mean the same in every report on options
-- --------------------------------------------------------------------------------------------

DO $$
DECLARE
    lacking record;
BEGIN
    FOR lacking IN
        SELECT a.attrelid::pg_catalog.regclass AS report, a.attname AS name, word.meaning
        FROM (VALUES
            ('id', 'The option right.'),
            ('as_of_on', 'The day that the row answers for: innopart.as_of().'),
            ('partnership_id', 'The partnership: joins partnership.id.'),
            ('partnership_title', 'Title of the partnership.'),
            ('option_right_id', 'The option right.'),
            ('option_title', 'Title of the option right.'),
            ('holder_id', 'The organisation that holds the right: joins organisation.id.'),
            ('holder_name', 'Name of the holder.'),
            ('holder_kind', 'lead or follower, as the right was named.'),
            ('holder_kind_label', 'Kind of holder in innopart.language.'),
            ('admin_level', 'eForms BT-11 code of the administrative level; NULL for who is no public body.'),
            ('admin_level_label', 'Administrative level in innopart.language.'),
            ('acting_id', 'Who acts for the holder on that day: the holder itself or its only legal successor, joins organisation.id; NULL when there are several or none.'),
            ('acting_names', 'Names of all who act for the holder on that day; NULL when nobody is left.'),
            ('acting_count', 'How many act for the holder: 1 as a rule, more after a split that allocated nothing.'),
            ('partner_contract_id', 'The partner''s contract, once concluded.'),
            ('supplier_id', 'The partner that granted the right, once its contract is concluded: joins organisation.id.'),
            ('supplier_name', 'Name of that partner.'),
            ('solution_id', 'The solution that is bought.'),
            ('solution_name', 'Name of that solution.'),
            ('cap_id', 'The cap that the right shares with others; NULL without one.'),
            ('option_kind', 'What the right is to: quantity, extension, service, licence or accession.'),
            ('option_kind_label', 'Kind of option in innopart.language.'),
            ('exercise_mode', 'How the right is exercised: direct, via_lead or accession.'),
            ('exercise_mode_label', 'Mode of exercise in innopart.language.'),
            ('price_basis', 'How the price was fixed in advance: unit_price, price_list, formula or cost_ceiling.'),
            ('price_basis_label', 'Price basis in innopart.language.'),
            ('state', 'State of the right on that day, by innopart.option_state().'),
            ('state_label', 'That state in innopart.language.'),
            ('state_reason', 'Why the right is in that state, by innopart.option_state_reason().'),
            ('is_live', 'The right has not ended: it is neither exhausted, lapsed, waived, assigned nor terminated.'),
            ('is_exercisable', 'The right can be exercised on that day, by its own terms and caps.'),
            ('is_solution_accepted', 'The solution was accepted by that day, performing as agreed within the maximum cost. Until then every exercise is refused (IP022), whatever the state of the right.'),
            ('opens_on', 'First day of the window, inclusive; NULL when it has no beginning.'),
            ('closes_on', 'Last day of the window, inclusive, with extensions; NULL when it has no end.'),
            ('last_notice_on', 'Last safe day of notice, inclusive: closes_on less the notice days, rolled as the terms say; NULL when the window has no end.'),
            ('days_left_count', 'Days from as_of_on to last_notice_on; 0 on the last day, NULL once the right has ended or when it has no end.'),
            ('unit_code', 'UN/ECE Rec 20 code of the units; NULL when none are counted.'),
            ('max_unit_count', 'Ceiling in units with lawful raises; NULL when there is none.'),
            ('exercised_unit_count', 'Units exercised, net of reversals.'),
            ('shared_left_unit_count', 'Units left under the shared cap; NULL without one in units.'),
            ('currency', 'ISO 4217 code of the row''s amounts.'),
            ('max_amount', 'Ceiling in money with lawful raises, ex VAT; NULL when there is none.'),
            ('exercised_amount', 'Money exercised for, ex VAT, net of reversals; NULL when it was never stated.'),
            ('shared_left_amount', 'Money left under the shared cap, ex VAT; NULL without one in money.'),
            ('unit_price_amount', 'Agreed price of one unit, ex VAT, in currency, not indexed; NULL when the price is fixed otherwise.'),
            ('named_on', 'Day on which the holder was named in the procurement documents.'),
            ('granted_on', 'Day on which the right was granted; NULL before.'),
            ('first_exercised_on', 'Day of the first exercise; NULL when never.'),
            ('last_exercised_on', 'Day of the last exercise; NULL when never.'),
            ('is_illustrative', 'The row''s main record is made up for demonstration.')) AS word(name, meaning)
        JOIN pg_catalog.pg_attribute a ON a.attname = word.name AND a.attnum > 0
        WHERE a.attrelid IN (
            '@report@.option_status'::pg_catalog.regclass, '@report@.option_deadlines'::pg_catalog.regclass,
            '@report@.option_event_trail'::pg_catalog.regclass, '@report@.conditions_open'::pg_catalog.regclass,
            '@report@.lapsed_unused'::pg_catalog.regclass, '@report@.price_index'::pg_catalog.regclass,
            '@report@.cap_utilisation'::pg_catalog.regclass, '@report@.value_reconciliation'::pg_catalog.regclass,
            '@report@.option_conversion'::pg_catalog.regclass, '@report@.spread'::pg_catalog.regclass,
            '@report@.market'::pg_catalog.regclass, '@report@.supplier_pipeline'::pg_catalog.regclass,
            '@report@.elimination_impact'::pg_catalog.regclass, '@report@.succession'::pg_catalog.regclass)
          AND pg_catalog.col_description(a.attrelid, a.attnum) IS NULL
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', lacking.report, lacking.name, lacking.meaning);
    END LOOP;
END $$;
-- a figure is no better than the worst of what it counts
COMMENT ON COLUMN @report@.market.is_illustrative IS 'The partnership, or any right, outside purchase or demand that is counted, is made up for demonstration.';
COMMENT ON COLUMN @report@.option_conversion.is_illustrative IS 'The partnership, or any right that is counted, is made up for demonstration.';
COMMENT ON COLUMN @report@.value_reconciliation.is_illustrative IS 'The partnership, or any right, contract or stated value that is counted, is made up for demonstration.';
