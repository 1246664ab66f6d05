/*
 * src/report/main.c
 *	  innopart-report: what happened in innovation partnerships, as a page, tables or data.
 *	  Depends on all the others.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "catalog.h"
#include "message.h"
#include "options.h"
#include "output.h"
#include "session.h"
#include "writer.h"

static const writer *const writers[] = {
	[FORMAT_HTML] = &html_writer,
	[FORMAT_MARKDOWN] = &markdown_writer,
	[FORMAT_CSV] = &csv_writer,
	[FORMAT_JSON] = &json_writer,
};

static language
language_of(const char *code)
{
	return strcmp(code, "nb") == 0	 ? LANGUAGE_NB
		   : strcmp(code, "nn") == 0 ? LANGUAGE_NN
									 : LANGUAGE_EN;
}

static void
read_cover(cover *about, const report_options *options, const catalog *all)
{
	rows answer;

	*about = (cover){ .options = options, .all = all };
	/* known_at is read as it was set: innopart.known_at() is infinite when it was not */
	rows_open(&answer, "the report's own dates",
			  "SELECT innopart.as_of(), CASE WHEN current_setting('innopart.known_at') <> '' THEN"
			  " to_char(innopart.known_at(), 'YYYY-MM-DD HH24:MI:SS OF') END,"
			  " to_char(now(), 'YYYY-MM-DD HH24:MI:SS OF'), innopart.language(),"
			  " current_database(), innopart.version(), current_setting('server_version')",
			  0, NULL);
	while (rows_next(&answer))
	{
		about->as_of = must_copy(rows_text(&answer, 0));
		about->known_at = rows_is_null(&answer, 1) ? NULL : must_copy(rows_text(&answer, 1));
		about->read_at = must_copy(rows_text(&answer, 2));
		about->language = language_of(rows_text(&answer, 3));
		about->database = must_copy(rows_text(&answer, 4));
		about->library_version = must_copy(rows_text(&answer, 5));
		about->server_version = must_copy(rows_text(&answer, 6));
	}
}

static void
write_report(const writer *format, const catalog *all, const report *view)
{
	char *sql = catalog_select(all, view);
	const char *parameters[] = { all->partnership };
	rows answer;

	rows_open(&answer, view->name, sql, all->partnership != NULL ? 1 : 0, parameters);
	format->report_begin(view);
	while (rows_next(&answer))
	{
		format->row(view, &answer);
		if (answer.count % 10000 == 0)
			progress("%s: %lld rows", view->name, answer.count);
	}
	format->report_end(view, answer.count);
	free(sql);
}

int
main(int count, char **arguments)
{
	report_options options;
	catalog all;
	cover about;
	const writer *format;

	/* the characters of a terminal may be the user's, numbers never: 1.5 is read and written so */
	setlocale(LC_CTYPE, "");
	options_read(&options, count, arguments);
	progress_allow(!options.quiet);
	format = writers[options.format];

	session_open(&options, output_stop_waiting);
	catalog_read(&all, &options);
	read_cover(&about, &options, &all);
	format->begin(&about);
	for (int i = 0; i < all.count; i++)
	{
		if (!all.reports[i].is_chosen || !format->is_shown(&all.reports[i]))
			continue;
		progress("%d of %d: %s", i + 1, all.count, all.reports[i].name);
		write_report(format, &all, &all.reports[i]);
	}
	format->end();
	session_heed_signals();
	if (!output_commit())
		session_heed_signals();
	progress_allow(false);
	session_close();
	return EXIT_DONE;
}
