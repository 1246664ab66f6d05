/*
 * src/report/escape.h
 *	  Data into markup, JSON, CSV and a terminal, as text and nothing else.  Depends on the C library.
 *
 * All take the text with its length and never read past it.  Bytes that are no UTF-8 become U+FFFD.
 */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define NOT_A_CHARACTER 0xFFFD

/* the next character and how many bytes it has; at least one byte is taken */
extern uint32_t utf8_next(const char *text, size_t length, size_t *taken);
extern void utf8_put(FILE *out, uint32_t character);

/* true for what a reader cannot see or what turns text around: C0 and C1 controls, bidirectional
 * marks, zero-width characters, line and paragraph separators, tags, surrogates' noncharacters */
extern bool character_is_hidden(uint32_t character);

/* digits with a sign, a point and an exponent: nothing that could be a formula */
extern bool text_is_number(const char *text, size_t length);

extern void escape_nothing(FILE *out, const char *text, size_t length); /* for memory of ours */
extern void escape_html(FILE *out, const char *text, size_t length);
extern void escape_json(FILE *out, const char *text, size_t length); /* with its quotes */
extern void escape_csv(FILE *out, const char *text, size_t length, bool is_text, bool raw);
extern void escape_markdown(FILE *out, const char *text, size_t length);
extern void escape_terminal(FILE *out, const char *text, size_t length);

#endif
