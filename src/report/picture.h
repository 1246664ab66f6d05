/*
 * src/report/picture.h
 *	  The parts of the page above its tables: each asks its own question of the database, folds the
 *	  long tail there, and draws what is left.  Depends on writer.h.
 *
 * None keeps more than it draws, whatever the size of the registry.
 */
#ifndef REPORT_PICTURE_H
#define REPORT_PICTURE_H

#include <stdio.h>

#include "writer.h"

typedef void picture(FILE *out, const cover *about);

extern picture picture_tiles;
extern picture picture_actions;
extern picture picture_timeline;
extern picture picture_participation;
extern picture picture_learning;
extern picture picture_options;
extern picture picture_market;

/* opens an answer over a report's rows: `sql` has one %s, where (SELECT ...) is put.  False where
 * the report is not asked for, or not there. */
extern bool picture_ask(rows *answer, const cover *about, const char *report_name, const char *sql);

/* the end of a figure: the report that it was drawn from */
extern void picture_source(FILE *out, const cover *about, const char *report_name);

#endif
