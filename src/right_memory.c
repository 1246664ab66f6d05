/*
 * src/right_memory.c
 *		What a session remembers of a right between one draw and the next: see right_memory.h.
 *
 * Depends on: the server's hash tables, locks and messages of invalidation; clock.h; by name on the tables
 * of a registry that are listed here, and on their trigger z_forget (sql/registry/70-ledger.sql).
 */
#include "postgres.h"

#include "access/table.h"
#include "access/xact.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/lock.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "clock.h"
#include "right_memory.h"

PG_FUNCTION_INFO_V1(right_memory_forget);

/* some 300 bytes each; who draws on more rights than that in one session has no few to remember */
#define MOST_RIGHTS 1024
/* of advisory locks those that are held while something remembered is changed */
#define CHANGE_UNDER_WAY 418

static const char *const tables[] = { "option_right", "cap",		"partner_contract",
									  "track_event",  "acceptance", "organisation" };

typedef struct remembered_right
{
	right_key key;
	stated_right stated;
	DateADT ground_from;
	exercise_ground ground; /* none that allows nothing */
} remembered_right;

/* whose tables a registry's are, if all of them tell of changes; else InvalidOid */
typedef struct remembered_registry
{
	Oid schema; /* the key */
	Oid owner;
} remembered_registry;

static HTAB *rights = NULL;
static HTAB *registries = NULL;
/* how often anything has changed, from 1 on, and as often as that when these were begun */
static uint64 changes = 1;
static uint64 begun_at = 0;
/* the last transaction of this session that wrote what is remembered here */
static TransactionId writer = InvalidTransactionId;

/* Whatever relation it is.  Also a temporary table that is made anywhere in the database: then a draw asks. */
static void
note_change(Datum argument, Oid relation)
{
	(void) argument;
	(void) relation;
	changes++;
}

static void
begin_anew(void)
{
	static bool is_told = false;
	HASHCTL of_rights = { .keysize = sizeof(right_key), .entrysize = sizeof(remembered_right) };
	HASHCTL of_registries = { .keysize = sizeof(Oid), .entrysize = sizeof(remembered_registry) };

	if (!is_told)
		CacheRegisterRelcacheCallback(note_change, (Datum) 0);
	is_told = true;
	begun_at = 0;
	if (rights != NULL)
		hash_destroy(rights);
	rights = NULL;
	if (registries != NULL)
		hash_destroy(registries);
	registries = NULL;
	rights = hash_create("innopart rights", 64, &of_rights, HASH_ELEM | HASH_BLOBS);
	registries = hash_create("innopart owners", 4, &of_registries, HASH_ELEM | HASH_BLOBS);
	begun_at = changes;
}

/* The owner of a table that tells of all changes; InvalidOid when it may not. */
static Oid
owner_of_telling(Relation table)
{
	const TriggerDesc *triggers = table->trigdesc;

	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		if (strcmp(triggers->triggers[i].tgname, "z_forget") == 0 &&
			triggers->triggers[i].tgenabled == TRIGGER_FIRES_ALWAYS &&
			!table->rd_rel->relforcerowsecurity)
			return table->rd_rel->relowner;
	}
	return InvalidOid;
}

static Oid
owner_of_registry(Oid schema)
{
	remembered_registry *known = hash_search(registries, &schema, HASH_FIND, NULL);
	Oid owner = InvalidOid;

	if (known != NULL)
		return known->owner;
	for (size_t i = 0; i < lengthof(tables); i++)
	{
		Oid relation = get_relname_relid(tables[i], schema);
		Relation table = OidIsValid(relation) ? try_table_open(relation, AccessShareLock) : NULL;
		Oid owner_here = table == NULL ? InvalidOid : owner_of_telling(table);

		if (table != NULL)
			table_close(table, AccessShareLock);
		if (!OidIsValid(owner_here) || (OidIsValid(owner) && owner_here != owner))
		{
			owner = InvalidOid;
			break;
		}
		owner = owner_here;
	}
	/* opening a table may have brought messages */
	if (begun_at != changes)
		return InvalidOid;
	known = hash_search(registries, &schema, HASH_ENTER, NULL);
	known->owner = owner;
	return owner;
}

/* What is held while something is changed that sessions remember of a registry. */
static LOCKTAG
change_of(Oid schema)
{
	LOCKTAG change;

	SET_LOCKTAG_ADVISORY(change, MyDatabaseId, schema, 0, CHANGE_UNDER_WAY);
	return change;
}

/* Whether somebody is changing what is remembered: those that are committed have told it by now. */
static bool
change_is_under_way(Oid schema)
{
	LOCKTAG change = change_of(schema);

	if (LockAcquire(&change, ShareLock, false, true) == LOCKACQUIRE_NOT_AVAIL)
		return true;
	LockRelease(&change, ShareLock, false);
	return false;
}

uint64
right_memory_age(Oid schema)
{
	if (IsolationUsesXactSnapshot() || !TIMESTAMP_IS_NOEND(clock_horizon()) ||
		(TransactionIdIsValid(writer) && writer == GetTopTransactionIdIfAny()) ||
		change_is_under_way(schema))
		return 0;
	AcceptInvalidationMessages();
	if (begun_at != changes || hash_get_num_entries(rights) > MOST_RIGHTS)
		begin_anew();
	return owner_of_registry(schema) == GetUserId() ? begun_at : 0;
}

static bool
is_current(uint64 age)
{
	return age != 0 && age == changes && age == begun_at;
}

static remembered_right *
recall(const right_key *key, uint64 age)
{
	if (!is_current(age))
		return NULL;
	return hash_search(rights, key, HASH_FIND, NULL);
}

const stated_right *
right_memory_stated(const right_key *key, uint64 age)
{
	const remembered_right *known = recall(key, age);

	return known == NULL ? NULL : &known->stated;
}

void
right_memory_keep(const right_key *key, uint64 age, const stated_right *stated)
{
	remembered_right *known;

	if (!is_current(age))
		return;
	known = hash_search(rights, key, HASH_ENTER, NULL);
	known->stated = *stated;
	memset(&known->ground, 0, sizeof(known->ground));
}

const exercise_ground *
right_memory_ground(const right_key *key, uint64 age, DateADT day)
{
	const remembered_right *known = recall(key, age);

	return known != NULL && known->ground.is_accepted && day >= known->ground_from ? &known->ground
																				   : NULL;
}

void
right_memory_keep_ground(const right_key *key, uint64 age, DateADT day,
						 const exercise_ground *ground)
{
	remembered_right *known = recall(key, age);

	if (known == NULL || !ground->holder_exists || !ground->is_accepted)
		return;
	known->ground_from = day;
	known->ground = *ground;
}

/* A row that comes for the first time takes nothing back: facts are corrected by a row that names the original. */
static bool
changes_what_was(const TriggerData *trigger)
{
	int column = SPI_fnumber(RelationGetDescr(trigger->tg_relation), "corrects_id");
	bool is_null;

	if (!TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		return true;
	if (column <= 0)
		return false;
	(void) SPI_getbinval(trigger->tg_trigtuple, RelationGetDescr(trigger->tg_relation), column,
						 &is_null);
	return !is_null;
}

/*
 * forget_rights(): a trigger BEFORE a row that sessions may remember something of.  This transaction goes
 * without memory from now on; the others do until its end, and forget when it is committed.
 */
Datum
right_memory_forget(PG_FUNCTION_ARGS)
{
	const TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
		ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
						errmsg("forget_rights() is a trigger before a row")));
	writer = GetTopTransactionId();
	if (changes_what_was(trigger))
	{
		LOCKTAG change = change_of(RelationGetNamespace(trigger->tg_relation));

		/* which goes with those of all who change something, and is let go of after the messages are sent */
		(void) LockAcquire(&change, RowExclusiveLock, false, false);
		CacheInvalidateRelcache(trigger->tg_relation);
	}
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		return PointerGetDatum(trigger->tg_newtuple);
	return PointerGetDatum(trigger->tg_trigtuple);
}
