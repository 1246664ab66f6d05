-- Made-up registries of any size, for tests and benchmarks: the same arguments make the same rows.
--
-- Chance is a hash of the seed and of what is asked for, never random(): it owes nothing to the
-- plan, to parallel workers or to the session.  Every row comes in by INSERT through the same
-- triggers and keys as anybody else's; nothing is switched off, so what a guard holds, holds here.
-- Numbers of rows are arithmetic (partnership = fact mod partnerships, and so on), so that facts
-- find what they belong to without reading it back.

CREATE FUNCTION innopart.seeded_pick(seed bigint, what text, of_row bigint, choices bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT (hashint8extended(of_row, hashtextextended(what, seed)) & 9223372036854775807) % choices;
END;
COMMENT ON FUNCTION innopart.seeded_pick(bigint, text, bigint, bigint) IS 'A number from 0 to choices - 1 that looks like chance and is always the same for the same seed, subject and row. For made-up data; no secret can be made of it. Errors: 22012 when choices is 0.';

CREATE FUNCTION innopart.generated_partnership(partnerships bigint, organisations bigint, events bigint, seed bigint,
    OUT id bigint, OUT outcome text, OUT started_on date, OUT dialogue_on date, OUT notice_on date, OUT contract_on date,
    OUT second_on date, OUT purchase_on date, OUT last_on date,
    OUT public_count bigint, OUT supplier_count bigint, OUT member_count bigint, OUT first_member bigint, OUT first_supplier bigint,
    OUT buyer_no bigint, OUT buyer_count bigint, OUT right_count bigint) RETURNS SETOF record
    LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
BEGIN ATOMIC
    WITH body AS (
        SELECT organisations - greatest(4, organisations / 5) AS public_count, greatest(4, organisations / 5) AS supplier_count,
            -- ten events a right, and one event in eleven is of an option
            CASE WHEN events < 20 THEN 0 ELSE (events + 109) / 110 END AS right_count
    ), fate AS (
        SELECT n.id, CASE WHEN n.id = 1 THEN 'bought' WHEN f.chance < 6 THEN 'cancelled' WHEN f.chance < 16 THEN 'developing' ELSE 'bought' END AS outcome
        FROM generate_series(1, partnerships) AS n(id), LATERAL innopart.seeded_pick(seed, 'outcome', n.id, 100) AS f(chance)
    ), need AS (
        SELECT f.id, f.outcome, DATE '2010-01-01' + innopart.seeded_pick(seed, 'started', f.id, 2500)::integer AS started_on FROM fate f
    ), dialogue AS (
        SELECT n.*, n.started_on + 30 + innopart.seeded_pick(seed, 'dialogue', n.id, 60)::integer AS dialogue_on FROM need n
    ), notice AS (
        SELECT d.*, d.dialogue_on + 60 + innopart.seeded_pick(seed, 'notice', d.id, 90)::integer AS notice_on FROM dialogue d
    ), contract AS (
        SELECT n.*, CASE WHEN n.outcome <> 'cancelled' THEN n.notice_on + 150 + innopart.seeded_pick(seed, 'contract', n.id, 90)::integer END AS contract_on FROM notice n
    ), second AS (
        SELECT c.*, c.contract_on + 180 + innopart.seeded_pick(seed, 'second', c.id, 185)::integer AS second_on FROM contract c
    ), purchase AS (
        SELECT s.*, CASE WHEN s.outcome = 'bought' THEN s.second_on + 180 + innopart.seeded_pick(seed, 'purchase', s.id, 185)::integer END AS purchase_on FROM second s
    ), numbered AS (
        SELECT p.*,
            CASE p.outcome WHEN 'cancelled' THEN p.notice_on + 100 WHEN 'developing' THEN p.second_on + 150
                ELSE p.purchase_on + 900 + innopart.seeded_pick(seed, 'last', p.id, 800)::integer END AS last_on,
            CASE WHEN p.outcome = 'bought' THEN row_number() OVER (PARTITION BY p.outcome ORDER BY p.id) - 1 END AS buyer_no,
            count(*) FILTER (WHERE p.outcome = 'bought') OVER () AS buyer_count
        FROM purchase p
    )
    SELECT n.id, n.outcome, n.started_on, n.dialogue_on, n.notice_on, n.contract_on, n.second_on, n.purchase_on, n.last_on,
        b.public_count, b.supplier_count,
        least(b.public_count, 5 + innopart.seeded_pick(seed, 'members', n.id, 16)),
        innopart.seeded_pick(seed, 'first member', n.id, b.public_count), innopart.seeded_pick(seed, 'first supplier', n.id, b.supplier_count),
        n.buyer_no, n.buyer_count,
        -- dealt out like cards
        CASE WHEN n.outcome = 'bought' THEN (b.right_count - n.buyer_no + n.buyer_count - 1) / n.buyer_count ELSE 0 END
    FROM numbered n CROSS JOIN body b;
END;
COMMENT ON FUNCTION innopart.generated_partnership(bigint, bigint, bigint, bigint) IS 'What innopart_generate() plans for each partnership: its outcome (bought, developing, cancelled), its days, all before 2025, who takes part (a run of neighbours among the public bodies, then among the suppliers) and how many option rights it grants.';

CREATE FUNCTION innopart.generated_phase(on_day date, dialogue_on date, notice_on date, contract_on date, second_on date, purchase_on date) RETURNS innopart.phase
    LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN on_day >= purchase_on THEN 'purchase'::innopart.phase WHEN on_day >= second_on THEN 'development.2'
        WHEN on_day >= contract_on THEN 'development.1' WHEN on_day >= notice_on THEN 'competition'
        WHEN on_day >= dialogue_on THEN 'dialogue' ELSE 'need' END;
END;
COMMENT ON FUNCTION innopart.generated_phase(date, date, date, date, date, date) IS 'The phase that a planned partnership is in on a day, from the days of its plan; NULL for a phase it never comes to.';

CREATE FUNCTION innopart.innopart_generate(registry name DEFAULT 'registry', partnerships integer DEFAULT 20, organisations integer DEFAULT 100,
    events bigint DEFAULT 10000, seed bigint DEFAULT 0) RETURNS TABLE (table_name text, row_count bigint)
    LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp SET client_min_messages = warning
    SET innopart.as_of = '' SET innopart.known_at = ''
AS $$
#variable_conflict use_column
DECLARE
    taken name;
    batch CONSTANT bigint := 100000;
    option_events bigint;
    contributions bigint := events / 11;
    learned bigint := events / 11;
    attendances bigint;
    corrections bigint;
    place record;
BEGIN
    PERFORM innopart.registry_of_caller(registry);
    IF partnerships < 1 OR organisations < 10 OR events < 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('%s partnerships of %s organisations with %s events cannot be generated', partnerships, organisations, events),
            DETAIL = 'There must be at least one partnership and ten organisations, and no negative number of events.';
    END IF;
    taken := innopart.table_with_facts(registry);
    IF taken IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'IP040',
            MESSAGE = format('registry "%s" holds facts', registry),
            DETAIL = format('Table %I.%I has rows. What is made up is never mixed into what is true.', registry, taken),
            HINT = 'Generate into a registry of its own: SELECT innopart.create_registry(''made_up'', ''made_up_report'');';
    END IF;
    -- the tables below are this registry's; every function and operator is found before it
    PERFORM set_config('search_path', format('pg_catalog, innopart, %I, pg_temp', registry), true);

    -- organisations: public bodies first, then suppliers
    INSERT INTO organisation (id, name, admin_level, provenance)
    SELECT n,
        CASE WHEN n > organisations - greatest(4, organisations / 5) THEN format('Supplier %s AS', n)
             WHEN n % 20 = 0 THEN format('Agency %s', n) WHEN n % 12 = 0 THEN format('County %s', n) ELSE format('Municipality %s', n) END,
        CASE WHEN n > organisations - greatest(4, organisations / 5) THEN NULL
             WHEN n % 20 = 0 THEN 'cga'::admin_level WHEN n % 12 = 0 THEN 'body-pl-ra' ELSE 'body-pl-la' END,
        'illustrative'
    FROM generate_series(1, organisations) AS n;
    -- a scheme of its own: a made-up organisation number might be somebody's
    INSERT INTO organisation_identifier (id, organisation_id, scheme, identifier)
    SELECT o.id, o.id, 'made-up', to_char(o.id, 'FM000000000') FROM organisation o;
    INSERT INTO programme (id, name) VALUES (1, 'Made-up programme');
    INSERT INTO need (id, title, description, provenance)
    SELECT p.id, format('Need %s', p.id), 'Made up.', 'illustrative' FROM generated_partnership(partnerships, organisations, events, seed) p;
    INSERT INTO partnership (id, title, need_id, programme_id, legal_basis, started_on, provenance)
    SELECT p.id, format('Partnership %s', p.id), p.id, 1, 'Directive 2014/24/EU Art. 31', p.started_on, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p;
    INSERT INTO need_member (id, need_id, organisation_id, effective_on, demand_units, unit_code, provenance)
    SELECT p.id * 100 + k, p.id, 1 + (p.first_member + k) % p.public_count, p.started_on, 10 + seeded_pick(seed, 'demand', p.id * 100 + k, 90), 'C62', 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p, generate_series(0, p.member_count - 1) AS k;

    -- who takes part, one row a role
    INSERT INTO participant (partnership_id, id, organisation_id, role, effective_on, provenance)
    SELECT p.id, p.id * 100 + k, 1 + (p.first_member + k) % p.public_count,
        CASE k WHEN 0 THEN 'lead'::participant_role ELSE 'follower' END, p.started_on, 'illustrative'::provenance
    FROM generated_partnership(partnerships, organisations, events, seed) p, generate_series(0, p.member_count - 1) AS k
    UNION ALL
    SELECT p.id, p.id * 100 + 40, 1 + (p.first_member + 2) % p.public_count, 'pilot_host', p.contract_on, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p WHERE p.contract_on IS NOT NULL
    UNION ALL
    SELECT p.id, p.id * 100 + 50 + j, p.public_count + 1 + (p.first_supplier + j) % p.supplier_count, 'candidate', p.notice_on + 30, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p, generate_series(0, 3) AS j
    UNION ALL
    SELECT p.id, p.id * 100 + 60 + j, p.public_count + 1 + (p.first_supplier + j) % p.supplier_count, 'partner', p.contract_on, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p, generate_series(0, 1) AS j WHERE p.contract_on IS NOT NULL
    ORDER BY 2;

    -- the competition and what its documents state
    INSERT INTO document (partnership_id, id, kind, title, effective_on, provenance)
    SELECT p.id, p.id * 10 + d.no, d.kind::document_kind, d.title, d.on_day, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p,
        LATERAL (VALUES (1, 'procurement_documents', 'Procurement documents', p.notice_on - 10),
                        (2, 'partnership_agreement', 'Partnership agreement', p.contract_on),
                        (3, 'assessment_report', 'Acceptance test', p.purchase_on - 6),
                        (4, 'modification', 'Letters and modifications', p.purchase_on)) AS d(no, kind, title, on_day)
    WHERE d.on_day IS NOT NULL ORDER BY 2;
    INSERT INTO notice (partnership_id, id, kind, notice_number, effective_on, provenance)
    SELECT p.id, p.id, 'competition', format('made-up-%s', p.id), p.notice_on, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p;
    INSERT INTO partnership_value (partnership_id, id, kind, amount, currency, effective_on, provenance)
    SELECT p.id, p.id * 10 + v.no, v.kind::value_kind, CASE v.kind WHEN 'development' THEN 16000000 ELSE 20000000 + p.right_count * 1000000 END,
        'NOK', p.notice_on, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p,
        LATERAL (VALUES (1, 'estimated'), (2, 'maximum'), (3, 'development')) AS v(no, kind) ORDER BY 2;
    INSERT INTO competition_count (partnership_id, id, step, counted, effective_on, provenance)
    SELECT p.id, p.id * 10 + c.no, c.step::funnel_step, c.counted, p.notice_on + c.days, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p,
        LATERAL (SELECT 8 + seeded_pick(seed, 'requests', p.id, 30)::integer AS requests) asked,
        LATERAL (VALUES (1, 'requests', asked.requests, 30), (2, 'qualified', asked.requests / 2, 45), (3, 'invited', 4, 50)) AS c(no, step, counted, days)
    ORDER BY 2;
    INSERT INTO phase_plan (partnership_id, id, phase, title, effective_on, planned_from, planned_to, provenance)
    SELECT p.id, p.id * 10 + f.no, f.phase::phase, f.title, p.notice_on - 10, p.notice_on + f.from_day, p.notice_on + f.to_day, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p,
        LATERAL (VALUES (1, 'development.1', 'Prototype', 180, 450), (2, 'development.2', 'Pilot', 451, 720), (3, 'purchase', 'Purchase', 721, 2400))
            AS f(no, phase, title, from_day, to_day) ORDER BY 2;
    INSERT INTO phase_event (partnership_id, id, stage, effective_on, provenance)
    SELECT p.id, p.id * 10 + s.no, s.stage::partnership_stage, s.on_day, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p,
        LATERAL (VALUES (1, 'need', p.started_on), (2, 'dialogue', p.dialogue_on), (3, 'competition', p.notice_on),
                        (4, 'cancelled', CASE p.outcome WHEN 'cancelled' THEN p.last_on END)) AS s(no, stage, on_day)
    WHERE s.on_day IS NOT NULL ORDER BY 2;

    -- two partners develop; one is ended at its first gate in every third partnership
    INSERT INTO partner_contract (partnership_id, id, organisation_id, title, effective_on, standstill_over_on, ends_on, remuneration_amount, currency,
        max_unit_cost_amount, document_id, provenance)
    SELECT p.id, p.id * 10 + j, p.public_count + (p.first_supplier + j - 1) % p.supplier_count + 1, format('Development contract %s', j),
        p.contract_on, p.contract_on - 12, p.contract_on + 3000, 8000000, 'NOK', 25000, p.id * 10 + 2, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p, generate_series(1, 2) AS j
    WHERE p.contract_on IS NOT NULL ORDER BY 2;
    INSERT INTO target (partnership_id, id, partner_contract_id, phase, title, due_on, effective_on, provenance)
    SELECT c.partnership_id, c.id * 10 + (f - 1) * 2 + t, c.id, format('development.%s', f)::phase, format('Target %s of phase %s', t, f),
        CASE f WHEN 1 THEN p.second_on - 30 ELSE p.second_on + 300 END, p.contract_on, 'illustrative'
    FROM partner_contract c JOIN generated_partnership(partnerships, organisations, events, seed) p ON p.id = c.partnership_id,
        generate_series(1, 2) AS f, generate_series(1, 2) AS t ORDER BY 2;
    INSERT INTO target_assessment (partnership_id, id, target_id, status, effective_on, provenance)
    SELECT t.partnership_id, t.id, t.id, CASE WHEN t.id % 100 = 21 AND p.id % 3 = 0 THEN 'notMet'::target_status ELSE 'met' END,
        a.on_day, 'illustrative'
    FROM target t JOIN generated_partnership(partnerships, organisations, events, seed) p ON p.id = t.partnership_id,
        LATERAL (SELECT CASE stage(t.phase) WHEN 1 THEN p.second_on - 20 ELSE p.purchase_on - 20 END AS on_day) a
    WHERE a.on_day IS NOT NULL AND NOT (stage(t.phase) = 2 AND t.partner_contract_id % 10 = 2 AND p.id % 3 = 0) ORDER BY 2;
    INSERT INTO gate_decision (partnership_id, id, partner_contract_id, phase, outcome, assessment_ids, reserving_document_id, reserving_clause,
        decided_by_id, effective_on, provenance)
    SELECT p.id, t.partner_contract_id * 10 + stage(t.phase), t.partner_contract_id, t.phase, g.outcome, array_agg(a.id ORDER BY a.id),
        CASE g.outcome WHEN 'end_partner' THEN p.id * 10 + 1 END, CASE g.outcome WHEN 'end_partner' THEN '7.3' END,
        1 + p.first_member, max(a.effective_on) + 10, 'illustrative'
    FROM target_assessment a
    JOIN target t ON t.partnership_id = a.partnership_id AND t.id = a.target_id
    JOIN generated_partnership(partnerships, organisations, events, seed) p ON p.id = t.partnership_id,
        LATERAL (SELECT CASE WHEN p.id % 3 = 0 AND t.partner_contract_id % 10 = 2 THEN 'end_partner'::gate_outcome
                             WHEN stage(t.phase) = 2 THEN 'accept' ELSE 'proceed' END AS outcome) g
    WHERE stage(t.phase) = 1 OR t.partner_contract_id % 10 = 1
    GROUP BY p.id, p.first_member, t.partner_contract_id, t.phase, g.outcome ORDER BY 2;
    INSERT INTO instalment (partnership_id, id, partner_contract_id, target_id, amount, currency, due_on, effective_on, provenance)
    SELECT t.partnership_id, t.id, t.partner_contract_id, t.id, 2000000, 'NOK', t.due_on, t.effective_on, 'illustrative' FROM target t ORDER BY 2;
    INSERT INTO payment (partnership_id, id, instalment_id, amount, currency, effective_on, reference, provenance)
    SELECT a.partnership_id, a.id, a.target_id, 2000000, 'NOK', a.effective_on + 5, format('invoice %s', a.id), 'illustrative'
    FROM target_assessment a WHERE a.status = 'met' ORDER BY 2;
    INSERT INTO solution (partnership_id, id, partner_contract_id, name, effective_on, provenance)
    SELECT c.partnership_id, c.id, c.id, format('Solution %s', c.id), c.effective_on, 'illustrative' FROM partner_contract c ORDER BY 2;
    INSERT INTO acceptance (partnership_id, id, solution_id, performance_met, unit_cost_amount, max_unit_cost_amount, currency, document_id, effective_on, provenance)
    SELECT p.id, p.id * 10 + 1, p.id * 10 + 1, true, 24000, 25000, 'NOK', p.id * 10 + 3, p.purchase_on - 6, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p WHERE p.outcome = 'bought';
    INSERT INTO track_event (partnership_id, id, partner_contract_id, phase, state, effective_on, gate_decision_id, provenance)
    SELECT p.id, c.id * 10 + s.no, c.id, s.phase::phase, s.state::track_state, s.on_day, CASE s.state WHEN 'partner_terminated' THEN c.id * 10 + 1 END, 'illustrative'
    FROM partner_contract c JOIN generated_partnership(partnerships, organisations, events, seed) p ON p.id = c.partnership_id,
        LATERAL (SELECT p.id % 3 = 0 AND c.id % 10 = 2 AS ends_early) fate,
        LATERAL (VALUES (1, 'development.1', 'active', p.contract_on, true),
                        (2, 'development.1', 'under_assessment', p.second_on - 20, true),
                        (3, 'development.1', 'passed', p.second_on - 10, NOT fate.ends_early),
                        (3, 'development.1', 'not_passed', p.second_on - 10, fate.ends_early),
                        (4, 'development.1', 'partner_terminated', p.second_on - 10, fate.ends_early),
                        (5, 'development.2', 'active', p.second_on, NOT fate.ends_early),
                        (6, 'development.2', 'under_assessment', p.purchase_on - 20, NOT fate.ends_early),
                        (7, 'development.2', 'passed', p.purchase_on - 10, NOT fate.ends_early),
                        (8, 'development.2', 'accepted', p.purchase_on - 5, c.id % 10 = 1)) AS s(no, phase, state, on_day, happened)
    WHERE s.happened AND s.on_day IS NOT NULL ORDER BY 2;
    INSERT INTO phase_event (partnership_id, id, stage, phase, effective_on, provenance)
    SELECT p.id, p.id * 10 + s.no, s.stage::partnership_stage, s.phase::phase, s.on_day, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p,
        LATERAL (VALUES (4, 'partnership', 'development.1', p.contract_on), (5, 'partnership', 'development.2', p.second_on),
                        (6, 'purchase', 'purchase', p.purchase_on)) AS s(no, stage, phase, on_day)
    WHERE s.on_day IS NOT NULL ORDER BY 2;

    -- Option rights, twenty under a cap.  Right n of partnership p is number n * buyers + buyer + 1.
    -- 32 of its 40 units at most are drawn, and a cap has room for 36 of each, so every draw is lawful.
    INSERT INTO cap (partnership_id, id, title, max_units, unit_code, max_amount, currency, cap_basis, document_id, clause, effective_on, provenance)
    SELECT p.id, c * p.buyer_count + p.buyer_no + 1, format('Cap %s', c + 1), 720, 'C62', 18000000, 'NOK', 'contract', p.id * 10 + 1, '4.1', p.notice_on - 10, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p, generate_series(0, (p.right_count + 19) / 20 - 1) AS c ORDER BY 2;
    INSERT INTO option_right (partnership_id, id, partner_contract_id, solution_id, cap_id, holder_id, holder_kind, title, terms, unit_code,
        price_basis, unit_price_amount, max_unit_cost_amount, price_currency, vat_rate, named_on, named_in_document_id, named_clause, provenance)
    SELECT p.id, r.id, p.id * 10 + 1, p.id * 10 + 1, n / 20 * p.buyer_count + p.buyer_no + 1, 1 + (p.first_member + n % p.member_count) % p.public_count,
        CASE WHEN n % p.member_count = 0 THEN 'lead'::holder_kind ELSE 'follower' END, format('Right %s', r.id),
        option_right(max_units => 40, opens_on => p.purchase_on, closes_on => p.purchase_on + 730 + seeded_pick(seed, 'closes', r.id, 1100)::integer,
                     from_phase => 'purchase', conditions => CASE r.id % 4 WHEN 0 THEN 1 ELSE 0 END),
        'C62', 'unit_price', 10000 + 100 * seeded_pick(seed, 'price', r.id, 140), 25000, 'NOK', 25, p.notice_on - 10, p.id * 10 + 1, '4.2', 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p, generate_series(0, p.right_count - 1) AS n,
        LATERAL (SELECT n * p.buyer_count + p.buyer_no + 1 AS id) r ORDER BY 2;
    INSERT INTO option_condition (partnership_id, option_right_id, condition_no, code, title)
    SELECT r.partnership_id, r.id, 1, 'budget_approved', 'Budget approved' FROM option_right r WHERE conditions(r.terms) = 1 ORDER BY 2;
    -- the ledger numbers its events itself, in the order in which they come
    PERFORM setval(pg_get_serial_sequence(format('%I.option_event', registry), 'id'), 1, false);
    FOR place IN SELECT p.* FROM generated_partnership(partnerships, organisations, events, seed) p WHERE p.right_count > 0 ORDER BY p.id LOOP
        -- in the order of their days, as a ledger grows
        INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on, units, condition_no, extended_to, legal_basis, document_id, provenance)
        SELECT r.partnership_id, r.id, e.kind, e.on_day,
            CASE e.kind WHEN 'exercised' THEN 1 + seeded_pick(seed, 'units', r.id * 8 + e.no, 4) WHEN 'partly_waived' THEN 3 END,
            CASE e.kind WHEN 'condition_met' THEN 1 END,
            CASE e.kind WHEN 'window_extended' THEN closes_on(r.terms) + 60 END,
            CASE e.kind WHEN 'window_extended' THEN 'Art. 72(1)(a): review clause 9' END,
            CASE WHEN e.kind IN ('waived', 'partly_waived', 'window_extended') THEN place.id * 10 + 4 END,
            'illustrative'
        FROM option_right r,
            LATERAL (SELECT seeded_pick(seed, 'story', r.id, 12) AS story, least(closes_on(r.terms), place.last_on) - place.purchase_on - 20 AS days) f,
            LATERAL (
                SELECT -3 AS no, 'named'::option_event_kind AS kind, r.named_on AS on_day
                UNION ALL SELECT -2, 'granted', place.contract_on
                UNION ALL SELECT -1, 'condition_met', place.purchase_on WHERE conditions(r.terms) = 1
                UNION ALL
                SELECT n, CASE WHEN f.story = 1 AND n = 5 THEN 'waived'::option_event_kind
                               WHEN f.story = 2 AND n = 2 THEN 'suspended' WHEN f.story = 2 AND n = 3 THEN 'resumed'
                               WHEN f.story = 3 AND n = 6 THEN 'window_extended'
                               WHEN f.story = 5 AND n = 5 THEN 'partly_waived'
                               ELSE 'exercised' END,
                    place.purchase_on + 10 + (f.days * n / 8 + seeded_pick(seed, 'day', r.id * 8 + n, f.days / 8))::integer
                FROM generate_series(0, 7) AS n
                -- never used, waived, or to be reversed last
                WHERE f.story <> 0 AND NOT (f.story = 1 AND n > 5) AND NOT (f.story = 4 AND n > 6)) e
        WHERE r.partnership_id = place.id
        ORDER BY e.on_day, r.id, e.no;
        -- what is taken back comes late, and dated back among what others have drawn since
        INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on, reverses_id, reason, provenance)
        SELECT DISTINCT ON (e.option_right_id) e.partnership_id, e.option_right_id, 'exercise_reversed', e.effective_on + 5, e.id, 'Not delivered', 'illustrative'
        FROM option_event e
        WHERE e.partnership_id = place.id AND e.kind = 'exercised' AND seeded_pick(seed, 'story', e.option_right_id, 12) = 4
        ORDER BY e.option_right_id, e.effective_on DESC, e.id DESC;
    END LOOP;
    SELECT count(*) INTO option_events FROM option_event;

    -- Meetings: fact g of attendance is member g / partnerships mod members of partnership g mod partnerships
    attendances := events - option_events - contributions - learned;
    corrections := attendances / 100;
    attendances := attendances - corrections;
    INSERT INTO meeting (partnership_id, id, phase, kind, title, effective_on, minutes, is_cancelled, provenance)
    SELECT p.id, m * partnerships + p.id, f.phase,
        CASE kind(f.phase) WHEN 'need' THEN 'kickoff'::meeting_kind WHEN 'dialogue' THEN 'dialogue_meeting' WHEN 'competition' THEN 'one_to_one'
                           WHEN 'development' THEN 'work_meeting' ELSE 'learning_meeting' END,
        format('Meeting %s', m + 1), d.on_day, 60 + 30 * seeded_pick(seed, 'minutes', m * partnerships + p.id, 5)::integer,
        seeded_pick(seed, 'cancelled', m * partnerships + p.id, 50) = 0, 'illustrative'
    FROM generated_partnership(partnerships, organisations, events, seed) p,
        LATERAL (SELECT ((attendances - p.id + partnerships) / partnerships + p.member_count - 1) / p.member_count AS meetings) c,
        generate_series(0, c.meetings - 1) AS m,
        LATERAL (SELECT p.started_on + ((p.last_on - p.started_on) * m / c.meetings)::integer AS on_day) d,
        LATERAL generated_phase(d.on_day, p.dialogue_on, p.notice_on, p.contract_on, p.second_on, p.purchase_on) AS f(phase)
    ORDER BY 2;
    FOR first_no IN 0 .. attendances - 1 BY batch LOOP
        INSERT INTO attendance (partnership_id, id, meeting_id, organisation_id, role, status, headcount, minutes, is_remote, effective_on, provenance)
        SELECT m.partnership_id, g + 1, m.id, 1 + (p.first_member + k.no) % p.public_count,
            CASE k.no WHEN 0 THEN 'lead'::participant_role ELSE 'follower' END, s.status,
            CASE s.status WHEN 'attended' THEN 1 + seeded_pick(seed, 'headcount', g, 4) END, CASE s.status WHEN 'attended' THEN m.minutes END,
            s.chance % 2 = 0, m.effective_on, 'illustrative'
        FROM generate_series(first_no, least(first_no + batch, attendances) - 1) AS g
        JOIN generated_partnership(partnerships, organisations, events, seed) p ON p.id = g % partnerships + 1
        CROSS JOIN LATERAL (SELECT g / partnerships % p.member_count AS no) k
        JOIN meeting m ON m.partnership_id = g % partnerships + 1 AND m.id = g / partnerships / p.member_count * partnerships + p.id
        -- some bodies come nearly always, others half of the time
        CROSS JOIN LATERAL (SELECT seeded_pick(seed, 'came', g, 100) AS chance,
            55 + seeded_pick(seed, 'diligence', (p.first_member + k.no) % p.public_count, 40) AS diligence) c
        CROSS JOIN LATERAL (SELECT c.chance, CASE WHEN m.is_cancelled THEN 'invited'::attendance_status WHEN c.chance < c.diligence THEN 'attended'
            WHEN c.chance % 3 = 0 THEN 'no_show' WHEN c.chance % 3 = 1 THEN 'invited' ELSE 'declined' END AS status) s
        ORDER BY g;
    END LOOP;
    -- one in a hundred was put right afterwards
    INSERT INTO attendance (partnership_id, id, corrects_id, meeting_id, organisation_id, role, status, headcount, minutes, is_remote, effective_on, provenance)
    SELECT a.partnership_id, attendances + n + 1, a.id, a.meeting_id, a.organisation_id, a.role, 'attended', 1, 60, a.is_remote, a.effective_on, 'illustrative'
    FROM generate_series(0, corrections - 1) AS n
    JOIN attendance a ON a.partnership_id = n * 97 % partnerships + 1 AND a.id = n * 97 + 1
    ORDER BY n;

    FOR first_no IN 0 .. contributions - 1 BY batch LOOP
        INSERT INTO contribution (partnership_id, id, organisation_id, phase, kind, title, hours, headcount, effective_on, provenance)
        SELECT p.id, g + 1, 1 + (p.first_member + seeded_pick(seed, 'contributor', g, p.member_count)) % p.public_count, f.phase, kind.code,
            format('Contribution %s', g + 1), CASE WHEN g % 10 <> 9 THEN 1 + seeded_pick(seed, 'hours', g, 160) / 4.0 END, 1 + seeded_pick(seed, 'people', g, 3),
            d.on_day, 'illustrative'
        FROM generate_series(first_no, least(first_no + batch, contributions) - 1) AS g
        JOIN generated_partnership(partnerships, organisations, events, seed) p ON p.id = g % partnerships + 1
        CROSS JOIN LATERAL (SELECT p.started_on + ((p.last_on - p.started_on) * (g / partnerships) / (contributions / partnerships + 1))::integer AS on_day) d
        CROSS JOIN LATERAL generated_phase(d.on_day, p.dialogue_on, p.notice_on, p.contract_on, p.second_on, p.purchase_on) AS f(phase)
        CROSS JOIN LATERAL (SELECT CASE WHEN f.phase < 'competition' THEN (ARRAY['need_input', 'sparring_tender_docs', 'data', 'expert_hours']::contribution_kind[])[1 + seeded_pick(seed, 'kind', g, 4)]
                                        ELSE (ARRAY['test_site', 'evaluation_support', 'expert_hours', 'data', 'review']::contribution_kind[])[1 + seeded_pick(seed, 'kind', g, 5)] END AS code) kind
        ORDER BY g;
    END LOOP;

    -- a lesson is told to three others, and each does something with it
    INSERT INTO lesson (partnership_id, id, organisation_id, phase, title, statement, language, confidentiality, effective_on, provenance)
    SELECT p.id, n + 1, 1 + (p.first_member + seeded_pick(seed, 'author', n, p.member_count)) % p.public_count, f.phase,
        w.lessons[1 + seeded_pick(seed, 'lesson', n, 6)] || ' (' || w.places[1 + seeded_pick(seed, 'place', n, 5)] || ')',
        w.lessons[1 + seeded_pick(seed, 'lesson', n, 6)] || '. ' || w.places[1 + seeded_pick(seed, 'place', n, 5)] || ' made it plain.', 'en',
        CASE seeded_pick(seed, 'confidentiality', n, 5) WHEN 0 THEN 'participants'::confidentiality ELSE 'open' END, d.on_day, 'illustrative'
    FROM generate_series(0, (learned + 5) / 6 - 1) AS n
    JOIN generated_partnership(partnerships, organisations, events, seed) p ON p.id = n % partnerships + 1
    CROSS JOIN LATERAL (SELECT p.started_on + ((p.last_on - p.started_on - 130) * (n / partnerships) / ((learned + 5) / 6 / partnerships + 1))::integer AS on_day) d
    CROSS JOIN LATERAL generated_phase(d.on_day, p.dialogue_on, p.notice_on, p.contract_on, p.second_on, p.purchase_on) AS f(phase)
    CROSS JOIN (SELECT
        ARRAY['Ask for the need, not for the product', 'Bring the users in before the notice', 'Test in daily operation, not in the laboratory',
              'Agree on who owns the data', 'State the ceiling of each option', 'Plan the budget of the purchase early'] AS lessons,
        ARRAY['A nursing home', 'A pilot ward', 'The harbour', 'The road works', 'A school'] AS places) w
    ORDER BY n;
    FOR first_no IN 0 .. learned - 1 BY batch LOOP
        INSERT INTO lesson_share (partnership_id, id, lesson_id, giver_id, receiver_id, medium, effective_on, provenance)
        SELECT l.partnership_id, g + 1, l.id, l.organisation_id, 1 + (p.first_member + (l.organisation_id - 1 - p.first_member + p.public_count + 1 + g % 6) % p.public_count % p.member_count) % p.public_count,
            'meeting', l.effective_on + 1 + seeded_pick(seed, 'told', g, 60)::integer, 'illustrative'
        FROM generate_series(first_no, least(first_no + batch, learned) - 1) AS g
        JOIN lesson l ON l.partnership_id = g / 6 % partnerships + 1 AND l.id = g / 6 + 1
        JOIN generated_partnership(partnerships, organisations, events, seed) p ON p.id = l.partnership_id
        WHERE g % 6 < 3
        ORDER BY g;
        INSERT INTO lesson_adoption (partnership_id, id, lesson_id, organisation_id, level, mode, learned_from_id, is_confirmed, effective_on, provenance)
        SELECT l.partnership_id, g + 1, l.id, 1 + (p.first_member + (l.organisation_id - 1 - p.first_member + p.public_count + 1 + g % 6 - 3) % p.public_count % p.member_count) % p.public_count,
            a.level, CASE WHEN a.level >= 'adopted' THEN (ARRAY['as_is', 'adapted', 'inspired']::adoption_mode[])[1 + seeded_pick(seed, 'mode', g, 3)] END,
            l.organisation_id, seeded_pick(seed, 'confirmed', g, 3) = 0, l.effective_on + 61 + seeded_pick(seed, 'adopted', g, 60)::integer, 'illustrative'
        FROM generate_series(first_no, least(first_no + batch, learned) - 1) AS g
        JOIN lesson l ON l.partnership_id = g / 6 % partnerships + 1 AND l.id = g / 6 + 1
        JOIN generated_partnership(partnerships, organisations, events, seed) p ON p.id = l.partnership_id
        CROSS JOIN LATERAL (SELECT (enum_range(NULL::adoption_level))[1 + seeded_pick(seed, 'level', g, 5)] AS level) a
        WHERE g % 6 >= 3
        ORDER BY g;
    END LOOP;

    -- whoever records something next gets the next number
    FOR place IN
        SELECT c.relname, format('%I.%I', registry, c.relname) AS name FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id' AND a.attidentity <> ''
        WHERE c.relnamespace = to_regnamespace(quote_ident(registry)) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'option_event'
        ORDER BY c.relname
    LOOP
        EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, ''id''), max(t.id)) FROM %s t HAVING max(t.id) IS NOT NULL', place.name, place.name);
    END LOOP;
    FOR place IN
        SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = to_regnamespace(quote_ident(registry)) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'registry_info'
        ORDER BY c.relname
    LOOP
        table_name := place.relname;
        EXECUTE format('SELECT count(*) FROM %I.%I', registry, place.relname) INTO row_count;
        IF row_count > 0 THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;
COMMENT ON FUNCTION innopart.innopart_generate(name, integer, integer, bigint, bigint) IS 'Fills an empty registry with made-up facts, all of them illustrative and dated before 2025, and returns how many rows each table got; by the registry''s owner. events is the number of attendances (about 8 in 11), contributions (1), shares and adoptions of lessons (1) and option events (1) together. The same arguments make the same rows, apart from recorded_at, recorded_by and recorded_xid. Every guard judges every row. Errors: IP040 when the registry holds facts, IP041 when there is none, 42501, 22023 for fewer than 1 partnership, 10 organisations or 0 events.';
