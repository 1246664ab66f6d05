-- phaserange and phasemultirange.
SET search_path = innopart, public;
\getenv srcdir PG_ABS_SRCDIR
\set ECHO none
\set helpers :srcdir '/data/try.sql'
\i :helpers
\set ECHO all

-- one form for all ways to write a range
SELECT text, text::phaserange FROM (VALUES
    (1, '[need,purchase)'), (2, '(need,purchase]'), (3, '[development.1,development.3]'), (4, '(competition,development.3]'), (5, '[development.99,development.99]'),
    (6, '[need,closed]'), (7, '[need,closed)'), (8, '[closed,closed]'), (9, '(closed,)'), (10, '(purchase,closed]'), (11, '(,need]'), (12, '(,need)'),
    (13, '(,closed]'), (14, '(,)'), (15, 'empty'), (16, '(need,dialogue)'), (17, '[purchase,purchase)'), (18, '(closed,closed]')
) AS v (n, text) ORDER BY n;
SELECT text, pg_temp.try(format('SELECT %L::innopart.phaserange', text)) FROM (VALUES
    (1, '[purchase,need]'), (2, '[1,2)'), (3, '[development,)'), (4, 'need')) AS v (n, text) ORDER BY n;

-- equal ranges hold equal phases: all ranges with both bounds, against the phases they hold
CREATE TEMP TABLE line AS
SELECT place, CASE place WHEN 1 THEN 'need' WHEN 2 THEN 'dialogue' WHEN 3 THEN 'competition' WHEN 103 THEN 'purchase' WHEN 104 THEN 'closed'
                         ELSE 'development.' || place - 3 END::phase AS phase
FROM generate_series(1, 104) AS place;
CREATE TEMP TABLE ranges AS
SELECT phaserange(a.phase, b.phase, bounds) AS range, a.place + (bounds LIKE '(%')::integer AS first, b.place - (bounds LIKE '%)')::integer AS last
FROM line a JOIN line b ON a.place <= b.place, unnest('{[],[),(],()}'::text[]) AS bounds
WHERE a.place % 7 IN (0, 1) AND b.place % 7 IN (2, 6) OR a.place > 100 OR b.place < 6;
SELECT count(*) AS ranges, count(DISTINCT range) AS distinct_ranges, count(DISTINCT CASE WHEN first <= last THEN (first, last) END) + 1 AS distinct_stretches FROM ranges;
SELECT count(*) FILTER (WHERE (l.phase <@ r.range) <> (l.place BETWEEN r.first AND r.last)) AS wrong FROM ranges r, line l;
SELECT count(*) FILTER (WHERE isempty(range) <> (first > last)) AS wrong FROM ranges;

-- operators and functions of ranges work on it
SELECT '[development.1,purchase)'::phaserange @> 'development.42'::phase AS holds, '[need,dialogue]'::phaserange -|- '[competition,closed]'::phaserange AS meets,
    '[need,competition]'::phaserange && '[competition,)'::phaserange AS overlaps, '[need,competition]'::phaserange * '[dialogue,)'::phaserange AS both,
    lower('(need,closed]'::phaserange), upper('(need,closed]'::phaserange), upper_inf('(need,closed]'::phaserange);
SELECT '{[need,need],[dialogue,dialogue],[purchase,closed]}'::phasemultirange AS several, '{[need,closed]}'::phasemultirange - '{[development.1,development.99]}'::phasemultirange AS without,
    range_agg(range) FROM unnest('{"[need,dialogue)","[dialogue,competition]","[closed,closed]"}'::phaserange[]) AS range;
SELECT phasemultirange(phaserange('need', 'dialogue')), phaserange('purchase', NULL)::phasemultirange, phasemultirange();

-- steps on the line of all phases
SELECT phaserange_subtype_diff('closed', 'need') AS all_of_it, phaserange_subtype_diff('development.1', 'competition') AS one, phaserange_subtype_diff('need', 'purchase') AS back;

-- GiST and SP-GiST find what a scan finds
CREATE TEMP TABLE found AS SELECT l.phase, count(*) AS held_by FROM line l JOIN ranges r ON r.range @> l.phase GROUP BY l.phase;
CREATE INDEX by_gist ON ranges USING gist (range);
ANALYZE ranges;
SET enable_seqscan = off;
SELECT pg_temp.plan_has('%by_gist%', $$SELECT count(*) FROM ranges WHERE range @> 'development.9'::innopart.phase$$) AS is_by_index;
SELECT count(*) AS wrong FROM found f WHERE held_by <> (SELECT count(*) FROM ranges r WHERE r.range @> f.phase);
DROP INDEX by_gist;
CREATE INDEX by_spgist ON ranges USING spgist (range);
SELECT pg_temp.plan_has('%by_spgist%', $$SELECT count(*) FROM ranges WHERE range @> 'development.9'::innopart.phase$$) AS is_by_index;
SELECT count(*) AS wrong FROM found f WHERE held_by <> (SELECT count(*) FROM ranges r WHERE r.range @> f.phase);
RESET enable_seqscan;

-- overlapping stretches of one partnership exclude each other
CREATE TEMP TABLE assigned (phases phaserange, EXCLUDE USING gist (phases WITH &&));
INSERT INTO assigned VALUES ('[need,competition]'), ('[development.1,purchase)');
INSERT INTO assigned VALUES ('[competition,development.1)');

-- the wire
SELECT encode(range_send('[development.1,purchase)'::phaserange), 'hex');
SELECT bytes, pg_temp.read_wire('phaserange', bytes) FROM (VALUES
    (1, '\x0200000004000400010000000400050000'::bytea), (2, '\x0400000004000400010000000400050000'), (3, '\x0200000004000400000000000400050000')
) AS v (n, bytes) ORDER BY n;
