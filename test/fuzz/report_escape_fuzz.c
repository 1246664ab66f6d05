/*
 * test/fuzz/report_escape_fuzz.c
 *		Fuzz target of what innopart-report does to data before it stands in markup, JSON or CSV.
 *
 * The first byte chooses the writer; the rest is handed over in a block of its exact size.  HTML that
 * was escaped holds no character that opens markup or ends an attribute, JSON no raw quote or
 * control inside its quotes, a terminal no control but tab and line feed.
 *
 * Depends on: the C library; includes the file that it tries.
 */
#include "report/escape.c"

#include <stdlib.h>

static void
require(int holds)
{
	if (!holds)
		abort();
}

static void
csv_text(FILE *out, const char *text, size_t length)
{
	escape_csv(out, text, length, true, false);
}

static void
csv_number(FILE *out, const char *text, size_t length)
{
	escape_csv(out, text, length, text_is_number(text, length), false);
}

static void
check_html(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		require(strchr("<>\"'", text[i]) == NULL || text[i] == '\0');
}

static void
check_json(const char *text, size_t length)
{
	require(length >= 2 && text[0] == '"' && text[length - 1] == '"');
	for (size_t i = 1; i < length - 1; i++)
	{
		require((unsigned char) text[i] >= ' ' && text[i] != '"');
		if (text[i] == '\\')
			require(++i < length - 1);
	}
}

static void
check_terminal(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		require((unsigned char) text[i] >= ' ' || text[i] == '\t' || text[i] == '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct
	{
		void (*write)(FILE *out, const char *text, size_t length);
		void (*check)(const char *text, size_t length);
	} ways[] = {
		{ escape_html, check_html },
		{ escape_json, check_json },
		{ escape_terminal, check_terminal },
		{ escape_markdown, NULL },
		{ csv_text, NULL },
		{ csv_number, NULL },
	};
	static char result[64 * 1024];
	FILE *out;
	size_t way;
	size_t length;
	char *exact;

	if (size == 0)
		return 0;
	way = data[0] % (sizeof(ways) / sizeof(ways[0]));
	exact = malloc(size > 1 ? size - 1 : 1);
	out = fmemopen(result, sizeof(result), "w");
	require(exact != NULL && out != NULL);
	memcpy(exact, data + 1, size - 1);
	ways[way].write(out, exact, size - 1);
	length = (size_t) ftell(out);
	require(length < sizeof(result) && !ferror(out));
	fclose(out);
	if (ways[way].check != NULL)
		ways[way].check(result, length);
	free(exact);
	return 0;
}
