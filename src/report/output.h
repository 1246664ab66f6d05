/*
 * src/report/output.h
 *	  Where the report goes: a file or a folder that is whole or not there, or standard output.
 *	  Depends on message.h.
 */
#ifndef REPORT_OUTPUT_H
#define REPORT_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

extern FILE *output_open_file(const char *path); /* "-": standard output */
extern void output_open_folder(const char *path);
extern FILE *output_file_in_folder(const char *name); /* ends the one before */

/* for a signal handler: whoever reads a pipe of ours and does not keeps us waiting no longer */
extern void output_stop_waiting(void);

/* gives everything its name; fails, and leaves nothing, where a byte could not be written.  False
 * where some of it went nowhere, as nobody waited for it. */
extern bool output_commit(void);

#endif
