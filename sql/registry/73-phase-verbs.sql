-- Verbs of the procedure: each a thin function over an INSERT.  The rules are the judges' in
-- 72-phase-rules; a verb finds the partnership, fills in what can be left out, and returns the
-- number of the fact it recorded.  effective_on left out means today in innopart.time_zone.

CREATE OR REPLACE FUNCTION @registry@.enter_phase(
    partnership_id bigint, phase innopart.phase, effective_on date DEFAULT NULL,
    stage innopart.partnership_stage DEFAULT NULL, reason text DEFAULT NULL, gate_decision_id bigint DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    event_id bigint;
BEGIN
    IF stage IS NULL THEN
        stage := CASE innopart.kind(phase) WHEN 'development' THEN 'partnership' ELSE nullif(innopart.kind(phase), 'closed') END;
        IF stage IS NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
                MESSAGE = 'how the partnership was closed is not said',
                HINT = 'SELECT close_partnership(partnership_id, ''closed_with_purchase''), or closed_without_purchase, cancelled, terminated.';
        END IF;
    END IF;
    INSERT INTO @registry@.phase_event (partnership_id, stage, phase, effective_on, reason, gate_decision_id, provenance, source_url)
    VALUES (partnership_id, stage, phase, coalesce(effective_on, innopart.local_day(clock_timestamp())), reason, gate_decision_id, provenance, source_url)
    RETURNING id INTO event_id;
    RETURN event_id;
END $$;
COMMENT ON FUNCTION @registry@.enter_phase(bigint, innopart.phase, date, innopart.partnership_stage, text, bigint, innopart.provenance, text) IS 'The partnership enters a phase, by default today; the stage follows from the phase. Returns the phase event. Errors: IP031, IP022, IP039; 22023 for closed (see close_partnership).';

CREATE OR REPLACE FUNCTION @registry@.close_partnership(
    partnership_id bigint, stage innopart.partnership_stage, effective_on date DEFAULT NULL,
    reason text DEFAULT NULL, gate_decision_id bigint DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    IF stage NOT IN ('closed_with_purchase', 'closed_without_purchase', 'cancelled', 'terminated') THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('stage %s does not close a partnership', stage),
            HINT = 'Endings are closed_with_purchase, closed_without_purchase, cancelled and terminated.';
    END IF;
    RETURN @registry@.enter_phase(partnership_id, 'closed', effective_on, stage, reason, gate_decision_id, provenance, source_url);
END $$;
COMMENT ON FUNCTION @registry@.close_partnership(bigint, innopart.partnership_stage, date, text, bigint, innopart.provenance, text) IS 'The partnership ends. cancelled voids every right that was named; terminated ends those without recorded survival, and needs a gate decision or a reason. Returns the phase event. Errors: IP031.';

CREATE OR REPLACE FUNCTION @registry@.contract_on_record(partner_contract_id bigint) RETURNS @registry@.known_partner_contract
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
DECLARE
    contract @registry@.known_partner_contract;
BEGIN
    SELECT * INTO contract FROM @registry@.known_partner_contract c WHERE c.id = contract_on_record.partner_contract_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('there is no partner contract %s', coalesce(partner_contract_id::text, 'NULL')),
            HINT = 'Name a contract by the number of its original row, not of a correction.';
    END IF;
    RETURN contract;
END $$;
COMMENT ON FUNCTION @registry@.contract_on_record(bigint) IS 'A partner contract as known now; P0002 when there is none.';

CREATE OR REPLACE FUNCTION @registry@.track_on(of_partnership bigint, of_contract bigint, on_day date) RETURNS @registry@.known_track_event
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    SELECT e.* FROM @registry@.known_track_event e
    WHERE e.partnership_id = $1 AND e.partner_contract_id = $2 AND e.effective_on <= $3
    ORDER BY e.effective_on DESC, e.id DESC LIMIT 1
$$;
COMMENT ON FUNCTION @registry@.track_on(bigint, bigint, date) IS 'The latest event of a partner''s track by a day, as known now; NULL before its first.';

CREATE OR REPLACE FUNCTION @registry@.start_track(
    partner_contract_id bigint, effective_on date DEFAULT NULL, phase innopart.phase DEFAULT NULL,
    reason text DEFAULT NULL, provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    contract @registry@.known_partner_contract := @registry@.contract_on_record(partner_contract_id);
    on_day date := coalesce(effective_on, innopart.local_day(clock_timestamp()));
    latest @registry@.known_track_event := @registry@.track_on(contract.partnership_id, partner_contract_id, on_day);
    event_id bigint;
BEGIN
    phase := coalesce(phase, CASE
        WHEN latest.id IS NULL THEN 'development.1'
        WHEN latest.state = 'passed' THEN (SELECT p FROM innopart.next_phases(latest.phase) p WHERE innopart.kind(p) = 'development')
        ELSE latest.phase END);
    INSERT INTO @registry@.track_event (partnership_id, partner_contract_id, phase, iteration, state, effective_on, reason, provenance, source_url)
    VALUES (contract.partnership_id, partner_contract_id, phase,
        CASE WHEN latest.phase = phase THEN latest.iteration + (latest.state = 'not_passed')::integer ELSE 1 END,
        'active', on_day, reason, provenance, source_url)
    RETURNING id INTO event_id;
    RETURN event_id;
END $$;
COMMENT ON FUNCTION @registry@.start_track(bigint, date, innopart.phase, text, innopart.provenance, text) IS 'A partner begins its next phase; after a phase that was not passed, the next iteration of the same. Returns the track event. Errors: IP031, P0002.';

CREATE OR REPLACE FUNCTION @registry@.move_track(
    partner_contract_id bigint, state innopart.track_state, effective_on date DEFAULT NULL,
    gate_decision_id bigint DEFAULT NULL, reason text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    contract @registry@.known_partner_contract := @registry@.contract_on_record(partner_contract_id);
    on_day date := coalesce(effective_on, innopart.local_day(clock_timestamp()));
    latest @registry@.known_track_event := @registry@.track_on(contract.partnership_id, partner_contract_id, on_day);
    event_id bigint;
BEGIN
    IF gate_decision_id IS NULL AND state IN ('passed', 'accepted', 'partner_terminated') THEN
        SELECT g.id INTO gate_decision_id
        FROM @registry@.known_gate_decision g
        WHERE g.partnership_id = contract.partnership_id AND g.phase = latest.phase AND g.effective_on <= on_day
          AND coalesce(g.partner_contract_id = partner_contract_id, true)
          AND CASE WHEN state = 'partner_terminated' THEN g.outcome IN ('end_partner', 'end_partnership') ELSE g.outcome IN ('proceed', 'accept') END
        ORDER BY g.effective_on DESC, g.id DESC LIMIT 1;
    END IF;
    INSERT INTO @registry@.track_event (partnership_id, partner_contract_id, phase, iteration, state, effective_on, gate_decision_id, reason, provenance, source_url)
    VALUES (contract.partnership_id, partner_contract_id, coalesce(latest.phase, 'development.1'), coalesce(latest.iteration, 1), state, on_day,
        gate_decision_id, reason, provenance, source_url)
    RETURNING id INTO event_id;
    RETURN event_id;
END $$;
COMMENT ON FUNCTION @registry@.move_track(bigint, innopart.track_state, date, bigint, text, innopart.provenance, text) IS 'A partner''s track moves on within its phase and iteration: under_assessment, passed, not_passed, partner_terminated, partner_terminated_other. The gate decision is by default the latest that fits. Returns the track event. Errors: IP031, IP032, P0002.';

CREATE OR REPLACE FUNCTION @registry@.assess_target(
    target_id bigint, status innopart.target_status, effective_on date DEFAULT NULL, iteration integer DEFAULT NULL,
    document_id bigint DEFAULT NULL, note text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    target @registry@.known_target;
    on_day date := coalesce(effective_on, innopart.local_day(clock_timestamp()));
    assessment_id bigint;
BEGIN
    SELECT * INTO target FROM @registry@.known_target t WHERE t.id = target_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('there is no target %s', coalesce(target_id::text, 'NULL')),
            HINT = 'Name a target by the number of its original row, not of a correction.';
    END IF;
    IF iteration IS NULL THEN
        SELECT max(e.iteration) INTO iteration
        FROM @registry@.known_track_event e
        WHERE e.partnership_id = target.partnership_id AND e.partner_contract_id = target.partner_contract_id
          AND e.phase = target.phase AND e.effective_on <= on_day;
    END IF;
    INSERT INTO @registry@.target_assessment (partnership_id, target_id, iteration, status, effective_on, document_id, note, provenance, source_url)
    VALUES (target.partnership_id, target_id, coalesce(iteration, 1), status, on_day, document_id, note, provenance, source_url)
    RETURNING id INTO assessment_id;
    RETURN assessment_id;
END $$;
COMMENT ON FUNCTION @registry@.assess_target(bigint, innopart.target_status, date, integer, bigint, text, innopart.provenance, text) IS 'Judges an intermediate target, by default in the iteration its phase is in. Returns the assessment. Errors: IP039, P0002.';

CREATE OR REPLACE FUNCTION @registry@.record_gate(
    partner_contract_id bigint, outcome innopart.gate_outcome, effective_on date DEFAULT NULL,
    phase innopart.phase DEFAULT NULL, assessment_ids bigint[] DEFAULT NULL,
    reserving_document_id bigint DEFAULT NULL, reserving_clause text DEFAULT NULL,
    decided_by_id bigint DEFAULT NULL, reason text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    contract @registry@.known_partner_contract := @registry@.contract_on_record(partner_contract_id);
    on_day date := coalesce(effective_on, innopart.local_day(clock_timestamp()));
    is_about_all boolean := outcome = 'end_partnership';
    decision_id bigint;
BEGIN
    phase := coalesce(phase, (@registry@.track_on(contract.partnership_id, partner_contract_id, on_day)).phase, 'development.1');
    IF assessment_ids IS NULL THEN
        -- the latest assessment of each target of the phase; of every partner when all are ended
        SELECT coalesce(array_agg(latest.id ORDER BY latest.id), '{}') INTO assessment_ids
        FROM (
            SELECT DISTINCT ON (a.target_id) a.id
            FROM @registry@.known_target t
            JOIN @registry@.known_target_assessment a ON a.partnership_id = t.partnership_id AND a.target_id = t.id
            WHERE t.partnership_id = contract.partnership_id AND t.phase = phase
              AND (is_about_all OR t.partner_contract_id = partner_contract_id) AND a.effective_on <= on_day
            ORDER BY a.target_id, a.iteration DESC, a.effective_on DESC, a.id DESC) latest;
    END IF;
    IF decided_by_id IS NULL THEN
        SELECT p.organisation_id INTO decided_by_id
        FROM @registry@.known_participant p
        WHERE p.partnership_id = contract.partnership_id AND p.role = 'lead'
          AND on_day BETWEEN p.effective_on AND coalesce(p.to_on, on_day)
        ORDER BY p.effective_on, p.id LIMIT 1;
    END IF;
    INSERT INTO @registry@.gate_decision (partnership_id, partner_contract_id, phase, outcome, assessment_ids, reserving_document_id,
        reserving_clause, decided_by_id, effective_on, reason, provenance, source_url)
    VALUES (contract.partnership_id, CASE WHEN NOT is_about_all THEN partner_contract_id END, phase, outcome, assessment_ids, reserving_document_id,
        reserving_clause, decided_by_id, on_day, reason, provenance, source_url)
    RETURNING id INTO decision_id;
    RETURN decision_id;
END $$;
COMMENT ON FUNCTION @registry@.record_gate(bigint, innopart.gate_outcome, date, innopart.phase, bigint[], bigint, text, bigint, text, innopart.provenance, text) IS 'Records what the authority decided after a phase. By default it cites the latest assessment of each target of the phase the track is in, and the lead decides. end_partnership is about every partner. The track moves with move_track(), the partnership with close_partnership(). Returns the gate decision. Errors: IP032, IP033, IP034, P0002.';

CREATE OR REPLACE FUNCTION @registry@.accept_solution(
    solution_id bigint, unit_cost_amount numeric, effective_on date DEFAULT NULL, performance_met boolean DEFAULT true,
    max_unit_cost_amount numeric DEFAULT NULL, currency text DEFAULT NULL, performance_note text DEFAULT NULL, document_id bigint DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    solution @registry@.known_solution;
    contract @registry@.known_partner_contract;
    on_day date := coalesce(effective_on, innopart.local_day(clock_timestamp()));
    acceptance_id bigint;
BEGIN
    SELECT * INTO solution FROM @registry@.known_solution s WHERE s.id = solution_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('there is no solution %s', coalesce(solution_id::text, 'NULL')),
            HINT = 'Name a solution by the number of its original row, not of a correction.';
    END IF;
    contract := @registry@.contract_on_record(solution.partner_contract_id);
    max_unit_cost_amount := coalesce(max_unit_cost_amount, contract.max_unit_cost_amount);
    currency := coalesce(currency, contract.currency);
    IF max_unit_cost_amount IS NULL OR currency IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('the agreed maximum cost of solution "%s" is not stated', solution.name),
            DETAIL = format('Partner contract "%s" states none.', contract.title),
            HINT = 'Give max_unit_cost_amount and currency.';
    END IF;
    INSERT INTO @registry@.acceptance (partnership_id, solution_id, performance_met, performance_note, unit_cost_amount, max_unit_cost_amount,
        currency, document_id, effective_on, provenance, source_url)
    VALUES (solution.partnership_id, solution_id, performance_met, performance_note, unit_cost_amount, max_unit_cost_amount,
        currency, document_id, on_day, provenance, source_url)
    RETURNING id INTO acceptance_id;
    IF performance_met AND unit_cost_amount <= max_unit_cost_amount
       AND (@registry@.track_on(solution.partnership_id, solution.partner_contract_id, on_day)).state IS DISTINCT FROM 'accepted'
    THEN
        PERFORM @registry@.move_track(solution.partner_contract_id, 'accepted', on_day, provenance => provenance, source_url => source_url);
    END IF;
    RETURN acceptance_id;
END $$;
COMMENT ON FUNCTION @registry@.accept_solution(bigint, numeric, date, boolean, numeric, text, text, bigint, innopart.provenance, text) IS 'Records the acceptance test of a solution and, when it performs as agreed at or below the maximum unit cost, moves the partner''s track to accepted. Maximum and currency are by default the contract''s; amounts ex VAT. Returns the acceptance. Errors: IP023, IP024, IP031, P0002; 22023 when no maximum is agreed.';

-- what the procedure's steps rest on: documents, notices, contracts, targets, instalments, solutions
CREATE OR REPLACE FUNCTION @registry@.record_document(
    partnership_id bigint, kind innopart.document_kind, title text, effective_on date DEFAULT NULL, url text DEFAULT NULL,
    meeting_id bigint DEFAULT NULL, available_to_all_on date DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    new_id bigint;
BEGIN
    INSERT INTO @registry@.document (partnership_id, kind, title, effective_on, url, meeting_id, available_to_all_on, provenance, source_url)
    VALUES (partnership_id, kind, title, coalesce(effective_on, innopart.local_day(clock_timestamp())), url, meeting_id, available_to_all_on, provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.record_document(bigint, innopart.document_kind, text, date, text, bigint, date, innopart.provenance, text) IS 'Records a document that facts may cite; effective_on is its date. Returns the document.';

CREATE OR REPLACE FUNCTION @registry@.record_notice(
    partnership_id bigint, kind innopart.notice_kind, effective_on date DEFAULT NULL, notice_number text DEFAULT NULL, url text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    new_id bigint;
BEGIN
    INSERT INTO @registry@.notice (partnership_id, kind, notice_number, effective_on, url, provenance, source_url)
    VALUES (partnership_id, kind, notice_number, coalesce(effective_on, innopart.local_day(clock_timestamp())), url, provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.record_notice(bigint, innopart.notice_kind, date, text, text, innopart.provenance, text) IS 'Records a notice; effective_on is the day of its dispatch. The first of kind competition freezes holders, caps, phases and the right to terminate. Returns the notice.';

CREATE OR REPLACE FUNCTION @registry@.plan_phase(
    partnership_id bigint, phase innopart.phase, title text, planned_from date DEFAULT NULL, planned_to date DEFAULT NULL, effective_on date DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    new_id bigint;
BEGIN
    INSERT INTO @registry@.phase_plan (partnership_id, phase, title, effective_on, planned_from, planned_to, provenance, source_url)
    VALUES (partnership_id, phase, title, coalesce(effective_on, innopart.local_day(clock_timestamp())), planned_from, planned_to, provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.plan_phase(bigint, innopart.phase, text, date, date, date, innopart.provenance, text) IS 'States what a partnership calls a phase and when it plans it (planned_to inclusive); effective_on is the day of the statement. Returns the row of the plan.';

CREATE OR REPLACE FUNCTION @registry@.conclude_contract(
    partnership_id bigint, organisation_id bigint, title text, effective_on date DEFAULT NULL, standstill_over_on date DEFAULT NULL, ends_on date DEFAULT NULL,
    remuneration_amount numeric DEFAULT NULL, currency text DEFAULT NULL, max_unit_cost_amount numeric DEFAULT NULL, document_id bigint DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    new_id bigint;
BEGIN
    INSERT INTO @registry@.partner_contract (partnership_id, organisation_id, title, effective_on, standstill_over_on, ends_on,
        remuneration_amount, currency, max_unit_cost_amount, document_id, provenance, source_url)
    VALUES (partnership_id, organisation_id, title, coalesce(effective_on, innopart.local_day(clock_timestamp())), standstill_over_on, ends_on,
        remuneration_amount, currency, max_unit_cost_amount, document_id, provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.conclude_contract(bigint, bigint, text, date, date, date, numeric, text, numeric, bigint, innopart.provenance, text) IS 'A partner contract is concluded with a participant in the role of partner. Amounts ex VAT; ends_on is its last day. Returns the contract. Errors: IP031 outside the competition''s time, IP046 for an organisation that is no partner, IP039, 23514 before the standstill is over.';

CREATE OR REPLACE FUNCTION @registry@.record_solution(
    partner_contract_id bigint, name text, effective_on date DEFAULT NULL, description text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    contract @registry@.known_partner_contract := @registry@.contract_on_record(partner_contract_id);
    new_id bigint;
BEGIN
    INSERT INTO @registry@.solution (partnership_id, partner_contract_id, name, description, effective_on, provenance, source_url)
    VALUES (contract.partnership_id, partner_contract_id, name, description, coalesce(effective_on, contract.effective_on), provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.record_solution(bigint, text, date, text, innopart.provenance, text) IS 'Records what a partner develops, by default from the day of its contract. Returns the solution. Errors: P0002.';

CREATE OR REPLACE FUNCTION @registry@.set_target(
    partner_contract_id bigint, phase innopart.phase, title text, due_on date DEFAULT NULL, is_mandatory boolean DEFAULT true, effective_on date DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    contract @registry@.known_partner_contract := @registry@.contract_on_record(partner_contract_id);
    new_id bigint;
BEGIN
    INSERT INTO @registry@.target (partnership_id, partner_contract_id, phase, title, is_mandatory, due_on, effective_on, provenance, source_url)
    VALUES (contract.partnership_id, partner_contract_id, phase, title, is_mandatory, due_on, coalesce(effective_on, contract.effective_on), provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.set_target(bigint, innopart.phase, text, date, boolean, date, innopart.provenance, text) IS 'An intermediate target (delmål) of a partner in a development phase, by default agreed on the day of its contract. Returns the target. Errors: IP031 for a phase that is not planned, P0002.';

CREATE OR REPLACE FUNCTION @registry@.agree_instalment(
    target_id bigint, amount numeric, currency text DEFAULT NULL, is_pro_rata boolean DEFAULT false, due_on date DEFAULT NULL, effective_on date DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    target @registry@.known_target;
    contract @registry@.known_partner_contract;
    new_id bigint;
BEGIN
    SELECT * INTO target FROM @registry@.known_target t WHERE t.id = target_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('there is no target %s', coalesce(target_id::text, 'NULL')),
            HINT = 'Name a target by the number of its original row, not of a correction.';
    END IF;
    contract := @registry@.contract_on_record(target.partner_contract_id);
    INSERT INTO @registry@.instalment (partnership_id, partner_contract_id, target_id, amount, currency, is_pro_rata, due_on, effective_on, provenance, source_url)
    VALUES (target.partnership_id, target.partner_contract_id, target_id, amount, coalesce(currency, contract.currency), is_pro_rata, due_on,
        coalesce(effective_on, greatest(contract.effective_on, target.effective_on)), provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.agree_instalment(bigint, numeric, text, boolean, date, date, innopart.provenance, text) IS 'An instalment of the remuneration, tied to a target, in the contract''s currency, ex VAT. is_pro_rata: it is paid in part for a partly met target. Returns the instalment. Errors: IP036 beyond the remuneration, IP024, P0002.';

CREATE OR REPLACE FUNCTION @registry@.pay_instalment(
    instalment_id bigint, amount numeric DEFAULT NULL, effective_on date DEFAULT NULL, reference text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    agreed @registry@.known_instalment;
    paid numeric;
    new_id bigint;
BEGIN
    SELECT * INTO agreed FROM @registry@.known_instalment i WHERE i.id = instalment_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('there is no instalment %s', coalesce(instalment_id::text, 'NULL')),
            HINT = 'Name an instalment by the number of its original row, not of a correction.';
    END IF;
    IF amount IS NULL THEN
        SELECT coalesce(sum(p.amount), 0) INTO paid
        FROM @registry@.known_payment p WHERE p.partnership_id = agreed.partnership_id AND p.instalment_id = agreed.id;
        IF paid >= agreed.amount THEN
            RAISE EXCEPTION USING ERRCODE = 'IP036',
                MESSAGE = format('instalment %s is paid', instalment_id),
                DETAIL = format('%s %s of %s were paid.', paid, agreed.currency, agreed.amount);
        END IF;
        amount := agreed.amount - paid;
    END IF;
    INSERT INTO @registry@.payment (partnership_id, instalment_id, amount, currency, effective_on, reference, provenance, source_url)
    VALUES (agreed.partnership_id, instalment_id, amount, agreed.currency, coalesce(effective_on, innopart.local_day(clock_timestamp())), reference, provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.pay_instalment(bigint, numeric, date, text, innopart.provenance, text) IS 'Pays an instalment, by default all that is left of it, ex VAT. Returns the payment. Errors: IP035 while its target is not met, IP036 when it is paid, P0002.';
