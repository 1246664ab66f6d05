-- The closed vocabularies: a label for every word in three languages, and the two state machines.
SET search_path = innopart, public;
\getenv srcdir PG_ABS_SRCDIR
\set ECHO none
\set helpers :srcdir '/data/try.sql'
\i :helpers
\set ECHO all

-- every word of every enum
CREATE FUNCTION pg_temp.words() RETURNS TABLE (vocabulary text, place integer, word text, en text, nb text, nn text) LANGUAGE plpgsql AS $$
DECLARE
    enum text;
BEGIN
    FOR enum IN SELECT typname FROM pg_type WHERE typnamespace = 'innopart'::regnamespace AND typtype = 'e' ORDER BY typname LOOP
        RETURN QUERY EXECUTE format($q$
            SELECT %L, place::integer, value::text, innopart.label(value, 'en'), innopart.label(value, 'nb'), innopart.label(value, 'nn')
            FROM unnest(enum_range(NULL::innopart.%1$I)) WITH ORDINALITY AS v (value, place)$q$, enum);
    END LOOP;
END $$;
SELECT vocabulary, word, en, nb, nn FROM pg_temp.words() ORDER BY vocabulary COLLATE "C", place;
-- no two words of a vocabulary are called the same, and none is called nothing
SELECT vocabulary, language, label FROM pg_temp.words() AS w, LATERAL (VALUES ('en', en), ('nb', nb), ('nn', nn)) AS l (language, label)
GROUP BY 1, 2, 3 HAVING count(*) > 1 OR label = '';

-- in the session's language, and back
SELECT label('follower'::participant_role);
SET innopart.language = 'nb';
SELECT label('follower'::participant_role);
BEGIN;
SET LOCAL innopart.language = 'nn';
SELECT label('follower'::participant_role);
ROLLBACK;
SELECT label('follower'::participant_role);
RESET innopart.language;

-- what has no label
CREATE TYPE public.regress_option_state AS ENUM ('named');
CREATE SCHEMA regress_vocabulary;
CREATE TYPE regress_vocabulary.option_state AS ENUM ('named');
SELECT query, pg_temp.try(query) FROM (VALUES
    (1, $$SELECT innopart.label('named'::public.regress_option_state)$$),
    (2, $$SELECT innopart.label('named'::regress_vocabulary.option_state, 'en')$$),
    (3, $$SELECT innopart.label('named'::innopart.option_state, 'de')$$),
    (4, $$SELECT innopart.label('named'::innopart.option_state, 'nb')$$),
    (5, $$SELECT innopart.label(NULL::innopart.option_state, 'nb')$$),
    (6, $$SELECT innopart.label('named'::innopart.option_state, NULL)$$)
) AS v (n, query) ORDER BY n;
DROP SCHEMA regress_vocabulary CASCADE;
DROP TYPE public.regress_option_state;

-- one call site that meets every word of the longest vocabulary, again and again
SELECT count(*) AS words, count(DISTINCT l) AS labels FROM (
    SELECT label(CASE WHEN i % 2 = 0 THEN (enum_range(NULL::option_event_kind))[1 + i % 15] END) AS l FROM generate_series(1, 300) AS i) AS s WHERE l IS NOT NULL;

-- A. stages of a partnership: the legal steps, from the procedure's own rules (Directive
-- 2014/24/EU Art. 31), against every pair of stages
CREATE TEMP TABLE legal_stage (current partnership_stage, next partnership_stage);
INSERT INTO legal_stage VALUES
    ('planned', 'need'),
    ('need', 'dialogue'), ('need', 'competition'),
    ('dialogue', 'need'), ('dialogue', 'competition'),
    ('competition', 'partnership'), ('competition', 'cancelled'),
    ('partnership', 'purchase'), ('partnership', 'terminated'), ('partnership', 'closed_without_purchase'),
    ('purchase', 'closed_with_purchase');
SELECT count(*) AS pairs, count(*) FILTER (WHERE may_follow(n, c)) AS legal,
    count(*) FILTER (WHERE may_follow(n, c) <> ((c, n) IN (SELECT current, next FROM legal_stage))) AS wrong
FROM unnest(enum_range(NULL::partnership_stage)) AS c, unnest(enum_range(NULL::partnership_stage)) AS n;
SELECT c AS stage, array(SELECT next_stages(c)) AS next,
    array(SELECT next_stages(c)) = array(SELECT next FROM legal_stage WHERE current = c ORDER BY next) AS right
FROM unnest(enum_range(NULL::partnership_stage)) AS c ORDER BY c;

-- B. states of a partner's track
CREATE TEMP TABLE legal_state (current track_state, next track_state);
INSERT INTO legal_state VALUES
    ('planned', 'active'),
    ('active', 'under_assessment'),
    ('under_assessment', 'passed'), ('under_assessment', 'not_passed'),
    ('not_passed', 'active'),
    ('passed', 'partner_terminated'), ('not_passed', 'partner_terminated'),
    ('passed', 'accepted');
-- breach, insolvency, withdrawal or agreement: from any state that is not an end
INSERT INTO legal_state SELECT DISTINCT current, 'partner_terminated_other'::track_state FROM legal_state;
SELECT count(*) AS pairs, count(*) FILTER (WHERE may_follow(n, c)) AS legal,
    count(*) FILTER (WHERE may_follow(n, c) <> ((c, n) IN (SELECT current, next FROM legal_state))) AS wrong
FROM unnest(enum_range(NULL::track_state)) AS c, unnest(enum_range(NULL::track_state)) AS n;
SELECT c AS state, array(SELECT next_states(c)) AS next,
    array(SELECT next_states(c)) = array(SELECT next FROM legal_state WHERE current = c ORDER BY next) AS right
FROM unnest(enum_range(NULL::track_state)) AS c ORDER BY c;

SELECT may_follow(NULL, 'need'::partnership_stage) IS NULL AS unknown, may_follow('active', NULL::track_state) IS NULL AS unknown_too,
    (SELECT count(*) FROM next_stages(NULL)) AS no_stages, (SELECT count(*) FROM next_states(NULL)) AS no_states;
