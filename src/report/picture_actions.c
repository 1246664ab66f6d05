/*
 * src/report/picture_actions.c
 *	  What needs action: deadlines, open conditions, silent followers, findings.  The most urgent
 *	  first, a few of each; the rest is in the tables.  Depends on picture.h, html.h, human.h.
 */
#include "picture.h"

#include <string.h>

#include "html.h"
#include "human.h"

#define SHOWN 8 /* of each kind; the SQL below has it as LIMIT */
#define URGENT_DAYS 30

static FILE *out;
static const cover *about;

static void
say(word which, const char *first, const char *second)
{
	html_say_with(out, about->language, which, first, second);
}

static void
bold(const rows *answer, int column)
{
	fputs("<strong>", out);
	html_value(out, rows_text(answer, column), rows_length(answer, column));
	fputs("</strong>", out);
}

/* a small remark: the partnership, mostly; a dot parts it for those who see no colours */
static void
aside(const rows *answer, int column)
{
	fputs(" <span>\xC2\xB7 ", out);
	html_value(out, rows_text(answer, column), rows_length(answer, column));
	fputs("</span>", out);
}

static void
mark_made_up(const rows *answer, int column)
{
	if (!rows_bool(answer, column))
		return;
	fputs(" <span class=\"mark\">", out);
	say(WORD_MADE_UP, "", "");
	fputs("</span>", out);
}

static void
open_item(bool is_urgent)
{
	fputs(is_urgent ? "<li class=\"urgent\">" : "<li>", out);
}

static void
write_days_left(long days)
{
	if (days == 0)
		say(WORD_LAST_DAY, "", "");
	else if (days == 1)
		say(WORD_ONE_DAY_LEFT, "", "");
	else
		say(WORD_DAYS_LEFT, human_count(days, about->language), "");
}

static void
write_deadline(const rows *answer)
{
	long days = rows_long(answer, 4);

	open_item(days <= URGENT_DAYS);
	bold(answer, 0);
	aside(answer, 1);
	fputs("<br>", out);
	say(WORD_MUST_ACT,
		rows_is_null(answer, 2) ? word_in(WORD_NOBODY_ACTS, about->language) : rows_text(answer, 2),
		human_date(rows_text(answer, 3), about->language));
	fputs(days <= URGENT_DAYS ? ", <b class=\"urgent\">" : ", <b>", out);
	write_days_left(days);
	fputs("</b>", out);
	if (!rows_is_null(answer, 5))
	{
		fputs("; ", out);
		say(WORD_CAN_CALL, human_number(rows_text(answer, 5), about->language),
			human_unit(rows_text(answer, 6), about->language));
	}
	else if (!rows_is_null(answer, 7))
	{
		fputs("; ", out);
		say(WORD_CAN_CALL, human_number(rows_text(answer, 7), about->language),
			rows_text(answer, 8));
	}
	mark_made_up(answer, 9);
	fputs("</li>\n", out);
}

static void
write_condition(const rows *answer)
{
	bool is_overdue = rows_bool(answer, 6);

	open_item(is_overdue);
	if (rows_is_null(answer, 2))
	{
		fputs("<strong>", out);
		say(WORD_UNDESCRIBED, rows_text(answer, 3), "");
		fputs("</strong>", out);
	}
	else
		bold(answer, 2);
	aside(answer, 0);
	aside(answer, 1);
	fputs("<br>", out);
	if (rows_is_null(answer, 4))
		say(WORD_NOBODY_RESPONSIBLE, "", "");
	else
		say(WORD_RESPONSIBLE, rows_text(answer, 4), "");
	if (!rows_is_null(answer, 5))
	{
		fputs(is_overdue ? ", <b class=\"urgent\">" : ", <b>", out);
		say(is_overdue ? WORD_OVERDUE : WORD_DUE, human_date(rows_text(answer, 5), about->language),
			"");
		fputs("</b>", out);
	}
	mark_made_up(answer, 7);
	fputs("</li>\n", out);
}

static void
write_silent(const rows *answer)
{
	open_item(false);
	bold(answer, 0);
	aside(answer, 1);
	fputs(" \xC2\xB7 ", out);
	if (rows_is_null(answer, 2))
		say(WORD_NEVER_HEARD, "", "");
	else
		say(WORD_SILENT_DAYS, human_number(rows_text(answer, 2), about->language), "");
	mark_made_up(answer, 3);
	fputs("</li>\n", out);
}

static void
write_finding(const rows *answer)
{
	bool is_error = strcmp(rows_text(answer, 0), "error") == 0;

	open_item(is_error);
	fputs(is_error ? "<b class=\"urgent\">" : "<b>", out);
	html_value(out, rows_text(answer, 1), rows_length(answer, 1));
	fputs(":</b> ", out);
	html_value(out, rows_text(answer, 2), rows_length(answer, 2));
	fputs(" <span>\xC2\xB7 ", out);
	say(WORD_RECORDS, human_number(rows_text(answer, 3), about->language), "");
	fputs("</span></li>\n", out);
}

/* the picture of options shows these too: whoever counts both must find the same */
static void
write_named_too(void)
{
	rows answer;
	long count = 0;

	if (!picture_ask(&answer, about, "option_status",
					 "SELECT count(*) FROM %s AS v WHERE state = 'named'"
					 " AND days_left_count BETWEEN 0 AND 180"))
		return;
	while (rows_next(&answer))
		count = rows_long(&answer, 0);
	if (count > 0)
		picture_paragraph(out, about, count == 1 ? WORD_NAMED_TOO_ONE : WORD_NAMED_TOO,
						  human_count(count, about->language), "");
}

/* the last column of each question is the number of all, before LIMIT */
static const struct
{
	const char *report_name;
	word title;
	word none;
	void (*write)(const rows *answer);
	void (*add)(void); /* a sentence below, or NULL */
	int total_at;
	const char *sql;
} kinds[] = {
	{ "option_deadlines", WORD_DEADLINES, WORD_NO_DEADLINES, write_deadline, write_named_too, 10,
	  "SELECT option_title, partnership_title, acting_names, last_notice_on, days_left_count,"
	  " callable_unit_count, unit_code, callable_amount, currency, is_illustrative, count(*) OVER ()"
	  " FROM %s AS v WHERE days_left_count BETWEEN 0 AND 180 ORDER BY days_left_count, id LIMIT 8" },
	{ "conditions_open", WORD_CONDITIONS, WORD_NO_CONDITIONS, write_condition, NULL, 8,
	  "SELECT option_title, partnership_title, coalesce(condition_title, condition_label),"
	  " condition_order, responsible_name, due_on, is_overdue, is_illustrative, count(*) OVER ()"
	  " FROM %s AS v ORDER BY is_overdue DESC NULLS LAST, due_on NULLS LAST, last_notice_on NULLS LAST,"
	  " id, condition_order LIMIT 8" },
	{ "silent_followers", WORD_SILENT, WORD_NO_SILENT, write_silent, NULL, 4,
	  "SELECT organisation_name, partnership_title, silent_days, is_illustrative, count(*) OVER ()"
	  " FROM %s AS v ORDER BY silent_days DESC NULLS LAST, organisation_name, id LIMIT 8" },
	{ "compliance_findings", WORD_FINDINGS, WORD_NO_FINDINGS, write_finding, NULL, 4,
	  "SELECT severity, severity_label, rule_label, count(*), count(*) OVER () FROM %s AS v"
	  " GROUP BY severity, severity_label, rule_code, rule_label"
	  " ORDER BY array_position(ARRAY['error', 'warning', 'info'], severity), count(*) DESC, rule_code"
	  " LIMIT 8" },
};

static void
write_kind(size_t kind)
{
	rows answer;
	long total = 0;

	if (!picture_ask(&answer, about, kinds[kind].report_name, kinds[kind].sql))
		return;
	fputs("<h3>", out);
	say(kinds[kind].title, "", "");
	fputs("</h3>\n", out);
	while (rows_next(&answer))
	{
		if (total == 0)
		{
			total = rows_long(&answer, kinds[kind].total_at);
			fputs("<ul class=\"todo\">\n", out);
		}
		kinds[kind].write(&answer);
	}
	if (total > 0)
		fputs("</ul>\n", out);
	if (total > SHOWN)
	{
		fprintf(out, "<p class=\"note\"><a href=\"#t-%s\">", kinds[kind].report_name);
		say(WORD_AND_MORE, human_count(total - SHOWN, about->language), "");
		fputs("</a></p>\n", out);
	}
	if (total == 0)
	{
		fputs("<p>", out);
		say(kinds[kind].none, "", "");
		fputs("</p>\n", out);
	}
	if (kinds[kind].add != NULL)
		kinds[kind].add();
}

void
picture_actions(FILE *page, const cover *whole)
{
	out = page;
	about = whole;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		write_kind(i);
}
