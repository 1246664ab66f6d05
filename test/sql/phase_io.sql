-- phase: text, wire, parts and labels.
SET search_path = innopart, public;
\getenv srcdir PG_ABS_SRCDIR
\set ECHO none
\set helpers :srcdir '/data/try.sql'
\i :helpers
\set ECHO all

-- every phase is written as it is read
SELECT count(*) AS phases, count(*) FILTER (WHERE written::phase::text <> written) AS changed
FROM (SELECT unnest('{need,dialogue,competition,purchase,closed}'::text[])
      UNION ALL SELECT 'development.' || stage FROM generate_series(1, 99) AS stage) AS p (written);

-- white space around it and letter case do not matter
SELECT quote_nullable(text) AS text, text::phase FROM (VALUES
    (1, 'need'), (2, ' Dialogue'), (3, E'\tCOMPETITION\n'), (4, 'Development.2'), (5, E' \f\x0b\rdevelopment.99 '), (6, 'PURCHASE'), (7, 'closed')
) AS v (n, text) ORDER BY n;

-- refused, with the rule that was broken
SELECT quote_nullable(text) AS text, pg_temp.try(format('SELECT %L::innopart.phase', text)) FROM (VALUES
    (1, ''), (2, ' '), (3, 'needs'), (4, 'need assessment'), (5, 'development'), (6, 'development.'), (7, 'development.0'), (8, 'development.01'),
    (9, 'development.100'), (10, 'development.18446744073709551617'), (11, 'development.-1'), (12, 'development.1.2'), (13, 'development .1'),
    (14, 'development. 1'), (15, 'development.x'), (16, 'develop.1'), (17, '1'), (18, '2.5'), (19, 'Fase 1'), (20, 'purchase.1'), (21, 'closed.'),
    (22, 'setup'), (23, 'nee'), (24, U&'need\00A0')
) AS v (n, text) ORDER BY n;

-- the wire: four bytes, frozen
SELECT p, phase_send(p) FROM unnest('{need,dialogue,competition,development.1,development.99,purchase,closed}'::phase[]) AS p ORDER BY p;
SELECT bytes, pg_temp.read_wire('phase', bytes) FROM (VALUES
    (1, '\x00010000'::bytea), (2, '\x00040063'), (3, '\x00060000'),
    (4, '\x00000000'), (5, '\x00070000'), (6, '\x00010001'), (7, '\x00040000'), (8, '\x00040064'), (9, '\x01010000'), (10, '\xffffffff'),
    (11, '\x'), (12, '\x000100'), (13, '\x0001000000')
) AS v (n, bytes) ORDER BY n;

-- there and back by binary COPY, through the client
\getenv builddir PG_ABS_BUILDDIR
\cd :builddir
CREATE TEMP TABLE sent AS
SELECT i AS n, CASE i % 106 WHEN 100 THEN 'need' WHEN 101 THEN 'dialogue' WHEN 102 THEN 'competition' WHEN 103 THEN 'purchase' WHEN 104 THEN 'closed'
                    WHEN 105 THEN NULL WHEN 0 THEN 'need' ELSE 'development.' || i % 106 END::phase AS phase
FROM generate_series(0, 999) AS i;
CREATE TEMP TABLE received (LIKE sent);
\copy sent TO 'results/phase.copy' WITH (FORMAT binary)
\copy received FROM 'results/phase.copy' WITH (FORMAT binary)
SELECT count(*) AS rows, count(r.phase) AS phases, count(*) FILTER (WHERE s.phase IS DISTINCT FROM r.phase) AS different
FROM sent s JOIN received r USING (n);

-- parts
SELECT p, kind(p), stage(p), phase_order(p) FROM unnest('{need,dialogue,competition,development.1,development.99,purchase,closed}'::phase[]) AS p ORDER BY p;

-- labels: in a language, and in the session's
SELECT p, label(p, 'en') AS en, label(p, 'nb') AS nb, label(p, 'nn') AS nn
FROM unnest('{need,dialogue,competition,development.1,development.99,purchase,closed}'::phase[]) AS p ORDER BY p;
SELECT label('development.2'::phase);
SET innopart.language = 'nb';
SELECT label('development.2'::phase);
RESET innopart.language;
SELECT language, pg_temp.try(format('SELECT innopart.label(''need''::innopart.phase, %L)', language))
FROM (VALUES (1, 'NB'), (2, 'no'), (3, ''), (4, NULL)) AS v (n, language) ORDER BY n;

-- what may follow what
SELECT p AS current, array(SELECT next_phases(p)) AS next
FROM unnest('{need,dialogue,competition,development.1,development.2,development.98,development.99,purchase,closed}'::phase[]) AS p ORDER BY p;
-- next_phases() and may_follow() are one rule, over all pairs
WITH line AS (SELECT DISTINCT phase FROM sent WHERE phase IS NOT NULL)
SELECT count(*) AS pairs, count(*) FILTER (WHERE may_follow(n.phase, c.phase)) AS legal,
    count(*) FILTER (WHERE may_follow(n.phase, c.phase) <> (n.phase IN (SELECT next_phases(c.phase)))) AS disagreeing
FROM line c, line n;
SELECT may_follow(NULL, 'need'::phase) AS nothing, (SELECT count(*) FROM next_phases(NULL)) AS none;
-- twice in one query, each at its own pace
SELECT a, b FROM ROWS FROM (next_phases('need'), next_phases('purchase')) AS r (a, b);
