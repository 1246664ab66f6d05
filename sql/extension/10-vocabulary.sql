-- Closed vocabularies: the field's own codes where there are any (eForms, OCDS), else its words.
-- The order of values is meaning where it says so (adoption_level climbs) and display order elsewhere.

CREATE TYPE innopart.option_state AS ENUM (
    'named', 'conditional', 'not_yet_open', 'exercisable',
    'partly_exercised', 'suspended', 'exhausted', 'lapsed',
    'waived', 'assigned', 'terminated');
COMMENT ON TYPE innopart.option_state IS 'State of an option right as of a date: derived by option_state(), never set by hand.';

CREATE TYPE innopart.option_event_kind AS ENUM (
    'named', 'granted', 'condition_met', 'condition_failed',
    'suspended', 'resumed', 'exercised', 'exercise_reversed',
    'partly_waived', 'waived', 'window_extended', 'assigned_out',
    'assigned_in', 'contract_terminated', 'cap_amended');
COMMENT ON TYPE innopart.option_event_kind IS 'What can happen to an option right: the kinds of event in its ledger.';

CREATE TYPE innopart.participant_role AS ENUM (
    'lead', 'co_buyer', 'follower', 'pilot_host',
    'facilitator', 'funder', 'method_owner', 'cluster',
    'test_partner', 'auditor', 'candidate', 'tenderer',
    'partner');
COMMENT ON TYPE innopart.participant_role IS 'What an organisation does in a partnership; one body may have several roles.';

CREATE TYPE innopart.admin_level AS ENUM (
    'la', 'ra', 'cga', 'body-pl-la',
    'body-pl-ra', 'body-pl-cga', 'pub-undert');
COMMENT ON TYPE innopart.admin_level IS 'Administrative level of a public body, in the codes of eForms BT-11: la local, ra regional, cga central, body-pl-* a body governed by public law controlled by that level, pub-undert a public undertaking.';

CREATE TYPE innopart.partnership_stage AS ENUM (
    'planned', 'need', 'dialogue', 'competition',
    'partnership', 'purchase', 'closed_with_purchase', 'closed_without_purchase',
    'cancelled', 'terminated');
COMMENT ON TYPE innopart.partnership_stage IS 'Stage of the whole procedure; may_follow() has its transitions.';

CREATE TYPE innopart.track_state AS ENUM (
    'planned', 'active', 'under_assessment', 'passed',
    'not_passed', 'accepted', 'partner_terminated', 'partner_terminated_other');
COMMENT ON TYPE innopart.track_state IS 'State of one partner in one development phase; may_follow() has its transitions. partner_terminated is a gate decision, partner_terminated_other is not (breach, insolvency, withdrawal).';

CREATE TYPE innopart.target_status AS ENUM ('scheduled', 'met', 'partiallyMet', 'notMet');
COMMENT ON TYPE innopart.target_status IS 'How an intermediate target stands, in the words of the OCDS milestone status codelist.';

CREATE TYPE innopart.gate_outcome AS ENUM ('proceed', 'iterate', 'accept', 'end_partner', 'end_partnership');
COMMENT ON TYPE innopart.gate_outcome IS 'What the authority decides after a phase.';

CREATE TYPE innopart.meeting_kind AS ENUM (
    'kickoff', 'dialogue_conference', 'dialogue_meeting', 'one_to_one',
    'matchmaking', 'work_meeting', 'learning_meeting', 'gate_meeting',
    'steering');
COMMENT ON TYPE innopart.meeting_kind IS 'Kind of a meeting.';

CREATE TYPE innopart.attendance_status AS ENUM ('invited', 'attended', 'declined', 'no_show');
COMMENT ON TYPE innopart.attendance_status IS 'What became of an invitation.';

CREATE TYPE innopart.contribution_kind AS ENUM (
    'sparring_tender_docs', 'need_input', 'test_site', 'evaluation_support',
    'data', 'expert_hours', 'review');
COMMENT ON TYPE innopart.contribution_kind IS 'What an organisation gave to a phase.';

CREATE TYPE innopart.adoption_level AS ENUM ('seen', 'accepted', 'planned', 'adopted', 'effect_documented');
COMMENT ON TYPE innopart.adoption_level IS 'How far an organisation has come with a lesson of another.';

CREATE TYPE innopart.adoption_mode AS ENUM ('as_is', 'adapted', 'inspired');
COMMENT ON TYPE innopart.adoption_mode IS 'How a lesson was reused.';

CREATE TYPE innopart.confidentiality AS ENUM ('open', 'participants', 'partner');
COMMENT ON TYPE innopart.confidentiality IS 'Who may read a lesson: everybody, the partnership''s participants, or one partner and the lead.';

CREATE TYPE innopart.price_basis AS ENUM ('unit_price', 'price_list', 'formula', 'cost_ceiling');
COMMENT ON TYPE innopart.price_basis IS 'How the price under an option is fixed in advance; "to be agreed" is no option and has no word here.';

CREATE TYPE innopart.option_kind AS ENUM ('quantity', 'extension', 'service', 'licence', 'accession');
COMMENT ON TYPE innopart.option_kind IS 'What an option gives a right to.';

CREATE TYPE innopart.exercise_mode AS ENUM ('direct', 'via_lead', 'accession');
COMMENT ON TYPE innopart.exercise_mode IS 'How the holder exercises: itself, through the lead, or by acceding to the contract.';

CREATE TYPE innopart.holder_kind AS ENUM ('lead', 'follower');
COMMENT ON TYPE innopart.holder_kind IS 'Whether the holder of an option leads the partnership or follows it.';

CREATE TYPE innopart.condition_code AS ENUM (
    'solution_accepted', 'performance_met', 'cost_within_max', 'lead_exercised',
    'budget_approved', 'regulatory_approval', 'pilot_completed');
COMMENT ON TYPE innopart.condition_code IS 'What a condition precedent asks for.';

CREATE TYPE innopart.timely_rule AS ENUM ('receipt', 'dispatch');
COMMENT ON TYPE innopart.timely_rule IS 'Which day of a notice counts: the day it is received or the day it is sent.';

CREATE TYPE innopart.deadline_rule AS ENUM ('as_written', 'next_working_day', 'previous_working_day');
COMMENT ON TYPE innopart.deadline_rule IS 'Where a last day goes that is no working day.';

CREATE TYPE innopart.transferability AS ENUM ('none', 'public_succession', 'named_class');
COMMENT ON TYPE innopart.transferability IS 'Who an option may pass to.';

CREATE TYPE innopart.provenance AS ENUM ('sourced', 'illustrative');
COMMENT ON TYPE innopart.provenance IS 'Whether a record stands in a source or is made up for demonstration.';

CREATE TYPE innopart.succession_kind AS ENUM ('merger', 'split', 'transfer', 'renumbering');
COMMENT ON TYPE innopart.succession_kind IS 'How one organisation became another.';

CREATE TYPE innopart.document_kind AS ENUM (
    'contract_notice', 'procurement_documents', 'partnership_agreement', 'tender',
    'minutes', 'assessment_report', 'gate_decision', 'modification',
    'budget_decision', 'web_page', 'other', 'notice');
COMMENT ON TYPE innopart.document_kind IS 'Kind of a document that facts cite.';

CREATE TYPE innopart.notice_kind AS ENUM ('planning', 'consultation', 'competition', 'result', 'cont-modif');
COMMENT ON TYPE innopart.notice_kind IS 'Form type of a notice, in the codes of eForms.';

CREATE TYPE innopart.value_kind AS ENUM (
    'estimated', 'maximum', 'development', 'purchase',
    'base', 'renewal', 'grant', 'awarded');
COMMENT ON TYPE innopart.value_kind IS 'Which amount a statement is about; four different numbers that are never mixed.';

CREATE TYPE innopart.funnel_step AS ENUM (
    'dialogue_participants', 'suppliers', 'requests', 'qualified',
    'invited', 'tenders');
COMMENT ON TYPE innopart.funnel_step IS 'Steps of the competition that sources count.';

CREATE TYPE innopart.access_level AS ENUM ('reader', 'contributor', 'holder', 'steward', 'auditor');
COMMENT ON TYPE innopart.access_level IS 'What a role may do for an organisation.';

CREATE TYPE innopart.severity AS ENUM ('info', 'warning', 'error');
COMMENT ON TYPE innopart.severity IS 'How grave a finding is.';

-- functions

CREATE FUNCTION innopart.label(anyenum, language text) RETURNS text
    AS 'MODULE_PATHNAME', 'vocabulary_label'
    LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.label(anyenum, text) IS 'What to call a word of one of these vocabularies in en (English), nb (bokmål) or nn (nynorsk). Errors: 22023 for any other language and for an enum that is not of schema innopart.';

CREATE FUNCTION innopart.label(anyenum) RETURNS text
    AS 'MODULE_PATHNAME', 'vocabulary_label_in_session'
    LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.label(anyenum) IS 'What to call a word of one of these vocabularies in the language of the setting innopart.language. Errors: 22023 for an enum that is not of schema innopart.';

CREATE FUNCTION innopart.may_follow(next innopart.partnership_stage, current innopart.partnership_stage) RETURNS boolean
    AS 'MODULE_PATHNAME', 'vocabulary_word_may_follow'
    LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.may_follow(innopart.partnership_stage, innopart.partnership_stage) IS 'Whether a partnership in the stage current may enter the stage next. Forward one step at a time, never back from the notice or from purchase; a cancelled competition never re-opens, its restart is a new partnership; only a partnership with contracts can be terminated (Directive 2014/24/EU Art. 31). Before the notice nothing binds: need and dialogue may alternate, and dialogue may be left out (our judgement).';

CREATE FUNCTION innopart.next_stages(current innopart.partnership_stage) RETURNS SETOF innopart.partnership_stage
    LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 3
BEGIN ATOMIC
    SELECT next
    FROM unnest(enum_range(NULL::innopart.partnership_stage)) AS candidate(next)
    WHERE innopart.may_follow(next, current)
    ORDER BY next;
END;
COMMENT ON FUNCTION innopart.next_stages(innopart.partnership_stage) IS 'The stages that may follow this one, in their order; none for an end. The same rule as may_follow().';

CREATE FUNCTION innopart.may_follow(next innopart.track_state, current innopart.track_state) RETURNS boolean
    AS 'MODULE_PATHNAME', 'vocabulary_word_may_follow'
    LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.may_follow(innopart.track_state, innopart.track_state) IS 'Whether a partner''s track through one development phase may go from the state current to next. not_passed may become active again, as a new iteration; partner_terminated follows an assessment, for only then may the authority reduce the number of partners (Directive 2014/24/EU Art. 31(2)); partner_terminated_other (breach, insolvency, withdrawal, agreement) may follow any state that is not an end, planned included, for the contract is in force before its first phase begins (our judgement). accepted is legal only in the last development phase of the plan, which the registry checks.';

CREATE FUNCTION innopart.next_states(current innopart.track_state) RETURNS SETOF innopart.track_state
    LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 3
BEGIN ATOMIC
    SELECT next
    FROM unnest(enum_range(NULL::innopart.track_state)) AS candidate(next)
    WHERE innopart.may_follow(next, current)
    ORDER BY next;
END;
COMMENT ON FUNCTION innopart.next_states(innopart.track_state) IS 'The states that may follow this one, in their order; none for an end. The same rule as may_follow().';
