/*
 * src/report/html.h
 *	  Pieces of markup that all parts of the page use.  Depends on escape.h, human.h.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include <stdio.h>

#include "words.h"

/* data as text */
extern void html_put(FILE *out, const char *text);
/* a value that may run from right to left keeps its neighbours in order */
extern void html_value(FILE *out, const char *text, size_t length);
extern void html_say(FILE *out, language into, word which);
extern void html_say_with(FILE *out, language into, word which, const char *first,
						  const char *second);

#endif
