-- The organisations of the real Norwegian partnerships.  Numbers only where a public source was
-- read; names of bodies, never of persons.

CREATE FUNCTION pg_temp.organisation(called text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT o.id FROM registry.organisation o WHERE o.name = called;
$$;
CREATE FUNCTION pg_temp.partnership(called text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT p.id FROM registry.partnership p WHERE p.title = called;
$$;

INSERT INTO registry.organisation (name, admin_level, existed_from, existed_to, source_url) VALUES
    ('Stavanger kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/516903-2017'),
    ('Bærum kommune', 'la', NULL, NULL, 'https://innovativeanskaffelser.no/blogg/baerum-kristiansand-og-nav-er-med-nar-stavanger-gjennomforer-norges-forste-innovasjonspartnerskap/'),
    ('Kristiansand kommune (til 2019)', 'la', NULL, '2019-12-31', 'https://innovativeanskaffelser.no/blogg/baerum-kristiansand-og-nav-er-med-nar-stavanger-gjennomforer-norges-forste-innovasjonspartnerskap/'),
    ('Kristiansand kommune', 'la', '2020-01-01', NULL, 'https://www.kristiansand.kommune.no/'),
    ('NAV', 'cga', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/187948-2022'),
    ('Bergen kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Oslo kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Trondheim kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Sandnes kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Drammen kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Fredrikstad kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Tromsø kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Lørenskog kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Kongsberg kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Askøy kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Voss kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Os kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Fjell kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Lindås kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Sund kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Øygarden kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Meland kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Radøy kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Fusa kommune', 'la', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Statsbygg', 'cga', NULL, NULL, 'https://ted.europa.eu/en/notice/-/detail/252001-2018'),
    ('Indre Østfold kommune', 'la', NULL, NULL, 'https://www.digi.no/artikler/berntsen-beinlaus-gir-eldre-livet-tilbake/516110'),
    ('Statens vegvesen', 'cga', NULL, NULL, 'https://innovativeanskaffelser.no/tunnelsikkerhet'),
    ('Agder fylkeskommune', 'ra', NULL, NULL, 'https://www.trafsys.no/nyheter/evacsound-flekkery'),
    ('Troms og Finnmark fylkeskommune', 'ra', '2020-01-01', '2023-12-31', 'https://www.tromsfylke.no/tjenester/samferdsel/innovasjonsprosjekter/effektiv-deteksjon-og-varsling-av-snoskred-over-vei/'),
    ('Troms fylkeskommune', 'ra', '2024-01-01', NULL, 'https://www.tromsfylke.no/tjenester/samferdsel/innovasjonsprosjekter/effektiv-deteksjon-og-varsling-av-snoskred-over-vei/'),
    ('Finnmark fylkeskommune', 'ra', '2024-01-01', NULL, 'https://www.tromsfylke.no/tjenester/samferdsel/innovasjonsprosjekter/effektiv-deteksjon-og-varsling-av-snoskred-over-vei/'),
    ('Sykehuset Østfold HF', 'body-pl-cga', NULL, NULL, 'https://sykehuset-ostfold.no/helsefaglig/innovasjon/innovasjonspartnerskap/nyskapende-pasientforlop'),
    ('Helse Sør-Øst RHF', 'body-pl-cga', NULL, NULL, 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Sykehuspartner HF', 'body-pl-cga', NULL, NULL, 'https://innovativeanskaffelser.no/blogg/markerte-kontraktsinngaelse-av-sitt-andre-innovasjonspartnerskap/'),
    ('Sykehusinnkjøp HF', 'body-pl-cga', NULL, NULL, 'https://innovativeanskaffelser.no/blogg/markerte-kontraktsinngaelse-av-sitt-andre-innovasjonspartnerskap/'),
    ('Vestre Viken HF', 'body-pl-cga', NULL, NULL, 'https://innovativeanskaffelser.no/blogg/markerte-kontraktsinngaelse-av-sitt-andre-innovasjonspartnerskap/'),
    ('Sunnaas sykehus HF', 'body-pl-cga', NULL, NULL, 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('Oslo universitetssykehus HF', 'body-pl-cga', NULL, NULL, 'https://www.helse-sorost.no/nyheter/onsket-innovasjonspartnerskap-velkommen'),
    ('St. Olavs hospital HF', 'body-pl-cga', NULL, NULL, 'https://www.stolav.no/fag-og-forskning/innovasjon/autoskar/autoskar-information-in-english/'),
    ('Forsvarsbygg', 'cga', NULL, NULL, 'https://innovativeanskaffelser.no/fleksible-og-mobile-bygg'),
    ('NTNU', 'body-pl-cga', NULL, NULL, 'https://innovativeanskaffelser.no/blogg/stavanger-deler-erfaringer-fra-ny-anskaffelsesprosedyre/'),
    ('Innovasjon Norge', 'body-pl-cga', NULL, NULL, 'https://innovativeanskaffelser.no/blogg/stavanger-forst-ut-med-innovasjonspartnerskap/'),
    ('Difi', 'cga', NULL, '2019-12-31', 'https://innovativeanskaffelser.no/blogg/stavanger-forst-ut-med-innovasjonspartnerskap/');

INSERT INTO registry.organisation (name, country_code, source_url) VALUES
    ('Leverandørutviklingsprogrammet (LUP)', 'NO', 'https://innovativeanskaffelser.no/blogg/stavanger-forst-ut-med-innovasjonspartnerskap/'),
    ('Norwegian Smart Care Cluster', 'NO', 'https://innovativeanskaffelser.no/blogg/leverandorene-viser-stor-interesse-for-innovasjonspartnerskapet-i-stavanger/'),
    ('Norway Health Tech', 'NO', 'https://innovativeanskaffelser.no/blogg/leverandorene-viser-stor-interesse-for-innovasjonspartnerskapet-i-stavanger/'),
    ('Norwegian Smart Care Lab', 'NO', 'https://www.smartcarecluster.no/lab/2019/5/smart-care-lab-sikret-innovasjonssuksess'),
    ('Innocom AS', 'NO', 'https://www.smartcarecluster.no/aktuelt/2018/2/storskalatesting-for-norwegian-smart-care-lab'),
    ('Topro Industri AS', 'NO', 'https://www.smartcarecluster.no/aktuelt/2018/2/storskalatesting-for-norwegian-smart-care-lab'),
    ('Trafsys AS', 'NO', 'https://innovativeanskaffelser.no/losning/tunnelsikkerhet-trafsys'),
    ('SINTEF', 'NO', 'https://innovativeanskaffelser.no/losning/tunnelsikkerhet-trafsys'),
    ('NORCE', 'NO', 'https://innovativeanskaffelser.no/losning/tunnelsikkerhet-trafsys'),
    ('Norphonic AS', 'NO', 'https://innovativeanskaffelser.no/losning/tunnelsikkerhet-trafsys'),
    ('Diffia AS', 'NO', 'https://innovativeanskaffelser.no/blogg/sykehuset-ostfold-og-diffia-har-signert-avtale-om-innovasjonspartnerskap/'),
    ('Netlife Design AS', 'NO', 'https://innovativeanskaffelser.no/blogg/sykehuset-ostfold-og-diffia-har-signert-avtale-om-innovasjonspartnerskap/'),
    ('Sopra Steria AS', 'NO', 'https://innovativeanskaffelser.no/blogg/sykehuset-ostfold-og-diffia-har-signert-avtale-om-innovasjonspartnerskap/'),
    ('Roche Diagnostics Norge AS', 'NO', 'https://innovativeanskaffelser.no/blogg/markerte-kontraktsinngaelse-av-sitt-andre-innovasjonspartnerskap/'),
    ('Essenlix', 'US', 'https://innovativeanskaffelser.no/blogg/markerte-kontraktsinngaelse-av-sitt-andre-innovasjonspartnerskap/'),
    ('Incendium A/S', 'DK', 'https://innovativeanskaffelser.no/'),
    ('Norconsult AS', 'NO', 'https://its-norway.no/signering-av-innovativt-skredprosjekt/'),
    ('NORSAR', 'NO', 'https://its-norway.no/signering-av-innovativt-skredprosjekt/'),
    ('Alcatel Submarine Networks Norway AS', 'NO', 'https://its-norway.no/signering-av-innovativt-skredprosjekt/'),
    ('VitalThings AS', 'NO', 'https://innovativeanskaffelser.no/losning/kontaktlos-maling-av-pust-og-puls/'),
    ('DNV Imatis', 'NO', 'https://innovativeanskaffelser.no/losning/kontaktlos-maling-av-pust-og-puls/');

INSERT INTO registry.organisation_identifier (organisation_id, identifier, valid_from, valid_to)
SELECT pg_temp.organisation(name), orgnr, valid_from::date, valid_to::date FROM (VALUES
    ('Stavanger kommune', '964965226', NULL, NULL),
    ('Bærum kommune', '935478715', NULL, NULL),
    ('Kristiansand kommune (til 2019)', '963296746', NULL, '2019-12-31'),
    ('Kristiansand kommune', '820852982', '2020-01-01', NULL),
    ('NAV', '889640782', NULL, NULL),
    ('Bergen kommune', '964338531', NULL, NULL),
    ('Oslo kommune', '958935420', NULL, NULL),
    ('Statsbygg', '971278374', NULL, NULL),
    ('Sykehusinnkjøp HF', '916879067', NULL, NULL),
    ('Innovasjon Norge', '986399445', NULL, NULL)) AS number(name, orgnr, valid_from, valid_to);

INSERT INTO registry.organisation_succession (predecessor_id, successor_id, kind, effective_on, legal_basis) VALUES
    (pg_temp.organisation('Kristiansand kommune (til 2019)'), pg_temp.organisation('Kristiansand kommune'), 'merger', '2020-01-01', 'municipal merger, inndelingslova'),
    (pg_temp.organisation('Troms og Finnmark fylkeskommune'), pg_temp.organisation('Troms fylkeskommune'), 'split', '2024-01-01', 'division of the county, inndelingslova'),
    (pg_temp.organisation('Troms og Finnmark fylkeskommune'), pg_temp.organisation('Finnmark fylkeskommune'), 'split', '2024-01-01', 'division of the county, inndelingslova');

INSERT INTO registry.programme (name, source_url) VALUES
    ('Leverandørutviklingsprogrammet (LUP)', 'https://innovativeanskaffelser.no/');
