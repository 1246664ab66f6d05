/*
 * src/vocabulary_sql.h
 *		What the SQL functions that return labels share.
 *
 * Depends on: the server; vocabulary.h.
 */
#ifndef INNOPART_VOCABULARY_SQL_H
#define INNOPART_VOCABULARY_SQL_H

#include "postgres.h"

#include "vocabulary.h"

/* A label in the database's encoding. */
extern text *vocabulary_label_text(const char *utf8);

/* The language that an argument names; an error, 22023, when it names none. */
extern label_language vocabulary_language_argument(const text *argument);

#endif /* INNOPART_VOCABULARY_SQL_H */
