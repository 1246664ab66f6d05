/*
 * src/option_right.h
 *		The terms of one option right: how much, until when, on which conditions.
 *
 * Depends on: nothing but the C library.
 *
 * A value of 40 bytes without padding, every byte of which has meaning, so that two rights are
 * equal exactly when their bytes are.  The layout is frozen: it is what stands on disk.
 */
#ifndef INNOPART_OPTION_RIGHT_H
#define INNOPART_OPTION_RIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct option_right_value
{
	int64_t max_amount;	  /* 1/10000 of the currency's unit; 0 = no ceiling */
	int64_t max_units;	  /* 0 = no ceiling in units */
	int64_t min_units;	  /* smallest call-off, 0 = none; at most max_units */
	int32_t opens_on;	  /* days since 2000-01-01, or CALENDAR_OPEN_START */
	int32_t closes_on;	  /* the last day itself, or CALENDAR_OPEN_END */
	uint16_t currency;	  /* packed as in money.h; non-zero exactly when max_amount is */
	uint16_t notice_days; /* days' notice before closes_on, 0 .. OPTION_RIGHT_NOTICE_MAX */
	uint8_t from_kind;	  /* kind of the phase it can be exercised from, 0 = any */
	uint8_t from_stage;	  /* stage of that phase */
	uint8_t conditions;	  /* mandatory conditions, 0 .. OPTION_RIGHT_CONDITIONS_MAX */
	uint8_t flags;		  /* OPTION_RIGHT_... below */
} option_right_value;

_Static_assert(sizeof(option_right_value) == 40, "the layout on disk is frozen");

/* a notice counts when it was sent; without this flag, when it was received */
#define OPTION_RIGHT_DISPATCH 0x01
/* a last day that is no working day moves to the next or the previous one; not both */
#define OPTION_RIGHT_NEXT_WORKING_DAY 0x02
#define OPTION_RIGHT_PREVIOUS_WORKING_DAY 0x04
/* may only be exercised in full, at once */
#define OPTION_RIGHT_INDIVISIBLE 0x08
#define OPTION_RIGHT_TRANSFERABLE 0x10
#define OPTION_RIGHT_ALL_FLAGS 0x1f

#define OPTION_RIGHT_CONDITIONS_MAX 16
#define OPTION_RIGHT_NOTICE_MAX 3650

/* room for the longest right there is, 214 bytes, and a NUL */
#define OPTION_RIGHT_TEXT_SIZE 256

#define OPTION_RIGHT_WIRE_VERSION 1
#define OPTION_RIGHT_WIRE_SIZE 42

/* All three return false and set *why to a sentence that names the rule broken. */
extern bool option_right_parse(const char *text, size_t len, option_right_value *out,
							   const char **why);
extern bool option_right_validate(const option_right_value *right, const char **why);
extern bool option_right_decode(const uint8_t *bytes, size_t len, option_right_value *out,
								const char **why);

/* broken by a stated 0, which the value cannot hold: 0 stands for "none" in it */
extern const char option_right_max_not_positive[];
extern const char option_right_min_not_positive[];
/* of a max_amount beyond MONEY_MAX: a matter of range, not of form */
extern const char option_right_max_too_large[];

extern size_t option_right_format(const option_right_value *right,
								  char buf[OPTION_RIGHT_TEXT_SIZE]);
extern void option_right_encode(const option_right_value *right,
								uint8_t bytes[OPTION_RIGHT_WIRE_SIZE]);

/* A total order: by window first, then by ceilings, then by the rest. */
extern int option_right_compare(const option_right_value *a, const option_right_value *b);

/* The window as one number that sorts as the order above begins. */
extern uint64_t option_right_window_key(const option_right_value *right);

extern uint64_t option_right_hash(const option_right_value *right, uint64_t seed);

/*
 * The last day on which an act under the right is in time: the window's last day, or extended_to
 * where that is later (INT32_MIN = never extended), less the notice, rolled by the deadline rule.
 * CALENDAR_OPEN_END when the window has no end.
 */
extern int32_t option_right_last_day(const option_right_value *right, int32_t extended_to);
extern int32_t option_right_last_notice_day(const option_right_value *right);

#endif /* INNOPART_OPTION_RIGHT_H */
