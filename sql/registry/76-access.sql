-- A lesson marked confidential to one partner is never read by a competing partner, nor counted
-- through an aggregate (Art. 31(6); domain invariant 21).  Row security on lessons, shares and
-- adoptions holds for every query and, through security_invoker, for every report.
--
-- Nothing here depends on a setting: innopart.known_at and innopart.as_of turn back what is told,
-- never who may read it.  A role is current_user and the roles whose privileges it has.

CREATE OR REPLACE FUNCTION @registry@.reads_everything() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = '@registry@.lesson'::regclass), 'USAGE')
        OR EXISTS (
            SELECT FROM @registry@.access a JOIN pg_roles r ON r.rolname = a.role_name
            WHERE a.organisation_id IS NULL AND a.level IN ('steward', 'auditor') AND pg_has_role(current_user, r.oid, 'USAGE'))
$$;
COMMENT ON FUNCTION @registry@.reads_everything() IS 'Whether the current role is the registry''s owner, or steward or auditor of the whole programme.';

CREATE OR REPLACE FUNCTION @registry@.own_organisations(at_least text DEFAULT 'reader') RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    -- a successor reads and writes for the bodies it came from
    WITH RECURSIVE own(id) AS (
        SELECT a.organisation_id
        FROM @registry@.access a JOIN pg_roles r ON r.rolname = a.role_name
        WHERE a.organisation_id IS NOT NULL AND pg_has_role(current_user, r.oid, 'USAGE')
          AND (at_least = 'reader' OR a.level IN ('contributor', 'holder', 'steward'))
        UNION
        SELECT s.predecessor_id
        FROM own JOIN @registry@.known_organisation_succession s ON s.successor_id = own.id
        WHERE s.effective_on <= innopart.local_day(clock_timestamp()))
    SELECT coalesce(array_agg(own.id ORDER BY own.id), '{}') FROM own
$$;
COMMENT ON FUNCTION @registry@.own_organisations(text) IS 'The organisations that the current role stands for, with their predecessors: at_least reader, all of them; at_least contributor, those it may write for.';

CREATE OR REPLACE FUNCTION @registry@.writes_for(of_organisation bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = '@registry@.lesson'::regclass), 'USAGE')
        OR of_organisation = ANY (@registry@.own_organisations('contributor'))
        OR EXISTS (
            SELECT FROM @registry@.access a JOIN pg_roles r ON r.rolname = a.role_name
            WHERE a.organisation_id IS NULL AND a.level = 'steward' AND pg_has_role(current_user, r.oid, 'USAGE'))
$$;
COMMENT ON FUNCTION @registry@.writes_for(bigint) IS 'Whether the current role may write as this organisation: the registry''s owner, a contributor, holder or steward of the organisation, or a steward of the whole programme.';

CREATE OR REPLACE FUNCTION @registry@.may_read_partner_secret(confidential_to bigint, partnership_id bigint, learned_on date DEFAULT NULL) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    SELECT @registry@.reads_everything()
        OR confidential_to = ANY (own.ids)
        OR EXISTS (
            SELECT FROM @registry@.known_participant p
            WHERE p.partnership_id = $2 AND p.organisation_id = ANY (own.ids) AND p.role IN ('lead', 'co_buyer')
              AND p.effective_on <= innopart.local_day(clock_timestamp()) AND (p.to_on IS NULL OR p.to_on >= $3))
    FROM (SELECT @registry@.own_organisations() AS ids) own
$$;
COMMENT ON FUNCTION @registry@.may_read_partner_secret(bigint, bigint, date) IS 'Whether the current role may read what is confidential to a partner: that partner, the partnership''s lead and co-buyers (unless they had left before the lesson was learned), and whoever reads everything.';

CREATE OR REPLACE FUNCTION @registry@.may_read_among_participants(partnership_id bigint, learned_on date DEFAULT NULL) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    SELECT @registry@.reads_everything()
        OR EXISTS (
            SELECT FROM @registry@.known_participant p
            WHERE p.partnership_id = $1 AND p.organisation_id = ANY (@registry@.own_organisations())
              AND p.effective_on <= innopart.local_day(clock_timestamp()) AND (p.to_on IS NULL OR p.to_on >= $2))
$$;
COMMENT ON FUNCTION @registry@.may_read_among_participants(bigint, date) IS 'Whether the current role may read what is meant for the participants of a partnership: those who take part, unless they had left before the lesson was learned.';

CREATE OR REPLACE FUNCTION @registry@.may_read(confidentiality innopart.confidentiality, confidential_to bigint, partnership_id bigint, learned_on date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT CASE $1
        WHEN 'open' THEN true
        WHEN 'participants' THEN @registry@.may_read_among_participants($3, $4)
        ELSE @registry@.may_read_partner_secret($2, $3, $4) END
$$;
COMMENT ON FUNCTION @registry@.may_read(innopart.confidentiality, bigint, bigint, date) IS 'Whether the current role may read something of this confidentiality.';

CREATE OR REPLACE FUNCTION @registry@.own_partnerships(as_buyer boolean, has_left boolean) RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    SELECT coalesce(array_agg(DISTINCT p.partnership_id), '{}')
    FROM @registry@.known_participant p
    WHERE p.organisation_id = ANY (@registry@.own_organisations())
      AND (p.role IN ('lead', 'co_buyer') OR NOT as_buyer)
      AND p.effective_on <= innopart.local_day(clock_timestamp()) AND (p.to_on IS NOT NULL) = has_left
$$;
COMMENT ON FUNCTION @registry@.own_partnerships(boolean, boolean) IS 'The partnerships that an organisation of the current role takes part in (as_buyer: as lead or co-buyer) without an end, or (has_left) with one.';

CREATE OR REPLACE FUNCTION @registry@.lesson_is_sealed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- SECURITY DEFINER because no role but the owner may touch a seal; as a trigger it can be
    -- called by nothing but an INSERT that row security has let through
    INSERT INTO @registry@.lesson_seal (partnership_id, lesson_id, organisation_id, confidentiality, confidential_to_id, learned_on)
    VALUES (NEW.partnership_id, coalesce(NEW.corrects_id, NEW.id), NEW.organisation_id, NEW.confidentiality, NEW.confidential_to_id, NEW.effective_on)
    ON CONFLICT ON CONSTRAINT lesson_seal_pkey DO UPDATE SET
        organisation_id = EXCLUDED.organisation_id, confidentiality = EXCLUDED.confidentiality,
        confidential_to_id = EXCLUDED.confidential_to_id, learned_on = EXCLUDED.learned_on
    -- a withdrawal opens nothing
    WHERE NOT NEW.is_withdrawn;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.lesson_is_sealed() IS 'Trigger: keeps the seal of a lesson at what its latest row says.';

CREATE OR REPLACE TRIGGER seal AFTER INSERT ON @registry@.lesson
    FOR EACH ROW EXECUTE FUNCTION @registry@.lesson_is_sealed();

-- CREATE POLICY knows no OR REPLACE, and this part may run again
DO $$
DECLARE
    policy record;
BEGIN
    FOR policy IN
        SELECT p.polname, p.polrelid::regclass AS place FROM pg_policy p
        WHERE p.polrelid IN ('@registry@.access'::regclass, '@registry@.lesson_seal'::regclass, '@registry@.lesson'::regclass,
                             '@registry@.lesson_share'::regclass, '@registry@.lesson_adoption'::regclass)
          AND p.polname IN ('own_rows', 'owner_writes', 'reads', 'appends', 'answers_update', 'answers_delete')
    LOOP
        EXECUTE format('DROP POLICY %I ON %s', policy.polname, policy.place);
    END LOOP;
END $$;

ALTER TABLE @registry@.access ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON @registry@.access FOR SELECT
    USING (EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = role_name AND pg_has_role(current_user, r.oid, 'USAGE')));
CREATE POLICY owner_writes ON @registry@.access
    USING (pg_has_role(current_user, (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = '@registry@.access'::regclass), 'USAGE'));

ALTER TABLE @registry@.lesson_seal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @registry@.lesson ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_writes ON @registry@.lesson_seal
    USING (pg_has_role(current_user, (SELECT c.relowner FROM pg_catalog.pg_class c WHERE c.oid = '@registry@.lesson_seal'::regclass), 'USAGE'));
CREATE POLICY appends ON @registry@.lesson FOR INSERT
    WITH CHECK (@registry@.writes_for(organisation_id));
DO $$
DECLARE
    -- may_read(), said so that all but one line of it is asked once a query and not once a row: who
    -- has left a partnership reads what was learned before
    permits text := $permits$
        confidentiality = 'open'
        OR (confidentiality = 'participants' AND partnership_id = ANY ((SELECT @registry@.own_partnerships(false, false))::bigint[]))
        OR (confidentiality = 'partner' AND (confidential_to_id = ANY ((SELECT @registry@.own_organisations())::bigint[])
                                             OR partnership_id = ANY ((SELECT @registry@.own_partnerships(true, false))::bigint[])))
        OR (partnership_id = ANY ((SELECT @registry@.own_partnerships(false, true))::bigint[])
            AND @registry@.may_read(confidentiality, confidential_to_id, partnership_id, %I))$permits$;
    -- the owner, stewards and auditors read everything, and the author its own
    stands_above text := $above$(SELECT @registry@.reads_everything()) OR organisation_id = ANY ((SELECT @registry@.own_organisations())::bigint[])$above$;
BEGIN
    EXECUTE format('CREATE POLICY reads ON @registry@.lesson_seal FOR SELECT USING (%s OR %s)', stands_above, format(permits, 'learned_on'));
    -- A row must be readable by what it says itself and by what the lesson is now: an earlier
    -- wording may hold what a later, open one leaves out.
    EXECUTE format($ddl$
        CREATE POLICY reads ON @registry@.lesson FOR SELECT
            USING (%s OR ((%s) AND EXISTS (
                SELECT FROM @registry@.lesson_seal s
                WHERE s.partnership_id = lesson.partnership_id AND s.lesson_id = coalesce(lesson.corrects_id, lesson.id))))
        $ddl$, stands_above, format(permits, 'effective_on'));
END $$;

-- What is told about a lesson is seen with the lesson.  That the seal is asked before the foreign
-- key is, makes a hidden lesson and an absent one give the same error.
DO $$
DECLARE
    told record;
BEGIN
    FOR told IN SELECT * FROM (VALUES ('lesson_share', 'giver_id'), ('lesson_adoption', 'organisation_id')) AS v(place, writer) LOOP
        EXECUTE format($ddl$
            ALTER TABLE @registry@.%1$I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE POLICY reads ON @registry@.%1$I FOR SELECT
                USING ((SELECT @registry@.reads_everything())
                       OR EXISTS (SELECT FROM @registry@.lesson_seal s WHERE s.partnership_id = %1$I.partnership_id AND s.lesson_id = %1$I.lesson_id));
            CREATE POLICY appends ON @registry@.%1$I FOR INSERT
                WITH CHECK (@registry@.writes_for(%2$I)
                            AND EXISTS (SELECT FROM @registry@.lesson_seal s WHERE s.partnership_id = %1$I.partnership_id AND s.lesson_id = %1$I.lesson_id));
            $ddl$, told.place, told.writer);
    END LOOP;
    -- an edit is answered by the append-only trigger, not by silence
    FOR told IN SELECT * FROM (VALUES ('lesson'), ('lesson_share'), ('lesson_adoption')) AS v(place) LOOP
        EXECUTE format($ddl$
            CREATE POLICY answers_update ON @registry@.%1$I FOR UPDATE USING (true);
            CREATE POLICY answers_delete ON @registry@.%1$I FOR DELETE USING (true);
            $ddl$, told.place);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION @registry@.grant_reports(role_name name) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- reports are security_invoker: their reader needs to read what they read
    EXECUTE format('GRANT USAGE ON SCHEMA @registry@, @report@ TO %I', role_name);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA @registry@, @report@ TO %I', role_name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION @registry@.reads_everything(), @registry@.own_organisations(text), @registry@.own_partnerships(boolean, boolean), @registry@.may_read(innopart.confidentiality, bigint, bigint, date), @registry@.may_read_partner_secret(bigint, bigint, date), @registry@.may_read_among_participants(bigint, date) TO %I', role_name);
END $$;
COMMENT ON FUNCTION @registry@.grant_reports(name) IS 'Grants a role all it needs to read the reports, and nothing to write: USAGE and SELECT on the two schemas and EXECUTE on what row security asks. Row security still hides what the role may not read. Run it again after upgrade_registry(). By the registry''s owner.';
