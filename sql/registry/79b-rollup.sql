-- Rollup and live tail: what reports of participation, of learning and of who exercises add up.  The
-- tables are in 66b-rollup.
--
-- The rule of each kind of fact is in <kind>_changes(since, below): by how much the sums change when
-- what the transactions from since to below recorded is known too, over all that those facts touch.
-- A fact touches a key (an invitation, a contribution, a lesson): of every key that is touched, what
-- was known before is taken away and what is known then is added, so a late, back-dated, corrected or
-- withdrawn fact is like any other.  refresh_rollups() adds the changes up to the oldest transaction
-- still running; a report adds those after.  One rule, used twice.
--
-- A <kind>_cell view is what reports read, for innopart.as_of(): rollup and tail for whoever may see
-- all the facts they come from, the facts themselves for anybody else and for innopart.known_at().

CREATE OR REPLACE FUNCTION @registry@.fact_numbered_elsewhere() RETURNS regclass
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
        WITH RECURSIVE place AS (
            SELECT c.oid, c.relkind FROM pg_class c
            WHERE c.relnamespace = '@registry@'::regnamespace AND c.relname = ANY (@registry@.facts_folded())
            UNION ALL
            SELECT c.oid, c.relkind FROM place p JOIN pg_inherits i ON i.inhparent = p.oid JOIN pg_class c ON c.oid = i.inhrelid)
        SELECT p.oid FROM place p
        WHERE p.relkind = 'f'
           OR (SELECT count(*) FROM pg_trigger t
               WHERE t.tgrelid = p.oid AND ((t.tgname IN ('a_stamp', 'zz_ledger_guard') AND t.tgenabled IN ('O', 'A')) OR (t.tgname = 'a_xid' AND t.tgenabled IN ('R', 'A')))) < 2
        LIMIT 1);
END $$;
COMMENT ON FUNCTION @registry@.fact_numbered_elsewhere() IS 'A table of facts whose rows can bear the transactions of another server: it is foreign, or without the triggers that date its rows. Rollups, which go by transactions, would be wrong.';

CREATE OR REPLACE FUNCTION @registry@.reads_rollups() RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    RETURN innopart.known_at() = 'infinity' AND @registry@.reads_programme()
       AND EXISTS (SELECT FROM @registry@.rollup_settled s
                   WHERE s.settled_before <= pg_snapshot_xmax(pg_current_snapshot())
                     AND s.database_id = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
                     AND s.system_id = (SELECT c.system_identifier FROM pg_control_system() c))
       AND @registry@.fact_numbered_elsewhere() IS NULL;
END $$;
COMMENT ON FUNCTION @registry@.reads_rollups() IS 'Whether reports of the current role can be rollup and live tail: it reads every partnership, asks for all that is known, and the rollups were made on this server, of facts recorded on it.';

-- Of a long tail, adding takes longer than reading all the facts.  It is measured by what the statement
-- sees and by nothing that moves beside it, so that two reports in one statement are told the same.
CREATE OR REPLACE FUNCTION @registry@.participation_tail_length() RETURNS integer
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    settled @registry@.rollup_settled;
BEGIN
    SELECT * INTO settled FROM @registry@.rollup_settled;
    RETURN (SELECT CASE WHEN count(*) < settled.long_participation_tail THEN count(*) END
            FROM (SELECT 1 FROM @registry@.attendance a WHERE a.recorded_xid >= settled.settled_before
                  UNION ALL SELECT 1 FROM @registry@.contribution c WHERE c.recorded_xid >= settled.settled_before
                  UNION ALL SELECT 1 FROM @registry@.meeting m WHERE m.recorded_xid >= settled.settled_before
                  UNION ALL SELECT 1 FROM @registry@.participant p WHERE p.recorded_xid >= settled.settled_before
                  LIMIT settled.long_participation_tail) f);
END $$;
COMMENT ON FUNCTION @registry@.participation_tail_length() IS 'How many facts of participation have been recorded since the last refresh; NULL when so many that reading all the facts is quicker than adding these to the rollup.';

CREATE OR REPLACE FUNCTION @registry@.learning_tail_length() RETURNS integer
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    settled @registry@.rollup_settled;
BEGIN
    SELECT * INTO settled FROM @registry@.rollup_settled;
    RETURN (SELECT CASE WHEN count(*) < settled.long_learning_tail THEN count(*) END
            FROM (SELECT 1 FROM @registry@.lesson l WHERE l.recorded_xid >= settled.settled_before
                  UNION ALL SELECT 1 FROM @registry@.lesson_share s WHERE s.recorded_xid >= settled.settled_before
                  UNION ALL SELECT 1 FROM @registry@.lesson_adoption a WHERE a.recorded_xid >= settled.settled_before
                  LIMIT settled.long_learning_tail) f);
END $$;
COMMENT ON FUNCTION @registry@.learning_tail_length() IS 'The same of learning.';

-- A view of cells asks one of these once, and is told all that its branches need: adding nothing is quickest.
CREATE OR REPLACE FUNCTION @registry@.participation_tail_to_add() RETURNS integer
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF @registry@.reads_rollups() THEN
        RETURN @registry@.participation_tail_length();
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.participation_tail_to_add() IS 'How many facts reports of participation have to add to the rollup; NULL when they read the facts instead.';

CREATE OR REPLACE FUNCTION @registry@.learning_tail_to_add() RETURNS integer
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF @registry@.reads_rollups()
       AND (@registry@.reads_everything()
            -- who reads the programme sees open lessons alone, and those of its own organisations
            OR (@registry@.own_organisations() = '{}'
                AND NOT EXISTS (SELECT FROM @registry@.rollup_reclassified r, @registry@.rollup_settled s
                                WHERE r.recorded_xid >= s.settled_before))) THEN
        RETURN @registry@.learning_tail_length();
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.learning_tail_to_add() IS 'The same for reports of learning, in which confidential lessons are not told, nor counted, to everybody.';

CREATE OR REPLACE FUNCTION @registry@.reads_facts(tail_to_add integer) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN tail_to_add IS NULL;
END $$;
COMMENT ON FUNCTION @registry@.reads_facts(integer) IS 'Whether the facts are read and not the rollup, by what a function of the tail told. Restricted: parallel workers, which would be started to find that there is nothing to do, take longer to start than a rollup to read.';

CREATE OR REPLACE FUNCTION @registry@.rollup_grains(of_day date) RETURNS TABLE (grain text, starts_on date)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    VALUES ('day', of_day), ('month', date_trunc('month', of_day::timestamp)::date), ('year', date_trunc('year', of_day::timestamp)::date), ('ever', '-infinity');
END;
COMMENT ON FUNCTION @registry@.rollup_grains(date) IS 'The cells that a day goes into.';

-- Little lies after today, so today's past is one cell for each key; the past of an earlier day is put
-- together from what came before it, which knows its latest meetings and tellings.
CREATE OR REPLACE VIEW @registry@.rollup_span WITH (security_invoker = true) AS
SELECT s.grain, s.from_on, s.until_on, s.sign
FROM (SELECT n.as_of, date_trunc('year', n.as_of::timestamp) AS year_on, date_trunc('month', n.as_of::timestamp) AS month_on, n.as_of >= n.refreshed_on AS is_late
      FROM (SELECT innopart.as_of() AS as_of, (SELECT innopart.local_day(r.refreshed_at) FROM @registry@.rollup_settled r) AS refreshed_on) n) d
CROSS JOIN LATERAL (VALUES
    (true, 'ever', 1, '-infinity'::date, 'infinity'::date), (true, 'day', -1, d.as_of + 1, (d.month_on + interval '1 month')::date),
    (true, 'month', -1, (d.month_on + interval '1 month')::date, (d.year_on + interval '1 year')::date), (true, 'year', -1, (d.year_on + interval '1 year')::date, 'infinity'),
    (false, 'year', 1, '-infinity', d.year_on::date), (false, 'month', 1, d.year_on::date, d.month_on::date), (false, 'day', 1, d.month_on::date, d.as_of + 1)
    ) AS s(is_late, grain, sign, from_on, until_on)
WHERE s.is_late = d.is_late;
COMMENT ON VIEW @registry@.rollup_span IS 'Which cells make up the past until innopart.as_of(), to be multiplied by sign: from the day of the latest refresh on all there ever was, less the days, months and years after; before it the years before, the months of its year, the days of its month. starts_on from from_on, before until_on.';

-- ------------------------------------------------------------------------------------------
-- Attendance
-- ------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.settled_invitation(below xid8)
    RETURNS TABLE (partnership_id bigint, organisation_id bigint, meeting_id bigint, id bigint, status innopart.attendance_status, is_sourced boolean,
        effective_on date, phase innopart.phase, held_on date)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    -- what attendance_latest (79-describe) asks of a day, for all days
    SELECT a.partnership_id, a.organisation_id, a.meeting_id, a.id, a.status, a.provenance <> 'illustrative', a.effective_on, m.phase, m.effective_on
    FROM @registry@.settled_attendance(below) a
    JOIN @registry@.settled_meeting(below) m ON m.partnership_id = a.partnership_id AND m.id = a.meeting_id
    WHERE NOT m.is_cancelled
      AND EXISTS (SELECT FROM @registry@.settled_participant(below) p
                  WHERE p.partnership_id = a.partnership_id AND p.organisation_id = a.organisation_id AND p.effective_on <= m.effective_on);
END;
COMMENT ON FUNCTION @registry@.settled_invitation(xid8) IS 'The statuses of invitations that count, as the transactions below a number had recorded them: of meetings that were not cancelled, nor held before the organisation joined.';

CREATE OR REPLACE FUNCTION @registry@.attendance_changes(since xid8, below xid8)
    RETURNS TABLE (partnership_id bigint, organisation_id bigint, phase innopart.phase, held_on date, counts_on date,
        invited_count integer, attended_count integer, declined_count integer, sourced_count integer)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH touched AS (
        SELECT a.partnership_id, a.organisation_id, a.meeting_id
        FROM @registry@.attendance a WHERE a.recorded_xid >= since AND a.recorded_xid < below
        UNION
        -- what a correction took back may have stood elsewhere
        SELECT v.partnership_id, v.organisation_id, v.meeting_id
        FROM @registry@.attendance a JOIN @registry@.attendance v ON v.partnership_id = a.partnership_id AND v.id = a.corrects_id
        WHERE a.recorded_xid >= since AND a.recorded_xid < below
        UNION
        SELECT v.partnership_id, v.organisation_id, v.meeting_id
        FROM @registry@.attendance a JOIN @registry@.attendance v ON v.partnership_id = a.partnership_id AND v.corrects_id = a.corrects_id
        WHERE a.recorded_xid >= since AND a.recorded_xid < below
        UNION
        SELECT a.partnership_id, a.organisation_id, a.meeting_id
        FROM @registry@.meeting m
        JOIN @registry@.attendance a ON a.partnership_id = m.partnership_id AND a.meeting_id = coalesce(m.corrects_id, m.id)
        WHERE m.recorded_xid >= since AND m.recorded_xid < below
        UNION
        SELECT a.partnership_id, a.organisation_id, a.meeting_id
        FROM (SELECT DISTINCT v.partnership_id, v.organisation_id
              FROM @registry@.participant p
              JOIN @registry@.participant v ON v.partnership_id = p.partnership_id AND coalesce(v.corrects_id, v.id) = coalesce(p.corrects_id, p.id)
              WHERE p.recorded_xid >= since AND p.recorded_xid < below) p
        JOIN @registry@.attendance a ON a.partnership_id = p.partnership_id AND a.organisation_id = p.organisation_id
    ), stood AS (
        SELECT s.sign, s.partnership_id, s.organisation_id, s.phase, s.held_on, s.status, s.is_sourced, s.effective_on AS from_on,
            lead(s.effective_on) OVER (PARTITION BY s.sign, s.partnership_id, s.organisation_id, s.meeting_id ORDER BY s.effective_on, s.id) AS until_on
        FROM (SELECT 1 AS sign, i.* FROM touched t JOIN @registry@.settled_invitation(below) i USING (partnership_id, organisation_id, meeting_id)
              UNION ALL
              SELECT -1 AS sign, i.* FROM touched t JOIN @registry@.settled_invitation(since) i USING (partnership_id, organisation_id, meeting_id)
              WHERE since > '0') s
    )
    SELECT s.partnership_id, s.organisation_id, s.phase, s.held_on, greatest(c.day, s.held_on),
        sum(s.sign * c.sign)::integer, sum(s.sign * c.sign * (s.status = 'attended')::integer)::integer,
        sum(s.sign * c.sign * (s.status = 'declined')::integer)::integer, sum(s.sign * c.sign * s.is_sourced::integer)::integer
    -- a status counts from its day, or the meeting's if that is later, until the next one does
    FROM stood s CROSS JOIN LATERAL (VALUES (1, s.from_on), (-1, s.until_on)) AS c(sign, day)
    WHERE c.day IS NOT NULL
    GROUP BY s.partnership_id, s.organisation_id, s.phase, s.held_on, greatest(c.day, s.held_on);
END;
COMMENT ON FUNCTION @registry@.attendance_changes(xid8, xid8) IS 'By how much the counts of invitations change, from counts_on on, when what the transactions from since to below recorded is known too.';

-- ------------------------------------------------------------------------------------------
-- Contributions
-- ------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.contribution_changes(since xid8, below xid8)
    RETURNS TABLE (partnership_id bigint, organisation_id bigint, phase innopart.phase, kind innopart.contribution_kind, counts_on date,
        contribution_count integer, counted_count integer, hours numeric, sourced_count integer)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH touched AS (
        SELECT DISTINCT c.partnership_id, coalesce(c.corrects_id, c.id) AS id
        FROM @registry@.contribution c WHERE c.recorded_xid >= since AND c.recorded_xid < below
    )
    SELECT c.partnership_id, c.organisation_id, c.phase, c.kind, c.effective_on,
        sum(c.sign)::integer, sum(c.sign * (c.hours IS NOT NULL)::integer)::integer, sum(c.sign * coalesce(c.hours, 0)), sum(c.sign * (c.provenance <> 'illustrative')::integer)::integer
    FROM (SELECT 1 AS sign, k.* FROM touched t JOIN @registry@.settled_contribution(below) k USING (partnership_id, id)
          UNION ALL
          SELECT -1 AS sign, k.* FROM touched t JOIN @registry@.settled_contribution(since) k USING (partnership_id, id)
          WHERE since > '0') c
    GROUP BY c.partnership_id, c.organisation_id, c.phase, c.kind, c.effective_on;
END;
COMMENT ON FUNCTION @registry@.contribution_changes(xid8, xid8) IS 'By how much the counts and hours of contributions change, from counts_on on, when what the transactions from since to below recorded is known too.';

-- ------------------------------------------------------------------------------------------
-- Both: participation
-- ------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.participation_changes(since xid8, below xid8)
    RETURNS TABLE (partnership_id bigint, organisation_id bigint, phase innopart.phase, held_on date, counts_on date,
        invited_count integer, attended_count integer, declined_count integer, contribution_count integer, sourced_count integer, counted_count integer, hours numeric,
        data_count integer, evaluation_support_count integer, expert_hours_count integer, need_input_count integer, review_count integer,
        sparring_tender_docs_count integer, test_site_count integer)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT a.partnership_id, a.organisation_id, a.phase, a.held_on, a.counts_on, a.invited_count, a.attended_count, a.declined_count, 0, a.sourced_count,
        NULL::integer, NULL::numeric, NULL::integer, NULL::integer, NULL::integer, NULL::integer, NULL::integer, NULL::integer, NULL::integer
    FROM @registry@.attendance_changes(since, below) a
    UNION ALL
    SELECT c.partnership_id, c.organisation_id, c.phase, c.counts_on, c.counts_on, 0, 0, 0, c.contribution_count, c.sourced_count, c.counted_count, c.hours,
        CASE WHEN c.kind = 'data' THEN c.contribution_count END, CASE WHEN c.kind = 'evaluation_support' THEN c.contribution_count END,
        CASE WHEN c.kind = 'expert_hours' THEN c.contribution_count END, CASE WHEN c.kind = 'need_input' THEN c.contribution_count END,
        CASE WHEN c.kind = 'review' THEN c.contribution_count END, CASE WHEN c.kind = 'sparring_tender_docs' THEN c.contribution_count END,
        CASE WHEN c.kind = 'test_site' THEN c.contribution_count END
    FROM @registry@.contribution_changes(since, below) c;
END;
COMMENT ON FUNCTION @registry@.participation_changes(xid8, xid8) IS 'The changes of invitations and those of contributions, in columns of one cell.';

CREATE OR REPLACE FUNCTION @registry@.participation_tail()
    RETURNS TABLE (partnership_id bigint, organisation_id bigint, phase innopart.phase, held_on date, counts_on date,
        invited_count integer, attended_count integer, declined_count integer, contribution_count integer, sourced_count integer, counted_count integer, hours numeric,
        data_count integer, evaluation_support_count integer, expert_hours_count integer, need_input_count integer, review_count integer,
        sparring_tender_docs_count integer, test_site_count integer)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 100
    -- the tail is short; a plan for a long one would read whole tables
    SET search_path = pg_catalog, innopart, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    since xid8 := (SELECT s.settled_before FROM @registry@.rollup_settled s);
BEGIN
    RETURN QUERY SELECT * FROM @registry@.participation_changes(since, '18446744073709551615');
END $$;
COMMENT ON FUNCTION @registry@.participation_tail() IS 'The changes that no rollup has folded yet, of invitations and contributions.';

CREATE OR REPLACE VIEW @registry@.participation_cell WITH (security_invoker = true) AS
WITH asked AS MATERIALIZED (SELECT @registry@.participation_tail_to_add() AS tail)
SELECT r.partnership_id, r.organisation_id, r.phase,
    s.sign * r.invited_count AS invited_count, s.sign * r.attended_count AS attended_count, s.sign * r.declined_count AS declined_count, s.sign * r.contribution_count AS contribution_count,
    s.sign * r.sourced_count AS sourced_count, s.sign * r.counted_count AS counted_count, s.sign * r.hours AS hours,
    s.sign * r.data_count AS data_count, s.sign * r.evaluation_support_count AS evaluation_support_count, s.sign * r.expert_hours_count AS expert_hours_count, s.sign * r.need_input_count AS need_input_count,
    s.sign * r.review_count AS review_count, s.sign * r.sparring_tender_docs_count AS sparring_tender_docs_count, s.sign * r.test_site_count AS test_site_count,
    -- of what is taken away, the rest does not know the latest
    CASE WHEN s.sign < 0 AND (r.attended_count <> 0 OR r.last_attended_on IS NOT NULL) THEN 'infinity'
         WHEN r.grain <> 'day' THEN r.last_attended_on WHEN r.attended_count > 0 THEN r.held_on WHEN r.attended_count < 0 THEN 'infinity' END AS last_attended_on,
    CASE WHEN s.sign < 0 AND (r.contribution_count <> 0 OR r.last_contributed_on IS NOT NULL) THEN 'infinity'
         WHEN r.grain <> 'day' THEN r.last_contributed_on WHEN r.contribution_count > 0 THEN r.starts_on END AS last_contributed_on
FROM asked k
JOIN @registry@.rollup_span s ON k.tail IS NOT NULL
JOIN @registry@.rollup_participation r ON r.grain = s.grain AND r.starts_on >= s.from_on AND r.starts_on < s.until_on
UNION ALL
SELECT t.partnership_id, t.organisation_id, t.phase, t.invited_count, t.attended_count, t.declined_count, t.contribution_count, t.sourced_count, t.counted_count, t.hours,
    t.data_count, t.evaluation_support_count, t.expert_hours_count, t.need_input_count, t.review_count, t.sparring_tender_docs_count, t.test_site_count,
    CASE WHEN t.attended_count > 0 THEN t.held_on WHEN t.attended_count < 0 THEN 'infinity' END,
    CASE WHEN t.contribution_count > 0 THEN t.counts_on WHEN t.contribution_count < 0 THEN 'infinity' END
FROM @registry@.participation_tail() t
WHERE (SELECT k.tail > 0 FROM asked k) AND t.counts_on <= innopart.as_of()
UNION ALL
SELECT a.partnership_id, a.organisation_id, a.phase, 1, (a.status = 'attended')::integer, (a.status = 'declined')::integer, 0, (a.provenance <> 'illustrative')::integer, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, CASE WHEN a.status = 'attended' THEN a.held_on END, NULL
FROM @registry@.attendance_latest a
WHERE @registry@.reads_facts((SELECT k.tail FROM asked k))
UNION ALL
SELECT c.partnership_id, c.organisation_id, c.phase, 0, 0, 0, 1, (c.provenance <> 'illustrative')::integer, (c.hours IS NOT NULL)::integer, c.hours,
    (c.kind = 'data')::integer, (c.kind = 'evaluation_support')::integer, (c.kind = 'expert_hours')::integer, (c.kind = 'need_input')::integer,
    (c.kind = 'review')::integer, (c.kind = 'sparring_tender_docs')::integer, (c.kind = 'test_site')::integer, NULL, c.effective_on
FROM @registry@.known_contribution c
WHERE @registry@.reads_facts((SELECT k.tail FROM asked k)) AND c.effective_on <= innopart.as_of();
COMMENT ON VIEW @registry@.participation_cell IS 'Rows to be added up by partnership, organisation and phase: invitations to meetings held by innopart.as_of(), how many were attended and declined; contributions by then, those that counted their hours, their hours, how many of each kind; how many of all are from a source. The latest meeting attended and the latest contribution: where one is infinity, something was taken back, and attendance_latest or known_contribution knows.';

-- ------------------------------------------------------------------------------------------
-- Learning
-- ------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.settled_learning(below xid8)
    RETURNS TABLE (partnership_id bigint, lesson_id bigint, giver_id bigint, receiver_id bigint, is_open boolean, is_told boolean,
        id bigint, level innopart.adoption_level, is_confirmed boolean, is_sourced boolean, effective_on date)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT k.partnership_id, k.lesson_id, k.giver_id, k.receiver_id,
        -- as the lesson's seal is kept: a withdrawal opens nothing
        coalesce((SELECT l.confidentiality = 'open' FROM @registry@.lesson l
                  WHERE l.partnership_id = k.partnership_id AND coalesce(l.corrects_id, l.id) = k.lesson_id AND l.recorded_xid < below AND NOT l.is_withdrawn
                  ORDER BY l.corrects_id IS NULL, l.recorded_at DESC, l.id DESC LIMIT 1), false),
        k.is_told, k.id, k.level, k.is_confirmed, k.is_sourced, k.effective_on
    FROM (
        SELECT s.partnership_id, s.lesson_id, s.giver_id, s.receiver_id, true AS is_told, s.id, NULL::innopart.adoption_level AS level, false AS is_confirmed,
            s.provenance <> 'illustrative' AS is_sourced, s.effective_on
        FROM @registry@.settled_lesson_share(below) s
        UNION ALL
        -- who taught an adopter: as it says itself, else the lesson's author
        SELECT a.partnership_id, a.lesson_id, CASE WHEN l.id IS NULL THEN a.organisation_id ELSE coalesce(a.learned_from_id, l.organisation_id) END, a.organisation_id, false, a.id, a.level, a.is_confirmed,
            a.provenance <> 'illustrative', a.effective_on
        FROM @registry@.settled_lesson_adoption(below) a
        LEFT JOIN @registry@.settled_lesson(below) l ON l.partnership_id = a.partnership_id AND l.id = a.lesson_id) k;
END;
COMMENT ON FUNCTION @registry@.settled_learning(xid8) IS 'Tellings and adoptions of lessons (is_told or not), with who gave and who received, as the transactions below a number had recorded them.';

CREATE OR REPLACE FUNCTION @registry@.learning_changes(since xid8, below xid8)
    RETURNS TABLE (partnership_id bigint, giver_id bigint, receiver_id bigint, is_open boolean, counts_on date,
        shared_count integer, shared_lesson_count integer, adopted_count integer, confirmed_count integer, sourced_count integer)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH touched AS (
        SELECT l.partnership_id, coalesce(l.corrects_id, l.id) AS lesson_id
        FROM @registry@.lesson l WHERE l.recorded_xid >= since AND l.recorded_xid < below
        UNION
        SELECT s.partnership_id, s.lesson_id
        FROM @registry@.lesson_share s WHERE s.recorded_xid >= since AND s.recorded_xid < below
        UNION
        SELECT v.partnership_id, v.lesson_id
        FROM @registry@.lesson_share s JOIN @registry@.lesson_share v ON v.partnership_id = s.partnership_id AND v.id = s.corrects_id
        WHERE s.recorded_xid >= since AND s.recorded_xid < below
        UNION
        SELECT v.partnership_id, v.lesson_id
        FROM @registry@.lesson_share s JOIN @registry@.lesson_share v ON v.partnership_id = s.partnership_id AND v.corrects_id = s.corrects_id
        WHERE s.recorded_xid >= since AND s.recorded_xid < below
        UNION
        SELECT a.partnership_id, a.lesson_id
        FROM @registry@.lesson_adoption a WHERE a.recorded_xid >= since AND a.recorded_xid < below
        UNION
        SELECT v.partnership_id, v.lesson_id
        FROM @registry@.lesson_adoption a JOIN @registry@.lesson_adoption v ON v.partnership_id = a.partnership_id AND v.id = a.corrects_id
        WHERE a.recorded_xid >= since AND a.recorded_xid < below
        UNION
        SELECT v.partnership_id, v.lesson_id
        FROM @registry@.lesson_adoption a JOIN @registry@.lesson_adoption v ON v.partnership_id = a.partnership_id AND v.corrects_id = a.corrects_id
        WHERE a.recorded_xid >= since AND a.recorded_xid < below
    ), known AS (
        SELECT 1 AS sign, k.* FROM touched t JOIN @registry@.settled_learning(below) k USING (partnership_id, lesson_id)
        UNION ALL
        SELECT -1 AS sign, k.* FROM touched t JOIN @registry@.settled_learning(since) k USING (partnership_id, lesson_id)
        WHERE since > '0'
    ), told AS (
        SELECT k.*, row_number() OVER (PARTITION BY k.sign, k.partnership_id, k.lesson_id, k.giver_id, k.receiver_id ORDER BY k.effective_on, k.id) = 1 AS is_first
        FROM known k WHERE k.is_told
    ), climbed AS (
        -- an adopter stands at the highest level it has reached, and the latest word on that level
        SELECT k.*, lead(k.effective_on) OVER (PARTITION BY k.sign, k.partnership_id, k.lesson_id, k.receiver_id ORDER BY k.effective_on, k.id) AS until_on
        FROM (SELECT n.*, max(n.level) OVER (PARTITION BY n.sign, n.partnership_id, n.lesson_id, n.receiver_id ORDER BY n.effective_on, n.id
                                             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
              FROM known n WHERE NOT n.is_told) k
        WHERE k.before IS NULL OR k.level >= k.before
    )
    SELECT c.partnership_id, c.giver_id, c.receiver_id, c.is_open, c.day,
        sum(c.shared)::integer, sum(c.first)::integer, sum(c.adopted)::integer, sum(c.confirmed)::integer, sum(c.sourced)::integer
    FROM (SELECT t.partnership_id, t.giver_id, t.receiver_id, t.is_open, t.effective_on AS day,
              t.sign AS shared, t.sign * t.is_first::integer AS first, 0 AS adopted, 0 AS confirmed, t.sign * t.is_sourced::integer AS sourced
          FROM told t
          UNION ALL
          SELECT k.partnership_id, k.giver_id, k.receiver_id, k.is_open, s.day,
              0, 0, k.sign * s.sign, k.sign * s.sign * k.is_confirmed::integer, k.sign * s.sign * k.is_sourced::integer
          FROM climbed k CROSS JOIN LATERAL (VALUES (1, k.effective_on), (-1, k.until_on)) AS s(sign, day)
          WHERE k.level >= 'adopted' AND s.day IS NOT NULL) c
    GROUP BY c.partnership_id, c.giver_id, c.receiver_id, c.is_open, c.day;
END;
COMMENT ON FUNCTION @registry@.learning_changes(xid8, xid8) IS 'By how much the counts of tellings and adoptions change, from counts_on on, when what the transactions from since to below recorded is known too.';

CREATE OR REPLACE FUNCTION @registry@.learning_tail()
    RETURNS TABLE (partnership_id bigint, giver_id bigint, receiver_id bigint, is_open boolean, counts_on date,
        shared_count integer, shared_lesson_count integer, adopted_count integer, confirmed_count integer, sourced_count integer)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 100
    SET search_path = pg_catalog, innopart, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    since xid8 := (SELECT s.settled_before FROM @registry@.rollup_settled s);
BEGIN
    RETURN QUERY SELECT * FROM @registry@.learning_changes(since, '18446744073709551615');
END $$;
COMMENT ON FUNCTION @registry@.learning_tail() IS 'The changes that no rollup has folded yet, of learning.';

CREATE OR REPLACE VIEW @registry@.learning_cell WITH (security_invoker = true) AS
WITH asked AS MATERIALIZED (SELECT @registry@.learning_tail_to_add() AS tail)
SELECT r.partnership_id, r.giver_id, r.receiver_id,
    s.sign * r.shared_count AS shared_count, s.sign * r.shared_lesson_count AS shared_lesson_count, s.sign * r.adopted_count AS adopted_count,
    s.sign * r.confirmed_count AS confirmed_count, s.sign * r.sourced_count AS sourced_count,
    CASE WHEN s.sign < 0 AND (r.shared_count <> 0 OR r.last_shared_on IS NOT NULL) THEN '-infinity'
         WHEN r.grain <> 'day' THEN r.first_shared_on WHEN r.shared_count > 0 THEN r.starts_on END AS first_shared_on,
    CASE WHEN s.sign < 0 AND (r.shared_count <> 0 OR r.last_shared_on IS NOT NULL) THEN 'infinity'
         WHEN r.grain <> 'day' THEN r.last_shared_on WHEN r.shared_count > 0 THEN r.starts_on END AS last_shared_on
FROM asked k
JOIN @registry@.rollup_span s ON k.tail IS NOT NULL
JOIN @registry@.rollup_learning r ON r.grain = s.grain AND r.starts_on >= s.from_on AND r.starts_on < s.until_on
UNION ALL
SELECT t.partnership_id, t.giver_id, t.receiver_id, t.shared_count, t.shared_lesson_count, t.adopted_count, t.confirmed_count, t.sourced_count,
    CASE WHEN t.shared_count > 0 THEN t.counts_on WHEN t.shared_count < 0 THEN '-infinity' END, CASE WHEN t.shared_count > 0 THEN t.counts_on WHEN t.shared_count < 0 THEN 'infinity' END
FROM @registry@.learning_tail() t
WHERE (SELECT k.tail > 0 FROM asked k) AND t.counts_on <= innopart.as_of()
UNION ALL
SELECT s.partnership_id, s.giver_id, s.receiver_id, 1,
    (row_number() OVER (PARTITION BY s.partnership_id, s.lesson_id, s.giver_id, s.receiver_id ORDER BY s.effective_on, s.id) = 1)::integer, 0, 0, (s.provenance <> 'illustrative')::integer,
    s.effective_on, s.effective_on
FROM @registry@.known_lesson_share s
WHERE @registry@.reads_facts((SELECT k.tail FROM asked k)) AND s.effective_on <= innopart.as_of()
UNION ALL
SELECT a.partnership_id, CASE WHEN l.id IS NULL THEN a.organisation_id ELSE coalesce(a.learned_from_id, l.organisation_id) END, a.organisation_id, 0, 0, 1, a.is_confirmed::integer,
    (a.provenance <> 'illustrative')::integer, NULL, NULL
FROM @registry@.adoption_reached a
LEFT JOIN @registry@.known_lesson l ON l.partnership_id = a.partnership_id AND l.id = a.lesson_id
WHERE @registry@.reads_facts((SELECT k.tail FROM asked k)) AND a.level >= 'adopted';
COMMENT ON VIEW @registry@.learning_cell IS 'Rows to be added up by partnership, giver and receiver: tellings by innopart.as_of(), different lessons told, lessons adopted, those of them that are confirmed, tellings and adoptions from a source; the first and the latest telling: where they are infinite, something was taken back, and known_lesson_share knows. The giver is the receiver where nobody else is known to have taught it.';

-- ------------------------------------------------------------------------------------------
-- The ledger: who exercises
-- ------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.exercise_changes(since xid8, below xid8)
    RETURNS TABLE (holder_id bigint, counts_on date, event_count integer, exercise_count integer)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    -- nothing is taken away: an event stays what it is, a reversal is another, and a right keeps its holder
    SELECT r.holder_id, e.effective_on, count(*)::integer, ((count(*) FILTER (WHERE e.kind = 'exercised')) - (count(*) FILTER (WHERE e.kind = 'exercise_reversed')))::integer
    FROM @registry@.option_event e
    JOIN @registry@.option_right r ON r.partnership_id = e.partnership_id AND r.id = e.option_right_id
    WHERE e.recorded_xid >= since AND e.recorded_xid < below
    GROUP BY r.holder_id, e.effective_on;
END;
COMMENT ON FUNCTION @registry@.exercise_changes(xid8, xid8) IS 'The events of each holder''s rights, and the exercises among them net of reversals, on counts_on, that the transactions from since to below recorded.';

CREATE OR REPLACE FUNCTION @registry@.exercise_tail()
    RETURNS TABLE (holder_id bigint, counts_on date, event_count integer, exercise_count integer)
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED ROWS 100
    SET search_path = pg_catalog, innopart, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    since xid8 := (SELECT s.settled_before FROM @registry@.rollup_settled s);
BEGIN
    RETURN QUERY SELECT * FROM @registry@.exercise_changes(since, '18446744073709551615');
END $$;
COMMENT ON FUNCTION @registry@.exercise_tail() IS 'The changes that no rollup has folded yet, of exercises.';

CREATE OR REPLACE FUNCTION @registry@.exercise_tail_to_add() RETURNS integer
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    since xid8 := (SELECT s.settled_before FROM @registry@.rollup_settled s);
    -- to add more takes as long as to read the positions of fifty thousand rights
    many constant integer := 5000;
BEGIN
    IF @registry@.reads_rollups() THEN
        RETURN (SELECT CASE WHEN count(*) < many THEN count(*) END
                FROM (SELECT FROM @registry@.option_event e WHERE e.recorded_xid >= since LIMIT many) f);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.exercise_tail_to_add() IS 'How many events reports of exercises have to add to the rollup; NULL when they read the positions of all rights instead.';

CREATE OR REPLACE VIEW @registry@.exercise_cell WITH (security_invoker = true) AS
WITH asked AS MATERIALIZED (SELECT @registry@.exercise_tail_to_add() AS tail)
SELECT r.holder_id, s.sign * r.event_count AS event_count, s.sign * r.exercise_count AS exercise_count
FROM asked k
JOIN @registry@.rollup_span s ON k.tail IS NOT NULL
JOIN @registry@.rollup_exercise r ON r.grain = s.grain AND r.starts_on >= s.from_on AND r.starts_on < s.until_on
UNION ALL
SELECT t.holder_id, t.event_count, t.exercise_count
FROM @registry@.exercise_tail() t
WHERE (SELECT k.tail > 0 FROM asked k) AND t.counts_on <= innopart.as_of()
UNION ALL
SELECT r.holder_id, innopart.event_count(r.so_far), innopart.draw_count(r.so_far) - innopart.reversal_count(r.so_far)
FROM @registry@.option_so_far r
WHERE @registry@.reads_facts((SELECT k.tail FROM asked k)) AND innopart.event_count(r.so_far) > 0;
COMMENT ON VIEW @registry@.exercise_cell IS 'Rows to be added up by holder: events of its rights by innopart.as_of(), and exercises net of reversals.';

-- ------------------------------------------------------------------------------------------
-- Folding
-- ------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.renumber_facts() RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- no transaction that has ended here, nor this one
    to_come constant text := 'recorded_xid >= pg_snapshot_xmax(pg_current_snapshot()) AND recorded_xid <> pg_current_xact_id()';
    fact record;
    is_there boolean;
    was_there boolean := false;
BEGIN
    FOR fact IN
        SELECT t.tgrelid::regclass AS place, t.tgenabled AS firing FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = '@registry@'::regnamespace AND t.tgname = 'append_only'
          AND c.relname = ANY (@registry@.facts_folded())
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %s)', fact.place, to_come) INTO is_there;
        CONTINUE WHEN NOT is_there;
        was_there := true;
        -- whoever is recording comes to an end first, and nobody edits while the guard is away
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER append_only', fact.place);
        EXECUTE format('UPDATE %s SET recorded_xid = ''0'' WHERE %s', fact.place, to_come);
        IF fact.firing <> 'D' THEN
            EXECUTE format('ALTER TABLE %s ENABLE %s TRIGGER append_only', fact.place, CASE fact.firing WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END);
        END IF;
    END LOOP;
    RETURN was_there;
END $$;
COMMENT ON FUNCTION @registry@.renumber_facts() IS 'Takes from facts that were restored the numbers of transactions that this server has not come to: they would be tail until it does. Says whether there were any. By refresh_rollups() alone, when it begins anew.';

CREATE OR REPLACE FUNCTION @registry@.refresh_rollups(rebuild boolean DEFAULT false) RETURNS xid8
    LANGUAGE plpgsql VOLATILE STRICT
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.as_of = '' SET innopart.known_at = ''
AS $$
DECLARE
    settled @registry@.rollup_settled;
    below xid8;
    months date[];
    span text;
    part text;
    length interval;
    starts date[];
    fact record;
    elsewhere constant regclass := @registry@.fact_numbered_elsewhere();
    usual_memory constant text := current_setting('work_mem');
    usual_timeout constant text := current_setting('lock_timeout');
BEGIN
    IF NOT @registry@.is_owner() THEN
        RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
            MESSAGE = 'only the registry''s owner refreshes its rollups';
    END IF;
    IF elsewhere IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = format('the rollups cannot be refreshed: %s does not date its rows on this server', elsewhere),
            DETAIL = 'Rollups go by the transactions that recorded the facts, and those of another server mean nothing here. The table is foreign, or lacks the triggers a_stamp (zz_ledger_guard in the ledger) and a_xid as they were made.',
            HINT = 'Refresh where the facts are recorded; reports here read the facts. After pg_restore --disable-triggers, run innopart.upgrade_registry() first.';
    END IF;
    INSERT INTO @registry@.rollup_settled (settled_before, system_id, database_id, refreshed_at) VALUES ('0', 0, 0, clock_timestamp())
    ON CONFLICT DO NOTHING;
    -- one at a time
    SELECT * INTO settled FROM @registry@.rollup_settled FOR UPDATE;
    -- this is maintenance
    PERFORM set_config('work_mem', current_setting('maintenance_work_mem'), true);
    below := pg_snapshot_xmin(pg_current_snapshot());
    IF rebuild OR settled.settled_before > below
       OR (settled.system_id, settled.database_id) <> ((SELECT c.system_identifier FROM pg_control_system() c), (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) THEN
        -- not TRUNCATE: those who are reading go on reading
        DELETE FROM @registry@.rollup_participation;
        DELETE FROM @registry@.rollup_learning;
        DELETE FROM @registry@.rollup_exercise;
        settled.settled_before := '0';
        DELETE FROM @registry@.rollup_reclassified r WHERE r.recorded_xid >= pg_snapshot_xmax(pg_current_snapshot()) AND r.recorded_xid <> pg_current_xact_id();
        IF @registry@.renumber_facts() THEN
            settled.renumbered_in := pg_current_xact_id();
        END IF;
    END IF;

    -- Each change goes into its day, its month, its year and ever.  What was taken back, and may have been the
    -- latest there, leaves infinity behind, and is then looked for among the parts of each.
    WITH changes AS MATERIALIZED (
        SELECT * FROM @registry@.participation_changes(settled.settled_before, below)
    ), folded AS (
        INSERT INTO @registry@.rollup_participation AS r (grain, starts_on, partnership_id, organisation_id, phase, held_on,
            invited_count, attended_count, declined_count, contribution_count, sourced_count, counted_count, hours,
            data_count, evaluation_support_count, expert_hours_count, need_input_count, review_count, sparring_tender_docs_count, test_site_count,
            last_attended_on, last_contributed_on)
        SELECT g.grain, g.starts_on, c.partnership_id, c.organisation_id, c.phase, CASE g.grain WHEN 'day' THEN c.held_on ELSE g.starts_on END,
            sum(c.invited_count), sum(c.attended_count), sum(c.declined_count), sum(c.contribution_count), sum(c.sourced_count), sum(c.counted_count), sum(c.hours),
            sum(c.data_count), sum(c.evaluation_support_count), sum(c.expert_hours_count), sum(c.need_input_count), sum(c.review_count), sum(c.sparring_tender_docs_count), sum(c.test_site_count),
            max(CASE WHEN c.attended_count < 0 THEN 'infinity' WHEN c.attended_count > 0 THEN c.held_on END) FILTER (WHERE g.grain <> 'day'),
            max(CASE WHEN c.contribution_count < 0 THEN 'infinity' WHEN c.contribution_count > 0 THEN c.counts_on END) FILTER (WHERE g.grain <> 'day')
        FROM changes c
        CROSS JOIN LATERAL @registry@.rollup_grains(c.counts_on) g
        GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT ON CONSTRAINT rollup_participation_pkey DO UPDATE SET
            invited_count = r.invited_count + EXCLUDED.invited_count, attended_count = r.attended_count + EXCLUDED.attended_count,
            declined_count = r.declined_count + EXCLUDED.declined_count, contribution_count = r.contribution_count + EXCLUDED.contribution_count,
            sourced_count = r.sourced_count + EXCLUDED.sourced_count, counted_count = coalesce(r.counted_count + EXCLUDED.counted_count, r.counted_count, EXCLUDED.counted_count),
            hours = coalesce(r.hours + EXCLUDED.hours, r.hours, EXCLUDED.hours), data_count = coalesce(r.data_count + EXCLUDED.data_count, r.data_count, EXCLUDED.data_count),
            evaluation_support_count = coalesce(r.evaluation_support_count + EXCLUDED.evaluation_support_count, r.evaluation_support_count, EXCLUDED.evaluation_support_count), expert_hours_count = coalesce(r.expert_hours_count + EXCLUDED.expert_hours_count, r.expert_hours_count, EXCLUDED.expert_hours_count),
            need_input_count = coalesce(r.need_input_count + EXCLUDED.need_input_count, r.need_input_count, EXCLUDED.need_input_count), review_count = coalesce(r.review_count + EXCLUDED.review_count, r.review_count, EXCLUDED.review_count),
            sparring_tender_docs_count = coalesce(r.sparring_tender_docs_count + EXCLUDED.sparring_tender_docs_count, r.sparring_tender_docs_count, EXCLUDED.sparring_tender_docs_count), test_site_count = coalesce(r.test_site_count + EXCLUDED.test_site_count, r.test_site_count, EXCLUDED.test_site_count),
            last_attended_on = greatest(r.last_attended_on, EXCLUDED.last_attended_on), last_contributed_on = greatest(r.last_contributed_on, EXCLUDED.last_contributed_on))
    SELECT array_agg(DISTINCT date_trunc('month', c.counts_on::timestamp)::date) INTO months FROM changes c WHERE c.attended_count < 0 OR c.contribution_count < 0;

    WITH changes AS MATERIALIZED (
        SELECT * FROM @registry@.learning_changes(settled.settled_before, below)
    ), folded AS (
        INSERT INTO @registry@.rollup_learning AS r (grain, starts_on, partnership_id, giver_id, receiver_id, is_open,
            shared_count, shared_lesson_count, adopted_count, confirmed_count, sourced_count, first_shared_on, last_shared_on)
        SELECT g.grain, g.starts_on, c.partnership_id, c.giver_id, c.receiver_id, c.is_open,
            sum(c.shared_count), sum(c.shared_lesson_count), sum(c.adopted_count), sum(c.confirmed_count), sum(c.sourced_count),
            min(CASE WHEN c.shared_count < 0 THEN '-infinity' WHEN c.shared_count > 0 THEN c.counts_on END) FILTER (WHERE g.grain <> 'day'),
            max(CASE WHEN c.shared_count < 0 THEN 'infinity' WHEN c.shared_count > 0 THEN c.counts_on END) FILTER (WHERE g.grain <> 'day')
        FROM changes c
        CROSS JOIN LATERAL @registry@.rollup_grains(c.counts_on) g
        GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT ON CONSTRAINT rollup_learning_pkey DO UPDATE SET
            shared_count = r.shared_count + EXCLUDED.shared_count, shared_lesson_count = r.shared_lesson_count + EXCLUDED.shared_lesson_count,
            adopted_count = r.adopted_count + EXCLUDED.adopted_count, confirmed_count = r.confirmed_count + EXCLUDED.confirmed_count,
            sourced_count = r.sourced_count + EXCLUDED.sourced_count,
            first_shared_on = least(r.first_shared_on, EXCLUDED.first_shared_on), last_shared_on = greatest(r.last_shared_on, EXCLUDED.last_shared_on))
    SELECT months || array_agg(DISTINCT date_trunc('month', c.counts_on::timestamp)::date) INTO months FROM changes c WHERE c.shared_count < 0;

    FOREACH span IN ARRAY CASE WHEN months IS NULL THEN '{}' ELSE ARRAY['month', 'year', 'ever'] END LOOP
        part := CASE span WHEN 'month' THEN 'day' WHEN 'year' THEN 'month' ELSE 'year' END;
        length := CASE span WHEN 'month' THEN interval '1 month' WHEN 'year' THEN '1 year' END;
        starts := ARRAY(SELECT DISTINCT g.starts_on FROM unnest(months) AS m CROSS JOIN LATERAL @registry@.rollup_grains(m) g WHERE g.grain = span);
        UPDATE @registry@.rollup_participation r SET last_attended_on = k.last_attended_on, last_contributed_on = k.last_contributed_on
        FROM (SELECT s.starts_on, s.partnership_id, s.organisation_id, s.phase,
                  max(CASE WHEN d.grain <> 'day' THEN d.last_attended_on WHEN d.attended_count > 0 THEN d.held_on WHEN d.attended_count < 0 THEN 'infinity' END) AS last_attended_on,
                  max(CASE WHEN d.grain <> 'day' THEN d.last_contributed_on WHEN d.contribution_count > 0 THEN d.starts_on END) AS last_contributed_on
              FROM @registry@.rollup_participation s
              JOIN @registry@.rollup_participation d ON d.grain = part AND d.starts_on >= s.starts_on AND d.starts_on < coalesce(s.starts_on + length, 'infinity')
                  AND d.partnership_id = s.partnership_id AND d.organisation_id = s.organisation_id AND d.phase = s.phase
              WHERE s.grain = span AND s.starts_on = ANY (starts) AND (s.last_attended_on = 'infinity' OR s.last_contributed_on = 'infinity')
              GROUP BY s.starts_on, s.partnership_id, s.organisation_id, s.phase) k
        WHERE r.grain = span AND r.starts_on = k.starts_on AND r.partnership_id = k.partnership_id AND r.organisation_id = k.organisation_id AND r.phase = k.phase;
        UPDATE @registry@.rollup_learning r SET first_shared_on = k.first_shared_on, last_shared_on = k.last_shared_on
        FROM (SELECT s.starts_on, s.partnership_id, s.giver_id, s.receiver_id, s.is_open,
                  min(CASE WHEN d.grain <> 'day' THEN d.first_shared_on WHEN d.shared_count > 0 THEN d.starts_on END) AS first_shared_on,
                  max(CASE WHEN d.grain <> 'day' THEN d.last_shared_on WHEN d.shared_count > 0 THEN d.starts_on END) AS last_shared_on
              FROM @registry@.rollup_learning s
              JOIN @registry@.rollup_learning d ON d.grain = part AND d.starts_on >= s.starts_on AND d.starts_on < coalesce(s.starts_on + length, 'infinity')
                  AND d.partnership_id = s.partnership_id AND d.giver_id = s.giver_id AND d.receiver_id = s.receiver_id AND d.is_open = s.is_open
              WHERE s.grain = span AND s.starts_on = ANY (starts) AND s.last_shared_on = 'infinity'
              GROUP BY s.starts_on, s.partnership_id, s.giver_id, s.receiver_id, s.is_open) k
        WHERE r.grain = span AND r.starts_on = k.starts_on AND r.partnership_id = k.partnership_id AND r.giver_id = k.giver_id AND r.receiver_id = k.receiver_id AND r.is_open = k.is_open;
    END LOOP;
    DELETE FROM @registry@.rollup_reclassified r WHERE r.recorded_xid < below;

    INSERT INTO @registry@.rollup_exercise AS r (grain, starts_on, holder_id, event_count, exercise_count)
    SELECT g.grain, g.starts_on, c.holder_id, sum(c.event_count), sum(c.exercise_count)
    FROM @registry@.exercise_changes(settled.settled_before, below) c
    CROSS JOIN LATERAL @registry@.rollup_grains(c.counts_on) g
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT ON CONSTRAINT rollup_exercise_pkey DO UPDATE SET
        event_count = r.event_count + EXCLUDED.event_count, exercise_count = r.exercise_count + EXCLUDED.exercise_count;

    -- the tail begins behind what the indexes have summed up; they forget numbers when nobody sees the rows that bore them
    FOR fact IN
        SELECT i.indexrelid::regclass AS index, pg_relation_size(i.indrelid) / current_setting('block_size')::bigint AS blocks
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_am m ON m.oid = c.relam
        WHERE t.relnamespace = '@registry@'::regnamespace AND m.amname = 'brin' AND c.relkind = 'i'
    LOOP
        IF settled.renumbered_in < below THEN
            PERFORM brin_desummarize_range(fact.index, b) FROM generate_series(0, fact.blocks) b;
            PERFORM brin_summarize_new_values(fact.index);
            CONTINUE;
        END IF;
        BEGIN
            PERFORM set_config('lock_timeout', '10ms', true);
            PERFORM brin_summarize_new_values(fact.index);
            PERFORM set_config('lock_timeout', usual_timeout, true);
        EXCEPTION WHEN lock_not_available THEN
            -- a vacuum is at the table, which may take hours: it sums up too, or the next refresh does
            NULL;
        END;
    END LOOP;
    UPDATE @registry@.rollup_settled SET settled_before = below, refreshed_at = clock_timestamp(),
        -- a fact takes some 150 bytes, and to add one takes as long as to read ten or twenty
        long_participation_tail = greatest(1000, (SELECT sum(pg_relation_size(coalesce(p.relid, f))) / 3000 FROM unnest(ARRAY['@registry@.attendance', '@registry@.contribution']::regclass[]) f LEFT JOIN LATERAL pg_partition_tree(f) p ON true)),
        long_learning_tail = greatest(1000, (SELECT sum(pg_relation_size(coalesce(p.relid, f))) / 3000 FROM unnest(ARRAY['@registry@.lesson_share', '@registry@.lesson_adoption']::regclass[]) f LEFT JOIN LATERAL pg_partition_tree(f) p ON true)),
        renumbered_in = CASE WHEN settled.renumbered_in >= below THEN settled.renumbered_in END,
        system_id = (SELECT c.system_identifier FROM pg_control_system() c), database_id = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
    PERFORM set_config('work_mem', usual_memory, true);
    RETURN below;
END $$;
COMMENT ON FUNCTION @registry@.refresh_rollups(boolean) IS 'Folds what has been recorded since the last time into the rollups, in this transaction, and returns the oldest transaction still running: all before it are folded. Reports are right without it, and the same after it; with it they read little of the past. rebuild makes the rollups from nothing, as happens by itself on another server. By the registry''s owner. Errors: 42501; 55000 where facts bear the transactions of another server; 40001 in REPEATABLE READ or SERIALIZABLE beside another refresh.';

CREATE OR REPLACE FUNCTION @registry@.lesson_is_reclassified() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO @registry@.rollup_reclassified DEFAULT VALUES;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION @registry@.lesson_is_reclassified() IS 'Trigger: says that a lesson has become open, or no longer is, so that its counts are not read from a rollup that knows it otherwise.';
CREATE OR REPLACE TRIGGER reclassified AFTER UPDATE ON @registry@.lesson_seal
    FOR EACH ROW WHEN (OLD.confidentiality IS DISTINCT FROM NEW.confidentiality) EXECUTE FUNCTION @registry@.lesson_is_reclassified();

-- ------------------------------------------------------------------------------------------
-- Who reads: whoever may read every fact that they were folded from
-- ------------------------------------------------------------------------------------------

DO $$
DECLARE
    place record;
BEGIN
    FOR place IN
        SELECT * FROM (VALUES
            ('rollup_settled', 'true'), ('rollup_reclassified', '(SELECT @registry@.reads_programme())'),
            ('rollup_participation', '(SELECT @registry@.reads_programme())'), ('rollup_exercise', '(SELECT @registry@.reads_programme())'),
            ('rollup_learning', '(SELECT @registry@.reads_everything()) OR (is_open AND (SELECT @registry@.reads_programme()))')) AS v(name, reads)
    LOOP
        EXECUTE format('DROP POLICY IF EXISTS rollup_reads ON @registry@.%I', place.name);
        EXECUTE format('DROP POLICY IF EXISTS rollup_writes ON @registry@.%I', place.name);
        EXECUTE format('ALTER TABLE @registry@.%I ENABLE ROW LEVEL SECURITY', place.name);
        EXECUTE format('CREATE POLICY rollup_reads ON @registry@.%I FOR SELECT USING (%s)', place.name, place.reads);
        EXECUTE format('CREATE POLICY rollup_writes ON @registry@.%I FOR INSERT WITH CHECK (false)', place.name);
    END LOOP;
END $$;
