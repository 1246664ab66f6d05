/*
 * src/enum_cache.c
 *		The values of innopart's SQL enums as the small numbers that the pure cores use.
 *
 * Depends on: the server.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "enum_cache.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

/* OIDs by index; InvalidOid where none has been asked for yet. */
static Oid *
cache_of(FunctionCallInfo fcinfo)
{
	FmgrInfo *call_site = fcinfo->flinfo;

	if (call_site->fn_extra == NULL)
		call_site->fn_extra =
			MemoryContextAllocZero(call_site->fn_mcxt, ENUM_CACHE_SIZE * sizeof(Oid));
	return call_site->fn_extra;
}

int
enum_cache_index(FunctionCallInfo fcinfo, Oid value, const char *const *names, int count)
{
	Oid *cache = cache_of(fcinfo);
	HeapTuple tuple;
	char *label;

	Assert(count <= ENUM_CACHE_SIZE);
	for (int i = 0; i < count; i++)
	{
		if (cache[i] == value)
			return i;
	}

	tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(value));
	if (!HeapTupleIsValid(tuple))
		ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
						errmsg("invalid internal value for enum: %u", value)));
	label = pstrdup(NameStr(((Form_pg_enum) GETSTRUCT(tuple))->enumlabel));
	ReleaseSysCache(tuple);
	for (int i = 0; i < count; i++)
	{
		if (strcmp(names[i], label) == 0)
		{
			cache[i] = value;
			return i;
		}
	}
	/* somebody has added a value to the enum, or renamed one */
	ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("unknown value \"%s\"", label),
					errdetail("innopart's vocabularies are closed: this library does not know "
							  "the value.")));
}

Oid
enum_cache_result(FunctionCallInfo fcinfo, int index, const char *const *names)
{
	Oid *cache = cache_of(fcinfo);

	Assert(index < ENUM_CACHE_SIZE);
	if (!OidIsValid(cache[index]))
	{
		Oid type = get_func_rettype(fcinfo->flinfo->fn_oid);

		cache[index] = GetSysCacheOid2(ENUMTYPOIDNAME, Anum_pg_enum_oid, ObjectIdGetDatum(type),
									   CStringGetDatum(names[index]));
		if (!OidIsValid(cache[index]))
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_OBJECT),
					 errmsg("type %s has no value \"%s\"", format_type_be(type), names[index])));
	}
	return cache[index];
}
