/*
 * src/report/human.h
 *	  Values and columns as people read them.  Depends on catalog.h, session.h, words.h.
 */
#ifndef REPORT_HUMAN_H
#define REPORT_HUMAN_H

#include <stddef.h>
#include <stdio.h>

#include "catalog.h"
#include "session.h"
#include "words.h"

#define HUMAN_COLUMNS 64

/* the columns of a report that people read, as places in it; how many */
extern int human_columns(const report *view, int *places, int most);
extern const char *human_title(const report *view, language into);
/* may point to memory that the next call uses again */
extern const char *human_heading(const char *column, language into);

/* the value: the answer's own memory, or memory that the next call uses again */
extern const char *human_value(const report *view, const rows *answer, int column, language into,
							   size_t *length);
/* a number with its thousands apart, in memory that the fourth call after this uses again */
extern const char *human_number(const char *text, language into);
/* the same, but four digits apart too where the largest number beside it has more */
extern const char *human_number_beside(const char *text, double largest, language into);
/* an amount in a larger unit, in two decimals, never more than it is; in memory as above */
extern const char *human_share_of(double amount, double unit, double largest, language into);
extern const char *human_count(long long count, language into);
/* 2019-12-31 as 31 December 2019, in memory as above */
extern const char *human_date(const char *iso, language into);

/* C62 is Rec 20's code for things that are counted one by one: units; others as they are */
extern const char *human_unit(const char *code, language into);

/* the sentence with {1} and {2} put in, all of it through `escape` */
typedef void (*escaper)(FILE *out, const char *text, size_t length);
extern void say_with(FILE *out, escaper escape, language into, word which, const char *first,
					 const char *second);
extern void say_word(FILE *out, escaper escape, language into, word which);
/* the same as plain text in memory of its own, to be escaped where it is drawn */
extern char *sentence(language into, word which, const char *first, const char *second);

#endif
