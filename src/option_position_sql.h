/*
 * src/option_position_sql.h
 *		Events as SQL functions take them, for all functions that do.
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

#endif /* INNOPART_OPTION_POSITION_SQL_H */
