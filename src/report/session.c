/*
 * src/report/session.c
 *	  Connecting with psql's manners, one read-only snapshot, and rows that stream.
 *	  Depends on libpq, options.h and message.h.
 */
#include "session.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "message.h"
#include "prompt.h"

/* how long a server may take to honour a cancel before we leave without its word */
#define CANCEL_PATIENCE 5

static PGconn *connection;
static PGcancel *cancellation;
static void (*tell_of_interrupt)(void);
static volatile sig_atomic_t interrupted_by;
static volatile sig_atomic_t is_impatient; /* interrupted again */

static void
on_signal(int number)
{
	is_impatient = interrupted_by != 0;
	interrupted_by = number;
	tell_of_interrupt();
}

/*
 * PQcancel() waits for the server's word, and a server or a line that hangs is what people interrupt
 * most: a child asks, and we go on.
 */
static void
ask_to_cancel(void)
{
	static bool is_asked;
	char why[256];

	if (is_asked || cancellation == NULL)
		return;
	is_asked = true;
	if (fork() != 0)
		return;
	/* whoever reads what we write must not wait for the child */
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	signal(SIGALRM, SIG_DFL);
	alarm(CANCEL_PATIENCE);
	PQcancel(cancellation, why, (int) sizeof why);
	_exit(0);
}

void
session_heed_signals(void)
{
	if (interrupted_by == 0)
		return;
	ask_to_cancel();
	fail(EXIT_INTERRUPTED + interrupted_by, "interrupted");
}

static void
on_notice(void *nothing, const char *message)
{
	(void) nothing;
	warn("%s", message);
}

static PGconn *
connect_with(const report_options *options, const char *password)
{
	const char *const words[] = { "host",	  "port",	"user",
								  "password", "dbname", "fallback_application_name",
								  NULL };
	const char *const values[] = { options->host,	  options->port, options->user, password,
								   options->database, PROGRAM,		 NULL };

	/* 1: the database may be a connection string or a URI */
	return PQconnectdbParams(words, values, 1);
}

static void
connect_to_server(const report_options *options)
{
	char *password = NULL;

	if (options->prompt == PROMPT_ALWAYS)
		password = prompt_for_password();
	for (;;)
	{
		connection = connect_with(options, password);
		if (connection == NULL)
			fail(EXIT_FAILED, "out of memory");
		if (PQstatus(connection) != CONNECTION_BAD || password != NULL ||
			!PQconnectionNeedsPassword(connection) || options->prompt == PROMPT_NEVER ||
			!prompt_is_possible())
			break;
		PQfinish(connection);
		password = prompt_for_password();
	}
	prompt_forget(password);
	if (PQstatus(connection) != CONNECTION_OK)
		fail(EXIT_UNCONNECTED, "%s", PQerrorMessage(connection));
}

/* 57P01 to 57P05: the server says good-bye, and libpq has yet to notice that it is gone */
static bool
is_farewell(const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return state != NULL && strncmp(state, "57P", 3) == 0;
}

static _Noreturn void
fail_with(const char *what, const PGresult *result)
{
	const char *detail, *hint;

	session_heed_signals();
	if (is_farewell(result))
		fail(EXIT_UNCONNECTED, "the server closed the connection while %s was read: %s", what,
			 PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
	if (PQstatus(connection) != CONNECTION_OK)
		fail(EXIT_UNCONNECTED, "the server closed the connection while %s was read", what);
	complain("%s: %s", what,
			 result != NULL && PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) != NULL
				 ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
				 : PQerrorMessage(connection));
	detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
	hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT);
	if (detail != NULL)
		advise("%s", detail);
	if (hint != NULL)
		advise("%s", hint);
	exit(EXIT_FAILED);
}

/* a statement without an answer, or whose answer does not matter */
static void
run(const char *what, const char *sql, int count, const char *const *parameters)
{
	rows answer;

	rows_open(&answer, what, sql, count, parameters);
	while (rows_next(&answer))
		continue;
}

void
session_open(const report_options *options, void (*on_interrupt)(void))
{
	struct sigaction action = { .sa_handler = on_signal };
	const char *settings[] = { options->as_of, options->known_at, options->language };

	connect_to_server(options);
	atexit(session_close);
	tell_of_interrupt = on_interrupt;

	/* not before: while libpq connects, the default of ending at once is the best there is */
	cancellation = PQgetCancel(connection);
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGQUIT, &action, NULL);
	/* a terminal that is closed; nohup has it ignored, and so it stays */
	if (signal(SIGHUP, SIG_IGN) != SIG_IGN)
		sigaction(SIGHUP, &action, NULL);
	/* a reader of our output that leaves is an error of writing, told as one */
	signal(SIGPIPE, SIG_IGN);

	/* libpq would print them as they are, terminal escapes included */
	PQsetNoticeProcessor(connection, on_notice, NULL);
	if (PQsetClientEncoding(connection, "UTF8") != 0)
		fail_with("client_encoding", NULL);

	run("the snapshot", "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY", 0, NULL);
	/* whatever the database, the role or PGOPTIONS set: names resolve to the system's and ours,
	 * values are written in one way */
	run("the session's settings",
		"SELECT set_config('search_path', 'pg_catalog, pg_temp', true),"
		" set_config('DateStyle', 'ISO, YMD', true), set_config('IntervalStyle', 'iso_8601', true),"
		" set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true),"
		/* reports are wide views over few rows: compiling one takes longer than reading it */
		" set_config('jit', 'off', true)",
		0, NULL);
	/* the settings exist once the library is loaded */
	run("innopart", "SELECT innopart.as_of()", 0, NULL);
	run("innopart's settings",
		"SELECT set_config('innopart.as_of', coalesce($1, "
		"current_setting('innopart.as_of')), true),"
		" set_config('innopart.known_at', coalesce($2, current_setting('innopart.known_at')), true),"
		" set_config('innopart.language', coalesce($3, current_setting('innopart.language')), true),"
		" set_config('TimeZone', innopart.time_zone(), true)",
		3, settings);
}

void
session_close(void)
{
	PQfreeCancel(cancellation);
	cancellation = NULL;
	PQfinish(connection);
	connection = NULL;
}

/*
 * The next part of an answer.  libpq would wait inside PQgetResult(), where a server that does not
 * answer to a cancel could hold us for ever.
 */
static PGresult *
next_part(void)
{
	time_t interrupted_at = 0;

	while (PQisBusy(connection))
	{
		struct pollfd socket = { .fd = PQsocket(connection), .events = POLLIN };

		if (interrupted_by != 0 && interrupted_at == 0)
		{
			interrupted_at = time(NULL);
			ask_to_cancel();
		}
		if (is_impatient || (interrupted_at != 0 && time(NULL) - interrupted_at > CANCEL_PATIENCE))
			session_heed_signals();
		/* a second at most: a signal may come just before poll() and not wake it */
		if (poll(&socket, 1, 1000) > 0 && !PQconsumeInput(connection))
			break;
	}
	return PQgetResult(connection);
}

void
rows_open(rows *answer, const char *what, const char *sql, int count, const char *const *parameters)
{
	session_heed_signals();
	*answer = (rows){ .what = what };
	if (!PQsendQueryParams(connection, sql, count, NULL, parameters, NULL, NULL, 0))
		fail_with(what, NULL);
#ifdef LIBPQ_HAS_CHUNK_MODE
	PQsetChunkedRowsMode(connection, 256);
#else
	PQsetSingleRowMode(connection);
#endif
}

bool
rows_next(rows *answer)
{
	if (answer->part != NULL && ++answer->at < PQntuples(answer->part))
	{
		answer->count++;
		return true;
	}
	for (;;)
	{
		PQclear(answer->part);
		answer->at = 0;
		answer->part = next_part();
		if (answer->part == NULL)
		{
			session_heed_signals();
			/* a connection that is lost between two results ends an answer without a word */
			if (PQstatus(connection) != CONNECTION_OK)
				fail_with(answer->what, NULL);
			return false;
		}
		switch (PQresultStatus(answer->part))
		{
#ifdef LIBPQ_HAS_CHUNK_MODE
			case PGRES_TUPLES_CHUNK:
#endif
			case PGRES_SINGLE_TUPLE:
				/* here too: a server that sends faster than we write is never waited for */
				session_heed_signals();
				answer->count++;
				return true;
			case PGRES_TUPLES_OK:
				/* the end of a stream has no rows; a libpq that did not stream has them all here */
				if (PQntuples(answer->part) == 0)
					continue;
				answer->count++;
				return true;
			case PGRES_COMMAND_OK:
				continue;
			default:
				fail_with(answer->what, answer->part);
		}
	}
}

bool
rows_is_null(const rows *answer, int column)
{
	return PQgetisnull(answer->part, answer->at, column);
}

const char *
rows_text(const rows *answer, int column)
{
	return PQgetvalue(answer->part, answer->at, column);
}

size_t
rows_length(const rows *answer, int column)
{
	return (size_t) PQgetlength(answer->part, answer->at, column);
}

long
rows_long(const rows *answer, int column)
{
	return strtol(rows_text(answer, column), NULL, 10);
}

double
rows_double(const rows *answer, int column)
{
	return strtod(rows_text(answer, column), NULL);
}

bool
rows_bool(const rows *answer, int column)
{
	return rows_text(answer, column)[0] == 't';
}

value_kind
rows_kind(const rows *answer, int column)
{
	/* OIDs of built-in types are frozen: src/include/catalog/pg_type.dat */
	switch (PQftype(answer->part, column))
	{
		case 16:
			return VALUE_BOOLEAN;
		case 20:
		case 21:
		case 23:
			return VALUE_INTEGER;
		case 700:
		case 701:
			return VALUE_DOUBLE;
		case 1700:
			return VALUE_NUMERIC;
		case 1082:
			return VALUE_DATE;
		case 1184:
			return VALUE_MOMENT;
		default:
			return VALUE_TEXT;
	}
}

char *
sql_identifier(const char *name)
{
	char *quoted = PQescapeIdentifier(connection, name, strlen(name));
	char *copy;

	if (quoted == NULL)
		fail(EXIT_FAILED, "the name \"%s\" cannot be quoted: %s", name, PQerrorMessage(connection));
	copy = must_copy(quoted);
	PQfreemem(quoted);
	return copy;
}
