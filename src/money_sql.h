/*
 * src/money_sql.h
 *		Money between SQL's numeric and our int64 in 1/10000 of the currency's unit.
 *
 * Depends on: the server.
 */
#ifndef INNOPART_MONEY_SQL_H
#define INNOPART_MONEY_SQL_H

#include "utils/numeric.h"

/* Exact or an error: 22003 beyond int64, 22023 for NaN, infinity and a fifth decimal. */
extern int64 money_from_numeric(Numeric amount);

/* At least two decimals, at most four. */
extern Numeric money_to_numeric(int64 amount);

/* Three letters to the packed code, or error 22023. */
extern uint16 currency_from_text(const text *code);

#endif /* INNOPART_MONEY_SQL_H */
