/*
 * src/report/message.c
 *	  Messages on standard error.  Whatever is in them, a database's name or a server's error, is
 *	  shown, never obeyed: no terminal escape gets through.  Depends on escape.h.
 */
#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "escape.h"

static bool progress_is_allowed;
static bool progress_is_shown;

static char *
print_to_memory(const char *format, va_list arguments)
{
	char *text;

	if (vasprintf(&text, format, arguments) < 0)
	{
		fputs(PROGRAM ": error: out of memory\n", stderr);
		exit(EXIT_FAILED);
	}
	return text;
}

static void
progress_clear(void)
{
	if (progress_is_shown)
		fputs("\r\033[K", stderr);
	progress_is_shown = false;
}

static void
say(const char *kind, const char *format, va_list arguments)
{
	char *text = print_to_memory(format, arguments);
	size_t length = strlen(text);

	/* libpq ends its messages with a newline of its own */
	while (length > 0 && text[length - 1] == '\n')
		length--;
	progress_clear();
	fprintf(stderr, PROGRAM ": %s: ", kind);
	escape_terminal(stderr, text, length);
	fputc('\n', stderr);
	free(text);
}

void
complain(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say("error", format, arguments);
	va_end(arguments);
}

void
warn(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say("warning", format, arguments);
	va_end(arguments);
}

void
advise(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say("hint", format, arguments);
	va_end(arguments);
}

void
fail(int status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say("error", format, arguments);
	va_end(arguments);
	exit(status);
}

void
progress_allow(bool allowed)
{
	progress_clear();
	progress_is_allowed = allowed && isatty(STDERR_FILENO);
}

void
progress(const char *format, ...)
{
	va_list arguments;
	char *text;

	if (!progress_is_allowed)
		return;
	va_start(arguments, format);
	text = print_to_memory(format, arguments);
	va_end(arguments);
	progress_clear();
	escape_terminal(stderr, text, strlen(text));
	fflush(stderr);
	progress_is_shown = true;
	free(text);
}

static void *
or_end(void *memory)
{
	if (memory == NULL)
		fail(EXIT_FAILED, "out of memory");
	return memory;
}

void *
must_allocate(size_t size)
{
	return or_end(calloc(1, size > 0 ? size : 1));
}

void *
must_grow(void *memory, size_t size)
{
	return or_end(realloc(memory, size > 0 ? size : 1));
}

char *
must_copy(const char *text)
{
	return or_end(strdup(text));
}

char *
must_print(const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = print_to_memory(format, arguments);
	va_end(arguments);
	return text;
}
