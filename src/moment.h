/*
 * src/moment.h
 *		A moment in time as text, in the one form that means the same in every session.
 *
 * Depends on: nothing but the C library.
 *
 * PostgreSQL's own reading of a timestamp depends on DateStyle, TimeZone and the installed
 * abbreviations, and "now" depends on the clock.  A setting is read again in every parallel
 * worker, so it must mean the same there: ISO 8601 alone.
 */
#ifndef INNOPART_MOMENT_H
#define INNOPART_MOMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct moment
{
	int64_t local_usec; /* microseconds since 2000-01-01 00:00 on the clock there */
	int32_t offset;		/* seconds that clock is ahead of UTC, when stated */
	bool has_offset;
} moment;

/*
 * YYYY-MM-DD[( |T)HH:MM[:SS[.ffffff]][Z|UTC|+HH[[:]MM[:SS]]|-HH...]]; a date alone is its first
 * moment.  On false, *why is a sentence that names the rule broken.
 */
extern bool moment_parse(const char *text, size_t len, moment *out, const char **why);

#endif /* INNOPART_MOMENT_H */
