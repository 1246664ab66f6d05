-- option_position: what has happened to a right, or under a shared cap, so far.  A commutative
-- monoid: + adds two of them in any order, and the aggregates fold events in any order.

CREATE TYPE innopart.option_position;

CREATE FUNCTION innopart.option_position_in(cstring) RETURNS innopart.option_position
    AS 'MODULE_PATHNAME', 'option_position_in'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_in(cstring) IS 'Reads an option_position. Errors: 22P02 with the rule broken, 22003 for numbers that do not fit.';

CREATE FUNCTION innopart.option_position_out(innopart.option_position) RETURNS cstring
    AS 'MODULE_PATHNAME', 'option_position_out'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_out(innopart.option_position) IS 'Writes an option_position in its canonical form.';

CREATE FUNCTION innopart.option_position_recv(internal) RETURNS innopart.option_position
    AS 'MODULE_PATHNAME', 'option_position_recv'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_recv(internal) IS 'Reads an option_position from the binary protocol, version 1, 125 bytes (doc/types.md); checks all that text input checks. Errors: 22P03.';

CREATE FUNCTION innopart.option_position_send(innopart.option_position) RETURNS bytea
    AS 'MODULE_PATHNAME', 'option_position_send'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_send(innopart.option_position) IS 'Writes an option_position for the binary protocol, version 1, 125 bytes (doc/types.md).';

CREATE TYPE innopart.option_position (
    INPUT = innopart.option_position_in,
    OUTPUT = innopart.option_position_out,
    RECEIVE = innopart.option_position_recv,
    SEND = innopart.option_position_send,
    INTERNALLENGTH = 128,
    ALIGNMENT = double,
    STORAGE = plain
);
COMMENT ON TYPE innopart.option_position IS 'The fold of the events of an option right: sums of units and money drawn, reversed, given up and raised (money ex VAT, in one currency, four decimals), first or last days, conditions met and failed. Written as clauses, for example: events 3, granted 2018-02-23, met 1 2, drawn 10, draws 1, first drawn 2019-10-01, last drawn 2019-10-01. The position without events is empty. 128 bytes; doc/types.md has the grammar and the bytes.';

-- functions: building positions

CREATE FUNCTION innopart.option_position_identity() RETURNS innopart.option_position
    AS 'MODULE_PATHNAME', 'option_position_identity_sql'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_identity() IS 'The position of a right without events: ''empty'', which added to any position changes nothing.';

CREATE FUNCTION innopart.option_event_position(kind innopart.option_event_kind, effective_on date, units bigint, amount numeric, currency text, condition_no integer, extended_to date) RETURNS innopart.option_position
    AS 'MODULE_PATHNAME', 'option_event_position_sql'
    LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_event_position(innopart.option_event_kind, date, bigint, numeric, text, integer, date) IS 'The position that one event amounts to. Units and amounts (ex VAT, at most four decimals, with their ISO 4217 currency) are never negative: the kind gives the direction. exercised, exercise_reversed, partly_waived and cap_amended need units, an amount or both; condition_met and condition_failed a condition_no of 1 to 16; window_extended the new last day. assigned_in makes a right named and granted. What a kind has no use for is not looked at. Errors: 22023 with the rule broken, 22003 for an amount that does not fit.';

CREATE FUNCTION innopart.option_position_plus(innopart.option_position, innopart.option_position) RETURNS innopart.option_position
    AS 'MODULE_PATHNAME', 'option_position_plus'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_plus(innopart.option_position, innopart.option_position) IS 'Implementation of +, and transition and combine function of the aggregates option_position.';

CREATE FUNCTION innopart.option_position_accumulate(so_far innopart.option_position, kind innopart.option_event_kind, effective_on date, units bigint, amount numeric, currency text, condition_no integer, extended_to date) RETURNS innopart.option_position
    AS 'MODULE_PATHNAME', 'option_position_accumulate'
    LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_accumulate(innopart.option_position, innopart.option_event_kind, date, bigint, numeric, text, integer, date) IS 'Transition function of the aggregate option_position over events: so_far and one event more.';

CREATE FUNCTION innopart.counted_in(so_far innopart.option_position, units boolean, money boolean) RETURNS innopart.option_position
    AS 'MODULE_PATHNAME', 'option_position_counted_in_sql'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.counted_in(innopart.option_position, boolean, boolean) IS 'The position without its units, or without its money and currency: what a shared cap that counts only the other keeps of the draws under it, so that no price follows from it.';

-- functions: parts

CREATE FUNCTION innopart.event_count(so_far innopart.option_position) RETURNS integer
    AS 'MODULE_PATHNAME', 'option_position_event_count'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.event_count(innopart.option_position) IS 'Number of events folded.';

CREATE FUNCTION innopart.draw_count(so_far innopart.option_position) RETURNS integer
    AS 'MODULE_PATHNAME', 'option_position_draw_count'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.draw_count(innopart.option_position) IS 'Number of exercises, reversed ones included.';

CREATE FUNCTION innopart.reversal_count(so_far innopart.option_position) RETURNS integer
    AS 'MODULE_PATHNAME', 'option_position_reversal_count'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.reversal_count(innopart.option_position) IS 'Number of reversals of exercises.';

CREATE FUNCTION innopart.drawn_units(so_far innopart.option_position) RETURNS bigint
    AS 'MODULE_PATHNAME', 'option_position_drawn_units'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.drawn_units(innopart.option_position) IS 'Units exercised, before reversals.';

CREATE FUNCTION innopart.reversed_units(so_far innopart.option_position) RETURNS bigint
    AS 'MODULE_PATHNAME', 'option_position_reversed_units'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.reversed_units(innopart.option_position) IS 'Units of exercises that were reversed.';

CREATE FUNCTION innopart.net_drawn_units(so_far innopart.option_position) RETURNS bigint
    AS 'MODULE_PATHNAME', 'option_position_net_drawn_units'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.net_drawn_units(innopart.option_position) IS 'Units exercised, less those reversed. Negative only for the fold of some events without the others.';

CREATE FUNCTION innopart.waived_units(so_far innopart.option_position) RETURNS bigint
    AS 'MODULE_PATHNAME', 'option_position_waived_units'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.waived_units(innopart.option_position) IS 'Units given up in part waivers.';

CREATE FUNCTION innopart.raised_units(so_far innopart.option_position) RETURNS bigint
    AS 'MODULE_PATHNAME', 'option_position_raised_units'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.raised_units(innopart.option_position) IS 'Units by which the ceiling was lawfully raised.';

CREATE FUNCTION innopart.drawn_amount(so_far innopart.option_position) RETURNS numeric
    AS 'MODULE_PATHNAME', 'option_position_drawn_amount'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.drawn_amount(innopart.option_position) IS 'Money exercised for, ex VAT, before reversals; in currency(so_far), 0 when none was.';

CREATE FUNCTION innopart.reversed_amount(so_far innopart.option_position) RETURNS numeric
    AS 'MODULE_PATHNAME', 'option_position_reversed_amount'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.reversed_amount(innopart.option_position) IS 'Money of exercises that were reversed, ex VAT.';

CREATE FUNCTION innopart.net_drawn_amount(so_far innopart.option_position) RETURNS numeric
    AS 'MODULE_PATHNAME', 'option_position_net_drawn_amount'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.net_drawn_amount(innopart.option_position) IS 'Money exercised for, ex VAT, less reversals. Negative only for the fold of some events without the others.';

CREATE FUNCTION innopart.waived_amount(so_far innopart.option_position) RETURNS numeric
    AS 'MODULE_PATHNAME', 'option_position_waived_amount'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.waived_amount(innopart.option_position) IS 'Money given up in part waivers, ex VAT.';

CREATE FUNCTION innopart.raised_amount(so_far innopart.option_position) RETURNS numeric
    AS 'MODULE_PATHNAME', 'option_position_raised_amount'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.raised_amount(innopart.option_position) IS 'Money by which the ceiling was lawfully raised, ex VAT.';

CREATE FUNCTION innopart.currency(so_far innopart.option_position) RETURNS text
    AS 'MODULE_PATHNAME', 'option_position_currency'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.currency(innopart.option_position) IS 'ISO 4217 code of all the amounts; NULL when there are none.';

CREATE FUNCTION innopart.named_on(so_far innopart.option_position) RETURNS date
    AS 'MODULE_PATHNAME', 'option_position_named_on'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.named_on(innopart.option_position) IS 'First day on which the holder was named; NULL when never.';

CREATE FUNCTION innopart.granted_on(so_far innopart.option_position) RETURNS date
    AS 'MODULE_PATHNAME', 'option_position_granted_on'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.granted_on(innopart.option_position) IS 'First day on which the right was granted; NULL when never.';

CREATE FUNCTION innopart.waived_on(so_far innopart.option_position) RETURNS date
    AS 'MODULE_PATHNAME', 'option_position_waived_on'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.waived_on(innopart.option_position) IS 'First day on which the holder waived the remainder; NULL when never.';

CREATE FUNCTION innopart.terminated_on(so_far innopart.option_position) RETURNS date
    AS 'MODULE_PATHNAME', 'option_position_terminated_on'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.terminated_on(innopart.option_position) IS 'First day on which the contract behind the right was terminated; NULL when never.';

CREATE FUNCTION innopart.assigned_on(so_far innopart.option_position) RETURNS date
    AS 'MODULE_PATHNAME', 'option_position_assigned_on'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.assigned_on(innopart.option_position) IS 'First day on which the right passed to a successor; NULL when never.';

CREATE FUNCTION innopart.first_drawn_on(so_far innopart.option_position) RETURNS date
    AS 'MODULE_PATHNAME', 'option_position_first_drawn_on'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.first_drawn_on(innopart.option_position) IS 'Day of the first exercise; NULL when never.';

CREATE FUNCTION innopart.last_drawn_on(so_far innopart.option_position) RETURNS date
    AS 'MODULE_PATHNAME', 'option_position_last_drawn_on'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.last_drawn_on(innopart.option_position) IS 'Day of the last exercise; NULL when never.';

CREATE FUNCTION innopart.suspended_on(so_far innopart.option_position) RETURNS date
    AS 'MODULE_PATHNAME', 'option_position_suspended_on'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.suspended_on(innopart.option_position) IS 'Last day on which the right was suspended; NULL when never.';

CREATE FUNCTION innopart.resumed_on(so_far innopart.option_position) RETURNS date
    AS 'MODULE_PATHNAME', 'option_position_resumed_on'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.resumed_on(innopart.option_position) IS 'Last day on which a suspension ended; NULL when never.';

CREATE FUNCTION innopart.extended_to(so_far innopart.option_position) RETURNS date
    AS 'MODULE_PATHNAME', 'option_position_extended_to'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.extended_to(innopart.option_position) IS 'Last day of the window after its longest extension; NULL when never extended.';

CREATE FUNCTION innopart.conditions_met(so_far innopart.option_position) RETURNS integer[]
    AS 'MODULE_PATHNAME', 'option_position_conditions_met'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.conditions_met(innopart.option_position) IS 'Numbers of the conditions met, rising; empty when none is.';

CREATE FUNCTION innopart.conditions_failed(so_far innopart.option_position) RETURNS integer[]
    AS 'MODULE_PATHNAME', 'option_position_conditions_failed'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.conditions_failed(innopart.option_position) IS 'Numbers of the conditions that can no longer be met, rising; empty when none is.';

CREATE FUNCTION innopart.condition_is_met(so_far innopart.option_position, condition_no integer) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_position_condition_is_met'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.condition_is_met(innopart.option_position, integer) IS 'Whether a condition, by its number from 1 to 16, is met. Errors: 22023 for other numbers.';

CREATE FUNCTION innopart.condition_is_failed(so_far innopart.option_position, condition_no integer) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_position_condition_is_failed'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.condition_is_failed(innopart.option_position, integer) IS 'Whether a condition, by its number from 1 to 16, can no longer be met. Errors: 22023 for other numbers.';

-- functions: comparison

CREATE FUNCTION innopart.option_position_lt(innopart.option_position, innopart.option_position) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_position_lt'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_lt(innopart.option_position, innopart.option_position) IS 'Implementation of <.';

CREATE FUNCTION innopart.option_position_le(innopart.option_position, innopart.option_position) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_position_le'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_le(innopart.option_position, innopart.option_position) IS 'Implementation of <=.';

CREATE FUNCTION innopart.option_position_eq(innopart.option_position, innopart.option_position) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_position_eq'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_eq(innopart.option_position, innopart.option_position) IS 'Implementation of =.';

CREATE FUNCTION innopart.option_position_ne(innopart.option_position, innopart.option_position) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_position_ne'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_ne(innopart.option_position, innopart.option_position) IS 'Implementation of <>.';

CREATE FUNCTION innopart.option_position_ge(innopart.option_position, innopart.option_position) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_position_ge'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_ge(innopart.option_position, innopart.option_position) IS 'Implementation of >=.';

CREATE FUNCTION innopart.option_position_gt(innopart.option_position, innopart.option_position) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_position_gt'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_gt(innopart.option_position, innopart.option_position) IS 'Implementation of >.';

CREATE FUNCTION innopart.option_position_cmp(innopart.option_position, innopart.option_position) RETURNS integer
    AS 'MODULE_PATHNAME', 'option_position_cmp'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_cmp(innopart.option_position, innopart.option_position) IS 'btree comparison: clause by clause in the order of the text form, then by currency; 0 exactly when all bytes are equal.';

CREATE FUNCTION innopart.option_position_sortsupport(internal) RETURNS void
    AS 'MODULE_PATHNAME', 'option_position_sortsupport'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_sortsupport(internal) IS 'btree sort support.';

CREATE FUNCTION innopart.option_position_hash(innopart.option_position) RETURNS integer
    AS 'MODULE_PATHNAME', 'option_position_hash_sql'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_hash(innopart.option_position) IS 'Hash, the same on every machine and for ever; the low half of option_position_hash_extended with seed 0.';

CREATE FUNCTION innopart.option_position_hash_extended(innopart.option_position, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME', 'option_position_hash_extended'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_hash_extended(innopart.option_position, bigint) IS 'Hash with a seed, the same on every machine and for ever.';

CREATE FUNCTION innopart.option_position_smaller(innopart.option_position, innopart.option_position) RETURNS innopart.option_position
    AS 'MODULE_PATHNAME', 'option_position_smaller'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_smaller(innopart.option_position, innopart.option_position) IS 'The smaller of two; transition function of min.';

CREATE FUNCTION innopart.option_position_larger(innopart.option_position, innopart.option_position) RETURNS innopart.option_position
    AS 'MODULE_PATHNAME', 'option_position_larger'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_position_larger(innopart.option_position, innopart.option_position) IS 'The larger of two; transition function of max.';

-- operators

CREATE OPERATOR innopart.< (
    LEFTARG = innopart.option_position, RIGHTARG = innopart.option_position,
    FUNCTION = innopart.option_position_lt,
    COMMUTATOR = OPERATOR(innopart.>), NEGATOR = OPERATOR(innopart.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR innopart.< (innopart.option_position, innopart.option_position) IS 'Less than, in the order of option_position_cmp.';

CREATE OPERATOR innopart.<= (
    LEFTARG = innopart.option_position, RIGHTARG = innopart.option_position,
    FUNCTION = innopart.option_position_le,
    COMMUTATOR = OPERATOR(innopart.>=), NEGATOR = OPERATOR(innopart.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR innopart.<= (innopart.option_position, innopart.option_position) IS 'Less than or equal, in the order of option_position_cmp.';

CREATE OPERATOR innopart.= (
    LEFTARG = innopart.option_position, RIGHTARG = innopart.option_position,
    FUNCTION = innopart.option_position_eq,
    COMMUTATOR = OPERATOR(innopart.=), NEGATOR = OPERATOR(innopart.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel,
    HASHES, MERGES
);
COMMENT ON OPERATOR innopart.= (innopart.option_position, innopart.option_position) IS 'Equal: the same fold.';

CREATE OPERATOR innopart.<> (
    LEFTARG = innopart.option_position, RIGHTARG = innopart.option_position,
    FUNCTION = innopart.option_position_ne,
    COMMUTATOR = OPERATOR(innopart.<>), NEGATOR = OPERATOR(innopart.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR innopart.<> (innopart.option_position, innopart.option_position) IS 'Not equal.';

CREATE OPERATOR innopart.>= (
    LEFTARG = innopart.option_position, RIGHTARG = innopart.option_position,
    FUNCTION = innopart.option_position_ge,
    COMMUTATOR = OPERATOR(innopart.<=), NEGATOR = OPERATOR(innopart.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR innopart.>= (innopart.option_position, innopart.option_position) IS 'Greater than or equal, in the order of option_position_cmp.';

CREATE OPERATOR innopart.> (
    LEFTARG = innopart.option_position, RIGHTARG = innopart.option_position,
    FUNCTION = innopart.option_position_gt,
    COMMUTATOR = OPERATOR(innopart.<), NEGATOR = OPERATOR(innopart.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR innopart.> (innopart.option_position, innopart.option_position) IS 'Greater than, in the order of option_position_cmp.';

CREATE OPERATOR innopart.+ (
    LEFTARG = innopart.option_position, RIGHTARG = innopart.option_position,
    FUNCTION = innopart.option_position_plus,
    COMMUTATOR = OPERATOR(innopart.+)
);
COMMENT ON OPERATOR innopart.+ (innopart.option_position, innopart.option_position) IS 'The fold of the events of both: associative and commutative, with ''empty'' as its zero. Errors: IP024 for amounts in two currencies, 22003 when a sum does not fit.';

-- operator classes

CREATE OPERATOR CLASS innopart.option_position_ops DEFAULT FOR TYPE innopart.option_position USING btree AS
    OPERATOR 1 innopart.<,
    OPERATOR 2 innopart.<=,
    OPERATOR 3 innopart.=,
    OPERATOR 4 innopart.>=,
    OPERATOR 5 innopart.>,
    FUNCTION 1 innopart.option_position_cmp(innopart.option_position, innopart.option_position),
    FUNCTION 2 innopart.option_position_sortsupport(internal),
    FUNCTION 4 btequalimage(oid);
COMMENT ON OPERATOR CLASS innopart.option_position_ops USING btree IS 'Order of option_position; equal values have equal bytes.';
COMMENT ON OPERATOR FAMILY innopart.option_position_ops USING btree IS 'Order of option_position.';

CREATE OPERATOR CLASS innopart.option_position_hash_ops DEFAULT FOR TYPE innopart.option_position USING hash AS
    OPERATOR 1 innopart.=,
    FUNCTION 1 innopart.option_position_hash(innopart.option_position),
    FUNCTION 2 innopart.option_position_hash_extended(innopart.option_position, bigint);
COMMENT ON OPERATOR CLASS innopart.option_position_hash_ops USING hash IS 'Hashing of option_position.';
COMMENT ON OPERATOR FAMILY innopart.option_position_hash_ops USING hash IS 'Hashing of option_position.';

CREATE OPERATOR CLASS innopart.option_position_minmax_ops DEFAULT FOR TYPE innopart.option_position USING brin AS
    OPERATOR 1 innopart.<,
    OPERATOR 2 innopart.<=,
    OPERATOR 3 innopart.=,
    OPERATOR 4 innopart.>=,
    OPERATOR 5 innopart.>,
    FUNCTION 1 brin_minmax_opcinfo(internal),
    FUNCTION 2 brin_minmax_add_value(internal, internal, internal, internal),
    FUNCTION 3 brin_minmax_consistent(internal, internal, internal),
    FUNCTION 4 brin_minmax_union(internal, internal, internal);
COMMENT ON OPERATOR CLASS innopart.option_position_minmax_ops USING brin IS 'Least and greatest option_position of a block range.';
COMMENT ON OPERATOR FAMILY innopart.option_position_minmax_ops USING brin IS 'Least and greatest option_position of a block range.';

-- aggregates

CREATE AGGREGATE innopart.option_position(kind innopart.option_event_kind, effective_on date, units bigint, amount numeric, currency text, condition_no integer, extended_to date) (
    SFUNC = innopart.option_position_accumulate,
    STYPE = innopart.option_position,
    INITCOND = 'empty',
    COMBINEFUNC = innopart.option_position_plus,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE innopart.option_position(innopart.option_event_kind, date, bigint, numeric, text, integer, date) IS 'The fold of events, in any order; ''empty'' of no rows, so that a right without events has a position. Behind an outer join, keep rows without an event out: FILTER (WHERE kind IS NOT NULL). Arguments and errors as option_event_position(); IP024 for two currencies, 22003 when a sum does not fit.';

CREATE AGGREGATE innopart.option_position(so_far innopart.option_position) (
    SFUNC = innopart.option_position_plus,
    STYPE = innopart.option_position,
    INITCOND = 'empty',
    COMBINEFUNC = innopart.option_position_plus,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE innopart.option_position(innopart.option_position) IS 'The sum of stored positions, in any order; NULLs are left out; ''empty'' of no rows. Errors: IP024 for two currencies (group by currency), 22003 when a sum does not fit.';

CREATE AGGREGATE innopart.min(innopart.option_position) (
    SFUNC = innopart.option_position_smaller,
    STYPE = innopart.option_position,
    COMBINEFUNC = innopart.option_position_smaller,
    SORTOP = OPERATOR(innopart.<),
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE innopart.min(innopart.option_position) IS 'The least, in the order of option_position_cmp.';

CREATE AGGREGATE innopart.max(innopart.option_position) (
    SFUNC = innopart.option_position_larger,
    STYPE = innopart.option_position,
    COMBINEFUNC = innopart.option_position_larger,
    SORTOP = OPERATOR(innopart.>),
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE innopart.max(innopart.option_position) IS 'The greatest, in the order of option_position_cmp.';
