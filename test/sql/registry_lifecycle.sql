-- Making, upgrading and dropping registries: several in one database, quoted names, refused names,
-- facts that are not lost by mistake, and an extension that is not dropped from under them.
SET client_min_messages = warning;
\set SHOW_CONTEXT never

-- names
SELECT innopart.create_registry('same', 'same');
SELECT innopart.create_registry('quo"te', 'p');
SELECT innopart.create_registry('r', 'dol$lar');
SELECT innopart.create_registry('semi;colon', 'p');
SELECT innopart.create_registry('', 'p');
SELECT innopart.create_registry('r', NULL) IS NULL AS nothing_made;
SELECT count(*) AS made FROM pg_namespace WHERE nspname IN ('same', 'r', 'p');
SELECT innopart.create_registry('pg_mine', 'p_mine');
CREATE SCHEMA taken;
SELECT innopart.create_registry('taken', 'p_taken');
SELECT innopart.create_registry('r_taken', 'taken');
SELECT count(*) AS made FROM pg_namespace WHERE nspname IN ('r_taken', 'p_taken');
DROP SCHEMA taken;

-- two in one database, one of them with names that need quotes
SELECT innopart.create_registry();
SELECT innopart.create_registry('My - registry 2', 'Honest numbers');
SELECT innopart.create_registry();
SELECT version = innopart.version() AS same_version, report_schema, upgraded_at IS NULL AS is_new FROM registry.registry_info;
SELECT version = innopart.version() AS same_version, report_schema, upgraded_at IS NULL AS is_new FROM "My - registry 2".registry_info;
-- the same objects in both, and nothing of one refers to the other
SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace
EXCEPT SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = '"My - registry 2"'::regnamespace;
SELECT p.proname, replace(pg_get_function_identity_arguments(p.oid), 'registry.', '') FROM pg_proc p WHERE p.pronamespace = 'registry'::regnamespace
EXCEPT SELECT p.proname, replace(pg_get_function_identity_arguments(p.oid), '"My - registry 2".', '') FROM pg_proc p WHERE p.pronamespace = '"My - registry 2"'::regnamespace;
SELECT count(*) AS strangers FROM pg_proc p WHERE p.pronamespace = '"My - registry 2"'::regnamespace AND pg_get_functiondef(p.oid) ~ '\mregistry\.|@re(gistry|port)@';
SELECT count(*) AS strangers FROM pg_views v WHERE v.schemaname IN ('My - registry 2', 'Honest numbers') AND v.definition ~ '\mregistry\.|@re(gistry|port)@';
-- both work, each on its own facts
INSERT INTO registry.organisation (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Lead');
SELECT registry.record_partnership('Here', 1, '2019-01-01') IS NOT NULL AS recorded;
SELECT "My - registry 2".record_organisation('Lead') AS lead \gset
SELECT "My - registry 2".record_partnership('There', :lead, '2019-01-01') AS p \gset
SELECT "My - registry 2".enter_phase(:p, 'need', '2019-01-02') IS NOT NULL AS entered;
SELECT "My - registry 2".share_lesson(:p, :lead, 'Quote', 'names with care') IS NOT NULL AS shared;
SELECT "My - registry 2".enter_phase(:p, 'purchase', '2019-01-03');
SELECT (SELECT string_agg(title, ', ') FROM registry.partnership) AS here, (SELECT string_agg(title, ', ') FROM "My - registry 2".partnership) AS there;
SELECT partnership_id = :p AS is_it, stage FROM "My - registry 2".partnership_standing;
SELECT count(*) AS findings FROM "Honest numbers".compliance_findings;

-- every object says what it is, nothing of ours is in pg_catalog or public; nothing runs as somebody
-- else but the judges and the views that row security asks (89-row-security, 67c-scope)
SELECT c.relname AS without_comment FROM pg_class c
WHERE c.relnamespace IN ('registry'::regnamespace, 'report'::regnamespace) AND c.relkind IN ('r', 'v') AND obj_description(c.oid, 'pg_class') IS NULL ORDER BY 1;
SELECT p.proname AS without_comment FROM pg_proc p WHERE p.pronamespace = 'registry'::regnamespace AND obj_description(p.oid, 'pg_proc') IS NULL ORDER BY 1;
SELECT p.proname AS path_not_pinned FROM pg_proc p
WHERE p.pronamespace = 'registry'::regnamespace AND p.prosqlbody IS NULL
  AND NOT EXISTS (SELECT FROM unnest(p.proconfig) s WHERE s LIKE 'search_path=pg_catalog, %pg_temp') ORDER BY 1;
SELECT p.proname AS security_definer, p.prorettype::regtype FROM pg_proc p WHERE p.pronamespace = 'registry'::regnamespace AND p.prosecdef ORDER BY 1;
SELECT c.relname AS not_invoker FROM pg_class c
WHERE c.relnamespace IN ('registry'::regnamespace, 'report'::regnamespace) AND c.relkind = 'v' AND NOT coalesce(c.reloptions, '{}') @> '{security_invoker=true}' ORDER BY 1;
SELECT c.relname AS no_view_in_report FROM pg_class c WHERE c.relnamespace = 'report'::regnamespace AND c.relkind <> 'v' ORDER BY 1;
-- extension and registry: facts belong to nobody but their owner
SELECT count(*) AS members FROM pg_depend d WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
  AND d.classid = 'pg_class'::regclass AND d.objid IN (SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace);
\set VERBOSITY sqlstate
DROP EXTENSION innopart;
\set VERBOSITY default

-- --- upgrade ---------------------------------------------------------------------------------------
SELECT innopart.upgrade_registry('no_such');
-- over itself: harmless, also with a user's own view on top and with facts inside
CREATE VIEW public.my_findings AS SELECT rule_code, detail FROM report.compliance_findings;
CREATE TEMP TABLE before_upgrade AS
SELECT pg_describe_object(d.classid, d.objid, 0) AS object FROM (
    SELECT 'pg_class'::regclass AS classid, oid AS objid FROM pg_class WHERE relnamespace IN ('registry'::regnamespace, 'report'::regnamespace)
    UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace = 'registry'::regnamespace
    UNION ALL SELECT 'pg_trigger'::regclass, t.oid FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'registry'::regnamespace AND NOT t.tgisinternal
    UNION ALL SELECT 'pg_policy'::regclass, t.oid FROM pg_policy t JOIN pg_class c ON c.oid = t.polrelid WHERE c.relnamespace = 'registry'::regnamespace) d;
SELECT innopart.upgrade_registry() = innopart.version() AS upgraded;
SELECT innopart.upgrade_registry() = innopart.version() AS upgraded_again;
SELECT innopart.upgrade_registry('My - registry 2') = innopart.version() AS upgraded;
SELECT upgraded_at IS NOT NULL AS is_upgraded FROM registry.registry_info;
CREATE TEMP TABLE after_upgrade AS
SELECT pg_describe_object(d.classid, d.objid, 0) AS object FROM (
    SELECT 'pg_class'::regclass AS classid, oid AS objid FROM pg_class WHERE relnamespace IN ('registry'::regnamespace, 'report'::regnamespace)
    UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace = 'registry'::regnamespace
    UNION ALL SELECT 'pg_trigger'::regclass, t.oid FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'registry'::regnamespace AND NOT t.tgisinternal
    UNION ALL SELECT 'pg_policy'::regclass, t.oid FROM pg_policy t JOIN pg_class c ON c.oid = t.polrelid WHERE c.relnamespace = 'registry'::regnamespace) d;
SELECT count(*) > 300 AS many FROM before_upgrade;
SELECT 'lost' AS what, object FROM (TABLE before_upgrade EXCEPT TABLE after_upgrade) x UNION ALL SELECT 'new', object FROM (TABLE after_upgrade EXCEPT TABLE before_upgrade) y ORDER BY 1, 2;
SELECT count(*) AS findings FROM public.my_findings;
SELECT (SELECT string_agg(title, ', ') FROM registry.partnership) AS here;
-- a registry that is newer than the library is left alone
UPDATE registry.registry_info SET version = '99.0.0';
DO $$ BEGIN PERFORM innopart.upgrade_registry(); EXCEPTION WHEN SQLSTATE 'IP041' THEN RAISE WARNING '%', replace(SQLERRM, innopart.version(), 'X.Y.Z'); END $$;

-- --- drop ------------------------------------------------------------------------------------------
SELECT innopart.drop_registry('no_such');
SELECT innopart.drop_registry('My - registry 2');
SELECT innopart.create_registry('r_empty', 'p_empty');
SELECT innopart.drop_registry('r_empty');
SELECT count(*) AS schemas FROM pg_namespace WHERE nspname IN ('r_empty', 'p_empty');
SELECT innopart.drop_registry('My - registry 2', force => true);
SELECT innopart.drop_registry(force => true);
SELECT count(*) AS schemas FROM pg_namespace WHERE nspname IN ('registry', 'report', 'My - registry 2', 'Honest numbers');

-- an ordinary role makes and uses its own
CREATE ROLE innopart_t_clerk;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO innopart_t_clerk', current_database()); END $$;
SET ROLE innopart_t_clerk;
SELECT innopart.create_registry('r_clerk', 'p_clerk');
SELECT DISTINCT pg_get_userbyid(c.relowner) AS owner FROM pg_class c WHERE c.relnamespace IN ('r_clerk'::regnamespace, 'p_clerk'::regnamespace);
SELECT r_clerk.record_partnership('Own', r_clerk.record_organisation('Clerk''s lead'), '2019-01-01') IS NOT NULL AS recorded;
SELECT innopart.upgrade_registry('r_clerk') = innopart.version() AS upgraded;
SELECT innopart.drop_registry('r_clerk', force => true);
RESET ROLE;
DO $$ BEGIN EXECUTE format('REVOKE CREATE ON DATABASE %I FROM innopart_t_clerk', current_database()); END $$;
DROP ROLE innopart_t_clerk;
