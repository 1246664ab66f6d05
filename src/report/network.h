/*
 * src/report/network.h
 *	  The picture of who learned from whom, laid out by Graphviz.  Depends on nothing.
 */
#ifndef REPORT_NETWORK_H
#define REPORT_NETWORK_H

#include <stdbool.h>
#include <stdio.h>

#include "words.h"

/* false where this program was built without Graphviz: the matrix then stands alone */
extern bool network_is_built(void);

typedef struct network_link
{
	int giver; /* places in names */
	int receiver;
	long lessons;
	long adopted;
} network_link;

/* those names that a link leads to or from */
extern void network_draw(FILE *out, language into, const char *const *names, int name_count,
						 const network_link *links, int link_count);

#endif
