-- The catalogue of the reports, as a report: for tools that show no comments.
CREATE OR REPLACE VIEW @report@.report_column WITH (security_invoker = true) AS
SELECT hashtextextended(c.relname || '.' || a.attname, 0) AS id, c.relname::text AS report_name, obj_description(c.oid, 'pg_class') AS report_meaning,
    a.attname::text AS column_name, a.attnum::integer AS column_order, format_type(a.atttypid, a.atttypmod) AS column_type, col_description(c.oid, a.attnum) AS column_meaning
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind = 'v' AND quote_ident(n.nspname) = '@report@';
SELECT @registry@.describe_report('report_column', 'What does each column of each report mean? One row a column, from the comments in the catalogs.', ARRAY[
    ['id', 'Key of the row, from report and column.'], ['report_name', 'The report.'], ['report_meaning', 'What it answers, and its grain.'], ['column_name', 'The column.'], ['column_order', 'Its place.'], ['column_type', 'Its type.'], ['column_meaning', 'What it holds, its unit, and whether it adds up.']]);

CREATE OR REPLACE FUNCTION @registry@.grant_bi(role_name name) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = role_name) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', role_name);
        -- tools that ask for tables by their bare names find the reports, and none of them writes
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = %s', role_name, current_database(), '@report@');
        EXECUTE format('ALTER ROLE %I IN DATABASE %I SET default_transaction_read_only = on', role_name, current_database());
    END IF;
    PERFORM @registry@.grant_reports(role_name);
END $$;
COMMENT ON FUNCTION @registry@.grant_bi(name) IS 'Makes a read-only role for BI tools: creates it where it does not exist, with LOGIN, without a password (set one: \password role), with the reports as its search path; then grants it all that reports need, as grant_reports() does, and nothing to write. A role that exists keeps its settings. By the registry''s owner; to create the role takes CREATEROLE (42501 otherwise).';
REVOKE EXECUTE ON FUNCTION @registry@.grant_bi(name) FROM PUBLIC;

-- an upgrade may have brought tables, views and functions
SELECT @registry@.apply_access(a.role_name) FROM @registry@.access a JOIN pg_catalog.pg_roles r ON r.rolname = a.role_name GROUP BY a.role_name;

-- access hangs on a name: who is given the name of a role that is gone would have its access
DO $$
DECLARE
    gone text := (SELECT string_agg(DISTINCT quote_ident(a.role_name), ', ') FROM @registry@.access a
                  WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = a.role_name));
BEGIN
    IF gone IS NOT NULL THEN
        RAISE WARNING USING MESSAGE = pg_catalog.format('access is granted to roles that do not exist: %s', gone),
            DETAIL = 'A role that is made with such a name has that access.',
            HINT = 'Take it back: SELECT @registry@.revoke_access(role_name);';
    END IF;
END $$;
