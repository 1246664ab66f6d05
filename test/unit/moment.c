/*
 * test/unit/moment.c
 *		Moments as text, without a server.
 */
#include "moment.h"

#include <stdio.h>

#include "generate.h"
#include "tap.h"

#define SECOND INT64_C(1000000)
#define DAY (86400 * SECOND)

static bool
reads(const char *text, moment *out)
{
	size_t len = strlen(text);
	char *exact = generate_exact(text, len);
	const char *why = NULL;
	bool parsed = moment_parse(exact, len, out, &why);

	if (!parsed && (why == NULL || why[strlen(why) - 1] != '.'))
		bail_out("\"%s\" is refused without a sentence", text);
	free(exact);
	return parsed;
}

static void
reads_as(const char *text, int64_t local_usec, bool has_offset, int32_t offset)
{
	moment got;

	if (!ok(reads(text, &got) && got.local_usec == local_usec && got.has_offset == has_offset &&
				got.offset == offset,
			"reads \"%s\"", text))
		diag("local %lld, offset %d %d", (long long) got.local_usec, got.has_offset, got.offset);
}

static void
refuses(const char *text)
{
	moment got;

	ok(!reads(text, &got), "refuses \"%s\"", text);
}

int
main(void)
{
	bool round_trip = true;
	bool prefixes = true;

	reads_as("2000-01-01", 0, false, 0);
	reads_as(" 2000-01-02 ", DAY, false, 0);
	reads_as("1999-12-31 23:59:59.999999", -1, false, 0);
	reads_as("2000-01-01 00:01", 60 * SECOND, false, 0);
	reads_as("2000-01-01T00:00:01", SECOND, false, 0);
	reads_as("2000-01-01t00:00:00.5Z", SECOND / 2, true, 0);
	reads_as("2000-01-01 00:00 UTC", 0, true, 0);
	reads_as("2000-01-01 00:00:00+00", 0, true, 0);
	reads_as("2000-01-01 00:00:00+01", 0, true, 3600);
	reads_as("2000-01-01 00:00:00+0530", 0, true, 19800);
	reads_as("2000-01-01 00:00:00 -08:00", 0, true, -28800);
	reads_as("2000-01-01 00:00:00+00:53:28", 0, true, 3208);
	reads_as("0001-01-01 00:00", -730119 * DAY, false, 0);
	reads_as("9999-12-31 23:59:59", 2921939 * DAY + 86399 * SECOND, false, 0);

	refuses("");
	refuses("now");
	refuses("today");
	refuses("infinity");
	refuses("2018-12-31 now");
	refuses("2018-02-29");
	refuses("31.12.2018");
	refuses("12/31/2018");
	refuses("2018-12-31 24:00");
	refuses("2018-12-31 12:60");
	refuses("2018-12-31 12:00:60");
	refuses("2018-12-31 12");
	refuses("2018-12-31 12:00:");
	refuses("2018-12-31 12:00:00.");
	refuses("2018-12-31 12:00:00.1234567");
	refuses("2018-12-31 12:00 CET");
	refuses("2018-12-31 12:00 Europe/Oslo");
	refuses("2018-12-31 12:00+");
	refuses("2018-12-31 12:00+1");
	refuses("2018-12-31 12:00+16");
	refuses("2018-12-31 12:00+01:");
	refuses("2018-12-31 12:00+01:60");
	refuses("2018-12-31 12:00+01:00x");
	refuses("2018-12-31 12:00+01:00:");
	refuses("2018-12-31 12:00+01:00:60");
	refuses("2018-12-31 12:00Zulu");
	refuses("2018-12-31 +01");
	refuses("2018-12-3112:00");
	refuses("2018-12-31 12:00 BC");

	for (int round = 0; round < 20000; round++)
	{
		int hour = (int) generate_below(24);
		int minute = (int) generate_below(60);
		int second = (int) generate_below(60);
		int usec = (int) generate_below(1000000);
		int east = (int) generate_below(29) - 14;
		char text[64];
		moment got;

		sprintf(text, "2000-02-%02d %02d:%02d:%02d.%06d%c%02d", 1 + round % 29, hour, minute,
				second, usec, east < 0 ? '-' : '+', abs(east));
		round_trip = round_trip && reads(text, &got) &&
					 got.local_usec == (31 + round % 29) * DAY +
										   (hour * 3600 + minute * 60 + second) * SECOND + usec &&
					 got.has_offset && got.offset == east * 3600;
		for (size_t cut = strlen(text); cut-- > 0;)
		{
			text[cut] = '\0';
			/* without its offset a moment has none; no other beginning differs in its minute */
			if (reads(text, &got))
				prefixes =
					prefixes && !got.has_offset &&
					(cut <= 11 || got.local_usec / (60 * SECOND) ==
									  (31 + round % 29) * INT64_C(1440) + hour * 60 + minute);
		}
	}
	ok(round_trip, "every moment of February 2000 is read as itself");
	ok(prefixes, "the beginning of a moment is refused or read as what it says");
	return done_testing();
}
