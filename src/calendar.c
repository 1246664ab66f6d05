/*
 * src/calendar.c
 *		Civil dates, the Norwegian public holidays, and working days.
 *
 * Depends on: nothing but the C library.
 *
 * The holidays are those of the act of 24 February 1995 no. 12, section 2, and of the act of
 * 26 April 1947 no. 1 (1 and 17 May).  They are applied to every year alike: no option was ever
 * due before 1947, and a date's answer must not change with the statute book.
 */
#include "calendar.h"

static const char *const holiday_codes[] = {
	[HOLIDAY_NONE] = NULL,
	[HOLIDAY_NEW_YEARS_DAY] = "new_years_day",
	[HOLIDAY_MAUNDY_THURSDAY] = "maundy_thursday",
	[HOLIDAY_GOOD_FRIDAY] = "good_friday",
	[HOLIDAY_EASTER_SUNDAY] = "easter_sunday",
	[HOLIDAY_EASTER_MONDAY] = "easter_monday",
	[HOLIDAY_LABOUR_DAY] = "labour_day",
	[HOLIDAY_CONSTITUTION_DAY] = "constitution_day",
	[HOLIDAY_ASCENSION_DAY] = "ascension_day",
	[HOLIDAY_WHIT_SUNDAY] = "whit_sunday",
	[HOLIDAY_WHIT_MONDAY] = "whit_monday",
	[HOLIDAY_CHRISTMAS_DAY] = "christmas_day",
	[HOLIDAY_BOXING_DAY] = "boxing_day",
};

/* Days from 0000-03-01 to 2000-01-01: the algorithms below count years from March. */
#define EPOCH_FROM_MARCH_0000 INT64_C(730425)
#define DAYS_IN_400_YEARS INT64_C(146097)

/* Quotient rounded down, also for negative numerators; the divisor is positive. */
static int64_t
floor_div(int64_t numerator, int64_t divisor)
{
	int64_t quotient = numerator / divisor;

	return quotient - (numerator % divisor < 0);
}

/*
 * A year that starts in March has its leap day last, so that the day of the year is a straight
 * line in the month: (153 * month + 2) / 5.
 */
int32_t
calendar_from_civil(int32_t year, int32_t month, int32_t day_of_month)
{
	int64_t march_year = (int64_t) year - (month <= 2);
	int64_t cycle = floor_div(march_year, 400);
	int64_t year_of_cycle = march_year - cycle * 400;
	int64_t month_from_march = (month + 9) % 12;
	int64_t day_of_year = (153 * month_from_march + 2) / 5 + day_of_month - 1;
	int64_t day_of_cycle =
		year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;

	return (int32_t) (cycle * DAYS_IN_400_YEARS + day_of_cycle - EPOCH_FROM_MARCH_0000);
}

void
calendar_to_civil(int32_t day, int32_t *year, int32_t *month, int32_t *day_of_month)
{
	int64_t from_march = (int64_t) day + EPOCH_FROM_MARCH_0000;
	int64_t cycle = floor_div(from_march, DAYS_IN_400_YEARS);
	int64_t day_of_cycle = from_march - cycle * DAYS_IN_400_YEARS;
	int64_t year_of_cycle =
		(day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
	int64_t day_of_year =
		day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
	int64_t month_from_march = (5 * day_of_year + 2) / 153;

	*day_of_month = (int32_t) (day_of_year - (153 * month_from_march + 2) / 5 + 1);
	*month = (int32_t) (month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
	*year = (int32_t) (cycle * 400 + year_of_cycle + (*month <= 2));
}

/* The number that `count` digits spell, or -1 when one of them is no digit. */
static int32_t
parse_digits(const char *text, size_t count)
{
	int32_t number = 0;

	for (size_t i = 0; i < count; i++)
	{
		if (text[i] < '0' || text[i] > '9')
			return -1;
		number = number * 10 + (text[i] - '0');
	}
	return number;
}

bool
calendar_parse(const char *text, size_t len, int32_t *day, const char **why)
{
	int32_t year;
	int32_t month;
	int32_t day_of_month;
	int32_t candidate;
	int32_t check_year;
	int32_t check_month;
	int32_t check_day;

	*why = "A date is written YYYY-MM-DD.";
	if (len != CALENDAR_TEXT_SIZE - 1 || text[4] != '-' || text[7] != '-')
		return false;
	year = parse_digits(text, 4);
	month = parse_digits(text + 5, 2);
	day_of_month = parse_digits(text + 8, 2);
	if (year < 0 || month < 0 || day_of_month < 0)
		return false;
	if (year == 0)
	{
		*why = "A year is between 0001 and 9999.";
		return false;
	}
	*why = "There is no such date in the calendar.";
	if (month < 1 || month > 12 || day_of_month < 1 || day_of_month > 31)
		return false;
	/* 31 April becomes 1 May and so betrays itself */
	candidate = calendar_from_civil(year, month, day_of_month);
	calendar_to_civil(candidate, &check_year, &check_month, &check_day);
	if (check_month != month || check_day != day_of_month)
		return false;
	*day = candidate;
	return true;
}

size_t
calendar_format(int32_t day, char buf[CALENDAR_TEXT_SIZE])
{
	int32_t year;
	int32_t month;
	int32_t day_of_month;

	calendar_to_civil(day, &year, &month, &day_of_month);
	buf[0] = (char) ('0' + year / 1000 % 10);
	buf[1] = (char) ('0' + year / 100 % 10);
	buf[2] = (char) ('0' + year / 10 % 10);
	buf[3] = (char) ('0' + year % 10);
	buf[4] = '-';
	buf[5] = (char) ('0' + month / 10);
	buf[6] = (char) ('0' + month % 10);
	buf[7] = '-';
	buf[8] = (char) ('0' + day_of_month / 10);
	buf[9] = (char) ('0' + day_of_month % 10);
	buf[10] = '\0';
	return CALENDAR_TEXT_SIZE - 1;
}

int
calendar_weekday(int32_t day)
{
	/* 2000-01-01 was a Saturday */
	int64_t since_saturday = (int64_t) day - floor_div(day, 7) * 7;

	return (int) ((since_saturday + 5) % 7 + 1);
}

/*
 * The Gregorian computus in the form that Jones and Meeus give, without its exceptions table.
 * It repeats after 5,700,000 years, which lets us count from a year that is not negative.
 */
int32_t
calendar_easter_sunday(int32_t year)
{
	int32_t y = (int32_t) ((int64_t) year - floor_div(year, 5700000) * 5700000);
	int32_t golden = y % 19;
	int32_t century = y / 100;
	int32_t year_of_century = y % 100;
	int32_t skipped_leaps = (century + 8) / 25;
	int32_t moon_shift = (century - skipped_leaps + 1) / 3;
	int32_t epact = (19 * golden + century - century / 4 - moon_shift + 15) % 30;
	int32_t to_sunday =
		(32 + 2 * (century % 4) + 2 * (year_of_century / 4) - epact - year_of_century % 4) % 7;
	int32_t correction = (golden + 11 * epact + 22 * to_sunday) / 451;
	int32_t march_day = epact + to_sunday - 7 * correction + 22; /* 32 is 1 April */

	return calendar_from_civil(year, 3, 1) + march_day - 1;
}

/*
 * The holiday that falls on a day.  Where a movable feast meets 1 or 17 May, the fixed day is
 * named: it is a holiday for certain, in any year.
 */
calendar_holiday
calendar_public_holiday(int32_t day)
{
	int32_t year;
	int32_t month;
	int32_t day_of_month;

	calendar_to_civil(day, &year, &month, &day_of_month);
	switch (month * 100 + day_of_month)
	{
		case 101:
			return HOLIDAY_NEW_YEARS_DAY;
		case 501:
			return HOLIDAY_LABOUR_DAY;
		case 517:
			return HOLIDAY_CONSTITUTION_DAY;
		case 1225:
			return HOLIDAY_CHRISTMAS_DAY;
		case 1226:
			return HOLIDAY_BOXING_DAY;
	}
	/* Maundy Thursday is 19 March at the earliest, Whit Monday 14 June at the latest */
	if (month < 3 || month > 6)
		return HOLIDAY_NONE;
	switch (day - calendar_easter_sunday(year))
	{
		case -3:
			return HOLIDAY_MAUNDY_THURSDAY;
		case -2:
			return HOLIDAY_GOOD_FRIDAY;
		case 0:
			return HOLIDAY_EASTER_SUNDAY;
		case 1:
			return HOLIDAY_EASTER_MONDAY;
		case 39:
			return HOLIDAY_ASCENSION_DAY;
		case 49:
			return HOLIDAY_WHIT_SUNDAY;
		case 50:
			return HOLIDAY_WHIT_MONDAY;
	}
	return HOLIDAY_NONE;
}

/* The word for a holiday, or NULL for none. */
const char *
calendar_holiday_code(calendar_holiday holiday)
{
	return holiday_codes[holiday];
}

bool
calendar_is_working_day(int32_t day)
{
	return calendar_weekday(day) <= 5 && calendar_public_holiday(day) == HOLIDAY_NONE;
}

int32_t
calendar_next_working_day(int32_t day)
{
	while (!calendar_is_working_day(day))
		day++;
	return day;
}

int32_t
calendar_previous_working_day(int32_t day)
{
	while (!calendar_is_working_day(day))
		day--;
	return day;
}
