/*
 * src/report/catalog.c
 *	  Which reports there are, which of them are asked for, and how each is read.
 *	  Depends on session.h and shape.h.
 */
#include "catalog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "session.h"

/* views of no facts that could be made up: nothing is left out of them */
static bool
is_without_facts(const char *name)
{
	static const char *const names[] = { "data_status", "day", "phase", "ledger_check",
										 "report_column" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
	{
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

int
report_column_at(const report *view, const char *name)
{
	for (int i = 0; i < view->column_count; i++)
	{
		if (strcmp(view->columns[i].name, name) == 0)
			return i;
	}
	return -1;
}

/* the column that one partnership's rows are found by; NULL where there is none */
static const char *
partnership_column(const report *view)
{
	if (view->shape != NULL && view->shape->partnership != NULL)
		return view->shape->partnership;
	return report_column_at(view, "partnership_id") >= 0 ? "partnership_id" : NULL;
}

const report *
catalog_find(const catalog *all, const char *name)
{
	for (int i = 0; i < all->count; i++)
	{
		if (strcmp(all->reports[i].name, name) == 0)
			return &all->reports[i];
	}
	return NULL;
}

static int
compare_by_place(const void *a, const void *b)
{
	const report *left = a, *right = b;
	int order = shape_rank(left->name) - shape_rank(right->name);

	return order != 0 ? order : strcmp(left->name, right->name);
}

static char *
copy_or_null(const rows *answer, int column)
{
	return rows_is_null(answer, column) ? NULL : must_copy(rows_text(answer, column));
}

static void
read_views(catalog *all, const char *schema)
{
	rows answer;

	/* from the catalogs themselves: reading them needs no privilege on any report */
	rows_open(&answer, "the list of reports",
			  "SELECT c.relname, obj_description(c.oid, 'pg_class'), a.attname,"
			  " format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)"
			  " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
			  " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
			  " WHERE n.nspname = $1 AND c.relkind IN ('v', 'm')"
			  " AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')"
			  " ORDER BY c.relname COLLATE \"C\", a.attnum",
			  1, &schema);
	while (rows_next(&answer))
	{
		report *last = all->count > 0 ? &all->reports[all->count - 1] : NULL;

		if (last == NULL || strcmp(last->name, rows_text(&answer, 0)) != 0)
		{
			all->reports = must_grow(all->reports, (size_t) (all->count + 1) * sizeof(report));
			last = &all->reports[all->count++];
			*last = (report){ .name = must_copy(rows_text(&answer, 0)),
							  .meaning = copy_or_null(&answer, 1),
							  .shape = shape_of(rows_text(&answer, 0)) };
		}
		last->columns =
			must_grow(last->columns, (size_t) (last->column_count + 1) * sizeof(report_column));
		last->columns[last->column_count++] =
			(report_column){ .name = must_copy(rows_text(&answer, 2)),
							 .type = must_copy(rows_text(&answer, 3)),
							 .meaning = copy_or_null(&answer, 4) };
	}
	if (all->count == 0)
	{
		complain("there is no report in schema \"%s\" that this user may read", schema);
		advise("SELECT innopart.create_registry() makes them; registry.grant_reports() lets a role "
			   "read them.  Another schema is named by --schema.");
		exit(EXIT_FAILED);
	}
	qsort(all->reports, (size_t) all->count, sizeof(report), compare_by_place);
}

/* true where the options leave the report in */
static bool
is_left_in(const catalog *all, const report *view, bool is_named)
{
	if (all->partnership != NULL && partnership_column(view) == NULL)
	{
		if (is_named)
			fail(EXIT_FAILED, "report %s is not by partnership", view->name);
		return false;
	}
	if (all->no_illustrative && report_column_at(view, "is_illustrative") < 0 &&
		!is_without_facts(view->name))
	{
		if (is_named)
			fail(EXIT_FAILED, "report %s does not tell made-up facts from sourced ones",
				 view->name);
		return false;
	}
	return true;
}

static void
choose(catalog *all, const char *only)
{
	bool *is_named = must_allocate((size_t) all->count * sizeof(bool));
	char *names = only != NULL ? must_copy(only) : NULL;
	char *rest = names;

	for (char *name; (name = strsep(&rest, ",")) != NULL;)
	{
		const report *view;

		name += strspn(name, " ");
		name[strcspn(name, " ")] = '\0';
		view = catalog_find(all, name);
		if (view == NULL)
		{
			complain("there is no report \"%s\"", name);
			advise("doc/reports.md lists them; so does the report report_column.");
			exit(EXIT_FAILED);
		}
		is_named[view - all->reports] = true;
	}
	for (int i = 0; i < all->count; i++)
		all->reports[i].is_chosen =
			(only == NULL || is_named[i]) && is_left_in(all, &all->reports[i], is_named[i]);
	free(names);
	free(is_named);
}

static void
find_partnership(catalog *all, const char *wanted)
{
	char *sql = must_print("SELECT id, name FROM %s.partnership WHERE name = $1 OR id::text = $1"
						   " ORDER BY name = $1 DESC, id",
						   all->schema);
	rows answer;

	rows_open(&answer, "the partnership", sql, 1, &wanted);
	while (rows_next(&answer))
	{
		if (all->partnership == NULL)
		{
			all->partnership = must_copy(rows_text(&answer, 0));
			all->partnership_title = must_copy(rows_text(&answer, 1));
		}
		else if (strcmp(rows_text(&answer, 1), wanted) == 0)
			fail(EXIT_FAILED, "several partnerships are called \"%s\": name one by its number",
				 wanted);
	}
	if (all->partnership == NULL)
		fail(EXIT_FAILED, "there is no partnership \"%s\"", wanted);
	free(sql);
}

/* a registry knows the schema of its reports */
static char *
schema_of_registry(const char *registry)
{
	char *name = sql_identifier(registry);
	char *sql = must_print("SELECT report_schema FROM %s.registry_info", name);
	char *schema = NULL;
	rows answer;

	rows_open(&answer, "the registry", sql, 0, NULL);
	while (rows_next(&answer))
		schema = must_copy(rows_text(&answer, 0));
	if (schema == NULL)
		fail(EXIT_FAILED, "the registry \"%s\" does not say where its reports are", registry);
	free(name);
	free(sql);
	return schema;
}

void
catalog_read(catalog *all, const report_options *options)
{
	char *schema = options->registry != NULL
					   ? schema_of_registry(options->registry)
					   : must_copy(options->schema != NULL ? options->schema : "report");

	*all =
		(catalog){ .schema = sql_identifier(schema), .no_illustrative = options->no_illustrative };
	read_views(all, schema);
	free(schema);
	if (options->partnership != NULL)
		find_partnership(all, options->partnership);
	choose(all, options->only);
}

static char *
where_of(const catalog *all, const report *view)
{
	const char *key = partnership_column(view);
	bool by_partnership = all->partnership != NULL && key != NULL;
	bool sourced = all->no_illustrative && report_column_at(view, "is_illustrative") >= 0;

	return must_print(" WHERE %s%s%s%s", by_partnership ? key : "true",
					  by_partnership ? " = $1::bigint" : "", sourced ? " AND " : "",
					  sourced ? "is_illustrative IS NOT TRUE" : "");
}

char *
catalog_select(const catalog *all, const report *view)
{
	char *name = sql_identifier(view->name);
	char *where = where_of(all, view);
	char *columns = must_copy("");
	char *sql;

	for (int i = 0; i < view->column_count; i++)
	{
		char *column = sql_identifier(view->columns[i].name);
		char *longer = must_print("%s%s%s", columns, i > 0 ? ", " : "", column);

		free(column);
		free(columns);
		columns = longer;
	}
	/* a view of the user's own has a first column at least */
	sql = must_print("SELECT %s FROM %s.%s%s ORDER BY %s", columns, all->schema, name, where,
					 view->shape != NULL ? view->shape->order : "1");
	free(name);
	free(where);
	free(columns);
	return sql;
}

char *
catalog_source(const catalog *all, const report *view)
{
	char *name = sql_identifier(view->name);
	char *where = where_of(all, view);
	char *source = must_print("(SELECT * FROM %s.%s%s)", all->schema, name, where);

	free(name);
	free(where);
	return source;
}
