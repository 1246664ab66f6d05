-- Where a right stands: what is left of it, in which state it is and why, which event may come
-- next, and whether a notice is in time.  One set of C functions, asked by everything else.

CREATE FUNCTION innopart.headroom(terms innopart.option_right, so_far innopart.option_position, OUT units bigint, OUT amount numeric)
    AS 'MODULE_PATHNAME', 'option_headroom_sql'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.headroom(innopart.option_right, innopart.option_position) IS 'What is left of the right''s own ceilings: ceiling + raised - drawn + reversed - given up. NULL where the terms have no such ceiling; amount ex VAT, in the terms'' currency. Errors: 22003 when raises pass 64 bits.';

CREATE FUNCTION innopart.option_state(terms innopart.option_right, so_far innopart.option_position, as_of date, reached innopart.phase DEFAULT NULL, shared_units_left bigint DEFAULT NULL, shared_amount_left numeric DEFAULT NULL) RETURNS innopart.option_state
    AS 'MODULE_PATHNAME', 'option_state_sql'
    LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_state(innopart.option_right, innopart.option_position, date, innopart.phase, bigint, numeric) IS 'State of the right on a day, by the first of these that holds: terminated, assigned, waived, exhausted (own ceiling or shared cap used up), lapsed (last day for notice passed, or a mandatory condition failed), suspended, named (not granted), conditional (a mandatory condition open), not_yet_open (before the window, or before the phase that the terms name), partly_exercised, exercisable. so_far is the fold of the events effective on or before as_of; reached the phase that the partnership has reached (NULL: none); shared_..._left what a shared cap has left (NULL: no shared cap). NULL when the right was neither named nor granted by then, or when terms, so_far or as_of is NULL. Source: Directive 2014/24/EU Art. 31 and 72, C-23/20; the precedence is our judgement.';

CREATE FUNCTION innopart.option_state_reason(terms innopart.option_right, so_far innopart.option_position, as_of date, reached innopart.phase DEFAULT NULL, shared_units_left bigint DEFAULT NULL, shared_amount_left numeric DEFAULT NULL) RETURNS text
    AS 'MODULE_PATHNAME', 'option_state_reason'
    LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_state_reason(innopart.option_right, innopart.option_position, date, innopart.phase, bigint, numeric) IS 'Why option_state() gives its answer to the same arguments: contract_terminated, assigned, waived; own_units_used, own_amount_used, shared_units_used, shared_amount_used (exhausted); window_closed, notice_deadline_passed (the window is open still, but a notice would come too late), condition_failed (lapsed); suspended; not_granted (named); condition_open (conditional); window_not_open, phase_not_reached (not_yet_open); partly_drawn (partly_exercised); open (exercisable).';

CREATE FUNCTION innopart.option_last_day(terms innopart.option_right, so_far innopart.option_position) RETURNS date
    AS 'MODULE_PATHNAME', 'option_last_day'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_last_day(innopart.option_right, innopart.option_position) IS 'Last day on which an act under the right is in time: last_notice_day(terms), reckoned from the longest extension where there is one. NULL for a window without end.';

CREATE FUNCTION innopart.option_refusal(kind innopart.option_event_kind, terms innopart.option_right, so_far innopart.option_position, effective_on date, units bigint DEFAULT NULL, amount numeric DEFAULT NULL, currency text DEFAULT NULL, condition_no integer DEFAULT NULL, extended_to date DEFAULT NULL, reached innopart.phase DEFAULT NULL, shared_units_left bigint DEFAULT NULL, shared_amount_left numeric DEFAULT NULL, by_succession boolean DEFAULT false) RETURNS text
    AS 'MODULE_PATHNAME', 'option_refusal_sql'
    LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_refusal(innopart.option_event_kind, innopart.option_right, innopart.option_position, date, bigint, numeric, text, integer, date, innopart.phase, bigint, numeric, boolean) IS 'NULL when the event may follow upon so_far, the fold of all events before it; else the code of the first rule that forbids it: not_granted, conditions_open, window_not_open, window_closed, phase_not_reached, suspended, over_own_units, over_own_amount, over_shared_units, over_shared_amount, right_waived, right_assigned, contract_terminated, below_minimum, indivisible, condition_failed, reversal_exceeds, extension_after_lapse, currency_mismatch, not_transferable, already, not_suspended, bad_quantity, bad_condition, bad_extension. by_succession: the holder lives on in another body, so that the right may pass on whatever its terms. Only an exercise looks at reached and the shared cap. Errors: 22023 when kind, terms, so_far or effective_on is NULL, for an unknown currency or an amount that is no money; 22003 for an amount that does not fit.';

CREATE FUNCTION innopart.notice_day(terms innopart.option_right, sent_at timestamptz, received_at timestamptz) RETURNS date
    AS 'MODULE_PATHNAME', 'option_notice_day'
    LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.notice_day(innopart.option_right, timestamptz, timestamptz) IS 'The day on which a notice counts: that of its receipt, or of its dispatch where the terms say so, in innopart.time_zone. NULL when that moment is.';

CREATE FUNCTION innopart.is_timely(terms innopart.option_right, so_far innopart.option_position, sent_at timestamptz, received_at timestamptz) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_is_timely'
    LANGUAGE C STABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.is_timely(innopart.option_right, innopart.option_position, timestamptz, timestamptz) IS 'Whether a notice counts on a day from the opening of the window to option_last_day(). NULL when the moment that counts is, or terms or so_far.';
