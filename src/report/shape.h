/*
 * src/report/shape.h
 *	  What this program knows about the reports it was made with: their place on the page, their
 *	  order, and the columns that people read.  Pure data.
 */
#ifndef REPORT_SHAPE_H
#define REPORT_SHAPE_H

#include <stdbool.h>

/* chapters of the page, in its order */
typedef enum chapter
{
	CHAPTER_ACTION,
	CHAPTER_PROGRESS,
	CHAPTER_PARTICIPATION,
	CHAPTER_LEARNING,
	CHAPTER_OPTIONS,
	CHAPTER_MARKET,
	CHAPTER_TRUST,
	CHAPTER_DATA, /* dimensions and facts for BI tools: csv and json only, unless asked for */
	CHAPTER_COUNT
} chapter;

typedef struct report_shape
{
	const char *name;
	chapter place;
	const char *title[3];	 /* en, nb, nn */
	const char *order;		 /* SQL, always down to a unique key */
	const char *columns;	 /* what people read, with blanks between */
	const char *partnership; /* the column with the partnership's number; NULL: partnership_id */
} report_shape;

/* NULL for a view that the user has added to the schema */
extern const report_shape *shape_of(const char *name);
extern int shape_rank(const char *name); /* place among all; unknown ones come last */

#endif
