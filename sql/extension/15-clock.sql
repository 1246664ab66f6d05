-- The clock: which day reports answer for, and with whose knowledge.  Settings are defined by the
-- library, and every function here loads it, so a value set before that is checked on first use.

CREATE FUNCTION innopart.as_of() RETURNS date
    AS 'MODULE_PATHNAME', 'clock_as_of'
    LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION innopart.as_of() IS 'The day that reports answer for: the setting innopart.as_of, a date such as 2018-12-31 that the contracts'' inclusive dates are compared with; when that is empty, the day the transaction began on in innopart.time_zone. SET refuses anything but YYYY-MM-DD with 22023.';

CREATE FUNCTION innopart.known_at() RETURNS timestamptz
    AS 'MODULE_PATHNAME', 'clock_known_at'
    LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION innopart.known_at() IS 'The moment whose knowledge reports answer with: facts recorded later are left out. The setting innopart.known_at, such as 2018-12-31 23:59:59+01, on the clock of innopart.time_zone where it states no offset, a date alone being its first moment; infinity when that is empty. SET refuses anything but ISO 8601 with 22023, so that the answer never depends on DateStyle or TimeZone.';

CREATE FUNCTION innopart.time_zone() RETURNS text
    AS 'MODULE_PATHNAME', 'clock_time_zone'
    LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION innopart.time_zone() IS 'The zone whose days count: the setting innopart.time_zone by its canonical name, Europe/Oslo unless set. It does not follow TimeZone, so that a notice is not late in one client and timely in another. Which day it is decides what may be read and what is in time, so only a superuser sets it, for the database (42501). SET refuses an unknown zone with 22023.';

CREATE FUNCTION innopart.language() RETURNS text
    AS 'MODULE_PATHNAME', 'clock_language'
    LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION innopart.language() IS 'The language of labels: the setting innopart.language, en (English, unless set), nb (bokmål) or nn (nynorsk). SET refuses any other with 22023.';

CREATE FUNCTION innopart.local_day(at timestamptz) RETURNS date
    AS 'MODULE_PATHNAME', 'clock_local_day'
    LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.local_day(timestamptz) IS 'The day that a moment falls on in innopart.time_zone: 2021-12-31 23:30 UTC is 2022-01-01 in Oslo. Infinite moments are on infinite days.';
