/*
 * src/report/picture.c
 *	  What all pictures share.  Depends on picture.h, html.h.
 */
#include "picture.h"

#include <stdlib.h>

#include "html.h"
#include "message.h"

bool
picture_ask(rows *answer, const cover *about, const char *report_name, const char *sql)
{
	const catalog *all = about->all;
	const report *view = catalog_find(all, report_name);
	const char *parameters[] = { all->partnership };
	char *source, *whole;

	if (view == NULL || !view->is_chosen)
		return false;
	source = catalog_source(all, view);
	whole = must_print(sql, source);
	rows_open(answer, report_name, whole, all->partnership != NULL ? 1 : 0, parameters);
	free(source);
	free(whole);
	return true;
}

void
picture_source(FILE *out, const cover *about, const char *report_name)
{
	fputs("<p class=\"note\">", out);
	html_say_with(out, about->language, WORD_SOURCE, "", "");
	fprintf(out, "<a href=\"#t-%s\"><code>%s</code></a></p>\n", report_name, report_name);
}
