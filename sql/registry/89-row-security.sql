-- Row security on every table, from the catalogue: a table that nobody thought of here is covered by
-- its columns, and one that has neither a partnership nor a known meaning is closed to all but the
-- whole programme.  The owner passes by row security (no FORCE here; the lessons have it), so its
-- reports and its dump cost nothing and lack nothing.

-- The first of all triggers: a row that may not be written is refused before a guard that sees more
-- than the writer can say anything about it.  It asks the policy itself, so that the rule has one
-- place; PostgreSQL asks it again when every trigger has had its say.
CREATE OR REPLACE FUNCTION @registry@.write_is_allowed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    rule text;
    is_allowed boolean;
BEGIN
    SELECT string_agg(format('coalesce((%s), false)', pg_get_expr(coalesce(p.polwithcheck, p.polqual), p.polrelid)), ' OR ') INTO rule
    FROM pg_policy p WHERE p.polrelid = coalesce(pg_partition_root(TG_RELID), TG_RELID) AND p.polcmd IN ('a', '*') AND p.polpermissive;
    EXECUTE format('SELECT %s FROM (SELECT ($1).*) AS %I', coalesce(rule, 'false'), @registry@.whole_table(TG_RELID)) INTO is_allowed USING NEW;
    IF NOT is_allowed THEN
        -- in the words of PostgreSQL: what is hidden, what is absent and what is another's answer alike
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
            MESSAGE = format('new row violates row-level security policy for table "%s"', @registry@.whole_table(TG_RELID));
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION @registry@.write_is_allowed() IS 'Trigger, before all others: refuses with 42501 a row that row security will refuse in the end, so that no other trigger tells its writer anything first.';

DO $$
DECLARE
    place record;
    policy record;
    reads text;
    writes text;
    parents text;
    -- asked once a query, not once a row
    programme constant text := '(SELECT @registry@.reads_programme())';
    buyers constant text := 'partnership_id = ANY ((SELECT @registry@.own_partnerships(true, false))::bigint[])';
    stakes constant text := 'partnership_id = ANY ((SELECT @registry@.own_stakes())::bigint[])';
    parties constant text := 'partnership_id = ANY ((SELECT @registry@.own_parties())::bigint[])';
    own constant text := 'organisation_id = ANY ((SELECT @registry@.own_organisations())::bigint[])';
    of_contract constant text := '(partnership_id, partner_contract_id) IN (SELECT o.partnership_id, o.partner_contract_id FROM @registry@.own_contract o)';
    with_parent constant text := 'EXISTS (SELECT FROM @registry@.%2$I seen WHERE seen.partnership_id = %1$I.partnership_id AND seen.id = %1$I.%2$s_id)';
    -- what a buyer's row says to others besides the organisation it is about; '' is nothing
    also constant jsonb := jsonb_build_object(
        'partnership', 'id = ANY ((SELECT @registry@.own_stakes())::bigint[]) OR EXISTS (SELECT FROM @registry@.notice n WHERE n.partnership_id = partnership.id)',
        -- what is published is anybody's
        'notice', 'effective_on <= innopart.local_day(clock_timestamp())',
        'notice_lot', format(with_parent, 'notice_lot', 'notice'),
        'notice_text', format(with_parent, 'notice_text', 'notice'),
        'notice_code', format(with_parent, 'notice_code', 'notice'),
        'award', format(with_parent, 'award', 'notice'),
        'award_party', format(with_parent, 'award_party', 'award'),
        'document', 'available_to_all_on <= innopart.local_day(clock_timestamp()) AND ' || stakes,
        -- the parties to a partnership know each other; who only competes for it is nobody's business
        'participant', parties || ' AND role NOT IN (''candidate'', ''tenderer'')',
        'phase_plan', parties, 'phase_event', parties,
        -- a partner's own affairs; who holds a right under a contract reads it and what it is to deliver
        'partner_contract', '(partnership_id, coalesce(corrects_id, id)) IN (SELECT o.partnership_id, o.partner_contract_id FROM @registry@.own_contract o
                             UNION ALL SELECT o.partnership_id, o.partner_contract_id FROM @registry@.own_right o)',
        'solution', of_contract || ' OR (partnership_id, coalesce(corrects_id, id)) IN (SELECT o.partnership_id, o.solution_id FROM @registry@.own_right o)',
        'acceptance', format(with_parent, 'acceptance', 'solution'),
        'consortium_member', of_contract, 'contract_change', of_contract, 'target', of_contract,
        'track_event', of_contract || ' OR (state = ''accepted'' AND (partnership_id, partner_contract_id) IN (SELECT o.partnership_id, o.partner_contract_id FROM @registry@.own_right o))',
        'gate_decision', of_contract, 'instalment', of_contract,
        'target_assessment', format(with_parent, 'target_assessment', 'target'),
        'payment', format(with_parent, 'payment', 'instalment'),
        -- a right is its holder's, its grantor's and its mandate's, never another holder's; a cap is all of theirs
        'option_right', '(partnership_id, id) IN (SELECT o.partnership_id, o.option_right_id FROM @registry@.own_right o) OR ' || of_contract,
        'option_account', format(with_parent, 'option_account', 'option_right'),
        'option_event', format(with_parent, 'option_event', 'option_right'),
        'option_condition', format(with_parent, 'option_condition', 'option_right'),
        'mandate', format(with_parent, 'mandate', 'option_right'),
        'cap', '(partnership_id, id) IN (SELECT o.partnership_id, o.cap_id FROM @registry@.own_cap o)',
        'cap_account', format(with_parent, 'cap_account', 'cap'),
        'cap_event', format(with_parent, 'cap_event', 'cap'),
        'meeting', '(partnership_id, coalesce(corrects_id, id)) IN (SELECT o.partnership_id, o.meeting_id FROM @registry@.own_meeting o)',
        -- reference
        'organisation', 'true', 'organisation_identifier', 'true', 'organisation_succession', 'true', 'programme', 'true', 'need', 'true',
        'price_index', 'true', 'exchange_rate', 'true', 'registry_info', 'true');
    -- what an organisation that buys nothing writes of itself
    by_itself constant jsonb := jsonb_build_object(
        'attendance', stakes, 'contribution', stakes, 'need_member', 'true');
BEGIN
    -- CREATE POLICY knows no OR REPLACE, and this part may run again
    FOR policy IN
        SELECT p.polname, p.polrelid::regclass AS place FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE c.relnamespace = '@registry@'::regnamespace AND p.polname IN ('reads_row', 'appends_row', 'changes_row')
    LOOP
        EXECUTE format('DROP POLICY %I ON %s', policy.polname, policy.place);
    END LOOP;

    FOR place IN
        SELECT c.oid, c.relname AS name,
            EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'partnership_id' AND NOT a.attisdropped) AS has_partnership,
            EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped) AS has_organisation
        FROM pg_class c
        WHERE c.relnamespace = '@registry@'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          -- 76-access and 79b-rollup have their own
          AND c.relname NOT IN ('access', 'lesson_seal', 'lesson', 'lesson_share', 'lesson_adoption') AND c.relname NOT LIKE 'rollup\_%'
        ORDER BY c.relname
    LOOP
        reads := concat_ws(' OR ', programme,
            CASE WHEN place.has_partnership THEN buyers END,
            -- an identifier or a seat is about an organisation, and reads by itself; so does what is about one's own
            CASE WHEN place.has_organisation THEN own END,
            '(' || (also ->> place.name) || ')');
        IF also ->> place.name = 'true' THEN
            reads := 'true';
        END IF;

        writes := concat_ws(' OR ', '(SELECT @registry@.writes_programme())',
            CASE WHEN place.has_partnership THEN 'partnership_id = ANY ((SELECT @registry@.stewarded_partnerships())::bigint[])'
                 -- a steward meets organisations and needs that nobody has recorded
                 WHEN place.name IN ('organisation', 'need') THEN '(SELECT @registry@.own_organisations(''steward'')) <> ''{}''' END);
        -- a row that names what its writer may not see is refused like one that names nothing
        SELECT string_agg(format(' AND (%s.%I IS NULL OR EXISTS (SELECT FROM %s seen WHERE %s))', quote_ident(place.name), a.attname, k.confrelid::regclass,
                   (SELECT string_agg(format('seen.%I = %I.%I', theirs.attname, place.name, ours.attname), ' AND ' ORDER BY n)
                    FROM generate_subscripts(k.conkey, 1) n
                    JOIN pg_attribute ours ON ours.attrelid = k.conrelid AND ours.attnum = k.conkey[n]
                    JOIN pg_attribute theirs ON theirs.attrelid = k.confrelid AND theirs.attnum = k.confkey[n])), '' ORDER BY k.conname)
        INTO parents
        FROM pg_constraint k
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[cardinality(k.conkey)]
        WHERE k.conrelid = place.oid AND k.contype = 'f' AND k.conparentid = 0 AND k.confrelid <> k.conrelid
          AND k.confrelid <> '@registry@.organisation'::regclass AND a.attname <> 'partnership_id';
        IF by_itself ? place.name THEN
            writes := format($rule$%s OR (organisation_id = ANY ((SELECT @registry@.own_organisations('contributor'))::bigint[]) AND %s
                AND (corrects_id IS NULL OR @registry@.is_own_fact(%L, %s, corrects_id, 'organisation_id', organisation_id))%s)$rule$,
                writes, by_itself ->> place.name, place.name, CASE WHEN place.has_partnership THEN 'partnership_id' ELSE 'NULL' END, parents);
        ELSIF place.name = 'mandate' THEN
            writes := format($rule$%s OR (@registry@.holds(partnership_id, option_right_id)
                AND (corrects_id IS NULL OR @registry@.is_own_fact('mandate', partnership_id, corrects_id, 'option_right_id', option_right_id))%s)$rule$,
                writes, parents);
        ELSIF place.name = 'option_event' THEN
            -- the holder's own acts; whether it may is the guard's to say
            writes := format($rule$%s OR (
                ((kind IN ('exercised', 'exercise_reversed', 'waived', 'partly_waived') AND @registry@.holds(partnership_id, option_right_id)
                    AND (acting_id IS NULL OR acting_id = ANY ((SELECT @registry@.own_organisations('holder'))::bigint[])))
                 OR (kind = 'exercised' AND acting_id = ANY ((SELECT @registry@.own_organisations('holder'))::bigint[])
                    AND (partnership_id, option_right_id) IN (SELECT o.partnership_id, o.option_right_id FROM @registry@.own_right o)))%s)$rule$,
                writes, parents);
        END IF;

        EXECUTE format($ddl$
            ALTER TABLE @registry@.%1$I ENABLE ROW LEVEL SECURITY;
            CREATE POLICY reads_row ON @registry@.%1$I FOR SELECT USING (%2$s);
            CREATE POLICY appends_row ON @registry@.%1$I FOR INSERT WITH CHECK (%3$s);
            $ddl$, place.name, reads, writes);
        -- the few things that change; everything else no policy lets anybody touch
        IF place.name IN ('organisation', 'organisation_identifier', 'need', 'programme', 'price_index', 'exchange_rate', 'partnership', 'option_right', 'option_account', 'cap_account', 'option_condition') THEN
            EXECUTE format('CREATE POLICY changes_row ON @registry@.%I FOR UPDATE USING (%s)', place.name,
                CASE WHEN place.has_partnership THEN writes ELSE '(SELECT @registry@.writes_programme())' END);
        END IF;
    END LOOP;

    FOR place IN
        SELECT c.oid, c.relname AS name FROM pg_class c
        WHERE c.relnamespace = '@registry@'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'registry_info'
        ORDER BY c.relname
    LOOP
        EXECUTE format($ddl$
            CREATE OR REPLACE TRIGGER a_access BEFORE INSERT ON @registry@.%1$I
                FOR EACH ROW WHEN (pg_catalog.row_security_active('@registry@.%1$I'::pg_catalog.regclass::pg_catalog.oid))
                EXECUTE FUNCTION @registry@.write_is_allowed()
            $ddl$, place.name);
    END LOOP;
END $$;

-- pg_restore --disable-triggers leaves ALWAYS and REPLICA triggers behind as ordinary ones, which a
-- replica role would pass by; and what it brought has the stamps of another server, so rollups begin anew
DO $$
DECLARE
    guard record;
BEGIN
    FOR guard IN
        SELECT c.oid::regclass AS place, t.tgname AS name, k.firing
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        JOIN (VALUES ('append_only', 'A', 'ALWAYS'), ('append_only_all', 'A', 'ALWAYS'), ('z_forget', 'A', 'ALWAYS'), ('a_xid', 'R', 'REPLICA')) AS k(name, code, firing) ON k.name = t.tgname
        WHERE c.relnamespace = '@registry@'::regnamespace AND t.tgenabled::text <> k.code
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE %s TRIGGER %I', guard.place, guard.firing, guard.name);
        UPDATE @registry@.rollup_settled SET system_id = 0 WHERE system_id <> 0;
    END LOOP;
END $$;

-- Whoever judges sees everything.  A draw under a shared cap is judged by all that was drawn under
-- it, a step of the procedure by all that came before, also where the writer may not read it; and the
-- position of a right is moved by its guard while its holder may not touch it.  So the judges run
-- with the owner's rights.  They are triggers, which nobody can call; without EXECUTE nobody can put
-- one on a table of his own to have it judge made-up rows.  They are named one by one: a trigger
-- function that a user keeps in this schema stays as he made it.  access_audit lists a judge that is
-- missing here; the other triggers of ours look at nothing but the row in hand, or with its writer's eyes.
DO $$
DECLARE
    judge name;
BEGIN
    FOREACH judge IN ARRAY ARRAY[
        'acceptance_is_judged', 'assessment_is_judged', 'assignment_is_complete', 'cap_account_is_opened', 'cap_event_guard', 'cap_guard', 'correction_stays_with_contract',
        'gate_decision_is_judged', 'instalment_is_judged', 'lead_end_is_settled', 'lesson_is_reclassified', 'lesson_is_sealed',
        'lesson_withdrawal_is_as_confidential', 'option_account_is_opened', 'option_event_guard', 'option_right_guard', 'participant_is_judged', 'partner_contract_is_judged',
        'payment_is_judged', 'phase_event_is_judged', 'remuneration_is_judged', 'restart_is_judged', 'stage_end_is_settled', 'succession_is_judged',
        'target_is_judged', 'track_end_is_settled', 'track_event_is_judged', 'withdrawn_is_not_needed']::name[]
    LOOP
        EXECUTE format('ALTER FUNCTION @registry@.%I() SECURITY DEFINER', judge);
        EXECUTE format('REVOKE EXECUTE ON FUNCTION @registry@.%I() FROM PUBLIC', judge);
    END LOOP;
END $$;

-- --------------------------------------------------------------------------------------------
-- Granting
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.apply_access(to_role name) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    place record;
    levels innopart.access_level[] := ARRAY(SELECT DISTINCT a.level FROM @registry@.access a WHERE a.role_name = to_role);
    is_programme_steward boolean := EXISTS (SELECT FROM @registry@.access a WHERE a.role_name = to_role AND a.level = 'steward' AND a.organisation_id IS NULL);
    changes text;
BEGIN
    IF levels = '{}' THEN
        RETURN;
    END IF;
    -- every view is security_invoker: its reader needs to read what it reads
    EXECUTE format('GRANT USAGE ON SCHEMA @registry@, @report@ TO %I', to_role);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA @registry@, @report@ TO %I', to_role);
    IF NOT EXISTS (SELECT FROM @registry@.access a WHERE a.role_name = to_role AND a.organisation_id IS NULL) THEN
        -- all but the count of judged steps, and of the system's own columns, which would tell who takes
        -- part that something happens among the others
        EXECUTE format('REVOKE SELECT ON @registry@.partnership FROM %I', to_role);
        EXECUTE (SELECT format('GRANT SELECT (%s) ON @registry@.partnership TO %I', string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum), to_role)
                 FROM pg_attribute a
                 WHERE a.attrelid = '@registry@.partnership'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'procedure_no');
    END IF;
    FOR place IN
        SELECT p.oid::regprocedure AS name FROM pg_proc p
        WHERE p.pronamespace IN ('@registry@'::regnamespace, '@report@'::regnamespace) AND p.prokind = 'f' AND NOT p.prosecdef
          AND p.prorettype <> 'trigger'::regtype AND NOT has_function_privilege(to_role, p.oid, 'EXECUTE')
          -- access is its owner's to give
          AND p.proname NOT IN ('grant_access', 'revoke_access', 'apply_access', 'grant_reports', 'grant_bi')
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', place.name, to_role);
    END LOOP;

    FOR place IN
        SELECT c.relname AS name,
            -- not the number: a number that is taken would tell of a row that is hidden
            string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.attidentity = '' AND a.attgenerated = ''
                AND a.attname NOT IN ('recorded_at', 'recorded_by', 'recorded_xid', 'procedure_no')) AS columns
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = '@registry@'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT IN ('access', 'lesson_seal', 'registry_info', 'cap_account', 'option_account') AND c.relname NOT LIKE 'rollup\_%'
        GROUP BY c.relname
    LOOP
        IF 'steward' = ANY (levels)
           OR (levels && '{contributor,holder}' AND place.name IN ('attendance', 'contribution', 'lesson', 'lesson_share', 'lesson_adoption', 'need_member'))
           OR ('holder' = ANY (levels) AND place.name IN ('option_event', 'mandate')) THEN
            EXECUTE format('GRANT INSERT (%s) ON @registry@.%I TO %I', place.columns, place.name, to_role);
        END IF;
        changes := CASE
            WHEN 'steward' = ANY (levels) AND place.name = 'option_right' THEN 'partner_contract_id, solution_id'
            WHEN 'steward' = ANY (levels) AND place.name = 'option_condition' THEN 'title, responsible_id, due_on'
            WHEN is_programme_steward AND place.name IN ('organisation', 'organisation_identifier', 'need', 'programme', 'price_index', 'exchange_rate', 'partnership')
            THEN place.columns END;
        IF changes IS NOT NULL THEN
            EXECUTE format('GRANT UPDATE (%s) ON @registry@.%I TO %I', changes, place.name, to_role);
        END IF;
    END LOOP;
    IF 'steward' = ANY (levels) THEN
        -- to grant or assign a right is to lock its account, which takes this; nobody changes one (triggers frozen and kept)
        EXECUTE format('GRANT UPDATE (cap_id) ON @registry@.cap_account TO %I', to_role);
        EXECUTE format('GRANT UPDATE (option_right_id) ON @registry@.option_account TO %I', to_role);
    END IF;
END $$;
COMMENT ON FUNCTION @registry@.apply_access(name) IS 'Grants a role the privileges that its rows in access need. upgrade_registry() does so for every role. By the registry''s owner.';

CREATE OR REPLACE FUNCTION @registry@.grant_access(role_name name, level innopart.access_level DEFAULT 'reader', organisation_id bigint DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
BEGIN
    IF role_name IS NULL OR level IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'access is granted to a role, at a level';
    ELSIF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = role_name) THEN
        RAISE EXCEPTION USING ERRCODE = 'undefined_object',
            MESSAGE = format('role "%s" does not exist', role_name),
            HINT = 'CREATE ROLE comes first: roles are PostgreSQL''s own.';
    ELSIF organisation_id IS NULL AND level IN ('contributor', 'holder') THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('level %s is for an organisation, and none is given', level),
            HINT = 'Give organisation_id; the whole programme has readers, stewards and auditors.';
    ELSIF NOT @registry@.is_owner() THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
            MESSAGE = 'only the registry''s owner grants access';
    END IF;
    INSERT INTO @registry@.access (role_name, organisation_id, level) VALUES (role_name, organisation_id, level)
    ON CONFLICT DO NOTHING;
    PERFORM @registry@.apply_access(role_name);
END $$;
COMMENT ON FUNCTION @registry@.grant_access(name, innopart.access_level, bigint) IS 'Lets a database role, and the roles that inherit it, act for an organisation at a level, or (organisation_id left out) as reader, steward or auditor of the whole programme, and grants the privileges that takes. reader reads; contributor also records attendance, contributions, lessons and needs of its organisation; holder also exercises, reverses and waives its rights and gives mandates; steward of an organisation also writes in the partnerships it leads or buys in; auditor reads and writes nothing. Repeating it is harmless. By the registry''s owner. Errors: 42704 no such role, 22023 a level that needs an organisation, 42501.';

CREATE OR REPLACE FUNCTION @registry@.revoke_access(role_name name, level innopart.access_level DEFAULT NULL, organisation_id bigint DEFAULT NULL) RETURNS integer
    LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    ended integer;
BEGIN
    IF NOT @registry@.is_owner() THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
            MESSAGE = 'only the registry''s owner revokes access';
    END IF;
    DELETE FROM @registry@.access a
    WHERE a.role_name = $1 AND ($2 IS NULL OR (a.level = $2 AND a.organisation_id IS NOT DISTINCT FROM $3));
    GET DIAGNOSTICS ended = ROW_COUNT;
    IF EXISTS (SELECT FROM pg_roles r WHERE r.rolname = $1) THEN
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA @registry@, @report@ FROM %I', $1);
        EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA @registry@, @report@ FROM %I', $1);
        EXECUTE format('REVOKE ALL ON SCHEMA @registry@, @report@ FROM %I', $1);
        PERFORM @registry@.apply_access($1);
    END IF;
    RETURN ended;
END $$;
COMMENT ON FUNCTION @registry@.revoke_access(name, innopart.access_level, bigint) IS 'Takes back one grant of access, or (level left out) all of a role''s, with the privileges that no remaining grant needs; returns how many. By the registry''s owner. Error: 42501.';

CREATE OR REPLACE FUNCTION @registry@.grant_reports(role_name name) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    PERFORM @registry@.grant_access(role_name, 'reader');
END $$;
COMMENT ON FUNCTION @registry@.grant_reports(name) IS 'Makes a role reader of the whole programme: all it needs to read the reports, of every partnership, and nothing to write; no confidential lesson. For a BI tool or programme staff; people of one organisation get grant_access() with its number. By the registry''s owner.';
