/*
 * test/load/ledger_load.c
 *		Many clients at once on the ledger: draws, reversals and partial waivers under shared caps,
 *		each with a reference, each repeated until it is answered, whatever happens to the server.
 *		Every answer is written down, for test/load/verdict.sql to hold the ledger to.
 *
 * usage: ledger_load CONNINFO CLIENTS SECONDS ledger|draws|plain ANSWERS
 *		ledger	the verbs of the registry, on eight caps
 *		draws	exercises alone, and all of them under one cap
 *		plain	the same as a user would write it: a guarded UPDATE of one row and an INSERT
 * SIGTERM ends it early, each client after its answer.  Prints one line of figures.  Exit code 1
 * when the server gave an answer that nobody can explain.
 *
 * Depends on libpq and threads.
 */
#include <libpq-fe.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* test/load/setup.sql deals the rights out to the caps in turn */
#define RIGHTS 32
#define CAPS 8
#define MAX_CLIENTS 256
#define REMEMBERED 64
/* requests by which a session has its plans; what is measured begins behind them */
#define WARM_UP 20
/* how long a client goes on asking for an answer after the load has ended */
#define PATIENCE_SECONDS 60

typedef struct request
{
	char reference[48];
	const char *kind;
	long right_id;
	long units;
	long reverses; /* the event to reverse, 0 for none */
} request;

typedef struct client
{
	pthread_t thread;
	int number;
	unsigned int seed;
	PGconn *connection;
	/* exercises of one unit or more that may still be reversed */
	request drawn[REMEMBERED];
	int drawn_count;
	long sent;
} client;

static const char *conninfo;
static bool is_plain;
static bool draws_only;
static int seconds_to_go;
static volatile time_t ends_at;
static struct timespec began;
static pthread_barrier_t warm;
static FILE *answers;
static pthread_mutex_t answers_lock = PTHREAD_MUTEX_INITIALIZER;
static long right_ids[RIGHTS];

static atomic_long answered;	/* by an event */
static atomic_long refused;		/* by a rule of the ledger */
static atomic_long repeated;	/* asked again: conflict, cancel, crash or lost answer */
static atomic_long deadlocked;	/* of those, because of a deadlock */
static atomic_long unexplained; /* anything else */

static void
end_now(int number)
{
	(void) number;
	ends_at = time(NULL);
}

static int
pick(client *self, int below)
{
	return (int) (rand_r(&self->seed) % (unsigned int) below);
}

/* A server that is killed says a great deal about it. */
static void
say_nothing(void *argument, const char *message)
{
	(void) argument;
	(void) message;
}

/* A connection that works, or NULL when there is none and the time is up. */
static PGconn *
connected(client *self)
{
	struct timespec pause = { 0, 20 * 1000 * 1000 };

	while (self->connection == NULL || PQstatus(self->connection) != CONNECTION_OK)
	{
		if (time(NULL) > ends_at + PATIENCE_SECONDS)
			return NULL;
		PQfinish(self->connection);
		self->connection = PQconnectdb(conninfo);
		PQsetNoticeProcessor(self->connection, say_nothing, NULL);
		if (PQstatus(self->connection) != CONNECTION_OK)
			nanosleep(&pause, NULL);
	}
	return self->connection;
}

static request
next_request(client *self)
{
	request next = { 0 };
	int chance = pick(self, 100);

	snprintf(next.reference, sizeof(next.reference), "%d-%d-%ld", (int) getpid(), self->number,
			 self->sent++);
	if (chance < 40 && self->drawn_count > 0 && !draws_only)
	{
		request *earlier = &self->drawn[pick(self, self->drawn_count)];

		next.kind = "exercise_reversed";
		next.right_id = earlier->right_id;
		next.units = 1;
		next.reverses = earlier->reverses;
		if (--earlier->units == 0)
			*earlier = self->drawn[--self->drawn_count];
		return next;
	}
	next.right_id = right_ids[draws_only ? pick(self, RIGHTS / CAPS) * CAPS : pick(self, RIGHTS)];
	next.units = 1 + pick(self, 3);
	next.kind = chance >= 98 && !draws_only ? "partly_waived" : "exercised";
	return next;
}

static PGresult *
ask(PGconn *connection, const request *asked)
{
	bool reverses = asked->reverses != 0;
	char subject[24]; /* the right, or the event to reverse */
	char units[24];
	const char *values[] = { subject, units, asked->reference };
	const char *sql;

	snprintf(subject, sizeof(subject), "%ld", reverses ? asked->reverses : asked->right_id);
	snprintf(units, sizeof(units), "%ld", asked->units);
	if (is_plain)
		sql = "WITH drawn AS (UPDATE plain_cap SET used = used + $2::bigint"
			  " WHERE id = 0 AND $1::bigint > 0 AND used + $2::bigint <= most RETURNING id)"
			  " INSERT INTO plain_event (cap_id, units, reference)"
			  " SELECT id, $2::bigint, $3::text FROM drawn RETURNING id";
	else if (reverses)
		sql = "SELECT registry.reverse_exercise($1::bigint, units => $2, reference => $3)";
	else if (strcmp(asked->kind, "exercised") == 0)
		sql = "SELECT registry.exercise_option($1::bigint, $2::bigint, reference => $3)";
	else
		sql = "SELECT registry.waive_option($1::bigint, units => $2, reference => $3)";
	return PQexecParams(connection, sql, 3, NULL, values, NULL, NULL, 0);
}

static void
write_answer(client *self, const request *asked, const char *event)
{
	atomic_fetch_add(&answered, 1);
	if (is_plain)
		return;
	pthread_mutex_lock(&answers_lock);
	fprintf(answers, "%s\t%s\t%ld\t%ld\t%s\n", asked->reference, asked->kind, asked->right_id,
			asked->units, event);
	fflush(answers);
	pthread_mutex_unlock(&answers_lock);
	if (strcmp(asked->kind, "exercised") == 0 && self->drawn_count < REMEMBERED)
	{
		self->drawn[self->drawn_count] = *asked;
		self->drawn[self->drawn_count++].reverses = atol(event);
	}
}

/* Whether this ends the request; false: ask again. */
static bool
is_settled(client *self, const request *asked, PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1)
	{
		write_answer(self, asked, PQgetvalue(result, 0, 0));
		return true;
	}
	/* to waive a part is refused with 22023 when the part would be all that is left */
	if (state != NULL &&
		(strncmp(state, "IP", 2) == 0 ||
		 (strcmp(state, "22023") == 0 && strcmp(asked->kind, "partly_waived") == 0)))
	{
		atomic_fetch_add(&refused, 1);
		return true;
	}
	/* no answer at all, a connection that broke, a conflict, a cancel or a crash, no space */
	if (state == NULL || strncmp(state, "08", 2) == 0 || strncmp(state, "40", 2) == 0 ||
		strncmp(state, "57", 2) == 0 || strncmp(state, "53", 2) == 0)
	{
		atomic_fetch_add(&repeated, 1);
		if (state != NULL && strcmp(state, "40P01") == 0)
			atomic_fetch_add(&deadlocked, 1);
		return false;
	}
	if (is_plain && strcmp(state, "23505") == 0)
	{
		atomic_fetch_add(&answered, 1);
		return true;
	}
	atomic_fetch_add(&unexplained, 1);
	fprintf(stderr, "%s: %s", state, PQresultErrorMessage(result));
	return true;
}

/* Asks until there is an answer; false when there is none to be had. */
static bool
make_request(client *self)
{
	request asked = next_request(self);
	bool settled = false;

	while (!settled)
	{
		PGconn *connection = connected(self);
		PGresult *result;

		if (connection == NULL)
		{
			atomic_fetch_add(&unexplained, 1);
			fprintf(stderr, "no answer to %s\n", asked.reference);
			return false;
		}
		result = ask(connection, &asked);
		settled = is_settled(self, &asked, result);
		PQclear(result);
	}
	return true;
}

static void *
run_client(void *argument)
{
	client *self = argument;

	for (int i = 0; draws_only && i < WARM_UP; i++)
		make_request(self);
	if (pthread_barrier_wait(&warm) == PTHREAD_BARRIER_SERIAL_THREAD)
	{
		clock_gettime(CLOCK_MONOTONIC, &began);
		ends_at = time(NULL) + seconds_to_go;
		atomic_store(&answered, 0);
	}
	pthread_barrier_wait(&warm);
	while (time(NULL) < ends_at && make_request(self))
		;
	PQfinish(self->connection);
	return NULL;
}

static void
find_rights(void)
{
	PGconn *connection = PQconnectdb(conninfo);
	PGresult *result = PQexec(connection, "SELECT id FROM public.load_right ORDER BY n");

	if (PQntuples(result) != RIGHTS)
	{
		fprintf(stderr, "no rights to load: %s", PQerrorMessage(connection));
		exit(1);
	}
	for (int i = 0; i < RIGHTS; i++)
		right_ids[i] = atol(PQgetvalue(result, i, 0));
	PQclear(result);
	PQfinish(connection);
}

int
main(int argc, char **argv)
{
	static client clients[MAX_CLIENTS];
	struct timespec ended;
	int count;
	double seconds;

	if (argc != 6 || (count = atoi(argv[2])) < 1 || count > MAX_CLIENTS)
	{
		fprintf(stderr, "usage: ledger_load CONNINFO CLIENTS SECONDS ledger|draws|plain ANSWERS\n");
		return 2;
	}
	conninfo = argv[1];
	is_plain = strcmp(argv[4], "plain") == 0;
	draws_only = is_plain || strcmp(argv[4], "draws") == 0;
	answers = fopen(argv[5], "a");
	if (answers == NULL)
	{
		perror(argv[5]);
		return 2;
	}
	find_rights();
	seconds_to_go = atoi(argv[3]);
	/* until then, for those who cannot connect */
	ends_at = time(NULL) + PATIENCE_SECONDS;
	pthread_barrier_init(&warm, NULL, (unsigned int) count);
	signal(SIGTERM, end_now);
	for (int i = 0; i < count; i++)
	{
		clients[i].number = i;
		clients[i].seed = (unsigned int) (i * 7919 + 1);
		if (pthread_create(&clients[i].thread, NULL, run_client, &clients[i]) != 0)
		{
			perror("pthread_create");
			return 2;
		}
	}
	for (int i = 0; i < count; i++)
		pthread_join(clients[i].thread, NULL);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	fclose(answers);
	seconds = difftime(ended.tv_sec, began.tv_sec) + (double) (ended.tv_nsec - began.tv_nsec) / 1e9;
	printf("%d clients, %.0f s: %ld events (%.0f a second), %ld refused, %ld asked again, "
		   "%ld deadlocks\n",
		   count, seconds, atomic_load(&answered), (double) atomic_load(&answered) / seconds,
		   atomic_load(&refused), atomic_load(&repeated), atomic_load(&deadlocked));
	return atomic_load(&unexplained) != 0;
}
