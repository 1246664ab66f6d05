-- Memory: a hundred thousand calls of a C function leave nothing behind, neither in the session nor in
-- the query they are made from.
SET search_path = innopart, public;

-- an argument of each type that functions take
CREATE TEMP TABLE sample AS
SELECT p.phase, p.phase::text AS phase_text, (ARRAY['964965226', '820852982'])[1 + n % 2]::orgnr AS orgnr,
    format('max %s, min 5, 2025-06-01..2027-12-31, from purchase, notice 30 days', 40 + n % 100)::option_right AS "right",
    option_event_position('exercised', '2025-07-01', 1 + n % 10, 5.5, 'NOK', NULL, NULL) AS position,
    phaserange('need', p.phase, '[]') AS range, ARRAY[phaserange('need', p.phase, '[]')] AS ranges, phasemultirange(phaserange('need', p.phase, '[]')) AS multirange,
    daterange('2025-01-01', '2026-01-01' ) AS days, date '2025-07-01' + n % 100 AS day, timestamptz '2025-07-01 12:00+00' AS moment,
    1 + n % 3 AS number, 1 + (n % 3)::bigint AS units, 5.5 + n % 3 AS amount, text 'NOK' AS text, n % 2 = 0 AS flag,
    option_event_kind 'exercised' AS kind, partnership_stage 'need' AS stage, track_state 'passed' AS state
FROM generate_series(1, 101000) AS n, LATERAL (SELECT (ARRAY['need', 'development.2', 'purchase'])[1 + n % 3]::phase) AS p(phase);
CREATE TEMP TABLE argument (type regtype, expression text);
INSERT INTO argument VALUES ('phase', 'phase'), ('orgnr', 'orgnr'), ('option_right', '"right"'), ('option_position', 'position'), ('phaserange', 'range'),
    ('phaserange[]', 'ranges'), ('phasemultirange', 'multirange'), ('daterange', 'days'), ('date', 'day'), ('timestamptz', 'moment'), ('integer', 'number'),
    ('bigint', 'units'), ('numeric', 'amount'), ('text', 'text'), ('boolean', 'flag'), ('option_event_kind', 'kind'), ('partnership_stage', 'stage'),
    ('track_state', 'state'), ('anyenum', 'stage');

-- a call of each; the text readers, and who takes only certain words, by hand
CREATE TEMP TABLE call AS
SELECT p.oid::regprocedure::text AS name, p.prokind = 'a' AS is_aggregate,
    CASE p.proname WHEN 'phase_in' THEN 'phase_in(textout(phase::text))' WHEN 'orgnr_in' THEN 'orgnr_in(textout(orgnr::text))'
        WHEN 'option_right_in' THEN 'option_right_in(textout("right"::text))' WHEN 'option_position_in' THEN 'option_position_in(textout(position::text))'
        WHEN 'orgnr_is_valid' THEN 'orgnr_is_valid(orgnr::text)' WHEN 'label' THEN replace(c.call, 'text', '''nb''')
        WHEN 'phaserange' THEN replace(c.call, 'text', '''[]''')
        WHEN 'option_right' THEN 'option_right(max_units => units, opens_on => day, closes_on => day + 9)'
        ELSE c.call END AS call
FROM pg_depend d JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid JOIN pg_language l ON l.oid = p.prolang
CROSS JOIN LATERAL (
    SELECT format('%s(%s)', p.oid::regproc, coalesce(string_agg(a.expression, ', ' ORDER BY n), '')) AS call, count(*) FILTER (WHERE a.type IS NULL AND t.type IS NOT NULL) AS missing
    FROM unnest(p.proargtypes) WITH ORDINALITY AS t(type, n) LEFT JOIN argument a ON a.type = t.type) c
WHERE d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'innopart') AND d.deptype = 'e' AND (l.lanname = 'c' OR p.prokind = 'a')
  AND (c.missing = 0 OR p.proname LIKE '%\_in') AND p.prorettype <> 'trigger'::regtype;

CREATE FUNCTION pg_temp.used_bytes() RETURNS bigint LANGUAGE sql VOLATILE RETURN (SELECT sum(used_bytes) FROM pg_backend_memory_contexts);
-- bytes in use when a query has made so many calls and is not yet over
CREATE FUNCTION pg_temp.used_after(is_aggregate boolean, call text, count integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    bytes bigint;
BEGIN
    EXECUTE format('SELECT pg_temp.used_bytes(), result FROM (' || CASE WHEN is_aggregate THEN 'SELECT %s AS result FROM (SELECT * FROM sample LIMIT %s) s'
                   ELSE 'SELECT count(each) AS result FROM (SELECT %s AS each FROM sample LIMIT %s) s' END || ') called', call, count) INTO bytes;
    RETURN bytes;
END $$;
CREATE FUNCTION pg_temp.growth(is_aggregate boolean, call text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    before bigint;
BEGIN
    -- the first fills caches
    PERFORM pg_temp.used_after(is_aggregate, call, 1000);
    before := pg_temp.used_after(is_aggregate, call, 1000);
    RETURN pg_temp.used_after(is_aggregate, call, 101000) - before;
END $$;

CREATE TEMP TABLE grown AS SELECT name, pg_temp.growth(is_aggregate, call) AS bytes FROM call;
SELECT count(*) > 140 AS called FROM grown;
-- a byte a call would be a hundred thousand
SELECT name, bytes AS left_behind FROM grown WHERE bytes > 50000 ORDER BY name COLLATE "C";

-- not called: what only the server, or the ledger's trigger, can
SELECT p.oid::regprocedure AS not_called
FROM pg_depend d JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid JOIN pg_language l ON l.oid = p.prolang
WHERE d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'innopart') AND d.deptype = 'e' AND l.lanname = 'c'
  AND NOT EXISTS (SELECT FROM call c WHERE c.name = p.oid::regprocedure::text)
ORDER BY p.oid::regprocedure::text COLLATE "C";

-- the wire's readers: by binary COPY, whose trigger looks before it is over
CREATE TEMP TABLE received (phase phase, orgnr orgnr, "right" option_right, position option_position);
CREATE TEMP TABLE copied (rows bigint, bytes bigint);
CREATE FUNCTION pg_temp.look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO copied SELECT (SELECT count(*) FROM received), pg_temp.used_bytes();
    RETURN NULL;
END $$;
CREATE TRIGGER look AFTER INSERT ON received FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.look();
\getenv builddir PG_ABS_BUILDDIR
\cd :builddir
\copy (SELECT phase, orgnr, "right", position FROM sample LIMIT 2000) TO 'results/memory_few.copy' WITH (FORMAT binary)
\copy (SELECT phase, orgnr, "right", position FROM sample) TO 'results/memory.copy' WITH (FORMAT binary)
\copy received FROM 'results/memory_few.copy' WITH (FORMAT binary)
\copy received FROM 'results/memory_few.copy' WITH (FORMAT binary)
\copy received FROM 'results/memory.copy' WITH (FORMAT binary)
SELECT rows, CASE WHEN rows > 4000 AND bytes - lag(bytes) OVER (ORDER BY rows) > 50000 THEN bytes - lag(bytes) OVER (ORDER BY rows) END AS left_behind FROM copied ORDER BY rows;
\! rm -f results/memory.copy results/memory_few.copy
