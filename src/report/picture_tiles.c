/*
 * src/report/picture_tiles.c
 *	  The page's headline figures with their change in a quarter, and how much of the data is made up.
 *	  Depends on picture.h, html.h, human.h, message.h.
 */
#include "picture.h"

#include <stdlib.h>

#include "html.h"
#include "human.h"
#include "message.h"

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

#define TILES (sizeof tiles / sizeof *tiles)

static bool
ask_tile(rows *answer, const cover *about, size_t i)
{
	/* of one partnership alone the number of partnerships is no news */
	if (about->all->partnership != NULL && tiles[i].words == WORD_TILE_PARTNERSHIPS)
		return false;
	return picture_ask(answer, about, tiles[i].report_name, tiles[i].sql);
}

/* from here on reports answer for the day that lies so long before the report's */
static void
set_clock_back(const cover *about, const char *interval)
{
	const char *parameters[] = { about->as_of, interval };
	rows answer;

	rows_open(&answer, "the clock",
			  "SELECT set_config('innopart.as_of', ($1::date - $2::interval)::date::text, true)", 2,
			  parameters);
	while (rows_next(&answer))
		continue;
}

static void
read_past(const cover *about, long past[TILES])
{
	rows answer;

	set_clock_back(about, "3 months");
	for (size_t i = 0; i < TILES; i++)
	{
		if (!ask_tile(&answer, about, i))
			continue;
		while (rows_next(&answer))
			past[i] = rows_long(&answer, 0);
	}
	set_clock_back(about, "0");
}

static void
write_change(FILE *out, const cover *about, long change)
{
	char *signed_change = must_print("%s%s", change > 0 ? "+" : "\xE2\x88\x92",
									 human_count(labs(change), about->language));

	fputs(" <small>", out);
	if (change == 0)
		html_say(out, about->language, WORD_UNCHANGED);
	else
		html_say_with(out, about->language, WORD_CHANGE, signed_change, "");
	fputs("</small>", out);
	free(signed_change);
}

static void
write_tiles(FILE *out, const cover *about)
{
	long past[TILES] = { 0 };
	rows answer;

	read_past(about, past);
	fputs("<ul class=\"tiles\">\n", out);
	for (size_t i = 0; i < TILES; i++)
	{
		if (!ask_tile(&answer, about, i))
			continue;
		while (rows_next(&answer))
		{
			fputs("<li><b>", out);
			html_put(out, human_number(rows_text(&answer, 0), about->language));
			fputs("</b> ", out);
			html_say_with(out, about->language, tiles[i].words,
						  human_number(rows_text(&answer, 1), about->language), "");
			write_change(out, about, rows_long(&answer, 0) - past[i]);
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
