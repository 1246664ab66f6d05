/*
 * test/unit/option_right.c
 *		The laws of option_right, without a server: text, wire, order, hash, last day.
 */
#include "option_right.h"

#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "generate.h"
#include "money.h"
#include "phase.h"
#include "tap.h"

#define GENERATED 20000

/* hash partitions on disk depend on these for good */
#define FROZEN_HASH UINT64_C(0x56c0666c9dd065d8)
#define FROZEN_HASH_42 UINT64_C(0x15745b3a99e938e2)
#define FROZEN_HASH_PLAIN UINT64_C(0xbb0b5fb8e130c349)

/* 1 .. limit, small numbers as often as large ones */
static int64_t
random_size(int64_t limit)
{
	int64_t shrunk = limit >> generate_below(63);

	return 1 + generate_below(shrunk > 0 ? shrunk : 1);
}

static int32_t
random_day(void)
{
	/* half of them in one year, so that equal days are common */
	if (generate_below(2) == 0)
		return 7000 + (int32_t) generate_below(366);
	return CALENDAR_DAY_MIN + (int32_t) generate_below(CALENDAR_DAY_MAX - CALENDAR_DAY_MIN + 1);
}

static uint16_t
code(const char *letters)
{
	uint16_t currency;
	const char *why;

	if (!currency_parse(letters, 3, &currency, &why))
		bail_out("no currency: %s", letters);
	return currency;
}

/* Any right that the rules allow. */
static option_right_value
random_right(void)
{
	static const char *const currencies[] = { "NOK", "SEK", "DKK", "EUR", "AED", "ZWL" };
	option_right_value right;
	int ceilings = 1 + (int) generate_below(3);

	memset(&right, 0, sizeof(right));
	if (ceilings & 1)
	{
		right.max_units = random_size(INT64_MAX);
		if (generate_below(2) == 0)
			right.min_units = random_size(right.max_units);
	}
	if (ceilings & 2)
	{
		right.max_amount = random_size(MONEY_MAX);
		right.currency = code(currencies[generate_below(6)]);
	}
	right.opens_on = generate_below(5) == 0 ? CALENDAR_OPEN_START : random_day();
	right.closes_on = generate_below(5) == 0 ? CALENDAR_OPEN_END : random_day();
	if (right.opens_on > right.closes_on)
	{
		int32_t later = right.opens_on;

		right.opens_on = right.closes_on;
		right.closes_on = later;
	}
	if (generate_below(2) == 0)
	{
		right.from_kind = (uint8_t) (PHASE_NEED + generate_below(6));
		if (right.from_kind == PHASE_DEVELOPMENT)
			right.from_stage = (uint8_t) (1 + generate_below(PHASE_STAGE_MAX));
	}
	right.conditions = (uint8_t) generate_below(OPTION_RIGHT_CONDITIONS_MAX + 1);
	if (generate_below(2) == 0)
		right.notice_days = (uint16_t) generate_below(OPTION_RIGHT_NOTICE_MAX + 1);
	do
		right.flags = (uint8_t) generate_below(OPTION_RIGHT_ALL_FLAGS + 1);
	while ((right.flags & OPTION_RIGHT_NEXT_WORKING_DAY) != 0 &&
		   (right.flags & OPTION_RIGHT_PREVIOUS_WORKING_DAY) != 0);
	return right;
}

static bool
parse_exactly(const char *text, size_t len, option_right_value *right, const char **why)
{
	char *exact = generate_exact(text, len);
	bool accepted;

	accepted = option_right_parse(exact, len, right, why);
	free(exact);
	return accepted;
}

static option_right_value
right_of(const char *text)
{
	option_right_value right;
	const char *why;

	if (!parse_exactly(text, strlen(text), &right, &why))
		bail_out("\"%s\" is no right: %s", text, why);
	return right;
}

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
same_bytes(const option_right_value *a, const option_right_value *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* --- text --------------------------------------------------------------------------------- */

#define EVERYTHING                                                                                 \
	"max 40, max 80000000.00 NOK, min 5, 2019-10-01..2021-12-31, from purchase, "                  \
	"conditions 2, notice 90 days, receipt, indivisible, transferable"

static void
test_accepted(void)
{
	static const struct
	{
		const char *text;
		const char *canonical;
	} cases[] = {
		{ EVERYTHING, EVERYTHING },
		{ "max 40, ..", "max 40, .., receipt" },
		{ "max 40,..2021-12-31", "max 40, ..2021-12-31, receipt" },
		{ "2019-10-01..,max 40", "max 40, 2019-10-01.., receipt" },
		{ "  \t\n max\v 40\r, 2019-10-01  ..\f 2021-12-31  ",
		  "max 40, 2019-10-01..2021-12-31, receipt" },
		{ "TRANSFERABLE, Indivisible, RECEIPT, Notice 90 DAYS, Conditions 2, FROM Purchase, "
		  "2019-10-01..2021-12-31, MIN 5, MAX 80000000 nok, Max 40",
		  EVERYTHING },
		{ "max 1.5 SEK, .., dispatch", "max 1.50 SEK, .., dispatch" },
		{ "max 0.0001 EUR, ..", "max 0.0001 EUR, .., receipt" },
		{ "max 5.1230 EUR, ..", "max 5.123 EUR, .., receipt" },
		{ "max 007, ..", "max 7, .., receipt" },
		{ "max 1, .., notice 1 day", "max 1, .., notice 1 day, receipt" },
		{ "max 1, .., notice 1 days", "max 1, .., notice 1 day, receipt" },
		{ "max 1, .., notice 2 day", "max 1, .., notice 2 days, receipt" },
		{ "max 1, .., notice 0 days, conditions 0", "max 1, .., receipt" },
		{ "max 1, .., notice 3650 days, conditions 16",
		  "max 1, .., conditions 16, notice 3650 days, receipt" },
		{ "max 1, .., next working day", "max 1, .., receipt, next working day" },
		{ "max 1, .., previous   working\tday", "max 1, .., receipt, previous working day" },
		{ "max 1, .., from development.12", "max 1, .., from development.12, receipt" },
		{ "max 1, 2020-02-29..2020-02-29", "max 1, 2020-02-29..2020-02-29, receipt" },
		{ "max 1, 0001-01-01..9999-12-31", "max 1, 0001-01-01..9999-12-31, receipt" },
		{ "max 9223372036854775807, min 9223372036854775807, ..",
		  "max 9223372036854775807, min 9223372036854775807, .., receipt" },
		{ "max 90000000000000 NOK, ..", "max 90000000000000.00 NOK, .., receipt" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		option_right_value right = right_of(cases[i].text);
		char buf[OPTION_RIGHT_TEXT_SIZE];
		size_t len = option_right_format(&right, buf);

		is_text(buf, cases[i].canonical, cases[i].canonical);
		if (len != strlen(buf))
			ok(false, "its length is %zu", len);
	}
}

static void
test_refused(void)
{
	static const struct
	{
		const char *text;
		const char *why;
	} cases[] = {
		{ "", "A clause is missing." },
		{ "   ", "A clause is missing." },
		{ ",", "A clause is missing." },
		{ "max 1, ..,", "A clause is missing." },
		{ "max 1,, ..", "A clause is missing." },
		{ "max 40", "A right needs a window, for example 2019-10-01..2021-12-31." },
		{ "..", "A right needs a ceiling, in units, in money or in both." },
		{ "2019-10-01..2021-12-31, receipt",
		  "A right needs a ceiling, in units, in money or in both." },
		{ "max 0, ..", "A ceiling is more than 0." },
		{ "max 0.0000 NOK, ..", "A ceiling is more than 0." },
		{ "max -1, ..", "A ceiling in units is a whole number, at most 9223372036854775807." },
		{ "max +1, ..", "A ceiling in units is a whole number, at most 9223372036854775807." },
		{ "max 1.5, ..", "A ceiling in units is a whole number, at most 9223372036854775807." },
		{ "max, ..", "A ceiling in units is a whole number, at most 9223372036854775807." },
		{ "max 9223372036854775808, ..",
		  "A ceiling in units is a whole number, at most 9223372036854775807." },
		{ "max 1 000, ..", "A currency is a three-letter code of ISO 4217." },
		{ "max 40 robots, ..", "A currency is a three-letter code of ISO 4217." },
		{ "max 1 ZZZ, ..", "A currency is a three-letter code of ISO 4217." },
		{ "max 1 XXX, ..", "A currency is a three-letter code of ISO 4217." },
		{ "max 1.00000 NOK, ..", "An amount of money has at most 4 decimals." },
		{ "max -1 NOK, ..",
		  "An amount of money is written in digits, with a point before its decimals." },
		{ "max 90000000000000.0001 NOK, ..", "A ceiling in money is at most 90000000000000." },
		{ "max 922337203685477.5808 NOK, ..",
		  "An amount of money is at most 922337203685477.5807." },
		{ "max 1 NOK SEK, ..", "Clauses are separated by commas." },
		{ "max 1 receipt, ..", "A currency is a three-letter code of ISO 4217." },
		{ "max 1, .. receipt", "A date is written YYYY-MM-DD." },
		{ "max 1, .., receipt indivisible", "Clauses are separated by commas." },
		{ "max 1, max 2, ..", "A clause is stated at most once." },
		{ "max 1 NOK, max 2 NOK, ..", "A clause is stated at most once." },
		{ "max 1 NOK, max 2 SEK, ..", "A clause is stated at most once." },
		{ "max 9, min 1, min 1, ..", "A clause is stated at most once." },
		{ "max 1, .., ..", "A clause is stated at most once." },
		{ "max 1, .., from need, from need", "A clause is stated at most once." },
		{ "max 1, .., conditions 0, conditions 0", "A clause is stated at most once." },
		{ "max 1, .., notice 1 day, notice 1 day", "A clause is stated at most once." },
		{ "max 1, .., receipt, dispatch", "A clause is stated at most once." },
		{ "max 1, .., dispatch, dispatch", "A clause is stated at most once." },
		{ "max 1, .., next working day, previous working day", "A clause is stated at most once." },
		{ "max 1, .., indivisible, indivisible", "A clause is stated at most once." },
		{ "max 1, .., transferable, transferable", "A clause is stated at most once." },
		{ "max 1, min 0, ..", "The smallest call-off is at least 1." },
		{ "max 1, min 2, ..", "The smallest call-off is at most the ceiling in units." },
		{ "max 1 NOK, min 1, ..", "A smallest call-off needs a ceiling in units." },
		{ "max 1, min 1 NOK, ..", "Clauses are separated by commas." },
		{ "max 1, min x, ..",
		  "The smallest call-off is a whole number, at most 9223372036854775807." },
		{ "max 1, 2021-01-02..2021-01-01", "A window opens no later than it closes." },
		{ "max 1, 2021-01-01",
		  "A window is written as its first and last day, 2019-10-01..2021-12-31." },
		{ "max 1, .", "A window is written as its first and last day, 2019-10-01..2021-12-31." },
		{ "max 1, 2021-01-01...2021-01-02", "A date is written YYYY-MM-DD." },
		{ "max 1, 2021-01-01..2021-02-30", "There is no such date in the calendar." },
		{ "max 1, 2021-1-1..", "A date is written YYYY-MM-DD." },
		{ "max 1, 0000-12-31..", "A year is between 0001 and 9999." },
		{ "max 1, ..10000-01-01", "A date is written YYYY-MM-DD." },
		{ "max 1, ..infinity", "A date is written YYYY-MM-DD." },
		{ "max 1, .., from", "A phase is need, dialogue, competition, development.1 to "
							 "development.99, purchase or closed." },
		{ "max 1, .., from 3",
		  "A number alone is no phase: partnerships number their phases differently." },
		{ "max 1, .., from development.1 2", "Clauses are separated by commas." },
		{ "max 1, .., conditions 17", "The number of mandatory conditions is between 0 and 16." },
		{ "max 1, .., conditions", "The number of mandatory conditions is between 0 and 16." },
		{ "max 1, .., conditions 258", "The number of mandatory conditions is between 0 and 16." },
		{ "max 1, .., notice 3651 days", "A notice is between 0 and 3650 days." },
		{ "max 1, .., notice 65537 days", "A notice is between 0 and 3650 days." },
		{ "max 1, .., notice 90", "A notice is counted in days: notice 90 days." },
		{ "max 1, .., notice 3 months", "A notice is counted in days: notice 90 days." },
		{ "max 1, .., next day",
		  "A deadline moves to the next working day or the previous working day." },
		{ "max 1, .., next working day please", "Clauses are separated by commas." },
		{ "max 1, .., unlimited",
		  "A clause is max, min, a window, from, conditions, notice, "
		  "receipt, dispatch, next or previous working day, indivisible or transferable." },
		{ "max 1, .., receipts",
		  "A clause is max, min, a window, from, conditions, notice, "
		  "receipt, dispatch, next or previous working day, indivisible or transferable." },
		{ "max40, ..",
		  "A clause is max, min, a window, from, conditions, notice, "
		  "receipt, dispatch, next or previous working day, indivisible or transferable." },
		{ "max 1, ..; receipt", "A date is written YYYY-MM-DD." },
		/* a no-break space and an Arabic digit are no white space and no digit */
		{ "max\xc2\xa0"
		  "1, ..",
		  "A ceiling in units is a whole number, at most 9223372036854775807." },
		{ "max \xd9\xa1, ..",
		  "A ceiling in units is a whole number, at most 9223372036854775807." },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		option_right_value right;
		option_right_value untouched;
		const char *why = NULL;

		memset(&right, 0x5a, sizeof(right));
		untouched = right;
		if (parse_exactly(cases[i].text, strlen(cases[i].text), &right, &why))
			ok(false, "refused: \"%s\"", cases[i].text);
		else
			is_text(why, cases[i].why, cases[i].text);
		if (!same_bytes(&right, &untouched))
			ok(false, "a refused text leaves the value alone: \"%s\"", cases[i].text);
	}
}

static void
test_round_trips(void)
{
	long wrong_text = 0;
	long wrong_wire = 0;
	long invalid = 0;
	size_t longest = 0;

	for (int i = 0; i < GENERATED; i++)
	{
		option_right_value right = random_right();
		option_right_value back;
		char text[OPTION_RIGHT_TEXT_SIZE];
		uint8_t wire[OPTION_RIGHT_WIRE_SIZE];
		const char *why;
		size_t len;

		if (!option_right_validate(&right, &why))
		{
			invalid++;
			diag("%s", why);
		}
		len = option_right_format(&right, text);
		longest = len > longest ? len : longest;
		memset(&back, 0x5a, sizeof(back));
		wrong_text += !parse_exactly(text, len, &back, &why) || !same_bytes(&right, &back);
		memset(&back, 0x5a, sizeof(back));
		option_right_encode(&right, wire);
		wrong_wire +=
			!option_right_decode(wire, sizeof(wire), &back, &why) || !same_bytes(&right, &back);
	}
	ok(invalid == 0, "%d generated rights are valid", GENERATED);
	ok(wrong_text == 0, "text and back is the same right, byte for byte");
	ok(wrong_wire == 0, "wire and back is the same right, byte for byte");
	ok(longest > 150, "the rights were long enough to matter (%zu)", longest);
	{
		option_right_value right = right_of("max 9223372036854775807, "
											"max 89999999999999.9999 NOK, min 9223372036854775807, "
											"2019-10-01..2021-12-31, from development.99, "
											"conditions 16, notice 3650 days, dispatch, "
											"previous working day, indivisible, transferable");
		char text[OPTION_RIGHT_TEXT_SIZE];

		ok(option_right_format(&right, text) == 214, "the longest right there is has 214 bytes");
	}
}

/* Whatever bytes come: refused with a reason, or a right that survives every round trip. */
static void
test_damage(void)
{
	long accepted = 0;
	long refused = 0;
	long wrong = 0;

	for (int i = 0; i < 10 * GENERATED; i++)
	{
		option_right_value right = random_right();
		option_right_value other;
		option_right_value back;
		uint8_t wire[OPTION_RIGHT_WIRE_SIZE];
		uint8_t again[OPTION_RIGHT_WIRE_SIZE];
		char text[OPTION_RIGHT_TEXT_SIZE];
		const char *why = NULL;
		size_t len;

		option_right_encode(&right, wire);
		for (int64_t flips = 1 + generate_below(3); flips > 0; flips--)
			wire[generate_below(sizeof(wire))] ^= (uint8_t) (1 << generate_below(8));
		if (!option_right_decode(wire, sizeof(wire), &other, &why))
		{
			refused++;
			wrong += why == NULL;
			continue;
		}
		accepted++;
		option_right_encode(&other, again);
		len = option_right_format(&other, text);
		wrong += memcmp(wire, again, sizeof(wire)) != 0 || !option_right_validate(&other, &why) ||
				 !option_right_parse(text, len, &back, &why) || !same_bytes(&other, &back);
	}
	ok(wrong == 0, "flipped bits on the wire: refused, or another right that round-trips");
	ok(accepted > GENERATED && refused > GENERATED, "both happened often (%ld, %ld)", accepted,
	   refused);

	accepted = refused = wrong = 0;
	for (int i = 0; i < 10 * GENERATED; i++)
	{
		option_right_value right = random_right();
		option_right_value other;
		option_right_value back;
		char text[OPTION_RIGHT_TEXT_SIZE];
		const char *why = NULL;
		size_t len = option_right_format(&right, text);

		switch (generate_below(4))
		{
			case 0: /* another byte */
				text[generate_below(len)] = (char) generate_bits();
				break;
			case 1: /* one byte less */
			{
				size_t at = (size_t) generate_below(len);

				memmove(text + at, text + at + 1, --len - at);
				break;
			}
			case 2: /* cut off */
				len = (size_t) generate_below(len);
				break;
			case 3: /* two bytes change places */
			{
				size_t at = (size_t) generate_below(len - 1);
				char moved = text[at];

				text[at] = text[at + 1];
				text[at + 1] = moved;
				break;
			}
		}
		if (!parse_exactly(text, len, &other, &why))
		{
			refused++;
			wrong += why == NULL;
			continue;
		}
		accepted++;
		len = option_right_format(&other, text);
		wrong += !option_right_validate(&other, &why) ||
				 !option_right_parse(text, len, &back, &why) || !same_bytes(&other, &back);
	}
	ok(wrong == 0, "damaged text: refused, or another right that round-trips");
	ok(accepted > GENERATED && refused > GENERATED, "both happened often (%ld, %ld)", accepted,
	   refused);
}

/* --- bytes -------------------------------------------------------------------------------- */

static const uint8_t frozen_wire[OPTION_RIGHT_WIRE_SIZE] = {
	0x01,											/* version */
	0x00, 0x00, 0x00, 0xba, 0x43, 0xb7, 0x40, 0x00, /* max_amount 800000000000 */
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x28, /* max_units 40 */
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, /* min_units 5 */
	0x00, 0x00, 0x1c, 0x2d,							/* opens_on 7213 */
	0x00, 0x00, 0x1f, 0x63,							/* closes_on 8035 */
	0x23, 0xcb,										/* currency 9163 */
	0x00, 0x5a,										/* notice_days 90 */
	0x05, 0x00,										/* from purchase */
	0x02,											/* conditions */
	0x18,											/* indivisible, transferable */
	0x00											/* reserved */
};

static void
test_frozen_bytes(void)
{
	option_right_value right = right_of(EVERYTHING);
	option_right_value expected;
	uint8_t wire[OPTION_RIGHT_WIRE_SIZE];
	uint8_t disk[sizeof(right)];
	const char *why = NULL;

	option_right_encode(&right, wire);
	ok(memcmp(wire, frozen_wire, sizeof(wire)) == 0, "the wire's bytes are frozen");

	/* on disk the same fields in the same order, in the machine's own byte order */
	memset(&expected, 0, sizeof(expected));
	expected.max_amount = INT64_C(800000000000);
	expected.max_units = 40;
	expected.min_units = 5;
	expected.opens_on = 7213;
	expected.closes_on = 8035;
	expected.currency = 9163;
	expected.notice_days = 90;
	expected.from_kind = 5;
	expected.conditions = 2;
	expected.flags = 0x18;
	ok(same_bytes(&right, &expected), "every field holds what doc/types.md says");
	ok(offsetof(option_right_value, max_units) == 8 &&
		   offsetof(option_right_value, min_units) == 16 &&
		   offsetof(option_right_value, opens_on) == 24 &&
		   offsetof(option_right_value, closes_on) == 28 &&
		   offsetof(option_right_value, currency) == 32 &&
		   offsetof(option_right_value, notice_days) == 34 &&
		   offsetof(option_right_value, from_kind) == 36 &&
		   offsetof(option_right_value, from_stage) == 37 &&
		   offsetof(option_right_value, conditions) == 38 &&
		   offsetof(option_right_value, flags) == 39,
	   "and stands where it says");
	memcpy(disk, &right, sizeof(right));
	{
		static const uint16_t one = 1;
		static const uint8_t little_endian[] = {
			0x00, 0x40, 0xb7, 0x43, 0xba, 0x00, 0x00, 0x00, 0x28, 0x00, 0x00, 0x00, 0x00, 0x00,
			0x00, 0x00, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x2d, 0x1c, 0x00, 0x00,
			0x63, 0x1f, 0x00, 0x00, 0xcb, 0x23, 0x5a, 0x00, 0x05, 0x00, 0x02, 0x18,
		};

		if (*(const uint8_t *) &one == 1)
			ok(memcmp(disk, little_endian, sizeof(disk)) == 0, "the disk's bytes are frozen");
	}

	for (size_t len = 0; len <= sizeof(wire) + 1; len++)
	{
		uint8_t *exact = calloc(1, len > 0 ? len : 1);

		memcpy(exact, wire, len < sizeof(wire) ? len : sizeof(wire));
		if (option_right_decode(exact, len, &right, &why) != (len == sizeof(wire)))
			ok(false, "a value of %zu bytes on the wire", len);
		free(exact);
	}
	ok(true, "the wire takes 42 bytes, no fewer and no more");
	wire[0] = 2;
	ok(!option_right_decode(wire, sizeof(wire), &right, &why), "version 2 is refused: %s", why);
	wire[0] = 1;
	wire[OPTION_RIGHT_WIRE_SIZE - 1] = 1;
	ok(!option_right_decode(wire, sizeof(wire), &right, &why), "a reserved byte is refused: %s",
	   why);
}

/* Each field out of its range, one at a time, is refused on the wire and by the constructor. */
static void
test_validate(void)
{
	const option_right_value good = right_of(EVERYTHING);
	option_right_value bad;
	const char *why;

#define REFUSED(field, value, reason)                                                              \
	do                                                                                             \
	{                                                                                              \
		bad = good;                                                                                \
		bad.field = (value);                                                                       \
		why = "accepted";                                                                          \
		(void) option_right_validate(&bad, &why);                                                  \
		is_text(why, reason, #field " " #value);                                                   \
	} while (0)

	REFUSED(max_amount, -1, "A ceiling is more than 0.");
	REFUSED(max_amount, MONEY_MAX + 1, "A ceiling in money is at most 90000000000000.");
	REFUSED(max_amount, 0, "A currency needs a ceiling in money.");
	REFUSED(max_units, -1, "A ceiling is more than 0.");
	REFUSED(max_units, 0, "A smallest call-off needs a ceiling in units.");
	REFUSED(max_units, 4, "The smallest call-off is at most the ceiling in units.");
	REFUSED(min_units, -1, "The smallest call-off is at least 1.");
	REFUSED(min_units, 41, "The smallest call-off is at most the ceiling in units.");
	REFUSED(opens_on, CALENDAR_DAY_MIN - 1, "The days of a window lie in the years 0001 to 9999.");
	REFUSED(opens_on, CALENDAR_OPEN_END, "The days of a window lie in the years 0001 to 9999.");
	REFUSED(closes_on, CALENDAR_DAY_MAX + 1, "The days of a window lie in the years 0001 to 9999.");
	REFUSED(closes_on, CALENDAR_OPEN_START, "The days of a window lie in the years 0001 to 9999.");
	REFUSED(opens_on, good.closes_on + 1, "A window opens no later than it closes.");
	REFUSED(currency, 0, "A ceiling in money needs a currency.");
	REFUSED(currency, 1, "A currency is a three-letter code of ISO 4217.");
	REFUSED(currency, UINT16_MAX, "A currency is a three-letter code of ISO 4217.");
	REFUSED(notice_days, 3651, "A notice is between 0 and 3650 days.");
	REFUSED(notice_days, UINT16_MAX, "A notice is between 0 and 3650 days.");
	REFUSED(from_kind, 7, "The phase a right can be exercised from is not a phase.");
	REFUSED(from_kind, UINT8_MAX, "The phase a right can be exercised from is not a phase.");
	REFUSED(from_kind, PHASE_DEVELOPMENT,
			"The phase a right can be exercised from is not a phase.");
	REFUSED(from_stage, 1, "The phase a right can be exercised from is not a phase.");
	REFUSED(conditions, 17, "The number of mandatory conditions is between 0 and 16.");
	REFUSED(flags, 0x20, "The reserved flags are zero.");
	REFUSED(flags, 0x80, "The reserved flags are zero.");
	REFUSED(flags, 0x06,
			"A deadline moves to the next working day or to the previous one, not both.");
#undef REFUSED

	bad = good;
	bad.from_kind = 0;
	bad.from_stage = 3;
	ok(!option_right_validate(&bad, &why), "a stage without a phase is refused");
	bad = right_of("max 1, ..");
	bad.max_units = 0;
	ok(!option_right_validate(&bad, &why), "no ceiling is refused");
}

/* --- order and hash ----------------------------------------------------------------------- */

#define SAMPLE 200

static void
test_order(void)
{
	static option_right_value sample[SAMPLE];
	long wrong = 0;
	long prefix = 0;
	long ties = 0;

	for (int i = 0; i < SAMPLE; i++)
	{
		sample[i] = random_right();
		if (i > 0 && generate_below(3) > 0)
		{
			/* a neighbour: it differs in the late fields only, or not at all */
			sample[i] = sample[i - 1];
			switch (generate_below(6))
			{
				case 0:
					sample[i].flags ^= OPTION_RIGHT_DISPATCH;
					break;
				case 1:
					sample[i].conditions = (uint8_t) generate_below(17);
					break;
				case 2:
					sample[i].notice_days = (uint16_t) generate_below(3651);
					break;
				case 3:
					sample[i].closes_on = CALENDAR_OPEN_END;
					break;
				case 4:
					if (sample[i].currency != 0)
						sample[i].max_amount = random_size(MONEY_MAX);
					break;
			}
		}
	}
	for (int i = 0; i < SAMPLE; i++)
	{
		for (int j = 0; j < SAMPLE; j++)
		{
			int order = option_right_compare(&sample[i], &sample[j]);
			uint64_t a = option_right_window_key(&sample[i]);
			uint64_t b = option_right_window_key(&sample[j]);

			wrong += order != -option_right_compare(&sample[j], &sample[i]);
			wrong += (order == 0) != same_bytes(&sample[i], &sample[j]);
			wrong +=
				order == 0 && option_right_hash(&sample[i], 0) != option_right_hash(&sample[j], 0);
			/* the abbreviated key may only decide what the full order decides alike */
			prefix += (a < b && order >= 0) || (a > b && order <= 0);
			ties += a == b && order != 0;
			for (int k = 0; k < SAMPLE; k++)
				wrong += order <= 0 && option_right_compare(&sample[j], &sample[k]) <= 0 &&
						 option_right_compare(&sample[i], &sample[k]) > 0;
		}
	}
	ok(wrong == 0, "a total order: antisymmetric, transitive, equal exactly when all bytes are");
	ok(prefix == 0, "the window's key sorts as the whole right does");
	ok(ties > SAMPLE, "and leaves ties to be broken (%ld)", ties);
}

/* The order of fields, most significant first: each step outweighs all later ones. */
static void
test_order_of_fields(void)
{
	static const char *const ascending[] = {
		"max 9, ..2020-01-01",
		"max 9, 2019-01-01..2020-01-01",
		"max 9 NOK, 2019-01-01..2020-01-02, transferable",
		"max 8, 2019-01-01..2020-01-02, transferable",
		"max 9, 2019-01-01..2020-01-02, transferable",
		"max 9, max 9 NOK, 2019-01-01..2020-01-02",
		"max 9, max 1 SEK, min 9, 2019-01-01..2020-01-02, transferable",
		"max 9, max 2 SEK, 2019-01-01..2020-01-02, from closed",
		"max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, conditions 9",
		"max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from development.1, conditions 9",
		"max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from development.2, notice 9 days",
		"max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, transferable",
		"max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, conditions 1, dispatch",
		"max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, conditions 1, "
		"notice 1 day, receipt",
		"max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, conditions 1, "
		"notice 1 day, dispatch",
		"max 9, max 2 SEK, min 1, 2019-01-01..2020-01-02, from purchase, conditions 1, "
		"notice 1 day, transferable",
		"max 1, 2019-01-01..",
		"max 1, 2019-01-02..2019-01-02",
	};
	size_t count = sizeof(ascending) / sizeof(ascending[0]);

	for (size_t i = 0; i + 1 < count; i++)
	{
		option_right_value a = right_of(ascending[i]);
		option_right_value b = right_of(ascending[i + 1]);

		ok(option_right_compare(&a, &b) == -1 && option_right_compare(&b, &a) == 1, "before %s",
		   ascending[i + 1]);
	}
}

static int
compare_words(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *) a;
	uint64_t y = *(const uint64_t *) b;

	return (x > y) - (x < y);
}

static void
test_hash(void)
{
	static uint64_t hashes[GENERATED];
	option_right_value right = right_of(EVERYTHING);
	option_right_value plain = right_of("max 1, ..");
	long collisions = 0;
	long ones[64] = { 0 };
	bool balanced = true;
	uint64_t of_right = option_right_hash(&right, 0);

	ok(of_right == FROZEN_HASH, "the hash is frozen (0x%016llx)", (unsigned long long) of_right);
	ok(option_right_hash(&right, 42) == FROZEN_HASH_42, "also with seed 42 (0x%016llx)",
	   (unsigned long long) option_right_hash(&right, 42));
	ok(option_right_hash(&plain, 0) == FROZEN_HASH_PLAIN, "also of a short right (0x%016llx)",
	   (unsigned long long) option_right_hash(&plain, 0));

#define MATTERS(field, change)                                                                     \
	do                                                                                             \
	{                                                                                              \
		option_right_value other = right;                                                          \
		other.field ^= (change);                                                                   \
		ok(option_right_hash(&other, 0) != of_right &&                                             \
			   (uint32_t) option_right_hash(&other, 0) != (uint32_t) of_right,                     \
		   #field " moves the hash");                                                              \
	} while (0)
	MATTERS(max_amount, 1);
	MATTERS(max_units, 1);
	MATTERS(min_units, 1);
	MATTERS(opens_on, 1);
	MATTERS(closes_on, 1);
	MATTERS(currency, 1);
	MATTERS(notice_days, 1);
	MATTERS(from_kind, 1);
	MATTERS(from_stage, 1);
	MATTERS(conditions, 1);
	MATTERS(flags, 1);
#undef MATTERS

	for (int i = 0; i < GENERATED; i++)
	{
		option_right_value each = right_of("max 1, 2019-01-01..2019-12-31");

		/* as alike as rights in one table are */
		each.max_units = 1 + i % 200;
		each.closes_on += i / 200;
		hashes[i] = option_right_hash(&each, 0);
		for (int bit = 0; bit < 64; bit++)
			ones[bit] += (hashes[i] >> bit) & 1;
	}
	for (int bit = 0; bit < 64; bit++)
		balanced =
			balanced && ones[bit] > GENERATED * 48L / 100 && ones[bit] < GENERATED * 52L / 100;
	ok(balanced, "every bit of the hash is set in half of %d similar rights", GENERATED);
	qsort(hashes, GENERATED, sizeof(hashes[0]), compare_words);
	for (int i = 1; i < GENERATED; i++)
		collisions += hashes[i] == hashes[i - 1];
	ok(collisions == 0, "and no two of them have the same hash");
}

/* --- the last day ------------------------------------------------------------------------- */

static void
test_last_day(void)
{
	static const struct
	{
		const char *terms;
		const char *extended_to;
		const char *last_day;
	} cases[] = {
		{ "max 1, 2020-01-01..2021-12-31", NULL, "2021-12-31" },
		/* 90 days before 31 December */
		{ "max 1, 2020-01-01..2020-12-31, notice 90 days", NULL, "2020-10-02" },
		/* a Saturday and a holiday */
		{ "max 1, ..2022-01-01", NULL, "2022-01-01" },
		{ "max 1, ..2022-01-01, next working day", NULL, "2022-01-03" },
		{ "max 1, ..2022-01-01, previous working day", NULL, "2021-12-31" },
		/* a working day does not move */
		{ "max 1, ..2022-01-03, next working day", NULL, "2022-01-03" },
		{ "max 1, ..2022-01-03, previous working day", NULL, "2022-01-03" },
		/* the day the notice is due moves, not the window's end: 2021-04-11 less 7 is Easter */
		{ "max 1, ..2021-04-11, notice 7 days", NULL, "2021-04-04" },
		{ "max 1, ..2021-04-11, notice 7 days, next working day", NULL, "2021-04-06" },
		{ "max 1, ..2021-04-11, notice 7 days, previous working day", NULL, "2021-03-31" },
		/* an extension counts when it is later */
		{ "max 1, ..2021-12-31", "2022-06-30", "2022-06-30" },
		{ "max 1, ..2021-12-31", "2021-06-30", "2021-12-31" },
		{ "max 1, ..2021-12-31, notice 30 days", "2022-06-30", "2022-05-31" },
		{ "max 1, ..2021-12-31, next working day", "2022-01-01", "2022-01-03" },
		{ "max 1, ..9999-12-31, next working day", NULL, "9999-12-31" },
	};
	option_right_value open = right_of("max 1, 2020-01-01.., notice 30 days, next working day");
	option_right_value early = right_of("max 1, ..0001-01-01, notice 3650 days, "
										"previous working day");
	option_right_value late = right_of("max 1, ..2021-12-31, next working day");

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		option_right_value right = right_of(cases[i].terms);
		int32_t extended_to = cases[i].extended_to ? day_of(cases[i].extended_to) : INT32_MIN;
		char text[CALENDAR_TEXT_SIZE];

		calendar_format(option_right_last_day(&right, extended_to), text);
		is_text(text, cases[i].last_day, cases[i].terms);
		if (cases[i].extended_to == NULL)
			ok(option_right_last_notice_day(&right) == option_right_last_day(&right, INT32_MIN),
			   "and never extended is the last notice day");
	}
	ok(option_right_last_notice_day(&open) == CALENDAR_OPEN_END &&
		   option_right_last_day(&open, day_of("2030-01-01")) == CALENDAR_OPEN_END,
	   "a window without end has no last day");
	ok(option_right_last_day(&late, CALENDAR_OPEN_END) == CALENDAR_OPEN_END,
	   "nor has one that was extended without end");
	ok(option_right_last_notice_day(&early) < CALENDAR_DAY_MIN &&
		   option_right_last_notice_day(&early) > CALENDAR_DAY_MIN - 3660,
	   "notice before the year 1 is a day all the same");
}

int
main(void)
{
	test_accepted();
	test_refused();
	test_round_trips();
	test_damage();
	test_frozen_bytes();
	test_validate();
	test_order();
	test_order_of_fields();
	test_hash();
	test_last_day();
	return done_testing();
}
