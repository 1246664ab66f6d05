-- Reports on volume: how much is offered, used, left and bought, by whom and from whom.  Units are
-- never added across unit codes, nor money across currencies.

CREATE OR REPLACE VIEW @registry@.option_ceiling WITH (security_invoker = true) AS
SELECT taken.partnership_id, taken.option_right_id, taken.cap_id, taken.ceiling_units, taken.ceiling_amount, taken.allotted_units,
    CASE WHEN taken.cap_id IS NULL OR taken.taken_amount IS NULL THEN taken.taken_amount
         ELSE greatest(0, least(taken.taken_amount, taken.cap_amount - coalesce(sum(taken.taken_amount) OVER before, 0))) END AS allotted_amount,
    taken.unit_code, taken.currency, taken.holder_kind, taken.option_kind, taken.party_id, taken.state, taken.so_far, taken.drawn_units, taken.drawn_amount,
    taken.is_illustrative, taken.price, taken.cap_units, taken.cap_amount
FROM (
    SELECT allotted.*, least(allotted.ceiling_amount, allotted.allotted_units * allotted.price) AS taken_amount
    FROM (
        SELECT own.*, least(own.own_amount, own.cap_amount, own.ceiling_units * own.price) AS ceiling_amount,
            CASE WHEN own.cap_id IS NULL OR own.ceiling_units IS NULL THEN own.ceiling_units
                 ELSE greatest(0, least(own.ceiling_units, own.cap_units - coalesce(sum(own.ceiling_units) OVER before, 0))) END AS allotted_units
        FROM (
            SELECT s.partnership_id, s.option_right_id, s.cap_id, c.max_units AS cap_units, c.max_amount AS cap_amount,
                coalesce(s.unit_price_amount, s.max_unit_cost_amount) AS price,
                -- what was assigned is a ceiling of the successor's right; what was drawn before stays here
                CASE WHEN s.state = 'assigned' THEN CASE WHEN s.max_units IS NOT NULL OR c.max_units IS NOT NULL THEN s.drawn_units END
                     ELSE least(s.max_units, c.max_units) END AS ceiling_units,
                CASE WHEN s.state = 'assigned' THEN s.drawn_amount ELSE s.max_amount END AS own_amount,
                s.unit_code, s.currency, s.holder_kind, s.option_kind, s.party_id, s.state, s.so_far, s.drawn_units, s.drawn_amount,
                s.provenance = 'illustrative' AS is_illustrative
            FROM @registry@.option_sheet s
            LEFT JOIN @registry@.cap_standing c ON c.partnership_id = s.partnership_id AND c.cap_id = s.cap_id) own
        WINDOW before AS (PARTITION BY own.partnership_id, own.cap_id ORDER BY own.price DESC NULLS LAST, own.option_right_id
                          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) allotted) taken
WINDOW before AS (PARTITION BY taken.partnership_id, taken.cap_id ORDER BY taken.price DESC NULLS LAST, taken.option_right_id
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING);
COMMENT ON VIEW @registry@.option_ceiling IS 'One row a right: the most that could ever be bought under it, by its own ceilings with lawful raises, its shared cap and, in money, units times unit price (or else the maximum unit cost). allotted_*: its part when a shared cap is filled with the dearest rights first, so that the parts under a cap add up to the most that the cap allows. NULL where nothing bounds it. An assigned right keeps what it had drawn. price: of a unit, else its maximum cost; cap_*: the whole shared cap. Amounts ex VAT, nominal.';

CREATE OR REPLACE VIEW @registry@.purchase_line WITH (security_invoker = true) AS
SELECT e.partnership_id, e.id AS event_id, e.option_right_id, r.partner_contract_id, r.solution_id,
    CASE WHEN heir.heir_id IS NOT NULL THEN drawn.acting_id ELSE r.holder_id END AS buyer_id,
    r.holder_kind = 'lead' OR lead.organisation_id IS NOT NULL AS is_by_lead,
    e.kind, e.effective_on, r.unit_code,
    CASE e.kind WHEN 'exercised' THEN e.units ELSE -e.units END AS units,
    CASE e.kind WHEN 'exercised' THEN 1 ELSE -1 END * coalesce(e.amount, e.units * coalesce(e.unit_price_amount, r.unit_price_amount)) AS amount,
    coalesce(e.currency, r.price_currency) AS currency
FROM @registry@.option_event e
JOIN @registry@.option_right r ON r.partnership_id = e.partnership_id AND r.id = e.option_right_id
-- a reversal is the buyer's whose exercise it reverses
JOIN @registry@.option_event drawn ON drawn.partnership_id = e.partnership_id AND drawn.id = coalesce(e.reverses_id, e.id)
LEFT JOIN @registry@.legal_heir heir
    ON heir.organisation_id = r.holder_id AND heir.heir_id = drawn.acting_id AND heir.since_on <= drawn.effective_on
LEFT JOIN @registry@.lead_party lead
    ON lead.partnership_id = e.partnership_id AND lead.since_on <= drawn.effective_on
    AND lead.organisation_id = CASE WHEN heir.heir_id IS NOT NULL THEN drawn.acting_id ELSE r.holder_id END
WHERE e.kind IN ('exercised', 'exercise_reversed')
  AND e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at();
COMMENT ON VIEW @registry@.purchase_line IS 'One row an exercise or a reversal (negative) effective by innopart.as_of() and known: what was bought under which right. The buyer is the holder, or its legal successor when that acted; a mandate makes nobody a buyer. The amount is the stated one, else units times unit price, ex VAT; NULL when neither is known.';

-- --------------------------------------------------------------------------------------------
-- 3  How much of each cap is used, reserved and left, and who used it?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.cap_utilisation WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(pg_catalog.format('own %s %s', s.partnership_id, s.option_right_id), 0) AS id, innopart.as_of() AS as_of_on,
    'own'::text AS row_kind, s.partnership_id, s.partnership_title, NULL::bigint AS cap_id, s.option_right_id, s.option_title AS cap_title,
    s.holder_id, s.holder_name, s.holder_kind::text AS holder_kind, innopart.label(s.holder_kind) AS holder_kind_label,
    1::bigint AS right_count, (NOT s.is_ended)::integer::bigint AS live_right_count,
    (innopart.draw_count(s.so_far))::bigint AS exercise_count, innopart.last_drawn_on(s.so_far) AS last_exercised_on,
    s.unit_code, s.drawn_units::numeric(38,0) AS used_unit_count, s.callable_units::numeric(38,0) AS reserved_unit_count,
    s.max_units AS cap_max_unit_count, innopart.raised_units(s.so_far) AS cap_raised_unit_count, s.drawn_units AS cap_used_unit_count,
    s.callable_units AS cap_reserved_unit_count, own.units_left AS cap_left_unit_count,
    (own.units_left - s.callable_units)::bigint AS cap_free_unit_count,
    (s.drawn_units::double precision / nullif(s.max_units, 0))::double precision AS cap_used_unit_rate,
    s.currency, s.drawn_amount::numeric(38,4) AS used_amount, s.callable_amount::numeric(38,4) AS reserved_amount,
    s.max_amount::numeric(18,4) AS cap_max_amount, innopart.raised_amount(s.so_far)::numeric(18,4) AS cap_raised_amount,
    s.drawn_amount::numeric(18,4) AS cap_used_amount,
    s.callable_amount::numeric(38,4) AS cap_reserved_amount, own.amount_left::numeric(18,4) AS cap_left_amount,
    (own.amount_left - s.callable_amount)::numeric(18,4) AS cap_free_amount,
    (s.drawn_amount / nullif(s.max_amount, 0))::double precision AS cap_used_amount_rate,
    s.provenance = 'illustrative' AS is_illustrative
FROM @registry@.option_sheet s
CROSS JOIN LATERAL (
    SELECT CASE WHEN s.is_ended AND s.max_units IS NOT NULL THEN 0 ELSE s.unused_units END AS units_left,
        CASE WHEN s.is_ended AND s.max_amount IS NOT NULL THEN 0 ELSE s.unused_amount END AS amount_left) own
UNION ALL
SELECT pg_catalog.hashtextextended(pg_catalog.format('shared %s %s %s', c.partnership_id, c.cap_id, u.holder_id), 0), innopart.as_of(),
    'shared', c.partnership_id, p.title, c.cap_id, NULL, cap.title,
    u.holder_id, u.holder_name, u.holder_kind::text, innopart.label(u.holder_kind),
    coalesce(u.right_count, 0), coalesce(u.live_right_count, 0), coalesce(u.exercise_count, 0), u.last_exercised_on,
    c.unit_code, coalesce(u.drawn_units, 0)::numeric(38,0), own.units::numeric(38,0),
    c.max_units, (c.max_units - cap.max_units)::bigint, c.used_units,
    reserved.units, c.units_left, (c.units_left - reserved.units)::bigint,
    (c.used_units::double precision / nullif(c.max_units, 0))::double precision,
    coalesce(c.currency, u.currency), u.drawn_amount::numeric(38,4), own.amount::numeric(38,4),
    c.max_amount, (c.max_amount - cap.max_amount)::numeric(18,4), c.used_amount::numeric(18,4),
    reserved.amount, c.amount_left, (c.amount_left - reserved.amount)::numeric(18,4),
    (c.used_amount / nullif(c.max_amount, 0))::double precision,
    cap.provenance = 'illustrative'
FROM @registry@.cap_standing c
JOIN @registry@.cap ON cap.partnership_id = c.partnership_id AND cap.id = c.cap_id
JOIN @registry@.partnership p ON p.id = c.partnership_id
LEFT JOIN (
    SELECT s.partnership_id, s.cap_id, s.holder_id, s.holder_name, min(s.holder_kind) AS holder_kind,
        count(*)::bigint AS right_count, count(*) FILTER (WHERE NOT s.is_ended)::bigint AS live_right_count,
        sum(innopart.draw_count(s.so_far))::bigint AS exercise_count, max(innopart.last_drawn_on(s.so_far)) AS last_exercised_on,
        sum(s.drawn_units) AS drawn_units, sum(s.drawn_amount) AS drawn_amount, max(s.currency) AS currency,
        sum(s.callable_units) AS callable_units, sum(s.callable_amount) AS callable_amount,
        sum(sum(s.callable_units)) OVER (PARTITION BY s.partnership_id, s.cap_id) AS all_callable_units,
        sum(sum(s.callable_amount)) OVER (PARTITION BY s.partnership_id, s.cap_id) AS all_callable_amount
    FROM @registry@.option_sheet s WHERE s.cap_id IS NOT NULL
    GROUP BY s.partnership_id, s.cap_id, s.holder_id, s.holder_name) u ON u.partnership_id = c.partnership_id AND u.cap_id = c.cap_id
CROSS JOIN LATERAL (
    -- least() passes over NULL: without a ceiling there is nothing to reserve of it
    SELECT CASE WHEN c.units_left IS NOT NULL THEN least(coalesce(u.all_callable_units, 0), c.units_left) END::bigint AS units,
        CASE WHEN c.amount_left IS NOT NULL THEN least(coalesce(u.all_callable_amount, 0), c.amount_left) END::numeric(38,4) AS amount) reserved
CROSS JOIN LATERAL (
    SELECT CASE WHEN c.units_left IS NOT NULL THEN least(coalesce(u.callable_units, 0), c.units_left) END AS units,
        CASE WHEN c.amount_left IS NOT NULL THEN least(coalesce(u.callable_amount, 0), c.amount_left) END AS amount) own;
COMMENT ON VIEW @report@.cap_utilisation IS 'How much of each ceiling is used, reserved and left, and who used it. One row a right for its own ceiling (row_kind own), and one row a shared cap and holder under it (row_kind shared; a cap without rights has one row without a holder). Take one row_kind at a time: a draw counts against both. used_* and reserved_* are the holder''s and add up within a cap, apart from reserved volume for which holders compete; cap_* are the whole ceiling''s, on each of its rows: do not sum. Reserved: what live rights could still call, never more than is left. Raises are lawful modifications. Amounts ex VAT, in currency. Honours row security of the reader.';
COMMENT ON COLUMN @report@.cap_utilisation.id IS 'Hash of the row''s kind, partnership, and right or cap and holder.';
COMMENT ON COLUMN @report@.cap_utilisation.row_kind IS 'own: a right''s own ceiling; shared: a cap over several rights, one row for each holder.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_id IS 'The shared cap; NULL for an own ceiling.';
COMMENT ON COLUMN @report@.cap_utilisation.option_right_id IS 'The right whose own ceiling it is; NULL for a shared cap.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_title IS 'Title of the right or of the shared cap.';
COMMENT ON COLUMN @report@.cap_utilisation.right_count IS 'Rights of this holder under the ceiling.';
COMMENT ON COLUMN @report@.cap_utilisation.live_right_count IS 'Those of them that have not ended.';
COMMENT ON COLUMN @report@.cap_utilisation.exercise_count IS 'Exercises by this holder under the ceiling, reversed ones included.';
COMMENT ON COLUMN @report@.cap_utilisation.last_exercised_on IS 'Day of the last of them.';
COMMENT ON COLUMN @report@.cap_utilisation.used_unit_count IS 'Units that this holder has exercised, net of reversals.';
COMMENT ON COLUMN @report@.cap_utilisation.reserved_unit_count IS 'Units that this holder''s live rights could still call, at most what the ceiling has left.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_max_unit_count IS 'The ceiling in units, lawful raises included; NULL without one.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_raised_unit_count IS 'By how much it was raised.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_used_unit_count IS 'Units used by all holders, net of reversals; NULL under a cap in money alone for who sees its own rights only. Numerator of cap_used_unit_rate.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_reserved_unit_count IS 'Units that all live rights could still call, at most what is left.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_left_unit_count IS 'Units left of the ceiling; 0 for the own ceiling of a right that has ended.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_free_unit_count IS 'Units left that no live right reaches.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_used_unit_rate IS 'cap_used_unit_count / cap_max_unit_count; do not sum.';
COMMENT ON COLUMN @report@.cap_utilisation.used_amount IS 'Money for which this holder has exercised, ex VAT, net of reversals; NULL when it was never stated.';
COMMENT ON COLUMN @report@.cap_utilisation.reserved_amount IS 'Money for which this holder''s live rights could still call, ex VAT, nominal.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_max_amount IS 'The ceiling in money, ex VAT, lawful raises included; NULL without one.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_raised_amount IS 'By how much it was raised.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_used_amount IS 'Money used by all holders, net of reversals. Numerator of cap_used_amount_rate.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_reserved_amount IS 'Money for which all live rights could still call, at most what is left.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_left_amount IS 'Money left of the ceiling; 0 for the own ceiling of a right that has ended.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_free_amount IS 'Money left that no live right reaches.';
COMMENT ON COLUMN @report@.cap_utilisation.cap_used_amount_rate IS 'cap_used_amount / cap_max_amount; do not sum.';

-- --------------------------------------------------------------------------------------------
-- 11  Do the values fit together?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.value_reconciliation WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(pg_catalog.format('value %s %s', v.partnership_id, v.currency), 0) AS id, innopart.as_of() AS as_of_on,
    v.partnership_id, p.title AS partnership_title, v.currency,
    v.estimate_count, v.lowest_estimated_amount::numeric(18,4), v.highest_estimated_amount::numeric(18,4),
    v.maximum_count, v.lowest_maximum_amount::numeric(18,4), v.highest_maximum_amount::numeric(18,4),
    v.base_amount::numeric(18,4), v.option_count, v.option_amount::numeric(38,4), v.renewal_amount::numeric(38,4),
    v.required_amount::numeric(38,4), v.unpriced_option_count,
    v.remuneration_amount::numeric(38,4), v.exercised_amount::numeric(38,4), v.unpriced_exercise_count,
    (v.remuneration_amount + v.exercised_amount)::numeric(38,4) AS committed_amount,
    -- where nothing is required in a currency, an estimate in it has nothing to cover
    (v.lowest_estimated_amount - nullif(v.required_amount, 0))::numeric(38,4) AS lowest_estimate_margin_amount,
    nullif(v.required_amount, 0) <= v.lowest_estimated_amount AS is_within_lowest_estimate,
    nullif(v.required_amount, 0) <= v.highest_estimated_amount AS is_within_highest_estimate,
    nullif(v.option_amount, 0) <= v.lowest_maximum_amount AS is_options_within_maximum,
    nullif(v.remuneration_amount + v.exercised_amount, 0) <= v.lowest_maximum_amount AS is_committed_within_maximum,
    p.provenance = 'illustrative' OR v.is_illustrative AS is_illustrative
FROM (
    SELECT g.*, coalesce(g.base_amount, 0) + g.option_amount + g.renewal_amount AS required_amount
    FROM (
        SELECT line.partnership_id, line.currency,
            count(*) FILTER (WHERE line.what = 'estimated')::bigint AS estimate_count,
            min(line.amount) FILTER (WHERE line.what = 'estimated') AS lowest_estimated_amount,
            max(line.amount) FILTER (WHERE line.what = 'estimated') AS highest_estimated_amount,
            count(*) FILTER (WHERE line.what = 'maximum')::bigint AS maximum_count,
            min(line.amount) FILTER (WHERE line.what = 'maximum') AS lowest_maximum_amount,
            max(line.amount) FILTER (WHERE line.what = 'maximum') AS highest_maximum_amount,
            coalesce(max(line.amount) FILTER (WHERE line.what = 'base'), max(line.amount) FILTER (WHERE line.what = 'development'),
                     sum(line.amount) FILTER (WHERE line.what = 'remuneration')) AS base_amount,
            count(*) FILTER (WHERE line.what = 'option')::bigint AS option_count,
            coalesce(sum(line.amount) FILTER (WHERE line.what = 'option'), 0) AS option_amount,
            greatest(coalesce(max(line.amount) FILTER (WHERE line.what = 'renewal'), 0),
                     coalesce(sum(line.amount) FILTER (WHERE line.what = 'extension'), 0)) AS renewal_amount,
            count(*) FILTER (WHERE line.what IN ('option', 'extension') AND line.amount IS NULL)::bigint AS unpriced_option_count,
            coalesce(sum(line.amount) FILTER (WHERE line.what = 'remuneration'), 0) AS remuneration_amount,
            coalesce(sum(line.amount) FILTER (WHERE line.what = 'exercised'), 0) AS exercised_amount,
            count(*) FILTER (WHERE line.what = 'exercised' AND line.amount IS NULL)::bigint AS unpriced_exercise_count,
            bool_or(line.is_illustrative) AS is_illustrative
        FROM (
            SELECT v.partnership_id, v.currency, v.kind::text AS what, v.amount, v.provenance = 'illustrative' AS is_illustrative
            FROM @registry@.known_partnership_value v WHERE v.effective_on <= innopart.as_of()
            UNION ALL
            SELECT k.partnership_id, k.currency, CASE k.option_kind WHEN 'extension' THEN 'extension' ELSE 'option' END, k.allotted_amount, k.is_illustrative
            FROM @registry@.option_ceiling k
            UNION ALL
            SELECT c.partnership_id, c.currency, 'remuneration', c.remuneration_amount, c.provenance = 'illustrative'
            FROM @registry@.contract_sheet c WHERE c.remuneration_amount IS NOT NULL
            UNION ALL
            -- what was bought is as made up as the right, which is a line of its own
            SELECT l.partnership_id, l.currency, 'exercised', l.amount, false FROM @registry@.purchase_line l) line
        GROUP BY line.partnership_id, line.currency) g) v
JOIN @registry@.partnership p ON p.id = v.partnership_id
WHERE p.recorded_at <= innopart.known_at();
COMMENT ON VIEW @report@.value_reconciliation IS 'Estimated value against base + options + renewals, against the maximum, against what is committed and exercised. One row a partnership and currency, never summed across currencies; a row without currency holds what nobody has priced. Sources disagree: of several statements of one kind the lowest and the highest are shown, never their sum. All ex VAT. Effective by innopart.as_of(), as known at innopart.known_at(). Honours row security of the reader.';
COMMENT ON COLUMN @report@.value_reconciliation.id IS 'Hash of partnership and currency.';
COMMENT ON COLUMN @report@.value_reconciliation.currency IS 'ISO 4217 code; NULL for rights and exercises without any price.';
COMMENT ON COLUMN @report@.value_reconciliation.estimate_count IS 'Statements of the estimated value that stand.';
COMMENT ON COLUMN @report@.value_reconciliation.lowest_estimated_amount IS 'The lowest of them; NULL when there is none.';
COMMENT ON COLUMN @report@.value_reconciliation.highest_estimated_amount IS 'The highest of them.';
COMMENT ON COLUMN @report@.value_reconciliation.maximum_count IS 'Statements of the maximum value that stand.';
COMMENT ON COLUMN @report@.value_reconciliation.lowest_maximum_amount IS 'The lowest of them; NULL when there is none, which is never "unlimited".';
COMMENT ON COLUMN @report@.value_reconciliation.highest_maximum_amount IS 'The highest of them.';
COMMENT ON COLUMN @report@.value_reconciliation.base_amount IS 'What is bought apart from options: the highest statement of kind base, else of kind development, else the agreed remuneration; NULL when none is known.';
COMMENT ON COLUMN @report@.value_reconciliation.option_count IS 'Option rights in this currency, renewals apart.';
COMMENT ON COLUMN @report@.value_reconciliation.option_amount IS 'The most that they could cost: ceilings in money, or units times unit price (else maximum unit cost), never more than the shared caps allow. Ended rights count, since an estimate is made for all that was offered; an assigned right counts in its successor.';
COMMENT ON COLUMN @report@.value_reconciliation.renewal_amount IS 'The greater of the highest stated value of renewals and the ceilings of rights of kind extension.';
COMMENT ON COLUMN @report@.value_reconciliation.required_amount IS 'base + options + renewals: what an estimate must at least cover (Art. 5(1)); an unknown base counts as 0.';
COMMENT ON COLUMN @report@.value_reconciliation.unpriced_option_count IS 'Rights whose cost cannot be reckoned: required_amount is too low by them.';
COMMENT ON COLUMN @report@.value_reconciliation.remuneration_amount IS 'Agreed remuneration of the concluded partner contracts with lawful changes, also of contracts that were ended later; what was paid is in remuneration.';
COMMENT ON COLUMN @report@.value_reconciliation.exercised_amount IS 'Exercised under options, net of reversals.';
COMMENT ON COLUMN @report@.value_reconciliation.unpriced_exercise_count IS 'Exercises and reversals without any known amount: exercised_amount leaves them out.';
COMMENT ON COLUMN @report@.value_reconciliation.committed_amount IS 'remuneration_amount + exercised_amount: what the authorities are bound to pay.';
COMMENT ON COLUMN @report@.value_reconciliation.lowest_estimate_margin_amount IS 'lowest_estimated_amount - required_amount; negative when the lowest estimate does not cover what was offered, NULL when nothing is required in this currency.';
COMMENT ON COLUMN @report@.value_reconciliation.is_within_lowest_estimate IS 'Even the lowest estimate covers required_amount; NULL without an estimate or when nothing is to be covered.';
COMMENT ON COLUMN @report@.value_reconciliation.is_within_highest_estimate IS 'The highest estimate covers required_amount; NULL without an estimate or when nothing is to be covered.';
COMMENT ON COLUMN @report@.value_reconciliation.is_options_within_maximum IS 'The lowest stated maximum covers the options; NULL without a maximum or when nothing is to be covered.';
COMMENT ON COLUMN @report@.value_reconciliation.is_committed_within_maximum IS 'The lowest stated maximum covers what is committed; NULL without a maximum or when nothing is to be covered.';

-- --------------------------------------------------------------------------------------------
-- 14  How many options come to be exercised?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.option_conversion WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(pg_catalog.format('conversion %s %s %s', t.partnership_id, t.admin_level, t.opened_year), 0) AS id,
    innopart.as_of() AS as_of_on,
    t.partnership_id, p.title AS partnership_title,
    t.admin_level::text AS admin_level, innopart.label(t.admin_level) AS admin_level_label, t.opened_year AS exercisable_year,
    t.exercising_holder_count, t.holder_count,
    (t.exercising_holder_count::double precision / t.holder_count)::double precision AS holder_conversion_rate,
    t.right_count, t.exercised_right_count, t.is_unit_mixed,
    CASE WHEN NOT t.is_unit_mixed THEN t.unit_code END AS unit_code,
    (CASE WHEN NOT t.is_unit_mixed THEN t.drawn_units END)::numeric(38,0) AS exercised_unit_count,
    (CASE WHEN NOT t.is_unit_mixed THEN t.max_units END)::numeric(38,0) AS max_unit_count,
    (CASE WHEN NOT t.is_unit_mixed THEN t.drawn_units / nullif(t.max_units, 0) END)::double precision AS unit_conversion_rate,
    t.is_currency_mixed, CASE WHEN NOT t.is_currency_mixed THEN t.currency END AS currency,
    (CASE WHEN NOT t.is_currency_mixed THEN t.drawn_amount END)::numeric(38,4) AS exercised_amount,
    (CASE WHEN NOT t.is_currency_mixed THEN t.max_amount END)::numeric(38,4) AS max_amount,
    p.provenance = 'illustrative' OR t.is_illustrative AS is_illustrative
FROM (
    SELECT h.partnership_id, h.admin_level, h.opened_year,
        count(DISTINCT h.party_id)::bigint AS holder_count,
        count(DISTINCT h.party_id) FILTER (WHERE h.is_exercised)::bigint AS exercising_holder_count,
        count(*)::bigint AS right_count, count(*) FILTER (WHERE h.is_exercised)::bigint AS exercised_right_count,
        coalesce(min(h.unit_code) <> max(h.unit_code), false) AS is_unit_mixed, min(h.unit_code) AS unit_code,
        sum(h.drawn_units) AS drawn_units, sum(h.ceiling_units) AS max_units,
        coalesce(min(h.currency) <> max(h.currency), false) AS is_currency_mixed, min(h.currency) AS currency,
        sum(h.drawn_amount) AS drawn_amount, sum(h.ceiling_amount) AS max_amount, bool_or(h.is_illustrative) AS is_illustrative
    FROM (
        SELECT k.partnership_id, k.party_id, party.admin_level, opening.first_exercisable_on IS NOT NULL AS is_opened,
            extract(year FROM min(opening.first_exercisable_on) OVER (PARTITION BY k.partnership_id, k.party_id))::integer AS opened_year,
            k.drawn_units > 0 OR k.drawn_amount > 0 AS is_exercised, k.is_illustrative,
            -- a renewal is another counter than a quantity: it makes a holder, but no volume
            CASE WHEN volume.is_in_units THEN k.unit_code END AS unit_code, CASE WHEN volume.is_in_units THEN k.ceiling_units END AS ceiling_units,
            CASE WHEN volume.is_in_units THEN k.drawn_units END AS drawn_units,
            CASE WHEN volume.is_in_money THEN k.currency END AS currency, CASE WHEN volume.is_in_money THEN k.ceiling_amount END AS ceiling_amount,
            CASE WHEN volume.is_in_money THEN k.drawn_amount END AS drawn_amount
        FROM @registry@.option_ceiling k
        JOIN @registry@.organisation party ON party.id = k.party_id
        LEFT JOIN @registry@.option_opening opening ON opening.partnership_id = k.partnership_id AND opening.option_right_id = k.option_right_id
        CROSS JOIN LATERAL (
            SELECT k.option_kind <> 'extension' AND k.ceiling_units IS NOT NULL AS is_in_units,
                k.option_kind <> 'extension' AND k.ceiling_amount IS NOT NULL AS is_in_money) volume) h
    WHERE h.is_opened
    GROUP BY h.partnership_id, h.admin_level, h.opened_year) t
JOIN @registry@.partnership p ON p.id = t.partnership_id;
COMMENT ON VIEW @report@.option_conversion IS 'Share of holders, and of volume, that came to be exercised. One row a partnership, administrative level of the holder, and year in which that holder first could exercise an option of the partnership. Holder conversion = holders with an exercise that was not wholly reversed / holders with an option that was exercisable on any day up to innopart.as_of(); volume conversion = exercised / ceilings of the rights that ever were, renewals apart. A holder and its sole legal successor are one holder, of the successor''s level. Each holder has one row of a partnership, so counts add up over levels and years. Honours row security of the reader.';
COMMENT ON COLUMN @report@.option_conversion.id IS 'Hash of partnership, administrative level and year.';
COMMENT ON COLUMN @report@.option_conversion.exercisable_year IS 'Year of the first day on which the holder could exercise in this partnership.';
COMMENT ON COLUMN @report@.option_conversion.exercising_holder_count IS 'Holders with at least one exercise that stands. Numerator of holder_conversion_rate.';
COMMENT ON COLUMN @report@.option_conversion.holder_count IS 'Holders with an option that was ever exercisable by as_of_on. Denominator of holder_conversion_rate; never 0.';
COMMENT ON COLUMN @report@.option_conversion.holder_conversion_rate IS 'exercising_holder_count / holder_count; do not sum.';
COMMENT ON COLUMN @report@.option_conversion.right_count IS 'Rights that were ever exercisable; an assigned right and its successor are two.';
COMMENT ON COLUMN @report@.option_conversion.exercised_right_count IS 'Those of them with an exercise that stands.';
COMMENT ON COLUMN @report@.option_conversion.is_unit_mixed IS 'The rights count in different units, which are never added: the unit columns are NULL. Ask option_status for each unit.';
COMMENT ON COLUMN @report@.option_conversion.unit_code IS 'UN/ECE Rec 20 code of the units; NULL when there are none or several.';
COMMENT ON COLUMN @report@.option_conversion.exercised_unit_count IS 'Units exercised, net of reversals, under rights with a ceiling in units. Numerator of unit_conversion_rate.';
COMMENT ON COLUMN @report@.option_conversion.max_unit_count IS 'Ceilings in units of the rights, lawful raises included, each at most its shared cap. Denominator of unit_conversion_rate. Rights under one cap may together exceed it.';
COMMENT ON COLUMN @report@.option_conversion.unit_conversion_rate IS 'exercised_unit_count / max_unit_count; do not sum.';
COMMENT ON COLUMN @report@.option_conversion.is_currency_mixed IS 'The rights count in different currencies, which are never added: the amounts are NULL.';
COMMENT ON COLUMN @report@.option_conversion.currency IS 'ISO 4217 code of the amounts; NULL when there are none or several.';
COMMENT ON COLUMN @report@.option_conversion.exercised_amount IS 'Money exercised for, ex VAT, net of reversals.';
COMMENT ON COLUMN @report@.option_conversion.max_amount IS 'The most that the rights could cost, ex VAT, nominal: ceilings in money, or units times unit price (else maximum unit cost), each at most its shared cap.';

-- --------------------------------------------------------------------------------------------
-- 15  Who bought what from whom?
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @report@.spread WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(pg_catalog.format('spread %s %s %s %s %s %s', b.partnership_id, b.solution_id, b.buyer_id, b.buyer_kind, b.unit_code, b.currency), 0) AS id,
    innopart.as_of() AS as_of_on,
    b.partnership_id, p.title AS partnership_title, b.solution_id, s.name AS solution_name, c.supplier_id, c.supplier_name,
    b.buyer_id, buyer.name AS buyer_name, buyer.admin_level::text AS admin_level, innopart.label(buyer.admin_level) AS admin_level_label,
    b.buyer_kind, b.purchase_count, b.first_bought_on, b.last_bought_on,
    b.unit_code, b.units::numeric(38,0) AS unit_count,
    (CASE WHEN b.buyer_kind = 'lead' THEN coalesce(b.units, 0) ELSE 0 END)::numeric(38,0) AS lead_unit_count,
    (CASE WHEN b.buyer_kind = 'follower' THEN coalesce(b.units, 0) ELSE 0 END)::numeric(38,0) AS follower_unit_count,
    (CASE WHEN b.buyer_kind = 'outsider' THEN coalesce(b.units, 0) ELSE 0 END)::numeric(38,0) AS outsider_unit_count,
    b.unknown_unit_count, b.currency, b.amount::numeric(38,4) AS amount, b.unknown_amount_count,
    (sum(CASE WHEN b.buyer_kind = 'follower' THEN coalesce(b.units, 0) ELSE 0 END) OVER of_solution)::numeric(38,0) AS spread_numerator_unit_count,
    (sum(CASE WHEN b.buyer_kind = 'lead' THEN coalesce(b.units, 0) ELSE 0 END) OVER of_solution)::numeric(38,0) AS spread_denominator_unit_count,
    (sum(CASE WHEN b.buyer_kind = 'follower' THEN coalesce(b.units, 0) ELSE 0 END) OVER of_solution
     / nullif(sum(CASE WHEN b.buyer_kind = 'lead' THEN coalesce(b.units, 0) ELSE 0 END) OVER of_solution, 0))::double precision AS spread_rate,
    b.is_illustrative
FROM (
    SELECT x.partnership_id, x.solution_id, x.buyer_id, x.buyer_kind, x.unit_code, x.currency,
        count(*) FILTER (WHERE x.is_purchase)::bigint AS purchase_count,
        min(x.effective_on) FILTER (WHERE x.is_purchase) AS first_bought_on, max(x.effective_on) FILTER (WHERE x.is_purchase) AS last_bought_on,
        sum(x.units) AS units, count(*) FILTER (WHERE x.is_purchase AND x.units IS NULL)::bigint AS unknown_unit_count,
        sum(x.amount) AS amount, count(*) FILTER (WHERE x.is_purchase AND x.amount IS NULL)::bigint AS unknown_amount_count,
        bool_or(x.is_illustrative) AS is_illustrative
    FROM (
        SELECT l.partnership_id, l.solution_id, l.buyer_id, CASE WHEN l.is_by_lead THEN 'lead' ELSE 'follower' END AS buyer_kind,
            l.kind = 'exercised' AS is_purchase, l.effective_on, coalesce(l.unit_code, cap.unit_code) AS unit_code, l.units, l.amount, l.currency,
            e.provenance = 'illustrative' AS is_illustrative
        FROM @registry@.purchase_line l
        JOIN @registry@.option_event e ON e.partnership_id = l.partnership_id AND e.id = l.event_id
        JOIN @registry@.option_right r ON r.partnership_id = l.partnership_id AND r.id = l.option_right_id
        LEFT JOIN @registry@.cap ON cap.partnership_id = r.partnership_id AND cap.id = r.cap_id
        UNION ALL
        SELECT o.partnership_id, o.solution_id, o.organisation_id, 'outsider', true, o.effective_on, counted.unit_code, o.units, o.amount, o.currency,
            o.provenance = 'illustrative'
        FROM @registry@.known_outside_purchase o
        LEFT JOIN (
            SELECT r.partnership_id, r.solution_id, CASE WHEN min(r.unit_code) = max(r.unit_code) THEN min(r.unit_code) END AS unit_code
            FROM @registry@.option_right r WHERE r.option_kind <> 'extension' AND r.recorded_at <= innopart.known_at()
            GROUP BY r.partnership_id, r.solution_id) counted ON counted.partnership_id = o.partnership_id AND counted.solution_id = o.solution_id
        WHERE o.effective_on <= innopart.as_of()) x
    GROUP BY x.partnership_id, x.solution_id, x.buyer_id, x.buyer_kind, x.unit_code, x.currency) b
JOIN @registry@.partnership p ON p.id = b.partnership_id
JOIN @registry@.organisation buyer ON buyer.id = b.buyer_id
LEFT JOIN @registry@.known_solution s ON s.partnership_id = b.partnership_id AND s.id = b.solution_id
LEFT JOIN @registry@.contract_sheet c ON c.partnership_id = s.partnership_id AND c.partner_contract_id = s.partner_contract_id
WINDOW of_solution AS (PARTITION BY b.partnership_id, b.solution_id, b.unit_code);
COMMENT ON VIEW @report@.spread IS 'Who bought what from whom: the lead, its followers and outsiders. One row a partnership, solution, buyer, kind of buyer, unit code and currency, net of reversals, bought by innopart.as_of(). Spread ratio = units bought by followers / units bought by the lead, of one solution and unit. A follower that had become the lead''s legal successor, or merged with it, buys as lead. Amounts ex VAT: the stated one, else units times unit price. Honours row security of the reader.';
COMMENT ON COLUMN @report@.spread.id IS 'Hash of the grain.';
COMMENT ON COLUMN @report@.spread.buyer_id IS 'Who bought: the holder of the right, or its legal successor when that acted; a mandate makes nobody a buyer.';
COMMENT ON COLUMN @report@.spread.buyer_name IS 'Name of the buyer.';
COMMENT ON COLUMN @report@.spread.buyer_kind IS 'lead or follower: under an option; outsider: bought without one.';
COMMENT ON COLUMN @report@.spread.purchase_count IS 'Exercises (reversed ones included) or outside purchases.';
COMMENT ON COLUMN @report@.spread.first_bought_on IS 'Day of the first of them.';
COMMENT ON COLUMN @report@.spread.last_bought_on IS 'Day of the last of them.';
COMMENT ON COLUMN @report@.spread.unit_code IS 'UN/ECE Rec 20 code of the units; for an outside purchase that of the solution''s options, renewals apart, when they all have one.';
COMMENT ON COLUMN @report@.spread.unit_count IS 'Units bought, net of reversals; NULL when nobody tells.';
COMMENT ON COLUMN @report@.spread.lead_unit_count IS 'unit_count where the lead bought, else 0: the additive denominator of the spread ratio.';
COMMENT ON COLUMN @report@.spread.follower_unit_count IS 'unit_count where a follower bought, else 0: the additive numerator of the spread ratio.';
COMMENT ON COLUMN @report@.spread.outsider_unit_count IS 'unit_count where an outsider bought, else 0.';
COMMENT ON COLUMN @report@.spread.unknown_unit_count IS 'Purchases without a known number of units: unit_count leaves them out.';
COMMENT ON COLUMN @report@.spread.amount IS 'Money paid or owed, ex VAT, net of reversals, in currency; NULL when nobody tells.';
COMMENT ON COLUMN @report@.spread.unknown_amount_count IS 'Purchases without a known amount: amount leaves them out.';
COMMENT ON COLUMN @report@.spread.spread_numerator_unit_count IS 'Units of this solution and unit code bought by all followers, on each row: do not sum.';
COMMENT ON COLUMN @report@.spread.spread_denominator_unit_count IS 'Units of this solution and unit code bought by the lead, on each row: do not sum.';
COMMENT ON COLUMN @report@.spread.spread_rate IS 'spread_numerator_unit_count / spread_denominator_unit_count; NULL when the lead bought nothing; do not sum.';
