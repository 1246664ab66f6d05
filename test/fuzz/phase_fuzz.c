/*
 * test/fuzz/phase_fuzz.c
 *		Fuzz target of phase: its text parser, and what its wire reader accepts.
 */
#include <stdbool.h>
#include <stddef.h>

#include "phase.h"

typedef phase_value fuzz_value;
#define FUZZ_TEXT_SIZE PHASE_TEXT_SIZE
#define FUZZ_WIRE_SIZE 4
#define fuzz_parse phase_parse

/* the wire is the integer in network order, and only a phase is accepted */
static bool
fuzz_decode(const uint8_t *bytes, size_t len, phase_value *out, const char **why)
{
	uint32_t bits;

	*why = "Not a phase.";
	if (len != FUZZ_WIRE_SIZE)
		return false;
	bits =
		(uint32_t) bytes[0] << 24 | (uint32_t) bytes[1] << 16 | (uint32_t) bytes[2] << 8 | bytes[3];
	*out = (phase_value) bits;
	return phase_is_valid(*out);
}

static void
fuzz_encode(const phase_value *value, uint8_t bytes[FUZZ_WIRE_SIZE])
{
	uint32_t bits = (uint32_t) *value;

	for (int i = 0; i < FUZZ_WIRE_SIZE; i++)
		bytes[i] = (uint8_t) (bits >> (24 - 8 * i));
}

#define fuzz_format(value, text) phase_format(*(value), text)
#define fuzz_validate(value, why) (*(why) = "Not a phase.", phase_is_valid(*(value)))
#define fuzz_compare(a, b) phase_compare(*(a), *(b))
#define fuzz_hash(value, seed) phase_hash(*(value), seed)
#include "fuzz.h"
