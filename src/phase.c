/*
 * src/phase.c
 *		A phase of an innovation partnership: text, order, and what may follow what.
 *
 * Depends on: text_scan.h and vocabulary.h; else nothing but the C library.
 */
#include "phase.h"

#include <stdio.h>
#include <string.h>

#include "text_scan.h"

/* An unnumbered phase has its whole label here, development what goes before its number. */
static const struct
{
	const char *name;
	const char *label[LABEL_LANGUAGE_COUNT];
} kinds[] = {
	[PHASE_NEED] = { "need", { "Needs assessment", "Behovskartlegging", "Behovskartlegging" } },
	[PHASE_DIALOGUE] = { "dialogue", { "Market dialogue", "Markedsdialog", "Marknadsdialog" } },
	[PHASE_COMPETITION] = { "competition", { "Competition", "Konkurranse", "Konkurranse" } },
	/* never "Fase N": that means three different things in three real partnerships */
	[PHASE_DEVELOPMENT] = { "development",
							{ "Development, stage ", "Utvikling, trinn ", "Utvikling, steg " } },
	[PHASE_PURCHASE] = { "purchase", { "Purchase", "Innkjøp", "Innkjøp" } },
	[PHASE_CLOSED] = { "closed", { "Closed", "Avsluttet", "Avslutta" } },
};

bool
phase_is_valid(int32_t value)
{
	int kind = phase_kind(value);
	int stage = phase_stage(value);

	if (value != phase_make(kind, stage) || kind < PHASE_NEED || kind > PHASE_CLOSED)
		return false;
	return kind == PHASE_DEVELOPMENT ? stage >= 1 && stage <= PHASE_STAGE_MAX : stage == 0;
}

/* The stage of development, after the word itself: a point and 1 to 99 without leading zero. */
static bool
parse_stage(text_scan *scan, int *stage, const char **why)
{
	size_t digits;

	if (!text_scan_take_char(scan, '.'))
	{
		*why = "A development phase names its stage: development.1 to development.99.";
		return false;
	}
	digits = text_scan_left(scan);
	*stage = 0;
	for (size_t i = 0; i < digits; i++)
	{
		if (!text_scan_is_digit(scan->at[i]) || i >= 2 || (i == 0 && scan->at[i] == '0'))
		{
			digits = 0;
			break;
		}
		*stage = *stage * 10 + (scan->at[i] - '0');
	}
	if (digits == 0)
	{
		*why = "A development stage is a whole number from 1 to 99, without leading zero.";
		return false;
	}
	scan->at = scan->end;
	return true;
}

bool
phase_parse(const char *text, size_t len, phase_value *out, const char **why)
{
	text_scan scan = text_scan_trimmed(text, len);

	if (!text_scan_at_end(&scan) && text_scan_is_digit(*scan.at))
	{
		*why = "A number alone is no phase: partnerships number their phases differently.";
		return false;
	}
	for (int kind = PHASE_NEED; kind <= PHASE_CLOSED; kind++)
	{
		int stage = 0;

		if (!text_scan_take_word(&scan, kinds[kind].name))
			continue;
		if (kind == PHASE_DEVELOPMENT && !parse_stage(&scan, &stage, why))
			return false;
		if (!text_scan_at_end(&scan))
			break;
		*out = phase_make(kind, stage);
		return true;
	}
	*why = "A phase is need, dialogue, competition, development.1 to development.99, purchase "
		   "or closed.";
	return false;
}

size_t
phase_format(phase_value phase, char buf[PHASE_TEXT_SIZE])
{
	const char *name = phase_kind_name(phase);

	if (phase_kind(phase) == PHASE_DEVELOPMENT)
		return (size_t) snprintf(buf, PHASE_TEXT_SIZE, "%s.%d", name, phase_stage(phase));
	return (size_t) snprintf(buf, PHASE_TEXT_SIZE, "%s", name);
}

size_t
phase_label(phase_value phase, label_language language, char buf[PHASE_LABEL_SIZE])
{
	const char *label = kinds[phase_kind(phase)].label[language];

	if (phase_kind(phase) == PHASE_DEVELOPMENT)
		return (size_t) snprintf(buf, PHASE_LABEL_SIZE, "%s%d", label, phase_stage(phase));
	return (size_t) snprintf(buf, PHASE_LABEL_SIZE, "%s", label);
}

const char *
phase_kind_name(phase_value phase)
{
	return kinds[phase_kind(phase)].name;
}

int32_t
phase_order(phase_value phase)
{
	return phase_kind(phase) * 100 + phase_stage(phase);
}

int32_t
phase_place(phase_value phase)
{
	int kind = phase_kind(phase);

	if (kind <= PHASE_DEVELOPMENT)
		return kind + phase_stage(phase) - (kind == PHASE_DEVELOPMENT);
	return kind - 1 + PHASE_STAGE_MAX;
}

bool
phase_successor(phase_value phase, phase_value *successor)
{
	int kind = phase_kind(phase);
	int stage = phase_stage(phase);

	if (kind == PHASE_CLOSED)
		return false;
	if (kind == PHASE_DEVELOPMENT && stage < PHASE_STAGE_MAX)
		*successor = phase_make(kind, stage + 1);
	else
		*successor = phase_make(kind + 1, kind + 1 == PHASE_DEVELOPMENT ? 1 : 0);
	return true;
}

/*
 * Directive 2014/24/EU Art. 31(2): phases follow the sequence of the steps in the research and
 * innovation process, so nothing is skipped after the notice, and nobody goes back from it.
 * Before the notice nothing binds: need and dialogue may alternate, and dialogue, which the law
 * does not demand, may be left out.  How many stages development has is the partnership's plan.
 * Any phase may be the last.
 */
bool
phase_may_follow(phase_value next, phase_value current)
{
	int next_kind = phase_kind(next);

	switch (phase_kind(current))
	{
		case PHASE_NEED:
			return next_kind == PHASE_DIALOGUE || next_kind == PHASE_COMPETITION ||
				   next_kind == PHASE_CLOSED;
		case PHASE_DIALOGUE:
			return next_kind == PHASE_NEED || next_kind == PHASE_COMPETITION ||
				   next_kind == PHASE_CLOSED;
		case PHASE_COMPETITION:
			return next == phase_make(PHASE_DEVELOPMENT, 1) || next_kind == PHASE_CLOSED;
		case PHASE_DEVELOPMENT:
			return (next_kind == PHASE_DEVELOPMENT &&
					phase_stage(next) == phase_stage(current) + 1) ||
				   next_kind == PHASE_PURCHASE || next_kind == PHASE_CLOSED;
		case PHASE_PURCHASE:
			return next_kind == PHASE_CLOSED;
		default:
			return false;
	}
}
