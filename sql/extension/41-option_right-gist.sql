-- GiST on the window of an option right: which rights are open on a day, or in a period.

CREATE FUNCTION innopart.option_right_gist_consistent(internal, innopart.option_right, smallint, oid, internal) RETURNS boolean
    AS 'MODULE_PATHNAME', 'option_right_gist_consistent'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_gist_consistent(internal, innopart.option_right, smallint, oid, internal) IS 'GiST support: whether an entry can answer a query; exact at the leaves.';

CREATE FUNCTION innopart.option_right_gist_union(internal, internal) RETURNS bigint
    AS 'MODULE_PATHNAME', 'option_right_gist_union'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_gist_union(internal, internal) IS 'GiST support: the window that spans all entries.';

CREATE FUNCTION innopart.option_right_gist_compress(internal) RETURNS internal
    AS 'MODULE_PATHNAME', 'option_right_gist_compress'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_gist_compress(internal) IS 'GiST support: a rights window, packed into a bigint.';

CREATE FUNCTION innopart.option_right_gist_penalty(internal, internal, internal) RETURNS internal
    AS 'MODULE_PATHNAME', 'option_right_gist_penalty'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_gist_penalty(internal, internal, internal) IS 'GiST support: the days by which a subtree would grow.';

CREATE FUNCTION innopart.option_right_gist_picksplit(internal, internal) RETURNS internal
    AS 'MODULE_PATHNAME', 'option_right_gist_picksplit'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_gist_picksplit(internal, internal) IS 'GiST support: halves a page by first days or by last days.';

CREATE FUNCTION innopart.option_right_gist_same(bigint, bigint, internal) RETURNS internal
    AS 'MODULE_PATHNAME', 'option_right_gist_same'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_gist_same(bigint, bigint, internal) IS 'GiST support: whether two keys are equal.';

CREATE FUNCTION innopart.option_right_gist_sortsupport(internal) RETURNS void
    AS 'MODULE_PATHNAME', 'option_right_gist_sortsupport'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.option_right_gist_sortsupport(internal) IS 'GiST support: sorts keys by window, for a fast build.';

CREATE OPERATOR CLASS innopart.option_right_ops
    DEFAULT FOR TYPE innopart.option_right USING gist AS
    OPERATOR 3 innopart.&& (innopart.option_right, pg_catalog.daterange),
    OPERATOR 8 innopart.<@ (innopart.option_right, pg_catalog.daterange),
    OPERATOR 16 innopart.@> (innopart.option_right, pg_catalog.date),
    FUNCTION 1 innopart.option_right_gist_consistent(internal, innopart.option_right, smallint, oid, internal),
    FUNCTION 2 innopart.option_right_gist_union(internal, internal),
    FUNCTION 3 innopart.option_right_gist_compress(internal),
    FUNCTION 5 innopart.option_right_gist_penalty(internal, internal, internal),
    FUNCTION 6 innopart.option_right_gist_picksplit(internal, internal),
    FUNCTION 7 innopart.option_right_gist_same(bigint, bigint, internal),
    FUNCTION 11 innopart.option_right_gist_sortsupport(internal),
    STORAGE bigint;
COMMENT ON OPERATOR CLASS innopart.option_right_ops USING gist IS 'Searches the window: terms @> date, terms && daterange, terms <@ daterange. Entries hold the window alone, 8 bytes.';
COMMENT ON OPERATOR FAMILY innopart.option_right_ops USING gist IS 'The window of a right.';
