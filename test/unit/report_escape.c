/*
 * test/unit/report_escape.c
 *		Data into markup, JSON, CSV, Markdown and a terminal, without a server.
 */
/* whole: it belongs to a program, not to the cores that every unit test is linked with */
#include "report/escape.c"

#include <stdlib.h>

#include "generate.h"
#include "tap.h"

typedef void (*writer)(FILE *out, const char *text, size_t length);

static void
csv_text(FILE *out, const char *text, size_t length)
{
	escape_csv(out, text, length, true, false);
}

static void
csv_number(FILE *out, const char *text, size_t length)
{
	escape_csv(out, text, length, false, false);
}

static void
csv_raw(FILE *out, const char *text, size_t length)
{
	escape_csv(out, text, length, true, true);
}

/* what a writer makes of bytes that end where they end */
static char *
written(writer write, const char *text, size_t length, size_t *size)
{
	char *exact = generate_exact(text, length);
	char *result;
	FILE *memory = open_memstream(&result, size);

	write(memory, exact, length);
	fclose(memory);
	free(exact);
	return result;
}

static void
expect(writer write, const char *name, const char *text, const char *wanted)
{
	size_t size;
	char *got = written(write, text, strlen(text), &size);

	if (!ok(strcmp(got, wanted) == 0, "%s: %s", name, wanted))
		diag("got %s", got);
	free(got);
}

static void
test_markup(void)
{
	expect(escape_html, "html", "a & b", "a &amp; b");
	expect(escape_html, "html", "<script>alert('x')</script>",
		   "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
	expect(escape_html, "html", "\" onload=\"x", "&quot; onload=&quot;x");
	expect(escape_html, "html", "B\xC3\xA6rum \xF0\x9F\xA4\x96", "B\xC3\xA6rum \xF0\x9F\xA4\x96");
	expect(escape_html, "html", "a\x1B[31mb", "a&lt;U+001B&gt;[31mb");
	expect(escape_html, "html", "abc\xE2\x80\xAE\x64\x65", "abc&lt;U+202E&gt;de");
	expect(escape_html, "html", "a\xE2\x80\x8B\x62", "a&lt;U+200B&gt;b");
	expect(escape_html, "html", "a\x80z", "a\xEF\xBF\xBDz");
	/* a truncated, an overlong and a surrogate sequence; nothing behind them is swallowed */
	expect(escape_html, "html", "\xE2\x82", "\xEF\xBF\xBD\xEF\xBF\xBD");
	expect(escape_html, "html", "\xC0\xBC<", "\xEF\xBF\xBD\xEF\xBF\xBD&lt;");
	expect(escape_html, "html", "\xE0\x80\xBC", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
	expect(escape_html, "html", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
	expect(escape_html, "html", "\xC3<b>", "\xEF\xBF\xBD&lt;b&gt;");
	expect(escape_markdown, "markdown", "a|b*c_[d](e)`f`", "a\\|b\\*c\\_\\[d\\](e)\\`f\\`");
	expect(escape_markdown, "markdown", "<b> &lt;", "&lt;b&gt; &amp;lt;");
	expect(escape_markdown, "markdown", "a\n# b\r\n| c", "a \\# b  \\| c");
	expect(escape_markdown, "markdown", "https://x.no www.x.no a@x.no",
		   "https&#58;//x.no www&#46;x.no a&#64;x.no");
}

static void
test_json(void)
{
	expect(escape_json, "json", "a\"b\\c\n", "\"a\\\"b\\\\c\\n\"");
	expect(escape_json, "json", "</script>", "\"\\u003c/script\\u003e\"");
	expect(escape_json, "json", "\x1B\x7F", "\"\\u001b\\u007f\"");
	expect(escape_json, "json", "\xE2\x80\xA8\xF3\xA0\x80\x81", "\"\\u2028\\udb40\\udc01\"");
}

static void
test_csv(void)
{
	static const char *const formulas[] = { "=1+1",
											"+1",
											"-1",
											"@SUM(A1)",
											"|cmd",
											"%x",
											"\t=1",
											"\r=1",
											"\n=1",
											" =1",
											"\xEF\xBC\x9D"
											"1",
											"\xC2\xA0=1",
											"\xE2\x80\x8B=1" };

	for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++)
	{
		size_t size;
		char *got = written(csv_text, formulas[i], strlen(formulas[i]), &size);

		ok(got[got[0] == '"'] == '\'', "csv: formula %zu has an apostrophe in front", i);
		free(got);
	}
	expect(csv_text, "csv", "Stavanger", "Stavanger");
	expect(csv_text, "csv", "", "\"\"");
	expect(csv_text, "csv", "a,b", "\"a,b\"");
	expect(csv_text, "csv", "a \"b\"", "\"a \"\"b\"\"\"");
	expect(csv_text, "csv", "a\r\nb", "\"a\r\nb\"");
	expect(csv_text, "csv", " a", "\" a\"");
	expect(csv_text, "csv", "1000 bygg - 10", "1000 bygg - 10");
	expect(csv_text, "csv", "a\x1B[2J", "a<U+001B>[2J");
	expect(csv_number, "csv number", "-12.50", "-12.50");
	expect(csv_raw, "csv raw", "=1+1", "=1+1");
	ok(text_is_number("-12.5e+10", 9), "a number");
	ok(!text_is_number("-1+cmd", 6), "no number");
	ok(!text_is_number("", 0) && !text_is_number("-", 1) && !text_is_number("1.", 1 + 1) == false,
	   "a sign alone is none, a point at the end may stand");
}

static void
test_terminal(void)
{
	expect(escape_terminal, "terminal", "a\x1B]0;x\x07", "a<U+001B>]0;x<U+0007>");
	expect(escape_terminal, "terminal",
		   "a\x9B"
		   "31m",
		   "a\xEF\xBF\xBD"
		   "31m");
	expect(escape_terminal, "terminal",
		   "a\xC2\x9B"
		   "31m",
		   "a<U+009B>31m");
	expect(escape_terminal, "terminal", "a\rb\tc\nd", "a<U+000D>b c\nd");
}

/* whatever the bytes: no control, no mark of markup, and valid UTF-8 */
static void
test_any_bytes(void)
{
	static const struct
	{
		const char *name;
		writer write;
		const char *never;
	} writers[] = { { "html", escape_html, "<>\"'" },
					{ "json", escape_json, "<>&\n\t" },
					{ "csv", csv_text, "" },
					{ "markdown", escape_markdown, "<>\n\r\t" },
					{ "terminal", escape_terminal, "\r\t" } };

	for (size_t w = 0; w < sizeof writers / sizeof *writers; w++)
	{
		bool holds = true;

		for (int round = 0; round < 20000; round++)
		{
			char bytes[24];
			size_t length = (size_t) generate_below(sizeof bytes), size, taken;
			char *got;

			for (size_t i = 0; i < length; i++)
				bytes[i] =
					(char) (generate_below(2)
								? "<>&\"'=@\x1B\xE2\x80\xAE\xC2\x9B\xF0\x9F\n\r|`\0"[generate_below(
									  19)]
								: (char) generate_bits());
			got = written(writers[w].write, bytes, length, &size);
			for (size_t i = 0; i < size; i += taken)
			{
				uint32_t c = utf8_next(got + i, size - i, &taken);

				holds &= taken > 1 || (unsigned char) got[i] < 0x80;
				holds &= !character_is_hidden(c) || c == '\n' || c == '\r' || c == '\t';
				holds &= c == 0 || c >= 0x80 || strchr(writers[w].never, (int) c) == NULL;
			}
			free(got);
		}
		ok(holds, "%s: 20000 random texts stay text", writers[w].name);
	}
}

int
main(void)
{
	test_markup();
	test_json();
	test_csv();
	test_terminal();
	test_any_bytes();
	return done_testing();
}
