-- Who asks: what the current database role stands for, and what it has a part in.  registry.access
-- ties roles of the database to organisations, and row security on every table (76-access,
-- 89-row-security) asks here:
--   * a buyer of a partnership (lead, co-buyer) reads all of it, anybody else its own organisation's
--     rows and what is common; who stands for the whole programme reads all;
--   * nothing depends on a setting: innopart.known_at and innopart.as_of turn back what is told,
--     never who may read it.  A role is current_user and the roles whose privileges it has.

CREATE OR REPLACE FUNCTION @registry@.is_owner() RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN pg_has_role(current_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = '@registry@.access'::regclass), 'USAGE');
END $$;
COMMENT ON FUNCTION @registry@.is_owner() IS 'Whether the current role is the registry''s owner, or has its privileges.';

CREATE OR REPLACE FUNCTION @registry@.programme_levels() RETURNS innopart.access_level[]
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    RETURN (
        SELECT coalesce(array_agg(a.level), '{}')
        FROM @registry@.access a JOIN pg_roles r ON r.rolname = a.role_name
        WHERE a.organisation_id IS NULL AND pg_has_role(current_user, r.oid, 'USAGE'));
END $$;
COMMENT ON FUNCTION @registry@.programme_levels() IS 'The levels of the current role in the whole programme.';

CREATE OR REPLACE FUNCTION @registry@.reads_everything() RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    RETURN @registry@.is_owner() OR @registry@.programme_levels() && '{steward,auditor}';
END $$;
COMMENT ON FUNCTION @registry@.reads_everything() IS 'Whether the current role is the registry''s owner, or steward or auditor of the whole programme.';

CREATE OR REPLACE FUNCTION @registry@.reads_programme() RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    RETURN @registry@.is_owner() OR @registry@.programme_levels() <> '{}';
END $$;
COMMENT ON FUNCTION @registry@.reads_programme() IS 'Whether the current role reads every partnership: whoever reads everything, and a reader of the whole programme, who is told no confidential lesson.';

CREATE OR REPLACE FUNCTION @registry@.writes_programme() RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    RETURN @registry@.is_owner() OR 'steward' = ANY (@registry@.programme_levels());
END $$;
COMMENT ON FUNCTION @registry@.writes_programme() IS 'Whether the current role writes in every partnership: the registry''s owner and stewards of the whole programme.';

CREATE OR REPLACE FUNCTION @registry@.own_organisations(at_least text DEFAULT 'reader') RETURNS bigint[]
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
BEGIN
    RETURN (
        -- a successor reads and writes for the bodies it came from
        WITH RECURSIVE own(id) AS (
            SELECT a.organisation_id
            FROM @registry@.access a JOIN pg_roles r ON r.rolname = a.role_name
            WHERE a.organisation_id IS NOT NULL AND pg_has_role(current_user, r.oid, 'USAGE')
              AND (at_least = 'reader' OR a.level BETWEEN at_least::innopart.access_level AND 'steward')
            UNION
            SELECT s.predecessor_id
            FROM own JOIN @registry@.known_organisation_succession s ON s.successor_id = own.id
            WHERE s.effective_on <= innopart.local_day(clock_timestamp()))
        SELECT coalesce(array_agg(own.id ORDER BY own.id), '{}') FROM own);
END $$;
COMMENT ON FUNCTION @registry@.own_organisations(text) IS 'The organisations that the current role stands for, with their predecessors: at_least reader, all of them; contributor, holder or steward, those of that level or a higher one. An auditor writes nothing.';

CREATE OR REPLACE FUNCTION @registry@.writes_for(of_organisation bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT @registry@.writes_programme() OR of_organisation = ANY (@registry@.own_organisations('contributor'))
$$;
COMMENT ON FUNCTION @registry@.writes_for(bigint) IS 'Whether the current role may write as this organisation: the registry''s owner, a contributor, holder or steward of the organisation, or a steward of the whole programme.';

-- --------------------------------------------------------------------------------------------
-- What the current role has a part in
-- --------------------------------------------------------------------------------------------
-- These views read with the rights of the registry's owner, since the policies that ask them stand
-- on the very tables they read; but the functions in a view run as whoever asks, so each shows rows
-- of the asker's own organisations only, before any condition of the asker's (security_barrier).
-- They read what stands now: a corrected or withdrawn row gives nobody anything.

CREATE OR REPLACE VIEW @registry@.own_membership WITH (security_barrier = true) AS
SELECT p.partnership_id, p.organisation_id, p.role, p.effective_on, p.to_on
FROM @registry@.participant p
WHERE p.organisation_id = ANY ((SELECT @registry@.own_organisations())::bigint[])
  AND p.effective_on <= innopart.local_day(clock_timestamp()) AND NOT p.is_withdrawn
  AND NOT EXISTS (SELECT FROM @registry@.participant later
                  WHERE later.corrects_id = coalesce(p.corrects_id, p.id) AND later.partnership_id = p.partnership_id
                    AND (p.corrects_id IS NULL OR (later.recorded_at, later.id) > (p.recorded_at, p.id)));
COMMENT ON VIEW @registry@.own_membership IS 'One row a role that an organisation of the current database role has, or had, in a partnership. Read with the owner''s rights, for row security to ask.';

CREATE OR REPLACE VIEW @registry@.own_contract WITH (security_barrier = true) AS
SELECT c.partnership_id, coalesce(c.corrects_id, c.id) AS partner_contract_id
FROM @registry@.partner_contract c
WHERE c.organisation_id = ANY ((SELECT @registry@.own_organisations())::bigint[]) AND NOT c.is_withdrawn
  AND NOT EXISTS (SELECT FROM @registry@.partner_contract later
                  WHERE later.corrects_id = coalesce(c.corrects_id, c.id) AND later.partnership_id = c.partnership_id
                    AND (c.corrects_id IS NULL OR (later.recorded_at, later.id) > (c.recorded_at, c.id)))
UNION
SELECT m.partnership_id, m.partner_contract_id
FROM @registry@.consortium_member m
WHERE m.organisation_id = ANY ((SELECT @registry@.own_organisations())::bigint[]) AND NOT m.is_withdrawn
  AND coalesce(m.to_on >= innopart.local_day(clock_timestamp()), true)
  AND NOT EXISTS (SELECT FROM @registry@.consortium_member later
                  WHERE later.corrects_id = coalesce(m.corrects_id, m.id) AND later.partnership_id = m.partnership_id
                    AND (m.corrects_id IS NULL OR (later.recorded_at, later.id) > (m.recorded_at, m.id)));
COMMENT ON VIEW @registry@.own_contract IS 'One row a partner contract that an organisation of the current database role is party to, or stands behind in a consortium. Read with the owner''s rights, for row security to ask.';

CREATE OR REPLACE VIEW @registry@.own_right WITH (security_barrier = true) AS
SELECT r.partnership_id, r.id AS option_right_id, r.cap_id, r.partner_contract_id, r.solution_id
FROM @registry@.option_right r
WHERE r.holder_id = ANY ((SELECT @registry@.own_organisations())::bigint[])
UNION
SELECT r.partnership_id, r.id, r.cap_id, r.partner_contract_id, r.solution_id
FROM @registry@.mandate m
JOIN @registry@.option_right r ON r.partnership_id = m.partnership_id AND r.id = m.option_right_id
WHERE m.organisation_id = ANY ((SELECT @registry@.own_organisations())::bigint[]) AND NOT m.is_withdrawn
  AND coalesce(m.to_on >= innopart.local_day(clock_timestamp()), true)
  AND NOT EXISTS (SELECT FROM @registry@.mandate later
                  WHERE later.corrects_id = coalesce(m.corrects_id, m.id) AND later.partnership_id = m.partnership_id
                    AND (m.corrects_id IS NULL OR (later.recorded_at, later.id) > (m.recorded_at, m.id)));
COMMENT ON VIEW @registry@.own_right IS 'One row an option right that an organisation of the current database role holds, or has a mandate to exercise. Read with the owner''s rights, for row security to ask.';

CREATE OR REPLACE VIEW @registry@.own_cap WITH (security_barrier = true) AS
SELECT o.partnership_id, o.cap_id FROM @registry@.own_right o WHERE o.cap_id IS NOT NULL
UNION
SELECT r.partnership_id, r.cap_id
FROM @registry@.own_contract o
JOIN @registry@.option_right r ON r.partnership_id = o.partnership_id AND r.partner_contract_id = o.partner_contract_id
WHERE r.cap_id IS NOT NULL
UNION
SELECT c.partnership_id, c.id
FROM @registry@.own_membership p JOIN @registry@.cap c ON c.partnership_id = p.partnership_id
WHERE p.role IN ('lead', 'co_buyer') AND p.to_on IS NULL;
COMMENT ON VIEW @registry@.own_cap IS 'One row a cap that an organisation of the current database role shares: under which it buys, sells or holds a right. Read with the owner''s rights, for row security to ask.';

CREATE OR REPLACE VIEW @registry@.own_meeting WITH (security_barrier = true) AS
SELECT DISTINCT a.partnership_id, a.meeting_id
FROM @registry@.attendance a
WHERE a.organisation_id = ANY ((SELECT @registry@.own_organisations())::bigint[]) AND NOT a.is_withdrawn
  AND NOT EXISTS (SELECT FROM @registry@.attendance later
                  WHERE later.corrects_id = coalesce(a.corrects_id, a.id) AND later.partnership_id = a.partnership_id
                    AND (a.corrects_id IS NULL OR (later.recorded_at, later.id) > (a.recorded_at, a.id)));
COMMENT ON VIEW @registry@.own_meeting IS 'One row a meeting that an organisation of the current database role was asked to. Read with the owner''s rights, for row security to ask.';

CREATE OR REPLACE FUNCTION @registry@.own_stakes() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT coalesce(array_agg(own.partnership_id), '{}')
    FROM (SELECT partnership_id FROM @registry@.own_membership
          UNION SELECT partnership_id FROM @registry@.own_contract
          UNION SELECT partnership_id FROM @registry@.own_right) own
$$;
COMMENT ON FUNCTION @registry@.own_stakes() IS 'The partnerships in which an organisation of the current role takes or took part, if only as a candidate or tenderer, is party to a contract or holds a right: it may see that they are there, what is available to all, and record what it does itself. What the parties share is for own_parties().';

-- Candidates and tenderers have a stake, and are no party: they are rivals of one another.
CREATE OR REPLACE FUNCTION @registry@.own_parties() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT coalesce(array_agg(own.partnership_id), '{}')
    FROM (SELECT partnership_id FROM @registry@.own_membership WHERE role NOT IN ('candidate', 'tenderer')
          UNION SELECT partnership_id FROM @registry@.own_contract
          UNION SELECT partnership_id FROM @registry@.own_right) own
$$;
COMMENT ON FUNCTION @registry@.own_parties() IS 'The partnerships to which an organisation of the current role is or was a party: own_stakes() without those that it only competes or competed for.';

CREATE OR REPLACE FUNCTION @registry@.stewarded_partnerships() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT coalesce(array_agg(DISTINCT p.partnership_id), '{}')
    FROM @registry@.own_membership p
    WHERE p.organisation_id = ANY (@registry@.own_organisations('steward')) AND p.role IN ('lead', 'co_buyer')
      AND coalesce(p.to_on >= innopart.local_day(clock_timestamp()), true)
$$;
COMMENT ON FUNCTION @registry@.stewarded_partnerships() IS 'The partnerships that the current role may write in as a steward of their lead or a co-buyer.';

CREATE OR REPLACE FUNCTION @registry@.holds(of_partnership bigint, of_right bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM @registry@.option_right r
                   WHERE r.partnership_id = of_partnership AND r.id = of_right AND r.holder_id = ANY (@registry@.own_organisations('holder')))
$$;
COMMENT ON FUNCTION @registry@.holds(bigint, bigint) IS 'Whether the current role may act as the holder of this right: level holder or steward for the holder.';

-- A function, since a policy that reads its own table would never come to an end.
CREATE OR REPLACE FUNCTION @registry@.is_own_fact(fact text, of_partnership bigint, original bigint, writer_column text, writer bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    is_own boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM @registry@.%I f WHERE %s f.id = $2 AND f.%I = $3)', fact,
                   CASE WHEN of_partnership IS NOT NULL THEN 'f.partnership_id = $1 AND' ELSE '' END, writer_column)
        INTO is_own USING of_partnership, original, writer;
    RETURN is_own;
END $$;
COMMENT ON FUNCTION @registry@.is_own_fact(text, bigint, bigint, text, bigint) IS 'Whether a fact that a correction names is one that the current role may read, and of the same writer: nobody corrects what another organisation has said.';

-- Who shares a cap is told how much of it is gone, and not by whom: a report that counted only one's
-- own draws would promise what others have taken.  Only in what the cap counts: units beside money
-- would tell a competitor's price.
CREATE OR REPLACE VIEW @registry@.shared_draw WITH (security_barrier = true) AS
SELECT r.partnership_id, r.cap_id, e.effective_on, e.recorded_at,
    CASE WHEN c.max_units IS NOT NULL THEN CASE e.kind WHEN 'exercised' THEN e.units ELSE -e.units END END AS units,
    CASE WHEN c.max_amount IS NOT NULL THEN CASE e.kind WHEN 'exercised' THEN e.amount ELSE -e.amount END END AS amount
FROM @registry@.option_right r
JOIN @registry@.cap c ON c.partnership_id = r.partnership_id AND c.id = r.cap_id
JOIN @registry@.option_event e ON e.partnership_id = r.partnership_id AND e.option_right_id = r.id
WHERE e.kind IN ('exercised', 'exercise_reversed')
  AND (r.partnership_id, r.cap_id) IN (SELECT o.partnership_id, o.cap_id FROM @registry@.own_cap o);
COMMENT ON VIEW @registry@.shared_draw IS 'One row a draw (reversals negative) under a cap that an organisation of the current database role shares, without saying whose it is: units where the cap has a ceiling in units, amount where it has one in money. Read with the owner''s rights; reports add it up for readers who may not see the others'' rights.';
