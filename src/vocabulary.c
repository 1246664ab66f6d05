/*
 * src/vocabulary.c
 *		The closed vocabularies: labels in three languages, and two state machines.
 *
 * Depends on: text_scan.h; else nothing but the C library.
 *
 * The Norwegian words are those of the field (LUP, DFØ's standard agreement, Doffin) where it has
 * any: følgevirksomhet, pådriver, opsjon, delmål.
 */
#include "vocabulary.h"

#include <string.h>

#include "text_scan.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const char *const language_codes[LABEL_LANGUAGE_COUNT] = { "en", "nb", "nn" };

/*
 * Stages of a whole procedure.  Directive 2014/24/EU Art. 31: phases follow the sequence of the
 * research and innovation process, and the partnership may be ended after any of them; a purchase
 * needs an accepted result.  Dialogue is optional in law and nothing binds before the notice, so
 * need and dialogue may alternate.  A cancelled competition never re-opens: the restart is a new
 * partnership that names its predecessor.  Nobody goes back from purchase to development.
 */
static const vocabulary_step partnership_stage_steps[] = {
	{ "planned", "need" },
	{ "need", "dialogue" },
	{ "need", "competition" },
	{ "dialogue", "need" },
	{ "dialogue", "competition" },
	{ "competition", "partnership" },
	{ "competition", "cancelled" },
	{ "partnership", "purchase" },
	{ "partnership", "closed_without_purchase" },
	{ "partnership", "terminated" },
	{ "purchase", "closed_with_purchase" },
};

/*
 * One partner in one development phase.  A repeat is a new iteration that starts as active.  Who
 * is ended at a gate was assessed before.  Breach, insolvency, withdrawal and agreement can end a
 * contract on any day, so partner_terminated_other may follow every state that is not an end;
 * planned is among them, for the contract is in force before its first phase begins (our
 * judgement).  That only the last phase of development can be accepted depends on the plan, which
 * the registry knows.
 */
static const vocabulary_step track_state_steps[] = {
	{ "planned", "active" },
	{ "planned", "partner_terminated_other" },
	{ "active", "under_assessment" },
	{ "active", "partner_terminated_other" },
	{ "under_assessment", "passed" },
	{ "under_assessment", "not_passed" },
	{ "under_assessment", "partner_terminated_other" },
	{ "passed", "accepted" },
	{ "passed", "partner_terminated" },
	{ "passed", "partner_terminated_other" },
	{ "not_passed", "active" },
	{ "not_passed", "partner_terminated" },
	{ "not_passed", "partner_terminated_other" },
};

static const vocabulary_word option_state_words[] = {
	{ "named", { "Named", "Navngitt", "Namngitt" } },
	{ "conditional", { "Conditional", "Betinget", "Vilkårsbunden" } },
	{ "not_yet_open", { "Not yet open", "Ikke åpnet ennå", "Ikkje opna enno" } },
	{ "exercisable", { "Exercisable", "Kan utløses", "Kan løysast ut" } },
	{ "partly_exercised", { "Partly exercised", "Delvis utløst", "Delvis løyst ut" } },
	{ "suspended", { "Suspended", "Stilt i bero", "Stilt i bero" } },
	{ "exhausted", { "Exhausted", "Oppbrukt", "Oppbrukt" } },
	{ "lapsed", { "Lapsed", "Bortfalt", "Bortfallen" } },
	{ "waived", { "Waived", "Frafalt", "Fråfallen" } },
	{ "assigned", { "Assigned", "Overdratt", "Overdregen" } },
	{ "terminated", { "Terminated", "Opphørt", "Opphøyrt" } },
};

static const vocabulary_word option_event_kind_words[] = {
	{ "named", { "Named", "Navngitt", "Namngitt" } },
	{ "granted", { "Granted", "Tildelt", "Tildelt" } },
	{ "condition_met", { "Condition met", "Vilkår oppfylt", "Vilkår oppfylt" } },
	{ "condition_failed",
	  { "Condition finally failed", "Vilkår endelig ikke oppfylt",
		"Vilkår endeleg ikkje oppfylt" } },
	{ "suspended", { "Suspended", "Stilt i bero", "Stilt i bero" } },
	{ "resumed", { "Resumed", "Gjenopptatt", "Teken opp att" } },
	{ "exercised", { "Exercised", "Utløst", "Løyst ut" } },
	{ "exercise_reversed", { "Exercise reversed", "Utløsning omgjort", "Utløysing gjord om" } },
	{ "partly_waived", { "Partly waived", "Delvis frafalt", "Delvis fråfallen" } },
	{ "waived", { "Waived", "Frafalt", "Fråfallen" } },
	{ "window_extended",
	  { "Window extended", "Utløsningsperiode forlenget", "Utløysingsperiode forlengd" } },
	{ "assigned_out",
	  { "Assigned to successor", "Overdratt til etterfølger", "Overdregen til etterfølgjar" } },
	{ "assigned_in",
	  { "Taken over from predecessor", "Overtatt fra forgjenger", "Overteken frå forgjengar" } },
	{ "contract_terminated", { "Contract terminated", "Kontrakt avsluttet", "Kontrakt avslutta" } },
	{ "cap_amended", { "Ceiling amended", "Tak endret", "Tak endra" } },
};

static const vocabulary_word participant_role_words[] = {
	{ "lead", { "Lead", "Ledende oppdragsgiver", "Leiande oppdragsgivar" } },
	{ "co_buyer", { "Co-buyer", "Samarbeidende oppdragsgiver", "Samarbeidande oppdragsgivar" } },
	{ "follower", { "Follower", "Følgevirksomhet", "Følgjeverksemd" } },
	{ "pilot_host", { "Pilot host", "Pilotvert", "Pilotvert" } },
	{ "facilitator", { "Facilitator", "Pådriver", "Pådrivar" } },
	{ "funder", { "Funder", "Finansiør", "Finansiør" } },
	{ "method_owner", { "Method owner", "Metodeeier", "Metodeeigar" } },
	{ "cluster", { "Cluster", "Klynge", "Klynge" } },
	{ "test_partner", { "Test partner", "Testpartner", "Testpartnar" } },
	{ "auditor", { "Auditor", "Revisor", "Revisor" } },
	{ "candidate", { "Candidate", "Kandidat", "Kandidat" } },
	{ "tenderer", { "Tenderer", "Tilbyder", "Tilbydar" } },
	{ "partner", { "Partner", "Partner", "Partnar" } },
};

static const vocabulary_word admin_level_words[] = {
	{ "la", { "Local authority", "Kommune", "Kommune" } },
	{ "ra", { "Regional authority", "Fylkeskommune", "Fylkeskommune" } },
	{ "cga", { "Central government authority", "Statlig myndighet", "Statleg styresmakt" } },
	{ "body-pl-la",
	  { "Body governed by public law, controlled by a local authority",
		"Offentligrettslig organ kontrollert av kommune",
		"Offentlegrettsleg organ kontrollert av kommune" } },
	{ "body-pl-ra",
	  { "Body governed by public law, controlled by a regional authority",
		"Offentligrettslig organ kontrollert av fylkeskommune",
		"Offentlegrettsleg organ kontrollert av fylkeskommune" } },
	{ "body-pl-cga",
	  { "Body governed by public law, controlled by a central government authority",
		"Offentligrettslig organ kontrollert av staten",
		"Offentlegrettsleg organ kontrollert av staten" } },
	{ "pub-undert", { "Public undertaking", "Offentlig foretak", "Offentleg føretak" } },
};

static const vocabulary_word partnership_stage_words[] = {
	{ "planned", { "Planned", "Planlagt", "Planlagt" } },
	{ "need", { "Needs assessment", "Behovskartlegging", "Behovskartlegging" } },
	{ "dialogue", { "Market dialogue", "Markedsdialog", "Marknadsdialog" } },
	{ "competition", { "Competition", "Konkurranse", "Konkurranse" } },
	{ "partnership", { "Partnership", "Partnerskap", "Partnarskap" } },
	{ "purchase", { "Purchase", "Innkjøp", "Innkjøp" } },
	{ "closed_with_purchase",
	  { "Closed with purchase", "Avsluttet med kjøp", "Avslutta med kjøp" } },
	{ "closed_without_purchase",
	  { "Closed without purchase", "Avsluttet uten kjøp", "Avslutta utan kjøp" } },
	{ "cancelled", { "Competition cancelled", "Avlyst", "Avlyst" } },
	{ "terminated", { "Terminated", "Avsluttet før tiden", "Avslutta før tida" } },
};

static const vocabulary_word track_state_words[] = {
	{ "planned", { "Planned", "Planlagt", "Planlagt" } },
	{ "active", { "Active", "I gang", "I gang" } },
	{ "under_assessment", { "Under assessment", "Til vurdering", "Til vurdering" } },
	{ "passed", { "Passed", "Bestått", "Bestått" } },
	{ "not_passed", { "Not passed", "Ikke bestått", "Ikkje bestått" } },
	{ "accepted", { "Accepted", "Godkjent", "Godkjend" } },
	{ "partner_terminated",
	  { "Ended at a gate", "Avsluttet ved faseovergang", "Avslutta ved faseovergang" } },
	{ "partner_terminated_other",
	  { "Ended for another reason", "Avsluttet av annen grunn", "Avslutta av annan grunn" } },
};

static const vocabulary_word target_status_words[] = {
	{ "scheduled", { "Scheduled", "Planlagt", "Planlagt" } },
	{ "met", { "Met", "Nådd", "Nådd" } },
	{ "partiallyMet", { "Partially met", "Delvis nådd", "Delvis nådd" } },
	{ "notMet", { "Not met", "Ikke nådd", "Ikkje nådd" } },
};

static const vocabulary_word gate_outcome_words[] = {
	{ "proceed", { "Proceed", "Gå videre", "Gå vidare" } },
	{ "iterate", { "Repeat the phase", "Gjenta fasen", "Gjenta fasen" } },
	{ "accept", { "Accept the solution", "Godkjenne løsningen", "Godkjenne løysinga" } },
	{ "end_partner",
	  { "End the partner's contract", "Avslutte partnerens kontrakt",
		"Avslutte kontrakten til partnaren" } },
	{ "end_partnership",
	  { "End the partnership", "Avslutte partnerskapet", "Avslutte partnarskapet" } },
};

static const vocabulary_word meeting_kind_words[] = {
	{ "kickoff", { "Kick-off", "Oppstartsmøte", "Oppstartsmøte" } },
	{ "dialogue_conference", { "Dialogue conference", "Dialogkonferanse", "Dialogkonferanse" } },
	{ "dialogue_meeting", { "Dialogue meeting", "Dialogmøte", "Dialogmøte" } },
	{ "one_to_one", { "One-to-one meeting", "Én-til-én-møte", "Ein-til-ein-møte" } },
	{ "matchmaking", { "Matchmaking", "Matchmaking", "Matchmaking" } },
	{ "work_meeting", { "Work meeting", "Arbeidsmøte", "Arbeidsmøte" } },
	{ "learning_meeting", { "Learning meeting", "Læringsmøte", "Læringsmøte" } },
	{ "gate_meeting", { "Gate meeting", "Beslutningsmøte", "Avgjerdsmøte" } },
	{ "steering", { "Steering group meeting", "Styringsgruppemøte", "Styringsgruppemøte" } },
};

static const vocabulary_word attendance_status_words[] = {
	{ "invited", { "Invited", "Invitert", "Invitert" } },
	{ "attended", { "Attended", "Møtte", "Møtte" } },
	{ "declined", { "Declined", "Takket nei", "Takka nei" } },
	{ "no_show", { "Did not attend", "Møtte ikke", "Møtte ikkje" } },
};

static const vocabulary_word contribution_kind_words[] = {
	{ "sparring_tender_docs",
	  { "Sparring on the tender documents", "Sparring om konkurransegrunnlaget",
		"Sparring om konkurransegrunnlaget" } },
	{ "need_input", { "Input on the need", "Innspill til behovet", "Innspel til behovet" } },
	{ "test_site", { "Test site", "Teststed", "Teststad" } },
	{ "evaluation_support",
	  { "Support in evaluation", "Støtte i evalueringen", "Støtte i evalueringa" } },
	{ "data", { "Data", "Data", "Data" } },
	{ "expert_hours", { "Expert hours", "Timer fra fagfolk", "Timar frå fagfolk" } },
	{ "review", { "Review", "Gjennomgang", "Gjennomgang" } },
};

static const vocabulary_word adoption_level_words[] = {
	{ "seen", { "Seen", "Sett", "Sett" } },
	{ "accepted", { "Accepted", "Akseptert", "Akseptert" } },
	{ "planned", { "Planned", "Planlagt", "Planlagt" } },
	{ "adopted", { "Adopted", "Tatt i bruk", "Teken i bruk" } },
	{ "effect_documented", { "Effect documented", "Effekt dokumentert", "Effekt dokumentert" } },
};

static const vocabulary_word adoption_mode_words[] = {
	{ "as_is", { "As is", "Uendret", "Uendra" } },
	{ "adapted", { "Adapted", "Tilpasset", "Tilpassa" } },
	{ "inspired", { "Inspired", "Inspirert", "Inspirert" } },
};

static const vocabulary_word confidentiality_words[] = {
	{ "open", { "Open", "Åpen", "Open" } },
	{ "participants", { "Participants only", "Bare deltakerne", "Berre deltakarane" } },
	{ "partner",
	  { "One partner and the lead", "Én partner og ledende oppdragsgiver",
		"Éin partnar og leiande oppdragsgivar" } },
};

static const vocabulary_word price_basis_words[] = {
	{ "unit_price", { "Unit price", "Enhetspris", "Einingspris" } },
	{ "price_list", { "Price list", "Prisliste", "Prisliste" } },
	{ "formula", { "Formula", "Formel", "Formel" } },
	{ "cost_ceiling", { "Cost ceiling", "Kostnadstak", "Kostnadstak" } },
};

static const vocabulary_word option_kind_words[] = {
	{ "quantity", { "Quantity", "Mengde", "Mengd" } },
	{ "extension", { "Extension", "Forlengelse", "Forlenging" } },
	{ "service", { "Service", "Tjeneste", "Teneste" } },
	{ "licence", { "Licence", "Lisens", "Lisens" } },
	{ "accession", { "Accession", "Tiltredelse", "Tiltreding" } },
};

static const vocabulary_word exercise_mode_words[] = {
	{ "direct", { "Directly", "Direkte", "Direkte" } },
	{ "via_lead",
	  { "Through the lead", "Gjennom ledende oppdragsgiver", "Gjennom leiande oppdragsgivar" } },
	{ "accession", { "By accession", "Ved tiltredelse", "Ved tiltreding" } },
};

static const vocabulary_word holder_kind_words[] = {
	{ "lead", { "Lead", "Ledende oppdragsgiver", "Leiande oppdragsgivar" } },
	{ "follower", { "Follower", "Følgevirksomhet", "Følgjeverksemd" } },
};

static const vocabulary_word condition_code_words[] = {
	{ "solution_accepted", { "Solution accepted", "Løsningen godkjent", "Løysinga godkjend" } },
	{ "performance_met",
	  { "Performance levels met", "Avtalt ytelse oppnådd", "Avtalt yting oppnådd" } },
	{ "cost_within_max",
	  { "Cost within the maximum", "Kostnad innenfor maksimum", "Kostnad innanfor maksimum" } },
	{ "lead_exercised",
	  { "Exercised by the lead", "Utløst av ledende oppdragsgiver",
		"Løyst ut av leiande oppdragsgivar" } },
	{ "budget_approved", { "Budget approved", "Budsjett vedtatt", "Budsjett vedteke" } },
	{ "regulatory_approval",
	  { "Regulatory approval", "Godkjenning fra myndighetene", "Godkjenning frå styresmaktene" } },
	{ "pilot_completed", { "Pilot completed", "Pilot gjennomført", "Pilot gjennomført" } },
};

static const vocabulary_word timely_rule_words[] = {
	{ "receipt", { "On receipt", "Ved mottak", "Ved mottak" } },
	{ "dispatch", { "On dispatch", "Ved avsending", "Ved avsending" } },
};

static const vocabulary_word deadline_rule_words[] = {
	{ "as_written", { "As written", "Som skrevet", "Som skrive" } },
	{ "next_working_day", { "Next working day", "Neste virkedag", "Neste arbeidsdag" } },
	{ "previous_working_day", { "Previous working day", "Forrige virkedag", "Førre arbeidsdag" } },
};

static const vocabulary_word transferability_words[] = {
	{ "none", { "Not transferable", "Kan ikke overdras", "Kan ikkje overdragast" } },
	{ "public_succession",
	  { "To a public successor", "Til offentlig etterfølger", "Til offentleg etterfølgjar" } },
	{ "named_class", { "To a named class", "Til navngitt gruppe", "Til namngitt gruppe" } },
};

static const vocabulary_word provenance_words[] = {
	{ "sourced", { "Sourced", "Fra kilde", "Frå kjelde" } },
	{ "illustrative", { "Illustrative", "Illustrasjon", "Illustrasjon" } },
};

static const vocabulary_word succession_kind_words[] = {
	{ "merger", { "Merger", "Sammenslåing", "Samanslåing" } },
	{ "split", { "Split", "Deling", "Deling" } },
	{ "transfer", { "Transfer", "Overføring", "Overføring" } },
	{ "renumbering", { "New number", "Nytt nummer", "Nytt nummer" } },
};

static const vocabulary_word document_kind_words[] = {
	{ "contract_notice", { "Contract notice", "Kunngjøring", "Kunngjering" } },
	{ "procurement_documents",
	  { "Procurement documents", "Anskaffelsesdokumenter", "Anskaffingsdokument" } },
	{ "partnership_agreement",
	  { "Partnership agreement", "Partnerskapsavtale", "Partnarskapsavtale" } },
	{ "tender", { "Tender", "Tilbud", "Tilbod" } },
	{ "minutes", { "Minutes", "Referat", "Referat" } },
	{ "assessment_report", { "Assessment report", "Vurderingsrapport", "Vurderingsrapport" } },
	{ "gate_decision",
	  { "Gate decision", "Beslutning ved faseovergang", "Avgjerd ved faseovergang" } },
	{ "modification", { "Contract modification", "Kontraktsendring", "Kontraktsendring" } },
	{ "budget_decision", { "Budget decision", "Budsjettvedtak", "Budsjettvedtak" } },
	{ "web_page", { "Web page", "Nettside", "Nettside" } },
	{ "other", { "Other", "Annet", "Anna" } },
	{ "notice", { "Other notice", "Annen kunngjøring", "Anna kunngjering" } },
};

static const vocabulary_word notice_kind_words[] = {
	{ "planning", { "Planning", "Planlegging", "Planlegging" } },
	{ "consultation",
	  { "Pre-market consultation", "Markedskonsultasjon", "Marknadskonsultasjon" } },
	{ "competition", { "Competition", "Konkurranse", "Konkurranse" } },
	{ "result", { "Result", "Resultat", "Resultat" } },
	{ "cont-modif", { "Contract modification", "Kontraktsendring", "Kontraktsendring" } },
};

static const vocabulary_word value_kind_words[] = {
	{ "estimated", { "Estimated value", "Anslått verdi", "Anslått verdi" } },
	{ "maximum", { "Maximum value", "Høyeste verdi", "Høgaste verdi" } },
	{ "development", { "Development", "Utvikling", "Utvikling" } },
	{ "purchase", { "Purchase", "Innkjøp", "Innkjøp" } },
	{ "base", { "Base contract", "Grunnkontrakt", "Grunnkontrakt" } },
	{ "renewal", { "Renewal", "Fornyelse", "Fornying" } },
	{ "grant", { "Grant", "Tilskudd", "Tilskot" } },
	{ "awarded", { "Awarded value", "Tildelt verdi", "Tildelt verdi" } },
};

static const vocabulary_word funnel_step_words[] = {
	{ "dialogue_participants",
	  { "Participants in dialogue", "Deltakere i dialogen", "Deltakarar i dialogen" } },
	{ "suppliers", { "Suppliers", "Leverandører", "Leverandørar" } },
	{ "requests",
	  { "Requests to participate", "Forespørsler om deltakelse", "Førespurnader om deltaking" } },
	{ "qualified", { "Qualified", "Kvalifiserte", "Kvalifiserte" } },
	{ "invited", { "Invited", "Inviterte", "Inviterte" } },
	{ "tenders", { "Tenders", "Tilbud", "Tilbod" } },
};

static const vocabulary_word access_level_words[] = {
	{ "reader", { "Reader", "Leser", "Lesar" } },
	{ "contributor", { "Contributor", "Bidragsyter", "Bidragsytar" } },
	{ "holder", { "Option holder", "Opsjonshaver", "Opsjonshavar" } },
	{ "steward", { "Steward", "Forvalter", "Forvaltar" } },
	{ "auditor", { "Auditor", "Revisor", "Revisor" } },
};

static const vocabulary_word severity_words[] = {
	{ "info", { "Information", "Opplysning", "Opplysning" } },
	{ "warning", { "Warning", "Advarsel", "Åtvaring" } },
	{ "error", { "Error", "Feil", "Feil" } },
};

#define WORDS(type)                                                                                \
	{                                                                                              \
#type, type##_words, COUNT_OF(type##_words), NULL, 0                                       \
	}
#define MACHINE(type)                                                                              \
	{                                                                                              \
#type, type##_words, COUNT_OF(type##_words), type##_steps, COUNT_OF(type##_steps)          \
	}

static const vocabulary vocabularies[] = {
	WORDS(option_state),	  WORDS(option_event_kind),	  WORDS(participant_role),
	WORDS(admin_level),		  MACHINE(partnership_stage), MACHINE(track_state),
	WORDS(target_status),	  WORDS(gate_outcome),		  WORDS(meeting_kind),
	WORDS(attendance_status), WORDS(contribution_kind),	  WORDS(adoption_level),
	WORDS(adoption_mode),	  WORDS(confidentiality),	  WORDS(price_basis),
	WORDS(option_kind),		  WORDS(exercise_mode),		  WORDS(holder_kind),
	WORDS(condition_code),	  WORDS(timely_rule),		  WORDS(deadline_rule),
	WORDS(transferability),	  WORDS(provenance),		  WORDS(succession_kind),
	WORDS(document_kind),	  WORDS(notice_kind),		  WORDS(value_kind),
	WORDS(funnel_step),		  WORDS(access_level),		  WORDS(severity),
};

bool
label_language_parse(const char *text, size_t len, label_language *out, const char **why)
{
	for (int language = 0; language < LABEL_LANGUAGE_COUNT; language++)
	{
		text_scan scan = { text, text + len };

		if (text_scan_take_word(&scan, language_codes[language]) && text_scan_at_end(&scan))
		{
			*out = (label_language) language;
			return true;
		}
	}
	*why = "Labels are in en, nb or nn (ISO 639-1).";
	return false;
}

const char *
label_language_code(label_language language)
{
	return language_codes[language];
}

const vocabulary *
vocabulary_find(const char *type_name)
{
	for (size_t i = 0; i < COUNT_OF(vocabularies); i++)
	{
		if (strcmp(vocabularies[i].type_name, type_name) == 0)
			return &vocabularies[i];
	}
	return NULL;
}

const vocabulary_word *
vocabulary_find_word(const vocabulary *of, const char *value)
{
	for (size_t i = 0; i < of->word_count; i++)
	{
		if (strcmp(of->words[i].value, value) == 0)
			return &of->words[i];
	}
	return NULL;
}

bool
vocabulary_may_follow(const vocabulary *machine, const vocabulary_word *next,
					  const vocabulary_word *current)
{
	for (size_t i = 0; i < machine->step_count; i++)
	{
		if (strcmp(machine->steps[i].current, current->value) == 0 &&
			strcmp(machine->steps[i].next, next->value) == 0)
			return true;
	}
	return false;
}
