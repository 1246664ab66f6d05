-- option_right: the terms of one right to buy, in 40 bytes.

-- type

CREATE TYPE innopart.option_right;

CREATE FUNCTION innopart.option_right_in(cstring) RETURNS innopart.option_right
    AS 'MODULE_PATHNAME', 'option_right_in'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_in(cstring) IS 'Reads clauses separated by commas, in any order: max 40, max 80000000.00 NOK, min 5, 2019-10-01..2021-12-31, from purchase, conditions 2, notice 90 days, receipt, next working day, indivisible, transferable. A ceiling and a window are mandatory. Errors: 22P02.';

CREATE FUNCTION innopart.option_right_out(innopart.option_right) RETURNS cstring
    AS 'MODULE_PATHNAME', 'option_right_out'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_out(innopart.option_right) IS 'Writes the clauses in their canonical order; what is absent or zero is left out, but for receipt or dispatch.';

CREATE FUNCTION innopart.option_right_recv(internal) RETURNS innopart.option_right
    AS 'MODULE_PATHNAME', 'option_right_recv'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_recv(internal) IS 'Reads 42 bytes, version 1: the fields in network byte order. Refuses what text input refuses. Errors: 22P03.';

CREATE FUNCTION innopart.option_right_send(innopart.option_right) RETURNS bytea
    AS 'MODULE_PATHNAME', 'option_right_send'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_send(innopart.option_right) IS 'Writes 42 bytes, version 1: the fields in network byte order.';

CREATE TYPE innopart.option_right (
    INPUT = innopart.option_right_in,
    OUTPUT = innopart.option_right_out,
    RECEIVE = innopart.option_right_recv,
    SEND = innopart.option_right_send,
    INTERNALLENGTH = 40,
    ALIGNMENT = double,
    STORAGE = plain,
    CATEGORY = 'U'
);
COMMENT ON TYPE innopart.option_right IS 'The terms of one option right: ceilings in units and money (ex VAT), the window with both days inclusive, and the rules for exercising it. A missing ceiling is an error, never "unlimited" (C-23/20 Simonsen & Weel). Example: max 40, max 80000000.00 NOK, 2019-10-01..2021-12-31, receipt';

-- functions

CREATE FUNCTION innopart.option_right(max_units bigint DEFAULT NULL, max_amount numeric DEFAULT NULL, currency text DEFAULT NULL, opens_on date DEFAULT NULL, closes_on date DEFAULT NULL, min_units bigint DEFAULT NULL, from_phase innopart.phase DEFAULT NULL, conditions integer DEFAULT 0, notice_days integer DEFAULT 0, timely text DEFAULT 'receipt', deadline text DEFAULT 'as_written', indivisible boolean DEFAULT false, transferable boolean DEFAULT false) RETURNS innopart.option_right
    AS 'MODULE_PATHNAME', 'option_right_make'
    LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right(bigint, numeric, text, date, date, bigint, innopart.phase, integer, integer, text, text, boolean, boolean) IS 'A right from its parts, to be named: option_right(max_units => 40, opens_on => ''2019-10-01'', closes_on => ''2021-12-31''). NULL is a clause not stated; a NULL date leaves that end of the window open. timely: receipt or dispatch. deadline: as_written, next_working_day or previous_working_day. The rules are those of text input. Errors: 22023 for a broken rule or an unknown word, 22003 for an amount beyond 90000000000000; a fifth decimal is refused, never rounded.';

CREATE FUNCTION innopart.max_units(terms innopart.option_right) RETURNS bigint
    AS 'MODULE_PATHNAME', 'option_right_max_units'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.max_units(innopart.option_right) IS 'The ceiling in units, or NULL when there is none in units.';

CREATE FUNCTION innopart.max_amount(terms innopart.option_right) RETURNS numeric
    AS 'MODULE_PATHNAME', 'option_right_max_amount'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.max_amount(innopart.option_right) IS 'The ceiling in money, ex VAT, with two to four decimals, or NULL when there is none in money. Its currency is currency(terms).';

CREATE FUNCTION innopart.currency(terms innopart.option_right) RETURNS text
    AS 'MODULE_PATHNAME', 'option_right_currency'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.currency(innopart.option_right) IS 'ISO 4217 code of the ceiling in money, or NULL when there is none in money.';

CREATE FUNCTION innopart.min_units(terms innopart.option_right) RETURNS bigint
    AS 'MODULE_PATHNAME', 'option_right_min_units'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.min_units(innopart.option_right) IS 'The smallest call-off in units, or NULL when none is stated.';

CREATE FUNCTION innopart.opens_on(terms innopart.option_right) RETURNS date
    AS 'MODULE_PATHNAME', 'option_right_opens_on'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.opens_on(innopart.option_right) IS 'First day of the window, or NULL when it is open at that end.';

CREATE FUNCTION innopart.closes_on(terms innopart.option_right) RETURNS date
    AS 'MODULE_PATHNAME', 'option_right_closes_on'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.closes_on(innopart.option_right) IS 'Last day of the window itself, inclusive, as written; or NULL when it is open at that end. Notice may have to be given earlier: last_notice_day(terms).';

CREATE FUNCTION innopart.from_phase(terms innopart.option_right) RETURNS innopart.phase
    AS 'MODULE_PATHNAME', 'option_right_from_phase'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.from_phase(innopart.option_right) IS 'The phase that must be reached before the right can be exercised, or NULL when none is named.';

CREATE FUNCTION innopart.conditions(terms innopart.option_right) RETURNS integer
    AS 'MODULE_PATHNAME', 'option_right_conditions'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.conditions(innopart.option_right) IS 'How many mandatory conditions must be met before the right can be exercised, 0 to 16.';

CREATE FUNCTION innopart.notice_days(terms innopart.option_right) RETURNS integer
    AS 'MODULE_PATHNAME', 'option_right_notice_days'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.notice_days(innopart.option_right) IS 'How many days before the window''s last day notice must be given, 0 to 3650.';

CREATE FUNCTION innopart.timely_rule(terms innopart.option_right) RETURNS text
    AS 'MODULE_PATHNAME', 'option_right_timely_rule'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.timely_rule(innopart.option_right) IS 'What makes a notice timely: receipt (the default of Norwegian contract law) or dispatch.';

CREATE FUNCTION innopart.deadline_rule(terms innopart.option_right) RETURNS text
    AS 'MODULE_PATHNAME', 'option_right_deadline_rule'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.deadline_rule(innopart.option_right) IS 'Where a last day that is no working day moves: as_written (nowhere; a window is a contract''s term, not a deadline of the procurement rules), next_working_day or previous_working_day.';

CREATE FUNCTION innopart.is_indivisible(terms innopart.option_right) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_is_indivisible'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.is_indivisible(innopart.option_right) IS 'Whether the right can only be exercised in full, at once.';

CREATE FUNCTION innopart.is_transferable(terms innopart.option_right) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_is_transferable'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.is_transferable(innopart.option_right) IS 'Whether the terms let the holder pass the right on.';

CREATE FUNCTION innopart.exercise_window(terms innopart.option_right) RETURNS daterange
    AS 'MODULE_PATHNAME', 'option_right_exercise_window'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.exercise_window(innopart.option_right) IS 'The window as written, as a daterange; PostgreSQL prints a range''s upper end as the day after the last.';

CREATE FUNCTION innopart.last_notice_day(terms innopart.option_right) RETURNS date
    AS 'MODULE_PATHNAME', 'option_right_last_notice'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.last_notice_day(innopart.option_right) IS 'The last day on which a notice is in time: closes_on less notice_days, then moved by the deadline rule (our judgement: the rule moves the day the notice is due, not the window). NULL when the window has no end. Without regard to extensions; see option_last_day().';

-- operators

CREATE FUNCTION innopart.option_right_lt(a innopart.option_right, b innopart.option_right) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_lt'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_lt(innopart.option_right, innopart.option_right) IS 'a < b. Rights are ordered by opens_on, closes_on, max_units, currency, max_amount, min_units, from_phase, conditions, notice_days, then the rules.';

CREATE FUNCTION innopart.option_right_le(a innopart.option_right, b innopart.option_right) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_le'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_le(innopart.option_right, innopart.option_right) IS 'a <= b. Rights are ordered by opens_on, closes_on, max_units, currency, max_amount, min_units, from_phase, conditions, notice_days, then the rules.';

CREATE FUNCTION innopart.option_right_eq(a innopart.option_right, b innopart.option_right) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_eq'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_eq(innopart.option_right, innopart.option_right) IS 'a = b. True exactly when all terms agree.';

CREATE FUNCTION innopart.option_right_ne(a innopart.option_right, b innopart.option_right) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_ne'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_ne(innopart.option_right, innopart.option_right) IS 'a <> b. True when any term differs.';

CREATE FUNCTION innopart.option_right_ge(a innopart.option_right, b innopart.option_right) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_ge'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_ge(innopart.option_right, innopart.option_right) IS 'a >= b. Rights are ordered by opens_on, closes_on, max_units, currency, max_amount, min_units, from_phase, conditions, notice_days, then the rules.';

CREATE FUNCTION innopart.option_right_gt(a innopart.option_right, b innopart.option_right) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_gt'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_gt(innopart.option_right, innopart.option_right) IS 'a > b. Rights are ordered by opens_on, closes_on, max_units, currency, max_amount, min_units, from_phase, conditions, notice_days, then the rules.';

CREATE OPERATOR innopart.< (
    FUNCTION = innopart.option_right_lt, LEFTARG = innopart.option_right, RIGHTARG = innopart.option_right,
    COMMUTATOR = OPERATOR(innopart.>), NEGATOR = OPERATOR(innopart.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR innopart.< (innopart.option_right, innopart.option_right) IS 'The left right sorts before the one on the right.';

CREATE OPERATOR innopart.<= (
    FUNCTION = innopart.option_right_le, LEFTARG = innopart.option_right, RIGHTARG = innopart.option_right,
    COMMUTATOR = OPERATOR(innopart.>=), NEGATOR = OPERATOR(innopart.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR innopart.<= (innopart.option_right, innopart.option_right) IS 'The left right sorts before or equals the one on the right.';

CREATE OPERATOR innopart.= (
    FUNCTION = innopart.option_right_eq, LEFTARG = innopart.option_right, RIGHTARG = innopart.option_right,
    COMMUTATOR = OPERATOR(innopart.=), NEGATOR = OPERATOR(innopart.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel,
    HASHES, MERGES
);
COMMENT ON OPERATOR innopart.= (innopart.option_right, innopart.option_right) IS 'The left right equals the one on the right.';

CREATE OPERATOR innopart.<> (
    FUNCTION = innopart.option_right_ne, LEFTARG = innopart.option_right, RIGHTARG = innopart.option_right,
    COMMUTATOR = OPERATOR(innopart.<>), NEGATOR = OPERATOR(innopart.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR innopart.<> (innopart.option_right, innopart.option_right) IS 'The left right differs from the one on the right.';

CREATE OPERATOR innopart.>= (
    FUNCTION = innopart.option_right_ge, LEFTARG = innopart.option_right, RIGHTARG = innopart.option_right,
    COMMUTATOR = OPERATOR(innopart.<=), NEGATOR = OPERATOR(innopart.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR innopart.>= (innopart.option_right, innopart.option_right) IS 'The left right sorts after or equals the one on the right.';

CREATE OPERATOR innopart.> (
    FUNCTION = innopart.option_right_gt, LEFTARG = innopart.option_right, RIGHTARG = innopart.option_right,
    COMMUTATOR = OPERATOR(innopart.<), NEGATOR = OPERATOR(innopart.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR innopart.> (innopart.option_right, innopart.option_right) IS 'The left right sorts after the one on the right.';

CREATE FUNCTION innopart.option_right_contains_day(terms innopart.option_right, day date) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_contains_day'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_contains_day(innopart.option_right, date) IS 'Whether the day lies in the window as written, both ends inclusive.';

CREATE FUNCTION innopart.option_right_contained_day(day date, terms innopart.option_right) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_contained_day'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_contained_day(date, innopart.option_right) IS 'Whether the day lies in the window as written, both ends inclusive.';

CREATE FUNCTION innopart.option_right_overlaps_range(terms innopart.option_right, period daterange) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_overlaps_range'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_overlaps_range(innopart.option_right, daterange) IS 'Whether the window and the period have a day in common.';

CREATE FUNCTION innopart.option_right_range_overlaps(period daterange, terms innopart.option_right) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_range_overlaps'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_range_overlaps(daterange, innopart.option_right) IS 'Whether the window and the period have a day in common.';

CREATE FUNCTION innopart.option_right_within_range(terms innopart.option_right, period daterange) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_within_range'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_within_range(innopart.option_right, daterange) IS 'Whether every day of the window lies in the period.';

CREATE FUNCTION innopart.option_right_range_contains(period daterange, terms innopart.option_right) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_range_contains'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_range_contains(daterange, innopart.option_right) IS 'Whether every day of the window lies in the period.';

CREATE OPERATOR innopart.@> (
    FUNCTION = innopart.option_right_contains_day, LEFTARG = innopart.option_right, RIGHTARG = date,
    COMMUTATOR = OPERATOR(innopart.<@),
    RESTRICT = contsel, JOIN = contjoinsel
);
COMMENT ON OPERATOR innopart.@> (innopart.option_right, date) IS 'Whether the day lies in the window as written, both ends inclusive.';

CREATE OPERATOR innopart.<@ (
    FUNCTION = innopart.option_right_contained_day, LEFTARG = date, RIGHTARG = innopart.option_right,
    COMMUTATOR = OPERATOR(innopart.@>),
    RESTRICT = contsel, JOIN = contjoinsel
);
COMMENT ON OPERATOR innopart.<@ (date, innopart.option_right) IS 'Whether the day lies in the window as written, both ends inclusive.';

CREATE OPERATOR innopart.&& (
    FUNCTION = innopart.option_right_overlaps_range, LEFTARG = innopart.option_right, RIGHTARG = daterange,
    COMMUTATOR = OPERATOR(innopart.&&),
    RESTRICT = areasel, JOIN = areajoinsel
);
COMMENT ON OPERATOR innopart.&& (innopart.option_right, daterange) IS 'Whether the window and the period have a day in common.';

CREATE OPERATOR innopart.&& (
    FUNCTION = innopart.option_right_range_overlaps, LEFTARG = daterange, RIGHTARG = innopart.option_right,
    COMMUTATOR = OPERATOR(innopart.&&),
    RESTRICT = areasel, JOIN = areajoinsel
);
COMMENT ON OPERATOR innopart.&& (daterange, innopart.option_right) IS 'Whether the window and the period have a day in common.';

CREATE OPERATOR innopart.<@ (
    FUNCTION = innopart.option_right_within_range, LEFTARG = innopart.option_right, RIGHTARG = daterange,
    COMMUTATOR = OPERATOR(innopart.@>),
    RESTRICT = contsel, JOIN = contjoinsel
);
COMMENT ON OPERATOR innopart.<@ (innopart.option_right, daterange) IS 'Whether every day of the window lies in the period.';

CREATE OPERATOR innopart.@> (
    FUNCTION = innopart.option_right_range_contains, LEFTARG = daterange, RIGHTARG = innopart.option_right,
    COMMUTATOR = OPERATOR(innopart.<@),
    RESTRICT = contsel, JOIN = contjoinsel
);
COMMENT ON OPERATOR innopart.@> (daterange, innopart.option_right) IS 'Whether every day of the window lies in the period.';

-- operator classes

CREATE FUNCTION innopart.option_right_cmp(a innopart.option_right, b innopart.option_right) RETURNS integer
    AS 'MODULE_PATHNAME', 'option_right_cmp'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_cmp(innopart.option_right, innopart.option_right) IS 'btree support: less than, equal to or greater than 0.';

CREATE FUNCTION innopart.option_right_sortsupport(internal) RETURNS void
    AS 'MODULE_PATHNAME', 'option_right_sortsupport'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_sortsupport(internal) IS 'btree support: sorts by the window first, as one 64-bit integer, and looks at the rest only where windows are equal.';

CREATE FUNCTION innopart.option_right_hash(innopart.option_right) RETURNS integer
    AS 'MODULE_PATHNAME', 'option_right_hash_int4'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_hash(innopart.option_right) IS 'hash support: frozen, the same on every machine.';

CREATE FUNCTION innopart.option_right_hash_extended(innopart.option_right, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME', 'option_right_hash_int8'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_hash_extended(innopart.option_right, bigint) IS 'hash support: 64 bits with a seed, for partitions; frozen, the same on every machine.';

CREATE OPERATOR CLASS innopart.option_right_ops
    DEFAULT FOR TYPE innopart.option_right USING btree AS
    OPERATOR 1 innopart.<, OPERATOR 2 innopart.<=, OPERATOR 3 innopart.=,
    OPERATOR 4 innopart.>=, OPERATOR 5 innopart.>,
    FUNCTION 1 innopart.option_right_cmp(innopart.option_right, innopart.option_right),
    FUNCTION 2 innopart.option_right_sortsupport(internal),
    FUNCTION 4 pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS innopart.option_right_ops USING btree IS 'Total order of rights: by window, then ceilings, then the rest. Equal rights have equal bytes, so indexes are deduplicated.';
COMMENT ON OPERATOR FAMILY innopart.option_right_ops USING btree IS 'Total order of rights.';

CREATE OPERATOR CLASS innopart.option_right_ops
    DEFAULT FOR TYPE innopart.option_right USING hash AS
    OPERATOR 1 innopart.=,
    FUNCTION 1 innopart.option_right_hash(innopart.option_right),
    FUNCTION 2 innopart.option_right_hash_extended(innopart.option_right, bigint);
COMMENT ON OPERATOR CLASS innopart.option_right_ops USING hash IS 'Equality of rights, also for hash joins, grouping and hash partitions.';
COMMENT ON OPERATOR FAMILY innopart.option_right_ops USING hash IS 'Equality of rights.';

CREATE OPERATOR CLASS innopart.option_right_minmax_ops
    DEFAULT FOR TYPE innopart.option_right USING brin AS
    OPERATOR 1 innopart.<, OPERATOR 2 innopart.<=, OPERATOR 3 innopart.=,
    OPERATOR 4 innopart.>=, OPERATOR 5 innopart.>,
    FUNCTION 1 pg_catalog.brin_minmax_opcinfo(internal),
    FUNCTION 2 pg_catalog.brin_minmax_add_value(internal, internal, internal, internal),
    FUNCTION 3 pg_catalog.brin_minmax_consistent(internal, internal, internal),
    FUNCTION 4 pg_catalog.brin_minmax_union(internal, internal, internal);
COMMENT ON OPERATOR CLASS innopart.option_right_minmax_ops USING brin IS 'Smallest and largest right of each block range.';
COMMENT ON OPERATOR FAMILY innopart.option_right_minmax_ops USING brin IS 'Smallest and largest right of a block range.';

-- aggregates

CREATE FUNCTION innopart.option_right_smaller(a innopart.option_right, b innopart.option_right) RETURNS innopart.option_right
    AS 'MODULE_PATHNAME', 'option_right_smaller'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_smaller(innopart.option_right, innopart.option_right) IS 'The one of two rights that sorts first; state of min().';

CREATE FUNCTION innopart.option_right_larger(a innopart.option_right, b innopart.option_right) RETURNS innopart.option_right
    AS 'MODULE_PATHNAME', 'option_right_larger'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_larger(innopart.option_right, innopart.option_right) IS 'The one of two rights that sorts last; state of max().';

CREATE AGGREGATE innopart.min(innopart.option_right) (
    SFUNC = innopart.option_right_smaller,
    STYPE = innopart.option_right,
    COMBINEFUNC = innopart.option_right_smaller,
    SORTOP = OPERATOR(innopart.<),
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE innopart.min(innopart.option_right) IS 'The right that sorts first: with the earliest first day, then the earliest last day, and so on. NULL over no rows.';

CREATE AGGREGATE innopart.max(innopart.option_right) (
    SFUNC = innopart.option_right_larger,
    STYPE = innopart.option_right,
    COMBINEFUNC = innopart.option_right_larger,
    SORTOP = OPERATOR(innopart.>),
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE innopart.max(innopart.option_right) IS 'The right that sorts last: with the latest first day, then the latest last day, and so on. NULL over no rows.';

CREATE TYPE innopart.option_rollup AS (
    right_count bigint,
    max_units numeric,
    max_amount numeric,
    currency text,
    opens_on date,
    closes_on date
);
COMMENT ON TYPE innopart.option_rollup IS 'What a set of option rights comes to: see the aggregate option_rollup().';
COMMENT ON COLUMN innopart.option_rollup.right_count IS 'How many rights.';
COMMENT ON COLUMN innopart.option_rollup.max_units IS 'Sum of the ceilings in units; NULL when no right has one.';
COMMENT ON COLUMN innopart.option_rollup.max_amount IS 'Sum of the ceilings in money, ex VAT; NULL when no right has one.';
COMMENT ON COLUMN innopart.option_rollup.currency IS 'ISO 4217 code of max_amount.';
COMMENT ON COLUMN innopart.option_rollup.opens_on IS 'The earliest first day; NULL when a window is open at its start.';
COMMENT ON COLUMN innopart.option_rollup.closes_on IS 'The latest last day, inclusive; NULL when a window is open at its end.';

CREATE FUNCTION innopart.option_rollup_add(internal, innopart.option_right) RETURNS internal
    AS 'MODULE_PATHNAME', 'option_rollup_add'
    LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_rollup_add(internal, innopart.option_right) IS 'Transition of option_rollup().';

CREATE FUNCTION innopart.option_rollup_combine(internal, internal) RETURNS internal
    AS 'MODULE_PATHNAME', 'option_rollup_combine'
    LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_rollup_combine(internal, internal) IS 'Joins two states of option_rollup().';

CREATE FUNCTION innopart.option_rollup_serialize(internal) RETURNS bytea
    AS 'MODULE_PATHNAME', 'option_rollup_serialize'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_rollup_serialize(internal) IS 'State of option_rollup() for another process.';

CREATE FUNCTION innopart.option_rollup_deserialize(bytea, internal) RETURNS internal
    AS 'MODULE_PATHNAME', 'option_rollup_deserialize'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_rollup_deserialize(bytea, internal) IS 'State of option_rollup() from another process. Errors: 22P03.';

CREATE FUNCTION innopart.option_rollup_final(internal) RETURNS innopart.option_rollup
    AS 'MODULE_PATHNAME', 'option_rollup_final'
    LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_rollup_final(internal) IS 'The figures of option_rollup().';

CREATE AGGREGATE innopart.option_rollup(terms innopart.option_right) (
    SFUNC = innopart.option_rollup_add,
    STYPE = internal,
    SSPACE = 64,
    FINALFUNC = innopart.option_rollup_final,
    COMBINEFUNC = innopart.option_rollup_combine,
    SERIALFUNC = innopart.option_rollup_serialize,
    DESERIALFUNC = innopart.option_rollup_deserialize,
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE innopart.option_rollup(innopart.option_right) IS 'Six figures of many rights in one pass: count, sums of the ceilings, currency, earliest first day and latest last day. A right without a ceiling in units adds no units, and likewise for money. Sums of rights are not the stated maximum where rights share a cap. NULLs are skipped; NULL over no rights. Errors: IP024 when rights are in different currencies, which are never summed: group by currency(terms).';
