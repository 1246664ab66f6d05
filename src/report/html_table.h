/*
 * src/report/html_table.h
 *	  A report as a table that can be sorted.  Depends on writer.h.
 */
#ifndef REPORT_HTML_TABLE_H
#define REPORT_HTML_TABLE_H

#include <stdio.h>

#include "writer.h"

/* more rows than a browser bears, or a person reads, are counted and not written */
#define TABLE_ROWS 1000

extern void table_begin(FILE *out, const cover *about, const report *view);
extern void table_row(const report *view, const rows *answer);
extern void table_end(const report *view, long long count);

#endif
