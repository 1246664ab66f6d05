-- The registry: ordinary tables of whoever calls innopart.create_registry().  @registry@ and
-- @report@ stand for the two schema names and are replaced when the text is made.
CREATE SCHEMA @registry@;
COMMENT ON SCHEMA @registry@ IS 'What happened in innovation partnerships: facts of record, appended and never edited.';
CREATE SCHEMA @report@;
COMMENT ON SCHEMA @report@ IS 'What people read: views over the registry, in core types only.';

CREATE TABLE @registry@.registry_info (
    is_only       boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    version       text NOT NULL,
    report_schema text NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    upgraded_at   timestamptz,
    import_no     bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE @registry@.registry_info IS 'One row: the version of innopart that these tables and rules are of, and the schema of their reports.';
COMMENT ON COLUMN @registry@.registry_info.import_no IS 'Counts the imports. Each raises it, so that two sessions never bring the same document, or two documents of one procedure, side by side, whatever their isolation level.';
