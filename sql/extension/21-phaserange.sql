-- phaserange: a stretch of phases, such as the whole of development, [development.1,purchase).

CREATE TYPE innopart.phaserange;

CREATE FUNCTION innopart.phaserange_canonical(innopart.phaserange) RETURNS innopart.phaserange
    AS 'MODULE_PATHNAME', 'phaserange_canonical'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phaserange_canonical(innopart.phaserange) IS 'The form [from,before) of a range of phases. Without lower bound becomes from need, for nothing comes before it; up to and including closed becomes up to no bound, for nothing follows it.';

CREATE FUNCTION innopart.phaserange_subtype_diff(innopart.phase, innopart.phase) RETURNS double precision
    AS 'MODULE_PATHNAME', 'phaserange_subtype_diff'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.phaserange_subtype_diff(innopart.phase, innopart.phase) IS 'How many steps the first phase is after the second on the line of all 104 phases; for index planning.';

CREATE TYPE innopart.phaserange AS RANGE (
    SUBTYPE = innopart.phase,
    SUBTYPE_OPCLASS = innopart.phase_ops,
    SUBTYPE_DIFF = innopart.phaserange_subtype_diff,
    CANONICAL = innopart.phaserange_canonical,
    MULTIRANGE_TYPE_NAME = innopart.phasemultirange
);
COMMENT ON TYPE innopart.phaserange IS 'A stretch of phases, discrete: [development.1,development.3] and [development.1,development.4) are the same range, and two ranges are equal exactly when they hold the same phases.';
COMMENT ON TYPE innopart.phasemultirange IS 'Several stretches of phases.';
COMMENT ON FUNCTION innopart.phaserange(innopart.phase, innopart.phase) IS 'The range from the first phase (NULL: need) up to, not including, the second (NULL: no bound).';
COMMENT ON FUNCTION innopart.phaserange(innopart.phase, innopart.phase, text) IS 'The range between two phases with bounds [), [], () or (]; NULL is need below and no bound above.';
COMMENT ON FUNCTION innopart.phasemultirange() IS 'No phase at all.';
COMMENT ON FUNCTION innopart.phasemultirange(innopart.phaserange) IS 'One range of phases as a multirange.';
COMMENT ON FUNCTION innopart.phasemultirange(innopart.phaserange[]) IS 'Several ranges of phases, merged where they meet.';
COMMENT ON CAST (innopart.phaserange AS innopart.phasemultirange) IS 'One range of phases as a multirange.';
