/*
 * src/report/picture.c
 *	  What all pictures share.  Depends on picture.h, html.h, svg.h.
 */
#include "picture.h"

#include <stdlib.h>

#include "html.h"
#include "human.h"
#include "message.h"
#include "svg.h"

bool
picture_ask(rows *answer, const cover *about, const char *report_name, const char *sql)
{
	const catalog *all = about->all;
	const report *view = catalog_find(all, report_name);
	const char *parameters[] = { all->partnership };
	char *source, *whole;

	if (view == NULL || !view->is_chosen)
		return false;
	progress("drawing from %s", report_name);
	source = catalog_source(all, view);
	whole = must_print(sql, source, all->schema);
	rows_open(answer, report_name, whole, all->partnership != NULL ? 1 : 0, parameters);
	free(source);
	free(whole);
	return true;
}

void
picture_caption_end(FILE *out, const cover *about, const char *report_name)
{
	putc(' ', out);
	html_say(out, about->language, WORD_SOURCE);
	/* facts for tools have no table on the page */
	if (shape_of(report_name)->place == CHAPTER_DATA)
		fprintf(out, "<code>%s</code>", report_name);
	else
		fprintf(out, "<a href=\"#t-%s\"><code>%s</code></a>", report_name, report_name);
	fputs("</figcaption></figure>\n", out);
}

void
picture_paragraph(FILE *out, const cover *about, word which, const char *first, const char *second)
{
	fputs("<p class=\"note\">", out);
	html_say_with(out, about->language, which, first, second);
	fputs("</p>\n", out);
}

void
picture_key_begin(FILE *out)
{
	fputs("<ul class=\"key\">\n", out);
}

static void
key_item(FILE *out, const char *class, bool is_striped, const char *text)
{
	fprintf(out,
			"<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect class=\"%s\""
			" width=\"14\" height=\"14\"/>",
			class);
	if (is_striped)
		svg_stripes(out, 0, 0, 14, 14);
	fputs("</svg>", out);
	html_put(out, text);
	fputs("</li>\n", out);
}

void
picture_key(FILE *out, const char *class, const char *text)
{
	key_item(out, class, false, text);
}

void
picture_key_striped(FILE *out, const char *class, const char *text)
{
	key_item(out, class, true, text);
}

void
picture_key_end(FILE *out)
{
	fputs("</ul>\n", out);
}

/* where there is no room a picture keeps its size and scrolls, by keyboard too, and says so */
void
picture_frame_begin(FILE *out, const cover *about, word title)
{
	fputs("<p class=\"hint\">", out);
	html_say(out, about->language, WORD_SCROLLS);
	fputs("</p>\n", out);
	fputs("<div class=\"scroll wide\" tabindex=\"0\" role=\"region\" aria-label=\"", out);
	html_say(out, about->language, title);
	fputs("\">\n", out);
}

void
picture_frame_end(FILE *out)
{
	fputs("</div>\n", out);
}

void
picture_caption_begin(FILE *out, const cover *about, word description)
{
	fputs("<figcaption>", out);
	html_say(out, about->language, description);
}

void
picture_caption_add(FILE *out, const cover *about, word which)
{
	putc(' ', out);
	html_say(out, about->language, which);
}

void
picture_caption_more(FILE *out, const cover *about, word which, long shown, long all)
{
	putc(' ', out);
	html_say_with(out, about->language, which, human_count(shown, about->language),
				  human_count(all, about->language));
}
