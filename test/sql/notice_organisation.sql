-- Which organisation a document means: the number as written, then the name, then a new one.
SET client_min_messages = warning;
SELECT innopart.create_registry('r_org', 'p_org');
SET search_path = r_org, innopart;
\set SHOW_CONTEXT never

-- --- countries, in every dress --------------------------------------------------------------------
SELECT c AS country, country_code(c) FROM (VALUES ('NO'), ('no'), (' NOR '), ('DEU'), ('UK'), ('EL'), ('GR'), ('GRC'), ('GBR'), ('ZMB'), ('ABW'), ('XYZ'), ('Norge'), (''), (NULL)) AS v(c);

-- --- numbers, as notices write them ---------------------------------------------------------------
SELECT v.raw, v.label, v.country, r.scheme, r.identifier, r.problem
FROM (VALUES
    (1, '964338531', NULL, 'NO'), (2, '985 198 292', NULL, 'NOR'), (3, '985 198 292', NULL, NULL), (4, 'NO 964 338 531 MVA', NULL, 'NO'),
    (5, 'NO889640782', 'NO-BRC', NULL), (6, 'Org.nr. 964 338 531', NULL, 'NO'), (7, '964338531 Foretaksregisteret', NULL, 'NO'),
    (8, '974640782', NULL, 'NO'), (9, '999000001', NULL, 'NO'), (10, '000000000', NULL, 'NO'), (11, 'N/A', NULL, 'NO'), (12, '12345', 'NO-BRC', NULL),
    (13, '944117784', 'GB-COH', 'NO'), (14, '944117784', 'GB-COH', 'GB'), (15, '944117784', 'GB-COH', NULL), (16, 'xi-77', 'LOCAL', 'NO'),
    (17, '180 089 013 00019', NULL, 'FR'), (18, 'FR 12 345678901', 'FR-VAT', 'FRA'), (19, '12345678', NULL, 'XYZ'), (20, 'ABE', NULL, 'DEU'), (21, '-', NULL, 'DE'),
    (22, '', NULL, 'NO'), (23, NULL, 'NO-BRC', 'NO'), (24, E'971\u00A0278\u00A0374', NULL, 'NO'), (25, '964338531 / 889640782', NULL, 'NO')) AS v(no, raw, label, country)
CROSS JOIN LATERAL read_identifier(v.raw, v.label, v.country) r ORDER BY v.no;

-- --- the same body, however it is written ---------------------------------------------------------
SELECT find_or_add_organisation('Bergen Kommune', '964 338 531', country => 'NO', admin_level => 'la', source_url => 'https://example.org/1') AS bergen \gset
SELECT find_or_add_organisation('Bergen kommune v/ Etat for bygg', 'NO964338531MVA', 'GB-COH', 'NOR') = :bergen AS by_number,
    find_or_add_organisation(E' BERGEN\u00A0  kommune ', country => 'NO') = :bergen AS by_name,
    find_or_add_organisation(NULL, '964338531') = :bergen AS by_number_alone,
    find_or_add_organisation('Bergen kommune', '974640782', country => 'NO') = :bergen AS by_name_despite_a_wrong_number;
SELECT name, country_code, admin_level, source_url, scheme, identifier, written_as FROM organisation o JOIN organisation_identifier i ON i.organisation_id = o.id;
-- a clerk recorded it without a number; the notice brings one
SELECT record_organisation('Statsbygg') AS statsbygg \gset
SELECT find_or_add_organisation('STATSBYGG', '971 278 374', country => 'NO') = :statsbygg AS same;
SELECT identifier, written_as FROM organisation_identifier WHERE organisation_id = :statsbygg;
-- another number is another body, whatever its name; another country too; part of a name is no name
SELECT find_or_add_organisation('Bergen kommune', '889640782', country => 'NO') AS other_bergen \gset
SELECT :other_bergen <> :bergen AS another, find_or_add_organisation('Bergen kommune', country => 'DE') NOT IN (:bergen, :other_bergen) AS abroad, find_or_add_organisation('Bergen', country => 'NO') NOT IN (:bergen, :other_bergen) AS part;
-- two of one name: a third without a number is neither, and is itself the next time
SELECT find_or_add_organisation('Bergen kommune', country => 'NO') AS third \gset
SELECT :third NOT IN (:bergen, :other_bergen) AS neither, find_or_add_organisation('Bergen kommune', country => 'NO') = :third AS again;
-- abroad
SELECT find_or_add_organisation('CNRS', '180 089 013 00019', country => 'FR') AS cnrs \gset
SELECT find_or_add_organisation('Centre national de la recherche scientifique', '18008901300019', country => 'FRA') = :cnrs AS same,
    (SELECT scheme || ' ' || identifier FROM organisation_identifier WHERE organisation_id = :cnrs) AS number;
SELECT record_organisation('Incendium A/S', '1234-5678', country_code => 'DK', scheme => 'DK-CVR') = find_or_add_organisation('Incendium', '12 34 56 78', 'DK-CVR', 'DK') AS same;
-- nothing to go by
SELECT find_or_add_organisation(NULL) IS NULL AS nobody, find_or_add_organisation(' ', '-') IS NULL AS nothing;
SELECT find_or_add_organisation('Somewhere Ltd') = find_or_add_organisation('Somewhere Ltd', country => 'IE') AS same_as_of_no_country;
SELECT name, country_code FROM organisation ORDER BY id;

-- --- the document is kept once, whole ---------------------------------------------------------------
SELECT record_partnership('P', :bergen, '2019-01-01') AS p \gset
SELECT document_id AS d FROM keep_source(:p, 'notice', 'N', '2019-01-01', '<a>æ</a>', 'application/xml') \gset
SELECT document_id = :d AS same, is_new FROM keep_source(:p, 'notice', 'N again', '2019-01-02', '<a>æ</a>', 'application/xml');
SELECT document_id <> :d AS another, is_new FROM keep_source(:p, 'notice', 'N', '2019-01-01', '<a>ae</a>', 'application/xml');
SELECT kind, title, content, content_type, encode(digest, 'hex') = encode(sha256('\x3c613ec3a63c2f613e'), 'hex') AS digested FROM known_document WHERE id = :d;
SELECT keep_warning(:p, :d, 'option_holders', 'who?', '2019-01-01', prose => 'all of them') IS NOT NULL AS kept;
SELECT code, message, prose, effective_on FROM known_import_warning;

RESET search_path;
SELECT innopart.drop_registry('r_org', force => true);
