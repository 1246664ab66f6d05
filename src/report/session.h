/*
 * src/report/session.h
 *	  One connection and one snapshot for the whole report; rows come one at a time.
 *	  Depends on libpq, options.h and message.h.
 */
#ifndef REPORT_SESSION_H
#define REPORT_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <libpq-fe.h>

#include "options.h"

/* what kind of value a column holds, by the type that the server names */
typedef enum value_kind
{
	VALUE_TEXT,
	VALUE_INTEGER,
	VALUE_NUMERIC,
	VALUE_DOUBLE,
	VALUE_BOOLEAN,
	VALUE_DATE,
	VALUE_MOMENT
} value_kind;

/* an answer on its way; rows_next() frees it after its last row */
typedef struct rows
{
	const char *what; /* for messages and progress */
	PGresult *part;	  /* one row, or a few with a libpq that can */
	int at;			  /* the row in it */
	long long count;  /* rows given so far */
} rows;

/* `on_interrupt` is called by the signal handler, and may do what a handler may */
extern void session_open(const report_options *options, void (*on_interrupt)(void));
extern void session_close(void);
/* ends the program where a signal asked for it; reading rows does so by itself */
extern void session_heed_signals(void);

extern void rows_open(rows *answer, const char *what, const char *sql, int count,
					  const char *const *parameters);
extern bool rows_next(rows *answer);

extern bool rows_is_null(const rows *answer, int column);
extern const char *rows_text(const rows *answer, int column); /* "" for NULL */
extern size_t rows_length(const rows *answer, int column);
extern long rows_long(const rows *answer, int column);	   /* 0 for NULL */
extern double rows_double(const rows *answer, int column); /* 0 for NULL */
extern bool rows_bool(const rows *answer, int column);
extern value_kind rows_kind(const rows *answer, int column);

/* an identifier or a literal as SQL; freed by the caller */
extern char *sql_identifier(const char *name);

#endif
