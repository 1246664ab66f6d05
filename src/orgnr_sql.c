/*
 * src/orgnr_sql.c
 *		The type orgnr, as SQL calls it.
 *
 * Depends on: the server; orgnr.h.
 */
#include "postgres.h"

#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/sortsupport.h"

#include "compat.h"
#include "innopart.h"

PG_FUNCTION_INFO_V1(orgnr_in);
PG_FUNCTION_INFO_V1(orgnr_out);
PG_FUNCTION_INFO_V1(orgnr_recv);
PG_FUNCTION_INFO_V1(orgnr_send);
PG_FUNCTION_INFO_V1(orgnr_is_valid);
PG_FUNCTION_INFO_V1(orgnr_lt);
PG_FUNCTION_INFO_V1(orgnr_le);
PG_FUNCTION_INFO_V1(orgnr_eq);
PG_FUNCTION_INFO_V1(orgnr_ne);
PG_FUNCTION_INFO_V1(orgnr_ge);
PG_FUNCTION_INFO_V1(orgnr_gt);
PG_FUNCTION_INFO_V1(orgnr_cmp);
PG_FUNCTION_INFO_V1(orgnr_sortsupport);
PG_FUNCTION_INFO_V1(orgnr_hash_of);
PG_FUNCTION_INFO_V1(orgnr_hash_extended);
PG_FUNCTION_INFO_V1(orgnr_smaller);
PG_FUNCTION_INFO_V1(orgnr_larger);

/* Reads text. */
Datum
orgnr_in(PG_FUNCTION_ARGS)
{
	char *text = PG_GETARG_CSTRING(0);
	orgnr_value orgnr;
	const char *why;

	if (!orgnr_parse(text, strlen(text), &orgnr, &why))
		ereturn(fcinfo->context, (Datum) 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%s\"", "orgnr", text),
				 errdetail("%s", why)));
	PG_RETURN_ORGNR(orgnr);
}

/* Writes the nine digits. */
Datum
orgnr_out(PG_FUNCTION_ARGS)
{
	char buf[ORGNR_TEXT_SIZE];

	orgnr_format(PG_GETARG_ORGNR(0), buf);
	PG_RETURN_CSTRING(pstrdup(buf));
}

/* Reads the wire: the number as an int32. */
Datum
orgnr_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int32 value = (int32) pq_getmsgint(message, 4);
	const char *why;

	if (!orgnr_validate(value, &why))
		ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
						errmsg("invalid binary value for type %s", "orgnr"), errdetail("%s", why)));
	PG_RETURN_ORGNR(value);
}

/* Writes the wire: the number as an int32. */
Datum
orgnr_send(PG_FUNCTION_ARGS)
{
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendint32(&message, PG_GETARG_ORGNR(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* Whether text is an organisation number; raises nothing. */
Datum
orgnr_is_valid(PG_FUNCTION_ARGS)
{
	text *written = PG_GETARG_TEXT_PP(0);
	orgnr_value orgnr;
	const char *why;

	PG_RETURN_BOOL(orgnr_parse(VARDATA_ANY(written), VARSIZE_ANY_EXHDR(written), &orgnr, &why));
}

Datum
orgnr_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(orgnr_compare(PG_GETARG_ORGNR(0), PG_GETARG_ORGNR(1)) < 0);
}

Datum
orgnr_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(orgnr_compare(PG_GETARG_ORGNR(0), PG_GETARG_ORGNR(1)) <= 0);
}

Datum
orgnr_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(orgnr_compare(PG_GETARG_ORGNR(0), PG_GETARG_ORGNR(1)) == 0);
}

Datum
orgnr_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(orgnr_compare(PG_GETARG_ORGNR(0), PG_GETARG_ORGNR(1)) != 0);
}

Datum
orgnr_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(orgnr_compare(PG_GETARG_ORGNR(0), PG_GETARG_ORGNR(1)) >= 0);
}

Datum
orgnr_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(orgnr_compare(PG_GETARG_ORGNR(0), PG_GETARG_ORGNR(1)) > 0);
}

/* btree support function 1 */
Datum
orgnr_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(orgnr_compare(PG_GETARG_ORGNR(0), PG_GETARG_ORGNR(1)));
}

/* btree support function 2 */
Datum
orgnr_sortsupport(PG_FUNCTION_ARGS)
{
	SortSupport support = (SortSupport) PG_GETARG_POINTER(0);

	support->comparator = ssup_datum_int32_cmp;
	PG_RETURN_VOID();
}

/* hash support function 1 */
Datum
orgnr_hash_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT32((uint32) orgnr_hash(PG_GETARG_ORGNR(0), 0));
}

/* hash support function 2; its low half is function 1 when the seed is 0 */
Datum
orgnr_hash_extended(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT64(orgnr_hash(PG_GETARG_ORGNR(0), (uint64) PG_GETARG_INT64(1)));
}

Datum
orgnr_smaller(PG_FUNCTION_ARGS)
{
	orgnr_value a = PG_GETARG_ORGNR(0);
	orgnr_value b = PG_GETARG_ORGNR(1);

	PG_RETURN_ORGNR(orgnr_compare(a, b) < 0 ? a : b);
}

Datum
orgnr_larger(PG_FUNCTION_ARGS)
{
	orgnr_value a = PG_GETARG_ORGNR(0);
	orgnr_value b = PG_GETARG_ORGNR(1);

	PG_RETURN_ORGNR(orgnr_compare(a, b) > 0 ? a : b);
}
