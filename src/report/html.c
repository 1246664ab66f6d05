/*
 * src/report/html.c
 *	  Pieces of markup.  Depends on escape.h, human.h.
 */
#include "html.h"

#include <string.h>

#include "escape.h"
#include "human.h"

void
html_put(FILE *out, const char *text)
{
	escape_html(out, text, strlen(text));
}

void
html_value(FILE *out, const char *text, size_t length)
{
	fputs("<bdi>", out);
	escape_html(out, text, length);
	fputs("</bdi>", out);
}

void
html_say(FILE *out, language into, word which)
{
	say_word(out, escape_html, into, which);
}

void
html_say_with(FILE *out, language into, word which, const char *first, const char *second)
{
	say_with(out, escape_html, into, which, first, second);
}
