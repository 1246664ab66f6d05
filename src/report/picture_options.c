/*
 * src/report/picture_options.c
 *	  What is used and left of each shared ceiling and each live option, and until when; what is left
 *	  under a ceiling that several options share is striped.
 *	  Depends on picture.h, svg.h, human.h.
 */
#include "picture.h"

#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "human.h"
#include "message.h"
#include "svg.h"

#define SHOWN 20 /* of each; the SQL has it too */
#define LINE_HEIGHT 44
#define BAR_LEFT 308
#define BAR_RIGHT 524
#define BAR_HEIGHT 20
#define TOP 20
#define URGENT_DAYS 30
#define MILLION 1e6

/* one bar: a ceiling or a right, in units where it has a ceiling in units, else in money */
typedef struct bar
{
	char *title;
	char *remark; /* under the title */
	char *left_of;
	char *until; /* NULL: nothing to say */
	bool is_urgent;
	bool is_named; /* and not granted yet */
	bool has_ceiling;
	long sharers; /* live options under its ceiling, itself too; 0: it shares none */
	double used;  /* shares of the ceiling */
	double left;
} bar;

static bar bars[SHOWN];
static int bar_count;
static long total;

/* both questions give: title, two remarks, unit, ceiling, used, left, last day, days left, how many,
 * whether it counts units; that of rights moreover: exercisable, named only, how many share its cap */
#define IN_UNITS "max_units IS NOT NULL"

static const char cap_question[] =
	"WITH cap AS (SELECT cap_id, cap_title, partnership_title, count(DISTINCT holder_id) AS holders,"
	" max(unit_code) AS unit, max(cap_max_unit_count) AS max_units, max(cap_used_unit_count) AS used_units,"
	" max(cap_reserved_unit_count) AS left_units, max(currency) AS currency, max(cap_max_amount) AS"
	" max_amount, max(cap_used_amount) AS used_amount, max(cap_reserved_amount) AS left_amount"
	" FROM %1$s AS v WHERE row_kind = 'shared' GROUP BY cap_id, cap_title, partnership_title)"
	" SELECT cap_title, partnership_title, holders,"
	" CASE WHEN " IN_UNITS " THEN unit ELSE currency END,"
	" CASE WHEN " IN_UNITS " THEN max_units::numeric ELSE max_amount END AS ceiling,"
	" CASE WHEN " IN_UNITS " THEN used_units::numeric ELSE used_amount END AS used,"
	" CASE WHEN " IN_UNITS " THEN left_units::numeric ELSE left_amount END,"
	" NULL, NULL, count(*) OVER (), " IN_UNITS " FROM cap ORDER BY CASE WHEN " IN_UNITS
	" THEN used_units::float8 / nullif(max_units, 0)"
	" ELSE used_amount::float8 / nullif(max_amount, 0) END DESC NULLS LAST, cap_title, cap_id LIMIT 20";

static const char right_question[] =
	"WITH live AS (SELECT *, max_unit_count AS max_units,"
	" CASE WHEN cap_id IS NOT NULL THEN count(*) OVER (PARTITION BY cap_id) END AS sharers"
	" FROM %1$s AS v WHERE is_live)"
	" SELECT option_title, holder_name, state_label,"
	" CASE WHEN " IN_UNITS " THEN unit_code ELSE currency END,"
	" CASE WHEN " IN_UNITS " THEN max_units::numeric ELSE max_amount END,"
	" CASE WHEN " IN_UNITS " THEN exercised_unit_count::numeric ELSE exercised_amount END,"
	" CASE WHEN " IN_UNITS " THEN callable_unit_count::numeric ELSE callable_amount END,"
	" last_notice_on, days_left_count, count(*) OVER (), " IN_UNITS ", is_exercisable,"
	" state = 'named', sharers"
	" FROM live ORDER BY last_notice_on NULLS LAST, partnership_title, option_title, id LIMIT 20";

static const char ended_question[] =
	"SELECT state_label, count(*) FROM %1$s AS v WHERE NOT is_live GROUP BY state, state_label"
	" ORDER BY count(*) DESC, state";

/* 38 left of 40 units; 12.5 left of 500 million NOK, as eight noughts are not read but counted */
static char *
left_text(const cover *about, const rows *answer)
{
	double ceiling = rows_double(answer, 4), left = rows_double(answer, 6);
	bool is_units = rows_bool(answer, 10), is_millions = !is_units && ceiling >= 2 * MILLION;
	double unit = is_millions ? MILLION : 1;
	const char *name =
		is_units ? human_unit(rows_text(answer, 3), about->language) : rows_text(answer, 3);
	char *all =
		must_print("%s\xC2\xA0%s%s%s", human_share_of(ceiling, unit, ceiling, about->language),
				   is_millions ? word_in(WORD_MILLION, about->language) : "",
				   is_millions ? "\xC2\xA0" : "", name);
	char *text = sentence(about->language, WORD_LEFT_OF,
						  human_share_of(left > 0 ? left : 0, unit, ceiling, about->language), all);

	free(all);
	return text;
}

static char *
until_text(const cover *about, const rows *answer)
{
	char *days, *day, *both;

	if (rows_is_null(answer, 7))
		return must_copy(word_in(WORD_NO_END, about->language));
	/* nobody can act on what is not granted */
	if (rows_bool(answer, 12))
		return sentence(about->language, WORD_NOT_GRANTED, rows_text(answer, 7), "");
	days = sentence(about->language, rows_long(answer, 8) == 1 ? WORD_ONE_DAY_LEFT : WORD_DAYS_LEFT,
					human_number(rows_text(answer, 8), about->language), "");
	day = sentence(about->language, WORD_UNTIL, rows_text(answer, 7), "");
	both = must_print("%s, %s", day, days);
	free(day);
	free(days);
	return both;
}

static void
read_bar(const cover *about, const rows *answer, bool is_right)
{
	bar *one = &bars[bar_count++];
	double ceiling = rows_double(answer, 4);

	*one = (bar){ .title = must_copy(rows_text(answer, 0)), .has_ceiling = ceiling > 0 };
	if (is_right)
	{
		one->remark = must_print("%s \xC2\xB7 %s", rows_text(answer, 1), rows_text(answer, 2));
		one->until = until_text(about, answer);
		one->is_named = rows_bool(answer, 12);
		/* whoever cannot exercise has nothing to hurry with */
		one->is_urgent = rows_bool(answer, 11) && !rows_is_null(answer, 8) &&
						 rows_long(answer, 8) <= URGENT_DAYS;
		one->sharers = rows_is_null(answer, 13) ? 0 : rows_long(answer, 13);
		if (one->sharers < 2)
			one->sharers = 0;
	}
	else
	{
		char *holders = sentence(about->language, WORD_HOLDERS,
								 human_number(rows_text(answer, 2), about->language), "");

		/* the number first: what is cut is the end */
		one->remark = must_print("%s \xC2\xB7 %s", holders, rows_text(answer, 1));
		free(holders);
	}
	if (one->has_ceiling)
	{
		one->used = rows_double(answer, 5) / ceiling;
		one->left = rows_double(answer, 6) / ceiling;
		/* a ceiling that was lowered below what was used already is still a bar of full length */
		one->used = one->used < 0 ? 0 : one->used > 1 ? 1 : one->used;
		one->left = one->left < 0 ? 0 : one->left > 1 - one->used ? 1 - one->used : one->left;
		one->left_of = left_text(about, answer);
	}
	else
		one->left_of = must_copy(word_in(WORD_NO_CEILING, about->language));
	total = rows_long(answer, 9);
}

static void
forget_bars(void)
{
	for (int i = 0; i < bar_count; i++)
	{
		free(bars[i].title);
		free(bars[i].remark);
		free(bars[i].left_of);
		free(bars[i].until);
	}
	bar_count = 0;
	total = 0;
}

static bool
read_bars(const cover *about, const char *report_name, const char *question, bool is_right)
{
	rows answer;

	forget_bars();
	if (!picture_ask(&answer, about, report_name, question))
		return false;
	while (rows_next(&answer))
		read_bar(about, &answer, is_right);
	return true;
}

/* less than this is what doubles lose */
static double
rest_of(const bar *one)
{
	double rest = 1 - one->used - one->left;

	return one->has_ceiling && rest > 1e-9 ? rest : 0;
}

static void
draw_part(FILE *out, const char *class, double from, double share, double y)
{
	double length = BAR_RIGHT - BAR_LEFT;

	if (share <= 0)
		return;
	fprintf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>", class,
			BAR_LEFT + from * length, y, share * length, BAR_HEIGHT);
}

static void
draw_bar(FILE *out, const cover *about, const bar *one, double y)
{
	double length = BAR_RIGHT - BAR_LEFT;

	fputs("<g>", out);
	if (one->sharers > 0)
	{
		fputs("<title>", out);
		html_say_with(out, about->language, WORD_SHARED_BY,
					  human_count(one->sharers, about->language), "");
		fputs("</title>", out);
	}
	draw_part(out, "used", 0, one->used, y);
	draw_part(out, "left", one->used, one->left, y);
	if (one->sharers > 0 && one->left > 0)
		svg_stripes(out, BAR_LEFT + one->used * length, y, one->left * length, BAR_HEIGHT);
	draw_part(out, "rest", one->used + one->left, rest_of(one), y);
	fputs("</g>", out);
}

/* one unit for all bars: the share of the ceiling, as units and currencies differ */
static void
draw_scale(FILE *out, bool has_labels, double bottom)
{
	for (int percent = 0; percent <= 100; percent += 25)
	{
		double x = BAR_LEFT + (BAR_RIGHT - BAR_LEFT) * percent / 100.0;
		char label[16];

		snprintf(label, sizeof label, "%d\xC2\xA0%%", percent);
		fprintf(out, "<path class=\"grid\" d=\"M%.1f 16V%.1f\"/>", x, bottom);
		if (has_labels)
			svg_text(out, x, 11, 60, SVG_MIDDLE, "axis", label);
	}
	putc('\n', out);
}

static void
draw_bars(FILE *out, const cover *about, word title, word description)
{
	svg_rows rows = { SVG_WIDTH, TOP, LINE_HEIGHT, bar_count };

	for (int i = 0; i < bar_count; i++)
	{
		const bar *one = &bars[i];
		double y = TOP + 2 + i * LINE_HEIGHT;

		if (svg_rows_next(out, about->language, title, description, &rows, i))
			draw_scale(out, i == 0, svg_rows_height(&rows));
		svg_text(out, 0, y + 14, BAR_LEFT - 14, SVG_START, "strong", one->title);
		svg_text(out, 0, y + 31, BAR_LEFT - 14, SVG_START, "soft", one->remark);
		if (one->has_ceiling)
			draw_bar(out, about, one, y + 6);
		svg_text(out, BAR_RIGHT + 14, y + 14, SVG_WIDTH - BAR_RIGHT - 14, SVG_START, "",
				 one->left_of);
		if (one->until != NULL)
			svg_text(out, BAR_RIGHT + 14, y + 31, SVG_WIDTH - BAR_RIGHT - 14, SVG_START,
					 one->is_urgent ? "urgent strong" : "soft", one->until);
		putc('\n', out);
	}
	svg_close(out);
}

/* what the picture has, and nothing else */
static void
write_key(FILE *out, const cover *about, word rest)
{
	bool is_left = false, is_shared = false, is_rest = false;

	for (int i = 0; i < bar_count; i++)
	{
		is_left |= bars[i].left > 0 && bars[i].sharers == 0;
		is_shared |= bars[i].left > 0 && bars[i].sharers > 0;
		is_rest |= rest_of(&bars[i]) > 0;
	}
	picture_key_begin(out);
	picture_key(out, "used", word_in(WORD_KEY_USED, about->language));
	if (is_left)
		picture_key(out, "left", word_in(WORD_KEY_LEFT, about->language));
	if (is_shared)
		picture_key_striped(out, "left", word_in(WORD_KEY_SHARED_LEFT, about->language));
	if (is_rest)
		picture_key(out, "rest", word_in(rest, about->language));
	picture_key_end(out);
}

static void
write_remarks(FILE *out, const cover *about)
{
	bool is_shared = false, is_named = false;

	for (int i = 0; i < bar_count; i++)
	{
		is_shared |= bars[i].left > 0 && bars[i].sharers > 0;
		is_named |= bars[i].is_named;
	}
	if (is_shared)
		picture_caption_add(out, about, WORD_RIGHTS_SHARED);
	if (is_named)
		picture_caption_add(out, about, WORD_RIGHTS_NAMED);
}

static void
write_figure(FILE *out, const cover *about, const char *report_name, word title, word description,
			 word rest, word folded)
{
	fputs("<figure>\n", out);
	write_key(out, about, rest);
	picture_frame_begin(out, about, title);
	draw_bars(out, about, title, description);
	picture_frame_end(out);
	picture_caption_begin(out, about, description);
	write_remarks(out, about);
	if (total > SHOWN)
		picture_caption_more(out, about, folded, SHOWN, total);
	picture_caption_end(out, about, report_name);
}

static void
write_ended(FILE *out, const cover *about)
{
	rows answer;
	bool is_first = true;

	picture_ask(&answer, about, "option_status", ended_question);
	while (rows_next(&answer))
	{
		fputs(is_first ? "<p>" : ", ", out);
		if (is_first)
			html_say(out, about->language, WORD_ENDED);
		is_first = false;
		html_value(out, rows_text(&answer, 0), rows_length(&answer, 0));
		putc(' ', out);
		html_put(out, human_number(rows_text(&answer, 1), about->language));
	}
	if (!is_first)
		fputs(".</p>\n", out);
}

static void
write_title(FILE *out, const cover *about, word title)
{
	fputs("<h3>", out);
	html_say(out, about->language, title);
	fputs("</h3>\n", out);
}

void
picture_options(FILE *out, const cover *about)
{
	if (read_bars(about, "cap_utilisation", cap_question, false) && bar_count > 0)
	{
		write_title(out, about, WORD_CAPS);
		write_figure(out, about, "cap_utilisation", WORD_CAPS_TITLE, WORD_CAPS_DESCRIPTION,
					 WORD_KEY_FREE, WORD_FOLDED_CAPS);
	}
	if (!read_bars(about, "option_status", right_question, true))
		return;
	write_title(out, about, WORD_RIGHTS);
	if (bar_count > 0)
		write_figure(out, about, "option_status", WORD_RIGHTS_TITLE, WORD_RIGHTS_DESCRIPTION,
					 WORD_KEY_REST, WORD_FOLDED_RIGHTS);
	else
		picture_paragraph(out, about, WORD_NO_RIGHTS, "", "");
	write_ended(out, about);
	forget_bars();
}
