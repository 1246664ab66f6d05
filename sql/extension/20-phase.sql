-- phase: where a partnership stands.  need < dialogue < competition < development.1 < ... <
-- development.99 < purchase < closed.

CREATE TYPE innopart.phase;

CREATE FUNCTION innopart.phase_in(cstring) RETURNS innopart.phase
    AS 'MODULE_PATHNAME', 'phase_in'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_in(cstring) IS 'Reads a phase; white space around it and letter case do not matter. Errors: 22P02, with the rule broken as DETAIL.';

CREATE FUNCTION innopart.phase_out(innopart.phase) RETURNS cstring
    AS 'MODULE_PATHNAME', 'phase_out'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_out(innopart.phase) IS 'Writes a phase in lower case.';

CREATE FUNCTION innopart.phase_recv(internal) RETURNS innopart.phase
    AS 'MODULE_PATHNAME', 'phase_recv'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_recv(internal) IS 'Reads the four bytes of the wire. Errors: 22P03 for an integer that is no phase.';

CREATE FUNCTION innopart.phase_send(innopart.phase) RETURNS bytea
    AS 'MODULE_PATHNAME', 'phase_send'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_send(innopart.phase) IS 'Writes the four bytes of the wire: a reserved zero, the kind, and the stage in two bytes.';

CREATE TYPE innopart.phase (
    INPUT = innopart.phase_in,
    OUTPUT = innopart.phase_out,
    RECEIVE = innopart.phase_recv,
    SEND = innopart.phase_send,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4,
    STORAGE = plain
);
COMMENT ON TYPE innopart.phase IS 'A phase of an innovation partnership: need, dialogue, competition, development.1 to development.99, purchase, closed, in that order. A bare number is never a phase, for partnerships number their phases differently; what a partnership calls a phase stands in its plan.';

-- functions

CREATE FUNCTION innopart.kind(innopart.phase) RETURNS text
    AS 'MODULE_PATHNAME', 'phase_kind_of'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.kind(innopart.phase) IS 'The kind of a phase without its stage: development for development.2.';

CREATE FUNCTION innopart.stage(innopart.phase) RETURNS integer
    AS 'MODULE_PATHNAME', 'phase_stage_of'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.stage(innopart.phase) IS 'The stage of a development phase, 1 to 99; 0 for every other phase.';

CREATE FUNCTION innopart.phase_order(innopart.phase) RETURNS integer
    AS 'MODULE_PATHNAME', 'phase_order_of'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_order(innopart.phase) IS 'A number that sorts as the phase does, for tools that know no type of ours: need 100, dialogue 200, competition 300, development.n 400 + n, purchase 500, closed 600.';

CREATE FUNCTION innopart.label(innopart.phase, language text) RETURNS text
    AS 'MODULE_PATHNAME', 'phase_label_of'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.label(innopart.phase, text) IS 'What to call a phase in en, nb or nn. Errors: 22023 for any other language.';

CREATE FUNCTION innopart.label(innopart.phase) RETURNS text
    AS 'MODULE_PATHNAME', 'phase_label_in_session'
    LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.label(innopart.phase) IS 'What to call a phase in the language of the setting innopart.language.';

CREATE FUNCTION innopart.may_follow(next innopart.phase, current innopart.phase) RETURNS boolean
    AS 'MODULE_PATHNAME', 'phase_may_follow_phase'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.may_follow(innopart.phase, innopart.phase) IS 'Whether a partnership in the phase current may enter the phase next. Nothing is skipped after the notice and nobody goes back from it: competition, development.1, development.2 and so on, purchase (Directive 2014/24/EU Art. 31(2): phases follow the sequence of the research and innovation process). How many stages development has is the partnership''s plan. Before the notice need and dialogue may alternate and dialogue may be left out, for nothing binds yet (our judgement). Any phase may be the last, and nothing follows closed.';

CREATE FUNCTION innopart.next_phases(current innopart.phase) RETURNS SETOF innopart.phase
    AS 'MODULE_PATHNAME', 'phase_next_phases'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 3;
COMMENT ON FUNCTION innopart.next_phases(innopart.phase) IS 'The phases that may follow this one, in their order; none for closed. The same rule as may_follow().';

-- operators

CREATE FUNCTION innopart.phase_lt(innopart.phase, innopart.phase) RETURNS boolean
    AS 'MODULE_PATHNAME', 'phase_lt'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_lt(innopart.phase, innopart.phase) IS 'Implementation of the < operator.';

CREATE FUNCTION innopart.phase_le(innopart.phase, innopart.phase) RETURNS boolean
    AS 'MODULE_PATHNAME', 'phase_le'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_le(innopart.phase, innopart.phase) IS 'Implementation of the <= operator.';

CREATE FUNCTION innopart.phase_eq(innopart.phase, innopart.phase) RETURNS boolean
    AS 'MODULE_PATHNAME', 'phase_eq'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_eq(innopart.phase, innopart.phase) IS 'Implementation of the = operator.';

CREATE FUNCTION innopart.phase_ne(innopart.phase, innopart.phase) RETURNS boolean
    AS 'MODULE_PATHNAME', 'phase_ne'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_ne(innopart.phase, innopart.phase) IS 'Implementation of the <> operator.';

CREATE FUNCTION innopart.phase_ge(innopart.phase, innopart.phase) RETURNS boolean
    AS 'MODULE_PATHNAME', 'phase_ge'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_ge(innopart.phase, innopart.phase) IS 'Implementation of the >= operator.';

CREATE FUNCTION innopart.phase_gt(innopart.phase, innopart.phase) RETURNS boolean
    AS 'MODULE_PATHNAME', 'phase_gt'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_gt(innopart.phase, innopart.phase) IS 'Implementation of the > operator.';

CREATE OPERATOR innopart.< (
    FUNCTION = innopart.phase_lt, LEFTARG = innopart.phase, RIGHTARG = innopart.phase,
    COMMUTATOR = OPERATOR(innopart.>), NEGATOR = OPERATOR(innopart.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR innopart.< (innopart.phase, innopart.phase) IS 'comes before';

CREATE OPERATOR innopart.<= (
    FUNCTION = innopart.phase_le, LEFTARG = innopart.phase, RIGHTARG = innopart.phase,
    COMMUTATOR = OPERATOR(innopart.>=), NEGATOR = OPERATOR(innopart.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR innopart.<= (innopart.phase, innopart.phase) IS 'comes before or is the same';

CREATE OPERATOR innopart.= (
    FUNCTION = innopart.phase_eq, LEFTARG = innopart.phase, RIGHTARG = innopart.phase,
    COMMUTATOR = OPERATOR(innopart.=), NEGATOR = OPERATOR(innopart.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR innopart.= (innopart.phase, innopart.phase) IS 'is the same';

CREATE OPERATOR innopart.<> (
    FUNCTION = innopart.phase_ne, LEFTARG = innopart.phase, RIGHTARG = innopart.phase,
    COMMUTATOR = OPERATOR(innopart.<>), NEGATOR = OPERATOR(innopart.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR innopart.<> (innopart.phase, innopart.phase) IS 'is not the same';

CREATE OPERATOR innopart.>= (
    FUNCTION = innopart.phase_ge, LEFTARG = innopart.phase, RIGHTARG = innopart.phase,
    COMMUTATOR = OPERATOR(innopart.<=), NEGATOR = OPERATOR(innopart.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR innopart.>= (innopart.phase, innopart.phase) IS 'comes after or is the same';

CREATE OPERATOR innopart.> (
    FUNCTION = innopart.phase_gt, LEFTARG = innopart.phase, RIGHTARG = innopart.phase,
    COMMUTATOR = OPERATOR(innopart.<), NEGATOR = OPERATOR(innopart.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR innopart.> (innopart.phase, innopart.phase) IS 'comes after';

-- operator classes

CREATE FUNCTION innopart.phase_cmp(innopart.phase, innopart.phase) RETURNS integer
    AS 'MODULE_PATHNAME', 'phase_cmp'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_cmp(innopart.phase, innopart.phase) IS 'Negative, zero or positive as the first phase comes before, is, or comes after the second.';

CREATE FUNCTION innopart.phase_sortsupport(internal) RETURNS void
    AS 'MODULE_PATHNAME', 'phase_sortsupport'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_sortsupport(internal) IS 'Sorts phases as the integers they are.';

CREATE FUNCTION innopart.phase_hash(innopart.phase) RETURNS integer
    AS 'MODULE_PATHNAME', 'phase_hash_of'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_hash(innopart.phase) IS 'Hash of 32 bits, frozen: hash indexes depend on it.';

CREATE FUNCTION innopart.phase_hash_extended(innopart.phase, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME', 'phase_hash_extended'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_hash_extended(innopart.phase, bigint) IS 'Hash of 64 bits under a seed, frozen: hash partitions depend on it.';

CREATE OPERATOR CLASS innopart.phase_ops DEFAULT FOR TYPE innopart.phase USING btree AS
    OPERATOR 1 innopart.<,
    OPERATOR 2 innopart.<=,
    OPERATOR 3 innopart.=,
    OPERATOR 4 innopart.>=,
    OPERATOR 5 innopart.>,
    FUNCTION 1 innopart.phase_cmp(innopart.phase, innopart.phase),
    FUNCTION 2 innopart.phase_sortsupport(internal),
    FUNCTION 4 btequalimage(oid);
COMMENT ON OPERATOR CLASS innopart.phase_ops USING btree IS 'The order of phases.';
COMMENT ON OPERATOR FAMILY innopart.phase_ops USING btree IS 'The order of phases.';

CREATE OPERATOR CLASS innopart.phase_ops DEFAULT FOR TYPE innopart.phase USING hash AS
    OPERATOR 1 innopart.=,
    FUNCTION 1 innopart.phase_hash(innopart.phase),
    FUNCTION 2 innopart.phase_hash_extended(innopart.phase, bigint);
COMMENT ON OPERATOR CLASS innopart.phase_ops USING hash IS 'Equality of phases.';
COMMENT ON OPERATOR FAMILY innopart.phase_ops USING hash IS 'Equality of phases.';

CREATE OPERATOR CLASS innopart.phase_minmax_ops DEFAULT FOR TYPE innopart.phase USING brin AS
    OPERATOR 1 innopart.<,
    OPERATOR 2 innopart.<=,
    OPERATOR 3 innopart.=,
    OPERATOR 4 innopart.>=,
    OPERATOR 5 innopart.>,
    FUNCTION 1 brin_minmax_opcinfo(internal),
    FUNCTION 2 brin_minmax_add_value(internal, internal, internal, internal),
    FUNCTION 3 brin_minmax_consistent(internal, internal, internal),
    FUNCTION 4 brin_minmax_union(internal, internal, internal);
COMMENT ON OPERATOR CLASS innopart.phase_minmax_ops USING brin IS 'First and last phase of a block range.';
COMMENT ON OPERATOR FAMILY innopart.phase_minmax_ops USING brin IS 'First and last phase of a block range.';

-- aggregates

CREATE FUNCTION innopart.phase_smaller(innopart.phase, innopart.phase) RETURNS innopart.phase
    AS 'MODULE_PATHNAME', 'phase_smaller'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_smaller(innopart.phase, innopart.phase) IS 'The earlier of two phases.';

CREATE FUNCTION innopart.phase_larger(innopart.phase, innopart.phase) RETURNS innopart.phase
    AS 'MODULE_PATHNAME', 'phase_larger'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phase_larger(innopart.phase, innopart.phase) IS 'The later of two phases.';

CREATE AGGREGATE innopart.min(innopart.phase) (
    SFUNC = innopart.phase_smaller, STYPE = innopart.phase,
    COMBINEFUNC = innopart.phase_smaller, SORTOP = OPERATOR(innopart.<), PARALLEL = SAFE
);
COMMENT ON AGGREGATE innopart.min(innopart.phase) IS 'The earliest phase; NULL when there is none.';

CREATE AGGREGATE innopart.max(innopart.phase) (
    SFUNC = innopart.phase_larger, STYPE = innopart.phase,
    COMBINEFUNC = innopart.phase_larger, SORTOP = OPERATOR(innopart.>), PARALLEL = SAFE
);
COMMENT ON AGGREGATE innopart.max(innopart.phase) IS 'The latest phase; NULL when there is none.';
