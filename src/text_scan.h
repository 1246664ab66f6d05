/*
 * src/text_scan.h
 *		Reading text from left to right without ever looking past its end.
 *
 * Depends on: nothing but the C library.
 *
 * Text from a client need not end in a NUL and is never judged by a locale: white space, letters
 * and digits are those of ASCII, in every database.
 */
#ifndef INNOPART_TEXT_SCAN_H
#define INNOPART_TEXT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is still to be read: the bytes from at up to, not including, end. */
typedef struct text_scan
{
	const char *at;
	const char *end;
} text_scan;

/* A scan of the text without the white space around it. */
extern text_scan text_scan_trimmed(const char *text, size_t len);

extern bool text_scan_is_space(char c);

static inline bool
text_scan_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool
text_scan_at_end(const text_scan *scan)
{
	return scan->at >= scan->end;
}

static inline size_t
text_scan_left(const text_scan *scan)
{
	return (size_t) (scan->end - scan->at);
}

/* Reads past white space; tells whether there was any. */
extern bool text_scan_skip_space(text_scan *scan);

/* Reads this one byte, if it comes next. */
extern bool text_scan_take_char(text_scan *scan, char c);

/* Reads these bytes, if they come next; letters in any case.  `prefix` is in lower case. */
extern bool text_scan_take_prefix(text_scan *scan, const char *prefix);

/* Like text_scan_take_prefix(), but only a whole word: no letter, digit or _ may follow. */
extern bool text_scan_take_word(text_scan *scan, const char *word);

/* Reads exactly `count` digits, at most 9, and nothing if there are fewer. */
extern bool text_scan_take_digits(text_scan *scan, int count, int32_t *number);

#endif /* INNOPART_TEXT_SCAN_H */
