/*
 * src/report/prompt.c
 *	  A password from the terminal, without an echo, and out of memory when it is used.
 *	  Depends on message.h.
 */
#include "prompt.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "message.h"

/* /dev/tty, as standard input may be anything */
static FILE *
open_terminal(const char *mode)
{
	return fopen("/dev/tty", mode);
}

bool
prompt_is_possible(void)
{
	FILE *terminal = open_terminal("r+");

	if (terminal == NULL)
		return false;
	fclose(terminal);
	return true;
}

char *
prompt_for_password(void)
{
	FILE *terminal = open_terminal("r+");
	struct termios before, silent;
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	if (terminal == NULL)
		fail(EXIT_UNCONNECTED, "there is no terminal to ask for a password");
	setvbuf(terminal, NULL, _IONBF, 0);
	fputs("Password: ", terminal);
	tcgetattr(fileno(terminal), &before);
	silent = before;
	silent.c_lflag &= ~(tcflag_t) ECHO;
	tcsetattr(fileno(terminal), TCSAFLUSH, &silent);
	length = getline(&line, &size, terminal);
	tcsetattr(fileno(terminal), TCSAFLUSH, &before);
	fputc('\n', terminal);
	fclose(terminal);
	if (length < 0)
		fail(EXIT_UNCONNECTED, "no password was given");
	line[strcspn(line, "\r\n")] = '\0';
	return line;
}

void
prompt_forget(char *password)
{
	if (password == NULL)
		return;
	explicit_bzero(password, strlen(password));
	free(password);
}
