/*
 * src/orgnr.h
 *		A Norwegian organisation number, as the Brønnøysund registers give it.
 *
 * Depends on: hash_mix.h; else nothing but the C library.
 *
 * The value is the nine digits as a 32-bit integer, frozen on disk and on the wire.
 */
#ifndef INNOPART_ORGNR_H
#define INNOPART_ORGNR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hash_mix.h"

typedef int32_t orgnr_value;

#define ORGNR_DIGITS 9
#define ORGNR_TEXT_SIZE (ORGNR_DIGITS + 1)

/*
 * Whether an integer is an organisation number: nine digits of which the first is 8 or 9 and the
 * last is the check digit.  On false, *why is a sentence that names the rule broken.
 */
extern bool orgnr_validate(int32_t value, const char **why);

/*
 * Reads what people and files write: spaces (also U+00A0, U+2009 and U+202F), dots and hyphens
 * between the digits, NO, NO-BRC- or NO-BRC: before them and MVA after them.  On false, *why is a
 * sentence that names the rule broken.
 */
extern bool orgnr_parse(const char *text, size_t len, orgnr_value *out, const char **why);

/* Nine digits; returns their count. */
extern size_t orgnr_format(orgnr_value orgnr, char buf[ORGNR_TEXT_SIZE]);

static inline int
orgnr_compare(orgnr_value a, orgnr_value b)
{
	return (a > b) - (a < b);
}

static inline uint64_t
orgnr_hash(orgnr_value orgnr, uint64_t seed)
{
	return hash_int32(orgnr, seed);
}

#endif /* INNOPART_ORGNR_H */
