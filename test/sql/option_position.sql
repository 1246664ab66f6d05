-- option_position: text, wire, order, hash, indexes.
SET search_path = innopart, pg_catalog;
SET client_min_messages = warning;
SET datestyle = ISO, YMD;

CREATE FUNCTION pg_temp.error_of(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    detail text;
    hint text;
BEGIN
    EXECUTE command;
    RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    RETURN concat_ws(' | ', SQLSTATE, SQLERRM, nullif(detail, ''), nullif(hint, ''));
END $$;

-- text: any order, case and space in; one order out
SELECT input, input::option_position AS canonical
FROM (VALUES
    (1, 'empty'),
    (2, ' Empty '),
    (3, 'events 5, named 2017-06-01, granted 2018-02-23, met 1 2, failed 3, drawn 10, drawn 2400000.00 NOK, draws 3, first drawn 2019-10-01, last drawn 2020-01-15, reversed 4, reversed 960000.00 NOK, reversals 1, given up 2, given up 5.00 NOK, raised 5, raised 100.00 NOK, suspended 2020-02-01, resumed 2020-03-01, extended 2022-12-31, waived 2020-05-01, assigned 2020-01-01, terminated 2020-06-01'),
    (4, 'terminated 2020-06-01,raised 1.5 dkk ,  GIVEN  UP 7, met 9 1'),
    (5, 'drawn 9223372036854775807, drawn 922337203685477.5807 NOK, events 2147483647')) t(no, input)
ORDER BY no;

SELECT input, pg_temp.error_of(format('SELECT %L::option_position', input)) AS error
FROM (VALUES
    (1, ''), (2, 'events'), (3, 'events 0'), (4, 'events 2147483648'), (5, 'drawn 9223372036854775808'),
    (6, 'drawn 922337203685477.5808 NOK'), (7, 'drawn 1.00005 NOK'), (8, 'drawn 1 XXX'), (9, 'drawn 1 NOK, raised 1 SEK'),
    (10, 'drawn 1, drawn 2'), (11, 'met 17'), (12, 'met 1 1'), (13, 'granted 2019-02-29'), (14, 'granted 10000-01-01'),
    (15, 'granted -infinity'), (16, 'empty, events 1'), (17, 'events 1,'), (18, 'lapsed 1')) t(no, input)
ORDER BY no;

-- wire: frozen bytes, and what they may not say
SELECT pg_column_size('empty'::option_position) AS bytes_on_disk, octet_length(option_position_send('empty')) AS bytes_on_wire;
SELECT encode(option_position_send('empty'), 'hex') AS empty;
SELECT encode(option_position_send('events 5, named 2017-06-01, granted 2018-02-23, met 1 2, failed 3, drawn 10, drawn 2400000.00 NOK, draws 3, first drawn 2019-10-01, last drawn 2020-01-15, reversed 4, reversed 960000.00 NOK, reversals 1, given up 2, given up 5.00 NOK, raised 5, raised 100.00 NOK, suspended 2020-02-01, resumed 2020-03-01, extended 2022-12-31, waived 2020-05-01, assigned 2020-01-01, terminated 2020-06-01'), 'hex') AS every_field;

-- binary COPY is the way into recv from SQL; the bytes travel as octal escapes of printf
CREATE TEMP TABLE received (value option_position);
CREATE FUNCTION pg_temp.receive(message bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    file bytea := '\x5047434f50590aff0d0a00' || int4send(0) || int4send(0)
        || int2send(1::int2) || int4send(octet_length(message)) || message || int2send(-1::int2);
    escapes text;
    answer text;
BEGIN
    SELECT string_agg(format('\%s%s%s', b >> 6, b >> 3 & 7, b & 7), '' ORDER BY i) INTO escapes
    FROM generate_series(0, octet_length(file) - 1) i, get_byte(file, i) b;
    TRUNCATE received;
    answer := pg_temp.error_of(format('COPY received FROM PROGRAM %L (FORMAT binary)', format('printf ''%s''', escapes)));
    RETURN coalesce((SELECT value::text FROM received), answer);
END $$;
CREATE FUNCTION pg_temp.with_bytes(message bytea, at int, patch bytea) RETURNS bytea LANGUAGE sql AS
    'SELECT overlay(message PLACING patch FROM at + 1)';

SELECT what, pg_temp.receive(message) AS received
FROM (SELECT option_position_send('granted 2018-02-23, drawn 10, drawn 2.50 NOK') AS good) g,
    LATERAL (VALUES
        (1, 'as sent', good),
        (2, 'empty', option_position_send('empty')),
        (3, 'no bytes', ''),
        (4, 'another version', pg_temp.with_bytes(good, 0, '\x02')),
        (5, 'a byte too few', substring(good FROM 1 FOR 124)),
        (6, 'a byte too many', good || '\x00'),
        (7, 'negative units', pg_temp.with_bytes(good, 1, '\xff')),
        (8, 'a negative count', pg_temp.with_bytes(good, 65, '\xff')),
        (9, 'a day before the year 1', pg_temp.with_bytes(good, 81, '\xfff4dbf4')),
        (10, 'infinity the wrong way round', pg_temp.with_bytes(good, 81, '\x80000000')),
        (11, 'money without a currency', pg_temp.with_bytes(good, 121, '\x0000')),
        (12, 'a currency without money', pg_temp.with_bytes(option_position_send('empty'), 121, '\x23cb')),
        (13, 'a currency that is none', pg_temp.with_bytes(good, 121, '\x0001')),
        (14, 'reserved bytes', pg_temp.with_bytes(good, 123, '\x0001'))) t(no, what, message)
ORDER BY no;

-- the parts
SELECT event_count(p), draw_count(p), reversal_count(p), drawn_units(p), reversed_units(p), net_drawn_units(p), waived_units(p), raised_units(p),
    drawn_amount(p), reversed_amount(p), net_drawn_amount(p), waived_amount(p), raised_amount(p), currency(p)
FROM (VALUES ('events 5, drawn 10, drawn 2400000.00 NOK, draws 3, reversed 4, reversed 960000.5 NOK, reversals 1, given up 2, given up 5.25 NOK, raised 5, raised 100.125 NOK'::option_position), ('empty')) t(p);
SELECT named_on(p), granted_on(p), waived_on(p), terminated_on(p), assigned_on(p), first_drawn_on(p), last_drawn_on(p), suspended_on(p), resumed_on(p), extended_to(p)
FROM (VALUES ('named 2017-06-01, granted 2018-02-23, first drawn 2019-10-01, last drawn 2020-01-15, suspended 2020-02-01, resumed 2020-03-01, extended 2022-12-31, waived 2020-05-01, assigned 2020-01-01, terminated 2020-06-01'::option_position), ('empty')) t(p);
SELECT conditions_met(p), conditions_failed(p), condition_is_met(p, 16), condition_is_failed(p, 16), condition_is_met(p, 3), condition_is_failed(p, 3)
FROM (VALUES ('met 1 16, failed 3'::option_position), ('empty')) t(p);
SELECT units, money, counted_in('events 2, drawn 10, drawn 24.00 NOK, draws 1, reversed 4, reversals 1', units, money) FROM (VALUES (true, true), (true, false), (false, true), (NULL, true)) t(units, money);
SELECT pg_temp.error_of('SELECT innopart.condition_is_met(''empty'', 0)');
SELECT pg_temp.error_of('SELECT innopart.condition_is_failed(''empty'', 17)');

-- a few thousand values, many of them equal
CREATE TEMP TABLE many AS
SELECT i AS id, option_event_position(kind, date '2018-01-01' + (i * 37 % 11), 1 + i % 3, 1.5 * (i % 2), 'NOK', 1 + i % 16, date '2022-01-01' + i % 7) AS p
FROM generate_series(1, 3000) i, LATERAL (SELECT (enum_range(NULL::option_event_kind))[1 + i * 13 % 15] AS kind) k;
INSERT INTO many SELECT 3000 + a.id, a.p + b.p FROM many a JOIN many b ON b.id = 3001 - a.id WHERE a.id <= 1000;
SELECT count(*) AS positions, count(DISTINCT p) > 100 AND count(DISTINCT p) < count(*) AS some_equal FROM many;

SELECT count(*) AS not_read_back FROM many WHERE p::text::option_position <> p;
SELECT count(*) AS not_the_same_text FROM many WHERE p::text::option_position::text <> p::text;

-- laws of the order, over all pairs and triples of a sample
CREATE TEMP TABLE sample AS SELECT DISTINCT p FROM many WHERE id % 53 = 0;
SELECT count(*) > 2000 AS enough_pairs,
    count(*) FILTER (WHERE (a.p < b.p)::int + (a.p = b.p)::int + (a.p > b.p)::int <> 1) AS not_exactly_one,
    count(*) FILTER (WHERE option_position_cmp(a.p, b.p) <> -option_position_cmp(b.p, a.p)) AS not_antisymmetric,
    count(*) FILTER (WHERE (a.p <= b.p) <> (option_position_cmp(a.p, b.p) <= 0) OR (a.p >= b.p) <> (option_position_cmp(a.p, b.p) >= 0)
        OR (a.p < b.p) <> (option_position_cmp(a.p, b.p) < 0) OR (a.p > b.p) <> (option_position_cmp(a.p, b.p) > 0)
        OR (a.p = b.p) <> (option_position_cmp(a.p, b.p) = 0) OR (a.p <> b.p) <> (option_position_cmp(a.p, b.p) <> 0)) AS not_as_cmp,
    count(*) FILTER (WHERE (a.p = b.p) <> (option_position_send(a.p) = option_position_send(b.p))) AS equal_but_other_bytes
FROM sample a, sample b;
SELECT count(*) AS not_transitive FROM sample a, sample b, sample c WHERE a.p < b.p AND b.p < c.p AND NOT a.p < c.p;

-- equal values hash alike, in both hashes; the second with seed 0 begins as the first
SELECT count(*) AS hashed_differently FROM many a JOIN many b ON a.p::text = b.p::text
WHERE a.id < 600 AND (option_position_hash(a.p) <> option_position_hash(b.p) OR option_position_hash_extended(a.p, 7) <> option_position_hash_extended(b.p, 7));
SELECT count(*) AS low_halves_differ FROM many
WHERE option_position_hash(p)::bigint & 4294967295 <> option_position_hash_extended(p, 0) & 4294967295;
SELECT count(DISTINCT option_position_hash_extended(p, 7)) = count(DISTINCT p) AS no_collisions FROM many;
SELECT option_position_hash('empty') AS frozen, option_position_hash_extended('empty', 42) AS frozen_with_seed,
    option_position_hash('events 3, granted 2018-02-23, drawn 10, drawn 2.50 NOK') AS frozen_too;

-- ways to sort, group and search that must agree
CREATE TABLE position_indexed AS SELECT * FROM many;
CREATE INDEX ON position_indexed (p);
CREATE INDEX ON position_indexed USING hash (p);
CREATE INDEX ON position_indexed USING brin (p) WITH (pages_per_range = 2);
ANALYZE position_indexed;
CREATE FUNCTION pg_temp.all_agree() RETURNS TABLE (what text, found bigint, checksum numeric) LANGUAGE sql AS $$
    SELECT 'below', count(*), sum(id) FROM position_indexed WHERE p < 'events 1, granted 2018-01-05'
    UNION ALL SELECT 'up to', count(*), sum(id) FROM position_indexed WHERE p <= 'events 1, granted 2018-01-05'
    UNION ALL SELECT 'equal', count(*), sum(id) FROM position_indexed WHERE p = 'events 1, granted 2018-01-05'
    UNION ALL SELECT 'from', count(*), sum(id) FROM position_indexed WHERE p >= 'events 1, granted 2018-01-05'
    UNION ALL SELECT 'above', count(*), sum(id) FROM position_indexed WHERE p > 'events 1, granted 2018-01-05'
    UNION ALL SELECT 'not equal', count(*), sum(id) FROM position_indexed WHERE p <> 'events 1, granted 2018-01-05'
$$;
CREATE TEMP TABLE answers AS SELECT 'seq' AS way, * FROM pg_temp.all_agree() WITH NO DATA;
SET enable_indexscan = off; SET enable_bitmapscan = off; SET enable_indexonlyscan = off;
INSERT INTO answers SELECT 'seq', * FROM pg_temp.all_agree();
SET enable_seqscan = off; SET enable_indexscan = on;
INSERT INTO answers SELECT 'index', * FROM pg_temp.all_agree();
DROP INDEX position_indexed_p_idx;
INSERT INTO answers SELECT 'hash', * FROM pg_temp.all_agree();
SET enable_indexscan = off; SET enable_bitmapscan = on;
DROP INDEX position_indexed_p_idx1;
INSERT INTO answers SELECT 'brin', * FROM pg_temp.all_agree();
RESET enable_seqscan; RESET enable_indexscan; RESET enable_bitmapscan; RESET enable_indexonlyscan;
SELECT what, array_agg(DISTINCT found) AS found, count(DISTINCT checksum) AS checksums, count(*) AS ways FROM answers GROUP BY what ORDER BY what;

SET enable_hashagg = off;
CREATE TEMP TABLE sorted AS SELECT p, count(*) FROM many GROUP BY p;
RESET enable_hashagg;
SET enable_sort = off;
CREATE TEMP TABLE hashed AS SELECT p, count(*) FROM many GROUP BY p;
RESET enable_sort;
SELECT count(*) AS grouped_differently FROM ((TABLE sorted EXCEPT TABLE hashed) UNION ALL (TABLE hashed EXCEPT TABLE sorted)) d;
SELECT min(p) = (SELECT p FROM many ORDER BY p LIMIT 1) AS min, max(p) = (SELECT p FROM many ORDER BY p DESC LIMIT 1) AS max FROM many;
SELECT min(p) AS min_of_none, max(p) AS max_of_none FROM many WHERE false;

CREATE TABLE position_parted (p option_position) PARTITION BY HASH (p);
CREATE TABLE position_parted_0 PARTITION OF position_parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE position_parted_1 PARTITION OF position_parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO position_parted SELECT p FROM many;
SELECT (SELECT count(*) FROM position_parted_0) > 1000 AND (SELECT count(*) FROM position_parted_1) > 1000 AS both_used,
    (SELECT count(*) FROM position_parted_0 a JOIN position_parted_1 b USING (p)) AS in_both;

DROP TABLE position_indexed, position_parted;
