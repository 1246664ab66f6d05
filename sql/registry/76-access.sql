-- A lesson marked confidential to one partner is never read by a competing partner, nor counted
-- through an aggregate (Art. 31(6); domain invariant 21).  The lessons' own policies, and those of
-- what the policies themselves read; 89-row-security puts policies on everything else.

CREATE OR REPLACE FUNCTION @registry@.may_read_partner_secret(confidential_to bigint, partnership_id bigint, learned_on date DEFAULT NULL) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    SELECT @registry@.reads_everything()
        OR confidential_to = ANY (@registry@.own_organisations())
        OR EXISTS (
            SELECT FROM @registry@.own_membership p
            WHERE p.partnership_id = $2 AND p.role IN ('lead', 'co_buyer') AND (p.to_on IS NULL OR p.to_on >= $3))
$$;
COMMENT ON FUNCTION @registry@.may_read_partner_secret(bigint, bigint, date) IS 'Whether the current role may read what is confidential to a partner: that partner, the partnership''s lead and co-buyers (unless they had left before the lesson was learned), and whoever reads everything.';

CREATE OR REPLACE FUNCTION @registry@.may_read_among_participants(partnership_id bigint, learned_on date DEFAULT NULL) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    SELECT @registry@.reads_everything()
        OR EXISTS (
            SELECT FROM @registry@.own_membership p
            WHERE p.partnership_id = $1 AND p.role NOT IN ('candidate', 'tenderer') AND (p.to_on IS NULL OR p.to_on >= $2))
$$;
COMMENT ON FUNCTION @registry@.may_read_among_participants(bigint, date) IS 'Whether the current role may read what is meant for the participants of a partnership: those who take part, and not merely compete for it, unless they had left before the lesson was learned.';

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
    FROM @registry@.own_membership p
    WHERE (p.role IN ('lead', 'co_buyer') OR (NOT as_buyer AND p.role NOT IN ('candidate', 'tenderer'))) AND (p.to_on IS NOT NULL) = has_left
$$;
COMMENT ON FUNCTION @registry@.own_partnerships(boolean, boolean) IS 'The partnerships that an organisation of the current role takes part in (as_buyer: as lead or co-buyer; never as a candidate or tenderer) without an end, or (has_left) with one.';

CREATE OR REPLACE FUNCTION @registry@.lesson_is_sealed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- SECURITY DEFINER because no role but the owner may touch a seal; as a trigger it can be
    -- called by nothing but an INSERT that row security has let through
    INSERT INTO @registry@.lesson_seal AS s (partnership_id, lesson_id, organisation_id, confidentiality, confidential_to_id, learned_on, recorded_at, row_id)
    VALUES (NEW.partnership_id, coalesce(NEW.corrects_id, NEW.id), NEW.organisation_id, NEW.confidentiality, NEW.confidential_to_id, NEW.effective_on, NEW.recorded_at, NEW.id)
    ON CONFLICT ON CONSTRAINT lesson_seal_pkey DO UPDATE SET
        organisation_id = EXCLUDED.organisation_id, confidentiality = EXCLUDED.confidentiality,
        confidential_to_id = EXCLUDED.confidential_to_id, learned_on = EXCLUDED.learned_on,
        recorded_at = EXCLUDED.recorded_at, row_id = EXCLUDED.row_id
    -- a withdrawal opens nothing; of two corrections the later one stands, as in known_lesson, whichever comes here last
    WHERE NOT NEW.is_withdrawn
      AND (s.row_id = s.lesson_id OR (EXCLUDED.recorded_at, EXCLUDED.row_id) > (s.recorded_at, s.row_id));
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.lesson_is_sealed() IS 'Trigger: keeps the seal of a lesson at what its latest row says.';

CREATE OR REPLACE TRIGGER seal AFTER INSERT ON @registry@.lesson
    FOR EACH ROW EXECUTE FUNCTION @registry@.lesson_is_sealed();

-- Whoever read a lesson must see that it was withdrawn.
CREATE OR REPLACE FUNCTION @registry@.lesson_withdrawal_is_as_confidential() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT s.confidentiality, s.confidential_to_id INTO NEW.confidentiality, NEW.confidential_to_id
    FROM @registry@.lesson_seal s WHERE s.partnership_id = NEW.partnership_id AND s.lesson_id = NEW.corrects_id;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION @registry@.lesson_withdrawal_is_as_confidential() IS 'Trigger: a withdrawal of a lesson has the confidentiality of the lesson, whatever it says itself.';
CREATE OR REPLACE TRIGGER b_withdrawal BEFORE INSERT ON @registry@.lesson
    FOR EACH ROW WHEN (NEW.is_withdrawn) EXECUTE FUNCTION @registry@.lesson_withdrawal_is_as_confidential();

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
    USING ((SELECT @registry@.is_owner()));

ALTER TABLE @registry@.lesson_seal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE @registry@.lesson ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_writes ON @registry@.lesson_seal
    USING ((SELECT @registry@.is_owner()));
-- who writes a lesson takes part; who corrects one has written it
CREATE POLICY appends ON @registry@.lesson FOR INSERT
    WITH CHECK ((SELECT @registry@.writes_programme())
                OR (@registry@.writes_for(organisation_id)
                    AND partnership_id = ANY ((SELECT @registry@.own_stakes())::bigint[])
                    AND (corrects_id IS NULL OR @registry@.is_own_fact('lesson', partnership_id, corrects_id, 'organisation_id', organisation_id))));
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
    FOR told IN SELECT * FROM (VALUES
        ('lesson_share', 'giver_id', 'meeting_id', 'meeting', 'seen.partnership_id = lesson_share.partnership_id AND seen.id = lesson_share.meeting_id'),
        ('lesson_adoption', 'organisation_id', 'in_partnership_id', 'partnership', 'seen.id = lesson_adoption.in_partnership_id')) AS v(place, writer, names, of, as_seen) LOOP
        EXECUTE format($ddl$
            ALTER TABLE @registry@.%1$I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE POLICY reads ON @registry@.%1$I FOR SELECT
                USING ((SELECT @registry@.reads_everything())
                       OR EXISTS (SELECT FROM @registry@.lesson_seal s WHERE s.partnership_id = %1$I.partnership_id AND s.lesson_id = %1$I.lesson_id));
            CREATE POLICY appends ON @registry@.%1$I FOR INSERT
                WITH CHECK (@registry@.writes_for(%2$I)
                            AND EXISTS (SELECT FROM @registry@.lesson_seal s WHERE s.partnership_id = %1$I.partnership_id AND s.lesson_id = %1$I.lesson_id)
                            AND (%3$I IS NULL OR EXISTS (SELECT FROM @registry@.%4$I seen WHERE %5$s))
                            AND (corrects_id IS NULL OR (SELECT @registry@.writes_programme())
                                 OR @registry@.is_own_fact(%1$L, partnership_id, corrects_id, %2$L, %2$I)));
            $ddl$, told.place, told.writer, told.names, told.of, told.as_seen);
    END LOOP;
    -- an edit is answered by the append-only trigger, not by silence
    FOR told IN SELECT * FROM (VALUES ('lesson'), ('lesson_share'), ('lesson_adoption')) AS v(place) LOOP
        EXECUTE format($ddl$
            CREATE POLICY answers_update ON @registry@.%1$I FOR UPDATE USING (true);
            CREATE POLICY answers_delete ON @registry@.%1$I FOR DELETE USING (true);
            $ddl$, told.place);
    END LOOP;
END $$;
