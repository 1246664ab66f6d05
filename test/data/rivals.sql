-- Two partnerships with rivals in them, for tests of who may see what.  Our own made-up data.  Needs
-- a registry in schema registry.  Whatever must stay among some says so in its text: a secret of A
-- holds the word secretA, and so on; secretP is for the parties of partnership 1.
--   partnership 1: 1 lead, 2 co-buyer, 3 Fredrik and 4 Gerd followers, 8 Alpha and 9 Beta partners, 10 candidate
--   partnership 2: 5 lead, 6 follower; nobody has heard of it yet.    7 takes part in nothing.
INSERT INTO registry.organisation (id, name, admin_level) OVERRIDING SYSTEM VALUE VALUES
    (1, 'Lead', 'la'), (2, 'Co-buyer', 'la'), (3, 'Fredrik', 'la'), (4, 'Gerd', 'la'), (5, 'Second lead', 'la'), (6, 'Second follower', 'la'), (7, 'Outsider', 'la');
INSERT INTO registry.organisation (id, name) OVERRIDING SYSTEM VALUE VALUES (8, 'Alpha'), (9, 'Beta'), (10, 'Candidate');
INSERT INTO registry.partnership (id, title, started_on) OVERRIDING SYSTEM VALUE VALUES (1, 'First', '2019-01-01'), (2, 'Second secret2', '2019-01-01');
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on, note) VALUES
    (1, 1, 'lead', '2019-01-01', NULL), (1, 2, 'co_buyer', '2019-01-01', NULL), (1, 3, 'follower', '2019-02-01', NULL), (1, 4, 'follower', '2019-02-01', NULL),
    (1, 8, 'partner', '2019-09-01', NULL), (1, 9, 'partner', '2019-09-01', NULL), (1, 10, 'candidate', '2019-07-01', 'secretK'),
    (2, 5, 'lead', '2019-01-01', 'secret2'), (2, 6, 'follower', '2019-02-01', 'secret2');
INSERT INTO registry.document (partnership_id, id, kind, title, effective_on, available_to_all_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'procurement_documents', 'Documents', '2019-06-01', '2019-06-01'), (1, 2, 'tender', 'tender secretA', '2019-07-01', NULL),
    (1, 3, 'tender', 'tender secretB', '2019-07-01', NULL), (2, 4, 'tender', 'tender secret2', '2019-07-01', NULL);
INSERT INTO registry.notice (partnership_id, kind, effective_on) VALUES (1, 'competition', '2019-06-01');
INSERT INTO registry.competition_count (partnership_id, step, counted, effective_on, note) VALUES (1, 'tenders', 3, '2019-07-01', 'secretL');
INSERT INTO registry.partnership_value (partnership_id, kind, amount, currency, effective_on, note) VALUES (1, 'estimated', 70, 'NOK', '2019-01-01', 'secretL');
INSERT INTO registry.phase_plan (partnership_id, phase, title, effective_on) VALUES (1, 'development.1', 'Development', '2019-06-01');
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on, reason) VALUES
    (1, 'need', 'need', '2019-01-01', NULL), (1, 'dialogue', 'dialogue', '2019-03-01', NULL), (1, 'competition', 'competition', '2019-06-01', NULL),
    (2, 'need', 'need', '2019-01-01', 'secret2');
INSERT INTO registry.partner_contract (partnership_id, id, organisation_id, title, effective_on, standstill_over_on, ends_on, remuneration_amount, currency, max_unit_cost_amount, document_id)
    OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 8, 'termsA', '2019-09-01', '2019-08-31', '2021-12-31', 7100, 'NOK', 1000, 2), (1, 2, 9, 'termsB', '2019-09-01', '2019-08-31', '2021-12-31', 7200, 'NOK', 1000, 3);
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on) VALUES (1, 'partnership', 'development.1', '2019-09-01');
INSERT INTO registry.contract_change (partnership_id, partner_contract_id, amount, legal_basis, effective_on) VALUES
    (1, 1, 100, 'secretA', '2019-10-01'), (1, 2, 100, 'secretB', '2019-10-01');
INSERT INTO registry.solution (partnership_id, id, partner_contract_id, name, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 'robot termsA', '2019-09-01'), (1, 2, 2, 'robot termsB', '2019-09-01');
INSERT INTO registry.target (partnership_id, id, partner_contract_id, phase, title, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 'development.1', 'target secretA', '2019-09-01'), (1, 2, 2, 'development.1', 'target secretB', '2019-09-01');
INSERT INTO registry.instalment (partnership_id, id, partner_contract_id, target_id, amount, currency, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 1, 5100, 'NOK', '2019-09-01'), (1, 2, 2, 2, 5200, 'NOK', '2019-09-01');
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, state, effective_on, reason)
SELECT 1, c.id, 'development.1', e.state, e.on_day, c.word
FROM (VALUES (1, 'secretA'), (2, 'secretB')) AS c(id, word),
     (VALUES ('active'::innopart.track_state, '2019-09-01'::date), ('under_assessment', '2019-12-01')) AS e(state, on_day) ORDER BY c.id, e.on_day;
INSERT INTO registry.target_assessment (partnership_id, target_id, status, effective_on, note) VALUES (1, 1, 'met', '2019-12-10', 'secretA'), (1, 2, 'met', '2019-12-10', 'secretB');
INSERT INTO registry.payment (partnership_id, instalment_id, amount, currency, effective_on, reference) VALUES (1, 1, 5100, 'NOK', '2019-12-11', 'secretA'), (1, 2, 5200, 'NOK', '2019-12-11', 'secretB');
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, state, effective_on) VALUES (1, 1, 'development.1', 'passed', '2019-12-12'), (1, 2, 'development.1', 'passed', '2019-12-12');
INSERT INTO registry.acceptance (partnership_id, solution_id, performance_met, performance_note, unit_cost_amount, max_unit_cost_amount, currency, effective_on) VALUES
    (1, 1, true, 'termsA', 900, 1000, 'NOK', '2019-12-15'), (1, 2, true, 'termsB', 910, 1000, 'NOK', '2019-12-15');
INSERT INTO registry.track_event (partnership_id, partner_contract_id, phase, state, effective_on) VALUES (1, 1, 'development.1', 'accepted', '2019-12-15'), (1, 2, 'development.1', 'accepted', '2019-12-15');
INSERT INTO registry.phase_event (partnership_id, stage, phase, effective_on) VALUES (1, 'purchase', 'purchase', '2020-01-01');
-- one cap in units that Fredrik, who buys of Alpha, shares with Gerd, who buys of Beta at 893.77 apiece
INSERT INTO registry.cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'Robots', 12, 'C62', '2019-06-01');
SELECT registry.name_option(1, v.holder, v.title, v.terms::innopart.option_right, '2019-06-01', unit_price => v.price, price_currency => 'NOK',
    max_unit_cost => 1000, cap_id => v.cap, partner_contract_id => v.contract, solution_id => v.contract) AS named
FROM (VALUES (3, 'right secretF', 'max 12, 2020-01-01..2030-12-31, from purchase', 1, 1, 900), (4, 'right secretG', 'max 12, 2020-01-01..2030-12-31, from purchase', 1, 2, 893.77),
             (4, 'own right secretG', 'max 9, 2020-01-01..2030-12-31, from purchase', NULL, 2, 900)) AS v(holder, title, terms, cap, contract, price);
SELECT registry.grant_option(r.id, '2019-09-01') > 0 AS granted FROM registry.option_right r ORDER BY r.id;
SELECT registry.exercise_option(r.id, 2, effective_on => '2020-02-01', reference => r.title, reason => r.title) > 0 AS exercised FROM registry.option_right r ORDER BY r.id;
INSERT INTO registry.meeting (partnership_id, id, phase, kind, title, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'need', 'kickoff', 'everybody', '2019-01-10'), (1, 2, 'dialogue', 'one_to_one', 'meeting secretA', '2019-04-01'),
    (1, 3, 'dialogue', 'one_to_one', 'meeting secretB', '2019-04-01'), (2, 4, 'need', 'kickoff', 'meeting secret2', '2019-04-01');
INSERT INTO registry.attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on) VALUES
    (1, 1, 3, 'follower', 'attended', '2019-01-10'), (1, 1, 4, 'follower', 'attended', '2019-01-10'), (1, 2, 8, 'partner', 'attended', '2019-04-01'), (1, 3, 9, 'partner', 'attended', '2019-04-01');
INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, title, hours, effective_on) VALUES
    (1, 3, 'need', 'expert_hours', 'hours secretF', 3, '2019-02-02'), (1, 4, 'need', 'expert_hours', 'hours secretG', 4, '2019-02-02'), (1, 8, 'dialogue', 'data', 'data secretA', 8, '2019-04-02');
INSERT INTO registry.need (id, title) OVERRIDING SYSTEM VALUE VALUES (1, 'Lifting');
INSERT INTO registry.need_member (need_id, organisation_id, effective_on, demand_units, note) VALUES (1, 3, '2019-01-01', 3, 'need secretF'), (1, 4, '2019-01-01', 4, 'need secretG');
SELECT registry.share_lesson(1, 1, 'lesson secretA', 'fails secretA', '{8}', 'development.1', 'partner', 8, effective_on => '2020-01-05') > 0 AS shared,
    registry.share_lesson(1, 1, 'lesson secretB', 'fails secretB', '{9}', 'development.1', 'partner', 9, effective_on => '2020-01-05') > 0 AS shared_too,
    registry.share_lesson(1, 1, 'lesson secretP', 'works secretP', '{3}', 'development.1', 'participants', effective_on => '2020-01-05') > 0 AS shared_among_all,
    registry.share_lesson(2, 5, 'lesson secret2', 'fails secret2', '{6}', 'need', 'participants', effective_on => '2020-01-05') > 0 AS shared_there;
