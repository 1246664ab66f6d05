-- Which records break a rule, or lack what a rule asks for.  Every rule is judged anew from the
-- facts, not from what the guards let in: whatever passed them by (a disabled trigger, a restore
-- that went wrong, an edit by the owner) shows up here, and so does what the law allows but
-- somebody should look at.  Facts count as of innopart.as_of() and as known at innopart.known_at().

CREATE OR REPLACE FUNCTION @registry@.day_in_words(on_day date, otherwise text DEFAULT 'no day') RETURNS text
    LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(to_char(on_day, 'YYYY-MM-DD'), otherwise);
END;
COMMENT ON FUNCTION @registry@.day_in_words(date, text) IS 'A day as findings write it, whatever DateStyle says.';

CREATE OR REPLACE FUNCTION @registry@.quantity_in_words(units numeric, amount numeric, currency text DEFAULT NULL) RETURNS text
    LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN units IS NULL AND amount IS NULL THEN 'nothing'
        ELSE concat_ws(' and ', trim_scale(units)::text || ' units', trim_scale(amount)::text || coalesce(' ' || currency, '')) END;
END;
COMMENT ON FUNCTION @registry@.quantity_in_words(numeric, numeric, text) IS 'Units and money as findings write them; ex VAT.';

CREATE OR REPLACE VIEW @registry@.compliance_rule WITH (security_invoker = true) AS
SELECT r.code, r.invariant_no, r.severity::innopart.severity AS severity, r.basis, r.label_en, r.label_nb, r.label_nn
FROM (VALUES
    -- option rights and their ledger
    ('position_differs', 1, 'error', 'judgement: the ledger is the record',
        'Stored position differs from the ledger', 'Lagret stilling avviker fra hovedboken', 'Lagra stilling avvik frå hovudboka'),
    ('over_own_ceiling', 1, 'error', 'case: C-23/20 Simonsen & Weel',
        'More exercised than the right allows', 'Utløst mer enn rettigheten tillater', 'Løyst ut meir enn retten tillèt'),
    ('over_shared_cap', 2, 'error', 'case: C-23/20 Simonsen & Weel',
        'More exercised than the shared cap allows', 'Utløst mer enn det felles taket tillater', 'Løyst ut meir enn det felles taket tillèt'),
    ('maximum_not_stated', 3, 'warning', 'case: C-23/20 Simonsen & Weel',
        'No maximum value is stated', 'Ingen maksimalverdi er oppgitt', 'Ingen maksimalverdi er oppgitt'),
    ('maximum_below_cap', 3, 'error', 'case: C-23/20 Simonsen & Weel',
        'Stated maximum is below a shared cap', 'Oppgitt maksimum er lavere enn et felles tak', 'Oppgitt maksimum er lågare enn eit felles tak'),
    ('estimate_not_stated', 3, 'warning', 'law: Directive 2014/24/EU Art. 5(1)',
        'No estimated value is stated', 'Ingen anslått verdi er oppgitt', 'Ingen estimert verdi er oppgitt'),
    ('estimate_below_options', 3, 'error', 'law: Directive 2014/24/EU Art. 5(1) and 5(6)',
        'Estimated value does not cover base and options', 'Anslått verdi dekker ikke basis og opsjoner', 'Estimert verdi dekkjer ikkje basis og opsjonar'),
    ('exercise_by_stranger', 4, 'error', 'case: C-216/17 Autorità Garante; KOFA 2015/65',
        'Exercised by somebody who is not the holder', 'Utløst av en annen enn rettighetshaveren', 'Løyst ut av ein annan enn rettshavaren'),
    ('exercise_not_open', 5, 'error', 'law: Directive 2014/24/EU Art. 72(1)(a)',
        'Exercised while the right was not open', 'Utløst mens rettigheten ikke var åpen', 'Løyst ut medan retten ikkje var open'),
    ('exercise_conditions_open', 6, 'error', 'law: Directive 2014/24/EU Art. 72(1)(a)',
        'Exercised before every condition was met', 'Utløst før alle vilkår var oppfylt', 'Løyst ut før alle vilkår var oppfylte'),
    ('granted_too_early', 5, 'error', 'law: Directive 2014/24/EU Art. 31; standstill',
        'Granted before the contract was concluded', 'Tildelt før kontrakten var inngått', 'Tildelt før kontrakten var inngått'),
    ('holder_not_in_document', 7, 'warning', 'case: C-216/17 Autorità Garante',
        'No document or clause names the holder', 'Ikke noe dokument eller punkt navngir rettighetshaveren', 'Ikkje noko dokument eller punkt namngjev rettshavaren'),
    ('named_after_notice', 7, 'error', 'case: C-216/17 Autorità Garante; KOFA 2015/65',
        'Holder named after the notice was dispatched', 'Rettighetshaver navngitt etter at kunngjøringen var sendt', 'Rettshavar namngjeven etter at kunngjeringa var send'),
    ('change_without_legal_basis', 8, 'error', 'law: Directive 2014/24/EU Art. 72',
        'Terms changed without a legal basis', 'Vilkår endret uten rettslig grunnlag', 'Vilkår endra utan rettsleg grunnlag'),
    ('event_without_document', 8, 'warning', 'law: Directive 2014/24/EU Art. 72; written form',
        'Change, waiver or assignment without a document', 'Endring, frafall eller overdragelse uten dokument', 'Endring, fråfall eller overdraging utan dokument'),
    ('reversal_exceeds_exercise', 9, 'error', 'judgement: nothing is given back twice',
        'Reversed more, or earlier, than exercised', 'Tilbakeført mer, eller tidligere, enn utløst', 'Tilbakeført meir, eller tidlegare, enn løyst ut'),
    ('assignment_not_conserved', 10, 'error', 'law: Directive 2014/24/EU Art. 72(1)(d)',
        'Assignment does not pass on exactly what was left', 'Overdragelsen fører ikke videre nøyaktig det som var igjen', 'Overdraginga fører ikkje vidare nøyaktig det som var att'),
    ('renewal_after_latest_end', 11, 'error', 'law: Directive 2014/24/EU Art. 72(1)(a)',
        'Renewed more often than stated', 'Fornyet flere ganger enn oppgitt', 'Fornya fleire gonger enn oppgitt'),
    ('exercise_without_acceptance', 12, 'error', 'law: Directive 2014/24/EU Art. 31(2)',
        'Bought before the solution was accepted', 'Kjøpt før løsningen var godkjent', 'Kjøpt før løysinga var godkjend'),
    ('exercise_above_maximum_cost', 12, 'error', 'law: Directive 2014/24/EU Art. 31(2)',
        'Bought above the agreed maximum cost', 'Kjøpt over avtalt maksimal kostnad', 'Kjøpt over avtalt maksimal kostnad'),
    ('currencies_mixed_under_cap', 13, 'error', 'judgement: no silent conversion',
        'Several currencies under one cap', 'Flere valutaer under ett tak', 'Fleire valutaer under eitt tak'),
    ('units_mixed_under_cap', 13, 'error', 'judgement: no silent conversion',
        'Several units under one cap', 'Flere enheter under ett tak', 'Fleire einingar under eitt tak'),
    ('live_after_partner_ended', 15, 'error', 'law: Directive 2014/24/EU Art. 31(2)',
        'Right lives on after its partner was ended', 'Rettigheten lever videre etter at partneren er avsluttet', 'Retten lever vidare etter at partnaren er avslutta'),
    ('live_after_lead_left', 16, 'error', 'judgement: survival as recorded',
        'Right lives on after the lead left', 'Rettigheten lever videre etter at oppdragsgiver trakk seg', 'Retten lever vidare etter at oppdragsgjevar trekte seg'),
    ('solution_of_other_partner', 17, 'error', 'judgement: a right is granted by who developed the solution',
        'Right is for another partner''s solution', 'Rettigheten gjelder en annen partners løsning', 'Retten gjeld løysinga til ein annan partnar'),
    ('window_outlives_contract', NULL, 'warning', 'judgement: a right on a dead contract',
        'Contract ends before the option''s window', 'Kontrakten slutter før opsjonsvinduet', 'Kontrakten sluttar før opsjonsvindauget'),
    ('window_before_acceptance', NULL, 'warning', 'judgement: the right could never be used',
        'Window closes before the solution is accepted', 'Vinduet lukkes før løsningen er godkjent', 'Vindauget lukkast før løysinga er godkjend'),
    ('phase_never_reached', NULL, 'warning', 'judgement: the right could never be used',
        'The phase the right waits for was never reached', 'Fasen rettigheten venter på, ble aldri nådd', 'Fasen retten ventar på, vart aldri nådd'),
    ('self_follow', NULL, 'warning', 'judgement: follower and lead have become one body',
        'Lead and follower have become the same body', 'Oppdragsgiver og følger er blitt samme virksomhet', 'Oppdragsgjevar og følgjar er vortne same verksemda'),
    ('holder_gone', NULL, 'warning', 'law: universal succession',
        'Holder no longer exists and has no successor', 'Rettighetshaver er opphørt uten etterfølger', 'Rettshavar er avvikla utan etterfølgjar'),
    -- the procedure
    ('stage_out_of_order', 18, 'error', 'law: Directive 2014/24/EU Art. 31(2)',
        'Stage out of order', 'Stadium i feil rekkefølge', 'Stadium i feil rekkjefølgje'),
    ('track_out_of_order', 18, 'error', 'law: Directive 2014/24/EU Art. 31(2)',
        'Partner''s phases out of order', 'Partnerens faser i feil rekkefølge', 'Fasane til partnaren i feil rekkjefølgje'),
    ('competition_without_notice', 18, 'error', 'law: Directive 2014/24/EU Art. 49',
        'Competition without a notice', 'Konkurranse uten kunngjøring', 'Konkurranse utan kunngjering'),
    ('passed_with_unmet_target', 18, 'error', 'law: Directive 2014/24/EU Art. 31(2)',
        'Phase passed with a target not met', 'Fase bestått med delmål som ikke er nådd', 'Fase bestått med delmål som ikkje er nådd'),
    ('accepted_without_test', 12, 'error', 'law: Directive 2014/24/EU Art. 31(2)',
        'Accepted without a test that holds', 'Godkjent uten en test som holder', 'Godkjend utan ein test som held'),
    ('instalments_over_remuneration', 18, 'error', 'law: Directive 2014/24/EU Art. 31(2) and 72',
        'Instalments exceed the remuneration', 'Delbetalinger overstiger vederlaget', 'Delbetalingar overstig vederlaget'),
    ('paid_without_met_target', 18, 'error', 'law: Directive 2014/24/EU Art. 31(2)',
        'Paid without a met target', 'Betalt uten nådd delmål', 'Betalt utan nådd delmål'),
    ('gate_without_target', 19, 'error', 'law: Directive 2014/24/EU Art. 31(2)',
        'Gate decision without assessed targets', 'Portbeslutning uten vurderte delmål', 'Portavgjerd utan vurderte delmål'),
    ('gate_without_clause', 19, 'error', 'law: Directive 2014/24/EU Art. 31(2)',
        'Ended at a gate without a reserving clause', 'Avsluttet ved port uten forbehold i dokumentene', 'Avslutta ved port utan atterhald i dokumenta'),
    ('last_partner_ended', 20, 'error', 'law: Directive 2014/24/EU Art. 31(2)',
        'A reduction left no partner', 'En reduksjon etterlot ingen partner', 'Ein reduksjon let ingen partnar att'),
    ('standstill_not_recorded', NULL, 'warning', 'law: Directive 89/665/EEC Art. 2a',
        'End of standstill is not recorded', 'Karensperiodens slutt er ikke registrert', 'Slutten på karensperioden er ikkje registrert'),
    ('plan_missing', NULL, 'warning', 'law: Directive 2014/24/EU Art. 31(2)',
        'Development without a phase plan', 'Utvikling uten faseplan', 'Utvikling utan faseplan'),
    ('values_disagree', NULL, 'info', 'judgement: sources disagree',
        'Statements of one value disagree', 'Oppgitte verdier er ikke enige', 'Oppgjevne verdiar er ikkje samde'),
    ('follower_without_option', NULL, 'info', 'judgement: follows for learning only',
        'Follower holds no option', 'Følger uten opsjon', 'Følgjar utan opsjon'),
    ('made_up_under_sourced', NULL, 'warning', 'judgement: made-up data must not count as fact',
        'Made-up option data in a sourced partnership', 'Oppdiktede opsjonsdata i et kildebelagt partnerskap', 'Oppdikta opsjonsdata i eit kjeldebelagt partnarskap'),
    ('secret_told_to_rival', 21, 'error', 'law: Directive 2014/24/EU Art. 31(6)',
        'A partner''s secret was told to a competing partner', 'En partners hemmelighet er delt med en konkurrerende partner', 'Løyndomen til ein partnar er delt med ein konkurrerande partnar')
) AS r(code, invariant_no, severity, basis, label_en, label_nb, label_nn);
COMMENT ON VIEW @registry@.compliance_rule IS 'One row a rule that report.compliance_findings judges: its code, the invariant of the domain it belongs to, how grave a breach is, where the rule comes from (law, case or our judgement), and its name in English, Bokmål and Nynorsk.';

CREATE OR REPLACE VIEW @report@.compliance_findings WITH (security_invoker = true) AS
WITH RECURSIVE
-- who acts for whom: a body and every body it has become, each from its day
heir AS (
    SELECT o.id AS organisation_id, o.id AS body_id, NULL::date AS since_on FROM @registry@.organisation o
    UNION
    SELECT h.organisation_id, s.successor_id, greatest(h.since_on, s.effective_on)
    FROM heir h JOIN @registry@.known_organisation_succession s ON s.predecessor_id = h.body_id AND s.effective_on <= innopart.as_of()
),
dispatch AS (
    SELECT n.partnership_id, min(n.effective_on) AS dispatched_on
    FROM @registry@.known_notice n
    WHERE n.kind = 'competition' AND n.effective_on <= innopart.as_of()
    GROUP BY n.partnership_id
),
held AS (
    SELECT r.* FROM @registry@.option_right r
    WHERE r.recorded_at <= innopart.known_at() AND r.named_on <= innopart.as_of()
),
-- each event with the fold of what came before it: an account of its own, not the guard's
ledger AS (
    SELECT e.*, h.title, h.terms, h.holder_id, h.holder_kind, h.partner_contract_id, h.solution_id, h.price_currency,
        h.option_kind, h.max_renewals, h.max_unit_cost_amount,
        coalesce(innopart.option_position(e.kind, e.effective_on, e.units, e.amount, e.currency, e.condition_no, e.extended_to)
            OVER (line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 'empty') AS before_it,
        innopart.option_position(e.kind, e.effective_on, e.units, e.amount, e.currency, e.condition_no, e.extended_to)
            OVER (line ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS after_it,
        (SELECT max(p.phase) FROM @registry@.known_phase_event p
         WHERE p.partnership_id = e.partnership_id AND p.effective_on <= e.effective_on AND p.phase <> 'closed') AS reached
    FROM @registry@.option_event e
    JOIN held h ON h.partnership_id = e.partnership_id AND h.id = e.option_right_id
    WHERE e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at()
    WINDOW line AS (PARTITION BY e.partnership_id, e.option_right_id ORDER BY e.effective_on, e.id)
),
exercise AS (
    SELECT l.*,
        innopart.option_state(l.terms, l.before_it, l.effective_on, l.reached) AS state_before,
        innopart.option_state_reason(l.terms, l.before_it, l.effective_on, l.reached) AS reason_before
    FROM ledger l WHERE l.kind = 'exercised'
),
-- a contract's last day, with lawful changes of it; NULL when open
contract AS (
    SELECT c.*, coalesce((
        SELECT h.ends_on FROM @registry@.known_contract_change h
        WHERE h.partnership_id = c.partnership_id AND h.partner_contract_id = c.id
          AND h.ends_on IS NOT NULL AND h.effective_on <= innopart.as_of()
        ORDER BY h.effective_on DESC, h.id DESC LIMIT 1), c.ends_on) AS last_day
    FROM @registry@.known_partner_contract c
    WHERE c.effective_on <= innopart.as_of()
),
-- the latest test of each solution that holds: performs, at or below the agreed maximum
accepted AS (
    SELECT a.partnership_id, a.solution_id, s.partner_contract_id, min(a.effective_on) AS accepted_on
    FROM @registry@.known_acceptance a
    JOIN @registry@.known_solution s ON s.partnership_id = a.partnership_id AND s.id = a.solution_id
    WHERE a.performance_met AND a.unit_cost_amount <= a.max_unit_cost_amount AND a.effective_on <= innopart.as_of()
    GROUP BY a.partnership_id, a.solution_id, s.partner_contract_id
),
track AS (
    SELECT t.*, lag(t.phase) OVER line AS from_phase, lag(t.iteration) OVER line AS from_iteration, lag(t.state) OVER line AS from_state
    FROM @registry@.known_track_event t
    WHERE t.effective_on <= innopart.as_of()
    WINDOW line AS (PARTITION BY t.partnership_id, t.partner_contract_id ORDER BY t.effective_on, t.id)
),
ended AS (
    SELECT t.partnership_id, t.partner_contract_id, min(t.effective_on) AS ended_on
    FROM track t WHERE t.state IN ('partner_terminated', 'partner_terminated_other')
    GROUP BY t.partnership_id, t.partner_contract_id
),
drawn AS (
    SELECT r.partnership_id, r.cap_id, sum(innopart.net_drawn_units(k.so_far))::bigint AS units, sum(innopart.net_drawn_amount(k.so_far))::numeric(18,4) AS amount
    FROM @registry@.option_right r
    JOIN @registry@.option_position_known k ON k.partnership_id = r.partnership_id AND k.option_right_id = r.id
    WHERE r.cap_id IS NOT NULL AND @registry@.reads_programme()
    GROUP BY r.partnership_id, r.cap_id
),
-- asked once: inside a join the planner would fold the ledger again for every right
standing AS MATERIALIZED (
    SELECT s.partnership_id, s.option_right_id, s.state, s.last_day FROM @registry@.option_standing s
),
live AS (
    SELECT s.* FROM standing s
    WHERE s.state IN ('named', 'conditional', 'not_yet_open', 'exercisable', 'partly_exercised', 'suspended')
),
-- from when on a solution may be bought: accepted itself, and its partner's track accepted
may_be_bought AS (
    SELECT a.partnership_id, a.solution_id, a.partner_contract_id, greatest(a.accepted_on, min(t.effective_on)) AS from_on
    FROM accepted a
    JOIN track t ON t.partnership_id = a.partnership_id AND t.partner_contract_id = a.partner_contract_id AND t.state = 'accepted'
    GROUP BY a.partnership_id, a.solution_id, a.partner_contract_id, a.accepted_on
),
-- the body that leads a partnership now, or led it last
lead_of AS (
    SELECT DISTINCT ON (p.partnership_id) p.partnership_id, p.organisation_id, p.id, p.to_on
    FROM @registry@.known_participant p
    WHERE p.role = 'lead' AND p.effective_on <= innopart.as_of()
    ORDER BY p.partnership_id, p.to_on DESC NULLS FIRST, p.effective_on DESC, p.id DESC
),
stated AS (
    SELECT DISTINCT ON (v.partnership_id, v.kind, v.currency) v.partnership_id, v.kind, v.currency, v.amount, v.id, v.effective_on
    FROM @registry@.known_partnership_value v
    WHERE v.effective_on <= innopart.as_of()
    ORDER BY v.partnership_id, v.kind, v.currency, v.effective_on DESC, v.id DESC
),
-- what the options can come to: rights under a shared cap together never more than the cap
option_worth AS (
    SELECT w.partnership_id, w.currency, sum(w.amount) AS amount
    FROM (
        SELECT h.partnership_id, coalesce(c.currency, h.price_currency) AS currency,
            CASE WHEN h.cap_id IS NULL
                THEN sum(coalesce(innopart.max_amount(h.terms), innopart.max_units(h.terms) * h.unit_price_amount))
                ELSE least(sum(coalesce(innopart.max_amount(h.terms), innopart.max_units(h.terms) * h.unit_price_amount)),
                           coalesce(max(c.max_amount), max(c.max_units) * max(h.unit_price_amount)))
            END AS amount
        FROM held h LEFT JOIN @registry@.cap c ON c.partnership_id = h.partnership_id AND c.id = h.cap_id
        WHERE h.predecessor_id IS NULL
        GROUP BY h.partnership_id, h.cap_id, coalesce(c.currency, h.price_currency)) w
    WHERE w.currency IS NOT NULL
    GROUP BY w.partnership_id, w.currency
),
finding AS (
    -- 1
    SELECT c.partnership_id, 'position_differs'::text AS rule_code, c.record_kind AS record_table, c.record_id, 0::bigint AS part,
        format('stored %s; ledger %s', coalesce(c.stored_position, 'nothing'), c.folded_position) AS detail, innopart.as_of() AS effective_on, NULL::innopart.provenance AS provenance
    FROM @report@.ledger_check c
    UNION ALL
    SELECT l.partnership_id, 'over_own_ceiling', 'option_event', l.id, 0,
        format('option right "%s" has %s left after this event', l.title, @registry@.quantity_in_words(own.units, own.amount, innopart.currency(l.terms))), l.effective_on, l.provenance
    FROM ledger l CROSS JOIN LATERAL innopart.headroom(l.terms, l.after_it) own
    WHERE l.kind = 'exercised' AND (own.units < 0 OR own.amount < 0)
    UNION ALL
    -- 2
    SELECT c.partnership_id, 'over_shared_cap', 'cap', c.cap_id, 0,
        format('cap "%s" has %s left', k.title, @registry@.quantity_in_words(over.units_left, over.amount_left, k.currency)), k.effective_on, k.provenance
    FROM @registry@.cap_standing c JOIN @registry@.cap k ON k.partnership_id = c.partnership_id AND k.id = c.cap_id
    -- by the ledger itself: a standing of today rests on the positions that the guard keeps
    LEFT JOIN drawn d ON d.partnership_id = c.partnership_id AND d.cap_id = c.cap_id
    CROSS JOIN LATERAL (SELECT c.max_units - coalesce(d.units, c.used_units) AS units_left, c.max_amount - coalesce(d.amount, c.used_amount) AS amount_left) over
    WHERE over.units_left < 0 OR over.amount_left < 0
    UNION ALL
    -- 3
    SELECT k.partnership_id, 'maximum_not_stated', 'cap', k.id, 0, format('cap "%s"', k.title), k.effective_on, k.provenance
    FROM @registry@.cap k
    WHERE k.effective_on <= innopart.as_of() AND k.recorded_at <= innopart.known_at()
      AND NOT EXISTS (SELECT FROM stated v WHERE v.partnership_id = k.partnership_id AND v.kind = 'maximum')
    UNION ALL
    SELECT k.partnership_id, 'maximum_below_cap', 'cap', k.id, 0,
        format('stated maximum %s, cap "%s" %s %s', trim_scale(v.amount), k.title, trim_scale(c.max_amount), k.currency), k.effective_on, k.provenance
    FROM @registry@.cap_standing c
    JOIN @registry@.cap k ON k.partnership_id = c.partnership_id AND k.id = c.cap_id
    JOIN stated v ON v.partnership_id = k.partnership_id AND v.kind = 'maximum' AND v.currency = k.currency
    WHERE v.amount < c.max_amount
    UNION ALL
    SELECT h.partnership_id, 'estimate_not_stated', 'partnership', h.partnership_id, 0, 'options are named', min(h.named_on), min(p.provenance)
    FROM held h JOIN @registry@.partnership p ON p.id = h.partnership_id
    WHERE NOT EXISTS (SELECT FROM stated v WHERE v.partnership_id = h.partnership_id AND v.kind = 'estimated')
    GROUP BY h.partnership_id
    UNION ALL
    SELECT w.partnership_id, 'estimate_below_options', 'partnership_value', e.id, 0,
        format('estimate %s, base %s and options %s %s', trim_scale(e.amount), trim_scale(coalesce(b.amount, 0)), trim_scale(w.amount), w.currency), e.effective_on, NULL
    FROM option_worth w
    JOIN stated e ON e.partnership_id = w.partnership_id AND e.kind = 'estimated' AND e.currency = w.currency
    LEFT JOIN LATERAL (
        -- the base is stated as such, or is the development
        SELECT v.amount FROM stated v
        WHERE v.partnership_id = w.partnership_id AND v.currency = w.currency AND v.kind IN ('base', 'development')
        ORDER BY v.kind = 'base' DESC LIMIT 1) b ON true
    WHERE e.amount < w.amount + coalesce(b.amount, 0)
    UNION ALL
    -- 4
    SELECT x.partnership_id, 'exercise_by_stranger', 'option_event', x.id, 0,
        format('option right "%s" of %s, exercised by %s', x.title, o.name, a.name), x.effective_on, x.provenance
    FROM exercise x
    JOIN @registry@.organisation o ON o.id = x.holder_id
    LEFT JOIN @registry@.organisation a ON a.id = x.acting_id
    WHERE NOT EXISTS (
        SELECT FROM heir h
        WHERE h.organisation_id = x.holder_id AND h.body_id = x.acting_id AND coalesce(h.since_on <= x.effective_on, true))
      AND NOT EXISTS (
        SELECT FROM @registry@.known_mandate m
        WHERE m.partnership_id = x.partnership_id AND m.option_right_id = x.option_right_id AND m.organisation_id = x.acting_id
          AND x.effective_on BETWEEN m.effective_on AND coalesce(m.to_on, x.effective_on))
    UNION ALL
    -- 5 and 6
    SELECT x.partnership_id, CASE WHEN x.state_before = 'conditional' THEN 'exercise_conditions_open' ELSE 'exercise_not_open' END, 'option_event', x.id, 0,
        format('option right "%s" was %s that day', x.title, coalesce(x.state_before::text, 'not granted')), x.effective_on, x.provenance
    FROM exercise x
    WHERE coalesce(x.state_before NOT IN ('exercisable', 'partly_exercised'), true)
    UNION ALL
    SELECT l.partnership_id, 'granted_too_early', 'option_event', l.id, 0,
        format('option right "%s", contract of %s', l.title, @registry@.day_in_words(c.effective_on)), l.effective_on, l.provenance
    FROM ledger l LEFT JOIN @registry@.known_partner_contract c ON c.partnership_id = l.partnership_id AND c.id = l.partner_contract_id
    WHERE l.kind = 'granted' AND coalesce(c.effective_on > l.effective_on OR c.standstill_over_on > l.effective_on, c.id IS NULL)
    UNION ALL
    -- 7
    SELECT h.partnership_id, 'holder_not_in_document', 'option_right', h.id, 0,
        format('option right "%s": %s', h.title, CASE WHEN h.named_in_document_id IS NULL THEN 'no document' ELSE 'no clause' END), h.named_on, h.provenance
    FROM held h
    WHERE h.predecessor_id IS NULL AND (h.named_in_document_id IS NULL OR coalesce(btrim(h.named_clause), '') = '')
    UNION ALL
    SELECT h.partnership_id, 'named_after_notice', 'option_right', h.id, 0,
        format('option right "%s" named on %s, notice of %s', h.title, @registry@.day_in_words(h.named_on), @registry@.day_in_words(d.dispatched_on)), h.named_on, h.provenance
    FROM held h JOIN dispatch d ON d.partnership_id = h.partnership_id
    WHERE h.predecessor_id IS NULL AND h.named_on > d.dispatched_on
    UNION ALL
    -- 8
    SELECT l.partnership_id, 'change_without_legal_basis', 'option_event', l.id, 0, format('%s of option right "%s"', l.kind, l.title), l.effective_on, l.provenance
    FROM ledger l
    WHERE l.kind IN ('window_extended', 'cap_amended', 'assigned_out') AND coalesce(btrim(l.legal_basis), '') = ''
    UNION ALL
    SELECT l.partnership_id, 'event_without_document', 'option_event', l.id, 0, format('%s of option right "%s"', l.kind, l.title), l.effective_on, l.provenance
    FROM ledger l
    WHERE l.kind IN ('window_extended', 'cap_amended', 'assigned_out', 'waived', 'partly_waived') AND l.document_id IS NULL
    UNION ALL
    SELECT e.partnership_id, 'event_without_document', 'cap_event', e.id, 0, format('raise of cap "%s"', k.title), e.effective_on, e.provenance
    FROM @registry@.cap_event e JOIN @registry@.cap k ON k.partnership_id = e.partnership_id AND k.id = e.cap_id
    WHERE e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at() AND e.document_id IS NULL
    UNION ALL
    -- 9
    SELECT l.partnership_id, 'reversal_exceeds_exercise', 'option_event', min(l.id), 0,
        format('option right "%s": exercised %s, reversed %s', l.title, @registry@.quantity_in_words(x.units, x.amount, x.currency),
               @registry@.quantity_in_words(sum(l.units), sum(l.amount), x.currency)),
        min(l.effective_on), min(l.provenance)
    FROM ledger l
    LEFT JOIN exercise x ON x.partnership_id = l.partnership_id AND x.option_right_id = l.option_right_id AND x.id = l.reverses_id
    WHERE l.kind = 'exercise_reversed'
    GROUP BY l.partnership_id, l.option_right_id, l.title, l.reverses_id, x.id, x.units, x.amount, x.currency, x.effective_on
    HAVING x.id IS NULL OR sum(l.units) > x.units OR sum(l.amount) > x.amount OR min(l.effective_on) < x.effective_on
    UNION ALL
    -- 10
    SELECT l.partnership_id, 'assignment_not_conserved', 'option_event', l.id, 0,
        format('option right "%s": left %s, passed on %s', l.title, @registry@.quantity_in_words(own.units, own.amount, innopart.currency(l.terms)),
               @registry@.quantity_in_words(next.units, next.amount, innopart.currency(l.terms))),
        l.effective_on, l.provenance
    FROM ledger l
    CROSS JOIN LATERAL innopart.headroom(l.terms, l.before_it) own
    LEFT JOIN LATERAL (
        SELECT sum(innopart.max_units(h.terms)) AS units, sum(innopart.max_amount(h.terms)) AS amount
        FROM held h WHERE h.partnership_id = l.partnership_id AND h.predecessor_id = l.option_right_id) next ON true
    WHERE l.kind = 'assigned_out' AND (own.units IS DISTINCT FROM next.units OR own.amount IS DISTINCT FROM next.amount)
    UNION ALL
    -- 11
    SELECT l.partnership_id, 'renewal_after_latest_end', 'option_event', l.id, 0,
        format('option right "%s": %s renewals of %s', l.title,
               innopart.draw_count(l.after_it) - innopart.reversal_count(l.after_it), l.max_renewals), l.effective_on, l.provenance
    FROM ledger l
    WHERE l.kind = 'exercised' AND l.option_kind = 'extension'
      AND innopart.draw_count(l.after_it) - innopart.reversal_count(l.after_it) > l.max_renewals
    UNION ALL
    -- 12
    SELECT x.partnership_id, 'exercise_without_acceptance', 'option_event', x.id, 0,
        format('option right "%s", solution accepted: %s', x.title, @registry@.day_in_words((
            SELECT m.from_on FROM may_be_bought m
            WHERE m.partnership_id = x.partnership_id AND m.solution_id = x.solution_id AND m.partner_contract_id = x.partner_contract_id), 'never')),
        x.effective_on, x.provenance
    FROM exercise x
    WHERE NOT EXISTS (
        SELECT FROM may_be_bought m
        WHERE m.partnership_id = x.partnership_id AND m.solution_id = x.solution_id AND m.partner_contract_id = x.partner_contract_id
          AND m.from_on <= x.effective_on)
    UNION ALL
    SELECT x.partnership_id, 'exercise_above_maximum_cost', 'option_event', x.id, 0,
        format('option right "%s": %s %s a unit, agreed maximum %s', x.title, trim_scale(x.unit_price_amount), x.currency,
               trim_scale(least(x.max_unit_cost_amount, CASE WHEN c.currency = x.currency THEN c.max_unit_cost_amount END))), x.effective_on, x.provenance
    FROM exercise x LEFT JOIN contract c ON c.partnership_id = x.partnership_id AND c.id = x.partner_contract_id
    WHERE x.unit_price_amount > least(x.max_unit_cost_amount, CASE WHEN c.currency = x.currency THEN c.max_unit_cost_amount END)
    UNION ALL
    SELECT t.partnership_id, 'accepted_without_test', 'track_event', t.id, 0, format('partner contract "%s"', c.title), t.effective_on, t.provenance
    FROM track t JOIN contract c ON c.partnership_id = t.partnership_id AND c.id = t.partner_contract_id
    WHERE t.state = 'accepted' AND NOT EXISTS (
        SELECT FROM accepted a
        WHERE a.partnership_id = t.partnership_id AND a.partner_contract_id = t.partner_contract_id AND a.accepted_on <= t.effective_on)
    UNION ALL
    -- 13
    SELECT h.partnership_id, 'currencies_mixed_under_cap', 'cap', h.cap_id, 0,
        format('cap "%s": %s', k.title, string_agg(DISTINCT coalesce(h.price_currency, innopart.currency(h.terms)), ', ')), k.effective_on, k.provenance
    FROM held h JOIN @registry@.cap k ON k.partnership_id = h.partnership_id AND k.id = h.cap_id
    GROUP BY h.partnership_id, h.cap_id, k.title, k.effective_on, k.provenance, k.currency
    HAVING count(DISTINCT coalesce(h.price_currency, innopart.currency(h.terms))) > 1
        OR bool_or(coalesce(h.price_currency, innopart.currency(h.terms)) <> k.currency)
    UNION ALL
    SELECT h.partnership_id, 'units_mixed_under_cap', 'cap', h.cap_id, 0,
        format('cap "%s": %s', k.title, string_agg(DISTINCT h.unit_code, ', ')), k.effective_on, k.provenance
    FROM held h JOIN @registry@.cap k ON k.partnership_id = h.partnership_id AND k.id = h.cap_id
    GROUP BY h.partnership_id, h.cap_id, k.title, k.effective_on, k.provenance, k.unit_code
    HAVING count(DISTINCT h.unit_code) > 1 OR bool_or(h.unit_code <> k.unit_code)
    UNION ALL
    -- 15
    SELECT h.partnership_id, 'live_after_partner_ended', 'option_right', h.id, 0,
        format('option right "%s" is %s, its partner was ended on %s', h.title, l.state, @registry@.day_in_words(e.ended_on)), e.ended_on, h.provenance
    FROM held h
    JOIN live l ON l.partnership_id = h.partnership_id AND l.option_right_id = h.id
    JOIN ended e ON e.partnership_id = h.partnership_id AND e.partner_contract_id = h.partner_contract_id
    WHERE NOT h.survives_partner_reduction
    UNION ALL
    -- 16
    SELECT h.partnership_id, 'live_after_lead_left', 'option_right', h.id, 0,
        format('option right "%s" is %s, the lead left by %s', h.title, l.state, @registry@.day_in_words(gone.on_day)), gone.on_day, h.provenance
    FROM held h
    JOIN live l ON l.partnership_id = h.partnership_id AND l.option_right_id = h.id
    JOIN (
        SELECT s.partnership_id, s.since_on AS on_day FROM @registry@.partnership_standing s WHERE s.stage = 'terminated'
        UNION
        SELECT d.partnership_id, d.to_on + 1 FROM lead_of d
        WHERE d.to_on < innopart.as_of()
          AND NOT EXISTS (SELECT FROM heir x WHERE x.organisation_id = d.organisation_id AND x.body_id <> d.organisation_id)
          AND NOT EXISTS (SELECT FROM @registry@.partnership_standing s WHERE s.partnership_id = d.partnership_id AND s.stage = 'terminated'))
        gone ON gone.partnership_id = h.partnership_id
    WHERE NOT h.survives_lead_withdrawal
    UNION ALL
    -- 17
    SELECT h.partnership_id, 'solution_of_other_partner', 'option_right', h.id, 0, format('option right "%s", solution "%s"', h.title, s.name), h.named_on, h.provenance
    FROM held h JOIN @registry@.known_solution s ON s.partnership_id = h.partnership_id AND s.id = h.solution_id
    WHERE s.partner_contract_id IS DISTINCT FROM h.partner_contract_id
    UNION ALL
    -- rights that cannot be used, or not by whom it was meant
    SELECT h.partnership_id, 'window_outlives_contract', 'option_right', h.id, 0,
        format('option right "%s" until %s, contract "%s" until %s', h.title, @registry@.day_in_words(l.last_day), c.title, @registry@.day_in_words(c.last_day)), h.named_on, h.provenance
    FROM held h
    JOIN live l ON l.partnership_id = h.partnership_id AND l.option_right_id = h.id
    JOIN contract c ON c.partnership_id = h.partnership_id AND c.id = h.partner_contract_id
    WHERE coalesce(l.last_day > c.last_day, c.last_day IS NOT NULL)
    UNION ALL
    SELECT h.partnership_id, 'window_before_acceptance', 'option_right', h.id, 0,
        format('option right "%s" until %s, solution accepted: %s', h.title, @registry@.day_in_words(s.last_day), @registry@.day_in_words(a.accepted_on, 'not yet')), s.last_day, h.provenance
    FROM held h
    JOIN standing s ON s.partnership_id = h.partnership_id AND s.option_right_id = h.id
    LEFT JOIN accepted a ON a.partnership_id = h.partnership_id AND a.solution_id = h.solution_id
    -- not of rights that ended for another reason
    WHERE s.last_day < innopart.as_of() AND coalesce(a.accepted_on > s.last_day, true)
      AND s.state NOT IN ('terminated', 'assigned', 'waived')
    UNION ALL
    SELECT h.partnership_id, 'phase_never_reached', 'option_right', h.id, 0,
        format('option right "%s" waits for %s', h.title, innopart.from_phase(h.terms)), coalesce(s.last_day, p.since_on), h.provenance
    FROM held h
    JOIN standing s ON s.partnership_id = h.partnership_id AND s.option_right_id = h.id
    JOIN @registry@.partnership_standing p ON p.partnership_id = h.partnership_id
    WHERE innopart.from_phase(h.terms) IS NOT NULL AND s.state NOT IN ('terminated', 'assigned', 'waived')
      AND (s.last_day < innopart.as_of() OR p.phase = 'closed')
      AND NOT EXISTS (
        SELECT FROM @registry@.known_phase_event e
        WHERE e.partnership_id = h.partnership_id AND e.phase >= innopart.from_phase(h.terms) AND e.phase <> 'closed'
          AND e.effective_on <= coalesce(s.last_day, innopart.as_of()))
    UNION ALL
    SELECT h.partnership_id, 'self_follow', 'option_right', h.id, 0,
        format('option right "%s": %s follows itself', h.title, min(o.name)), h.named_on, h.provenance
    FROM held h
    JOIN live l ON l.partnership_id = h.partnership_id AND l.option_right_id = h.id
    JOIN heir a ON a.organisation_id = h.holder_id
    JOIN (
        SELECT d.partnership_id, b.body_id FROM lead_of d JOIN heir b ON b.organisation_id = d.organisation_id) leads
        ON leads.partnership_id = h.partnership_id AND leads.body_id = a.body_id
    JOIN @registry@.organisation o ON o.id = a.body_id
    WHERE h.holder_kind = 'follower'
    GROUP BY h.partnership_id, h.id, h.title, h.named_on, h.provenance
    UNION ALL
    SELECT h.partnership_id, 'holder_gone', 'option_right', h.id, 0,
        format('option right "%s": %s ceased on %s', h.title, o.name, @registry@.day_in_words(o.existed_to)), o.existed_to, h.provenance
    FROM held h
    JOIN live l ON l.partnership_id = h.partnership_id AND l.option_right_id = h.id
    JOIN @registry@.organisation o ON o.id = h.holder_id
    WHERE o.existed_to < innopart.as_of()
      AND NOT EXISTS (
        SELECT FROM heir x JOIN @registry@.organisation b ON b.id = x.body_id
        WHERE x.organisation_id = h.holder_id AND coalesce(b.existed_to >= innopart.as_of(), true))
    UNION ALL
    -- 18: the procedure
    SELECT e.partnership_id, 'stage_out_of_order', 'phase_event', e.id, 0, format('from %s to %s', coalesce(e.from_stage::text, 'nothing'), e.stage), e.effective_on, e.provenance
    FROM (
        SELECT e.*, lag(e.stage) OVER line AS from_stage, lag(e.phase) OVER line AS from_phase
        FROM @registry@.known_phase_event e
        WHERE e.effective_on <= innopart.as_of()
        WINDOW line AS (PARTITION BY e.partnership_id ORDER BY e.effective_on, e.id)) e
    WHERE NOT coalesce(CASE
            WHEN e.from_stage IS NULL THEN e.stage IN ('planned', 'need')
            WHEN e.from_stage = 'partnership' AND e.stage = 'partnership' THEN innopart.may_follow(e.phase, e.from_phase)
            ELSE innopart.may_follow(e.stage, e.from_stage)
                AND (e.from_phase IS NULL OR e.phase IS NULL OR innopart.may_follow(e.phase, e.from_phase)) END, false)
    UNION ALL
    SELECT t.partnership_id, 'track_out_of_order', 'track_event', t.id, 0,
        format('from %s in %s to %s in %s', coalesce(t.from_state::text, 'nothing'), coalesce(t.from_phase::text, 'no phase'), t.state, t.phase), t.effective_on, t.provenance
    FROM track t
    WHERE NOT coalesce(CASE
            WHEN t.from_state IS NULL THEN t.phase = 'development.1' AND t.iteration = 1 AND t.state IN ('planned', 'active')
            WHEN t.from_state = 'not_passed' AND t.state = 'active' THEN t.phase = t.from_phase AND t.iteration = t.from_iteration + 1
            WHEN t.phase = t.from_phase THEN t.iteration = t.from_iteration AND innopart.may_follow(t.state, t.from_state)
            ELSE t.from_state = 'passed' AND innopart.may_follow(t.phase, t.from_phase) AND t.iteration = 1 AND t.state IN ('planned', 'active') END, false)
    UNION ALL
    SELECT e.partnership_id, 'competition_without_notice', 'phase_event', e.id, 0, format('notice of %s', @registry@.day_in_words(d.dispatched_on)), e.effective_on, e.provenance
    FROM @registry@.known_phase_event e LEFT JOIN dispatch d ON d.partnership_id = e.partnership_id
    WHERE e.stage = 'competition' AND e.effective_on <= innopart.as_of() AND coalesce(d.dispatched_on > e.effective_on, true)
    UNION ALL
    SELECT t.partnership_id, 'passed_with_unmet_target', 'track_event', t.id, g.id,
        format('target "%s" is %s in iteration %s of %s', g.title, coalesce(a.status::text, 'not assessed'), t.iteration, t.phase), t.effective_on, t.provenance
    FROM track t
    JOIN @registry@.known_target g ON g.partnership_id = t.partnership_id AND g.partner_contract_id = t.partner_contract_id
        AND g.phase = t.phase AND g.is_mandatory AND g.effective_on <= t.effective_on
    LEFT JOIN LATERAL (
        SELECT x.id, x.status FROM @registry@.known_target_assessment x
        WHERE x.partnership_id = g.partnership_id AND x.target_id = g.id AND x.iteration = t.iteration AND x.effective_on <= t.effective_on
        ORDER BY x.effective_on DESC, x.id DESC LIMIT 1) a ON true
    LEFT JOIN @registry@.known_gate_decision w ON w.partnership_id = t.partnership_id AND w.id = t.gate_decision_id AND w.outcome IN ('proceed', 'accept')
    WHERE t.state = 'passed' AND coalesce(a.status, 'scheduled') <> 'met'
      AND NOT coalesce(a.status = 'partiallyMet' AND a.id = ANY (w.assessment_ids), false)
    UNION ALL
    SELECT c.partnership_id, 'instalments_over_remuneration', 'partner_contract', c.id, 0, format('contract "%s"', c.title), o.on_day, c.provenance
    FROM contract c CROSS JOIN LATERAL @registry@.overdrawn_on(c.partnership_id, c.id) o(on_day)
    WHERE o.on_day <= innopart.as_of()
    UNION ALL
    SELECT y.partnership_id, 'paid_without_met_target', 'payment', y.id, 0,
        format('%s %s for target "%s", which is %s', trim_scale(y.amount), y.currency, g.title, coalesce(a.status::text, 'not assessed')), y.effective_on, y.provenance
    FROM @registry@.known_payment y
    JOIN @registry@.known_instalment i ON i.partnership_id = y.partnership_id AND i.id = y.instalment_id
    JOIN @registry@.known_target g ON g.partnership_id = i.partnership_id AND g.id = i.target_id
    LEFT JOIN LATERAL (
        SELECT x.status FROM @registry@.known_target_assessment x
        WHERE x.partnership_id = g.partnership_id AND x.target_id = g.id AND x.effective_on <= y.effective_on
        ORDER BY x.effective_on DESC, x.iteration DESC, x.id DESC LIMIT 1) a ON true
    WHERE y.effective_on <= innopart.as_of() AND coalesce(a.status, 'scheduled') <> 'met'
      AND NOT coalesce(a.status = 'partiallyMet' AND i.is_pro_rata, false)
    UNION ALL
    -- 19
    SELECT g.partnership_id, 'gate_without_target', 'gate_decision', g.id, 0, format('%s after %s', g.outcome, g.phase), g.effective_on, g.provenance
    FROM @registry@.known_gate_decision g
    WHERE g.effective_on <= innopart.as_of()
      AND (cardinality(g.assessment_ids) = 0 OR EXISTS (
        SELECT FROM unnest(g.assessment_ids) AS cited(id)
        WHERE NOT EXISTS (
            SELECT FROM @registry@.known_target_assessment a
            JOIN @registry@.known_target t ON t.partnership_id = a.partnership_id AND t.id = a.target_id
            WHERE a.partnership_id = g.partnership_id AND a.id = cited.id AND a.effective_on <= g.effective_on AND t.phase = g.phase
              AND (g.partner_contract_id IS NULL OR t.partner_contract_id = g.partner_contract_id))))
    UNION ALL
    SELECT g.partnership_id, 'gate_without_clause', 'gate_decision', g.id, 0,
        format('%s after %s, document of %s', g.outcome, g.phase, @registry@.day_in_words(o.effective_on)), g.effective_on, g.provenance
    FROM @registry@.known_gate_decision g
    LEFT JOIN @registry@.known_document o ON o.partnership_id = g.partnership_id AND o.id = g.reserving_document_id
    LEFT JOIN dispatch d ON d.partnership_id = g.partnership_id
    WHERE g.outcome IN ('end_partner', 'end_partnership') AND g.effective_on <= innopart.as_of()
      AND (coalesce(btrim(g.reserving_clause), '') = '' OR NOT coalesce(o.effective_on <= d.dispatched_on, false))
    UNION ALL
    -- 20
    SELECT g.partnership_id, 'last_partner_ended', 'gate_decision', g.id, 0, format('contract "%s"', c.title), g.effective_on, g.provenance
    FROM @registry@.known_gate_decision g
    JOIN contract c ON c.partnership_id = g.partnership_id AND c.id = g.partner_contract_id
    WHERE g.outcome = 'end_partner' AND g.effective_on <= innopart.as_of()
      AND NOT EXISTS (
        SELECT FROM contract other
        WHERE other.partnership_id = g.partnership_id AND other.id <> g.partner_contract_id AND other.effective_on <= g.effective_on
          AND NOT EXISTS (
            SELECT FROM ended e
            WHERE e.partnership_id = other.partnership_id AND e.partner_contract_id = other.id AND e.ended_on <= g.effective_on)
          AND NOT EXISTS (
            SELECT FROM @registry@.known_gate_decision o
            WHERE o.partnership_id = other.partnership_id AND o.partner_contract_id = other.id AND o.outcome = 'end_partner'
              AND (o.effective_on, o.id) < (g.effective_on, g.id)))
    UNION ALL
    -- 21
    SELECT s.partnership_id, 'secret_told_to_rival', 'lesson_share', s.id, 0,
        format('told to %s; confidential to %s', r.name, x.name), s.effective_on, s.provenance
    FROM @registry@.known_lesson_share s
    JOIN @registry@.known_lesson l ON l.partnership_id = s.partnership_id AND l.id = s.lesson_id AND l.confidentiality = 'partner'
    JOIN @registry@.organisation r ON r.id = s.receiver_id
    JOIN @registry@.organisation x ON x.id = l.confidential_to_id
    WHERE s.effective_on <= innopart.as_of() AND s.receiver_id <> l.confidential_to_id
      AND EXISTS (SELECT FROM contract c WHERE c.partnership_id = s.partnership_id AND c.organisation_id = s.receiver_id)
    UNION ALL
    -- what the law allows, but somebody should look at
    SELECT c.partnership_id, 'standstill_not_recorded', 'partner_contract', c.id, 0, format('contract "%s"', c.title), c.effective_on, c.provenance
    FROM contract c WHERE c.standstill_over_on IS NULL
    UNION ALL
    SELECT e.partnership_id, 'plan_missing', 'phase_event', min(e.id), 0, 'no development phase is planned', min(e.effective_on), min(e.provenance)
    FROM @registry@.known_phase_event e
    WHERE e.stage = 'partnership' AND e.effective_on <= innopart.as_of()
      AND NOT EXISTS (SELECT FROM @registry@.known_phase_plan p WHERE p.partnership_id = e.partnership_id AND innopart.kind(p.phase) = 'development')
    GROUP BY e.partnership_id
    UNION ALL
    SELECT v.partnership_id, 'values_disagree', 'partnership_value', min(v.id), 0,
        format('%s: %s %s', v.kind, string_agg(DISTINCT trim_scale(v.amount)::text, ', '), v.currency), max(v.effective_on), min(v.provenance)
    FROM @registry@.known_partnership_value v
    WHERE v.effective_on <= innopart.as_of()
    GROUP BY v.partnership_id, v.kind, v.currency, v.organisation_id
    HAVING count(DISTINCT v.amount) > 1
    UNION ALL
    SELECT p.partnership_id, 'follower_without_option', 'participant', p.id, 0, o.name, p.effective_on, p.provenance
    FROM @registry@.known_participant p
    JOIN dispatch d ON d.partnership_id = p.partnership_id
    JOIN @registry@.organisation o ON o.id = p.organisation_id
    WHERE p.role = 'follower' AND p.effective_on <= innopart.as_of() AND coalesce(p.to_on >= innopart.as_of(), true)
      AND NOT EXISTS (
        SELECT FROM held h JOIN heir x ON x.organisation_id = h.holder_id
        WHERE h.partnership_id = p.partnership_id AND x.body_id = p.organisation_id)
    UNION ALL
    SELECT h.partnership_id, 'made_up_under_sourced', 'option_right', h.id, 0, format('option right "%s"', h.title), h.named_on, h.provenance
    FROM held h JOIN @registry@.partnership p ON p.id = h.partnership_id
    WHERE p.provenance = 'sourced'
      AND (h.provenance = 'illustrative' OR EXISTS (
        SELECT FROM ledger l WHERE l.partnership_id = h.partnership_id AND l.option_right_id = h.id AND l.provenance = 'illustrative'))
)
SELECT pg_catalog.hashtextextended(f.rule_code || ' ' || f.record_table || ' ' || f.record_id || ' ' || f.part, 0) AS id,
    f.partnership_id,
    p.title AS partnership_title,
    f.rule_code,
    CASE innopart.language() WHEN 'nb' THEN r.label_nb WHEN 'nn' THEN r.label_nn ELSE r.label_en END AS rule_label,
    r.invariant_no,
    r.severity::text AS severity,
    innopart.label(r.severity) AS severity_label,
    r.basis,
    f.record_table,
    f.record_id,
    f.detail,
    f.effective_on,
    coalesce(f.provenance, p.provenance) = 'illustrative' AS is_illustrative
FROM finding f
JOIN @registry@.compliance_rule r ON r.code = f.rule_code
JOIN @registry@.partnership p ON p.id = f.partnership_id;

COMMENT ON VIEW @report@.compliance_findings IS 'Which records break an invariant, or lack a legal basis, a document or a date that somebody will ask for? One row a finding: a rule and a record. Judged anew from the facts as of innopart.as_of() and as known at innopart.known_at(), apart from position_differs, which looks at the ledger as it is now. Row security of the registry applies: who may not read a record gets no finding about it.';
COMMENT ON COLUMN @report@.compliance_findings.id IS 'Key of the finding, made of its rule and record.';
COMMENT ON COLUMN @report@.compliance_findings.partnership_id IS 'The partnership: joins partnership.id.';
COMMENT ON COLUMN @report@.compliance_findings.partnership_title IS 'Title of the partnership.';
COMMENT ON COLUMN @report@.compliance_findings.rule_code IS 'The rule, a stable short word.';
COMMENT ON COLUMN @report@.compliance_findings.rule_label IS 'The rule in the language of innopart.language.';
COMMENT ON COLUMN @report@.compliance_findings.invariant_no IS 'Number of the invariant in doc/registry.md; NULL where the law allows it and it needs attention.';
COMMENT ON COLUMN @report@.compliance_findings.severity IS 'error: a rule is broken; warning: something is missing or will not work; info: good to know.';
COMMENT ON COLUMN @report@.compliance_findings.severity_label IS 'severity in the language of innopart.language.';
COMMENT ON COLUMN @report@.compliance_findings.basis IS 'Where the rule comes from: law, case (a court or complaints board), or our judgement.';
COMMENT ON COLUMN @report@.compliance_findings.record_table IS 'The table of the record.';
COMMENT ON COLUMN @report@.compliance_findings.record_id IS 'Number of the record in that table; of a corrected fact that of the original.';
COMMENT ON COLUMN @report@.compliance_findings.detail IS 'What was found, in English. Amounts ex VAT.';
COMMENT ON COLUMN @report@.compliance_findings.effective_on IS 'The day of the record, or the day from which the finding holds.';
COMMENT ON COLUMN @report@.compliance_findings.is_illustrative IS 'True when the record is made up for demonstration.';
