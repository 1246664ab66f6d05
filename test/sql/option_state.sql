-- Where a right stands: headroom, state and reason, last day, timely notices.
SET search_path = innopart, pg_catalog;
SET client_min_messages = warning;
SET datestyle = ISO, YMD;
SET timezone = 'America/New_York';

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

-- headroom: ceiling + raised - drawn + reversed - given up
SELECT terms, so_far, h.units, h.amount
FROM (VALUES
    (1, 'max 40, max 100 NOK, ..'::option_right, 'empty'::option_position),
    (2, 'max 40, max 100 NOK, ..', 'raised 7, raised 50.5 NOK, drawn 10, drawn 30 NOK, reversed 4, reversed 12 NOK, given up 2, given up 5 NOK'),
    (3, 'max 40, ..', 'drawn 10, drawn 30 NOK'),
    (4, 'max 100 NOK, ..', 'drawn 10, drawn 30.0001 NOK'),
    (5, 'max 40, ..', 'drawn 50')) t(no, terms, so_far), headroom(terms, so_far) h
ORDER BY no;
SELECT pg_temp.error_of($$SELECT innopart.headroom('max 9223372036854775807, ..', 'raised 1')$$);
SELECT headroom('max 40, ..', NULL) IS NULL AS null_is_null;

-- the vectors of the domain, as told by state and reason
SELECT what, option_state(terms, so_far, as_of) AS state, option_state_reason(terms, so_far, as_of) AS reason
FROM (VALUES
    (1, 'cap 10, all drawn', 'max 10, 2020-01-01..2021-12-31'::option_right, 'granted 2019-01-01, drawn 10'::option_position, '2020-06-01'::date),
    (2, 'four reversed inside the window', 'max 10, 2020-01-01..2021-12-31', 'granted 2019-01-01, drawn 10, reversed 4', '2020-07-01'),
    (3, 'and drawn again', 'max 10, 2020-01-01..2021-12-31', 'granted 2019-01-01, drawn 14, reversed 4', '2020-08-01'),
    (4, 'four reversed after the window', 'max 10, 2020-01-01..2021-12-31', 'granted 2019-01-01, drawn 10, reversed 4', '2022-01-01'),
    (5, 'on the last day, a Saturday', 'max 10, ..2022-01-01', 'granted 2019-01-01', '2022-01-01'),
    (6, 'the Monday after it, as written', 'max 10, ..2022-01-01', 'granted 2019-01-01', '2022-01-03'),
    (7, 'the Monday after it, rolled', 'max 10, ..2022-01-01, next working day', 'granted 2019-01-01', '2022-01-03'),
    (8, 'the Tuesday after it, rolled', 'max 10, ..2022-01-01, next working day', 'granted 2019-01-01', '2022-01-04'),
    (9, '90 days before the end', 'max 10, ..2020-12-31, notice 90 days', 'granted 2019-01-01', '2020-10-02'),
    (10, '89 days before the end', 'max 10, ..2020-12-31, notice 90 days', 'granted 2019-01-01', '2020-10-03'),
    (11, '12 months after 28 February', option_right(max_units => 10, closes_on => period_end('2019-02-28', '12 months')), 'granted 2019-01-01', '2020-02-28'),
    (12, 'and a day', option_right(max_units => 10, closes_on => period_end('2019-02-28', '12 months')), 'granted 2019-01-01', '2020-02-29'),
    (13, 'a month after 31 January, clamped', option_right(max_units => 10, closes_on => period_end('2020-01-31', '1 month')), 'granted 2019-01-01', '2020-02-29'),
    (14, 'and a day', option_right(max_units => 10, closes_on => period_end('2020-01-31', '1 month')), 'granted 2019-01-01', '2020-03-01')) t(no, what, terms, so_far, as_of)
ORDER BY no;

-- own 10, shared 12: after another has drawn 10, two are left to share
SELECT shared_left, option_state('max 10, ..', 'granted 2019-01-01', '2020-01-01', NULL, shared_left) AS state,
    option_state_reason('max 10, ..', 'granted 2019-01-01', '2020-01-01', NULL, shared_left) AS reason,
    option_refusal('exercised', 'max 10, ..', 'granted 2019-01-01', '2020-01-01', units => 3, shared_units_left => shared_left) AS draw_of_3,
    option_refusal('exercised', 'max 10, ..', 'granted 2019-01-01', '2020-01-01', units => 2, shared_units_left => shared_left) AS draw_of_2
FROM (VALUES (12), (2), (0), (-1)) t(shared_left) ORDER BY shared_left DESC;

-- every state for every reason
SELECT option_state(terms, so_far, '2020-06-15', reached, shared_units, shared_amount) AS state,
    option_state_reason(terms, so_far, '2020-06-15', reached, shared_units, shared_amount) AS reason
FROM (VALUES
    (1, 'max 10, ..'::option_right, 'granted 2019-01-01, terminated 2020-06-15'::option_position, NULL::phase, NULL::bigint, NULL::numeric),
    (2, 'max 10, ..', 'granted 2019-01-01, assigned 2020-06-15', NULL, NULL, NULL),
    (3, 'max 10, ..', 'granted 2019-01-01, waived 2020-06-15', NULL, NULL, NULL),
    (4, 'max 10, ..', 'granted 2019-01-01, drawn 10', NULL, NULL, NULL),
    (5, 'max 10 NOK, ..', 'granted 2019-01-01, drawn 10 NOK', NULL, NULL, NULL),
    (6, 'max 10, ..', 'granted 2019-01-01', NULL, 0, 5),
    (7, 'max 10, ..', 'granted 2019-01-01', NULL, 5, 0),
    (8, 'max 10, ..2020-06-14', 'granted 2019-01-01', NULL, NULL, NULL),
    (9, 'max 10, ..2020-06-15, notice 1 day', 'granted 2019-01-01', NULL, NULL, NULL),
    (10, 'max 10, .., conditions 1', 'granted 2019-01-01, failed 1', NULL, NULL, NULL),
    (11, 'max 10, ..', 'granted 2019-01-01, suspended 2020-06-15', NULL, NULL, NULL),
    (12, 'max 10, ..', 'named 2019-01-01', NULL, NULL, NULL),
    (13, 'max 10, .., conditions 1', 'granted 2019-01-01', NULL, NULL, NULL),
    (14, 'max 10, 2020-06-16..', 'granted 2019-01-01', NULL, NULL, NULL),
    (15, 'max 10, .., from purchase', 'granted 2019-01-01', 'development.2', NULL, NULL),
    (16, 'max 10, .., from purchase', 'granted 2019-01-01', NULL, NULL, NULL),
    (17, 'max 10, .., from purchase', 'granted 2019-01-01, drawn 3', 'purchase', 1, 0.0001),
    (18, 'max 10, .., from development.1', 'granted 2019-01-01', 'development.2', 1, 1)) t(no, terms, so_far, reached, shared_units, shared_amount)
ORDER BY no;

-- precedence, pair by pair: each position holds two causes, and the stronger one decides
WITH cause(rank, state, so_far) AS (VALUES
    (1, 'terminated', 'terminated 2020-06-01'::option_position), (2, 'assigned', 'assigned 2020-06-01'), (3, 'waived', 'waived 2020-06-01'),
    (4, 'exhausted', 'drawn 10'), (5, 'lapsed', 'failed 1'), (6, 'suspended', 'suspended 2020-06-01'),
    (7, 'partly_exercised', 'drawn 3'), (8, 'exercisable', 'empty'))
SELECT a.state AS stronger, string_agg(b.state, ', ' ORDER BY b.rank) FILTER (WHERE judged = a.state::option_state) AS beats,
    string_agg(b.state, ', ' ORDER BY b.rank) FILTER (WHERE judged <> a.state::option_state) AS loses_to
FROM cause a JOIN cause b ON a.rank < b.rank,
    LATERAL (SELECT option_state('max 10, .., conditions 1', 'granted 2019-01-01, met 1'::option_position + a.so_far + CASE WHEN a.state <> 'exhausted' OR b.so_far <> 'drawn 3' THEN b.so_far ELSE 'empty' END, '2020-06-15') AS judged) j
GROUP BY a.rank, a.state ORDER BY a.rank;
-- the same for the states that something missing causes
SELECT what, option_state(terms, so_far, '2020-06-15', 'competition') AS state
FROM (VALUES
    (1, 'suspended before named', 'max 10, ..'::option_right, 'named 2019-01-01, suspended 2020-06-01'::option_position),
    (2, 'named before conditional', 'max 10, .., conditions 1', 'named 2019-01-01'),
    (3, 'conditional before not_yet_open', 'max 10, 2020-07-01.., conditions 1', 'granted 2019-01-01'),
    (4, 'not_yet_open before partly_exercised', 'max 10, 2020-07-01..', 'granted 2019-01-01, drawn 3'),
    (5, 'so too by its phase', 'max 10, .., from purchase', 'granted 2019-01-01, drawn 3'),
    (6, 'conditional before partly_exercised', 'max 10, .., conditions 1', 'granted 2019-01-01, drawn 3'),
    (7, 'lapsed before named', 'max 10, ..2020-06-14', 'named 2019-01-01'),
    (8, 'exhausted before lapsed', 'max 10, ..2020-06-14', 'granted 2019-01-01, drawn 10')) t(no, what, terms, so_far)
ORDER BY no;

-- not begun, or not known
SELECT option_state('max 10, ..', 'empty', '2020-01-01') IS NULL AS empty, option_state_reason('max 10, ..', 'empty', '2020-01-01') IS NULL AS no_reason,
    option_state('max 10, ..', 'granted 2020-01-02', '2020-01-01') IS NULL AS before_its_grant, option_state('max 10, ..', 'drawn 3, waived 2019-01-01', '2020-01-01') IS NULL AS never_named,
    option_state(NULL, 'granted 2020-01-02', '2020-01-03') IS NULL AS no_terms, option_state('max 10, ..', NULL, '2020-01-03') IS NULL AS no_position, option_state('max 10, ..', 'granted 2020-01-02', NULL) IS NULL AS no_day;
SELECT option_state('max 10, ..', 'granted 2020-01-02', 'infinity') AS at_the_end_of_time, option_state('max 10, ..', 'granted 2020-01-02', '-infinity') AS before_all_time;
SELECT pg_temp.error_of($$SELECT innopart.option_state('max 10, ..', 'granted 2020-01-02', '2020-01-03', NULL, NULL, 'NaN')$$);

-- the life of one right, day by day
SELECT string_agg(state || ' from ' || from_day, ', ' ORDER BY from_day) AS life
FROM (SELECT state, min(d) AS from_day FROM (
        SELECT d, state, sum(changed) OVER (ORDER BY d) AS spell FROM (
            SELECT d, state, (state IS DISTINCT FROM lag(state) OVER (ORDER BY d))::int AS changed FROM (
                SELECT d::date, coalesce(option_state('max 10, 2019-10-01..2021-12-31, conditions 1', (
                    SELECT option_position(k, on_day, units, NULL, NULL, no, NULL)
                    FROM (VALUES ('named'::option_event_kind, '2017-06-01'::date, NULL::bigint, NULL::int), ('granted', '2018-02-23', NULL, NULL), ('condition_met', '2019-03-01', NULL, 1),
                        ('exercised', '2019-11-01', 4, NULL), ('suspended', '2020-02-01', NULL, NULL), ('resumed', '2020-03-01', NULL, NULL),
                        ('exercised', '2020-09-01', 6, NULL), ('exercise_reversed', '2021-01-15', 6, NULL)) e(k, on_day, units, no)
                    WHERE on_day <= d), d::date)::text, 'not begun') AS state
                FROM generate_series('2017-05-01'::timestamp, '2022-02-01', '1 day') d) s) c) n
    GROUP BY state, spell) l;

-- the last day, and notices in time
SELECT terms, so_far, option_last_day(terms, so_far) AS last_day
FROM (VALUES
    (1, 'max 10, ..2021-12-31'::option_right, 'empty'::option_position),
    (2, 'max 10, ..2021-12-31', 'extended 2022-06-30'),
    (3, 'max 10, ..2021-12-31', 'extended 2021-06-30'),
    (4, 'max 10, ..2021-12-31, notice 90 days', 'extended 2022-06-30'),
    (5, 'max 10, ..2021-12-31, next working day', 'extended 2022-01-01'),
    (6, 'max 10, ..2021-12-31, previous working day', 'extended 2022-01-01'),
    (7, 'max 10, ..', 'extended 2022-06-30')) t(no, terms, so_far)
ORDER BY no;
SELECT what, notice_day(terms, sent_at, received_at) AS counts_on, is_timely(terms, 'empty', sent_at, received_at) AS timely
FROM (VALUES
    (1, 'received half an hour before midnight in Oslo', 'max 10, 2020-01-01..2021-12-31'::option_right, NULL::timestamptz, '2021-12-31 23:30+01'::timestamptz),
    (2, 'the same hour in UTC, half past midnight in Oslo', 'max 10, 2020-01-01..2021-12-31', NULL, '2021-12-31 23:30+00'),
    (3, 'sent in time, received too late, receipt counts', 'max 10, 2020-01-01..2021-12-31, receipt', '2021-12-31 12:00+01', '2022-01-03 12:00+01'),
    (4, 'the same where dispatch counts', 'max 10, 2020-01-01..2021-12-31, dispatch', '2021-12-31 12:00+01', '2022-01-03 12:00+01'),
    (5, 'end on Saturday, received on Monday', 'max 10, ..2022-01-01, next working day', NULL, '2022-01-03 12:00+01'),
    (6, 'the same as written', 'max 10, ..2022-01-01', NULL, '2022-01-03 12:00+01'),
    (7, '90 days of notice, given on 15 October', 'max 10, ..2021-12-31, notice 90 days', NULL, '2021-10-15 12:00+02'),
    (8, 'given on the last day for it', 'max 10, ..2021-12-31, notice 90 days', NULL, '2021-10-02 23:59+02'),
    (9, 'before the window opens', 'max 10, 2020-01-01..2021-12-31', NULL, '2019-12-31 12:00+01'),
    (10, 'on the day it opens', 'max 10, 2020-01-01..2021-12-31', NULL, '2019-12-31 23:00+00'),
    (11, 'not received', 'max 10, 2020-01-01..2021-12-31', '2021-12-31 12:00+01', NULL),
    (12, 'not sent', 'max 10, 2020-01-01..2021-12-31, dispatch', NULL, '2021-12-31 12:00+01'),
    (13, 'no terms', NULL, '2021-12-31 12:00+01', '2021-12-31 12:00+01')) t(no, what, terms, sent_at, received_at)
ORDER BY no;
SET innopart.time_zone = 'UTC';
SELECT notice_day('max 10, ..', NULL, '2021-12-31 23:30+00') AS counts_on_in_utc;
RESET innopart.time_zone;
SELECT is_timely('max 10, ..2021-12-31', 'extended 2022-06-30', NULL, '2022-06-30 12:00+02') AS extended, is_timely('max 10, ..', NULL, NULL, '2022-06-30 12:00+02') IS NULL AS no_position;

-- the functions are what indexes and parallel workers may call
SELECT proname, provolatile, proparallel, proisstrict FROM pg_proc
WHERE pronamespace = 'innopart'::regnamespace AND proname IN ('headroom', 'option_state', 'option_state_reason', 'option_last_day', 'option_refusal', 'notice_day', 'is_timely')
ORDER BY proname;
