/*
 * src/report/prompt.h
 *	  Asking a person for a password.  Depends on message.h.
 */
#ifndef REPORT_PROMPT_H
#define REPORT_PROMPT_H

#include <stdbool.h>

extern bool prompt_is_possible(void);
extern char *prompt_for_password(void);
extern void prompt_forget(char *password);

#endif
