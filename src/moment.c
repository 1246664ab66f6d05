/*
 * src/moment.c
 *		A moment in time as text, in the one form that means the same in every session.
 *
 * Depends on: calendar.h, text_scan.h; else nothing but the C library.
 */
#include "moment.h"

#include "calendar.h"
#include "text_scan.h"

#define USECS_PER_SECOND INT64_C(1000000)
#define USECS_PER_DAY (INT64_C(86400) * USECS_PER_SECOND)

/* the farthest a zone of this world has ever been from UTC is under 16 hours */
#define OFFSET_HOURS_MAX 15

/* Two digits from 0 to max. */
static bool
take_two_digits(text_scan *scan, int32_t max, int32_t *number)
{
	return text_scan_take_digits(scan, 2, number) && *number <= max;
}

/* HH:MM[:SS[.ffffff]] */
static bool
take_time(text_scan *scan, int64_t *usec)
{
	int32_t hour;
	int32_t minute;
	int32_t second = 0;
	int64_t fraction = 0;

	if (!take_two_digits(scan, 23, &hour) || !text_scan_take_char(scan, ':') ||
		!take_two_digits(scan, 59, &minute))
		return false;
	if (text_scan_take_char(scan, ':'))
	{
		if (!take_two_digits(scan, 59, &second))
			return false;
		if (text_scan_take_char(scan, '.'))
		{
			int64_t unit = USECS_PER_SECOND;
			int32_t digit;

			while (unit > 1 && text_scan_take_digits(scan, 1, &digit))
			{
				unit /= 10;
				fraction += unit * digit;
			}
			if (unit == USECS_PER_SECOND)
				return false;
		}
	}
	*usec = (hour * INT64_C(3600) + minute * 60 + second) * USECS_PER_SECOND + fraction;
	return true;
}

/* Z, UTC, or a sign and HH[[:]MM[:SS]]; nothing there is no offset. */
static bool
take_offset(text_scan *scan, moment *out)
{
	int32_t hours;
	int32_t minutes = 0;
	int32_t seconds = 0;
	int sign;

	text_scan_skip_space(scan);
	if (text_scan_at_end(scan))
		return true;
	out->has_offset = true;
	if (text_scan_take_word(scan, "z") || text_scan_take_word(scan, "utc"))
		return true;
	if (text_scan_take_char(scan, '+'))
		sign = 1;
	else if (text_scan_take_char(scan, '-'))
		sign = -1;
	else
		return false;
	if (!take_two_digits(scan, OFFSET_HOURS_MAX, &hours))
		return false;
	if (text_scan_take_char(scan, ':') || !text_scan_at_end(scan))
	{
		if (!take_two_digits(scan, 59, &minutes))
			return false;
		if (text_scan_take_char(scan, ':') && !take_two_digits(scan, 59, &seconds))
			return false;
	}
	out->offset = sign * (hours * 3600 + minutes * 60 + seconds);
	return true;
}

bool
moment_parse(const char *text, size_t len, moment *out, const char **why)
{
	text_scan scan = text_scan_trimmed(text, len);
	size_t date_len = CALENDAR_TEXT_SIZE - 1;
	int32_t day;
	int64_t time_of_day = 0;

	if (text_scan_left(&scan) < date_len)
		date_len = text_scan_left(&scan);
	if (!calendar_parse(scan.at, date_len, &day, why))
		return false;
	scan.at += date_len;

	out->offset = 0;
	out->has_offset = false;
	if (!text_scan_at_end(&scan))
	{
		*why = "After the date come HH:MM, HH:MM:SS or HH:MM:SS.ffffff, and then Z, an offset such "
			   "as +01:00, or nothing.";
		if (!(text_scan_take_char(&scan, 'T') || text_scan_take_char(&scan, 't') ||
			  text_scan_skip_space(&scan)) ||
			!take_time(&scan, &time_of_day) || !take_offset(&scan, out) || !text_scan_at_end(&scan))
			return false;
	}
	out->local_usec = day * USECS_PER_DAY + time_of_day;
	return true;
}
