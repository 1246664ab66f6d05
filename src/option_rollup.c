/*
 * src/option_rollup.c
 *		The aggregate option_rollup(option_right): six figures of many rights in one pass.
 *
 * Depends on: the server, innopart.h, calendar.h, errcodes.h, money.h.
 *
 * One call per row with one pointer into the row, instead of six aggregates that each fetch, test
 * and add on their own; so the transition does nothing that need not be done for every row.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/numeric.h"

#include "calendar.h"
#include "compat.h"
#include "errcodes.h"
#include "innopart.h"
#include "money.h"
#include "money_sql.h"

PG_FUNCTION_INFO_V1(option_rollup_add);
PG_FUNCTION_INFO_V1(option_rollup_combine);
PG_FUNCTION_INFO_V1(option_rollup_serialize);
PG_FUNCTION_INFO_V1(option_rollup_deserialize);
PG_FUNCTION_INFO_V1(option_rollup_final);

/* A sum of numbers that are never negative: 2^63 rights of 2^63 - 1 units still fit. */
typedef struct wide_sum
{
	uint64 high;
	uint64 low;
} wide_sum;

/* There is a state only when there is a right in it. */
typedef struct rollup
{
	int64 right_count; /* at least 1 */
	wide_sum units;
	wide_sum amount; /* in 1/10000 of the currency's unit */
	int32 opens_on;	 /* the earliest */
	int32 closes_on; /* the latest */
	uint16 currency; /* of the amount; CURRENCY_NONE while that is 0 */
} rollup;

#define ROLLUP_WIRE_VERSION 1
#define ROLLUP_WIRE_SIZE (1 + 8 + 4 * 8 + 2 * 4 + 2)

static inline void
wide_add(wide_sum *sum, uint64 high, uint64 low)
{
	sum->low += low;
	sum->high += high + (sum->low < low);
}

/* Two currencies have no sum. */
static inline void
merge_currency(uint16 *into, uint16 more)
{
	char first[CURRENCY_TEXT_SIZE];
	char second[CURRENCY_TEXT_SIZE];

	if (likely(*into == more) || more == CURRENCY_NONE)
		return;
	if (*into == CURRENCY_NONE)
	{
		*into = more;
		return;
	}
	currency_format(*into, first);
	currency_format(more, second);
	ereport(ERROR, (errcode(ERRCODE_CURRENCY_MISMATCH),
					errmsg("cannot add up option rights in %s and %s", first, second),
					errhint("Group by innopart.currency(terms).")));
}

/* option_rollup_add(internal, option_right) -> internal; not strict, skips NULLs itself. */
Datum
option_rollup_add(PG_FUNCTION_ARGS)
{
	rollup *state = PG_ARGISNULL(0) ? NULL : (rollup *) PG_GETARG_POINTER(0);
	const option_right_value *right;

	if (PG_ARGISNULL(1))
	{
		if (state == NULL)
			PG_RETURN_NULL();
		PG_RETURN_POINTER(state);
	}
	right = PG_GETARG_OPTION_RIGHT(1);
	if (unlikely(state == NULL))
	{
		MemoryContext aggregate;

		/* nobody but an aggregate has an internal value to pass, so asking once will do */
		if (!AggCheckCallContext(fcinfo, &aggregate))
			elog(ERROR, "option_rollup_add called outside an aggregate");
		state = MemoryContextAllocZero(aggregate, sizeof(rollup));
		state->opens_on = right->opens_on;
		state->closes_on = right->closes_on;
	}
	merge_currency(&state->currency, right->currency);
	state->right_count++;
	wide_add(&state->units, 0, (uint64) right->max_units);
	wide_add(&state->amount, 0, (uint64) right->max_amount);
	state->opens_on = Min(state->opens_on, right->opens_on);
	state->closes_on = Max(state->closes_on, right->closes_on);
	PG_RETURN_POINTER(state);
}

/* option_rollup_combine(internal, internal) -> internal; either may be NULL. */
Datum
option_rollup_combine(PG_FUNCTION_ARGS)
{
	rollup *into = PG_ARGISNULL(0) ? NULL : (rollup *) PG_GETARG_POINTER(0);
	const rollup *more = PG_ARGISNULL(1) ? NULL : (const rollup *) PG_GETARG_POINTER(1);
	MemoryContext aggregate;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		elog(ERROR, "option_rollup_combine called outside an aggregate");
	if (more == NULL)
	{
		if (into == NULL)
			PG_RETURN_NULL();
		PG_RETURN_POINTER(into);
	}
	if (into == NULL)
	{
		/* the other state may go with its worker's tuple, so keep a copy */
		into = MemoryContextAlloc(aggregate, sizeof(rollup));
		*into = *more;
		PG_RETURN_POINTER(into);
	}
	merge_currency(&into->currency, more->currency);
	into->right_count += more->right_count;
	wide_add(&into->units, more->units.high, more->units.low);
	wide_add(&into->amount, more->amount.high, more->amount.low);
	into->opens_on = Min(into->opens_on, more->opens_on);
	into->closes_on = Max(into->closes_on, more->closes_on);
	PG_RETURN_POINTER(into);
}

/* From a worker to its leader: version, then the fields in network byte order. */
Datum
option_rollup_serialize(PG_FUNCTION_ARGS)
{
	const rollup *state = (const rollup *) PG_GETARG_POINTER(0);
	StringInfoData message;

	if (!AggCheckCallContext(fcinfo, NULL))
		elog(ERROR, "option_rollup_serialize called outside an aggregate");
	pq_begintypsend(&message);
	pq_sendint8(&message, ROLLUP_WIRE_VERSION);
	pq_sendint64(&message, (uint64) state->right_count);
	pq_sendint64(&message, state->units.high);
	pq_sendint64(&message, state->units.low);
	pq_sendint64(&message, state->amount.high);
	pq_sendint64(&message, state->amount.low);
	pq_sendint32(&message, (uint32) state->opens_on);
	pq_sendint32(&message, (uint32) state->closes_on);
	pq_sendint16(&message, state->currency);
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

Datum
option_rollup_deserialize(PG_FUNCTION_ARGS)
{
	bytea *bytes = PG_GETARG_BYTEA_PP(0);
	StringInfoData message;
	rollup *state;

	if (!AggCheckCallContext(fcinfo, NULL))
		elog(ERROR, "option_rollup_deserialize called outside an aggregate");
	initStringInfo(&message);
	appendBinaryStringInfo(&message, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
	if (message.len != ROLLUP_WIRE_SIZE || pq_getmsgbyte(&message) != ROLLUP_WIRE_VERSION)
		ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
						errmsg("invalid binary value for the state of %s", "option_rollup")));
	state = palloc0(sizeof(rollup));
	state->right_count = pq_getmsgint64(&message);
	state->units.high = (uint64) pq_getmsgint64(&message);
	state->units.low = (uint64) pq_getmsgint64(&message);
	state->amount.high = (uint64) pq_getmsgint64(&message);
	state->amount.low = (uint64) pq_getmsgint64(&message);
	state->opens_on = (int32) pq_getmsgint(&message, 4);
	state->closes_on = (int32) pq_getmsgint(&message, 4);
	state->currency = (uint16) pq_getmsgint(&message, 2);
	pq_getmsgend(&message);
	pfree(message.data);
	if (state->right_count < 1 || state->opens_on > state->closes_on ||
		(state->currency == CURRENCY_NONE) != (state->amount.high == 0 && state->amount.low == 0))
		ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
						errmsg("invalid binary value for the state of %s", "option_rollup")));
	PG_RETURN_POINTER(state);
}

static bool
fits_int64(wide_sum sum)
{
	return sum.high == 0 && sum.low <= (uint64) PG_INT64_MAX;
}

static Datum
add_scaled(Datum number, Datum scale, int64 addend)
{
	return DirectFunctionCall2(numeric_add, DirectFunctionCall2(numeric_mul, number, scale),
							   NumericGetDatum(int64_to_numeric(addend)));
}

static Datum
wide_to_numeric(wide_sum sum)
{
	Datum two_to_32 = NumericGetDatum(int64_to_numeric(INT64CONST(1) << 32));
	Datum number;

	if (fits_int64(sum))
		return NumericGetDatum(int64_to_numeric((int64) sum.low));
	number = NumericGetDatum(int64_to_numeric((int64) sum.high));
	number = add_scaled(number, two_to_32, (int64) (sum.low >> 32));
	return add_scaled(number, two_to_32, (int64) (sum.low & PG_UINT32_MAX));
}

static Datum
amount_to_numeric(wide_sum sum)
{
	/* exact: a product of numerics has as many decimals as its factors together */
	if (!fits_int64(sum))
		return DirectFunctionCall2(numeric_mul, wide_to_numeric(sum),
								   NumericGetDatum(int64_div_fast_to_numeric(1, MONEY_DECIMALS)));
	return NumericGetDatum(money_to_numeric((int64) sum.low));
}

/* The composite option_rollup; NULL over no rights. */
Datum
option_rollup_final(PG_FUNCTION_ARGS)
{
	const rollup *state = PG_ARGISNULL(0) ? NULL : (const rollup *) PG_GETARG_POINTER(0);
	TupleDesc descriptor = fcinfo->flinfo->fn_extra;
	char currency[CURRENCY_TEXT_SIZE];
	Datum values[6] = { 0 };
	bool nulls[6] = { false };

	if (state == NULL)
		PG_RETURN_NULL();
	if (!AggCheckCallContext(fcinfo, NULL))
		elog(ERROR, "option_rollup_final called outside an aggregate");
	if (descriptor == NULL)
	{
		MemoryContext caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		if (get_call_result_type(fcinfo, NULL, &descriptor) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "option_rollup_final does not return a row");
		descriptor = BlessTupleDesc(CreateTupleDescCopy(descriptor));
		fcinfo->flinfo->fn_extra = descriptor;
		MemoryContextSwitchTo(caller);
	}

	values[0] = Int64GetDatum(state->right_count);
	nulls[1] = state->units.high == 0 && state->units.low == 0;
	if (!nulls[1])
		values[1] = wide_to_numeric(state->units);
	nulls[2] = state->currency == CURRENCY_NONE;
	nulls[3] = nulls[2];
	if (!nulls[2])
	{
		currency_format(state->currency, currency);
		values[2] = amount_to_numeric(state->amount);
		values[3] = CStringGetTextDatum(currency);
	}
	nulls[4] = state->opens_on == CALENDAR_OPEN_START;
	values[4] = DateADTGetDatum(state->opens_on);
	nulls[5] = state->closes_on == CALENDAR_OPEN_END;
	values[5] = DateADTGetDatum(state->closes_on);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(descriptor, values, nulls)));
}
