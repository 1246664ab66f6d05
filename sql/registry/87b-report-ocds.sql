-- The record as OCDS, as reports: to read, and for the programs that read OCDS out of tables.

CREATE OR REPLACE VIEW @report@.ocds_release WITH (security_invoker = true) AS
SELECT p.id, p.title AS partnership_title, p.ocid, r.release ->> 'id' AS release_code, r.release ->> 'date' AS release_date, jsonb_pretty(r.release) AS release_json,
    p.provenance = 'illustrative' AS is_illustrative
FROM @registry@.partnership p
CROSS JOIN LATERAL (SELECT @registry@.ocds_release_json(p.id) AS release) r
WHERE r.release IS NOT NULL;
SELECT @registry@.describe_report('ocds_release',
    'The record of a partnership as OCDS-shaped JSON. One row a partnership begun by innopart.as_of(). Programs take the jsonb from ocds_release(partnership id, prefix).', ARRAY[
    ['id', 'The partnership.'], ['partnership_title', 'Its title.'], ['ocid', 'Its open contracting id; NULL when it has none.'], ['release_code', 'Id of the release, from partnership and day.'], ['release_date', 'Date of the release as OCDS writes it.'],
    ['release_json', 'The release, OCDS 1.1 with local fields for option rights.'], ['is_illustrative', 'True when the partnership''s own record has made-up values; parts of the release may be made up where this is false.']]);

CREATE OR REPLACE VIEW @report@.ocds_data WITH (security_invoker = true) AS
SELECT p.id, r.release ->> 'ocid' AS ocid, r.release ->> 'id' AS release_id, r.release ->> 'date' AS release_date,
    md5(r.release::text) AS hash_md5, r.release AS data, p.provenance = 'illustrative' AS is_illustrative
FROM @registry@.partnership p
CROSS JOIN LATERAL (SELECT @registry@.ocds_release_json(p.id, NULL, true) AS release) r
WHERE p.ocid IS NOT NULL AND r.release IS NOT NULL;
SELECT @registry@.describe_report('ocds_data',
    'Which releases can be published? One row a partnership with an ocid, begun by innopart.as_of(), in the columns of Kingfisher Process, so that its SQL, and COPY to JSON lines, work on it unchanged. A partnership without one is published once its ocid is recorded (partnership.ocid).', ARRAY[
    ['id', 'The partnership.'], ['ocid', 'Its open contracting id.'], ['release_id', 'Id of the release, from partnership and day.'], ['release_date', 'Date of the release as OCDS writes it.'],
    ['hash_md5', 'MD5 of the release, as Kingfisher Process keeps it.'], ['data', 'The release as jsonb, OCDS 1.1 with local fields for option rights: the one column of all reports that is no core type.'],
    ['is_illustrative', 'True when the partnership''s own record has made-up values; parts of the release may be made up where this is false.']]);
