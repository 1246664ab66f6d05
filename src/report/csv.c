/*
 * src/report/csv.c
 *	  A folder of RFC 4180 files, one a report, and manifest.json about them; or one report to
 *	  standard output.  Depends on writer.h, output.h, escape.h.
 */
#include "writer.h"

#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "message.h"
#include "output.h"

static const cover *about;
static FILE *out;
static bool is_folder;

static struct
{
	const report *view;
	long long count;
} * written;
static int written_count;

static int
count_chosen(const catalog *all)
{
	int count = 0;

	for (int i = 0; i < all->count; i++)
		count += all->reports[i].is_chosen;
	return count;
}

static void
begin(const cover *whole)
{
	about = whole;
	is_folder = strcmp(whole->options->output, "-") != 0;
	if (is_folder)
		output_open_folder(whole->options->output);
	else if (count_chosen(whole->all) != 1)
	{
		complain("csv to standard output holds one report");
		advise("Choose it with --only, or name a folder with --output.");
		exit(EXIT_FAILED);
	}
	else
		out = output_open_file("-");
}

static void
report_begin(const report *view)
{
	if (is_folder)
	{
		char *name = must_print("%s.csv", view->name);

		/* a view of the user's own may have any name; a file of ours may not */
		if (name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] !=
			'.')
			fail(EXIT_FAILED, "report \"%s\" has a name that is no name of a file", view->name);
		out = output_file_in_folder(name);
		free(name);
	}
	for (int i = 0; i < view->column_count; i++)
	{
		if (i > 0)
			putc(',', out);
		escape_csv(out, view->columns[i].name, strlen(view->columns[i].name), true,
				   about->options->raw_csv);
	}
	fputs("\r\n", out);
}

/* a number is one by its type and by its looks: a server could send anything */
static bool
is_to_guard(const rows *answer, int column)
{
	return rows_kind(answer, column) == VALUE_TEXT ||
		   !text_is_number(rows_text(answer, column), rows_length(answer, column));
}

static void
row(const report *view, const rows *answer)
{
	for (int i = 0; i < view->column_count; i++)
	{
		if (i > 0)
			putc(',', out);
		if (rows_is_null(answer, i))
			continue;
		escape_csv(out, rows_text(answer, i), rows_length(answer, i), is_to_guard(answer, i),
				   about->options->raw_csv);
	}
	fputs("\r\n", out);
}

static void
report_end(const report *view, long long count)
{
	written = must_grow(written, (size_t) (written_count + 1) * sizeof *written);
	written[written_count].view = view;
	written[written_count++].count = count;
}

static void
write_field(const char *name, const char *value)
{
	fprintf(out, "  \"%s\": ", name);
	if (value == NULL)
		fputs("null", out);
	else
		escape_json(out, value, strlen(value));
	fputs(",\n", out);
}

static void
end(void)
{
	if (!is_folder)
		return;
	out = output_file_in_folder("manifest.json");
	fputs("{\n", out);
	write_field("format", "innopart-report/csv/1");
	write_field("as_of", about->as_of);
	write_field("known_at", about->known_at);
	write_field("read_at", about->read_at);
	write_field("partnership", about->all->partnership_title);
	fprintf(out, "  \"is_guarded_against_formulas\": %s,\n",
			about->options->raw_csv ? "false" : "true");
	fprintf(out, "  \"is_without_illustrative\": %s,\n",
			about->all->no_illustrative ? "true" : "false");
	fputs("  \"files\": [", out);
	for (int i = 0; i < written_count; i++)
	{
		const report *view = written[i].view;

		fprintf(out,
				"%s\n    {\"file\": \"%s.csv\", \"rows\": %lld, \"meaning\": ", i > 0 ? "," : "",
				view->name, written[i].count);
		escape_json(out, view->meaning != NULL ? view->meaning : "",
					view->meaning != NULL ? strlen(view->meaning) : 0);
		putc('}', out);
	}
	fputs("\n  ]\n}\n", out);
}

static bool
is_shown(const report *view)
{
	(void) view;
	return true;
}

const writer csv_writer = { begin, report_begin, row, report_end, end, is_shown };
