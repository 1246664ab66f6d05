-- Reports on participation and learning: denominators, what is not counted, claimed and confirmed,
-- chains of adoption, and the same report at several moments, late and back-dated facts included.
SET client_min_messages = warning;
SET datestyle = ISO;
SELECT innopart.create_registry();
\getenv srcdir PG_ABS_SRCDIR
\set small :srcdir '/data/small_partnership.sql'
\set ECHO none
\i :small
\set ECHO all
SET innopart.as_of = '2020-06-30';
-- nothing yet: no row, no error
SELECT count(*) FROM report.participation_by_org;
SELECT count(*) FROM report.lesson_reuse;
SELECT count(*) FROM report.knowledge_flow;

INSERT INTO registry.meeting (partnership_id, id, phase, kind, title, effective_on, is_cancelled) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'need', 'kickoff', 'before Anna joined', '2019-01-15', false),
    (1, 2, 'dialogue', 'dialogue_meeting', 'first', '2019-03-10', false),
    (1, 3, 'dialogue', 'dialogue_meeting', 'second', '2019-04-10', false),
    (1, 4, 'dialogue', 'dialogue_meeting', 'cancelled', '2019-05-10', true),
    (1, 5, 'purchase', 'work_meeting', 'ahead', '2020-09-01', false);
INSERT INTO registry.attendance (partnership_id, id, meeting_id, organisation_id, role, status, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 1, 'lead', 'attended', '2019-01-15'), (1, 2, 1, 2, 'follower', 'attended', '2019-01-15'),
    (1, 3, 2, 2, 'follower', 'invited', '2019-03-01'), (1, 4, 2, 2, 'follower', 'attended', '2019-03-10'),
    (1, 5, 3, 2, 'follower', 'declined', '2019-04-01'), (1, 6, 4, 2, 'follower', 'attended', '2019-05-10'),
    (1, 7, 2, 3, 'follower', 'no_show', '2019-03-10'), (1, 8, 5, 2, 'follower', 'invited', '2020-06-01');
INSERT INTO registry.contribution (partnership_id, id, organisation_id, phase, kind, hours, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 2, 'dialogue', 'sparring_tender_docs', 10, '2019-05-01'), (1, 2, 2, 'dialogue', 'review', NULL, '2019-05-02'),
    (1, 3, 9, 'dialogue', 'sparring_tender_docs', 3, '2019-05-03');
-- Anna: two meetings count, one attended, one declined; one was before she joined, one cancelled, one is ahead; Berit did not show up; the lead's own
SELECT organisation_name, phase_code, invited_count, attended_count, declined_count, attendance_rate, contribution_count, contribution_hours, contribution_kinds
FROM report.participation_by_org ORDER BY organisation_name, phase_order;
SELECT organisation_name, phase_code, participation_count, invited_count FROM report.participation_matrix WHERE organisation_name = 'Anna' ORDER BY phase_order;
-- whoever helps with the documents and bids is shown
SELECT organisation_name, is_bidder, is_evaluator, is_conflict FROM report.contribution_tenderdocs ORDER BY organisation_name;
SELECT level_code, attended_count, contribution_hours, all_contribution_hours, hours_share FROM report.level_mix ORDER BY level_code;

-- silence since the partnership entered its phase, of those who hold a live option
SELECT pg_temp.right_of(2, 'of Anna', 'max 5, 2020-01-01..2021-12-31') IS NOT NULL AND pg_temp.right_of(3, 'of Berit', 'max 5, 2020-01-01..2021-12-31') IS NOT NULL AS made;
SELECT organisation_name, phase_code, option_count, last_attended_on, last_contributed_on, silent_days FROM report.silent_followers ORDER BY 1;
INSERT INTO registry.contribution (partnership_id, id, organisation_id, phase, kind, hours, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 4, 2, 'purchase', 'review', 1, '2020-02-01');
SELECT organisation_name FROM report.silent_followers ORDER BY 1;

-- a document given out in dialogue, and when all could have it
INSERT INTO registry.document (partnership_id, id, kind, title, effective_on, meeting_id, available_to_all_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 11, 'other', 'slides', '2019-03-10', 2, '2019-03-20'), (1, 12, 'other', 'notes', '2019-04-10', 3, NULL);
SELECT document_title, delay_days, is_available_to_all, withheld_count FROM report.dialogue_equal_access ORDER BY document_title;
SET innopart.as_of = '2019-03-15';
SELECT document_title, is_available_to_all, withheld_count FROM report.dialogue_equal_access ORDER BY document_title;
SELECT organisation_name, invited_count, attended_count, contribution_hours FROM report.participation_by_org ORDER BY 1;
SET innopart.as_of = '2020-06-30';

-- recorded late, back-dated, corrected, withdrawn: each seen from its own recording on
SELECT clock_timestamp() AS before_late \gset
INSERT INTO registry.contribution (partnership_id, id, organisation_id, phase, kind, hours, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 5, 3, 'dialogue', 'data', 7, '2019-03-20');
SELECT clock_timestamp() AS before_correction \gset
INSERT INTO registry.contribution (partnership_id, id, organisation_id, phase, kind, hours, effective_on, corrects_id) OVERRIDING SYSTEM VALUE VALUES (1, 6, 3, 'dialogue', 'data', 70, '2019-03-20', 5);
SELECT clock_timestamp() AS before_withdrawal \gset
INSERT INTO registry.contribution (partnership_id, id, organisation_id, phase, kind, hours, effective_on, corrects_id, is_withdrawn) OVERRIDING SYSTEM VALUE VALUES (1, 7, 3, 'dialogue', 'data', 70, '2019-03-20', 5, true);
SELECT contribution_hours AS now FROM report.participation_by_org WHERE organisation_name = 'Berit';
SELECT set_config('innopart.known_at', :'before_withdrawal', false) IS NOT NULL AS set;
SELECT contribution_hours AS corrected FROM report.participation_by_org WHERE organisation_name = 'Berit';
SELECT set_config('innopart.known_at', :'before_correction', false) IS NOT NULL AS set;
SELECT contribution_hours AS first_told FROM report.participation_by_org WHERE organisation_name = 'Berit';
SELECT set_config('innopart.known_at', :'before_late', false) IS NOT NULL AS set;
SELECT contribution_hours AS before_it_was_told FROM report.participation_by_org WHERE organisation_name = 'Berit';
RESET innopart.known_at;

-- learning: the author's own use is no reuse; claimed and confirmed apart; A to B to C is two deep
INSERT INTO registry.lesson (partnership_id, id, organisation_id, phase, title, statement, language, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 'dialogue', 'Møt markedet tidlig', 'Kommunene møtte leverandørene før behovet var låst.', 'nb', '2019-03-15'),
    (1, 2, 1, 'dialogue', 'Test with users', 'Testing the prototypes with users early saves time.', 'en', '2019-04-15'),
    (1, 3, 1, 'dialogue', 'Ikke delt', 'Rehabilitering i hverdagen: hverdagsrehabiliteringsteam.', 'nb', '2019-04-20');
INSERT INTO registry.lesson_share (partnership_id, lesson_id, giver_id, receiver_id, effective_on) VALUES (1, 1, 1, 2, '2019-03-20'), (1, 1, 2, 3, '2019-05-01'), (1, 2, 1, 3, '2019-05-01');
INSERT INTO registry.lesson_adoption (partnership_id, id, lesson_id, organisation_id, level, mode, learned_from_id, is_confirmed, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 2, 'seen', NULL, 1, false, '2019-03-21'), (1, 2, 1, 2, 'adopted', 'adapted', 1, true, '2019-03-30'),
    (1, 3, 1, 3, 'adopted', 'as_is', 2, false, '2019-05-31'), (1, 4, 2, 1, 'adopted', 'as_is', NULL, true, '2019-06-01');
SELECT lesson_title, share_count, receiver_count, adopter_count, confirmed_adopter_count, as_is_count, adapted_count, median_days_to_adopt, shared_lesson_count, reused_lesson_count, is_reused
FROM report.lesson_reuse ORDER BY id;
SELECT giver_name, receiver_name, shared_count, adopted_count, confirmed_count FROM report.knowledge_flow ORDER BY 1, 2;
SELECT giver_name, receiver_name, first_mover_name, diffusion_depth FROM report.diffusion_graph ORDER BY diffusion_depth;
SELECT lesson_title, phase_code, level_code FROM report.lesson_by_phase ORDER BY id;
SET innopart.as_of = '2019-04-01';
SELECT lesson_title, share_count, adopter_count FROM report.lesson_reuse ORDER BY id;
SET innopart.as_of = '2020-06-30';
SELECT lesson_title FROM registry.search_lessons('kommune');
SELECT lesson_title FROM registry.search_lessons('leverandør behovet');
SELECT lesson_title FROM registry.search_lessons('prototype user');
SELECT lesson_title FROM registry.search_lessons('hverdagsrehabilitering');
SELECT lesson_title FROM registry.search_lessons('"saves time"');
SELECT lesson_title FROM registry.search_lessons('users -time');
SELECT count(*) AS none FROM registry.search_lessons('');

SELECT innopart.drop_registry(force => true);
