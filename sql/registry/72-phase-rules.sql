-- The procedure's rules (domain: partnership stages, partner tracks, gates, targets and money),
-- held by triggers so that they hold for every way in: verbs, INSERT, COPY, an ORM.
--
-- Facts are judged AFTER the row is in: the known_ views then show the registry as it would be,
-- with corrections and withdrawals in place, and one statement that appends several facts is
-- judged as a whole.  A refusal takes the statement back.  What is judged:
--   * a time line as a whole (stages of a partnership, states of a track): a fact dated back must
--     fit between its neighbours, and so must what a correction or a withdrawal leaves behind;
--   * a guard on other facts (targets met, contract concluded) for the new row alone: what is
--     learned later about those facts is a finding, not a reason to refuse the present.
-- Judges read everything recorded so far, whatever innopart.known_at and innopart.as_of say.

CREATE OR REPLACE FUNCTION @registry@.procedure_is_taken(of_partnership bigint) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' AS $$
BEGIN
    -- A write, not SELECT ... FOR UPDATE: under REPEATABLE READ a mere lock would let the second
    -- session judge by its old snapshot; against a write it fails with 40001 and tries again.
    UPDATE @registry@.partnership p SET procedure_no = p.procedure_no + 1 WHERE p.id = of_partnership;
END $$;
COMMENT ON FUNCTION @registry@.procedure_is_taken(bigint) IS 'Takes a partnership''s procedure for the rest of the transaction, so that no two sessions judge a step of it at the same time. Judges call it first.';

CREATE OR REPLACE FUNCTION @registry@.is_not_in_the_future(what text, on_day date) RETURNS void
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.as_of = '' AS $$
BEGIN
    IF on_day > innopart.as_of() THEN
        RAISE EXCEPTION USING ERRCODE = 'IP039',
            MESSAGE = format('%s is dated %s, which has not come yet', what, on_day),
            DETAIL = 'The registry records what happened.',
            HINT = 'Record it on that day; what is planned belongs in phase_plan, in due_on or in a meeting.';
    END IF;
END $$;
COMMENT ON FUNCTION @registry@.is_not_in_the_future(text, date) IS 'Refuses with IP039 a happening dated after today in innopart.time_zone.';

-- --------------------------------------------------------------------------------------------
-- What holds for corrections of every fact of the procedure
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.correction_stays_with_contract() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' AS $$
DECLARE
    was bigint;
BEGIN
    EXECUTE format('SELECT partner_contract_id FROM %I.%I WHERE partnership_id = $1 AND id = $2', TG_TABLE_SCHEMA, TG_TABLE_NAME)
        INTO was USING NEW.partnership_id, NEW.corrects_id;
    IF was IS DISTINCT FROM NEW.partner_contract_id THEN
        RAISE EXCEPTION USING ERRCODE = 'IP046',
            MESSAGE = format('a correction cannot move %s %s from partner contract %s to %s',
                             replace(TG_TABLE_NAME, '_', ' '), NEW.corrects_id, coalesce(was::text, 'none'),
                             coalesce(NEW.partner_contract_id::text, 'none')),
            DETAIL = 'Other facts of the first contract may rest on it.',
            HINT = 'Withdraw it (corrects_id with is_withdrawn) and record it anew under the right contract.';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.correction_stays_with_contract() IS 'Trigger: a correction keeps the partner contract of its original (IP046).';

CREATE OR REPLACE FUNCTION @registry@.withdrawn_is_not_needed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' AS $$
DECLARE
    reference record;
    is_needed boolean;
BEGIN
    FOR reference IN
        SELECT r.relname AS child, a.attname AS via,
            -- facts are asked through their known_ view, the frozen tables directly
            coalesce(to_regclass(format('%I.%I', TG_TABLE_SCHEMA, 'known_' || r.relname)), c.conrelid::regclass) AS place
        FROM pg_constraint c
        JOIN pg_class r ON r.oid = c.conrelid
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[2]
        WHERE c.contype = 'f' AND c.conparentid = 0 AND c.confrelid = TG_RELID AND cardinality(c.conkey) = 2 AND a.attname <> 'corrects_id'
        ORDER BY r.relname, a.attname
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE partnership_id = $1 AND %I = $2)', reference.place, reference.via)
            INTO is_needed USING NEW.partnership_id, NEW.corrects_id;
        IF is_needed THEN
            RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
                MESSAGE = format('%s %s cannot be withdrawn', replace(TG_TABLE_NAME, '_', ' '), NEW.corrects_id),
                DETAIL = format('A recorded %s rests on it.', replace(reference.child, '_', ' ')),
                HINT = 'Correct it instead, or withdraw first what rests on it.';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.withdrawn_is_not_needed() IS 'Trigger: a fact of the procedure cannot be withdrawn while another recorded fact rests on it (23503).';

DO $$
DECLARE
    fact text;
BEGIN
    FOREACH fact IN ARRAY ARRAY['consortium_member', 'contract_change', 'target', 'gate_decision', 'track_event', 'instalment', 'solution']
    LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER b_same_contract AFTER INSERT ON @registry@.%I FOR EACH ROW
            WHEN (NEW.corrects_id IS NOT NULL) EXECUTE FUNCTION @registry@.correction_stays_with_contract()', fact);
    END LOOP;
    FOREACH fact IN ARRAY ARRAY['partner_contract', 'target', 'gate_decision', 'instalment', 'solution']
    LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER b_withdrawal AFTER INSERT ON @registry@.%I FOR EACH ROW
            WHEN (NEW.is_withdrawn) EXECUTE FUNCTION @registry@.withdrawn_is_not_needed()', fact);
    END LOOP;
END $$;

-- --------------------------------------------------------------------------------------------
-- A. The partnership's stage
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.phase_event_is_completed() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' AS $$
BEGIN
    IF NEW.phase IS NULL THEN
        NEW.phase := CASE
            WHEN NEW.stage IN ('need', 'dialogue', 'competition', 'purchase') THEN NEW.stage::text::innopart.phase
            WHEN NEW.stage IN ('closed_with_purchase', 'closed_without_purchase', 'cancelled', 'terminated') THEN 'closed'::innopart.phase
        END;
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION @registry@.phase_event_is_completed() IS 'Trigger: fills in the phase where the stage leaves no choice.';

CREATE OR REPLACE FUNCTION @registry@.phase_event_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' SET innopart.as_of = '' AS $$
DECLARE
    step record;
    is_legal boolean;
    has_bought boolean;
    still_live text;
BEGIN
    PERFORM @registry@.procedure_is_taken(NEW.partnership_id);

    IF NOT NEW.is_withdrawn THEN
        PERFORM @registry@.is_not_in_the_future(format('stage %s of partnership %s', NEW.stage, NEW.partnership_id), NEW.effective_on);
        is_legal := CASE NEW.stage
            WHEN 'planned' THEN NEW.phase IS NULL
            WHEN 'partnership' THEN innopart.kind(NEW.phase) = 'development'
            WHEN 'need' THEN NEW.phase = 'need'
            WHEN 'dialogue' THEN NEW.phase = 'dialogue'
            WHEN 'competition' THEN NEW.phase = 'competition'
            WHEN 'purchase' THEN NEW.phase = 'purchase'
            ELSE NEW.phase = 'closed'
        END;
        IF is_legal IS NOT TRUE THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('stage %s does not go with phase %s', NEW.stage, coalesce(NEW.phase::text, 'NULL')),
                DETAIL = 'Stage partnership goes with a development phase, planned with none, an ending with closed, and every other stage with the phase of its name.',
                HINT = 'Leave phase out where the stage decides it, or use enter_phase().';
        END IF;
    END IF;

    -- the whole line: every step must lead to the next
    FOR step IN
        SELECT e.id, e.stage, e.phase, e.effective_on,
            lag(e.stage) OVER line AS from_stage, lag(e.phase) OVER line AS from_phase
        FROM @registry@.known_phase_event e
        WHERE e.partnership_id = NEW.partnership_id
        WINDOW line AS (ORDER BY e.effective_on, e.id)
        ORDER BY e.effective_on, e.id
    LOOP
        is_legal := CASE
            WHEN step.from_stage IS NULL THEN step.stage IN ('planned', 'need')
            WHEN step.from_stage = 'partnership' AND step.stage = 'partnership' THEN innopart.may_follow(step.phase, step.from_phase)
            ELSE innopart.may_follow(step.stage, step.from_stage)
                AND (step.from_phase IS NULL OR step.phase IS NULL OR innopart.may_follow(step.phase, step.from_phase))
        END;
        IF is_legal IS NOT TRUE THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = CASE WHEN step.from_stage IS NULL
                    THEN format('partnership %s cannot begin with stage %s on %s', NEW.partnership_id, step.stage, step.effective_on)
                    ELSE format('partnership %s cannot go from %s to %s on %s', NEW.partnership_id,
                                @registry@.stage_in_words(step.from_stage, step.from_phase),
                                @registry@.stage_in_words(step.stage, step.phase), step.effective_on) END,
                DETAIL = CASE WHEN step.from_stage IS NULL THEN 'The first stage is planned or need.'
                    ELSE @registry@.what_may_follow(step.from_stage, step.from_phase) END,
                HINT = CASE WHEN step.from_stage = 'cancelled'
                    THEN format('A cancelled partnership is never reopened: record a new one with prior_partnership_id %s.', NEW.partnership_id)
                    WHEN step.from_stage = 'purchase' AND step.stage = 'closed_without_purchase'
                    THEN 'If nobody bought, the purchase never began: withdraw that stage (corrects_id with is_withdrawn) and close from development.'
                    ELSE 'Record the steps between, each with its own day; a wrong step is put right by a new row that names it in corrects_id.' END;
        END IF;
    END LOOP;

    IF NEW.is_withdrawn THEN
        RETURN NULL;
    END IF;

    IF NEW.stage = 'competition' THEN
        IF NOT EXISTS (
            SELECT FROM @registry@.known_participant p
            WHERE p.partnership_id = NEW.partnership_id AND p.role = 'lead'
              AND p.effective_on <= NEW.effective_on AND coalesce(p.to_on >= NEW.effective_on, true))
        THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('partnership %s has no lead on %s', NEW.partnership_id, NEW.effective_on),
                DETAIL = 'A competition is held by a lead.',
                HINT = 'Record a participant with role lead: SELECT invite(partnership_id, organisation_id, ''lead'').';
        END IF;
        IF NOT EXISTS (
            SELECT FROM @registry@.known_notice n
            WHERE n.partnership_id = NEW.partnership_id AND n.kind = 'competition' AND n.effective_on <= NEW.effective_on)
        THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('no competition notice of partnership %s was dispatched by %s', NEW.partnership_id, NEW.effective_on),
                DETAIL = 'The competition begins when its notice is dispatched; holders, caps and phases are frozen from then.',
                HINT = 'Record the notice first: SELECT record_notice(partnership_id, ''competition'', effective_on).';
        END IF;

    ELSIF NEW.stage = 'partnership' THEN
        -- that its standstill was over is a CHECK of the contract
        IF NOT EXISTS (
            SELECT FROM @registry@.known_partner_contract c
            WHERE c.partnership_id = NEW.partnership_id AND c.effective_on <= NEW.effective_on)
        THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('partnership %s has no partner contract by %s', NEW.partnership_id, NEW.effective_on),
                DETAIL = 'Development begins when at least one contract is concluded and its standstill is over.',
                HINT = 'Record it first: SELECT conclude_contract(...).';
        END IF;

    ELSIF NEW.stage = 'purchase' THEN
        IF NOT EXISTS (
            SELECT FROM @registry@.known_track_event t
            WHERE t.partnership_id = NEW.partnership_id AND t.state = 'accepted' AND t.effective_on <= NEW.effective_on)
        THEN
            RAISE EXCEPTION USING ERRCODE = 'IP022',
                MESSAGE = format('no solution of partnership %s was accepted by %s', NEW.partnership_id, NEW.effective_on),
                DETAIL = 'A result may be bought only when it meets the agreed performance at or below the agreed maximum cost (Art. 31(2)).',
                HINT = 'Record the acceptance test first: SELECT accept_solution(...).';
        END IF;

    ELSIF NEW.stage = 'terminated' THEN
        IF coalesce(btrim(NEW.reason), '') = '' AND NOT EXISTS (
            SELECT FROM @registry@.known_gate_decision g
            WHERE g.partnership_id = NEW.partnership_id AND g.id = NEW.gate_decision_id
              AND g.outcome = 'end_partnership' AND g.effective_on <= NEW.effective_on)
        THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('the termination of partnership %s names no ground', NEW.partnership_id),
                DETAIL = 'A partnership is terminated by a gate decision that ends it, or under contract law for a stated reason.',
                HINT = 'Give gate_decision_id of a decision with outcome end_partnership, or reason.';
        END IF;

    ELSIF NEW.stage IN ('closed_with_purchase', 'closed_without_purchase') THEN
        -- rights and purchases as they stood on that day; the setting ends with this function
        PERFORM set_config('innopart.as_of', to_char(NEW.effective_on, 'YYYY-MM-DD'), true);
        SELECT EXISTS (
                SELECT FROM @registry@.option_position_known k
                WHERE k.partnership_id = NEW.partnership_id
                  AND (innopart.net_drawn_units(k.so_far) > 0 OR innopart.net_drawn_amount(k.so_far) > 0))
            OR EXISTS (
                SELECT FROM @registry@.known_outside_purchase o
                JOIN @registry@.known_participant p ON p.partnership_id = o.partnership_id
                    AND p.organisation_id = o.organisation_id AND p.role = 'lead'
                WHERE o.partnership_id = NEW.partnership_id AND o.effective_on <= NEW.effective_on)
        INTO has_bought;
        IF has_bought <> (NEW.stage = 'closed_with_purchase') THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('partnership %s cannot be %s', NEW.partnership_id, NEW.stage),
                DETAIL = CASE WHEN has_bought THEN 'Something was bought by that day and not given back.'
                              ELSE 'No option was exercised and the lead bought nothing by that day.' END,
                HINT = format('Close it as %s.', CASE WHEN has_bought THEN 'closed_with_purchase' ELSE 'closed_without_purchase' END);
        END IF;
        SELECT string_agg(format('%s (%s)', s.option_right_id, s.state), ', ' ORDER BY s.option_right_id)
        INTO still_live
        FROM @registry@.option_standing s
        WHERE s.partnership_id = NEW.partnership_id
          AND s.state IN ('named', 'conditional', 'not_yet_open', 'exercisable', 'partly_exercised', 'suspended');
        IF still_live IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('partnership %s has live option rights on %s', NEW.partnership_id, NEW.effective_on),
                DETAIL = format('Live: %s.', still_live),
                HINT = 'Close it when every right is exhausted, lapsed, waived or terminated.';
        END IF;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.phase_event_is_judged() IS 'Trigger: the line of stages is legal as a whole, and the new stage meets its guards. IP031 illegal transition, IP022 purchase without acceptance, IP039 dated in the future.';

CREATE OR REPLACE FUNCTION @registry@.stage_in_words(stage innopart.partnership_stage, phase innopart.phase) RETURNS text
    LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN stage = 'partnership' THEN phase::text ELSE stage::text END;
END;
COMMENT ON FUNCTION @registry@.stage_in_words(innopart.partnership_stage, innopart.phase) IS 'A stage as error messages name it: a development phase by the phase, anything else by the stage.';

CREATE OR REPLACE FUNCTION @registry@.what_may_follow(stage innopart.partnership_stage, phase innopart.phase) RETURNS text
    LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' AS $$
    SELECT CASE count(*) WHEN 0 THEN format('Nothing follows %s.', $1)
        ELSE format('After %s may come: %s.', @registry@.stage_in_words($1, $2), string_agg(next.word, ', ' ORDER BY next.place)) END
    FROM (
        SELECT 0 AS place, p::text AS word FROM innopart.next_phases($2) p WHERE $1 = 'partnership' AND innopart.kind(p) = 'development'
        UNION ALL
        -- a development phase is named above
        SELECT s.ordinality, s.stage::text FROM unnest(enum_range(NULL::innopart.partnership_stage)) WITH ORDINALITY s(stage, ordinality)
        WHERE s.stage <> $1 AND innopart.may_follow(s.stage, $1)) next
$$;
COMMENT ON FUNCTION @registry@.what_may_follow(innopart.partnership_stage, innopart.phase) IS 'A sentence that lists the legal next stages, for errors.';

CREATE OR REPLACE TRIGGER b_complete BEFORE INSERT ON @registry@.phase_event
    FOR EACH ROW EXECUTE FUNCTION @registry@.phase_event_is_completed();
CREATE OR REPLACE TRIGGER judge AFTER INSERT ON @registry@.phase_event
    FOR EACH ROW EXECUTE FUNCTION @registry@.phase_event_is_judged();

CREATE OR REPLACE FUNCTION @registry@.restart_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM @registry@.known_phase_event e
        WHERE e.partnership_id = NEW.prior_partnership_id AND e.stage = 'cancelled')
    THEN
        RAISE EXCEPTION USING ERRCODE = 'IP031',
            MESSAGE = format('partnership "%s" cannot restart partnership %s', NEW.title, NEW.prior_partnership_id),
            DETAIL = 'Only a partnership whose competition was cancelled is restarted, as a new partnership.',
            HINT = 'Record the cancellation of the prior one first: SELECT close_partnership(partnership_id, ''cancelled'').';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.restart_is_judged() IS 'Trigger: prior_partnership_id names a cancelled partnership (IP031).';

CREATE OR REPLACE TRIGGER judge AFTER INSERT OR UPDATE OF prior_partnership_id ON @registry@.partnership
    FOR EACH ROW WHEN (NEW.prior_partnership_id IS NOT NULL) EXECUTE FUNCTION @registry@.restart_is_judged();

-- --------------------------------------------------------------------------------------------
-- Participants and successors
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.participant_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' AS $$
BEGIN
    PERFORM @registry@.procedure_is_taken(NEW.partnership_id);
    IF EXISTS (
        SELECT FROM @registry@.known_participant p
        WHERE p.partnership_id = NEW.partnership_id AND p.organisation_id = NEW.organisation_id AND p.role = NEW.role
          AND p.id <> coalesce(NEW.corrects_id, NEW.id)
          AND daterange(p.effective_on, p.to_on, '[]') && daterange(NEW.effective_on, NEW.to_on, '[]'))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'exclusion_violation',
            MESSAGE = format('organisation %s is already %s in partnership %s at that time', NEW.organisation_id, NEW.role, NEW.partnership_id),
            DETAIL = 'One row a role and period; an organisation with several roles has a row for each.',
            HINT = 'End the earlier row with a correction that gives to_on, or correct its dates.';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.participant_is_judged() IS 'Trigger: an organisation has one role once at a time (23P01).';

CREATE OR REPLACE TRIGGER judge AFTER INSERT ON @registry@.participant
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn) EXECUTE FUNCTION @registry@.participant_is_judged();

CREATE OR REPLACE FUNCTION @registry@.succession_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' AS $$
BEGIN
    -- two sessions could close a circle between them
    PERFORM pg_advisory_xact_lock(TG_RELID::integer, 0);
    IF EXISTS (
        WITH RECURSIVE heir AS (
            SELECT NEW.successor_id AS id
            UNION
            SELECT s.successor_id FROM heir JOIN @registry@.known_organisation_succession s ON s.predecessor_id = heir.id)
        SELECT FROM heir WHERE heir.id = NEW.predecessor_id)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            MESSAGE = format('organisation %s cannot succeed %s: it would be its own successor', NEW.successor_id, NEW.predecessor_id),
            DETAIL = 'Succession runs from the old legal person to the new one and never comes back.',
            HINT = 'Check which organisation is the old one; a body that is founded again is a new organisation.';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.succession_is_judged() IS 'Trigger: no circle of successors (23514).';

CREATE OR REPLACE TRIGGER judge AFTER INSERT ON @registry@.organisation_succession
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn) EXECUTE FUNCTION @registry@.succession_is_judged();

-- --------------------------------------------------------------------------------------------
-- Partner contracts and their money
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.overdrawn_on(of_partnership bigint, of_contract bigint) RETURNS date
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' AS $$
    SELECT min(line.on_day) FROM (
        SELECT m.on_day, sum(sum(m.amount)) OVER (ORDER BY m.on_day) AS amount_left
        FROM (
            SELECT c.effective_on AS on_day, c.remuneration_amount AS amount
            FROM @registry@.known_partner_contract c WHERE c.partnership_id = $1 AND c.id = $2
            UNION ALL
            SELECT h.effective_on, h.amount
            FROM @registry@.known_contract_change h WHERE h.partnership_id = $1 AND h.partner_contract_id = $2
            UNION ALL
            SELECT i.effective_on, -i.amount
            FROM @registry@.known_instalment i WHERE i.partnership_id = $1 AND i.partner_contract_id = $2) m
        GROUP BY m.on_day) line
    WHERE line.amount_left < 0
$$;
COMMENT ON FUNCTION @registry@.overdrawn_on(bigint, bigint) IS 'The first day on which a contract''s instalments exceed its remuneration with the lawful changes by then; NULL when they never do. A remuneration that is not stated pays for nothing.';

CREATE OR REPLACE FUNCTION @registry@.remuneration_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' AS $$
DECLARE
    contract_id bigint;
    overdrawn date;
BEGIN
    IF TG_TABLE_NAME = 'partner_contract' THEN
        contract_id := coalesce(NEW.corrects_id, NEW.id);
    ELSE
        contract_id := NEW.partner_contract_id;
    END IF;
    PERFORM @registry@.procedure_is_taken(NEW.partnership_id);
    overdrawn := @registry@.overdrawn_on(NEW.partnership_id, contract_id);
    IF overdrawn IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'IP036',
            MESSAGE = format('instalments of partner contract %s exceed its remuneration on %s', contract_id, overdrawn),
            DETAIL = 'The sum of the instalments never exceeds the agreed remuneration with the lawful changes by that day.',
            HINT = 'Record the contract_change with its legal basis first, or correct the amounts.';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.remuneration_is_judged() IS 'Trigger: instalments stay within the remuneration and its lawful changes, at every moment (IP036).';

CREATE OR REPLACE FUNCTION @registry@.partner_contract_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' SET innopart.as_of = '' AS $$
DECLARE
    reached innopart.partnership_stage;
BEGIN
    PERFORM @registry@.procedure_is_taken(NEW.partnership_id);
    PERFORM @registry@.is_not_in_the_future(format('partner contract "%s"', NEW.title), NEW.effective_on);

    SELECT e.stage INTO reached
    FROM @registry@.known_phase_event e
    WHERE e.partnership_id = NEW.partnership_id AND e.effective_on <= NEW.effective_on
    ORDER BY e.effective_on DESC, e.id DESC LIMIT 1;
    IF reached IS NULL OR reached IN ('planned', 'need', 'dialogue', 'cancelled') THEN
        RAISE EXCEPTION USING ERRCODE = 'IP031',
            MESSAGE = format('partner contract "%s" cannot be concluded on %s', NEW.title, NEW.effective_on),
            DETAIL = format('The partnership is at stage %s that day; a partner is found by competition.', coalesce(reached::text, 'none')),
            HINT = 'Record the stages up to competition first.';
    END IF;
    -- Nobody joins later (domain 1.3).  The contracts of one award are signed on different days,
    -- so the door closes when the first result of development is assessed, not when the first
    -- partner signs: our judgement.
    IF reached NOT IN ('competition', 'partnership') OR EXISTS (
            SELECT FROM @registry@.known_track_event t
            WHERE t.partnership_id = NEW.partnership_id AND t.effective_on < NEW.effective_on
              AND t.state NOT IN ('planned', 'active'))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'IP031',
            MESSAGE = format('partner contract "%s" comes too late on %s', NEW.title, NEW.effective_on),
            DETAIL = 'No partner joins once the results of development are being assessed.',
            HINT = 'Another partner needs a new competition: a partnership of its own.';
    END IF;

    IF NOT EXISTS (
        SELECT FROM @registry@.known_participant p
        WHERE p.partnership_id = NEW.partnership_id AND p.organisation_id = NEW.organisation_id AND p.role = 'partner'
          AND p.effective_on <= NEW.effective_on AND coalesce(p.to_on >= NEW.effective_on, true))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'IP046',
            MESSAGE = format('organisation %s is no partner of partnership %s on %s', NEW.organisation_id, NEW.partnership_id, NEW.effective_on),
            DETAIL = 'A partner contract is concluded with a participant in the role of partner.',
            HINT = 'Record it first: SELECT invite(partnership_id, organisation_id, ''partner'', effective_on => ...).';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.partner_contract_is_judged() IS 'Trigger: a contract comes out of the competition, with a participant that is partner. IP031, IP046; IP039 when dated in the future.';

CREATE OR REPLACE TRIGGER judge AFTER INSERT ON @registry@.partner_contract
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn) EXECUTE FUNCTION @registry@.partner_contract_is_judged();
CREATE OR REPLACE TRIGGER judge_remuneration AFTER INSERT ON @registry@.partner_contract
    FOR EACH ROW WHEN (NEW.corrects_id IS NOT NULL) EXECUTE FUNCTION @registry@.remuneration_is_judged();
CREATE OR REPLACE TRIGGER judge_remuneration AFTER INSERT ON @registry@.contract_change
    FOR EACH ROW EXECUTE FUNCTION @registry@.remuneration_is_judged();
CREATE OR REPLACE TRIGGER judge_remuneration AFTER INSERT ON @registry@.instalment
    FOR EACH ROW EXECUTE FUNCTION @registry@.remuneration_is_judged();

CREATE OR REPLACE FUNCTION @registry@.target_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' AS $$
DECLARE
    planned text;
BEGIN
    SELECT string_agg(DISTINCT p.phase::text, ', ' ORDER BY p.phase::text) INTO planned
    FROM @registry@.known_phase_plan p
    WHERE p.partnership_id = NEW.partnership_id AND innopart.kind(p.phase) = 'development'
    HAVING NOT bool_or(p.phase = NEW.phase);
    IF planned IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'IP031',
            MESSAGE = format('target "%s" is of phase %s, which partnership %s does not plan', NEW.title, NEW.phase, NEW.partnership_id),
            DETAIL = format('Development phases of its plan: %s.', planned);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.target_is_judged() IS 'Trigger: a target belongs to a development phase of the plan, where there is a plan (IP031).';

CREATE OR REPLACE TRIGGER judge AFTER INSERT ON @registry@.target
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn) EXECUTE FUNCTION @registry@.target_is_judged();

CREATE OR REPLACE FUNCTION @registry@.assessment_is_judged() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' AS $$
BEGIN
    PERFORM @registry@.is_not_in_the_future(format('assessment of target %s', NEW.target_id), NEW.effective_on);
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.assessment_is_judged() IS 'Trigger: an assessment has been made (IP039).';

CREATE OR REPLACE TRIGGER judge AFTER INSERT ON @registry@.target_assessment
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn) EXECUTE FUNCTION @registry@.assessment_is_judged();

CREATE OR REPLACE FUNCTION @registry@.instalment_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' AS $$
DECLARE
    contract record;
    paid numeric;
BEGIN
    SELECT c.currency INTO contract
    FROM @registry@.known_partner_contract c
    WHERE c.partnership_id = NEW.partnership_id AND c.id = NEW.partner_contract_id;
    IF contract.currency IS DISTINCT FROM NEW.currency THEN
        RAISE EXCEPTION USING ERRCODE = 'IP024',
            MESSAGE = format('an instalment in %s cannot be paid out of a remuneration in %s', NEW.currency, coalesce(contract.currency, 'no currency')),
            DETAIL = 'Amounts of two currencies are never summed.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM @registry@.known_target t
        WHERE t.partnership_id = NEW.partnership_id AND t.id = NEW.target_id AND t.partner_contract_id = NEW.partner_contract_id)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'IP046',
            MESSAGE = format('target %s is not one of partner contract %s', NEW.target_id, NEW.partner_contract_id),
            DETAIL = 'An instalment is tied to a target of its own contract.';
    END IF;
    SELECT sum(p.amount) INTO paid
    FROM @registry@.known_payment p
    WHERE p.partnership_id = NEW.partnership_id AND p.instalment_id = coalesce(NEW.corrects_id, NEW.id);
    IF paid > NEW.amount THEN
        RAISE EXCEPTION USING ERRCODE = 'IP036',
            MESSAGE = format('instalment %s cannot be %s %s: %s is paid', coalesce(NEW.corrects_id, NEW.id), NEW.amount, NEW.currency, paid),
            DETAIL = 'What is paid never exceeds the instalment.',
            HINT = 'Correct or withdraw the payment first.';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.instalment_is_judged() IS 'Trigger: an instalment is tied to a target of its own contract (IP046), in the contract''s currency (IP024), and covers what is paid (IP036).';

CREATE OR REPLACE TRIGGER judge AFTER INSERT ON @registry@.instalment
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn) EXECUTE FUNCTION @registry@.instalment_is_judged();

CREATE OR REPLACE FUNCTION @registry@.payment_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' SET innopart.as_of = '' AS $$
DECLARE
    agreed record;
    reached innopart.target_status;
    paid numeric;
BEGIN
    PERFORM @registry@.procedure_is_taken(NEW.partnership_id);
    PERFORM @registry@.is_not_in_the_future(format('payment of instalment %s', NEW.instalment_id), NEW.effective_on);
    SELECT i.amount, i.currency, i.is_pro_rata, i.target_id INTO agreed
    FROM @registry@.known_instalment i
    WHERE i.partnership_id = NEW.partnership_id AND i.id = NEW.instalment_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
            MESSAGE = format('instalment %s of partnership %s is not on record', NEW.instalment_id, NEW.partnership_id),
            HINT = 'Name the original instalment, not a correction of it; one that was withdrawn is not paid.';
    END IF;
    IF agreed.currency <> NEW.currency THEN
        RAISE EXCEPTION USING ERRCODE = 'IP024',
            MESSAGE = format('a payment in %s cannot settle an instalment in %s', NEW.currency, agreed.currency),
            DETAIL = 'Amounts of two currencies are never summed.';
    END IF;

    SELECT a.status INTO reached
    FROM @registry@.known_target_assessment a
    WHERE a.partnership_id = NEW.partnership_id AND a.target_id = agreed.target_id AND a.effective_on <= NEW.effective_on
    ORDER BY a.effective_on DESC, a.iteration DESC, a.id DESC LIMIT 1;
    IF coalesce(reached, 'scheduled') <> 'met' AND NOT (reached = 'partiallyMet' AND agreed.is_pro_rata) THEN
        RAISE EXCEPTION USING ERRCODE = 'IP035',
            MESSAGE = format('instalment %s is not earned on %s', NEW.instalment_id, NEW.effective_on),
            DETAIL = format('Its target %s is %s by then; an instalment is paid for a target that is met, or partly met where the contract pays pro rata.',
                            agreed.target_id, coalesce(reached::text, 'not assessed')),
            HINT = 'Record the assessment of the target first: SELECT assess_target(...).';
    END IF;

    SELECT sum(p.amount) INTO paid
    FROM @registry@.known_payment p
    WHERE p.partnership_id = NEW.partnership_id AND p.instalment_id = NEW.instalment_id;
    IF paid > agreed.amount THEN
        RAISE EXCEPTION USING ERRCODE = 'IP036',
            MESSAGE = format('payments of instalment %s come to %s of %s %s', NEW.instalment_id, paid, agreed.amount, agreed.currency),
            DETAIL = 'What is paid never exceeds the instalment.';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.payment_is_judged() IS 'Trigger: a payment is earned by a met target (IP035), within its instalment (IP036), in its currency (IP024).';

CREATE OR REPLACE TRIGGER judge AFTER INSERT ON @registry@.payment
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn) EXECUTE FUNCTION @registry@.payment_is_judged();

CREATE OR REPLACE FUNCTION @registry@.acceptance_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' SET innopart.as_of = '' AS $$
DECLARE
    agreed record;
BEGIN
    PERFORM @registry@.is_not_in_the_future(format('acceptance of solution %s', NEW.solution_id), NEW.effective_on);
    SELECT c.id, c.max_unit_cost_amount, c.currency INTO agreed
    FROM @registry@.known_solution s
    JOIN @registry@.known_partner_contract c ON c.partnership_id = s.partnership_id AND c.id = s.partner_contract_id
    WHERE s.partnership_id = NEW.partnership_id AND s.id = NEW.solution_id;
    IF agreed.max_unit_cost_amount IS NOT NULL THEN
        IF agreed.currency <> NEW.currency THEN
            RAISE EXCEPTION USING ERRCODE = 'IP024',
                MESSAGE = format('the acceptance of solution %s is in %s, its contract in %s', NEW.solution_id, NEW.currency, agreed.currency),
                DETAIL = 'A unit cost is compared with the agreed maximum in the same currency.';
        END IF;
        IF agreed.max_unit_cost_amount <> NEW.max_unit_cost_amount THEN
            RAISE EXCEPTION USING ERRCODE = 'IP023',
                MESSAGE = format('the acceptance of solution %s is measured against %s %s', NEW.solution_id, NEW.max_unit_cost_amount, NEW.currency),
                DETAIL = format('Partner contract %s states a maximum unit cost of %s %s.', agreed.id, agreed.max_unit_cost_amount, agreed.currency),
                HINT = 'Give the contract''s maximum as max_unit_cost_amount.';
        END IF;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.acceptance_is_judged() IS 'Trigger: an acceptance test is measured against the maximum of the contract where it states one (IP023), in its currency (IP024). A test that fails is recorded too.';

CREATE OR REPLACE TRIGGER judge AFTER INSERT ON @registry@.acceptance
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn) EXECUTE FUNCTION @registry@.acceptance_is_judged();

-- --------------------------------------------------------------------------------------------
-- Gates
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.gate_decision_is_completed() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' AS $$
BEGIN
    -- a correction of an assessment stands for its original, as everywhere
    NEW.assessment_ids := ARRAY(
        SELECT DISTINCT coalesce(a.corrects_id, cited.id)
        FROM unnest(NEW.assessment_ids) AS cited(id)
        LEFT JOIN @registry@.target_assessment a ON a.partnership_id = NEW.partnership_id AND a.id = cited.id
        ORDER BY 1);
    RETURN NEW;
END $$;
COMMENT ON FUNCTION @registry@.gate_decision_is_completed() IS 'Trigger: cited assessments are named once each, by their originals.';

CREATE OR REPLACE FUNCTION @registry@.gate_decision_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' SET innopart.as_of = '' AS $$
DECLARE
    amiss text;
    reserved_on date;
    notice_on date;
    last_one record;
BEGIN
    PERFORM @registry@.procedure_is_taken(NEW.partnership_id);
    PERFORM @registry@.is_not_in_the_future(format('gate decision %s after %s', NEW.outcome, NEW.phase), NEW.effective_on);

    SELECT string_agg(coalesce(cited.id::text, 'NULL'), ', ' ORDER BY cited.id) INTO amiss
    FROM unnest(NEW.assessment_ids) AS cited(id)
    LEFT JOIN (
        SELECT a.id FROM @registry@.known_target_assessment a
        JOIN @registry@.known_target t ON t.partnership_id = a.partnership_id AND t.id = a.target_id
        WHERE a.partnership_id = NEW.partnership_id AND a.effective_on <= NEW.effective_on AND t.phase = NEW.phase
          AND (NEW.partner_contract_id IS NULL OR t.partner_contract_id = NEW.partner_contract_id)) sound ON sound.id = cited.id
    WHERE sound.id IS NULL;
    IF amiss IS NOT NULL OR cardinality(NEW.assessment_ids) = 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'IP032',
            MESSAGE = format('gate decision %s after %s does not rest on assessed targets', NEW.outcome, NEW.phase),
            DETAIL = CASE WHEN amiss IS NULL THEN 'It cites no target assessment.'
                ELSE format('Not an assessment of that contract and phase by %s: %s.', NEW.effective_on, amiss) END,
            HINT = 'Assess the targets of the phase first; record_gate() cites the latest assessment of each.';
    END IF;

    IF NEW.outcome IN ('end_partner', 'end_partnership') THEN
        SELECT d.effective_on INTO reserved_on
        FROM @registry@.known_document d
        WHERE d.partnership_id = NEW.partnership_id AND d.id = NEW.reserving_document_id;
        SELECT min(n.effective_on) INTO notice_on
        FROM @registry@.known_notice n
        WHERE n.partnership_id = NEW.partnership_id AND n.kind = 'competition';
        IF reserved_on IS NULL OR coalesce(btrim(NEW.reserving_clause), '') = '' OR coalesce(reserved_on <= notice_on, false) IS FALSE THEN
            RAISE EXCEPTION USING ERRCODE = 'IP033',
                MESSAGE = format('gate decision %s after %s names no clause that reserves the right', NEW.outcome, NEW.phase),
                DETAIL = CASE WHEN reserved_on IS NULL OR coalesce(btrim(NEW.reserving_clause), '') = ''
                    THEN 'A partner or the partnership is ended at a gate only where the procurement documents reserved it (Art. 31(2)).'
                    WHEN notice_on IS NULL THEN 'There is no competition notice that the clause could have been part of.'
                    ELSE format('The document is of %s, after the competition notice of %s.', reserved_on, notice_on) END,
                HINT = 'Give reserving_document_id and reserving_clause of a document of the competition; without one, end it under contract law (partner_terminated_other, or terminated with a reason).';
        END IF;
    END IF;

    IF NEW.outcome = 'end_partner' THEN
        -- a decision dated back must leave a partner, and so must every later one
        SELECT d.id, d.effective_on INTO last_one
        FROM @registry@.known_gate_decision d
        WHERE d.partnership_id = NEW.partnership_id AND d.outcome = 'end_partner' AND d.effective_on >= NEW.effective_on
          AND NOT EXISTS (
            SELECT FROM @registry@.known_partner_contract c
            WHERE c.partnership_id = d.partnership_id AND c.id <> d.partner_contract_id AND c.effective_on <= d.effective_on
              AND NOT EXISTS (
                SELECT FROM @registry@.known_track_event t
                WHERE t.partnership_id = c.partnership_id AND t.partner_contract_id = c.id
                  AND t.state IN ('partner_terminated', 'partner_terminated_other') AND t.effective_on <= d.effective_on)
              AND NOT EXISTS (
                SELECT FROM @registry@.known_gate_decision o
                WHERE o.partnership_id = c.partnership_id AND o.partner_contract_id = c.id AND o.outcome = 'end_partner'
                  AND (o.effective_on, o.id) < (d.effective_on, d.id)))
        ORDER BY d.effective_on, d.id LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION USING ERRCODE = 'IP034',
                MESSAGE = format('no partner would be left after the gate decision of %s', last_one.effective_on),
                DETAIL = 'A reduction leaves at least one partner; to end the last one is to end the partnership.',
                HINT = 'Record the outcome end_partnership.';
        END IF;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.gate_decision_is_judged() IS 'Trigger: a gate decision rests on assessed targets (IP032); one that ends something on a reserving clause (IP033); a reduction leaves a partner (IP034).';

CREATE OR REPLACE TRIGGER b_complete BEFORE INSERT ON @registry@.gate_decision
    FOR EACH ROW EXECUTE FUNCTION @registry@.gate_decision_is_completed();
CREATE OR REPLACE TRIGGER judge AFTER INSERT ON @registry@.gate_decision
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn) EXECUTE FUNCTION @registry@.gate_decision_is_judged();

-- --------------------------------------------------------------------------------------------
-- B. A partner's track
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.track_event_is_judged() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' SET innopart.as_of = '' AS $$
DECLARE
    step record;
    is_legal boolean;
    targets record;
    last_phase innopart.phase;
    tested record;
    subject text := format('the track of partner contract %s', NEW.partner_contract_id);
BEGIN
    PERFORM @registry@.procedure_is_taken(NEW.partnership_id);

    IF NOT NEW.is_withdrawn THEN
        PERFORM @registry@.is_not_in_the_future(format('state %s of %s', NEW.state, subject), NEW.effective_on);
        IF NOT EXISTS (
            SELECT FROM @registry@.known_partner_contract c
            WHERE c.partnership_id = NEW.partnership_id AND c.id = NEW.partner_contract_id
              AND (c.effective_on <= NEW.effective_on OR NEW.state = 'planned'))
        THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('%s cannot be %s on %s', subject, NEW.state, NEW.effective_on),
                DETAIL = 'The contract is not concluded by that day.';
        END IF;
        IF (SELECT NOT bool_or(p.phase = NEW.phase) FROM @registry@.known_phase_plan p
            WHERE p.partnership_id = NEW.partnership_id AND innopart.kind(p.phase) = 'development')
        THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('%s cannot be in %s', subject, NEW.phase),
                DETAIL = format('Partnership %s does not plan that phase.', NEW.partnership_id);
        END IF;
    END IF;

    FOR step IN
        SELECT e.phase, e.iteration, e.state, e.effective_on,
            lag(e.phase) OVER line AS from_phase, lag(e.iteration) OVER line AS from_iteration, lag(e.state) OVER line AS from_state
        FROM @registry@.known_track_event e
        WHERE e.partnership_id = NEW.partnership_id AND e.partner_contract_id = NEW.partner_contract_id
        WINDOW line AS (ORDER BY e.effective_on, e.id)
        ORDER BY e.effective_on, e.id
    LOOP
        is_legal := CASE
            WHEN step.from_state IS NULL
                THEN step.phase = 'development.1' AND step.iteration = 1 AND step.state IN ('planned', 'active')
            -- the only way back is a new iteration after a phase that was not passed
            WHEN step.from_state = 'not_passed' AND step.state = 'active'
                THEN step.phase = step.from_phase AND step.iteration = step.from_iteration + 1
            WHEN step.phase = step.from_phase
                THEN step.iteration = step.from_iteration AND innopart.may_follow(step.state, step.from_state)
            -- no phase is skipped: the next one begins, planned or at once, when this one is passed
            ELSE step.from_state = 'passed' AND innopart.may_follow(step.phase, step.from_phase)
                AND step.iteration = 1 AND step.state IN ('planned', 'active')
        END;
        IF is_legal IS NOT TRUE THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = CASE WHEN step.from_state IS NULL
                    THEN format('%s cannot begin as %s in %s, iteration %s', subject, step.state, step.phase, step.iteration)
                    ELSE format('%s cannot go from %s (%s, iteration %s) to %s (%s, iteration %s) on %s', subject,
                                step.from_state, step.from_phase, step.from_iteration, step.state, step.phase, step.iteration, step.effective_on) END,
                DETAIL = CASE
                    WHEN step.from_state IS NULL THEN 'A track begins in development.1, iteration 1, planned or active.'
                    WHEN step.from_state = 'not_passed' AND step.state = 'active' THEN 'A repeat is the next iteration of the same phase.'
                    WHEN step.from_state = 'passed' AND step.phase <> step.from_phase THEN 'Phases follow each other without a gap, each from its iteration 1.'
                    WHEN step.phase <> step.from_phase THEN 'A partner goes on when the phase before is passed.'
                    ELSE coalesce(
                        (SELECT format('After %s may come: %s.', step.from_state, string_agg(s::text, ', ' ORDER BY s))
                         FROM unnest(enum_range(NULL::innopart.track_state)) s
                         WHERE innopart.may_follow(s, step.from_state)
                         HAVING count(*) > 0),
                        format('Nothing follows %s.', step.from_state)) END,
                HINT = 'Record the steps between, each with its own day; a wrong step is put right by a new row that names it in corrects_id.';
        END IF;
    END LOOP;

    IF NEW.is_withdrawn THEN
        RETURN NULL;
    END IF;

    IF NEW.state IN ('passed', 'not_passed') THEN
        -- each mandatory target of the phase, as last assessed in this iteration
        SELECT count(*) AS mandatory,
            string_agg(format('"%s" is %s', t.title, coalesce(a.status::text, 'not assessed')), ', ' ORDER BY t.id)
                FILTER (WHERE coalesce(a.status, 'scheduled') <> 'met'
                          AND NOT coalesce(a.status = 'partiallyMet' AND a.id = ANY (waved.assessment_ids), false)) AS unmet,
            count(*) FILTER (WHERE a.status = 'notMet') AS failed
        INTO targets
        FROM @registry@.known_target t
        LEFT JOIN LATERAL (
            SELECT x.id, x.status FROM @registry@.known_target_assessment x
            WHERE x.partnership_id = t.partnership_id AND x.target_id = t.id
              AND x.iteration = NEW.iteration AND x.effective_on <= NEW.effective_on
            ORDER BY x.effective_on DESC, x.id DESC LIMIT 1) a ON true
        -- the written decision that lets a partly met target pass
        LEFT JOIN @registry@.known_gate_decision waved ON waved.partnership_id = t.partnership_id AND waved.id = NEW.gate_decision_id
            AND waved.outcome IN ('proceed', 'accept') AND waved.partner_contract_id = NEW.partner_contract_id
            AND waved.phase = NEW.phase AND waved.effective_on <= NEW.effective_on
        WHERE t.partnership_id = NEW.partnership_id AND t.partner_contract_id = NEW.partner_contract_id
          AND t.phase = NEW.phase AND t.is_mandatory AND t.effective_on <= NEW.effective_on;
        IF targets.mandatory = 0 THEN
            RAISE EXCEPTION USING ERRCODE = 'IP032',
                MESSAGE = format('%s cannot be %s in %s', subject, NEW.state, NEW.phase),
                DETAIL = 'No mandatory target of that phase is recorded by that day; a phase is judged by its targets (Art. 31(2)).',
                HINT = 'Record the targets of the phase and assess them: SELECT set_target(...), assess_target(...).';
        ELSIF NEW.state = 'passed' AND targets.unmet IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('%s cannot pass %s in iteration %s', subject, NEW.phase, NEW.iteration),
                DETAIL = format('Mandatory targets: %s.', targets.unmet),
                HINT = 'Every mandatory target must be met in this iteration, or partly met with gate_decision_id of a decision to proceed that cites it.';
        ELSIF NEW.state = 'not_passed' AND targets.failed = 0 THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('%s cannot fail %s in iteration %s', subject, NEW.phase, NEW.iteration),
                DETAIL = 'No mandatory target is assessed as notMet in this iteration.',
                HINT = 'Assess the target first: SELECT assess_target(...).';
        END IF;

    ELSIF NEW.state = 'partner_terminated' THEN
        IF NOT EXISTS (
            SELECT FROM @registry@.known_gate_decision g
            WHERE g.partnership_id = NEW.partnership_id AND g.id = NEW.gate_decision_id AND g.effective_on <= NEW.effective_on
              AND ((g.outcome = 'end_partner' AND g.partner_contract_id = NEW.partner_contract_id AND g.phase = NEW.phase)
                OR (g.outcome = 'end_partnership' AND coalesce(g.partner_contract_id = NEW.partner_contract_id, true))))
        THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('%s cannot be ended without a gate decision', subject),
                DETAIL = 'A partner is ended after a phase by a gate decision that says so, and cites the targets and the reserving clause.',
                HINT = 'Give gate_decision_id of a decision end_partner or end_partnership, or record partner_terminated_other with a reason.';
        END IF;

    ELSIF NEW.state = 'partner_terminated_other' THEN
        IF coalesce(btrim(NEW.reason), '') = '' THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('%s cannot be ended outside a gate without a reason', subject),
                DETAIL = 'Breach, insolvency, withdrawal and agreement are matters of contract law, not of a gate.',
                HINT = 'Give reason.';
        END IF;

    ELSIF NEW.state = 'accepted' THEN
        SELECT max(p.phase) INTO last_phase
        FROM @registry@.known_phase_plan p
        WHERE p.partnership_id = NEW.partnership_id AND innopart.kind(p.phase) = 'development';
        IF last_phase <> NEW.phase THEN
            RAISE EXCEPTION USING ERRCODE = 'IP031',
                MESSAGE = format('%s cannot be accepted in %s', subject, NEW.phase),
                DETAIL = format('The last development phase of the plan is %s.', last_phase),
                HINT = 'Record the phases between; a plan with fewer phases is stated in phase_plan before the notice.';
        END IF;
        -- the latest test of each solution counts; one of them must hold
        SELECT count(*) AS tests,
            bool_or(latest.performance_met) AS performs,
            bool_or(latest.performance_met AND latest.unit_cost_amount <= latest.max_unit_cost_amount) AS holds
        INTO tested
        FROM (
            SELECT DISTINCT ON (a.solution_id) a.performance_met, a.unit_cost_amount, a.max_unit_cost_amount
            FROM @registry@.known_acceptance a
            JOIN @registry@.known_solution s ON s.partnership_id = a.partnership_id AND s.id = a.solution_id
            WHERE a.partnership_id = NEW.partnership_id AND s.partner_contract_id = NEW.partner_contract_id
              AND a.effective_on <= NEW.effective_on
            ORDER BY a.solution_id, a.effective_on DESC, a.id DESC) latest;
        IF tested.holds IS NOT TRUE THEN
            RAISE EXCEPTION USING ERRCODE = CASE WHEN tested.performs THEN 'IP023' ELSE 'IP022' END,
                MESSAGE = format('%s cannot be accepted on %s', subject, NEW.effective_on),
                DETAIL = CASE
                    WHEN tested.tests = 0 THEN 'No acceptance test of a solution of this contract is recorded by then.'
                    WHEN tested.performs THEN 'The solution performs, but its unit cost is above the agreed maximum.'
                    ELSE 'The last acceptance test found that the solution does not perform as agreed.' END,
                HINT = 'A solution is accepted when it performs as agreed at or below the agreed maximum cost: SELECT accept_solution(...).';
        END IF;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.track_event_is_judged() IS 'Trigger: the line of a partner''s states is legal and gap-free as a whole, and the new state meets its guards. IP031 illegal transition, IP032 no targets, IP022 and IP023 not accepted.';

CREATE OR REPLACE TRIGGER judge AFTER INSERT ON @registry@.track_event
    FOR EACH ROW EXECUTE FUNCTION @registry@.track_event_is_judged();

-- --------------------------------------------------------------------------------------------
-- What the end of a partner, of the partnership or of the lead does to option rights
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.rights_are_ended(of_partnership bigint, of_contract bigint, on_day date, spared text,
        because text, by_row text, said_as innopart.provenance, said_at text) RETURNS void
    LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' SET innopart.as_of = '' AS $$
BEGIN
    PERFORM set_config('innopart.as_of', to_char(on_day, 'YYYY-MM-DD'), true);
    -- Exercises so far stay valid; what is left is gone and is not given to anybody else.  A right
    -- that only the shared cap has exhausted would come back with a reversal, so it ends as well.
    -- Caps in one order for every session.
    INSERT INTO @registry@.option_event (partnership_id, option_right_id, kind, effective_on, reason, reference, provenance, source_url)
    SELECT r.partnership_id, r.id, 'contract_terminated', on_day, because, by_row, said_as, said_at
    FROM @registry@.option_right r
    JOIN @registry@.option_standing s ON s.partnership_id = r.partnership_id AND s.option_right_id = r.id
    WHERE r.partnership_id = of_partnership AND (of_contract IS NULL OR r.partner_contract_id = of_contract)
      AND (s.state NOT IN ('terminated', 'assigned', 'waived', 'exhausted', 'lapsed')
           OR (s.state = 'exhausted' AND coalesce(s.units_left > 0, true) AND coalesce(s.amount_left > 0, true)))
      AND NOT (spared = 'partner_reduction' AND r.survives_partner_reduction)
      AND NOT (spared = 'lead_withdrawal' AND r.survives_lead_withdrawal)
    ORDER BY r.cap_id, r.id;
END $$;
COMMENT ON FUNCTION @registry@.rights_are_ended(bigint, bigint, date, text, text, text, innopart.provenance, text) IS 'Records contract_terminated for the live rights of a contract (NULL: of the whole partnership), sparing those whose recorded survival is of the given kind: partner_reduction, lead_withdrawal or none.';

CREATE OR REPLACE FUNCTION @registry@.track_end_is_settled() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' AS $$
BEGIN
    PERFORM @registry@.rights_are_ended(NEW.partnership_id, NEW.partner_contract_id, NEW.effective_on, 'partner_reduction',
        coalesce(NEW.reason, 'The partner''s contract was ended at a gate.'), format('track_event:%s', NEW.id), NEW.provenance, NEW.source_url);
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.track_end_is_settled() IS 'Trigger: with a partner end the options on its contract, unless their survival is recorded; nobody else''s are touched.';

CREATE OR REPLACE TRIGGER settle AFTER INSERT ON @registry@.track_event
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn AND NEW.state IN ('partner_terminated', 'partner_terminated_other'))
    EXECUTE FUNCTION @registry@.track_end_is_settled();

CREATE OR REPLACE FUNCTION @registry@.stage_end_is_settled() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' AS $$
BEGIN
    -- cancelled: no contract came, nothing that was named can be granted.  terminated: the lead
    -- has withdrawn, and what follows is what each right's own clause says.
    PERFORM @registry@.rights_are_ended(NEW.partnership_id, NULL, NEW.effective_on,
        CASE NEW.stage WHEN 'terminated' THEN 'lead_withdrawal' ELSE 'none' END,
        coalesce(NEW.reason, format('The partnership was %s.', NEW.stage)), format('phase_event:%s', NEW.id), NEW.provenance, NEW.source_url);
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.stage_end_is_settled() IS 'Trigger: a cancelled competition voids every named right; a terminated partnership ends those without recorded survival.';

CREATE OR REPLACE TRIGGER settle AFTER INSERT ON @registry@.phase_event
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn AND NEW.stage IN ('cancelled', 'terminated'))
    EXECUTE FUNCTION @registry@.stage_end_is_settled();

CREATE OR REPLACE FUNCTION @registry@.lead_end_is_settled() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET innopart.known_at = '' SET innopart.as_of = '' AS $$
DECLARE
    today date := innopart.as_of();
BEGIN
    -- An end that is still to come changes nothing yet.  Another lead, or the legal successor of
    -- this one, carries on.
    IF NEW.to_on > today
        OR EXISTS (
            SELECT FROM @registry@.known_participant p
            WHERE p.partnership_id = NEW.partnership_id AND p.role = 'lead' AND p.id <> coalesce(NEW.corrects_id, NEW.id)
              AND p.effective_on <= NEW.to_on + 1 AND coalesce(p.to_on > NEW.to_on, true))
        OR EXISTS (
            SELECT FROM @registry@.known_organisation_succession s
            WHERE s.predecessor_id = NEW.organisation_id AND s.effective_on <= NEW.to_on + 1)
    THEN
        RETURN NULL;
    END IF;
    -- to_on is the last day as lead; rights end on the day after, or today when that is to_on
    PERFORM @registry@.rights_are_ended(NEW.partnership_id, NULL, least(NEW.to_on + 1, today), 'lead_withdrawal',
        'The lead withdrew.', format('participant:%s', NEW.id), NEW.provenance, NEW.source_url);
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.lead_end_is_settled() IS 'Trigger: when the last lead leaves without a successor, rights without recorded survival end; the others stand.';

CREATE OR REPLACE TRIGGER settle AFTER INSERT ON @registry@.participant
    FOR EACH ROW WHEN (NOT NEW.is_withdrawn AND NEW.role = 'lead' AND NEW.to_on IS NOT NULL)
    EXECUTE FUNCTION @registry@.lead_end_is_settled();
