/*
 * test/unit/calendar.c
 *		Civil dates, Easter, holidays and working days, without a server.
 */
#include "calendar.h"

#include <stdlib.h>
#include <string.h>

#include "generate.h"
#include "tap.h"

static int32_t
day_of(const char *text)
{
	int32_t day;
	const char *why;

	if (!calendar_parse(text, strlen(text), &day, &why))
		bail_out("\"%s\" is no date: %s", text, why);
	return day;
}

static bool
is_leap(int32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Walks from day to day by the rule everybody knows, and compares at each step. */
static void
test_civil(void)
{
	static const int32_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int32_t day = CALENDAR_DAY_MIN;
	int weekday = 1; /* 0001-01-01 was a Monday */
	long wrong = 0;

	for (int32_t year = 1; year <= 9999; year++)
	{
		for (int32_t month = 1; month <= 12; month++)
		{
			int32_t length = lengths[month - 1] + (month == 2 && is_leap(year));

			for (int32_t day_of_month = 1; day_of_month <= length; day_of_month++)
			{
				char expected[64];
				char text[CALENDAR_TEXT_SIZE];
				int32_t y;
				int32_t m;
				int32_t d;
				int32_t parsed;
				const char *why;

				calendar_to_civil(day, &y, &m, &d);
				snprintf(expected, sizeof(expected), "%04d-%02d-%02d", year, month, day_of_month);
				if (y != year || m != month || d != day_of_month ||
					calendar_from_civil(year, month, day_of_month) != day ||
					calendar_weekday(day) != weekday || calendar_format(day, text) != 10 ||
					strcmp(text, expected) != 0 || !calendar_parse(text, 10, &parsed, &why) ||
					parsed != day)
					wrong++;
				day++;
				weekday = weekday % 7 + 1;
			}
		}
	}
	ok(wrong == 0, "every day from 0001-01-01 to 9999-12-31: both ways, weekday and text");
	ok(day - 1 == CALENDAR_DAY_MAX, "9999-12-31 is CALENDAR_DAY_MAX");
	ok(calendar_from_civil(2000, 1, 1) == 0, "2000-01-01 is day 0");
	ok(calendar_weekday(0) == 6 && calendar_weekday(-1) == 5 && calendar_weekday(2) == 1,
	   "weekdays around day 0, a Saturday");
}

/* The days PostgreSQL's date holds at its ends, and years before 1. */
static void
test_far_days(void)
{
	int32_t year;
	int32_t month;
	int32_t day_of_month;

	calendar_to_civil(-2451545, &year, &month, &day_of_month);
	ok(year == -4713 && month == 11 && day_of_month == 24, "PostgreSQL's first day, 4714-11-24 BC");
	calendar_to_civil(2145031948, &year, &month, &day_of_month);
	ok(year == 5874897 && month == 12 && day_of_month == 31,
	   "PostgreSQL's last day, 5874897-12-31");
	ok(calendar_is_working_day(-2451545) && calendar_is_working_day(2145031948),
	   "both are working days, so that rolling never leaves PostgreSQL's calendar");
}

static void
test_refused_dates(void)
{
	static const char *const refused[] = {
		"",			  "2021-1-01",	   "2021-01-1",	 "2021/01/01", "20210101",	  "2021-13-01",
		"2021-00-10", "2021-04-31",	   "2021-02-29", "1900-02-29", "2021-01-00",  "2021-01-32",
		"0000-01-01", "-001-01-01",	   "+021-01-01", " 021-01-01", "2021-01-01 ", "12021-01-01",
		"2021-0a-01", "2021-01-0\xb2", "999-12-31",
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
	{
		size_t len = strlen(refused[i]);
		char *exact = generate_exact(refused[i], len);
		int32_t day = 12345;
		const char *why = NULL;

		ok(!calendar_parse(exact, len, &day, &why) && day == 12345 && why != NULL,
		   "refused: \"%s\"", refused[i]);
		free(exact);
	}
}

/* Knuth's algorithm E (The Art of Computer Programming 1.3.2, exercise 14): another road. */
static int32_t
easter_by_knuth(int32_t year)
{
	int32_t golden = year % 19 + 1;
	int32_t century = year / 100 + 1;
	int32_t skipped_leaps = 3 * century / 4 - 12;
	int32_t moon_orbit = (8 * century + 5) / 25 - 5;
	int32_t sunday = 5 * year / 4 - skipped_leaps - 10;
	int32_t epact = (11 * golden + 20 + moon_orbit - skipped_leaps) % 30;
	int32_t full_moon;

	if (epact < 0)
		epact += 30;
	if ((epact == 25 && golden > 11) || epact == 24)
		epact++;
	full_moon = 44 - epact;
	if (full_moon < 21)
		full_moon += 30;
	full_moon += 7 - (sunday + full_moon) % 7;
	return calendar_from_civil(year, 3, 1) + full_moon - 1;
}

static void
test_easter(void)
{
	static const char *const easters[] = {
		"1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23",
		"2008-03-23", "2011-04-24", "2016-03-27", "2017-04-16", "2018-04-01",
		"2019-04-21", "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09",
		"2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25",
	};
	long wrong = 0;
	long out_of_season = 0;

	for (size_t i = 0; i < sizeof(easters) / sizeof(easters[0]); i++)
	{
		int32_t day = day_of(easters[i]);

		ok(calendar_easter_sunday(atoi(easters[i])) == day, "Easter on %s", easters[i]);
	}
	for (int32_t year = 1; year <= 9999; year++)
		wrong += calendar_easter_sunday(year) != easter_by_knuth(year);
	ok(wrong == 0, "Easter of the years 1 to 9999 is where Knuth's algorithm puts it");
	for (int32_t year = -4713; year <= 20000; year++)
	{
		int32_t easter = calendar_easter_sunday(year);
		int32_t march_1 = calendar_from_civil(year, 3, 1);

		out_of_season +=
			calendar_weekday(easter) != 7 || easter < march_1 + 21 || easter > march_1 + 55;
	}
	ok(out_of_season == 0, "Easter is a Sunday between 22 March and 25 April, also in years BC");
}

static void
test_holidays(void)
{
	static const struct
	{
		const char *day;
		const char *code;
	} holidays[] = {
		{ "2021-01-01", "new_years_day" }, { "2021-04-01", "maundy_thursday" },
		{ "2021-04-02", "good_friday" },   { "2021-04-04", "easter_sunday" },
		{ "2021-04-05", "easter_monday" }, { "2021-05-01", "labour_day" },
		{ "2021-05-13", "ascension_day" }, { "2021-05-17", "constitution_day" },
		{ "2021-05-23", "whit_sunday" },   { "2021-05-24", "whit_monday" },
		{ "2021-12-25", "christmas_day" }, { "2021-12-26", "boxing_day" },
	};
	size_t count = sizeof(holidays) / sizeof(holidays[0]);
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
	{
		const char *code = calendar_holiday_code(calendar_public_holiday(day_of(holidays[i].day)));

		is_text(code ? code : "none", holidays[i].code, holidays[i].day);
	}
	for (int32_t day = day_of("2021-01-01"); day <= day_of("2021-12-31"); day++)
		found += calendar_public_holiday(day) != HOLIDAY_NONE;
	ok(found == count, "2021 has those %zu holidays and no other", count);

	/* movable feasts on fixed holidays */
	ok(calendar_public_holiday(day_of("2008-05-01")) == HOLIDAY_LABOUR_DAY,
	   "Ascension Day on 1 May is named after the fixed day");
	ok(calendar_public_holiday(day_of("2027-05-17")) == HOLIDAY_CONSTITUTION_DAY,
	   "Whit Monday on 17 May is named after the fixed day");
	/* the earliest and the latest Easter lie within the months that are looked at */
	ok(calendar_public_holiday(day_of("1818-03-19")) == HOLIDAY_MAUNDY_THURSDAY &&
		   calendar_public_holiday(day_of("2038-06-14")) == HOLIDAY_WHIT_MONDAY,
	   "the earliest Maundy Thursday and the latest Whit Monday");
	ok(calendar_is_working_day(day_of("2021-12-24")) &&
		   calendar_is_working_day(day_of("2021-12-31")),
	   "Christmas Eve and New Year's Eve are working days");
}

static void
test_rolling(void)
{
	long wrong = 0;
	int longest = 0;

	for (int32_t day = CALENDAR_DAY_MIN; day <= CALENDAR_DAY_MAX; day++)
	{
		int32_t next = calendar_next_working_day(day);
		int32_t previous = calendar_previous_working_day(day);

		if (calendar_is_working_day(day))
			wrong += next != day || previous != day;
		else
		{
			wrong += next <= day || previous >= day || !calendar_is_working_day(next) ||
					 !calendar_is_working_day(previous);
			for (int32_t between = previous + 1; between < next; between++)
				wrong += calendar_is_working_day(between);
			if (next - previous > longest)
				longest = next - previous;
		}
	}
	ok(wrong == 0, "both ways of rolling find the nearest working day, for every day");
	ok(longest == 6, "never more than 5 days off in a row (longest step %d)", longest);
	ok(calendar_next_working_day(day_of("2022-01-01")) == day_of("2022-01-03"),
	   "Saturday 2022-01-01 rolls on to Monday");
	ok(calendar_previous_working_day(day_of("2022-01-01")) == day_of("2021-12-31"),
	   "Saturday 2022-01-01 rolls back to Friday");
	ok(calendar_next_working_day(day_of("2021-04-01")) == day_of("2021-04-06"),
	   "Maundy Thursday rolls over Easter");
	ok(calendar_previous_working_day(day_of("2021-04-05")) == day_of("2021-03-31"),
	   "Easter Monday rolls back over Easter");
}

int
main(void)
{
	test_civil();
	test_far_days();
	test_refused_dates();
	test_easter();
	test_holidays();
	test_rolling();
	return done_testing();
}
