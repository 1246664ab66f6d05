/*
 * src/vocabulary_sql.c
 *		Labels and transitions of the enums for SQL.
 *
 * Depends on: the server; clock.h, vocabulary.h.
 *
 * An enum value arrives as its OID.  What the OID means is looked up in the catalogue once a
 * call site, and remembered for the rest of the query.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "clock.h"
#include "innopart.h"
#include "vocabulary_sql.h"

PG_FUNCTION_INFO_V1(vocabulary_label);
PG_FUNCTION_INFO_V1(vocabulary_label_in_session);
PG_FUNCTION_INFO_V1(vocabulary_word_may_follow);

/* as many as the longest vocabulary has words; a query looks up any more each time it meets them */
#define MEMORY_SIZE 16

typedef struct known_word
{
	Oid value;
	const vocabulary *of;
	const vocabulary_word *word;
} known_word;

typedef struct word_memory
{
	int count;
	known_word known[MEMORY_SIZE];
} word_memory;

/* What the catalogue says of an enum value; an error when the enum is none of innopart's. */
static known_word
look_up(Oid value)
{
	HeapTuple enum_tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(value));
	Form_pg_enum enum_form;
	HeapTuple type_tuple;
	Form_pg_type type_form;
	char *schema;
	known_word found = { value, NULL, NULL };

	if (!HeapTupleIsValid(enum_tuple))
		ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
						errmsg("invalid internal value for enum: %u", value)));
	enum_form = (Form_pg_enum) GETSTRUCT(enum_tuple);
	type_tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(enum_form->enumtypid));
	if (!HeapTupleIsValid(type_tuple))
		elog(ERROR, "cache lookup failed for type %u", enum_form->enumtypid);
	type_form = (Form_pg_type) GETSTRUCT(type_tuple);
	schema = get_namespace_name(type_form->typnamespace);

	if (schema != NULL && strcmp(schema, INNOPART_SCHEMA) == 0)
		found.of = vocabulary_find(NameStr(type_form->typname));
	if (found.of == NULL)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("type %s has no labels", format_type_be(enum_form->enumtypid)),
						errdetail("Labels exist for the enums of schema %s.", INNOPART_SCHEMA)));
	found.word = vocabulary_find_word(found.of, NameStr(enum_form->enumlabel));
	if (found.word == NULL)
		elog(ERROR, "library %s does not know \"%s\" of %s", INNOPART_VERSION,
			 NameStr(enum_form->enumlabel), found.of->type_name);

	ReleaseSysCache(type_tuple);
	ReleaseSysCache(enum_tuple);
	return found;
}

static known_word
recall(FunctionCallInfo fcinfo, Oid value)
{
	word_memory *memory = fcinfo->flinfo->fn_extra;
	known_word found;

	if (memory == NULL)
	{
		memory = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(word_memory));
		fcinfo->flinfo->fn_extra = memory;
	}
	for (int i = 0; i < memory->count; i++)
	{
		if (memory->known[i].value == value)
			return memory->known[i];
	}
	found = look_up(value);
	if (memory->count < MEMORY_SIZE)
		memory->known[memory->count++] = found;
	return found;
}

/* A label in the database's encoding. */
text *
vocabulary_label_text(const char *utf8)
{
	char *label = pg_any_to_server(utf8, strlen(utf8), PG_UTF8);
	text *result = cstring_to_text(label);

	if (label != utf8)
		pfree(label);
	return result;
}

label_language
vocabulary_language_argument(const text *argument)
{
	label_language language;
	const char *why;

	if (!label_language_parse(VARDATA_ANY(argument), VARSIZE_ANY_EXHDR(argument), &language, &why))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("unknown language: \"%s\"", text_to_cstring(argument)),
						errdetail("%s", why)));
	return language;
}

/* The label of an enum value in a language. */
Datum
vocabulary_label(PG_FUNCTION_ARGS)
{
	known_word known = recall(fcinfo, PG_GETARG_OID(0));
	label_language language = vocabulary_language_argument(PG_GETARG_TEXT_PP(1));

	PG_RETURN_TEXT_P(vocabulary_label_text(known.word->label[language]));
}

/* The label of an enum value in innopart.language. */
Datum
vocabulary_label_in_session(PG_FUNCTION_ARGS)
{
	known_word known = recall(fcinfo, PG_GETARG_OID(0));

	PG_RETURN_TEXT_P(vocabulary_label_text(known.word->label[clock_label_language()]));
}

/* Whether the second argument's stage or state may be followed by the first's. */
Datum
vocabulary_word_may_follow(PG_FUNCTION_ARGS)
{
	known_word next = recall(fcinfo, PG_GETARG_OID(0));
	known_word current = recall(fcinfo, PG_GETARG_OID(1));

	if (next.of != current.of || next.of->steps == NULL)
		elog(ERROR, "%s is no state machine", next.of->type_name);
	PG_RETURN_BOOL(vocabulary_may_follow(next.of, next.word, current.word));
}
