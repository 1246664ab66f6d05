/*
 * src/report/svg.h
 *	  Drawing: text that fits, frames, axes of days.  Depends on html.h.
 *
 * Colours come from classes in page.css, so that they follow light and dark; positions are numbers
 * of ours.  Text from data is escaped, and never longer than its place.
 */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include <stdbool.h>
#include <stdio.h>

#include "words.h"

typedef enum svg_anchor
{
	SVG_START,
	SVG_MIDDLE,
	SVG_END
} svg_anchor;

/* as wide as pictures are where nothing asks for more: a tablet of 768 pixels has room for them with
 * text 12 pixels high, which is the width that page.css has */
#define SVG_WIDTH 784
/* font size of all text, in the picture's units, and what an average letter of it takes */
#define SVG_FONT 13
#define SVG_LETTER 8.1

extern void svg_open(FILE *out, language into, word title, word description, double left,
					 double top, double width, double height);
extern void svg_close(FILE *out);

/* A picture of rows is several of them, one below the other, so that paper may break between.  Its
 * pictures share their coordinates; the first has the head, and speaks for all. */
#define SVG_ROWS 6

typedef struct svg_rows
{
	double width;
	double head;  /* above the first row */
	double pitch; /* from row to row */
	int count;
} svg_rows;

/* before each row: where a picture begins, ends the one before and opens it; true then, so that what
 * runs through all rows is drawn again */
extern bool svg_rows_next(FILE *out, language into, word title, word description,
						  const svg_rows *all, int row);
extern double svg_rows_height(const svg_rows *all);

/* text cut to the width with an ellipsis, the whole of it in a tooltip then */
extern void svg_text(FILE *out, double x, double y, double width, svg_anchor anchor,
					 const char *class, const char *text);
extern void svg_text_turned(FILE *out, double x, double y, double width, const char *class,
							const char *text);
extern double svg_text_width(const char *text);

/* stripes over a rectangle: what is shared, in grey print too */
extern void svg_stripes(FILE *out, double x, double y, double width, double height);

/* days since 2000-01-01 */
typedef struct svg_days
{
	long first, last;
	double left, right; /* where they stand */
} svg_days;

extern double svg_day(const svg_days *axis, long day);
/* lines, and labels where there is room for them, at even years or months, from top to bottom */
extern void svg_days_draw(FILE *out, const svg_days *axis, bool has_labels, double top,
						  double bottom);

#endif
