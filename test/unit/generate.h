/*
 * test/unit/generate.h
 *		Values to try laws on: the same on every machine, so that a failure can be repeated.
 *
 * Depends on: nothing but the C library.
 */
#ifndef INNOPART_GENERATE_H
#define INNOPART_GENERATE_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static uint64_t generate_state = 20180223;

/* SplitMix64 */
__attribute__((unused)) static uint64_t
generate_bits(void)
{
	uint64_t x = generate_state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

/* 0 to limit - 1 */
__attribute__((unused)) static uint64_t
generate_below(uint64_t limit)
{
	return generate_bits() % limit;
}

/*
 * A copy of exactly len bytes, without a NUL behind it: a parser that reads on reads what is not
 * its own, which the address sanitizer sees.
 */
__attribute__((unused)) static char *
generate_exact(const char *text, size_t len)
{
	char *copy = malloc(len > 0 ? len : 1);

	if (copy == NULL)
		abort();
	memcpy(copy, text, len);
	return copy;
}

#endif /* INNOPART_GENERATE_H */
