/*
 * src/report/shape.c
 *	  The reports in the order of the page.  Pure data.
 */
#include "shape.h"

#include <stddef.h>
#include <string.h>

/* clang-format off */
static const report_shape shapes[] = {
	/* what needs action */
	{ "option_deadlines", CHAPTER_ACTION, { "Deadlines of options", "Frister for opsjoner", "Fristar for opsjonar" },
	  "last_notice_on NULLS LAST, id",
	  "option_title partnership_title acting_names state_label last_notice_on days_left_count unit_code callable_unit_count currency callable_amount", NULL },
	{ "conditions_open", CHAPTER_ACTION, { "Open conditions", "Åpne vilkår", "Opne vilkår" },
	  "is_overdue DESC NULLS LAST, due_on NULLS LAST, id, condition_order",
	  "option_title partnership_title condition_title condition_label responsible_name due_on days_to_due_count last_notice_on", NULL },
	{ "silent_followers", CHAPTER_ACTION, { "Silent followers", "Tause følgere", "Tause følgjarar" },
	  "silent_days DESC NULLS FIRST, organisation_name, id",
	  "organisation_name partnership_title phase_label option_count last_attended_on last_contributed_on silent_days", NULL },
	{ "compliance_findings", CHAPTER_ACTION, { "Findings", "Funn", "Funn" },
	  "array_position(ARRAY['error','warning','info'], severity), rule_code, partnership_title, id",
	  "severity_label rule_label partnership_title detail basis effective_on", NULL },
	{ "elimination_impact", CHAPTER_ACTION, { "If a partner is lost", "Hvis en partner faller fra", "Om ein partnar fell frå" },
	  "partnership_title, contract_title, id, option_right_id NULLS FIRST",
	  "partnership_title supplier_name phase_label track_state_label is_last_partner option_title holder_name state_label is_surviving lost_unit_count currency lost_amount", NULL },
	{ "notice_todo", CHAPTER_ACTION, { "What notices leave to a person", "Det kunngjøringer overlater til en saksbehandler", "Det kunngjeringar overlèt til ein saksbehandlar" },
	  "stated_on, partnership_title, todo_code, id",
	  "todo_text partnership_title organisation_name notice_number lot_number stated_on document_title", NULL },

	/* partnerships */
	{ "partnership_overview", CHAPTER_PROGRESS, { "Partnerships", "Partnerskap", "Partnarskap" },
	  "started_on, id",
	  "partnership_title stage_label phase_label phase_since_on lead_names follower_count partner_names request_count supplier_count currency estimated_amount maximum_amount", "id" },
	{ "time_in_phase", CHAPTER_PROGRESS, { "Time in each phase", "Tid i hver fase", "Tid i kvar fase" },
	  "partnership_title, entered_on, id",
	  "partnership_title phase_label entered_on left_on duration_days median_duration_days is_outlier", NULL },
	{ "phase_progress", CHAPTER_PROGRESS, { "Progress of each track", "Framdrift i hvert løp", "Framdrift i kvart løp" },
	  "partnership_title, organisation_name, phase_order, iteration_number, id",
	  "partnership_title organisation_name phase_label state_label planned_from_on planned_to_on actual_from_on actual_to_on late_days target_count met_count", NULL },
	{ "gate_decisions", CHAPTER_PROGRESS, { "Gate decisions", "Beslutninger ved faseovergang", "Avgjerder ved faseovergang" },
	  "decided_on, id",
	  "partnership_title organisation_name phase_label outcome_label decided_on target_count met_count decided_by_name reason", NULL },
	{ "remuneration", CHAPTER_PROGRESS, { "Remuneration", "Vederlag", "Vederlag" },
	  "partnership_title, organisation_name, phase_order, id",
	  "partnership_title organisation_name phase_label currency contract_amount agreed_amount earned_amount paid_amount outstanding_amount", NULL },
	{ "partner_funnel", CHAPTER_PROGRESS, { "From dialogue to purchase", "Fra dialog til kjøp", "Frå dialog til kjøp" },
	  "partnership_title, step_order, id",
	  "partnership_title step_label step_count counted_on", NULL },
	{ "grant_effect", CHAPTER_PROGRESS, { "What grants led to", "Hva tilskudd førte til", "Kva tilskot førte til" },
	  "partnership_title, currency, id",
	  "partnership_title currency lowest_grant_amount highest_grant_amount stage_label is_contracted is_accepted is_purchased is_cancelled", NULL },
	{ "notice_lots", CHAPTER_PROGRESS, { "What notices state of each lot", "Hva kunngjøringer sier om hver del", "Kva kunngjeringar seier om kvar del" },
	  "partnership_title, dispatched_on, notice_number, lot_number, id",
	  "partnership_title notice_label notice_number dispatched_on lot_number lot_title min_candidate_count max_candidate_count currency estimated_amount has_renewal has_options", NULL },
	{ "calendar", CHAPTER_PROGRESS, { "Calendar", "Kalender", "Kalender" },
	  "happens_on, entry_kind, entry_title, organisation_name, id",
	  "happens_on entry_kind entry_title partnership_title organisation_name days_ahead", NULL },
	{ "succession", CHAPTER_PROGRESS, { "Holders that merged or split", "Innehavere som er slått sammen eller delt", "Innehavarar som er slått saman eller delte" },
	  "succeeded_on NULLS LAST, from_holder_name, to_holder_name, id",
	  "from_holder_name to_holder_name succession_kind_label succeeded_on option_title state_label is_moved received_unit_count is_conserved", NULL },

	/* participation */
	{ "participation_matrix", CHAPTER_PARTICIPATION, { "Participation by phase", "Deltakelse per fase", "Deltaking per fase" },
	  "partnership_title, organisation_name, phase_order, id",
	  "partnership_title organisation_name phase_label participation_count invited_count attended_count contribution_count contribution_hours", NULL },
	{ "participation_by_org", CHAPTER_PARTICIPATION, { "Participation by organisation", "Deltakelse per virksomhet", "Deltaking per verksemd" },
	  "organisation_name, partnership_title, phase_order, id",
	  "organisation_name level_label partnership_title phase_label invited_count attended_count attendance_rate contribution_count contribution_hours", NULL },
	{ "follower_dashboard", CHAPTER_PARTICIPATION, { "Followers", "Følgere", "Følgjarar" },
	  "partnership_title, organisation_name, id",
	  "organisation_name partnership_title phase_label joined_on next_meeting_on exercisable_option_count next_deadline_on attended_count contribution_count lesson_received_count lesson_adopted_count", NULL },
	{ "contribution_tenderdocs", CHAPTER_PARTICIPATION, { "Help with the tender documents", "Bidrag til konkurransegrunnlaget", "Bidrag til konkurransegrunnlaget" },
	  "contributed_on, id",
	  "partnership_title organisation_name contributed_on contribution_hours document_title is_bidder is_evaluator is_conflict", NULL },
	{ "dialogue_equal_access", CHAPTER_PARTICIPATION, { "Equal access in dialogue", "Likebehandling i dialogen", "Likebehandling i dialogen" },
	  "given_on, id",
	  "partnership_title document_title document_kind_label meeting_title given_on available_to_all_on delay_days is_available_to_all", NULL },
	{ "need_groups", CHAPTER_PARTICIPATION, { "Who shares which need", "Hvem deler hvilket behov", "Kven deler kva behov" },
	  "need_title, organisation_name, id",
	  "need_title organisation_name level_label since_on demand_units unit_code covering_partnership_titles joined", NULL },
	{ "candidate_followers", CHAPTER_PARTICIPATION, { "Who could be invited", "Hvem kan inviteres", "Kven kan inviterast" },
	  "partnership_title, rank_in_partnership, organisation_name, id",
	  "partnership_title organisation_name level_label rank_in_partnership points reasons", NULL },
	{ "level_mix", CHAPTER_PARTICIPATION, { "Levels of administration", "Forvaltningsnivå", "Forvaltningsnivå" },
	  "level_code, id",
	  "level_label organisation_count attended_count contribution_hours holder_count exercise_count adoption_count", NULL },

	/* learning */
	{ "knowledge_flow", CHAPTER_LEARNING, { "Who learned from whom", "Hvem lærte av hvem", "Kven lærte av kven" },
	  "giver_name, receiver_name, id",
	  "giver_name receiver_name shared_lesson_count shared_count adopted_count confirmed_count first_shared_on last_shared_on", NULL },
	{ "diffusion_graph", CHAPTER_LEARNING, { "How lessons spread", "Hvordan læring sprer seg", "Korleis læring spreier seg" },
	  "adopted_on, id",
	  "lesson_title giver_name receiver_name mode_label is_confirmed adopted_on diffusion_depth", NULL },
	{ "lesson_reuse", CHAPTER_LEARNING, { "Lessons and their reuse", "Læringspunkter og gjenbruk", "Læringspunkt og gjenbruk" },
	  "learned_on, id",
	  "lesson_title partnership_title organisation_name phase_label learned_on receiver_count adopter_count confirmed_adopter_count median_days_to_adopt", NULL },
	{ "lesson_by_phase", CHAPTER_LEARNING, { "Lessons by phase", "Læringspunkter per fase", "Læringspunkt per fase" },
	  "phase_order NULLS LAST, learned_on, id",
	  "phase_label lesson_title lesson_statement organisation_name learned_on confidentiality_label", NULL },

	/* options */
	{ "option_status", CHAPTER_OPTIONS, { "Every option", "Alle opsjoner", "Alle opsjonar" },
	  "partnership_title, last_notice_on NULLS LAST, holder_name, id",
	  "option_title partnership_title holder_name state_label unit_code max_unit_count exercised_unit_count callable_unit_count currency max_amount exercised_amount callable_amount last_notice_on days_left_count", NULL },
	{ "cap_utilisation", CHAPTER_OPTIONS, { "Ceilings", "Tak", "Tak" },
	  "partnership_title, row_kind, cap_title, holder_name, id",
	  "cap_title partnership_title holder_name unit_code used_unit_count reserved_unit_count cap_max_unit_count cap_left_unit_count currency used_amount cap_max_amount cap_left_amount", NULL },
	{ "lapsed_unused", CHAPTER_OPTIONS, { "Lapsed without use", "Bortfalt uten bruk", "Bortfalle utan bruk" },
	  "lapsed_on, id",
	  "option_title partnership_title holder_name lapsed_on unit_code max_unit_count unused_unit_count unused_unit_rate currency unused_amount recorded_reason", NULL },
	{ "option_conversion", CHAPTER_OPTIONS, { "From right to purchase", "Fra rett til kjøp", "Frå rett til kjøp" },
	  "partnership_title, admin_level NULLS LAST, exercisable_year NULLS LAST, id",
	  "partnership_title admin_level_label exercisable_year right_count exercised_right_count exercising_holder_count holder_count holder_conversion_rate", NULL },
	{ "price_index", CHAPTER_OPTIONS, { "Prices", "Priser", "Prisar" },
	  "partnership_title, option_title, id",
	  "option_title holder_name price_basis_label unit_code currency unit_price_amount indexed_unit_price_amount max_unit_cost_amount is_above_max_cost", NULL },
	{ "performance_vs_max_cost", CHAPTER_OPTIONS, { "Performance against maximum cost", "Ytelse mot maksimalkostnad", "Yting mot maksimalkostnad" },
	  "partnership_title, solution_name, tested_on, id",
	  "partnership_title solution_name organisation_name tested_on is_performance_met currency unit_cost_amount max_unit_cost_amount margin_amount is_within_max", NULL },
	{ "value_reconciliation", CHAPTER_OPTIONS, { "Values against each other", "Verdier mot hverandre", "Verdiar mot kvarandre" },
	  "partnership_title, currency NULLS LAST, id",
	  "partnership_title currency lowest_estimated_amount highest_estimated_amount required_amount committed_amount lowest_estimate_margin_amount is_within_lowest_estimate", NULL },

	/* market */
	{ "market", CHAPTER_MARKET, { "Size of the market", "Markedets størrelse", "Storleiken på marknaden" },
	  "partnership_title, unit_code, currency, id",
	  "partnership_title right_count follower_count unit_code lead_bound_unit_count follower_bound_unit_count bound_unit_count unit_multiple_rate currency lead_bound_amount follower_bound_amount bound_amount", NULL },
	{ "supplier_pipeline", CHAPTER_MARKET, { "What suppliers may yet sell", "Hva leverandører fortsatt kan selge", "Kva leverandørar framleis kan selje" },
	  "supplier_name, callable_until_on NULLS LAST, id",
	  "supplier_name option_title holder_name state_label callable_from_on callable_until_on unit_code potential_unit_count additive_unit_count currency additive_amount", NULL },
	{ "spread", CHAPTER_MARKET, { "Who bought", "Hvem kjøpte", "Kven kjøpte" },
	  "partnership_title, solution_name, buyer_name, id",
	  "solution_name supplier_name buyer_name admin_level_label first_bought_on unit_code unit_count currency amount", NULL },

	/* what the numbers rest on */
	{ "option_event_trail", CHAPTER_TRUST, { "The ledger, event by event", "Hovedboken, hendelse for hendelse", "Hovudboka, hending for hending" },
	  "option_right_id, event_order, id",
	  "option_title holder_name event_kind_label effective_on recorded_on lateness_days_count unit_code unit_count currency amount state_after_label reason", NULL },
	{ "ledger_check", CHAPTER_TRUST, { "Ledger check: always empty", "Kontroll av hovedboken: alltid tom", "Kontroll av hovudboka: alltid tom" },
	  "id", "record_kind title stored_position folded_position", NULL },
	{ "data_status", CHAPTER_TRUST, { "The data", "Dataene", "Dataa" },
	  "id", "as_of_on known_at registry_version library_version partnership_count option_event_count illustrative_option_event_count participant_count illustrative_participant_count", NULL },

	/* for tools */
	{ "organisation", CHAPTER_DATA, { "Organisations", "Virksomheter", "Verksemder" },
	  "id", "name country_code level_label organisation_code existed_from_on existed_to_on", NULL },
	{ "partnership", CHAPTER_DATA, { "Partnerships", "Partnerskap", "Partnarskap" },
	  "id", "name need_title programme_name started_on stage_label", "id" },
	{ "phase", CHAPTER_DATA, { "Phases", "Faser", "Fasar" }, "phase_order, id", "phase_code phase_label phase_order", NULL },
	{ "day", CHAPTER_DATA, { "Days", "Dager", "Dagar" }, "id", "date_on is_working_day", NULL },
	{ "participation", CHAPTER_DATA, { "Facts of participation", "Fakta om deltakelse", "Fakta om deltaking" }, "id", "", NULL },
	{ "contribution", CHAPTER_DATA, { "Facts of contributions", "Fakta om bidrag", "Fakta om bidrag" }, "id", "", NULL },
	{ "phase_transition", CHAPTER_DATA, { "Facts of phases", "Fakta om faser", "Fakta om fasar" }, "id", "", NULL },
	{ "learning_share", CHAPTER_DATA, { "Facts of sharing", "Fakta om deling", "Fakta om deling" }, "id", "", NULL },
	{ "learning_adoption", CHAPTER_DATA, { "Facts of adoption", "Fakta om bruk", "Fakta om bruk" }, "id", "", NULL },
	{ "option_exercise", CHAPTER_DATA, { "Facts of exercise", "Fakta om utøvelse", "Fakta om utøving" }, "id", "", NULL },
	{ "option_event", CHAPTER_DATA, { "Facts of options", "Fakta om opsjoner", "Fakta om opsjonar" }, "id", "", NULL },
	{ "option_exposure_month", CHAPTER_DATA, { "Options month by month", "Opsjoner måned for måned", "Opsjonar månad for månad" }, "id", "", NULL },
	{ "ocds_release", CHAPTER_DATA, { "OCDS releases", "OCDS-utgivelser", "OCDS-utgjevingar" }, "id", "partnership_title ocid release_date", "id" },
	{ "ocds_data", CHAPTER_DATA, { "OCDS data", "OCDS-data", "OCDS-data" }, "id", "ocid release_id release_date", "id" },
	{ "report_column", CHAPTER_DATA, { "Columns of the reports", "Rapportenes kolonner", "Kolonnane i rapportane" }, "report_name, column_order, id", "report_name column_name column_type column_meaning", NULL },
};
/* clang-format on */

const report_shape *
shape_of(const char *name)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
	{
		if (strcmp(shapes[i].name, name) == 0)
			return &shapes[i];
	}
	return NULL;
}

int
shape_rank(const char *name)
{
	const report_shape *shape = shape_of(name);

	return shape != NULL ? (int) (shape - shapes) : (int) (sizeof shapes / sizeof *shapes);
}
