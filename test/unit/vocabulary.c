/*
 * test/unit/vocabulary.c
 *		Labels and language codes, without a server.  That every value of the SQL enums has its
 *		labels, and every step of the two state machines, are tested in test/sql/vocabulary.sql.
 */
#include "vocabulary.h"

#include "generate.h"
#include "tap.h"

static bool
reads(const char *text, label_language expected)
{
	size_t len = strlen(text);
	char *exact = generate_exact(text, len);
	label_language got;
	const char *why;
	bool parsed = label_language_parse(exact, len, &got, &why);

	free(exact);
	return parsed && got == expected;
}

static bool
refuses(const char *text)
{
	size_t len = strlen(text);
	char *exact = generate_exact(text, len);
	label_language got;
	const char *why = "";
	bool parsed = label_language_parse(exact, len, &got, &why);

	free(exact);
	return !parsed && strcmp(why, "Labels are in en, nb or nn (ISO 639-1).") == 0;
}

static bool
may_follow(const char *next, const char *current)
{
	const vocabulary *machine = vocabulary_find("track_state");

	return vocabulary_may_follow(machine, vocabulary_find_word(machine, next),
								 vocabulary_find_word(machine, current));
}

int
main(void)
{
	const vocabulary *of;

	ok(reads("en", LABEL_EN) && reads("nb", LABEL_NB) && reads("NN", LABEL_NN),
	   "the three languages are read in any case");
	ok(refuses("") && refuses("n") && refuses("no") && refuses("nbb") && refuses("nb-NO") &&
		   refuses(" nb") && refuses("english"),
	   "nothing else is a language");
	is_text(label_language_code(LABEL_NN), "nn", "a language is written as its code");

	of = vocabulary_find("participant_role");
	ok(of != NULL && vocabulary_find_word(of, "follower") != NULL, "a word is found");
	is_text(vocabulary_find_word(of, "follower")->label[LABEL_NB], "Følgevirksomhet",
			"a follower is a følgevirksomhet");
	ok(vocabulary_find_word(of, "followe") == NULL && vocabulary_find_word(of, "followers") == NULL,
	   "part of a word is no word");
	ok(vocabulary_find("participant_roles") == NULL && vocabulary_find("") == NULL,
	   "an unknown vocabulary is not found");
	ok(of->steps == NULL && vocabulary_find("track_state")->steps != NULL,
	   "only a state machine has steps");
	ok(may_follow("active", "planned") && may_follow("passed", "under_assessment"),
	   "a step of the machine may be taken");
	ok(!may_follow("planned", "active") && !may_follow("passed", "planned") &&
		   !may_follow("active", "active"),
	   "nothing else may: not back, not past a state, not nowhere");
	return done_testing();
}
