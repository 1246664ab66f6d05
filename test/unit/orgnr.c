/*
 * test/unit/orgnr.c
 *		The laws of orgnr, without a server.
 */
#include "orgnr.h"

#include <stdio.h>

#include "generate.h"
#include "tap.h"

/* The check digit from the first eight, or -1 when no digit will do: not how the code does it. */
static int
check_digit(int32_t first_eight)
{
	static const int weights[8] = { 3, 2, 7, 6, 5, 4, 3, 2 };
	char digits[16];
	int sum = 0;

	sprintf(digits, "%08d", (int) first_eight);
	for (int i = 0; i < 8; i++)
		sum += weights[i] * (digits[i] - '0');
	if (sum % 11 == 0)
		return 0;
	return sum % 11 == 1 ? -1 : 11 - sum % 11;
}

static bool
reads(const char *text, orgnr_value *out)
{
	size_t len = strlen(text);
	char *exact = generate_exact(text, len);
	const char *why = NULL;
	bool parsed = orgnr_parse(exact, len, out, &why);

	if (!parsed && (why == NULL || why[strlen(why) - 1] != '.'))
		bail_out("\"%s\" is refused without a sentence", text);
	free(exact);
	return parsed;
}

static void
reads_as(const char *text, int32_t expected)
{
	orgnr_value got = 0;

	ok(reads(text, &got) && got == expected, "reads \"%s\"", text);
}

static void
refuses(const char *text, const char *because)
{
	size_t len = strlen(text);
	char *exact = generate_exact(text, len);
	orgnr_value got;
	const char *why = "";

	if (orgnr_parse(exact, len, &got, &why))
		ok(false, "refuses \"%s\"", text);
	else if (!ok(strstr(why, because) != NULL, "refuses \"%s\" and says why", text))
		diag("said: %s", why);
	free(exact);
}

static void
test_check_digit(void)
{
	/* public bodies of the field */
	static const int32_t real[] = { 964965226, 935478715, 820852982, 963296746,
									889640782, 964338531, 958935420, 942110464,
									971032081, 983971768, 894166762, 986399445 };
	bool right = true;
	bool one_digit = true;
	long valid = 0;
	const char *why;

	for (size_t i = 0; i < sizeof(real) / sizeof(real[0]); i++)
		right = right && orgnr_validate(real[i], &why);
	ok(right, "the numbers of real bodies are valid");

	right = true;
	for (int32_t value = 800000000; value < 1000000000; value += 97)
	{
		bool expected = check_digit(value / 10) == value % 10;

		right = right && orgnr_validate(value, &why) == expected;
		if (!expected)
			continue;
		valid++;
		for (int32_t unit = 1; unit <= 10000000; unit *= 10)
		{
			int32_t digit = value / unit % 10;

			/* a single mistyped digit is always found */
			for (int32_t other = 0; other < 10; other++)
				one_digit = one_digit && (other == digit ||
										  !orgnr_validate(value + (other - digit) * unit, &why));
		}
	}
	ok(right, "of two million integers exactly those with their check digit are valid");
	ok(valid > 180000 && valid < 190000, "one in eleven is valid");
	ok(one_digit, "one wrong digit is always found");

	right = true;
	for (int round = 0; round < 1000000; round++)
	{
		int32_t value = (int32_t) (uint32_t) generate_bits();

		if (value >= 800000000 && value <= 999999999)
			continue;
		right = right && !orgnr_validate(value, &why);
	}
	ok(right && !orgnr_validate(799999999, &why) && !orgnr_validate(1000000000, &why) &&
		   !orgnr_validate(0, &why) && !orgnr_validate(INT32_MIN, &why) &&
		   !orgnr_validate(INT32_MAX, &why),
	   "no integer outside 800000000 to 999999999 is valid");
}

static void
test_text(void)
{
	static const char *const before[] = { "",	  " ",		 "NO",		"no ",
										  "No\t", "NO-BRC-", "no-brc:", "\xc2\xa0NO\xe2\x80\xaf" };
	static const char *const between[] = {
		"", " ", ".", "-", "\xc2\xa0", "\xe2\x80\x89", "\xe2\x80\xaf", " - ", "  "
	};
	static const char *const after[] = { "", "\n", "MVA", " mva", "\xc2\xa0MVA " };
	bool read_back = true;
	bool prefixes = true;
	orgnr_value cut_short;

	for (int round = 0; round < 50000; round++)
	{
		int32_t first_eight = 80000000 + (int32_t) generate_below(20000000);
		int last = check_digit(first_eight);
		char digits[ORGNR_TEXT_SIZE];
		char text[128];
		orgnr_value got;

		if (last < 0)
			continue;
		read_back = read_back && orgnr_format(first_eight * 10 + last, digits) == 9 &&
					strlen(digits) == 9 && atol(digits) == first_eight * 10L + last;
		strcpy(text, before[generate_below(sizeof(before) / sizeof(before[0]))]);
		for (int i = 0; i < 9; i++)
		{
			strncat(text, digits + i, 1);
			if (i < 8 && generate_below(3) == 0)
				strcat(text, between[generate_below(sizeof(between) / sizeof(between[0]))]);
		}
		strcat(text, after[generate_below(sizeof(after) / sizeof(after[0]))]);
		read_back = read_back && reads(text, &got) && got == first_eight * 10 + last;

		/* a beginning is read only if it holds all nine digits, and then as the same number */
		for (size_t cut = strlen(text); cut-- > 0;)
		{
			int left = 0;

			text[cut] = '\0';
			for (const char *c = text; *c != '\0'; c++)
				left += *c >= '0' && *c <= '9';
			if (reads(text, &got))
				prefixes = prefixes && left == 9 && got == first_eight * 10 + last;
		}
	}
	ok(read_back, "a number is read in every spelling, and written as nine digits");
	ok(prefixes, "the beginning of a spelling is never read as another number");

	reads_as("964965226", 964965226);
	reads_as("964 965 226", 964965226);
	reads_as("NO 964 965 226 MVA", 964965226);
	reads_as("no964.965.226mva", 964965226);
	reads_as("NO-BRC-964965226", 964965226);
	reads_as("NO-BRC:964-965-226", 964965226);
	refuses("", "nine digits");
	refuses("NO", "nine digits");
	refuses("MVA", "nine digits");
	refuses("96496522", "nine digits");
	refuses("9649652260", "nine digits");
	refuses("96496522600000000000", "nine digits");
	refuses("164965226", "begins with 8 or 9");
	refuses("964965227", "check digit");
	/* no digit would make these right */
	refuses("800000010", "check digit");
	refuses("964965226-", "only spaces, dots and hyphens");
	refuses("-964965226", "only spaces, dots and hyphens");
	refuses("964,965,226", "only spaces, dots and hyphens");
	refuses("964965226 kr", "only spaces, dots and hyphens");
	refuses("964965226MV", "only spaces, dots and hyphens");
	refuses("964965226MVAA", "only spaces, dots and hyphens");
	refuses("SE964965226", "only spaces, dots and hyphens");
	refuses("NO-964965226", "only spaces, dots and hyphens");
	refuses("NO-BRC964965226", "hyphen or a colon");
	refuses("NO-BRC", "hyphen or a colon");
	refuses("٩٦٤٩٦٥٢٢٦", "only spaces, dots and hyphens");
	ok(!reads("964965226\xc2", &cut_short) && !reads("964965226\xe2\x80", &cut_short),
	   "refuses a space that is cut in two");
}

static void
test_order_and_hash(void)
{
	bool order = true;

	for (int round = 0; round < 100000; round++)
	{
		orgnr_value a = 800000000 + (int32_t) generate_below(200000000);
		orgnr_value b = 800000000 + (int32_t) generate_below(200000000);
		char left[ORGNR_TEXT_SIZE];
		char right[ORGNR_TEXT_SIZE];
		int text_order;

		orgnr_format(a, left);
		orgnr_format(b, right);
		text_order = strcmp(left, right);
		order = order && orgnr_compare(a, b) == (text_order > 0) - (text_order < 0) &&
				orgnr_compare(a, b) == -orgnr_compare(b, a) && orgnr_compare(a, a) == 0;
	}
	ok(order, "numbers compare as their nine digits do");
	ok(orgnr_hash(964965226, 0) == UINT64_C(0x31312d7cbdf51a30) &&
		   orgnr_hash(964965226, 1) == UINT64_C(0xd83e6f05df562b5c) &&
		   orgnr_hash(964965226, UINT64_MAX) == UINT64_C(0xf7a118049906ebca),
	   "the hashes that partitions on disk depend on are what they were");
}

int
main(void)
{
	test_check_digit();
	test_text();
	test_order_and_hash();
	return done_testing();
}
