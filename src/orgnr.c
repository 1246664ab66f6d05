/*
 * src/orgnr.c
 *		A Norwegian organisation number: text and check digit.
 *
 * Depends on: text_scan.h; else nothing but the C library.
 */
#include "orgnr.h"

#include <stdio.h>
#include <string.h>

#include "text_scan.h"

static const char not_nine_digits[] = "An organisation number has nine digits.";

bool
orgnr_validate(int32_t value, const char **why)
{
	/* from the check digit, which counts itself, leftwards to the first digit */
	static const int weights[ORGNR_DIGITS] = { 1, 2, 3, 4, 5, 6, 7, 2, 3 };
	int32_t rest = value;
	int sum = 0;

	if (value < 100000000 || value > 999999999)
	{
		*why = not_nine_digits;
		return false;
	}
	if (value < 800000000)
	{
		*why = "An organisation number begins with 8 or 9.";
		return false;
	}
	for (int i = 0; i < ORGNR_DIGITS; i++)
	{
		sum += weights[i] * (rest % 10);
		rest /= 10;
	}
	if (sum % 11 != 0)
	{
		*why = "The ninth digit is a check digit (modulus 11, weights 3, 2, 7, 6, 5, 4, 3, 2) and "
			   "does not match the first eight.";
		return false;
	}
	return true;
}

/* Reads past the spaces that keep a number on one line, and the ordinary one; tells whether any. */
static bool
skip_spaces(text_scan *scan)
{
	static const char *const spaces[] = {
		"\xc2\xa0",		/* U+00A0 no-break space */
		"\xe2\x80\x89", /* U+2009 thin space */
		"\xe2\x80\xaf", /* U+202F narrow no-break space */
	};
	const char *from = scan->at;
	const char *before;

	do
	{
		before = scan->at;
		text_scan_skip_space(scan);
		for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
			text_scan_take_prefix(scan, spaces[i]);
	} while (scan->at > before);
	return scan->at > from;
}

/* Reads past whatever may stand between two digits. */
static void
skip_separators(text_scan *scan)
{
	while (skip_spaces(scan) || text_scan_take_char(scan, '.') || text_scan_take_char(scan, '-'))
		;
}

bool
orgnr_parse(const char *text, size_t len, orgnr_value *out, const char **why)
{
	text_scan scan = { text, text + len };
	text_scan ahead;
	int32_t value = 0;
	int32_t digit;
	int digits = 0;

	skip_spaces(&scan);
	if (text_scan_take_prefix(&scan, "no"))
	{
		if (text_scan_take_prefix(&scan, "-brc") && !text_scan_take_char(&scan, '-') &&
			!text_scan_take_char(&scan, ':'))
		{
			*why = "The prefix NO-BRC is followed by a hyphen or a colon.";
			return false;
		}
		skip_spaces(&scan);
	}

	ahead = scan;
	while (text_scan_take_digits(&ahead, 1, &digit))
	{
		if (++digits <= ORGNR_DIGITS)
			value = value * 10 + digit;
		/* separators are part of the number only if another digit follows them */
		scan = ahead;
		skip_separators(&ahead);
	}

	skip_spaces(&scan);
	if (text_scan_take_prefix(&scan, "mva"))
		skip_spaces(&scan);
	if (!text_scan_at_end(&scan))
	{
		*why = "Beside its nine digits an organisation number has only spaces, dots and hyphens "
			   "between them, NO, NO-BRC- or NO-BRC: before them, and MVA after them.";
		return false;
	}
	if (digits != ORGNR_DIGITS)
	{
		*why = not_nine_digits;
		return false;
	}
	if (!orgnr_validate(value, why))
		return false;
	*out = value;
	return true;
}

size_t
orgnr_format(orgnr_value orgnr, char buf[ORGNR_TEXT_SIZE])
{
	return (size_t) snprintf(buf, ORGNR_TEXT_SIZE, "%d", (int) orgnr);
}
