-- One notice in every dress: each edition's namespace, each prefix, each form, each subtype reads
-- alike, and what is left out, doubled or misplaced gives what is there, and a warning.
SET client_min_messages = error;
SELECT innopart.create_registry('r_variants', 'p_variants');
SET search_path = r_variants, innopart;
SET datestyle = 'ISO, YMD';
\set SHOW_CONTEXT never
\getenv srcdir PG_ABS_SRCDIR
\set data :srcdir '/data/notices/'
\set competition `cat ":data"ted-competition.xml`
\set award `cat ":data"ted-award.xml`
\set ecompetition `cat ":data"eforms-competition.xml`
\set eaward `cat ":data"eforms-award.xml`

-- --- TED: every edition's namespace, a prefix of one's own, and none at all -----------------------------------
CREATE TEMP TABLE edition (no integer GENERATED ALWAYS AS IDENTITY, namespace text);
INSERT INTO edition (namespace) VALUES
    ('http://formex.publications.europa.eu/ted/schema/export/R2.0.9.S01.E01'), ('http://publications.europa.eu/TED_schema/Export'), ('ted/R2.0.9.S02/publication'),
    ('http://publications.europa.eu/resource/schema/ted/R2.0.9/publication'), ('http://publications.europa.eu/resource/schema/ted/R2.0.9.S05/publication'), ('urn:of:an:edition:to:come');
SELECT n.name, count(*) AS editions, count(*) FILTER (WHERE read_notice(replace(n.doc, substring(n.doc FROM ' xmlns="([^"]*)"'), e.namespace)::xml) = read_notice(n.doc::xml)) AS read_alike
FROM (VALUES ('competition', :'competition'), ('award', :'award')) AS n(name, doc) CROSS JOIN edition e GROUP BY n.name ORDER BY n.name DESC;
-- <t:TED_EXPORT xmlns:t="...">; elements that have a prefix keep it
CREATE FUNCTION pg_temp.prefixed(doc text) RETURNS text LANGUAGE sql AS $$
    SELECT regexp_replace(regexp_replace(doc, '<(/?)([A-Z][A-Za-z0-9_]*)(?=[\s/>])', '<\1t:\2', 'g'), ' xmlns="', ' xmlns:t="') $$;
SELECT left(substring(pg_temp.prefixed(:'competition') FROM '<t:[^>]*>'), 25) AS prefixed, read_notice(pg_temp.prefixed(:'competition')::xml) = read_notice(:'competition') AS read_alike;
SELECT read_notice(regexp_replace(:'competition', ' xmlns="[^"]*"', '')::xml) = read_notice(:'competition') AS without_namespace;

-- --- TED: every form ------------------------------------------------------------------------------------------
CREATE FUNCTION pg_temp.try(doc text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    got record;
    said text;
BEGIN
    got := r_variants.import_notice(doc::xml, 'a variant');
    said := coalesce((SELECT format('%s, stage %s, %s lots, %s warnings', n.kind, (SELECT e.stage FROM r_variants.known_phase_event e WHERE e.partnership_id = n.partnership_id ORDER BY e.effective_on DESC, e.id DESC LIMIT 1),
            (SELECT count(*) FROM r_variants.known_notice_lot l WHERE l.partnership_id = n.partnership_id), cardinality(got.warnings))
        FROM r_variants.known_notice n WHERE n.partnership_id = got.partnership_id AND n.id = got.notice_id), 'nothing: ' || got.warnings[1]);
    -- and nothing of it stays
    RAISE EXCEPTION USING ERRCODE = 'ZZ000', MESSAGE = said;
EXCEPTION WHEN OTHERS THEN
    RETURN CASE WHEN SQLSTATE = 'ZZ000' THEN SQLERRM ELSE SQLSTATE || ' ' || SQLERRM END;
END $$;
SELECT f.form, f.type, pg_temp.try(regexp_replace(replace(:'competition', 'F02_2014', f.form), '(<F\d\d_\d{4} [^>]*>)', CASE WHEN f.type IS NULL THEN '\1' ELSE format('\1<NOTICE TYPE="%s"/>', f.type) END, 'g')) AS became
FROM (VALUES (1, 'F01_2014', 'PRI_ONLY'), (2, 'F01_2014', 'PRI_REDUCING_TIME_LIMITS'), (3, 'F01_2014', 'PRI_CALL_COMPETITION'), (4, 'F02_2014', NULL), (5, 'F03_2014', NULL), (6, 'F04_2014', 'PER_ONLY'), (7, 'F04_2014', 'PER_CALL_COMPETITION'),
    (8, 'F05_2014', NULL), (9, 'F06_2014', NULL), (10, 'F07_2014', 'QSU_ONLY'), (11, 'F07_2014', 'QSU_CALL_COMPETITION'), (12, 'F08_2014', NULL), (13, 'F12_2014', NULL), (14, 'F13_2014', NULL), (15, 'F14_2014', NULL), (16, 'F15_2014', NULL), (17, 'F16_2014', NULL),
    (18, 'F17_2014', NULL), (19, 'F18_2014', NULL), (20, 'F19_2014', NULL), (21, 'F20_2014', NULL), (22, 'F21_2014', 'CONTRACT'), (23, 'F21_2014', 'PRI_ONLY'), (24, 'F21_2014', 'AWARD_CONTRACT'), (25, 'F22_2014', 'PER_ONLY'), (26, 'F22_2014', 'AWARD_CONTRACT'),
    (27, 'F22_2014', 'QSU_CALL_COMPETITION'), (28, 'F23_2014', 'PRI_ONLY'), (29, 'F23_2014', 'CONCESSION_AWARD_CONTRACT'), (30, 'F24_2014', NULL), (31, 'F25_2014', NULL), (32, 'CONTRACT', NULL), (33, 'MOVE', NULL)) AS f(no, form, type) ORDER BY f.no;
SELECT f.form, f.type, pg_temp.try(regexp_replace(replace(:'award', 'F03_2014', f.form), '(<F\d\d_\d{4} [^>]*>)', CASE WHEN f.type IS NULL THEN '\1' ELSE format('\1<NOTICE TYPE="%s"/>', f.type) END, 'g')) AS became
FROM (VALUES (1, 'F03_2014', NULL), (2, 'F06_2014', NULL), (3, 'F13_2014', NULL), (4, 'F15_2014', NULL), (5, 'F18_2014', NULL), (6, 'F21_2014', 'AWARD_CONTRACT'), (7, 'F22_2014', 'AWARD_CONTRACT'), (8, 'F25_2014', NULL)) AS f(no, form, type) ORDER BY f.no;

-- --- eForms: other prefixes, default namespaces, none; every type and subtype ------------------------------------
SELECT read_notice(regexp_replace(regexp_replace(:'ecompetition', '(</?)(cac|cbc|efac|efbc|efext|ext):', '\1x\2:', 'g'), 'xmlns:(cac|cbc|efac|efbc|efext|ext)=', 'xmlns:x\1=', 'g')::xml) = read_notice(:'ecompetition') AS other_prefixes,
    read_notice(regexp_replace(regexp_replace(:'ecompetition', '(</?)[a-z]+:', '\1', 'g'), ' xmlns:[a-z]+="[^"]*"', '', 'g')::xml) = read_notice(:'ecompetition') AS without_namespace;
SELECT c.customization, jsonb_path_query_first(read_notice(regexp_replace(:'ecompetition', '<cbc:CustomizationID>[^<]*<', format('<cbc:CustomizationID>%s<', c.customization))::xml), '$.codes[*] ? (@.scheme == "NUTS").version') #>> '{}' AS nuts_version
FROM (VALUES (1, 'eforms-sdk-0.1'), (2, 'eforms-sdk-1.3'), (3, 'eforms-sdk-1.12'), (4, 'eforms-sdk-1.5#extended#urn:fdc:anskaffelser.no:2023:eforms:eu'), (5, 'eforms-sdk-1.7#urn:fdc:anskaffelser.no:2023:eforms:national'), (6, 'eforms-de-1.0'), (7, '')) AS c(no, customization) ORDER BY c.no;
SELECT t.list, t.code, t.subtype, pg_temp.try(regexp_replace(regexp_replace(:'ecompetition', '<cbc:NoticeTypeCode[^>]*>[^<]*<', format('<cbc:NoticeTypeCode%s>%s<', CASE WHEN t.list <> '' THEN format(' listName="%s"', t.list) END, t.code)),
    '(<cbc:SubTypeCode[^>]*>)[^<]*<', format('\1%s<', t.subtype))) AS became
FROM (VALUES (1, 'planning', 'pin-only', '4'), (2, 'planning', 'pin-buyer', '1'), (3, 'planning', 'pin-rtl', '7'), (4, 'consultation', 'pmc', 'E1'), (5, 'competition', 'pin-cfc-standard', '10'), (6, 'competition', 'pin-cfc-social', '12'), (7, 'competition', 'qu-sy', '15'),
    (8, 'competition', 'cn-standard', '16'), (9, 'competition', 'cn-social', '20'), (10, 'competition', 'cn-desg', '23'), (11, 'competition', 'subco', '22'), (12, 'dir-awa-pre', 'veat', '25'), (13, 'result', 'can-standard', '29'), (14, 'result', 'can-social', '33'),
    (15, 'result', 'can-tran', 'T02'), (16, 'cont-modif', 'can-modif', '38'), (17, 'completion', 'compl', 'E5'), (18, '', 'cn-standard', ''), (19, '', 'pmc', ''), (20, '', 'veat', ''), (21, '', 'brin-ecs', 'X01'), (22, 'bri', 'brin-eeig', 'X02'), (23, 'of-tomorrow', 'cn-standard', '99')) AS t(no, list, code, subtype) ORDER BY t.no;
SELECT root, left(pg_temp.try(replace(:'ecompetition', 'ContractNotice', root)), 90) AS became FROM (VALUES ('PriorInformationNotice'), ('ContractAwardNotice'), ('BusinessRegistrationInformationNotice'), ('Invoice')) AS v(root);

-- --- what is left out, doubled or blank ------------------------------------------------------------------------------
-- lots that say no item, or the same number, stay two; so do their words
CREATE FUNCTION pg_temp.lots(doc text) RETURNS TABLE (key text, number text, amount text, words text, warning text) LANGUAGE sql AS $$
    SELECT l ->> 'key', l ->> 'number', l ->> 'amount', (SELECT string_agg(t ->> 'topic', ' ' ORDER BY no) FROM jsonb_array_elements(c.notice -> 'texts') WITH ORDINALITY y(t, no) WHERE t ->> 'lot' = l ->> 'key'),
        (SELECT string_agg(w ->> 'message', '; ' ORDER BY no) FROM jsonb_array_elements(c.notice -> 'warnings') WITH ORDINALITY y(w, no) WHERE w ->> 'lot' = l ->> 'number')
    FROM (SELECT r_variants.check_notice(r_variants.read_notice(doc::xml)) AS notice) c CROSS JOIN LATERAL jsonb_array_elements(c.notice -> 'lots') WITH ORDINALITY x(l, no) ORDER BY no $$;
SELECT 'as it is' AS what, * FROM pg_temp.lots(:'competition') UNION ALL SELECT 'blank items', * FROM pg_temp.lots(regexp_replace(:'competition', ' ITEM="\d"', ' ITEM=" "', 'g')) UNION ALL SELECT 'no items', * FROM pg_temp.lots(regexp_replace(:'competition', ' ITEM="\d"', '', 'g'));
SELECT * FROM pg_temp.lots(replace(:'competition', ' ITEM="2">', ' ITEM="1">')) UNION ALL SELECT * FROM pg_temp.lots(replace(:'competition', '<TITLE><P>Paths</P></TITLE>', '<TITLE><P>Paths</P></TITLE><LOT_NO>S-1</LOT_NO>'));
SELECT * FROM pg_temp.lots(replace(:'ecompetition', 'LOT-0002', 'LOT-0001')) UNION ALL SELECT * FROM pg_temp.lots(regexp_replace(:'ecompetition', 'LOT-000\d', '', 'g'));
SELECT pg_temp.try(regexp_replace(replace(:'award', ' ITEM="1">', '>'), ' ITEM="[2-4]"', ' ITEM=""', 'g')) AS awards_without_items, pg_temp.try(regexp_replace(:'eaward', 'CON-0001', ' ', 'g')) AS contract_without_id;
-- an element that should stand once stands twice: the first is read
SELECT pg_temp.try(regexp_replace(:'ecompetition', '(<cac:ProcurementProject>.*?</cac:ProcurementProject>)', '\1\1', 'g')) AS project_twice, pg_temp.try(regexp_replace(:'ecompetition', '(<cac:TenderingProcess>.*?</cac:TenderingProcess>)', '\1\1', 'g')) AS process_twice;

-- --- and out again, as OCDS: what each was, in its language, with everybody who won -------------------------------------
\set open `cat ":data"ted-open-procedure.xml`
SELECT partnership_id AS eforms FROM import_notice(:'eaward') \gset
SELECT partnership_id AS open FROM import_notice(:'open', any_procedure => true) \gset
SELECT partnership_id AS french FROM import_notice(regexp_replace(replace(replace(:'competition', 'LG="FR"', 'LG="XX"'), 'LG="EN"', 'LG="FR"'), 'LG="XX"', 'LG="EN"')::xml) \gset
SELECT r ->> 'language' AS language, r #>> '{tender,procurementMethod}' AS method, r #>> '{tender,procurementMethodDetails}' AS details, r #>> '{tender,title}' AS title, r #>> '{tender,title_en}' AS title_en, r #>> '{tender,lots,0,options,description}' AS options
FROM (VALUES (1, :eforms), (2, :open), (3, :french)) AS p(no, id) CROSS JOIN LATERAL ocds_release(p.id, 'ocds-abc123', '2025-01-01', local => false) r ORDER BY no;
SELECT jsonb_path_query_array(r, '$.awards[0].suppliers[*].name') AS awarded, jsonb_path_query_array(r, '$.contracts[0].suppliers[*].name') AS contract_of FROM ocds_release(:eforms, 'ocds-abc123', '2025-01-01') r;
-- a subcontractor is named, and is no supplier
SELECT p ->> 'name' AS party, p -> 'roles' AS roles FROM ocds_release(:eforms, 'ocds-abc123', '2025-01-01') r CROSS JOIN LATERAL jsonb_array_elements(r -> 'parties') p ORDER BY 1;
-- a consortium of which no notice told; who left it, and who joined when
SELECT record_partnership('By hand', record_organisation('Storby', '958935420'), '2024-01-01') AS hand \gset
SELECT record_notice(:hand, 'competition', '2024-01-03') IS NOT NULL AS noticed;
INSERT INTO phase_event (partnership_id, stage, effective_on) VALUES (:hand, 'need', '2024-01-02'), (:hand, 'competition', '2024-01-03');
SELECT record_organisation('Fremst AS') AS foremost \gset
SELECT invite(:hand, :foremost, 'partner', '2024-02-01') IS NOT NULL AS invited;
SELECT conclude_contract(:hand, :foremost, 'Development', '2024-02-01') AS contract \gset
INSERT INTO consortium_member (partnership_id, partner_contract_id, organisation_id, effective_on, to_on) VALUES
    (:hand, :contract, record_organisation('Fra start AS'), '2024-02-01', NULL), (:hand, :contract, record_organisation('Gikk AS'), '2024-02-01', '2024-05-01'), (:hand, :contract, record_organisation('Kom AS'), '2024-04-01', NULL);
SELECT day, jsonb_path_query_array(r, '$.awards[0].suppliers[*].name') AS awarded, jsonb_path_query_array(r, '$.contracts[0].suppliers[*].name') AS contract_of
FROM (VALUES ('2024-02-01'::date), ('2024-04-15'), ('2024-06-01')) AS v(day) CROSS JOIN LATERAL ocds_release(:hand, 'ocds-abc123', v.day, local => false) r ORDER BY day;
-- anybody's reader of it finds the consortium again
SELECT innopart.create_registry('r_variants_copy', 'p_variants_copy');
SELECT created FROM r_variants_copy.import_ocds(ocds_release(:hand, 'ocds-abc123', '2024-06-01', local => false));
SELECT o.name FROM r_variants_copy.known_consortium_member m JOIN r_variants_copy.organisation o ON o.id = m.organisation_id ORDER BY 1;
SELECT innopart.drop_registry('r_variants_copy', force => true);

RESET search_path;
SELECT innopart.drop_registry('r_variants', force => true);
