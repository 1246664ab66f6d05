/*
 * src/module.c
 *		What makes the shared library a PostgreSQL module: magic and start-up.
 *
 * Depends on: the server, clock.h.
 */
#include "postgres.h"
#include "fmgr.h"
#include "utils/builtins.h"

#include "clock.h"
#include "compat.h"

INNOPART_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(innopart_version);

PGDLLEXPORT void _PG_init(void);

/* Runs once a session, when the library is loaded. */
void
_PG_init(void)
{
	clock_init();
}

/* The version of the loaded library, for comparing with that of the installed SQL. */
Datum
innopart_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(INNOPART_VERSION));
}
