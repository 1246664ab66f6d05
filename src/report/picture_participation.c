/*
 * src/report/picture_participation.c
 *	  Who took part in which phase, as a heat map.  Depends on picture.h, svg.h, human.h.
 */
#include "picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "human.h"
#include "message.h"
#include "svg.h"

#define LINES 30 /* organisations shown; the SQL has it too */
#define LINE_HEIGHT 26
#define LABEL_WIDTH 250
#define MOST_PHASES 12
#define CELL_MOST 84
#define PAD 10	/* beside a number */
#define TOP 126 /* room for headings that lean */
#define SHADES 5

typedef struct line
{
	char *name; /* NULL: all the others */
	long counts[MOST_PHASES];
	long total;
} line;

static char *phases[MOST_PHASES];
static long phase_orders[MOST_PHASES];
static int phase_count;
static line lines[LINES + 1];
static int line_count;
static long organisations;
static long most;

/* late stages of development are added up in the last that is shown: 407 is development.7 */
#define PHASE "CASE WHEN phase_order BETWEEN 407 AND 499 THEN 407 ELSE phase_order END"

/* phases that nobody took part in have a column too: that is what an empty column tells */
static const char phase_question[] =
	"SELECT " PHASE " AS place, min(phase_label) || CASE WHEN max(phase_order) > min(phase_order)"
	" THEN ' +' ELSE '' END FROM %1$s AS v WHERE phase_order IS NOT NULL GROUP BY place ORDER BY place"
	" LIMIT 12";

static const char question[] =
	"WITH cell AS (SELECT organisation_id, organisation_name, " PHASE " AS place,"
	" sum(participation_count)::bigint AS taken FROM %1$s AS v WHERE participation_count > 0"
	" GROUP BY organisation_id, organisation_name, place),"
	" summed AS (SELECT *, sum(taken) OVER (PARTITION BY organisation_id) AS total FROM cell),"
	" placed AS (SELECT *, dense_rank() OVER (ORDER BY total DESC, organisation_name,"
	" organisation_id) AS rank FROM summed)"
	" SELECT least(rank, 31) AS line, min(organisation_name) FILTER (WHERE rank <= 30), place,"
	" sum(taken)::bigint, (SELECT max(rank) FROM placed) FROM placed GROUP BY line, place"
	" ORDER BY line, place";

static bool
read_phases(const cover *about)
{
	rows answer;

	if (!picture_ask(&answer, about, "participation_matrix", phase_question))
		return false;
	while (rows_next(&answer))
	{
		phase_orders[phase_count] = rows_long(&answer, 0);
		phases[phase_count++] = must_copy(rows_text(&answer, 1));
	}
	return true;
}

static void
read_cells(const cover *about)
{
	rows answer;
	long last = 0;

	picture_ask(&answer, about, "participation_matrix", question);
	while (rows_next(&answer))
	{
		long taken = rows_long(&answer, 3);

		if (rows_long(&answer, 0) != last)
		{
			last = rows_long(&answer, 0);
			lines[line_count++].name =
				rows_is_null(&answer, 1) ? NULL : must_copy(rows_text(&answer, 1));
		}
		for (int i = 0; i < phase_count; i++)
		{
			if (phase_orders[i] == rows_long(&answer, 2))
				lines[line_count - 1].counts[i] = taken;
		}
		lines[line_count - 1].total += taken;
		/* all the others together would leave no shade for anybody */
		if (lines[line_count - 1].name != NULL && taken > most)
			most = taken;
		organisations = rows_long(&answer, 4);
	}
}

/* five shades, or as many as there are numbers */
static int
shade_of(long count)
{
	if (count >= most)
		return SHADES;
	return 1 + (int) ((count - 1) * SHADES / most);
}

static void
draw_cell(FILE *out, const cover *about, double x, double y, double width, long count)
{
	int shade = shade_of(count);

	if (count == 0)
	{
		fprintf(out, "<rect class=\"empty\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>\n",
				x + 0.5, y + 0.5, width - 1, LINE_HEIGHT - 1);
		return;
	}
	fprintf(out, "<rect class=\"p%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>", shade,
			x, y, width, LINE_HEIGHT);
	svg_text(out, x + width / 2, y + 17.5, width, SVG_MIDDLE, shade >= 4 ? "on4" : "on1",
			 human_count(count, about->language));
	putc('\n', out);
}

static void
draw_line(FILE *out, const cover *about, const line *one, double y, double cell, double end)
{
	if (one->name != NULL)
		svg_text(out, 0, y + 17.5, LABEL_WIDTH - 10, SVG_START, "", one->name);
	else
	{
		fprintf(out, "<text class=\"soft\" x=\"0\" y=\"%.1f\">", y + 17.5);
		html_say_with(out, about->language, WORD_OTHERS,
					  human_count(organisations - LINES, about->language), "");
		fputs("</text>", out);
	}
	for (int k = 0; k < phase_count; k++)
		draw_cell(out, about, LABEL_WIDTH + cell * k, y, cell, one->counts[k]);
	svg_text(out, end, y + 17.5, end, SVG_END, "soft", human_count(one->total, about->language));
	putc('\n', out);
}

static void
draw_head(FILE *out, const cover *about, double cell, double end)
{
	for (int i = 0; i < phase_count; i++)
		svg_text_turned(out, LABEL_WIDTH + cell * (i + 0.4), TOP - 6, 158, "", phases[i]);
	svg_text_turned(out, end - 12, TOP - 6, 130, "soft", word_in(WORD_ALL_PHASES, about->language));
}

static double
count_width(const cover *about, long count)
{
	return svg_text_width(human_count(count, about->language)) + PAD;
}

/* as wide as there is room for, and never too narrow for a number: a number that is cut is wrong */
static void
draw(FILE *out, const cover *about)
{
	svg_rows rows = { SVG_WIDTH, TOP, LINE_HEIGHT, line_count };
	double cell = (SVG_WIDTH - LABEL_WIDTH - 130.0) / (phase_count > 0 ? phase_count : 1);
	double totals = 0, end;

	cell = cell < CELL_MOST ? cell : CELL_MOST;
	for (int i = 0; i < line_count; i++)
	{
		for (int k = 0; k < phase_count; k++)
			cell = fmax(cell, count_width(about, lines[i].counts[k]));
		totals = fmax(totals, count_width(about, lines[i].total));
	}
	end = LABEL_WIDTH + cell * phase_count + PAD + totals;
	/* the last heading leans out to the right */
	rows.width = fmax(SVG_WIDTH, end + 70);
	for (int i = 0; i < line_count; i++)
	{
		svg_rows_next(out, about->language, WORD_HEAT_TITLE, WORD_HEAT_DESCRIPTION, &rows, i);
		if (i == 0)
			draw_head(out, about, cell, end);
		draw_line(out, about, &lines[i], TOP + i * LINE_HEIGHT, cell, end);
	}
	svg_close(out);
}

void
picture_participation(FILE *out, const cover *about)
{
	if (!read_phases(about))
		return;
	read_cells(about);
	if (line_count == 0)
	{
		picture_paragraph(out, about, WORD_NO_PARTICIPATION, "", "");
		return;
	}
	fputs("<figure>\n", out);
	picture_frame_begin(out, about, WORD_HEAT_TITLE);
	draw(out, about);
	picture_frame_end(out);
	picture_caption_begin(out, about, WORD_HEAT_DESCRIPTION);
	if (organisations > LINES)
		picture_caption_more(out, about, WORD_FOLDED_ORGANISATIONS, LINES, organisations);
	picture_caption_end(out, about, "participation_matrix");
}
