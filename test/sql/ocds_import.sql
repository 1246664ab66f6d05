-- OCDS in: our own record back to the letter, anybody's releases as notices, and whatever a stranger can
-- send.  Our own made-up documents.
SET client_min_messages = warning;
SET intervalstyle = 'sql_standard'; SET timezone = 'Asia/Tokyo'; SET datestyle = 'German, DMY';
SELECT innopart.create_registry();
SELECT innopart.create_registry('r_copy', 'p_copy');
\getenv srcdir PG_ABS_SRCDIR
\set small :srcdir '/data/small_partnership.sql'
\set restarted :srcdir '/data/restarted_partnership.sql'
\set rich :srcdir '/data/ocds/rich_partnership.sql'
\set ECHO none
\i :small
\i :restarted
\i :rich
\set ECHO all
SELECT count(setval(c.oid, 900)) > 0 AS numbered FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'S';
-- numbers of the copy that are not those of the original
SELECT count(setval(c.oid, 5000)) > 0 AS numbered FROM pg_class c WHERE c.relnamespace = 'r_copy'::regnamespace AND c.relkind = 'S';
-- how much there is, table by table: what changes nothing leaves it the same
CREATE FUNCTION pg_temp.rows_of(registry text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(format('%s %s', c.relname, (xpath('/table/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I', registry, c.relname), true, false, '')))[1]), ', ' ORDER BY c.relname)
    FROM pg_class c WHERE c.relnamespace = registry::regnamespace AND c.relkind = 'r' $$;

-- --- our own record -------------------------------------------------------------------------
CREATE TEMP TABLE package AS
SELECT d.day, registry.ocds_package('{1,2,3}', 'ocds-abc123', '{"name": "Storvik kommune"}', 'https://storvik.example/ocds.json', d.day) AS p
FROM unnest('{2019-03-15,2019-09-01,2020-03-31,2020-12-31}'::date[]) AS d(day);
SELECT i.partnership_id IS NOT NULL AS read, i.created, i.warnings, i.ocid, i.release_id FROM package x, r_copy.import_ocds(x.p, 'https://storvik.example/ocds.json') i WHERE x.day = '2020-12-31';
CREATE FUNCTION pg_temp.copied(day date) RETURNS jsonb LANGUAGE sql AS $$
    SELECT r_copy.ocds_package((SELECT array_agg(p.id ORDER BY p.id) FROM r_copy.partnership p), 'ocds-other0', '{"name": "Storvik kommune"}', 'https://storvik.example/ocds.json', day) $$;
-- exported again it is the same document, on the day it was made and on every day before
SELECT x.day, pg_temp.copied(x.day) = x.p AS same FROM package x ORDER BY x.day;
SELECT count(*) AS ledger_errors FROM p_copy.ledger_check;
-- again: nothing
SELECT pg_temp.rows_of('r_copy') AS rows_before \gset
SELECT i.created, i.warnings FROM package x, r_copy.import_ocds(x.p, 'https://storvik.example/ocds.json') i WHERE x.day = '2020-12-31';
SELECT pg_temp.rows_of('r_copy') = :'rows_before' AS same_rows;
-- an older release tells nothing that is not known; what has been corrected since stands
SELECT i.created, i.warnings FROM package x, r_copy.import_ocds(x.p) i WHERE x.day = '2019-09-01';
SELECT pg_temp.copied('2020-12-31') = x.p AS same FROM package x WHERE x.day = '2020-12-31';

-- releases in the order of time: facts are added, a right is granted under the contract that came later
SELECT innopart.drop_registry('r_copy', true);
SELECT innopart.create_registry('r_copy', 'p_copy');
SELECT x.day, i.created, i.is_new, i.warnings, i.ocid FROM package x, r_copy.import_ocds(x.p) i ORDER BY x.day, i.ocid;
SELECT x.day, pg_temp.copied(x.day) = x.p AS same FROM package x ORDER BY x.day;
-- a correction in the source is a correction here, and the ledger takes none
UPDATE package SET p = jsonb_set(jsonb_set(replace(replace(p::text, '"title": "Market"', '"title": "Market day"'), '"reference": "order \"1\""', '"reference": "order 2"')::jsonb,
    '{releases,0,id}', '"1-2020-12-31b"'), '{releases,0,date}', '"2021-01-01T00:00:00Z"') WHERE day = '2020-12-31';
SELECT i.created, i.warnings, i.release_id FROM package x, r_copy.import_ocds(x.p) i WHERE x.day = '2020-12-31';
SELECT m.title, m.corrects_id IS NOT NULL AS is_correction FROM r_copy.meeting m WHERE m.title LIKE 'Market%' ORDER BY m.id;
-- an older release that comes late corrects nothing
SELECT i.created, i.warnings FROM r_copy.import_ocds(registry.ocds_release(1, 'ocds-abc123', '2020-06-30')) i;
SELECT m.title FROM r_copy.known_meeting m WHERE m.title LIKE 'Market%';

-- our own release coming home is the same partnership, and gives it its ocid
SELECT pg_temp.rows_of('registry') AS rows_before \gset
SELECT i.partnership_id, i.created, i.warnings FROM package x, registry.import_ocds(x.p) i WHERE x.day = '2020-03-31';
SELECT id, ocid FROM registry.partnership ORDER BY id;
-- but for the kept document and the codes
SELECT regexp_replace(pg_temp.rows_of('registry'), '(document|ocds_code) \d+', '\1', 'g') = regexp_replace(:'rows_before', '(document|ocds_code) \d+', '\1', 'g') AS same_rows;
SELECT innopart.drop_registry('r_copy', true);

-- what the record says wrong is left out with the reason, and nothing else is
SELECT innopart.create_registry('r_copy', 'p_copy');
SELECT registry.ocds_release(1, 'ocds-abc123', '2020-12-31') AS small \gset
CREATE FUNCTION pg_temp.told(changed jsonb) RETURNS text[] LANGUAGE sql AS $$ SELECT i.warnings FROM r_copy.import_ocds(changed || jsonb_build_object('ocid', 'ocds-abc123-' || md5(changed::text))) i $$;
CREATE FUNCTION pg_temp.with_fact(fact jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT jsonb_set(current_setting('small.release')::jsonb, '{innopart_record,facts}', current_setting('small.release')::jsonb #> '{innopart_record,facts}' || fact) $$;
SELECT set_config('small.release', :'small', false) <> '' AS kept;
SELECT pg_temp.told(pg_temp.with_fact('{"fact": "access", "id": "1", "role_name": "postgres", "level": "steward"}')) AS no_fact_of_ours;
SELECT (pg_temp.told(pg_temp.with_fact('{"fact": "meeting; DROP TABLE registry.meeting", "id": "1"}')))[2] AS no_table;
SELECT (pg_temp.told(pg_temp.with_fact('{"fact": "option_event", "id": "9001", "kind": "exercised", "option_right_id": "100", "units": 5000, "effective_on": "2020-06-01"}')))[2] AS oversold;
SELECT (pg_temp.told(pg_temp.with_fact('{"fact": "participant", "id": "9001", "organisation_id": "no such", "role": "lead", "effective_on": "2020-06-01"}')))[2] AS nobody;
SELECT (pg_temp.told(pg_temp.with_fact('{"fact": "participant", "id": "9001", "organisation_id": "4", "role": "emperor", "effective_on": "2020-06-01"}')))[2] AS no_role;
SELECT (pg_temp.told(pg_temp.with_fact('{"fact": "meeting", "id": "9001", "title": ["a"], "kind": {}, "effective_on": "32.13.2020"}')))[2] AS no_day;
SELECT (pg_temp.told(pg_temp.with_fact('{"fact": "meeting", "id": "9002", "phase": "need", "kind": "kickoff", "title": "Mine", "effective_on": "2019-01-05", "recorded_by": "somebody", "is_withdrawn": true, "corrects_id": 1, "partnership_id": 3}')))[2] AS own_columns_only;
SELECT m.title, m.recorded_by = session_user AS by_me, m.is_withdrawn, m.corrects_id FROM r_copy.meeting m WHERE m.title = 'Mine';
-- half an assignment is none
SELECT pg_temp.told(jsonb_set(:'small'::jsonb, '{innopart_record,facts}', (SELECT jsonb_agg(f) FROM jsonb_array_elements(:'small'::jsonb #> '{innopart_record,facts}') f WHERE f ->> 'kind' IS DISTINCT FROM 'assigned_in'))) AS assigned_to_nobody;
SELECT (pg_temp.told(jsonb_set(:'small'::jsonb, '{innopart_record,version}', '"99"')))[1:2] AS of_another_version;
SELECT pg_temp.told(jsonb_set(:'small'::jsonb, '{innopart_record,facts}', '"x"')) AS no_facts, pg_temp.told(jsonb_set(:'small'::jsonb, '{innopart_record,partnership}', '7')) AS no_partnership;

-- --- anybody's: one process in three releases -----------------------------------------------
\set process `cat $PG_ABS_SRCDIR/data/ocds/process.json`
SELECT i.created, unnest(CASE WHEN i.warnings = '{}' THEN ARRAY[NULL] ELSE i.warnings END) AS warning, i.release_id FROM r_copy.import_ocds(:'process', 'https://storvik.example/process.json') i;
SELECT max(id) AS robots FROM r_copy.partnership \gset
SELECT title, ocid, started_on, source_url FROM r_copy.partnership WHERE id = :robots;
SELECT kind, notice_number, file_number, effective_on, procedure_code, is_latest_day FROM r_copy.known_notice WHERE partnership_id = :robots ORDER BY id;
SELECT o.name, o.country_code, p.role, p.effective_on FROM r_copy.known_participant p JOIN r_copy.organisation o ON o.id = p.organisation_id WHERE p.partnership_id = :robots ORDER BY p.id;
SELECT stage, phase, effective_on, reason FROM r_copy.known_phase_event WHERE partnership_id = :robots ORDER BY id;
SELECT lot_number, min_candidates, max_candidates, has_successive_reduction, has_options, has_renewal FROM r_copy.known_notice_lot WHERE partnership_id = :robots ORDER BY id;
SELECT kind, amount, currency FROM r_copy.known_partnership_value WHERE partnership_id = :robots ORDER BY id;
SELECT award_number, contract_number, title, is_awarded, concluded_on, amount FROM r_copy.known_award WHERE partnership_id = :robots ORDER BY id;
SELECT o.name, c.title, c.effective_on, c.remuneration_amount FROM r_copy.known_partner_contract c JOIN r_copy.organisation o ON o.id = c.organisation_id WHERE c.partnership_id = :robots;
-- and out again, by the ids it came with
SELECT r ->> 'ocid' AS ocid, r #>> '{tender,id}' AS tender, jsonb_path_query_array(r, '$.parties[*].id') AS parties, jsonb_path_query_array(r, '$.awards[*].id') AS awards, jsonb_path_query_array(r, '$.contracts[*].id') AS contracts
FROM r_copy.ocds_release(:robots, NULL, '2024-12-31') r;
SELECT pg_temp.rows_of('r_copy') AS rows_before \gset
SELECT i.created, i.is_new, cardinality(i.warnings) AS warnings, i.release_id FROM r_copy.import_ocds(:'process', 'https://storvik.example/process.json') i;
SELECT pg_temp.rows_of('r_copy') = :'rows_before' AS same_rows;
-- the same release id with another content is kept, and not read
SELECT i.created, i.warnings[cardinality(i.warnings)] FROM r_copy.import_ocds(jsonb_set((:'process'::jsonb) #> '{releases,1}', '{tender,title}', '"Robots!"')) i;

-- --- a notice that is on record already ------------------------------------------------------
SELECT r_copy.record_partnership('Recorded by hand', r_copy.record_organisation('Havvik kommune', '944117784'), '2024-01-01') AS by_hand \gset
SELECT r_copy.record_notice(:by_hand, 'competition', '2024-03-01', notice_number => '123456-2024') IS NOT NULL AS noticed;
SELECT '{"ocid": "ocds-abc123-havvik", "id": "00123456-2024", "date": "2024-03-02T00:00:00Z", "tag": ["tender"], "parties": [{"id": "h", "name": "Havvik", "roles": ["buyer"], "identifier": {"scheme": "NO-BRC", "id": "944 117 784"}}],
    "tender": {"id": "H", "title": "Another title", "procurementMethodDetails": "Innovation partnership", "lots": [{"id": "L1", "hasOptions": false}]}}' AS havvik \gset
SELECT i.partnership_id = :by_hand AS same, i.created, i.warnings FROM r_copy.import_ocds(:'havvik') i;
SELECT p.ocid, (SELECT count(*) FROM r_copy.known_notice n WHERE n.partnership_id = p.id) AS notices, (SELECT string_agg(l.lot_number, ',') FROM r_copy.known_notice_lot l WHERE l.partnership_id = p.id) AS lots FROM r_copy.partnership p WHERE p.id = :by_hand;
-- the same number in another country is another notice
SELECT i.partnership_id = :by_hand AS same, i.created, i.warnings FROM r_copy.import_ocds(replace(replace(:'havvik', '944 117 784', '12345'), 'NO-BRC', 'GB-COH')::jsonb || '{"ocid": "ocds-h6vhtk-havvik"}') i;

-- --- anybody's: every hazard at once --------------------------------------------------------
\set hazards `cat $PG_ABS_SRCDIR/data/ocds/hazards.json`
SELECT i.created, i.release_id, unnest(i.warnings) AS warning FROM r_copy.import_ocds(:'hazards', 'a file') i;
SELECT max(id) AS walls FROM r_copy.partnership \gset
SELECT o.name, o.country_code, n.scheme, n.identifier, n.written_as, p.role, p.effective_on
FROM r_copy.known_participant p JOIN r_copy.organisation o ON o.id = p.organisation_id LEFT JOIN r_copy.organisation_identifier n ON n.organisation_id = o.id WHERE p.partnership_id = :walls ORDER BY p.id, n.id;
SELECT lot_number, min_candidates, max_candidates, has_successive_reduction, amount, duration, duration_unit, ends_on, has_renewal, max_renewals, has_options FROM r_copy.known_notice_lot WHERE partnership_id = :walls ORDER BY id;
SELECT lot_number, topic, language, body FROM r_copy.known_notice_text WHERE partnership_id = :walls ORDER BY id;
SELECT lot_number, scheme, code, is_main FROM r_copy.known_notice_code WHERE partnership_id = :walls ORDER BY id;
SELECT kind, amount, currency FROM r_copy.known_partnership_value WHERE partnership_id = :walls ORDER BY id;
SELECT local_key, name_as_written, identifier_as_written, scheme_as_written, country_as_written, roles FROM r_copy.known_source_party WHERE partnership_id = :walls ORDER BY id;
-- the whole release is kept, and the holder is offered for reclassification
SELECT d.content::jsonb = :'hazards'::jsonb AS kept, d.digest = sha256(convert_to(d.content, 'UTF8')) AS hashed FROM r_copy.known_document d WHERE d.partnership_id = :walls AND d.content IS NOT NULL;
SELECT todo_code, organisation_name, prose_language FROM p_copy.notice_todo WHERE partnership_id = :walls AND todo_code IN ('option_holders', 'buyer_may_hold_option') ORDER BY id;
SELECT (r_copy.reclassify_buyer(:walls, (SELECT id FROM r_copy.organisation WHERE name = 'Litlevik kommune'), 'https://storvik.example/grunnlag', 'max 40, 2025-01-01..2026-12-31')).option_right_id IS NOT NULL AS named;
SELECT jsonb_path_query(r_copy.ocds_release(:walls, NULL, '2024-12-31'), '$.parties[*] ? (@.name == "Litlevik kommune").roles') AS roles;

-- --- packages, records, arrays, and Kingfisher Process ---------------------------------------
CREATE FUNCTION pg_temp.release(n integer) RETURNS jsonb LANGUAGE sql AS $$ SELECT jsonb_build_object('ocid', 'ocds-abc123-r' || n, 'id', 'r' || n, 'date', '2024-01-0' || n || 'T00:00:00Z', 'tag', '["tender"]'::jsonb, 'initiationType', 'tender',
    'tender', jsonb_build_object('id', n, 'title', 'Release ' || n, 'procurementMethodDetails', 'Innovation partnership')) $$;
SELECT i.created, i.ocid, i.warnings FROM r_copy.import_ocds(jsonb_build_array(pg_temp.release(1), 7, pg_temp.release(2), NULL, '{"a": 1}'::jsonb, '[]'::jsonb)) i;
SELECT i.created, i.ocid, i.release_id FROM r_copy.import_ocds(jsonb_build_object('ocid', 'ocds-abc123-r3', 'compiledRelease', pg_temp.release(3) || '{"tag": ["compiled"], "id": "ocds-abc123-r3-2024-01-03"}', 'releases', jsonb_build_array(pg_temp.release(3)))) i;
SELECT i.created, i.ocid FROM r_copy.import_ocds(jsonb_build_object('version', '1.1', 'records', jsonb_build_array(jsonb_build_object('ocid', 'ocds-abc123-r4', 'releases', jsonb_build_array(pg_temp.release(4)))))) i;
SELECT i.created, i.ocid, i.warnings FROM r_copy.import_ocds('{"ocid": "ocds-abc123-r5", "releases": [{"url": "https://storvik.example/r5.json", "date": "2024-01-05T00:00:00Z", "tag": ["tender"]}]}') i;
SELECT i.warnings FROM r_copy.import_ocds(jsonb_build_object('ocid', 'ocds-abc123-r5', 'versionedRelease', pg_temp.release(5))) i;
-- what is linked is not needed where the compiled release stands beside it
SELECT i.created, i.is_new, i.release_id FROM r_copy.import_ocds(jsonb_build_object('records', jsonb_build_array(jsonb_build_object('ocid', 'ocds-abc123-r10', 'releases', '[{"url": "https://storvik.example/r10.json", "date": "2024-01-09T00:00:00Z", "tag": ["tender"]}]'::jsonb,
    'versionedRelease', '{"ocid": "ocds-abc123-r10"}'::jsonb, 'compiledRelease', pg_temp.release(9) || '{"ocid": "ocds-abc123-r10", "id": "compiled-10", "tag": ["compiled"], "language": "nb-NO"}')))) i;
SELECT t.language, t.body FROM r_copy.known_notice_text t JOIN r_copy.partnership p ON p.id = t.partnership_id WHERE p.ocid = 'ocds-abc123-r10';
SELECT count(*) AS of_nothing FROM r_copy.import_ocds('{"releases": []}');
-- a date that is missing is the package's
SELECT i.created FROM r_copy.import_ocds(jsonb_build_object('publishedDate', '2024-02-03T00:00:00Z', 'releases', jsonb_build_array(pg_temp.release(6) - 'date'))) i;
SELECT p.started_on FROM r_copy.partnership p WHERE p.ocid = 'ocds-abc123-r6';
CREATE TEMP TABLE data AS SELECT row_number() OVER () AS id, md5(d::text) AS hash_md5, d AS data FROM (SELECT pg_temp.release(n) AS d FROM generate_series(7, 9) n) x;
CREATE TEMP TABLE release AS SELECT 1 AS collection_id, data ->> 'ocid' AS ocid, id AS data_id FROM data;
SELECT (r_copy.import_ocds(d.data)).ocid FROM release r JOIN data d ON d.id = r.data_id WHERE r.collection_id = 1 ORDER BY 1;
-- and report.ocds_data is such a table
SELECT count(*) AS read_back, bool_or(i.created) AS any_new FROM p_copy.ocds_data d, r_copy.import_ocds(d.data) i;

-- --- what is no OCDS changes nothing ---------------------------------------------------------
SELECT pg_temp.rows_of('r_copy') AS rows_before \gset
CREATE FUNCTION pg_temp.refused(document text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    SELECT string_agg(coalesce(i.warnings[1], 'imported'), '; ') INTO answer FROM r_copy.import_ocds(document::jsonb) i;
    RETURN answer;
EXCEPTION WHEN OTHERS THEN
    RETURN format('%s %s', SQLSTATE, regexp_replace(SQLERRM, 'max_stack_depth.*', '')); END $$;
SELECT left(what, 60) AS document, left(pg_temp.refused(what), 160) AS answer FROM (VALUES
    (NULL), ('7'), ('"release"'), ('null'), ('{'), ('{"ocid": "ocds-abc123-1\u0000"}'), ('{"a": 1e200000}'), ('{}'), ('{"releases": {}}'),
    ('{"ocid": null, "tag": ["tender"]}'), ('{"ocid": "ocds-abc123-x", "tag": ["tender"], "id": "1"}'), ('{"ocid": "ocds-abc123-x", "tag": ["tender"], "date": "2024-01-01T00:00:00Z"}'),
    ('{"ocid": "ocds-abc123-x", "tag": ["tender"], "date": "yesterday", "id": "1"}'), ('{"ocid": {}, "id": [], "date": 7, "tag": {}}'), (repeat('[', 1000000)), (repeat('[', 100000) || repeat(']', 100000)), (repeat('{"releases":[', 2000) || repeat(']}', 2000)), ('[[{}]]')) AS w(what);
-- too long for any index
SELECT left(pg_temp.refused(format('{"ocid": "ocds-abc123-%s", "tag": ["tender"], "date": "2024-01-01", "id": "1"}', (SELECT string_agg(md5(n::text), '') FROM generate_series(1, 300) n))), 80) AS too_long;
SELECT pg_temp.rows_of('r_copy') = :'rows_before' AS same_rows;
-- shapes that are wrong everywhere, and yet nothing but warnings
SELECT i.created, i.warnings FROM r_copy.import_ocds('{"ocid": "ocds-abc123-odd", "id": 1, "date": "2024-01-01T00:00:00Z", "tag": {"a": 1}, "language": 7, "buyer": [], "parties": {"a": {"id": {}}}, "planning": "x", "awards": "none",
    "contracts": [[]], "tender": {"id": {}, "title": 7, "lots": "one", "items": [{"classification": [1]}], "value": "much", "options": [], "documents": {"url": 5}, "status": []}, "innopart_record": []}') i;
SELECT i.warnings FROM r_copy.import_ocds('{"ocid": "ocds-abc123-odd2", "id": 1, "date": "2024-01-01T00:00:00Z", "tag": ["award"], "tender": [], "parties": [{"id": 1, "name": "A", "roles": {"x": 1}}], "awards": [{"suppliers": 7, "value": {"amount": -5, "currency": 3}}, 8]}') i;
SELECT i.warnings FROM r_copy.import_ocds('{"ocid": "ocds-abc123-f", "id": 1, "date": "2190-01-01T00:00:00Z", "tag": ["tender"], "parties": [{"id": 1, "name": "A", "roles": ["buyer"]}], "tender": {"procurementMethodDetails": "Innovation partnership", "id": 1}}') i;

SELECT innopart.drop_registry('r_copy', true);
SELECT innopart.drop_registry(force => true);
