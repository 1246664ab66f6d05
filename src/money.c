/*
 * src/money.c
 *		Exact amounts of money, and the currencies of ISO 4217.
 *
 * Depends on: nothing but the C library.
 */
#include "money.h"

const char money_out_of_range[] = "An amount of money is at most 922337203685477.5807.";

/*
 * Codes that money is or was owed in since Directive 2014/24 made innovation partnerships:
 * ISO 4217's list one, and the codes withdrawn since 2014, for a stored contract stays readable
 * when its currency goes.  Nothing is ever taken out.  Left out are the codes that name no money:
 * metals, bond market units, XTS for tests and XXX for none.  Sorted.
 */
static const char currencies[][CURRENCY_TEXT_SIZE] = {
	"AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT",
	"BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BYR",
	"BZD", "CAD", "CDF", "CHE", "CHF", "CHW", "CLF", "CLP", "CNY", "COP", "COU", "CRC", "CUC",
	"CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP",
	"GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF",
	"IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF",
	"KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LTL", "LVL", "LYD",
	"MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRO", "MRU", "MUR", "MVR", "MWK", "MXN",
	"MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK",
	"PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG",
	"SEK", "SGD", "SHP", "SLE", "SLL", "SOS", "SRD", "SSP", "STD", "STN", "SVC", "SYP", "SZL",
	"THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "USN",
	"UYI", "UYU", "UYW", "UZS", "VED", "VEF", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG",
	"XDR", "XOF", "XPF", "XSU", "XUA", "YER", "ZAR", "ZMW", "ZWG", "ZWL",
};

#define CURRENCY_COUNT (sizeof(currencies) / sizeof(currencies[0]))

bool
money_parse(const char *text, size_t len, int64_t *amount, const char **why)
{
	int64_t value = 0;
	size_t whole_digits = 0;
	size_t decimals = 0;
	bool after_point = false;

	for (size_t i = 0; i < len; i++)
	{
		if (text[i] == '.' && !after_point)
		{
			after_point = true;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
		{
			*why = "An amount of money is written in digits, with a point before its decimals.";
			return false;
		}
		if (!after_point)
			whole_digits++;
		else if (++decimals > MONEY_DECIMALS)
		{
			*why = "An amount of money has at most 4 decimals.";
			return false;
		}
		if (__builtin_mul_overflow(value, 10, &value) ||
			__builtin_add_overflow(value, text[i] - '0', &value))
		{
			*why = money_out_of_range;
			return false;
		}
	}
	if (whole_digits == 0 || (after_point && decimals == 0))
	{
		*why = "An amount of money is written in digits, with a point before its decimals.";
		return false;
	}
	for (; decimals < MONEY_DECIMALS; decimals++)
	{
		if (__builtin_mul_overflow(value, 10, &value))
		{
			*why = money_out_of_range;
			return false;
		}
	}
	*amount = value;
	return true;
}

size_t
money_format(int64_t amount, char buf[MONEY_TEXT_SIZE])
{
	char reversed[MONEY_TEXT_SIZE];
	size_t count = 0;
	size_t len = 0;
	uint64_t rest = amount < 0 ? -(uint64_t) amount : (uint64_t) amount;
	int decimals = MONEY_DECIMALS;

	while (decimals > 2 && rest % 10 == 0)
	{
		rest /= 10;
		decimals--;
	}
	for (; decimals > 0; decimals--)
	{
		reversed[count++] = (char) ('0' + rest % 10);
		rest /= 10;
	}
	reversed[count++] = '.';
	do
	{
		reversed[count++] = (char) ('0' + rest % 10);
		rest /= 10;
	} while (rest != 0);
	if (amount < 0)
		reversed[count++] = '-';
	while (count > 0)
		buf[len++] = reversed[--count];
	buf[len] = '\0';
	return len;
}

bool
money_add(int64_t a, int64_t b, int64_t *sum)
{
	int64_t result;

	if (__builtin_add_overflow(a, b, &result))
		return false;
	*sum = result;
	return true;
}

static uint16_t
pack(const char letters[3])
{
	return (uint16_t) (((letters[0] - 'A') * 26 + (letters[1] - 'A')) * 26 + (letters[2] - 'A') +
					   1);
}

/* Packing keeps the alphabet's order, so the sorted table can be searched by packed code. */
bool
currency_is_known(uint16_t currency)
{
	size_t low = 0;
	size_t high = CURRENCY_COUNT;

	while (low < high)
	{
		size_t middle = low + (high - low) / 2;
		uint16_t found = pack(currencies[middle]);

		if (found == currency)
			return true;
		if (found < currency)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

bool
currency_parse(const char *text, size_t len, uint16_t *currency, const char **why)
{
	char letters[3];
	uint16_t packed;

	*why = "A currency is a three-letter code of ISO 4217.";
	if (len != sizeof(letters))
		return false;
	for (size_t i = 0; i < sizeof(letters); i++)
	{
		letters[i] = text[i];
		if (letters[i] >= 'a' && letters[i] <= 'z')
			letters[i] = (char) (letters[i] - 'a' + 'A');
		if (letters[i] < 'A' || letters[i] > 'Z')
			return false;
	}
	packed = pack(letters);
	if (!currency_is_known(packed))
		return false;
	*currency = packed;
	return true;
}

/* Empty text for no currency. */
size_t
currency_format(uint16_t currency, char buf[CURRENCY_TEXT_SIZE])
{
	uint16_t rest = (uint16_t) (currency - 1);

	if (currency == CURRENCY_NONE)
	{
		buf[0] = '\0';
		return 0;
	}
	buf[0] = (char) ('A' + rest / (26 * 26) % 26);
	buf[1] = (char) ('A' + rest / 26 % 26);
	buf[2] = (char) ('A' + rest % 26);
	buf[3] = '\0';
	return CURRENCY_TEXT_SIZE - 1;
}
