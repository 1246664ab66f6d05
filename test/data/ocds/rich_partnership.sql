-- What small_partnership.sql and restarted_partnership.sql leave out of an OCDS release: numbers,
-- lots and texts of a notice, awards, a consortium, a reversal, a raise, an assignment, meetings,
-- lessons open and confidential.  Our own made-up data.  Needs those two in schema registry.
INSERT INTO registry.organisation_identifier (organisation_id, scheme, identifier, valid_from, valid_to) VALUES
    (1, 'NO-BRC', '964965226', NULL, NULL), (2, 'NO-BRC', '974760673', NULL, '2019-12-31'), (2, 'NO-BRC', '889640782', '2020-01-01', NULL), (9, 'DK-CVR', '10150817', NULL, NULL);
INSERT INTO registry.organisation (id, name, country_code) OVERRIDING SYSTEM VALUE VALUES (10, 'Undermaker "AB" \ Söner', 'SE'), (11, 'Berit og Anna kommune', 'NO'), (12, 'Nobody knows where', 'ZZ');
INSERT INTO registry.organisation_succession (predecessor_id, successor_id, kind, effective_on, legal_basis) VALUES (3, 11, 'merger', '2020-05-01', 'inndelingslova');
INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on, to_on, note) VALUES
    (1, 3, 'pilot_host', '2019-10-01', '2020-04-30', 'with a note'), (1, 4, 'funder', '2019-01-01', NULL, NULL), (1, 12, 'cluster', '2019-01-01', NULL, NULL),
    (1, 6, 'auditor', '2019-01-01', NULL, NULL), (3, 4, 'co_buyer', '2018-07-01', NULL, NULL), (3, 10, 'tenderer', '2018-12-15', NULL, NULL), (3, 12, 'candidate', '2018-12-15', NULL, NULL);
INSERT INTO registry.partnership_value (partnership_id, kind, amount, currency, effective_on) VALUES (1, 'estimated', 7300000.5, 'NOK', '2019-02-01'), (3, 'estimated', 900000, 'EUR', '2018-08-01');
INSERT INTO registry.competition_count (partnership_id, step, counted, effective_on) VALUES (3, 'tenders', 4, '2019-01-15');

-- the notice of the restart, with two lots
INSERT INTO registry.notice (partnership_id, corrects_id, kind, notice_number, effective_on, procedure_code)
SELECT 3, n.id, 'competition', '123456-2018', '2018-12-01', 'innovation' FROM registry.notice n WHERE n.partnership_id = 3;
INSERT INTO registry.notice_lot (partnership_id, notice_id, lot_number, min_candidates, max_candidates, has_successive_reduction, amount, currency, max_amount, max_currency, duration, duration_unit,
    starts_on, ends_on, has_renewal, max_renewals, has_options, effective_on)
SELECT 3, n.id, l.* FROM registry.known_notice n, (VALUES
    ('LOT-1', 4, 10, true, 500000000.00, 'NOK', 600000000, 'NOK', 22, 'MONTH', NULL::date, NULL::date, true, 2, true, '2018-12-01'::date),
    ('LOT-2', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2019-03-01', '2020-12-31', false, NULL, false, '2018-12-01')) AS l WHERE n.partnership_id = 3;
INSERT INTO registry.notice_text (partnership_id, notice_id, lot_number, topic, language, body, effective_on)
SELECT 3, n.id, t.*, '2018-12-01' FROM registry.known_notice n, (VALUES
    ('LOT-1', 'title', 'nb', 'Vegger'), ('LOT-1', 'title', 'en', 'Walls'), ('LOT-1', 'description', 'en', 'Walls that know'),
    ('LOT-1', 'options', 'en', 'Twenty municipalities will have options.'), ('LOT-1', 'options', 'no', 'Tjue kommuner har opsjon.'), ('LOT-1', 'renewal', 'nb', '1+1 år'),
    ('LOT-2', 'title', 'fr', 'Toits')) AS t WHERE n.partnership_id = 3;
INSERT INTO registry.notice_code (partnership_id, notice_id, lot_number, scheme, code, is_main, effective_on)
SELECT 3, n.id, c.*, '2018-12-01' FROM registry.known_notice n, (VALUES
    (NULL, 'CPV', '73000000', true), ('LOT-1', 'CPV', '45000000', true), ('LOT-1', 'CPV', '48000000', false), ('LOT-1', 'NUTS', 'NO051', false), ('LOT-1', 'innovative-acquisition', 'proc-innov', false),
    ('LOT-1', 'innovative-acquisition', 'rd-act', false)) AS c WHERE n.partnership_id = 3;
INSERT INTO registry.award (partnership_id, id, notice_id, award_number, title, lot_numbers, is_awarded, concluded_on, amount, currency, tender_count, effective_on) OVERRIDING SYSTEM VALUE
SELECT 3, a.id, n.id, a.no, a.title, a.lots, a.is_awarded, a.day::date, a.amount, a.currency, 4, '2019-03-10' FROM registry.known_notice n, (VALUES
    (701, '1', 'Vegger', '{LOT-1}'::text[], true, '2019-02-20', 1500.00, 'NOK'), (702, '2', NULL, '{LOT-2}', false, NULL, NULL, NULL)) AS a(id, no, title, lots, is_awarded, day, amount, currency) WHERE n.partnership_id = 3;
INSERT INTO registry.award_party (partnership_id, award_id, organisation_id, role, is_group_lead, effective_on) VALUES
    (3, 701, 10, 'supplier', NULL, '2019-03-10'), (3, 701, 8, 'supplier', true, '2019-03-10'), (3, 701, 12, 'subcontractor', NULL, '2019-03-10');

-- money and people of the small one
INSERT INTO registry.consortium_member (partnership_id, partner_contract_id, organisation_id, effective_on) VALUES (1, 1, 10, '2019-09-01');
INSERT INTO registry.contract_change (partnership_id, partner_contract_id, amount, ends_on, legal_basis, effective_on) VALUES (3, 31, 250, '2021-06-30', 'Art. 72(1)(a)', '2020-12-01'), (3, 31, -50, NULL, 'Art. 72(2)', '2020-12-02');
INSERT INTO registry.meeting (partnership_id, id, phase, kind, title, effective_on, starts_at, minutes, is_cancelled) OVERRIDING SYSTEM VALUE VALUES
    (1, 1, 'dialogue', 'dialogue_meeting', 'Market', '2019-04-01', '2019-04-01 09:00+02', 120, false), (1, 2, 'dialogue', 'dialogue_meeting', 'Called off', '2019-04-02', NULL, NULL, true),
    (1, 3, 'purchase', 'learning_meeting', 'Autumn', '2020-09-01', NULL, NULL, false);
INSERT INTO registry.attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on) VALUES (1, 1, 1, 'lead', 'attended', '2019-04-01'), (1, 1, 2, 'follower', 'no_show', '2019-04-01');
INSERT INTO registry.document (partnership_id, id, kind, title, effective_on, url, meeting_id, available_to_all_on) OVERRIDING SYSTEM VALUE VALUES
    (1, 2, 'minutes', 'Minutes', '2019-04-03', 'https://example.org/minutes?a=1&b=2', 1, '2019-04-05'), (1, 3, 'other', 'No address', '2019-04-03', 'on paper, shelf 4', NULL, NULL);
SELECT registry.share_lesson(1, 1, 'Open', 'Everybody may know', '{2}', effective_on => '2020-02-01') < registry.share_lesson(1, 1, 'Secret', 'zealously kept', '{9}', confidentiality => 'partner', confidential_to_id => 9, effective_on => '2020-02-01') AS told;

-- rights: under a cap, in money, with a condition, raised, reversed, passed on to a successor
INSERT INTO registry.cap (partnership_id, id, title, max_amount, currency, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 2, 'Money', 100000, 'NOK', '2019-06-01');
SELECT setval(pg_get_serial_sequence('registry.option_right', 'id'), 100, false) AS first_right;
SELECT pg_temp.right_of(2, 'Anna', 'max 10, min 2, 2020-01-01..2021-12-31, from purchase, notice 90 days', 1) AS anna, pg_temp.right_of(1, 'Lead', 'max 2, 2020-01-01..2020-12-31, from purchase', 1) AS lead;
SELECT registry.name_option(1, 3, 'Berit', 'max 5000.00 NOK, 2020-01-01.., from purchase, conditions 1', '2019-06-01', unit_code => NULL, unit_price => 900, price_currency => 'NOK', cap_id => 2,
    conditions => '{budget_approved}') AS berit, pg_temp.right_of(4, 'Only named', 'max 3, 2020-01-01..2020-06-30', granted => false) AS stranger;
SELECT registry.grant_option(102, '2019-09-01', partner_contract_id => 1, solution_id => 1) IS NOT NULL AS granted, registry.meet_condition(102, 1, effective_on => '2020-01-10') IS NOT NULL AS met;
SELECT registry.exercise_option(101, 2, effective_on => '2020-01-15', reference => 'order "1"') IS NOT NULL AS lead_bought, registry.exercise_option(100, 3, effective_on => '2020-03-01') AS anna_bought,
    registry.exercise_option(102, amount => 1800, effective_on => '2020-03-02') IS NOT NULL AS berit_bought \gset
SELECT registry.reverse_exercise(:anna_bought, units => 1, effective_on => '2020-03-15') IS NOT NULL AS given_back, registry.raise_option(100, 'Art. 72(1)(a)', units => 5, effective_on => '2020-04-01') IS NOT NULL AS raised,
    registry.raise_cap(2, 'Art. 72(1)(b)', amount => 100, effective_on => '2020-04-02') IS NOT NULL AS cap_raised;
SELECT registry.assign_option(102, '{11}', 'merger', effective_on => '2020-05-01') IS NOT NULL AS passed_on;
INSERT INTO registry.mandate (partnership_id, option_right_id, organisation_id, effective_on, to_on) VALUES (1, 100, 1, '2020-05-01', '2020-12-31');
INSERT INTO registry.outside_purchase (partnership_id, solution_id, organisation_id, units, amount, currency, effective_on) VALUES (1, 1, 5, 1, 950, 'NOK', '2020-06-01');
