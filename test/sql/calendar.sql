-- Working days, public holidays and the end of periods.
SET search_path = public, innopart;
SET datestyle = 'ISO';

-- the twelve holidays of a year, and nothing else
SELECT day::date, to_char(day, 'FMDy') AS weekday, public_holiday(day::date) FROM generate_series(date '2021-01-01', '2021-12-31', interval '1 day') AS day
WHERE public_holiday(day::date) IS NOT NULL ORDER BY day;

-- every year has all twelve, unless a movable feast meets 1 or 17 May
SELECT count(*) AS years, count(*) FILTER (WHERE holidays = 12) AS with_twelve, count(*) FILTER (WHERE holidays = 11) AS with_eleven,
    min(holidays) AS fewest, max(holidays) AS most
FROM (SELECT extract(year FROM day) AS year, count(public_holiday(day::date)) AS holidays
      FROM generate_series(date '1900-01-01', '2099-12-31', interval '1 day') AS day GROUP BY 1) AS years;

-- a working day is no weekend and no holiday
SELECT count(*) AS wrong FROM generate_series(date '1900-01-01', '2099-12-31', interval '1 day') AS day
WHERE is_working_day(day::date) <> (extract(isodow FROM day) < 6 AND public_holiday(day::date) IS NULL);
SELECT extract(year FROM day)::integer AS year, count(*) FILTER (WHERE is_working_day(day::date)) AS working_days
FROM generate_series(date '2017-01-01', '2027-12-31', interval '1 day') AS day GROUP BY 1 ORDER BY 1;

-- rolling forward and back
SELECT day, to_char(day, 'FMDy') AS weekday, is_working_day(day) AS works, next_working_day(day) AS next, previous_working_day(day) AS previous
FROM (VALUES (date '2022-01-01'), ('2021-12-31'), ('2021-04-01'), ('2021-04-05'), ('2021-05-17'), ('2021-12-24'), ('2021-12-25')) AS v (day) ORDER BY day;
SELECT count(*) AS wrong FROM (
    SELECT day::date, next_working_day(day::date) AS next, previous_working_day(day::date) AS previous
    FROM generate_series(date '2015-01-01', '2035-12-31', interval '1 day') AS day) AS rolled
WHERE NOT (previous <= day AND day <= next AND is_working_day(previous) AND is_working_day(next) AND (is_working_day(day) = (previous = next))
    AND next - previous < 7);

-- the ends of PostgreSQL's calendar, days that are none, and NULL
SELECT previous_working_day('4714-11-24 BC'), next_working_day('5874897-12-31');
SELECT is_working_day('infinity'), is_working_day('-infinity'), public_holiday('infinity'), next_working_day('infinity'), previous_working_day('-infinity');
SELECT is_working_day(NULL), next_working_day(NULL), previous_working_day(NULL), public_holiday(NULL), period_end(NULL, '1 day'), period_end('2021-01-01', NULL);

-- a window that runs from an event (domain 3.6), months clamped
SELECT period_end('2019-02-28', '12 months'), period_end('2020-01-31', '1 month'), period_end('2020-02-29', '12 months'),
    period_end('2021-03-31', '90 days'), period_end('2021-01-30', '1 month 1 day'), period_end('2021-05-31', '-1 month'), period_end('infinity', '1 year');
\set VERBOSITY sqlstate
SELECT period_end('5874897-12-31', '1 day');
\set VERBOSITY default
-- it does not move to a working day by itself
SELECT period_end('2021-01-01', '12 months') AS ends_on, is_working_day(period_end('2021-01-01', '12 months')) AS works;

-- immutable, so that it can stand in an index
CREATE TABLE due (due_on date);
INSERT INTO due SELECT date '2021-01-01' + i FROM generate_series(0, 364) AS i;
CREATE INDEX ON due (next_working_day(due_on));
SELECT due_on FROM due WHERE next_working_day(due_on) = '2021-04-06' ORDER BY due_on;
DROP TABLE due;
