/*
 * src/report/network.c
 *	  Who learned from whom as a network: Graphviz decides where everything stands, we draw it.
 *	  Depends on libgvc and libcgraph, where they are; svg.h.
 *
 * Graphviz never sees data: its nodes are numbers with a size.
 */
#include "network.h"

#ifdef HAVE_GRAPHVIZ

#include <stdlib.h>
#include <graphviz/gvc.h>

#include "message.h"
#include "svg.h"

#define BOX_WIDTH 176
#define BOX_HEIGHT 26
#define POINTS_AN_INCH 72.0
#define MARGIN 8

bool
network_is_built(void)
{
	return true;
}

/* names and values of attributes; the library wants them writable and leaves them as they are */
static void
set(void *object, const char *name, const char *value)
{
	agsafeset(object, (char *) name, (char *) value, "");
}

static Agnode_t *
add_node(Agraph_t *graph, int number)
{
	char name[16], inches[16];
	Agnode_t *node;

	snprintf(name, sizeof name, "%d", number);
	node = agnode(graph, name, 1);
	snprintf(inches, sizeof inches, "%.3f", BOX_WIDTH / POINTS_AN_INCH);
	set(node, "width", inches);
	snprintf(inches, sizeof inches, "%.3f", BOX_HEIGHT / POINTS_AN_INCH);
	set(node, "height", inches);
	set(node, "fixedsize", "true");
	set(node, "shape", "box");
	set(node, "label", "");
	return node;
}

/* Graphviz counts upwards from the bottom, SVG downwards from the top */
static void
draw_link(FILE *out, const Agraph_t *graph, Agedge_t *edge, const network_link *link)
{
	const splines *path = ED_spl(edge);
	double top = GD_bb(graph).UR.y;

	for (size_t i = 0; path != NULL && i < (size_t) path->size; i++)
	{
		const bezier *curve = &path->list[i];
		const pointf *p = curve->list;

		fprintf(out, "<path class=\"link%s\" stroke-width=\"%.1f\" d=\"M%.1f %.1f",
				link->adopted > 0 ? " adopted" : "",
				link->lessons > 8 ? 4.0 : 1.0 + (double) link->lessons * 0.375, p[0].x,
				top - p[0].y);
		for (size_t k = 1; k + 2 < (size_t) curve->size; k += 3)
			fprintf(out, "C%.1f %.1f %.1f %.1f %.1f %.1f", p[k].x, top - p[k].y, p[k + 1].x,
					top - p[k + 1].y, p[k + 2].x, top - p[k + 2].y);
		fputs("\"/>", out);
		if (curve->eflag)
		{
			pointf from = p[curve->size - 1], tip = curve->ep;
			double along_x = tip.x - from.x, along_y = tip.y - from.y;

			/* the head of the arrow: half as wide as long */
			fprintf(out, "<path class=\"head%s\" d=\"M%.1f %.1fL%.1f %.1fL%.1f %.1fZ\"/>",
					link->adopted > 0 ? " adopted" : "", tip.x, top - tip.y, from.x - along_y * 0.4,
					top - (from.y + along_x * 0.4), from.x + along_y * 0.4,
					top - (from.y - along_x * 0.4));
		}
		putc('\n', out);
	}
}

static void
draw_box(FILE *out, const Agraph_t *graph, Agnode_t *node, const char *name)
{
	double x = ND_coord(node).x - BOX_WIDTH / 2.0;
	double y = GD_bb(graph).UR.y - ND_coord(node).y - BOX_HEIGHT / 2.0;

	fprintf(out, "<rect class=\"box\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"5\"/>",
			x, y, BOX_WIDTH, BOX_HEIGHT);
	svg_text(out, x + BOX_WIDTH / 2.0, y + BOX_HEIGHT / 2.0 + 4.5, BOX_WIDTH - 12, SVG_MIDDLE, "",
			 name);
	putc('\n', out);
}

static bool
arrange(GVC_t *context, Agraph_t *graph, const char *direction, const char *gap)
{
	set(graph, "rankdir", direction);
	set(graph, "ranksep", gap);
	return gvLayout(context, graph, "dot") == 0;
}

static bool
arrange_rightwards(GVC_t *context, Agraph_t *graph)
{
	return arrange(context, graph, "LR", "1.3");
}

/* from left to right, as people read; downwards where that is too wide and this is narrower */
static bool
lay_out(GVC_t *context, Agraph_t *graph)
{
	double width;

	if (!arrange_rightwards(context, graph))
		return false;
	width = GD_bb(graph).UR.x;
	if (width <= SVG_WIDTH)
		return true;
	gvFreeLayout(context, graph);
	if (!arrange(context, graph, "TB", "0.6"))
		return false;
	if (GD_bb(graph).UR.x < width)
		return true;
	gvFreeLayout(context, graph);
	return arrange_rightwards(context, graph);
}

void
network_draw(FILE *out, language into, const char *const *names, int name_count,
			 const network_link *links, int link_count)
{
	GVC_t *context = gvContext();
	Agraph_t *graph = agopen((char *) "network", Agdirected, NULL);
	Agnode_t **nodes = must_allocate((size_t) name_count * sizeof(Agnode_t *));
	Agedge_t **edges = must_allocate((size_t) link_count * sizeof(Agedge_t *));

	set(graph, "nodesep", "0.14");
	for (int i = 0; i < link_count; i++)
	{
		if (nodes[links[i].giver] == NULL)
			nodes[links[i].giver] = add_node(graph, links[i].giver);
		if (nodes[links[i].receiver] == NULL)
			nodes[links[i].receiver] = add_node(graph, links[i].receiver);
		edges[i] = agedge(graph, nodes[links[i].giver], nodes[links[i].receiver], NULL, 1);
		set(edges[i], "arrowsize", "0.7");
	}
	if (lay_out(context, graph))
	{
		double width = GD_bb(graph).UR.x, height = GD_bb(graph).UR.y;

		svg_open(out, into, WORD_NETWORK_TITLE, WORD_NETWORK_DESCRIPTION, -MARGIN, -MARGIN,
				 width + 2 * MARGIN, height + 2 * MARGIN);
		for (int i = 0; i < link_count; i++)
			draw_link(out, graph, edges[i], &links[i]);
		for (int i = 0; i < name_count; i++)
		{
			if (nodes[i] != NULL)
				draw_box(out, graph, nodes[i], names[i]);
		}
		svg_close(out);
		gvFreeLayout(context, graph);
	}
	agclose(graph);
	gvFreeContext(context);
	free(nodes);
	free(edges);
}

#else

bool
network_is_built(void)
{
	return false;
}

void
network_draw(FILE *out, language into, const char *const *names, int name_count,
			 const network_link *links, int link_count)
{
	(void) out;
	(void) into;
	(void) names;
	(void) name_count;
	(void) links;
	(void) link_count;
}

#endif
