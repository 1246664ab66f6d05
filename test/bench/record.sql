-- What it costs to record, in a copy of one database of test/bench/reports.
-- settings: bench.meetings, how many of each partnership; bench.kind = nothing (no rollups, and none of
-- their indexes), rollups, trigger (a summary that a trigger keeps, row by row) or stored (a materialized
-- view, refreshed as often as the rollups).
SET client_min_messages = warning;
SET search_path = hand, public, innopart;

-- 90 attendances and 10 contributions a transaction: meetings of the last two months, to which
-- everybody in the partnership is asked
CREATE TABLE incoming AS
WITH latest AS (
    SELECT p.id AS partnership_id, (SELECT max(m.effective_on) FROM registry.meeting m WHERE m.partnership_id = p.id) AS day FROM registry.partnership p
), met AS (
    INSERT INTO registry.meeting (partnership_id, phase, kind, title, effective_on, provenance)
    SELECT l.partnership_id, 'dialogue', 'work_meeting', 'meeting ' || n, l.day - n % 60, 'illustrative' FROM latest l CROSS JOIN generate_series(1, current_setting('bench.meetings')::integer) AS n
    RETURNING partnership_id, id, effective_on)
SELECT row_number() OVER (ORDER BY hashint8(m.id), m.id, o.organisation_id) AS no, m.partnership_id, m.id AS meeting_id, o.organisation_id, o.role, m.effective_on
FROM met m JOIN (SELECT DISTINCT ON (k.partnership_id, k.organisation_id) k.partnership_id, k.organisation_id, k.role FROM registry.participant k) o USING (partnership_id);
ALTER TABLE incoming ADD PRIMARY KEY (no);
VACUUM ANALYZE incoming;

CREATE PROCEDURE record(first_no bigint, transactions integer, INOUT rows_per_second float8 DEFAULT NULL) LANGUAGE plpgsql AS $$
DECLARE
    began timestamptz := clock_timestamp();
    rows bigint := 0;
    more bigint;
BEGIN
    FOR n IN 0 .. transactions - 1 LOOP
        INSERT INTO registry.attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on, provenance)
        SELECT i.partnership_id, i.meeting_id, i.organisation_id, i.role, 'attended', i.effective_on, 'illustrative'
        FROM hand.incoming i WHERE i.no > first_no + n * 90 AND i.no <= first_no + n * 90 + 90;
        GET DIAGNOSTICS more = ROW_COUNT;
        rows := rows + more;
        INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, hours, effective_on, provenance)
        SELECT i.partnership_id, i.organisation_id, 'dialogue', 'review', 1, i.effective_on, 'illustrative'
        FROM hand.incoming i WHERE i.no > first_no + n * 90 AND i.no <= first_no + n * 90 + 10;
        GET DIAGNOSTICS more = ROW_COUNT;
        rows := rows + more;
        COMMIT;
    END LOOP;
    IF rows <> transactions * 100 THEN
        RAISE EXCEPTION 'incoming has run dry: % rows', rows;
    END IF;
    rows_per_second := rows / extract(epoch FROM clock_timestamp() - began);
END $$;

-- what only rollups need
DO $$
DECLARE
    index regclass;
BEGIN
    IF current_setting('bench.kind') <> 'rollups' THEN
        FOR index IN
            SELECT format('%I.%I', i.schemaname, i.indexname) FROM pg_indexes i
            WHERE i.schemaname = 'registry' AND i.indexdef ~ '\(recorded_xid|\(partnership_id, meeting_id, organisation_id\)|\(partnership_id, COALESCE'
        LOOP
            EXECUTE format('DROP INDEX %s', index);
        END LOOP;
    END IF;
END $$;

SELECT current_setting('bench.kind') = 'trigger' AS is_trigger, current_setting('bench.kind') = 'stored' AS is_stored \gset
\if :is_stored
CREATE MATERIALIZED VIEW stored AS SELECT * FROM participation_by_org;
\endif
\if :is_trigger
CREATE TABLE summary AS
SELECT organisation_id, partnership_id, phase_code::phase AS phase, invited_count, attended_count, declined_count, contribution_count, coalesce(contribution_hours, 0) AS contribution_hours FROM participation_by_org;
ALTER TABLE summary ADD PRIMARY KEY (organisation_id, partnership_id, phase);
-- as such triggers are written: a second word on the same invitation counts twice
CREATE FUNCTION attendance_summed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hand.summary AS s
    SELECT NEW.organisation_id, NEW.partnership_id, m.phase, 1, (NEW.status = 'attended')::integer, (NEW.status = 'declined')::integer, 0, 0
    FROM registry.meeting m WHERE m.partnership_id = NEW.partnership_id AND m.id = NEW.meeting_id AND NOT m.is_cancelled
    ON CONFLICT (organisation_id, partnership_id, phase) DO UPDATE SET
        invited_count = s.invited_count + 1, attended_count = s.attended_count + EXCLUDED.attended_count, declined_count = s.declined_count + EXCLUDED.declined_count;
    RETURN NULL;
END $$;
CREATE TRIGGER summed AFTER INSERT ON registry.attendance FOR EACH ROW EXECUTE FUNCTION attendance_summed();
CREATE FUNCTION contribution_summed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hand.summary AS s VALUES (NEW.organisation_id, NEW.partnership_id, NEW.phase, 0, 0, 0, 1, coalesce(NEW.hours, 0))
    ON CONFLICT (organisation_id, partnership_id, phase) DO UPDATE SET
        contribution_count = s.contribution_count + 1, contribution_hours = s.contribution_hours + EXCLUDED.contribution_hours;
    RETURN NULL;
END $$;
CREATE TRIGGER summed AFTER INSERT ON registry.contribution FOR EACH ROW EXECUTE FUNCTION contribution_summed();
\endif
