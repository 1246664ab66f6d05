/*
 * src/report/message.h
 *	  What innopart-report says on standard error, and how it ends.  Depends on nothing.
 */
#ifndef REPORT_MESSAGE_H
#define REPORT_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

/* the exit codes, as doc/innopart-report.1 lists them */
#define EXIT_DONE 0
#define EXIT_FAILED 1		 /* wrong usage, a query that fails, a file that cannot be written */
#define EXIT_UNCONNECTED 2	 /* no connection, or one that was lost */
#define EXIT_INTERRUPTED 128 /* plus the number of the signal, as a shell counts */

#define PROGRAM "innopart-report"

extern void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
extern void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
extern void advise(const char *format, ...) __attribute__((format(printf, 1, 2)));
extern _Noreturn void fail(int status, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* one line that the next one overwrites; nothing where standard error is no terminal */
extern void progress(const char *format, ...) __attribute__((format(printf, 1, 2)));
extern void progress_allow(bool allowed);

/* memory or the end */
extern void *must_allocate(size_t size);
extern void *must_grow(void *memory, size_t size);
extern char *must_copy(const char *text);
extern char *must_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
