-- The verbs: what each leaves out and fills in, what it returns, and what it says when it cannot.
SET client_min_messages = warning;
SELECT innopart.create_registry('r_verbs', 'p_verbs');
SET search_path = r_verbs, innopart;
\set SHOW_CONTEXT never

-- --- organisations ----------------------------------------------------------------------------------
SELECT record_organisation('Stavanger kommune', '964 965 226', 'la') AS stavanger, record_organisation('Bærum kommune', 'NO 935478715 MVA', 'la') AS baerum,
    record_organisation('Incendium A/S', '12345678', country_code => 'DK', scheme => 'DK-CVR') AS incendium, record_organisation('No number', provenance => 'illustrative') AS nonum \gset
SELECT name, country_code, admin_level, provenance FROM organisation ORDER BY id;
SELECT scheme, identifier FROM organisation_identifier ORDER BY id;
-- the same number is the same body, however it is written and whatever it is called
SELECT record_organisation('Stavanger', 'NO-BRC-964965226') = :stavanger AS same, record_organisation('Other', '12345678', scheme => 'DK-CVR') = :incendium AS same_abroad,
    (SELECT count(*) FROM organisation) AS organisations;
SELECT record_organisation('Wrong', '964965227');
SELECT organisation_by_orgnr('964.965.226') = :stavanger AS by_number, organisation_named(' stavanger KOMMUNE ') = :stavanger AS by_name;
SELECT organisation_by_orgnr('974760673');
SELECT organisation_by_orgnr('twelve');
SELECT organisation_named('kommune');
SELECT organisation_named('Nowhere');
SELECT record_organisation('No number') > :nonum AS another;
SELECT organisation_named('No number');

-- --- a partnership ----------------------------------------------------------------------------------
SELECT record_partnership('Verbs', :stavanger, '2019-01-01', ocid => 'ocds-1', legal_basis => 'FOA 26', provenance => 'illustrative') AS p \gset
SELECT title, ocid, legal_basis, started_on, provenance FROM partnership;
SELECT role, effective_on, provenance FROM known_participant;
SELECT stage, phase, effective_on, provenance FROM known_phase_event;
SELECT record_partnership('Verbs', :stavanger);
SELECT record_partnership('Tomorrow', :stavanger, innopart.local_day(clock_timestamp()) + 30) AS tomorrow \gset
SELECT effective_on = innopart.local_day(clock_timestamp()) AS planned_today FROM phase_event WHERE partnership_id = :tomorrow;
SELECT invite(:p, :baerum) IS NOT NULL AS invited;
SELECT role, effective_on = innopart.local_day(clock_timestamp()) AS today FROM known_participant WHERE organisation_id = :baerum;
SELECT invite(:p, :baerum, 'pilot_host', '2019-02-01', '2019-12-31', 'two beds') IS NOT NULL AS invited;
SELECT role, effective_on, to_on, note FROM known_participant WHERE organisation_id = :baerum AND role = 'pilot_host';

-- phase left out is the one the partnership is in; role left out the organisation's own
SELECT log_meeting(:p, 'kickoff', 'Too early', '2019-01-02');
SELECT enter_phase(:p, 'need', '2019-01-02') IS NOT NULL AS need, enter_phase(:p, 'dialogue', '2019-03-01') IS NOT NULL AS dialogue;
SELECT log_meeting(:p, 'dialogue_meeting', 'First', '2019-03-05', attendees => ARRAY[:stavanger, :baerum, :stavanger], minutes => 90, headcount => 12, supplier_headcount => 8, place => 'Sandnes') AS m \gset
SELECT phase, kind, title, effective_on, minutes, headcount, supplier_headcount, place FROM known_meeting;
SELECT o.name, a.role, a.status, a.minutes, a.effective_on FROM known_attendance a JOIN organisation o ON o.id = a.organisation_id ORDER BY o.name;
SELECT log_meeting(:p, 'matchmaking', 'Strangers', '2019-03-06', attendees => ARRAY[:incendium]);
SELECT log_meeting(:p, 'matchmaking', 'Strangers', '2019-03-06', attendees => ARRAY[:incendium], attendee_role => 'candidate') IS NOT NULL AS logged;
SELECT log_meeting(:p, 'kickoff', 'At night', starts_at => '2019-02-28 23:30:00+00') IS NOT NULL AS logged;
SELECT phase, effective_on FROM known_meeting WHERE title = 'At night';
SELECT record_attendance(:m, :incendium, role => 'candidate', headcount => 2, is_remote => true) IS NOT NULL AS attended, record_attendance(:m, :baerum, 'declined') IS NOT NULL AS declined;
SELECT o.name, a.role, a.status, a.headcount, a.is_remote, a.effective_on FROM known_attendance a JOIN organisation o ON o.id = a.organisation_id WHERE a.meeting_id = :m ORDER BY a.id;
SELECT record_attendance(:m, :incendium);
SELECT record_attendance(0, :incendium);

SELECT record_contribution(:p, :baerum, 'need_input', effective_on => '2019-01-20', hours => 7.5, title => 'Interviews') IS NOT NULL AS given,
    record_contribution(:p, :baerum, 'data', 'competition', effective_on => '2019-03-20') IS NOT NULL AS given_ahead;
SELECT phase, kind, title, hours, effective_on FROM known_contribution ORDER BY id;
SELECT record_contribution(:tomorrow, :baerum, 'data', effective_on => '2019-03-20');

SELECT share_lesson(:p, :stavanger, 'Ask early', 'Followers read drafts', ARRAY[:baerum, :baerum], meeting_id => :m, effective_on => '2019-03-05') AS l \gset
SELECT phase, title, language, confidentiality, effective_on FROM known_lesson;
SELECT g.name AS giver, r.name AS receiver, s.meeting_id = :m AS in_meeting FROM known_lesson_share s JOIN organisation g ON g.id = s.giver_id JOIN organisation r ON r.id = s.receiver_id;
SELECT adopt_lesson(:l, :baerum, 'seen', effective_on => '2019-03-05') IS NOT NULL AS seen, adopt_lesson(:l, :baerum, 'adopted', 'adapted', learned_from_id => :stavanger, effective_on => '2019-06-01') IS NOT NULL AS adopted;
SELECT level, mode, is_confirmed, effective_on FROM known_lesson_adoption ORDER BY id;
DO $$ BEGIN PERFORM r_verbs.adopt_lesson((SELECT id FROM r_verbs.lesson), 1, 'adopted'); EXCEPTION WHEN check_violation THEN RAISE WARNING 'an adoption has a mode'; END $$;
SELECT adopt_lesson(0, :baerum, 'seen');
SELECT state_value(:p, 'grant', 10000000, organisation_id => :incendium, effective_on => '2019-01-01', note => 'up to') IS NOT NULL AS stated;
SELECT kind, amount, currency, effective_on, note FROM known_partnership_value;

-- a lesson, a meeting, a contract are named by the number of the original, also after a correction
INSERT INTO meeting (partnership_id, corrects_id, phase, kind, title, effective_on) VALUES (:p, :m, 'dialogue', 'dialogue_meeting', 'First, moved', '2019-03-06') RETURNING id AS m2 \gset
SELECT record_attendance(:m, :stavanger) IS NOT NULL AS by_original;
SELECT record_attendance(:m2, :stavanger);

-- --- the procedure: start, move, assess, gate, accept -------------------------------------------------
SELECT record_document(:p, 'procurement_documents', 'Documents', '2019-06-01', 'https://example.org/d') AS d, record_notice(:p, 'competition', '2019-06-01', '2019/S 1-1') IS NOT NULL AS notice,
    plan_phase(:p, 'development.1', 'Design', '2019-09-01', '2019-12-31', '2019-06-01') IS NOT NULL AS plan1, plan_phase(:p, 'development.2', 'Test', effective_on => '2019-06-01') IS NOT NULL AS plan2 \gset
SELECT kind, title, effective_on, url FROM known_document;
SELECT kind, notice_number, effective_on FROM known_notice;
SELECT phase, title, planned_from, planned_to, effective_on FROM known_phase_plan ORDER BY phase;
SELECT enter_phase(:p, 'competition', '2019-06-01') IS NOT NULL AS competition, invite(:p, :incendium, 'partner', '2019-06-01') IS NOT NULL AS partner;
SELECT conclude_contract(:p, :baerum, 'No partner', '2019-09-01');
SELECT conclude_contract(:p, :incendium, 'A', '2019-09-01', '2019-08-31', '2021-12-31', 1000, 'DKK', document_id => :d) AS c \gset
SELECT title, effective_on, standstill_over_on, ends_on, remuneration_amount, currency, max_unit_cost_amount, document_id = :d AS documented FROM known_partner_contract;
SELECT set_target(:c, 'development.1', 'T1', '2019-10-01') AS t1, set_target(:c, 'development.2', 'T2', is_mandatory => true) AS t2, record_solution(:c, 'Robot', description => 'walks') AS s \gset
SELECT set_target(:c, 'development.3', 'T3');
SELECT phase, title, is_mandatory, due_on, effective_on FROM known_target ORDER BY id;
SELECT name, description, effective_on FROM known_solution;
SELECT agree_instalment(:t1, 600) AS i1, agree_instalment(:t2, 400, is_pro_rata => true) AS i2 \gset
SELECT agree_instalment(:t2, 0.01);
SELECT agree_instalment(0, 1);
SELECT amount, currency, is_pro_rata, effective_on FROM known_instalment ORDER BY id;
SELECT start_track(0);
SELECT move_track(:c, 'under_assessment', '2019-09-02');
SELECT start_track(:c, '2019-09-01') IS NOT NULL AS t, move_track(:c, 'under_assessment', '2019-10-01') IS NOT NULL AS u, assess_target(:t1, 'notMet', '2019-10-02') IS NOT NULL AS a,
    move_track(:c, 'not_passed', '2019-10-03') IS NOT NULL AS n, start_track(:c, '2019-10-04') IS NOT NULL AS again;
SELECT move_track(:c, 'under_assessment', '2019-11-01') IS NOT NULL AS u, assess_target(:t1, 'met', '2019-11-02') IS NOT NULL AS a, record_gate(:c, 'proceed', '2019-11-03', reason => 'it works') IS NOT NULL AS g,
    move_track(:c, 'passed', '2019-11-03') IS NOT NULL AS p, start_track(:c, '2019-11-04') IS NOT NULL AS t, move_track(:c, 'under_assessment', '2019-12-01') IS NOT NULL AS u,
    assess_target(:t2, 'met', '2019-12-01') IS NOT NULL AS a, move_track(:c, 'passed', '2019-12-02') IS NOT NULL AS p;
SELECT pay_instalment(:i1, 100, '2019-11-01');
SELECT pay_instalment(:i1, 100, '2019-11-02', 'invoice 1') IS NOT NULL AS paid, pay_instalment(:i1, effective_on => '2019-11-05') IS NOT NULL AS paid_the_rest;
SELECT pay_instalment(:i1, effective_on => '2019-11-06');
SELECT pay_instalment(0);
SELECT amount, currency, effective_on, reference FROM known_payment ORDER BY id;
SELECT phase, iteration, state, effective_on, gate_decision_id IS NOT NULL AS by_gate FROM known_track_event ORDER BY effective_on, id;
SELECT t.title, a.iteration, a.status FROM known_target_assessment a JOIN target t ON t.id = a.target_id ORDER BY a.id;
SELECT g.phase, g.outcome, g.reason, o.name AS decided_by, (SELECT array_agg(a.iteration) FROM target_assessment a WHERE a.id = ANY (g.assessment_ids)) AS of_iterations FROM known_gate_decision g JOIN organisation o ON o.id = g.decided_by_id;
SELECT accept_solution(:s, 90, '2019-12-03');
SELECT accept_solution(:s, 90, '2019-12-03', max_unit_cost_amount => 100) IS NOT NULL AS accepted,
    accept_solution(:s, 95, '2019-12-04', max_unit_cost_amount => 100) IS NOT NULL AS tested_again;
SELECT state, count(*) FROM known_track_event WHERE state = 'accepted' GROUP BY state;

-- every verb and helper is there, with its defaults
SELECT p.oid::regprocedure AS verb, p.pronargdefaults AS optional FROM pg_proc p
WHERE p.pronamespace = 'r_verbs'::regnamespace
  AND p.proname IN ('enter_phase', 'close_partnership', 'start_track', 'move_track', 'assess_target', 'record_gate', 'accept_solution', 'organisation_by_orgnr', 'organisation_named',
    'record_organisation', 'record_partnership', 'invite', 'log_meeting', 'record_attendance', 'record_contribution', 'share_lesson', 'adopt_lesson', 'state_value',
    'record_document', 'record_notice', 'plan_phase', 'conclude_contract', 'record_solution', 'set_target', 'agree_instalment', 'pay_instalment')
ORDER BY p.proname;

RESET search_path;
SELECT innopart.drop_registry('r_verbs', force => true);
