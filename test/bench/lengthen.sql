-- Ten times the events on the same rights, in a copy of one database of test/bench/reports, after measure.sql:
-- a unit is given back and drawn again, and again.
SET client_min_messages = warning;
SET search_path = hand, public, innopart;
TRUNCATE measured;
SELECT set_config('bench.facts', :'facts', false), set_config('bench.runs', :'runs', false);
CREATE PROCEDURE lengthen_ledger(pairs integer) LANGUAGE plpgsql AS $$
DECLARE
    latest record;
    event_id bigint;
BEGIN
    FOR latest IN
        SELECT DISTINCT ON (e.option_right_id) e.option_right_id, e.id, e.effective_on, e.acting_id, e.kind, e.units FROM registry.option_event e
        ORDER BY e.option_right_id, e.effective_on DESC, e.id DESC
    LOOP
        IF latest.kind = 'exercised' AND latest.units > 0 THEN
            event_id := latest.id;
            FOR n IN 1 .. pairs LOOP
                PERFORM registry.reverse_exercise(event_id, units => 1, effective_on => latest.effective_on);
                event_id := registry.exercise_option(latest.option_right_id, 1, effective_on => latest.effective_on, acting_id => latest.acting_id);
            END LOOP;
            COMMIT;
        END IF;
    END LOOP;
END $$;
SELECT count(*) AS events_before FROM registry.option_event \gset
SELECT 9 * :events_before / 2 / count(*) AS pairs FROM registry.option_right \gset
CALL lengthen_ledger(:pairs);
VACUUM ANALYZE registry.option_right, registry.cap, registry.option_event;
SELECT measure('option_status, ' || round(count(*) / :events_before::numeric, 1) || ' times the events', 'ours', 'SELECT * FROM report.option_status') FROM registry.option_event;
