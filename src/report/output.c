/*
 * src/report/output.c
 *	  Written under a name of its own in the same folder, flushed to disk, then renamed: a report
 *	  that did not get to its end is never seen under its name.  Depends on message.h.
 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "message.h"

static FILE *file;
static const char *shown;	/* what messages call it */
static char *target;		/* the name at the end; NULL where we write straight to it */
static char *temporary;		/* the file or the folder until then */
static char **folder_files; /* names in the folder */
static int folder_file_count;
static bool is_folder;
static bool is_folder_new; /* made by us */

/* what is written to a pipe or a device, -1 for a file: a reader may keep us waiting there */
static volatile sig_atomic_t waiting_for = -1;
static volatile sig_atomic_t is_cut;

static char *
path_in(const char *folder, const char *name)
{
	return must_print("%s/%s", folder, name);
}

/* at exit: what is still temporary was not finished */
static void
abandon(void)
{
	if (temporary == NULL)
		return;
	if (is_folder)
	{
		for (int i = 0; i < folder_file_count; i++)
		{
			char *path = path_in(temporary, folder_files[i]);

			unlink(path);
			free(path);
		}
		rmdir(temporary);
		/* which fails where somebody else has put something there meanwhile, and shall */
		if (is_folder_new)
			rmdir(target);
	}
	else
		unlink(temporary);
	temporary = NULL;
}

static _Noreturn void
fail_to_write(void)
{
	fail(EXIT_FAILED, "could not write \"%s\": %s", shown, strerror(errno));
}

/* a new file or folder is as open to others as the user's umask lets any be */
static mode_t
allowed(mode_t mode)
{
	mode_t mask = umask(0);

	umask(mask);
	return mode & ~mask;
}

static void
sync_folder_of(const char *path)
{
	char *copy = must_copy(path);
	int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	/* some file systems refuse it; the rename itself has been done */
	if (folder >= 0)
	{
		(void) fsync(folder);
		close(folder);
	}
	free(copy);
}

FILE *
output_open_file(const char *path)
{
	struct stat there;
	char *real;
	int descriptor;

	shown = path;
	if (strcmp(path, "-") == 0)
	{
		shown = "standard output";
		waiting_for = STDOUT_FILENO;
		return file = stdout;
	}
	/* a device or a pipe is written to, never replaced by a file */
	if (stat(path, &there) == 0 && !S_ISREG(there.st_mode))
	{
		file = fopen(path, "we");
		if (file == NULL)
			fail_to_write();
		waiting_for = fileno(file);
		return file;
	}
	/* and a link stays a link, to a new file */
	real = realpath(path, NULL);
	target = real != NULL ? real : must_copy(path);
	temporary = must_print("%s.XXXXXX", target);
	descriptor = mkostemp(temporary, O_CLOEXEC);
	if (descriptor < 0)
	{
		temporary = NULL;
		fail_to_write();
	}
	atexit(abandon);
	file = fdopen(descriptor, "w");
	if (file == NULL || fchmod(descriptor, allowed(0666)) != 0)
		fail_to_write();
	return file;
}

/* opening and dup2() are allowed in a signal handler */
void
output_stop_waiting(void)
{
	int nowhere = waiting_for < 0 ? -1 : open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (nowhere < 0)
		return;
	is_cut = dup2(nowhere, waiting_for) >= 0;
	close(nowhere);
}

static void
close_file(void)
{
	if (file == NULL)
		return;
	/* of two errors the first is the one to tell */
	if (fflush(file) != 0 || ferror(file) || (temporary != NULL && fsync(fileno(file)) != 0))
		fail_to_write();
	if (fclose(file) != 0)
	{
		file = NULL;
		fail_to_write();
	}
	file = NULL;
}

void
output_open_folder(const char *path)
{
	shown = path;
	is_folder = true;
	is_folder_new = mkdir(path, allowed(0777)) == 0;
	if (!is_folder_new && errno != EEXIST)
		fail_to_write();
	target = must_copy(path);
	temporary = must_print("%s/.innopart-report.XXXXXX", path);
	if (mkdtemp(temporary) == NULL)
	{
		temporary = NULL;
		fail_to_write();
	}
	atexit(abandon);
}

FILE *
output_file_in_folder(const char *name)
{
	char *path = path_in(temporary, name);
	int descriptor;

	close_file();
	folder_files = must_grow(folder_files, (size_t) (folder_file_count + 1) * sizeof(char *));
	folder_files[folder_file_count++] = must_copy(name);
	descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	free(path);
	if (descriptor < 0 || (file = fdopen(descriptor, "w")) == NULL)
		fail_to_write();
	return file;
}

bool
output_commit(void)
{
	close_file();
	if (temporary == NULL)
		return !is_cut;
	if (is_folder)
	{
		for (int i = 0; i < folder_file_count; i++)
		{
			char *from = path_in(temporary, folder_files[i]);
			char *to = path_in(target, folder_files[i]);

			if (rename(from, to) != 0)
				fail_to_write();
			free(from);
			free(to);
		}
		sync_folder_of(temporary);
		if (rmdir(temporary) != 0)
			fail_to_write();
	}
	else
	{
		if (rename(temporary, target) != 0)
			fail_to_write();
		sync_folder_of(target);
	}
	temporary = NULL;
	return true;
}
