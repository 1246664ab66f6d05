\echo Use "CREATE EXTENSION innopart" to load this file. \quit

-- The schema is ours alone: plain CREATE, so that a schema somebody else made first stops the
-- installation instead of being adopted.
CREATE SCHEMA innopart;
COMMENT ON SCHEMA innopart IS 'Types and functions for innovation partnerships: phases, option rights and their positions. Code only; no facts live here.';
GRANT USAGE ON SCHEMA innopart TO PUBLIC;

CREATE FUNCTION innopart.version() RETURNS text
    AS 'MODULE_PATHNAME', 'innopart_version'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION innopart.version() IS 'Version of the loaded library, for example 1.0.0. pg_extension.extversion is that of the installed SQL; the two differ between a package upgrade and ALTER EXTENSION innopart UPDATE.';
