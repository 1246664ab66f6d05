-- orgnr: a Norwegian organisation number, for example 964965226 (Stavanger kommune).

CREATE TYPE innopart.orgnr;

CREATE FUNCTION innopart.orgnr_in(cstring) RETURNS innopart.orgnr
    AS 'MODULE_PATHNAME', 'orgnr_in'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_in(cstring) IS 'Reads an organisation number: spaces, dots and hyphens between its digits, NO, NO-BRC- or NO-BRC: before them and MVA after them are accepted, in any case. Errors: 22P02, with the rule broken as DETAIL.';

CREATE FUNCTION innopart.orgnr_out(innopart.orgnr) RETURNS cstring
    AS 'MODULE_PATHNAME', 'orgnr_out'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_out(innopart.orgnr) IS 'Writes the nine digits.';

CREATE FUNCTION innopart.orgnr_recv(internal) RETURNS innopart.orgnr
    AS 'MODULE_PATHNAME', 'orgnr_recv'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_recv(internal) IS 'Reads the four bytes of the wire. Errors: 22P03 for an integer that is no organisation number.';

CREATE FUNCTION innopart.orgnr_send(innopart.orgnr) RETURNS bytea
    AS 'MODULE_PATHNAME', 'orgnr_send'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_send(innopart.orgnr) IS 'Writes the four bytes of the wire: the number as an integer.';

CREATE TYPE innopart.orgnr (
    INPUT = innopart.orgnr_in,
    OUTPUT = innopart.orgnr_out,
    RECEIVE = innopart.orgnr_recv,
    SEND = innopart.orgnr_send,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4,
    STORAGE = plain
);
COMMENT ON TYPE innopart.orgnr IS 'A Norwegian organisation number as the Brønnøysund registers give it: nine digits, the first 8 or 9, the last a check digit (modulus 11, weights 3, 2, 7, 6, 5, 4, 3, 2). That a number is well formed does not mean that anybody has it.';

-- functions

CREATE FUNCTION innopart.orgnr_is_valid(text) RETURNS boolean
    AS 'MODULE_PATHNAME', 'orgnr_is_valid'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_is_valid(text) IS 'Whether text would be accepted as an orgnr; raises no error, so that a file can be checked before it is loaded.';

-- operators

CREATE FUNCTION innopart.orgnr_lt(innopart.orgnr, innopart.orgnr) RETURNS boolean
    AS 'MODULE_PATHNAME', 'orgnr_lt'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_lt(innopart.orgnr, innopart.orgnr) IS 'Implementation of the < operator.';

CREATE FUNCTION innopart.orgnr_le(innopart.orgnr, innopart.orgnr) RETURNS boolean
    AS 'MODULE_PATHNAME', 'orgnr_le'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_le(innopart.orgnr, innopart.orgnr) IS 'Implementation of the <= operator.';

CREATE FUNCTION innopart.orgnr_eq(innopart.orgnr, innopart.orgnr) RETURNS boolean
    AS 'MODULE_PATHNAME', 'orgnr_eq'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_eq(innopart.orgnr, innopart.orgnr) IS 'Implementation of the = operator.';

CREATE FUNCTION innopart.orgnr_ne(innopart.orgnr, innopart.orgnr) RETURNS boolean
    AS 'MODULE_PATHNAME', 'orgnr_ne'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_ne(innopart.orgnr, innopart.orgnr) IS 'Implementation of the <> operator.';

CREATE FUNCTION innopart.orgnr_ge(innopart.orgnr, innopart.orgnr) RETURNS boolean
    AS 'MODULE_PATHNAME', 'orgnr_ge'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_ge(innopart.orgnr, innopart.orgnr) IS 'Implementation of the >= operator.';

CREATE FUNCTION innopart.orgnr_gt(innopart.orgnr, innopart.orgnr) RETURNS boolean
    AS 'MODULE_PATHNAME', 'orgnr_gt'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_gt(innopart.orgnr, innopart.orgnr) IS 'Implementation of the > operator.';

CREATE OPERATOR innopart.< (
    FUNCTION = innopart.orgnr_lt, LEFTARG = innopart.orgnr, RIGHTARG = innopart.orgnr,
    COMMUTATOR = OPERATOR(innopart.>), NEGATOR = OPERATOR(innopart.>=),
    RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR innopart.< (innopart.orgnr, innopart.orgnr) IS 'is the smaller number';

CREATE OPERATOR innopart.<= (
    FUNCTION = innopart.orgnr_le, LEFTARG = innopart.orgnr, RIGHTARG = innopart.orgnr,
    COMMUTATOR = OPERATOR(innopart.>=), NEGATOR = OPERATOR(innopart.>),
    RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR innopart.<= (innopart.orgnr, innopart.orgnr) IS 'is the smaller number or the same';

CREATE OPERATOR innopart.= (
    FUNCTION = innopart.orgnr_eq, LEFTARG = innopart.orgnr, RIGHTARG = innopart.orgnr,
    COMMUTATOR = OPERATOR(innopart.=), NEGATOR = OPERATOR(innopart.<>),
    RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR innopart.= (innopart.orgnr, innopart.orgnr) IS 'is the same';

CREATE OPERATOR innopart.<> (
    FUNCTION = innopart.orgnr_ne, LEFTARG = innopart.orgnr, RIGHTARG = innopart.orgnr,
    COMMUTATOR = OPERATOR(innopart.<>), NEGATOR = OPERATOR(innopart.=),
    RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR innopart.<> (innopart.orgnr, innopart.orgnr) IS 'is not the same';

CREATE OPERATOR innopart.>= (
    FUNCTION = innopart.orgnr_ge, LEFTARG = innopart.orgnr, RIGHTARG = innopart.orgnr,
    COMMUTATOR = OPERATOR(innopart.<=), NEGATOR = OPERATOR(innopart.<),
    RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR innopart.>= (innopart.orgnr, innopart.orgnr) IS 'is the larger number or the same';

CREATE OPERATOR innopart.> (
    FUNCTION = innopart.orgnr_gt, LEFTARG = innopart.orgnr, RIGHTARG = innopart.orgnr,
    COMMUTATOR = OPERATOR(innopart.<), NEGATOR = OPERATOR(innopart.<=),
    RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR innopart.> (innopart.orgnr, innopart.orgnr) IS 'is the larger number';

-- operator classes

CREATE FUNCTION innopart.orgnr_cmp(innopart.orgnr, innopart.orgnr) RETURNS integer
    AS 'MODULE_PATHNAME', 'orgnr_cmp'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_cmp(innopart.orgnr, innopart.orgnr) IS 'Negative, zero or positive as the first number is smaller than, is, or is larger than the second.';

CREATE FUNCTION innopart.orgnr_sortsupport(internal) RETURNS void
    AS 'MODULE_PATHNAME', 'orgnr_sortsupport'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_sortsupport(internal) IS 'Sorts numbers as the integers they are.';

CREATE FUNCTION innopart.orgnr_hash(innopart.orgnr) RETURNS integer
    AS 'MODULE_PATHNAME', 'orgnr_hash_of'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_hash(innopart.orgnr) IS 'Hash of 32 bits, frozen: hash indexes depend on it.';

CREATE FUNCTION innopart.orgnr_hash_extended(innopart.orgnr, bigint) RETURNS bigint
    AS 'MODULE_PATHNAME', 'orgnr_hash_extended'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_hash_extended(innopart.orgnr, bigint) IS 'Hash of 64 bits under a seed, frozen: hash partitions depend on it.';

CREATE OPERATOR CLASS innopart.orgnr_ops DEFAULT FOR TYPE innopart.orgnr USING btree AS
    OPERATOR 1 innopart.<,
    OPERATOR 2 innopart.<=,
    OPERATOR 3 innopart.=,
    OPERATOR 4 innopart.>=,
    OPERATOR 5 innopart.>,
    FUNCTION 1 innopart.orgnr_cmp(innopart.orgnr, innopart.orgnr),
    FUNCTION 2 innopart.orgnr_sortsupport(internal),
    FUNCTION 4 btequalimage(oid);
COMMENT ON OPERATOR CLASS innopart.orgnr_ops USING btree IS 'The order of numbers.';
COMMENT ON OPERATOR FAMILY innopart.orgnr_ops USING btree IS 'The order of numbers.';

CREATE OPERATOR CLASS innopart.orgnr_ops DEFAULT FOR TYPE innopart.orgnr USING hash AS
    OPERATOR 1 innopart.=,
    FUNCTION 1 innopart.orgnr_hash(innopart.orgnr),
    FUNCTION 2 innopart.orgnr_hash_extended(innopart.orgnr, bigint);
COMMENT ON OPERATOR CLASS innopart.orgnr_ops USING hash IS 'Equality of organisation numbers.';
COMMENT ON OPERATOR FAMILY innopart.orgnr_ops USING hash IS 'Equality of organisation numbers.';

CREATE OPERATOR CLASS innopart.orgnr_minmax_ops DEFAULT FOR TYPE innopart.orgnr USING brin AS
    OPERATOR 1 innopart.<,
    OPERATOR 2 innopart.<=,
    OPERATOR 3 innopart.=,
    OPERATOR 4 innopart.>=,
    OPERATOR 5 innopart.>,
    FUNCTION 1 brin_minmax_opcinfo(internal),
    FUNCTION 2 brin_minmax_add_value(internal, internal, internal, internal),
    FUNCTION 3 brin_minmax_consistent(internal, internal, internal),
    FUNCTION 4 brin_minmax_union(internal, internal, internal);
COMMENT ON OPERATOR CLASS innopart.orgnr_minmax_ops USING brin IS 'Smallest and largest number of a block range.';
COMMENT ON OPERATOR FAMILY innopart.orgnr_minmax_ops USING brin IS 'Smallest and largest number of a block range.';

-- aggregates

CREATE FUNCTION innopart.orgnr_smaller(innopart.orgnr, innopart.orgnr) RETURNS innopart.orgnr
    AS 'MODULE_PATHNAME', 'orgnr_smaller'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_smaller(innopart.orgnr, innopart.orgnr) IS 'The smaller of two numbers.';

CREATE FUNCTION innopart.orgnr_larger(innopart.orgnr, innopart.orgnr) RETURNS innopart.orgnr
    AS 'MODULE_PATHNAME', 'orgnr_larger'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.orgnr_larger(innopart.orgnr, innopart.orgnr) IS 'The larger of two numbers.';

CREATE AGGREGATE innopart.min(innopart.orgnr) (
    SFUNC = innopart.orgnr_smaller, STYPE = innopart.orgnr,
    COMBINEFUNC = innopart.orgnr_smaller, SORTOP = OPERATOR(innopart.<), PARALLEL = SAFE
);
COMMENT ON AGGREGATE innopart.min(innopart.orgnr) IS 'The smallest number; NULL when there is none.';

CREATE AGGREGATE innopart.max(innopart.orgnr) (
    SFUNC = innopart.orgnr_larger, STYPE = innopart.orgnr,
    COMBINEFUNC = innopart.orgnr_larger, SORTOP = OPERATOR(innopart.>), PARALLEL = SAFE
);
COMMENT ON AGGREGATE innopart.max(innopart.orgnr) IS 'The largest number; NULL when there is none.';
