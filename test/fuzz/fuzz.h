/*
 * test/fuzz/fuzz.h
 *		What every stand-alone fuzz target checks of its type, once.
 *
 * The first byte of an input chooses the text parser or the wire reader; the rest is handed over
 * in a block of its exact size, so that reading one byte too far is seen.  Whatever is accepted
 * must be valid, and must come back the same through the text and through the wire.
 *
 * A target defines, before including this: fuzz_value, FUZZ_TEXT_SIZE, FUZZ_WIRE_SIZE, and
 * fuzz_parse, fuzz_format, fuzz_decode, fuzz_encode, fuzz_validate, fuzz_compare, fuzz_hash.
 *
 * Depends on: the C library, the pure cores.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void
require(int holds)
{
	if (!holds)
		abort();
}

static void
check_accepted(const fuzz_value *value)
{
	const char *why = NULL;
	char text[FUZZ_TEXT_SIZE];
	uint8_t wire[FUZZ_WIRE_SIZE];
	fuzz_value again;
	size_t length;

	require(fuzz_validate(value, &why));

	length = fuzz_format(value, text);
	require(length > 0 && length < FUZZ_TEXT_SIZE && text[length] == '\0');
	require(fuzz_parse(text, length, &again, &why));
	require(memcmp(&again, value, sizeof(again)) == 0);

	fuzz_encode(value, wire);
	require(fuzz_decode(wire, sizeof(wire), &again, &why));
	require(memcmp(&again, value, sizeof(again)) == 0);

	require(fuzz_compare(&again, value) == 0);
	require(fuzz_hash(&again, 7) == fuzz_hash(value, 7));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *why = NULL;
	fuzz_value value;
	uint8_t *exact;
	int accepted;

	if (size == 0)
		return 0;
	exact = malloc(size > 1 ? size - 1 : 1);
	require(exact != NULL);
	memcpy(exact, data + 1, size - 1);
	memset(&value, 0xa5, sizeof(value));
	if (data[0] & 1)
		accepted = fuzz_decode(exact, size - 1, &value, &why);
	else
		accepted = fuzz_parse((const char *) exact, size - 1, &value, &why);
	free(exact);
	if (accepted)
		check_accepted(&value);
	else
		require(why != NULL && why[0] != '\0');
	return 0;
}
