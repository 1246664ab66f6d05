-- The procedure's guards, each broken on purpose: stages, partner contracts, targets, gates, money,
-- acceptance (domain invariants 15, 16, 18, 19, 20), corrections, and facts recorded late.
SET client_min_messages = warning;
SELECT innopart.create_registry('r_rules', 'p_rules');
SET search_path = r_rules, innopart;
SELECT count(setval(c.oid, 100)) > 0 AS numbered FROM pg_class c WHERE c.relnamespace = 'r_rules'::regnamespace AND c.relkind = 'S';
INSERT INTO organisation (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Lead'), (2, 'Anna'), (3, 'Berit'), (7, 'Late AS'), (8, 'Partner A'), (9, 'Partner B'), (11, 'Heir of lead');

-- tries a statement that never lasts when it is refused: its SQLSTATE, message, detail and hint
CREATE FUNCTION pg_temp.try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text; why text; way_out text;
BEGIN
    EXECUTE statement;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS said = MESSAGE_TEXT, why = PG_EXCEPTION_DETAIL, way_out = PG_EXCEPTION_HINT;
    RETURN concat_ws(E'\n  ', SQLSTATE || ': ' || said, nullif(why, ''), nullif(way_out, ''));
END $$;
\pset format unaligned
\pset tuples_only on
SET datestyle = 'ISO';

-- --- the way to a competition and into development --------------------------------------------
INSERT INTO partnership (id, title, started_on) OVERRIDING SYSTEM VALUE VALUES (1, 'Story', '2019-01-01');
SELECT pg_temp.try($$SELECT enter_phase(1, 'dialogue', '2019-01-01')$$);
SELECT pg_temp.try($$INSERT INTO phase_event (partnership_id, stage, phase, effective_on) VALUES (1, 'need', 'dialogue', '2019-01-01')$$);
SELECT pg_temp.try($$INSERT INTO phase_event (partnership_id, stage, effective_on) VALUES (1, 'partnership', '2019-01-01')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'need', '2019-01-01')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'dialogue', current_date + 2)$$) ~ '^IP039: stage dialogue of partnership 1 is dated .* which has not come yet' AS not_yet;
SELECT pg_temp.try($$SELECT enter_phase(1, 'closed', '2019-02-01')$$);
SELECT pg_temp.try($$SELECT close_partnership(1, 'purchase', '2019-02-01')$$);
SELECT pg_temp.try($$SELECT close_partnership(1, 'cancelled', '2019-02-01')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'competition', '2019-06-01')$$);
SELECT pg_temp.try($$SELECT invite(1, 1, 'lead', '2019-06-02')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'competition', '2019-06-01')$$);
SELECT pg_temp.try($$SELECT invite(1, 1, 'lead', '2019-01-01', '2019-06-01')$$);
SELECT pg_temp.try($$SELECT invite(1, 1, 'lead', '2019-06-01')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'competition', '2019-06-01')$$);
INSERT INTO notice (partnership_id, id, kind, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'consultation', '2019-02-01'), (1, 2, 'competition', '2019-06-02');
SELECT pg_temp.try($$SELECT enter_phase(1, 'competition', '2019-06-01')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'competition', '2019-06-02')$$);
-- a dialogue recorded late fits between need and competition, one after the notice does not
SELECT pg_temp.try($$SELECT enter_phase(1, 'dialogue', '2019-03-01')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'dialogue', '2019-07-01')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'need', '2018-12-01')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'development.1', '2019-09-01')$$);

-- partner contracts come out of the competition
INSERT INTO document (partnership_id, id, kind, title, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'procurement_documents', 'Documents', '2019-06-02'), (1, 2, 'procurement_documents', 'Late addendum', '2019-06-03');
INSERT INTO phase_plan (partnership_id, id, phase, title, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'development.1', 'Design', '2019-06-02'), (1, 2, 'development.2', 'Test', '2019-06-02');
SELECT pg_temp.try($$INSERT INTO partner_contract (partnership_id, organisation_id, title, effective_on) VALUES (1, 8, 'A', '2019-09-01')$$);
SELECT invite(1, 8, 'partner', '2019-06-02') IS NOT NULL AND invite(1, 9, 'partner', '2019-06-02') IS NOT NULL AND invite(1, 7, 'partner', '2019-06-02') IS NOT NULL;
SELECT pg_temp.try($$INSERT INTO partner_contract (partnership_id, organisation_id, title, effective_on) VALUES (1, 8, 'A', '2019-06-01')$$);
SELECT pg_temp.try($$INSERT INTO partner_contract (partnership_id, organisation_id, title, effective_on, standstill_over_on) VALUES (1, 8, 'A', '2019-09-01', '2019-09-02')$$) ~ '^23514' AS standstill_first;
INSERT INTO partner_contract (partnership_id, id, organisation_id, title, effective_on, standstill_over_on, ends_on, remuneration_amount, currency, max_unit_cost_amount)
OVERRIDING SYSTEM VALUE VALUES (1, 1, 8, 'A', '2019-09-01', '2019-08-31', '2022-12-31', 1000, 'NOK', 100), (1, 2, 9, 'B', '2019-09-10', '2019-08-31', '2022-12-31', 1000, 'NOK', 100);
SELECT pg_temp.try($$SELECT enter_phase(1, 'development.1', '2019-08-31')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'development.2', '2019-09-01')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'development.1', '2019-09-01')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'purchase', '2019-10-01')$$);

-- --- targets, assessments and a partner's track -----------------------------------------------
SELECT pg_temp.try($$INSERT INTO target (partnership_id, partner_contract_id, phase, title, effective_on) VALUES (1, 1, 'development.3', 'Unplanned', '2019-09-01')$$);
SELECT pg_temp.try($$SELECT start_track(2, '2019-09-09')$$);
SELECT start_track(1, '2019-09-01') IS NOT NULL AND start_track(2, '2019-09-10') IS NOT NULL;
SELECT move_track(1, 'under_assessment', '2019-12-01') IS NOT NULL AND move_track(2, 'under_assessment', '2019-12-01') IS NOT NULL;
-- nobody joins once results are being assessed
SELECT pg_temp.try($$INSERT INTO partner_contract (partnership_id, organisation_id, title, effective_on) VALUES (1, 7, 'Late', '2019-12-02')$$);
SELECT pg_temp.try($$SELECT move_track(1, 'passed', '2019-12-10')$$);
INSERT INTO target (partnership_id, id, partner_contract_id, phase, title, is_mandatory, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 'development.1', 'Walks', true, '2019-09-01'), (1, 2, 1, 'development.1', 'Talks', true, '2019-09-01'), (1, 3, 1, 'development.1', 'Sings', false, '2019-09-01'),
    (1, 4, 2, 'development.1', 'Rolls', true, '2019-09-10'), (1, 5, 1, 'development.2', 'Climbs', true, '2019-09-01');
SELECT pg_temp.try($$SELECT move_track(1, 'passed', '2019-12-10')$$);
SELECT assess_target(1, 'met', '2019-12-05') AS a1, assess_target(2, 'partiallyMet', '2019-12-05') AS a2, assess_target(3, 'notMet', '2019-12-05') AS a3, assess_target(4, 'notMet', '2019-12-05') AS a4 \gset
SELECT pg_temp.try($$SELECT move_track(1, 'passed', '2019-12-04')$$);
SELECT pg_temp.try($$SELECT move_track(1, 'passed', '2019-12-10')$$);
-- an optional target fails nobody
SELECT pg_temp.try($$SELECT move_track(1, 'not_passed', '2019-12-10')$$);
-- not passed, again in iteration 2: what was met before is assessed anew
SELECT pg_temp.try($$SELECT assess_target(2, 'notMet', '2019-12-06')$$);
SELECT pg_temp.try($$SELECT move_track(1, 'not_passed', '2019-12-10')$$);
SELECT pg_temp.try($$INSERT INTO track_event (partnership_id, partner_contract_id, phase, iteration, state, effective_on) VALUES (1, 1, 'development.1', 1, 'active', '2019-12-11')$$);
SELECT pg_temp.try($$INSERT INTO track_event (partnership_id, partner_contract_id, phase, iteration, state, effective_on) VALUES (1, 1, 'development.1', 3, 'active', '2019-12-11')$$);
SELECT pg_temp.try($$INSERT INTO track_event (partnership_id, partner_contract_id, phase, iteration, state, effective_on) VALUES (1, 1, 'development.2', 1, 'active', '2019-12-11')$$);
SELECT start_track(1, '2019-12-11') IS NOT NULL AND move_track(1, 'under_assessment', '2020-02-01') IS NOT NULL;
SELECT phase, iteration, state, effective_on FROM known_track_event WHERE partner_contract_id = 1 ORDER BY effective_on DESC LIMIT 1;
SELECT pg_temp.try($$SELECT move_track(1, 'passed', '2020-02-10')$$);
-- partly met passes with a written decision that cites it, and only with such a one
SELECT assess_target(1, 'met', '2020-02-05') AS b1, assess_target(2, 'partiallyMet', '2020-02-05') AS b2 \gset
SELECT pg_temp.try(format($$SELECT record_gate(1, 'proceed', '2020-02-06', assessment_ids => '{%s}')$$, :b1));
SELECT pg_temp.try($$SELECT move_track(1, 'passed', '2020-02-10')$$);
SELECT pg_temp.try(format($$SELECT record_gate(1, 'iterate', '2020-02-07', assessment_ids => '{%s}')$$, :b2));
SELECT pg_temp.try(format($$SELECT move_track(1, 'passed', '2020-02-10', (SELECT g.id FROM gate_decision g WHERE g.outcome = 'iterate'))$$));
SELECT pg_temp.try($$SELECT record_gate(1, 'proceed', '2020-02-08')$$);
SELECT outcome, cardinality(assessment_ids), decided_by_id FROM gate_decision ORDER BY id DESC LIMIT 1;
SELECT pg_temp.try($$SELECT move_track(1, 'passed', '2020-02-07')$$);
SELECT pg_temp.try($$SELECT move_track(1, 'passed', '2020-02-10')$$);

-- --- invariant 19: a gate cites assessments and, where it ends something, the reserving clause -----
SELECT pg_temp.try($$INSERT INTO gate_decision (partnership_id, partner_contract_id, phase, outcome, assessment_ids, effective_on) VALUES (1, 2, 'development.1', 'iterate', '{}', '2020-01-10')$$);
SELECT pg_temp.try($$INSERT INTO gate_decision (partnership_id, partner_contract_id, phase, outcome, assessment_ids, effective_on) VALUES (1, 2, 'development.1', 'iterate', '{999}', '2020-01-10')$$);
SELECT pg_temp.try(format($$INSERT INTO gate_decision (partnership_id, partner_contract_id, phase, outcome, assessment_ids, effective_on) VALUES (1, 2, 'development.1', 'iterate', '{%s}', '2020-01-10')$$, :a1));
SELECT pg_temp.try(format($$INSERT INTO gate_decision (partnership_id, partner_contract_id, phase, outcome, assessment_ids, effective_on) VALUES (1, 2, 'development.2', 'iterate', '{%s}', '2020-01-10')$$, :a4));
SELECT pg_temp.try(format($$INSERT INTO gate_decision (partnership_id, partner_contract_id, phase, outcome, assessment_ids, effective_on) VALUES (1, 2, 'development.1', 'iterate', '{%s}', '2019-12-04')$$, :a4));
SELECT pg_temp.try($$SELECT record_gate(2, 'end_partner', '2020-01-10')$$);
SELECT pg_temp.try($$SELECT record_gate(2, 'end_partner', '2020-01-10', reserving_document_id => 1)$$);
SELECT pg_temp.try($$SELECT record_gate(2, 'end_partner', '2020-01-10', reserving_document_id => 1, reserving_clause => ' ')$$);
SELECT pg_temp.try($$SELECT record_gate(2, 'end_partner', '2020-01-10', reserving_document_id => 2, reserving_clause => '4.2')$$);
-- a correction of an assessment stands for its original
INSERT INTO target_assessment (partnership_id, corrects_id, target_id, status, effective_on) VALUES (1, :a4, 4, 'notMet', '2019-12-07') RETURNING id AS c4 \gset
SELECT pg_temp.try(format($$INSERT INTO gate_decision (partnership_id, partner_contract_id, phase, outcome, assessment_ids, effective_on) VALUES (1, 2, 'development.1', 'iterate', '{%s,%s}', '2020-01-10')$$, :c4, :a4));
SELECT assessment_ids = ARRAY[:a4]::bigint[] FROM gate_decision ORDER BY id DESC LIMIT 1;

-- --- rights that depend on a partner and on the lead ------------------------------------------------
INSERT INTO solution (partnership_id, id, partner_contract_id, name, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, 'Robot', '2019-09-01'), (1, 2, 2, 'Frame', '2019-09-10');
INSERT INTO cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'Frames', 10, 'C62', '2019-06-02');
INSERT INTO option_right (partnership_id, id, partner_contract_id, solution_id, cap_id, holder_id, holder_kind, title, terms, unit_code, price_basis, named_on, survives_partner_reduction, survives_lead_withdrawal)
OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 1, NULL, 1, 'lead', 'A for lead', 'max 10, 2020-01-01..2022-12-31', 'C62', 'cost_ceiling', '2019-06-02', false, false),
    (1, 2, 1, 1, NULL, 2, 'follower', 'A for Anna', 'max 10, 2020-01-01..2022-12-31', 'C62', 'cost_ceiling', '2019-06-02', false, true),
    (1, 3, 2, 2, 1, 2, 'follower', 'B for Anna', 'max 10, 2020-01-01..2022-12-31', 'C62', 'cost_ceiling', '2019-06-02', false, false),
    (1, 4, 2, 2, 1, 3, 'follower', 'B for Berit, survives', 'max 10, 2020-01-01..2022-12-31', 'C62', 'cost_ceiling', '2019-06-02', true, false),
    (1, 5, 2, 2, 1, 3, 'follower', 'B for Berit, waived', 'max 10, 2020-01-01..2022-12-31', 'C62', 'cost_ceiling', '2019-06-02', false, false);
INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on) SELECT 1, r, 'named', '2019-06-02'::date FROM generate_series(1, 5) r ORDER BY r;
SELECT count(grant_option(r, '2019-09-10')) FROM generate_series(1, 5) r;
SELECT waive_option(5, effective_on => '2020-01-05') IS NOT NULL;

-- invariant 15 and 20: reduction ends one partner's options and leaves a partner
SELECT pg_temp.try($$SELECT move_track(2, 'not_passed', '2020-01-09')$$);
SELECT pg_temp.try($$SELECT move_track(2, 'partner_terminated', '2020-01-12')$$);
SELECT pg_temp.try($$SELECT record_gate(2, 'end_partner', '2020-01-10', reserving_document_id => 1, reserving_clause => '4.2')$$);
SELECT pg_temp.try($$SELECT move_track(2, 'partner_terminated', '2020-01-09')$$);
SELECT pg_temp.try($$SELECT move_track(2, 'partner_terminated', '2020-01-12')$$);
SET innopart.as_of = '2020-01-12';
SELECT r.title, s.state FROM option_standing s JOIN option_right r ON r.id = s.option_right_id ORDER BY r.id;
SET innopart.as_of = '2020-01-11';
SELECT r.title, s.state FROM option_standing s JOIN option_right r ON r.id = s.option_right_id ORDER BY r.id;
RESET innopart.as_of;
SELECT option_right_id, effective_on, reason, reference = 'track_event:' || (SELECT max(id) FROM track_event WHERE state = 'partner_terminated') AS from_track
FROM option_event WHERE kind = 'contract_terminated';
-- what was freed is not given to others
SELECT max_units(terms) FROM option_right WHERE id = 4;
SELECT pg_temp.try($$SELECT record_gate(1, 'end_partner', '2020-02-11', reserving_document_id => 1, reserving_clause => '4.2')$$);
-- a decision dated back is judged with all that came later
SELECT pg_temp.try($$SELECT record_gate(1, 'end_partner', '2020-01-08', 'development.1', reserving_document_id => 1, reserving_clause => '4.2')$$);

-- --- invariant 18: instalments and payments ---------------------------------------------------------
SELECT pg_temp.try($$INSERT INTO instalment (partnership_id, partner_contract_id, target_id, amount, currency, effective_on) VALUES (1, 1, 4, 100, 'NOK', '2019-09-01')$$);
SELECT pg_temp.try($$INSERT INTO instalment (partnership_id, partner_contract_id, target_id, amount, currency, effective_on) VALUES (1, 1, 1, 100, 'EUR', '2019-09-01')$$);
SELECT pg_temp.try($$INSERT INTO instalment (partnership_id, partner_contract_id, target_id, amount, currency, effective_on) VALUES (1, 1, 1, 1000.0001, 'NOK', '2019-09-01')$$);
INSERT INTO instalment (partnership_id, id, partner_contract_id, target_id, amount, currency, effective_on, is_pro_rata) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 1, 400, 'NOK', '2019-09-01', false), (1, 2, 1, 2, 300, 'NOK', '2019-09-01', false), (1, 3, 1, 2, 200, 'NOK', '2019-09-01', true), (1, 4, 1, 5, 100, 'NOK', '2019-09-01', false);
SELECT pg_temp.try($$INSERT INTO instalment (partnership_id, partner_contract_id, target_id, amount, currency, effective_on) VALUES (1, 1, 5, 0.0001, 'NOK', '2020-03-01')$$);
SELECT pg_temp.try($$INSERT INTO contract_change (partnership_id, partner_contract_id, amount, legal_basis, effective_on) VALUES (1, 1, 50, 'Art. 72(1)(a)', '2020-03-02')$$);
SELECT pg_temp.try($$INSERT INTO instalment (partnership_id, partner_contract_id, target_id, amount, currency, effective_on) VALUES (1, 1, 5, 50, 'NOK', '2020-03-01')$$);
SELECT pg_temp.try($$INSERT INTO instalment (partnership_id, partner_contract_id, target_id, amount, currency, effective_on) VALUES (1, 1, 5, 50, 'NOK', '2020-03-02')$$);
SELECT pg_temp.try($$INSERT INTO contract_change (partnership_id, partner_contract_id, amount, legal_basis, effective_on) VALUES (1, 1, -0.0001, 'Art. 72(1)(a)', '2020-04-01')$$);
SELECT pg_temp.try($$INSERT INTO partner_contract (partnership_id, corrects_id, organisation_id, title, effective_on, remuneration_amount, currency, max_unit_cost_amount) VALUES (1, 1, 8, 'A', '2019-09-01', 999, 'NOK', 100)$$);
SELECT pg_temp.try($$INSERT INTO payment (partnership_id, instalment_id, amount, currency, effective_on) VALUES (1, 1, 400, 'NOK', '2019-12-04')$$);
SELECT pg_temp.try($$INSERT INTO payment (partnership_id, instalment_id, amount, currency, effective_on) VALUES (1, 1, 400, 'SEK', '2019-12-05')$$);
SELECT pg_temp.try($$INSERT INTO payment (partnership_id, instalment_id, amount, currency, effective_on) VALUES (1, 1, 300, 'NOK', '2019-12-05')$$);
SELECT pg_temp.try($$INSERT INTO payment (partnership_id, instalment_id, amount, currency, effective_on) VALUES (1, 1, 100.0001, 'NOK', '2019-12-06')$$);
SELECT pg_temp.try($$INSERT INTO payment (partnership_id, instalment_id, amount, currency, effective_on) VALUES (1, 1, 100, 'NOK', '2019-12-06')$$);
SELECT pg_temp.try($$INSERT INTO instalment (partnership_id, corrects_id, partner_contract_id, target_id, amount, currency, effective_on) VALUES (1, 1, 1, 1, 399, 'NOK', '2019-09-01')$$);
SELECT pg_temp.try($$INSERT INTO instalment (partnership_id, corrects_id, partner_contract_id, target_id, amount, currency, effective_on, is_withdrawn) VALUES (1, 1, 1, 1, 400, 'NOK', '2019-09-01', true)$$);
SELECT pg_temp.try($$INSERT INTO payment (partnership_id, instalment_id, amount, currency, effective_on) VALUES (1, 2, 1, 'NOK', '2020-02-10')$$);
SELECT pg_temp.try($$INSERT INTO payment (partnership_id, instalment_id, amount, currency, effective_on) VALUES (1, 3, 1, 'NOK', '2020-02-10')$$);
SELECT pg_temp.try($$INSERT INTO payment (partnership_id, instalment_id, amount, currency, effective_on) VALUES (1, 4, 1, 'NOK', '2020-02-10')$$);
SELECT pg_temp.try($$INSERT INTO payment (partnership_id, instalment_id, amount, currency, effective_on) VALUES (1, 999, 1, 'NOK', '2020-02-10')$$);

-- --- acceptance: performance and cost, on the last phase of the plan ---------------------------------
SELECT pg_temp.try($$SELECT move_track(1, 'accepted', '2020-02-11')$$);
SELECT enter_phase(1, 'development.2', '2020-02-12') IS NOT NULL AND start_track(1, '2020-02-12') IS NOT NULL AND move_track(1, 'under_assessment', '2020-05-01') IS NOT NULL
    AND assess_target(5, 'met', '2020-05-02') IS NOT NULL AND move_track(1, 'passed', '2020-05-03') IS NOT NULL;
SELECT pg_temp.try($$SELECT move_track(1, 'accepted', '2020-05-04')$$);
SELECT pg_temp.try($$SELECT accept_solution(1, 90, '2020-05-04', currency => 'EUR')$$);
SELECT pg_temp.try($$SELECT accept_solution(1, 90, '2020-05-04', max_unit_cost_amount => 200)$$);
SELECT pg_temp.try($$SELECT accept_solution(1, 90, '2020-05-04', performance_met => false)$$);
SELECT pg_temp.try($$SELECT move_track(1, 'accepted', '2020-05-04')$$);
SELECT pg_temp.try($$SELECT accept_solution(1, 100.0001, '2020-05-05')$$);
SELECT pg_temp.try($$SELECT move_track(1, 'accepted', '2020-05-05')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'purchase', '2020-05-06')$$);
SELECT pg_temp.try($$SELECT accept_solution(1, 100, '2020-05-06')$$);
SELECT state, effective_on FROM known_track_event WHERE partner_contract_id = 1 ORDER BY effective_on DESC, id DESC LIMIT 1;
SELECT pg_temp.try($$SELECT accept_solution(99, 1)$$);

-- --- the end of a partnership -------------------------------------------------------------------------
SELECT pg_temp.try($$SELECT close_partnership(1, 'terminated', '2020-05-07')$$);
SELECT pg_temp.try($$SELECT close_partnership(1, 'terminated', '2020-05-07', ' ')$$);
SELECT pg_temp.try($$SELECT close_partnership(1, 'closed_with_purchase', '2020-05-07')$$);
SELECT pg_temp.try($$SELECT close_partnership(1, 'closed_without_purchase', '2020-05-07')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'purchase', '2020-05-06')$$);
SELECT pg_temp.try($$SELECT close_partnership(1, 'closed_without_purchase', '2020-05-07')$$);
SELECT exercise_option(1, 10, effective_on => '2020-06-01') IS NOT NULL;
SELECT pg_temp.try($$SELECT close_partnership(1, 'closed_with_purchase', '2020-06-02')$$);
SELECT waive_option(2, effective_on => '2020-06-02') IS NOT NULL AND waive_option(4, effective_on => '2020-06-02') IS NOT NULL;
SELECT pg_temp.try($$SELECT close_partnership(1, 'closed_with_purchase', '2020-06-01')$$);
SELECT pg_temp.try($$SELECT close_partnership(1, 'closed_with_purchase', '2020-06-02')$$);
SELECT pg_temp.try($$SELECT enter_phase(1, 'need', '2020-06-03')$$);

-- --- cancelled: named rights are void, and a restart is a new partnership that says so ----------------
SELECT record_partnership('Failed', 1, '2019-01-01') AS failed \gset
INSERT INTO notice (partnership_id, kind, effective_on) VALUES (:failed, 'competition', '2019-06-02');
SELECT enter_phase(:failed, 'need', '2019-01-02') IS NOT NULL AND enter_phase(:failed, 'competition', '2019-06-02') IS NOT NULL;
SELECT name_option(:failed, 2, 'Void', 'max 10, 2020-01-01..2022-12-31', '2019-06-02') AS void \gset
SELECT pg_temp.try($$SELECT record_partnership('Again', 1, '2020-01-01', prior_partnership_id => (SELECT id FROM partnership WHERE title = 'Failed'))$$);
SELECT close_partnership(:failed, 'cancelled', '2019-10-08') IS NOT NULL;
SELECT state FROM option_standing WHERE option_right_id = :void;
SELECT pg_temp.try($$SELECT enter_phase((SELECT id FROM partnership WHERE title = 'Failed'), 'competition', '2019-11-01')$$) ~ 'never reopened: record a new one with prior_partnership_id' AS told;
SELECT pg_temp.try($$SELECT record_partnership('Again', 1, '2020-01-01', prior_partnership_id => (SELECT id FROM partnership WHERE title = 'Failed'))$$);
SELECT pg_temp.try($$UPDATE partnership SET prior_partnership_id = 1 WHERE title = 'Again'$$);

-- --- invariant 16: the lead leaves, and each right's own clause says what follows ---------------------
CREATE FUNCTION pg_temp.with_rights(title text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    p bigint := record_partnership(title, 1, '2019-01-01');
    contract bigint;
BEGIN
    INSERT INTO notice (partnership_id, kind, effective_on) VALUES (p, 'competition', '2019-06-02');
    PERFORM enter_phase(p, 'need', '2019-01-02'), enter_phase(p, 'competition', '2019-06-02'), invite(p, 8, 'partner', '2019-06-02');
    INSERT INTO partner_contract (partnership_id, organisation_id, title, effective_on) VALUES (p, 8, 'A', '2019-09-01') RETURNING id INTO contract;
    PERFORM enter_phase(p, 'development.1', '2019-09-01');
    INSERT INTO option_right (partnership_id, partner_contract_id, holder_id, title, terms, unit_code, price_basis, named_on, survives_lead_withdrawal)
    VALUES (p, contract, 2, 'survives', 'max 10, 2020-01-01..2022-12-31', 'C62', 'cost_ceiling', '2019-06-02', true),
        (p, contract, 3, 'dies', 'max 10, 2020-01-01..2022-12-31', 'C62', 'cost_ceiling', '2019-06-02', false);
    INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on) SELECT p, r.id, 'named', '2019-06-02' FROM option_right r WHERE r.partnership_id = p ORDER BY r.id;
    PERFORM grant_option(r.id, '2019-09-01') FROM option_right r WHERE r.partnership_id = p ORDER BY r.id;
    RETURN p;
END $$;
CREATE FUNCTION pg_temp.lead_until(p bigint, last_day date) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO participant (partnership_id, corrects_id, organisation_id, role, effective_on, to_on)
    SELECT partnership_id, coalesce(corrects_id, id), organisation_id, role, effective_on, last_day
    FROM participant WHERE partnership_id = p AND role = 'lead' AND organisation_id = 1 AND corrects_id IS NULL RETURNING id
$$;
SET innopart.as_of = '2020-07-02';
SELECT pg_temp.with_rights('Terminated') AS t, pg_temp.with_rights('Lead left') AS l, pg_temp.with_rights('Lead replaced') AS r, pg_temp.with_rights('Lead merged') AS m,
    pg_temp.with_rights('Lead to leave') AS f \gset
SELECT close_partnership(:t, 'terminated', '2020-07-01', 'mutual agreement') IS NOT NULL;
SELECT r.title, s.state FROM option_standing s JOIN option_right r ON r.id = s.option_right_id WHERE s.partnership_id = :t ORDER BY 1;
SELECT pg_temp.lead_until(:l, '2020-07-01') IS NOT NULL;
SELECT r.title, s.state FROM option_standing s JOIN option_right r ON r.id = s.option_right_id WHERE s.partnership_id = :l ORDER BY 1;
SELECT kind, effective_on, reason FROM option_event WHERE partnership_id = :l AND kind = 'contract_terminated';
SELECT invite(:r, 11, 'lead', '2020-07-02') IS NOT NULL AND pg_temp.lead_until(:r, '2020-07-01') IS NOT NULL;
SELECT r.title, s.state FROM option_standing s JOIN option_right r ON r.id = s.option_right_id WHERE s.partnership_id = :r ORDER BY 1;
INSERT INTO organisation_succession (predecessor_id, successor_id, kind, effective_on) VALUES (1, 11, 'merger', '2020-07-02');
SELECT pg_temp.lead_until(:m, '2020-07-01') IS NOT NULL;
SELECT r.title, s.state FROM option_standing s JOIN option_right r ON r.id = s.option_right_id WHERE s.partnership_id = :m ORDER BY 1;
-- an end that is still to come changes nothing yet
SELECT pg_temp.lead_until(:f, current_date + 30) IS NOT NULL;
SELECT r.title, s.state FROM option_standing s JOIN option_right r ON r.id = s.option_right_id WHERE s.partnership_id = :f ORDER BY 1;
RESET innopart.as_of;
-- a termination at a gate needs no other reason
SELECT pg_temp.try(format($$INSERT INTO target (partnership_id, partner_contract_id, phase, title, effective_on) SELECT partnership_id, id, 'development.1', 'T', '2019-09-01' FROM partner_contract WHERE partnership_id = %s$$, :r));
INSERT INTO document (partnership_id, kind, title, effective_on) VALUES (:r, 'procurement_documents', 'D', '2019-06-01') RETURNING id AS d \gset
SELECT assess_target((SELECT id FROM target WHERE partnership_id = :r), 'notMet', '2020-08-01') IS NOT NULL;
SELECT record_gate((SELECT id FROM partner_contract WHERE partnership_id = :r), 'end_partnership', '2020-08-02', reserving_document_id => :d, reserving_clause => '4.2') AS g \gset
SELECT partner_contract_id IS NULL AS about_all FROM gate_decision WHERE id = :g;
SELECT pg_temp.try(format($$SELECT close_partnership(%s, 'terminated', '2020-08-01', gate_decision_id => %s)$$, :r, :g)) ~ 'names no ground' AS not_before_the_gate;
SELECT pg_temp.try(format($$SELECT close_partnership(%s, 'terminated', '2020-08-02', gate_decision_id => %s)$$, :r, :g));

-- --- corrections: a new row in the place of the old, judged there ---------------------------------------
SELECT id AS dialogue FROM phase_event WHERE partnership_id = 1 AND stage = 'dialogue' \gset
SELECT pg_temp.try(format($$INSERT INTO phase_event (partnership_id, corrects_id, stage, effective_on) VALUES (1, %s, 'dialogue', '2019-04-01')$$, :dialogue));
SELECT pg_temp.try(format($$INSERT INTO phase_event (partnership_id, corrects_id, stage, effective_on) VALUES (1, %s, 'dialogue', '2019-07-01')$$, :dialogue));
SELECT pg_temp.try(format($$INSERT INTO phase_event (partnership_id, corrects_id, stage, effective_on) VALUES (1, %s, 'competition', '2019-04-01')$$, :dialogue));
SELECT pg_temp.try(format($$INSERT INTO phase_event (partnership_id, corrects_id, stage, effective_on, is_withdrawn) VALUES (1, %s, 'dialogue', '2019-04-01', true)$$, :dialogue));
SELECT stage, effective_on FROM known_phase_event WHERE partnership_id = 1 ORDER BY effective_on, id LIMIT 2;
SELECT pg_temp.try(format($$INSERT INTO phase_event (partnership_id, corrects_id, stage, effective_on, is_withdrawn) SELECT 1, id, 'competition', effective_on, true FROM phase_event WHERE partnership_id = 1 AND stage = 'competition'$$));
-- two steps that are only legal together go into one statement
SELECT record_partnership('Together', 1, '2020-01-01') AS together \gset
INSERT INTO notice (partnership_id, kind, effective_on) VALUES (:together, 'competition', '2020-03-01');
SELECT pg_temp.try(format($$INSERT INTO phase_event (partnership_id, stage, effective_on) VALUES (%1$s, 'competition', '2020-03-01'), (%1$s, 'need', '2020-02-01')$$, :together));
SELECT pg_temp.try(format($$INSERT INTO phase_event (partnership_id, corrects_id, stage, effective_on)
    SELECT partnership_id, id, CASE stage WHEN 'need' THEN 'need' ELSE 'dialogue' END::partnership_stage, effective_on FROM phase_event WHERE partnership_id = %s AND stage IN ('need', 'competition')$$, :together));
-- a correction stays with its contract, and what others rest on is not withdrawn
SELECT pg_temp.try($$INSERT INTO target (partnership_id, corrects_id, partner_contract_id, phase, title, effective_on) VALUES (1, 1, 2, 'development.1', 'Walks', '2019-09-01')$$);
SELECT pg_temp.try($$INSERT INTO solution (partnership_id, corrects_id, partner_contract_id, name, effective_on) VALUES (1, 1, 2, 'Robot', '2019-09-01')$$);
SELECT pg_temp.try($$INSERT INTO partner_contract (partnership_id, corrects_id, organisation_id, title, effective_on, is_withdrawn) VALUES (1, 1, 8, 'A', '2019-09-01', true)$$);
SELECT pg_temp.try($$INSERT INTO solution (partnership_id, corrects_id, partner_contract_id, name, effective_on, is_withdrawn) VALUES (1, 1, 1, 'Robot', '2019-09-01', true)$$);
SELECT pg_temp.try($$INSERT INTO solution (partnership_id, partner_contract_id, name, effective_on) VALUES (1, 1, 'Unused', '2019-09-01')$$);
SELECT pg_temp.try($$INSERT INTO solution (partnership_id, corrects_id, partner_contract_id, name, effective_on, is_withdrawn) SELECT 1, id, 1, 'Unused', '2019-09-01', true FROM solution WHERE name = 'Unused'$$);
-- participants: one role once at a time, of the corrected rows
SELECT invite(:together, 2, 'follower', '2020-01-01', '2020-06-30') AS anna \gset
SELECT pg_temp.try(format($$SELECT invite(%s, 2, 'follower', '2020-06-30')$$, :together)) ~ '^23P01: organisation 2 is already follower' AS refused;
SELECT pg_temp.try(format($$SELECT invite(%s, 2, 'pilot_host', '2020-06-30')$$, :together));
SELECT pg_temp.try(format($$INSERT INTO participant (partnership_id, corrects_id, organisation_id, role, effective_on, to_on) VALUES (%s, %s, 2, 'follower', '2020-01-01', '2020-06-29')$$, :together, :anna));
SELECT pg_temp.try(format($$SELECT invite(%s, 2, 'follower', '2020-06-30')$$, :together));
-- successors: no circle
SELECT pg_temp.try($$INSERT INTO organisation_succession (predecessor_id, successor_id, kind, effective_on) VALUES (11, 3, 'merger', '2021-01-01')$$);
SELECT pg_temp.try($$INSERT INTO organisation_succession (predecessor_id, successor_id, kind, effective_on) VALUES (3, 1, 'merger', '2022-01-01')$$);

-- what a clerk sets for reading does not change what is judged
SET innopart.as_of = '2018-01-01';
SET innopart.known_at = '2018-01-01 00:00:00+00';
SELECT pg_temp.try(format($$SELECT enter_phase(%s, 'dialogue', '2020-02-15')$$, :together));
SELECT pg_temp.try(format($$SELECT enter_phase(%s, 'purchase', '2020-04-01')$$, :together)) ~ '^IP031' AS refused;

RESET search_path;
SELECT innopart.drop_registry('r_rules', force => true);
