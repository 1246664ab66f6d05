/*
 * test/asan/asan_palloc.c
 *		Byte-exact red zones for palloc() in a sanitizer build of the extension.
 *
 * Every request is made larger than a memory context keeps in its own blocks, so it gets a block
 * of malloc()'s, and what lies behind the bytes asked for is poisoned until the context frees it.
 *
 * Test-only; compiled in with -Dpalloc=asan_palloc -Dpalloc0=asan_palloc0.
 * Depends on: the server, AddressSanitizer.
 */
#include "postgres.h"
#include "utils/memutils.h"

#include <sanitizer/asan_interface.h>

#define RED_ZONE 16384

extern void *asan_palloc(Size size);
extern void *asan_palloc0(Size size);

#undef palloc

void *
asan_palloc(Size size)
{
	char *block;

	if (size > MaxAllocSize - RED_ZONE)
		return palloc(size);
	block = palloc(size + RED_ZONE);
	ASAN_POISON_MEMORY_REGION(block + size, RED_ZONE);
	return block;
}

void *
asan_palloc0(Size size)
{
	void *block = asan_palloc(size);

	memset(block, 0, size);
	return block;
}
