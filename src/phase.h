/*
 * src/phase.h
 *		A phase of an innovation partnership: need, dialogue, competition, the stages of
 *		development, purchase, closed.
 *
 * Depends on: hash_mix.h, vocabulary.h; else nothing but the C library.
 *
 * The value is a 32-bit integer, frozen on disk and on the wire:
 *
 *		31      24 23      16 15                0
 *		+---------+----------+-------------------+
 *		| 0       | kind     | stage             |
 *		+---------+----------+-------------------+
 *
 * so that the order of phases is the order of integers.  The stage is 1 to 99 for development and
 * 0 for every other kind.  No phase is 0, which callers may use for "none".
 */
#ifndef INNOPART_PHASE_H
#define INNOPART_PHASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hash_mix.h"
#include "vocabulary.h"

typedef int32_t phase_value;

enum
{
	PHASE_NEED = 1,
	PHASE_DIALOGUE = 2,
	PHASE_COMPETITION = 3,
	PHASE_DEVELOPMENT = 4,
	PHASE_PURCHASE = 5,
	PHASE_CLOSED = 6
};

#define PHASE_STAGE_MAX 99
#define PHASE_FIRST (PHASE_NEED << 16)
#define PHASE_COUNT (5 + PHASE_STAGE_MAX)

#define PHASE_TEXT_SIZE 15	/* development.99 and a NUL */
#define PHASE_LABEL_SIZE 32 /* the longest label in any language and a NUL */

/* The caller vouches for kind and stage, or asks phase_is_valid(). */
static inline phase_value
phase_make(int kind, int stage)
{
	return (phase_value) ((kind << 16) | stage);
}

static inline int
phase_kind(phase_value phase)
{
	return (phase >> 16) & 0xff;
}

static inline int
phase_stage(phase_value phase)
{
	return phase & 0xffff;
}

/* Whether an integer from outside is a phase. */
extern bool phase_is_valid(int32_t value);

/* On false, *why is a sentence that names the rule broken. */
extern bool phase_parse(const char *text, size_t len, phase_value *out, const char **why);

/* Both return the length of what they wrote, without its NUL. */
extern size_t phase_format(phase_value phase, char buf[PHASE_TEXT_SIZE]);
extern size_t phase_label(phase_value phase, label_language language, char buf[PHASE_LABEL_SIZE]);

extern const char *phase_kind_name(phase_value phase);

static inline int
phase_compare(phase_value a, phase_value b)
{
	return (a > b) - (a < b);
}

static inline uint64_t
phase_hash(phase_value phase, uint64_t seed)
{
	return hash_int32(phase, seed);
}

/* kind * 100 + stage: for sorting where the type itself cannot go, such as a BI tool */
extern int32_t phase_order(phase_value phase);

/* The place on the line need, dialogue, competition, development.1 .. .99, purchase, closed. */
extern int32_t phase_place(phase_value phase);

/* The next phase on that line; false for closed, which nothing follows. */
extern bool phase_successor(phase_value phase, phase_value *successor);

/* Whether a partnership in `current` may enter `next`. */
extern bool phase_may_follow(phase_value next, phase_value current);

#endif /* INNOPART_PHASE_H */
