-- Stavanger: Norway's first innovation partnership, told in full.
--
-- A row is 'sourced' only when its source gives every value in it; where the source gives a month
-- or a season, the row says so and takes the last day of it.  A row with one made-up value is
-- 'illustrative', and its text says what in it is known.  No source tells whether Bærum,
-- Kristiansand or NAV exercised their options, so nobody does here.

CREATE TEMP TABLE source (code text PRIMARY KEY, url text NOT NULL);
INSERT INTO source VALUES
    ('founding', 'https://innovativeanskaffelser.no/blogg/baerum-kristiansand-og-nav-er-med-nar-stavanger-gjennomforer-norges-forste-innovasjonspartnerskap/'),
    ('first', 'https://innovativeanskaffelser.no/blogg/stavanger-forst-ut-med-innovasjonspartnerskap/'),
    ('signed', 'https://www.smartcarecluster.no/aktuelt/2017/2/inng%C3%A5r-det-f%C3%B8rste-innovasjonspartnerskapet-i-norge'),
    ('sharing', 'https://innovativeanskaffelser.no/blogg/stavanger-deler-erfaringer-fra-ny-anskaffelsesprosedyre/'),
    ('interest', 'https://innovativeanskaffelser.no/blogg/leverandorene-viser-stor-interesse-for-innovasjonspartnerskapet-i-stavanger/'),
    ('frames', 'https://innovativeanskaffelser.no/blogg/hva-er-rammene-for-et-suksessfullt-innovasjonspartnerskap'),
    ('contracts', 'https://www.smartcarecluster.no/aktuelt/2018/2/storskalatesting-for-norwegian-smart-care-lab'),
    ('berntsen', 'https://www.smartcarecluster.no/aktuelt/2018/11/her-er-berntsen-omsorgstjenestens-personlige-trener'),
    ('lab', 'https://www.smartcarecluster.no/lab/2019/5/smart-care-lab-sikret-innovasjonssuksess'),
    ('digi', 'https://www.digi.no/artikler/berntsen-beinlaus-gir-eldre-livet-tilbake/516110');
CREATE FUNCTION pg_temp.source(code text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT s.url FROM source s WHERE s.code = source.code;
$$;
CREATE FUNCTION pg_temp.stavanger() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_temp.partnership('Aktivisering og egenmestring');
$$;

INSERT INTO registry.need (title, description, cpv_code, source_url) VALUES
    ('Activation and self-mastery of patients in 24-hour care', 'People in short-stay care become more active and manage more by themselves, also when they come home.', NULL, pg_temp.source('interest'));
INSERT INTO registry.need_member (need_id, organisation_id, effective_on, note, source_url)
SELECT n.id, pg_temp.organisation(o.name), o.since::date, o.note, o.url
FROM registry.need n, (VALUES
    ('Stavanger kommune', '2017-02-08', 'leads the partnership', pg_temp.source('first')),
    ('Bærum kommune', '2017-05-01', 'follower; day not in the source', pg_temp.source('founding')),
    ('Kristiansand kommune (til 2019)', '2017-05-01', 'follower; day not in the source', pg_temp.source('founding')),
    ('NAV', '2017-05-01', 'follower; day not in the source', pg_temp.source('founding')),
    ('Indre Østfold kommune', '2021-12-31', 'later user; year not in the source', pg_temp.source('digi'))) AS o(name, since, note, url)
WHERE n.title LIKE 'Activation%';

INSERT INTO registry.partnership (title, need_id, programme_id, legal_basis, started_on, source_url)
SELECT 'Aktivisering og egenmestring', n.id, p.id, 'Directive 2014/24/EU Art. 31; FOA part III', '2017-02-08', pg_temp.source('first')
FROM registry.need n, registry.programme p WHERE n.title LIKE 'Activation%';

INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on, note, source_url)
SELECT pg_temp.stavanger(), pg_temp.organisation(name), role::innopart.participant_role, since::date, note, pg_temp.source(code) FROM (VALUES
    ('Stavanger kommune', 'lead', '2017-02-08', NULL, 'first'),
    ('Innovasjon Norge', 'funder', '2017-02-08', NULL, 'signed'),
    ('Difi', 'method_owner', '2017-02-08', NULL, 'signed'),
    ('Leverandørutviklingsprogrammet (LUP)', 'facilitator', '2017-02-08', NULL, 'signed'),
    ('Bærum kommune', 'follower', '2017-05-01', 'invited before the summer; day not in the source', 'founding'),
    ('Kristiansand kommune (til 2019)', 'follower', '2017-05-01', 'invited before the summer; day not in the source', 'founding'),
    ('NAV', 'follower', '2017-05-01', 'invited before the summer; day not in the source', 'founding'),
    ('Norwegian Smart Care Cluster', 'cluster', '2017-06-30', 'matchmaking; day not in the source', 'interest'),
    ('Norway Health Tech', 'cluster', '2017-06-30', 'matchmaking; day not in the source', 'interest'),
    ('Innocom AS', 'partner', '2018-02-23', NULL, 'contracts'),
    ('Topro Industri AS', 'partner', '2018-02-23', NULL, 'contracts'),
    ('Norwegian Smart Care Lab', 'test_partner', '2018-02-23', NULL, 'contracts')) AS p(name, role, since, note, code);

INSERT INTO registry.phase_plan (partnership_id, phase, title, effective_on, planned_from, planned_to, provenance, source_url)
SELECT pg_temp.stavanger(), phase::innopart.phase, title, '2017-09-29', planned_from::date, planned_to::date, 'illustrative', pg_temp.source('contracts') FROM (VALUES
    ('need', 'Behovsavklaring', '2017-02-08', '2017-05-14'),
    ('dialogue', 'Markedsdialog', '2017-05-15', '2017-09-28'),
    ('competition', 'Konkurranse', '2017-09-29', '2018-02-22'),
    ('development.1', 'Utvikling i delleveranser', '2018-02-23', '2018-11-30'),
    ('development.2', 'Test og godkjenning av løsningen', '2018-12-01', '2019-02-28'),
    ('purchase', 'Opsjon på anskaffelse', '2019-03-01', '2021-12-31')) AS plan(phase, title, planned_from, planned_to);

INSERT INTO registry.document (partnership_id, kind, title, effective_on, provenance, source_url) VALUES
    (pg_temp.stavanger(), 'procurement_documents', 'Konkurransegrunnlag (illustrative date and clauses)', '2017-09-29', 'illustrative', pg_temp.source('interest')),
    (pg_temp.stavanger(), 'partnership_agreement', 'Avtale om innovasjonspartnerskap, Innocom AS', '2018-02-23', 'sourced', pg_temp.source('contracts')),
    (pg_temp.stavanger(), 'partnership_agreement', 'Avtale om innovasjonspartnerskap, Topro Industri AS', '2018-02-23', 'sourced', pg_temp.source('contracts'));

INSERT INTO registry.notice (partnership_id, kind, effective_on, provenance, source_url) VALUES
    (pg_temp.stavanger(), 'competition', '2017-09-29', 'illustrative', pg_temp.source('interest'));
INSERT INTO registry.competition_count (partnership_id, step, counted, effective_on, note, source_url)
SELECT pg_temp.stavanger(), step::innopart.funnel_step, counted, seen::date, note, pg_temp.source(code) FROM (VALUES
    ('dialogue_participants', 30, '2017-06-30', 'more than 30 suppliers at a meeting on the frames; day not in the source', 'frames'),
    ('requests', 22, '2017-11-30', '6 single suppliers and 16 consortia; day not in the source', 'interest'),
    ('suppliers', 57, '2017-11-30', 'another page counts 56; day not in the source', 'interest'),
    ('qualified', 22, '2017-11-30', 'all were prequalified; day not in the source', 'interest')) AS c(step, counted, seen, note, code);

-- meetings: both dialogue meetings and the work meeting, followers on an equal footing
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on, reason, provenance, source_url) VALUES
    (pg_temp.stavanger(), 'need', 'need', '2017-02-08', 'cooperation agreement signed', 'sourced', pg_temp.source('signed')),
    (pg_temp.stavanger(), 'dialogue', 'dialogue', '2017-05-15', 'dialogue meetings in May and June; day made up', 'illustrative', pg_temp.source('founding'));
INSERT INTO registry.meeting (partnership_id, phase, kind, title, effective_on, place, source_url)
SELECT pg_temp.stavanger(), phase::innopart.phase, kind::innopart.meeting_kind, title, held::date, place, pg_temp.source(code) FROM (VALUES
    ('dialogue', 'dialogue_meeting', 'Dialogue meeting in May (day not in the source)', '2017-05-31', 'Stavanger', 'founding'),
    ('dialogue', 'dialogue_meeting', 'Dialogue meeting in June (day not in the source)', '2017-06-30', 'Stavanger', 'founding'),
    ('dialogue', 'matchmaking', 'Matchmaking by the clusters (day not in the source)', '2017-06-30', NULL, 'interest'),
    ('dialogue', 'learning_meeting', 'Experience shared at Værnes', '2017-08-29', 'Stjørdal', 'sharing'),
    ('dialogue', 'work_meeting', 'Work meeting of lead and followers (day not in the source)', '2017-09-15', NULL, 'founding')) AS m(phase, kind, title, held, place, code);
INSERT INTO registry.attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on, source_url)
SELECT m.partnership_id, m.id, pg_temp.organisation(a.name), a.role::innopart.participant_role, 'attended', m.effective_on, m.source_url
FROM registry.meeting m
JOIN (VALUES
    ('dialogue_meeting', 'Stavanger kommune', 'lead'), ('dialogue_meeting', 'Bærum kommune', 'follower'),
    ('dialogue_meeting', 'Kristiansand kommune (til 2019)', 'follower'), ('dialogue_meeting', 'NAV', 'follower'),
    ('work_meeting', 'Stavanger kommune', 'lead'), ('work_meeting', 'Bærum kommune', 'follower'),
    ('work_meeting', 'Kristiansand kommune (til 2019)', 'follower'), ('work_meeting', 'NAV', 'follower'),
    ('matchmaking', 'Norwegian Smart Care Cluster', 'cluster'), ('matchmaking', 'Norway Health Tech', 'cluster'),
    ('learning_meeting', 'Stavanger kommune', 'lead')) AS a(kind, name, role) ON a.kind = m.kind::text
WHERE m.partnership_id = pg_temp.stavanger();

INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, title, hours, effective_on, document_id, provenance, source_url)
SELECT pg_temp.stavanger(), pg_temp.organisation(c.name), 'dialogue', c.kind::innopart.contribution_kind, c.title, c.hours, '2017-09-15',
    CASE WHEN c.kind = 'sparring_tender_docs' THEN d.id END, 'illustrative', pg_temp.source('founding')
FROM registry.document d, (VALUES
    ('Bærum kommune', 'sparring_tender_docs', 'Sparring on the tender documents (hours made up)', 16),
    ('Kristiansand kommune (til 2019)', 'sparring_tender_docs', 'Sparring on the tender documents (hours made up)', 12),
    ('NAV', 'sparring_tender_docs', 'Sparring on the tender documents (hours made up)', 8),
    ('Bærum kommune', 'need_input', 'Needs of another municipality (hours made up)', 6),
    ('NAV', 'need_input', 'Needs at state level (hours made up)', 10)) AS c(name, kind, title, hours)
WHERE d.partnership_id = pg_temp.stavanger() AND d.kind = 'procurement_documents';

-- options: that the followers may hold them is sourced; how much, until when and at what price is not
INSERT INTO registry.cap (partnership_id, title, max_units, unit_code, max_amount, currency, document_id, clause, effective_on, provenance, source_url)
SELECT pg_temp.stavanger(), 'Welfare robots', 40, 'C62', 8000000, 'NOK', d.id, '4.2 (illustrative)', '2017-09-29', 'illustrative', pg_temp.source('sharing')
FROM registry.document d WHERE d.partnership_id = pg_temp.stavanger() AND d.kind = 'procurement_documents';
SELECT registry.name_option(
        partnership_id => pg_temp.stavanger(), holder_id => pg_temp.organisation(h.name), title => 'Berntsen, ' || h.short,
        terms => h.terms::innopart.option_right, named_on => '2017-09-29', unit_code => 'C62',
        unit_price => 190000, price_currency => 'NOK', max_unit_cost => 200000, cap_id => c.id,
        holder_kind => h.kind::innopart.holder_kind, named_in_document_id => d.id, named_clause => '4.2 (illustrative)',
        conditions => '{solution_accepted}', legal_basis => 'Directive 2014/24/EU Art. 31 and 72(1)(a)',
        provenance => 'illustrative', source_url => pg_temp.source('sharing'))
FROM registry.cap c, registry.document d, (VALUES
    ('Stavanger kommune', 'Stavanger', 'max 20, 2019-03-01..2021-12-31, from purchase, conditions 1, receipt', 'lead'),
    ('Bærum kommune', 'Bærum', 'max 15, min 2, 2019-03-01..2020-12-31, from purchase, conditions 1, notice 30 days, receipt', 'follower'),
    ('Kristiansand kommune (til 2019)', 'Kristiansand', 'max 15, 2019-03-01..2020-12-31, from purchase, conditions 1, receipt', 'follower'),
    ('NAV', 'NAV', 'max 10, 2019-03-01..2021-12-31, from purchase, conditions 1, receipt, next working day', 'follower')) AS h(name, short, terms, kind)
WHERE c.partnership_id = pg_temp.stavanger() AND d.partnership_id = pg_temp.stavanger() AND d.kind = 'procurement_documents';

-- competition, and two partners on 23 February 2018
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on, reason, provenance, source_url) VALUES
    (pg_temp.stavanger(), 'competition', 'competition', '2017-09-29', 'notice; day made up', 'illustrative', pg_temp.source('interest'));
INSERT INTO registry.partner_contract (partnership_id, organisation_id, title, effective_on, standstill_over_on, ends_on, currency, max_unit_cost_amount, document_id, provenance, source_url)
SELECT pg_temp.stavanger(), pg_temp.organisation(p.name), p.title, '2018-02-23', '2018-02-22', '2021-12-31', 'NOK', 200000, d.id, 'illustrative', pg_temp.source('contracts')
FROM (VALUES ('Innocom AS', 'Activity robot Berntsen (concluded 2018-02-23: sourced; money and last day made up)'),
             ('Topro Industri AS', 'Smart rollator (concluded 2018-02-23: sourced; money and last day made up)')) AS p(name, title)
JOIN registry.document d ON d.partnership_id = pg_temp.stavanger() AND d.title LIKE '%' || p.name;
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on, reason, source_url) VALUES
    (pg_temp.stavanger(), 'partnership', 'development.1', '2018-02-23', 'two contracts signed', pg_temp.source('contracts'));
INSERT INTO registry.solution (partnership_id, partner_contract_id, name, description, effective_on, source_url)
SELECT c.partnership_id, c.id, s.name, s.description, '2018-02-23', pg_temp.source('berntsen')
FROM registry.partner_contract c JOIN (VALUES
    ('Innocom AS', 'Berntsen', 'Activity robot that trains people in short-stay care'),
    ('Topro Industri AS', 'Smart rollator', 'Rollator that helps people train after a stay in hospital')) AS s(partner, name, description)
    ON c.organisation_id = pg_temp.organisation(s.partner)
WHERE c.partnership_id = pg_temp.stavanger();

INSERT INTO registry.target (partnership_id, partner_contract_id, phase, title, is_mandatory, due_on, effective_on, provenance)
SELECT c.partnership_id, c.id, t.phase::innopart.phase, t.title, t.is_mandatory, t.due::date, '2018-02-23', 'illustrative'
FROM registry.partner_contract c, (VALUES
    ('development.1', 'Users complete a training session unaided', true, '2018-11-30'),
    ('development.1', 'Staff set up a programme in ten minutes', false, '2018-11-30'),
    ('development.2', 'Accepted by users and staff in a nursing home', true, '2019-02-28')) AS t(phase, title, is_mandatory, due)
WHERE c.partnership_id = pg_temp.stavanger();
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, iteration, state, effective_on, provenance)
SELECT c.partnership_id, c.id, 'development.1', 1, s.state::innopart.track_state, s.happened::date, 'illustrative'
FROM registry.partner_contract c, (VALUES ('active', '2018-02-23'), ('under_assessment', '2018-11-15')) AS s(state, happened)
WHERE c.partnership_id = pg_temp.stavanger() ORDER BY s.happened;
INSERT INTO registry.target_assessment (partnership_id, target_id, iteration, status, effective_on, note, provenance)
SELECT t.partnership_id, t.id, 1, CASE WHEN t.is_mandatory THEN 'met' ELSE 'partiallyMet' END::innopart.target_status, '2018-11-28', 'judgement made up', 'illustrative'
FROM registry.target t WHERE t.partnership_id = pg_temp.stavanger() AND t.phase = 'development.1';
INSERT INTO registry.gate_decision (partnership_id, partner_contract_id, phase, outcome, assessment_ids, reserving_document_id, reserving_clause, decided_by_id, effective_on, reason, provenance)
SELECT c.partnership_id, c.id, 'development.1', 'proceed', array_agg(a.id ORDER BY a.id), d.id, '6.1 (illustrative)', pg_temp.organisation('Stavanger kommune'), '2018-11-30', 'both go on', 'illustrative'
FROM registry.partner_contract c
JOIN registry.target t ON t.partnership_id = c.partnership_id AND t.partner_contract_id = c.id AND t.phase = 'development.1'
JOIN registry.target_assessment a ON a.partnership_id = t.partnership_id AND a.target_id = t.id
JOIN registry.document d ON d.partnership_id = c.partnership_id AND d.kind = 'procurement_documents'
WHERE c.partnership_id = pg_temp.stavanger() GROUP BY c.partnership_id, c.id, d.id ORDER BY c.id;
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, iteration, state, effective_on, gate_decision_id, provenance)
SELECT c.partnership_id, c.id, s.phase::innopart.phase, 1, s.state::innopart.track_state, s.happened::date,
    CASE WHEN s.state = 'passed' THEN g.id END, 'illustrative'
FROM registry.partner_contract c
JOIN registry.gate_decision g ON g.partnership_id = c.partnership_id AND g.partner_contract_id = c.id
CROSS JOIN (VALUES ('development.1', 'passed', '2018-11-30'), ('development.2', 'active', '2018-12-01'), ('development.2', 'under_assessment', '2019-02-15')) AS s(phase, state, happened)
WHERE c.partnership_id = pg_temp.stavanger() ORDER BY s.happened;
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on, reason, provenance) VALUES
    (pg_temp.stavanger(), 'partnership', 'development.2', '2018-12-01', 'test at Haugåstunet; day made up', 'illustrative');
-- Innocom's first sale to Stavanger is sourced, so its solution was accepted; of Topro's nothing is told
INSERT INTO registry.target_assessment (partnership_id, target_id, iteration, status, effective_on, note, provenance)
SELECT t.partnership_id, t.id, 1, 'met', '2019-02-26', 'judgement made up; that Berntsen was bought is sourced', 'illustrative'
FROM registry.target t JOIN registry.partner_contract c ON c.partnership_id = t.partnership_id AND c.id = t.partner_contract_id
WHERE t.partnership_id = pg_temp.stavanger() AND t.phase = 'development.2' AND c.organisation_id = pg_temp.organisation('Innocom AS');
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, iteration, state, effective_on, provenance)
SELECT c.partnership_id, c.id, 'development.2', 1, 'passed', '2019-02-28', 'illustrative'
FROM registry.partner_contract c WHERE c.partnership_id = pg_temp.stavanger() AND c.organisation_id = pg_temp.organisation('Innocom AS');
INSERT INTO registry.acceptance (partnership_id, solution_id, performance_met, performance_note, unit_cost_amount, max_unit_cost_amount, currency, effective_on, provenance, source_url)
SELECT s.partnership_id, s.id, true, 'levels and costs made up; that Stavanger bought Berntsen is sourced', 190000, 200000, 'NOK', '2019-02-28', 'illustrative', pg_temp.source('berntsen')
FROM registry.solution s WHERE s.partnership_id = pg_temp.stavanger() AND s.name = 'Berntsen';
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, iteration, state, effective_on, provenance)
SELECT c.partnership_id, c.id, 'development.2', 1, 'accepted', '2019-02-28', 'illustrative'
FROM registry.partner_contract c WHERE c.partnership_id = pg_temp.stavanger() AND c.organisation_id = pg_temp.organisation('Innocom AS');
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on, reason, provenance) VALUES
    (pg_temp.stavanger(), 'purchase', 'purchase', '2019-03-01', 'Berntsen may be bought; day made up', 'illustrative');

SELECT registry.grant_option(r.id, granted_on => '2018-02-23', partner_contract_id => s.partner_contract_id, solution_id => s.id, provenance => 'illustrative')
FROM registry.option_right r JOIN registry.solution s ON s.partnership_id = r.partnership_id AND s.name = 'Berntsen'
WHERE r.partnership_id = pg_temp.stavanger() ORDER BY r.id;
SELECT registry.meet_condition(r.id, 1, effective_on => '2019-02-28', provenance => 'illustrative')
FROM registry.option_right r WHERE r.partnership_id = pg_temp.stavanger() ORDER BY r.id;
SELECT registry.exercise_option(r.id, units => 2, effective_on => '2019-11-30', reference => 'demo/stavanger/1',
        reason => 'first sale of Berntsen, autumn 2019: sourced; day, units and price made up', provenance => 'illustrative', source_url => pg_temp.source('berntsen'))
FROM registry.option_right r WHERE r.partnership_id = pg_temp.stavanger() AND r.holder_kind = 'lead';
-- Kristiansand became a new municipality on 1 January 2020: its right moves by succession
SELECT registry.assign_option(r.id, ARRAY[pg_temp.organisation('Kristiansand kommune')], 'municipal merger 1 January 2020', effective_on => '2020-01-01', provenance => 'illustrative')
FROM registry.option_right r WHERE r.partnership_id = pg_temp.stavanger() AND r.title = 'Berntsen, Kristiansand';
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on, note, provenance) VALUES
    (pg_temp.stavanger(), pg_temp.organisation('Kristiansand kommune'), 'follower', '2020-01-01', 'by succession', 'illustrative');
INSERT INTO registry.outside_purchase (partnership_id, solution_id, organisation_id, effective_on, note, provenance, source_url)
SELECT s.partnership_id, s.id, pg_temp.organisation('Indre Østfold kommune'), '2021-12-31', 'agreement with Innocom: sourced; year made up', 'illustrative', pg_temp.source('digi')
FROM registry.solution s WHERE s.partnership_id = pg_temp.stavanger() AND s.name = 'Berntsen';

-- what was learned, in our own words after the sources
INSERT INTO registry.lesson (partnership_id, organisation_id, phase, title, statement, evidence, effective_on, provenance, source_url)
SELECT pg_temp.stavanger(), pg_temp.organisation('Stavanger kommune'), l.phase::innopart.phase, l.title, l.statement, l.evidence, l.learned::date, l.provenance::innopart.provenance, pg_temp.source(l.code) FROM (VALUES
    ('need', 'Forankring i ledelsen', 'Ledelsen må stå bak prosjektet og selv være aktiv i det.', 'Fortalt på Værnes', '2017-08-29', 'sourced', 'sharing'),
    ('need', 'Grundige behovsbeskrivelser', 'Behovet beskrives grundig, og brukerne involveres bredt, før markedet spørres.', 'Fortalt på Værnes', '2017-08-29', 'sourced', 'sharing'),
    ('need', 'Vilje til risiko', 'Kommunen må ville ta risiko, og det må være rom for å feile.', 'Fortalt på Værnes', '2017-08-29', 'sourced', 'sharing'),
    ('dialogue', 'Klyngene som medspillere', 'Når klyngene holder treff mellom leverandører, dannes det nye konsortier.', '16 konsortier blant 22 søknader', '2017-11-30', 'sourced', 'interest'),
    ('development.1', 'Ukentlige møter under utviklingen', 'Ukentlige møter mellom leverandør og prosjektleder holder utviklingen på rett kurs.', 'Innocom og Norwegian Smart Care Lab', '2019-05-31', 'sourced', 'lab'),
    ('development.2', 'Trening som følger pasienten hjem', 'Hverdagsrehabiliteringen lykkes best når treningen fra korttidsoppholdet fortsetter hjemme.', NULL, '2019-02-28', 'illustrative', 'berntsen'))
    AS l(phase, title, statement, evidence, learned, provenance, code);
INSERT INTO registry.lesson_share (partnership_id, lesson_id, giver_id, receiver_id, meeting_id, medium, effective_on, source_url)
SELECT l.partnership_id, l.id, l.organisation_id, pg_temp.organisation(r.name), m.id, 'meeting', m.effective_on, m.source_url
FROM registry.lesson l JOIN registry.meeting m ON m.partnership_id = l.partnership_id
JOIN (VALUES ('learning_meeting', 'Trondheim kommune'), ('learning_meeting', 'NTNU'), ('work_meeting', 'Bærum kommune'),
             ('work_meeting', 'Kristiansand kommune (til 2019)'), ('work_meeting', 'NAV')) AS r(kind, name) ON r.kind = m.kind::text
WHERE l.partnership_id = pg_temp.stavanger() AND l.effective_on <= m.effective_on;
INSERT INTO registry.lesson_adoption (partnership_id, lesson_id, organisation_id, level, mode, learned_from_id, is_confirmed, evidence, effective_on, provenance, source_url)
SELECT l.partnership_id, l.id, pg_temp.organisation(a.name), a.level::innopart.adoption_level, a.mode::innopart.adoption_mode,
    pg_temp.organisation('Stavanger kommune'), false, a.evidence, a.since::date, a.provenance::innopart.provenance, pg_temp.source('sharing')
FROM registry.lesson l JOIN (VALUES
    ('Grundige behovsbeskrivelser', 'Trondheim kommune', 'seen', NULL, 'Found it useful to hear how the competition was made concrete', '2017-08-29', 'sourced'),
    ('Grundige behovsbeskrivelser', 'Bærum kommune', 'adopted', 'adapted', 'made up', '2018-03-31', 'illustrative'),
    ('Klyngene som medspillere', 'NAV', 'planned', NULL, 'made up', '2018-06-30', 'illustrative'),
    ('Forankring i ledelsen', 'Kristiansand kommune (til 2019)', 'adopted', 'as_is', 'made up', '2018-01-31', 'illustrative')) AS a(title, name, level, mode, evidence, since, provenance)
    ON a.title = l.title
WHERE l.partnership_id = pg_temp.stavanger();
