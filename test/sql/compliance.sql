-- Findings: a clean registry has none, and every rule is broken once, past the guards, and found.
SET client_min_messages = warning;
SELECT innopart.create_registry('r_find', 'p_find');
SET search_path = r_find, innopart;
-- numbers below 100 are given by hand
SELECT count(setval(c.oid, 100)) > 0 AS numbered FROM pg_class c WHERE c.relnamespace = 'r_find'::regnamespace AND c.relkind = 'S';

INSERT INTO organisation (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Lead'), (2, 'Anna'), (3, 'Berit'), (4, 'Stranger'), (8, 'Partner A'), (9, 'Partner B');
SELECT record_partnership('Clean', 1, '2019-01-01') AS p \gset
INSERT INTO document (partnership_id, id, kind, title, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 'procurement_documents', 'Documents', '2019-06-01');
INSERT INTO notice (partnership_id, id, kind, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 'competition', '2019-06-01');
INSERT INTO partnership_value (partnership_id, id, kind, amount, currency, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (:p, 1, 'estimated', 1100000, 'NOK', '2019-06-01'), (:p, 2, 'maximum', 1200000, 'NOK', '2019-06-01'), (:p, 3, 'base', 1000000, 'NOK', '2019-06-01');
INSERT INTO phase_plan (partnership_id, id, phase, title, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 'development.1', 'Development', '2019-06-01');
SELECT count(invite(:p, v.id, v.role, '2019-02-01')) AS invited
FROM (VALUES (2, 'follower'::participant_role), (3, 'follower'), (8, 'partner'), (9, 'partner')) AS v(id, role);
INSERT INTO cap (partnership_id, id, title, max_units, unit_code, max_amount, currency, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (:p, 1, 'Robots', 12, 'C62', 12000, 'NOK', '2019-06-01');
SELECT name_option(:p, 1, 'lead', 'max 10, 2020-01-01..2022-12-31, from purchase', '2019-06-01', unit_price => 900, price_currency => 'NOK', max_unit_cost => 1000,
        holder_kind => 'lead', named_in_document_id => 1, named_clause => '7') AS r1,
    name_option(:p, 2, 'Anna', 'max 8, 2020-01-01..2022-12-31, from purchase, conditions 1', '2019-06-01', unit_price => 900, price_currency => 'NOK',
        max_unit_cost => 1000, cap_id => 1, named_in_document_id => 1, named_clause => '7') AS r2,
    name_option(:p, 3, 'Berit', 'max 8, 2020-01-01..2022-12-31, from purchase', '2019-06-01', unit_price => 900, price_currency => 'NOK',
        max_unit_cost => 1000, cap_id => 1, named_in_document_id => 1, named_clause => '7') AS r3 \gset
SELECT count(enter_phase(:p, v.phase, v.on_day)) AS entered FROM (VALUES ('need'::phase, '2019-01-01'::date), ('competition', '2019-06-01')) AS v(phase, on_day);
INSERT INTO partner_contract (partnership_id, id, organisation_id, title, effective_on, standstill_over_on, ends_on, remuneration_amount, currency, max_unit_cost_amount)
OVERRIDING SYSTEM VALUE VALUES
    (:p, 1, 8, 'Contract A', '2019-09-01', '2019-08-31', '2023-12-31', 1000, 'NOK', 1000),
    (:p, 2, 9, 'Contract B', '2019-09-01', '2019-08-31', '2023-12-31', 1000, 'NOK', 1000);
SELECT enter_phase(:p, 'development.1', '2019-09-01') IS NOT NULL AS begun;
INSERT INTO solution (partnership_id, id, partner_contract_id, name, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 1, 'Robot', '2019-09-01'), (:p, 2, 2, 'Frame', '2019-09-01');
INSERT INTO target (partnership_id, id, partner_contract_id, phase, title, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (:p, 1, 1, 'development.1', 'It works', '2019-09-01'), (:p, 2, 2, 'development.1', 'It rolls', '2019-09-01');
INSERT INTO instalment (partnership_id, id, partner_contract_id, target_id, amount, currency, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 1, 1, 1000, 'NOK', '2019-09-01');
SELECT start_track(1, '2019-09-01') AS t1, start_track(2, '2019-09-01') AS t2, move_track(1, 'under_assessment', '2019-12-01') AS t3,
    move_track(2, 'partner_terminated_other', '2019-10-15', reason => 'withdrew') AS t4, assess_target(1, 'met', '2019-12-10') AS a1 \gset
SELECT record_gate(1, 'accept', '2019-12-11') AS g1, move_track(1, 'passed', '2019-12-12') AS t5, accept_solution(1, 900, '2019-12-15') AS acc1 \gset
INSERT INTO payment (partnership_id, instalment_id, amount, currency, effective_on) VALUES (:p, 1, 1000, 'NOK', '2019-12-20');
SELECT enter_phase(:p, 'purchase', '2020-01-01') IS NOT NULL AS purchase;
SELECT count(grant_option(r, '2019-09-01', 1, 1)) AS granted FROM unnest(ARRAY[:r1, :r2, :r3]) r;
SELECT meet_condition(:r2, 1, '2020-02-01') IS NOT NULL AS met, exercise_option(:r1, 4, effective_on => '2020-03-01') AS x1,
    exercise_option(:r2, 3, effective_on => '2020-04-01') AS x2 \gset
SELECT reverse_exercise(:x2, 1, effective_on => '2020-05-01') IS NOT NULL AS reversed;
SELECT share_lesson(:p, 1, 'secret of A', 'x', '{8}', 'development.1', 'partner', 8, effective_on => '2019-12-01') AS l1 \gset

SET innopart.as_of = '2021-06-30';
SELECT rule_code, detail FROM p_find.compliance_findings ORDER BY 1, 2;

-- breaks something in a subtransaction that never lasts, with the guards off, and tells what is found
CREATE FUNCTION pg_temp.finds(statement text, as_of date DEFAULT '2021-06-30') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    findings text;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    EXECUTE statement;
    PERFORM set_config('session_replication_role', 'origin', true), set_config('innopart.as_of', to_char(as_of, 'YYYY-MM-DD'), true);
    SELECT string_agg(format('%s %s: %s', f.rule_code, f.record_table, f.detail), E'\n' ORDER BY f.rule_code COLLATE "C", f.detail COLLATE "C") INTO findings
    FROM p_find.compliance_findings f;
    RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = coalesce(findings, 'nothing');
EXCEPTION WHEN SQLSTATE 'ZZ000' THEN
    RETURN SQLERRM;
END $$;

CREATE TEMP TABLE broken (no integer GENERATED ALWAYS AS IDENTITY, rule_code text, statement text, finds text);
SELECT set_config('t.p', :'p', false) IS NOT NULL AS p, set_config('t.r1', :'r1', false) IS NOT NULL AS r1, set_config('t.r2', :'r2', false) IS NOT NULL AS r2,
    set_config('t.r3', :'r3', false) IS NOT NULL AS r3, set_config('t.x1', :'x1', false) IS NOT NULL AS x1, set_config('t.l1', :'l1', false) IS NOT NULL AS l1,
    set_config('t.a1', :'a1', false) IS NOT NULL AS a1, set_config('t.acc1', :'acc1', false) IS NOT NULL AS acc1 \gset ignored_

-- the numbers of the fixture's records are put in where a statement says $p and so on
INSERT INTO broken (rule_code, statement) VALUES
    ('position_differs', $$UPDATE option_account SET position = 'empty' WHERE option_right_id = $r1$$),
    ('over_own_ceiling', $$INSERT INTO option_event (partnership_id, option_right_id, kind, units, acting_id, effective_on) VALUES ($p, $r1, 'exercised', 7, 1, '2020-06-01')$$),
    ('over_shared_cap', $$INSERT INTO option_event (partnership_id, option_right_id, kind, units, acting_id, effective_on) VALUES ($p, $r2, 'exercised', 6, 2, '2020-06-01'), ($p, $r3, 'exercised', 8, 3, '2020-06-01')$$),
    ('maximum_not_stated', $$INSERT INTO partnership_value (partnership_id, corrects_id, kind, amount, currency, effective_on, is_withdrawn) VALUES ($p, 2, 'maximum', 0, 'NOK', '2019-06-01', true)$$),
    ('maximum_below_cap', $$INSERT INTO partnership_value (partnership_id, corrects_id, kind, amount, currency, effective_on) VALUES ($p, 2, 'maximum', 11999.9999, 'NOK', '2019-06-01')$$),
    ('estimate_not_stated', $$INSERT INTO partnership_value (partnership_id, corrects_id, kind, amount, currency, effective_on, is_withdrawn) VALUES ($p, 1, 'estimated', 0, 'NOK', '2019-06-01', true)$$),
    ('estimate_below_options', $$INSERT INTO partnership_value (partnership_id, corrects_id, kind, amount, currency, effective_on) VALUES ($p, 1, 'estimated', 1020999.9999, 'NOK', '2019-06-01')$$),
    ('exercise_by_stranger', $$INSERT INTO option_event (partnership_id, option_right_id, kind, units, acting_id, effective_on) VALUES ($p, $r1, 'exercised', 1, 4, '2020-06-01')$$),
    ('exercise_by_stranger', $$INSERT INTO organisation_succession (predecessor_id, successor_id, kind, effective_on) VALUES (2, 4, 'merger', '2020-06-02'); INSERT INTO option_event (partnership_id, option_right_id, kind, units, acting_id, effective_on) VALUES ($p, $r2, 'exercised', 1, 4, '2020-06-01'), ($p, $r2, 'exercised', 1, 4, '2020-06-02')$$),
    ('exercise_not_open', $$INSERT INTO option_event (partnership_id, option_right_id, kind, units, acting_id, effective_on) VALUES ($p, $r1, 'exercised', 1, 1, '2019-12-20')$$),
    ('exercise_conditions_open', $$INSERT INTO option_event (partnership_id, option_right_id, kind, units, acting_id, effective_on) VALUES ($p, $r2, 'exercised', 1, 2, '2020-01-31')$$),
    ('granted_too_early', $$INSERT INTO partner_contract (partnership_id, corrects_id, organisation_id, title, effective_on, standstill_over_on, ends_on, remuneration_amount, currency, max_unit_cost_amount) VALUES ($p, 1, 8, 'Contract A', '2019-09-02', '2019-08-31', '2023-12-31', 1000, 'NOK', 1000); INSERT INTO instalment (partnership_id, corrects_id, partner_contract_id, target_id, amount, currency, effective_on) VALUES ($p, 1, 1, 1, 1000, 'NOK', '2019-09-02')$$),
    ('holder_not_in_document', $$UPDATE option_right SET named_clause = NULL WHERE id = $r3$$),
    ('named_after_notice', $$UPDATE option_right SET named_on = '2019-06-02' WHERE id = $r3$$),
    ('change_without_legal_basis', $$INSERT INTO option_event (partnership_id, option_right_id, kind, extended_to, document_id, effective_on) VALUES ($p, $r3, 'window_extended', '2023-06-30', 1, '2020-06-01')$$),
    ('event_without_document', $$INSERT INTO option_event (partnership_id, option_right_id, kind, acting_id, effective_on) VALUES ($p, $r3, 'waived', 3, '2020-06-01'); INSERT INTO cap_event (partnership_id, cap_id, units, effective_on, legal_basis) VALUES ($p, 1, 1, '2020-06-01', 'Art. 72(1)(a)')$$),
    ('reversal_exceeds_exercise', $$INSERT INTO option_event (partnership_id, option_right_id, kind, units, reverses_id, effective_on) VALUES ($p, $r1, 'exercise_reversed', 5, $x1, '2020-06-01')$$),
    ('assignment_not_conserved', $$INSERT INTO option_event (partnership_id, option_right_id, kind, legal_basis, document_id, effective_on) VALUES ($p, $r3, 'assigned_out', 'merger', 1, '2020-06-01')$$),
    ('renewal_after_latest_end', $$UPDATE option_right SET option_kind = 'extension', max_renewals = 0 WHERE id = $r1$$),
    ('exercise_without_acceptance', $$INSERT INTO acceptance (partnership_id, corrects_id, solution_id, performance_met, unit_cost_amount, max_unit_cost_amount, currency, effective_on) VALUES ($p, $acc1, 1, true, 900, 1000, 'NOK', '2020-03-02')$$),
    ('exercise_above_maximum_cost', $$UPDATE option_right SET max_unit_cost_amount = 899.9999, unit_price_amount = 1 WHERE id = $r1$$),
    ('accepted_without_test', $$INSERT INTO acceptance (partnership_id, corrects_id, solution_id, performance_met, unit_cost_amount, max_unit_cost_amount, currency, effective_on) VALUES ($p, $acc1, 1, true, 1000.0001, 1000, 'NOK', '2019-12-15')$$),
    ('currencies_mixed_under_cap', $$UPDATE option_right SET price_currency = 'EUR' WHERE id = $r3$$),
    ('units_mixed_under_cap', $$UPDATE option_right SET unit_code = 'KGM' WHERE id = $r3$$),
    ('live_after_partner_ended', $$INSERT INTO track_event (partnership_id, partner_contract_id, phase, state, reason, effective_on) VALUES ($p, 1, 'development.1', 'partner_terminated_other', 'insolvent', '2021-01-01')$$),
    ('live_after_lead_left', $$INSERT INTO participant (partnership_id, corrects_id, organisation_id, role, effective_on, to_on) SELECT partnership_id, id, organisation_id, role, effective_on, '2020-12-31' FROM participant WHERE role = 'lead'$$),
    ('solution_of_other_partner', $$UPDATE option_right SET solution_id = 2 WHERE id = $r3$$),
    ('window_outlives_contract', $$INSERT INTO contract_change (partnership_id, partner_contract_id, amount, ends_on, legal_basis, effective_on) VALUES ($p, 1, 0, '2022-12-30', 'Art. 72(1)(a)', '2020-06-01')$$),
    ('window_before_acceptance', $$UPDATE option_right SET terms = 'max 8, 2019-10-01..2019-12-14' WHERE id = $r3$$),
    ('phase_never_reached', $$UPDATE option_right SET terms = 'max 8, 2019-10-01..2019-12-31, from purchase' WHERE id = $r3$$),
    ('self_follow', $$INSERT INTO organisation_succession (predecessor_id, successor_id, kind, effective_on) VALUES (2, 1, 'merger', '2021-01-01')$$),
    ('holder_gone', $$UPDATE organisation SET existed_to = '2020-12-31' WHERE id = 3$$),
    ('stage_out_of_order', $$INSERT INTO phase_event (partnership_id, stage, phase, effective_on) VALUES ($p, 'dialogue', 'dialogue', '2020-06-01')$$),
    ('track_out_of_order', $$INSERT INTO track_event (partnership_id, partner_contract_id, phase, iteration, state, effective_on) VALUES ($p, 1, 'development.1', 2, 'active', '2020-06-01')$$),
    ('competition_without_notice', $$INSERT INTO notice (partnership_id, corrects_id, kind, effective_on) VALUES ($p, 1, 'competition', '2019-06-02')$$),
    ('passed_with_unmet_target', $$INSERT INTO target_assessment (partnership_id, corrects_id, target_id, iteration, status, effective_on) VALUES ($p, $a1, 1, 1, 'partiallyMet', '2019-12-10'); INSERT INTO instalment (partnership_id, corrects_id, partner_contract_id, target_id, amount, currency, effective_on, is_pro_rata) VALUES ($p, 1, 1, 1, 1000, 'NOK', '2019-09-01', true); INSERT INTO gate_decision (partnership_id, corrects_id, partner_contract_id, phase, outcome, assessment_ids, effective_on) SELECT partnership_id, id, partner_contract_id, phase, 'iterate', assessment_ids, effective_on FROM gate_decision$$),
    ('instalments_over_remuneration', $$INSERT INTO instalment (partnership_id, partner_contract_id, target_id, amount, currency, effective_on) VALUES ($p, 1, 1, 0.0001, 'NOK', '2020-06-01')$$),
    ('paid_without_met_target', $$INSERT INTO target_assessment (partnership_id, target_id, iteration, status, effective_on) VALUES ($p, 1, 1, 'notMet', '2019-12-19')$$),
    ('gate_without_target', $$INSERT INTO gate_decision (partnership_id, partner_contract_id, phase, outcome, assessment_ids, effective_on) VALUES ($p, 1, 'development.1', 'iterate', '{}', '2020-06-01')$$),
    ('gate_without_clause', $$INSERT INTO gate_decision (partnership_id, phase, outcome, assessment_ids, reserving_document_id, reserving_clause, effective_on) VALUES ($p, 'development.1', 'end_partnership', '{$a1}', 1, ' ', '2020-06-01')$$),
    ('last_partner_ended', $$INSERT INTO gate_decision (partnership_id, partner_contract_id, phase, outcome, assessment_ids, reserving_document_id, reserving_clause, effective_on) VALUES ($p, 1, 'development.1', 'end_partner', '{$a1}', 1, '4.2', '2020-06-01')$$),
    ('standstill_not_recorded', $$INSERT INTO partner_contract (partnership_id, corrects_id, organisation_id, title, effective_on, ends_on, remuneration_amount, currency) VALUES ($p, 2, 9, 'Contract B', '2019-09-01', '2023-12-31', 1000, 'NOK')$$),
    ('plan_missing', $$INSERT INTO phase_plan (partnership_id, corrects_id, phase, title, effective_on, is_withdrawn) VALUES ($p, 1, 'development.1', 'Development', '2019-06-01', true)$$),
    ('values_disagree', $$INSERT INTO partnership_value (partnership_id, kind, amount, currency, effective_on) VALUES ($p, 'estimated', 1150000, 'NOK', '2020-06-01')$$),
    ('follower_without_option', $$INSERT INTO participant (partnership_id, organisation_id, role, effective_on) VALUES ($p, 4, 'follower', '2020-06-01')$$),
    ('made_up_under_sourced', $$UPDATE option_right SET provenance = 'illustrative' WHERE id = $r3$$),
    ('secret_told_to_rival', $$INSERT INTO lesson_share (partnership_id, lesson_id, giver_id, receiver_id, effective_on) VALUES ($p, $l1, 1, 9, '2020-06-01')$$);
UPDATE broken SET statement = regexp_replace(replace(replace(replace(replace(replace(replace(replace(statement, '$acc1', current_setting('t.acc1')),
    '$r1', current_setting('t.r1')), '$r2', current_setting('t.r2')), '$r3', current_setting('t.r3')), '$x1', current_setting('t.x1')), '$l1', current_setting('t.l1')),
    '$a1', current_setting('t.a1')), '\$p\M', current_setting('t.p'), 'g');
UPDATE broken SET finds = pg_temp.finds(statement);

\pset format unaligned
\pset recordsep '\n\n'
SELECT rule_code || ' by ' || left(statement, 60) || E' ...\n' || finds FROM broken ORDER BY no;
\pset recordsep '\n'
\pset format aligned
SELECT rule_code AS not_found FROM broken WHERE finds !~ ('(^|\n)' || rule_code || ' ') ORDER BY 1;
SELECT code AS rule_without_test FROM compliance_rule WHERE code NOT IN (SELECT rule_code FROM broken) ORDER BY 1;

-- of a day, and as known: nothing is found before it happened, nor before it was recorded
SELECT pg_temp.finds(statement, '2020-12-31') AS end_of_2020, pg_temp.finds(statement, '2021-01-01') AS new_year FROM broken WHERE rule_code = 'live_after_lead_left';
SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS before \gset
SELECT invite(:p, 4, 'follower', '2020-06-01') AS late \gset
SELECT rule_code, rule_label, severity, severity_label, invariant_no, basis, record_table, record_id = :late AS is_it, detail, effective_on, is_illustrative, partnership_title
FROM p_find.compliance_findings;
SET innopart.language = 'nb';
SELECT rule_label, severity_label FROM p_find.compliance_findings;
SET innopart.language = 'nn';
SELECT rule_label, severity_label FROM p_find.compliance_findings;
RESET innopart.language;
SELECT set_config('innopart.known_at', :'before', false) IS NOT NULL AS back_then;
SELECT count(*) FROM p_find.compliance_findings;
RESET innopart.known_at;

-- each finding has a key of its own, which stays
SELECT count(*) AS findings, count(DISTINCT id) AS keys FROM p_find.compliance_findings;
SELECT severity, count(*) AS rules FROM compliance_rule GROUP BY severity ORDER BY severity;

RESET search_path;
SELECT innopart.drop_registry('r_find', force => true);
-- an empty registry has none, and says so without an error
SELECT innopart.create_registry('r_find', 'p_find');
SELECT count(*) FROM p_find.compliance_findings;
SELECT innopart.drop_registry('r_find');
