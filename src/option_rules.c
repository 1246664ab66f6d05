/*
 * src/option_rules.c
 *		Where a right stands, why, how much is left of it, and which event may come next.
 *
 * Depends on: calendar.h, money.h, option_position.h, option_right.h, phase.h.
 */
#include "option_rules.h"

#include "calendar.h"
#include "money.h"

const char *const option_state_names[OPTION_STATES] = {
	[STATE_NAMED] = "named",
	[STATE_CONDITIONAL] = "conditional",
	[STATE_NOT_YET_OPEN] = "not_yet_open",
	[STATE_EXERCISABLE] = "exercisable",
	[STATE_PARTLY_EXERCISED] = "partly_exercised",
	[STATE_SUSPENDED] = "suspended",
	[STATE_EXHAUSTED] = "exhausted",
	[STATE_LAPSED] = "lapsed",
	[STATE_WAIVED] = "waived",
	[STATE_ASSIGNED] = "assigned",
	[STATE_TERMINATED] = "terminated",
};

const char *const option_reason_names[OPTION_REASONS] = {
	[REASON_OPEN] = "open",
	[REASON_PARTLY_DRAWN] = "partly_drawn",
	[REASON_CONTRACT_TERMINATED] = "contract_terminated",
	[REASON_ASSIGNED] = "assigned",
	[REASON_WAIVED] = "waived",
	[REASON_OWN_UNITS_USED] = "own_units_used",
	[REASON_OWN_AMOUNT_USED] = "own_amount_used",
	[REASON_SHARED_UNITS_USED] = "shared_units_used",
	[REASON_SHARED_AMOUNT_USED] = "shared_amount_used",
	[REASON_WINDOW_CLOSED] = "window_closed",
	[REASON_NOTICE_DEADLINE_PASSED] = "notice_deadline_passed",
	[REASON_CONDITION_FAILED] = "condition_failed",
	[REASON_SUSPENDED] = "suspended",
	[REASON_NOT_GRANTED] = "not_granted",
	[REASON_CONDITION_OPEN] = "condition_open",
	[REASON_WINDOW_NOT_OPEN] = "window_not_open",
	[REASON_PHASE_NOT_REACHED] = "phase_not_reached",
};

const char *const option_refusal_names[OPTION_REFUSALS] = {
	[REFUSAL_NONE] = NULL,
	[REFUSAL_NOT_GRANTED] = "not_granted",
	[REFUSAL_CONDITIONS_OPEN] = "conditions_open",
	[REFUSAL_WINDOW_NOT_OPEN] = "window_not_open",
	[REFUSAL_WINDOW_CLOSED] = "window_closed",
	[REFUSAL_PHASE_NOT_REACHED] = "phase_not_reached",
	[REFUSAL_SUSPENDED] = "suspended",
	[REFUSAL_OVER_OWN_UNITS] = "over_own_units",
	[REFUSAL_OVER_OWN_AMOUNT] = "over_own_amount",
	[REFUSAL_OVER_SHARED_UNITS] = "over_shared_units",
	[REFUSAL_OVER_SHARED_AMOUNT] = "over_shared_amount",
	[REFUSAL_RIGHT_WAIVED] = "right_waived",
	[REFUSAL_RIGHT_ASSIGNED] = "right_assigned",
	[REFUSAL_CONTRACT_TERMINATED] = "contract_terminated",
	[REFUSAL_BELOW_MINIMUM] = "below_minimum",
	[REFUSAL_INDIVISIBLE] = "indivisible",
	[REFUSAL_CONDITION_FAILED] = "condition_failed",
	[REFUSAL_REVERSAL_EXCEEDS] = "reversal_exceeds",
	[REFUSAL_EXTENSION_AFTER_LAPSE] = "extension_after_lapse",
	[REFUSAL_CURRENCY_MISMATCH] = "currency_mismatch",
	[REFUSAL_NOT_TRANSFERABLE] = "not_transferable",
	[REFUSAL_ALREADY] = "already",
	[REFUSAL_NOT_SUSPENDED] = "not_suspended",
	[REFUSAL_BAD_QUANTITY] = "bad_quantity",
	[REFUSAL_BAD_CONDITION] = "bad_condition",
	[REFUSAL_BAD_EXTENSION] = "bad_extension",
};

/* How an event that needs the right open is refused when the right is not. */
static const option_refusal refusal_for[OPTION_REASONS] = {
	[REASON_OPEN] = REFUSAL_NONE,
	[REASON_PARTLY_DRAWN] = REFUSAL_NONE,
	[REASON_CONTRACT_TERMINATED] = REFUSAL_CONTRACT_TERMINATED,
	[REASON_ASSIGNED] = REFUSAL_RIGHT_ASSIGNED,
	[REASON_WAIVED] = REFUSAL_RIGHT_WAIVED,
	[REASON_OWN_UNITS_USED] = REFUSAL_OVER_OWN_UNITS,
	[REASON_OWN_AMOUNT_USED] = REFUSAL_OVER_OWN_AMOUNT,
	[REASON_SHARED_UNITS_USED] = REFUSAL_OVER_SHARED_UNITS,
	[REASON_SHARED_AMOUNT_USED] = REFUSAL_OVER_SHARED_AMOUNT,
	[REASON_WINDOW_CLOSED] = REFUSAL_WINDOW_CLOSED,
	[REASON_NOTICE_DEADLINE_PASSED] = REFUSAL_WINDOW_CLOSED,
	[REASON_CONDITION_FAILED] = REFUSAL_CONDITION_FAILED,
	[REASON_SUSPENDED] = REFUSAL_SUSPENDED,
	[REASON_NOT_GRANTED] = REFUSAL_NOT_GRANTED,
	[REASON_CONDITION_OPEN] = REFUSAL_CONDITIONS_OPEN,
	[REASON_WINDOW_NOT_OPEN] = REFUSAL_WINDOW_NOT_OPEN,
	[REASON_PHASE_NOT_REACHED] = REFUSAL_PHASE_NOT_REACHED,
};

/* --- what is left ---------------------------------------------------------------------------- */

/*
 * ceiling + raised - drawn + reversed - given_up, none of which is negative.  Added in an order
 * in which a step leaves int64_t only when the whole sum does.
 */
static bool
left_of(int64_t ceiling, int64_t raised, int64_t drawn, int64_t reversed, int64_t given_up,
		int64_t *left)
{
	int64_t low = ceiling - given_up;
	int64_t high = reversed - drawn;

	if (low > high)
	{
		int64_t swap = low;

		low = high;
		high = swap;
	}
	/* overflows only where low, and so high, is positive: the rest cannot undo it */
	if (__builtin_add_overflow(low, raised, left))
	{
		*left = INT64_MAX;
		return false;
	}
	/* a negative high means a negative low: here too there is nothing left to undo it */
	if (__builtin_add_overflow(*left, high, left))
	{
		*left = high < 0 ? INT64_MIN : INT64_MAX;
		return false;
	}
	return true;
}

bool
option_headroom_left(const option_right_value *terms, const option_position_value *so_far,
					 option_headroom *left)
{
	bool fits = true;

	left->has_units = terms->max_units != 0;
	left->has_amount = terms->max_amount != 0;
	left->units = 0;
	left->amount = 0;
	if (left->has_units)
		fits &= left_of(terms->max_units, so_far->raised_units, so_far->drawn_units,
						so_far->reversed_units, so_far->waived_units, &left->units);
	if (left->has_amount)
		fits &= left_of(terms->max_amount, so_far->raised_amount, so_far->drawn_amount,
						so_far->reversed_amount, so_far->waived_amount, &left->amount);
	return fits;
}

/* --- state and reason ------------------------------------------------------------------------ */

static bool
happened_by(int32_t earliest, int32_t day)
{
	return earliest != OPTION_POSITION_NEVER_MIN && earliest <= day;
}

static bool
is_granted(const option_position_value *so_far, int32_t day)
{
	return happened_by(so_far->granted_on, day);
}

static bool
has_begun(const option_position_value *so_far, int32_t day)
{
	return happened_by(so_far->named_on, day) || is_granted(so_far, day);
}

/* On the day of a resumption the right is open again. */
static bool
is_suspended(const option_position_value *so_far, int32_t day)
{
	if (so_far->suspended_on == OPTION_POSITION_NEVER_MAX || so_far->suspended_on > day)
		return false;
	return so_far->resumed_on < so_far->suspended_on || so_far->resumed_on > day;
}

/* The last day of the window as it stands after extensions. */
static int32_t
closing_day(const option_right_value *terms, const option_position_value *so_far)
{
	return so_far->extended_to > terms->closes_on ? so_far->extended_to : terms->closes_on;
}

static uint16_t
mandatory_conditions(const option_right_value *terms)
{
	return (uint16_t) ((1u << terms->conditions) - 1);
}

/* Ends that an event brought about. */
static option_reason
final_reason(const option_position_value *so_far, int32_t day)
{
	if (happened_by(so_far->terminated_on, day))
		return REASON_CONTRACT_TERMINATED;
	if (happened_by(so_far->assigned_on, day))
		return REASON_ASSIGNED;
	if (happened_by(so_far->waived_on, day))
		return REASON_WAIVED;
	return REASON_OPEN;
}

static option_reason
own_use_reason(const option_right_value *terms, const option_position_value *so_far)
{
	option_headroom left;

	(void) option_headroom_left(terms, so_far, &left);
	if (left.has_units && left.units <= 0)
		return REASON_OWN_UNITS_USED;
	if (left.has_amount && left.amount <= 0)
		return REASON_OWN_AMOUNT_USED;
	return REASON_OPEN;
}

static option_reason
shared_use_reason(const option_surroundings *around)
{
	if (around->has_shared_units && around->shared_units_left <= 0)
		return REASON_SHARED_UNITS_USED;
	if (around->has_shared_amount && around->shared_amount_left <= 0)
		return REASON_SHARED_AMOUNT_USED;
	return REASON_OPEN;
}

/* The end that time, or a condition that can no longer be met, brings about by itself. */
static option_reason
lapse_reason(const option_right_value *terms, const option_position_value *so_far, int32_t day)
{
	if (day > option_right_last_day(terms, so_far->extended_to))
		return day > closing_day(terms, so_far) ? REASON_WINDOW_CLOSED
												: REASON_NOTICE_DEADLINE_PASSED;
	if (so_far->conditions_failed & mandatory_conditions(terms))
		return REASON_CONDITION_FAILED;
	return REASON_OPEN;
}

static bool
phase_is_reached(const option_right_value *terms, const option_surroundings *around)
{
	if (terms->from_kind == 0)
		return true;
	return around->has_reached &&
		   phase_compare(around->reached, phase_make(terms->from_kind, terms->from_stage)) >= 0;
}

bool
option_judge(const option_right_value *terms, const option_position_value *so_far, int32_t as_of,
			 const option_surroundings *around, option_state *state, option_reason *reason)
{
	uint16_t mandatory = mandatory_conditions(terms);

	if (!has_begun(so_far, as_of))
		return false;

	/* what has ended or used up the right comes before what holds it back */
	*reason = final_reason(so_far, as_of);
	if (*reason != REASON_OPEN)
	{
		*state = *reason == REASON_CONTRACT_TERMINATED ? STATE_TERMINATED
				 : *reason == REASON_ASSIGNED		   ? STATE_ASSIGNED
													   : STATE_WAIVED;
		return true;
	}
	*reason = own_use_reason(terms, so_far);
	if (*reason == REASON_OPEN)
		*reason = shared_use_reason(around);
	if (*reason != REASON_OPEN)
	{
		*state = STATE_EXHAUSTED;
		return true;
	}
	*reason = lapse_reason(terms, so_far, as_of);
	if (*reason != REASON_OPEN)
	{
		*state = STATE_LAPSED;
		return true;
	}

	if (is_suspended(so_far, as_of))
	{
		*state = STATE_SUSPENDED;
		*reason = REASON_SUSPENDED;
	}
	else if (!is_granted(so_far, as_of))
	{
		*state = STATE_NAMED;
		*reason = REASON_NOT_GRANTED;
	}
	else if ((so_far->conditions_met & mandatory) != mandatory)
	{
		*state = STATE_CONDITIONAL;
		*reason = REASON_CONDITION_OPEN;
	}
	else if (as_of < terms->opens_on)
	{
		*state = STATE_NOT_YET_OPEN;
		*reason = REASON_WINDOW_NOT_OPEN;
	}
	else if (!phase_is_reached(terms, around))
	{
		*state = STATE_NOT_YET_OPEN;
		*reason = REASON_PHASE_NOT_REACHED;
	}
	else if (so_far->drawn_units > so_far->reversed_units ||
			 so_far->drawn_amount > so_far->reversed_amount)
	{
		*state = STATE_PARTLY_EXERCISED;
		*reason = REASON_PARTLY_DRAWN;
	}
	else
	{
		*state = STATE_EXERCISABLE;
		*reason = REASON_OPEN;
	}
	return true;
}

/* --- what may happen next -------------------------------------------------------------------- */

/* Everything that a guard looks at. */
typedef struct attempt
{
	const option_event_value *event;
	const option_right_value *terms;
	const option_position_value *so_far;
	const option_surroundings *around;
	int32_t day;
	int64_t units; /* of the event; 0 = none */
	int64_t amount;
	bool by_succession;
} attempt;

/* The right has ended, be it by an event or by itself. */
static option_refusal
refuse_after_end(const attempt *a)
{
	option_reason reason = final_reason(a->so_far, a->day);

	if (reason == REASON_OPEN)
		reason = lapse_reason(a->terms, a->so_far, a->day);
	return refusal_for[reason];
}

/*
 * Nothing is left for the holder to dispose of.  A shared cap that others have used up does not
 * count here: one of their draws may yet be reversed.
 */
static option_refusal
refuse_without_rest(const attempt *a)
{
	option_refusal refusal = refuse_after_end(a);

	if (!is_granted(a->so_far, a->day))
		return REFUSAL_NOT_GRANTED;
	if (refusal != REFUSAL_NONE)
		return refusal;
	return refusal_for[own_use_reason(a->terms, a->so_far)];
}

/* Quantities of the event are in order by themselves: none negative, at least one of them given. */
static bool
has_quantity(const attempt *a)
{
	return a->units >= 0 && a->amount >= 0 && (a->units > 0 || a->amount > 0);
}

/* The event changes a ceiling that the terms do not have. */
static bool
misses_ceiling(const attempt *a)
{
	return (a->units > 0 && a->terms->max_units == 0) ||
		   (a->amount > 0 && a->terms->max_amount == 0);
}

static bool
has_other_currency(const attempt *a)
{
	uint16_t currency = a->event->currency;

	if (a->amount == 0)
		return false;
	if (!currency_is_known(currency))
		return true;
	return (a->terms->currency != CURRENCY_NONE && a->terms->currency != currency) ||
		   (a->so_far->currency != CURRENCY_NONE && a->so_far->currency != currency);
}

static option_refusal
refuse_birth(const attempt *a)
{
	if (!option_position_is_identity(a->so_far))
		return REFUSAL_ALREADY;
	/* a window that has closed cannot be offered or inherited */
	return refuse_after_end(a);
}

static option_refusal
refuse_grant(const attempt *a)
{
	option_refusal refusal = refuse_after_end(a);

	if (refusal != REFUSAL_NONE)
		return refusal;
	if (a->so_far->granted_on != OPTION_POSITION_NEVER_MIN)
		return REFUSAL_ALREADY;
	/* an interim stop forbids just this: to conclude the contract */
	return is_suspended(a->so_far, a->day) ? REFUSAL_SUSPENDED : REFUSAL_NONE;
}

static option_refusal
refuse_condition(const attempt *a)
{
	option_refusal refusal = refuse_after_end(a);
	int32_t number = a->event->condition_no;

	if (!has_begun(a->so_far, a->day))
		return REFUSAL_NOT_GRANTED;
	if (refusal != REFUSAL_NONE)
		return refusal;
	if (!a->event->has_condition || number < 1 || number > a->terms->conditions)
		return REFUSAL_BAD_CONDITION;
	if ((a->so_far->conditions_met | a->so_far->conditions_failed) & (1u << (number - 1)))
		return REFUSAL_ALREADY;
	return REFUSAL_NONE;
}

/*
 * A day is the finest the ledger can tell.  A right that was resumed today can therefore not be
 * suspended again before tomorrow.
 */
static option_refusal
refuse_suspension(const attempt *a)
{
	option_refusal refusal = refuse_after_end(a);

	if (!has_begun(a->so_far, a->day))
		return REFUSAL_NOT_GRANTED;
	if (refusal != REFUSAL_NONE)
		return refusal;
	if (is_suspended(a->so_far, a->day) || a->so_far->resumed_on == a->day)
		return REFUSAL_ALREADY;
	return REFUSAL_NONE;
}

static option_refusal
refuse_resumption(const attempt *a)
{
	option_reason end = final_reason(a->so_far, a->day);

	if (!has_begun(a->so_far, a->day))
		return REFUSAL_NOT_GRANTED;
	if (end != REASON_OPEN)
		return refusal_for[end];
	return is_suspended(a->so_far, a->day) ? REFUSAL_NONE : REFUSAL_NOT_SUSPENDED;
}

static option_refusal
refuse_exercise(const attempt *a)
{
	const option_surroundings *around = a->around;
	option_headroom left;
	option_state state;
	option_reason reason;
	/* a draw without units would slip past a shared cap in units */
	bool needs_units = a->terms->max_units != 0 || around->has_shared_units;
	bool needs_amount = a->terms->max_amount != 0 || around->has_shared_amount;

	if (!option_judge(a->terms, a->so_far, a->day, around, &state, &reason))
		return REFUSAL_NOT_GRANTED;
	if (refusal_for[reason] != REFUSAL_NONE)
		return refusal_for[reason];

	if (!has_quantity(a) || (needs_units && a->units == 0) || (needs_amount && a->amount == 0))
		return REFUSAL_BAD_QUANTITY;
	if (has_other_currency(a))
		return REFUSAL_CURRENCY_MISMATCH;
	if (a->units < a->terms->min_units)
		return REFUSAL_BELOW_MINIMUM;

	(void) option_headroom_left(a->terms, a->so_far, &left);
	if (left.has_units && a->units > left.units)
		return REFUSAL_OVER_OWN_UNITS;
	if (left.has_amount && a->amount > left.amount)
		return REFUSAL_OVER_OWN_AMOUNT;
	/* all or nothing; where units are counted, their price may come out lower than its ceiling */
	if ((a->terms->flags & OPTION_RIGHT_INDIVISIBLE) != 0 &&
		(left.has_units ? a->units < left.units : a->amount < left.amount))
		return REFUSAL_INDIVISIBLE;
	if (around->has_shared_units && a->units > around->shared_units_left)
		return REFUSAL_OVER_SHARED_UNITS;
	if (around->has_shared_amount && a->amount > around->shared_amount_left)
		return REFUSAL_OVER_SHARED_AMOUNT;
	return REFUSAL_NONE;
}

/*
 * Legal after the right's end too: a contract can be declared ineffective long afterwards.
 * Whether anything can then be drawn anew is for the state to say.
 */
static option_refusal
refuse_reversal(const attempt *a)
{
	const option_position_value *so_far = a->so_far;

	if (!is_granted(so_far, a->day))
		return REFUSAL_NOT_GRANTED;
	if (!has_quantity(a))
		return REFUSAL_BAD_QUANTITY;
	if (has_other_currency(a))
		return REFUSAL_CURRENCY_MISMATCH;
	if (!happened_by(so_far->first_drawn_on, a->day) ||
		a->units > so_far->drawn_units - so_far->reversed_units ||
		a->amount > so_far->drawn_amount - so_far->reversed_amount)
		return REFUSAL_REVERSAL_EXCEEDS;
	return REFUSAL_NONE;
}

static option_refusal
refuse_partial_waiver(const attempt *a)
{
	option_refusal refusal = refuse_without_rest(a);
	option_headroom left;

	if (refusal != REFUSAL_NONE)
		return refusal;
	if (!has_quantity(a) || misses_ceiling(a))
		return REFUSAL_BAD_QUANTITY;
	if (has_other_currency(a))
		return REFUSAL_CURRENCY_MISMATCH;
	(void) option_headroom_left(a->terms, a->so_far, &left);
	if (left.has_units && a->units > left.units)
		return REFUSAL_OVER_OWN_UNITS;
	if (left.has_amount && a->amount > left.amount)
		return REFUSAL_OVER_OWN_AMOUNT;
	/* who gives up everything waives the right */
	if ((left.has_units && a->units == left.units) || (left.has_amount && a->amount == left.amount))
		return REFUSAL_BAD_QUANTITY;
	return REFUSAL_NONE;
}

static option_refusal
refuse_extension(const attempt *a)
{
	option_reason end = final_reason(a->so_far, a->day);
	int32_t closes = closing_day(a->terms, a->so_far);

	if (!is_granted(a->so_far, a->day))
		return REFUSAL_NOT_GRANTED;
	if (end != REASON_OPEN)
		return refusal_for[end];
	end = lapse_reason(a->terms, a->so_far, a->day);
	if (end == REASON_CONDITION_FAILED)
		return REFUSAL_CONDITION_FAILED;
	/* to prolong what has ended is to award anew */
	if (end != REASON_OPEN)
		return REFUSAL_EXTENSION_AFTER_LAPSE;
	/* what has no end cannot be prolonged: no day is later than CALENDAR_OPEN_END */
	if (!a->event->has_extension || a->event->extended_to <= closes ||
		a->event->extended_to > CALENDAR_DAY_MAX)
		return REFUSAL_BAD_EXTENSION;
	return REFUSAL_NONE;
}

static option_refusal
refuse_assignment(const attempt *a)
{
	option_refusal refusal = refuse_without_rest(a);

	if (refusal != REFUSAL_NONE)
		return refusal;
	if ((a->terms->flags & OPTION_RIGHT_TRANSFERABLE) == 0 && !a->by_succession)
		return REFUSAL_NOT_TRANSFERABLE;
	return REFUSAL_NONE;
}

static option_refusal
refuse_termination(const attempt *a)
{
	option_reason end = final_reason(a->so_far, a->day);

	if (!has_begun(a->so_far, a->day))
		return REFUSAL_NOT_GRANTED;
	return end == REASON_CONTRACT_TERMINATED ? REFUSAL_ALREADY : refusal_for[end];
}

static option_refusal
refuse_raise(const attempt *a)
{
	option_refusal refusal = refuse_after_end(a);

	if (!is_granted(a->so_far, a->day))
		return REFUSAL_NOT_GRANTED;
	if (refusal != REFUSAL_NONE)
		return refusal;
	if (!has_quantity(a) || misses_ceiling(a))
		return REFUSAL_BAD_QUANTITY;
	return has_other_currency(a) ? REFUSAL_CURRENCY_MISMATCH : REFUSAL_NONE;
}

option_refusal
option_refuse(const option_event_value *event, const option_right_value *terms,
			  const option_position_value *so_far, const option_surroundings *around,
			  bool by_succession)
{
	attempt a = {
		.event = event,
		.terms = terms,
		.so_far = so_far,
		.around = around,
		.day = event->effective_on,
		.units = event->has_units ? event->units : 0,
		.amount = event->has_amount ? event->amount : 0,
		.by_succession = by_succession,
	};

	switch (event->kind)
	{
		case EVENT_NAMED:
		case EVENT_ASSIGNED_IN:
			return refuse_birth(&a);
		case EVENT_GRANTED:
			return refuse_grant(&a);
		case EVENT_CONDITION_MET:
		case EVENT_CONDITION_FAILED:
			return refuse_condition(&a);
		case EVENT_SUSPENDED:
			return refuse_suspension(&a);
		case EVENT_RESUMED:
			return refuse_resumption(&a);
		case EVENT_EXERCISED:
			return refuse_exercise(&a);
		case EVENT_EXERCISE_REVERSED:
			return refuse_reversal(&a);
		case EVENT_PARTLY_WAIVED:
			return refuse_partial_waiver(&a);
		case EVENT_WAIVED:
			return refuse_without_rest(&a);
		case EVENT_WINDOW_EXTENDED:
			return refuse_extension(&a);
		case EVENT_ASSIGNED_OUT:
			return refuse_assignment(&a);
		case EVENT_CONTRACT_TERMINATED:
			return refuse_termination(&a);
		case EVENT_CAP_AMENDED:
			return refuse_raise(&a);
	}
	return REFUSAL_NOT_GRANTED; /* an unknown kind, which nobody may record */
}
