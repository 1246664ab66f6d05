/*
 * src/compat.h
 *		The one place that knows about differences between PostgreSQL majors.
 *
 * Supported: PostgreSQL 15 and every later major.  Include after postgres.h.
 */
#ifndef INNOPART_COMPAT_H
#define INNOPART_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "innopart needs PostgreSQL 15 or later"
#endif

/* soft errors are PostgreSQL 16's; before that the same call simply raises */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#include "varatt.h"
#else
#define ereturn(context, dummy_value, ...)                                                         \
	do                                                                                             \
	{                                                                                              \
		(void) (context);                                                                          \
		ereport(ERROR, __VA_ARGS__);                                                               \
	} while (0)
#define SOFT_ERROR_OCCURRED(context) ((void) (context), false)
#endif

#if PG_VERSION_NUM >= 160000
#define innopart_range_serialize(type, lower, upper, empty, context)                               \
	range_serialize(type, lower, upper, empty, context)
#else
#define innopart_range_serialize(type, lower, upper, empty, context)                               \
	range_serialize(type, lower, upper, empty)
#endif

/* the memory of a setting's parsed value, which the server frees; NULL when there is none */
#if PG_VERSION_NUM >= 160000
#define innopart_guc_malloc(size) guc_malloc(LOG, size)
#else
#define innopart_guc_malloc(size) malloc(size)
#endif

#if PG_VERSION_NUM >= 160000
#define innopart_make_range(type, lower, upper, empty) make_range(type, lower, upper, empty, NULL)
#else
#define innopart_make_range(type, lower, upper, empty) make_range(type, lower, upper, empty)
#endif

#ifdef PG_MODULE_MAGIC_EXT
#define INNOPART_MODULE_MAGIC PG_MODULE_MAGIC_EXT(.name = "innopart", .version = INNOPART_VERSION)
#else
#define INNOPART_MODULE_MAGIC PG_MODULE_MAGIC
#endif

#endif /* INNOPART_COMPAT_H */
