/*
 * src/report/json.c
 *	  One JSON document, lossless: the format for other programs.
 *	  Depends on writer.h, output.h, escape.h.
 *
 * Keys are 64-bit numbers and amounts exact decimals, more than a reader's floating point holds:
 * both are strings.  Counts are numbers.
 */
#include "writer.h"

#include <string.h>

#include "escape.h"
#include "output.h"

static FILE *out;
static bool is_first_report;
static bool is_first_row;

static void
write_string(const char *text)
{
	if (text == NULL)
		fputs("null", out);
	else
		escape_json(out, text, strlen(text));
}

static void
write_field(const char *name, const char *value)
{
	fprintf(out, "  \"%s\": ", name);
	write_string(value);
	fputs(",\n", out);
}

static void
begin(const cover *about)
{
	out = output_open_file(about->options->output);
	fputs("{\n", out);
	write_field("format", "innopart-report/json/1");
	write_field("as_of", about->as_of);
	write_field("known_at", about->known_at);
	write_field("read_at", about->read_at);
	write_field("partnership", about->all->partnership_title);
	fprintf(out, "  \"is_without_illustrative\": %s,\n",
			about->all->no_illustrative ? "true" : "false");
	write_field("library_version", about->library_version);
	fputs("  \"reports\": {", out);
	is_first_report = true;
}

static void
report_begin(const report *view)
{
	fputs(is_first_report ? "\n    " : ",\n    ", out);
	is_first_report = false;
	write_string(view->name);
	fputs(": {\n      \"meaning\": ", out);
	write_string(view->meaning);
	fputs(",\n      \"columns\": [", out);
	for (int i = 0; i < view->column_count; i++)
	{
		fputs(i > 0 ? ",\n        {\"name\": " : "\n        {\"name\": ", out);
		write_string(view->columns[i].name);
		fputs(", \"type\": ", out);
		write_string(view->columns[i].type);
		fputs(", \"meaning\": ", out);
		write_string(view->columns[i].meaning);
		putc('}', out);
	}
	fputs("\n      ],\n      \"rows\": [", out);
	is_first_row = true;
}

static bool
is_key(const char *name)
{
	size_t length = strlen(name);

	return strcmp(name, "id") == 0 || (length > 3 && strcmp(name + length - 3, "_id") == 0);
}

static void
write_value(const report *view, const rows *answer, int column)
{
	const char *text = rows_text(answer, column);

	if (rows_is_null(answer, column))
	{
		fputs("null", out);
		return;
	}
	switch (rows_kind(answer, column))
	{
		case VALUE_BOOLEAN:
			fputs(rows_bool(answer, column) ? "true" : "false", out);
			break;
		case VALUE_INTEGER:
		case VALUE_DOUBLE:
			/* NaN and infinity are no JSON */
			if (!is_key(view->columns[column].name) &&
				text_is_number(text, rows_length(answer, column)))
			{
				fputs(text, out);
				break;
			}
			/* fall through */
		default:
			escape_json(out, text, rows_length(answer, column));
	}
}

static void
row(const report *view, const rows *answer)
{
	fputs(is_first_row ? "\n        {" : ",\n        {", out);
	is_first_row = false;
	for (int i = 0; i < view->column_count; i++)
	{
		if (i > 0)
			fputs(", ", out);
		write_string(view->columns[i].name);
		fputs(": ", out);
		write_value(view, answer, i);
	}
	putc('}', out);
}

static void
report_end(const report *view, long long count)
{
	(void) view;
	(void) count;
	fputs(is_first_row ? "]\n    }" : "\n      ]\n    }", out);
}

static void
end(void)
{
	fputs("\n  }\n}\n", out);
}

static bool
is_shown(const report *view)
{
	(void) view;
	return true;
}

const writer json_writer = { begin, report_begin, row, report_end, end, is_shown };
