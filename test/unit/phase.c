/*
 * test/unit/phase.c
 *		The laws of phase, without a server.
 */
#include "phase.h"

#include <ctype.h>
#include <stdio.h>

#include "generate.h"
#include "tap.h"

#define COUNT 104

/* every phase and its text, made without the code under test */
static phase_value values[COUNT];
static char texts[COUNT][16];

static void
list_phases(void)
{
	static const char *const names[] = { "need", "dialogue", "competition",
										 NULL,	 "purchase", "closed" };
	int count = 0;

	for (int kind = 1; kind <= 6; kind++)
	{
		for (int stage = kind == 4 ? 1 : 0; stage <= (kind == 4 ? 99 : 0); stage++)
		{
			values[count] = kind * 65536 + stage;
			if (kind == 4)
				sprintf(texts[count], "development.%d", stage);
			else
				strcpy(texts[count], names[kind - 1]);
			count++;
		}
	}
	if (count != COUNT)
		bail_out("%d phases instead of %d", count, COUNT);
}

/* What the parser should make of text: the phase's place in the list, or -1. */
static int
expected_place(const char *text, size_t len)
{
	char lower[64];
	size_t from = 0;

	while (from < len && (text[from] == ' ' || (text[from] >= 9 && text[from] <= 13)))
		from++;
	while (len > from && (text[len - 1] == ' ' || (text[len - 1] >= 9 && text[len - 1] <= 13)))
		len--;
	if (len - from >= sizeof(lower) || memchr(text + from, '\0', len - from) != NULL)
		return -1;
	for (size_t i = from; i < len; i++)
		lower[i - from] = (char) (text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
	lower[len - from] = '\0';
	for (int i = 0; i < COUNT; i++)
	{
		if (strcmp(lower, texts[i]) == 0)
			return i;
	}
	return -1;
}

static bool
parses_as_expected(const char *text, size_t len)
{
	int place = expected_place(text, len);
	char *exact = generate_exact(text, len);
	phase_value phase = -1;
	const char *why = NULL;
	bool parsed = phase_parse(exact, len, &phase, &why);
	bool holds = place < 0 ? !parsed && why != NULL && why[strlen(why) - 1] == '.'
						   : parsed && phase == values[place];

	if (!holds)
		diag("\"%.*s\": parsed %d, expected place %d", (int) len, text, parsed, place);
	free(exact);
	return holds;
}

static void
test_text(void)
{
	bool round_trip = true;
	bool prefixes = true;
	bool spaces = true;
	bool mutants = true;
	long valid_mutants = 0;
	char text[64];

	for (int i = 0; i < COUNT; i++)
	{
		char buf[PHASE_TEXT_SIZE];
		size_t len = phase_format(values[i], buf);

		round_trip = round_trip && strcmp(buf, texts[i]) == 0 && len == strlen(buf) &&
					 parses_as_expected(buf, len);
		for (size_t cut = 0; cut <= len; cut++)
			prefixes = parses_as_expected(buf, cut) && prefixes;
		strcpy(text, " \t\n");
		strcat(text, texts[i]);
		strcat(text, "\r\f\v ");
		spaces = parses_as_expected(text, strlen(text)) && spaces;
		for (char *c = text; *c != '\0'; c++)
			*c = (char) toupper((unsigned char) *c);
		spaces = parses_as_expected(text, strlen(text)) && spaces;
	}
	ok(round_trip, "every phase is written as its text and read back");
	ok(prefixes, "every beginning of a phase's text is read or refused as it should be");
	ok(spaces, "white space around a phase and letter case do not matter");

	for (int round = 0; round < 200000; round++)
	{
		static const char alphabet[] = "ned.019 DEVLOPMTpurchasclog\t-+xX_";
		size_t len;

		strcpy(text, texts[generate_below(COUNT)]);
		len = strlen(text);
		for (int change = (int) generate_below(3); change >= 0; change--)
		{
			size_t at = generate_below(len + 1);

			switch (generate_below(3))
			{
				case 0:
					memmove(text + at + 1, text + at, len - at + 1);
					text[at] = alphabet[generate_below(sizeof(alphabet))];
					len++;
					break;
				case 1:
					if (at < len)
					{
						memmove(text + at, text + at + 1, len - at);
						len--;
					}
					break;
				default:
					if (at < len)
						text[at] = alphabet[generate_below(sizeof(alphabet))];
			}
		}
		valid_mutants += expected_place(text, len) >= 0;
		mutants = parses_as_expected(text, len) && mutants;
	}
	ok(mutants, "text one to three changes away from a phase is read or refused as it should be");
	diag("%ld of them are phases", valid_mutants);
	ok(valid_mutants > 1000 && valid_mutants < 199000, "the changed texts are of both kinds");

	for (int number = -1; number < 1000; number++)
	{
		sprintf(text, "%d", number);
		mutants = parses_as_expected(text, strlen(text)) && mutants;
		sprintf(text, "development.%d", number);
		mutants = parses_as_expected(text, strlen(text)) && mutants;
		sprintf(text, "development.%03d", number);
		mutants = parses_as_expected(text, strlen(text)) && mutants;
		sprintf(text, "development.4294967%03d", number);
		mutants = parses_as_expected(text, strlen(text)) && mutants;
	}
	ok(mutants, "bare numbers, leading zeros and stages out of range are refused");
}

static void
test_representation(void)
{
	long valid = 0;
	bool right = true;

	ok(phase_make(PHASE_NEED, 0) == 0x00010000 && phase_make(PHASE_DIALOGUE, 0) == 0x00020000 &&
		   phase_make(PHASE_COMPETITION, 0) == 0x00030000 &&
		   phase_make(PHASE_DEVELOPMENT, 1) == 0x00040001 &&
		   phase_make(PHASE_DEVELOPMENT, 99) == 0x00040063 &&
		   phase_make(PHASE_PURCHASE, 0) == 0x00050000 && phase_make(PHASE_CLOSED, 0) == 0x00060000,
	   "the integers that stand on disk are what they were");

	/* all integers of which the top byte is 0 or 1, and some of all others */
	for (int32_t value = -65536; value < 0x02000000; value++)
		valid += phase_is_valid(value);
	ok(valid == COUNT, "exactly 104 integers are phases");
	for (int round = 0; round < 1000000; round++)
	{
		int32_t value = (int32_t) (uint32_t) generate_bits();

		right = right && (!phase_is_valid(value) || (value >= 0x10000 && value <= 0x60000));
	}
	for (int i = 0; i < COUNT; i++)
	{
		right = right && phase_is_valid(values[i]) &&
				phase_make(phase_kind(values[i]), phase_stage(values[i])) == values[i];
		/* a bit set in the reserved byte makes it none */
		for (int bit = 24; bit < 32; bit++)
			right = right && !phase_is_valid((int32_t) ((uint32_t) values[i] | 1u << bit));
	}
	ok(right, "integers with reserved bits or out of range are no phases");
}

static void
test_order(void)
{
	bool line = true;
	bool pairs = true;
	phase_value next;

	for (int i = 0; i < COUNT; i++)
	{
		int order = phase_order(values[i]);
		int kind = values[i] / 65536;

		line = line && phase_place(values[i]) == i + 1 && order == kind * 100 + values[i] % 65536 &&
			   (i + 1 < COUNT ? phase_successor(values[i], &next) && next == values[i + 1]
							  : !phase_successor(values[i], &next));
		for (int j = 0; j < COUNT; j++)
			pairs = pairs && phase_compare(values[i], values[j]) == (i > j) - (i < j) &&
					(phase_order(values[j]) > order) == (j > i);
	}
	ok(line, "each phase has its place on the line, its order and its successor");
	ok(pairs, "every pair of phases compares as their places do, and so do their order numbers");
}

static void
test_hash(void)
{
	bool low_half = true;
	bool distinct = true;

	/* computed by another program from the definition in hash_mix.h */
	ok(phase_hash(0x10000, 0) == UINT64_C(0xd7a9bef8bee85f66) &&
		   phase_hash(0x10000, 1) == UINT64_C(0x03feae8afd411a9e) &&
		   phase_hash(0x40001, 0) == UINT64_C(0xf2749dc162797161) &&
		   phase_hash(0x40063, UINT64_MAX) == UINT64_C(0xb45665aa0a05be17) &&
		   phase_hash(0x60000, 0) == UINT64_C(0xed0265fe82b977ba),
	   "the hashes that partitions on disk depend on are what they were");
	for (int i = 0; i < COUNT; i++)
	{
		for (int j = 0; j < i; j++)
		{
			distinct = distinct &&
					   (uint32_t) phase_hash(values[i], 0) != (uint32_t) phase_hash(values[j], 0);
			low_half = low_half && phase_hash(values[i], 7) != phase_hash(values[j], 7);
		}
	}
	ok(distinct && low_half, "no two phases collide");
}

/* domain rules, written down once more without the code under test */
static bool
expected_to_follow(int next, int current)
{
	static const char *const before_notice[][2] = {
		{ "need", "dialogue" },		   { "need", "competition" },		   { "dialogue", "need" },
		{ "dialogue", "competition" }, { "competition", "development.1" },
	};

	if (strcmp(texts[current], "closed") == 0)
		return false;
	if (strcmp(texts[next], "closed") == 0)
		return true;
	if (strncmp(texts[current], "development.", 12) == 0)
		return next == current + 1 || strcmp(texts[next], "purchase") == 0;
	for (size_t i = 0; i < sizeof(before_notice) / sizeof(before_notice[0]); i++)
	{
		if (strcmp(texts[current], before_notice[i][0]) == 0 &&
			strcmp(texts[next], before_notice[i][1]) == 0)
			return true;
	}
	return false;
}

static void
test_transitions(void)
{
	bool right = true;
	int legal = 0;

	for (int current = 0; current < COUNT; current++)
	{
		for (int next = 0; next < COUNT; next++)
		{
			bool may = phase_may_follow(values[next], values[current]);

			legal += may;
			if (may != expected_to_follow(next, current))
			{
				diag("%s after %s: %d", texts[next], texts[current], may);
				right = false;
			}
		}
	}
	ok(right, "of all pairs of phases exactly the legal ones may follow each other");
	/* 3 + 3 + 2, 98 stages with 3, the last with 2, purchase with 1, closed with none */
	ok(legal == 3 + 3 + 2 + 98 * 3 + 2 + 1, "there are 305 legal steps");
}

static void
test_labels(void)
{
	char label[PHASE_LABEL_SIZE];
	bool right = true;

	for (int i = 0; i < COUNT; i++)
	{
		for (int language = 0; language < LABEL_LANGUAGE_COUNT; language++)
		{
			size_t len = phase_label(values[i], (label_language) language, label);

			/* snprintf tells what it would have written: a label cut short is longer than that */
			right = right && len == strlen(label) && len > 0 && strstr(label, "Fase") == NULL;
		}
	}
	ok(right, "every phase has a label in every language, and none is called Fase");
	phase_label(values[4], LABEL_NB, label);
	is_text(label, "Utvikling, trinn 2", "a stage of development in bokmål");
	phase_label(values[4], LABEL_NN, label);
	is_text(label, "Utvikling, steg 2", "a stage of development in nynorsk");
	phase_label(values[101], LABEL_EN, label);
	is_text(label, "Development, stage 99", "a stage of development in English");
}

int
main(void)
{
	list_phases();
	test_representation();
	test_text();
	test_order();
	test_hash();
	test_transitions();
	test_labels();
	return done_testing();
}
