-- The ledger's guard: an option is never oversold, by concurrent buyers, by a crash, or by a
-- correction.  Every way in (the verbs, INSERT, COPY, an ORM) passes the same BEFORE trigger:
-- it locks the account of the shared cap, or the right's own where it shares none, asks the C core
-- whether the event is legal, and adds it to the positions in both.  They are added in the same trigger,
-- not after the statement, so that the second row of one INSERT already meets the first one's effect.
--
-- What every draw asks is in C (src/ledger_guard.c); here is what that asks of the registry: the facts
-- of an exercise, the acts other than an exercise, what comes late, and the words of a refusal.

CREATE OR REPLACE FUNCTION @registry@.acts_for(actor_id bigint, holder_id bigint, on_day date) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM @registry@.organisation o
        WHERE o.id = actor_id AND (o.existed_to IS NULL OR o.existed_to >= on_day))
    AND (actor_id = holder_id OR EXISTS (
        WITH RECURSIVE body(id) AS (
            SELECT holder_id
            UNION
            SELECT s.successor_id FROM body b
            JOIN @registry@.known_organisation_succession s ON s.predecessor_id = b.id AND s.effective_on <= on_day
        )
        SELECT FROM body b WHERE b.id = actor_id));
END $$;
COMMENT ON FUNCTION @registry@.acts_for(bigint, bigint, date) IS 'Whether an organisation is, on that day, the holder itself or its universal successor. A body that no longer exists acts for nobody. Source: universal succession (domain invariant 4).';

CREATE OR REPLACE FUNCTION @registry@.phase_on(of_partnership bigint, on_day date) RETURNS innopart.phase
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    SELECT e.phase FROM @registry@.known_phase_event e
    WHERE e.partnership_id = of_partnership AND e.effective_on <= on_day
    ORDER BY e.effective_on DESC, e.id DESC LIMIT 1;
$$;
COMMENT ON FUNCTION @registry@.phase_on(bigint, date) IS 'The phase a partnership was in on a day, as known now; NULL before its first phase.';

CREATE OR REPLACE FUNCTION @registry@.lead_has_exercised(of_partnership bigint, on_day date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM @registry@.option_right r
                   JOIN @registry@.option_event e ON e.partnership_id = r.partnership_id AND e.option_right_id = r.id
                   WHERE r.partnership_id = of_partnership AND r.holder_kind = 'lead' AND e.kind = 'exercised' AND e.effective_on <= on_day);
$$;
COMMENT ON FUNCTION @registry@.lead_has_exercised(bigint, date) IS 'Whether a lead had exercised an option of the partnership by that day.';

CREATE OR REPLACE FUNCTION @registry@.may_exercise(of_partnership bigint, of_right bigint, holder_id bigint, actor_id bigint, on_day date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    SELECT @registry@.acts_for(actor_id, holder_id, on_day)
        OR EXISTS (SELECT FROM @registry@.known_mandate m
                   WHERE m.partnership_id = of_partnership AND m.option_right_id = of_right AND m.organisation_id = actor_id
                     AND on_day BETWEEN m.effective_on AND coalesce(m.to_on, on_day));
$$;
COMMENT ON FUNCTION @registry@.may_exercise(bigint, bigint, bigint, bigint, date) IS 'Whether an organisation may exercise a right of that holder on a day: the holder, its legal successor or the bearer of a mandate.';

-- These are asked by kept plans of the guard: tables, without settings of their own, so that they are planned into them.
CREATE OR REPLACE FUNCTION @registry@.phase_reached(of_partnership bigint, on_day date) RETURNS TABLE (phase innopart.phase)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    -- to be closed is no phase reached
    SELECT max(e.phase) FROM @registry@.known_phase_event e
    WHERE e.partnership_id = of_partnership AND e.effective_on <= on_day AND e.phase <> 'closed';
END;
COMMENT ON FUNCTION @registry@.phase_reached(bigint, date) IS 'The furthest phase that a partnership had reached by a day, as known at innopart.known_at(): one row, NULL before its first.';

CREATE OR REPLACE FUNCTION @registry@.other_currencies(of_partnership bigint, of_cap bigint, code text) RETURNS TABLE (currency text)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT c.currency
    FROM @registry@.option_right r
    LEFT JOIN @registry@.option_account a ON a.partnership_id = r.partnership_id AND a.option_right_id = r.id
    CROSS JOIN LATERAL (SELECT coalesce(innopart.currency(a.position), r.price_currency, innopart.currency(r.terms)) AS currency) c
    WHERE r.partnership_id = of_partnership AND r.cap_id = of_cap AND c.currency <> code;
END;
COMMENT ON FUNCTION @registry@.other_currencies(bigint, bigint, text) IS 'The currencies, other than one, in which rights under a shared cap have been drawn or are stated: one row a right that has another. Source: money shares a currency inside a cap (domain invariant 13).';

CREATE OR REPLACE FUNCTION @registry@.exercise_facts(of_partnership bigint, contract_id bigint, of_solution bigint, holder_id bigint, on_day date)
    RETURNS TABLE (holder_exists boolean, is_accepted boolean, contract_currency text, contract_max_unit_cost_amount numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT h.existed_to IS NULL,
        EXISTS (SELECT FROM @registry@.known_track_event t
                WHERE t.partnership_id = of_partnership AND t.partner_contract_id = contract_id
                  AND t.state = 'accepted' AND t.effective_on <= on_day)
            AND EXISTS (SELECT FROM @registry@.known_acceptance a
                        WHERE a.partnership_id = of_partnership AND a.solution_id = of_solution
                          AND a.performance_met AND a.unit_cost_amount <= a.max_unit_cost_amount AND a.effective_on <= on_day),
        c.currency, c.max_unit_cost_amount
    FROM @registry@.organisation h
    LEFT JOIN @registry@.known_partner_contract c ON c.partnership_id = of_partnership AND c.id = contract_id
    WHERE h.id = exercise_facts.holder_id;
END;
COMMENT ON FUNCTION @registry@.exercise_facts(bigint, bigint, bigint, bigint, date) IS 'What the registry knows of an exercise on a day, as known at innopart.known_at(). holder_exists: without an end. is_accepted: the partner''s track was accepted, performance met and unit cost within the maximum (Directive 2014/24/EU Art. 31(2)). The contract''s currency and highest unit cost, ex VAT.';

CREATE OR REPLACE FUNCTION @registry@.renewal_fits(held @registry@.option_right, draws integer) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    SELECT coalesce(draws < held.max_renewals, true) AND coalesce(
        (SELECT c.ends_on FROM @registry@.known_partner_contract c WHERE c.partnership_id = held.partnership_id AND c.id = held.partner_contract_id)
            + (draws + 1) * held.renewal_length <= held.latest_end_on, true);
$$;
COMMENT ON FUNCTION @registry@.renewal_fits(@registry@.option_right, integer) IS 'Whether one more renewal, after so many, stays within the stated number and the stated latest end.';

-- What a refusal says: one place for the words, the SQLSTATE and the way out.
CREATE OR REPLACE FUNCTION @registry@.refuse_event(
    refusal text, held @registry@.option_right, shared @registry@.cap, event @registry@.option_event,
    so_far innopart.option_position, shared_units_left bigint, shared_amount_left numeric) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = ''
AS $$
DECLARE
    own record := innopart.headroom(held.terms, so_far);
    last_day date := innopart.option_last_day(held.terms, so_far);
    account constant innopart.option_position := (SELECT a.position FROM @registry@.cap_account a WHERE a.partnership_id = shared.partnership_id AND a.cap_id = shared.id);
    others text;
    state text;
    said text;
    rule text;
    way_out text;
    phase_now innopart.phase;
BEGIN
    SELECT string_agg(DISTINCT o.name, ' and ') INTO others
    FROM @registry@.option_right r JOIN @registry@.organisation o ON o.id = r.holder_id
    WHERE r.partnership_id = held.partnership_id AND r.cap_id = held.cap_id AND r.holder_id <> held.holder_id;

    CASE refusal
    WHEN 'over_own_units' THEN
        state := 'IP007';
        said := format('remaining %s of %s units under option right "%s"; %s asked for', own.units, innopart.max_units(held.terms) + innopart.raised_units(so_far), held.title, event.units);
        rule := 'The exercised units of a right, net of reversals, never exceed its own ceiling (C-23/20: at the ceiling the right has exhausted its effects).';
        way_out := CASE WHEN own.units > 0 THEN format('Exercise at most %s, or have the ceiling raised by a documented modification (raise_option).', own.units)
                        ELSE 'Only a reversal inside the window, or a documented modification (raise_option), makes room.' END;
    WHEN 'over_own_amount' THEN
        state := 'IP008';
        said := format('remaining %s of %s %s under option right "%s"; %s asked for', own.amount, innopart.max_amount(held.terms) + innopart.raised_amount(so_far), innopart.currency(held.terms), held.title, event.amount);
        rule := 'The exercised amount of a right, net of reversals and ex VAT, never exceeds its own ceiling (C-23/20).';
        way_out := CASE WHEN own.amount > 0 THEN format('Exercise for at most %s %s.', own.amount, innopart.currency(held.terms))
                        ELSE 'Only a reversal inside the window, or a documented modification (raise_option), makes room.' END;
    WHEN 'over_shared_units' THEN
        state := 'IP009';
        said := format('remaining %s of %s under cap "%s"%s', shared_units_left, shared.max_units + innopart.raised_units(account), shared.title, '; shared with ' || others);
        rule := format('%s units were asked for. The sum over all holders under a shared cap never exceeds it (C-23/20).', event.units);
        way_out := CASE WHEN shared_units_left > 0 THEN format('Exercise at most %s, or have the cap raised by a documented modification (raise_cap).', shared_units_left)
                        ELSE 'Only another holder''s reversal, or a documented modification (raise_cap), makes room.' END;
    WHEN 'over_shared_amount' THEN
        state := 'IP010';
        said := format('remaining %s of %s %s under cap "%s"%s', shared_amount_left, shared.max_amount + innopart.raised_amount(account), shared.currency, shared.title, '; shared with ' || others);
        rule := format('%s was asked for. The sum over all holders under a shared cap never exceeds it (C-23/20).', event.amount);
        way_out := CASE WHEN shared_amount_left > 0 THEN format('Exercise for at most %s %s, or have the cap raised by a documented modification (raise_cap).', shared_amount_left, shared.currency)
                        ELSE 'Only another holder''s reversal, or a documented modification (raise_cap), makes room.' END;
    WHEN 'reference_taken' THEN
        state := 'IP021';
        said := format('reference "%s" already stands for another event of option right "%s"', event.reference, held.title);
        SELECT format('Event %s: %s on %s, units %s, amount %s.', e.id, e.kind, e.effective_on, e.units, e.amount) INTO rule
        FROM @registry@.option_event e
        WHERE e.partnership_id = event.partnership_id AND e.option_right_id = event.option_right_id AND e.reference = event.reference;
        way_out := 'Repeat a request with the same content, or give a new request a new reference.';
    WHEN 'notice_on_another_day' THEN
        state := '22023';
        said := format('the event is dated %s, but its notice counts on %s', event.effective_on, innopart.notice_day(held.terms, event.sent_at, event.received_at));
        rule := format('The terms of option right "%s" count a notice on its %s, in time zone %s.', held.title, innopart.timely_rule(held.terms), innopart.time_zone());
        way_out := 'Leave effective_on out when sent_at and received_at are given.';
    WHEN 'in_the_future' THEN
        state := 'IP039';
        said := format('event "%s" of option right "%s" is dated in the future: %s', event.kind, held.title, event.effective_on);
        rule := 'The ledger holds what has happened.';
        way_out := 'Record the event on the day it takes effect.';
    WHEN 'stranger' THEN
        state := 'IP017';
        said := format('%s cannot exercise option right "%s" of %s on %s',
            (SELECT o.name FROM @registry@.organisation o WHERE o.id = event.acting_id), held.title,
            (SELECT o.name FROM @registry@.organisation o WHERE o.id = held.holder_id), event.effective_on);
        rule := 'Only the holder, its legal successor or the bearer of a recorded mandate exercises a right.';
        way_out := 'Record the succession (organisation_succession) or the mandate first.';
    WHEN 'cap_not_counted' THEN
        state := '22023';
        said := format('exercise of option right "%s" lacks what cap "%s" counts', held.title, shared.title);
        rule := 'Under a shared cap every exercise states units where the cap counts units and an amount where it counts money.';
    WHEN 'not_accepted' THEN
        state := 'IP022';
        said := format('the solution of option right "%s" is not accepted on %s', held.title, event.effective_on);
        rule := 'Only a result that meets the agreed performance levels within the agreed maximum costs may be bought without a new procedure (Directive 2014/24/EU Art. 31(2)).';
        way_out := 'Record the acceptance test and the accepted track first: accept_solution().';
    WHEN 'above_maximum_cost' THEN
        state := 'IP023';
        said := format('unit price %s is above the agreed maximum of %s %s',
            round(greatest(event.amount / nullif(event.units, 0), event.unit_price_amount), 4),
            least(held.max_unit_cost_amount, (SELECT c.max_unit_cost_amount FROM @registry@.known_partner_contract c
                                              WHERE c.partnership_id = held.partnership_id AND c.id = held.partner_contract_id AND c.currency = event.currency)),
            event.currency);
        rule := 'A purchase may not exceed the maximum costs agreed with the partner (Art. 31(2)).';
    WHEN 'exercises_used' THEN
        state := 'IP043';
        said := format('option right "%s" has been exercised %s of %s times', held.title, innopart.draw_count(so_far) - innopart.reversal_count(so_far), held.max_exercises);
        rule := 'The terms state how many times the right may be exercised.';
    WHEN 'renewals_used' THEN
        state := 'IP044';
        said := format('option right "%s" allows %s renewals, ending on %s at the latest; %s used', held.title, held.max_renewals, held.latest_end_on,
            innopart.draw_count(so_far) - innopart.reversal_count(so_far));
        rule := 'Renewals never exceed the stated number, nor the stated latest end.';
    WHEN 'lead_first' THEN
        state := 'IP002';
        said := format('option right "%s" depends on the lead''s exercise', held.title);
        rule := format('The lead has exercised no option on or before %s.', event.effective_on);
    WHEN 'not_granted' THEN
        state := 'IP001';
        said := format('option right "%s" is not granted on %s', held.title, event.effective_on);
        rule := 'A right named in the procurement documents binds nobody until the contract is concluded and the standstill is over.';
        way_out := 'Record the grant first: grant_option().';
    WHEN 'conditions_open' THEN
        state := 'IP002';
        SELECT string_agg(format('%s (%s)', c.condition_no, coalesce(c.title, c.code::text)), ', ' ORDER BY c.condition_no) INTO others
        FROM @registry@.option_condition c
        WHERE c.partnership_id = held.partnership_id AND c.option_right_id = held.id
          AND NOT innopart.condition_is_met(so_far, c.condition_no);
        said := format('option right "%s" has open conditions on %s', held.title, event.effective_on);
        rule := format('Every mandatory condition must be met on or before the day of exercise.%s', ' Open: ' || others || '.');
        way_out := 'Record each condition with meet_condition() once it is met.';
    WHEN 'window_not_open' THEN
        state := 'IP003';
        said := format('the window of option right "%s" opens on %s', held.title, innopart.opens_on(held.terms));
        rule := format('The event is dated %s.', event.effective_on);
        way_out := 'Exercise inside the window.';
    WHEN 'window_closed' THEN
        state := 'IP004';
        said := format('the last day of option right "%s" was %s', held.title, last_day);
        rule := format('The event is dated %s. After the window, or the last notice day, the remaining right is gone.', event.effective_on);
        way_out := 'An extension after lapse would be a new award; start a new procedure.';
    WHEN 'phase_not_reached' THEN
        state := 'IP005';
        phase_now := @registry@.phase_on(held.partnership_id, event.effective_on);
        said := format('option right "%s" can be exercised from phase %s', held.title, innopart.from_phase(held.terms));
        rule := format('On %s the partnership is in %s.', event.effective_on, coalesce('phase ' || phase_now::text, 'no phase'));
        way_out := 'Record the phase first: enter_phase().';
    WHEN 'suspended' THEN
        state := 'IP006';
        said := format('option right "%s" is suspended on %s', held.title, event.effective_on);
        rule := 'A suspension stops every exercise; it does not stop the clock of the window.';
        way_out := 'Record its end with resume_option() when it is lifted.';
    WHEN 'right_waived' THEN
        state := 'IP011';
        said := format('option right "%s" was waived on %s', held.title, innopart.waived_on(so_far));
        rule := 'A waiver in writing is irrevocable.';
    WHEN 'right_assigned' THEN
        state := 'IP012';
        said := format('option right "%s" was assigned on %s', held.title, innopart.assigned_on(so_far));
        rule := 'An assigned right is inert: what was left of it has moved, and its account was settled with it.';
        way_out := 'Use the successor''s right: see report.succession.';
    WHEN 'contract_terminated' THEN
        state := 'IP013';
        said := format('option right "%s" ended with its contract on %s', held.title, innopart.terminated_on(so_far));
        rule := 'A partner''s options end with its contract unless their survival is recorded.';
    WHEN 'below_minimum' THEN
        state := 'IP014';
        said := format('the smallest call-off of option right "%s" is %s units; %s asked for', held.title, innopart.min_units(held.terms), event.units);
        rule := 'The terms state a minimum call-off.';
    WHEN 'indivisible' THEN
        state := 'IP015';
        said := format('option right "%s" can only be exercised whole: %s units', held.title, own.units);
        rule := format('%s units were asked for; the terms say "indivisible".', event.units);
    WHEN 'condition_failed' THEN
        state := 'IP016';
        said := format('option right "%s" lapsed when a mandatory condition failed', held.title);
        rule := 'A condition that has finally failed ends the right.';
    WHEN 'reversal_exceeds' THEN
        state := 'IP018';
        said := format('the reversal is larger than what option right "%s" has exercised', held.title);
        rule := 'A reversal never exceeds what it reverses.';
    WHEN 'extension_after_lapse' THEN
        state := 'IP020';
        said := format('option right "%s" lapsed after %s and cannot be extended', held.title, last_day);
        rule := format('The extension is dated %s. An extension after lapse is a new award (Art. 72).', event.effective_on);
        way_out := 'Start a new procedure.';
    WHEN 'currency_mismatch' THEN
        state := 'IP024';
        said := format('option right "%s" counts in %s, not %s', held.title, coalesce(innopart.currency(held.terms), held.price_currency,
            (SELECT c.currency FROM @registry@.other_currencies(held.partnership_id, held.cap_id, event.currency) c LIMIT 1)), event.currency);
        rule := 'Money shares one currency inside a right and a cap; there is no silent conversion.';
    WHEN 'not_transferable' THEN
        state := 'IP029';
        said := format('option right "%s" is not transferable', held.title);
        rule := 'The terms do not say "transferable", and the new holder is not a legal successor of the old.';
        way_out := 'Record the succession first (organisation_succession), if there is one.';
    WHEN 'already' THEN
        state := 'IP045';
        said := format('option right "%s" already is what event "%s" would make it', held.title, event.kind);
        rule := 'Such an event is recorded once.';
        way_out := 'Give a request a reference when it may be repeated.';
    WHEN 'not_suspended' THEN
        state := 'IP045';
        said := format('option right "%s" is not suspended on %s', held.title, event.effective_on);
        rule := 'Only a suspended right is resumed.';
    ELSE
        state := '22023';
        said := format('event "%s" on option right "%s" is incomplete or out of range', event.kind, held.title);
        rule := CASE refusal
                WHEN 'bad_quantity' THEN 'Units and amount must be given for the ceilings the terms have, be positive, and, for a partial waiver, be less than all that is left.'
                WHEN 'bad_condition' THEN format('Condition numbers of this right run from 1 to %s.', innopart.conditions(held.terms))
                WHEN 'bad_extension' THEN 'An extension ends after the day the window closes now; an open window has no end to extend.'
                ELSE format('Refusal "%s".', refusal) END;
    END CASE;
    RAISE EXCEPTION USING ERRCODE = state, MESSAGE = said, DETAIL = rule,
        HINT = coalesce(way_out, 'See report.option_event_trail for what has happened to the right.');
END $$;
COMMENT ON FUNCTION @registry@.refuse_event(text, @registry@.option_right, @registry@.cap, @registry@.option_event, innopart.option_position, bigint, numeric) IS 'Raises the error of a refusal code, of innopart.option_refusal() or of the guard: what is left, who shares it and what to do; SQLSTATE class IP (doc/errors.md).';

-- The least that a cap has left at any moment from a day on: what a (possibly back-dated) draw on
-- that day may take.  Nearly every draw is the latest, and then the cap's position tells.
CREATE OR REPLACE FUNCTION @registry@.cap_left_from(shared @registry@.cap, from_day date, OUT units bigint, OUT amount numeric)
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    account @registry@.cap_account;
BEGIN
    SELECT * INTO account FROM @registry@.cap_account a WHERE a.partnership_id = shared.partnership_id AND a.cap_id = shared.id;
    units := shared.max_units + innopart.raised_units(account.position) - innopart.net_drawn_units(account.position);
    amount := shared.max_amount + innopart.raised_amount(account.position) - innopart.net_drawn_amount(account.position);
    IF account.last_event_on IS NULL OR account.last_event_on <= from_day THEN
        RETURN;
    END IF;
    -- back from today, day by day: what was left before a day is what is left after it less its changes
    WITH change AS (
        SELECT e.effective_on,
            CASE e.kind WHEN 'exercised' THEN -e.units WHEN 'exercise_reversed' THEN e.units END AS units,
            CASE e.kind WHEN 'exercised' THEN -e.amount WHEN 'exercise_reversed' THEN e.amount END AS amount
        FROM @registry@.option_right r
        JOIN @registry@.option_event e ON e.partnership_id = r.partnership_id AND e.option_right_id = r.id
        WHERE r.partnership_id = shared.partnership_id AND r.cap_id = shared.id
          AND e.effective_on > from_day AND e.kind IN ('exercised', 'exercise_reversed')
        UNION ALL
        SELECT e.effective_on, e.units, e.amount FROM @registry@.cap_event e
        WHERE e.partnership_id = shared.partnership_id AND e.cap_id = shared.id AND e.effective_on > from_day
    ), undone AS (
        SELECT sum(sum(change.units)) OVER since AS units, sum(sum(change.amount)) OVER since AS amount
        FROM change GROUP BY change.effective_on
        WINDOW since AS (ORDER BY change.effective_on DESC)
    )
    SELECT least(cap_left_from.units, cap_left_from.units - max(undone.units)),
        least(cap_left_from.amount, cap_left_from.amount - max(undone.amount))
    INTO units, amount FROM undone;
END $$;
COMMENT ON FUNCTION @registry@.cap_left_from(@registry@.cap, date) IS 'The smallest number of units and amount that a shared cap has left on any day from from_day on; NULL where it has no such ceiling, and where there is no cap.';

-- Whether a right is passed on to those who live on in its holder's place, and to nobody else.
CREATE OR REPLACE FUNCTION @registry@.is_succession(held @registry@.option_right, on_day date) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT coalesce(bool_and(@registry@.acts_for(s.holder_id, held.holder_id, on_day)), false)
    FROM @registry@.option_right s WHERE s.partnership_id = held.partnership_id AND s.predecessor_id = held.id;
$$;
COMMENT ON FUNCTION @registry@.is_succession(@registry@.option_right, date) IS 'Whether the rights that name this one as predecessor are, on that day, all held by legal successors of its holder.';

-- The acts other than an exercise: what each needs, and what follows from it.
CREATE OR REPLACE FUNCTION @registry@.act_of_right(event @registry@.option_event, held @registry@.option_right) RETURNS @registry@.option_event
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = ''
AS $$
DECLARE
    reversed @registry@.option_event;
    contract @registry@.known_partner_contract;
    left_over record;
    notice_on date;
BEGIN
    -- or there would be a right that nobody has lost
    IF event.kind IN ('named', 'granted') AND held.predecessor_id IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'IP030',
            MESSAGE = format('option right "%s" succeeds another: it is assigned, not %s', held.title, event.kind),
            DETAIL = 'What a successor holds is what its predecessor had left: it begins when that is assigned.',
            HINT = 'Use assign_option(), which records both sides.';
    END IF;
    CASE event.kind
    WHEN 'named' THEN
        SELECT min(n.effective_on) INTO notice_on FROM @registry@.known_notice n
        WHERE n.partnership_id = event.partnership_id AND n.kind = 'competition';
        IF event.effective_on <> held.named_on THEN
            RAISE EXCEPTION USING ERRCODE = 'IP028',
                MESSAGE = format('option right "%s" was named on %s, not %s', held.title, held.named_on, event.effective_on),
                DETAIL = 'The day a holder was named is part of the frozen terms.';
        END IF;
        IF held.named_on > notice_on THEN
            RAISE EXCEPTION USING ERRCODE = 'IP026',
                MESSAGE = format('option right "%s" was named on %s, after the notice was dispatched on %s', held.title, held.named_on, notice_on),
                DETAIL = 'A buyer must be clearly identified in the procurement documents before the notice is dispatched (C-216/17; KOFA 2015/65).',
                HINT = 'A late joiner takes part as a learning follower, without an option.';
        END IF;
    WHEN 'granted' THEN
        SELECT * INTO contract FROM @registry@.known_partner_contract c
        WHERE c.partnership_id = held.partnership_id AND c.id = held.partner_contract_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION USING ERRCODE = 'IP001',
                MESSAGE = format('option right "%s" has no partner contract to be granted under', held.title),
                DETAIL = 'A right is granted by a concluded contract.',
                HINT = 'Give grant_option() the partner_contract_id.';
        ELSIF event.effective_on < contract.effective_on THEN
            RAISE EXCEPTION USING ERRCODE = 'IP001',
                MESSAGE = format('option right "%s" cannot be granted on %s: its contract was concluded on %s', held.title, event.effective_on, contract.effective_on),
                DETAIL = 'A right is granted when the contract is concluded and the standstill is over.';
        END IF;
    WHEN 'exercise_reversed' THEN
        SELECT * INTO reversed FROM @registry@.option_event e
        WHERE e.partnership_id = event.partnership_id AND e.id = event.reverses_id
          AND e.option_right_id = event.option_right_id AND e.kind = 'exercised';
        IF NOT FOUND THEN
            RAISE EXCEPTION USING ERRCODE = 'IP018',
                MESSAGE = format('reversal names no exercise of option right "%s"', held.title),
                DETAIL = 'A reversal names the exercise it reverses.',
                HINT = 'Give reverses_id: see report.option_event_trail for the exercises of this right.';
        ELSIF event.effective_on < reversed.effective_on THEN
            RAISE EXCEPTION USING ERRCODE = 'IP019',
                MESSAGE = format('reversal dated %s precedes the exercise of %s', event.effective_on, reversed.effective_on),
                DETAIL = 'A reversal never precedes what it reverses.';
        END IF;
        SELECT reversed.units - coalesce(sum(e.units), 0) AS units, reversed.amount - coalesce(sum(e.amount), 0) AS amount INTO left_over
        FROM @registry@.option_event e
        WHERE e.partnership_id = event.partnership_id AND e.option_right_id = event.option_right_id
          AND e.kind = 'exercise_reversed' AND e.reverses_id = event.reverses_id;
        IF event.units IS NULL AND event.amount IS NULL THEN
            event.units := left_over.units;
            event.amount := left_over.amount;
        ELSIF event.amount IS NULL AND reversed.units > 0 THEN
            -- the money goes back in the proportion of the units; the last unit takes the rest
            event.amount := CASE WHEN event.units = left_over.units THEN left_over.amount
                               ELSE round(reversed.amount * event.units / reversed.units, 4) END;
        END IF;
        event.currency := CASE WHEN event.amount IS NOT NULL THEN coalesce(event.currency, reversed.currency) END;
        IF event.units > left_over.units OR event.amount > left_over.amount OR (event.units > 0 AND reversed.units IS NULL) THEN
            RAISE EXCEPTION USING ERRCODE = 'IP018',
                MESSAGE = format('remaining %s units and %s of exercise %s can be reversed', left_over.units, left_over.amount, event.reverses_id),
                DETAIL = 'A reversal never exceeds what it reverses.';
        ELSIF event.currency <> reversed.currency THEN
            PERFORM @registry@.refuse_event('currency_mismatch', held, NULL, event, 'empty', NULL, NULL);
        END IF;
        event.unit_price_amount := reversed.unit_price_amount;
    WHEN 'waived', 'partly_waived' THEN
        event.acting_id := coalesce(event.acting_id, held.holder_id);
        IF NOT @registry@.acts_for(event.acting_id, held.holder_id, event.effective_on) THEN
            RAISE EXCEPTION USING ERRCODE = 'IP017',
                MESSAGE = format('only the holder can waive option right "%s"', held.title),
                DETAIL = 'A waiver is the holder''s own act, in writing; a mandate to exercise does not cover it.';
        END IF;
    WHEN 'window_extended', 'cap_amended' THEN
        IF coalesce(event.legal_basis, '') = '' THEN
            RAISE EXCEPTION USING ERRCODE = 'IP042',
                MESSAGE = format('event "%s" of option right "%s" has no legal basis', event.kind, held.title),
                DETAIL = 'After the grant, terms change only by a documented modification with a legal basis (Art. 72).',
                HINT = 'Give legal_basis, for example a review clause of the contract.';
        END IF;
    WHEN 'assigned_out' THEN
        IF held.transferability = 'none' OR (held.transferability = 'public_succession' AND NOT @registry@.is_succession(held, event.effective_on)) THEN
            PERFORM @registry@.refuse_event('not_transferable', held, NULL, event, 'empty', NULL, NULL);
        END IF;
    WHEN 'assigned_in' THEN
        IF NOT EXISTS (SELECT FROM @registry@.option_event e
                       WHERE e.partnership_id = event.partnership_id AND e.option_right_id = held.predecessor_id
                         AND e.kind = 'assigned_out' AND e.effective_on = event.effective_on) THEN
            RAISE EXCEPTION USING ERRCODE = 'IP030',
                MESSAGE = format('nothing was assigned to option right "%s" on %s', held.title, event.effective_on),
                DETAIL = 'The old right becomes inert the same day that the new one begins: no gap, no overlap.',
                HINT = 'Use assign_option(), which records both sides.';
        END IF;
        event.other_right_id := held.predecessor_id;
    ELSE
        NULL;
    END CASE;
    RETURN event;
END $$;
COMMENT ON FUNCTION @registry@.act_of_right(@registry@.option_event, @registry@.option_right) IS 'An event other than an exercise, with what follows from it filled in: for the guard, which has locked the right. Errors: IP001, IP017-IP019, IP024, IP026, IP028-IP030, IP042.';

-- A back-dated event must leave everything after it legal.
CREATE OR REPLACE FUNCTION @registry@.check_later(event @registry@.option_event, held @registry@.option_right, so_far innopart.option_position) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD'
AS $$
DECLARE
    later @registry@.option_event;
    refusal text;
BEGIN
    FOR later IN SELECT e.* FROM @registry@.option_event e
        WHERE e.partnership_id = event.partnership_id AND e.option_right_id = event.option_right_id AND e.effective_on > event.effective_on
        ORDER BY e.effective_on, e.id
    LOOP
        refusal := innopart.option_refusal(later.kind, held.terms, so_far, later.effective_on, later.units, later.amount, later.currency,
            later.condition_no, later.extended_to, 'closed', NULL, NULL, true);
        IF refusal IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'IP038',
                MESSAGE = format('event "%s" dated %s would make the later event %s ("%s" of %s) illegal', event.kind, event.effective_on, later.id, later.kind, later.effective_on),
                DETAIL = format('Refusal "%s". A late record must leave all that follows it legal.', refusal),
                HINT = 'Reverse the later event first, if it should not stand.';
        END IF;
        so_far := so_far + innopart.option_event_position(later.kind, later.effective_on, later.units, later.amount, later.currency, later.condition_no, later.extended_to);
    END LOOP;
END $$;
COMMENT ON FUNCTION @registry@.check_later(@registry@.option_event, @registry@.option_right, innopart.option_position) IS 'Raises IP038 when an event that is recorded late would make one that followed it illegal. so_far: the position with the event, on its day.';

-- Without sorts the guard finds a reference by the index of references, whatever is known of the table.  With them,
-- and before its first ANALYZE, the planner may as well walk through all events of the right and sort them.  (A sort
-- that cannot be done without seems so dear then that PostgreSQL would compile the query.)
CREATE OR REPLACE FUNCTION @registry@.option_event_guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = '' SET enable_sort = off SET jit = off
AS $$
BEGIN
    RETURN innopart.guard_event(NEW, TG_RELID);
END $$;
COMMENT ON FUNCTION @registry@.option_event_guard() IS 'Trigger of the ledger: innopart.guard_event() judges what is known now, with the rights of the registry''s owner.';

-- An assignment moves exactly what is left: the successors' ceilings add up to it, and everything
-- else stays as it was.
CREATE OR REPLACE FUNCTION @registry@.check_assignment(held @registry@.option_right, so_far innopart.option_position) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    own record := innopart.headroom(held.terms, so_far);
    heirs record;
BEGIN
    SELECT sum(innopart.max_units(s.terms)) AS units, sum(innopart.max_amount(s.terms)) AS amount, count(*) AS heirs,
        bool_and((s.partner_contract_id, s.solution_id, s.cap_id, s.unit_code, s.price_basis, s.unit_price_amount, s.price_currency, s.max_unit_cost_amount,
                  innopart.opens_on(s.terms), innopart.option_last_day(s.terms, 'empty'), innopart.from_phase(s.terms), innopart.conditions(s.terms), innopart.notice_days(s.terms))
             IS NOT DISTINCT FROM
                 (held.partner_contract_id, held.solution_id, held.cap_id, held.unit_code, held.price_basis, held.unit_price_amount, held.price_currency, held.max_unit_cost_amount,
                  innopart.opens_on(held.terms), innopart.option_last_day(held.terms, so_far), innopart.from_phase(held.terms), innopart.conditions(held.terms), innopart.notice_days(held.terms))) AS same
    INTO heirs
    FROM @registry@.option_right s
    WHERE s.partnership_id = held.partnership_id AND s.predecessor_id = held.id;
    IF heirs.heirs = 0 OR (heirs.units, heirs.amount) IS DISTINCT FROM (own.units, own.amount) OR NOT heirs.same THEN
        RAISE EXCEPTION USING ERRCODE = 'IP028',
            MESSAGE = format('assignment of option right "%s" would not conserve it', held.title),
            DETAIL = format('Left: %s units, %s. Passed on to %s successor rights: %s units, %s; same window, cap, contract and price: %s.',
                own.units, own.amount, heirs.heirs, heirs.units, heirs.amount, coalesce(heirs.same, false)),
            HINT = 'Use assign_option(), which copies the terms and passes on exactly what is left.';
    END IF;
END $$;
COMMENT ON FUNCTION @registry@.check_assignment(@registry@.option_right, innopart.option_position) IS 'Raises IP028 unless the rights that name this one as predecessor hold together exactly what it has left, on the same terms.';

CREATE OR REPLACE FUNCTION @registry@.assignment_is_complete() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    heir @registry@.option_right;
BEGIN
    SELECT s.* INTO heir FROM @registry@.option_right s
    WHERE s.partnership_id = NEW.partnership_id AND s.predecessor_id = NEW.option_right_id
      AND NOT EXISTS (SELECT FROM @registry@.option_event e
                      WHERE e.partnership_id = s.partnership_id AND e.option_right_id = s.id
                        AND e.kind = 'assigned_in' AND e.effective_on = NEW.effective_on)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'IP030',
            MESSAGE = format('option right "%s" was assigned out but never came in as "%s"',
                (SELECT r.title FROM @registry@.option_right r WHERE r.partnership_id = NEW.partnership_id AND r.id = NEW.option_right_id), heir.title),
            DETAIL = 'Both sides of an assignment are recorded in one transaction, on one day.',
            HINT = 'Use assign_option().';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.assignment_is_complete() IS 'Deferred trigger: at commit every successor of an assigned right has its assigned_in of the same day; IP030 otherwise.';

-- A right and a cap are frozen as they were stated.
CREATE OR REPLACE FUNCTION @registry@.terms_are_frozen() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    allowed record := OLD;
BEGIN
    -- a right is named before anybody knows who will grant it; without a contract it is not granted
    IF @registry@.whole_table(TG_RELID) = 'option_right' THEN
        IF OLD.partner_contract_id IS NULL THEN
            allowed.partner_contract_id := NEW.partner_contract_id;
            allowed.solution_id := NEW.solution_id;
        END IF;
    END IF;
    IF NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION USING ERRCODE = 'IP028',
            MESSAGE = format('%s of %s.%s is refused', TG_OP, TG_TABLE_SCHEMA, @registry@.whole_table(TG_RELID)),
            DETAIL = 'Terms are frozen as they were stated; after that they change only by an event with a legal basis.',
            HINT = 'Use extend_option(), raise_option(), raise_cap() or assign_option().';
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION @registry@.terms_are_frozen() IS 'Trigger: refuses edits of rights and caps with IP028. A named right may still be given its contract and solution before it is granted.';

-- What the events of a right, and those under a cap, come to: what their accounts hold.
CREATE OR REPLACE VIEW @registry@.option_folded WITH (security_invoker = true) AS
SELECT e.partnership_id, e.option_right_id,
    innopart.option_position(e.kind, e.effective_on, e.units, e.amount, e.currency, e.condition_no, e.extended_to) AS position,
    max(e.effective_on) AS last_event_on
FROM @registry@.option_event e GROUP BY e.partnership_id, e.option_right_id;
COMMENT ON VIEW @registry@.option_folded IS 'One row a right with events: the sum of all of them, and the latest day of any. Whatever innopart.as_of and innopart.known_at say.';

CREATE OR REPLACE VIEW @registry@.cap_folded WITH (security_invoker = true) AS
SELECT e.partnership_id, e.cap_id, innopart.option_position(e.effect) AS position, max(e.effective_on) AS last_event_on
FROM (
    SELECT r.partnership_id, r.cap_id, e.effective_on,
        innopart.counted_in(innopart.option_event_position(e.kind, e.effective_on, e.units, e.amount, e.currency, e.condition_no, e.extended_to),
            c.max_units IS NOT NULL, c.max_amount IS NOT NULL) AS effect
    FROM @registry@.option_right r
    JOIN @registry@.cap c ON c.partnership_id = r.partnership_id AND c.id = r.cap_id
    JOIN @registry@.option_event e ON e.partnership_id = r.partnership_id AND e.option_right_id = r.id
    WHERE e.kind IN ('exercised', 'exercise_reversed')
    UNION ALL
    SELECT ce.partnership_id, ce.cap_id, ce.effective_on,
        innopart.option_event_position('cap_amended', ce.effective_on, ce.units, ce.amount,
            CASE WHEN ce.amount IS NOT NULL THEN c.currency END, NULL, NULL)
    FROM @registry@.cap_event ce JOIN @registry@.cap c ON c.partnership_id = ce.partnership_id AND c.id = ce.cap_id) e
GROUP BY e.partnership_id, e.cap_id;
COMMENT ON VIEW @registry@.cap_folded IS 'One row a shared cap with events: the sum of the draws and reversals under it, in what it has a ceiling in, and of its raises, and the latest day of any. Whatever innopart.as_of and innopart.known_at say.';

-- Accounts are opened when their rights and caps are recorded, and else by the guard that misses one: a
-- right and its first event can come in one statement, or have come while no trigger fired.
CREATE OR REPLACE FUNCTION @registry@.open_cap_account(of_partnership bigint, of_cap bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    INSERT INTO @registry@.cap_account (partnership_id, cap_id, position, last_event_on)
    SELECT c.partnership_id, c.id, coalesce(f.position, 'empty'), f.last_event_on
    FROM @registry@.cap c LEFT JOIN @registry@.cap_folded f ON f.partnership_id = c.partnership_id AND f.cap_id = c.id
    WHERE c.partnership_id = of_partnership AND c.id = of_cap
    ON CONFLICT DO NOTHING;
END $$;
COMMENT ON FUNCTION @registry@.open_cap_account(bigint, bigint) IS 'Gives a shared cap the account of what its events come to, if it has none. Errors: 42501.';

CREATE OR REPLACE FUNCTION @registry@.open_option_account(of_partnership bigint, of_right bigint) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    opened @registry@.option_account;
BEGIN
    INSERT INTO @registry@.option_account (partnership_id, option_right_id, position, last_event_on)
    SELECT r.partnership_id, r.id, coalesce(f.position, 'empty'), f.last_event_on
    FROM @registry@.option_right r LEFT JOIN @registry@.option_folded f ON f.partnership_id = r.partnership_id AND f.option_right_id = r.id
    WHERE r.partnership_id = of_partnership AND r.id = of_right
    ON CONFLICT DO NOTHING
    RETURNING * INTO opened;
    IF opened.last_event_on IS NOT NULL THEN
        -- what had passed no guard had not been counted under the cap either
        UPDATE @registry@.cap_account a SET position = f.position, last_event_on = f.last_event_on
        FROM @registry@.option_right r
        JOIN @registry@.cap_folded f ON f.partnership_id = r.partnership_id AND f.cap_id = r.cap_id
        WHERE r.partnership_id = of_partnership AND r.id = of_right AND a.partnership_id = r.partnership_id AND a.cap_id = r.cap_id;
    END IF;
END $$;
COMMENT ON FUNCTION @registry@.open_option_account(bigint, bigint) IS 'Gives a right the account of what its events come to, if it has none, and sees that its cap counts them. For who holds the lock of the right. Errors: 42501.';

CREATE OR REPLACE FUNCTION @registry@.account_is_kept() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'IP028',
        MESSAGE = format('%s of %s.%s is refused', TG_OP, TG_TABLE_SCHEMA, @registry@.whole_table(TG_RELID)),
        DETAIL = 'An account is opened with its right or cap, and moved by the events of the ledger and by nothing else.',
        HINT = 'Record the event: exercise_option(), reverse_exercise() and the other verbs.';
END $$;
COMMENT ON FUNCTION @registry@.account_is_kept() IS 'Trigger: refuses edits of accounts with IP028.';

CREATE OR REPLACE FUNCTION @registry@.option_account_is_opened() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    PERFORM @registry@.open_option_account(NEW.partnership_id, NEW.id);
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.option_account_is_opened() IS 'Trigger: a right that is recorded is given its account.';

CREATE OR REPLACE FUNCTION @registry@.cap_account_is_opened() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    PERFORM @registry@.open_cap_account(NEW.partnership_id, NEW.id);
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.cap_account_is_opened() IS 'Trigger: a cap that is recorded is given its account.';

CREATE OR REPLACE FUNCTION @registry@.option_right_guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' SET innopart.as_of = ''
AS $$
DECLARE
    shared @registry@.cap;
    money constant text := coalesce(NEW.price_currency, innopart.currency(NEW.terms));
    notice_on date;
    heir_of @registry@.option_right;
    assigned_on date;
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.recorded_at := clock_timestamp();
        NEW.recorded_by := session_user;
    END IF;
    SELECT min(n.effective_on) INTO notice_on FROM @registry@.known_notice n
    WHERE n.partnership_id = NEW.partnership_id AND n.kind = 'competition';
    IF NEW.predecessor_id IS NULL AND NEW.named_on > notice_on THEN
        RAISE EXCEPTION USING ERRCODE = 'IP026',
            MESSAGE = format('option right "%s" was named on %s, after the notice was dispatched on %s', NEW.title, NEW.named_on, notice_on),
            DETAIL = 'A buyer must be clearly identified in the procurement documents before the notice is dispatched (C-216/17; KOFA 2015/65).',
            HINT = 'A late joiner takes part as a learning follower, without an option.';
    END IF;
    IF NEW.solution_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM @registry@.solution s
        WHERE s.partnership_id = NEW.partnership_id AND s.id = NEW.solution_id AND s.partner_contract_id = NEW.partner_contract_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'IP046',
            MESSAGE = format('option right "%s" names a solution of another partner', NEW.title),
            DETAIL = 'A solution cannot be bought through a partner that did not develop it.';
    END IF;
    IF NEW.cap_id IS NOT NULL THEN
        -- written, not only locked: a draw under REPEATABLE READ must not pass this right by
        UPDATE @registry@.cap_account a SET last_event_on = a.last_event_on WHERE a.partnership_id = NEW.partnership_id AND a.cap_id = NEW.cap_id;
        IF NOT FOUND THEN
            PERFORM @registry@.open_cap_account(NEW.partnership_id, NEW.cap_id);
        END IF;
        SELECT * INTO shared FROM @registry@.cap c WHERE c.partnership_id = NEW.partnership_id AND c.id = NEW.cap_id;
        IF shared.unit_code IS DISTINCT FROM coalesce(NEW.unit_code, shared.unit_code) THEN
            RAISE EXCEPTION USING ERRCODE = 'IP025',
                MESSAGE = format('option right "%s" counts %s, cap "%s" counts %s', NEW.title, NEW.unit_code, shared.title, coalesce(shared.unit_code, 'no units')),
                DETAIL = 'Quantities inside a cap share a unit.';
        END IF;
        IF money <> shared.currency OR EXISTS (SELECT FROM @registry@.other_currencies(NEW.partnership_id, NEW.cap_id, money)) THEN
            RAISE EXCEPTION USING ERRCODE = 'IP024',
                MESSAGE = format('option right "%s" counts in %s, unlike the others under cap "%s"', NEW.title, money, shared.title),
                DETAIL = 'Money inside a cap shares a currency; there is no silent conversion.';
        END IF;
    END IF;
    IF NEW.predecessor_id IS NOT NULL AND TG_OP = 'INSERT' THEN
        PERFORM @registry@.lock_right(NEW.partnership_id, NEW.predecessor_id);
        -- as above: nor an assignment its heirs, nor an heir the assignment
        UPDATE @registry@.option_account a SET last_event_on = a.last_event_on
        WHERE a.partnership_id = NEW.partnership_id AND a.option_right_id = NEW.predecessor_id;
        IF NOT FOUND THEN
            PERFORM @registry@.open_option_account(NEW.partnership_id, NEW.predecessor_id);
        END IF;
        SELECT * INTO heir_of FROM @registry@.option_right r WHERE r.partnership_id = NEW.partnership_id AND r.id = NEW.predecessor_id;
        SELECT innopart.assigned_on(a.position) INTO assigned_on FROM @registry@.option_account a
        WHERE a.partnership_id = NEW.partnership_id AND a.option_right_id = NEW.predecessor_id;
        IF assigned_on IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'IP012',
                MESSAGE = format('option right "%s" was assigned on %s', heir_of.title, assigned_on),
                DETAIL = 'What has been passed on cannot be passed on again.';
        END IF;
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION @registry@.option_right_guard() IS 'Trigger: a right is named in time (IP026), for the partner''s own solution (IP046), in its cap''s unit (IP025) and currency (IP024).';

CREATE OR REPLACE FUNCTION @registry@.cap_guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    NEW.recorded_by := session_user;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION @registry@.cap_guard() IS 'Trigger: who stated a cap, and when, is the server''s word.';

CREATE OR REPLACE FUNCTION @registry@.cap_event_guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD'
AS $$
DECLARE
    shared @registry@.cap;
    earlier @registry@.cap_event;
BEGIN
    PERFORM FROM @registry@.cap_account a WHERE a.partnership_id = NEW.partnership_id AND a.cap_id = NEW.cap_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM @registry@.open_cap_account(NEW.partnership_id, NEW.cap_id);
        PERFORM FROM @registry@.cap_account a WHERE a.partnership_id = NEW.partnership_id AND a.cap_id = NEW.cap_id FOR NO KEY UPDATE;
    END IF;
    SELECT * INTO shared FROM @registry@.cap c WHERE c.partnership_id = NEW.partnership_id AND c.id = NEW.cap_id;
    IF shared.id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
            MESSAGE = format('partnership %s has no cap %s', NEW.partnership_id, NEW.cap_id);
    END IF;
    IF NEW.reference IS NOT NULL THEN
        SELECT * INTO earlier FROM @registry@.cap_event e
        WHERE e.partnership_id = NEW.partnership_id AND e.cap_id = NEW.cap_id AND e.reference = NEW.reference;
        IF FOUND THEN
            IF (earlier.units, earlier.amount) IS NOT DISTINCT FROM (NEW.units, NEW.amount) THEN
                RETURN NULL;
            END IF;
            RAISE EXCEPTION USING ERRCODE = 'IP021',
                MESSAGE = format('reference "%s" already stands for another raise of cap "%s"', NEW.reference, shared.title);
        END IF;
    END IF;
    IF NEW.units IS NOT NULL AND shared.max_units IS NULL OR NEW.amount IS NOT NULL AND shared.max_amount IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('cap "%s" has no such ceiling to raise', shared.title);
    END IF;
    NEW.id := nextval('@registry@.cap_event_id_seq');
    NEW.recorded_at := clock_timestamp();
    NEW.recorded_by := session_user;
    NEW.effective_on := coalesce(NEW.effective_on, innopart.local_day(clock_timestamp()));
    IF NEW.effective_on > innopart.local_day(clock_timestamp()) THEN
        RAISE EXCEPTION USING ERRCODE = 'IP039',
            MESSAGE = format('raise of cap "%s" is dated in the future: %s', shared.title, NEW.effective_on),
            DETAIL = 'The ledger holds what has happened.';
    END IF;
    UPDATE @registry@.cap_account a
    SET position = a.position + innopart.option_event_position('cap_amended', NEW.effective_on, NEW.units, NEW.amount,
                                    CASE WHEN NEW.amount IS NOT NULL THEN shared.currency END, NULL, NULL),
        last_event_on = greatest(a.last_event_on, NEW.effective_on)
    WHERE a.partnership_id = shared.partnership_id AND a.cap_id = shared.id;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION @registry@.cap_event_guard() IS 'Trigger: locks the cap''s account, answers repeated references and keeps its position.';

-- zz_: after every other trigger, so that nothing can change an event once it has been judged
DROP TRIGGER IF EXISTS zz_ledger_guard ON @registry@.option_event;
CREATE TRIGGER zz_ledger_guard BEFORE INSERT ON @registry@.option_event
    FOR EACH ROW EXECUTE FUNCTION @registry@.option_event_guard();
DROP TRIGGER IF EXISTS assignment_is_complete ON @registry@.option_event;
CREATE CONSTRAINT TRIGGER assignment_is_complete AFTER INSERT ON @registry@.option_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'assigned_out')
    EXECUTE FUNCTION @registry@.assignment_is_complete();
DROP TRIGGER IF EXISTS append_only ON @registry@.option_event;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON @registry@.option_event
    FOR EACH ROW EXECUTE FUNCTION @registry@.fact_is_appended();
DROP TRIGGER IF EXISTS append_only_all ON @registry@.option_event;
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON @registry@.option_event
    FOR EACH STATEMENT EXECUTE FUNCTION @registry@.fact_is_appended();
ALTER TABLE @registry@.option_event ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER append_only_all;

DROP TRIGGER IF EXISTS zz_ledger_guard ON @registry@.cap_event;
CREATE TRIGGER zz_ledger_guard BEFORE INSERT ON @registry@.cap_event
    FOR EACH ROW EXECUTE FUNCTION @registry@.cap_event_guard();
DROP TRIGGER IF EXISTS append_only ON @registry@.cap_event;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON @registry@.cap_event
    FOR EACH ROW EXECUTE FUNCTION @registry@.fact_is_appended();
DROP TRIGGER IF EXISTS append_only_all ON @registry@.cap_event;
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON @registry@.cap_event
    FOR EACH STATEMENT EXECUTE FUNCTION @registry@.fact_is_appended();
ALTER TABLE @registry@.cap_event ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER append_only_all;

DROP TRIGGER IF EXISTS zz_right_guard ON @registry@.option_right;
CREATE TRIGGER zz_right_guard BEFORE INSERT OR UPDATE OF partner_contract_id, solution_id ON @registry@.option_right
    FOR EACH ROW EXECUTE FUNCTION @registry@.option_right_guard();
DROP TRIGGER IF EXISTS zz_cap_guard ON @registry@.cap;
CREATE TRIGGER zz_cap_guard BEFORE INSERT ON @registry@.cap
    FOR EACH ROW EXECUTE FUNCTION @registry@.cap_guard();
DO $$
DECLARE
    stated text;
    account record;
BEGIN
    FOREACH stated IN ARRAY ARRAY['option_right', 'cap'] LOOP
        EXECUTE format($ddl$
            DROP TRIGGER IF EXISTS frozen ON @registry@.%1$I;
            CREATE TRIGGER frozen BEFORE UPDATE ON @registry@.%1$I FOR EACH ROW EXECUTE FUNCTION @registry@.terms_are_frozen();
            $ddl$, stated);
    END LOOP;
    FOR account IN SELECT * FROM (VALUES ('option_account', 'option_right_id'), ('cap_account', 'cap_id')) AS v(name, key) LOOP
        EXECUTE format($ddl$
            DROP TRIGGER IF EXISTS frozen ON @registry@.%1$I;
            CREATE TRIGGER frozen BEFORE UPDATE OF partnership_id, %2$s ON @registry@.%1$I FOR EACH ROW EXECUTE FUNCTION @registry@.account_is_kept();
            -- but for the guards, which are triggers themselves
            DROP TRIGGER IF EXISTS kept ON @registry@.%1$I;
            CREATE TRIGGER kept BEFORE UPDATE ON @registry@.%1$I
                FOR EACH ROW WHEN (pg_catalog.pg_trigger_depth() = 0) EXECUTE FUNCTION @registry@.account_is_kept();
            $ddl$, account.name, account.key);
    END LOOP;
END $$;
DROP TRIGGER IF EXISTS opened ON @registry@.option_right;
CREATE TRIGGER opened AFTER INSERT ON @registry@.option_right FOR EACH ROW EXECUTE FUNCTION @registry@.option_account_is_opened();
DROP TRIGGER IF EXISTS opened ON @registry@.cap;
CREATE TRIGGER opened AFTER INSERT ON @registry@.cap FOR EACH ROW EXECUTE FUNCTION @registry@.cap_account_is_opened();
DO $$
DECLARE
    frozen text;
BEGIN
    FOREACH frozen IN ARRAY ARRAY['option_right', 'cap', 'option_condition', 'option_account', 'cap_account'] LOOP
        EXECUTE format($ddl$
            DROP TRIGGER IF EXISTS append_only ON @registry@.%1$I;
            CREATE TRIGGER append_only BEFORE DELETE ON @registry@.%1$I FOR EACH ROW EXECUTE FUNCTION @registry@.fact_is_appended();
            DROP TRIGGER IF EXISTS append_only_all ON @registry@.%1$I;
            CREATE TRIGGER append_only_all BEFORE TRUNCATE ON @registry@.%1$I FOR EACH STATEMENT EXECUTE FUNCTION @registry@.fact_is_appended();
            ALTER TABLE @registry@.%1$I ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER append_only_all;
            $ddl$, frozen);
    END LOOP;
END $$;
-- what a condition asks for is part of the terms; who sees to it, and by when, may change
DROP TRIGGER IF EXISTS frozen ON @registry@.option_condition;
CREATE TRIGGER frozen BEFORE UPDATE OF partnership_id, option_right_id, condition_no, code ON @registry@.option_condition
    FOR EACH ROW EXECUTE FUNCTION @registry@.fact_is_appended();

-- Sessions remember what a right states and what its exercise rests on (src/right_memory.h): whoever changes
-- that tells them, on a replica too.  Where one of these is missing, nothing is remembered; to drop them tells all
-- sessions, so that they ask anew when the rules above are made anew.
DO $$
DECLARE
    remembered record;
BEGIN
    FOR remembered IN SELECT * FROM (VALUES
        ('option_right', 'INSERT OR UPDATE'), ('cap', 'INSERT OR UPDATE'), ('partner_contract', 'INSERT'), ('track_event', 'INSERT'),
        ('acceptance', 'INSERT'), ('organisation', 'UPDATE OR DELETE')) AS v(name, change)
    LOOP
        EXECUTE format($ddl$
            DROP TRIGGER IF EXISTS z_forget ON @registry@.%1$I;
            CREATE TRIGGER z_forget BEFORE %2$s ON @registry@.%1$I FOR EACH ROW EXECUTE FUNCTION innopart.forget_rights();
            ALTER TABLE @registry@.%1$I ENABLE ALWAYS TRIGGER z_forget;
            $ddl$, remembered.name, remembered.change);
    END LOOP;
END $$;

CREATE OR REPLACE VIEW @report@.ledger_check WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended('right ' || r.partnership_id || ' ' || r.id, 0) AS id,
    r.partnership_id, 'option_right'::text AS record_kind, r.id AS record_id, r.title,
    a.position::text AS stored_position, coalesce(f.position, 'empty')::text AS folded_position,
    a.last_event_on AS stored_last_event_on, f.last_event_on AS folded_last_event_on
FROM @registry@.option_right r
LEFT JOIN @registry@.option_account a ON a.partnership_id = r.partnership_id AND a.option_right_id = r.id
LEFT JOIN @registry@.option_folded f ON f.partnership_id = r.partnership_id AND f.option_right_id = r.id
WHERE a.position IS NULL OR a.position <> coalesce(f.position, 'empty') OR a.last_event_on IS DISTINCT FROM f.last_event_on
UNION ALL
SELECT pg_catalog.hashtextextended('cap ' || c.partnership_id || ' ' || c.id, 0),
    c.partnership_id, 'cap', c.id, c.title, a.position::text, coalesce(f.position, 'empty')::text,
    a.last_event_on, f.last_event_on
FROM @registry@.cap c
LEFT JOIN @registry@.cap_account a ON a.partnership_id = c.partnership_id AND a.cap_id = c.id
LEFT JOIN @registry@.cap_folded f ON f.partnership_id = c.partnership_id AND f.cap_id = c.id
WHERE (a.position IS NULL OR a.position <> coalesce(f.position, 'empty') OR a.last_event_on IS DISTINCT FROM f.last_event_on)
  -- who does not read every event under a cap cannot judge it
  AND ((SELECT @registry@.reads_programme()) OR c.partnership_id IN (SELECT m.partnership_id FROM @registry@.own_membership m WHERE m.role IN ('lead', 'co_buyer') AND m.to_on IS NULL));
COMMENT ON VIEW @report@.ledger_check IS 'Does every stored position, and the day of the latest event, equal what the events give? One row a right or cap where it does not: always empty. A cap is judged for those who read every event under it. Judges the whole ledger as it is now, whatever innopart.as_of and innopart.known_at say.';
COMMENT ON COLUMN @report@.ledger_check.id IS 'Key of the row, from kind and number of the record.';
COMMENT ON COLUMN @report@.ledger_check.partnership_id IS 'The partnership: joins partnership.id.';
COMMENT ON COLUMN @report@.ledger_check.record_kind IS 'option_right or cap.';
COMMENT ON COLUMN @report@.ledger_check.record_id IS 'Number of the right or cap within the registry.';
COMMENT ON COLUMN @report@.ledger_check.title IS 'Title of the right or cap.';
COMMENT ON COLUMN @report@.ledger_check.stored_position IS 'The position the guard has kept, as text.';
COMMENT ON COLUMN @report@.ledger_check.folded_position IS 'The position that the ledger''s events add up to, as text.';
COMMENT ON COLUMN @report@.ledger_check.stored_last_event_on IS 'The day of the latest event that the guard has kept; NULL before the first.';
COMMENT ON COLUMN @report@.ledger_check.folded_last_event_on IS 'The latest day on which an event of the ledger takes effect; NULL before the first.';
