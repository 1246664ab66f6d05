/*
 * src/innopart.h
 *		How innopart's types travel as Datums.
 *
 * Depends on: the server, the pure headers of the types.
 */
#ifndef INNOPART_H
#define INNOPART_H

#include "fmgr.h"

#include "option_position.h"
#include "option_right.h"
#include "orgnr.h"
#include "phase.h"

/* the schema the types and functions live in, whatever the registry's is called */
#define INNOPART_SCHEMA "innopart"

/* by value: the integer of phase.h */
#define DatumGetPhase(x) ((phase_value) DatumGetInt32(x))
#define PhaseGetDatum(x) Int32GetDatum(x)
#define PG_GETARG_PHASE(n) DatumGetPhase(PG_GETARG_DATUM(n))
#define PG_RETURN_PHASE(x) return PhaseGetDatum(x)

/* by value: the nine digits */
#define DatumGetOrgnr(x) ((orgnr_value) DatumGetInt32(x))
#define OrgnrGetDatum(x) Int32GetDatum(x)
#define PG_GETARG_ORGNR(n) DatumGetOrgnr(PG_GETARG_DATUM(n))
#define PG_RETURN_ORGNR(x) return OrgnrGetDatum(x)

/* fixed length, by reference, never toasted */
#define DatumGetOptionRight(x) ((const option_right_value *) DatumGetPointer(x))
#define PG_GETARG_OPTION_RIGHT(n) DatumGetOptionRight(PG_GETARG_DATUM(n))

/* A copy in the current memory context. */
extern Datum option_right_to_datum(const option_right_value *right);
#define PG_RETURN_OPTION_RIGHT(x) return option_right_to_datum(x)

#define DatumGetOptionPosition(x) ((const option_position_value *) DatumGetPointer(x))
#define PG_GETARG_OPTION_POSITION(n) DatumGetOptionPosition(PG_GETARG_DATUM(n))

/* A copy in the current memory context. */
extern Datum option_position_to_datum(const option_position_value *position);
#define PG_RETURN_OPTION_POSITION(x) return option_position_to_datum(x)

#endif /* INNOPART_H */
