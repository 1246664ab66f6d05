-- The clock: innopart.as_of, known_at, time_zone and language.
SET search_path = innopart, public;
SET datestyle = 'ISO';
SET timezone = 'UTC';
\getenv srcdir PG_ABS_SRCDIR
\set ECHO none
\set helpers :srcdir '/data/try.sql'
\i :helpers
\set ECHO all

-- unless set: today where the contracts are, all that is known, English
SELECT as_of() = (transaction_timestamp() AT TIME ZONE 'Europe/Oslo')::date AS today, known_at(), time_zone(), language();
SHOW innopart.as_of;
SHOW innopart.time_zone;

-- today is innopart.time_zone's, not TimeZone's: these two are 26 hours apart, so never on one day
SET innopart.time_zone = 'Pacific/Kiritimati';
SET timezone = 'Etc/GMT+12';
SELECT as_of() > current_date AS is_ahead, as_of() = (transaction_timestamp() AT TIME ZONE 'Pacific/Kiritimati')::date AS today;
SET innopart.time_zone = 'Etc/GMT+12';
SET timezone = 'Pacific/Kiritimati';
SELECT as_of() < current_date AS is_behind, as_of() = (transaction_timestamp() AT TIME ZONE 'Etc/GMT+12')::date AS today;
SET timezone = 'UTC';
-- within one transaction, too
BEGIN;
SELECT as_of() = (transaction_timestamp() AT TIME ZONE 'Etc/GMT+12')::date AS today;
SET LOCAL innopart.time_zone = 'Pacific/Kiritimati';
SELECT as_of() = (transaction_timestamp() AT TIME ZONE 'Pacific/Kiritimati')::date AS today;
ROLLBACK;
SELECT time_zone();
RESET innopart.time_zone;

-- any day, and back
SET innopart.as_of = '2018-12-31';
SELECT as_of();
BEGIN;
SET LOCAL innopart.as_of = '2016-02-29';
SELECT as_of();
SAVEPOINT later;
SET LOCAL innopart.as_of = '';
SELECT as_of() = (transaction_timestamp() AT TIME ZONE 'Europe/Oslo')::date AS today;
ROLLBACK TO later;
SELECT as_of();
COMMIT;
SELECT as_of();
SET innopart.as_of = '0001-01-01';
SELECT as_of();
SET innopart.as_of = '9999-12-31';
SELECT as_of();

-- any moment: on the clock of innopart.time_zone unless an offset is stated, whatever TimeZone says
CREATE FUNCTION pg_temp.known_at(setting text) RETURNS timestamptz VOLATILE LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('innopart.known_at', setting, false);
    RETURN innopart.known_at();
END $$;
SELECT setting, pg_temp.known_at(setting) FROM (VALUES
    (1, '2018-12-31 23:59:59'), (2, '2018-07-31T23:59:59'), (3, '2018-12-31'), (4, '2018-12-31 23:59:59.123456+01'), (5, '2018-12-31 22:59:59Z'),
    (6, '2018-12-31 18:29:59-04:30')) AS v (n, setting) ORDER BY n;
-- the hour that Oslo skips, and the one it has twice
SELECT setting, pg_temp.known_at(setting), pg_temp.known_at(setting) = (setting::timestamp AT TIME ZONE 'Europe/Oslo') AS as_the_server_has_it
FROM (VALUES (1, '2018-03-25 02:30'), (2, '2018-10-28 02:30')) AS v (n, setting) ORDER BY n;
SET innopart.known_at = '2018-12-31 12:00';
SET timezone = 'Asia/Tokyo';
SET datestyle = 'German, DMY';
SELECT known_at() = '2018-12-31 12:00+01' AS same;
SET datestyle = 'ISO';
SET timezone = 'UTC';
SET innopart.time_zone = 'America/New_York';
SELECT known_at();
RESET innopart.time_zone;
SELECT known_at();
-- what the server writes is read back
SELECT pg_temp.known_at(transaction_timestamp()::text) = transaction_timestamp() AS same;
RESET innopart.known_at;
SELECT known_at();

-- nonsense is refused, and what was set before stays
SET innopart.as_of = '2018-12-31';
SET innopart.known_at = '2018-12-31 12:00Z';
SELECT query, pg_temp.try(query) FROM (VALUES
    (1, $$SET innopart.as_of = 'today'$$), (2, $$SET innopart.as_of = '2019-02-29'$$), (3, $$SET innopart.as_of = '31.12.2018'$$), (4, $$SET innopart.as_of = '2018-12-31 12:00'$$),
    (5, $$SET innopart.as_of = ' 2018-12-31'$$), (6, $$SET innopart.as_of = 'infinity'$$), (7, $$SET innopart.as_of = '10000-01-01'$$), (8, $$SET innopart.as_of = 20181231$$),
    (9, $$SET innopart.known_at = 'now'$$), (10, $$SET innopart.known_at = '2018-12-31 25:00'$$), (11, $$SET innopart.known_at = '2018-12-31 12:00 CET'$$),
    (12, $$SET innopart.known_at = '2018-12-31 12:00 Nowhere/Land'$$), (13, $$SET innopart.known_at = 'infinity'$$), (14, $$SET innopart.known_at = '12/31/2018 12:00'$$),
    (15, $$SET innopart.time_zone = ''$$), (16, $$SET innopart.time_zone = 'Nowhere/Land'$$),
    (18, $$SET innopart.language = 'no'$$), (19, $$SET innopart.language = ''$$), (20, $$SET innopart.as_off = '2018-12-31'$$)
) AS v (n, query) ORDER BY n;
SELECT as_of(), known_at(), time_zone(), language();
\set VERBOSITY default
SET innopart.as_of = '2018-13-01';
SET innopart.known_at = 'yesterday';
SET innopart.time_zone = 'Oslo';
SET innopart.language = 'norsk';

-- a zone by any case, by its canonical name
SET innopart.time_zone = 'europe/oslo';
SELECT time_zone();

-- the day that counts (a window to 2021-12-31 inclusive, in Oslo)
SELECT at, local_day(at::timestamptz) FROM (VALUES
    (1, '2021-12-31 23:30+01'), (2, '2021-12-31 23:30+00'), (3, '2022-01-03 00:00+01'), (4, '2018-07-01 22:00+00'), (5, '2018-07-01 21:59:59.999999+00'),
    (6, 'infinity'), (7, '-infinity'), (8, '4713-11-24 12:00+00 BC'), (9, '294276-12-31 12:00+00')) AS v (n, at) ORDER BY n;
SELECT local_day(NULL) IS NULL AS unknown;
RESET innopart.time_zone;

-- a function keeps its own clock
CREATE FUNCTION pg_temp.on_new_years_day() RETURNS date LANGUAGE sql SET innopart.as_of = '2020-01-01' AS 'SELECT innopart.as_of()';
SELECT as_of() AS before, pg_temp.on_new_years_day() AS within, as_of() AS after;
CREATE FUNCTION pg_temp.never() RETURNS date LANGUAGE sql SET innopart.as_of = '2020-01-32' AS 'SELECT innopart.as_of()';

-- parallel workers have the leader's clock
CREATE TABLE regress_day AS SELECT date '2018-01-01' + i AS day FROM generate_series(0, 999) AS i;
ALTER TABLE regress_day SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SET innopart.as_of = '2018-01-10';
SET innopart.known_at = '2018-01-05 00:30';
SET innopart.time_zone = 'Asia/Tokyo';
SELECT pg_temp.plan_has('%Parallel Seq Scan%', 'SELECT count(*) FROM regress_day WHERE day <= innopart.as_of()') AS is_parallel;
SELECT count(*) FILTER (WHERE day <= as_of()) AS by_then, count(*) FILTER (WHERE day <= known_at() AT TIME ZONE 'UTC') AS known,
    count(*) FILTER (WHERE time_zone() = 'Asia/Tokyo') AS in_tokyo, count(*) FILTER (WHERE label('closed'::phase) = 'Closed') AS in_english
FROM regress_day;
SET innopart.language = 'nn';
SELECT count(*) FILTER (WHERE label('closed'::phase) = 'Avslutta') AS in_nynorsk FROM regress_day;
DROP TABLE regress_day;

-- a client can set the clock when it connects, before the library is there
\c -reuse-previous=on "options='-c innopart.as_of=2018-12-31 -c innopart.known_at=2019-01-01T12:00 -c innopart.language=nb'"
SET timezone = 'UTC';
SET datestyle = 'ISO';
SELECT innopart.as_of(), innopart.known_at(), innopart.label('closed'::innopart.phase);
-- nonsense set before that is refused by the library with a warning, and does not count
\c -reuse-previous=on "options='-c innopart.as_of=tomorrow -c innopart.as_off=2018-12-31'"
SELECT innopart.as_of() = (transaction_timestamp() AT TIME ZONE 'Europe/Oslo')::date AS today;
\c -reuse-previous=on "options="

-- anybody may ask, and set their own clock
CREATE ROLE regress_clock_reader;
SET ROLE regress_clock_reader;
SET innopart.as_of = '2018-12-31';
SET datestyle = 'ISO';
SELECT innopart.as_of(), innopart.time_zone();
-- but not when a day begins, neither now nor before the library is there, unless they are let
SET innopart.time_zone = 'X-167';
\c
SET SESSION AUTHORIZATION regress_clock_reader;
SET innopart.time_zone = 'X-167';
SELECT innopart.time_zone();
RESET SESSION AUTHORIZATION;
GRANT SET ON PARAMETER innopart.time_zone TO regress_clock_reader;
SET ROLE regress_clock_reader;
SET innopart.time_zone = 'Asia/Tokyo';
SELECT innopart.time_zone();
RESET ROLE;
REVOKE SET ON PARAMETER innopart.time_zone FROM regress_clock_reader;
DROP ROLE regress_clock_reader;
