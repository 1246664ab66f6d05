-- Reports on participation: who takes part, how much, and who has fallen silent.
-- Definitions (domain.md 4.2): attendance rate = attended / invited meetings of an organisation; a
-- declined invitation counts in the denominator, a cancelled meeting nowhere.

CREATE OR REPLACE VIEW @registry@.participation_sum WITH (security_invoker = true) AS
SELECT n.organisation_id, n.partnership_id, n.phase,
    sum(n.invited_count)::bigint AS invited_count, sum(n.attended_count)::bigint AS attended_count, sum(n.declined_count)::bigint AS declined_count,
    sum(n.contribution_count)::bigint AS contribution_count, (CASE WHEN sum(n.counted_count) > 0 THEN sum(n.hours) END)::numeric(14,2) AS contribution_hours,
    -- by the alphabet; a kind that was taken back altogether is none
    CASE WHEN sum(n.contribution_count) > 0 THEN concat_ws(', ',
        CASE WHEN sum(n.data_count) > 0 THEN 'data' END, CASE WHEN sum(n.evaluation_support_count) > 0 THEN 'evaluation_support' END,
        CASE WHEN sum(n.expert_hours_count) > 0 THEN 'expert_hours' END, CASE WHEN sum(n.need_input_count) > 0 THEN 'need_input' END,
        CASE WHEN sum(n.review_count) > 0 THEN 'review' END, CASE WHEN sum(n.sparring_tender_docs_count) > 0 THEN 'sparring_tender_docs' END,
        CASE WHEN sum(n.test_site_count) > 0 THEN 'test_site' END) END AS contribution_kinds,
    sum(n.sourced_count) = 0 AS is_illustrative
FROM @registry@.participation_cell n
GROUP BY n.organisation_id, n.partnership_id, n.phase
HAVING sum(n.invited_count) > 0 OR sum(n.contribution_count) > 0;
COMMENT ON VIEW @registry@.participation_sum IS 'One row an organisation, partnership and phase with a meeting or a contribution by innopart.as_of(): the cells of participation added up.';

CREATE OR REPLACE VIEW @report@.participation_by_org WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(concat_ws('/', k.organisation_id, k.partnership_id, k.phase), 0) AS id,
    k.organisation_id, o.name AS organisation_name, o.admin_level::text AS level_code, innopart.label(o.admin_level) AS level_label,
    k.partnership_id, p.title AS partnership_title,
    k.phase::text AS phase_code, innopart.label(k.phase) AS phase_label, innopart.phase_order(k.phase) AS phase_order,
    k.invited_count, k.attended_count, k.declined_count,
    (k.attended_count::double precision / nullif(k.invited_count, 0)) AS attendance_rate,
    k.contribution_count, k.contribution_hours, nullif(k.contribution_kinds, '') AS contribution_kinds,
    k.is_illustrative
FROM @registry@.participation_sum k
JOIN @registry@.organisation o ON o.id = k.organisation_id
JOIN @registry@.partnership p ON p.id = k.partnership_id;
SELECT @registry@.describe_report('participation_by_org',
    'How much does each organisation take part? One row an organisation, partnership and phase with a meeting or a contribution by innopart.as_of(). Counts and hours add up; the rate does not.', ARRAY[
    ['id', 'Key of the row, from organisation, partnership and phase.'],
    ['organisation_id', 'The organisation: joins organisation.id.'], ['organisation_name', 'Its name.'],
    ['level_code', 'Its administrative level, eForms BT-11; NULL when it is no public body.'], ['level_label', 'That level in words.'],
    ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['phase_code', 'The phase, for example dialogue or development.1.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'],
    ['invited_count', 'Meetings it was asked to: the denominator of the rate. Adds up.'], ['attended_count', 'Meetings it attended: the numerator. Adds up.'],
    ['declined_count', 'Invitations it declined. Adds up.'], ['attendance_rate', 'attended_count / invited_count, 0 to 1; NULL without an invitation. Do not sum.'],
    ['contribution_count', 'Contributions. Adds up.'], ['contribution_hours', 'Hours of the contributions that counted them; NULL when none did. Adds up.'],
    ['contribution_kinds', 'Kinds of its contributions.'], ['is_illustrative', 'True when everything counted here is made up.']]);

CREATE OR REPLACE VIEW @report@.participation_matrix WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(concat_ws('/', s.organisation_id, s.partnership_id, s.phase), 0) AS id,
    s.organisation_id, o.name AS organisation_name, o.admin_level::text AS level_code,
    s.partnership_id, p.title AS partnership_title,
    s.phase::text AS phase_code, innopart.label(s.phase) AS phase_label, innopart.phase_order(s.phase) AS phase_order,
    (coalesce(m.attended_count, 0) + coalesce(m.contribution_count, 0))::bigint AS participation_count,
    coalesce(m.invited_count, 0)::bigint AS invited_count, coalesce(m.attended_count, 0)::bigint AS attended_count,
    coalesce(m.contribution_count, 0)::bigint AS contribution_count, m.contribution_hours,
    s.is_illustrative
FROM (
    -- every phase the partnership was in while the organisation took part in it
    SELECT k.organisation_id, k.partnership_id, e.phase, bool_and(k.provenance = 'illustrative') AS is_illustrative
    FROM @registry@.known_participant k
    JOIN (SELECT e.partnership_id, e.phase, e.effective_on,
              lead(e.effective_on) OVER (PARTITION BY e.partnership_id ORDER BY e.effective_on, e.id) AS next_on
          FROM @registry@.known_phase_event e WHERE e.effective_on <= innopart.as_of()) e
        ON e.partnership_id = k.partnership_id AND e.phase IS NOT NULL
       AND k.effective_on <= coalesce(e.next_on, innopart.as_of()) AND coalesce(k.to_on >= e.effective_on, true)
    WHERE k.effective_on <= innopart.as_of() AND e.phase <> 'closed'
    GROUP BY k.organisation_id, k.partnership_id, e.phase) s
JOIN @registry@.organisation o ON o.id = s.organisation_id
JOIN @registry@.partnership p ON p.id = s.partnership_id
LEFT JOIN @registry@.participation_sum m ON m.organisation_id = s.organisation_id AND m.partnership_id = s.partnership_id AND m.phase = s.phase;
SELECT @registry@.describe_report('participation_matrix',
    'Who takes part where? Long form of a heat map: one row an organisation, partnership and phase that the organisation was a participant in, zero where it did nothing. A phase before it joined or after it left has no row.', ARRAY[
    ['id', 'Key of the row, from organisation, partnership and phase.'],
    ['organisation_id', 'The organisation: joins organisation.id.'], ['organisation_name', 'Its name.'], ['level_code', 'Its administrative level, eForms BT-11; NULL when it is no public body.'],
    ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['phase_code', 'The phase.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'],
    ['participation_count', 'Meetings attended and contributions made. Adds up.'], ['invited_count', 'Meetings it was asked to. Adds up.'],
    ['attended_count', 'Meetings it attended. Adds up.'], ['contribution_count', 'Contributions. Adds up.'],
    ['contribution_hours', 'Hours of the contributions that counted them; NULL when none did. Adds up.'],
    ['is_illustrative', 'True when the participation itself is made up.']]);

-- What a rollup that lost its latest day leaves to the facts.  Functions, for this is rare, and within a report would
-- be planned each time, and be reckoned as the bulk of what it costs.
CREATE OR REPLACE FUNCTION @registry@.last_attendance(of_partnership bigint, of_organisation bigint) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT max(a.held_on) FROM @registry@.attendance_latest a
    WHERE a.partnership_id = of_partnership AND a.organisation_id = of_organisation AND a.status = 'attended';
$$;
COMMENT ON FUNCTION @registry@.last_attendance(bigint, bigint) IS 'The latest meeting of a partnership that an organisation attended by innopart.as_of(); NULL when none. From the facts.';

CREATE OR REPLACE FUNCTION @registry@.last_contribution(of_partnership bigint, of_organisation bigint) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT max(c.effective_on) FROM @registry@.known_contribution c
    WHERE c.partnership_id = of_partnership AND c.organisation_id = of_organisation AND c.effective_on <= innopart.as_of();
$$;
COMMENT ON FUNCTION @registry@.last_contribution(bigint, bigint) IS 'The latest contribution of an organisation to a partnership by innopart.as_of(); NULL when none. From the facts.';

CREATE OR REPLACE VIEW @registry@.last_seen WITH (security_invoker = true) AS
SELECT k.partnership_id, k.organisation_id,
    CASE WHEN max(k.last_attended_on) = 'infinity' THEN @registry@.last_attendance(k.partnership_id, k.organisation_id)
         ELSE max(k.last_attended_on) END AS last_attended_on,
    CASE WHEN max(k.last_contributed_on) = 'infinity' THEN @registry@.last_contribution(k.partnership_id, k.organisation_id)
         ELSE max(k.last_contributed_on) END AS last_contributed_on
FROM @registry@.participation_cell k
GROUP BY k.partnership_id, k.organisation_id
HAVING sum(k.invited_count) > 0 OR sum(k.contribution_count) > 0;
COMMENT ON VIEW @registry@.last_seen IS 'One row an organisation that was asked to a meeting of a partnership or contributed to it by innopart.as_of(): the latest meeting it attended, and its latest contribution.';

CREATE OR REPLACE VIEW @report@.silent_followers WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended(concat_ws('/', h.organisation_id, h.partnership_id), 0) AS id,
    h.organisation_id, o.name AS organisation_name, h.partnership_id, p.title AS partnership_title,
    st.phase::text AS phase_code, innopart.label(st.phase) AS phase_label, innopart.phase_order(st.phase) AS phase_order, st.since_on AS phase_since_on,
    f.option_count, m.last_attended_on, m.last_contributed_on,
    (innopart.as_of() - greatest(m.last_attended_on, m.last_contributed_on))::integer AS silent_days,
    f.is_illustrative
FROM (
    SELECT r.holder_id AS organisation_id, r.partnership_id
    FROM @registry@.option_right r WHERE r.holder_kind = 'follower'
    GROUP BY r.holder_id, r.partnership_id) h
JOIN @registry@.partnership_standing st ON st.partnership_id = h.partnership_id
JOIN @registry@.organisation o ON o.id = h.organisation_id
JOIN @registry@.partnership p ON p.id = h.partnership_id
LEFT JOIN @registry@.last_seen m ON m.partnership_id = h.partnership_id AND m.organisation_id = h.organisation_id
-- to judge a right takes longer than to see whether its holder is silent: of the few who are, one by one
CROSS JOIN LATERAL (
    SELECT count(*)::bigint AS option_count, bool_and(s.provenance = 'illustrative') AS is_illustrative
    FROM @registry@.option_standing s
    WHERE s.partnership_id = h.partnership_id AND s.holder_id = h.organisation_id AND s.holder_kind = 'follower'
      AND s.state NOT IN ('exhausted', 'lapsed', 'waived', 'assigned', 'terminated')) f
WHERE f.option_count > 0 AND coalesce(m.last_attended_on < st.since_on, true) AND coalesce(m.last_contributed_on < st.since_on, true);
SELECT @registry@.describe_report('silent_followers',
    'Which followers hold live options and have neither attended nor contributed since the partnership entered its present phase? One row a follower and partnership.', ARRAY[
    ['id', 'Key of the row, from organisation and partnership.'],
    ['organisation_id', 'The follower: joins organisation.id.'], ['organisation_name', 'Its name.'],
    ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['phase_code', 'The phase the partnership is in.'], ['phase_label', 'The phase in words.'], ['phase_order', 'For sorting phases.'], ['phase_since_on', 'The day it entered that phase.'],
    ['option_count', 'Live options it holds there. Adds up.'], ['last_attended_on', 'Its latest meeting; NULL when it attended none.'],
    ['last_contributed_on', 'Its latest contribution; NULL when it made none.'], ['silent_days', 'Days since the later of the two; NULL when there was neither.'],
    ['is_illustrative', 'True when all its options here are made up.']]);

CREATE OR REPLACE VIEW @report@.level_mix WITH (security_invoker = true) AS
SELECT pg_catalog.hashtextextended('level ' || l.admin_level::text, 0) AS id,
    l.admin_level::text AS level_code, innopart.label(l.admin_level) AS level_label,
    coalesce(sum(l.organisations), 0)::bigint AS organisation_count, coalesce(sum(l.attended), 0)::bigint AS attended_count,
    coalesce(sum(l.hours), 0)::numeric(14,2) AS contribution_hours,
    (sum(sum(l.hours)) OVER ())::numeric(14,2) AS all_contribution_hours,
    (sum(l.hours) / nullif(sum(sum(l.hours)) OVER (), 0))::double precision AS hours_share,
    coalesce(sum(l.holders), 0)::bigint AS holder_count, coalesce(sum(l.exercises), 0)::bigint AS exercise_count,
    coalesce(sum(l.adopted), 0)::bigint AS adoption_count
FROM (
    SELECT o.admin_level, count(DISTINCT o.id) AS organisations, 0 AS attended, 0::numeric AS hours, 0 AS holders, 0 AS exercises, 0 AS adopted
    FROM @registry@.known_participant k JOIN @registry@.organisation o ON o.id = k.organisation_id
    WHERE o.admin_level IS NOT NULL AND k.effective_on <= innopart.as_of() GROUP BY o.admin_level
    UNION ALL
    SELECT o.admin_level, 0, sum(c.attended_count), CASE WHEN sum(c.counted_count) > 0 THEN sum(c.hours) END, 0, 0, 0
    FROM @registry@.participation_cell c JOIN @registry@.organisation o ON o.id = c.organisation_id
    WHERE o.admin_level IS NOT NULL GROUP BY o.admin_level HAVING sum(c.attended_count) > 0 OR sum(c.contribution_count) > 0
    UNION ALL
    SELECT o.admin_level, 0, 0, 0, count(*), sum(h.exercises), 0
    FROM (SELECT e.holder_id, sum(e.exercise_count) AS exercises FROM @registry@.exercise_cell e GROUP BY e.holder_id HAVING sum(e.event_count) > 0) h
    JOIN @registry@.organisation o ON o.id = h.holder_id
    WHERE o.admin_level IS NOT NULL GROUP BY o.admin_level
    UNION ALL
    SELECT o.admin_level, 0, 0, 0, 0, 0, sum(d.adopted_count)
    FROM @registry@.learning_cell d JOIN @registry@.organisation o ON o.id = d.receiver_id
    WHERE o.admin_level IS NOT NULL GROUP BY o.admin_level HAVING sum(d.adopted_count) > 0) l
GROUP BY l.admin_level;
SELECT @registry@.describe_report('level_mix',
    'How do participation and uptake divide over administrative levels? One row a level (eForms BT-11) that takes part by innopart.as_of(). Private organisations have no level and no row.', ARRAY[
    ['id', 'Key of the row, from the level.'], ['level_code', 'The level, eForms BT-11: la municipality, ra county, cga state.'], ['level_label', 'The level in words.'],
    ['organisation_count', 'Organisations of the level in any partnership. Adds up.'], ['attended_count', 'Meetings attended, one for each organisation. Adds up.'],
    ['contribution_hours', 'Hours contributed: numerator of the share. Adds up.'], ['all_contribution_hours', 'Hours of all levels: denominator of the share. The same in every row; do not sum.'],
    ['hours_share', 'contribution_hours / all_contribution_hours, 0 to 1; NULL without hours. Do not sum.'],
    ['holder_count', 'Organisations of the level holding an option. Adds up.'], ['exercise_count', 'Exercises, net of reversals. Adds up.'], ['adoption_count', 'Lessons adopted, one for each organisation and lesson. Adds up.']]);

CREATE OR REPLACE VIEW @report@.contribution_tenderdocs WITH (security_invoker = true) AS
SELECT c.id, c.partnership_id, p.title AS partnership_title, c.organisation_id, o.name AS organisation_name,
    c.effective_on AS contributed_on, c.hours::numeric(14,2) AS contribution_hours, d.title AS document_title,
    coalesce(b.bids, false) AS is_bidder, coalesce(v.evaluates, false) AS is_evaluator,
    coalesce(b.bids, false) OR coalesce(v.evaluates, false) AS is_conflict,
    (coalesce(b.bids, false) OR coalesce(v.evaluates, false))::integer AS conflict_count,
    c.provenance = 'illustrative' AS is_illustrative
FROM @registry@.known_contribution c
JOIN @registry@.partnership p ON p.id = c.partnership_id
JOIN @registry@.organisation o ON o.id = c.organisation_id
LEFT JOIN @registry@.known_document d ON d.partnership_id = c.partnership_id AND d.id = c.document_id
LEFT JOIN LATERAL (SELECT true AS bids WHERE
    EXISTS (SELECT FROM @registry@.known_participant k WHERE k.partnership_id = c.partnership_id AND k.organisation_id = c.organisation_id
              AND k.role IN ('candidate', 'tenderer', 'partner') AND k.effective_on <= innopart.as_of())
    OR EXISTS (SELECT FROM @registry@.known_consortium_member k WHERE k.partnership_id = c.partnership_id AND k.organisation_id = c.organisation_id AND k.effective_on <= innopart.as_of())) b ON true
LEFT JOIN LATERAL (SELECT true AS evaluates WHERE
    EXISTS (SELECT FROM @registry@.known_contribution k WHERE k.partnership_id = c.partnership_id AND k.organisation_id = c.organisation_id
              AND k.kind = 'evaluation_support' AND k.effective_on <= innopart.as_of())) v ON true
WHERE c.kind = 'sparring_tender_docs' AND c.effective_on <= innopart.as_of();
SELECT @registry@.describe_report('contribution_tenderdocs',
    'Who contributed to the tender documents, and does the same organisation bid or evaluate (conflict check)? One row a contribution of kind sparring_tender_docs.', ARRAY[
    ['id', 'The contribution.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['organisation_id', 'Who contributed: joins organisation.id.'], ['organisation_name', 'Its name.'], ['contributed_on', 'When.'],
    ['contribution_hours', 'Hours; NULL when not counted. Adds up.'], ['document_title', 'The document worked on, where told.'],
    ['is_bidder', 'True when it is candidate, tenderer, partner or consortium member of the partnership.'], ['is_evaluator', 'True when it also supports the evaluation.'],
    ['is_conflict', 'True when it bids or evaluates: look at it, it is not yet a breach.'], ['conflict_count', '1 for a conflict, else 0. Adds up.'], ['is_illustrative', 'True when the contribution is made up.']]);

CREATE OR REPLACE VIEW @report@.dialogue_equal_access WITH (security_invoker = true) AS
SELECT d.id, d.partnership_id, p.title AS partnership_title, d.title AS document_title, d.kind::text AS document_kind, innopart.label(d.kind) AS document_kind_label,
    m.id AS meeting_id, m.title AS meeting_title, m.effective_on AS given_on, d.available_to_all_on,
    (d.available_to_all_on - m.effective_on)::integer AS delay_days,
    coalesce(d.available_to_all_on <= innopart.as_of(), false) AS is_available_to_all,
    (NOT coalesce(d.available_to_all_on <= innopart.as_of(), false))::integer AS withheld_count,
    d.provenance = 'illustrative' AS is_illustrative
FROM @registry@.known_document d
JOIN @registry@.known_meeting m ON m.partnership_id = d.partnership_id AND m.id = d.meeting_id
JOIN @registry@.partnership p ON p.id = d.partnership_id
WHERE m.effective_on <= innopart.as_of() AND NOT m.is_cancelled AND d.effective_on <= innopart.as_of();
SELECT @registry@.describe_report('dialogue_equal_access',
    'What was given out in dialogue meetings, and could every candidate have it (equal treatment, Directive 2014/24/EU Art. 40-41)? One row a document given out in a meeting held by innopart.as_of().', ARRAY[
    ['id', 'The document.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['document_title', 'The document.'], ['document_kind', 'Its kind.'], ['document_kind_label', 'Its kind in words.'],
    ['meeting_id', 'The meeting it was given out in.'], ['meeting_title', 'That meeting.'], ['given_on', 'The day of the meeting.'],
    ['available_to_all_on', 'The day every candidate could have it; NULL when that is not on record.'], ['delay_days', 'Days from one to the other; NULL when not on record.'],
    ['is_available_to_all', 'True when every candidate could have it by innopart.as_of().'], ['withheld_count', '1 when not, else 0. Adds up.'], ['is_illustrative', 'True when the document is made up.']]);
