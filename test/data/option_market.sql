-- A partnership with two partners and options of many kinds, and a cancelled one beside it: what
-- the tests of reports on options read.  Our own made-up data.  Expects search_path to name an
-- empty registry; its last part is left to the test, which wants to look around in between.
INSERT INTO organisation (id, name, admin_level, existed_from, existed_to) OVERRIDING SYSTEM VALUE VALUES
    (1, 'Lead', 'la', NULL, NULL), (2, 'Anna', 'la', NULL, '2021-05-31'), (3, 'Berit', 'ra', NULL, NULL), (4, 'Cecilie', 'cga', NULL, NULL),
    (5, 'Old Town', 'la', NULL, '2019-12-31'), (6, 'New Town', 'la', '2020-01-01', NULL), (7, 'Outsider', 'la', NULL, NULL),
    (8, 'Big County', 'ra', NULL, '2020-12-31'), (9, 'North County', 'ra', '2021-01-01', NULL), (10, 'South County', 'ra', '2021-01-01', NULL);
INSERT INTO organisation (id, name) OVERRIDING SYSTEM VALUE VALUES (11, 'Robot AS'), (12, 'Rollator AS');
INSERT INTO organisation_succession (predecessor_id, successor_id, kind, effective_on, legal_basis) VALUES
    (5, 6, 'merger', '2020-01-01', 'Reform'), (8, 9, 'split', '2021-01-01', 'Reform'), (8, 10, 'split', '2021-01-01', 'Reform'),
    (2, 1, 'merger', '2021-06-01', 'Reform');
INSERT INTO need (id, title) OVERRIDING SYSTEM VALUE VALUES (1, 'Help at home');
INSERT INTO need_member (need_id, organisation_id, effective_on, to_on, demand_units, unit_code) VALUES
    (1, 1, '2018-12-01', NULL, 30, 'C62'), (1, 2, '2018-12-01', NULL, 12, 'C62'), (1, 7, '2018-12-01', NULL, 5, 'C62'), (1, 4, '2018-12-01', '2020-05-31', 9, 'C62');
INSERT INTO partnership (id, title, started_on, need_id) OVERRIDING SYSTEM VALUE VALUES (1, 'Robots', '2019-01-01', 1), (2, 'Cancelled', '2019-01-01', NULL);
INSERT INTO participant (partnership_id, organisation_id, role, effective_on) VALUES
    (1, 1, 'lead', '2019-01-01'), (1, 2, 'follower', '2019-02-01'), (1, 3, 'follower', '2019-02-01'), (1, 4, 'follower', '2019-02-01'),
    (1, 5, 'follower', '2019-02-01'), (1, 8, 'follower', '2019-02-01'),
    (1, 11, 'partner', '2019-09-01'), (1, 12, 'partner', '2019-09-01'), (2, 3, 'lead', '2019-01-01'), (2, 4, 'follower', '2019-02-01');
INSERT INTO document (partnership_id, id, kind, title, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 1, 'procurement_documents', 'Documents', '2019-06-01');
INSERT INTO notice (partnership_id, kind, effective_on) VALUES (1, 'competition', '2019-06-01'), (2, 'competition', '2019-06-01');
INSERT INTO partnership_value (partnership_id, kind, amount, currency, effective_on) VALUES
    (1, 'estimated', 5000000, 'NOK', '2019-05-01'), (1, 'estimated', 6500000, 'NOK', '2019-06-01'), (1, 'maximum', 8000000, 'NOK', '2019-06-01'),
    (1, 'base', 4000000, 'NOK', '2019-06-01'), (1, 'renewal', 100000, 'NOK', '2019-06-01'), (1, 'grant', 1000000, 'NOK', '2019-06-01'),
    (1, 'estimated', 600000, 'EUR', '2019-06-01');
INSERT INTO phase_plan (partnership_id, phase, title, effective_on) VALUES (1, 'development.1', 'Development', '2019-06-01');
INSERT INTO phase_event (partnership_id, stage, phase, effective_on) VALUES
    (1, 'need', 'need', '2019-01-01'), (1, 'dialogue', 'dialogue', '2019-03-01'), (1, 'competition', 'competition', '2019-06-01'),
    (2, 'need', 'need', '2019-01-01'), (2, 'competition', 'competition', '2019-06-01');
INSERT INTO partner_contract (partnership_id, id, organisation_id, title, effective_on, standstill_over_on, ends_on, remuneration_amount, currency, max_unit_cost_amount)
    OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 11, 'Robot contract', '2019-09-01', '2019-08-31', '2021-06-30', 3000000, 'NOK', 12000),
    (1, 2, 12, 'Rollator contract', '2019-09-02', '2019-08-31', '2022-12-31', 1000000, 'NOK', 5000);
INSERT INTO contract_change (partnership_id, partner_contract_id, amount, legal_basis, effective_on) VALUES (1, 1, 250000, 'Art. 72(1)(b)', '2020-01-15');
INSERT INTO phase_event (partnership_id, stage, phase, effective_on) VALUES (1, 'partnership', 'development.1', '2019-09-01');
INSERT INTO solution (partnership_id, id, partner_contract_id, name, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 'Robot', '2019-09-01'), (1, 2, 2, 'Rollator', '2019-09-02');
INSERT INTO target (partnership_id, id, partner_contract_id, phase, title, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 1, 'development.1', 'It works', '2019-09-01'), (1, 2, 2, 'development.1', 'It rolls', '2019-09-02');
INSERT INTO track_event (partnership_id, partner_contract_id, phase, state, effective_on) VALUES
    (1, 1, 'development.1', 'active', '2019-09-01'), (1, 2, 'development.1', 'active', '2019-09-02'), (1, 1, 'development.1', 'under_assessment', '2019-12-01');
INSERT INTO target_assessment (partnership_id, target_id, status, effective_on) VALUES (1, 1, 'met', '2019-12-10');
INSERT INTO track_event (partnership_id, partner_contract_id, phase, state, effective_on) VALUES (1, 1, 'development.1', 'passed', '2019-12-12');
INSERT INTO acceptance (partnership_id, solution_id, performance_met, unit_cost_amount, max_unit_cost_amount, currency, effective_on) VALUES
    (1, 1, true, 10000, 12000, 'NOK', '2019-12-15');
INSERT INTO track_event (partnership_id, partner_contract_id, phase, state, effective_on) VALUES (1, 1, 'development.1', 'accepted', '2019-12-15');
INSERT INTO phase_event (partnership_id, stage, phase, effective_on) VALUES (1, 'purchase', 'purchase', '2020-01-10');
INSERT INTO cap (partnership_id, id, title, max_units, unit_code, max_amount, currency, effective_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'Robots', 60, 'C62', NULL, NULL, '2019-06-01'), (1, 2, 'Services', NULL, NULL, 700000, 'NOK', '2019-06-01'),
    (1, 3, 'Nothing under it', 9, 'C62', NULL, NULL, '2019-06-01');
INSERT INTO price_index (series, month, value) VALUES
    ('CPI', '2019-06-01', 100), ('CPI', '2020-01-01', 103), ('CPI', '2020-02-01', 104), ('CPI', '2020-04-01', 105), ('CPI', '2020-06-01', 110),
    ('late', '2020-06-01', 100);

INSERT INTO option_right (id, partnership_id, partner_contract_id, solution_id, cap_id, holder_id, holder_kind, title, terms, unit_code, price_basis, unit_price_amount,
    price_currency, max_unit_cost_amount, index_series, index_base_month, named_on, survives_partner_reduction, exercise_mode, option_kind)
    OVERRIDING SYSTEM VALUE VALUES
    (101, 1, 1, 1, 1, 1, 'lead', 'lead', 'max 40, 2020-01-01..2021-12-31, from purchase', 'C62', 'unit_price', 10000, 'NOK', 12000, NULL, NULL, '2019-06-01', false, 'direct', 'quantity'),
    (102, 1, 1, 1, 1, 2, 'follower', 'anna', 'max 20, 2020-01-01..2021-12-31, from purchase, notice 90 days', 'C62', 'unit_price', 11000, 'NOK', 12000, 'CPI', '2019-06-01', '2019-06-01', false, 'direct', 'quantity'),
    (103, 1, 1, 1, 1, 3, 'follower', 'berit', 'max 15, 2020-01-01..2021-12-31, from purchase, conditions 2', 'C62', 'unit_price', 10000, 'NOK', 12000, NULL, NULL, '2019-06-01', true, 'via_lead', 'quantity'),
    (104, 1, 1, 1, 2, 4, 'follower', 'cecilie', 'max 500000.00 NOK, 2020-01-01..', NULL, 'cost_ceiling', NULL, 'NOK', NULL, NULL, NULL, '2019-06-01', false, 'direct', 'service'),
    (105, 1, 1, 1, NULL, 5, 'follower', 'old town', 'max 10, 2020-01-01..2020-12-31, from purchase', 'C62', 'unit_price', 9000, 'NOK', 12000, 'late', '2019-06-01', '2019-06-01', false, 'direct', 'quantity'),
    (106, 1, 2, 2, NULL, 2, 'follower', 'anna rolls', 'max 5, 2020-01-01..2022-06-30, from purchase', 'C62', 'unit_price', 4000, 'NOK', 5000, NULL, NULL, '2019-06-01', false, 'direct', 'quantity'),
    (107, 1, 2, 2, NULL, 3, 'follower', 'berit rolls', 'max 6, 2020-01-01..2022-06-30, from purchase', 'C62', 'unit_price', 4000, 'NOK', 5000, NULL, NULL, '2019-06-01', true, 'direct', 'quantity'),
    (108, 1, 1, 1, NULL, 3, 'follower', 'berit early', 'max 8, 2020-01-01..2020-03-31, from purchase', 'C62', 'unit_price', 10000, 'NOK', 12000, NULL, NULL, '2019-06-01', false, 'direct', 'quantity'),
    (109, 1, 1, 1, NULL, 4, 'follower', 'cecilie refused', 'max 3, 2020-01-01..2021-12-31, conditions 1', 'C62', 'price_list', NULL, NULL, NULL, NULL, NULL, '2019-06-01', false, 'direct', 'quantity'),
    (110, 1, 1, 1, 2, 8, 'follower', 'county', 'max 400000.00 NOK, 2020-01-01..2021-12-31', NULL, 'cost_ceiling', NULL, 'NOK', NULL, NULL, NULL, '2019-06-01', false, 'direct', 'service'),
    (111, 1, 1, 1, NULL, 1, 'lead', 'lead renews', 'max 2, 2020-01-01..2021-06-30', 'ANN', 'unit_price', 50000, 'NOK', 60000, NULL, NULL, '2019-06-01', false, 'direct', 'extension'),
    (201, 2, NULL, NULL, NULL, 4, 'follower', 'never', 'max 7, 2020-01-01..2021-12-31', 'C62', 'unit_price', 10, 'NOK', NULL, NULL, NULL, '2019-06-01', false, 'direct', 'quantity');
INSERT INTO option_condition (partnership_id, option_right_id, condition_no, code, title, responsible_id, due_on) VALUES
    (1, 103, 1, 'budget_approved', 'The council grants the money', 3, '2020-06-01'), (1, 109, 1, 'regulatory_approval', NULL, NULL, NULL);
INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on)
SELECT partnership_id, id, 'named', named_on FROM option_right ORDER BY id;
INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on)
SELECT partnership_id, id, 'granted', CASE partner_contract_id WHEN 1 THEN date '2019-09-01' ELSE '2019-09-02' END FROM option_right WHERE partnership_id = 1 ORDER BY id;
INSERT INTO phase_event (partnership_id, stage, effective_on, reason) VALUES (2, 'cancelled', '2019-08-01', 'No tender was good enough');
