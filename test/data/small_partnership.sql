-- A small partnership that has come as far as purchase: what tests of the ledger build on.
-- Our own made-up data.  Needs a registry in schema registry.
INSERT INTO registry.organisation (id, name, admin_level) OVERRIDING SYSTEM VALUE VALUES
    (1, 'Lead', 'la'), (2, 'Anna', 'la'), (3, 'Berit', 'ra'), (4, 'Stranger', 'cga');
INSERT INTO registry.organisation (id, name) OVERRIDING SYSTEM VALUE VALUES (9, 'Partner AS');
INSERT INTO registry.partnership (id, title, started_on) OVERRIDING SYSTEM VALUE VALUES (1, 'Small', '2019-01-01');
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on) VALUES
    (1, 1, 'lead', '2019-01-01'), (1, 2, 'follower', '2019-02-01'), (1, 3, 'follower', '2019-02-01'), (1, 9, 'partner', '2019-09-01');
INSERT INTO registry.document (partnership_id, id, kind, title, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'procurement_documents', 'Documents', '2019-06-01');
INSERT INTO registry.notice (partnership_id, kind, effective_on) VALUES (1, 'competition', '2019-06-01');
INSERT INTO registry.phase_plan (partnership_id, phase, title, effective_on) VALUES (1, 'development.1', 'Development', '2019-06-01');
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on) VALUES
    (1, 'need', 'need', '2019-01-01'), (1, 'dialogue', 'dialogue', '2019-03-01'), (1, 'competition', 'competition', '2019-06-01');
INSERT INTO registry.partner_contract (partnership_id, id, organisation_id, title, effective_on, standstill_over_on, ends_on, currency, max_unit_cost_amount)
    OVERRIDING SYSTEM VALUE VALUES (1, 1, 9, 'Contract', '2019-09-01', '2019-08-31', '2021-12-31', 'NOK', 1000);
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on) VALUES (1, 'partnership', 'development.1', '2019-09-01');
INSERT INTO registry.solution (partnership_id, id, partner_contract_id, name, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 1, 1, 'Robot', '2019-09-01');
INSERT INTO registry.target (partnership_id, id, partner_contract_id, phase, title, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 'development.1', 'It works', '2019-09-01');
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, state, effective_on) VALUES
    (1, 1, 'development.1', 'active', '2019-09-01'), (1, 1, 'development.1', 'under_assessment', '2019-12-01');
INSERT INTO registry.target_assessment (partnership_id, target_id, status, effective_on) VALUES (1, 1, 'met', '2019-12-10');
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, state, effective_on) VALUES (1, 1, 'development.1', 'passed', '2019-12-12');
INSERT INTO registry.acceptance (partnership_id, solution_id, performance_met, unit_cost_amount, max_unit_cost_amount, currency, effective_on) VALUES
    (1, 1, true, 900, 1000, 'NOK', '2019-12-15');
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, state, effective_on) VALUES (1, 1, 'development.1', 'accepted', '2019-12-15');
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on) VALUES (1, 'purchase', 'purchase', '2020-01-01');
INSERT INTO registry.cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'Robots', 12, 'C62', '2019-06-01');

-- makes and grants a right for the tests; returns its number
CREATE FUNCTION pg_temp.right_of(holder bigint, called text, terms innopart.option_right, cap bigint DEFAULT NULL, granted boolean DEFAULT true,
                                 unit_price numeric DEFAULT 900) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    made bigint;
BEGIN
    made := registry.name_option(1, holder, called, terms, '2019-06-01', unit_price => unit_price, price_currency => 'NOK', max_unit_cost => 1000,
        cap_id => cap, partner_contract_id => 1, solution_id => 1, holder_kind => CASE holder WHEN 1 THEN 'lead' ELSE 'follower' END::innopart.holder_kind);
    IF granted THEN
        PERFORM registry.grant_option(made, '2019-09-01');
    END IF;
    RETURN made;
END $$;

-- runs a statement and tells its SQLSTATE and message instead of failing
CREATE FUNCTION pg_temp.try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
    answer text;
BEGIN
    EXECUTE statement INTO answer;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS said = MESSAGE_TEXT;
    RETURN SQLSTATE || ': ' || said;
END $$;
CREATE FUNCTION pg_temp.right_called(called text) RETURNS bigint LANGUAGE sql AS $$
    SELECT r.id FROM registry.option_right r WHERE r.title = called;
$$;
