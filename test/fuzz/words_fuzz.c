/*
 * test/fuzz/words_fuzz.c
 *		Fuzz target of the small readers that the types are made of: amounts, currencies, dates, moments.
 *
 * The first byte chooses the reader; the rest is handed over in a block of its exact size.  What is
 * accepted comes back the same through its own text.
 *
 * Depends on: the C library, the pure cores.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "moment.h"
#include "money.h"

static void
require(int holds)
{
	if (!holds)
		abort();
}

static bool
read_amount(const char *text, size_t len, const char **why)
{
	int64_t amount;
	int64_t again;
	char buf[MONEY_TEXT_SIZE];

	if (!money_parse(text, len, &amount, why))
		return false;
	require(amount >= 0);
	require(money_parse(buf, money_format(amount, buf), &again, why) && again == amount);
	return true;
}

static bool
read_currency(const char *text, size_t len, const char **why)
{
	uint16_t currency;
	uint16_t again;
	char buf[CURRENCY_TEXT_SIZE];

	if (!currency_parse(text, len, &currency, why))
		return false;
	require(currency_is_known(currency));
	require(currency_parse(buf, currency_format(currency, buf), &again, why) && again == currency);
	return true;
}

static bool
read_day(const char *text, size_t len, const char **why)
{
	int32_t day;
	char buf[CALENDAR_TEXT_SIZE];

	if (!calendar_parse(text, len, &day, why))
		return false;
	require(day >= CALENDAR_DAY_MIN && day <= CALENDAR_DAY_MAX);
	require(calendar_format(day, buf) == len && memcmp(buf, text, len) == 0);
	require(calendar_is_working_day(calendar_next_working_day(day)));
	require(calendar_is_working_day(calendar_previous_working_day(day)));
	return true;
}

static bool
read_moment(const char *text, size_t len, const char **why)
{
	const int64_t day_usec = INT64_C(86400000000);
	moment read;

	if (!moment_parse(text, len, &read, why))
		return false;
	require(read.local_usec >= CALENDAR_DAY_MIN * day_usec);
	require(read.local_usec <= (CALENDAR_DAY_MAX + INT64_C(1)) * day_usec);
	require(read.has_offset ? abs(read.offset) < 86400 : read.offset == 0);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool (*const readers[])(const char *, size_t, const char **) = { read_amount,
																			read_currency, read_day,
																			read_moment };
	const char *why = NULL;
	char *exact;

	if (size == 0)
		return 0;
	exact = malloc(size > 1 ? size - 1 : 1);
	require(exact != NULL);
	memcpy(exact, data + 1, size - 1);
	if (!readers[data[0] % 4](exact, size - 1, &why))
		require(why != NULL && why[0] != '\0');
	free(exact);
	return 0;
}
