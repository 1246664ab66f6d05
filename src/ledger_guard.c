/*
 * src/ledger_guard.c
 *		What every event of a registry's ledger passes: locks, the rules, the kept positions.
 *
 * Depends on: the server and its SPI, clock.h, option_rules.h; by name on the tables of a registry
 * (sql/registry/40-option.sql) and on the functions beside its trigger (70-ledger.sql).
 *
 * Every draw comes through here while it holds the lock of its cap, so what a draw asks is asked with
 * plans that the session keeps.  What is rare is PL/pgSQL: the acts other than an exercise, records
 * that come late, and all words of a refusal.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "commands/sequence.h"
#include "common/hashfn.h"
#include "common/int.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/lock.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/numeric.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"
#include "utils/xid8.h"

#include "clock.h"
#include "enum_cache.h"
#include "innopart.h"
#include "money.h"
#include "money_sql.h"
#include "option_position_sql.h"
#include "option_rules.h"
#include "right_memory.h"

PG_FUNCTION_INFO_V1(ledger_guard_event);

/* the columns of an event that the guard reads or fills in; the six from the day on as
 * option_event_from_values() takes them */
typedef enum event_column
{
	PARTNERSHIP,
	ID,
	RIGHT,
	KIND,
	EFFECTIVE_ON,
	UNITS,
	AMOUNT,
	CURRENCY,
	CONDITION_NO,
	EXTENDED_TO,
	UNIT_PRICE,
	ACTING,
	SENT_AT,
	RECEIVED_AT,
	REVERSES,
	OTHER_RIGHT,
	REFERENCE,
	RECORDED_AT,
	RECORDED_BY,
	RECORDED_XID
} event_column;

#define EVENT_COLUMNS (RECORDED_XID + 1)

static const struct
{
	const char *name;
	Oid type; /* InvalidOid: the enum innopart.option_event_kind */
} event_columns[EVENT_COLUMNS] = {
	[PARTNERSHIP] = { "partnership_id", INT8OID },
	[ID] = { "id", INT8OID },
	[RIGHT] = { "option_right_id", INT8OID },
	[KIND] = { "kind", InvalidOid },
	[EFFECTIVE_ON] = { "effective_on", DATEOID },
	[UNITS] = { "units", INT8OID },
	[AMOUNT] = { "amount", NUMERICOID },
	[CURRENCY] = { "currency", TEXTOID },
	[CONDITION_NO] = { "condition_no", INT4OID },
	[EXTENDED_TO] = { "extended_to", DATEOID },
	[UNIT_PRICE] = { "unit_price_amount", NUMERICOID },
	[ACTING] = { "acting_id", INT8OID },
	[SENT_AT] = { "sent_at", TIMESTAMPTZOID },
	[RECEIVED_AT] = { "received_at", TIMESTAMPTZOID },
	[REVERSES] = { "reverses_id", INT8OID },
	[OTHER_RIGHT] = { "other_right_id", INT8OID },
	[REFERENCE] = { "reference", TEXTOID },
	[RECORDED_AT] = { "recorded_at", TIMESTAMPTZOID },
	[RECORDED_BY] = { "recorded_by", TEXTOID },
	[RECORDED_XID] = { "recorded_xid", XID8OID },
};

/* --- what the guard asks ----------------------------------------------------------------------- */

typedef enum query
{
	STATED,
	LOCK_FREE_CAP,
	LOCK_CAP,
	LOCK_RIGHT,
	READ_RIGHT,
	HAS_REFERENCE,
	EXERCISE_FACTS,
	PHASE_REACHED,
	LEAD_HAS_EXERCISED,
	OTHER_CURRENCY,
	MOVE_RIGHT,
	MOVE_CAP
} query;

/* of advisory locks those that are ours; PostgreSQL's own functions take 1 and 2 */
#define CAP_QUEUE 417
#define MOST_PLACES 16

#define QUERIES (MOVE_CAP + 1)
#define QUERY_ARGS 5

/* an argument of our own type, until a session knows its OID */
#define POSITION_ARG ((Oid) 1)

#define ACCOUNT "SELECT a.position::innopart.option_position, a.last_event_on::date"
#define CAP_ACCOUNT ACCOUNT " FROM %1$s.cap_account a WHERE a.partnership_id = $1 AND a.cap_id = $2"
#define RIGHT_ACCOUNT                                                                              \
	ACCOUNT " FROM %1$s.option_account a WHERE a.partnership_id = $1 AND a.option_right_id = $2"

/*
 * %1$s is the registry's schema.  Each value is cast to the type it has, for who calls the guard
 * with tables of his own must not make it read one type as another.
 */
static const struct
{
	const char *text;
	Oid args[QUERY_ARGS];
} queries[QUERIES] = {
	[STATED] = { "SELECT r.holder_id::bigint, r.terms::innopart.option_right,"
				 " r.unit_price_amount::numeric, r.max_unit_cost_amount::numeric, r.price_currency::text,"
				 " r.max_exercises::integer, r.partner_contract_id::bigint, r.solution_id::bigint,"
				 " r.depends_on_lead_exercise::boolean, (r.option_kind = 'extension'::innopart.option_kind)::boolean,"
				 " c.id::bigint, c.max_units::bigint, c.max_amount::numeric, c.currency::text"
				 " FROM %1$s.option_right r"
				 " LEFT JOIN %1$s.cap c ON c.partnership_id = r.partnership_id AND c.id = r.cap_id"
				 " WHERE r.partnership_id = $1 AND r.id = $2",
				 { INT8OID, INT8OID } },
	/* nothing beside the row that is locked: whoever waits for it plans nothing anew when it has moved */
	[LOCK_FREE_CAP] = { CAP_ACCOUNT " FOR NO KEY UPDATE SKIP LOCKED", { INT8OID, INT8OID } },
	[LOCK_CAP] = { CAP_ACCOUNT " FOR NO KEY UPDATE", { INT8OID, INT8OID } },
	[LOCK_RIGHT] = { RIGHT_ACCOUNT " FOR NO KEY UPDATE", { INT8OID, INT8OID } },
	[READ_RIGHT] = { RIGHT_ACCOUNT, { INT8OID, INT8OID } },
	/* the first reference from the one asked for on: that order only its own index has, and the ledger's trigger
	 * goes without sorts; an equal one the planner may as well look for among all events of the right */
	[HAS_REFERENCE] = { "SELECT (e.reference = $3)::boolean FROM %1$s.option_event e"
						" WHERE e.partnership_id = $1 AND e.option_right_id = $2 AND e.reference >= $3"
						" ORDER BY e.reference LIMIT 1",
						{ INT8OID, INT8OID, TEXTOID } },
	[EXERCISE_FACTS] = { "SELECT f.holder_exists::boolean, f.is_accepted::boolean, f.contract_currency::text,"
						 " f.contract_max_unit_cost_amount::numeric"
						 " FROM %1$s.exercise_facts($1, $2, $3, $4, $5) f",
						 { INT8OID, INT8OID, INT8OID, INT8OID, DATEOID } },
	[PHASE_REACHED] = { "SELECT f.phase::innopart.phase FROM %1$s.phase_reached($1, $2) f",
						{ INT8OID, DATEOID } },
	[LEAD_HAS_EXERCISED] = { "SELECT %1$s.lead_has_exercised($1, $2)::boolean",
							 { INT8OID, DATEOID } },
	/* under a cap that counts no money, and so keeps no currency */
	[OTHER_CURRENCY] = { "SELECT true FROM %1$s.other_currencies($1, $2, $3) LIMIT 1",
						 { INT8OID, INT8OID, TEXTOID } },
	[MOVE_RIGHT] = { "UPDATE %1$s.option_account SET position = $3, last_event_on = greatest(last_event_on, $4)"
					 " WHERE partnership_id = $1 AND option_right_id = $2",
					 { INT8OID, INT8OID, POSITION_ARG, DATEOID } },
	[MOVE_CAP] = { "UPDATE %1$s.cap_account SET position = $3, last_event_on = greatest(last_event_on, $4)"
				   " WHERE partnership_id = $1 AND cap_id = $2",
				   { INT8OID, INT8OID, POSITION_ARG, DATEOID } },
};

/* the plans of one registry, kept for the session */
typedef struct registry_plans
{
	Oid schema;		/* the key */
	NameData named; /* as the schema was called when they were prepared */
	SPIPlanPtr plans[QUERIES];
} registry_plans;

static HTAB *registries = NULL;

static registry_plans *
plans_of(Oid schema)
{
	const char *name = get_namespace_name(schema);
	registry_plans *known;
	bool found;

	if (name == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_SCHEMA), errmsg("schema %u does not exist", schema)));
	if (registries == NULL)
	{
		HASHCTL control = { .keysize = sizeof(Oid), .entrysize = sizeof(registry_plans) };

		registries = hash_create("innopart registries", 4, &control, HASH_ELEM | HASH_BLOBS);
	}
	known = hash_search(registries, &schema, HASH_ENTER, &found);
	if (found && strcmp(NameStr(known->named), name) == 0)
		return known;
	for (int i = 0; found && i < QUERIES; i++)
	{
		if (known->plans[i] != NULL)
			SPI_freeplan(known->plans[i]);
	}
	memset(known->plans, 0, sizeof(known->plans));
	namestrcpy(&known->named, name);
	return known;
}

static Oid
own_type(const char *name)
{
	return GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid, CStringGetDatum(name),
						   ObjectIdGetDatum(get_namespace_oid(INNOPART_SCHEMA, false)));
}

static SPIPlanPtr
plan_of(registry_plans *registry, query asked)
{
	Oid args[QUERY_ARGS];
	int count = 0;
	SPIPlanPtr plan;

	if (registry->plans[asked] != NULL)
		return registry->plans[asked];
	while (count < QUERY_ARGS && OidIsValid(queries[asked].args[count]))
	{
		args[count] = queries[asked].args[count];
		if (args[count] == POSITION_ARG)
			args[count] = own_type("option_position");
		count++;
	}
	/* by keys, whatever they are: a plan for each would be made many times, and be the same */
	plan = SPI_prepare_cursor(
		psprintf(queries[asked].text, quote_identifier(NameStr(registry->named))), count, args,
		CURSOR_OPT_GENERIC_PLAN);
	if (plan == NULL || SPI_keepplan(plan) != 0)
		elog(ERROR, "could not prepare a query of the ledger's guard: %s",
			 SPI_result_code_string(SPI_result));
	registry->plans[asked] = plan;
	return plan;
}

/* Whether there is a row; its fields are then read by the functions below. */
static bool
ask(registry_plans *registry, query asked, Datum *values, const char *nulls)
{
	int result = SPI_execute_plan(plan_of(registry, asked), values, nulls, false, 0);

	if (result < 0)
		elog(ERROR, "a query of the ledger's guard failed: %s", SPI_result_code_string(result));
	return SPI_processed > 0;
}

/* Who calls the guard with tables and functions of his own may be answered with nothing. */
static Datum
field(int column, bool *is_null)
{
	if (SPI_processed == 0)
		ereport(ERROR, (errcode(ERRCODE_DATA_EXCEPTION),
						errmsg("the registry does not answer its ledger's guard")));
	return SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column, is_null);
}

static Datum
value_field(int column)
{
	bool is_null;
	Datum datum = field(column, &is_null);

	if (is_null)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s is missing in a registry", SPI_fname(SPI_tuptable->tupdesc, column))));
	return datum;
}

static maybe
number_field(int column)
{
	bool is_null;
	Datum datum = field(column, &is_null);

	return (maybe){ !is_null, is_null ? 0 : DatumGetInt64(datum) };
}

static maybe
integer_field(int column)
{
	bool is_null;
	Datum datum = field(column, &is_null);

	return (maybe){ !is_null, is_null ? 0 : DatumGetInt32(datum) };
}

static maybe
day_field(int column)
{
	return integer_field(column);
}

static maybe
money_field(int column)
{
	bool is_null;
	Datum datum = field(column, &is_null);

	return (maybe){ !is_null, is_null ? 0 : money_from_numeric(DatumGetNumeric(datum)) };
}

static bool
is_true_field(int column)
{
	bool is_null;
	Datum datum = field(column, &is_null);

	return !is_null && DatumGetBool(datum);
}

static void
currency_field(int column, currency_text currency)
{
	bool is_null;
	Datum datum = field(column, &is_null);

	currency[0] = '\0';
	if (!is_null)
		text_to_cstring_buffer(DatumGetTextPP(datum), currency, sizeof(currency_text));
}

static bool
differs(const char *one, const char *other)
{
	return one[0] != '\0' && other[0] != '\0' && strcmp(one, other) != 0;
}

/* event, partnership, right, and four more at the most */
#define RARE_ARGS 7
/* ends a query that asks something of the right itself */
#define OF_THE_RIGHT " FROM %1$s.option_right r WHERE r.partnership_id = $2 AND r.id = $3"

/* --- what it works on -------------------------------------------------------------------------- */

/* what moves of a right or a cap */
typedef struct account
{
	option_position_value position;
	maybe last_event_on;
} account;

typedef struct guard
{
	registry_plans *registry;
	Oid schema;
	TupleDesc row_type; /* of the event, in its table or in a partition of it */
	Datum *row;
	bool *row_nulls;
	Datum values[EVENT_COLUMNS];
	bool nulls[EVENT_COLUMNS];
	option_event_kind kind;
	right_key key;
	stated_right stated;
	account held;
	account shared; /* with a cap */
	/* of an exercise */
	option_surroundings around;
	exercise_ground ground;
	maybe max_unit_cost;
} guard;

static maybe
number_of(const guard *g, event_column column)
{
	return (maybe){ !g->nulls[column], g->nulls[column] ? 0 : DatumGetInt64(g->values[column]) };
}

static maybe
money_of(const guard *g, event_column column)
{
	return (maybe){ !g->nulls[column],
					g->nulls[column] ? 0 : money_from_numeric(DatumGetNumeric(g->values[column])) };
}

static void
set_value(guard *g, event_column column, Datum value)
{
	g->values[column] = value;
	g->nulls[column] = false;
}

/* As the column keeps it, 22003 when it cannot. */
static void
set_money(guard *g, event_column column, int64 amount)
{
	int attribute = SPI_fnumber(g->row_type, event_columns[column].name);

	set_value(
		g, column,
		DirectFunctionCall2(numeric, NumericGetDatum(money_to_numeric(amount)),
							Int32GetDatum(TupleDescAttr(g->row_type, attribute - 1)->atttypmod)));
}

/* Takes the columns that the guard knows out of a row. */
static void
read_columns(guard *g, TupleDesc row_type, const Datum *row, const bool *row_nulls)
{
	for (int i = 0; i < EVENT_COLUMNS; i++)
	{
		int attribute = SPI_fnumber(row_type, event_columns[i].name);
		Oid type = OidIsValid(event_columns[i].type) ? event_columns[i].type
													 : own_type("option_event_kind");

		if (attribute <= 0 || TupleDescAttr(row_type, attribute - 1)->atttypid != type)
			ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
							errmsg("%s is no row of a ledger", format_type_be(row_type->tdtypeid)),
							errdetail("It has no column \"%s\" of type %s.", event_columns[i].name,
									  format_type_be(type))));
		g->values[i] = row[attribute - 1];
		g->nulls[i] = row_nulls[attribute - 1];
	}
}

/* The parts of a composite value, in the current memory context. */
static TupleDesc
take_apart(HeapTupleHeader composite, Datum **row, bool **row_nulls)
{
	HeapTupleData tuple = { .t_len = HeapTupleHeaderGetDatumLength(composite),
							.t_data = composite };
	TupleDesc row_type = lookup_rowtype_tupdesc_copy(HeapTupleHeaderGetTypeId(composite),
													 HeapTupleHeaderGetTypMod(composite));

	*row = palloc(row_type->natts * sizeof(Datum));
	*row_nulls = palloc(row_type->natts * sizeof(bool));
	heap_deform_tuple(&tuple, row_type, *row, *row_nulls);
	return row_type;
}

static void
read_event(guard *g, HeapTupleHeader event)
{
	g->row_type = take_apart(event, &g->row, &g->row_nulls);
	read_columns(g, g->row_type, g->row, g->row_nulls);
	for (int i = 0; i < EVENT_COLUMNS; i++)
	{
		if (g->nulls[i] && (i == PARTNERSHIP || i == RIGHT || i == KIND))
			ereport(ERROR, (errcode(ERRCODE_NOT_NULL_VIOLATION),
							errmsg("an option event needs its right and its kind"),
							errdetail("%s is NULL.", event_columns[i].name)));
	}
}

/* The row with what the guard has filled in, in the current memory context. */
static Datum
event_row(const guard *g)
{
	for (int i = 0; i < EVENT_COLUMNS; i++)
	{
		int attribute = SPI_fnumber(g->row_type, event_columns[i].name);

		g->row[attribute - 1] = g->values[i];
		g->row_nulls[attribute - 1] = g->nulls[i];
	}
	return HeapTupleGetDatum(heap_form_tuple(g->row_type, g->row, g->row_nulls));
}

/*
 * Asks what is rare, and so not kept as a plan.  In the query $1 is the event's row, $2 and $3 its
 * partnership and its right; further arguments follow.  The answer is one row, for the functions
 * above to read.
 */
static void
ask_rare(const guard *g, const char *asked, int count, const Oid *types, const Datum *values,
		 const char *nulls)
{
	Oid all_types[RARE_ARGS] = { g->row_type->tdtypeid, INT8OID, INT8OID };
	Datum all_values[RARE_ARGS] = { event_row(g), g->values[PARTNERSHIP], g->values[RIGHT] };
	char all_nulls[RARE_ARGS + 1] = "       ";
	int result;

	for (int i = 0; i < count; i++)
	{
		all_types[3 + i] = types[i];
		all_values[3 + i] = values[i];
		if (nulls != NULL)
			all_nulls[3 + i] = nulls[i];
	}
	result = SPI_execute_with_args(psprintf(asked, quote_identifier(NameStr(g->registry->named))),
								   3 + count, all_types, all_values, all_nulls, false, 0);
	if (result != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "the registry does not answer its ledger's guard: %s",
			 SPI_result_code_string(result));
}

static void
ask_of_position(const guard *g, const char *asked, const option_position_value *position)
{
	ask_rare(g, asked, 1, (Oid[]){ own_type("option_position") },
			 (Datum[]){ PointerGetDatum(position) }, NULL);
}

/* The words, the SQLSTATE and the way out of a refusal are the registry's. */
static _Noreturn void
refuse(const guard *g, const char *refusal, const option_position_value *so_far)
{
	const option_surroundings *around = &g->around;

	ask_rare(g,
			 "SELECT %1$s.refuse_event($4, r, c, $1, $5, $6, $7) FROM %1$s.option_right r"
			 " LEFT JOIN %1$s.cap c ON c.partnership_id = r.partnership_id AND c.id = r.cap_id"
			 " WHERE r.partnership_id = $2 AND r.id = $3",
			 4, (Oid[]){ TEXTOID, own_type("option_position"), INT8OID, NUMERICOID },
			 (Datum[]){ CStringGetTextDatum(refusal), PointerGetDatum(so_far),
						Int64GetDatum(around->shared_units_left),
						NumericGetDatum(money_to_numeric(around->shared_amount_left)) },
			 (char[]){ ' ', ' ', around->has_shared_units ? ' ' : 'n',
					   around->has_shared_amount ? ' ' : 'n' });
	elog(ERROR, "refusal \"%s\" was not refused", refusal);
}

/* --- the steps, in their order ------------------------------------------------------------------ */

static void
read_stated(guard *g)
{
	Datum key[] = { g->values[PARTNERSHIP], g->values[RIGHT] };
	uint64 age = right_memory_age(g->schema);
	const stated_right *known = right_memory_stated(&g->key, age);
	stated_right *stated = &g->stated;

	if (known != NULL)
	{
		*stated = *known;
		return;
	}
	if (!ask(g->registry, STATED, key, NULL))
		ereport(ERROR, (errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
						errmsg("partnership " INT64_FORMAT " has no option right " INT64_FORMAT,
							   DatumGetInt64(key[0]), DatumGetInt64(key[1])),
						errhint("Name it first: name_option().")));
	stated->holder_id = number_field(1).value;
	stated->terms = *DatumGetOptionRight(value_field(2));
	stated->unit_price = money_field(3);
	stated->max_unit_cost = money_field(4);
	currency_field(5, stated->currency);
	stated->max_exercises = integer_field(6);
	stated->contract_id = number_field(7);
	stated->solution_id = number_field(8);
	stated->depends_on_lead = is_true_field(9);
	stated->is_renewal = is_true_field(10);
	stated->cap_id = number_field(11);
	stated->cap_units = number_field(12);
	stated->cap_amount = money_field(13);
	currency_field(14, stated->cap_currency);
	if (stated->contract_id.is_known)
		right_memory_keep(&g->key, age, stated);
}

/* The queue of a cap. */
static LOCKTAG
queue_of(const guard *g)
{
	const int64 cap[] = { g->schema, DatumGetInt64(g->values[PARTNERSHIP]),
						  g->stated.cap_id.value };
	uint64 place = hash_bytes_extended((const unsigned char *) cap, sizeof(cap), 0);
	LOCKTAG queue;

	SET_LOCKTAG_ADVISORY(queue, MyDatabaseId, (uint32) (place >> 32), (uint32) place, CAP_QUEUE);
	return queue;
}

/*
 * The lock of a cap, for which many may wait.  They queue beside the row, not at it: the version of it that
 * one of them saw is long gone when its turn comes, and it would go on through all that came after, waking at
 * each.  The place is kept as long as the row, so that each of them wakes once.  A bulk load may draw on any
 * number of caps, and the server's table of locks is small: beyond a few it goes without a place.
 */
static bool
lock_cap(const guard *g, Datum *key)
{
	static TransactionId transaction = InvalidTransactionId;
	static int places = 0;
	LOCKTAG queue = queue_of(g);

	if (transaction != GetTopTransactionId())
	{
		transaction = GetTopTransactionId();
		places = 0;
	}
	if (places < MOST_PLACES)
	{
		LockAcquireResult got = LockAcquire(&queue, ExclusiveLock, false, true);

		if (got == LOCKACQUIRE_NOT_AVAIL)
		{
			/* whoever has the row already must not wait for one who waits for it; who has written and locked
			 * nothing has it not */
			if (GetCurrentCommandId(false) != FirstCommandId &&
				ask(g->registry, LOCK_FREE_CAP, key, NULL))
				return true;
			got = LockAcquire(&queue, ExclusiveLock, false, false);
		}
		places += got == LOCKACQUIRE_OK;
	}
	return ask(g->registry, LOCK_CAP, key, NULL);
}

/* An account that is missing is opened by the registry, which says why it may be; whether this one was. */
static bool
read_account(const guard *g, query asked, int64 of, account *found)
{
	Datum key[] = { g->values[PARTNERSHIP], Int64GetDatum(of) };
	bool is_missing = !(asked == LOCK_CAP ? lock_cap(g, key) : ask(g->registry, asked, key, NULL));

	if (is_missing)
	{
		ask_rare(g,
				 asked == LOCK_CAP ? "SELECT %1$s.open_cap_account($2, $4)"
								   : "SELECT %1$s.open_option_account($2, $4)",
				 1, (Oid[]){ INT8OID }, &key[1], NULL);
		(void) ask(g->registry, asked, key, NULL);
	}
	found->position = *DatumGetOptionPosition(value_field(1));
	found->last_event_on = day_field(2);
	return is_missing;
}

/*
 * One lock for all rights under a cap, which whoever moves any of them takes; without a cap, the right's own.
 * What is stated of them is frozen, so it is read before, while others hold the lock; until there is a contract
 * that may still come, and then it is read again.
 */
static void
lock_and_read(guard *g)
{
	int64 right = DatumGetInt64(g->values[RIGHT]);

	read_stated(g);
	if (g->stated.cap_id.is_known)
		(void) read_account(g, LOCK_CAP, g->stated.cap_id.value, &g->shared);
	/* a right that is given its account now may have had events that the cap begins to count with it */
	if (read_account(g, g->stated.cap_id.is_known ? READ_RIGHT : LOCK_RIGHT, right, &g->held) &&
		g->stated.cap_id.is_known)
		(void) read_account(g, LOCK_CAP, g->stated.cap_id.value, &g->shared);
	if (!g->stated.contract_id.is_known)
		read_stated(g);
}

/* A repeated request meets its first answer before anything else can refuse it. */
static bool
is_repeated(const guard *g)
{
	if (g->nulls[REFERENCE] ||
		!ask(g->registry, HAS_REFERENCE,
			 (Datum[]){ g->values[PARTNERSHIP], g->values[RIGHT], g->values[REFERENCE] }, NULL) ||
		!is_true_field(1))
		return false;
	/* what was left out of the request is no other content */
	ask_rare(
		g,
		"SELECT bool_and((e.kind, coalesce($1.units, e.units), coalesce($1.amount, e.amount),"
		" coalesce($1.currency, e.currency), e.condition_no, e.extended_to,"
		" coalesce($1.reverses_id, e.reverses_id)) IS NOT DISTINCT FROM"
		" ($1.kind, e.units, e.amount, e.currency, $1.condition_no, $1.extended_to, e.reverses_id))"
		" FROM %1$s.option_event e WHERE e.partnership_id = $2 AND e.option_right_id = $3"
		" AND e.reference = $4",
		1, (Oid[]){ TEXTOID }, (Datum[]){ g->values[REFERENCE] }, NULL);
	if (!is_true_field(1))
		refuse(g, "reference_taken", &g->held.position);
	return true;
}

/* Who, when and under which number is the server's word. */
static void
stamp(guard *g)
{
	Oid numbers = get_relname_relid("option_event_id_seq", g->schema);

	if (!OidIsValid(numbers))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("schema \"%s\" has no ledger's numbers", NameStr(g->registry->named)),
				 errdetail("There is no sequence \"%s\".", "option_event_id_seq")));
	set_value(g, ID, Int64GetDatum(nextval_internal(numbers, true)));
	set_value(g, RECORDED_AT, TimestampTzGetDatum(GetCurrentTimestamp()));
	set_value(g, RECORDED_BY, CStringGetTextDatum(GetUserNameFromId(GetSessionUserId(), false)));
	set_value(g, RECORDED_XID, FullTransactionIdGetDatum(GetTopFullTransactionId()));
}

/* An event takes effect on the day that its notice counts, or on the day given, or today. */
static void
settle_day(guard *g)
{
	event_column moment =
		(g->stated.terms.flags & OPTION_RIGHT_DISPATCH) != 0 ? SENT_AT : RECEIVED_AT;
	DateADT today = clock_day_of(GetCurrentTimestamp());
	DateADT counts_on = today;

	if (!g->nulls[moment])
		counts_on = clock_day_of(DatumGetTimestampTz(g->values[moment]));
	if (g->nulls[EFFECTIVE_ON])
		set_value(g, EFFECTIVE_ON, DateADTGetDatum(counts_on));
	else if (!g->nulls[moment] && DatumGetDateADT(g->values[EFFECTIVE_ON]) != counts_on)
		refuse(g, "notice_on_another_day", &g->held.position);
	if (DatumGetDateADT(g->values[EFFECTIVE_ON]) > today)
		refuse(g, "in_the_future", &g->held.position);
}

static int64
rounded_quotient(int64 dividend, int64 divisor)
{
	int128 doubled = (int128) dividend * 2 + (dividend < 0 ? -divisor : divisor);

	return (int64) (doubled / (2 * (int128) divisor));
}

/* Whoever has been drawn in a currency has kept the others under its cap out of any other. */
static bool
has_drawn_in(const option_position_value *position, const char *currency)
{
	currency_text code;

	if (position->draw_count == 0 || position->currency == 0)
		return false;
	currency_format(position->currency, code);
	return !differs(currency, code);
}

/* "" when the event states none, and no currency's code when it states what none is as long as. */
static void
currency_of(const guard *g, currency_text currency)
{
	const text *stated = g->nulls[CURRENCY] ? NULL : DatumGetTextPP(g->values[CURRENCY]);

	if (stated == NULL)
		currency[0] = '\0';
	else if (VARSIZE_ANY_EXHDR(stated) != CURRENCY_TEXT_SIZE - 1)
		strlcpy(currency, "?", sizeof(currency_text));
	else
		text_to_cstring_buffer(stated, currency, sizeof(currency_text));
}

/* What was left out of an exercise follows from the terms: price, amount, currency, which is given back. */
static void
price_exercise(guard *g, currency_text currency)
{
	maybe units = number_of(g, UNITS);
	maybe amount = money_of(g, AMOUNT);
	maybe price = money_of(g, UNIT_PRICE);
	const stated_right *stated = &g->stated;

	if (units.is_known)
	{
		if (!price.is_known && amount.is_known && units.value > 0)
			price = (maybe){ true, rounded_quotient(amount.value, units.value) };
		else if (!price.is_known)
			price = g->stated.unit_price;
		if (price.is_known)
			set_money(g, UNIT_PRICE, price.value);
		if (!amount.is_known && price.is_known)
		{
			if (pg_mul_s64_overflow(units.value, price.value, &amount.value))
				ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
								errmsg("the amount of the exercise is out of range")));
			amount.is_known = true;
			set_money(g, AMOUNT, amount.value);
		}
	}
	if (amount.is_known && g->nulls[CURRENCY])
	{
		if (stated->terms.currency != 0)
			currency_format(stated->terms.currency, currency);
		else
			strlcpy(currency, stated->currency[0] != '\0' ? stated->currency : stated->cap_currency,
					sizeof(currency_text));
		if (currency[0] != '\0')
			set_value(g, CURRENCY, CStringGetTextDatum(currency));
	}
	currency_of(g, currency);
	if (differs(currency, stated->currency) || differs(currency, stated->cap_currency))
		refuse(g, "currency_mismatch", &g->held.position);
	if (currency[0] != '\0' && stated->cap_id.is_known && !stated->cap_amount.is_known &&
		!has_drawn_in(&g->held.position, currency) &&
		ask(g->registry, OTHER_CURRENCY,
			(Datum[]){ g->values[PARTNERSHIP], Int64GetDatum(stated->cap_id.value),
					   g->values[CURRENCY] },
			NULL))
		refuse(g, "currency_mismatch", &g->held.position);
}

/* The holder itself, as nearly always; or who else may act for it. */
static bool
may_exercise(const guard *g)
{
	if (g->ground.holder_exists && DatumGetInt64(g->values[ACTING]) == g->stated.holder_id)
		return true;
	ask_rare(
		g, "SELECT %1$s.may_exercise($2, $3, $4, $5, $6)::boolean", 3,
		(Oid[]){ INT8OID, INT8OID, DATEOID },
		(Datum[]){ Int64GetDatum(g->stated.holder_id), g->values[ACTING], g->values[EFFECTIVE_ON] },
		NULL);
	return is_true_field(1);
}

/* Only a right that waits for a phase asks which one its partnership has reached. */
static void
measure_phase(guard *g)
{
	bool is_null;
	Datum reached;

	if (g->stated.terms.from_kind == 0)
		return;
	(void) ask(g->registry, PHASE_REACHED,
			   (Datum[]){ g->values[PARTNERSHIP], g->values[EFFECTIVE_ON] }, NULL);
	reached = field(1, &is_null);
	g->around.has_reached = !is_null;
	g->around.reached = is_null ? 0 : DatumGetPhase(reached);
}

/* Reads what an exercise on its day rests on. */
static void
read_ground(guard *g)
{
	const stated_right *stated = &g->stated;
	DateADT day = DatumGetDateADT(g->values[EFFECTIVE_ON]);
	uint64 age = right_memory_age(g->schema);
	const exercise_ground *known = right_memory_ground(&g->key, age, day);

	if (known != NULL)
	{
		g->ground = *known;
		return;
	}
	if (!ask(g->registry, EXERCISE_FACTS,
			 (Datum[]){ g->values[PARTNERSHIP], Int64GetDatum(stated->contract_id.value),
						Int64GetDatum(stated->solution_id.value), Int64GetDatum(stated->holder_id),
						DateADTGetDatum(day) },
			 (char[]){ ' ', stated->contract_id.is_known ? ' ' : 'n',
					   stated->solution_id.is_known ? ' ' : 'n', ' ', ' ' }))
		elog(ERROR, "the registry does not know the holder of a right that is locked");
	g->ground.holder_exists = is_true_field(1);
	g->ground.is_accepted = is_true_field(2);
	currency_field(3, g->ground.contract_currency);
	g->ground.contract_max_unit_cost = money_field(4);
	right_memory_keep_ground(&g->key, age, day, &g->ground);
}

/* Reads what the registry knows about an exercise, and fills in what was left out of it. */
static void
prepare_exercise(guard *g)
{
	const maybe *contract_max = &g->ground.contract_max_unit_cost;
	currency_text currency;

	if (g->nulls[ACTING])
		set_value(g, ACTING, Int64GetDatum(g->stated.holder_id));
	read_ground(g);
	if (!may_exercise(g))
		refuse(g, "stranger", &g->held.position);
	measure_phase(g);
	price_exercise(g, currency);

	g->max_unit_cost = g->stated.max_unit_cost;
	if (contract_max->is_known && g->ground.contract_currency[0] != '\0' && currency[0] != '\0' &&
		!differs(g->ground.contract_currency, currency) &&
		(!g->max_unit_cost.is_known || contract_max->value < g->max_unit_cost.value))
		g->max_unit_cost = *contract_max;
}

/* Any other act: checked and completed by the registry. */
static void
prepare_other_act(guard *g)
{
	TupleDesc row_type;
	Datum *row;
	bool *row_nulls;

	ask_rare(g, "SELECT %1$s.act_of_right($1, r)::%1$s.option_event" OF_THE_RIGHT, 0, NULL, NULL,
			 NULL);
	row_type = take_apart(DatumGetHeapTupleHeader(value_field(1)), &row, &row_nulls);
	read_columns(g, row_type, row, row_nulls);
}

/* What the shared cap has left for a draw of that day; its ceilings are reckoned as a right's own. */
static void
measure_cap(guard *g, DateADT day)
{
	const account *cap = &g->shared;
	option_right_value ceilings = { .max_units = g->stated.cap_units.value,
									.max_amount = g->stated.cap_amount.value };
	option_headroom left;

	(void) option_headroom_left(&ceilings, &cap->position, &left);
	g->around.has_shared_units = left.has_units;
	g->around.shared_units_left = left.units;
	g->around.has_shared_amount = left.has_amount;
	g->around.shared_amount_left = left.amount;
	if (cap->last_event_on.is_known && cap->last_event_on.value > day)
	{
		ask_rare(g,
				 "SELECT l.units::bigint, l.amount::numeric FROM %1$s.option_right r"
				 " JOIN %1$s.cap c ON c.partnership_id = r.partnership_id AND c.id = r.cap_id"
				 " CROSS JOIN LATERAL %1$s.cap_left_from(c, $4) l"
				 " WHERE r.partnership_id = $2 AND r.id = $3",
				 1, (Oid[]){ DATEOID }, (Datum[]){ DateADTGetDatum(day) }, NULL);
		g->around.shared_units_left = number_field(1).value;
		g->around.shared_amount_left = money_field(2).value;
	}
}

/* The fold of what had happened by that day, for an event that is recorded late. */
static option_position_value
position_on(const guard *g, DateADT day)
{
	bool is_null;
	Datum folded;

	ask_rare(
		g,
		"SELECT innopart.option_position(e.kind, e.effective_on, e.units, e.amount, e.currency,"
		" e.condition_no, e.extended_to) FROM %1$s.option_event e"
		" WHERE e.partnership_id = $2 AND e.option_right_id = $3 AND e.effective_on <= $4",
		1, (Oid[]){ DATEOID }, (Datum[]){ DateADTGetDatum(day) }, NULL);
	folded = field(1, &is_null);
	return is_null ? option_position_identity() : *DatumGetOptionPosition(folded);
}

/* What only the registry knows about an exercise, after the terms have nothing against it. */
static void
check_exercise(const guard *g, const option_event_value *event, const option_position_value *so_far)
{
	int32 draws = so_far->draw_count - so_far->reversal_count;
	maybe price = money_of(g, UNIT_PRICE);
	maybe most = g->max_unit_cost;

	if ((g->stated.cap_units.is_known && !event->has_units) ||
		(g->stated.cap_amount.is_known && !event->has_amount))
		refuse(g, "cap_not_counted", so_far);
	if (!g->ground.is_accepted)
		refuse(g, "not_accepted", so_far);
	if (most.is_known && ((price.is_known && price.value > most.value) ||
						  (event->has_units && event->has_amount &&
						   (int128) event->amount > (int128) most.value * event->units)))
		refuse(g, "above_maximum_cost", so_far);
	if (g->stated.max_exercises.is_known && draws >= g->stated.max_exercises.value)
		refuse(g, "exercises_used", so_far);
	if (g->stated.is_renewal)
	{
		ask_rare(g, "SELECT %1$s.renewal_fits(r, $4)::boolean" OF_THE_RIGHT, 1, (Oid[]){ INT4OID },
				 (Datum[]){ Int32GetDatum(draws) }, NULL);
		if (!is_true_field(1))
			refuse(g, "renewals_used", so_far);
	}
	if (g->stated.depends_on_lead &&
		!(ask(g->registry, LEAD_HAS_EXERCISED,
			  (Datum[]){ g->values[PARTNERSHIP], g->values[EFFECTIVE_ON] }, NULL) &&
		  is_true_field(1)))
		refuse(g, "lead_first", so_far);
}

/* May the event happen, after all that happened by its day, and before what came after? */
static void
judge(guard *g, option_event_value *event, option_position_value *effect)
{
	option_position_value so_far = g->held.position;
	bool by_succession = false;
	bool is_late;
	option_refusal refusal;

	/* an assignment settles the account: what is left has moved, so nothing may change it behind
	 * the back of those who hold it now, however the event is dated */
	if (so_far.assigned_on != OPTION_POSITION_NEVER_MIN)
		refuse(g, "right_assigned", &so_far);
	option_event_from_values(g->kind, &g->values[EFFECTIVE_ON], &g->nulls[EFFECTIVE_ON], event);
	is_late = g->held.last_event_on.is_known && g->held.last_event_on.value > event->effective_on;
	if (is_late)
		so_far = position_on(g, event->effective_on);
	if (g->kind == EVENT_EXERCISED && g->stated.cap_id.is_known)
		measure_cap(g, event->effective_on);
	if (g->kind == EVENT_ASSIGNED_OUT)
	{
		ask_rare(g, "SELECT %1$s.is_succession(r, $4)::boolean" OF_THE_RIGHT, 1, (Oid[]){ DATEOID },
				 (Datum[]){ DateADTGetDatum(event->effective_on) }, NULL);
		by_succession = is_true_field(1);
	}
	refusal = option_refuse(event, &g->stated.terms, &so_far, &g->around, by_succession);
	if (refusal != REFUSAL_NONE)
		refuse(g, option_refusal_names[refusal], &so_far);
	if (g->kind == EVENT_EXERCISED)
		check_exercise(g, event, &so_far);
	if (g->kind == EVENT_ASSIGNED_OUT)
		ask_of_position(g, "SELECT %1$s.check_assignment(r, $4)" OF_THE_RIGHT, &so_far);
	*effect = option_position_of_event(event);
	if (is_late)
	{
		option_position_add_or_raise(&so_far, effect);
		ask_of_position(g, "SELECT %1$s.check_later($1, r, $4)" OF_THE_RIGHT, &so_far);
	}
}

static void
move(const guard *g, query asked, Datum *values)
{
	if (!ask(g->registry, asked, values, NULL))
		elog(ERROR, "the ledger's guard moves an account that is not there");
}

/* The stored positions follow: of the right, and of the cap when it was drawn on.  A cap keeps what it has a
 * ceiling in and no more: from units and money together, those who share it would learn a price. */
static void
keep(guard *g, const option_position_value *effect)
{
	Datum values[] = { g->values[PARTNERSHIP], g->values[RIGHT], PointerGetDatum(&g->held.position),
					   g->values[EFFECTIVE_ON] };

	option_position_add_or_raise(&g->held.position, effect);
	move(g, MOVE_RIGHT, values);
	if (g->stated.cap_id.is_known &&
		(g->kind == EVENT_EXERCISED || g->kind == EVENT_EXERCISE_REVERSED))
	{
		option_position_value counted = option_position_counted_in(
			effect, g->stated.cap_units.is_known, g->stated.cap_amount.is_known);

		option_position_add_or_raise(&g->shared.position, &counted);
		values[1] = Int64GetDatum(g->stated.cap_id.value);
		values[2] = PointerGetDatum(&g->shared.position);
		move(g, MOVE_CAP, values);
	}
}

/*
 * guard_event(event record, ledger regclass): the event as it is to be recorded, or NULL for a
 * request that is repeated and has its answer.
 */
Datum
ledger_guard_event(PG_FUNCTION_ARGS)
{
	HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(0);
	MemoryContext callers = CurrentMemoryContext;
	guard g = { .schema = get_rel_namespace(PG_GETARG_OID(1)) };
	option_event_value event;
	option_position_value effect;
	bool is_recorded = false;
	Datum judged = (Datum) 0;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "the ledger's guard has no connection");
	g.registry = plans_of(g.schema);
	read_event(&g, row);
	g.key = (right_key){ g.schema, DatumGetInt64(g.values[PARTNERSHIP]),
						 DatumGetInt64(g.values[RIGHT]) };
	lock_and_read(&g);
	if (!is_repeated(&g))
	{
		g.kind = (option_event_kind) enum_cache_index(fcinfo, DatumGetObjectId(g.values[KIND]),
													  option_event_kind_names, OPTION_EVENT_KINDS);
		stamp(&g);
		settle_day(&g);
		if (g.kind == EVENT_EXERCISED)
			prepare_exercise(&g);
		else
			prepare_other_act(&g);
		judge(&g, &event, &effect);
		keep(&g, &effect);
		MemoryContextSwitchTo(callers);
		judged = event_row(&g);
		is_recorded = true;
	}
	SPI_finish();
	if (!is_recorded)
		PG_RETURN_NULL();
	return judged;
}
