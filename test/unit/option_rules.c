/*
 * test/unit/option_rules.c
 *		The rules of option rights, without a server: every combination of what a state depends
 *		on, and random ledgers judged by a second, simpler set of rules.
 */
#include "option_rules.h"

#include <string.h>

#include "calendar.h"
#include "generate.h"
#include "money.h"
#include "tap.h"

static int32_t
random_below(int32_t limit)
{
	return (int32_t) generate_below((uint64_t) limit);
}

static bool
one_in(int32_t n)
{
	return random_below(n) == 0;
}

static int32_t
day(const char *text)
{
	int32_t number;
	const char *why;

	if (!calendar_parse(text, strlen(text), &number, &why))
		bail_out("%s: %s", text, why);
	return number;
}

static option_right_value
terms(const char *text)
{
	option_right_value value;
	const char *why;

	if (!option_right_parse(text, strlen(text), &value, &why))
		bail_out("%s: %s", text, why);
	return value;
}

static option_position_value
position(const char *text)
{
	option_position_value value;
	const char *why;

	if (!option_position_parse(text, strlen(text), &value, &why))
		bail_out("%s: %s", text, why);
	return value;
}

static uint16_t
currency(const char *text)
{
	uint16_t value = CURRENCY_NONE;
	const char *why;

	if (!currency_parse(text, 3, &value, &why))
		bail_out("%s: %s", text, why);
	return value;
}

/* --- every state ----------------------------------------------------------------------------- */

/* All that can decide a state, what decides first standing first. */
static const struct
{
	option_state state;
	option_reason reason;
} ingredient[] = {
	{ STATE_TERMINATED, REASON_CONTRACT_TERMINATED },
	{ STATE_ASSIGNED, REASON_ASSIGNED },
	{ STATE_WAIVED, REASON_WAIVED },
	{ STATE_EXHAUSTED, REASON_OWN_UNITS_USED },
	{ STATE_EXHAUSTED, REASON_OWN_AMOUNT_USED },
	{ STATE_EXHAUSTED, REASON_SHARED_UNITS_USED },
	{ STATE_EXHAUSTED, REASON_SHARED_AMOUNT_USED },
	{ STATE_LAPSED, REASON_WINDOW_CLOSED },
	{ STATE_LAPSED, REASON_NOTICE_DEADLINE_PASSED },
	{ STATE_LAPSED, REASON_CONDITION_FAILED },
	{ STATE_SUSPENDED, REASON_SUSPENDED },
	{ STATE_NAMED, REASON_NOT_GRANTED },
	{ STATE_CONDITIONAL, REASON_CONDITION_OPEN },
	{ STATE_NOT_YET_OPEN, REASON_WINDOW_NOT_OPEN },
	{ STATE_NOT_YET_OPEN, REASON_PHASE_NOT_REACHED },
	{ STATE_PARTLY_EXERCISED, REASON_PARTLY_DRAWN },
	{ STATE_EXERCISABLE, REASON_OPEN }, /* of which there is always a bit */
};

#define INGREDIENTS (int) (sizeof(ingredient) / sizeof(ingredient[0]))

/* Judges a right of which exactly the ingredients in the set hold. */
static bool
judge_mixture(unsigned set, option_state *state, option_reason *reason)
{
#define HAS(the_reason) (set >> index_of[the_reason] & 1u)
	static int index_of[OPTION_REASONS];
	option_right_value right = terms("max 10, max 100 NOK, 2020-01-01..2020-12-31, from purchase, "
									 "conditions 2");
	option_position_value so_far = position("named 2019-01-01, granted 2019-02-01, met 1 2");
	option_surroundings around = { true, phase_make(PHASE_PURCHASE, 0), true, 5, true, 5 };

	for (int i = 0; i < INGREDIENTS; i++)
		index_of[ingredient[i].reason] = i;

	if (HAS(REASON_CONTRACT_TERMINATED))
		so_far.terminated_on = day("2020-06-15");
	if (HAS(REASON_ASSIGNED))
		so_far.assigned_on = day("2020-06-15");
	if (HAS(REASON_WAIVED))
		so_far.waived_on = day("2020-06-15");
	if (HAS(REASON_PARTLY_DRAWN))
		so_far.drawn_units = 3;
	if (HAS(REASON_OWN_UNITS_USED))
		so_far.drawn_units = 10;
	if (HAS(REASON_OWN_AMOUNT_USED))
		so_far.drawn_amount = 100 * MONEY_SCALE;
	if (HAS(REASON_SHARED_UNITS_USED))
		around.shared_units_left = 0;
	if (HAS(REASON_SHARED_AMOUNT_USED))
		around.shared_amount_left = 0;
	if (HAS(REASON_NOTICE_DEADLINE_PASSED))
	{
		right.closes_on = day("2020-06-15");
		right.notice_days = 1;
	}
	if (HAS(REASON_WINDOW_CLOSED))
		right.closes_on = day("2020-06-14");
	if (HAS(REASON_CONDITION_FAILED))
		so_far.conditions_failed = 2;
	if (HAS(REASON_SUSPENDED))
		so_far.suspended_on = day("2020-06-15");
	if (HAS(REASON_NOT_GRANTED))
		so_far.granted_on = day("2020-06-16");
	if (HAS(REASON_CONDITION_OPEN))
		so_far.conditions_met = 1;
	if (HAS(REASON_WINDOW_NOT_OPEN))
		right.opens_on = day("2020-06-16");
	if (HAS(REASON_PHASE_NOT_REACHED))
		around.reached = phase_make(PHASE_DEVELOPMENT, 99);
	return option_judge(&right, &so_far, day("2020-06-15"), &around, state, reason);
#undef HAS
}

static void
test_every_combination(void)
{
	unsigned open = 1u << (INGREDIENTS - 1);
	bool decided_by[OPTION_REASONS] = { false };
	int wrong = 0;

	for (unsigned set = open; set < 2 * open; set++)
	{
		int first = 0;
		option_state state;
		option_reason reason;

		while ((set >> first & 1u) == 0)
			first++;
		if (!judge_mixture(set, &state, &reason) || state != ingredient[first].state ||
			reason != ingredient[first].reason)
			wrong++;
		else
			decided_by[reason] = true;
	}
	ok(wrong == 0, "in all %u combinations what stands first in the order of precedence decides",
	   open);
	for (int i = 0; i < INGREDIENTS; i++)
		ok(decided_by[ingredient[i].reason], "%s because of %s",
		   option_state_names[ingredient[i].state], option_reason_names[ingredient[i].reason]);
}

/* --- days ------------------------------------------------------------------------------------ */

/* The state and reason on a day, as "state/reason"; nothing shared, no phase reached. */
static const char *
judged(const char *right, const char *so_far, int32_t as_of)
{
	static char answer[64];
	static const option_surroundings nothing_around;
	option_right_value t = terms(right);
	option_position_value p = position(so_far);
	option_state state;
	option_reason reason;

	if (!option_judge(&t, &p, as_of, &nothing_around, &state, &reason))
		return "not begun";
	snprintf(answer, sizeof(answer), "%s/%s", option_state_names[state],
			 option_reason_names[reason]);
	return answer;
}

static void
test_days(void)
{
	static const struct
	{
		const char *right;
		const char *so_far;
		const char *as_of;
		const char *answer;
	} on[] = {
		{ "max 9, ..", "named 2020-01-02", "2020-01-01", "not begun" },
		{ "max 9, ..", "named 2020-01-02", "2020-01-02", "named/not_granted" },
		{ "max 9, ..", "granted 2020-01-02", "2020-01-01", "not begun" },
		{ "max 9, ..", "granted 2020-01-02", "2020-01-02", "exercisable/open" },
		{ "max 9, ..", "named 2020-01-01, granted 2020-01-03", "2020-01-02", "named/not_granted" },
		{ "max 9, ..", "drawn 9, waived 2020-01-01, failed 1", "2020-01-02", "not begun" },
		{ "max 9, ..", "granted 2020-01-01, waived 2020-01-03", "2020-01-02", "exercisable/open" },
		{ "max 9, ..", "granted 2020-01-01, waived 2020-01-03", "2020-01-03", "waived/waived" },
		{ "max 9, 2020-01-02..2020-01-03", "granted 2019-01-01", "2020-01-01",
		  "not_yet_open/window_not_open" },
		{ "max 9, 2020-01-02..2020-01-03", "granted 2019-01-01", "2020-01-02", "exercisable/open" },
		{ "max 9, 2020-01-02..2020-01-03", "granted 2019-01-01", "2020-01-03", "exercisable/open" },
		{ "max 9, 2020-01-02..2020-01-03", "granted 2019-01-01", "2020-01-04",
		  "lapsed/window_closed" },
		/* a Saturday; the Monday after it */
		{ "max 9, ..2022-01-01, next working day", "granted 2019-01-01", "2022-01-03",
		  "exercisable/open" },
		{ "max 9, ..2022-01-01, next working day", "granted 2019-01-01", "2022-01-04",
		  "lapsed/window_closed" },
		{ "max 9, ..2022-01-01, previous working day", "granted 2019-01-01", "2021-12-31",
		  "exercisable/open" },
		{ "max 9, ..2022-01-01, previous working day", "granted 2019-01-01", "2022-01-01",
		  "lapsed/notice_deadline_passed" },
		{ "max 9, ..2020-12-31, notice 90 days", "granted 2019-01-01", "2020-10-02",
		  "exercisable/open" },
		{ "max 9, ..2020-12-31, notice 90 days", "granted 2019-01-01", "2020-10-03",
		  "lapsed/notice_deadline_passed" },
		{ "max 9, ..2020-12-31, notice 90 days", "granted 2019-01-01", "2021-01-01",
		  "lapsed/window_closed" },
		{ "max 9, ..2020-12-31", "granted 2019-01-01, extended 2021-06-30", "2021-06-30",
		  "exercisable/open" },
		{ "max 9, ..2020-12-31", "granted 2019-01-01, extended 2021-06-30", "2021-07-01",
		  "lapsed/window_closed" },
		{ "max 9, ..2020-12-31", "granted 2019-01-01, extended 2020-06-30", "2020-12-31",
		  "exercisable/open" },
		{ "max 9, ..2020-12-31, notice 1 day", "granted 2019-01-01, extended 2021-06-30",
		  "2021-06-30", "lapsed/notice_deadline_passed" },
		{ "max 9, ..", "granted 2019-01-01, suspended 2020-02-01", "2020-01-31",
		  "exercisable/open" },
		{ "max 9, ..", "granted 2019-01-01, suspended 2020-02-01", "2020-02-01",
		  "suspended/suspended" },
		{ "max 9, ..", "granted 2019-01-01, suspended 2020-02-01, resumed 2020-03-01", "2020-02-29",
		  "suspended/suspended" },
		{ "max 9, ..", "granted 2019-01-01, suspended 2020-02-01, resumed 2020-03-01", "2020-03-01",
		  "exercisable/open" },
		{ "max 9, ..", "granted 2019-01-01, suspended 2020-02-01, resumed 2020-02-01", "2020-02-01",
		  "exercisable/open" },
		{ "max 9, ..", "granted 2019-01-01, suspended 2020-04-01, resumed 2020-03-01", "2020-04-01",
		  "suspended/suspended" },
		/* only mandatory conditions count */
		{ "max 9, .., conditions 1", "granted 2019-01-01, met 1, failed 2", "2020-01-01",
		  "exercisable/open" },
		{ "max 9, .., conditions 16", "granted 2019-01-01, met 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
		  "2020-01-01", "conditional/condition_open" },
		{ "max 9, .., conditions 16",
		  "granted 2019-01-01, met 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", "2020-01-01",
		  "exercisable/open" },
		{ "max 9, .., conditions 16", "granted 2019-01-01, failed 16", "2020-01-01",
		  "lapsed/condition_failed" },
		/* no phase reached at all */
		{ "max 9, .., from need", "granted 2019-01-01", "2020-01-01",
		  "not_yet_open/phase_not_reached" },
		/* what is left */
		{ "max 9, ..", "granted 2019-01-01, drawn 9, reversed 9", "2020-01-01",
		  "exercisable/open" },
		{ "max 9, ..", "granted 2019-01-01, drawn 9, raised 1", "2020-01-01",
		  "partly_exercised/partly_drawn" },
		{ "max 9, ..", "granted 2019-01-01, given up 9", "2020-01-01", "exhausted/own_units_used" },
		{ "max 9, ..", "granted 2019-01-01, drawn 100", "2020-01-01", "exhausted/own_units_used" },
		{ "max 9 NOK, ..", "granted 2019-01-01, drawn 100, drawn 8.9999 NOK", "2020-01-01",
		  "partly_exercised/partly_drawn" },
		{ "max 9 NOK, ..", "granted 2019-01-01, drawn 9 NOK", "2020-01-01",
		  "exhausted/own_amount_used" },
		{ "max 9 NOK, ..", "granted 2019-01-01, drawn 1 NOK", "2020-01-01",
		  "partly_exercised/partly_drawn" },
	};

	for (size_t i = 0; i < sizeof(on) / sizeof(on[0]); i++)
	{
		char what[256];

		snprintf(what, sizeof(what), "%s | %s | %s", on[i].right, on[i].so_far, on[i].as_of);
		is_text(judged(on[i].right, on[i].so_far, day(on[i].as_of)), on[i].answer, what);
	}
	is_text(judged("max 9, ..", "granted 2019-01-01", INT32_MAX), "exercisable/open",
			"at the end of time what has not happened has still not happened");
	is_text(judged("max 9, ..", "drawn 1", INT32_MAX), "not begun", "nor has it begun");
	is_text(judged("max 9, ..", "granted 2019-01-01, resumed 2020-01-01", INT32_MIN), "not begun",
			"nor had it at the beginning");
}

/* --- what is left ---------------------------------------------------------------------------- */

static void
test_headroom(void)
{
	option_right_value right = terms("max 40, max 100 NOK, ..");
	option_position_value so_far =
		position("drawn 10, drawn 30 NOK, reversed 4, reversed 12 NOK, given up 2, given up 5 NOK, "
				 "raised 7, raised 50.5 NOK");
	option_headroom left;

	ok(option_headroom_left(&right, &so_far, &left) && left.has_units && left.has_amount &&
		   left.units == 40 + 7 - 10 + 4 - 2 && left.amount == 1275000,
	   "ceiling + raised - drawn + reversed - given up");
	right = terms("max 40, ..");
	ok(option_headroom_left(&right, &so_far, &left) && left.has_units && !left.has_amount,
	   "no ceiling in money, so nothing to say of it");
	right = terms("max 40 NOK, ..");
	ok(option_headroom_left(&right, &so_far, &left) && !left.has_units && left.has_amount,
	   "no ceiling in units, so nothing to say of it");

	right = terms("max 9223372036854775807, ..");
	so_far = position("raised 1");
	ok(!option_headroom_left(&right, &so_far, &left) && left.units == INT64_MAX,
	   "too much to count");
	so_far = position("reversed 1");
	ok(!option_headroom_left(&right, &so_far, &left) && left.units == INT64_MAX,
	   "whichever sum it comes from");
	so_far = position("raised 9223372036854775807, drawn 9223372036854775807");
	ok(option_headroom_left(&right, &so_far, &left) && left.units == INT64_MAX,
	   "terms beyond 64 bits whose sum is not");
	so_far = position("raised 1, drawn 1, reversed 1, given up 1");
	ok(option_headroom_left(&right, &so_far, &left) && left.units == INT64_MAX,
	   "in whatever order they stand");
	so_far = position("reversed 9223372036854775807, raised 9223372036854775807, "
					  "given up 9223372036854775807, drawn 9223372036854775807");
	ok(option_headroom_left(&right, &so_far, &left) && left.units == INT64_MAX,
	   "all of them at their largest");
	right = terms("max 1, ..");
	so_far = position("raised 9223372036854775807, reversed 1");
	ok(!option_headroom_left(&right, &so_far, &left) && left.units == INT64_MAX,
	   "too much to count from the first step on");
	so_far = position("drawn 9223372036854775807, given up 9223372036854775807");
	ok(!option_headroom_left(&right, &so_far, &left) && left.units == INT64_MIN,
	   "too little to count");
	so_far = position("drawn 9223372036854775807, given up 9223372036854775807, "
					  "raised 9223372036854775807");
	ok(option_headroom_left(&right, &so_far, &left) && left.units == 1 - INT64_MAX,
	   "and raised back into what can be counted");
}

/* --- the code of a refusal where several would do -------------------------------------------- */

static const char *
refused(const char *right, const char *so_far, const char *on, option_event_kind kind,
		int64_t units, const char *extended_to)
{
	static const option_surroundings nothing_around;
	option_right_value t = terms(right);
	option_position_value p = position(so_far);
	option_event_value event;
	option_refusal refusal;

	memset(&event, 0, sizeof(event));
	event.kind = kind;
	event.effective_on = day(on);
	event.has_units = units != 0;
	event.units = units;
	event.has_extension = extended_to != NULL;
	event.extended_to = extended_to != NULL ? day(extended_to) : 0;
	refusal = option_refuse(&event, &t, &p, &nothing_around, false);
	return refusal == REFUSAL_NONE ? "legal" : option_refusal_names[refusal];
}

static void
test_codes(void)
{
	static const char right[] = "max 10, ..2020-12-31";
	static const char held[] = "granted 2019-01-01, drawn 4";

	is_text(refused(right, held, "2020-01-01", EVENT_PARTLY_WAIVED, 7, NULL), "over_own_units",
			"more given up than is left");
	is_text(refused(right, held, "2020-01-01", EVENT_PARTLY_WAIVED, 6, NULL), "bad_quantity",
			"all given up, in part");
	is_text(refused(right, held, "2020-01-01", EVENT_PARTLY_WAIVED, 5, NULL), "legal",
			"all but one given up");
	is_text(refused(right, held, "2020-12-31", EVENT_WINDOW_EXTENDED, 0, "9999-12-31"), "legal",
			"extended on the last day, to the last day there is");
	is_text(refused(right, held, "2021-01-01", EVENT_WINDOW_EXTENDED, 0, "9999-12-31"),
			"extension_after_lapse", "extended one day too late");
	is_text(refused(right, held, "2020-01-01", (option_event_kind) OPTION_EVENT_KINDS, 1, NULL),
			"not_granted", "what is unknown is refused");
}

/* --- random ledgers, judged twice ------------------------------------------------------------ */

/*
 * The second set of rules.  It remembers what a clerk would remember, event by event, and knows
 * nothing of positions, folds, masks or states.
 */
typedef struct clerk
{
	bool is_begun;
	bool is_granted;
	bool is_suspended;
	bool was_resumed;
	int32_t resumed_on;
	char end;			/* terminated, assigned, waived: t, a, w */
	char condition[17]; /* by number: met or failed, m or f */
	int64_t ceiling[2]; /* of units and of money, with raises; 0 = none */
	int64_t given_up[2];
	int64_t drawn[2]; /* net */
	int32_t closes_on;
	uint16_t currency; /* of the terms, or else of the first amount; 0 = not known yet */
} clerk;

static clerk
clerk_reads(const option_right_value *right)
{
	clerk c;

	memset(&c, 0, sizeof(c));
	c.ceiling[0] = right->max_units;
	c.ceiling[1] = right->max_amount;
	c.closes_on = right->closes_on;
	c.currency = right->currency;
	return c;
}

static int64_t
clerk_left(const clerk *c, int what)
{
	return c->ceiling[what] - c->given_up[what] - c->drawn[what];
}

static bool
clerk_sees_lapse(const clerk *c, const option_right_value *right, int32_t today)
{
	int32_t last = c->closes_on;

	if (last != CALENDAR_OPEN_END)
	{
		last -= right->notice_days;
		if (right->flags & OPTION_RIGHT_NEXT_WORKING_DAY)
			last = calendar_next_working_day(last);
		if (right->flags & OPTION_RIGHT_PREVIOUS_WORKING_DAY)
			last = calendar_previous_working_day(last);
		if (today > last)
			return true;
	}
	for (int number = 1; number <= right->conditions; number++)
	{
		if (c->condition[number] == 'f')
			return true;
	}
	return false;
}

static bool
clerk_sees_rest(const clerk *c, const option_right_value *right)
{
	return (right->max_units == 0 || clerk_left(c, 0) > 0) &&
		   (right->max_amount == 0 || clerk_left(c, 1) > 0);
}

/* Whether a draw may be made at all today. */
static bool
clerk_sees_open(const clerk *c, const option_right_value *right, const option_surroundings *around,
				int32_t today)
{
	for (int number = 1; number <= right->conditions; number++)
	{
		if (c->condition[number] != 'm')
			return false;
	}
	return c->is_granted && c->end == '\0' && !c->is_suspended && today >= right->opens_on &&
		   !clerk_sees_lapse(c, right, today) && clerk_sees_rest(c, right) &&
		   (right->from_kind == 0 ||
			(around->has_reached &&
			 around->reached >= phase_make(right->from_kind, right->from_stage))) &&
		   !(around->has_shared_units && around->shared_units_left <= 0) &&
		   !(around->has_shared_amount && around->shared_amount_left <= 0);
}

static bool
clerk_allows(const clerk *c, const option_right_value *right, const option_surroundings *around,
			 const option_event_value *event, bool by_succession)
{
	int32_t today = event->effective_on;
	int64_t quantity[2] = { event->has_units ? event->units : 0,
							event->has_amount ? event->amount : 0 };
	bool lapsed = clerk_sees_lapse(c, right, today);
	bool lives = c->is_begun && c->end == '\0' && !lapsed;
	bool has_quantity = quantity[0] >= 0 && quantity[1] >= 0 && quantity[0] + quantity[1] > 0;
	bool currency_fits =
		quantity[1] == 0 || (event->currency != CURRENCY_NONE &&
							 (c->currency == CURRENCY_NONE || event->currency == c->currency));
	bool has_ceilings =
		(quantity[0] == 0 || right->max_units > 0) && (quantity[1] == 0 || right->max_amount > 0);

	switch (event->kind)
	{
		case EVENT_NAMED:
		case EVENT_ASSIGNED_IN:
			return !c->is_begun && !lapsed;
		case EVENT_GRANTED:
			return !c->is_granted && c->end == '\0' && !lapsed && !c->is_suspended;
		case EVENT_CONDITION_MET:
		case EVENT_CONDITION_FAILED:
			return lives && event->has_condition && event->condition_no >= 1 &&
				   event->condition_no <= right->conditions &&
				   c->condition[event->condition_no] == '\0';
		case EVENT_SUSPENDED:
			return lives && !c->is_suspended && !(c->was_resumed && c->resumed_on == today);
		case EVENT_RESUMED:
			return c->is_begun && c->end == '\0' && c->is_suspended;
		case EVENT_EXERCISED:
			if (!clerk_sees_open(c, right, around, today) || !has_quantity || !currency_fits)
				return false;
			for (int what = 0; what < 2; what++)
			{
				bool has_own = c->ceiling[what] != 0;
				bool is_shared = what == 0 ? around->has_shared_units : around->has_shared_amount;
				int64_t shared = what == 0 ? around->shared_units_left : around->shared_amount_left;

				if ((has_own || is_shared) && quantity[what] == 0)
					return false;
				if (has_own && quantity[what] > clerk_left(c, what))
					return false;
				if (is_shared && quantity[what] > shared)
					return false;
			}
			if (quantity[0] < right->min_units)
				return false;
			if (right->flags & OPTION_RIGHT_INDIVISIBLE)
				return right->max_units > 0 ? quantity[0] == clerk_left(c, 0)
											: quantity[1] == clerk_left(c, 1);
			return true;
		case EVENT_EXERCISE_REVERSED:
			return c->is_granted && has_quantity && currency_fits && quantity[0] <= c->drawn[0] &&
				   quantity[1] <= c->drawn[1];
		case EVENT_PARTLY_WAIVED:
			return lives && c->is_granted && clerk_sees_rest(c, right) && has_quantity &&
				   has_ceilings && currency_fits &&
				   (right->max_units == 0 || quantity[0] < clerk_left(c, 0)) &&
				   (right->max_amount == 0 || quantity[1] < clerk_left(c, 1));
		case EVENT_WAIVED:
			return lives && c->is_granted && clerk_sees_rest(c, right);
		case EVENT_WINDOW_EXTENDED:
			return lives && c->is_granted && event->has_extension &&
				   c->closes_on != CALENDAR_OPEN_END && event->extended_to > c->closes_on &&
				   event->extended_to <= CALENDAR_DAY_MAX;
		case EVENT_ASSIGNED_OUT:
			return lives && c->is_granted && clerk_sees_rest(c, right) &&
				   (by_succession || (right->flags & OPTION_RIGHT_TRANSFERABLE));
		case EVENT_CONTRACT_TERMINATED:
			return c->is_begun && c->end == '\0';
		case EVENT_CAP_AMENDED:
			return lives && c->is_granted && has_quantity && has_ceilings && currency_fits;
	}
	return false;
}

static void
clerk_records(clerk *c, const option_event_value *event)
{
	int64_t quantity[2] = { event->has_units ? event->units : 0,
							event->has_amount ? event->amount : 0 };

	switch (event->kind)
	{
		case EVENT_NAMED:
			c->is_begun = true;
			break;
		case EVENT_GRANTED:
		case EVENT_ASSIGNED_IN:
			c->is_begun = c->is_granted = true;
			break;
		case EVENT_CONDITION_MET:
			c->condition[event->condition_no] = 'm';
			break;
		case EVENT_CONDITION_FAILED:
			c->condition[event->condition_no] = 'f';
			break;
		case EVENT_SUSPENDED:
			c->is_suspended = true;
			break;
		case EVENT_RESUMED:
			c->is_suspended = false;
			c->was_resumed = true;
			c->resumed_on = event->effective_on;
			break;
		case EVENT_WAIVED:
			c->end = 'w';
			break;
		case EVENT_ASSIGNED_OUT:
			c->end = 'a';
			break;
		case EVENT_CONTRACT_TERMINATED:
			c->end = 't';
			break;
		case EVENT_WINDOW_EXTENDED:
			c->closes_on = event->extended_to;
			break;
		case EVENT_EXERCISED:
		case EVENT_EXERCISE_REVERSED:
		case EVENT_PARTLY_WAIVED:
		case EVENT_CAP_AMENDED:
			if (quantity[1] != 0)
				c->currency = event->currency;
			for (int what = 0; what < 2; what++)
			{
				if (event->kind == EVENT_EXERCISED)
					c->drawn[what] += quantity[what];
				else if (event->kind == EVENT_EXERCISE_REVERSED)
					c->drawn[what] -= quantity[what];
				else if (event->kind == EVENT_PARTLY_WAIVED)
					c->given_up[what] += quantity[what];
				else
					c->ceiling[what] += quantity[what];
			}
			break;
	}
}

static option_right_value
random_terms(void)
{
	option_right_value right;
	const char *why;
	int32_t ceilings = 1 + random_below(3);

	memset(&right, 0, sizeof(right));
	if (ceilings & 1)
	{
		right.max_units = 1 + random_below(12);
		if (one_in(4))
			right.min_units = 1 + random_below((int32_t) right.max_units);
	}
	if (ceilings & 2)
	{
		right.max_amount = 1 + random_below(40);
		right.currency = currency("NOK");
	}
	right.opens_on = one_in(2) ? CALENDAR_OPEN_START : day("2020-01-05") + random_below(8);
	right.closes_on = one_in(4) ? CALENDAR_OPEN_END : day("2020-01-12") + random_below(40);
	if (one_in(3))
		right.notice_days = (uint16_t) random_below(6);
	if (one_in(3))
		right.flags |=
			one_in(2) ? OPTION_RIGHT_NEXT_WORKING_DAY : OPTION_RIGHT_PREVIOUS_WORKING_DAY;
	if (one_in(6))
		right.flags |= OPTION_RIGHT_INDIVISIBLE;
	if (one_in(3))
		right.flags |= OPTION_RIGHT_TRANSFERABLE;
	if (one_in(2))
		right.conditions = (uint8_t) random_below(3);
	if (one_in(5))
		right.from_kind = PHASE_PURCHASE;
	if (!option_right_validate(&right, &why))
		bail_out("generated terms: %s", why);
	return right;
}

static option_event_value
random_event(int32_t today)
{
	/* the first steps of a life more often than its ends, so that ledgers grow long */
	static const option_event_kind often[] = {
		EVENT_NAMED,	 EVENT_GRANTED,	  EVENT_GRANTED,		   EVENT_CONDITION_MET,
		EVENT_EXERCISED, EVENT_EXERCISED, EVENT_EXERCISE_REVERSED, EVENT_RESUMED
	};
	option_event_value event;

	memset(&event, 0, sizeof(event));
	event.kind = one_in(2) ? often[random_below(sizeof(often) / sizeof(often[0]))]
						   : (option_event_kind) random_below(OPTION_EVENT_KINDS);
	if (!one_in(8) && (event.kind == EVENT_WAIVED || event.kind == EVENT_ASSIGNED_OUT ||
					   event.kind == EVENT_CONTRACT_TERMINATED))
		event.kind = EVENT_EXERCISED;
	event.effective_on = today;
	event.has_units = !one_in(4);
	event.units = random_below(8) - one_in(10);
	event.has_amount = one_in(2);
	event.amount = random_below(14) - one_in(10);
	event.currency = one_in(12) ? (one_in(2) ? currency("DKK") : CURRENCY_NONE) : currency("NOK");
	event.has_condition = !one_in(8);
	event.condition_no = random_below(4);
	event.has_extension = !one_in(8);
	event.extended_to = one_in(12) ? INT32_MAX : today + random_below(40) - 10;
	return event;
}

static option_surroundings
random_surroundings(void)
{
	option_surroundings around;

	memset(&around, 0, sizeof(around));
	around.has_reached = !one_in(4);
	around.reached = one_in(4) ? phase_make(PHASE_DEVELOPMENT, 2) : phase_make(PHASE_PURCHASE, 0);
	around.has_shared_units = one_in(5);
	around.shared_units_left = random_below(9) - 1;
	around.has_shared_amount = one_in(5);
	around.shared_amount_left = random_below(14) - 1;
	return around;
}

static void
test_random_ledgers(void)
{
	enum
	{
		LEDGERS = 20000,
		ATTEMPTS = 40
	};
	int64_t refused[OPTION_REFUSALS] = { 0 };
	int64_t accepted[OPTION_EVENT_KINDS] = { 0 };
	int64_t disagreements = 0;
	int64_t overdrawn = 0;
	int64_t wrong_state = 0;

	for (int ledger = 0; ledger < LEDGERS; ledger++)
	{
		option_right_value right = random_terms();
		option_position_value so_far = option_position_identity();
		clerk c = clerk_reads(&right);
		int32_t today = day("2020-01-01");

		for (int attempt = 0; attempt < ATTEMPTS; attempt++)
		{
			option_event_value event = random_event(today += random_below(3) == 0);
			option_surroundings around = random_surroundings();
			bool by_succession = one_in(3);
			option_refusal refusal = option_refuse(&event, &right, &so_far, &around, by_succession);
			option_position_value effect;
			option_headroom left;
			option_state state;
			option_reason reason;
			const char *why;
			bool is_open = option_judge(&right, &so_far, today, &around, &state, &reason) &&
						   (state == STATE_EXERCISABLE || state == STATE_PARTLY_EXERCISED);

			wrong_state += is_open != clerk_sees_open(&c, &right, &around, today);
			refused[refusal]++;
			if ((refusal == REFUSAL_NONE) !=
				clerk_allows(&c, &right, &around, &event, by_succession))
			{
				char text[OPTION_RIGHT_TEXT_SIZE];
				char held[OPTION_POSITION_TEXT_SIZE];

				if (disagreements++ == 0)
				{
					option_right_format(&right, text);
					option_position_format(&so_far, held);
					diag("%s of %d units, %d amount, day %d: %s | %s | %s",
						 option_event_kind_names[event.kind], (int) event.units, (int) event.amount,
						 today, refusal == REFUSAL_NONE ? "legal" : option_refusal_names[refusal],
						 text, held);
				}
			}
			if (refusal != REFUSAL_NONE)
				continue;
			accepted[event.kind]++;
			if (!option_event_position(&event, &effect, &why))
				bail_out("a legal event \"%s\" has no position: %s",
						 option_event_kind_names[event.kind], why);
			if (option_position_add(&so_far, &effect) != POSITION_SUM_OK)
				bail_out("a legal event does not add up");
			clerk_records(&c, &event);
			(void) option_headroom_left(&right, &so_far, &left);
			overdrawn += (left.has_units && left.units < 0) ||
						 (left.has_amount && left.amount < 0) ||
						 so_far.reversed_units > so_far.drawn_units ||
						 so_far.reversed_amount > so_far.drawn_amount;
		}
	}
	ok(disagreements == 0, "on %d attempts the clerk agrees about what is legal",
	   LEDGERS * ATTEMPTS);
	ok(wrong_state == 0, "and about when the right is open");
	ok(overdrawn == 0, "no ceiling is ever passed, and no more reversed than drawn");
	for (int code = 0; code < OPTION_REFUSALS; code++)
		ok(refused[code] > 0, "%lld times %s", (long long) refused[code],
		   code == REFUSAL_NONE ? "legal" : option_refusal_names[code]);
	for (int kind = 0; kind < OPTION_EVENT_KINDS; kind++)
		ok(accepted[kind] > 0, "%lld times recorded: %s", (long long) accepted[kind],
		   option_event_kind_names[kind]);
}

/* The words of every list are there, and differ. */
static void
test_words(void)
{
	bool distinct = true;

	for (int i = 0; i < OPTION_REASONS; i++)
	{
		for (int j = 0; j < i; j++)
			distinct &= strcmp(option_reason_names[i], option_reason_names[j]) != 0;
	}
	for (int i = 1; i < OPTION_REFUSALS; i++)
	{
		for (int j = 1; j < i; j++)
			distinct &= strcmp(option_refusal_names[i], option_refusal_names[j]) != 0;
	}
	ok(distinct, "no word stands for two things");
}

int
main(void)
{
	test_every_combination();
	test_days();
	test_headroom();
	test_codes();
	test_random_ledgers();
	test_words();
	return done_testing();
}
