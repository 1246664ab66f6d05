/*
 * test/unit/money.c
 *		Exact amounts and currency codes, without a server.
 */
#include "money.h"

#include <stdlib.h>
#include <string.h>

#include "generate.h"
#include "tap.h"

static bool
parse(const char *text, int64_t *amount, const char **why)
{
	size_t len = strlen(text);
	char *exact = generate_exact(text, len);
	bool accepted;

	accepted = money_parse(exact, len, amount, why);
	free(exact);
	return accepted;
}

static void
test_text(void)
{
	static const struct
	{
		const char *text;
		int64_t amount;
		const char *canonical;
	} accepted[] = {
		{ "0", 0, "0.00" },
		{ "1", 10000, "1.00" },
		{ "80000000.00", INT64_C(800000000000), "80000000.00" },
		{ "0.0001", 1, "0.0001" },
		{ "0.001", 10, "0.001" },
		{ "0.0010", 10, "0.001" },
		{ "0.01", 100, "0.01" },
		{ "0.1", 1000, "0.10" },
		{ "12.3456", 123456, "12.3456" },
		{ "007", 70000, "7.00" },
		{ "922337203685477.5807", INT64_MAX, "922337203685477.5807" },
		{ "90000000000000", MONEY_MAX, "90000000000000.00" },
	};
	static const char *const refused[] = {
		"",	   ".",		"1.",  ".5",   "-1",	  "+1",		 " 1",	"1 ",
		"1,5", "1.2.3", "1e3", "0x10", "1.23456", "1.00000", "NaN", "\xd9\xa1",
	};
	static const char *const too_large[] = {
		"922337203685477.5808",
		"922337203685478",
		"9223372036854775808",
		"99999999999999999999999999999999999999",
	};
	char buf[MONEY_TEXT_SIZE];

	for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++)
	{
		int64_t amount = -1;
		const char *why = NULL;

		ok(parse(accepted[i].text, &amount, &why) && amount == accepted[i].amount, "reads %s",
		   accepted[i].text);
		ok(money_format(accepted[i].amount, buf) == strlen(accepted[i].canonical),
		   "knows the length of %s", accepted[i].canonical);
		is_text(buf, accepted[i].canonical, "and writes it so");
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
	{
		int64_t amount = -1;
		const char *why = NULL;

		ok(!parse(refused[i], &amount, &why) && amount == -1 && why != money_out_of_range,
		   "refused: \"%s\"", refused[i]);
	}
	for (size_t i = 0; i < sizeof(too_large) / sizeof(too_large[0]); i++)
	{
		int64_t amount = -1;
		const char *why = NULL;

		ok(!parse(too_large[i], &amount, &why) && amount == -1 && why == money_out_of_range,
		   "out of range: %s", too_large[i]);
	}
	money_format(INT64_MIN, buf);
	is_text(buf, "-922337203685477.5808", "writes the smallest int64");
	money_format(-15, buf);
	is_text(buf, "-0.0015", "writes a negative amount");
}

static void
test_add(void)
{
	int64_t sum = 7;

	ok(money_add(INT64_MAX - 1, 1, &sum) && sum == INT64_MAX, "a sum that just fits");
	ok(!money_add(INT64_MAX, 1, &sum) && sum == INT64_MAX, "a sum that does not is refused");
	ok(!money_add(INT64_MIN, -1, &sum) && sum == INT64_MAX, "also below zero");
}

static void
test_currencies(void)
{
	static const char *const known[] = { "NOK", "SEK", "DKK", "EUR", "USD", "GBP", "ISK",
										 "AED", "ZWL", "HRK", "LTL", "XCG", "BGN" };
	static const char *const refused[] = { "",	  "N",	 "NO",	"NOKK", "N0K",		 "XXX", "XTS",
										   "XAU", "AAA", "ZZZ", "NO ",	"\xc3\x98K", "NOR", "KRO" };
	int count = 0;
	int wrong = 0;
	uint16_t nok = 0;
	uint16_t lower = 0;
	const char *why;
	char code[CURRENCY_TEXT_SIZE];

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
	{
		uint16_t currency = 0;

		ok(currency_parse(known[i], 3, &currency, &why) && currency_is_known(currency), "knows %s",
		   known[i]);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
	{
		size_t len = strlen(refused[i]);
		char *exact = generate_exact(refused[i], len);
		uint16_t currency = 12345;

		ok(!currency_parse(exact, len, &currency, &why) && currency == 12345, "refused: \"%s\"",
		   refused[i]);
		free(exact);
	}
	for (uint32_t packed = 0; packed <= UINT16_MAX; packed++)
	{
		uint16_t back = 0;

		if (!currency_is_known((uint16_t) packed))
			continue;
		count++;
		wrong += currency_format((uint16_t) packed, code) != 3 ||
				 !currency_parse(code, 3, &back, &why) || back != packed;
	}
	ok(wrong == 0, "every known currency goes to text and back");
	/* a table that is not sorted would lose some of its codes */
	ok(count == 179, "the table has 179 codes, all of them found (%d)", count);
	ok(currency_parse("NOK", 3, &nok, &why) && nok == 9163 &&
		   currency_parse("nOk", 3, &lower, &why) && lower == nok,
	   "NOK is packed as 9163, in any case of letters");
	ok(!currency_is_known(CURRENCY_NONE) && currency_format(CURRENCY_NONE, code) == 0 &&
		   code[0] == '\0',
	   "no currency is no code");
}

int
main(void)
{
	test_text();
	test_add();
	test_currencies();
	return done_testing();
}
