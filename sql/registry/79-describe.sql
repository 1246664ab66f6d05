-- Comments for a whole report in one place beside it: meaning of the view, then of each column.
CREATE OR REPLACE FUNCTION @registry@.describe_report(view_name text, meaning text, columns text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    no integer;
BEGIN
    EXECUTE format('COMMENT ON VIEW @report@.%I IS %L', view_name, meaning);
    FOR no IN 1 .. array_length(columns, 1) LOOP
        EXECUTE format('COMMENT ON COLUMN @report@.%I.%I IS %L', view_name, columns[no][1], columns[no][2]);
    END LOOP;
END $$;
COMMENT ON FUNCTION @registry@.describe_report(text, text, text[]) IS 'Comments a report and its columns, given as pairs of name and meaning. Used while a registry is made or upgraded.';

-- What several reports say of an organisation, a partnership and a phase, once.
CREATE OR REPLACE VIEW @registry@.attendance_latest WITH (security_invoker = true) AS
SELECT DISTINCT ON (a.partnership_id, a.meeting_id, a.organisation_id)
    a.id, a.partnership_id, a.meeting_id, a.organisation_id, a.role, a.status, a.headcount, a.minutes, a.provenance,
    m.phase, m.kind AS meeting_kind, m.title AS meeting_title, m.effective_on AS held_on, m.minutes AS meeting_minutes
FROM @registry@.known_attendance a
JOIN @registry@.known_meeting m ON m.partnership_id = a.partnership_id AND m.id = a.meeting_id
WHERE NOT m.is_cancelled AND m.effective_on <= innopart.as_of() AND a.effective_on <= innopart.as_of()
  -- a meeting held before the organisation joined is not counted against it
  AND EXISTS (SELECT FROM @registry@.known_participant p
              WHERE p.partnership_id = a.partnership_id AND p.organisation_id = a.organisation_id AND p.effective_on <= m.effective_on)
ORDER BY a.partnership_id, a.meeting_id, a.organisation_id, a.effective_on DESC, a.id DESC;
COMMENT ON VIEW @registry@.attendance_latest IS 'One row an organisation asked to a meeting held by innopart.as_of(), cancelled meetings and meetings before it joined left out: the latest status of its invitation.';

CREATE OR REPLACE VIEW @registry@.adoption_reached WITH (security_invoker = true) AS
SELECT DISTINCT ON (a.partnership_id, a.lesson_id, a.organisation_id)
    a.id, a.partnership_id, a.lesson_id, a.organisation_id, a.level, a.mode, a.learned_from_id, a.in_partnership_id, a.is_confirmed,
    a.effective_on, a.provenance,
    min(a.effective_on) FILTER (WHERE a.level >= 'adopted') OVER (PARTITION BY a.partnership_id, a.lesson_id, a.organisation_id) AS adopted_on
FROM @registry@.known_lesson_adoption a
WHERE a.effective_on <= innopart.as_of()
ORDER BY a.partnership_id, a.lesson_id, a.organisation_id, a.level DESC, a.effective_on DESC, a.id DESC;
COMMENT ON VIEW @registry@.adoption_reached IS 'One row a lesson and organisation: the highest level it has reached by innopart.as_of(), and the day it first adopted.';
