/*
 * src/option_rules_sql.c
 *		The rules of option rights as SQL calls them: state, reason, headroom, refusal, timeliness.
 *
 * Depends on: the server, clock.h, option_rules.h.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/timestamp.h"

#include "calendar.h"
#include "clock.h"
#include "enum_cache.h"
#include "innopart.h"
#include "money_sql.h"
#include "option_position_sql.h"
#include "option_rules.h"

PG_FUNCTION_INFO_V1(option_headroom_sql);
PG_FUNCTION_INFO_V1(option_state_sql);
PG_FUNCTION_INFO_V1(option_state_reason);
PG_FUNCTION_INFO_V1(option_last_day);
PG_FUNCTION_INFO_V1(option_refusal_sql);
PG_FUNCTION_INFO_V1(option_notice_day);
PG_FUNCTION_INFO_V1(option_is_timely);

/* What is left of the right's own ceilings; NULL where there is none. */
Datum
option_headroom_sql(PG_FUNCTION_ARGS)
{
	option_headroom left;
	TupleDesc row_type;
	Datum values[2] = { 0 };
	bool nulls[2];

	if (get_call_result_type(fcinfo, NULL, &row_type) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "headroom() returns no row type");
	if (!option_headroom_left(PG_GETARG_OPTION_RIGHT(0), PG_GETARG_OPTION_POSITION(1), &left))
		ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
						errmsg("what is left of the option right is out of range"),
						errdetail("Ceiling and raises together pass what 64 bits hold.")));
	nulls[0] = !left.has_units;
	nulls[1] = !left.has_amount;
	if (left.has_units)
		values[0] = Int64GetDatum(left.units);
	if (left.has_amount)
		values[1] = NumericGetDatum(money_to_numeric(left.amount));
	return HeapTupleGetDatum(heap_form_tuple(row_type, values, nulls));
}

/* reached, shared_units_left and shared_amount_left, from first_arg on; each may be NULL. */
static option_surroundings
surroundings_from_args(FunctionCallInfo fcinfo, int first_arg)
{
	option_surroundings around = { 0 };

	if (!PG_ARGISNULL(first_arg))
	{
		around.has_reached = true;
		around.reached = PG_GETARG_PHASE(first_arg);
	}
	if (!PG_ARGISNULL(first_arg + 1))
	{
		around.has_shared_units = true;
		around.shared_units_left = PG_GETARG_INT64(first_arg + 1);
	}
	if (!PG_ARGISNULL(first_arg + 2))
	{
		around.has_shared_amount = true;
		around.shared_amount_left = money_from_numeric(PG_GETARG_NUMERIC(first_arg + 2));
	}
	return around;
}

/* terms, so_far, as_of and surroundings, as option_state() and option_state_reason() take them. */
static bool
judge_args(FunctionCallInfo fcinfo, option_state *state, option_reason *reason)
{
	option_surroundings around;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2))
		return false;
	around = surroundings_from_args(fcinfo, 3);
	return option_judge(PG_GETARG_OPTION_RIGHT(0), PG_GETARG_OPTION_POSITION(1),
						PG_GETARG_DATEADT(2), &around, state, reason);
}

Datum
option_state_sql(PG_FUNCTION_ARGS)
{
	option_state state;
	option_reason reason;

	if (!judge_args(fcinfo, &state, &reason))
		PG_RETURN_NULL();
	PG_RETURN_OID(enum_cache_result(fcinfo, state, option_state_names));
}

Datum
option_state_reason(PG_FUNCTION_ARGS)
{
	option_state state;
	option_reason reason;

	if (!judge_args(fcinfo, &state, &reason))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(option_reason_names[reason]));
}

/* The last day on which an act is in time, with extensions; NULL for a window without end. */
Datum
option_last_day(PG_FUNCTION_ARGS)
{
	int32_t last_day =
		option_right_last_day(PG_GETARG_OPTION_RIGHT(0), PG_GETARG_OPTION_POSITION(1)->extended_to);

	if (last_day == CALENDAR_OPEN_END)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(last_day);
}

/*
 * NULL means that the event is legal.  So what must be known is never taken for granted: a NULL
 * among the first four arguments is an error, not a NULL.
 */
Datum
option_refusal_sql(PG_FUNCTION_ARGS)
{
	option_event_value event;
	option_surroundings around;
	option_refusal refusal;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("whether an event is legal depends on terms and position"),
						errdetail("%s is NULL.", PG_ARGISNULL(1) ? "terms" : "so_far"),
						errhint("The position of a right without events is 'empty'.")));
	option_event_from_args(fcinfo, 0, 3, &event);
	around = surroundings_from_args(fcinfo, 9);
	refusal = option_refuse(&event, PG_GETARG_OPTION_RIGHT(1), PG_GETARG_OPTION_POSITION(2),
							&around, !PG_ARGISNULL(12) && PG_GETARG_BOOL(12));
	if (refusal == REFUSAL_NONE)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(option_refusal_names[refusal]));
}

/* The moment that the right's terms count: of dispatch or of receipt. */
static bool
counting_moment(FunctionCallInfo fcinfo, const option_right_value *terms, int sent_arg,
				TimestampTz *at)
{
	int arg = (terms->flags & OPTION_RIGHT_DISPATCH) != 0 ? sent_arg : sent_arg + 1;

	if (PG_ARGISNULL(arg))
		return false;
	*at = PG_GETARG_TIMESTAMPTZ(arg);
	return true;
}

/* The day on which a notice counts. */
Datum
option_notice_day(PG_FUNCTION_ARGS)
{
	TimestampTz at;

	if (PG_ARGISNULL(0) || !counting_moment(fcinfo, PG_GETARG_OPTION_RIGHT(0), 1, &at))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(clock_day_of(at));
}

/* Whether a notice counts on a day of the window, not after the last day for notice. */
Datum
option_is_timely(PG_FUNCTION_ARGS)
{
	const option_right_value *terms;
	TimestampTz at;
	DateADT day;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	terms = PG_GETARG_OPTION_RIGHT(0);
	if (!counting_moment(fcinfo, terms, 2, &at))
		PG_RETURN_NULL();
	day = clock_day_of(at);
	PG_RETURN_BOOL(day >= terms->opens_on &&
				   day <= option_right_last_day(terms, PG_GETARG_OPTION_POSITION(1)->extended_to));
}
