-- The registry's SQL as text, and the functions that run it.  Its tables are made by, and belong
-- to, whoever calls create_registry(): facts of record must survive DROP EXTENSION and be dumped
-- as ordinary tables.
--
-- The two bodies below are put in by the build from sql/registry/*.sql, in the Makefile's order.

CREATE FUNCTION innopart.registry_tables_ddl() RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT $innopart_registry$
@registry_tables@
$innopart_registry$;
END;
COMMENT ON FUNCTION innopart.registry_tables_ddl() IS 'SQL of the registry''s schemas, tables and their known_ views, with @registry@ and @report@ where the quoted schema names go. Runs once.';

CREATE FUNCTION innopart.registry_rules_ddl() RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT $innopart_registry$
@registry_rules@
$innopart_registry$;
END;
COMMENT ON FUNCTION innopart.registry_rules_ddl() IS 'SQL of the registry''s rules, verbs and reports, with @registry@ and @report@ where the quoted schema names go. May run again over an older version of itself.';

CREATE FUNCTION innopart.registry_ddl(registry name DEFAULT 'registry', report name DEFAULT 'report', partitions integer DEFAULT 0) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT replace(replace(replace(replace(innopart.registry_tables_ddl(),
                                           ' @by_partnership@', CASE WHEN partitions > 0 THEN ' PARTITION BY HASH (partnership_id)' ELSE '' END),
                                   '@partitions@', partitions::text)
                           || innopart.registry_rules_ddl(),
                           '@registry@', quote_ident(registry)),
                   '@report@', quote_ident(report));
END;
COMMENT ON FUNCTION innopart.registry_ddl(name, name, integer) IS 'The SQL that create_registry() runs, for reading, or for a migration tool. Arguments: names of the two schemas; into how many partitions the large tables are divided, 0 for none.';

CREATE FUNCTION innopart.create_registry(registry name DEFAULT 'registry', report name DEFAULT 'report', partitions integer DEFAULT 0) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
    SET search_path = pg_catalog, innopart, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    taken name;
BEGIN
    IF registry::text || report::text ~ '[^[:alnum:]_ -]' OR registry = report OR '' IN (registry, report) THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('"%s" and "%s" cannot be the schemas of a registry', registry, report),
            DETAIL = 'The two names must differ, and each hold one or more letters, digits, underscores, hyphens and spaces, and nothing else.';
    END IF;
    IF partitions NOT BETWEEN 0 AND 256 THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('a registry cannot have %s partitions', partitions),
            DETAIL = 'Each of its large tables is divided into 1 to 256, or, with 0, into none.';
    END IF;
    SELECT n.nspname INTO taken FROM pg_namespace n WHERE n.nspname IN (registry, report) ORDER BY n.nspname LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'IP041',
            MESSAGE = format('schema "%s" already exists', taken),
            DETAIL = 'A registry is made in two new schemas, never inside somebody else''s.',
            HINT = 'Choose other names: SELECT innopart.create_registry(''my_registry'', ''my_report'');';
    END IF;
    EXECUTE innopart.registry_ddl(registry, report, partitions);
    EXECUTE format('INSERT INTO %I.registry_info (version, report_schema) VALUES ($1, $2)', registry)
        USING innopart.version(), report;
END $$;
COMMENT ON FUNCTION innopart.create_registry(name, name, integer) IS 'Makes a registry: schema registry with tables, rules and verbs, schema report with views, all owned by the caller. partitions: into how many parts, by the hash of the partnership, the tables that grow with the past are divided, for good; 0, the usual, leaves them whole. Errors: 22023 for unusable names or a number of partitions outside 0 to 256, IP041 when a schema exists.';

-- A registry is its owner's: its triggers, views and functions run as whoever calls them.  So nobody
-- else runs them from here, least of all a superuser, whose rights they would have.
CREATE FUNCTION innopart.registry_of_caller(registry name) RETURNS void
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    owner name := (SELECT pg_get_userbyid(n.nspowner) FROM pg_namespace n WHERE n.nspname = registry);
BEGIN
    IF to_regclass(format('%I.registry_info', registry)) IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'IP041',
            MESSAGE = format('there is no registry in schema "%s"', registry),
            HINT = 'SELECT innopart.create_registry();';
    ELSIF owner <> current_user THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
            MESSAGE = format('registry "%s" belongs to role "%s"', registry, owner),
            DETAIL = 'Only its owner maintains a registry: what the owner has added to it would run with the rights of anybody else, a superuser''s included.',
            HINT = format('Connect as "%s". After SET ROLE alone, the owner''s code could RESET ROLE.', owner);
    END IF;
END $$;
COMMENT ON FUNCTION innopart.registry_of_caller(name) IS 'Does nothing for the owner of a registry''s schema; refuses everybody else, members of the owner''s role and superusers included. Asked first by all that maintains a registry. Errors: IP041 when there is no registry, 42501.';

CREATE FUNCTION innopart.upgrade_registry(registry name DEFAULT 'registry') RETURNS text
    LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
    SET search_path = pg_catalog, innopart, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    is_of text;
    report name;
BEGIN
    PERFORM innopart.registry_of_caller(registry);
    EXECUTE format('SELECT version, report_schema FROM %I.registry_info FOR UPDATE', registry) INTO STRICT is_of, report;
    IF string_to_array(is_of, '.')::integer[] > string_to_array(innopart.version(), '.')::integer[] THEN
        RAISE EXCEPTION USING ERRCODE = 'IP041',
            MESSAGE = format('registry "%s" is of version %s, newer than the library''s %s', registry, is_of, innopart.version()),
            HINT = 'Install the newer package, then ALTER EXTENSION innopart UPDATE.';
    END IF;
    -- 1.0.0 is the first version, so no table has changed yet; rules and reports are replaced
    EXECUTE replace(replace(innopart.registry_rules_ddl(), '@registry@', quote_ident(registry)), '@report@', quote_ident(report));
    EXECUTE format('UPDATE %I.registry_info SET version = $1, upgraded_at = clock_timestamp()', registry) USING innopart.version();
    RETURN innopart.version();
END $$;
COMMENT ON FUNCTION innopart.upgrade_registry(name) IS 'Brings a registry''s rules, verbs and reports to the library''s version and returns it; by the registry''s owner, after ALTER EXTENSION innopart UPDATE. Harmless when repeated. Warns of access whose role does not exist. Errors: IP041 when there is no registry or it is newer than the library, 42501.';

CREATE FUNCTION innopart.refresh_rollups(registry name DEFAULT 'registry', rebuild boolean DEFAULT false) RETURNS xid8
    LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    below xid8;
BEGIN
    PERFORM innopart.registry_of_caller(registry);
    EXECUTE format('SELECT %I.refresh_rollups($1)', registry) INTO below USING rebuild;
    RETURN below;
END $$;
COMMENT ON FUNCTION innopart.refresh_rollups(name, boolean) IS 'Folds what a registry has recorded since the last time into its rollups, so that reports read little of the past; returns the oldest transaction still running, before which all is folded. From any scheduler, or never: a report is right either way. rebuild makes the rollups from nothing. By the registry''s owner. Errors: IP041 when there is no registry, 42501, 55000 where its facts are another server''s, 40001 in REPEATABLE READ or SERIALIZABLE beside another refresh.';

CREATE FUNCTION innopart.table_with_facts(registry name) RETURNS name
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    fact name;
    has_facts boolean;
BEGIN
    FOR fact IN SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = to_regnamespace(quote_ident(registry)) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'registry_info'
          AND c.relname NOT LIKE 'rollup\_%'
        ORDER BY c.relname
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I)', registry, fact) INTO has_facts;
        IF has_facts THEN
            RETURN fact;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION innopart.table_with_facts(name) IS 'The first table of a registry, by name, that has rows the caller may see; NULL while it is empty.';

CREATE FUNCTION innopart.drop_registry(registry name DEFAULT 'registry', force boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE
    SET search_path = pg_catalog, innopart, pg_temp SET client_min_messages = warning
AS $$
DECLARE
    report name;
    fact name;
BEGIN
    PERFORM innopart.registry_of_caller(registry);
    EXECUTE format('SELECT report_schema FROM %I.registry_info FOR UPDATE', registry) INTO STRICT report;
    fact := innopart.table_with_facts(registry);
    IF NOT force AND fact IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'IP040',
            MESSAGE = format('registry "%s" holds facts', registry),
            DETAIL = format('Table %I.%I has rows.', registry, fact),
            HINT = format('Dump it first. To lose the facts: SELECT innopart.drop_registry(%L, force => true);', registry);
    END IF;
    EXECUTE format('DROP SCHEMA %I, %I CASCADE', report, registry);
END $$;
COMMENT ON FUNCTION innopart.drop_registry(name, boolean) IS 'Drops a registry and its reports. By the registry''s owner; anybody else who may drops the two schemas. Errors: IP040 while any table holds facts, unless force is true; IP041 when there is no registry, 42501.';
