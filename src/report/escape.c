/*
 * src/report/escape.c
 *	  Data into markup, JSON, CSV and a terminal.  Depends on the C library alone.
 */
#include "escape.h"

#include <string.h>

uint32_t
utf8_next(const char *text, size_t length, size_t *taken)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *byte = (const unsigned char *) text;
	size_t need;
	uint32_t character;

	*taken = 1;
	if (byte[0] < 0x80)
		return byte[0];
	if (byte[0] >= 0xC2 && byte[0] <= 0xDF)
		need = 2;
	else if (byte[0] >= 0xE0 && byte[0] <= 0xEF)
		need = 3;
	else if (byte[0] >= 0xF0 && byte[0] <= 0xF4)
		need = 4;
	else
		return NOT_A_CHARACTER;
	if (need > length)
		return NOT_A_CHARACTER;
	character = byte[0] & (0x7F >> need);
	for (size_t i = 1; i < need; i++)
	{
		if ((byte[i] & 0xC0) != 0x80)
			return NOT_A_CHARACTER;
		character = character << 6 | (byte[i] & 0x3F);
	}
	/* longer than needed, half of a surrogate pair, or past the end of Unicode */
	if (character < smallest[need] || (character >= 0xD800 && character <= 0xDFFF) ||
		character > 0x10FFFF)
		return NOT_A_CHARACTER;
	*taken = need;
	return character;
}

void
utf8_put(FILE *out, uint32_t character)
{
	if (character < 0x80)
		putc((int) character, out);
	else if (character < 0x800)
	{
		putc((int) (0xC0 | character >> 6), out);
		putc((int) (0x80 | (character & 0x3F)), out);
	}
	else if (character < 0x10000)
	{
		putc((int) (0xE0 | character >> 12), out);
		putc((int) (0x80 | (character >> 6 & 0x3F)), out);
		putc((int) (0x80 | (character & 0x3F)), out);
	}
	else
	{
		putc((int) (0xF0 | character >> 18), out);
		putc((int) (0x80 | (character >> 12 & 0x3F)), out);
		putc((int) (0x80 | (character >> 6 & 0x3F)), out);
		putc((int) (0x80 | (character & 0x3F)), out);
	}
}

bool
character_is_hidden(uint32_t c)
{
	static const struct
	{
		uint32_t first, last;
	} hidden[] = {
		{ 0x00, 0x1F },		  /* C0 */
		{ 0x7F, 0x9F },		  /* DEL, C1 */
		{ 0xAD, 0xAD },		  /* soft hyphen */
		{ 0x061C, 0x061C },	  /* Arabic letter mark */
		{ 0x180E, 0x180E },	  /* Mongolian vowel separator */
		{ 0x200B, 0x200F },	  /* zero width, left-to-right and right-to-left marks */
		{ 0x2028, 0x202E },	  /* separators, bidirectional embeddings and overrides */
		{ 0x2060, 0x206F },	  /* word joiner, invisible operators, bidirectional isolates */
		{ 0xFEFF, 0xFEFF },	  /* byte order mark */
		{ 0xFFF9, 0xFFFB },	  /* interlinear annotation */
		{ 0xE0000, 0xE0FFF }, /* tags */
	};

	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
	{
		if (c >= hidden[i].first && c <= hidden[i].last)
			return true;
	}
	return (c & 0xFFFE) == 0xFFFE; /* the last two of each plane are no characters */
}

bool
text_is_number(const char *text, size_t length)
{
	size_t i = length > 0 && text[0] == '-' ? 1 : 0;
	size_t digits = 0;

	for (; i < length && text[i] >= '0' && text[i] <= '9'; i++)
		digits++;
	if (i < length && text[i] == '.' && digits > 0)
	{
		for (i++; i < length && text[i] >= '0' && text[i] <= '9'; i++)
			digits++;
	}
	if (digits > 0 && i < length && text[i] == 'e')
	{
		i++;
		if (i < length && (text[i] == '-' || text[i] == '+'))
			i++;
		for (digits = 0; i < length && text[i] >= '0' && text[i] <= '9'; i++)
			digits++;
	}
	return digits > 0 && i == length;
}

/* what hides itself, made visible */
static void
show_hidden(FILE *out, uint32_t c)
{
	fprintf(out, "<U+%04X>", (unsigned) c);
}

void
escape_nothing(FILE *out, const char *text, size_t length)
{
	fwrite(text, 1, length, out);
}

/*
 * Five characters; the rest of the page's safety is that data stands nowhere but in text and in
 * quoted attributes.
 */
void
escape_html(FILE *out, const char *text, size_t length)
{
	size_t taken;

	for (size_t i = 0; i < length; i += taken)
	{
		uint32_t c = utf8_next(text + i, length - i, &taken);

		switch (c)
		{
			case '&':
				fputs("&amp;", out);
				break;
			case '<':
				fputs("&lt;", out);
				break;
			case '>':
				fputs("&gt;", out);
				break;
			case '"':
				fputs("&quot;", out);
				break;
			case '\'':
				fputs("&#39;", out);
				break;
			case '\n':
			case '\t':
				putc((int) c, out);
				break;
			default:
				if (character_is_hidden(c))
					fprintf(out, "&lt;U+%04X&gt;", (unsigned) c);
				else
					utf8_put(out, c);
		}
	}
}

/* Lossless: whatever a string holds, a parser gets back.  Also safe inside a page's script. */
void
escape_json(FILE *out, const char *text, size_t length)
{
	size_t taken;

	putc('"', out);
	for (size_t i = 0; i < length; i += taken)
	{
		uint32_t c = utf8_next(text + i, length - i, &taken);

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", (int) c);
		else if (c == '\n')
			fputs("\\n", out);
		else if (c == '<' || c == '>' || c == '&' || (c < 0x10000 && character_is_hidden(c)))
			fprintf(out, "\\u%04x", (unsigned) c);
		else if (character_is_hidden(c))
			fprintf(out, "\\u%04x\\u%04x", (unsigned) (0xD800 + ((c - 0x10000) >> 10)),
					(unsigned) (0xDC00 + ((c - 0x10000) & 0x3FF)));
		else
			utf8_put(out, c);
	}
	putc('"', out);
}

/* what a spreadsheet takes for the beginning of a formula, also in its full-width form */
static bool
begins_formula(uint32_t c)
{
	switch (c)
	{
		case '=':
		case '+':
		case '-':
		case '@':
		case '|':
		case '%':
		case 0xFF1D:
		case 0xFF0B:
		case 0xFF0D:
		case 0xFF20:
			return true;
		default:
			return false;
	}
}

/*
 * RFC 4180.  A text that a spreadsheet would calculate gets an apostrophe in front, also behind
 * leading white space, which spreadsheets drop.  Numbers come from typed columns and stay numbers.
 */
void
escape_csv(FILE *out, const char *text, size_t length, bool is_text, bool raw)
{
	size_t taken;
	bool quoted = is_text && length == 0; /* an empty text is not a NULL */

	for (size_t i = 0; i < length && !quoted; i++)
	{
		bool is_edge = i == 0 || i == length - 1;

		quoted = strchr(is_edge ? "\",;\r\n\t " : "\",;\r\n\t", text[i]) != NULL;
	}
	if (quoted)
		putc('"', out);
	if (is_text && !raw && length > 0)
	{
		size_t first = 0;
		uint32_t c = utf8_next(text, length, &taken);

		if (c == '\t' || c == '\r' || c == '\n')
			putc('\'', out);
		else
		{
			while ((c == ' ' || c == 0xA0 || c == 0x3000 || character_is_hidden(c)) &&
				   first + taken < length)
			{
				first += taken;
				c = utf8_next(text + first, length - first, &taken);
			}
			if (begins_formula(c))
				putc('\'', out);
		}
	}
	for (size_t i = 0; i < length; i += taken)
	{
		uint32_t c = utf8_next(text + i, length - i, &taken);

		if (c == '"')
			fputs("\"\"", out);
		else if (!raw && character_is_hidden(c) && c != '\n' && c != '\r' && c != '\t')
			show_hidden(out, c);
		else
			utf8_put(out, c);
	}
	if (quoted)
		putc('"', out);
}

/*
 * Text inside a table's cell or a sentence, never at the beginning of a line: there, a backslash
 * takes the meaning from every mark that could have one.  `<` and `&` become entities, as not every
 * renderer honours `\<`.
 */
void
escape_markdown(FILE *out, const char *text, size_t length)
{
	size_t taken;

	for (size_t i = 0; i < length; i += taken)
	{
		uint32_t c = utf8_next(text + i, length - i, &taken);

		if (c == '<')
			fputs("&lt;", out);
		else if (c == '>')
			fputs("&gt;", out);
		else if (c == '&')
			fputs("&amp;", out);
		else if (c == '\n' || c == '\r' || c == '\t')
			putc(' ', out); /* a row is one line */
		else if (character_is_hidden(c))
			fprintf(out, "&lt;U+%04X&gt;", (unsigned) c);
		else if (c == '@' || (c == ':' && i + 1 < length && text[i + 1] == '/'))
			/* no link of its own for https://, www. or an address; a backslash would not stop it */
			fprintf(out, "&#%u;", (unsigned) c);
		else if (c == '.' && i >= 3 && strncasecmp(text + i - 3, "www", 3) == 0)
			fputs("&#46;", out);
		else
		{
			if (c < 0x80 && strchr("\\`*_{}[]#|~$", (int) c) != NULL)
				putc('\\', out);
			utf8_put(out, c);
		}
	}
}

void
escape_terminal(FILE *out, const char *text, size_t length)
{
	size_t taken;

	for (size_t i = 0; i < length; i += taken)
	{
		uint32_t c = utf8_next(text + i, length - i, &taken);

		if (c == '\n')
			putc('\n', out); /* servers write DETAIL and HINT on lines of their own */
		else if (c == '\t')
			putc(' ', out);
		else if (character_is_hidden(c))
			show_hidden(out, c);
		else
			utf8_put(out, c);
	}
}
