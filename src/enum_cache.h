/*
 * src/enum_cache.h
 *		The values of innopart's SQL enums as the small numbers that the pure cores use.
 *
 * Depends on: the server.
 *
 * Each call site looks a value up in the catalogue once and remembers it for as long as the query
 * runs.
 */
#ifndef INNOPART_ENUM_CACHE_H
#define INNOPART_ENUM_CACHE_H

#include "fmgr.h"

/* The most values that an enum of ours that is cached has. */
#define ENUM_CACHE_SIZE 16

/* The index among names of the value with that OID. */
extern int enum_cache_index(FunctionCallInfo fcinfo, Oid value, const char *const *names,
							int count);

/* The OID of names[index] in the enum that the function returns. */
extern Oid enum_cache_result(FunctionCallInfo fcinfo, int index, const char *const *names);

#endif /* INNOPART_ENUM_CACHE_H */
