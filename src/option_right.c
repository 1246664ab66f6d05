/*
 * src/option_right.c
 *		The terms of one option right: parse, format, validate, compare, hash, encode.
 *
 * Depends on: calendar.h, money.h, phase.h, text_scan.h; no server header.
 *
 * The text form is a list of clauses that name themselves, so that a reader needs no manual:
 *		max 40, 2019-10-01..2021-12-31, from purchase, receipt
 * The grammar is in doc/types.md.
 */
#include "option_right.h"

#include <string.h>

#include "calendar.h"
#include "money.h"
#include "phase.h"
#include "text_scan.h"

const char option_right_max_not_positive[] = "A ceiling is more than 0.";
const char option_right_min_not_positive[] = "The smallest call-off is at least 1.";

const char option_right_max_too_large[] = "A ceiling in money is at most 90000000000000.";

static const char why_conditions[] = "The number of mandatory conditions is between 0 and 16.";
static const char why_notice[] = "A notice is between 0 and 3650 days.";

/* --- rules -------------------------------------------------------------------------------- */

static bool
is_day_or(int32_t day, int32_t open_end)
{
	return day == open_end || (day >= CALENDAR_DAY_MIN && day <= CALENDAR_DAY_MAX);
}

/* Every way in ends here: text, wire and constructor accept exactly the same rights. */
bool
option_right_validate(const option_right_value *right, const char **why)
{
	if (right->max_units < 0 || right->max_amount < 0)
		*why = option_right_max_not_positive;
	else if (right->max_units == 0 && right->max_amount == 0)
		*why = "A right needs a ceiling, in units, in money or in both.";
	else if (right->max_amount > MONEY_MAX)
		*why = option_right_max_too_large;
	else if (right->max_amount != 0 && right->currency == CURRENCY_NONE)
		*why = "A ceiling in money needs a currency.";
	else if (right->max_amount == 0 && right->currency != CURRENCY_NONE)
		*why = "A currency needs a ceiling in money.";
	else if (right->currency != CURRENCY_NONE && !currency_is_known(right->currency))
		*why = "A currency is a three-letter code of ISO 4217.";
	else if (right->min_units < 0)
		*why = option_right_min_not_positive;
	else if (right->min_units != 0 && right->max_units == 0)
		*why = "A smallest call-off needs a ceiling in units.";
	else if (right->min_units > right->max_units)
		*why = "The smallest call-off is at most the ceiling in units.";
	else if (!is_day_or(right->opens_on, CALENDAR_OPEN_START) ||
			 !is_day_or(right->closes_on, CALENDAR_OPEN_END))
		*why = "The days of a window lie in the years 0001 to 9999.";
	else if (right->opens_on > right->closes_on)
		*why = "A window opens no later than it closes.";
	else if ((right->from_kind != 0 || right->from_stage != 0) &&
			 !phase_is_valid(phase_make(right->from_kind, right->from_stage)))
		*why = "The phase a right can be exercised from is not a phase.";
	else if (right->conditions > OPTION_RIGHT_CONDITIONS_MAX)
		*why = why_conditions;
	else if (right->notice_days > OPTION_RIGHT_NOTICE_MAX)
		*why = why_notice;
	else if ((right->flags & ~OPTION_RIGHT_ALL_FLAGS) != 0)
		*why = "The reserved flags are zero.";
	else if ((right->flags & OPTION_RIGHT_NEXT_WORKING_DAY) != 0 &&
			 (right->flags & OPTION_RIGHT_PREVIOUS_WORKING_DAY) != 0)
		*why = "A deadline moves to the next working day or to the previous one, not both.";
	else
		return true;
	return false;
}

int32_t
option_right_last_day(const option_right_value *right, int32_t extended_to)
{
	int32_t closes_on = extended_to > right->closes_on ? extended_to : right->closes_on;
	int32_t due_on;

	if (closes_on == CALENDAR_OPEN_END)
		return CALENDAR_OPEN_END;
	due_on = closes_on - right->notice_days;
	if ((right->flags & OPTION_RIGHT_NEXT_WORKING_DAY) != 0)
		return calendar_next_working_day(due_on);
	if ((right->flags & OPTION_RIGHT_PREVIOUS_WORKING_DAY) != 0)
		return calendar_previous_working_day(due_on);
	return due_on;
}

int32_t
option_right_last_notice_day(const option_right_value *right)
{
	return option_right_last_day(right, INT32_MIN);
}

/* --- order and hash ----------------------------------------------------------------------- */

#define COMPARE_FIELD(field)                                                                       \
	do                                                                                             \
	{                                                                                              \
		if (a->field != b->field)                                                                  \
			return a->field < b->field ? -1 : 1;                                                   \
	} while (0)

int
option_right_compare(const option_right_value *a, const option_right_value *b)
{
	COMPARE_FIELD(opens_on);
	COMPARE_FIELD(closes_on);
	COMPARE_FIELD(max_units);
	COMPARE_FIELD(currency);
	COMPARE_FIELD(max_amount);
	COMPARE_FIELD(min_units);
	COMPARE_FIELD(from_kind);
	COMPARE_FIELD(from_stage);
	COMPARE_FIELD(conditions);
	COMPARE_FIELD(notice_days);
	COMPARE_FIELD(flags);
	return 0;
}

uint64_t
option_right_window_key(const option_right_value *right)
{
	/* flipping the sign bit makes unsigned order equal signed order */
	uint64_t opens = (uint32_t) right->opens_on ^ UINT32_C(0x80000000);
	uint64_t closes = (uint32_t) right->closes_on ^ UINT32_C(0x80000000);

	return opens << 32 | closes;
}

/* MurmurHash3's 64-bit finaliser: a bijection in which every bit moves every other. */
static uint64_t
mix(uint64_t h)
{
	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 33;
	h *= UINT64_C(0xc4ceb9fe1a85ec53);
	h ^= h >> 33;
	return h;
}

/*
 * Taken from the fields and not from memory, so that it is the same on every machine: hash
 * partitions must find their rows again after a dump and restore elsewhere.  Frozen for good.
 */
uint64_t
option_right_hash(const option_right_value *right, uint64_t seed)
{
	uint64_t h = seed + UINT64_C(0x9e3779b97f4a7c15);

	h = mix(h ^ (uint64_t) right->max_amount);
	h = mix(h ^ (uint64_t) right->max_units);
	h = mix(h ^ (uint64_t) right->min_units);
	h = mix(h ^ ((uint64_t) (uint32_t) right->opens_on << 32 | (uint32_t) right->closes_on));
	h = mix(h ^ ((uint64_t) right->currency << 48 | (uint64_t) right->notice_days << 32 |
				 (uint64_t) right->from_kind << 24 | (uint64_t) right->from_stage << 16 |
				 (uint64_t) right->conditions << 8 | (uint64_t) right->flags));
	return h;
}

/* --- text in ------------------------------------------------------------------------------ */

/* What has been stated so far; a right has each clause at most once. */
typedef enum clause_bit
{
	CLAUSE_MAX_UNITS = 1 << 0,
	CLAUSE_MAX_AMOUNT = 1 << 1,
	CLAUSE_MIN = 1 << 2,
	CLAUSE_WINDOW = 1 << 3,
	CLAUSE_FROM = 1 << 4,
	CLAUSE_CONDITIONS = 1 << 5,
	CLAUSE_NOTICE = 1 << 6,
	CLAUSE_TIMELY = 1 << 7,
	CLAUSE_DEADLINE = 1 << 8,
	CLAUSE_INDIVISIBLE = 1 << 9,
	CLAUSE_TRANSFERABLE = 1 << 10
} clause_bit;

typedef struct right_parser
{
	text_scan scan; /* what is left of the clause being read */
	option_right_value right;
	unsigned stated; /* clauses */
	const char *why;
} right_parser;

static bool
fail(right_parser *parser, const char *why)
{
	parser->why = why;
	return false;
}

/* The end of a clause: nothing may follow, and no such clause may have gone before. */
static bool
finish(right_parser *parser, clause_bit clause)
{
	text_scan_skip_space(&parser->scan);
	if (!text_scan_at_end(&parser->scan))
		return fail(parser, "Clauses are separated by commas.");
	if ((parser->stated & (unsigned) clause) != 0)
		return fail(parser, "A clause is stated at most once.");
	parser->stated |= (unsigned) clause;
	return true;
}

static bool
finish_flag(right_parser *parser, clause_bit clause, uint8_t flag)
{
	parser->right.flags |= flag;
	return finish(parser, clause);
}

static bool
take_word(right_parser *parser, const char *word)
{
	text_scan_skip_space(&parser->scan);
	return text_scan_take_word(&parser->scan, word);
}

/* Everything up to the next white space. */
static text_scan
take_token(right_parser *parser)
{
	text_scan token;

	text_scan_skip_space(&parser->scan);
	token.at = parser->scan.at;
	while (!text_scan_at_end(&parser->scan) && !text_scan_is_space(*parser->scan.at))
		parser->scan.at++;
	token.end = parser->scan.at;
	return token;
}

/* Everything up to the separator, which is read too; false, and nothing read, without one. */
static bool
take_until(text_scan *scan, const char *separator, text_scan *part)
{
	size_t len = strlen(separator);

	for (const char *at = scan->at; (size_t) (scan->end - at) >= len; at++)
	{
		if (memcmp(at, separator, len) == 0)
		{
			*part = text_scan_trimmed(scan->at, (size_t) (at - scan->at));
			scan->at = at + len;
			return true;
		}
	}
	return false;
}

/* A token of digits alone, up to a limit. */
static bool
parse_count(text_scan token, int64_t limit, int64_t *count)
{
	int64_t value = 0;

	if (text_scan_at_end(&token))
		return false;
	for (; !text_scan_at_end(&token); token.at++)
	{
		if (!text_scan_is_digit(*token.at) || __builtin_mul_overflow(value, 10, &value) ||
			__builtin_add_overflow(value, *token.at - '0', &value))
			return false;
	}
	*count = value;
	return value <= limit;
}

/* max 40 | max 80000000.00 NOK */
static bool
parse_max(right_parser *parser)
{
	text_scan number = take_token(parser);
	text_scan currency = take_token(parser);
	option_right_value *right = &parser->right;

	if (text_scan_at_end(&currency))
	{
		if (!parse_count(number, INT64_MAX, &right->max_units))
			return fail(parser,
						"A ceiling in units is a whole number, at most 9223372036854775807.");
		if (right->max_units == 0)
			return fail(parser, option_right_max_not_positive);
		return finish(parser, CLAUSE_MAX_UNITS);
	}
	if (!money_parse(number.at, text_scan_left(&number), &right->max_amount, &parser->why) ||
		!currency_parse(currency.at, text_scan_left(&currency), &right->currency, &parser->why))
		return false;
	if (right->max_amount == 0)
		return fail(parser, option_right_max_not_positive);
	return finish(parser, CLAUSE_MAX_AMOUNT);
}

/* min 5 */
static bool
parse_min(right_parser *parser)
{
	if (!parse_count(take_token(parser), INT64_MAX, &parser->right.min_units))
		return fail(parser,
					"The smallest call-off is a whole number, at most 9223372036854775807.");
	if (parser->right.min_units == 0)
		return fail(parser, option_right_min_not_positive);
	return finish(parser, CLAUSE_MIN);
}

/* 2019-10-01..2021-12-31, either end may be missing */
static bool
parse_window(right_parser *parser)
{
	text_scan opens;
	text_scan closes;
	option_right_value *right = &parser->right;

	if (!take_until(&parser->scan, "..", &opens))
		return fail(parser,
					"A window is written as its first and last day, 2019-10-01..2021-12-31.");
	closes = text_scan_trimmed(parser->scan.at, text_scan_left(&parser->scan));
	parser->scan.at = parser->scan.end;
	right->opens_on = CALENDAR_OPEN_START;
	right->closes_on = CALENDAR_OPEN_END;
	if (!text_scan_at_end(&opens) &&
		!calendar_parse(opens.at, text_scan_left(&opens), &right->opens_on, &parser->why))
		return false;
	if (!text_scan_at_end(&closes) &&
		!calendar_parse(closes.at, text_scan_left(&closes), &right->closes_on, &parser->why))
		return false;
	return finish(parser, CLAUSE_WINDOW);
}

/* from purchase */
static bool
parse_from(right_parser *parser)
{
	text_scan name = take_token(parser);
	phase_value phase;

	if (!phase_parse(name.at, text_scan_left(&name), &phase, &parser->why))
		return false;
	parser->right.from_kind = (uint8_t) phase_kind(phase);
	parser->right.from_stage = (uint8_t) phase_stage(phase);
	return finish(parser, CLAUSE_FROM);
}

/* conditions 2 */
static bool
parse_conditions(right_parser *parser)
{
	int64_t count;

	if (!parse_count(take_token(parser), OPTION_RIGHT_CONDITIONS_MAX, &count))
		return fail(parser, why_conditions);
	parser->right.conditions = (uint8_t) count;
	return finish(parser, CLAUSE_CONDITIONS);
}

/* notice 90 days */
static bool
parse_notice(right_parser *parser)
{
	int64_t count;

	if (!parse_count(take_token(parser), OPTION_RIGHT_NOTICE_MAX, &count))
		return fail(parser, why_notice);
	if (!take_word(parser, "days") && !take_word(parser, "day"))
		return fail(parser, "A notice is counted in days: notice 90 days.");
	parser->right.notice_days = (uint16_t) count;
	return finish(parser, CLAUSE_NOTICE);
}

/* next working day | previous working day, of which the first word has been read */
static bool
parse_deadline(right_parser *parser, uint8_t flag)
{
	if (!take_word(parser, "working") || !take_word(parser, "day"))
		return fail(parser,
					"A deadline moves to the next working day or the previous working day.");
	return finish_flag(parser, CLAUSE_DEADLINE, flag);
}

static bool
parse_clause(right_parser *parser)
{
	if (text_scan_at_end(&parser->scan))
		return fail(parser, "A clause is missing.");
	if (take_word(parser, "max"))
		return parse_max(parser);
	if (take_word(parser, "min"))
		return parse_min(parser);
	if (*parser->scan.at == '.' || text_scan_is_digit(*parser->scan.at))
		return parse_window(parser);
	if (take_word(parser, "from"))
		return parse_from(parser);
	if (take_word(parser, "conditions"))
		return parse_conditions(parser);
	if (take_word(parser, "notice"))
		return parse_notice(parser);
	if (take_word(parser, "receipt"))
		return finish(parser, CLAUSE_TIMELY);
	if (take_word(parser, "dispatch"))
		return finish_flag(parser, CLAUSE_TIMELY, OPTION_RIGHT_DISPATCH);
	if (take_word(parser, "next"))
		return parse_deadline(parser, OPTION_RIGHT_NEXT_WORKING_DAY);
	if (take_word(parser, "previous"))
		return parse_deadline(parser, OPTION_RIGHT_PREVIOUS_WORKING_DAY);
	if (take_word(parser, "indivisible"))
		return finish_flag(parser, CLAUSE_INDIVISIBLE, OPTION_RIGHT_INDIVISIBLE);
	if (take_word(parser, "transferable"))
		return finish_flag(parser, CLAUSE_TRANSFERABLE, OPTION_RIGHT_TRANSFERABLE);
	return fail(parser,
				"A clause is max, min, a window, from, conditions, notice, receipt, dispatch, "
				"next or previous working day, indivisible or transferable.");
}

bool
option_right_parse(const char *text, size_t len, option_right_value *out, const char **why)
{
	right_parser parser = { 0 };
	text_scan rest = { text, text + len };
	bool more;

	do
	{
		more = take_until(&rest, ",", &parser.scan);
		if (!more)
			parser.scan = text_scan_trimmed(rest.at, text_scan_left(&rest));
		if (!parse_clause(&parser))
		{
			*why = parser.why;
			return false;
		}
	} while (more);
	if ((parser.stated & CLAUSE_WINDOW) == 0)
	{
		*why = "A right needs a window, for example 2019-10-01..2021-12-31.";
		return false;
	}
	if (!option_right_validate(&parser.right, why))
		return false;
	*out = parser.right;
	return true;
}

/* --- text out ----------------------------------------------------------------------------- */

static char *
put_text(char *at, const char *text)
{
	size_t len = strlen(text);

	memcpy(at, text, len);
	return at + len;
}

static char *
put_count(char *at, int64_t count)
{
	char reversed[20];
	size_t digits = 0;

	do
	{
		reversed[digits++] = (char) ('0' + count % 10);
		count /= 10;
	} while (count != 0);
	while (digits > 0)
		*at++ = reversed[--digits];
	return at;
}

size_t
option_right_format(const option_right_value *right, char buf[OPTION_RIGHT_TEXT_SIZE])
{
	char *at = buf;

	if (right->max_units != 0)
	{
		at = put_text(at, "max ");
		at = put_count(at, right->max_units);
		at = put_text(at, ", ");
	}
	if (right->max_amount != 0)
	{
		at = put_text(at, "max ");
		at += money_format(right->max_amount, at);
		*at++ = ' ';
		at += currency_format(right->currency, at);
		at = put_text(at, ", ");
	}
	if (right->min_units != 0)
	{
		at = put_text(at, "min ");
		at = put_count(at, right->min_units);
		at = put_text(at, ", ");
	}
	if (right->opens_on != CALENDAR_OPEN_START)
		at += calendar_format(right->opens_on, at);
	at = put_text(at, "..");
	if (right->closes_on != CALENDAR_OPEN_END)
		at += calendar_format(right->closes_on, at);
	if (right->from_kind != 0)
	{
		char phase[PHASE_TEXT_SIZE];

		phase_format(phase_make(right->from_kind, right->from_stage), phase);
		at = put_text(at, ", from ");
		at = put_text(at, phase);
	}
	if (right->conditions != 0)
	{
		at = put_text(at, ", conditions ");
		at = put_count(at, right->conditions);
	}
	if (right->notice_days != 0)
	{
		at = put_text(at, ", notice ");
		at = put_count(at, right->notice_days);
		at = put_text(at, right->notice_days == 1 ? " day" : " days");
	}
	at = put_text(at, (right->flags & OPTION_RIGHT_DISPATCH) ? ", dispatch" : ", receipt");
	if ((right->flags & OPTION_RIGHT_NEXT_WORKING_DAY) != 0)
		at = put_text(at, ", next working day");
	if ((right->flags & OPTION_RIGHT_PREVIOUS_WORKING_DAY) != 0)
		at = put_text(at, ", previous working day");
	if ((right->flags & OPTION_RIGHT_INDIVISIBLE) != 0)
		at = put_text(at, ", indivisible");
	if ((right->flags & OPTION_RIGHT_TRANSFERABLE) != 0)
		at = put_text(at, ", transferable");
	*at = '\0';
	return (size_t) (at - buf);
}

/* --- wire --------------------------------------------------------------------------------- */

static uint8_t *
put_bytes(uint8_t *at, uint64_t value, int count)
{
	while (count > 0)
		*at++ = (uint8_t) (value >> (8 * --count));
	return at;
}

static uint64_t
get_bytes(const uint8_t **at, int count)
{
	uint64_t value = 0;

	while (count-- > 0)
		value = value << 8 | *(*at)++;
	return value;
}

/* Version 1, the fields in the struct's order, most significant byte first, a reserved zero. */
void
option_right_encode(const option_right_value *right, uint8_t bytes[OPTION_RIGHT_WIRE_SIZE])
{
	uint8_t *at = bytes;

	at = put_bytes(at, OPTION_RIGHT_WIRE_VERSION, 1);
	at = put_bytes(at, (uint64_t) right->max_amount, 8);
	at = put_bytes(at, (uint64_t) right->max_units, 8);
	at = put_bytes(at, (uint64_t) right->min_units, 8);
	at = put_bytes(at, (uint32_t) right->opens_on, 4);
	at = put_bytes(at, (uint32_t) right->closes_on, 4);
	at = put_bytes(at, right->currency, 2);
	at = put_bytes(at, right->notice_days, 2);
	at = put_bytes(at, right->from_kind, 1);
	at = put_bytes(at, right->from_stage, 1);
	at = put_bytes(at, right->conditions, 1);
	at = put_bytes(at, right->flags, 1);
	put_bytes(at, 0, 1);
}

bool
option_right_decode(const uint8_t *bytes, size_t len, option_right_value *out, const char **why)
{
	const uint8_t *at = bytes;
	option_right_value right;

	if (len != OPTION_RIGHT_WIRE_SIZE)
	{
		*why = "The value has 42 bytes.";
		return false;
	}
	if (get_bytes(&at, 1) != OPTION_RIGHT_WIRE_VERSION)
	{
		*why = "The value's version is 1.";
		return false;
	}
	right.max_amount = (int64_t) get_bytes(&at, 8);
	right.max_units = (int64_t) get_bytes(&at, 8);
	right.min_units = (int64_t) get_bytes(&at, 8);
	right.opens_on = (int32_t) (uint32_t) get_bytes(&at, 4);
	right.closes_on = (int32_t) (uint32_t) get_bytes(&at, 4);
	right.currency = (uint16_t) get_bytes(&at, 2);
	right.notice_days = (uint16_t) get_bytes(&at, 2);
	right.from_kind = (uint8_t) get_bytes(&at, 1);
	right.from_stage = (uint8_t) get_bytes(&at, 1);
	right.conditions = (uint8_t) get_bytes(&at, 1);
	right.flags = (uint8_t) get_bytes(&at, 1);
	if (get_bytes(&at, 1) != 0)
	{
		*why = "The value's reserved byte is zero.";
		return false;
	}
	if (!option_right_validate(&right, why))
		return false;
	*out = right;
	return true;
}
