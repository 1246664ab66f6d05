/*
 * src/option_right_gist.c
 *		GiST over the windows of option rights: which rights are open on a day, or in a period.
 *
 * Depends on: the server, option_right_window.h.
 *
 * The key is a window and nothing else, packed into one bigint: the first day in the high half
 * and the last day in the low half with its sign bit flipped.  Against storing the whole right
 * (40 bytes) or a daterange (a varlena to be unpacked at each visit) that is the smallest entry
 * there can be, passed by value, of a built-in type; and its integer order is the order of
 * windows, so a sorted build can use bigint's own comparison.  An inner key spans its children:
 * earliest first day to latest last day.
 *
 * All three operators ask about the window alone, so a leaf's answer is exact and nothing is ever
 * rechecked against the table.
 */
#include "postgres.h"

#include "access/gist.h"
#include "access/stratnum.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/sortsupport.h"

#include "innopart.h"
#include "option_right_window.h"

PG_FUNCTION_INFO_V1(option_right_gist_consistent);
PG_FUNCTION_INFO_V1(option_right_gist_union);
PG_FUNCTION_INFO_V1(option_right_gist_compress);
PG_FUNCTION_INFO_V1(option_right_gist_penalty);
PG_FUNCTION_INFO_V1(option_right_gist_picksplit);
PG_FUNCTION_INFO_V1(option_right_gist_same);
PG_FUNCTION_INFO_V1(option_right_gist_sortsupport);

/* as core's range types number them */
#define STRATEGY_OVERLAPS_RANGE RTOverlapStrategyNumber
#define STRATEGY_WITHIN_RANGE RTContainedByStrategyNumber
#define STRATEGY_CONTAINS_DAY RTContainsElemStrategyNumber

typedef struct key_window
{
	int32 opens_on;
	int32 closes_on;
} key_window;

static Datum
pack(key_window window)
{
	uint64 high = (uint64) (uint32) window.opens_on << 32;
	uint64 low = (uint32) window.closes_on ^ UINT32_C(0x80000000);

	return Int64GetDatum((int64) (high | low));
}

static key_window
unpack(Datum key)
{
	uint64 bits = (uint64) DatumGetInt64(key);
	key_window window;

	window.opens_on = (int32) (uint32) (bits >> 32);
	window.closes_on = (int32) ((uint32) bits ^ UINT32_C(0x80000000));
	return window;
}

static key_window
join(key_window a, key_window b)
{
	key_window both;

	both.opens_on = Min(a.opens_on, b.opens_on);
	both.closes_on = Max(a.closes_on, b.closes_on);
	return both;
}

/* Days from first to last; an open end makes it very long, which is what it is. */
static int64
length(key_window window)
{
	return (int64) window.closes_on - window.opens_on;
}

/*
 * Whether an entry, or something below it, may answer the query.  A window lies within a range
 * only if it overlaps it, and that is all that an inner key, a hull, can tell.
 */
Datum
option_right_gist_consistent(PG_FUNCTION_ARGS)
{
	GISTENTRY *entry = (GISTENTRY *) PG_GETARG_POINTER(0);
	Datum query = PG_GETARG_DATUM(1);
	StrategyNumber strategy = (StrategyNumber) PG_GETARG_UINT16(2);
	bool *recheck = (bool *) PG_GETARG_POINTER(4);
	key_window key = unpack(entry->key);
	day_span window = window_of_days(key.opens_on, key.closes_on);
	day_span range;

	*recheck = false;
	switch (strategy)
	{
		case STRATEGY_CONTAINS_DAY:
			PG_RETURN_BOOL(day_span_contains(window, DatumGetDateADT(query)));
		case STRATEGY_OVERLAPS_RANGE:
		case STRATEGY_WITHIN_RANGE:
			if (!window_of_range(fcinfo, DatumGetRangeTypeP(query), &range))
				PG_RETURN_BOOL(false);
			if (strategy == STRATEGY_WITHIN_RANGE && GIST_LEAF(entry))
				PG_RETURN_BOOL(day_span_within(window, range));
			PG_RETURN_BOOL(day_span_overlaps(window, range));
		default:
			elog(ERROR, "unrecognized strategy number: %d", strategy);
	}
}

/* The hull of all entries. */
Datum
option_right_gist_union(PG_FUNCTION_ARGS)
{
	GistEntryVector *entries = (GistEntryVector *) PG_GETARG_POINTER(0);
	key_window hull = unpack(entries->vector[0].key);

	for (int i = 1; i < entries->n; i++)
		hull = join(hull, unpack(entries->vector[i].key));
	PG_RETURN_DATUM(pack(hull));
}

/* From a right to its window; inner keys are windows already. */
Datum
option_right_gist_compress(PG_FUNCTION_ARGS)
{
	GISTENTRY *entry = (GISTENTRY *) PG_GETARG_POINTER(0);
	GISTENTRY *compressed = entry;

	if (entry->leafkey)
	{
		const option_right_value *right = DatumGetOptionRight(entry->key);
		key_window window = { right->opens_on, right->closes_on };

		compressed = palloc(sizeof(*compressed));
		gistentryinit(*compressed, pack(window), entry->rel, entry->page, entry->offset, false);
	}
	PG_RETURN_POINTER(compressed);
}

/* By how many days a subtree's hull would grow. */
Datum
option_right_gist_penalty(PG_FUNCTION_ARGS)
{
	GISTENTRY *subtree = (GISTENTRY *) PG_GETARG_POINTER(0);
	GISTENTRY *added = (GISTENTRY *) PG_GETARG_POINTER(1);
	float *penalty = (float *) PG_GETARG_POINTER(2);
	key_window hull = unpack(subtree->key);

	*penalty = (float) (length(join(hull, unpack(added->key))) - length(hull));
	PG_RETURN_POINTER(penalty);
}

typedef struct split_item
{
	key_window window;
	OffsetNumber offset;
} split_item;

static int
by_opens_on(const void *a, const void *b)
{
	const split_item *x = a;
	const split_item *y = b;

	if (x->window.opens_on != y->window.opens_on)
		return x->window.opens_on < y->window.opens_on ? -1 : 1;
	if (x->window.closes_on != y->window.closes_on)
		return x->window.closes_on < y->window.closes_on ? -1 : 1;
	return 0;
}

static int
by_closes_on(const void *a, const void *b)
{
	const split_item *x = a;
	const split_item *y = b;

	if (x->window.closes_on != y->window.closes_on)
		return x->window.closes_on < y->window.closes_on ? -1 : 1;
	return by_opens_on(a, b);
}

static key_window
hull_of(const split_item *items, int count)
{
	key_window hull = items[0].window;

	for (int i = 1; i < count; i++)
		hull = join(hull, items[i].window);
	return hull;
}

/* The sum of both halves' lengths: the less of it, the fewer searches must visit both. */
static int64
split_cost(const split_item *items, int count)
{
	int half = count / 2;

	return length(hull_of(items, half)) + length(hull_of(items + half, count - half));
}

/*
 * Halve the page, in the order of first days or in that of last days, whichever gives the shorter
 * hulls: a long-lived right spoils only one of the two orders.
 */
Datum
option_right_gist_picksplit(PG_FUNCTION_ARGS)
{
	GistEntryVector *entries = (GistEntryVector *) PG_GETARG_POINTER(0);
	GIST_SPLITVEC *split = (GIST_SPLITVEC *) PG_GETARG_POINTER(1);
	/* the vector's first place is not used */
	int count = entries->n - 1;
	int half = count / 2;
	split_item *by_first = palloc(count * sizeof(split_item));
	split_item *by_last = palloc(count * sizeof(split_item));
	const split_item *best;

	for (int i = 0; i < count; i++)
	{
		by_first[i].offset = (OffsetNumber) (i + FirstOffsetNumber);
		by_first[i].window = unpack(entries->vector[by_first[i].offset].key);
	}
	memcpy(by_last, by_first, count * sizeof(split_item));
	qsort(by_first, count, sizeof(split_item), by_opens_on);
	qsort(by_last, count, sizeof(split_item), by_closes_on);
	best = split_cost(by_last, count) < split_cost(by_first, count) ? by_last : by_first;

	split->spl_left = palloc(count * sizeof(OffsetNumber));
	split->spl_right = palloc(count * sizeof(OffsetNumber));
	split->spl_nleft = 0;
	split->spl_nright = 0;
	for (int i = 0; i < count; i++)
	{
		if (i < half)
			split->spl_left[split->spl_nleft++] = best[i].offset;
		else
			split->spl_right[split->spl_nright++] = best[i].offset;
	}
	split->spl_ldatum = pack(hull_of(best, half));
	split->spl_rdatum = pack(hull_of(best + half, count - half));
	PG_RETURN_POINTER(split);
}

Datum
option_right_gist_same(PG_FUNCTION_ARGS)
{
	bool *same = (bool *) PG_GETARG_POINTER(2);

	*same = PG_GETARG_INT64(0) == PG_GETARG_INT64(1);
	PG_RETURN_POINTER(same);
}

/* Keys are bigints in the order of windows, so a sorted build sorts them as bigints. */
Datum
option_right_gist_sortsupport(PG_FUNCTION_ARGS)
{
	return btint8sortsupport(fcinfo);
}
