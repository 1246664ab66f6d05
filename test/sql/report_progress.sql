-- Reports on progress over two partnerships, one of them cancelled and restarted: each read on
-- several days and with several moments' knowledge.
SET client_min_messages = warning;
SET datestyle = ISO;
SELECT innopart.create_registry();
\getenv srcdir PG_ABS_SRCDIR
\set small :srcdir '/data/small_partnership.sql'
\set restarted :srcdir '/data/restarted_partnership.sql'

-- a registry without facts answers every question with no row and no error
CREATE FUNCTION pg_temp.rows_of_reports(on_day text DEFAULT '') RETURNS TABLE (report text, row_count bigint, id_count bigint) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('innopart.as_of', on_day, true);
    FOR report IN SELECT unnest(ARRAY['partnership_overview', 'phase_progress', 'gate_decisions', 'remuneration', 'partner_funnel', 'performance_vs_max_cost', 'time_in_phase'])
    LOOP
        EXECUTE format('SELECT count(*), count(DISTINCT id) FROM report.%I', report) INTO row_count, id_count;
        RETURN NEXT;
    END LOOP;
END $$;
SELECT * FROM pg_temp.rows_of_reports() ORDER BY report;

-- numbers that the facts below give to themselves stay clear of those that they are given
SELECT count(setval(c.oid, 1000)) > 0 AS numbered FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'S';
\set ECHO none
\i :small
\i :restarted
\set ECHO all
INSERT INTO registry.competition_count (partnership_id, step, counted, effective_on) VALUES
    (2, 'requests', 0, '2018-05-15'), (3, 'suppliers', 60, '2018-12-20'), (3, 'requests', 22, '2019-01-10'), (3, 'suppliers', 57, '2019-01-10'), (3, 'qualified', 9, '2019-01-20');
INSERT INTO registry.partnership_value (partnership_id, kind, amount, currency, effective_on) VALUES
    (3, 'estimated', 7300000, 'NOK', '2018-12-01'), (3, 'estimated', 10000000, 'NOK', '2018-12-15'), (3, 'estimated', 900000, 'EUR', '2018-12-01'),
    (3, 'maximum', 15000000, 'NOK', '2018-12-01'), (3, 'maximum', 99000000, 'SEK', '2018-12-01'), (2, 'maximum', 4000000, 'DKK', '2018-04-01'),
    (1, 'estimated', 800, 'EUR', '2019-10-01'), (1, 'maximum', 9000, 'NOK', '2019-10-01');
SELECT pg_temp.right_of(1, 'lead''s', 'max 10, 2020-01-01..2021-12-31, from purchase') IS NOT NULL AS named;
SELECT registry.exercise_option(pg_temp.right_called('lead''s'), 4, effective_on => '2020-02-01', reference => 'first order') IS NOT NULL AS bought;
SELECT pg_temp.right_of(2, 'Anna''s', 'max 10, 2020-01-01..2021-12-31, from purchase') IS NOT NULL AS named;

-- every report has one unique id a row, on any day; nothing is told before it began
SELECT on_day, counted.* FROM (VALUES ('2017-12-31'), ('2018-05-01'), ('2019-06-01'), ('2019-12-31'), ('2020-06-30'), ('')) AS d(on_day)
CROSS JOIN LATERAL pg_temp.rows_of_reports(on_day) AS counted
WHERE row_count <> id_count OR (on_day = '2017-12-31' AND row_count > 0) ORDER BY 1, 2;

-- --- partnership_overview ---------------------------------------------------------------------
\set stages 'SELECT partnership_title AS partnership, stage_code, phase_code, phase_since_on, prior_partnership_id AS prior, contract_count AS contracts, active_partner_count AS active, partner_names, next_target_due_on, last_gate_on FROM report.partnership_overview ORDER BY id;'
SET innopart.as_of = '2018-05-31';
:stages
SET innopart.as_of = '2018-06-01';
:stages
SET innopart.as_of = '2019-05-16';
:stages
SET innopart.as_of = '2019-12-15';
:stages
SET innopart.as_of = '2019-12-16';
SELECT partnership_title AS partnership, next_target_due_on FROM report.partnership_overview ORDER BY id;
-- who follows, on the last day that one of them does and on the day after
SET innopart.as_of = '2019-08-31';
SELECT partnership_title AS partnership, lead_names, follower_names, follower_count AS followers, local_follower_count AS local,
    regional_follower_count AS regional, state_follower_count AS state FROM report.partnership_overview ORDER BY id;
SET innopart.as_of = '2019-09-01';
SELECT follower_names, follower_count, regional_follower_count FROM report.partnership_overview WHERE id = 3;
-- what is due of a partner that was ended is not next
SELECT next_target_due_on FROM report.partnership_overview WHERE id = 3;
-- what nobody counted is NULL, what was counted as nothing is 0; the latest count stands, as in the funnel
SELECT partnership_title AS partnership, need_title, request_count, supplier_count, estimated_amount, maximum_amount, currency FROM report.partnership_overview ORDER BY id;
-- a maximum in another currency than the estimate is not put beside it
SET innopart.as_of = '2019-10-01';
SELECT estimated_amount, maximum_amount, currency FROM report.partnership_overview WHERE id = 1;
SET innopart.as_of = '2018-12-31';
SELECT partnership_title AS partnership, request_count, supplier_count FROM report.partnership_overview ORDER BY id;
SET innopart.language = 'nb';
SELECT partnership_title AS partnership, stage_label, phase_label, phase_order FROM report.partnership_overview ORDER BY id;
RESET innopart.language;

-- --- phase_progress -----------------------------------------------------------------------------
\set progress 'SELECT organisation_name AS partner, phase_code, phase_title, iteration_number AS n, state_code, planned_to_on, actual_from_on, actual_to_on, late_days AS late, target_count AS targets, met_count AS met, partly_met_count AS partly, not_met_count AS not_met, scheduled_count AS open FROM report.phase_progress ORDER BY partnership_id, partner_contract_id, phase_order, n;'
-- before the end that was planned, and after it
SET innopart.as_of = '2019-05-21';
:progress
SET innopart.as_of = '2019-06-09';
:progress
-- a repeat is a row of its own: what it changes is not told of the first try
SET innopart.as_of = '2019-08-14';
:progress
SET innopart.as_of = '2019-12-31';
:progress
-- what is accepted after it was passed ended on the day it was passed; a plan counts from the day it was stated
SELECT registry.plan_phase(1, 'development.1', 'Development', '2019-09-01', '2019-11-30', '2019-12-01') IS NOT NULL AS planned_anew;
SET innopart.as_of = '2019-11-30';
SELECT state_code, planned_to_on, actual_to_on, late_days FROM report.phase_progress WHERE partnership_id = 1;
SET innopart.as_of = '2020-01-01';
SELECT state_code, planned_to_on, actual_to_on, late_days FROM report.phase_progress WHERE partnership_id = 1;

-- --- gate_decisions ------------------------------------------------------------------------------
SET innopart.as_of = '2019-06-04';
SELECT count(*) FROM report.gate_decisions;
SET innopart.as_of = '2019-12-31';
SELECT decided_on, organisation_name AS partner, phase_code, outcome_code, outcome_label, target_count AS targets, met_count AS met, targets_text,
    reserving_document_title AS document, reserving_clause AS clause, decided_by_name AS by, reason FROM report.gate_decisions ORDER BY decided_on, id;
SELECT bool_and(recorded_by_role = session_user AND recorded_at <= clock_timestamp()) AS traced FROM report.gate_decisions;

-- --- remuneration --------------------------------------------------------------------------------
\set money 'SELECT organisation_name AS partner, phase_code, currency, contract_amount AS contract, agreed_amount AS agreed, earned_amount AS earned, paid_amount AS paid, outstanding_amount AS outstanding, paid_without_met_target_amount AS unearned, instalment_count AS n FROM report.remuneration ORDER BY partner_contract_id, phase_order, currency;'
SET innopart.as_of = '2019-05-26';
:money
-- a partly met target earns what was paid for it, where the contract pays pro rata
SET innopart.as_of = '2019-06-02';
:money
SET innopart.as_of = '2019-12-31';
:money

-- --- partner_funnel ------------------------------------------------------------------------------
\set funnel 'SELECT partnership_title AS partnership, step_code, step_order, step_count AS n, counted_on FROM report.partner_funnel ORDER BY partnership_id, step_order;'
SET innopart.as_of = '2018-12-31';
:funnel
SET innopart.as_of = '2020-06-30';
:funnel
SET innopart.language = 'nn';
SELECT step_code, step_label FROM report.partner_funnel WHERE partnership_id = 3 ORDER BY step_order;
RESET innopart.language;

-- --- performance_vs_max_cost ---------------------------------------------------------------------
-- the first test failed; purchases are measured against the last one before them, and only once
INSERT INTO registry.acceptance (partnership_id, solution_id, performance_met, performance_note, unit_cost_amount, max_unit_cost_amount, currency, effective_on) VALUES
    (1, 1, false, 'Stops on stairs', 1100, 1000, 'NOK', '2019-12-13');
\set performance 'SELECT tested_on, solution_name AS solution, organisation_name AS partner, is_performance_met AS performs, currency, unit_cost_amount AS cost, max_unit_cost_amount AS max, contract_max_unit_cost_amount AS contract_max, margin_amount AS margin, is_within_max AS within, highest_paid_unit_price_amount AS highest_paid, above_max_count AS above FROM report.performance_vs_max_cost ORDER BY tested_on, id;'
SET innopart.as_of = '2019-12-14';
:performance
SET innopart.as_of = '2020-06-30';
:performance

-- --- time_in_phase -------------------------------------------------------------------------------
\set durations 'SELECT phase_code, partnership_title AS partnership, entered_on, left_on, duration_days AS days, is_running AS runs, median_duration_days AS median, compared_count AS n, is_outlier AS outlier FROM report.time_in_phase ORDER BY phase_order, entered_on, id;'
-- a stay that runs is compared, but no part of the median
SET innopart.as_of = '2018-10-31';
:durations
SET innopart.as_of = '2020-06-30';
:durations
SELECT DISTINCT partnership_title AS partnership, contract_on, accepted_on, first_purchase_on, contract_to_acceptance_days AS to_acceptance,
    acceptance_to_purchase_days AS to_purchase FROM report.time_in_phase ORDER BY 1;

-- --- what was known when -------------------------------------------------------------------------
-- a change recorded late and dated back is in no report that answers with earlier knowledge
SELECT clock_timestamp() AS before_late \gset
INSERT INTO registry.contract_change (partnership_id, partner_contract_id, amount, legal_basis, effective_on) VALUES (3, 31, 250, 'Art. 72(1)(a)', '2019-07-01');
INSERT INTO registry.competition_count (partnership_id, step, counted, effective_on) VALUES (1, 'requests', 5, '2019-07-01');
SELECT clock_timestamp() AS before_correction \gset
-- corrected: 24 requests, not 22, and that target was not met after all; withdrawn: the higher estimate
INSERT INTO registry.competition_count (partnership_id, step, counted, effective_on, corrects_id)
SELECT 3, 'requests', 24, '2019-01-10', id FROM registry.competition_count WHERE partnership_id = 3 AND step = 'requests';
INSERT INTO registry.partnership_value (partnership_id, kind, amount, currency, effective_on, corrects_id, is_withdrawn)
SELECT v.partnership_id, v.kind, v.amount, v.currency, v.effective_on, v.id, true FROM registry.partnership_value v WHERE v.amount = 10000000;
INSERT INTO registry.target_assessment (partnership_id, target_id, iteration, status, effective_on, corrects_id)
SELECT a.partnership_id, a.target_id, a.iteration, 'notMet', a.effective_on, a.id FROM registry.target_assessment a WHERE a.target_id = 312 AND a.iteration = 2;
\set known 'SELECT o.request_count, o.estimated_amount, r.contract_amount, r.earned_amount, r.paid_without_met_target_amount AS unearned, (SELECT p.met_count FROM report.phase_progress p WHERE p.partner_contract_id = 31 AND p.iteration_number = 2) AS met, (SELECT string_agg(g.met_count || \' \' || g.targets_text, \' / \') FROM report.gate_decisions g WHERE g.outcome_code = \'proceed\') AS cited, (SELECT f.step_count FROM report.partner_funnel f WHERE f.partnership_id = 1 AND f.step_code = \'requests\') AS requests_of_small FROM report.partnership_overview o JOIN report.remuneration r ON r.partnership_id = o.id AND r.partner_contract_id = 31 AND r.phase_code = \'development.1\' WHERE o.id = 3;'
SET innopart.as_of = '2019-12-31';
SET innopart.known_at = :'before_late';
:known
SET innopart.known_at = :'before_correction';
:known
RESET innopart.known_at;
:known
-- the day still counts: before the change took effect nobody is told of it
SET innopart.as_of = '2019-06-30';
SELECT contract_amount FROM report.remuneration WHERE partner_contract_id = 31 AND phase_code = 'development.1';

-- a purchase given back is none, however many steps that takes; the first purchase stays one
SELECT registry.reverse_exercise(e.id, units => 1, effective_on => '2020-03-01') IS NOT NULL AS some FROM registry.option_event e WHERE e.reference = 'first order';
SET innopart.as_of = '2020-06-30';
SELECT step_count FROM report.partner_funnel WHERE step_code = 'bought';
SELECT registry.reverse_exercise(e.id, units => 3, effective_on => '2020-04-01') IS NOT NULL AS the_rest FROM registry.option_event e WHERE e.reference = 'first order';
SELECT count(*) AS bought FROM report.partner_funnel WHERE step_code = 'bought';
SET innopart.as_of = '2020-03-31';
SELECT step_count FROM report.partner_funnel WHERE step_code = 'bought';
-- with the knowledge of a moment before everything, nothing is told
SET innopart.known_at = '2000-01-01';
SELECT * FROM pg_temp.rows_of_reports('2020-06-30') WHERE row_count > 0 ORDER BY report;
RESET innopart.known_at;

SELECT innopart.drop_registry(force => true);
