/*
 * src/innopart.h
 *		How innopart's types travel as Datums.
 *
 * Depends on: the server, the pure headers of the types.
 */
#ifndef INNOPART_H
#define INNOPART_H

#include "fmgr.h"

#include "option_right.h"

/* fixed length, by reference, never toasted */
#define DatumGetOptionRight(x)		((const option_right_value *) DatumGetPointer(x))
#define PG_GETARG_OPTION_RIGHT(n)	DatumGetOptionRight(PG_GETARG_DATUM(n))

/* A copy in the current memory context. */
extern Datum option_right_to_datum(const option_right_value *right);
#define PG_RETURN_OPTION_RIGHT(x)	return option_right_to_datum(x)

#endif							/* INNOPART_H */
