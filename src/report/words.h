/*
 * src/report/words.h
 *	  The words of the page in English, bokmål and nynorsk.  Pure data.
 *
 * {1} and {2} stand for what is put in.  What the database labels (phases, states, rules) it labels
 * in the same language itself.
 */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include <stddef.h>

typedef enum language
{
	LANGUAGE_EN,
	LANGUAGE_NB,
	LANGUAGE_NN,
	LANGUAGE_COUNT
} language;

typedef enum word
{
#define WORD(name, en, nb, nn) WORD_##name,
#include "words.list"
#undef WORD
	WORD_COUNT
} word;

extern const char *word_in(word which, language into);

/* a column's heading; NULL for one that is not ours */
extern const char *heading_in(const char *column, language into);

#endif
