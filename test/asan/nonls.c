/*
 * test/asan/nonls.c
 *		Preloaded before a sanitizer's runtime: makes message catalogues a no-op, as glibc's
 *		bindtextdomain() deadlocks under it.
 *
 * Test-only.  Depends on: nothing.
 */
char *
bindtextdomain(const char *domain, const char *folder)
{
	(void) domain;
	return (char *) folder;
}

char *
bind_textdomain_codeset(const char *domain, const char *codeset)
{
	(void) domain;
	return (char *) codeset;
}

char *
textdomain(const char *domain)
{
	return (char *) domain;
}
