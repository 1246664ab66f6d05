-- The same reports on options read again: as of another day, and as known at another moment.
-- What is recorded late and back-dated, corrected or withdrawn changes what is known, never what
-- was known; and whether a right ever was exercisable is told from events and terms alone.
SET client_min_messages = warning;
SET datestyle = ISO;
SELECT innopart.create_registry('r_report_options_history', 'p_report_options_history');
\getenv srcdir PG_ABS_SRCDIR
\set market :srcdir '/data/option_market.sql'
SET search_path = r_report_options_history;
\i :market

-- what the reports say on one day, in one line each, so that two moments can be compared
CREATE FUNCTION pg_temp.said() RETURNS TABLE (report text, answer text) LANGUAGE sql AS $$
    SELECT 'option_status', string_agg(format('%s %s %s/%s', option_title, state, exercised_unit_count, max_unit_count), ', ' ORDER BY id)
    FROM p_report_options_history.option_status WHERE id IN (101, 102)
    UNION ALL SELECT 'cap_utilisation', string_agg(format('%s %s of %s', holder_name, used_unit_count, cap_used_unit_count), ', ' ORDER BY holder_id)
    FROM p_report_options_history.cap_utilisation WHERE cap_id = 1
    UNION ALL SELECT 'option_event_trail', count(*)::text || CASE WHEN bool_or(is_back_dated) THEN ', back-dated' ELSE '' END
    FROM p_report_options_history.option_event_trail WHERE option_right_id IN (101, 102)
    UNION ALL SELECT 'spread', string_agg(format('%s %s', buyer_name, unit_count), ', ' ORDER BY buyer_id, unit_count)
    FROM p_report_options_history.spread
    UNION ALL SELECT 'option_conversion', format('%s/%s', sum(exercising_holder_count), sum(holder_count))
    FROM p_report_options_history.option_conversion WHERE admin_level = 'la'
    UNION ALL SELECT 'value_reconciliation', format('%s to %s, exercised %s', lowest_estimated_amount, highest_estimated_amount, exercised_amount)
    FROM p_report_options_history.value_reconciliation WHERE partnership_id = 1 AND currency = 'NOK'
    UNION ALL SELECT 'market', format('need %s of %s, outside %s', need_unit_count, need_member_count, outside_unit_count)
    FROM p_report_options_history.market WHERE partnership_id = 1 AND unit_code = 'C62'
    UNION ALL SELECT 'option_deadlines', string_agg(DISTINCT acting_names, ', ') FROM p_report_options_history.option_deadlines WHERE holder_name = 'Old Town'
    UNION ALL SELECT 'succession', string_agg(format('%s %s', to_holder_name, succeeded_on), ', ' ORDER BY to_holder_id) FROM p_report_options_history.succession WHERE from_holder_name = 'Old Town';
$$;
SET innopart.as_of = '2020-03-01';
SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS at_first \gset
SELECT exercise_option(101, 10, effective_on => '2020-02-01') IS NOT NULL AS lead_bought;
INSERT INTO outside_purchase (partnership_id, solution_id, organisation_id, units, effective_on) VALUES (1, 1, 7, 2, '2020-02-10');
SELECT exercise_option(102, 1, effective_on => '2020-02-20') IS NOT NULL AS anna_bought;
SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS at_second \gset
-- recorded late, dated before what was known already
SELECT exercise_option(102, 3, effective_on => '2020-01-20') IS NOT NULL AS anna_had_bought;
SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS at_third \gset
-- corrections and withdrawals
INSERT INTO partnership_value (partnership_id, kind, amount, currency, effective_on, corrects_id)
SELECT partnership_id, kind, 5200000, currency, effective_on, id FROM partnership_value WHERE amount = 5000000;
INSERT INTO need_member (need_id, organisation_id, effective_on, corrects_id, is_withdrawn)
SELECT need_id, organisation_id, effective_on, id, true FROM need_member WHERE organisation_id = 7;
INSERT INTO outside_purchase (partnership_id, solution_id, organisation_id, effective_on, corrects_id, is_withdrawn)
SELECT partnership_id, solution_id, organisation_id, effective_on, id, true FROM outside_purchase;
INSERT INTO organisation_succession (predecessor_id, successor_id, kind, effective_on, legal_basis, corrects_id)
SELECT predecessor_id, successor_id, kind, '2020-01-02', legal_basis, id FROM organisation_succession WHERE predecessor_id = 5;

SET innopart.known_at = :'at_first';
SELECT * FROM pg_temp.said();
SET innopart.known_at = :'at_second';
SELECT * FROM pg_temp.said();
SET innopart.known_at = :'at_third';
SELECT * FROM pg_temp.said();
RESET innopart.known_at;
SELECT * FROM pg_temp.said();
-- and before any of it took effect
SET innopart.as_of = '2020-01-19';
SELECT * FROM pg_temp.said();
-- before anything was known, nothing is said, and nothing fails
SET innopart.known_at = '2019-01-01';
SELECT * FROM pg_temp.said();
RESET innopart.known_at;

-- the trail tells what was left after each event in the order in which they took effect
SET innopart.as_of = '2020-03-01';
SELECT event_order, event_kind, effective_on, unit_count, left_unit_count AS "left", shared_left_unit_count AS shared, state_after, is_back_dated
FROM p_report_options_history.option_event_trail WHERE option_right_id = 102 ORDER BY event_order;

-- ever exercisable: opened and given up on one day; given up the day before; kept shut by a cap until another
-- gave back, or until the cap was raised; used up on its first day; suspended all along; conditions met too late
INSERT INTO cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 4, 'Full', 5, 'C62', '2019-06-01'), (1, 5, 'Raised', 5, 'C62', '2019-06-01');
INSERT INTO option_right (id, partnership_id, partner_contract_id, solution_id, cap_id, holder_id, title, terms, unit_code, price_basis, unit_price_amount, price_currency, named_on)
    OVERRIDING SYSTEM VALUE
SELECT v.id, 1, 1, 1, v.cap_id, v.holder_id, v.title, v.terms::innopart.option_right, 'C62', 'unit_price', 1000, 'NOK', '2019-06-01'
FROM (VALUES
    (301, NULL, 3, 'given up on its first day', 'max 5, 2020-02-01..2020-12-31'),
    (302, NULL, 3, 'given up the day before', 'max 5, 2020-02-01..2020-12-31'),
    (303, 4, 3, 'kept shut until another gave back', 'max 5, 2020-02-01..2020-12-31'),
    (304, 4, 4, 'used the whole cap and gave back', 'max 5, 2020-01-10..2020-12-31, from purchase'),
    (305, 5, 3, 'kept shut until the cap was raised', 'max 5, 2020-02-01..2020-12-31'),
    (306, 5, 4, 'used up on its first day', 'max 5, 2020-01-15..2020-12-31'),
    (307, NULL, 3, 'suspended all along', 'max 5, 2020-02-01..2020-04-30'),
    (308, NULL, 3, 'condition met too late', 'max 5, 2020-01-01..2020-02-28, conditions 1'),
    (309, NULL, 3, 'condition met on the last day', 'max 5, 2020-01-01..2020-02-29, conditions 1')) AS v(id, cap_id, holder_id, title, terms);
INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on)
SELECT 1, r.id, k.kind, k.on_day FROM option_right r CROSS JOIN (VALUES (innopart.option_event_kind 'named', date '2019-06-01'), ('granted', '2019-09-01')) AS k(kind, on_day)
WHERE r.id BETWEEN 301 AND 309 ORDER BY r.id, k.on_day;
SELECT suspend_option(307, '2020-01-31') IS NOT NULL AS suspended, waive_option(302, effective_on => '2020-01-31') IS NOT NULL AS early, waive_option(301, effective_on => '2020-02-01') IS NOT NULL AS at_once,
    exercise_option(304, 5, effective_on => '2020-01-15', reference => 'all') IS NOT NULL AS filled, exercise_option(306, 5, effective_on => '2020-01-15') IS NOT NULL AS used_up,
    raise_cap(5, 'Art. 72(1)(a)', units => 1, effective_on => '2020-03-10') IS NOT NULL AS raised, meet_condition(309, 1, '2020-02-29') IS NOT NULL AS in_time;
SELECT reverse_exercise(e.id, effective_on => '2020-03-05') IS NOT NULL AS gave_back FROM option_event e WHERE e.reference = 'all';
SET innopart.as_of = '2021-02-01';
SELECT r.id, r.title, o.first_exercisable_on FROM option_right r LEFT JOIN option_opening o ON o.partnership_id = r.partnership_id AND o.option_right_id = r.id WHERE r.id BETWEEN 301 AND 309 ORDER BY r.id;
SET innopart.as_of = '2020-03-04';
SELECT r.id, o.first_exercisable_on FROM option_right r LEFT JOIN option_opening o ON o.partnership_id = r.partnership_id AND o.option_right_id = r.id WHERE r.id IN (303, 305) ORDER BY r.id;
-- an exercise that was wholly taken back converts nothing
SET innopart.as_of = '2020-02-15';
SELECT exercised_right_count, right_count, exercising_holder_count, exercised_unit_count FROM p_report_options_history.option_conversion WHERE admin_level = 'cga';
SET innopart.as_of = '2020-03-06';
SELECT exercised_right_count, right_count, exercising_holder_count, exercised_unit_count FROM p_report_options_history.option_conversion WHERE admin_level = 'cga';
SELECT buyer_name, purchase_count, unit_count, amount FROM p_report_options_history.spread WHERE buyer_id = 4;

-- what moved is what was left; the report would tell if something had got past the guard
SELECT exercise_option(105, 4, effective_on => '2020-02-05', acting_id => 6, reference => 'too many') IS NOT NULL AS exercised,
    assign_option(105, ARRAY[6], 'Reform', effective_on => '2020-02-20') IS NOT NULL AS assigned;
SELECT left_unit_count AS "left", received_unit_count AS received, is_conserved FROM p_report_options_history.succession WHERE option_right_id = 105;
SELECT buyer_name, unit_count FROM p_report_options_history.spread WHERE buyer_id IN (5, 6);
ALTER TABLE option_event DISABLE TRIGGER zz_ledger_guard;
INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on, units, amount, currency, reverses_id)
SELECT partnership_id, option_right_id, 'exercise_reversed', '2020-02-10', units, amount, currency, id FROM option_event WHERE reference = 'too many';
ALTER TABLE option_event ENABLE TRIGGER zz_ledger_guard;
-- as the guard would have: reports of today read the position that it keeps
SET session_replication_role = replica;
UPDATE option_account a SET position = position OPERATOR(innopart.+) innopart.option_event_position('exercise_reversed', '2020-02-10', e.units, e.amount, e.currency, NULL, NULL)
FROM option_event e WHERE e.reference = 'too many' AND a.option_right_id = e.option_right_id;
RESET session_replication_role;
SELECT left_unit_count AS "left", received_unit_count AS received, is_conserved FROM p_report_options_history.succession WHERE option_right_id = 105;

-- volumes of different units, and money of different currencies, are never added
INSERT INTO option_right (id, partnership_id, partner_contract_id, solution_id, holder_id, title, terms, unit_code, price_basis, unit_price_amount, price_currency, named_on) OVERRIDING SYSTEM VALUE VALUES
    (320, 1, 1, 1, 4, 'hours', 'max 100, 2020-01-01..2020-12-31', 'HUR', 'unit_price', 90, 'EUR', '2019-06-01');
INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on) VALUES (1, 320, 'named', '2019-06-01'), (1, 320, 'granted', '2019-09-01');
SELECT is_unit_mixed, unit_code, exercised_unit_count, max_unit_count, unit_conversion_rate, is_currency_mixed, currency, exercised_amount, max_amount FROM p_report_options_history.option_conversion WHERE admin_level = 'cga';
SELECT unit_code, currency, lead_max_unit_count, follower_max_unit_count, lead_max_amount, follower_max_amount, unit_multiple_rate FROM p_report_options_history.market WHERE partnership_id = 1 ORDER BY unit_code, currency;
SELECT currency, option_count, option_amount FROM p_report_options_history.value_reconciliation WHERE partnership_id = 1 ORDER BY currency;

-- exercised without any amount or price: unknown, not zero
INSERT INTO option_right (id, partnership_id, partner_contract_id, solution_id, holder_id, title, terms, unit_code, price_basis, named_on) OVERRIDING SYSTEM VALUE VALUES
    (321, 1, 1, 1, 4, 'by list', 'max 9, 2020-01-01..2020-12-31', 'C62', 'price_list', '2019-06-01');
INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on) VALUES (1, 321, 'named', '2019-06-01'), (1, 321, 'granted', '2019-09-01');
SELECT exercise_option(321, 2, effective_on => '2020-03-01') IS NOT NULL AS exercised;
SELECT exercised_unit_count, exercised_amount, callable_unit_count, callable_amount FROM p_report_options_history.option_status WHERE id = 321;
SELECT currency, exercised_amount, unpriced_exercise_count FROM p_report_options_history.value_reconciliation WHERE partnership_id = 1 AND unpriced_exercise_count > 0;
SELECT buyer_name, currency, unit_count, amount, unknown_amount_count FROM p_report_options_history.spread WHERE unknown_amount_count > 0;

-- made-up data can be told apart
INSERT INTO option_right (id, partnership_id, partner_contract_id, solution_id, holder_id, title, terms, unit_code, price_basis, named_on, provenance) OVERRIDING SYSTEM VALUE VALUES
    (322, 1, 1, 1, 4, 'made up', 'max 9, 2020-01-01..2020-12-31', 'C62', 'price_list', '2019-06-01', 'illustrative');
INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on, provenance) VALUES (1, 322, 'named', '2019-06-01', 'illustrative');
SELECT (SELECT string_agg(option_title, ', ') FROM p_report_options_history.option_status WHERE is_illustrative) AS made_up_rights,
    (SELECT count(*) FROM p_report_options_history.option_event_trail WHERE is_illustrative) AS made_up_events;

RESET search_path;
RESET innopart.as_of;
SELECT innopart.drop_registry('r_report_options_history', force => true);
