-- The record as OCDS: who has which role, what options say, cancelled and restarted competitions,
-- on several days, with several moments' knowledge and whatever the session's DateStyle.
SET client_min_messages = warning;
SET datestyle = ISO;
SELECT innopart.create_registry();
\getenv srcdir PG_ABS_SRCDIR
\set small :srcdir '/data/small_partnership.sql'
\set restarted :srcdir '/data/restarted_partnership.sql'

-- a registry without facts has no release, and no error
SELECT count(*) FROM report.ocds_release;
SELECT registry.ocds_release_json(1) IS NULL AS none, registry.ocds_release_json(NULL) IS NULL AS of_none;
SELECT clock_timestamp() AS before_everything \gset

SELECT count(setval(c.oid, 1000)) > 0 AS numbered FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'S';
\set ECHO none
\i :small
\i :restarted
\set ECHO all
-- Anna has had two numbers; the supplier has one of another country
INSERT INTO registry.organisation_identifier (organisation_id, scheme, identifier, valid_from, valid_to) VALUES
    (2, 'NO-BRC', '974760673', NULL, '2019-12-31'), (2, 'NO-BRC', '889640782', '2020-01-01', NULL), (9, 'DK-CVR', '10150817', NULL, NULL), (1, 'NO-BRC', '964965226', NULL, NULL);
UPDATE registry.partnership SET ocid = 'ocds-test-' || id WHERE id IN (1, 2);
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on) VALUES (3, 4, 'co_buyer', '2018-07-01'), (1, 4, 'funder', '2019-01-01'), (1, 3, 'pilot_host', '2019-10-01');
INSERT INTO registry.partnership_value (partnership_id, kind, amount, currency, effective_on) VALUES (1, 'estimated', 7300000, 'NOK', '2019-02-01'), (1, 'estimated', 900000, 'EUR', '2019-02-01');
INSERT INTO registry.meeting (partnership_id, id, phase, kind, title, effective_on, is_cancelled) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'dialogue', 'dialogue_meeting', 'Market', '2019-04-01', false), (1, 2, 'dialogue', 'dialogue_meeting', 'Called off', '2019-04-02', true), (1, 3, 'purchase', 'learning_meeting', 'Autumn', '2020-09-01', false);
-- a fourth partnership of which no stage is on record
INSERT INTO registry.partnership (id, title, started_on) OVERRIDING SYSTEM VALUE VALUES (4, 'Idea', '2020-01-01');
SELECT setval(pg_get_serial_sequence('registry.option_right', 'id'), 100, false) AS first_right;
SELECT pg_temp.right_of(2, 'Anna', 'max 10, 2020-01-01..2021-12-31, from purchase, notice 90 days') AS anna, pg_temp.right_of(1, 'Lead', 'max 2, 2020-01-01..2020-12-31, from purchase') AS lead;
SELECT registry.name_option(1, 3, 'Berit', 'max 5000.00 NOK, 2020-01-01.., from purchase', '2019-06-01', unit_price => 900, price_currency => 'NOK', max_unit_cost => 1000) AS berit;
SELECT registry.exercise_option(101, 2, effective_on => '2020-01-15') IS NOT NULL AS lead_bought, registry.exercise_option(100, 1, effective_on => '2020-03-01') IS NOT NULL AS anna_bought;
SELECT registry.raise_option(100, 'Art. 72(1)(a)', units => 5, effective_on => '2020-04-01') IS NOT NULL AS raised;

-- --- parties ----------------------------------------------------------------------------------
\set parties 'SELECT x.party ->> \'id\' AS id, x.party ->> \'name\' AS name, x.party #>> \'{details,classifications,0,id}\' AS level, x.party -> \'roles\' AS roles FROM jsonb_array_elements(registry.ocds_release_json(:partnership) -> \'parties\') AS x(party) ORDER BY 2;'
\set partnership 1
SET innopart.as_of = '2019-03-01';
:parties
-- the holder of an option follows and holds; it is written out as a buyer only where it is lead
SET innopart.as_of = '2020-06-30';
:parties
SELECT count(*) AS holders_as_buyers FROM report.ocds_release r, jsonb_array_elements(r.release_json::jsonb -> 'parties') AS x(party)
WHERE x.party -> 'roles' ? 'optionHolder' AND x.party -> 'roles' ? 'buyer' AND NOT x.party -> 'roles' ? 'leadBuyer';
-- the buyer is the lead, also where somebody with a lower number buys with it; who has left follows no more
\set partnership 3
SET innopart.as_of = '2019-08-31';
:parties
SET innopart.as_of = '2019-09-01';
SELECT p.party ->> 'name' AS name FROM jsonb_array_elements(registry.ocds_release_json(3) -> 'parties') AS p(party) WHERE p.party -> 'roles' ? 'follower' ORDER BY 1;
SELECT id, registry.ocds_release_json(id) -> 'buyer' AS buyer FROM registry.partnership ORDER BY id;
-- whatever refers to an organisation refers to one of the parties, before and after its number changed
CREATE VIEW pg_temp.stranger AS
SELECT r.id AS partnership_id, named.at, named.id AS refers_to
FROM report.ocds_release r
CROSS JOIN LATERAL (
    SELECT 'buyer' AS at, r.release_json::jsonb #>> '{buyer,id}' AS id
    UNION ALL SELECT 'supplier', x.value #>> '{}' FROM jsonb_path_query(r.release_json::jsonb, '$.awards[*].suppliers[*].id') AS x(value)
    UNION ALL SELECT 'holder', x.value #>> '{}' FROM jsonb_path_query(r.release_json::jsonb, '$.**.innopart_rights[*].holder.id') AS x(value)) named
WHERE named.id IS NOT NULL AND NOT r.release_json::jsonb @> jsonb_build_object('parties', jsonb_build_array(jsonb_build_object('id', named.id)));
SET innopart.as_of = '2019-12-31';
SELECT * FROM pg_temp.stranger ORDER BY 1, 2, 3;
SELECT jsonb_path_query_first(registry.ocds_release_json(1), '$.contracts[0].options.innopart_rights[0].holder') AS holder;
SET innopart.as_of = '2020-01-01';
SELECT * FROM pg_temp.stranger ORDER BY 1, 2, 3;
SELECT jsonb_path_query_first(registry.ocds_release_json(1), '$.contracts[0].options.innopart_rights[0].holder') AS holder;
SELECT jsonb_path_query_first(registry.ocds_release_json(1), '$.awards[0].suppliers[0]') AS supplier;

-- --- options ----------------------------------------------------------------------------------
\set rights 'SELECT place, x.r ->> \'id\' AS id, x.r #>> \'{holder,name}\' AS holder, x.r ->> \'maximumQuantity\' AS quantity, x.r #>> \'{unit,id}\' AS unit, x.r #>> \'{maximumValue,amount}\' AS amount, x.r #>> \'{maximumValue,currency}\' AS currency, x.r #>> \'{period,startDate}\' AS starts, x.r #>> \'{period,endDate}\' AS ends, x.r ->> \'terms\' AS terms, x.r ->> \'status\' AS status FROM (SELECT registry.ocds_release_json(1) AS release) o CROSS JOIN LATERAL (SELECT \'tender\' AS place, t.r FROM jsonb_path_query(o.release, \'$.tender.options.innopart_rights[*]\') AS t(r) UNION ALL SELECT \'contract \' || (c.contract ->> \'id\'), r.value FROM jsonb_array_elements(o.release -> \'contracts\') AS c(contract), jsonb_array_elements(c.contract #> \'{options,innopart_rights}\') AS r(value)) AS x(place, r) ORDER BY 2;'
-- named in the procurement documents; no option before
SET innopart.as_of = '2019-05-31';
SELECT registry.ocds_release_json(1) #> '{tender,hasOptions}' IS NULL AS without_options;
SET innopart.as_of = '2019-06-01';
SELECT registry.ocds_release_json(1) #> '{tender,hasOptions}' AS has_options;
:rights
-- granted by the contract, except for the one that names no contract; the last day to act is ninety days before the window's end
SET innopart.as_of = '2019-09-01';
:rights
-- drawn, exhausted, and raised by five
SET innopart.as_of = '2020-06-30';
SELECT registry.ocds_release_json(1) #> '{contracts,0,hasOptions}' AS has_options;
:rights
SET innopart.as_of = '2021-10-03';
:rights

-- --- tender, awards, contracts, milestones -----------------------------------------------------
\set stages 'SELECT r.id, r.ocid, r.release_code, r.release_date, r.release_json::jsonb ->> \'ocid\' AS told_ocid, r.release_json::jsonb -> \'tag\' AS tag, r.release_json::jsonb #>> \'{tender,status}\' AS tender, r.release_json::jsonb #> \'{tender,value}\' AS value, jsonb_path_query_array(r.release_json::jsonb, \'$.contracts[*].status\') AS contracts FROM report.ocds_release r ORDER BY r.id;'
SET innopart.as_of = '2018-01-01';
:stages
SET innopart.as_of = '2018-02-01';
:stages
SET innopart.as_of = '2018-04-01';
:stages
SET innopart.as_of = '2018-06-01';
:stages
-- a contract of a partner that was ended is over, and so is one whose last day has passed
SET innopart.as_of = '2019-06-06';
:stages
SET innopart.as_of = '2020-12-31';
:stages
SET innopart.as_of = '2021-01-01';
SELECT x.c ->> 'id' AS contract, x.c ->> 'status' AS status, x.c #>> '{period,startDate}' AS starts, x.c #>> '{period,endDate}' AS ends, x.c ->> 'dateSigned' AS signed, x.c #> '{value}' AS value
FROM report.ocds_release r, jsonb_array_elements(r.release_json::jsonb -> 'contracts') AS x(c) ORDER BY 1;
-- milestones: targets by contract as last judged, meetings held
SET innopart.as_of = '2019-12-31';
SELECT c.contract ->> 'id' AS contract, m.value ->> 'title' AS target, m.value ->> 'status' AS status, m.value ->> 'dueDate' AS due, m.value ->> 'dateMet' AS met
FROM report.ocds_release r, jsonb_array_elements(r.release_json::jsonb -> 'contracts') AS c(contract), jsonb_array_elements(c.contract -> 'milestones') AS m(value) ORDER BY 1, m.value ->> 'id';
SELECT id, registry.ocds_release_json(id) -> 'planning' AS planning FROM registry.partnership ORDER BY id;

-- --- a restart names what it restarts -----------------------------------------------------------
SELECT id, registry.ocds_release_json(id) -> 'relatedProcesses' AS related FROM registry.partnership WHERE id IN (2, 3) ORDER BY id;

-- --- valid JSON whatever is in it and however the session writes days ---------------------------
UPDATE registry.partnership SET title = E'Quote " back\\slash\nnew line' WHERE id = 4;
SET innopart.as_of = '2020-06-30';
SELECT r.id, jsonb_typeof(r.release_json::jsonb) AS is, r.release_json::jsonb = registry.ocds_release_json(r.id) AS same, r.release_json::jsonb #>> '{tender,title}' = r.partnership_title AS same_title,
    r.release_json::jsonb ->> 'id' = r.release_code AS same_code FROM report.ocds_release r ORDER BY r.id;
CREATE TEMP TABLE release_iso AS SELECT r.id, r.release_json FROM report.ocds_release r;
SET datestyle = 'SQL, DMY';
SELECT count(*) FILTER (WHERE i.release_json = r.release_json) AS same, count(*) AS releases FROM report.ocds_release r JOIN release_iso i ON i.id = r.id;
SET datestyle = ISO;
SET innopart.language = 'nb';
SELECT bool_and(i.release_json = r.release_json) AS codes_are_codes FROM report.ocds_release r JOIN release_iso i ON i.id = r.id;
RESET innopart.language;

-- --- what was known when --------------------------------------------------------------------------
SELECT clock_timestamp() AS before_late \gset
INSERT INTO registry.contract_change (partnership_id, partner_contract_id, amount, ends_on, legal_basis, effective_on) VALUES (3, 31, 250, '2021-06-30', 'Art. 72(1)(a)', '2020-12-01');
SELECT registry.waive_option(100, effective_on => '2020-05-01') IS NOT NULL AS waived_late;
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on, corrects_id, is_withdrawn)
SELECT k.partnership_id, k.organisation_id, k.role, k.effective_on, k.id, true FROM registry.participant k WHERE k.role = 'funder';
\set known 'SELECT jsonb_path_query_first(registry.ocds_release_json(3), \'$.contracts[*] ? (@.id == "31").status\') AS contract, jsonb_path_query_first(registry.ocds_release_json(3), \'$.contracts[*] ? (@.id == "31").value.amount\') AS amount, jsonb_path_query_first(registry.ocds_release_json(1), \'$.contracts[0].options.innopart_rights[*] ? (@.id == "100").status\') AS right, jsonb_path_exists(registry.ocds_release_json(1), \'$.parties[*].roles[*] ? (@ == "funder")\') AS funded;'
SET innopart.as_of = '2021-01-01';
SET innopart.known_at = :'before_late';
:known
RESET innopart.known_at;
:known
-- NULL before it began, and with the knowledge of a moment before it was recorded
SET innopart.as_of = '2018-12-31';
SELECT id, registry.ocds_release_json(id) IS NULL AS none FROM registry.partnership ORDER BY id;
SET innopart.as_of = '2020-06-30';
SET innopart.known_at = :'before_everything';
SELECT count(*) AS releases, bool_and(registry.ocds_release_json(p.id) IS NULL) AS none FROM registry.partnership p LEFT JOIN report.ocds_release r ON r.id = p.id WHERE r.id IS NULL;
RESET innopart.known_at;

DROP VIEW pg_temp.stranger;
SELECT innopart.drop_registry(force => true);
