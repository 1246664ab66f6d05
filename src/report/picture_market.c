/*
 * src/report/picture_market.c
 *	  What lead and followers may buy together: how much market the followers add.  A ceiling that
 *	  they share is counted once.  One panel a unit or currency, as they are never added up.
 *	  Depends on picture.h, svg.h, human.h.
 */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "human.h"
#include "message.h"
#include "svg.h"

#define SHOWN 12 /* partnerships in a panel; the SQL has it too */
#define PANELS 6 /* and panels */
#define LINE_HEIGHT 32
#define BAR_LEFT 250
#define BAR_RIGHT 586
#define BAR_HEIGHT 20
#define TOP 20
#define MILLION 1e6

typedef struct bar
{
	char *title;
	char *times;	  /* NULL: the lead buys nothing to compare with */
	double lead;	  /* the most that the lead can buy */
	double followers; /* the most that the followers can */
	double all;		  /* the most that they can together: less than both where they share */
	bool is_cut;	  /* a shared ceiling lets them buy less than their rights add up to */
} bar;

static bar bars[SHOWN];
static int bar_count;
static bool is_money;
static char *code;
static long total;

static const char question[] =
	/* read once: it is no cheap view */
	"WITH market AS MATERIALIZED (SELECT * FROM %1$s AS v),"
	" value AS (SELECT false AS is_money, coalesce(unit_code, '') AS code, partnership_title, id,"
	" lead_bound_unit_count::numeric AS lead, follower_bound_unit_count::numeric AS followers,"
	" bound_unit_count::numeric AS bound,"
	" lead_max_unit_count + follower_max_unit_count AS summed FROM market WHERE bound_unit_count > 0 UNION ALL"
	" SELECT true, coalesce(currency, ''), partnership_title, id, lead_bound_amount,"
	" follower_bound_amount, bound_amount, lead_max_amount + follower_max_amount FROM market WHERE bound_amount > 0),"
	" placed AS (SELECT *, row_number() OVER w AS place, count(*) OVER (PARTITION BY is_money, code)"
	" AS panel_size FROM value WINDOW w AS (PARTITION BY is_money, code ORDER BY bound DESC,"
	" partnership_title, id)),"
	" panel AS (SELECT *, dense_rank() OVER (ORDER BY is_money, panel_size DESC, code) AS panel"
	" FROM placed)"
	" SELECT is_money, code, partnership_title, lead, followers, bound,"
	" round(bound / nullif(lead, 0), 1), panel_size, summed > bound,"
	" bool_or(lead + followers > bound) OVER (), bool_or(summed > bound) OVER () FROM panel WHERE place <= 12 AND"
	" panel <= 6 ORDER BY panel, place";

/* the longest step of 1, 2 or 5 times a power of ten that gives no more than six lines */
static double
step_of(double most)
{
	static const double steps[] = { 1, 2, 5 };

	for (double power = 1e-2;; power *= 10)
	{
		for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		{
			if (most <= 6 * steps[i] * power)
				return steps[i] * power;
		}
	}
}

static double
longest(void)
{
	double most = 0;

	for (int i = 0; i < bar_count; i++)
		most = bars[i].all > most ? bars[i].all : most;
	return most;
}

static void
draw_scale(FILE *out, const cover *about, double most, double unit, bool has_labels, double bottom)
{
	double step = step_of(most / unit);

	for (int i = 0; step * i <= most / unit * 1.001; i++)
	{
		double x = BAR_LEFT + (BAR_RIGHT - BAR_LEFT) * step * i * unit / most;
		char label[32];

		snprintf(label, sizeof label, "%.2f", step * i);
		fprintf(out, "<path class=\"grid\" d=\"M%.1f 16V%.1f\"/>", x, bottom);
		if (has_labels)
			svg_text(out, x, 11, 100, SVG_MIDDLE, "axis",
					 human_number_beside(label, most / unit, about->language));
	}
	putc('\n', out);
}

static void
draw_part(FILE *out, const char *class, double from, double to, double y)
{
	if (to > from)
		fprintf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>",
				class, from, y, to - from, BAR_HEIGHT);
}

/* the lead's alone, what either may take, the followers' alone; whole and once what they share */
static void
draw_bar(FILE *out, const cover *about, const bar *one, double y, double most, double unit)
{
	double scale = (BAR_RIGHT - BAR_LEFT) / most;
	double shared = BAR_LEFT + (one->all - one->followers) * scale;
	double followers = BAR_LEFT + one->lead * scale;
	double end = BAR_LEFT + one->all * scale;
	char *lead = must_copy(human_share_of(one->lead, unit, most, about->language));
	char *label;

	svg_text(out, 0, y + 14.5, BAR_LEFT - 14, SVG_START, "", one->title);
	fputs("<g><title>", out);
	html_say_with(out, about->language, WORD_MARKET_BAR, lead,
				  human_share_of(one->followers, unit, most, about->language));
	fputs("</title>", out);
	draw_part(out, "used", BAR_LEFT, shared, y);
	draw_part(out, "left", shared, end, y);
	/* less than this is what doubles lose */
	if (followers > shared + 0.05)
		svg_stripes(out, shared, y, followers - shared, BAR_HEIGHT);
	if (one->is_cut)
		fprintf(out, "<path class=\"bound\" d=\"M%.1f %.1fv%d\"/>", end, y - 4, BAR_HEIGHT + 8);
	fputs("</g>", out);
	label = must_print("%s%s%s", human_share_of(one->all, unit, most, about->language),
					   one->times != NULL ? " = " : "", one->times != NULL ? one->times : "");
	svg_text(out, end + 10, y + 14.5, SVG_WIDTH - BAR_RIGHT - 10, SVG_START, "soft beside", label);
	putc('\n', out);
	free(label);
	free(lead);
}

static void
draw_panel(FILE *out, const cover *about)
{
	double most = longest();
	double unit = is_money && most >= 2 * MILLION ? MILLION : 1;
	svg_rows rows = { SVG_WIDTH, TOP, LINE_HEIGHT, bar_count };
	const char *name = is_money ? code : human_unit(code, about->language);

	fputs("<h3>", out);
	html_say_with(out, about->language,
				  !is_money	 ? WORD_MARKET_UNITS
				  : unit > 1 ? WORD_MARKET_MILLIONS
							 : WORD_MARKET_AMOUNT,
				  name, "");
	fputs("</h3>\n", out);
	picture_frame_begin(out, about, WORD_MARKET_TITLE);
	for (int i = 0; i < bar_count; i++)
	{
		if (svg_rows_next(out, about->language, WORD_MARKET_TITLE, WORD_MARKET_DESCRIPTION, &rows,
						  i))
			draw_scale(out, about, most, unit, i == 0, svg_rows_height(&rows));
		draw_bar(out, about, &bars[i], TOP + 6 + i * LINE_HEIGHT, most, unit);
	}
	svg_close(out);
	picture_frame_end(out);
	if (total > SHOWN)
	{
		char all[64];

		snprintf(all, sizeof all, "%s", human_count(total, about->language));
		picture_paragraph(out, about, WORD_FOLDED_MARKET, human_count(SHOWN, about->language), all);
	}
}

static void
forget_panel(void)
{
	for (int i = 0; i < bar_count; i++)
	{
		free(bars[i].title);
		free(bars[i].times);
	}
	bar_count = 0;
	free(code);
	code = NULL;
}

static char *
times_text(const cover *about, const rows *answer)
{
	if (rows_is_null(answer, 6))
		return NULL;
	return sentence(about->language, WORD_TIMES,
					human_number(rows_text(answer, 6), about->language), "");
}

/* what the panels have, and nothing else */
static void
begin_figure(FILE *out, const cover *about, bool is_shared, bool is_cut)
{
	fputs("<figure>\n", out);
	picture_key_begin(out);
	picture_key(out, "used", word_in(WORD_KEY_LEAD, about->language));
	if (is_shared)
		picture_key_striped(out, "left", word_in(WORD_KEY_EITHER, about->language));
	picture_key(out, "left", word_in(WORD_KEY_FOLLOWERS, about->language));
	if (is_cut)
		picture_key(out, "key-bound", word_in(WORD_KEY_BOUND, about->language));
	picture_key_end(out);
}

void
picture_market(FILE *out, const cover *about)
{
	rows answer;
	bool is_any = false;

	if (!picture_ask(&answer, about, "market", question))
		return;
	while (rows_next(&answer))
	{
		bool is_next = code == NULL || rows_bool(&answer, 0) != is_money ||
					   strcmp(rows_text(&answer, 1), code) != 0;

		if (is_next)
		{
			if (is_any)
				draw_panel(out, about);
			else
				begin_figure(out, about, rows_bool(&answer, 9), rows_bool(&answer, 10));
			is_any = true;
			forget_panel();
			is_money = rows_bool(&answer, 0);
			code = must_copy(rows_text(&answer, 1));
			total = rows_long(&answer, 7);
		}
		bars[bar_count++] = (bar){ .title = must_copy(rows_text(&answer, 2)),
								   .times = times_text(about, &answer),
								   .lead = rows_double(&answer, 3),
								   .followers = rows_double(&answer, 4),
								   .all = rows_double(&answer, 5),
								   .is_cut = rows_bool(&answer, 8) };
	}
	if (!is_any)
	{
		picture_paragraph(out, about, WORD_NO_MARKET, "", "");
		return;
	}
	draw_panel(out, about);
	forget_panel();
	picture_caption_begin(out, about, WORD_MARKET_DESCRIPTION);
	picture_caption_end(out, about, "market");
}
