/*
 * test/asan/asan_palloc.h
 *		What a sanitizer build calls for palloc(): declared before the server's headers are read.
 *
 * Test-only.  Depends on: nothing.
 */
#ifndef INNOPART_ASAN_PALLOC_H
#define INNOPART_ASAN_PALLOC_H

#include <stddef.h>

extern void *asan_palloc(size_t size);
extern void *asan_palloc0(size_t size);

#endif /* INNOPART_ASAN_PALLOC_H */
