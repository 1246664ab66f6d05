-- The other real Norwegian partnerships, by what their sources tell.  The same rule: one made-up
-- value in a row makes the row illustrative.

INSERT INTO registry.need (title, description, source_url) VALUES
    ('Smarter operation of municipal buildings', 'Better and cheaper operation and maintenance of the buildings a municipality owns.', 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Follow-up of patients at home', 'Patients follow and handle their own illness at home, in touch with the hospital.', 'https://sykehuset-ostfold.no/helsefaglig/innovasjon/innovasjonspartnerskap/nyskapende-pasientforlop');

CREATE TEMP TABLE told (title text, need text, started date, prior text, notice date, legal text, url text);
INSERT INTO told VALUES
    ('1000 bygg - 10 000 muligheter', 'Smarter operation of municipal buildings', '2017-10-01', NULL, '2018-06-11', NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Tunnelsikkerhet', NULL, '2017-10-01', NULL, '2018-09-30', NULL, 'https://innovativeanskaffelser.no/tunnelsikkerhet'),
    ('Nyskapende pasientforløp', 'Follow-up of patients at home', '2017-10-01', NULL, '2018-09-30', NULL, 'https://sykehuset-ostfold.no/helsefaglig/innovasjon/innovasjonspartnerskap/nyskapende-pasientforlop'),
    ('Sikker prøvetaking og analyse i hjemmet', 'Follow-up of patients at home', '2019-09-30', NULL, '2020-09-30', NULL, 'https://innovativeanskaffelser.no/sikker-provetaking-og-analyse-i-hjemmet-utfort-av-pasient/'),
    ('Et slag for fremtidens helsetjeneste', NULL, '2017-10-01', NULL, '2019-03-31', NULL, 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Fortsett å bli bedre', NULL, '2019-10-09', 'Et slag for fremtidens helsetjeneste', NULL, NULL, 'https://innovativeanskaffelser.no/'),
    ('Videosamtale med AMK', NULL, '2019-06-30', NULL, '2020-03-31', NULL, 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Deteksjon av snøskred over veg', NULL, '2020-06-24', NULL, '2021-05-31', NULL, 'https://www.tromsfylke.no/tjenester/samferdsel/innovasjonsprosjekter/effektiv-deteksjon-og-varsling-av-snoskred-over-vei/'),
    ('Autoskår', NULL, '2020-09-30', NULL, '2021-09-01', NULL, 'https://www.stolav.no/fag-og-forskning/innovasjon/autoskar/autoskar-information-in-english/'),
    ('NAV Human', NULL, '2022-01-01', NULL, '2022-04-05', 'LOA and FOA parts I and III', 'https://ted.europa.eu/en/notice/-/detail/187948-2022');
INSERT INTO registry.partnership (title, need_id, programme_id, legal_basis, started_on, provenance, source_url)
SELECT t.title, n.id, p.id, coalesce(t.legal, 'Directive 2014/24/EU Art. 31; FOA part III'), t.started, 'illustrative', t.url
FROM told t LEFT JOIN registry.need n ON n.title = t.need CROSS JOIN registry.programme p
WHERE t.prior IS NULL ORDER BY t.started, t.title;

CREATE TEMP TABLE takes_part (title text, name text, role innopart.participant_role, since date, provenance innopart.provenance, url text);
INSERT INTO takes_part
SELECT p.title, p.name, p.role::innopart.participant_role, p.since::date, p.provenance::innopart.provenance, p.url FROM (VALUES
    ('1000 bygg - 10 000 muligheter', 'Bergen kommune', 'lead', '2017-10-01', 'illustrative', 'https://innovativeanskaffelser.no/blogg/bergen-kommune-i-gang-med-sitt-innovasjonspartnerskap/'),
    ('1000 bygg - 10 000 muligheter', 'Innovasjon Norge', 'funder', '2017-10-01', 'illustrative', 'https://innovativeanskaffelser.no/blogg/bergen-kommune-samlet-markedet-til-hjernedugnad/'),
    ('1000 bygg - 10 000 muligheter', 'Leverandørutviklingsprogrammet (LUP)', 'facilitator', '2017-10-01', 'illustrative', 'https://innovativeanskaffelser.no/blogg/bergen-kommune-samlet-markedet-til-hjernedugnad/'),
    ('Tunnelsikkerhet', 'Statens vegvesen', 'lead', '2017-10-01', 'illustrative', 'https://innovativeanskaffelser.no/tunnelsikkerhet'),
    ('Tunnelsikkerhet', 'Trafsys AS', 'partner', '2019-06-30', 'illustrative', 'https://innovativeanskaffelser.no/losning/tunnelsikkerhet-trafsys'),
    ('Nyskapende pasientforløp', 'Sykehuset Østfold HF', 'lead', '2017-10-01', 'illustrative', 'https://sykehuset-ostfold.no/helsefaglig/innovasjon/innovasjonspartnerskap/nyskapende-pasientforlop'),
    ('Nyskapende pasientforløp', 'Helse Sør-Øst RHF', 'follower', '2018-05-31', 'illustrative', 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Nyskapende pasientforløp', 'Innovasjon Norge', 'funder', '2017-10-01', 'illustrative', 'https://www.sykehuset-ostfold.no/nyheter/god-oppstart-for-innovasjonssamarbeid'),
    ('Nyskapende pasientforløp', 'Diffia AS', 'partner', '2019-09-18', 'sourced', 'https://innovativeanskaffelser.no/blogg/sykehuset-ostfold-og-diffia-har-signert-avtale-om-innovasjonspartnerskap/'),
    ('Sikker prøvetaking og analyse i hjemmet', 'Sykehuset Østfold HF', 'lead', '2019-09-30', 'illustrative', 'https://innovativeanskaffelser.no/sikker-provetaking-og-analyse-i-hjemmet-utfort-av-pasient/'),
    ('Sikker prøvetaking og analyse i hjemmet', 'Vestre Viken HF', 'follower', '2019-09-30', 'illustrative', 'https://innovativeanskaffelser.no/sikker-provetaking-og-analyse-i-hjemmet-utfort-av-pasient/'),
    ('Sikker prøvetaking og analyse i hjemmet', 'Sykehuspartner HF', 'follower', '2019-09-30', 'illustrative', 'https://innovativeanskaffelser.no/sikker-provetaking-og-analyse-i-hjemmet-utfort-av-pasient/'),
    ('Sikker prøvetaking og analyse i hjemmet', 'Sykehusinnkjøp HF', 'facilitator', '2019-09-30', 'illustrative', 'https://innovativeanskaffelser.no/sikker-provetaking-og-analyse-i-hjemmet-utfort-av-pasient/'),
    ('Sikker prøvetaking og analyse i hjemmet', 'Roche Diagnostics Norge AS', 'partner', '2021-04-16', 'sourced', 'https://innovativeanskaffelser.no/sikker-provetaking-og-analyse-i-hjemmet-utfort-av-pasient/'),
    ('Et slag for fremtidens helsetjeneste', 'Sunnaas sykehus HF', 'lead', '2017-10-01', 'illustrative', 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Et slag for fremtidens helsetjeneste', 'Oslo universitetssykehus HF', 'co_buyer', '2017-10-01', 'illustrative', 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Et slag for fremtidens helsetjeneste', 'Oslo kommune', 'co_buyer', '2017-10-01', 'illustrative', 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Videosamtale med AMK', 'Vestre Viken HF', 'lead', '2019-06-30', 'illustrative', 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Videosamtale med AMK', 'Incendium A/S', 'partner', '2020-10-29', 'illustrative', 'https://innovativeanskaffelser.no/'),
    ('Deteksjon av snøskred over veg', 'Troms og Finnmark fylkeskommune', 'lead', '2020-06-24', 'sourced', 'https://www.altaposten.no/nyheter/2020/06/25/Fikk-103-millioner-til-skredsikringsl%C3%B8sning-22158021.ece'),
    ('Deteksjon av snøskred over veg', 'Troms fylkeskommune', 'lead', '2024-01-01', 'illustrative', 'https://www.tromsfylke.no/tjenester/samferdsel/innovasjonsprosjekter/effektiv-deteksjon-og-varsling-av-snoskred-over-vei/'),
    ('Deteksjon av snøskred over veg', 'Norconsult AS', 'partner', '2022-01-05', 'sourced', 'https://its-norway.no/signering-av-innovativt-skredprosjekt/'),
    ('Autoskår', 'St. Olavs hospital HF', 'lead', '2020-09-30', 'illustrative', 'https://innovativeanskaffelser.no/blogg/verdensnyhet-igjen-regional-naeringsutvikling-og-innovative-anskaffelser/'),
    ('Autoskår', 'VitalThings AS', 'partner', '2022-01-31', 'illustrative', 'https://innovativeanskaffelser.no/losning/kontaktlos-maling-av-pust-og-puls/'),
    ('NAV Human', 'NAV', 'lead', '2022-01-01', 'illustrative', 'https://ted.europa.eu/en/notice/-/detail/187948-2022')) AS p(title, name, role, since, provenance, url);
-- Bergen's notice names the bodies that will have options together with Bergen; five are pilots
INSERT INTO takes_part
SELECT '1000 bygg - 10 000 muligheter', o.name, 'follower', '2018-06-11', 'sourced', 'https://ted.europa.eu/en/notice/-/detail/252001-2018'
FROM registry.organisation o
WHERE o.source_url = 'https://ted.europa.eu/en/notice/-/detail/252001-2018' AND o.name <> 'Bergen kommune'
   OR o.name IN ('Bærum kommune', 'Kristiansand kommune (til 2019)');
INSERT INTO takes_part
SELECT '1000 bygg - 10 000 muligheter', name, 'pilot_host', '2018-03-31', 'illustrative', 'https://innovativeanskaffelser.no/blogg/bergen-kommune-samlet-markedet-til-hjernedugnad/'
FROM unnest(ARRAY['Bærum kommune', 'Trondheim kommune', 'Oslo kommune', 'Askøy kommune', 'Lørenskog kommune']) AS name;
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on, provenance, source_url)
SELECT pg_temp.partnership(t.title), pg_temp.organisation(t.name), t.role, t.since, t.provenance, t.url
FROM takes_part t ORDER BY t.title, t.since, t.name;
INSERT INTO registry.need_member (need_id, organisation_id, effective_on, provenance, source_url)
SELECT p.need_id, k.organisation_id, min(k.effective_on), 'illustrative', min(k.source_url)
FROM registry.participant k JOIN registry.partnership p ON p.id = k.partnership_id
WHERE p.need_id IS NOT NULL AND k.role IN ('lead', 'follower') AND p.title <> 'Aktivisering og egenmestring'
GROUP BY p.need_id, k.organisation_id;

INSERT INTO registry.notice (partnership_id, kind, notice_number, effective_on, provenance, source_url)
SELECT pg_temp.partnership(t.title), 'competition', CASE t.title WHEN '1000 bygg - 10 000 muligheter' THEN '2018/S 110-252001' WHEN 'NAV Human' THEN '2022/S 070-187948' END,
    t.notice, CASE WHEN t.url LIKE 'https://ted.europa.eu/%' THEN 'sourced' ELSE 'illustrative' END::innopart.provenance, t.url
FROM told t WHERE t.notice IS NOT NULL ORDER BY t.notice;

-- stages: the dates that sources give are sourced, the others are made up to keep the order
CREATE TEMP TABLE went (title text, stage innopart.partnership_stage, phase innopart.phase, happened date, provenance innopart.provenance, reason text);
INSERT INTO went
SELECT title, 'need', 'need', started, 'illustrative', NULL FROM told WHERE prior IS NULL;
INSERT INTO went
SELECT w.title, w.stage::innopart.partnership_stage, w.phase::innopart.phase, w.happened::date, w.provenance::innopart.provenance, w.reason FROM (VALUES
    ('1000 bygg - 10 000 muligheter', 'dialogue', 'dialogue', '2018-03-01', 'illustrative', 'market dialogue in March 2018; day made up'),
    ('1000 bygg - 10 000 muligheter', 'competition', 'competition', '2018-06-11', 'sourced', 'notice dispatched'),
    ('Tunnelsikkerhet', 'dialogue', 'dialogue', '2018-03-01', 'illustrative', NULL),
    ('Tunnelsikkerhet', 'competition', 'competition', '2018-09-30', 'illustrative', NULL),
    ('Nyskapende pasientforløp', 'dialogue', 'dialogue', '2018-05-01', 'illustrative', 'market dialogue in May 2018; day made up'),
    ('Nyskapende pasientforløp', 'competition', 'competition', '2018-09-30', 'illustrative', NULL),
    ('Sikker prøvetaking og analyse i hjemmet', 'dialogue', 'dialogue', '2020-01-15', 'illustrative', 'dialogue conference in January 2020; day made up'),
    ('Sikker prøvetaking og analyse i hjemmet', 'competition', 'competition', '2020-09-30', 'illustrative', NULL),
    ('Et slag for fremtidens helsetjeneste', 'dialogue', 'dialogue', '2018-05-01', 'illustrative', NULL),
    ('Et slag for fremtidens helsetjeneste', 'competition', 'competition', '2019-03-31', 'illustrative', NULL),
    ('Et slag for fremtidens helsetjeneste', 'cancelled', 'closed', '2019-10-08', 'sourced', 'cancelled in competition: different views of the height of innovation'),
    ('Videosamtale med AMK', 'dialogue', 'dialogue', '2019-10-14', 'sourced', 'dialogue conference'),
    ('Videosamtale med AMK', 'competition', 'competition', '2020-03-31', 'illustrative', NULL),
    ('Deteksjon av snøskred over veg', 'dialogue', 'dialogue', '2021-01-08', 'sourced', 'first meeting of the market dialogue'),
    ('Deteksjon av snøskred over veg', 'competition', 'competition', '2021-05-31', 'illustrative', NULL),
    ('Autoskår', 'dialogue', 'dialogue', '2021-03-01', 'illustrative', NULL),
    ('Autoskår', 'competition', 'competition', '2021-09-01', 'illustrative', 'requests by 11 October 2021'),
    ('NAV Human', 'competition', 'competition', '2022-04-05', 'sourced', 'notice dispatched')) AS w(title, stage, phase, happened, provenance, reason);
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on, reason, provenance, source_url)
SELECT pg_temp.partnership(w.title), w.stage, w.phase, w.happened, w.reason, w.provenance, t.url
FROM went w JOIN told t USING (title) ORDER BY w.happened, w.stage;
-- the restart of a cancelled partnership is a new one that names it
INSERT INTO registry.partnership (title, programme_id, prior_partnership_id, legal_basis, started_on, provenance, source_url)
SELECT t.title, p.id, pg_temp.partnership(t.prior), 'Directive 2014/24/EU Art. 31; FOA part III', t.started, 'illustrative', t.url
FROM told t CROSS JOIN registry.programme p WHERE t.prior IS NOT NULL;
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on, provenance, source_url) VALUES
    (pg_temp.partnership('Fortsett å bli bedre'), pg_temp.organisation('Sunnaas sykehus HF'), 'lead', '2019-10-09', 'illustrative', 'https://innovativeanskaffelser.no/'),
    (pg_temp.partnership('Fortsett å bli bedre'), pg_temp.organisation('Indre Østfold kommune'), 'co_buyer', '2020-01-01', 'illustrative', 'https://innovativeanskaffelser.no/');
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on, reason, provenance) VALUES
    (pg_temp.partnership('Fortsett å bli bedre'), 'need', 'need', '2019-10-09', 'restart with Indre Østfold kommune; day made up', 'illustrative');

INSERT INTO registry.partnership_value (partnership_id, kind, amount, currency, organisation_id, effective_on, note, provenance, source_url)
SELECT pg_temp.partnership(v.title), v.kind::innopart.value_kind, v.amount, 'NOK', CASE WHEN v.kind = 'grant' THEN pg_temp.organisation('Innovasjon Norge') END, v.stated::date, v.note, v.provenance::innopart.provenance, v.url FROM (VALUES
    ('1000 bygg - 10 000 muligheter', 'estimated', 500000000, '2018-06-11', 'takes all procurement options into consideration', 'sourced', 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('1000 bygg - 10 000 muligheter', 'grant', 10000000, '2018-03-31', 'up to; day made up', 'illustrative', 'https://innovativeanskaffelser.no/blogg/bergen-kommune-samlet-markedet-til-hjernedugnad/'),
    ('Nyskapende pasientforløp', 'development', 7300000, '2018-09-30', 'up to; day made up', 'illustrative', 'https://sykehuset-ostfold.no/helsefaglig/innovasjon/innovasjonspartnerskap/nyskapende-pasientforlop'),
    ('Nyskapende pasientforløp', 'grant', 15000000, '2017-10-16', 'another source: up to 10 million; day made up', 'illustrative', 'https://www.sykehuset-ostfold.no/nyheter/god-oppstart-for-innovasjonssamarbeid'),
    ('Nyskapende pasientforløp', 'grant', 10000000, '2017-10-16', 'another source: 15 million; day made up', 'illustrative', 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Sikker prøvetaking og analyse i hjemmet', 'grant', 10500000, '2019-06-30', 'day made up', 'illustrative', 'https://www.sykehuset-ostfold.no/helsefaglig/innovasjon/innovasjonspartnerskap/sikker-provetaking-og-analyse-i-hjemmet-utfort-av-pasient/'),
    ('Et slag for fremtidens helsetjeneste', 'grant', 8000000, '2017-10-01', 'day made up', 'illustrative', 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Videosamtale med AMK', 'grant', 10000000, '2019-06-30', 'June 2019; day made up', 'illustrative', 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Deteksjon av snøskred over veg', 'grant', 10300000, '2020-06-24', NULL, 'sourced', 'https://www.altaposten.no/nyheter/2020/06/25/Fikk-103-millioner-til-skredsikringsl%C3%B8sning-22158021.ece'),
    ('Autoskår', 'grant', 10000000, '2020-09-30', 'day made up', 'illustrative', 'https://innovativeanskaffelser.no/losning/kontaktlos-maling-av-pust-og-puls/'),
    ('NAV Human', 'development', 9000000, '2022-04-05', 'ex VAT', 'sourced', 'https://ted.europa.eu/en/notice/-/detail/187948-2022'),
    ('NAV Human', 'purchase', 80000000, '2022-04-05', 'maximum cost of the solution, ex VAT', 'sourced', 'https://ted.europa.eu/en/notice/-/detail/187948-2022'),
    ('NAV Human', 'maximum', 89000000, '2022-04-05', 'sum of the two stated maxima: our arithmetic', 'illustrative', 'https://ted.europa.eu/en/notice/-/detail/187948-2022')) AS v(title, kind, amount, stated, note, provenance, url);

INSERT INTO registry.competition_count (partnership_id, step, counted, effective_on, note, provenance, source_url)
SELECT pg_temp.partnership(c.title), c.step::innopart.funnel_step, c.counted, c.seen::date, c.note, c.provenance::innopart.provenance, c.url FROM (VALUES
    ('1000 bygg - 10 000 muligheter', 'dialogue_participants', 170, '2018-03-31', 'March 2018', 'illustrative', 'https://innovativeanskaffelser.no/blogg/bergen-kommune-samlet-markedet-til-hjernedugnad/'),
    ('1000 bygg - 10 000 muligheter', 'requests', 24, '2018-08-16', 'deadline for requests', 'sourced', 'https://innovativeanskaffelser.no/'),
    ('1000 bygg - 10 000 muligheter', 'invited', 10, '2018-09-30', 'day made up', 'illustrative', 'https://innovativeanskaffelser.no/'),
    ('Nyskapende pasientforløp', 'requests', 20, '2018-12-31', 'day made up', 'illustrative', 'https://innovativeanskaffelser.no/blogg/sykehuset-ostfold-og-diffia-har-signert-avtale-om-innovasjonspartnerskap/'),
    ('Sikker prøvetaking og analyse i hjemmet', 'dialogue_participants', 40, '2020-01-31', 'about 40; day made up', 'illustrative', 'https://innovativeanskaffelser.no/sikker-provetaking-og-analyse-i-hjemmet-utfort-av-pasient/'),
    ('Sikker prøvetaking og analyse i hjemmet', 'qualified', 8, '2020-11-30', 'November 2020', 'illustrative', 'https://innovativeanskaffelser.no/sikker-provetaking-og-analyse-i-hjemmet-utfort-av-pasient/'),
    ('Sikker prøvetaking og analyse i hjemmet', 'suppliers', 20, '2020-11-30', 'November 2020', 'illustrative', 'https://innovativeanskaffelser.no/sikker-provetaking-og-analyse-i-hjemmet-utfort-av-pasient/'),
    ('Et slag for fremtidens helsetjeneste', 'dialogue_participants', 70, '2018-06-30', 'more than 70 from more than 30 firms; day made up', 'illustrative', 'https://innovativeanskaffelser.no/'),
    ('Et slag for fremtidens helsetjeneste', 'qualified', 15, '2019-06-30', 'day made up', 'illustrative', 'https://innovativeanskaffelser.no/'),
    ('Videosamtale med AMK', 'dialogue_participants', 100, '2019-10-14', 'about 100, some 60 per cent suppliers', 'sourced', 'https://innovativeanskaffelser.no/')) AS c(title, step, counted, seen, note, provenance, url);
INSERT INTO registry.meeting (partnership_id, phase, kind, title, effective_on, headcount, supplier_headcount, provenance, source_url)
SELECT pg_temp.partnership(m.title), m.phase::innopart.phase, m.kind::innopart.meeting_kind, m.called, m.held::date, m.heads, m.suppliers, m.provenance::innopart.provenance, m.url FROM (VALUES
    ('1000 bygg - 10 000 muligheter', 'need', 'kickoff', 'Hjernedugnad: about 50 people (day made up)', '2017-12-01', 50, NULL, 'illustrative', 'https://innovativeanskaffelser.no/blogg/bergen-kommune-i-gang-med-sitt-innovasjonspartnerskap/'),
    ('1000 bygg - 10 000 muligheter', 'dialogue', 'dialogue_conference', 'Hjernedugnad with the market (day made up)', '2018-03-15', 170, NULL, 'illustrative', 'https://innovativeanskaffelser.no/blogg/bergen-kommune-samlet-markedet-til-hjernedugnad/'),
    ('Videosamtale med AMK', 'dialogue', 'dialogue_conference', 'Dialogue conference', '2019-10-14', 100, 60, 'sourced', 'https://innovativeanskaffelser.no/'),
    ('Deteksjon av snøskred over veg', 'dialogue', 'dialogue_meeting', 'Meeting on Teams by ITS Norway', '2021-01-08', NULL, NULL, 'sourced', 'https://its-norway.no/invitasjon-til-markedsdialog-om-skred-den-8-januar/'),
    ('Deteksjon av snøskred over veg', 'dialogue', 'dialogue_conference', 'Digital dialogue conference', '2021-01-27', NULL, NULL, 'sourced', 'https://its-norway.no/invitasjon-til-markedsdialog-om-skred-den-8-januar/')) AS m(title, phase, kind, called, held, heads, suppliers, provenance, url);

-- contracts, and the way of those whose solution was bought
CREATE TEMP TABLE contracted (title text, partner text, called text, concluded date, ends date, money numeric, cost numeric, solution text, accepted date, provenance innopart.provenance, url text);
INSERT INTO contracted VALUES
    ('Tunnelsikkerhet', 'Trafsys AS', 'EVACSOUND, 36 months from 2019 (days and unit cost made up)', '2019-06-30', '2025-12-31', NULL, 5000000, 'EVACSOUND', '2022-06-30', 'illustrative', 'https://innovativeanskaffelser.no/losning/tunnelsikkerhet-trafsys'),
    ('Nyskapende pasientforløp', 'Diffia AS', 'Nimble Homewards (contract marked 18 September 2019; money up to 7.3 million; unit cost made up)', '2019-09-18', '2025-12-31', 7300000, 500000, 'Nimble Homewards', '2021-12-22', 'illustrative', 'https://innovativeanskaffelser.no/blogg/sykehuset-ostfold-og-diffia-har-signert-avtale-om-innovasjonspartnerskap/'),
    ('Sikker prøvetaking og analyse i hjemmet', 'Roche Diagnostics Norge AS', 'Red@home (awarded 16 April 2021)', '2021-04-16', NULL, NULL, NULL, 'Red@home', NULL, 'sourced', 'https://innovativeanskaffelser.no/sikker-provetaking-og-analyse-i-hjemmet-utfort-av-pasient/'),
    ('Videosamtale med AMK', 'Incendium A/S', 'Video call with the emergency centre, 5.7 million (day made up)', '2020-10-29', NULL, 5700000, NULL, 'Video call', NULL, 'illustrative', 'https://innovativeanskaffelser.no/'),
    ('Deteksjon av snøskred over veg', 'Norconsult AS', 'Detection of avalanches over roads', '2022-01-05', NULL, NULL, NULL, 'Avalanche detection', NULL, 'sourced', 'https://its-norway.no/signering-av-innovativt-skredprosjekt/'),
    ('Autoskår', 'VitalThings AS', 'Guardian M10, 18 months (days and unit cost made up)', '2022-01-31', '2027-12-31', NULL, 60000, 'Guardian M10', '2023-09-30', 'illustrative', 'https://innovativeanskaffelser.no/losning/kontaktlos-maling-av-pust-og-puls/');
INSERT INTO registry.phase_plan (partnership_id, phase, title, effective_on, provenance)
SELECT pg_temp.partnership(c.title), 'development.1', 'Utvikling', t.notice, 'illustrative' FROM contracted c JOIN told t USING (title);
INSERT INTO registry.document (partnership_id, kind, title, effective_on, provenance, source_url)
SELECT pg_temp.partnership(t.title), 'procurement_documents', 'Konkurransegrunnlag', t.notice,
    CASE WHEN t.url LIKE 'https://ted.europa.eu/%' THEN 'sourced' ELSE 'illustrative' END::innopart.provenance, t.url
FROM told t WHERE t.notice IS NOT NULL;
INSERT INTO registry.partner_contract (partnership_id, organisation_id, title, effective_on, standstill_over_on, ends_on, remuneration_amount, currency, max_unit_cost_amount, provenance, source_url)
SELECT pg_temp.partnership(c.title), pg_temp.organisation(c.partner), c.called, c.concluded, c.concluded - 1, c.ends, c.money,
    CASE WHEN coalesce(c.money, c.cost) IS NOT NULL THEN 'NOK' END, c.cost, 'illustrative', c.url
FROM contracted c ORDER BY c.concluded;
INSERT INTO registry.consortium_member (partnership_id, partner_contract_id, organisation_id, effective_on, provenance, source_url)
SELECT k.partnership_id, k.id, pg_temp.organisation(m.member), k.effective_on, 'illustrative', k.source_url
FROM registry.partner_contract k JOIN (VALUES
    ('Trafsys AS', 'SINTEF'), ('Trafsys AS', 'NORCE'), ('Trafsys AS', 'Norphonic AS'), ('Diffia AS', 'Netlife Design AS'), ('Diffia AS', 'Sopra Steria AS'),
    ('Roche Diagnostics Norge AS', 'Diffia AS'), ('Roche Diagnostics Norge AS', 'Essenlix'), ('Norconsult AS', 'NORSAR'),
    ('Norconsult AS', 'Alcatel Submarine Networks Norway AS'), ('VitalThings AS', 'DNV Imatis')) AS m(partner, member) ON k.organisation_id = pg_temp.organisation(m.partner);
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on, reason, provenance, source_url)
SELECT pg_temp.partnership(c.title), 'partnership', 'development.1', c.concluded, 'contract concluded', c.provenance, c.url FROM contracted c ORDER BY c.concluded;
INSERT INTO registry.solution (partnership_id, partner_contract_id, name, effective_on, provenance, source_url)
SELECT k.partnership_id, k.id, c.solution, k.effective_on, c.provenance, c.url
FROM contracted c JOIN registry.partner_contract k ON k.partnership_id = pg_temp.partnership(c.title) AND k.organisation_id = pg_temp.organisation(c.partner);
INSERT INTO registry.target (partnership_id, partner_contract_id, phase, title, due_on, effective_on, provenance)
SELECT k.partnership_id, k.id, 'development.1', 'Agreed performance verified (made up)', c.accepted, k.effective_on, 'illustrative'
FROM contracted c JOIN registry.partner_contract k ON k.partnership_id = pg_temp.partnership(c.title);
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, state, effective_on, provenance)
SELECT k.partnership_id, k.id, 'development.1', 'active', k.effective_on, 'illustrative' FROM registry.partner_contract k WHERE k.partnership_id <> pg_temp.stavanger();
INSERT INTO registry.instalment (partnership_id, partner_contract_id, target_id, amount, currency, due_on, effective_on, provenance)
SELECT k.partnership_id, k.id, t.id, k.remuneration_amount / 2, 'NOK', t.due_on, k.effective_on, 'illustrative'
FROM registry.partner_contract k JOIN registry.target t ON t.partnership_id = k.partnership_id AND t.partner_contract_id = k.id
WHERE k.remuneration_amount IS NOT NULL;
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, state, effective_on, provenance)
SELECT k.partnership_id, k.id, 'development.1', 'under_assessment', c.accepted - 30, 'illustrative'
FROM contracted c JOIN registry.partner_contract k ON k.partnership_id = pg_temp.partnership(c.title) WHERE c.accepted IS NOT NULL;
INSERT INTO registry.target_assessment (partnership_id, target_id, status, effective_on, note, provenance)
SELECT t.partnership_id, t.id, 'met', c.accepted - 1, 'that the solution was bought is sourced', 'illustrative'
FROM contracted c JOIN registry.target t ON t.partnership_id = pg_temp.partnership(c.title) WHERE c.accepted IS NOT NULL;
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, state, effective_on, provenance)
SELECT k.partnership_id, k.id, 'development.1', 'passed', c.accepted, 'illustrative'
FROM contracted c JOIN registry.partner_contract k ON k.partnership_id = pg_temp.partnership(c.title) WHERE c.accepted IS NOT NULL;
INSERT INTO registry.payment (partnership_id, instalment_id, amount, currency, effective_on, provenance)
SELECT i.partnership_id, i.id, i.amount, i.currency, c.accepted, 'illustrative'
FROM contracted c JOIN registry.instalment i ON i.partnership_id = pg_temp.partnership(c.title) WHERE c.accepted IS NOT NULL;
INSERT INTO registry.acceptance (partnership_id, solution_id, performance_met, performance_note, unit_cost_amount, max_unit_cost_amount, currency, effective_on, provenance, source_url)
SELECT s.partnership_id, s.id, true, 'costs made up; that the tests passed or the solution was bought is sourced', c.cost * 0.9, c.cost, 'NOK', c.accepted, 'illustrative', c.url
FROM contracted c JOIN registry.solution s ON s.partnership_id = pg_temp.partnership(c.title) WHERE c.accepted IS NOT NULL;
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, state, effective_on, provenance)
SELECT k.partnership_id, k.id, 'development.1', 'accepted', c.accepted, 'illustrative'
FROM contracted c JOIN registry.partner_contract k ON k.partnership_id = pg_temp.partnership(c.title) WHERE c.accepted IS NOT NULL;
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on, reason, provenance, source_url)
SELECT pg_temp.partnership(c.title), 'purchase', 'purchase', c.accepted, 'the solution may be bought', 'illustrative', c.url FROM contracted c WHERE c.accepted IS NOT NULL;

-- options.  Bergen: 22 named bodies under one stated value; NAV: two holders in one body
INSERT INTO registry.cap (partnership_id, title, max_amount, currency, document_id, effective_on, provenance, source_url)
SELECT d.partnership_id, c.called, c.money, 'NOK', d.id, d.effective_on, c.provenance::innopart.provenance, d.source_url
FROM (VALUES ('1000 bygg - 10 000 muligheter', 'Smarter buildings (the notice''s estimate, taken as the ceiling)', 500000000, 'illustrative'),
             ('NAV Human', 'Maximum cost of the solution', 80000000, 'sourced')) AS c(title, called, money, provenance)
JOIN registry.document d ON d.partnership_id = pg_temp.partnership(c.title) AND d.kind = 'procurement_documents';
SELECT registry.name_option(
        partnership_id => k.partnership_id, holder_id => k.organisation_id, title => 'Smarter buildings, ' || o.name,
        terms => 'max 500000000.00 NOK, 2020-02-01..2021-01-31, from purchase, receipt', named_on => '2018-06-11', cap_id => c.id,
        holder_kind => CASE k.role WHEN 'lead' THEN 'lead' ELSE 'follower' END::innopart.holder_kind, named_in_document_id => c.document_id,
        named_clause => 'II.1.4: will have procurement options together with Bergen', legal_basis => 'Directive 2014/24/EU Art. 31',
        provenance => 'illustrative', source_url => 'https://ted.europa.eu/en/notice/-/detail/252001-2018')
FROM registry.participant k JOIN registry.organisation o ON o.id = k.organisation_id JOIN registry.cap c ON c.partnership_id = k.partnership_id
WHERE k.partnership_id = pg_temp.partnership('1000 bygg - 10 000 muligheter') AND k.role IN ('lead', 'follower') ORDER BY o.name;
SELECT registry.name_option(
        partnership_id => c.partnership_id, holder_id => pg_temp.organisation('NAV'), title => 'NAV Human, ' || h.part,
        terms => 'max 80000000.00 NOK, .., from purchase, receipt', named_on => '2022-04-05', cap_id => c.id, holder_kind => h.kind::innopart.holder_kind,
        named_in_document_id => c.document_id, named_clause => 'II.2.11', legal_basis => 'Directive 2014/24/EU Art. 31',
        provenance => 'illustrative', source_url => 'https://ted.europa.eu/en/notice/-/detail/187948-2022')
FROM registry.cap c, (VALUES ('NAV Vestland', 'lead'), ('NAV nationally', 'follower')) AS h(part, kind)
WHERE c.partnership_id = pg_temp.partnership('NAV Human');
SELECT registry.name_option(
        partnership_id => k.partnership_id, holder_id => p.organisation_id, title => s.name || ', ' || o.name,
        terms => h.terms::innopart.option_right, named_on => t.notice, unit_code => 'C62', unit_price => k.max_unit_cost_amount * 0.9, price_currency => 'NOK',
        max_unit_cost => k.max_unit_cost_amount, partner_contract_id => k.id, solution_id => s.id, holder_kind => CASE p.role WHEN 'lead' THEN 'lead' ELSE 'follower' END::innopart.holder_kind,
        named_in_document_id => d.id, named_clause => 'illustrative', legal_basis => 'Directive 2014/24/EU Art. 31', provenance => 'illustrative', source_url => k.source_url)
FROM (VALUES ('Tunnelsikkerhet', 'Statens vegvesen', 'max 10, 2022-07-01..2025-12-31, from purchase, receipt'),
             ('Nyskapende pasientforløp', 'Sykehuset Østfold HF', 'max 4, 2021-12-22..2025-12-31, from purchase, receipt'),
             ('Nyskapende pasientforløp', 'Helse Sør-Øst RHF', 'max 20, 2021-12-22..2025-12-31, from purchase, receipt'),
             ('Autoskår', 'St. Olavs hospital HF', 'max 120, 2023-10-01..2027-12-31, from purchase, notice 30 days, receipt')) AS h(title, name, terms)
JOIN told t USING (title)
JOIN registry.partner_contract k ON k.partnership_id = pg_temp.partnership(h.title)
JOIN registry.solution s ON s.partnership_id = k.partnership_id AND s.partner_contract_id = k.id
JOIN registry.document d ON d.partnership_id = k.partnership_id AND d.kind = 'procurement_documents'
JOIN registry.participant p ON p.partnership_id = k.partnership_id AND p.organisation_id = pg_temp.organisation(h.name) AND p.role IN ('lead', 'follower')
JOIN registry.organisation o ON o.id = p.organisation_id;
SELECT registry.grant_option(r.id, granted_on => k.effective_on, provenance => 'illustrative')
FROM registry.option_right r JOIN registry.partner_contract k ON k.partnership_id = r.partnership_id AND k.id = r.partner_contract_id
WHERE r.partnership_id <> pg_temp.stavanger() ORDER BY r.id;
SELECT registry.exercise_option(r.id, units => e.units, effective_on => e.happened::date, reason => e.told, reference => 'demo/' || r.id, provenance => 'illustrative', source_url => e.url)
FROM registry.option_right r JOIN (VALUES
    ('EVACSOUND, Statens vegvesen', 2, '2022-12-31', 'two tunnels: sourced (another source says Agder fylkeskommune buys for one); day and price made up', 'https://innovativeanskaffelser.no/blogg/statens-vegvesen-installerer-evacsound-i-to-tunneler'),
    ('Nimble Homewards, Sykehuset Østfold HF', 1, '2021-12-22', 'purchase decided 22 December 2021: sourced; units and price made up', 'https://innovativeanskaffelser.no/losning/digital-hjemmeoppfolging'),
    ('Guardian M10, St. Olavs hospital HF', 44, '2025-06-30', '44 units in operation: sourced; day and price made up', 'https://innovativeanskaffelser.no/blogg/fra-pilot-til-praksis-verdensnyhet-i-drift-pa-st-olavs')) AS e(title, units, happened, told, url) ON e.title = r.title
ORDER BY e.happened;

INSERT INTO registry.lesson (partnership_id, organisation_id, phase, title, statement, evidence, effective_on, provenance, source_url)
SELECT pg_temp.partnership(l.title), pg_temp.organisation(l.name), l.phase::innopart.phase, l.called, l.statement, NULL, l.learned::date, 'illustrative', l.url FROM (VALUES
    ('Nyskapende pasientforløp', 'Sykehuset Østfold HF', 'need', 'Ett behov ble til to partnerskap', 'Behovet for prøvetaking hjemme kom fram underveis og fikk et eget innovasjonspartnerskap (dagen er oppdiktet).', '2019-06-30', 'https://innovativeanskaffelser.no/blogg/markerte-kontraktsinngaelse-av-sitt-andre-innovasjonspartnerskap/'),
    ('1000 bygg - 10 000 muligheter', 'Bergen kommune', 'dialogue', 'Hjernedugnad i markedsdialogen', 'Leverandører som arbeider aktivt med behovet en hel dag, gir bedre innspill enn tilhørere (dagen er oppdiktet).', '2018-03-31', 'https://innovativeanskaffelser.no/blogg/bergen-kommune-samlet-markedet-til-hjernedugnad/')) AS l(title, name, phase, called, statement, learned, url);
INSERT INTO registry.lesson_adoption (partnership_id, lesson_id, organisation_id, level, mode, in_partnership_id, is_confirmed, evidence, effective_on, provenance, source_url)
SELECT l.partnership_id, l.id, l.organisation_id, 'adopted', 'adapted', pg_temp.partnership('Sikker prøvetaking og analyse i hjemmet'), true, 'the second partnership builds on the first: sourced; day made up', '2020-01-31', 'illustrative', l.source_url
FROM registry.lesson l WHERE l.title = 'Ett behov ble til to partnerskap';

-- what a BI tool connects as
CREATE ROLE bi_reader LOGIN;
SELECT registry.grant_reports('bi_reader');
