/*
 * src/report/picture_timeline.c
 *	  Partnerships and their phases on a time line, with the day of the report.
 *	  Depends on picture.h, svg.h, human.h.
 */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "human.h"
#include "message.h"
#include "svg.h"

#define LINES 40 /* partnerships shown; the SQL has it too */
#define LINE_HEIGHT 30
#define BAR_HEIGHT 22
#define LABEL_WIDTH 262
#define TOP 20
#define OUTCOME_LEAST 60

/* one partnership's stay in one phase */
typedef struct stay
{
	char *partnership;
	char *title;
	char *phase;
	char *class;
	char *stage; /* of development, else empty */
	char *from_text;
	char *to_text; /* NULL while it runs */
	char *outcome; /* of a partnership that is closed, else NULL */
	long from;
	long to;
} stay;

static stay *stays;
static int stay_count;
static long total;

/* most recent news first decides who is shown; the oldest start decides who is on top */
static const char question[] =
	"WITH stay AS (SELECT id, partnership_id, partnership_title, phase_code, phase_label, entered_on,"
	" left_on, max(entered_on) OVER w AS latest, min(entered_on) OVER w AS first FROM %1$s AS v"
	" WINDOW w AS (PARTITION BY partnership_id)),"
	" placed AS (SELECT *, dense_rank() OVER (ORDER BY latest DESC, partnership_id) AS place FROM stay)"
	" SELECT partnership_id, partnership_title, phase_label, split_part(phase_code, '.', 1),"
	" entered_on, left_on, entered_on - DATE '2000-01-01',"
	" greatest(coalesce(left_on, innopart.as_of()), entered_on) - DATE '2000-01-01',"
	" (SELECT max(place) FROM placed), split_part(phase_code, '.', 2), (SELECT stage_label"
	" FROM %2$s.partnership_overview AS o WHERE o.id = placed.partnership_id AND o.phase_code ="
	" 'closed') FROM placed WHERE place <= 40 ORDER BY first, partnership_id, entered_on, id";

/* the ramp of the page: the later a phase, the stronger its colour */
static const char *
class_of(const char *kind)
{
	static const struct
	{
		const char *kind, *class;
	} ramp[] = { { "need", "p1" },		  { "dialogue", "p2" }, { "competition", "p3" },
				 { "development", "p4" }, { "purchase", "p5" }, { "closed", "p6" } };

	for (size_t i = 0; i < sizeof ramp / sizeof *ramp; i++)
	{
		if (strcmp(ramp[i].kind, kind) == 0)
			return ramp[i].class;
	}
	return "p6";
}

static bool
read_stays(const cover *about)
{
	rows answer;

	if (!picture_ask(&answer, about, "time_in_phase", question))
		return false;
	while (rows_next(&answer))
	{
		stays = must_grow(stays, (size_t) (stay_count + 1) * sizeof(stay));
		stays[stay_count++] =
			(stay){ .partnership = must_copy(rows_text(&answer, 0)),
					.title = must_copy(rows_text(&answer, 1)),
					.phase = must_copy(rows_text(&answer, 2)),
					.class = must_copy(class_of(rows_text(&answer, 3))),
					.stage = must_copy(rows_text(&answer, 9)),
					.from_text = must_copy(rows_text(&answer, 4)),
					.to_text = rows_is_null(&answer, 5) ? NULL : must_copy(rows_text(&answer, 5)),
					.outcome = rows_is_null(&answer, 10) ? NULL : must_copy(rows_text(&answer, 10)),
					.from = rows_long(&answer, 6),
					.to = rows_long(&answer, 7) };
		total = rows_long(&answer, 8);
	}
	return true;
}

static bool
begins_line(int i)
{
	return i == 0 || strcmp(stays[i].partnership, stays[i - 1].partnership) != 0;
}

static int
count_lines(void)
{
	int count = 0;

	for (int i = 0; i < stay_count; i++)
		count += begins_line(i);
	return count;
}

static void
draw_bar(FILE *out, const svg_days *axis, const stay *bar, double y)
{
	double x = svg_day(axis, bar->from), width = svg_day(axis, bar->to) - x;
	const char *ink =
		strcmp(bar->class, "p4") == 0 || strcmp(bar->class, "p5") == 0 ? "on4" : "on1";

	/* a phase of a day is still to be seen */
	if (width < 3)
		width = 3;
	fputs("<g><title>", out);
	html_put(out, bar->title);
	fputs(": ", out);
	html_put(out, bar->phase);
	fputs(", ", out);
	html_put(out, bar->from_text);
	fputs(" \xE2\x80\x93 ", out);
	html_put(out, bar->to_text != NULL ? bar->to_text : "");
	fprintf(
		out,
		"</title><rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
		bar->class, x, y, width, BAR_HEIGHT);
	if (svg_text_width(bar->phase) <= width - 10)
		svg_text(out, x + 5, y + 15.5, width - 8, SVG_START, ink, bar->phase);
	/* colours tell phases apart, but not the stages of development */
	else if (bar->stage[0] != '\0' && svg_text_width(bar->stage) <= width - 4)
		svg_text(out, x + width / 2, y + 15.5, width - 2, SVG_MIDDLE, ink, bar->stage);
	fputs("</g>\n", out);
}

/* why a line ends before the day of the report, where there is room to say it */
static void
draw_outcome(FILE *out, const svg_days *axis, const stay *last, double y)
{
	double x = svg_day(axis, last->to) + 8, room = axis->right - x;

	if (last->outcome != NULL && room >= OUTCOME_LEAST)
		svg_text(out, x, y + 15.5, room, SVG_START, "soft beside", last->outcome);
}

static void
draw_days(FILE *out, const svg_days *axis, long today, bool has_labels, double bottom)
{
	svg_days_draw(out, axis, has_labels, 2, bottom);
	fprintf(out, "<path class=\"today\" d=\"M%.1f 2V%.1f\"/>\n", svg_day(axis, today), bottom);
}

static void
draw(FILE *out, const cover *about, long today)
{
	/* no bar has its edge where paper may break */
	svg_rows rows = { SVG_WIDTH, TOP - 4, LINE_HEIGHT, count_lines() };
	svg_days axis = {
		.first = stays[0].from, .last = today, .left = LABEL_WIDTH, .right = SVG_WIDTH - 14
	};
	double height = svg_rows_height(&rows), y = TOP - LINE_HEIGHT;
	int line = -1;

	for (int i = 0; i < stay_count; i++)
	{
		axis.first = stays[i].from < axis.first ? stays[i].from : axis.first;
		axis.last = stays[i].to > axis.last ? stays[i].to : axis.last;
	}
	for (int i = 0; i < stay_count; i++)
	{
		if (begins_line(i))
		{
			y += LINE_HEIGHT;
			line++;
			if (svg_rows_next(out, about->language, WORD_TIMELINE_TITLE, WORD_TIMELINE_DESCRIPTION,
							  &rows, line))
				draw_days(out, &axis, today, line == 0, height);
			svg_text(out, 0, y + 15.5, LABEL_WIDTH - 12, SVG_START, "", stays[i].title);
			putc('\n', out);
		}
		draw_bar(out, &axis, &stays[i], y);
		if (i + 1 == stay_count || begins_line(i + 1))
			draw_outcome(out, &axis, &stays[i], y);
	}
	svg_close(out);
}

/* each phase once, in the order of the ramp, in the words of the database; the stages of development
 * share a colour, and are told apart by their words and numbers */
static void
write_key(FILE *out, const cover *about)
{
	static const char *const classes[] = { "p1", "p2", "p3", "p4", "p5", "p6" };

	picture_key_begin(out);
	for (size_t k = 0; k < sizeof classes / sizeof *classes; k++)
	{
		const stay *any = NULL;

		for (int i = 0; i < stay_count && any == NULL; i++)
		{
			if (strcmp(stays[i].class, classes[k]) == 0)
				any = &stays[i];
		}
		if (any != NULL)
			picture_key(out, classes[k],
						any->stage[0] != '\0' ? word_in(WORD_KEY_DEVELOPMENT, about->language)
											  : any->phase);
	}
	picture_key_end(out);
}

static long
day_of_report(const cover *about)
{
	rows answer;
	long day = 0;

	rows_open(&answer, "the day of the report", "SELECT innopart.as_of() - DATE '2000-01-01'", 0,
			  NULL);
	while (rows_next(&answer))
		day = rows_long(&answer, 0);
	(void) about;
	return day;
}

void
picture_timeline(FILE *out, const cover *about)
{
	if (!read_stays(about))
		return;
	if (stay_count == 0)
	{
		picture_paragraph(out, about, WORD_NO_PHASES, "", "");
		return;
	}
	fputs("<figure>\n", out);
	write_key(out, about);
	picture_frame_begin(out, about, WORD_TIMELINE_TITLE);
	draw(out, about, day_of_report(about));
	picture_frame_end(out);
	picture_caption_begin(out, about, WORD_TIMELINE_DESCRIPTION);
	picture_caption_add(out, about, WORD_TIMELINE_NARROW);
	if (total > LINES)
		picture_caption_more(out, about, WORD_FOLDED_PARTNERSHIPS, LINES, total);
	picture_caption_end(out, about, "time_in_phase");
}
