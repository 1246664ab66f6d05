-- A release by the mapping of doc/ocds.md: what stands where, what local => false leaves out, what is
-- refused.  That releases are valid OCDS is test/t/ocds_schema.pl's.
SET client_min_messages = warning;
SELECT innopart.create_registry();
\getenv srcdir PG_ABS_SRCDIR
\set small :srcdir '/data/small_partnership.sql'
\set restarted :srcdir '/data/restarted_partnership.sql'
\set rich :srcdir '/data/ocds/rich_partnership.sql'
\set ECHO none
\i :small
\i :restarted
\i :rich
\set ECHO all
SELECT registry.ocds_release(1, 'ocds-abc123', '2020-12-31') AS small, registry.ocds_release(1, 'ocds-abc123', '2020-12-31', false) AS small_standard,
    registry.ocds_release(3, 'ocds-abc123', '2020-12-31') AS restart \gset

-- --- ids ------------------------------------------------------------------------------------
SELECT r ->> 'ocid' AS ocid, r ->> 'id' AS id, r ->> 'date' AS date, r -> 'tag' AS tag, r -> 'relatedProcesses' AS related FROM (VALUES (:'small'::jsonb), (:'restart')) AS x(r);
-- an ocid is for ever: a partnership keeps its own, whatever prefix is asked for, and needs none
UPDATE registry.partnership SET ocid = 'ocds-own000-1' WHERE id = 1;
SELECT registry.ocds_release(1, 'ocds-abc123') ->> 'ocid' AS kept, registry.ocds_release(1, NULL) ->> 'ocid' AS without_prefix;
SELECT pg_temp.try('SELECT registry.ocds_release(3, NULL)') AS without_prefix, pg_temp.try('SELECT registry.ocds_release(3, ''storvik'')') AS no_prefix;
SELECT pg_temp.try('SELECT registry.ocds_release(77, ''ocds-abc123'')') AS no_partnership, pg_temp.try('SELECT registry.ocds_release(3, ''ocds-abc123'', NULL)') AS no_day;
SELECT registry.ocds_release(1, 'ocds-abc123', '2018-12-31') IS NULL AS not_begun;
-- as_of is innopart.as_of where it is left out, and is put back afterwards
SET innopart.as_of = '2019-12-31';
SELECT registry.ocds_release(1, 'ocds-abc123') ->> 'date' AS as_of, registry.ocds_release(1, 'ocds-abc123', '2020-01-31') ->> 'date' AS given, innopart.as_of() AS afterwards;
RESET innopart.as_of;
-- the same whatever the session is set to
SET datestyle = 'German, DMY'; SET timezone = 'Asia/Tokyo'; SET intervalstyle = 'postgres_verbose'; SET bytea_output = 'escape'; SET innopart.language = 'nn';
SELECT registry.ocds_release(1, 'ocds-abc123', '2020-12-31') - 'ocid' = :'small'::jsonb - 'ocid' AS same;
RESET datestyle; RESET timezone; RESET intervalstyle; RESET bytea_output; RESET innopart.language;

-- --- who takes part -------------------------------------------------------------------------
\set parties 'SELECT p ->> \'id\' AS id, p ->> \'name\' AS name, p #>> \'{address,countryName}\' AS country, p -> \'additionalIdentifiers\' AS others, p -> \'roles\' AS roles, p -> \'innopart_participation\' AS participation FROM jsonb_array_elements(:release -> \'parties\') AS p;'
\set release ':\'small\'::jsonb'
:parties
\set release ':\'small_standard\'::jsonb'
:parties
\set release ':\'restart\'::jsonb'
:parties
-- a number is told from the day it is valid
SELECT d, jsonb_path_query_array(registry.ocds_release(1, 'ocds-abc123', d), '$.parties[*] ? (@.name == "Anna").**.id ? (@ starts with "9" || @ starts with "8")') AS numbers FROM unnest('{2019-12-31,2020-01-01}'::date[]) d;
SELECT :'restart'::jsonb -> 'buyer' AS buyer, :'restart'::jsonb #> '{tender,procuringEntity}' AS procuring_entity;

-- --- the notice -----------------------------------------------------------------------------
SELECT jsonb_pretty((:'restart'::jsonb -> 'tender') - '{documents,milestones}'::text[]);
SELECT jsonb_pretty(:'small'::jsonb #> '{tender,lots}') AS one_lot_where_none_is_stated;
SELECT d ->> 'id' AS id, d ->> 'title' AS title, d ->> 'documentType' AS type, d ->> 'url' AS url FROM jsonb_array_elements(:'small'::jsonb #> '{tender,documents}') AS d;
SELECT jsonb_pretty(:'small'::jsonb -> 'planning');

-- --- awards, contracts, options -------------------------------------------------------------
SELECT a FROM jsonb_array_elements(:'restart'::jsonb -> 'awards') AS a;
SELECT c - '{options,milestones,implementation,amendments}'::text[] AS contract, c -> 'amendments' AS amendments FROM jsonb_array_elements(:'restart'::jsonb -> 'contracts') AS c;
SELECT c ->> 'id' AS contract, m ->> 'id' AS milestone, m ->> 'type' AS type, m ->> 'code' AS code, m ->> 'title' AS title, m ->> 'status' AS status, m ->> 'dateMet' AS met
FROM jsonb_array_elements(:'restart'::jsonb -> 'contracts') AS c, jsonb_array_elements(c -> 'milestones') AS m;
SELECT c ->> 'id' AS contract, m ->> 'id' AS milestone, m ->> 'description' AS agreed, m ->> 'status' AS status, m ->> 'dateMet' AS met
FROM jsonb_array_elements(:'restart'::jsonb -> 'contracts') AS c, jsonb_array_elements(c #> '{implementation,milestones}') AS m;
SELECT t FROM jsonb_array_elements(:'restart'::jsonb -> 'contracts') AS c, jsonb_array_elements(c #> '{implementation,transactions}') AS t;
-- a purchase under an option is a contract that extends the one that granted it, and says who bought
SELECT regexp_replace(c::text, 'purchase-\d+', 'purchase-N') AS contract FROM jsonb_array_elements(:'small'::jsonb -> 'contracts') AS c WHERE c ? 'extendsContractID';
SELECT o ->> 'description' AS description, o -> 'period' AS period FROM (SELECT :'small'::jsonb #> '{contracts,0,options}') AS x(o);
SELECT regexp_replace(jsonb_pretty(r), 'purchase-\d+', 'purchase-N') FROM jsonb_array_elements(:'small'::jsonb #> '{contracts,0,options,innopart_rights}') AS r;
SELECT :'small'::jsonb #> '{tender,options}' AS only_named;
SELECT :'small_standard'::jsonb #> '{contracts,0,options}' AS standard_options, :'small_standard'::jsonb #> '{tender,options}' AS standard_named,
    jsonb_array_length(:'small_standard'::jsonb -> 'contracts') AS contracts, :'small_standard'::text ~ 'innopart' AS anything_of_ours;

-- --- the record -----------------------------------------------------------------------------
SELECT f ->> 'fact' AS fact, count(*) FROM jsonb_array_elements(:'small'::jsonb #> '{innopart_record,facts}') AS f GROUP BY 1 ORDER BY 1;
SELECT DISTINCT k FROM jsonb_array_elements(:'small'::jsonb #> '{innopart_record,facts}') AS f, jsonb_object_keys(f) AS k ORDER BY 1;
SELECT :'small'::jsonb #> '{innopart_record,partnership}' AS partnership, :'small'::jsonb #> '{innopart_record,successions}' AS successions;
-- what is not open to everybody is nowhere, and neither is who recorded what
SELECT :'small'::text ~ 'zealously|Secret' AS secret_told, :'small'::text ~ ('"(recorded_by|recorded_at)"|"' || session_user || '"') AS recorder_told;
-- a fact of a day to come is not told, and neither is what rests on it
SELECT f ->> 'fact' AS fact, f ->> 'id' AS id FROM jsonb_array_elements(registry.ocds_release(1, 'ocds-abc123', '2019-08-31') #> '{innopart_record,facts}') AS f
WHERE f ->> 'fact' IN ('partner_contract', 'target', 'option_right', 'option_event', 'track_event') ORDER BY 1, 2;

-- --- the package ----------------------------------------------------------------------------
SELECT p - 'releases' AS package, jsonb_path_query_array(p, '$.releases[*].ocid') AS ocids
FROM (SELECT registry.ocds_package('{3,2,1}', 'ocds-abc123', '{"name": "Storvik kommune"}', 'https://storvik.example/ocds.json', '2020-12-31') AS p) x;
SELECT registry.ocds_package('{1}', 'ocds-abc123', '{"name": "Storvik kommune"}', 'https://storvik.example/ocds.json', '2010-12-31') AS none_begun;
SELECT pg_temp.try($$SELECT registry.ocds_package('{1}', 'ocds-abc123', '{}', 'https://storvik.example')$$) AS no_publisher, pg_temp.try($$SELECT registry.ocds_package('{1}', 'ocds-abc123', '{"name": "S"}', 'not a uri')$$) AS no_uri,
    pg_temp.try($$SELECT registry.ocds_package('{1,77}', 'ocds-abc123', '{"name": "S"}', 'https://storvik.example')$$) AS no_partnership;
-- as Kingfisher Process has it
SET innopart.as_of = '2020-12-31';
SELECT ocid, release_id, release_date, hash_md5 = md5(data::text) AS hashed, data = registry.ocds_release(id, NULL) AS same, jsonb_typeof(data) AS is FROM report.ocds_data ORDER BY ocid;

SELECT innopart.drop_registry(force => true);
