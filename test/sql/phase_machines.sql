-- The two machines of the procedure, whole: every pair of stages, and every pair of track states
-- with the same or the next phase and iteration, goes through the real triggers.  What is legal
-- is listed here a second time, from the domain's tables, and compared.
SET client_min_messages = warning;
SELECT innopart.create_registry('r_machines', 'p_machines');
SET search_path = r_machines, innopart;

INSERT INTO organisation (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Lead'), (8, 'Partner A'), (9, 'Partner B');

-- tries an INSERT in a subtransaction that never lasts: legal, or the SQLSTATE
CREATE FUNCTION pg_temp.attempt(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RAISE EXCEPTION USING ERRCODE = 'ZZ000';
EXCEPTION
    WHEN SQLSTATE 'ZZ000' THEN RETURN 'legal';
    WHEN OTHERS THEN RETURN SQLSTATE;
END $$;

-- --- A. stages -------------------------------------------------------------------------------

-- a partnership at each stage, with every guard of every next stage satisfied
CREATE FUNCTION pg_temp.at_stage(wanted partnership_stage, title text DEFAULT NULL) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    p bigint := record_partnership(coalesce(title, 'at ' || wanted), 1, '2020-01-01');
    contract bigint;
    target bigint;
    solution bigint;
BEGIN
    INSERT INTO notice (partnership_id, kind, effective_on) VALUES (p, 'competition', '2020-01-04');
    IF wanted = 'planned' THEN RETURN p; END IF;
    PERFORM enter_phase(p, 'need', '2020-01-02');
    IF wanted = 'need' THEN RETURN p; END IF;
    PERFORM enter_phase(p, 'dialogue', '2020-01-03');
    IF wanted = 'dialogue' THEN RETURN p; END IF;
    PERFORM enter_phase(p, 'competition', '2020-01-04');
    PERFORM invite(p, 8, 'partner', '2020-01-01');
    INSERT INTO partner_contract (partnership_id, organisation_id, title, effective_on) VALUES (p, 8, 'Contract', '2020-01-05') RETURNING id INTO contract;
    IF wanted = 'competition' THEN RETURN p; END IF;
    IF wanted = 'cancelled' THEN PERFORM close_partnership(p, 'cancelled', '2020-01-06'); RETURN p; END IF;
    PERFORM enter_phase(p, 'development.1', '2020-01-06');
    IF wanted = 'terminated' THEN PERFORM close_partnership(p, 'terminated', '2020-01-07', 'breach'); RETURN p; END IF;
    IF wanted = 'closed_without_purchase' THEN PERFORM close_partnership(p, 'closed_without_purchase', '2020-01-07'); RETURN p; END IF;
    INSERT INTO target (partnership_id, partner_contract_id, phase, title, effective_on) VALUES (p, contract, 'development.1', 'Works', '2020-01-06') RETURNING id INTO target;
    INSERT INTO solution (partnership_id, partner_contract_id, name, effective_on) VALUES (p, contract, 'Robot', '2020-01-06') RETURNING id INTO solution;
    PERFORM start_track(contract, '2020-01-06');
    PERFORM move_track(contract, 'under_assessment', '2020-01-07');
    PERFORM assess_target(target, 'met', '2020-01-08');
    PERFORM move_track(contract, 'passed', '2020-01-08');
    PERFORM accept_solution(solution, 1, '2020-01-09', max_unit_cost_amount => 1, currency => 'NOK');
    IF wanted = 'partnership' THEN RETURN p; END IF;
    PERFORM enter_phase(p, 'purchase', '2020-02-01');
    INSERT INTO outside_purchase (partnership_id, solution_id, organisation_id, effective_on) VALUES (p, solution, 1, '2020-02-02');
    IF wanted = 'purchase' THEN RETURN p; END IF;
    PERFORM close_partnership(p, 'closed_with_purchase', '2020-02-03');
    RETURN p;
END $$;

CREATE TEMP TABLE stage_tried AS
WITH start AS MATERIALIZED (
    SELECT s AS stage, pg_temp.at_stage(s) AS partnership_id FROM unnest(enum_range(NULL::partnership_stage)) s ORDER BY s)
SELECT f.stage AS from_stage, t AS to_stage,
    pg_temp.attempt(format('INSERT INTO r_machines.phase_event (partnership_id, stage, phase, effective_on, reason) VALUES (%s, %L, %L, ''2020-03-01'', ''because'')',
                           f.partnership_id, t, CASE t WHEN 'partnership' THEN 'development.1' END)) AS outcome
FROM start f CROSS JOIN unnest(enum_range(NULL::partnership_stage)) t;

SELECT count(*) AS pairs, count(*) FILTER (WHERE outcome = 'legal') AS legal, count(*) FILTER (WHERE outcome = 'IP031') AS refused FROM stage_tried;
SELECT from_stage, string_agg(to_stage::text, ', ' ORDER BY to_stage) FILTER (WHERE outcome = 'legal') AS legal_next FROM stage_tried GROUP BY from_stage ORDER BY from_stage;

-- domain 1.3 A
CREATE TEMP TABLE stage_legal (from_stage, to_stage) AS VALUES
    ('planned', 'need'), ('need', 'dialogue'), ('need', 'competition'), ('dialogue', 'need'), ('dialogue', 'competition'),
    ('competition', 'partnership'), ('competition', 'cancelled'),
    ('partnership', 'purchase'), ('partnership', 'terminated'), ('partnership', 'closed_without_purchase'),
    ('purchase', 'closed_with_purchase');
SELECT t.from_stage, t.to_stage, t.outcome AS not_as_expected
FROM stage_tried t LEFT JOIN stage_legal l ON l.from_stage = t.from_stage::text AND l.to_stage = t.to_stage::text
WHERE t.outcome <> CASE WHEN l.from_stage IS NULL THEN 'IP031' ELSE 'legal' END
ORDER BY 1, 2;

-- the first stage of a partnership
INSERT INTO partnership (id, title, started_on) OVERRIDING SYSTEM VALUE VALUES (100, 'New', '2020-01-01');
SELECT t AS first_stage
FROM unnest(enum_range(NULL::partnership_stage)) t
WHERE 'legal' = pg_temp.attempt(format('INSERT INTO r_machines.phase_event (partnership_id, stage, phase, effective_on, reason) VALUES (100, %L, %L, ''2020-03-01'', ''because'')',
                                       t, CASE t WHEN 'partnership' THEN 'development.1' END))
ORDER BY t;

-- development phases follow each other by one; from development the purchase is open from any of them
SELECT enter_phase(p.id, 'development.2', '2020-02-01') IS NOT NULL AS in_development_2 FROM partnership p WHERE p.title = 'at partnership';
SELECT v.phase AS after_development_2,
    pg_temp.attempt(format('SELECT r_machines.enter_phase(%s, %L, ''2020-03-01'')', p.id, v.phase)) AS outcome
FROM partnership p CROSS JOIN (VALUES ('development.1'), ('development.2'), ('development.3'), ('development.4'), ('purchase'), ('competition')) AS v(phase)
WHERE p.title = 'at partnership' ORDER BY v.phase;

-- which phase goes with which stage
CREATE FUNCTION pg_temp.goes_together(stage partnership_stage, phase phase) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    INSERT INTO phase_event (partnership_id, stage, phase, effective_on) VALUES (100, stage, phase, '2020-01-01');
    RAISE EXCEPTION USING ERRCODE = 'ZZ000';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS said = MESSAGE_TEXT;
    RETURN said NOT LIKE 'stage % does not go with phase %';
END $$;
SELECT s AS stage, string_agg(coalesce(v.phase, 'NULL'), ', ' ORDER BY v.no) AS goes_with
FROM unnest(enum_range(NULL::partnership_stage)) s
CROSS JOIN (VALUES (1, NULL), (2, 'need'), (3, 'dialogue'), (4, 'competition'), (5, 'development.1'), (6, 'development.7'), (7, 'purchase'), (8, 'closed')) AS v(no, phase)
WHERE pg_temp.goes_together(s, v.phase::phase)
GROUP BY s ORDER BY s;

-- --- B. tracks -------------------------------------------------------------------------------

-- a partner contract whose track is in each state of development.1, iteration 1
CREATE FUNCTION pg_temp.at_state(wanted track_state) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    p bigint := pg_temp.at_stage('competition', 'track ' || wanted);
    contract bigint;
    other bigint;
    target bigint;
    solution bigint;
    document bigint;
    gate bigint;
BEGIN
    SELECT id INTO contract FROM partner_contract WHERE partnership_id = p;
    PERFORM invite(p, 9, 'partner', '2020-01-01');
    INSERT INTO partner_contract (partnership_id, organisation_id, title, effective_on) VALUES (p, 9, 'Other', '2020-01-05');
    PERFORM enter_phase(p, 'development.1', '2020-01-06');
    INSERT INTO document (partnership_id, kind, title, effective_on) VALUES (p, 'procurement_documents', 'Documents', '2020-01-04') RETURNING id INTO document;
    INSERT INTO target (partnership_id, partner_contract_id, phase, title, effective_on) VALUES (p, contract, 'development.1', 'Works', '2020-01-06') RETURNING id INTO target;
    INSERT INTO solution (partnership_id, partner_contract_id, name, effective_on) VALUES (p, contract, 'Robot', '2020-01-06') RETURNING id INTO solution;
    INSERT INTO acceptance (partnership_id, solution_id, performance_met, unit_cost_amount, max_unit_cost_amount, currency, effective_on)
    VALUES (p, solution, true, 1, 1, 'NOK', '2020-01-06');
    INSERT INTO track_event (partnership_id, partner_contract_id, phase, state, effective_on) VALUES (p, contract, 'development.1', 'planned', '2020-01-06');
    IF wanted <> 'planned' THEN PERFORM start_track(contract, '2020-01-07'); END IF;
    IF wanted NOT IN ('planned', 'active') THEN PERFORM move_track(contract, 'under_assessment', '2020-01-08'); END IF;
    IF wanted IN ('passed', 'accepted', 'partner_terminated', 'partner_terminated_other') THEN
        PERFORM assess_target(target, 'met', '2020-01-09');
        PERFORM move_track(contract, 'passed', '2020-01-09');
    ELSIF wanted = 'not_passed' THEN
        PERFORM assess_target(target, 'notMet', '2020-01-09');
        PERFORM move_track(contract, 'not_passed', '2020-01-09');
    END IF;
    IF wanted = 'partner_terminated' THEN
        PERFORM record_gate(contract, 'end_partner', '2020-01-10', reserving_document_id => document, reserving_clause => '4.2');
    END IF;
    IF wanted IN ('accepted', 'partner_terminated', 'partner_terminated_other') THEN
        PERFORM move_track(contract, wanted, '2020-01-11', reason => 'because');
    END IF;
    RETURN contract;
END $$;

-- one attempt, with the target assessed as the wanted state needs it and a gate that ends the partner
CREATE FUNCTION pg_temp.attempt_track(contract bigint, wanted track_state, in_phase phase, in_iteration integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    p bigint;
    target bigint;
    gate bigint;
BEGIN
    SELECT partnership_id INTO p FROM partner_contract WHERE id = contract;
    SELECT id INTO target FROM target WHERE partner_contract_id = contract;
    IF target IS NULL OR in_phase <> 'development.1' THEN
        INSERT INTO target (partnership_id, partner_contract_id, phase, title, effective_on) VALUES (p, contract, in_phase, 'Next', '2020-01-06') RETURNING id INTO target;
    END IF;
    PERFORM assess_target(target, CASE wanted WHEN 'not_passed' THEN 'notMet' ELSE 'met' END::target_status, '2020-02-01', in_iteration);
    IF wanted = 'partner_terminated' THEN
        gate := record_gate(contract, 'end_partner', '2020-02-01', in_phase,
            reserving_document_id => (SELECT d.id FROM document d WHERE d.partnership_id = p), reserving_clause => '4.2');
    END IF;
    INSERT INTO track_event (partnership_id, partner_contract_id, phase, iteration, state, effective_on, gate_decision_id, reason)
    VALUES (p, contract, in_phase, in_iteration, wanted, '2020-02-01', gate, 'because');
    RAISE EXCEPTION USING ERRCODE = 'ZZ000';
EXCEPTION
    WHEN SQLSTATE 'ZZ000' THEN RETURN 'legal';
    WHEN OTHERS THEN RETURN SQLSTATE;
END $$;

CREATE TEMP TABLE track_tried AS
WITH start AS MATERIALIZED (
    SELECT s AS state, pg_temp.at_state(s) AS contract_id FROM unnest(enum_range(NULL::track_state)) s ORDER BY s)
SELECT f.state AS from_state, t AS to_state, i.delta AS iterations_on, ph.delta AS phases_on,
    pg_temp.attempt_track(f.contract_id, t, ('development.' || (1 + ph.delta))::phase, 1 + i.delta) AS outcome
FROM start f CROSS JOIN unnest(enum_range(NULL::track_state)) t
CROSS JOIN generate_series(0, 2) AS i(delta) CROSS JOIN generate_series(0, 2) AS ph(delta);

SELECT count(*) AS tried, count(*) FILTER (WHERE outcome = 'legal') AS legal, count(*) FILTER (WHERE outcome = 'IP031') AS refused FROM track_tried;
SELECT from_state, to_state, iterations_on, phases_on FROM track_tried WHERE outcome = 'legal' ORDER BY 1, 4, 3, 2;

-- domain 1.3 B: within a phase and iteration, a repeat, and the next phase after one that is passed
CREATE TEMP TABLE track_legal (from_state, to_state, iterations_on, phases_on) AS VALUES
    ('planned', 'active', 0, 0), ('planned', 'partner_terminated_other', 0, 0),
    ('active', 'under_assessment', 0, 0), ('active', 'partner_terminated_other', 0, 0),
    ('under_assessment', 'passed', 0, 0), ('under_assessment', 'not_passed', 0, 0), ('under_assessment', 'partner_terminated_other', 0, 0),
    ('passed', 'accepted', 0, 0), ('passed', 'partner_terminated', 0, 0), ('passed', 'partner_terminated_other', 0, 0),
    ('passed', 'planned', 0, 1), ('passed', 'active', 0, 1),
    ('not_passed', 'active', 1, 0), ('not_passed', 'partner_terminated', 0, 0), ('not_passed', 'partner_terminated_other', 0, 0);
SELECT t.from_state, t.to_state, t.iterations_on, t.phases_on, t.outcome AS not_as_expected
FROM track_tried t
LEFT JOIN track_legal l ON l.from_state = t.from_state::text AND l.to_state = t.to_state::text AND l.iterations_on = t.iterations_on AND l.phases_on = t.phases_on
WHERE t.outcome <> CASE WHEN l.from_state IS NULL THEN 'IP031' ELSE 'legal' END
ORDER BY 1, 2, 3, 4;

-- how a track begins
SELECT t AS first_state, ph AS in_phase, i AS iteration
FROM partner_contract c
CROSS JOIN unnest(enum_range(NULL::track_state)) t
CROSS JOIN unnest(ARRAY['development.1', 'development.2']::phase[]) ph
CROSS JOIN generate_series(1, 2) i
WHERE c.title = 'Other' AND c.partnership_id = (SELECT id FROM partnership WHERE title = 'track planned')
  AND 'legal' = pg_temp.attempt_track(c.id, t, ph, i)
ORDER BY 1, 2, 3;

RESET search_path;
SELECT innopart.drop_registry('r_machines', force => true);
