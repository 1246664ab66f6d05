/*
 * src/option_right_window.h
 *		Windows and dateranges on one line of days, for the operators and for GiST.
 *
 * Depends on: the server, innopart.h, calendar.h.
 *
 * A span is closed at both ends and never empty.  An end that a range leaves unbounded lies
 * beyond the dates infinity and -infinity, as it does for PostgreSQL, which lets a daterange hold
 * either; so the line is 64 bits wide.
 */
#ifndef INNOPART_OPTION_RIGHT_WINDOW_H
#define INNOPART_OPTION_RIGHT_WINDOW_H

#include "utils/date.h"
#include "utils/rangetypes.h"

#include "calendar.h"
#include "innopart.h"

typedef struct day_span
{
	int64 first;
	int64 last;
} day_span;

#define BEFORE_ALL_DAYS PG_INT64_MIN
#define AFTER_ALL_DAYS PG_INT64_MAX

static inline day_span
window_of_days(int32 opens_on, int32 closes_on)
{
	day_span window;

	window.first = opens_on == CALENDAR_OPEN_START ? BEFORE_ALL_DAYS : opens_on;
	window.last = closes_on == CALENDAR_OPEN_END ? AFTER_ALL_DAYS : closes_on;
	return window;
}

static inline day_span
window_of_right(const option_right_value *right)
{
	return window_of_days(right->opens_on, right->closes_on);
}

/*
 * False for the empty range.  PostgreSQL keeps finite bounds as [ ), but leaves the brackets at
 * infinite dates as they were written, so both kinds of both bounds occur.
 */
static inline bool
window_of_range(FunctionCallInfo fcinfo, const RangeType *range, day_span *window)
{
	TypeCacheEntry *daterange = range_get_typcache(fcinfo, RangeTypeGetOid(range));
	RangeBound lower;
	RangeBound upper;
	bool is_empty;

	range_deserialize(daterange, range, &lower, &upper, &is_empty);
	if (is_empty)
		return false;
	window->first = lower.infinite ? BEFORE_ALL_DAYS
								   : (int64) DatumGetDateADT(lower.val) + (lower.inclusive ? 0 : 1);
	window->last = upper.infinite ? AFTER_ALL_DAYS
								  : (int64) DatumGetDateADT(upper.val) - (upper.inclusive ? 0 : 1);
	return true;
}

static inline bool
day_span_contains(day_span span, int64 day)
{
	return span.first <= day && day <= span.last;
}

static inline bool
day_span_overlaps(day_span a, day_span b)
{
	return a.first <= b.last && b.first <= a.last;
}

static inline bool
day_span_within(day_span inner, day_span outer)
{
	return outer.first <= inner.first && inner.last <= outer.last;
}

#endif /* INNOPART_OPTION_RIGHT_WINDOW_H */
