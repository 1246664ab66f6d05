/*
 * src/right_memory.h
 *		What a session remembers of a right between one draw and the next.
 *
 * Depends on: the server, option_right.h, money.h; by name on tables of a registry.
 *
 * What is stated of a right and its cap is frozen, and what an exercise rests on (a contract, an accepted
 * track and solution, a holder that exists) changes by a correction or not at all.  So a session asks once,
 * and again after anybody has changed any of it: who does passes the trigger forget_rights(), and PostgreSQL
 * tells all sessions of the commit by the messages that it keeps its own caches with.  A commit is seen a
 * moment before it is told; so while any such change is under way, everybody asks.
 *
 * There is no memory for who is not the owner of the tables, who may be shown a part of them; for what was
 * known at an earlier moment; in a snapshot kept since an earlier statement; in a transaction that has written
 * any of it, for it may be rolled back; nor where a trigger is missing or does not always fire.
 */
#ifndef INNOPART_RIGHT_MEMORY_H
#define INNOPART_RIGHT_MEMORY_H

#include "utils/date.h"

#include "money.h"
#include "option_right.h"

/* A number, a day or an amount of money that may be missing. */
typedef struct maybe
{
	bool is_known;
	int64 value;
} maybe;

/* as the registry writes it, "" for none */
typedef char currency_text[CURRENCY_TEXT_SIZE];

/* what a right and its cap state; amounts in 1/10000, ex VAT */
typedef struct stated_right
{
	int64 holder_id;
	option_right_value terms;
	maybe unit_price;
	maybe max_unit_cost;
	currency_text currency;
	maybe max_exercises;
	maybe contract_id;
	maybe solution_id;
	bool depends_on_lead;
	bool is_renewal;
	maybe cap_id;
	maybe cap_units;
	maybe cap_amount;
	currency_text cap_currency;
} stated_right;

/* what the registry knows of an exercise */
typedef struct exercise_ground
{
	bool holder_exists; /* without an end */
	bool is_accepted;
	currency_text contract_currency;
	maybe contract_max_unit_cost;
} exercise_ground;

/* as wide as each other: keys are compared byte by byte */
typedef struct right_key
{
	int64 schema; /* its OID */
	int64 partnership_id;
	int64 right_id;
} right_key;

/*
 * What others have committed is forgotten, and the memory's age returned, or 0 where there is none.  Whoever
 * asks the registry takes the age before; what it is answered is kept only if nothing has changed since.
 */
extern uint64 right_memory_age(Oid schema);

/* NULL when it must be asked; for a moment only, until anything else is asked. */
extern const stated_right *right_memory_stated(const right_key *key, uint64 age);
extern void right_memory_keep(const right_key *key, uint64 age, const stated_right *stated);

/* Grounds that allow an exercise on a day allow it on every later one; no others are kept. */
extern const exercise_ground *right_memory_ground(const right_key *key, uint64 age, DateADT day);
extern void right_memory_keep_ground(const right_key *key, uint64 age, DateADT day,
									 const exercise_ground *ground);

#endif /* INNOPART_RIGHT_MEMORY_H */
