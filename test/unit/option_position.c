/*
 * test/unit/option_position.c
 *		The laws of option_position, without a server: a commutative monoid that round-trips.
 */
#include "option_position.h"

#include <string.h>

#include "calendar.h"
#include "generate.h"
#include "money.h"
#include "tap.h"

static int64_t
random_below(int64_t limit)
{
	return (int64_t) generate_below((uint64_t) limit);
}

static int32_t
random_day(void)
{
	return CALENDAR_DAY_MIN +
		   (int32_t) random_below((int64_t) CALENDAR_DAY_MAX - CALENDAR_DAY_MIN + 1);
}

static uint16_t
code(const char *letters)
{
	uint16_t currency = CURRENCY_NONE;
	const char *why;

	(void) currency_parse(letters, 3, &currency, &why);
	return currency;
}

/* Always in one currency, and never so large that thousands do not add up. */
static option_event_value
random_event(void)
{
	option_event_value event;

	memset(&event, 0, sizeof(event));
	event.kind = (option_event_kind) random_below(OPTION_EVENT_KINDS);
	event.effective_on = random_day();
	event.has_units = random_below(4) != 0;
	event.units = 1 + random_below(INT64_C(1) << random_below(40));
	event.has_amount = !event.has_units || random_below(2) == 0;
	event.amount = 1 + random_below(INT64_C(1) << random_below(40));
	event.currency = code("NOK");
	event.has_condition = true;
	event.condition_no = 1 + (int32_t) random_below(OPTION_POSITION_CONDITIONS);
	event.has_extension = true;
	event.extended_to = random_day();
	return event;
}

static option_position_value
position_of(const option_event_value *event)
{
	option_position_value position;
	const char *why = NULL;

	if (!option_event_position(event, &position, &why))
		bail_out("a generated event was refused: %s", why);
	return position;
}

static option_position_value
sum_of(option_position_value a, const option_position_value *b)
{
	if (option_position_add(&a, b) != POSITION_SUM_OK)
		bail_out("a sum of generated positions failed");
	return a;
}

static option_position_value
random_position(void)
{
	option_position_value position = option_position_identity();
	int64_t events = random_below(12);

	while (events-- > 0)
	{
		option_event_value event = random_event();
		option_position_value one = position_of(&event);

		position = sum_of(position, &one);
	}
	return position;
}

static bool
same(const option_position_value *a, const option_position_value *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* Reads a text that must be good. */
static option_position_value
parsed(const char *text)
{
	option_position_value position;
	const char *why = NULL;

	if (!option_position_parse(text, strlen(text), &position, &why))
		bail_out("\"%s\" was refused: %s", text, why);
	return position;
}

static bool
reads_as(const char *text, const char *canonical)
{
	option_position_value position = parsed(text);
	char buf[OPTION_POSITION_TEXT_SIZE];
	size_t len = option_position_format(&position, buf);

	if (len == strlen(buf) && strcmp(buf, canonical) == 0)
		return true;
	diag("\"%s\" reads as \"%s\"", text, buf);
	return false;
}

static bool
refused(const char *text, size_t len, const char *because)
{
	char *exact = generate_exact(text, len);
	option_position_value position;
	const char *why = NULL;
	bool was_refused;

	was_refused = !option_position_parse(exact, len, &position, &why);
	free(exact);
	if (was_refused && strcmp(why, because) == 0)
		return true;
	diag("\"%.*s\" gives %s", (int) len, text, was_refused ? why : "no error");
	return false;
}

#define REFUSED(text, because) ok(refused(text, strlen(text), because), "refused: %s", text)

static void
test_laws(void)
{
	enum
	{
		TRIALS = 4000
	};
	bool commutes = true;
	bool associates = true;
	bool has_zero = true;
	bool stays_valid = true;
	bool text_returns = true;
	bool wire_returns = true;
	bool order_is_total = true;
	bool hash_agrees = true;
	option_position_value zero = option_position_identity();

	for (int trial = 0; trial < TRIALS; trial++)
	{
		option_position_value a = random_position();
		option_position_value b = trial % 3 == 0 ? a : random_position();
		option_position_value c = random_position();
		option_position_value left = sum_of(sum_of(a, &b), &c);
		option_position_value right = sum_of(b, &c);
		option_position_value ab = sum_of(a, &b);
		option_position_value ba = sum_of(b, &a);
		option_position_value a_and_zero = sum_of(a, &zero);
		option_position_value zero_and_a = sum_of(zero, &a);
		option_position_value again;
		char text[OPTION_POSITION_TEXT_SIZE];
		uint8_t wire[OPTION_POSITION_WIRE_SIZE];
		uint64_t seed = generate_bits();
		const char *why = NULL;
		int a_to_b = option_position_compare(&a, &b);
		int b_to_c = option_position_compare(&b, &c);

		right = sum_of(a, &right);
		associates &= same(&left, &right);
		commutes &= same(&ab, &ba);
		has_zero &= same(&a_and_zero, &a) && same(&zero_and_a, &a);
		stays_valid &= option_position_validate(&left, &why);
		text_returns &=
			option_position_parse(text, option_position_format(&left, text), &again, &why) &&
			same(&again, &left);
		option_position_encode(&left, wire);
		wire_returns &=
			option_position_decode(wire, sizeof(wire), &again, &why) && same(&again, &left);
		order_is_total &= (a_to_b == 0) == same(&a, &b) &&
						  option_position_compare(&b, &a) == -a_to_b &&
						  option_position_compare(&a, &a) == 0 &&
						  (a_to_b < 0 || b_to_c < 0 || option_position_compare(&a, &c) >= 0);
		hash_agrees &=
			a_to_b != 0 || option_position_hash(&a, seed) == option_position_hash(&b, seed);
		hash_agrees &=
			a_to_b == 0 || option_position_hash(&a, seed) != option_position_hash(&b, seed);
	}
	ok(commutes, "a + b = b + a");
	ok(associates, "(a + b) + c = a + (b + c)");
	ok(has_zero, "a + empty = empty + a = a");
	ok(stays_valid, "a sum is valid");
	ok(text_returns, "what is written can be read back");
	ok(wire_returns, "what is sent can be received");
	ok(order_is_total, "the order is total, and 0 means the same bytes");
	ok(hash_agrees, "equal positions hash alike, and different ones differently");
}

/* Folds events one by one, shuffled, and in parts that are then added. */
static void
test_folds(void)
{
	enum
	{
		EVENTS = 200,
		TRIALS = 100
	};
	option_position_value one[EVENTS];
	option_position_value whole = option_position_identity();
	bool any_order = true;
	bool any_split = true;

	for (int i = 0; i < EVENTS; i++)
	{
		option_event_value event = random_event();

		one[i] = position_of(&event);
		whole = sum_of(whole, &one[i]);
	}
	for (int trial = 0; trial < TRIALS; trial++)
	{
		option_position_value shuffled = option_position_identity();
		option_position_value part[8];
		option_position_value joined = option_position_identity();

		for (int i = EVENTS - 1; i > 0; i--)
		{
			int64_t j = random_below(i + 1);
			option_position_value swap = one[i];

			one[i] = one[j];
			one[j] = swap;
		}
		for (int i = 0; i < 8; i++)
			part[i] = option_position_identity();
		for (int i = 0; i < EVENTS; i++)
		{
			int64_t into = random_below(8);

			shuffled = sum_of(shuffled, &one[i]);
			part[into] = sum_of(part[into], &one[i]);
		}
		for (int i = 7; i >= 0; i--)
			joined = sum_of(joined, &part[i]);
		any_order &= same(&shuffled, &whole);
		any_split &= same(&joined, &whole);
	}
	ok(any_order, "events fold to the same position in any order");
	ok(any_split, "events fold to the same position in any split");
	ok(whole.event_count == EVENTS, "every event is counted");
}

static option_event_value
event_of(option_event_kind kind)
{
	option_event_value event;

	memset(&event, 0, sizeof(event));
	event.kind = kind;
	event.effective_on = calendar_from_civil(2019, 10, 1);
	return event;
}

static bool
event_reads(const option_event_value *event, const char *canonical)
{
	option_position_value position = position_of(event);
	option_position_value expected = parsed(canonical);

	return same(&position, &expected);
}

static bool
event_refused(const option_event_value *event, const char *because)
{
	option_position_value position;
	const char *why = NULL;

	return !option_event_position(event, &position, &why) && strcmp(why, because) == 0;
}

static void
test_events(void)
{
	static const struct
	{
		option_event_kind kind;
		const char *position;
	} plain[] = {
		{ EVENT_NAMED, "events 1, named 2019-10-01" },
		{ EVENT_GRANTED, "events 1, granted 2019-10-01" },
		{ EVENT_SUSPENDED, "events 1, suspended 2019-10-01" },
		{ EVENT_RESUMED, "events 1, resumed 2019-10-01" },
		{ EVENT_WAIVED, "events 1, waived 2019-10-01" },
		{ EVENT_ASSIGNED_OUT, "events 1, assigned 2019-10-01" },
		{ EVENT_ASSIGNED_IN, "events 1, named 2019-10-01, granted 2019-10-01" },
		{ EVENT_CONTRACT_TERMINATED, "events 1, terminated 2019-10-01" },
	};
	static const struct
	{
		option_event_kind kind;
		const char *position;
	} measured[] = {
		{ EVENT_EXERCISED, "events 1, drawn 4, drawn 9.50 NOK, draws 1, "
						   "first drawn 2019-10-01, last drawn 2019-10-01" },
		{ EVENT_EXERCISE_REVERSED, "events 1, reversed 4, reversed 9.50 NOK, reversals 1" },
		{ EVENT_PARTLY_WAIVED, "events 1, given up 4, given up 9.50 NOK" },
		{ EVENT_CAP_AMENDED, "events 1, raised 4, raised 9.50 NOK" },
	};
	option_event_value event;

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
	{
		event = event_of(plain[i].kind);
		ok(event_reads(&event, plain[i].position), "%s: %s", option_event_kind_names[event.kind],
		   plain[i].position);
	}
	for (size_t i = 0; i < sizeof(measured) / sizeof(measured[0]); i++)
	{
		const char *name = option_event_kind_names[measured[i].kind];

		event = event_of(measured[i].kind);
		event.has_units = event.has_amount = true;
		event.units = 4;
		event.amount = 95000;
		event.currency = code("NOK");
		ok(event_reads(&event, measured[i].position), "%s: %s", name, measured[i].position);
		event.currency = CURRENCY_NONE;
		ok(event_refused(&event, "An amount of money needs a currency of ISO 4217."),
		   "%s refuses an amount without a currency", name);
		event.currency = code("NOK");
		event.units = -1;
		ok(event_refused(&event, "Units and amounts of an event are never negative; its kind "
								 "gives the direction."),
		   "%s refuses negative units", name);
		event.units = 0;
		event.amount = -1;
		ok(event_refused(&event, "Units and amounts of an event are never negative; its kind "
								 "gives the direction."),
		   "%s refuses a negative amount", name);
		event.has_units = event.has_amount = false;
		ok(event_refused(&event, "An event of this kind needs units, an amount or both."),
		   "%s refuses an event without quantities", name);
		event.has_units = true;
		ok(event_refused(&event, "An event of this kind needs units, an amount or both."),
		   "%s refuses 0 units", name);
	}

	event = event_of(EVENT_CONDITION_MET);
	event.has_condition = true;
	event.condition_no = 16;
	ok(event_reads(&event, "events 1, met 16"), "condition_met: met 16");
	event.kind = EVENT_CONDITION_FAILED;
	event.condition_no = 1;
	ok(event_reads(&event, "events 1, failed 1"), "condition_failed: failed 1");
	for (int32_t number = 0; number <= 17; number += 17)
	{
		event.condition_no = number;
		ok(event_refused(&event, "An event of this kind needs the number of a condition, 1 to 16."),
		   "condition %d is refused", number);
	}
	event.condition_no = 3;
	event.has_condition = false;
	ok(event_refused(&event, "An event of this kind needs the number of a condition, 1 to 16."),
	   "a condition without a number is refused");

	event = event_of(EVENT_WINDOW_EXTENDED);
	ok(event_refused(&event, "An event of this kind needs the new last day, in the years 0001 to "
							 "9999."),
	   "an extension without a day is refused");
	event.has_extension = true;
	event.extended_to = INT32_MAX;
	ok(event_refused(&event, "An event of this kind needs the new last day, in the years 0001 to "
							 "9999."),
	   "an extension for ever is refused");
	event.extended_to = CALENDAR_DAY_MAX;
	ok(event_reads(&event, "events 1, extended 9999-12-31"), "window_extended: extended");

	event = event_of(EVENT_NAMED);
	event.effective_on = CALENDAR_DAY_MIN - 1;
	ok(event_refused(&event, "The day of an event is in the years 0001 to 9999."),
	   "a day before the year 1 is refused");
	event.effective_on = CALENDAR_DAY_MAX + 1;
	ok(event_refused(&event, "The day of an event is in the years 0001 to 9999."),
	   "a day after the year 9999 is refused");
	event.effective_on = CALENDAR_DAY_MIN;
	ok(event_reads(&event, "events 1, named 0001-01-01"), "the first day of the year 1 is not");
	event.effective_on = CALENDAR_DAY_MAX;
	ok(event_reads(&event, "events 1, named 9999-12-31"), "nor the last of the year 9999");

	event = event_of(EVENT_WINDOW_EXTENDED);
	event.has_extension = true;
	event.extended_to = CALENDAR_DAY_MIN;
	ok(event_reads(&event, "events 1, extended 0001-01-01"),
	   "a window can be extended in any year");
	event = event_of(EVENT_CAP_AMENDED);
	event.has_units = event.has_amount = true;
	event.amount = 1;
	event.currency = code("NOK");
	ok(event_reads(&event, "events 1, raised 0.0001 NOK"), "0 units beside an amount say nothing");
	event.units = 1;
	event.amount = 0;
	ok(event_reads(&event, "events 1, raised 1"),
	   "nor does an amount of 0 beside units, and no currency stays behind");
	event = event_of((option_event_kind) OPTION_EVENT_KINDS);
	ok(event_refused(&event, "There is no such kind of event."), "an unknown kind is refused");
}

/* In the order of the text form; the currency last. */
static void
test_order(void)
{
	static const char *const rising[] = {
		"empty",
		"events 1, granted 2018-02-23",
		"events 1, drawn 1.00 DKK",
		"events 1, drawn 1.00 NOK",
		"events 1, drawn 1.01 DKK",
		"events 2",
		"events 2, last drawn 2019-01-01",
		"events 2, last drawn 2019-01-02",
	};
	option_position_value before = option_position_identity();

	ok(option_position_is_identity(&before), "the position without events is the identity");
	for (size_t i = 1; i < sizeof(rising) / sizeof(rising[0]); i++)
	{
		option_position_value now = parsed(rising[i]);

		ok(option_position_compare(&before, &now) < 0 && option_position_compare(&now, &before) > 0,
		   "%s comes before %s", rising[i - 1], rising[i]);
		ok(!option_position_is_identity(&now), "and the latter is not the identity");
		before = now;
	}
}

static void
test_sums(void)
{
	option_position_value a = parsed("events 1, drawn 9223372036854775806");
	option_position_value one = parsed("events 1, drawn 1");
	option_position_value before;

	ok(option_position_add(&a, &one) == POSITION_SUM_OK && a.drawn_units == INT64_MAX,
	   "units add up to the last one that fits");
	before = a;
	ok(option_position_add(&a, &one) == POSITION_SUM_TOO_LARGE && same(&a, &before),
	   "one unit more does not fit, and changes nothing");
	a = parsed("events 2147483647");
	one = parsed("events 1");
	ok(option_position_add(&a, &one) == POSITION_SUM_TOO_LARGE, "nor does one event more");
	a = parsed("drawn 1.00 NOK");
	one = parsed("drawn 1.00 DKK");
	before = a;
	ok(option_position_add(&a, &one) == POSITION_SUM_TWO_CURRENCIES && same(&a, &before),
	   "two currencies are not added");
	one = parsed("granted 2018-02-23");
	ok(option_position_add(&one, &a) == POSITION_SUM_OK && one.currency == code("NOK"),
	   "a sum has the currency of the addend that has one");
}

static void
test_counted_in(void)
{
	option_position_value all = parsed(
		"events 3, drawn 10, drawn 24.00 NOK, draws 2, last drawn 2020-01-15, reversed 4, reversed 9.60 NOK, "
		"reversals 1, given up 2, given up 5.00 NOK, raised 5, raised 7.00 NOK");
	option_position_value units =
		parsed("events 3, drawn 10, draws 2, last drawn 2020-01-15, reversed 4, reversals 1, "
			   "given up 2, raised 5");
	option_position_value money = parsed(
		"events 3, drawn 24.00 NOK, draws 2, last drawn 2020-01-15, reversed 9.60 NOK, reversals 1, "
		"given up 5.00 NOK, raised 7.00 NOK");
	option_position_value counted = option_position_counted_in(&all, true, true);

	ok(same(&counted, &all), "counted in units and money a position is itself");
	counted = option_position_counted_in(&all, true, false);
	ok(same(&counted, &units), "counted in units it has neither money nor a currency");
	counted = option_position_counted_in(&all, false, true);
	ok(same(&counted, &money), "counted in money it has no units");
}

static void
test_text(void)
{
	static const char full[] =
		"events 5, named 2017-06-01, granted 2018-02-23, met 1 2, failed 3, drawn 10, "
		"drawn 2400000.00 NOK, draws 3, first drawn 2019-10-01, last drawn 2020-01-15, "
		"reversed 4, reversed 960000.00 NOK, reversals 1, given up 2, given up 5.00 NOK, "
		"raised 5, raised 100.00 NOK, suspended 2020-02-01, resumed 2020-03-01, "
		"extended 2022-12-31, waived 2020-05-01, assigned 2020-01-01, terminated 2020-06-01";
	option_position_value widest;
	char buf[OPTION_POSITION_TEXT_SIZE];
	const char *why = NULL;
	size_t len;

	ok(reads_as(full, full), "every clause in its place");
	ok(reads_as("empty", "empty"), "empty");
	ok(reads_as("  EMPTY\n", "empty"), "empty, in any case, with space around it");
	ok(reads_as("TERMINATED 2020-06-01 ,\tDrawn  2.5   nok,First \n Drawn 2020-01-15,drawn 007",
				"drawn 7, drawn 2.50 NOK, first drawn 2020-01-15, terminated 2020-06-01"),
	   "any order, any case, any space");
	ok(reads_as("met 16 1", "met 1 16"), "conditions in any order");
	ok(reads_as("drawn 0.0001 NOK", "drawn 0.0001 NOK"), "four decimals");

	/* the widest value: every number at its longest */
	memset(&widest, 0, sizeof(widest));
	widest.drawn_units = widest.reversed_units = widest.waived_units = widest.raised_units =
		INT64_MAX;
	widest.drawn_amount = widest.reversed_amount = widest.waived_amount = widest.raised_amount =
		INT64_MAX;
	widest.event_count = widest.draw_count = widest.reversal_count = INT32_MAX;
	widest.conditions_met = widest.conditions_failed = UINT16_MAX;
	widest.currency = code("NOK");
	ok(option_position_validate(&widest, &why), "the widest value is valid");
	len = option_position_format(&widest, buf);
	diag("the longest text has %zu bytes", len);
	ok(len < OPTION_POSITION_TEXT_SIZE && len == strlen(buf), "and its text fits");
	ok(reads_as(buf, buf), "and can be read back");

	ok(reads_as("named 0001-01-01, last drawn 9999-12-31",
				"named 0001-01-01, last drawn 9999-12-31"),
	   "the first and the last day there are");

	REFUSED("", "Clauses are separated by single commas; a position without any is \"empty\".");
	REFUSED("  ", "Clauses are separated by single commas; a position without any is \"empty\".");
	REFUSED("events 1,",
			"Clauses are separated by single commas; a position without any is \"empty\".");
	REFUSED("events 1,, drawn 2",
			"Clauses are separated by single commas; a position without any is \"empty\".");
	REFUSED("empty, events 1", "A clause begins with a keyword such as \"granted\" or \"drawn\".");
	REFUSED("given 3", "A clause begins with a keyword such as \"granted\" or \"drawn\".");
	REFUSED("drawnx 3", "A clause begins with a keyword such as \"granted\" or \"drawn\".");
	REFUSED("firstdrawn 2019-10-01",
			"A clause begins with a keyword such as \"granted\" or \"drawn\".");
	REFUSED("drawn", "Every clause is a keyword and what it tells: a number, an amount with its "
					 "currency, a date or numbers of conditions.");
	REFUSED("drawn 3 NOK 4", "Every clause is a keyword and what it tells: a number, an amount "
							 "with its currency, a date or numbers of conditions.");
	REFUSED("granted", "Every clause is a keyword and what it tells: a number, an amount with its "
					   "currency, a date or numbers of conditions.");
	REFUSED("drawn 3, drawn 4", "Every clause is given at most once.");
	REFUSED("drawn 3 NOK, drawn 4 NOK", "Every clause is given at most once.");
	REFUSED("met 1, met 2", "Every clause is given at most once.");
	REFUSED("drawn 3 NOK, raised 4 DKK", "All amounts of a position are in one currency.");
	REFUSED("drawn 0", "A clause that would say 0 is left out.");
	REFUSED("drawn 0.00 NOK", "A clause that would say 0 is left out.");
	REFUSED("drawn -3", "A number is written in digits only.");
	REFUSED("drawn 3.5", "A number is written in digits only.");
	REFUSED("drawn 3 XXX", "A currency is a three-letter code of ISO 4217.");
	REFUSED("drawn 3.00001 NOK", "An amount of money has at most 4 decimals.");
	REFUSED("drawn 9223372036854775808", option_position_units_out_of_range);
	REFUSED("drawn 99999999999999999999", option_position_units_out_of_range);
	REFUSED("events 2147483648", option_position_count_out_of_range);
	REFUSED("drawn 922337203685477.5808 NOK", money_out_of_range);
	REFUSED("granted 2018-2-23", "A date is written YYYY-MM-DD.");
	REFUSED("granted 2019-02-29", "There is no such date in the calendar.");
	REFUSED("granted infinity", "A date is written YYYY-MM-DD.");
	REFUSED("met", "A clause of conditions lists different numbers from 1 to 16.");
	REFUSED("met 0", "A clause of conditions lists different numbers from 1 to 16.");
	REFUSED("met 17", "A clause of conditions lists different numbers from 1 to 16.");
	REFUSED("met 2 2", "A clause of conditions lists different numbers from 1 to 16.");
	REFUSED("met 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 1",
			"A clause of conditions lists different numbers from 1 to 16.");
	ok(refused("drawn\0 3", 8,
			   "An amount of money is written in digits, with a point before its decimals."),
	   "refused: a zero byte behind a keyword");
	ok(refused("drawn 3\0", 8, "A number is written in digits only."),
	   "refused: a zero byte behind a number");
	ok(refused("granted 2018-02-23", 17, "A date is written YYYY-MM-DD."),
	   "nothing is read behind the end of the text");
}

static void
test_wire(void)
{
	option_position_value value =
		parsed("events 5, named 2017-06-01, granted 2018-02-23, met 1 2, failed 3, drawn 10, "
			   "drawn 2400000.00 NOK, draws 3, first drawn 2019-10-01, last drawn 2020-01-15");
	uint8_t wire[OPTION_POSITION_WIRE_SIZE + 1] = { 0 };
	option_position_value again;
	const char *why = NULL;
	char hex[2 * OPTION_POSITION_WIRE_SIZE + 1];

	option_position_encode(&value, wire);
	for (size_t i = 0; i < OPTION_POSITION_WIRE_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", wire[i]);
	is_text(
		hex,
		"01000000000000000a000000059682f000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000050000000300000000000018d9000019e47fffffff7fffffff7fffffff00001c2d80000000800000008000000000001c970003000423cb0000",
		"the bytes on the wire are frozen");
	snprintf(hex, sizeof(hex), "%016llx", (unsigned long long) option_position_hash(&value, 0));
	is_text(hex, "3938808f916ecbab", "the hash is frozen");
	snprintf(hex, sizeof(hex), "%016llx", (unsigned long long) option_position_hash(&value, 42));
	is_text(hex, "a7f3143fcd4eb5ad", "the hash with a seed is frozen");

	ok(!option_position_decode(wire, 0, &again, &why) &&
		   strcmp(why, "The first byte is the format's version, 1.") == 0,
	   "no bytes are refused");
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE - 1, &again, &why) &&
		   strcmp(why, "Version 1 of the format is exactly 125 bytes long.") == 0,
	   "a byte too few is refused");
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE + 1, &again, &why) &&
		   strcmp(why, "Version 1 of the format is exactly 125 bytes long.") == 0,
	   "a byte too many is refused");
	wire[0] = 2;
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why) &&
		   strcmp(why, "The first byte is the format's version, 1.") == 0,
	   "another version is refused");

	/* what text cannot say, the wire may not say either; and what it can, the wire may */
	again = parsed("named 0001-01-01, granted 9999-12-31");
	option_position_encode(&again, wire);
	ok(option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why),
	   "the first and the last day there are can be received");
	again.named_on--;
	option_position_encode(&again, wire);
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why) &&
		   strcmp(why, "The days of a position are in the years 0001 to 9999.") == 0,
	   "the day before is refused");
	again.named_on++;
	again.granted_on++;
	option_position_encode(&again, wire);
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why) &&
		   strcmp(why, "The days of a position are in the years 0001 to 9999.") == 0,
	   "and the day after");
	again = value;
	again.reversed_units = -1;
	option_position_encode(&again, wire);
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why) &&
		   strcmp(why, "The sums and counts of a position are never negative.") == 0,
	   "negative units are refused");
	again = value;
	again.draw_count = -1;
	option_position_encode(&again, wire);
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why) &&
		   strcmp(why, "The sums and counts of a position are never negative.") == 0,
	   "a negative count is refused");
	again = value;
	again.granted_on = INT32_MIN;
	option_position_encode(&again, wire);
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why) &&
		   strcmp(why, "The days of a position are in the years 0001 to 9999.") == 0,
	   "the maxima's never is no day for a minimum");
	again = value;
	again.last_drawn_on = INT32_MAX;
	option_position_encode(&again, wire);
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why) &&
		   strcmp(why, "The days of a position are in the years 0001 to 9999.") == 0,
	   "nor the other way round");
	again = value;
	again.currency = CURRENCY_NONE;
	option_position_encode(&again, wire);
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why) &&
		   strcmp(why, "A position has a currency exactly when it has an amount of money.") == 0,
	   "an amount without a currency is refused");
	again = value;
	again.drawn_amount = 0;
	option_position_encode(&again, wire);
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why) &&
		   strcmp(why, "A position has a currency exactly when it has an amount of money.") == 0,
	   "a currency without an amount is refused");
	again = value;
	again.currency = 1; /* AAA */
	option_position_encode(&again, wire);
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why) &&
		   strcmp(why, "A currency is a three-letter code of ISO 4217.") == 0,
	   "an unknown currency is refused");
	again = value;
	again.reserved = 1;
	option_position_encode(&again, wire);
	ok(!option_position_decode(wire, OPTION_POSITION_WIRE_SIZE, &again, &why) &&
		   strcmp(why, "The reserved bytes of a position are zero.") == 0,
	   "reserved bytes that say something are refused");
}

int
main(void)
{
	test_laws();
	test_folds();
	test_events();
	test_order();
	test_sums();
	test_counted_in();
	test_text();
	test_wire();
	return done_testing();
}
