/*
 * src/report/markdown.c
 *	  One document of tables in GitHub's Markdown: for wikis, issues and reading in a terminal.
 *	  Depends on writer.h, human.h, output.h, escape.h.
 */
#include "writer.h"

#include <string.h>

#include "escape.h"
#include "human.h"
#include "output.h"

static const cover *about;
static FILE *out;
static int places[HUMAN_COLUMNS];
static int place_count;
static int illustrative_at;
static long long row_count;

static void
put(const char *text)
{
	escape_markdown(out, text, strlen(text));
}

static void
say(word which, const char *first, const char *second)
{
	say_with(out, escape_markdown, about->language, which, first, second);
}

static void
begin(const cover *whole)
{
	about = whole;
	out = output_open_file(whole->options->output);
	fputs("# ", out);
	say(WORD_TITLE, "", "");
	fputs("\n\n**", out);
	say(WORD_AS_OF, human_date(about->as_of, about->language), "");
	if (about->known_at != NULL)
	{
		fputs(", ", out);
		say(WORD_KNOWN_AT, about->known_at, "");
	}
	fputs("**\n\n", out);
	say(WORD_READ_AT, about->read_at, about->database);
	if (about->all->partnership != NULL)
	{
		putc(' ', out);
		say(WORD_ONLY_PARTNERSHIP, about->all->partnership_title, "");
	}
	if (about->all->no_illustrative)
	{
		putc(' ', out);
		say(WORD_NO_ILLUSTRATIVE, "", "");
	}
	fputs("\n\n", out);
	say(WORD_INTRODUCTION, "", "");
	putc('\n', out);
}

static void
report_begin(const report *view)
{
	place_count = human_columns(view, places, HUMAN_COLUMNS);
	illustrative_at = report_column_at(view, "is_illustrative");
	row_count = 0;
	fputs("\n## ", out);
	put(human_title(view, about->language));
	fputs("\n\n", out);
}

/* the heading waits for the first row: an empty report says so instead */
static void
write_heading(const report *view, const rows *answer)
{
	for (int i = 0; i < place_count; i++)
	{
		fputs("| ", out);
		put(human_heading(view->columns[places[i]].name, about->language));
		putc(' ', out);
	}
	fputs(illustrative_at >= 0 ? "| |\n" : "|\n", out);
	for (int i = 0; i < place_count; i++)
	{
		value_kind kind = rows_kind(answer, places[i]);
		bool is_number = kind == VALUE_INTEGER || kind == VALUE_NUMERIC || kind == VALUE_DOUBLE;

		fputs(is_number ? "| ---: " : "| --- ", out);
	}
	fputs(illustrative_at >= 0 ? "| --- |\n" : "|\n", out);
}

static void
row(const report *view, const rows *answer)
{
	if (row_count++ == 0)
		write_heading(view, answer);
	for (int i = 0; i < place_count; i++)
	{
		size_t length;
		const char *value = human_value(view, answer, places[i], about->language, &length);

		fputs("| ", out);
		escape_markdown(out, value, length);
		putc(' ', out);
	}
	if (illustrative_at >= 0)
	{
		fputs("| ", out);
		if (rows_bool(answer, illustrative_at))
			say(WORD_MADE_UP, "", "");
		putc(' ', out);
	}
	fputs("|\n", out);
}

static void
report_end(const report *view, long long count)
{
	(void) view;
	if (count == 0)
	{
		say(WORD_NO_ROWS, "", "");
		putc('\n', out);
	}
}

static void
end(void)
{
}

/* the reports for people; those for tools when somebody asks */
static bool
is_shown(const report *view)
{
	return about->options->only != NULL || view->shape == NULL ||
		   view->shape->place != CHAPTER_DATA;
}

const writer markdown_writer = { begin, report_begin, row, report_end, end, is_shown };
