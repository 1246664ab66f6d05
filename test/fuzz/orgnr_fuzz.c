/*
 * test/fuzz/orgnr_fuzz.c
 *		Fuzz target of orgnr: its text parser, and what its wire reader accepts.
 */
#include <stdbool.h>
#include <stddef.h>

#include "orgnr.h"

typedef orgnr_value fuzz_value;
#define FUZZ_TEXT_SIZE ORGNR_TEXT_SIZE
#define FUZZ_WIRE_SIZE 4
#define fuzz_parse orgnr_parse

/* the wire is the number in network order, and only a valid one is accepted */
static bool
fuzz_decode(const uint8_t *bytes, size_t len, orgnr_value *out, const char **why)
{
	uint32_t bits;

	*why = "The length is not that of an orgnr.";
	if (len != FUZZ_WIRE_SIZE)
		return false;
	bits =
		(uint32_t) bytes[0] << 24 | (uint32_t) bytes[1] << 16 | (uint32_t) bytes[2] << 8 | bytes[3];
	*out = (orgnr_value) bits;
	return orgnr_validate(*out, why);
}

static void
fuzz_encode(const orgnr_value *value, uint8_t bytes[FUZZ_WIRE_SIZE])
{
	uint32_t bits = (uint32_t) *value;

	for (int i = 0; i < FUZZ_WIRE_SIZE; i++)
		bytes[i] = (uint8_t) (bits >> (24 - 8 * i));
}

#define fuzz_format(value, text) orgnr_format(*(value), text)
#define fuzz_validate(value, why) orgnr_validate(*(value), why)
#define fuzz_compare(a, b) orgnr_compare(*(a), *(b))
#define fuzz_hash(value, seed) orgnr_hash(*(value), seed)
#include "fuzz.h"
