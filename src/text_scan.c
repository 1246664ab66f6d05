/*
 * src/text_scan.c
 *		Reading text from left to right without ever looking past its end.
 *
 * Depends on: nothing but the C library.
 */
#include "text_scan.h"

#include <string.h>

static char
to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

static bool
is_word_char(char c)
{
	return text_scan_is_digit(c) || c == '_' || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
}

bool
text_scan_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

text_scan
text_scan_trimmed(const char *text, size_t len)
{
	text_scan scan = { text, text + len };

	text_scan_skip_space(&scan);
	while (scan.end > scan.at && text_scan_is_space(scan.end[-1]))
		scan.end--;
	return scan;
}

bool
text_scan_skip_space(text_scan *scan)
{
	const char *from = scan->at;

	while (scan->at < scan->end && text_scan_is_space(*scan->at))
		scan->at++;
	return scan->at > from;
}

bool
text_scan_take_char(text_scan *scan, char c)
{
	if (text_scan_at_end(scan) || *scan->at != c)
		return false;
	scan->at++;
	return true;
}

bool
text_scan_take_prefix(text_scan *scan, const char *prefix)
{
	size_t len = strlen(prefix);

	if (text_scan_left(scan) < len)
		return false;
	for (size_t i = 0; i < len; i++)
	{
		if (to_lower(scan->at[i]) != prefix[i])
			return false;
	}
	scan->at += len;
	return true;
}

bool
text_scan_take_word(text_scan *scan, const char *word)
{
	text_scan ahead = *scan;

	if (!text_scan_take_prefix(&ahead, word) ||
		(!text_scan_at_end(&ahead) && is_word_char(*ahead.at)))
		return false;
	*scan = ahead;
	return true;
}

bool
text_scan_take_digits(text_scan *scan, int count, int32_t *number)
{
	int32_t value = 0;

	if (text_scan_left(scan) < (size_t) count)
		return false;
	for (int i = 0; i < count; i++)
	{
		if (!text_scan_is_digit(scan->at[i]))
			return false;
		value = value * 10 + (scan->at[i] - '0');
	}
	scan->at += count;
	*number = value;
	return true;
}
