/*
 * src/calendar_sql.c
 *		Working days and public holidays, as SQL calls them.
 *
 * Depends on: the server, calendar.h.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "calendar.h"

PG_FUNCTION_INFO_V1(date_is_working_day);
PG_FUNCTION_INFO_V1(date_next_working_day);
PG_FUNCTION_INFO_V1(date_previous_working_day);
PG_FUNCTION_INFO_V1(date_public_holiday);

/* Whether a day is a working day; NULL for the infinite ones, which are no days. */
Datum
date_is_working_day(PG_FUNCTION_ARGS)
{
	DateADT day = PG_GETARG_DATEADT(0);

	if (DATE_NOT_FINITE(day))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(calendar_is_working_day(day));
}

/*
 * The first and the last day of PostgreSQL's calendar are themselves working days, so that the
 * two functions below cannot leave it.
 */

/* The day itself if it is a working day, else the first one after it. */
Datum
date_next_working_day(PG_FUNCTION_ARGS)
{
	DateADT day = PG_GETARG_DATEADT(0);

	if (DATE_NOT_FINITE(day))
		PG_RETURN_DATEADT(day);
	PG_RETURN_DATEADT(calendar_next_working_day(day));
}

/* The day itself if it is a working day, else the last one before it. */
Datum
date_previous_working_day(PG_FUNCTION_ARGS)
{
	DateADT day = PG_GETARG_DATEADT(0);

	if (DATE_NOT_FINITE(day))
		PG_RETURN_DATEADT(day);
	PG_RETURN_DATEADT(calendar_previous_working_day(day));
}

/* The word for the public holiday that falls on a day, or NULL. */
Datum
date_public_holiday(PG_FUNCTION_ARGS)
{
	DateADT day = PG_GETARG_DATEADT(0);
	const char *code;

	if (DATE_NOT_FINITE(day))
		PG_RETURN_NULL();
	code = calendar_holiday_code(calendar_public_holiday(day));
	if (code == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(code));
}
