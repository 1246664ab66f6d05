/*
 * src/hash_mix.h
 *		The hash of small values, frozen for ever: partitions and indexes on disk depend on it.
 *
 * Depends on: nothing but the C library.
 */
#ifndef INNOPART_HASH_MIX_H
#define INNOPART_HASH_MIX_H

#include <stdint.h>

/* A bijection of 64 bits in which each bit depends on all others (the finaliser of splitmix64). */
static inline uint64_t
hash_mix(uint64_t bits)
{
	bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
	return bits ^ (bits >> 31);
}

/* PostgreSQL's 32-bit hash is the low half of this one with seed 0. */
static inline uint64_t
hash_int32(int32_t value, uint64_t seed)
{
	return hash_mix(hash_mix(seed + UINT64_C(0x9e3779b97f4a7c15)) ^ (uint32_t) value);
}

#endif /* INNOPART_HASH_MIX_H */
