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

/* opens an answer over a report's rows: in `sql`, %1$s stands for (SELECT ...) and %2$s for the
 * schema.  False where the report is not asked for, or not there. */
extern bool picture_ask(rows *answer, const cover *about, const char *report_name, const char *sql);

/* a paragraph, and the parts of a figure: what its colours mean, the picture, and its end with the
 * report that it was drawn from */
extern void picture_paragraph(FILE *out, const cover *about, word which, const char *first,
							  const char *second);
extern void picture_key_begin(FILE *out);
extern void picture_key(FILE *out, const char *class, const char *text);
extern void picture_key_striped(FILE *out, const char *class, const char *text);
extern void picture_key_end(FILE *out);
extern void picture_frame_begin(FILE *out, const cover *about, word title);
extern void picture_frame_end(FILE *out);
extern void picture_caption_begin(FILE *out, const cover *about, word description);
extern void picture_caption_add(FILE *out, const cover *about, word which);
/* how the long tail was folded */
extern void picture_caption_more(FILE *out, const cover *about, word which, long shown, long all);
extern void picture_caption_end(FILE *out, const cover *about, const char *report_name);

#endif
