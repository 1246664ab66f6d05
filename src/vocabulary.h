/*
 * src/vocabulary.h
 *		The closed vocabularies: what each word is called in English, bokmål and nynorsk, and
 *		which stage or state may follow which.
 *
 * Depends on: nothing but the C library.
 *
 * The words themselves are SQL enums (sql/extension/10-vocabulary.sql); a test compares the two.
 */
#ifndef INNOPART_VOCABULARY_H
#define INNOPART_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>

typedef enum label_language
{
	LABEL_EN,
	LABEL_NB,
	LABEL_NN
} label_language;

#define LABEL_LANGUAGE_COUNT 3

/* en, nb or nn, in any case.  On false, *why is a sentence that names the rule broken. */
extern bool label_language_parse(const char *text, size_t len, label_language *out,
								 const char **why);
extern const char *label_language_code(label_language language);

typedef struct vocabulary_word
{
	const char *value;						 /* the enum's value */
	const char *label[LABEL_LANGUAGE_COUNT]; /* UTF-8 */
} vocabulary_word;

typedef struct vocabulary_step
{
	const char *current;
	const char *next;
} vocabulary_step;

typedef struct vocabulary
{
	const char *type_name;
	const vocabulary_word *words;
	size_t word_count;
	const vocabulary_step *steps; /* for a vocabulary that is a state machine */
	size_t step_count;
} vocabulary;

/* By the name of the enum type, without its schema; NULL when there is none. */
extern const vocabulary *vocabulary_find(const char *type_name);

/* By the enum's value; NULL when there is none. */
extern const vocabulary_word *vocabulary_find_word(const vocabulary *of, const char *value);

/* Whether what is in `current` may next be in `next`; only for a state machine. */
extern bool vocabulary_may_follow(const vocabulary *machine, const vocabulary_word *next,
								  const vocabulary_word *current);

#endif /* INNOPART_VOCABULARY_H */
