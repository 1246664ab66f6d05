-- A randomised model test: thousands of random event histories, back-dated ones among them, tried
-- on the ledger and on a slow, obvious reference in plain SQL.  Both must accept the same events,
-- and give the same state and remainder for every right and cap as of several days.
--
-- The reference knows nothing of the C core: it replays the whole history of a cap, event by
-- event, and says what is wrong with it.  Seeded, so that a failure can be had again.
SET client_min_messages = warning;
SELECT innopart.create_registry();
\getenv srcdir PG_ABS_SRCDIR
\set small :srcdir '/data/small_partnership.sql'
\set ECHO none
\i :small
\set ECHO all

CREATE TABLE model_right (id bigint PRIMARY KEY, cap_id bigint, max_units int, min_units int, opens date, closes date, conditions int, indivisible boolean);
CREATE TABLE model_event (seq int PRIMARY KEY, right_id bigint, kind text, day date, units int, extended_to date, reverses int, ledger_id bigint);
CREATE INDEX ON model_event (right_id, day, seq);
CREATE TABLE model_cap (id bigint PRIMARY KEY, max_units int);

-- what a history of one right has come to by a day; broken: the first event that was not allowed
CREATE FUNCTION model_replay(of_right bigint, by_day date, OUT broken text, OUT granted boolean, OUT drawn int, OUT left_units int, OUT closes date,
                             OUT suspended boolean, OUT met int, OUT failed boolean, OUT waived boolean, OUT ended boolean)
LANGUAGE plpgsql AS $$
DECLARE
    r model_right;
    e model_event;
    resumed_on date;
    conditions_seen int[] := '{}';
    taken_back int;
BEGIN
    SELECT * INTO r FROM model_right WHERE id = of_right;
    granted := true; drawn := 0; left_units := r.max_units; closes := r.closes;
    suspended := false; met := 0; failed := false; waived := false; ended := false;
    FOR e IN SELECT * FROM model_event WHERE right_id = of_right AND day <= by_day ORDER BY day, seq LOOP
        IF e.kind = 'exercised' THEN
            IF ended OR waived OR left_units <= 0 OR e.day > closes OR failed OR suspended OR met < r.conditions OR e.day < r.opens
               OR e.units <= 0 OR e.units > left_units OR e.units < r.min_units OR (r.indivisible AND e.units < left_units) THEN
                broken := format('%s %s', e.kind, e.seq); RETURN;
            END IF;
            drawn := drawn + e.units; left_units := left_units - e.units;
        ELSIF e.kind = 'exercise_reversed' THEN
            SELECT sum(b.units) INTO taken_back FROM model_event b WHERE b.reverses = e.reverses;
            IF e.units <= 0 OR taken_back > (SELECT x.units FROM model_event x WHERE x.seq = e.reverses)
               OR e.day < (SELECT x.day FROM model_event x WHERE x.seq = e.reverses) THEN
                broken := format('%s %s', e.kind, e.seq); RETURN;
            END IF;
            drawn := drawn - e.units; left_units := left_units + e.units;
        ELSIF e.kind IN ('waived', 'partly_waived') THEN
            IF ended OR waived OR e.day > closes OR failed OR left_units <= 0 OR (e.kind = 'partly_waived' AND (e.units <= 0 OR e.units >= left_units)) THEN
                broken := format('%s %s', e.kind, e.seq); RETURN;
            END IF;
            IF e.kind = 'waived' THEN waived := true; ELSE left_units := left_units - e.units; END IF;
        ELSIF e.kind = 'suspended' THEN
            IF ended OR waived OR e.day > closes OR failed OR suspended OR resumed_on = e.day THEN
                broken := format('%s %s', e.kind, e.seq); RETURN;
            END IF;
            suspended := true;
        ELSIF e.kind = 'resumed' THEN
            IF ended OR waived OR NOT suspended THEN
                broken := format('%s %s', e.kind, e.seq); RETURN;
            END IF;
            suspended := false; resumed_on := e.day;
        ELSIF e.kind IN ('condition_met', 'condition_failed') THEN
            IF ended OR waived OR e.day > closes OR failed OR e.units > r.conditions OR e.units = ANY (conditions_seen) THEN
                broken := format('%s %s', e.kind, e.seq); RETURN;
            END IF;
            conditions_seen := conditions_seen || e.units;
            IF e.kind = 'condition_met' THEN met := met + 1; ELSE failed := true; END IF;
        ELSIF e.kind = 'window_extended' THEN
            IF ended OR waived OR e.day > closes OR failed OR e.extended_to <= closes THEN
                broken := format('%s %s', e.kind, e.seq); RETURN;
            END IF;
            closes := e.extended_to;
        ELSIF e.kind = 'cap_amended' THEN
            IF ended OR waived OR e.day > closes OR failed THEN
                broken := format('%s %s', e.kind, e.seq); RETURN;
            END IF;
            left_units := left_units + e.units;
        ELSIF e.kind = 'contract_terminated' THEN
            IF ended OR waived THEN
                broken := format('%s %s', e.kind, e.seq); RETURN;
            END IF;
            ended := true;
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION model_cap_left(of_cap bigint, by_day date) RETURNS int LANGUAGE sql AS $$
    SELECT c.max_units - coalesce((SELECT sum(CASE e.kind WHEN 'exercised' THEN e.units WHEN 'exercise_reversed' THEN -e.units ELSE 0 END)
                                   FROM model_event e JOIN model_right r ON r.id = e.right_id WHERE r.cap_id = c.id AND e.day <= by_day), 0)::int
    FROM model_cap c WHERE c.id = of_cap;
$$;

-- is the whole history under a cap allowed?
CREATE FUNCTION model_broken(of_cap bigint) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(
        (SELECT m.broken FROM model_right r, model_replay(r.id, 'infinity') m WHERE r.cap_id = of_cap AND m.broken IS NOT NULL LIMIT 1),
        (SELECT 'cap on ' || e.day FROM model_event e JOIN model_right r ON r.id = e.right_id
         WHERE r.cap_id = of_cap AND model_cap_left(of_cap, e.day) < 0 LIMIT 1));
$$;

CREATE FUNCTION model_state(of_right bigint, by_day date) RETURNS text LANGUAGE sql AS $$
    SELECT CASE
        WHEN m.ended THEN 'terminated'
        WHEN m.waived THEN 'waived'
        WHEN m.left_units <= 0 OR model_cap_left(r.cap_id, by_day) <= 0 THEN 'exhausted'
        WHEN by_day > m.closes OR m.failed THEN 'lapsed'
        WHEN m.suspended THEN 'suspended'
        WHEN m.met < r.conditions THEN 'conditional'
        WHEN by_day < r.opens THEN 'not_yet_open'
        WHEN m.drawn > 0 THEN 'partly_exercised'
        ELSE 'exercisable' END
    FROM model_right r, model_replay(r.id, by_day) m WHERE r.id = of_right;
$$;

CREATE FUNCTION pick(options text[]) RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT options[1 + floor(random() * cardinality(options))::int];
$$;

-- one attempt on both; true when they agree
CREATE FUNCTION try_both(number int, of_cap bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    e model_event;
    exercise model_event;
    expected boolean;
    accepted boolean := true;
    said text;
BEGIN
    e.seq := number;
    SELECT id INTO e.right_id FROM model_right WHERE cap_id = of_cap ORDER BY random() LIMIT 1;
    e.kind := pick(ARRAY['exercised', 'exercised', 'exercised', 'exercised', 'exercised', 'exercised', 'exercise_reversed', 'exercise_reversed',
        'partly_waived', 'suspended', 'resumed', 'condition_met', 'condition_met', 'window_extended', 'cap_amended']);
    IF random() < 0.04 THEN
        e.kind := pick(ARRAY['waived', 'condition_failed', 'contract_terminated']);
    END IF;
    -- mostly forward in time, now and then back
    e.day := DATE '2020-01-01' + (random() * CASE WHEN random() < 0.3 THEN 560 ELSE 30 + (number % 15) * 36 END)::int;
    e.units := 1 + floor(random() * 5)::int;
    IF e.kind IN ('condition_met', 'condition_failed') THEN
        e.units := 1 + floor(random() * 2)::int;
    ELSIF e.kind = 'window_extended' THEN
        e.extended_to := DATE '2021-01-01' + (random() * 300)::int;
    ELSIF e.kind = 'exercise_reversed' THEN
        SELECT * INTO exercise FROM model_event x WHERE x.right_id = e.right_id AND x.kind = 'exercised' ORDER BY random() LIMIT 1;
        IF NOT FOUND THEN
            RETURN true;
        END IF;
        e.reverses := exercise.seq;
    END IF;
    INSERT INTO model_event SELECT e.*;
    expected := model_broken(of_cap) IS NULL;

    BEGIN
        INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on, units, condition_no, extended_to, reverses_id, legal_basis)
        VALUES (1, e.right_id, e.kind::innopart.option_event_kind, e.day,
            CASE WHEN e.kind IN ('exercised', 'exercise_reversed', 'partly_waived', 'cap_amended') THEN e.units END,
            CASE WHEN e.kind IN ('condition_met', 'condition_failed') THEN e.units END,
            e.extended_to, exercise.ledger_id, 'Art. 72')
        RETURNING id INTO e.ledger_id;
    EXCEPTION WHEN OTHERS THEN
        accepted := false;
        said := SQLSTATE || ' ' || SQLERRM;
    END;
    IF NOT expected THEN
        DELETE FROM model_event WHERE seq = e.seq;
    ELSE
        UPDATE model_event SET ledger_id = e.ledger_id WHERE seq = e.seq;
    END IF;
    IF accepted <> expected THEN
        RAISE WARNING 'cap %, event %: ledger %, model %, said %', of_cap, e, accepted, expected, said;
    END IF;
    RETURN accepted = expected;
END $$;

-- a thousand caps of two rights each, of random terms
SELECT setseed(0.20261123);
SET jit = off;
DO $$
DECLARE
    made bigint;
    cap bigint;
    side int;
    terms text;
    m model_right;
BEGIN
    FOR cap IN 101 .. 1100 LOOP
        INSERT INTO model_cap VALUES (cap, 6 + floor(random() * 8)::int);
        INSERT INTO registry.cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE
        SELECT 1, cap, 'cap ' || cap, max_units, 'C62', '2019-06-01' FROM model_cap WHERE id = cap;
        FOR side IN 1 .. 2 LOOP
            m.cap_id := cap;
            m.max_units := 3 + floor(random() * 8)::int;
            m.min_units := CASE WHEN random() < 0.2 THEN 2 ELSE 0 END;
            m.opens := DATE '2020-01-01' + (random() * 60)::int;
            m.closes := DATE '2020-09-01' + (random() * 300)::int;
            m.conditions := CASE WHEN random() < 0.4 THEN 1 + floor(random() * 2)::int ELSE 0 END;
            m.indivisible := random() < 0.1;
            terms := format('max %s, %s%s..%s, conditions %s%s', m.max_units, CASE WHEN m.min_units > 0 THEN 'min 2, ' ELSE '' END,
                to_char(m.opens, 'YYYY-MM-DD'), to_char(m.closes, 'YYYY-MM-DD'), m.conditions, CASE WHEN m.indivisible THEN ', indivisible' ELSE '' END);
            terms := replace(terms, ', conditions 0', '');
            m.id := pg_temp.right_of(1 + side, format('%s/%s', cap, side), terms::innopart.option_right, cap);
            INSERT INTO model_right SELECT m.*;
        END LOOP;
    END LOOP;
END $$;
ANALYZE model_right;

SELECT count(*) AS attempts, count(*) FILTER (WHERE NOT try_both(n, 101 + n % 1000)) AS disagreements FROM generate_series(1, 14000) AS n;
SELECT count(*) > 4000 AS many_events, count(DISTINCT right_id) > 1500 AS thousands_of_histories,
    count(*) FILTER (WHERE EXISTS (SELECT FROM model_event later WHERE later.right_id = e.right_id AND later.day > e.day AND later.seq < e.seq)) > 500 AS many_back_dated,
    count(DISTINCT kind) AS kinds
FROM model_event e;

-- the same state and remainder of every right and cap, at each of several days
CREATE FUNCTION differences(by_day date) RETURNS TABLE (rights bigint, other_state bigint, other_left bigint, other_cap bigint, states bigint) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('innopart.as_of', to_char(by_day, 'YYYY-MM-DD'), true);
    RETURN QUERY
    SELECT count(*), count(*) FILTER (WHERE s.state::text IS DISTINCT FROM model_state(r.id, by_day)),
        count(*) FILTER (WHERE s.units_left IS DISTINCT FROM m.left_units::bigint),
        count(*) FILTER (WHERE s.shared_units_left IS DISTINCT FROM model_cap_left(r.cap_id, by_day)::bigint),
        count(DISTINCT s.state)
    FROM model_right r CROSS JOIN LATERAL model_replay(r.id, by_day) m
    LEFT JOIN (SELECT * FROM registry.option_standing OFFSET 0) s ON s.option_right_id = r.id;
END $$;
SELECT day, d.rights, d.other_state, d.other_left, d.other_cap, d.states > 3 AS many_states
FROM (VALUES ('2020-01-20'::date), ('2020-05-05'), ('2020-09-30'), ('2021-02-02'), ('2022-06-30')) AS v(day), differences(day) d ORDER BY day;

SELECT count(*) AS wrong_positions FROM report.ledger_check;
DROP FUNCTION differences, try_both, pick, model_state, model_broken, model_cap_left, model_replay;
DROP TABLE model_right, model_event, model_cap;
SELECT innopart.drop_registry(force => true);
