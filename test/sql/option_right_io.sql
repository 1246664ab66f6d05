-- option_right: text, wire, constructor and parts.
SET search_path = public, innopart;
SET datestyle = 'ISO';

-- what a statement is refused with: SQLSTATE, message and detail
CREATE FUNCTION pg_temp.refusal(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    detail text;
BEGIN
    EXECUTE statement;
    RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RETURN SQLSTATE || ' ' || SQLERRM || coalesce(' / ' || nullif(detail, ''), '');
END $$;

-- the canonical form, whatever the order, case and white space
SELECT 'max 40, max 80000000.00 NOK, min 5, 2019-10-01..2021-12-31, from purchase, conditions 2, notice 90 days, receipt, indivisible, transferable'::option_right;
SELECT text, text::option_right FROM (VALUES
    (1, 'max 40, ..'),
    (2, '..2021-12-31, max 40'),
    (3, 'max 40, 2019-10-01..'),
    (4, E' TRANSFERABLE ,Dispatch,\tnext  WORKING day , max 0.1 nok,2019-10-01 .. 2021-12-31 ,NOTICE 1 day'),
    (5, 'max 9223372036854775807, max 90000000000000 EUR, 0001-01-01..9999-12-31, from development.99, conditions 16, notice 3650 days, previous working day'),
    (6, 'max 1, .., conditions 0, notice 0 days')
) AS v (n, text) ORDER BY n;
SELECT '{"max 1, ..","max 2, .., dispatch",NULL}'::option_right[];

-- refused, with the rule that was broken
SELECT text, pg_temp.refusal(format('SELECT %L::innopart.option_right', text)) FROM (VALUES
    (1, ''), (2, 'max 40'), (3, '..'), (4, 'max 0, ..'), (5, 'max 1.5, ..'), (6, 'max 40 robots, ..'), (7, 'max 1.00001 NOK, ..'),
    (8, 'max 90000000000001 NOK, ..'), (9, 'max 1, max 2, ..'), (10, 'max 5, min 6, ..'), (11, 'max 1 NOK, min 1, ..'),
    (12, 'max 1, 2021-12-31..2019-10-01'), (13, 'max 1, 0000-01-01..'), (14, 'max 1, ..2021-02-29'), (15, 'max 1, .., from 3'),
    (16, 'max 1, .., conditions 17'), (17, 'max 1, .., notice 3651 days'), (18, 'max 1, .., receipt, dispatch'),
    (19, 'max 1, .., next working day, previous working day'), (20, 'max unlimited, ..'), (21, 'max 1; drop, ..'), (22, 'max 1, ..,')
) AS v (n, text) ORDER BY n;

-- the wire: 42 bytes, frozen
SELECT option_right_send('max 40, max 80000000.00 NOK, min 5, 2019-10-01..2021-12-31, from purchase, conditions 2, notice 90 days, receipt, indivisible, transferable');
SELECT option_right_send('max 1, ..');

-- there and back by binary COPY, through a file in the server's own directory
CREATE TABLE sent (n integer, terms option_right);
CREATE TABLE received (LIKE sent);
INSERT INTO sent SELECT i, option_right(max_units => nullif(i % 7, 0), max_amount => CASE WHEN i % 7 = 0 OR i % 3 = 0 THEN 0.0001 + i * 12345.6789 END,
        currency => CASE WHEN i % 7 = 0 OR i % 3 = 0 THEN 'NOK' END, opens_on => CASE WHEN i % 5 > 0 THEN date '2015-01-01' + i END,
        closes_on => CASE WHEN i % 4 > 0 THEN date '2035-01-01' + i END, min_units => CASE WHEN i % 7 > 1 THEN 1 + i % 2 END,
        from_phase => CASE i % 6 WHEN 0 THEN 'need' WHEN 1 THEN 'purchase' WHEN 2 THEN 'development.7' END::phase, conditions => i % 17, notice_days => i % 3651,
        timely => CASE i % 2 WHEN 0 THEN 'receipt' ELSE 'dispatch' END,
        deadline => CASE i % 3 WHEN 0 THEN 'as_written' WHEN 1 THEN 'next_working_day' ELSE 'previous_working_day' END,
        indivisible => i % 2 = 0, transferable => i % 3 = 0)
FROM generate_series(1, 5000) AS i;
INSERT INTO sent VALUES (0, NULL);
SELECT current_setting('data_directory') || '/innopart_option_right.copy' AS file \gset
COPY sent TO :'file' (FORMAT binary);
COPY received FROM :'file' (FORMAT binary);
SELECT count(*) AS rows, count(DISTINCT s.terms) AS different_rights, count(*) FILTER (WHERE s.terms IS DISTINCT FROM r.terms) AS changed FROM sent s JOIN received r USING (n);
-- and by text
SELECT count(*) AS changed FROM sent WHERE terms::text::option_right IS DISTINCT FROM terms;

-- what the wire refuses: binary COPY sends a bytea as its bare bytes, so it can pose as a right
CREATE TABLE posing (bytes bytea);
CREATE FUNCTION pg_temp.receive(bytes bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    file text := current_setting('data_directory') || '/innopart_option_right.copy';
    answer text;
BEGIN
    DELETE FROM public.posing;
    INSERT INTO public.posing VALUES (bytes);
    DELETE FROM public.received;
    EXECUTE format('COPY public.posing TO %L (FORMAT binary)', file);
    answer := pg_temp.refusal(format('COPY public.received (terms) FROM %L (FORMAT binary)', file));
    IF answer = 'accepted' THEN
        SELECT CASE WHEN innopart.option_right_send(terms) = bytes THEN 'accepted: ' || terms ELSE 'CHANGED' END INTO answer FROM public.received;
    END IF;
    RETURN answer;
END $$;
CREATE TEMP TABLE good AS SELECT option_right_send('max 40, max 8 NOK, min 5, 2019-10-01..2021-12-31, from development.2, conditions 2, notice 90 days') AS bytes;
SELECT name, pg_temp.receive(damaged) FROM good, LATERAL (VALUES
    (1, 'as it was', bytes), (2, 'nothing', ''), (3, 'cut off', substring(bytes FOR 41)), (4, 'too long', bytes || '\x00'),
    (5, 'version 0', set_byte(bytes, 0, 0)), (6, 'version 2', set_byte(bytes, 0, 2)), (7, 'amount below 0', set_byte(bytes, 1, 128)),
    (8, 'units below 0', set_byte(bytes, 9, 128)), (9, 'no units', set_byte(bytes, 16, 0)), (10, 'minimum below 0', set_byte(bytes, 17, 128)),
    (11, 'minimum too large', set_byte(bytes, 24, 41)), (12, 'opens too late', set_byte(bytes, 25, 127)), (13, 'opens after it closes', set_byte(bytes, 27, 32)),
    (14, 'closes too early', set_byte(bytes, 29, 128)), (15, 'no currency', set_byte(set_byte(bytes, 33, 0), 34, 0)), (16, 'unknown currency', set_byte(bytes, 33, 255)),
    (17, 'long notice', set_byte(bytes, 35, 255)), (18, 'no such phase', set_byte(bytes, 37, 7)), (19, 'no such stage', set_byte(bytes, 38, 0)),
    (20, 'many conditions', set_byte(bytes, 39, 17)), (21, 'reserved flag', set_byte(bytes, 40, 32)), (22, 'two deadlines', set_byte(bytes, 40, 6)),
    (23, 'reserved byte', set_byte(bytes, 41, 1)), (24, 'dispatch', set_byte(bytes, 40, 1))
) AS v (n, name, damaged) ORDER BY n;
-- any byte, any value: refused with 22P03, or a right that goes out as it came in
SELECT count(*) AS tried, count(*) FILTER (WHERE answer LIKE 'accepted: %') AS accepted, count(*) FILTER (WHERE answer LIKE '22P03 %') AS refused
FROM good, generate_series(0, 41) AS at, (VALUES (0), (1), (6), (127), (128), (255)) AS v (value), LATERAL pg_temp.receive(set_byte(bytes, at, value)) AS answer;
DROP TABLE sent, received, posing;

-- the constructor says what text says
SELECT option_right(max_units => 40, max_amount => 80000000, currency => 'nok', opens_on => '2019-10-01', closes_on => '2021-12-31', min_units => 5,
    from_phase => 'purchase', conditions => 2, notice_days => 90, timely => 'dispatch', deadline => 'next_working_day', indivisible => true, transferable => true);
SELECT option_right(max_units => 1), option_right(max_amount => 0.5000000, currency => 'SEK', closes_on => '2021-12-31'), option_right(1, NULL, NULL, '-infinity', 'infinity');
SELECT option_right(1, conditions => NULL, notice_days => NULL, timely => NULL, deadline => NULL, indivisible => NULL, transferable => NULL) = 'max 1, ..' AS null_is_not_stated;
SELECT arguments, pg_temp.refusal('SELECT innopart.option_right(' || arguments || ')') FROM (VALUES
    (1, ''), (2, 'max_units => 0'), (3, 'max_units => -1'), (4, $$max_amount => 0, currency => 'NOK'$$), (5, $$max_amount => -0.01, currency => 'NOK'$$),
    (6, 'max_amount => 1'), (7, $$max_units => 1, currency => 'NOK'$$), (8, $$max_amount => 1, currency => 'KRO'$$), (9, $$max_amount => 1, currency => 'kr'$$),
    (10, $$max_amount => 1.00001, currency => 'NOK'$$), (11, $$max_amount => 90000000000000, currency => 'NOK'$$), (12, $$max_amount => 90000000000000.0001, currency => 'NOK'$$),
    (13, $$max_amount => 1e30, currency => 'NOK'$$), (14, $$max_amount => -1e30, currency => 'NOK'$$), (15, $$max_amount => 'NaN', currency => 'NOK'$$),
    (16, $$max_amount => 'Infinity', currency => 'NOK'$$), (17, 'max_units => 5, min_units => 0'), (18, 'max_units => 5, min_units => 6'),
    (19, $$max_amount => 5, currency => 'NOK', min_units => 1$$), (20, $$max_units => 1, opens_on => '2021-01-02', closes_on => '2021-01-01'$$),
    (21, $$max_units => 1, opens_on => 'infinity'$$), (22, $$max_units => 1, closes_on => '-infinity'$$), (23, $$max_units => 1, opens_on => '0001-12-31 BC'$$),
    (24, $$max_units => 1, closes_on => '10000-01-01'$$), (25, 'max_units => 1, conditions => 17'), (26, 'max_units => 1, conditions => -1'),
    (27, 'max_units => 1, conditions => 256'), (28, 'max_units => 1, notice_days => 3651'), (29, 'max_units => 1, notice_days => -1'),
    (30, 'max_units => 1, notice_days => 65536'), (31, $$max_units => 1, timely => 'Receipt'$$), (32, $$max_units => 1, timely => ''$$),
    (33, $$max_units => 1, deadline => 'next working day'$$), (34, $$max_units => 1, from_phase => 'development'$$)
) AS v (n, arguments) ORDER BY n;

-- the parts
CREATE TEMP TABLE example (n integer, terms option_right);
INSERT INTO example VALUES
    (1, 'max 40, max 80000000.00 NOK, min 5, 2019-10-01..2021-12-31, from purchase, conditions 2, notice 90 days, dispatch, next working day, indivisible, transferable'),
    (2, 'max 9223372036854775807, ..'),
    (3, 'max 0.0001 EUR, ..2021-12-31, previous working day'),
    (4, 'max 90000000000000 DKK, 2019-10-01..'),
    (5, NULL);
SELECT n, max_units(terms), max_amount(terms), currency(terms), min_units(terms), opens_on(terms), closes_on(terms), from_phase(terms) FROM example ORDER BY n;
SELECT n, conditions(terms), notice_days(terms), timely_rule(terms), deadline_rule(terms), is_indivisible(terms), is_transferable(terms), exercise_window(terms), last_notice_day(terms) FROM example ORDER BY n;
SELECT max_amount(option_right(max_amount => a, currency => 'NOK')) FROM (VALUES (1), (1.5), (1.25), (1.125), (1.0625), (1.10), (12345678901234.5678)) AS v (a) ORDER BY a;
SELECT count(*) FILTER (WHERE option_right(max_units(terms), max_amount(terms), currency(terms), opens_on(terms), closes_on(terms), min_units(terms), from_phase(terms), conditions(terms),
    notice_days(terms), timely_rule(terms), deadline_rule(terms), is_indivisible(terms), is_transferable(terms)) = terms) AS rebuilt FROM example
WHERE terms IS NOT NULL;

-- the last day, by the domain's own cases (3.6)
SELECT last_notice_day('max 1, 2020-01-01..2021-12-31') AS plain, last_notice_day('max 1, ..2020-12-31, notice 90 days') AS notice,
    last_notice_day('max 1, ..2022-01-01') AS as_written, last_notice_day('max 1, ..2022-01-01, next working day') AS next,
    last_notice_day('max 1, ..2022-01-01, previous working day') AS previous, last_notice_day('max 1, 2020-01-01.., notice 9 days') AS never;

-- what the catalogue says of the type
SELECT typlen, typbyval, typalign, typstorage, typcategory, typmodin::oid <> 0 AS has_typmod FROM pg_type WHERE oid = 'innopart.option_right'::regtype;
