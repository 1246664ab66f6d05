/*
 * src/option_right_sql.c
 *		Option rights as SQL sees them: in and out, comparison, hash, parts, the window.
 *
 * Depends on: the server; innopart.h, calendar.h, money_sql.h, option_right_window.h.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/rangetypes.h"
#include "utils/sortsupport.h"

#include "calendar.h"
#include "compat.h"
#include "innopart.h"
#include "money.h"
#include "money_sql.h"
#include "option_right_window.h"

PG_FUNCTION_INFO_V1(option_right_in);
PG_FUNCTION_INFO_V1(option_right_out);
PG_FUNCTION_INFO_V1(option_right_recv);
PG_FUNCTION_INFO_V1(option_right_send);
PG_FUNCTION_INFO_V1(option_right_lt);
PG_FUNCTION_INFO_V1(option_right_le);
PG_FUNCTION_INFO_V1(option_right_eq);
PG_FUNCTION_INFO_V1(option_right_ne);
PG_FUNCTION_INFO_V1(option_right_ge);
PG_FUNCTION_INFO_V1(option_right_gt);
PG_FUNCTION_INFO_V1(option_right_cmp);
PG_FUNCTION_INFO_V1(option_right_sortsupport);
PG_FUNCTION_INFO_V1(option_right_hash_int4);
PG_FUNCTION_INFO_V1(option_right_hash_int8);
PG_FUNCTION_INFO_V1(option_right_smaller);
PG_FUNCTION_INFO_V1(option_right_larger);
PG_FUNCTION_INFO_V1(option_right_make);
PG_FUNCTION_INFO_V1(option_right_max_units);
PG_FUNCTION_INFO_V1(option_right_max_amount);
PG_FUNCTION_INFO_V1(option_right_currency);
PG_FUNCTION_INFO_V1(option_right_min_units);
PG_FUNCTION_INFO_V1(option_right_opens_on);
PG_FUNCTION_INFO_V1(option_right_closes_on);
PG_FUNCTION_INFO_V1(option_right_from_phase);
PG_FUNCTION_INFO_V1(option_right_conditions);
PG_FUNCTION_INFO_V1(option_right_notice_days);
PG_FUNCTION_INFO_V1(option_right_timely_rule);
PG_FUNCTION_INFO_V1(option_right_deadline_rule);
PG_FUNCTION_INFO_V1(option_right_is_indivisible);
PG_FUNCTION_INFO_V1(option_right_is_transferable);
PG_FUNCTION_INFO_V1(option_right_exercise_window);
PG_FUNCTION_INFO_V1(option_right_last_notice);
PG_FUNCTION_INFO_V1(option_right_contains_day);
PG_FUNCTION_INFO_V1(option_right_contained_day);
PG_FUNCTION_INFO_V1(option_right_overlaps_range);
PG_FUNCTION_INFO_V1(option_right_range_overlaps);
PG_FUNCTION_INFO_V1(option_right_within_range);
PG_FUNCTION_INFO_V1(option_right_range_contains);

/* open ends are the dates that PostgreSQL calls infinite, so windows compare as dates do */
StaticAssertDecl(CALENDAR_OPEN_START == DATEVAL_NOBEGIN && CALENDAR_OPEN_END == DATEVAL_NOEND,
				 "open ends of a window are PostgreSQL's infinite dates");

Datum
option_right_to_datum(const option_right_value *right)
{
	option_right_value *copy = palloc(sizeof(*copy));

	*copy = *right;
	return PointerGetDatum(copy);
}

/* --- in and out --------------------------------------------------------------------------- */

Datum
option_right_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	option_right_value right;
	const char *why;

	if (!option_right_parse(text, strlen(text), &right, &why))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "option_right", text),
				 errdetail("%s", why)));
	PG_RETURN_OPTION_RIGHT(&right);
}

Datum
option_right_out(PG_FUNCTION_ARGS)
{
	char buf[OPTION_RIGHT_TEXT_SIZE];
	size_t len = option_right_format(PG_GETARG_OPTION_RIGHT(0), buf);

	PG_RETURN_CSTRING(pnstrdup(buf, len));
}

/* 42 bytes; the layout stands at option_right_encode(). */
Datum
option_right_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int len = message->len - message->cursor;
	const uint8_t *bytes = (const uint8_t *) pq_getmsgbytes(message, len);
	option_right_value right;
	const char *why;

	if (!option_right_decode(bytes, (size_t) len, &right, &why))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary value for type %s", "option_right"), errdetail("%s", why)));
	PG_RETURN_OPTION_RIGHT(&right);
}

Datum
option_right_send(PG_FUNCTION_ARGS)
{
	uint8_t bytes[OPTION_RIGHT_WIRE_SIZE];
	StringInfoData message;

	option_right_encode(PG_GETARG_OPTION_RIGHT(0), bytes);
	pq_begintypsend(&message);
	pq_sendbytes(&message, (const char *) bytes, sizeof(bytes));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* --- order and hash ----------------------------------------------------------------------- */

static int
compare_args(FunctionCallInfo fcinfo)
{
	return option_right_compare(PG_GETARG_OPTION_RIGHT(0), PG_GETARG_OPTION_RIGHT(1));
}

Datum
option_right_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) < 0);
}

Datum
option_right_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) <= 0);
}

Datum
option_right_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) == 0);
}

Datum
option_right_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) != 0);
}

Datum
option_right_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) >= 0);
}

Datum
option_right_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) > 0);
}

Datum
option_right_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare_args(fcinfo));
}

Datum
option_right_smaller(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(PG_GETARG_DATUM(compare_args(fcinfo) <= 0 ? 0 : 1));
}

Datum
option_right_larger(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(PG_GETARG_DATUM(compare_args(fcinfo) >= 0 ? 0 : 1));
}

static int
compare_datums(Datum a, Datum b, SortSupport ssup pg_attribute_unused())
{
	return option_right_compare(DatumGetOptionRight(a), DatumGetOptionRight(b));
}

#if SIZEOF_DATUM == 8
static Datum
abbreviate(Datum right, SortSupport ssup pg_attribute_unused())
{
	return UInt64GetDatum(option_right_window_key(DatumGetOptionRight(right)));
}

/*
 * Never give up: an abbreviated key costs one read and two shifts, and where windows are all
 * alike it merely repeats the first step of the full comparison.
 */
static bool
never_abort(int memtupcount pg_attribute_unused(), SortSupport ssup pg_attribute_unused())
{
	return false;
}
#endif

/* The abbreviated key is the whole window, the first two fields of the order. */
Datum
option_right_sortsupport(PG_FUNCTION_ARGS)
{
	SortSupport ssup = (SortSupport) PG_GETARG_POINTER(0);

	ssup->comparator = compare_datums;
#if SIZEOF_DATUM == 8
	if (ssup->abbreviate)
	{
		ssup->abbrev_full_comparator = compare_datums;
		ssup->abbrev_converter = abbreviate;
		ssup->abbrev_abort = never_abort;
		ssup->comparator = ssup_datum_unsigned_cmp;
	}
#endif
	PG_RETURN_VOID();
}

/* The low half of the extended hash with seed 0, as every hash operator family has it. */
Datum
option_right_hash_int4(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT32((uint32) option_right_hash(PG_GETARG_OPTION_RIGHT(0), 0));
}

Datum
option_right_hash_int8(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT64(option_right_hash(PG_GETARG_OPTION_RIGHT(0), (uint64_t) PG_GETARG_INT64(1)));
}

/* --- making one from its parts ------------------------------------------------------------ */

/* arguments of option_right_make(), in SQL's order */
enum
{
	ARG_MAX_UNITS,
	ARG_MAX_AMOUNT,
	ARG_CURRENCY,
	ARG_OPENS_ON,
	ARG_CLOSES_ON,
	ARG_MIN_UNITS,
	ARG_FROM_PHASE,
	ARG_CONDITIONS,
	ARG_NOTICE_DAYS,
	ARG_TIMELY,
	ARG_DEADLINE,
	ARG_INDIVISIBLE,
	ARG_TRANSFERABLE
};

static void
refuse(const char *why)
{
	ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("invalid option_right"),
					errdetail("%s", why)));
}

/* An out-of-range number becomes one that option_right_validate() refuses, never another one. */
static uint16
clamp(int32 number, uint16 limit)
{
	return number < 0 || number > limit ? limit : (uint16) number;
}

static bool
text_is(const text *word, const char *keyword)
{
	size_t len = VARSIZE_ANY_EXHDR(word);

	return len == strlen(keyword) && memcmp(VARDATA_ANY(word), keyword, len) == 0;
}

static uint8
timely_flag(const text *word)
{
	if (text_is(word, "receipt"))
		return 0;
	if (text_is(word, "dispatch"))
		return OPTION_RIGHT_DISPATCH;
	ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					errmsg("invalid rule for timely notice: \"%s\"", text_to_cstring(word)),
					errdetail("A notice counts by receipt or by dispatch.")));
}

static uint8
deadline_flag(const text *word)
{
	if (text_is(word, "as_written"))
		return 0;
	if (text_is(word, "next_working_day"))
		return OPTION_RIGHT_NEXT_WORKING_DAY;
	if (text_is(word, "previous_working_day"))
		return OPTION_RIGHT_PREVIOUS_WORKING_DAY;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid rule for a deadline: \"%s\"", text_to_cstring(word)),
			 errdetail("A deadline is as_written, next_working_day or previous_working_day.")));
}

/* A NULL argument is a clause not stated. */
Datum
option_right_make(PG_FUNCTION_ARGS)
{
	option_right_value right = { 0 };
	const char *why;

	if (!PG_ARGISNULL(ARG_MAX_UNITS))
	{
		right.max_units = PG_GETARG_INT64(ARG_MAX_UNITS);
		if (right.max_units <= 0)
			refuse(option_right_max_not_positive);
	}
	if (!PG_ARGISNULL(ARG_MAX_AMOUNT))
	{
		right.max_amount = money_from_numeric(PG_GETARG_NUMERIC(ARG_MAX_AMOUNT));
		if (right.max_amount <= 0)
			refuse(option_right_max_not_positive);
	}
	if (!PG_ARGISNULL(ARG_CURRENCY))
		right.currency = currency_from_text(PG_GETARG_TEXT_PP(ARG_CURRENCY));
	if (!PG_ARGISNULL(ARG_MIN_UNITS))
	{
		right.min_units = PG_GETARG_INT64(ARG_MIN_UNITS);
		if (right.min_units <= 0)
			refuse(option_right_min_not_positive);
	}
	right.opens_on =
		PG_ARGISNULL(ARG_OPENS_ON) ? CALENDAR_OPEN_START : PG_GETARG_DATEADT(ARG_OPENS_ON);
	right.closes_on =
		PG_ARGISNULL(ARG_CLOSES_ON) ? CALENDAR_OPEN_END : PG_GETARG_DATEADT(ARG_CLOSES_ON);
	if (!PG_ARGISNULL(ARG_FROM_PHASE))
	{
		phase_value phase = PG_GETARG_PHASE(ARG_FROM_PHASE);

		right.from_kind = (uint8) phase_kind(phase);
		right.from_stage = (uint8) phase_stage(phase);
	}
	if (!PG_ARGISNULL(ARG_CONDITIONS))
		right.conditions = (uint8) clamp(PG_GETARG_INT32(ARG_CONDITIONS), UINT8_MAX);
	if (!PG_ARGISNULL(ARG_NOTICE_DAYS))
		right.notice_days = clamp(PG_GETARG_INT32(ARG_NOTICE_DAYS), UINT16_MAX);
	if (!PG_ARGISNULL(ARG_TIMELY))
		right.flags |= timely_flag(PG_GETARG_TEXT_PP(ARG_TIMELY));
	if (!PG_ARGISNULL(ARG_DEADLINE))
		right.flags |= deadline_flag(PG_GETARG_TEXT_PP(ARG_DEADLINE));
	if (!PG_ARGISNULL(ARG_INDIVISIBLE) && PG_GETARG_BOOL(ARG_INDIVISIBLE))
		right.flags |= OPTION_RIGHT_INDIVISIBLE;
	if (!PG_ARGISNULL(ARG_TRANSFERABLE) && PG_GETARG_BOOL(ARG_TRANSFERABLE))
		right.flags |= OPTION_RIGHT_TRANSFERABLE;
	if (right.max_amount > MONEY_MAX)
		ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("invalid option_right"),
						errdetail("%s", option_right_max_too_large)));
	if (!option_right_validate(&right, &why))
		refuse(why);
	PG_RETURN_OPTION_RIGHT(&right);
}

/* --- parts -------------------------------------------------------------------------------- */

/* The ceiling in units, or NULL. */
Datum
option_right_max_units(PG_FUNCTION_ARGS)
{
	const option_right_value *right = PG_GETARG_OPTION_RIGHT(0);

	if (right->max_units == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT64(right->max_units);
}

/* The ceiling in money, or NULL. */
Datum
option_right_max_amount(PG_FUNCTION_ARGS)
{
	const option_right_value *right = PG_GETARG_OPTION_RIGHT(0);

	if (right->max_amount == 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(money_to_numeric(right->max_amount));
}

/* The currency of the ceiling in money, or NULL. */
Datum
option_right_currency(PG_FUNCTION_ARGS)
{
	const option_right_value *right = PG_GETARG_OPTION_RIGHT(0);
	char code[CURRENCY_TEXT_SIZE];

	if (right->currency == CURRENCY_NONE)
		PG_RETURN_NULL();
	currency_format(right->currency, code);
	PG_RETURN_TEXT_P(cstring_to_text(code));
}

/* The smallest call-off, or NULL. */
Datum
option_right_min_units(PG_FUNCTION_ARGS)
{
	const option_right_value *right = PG_GETARG_OPTION_RIGHT(0);

	if (right->min_units == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT64(right->min_units);
}

/* First day of the window, or NULL. */
Datum
option_right_opens_on(PG_FUNCTION_ARGS)
{
	const option_right_value *right = PG_GETARG_OPTION_RIGHT(0);

	if (right->opens_on == CALENDAR_OPEN_START)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(right->opens_on);
}

/* Last day of the window itself, or NULL. */
Datum
option_right_closes_on(PG_FUNCTION_ARGS)
{
	const option_right_value *right = PG_GETARG_OPTION_RIGHT(0);

	if (right->closes_on == CALENDAR_OPEN_END)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(right->closes_on);
}

/* The phase from which the right can be exercised, or NULL. */
Datum
option_right_from_phase(PG_FUNCTION_ARGS)
{
	const option_right_value *right = PG_GETARG_OPTION_RIGHT(0);

	if (right->from_kind == 0)
		PG_RETURN_NULL();
	PG_RETURN_PHASE(phase_make(right->from_kind, right->from_stage));
}

/* The number of mandatory conditions. */
Datum
option_right_conditions(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(PG_GETARG_OPTION_RIGHT(0)->conditions);
}

/* The days of notice. */
Datum
option_right_notice_days(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(PG_GETARG_OPTION_RIGHT(0)->notice_days);
}

/* receipt or dispatch. */
Datum
option_right_timely_rule(PG_FUNCTION_ARGS)
{
	bool by_dispatch = PG_GETARG_OPTION_RIGHT(0)->flags & OPTION_RIGHT_DISPATCH;

	PG_RETURN_TEXT_P(cstring_to_text(by_dispatch ? "dispatch" : "receipt"));
}

/* as_written, next_working_day or previous_working_day. */
Datum
option_right_deadline_rule(PG_FUNCTION_ARGS)
{
	uint8 flags = PG_GETARG_OPTION_RIGHT(0)->flags;

	if (flags & OPTION_RIGHT_NEXT_WORKING_DAY)
		PG_RETURN_TEXT_P(cstring_to_text("next_working_day"));
	if (flags & OPTION_RIGHT_PREVIOUS_WORKING_DAY)
		PG_RETURN_TEXT_P(cstring_to_text("previous_working_day"));
	PG_RETURN_TEXT_P(cstring_to_text("as_written"));
}

Datum
option_right_is_indivisible(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(PG_GETARG_OPTION_RIGHT(0)->flags & OPTION_RIGHT_INDIVISIBLE);
}

Datum
option_right_is_transferable(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(PG_GETARG_OPTION_RIGHT(0)->flags & OPTION_RIGHT_TRANSFERABLE);
}

/* The last day on which a notice is in time, or NULL where the window has no end. */
Datum
option_right_last_notice(PG_FUNCTION_ARGS)
{
	int32_t day = option_right_last_notice_day(PG_GETARG_OPTION_RIGHT(0));

	if (day == CALENDAR_OPEN_END)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(day);
}

/* --- the window --------------------------------------------------------------------------- */

/* Both days inclusive here; daterange's own rules turn that into [opens, closes + 1). */
Datum
option_right_exercise_window(PG_FUNCTION_ARGS)
{
	const option_right_value *right = PG_GETARG_OPTION_RIGHT(0);
	TypeCacheEntry *daterange = range_get_typcache(fcinfo, DATERANGEOID);
	RangeBound lower = {
		.val = DateADTGetDatum(right->opens_on),
		.infinite = right->opens_on == CALENDAR_OPEN_START,
		.inclusive = right->opens_on != CALENDAR_OPEN_START,
		.lower = true,
	};
	RangeBound upper = {
		.val = DateADTGetDatum(right->closes_on),
		.infinite = right->closes_on == CALENDAR_OPEN_END,
		.inclusive = right->closes_on != CALENDAR_OPEN_END,
		.lower = false,
	};

	PG_RETURN_RANGE_P(innopart_make_range(daterange, &lower, &upper, false));
}

static bool
contains_day(Datum right, Datum day)
{
	day_span window = window_of_right(DatumGetOptionRight(right));

	return day_span_contains(window, DatumGetDateADT(day));
}

/* How a right's window lies to a daterange. */
static bool
test_range(FunctionCallInfo fcinfo, Datum right, Datum range,
		   bool (*test)(day_span window, day_span range))
{
	day_span of_range;

	return window_of_range(fcinfo, DatumGetRangeTypeP(range), &of_range) &&
		   test(window_of_right(DatumGetOptionRight(right)), of_range);
}

/* option_right @> date */
Datum
option_right_contains_day(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(contains_day(PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)));
}

/* date <@ option_right */
Datum
option_right_contained_day(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(contains_day(PG_GETARG_DATUM(1), PG_GETARG_DATUM(0)));
}

/* option_right && daterange */
Datum
option_right_overlaps_range(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(test_range(fcinfo, PG_GETARG_DATUM(0), PG_GETARG_DATUM(1), day_span_overlaps));
}

/* daterange && option_right */
Datum
option_right_range_overlaps(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(test_range(fcinfo, PG_GETARG_DATUM(1), PG_GETARG_DATUM(0), day_span_overlaps));
}

/* option_right <@ daterange */
Datum
option_right_within_range(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(test_range(fcinfo, PG_GETARG_DATUM(0), PG_GETARG_DATUM(1), day_span_within));
}

/* daterange @> option_right */
Datum
option_right_range_contains(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(test_range(fcinfo, PG_GETARG_DATUM(1), PG_GETARG_DATUM(0), day_span_within));
}
