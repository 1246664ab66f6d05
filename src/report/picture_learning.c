/*
 * src/report/picture_learning.c
 *	  Who learned from whom: a matrix of givers and receivers, and the same as a network.
 *	  Depends on picture.h, svg.h, human.h, network.h.
 */
#include "picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "human.h"
#include "message.h"
#include "network.h"
#include "svg.h"

#define SHOWN 20 /* organisations; the SQL has it too */
#define OTHERS SHOWN
#define FLOWS 30 /* in the network: more is a tangle */
#define CELL_LEAST 38
#define CELL_HEIGHT 36
#define LABEL_MOST 210
#define HEADING_MOST 165
#define TOP 140 /* room for headings that lean */

static char *names[SHOWN + 1]; /* by place; the last are all the others */
static network_link *links;
static int link_count;
static long organisations;
static long most;
static double label_width; /* of the rows' names */
static double cell_width;  /* a number that is cut is wrong */

/* the report has no partnership in it; for one alone its facts are counted */
static const char all_flow[] =
	"SELECT giver_id, giver_name, receiver_id, receiver_name, shared_lesson_count AS lessons,"
	" adopted_count AS adopted FROM %1$s AS v";
static const char partnership_flow[] =
	"SELECT s.giver_id, g.name AS giver_name, s.receiver_id, r.name AS receiver_name,"
	" count(DISTINCT s.lesson_id) AS lessons,"
	" (SELECT coalesce(sum(a.adopted_count), 0) FROM %%2$s.learning_adoption AS a WHERE"
	" a.partnership_id = $1::bigint AND a.giver_id = s.giver_id AND a.organisation_id ="
	" s.receiver_id%s) AS adopted"
	" FROM %%1$s AS s JOIN %%2$s.organisation AS g ON g.id = s.giver_id"
	" JOIN %%2$s.organisation AS r ON r.id = s.receiver_id"
	" GROUP BY s.giver_id, g.name, s.receiver_id, r.name";

static const char question[] =
	"WITH every AS (%s), flow AS (SELECT * FROM every WHERE lessons + adopted > 0),"
	" weight AS (SELECT id, name, sum(weight) AS weight FROM (SELECT giver_id AS id, giver_name AS"
	" name, lessons + adopted AS weight FROM flow"
	" UNION ALL SELECT receiver_id, receiver_name, lessons + adopted FROM flow) AS u"
	" GROUP BY id, name),"
	" placed AS (SELECT id, name, row_number() OVER (ORDER BY weight DESC, name, id) AS place"
	" FROM weight)"
	" SELECT least(g.place, 21) - 1 AS giver, least(r.place, 21) - 1 AS receiver,"
	" min(g.name), min(r.name), sum(lessons)::bigint, sum(adopted)::bigint,"
	" (SELECT count(*) FROM placed)"
	" FROM flow JOIN placed AS g ON g.id = giver_id JOIN placed AS r ON r.id = receiver_id"
	" GROUP BY giver, receiver ORDER BY giver, receiver";

static void
keep_name(long place, const char *name)
{
	if (names[place] == NULL)
		names[place] = must_copy(name);
}

static bool
read_flow(const cover *about)
{
	bool is_one = about->all->partnership != NULL;
	char *flow =
		is_one ? must_print(partnership_flow,
							about->all->no_illustrative ? " AND a.is_illustrative IS NOT TRUE" : "")
			   : must_copy(all_flow);
	char *sql = must_print(question, flow);
	rows answer;
	bool is_there = picture_ask(&answer, about, is_one ? "learning_share" : "knowledge_flow", sql);

	free(flow);
	free(sql);
	if (!is_there)
		return false;
	while (rows_next(&answer))
	{
		network_link link = { (int) rows_long(&answer, 0), (int) rows_long(&answer, 1),
							  rows_long(&answer, 4), rows_long(&answer, 5) };

		links = must_grow(links, (size_t) (link_count + 1) * sizeof(network_link));
		links[link_count++] = link;
		keep_name(link.giver, rows_text(&answer, 2));
		keep_name(link.receiver, rows_text(&answer, 3));
		if (link.giver != OTHERS && link.receiver != OTHERS && link.lessons > most)
			most = link.lessons;
		organisations = rows_long(&answer, 6);
	}
	if (organisations > SHOWN)
	{
		free(names[OTHERS]);
		names[OTHERS] = sentence(about->language, WORD_OTHERS,
								 human_count(organisations - SHOWN, about->language), "");
	}
	return true;
}

/* those who give have a line, those who receive a column: where each stands, or -1 */
static int
place_lines(int *at, bool givers)
{
	int count = 0;

	for (int place = 0; place <= SHOWN; place++)
	{
		at[place] = -1;
		for (int i = 0; i < link_count && at[place] < 0; i++)
		{
			if ((givers ? links[i].giver : links[i].receiver) == place)
				at[place] = count++;
		}
	}
	return count;
}

/* a tick and how many were taken into use */
static char *
adopted_text(const cover *about, const network_link *link)
{
	return must_print("\xE2\x9C\x93\xC2\xA0%s", human_count(link->adopted, about->language));
}

static void
draw_cell(FILE *out, const cover *about, const network_link *link, double x, double y)
{
	int shade = link->lessons >= most ? 5 : 1 + (int) ((link->lessons - 1) * 5 / most);
	const char *ink = shade >= 4 ? "on4" : "on1";

	if (link->lessons == 0)
		shade = 1;
	fprintf(out, "<rect class=\"p%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>", shade,
			x, y, cell_width, CELL_HEIGHT);
	svg_text(out, x + cell_width / 2, y + (link->adopted > 0 ? 15 : 22), cell_width, SVG_MIDDLE,
			 ink, human_count(link->lessons, about->language));
	if (link->adopted > 0)
	{
		char *adopted = adopted_text(about, link);

		svg_text(out, x + cell_width / 2, y + 30, cell_width, SVG_MIDDLE, ink, adopted);
		free(adopted);
	}
	putc('\n', out);
}

static double
at_most(double limit, double a, double b)
{
	double larger = a > b ? a : b;

	return larger < limit ? larger : limit;
}

/* columns have their lines and names, names in the head alone */
static void
draw_columns(FILE *out, const int *columns_at, int column_count, bool has_names, double bottom)
{
	for (int place = 0; has_names && place <= SHOWN; place++)
	{
		if (columns_at[place] >= 0)
			svg_text_turned(out, label_width + (columns_at[place] + 0.55) * cell_width, TOP - 6,
							HEADING_MOST, place == OTHERS ? "soft" : "", names[place]);
	}
	for (int i = 0; i <= column_count; i++)
		fprintf(out, "<path class=\"grid\" d=\"M%.1f %dV%.1f\"/>", label_width + i * cell_width,
				TOP, bottom);
	putc('\n', out);
}

static void
draw_row(FILE *out, const cover *about, int giver, const int *columns_at, double y, double right)
{
	svg_text(out, label_width - 10, y + 22, label_width - 14, SVG_END,
			 giver == OTHERS ? "soft" : "", names[giver]);
	fprintf(out, "<path class=\"grid\" d=\"M%.1f %.0fH%.1fM%.1f %.0fH%.1f\"/>\n", label_width, y,
			right, label_width, y + CELL_HEIGHT, right);
	for (int i = 0; i < link_count; i++)
	{
		if (links[i].giver == giver)
			draw_cell(out, about, &links[i],
					  label_width + columns_at[links[i].receiver] * cell_width, y);
	}
}

static void
draw_matrix(FILE *out, const cover *about)
{
	int rows_at[SHOWN + 1], columns_at[SHOWN + 1];
	int row_count = place_lines(rows_at, true), column_count = place_lines(columns_at, false);
	double right, lean = 0;
	svg_rows rows;

	cell_width = CELL_LEAST;
	for (int i = 0; i < link_count; i++)
	{
		char *adopted = adopted_text(about, &links[i]);

		cell_width = fmax(cell_width, svg_text_width(adopted) + 4);
		cell_width =
			fmax(cell_width, svg_text_width(human_count(links[i].lessons, about->language)) + 4);
		free(adopted);
	}
	label_width = 0;
	for (int place = 0; place <= SHOWN; place++)
	{
		if (rows_at[place] >= 0)
			label_width = at_most(LABEL_MOST, label_width, svg_text_width(names[place]) + 14);
		/* the last heading leans out to the right */
		if (columns_at[place] == column_count - 1)
			lean = at_most(HEADING_MOST, 0, svg_text_width(names[place])) * 0.68;
	}
	right = label_width + column_count * cell_width;
	rows = (svg_rows){ right + lean, TOP, CELL_HEIGHT, row_count };
	for (int giver = 0; giver <= SHOWN; giver++)
	{
		int row = rows_at[giver];

		if (row < 0)
			continue;
		if (svg_rows_next(out, about->language, WORD_FLOW_TITLE, WORD_FLOW_DESCRIPTION, &rows, row))
			draw_columns(out, columns_at, column_count, row == 0, svg_rows_height(&rows));
		draw_row(out, about, giver, columns_at, TOP + row * CELL_HEIGHT, right);
	}
	svg_close(out);
}

/* what was taken into use tells most, then what was shared most; places make it certain */
static int
compare_strength(const void *a, const void *b)
{
	const network_link *left = a, *right = b;

	if ((left->adopted > 0) != (right->adopted > 0))
		return left->adopted > 0 ? -1 : 1;
	if (left->lessons != right->lessons)
		return left->lessons > right->lessons ? -1 : 1;
	return left->giver != right->giver ? left->giver - right->giver
									   : left->receiver - right->receiver;
}

/* keeps the strongest flows between organisations that have a name; how many there were */
static int
keep_strongest(void)
{
	int named = 0;

	for (int i = 0; i < link_count; i++)
	{
		if (links[i].giver != OTHERS && links[i].receiver != OTHERS)
			links[named++] = links[i];
	}
	qsort(links, (size_t) named, sizeof(network_link), compare_strength);
	link_count = named < FLOWS ? named : FLOWS;
	return named;
}

static void
draw_network(FILE *out, const cover *about)
{
	picture_key_begin(out);
	picture_key(out, "key-adopted", word_in(WORD_KEY_ADOPTED, about->language));
	picture_key(out, "key-shared", word_in(WORD_KEY_SHARED, about->language));
	picture_key_end(out);
	picture_frame_begin(out, about, WORD_NETWORK_TITLE);
	network_draw(out, about->language, (const char *const *) names, SHOWN, links, link_count);
	picture_frame_end(out);
}

void
picture_learning(FILE *out, const cover *about)
{
	int flows;

	if (!read_flow(about))
		return;
	if (link_count == 0)
	{
		picture_paragraph(out, about, WORD_NO_FLOW, "", "");
		return;
	}
	/* side by side while both can be read, else one below the other */
	fputs("<figure>\n<div class=\"pair\"><div>\n", out);
	picture_frame_begin(out, about, WORD_FLOW_TITLE);
	draw_matrix(out, about);
	picture_frame_end(out);
	fputs("</div>\n", out);
	flows = keep_strongest();
	if (network_is_built())
	{
		fputs("<div>\n", out);
		draw_network(out, about);
		fputs("</div>\n", out);
	}
	fputs("</div>\n", out);
	picture_caption_begin(out, about, WORD_FLOW_DESCRIPTION);
	if (network_is_built())
	{
		picture_caption_add(out, about, WORD_NETWORK_DESCRIPTION);
		if (flows > FLOWS)
			picture_caption_more(out, about, WORD_FOLDED_NETWORK, FLOWS, flows);
	}
	if (organisations > SHOWN)
		picture_caption_more(out, about, WORD_FOLDED_FLOW, SHOWN, organisations);
	picture_caption_end(out, about,
						about->all->partnership != NULL ? "learning_share" : "knowledge_flow");
}
