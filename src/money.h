/*
 * src/money.h
 *		Exact amounts of money, and the currencies of ISO 4217.
 *
 * Depends on: nothing but the C library.
 *
 * An amount is an int64_t in 1/10000 of the currency's unit: four decimals, as contracts with
 * unit prices use, never a float.  Amounts of different currencies are never mixed here or above.
 */
#ifndef INNOPART_MONEY_H
#define INNOPART_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MONEY_DECIMALS 4
#define MONEY_SCALE INT64_C(10000)

/* the largest single amount, 90 trillion: sums of a few such amounts still fit an int64_t */
#define MONEY_MAX INT64_C(900000000000000000)

#define MONEY_TEXT_SIZE 24	 /* sign, 15 digits, point, 4 decimals, NUL; rounded up */
#define CURRENCY_TEXT_SIZE 4 /* three letters and a NUL */
#define CURRENCY_NONE 0

/* what money_parse() says of an amount beyond int64_t, to be told from a bad spelling */
extern const char money_out_of_range[];

/* Digits, optionally a point and one to four decimals; no sign, no grouping. */
extern bool money_parse(const char *text, size_t len, int64_t *amount, const char **why);

/* At least two decimals, at most four; returns the length. */
extern size_t money_format(int64_t amount, char buf[MONEY_TEXT_SIZE]);

/* False, and sum untouched, when the sum does not fit. */
extern bool money_add(int64_t a, int64_t b, int64_t *sum);

/* Three letters, in any case, of a code that ISO 4217 lists; packed as ((a*26+b)*26+c)+1. */
extern bool currency_parse(const char *text, size_t len, uint16_t *currency, const char **why);
extern bool currency_is_known(uint16_t currency);
extern size_t currency_format(uint16_t currency, char buf[CURRENCY_TEXT_SIZE]);

#endif /* INNOPART_MONEY_H */
