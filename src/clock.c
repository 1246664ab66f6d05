/*
 * src/clock.c
 *		The moment a question is asked for: the settings innopart.as_of, known_at, time_zone
 *		and language, and the functions that read them.
 *
 * Depends on: the server; calendar.h, moment.h, vocabulary.h.
 *
 * Each setting is parsed in its check hook and handed to the assign hook, so that reading it for
 * every row of a report costs no more than reading a variable.  The hooks raise nothing: they
 * also run when a configuration file is reloaded, where an error would end the server.
 */
#include "clock.h"

#include "access/xact.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/guc.h"
#include "utils/timestamp.h"

#include "calendar.h"
#include "compat.h"
#include "moment.h"

PG_FUNCTION_INFO_V1(clock_as_of);
PG_FUNCTION_INFO_V1(clock_known_at);
PG_FUNCTION_INFO_V1(clock_time_zone);
PG_FUNCTION_INFO_V1(clock_language);
PG_FUNCTION_INFO_V1(clock_local_day);

/* the settings as text, which is the server's to keep */
static char *as_of_text;
static char *known_at_text;
static char *time_zone_text;
static int language = LABEL_EN;

/* the settings as read */
static bool has_as_of;
static DateADT as_of_day;
static bool has_known_at;
static moment known_at_moment;
static pg_tz *zone;

/* what follows from them, until one of them or the transaction changes */
static bool known_at_is_resolved;
static TimestampTz known_at_resolved;
static bool has_today;
static TimestampTz today_is_of;
static DateADT today;

static const struct config_enum_entry language_options[] = { { "en", LABEL_EN, false },
															 { "nb", LABEL_NB, false },
															 { "nn", LABEL_NN, false },
															 { NULL, 0, false } };

static bool
check_as_of(char **value, void **extra, GucSource source)
{
	const char *why;
	int32_t day;
	DateADT *parsed;

	(void) source;
	if (**value == '\0')
		return true;
	if (!calendar_parse(*value, strlen(*value), &day, &why))
	{
		GUC_check_errdetail("%s", why);
		GUC_check_errhint("Write a date such as 2018-12-31, or an empty string for today.");
		return false;
	}
	parsed = innopart_guc_malloc(sizeof(DateADT));
	if (parsed == NULL)
		return false;
	*parsed = day;
	*extra = parsed;
	return true;
}

static void
assign_as_of(const char *value, void *extra)
{
	(void) value;
	has_as_of = extra != NULL;
	if (has_as_of)
		as_of_day = *(DateADT *) extra;
}

static bool
check_known_at(char **value, void **extra, GucSource source)
{
	const char *why;
	moment at;
	moment *parsed;

	(void) source;
	if (**value == '\0')
		return true;
	if (!moment_parse(*value, strlen(*value), &at, &why))
	{
		GUC_check_errdetail("%s", why);
		GUC_check_errhint("Write a moment such as 2018-12-31 23:59:59+01, or an empty string for "
						  "all that is known now.");
		return false;
	}
	parsed = innopart_guc_malloc(sizeof(moment));
	if (parsed == NULL)
		return false;
	*parsed = at;
	*extra = parsed;
	return true;
}

static void
assign_known_at(const char *value, void *extra)
{
	(void) value;
	has_known_at = extra != NULL;
	if (has_known_at)
		known_at_moment = *(moment *) extra;
	known_at_is_resolved = false;
}

static bool
check_time_zone(char **value, void **extra, GucSource source)
{
	pg_tz *found = **value == '\0' ? NULL : pg_tzset(*value);
	pg_tz **parsed;

	(void) source;
	if (found == NULL)
	{
		GUC_check_errdetail("There is no such time zone.");
		GUC_check_errhint("Write the name of a zone such as Europe/Oslo; pg_timezone_names lists "
						  "them.");
		return false;
	}
	if (!pg_tz_acceptable(found))
	{
		GUC_check_errdetail("PostgreSQL does not support leap seconds.");
		return false;
	}
	parsed = innopart_guc_malloc(sizeof(pg_tz *));
	if (parsed == NULL)
		return false;
	*parsed = found;
	*extra = parsed;
	return true;
}

static void
assign_time_zone(const char *value, void *extra)
{
	(void) value;
	zone = *(pg_tz **) extra;
	known_at_is_resolved = false;
	has_today = false;
}

void
clock_init(void)
{
	DefineCustomStringVariable("innopart.as_of", "The day that reports answer for.",
							   "A date such as 2018-12-31; empty for today in innopart.time_zone.",
							   &as_of_text, "", PGC_USERSET, 0, check_as_of, assign_as_of, NULL);
	DefineCustomStringVariable(
		"innopart.known_at", "The moment whose knowledge reports answer with.",
		"A moment such as 2018-12-31 23:59:59+01, in innopart.time_zone "
		"where it states no offset; empty for all that is known now.",
		&known_at_text, "", PGC_USERSET, 0, check_known_at, assign_known_at, NULL);
	/* not a user's to set: policies and guards ask which day it is */
	DefineCustomStringVariable("innopart.time_zone", "The time zone whose days count.",
							   "The name of a zone such as Europe/Oslo, whatever TimeZone says; of "
							   "the database, for a superuser to set.",
							   &time_zone_text, "Europe/Oslo", PGC_SUSET, 0, check_time_zone,
							   assign_time_zone, NULL);
	DefineCustomEnumVariable("innopart.language", "The language of labels.",
							 "One of en, nb and nn (ISO 639-1).", &language, LABEL_EN,
							 language_options, PGC_USERSET, 0, NULL, NULL, NULL);
	MarkGUCPrefixReserved("innopart");
}

DateADT
clock_today(void)
{
	TimestampTz begun;

	if (has_as_of)
		return as_of_day;
	begun = GetCurrentTransactionStartTimestamp();
	if (!has_today || begun != today_is_of)
	{
		today = clock_day_of(begun);
		today_is_of = begun;
		has_today = true;
	}
	return today;
}

TimestampTz
clock_horizon(void)
{
	if (!has_known_at)
		return DT_NOEND;
	if (!known_at_is_resolved)
	{
		int64 offset = known_at_moment.offset;

		if (!known_at_moment.has_offset)
		{
			struct pg_tm tm;
			fsec_t fsec;

			if (timestamp2tm(known_at_moment.local_usec, NULL, &tm, &fsec, NULL, NULL) != 0)
				elog(ERROR, "innopart.known_at is out of range");
			/* the server counts west of UTC, moment.h east */
			offset = -DetermineTimeZoneOffset(&tm, zone);
		}
		known_at_resolved = known_at_moment.local_usec - offset * USECS_PER_SEC;
		known_at_is_resolved = true;
	}
	return known_at_resolved;
}

pg_tz *
clock_zone(void)
{
	return zone;
}

label_language
clock_label_language(void)
{
	return (label_language) language;
}

DateADT
clock_day_of(TimestampTz at)
{
	struct pg_tm tm;
	fsec_t fsec;
	int west;

	if (TIMESTAMP_IS_NOBEGIN(at))
		return DATEVAL_NOBEGIN;
	if (TIMESTAMP_IS_NOEND(at))
		return DATEVAL_NOEND;
	if (timestamp2tm(at, &west, &tm, &fsec, NULL, zone) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE), errmsg("timestamp out of range")));
	return date2j(tm.tm_year, tm.tm_mon, tm.tm_mday) - POSTGRES_EPOCH_JDATE;
}

/* The day that reports answer for. */
Datum
clock_as_of(PG_FUNCTION_ARGS)
{
	(void) fcinfo;
	PG_RETURN_DATEADT(clock_today());
}

/* The moment whose knowledge reports answer with. */
Datum
clock_known_at(PG_FUNCTION_ARGS)
{
	(void) fcinfo;
	PG_RETURN_TIMESTAMPTZ(clock_horizon());
}

/* The time zone whose days count, by its canonical name. */
Datum
clock_time_zone(PG_FUNCTION_ARGS)
{
	(void) fcinfo;
	PG_RETURN_TEXT_P(cstring_to_text(pg_get_timezone_name(zone)));
}

/* The language of labels. */
Datum
clock_language(PG_FUNCTION_ARGS)
{
	(void) fcinfo;
	PG_RETURN_TEXT_P(cstring_to_text(label_language_code(clock_label_language())));
}

/* The day a moment falls on in innopart.time_zone. */
Datum
clock_local_day(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATEADT(clock_day_of(PG_GETARG_TIMESTAMPTZ(0)));
}
