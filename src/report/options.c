/*
 * src/report/options.c
 *	  The command line, with the manners of psql and pg_dump.  Depends on message.h.
 */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "network.h"

static const char *const help[] = {
	PROGRAM " reports on the innovation partnerships in a database.\n",
	"",
	"Usage:",
	"  " PROGRAM " [OPTION]... [DBNAME [USERNAME]]\n",
	"General options:",
	"  -o, --output=FILE        file, or with --format=csv a folder; - for standard output (default)",
	"  -f, --format=FORMAT      html (default), markdown, csv or json",
	"  -l, --lang=LANGUAGE      en, nb or nn (default: the server's innopart.language)",
	"  -q, --quiet              no progress on standard error",
	"  -V, --version            output version information, then exit",
	"  -?, --help               show this help, then exit\n",
	"Options controlling what is reported:",
	"      --as-of=DATE         the day that reports answer for (default: today)",
	"      --known-at=TIME      leave out what was recorded after that moment",
	"      --only=REPORT[,...]  these reports alone",
	"      --partnership=NAME   one partnership alone, by its title or number",
	"      --no-illustrative    leave out what is made up for demonstration",
	"  -n, --schema=NAME        schema of the reports (default \"report\")",
	"      --registry=NAME      the reports of that registry, wherever they are",
	"      --raw                csv: do not guard cells against being read as formulas\n",
	"Connection options:",
	"  -d, --dbname=DBNAME      database name, connection string or URI",
	"  -h, --host=HOSTNAME      database server host or socket directory",
	"  -p, --port=PORT          database server port",
	"  -U, --username=USERNAME  database user name",
	"  -w, --no-password        never prompt for password",
	"  -W, --password           force password prompt (should happen automatically)\n",
	"Environment variables, service files and the password file work as for psql.",
	"Exit codes: 0 done, 1 failed, 2 no connection or a lost one; 129 interrupted by SIGHUP,",
	"130 by SIGINT, 131 by SIGQUIT, 143 by SIGTERM.",
};

static void
show_help(void)
{
	for (size_t i = 0; i < sizeof help / sizeof *help; i++)
		puts(help[i]);
}

static void
show_version(void)
{
	printf(PROGRAM " (innopart) " INNOPART_VERSION "%s\n",
		   network_is_built() ? "" : ", built without Graphviz");
}

static report_format
read_format(const char *word)
{
	static const char *const words[] = {
		[FORMAT_HTML] = "html",
		[FORMAT_MARKDOWN] = "markdown",
		[FORMAT_CSV] = "csv",
		[FORMAT_JSON] = "json",
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
	{
		if (strcmp(word, words[i]) == 0)
			return (report_format) i;
	}
	complain("unknown format \"%s\"", word);
	advise("Formats are html, markdown, csv and json.");
	exit(EXIT_FAILED);
}

static _Noreturn void
refuse(void)
{
	advise("Try \"" PROGRAM " --help\" for more information.");
	exit(EXIT_FAILED);
}

void
options_read(report_options *options, int count, char **arguments)
{
	enum
	{
		AS_OF = 256, /* past every short option */
		KNOWN_AT,
		ONLY,
		PARTNERSHIP,
		NO_ILLUSTRATIVE,
		RAW,
		REGISTRY,
		HELP
	};
	static const struct option known[] = {
		{ "output", required_argument, NULL, 'o' },
		{ "format", required_argument, NULL, 'f' },
		{ "lang", required_argument, NULL, 'l' },
		{ "quiet", no_argument, NULL, 'q' },
		{ "version", no_argument, NULL, 'V' },
		{ "help", no_argument, NULL, HELP },
		{ "as-of", required_argument, NULL, AS_OF },
		{ "known-at", required_argument, NULL, KNOWN_AT },
		{ "only", required_argument, NULL, ONLY },
		{ "partnership", required_argument, NULL, PARTNERSHIP },
		{ "no-illustrative", no_argument, NULL, NO_ILLUSTRATIVE },
		{ "raw", no_argument, NULL, RAW },
		{ "schema", required_argument, NULL, 'n' },
		{ "registry", required_argument, NULL, REGISTRY },
		{ "dbname", required_argument, NULL, 'd' },
		{ "host", required_argument, NULL, 'h' },
		{ "port", required_argument, NULL, 'p' },
		{ "username", required_argument, NULL, 'U' },
		{ "no-password", no_argument, NULL, 'w' },
		{ "password", no_argument, NULL, 'W' },
		{ NULL, 0, NULL, 0 },
	};
	int letter;

	*options = (report_options){ .output = "-" };

	/* getopt's own messages would print an argument as it is, escapes included */
	opterr = 0;
	while ((letter = getopt_long(count, arguments, "o:f:l:qVn:d:h:p:U:wW", known, NULL)) != -1)
	{
		switch (letter)
		{
			case 'o':
				options->output = optarg;
				break;
			case 'f':
				options->format = read_format(optarg);
				break;
			case 'l':
				options->language = optarg;
				break;
			case 'q':
				options->quiet = true;
				break;
			case 'n':
				options->schema = optarg;
				break;
			case 'd':
				options->database = optarg;
				break;
			case 'h':
				options->host = optarg;
				break;
			case 'p':
				options->port = optarg;
				break;
			case 'U':
				options->user = optarg;
				break;
			case 'w':
				options->prompt = PROMPT_NEVER;
				break;
			case 'W':
				options->prompt = PROMPT_ALWAYS;
				break;
			case AS_OF:
				options->as_of = optarg;
				break;
			case KNOWN_AT:
				options->known_at = optarg;
				break;
			case ONLY:
				options->only = optarg;
				break;
			case PARTNERSHIP:
				options->partnership = optarg;
				break;
			case NO_ILLUSTRATIVE:
				options->no_illustrative = true;
				break;
			case REGISTRY:
				options->registry = optarg;
				break;
			case RAW:
				options->raw_csv = true;
				break;
			case 'V':
				show_version();
				exit(EXIT_DONE);
			case HELP:
				show_help();
				exit(EXIT_DONE);
			default:
				/* getopt says '?' of what it does not know, and -? is one of those */
				if (optopt == '?')
				{
					show_help();
					exit(EXIT_DONE);
				}
				complain("unknown option or missing value: \"%s\"", arguments[optind - 1]);
				refuse();
		}
	}
	/* as psql: a database, then a user */
	if (optind < count && options->database == NULL)
		options->database = arguments[optind++];
	if (optind < count && options->user == NULL)
		options->user = arguments[optind++];
	if (optind < count)
	{
		complain("too many command-line arguments (first is \"%s\")", arguments[optind]);
		refuse();
	}
	if (options->language != NULL && strcmp(options->language, "en") != 0 &&
		strcmp(options->language, "nb") != 0 && strcmp(options->language, "nn") != 0)
	{
		complain("unknown language \"%s\"", options->language);
		advise("Languages are en, nb and nn.");
		exit(EXIT_FAILED);
	}
	if (options->schema != NULL && options->registry != NULL)
		fail(EXIT_FAILED, "--schema and --registry both say whose reports: give one of them");
	if (options->raw_csv && options->format != FORMAT_CSV)
		fail(EXIT_FAILED, "--raw is for --format=csv");
}
