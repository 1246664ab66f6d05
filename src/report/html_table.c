/*
 * src/report/html_table.c
 *	  A report as a table.  Its headings become buttons that sort where scripts run; without them it
 *	  is a table.  Depends on writer.h, html.h, human.h, escape.h.
 */
#include "html_table.h"

#include <string.h>

#include "escape.h"
#include "html.h"
#include "human.h"

static FILE *out;
static language into;
static int places[HUMAN_COLUMNS];
static int place_count;
static int illustrative_at;
static long long row_count;

void
table_begin(FILE *page, const cover *about, const report *view)
{
	out = page;
	into = about->language;
	place_count = human_columns(view, places, HUMAN_COLUMNS);
	illustrative_at = report_column_at(view, "is_illustrative");
	row_count = 0;
	fputs("<details class=\"report\" id=\"t-", out);
	html_put(out, view->name);
	fputs("\"><summary><h3>", out);
	html_put(out, human_title(view, into));
	fputs("</h3> <code>", out);
	html_put(out, view->name);
	fputs("</code></summary>\n", out);
	/* the comment on the view says what a row is; the database has it in English, and so it stays out of
	 * a page that is not */
	if (view->meaning != NULL && into == LANGUAGE_EN)
	{
		fputs("<p class=\"meaning\">", out);
		html_put(out, view->meaning);
		fputs("</p>\n", out);
	}
}

static bool
is_number(const rows *answer, int column)
{
	value_kind kind = rows_kind(answer, column);

	return kind == VALUE_INTEGER || kind == VALUE_NUMERIC || kind == VALUE_DOUBLE;
}

static void
write_heading(const report *view, const rows *answer)
{
	fputs("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"", out);
	html_put(out, human_title(view, into));
	fputs("\"><table class=\"sortable\"><caption>", out);
	html_put(out, human_title(view, into));
	fputs("</caption>\n<thead><tr>", out);
	for (int i = 0; i < place_count; i++)
	{
		const report_column *column = &view->columns[places[i]];

		fputs(is_number(answer, places[i]) ? "<th scope=\"col\" class=\"n\"" : "<th scope=\"col\"",
			  out);
		if (column->meaning != NULL && into == LANGUAGE_EN)
		{
			fputs(" title=\"", out);
			html_put(out, column->meaning);
			putc('"', out);
		}
		putc('>', out);
		html_put(out, human_heading(column->name, into));
		fputs("</th>", out);
	}
	fputs("</tr></thead>\n<tbody>\n", out);
}

void
table_row(const report *view, const rows *answer)
{
	if (row_count++ == 0)
		write_heading(view, answer);
	if (row_count > TABLE_ROWS)
		return;
	fputs(illustrative_at >= 0 && rows_bool(answer, illustrative_at) ? "<tr class=\"made-up\">"
																	 : "<tr>",
		  out);
	for (int i = 0; i < place_count; i++)
	{
		size_t length;
		const char *value = human_value(view, answer, places[i], into, &length);

		if (is_number(answer, places[i]))
		{
			/* what is sorted by is the number itself, not its clothes */
			fputs("<td class=\"n\" data-v=\"", out);
			escape_html(out, rows_text(answer, places[i]), rows_length(answer, places[i]));
			fputs("\">", out);
			escape_html(out, value, length);
		}
		else
		{
			fputs(rows_kind(answer, places[i]) == VALUE_DATE ? "<td class=\"d\">" : "<td>", out);
			html_value(out, value, length);
		}
		if (i == 0 && illustrative_at >= 0 && rows_bool(answer, illustrative_at))
		{
			fputs(" <span class=\"mark\">", out);
			html_say(out, into, WORD_MADE_UP);
			fputs("</span>", out);
		}
		fputs("</td>", out);
	}
	fputs("</tr>\n", out);
}

void
table_end(const report *view, long long count)
{
	char all[64];

	(void) view;
	snprintf(all, sizeof all, "%s", human_count(count, into));
	if (count > 0)
		fputs("</tbody></table></div>\n", out);
	fputs("<p class=\"count\">", out);
	if (count == 0)
		html_say(out, into, WORD_NO_ROWS);
	else if (count > TABLE_ROWS)
		html_say_with(out, into, WORD_FIRST_ROWS, human_count(TABLE_ROWS, into), all);
	else
		html_say_with(out, into, WORD_ROWS, all, "");
	fputs("</p>\n</details>\n", out);
}
