/*
 * test/unit/report_words.c
 *		The words of innopart-report: the same places to fill in every language, and a heading for
 *		every column that is shown.
 */
/* whole: they belong to a program, not to the cores that every unit test is linked with */
#include "report/words.c"
#include "report/headings.c"
#include "report/shape.c"

#include "tap.h"

static bool
has(const char *text, const char *mark)
{
	return strstr(text, mark) != NULL;
}

static void
test_sentences(void)
{
	for (int w = 0; w < WORD_COUNT; w++)
	{
		const char *english = word_in((word) w, LANGUAGE_EN);
		bool holds = english[0] != '\0';

		for (int l = LANGUAGE_NB; l < LANGUAGE_COUNT; l++)
		{
			const char *other = word_in((word) w, (language) l);

			holds &= other[0] != '\0';
			holds &= has(english, "{1}") == has(other, "{1}");
			holds &= has(english, "{2}") == has(other, "{2}");
		}
		ok(holds, "the same places in three languages: %s", english);
	}
}

static void
test_headings(void)
{
	bool sorted = true, whole = true;

	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
	{
		sorted &= i == 0 || strcmp(headings[i - 1].column, headings[i].column) < 0;
		for (int l = 0; l < LANGUAGE_COUNT; l++)
			whole &= headings[i].text[l] != NULL && headings[i].text[l][0] != '\0';
	}
	ok(sorted, "headings in the order that a search needs");
	ok(whole, "headings in three languages");
}

static void
test_shapes(void)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
	{
		const report_shape *shape = &shapes[i];
		const char *name = shape->columns;
		bool holds = shape->place < CHAPTER_COUNT && shape_of(shape->name) == shape &&
					 (i == 0 || shape->place >= shapes[i - 1].place);

		for (int l = 0; l < LANGUAGE_COUNT; l++)
			holds &= shape->title[l] != NULL;
		while (*name != '\0')
		{
			size_t length = strcspn(name, " ");
			char column[64];

			snprintf(column, sizeof column, "%.*s", (int) length, name);
			if (heading_in(column, LANGUAGE_NN) == NULL)
			{
				diag("no heading for %s", column);
				holds = false;
			}
			name += length + strspn(name + length, " ");
		}
		/* every order ends in a key, so that the same data gives the same bytes */
		holds &= has(shape->order, "id") || has(shape->order, "option_right_id");
		ok(holds, "%s: title, order and headings", shape->name);
	}
	ok(shape_of("nonsense") == NULL, "a view of the user's own has no shape");
}

int
main(void)
{
	test_sentences();
	test_headings();
	test_shapes();
	return done_testing();
}
