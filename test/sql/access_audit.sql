-- Every table of a registry has row security, every view asks with its reader's eyes, and nothing runs
-- with the owner's rights but what is listed here with its reason.  A table, a view or a function that
-- is forgotten shows up: some are planted, and seen.
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SELECT innopart.create_registry('r_audit', 'p_audit');

CREATE VIEW public.access_audit AS
    SELECT 'table without row security' AS finding, c.relname::text AS name FROM pg_class c
    WHERE c.relnamespace = 'r_audit'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relrowsecurity
    UNION ALL
    SELECT 'table without a policy for ' || p.what, c.relname FROM pg_class c, (VALUES ('r', 'reading'), ('a', 'appending')) p(cmd, what)
    WHERE c.relnamespace = 'r_audit'::regnamespace AND c.relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_policy y WHERE y.polrelid = c.oid AND y.polcmd::text IN (p.cmd, '*'))
    UNION ALL
    -- a guard that sees more than the writer must not speak first
    SELECT 'first trigger is not a_access', c.relname FROM pg_class c
    WHERE c.relnamespace = 'r_audit'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'registry_info'
      AND (SELECT min(t.tgname) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgtype & 7 = 7) IS DISTINCT FROM 'a_access'
    UNION ALL
    SELECT 'lets everybody read', c.relname FROM pg_class c JOIN pg_policy y ON y.polrelid = c.oid
    WHERE c.relnamespace = 'r_audit'::regnamespace AND y.polcmd IN ('r', '*') AND pg_get_expr(y.polqual, y.polrelid) = 'true'
    UNION ALL
    SELECT 'reads with the rights of its owner', c.relname FROM pg_class c
    WHERE c.relnamespace IN ('r_audit'::regnamespace, 'p_audit'::regnamespace) AND c.relkind IN ('v', 'm') AND NOT coalesce(c.reloptions, '{}') @> '{security_invoker=true}'
    UNION ALL
    SELECT 'reads with the rights of its owner, without a barrier', c.relname FROM pg_class c
    WHERE c.relnamespace IN ('r_audit'::regnamespace, 'p_audit'::regnamespace) AND c.relkind IN ('v', 'm')
      AND NOT coalesce(c.reloptions, '{}') && '{security_invoker=true,security_barrier=true}'
    UNION ALL
    SELECT 'runs with the rights of its owner, and is no trigger', p.proname FROM pg_proc p
    WHERE p.pronamespace IN ('r_audit'::regnamespace, 'p_audit'::regnamespace) AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
    UNION ALL
    SELECT 'runs with the rights of its owner for everybody', p.proname FROM pg_proc p
    WHERE p.pronamespace IN ('r_audit'::regnamespace, 'p_audit'::regnamespace) AND p.prosecdef AND has_function_privilege('public', p.oid, 'EXECUTE')
    UNION ALL
    SELECT 'runs with the rights of its owner on a path of others', p.proname FROM pg_proc p
    WHERE p.pronamespace IN ('r_audit'::regnamespace, 'p_audit'::regnamespace) AND p.prosecdef
      AND NOT EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s IN ('search_path=pg_catalog, pg_temp', 'search_path=pg_catalog, innopart, pg_temp'))
    UNION ALL
    SELECT 'judges without seeing everything', p.proname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE c.relnamespace = 'r_audit'::regnamespace AND NOT t.tgisinternal AND NOT p.prosecdef
    GROUP BY p.proname
    UNION ALL
    SELECT 'a setting decides who reads', c.relname FROM pg_class c JOIN pg_policy y ON y.polrelid = c.oid
    WHERE c.relnamespace = 'r_audit'::regnamespace AND concat(pg_get_expr(y.polqual, y.polrelid), pg_get_expr(y.polwithcheck, y.polrelid)) ~ 'known_at|as_of|current_setting'
    UNION ALL
    -- the day in innopart.time_zone decides as well: it is the database's, not the asker's
    SELECT 'a setting of the asker decides what day it is', d.name
    FROM (SELECT c.relname AS name, concat(pg_get_expr(y.polqual, y.polrelid), pg_get_expr(y.polwithcheck, y.polrelid)) AS words
          FROM pg_class c JOIN pg_policy y ON y.polrelid = c.oid WHERE c.relnamespace = 'r_audit'::regnamespace
          UNION ALL SELECT v.viewname, v.definition FROM pg_views v WHERE v.schemaname = 'r_audit'
          UNION ALL SELECT p.proname, p.prosrc FROM pg_proc p WHERE p.pronamespace = 'r_audit'::regnamespace) d
    WHERE d.words ~ 'local_day|time_zone' AND (SELECT s.context FROM pg_settings s WHERE s.name = 'innopart.time_zone') <> 'superuser'
    GROUP BY d.name;
-- the library is loaded, so its settings are known
SELECT name, context FROM pg_settings WHERE name LIKE 'innopart.%' ORDER BY name;
SELECT finding, string_agg(name, ', ' ORDER BY name) AS names FROM public.access_audit GROUP BY finding ORDER BY finding;

-- a new table is covered by its columns as soon as the rules run again: buyers read it, and its own organisation
CREATE TABLE r_audit.planted (partnership_id bigint NOT NULL, id bigint, organisation_id bigint);
CREATE TABLE r_audit.planted_apart (id bigint);
CREATE VIEW p_audit.planted_view AS SELECT * FROM r_audit.target;
CREATE FUNCTION r_audit.planted_function() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM r_audit.target';
-- a user's own trigger, with whose rights and on whose path the user says
CREATE FUNCTION r_audit.planted_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER planted AFTER INSERT ON r_audit.contribution FOR EACH ROW EXECUTE FUNCTION r_audit.planted_trigger();
SELECT finding, name FROM public.access_audit WHERE name LIKE 'planted%' ORDER BY 1, 2;
SELECT innopart.upgrade_registry('r_audit') = innopart.version() AS upgraded;
SELECT finding, name FROM public.access_audit WHERE name LIKE 'planted%' ORDER BY 1, 2;
SELECT prosecdef AS runs_as_owner, proconfig, proacl FROM pg_proc WHERE oid = 'r_audit.planted_trigger'::regproc;
SELECT c.relname, y.polname, pg_get_expr(coalesce(y.polqual, y.polwithcheck), y.polrelid) AS rule FROM pg_policy y JOIN pg_class c ON c.oid = y.polrelid
WHERE c.relnamespace = 'r_audit'::regnamespace AND c.relname LIKE 'planted%' ORDER BY 1, 2;

-- nobody but the owner grants, and every level is given what it needs and nothing else
CREATE ROLE innopart_audit_reader; CREATE ROLE innopart_audit_contributor; CREATE ROLE innopart_audit_holder; CREATE ROLE innopart_audit_steward; CREATE ROLE innopart_audit_auditor;
INSERT INTO r_audit.organisation (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'One'), (2, 'Two');
SELECT r_audit.grant_access('nobody_of_that_name', 'reader');
SELECT r_audit.grant_access('innopart_audit_holder', 'holder');
SELECT r_audit.grant_access(NULL, 'reader');
SELECT r_audit.grant_access('innopart_audit_reader', 'reader', 3);
SELECT r_audit.grant_access('innopart_audit_' || l.level, l.level, 1) IS NOT NULL AS granted FROM unnest(enum_range(NULL::innopart.access_level)) l(level);
SELECT r_audit.grant_access('innopart_audit_reader', 'reader', 1) IS NOT NULL AS granted_again;
SELECT count(*) AS grants FROM r_audit.access;
SELECT r.rolname, string_agg(DISTINCT c.relname, ', ' ORDER BY c.relname) FILTER (WHERE has_any_column_privilege(r.oid, c.oid, 'INSERT')) AS writes,
    string_agg(c.relname, ', ' ORDER BY c.relname) FILTER (WHERE NOT has_table_privilege(r.oid, c.oid, 'SELECT')) AS partly_read,
    count(*) FILTER (WHERE NOT has_any_column_privilege(r.oid, c.oid, 'SELECT')) AS unread,
    string_agg(c.relname, ', ' ORDER BY c.relname) FILTER (WHERE has_any_column_privilege(r.oid, c.oid, 'UPDATE')) AS changes,
    bool_or(has_table_privilege(r.oid, c.oid, 'DELETE') OR has_table_privilege(r.oid, c.oid, 'TRUNCATE') OR has_table_privilege(r.oid, c.oid, 'TRIGGER') OR has_any_column_privilege(r.oid, c.oid, 'REFERENCES')) AS deletes
FROM pg_roles r, pg_class c
WHERE r.rolname IN ('innopart_audit_reader', 'innopart_audit_contributor', 'innopart_audit_holder', 'innopart_audit_auditor') AND c.relnamespace IN ('r_audit'::regnamespace, 'p_audit'::regnamespace) AND c.relkind IN ('r', 'v')
GROUP BY r.rolname ORDER BY 1;
-- a steward writes everything but access, seals and the registry's own row; numbers and stamps are the server's
SELECT string_agg(c.relname, ', ' ORDER BY c.relname) AS not_written FROM pg_class c
WHERE c.relnamespace = 'r_audit'::regnamespace AND c.relkind = 'r' AND NOT has_any_column_privilege('innopart_audit_steward', c.oid, 'INSERT');
SELECT count(*) AS stamped FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'r_audit'::regnamespace AND c.relkind = 'r' AND (a.attidentity <> '' OR a.attname IN ('recorded_at', 'recorded_by', 'recorded_xid', 'position'))
  AND has_column_privilege('innopart_audit_steward', c.oid, a.attname, 'INSERT');
SET ROLE innopart_audit_steward;
SELECT r_audit.grant_access('innopart_audit_steward', 'steward');
SELECT r_audit.revoke_access('innopart_audit_reader');
RESET ROLE;
SELECT r_audit.grant_access('innopart_audit_holder', 'reader', 2) IS NOT NULL AS granted;
SELECT r_audit.revoke_access('innopart_audit_holder', 'holder', 1) AS revoked;
SELECT has_any_column_privilege('innopart_audit_holder', 'r_audit.option_event', 'INSERT') AS still_writes, has_table_privilege('innopart_audit_holder', 'r_audit.option_event', 'SELECT') AS still_reads;
SELECT r_audit.revoke_access('innopart_audit_' || l.level) AS revoked FROM unnest(enum_range(NULL::innopart.access_level)) l(level);
SELECT count(*) AS left_over FROM pg_class c, aclexplode(c.relacl) x WHERE c.relnamespace IN ('r_audit'::regnamespace, 'p_audit'::regnamespace) AND x.grantee IN (SELECT oid FROM pg_roles WHERE rolname LIKE 'innopart\_audit\_%');

-- access whose role is gone would be the next one's of that name
SELECT r_audit.grant_access('innopart_audit_reader', 'reader', 1) IS NOT NULL AS granted, r_audit.grant_access('innopart_audit_holder', 'holder', 1) IS NOT NULL AS granted_too;
SELECT innopart.upgrade_registry('r_audit') = innopart.version() AS upgraded;
DROP OWNED BY innopart_audit_reader;
DROP ROLE innopart_audit_reader;
SELECT innopart.upgrade_registry('r_audit') = innopart.version() AS upgraded;
SELECT r_audit.revoke_access('innopart_audit_reader') AS revoked, r_audit.revoke_access('innopart_audit_holder') AS revoked_too;
SELECT innopart.upgrade_registry('r_audit') = innopart.version() AS upgraded;

DROP VIEW public.access_audit;
DROP FUNCTION r_audit.planted_function();
SELECT innopart.drop_registry('r_audit', force => true);
DROP ROLE innopart_audit_contributor, innopart_audit_holder, innopart_audit_steward, innopart_audit_auditor;
