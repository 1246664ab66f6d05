/*
 * src/option_position_sql.c
 *		option_position as SQL sees it: the type, its operators and its aggregates.
 *
 * Depends on: the server, option_position.h.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "libpq/pqformat.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/sortsupport.h"

#include "calendar.h"
#include "compat.h"
#include "enum_cache.h"
#include "errcodes.h"
#include "innopart.h"
#include "money.h"
#include "money_sql.h"
#include "option_position.h"
#include "option_position_sql.h"

PG_FUNCTION_INFO_V1(option_position_in);
PG_FUNCTION_INFO_V1(option_position_out);
PG_FUNCTION_INFO_V1(option_position_recv);
PG_FUNCTION_INFO_V1(option_position_send);
PG_FUNCTION_INFO_V1(option_position_lt);
PG_FUNCTION_INFO_V1(option_position_le);
PG_FUNCTION_INFO_V1(option_position_eq);
PG_FUNCTION_INFO_V1(option_position_ne);
PG_FUNCTION_INFO_V1(option_position_ge);
PG_FUNCTION_INFO_V1(option_position_gt);
PG_FUNCTION_INFO_V1(option_position_cmp);
PG_FUNCTION_INFO_V1(option_position_sortsupport);
PG_FUNCTION_INFO_V1(option_position_hash_sql);
PG_FUNCTION_INFO_V1(option_position_hash_extended);
PG_FUNCTION_INFO_V1(option_position_smaller);
PG_FUNCTION_INFO_V1(option_position_larger);
PG_FUNCTION_INFO_V1(option_position_identity_sql);
PG_FUNCTION_INFO_V1(option_position_plus);
PG_FUNCTION_INFO_V1(option_event_position_sql);
PG_FUNCTION_INFO_V1(option_position_counted_in_sql);
PG_FUNCTION_INFO_V1(option_position_accumulate);
PG_FUNCTION_INFO_V1(option_position_currency);

Datum
option_position_to_datum(const option_position_value *value)
{
	option_position_value *copy = palloc(sizeof(*copy));

	*copy = *value;
	return PointerGetDatum(copy);
}

/* --- text and wire --------------------------------------------------------------------------- */

static bool
is_out_of_range(const char *why)
{
	return why == option_position_count_out_of_range || why == option_position_units_out_of_range ||
		   why == money_out_of_range;
}

Datum
option_position_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	option_position_value value;
	const char *why;

	if (option_position_parse(text, strlen(text), &value, &why))
		PG_RETURN_OPTION_POSITION(&value);
	if (is_out_of_range(why))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("value \"%s\" is out of range for type %s", text, "option_position"),
				 errdetail("%s", why)));
	ereturn(fcinfo->context, (Datum) 0,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s: \"%s\"", "option_position", text),
			 errdetail("%s", why)));
}

Datum
option_position_out(PG_FUNCTION_ARGS)
{
	char text[OPTION_POSITION_TEXT_SIZE];

	option_position_format(PG_GETARG_OPTION_POSITION(0), text);
	PG_RETURN_CSTRING(pstrdup(text));
}

Datum
option_position_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int len = message->len - message->cursor;
	option_position_value value;
	const char *why;

	if (!option_position_decode((const uint8_t *) pq_getmsgbytes(message, len), (size_t) len,
								&value, &why))
		ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
						errmsg("invalid binary value for type %s", "option_position"),
						errdetail("%s", why)));
	PG_RETURN_OPTION_POSITION(&value);
}

Datum
option_position_send(PG_FUNCTION_ARGS)
{
	uint8_t bytes[OPTION_POSITION_WIRE_SIZE];
	StringInfoData message;

	option_position_encode(PG_GETARG_OPTION_POSITION(0), bytes);
	pq_begintypsend(&message);
	pq_sendbytes(&message, (const char *) bytes, sizeof(bytes));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* --- order and hash -------------------------------------------------------------------------- */

static int
compare_args(FunctionCallInfo fcinfo)
{
	return option_position_compare(PG_GETARG_OPTION_POSITION(0), PG_GETARG_OPTION_POSITION(1));
}

Datum
option_position_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) < 0);
}

Datum
option_position_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) <= 0);
}

Datum
option_position_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) == 0);
}

Datum
option_position_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) != 0);
}

Datum
option_position_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) >= 0);
}

Datum
option_position_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_args(fcinfo) > 0);
}

Datum
option_position_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare_args(fcinfo));
}

static int
compare_datums(Datum a, Datum b, SortSupport ssup)
{
	(void) ssup;
	return option_position_compare(DatumGetOptionPosition(a), DatumGetOptionPosition(b));
}

Datum
option_position_sortsupport(PG_FUNCTION_ARGS)
{
	SortSupport ssup = (SortSupport) PG_GETARG_POINTER(0);

	ssup->comparator = compare_datums;
	PG_RETURN_VOID();
}

/* Of the 64-bit hash with seed 0, the low half: what PostgreSQL asks of the two of them. */
Datum
option_position_hash_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT32((uint32) option_position_hash(PG_GETARG_OPTION_POSITION(0), 0));
}

Datum
option_position_hash_extended(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT64(
		option_position_hash(PG_GETARG_OPTION_POSITION(0), (uint64) PG_GETARG_INT64(1)));
}

Datum
option_position_smaller(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(compare_args(fcinfo) <= 0 ? PG_GETARG_DATUM(0) : PG_GETARG_DATUM(1));
}

Datum
option_position_larger(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(compare_args(fcinfo) >= 0 ? PG_GETARG_DATUM(0) : PG_GETARG_DATUM(1));
}

/* --- adding ---------------------------------------------------------------------------------- */

void
option_position_add_or_raise(option_position_value *into, const option_position_value *more)
{
	char currency[CURRENCY_TEXT_SIZE];
	char other[CURRENCY_TEXT_SIZE];

	switch (option_position_add(into, more))
	{
		case POSITION_SUM_OK:
			return;
		case POSITION_SUM_TOO_LARGE:
			ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
							errmsg("sum of option positions is out of range"),
							errdetail("Units and amounts, the latter in 1/10000 of the currency "
									  "unit, fit 64 bits; counts fit 31.")));
		case POSITION_SUM_TWO_CURRENCIES:
			currency_format(into->currency, currency);
			currency_format(more->currency, other);
			ereport(ERROR,
					(errcode(ERRCODE_CURRENCY_MISMATCH),
					 errmsg("option positions in %s and in %s cannot be added", currency, other),
					 errdetail("A position has one currency; nothing is ever converted "
							   "silently."),
					 errhint("Group by currency.")));
	}
}

Datum
option_position_identity_sql(PG_FUNCTION_ARGS)
{
	option_position_value identity = option_position_identity();

	(void) fcinfo;
	PG_RETURN_OPTION_POSITION(&identity);
}

/*
 * The operator +, and the transition and combine function of option_position(option_position).
 * Only as the latter may it change its first argument, which is then the aggregate's own.
 */
Datum
option_position_plus(PG_FUNCTION_ARGS)
{
	option_position_value sum;

	if (AggCheckCallContext(fcinfo, NULL) == AGG_CONTEXT_AGGREGATE)
	{
		option_position_add_or_raise((option_position_value *) PG_GETARG_POINTER(0),
									 PG_GETARG_OPTION_POSITION(1));
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	sum = *PG_GETARG_OPTION_POSITION(0);
	option_position_add_or_raise(&sum, PG_GETARG_OPTION_POSITION(1));
	PG_RETURN_OPTION_POSITION(&sum);
}

void
option_event_from_values(option_event_kind kind, const Datum *values, const bool *nulls,
						 option_event_value *event)
{
	memset(event, 0, sizeof(*event));
	event->kind = kind;
	event->effective_on = DatumGetDateADT(values[0]);
	if (event->effective_on < CALENDAR_DAY_MIN || event->effective_on > CALENDAR_DAY_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("invalid day of an option event"),
				 errdetail("The day of an event is in the years 0001 to 9999.")));
	if (!nulls[1])
	{
		event->has_units = true;
		event->units = DatumGetInt64(values[1]);
	}
	if (!nulls[2])
	{
		event->has_amount = true;
		event->amount = money_from_numeric(DatumGetNumeric(values[2]));
	}
	if (!nulls[3])
		event->currency = currency_from_text(DatumGetTextPP(values[3]));
	if (!nulls[4])
	{
		event->has_condition = true;
		event->condition_no = DatumGetInt32(values[4]);
	}
	if (!nulls[5])
	{
		event->has_extension = true;
		event->extended_to = DatumGetDateADT(values[5]);
	}
}

void
option_event_from_args(FunctionCallInfo fcinfo, int kind_arg, int day_arg,
					   option_event_value *event)
{
	Datum values[6];
	bool nulls[6];

	if (PG_ARGISNULL(kind_arg) || PG_ARGISNULL(day_arg))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("an option event needs a kind and the day it takes effect"),
						errdetail("%s is NULL.", PG_ARGISNULL(kind_arg) ? "kind" : "effective_on"),
						errhint("Behind an outer join, aggregate with FILTER (WHERE kind IS NOT "
								"NULL).")));
	for (int i = 0; i < 6; i++)
	{
		values[i] = PG_GETARG_DATUM(day_arg + i);
		nulls[i] = PG_ARGISNULL(day_arg + i);
	}
	option_event_from_values((option_event_kind) enum_cache_index(fcinfo, PG_GETARG_OID(kind_arg),
																  option_event_kind_names,
																  OPTION_EVENT_KINDS),
							 values, nulls, event);
}

option_position_value
option_position_of_event(const option_event_value *event)
{
	option_position_value position;
	const char *why;

	if (!option_event_position(event, &position, &why))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("invalid option event of kind \"%s\"",
							   option_event_kind_names[event->kind]),
						errdetail("%s", why)));
	return position;
}

/* counted_in(so_far option_position, units boolean, money boolean) */
Datum
option_position_counted_in_sql(PG_FUNCTION_ARGS)
{
	option_position_value counted = option_position_counted_in(
		PG_GETARG_OPTION_POSITION(0), PG_GETARG_BOOL(1), PG_GETARG_BOOL(2));

	PG_RETURN_OPTION_POSITION(&counted);
}

static option_position_value
position_from_args(FunctionCallInfo fcinfo, int first_arg)
{
	option_event_value event;

	option_event_from_args(fcinfo, first_arg, first_arg + 1, &event);
	return option_position_of_event(&event);
}

/* The position that one event amounts to. */
Datum
option_event_position_sql(PG_FUNCTION_ARGS)
{
	option_position_value position = position_from_args(fcinfo, 0);

	PG_RETURN_OPTION_POSITION(&position);
}

/* Transition function of option_position(kind, effective_on, ...). */
Datum
option_position_accumulate(PG_FUNCTION_ARGS)
{
	option_position_value event = position_from_args(fcinfo, 1);
	option_position_value sum;

	if (AggCheckCallContext(fcinfo, NULL) == AGG_CONTEXT_AGGREGATE && !PG_ARGISNULL(0))
	{
		option_position_add_or_raise((option_position_value *) PG_GETARG_POINTER(0), &event);
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	sum = PG_ARGISNULL(0) ? option_position_identity() : *PG_GETARG_OPTION_POSITION(0);
	option_position_add_or_raise(&sum, &event);
	PG_RETURN_OPTION_POSITION(&sum);
}

/* --- parts ----------------------------------------------------------------------------------- */

/* One SQL function for each part; the body is the same but for the field. */
#define PART(name, return_it)                                                                      \
	PG_FUNCTION_INFO_V1(name);                                                                     \
	Datum name(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                              \
		const option_position_value *position = PG_GETARG_OPTION_POSITION(0);                      \
                                                                                                   \
		return_it;                                                                                 \
	}
#define COUNT_PART(name, count) PART(name, PG_RETURN_INT32(count))
#define UNITS_PART(name, units) PART(name, PG_RETURN_INT64(units))
#define AMOUNT_PART(name, amount) PART(name, PG_RETURN_NUMERIC(money_to_numeric(amount)))
#define DAY_PART(name, day) PART(name, return day_or_null(fcinfo, day))
#define SET_PART(name, set) PART(name, PG_RETURN_ARRAYTYPE_P(conditions_in(set)))

static Datum
day_or_null(FunctionCallInfo fcinfo, int32_t day)
{
	if (day == OPTION_POSITION_NEVER_MIN || day == OPTION_POSITION_NEVER_MAX)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(day);
}

/* The numbers of the conditions in a set, rising. */
static ArrayType *
conditions_in(uint16_t set)
{
	Datum numbers[OPTION_POSITION_CONDITIONS];
	int count = 0;

	for (int number = 1; number <= OPTION_POSITION_CONDITIONS; number++)
	{
		if (set & (1u << (number - 1)))
			numbers[count++] = Int32GetDatum(number);
	}
	return construct_array(numbers, count, INT4OID, sizeof(int32), true, TYPALIGN_INT);
}

COUNT_PART(option_position_event_count, position->event_count)
COUNT_PART(option_position_draw_count, position->draw_count)
COUNT_PART(option_position_reversal_count, position->reversal_count)

UNITS_PART(option_position_drawn_units, position->drawn_units)
UNITS_PART(option_position_reversed_units, position->reversed_units)
UNITS_PART(option_position_waived_units, position->waived_units)
UNITS_PART(option_position_raised_units, position->raised_units)
/* neither sum is negative, so their difference cannot overflow */
UNITS_PART(option_position_net_drawn_units, position->drawn_units - position->reversed_units)

AMOUNT_PART(option_position_drawn_amount, position->drawn_amount)
AMOUNT_PART(option_position_reversed_amount, position->reversed_amount)
AMOUNT_PART(option_position_waived_amount, position->waived_amount)
AMOUNT_PART(option_position_raised_amount, position->raised_amount)
AMOUNT_PART(option_position_net_drawn_amount, position->drawn_amount - position->reversed_amount)

DAY_PART(option_position_named_on, position->named_on)
DAY_PART(option_position_granted_on, position->granted_on)
DAY_PART(option_position_waived_on, position->waived_on)
DAY_PART(option_position_terminated_on, position->terminated_on)
DAY_PART(option_position_assigned_on, position->assigned_on)
DAY_PART(option_position_first_drawn_on, position->first_drawn_on)
DAY_PART(option_position_last_drawn_on, position->last_drawn_on)
DAY_PART(option_position_suspended_on, position->suspended_on)
DAY_PART(option_position_resumed_on, position->resumed_on)
DAY_PART(option_position_extended_to, position->extended_to)

SET_PART(option_position_conditions_met, position->conditions_met)
SET_PART(option_position_conditions_failed, position->conditions_failed)

static bool
is_in_set(uint16_t set, int32 number)
{
	if (number < 1 || number > OPTION_POSITION_CONDITIONS)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("there is no condition %d", number),
						errdetail("The conditions of a right have the numbers 1 to %d.",
								  OPTION_POSITION_CONDITIONS)));
	return (set & (1u << (number - 1))) != 0;
}

PART(option_position_condition_is_met,
	 PG_RETURN_BOOL(is_in_set(position->conditions_met, PG_GETARG_INT32(1))))
PART(option_position_condition_is_failed,
	 PG_RETURN_BOOL(is_in_set(position->conditions_failed, PG_GETARG_INT32(1))))

/* The currency of the amounts; NULL when there are none. */
Datum
option_position_currency(PG_FUNCTION_ARGS)
{
	char code[CURRENCY_TEXT_SIZE];

	if (currency_format(PG_GETARG_OPTION_POSITION(0)->currency, code) == 0)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(code));
}
