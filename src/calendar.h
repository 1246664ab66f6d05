/*
 * src/calendar.h
 *		Civil dates, the Norwegian public holidays, and working days.
 *
 * Depends on: nothing but the C library.
 *
 * A day is a number: days since 2000-01-01 in the proleptic Gregorian calendar, which is what
 * PostgreSQL's date holds.  The arithmetic is right for every int32_t that PostgreSQL's date can
 * hold; text is limited to the years 0001 to 9999, where a year has four digits.
 */
#ifndef INNOPART_CALENDAR_H
#define INNOPART_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CALENDAR_DAY_MIN (-730119) /* 0001-01-01 */
#define CALENDAR_DAY_MAX 2921939   /* 9999-12-31 */

/* open ends of a window; the same numbers as PostgreSQL's -infinity and infinity */
#define CALENDAR_OPEN_START INT32_MIN
#define CALENDAR_OPEN_END INT32_MAX

#define CALENDAR_TEXT_SIZE 11 /* YYYY-MM-DD and a NUL */

typedef enum calendar_holiday
{
	HOLIDAY_NONE = 0,
	HOLIDAY_NEW_YEARS_DAY,
	HOLIDAY_MAUNDY_THURSDAY,
	HOLIDAY_GOOD_FRIDAY,
	HOLIDAY_EASTER_SUNDAY,
	HOLIDAY_EASTER_MONDAY,
	HOLIDAY_LABOUR_DAY,
	HOLIDAY_CONSTITUTION_DAY,
	HOLIDAY_ASCENSION_DAY,
	HOLIDAY_WHIT_SUNDAY,
	HOLIDAY_WHIT_MONDAY,
	HOLIDAY_CHRISTMAS_DAY,
	HOLIDAY_BOXING_DAY
} calendar_holiday;

extern int32_t calendar_from_civil(int32_t year, int32_t month, int32_t day_of_month);
extern void calendar_to_civil(int32_t day, int32_t *year, int32_t *month, int32_t *day_of_month);

/* Exactly YYYY-MM-DD, ten bytes, a date that exists. */
extern bool calendar_parse(const char *text, size_t len, int32_t *day, const char **why);

/* A day of the years 0001 to 9999; returns the length, 10. */
extern size_t calendar_format(int32_t day, char buf[CALENDAR_TEXT_SIZE]);

/* Monday 1 to Sunday 7, as in ISO 8601. */
extern int calendar_weekday(int32_t day);

extern int32_t calendar_easter_sunday(int32_t year);
extern calendar_holiday calendar_public_holiday(int32_t day);
extern const char *calendar_holiday_code(calendar_holiday holiday);

/* Neither Saturday, Sunday nor public holiday. */
extern bool calendar_is_working_day(int32_t day);

/* The day itself when it is a working day, else the nearest one after or before it. */
extern int32_t calendar_next_working_day(int32_t day);
extern int32_t calendar_previous_working_day(int32_t day);

#endif /* INNOPART_CALENDAR_H */
