/*
 * src/report/catalog.h
 *	  The reports that the database has, chosen by the options.  Depends on session.h and shape.h.
 */
#ifndef REPORT_CATALOG_H
#define REPORT_CATALOG_H

#include <stdbool.h>

#include "options.h"
#include "shape.h"

typedef struct report_column
{
	char *name;
	char *type;	   /* as the server spells it */
	char *meaning; /* its comment; NULL without one */
} report_column;

typedef struct report
{
	char *name;
	char *meaning;			   /* the view's comment; NULL without one */
	const report_shape *shape; /* NULL for a view of the user's own */
	report_column *columns;
	int column_count;
	bool is_chosen; /* by the options */
} report;

typedef struct catalog
{
	report *reports; /* all that may be read, in the order of the page */
	int count;
	char *schema;	   /* as SQL */
	char *partnership; /* the number of the one that is asked for, as text; NULL for all */
	char *partnership_title;
	bool no_illustrative;
} catalog;

extern void catalog_read(catalog *all, const report_options *options);
extern const report *catalog_find(const catalog *all, const char *name);

extern int report_column_at(const report *view, const char *name); /* -1: there is none */

/* SELECT of a whole report, or of what people read of it, in its order; $1 is the partnership's
 * number where catalog.partnership is set.  Freed by the caller. */
extern char *catalog_select(const catalog *all, const report *view);
/* the same rows as a source for a picture's own query; freed by the caller */
extern char *catalog_source(const catalog *all, const report *view);

#endif
