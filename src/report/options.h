/*
 * src/report/options.h
 *	  The command line of innopart-report.  Depends on message.h and words.h.
 */
#ifndef REPORT_OPTIONS_H
#define REPORT_OPTIONS_H

#include <stdbool.h>

typedef enum report_format
{
	FORMAT_HTML,
	FORMAT_MARKDOWN,
	FORMAT_CSV,
	FORMAT_JSON
} report_format;

typedef enum password_prompt
{
	PROMPT_WHEN_ASKED,
	PROMPT_NEVER,
	PROMPT_ALWAYS
} password_prompt;

/* NULL: not given, so libpq's environment and defaults speak, or the server's settings */
typedef struct report_options
{
	const char *database; /* a name, a connection string or a URI */
	const char *host;
	const char *port;
	const char *user;
	password_prompt prompt;

	report_format format;
	const char *output; /* "-" for standard output */
	const char *only;	/* names of reports with commas between */
	const char *as_of;
	const char *known_at;
	const char *language;
	const char *partnership; /* its number or its title */
	const char *schema;		 /* of the reports */
	const char *registry;	 /* its schema, which knows that of its reports */
	bool no_illustrative;
	bool raw_csv;
	bool quiet;
} report_options;

/* fails, or ends after --help and --version */
extern void options_read(report_options *options, int count, char **arguments);

#endif
