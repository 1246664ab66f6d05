/*
 * src/report/words.c
 *	  The table behind words.h.  Pure data.
 */
#include "words.h"

static const char *const words[WORD_COUNT][LANGUAGE_COUNT] = {
#define WORD(name, en, nb, nn) { en, nb, nn },
#include "words.list"
#undef WORD
};

const char *
word_in(word which, language into)
{
	return words[which][into];
}
