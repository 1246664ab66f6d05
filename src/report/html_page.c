/*
 * src/report/html_page.c
 *	  The page: what it is, what needs action, pictures, then every table.  One file that loads
 *	  nothing: its policy forbids the browser to, and allows our own style and script by their hash.
 *	  Depends on writer.h, picture.h, html_table.h.
 */
#include "writer.h"

#include <stdlib.h>
#include <string.h>

#include "html.h"
#include "html_table.h"
#include "human.h"
#include "message.h"
#include "output.h"
#include "picture.h"

#include "page_css.h"
#include "page_js.h"

static const cover *about;
static FILE *out;

/* the chapters above the tables, in their order */
static const struct
{
	const char *id;
	word title;
	picture *draw;
	const char *drawn_from[4]; /* shown where one of them is asked for */
} chapters[] = {
	{ "action",
	  WORD_CHAPTER_ACTION,
	  picture_actions,
	  { "option_deadlines", "conditions_open", "silent_followers", "compliance_findings" } },
	{ "progress", WORD_CHAPTER_PROGRESS, picture_timeline, { "time_in_phase" } },
	{ "participation",
	  WORD_CHAPTER_PARTICIPATION,
	  picture_participation,
	  { "participation_matrix" } },
	{ "learning", WORD_CHAPTER_LEARNING, picture_learning, { "knowledge_flow", "learning_share" } },
	{ "options", WORD_CHAPTER_OPTIONS, picture_options, { "cap_utilisation", "option_status" } },
	{ "market", WORD_CHAPTER_MARKET, picture_market, { "market" } },
};

#define CHAPTERS (sizeof chapters / sizeof *chapters)

static void
say(word which, const char *first, const char *second)
{
	html_say_with(out, about->language, which, first, second);
}

static bool
has_chapter(size_t chapter)
{
	for (size_t i = 0; i < 4 && chapters[chapter].drawn_from[i] != NULL; i++)
	{
		const char *name = chapters[chapter].drawn_from[i];
		const report *view = catalog_find(about->all, name);

		/* these facts stand in for a report that has no partnership in it */
		if (strcmp(name, "learning_share") == 0 && about->all->partnership == NULL)
			continue;
		if (view != NULL && view->is_chosen)
			return true;
	}
	return false;
}

static void
write_head(void)
{
	static const char *const codes[] = { "en", "nb", "nn" };

	fprintf(out,
			"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
			"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
			"style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'\">\n"
			"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
			"<meta name=\"generator\" content=\"" PROGRAM " " INNOPART_VERSION "\">\n<title>",
			codes[about->language], page_css_hash, page_js_hash);
	say(WORD_TITLE, "", "");
	fputs(", ", out);
	html_put(out, about->as_of);
	/* the hash counts every byte between the tags */
	fprintf(out, "</title>\n<style>%s</style>\n</head>\n", page_css_text);
}

static void
write_header(void)
{
	fputs("<body>\n<a class=\"skip\" href=\"#main\">", out);
	say(WORD_SKIP, "", "");
	fputs("</a>\n<header>\n<h1>", out);
	say(WORD_TITLE, "", "");
	fputs("</h1>\n<p class=\"when\">", out);
	say(WORD_AS_OF, human_date(about->as_of, about->language), "");
	if (about->known_at != NULL)
	{
		fputs(", ", out);
		say(WORD_KNOWN_AT, about->known_at, "");
	}
	fputs("</p>\n", out);
	if (about->all->partnership != NULL)
	{
		fputs("<p><strong>", out);
		say(WORD_ONLY_PARTNERSHIP, about->all->partnership_title, "");
		fputs("</strong></p>\n", out);
	}
	fputs("<p>", out);
	say(WORD_INTRODUCTION, "", "");
	fputs("</p>\n", out);
	if (about->all->no_illustrative)
	{
		fputs("<p class=\"note\">", out);
		say(WORD_NO_ILLUSTRATIVE, "", "");
		fputs("</p>\n", out);
	}
	picture_tiles(out, about);
	fputs("<nav aria-label=\"", out);
	say(WORD_CONTENTS, "", "");
	fputs("\"><ul>\n", out);
	for (size_t i = 0; i < CHAPTERS; i++)
	{
		if (!has_chapter(i))
			continue;
		fprintf(out, "<li><a href=\"#%s\">", chapters[i].id);
		say(chapters[i].title, "", "");
		fputs("</a></li>\n", out);
	}
	fputs("<li><a href=\"#tables\">", out);
	say(WORD_TABLES, "", "");
	fputs("</a></li>\n</ul></nav>\n</header>\n<main id=\"main\">\n", out);
}

static void
begin(const cover *whole)
{
	about = whole;
	out = output_open_file(whole->options->output);
	write_head();
	write_header();
	for (size_t i = 0; i < CHAPTERS; i++)
	{
		if (!has_chapter(i))
			continue;
		fprintf(out, "<section id=\"%s\" aria-labelledby=\"h-%s\">\n<h2 id=\"h-%s\">",
				chapters[i].id, chapters[i].id, chapters[i].id);
		say(chapters[i].title, "", "");
		fputs("</h2>\n", out);
		chapters[i].draw(out, about);
		fputs("</section>\n", out);
	}
	fputs("<section id=\"tables\" aria-labelledby=\"h-tables\">\n<h2 id=\"h-tables\">", out);
	say(WORD_TABLES, "", "");
	fputs("</h2>\n<p class=\"screen\">", out);
	say(WORD_TABLES_NOTE, "", "");
	fputs("</p>\n<p class=\"paper\">", out);
	say(WORD_TABLES_ON_PAPER, "", "");
	/* it does nothing where scripts do not run, so that it is not there */
	fputs(
		"</p>\n<p class=\"screen\"><button type=\"button\" class=\"all\" hidden=\"\" aria-pressed=\"false\">",
		out);
	say(WORD_TABLES_OPEN, "", "");
	fputs("</button></p>\n", out);
}

static void
report_begin(const report *view)
{
	table_begin(out, about, view);
}

static void
end(void)
{
	fputs("</section>\n</main>\n<footer><p class=\"note\">", out);
	say(WORD_READ_AT, about->read_at, about->database);
	fprintf(out, " " PROGRAM " " INNOPART_VERSION ", innopart ");
	html_put(out, about->library_version);
	fputs(", PostgreSQL ", out);
	html_put(out, about->server_version);
	fprintf(out, ".</p></footer>\n<script>%s</script>\n</body>\n</html>\n", page_js_text);
}

/* the reports for people; those for tools when somebody asks */
static bool
is_shown(const report *view)
{
	return about->options->only != NULL || view->shape == NULL ||
		   view->shape->place != CHAPTER_DATA;
}

const writer html_writer = { begin, report_begin, table_row, table_end, end, is_shown };
