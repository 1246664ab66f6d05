/*
 * src/option_position.c
 *		What has happened to an option right so far: the fold of its events.
 *
 * Depends on: calendar.h, hash_mix.h, money.h, text_scan.h.
 *
 * One table, `clauses`, says what a position consists of; reading, writing, checking, adding and
 * comparing all walk it, so that they cannot disagree about a field.
 */
#include "option_position.h"

#include <string.h>

#include "calendar.h"
#include "hash_mix.h"
#include "money.h"
#include "text_scan.h"

const char *const option_event_kind_names[OPTION_EVENT_KINDS] = {
	[EVENT_NAMED] = "named",
	[EVENT_GRANTED] = "granted",
	[EVENT_CONDITION_MET] = "condition_met",
	[EVENT_CONDITION_FAILED] = "condition_failed",
	[EVENT_SUSPENDED] = "suspended",
	[EVENT_RESUMED] = "resumed",
	[EVENT_EXERCISED] = "exercised",
	[EVENT_EXERCISE_REVERSED] = "exercise_reversed",
	[EVENT_PARTLY_WAIVED] = "partly_waived",
	[EVENT_WAIVED] = "waived",
	[EVENT_WINDOW_EXTENDED] = "window_extended",
	[EVENT_ASSIGNED_OUT] = "assigned_out",
	[EVENT_ASSIGNED_IN] = "assigned_in",
	[EVENT_CONTRACT_TERMINATED] = "contract_terminated",
	[EVENT_CAP_AMENDED] = "cap_amended",
};

const char option_position_count_out_of_range[] = "A count is at most 2147483647.";
const char option_position_units_out_of_range[] =
	"A number of units is at most 9223372036854775807.";

typedef enum clause_kind
{
	CLAUSE_COUNT,	 /* int32_t, a sum */
	CLAUSE_QUANTITY, /* int64_t, a sum */
	CLAUSE_MONEY,	 /* int64_t, a sum, in the position's one currency */
	CLAUSE_EARLIEST, /* day, a minimum */
	CLAUSE_LATEST,	 /* day, a maximum */
	CLAUSE_SET		 /* uint16_t, a union */
} clause_kind;

typedef struct clause
{
	const char *word;		 /* the keyword */
	const char *second_word; /* NULL when it has none */
	clause_kind kind;
	size_t offset; /* of the field */
} clause;

#define FIELD(name) offsetof(option_position_value, name)

/* in the order of the text form */
static const clause clauses[] = {
	{ "events", NULL, CLAUSE_COUNT, FIELD(event_count) },
	{ "named", NULL, CLAUSE_EARLIEST, FIELD(named_on) },
	{ "granted", NULL, CLAUSE_EARLIEST, FIELD(granted_on) },
	{ "met", NULL, CLAUSE_SET, FIELD(conditions_met) },
	{ "failed", NULL, CLAUSE_SET, FIELD(conditions_failed) },
	{ "drawn", NULL, CLAUSE_QUANTITY, FIELD(drawn_units) },
	{ "drawn", NULL, CLAUSE_MONEY, FIELD(drawn_amount) },
	{ "draws", NULL, CLAUSE_COUNT, FIELD(draw_count) },
	{ "first", "drawn", CLAUSE_EARLIEST, FIELD(first_drawn_on) },
	{ "last", "drawn", CLAUSE_LATEST, FIELD(last_drawn_on) },
	{ "reversed", NULL, CLAUSE_QUANTITY, FIELD(reversed_units) },
	{ "reversed", NULL, CLAUSE_MONEY, FIELD(reversed_amount) },
	{ "reversals", NULL, CLAUSE_COUNT, FIELD(reversal_count) },
	{ "given", "up", CLAUSE_QUANTITY, FIELD(waived_units) },
	{ "given", "up", CLAUSE_MONEY, FIELD(waived_amount) },
	{ "raised", NULL, CLAUSE_QUANTITY, FIELD(raised_units) },
	{ "raised", NULL, CLAUSE_MONEY, FIELD(raised_amount) },
	{ "suspended", NULL, CLAUSE_LATEST, FIELD(suspended_on) },
	{ "resumed", NULL, CLAUSE_LATEST, FIELD(resumed_on) },
	{ "extended", NULL, CLAUSE_LATEST, FIELD(extended_to) },
	{ "waived", NULL, CLAUSE_EARLIEST, FIELD(waived_on) },
	{ "assigned", NULL, CLAUSE_EARLIEST, FIELD(assigned_on) },
	{ "terminated", NULL, CLAUSE_EARLIEST, FIELD(terminated_on) },
};

#define CLAUSES (sizeof(clauses) / sizeof(clauses[0]))

/* up to sixteen conditions; and one word more, to see that there are too many */
#define WORDS_MAX (OPTION_POSITION_CONDITIONS + 1)

static int64_t *
sum_field(option_position_value *value, const clause *c)
{
	return (int64_t *) ((char *) value + c->offset);
}

static int32_t *
int32_field(option_position_value *value, const clause *c)
{
	return (int32_t *) ((char *) value + c->offset);
}

static uint16_t *
set_field(option_position_value *value, const clause *c)
{
	return (uint16_t *) ((char *) value + c->offset);
}

static int64_t
get_sum(const option_position_value *value, const clause *c)
{
	return *(const int64_t *) ((const char *) value + c->offset);
}

static int32_t
get_int32(const option_position_value *value, const clause *c)
{
	return *(const int32_t *) ((const char *) value + c->offset);
}

static uint16_t
get_set(const option_position_value *value, const clause *c)
{
	return *(const uint16_t *) ((const char *) value + c->offset);
}

option_position_value
option_position_identity(void)
{
	option_position_value value;

	memset(&value, 0, sizeof(value));
	value.named_on = OPTION_POSITION_NEVER_MIN;
	value.granted_on = OPTION_POSITION_NEVER_MIN;
	value.waived_on = OPTION_POSITION_NEVER_MIN;
	value.terminated_on = OPTION_POSITION_NEVER_MIN;
	value.assigned_on = OPTION_POSITION_NEVER_MIN;
	value.first_drawn_on = OPTION_POSITION_NEVER_MIN;
	value.suspended_on = OPTION_POSITION_NEVER_MAX;
	value.resumed_on = OPTION_POSITION_NEVER_MAX;
	value.extended_to = OPTION_POSITION_NEVER_MAX;
	value.last_drawn_on = OPTION_POSITION_NEVER_MAX;
	return value;
}

bool
option_position_is_identity(const option_position_value *value)
{
	option_position_value identity = option_position_identity();

	return memcmp(value, &identity, sizeof(identity)) == 0;
}

/* Whether the clause has nothing to say of this position. */
static bool
is_absent(const option_position_value *value, const clause *c)
{
	switch (c->kind)
	{
		case CLAUSE_COUNT:
			return get_int32(value, c) == 0;
		case CLAUSE_QUANTITY:
		case CLAUSE_MONEY:
			return get_sum(value, c) == 0;
		case CLAUSE_EARLIEST:
			return get_int32(value, c) == OPTION_POSITION_NEVER_MIN;
		case CLAUSE_LATEST:
			return get_int32(value, c) == OPTION_POSITION_NEVER_MAX;
		case CLAUSE_SET:
			break;
	}
	return get_set(value, c) == 0;
}

/*
 * Whatever sums of events can be, and their sums again, is valid: so nothing is asked about how
 * one field relates to another, except that money has a currency.
 */
bool
option_position_validate(const option_position_value *value, const char **why)
{
	bool has_money = false;

	for (const clause *c = clauses; c < clauses + CLAUSES; c++)
	{
		bool negative = false;
		bool off_calendar = false;

		switch (c->kind)
		{
			case CLAUSE_COUNT:
				negative = get_int32(value, c) < 0;
				break;
			case CLAUSE_QUANTITY:
			case CLAUSE_MONEY:
				negative = get_sum(value, c) < 0;
				if (c->kind == CLAUSE_MONEY && !is_absent(value, c))
					has_money = true;
				break;
			case CLAUSE_EARLIEST:
			case CLAUSE_LATEST:
				off_calendar = !is_absent(value, c) && (get_int32(value, c) < CALENDAR_DAY_MIN ||
														get_int32(value, c) > CALENDAR_DAY_MAX);
				break;
			case CLAUSE_SET:
				break;
		}
		if (negative)
		{
			*why = "The sums and counts of a position are never negative.";
			return false;
		}
		if (off_calendar)
		{
			*why = "The days of a position are in the years 0001 to 9999.";
			return false;
		}
	}
	if (has_money != (value->currency != CURRENCY_NONE))
	{
		*why = "A position has a currency exactly when it has an amount of money.";
		return false;
	}
	if (has_money && !currency_is_known(value->currency))
	{
		*why = "A currency is a three-letter code of ISO 4217.";
		return false;
	}
	if (value->reserved != 0 || value->reserved_too != 0)
	{
		*why = "The reserved bytes of a position are zero.";
		return false;
	}
	return true;
}

/*
 * The addends are never negative, so a sum that overflows in one order of adding overflows in
 * every order: the error is as independent of the order as the result is.
 */
option_position_sum
option_position_add(option_position_value *into, const option_position_value *more)
{
	option_position_value sum = *into;

	if (into->currency != more->currency)
	{
		if (into->currency != CURRENCY_NONE && more->currency != CURRENCY_NONE)
			return POSITION_SUM_TWO_CURRENCIES;
		/* the code for none is 0 */
		sum.currency = (uint16_t) (into->currency | more->currency);
	}
	for (const clause *c = clauses; c < clauses + CLAUSES; c++)
	{
		switch (c->kind)
		{
			case CLAUSE_COUNT:
				if (__builtin_add_overflow(get_int32(into, c), get_int32(more, c),
										   int32_field(&sum, c)))
					return POSITION_SUM_TOO_LARGE;
				break;
			case CLAUSE_QUANTITY:
			case CLAUSE_MONEY:
				if (__builtin_add_overflow(get_sum(into, c), get_sum(more, c), sum_field(&sum, c)))
					return POSITION_SUM_TOO_LARGE;
				break;
			case CLAUSE_EARLIEST:
				if (get_int32(more, c) < get_int32(into, c))
					*int32_field(&sum, c) = get_int32(more, c);
				break;
			case CLAUSE_LATEST:
				if (get_int32(more, c) > get_int32(into, c))
					*int32_field(&sum, c) = get_int32(more, c);
				break;
			case CLAUSE_SET:
				*set_field(&sum, c) = (uint16_t) (get_set(into, c) | get_set(more, c));
				break;
		}
	}
	*into = sum;
	return POSITION_SUM_OK;
}

option_position_value
option_position_counted_in(const option_position_value *value, bool units, bool money)
{
	option_position_value counted = *value;

	for (const clause *c = clauses; c < clauses + CLAUSES; c++)
	{
		if ((c->kind == CLAUSE_QUANTITY && !units) || (c->kind == CLAUSE_MONEY && !money))
			*sum_field(&counted, c) = 0;
	}
	if (!money)
		counted.currency = CURRENCY_NONE;
	return counted;
}

/*
 * Copies the event's quantities to a pair of sums.  At least one of them must say something, for
 * a draw of nothing is no draw.
 */
static bool
take_quantities(const option_event_value *event, int64_t *units, int64_t *amount,
				option_position_value *out, const char **why)
{
	if ((event->has_units && event->units < 0) || (event->has_amount && event->amount < 0))
	{
		*why = "Units and amounts of an event are never negative; its kind gives the direction.";
		return false;
	}
	*units = event->has_units ? event->units : 0;
	*amount = event->has_amount ? event->amount : 0;
	if (*units == 0 && *amount == 0)
	{
		*why = "An event of this kind needs units, an amount or both.";
		return false;
	}
	if (*amount != 0)
	{
		if (!currency_is_known(event->currency))
		{
			*why = "An amount of money needs a currency of ISO 4217.";
			return false;
		}
		out->currency = event->currency;
	}
	return true;
}

static bool
take_condition(const option_event_value *event, uint16_t *set, const char **why)
{
	if (!event->has_condition || event->condition_no < 1 ||
		event->condition_no > OPTION_POSITION_CONDITIONS)
	{
		*why = "An event of this kind needs the number of a condition, 1 to 16.";
		return false;
	}
	*set = (uint16_t) (1u << (event->condition_no - 1));
	return true;
}

/* What an event of the kind has no use for is not looked at. */
bool
option_event_position(const option_event_value *event, option_position_value *out, const char **why)
{
	int32_t day = event->effective_on;

	*out = option_position_identity();
	out->event_count = 1;
	if (day < CALENDAR_DAY_MIN || day > CALENDAR_DAY_MAX)
	{
		*why = "The day of an event is in the years 0001 to 9999.";
		return false;
	}
	switch (event->kind)
	{
		case EVENT_NAMED:
			out->named_on = day;
			return true;
		case EVENT_GRANTED:
			out->granted_on = day;
			return true;
		case EVENT_ASSIGNED_IN:
			/* the successor's right is born named and granted */
			out->named_on = day;
			out->granted_on = day;
			return true;
		case EVENT_CONDITION_MET:
			return take_condition(event, &out->conditions_met, why);
		case EVENT_CONDITION_FAILED:
			return take_condition(event, &out->conditions_failed, why);
		case EVENT_SUSPENDED:
			out->suspended_on = day;
			return true;
		case EVENT_RESUMED:
			out->resumed_on = day;
			return true;
		case EVENT_EXERCISED:
			out->draw_count = 1;
			out->first_drawn_on = day;
			out->last_drawn_on = day;
			return take_quantities(event, &out->drawn_units, &out->drawn_amount, out, why);
		case EVENT_EXERCISE_REVERSED:
			out->reversal_count = 1;
			return take_quantities(event, &out->reversed_units, &out->reversed_amount, out, why);
		case EVENT_PARTLY_WAIVED:
			return take_quantities(event, &out->waived_units, &out->waived_amount, out, why);
		case EVENT_CAP_AMENDED:
			return take_quantities(event, &out->raised_units, &out->raised_amount, out, why);
		case EVENT_WAIVED:
			out->waived_on = day;
			return true;
		case EVENT_WINDOW_EXTENDED:
			if (!event->has_extension || event->extended_to < CALENDAR_DAY_MIN ||
				event->extended_to > CALENDAR_DAY_MAX)
			{
				*why = "An event of this kind needs the new last day, in the years 0001 to 9999.";
				return false;
			}
			out->extended_to = event->extended_to;
			return true;
		case EVENT_ASSIGNED_OUT:
			out->assigned_on = day;
			return true;
		case EVENT_CONTRACT_TERMINATED:
			out->terminated_on = day;
			return true;
	}
	*why = "There is no such kind of event.";
	return false;
}

/* --- text ------------------------------------------------------------------------------------ */

/* Splits on white space; stops, with a count of WORDS_MAX, when there are too many words. */
static int
split_words(text_scan scan, text_scan words[WORDS_MAX])
{
	int count = 0;

	while (count < WORDS_MAX)
	{
		text_scan_skip_space(&scan);
		if (text_scan_at_end(&scan))
			break;
		words[count].at = scan.at;
		while (!text_scan_at_end(&scan) && !text_scan_is_space(*scan.at))
			scan.at++;
		words[count].end = scan.at;
		count++;
	}
	return count;
}

/* Reads the clause's keyword, if it comes next. */
static bool
take_keyword(text_scan *scan, const clause *c)
{
	text_scan ahead = *scan;

	if (!text_scan_take_word(&ahead, c->word))
		return false;
	if (c->second_word != NULL &&
		!(text_scan_skip_space(&ahead) && text_scan_take_word(&ahead, c->second_word)))
		return false;
	*scan = ahead;
	return true;
}

/* A number from 1 to max, in digits. */
static bool
parse_number(text_scan word, int64_t max, int64_t *out, const char **why)
{
	int64_t number = 0;

	for (; !text_scan_at_end(&word); word.at++)
	{
		if (!text_scan_is_digit(*word.at))
		{
			*why = "A number is written in digits only.";
			return false;
		}
		if (__builtin_mul_overflow(number, 10, &number) ||
			__builtin_add_overflow(number, *word.at - '0', &number) || number > max)
		{
			*why = max == INT32_MAX ? option_position_count_out_of_range
									: option_position_units_out_of_range;
			return false;
		}
	}
	if (number == 0)
	{
		*why = "A clause that would say 0 is left out.";
		return false;
	}
	*out = number;
	return true;
}

static bool
parse_set(const text_scan *words, int count, uint16_t *out, const char **why)
{
	uint16_t set = 0;

	*why = "A clause of conditions lists different numbers from 1 to 16.";
	if (count == 0 || count > OPTION_POSITION_CONDITIONS)
		return false;
	for (int i = 0; i < count; i++)
	{
		int64_t number;
		const char *unused;
		uint16_t bit;

		if (!parse_number(words[i], OPTION_POSITION_CONDITIONS, &number, &unused))
			return false;
		bit = (uint16_t) (1u << (number - 1));
		if (set & bit)
			return false;
		set |= bit;
	}
	*out = set;
	return true;
}

static bool
parse_money(const text_scan words[2], option_position_value *out, int64_t *amount, const char **why)
{
	uint16_t currency;

	if (!money_parse(words[0].at, text_scan_left(&words[0]), amount, why) ||
		!currency_parse(words[1].at, text_scan_left(&words[1]), &currency, why))
		return false;
	if (*amount == 0)
	{
		*why = "A clause that would say 0 is left out.";
		return false;
	}
	if (out->currency != CURRENCY_NONE && out->currency != currency)
	{
		*why = "All amounts of a position are in one currency.";
		return false;
	}
	out->currency = currency;
	return true;
}

/* Reads what stands behind the keyword of clause c. */
static bool
parse_argument(const clause *c, const text_scan *words, int count, option_position_value *out,
			   const char **why)
{
	int64_t number;

	if (c->kind != CLAUSE_SET && count != (c->kind == CLAUSE_MONEY ? 2 : 1))
	{
		*why = "Every clause is a keyword and what it tells: a number, an amount with its "
			   "currency, a date or numbers of conditions.";
		return false;
	}
	if (!is_absent(out, c))
	{
		*why = "Every clause is given at most once.";
		return false;
	}
	switch (c->kind)
	{
		case CLAUSE_COUNT:
			if (!parse_number(words[0], INT32_MAX, &number, why))
				return false;
			*int32_field(out, c) = (int32_t) number;
			return true;
		case CLAUSE_QUANTITY:
			return parse_number(words[0], INT64_MAX, sum_field(out, c), why);
		case CLAUSE_MONEY:
			return parse_money(words, out, sum_field(out, c), why);
		case CLAUSE_EARLIEST:
		case CLAUSE_LATEST:
			return calendar_parse(words[0].at, text_scan_left(&words[0]), int32_field(out, c), why);
		case CLAUSE_SET:
			break;
	}
	return parse_set(words, count, set_field(out, c), why);
}

static bool
parse_clause(text_scan scan, option_position_value *out, const char **why)
{
	text_scan_skip_space(&scan);
	for (const clause *c = clauses; c < clauses + CLAUSES; c++)
	{
		text_scan words[WORDS_MAX];
		text_scan rest = scan;
		int count;

		if (!take_keyword(&rest, c))
			continue;
		count = split_words(rest, words);
		/* "drawn 3" and "drawn 3 NOK" differ in their number of words */
		if (c->kind == CLAUSE_QUANTITY && count > 1)
			continue;
		return parse_argument(c, words, count, out, why);
	}
	*why = text_scan_at_end(&scan)
			   ? "Clauses are separated by single commas; a position without any is \"empty\"."
			   : "A clause begins with a keyword such as \"granted\" or \"drawn\".";
	return false;
}

bool
option_position_parse(const char *text, size_t len, option_position_value *out, const char **why)
{
	text_scan scan = text_scan_trimmed(text, len);
	option_position_value value = option_position_identity();

	if (text_scan_take_word(&scan, "empty") && text_scan_at_end(&scan))
	{
		*out = value;
		return true;
	}
	scan = text_scan_trimmed(text, len);
	for (;;)
	{
		text_scan piece = scan;

		while (!text_scan_at_end(&scan) && *scan.at != ',')
			scan.at++;
		piece.end = scan.at;
		if (!parse_clause(piece, &value, why))
			return false;
		if (!text_scan_take_char(&scan, ','))
			break;
	}
	*out = value;
	return true;
}

static char *
put_text(char *at, const char *text)
{
	size_t len = strlen(text);

	memcpy(at, text, len + 1);
	return at + len;
}

static char *
put_number(char *at, int64_t number)
{
	char digits[20];
	int count = 0;

	for (; number != 0; number /= 10)
		digits[count++] = (char) ('0' + number % 10);
	while (count > 0)
		*at++ = digits[--count];
	*at = '\0';
	return at;
}

static char *
put_argument(char *at, const clause *c, const option_position_value *value)
{
	switch (c->kind)
	{
		case CLAUSE_COUNT:
			*at++ = ' ';
			return put_number(at, get_int32(value, c));
		case CLAUSE_QUANTITY:
			*at++ = ' ';
			return put_number(at, get_sum(value, c));
		case CLAUSE_MONEY:
			*at++ = ' ';
			at += money_format(get_sum(value, c), at);
			*at++ = ' ';
			return at + currency_format(value->currency, at);
		case CLAUSE_EARLIEST:
		case CLAUSE_LATEST:
			*at++ = ' ';
			return at + calendar_format(get_int32(value, c), at);
		case CLAUSE_SET:
			break;
	}
	for (int number = 1; number <= OPTION_POSITION_CONDITIONS; number++)
	{
		if (get_set(value, c) & (1u << (number - 1)))
		{
			*at++ = ' ';
			at = put_number(at, number);
		}
	}
	return at;
}

size_t
option_position_format(const option_position_value *value, char buf[OPTION_POSITION_TEXT_SIZE])
{
	char *at = buf;

	for (const clause *c = clauses; c < clauses + CLAUSES; c++)
	{
		if (is_absent(value, c))
			continue;
		if (at != buf)
			at = put_text(at, ", ");
		at = put_text(at, c->word);
		if (c->second_word != NULL)
		{
			*at++ = ' ';
			at = put_text(at, c->second_word);
		}
		at = put_argument(at, c, value);
	}
	if (at == buf)
		at = put_text(at, "empty");
	return (size_t) (at - buf);
}

/* --- wire ------------------------------------------------------------------------------------ */

static void
put_wire(uint8_t **at, uint64_t number, int bytes)
{
	while (bytes-- > 0)
		*(*at)++ = (uint8_t) (number >> (8 * bytes));
}

static uint64_t
get_wire(const uint8_t **at, int bytes)
{
	uint64_t number = 0;

	while (bytes-- > 0)
		number = number << 8 | *(*at)++;
	return number;
}

/* The fields in the order of the struct, in network order, behind a version. */
void
option_position_encode(const option_position_value *value, uint8_t bytes[OPTION_POSITION_WIRE_SIZE])
{
	uint8_t *at = bytes;

	put_wire(&at, OPTION_POSITION_WIRE_VERSION, 1);
	put_wire(&at, (uint64_t) value->drawn_units, 8);
	put_wire(&at, (uint64_t) value->drawn_amount, 8);
	put_wire(&at, (uint64_t) value->reversed_units, 8);
	put_wire(&at, (uint64_t) value->reversed_amount, 8);
	put_wire(&at, (uint64_t) value->waived_units, 8);
	put_wire(&at, (uint64_t) value->waived_amount, 8);
	put_wire(&at, (uint64_t) value->raised_units, 8);
	put_wire(&at, (uint64_t) value->raised_amount, 8);
	put_wire(&at, (uint32_t) value->event_count, 4);
	put_wire(&at, (uint32_t) value->draw_count, 4);
	put_wire(&at, (uint32_t) value->reversal_count, 4);
	put_wire(&at, (uint32_t) value->named_on, 4);
	put_wire(&at, (uint32_t) value->granted_on, 4);
	put_wire(&at, (uint32_t) value->waived_on, 4);
	put_wire(&at, (uint32_t) value->terminated_on, 4);
	put_wire(&at, (uint32_t) value->assigned_on, 4);
	put_wire(&at, (uint32_t) value->first_drawn_on, 4);
	put_wire(&at, (uint32_t) value->suspended_on, 4);
	put_wire(&at, (uint32_t) value->resumed_on, 4);
	put_wire(&at, (uint32_t) value->extended_to, 4);
	put_wire(&at, (uint32_t) value->last_drawn_on, 4);
	put_wire(&at, value->conditions_met, 2);
	put_wire(&at, value->conditions_failed, 2);
	put_wire(&at, value->currency, 2);
	put_wire(&at, value->reserved, 2);
}

bool
option_position_decode(const uint8_t *bytes, size_t len, option_position_value *out,
					   const char **why)
{
	const uint8_t *at = bytes;
	option_position_value value;

	if (len < 1 || get_wire(&at, 1) != OPTION_POSITION_WIRE_VERSION)
	{
		*why = "The first byte is the format's version, 1.";
		return false;
	}
	if (len != OPTION_POSITION_WIRE_SIZE)
	{
		*why = "Version 1 of the format is exactly 125 bytes long.";
		return false;
	}
	memset(&value, 0, sizeof(value));
	value.drawn_units = (int64_t) get_wire(&at, 8);
	value.drawn_amount = (int64_t) get_wire(&at, 8);
	value.reversed_units = (int64_t) get_wire(&at, 8);
	value.reversed_amount = (int64_t) get_wire(&at, 8);
	value.waived_units = (int64_t) get_wire(&at, 8);
	value.waived_amount = (int64_t) get_wire(&at, 8);
	value.raised_units = (int64_t) get_wire(&at, 8);
	value.raised_amount = (int64_t) get_wire(&at, 8);
	value.event_count = (int32_t) get_wire(&at, 4);
	value.draw_count = (int32_t) get_wire(&at, 4);
	value.reversal_count = (int32_t) get_wire(&at, 4);
	value.named_on = (int32_t) get_wire(&at, 4);
	value.granted_on = (int32_t) get_wire(&at, 4);
	value.waived_on = (int32_t) get_wire(&at, 4);
	value.terminated_on = (int32_t) get_wire(&at, 4);
	value.assigned_on = (int32_t) get_wire(&at, 4);
	value.first_drawn_on = (int32_t) get_wire(&at, 4);
	value.suspended_on = (int32_t) get_wire(&at, 4);
	value.resumed_on = (int32_t) get_wire(&at, 4);
	value.extended_to = (int32_t) get_wire(&at, 4);
	value.last_drawn_on = (int32_t) get_wire(&at, 4);
	value.conditions_met = (uint16_t) get_wire(&at, 2);
	value.conditions_failed = (uint16_t) get_wire(&at, 2);
	value.currency = (uint16_t) get_wire(&at, 2);
	value.reserved = (uint16_t) get_wire(&at, 2);
	if (!option_position_validate(&value, why))
		return false;
	*out = value;
	return true;
}

/* --- order and hash -------------------------------------------------------------------------- */

/* Clause by clause in the order of the text form, then by currency. */
int
option_position_compare(const option_position_value *a, const option_position_value *b)
{
	for (const clause *c = clauses; c < clauses + CLAUSES; c++)
	{
		int64_t x;
		int64_t y;

		switch (c->kind)
		{
			case CLAUSE_QUANTITY:
			case CLAUSE_MONEY:
				x = get_sum(a, c);
				y = get_sum(b, c);
				break;
			case CLAUSE_SET:
				x = get_set(a, c);
				y = get_set(b, c);
				break;
			default:
				x = get_int32(a, c);
				y = get_int32(b, c);
				break;
		}
		if (x != y)
			return x < y ? -1 : 1;
	}
	return (a->currency > b->currency) - (a->currency < b->currency);
}

uint64_t
option_position_hash(const option_position_value *value, uint64_t seed)
{
	uint8_t bytes[OPTION_POSITION_WIRE_SIZE];
	const uint8_t *at = bytes + 1; /* not the version: the format may change, the hash not */
	uint64_t hash = hash_mix(seed + UINT64_C(0x9e3779b97f4a7c15));

	option_position_encode(value, bytes);
	while (at < bytes + OPTION_POSITION_WIRE_SIZE)
	{
		int width = bytes + OPTION_POSITION_WIRE_SIZE - at < 8 ? 4 : 8;

		hash = hash_mix((hash ^ get_wire(&at, width)) + UINT64_C(0x9e3779b97f4a7c15));
	}
	return hash;
}
