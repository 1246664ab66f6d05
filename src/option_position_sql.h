/*
 * src/option_position_sql.h
 *		Events as SQL gives them, and positions with SQL's errors, for all that take them.
 *
 * Depends on: the server, option_position.h.
 */
#ifndef INNOPART_OPTION_POSITION_SQL_H
#define INNOPART_OPTION_POSITION_SQL_H

#include "fmgr.h"

#include "option_position.h"

/*
 * Reads the event's kind from one argument, and from day_arg on: effective_on, units, amount,
 * currency, condition_no, extended_to.  Errors: 22023 when kind or day is NULL or the day is
 * none, for an unknown currency and for an amount that money cannot be; 22003 when it is too
 * large.  Whether the event makes sense is for the caller to ask.
 */
extern void option_event_from_args(FunctionCallInfo fcinfo, int kind_arg, int day_arg,
								   option_event_value *event);

/* The same from a kind and six values, effective_on and what follows it; the day is not NULL. */
extern void option_event_from_values(option_event_kind kind, const Datum *values, const bool *nulls,
									 option_event_value *event);

/* The position that one event amounts to; error 22023 when it amounts to none. */
extern option_position_value option_position_of_event(const option_event_value *event);

/* Errors: 22003 when the sum does not fit, IP024 for two currencies. */
extern void option_position_add_or_raise(option_position_value *into,
										 const option_position_value *more);

#endif /* INNOPART_OPTION_POSITION_SQL_H */
