/*
 * src/option_rules.h
 *		Where a right stands, why, how much is left of it, and which event may come next.
 *
 * Depends on: option_position.h, option_right.h, phase.h.
 *
 * The heart of innopart: every view, trigger and report that speaks of the state of an option
 * right asks these functions, so that there is one answer.
 */
#ifndef INNOPART_OPTION_RULES_H
#define INNOPART_OPTION_RULES_H

#include "option_position.h"
#include "option_right.h"
#include "phase.h"

/* in the order of the SQL enum innopart.option_state */
typedef enum option_state
{
	STATE_NAMED,
	STATE_CONDITIONAL,
	STATE_NOT_YET_OPEN,
	STATE_EXERCISABLE,
	STATE_PARTLY_EXERCISED,
	STATE_SUSPENDED,
	STATE_EXHAUSTED,
	STATE_LAPSED,
	STATE_WAIVED,
	STATE_ASSIGNED,
	STATE_TERMINATED
} option_state;

#define OPTION_STATES (STATE_TERMINATED + 1)

/* Why a right is in its state.  REASON_OPEN also stands for "nothing is in the way". */
typedef enum option_reason
{
	REASON_OPEN,
	REASON_PARTLY_DRAWN,
	REASON_CONTRACT_TERMINATED,
	REASON_ASSIGNED,
	REASON_WAIVED,
	REASON_OWN_UNITS_USED,
	REASON_OWN_AMOUNT_USED,
	REASON_SHARED_UNITS_USED,
	REASON_SHARED_AMOUNT_USED,
	REASON_WINDOW_CLOSED,
	REASON_NOTICE_DEADLINE_PASSED,
	REASON_CONDITION_FAILED,
	REASON_SUSPENDED,
	REASON_NOT_GRANTED,
	REASON_CONDITION_OPEN,
	REASON_WINDOW_NOT_OPEN,
	REASON_PHASE_NOT_REACHED
} option_reason;

#define OPTION_REASONS (REASON_PHASE_NOT_REACHED + 1)

/* Why an event may not happen. */
typedef enum option_refusal
{
	REFUSAL_NONE,
	REFUSAL_NOT_GRANTED,
	REFUSAL_CONDITIONS_OPEN,
	REFUSAL_WINDOW_NOT_OPEN,
	REFUSAL_WINDOW_CLOSED,
	REFUSAL_PHASE_NOT_REACHED,
	REFUSAL_SUSPENDED,
	REFUSAL_OVER_OWN_UNITS,
	REFUSAL_OVER_OWN_AMOUNT,
	REFUSAL_OVER_SHARED_UNITS,
	REFUSAL_OVER_SHARED_AMOUNT,
	REFUSAL_RIGHT_WAIVED,
	REFUSAL_RIGHT_ASSIGNED,
	REFUSAL_CONTRACT_TERMINATED,
	REFUSAL_BELOW_MINIMUM,
	REFUSAL_INDIVISIBLE,
	REFUSAL_CONDITION_FAILED,
	REFUSAL_REVERSAL_EXCEEDS,
	REFUSAL_EXTENSION_AFTER_LAPSE,
	REFUSAL_CURRENCY_MISMATCH,
	REFUSAL_NOT_TRANSFERABLE,
	REFUSAL_ALREADY,
	REFUSAL_NOT_SUSPENDED,
	REFUSAL_BAD_QUANTITY,
	REFUSAL_BAD_CONDITION,
	REFUSAL_BAD_EXTENSION
} option_refusal;

#define OPTION_REFUSALS (REFUSAL_BAD_EXTENSION + 1)

/* the words that SQL sees; of REFUSAL_NONE there is none */
extern const char *const option_state_names[OPTION_STATES];
extern const char *const option_reason_names[OPTION_REASONS];
extern const char *const option_refusal_names[OPTION_REFUSALS];

/* What a right's state depends on besides its terms and its own events. */
typedef struct option_surroundings
{
	bool has_reached; /* false: no phase has been reached */
	phase_value reached;
	bool has_shared_units; /* false: no cap in units is shared */
	int64_t shared_units_left;
	bool has_shared_amount; /* false: no cap in money is shared */
	int64_t shared_amount_left;
} option_surroundings;

/* What is left of a right's own ceilings: ceiling + raised - drawn + reversed - given up. */
typedef struct option_headroom
{
	bool has_units; /* false: there is no ceiling in units */
	bool has_amount;
	int64_t units; /* may be negative, for a position can be the fold of some events only */
	int64_t amount;
} option_headroom;

/*
 * False when what is left does not fit an int64_t, which only raises near the type's own end can
 * bring about; then the nearest int64_t is given, so that a comparison is still right.
 */
extern bool option_headroom_left(const option_right_value *terms,
								 const option_position_value *so_far, option_headroom *left);

/*
 * The state on a day and the reason for it; false when the right was neither named nor granted by
 * then.  so_far is the fold of the events effective on or before that day.
 */
extern bool option_judge(const option_right_value *terms, const option_position_value *so_far,
						 int32_t as_of, const option_surroundings *around, option_state *state,
						 option_reason *reason);

/*
 * Why the event may not follow upon so_far, the fold of all events before it; or REFUSAL_NONE.
 * by_succession: the holder itself lives on in another body, as after a merger, which no term of
 * the right can forbid.
 */
extern option_refusal option_refuse(const option_event_value *event,
									const option_right_value *terms,
									const option_position_value *so_far,
									const option_surroundings *around, bool by_succession);

#endif /* INNOPART_OPTION_RULES_H */
