/*
 * src/report/writer.h
 *	  What a format has to know how to do.  Depends on catalog.h and session.h.
 */
#ifndef REPORT_WRITER_H
#define REPORT_WRITER_H

#include "catalog.h"
#include "options.h"
#include "session.h"
#include "words.h"

/* what the report says about itself */
typedef struct cover
{
	const report_options *options;
	const catalog *all;
	language language;
	char *as_of;	/* the day */
	char *known_at; /* the moment; NULL for all there is */
	char *read_at;	/* the snapshot's moment, in innopart.time_zone */
	char *database;
	char *library_version;
	char *server_version;
} cover;

typedef struct writer
{
	void (*begin)(const cover *about);
	void (*report_begin)(const report *view);
	void (*row)(const report *view, const rows *answer);
	void (*report_end)(const report *view, long long count);
	void (*end)(void);
	/* true for a report that this format shows when nobody chose */
	bool (*is_shown)(const report *view);
} writer;

extern const writer csv_writer;
extern const writer json_writer;
extern const writer markdown_writer;
extern const writer html_writer;

#endif
