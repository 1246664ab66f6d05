/*
 * src/phase_sql.c
 *		The types phase and phaserange, as SQL calls them.
 *
 * Depends on: the server; phase.h, clock.h, vocabulary_sql.h.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/rangetypes.h"
#include "utils/sortsupport.h"

#include "clock.h"
#include "compat.h"
#include "innopart.h"
#include "vocabulary_sql.h"

PG_FUNCTION_INFO_V1(phase_in);
PG_FUNCTION_INFO_V1(phase_out);
PG_FUNCTION_INFO_V1(phase_recv);
PG_FUNCTION_INFO_V1(phase_send);
PG_FUNCTION_INFO_V1(phase_kind_of);
PG_FUNCTION_INFO_V1(phase_stage_of);
PG_FUNCTION_INFO_V1(phase_order_of);
PG_FUNCTION_INFO_V1(phase_label_of);
PG_FUNCTION_INFO_V1(phase_label_in_session);
PG_FUNCTION_INFO_V1(phase_may_follow_phase);
PG_FUNCTION_INFO_V1(phase_next_phases);
PG_FUNCTION_INFO_V1(phase_lt);
PG_FUNCTION_INFO_V1(phase_le);
PG_FUNCTION_INFO_V1(phase_eq);
PG_FUNCTION_INFO_V1(phase_ne);
PG_FUNCTION_INFO_V1(phase_ge);
PG_FUNCTION_INFO_V1(phase_gt);
PG_FUNCTION_INFO_V1(phase_cmp);
PG_FUNCTION_INFO_V1(phase_sortsupport);
PG_FUNCTION_INFO_V1(phase_hash_of);
PG_FUNCTION_INFO_V1(phase_hash_extended);
PG_FUNCTION_INFO_V1(phase_smaller);
PG_FUNCTION_INFO_V1(phase_larger);
PG_FUNCTION_INFO_V1(phaserange_canonical);
PG_FUNCTION_INFO_V1(phaserange_subtype_diff);

/* Reads text. */
Datum
phase_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	phase_value phase;
	const char *why;

	if (!phase_parse(text, strlen(text), &phase, &why))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "phase", text),
				 errdetail("%s", why)));
	PG_RETURN_PHASE(phase);
}

/* Writes text. */
Datum
phase_out(PG_FUNCTION_ARGS)
{
	char buf[PHASE_TEXT_SIZE];

	phase_format(PG_GETARG_PHASE(0), buf);
	PG_RETURN_CSTRING(pstrdup(buf));
}

/* Reads the wire: the value as an int32. */
Datum
phase_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int32 value = (int32) pq_getmsgint(message, 4);

	if (!phase_is_valid(value))
		ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
						errmsg("invalid binary value for type %s", "phase"),
						errdetail("0x%08X is no kind and stage of a phase.", (uint32) value)));
	PG_RETURN_PHASE(value);
}

/* Writes the wire: the value as an int32. */
Datum
phase_send(PG_FUNCTION_ARGS)
{
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendint32(&message, PG_GETARG_PHASE(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* The kind's word: need, dialogue, competition, development, purchase, closed. */
Datum
phase_kind_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(phase_kind_name(PG_GETARG_PHASE(0))));
}

/* The stage of development, else 0. */
Datum
phase_stage_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(phase_stage(PG_GETARG_PHASE(0)));
}

/* A number that sorts as the phase does. */
Datum
phase_order_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(phase_order(PG_GETARG_PHASE(0)));
}

static text *
label_text(phase_value phase, label_language language)
{
	char label[PHASE_LABEL_SIZE];

	phase_label(phase, language, label);
	return vocabulary_label_text(label);
}

/* The label in a language. */
Datum
phase_label_of(PG_FUNCTION_ARGS)
{
	label_language language = vocabulary_language_argument(PG_GETARG_TEXT_PP(1));

	PG_RETURN_TEXT_P(label_text(PG_GETARG_PHASE(0), language));
}

/* The label in innopart.language. */
Datum
phase_label_in_session(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(label_text(PG_GETARG_PHASE(0), clock_label_language()));
}

/* Whether a partnership in the second argument's phase may enter the first's. */
Datum
phase_may_follow_phase(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(phase_may_follow(PG_GETARG_PHASE(0), PG_GETARG_PHASE(1)));
}

/* The phases that a partnership in this one may enter, in their order. */
Datum
phase_next_phases(PG_FUNCTION_ARGS)
{
	FuncCallContext *series;
	phase_value *next;
	Datum result;

	if (SRF_IS_FIRSTCALL())
	{
		phase_value current = PG_GETARG_PHASE(0);
		phase_value candidate = PHASE_FIRST;

		series = SRF_FIRSTCALL_INIT();
		next = MemoryContextAlloc(series->multi_call_memory_ctx, PHASE_COUNT * sizeof(phase_value));
		do
		{
			if (phase_may_follow(candidate, current))
				next[series->max_calls++] = candidate;
		} while (phase_successor(candidate, &candidate));
		series->user_fctx = next;
	}
	series = SRF_PERCALL_SETUP();

	if (series->call_cntr >= series->max_calls)
		SRF_RETURN_DONE(series);
	next = series->user_fctx;
	/* SRF_RETURN_NEXT counts before it reads its argument */
	result = PhaseGetDatum(next[series->call_cntr]);
	SRF_RETURN_NEXT(series, result);
}

Datum
phase_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(phase_compare(PG_GETARG_PHASE(0), PG_GETARG_PHASE(1)) < 0);
}

Datum
phase_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(phase_compare(PG_GETARG_PHASE(0), PG_GETARG_PHASE(1)) <= 0);
}

Datum
phase_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(phase_compare(PG_GETARG_PHASE(0), PG_GETARG_PHASE(1)) == 0);
}

Datum
phase_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(phase_compare(PG_GETARG_PHASE(0), PG_GETARG_PHASE(1)) != 0);
}

Datum
phase_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(phase_compare(PG_GETARG_PHASE(0), PG_GETARG_PHASE(1)) >= 0);
}

Datum
phase_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(phase_compare(PG_GETARG_PHASE(0), PG_GETARG_PHASE(1)) > 0);
}

/* btree support function 1 */
Datum
phase_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(phase_compare(PG_GETARG_PHASE(0), PG_GETARG_PHASE(1)));
}

/* btree support function 2: the order of phases is that of their integers */
Datum
phase_sortsupport(PG_FUNCTION_ARGS)
{
	SortSupport support = (SortSupport) PG_GETARG_POINTER(0);

	support->comparator = ssup_datum_int32_cmp;
	PG_RETURN_VOID();
}

/* hash support function 1 */
Datum
phase_hash_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT32((uint32) phase_hash(PG_GETARG_PHASE(0), 0));
}

/* hash support function 2; its low half is function 1 when the seed is 0 */
Datum
phase_hash_extended(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT64(phase_hash(PG_GETARG_PHASE(0), (uint64) PG_GETARG_INT64(1)));
}

Datum
phase_smaller(PG_FUNCTION_ARGS)
{
	phase_value a = PG_GETARG_PHASE(0);
	phase_value b = PG_GETARG_PHASE(1);

	PG_RETURN_PHASE(phase_compare(a, b) < 0 ? a : b);
}

Datum
phase_larger(PG_FUNCTION_ARGS)
{
	phase_value a = PG_GETARG_PHASE(0);
	phase_value b = PG_GETARG_PHASE(1);

	PG_RETURN_PHASE(phase_compare(a, b) > 0 ? a : b);
}

/*
 * Turns every range into the form [from, before), so that two ranges are equal exactly when they
 * hold the same phases.  Nothing comes before need: without lower bound is from need.  Nothing
 * follows closed: up to and including closed is up to no bound, and after closed is empty.
 */
Datum
phaserange_canonical(PG_FUNCTION_ARGS)
{
	RangeType *range = PG_GETARG_RANGE_P(0);
	TypeCacheEntry *type = range_get_typcache(fcinfo, RangeTypeGetOid(range));
	RangeBound lower;
	RangeBound upper;
	bool empty;
	phase_value successor;

	range_deserialize(type, range, &lower, &upper, &empty);
	if (empty)
		PG_RETURN_RANGE_P(range);

	if (lower.infinite)
		lower.val = PhaseGetDatum(PHASE_FIRST);
	else if (!lower.inclusive)
	{
		if (!phase_successor(DatumGetPhase(lower.val), &successor))
			PG_RETURN_RANGE_P(make_empty_range(type));
		lower.val = PhaseGetDatum(successor);
	}
	lower.infinite = false;
	lower.inclusive = true;
	if (!upper.infinite && upper.inclusive)
	{
		if (phase_successor(DatumGetPhase(upper.val), &successor))
			upper.val = PhaseGetDatum(successor);
		else
			upper.infinite = true;
		upper.inclusive = false;
	}
	PG_RETURN_RANGE_P(innopart_range_serialize(type, &lower, &upper, false, fcinfo->context));
}

/* How far apart two phases are on the line of all phases. */
Datum
phaserange_subtype_diff(PG_FUNCTION_ARGS)
{
	int32 distance = phase_place(PG_GETARG_PHASE(0)) - phase_place(PG_GETARG_PHASE(1));

	PG_RETURN_FLOAT8(distance);
}
