-- The ledger: every option invariant of the domain broken on purpose and refused, and every
-- change of a right's position by the verbs.
SET client_min_messages = warning;
SELECT innopart.create_registry();
\getenv srcdir PG_ABS_SRCDIR
\set small :srcdir '/data/small_partnership.sql'
\i :small
SET innopart.as_of = '2020-06-30';

-- draw, reverse, draw again (domain 3.6)
SELECT pg_temp.right_of(2, 'plain', 'max 10, 2020-01-01..2021-12-31, from purchase') IS NOT NULL AS made;
SELECT registry.exercise_option(pg_temp.right_called('plain'), 10, effective_on => '2020-02-01', reference => 'order 1') IS NOT NULL AS exercised;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('plain'), 1, effective_on => '2020-02-02')$$);
SELECT registry.reverse_exercise(e.id, units => 4, effective_on => '2020-03-01') IS NOT NULL AS reversed
FROM registry.option_event e WHERE e.reference = 'order 1';
SELECT registry.exercise_option(pg_temp.right_called('plain'), 4, effective_on => '2020-03-02') IS NOT NULL AS exercised;
SELECT state, reason, units_left FROM registry.option_standing WHERE option_right_id = pg_temp.right_called('plain');
SELECT kind, effective_on, units, amount, currency, unit_price_amount, acting_id FROM registry.option_event
WHERE option_right_id = pg_temp.right_called('plain') ORDER BY id;

-- a repeated request meets its first answer, also when nothing is left
SELECT registry.exercise_option(pg_temp.right_called('plain'), 10, effective_on => '2020-02-01', reference => 'order 1')
    = (SELECT id FROM registry.option_event WHERE reference = 'order 1') AS same_event;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('plain'), 9, reference => 'order 1')$$);
INSERT INTO registry.option_event (partnership_id, option_right_id, kind, units, reference)
SELECT 1, pg_temp.right_called('plain'), 'exercised', 10, 'order 1';
SELECT count(*) AS events FROM registry.option_event WHERE option_right_id = pg_temp.right_called('plain');

-- invariants 1 and 2: own and shared ceilings, in units and in money
SELECT pg_temp.right_of(2, 'A', 'max 10, 2020-01-01..2021-12-31, from purchase', 1) IS NOT NULL
   AND pg_temp.right_of(3, 'B', 'max 10, 2020-01-01..2021-12-31, from purchase', 1) IS NOT NULL AS made;
SELECT registry.exercise_option(pg_temp.right_called('A'), 9, effective_on => '2020-02-01') IS NOT NULL AS exercised;
\set SHOW_CONTEXT never
SELECT registry.exercise_option(pg_temp.right_called('B'), 4, effective_on => '2020-02-01');
\echo :SQLSTATE
SELECT registry.exercise_option(pg_temp.right_called('B'), 3, effective_on => '2020-02-01') IS NOT NULL AS exercised;
SELECT option_right_id = pg_temp.right_called('A') AS is_a, state, reason, units_left, shared_units_left FROM registry.option_standing
WHERE cap_id = 1 ORDER BY option_right_id;
SELECT registry.reverse_exercise(e.id, effective_on => '2020-02-10') IS NOT NULL AS reversed FROM registry.option_event e
WHERE e.option_right_id = pg_temp.right_called('A') AND e.kind = 'exercised';
SELECT option_right_id = pg_temp.right_called('A') AS is_a, state, units_left, shared_units_left FROM registry.option_standing
WHERE cap_id = 1 ORDER BY option_right_id;
SELECT registry.raise_cap(1, 'Art. 72(1)(a), review clause 7', units => 5, effective_on => '2020-03-01', reference => 'raise') IS NOT NULL AS raised;
SELECT registry.raise_cap(1, 'Art. 72(1)(a), review clause 7', units => 5, reference => 'raise') IS NOT NULL AS raised_once;
SELECT max_units, used_units, units_left FROM registry.cap_standing;
SELECT pg_temp.right_of(2, 'money', 'max 5000.00 NOK, 2020-01-01..2021-12-31, from purchase') IS NOT NULL AS made;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('money'), amount => 5000.0001, effective_on => '2020-02-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('money'), amount => 500, currency => 'EUR', effective_on => '2020-02-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('money'), amount => 5000, effective_on => '2020-02-01')$$);

-- invariant 1 at every moment: a back-dated draw may not overfill a day that has passed
SELECT pg_temp.right_of(2, 'late', 'max 10, 2020-01-01..2021-12-31, from purchase', 1) IS NOT NULL AS made;
SELECT registry.exercise_option(pg_temp.right_called('late'), 10, effective_on => '2020-04-01') IS NOT NULL AS exercised;
SELECT registry.reverse_exercise(e.id, effective_on => '2020-06-01') IS NOT NULL AS reversed FROM registry.option_event e
WHERE e.option_right_id = pg_temp.right_called('late') AND e.kind = 'exercised';
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('late'), 1, effective_on => '2020-03-15')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('A'), 8, effective_on => '2020-03-15')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('late'), 1, effective_on => '2020-06-02')$$);
SELECT pg_temp.try($$SELECT registry.waive_option(pg_temp.right_called('late'), effective_on => '2020-03-01')$$);

-- invariant 4: who may act
SELECT pg_temp.right_of(2, 'mandate', 'max 10, 2020-01-01..2021-12-31, from purchase') IS NOT NULL AS made;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('mandate'), 1, effective_on => '2020-02-01', acting_id => 4)$$);
INSERT INTO registry.mandate (partnership_id, option_right_id, organisation_id, effective_on, to_on)
VALUES (1, pg_temp.right_called('mandate'), 4, '2020-02-01', '2020-02-29');
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('mandate'), 1, effective_on => '2020-02-29', acting_id => 4)$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('mandate'), 1, effective_on => '2020-03-01', acting_id => 4)$$);
SELECT pg_temp.try($$SELECT registry.waive_option(pg_temp.right_called('mandate'), effective_on => '2020-02-10', acting_id => 4)$$);

-- invariants 5 and 6: not before grant, window, phase and conditions; not after the window
SELECT pg_temp.right_of(2, 'ungranted', 'max 10, 2020-01-01..2021-12-31', granted => false) IS NOT NULL
   AND pg_temp.right_of(2, 'conditional', 'max 10, 2020-01-01..2021-12-31, conditions 2') IS NOT NULL
   AND pg_temp.right_of(2, 'early', 'max 10, 2019-01-01..2019-12-31, from purchase') IS NOT NULL
   AND pg_temp.right_of(2, 'notice', 'max 10, 2020-01-01..2020-12-31, notice 90 days, receipt') IS NOT NULL AS made;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('ungranted'), 1, effective_on => '2020-02-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('conditional'), 1, effective_on => '2020-02-01')$$);
SELECT registry.meet_condition(pg_temp.right_called('conditional'), 1, '2020-02-01') IS NOT NULL
   AND registry.meet_condition(pg_temp.right_called('conditional'), 2, '2020-02-10') IS NOT NULL AS met;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('conditional'), 1, effective_on => '2020-02-09')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('conditional'), 1, effective_on => '2020-02-10')$$);
SELECT pg_temp.try($$SELECT registry.meet_condition(pg_temp.right_called('conditional'), 3, '2020-02-11')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('early'), 1, effective_on => '2019-12-31')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('plain'), 1, effective_on => '2019-12-31')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('notice'), 1, received_at => '2020-10-15 12:00+02')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('notice'), 1, received_at => '2020-10-02 23:59+02')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('mandate'), 1, received_at => '2021-12-31 23:30+01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('mandate'), 1, received_at => '2021-12-31 23:30+00')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('mandate'), 1, received_at => '2021-12-31 12:00+00', effective_on => '2021-12-30')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('mandate'), 1, effective_on => '9999-01-01')$$);

-- suspension, failure, waiver, termination
SELECT pg_temp.right_of(2, 'stopped', 'max 10, 2020-01-01..2021-12-31, conditions 1') IS NOT NULL AS made;
SELECT registry.meet_condition(pg_temp.right_called('stopped'), 1, '2020-01-02') IS NOT NULL
   AND registry.suspend_option(pg_temp.right_called('stopped'), '2020-02-01') IS NOT NULL AS suspended;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('stopped'), 1, effective_on => '2020-02-02')$$);
SELECT pg_temp.try($$SELECT registry.suspend_option(pg_temp.right_called('stopped'), '2020-02-03')$$);
SELECT registry.resume_option(pg_temp.right_called('stopped'), '2020-03-01') IS NOT NULL AS resumed;
SELECT pg_temp.try($$SELECT registry.resume_option(pg_temp.right_called('stopped'), '2020-03-02')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('stopped'), 1, effective_on => '2020-02-15')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('stopped'), 1, effective_on => '2020-03-01')$$);
SELECT registry.waive_option(pg_temp.right_called('stopped'), units => 4, effective_on => '2020-03-05') IS NOT NULL AS partly_waived;
SELECT units_left FROM registry.option_standing WHERE option_right_id = pg_temp.right_called('stopped');
SELECT registry.waive_option(pg_temp.right_called('stopped'), effective_on => '2020-04-01') IS NOT NULL AS waived;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('stopped'), 1, effective_on => '2020-04-02')$$);
SELECT pg_temp.right_of(2, 'failed', 'max 10, 2020-01-01..2021-12-31, conditions 1') IS NOT NULL AS made;
SELECT registry.fail_condition(pg_temp.right_called('failed'), 1, '2020-02-01') IS NOT NULL AS failed;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('failed'), 1, effective_on => '2020-02-02')$$);
SELECT pg_temp.right_of(2, 'ended', 'max 10, 2020-01-01..2021-12-31') IS NOT NULL AS made;
SELECT registry.end_option(pg_temp.right_called('ended'), '2020-05-01', reason => 'insolvency') IS NOT NULL AS ended;
SELECT pg_temp.try($$SELECT registry.end_option(pg_temp.right_called('ended'), '2020-05-02')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('ended'), 1, effective_on => '2020-05-01')$$);

-- quantities: minimum, indivisible, max exercises, price (invariant 12)
SELECT pg_temp.right_of(2, 'minimum', 'max 10, min 5, 2020-01-01..2021-12-31') IS NOT NULL
   AND pg_temp.right_of(2, 'whole', 'max 10, 2020-01-01..2021-12-31, indivisible') IS NOT NULL AS made;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('minimum'), 4, effective_on => '2020-02-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('whole'), 9, effective_on => '2020-02-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('minimum'), 0, effective_on => '2020-02-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('minimum'), 5, unit_price => 1000.01, effective_on => '2020-02-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('minimum'), 5, amount => 5001, effective_on => '2020-02-01')$$);
SELECT pg_temp.right_of(2, 'unaccepted', 'max 10, 2019-10-01..2021-12-31') IS NOT NULL AS made;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('unaccepted'), 1, effective_on => '2019-12-14')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('unaccepted'), 1, effective_on => '2019-12-15')$$);
INSERT INTO registry.option_right (partnership_id, partner_contract_id, solution_id, holder_id, title, terms, unit_code, price_basis, unit_price_amount, price_currency, named_on, max_exercises, option_kind, max_renewals, renewal_length, latest_end_on, depends_on_lead_exercise)
VALUES (1, 1, 1, 2, 'once', 'max 10, 2020-01-01..2021-12-31', 'C62', 'unit_price', 900, 'NOK', '2019-06-01', 1, 'quantity', NULL, NULL, NULL, false),
       (1, 1, 1, 2, 'renewal', 'max 10, 2020-01-01..2021-12-31', 'ANN', 'unit_price', 900, 'NOK', '2019-06-01', NULL, 'extension', 3, '1 year', '2023-06-30', false),
       (1, 1, 1, 2, 'after lead', 'max 10, 2020-01-01..2021-12-31', 'C62', 'unit_price', 900, 'NOK', '2019-06-01', NULL, 'quantity', NULL, NULL, NULL, true);
SELECT registry.grant_option(pg_temp.right_called('once'), '2019-09-01') IS NOT NULL AND registry.grant_option(pg_temp.right_called('renewal'), '2019-09-01') IS NOT NULL
   AND registry.grant_option(pg_temp.right_called('after lead'), '2019-09-01') IS NOT NULL AS granted;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('once'), 1, effective_on => '2020-02-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('once'), 1, effective_on => '2020-02-02')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('renewal'), 1, effective_on => '2020-02-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('renewal'), 1, effective_on => '2020-02-02')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('after lead'), 1, effective_on => '2020-02-01')$$);
SELECT pg_temp.right_of(1, 'of the lead', 'max 10, 2020-01-01..2021-12-31') IS NOT NULL AS made;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('of the lead'), 1, effective_on => '2020-02-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('after lead'), 1, effective_on => '2020-02-01')$$);

-- invariant 7: named in time; invariant 8: frozen terms; invariant 13: one unit and currency a cap; invariant 17
SELECT pg_temp.try($$SELECT registry.name_option(1, 4, 'too late', 'max 1, 2020-01-01..2021-12-31', '2019-06-02', unit_price => 1, price_currency => 'NOK')$$);
SELECT pg_temp.try($$UPDATE registry.option_right SET terms = 'max 99, 2020-01-01..2021-12-31' WHERE title = 'plain'$$);
SELECT pg_temp.try($$UPDATE registry.option_account SET position = 'empty' WHERE option_right_id = pg_temp.right_called('plain')$$);
SELECT pg_temp.try($$UPDATE registry.cap SET max_units = 99$$);
SELECT pg_temp.try($$UPDATE registry.cap_account SET position = 'empty'$$);
SELECT pg_temp.try($$DELETE FROM registry.option_right$$);
SELECT pg_temp.try($$TRUNCATE registry.option_right CASCADE$$);
SELECT pg_temp.try($$UPDATE registry.option_event SET units = 1$$);
SELECT pg_temp.try($$DELETE FROM registry.option_event$$);
SELECT pg_temp.try($$TRUNCATE registry.option_event$$);
SELECT pg_temp.try($$DELETE FROM registry.cap_event$$);
SELECT pg_temp.try($$SELECT registry.name_option(1, 2, 'hours', 'max 1, 2020-01-01..2021-12-31', '2019-06-01', unit_code => 'HUR', unit_price => 1, price_currency => 'NOK', cap_id => 1)$$);
SELECT pg_temp.try($$SELECT registry.name_option(1, 2, 'euros', 'max 1, 2020-01-01..2021-12-31', '2019-06-01', unit_price => 1, price_currency => 'EUR', cap_id => 1)$$);
SELECT pg_temp.try($$SELECT registry.name_option(1, 2, 'of another partner', 'max 1, 2020-01-01..2021-12-31', '2019-06-01', unit_price => 1, price_currency => 'NOK', solution_id => 1)$$);

-- invariant 9: reversals
SELECT pg_temp.try($$SELECT registry.reverse_exercise(e.id, units => 11) FROM registry.option_event e WHERE e.reference = 'order 1'$$);
SELECT pg_temp.try($$SELECT registry.reverse_exercise(e.id, units => 1, effective_on => '2020-01-31') FROM registry.option_event e WHERE e.reference = 'order 1'$$);
SELECT pg_temp.try($$SELECT registry.reverse_exercise(e.id) FROM registry.option_event e WHERE e.option_right_id = pg_temp.right_called('plain') AND e.kind = 'granted'$$);
SELECT pg_temp.try($$SELECT registry.reverse_exercise(-1)$$);
-- after the window nothing can be drawn again (domain 3.6)
SELECT registry.reverse_exercise(e.id, units => 6, effective_on => '2022-02-01') IS NOT NULL AS reversed FROM registry.option_event e WHERE e.reference = 'order 1';
SET innopart.as_of = '2022-02-02';
SELECT state, reason, units_left FROM registry.option_standing WHERE option_right_id = pg_temp.right_called('plain');
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('plain'), 1, effective_on => '2022-02-02')$$);

-- extension before lapse only, with a legal basis; own ceiling raised
SELECT pg_temp.right_of(3, 'extended', 'max 10, 2020-01-01..2020-06-30') IS NOT NULL AS made;
SELECT pg_temp.try($$SELECT registry.extend_option(pg_temp.right_called('extended'), '2020-12-31', '', effective_on => '2020-06-01')$$);
SELECT pg_temp.try($$SELECT registry.extend_option(pg_temp.right_called('extended'), '2020-06-30', 'clause 7', effective_on => '2020-06-01')$$);
SELECT pg_temp.try($$SELECT registry.extend_option(pg_temp.right_called('extended'), '2020-12-31', 'clause 7', effective_on => '2020-07-01')$$);
SELECT pg_temp.try($$SELECT registry.extend_option(pg_temp.right_called('extended'), '2020-12-31', 'clause 7', effective_on => '2020-06-30')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('extended'), 10, effective_on => '2020-12-31')$$);
SELECT pg_temp.try($$SELECT registry.raise_option(pg_temp.right_called('extended'), 'Art. 72(2)', units => 2, effective_on => '2020-12-31')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('extended'), 3, effective_on => '2020-12-31')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('extended'), 2, effective_on => '2020-12-31')$$);

-- invariant 10: assignment conserves what remains, whole or split
INSERT INTO registry.organisation (id, name, admin_level, existed_to) OVERRIDING SYSTEM VALUE VALUES (5, 'Old', 'la', '2020-06-30');
INSERT INTO registry.organisation (id, name, admin_level, existed_from) OVERRIDING SYSTEM VALUE VALUES (6, 'New', 'la', '2020-07-01'), (7, 'Other', 'la', '2020-07-01');
INSERT INTO registry.organisation_succession (predecessor_id, successor_id, kind, effective_on) VALUES (5, 6, 'split', '2020-07-01'), (5, 7, 'split', '2020-07-01');
SELECT pg_temp.right_of(5, 'whole right', 'max 10, 2020-01-01..2021-12-31, from purchase, conditions 1', 1) IS NOT NULL
   AND pg_temp.right_of(5, 'split right', 'max 10, 2020-01-01..2021-12-31') IS NOT NULL
   AND pg_temp.right_of(2, 'stays', 'max 10, 2020-01-01..2021-12-31') IS NOT NULL AS made;
SELECT registry.meet_condition(pg_temp.right_called('whole right'), 1, '2020-01-01') IS NOT NULL AS met;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('whole right'), 1, effective_on => '2020-06-30')$$);
SELECT pg_temp.try($$SELECT registry.assign_option(pg_temp.right_called('stays'), ARRAY[4::bigint], 'sale', effective_on => '2020-07-01')$$);
-- by the programme's steward, who locks the cap, and changes nothing of it
CREATE ROLE innopart_t_clerk;
SELECT registry.grant_access('innopart_t_clerk', 'steward') IS NOT NULL AS granted;
SELECT pg_temp.right_called('whole right') AS whole \gset
SET ROLE innopart_t_clerk;
SELECT cardinality(registry.assign_option(:whole, ARRAY[6::bigint], 'succession', effective_on => '2020-07-01')) AS heirs;
UPDATE registry.cap SET title = 'Other robots';
UPDATE registry.cap_account SET cap_id = cap_id;
RESET ROLE;
SELECT registry.revoke_access('innopart_t_clerk') AS revoked;
DROP ROLE innopart_t_clerk;
SELECT pg_temp.try($$SELECT registry.assign_option(pg_temp.right_called('split right'), ARRAY[6::bigint, 7], 'succession', effective_on => '2020-07-01')$$);
SELECT pg_temp.try($$SELECT registry.assign_option(pg_temp.right_called('split right'), ARRAY[6::bigint, 7], 'succession', units => ARRAY[6::bigint, 5], effective_on => '2020-07-01')$$);
SELECT cardinality(registry.assign_option(pg_temp.right_called('split right'), ARRAY[6::bigint, 7], 'succession', units => ARRAY[6::bigint, 4], effective_on => '2020-07-01')) AS heirs;
SET innopart.as_of = '2020-08-01';
SELECT r.title, r.holder_id, s.state, s.units_left FROM registry.option_standing s JOIN registry.option_right r ON r.id = s.option_right_id
WHERE r.title LIKE '%right%' ORDER BY r.id;
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('whole right'), 1, effective_on => '2020-07-01', acting_id => 6)$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('whole right (assigned 2020-07-01)'), 1, effective_on => '2020-07-02')$$);
SELECT pg_temp.try($$SELECT registry.assign_option(pg_temp.right_called('split right'), ARRAY[6::bigint], 'again', effective_on => '2020-07-02')$$);
-- nothing changes an assigned right behind its heirs' back, however it is dated
SELECT pg_temp.try(format($$SELECT registry.reverse_exercise(%s, effective_on => '2020-06-30')$$, e.id)) FROM registry.option_event e
WHERE e.option_right_id = pg_temp.right_called('whole right') AND e.kind = 'exercised';
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('split right'), 1, effective_on => '2020-06-30')$$);
SELECT pg_temp.try($$SELECT registry.raise_option(pg_temp.right_called('split right'), 'Art. 72(2)', units => 2, effective_on => '2020-06-30')$$);
SELECT pg_temp.try($$SELECT registry.extend_option(pg_temp.right_called('split right'), '2022-12-31', 'clause 7', effective_on => '2020-06-30')$$);
SELECT option_title, new_option_title, left_unit_count, is_conserved FROM report.succession WHERE is_moved ORDER BY 1, 2;
BEGIN;
SELECT pg_temp.right_of(5, 'half way', 'max 10, 2020-01-01..2021-12-31') IS NOT NULL AS made;
INSERT INTO registry.option_right (partnership_id, partner_contract_id, solution_id, holder_id, title, terms, unit_code, price_basis, unit_price_amount, max_unit_cost_amount, price_currency, named_on, predecessor_id)
SELECT partnership_id, partner_contract_id, solution_id, 6, 'heir of half way', terms, unit_code, price_basis, unit_price_amount, max_unit_cost_amount, price_currency, named_on, id
FROM registry.option_right WHERE title = 'half way';
INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on) VALUES (1, pg_temp.right_called('half way'), 'assigned_out', '2020-07-01');
COMMIT;

-- many rows at once, and COPY, pass the same guard
INSERT INTO registry.option_right (partnership_id, id, partner_contract_id, solution_id, holder_id, title, terms, unit_code, price_basis, unit_price_amount, price_currency, named_on)
VALUES (1, 1000, 1, 1, 3, 'bulk', 'max 10, 2020-01-01..2021-12-31', 'C62', 'unit_price', 900, 'NOK', '2019-06-01');
SELECT registry.grant_option(1000, '2019-09-01') IS NOT NULL AS granted;
SELECT pg_temp.try($$INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on, units)
    SELECT 1, 1000, 'exercised', '2020-02-01', 1 FROM generate_series(1, 11)$$);
SELECT count(*) AS none FROM registry.option_event WHERE option_right_id = 1000 AND kind = 'exercised';
INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on, units)
    SELECT 1, 1000, 'exercised', '2020-02-01', 1 FROM generate_series(1, 8);
COPY registry.option_event (partnership_id, option_right_id, kind, effective_on, units, reference) FROM stdin;
1	1000	exercised	2020-02-02	1	copied
1	1000	exercised	2020-02-02	1	copied
1	1000	exercised	2020-02-02	1	copied too
\.
COPY registry.option_event (partnership_id, option_right_id, kind, effective_on, units) FROM stdin;
1	1000	exercised	2020-02-03	1
\.
SELECT state, units_left FROM registry.option_standing WHERE option_right_id = 1000;

-- what a savepoint takes back was never drawn
SELECT pg_temp.right_of(2, 'saved', 'max 10, 2020-01-01..2021-12-31, from purchase') IS NOT NULL AS made;
BEGIN;
SELECT registry.exercise_option(pg_temp.right_called('saved'), 3, effective_on => '2020-02-01') IS NOT NULL AS exercised;
SAVEPOINT before_more;
SELECT registry.exercise_option(pg_temp.right_called('saved'), 7, effective_on => '2020-02-01', reference => 'taken back') IS NOT NULL AS exercised;
ROLLBACK TO before_more;
SELECT registry.exercise_option(pg_temp.right_called('saved'), 8, effective_on => '2020-02-01');
\echo :SQLSTATE
ROLLBACK TO before_more;
SELECT registry.exercise_option(pg_temp.right_called('saved'), 6, effective_on => '2020-02-01', reference => 'taken back') IS NOT NULL AS exercised;
COMMIT;
SELECT units_left FROM registry.option_standing WHERE option_right_id = pg_temp.right_called('saved');

-- the stored positions are the folds
SELECT count(*) AS rights, bool_and(innopart.event_count(position) > 0) AS moved FROM registry.option_account WHERE position OPERATOR(innopart.<>) 'empty';
SELECT * FROM report.ledger_check;
-- the guard called by hand moves nothing, and takes no row for an event that is none
SELECT pg_temp.try($$SELECT innopart.guard_event(jsonb_populate_record(e, '{"units": 1, "amount": null, "reference": null}'), 'registry.option_event')
                     FROM registry.option_event e WHERE e.kind = 'exercised' AND e.option_right_id = pg_temp.right_called('saved') LIMIT 1$$);
SELECT pg_temp.try($$SELECT innopart.guard_event(ROW(1, 2), 'registry.option_event')$$);
CREATE TEMP TABLE option_event (LIKE registry.option_event INCLUDING DEFAULTS);
ALTER TABLE pg_temp.option_event ALTER COLUMN units TYPE text;
INSERT INTO pg_temp.option_event (partnership_id, id, option_right_id, kind, effective_on, units) VALUES (1, 1, 1, 'exercised', '2020-01-01', 'many');
SELECT pg_temp.try($$SELECT innopart.guard_event(e, 'registry.option_event') FROM pg_temp.option_event e$$);
SELECT pg_temp.try($$INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on) VALUES (1, NULL, 'granted', '2020-01-01')$$);
SELECT pg_temp.try($$INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on) VALUES (1, 99, NULL, '2020-01-01')$$);
SELECT pg_temp.try($$INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on) VALUES (1, 99999, 'granted', '2020-01-01')$$);
SELECT pg_temp.try($$INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on) SELECT r.partnership_id, r.id, 'granted', '-infinity' FROM registry.option_right r WHERE r.title = 'bulk'$$);
SELECT pg_temp.try($$INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on, units) SELECT r.partnership_id, r.id, 'exercised', '2020-02-03', 9223372036854775807 FROM registry.option_right r WHERE r.title = 'bulk'$$);

-- and the check sees a wrong one
ALTER TABLE registry.option_account DISABLE TRIGGER kept;
UPDATE registry.option_account SET position = position OPERATOR(innopart.+) innopart.option_event_position('exercised', '2020-01-01', 1, NULL, NULL, NULL, NULL) WHERE option_right_id = pg_temp.right_called('bulk');
ALTER TABLE registry.option_account ENABLE TRIGGER kept;
ALTER TABLE registry.cap_account DISABLE TRIGGER kept;
UPDATE registry.cap_account SET last_event_on = last_event_on - 1 WHERE cap_id = 1;
ALTER TABLE registry.cap_account ENABLE TRIGGER kept;
SELECT record_kind, title, stored_position = folded_position AS is_right, folded_last_event_on - stored_last_event_on AS days FROM report.ledger_check ORDER BY record_kind;

-- one currency inside a cap, also where the cap counts units alone and a right states no price
INSERT INTO registry.cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 50, 'Unpriced', 12, 'C62', '2019-06-01');
SELECT count(registry.grant_option(registry.name_option(1, holder, 'unpriced ' || holder, 'max 10, 2020-01-01..', '2019-06-01', price_basis => 'price_list',
    cap_id => 50, partner_contract_id => 1, solution_id => 1), '2019-09-01')) AS granted FROM (VALUES (2), (3)) t(holder);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('unpriced 2'), 1, amount => 100, currency => 'NOK', effective_on => '2020-02-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('unpriced 3'), 1, amount => 10, currency => 'EUR', effective_on => '2020-02-02')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(pg_temp.right_called('unpriced 3'), 1, amount => 90, currency => 'NOK', effective_on => '2020-02-02')$$);
SELECT position FROM registry.cap_account WHERE cap_id = 50;
SELECT count(*) AS differ FROM report.ledger_check WHERE record_id = 50 OR title LIKE 'unpriced%';

-- nor do those who come later count in another
SELECT pg_temp.try($$SELECT registry.name_option(1, 4, 'unpriced 4', 'max 10, 2020-01-01..', '2019-06-01', unit_price => 10, price_currency => 'EUR', cap_id => 50, partner_contract_id => 1, solution_id => 1)$$);

-- What was recorded while no trigger fired has no account: the guard opens the one that the events come to, and the
-- cap counts them from then on.
SET session_replication_role = replica;
INSERT INTO registry.cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 60, 'Silent', 5, 'C62', '2019-06-01');
INSERT INTO registry.option_right (partnership_id, id, holder_id, title, terms, unit_code, price_basis, unit_price_amount, price_currency, partner_contract_id, solution_id, cap_id, named_on) OVERRIDING SYSTEM VALUE
SELECT 1, id, 2, 'silent ' || id, 'max 10, 2020-01-01..', 'C62', 'unit_price', 900, 'NOK', 1, 1, cap_id, '2019-06-01' FROM (VALUES (601, 60), (602, NULL), (603, 1)) t(id, cap_id);
INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on, units, amount, currency)
SELECT 1, id, kind::innopart.option_event_kind, effective_on::date, units, units * 900, CASE WHEN units > 0 THEN 'NOK' END
FROM (VALUES (601), (602), (603)) r(id), (VALUES ('named', '2019-06-01', NULL), ('granted', '2019-09-01', NULL), ('exercised', '2020-02-01', 4)) e(kind, effective_on, units);
RESET session_replication_role;
SELECT record_kind, record_id, stored_position FROM report.ledger_check WHERE record_id IN (60, 601, 602, 603) ORDER BY record_kind, record_id;
-- of the cap 1 is left; without a cap of its own, 6 of the right; under a cap that has an account, both are counted
SELECT pg_temp.try($$SELECT registry.exercise_option(601, 2, effective_on => '2020-03-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(601, 1, effective_on => '2020-03-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(602, 7, effective_on => '2020-03-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(602, 6, effective_on => '2020-03-01')$$);
SELECT innopart.net_drawn_units(position) AS drawn FROM registry.cap_account WHERE cap_id = 1;
SELECT pg_temp.try($$SELECT registry.waive_option(603, effective_on => '2020-07-03')$$);
SELECT innopart.net_drawn_units(position) AS drawn FROM registry.cap_account WHERE cap_id = 1;
SELECT count(*) AS differ FROM report.ledger_check WHERE record_id IN (60, 601, 602, 603);

-- and what it is stated in keeps other currencies out before it has an account
SET session_replication_role = replica;
INSERT INTO registry.option_right (partnership_id, id, holder_id, title, terms, unit_code, price_basis, unit_price_amount, price_currency, partner_contract_id, solution_id, cap_id, named_on) OVERRIDING SYSTEM VALUE
VALUES (1, 604, 3, 'silent in euro', 'max 10, 2020-01-01..', 'C62', 'unit_price', 90, 'EUR', 1, 1, 1, '2019-06-01');
RESET session_replication_role;
SELECT pg_temp.try($$SELECT registry.name_option(1, 4, 'in crowns', 'max 10, 2020-01-01..', '2019-06-01', unit_price => 900, price_currency => 'NOK', cap_id => 1, partner_contract_id => 1, solution_id => 1)$$);

-- a right and its first event, a cap and its first raise, in one statement
WITH r AS (INSERT INTO registry.option_right (partnership_id, holder_id, title, terms, unit_code, price_basis, unit_price_amount, price_currency, named_on)
           VALUES (1, 2, 'at once', 'max 10, 2020-01-01..', 'C62', 'unit_price', 900, 'NOK', '2019-06-01') RETURNING id)
INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on) SELECT 1, id, 'named', '2019-06-01' FROM r;
WITH c AS (INSERT INTO registry.cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE VALUES (1, 61, 'At once', 5, 'C62', '2019-06-01') RETURNING id)
INSERT INTO registry.cap_event (partnership_id, cap_id, units, effective_on, legal_basis) SELECT 1, id, 7, '2020-01-01', 'Art. 72' FROM c;
SELECT title, position FROM registry.cap c JOIN registry.cap_account a ON a.cap_id = c.id WHERE title = 'At once';
SELECT count(*) AS differ FROM report.ledger_check WHERE lower(title) = 'at once';

-- a successor holds what it is assigned: it is neither named nor granted out of nothing
INSERT INTO registry.option_right (partnership_id, id, holder_id, title, terms, unit_code, price_basis, unit_price_amount, price_currency, partner_contract_id, solution_id, predecessor_id, named_on) OVERRIDING SYSTEM VALUE
SELECT 1, 650, 4, 'sneak', 'max 999, 2020-01-01..', 'C62', 'unit_price', 900, 'NOK', 1, 1, pg_temp.right_called('at once'), '2020-03-01';
SELECT pg_temp.try($$SELECT registry.grant_option(650, '2020-04-01')$$);
SELECT pg_temp.try($$INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on) VALUES (1, 650, 'named', '2020-03-01')$$);
SELECT pg_temp.try($$SELECT registry.exercise_option(650, 1, effective_on => '2020-05-01')$$);

SELECT innopart.drop_registry();
SELECT innopart.drop_registry(force => true);
