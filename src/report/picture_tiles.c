/*
 * src/report/picture_tiles.c
 *	  The page's headline figures, and how much of the data is made up.
 *	  Depends on picture.h, html.h, human.h.
 */
#include "picture.h"

#include <stdlib.h>

#include "html.h"
#include "human.h"

/* each question gives the figure and, where the words have a place for it, what it is part of */
static const struct
{
	const char *report_name;
	word words;
	const char *sql;
} tiles[] = {
	{ "partnership_overview", WORD_TILE_PARTNERSHIPS,
	  "SELECT count(*) FILTER (WHERE stage_code IN ('planned', 'need', 'dialogue', 'competition',"
	  " 'partnership', 'purchase')), count(*) FROM %s AS v" },
	{ "participation_matrix", WORD_TILE_ORGANISATIONS,
	  "SELECT count(DISTINCT organisation_id), NULL FROM %s AS v WHERE participation_count > 0" },
	{ "lesson_reuse", WORD_TILE_LESSONS,
	  "SELECT count(*) FILTER (WHERE is_reused), count(*) FROM %s AS v" },
	{ "option_status", WORD_TILE_OPTIONS,
	  "SELECT count(*) FILTER (WHERE is_exercisable), count(*) FILTER (WHERE is_live) FROM %s AS v" },
	{ "option_deadlines", WORD_TILE_DEADLINES,
	  "SELECT count(*), NULL FROM %s AS v WHERE days_left_count BETWEEN 0 AND 180" },
};

static void
write_tiles(FILE *out, const cover *about)
{
	rows answer;

	fputs("<ul class=\"tiles\">\n", out);
	for (size_t i = 0; i < sizeof tiles / sizeof *tiles; i++)
	{
		if (!picture_ask(&answer, about, tiles[i].report_name, tiles[i].sql))
			continue;
		while (rows_next(&answer))
		{
			fputs("<li><b>", out);
			html_put(out, human_number(rows_text(&answer, 0), about->language));
			fputs("</b> ", out);
			html_say_with(out, about->language, tiles[i].words,
						  human_number(rows_text(&answer, 1), about->language), "");
			fputs("</li>\n", out);
		}
	}
	fputs("</ul>\n", out);
}

/* "3 of 40", in memory of its own */
static char *
share(const rows *answer, int part, int whole, language into)
{
	return sentence(into, WORD_OF_COUNT, human_number(rows_text(answer, part), into),
					human_number(rows_text(answer, whole), into));
}

static void
write_made_up(FILE *out, const cover *about)
{
	rows answer;

	if (about->all->no_illustrative ||
		!picture_ask(&answer, about, "data_status",
					 "SELECT illustrative_option_event_count, option_event_count,"
					 " illustrative_participant_count, participant_count FROM %s AS v WHERE"
					 " illustrative_option_event_count + illustrative_participant_count > 0"))
		return;
	while (rows_next(&answer))
	{
		char *events = share(&answer, 0, 1, about->language);
		char *participations = share(&answer, 2, 3, about->language);

		fputs("<p class=\"note\">", out);
		html_say_with(out, about->language, WORD_SOME_ILLUSTRATIVE, events, participations);
		fputs("</p>\n", out);
		free(events);
		free(participations);
	}
}

void
picture_tiles(FILE *out, const cover *about)
{
	write_tiles(out, about);
	write_made_up(out, about);
}
