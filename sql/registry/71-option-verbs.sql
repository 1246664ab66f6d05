-- Verbs for people: each a thin function over an INSERT.  The rules are the guard's; a verb only
-- finds the partnership, fills in what can be left out, and returns the number of what it made.

CREATE OR REPLACE FUNCTION @registry@.partnership_of_right(option_right_id bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    found_id bigint;
BEGIN
    SELECT r.partnership_id INTO found_id FROM @registry@.option_right r WHERE r.id = partnership_of_right.option_right_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('there is no option right %s', option_right_id),
            HINT = 'See option_right_id in report.option_status.';
    END IF;
    RETURN found_id;
END $$;
COMMENT ON FUNCTION @registry@.partnership_of_right(bigint) IS 'The partnership of an option right; P0002 when there is no such right.';

CREATE OR REPLACE FUNCTION @registry@.lock_right(of_partnership bigint, of_right bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM @registry@.cap_account a
    WHERE a.partnership_id = of_partnership
      AND a.cap_id = (SELECT r.cap_id FROM @registry@.option_right r WHERE r.partnership_id = of_partnership AND r.id = of_right)
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM FROM @registry@.option_account a WHERE a.partnership_id = of_partnership AND a.option_right_id = of_right FOR NO KEY UPDATE;
    END IF;
END $$;
COMMENT ON FUNCTION @registry@.lock_right(bigint, bigint) IS 'Locks a right until the transaction ends, as the ledger''s guard does: the account of its cap, or its own where it shares none. For verbs that write to a right before its event is recorded. Errors: 42501.';

CREATE OR REPLACE FUNCTION @registry@.first_event(of_partnership bigint, of_right bigint, repeated text) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    event_id bigint;
BEGIN
    SELECT e.id INTO STRICT event_id FROM @registry@.option_event e
    WHERE e.partnership_id = of_partnership AND e.option_right_id = of_right AND e.reference = repeated;
    RETURN event_id;
END $$;
COMMENT ON FUNCTION @registry@.first_event(bigint, bigint, text) IS 'The event that stands for a reference: the answer of a verb when the ledger''s guard met a repeated one and recorded nothing.';

CREATE OR REPLACE FUNCTION @registry@.record_option_event(event @registry@.option_event) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    event_id bigint;
BEGIN
    INSERT INTO @registry@.option_event (partnership_id, option_right_id, kind, effective_on, units, amount, currency, unit_price_amount,
        condition_no, extended_to, acting_id, sent_at, received_at, reverses_id, other_right_id, legal_basis, document_id, reason, reference,
        provenance, source_url)
    VALUES (event.partnership_id, event.option_right_id, event.kind, event.effective_on, event.units, event.amount, event.currency, event.unit_price_amount,
        event.condition_no, event.extended_to, event.acting_id, event.sent_at, event.received_at, event.reverses_id, event.other_right_id, event.legal_basis,
        event.document_id, event.reason, event.reference, coalesce(event.provenance, 'sourced'), event.source_url)
    RETURNING id INTO event_id;
    RETURN coalesce(event_id, @registry@.first_event(event.partnership_id, event.option_right_id, event.reference));
END $$;
COMMENT ON FUNCTION @registry@.record_option_event(@registry@.option_event) IS 'Inserts one event and returns its number; for a repeated reference that of the first. Errors: the guard''s, class IP.';

CREATE OR REPLACE FUNCTION @registry@.name_option(
    partnership_id bigint, holder_id bigint, title text, terms innopart.option_right, named_on date,
    unit_code text DEFAULT 'C62', unit_price numeric DEFAULT NULL, price_currency text DEFAULT NULL,
    price_basis innopart.price_basis DEFAULT NULL, max_unit_cost numeric DEFAULT NULL,
    cap_id bigint DEFAULT NULL, partner_contract_id bigint DEFAULT NULL, solution_id bigint DEFAULT NULL,
    holder_kind innopart.holder_kind DEFAULT 'follower', option_kind innopart.option_kind DEFAULT 'quantity',
    named_in_document_id bigint DEFAULT NULL, named_clause text DEFAULT NULL,
    conditions innopart.condition_code[] DEFAULT '{}', legal_basis text DEFAULT NULL,
    transferability innopart.transferability DEFAULT 'public_succession',
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    right_id bigint;
BEGIN
    IF cardinality(conditions) <> 0 AND cardinality(conditions) <> innopart.conditions(terms) THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('the terms of "%s" count %s conditions, %s are listed', title, innopart.conditions(terms), cardinality(conditions)),
            HINT = 'List as many conditions as the terms say.';
    END IF;
    INSERT INTO @registry@.option_right (partnership_id, holder_id, title, terms, named_on, unit_code, unit_price_amount, price_currency,
        price_basis, max_unit_cost_amount, cap_id, partner_contract_id, solution_id, holder_kind, option_kind,
        named_in_document_id, named_clause, legal_basis, transferability, provenance, source_url)
    VALUES (partnership_id, holder_id, title, terms, named_on, CASE WHEN innopart.max_units(terms) IS NOT NULL THEN unit_code END,
        unit_price, coalesce(price_currency, innopart.currency(terms)),
        coalesce(price_basis, CASE WHEN unit_price IS NULL THEN 'cost_ceiling' ELSE 'unit_price' END::innopart.price_basis),
        max_unit_cost, cap_id, partner_contract_id, solution_id, holder_kind, option_kind,
        named_in_document_id, named_clause, legal_basis, transferability, provenance, source_url)
    RETURNING id INTO right_id;
    INSERT INTO @registry@.option_condition (partnership_id, option_right_id, condition_no, code)
    SELECT partnership_id, right_id, c.no, c.code FROM unnest(conditions) WITH ORDINALITY AS c(code, no);
    INSERT INTO @registry@.option_event (partnership_id, option_right_id, kind, effective_on, document_id, provenance, source_url)
    VALUES (partnership_id, right_id, 'named', named_on, named_in_document_id, provenance, source_url);
    RETURN right_id;
END $$;
COMMENT ON FUNCTION @registry@.name_option(bigint, bigint, text, innopart.option_right, date, text, numeric, text, innopart.price_basis, numeric, bigint, bigint, bigint, innopart.holder_kind, innopart.option_kind, bigint, text, innopart.condition_code[], text, innopart.transferability, innopart.provenance, text) IS 'Names a holder and its terms in the procurement documents; returns the number of the option right. unit_code is UN/ECE Rec 20 (C62 = piece); unit_price and max_unit_cost are ex VAT. Errors: IP024, IP025, IP026, IP046, 22023.';

CREATE OR REPLACE FUNCTION @registry@.grant_option(
    option_right_id bigint, granted_on date DEFAULT NULL, partner_contract_id bigint DEFAULT NULL, solution_id bigint DEFAULT NULL,
    document_id bigint DEFAULT NULL, reference text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    event @registry@.option_event;
BEGIN
    event.partnership_id := @registry@.partnership_of_right(option_right_id);
    PERFORM @registry@.lock_right(event.partnership_id, option_right_id);
    UPDATE @registry@.option_right r
    SET partner_contract_id = coalesce(grant_option.partner_contract_id, r.partner_contract_id),
        solution_id = coalesce(grant_option.solution_id, r.solution_id)
    WHERE r.partnership_id = event.partnership_id AND r.id = option_right_id
      AND (r.partner_contract_id IS DISTINCT FROM coalesce(grant_option.partner_contract_id, r.partner_contract_id)
           OR r.solution_id IS DISTINCT FROM coalesce(grant_option.solution_id, r.solution_id));
    event.option_right_id := option_right_id;
    event.kind := 'granted';
    event.effective_on := granted_on;
    event.document_id := document_id;
    event.reference := reference;
    event.provenance := provenance;
    event.source_url := source_url;
    RETURN @registry@.record_option_event(event);
END $$;
COMMENT ON FUNCTION @registry@.grant_option(bigint, date, bigint, bigint, bigint, text, innopart.provenance, text) IS 'The contract is concluded: a named right is granted, by default today. partner_contract_id and solution_id may be given here if they were not known when the right was named. Returns the event. Errors: IP001, IP028, IP045, IP046.';

CREATE OR REPLACE FUNCTION @registry@.exercise_option(
    option_right_id bigint, units bigint DEFAULT NULL, amount numeric DEFAULT NULL, reference text DEFAULT NULL,
    effective_on date DEFAULT NULL, received_at timestamptz DEFAULT NULL, sent_at timestamptz DEFAULT NULL,
    acting_id bigint DEFAULT NULL, unit_price numeric DEFAULT NULL, currency text DEFAULT NULL,
    document_id bigint DEFAULT NULL, reason text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    event_id bigint;
BEGIN
    -- in one statement, for many may wait for the one that draws; the function is for the error
    INSERT INTO @registry@.option_event (partnership_id, option_right_id, kind, effective_on, units, amount, currency, unit_price_amount,
        acting_id, sent_at, received_at, document_id, reason, reference, provenance, source_url)
    VALUES (coalesce((SELECT r.partnership_id FROM @registry@.option_right r WHERE r.id = option_right_id), @registry@.partnership_of_right(option_right_id)),
        option_right_id, 'exercised', effective_on, units, amount, currency, unit_price,
        acting_id, sent_at, received_at, document_id, reason, reference, coalesce(provenance, 'sourced'), source_url)
    RETURNING id INTO event_id;
    RETURN coalesce(event_id, @registry@.first_event(@registry@.partnership_of_right(option_right_id), option_right_id, reference));
END $$;
COMMENT ON FUNCTION @registry@.exercise_option(bigint, bigint, numeric, text, date, timestamptz, timestamptz, bigint, numeric, text, bigint, text, innopart.provenance, text) IS 'Buys so many units (or for so much, ex VAT) under a right and returns the event. Dated by its notice (received_at, sent_at and the terms), by effective_on, or today. A reference makes a repeated call return the first event, even when nothing is left by then. Errors: IP001-IP017, IP021-IP024, IP038, IP039, IP043, IP044.';

CREATE OR REPLACE FUNCTION @registry@.reverse_exercise(
    event_id bigint, units bigint DEFAULT NULL, amount numeric DEFAULT NULL, effective_on date DEFAULT NULL,
    reference text DEFAULT NULL, reason text DEFAULT NULL, document_id bigint DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    event @registry@.option_event;
BEGIN
    SELECT e.partnership_id, e.option_right_id INTO event.partnership_id, event.option_right_id
    FROM @registry@.option_event e WHERE e.id = event_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found', MESSAGE = format('there is no event %s', event_id),
            HINT = 'See report.option_event_trail.';
    END IF;
    event.kind := 'exercise_reversed';
    event.reverses_id := event_id;
    event.units := units;
    event.amount := amount;
    event.effective_on := effective_on;
    event.reference := reference;
    event.reason := reason;
    event.document_id := document_id;
    event.provenance := provenance;
    event.source_url := source_url;
    RETURN @registry@.record_option_event(event);
END $$;
COMMENT ON FUNCTION @registry@.reverse_exercise(bigint, bigint, numeric, date, text, text, bigint, innopart.provenance, text) IS 'Takes back an exercise, whole or in part (units, amount), by default today; returns the event. Inside the window the quantity can be drawn again. Errors: IP018, IP019, IP038, IP039.';

CREATE OR REPLACE FUNCTION @registry@.waive_option(
    option_right_id bigint, units bigint DEFAULT NULL, amount numeric DEFAULT NULL, currency text DEFAULT NULL,
    effective_on date DEFAULT NULL, acting_id bigint DEFAULT NULL, document_id bigint DEFAULT NULL,
    reason text DEFAULT NULL, reference text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    event @registry@.option_event;
BEGIN
    event.partnership_id := @registry@.partnership_of_right(option_right_id);
    event.option_right_id := option_right_id;
    event.kind := CASE WHEN units IS NULL AND amount IS NULL THEN 'waived' ELSE 'partly_waived' END;
    event.units := units;
    event.amount := amount;
    event.currency := CASE WHEN amount IS NOT NULL THEN coalesce(currency,
        (SELECT innopart.currency(r.terms) FROM @registry@.option_right r WHERE r.partnership_id = event.partnership_id AND r.id = option_right_id)) END;
    event.effective_on := effective_on;
    event.acting_id := acting_id;
    event.document_id := document_id;
    event.reason := reason;
    event.reference := reference;
    event.provenance := provenance;
    event.source_url := source_url;
    RETURN @registry@.record_option_event(event);
END $$;
COMMENT ON FUNCTION @registry@.waive_option(bigint, bigint, numeric, text, date, bigint, bigint, text, text, innopart.provenance, text) IS 'The holder gives up all that is left, or so many units or so much money of it. Irrevocable. Errors: IP011-IP013, IP017, 22023.';

CREATE OR REPLACE FUNCTION @registry@.extend_option(
    option_right_id bigint, extended_to date, legal_basis text, effective_on date DEFAULT NULL,
    document_id bigint DEFAULT NULL, reason text DEFAULT NULL, reference text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    event @registry@.option_event;
BEGIN
    event.partnership_id := @registry@.partnership_of_right(option_right_id);
    event.option_right_id := option_right_id;
    event.kind := 'window_extended';
    event.extended_to := extended_to;
    event.legal_basis := legal_basis;
    event.effective_on := effective_on;
    event.document_id := document_id;
    event.reason := reason;
    event.reference := reference;
    event.provenance := provenance;
    event.source_url := source_url;
    RETURN @registry@.record_option_event(event);
END $$;
COMMENT ON FUNCTION @registry@.extend_option(bigint, date, text, date, bigint, text, text, innopart.provenance, text) IS 'Moves the last day of the window to extended_to (inclusive), on a legal basis and before the right lapses. Errors: IP020, IP042, 22023.';

CREATE OR REPLACE FUNCTION @registry@.raise_option(
    option_right_id bigint, legal_basis text, units bigint DEFAULT NULL, amount numeric DEFAULT NULL,
    effective_on date DEFAULT NULL, document_id bigint DEFAULT NULL, reason text DEFAULT NULL, reference text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    event @registry@.option_event;
BEGIN
    event.partnership_id := @registry@.partnership_of_right(option_right_id);
    event.option_right_id := option_right_id;
    event.kind := 'cap_amended';
    event.units := units;
    event.amount := amount;
    event.currency := CASE WHEN amount IS NOT NULL THEN
        (SELECT innopart.currency(r.terms) FROM @registry@.option_right r WHERE r.partnership_id = event.partnership_id AND r.id = option_right_id) END;
    event.legal_basis := legal_basis;
    event.effective_on := effective_on;
    event.document_id := document_id;
    event.reason := reason;
    event.reference := reference;
    event.provenance := provenance;
    event.source_url := source_url;
    RETURN @registry@.record_option_event(event);
END $$;
COMMENT ON FUNCTION @registry@.raise_option(bigint, text, bigint, numeric, date, bigint, text, text, innopart.provenance, text) IS 'Raises a right''s own ceiling by so many units or so much money: a documented modification (FOA ch. 28), never an edit. Errors: IP042 and those of a right that is no longer live.';

CREATE OR REPLACE FUNCTION @registry@.raise_cap(
    cap_id bigint, legal_basis text, units bigint DEFAULT NULL, amount numeric DEFAULT NULL,
    effective_on date DEFAULT NULL, document_id bigint DEFAULT NULL, reference text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    event_id bigint;
    of_partnership bigint;
BEGIN
    SELECT c.partnership_id INTO of_partnership FROM @registry@.cap c WHERE c.id = cap_id;
    INSERT INTO @registry@.cap_event (partnership_id, cap_id, units, amount, legal_basis, effective_on, document_id, reference, provenance, source_url)
    VALUES (of_partnership, cap_id, units, amount, legal_basis, effective_on, document_id, reference, provenance, source_url)
    RETURNING id INTO event_id;
    IF event_id IS NULL THEN
        SELECT e.id INTO STRICT event_id FROM @registry@.cap_event e
        WHERE e.partnership_id = of_partnership AND e.cap_id = raise_cap.cap_id AND e.reference = raise_cap.reference;
    END IF;
    RETURN event_id;
END $$;
COMMENT ON FUNCTION @registry@.raise_cap(bigint, text, bigint, numeric, date, bigint, text, innopart.provenance, text) IS 'Raises a shared cap by so many units or so much money, on a legal basis. Errors: 23503 for no such cap, IP021, IP039.';

DO $$
DECLARE
    verb record;
BEGIN
    -- verbs of one shape: a condition, a suspension or an end takes effect
    FOR verb IN SELECT * FROM (VALUES
        ('meet_condition', 'condition_met', 'condition_no integer, ', 'event.condition_no := condition_no;', 'integer, ',
         'A mandatory condition of a right is met, by default today. Errors: IP045, 22023 for a number the terms do not have.'),
        ('fail_condition', 'condition_failed', 'condition_no integer, ', 'event.condition_no := condition_no;', 'integer, ',
         'A mandatory condition has finally failed: the remaining right lapses. Errors: IP045, 22023 for a number the terms do not have.'),
        ('suspend_option', 'suspended', '', '', '',
         'An interim stop (complaint, court, dispute). It does not stretch the window. Errors: IP045 when suspended already.'),
        ('resume_option', 'resumed', '', '', '',
         'A suspension is lifted. Errors: IP045 when the right is not suspended.'),
        ('end_option', 'contract_terminated', '', '', '',
         'What is left of a right ends with its contract, by default today: for a partner that is lost after acceptance. A partner that is let go in development, or a partnership that is terminated, ends its rights by itself. Errors: IP045 when it has ended already.')) AS v(name, kind, parameter, assignment, type, meaning)
    LOOP
        EXECUTE format($ddl$
            CREATE OR REPLACE FUNCTION @registry@.%1$I(
                option_right_id bigint, %3$s effective_on date DEFAULT NULL, document_id bigint DEFAULT NULL,
                reason text DEFAULT NULL, reference text DEFAULT NULL,
                provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
                LANGUAGE plpgsql
                SET search_path = pg_catalog, innopart, pg_temp
            AS $verb$
            #variable_conflict use_variable
            DECLARE
                event @registry@.option_event;
            BEGIN
                event.partnership_id := @registry@.partnership_of_right(option_right_id);
                event.option_right_id := option_right_id;
                event.kind := %2$L;
                %4$s
                event.effective_on := effective_on;
                event.document_id := document_id;
                event.reason := reason;
                event.reference := reference;
                event.provenance := provenance;
                event.source_url := source_url;
                RETURN @registry@.record_option_event(event);
            END $verb$;
            COMMENT ON FUNCTION @registry@.%1$I(bigint, %5$s date, bigint, text, text, innopart.provenance, text) IS %6$L;
            $ddl$, verb.name, verb.kind, verb.parameter, verb.assignment, verb.type, verb.meaning);
    END LOOP;
END $$;

-- An assignment makes the successor's right and records both sides.  Several successors (a split)
-- share what is left in the given parts; the last takes the rest only if told so, never silently.
CREATE OR REPLACE FUNCTION @registry@.assign_option(
    option_right_id bigint, holder_ids bigint[], legal_basis text, units bigint[] DEFAULT NULL, amounts numeric[] DEFAULT NULL,
    effective_on date DEFAULT NULL, document_id bigint DEFAULT NULL, reason text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint[]
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' SET innopart.as_of = ''
AS $$
#variable_conflict use_variable
DECLARE
    held @registry@.option_right;
    so_far innopart.option_position;
    own record;
    moved_on date := coalesce(effective_on, innopart.local_day(clock_timestamp()));
    heir bigint;
    heirs bigint[] := '{}';
    part_units bigint;
    part_amount numeric;
    event @registry@.option_event;
    no integer;
BEGIN
    event.partnership_id := @registry@.partnership_of_right(option_right_id);
    PERFORM @registry@.lock_right(event.partnership_id, option_right_id);
    SELECT * INTO held FROM @registry@.option_right r WHERE r.partnership_id = event.partnership_id AND r.id = option_right_id;
    SELECT a.position INTO so_far FROM @registry@.option_account a WHERE a.partnership_id = held.partnership_id AND a.option_right_id = held.id;
    own := innopart.headroom(held.terms, so_far);
    IF cardinality(holder_ids) > 1 AND (own.units IS NOT NULL AND units IS NULL OR own.amount IS NOT NULL AND amounts IS NULL) THEN
        RAISE EXCEPTION USING ERRCODE = 'IP030',
            MESSAGE = format('option right "%s" is split between %s holders without saying how', held.title, cardinality(holder_ids)),
            DETAIL = format('Left: %s units, %s. A split allocates explicitly.', own.units, own.amount),
            HINT = 'Give units and amounts, one for each holder.';
    END IF;
    FOR no IN 1 .. cardinality(holder_ids) LOOP
        part_units := CASE WHEN own.units IS NOT NULL THEN coalesce(units[no], own.units) END;
        part_amount := CASE WHEN own.amount IS NOT NULL THEN coalesce(amounts[no], own.amount) END;
        INSERT INTO @registry@.option_right (partnership_id, partner_contract_id, solution_id, cap_id, holder_id, holder_kind, exercise_mode,
            option_kind, title, terms, unit_code, price_basis, unit_price_amount, max_unit_cost_amount, price_currency, vat_rate, index_series,
            index_base_month, max_exercises, max_renewals, renewal_length, latest_end_on, named_on, named_in_document_id, named_clause,
            depends_on_lead_exercise, survives_lead_withdrawal, survives_partner_reduction, transferability, legal_basis, predecessor_id, provenance, source_url)
        VALUES (held.partnership_id, held.partner_contract_id, held.solution_id, held.cap_id, holder_ids[no], held.holder_kind, held.exercise_mode,
            held.option_kind, format('%s (assigned %s)', held.title, moved_on),
            innopart.option_right(
                max_units => part_units, max_amount => part_amount,
                currency => CASE WHEN part_amount IS NOT NULL THEN innopart.currency(held.terms) END,
                opens_on => innopart.opens_on(held.terms),
                closes_on => CASE WHEN innopart.closes_on(held.terms) IS NOT NULL
                             THEN greatest(innopart.closes_on(held.terms), innopart.extended_to(so_far)) END,
                min_units => CASE WHEN innopart.min_units(held.terms) IS NOT NULL THEN least(innopart.min_units(held.terms), part_units) END,
                from_phase => innopart.from_phase(held.terms), conditions => innopart.conditions(held.terms),
                notice_days => innopart.notice_days(held.terms), timely => innopart.timely_rule(held.terms), deadline => innopart.deadline_rule(held.terms),
                indivisible => innopart.is_indivisible(held.terms), transferable => innopart.is_transferable(held.terms)),
            held.unit_code, held.price_basis, held.unit_price_amount, held.max_unit_cost_amount, held.price_currency, held.vat_rate, held.index_series,
            held.index_base_month, held.max_exercises - innopart.draw_count(so_far) + innopart.reversal_count(so_far),
            held.max_renewals, held.renewal_length, held.latest_end_on, held.named_on, held.named_in_document_id, held.named_clause,
            held.depends_on_lead_exercise, held.survives_lead_withdrawal, held.survives_partner_reduction, held.transferability, legal_basis, held.id, provenance, source_url)
        RETURNING id INTO heir;
        heirs := heirs || heir;
        INSERT INTO @registry@.option_condition (partnership_id, option_right_id, condition_no, code, title, responsible_id, due_on)
        SELECT c.partnership_id, heir, c.condition_no, c.code, c.title, c.responsible_id, c.due_on
        FROM @registry@.option_condition c WHERE c.partnership_id = held.partnership_id AND c.option_right_id = held.id;
    END LOOP;

    event.option_right_id := held.id;
    event.kind := 'assigned_out';
    event.effective_on := moved_on;
    event.other_right_id := CASE WHEN cardinality(heirs) = 1 THEN heirs[1] END;
    event.legal_basis := legal_basis;
    event.document_id := document_id;
    event.reason := reason;
    event.provenance := provenance;
    event.source_url := source_url;
    PERFORM @registry@.record_option_event(event);
    FOREACH heir IN ARRAY heirs LOOP
        event.option_right_id := heir;
        event.kind := 'assigned_in';
        event.other_right_id := held.id;
        event.condition_no := NULL;
        PERFORM @registry@.record_option_event(event);
        -- what was met stays met, and a suspension goes along
        event.reason := format('carried over from option right %s', held.id);
        event.other_right_id := NULL;
        FOR no IN 1 .. innopart.conditions(held.terms) LOOP
            IF innopart.condition_is_met(so_far, no) THEN
                event.kind := 'condition_met';
                event.condition_no := no;
                PERFORM @registry@.record_option_event(event);
            END IF;
        END LOOP;
        event.condition_no := NULL;
        IF innopart.option_state_reason(held.terms, so_far, moved_on) = 'suspended' THEN
            event.kind := 'suspended';
            PERFORM @registry@.record_option_event(event);
        END IF;
        event.reason := reason;
    END LOOP;
    RETURN heirs;
END $$;
COMMENT ON FUNCTION @registry@.assign_option(bigint, bigint[], text, bigint[], numeric[], date, bigint, text, innopart.provenance, text) IS 'Moves all that is left of a right to one or more new holders, as new rights with the same window, cap, contract, price and met conditions; returns their numbers. The old right is inert from that day. Errors: IP012, IP028, IP029, IP030.';
