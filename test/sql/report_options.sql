-- Reports on options, each read at several days: what it answers, its edges, and the traps that a
-- naive report falls into (inclusive days, notice periods, shared caps, mixed units, unknown prices,
-- mergers and splits).
SET client_min_messages = warning;
SET datestyle = ISO;
SELECT innopart.create_registry('r_report_options', 'p_report_options');
\getenv srcdir PG_ABS_SRCDIR
\set market :srcdir '/data/option_market.sql'

-- a registry without facts answers every question with no row and no error
SET search_path = p_report_options;
CREATE FUNCTION pg_temp.rows_of_reports(on_day text DEFAULT '') RETURNS TABLE (report text, row_count bigint, id_count bigint) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('innopart.as_of', on_day, true);
    FOR report IN SELECT unnest(ARRAY['option_status', 'option_deadlines', 'cap_utilisation', 'option_event_trail', 'value_reconciliation',
        'option_conversion', 'spread', 'supplier_pipeline', 'conditions_open', 'elimination_impact', 'succession', 'lapsed_unused', 'price_index', 'market'])
    LOOP
        EXECUTE format('SELECT count(*), count(DISTINCT id) FROM p_report_options.%I', report) INTO row_count, id_count;
        RETURN NEXT;
    END LOOP;
END $$;
SELECT report FROM pg_temp.rows_of_reports() WHERE row_count <> 0;

SET search_path = r_report_options;
\i :market
SELECT exercise_option(101, 10, effective_on => '2020-02-01') IS NOT NULL AS lead_bought,
    exercise_option(102, 6, effective_on => '2020-03-01', reference => 'anna buys') IS NOT NULL AS anna_bought,
    exercise_option(108, 3, amount => 27000, effective_on => '2020-02-15') IS NOT NULL AS berit_bought,
    exercise_option(104, amount => 150000, effective_on => '2020-04-15', reason => 'First year of service') IS NOT NULL AS cecilie_bought;
SELECT reverse_exercise(e.id, units => 2, effective_on => '2020-04-01', reason => 'Two were defective') IS NOT NULL AS anna_gave_back
FROM option_event e WHERE e.reference = 'anna buys';
SELECT meet_condition(103, 1, '2020-05-02') IS NOT NULL AS budget, fail_condition(109, 1, '2020-05-05', reason => 'The agency said no') IS NOT NULL AS refused;
SELECT suspend_option(111, '2020-06-01', reason => 'Complaint') IS NOT NULL AS suspended;
SELECT heirs[1] AS heir FROM assign_option(105, ARRAY[6], 'Reform', effective_on => '2020-02-01') AS heirs \gset
SELECT exercise_option(:heir, 4, effective_on => '2020-02-02') IS NOT NULL AS heir_bought;
INSERT INTO mandate (partnership_id, option_right_id, organisation_id, effective_on, to_on) VALUES (1, 102, 4, '2021-01-01', '2021-12-31');
INSERT INTO outside_purchase (partnership_id, solution_id, organisation_id, units, amount, currency, effective_on) VALUES
    (1, 1, 7, 2, 25000, 'NOK', '2020-05-01'), (1, 1, 7, NULL, NULL, NULL, '2020-05-20');
SET search_path = p_report_options;

-- every report has one unique id a row, on any day
SELECT on_day, counted.* FROM (VALUES ('2019-05-31'), ('2019-07-01'), ('2020-06-30'), ('2021-07-01'), ('2023-01-01')) AS d(on_day)
CROSS JOIN LATERAL pg_temp.rows_of_reports(on_day) AS counted
WHERE row_count <> id_count OR (on_day = '2019-05-31' AND row_count > 0);

-- 1: the same rights before the contract, after it, in the middle, and after the windows
SET innopart.as_of = '2019-07-01';
SELECT id, holder_name, supplier_name, state, days_left_count, max_unit_count, left_unit_count, max_amount FROM option_status ORDER BY id;
SET innopart.as_of = '2019-12-31';
SELECT id, holder_name, supplier_name, state, state_reason, is_live, is_exercisable, exercisable_count, last_notice_on, days_left_count FROM option_status WHERE id IN (101, 102, 103, 104, 201) ORDER BY id;
SET innopart.as_of = '2020-06-30';
SELECT id, state, state_reason, days_left_count, unit_code AS unit, max_unit_count AS max, exercised_unit_count AS used,
    left_unit_count AS "left", shared_left_unit_count AS shared, callable_unit_count AS callable FROM option_status ORDER BY id;
SELECT id, currency, max_amount, exercised_amount, left_amount, shared_left_amount, callable_amount, unit_price_amount FROM option_status WHERE id < 200 ORDER BY id;
SET innopart.as_of = '2022-07-01';
SELECT id, state, state_reason, left_unit_count, left_amount, callable_unit_count, callable_amount FROM option_status WHERE id < 200 ORDER BY id;
-- exercisable by its terms, but nothing may be bought before the solution is accepted
SET innopart.as_of = '2020-06-30';
SELECT id, state, is_solution_accepted FROM option_status WHERE id IN (101, 106, 201) ORDER BY id;
SET innopart.as_of = '2019-12-14';
SELECT count(*) AS accepted_too_early FROM option_status WHERE is_solution_accepted;
SET innopart.as_of = '2019-12-15';
SELECT string_agg(id::text, ' ' ORDER BY id) AS accepted FROM option_status WHERE is_solution_accepted AND is_live;
SET innopart.as_of = '2022-07-01';
SET innopart.language = 'nb';
SELECT id, state_label, holder_kind_label, admin_level_label FROM option_status WHERE id IN (101, 103, 104) ORDER BY id;
RESET innopart.language;

-- 2: the last day itself counts, the notice period does, and so do merger, split and mandate
SET innopart.as_of = '2020-03-31';
SELECT id, last_notice_on, days_left_count, is_within_30_days, is_within_180_days FROM option_deadlines WHERE id = 108;
SET innopart.as_of = '2020-04-01';
SELECT count(*) AS deadlines_of_a_lapsed_right FROM option_deadlines WHERE id = 108;
SET innopart.as_of = '2021-10-02';
SELECT id, holder_name, acting_names, acting_count, is_successor_acting, mandated_names, exercise_mode, is_exercisable, last_notice_on, closes_on,
    days_left_count AS days, is_within_30_days AS in_30, is_within_90_days AS in_90, is_within_180_days AS in_180 FROM option_deadlines ORDER BY id;
SET innopart.as_of = '2021-05-31';
SELECT id, acting_names, is_successor_acting, contract_ends_on, is_contract_ending_first, days_left_count, state, callable_unit_count, callable_amount, currency
FROM option_deadlines WHERE is_within_180_days OR id = 102 ORDER BY id;
SET innopart.as_of = '2021-10-03';
SELECT count(*) AS anna_missed_the_notice FROM option_deadlines WHERE id = 102;

-- 3: own and shared ceilings, who used them, what is spoken for
SET innopart.as_of = '2020-06-30';
SELECT cap_title, holder_name, used_unit_count AS used, reserved_unit_count AS reserved, cap_max_unit_count AS max, cap_raised_unit_count AS raised, cap_used_unit_count AS all_used,
    cap_reserved_unit_count AS all_reserved, cap_left_unit_count AS "left", cap_free_unit_count AS free, cap_used_unit_rate AS rate
FROM cap_utilisation WHERE row_kind = 'shared' AND unit_code IS NOT NULL ORDER BY cap_id, holder_id;
SELECT cap_title, holder_name, live_right_count, exercise_count, last_exercised_on, currency, used_amount, reserved_amount, cap_max_amount, cap_used_amount, cap_reserved_amount, cap_left_amount, cap_free_amount, cap_used_amount_rate AS rate
FROM cap_utilisation WHERE row_kind = 'shared' AND cap_max_amount IS NOT NULL ORDER BY cap_id, holder_id;
SELECT cap_title, used_unit_count AS used, reserved_unit_count AS reserved, cap_max_unit_count AS max, cap_left_unit_count AS "left", cap_free_unit_count AS free, round(cap_used_unit_rate::numeric, 4) AS rate, cap_max_amount, cap_left_amount, cap_reserved_amount
FROM cap_utilisation WHERE row_kind = 'own' AND partnership_id = 1 ORDER BY option_right_id;
SELECT r_report_options.raise_cap(1, 'Art. 72(1)(a)', units => 15, effective_on => '2020-07-01') IS NOT NULL AS raised;
SELECT sum(used_unit_count) AS used, min(cap_max_unit_count) AS max, min(cap_raised_unit_count) AS raised FROM cap_utilisation WHERE cap_id = 1;
SET innopart.as_of = '2020-07-01';
SELECT sum(used_unit_count) AS used, min(cap_max_unit_count) AS max, min(cap_raised_unit_count) AS raised, min(cap_free_unit_count) AS free FROM cap_utilisation WHERE cap_id = 1;

-- 9: the whole history of a right, with what was left after each step
SET innopart.as_of = '2020-06-30';
SELECT event_order, event_kind, effective_on, acting_name, unit_count, amount, currency, unit_price_amount, left_unit_count AS "left", shared_left_unit_count AS shared, state_after, reason, reference, is_back_dated
FROM option_event_trail WHERE option_right_id = 102 ORDER BY event_order;
SELECT event_order, event_kind, effective_on, condition_order, left_unit_count AS "left", shared_left_unit_count AS shared, state_after FROM option_event_trail WHERE option_right_id = 103 ORDER BY event_order;
SELECT event_order, event_kind, left_amount, shared_left_amount, state_after FROM option_event_trail WHERE option_right_id = 104 ORDER BY event_order;
SELECT count(*) AS events, bool_and(recorded_by = session_user) AS said_by_me, bool_and(recorded_on = innopart.local_day(recorded_at)) AS local_days,
    bool_and(lateness_days_count = recorded_on - effective_on) AS lateness FROM option_event_trail;

-- 11: four different numbers; two currencies that are never added; what nobody has priced
SELECT currency, estimate_count, lowest_estimated_amount AS lowest, highest_estimated_amount AS highest, lowest_maximum_amount AS maximum, base_amount AS base, option_count, option_amount,
    renewal_amount AS renewal, required_amount AS required, unpriced_option_count AS unpriced FROM value_reconciliation WHERE partnership_id = 1 ORDER BY currency;
SELECT currency, remuneration_amount AS remuneration, exercised_amount AS exercised, committed_amount AS committed, lowest_estimate_margin_amount AS margin, is_within_lowest_estimate AS in_low,
    is_within_highest_estimate AS in_high, is_options_within_maximum AS options_in_max, is_committed_within_maximum AS committed_in_max FROM value_reconciliation ORDER BY partnership_id, currency;
-- the lawful change of the remuneration counts from its day
SET innopart.as_of = '2020-01-14';
SELECT remuneration_amount FROM value_reconciliation WHERE partnership_id = 1 AND currency = 'NOK';

-- 15: who bought what from whom; a reversal counts, an unknown quantity is not zero
SET innopart.as_of = '2020-06-30';
SELECT solution_name, supplier_name, buyer_name, buyer_kind, purchase_count AS n, first_bought_on, last_bought_on, unit_code, unit_count AS units, lead_unit_count AS lead, follower_unit_count AS follower,
    outsider_unit_count AS outsider, unknown_unit_count AS unknown, currency, amount FROM spread ORDER BY buyer_id, unit_code, currency;
SELECT DISTINCT solution_name, unit_code, spread_numerator_unit_count, spread_denominator_unit_count, spread_rate FROM spread WHERE unit_code = 'C62';
SELECT sum(follower_unit_count) / sum(lead_unit_count) AS the_same_from_additive_columns FROM spread;
-- before the lead bought, the ratio has no denominator
SET innopart.as_of = '2020-01-31';
SELECT count(*) AS nobody_had_bought FROM spread;

-- market: what followers' options add to the lead's demand
SET innopart.as_of = '2020-06-30';
SELECT partnership_title AS of, unit_code AS unit, currency AS cur, right_count AS rights, follower_count AS followers, lead_max_unit_count AS lead, follower_max_unit_count AS follower, bound_unit_count AS bound,
    lead_max_amount, follower_max_amount, bound_amount, unpriced_right_count AS unpriced FROM market ORDER BY partnership_id, unit_code;
-- what either side could buy alone counts a shared cap once, and is no more than both together
SELECT unit_code AS unit, lead_bound_unit_count AS lead, follower_bound_unit_count AS followers, bound_unit_count AS bound, lead_bound_amount, follower_bound_amount, bound_amount,
    greatest(lead_bound_unit_count, follower_bound_unit_count) <= bound_unit_count AND bound_unit_count <= lead_bound_unit_count + follower_bound_unit_count
    AND greatest(lead_bound_amount, follower_bound_amount) <= bound_amount AND bound_amount <= lead_bound_amount + follower_bound_amount AS holds FROM market WHERE partnership_id = 1 ORDER BY unit_code;
SELECT unit_code AS unit, lead_exercised_unit_count AS lead_used, follower_exercised_unit_count AS follower_used, outsider_count, outside_unit_count AS outside, outside_amount, need_member_count AS needy, need_unit_count AS need,
    need_outside_unit_count AS need_outside, multiple_numerator_unit_count AS num, multiple_denominator_unit_count AS den, unit_multiple_rate, amount_multiple_rate FROM market WHERE partnership_id = 1 ORDER BY unit_code;
-- a follower that merges into the lead follows nobody any more, and takes its need along
SET innopart.as_of = '2021-06-01';
SELECT follower_count AS followers, lead_max_unit_count AS lead, follower_max_unit_count AS follower, need_outside_unit_count AS need_outside FROM market WHERE partnership_id = 1 AND unit_code = 'C62';
SELECT r_report_options.exercise_option(102, 1, effective_on => '2021-06-02', acting_id => 1) IS NOT NULL AS the_heir_bought;
SET innopart.as_of = '2021-06-02';
SELECT buyer_name, buyer_kind, unit_count FROM spread WHERE buyer_id IN (1, 2) AND unit_code = 'C62' ORDER BY buyer_id, buyer_kind;

-- 19: what each supplier may yet sell; parts under a shared cap add up to what it has left
SET innopart.as_of = '2020-06-30';
SELECT supplier_name, option_title, holder_name, acting_names, state, callable_from_on, callable_until_on, closing_quarter_on, closing_quarter, potential_unit_count AS units, additive_unit_count AS additive,
    currency, potential_amount, additive_amount FROM supplier_pipeline ORDER BY supplier_id, id;
SELECT cap_id, sum(additive_unit_count) AS units, min(shared_left_unit_count) AS "left", sum(additive_amount) AS amount, min(shared_left_amount) AS left_amount FROM supplier_pipeline WHERE cap_id IS NOT NULL GROUP BY cap_id ORDER BY cap_id;

-- 21: which conditions hold which rights back; one that nobody described is there all the same
SET innopart.as_of = '2020-04-30';
SELECT option_title, holder_name, state, condition_order, condition_code, condition_label, condition_title, responsible_name, due_on, days_to_due_count, is_overdue, open_condition_count AS open
FROM conditions_open ORDER BY option_right_id, condition_order;
SET innopart.as_of = '2020-06-30';
SELECT option_title, condition_order, open_condition_count, callable_unit_count FROM conditions_open ORDER BY option_right_id, condition_order;

-- 22: what the report says would die is what dies
SELECT contract_title, is_last_partner, option_title, holder_name, state, is_surviving, dying_option_count, left_unit_count AS "left", lost_unit_count AS lost, currency, lost_amount, phase_code, phase_order, track_state
FROM elimination_impact ORDER BY partner_contract_id, id;
CREATE TEMP TABLE predicted AS SELECT id, partner_contract_id, is_surviving, state FROM elimination_impact;
BEGIN;
INSERT INTO r_report_options.track_event (partnership_id, partner_contract_id, phase, state, effective_on, reason) VALUES (1, 2, 'development.1', 'partner_terminated_other', '2020-06-30', 'Bankrupt');
SELECT p.id, p.is_surviving, o.state FROM predicted p JOIN option_status o USING (id) WHERE p.partner_contract_id = 2 ORDER BY id;
SELECT count(*) AS untouched FROM predicted p JOIN option_status o USING (id, state) WHERE p.partner_contract_id = 1;
SELECT DISTINCT contract_title, is_last_partner FROM elimination_impact;
ROLLBACK;

-- 23: the merger's right moved and was conserved, the split one is not allocated
SELECT succession_kind, succeeded_on, from_holder_name, to_holder_name, successor_count, option_title, is_moved, moved_on, new_option_title, left_unit_count AS "left", received_unit_count AS received, is_conserved, is_allocation_missing
FROM succession ORDER BY option_right_id, to_holder_id;
SET innopart.as_of = '2021-01-01';
SELECT from_holder_name, to_holder_name, successor_count, option_title, state, is_moved, left_amount, passed_amount, is_conserved, is_allocation_missing FROM succession WHERE succession_kind = 'split' ORDER BY to_holder_id;
SELECT acting_names, acting_count, acting_id, is_successor_acting FROM option_deadlines WHERE id = 110;
SELECT r_report_options.assign_option(110, ARRAY[9, 10], 'Reform', amounts => ARRAY[250000, 150000], effective_on => '2021-01-01') IS NOT NULL AS allocated;
SELECT to_holder_name, is_moved, left_amount, received_amount, passed_amount, is_conserved, is_allocation_missing FROM succession WHERE succession_kind = 'split' ORDER BY to_holder_id;

-- 27: lapsed by the calendar or by a failed condition; used rights keep what they used
SET innopart.as_of = '2020-05-04';
SELECT option_title, lapsed_on, state_reason, recorded_reason, is_ever_exercisable, first_exercisable_on, unit_code, max_unit_count AS max, exercised_unit_count AS used, unused_unit_count AS unused, unused_unit_rate AS rate
FROM lapsed_unused ORDER BY id;
SET innopart.as_of = '2022-07-01';
SELECT option_title, lapsed_on, state_reason, recorded_reason, is_ever_exercisable, unused_unit_count AS unused, currency, unused_amount FROM lapsed_unused WHERE id < 200 ORDER BY id;

-- 14: holders that ever could, and those that did
SELECT admin_level, exercisable_year AS year, exercising_holder_count AS did, holder_count AS could, round(holder_conversion_rate::numeric, 4) AS rate, right_count AS rights, is_unit_mixed AS mixed, unit_code AS unit,
    exercised_unit_count AS used, max_unit_count AS max, round(unit_conversion_rate::numeric, 4) AS unit_rate, currency, exercised_amount, max_amount FROM option_conversion ORDER BY admin_level, exercisable_year;
SET innopart.as_of = '2020-01-09';
SELECT admin_level, exercising_holder_count AS did, holder_count AS could FROM option_conversion ORDER BY admin_level;

-- 30: the index of the month; a gap in the series, a missing base, or a series long out of date gives no price
PREPARE price AS SELECT as_of_on, index_month_on, base_index_value AS base, current_index_value AS value, is_index_missing AS missing, index_factor_rate AS factor, indexed_unit_price_amount AS price,
    is_above_max_cost AS above, affordable_unit_count AS affordable FROM price_index WHERE id = 102;
SET innopart.as_of = '2019-06-15';
EXECUTE price;
SET innopart.as_of = '2020-02-29';
EXECUTE price;
SET innopart.as_of = '2020-03-01';
EXECUTE price;
SET innopart.as_of = '2020-06-30';
SELECT option_title, is_indexed, index_series, unit_price_amount AS price, is_index_missing AS missing, indexed_unit_price_amount AS indexed, max_unit_cost_amount AS max, is_above_max_cost AS above, affordable_unit_count AS affordable FROM price_index WHERE id < 200 ORDER BY id;
SET innopart.as_of = '2020-09-30';
EXECUTE price;
SET innopart.as_of = '2020-10-01';
EXECUTE price;

-- types and words: core types only, everything explained, row security is the reader's
SELECT c.relname, a.attname FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'p_report_options'::regnamespace AND c.relname IN (SELECT report FROM pg_temp.rows_of_reports())
  AND (NOT 'security_invoker=true' = ANY (c.reloptions) OR obj_description(c.oid) IS NULL OR col_description(c.oid, a.attnum) IS NULL
       OR a.atttypid NOT IN ('text'::regtype, 'int8'::regtype, 'int4'::regtype, 'float8'::regtype, 'numeric'::regtype, 'bool'::regtype, 'date'::regtype, 'timestamptz'::regtype)
       OR (a.atttypid = 'numeric'::regtype AND a.atttypmod < 0))
ORDER BY 1, 2;

RESET search_path;
RESET innopart.as_of;
SELECT innopart.drop_registry('r_report_options', force => true);
