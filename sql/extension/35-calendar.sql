-- Norwegian working days, and the last day of a period.

CREATE FUNCTION innopart.is_working_day(day date) RETURNS boolean
    AS 'MODULE_PATHNAME', 'date_is_working_day'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.is_working_day(date) IS 'True for a day that is neither Saturday, Sunday nor a Norwegian public holiday; NULL for infinite dates. A working day is defined as in Regulation 1182/71 Art. 2(2); the holidays are those of the acts of 24 February 1995 no. 12 section 2 and 26 April 1947 no. 1, applied to every year (our judgement). Christmas Eve and New Year''s Eve are working days.';

CREATE FUNCTION innopart.next_working_day(day date) RETURNS date
    AS 'MODULE_PATHNAME', 'date_next_working_day'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.next_working_day(date) IS 'The day itself when it is a working day, else the first working day after it: how Regulation 1182/71 Art. 3(4) moves the end of a period. Infinite dates come back as they are.';

CREATE FUNCTION innopart.previous_working_day(day date) RETURNS date
    AS 'MODULE_PATHNAME', 'date_previous_working_day'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.previous_working_day(date) IS 'The day itself when it is a working day, else the last working day before it. Infinite dates come back as they are.';

CREATE FUNCTION innopart.public_holiday(day date) RETURNS text
    AS 'MODULE_PATHNAME', 'date_public_holiday'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.public_holiday(date) IS 'The Norwegian public holiday that falls on a day, or NULL: new_years_day, maundy_thursday, good_friday, easter_sunday, easter_monday, labour_day (1 May), constitution_day (17 May), ascension_day, whit_sunday, whit_monday, christmas_day or boxing_day. When two fall together, the one with the fixed date.';

CREATE FUNCTION innopart.period_end(happened_on date, length interval) RETURNS date
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT CAST(happened_on + length AS date);
END;
COMMENT ON FUNCTION innopart.period_end(date, interval) IS 'Last day of a window that runs for a length from the day something happened, that day not counted: 12 months after 2019-02-28 end on 2020-02-28. Months are clamped to the month''s last day: 1 month after 2020-01-31 ends on 2020-02-29. Never moved to a working day. Errors: 22008 outside PostgreSQL''s calendar.';
