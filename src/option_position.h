/*
 * src/option_position.h
 *		What has happened to an option right so far: the fold of its events.
 *
 * Depends on: nothing but the C library.
 *
 * A position is an element of a commutative monoid.  Every field is a sum of addends that are
 * never negative, a minimum, a maximum or a set; so the order in which events are folded, and how
 * they are split over processes, partitions or machines, cannot be seen in the result.
 */
#ifndef INNOPART_OPTION_POSITION_H
#define INNOPART_OPTION_POSITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The bytes on disk: no padding, and the two reserved fields always zero, so that equal values
 * have equal bytes.  Frozen; see doc/types.md.
 *
 * Amounts are in 1/10000 of the currency unit; days count from 2000-01-01.
 */
typedef struct option_position_value
{
	/* sums */
	int64_t drawn_units;
	int64_t drawn_amount;
	int64_t reversed_units;
	int64_t reversed_amount;
	int64_t waived_units;
	int64_t waived_amount;
	int64_t raised_units;
	int64_t raised_amount;
	int32_t event_count;
	int32_t draw_count;
	int32_t reversal_count;
	/* minima; OPTION_POSITION_NEVER_MIN = never */
	int32_t named_on;
	int32_t granted_on;
	int32_t waived_on;
	int32_t terminated_on;
	int32_t assigned_on;
	int32_t first_drawn_on;
	/* maxima; OPTION_POSITION_NEVER_MAX = never */
	int32_t suspended_on;
	int32_t resumed_on;
	int32_t extended_to;
	int32_t last_drawn_on;
	/* sets; bit n - 1 is condition n */
	uint16_t conditions_met;
	uint16_t conditions_failed;
	/* of all the amounts, as in option_right; not 0 if and only if an amount is not 0 */
	uint16_t currency;
	uint16_t reserved;
	uint32_t reserved_too;
} option_position_value;

_Static_assert(sizeof(option_position_value) == 128, "the bytes on disk are frozen");

#define OPTION_POSITION_NEVER_MIN INT32_MAX
#define OPTION_POSITION_NEVER_MAX INT32_MIN

#define OPTION_POSITION_CONDITIONS 16

/* enough for the longest text form, and its terminating zero */
#define OPTION_POSITION_TEXT_SIZE 768

#define OPTION_POSITION_WIRE_VERSION 1
#define OPTION_POSITION_WIRE_SIZE 125

/* in the order of the SQL enum innopart.option_event_kind */
typedef enum option_event_kind
{
	EVENT_NAMED,
	EVENT_GRANTED,
	EVENT_CONDITION_MET,
	EVENT_CONDITION_FAILED,
	EVENT_SUSPENDED,
	EVENT_RESUMED,
	EVENT_EXERCISED,
	EVENT_EXERCISE_REVERSED,
	EVENT_PARTLY_WAIVED,
	EVENT_WAIVED,
	EVENT_WINDOW_EXTENDED,
	EVENT_ASSIGNED_OUT,
	EVENT_ASSIGNED_IN,
	EVENT_CONTRACT_TERMINATED,
	EVENT_CAP_AMENDED
} option_event_kind;

#define OPTION_EVENT_KINDS (EVENT_CAP_AMENDED + 1)

/* the SQL enum's words, by option_event_kind */
extern const char *const option_event_kind_names[OPTION_EVENT_KINDS];

/* One event of the ledger, as far as it bears on a position. */
typedef struct option_event_value
{
	option_event_kind kind;
	int32_t effective_on;
	bool has_units;
	bool has_amount;
	bool has_condition;
	bool has_extension;
	int64_t units;
	int64_t amount;
	uint16_t currency; /* 0 = none given */
	int32_t condition_no;
	int32_t extended_to;
} option_event_value;

typedef enum option_position_sum
{
	POSITION_SUM_OK,
	POSITION_SUM_TOO_LARGE,
	POSITION_SUM_TWO_CURRENCIES
} option_position_sum;

extern option_position_value option_position_identity(void);
extern bool option_position_is_identity(const option_position_value *value);

/* Adds `more` to `into`; leaves `into` alone unless the answer is POSITION_SUM_OK. */
extern option_position_sum option_position_add(option_position_value *into,
											   const option_position_value *more);

/* The position without its units, or without its money: what a cap of the other kind counts of it. */
extern option_position_value option_position_counted_in(const option_position_value *value,
														bool units, bool money);

/* The position that one event amounts to, or false and the rule that the event breaks. */
extern bool option_event_position(const option_event_value *event, option_position_value *out,
								  const char **why);

/* what option_position_parse() says of numbers too large, to be told from a bad spelling */
extern const char option_position_count_out_of_range[];
extern const char option_position_units_out_of_range[];

extern bool option_position_parse(const char *text, size_t len, option_position_value *out,
								  const char **why);
/* Returns the length of the text, without its terminating zero. */
extern size_t option_position_format(const option_position_value *value,
									 char buf[OPTION_POSITION_TEXT_SIZE]);

extern bool option_position_validate(const option_position_value *value, const char **why);

/* The image on the wire, the same on every CPU. */
extern void option_position_encode(const option_position_value *value,
								   uint8_t bytes[OPTION_POSITION_WIRE_SIZE]);
extern bool option_position_decode(const uint8_t *bytes, size_t len, option_position_value *out,
								   const char **why);

/* Less than, equal to or greater than 0; 0 exactly when all bytes are equal. */
extern int option_position_compare(const option_position_value *a, const option_position_value *b);
/* Frozen, and the same on every CPU. */
extern uint64_t option_position_hash(const option_position_value *value, uint64_t seed);

#endif /* INNOPART_OPTION_POSITION_H */
