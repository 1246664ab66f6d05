-- A competition that was cancelled (partnership 2) and its restart (partnership 3) with two partners:
-- the one repeats its first phase, the other is ended after it.  What tests of reports put beside
-- small_partnership.sql; our own made-up data.  Needs a registry in schema registry.
INSERT INTO registry.organisation (id, name, admin_level) OVERRIDING SYSTEM VALUE VALUES (5, 'Dagny', 'la'), (6, 'Eva', 'body-pl-cga');
INSERT INTO registry.organisation (id, name) OVERRIDING SYSTEM VALUE VALUES (8, 'Maker AS');
INSERT INTO registry.need (id, title) OVERRIDING SYSTEM VALUE VALUES (1, 'Shared need');
INSERT INTO registry.partnership (id, title, need_id, started_on) OVERRIDING SYSTEM VALUE VALUES (2, 'Cancelled', 1, '2018-01-01');
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on) VALUES (2, 5, 'lead', '2018-01-01'), (2, 6, 'follower', '2018-01-15');
INSERT INTO registry.notice (partnership_id, kind, effective_on) VALUES (2, 'competition', '2018-04-01');
SELECT registry.enter_phase(2, 'need', '2018-01-01') < registry.enter_phase(2, 'dialogue', '2018-02-01') AND registry.enter_phase(2, 'need', '2018-03-01') IS NOT NULL
   AND registry.enter_phase(2, 'competition', '2018-04-01') IS NOT NULL AND registry.close_partnership(2, 'cancelled', '2018-06-01') IS NOT NULL AS cancelled;

INSERT INTO registry.partnership (id, title, need_id, prior_partnership_id, started_on) OVERRIDING SYSTEM VALUE VALUES (3, 'Restart', 1, 2, '2018-07-01');
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on, to_on) VALUES
    (3, 5, 'lead', '2018-07-01', NULL), (3, 2, 'follower', '2018-07-01', NULL), (3, 3, 'follower', '2018-07-01', '2019-08-31'),
    (3, 8, 'partner', '2018-12-01', NULL), (3, 9, 'partner', '2018-12-01', NULL);
INSERT INTO registry.document (partnership_id, id, kind, title, effective_on) OVERRIDING SYSTEM VALUE VALUES (3, 3, 'procurement_documents', 'Documents', '2018-12-01');
INSERT INTO registry.notice (partnership_id, kind, effective_on) VALUES (3, 'competition', '2018-12-01');
SELECT registry.plan_phase(3, 'development.1', 'Design', '2019-03-01', '2019-05-31', '2018-12-01') < registry.plan_phase(3, 'development.2', 'Test', '2019-09-01', '2019-12-31', '2018-12-01') AS planned;
SELECT registry.enter_phase(3, 'need', '2018-07-01') < registry.enter_phase(3, 'competition', '2018-12-01') AS competed;
INSERT INTO registry.partner_contract (partnership_id, id, organisation_id, title, effective_on, standstill_over_on, ends_on, remuneration_amount, currency)
    OVERRIDING SYSTEM VALUE VALUES (3, 31, 8, 'Maker', '2019-03-01', '2019-02-28', '2020-12-31', 1000, 'NOK'), (3, 32, 9, 'Partner', '2019-03-01', '2019-02-28', '2020-12-31', 500, 'NOK');
SELECT registry.enter_phase(3, 'development.1', '2019-03-01') IS NOT NULL AS contracted;
INSERT INTO registry.target (partnership_id, id, partner_contract_id, phase, title, due_on, is_mandatory, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (3, 311, 31, 'development.1', 'Walks', '2019-05-15', true, '2019-03-01'), (3, 312, 31, 'development.1', 'Talks', '2019-05-20', true, '2019-03-01'),
    (3, 313, 31, 'development.2', 'Climbs', '2019-12-15', true, '2019-03-01'), (3, 321, 32, 'development.1', 'Rolls', '2019-05-15', true, '2019-03-01'),
    (3, 322, 32, 'development.1', 'Sings', '2019-05-20', false, '2019-03-01'), (3, 323, 32, 'development.2', 'Dives', '2019-10-01', true, '2019-03-01');
INSERT INTO registry.instalment (partnership_id, id, partner_contract_id, target_id, amount, currency, is_pro_rata, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (3, 311, 31, 311, 300, 'NOK', false, '2019-03-01'), (3, 312, 31, 312, 400, 'NOK', false, '2019-03-01'), (3, 313, 31, 313, 300, 'NOK', false, '2019-03-01'),
    (3, 321, 32, 321, 200, 'NOK', false, '2019-03-01'), (3, 322, 32, 322, 300, 'NOK', true, '2019-03-01');
SELECT registry.start_track(31, '2019-03-01') < registry.start_track(32, '2019-03-01') AS started;
SELECT registry.move_track(31, 'under_assessment', '2019-05-20') < registry.move_track(32, 'under_assessment', '2019-05-20') AS delivered;
SELECT registry.assess_target(311, 'met', '2019-05-25') AS walks, registry.assess_target(312, 'notMet', '2019-05-25') AS talks,
    registry.assess_target(321, 'notMet', '2019-05-25') AS rolls, registry.assess_target(322, 'partiallyMet', '2019-05-25') AS sings \gset
SELECT registry.move_track(31, 'not_passed', '2019-06-01') < registry.move_track(32, 'not_passed', '2019-05-30') AS judged;
SELECT registry.record_gate(31, 'iterate', '2019-06-05', decided_by_id => 5, reason => 'Within reach') IS NOT NULL AS again,
    registry.record_gate(32, 'end_partner', '2019-06-05', reserving_document_id => 3, reserving_clause => '4.2', decided_by_id => 5, reason => 'Out of reach') AS ended \gset
SELECT registry.move_track(32, 'partner_terminated', '2019-06-06', gate_decision_id => :ended) < registry.start_track(31, '2019-06-10') AS went_on;
SELECT registry.pay_instalment(311, 300, '2019-06-01') < registry.pay_instalment(322, 120, '2019-06-02') AS paid;
SELECT registry.move_track(31, 'under_assessment', '2019-08-01') IS NOT NULL AS delivered_again;
SELECT registry.assess_target(311, 'met', '2019-08-10') < registry.assess_target(312, 'met', '2019-08-10') AS assessed_again;
SELECT registry.move_track(31, 'passed', '2019-08-15') IS NOT NULL AS passed;
SELECT registry.record_gate(31, 'proceed', '2019-08-20', decided_by_id => 5) IS NOT NULL AS may_proceed;
SELECT registry.pay_instalment(312, 150, '2019-08-25') IS NOT NULL AS paid_in_part;
SELECT registry.enter_phase(3, 'development.2', '2019-09-01') IS NOT NULL AND registry.start_track(31, '2019-09-01') IS NOT NULL AS in_second_phase;
