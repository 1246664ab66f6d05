-- Reports on shared learning: what was learned, who told whom, and what became of it.
-- Definitions (domain.md 4.2): a lesson is reused when another organisation than its author has
-- adopted it (level adopted or above).  Adoption after sharing does not prove reuse, so claimed and
-- confirmed are kept apart.  Row security on lessons holds in every view here, counts included.

CREATE OR REPLACE VIEW @report@.lesson_reuse WITH (security_invoker = true) AS
SELECT l.id, l.partnership_id, p.title AS partnership_title, l.organisation_id, o.name AS organisation_name,
    l.phase::text AS phase_code, innopart.label(l.phase) AS phase_label, innopart.phase_order(l.phase) AS phase_order,
    l.title AS lesson_title, l.effective_on AS learned_on,
    coalesce(s.shares, 0)::bigint AS share_count, coalesce(s.receivers, 0)::bigint AS receiver_count, s.first_shared_on,
    (s.first_shared_on - l.effective_on)::integer AS sharing_delay_days,
    coalesce(a.adopters, 0)::bigint AS adopter_count, coalesce(a.confirmed, 0)::bigint AS confirmed_adopter_count,
    coalesce(a.as_is, 0)::bigint AS as_is_count, coalesce(a.adapted, 0)::bigint AS adapted_count, coalesce(a.inspired, 0)::bigint AS inspired_count,
    a.median_days AS median_days_to_adopt,
    (coalesce(s.shares, 0) > 0)::integer AS shared_lesson_count, (coalesce(s.shares, 0) > 0 AND coalesce(a.adopters, 0) > 0)::integer AS reused_lesson_count,
    coalesce(a.adopters, 0) > 0 AS is_reused,
    l.provenance = 'illustrative' AS is_illustrative
FROM @registry@.known_lesson l
JOIN @registry@.partnership p ON p.id = l.partnership_id
JOIN @registry@.organisation o ON o.id = l.organisation_id
LEFT JOIN LATERAL (
    SELECT count(*) AS shares, count(DISTINCT s.receiver_id) AS receivers, min(s.effective_on) AS first_shared_on
    FROM @registry@.known_lesson_share s
    WHERE s.partnership_id = l.partnership_id AND s.lesson_id = l.id AND s.effective_on <= innopart.as_of()) s ON true
LEFT JOIN LATERAL (
    SELECT count(*) AS adopters, count(*) FILTER (WHERE a.is_confirmed) AS confirmed,
        count(*) FILTER (WHERE a.mode = 'as_is') AS as_is, count(*) FILTER (WHERE a.mode = 'adapted') AS adapted, count(*) FILTER (WHERE a.mode = 'inspired') AS inspired,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY (a.adopted_on - h.shared_on)::double precision) AS median_days
    FROM @registry@.adoption_reached a
    LEFT JOIN LATERAL (SELECT min(h.effective_on) AS shared_on FROM @registry@.known_lesson_share h
        WHERE h.partnership_id = l.partnership_id AND h.lesson_id = l.id AND h.receiver_id = a.organisation_id AND h.effective_on <= a.adopted_on) h ON true
    WHERE a.partnership_id = l.partnership_id AND a.lesson_id = l.id AND a.organisation_id <> l.organisation_id AND a.level >= 'adopted') a ON true
WHERE l.effective_on <= innopart.as_of();
SELECT @registry@.describe_report('lesson_reuse',
    'Which lessons were adopted by others, how, and how fast? One row a lesson learned by innopart.as_of(). The reuse rate of any selection is sum(reused_lesson_count) / sum(shared_lesson_count).', ARRAY[
    ['id', 'The lesson.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['organisation_id', 'Who learned it: joins organisation.id.'], ['organisation_name', 'Its name.'],
    ['phase_code', 'The phase it was learned in.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'],
    ['lesson_title', 'The lesson.'], ['learned_on', 'When it was learned.'],
    ['share_count', 'Times it was told. Adds up.'], ['receiver_count', 'Organisations it was told to. Adds up over lessons.'], ['first_shared_on', 'When it was first told; NULL when never.'],
    ['sharing_delay_days', 'Days from learning to the first telling.'],
    ['adopter_count', 'Other organisations that adopted it. Adds up over lessons.'], ['confirmed_adopter_count', 'Those of them whose adoption is confirmed, not only claimed. Adds up.'],
    ['as_is_count', 'Adopters that took it as it is. Adds up.'], ['adapted_count', 'Adopters that adapted it. Adds up.'], ['inspired_count', 'Adopters that were inspired by it. Adds up.'],
    ['median_days_to_adopt', 'Median days from being told to adopting, over adopters that were told; NULL without one. Do not sum.'],
    ['shared_lesson_count', '1 when it was told to anybody: denominator of the reuse rate. Adds up.'], ['reused_lesson_count', '1 when it was told and adopted by another: numerator. Adds up.'],
    ['is_reused', 'True when another organisation adopted it.'], ['is_illustrative', 'True when the lesson is made up.']]);

CREATE OR REPLACE VIEW @report@.lesson_by_phase WITH (security_invoker = true) AS
SELECT l.id, l.phase::text AS phase_code, innopart.label(l.phase) AS phase_label, innopart.phase_order(l.phase) AS phase_order,
    l.title AS lesson_title, l.statement AS lesson_statement, l.evidence, l.language AS language_code,
    l.partnership_id, p.title AS partnership_title, l.organisation_id, o.name AS organisation_name,
    o.admin_level::text AS level_code, innopart.label(o.admin_level) AS level_label,
    l.effective_on AS learned_on, l.confidentiality::text AS confidentiality_code, innopart.label(l.confidentiality) AS confidentiality_label,
    l.provenance = 'illustrative' AS is_illustrative
FROM @registry@.known_lesson l
JOIN @registry@.partnership p ON p.id = l.partnership_id
JOIN @registry@.organisation o ON o.id = l.organisation_id
WHERE l.effective_on <= innopart.as_of();
SELECT @registry@.describe_report('lesson_by_phase',
    'What was learned in this phase, across all partnerships, for somebody about to start it? One row a lesson learned by innopart.as_of() that the reader may see.', ARRAY[
    ['id', 'The lesson.'], ['phase_code', 'The phase it was learned in.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'],
    ['lesson_title', 'The lesson in short.'], ['lesson_statement', 'The lesson.'], ['evidence', 'What it rests on; NULL when not told.'], ['language_code', 'Language it is written in: en, nb or nn.'],
    ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['organisation_id', 'Who learned it: joins organisation.id.'], ['organisation_name', 'Its name.'], ['level_code', 'Its administrative level, eForms BT-11.'], ['level_label', 'That level in words.'],
    ['learned_on', 'When it was learned.'], ['confidentiality_code', 'Who may read it: open, participants or partner.'], ['confidentiality_label', 'That in words.'], ['is_illustrative', 'True when the lesson is made up.']]);

CREATE OR REPLACE VIEW @report@.knowledge_flow WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(concat_ws('/', f.giver_id, f.receiver_id), 0) AS id,
    f.giver_id, g.name AS giver_name, f.receiver_id, r.name AS receiver_name,
    sum(f.shared)::bigint AS shared_count, sum(f.shared_lessons)::bigint AS shared_lesson_count,
    sum(f.adopted)::bigint AS adopted_count, sum(f.confirmed)::bigint AS confirmed_count,
    count(*)::bigint AS partnership_count,
    CASE WHEN max(f.last_shared_on) = 'infinity'
         THEN (SELECT min(s.effective_on) FROM @registry@.known_lesson_share s WHERE s.giver_id = f.giver_id AND s.receiver_id = f.receiver_id AND s.effective_on <= innopart.as_of())
         ELSE min(f.first_shared_on) END AS first_shared_on,
    CASE WHEN max(f.last_shared_on) = 'infinity'
         THEN (SELECT max(s.effective_on) FROM @registry@.known_lesson_share s WHERE s.giver_id = f.giver_id AND s.receiver_id = f.receiver_id AND s.effective_on <= innopart.as_of())
         ELSE max(f.last_shared_on) END AS last_shared_on,
    sum(f.sourced) = 0 AS is_illustrative
FROM (
    SELECT c.giver_id, c.receiver_id, sum(c.shared_count) AS shared, sum(c.shared_lesson_count) AS shared_lessons,
        sum(c.adopted_count) AS adopted, sum(c.confirmed_count) AS confirmed, sum(c.sourced_count) AS sourced,
        min(c.first_shared_on) AS first_shared_on, max(c.last_shared_on) AS last_shared_on
    FROM @registry@.learning_cell c
    WHERE c.giver_id <> c.receiver_id
    GROUP BY c.giver_id, c.receiver_id, c.partnership_id
    HAVING sum(c.shared_count) > 0 OR sum(c.adopted_count) > 0) f
JOIN @registry@.organisation g ON g.id = f.giver_id
JOIN @registry@.organisation r ON r.id = f.receiver_id
GROUP BY f.giver_id, g.name, f.receiver_id, r.name;
SELECT @registry@.describe_report('knowledge_flow',
    'Who learned what from whom? One row a giver and receiver between whom a lesson was told or adopted by innopart.as_of().', ARRAY[
    ['id', 'Key of the row, from giver and receiver.'], ['giver_id', 'Who gave: joins organisation.id.'], ['giver_name', 'Its name.'],
    ['receiver_id', 'Who received: joins organisation.id.'], ['receiver_name', 'Its name.'],
    ['shared_count', 'Times a lesson was told. Adds up.'], ['shared_lesson_count', 'Different lessons told. Does not add up over receivers.'],
    ['adopted_count', 'Lessons the receiver adopted from the giver. Adds up.'], ['confirmed_count', 'Those of them that are confirmed, not only claimed. Adds up.'],
    ['partnership_count', 'Partnerships this happened in. Does not add up.'], ['first_shared_on', 'First telling.'], ['last_shared_on', 'Latest telling.'],
    ['is_illustrative', 'True when everything counted here is made up.']]);

CREATE OR REPLACE VIEW @report@.diffusion_graph WITH (security_invoker = true) AS
WITH RECURSIVE edge AS (
    SELECT a.id, a.partnership_id, a.lesson_id, coalesce(a.learned_from_id, l.organisation_id) AS giver_id, a.organisation_id AS receiver_id,
        l.organisation_id AS first_mover_id, l.title AS lesson_title, a.mode, a.is_confirmed, a.adopted_on, a.provenance
    FROM @registry@.adoption_reached a
    JOIN @registry@.known_lesson l ON l.partnership_id = a.partnership_id AND l.id = a.lesson_id
    WHERE a.level >= 'adopted' AND a.organisation_id <> l.organisation_id AND coalesce(a.learned_from_id, l.organisation_id) <> a.organisation_id
), walk AS (
    SELECT e.id, e.partnership_id, e.lesson_id, e.receiver_id, 1 AS depth, ARRAY[e.giver_id, e.receiver_id] AS path
    FROM edge e WHERE e.giver_id = e.first_mover_id
    UNION ALL
    SELECT e.id, e.partnership_id, e.lesson_id, e.receiver_id, w.depth + 1, w.path || e.receiver_id
    FROM walk w JOIN edge e ON e.partnership_id = w.partnership_id AND e.lesson_id = w.lesson_id AND e.giver_id = w.receiver_id
    WHERE e.receiver_id <> ALL (w.path)
)
SELECT e.id, e.partnership_id, p.title AS partnership_title, e.lesson_id, e.lesson_title,
    e.giver_id, g.name AS giver_name, e.receiver_id, r.name AS receiver_name, e.first_mover_id, f.name AS first_mover_name,
    e.mode::text AS mode_code, innopart.label(e.mode) AS mode_label, e.is_confirmed, e.adopted_on,
    d.depth::integer AS diffusion_depth, 1::integer AS adoption_count, e.provenance = 'illustrative' AS is_illustrative
FROM edge e
JOIN @registry@.partnership p ON p.id = e.partnership_id
JOIN @registry@.organisation g ON g.id = e.giver_id
JOIN @registry@.organisation r ON r.id = e.receiver_id
JOIN @registry@.organisation f ON f.id = e.first_mover_id
LEFT JOIN (SELECT w.id, min(w.depth) AS depth FROM walk w GROUP BY w.id) d ON d.id = e.id;
SELECT @registry@.describe_report('diffusion_graph',
    'How do lessons spread from organisation to organisation? One row an adoption (edge giver to receiver) by innopart.as_of(); the first mover is the lesson''s author.', ARRAY[
    ['id', 'The adoption.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'], ['lesson_id', 'The lesson.'], ['lesson_title', 'The lesson in short.'],
    ['giver_id', 'Who it was learned from: joins organisation.id.'], ['giver_name', 'Its name.'], ['receiver_id', 'Who adopted it: joins organisation.id.'], ['receiver_name', 'Its name.'],
    ['first_mover_id', 'Who learned it first: joins organisation.id.'], ['first_mover_name', 'Its name.'],
    ['mode_code', 'How it was reused: as_is, adapted or inspired.'], ['mode_label', 'That in words.'], ['is_confirmed', 'True when confirmed, false when only claimed.'], ['adopted_on', 'When it was adopted.'],
    ['diffusion_depth', 'Steps from the first mover: 1 when learned from it directly; NULL when the chain to it is not on record. Do not sum.'], ['adoption_count', '1 in every row. Adds up.'],
    ['is_illustrative', 'True when the adoption is made up.']]);

-- Full-text search in Norwegian and English at once; a word of the query also finds the compounds
-- that begin with it.
CREATE OR REPLACE FUNCTION @registry@.search_lessons(query text)
    RETURNS TABLE (lesson_id bigint, partnership_title text, organisation_name text, phase_code text, lesson_title text, headline text, rank double precision)
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH asked AS (
        SELECT coalesce(said.words || begins.words, said.words) AS words
        FROM (SELECT websearch_to_tsquery('pg_catalog.norwegian', query) || websearch_to_tsquery('pg_catalog.english', query) AS words) said,
             (SELECT to_tsquery('pg_catalog.simple', string_agg(quote_literal(word) || ':*', ' & ')) AS words
              FROM regexp_split_to_table(lower(query), '[^[:alnum:]]+') AS word
              WHERE length(word) >= 4 AND query !~ '["-]') begins
    )
    SELECT l.id, p.title, o.name, l.phase::text, l.title,
        ts_headline(CASE l.language WHEN 'en' THEN 'pg_catalog.english'::regconfig ELSE 'pg_catalog.norwegian'::regconfig END,
                    l.statement, asked.words, 'StartSel=«, StopSel=», MaxFragments=1'),
        ts_rank(l.search_text, asked.words)::double precision
    FROM asked
    JOIN @registry@.known_lesson l ON l.search_text @@ asked.words
    JOIN @registry@.partnership p ON p.id = l.partnership_id
    JOIN @registry@.organisation o ON o.id = l.organisation_id
    WHERE l.effective_on <= innopart.as_of()
    ORDER BY 7 DESC, l.id;
$$;
COMMENT ON FUNCTION @registry@.search_lessons(text) IS 'Lessons that match a query, best first, in the words of a web search ("a phrase", or, -not), by Norwegian and English word forms, and by the beginning of compound words. Honours innopart.as_of, innopart.known_at and row security.';
