/*
 * test/unit/tap.h
 *		Says what holds and what does not, in the Test Anything Protocol.
 *
 * Depends on: nothing but the C library.
 */
#ifndef INNOPART_TAP_H
#define INNOPART_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count;
static int tap_failures;

/* A remark for the reader, which no harness judges. */
__attribute__((format(printf, 1, 2), unused)) static void
diag(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("# ", stdout);
	vprintf(format, args);
	putchar('\n');
	va_end(args);
}

__attribute__((format(printf, 2, 3), unused)) static bool
ok(bool holds, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	printf("%s %d - ", holds ? "ok" : "not ok", ++tap_count);
	vprintf(format, args);
	putchar('\n');
	va_end(args);
	if (!holds)
		tap_failures++;
	return holds;
}

__attribute__((unused)) static bool
is_text(const char *got, const char *expected, const char *what)
{
	bool same = strcmp(got, expected) == 0;

	ok(same, "%s", what);
	if (!same)
		diag("got \"%s\", expected \"%s\"", got, expected);
	return same;
}

/* The test itself cannot go on. */
__attribute__((format(printf, 1, 2), noreturn, unused)) static void
bail_out(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("Bail out! ", stdout);
	vprintf(format, args);
	putchar('\n');
	va_end(args);
	exit(255);
}

/* Prints the plan; the exit status of main. */
__attribute__((unused)) static int
done_testing(void)
{
	printf("1..%d\n", tap_count);
	return tap_failures == 0 && tap_count > 0 ? 0 : 1;
}

#endif /* INNOPART_TAP_H */
