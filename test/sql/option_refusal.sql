-- Which event may come next: every guard of every kind of event, every code of a refusal.
SET search_path = innopart, pg_catalog;
SET client_min_messages = warning;
SET datestyle = ISO, YMD;

CREATE FUNCTION pg_temp.error_of(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    detail text;
    hint text;
BEGIN
    EXECUTE command;
    RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
    RETURN concat_ws(' | ', SQLSTATE, SQLERRM, nullif(detail, ''), nullif(hint, ''));
END $$;

-- "legal", or the code of the refusal, on 15 June 2020
CREATE FUNCTION pg_temp.answer(kind option_event_kind, terms option_right, so_far option_position, units bigint DEFAULT NULL, amount numeric DEFAULT NULL, currency text DEFAULT NULL,
    condition_no int DEFAULT NULL, extended_to date DEFAULT NULL, reached phase DEFAULT NULL, shared_units bigint DEFAULT NULL, shared_amount numeric DEFAULT NULL, by_succession boolean DEFAULT false)
RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(option_refusal($1, $2, $3, '2020-06-15', $4, $5, $6, $7, $8, $9, $10, $11, $12), 'legal')
$$;
CREATE TEMP TABLE answered (no serial, kind option_event_kind, what text, answer text);
CREATE FUNCTION pg_temp.ask(what text, kind option_event_kind, terms option_right, so_far option_position, units bigint DEFAULT NULL, amount numeric DEFAULT NULL, currency text DEFAULT NULL,
    condition_no int DEFAULT NULL, extended_to date DEFAULT NULL, reached phase DEFAULT NULL, shared_units bigint DEFAULT NULL, shared_amount numeric DEFAULT NULL, by_succession boolean DEFAULT false)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO answered (kind, what, answer) SELECT $2, $1, pg_temp.answer($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
$$;

-- each kind of event against a right in each state
SELECT kind, string_agg(format('%s: %s', state, pg_temp.answer(kind, terms, so_far, 2, NULL, NULL, 1, '2022-12-31', NULL, shared, NULL)), ', ' ORDER BY no) AS answers
FROM unnest(enum_range(NULL::option_event_kind)) kind, (VALUES
    (0, 'not begun', 'max 10, ..2021-12-31, conditions 2, transferable'::option_right, 'empty'::option_position, NULL::bigint),
    (1, 'named', 'max 10, ..2021-12-31, conditions 2, transferable', 'named 2019-01-01', NULL),
    (2, 'conditional', 'max 10, ..2021-12-31, conditions 2, transferable', 'granted 2019-01-01', NULL),
    (3, 'not_yet_open', 'max 10, 2020-07-01..2021-12-31, transferable', 'granted 2019-01-01', NULL),
    (4, 'exercisable', 'max 10, ..2021-12-31, transferable', 'granted 2019-01-01', NULL),
    (5, 'partly_exercised', 'max 10, ..2021-12-31, transferable', 'granted 2019-01-01, drawn 3, first drawn 2020-01-01', NULL),
    (6, 'suspended', 'max 10, ..2021-12-31, transferable', 'granted 2019-01-01, suspended 2020-06-01', NULL),
    (7, 'exhausted', 'max 10, ..2021-12-31, transferable', 'granted 2019-01-01, drawn 10, first drawn 2020-01-01', NULL),
    (8, 'shared exhausted', 'max 10, ..2021-12-31, transferable', 'granted 2019-01-01', 0),
    (9, 'lapsed', 'max 10, ..2020-06-14, transferable', 'granted 2019-01-01, drawn 3, first drawn 2020-01-01', NULL),
    (10, 'failed', 'max 10, ..2021-12-31, conditions 2, transferable', 'granted 2019-01-01, failed 2', NULL),
    (11, 'waived', 'max 10, ..2021-12-31, transferable', 'granted 2019-01-01, waived 2020-06-15', NULL),
    (12, 'assigned', 'max 10, ..2021-12-31, transferable', 'granted 2019-01-01, assigned 2020-06-15', NULL),
    (13, 'terminated', 'max 10, ..2021-12-31, transferable', 'granted 2019-01-01, terminated 2020-06-15, drawn 3, first drawn 2020-01-01', NULL)) t(no, state, terms, so_far, shared)
GROUP BY kind ORDER BY kind;

-- what an exercise must respect besides
DO $$
DECLARE
    held option_position := 'granted 2019-01-01, drawn 4, drawn 40 NOK, draws 1, first drawn 2020-01-01';
BEGIN
    PERFORM pg_temp.ask('all that is left', 'exercised', 'max 10, ..', held, 6);
    PERFORM pg_temp.ask('one too many', 'exercised', 'max 10, ..', held, 7);
    PERFORM pg_temp.ask('all the money that is left', 'exercised', 'max 100 NOK, ..', held, NULL, 60, 'NOK');
    PERFORM pg_temp.ask('a ten-thousandth too much', 'exercised', 'max 100 NOK, ..', held, NULL, 60.0001, 'NOK');
    PERFORM pg_temp.ask('units right, money too much', 'exercised', 'max 10, max 100 NOK, ..', held, 6, 61, 'NOK');
    PERFORM pg_temp.ask('units too many, money too much', 'exercised', 'max 10, max 100 NOK, ..', held, 7, 61, 'NOK');
    PERFORM pg_temp.ask('no units', 'exercised', 'max 10, ..', held);
    PERFORM pg_temp.ask('0 units', 'exercised', 'max 10, ..', held, 0, 5, 'NOK');
    PERFORM pg_temp.ask('minus units', 'exercised', 'max 10, ..', held, -1);
    PERFORM pg_temp.ask('money without units', 'exercised', 'max 10, max 100 NOK, ..', held, NULL, 5, 'NOK');
    PERFORM pg_temp.ask('units without money', 'exercised', 'max 10, max 100 NOK, ..', held, 1);
    PERFORM pg_temp.ask('minus money', 'exercised', 'max 10, ..', held, 1, -5, 'NOK');
    PERFORM pg_temp.ask('money without currency', 'exercised', 'max 100 NOK, ..', held, NULL, 5);
    PERFORM pg_temp.ask('another currency than the terms', 'exercised', 'max 100 NOK, ..', 'granted 2019-01-01', NULL, 5, 'DKK');
    PERFORM pg_temp.ask('another currency than before', 'exercised', 'max 10, ..', held, 1, 5, 'DKK');
    PERFORM pg_temp.ask('a price where units alone are limited', 'exercised', 'max 10, ..', held, 1, 5, 'nok');
    PERFORM pg_temp.ask('the smallest call-off', 'exercised', 'max 10, min 2, ..', held, 2);
    PERFORM pg_temp.ask('less than the smallest call-off', 'exercised', 'max 10, min 2, ..', held, 1);
    PERFORM pg_temp.ask('the rest, less than the smallest call-off', 'exercised', 'max 10, min 7, ..', held, 6);
    PERFORM pg_temp.ask('all of the indivisible', 'exercised', 'max 10, .., indivisible', held, 6);
    PERFORM pg_temp.ask('a part of the indivisible', 'exercised', 'max 10, .., indivisible', held, 5);
    PERFORM pg_temp.ask('more than the indivisible', 'exercised', 'max 10, .., indivisible', held, 7);
    PERFORM pg_temp.ask('all units of the indivisible, for less money', 'exercised', 'max 10, max 100 NOK, .., indivisible', held, 6, 50, 'NOK');
    PERFORM pg_temp.ask('a part of indivisible money', 'exercised', 'max 100 NOK, .., indivisible', held, NULL, 50, 'NOK');
    PERFORM pg_temp.ask('all of indivisible money', 'exercised', 'max 100 NOK, .., indivisible', held, NULL, 60, 'NOK');
    PERFORM pg_temp.ask('all that is shared', 'exercised', 'max 10, ..', held, 2, shared_units => 2);
    PERFORM pg_temp.ask('more than is shared', 'exercised', 'max 10, ..', held, 3, shared_units => 2);
    PERFORM pg_temp.ask('more than own and shared', 'exercised', 'max 10, ..', held, 7, shared_units => 2);
    PERFORM pg_temp.ask('more money than is shared', 'exercised', 'max 10, ..', held, 3, 9, 'NOK', shared_amount => 8.9999);
    PERFORM pg_temp.ask('no units for a shared cap in units', 'exercised', 'max 100 NOK, ..', held, NULL, 5, 'NOK', shared_units => 2);
    PERFORM pg_temp.ask('no money for a shared cap in money', 'exercised', 'max 10, ..', held, 1, shared_amount => 2);
    PERFORM pg_temp.ask('all money that is shared used up', 'exercised', 'max 10, ..', held, 1, 1, 'NOK', shared_amount => 0);
    PERFORM pg_temp.ask('the phase not reached', 'exercised', 'max 10, .., from purchase', held, 1, reached => 'development.2');
    PERFORM pg_temp.ask('no phase reached', 'exercised', 'max 10, .., from purchase', held, 1);
    PERFORM pg_temp.ask('the phase reached', 'exercised', 'max 10, .., from purchase', held, 1, reached => 'purchase');
    PERFORM pg_temp.ask('the last day for notice passed', 'exercised', 'max 10, ..2020-06-15, notice 1 day', held, 1);

    PERFORM pg_temp.ask('all that was drawn', 'exercise_reversed', 'max 10, ..', held, 4, 40, 'NOK');
    PERFORM pg_temp.ask('a unit more', 'exercise_reversed', 'max 10, ..', held, 5);
    PERFORM pg_temp.ask('a krone more', 'exercise_reversed', 'max 10, ..', held, 4, 41, 'NOK');
    PERFORM pg_temp.ask('what was reversed before', 'exercise_reversed', 'max 10, ..', held + 'reversed 3', 2);
    PERFORM pg_temp.ask('before the first exercise', 'exercise_reversed', 'max 10, ..', 'granted 2019-01-01, drawn 4, first drawn 2020-06-16', 1);
    PERFORM pg_temp.ask('nothing', 'exercise_reversed', 'max 10, ..', held);
    PERFORM pg_temp.ask('another currency', 'exercise_reversed', 'max 10, ..', held, 1, 1, 'DKK');
    PERFORM pg_temp.ask('of a right only named', 'exercise_reversed', 'max 10, ..', 'named 2019-01-01', 1);

    PERFORM pg_temp.ask('but one', 'partly_waived', 'max 10, ..', held, 5);
    PERFORM pg_temp.ask('everything', 'partly_waived', 'max 10, ..', held, 6);
    PERFORM pg_temp.ask('more than everything', 'partly_waived', 'max 10, ..', held, 7);
    PERFORM pg_temp.ask('all money', 'partly_waived', 'max 10, max 100 NOK, ..', held, 1, 60, 'NOK');
    PERFORM pg_temp.ask('more than all money', 'partly_waived', 'max 10, max 100 NOK, ..', held, 1, 61, 'NOK');
    PERFORM pg_temp.ask('money only', 'partly_waived', 'max 10, max 100 NOK, ..', held, NULL, 59, 'NOK');
    PERFORM pg_temp.ask('money that was never promised', 'partly_waived', 'max 10, ..', held, NULL, 5, 'NOK');
    PERFORM pg_temp.ask('units that were never promised', 'partly_waived', 'max 100 NOK, ..', held, 1);
    PERFORM pg_temp.ask('nothing', 'partly_waived', 'max 10, ..', held);
    PERFORM pg_temp.ask('another currency', 'partly_waived', 'max 10, max 100 NOK, ..', held, NULL, 5, 'DKK');

    PERFORM pg_temp.ask('more units', 'cap_amended', 'max 10, ..', held, 5);
    PERFORM pg_temp.ask('more units, all drawn', 'cap_amended', 'max 4, ..', held, 5);
    PERFORM pg_temp.ask('money beside a ceiling in units', 'cap_amended', 'max 10, ..', held, NULL, 5, 'NOK');
    PERFORM pg_temp.ask('less', 'cap_amended', 'max 10, ..', held, -5);
    PERFORM pg_temp.ask('nothing', 'cap_amended', 'max 10, ..', held);
    PERFORM pg_temp.ask('another currency', 'cap_amended', 'max 100 NOK, ..', held, NULL, 5, 'DKK');

    PERFORM pg_temp.ask('a later day', 'window_extended', 'max 10, ..2020-12-31', held, extended_to => '2021-01-01');
    PERFORM pg_temp.ask('the same day', 'window_extended', 'max 10, ..2020-12-31', held, extended_to => '2020-12-31');
    PERFORM pg_temp.ask('an earlier day than the last extension', 'window_extended', 'max 10, ..2020-12-31', held + 'extended 2021-06-30', extended_to => '2021-06-29');
    PERFORM pg_temp.ask('no day', 'window_extended', 'max 10, ..2020-12-31', held);
    PERFORM pg_temp.ask('for ever', 'window_extended', 'max 10, ..2020-12-31', held, extended_to => 'infinity');
    PERFORM pg_temp.ask('what has no end', 'window_extended', 'max 10, ..', held, extended_to => '2021-06-29');
    PERFORM pg_temp.ask('on the last day', 'window_extended', 'max 10, ..2020-06-15', held, extended_to => '2021-06-29');
    PERFORM pg_temp.ask('a day late', 'window_extended', 'max 10, ..2020-06-14', held, extended_to => '2021-06-29');
    PERFORM pg_temp.ask('after the last day for notice', 'window_extended', 'max 10, ..2020-06-15, notice 1 day', held, extended_to => '2021-06-29');
    PERFORM pg_temp.ask('all drawn, and a day late', 'window_extended', 'max 4, ..2020-06-14', held, extended_to => '2021-06-29');

    PERFORM pg_temp.ask('not transferable', 'assigned_out', 'max 10, ..', held);
    PERFORM pg_temp.ask('not transferable, but by succession', 'assigned_out', 'max 10, ..', held, by_succession => true);
    PERFORM pg_temp.ask('transferable', 'assigned_out', 'max 10, .., transferable', held);
    PERFORM pg_temp.ask('by succession, waived', 'assigned_out', 'max 10, ..', held + 'waived 2020-06-15', by_succession => true);
    PERFORM pg_temp.ask('shared cap used up by others', 'assigned_out', 'max 10, .., transferable', held, shared_units => 0);

    PERFORM pg_temp.ask('number 1', 'condition_met', 'max 10, .., conditions 2', held, condition_no => 1);
    PERFORM pg_temp.ask('number 0', 'condition_met', 'max 10, .., conditions 2', held, condition_no => 0);
    PERFORM pg_temp.ask('number 3 of 2', 'condition_met', 'max 10, .., conditions 2', held, condition_no => 3);
    PERFORM pg_temp.ask('no number', 'condition_met', 'max 10, .., conditions 2', held);
    PERFORM pg_temp.ask('met before', 'condition_met', 'max 10, .., conditions 2', held + 'met 1', condition_no => 1);
    PERFORM pg_temp.ask('met before', 'condition_failed', 'max 10, .., conditions 2', held + 'met 1', condition_no => 1);
    PERFORM pg_temp.ask('another failed before', 'condition_met', 'max 10, .., conditions 2', held + 'failed 2', condition_no => 1);
    PERFORM pg_temp.ask('the last of 16', 'condition_failed', 'max 10, .., conditions 16', held, condition_no => 16);

    PERFORM pg_temp.ask('resumed yesterday', 'suspended', 'max 10, ..', held + 'suspended 2020-06-01, resumed 2020-06-14');
    PERFORM pg_temp.ask('resumed today', 'suspended', 'max 10, ..', held + 'suspended 2020-06-01, resumed 2020-06-15');
    PERFORM pg_temp.ask('the day it was suspended', 'resumed', 'max 10, ..', held + 'suspended 2020-06-15');
    PERFORM pg_temp.ask('after the window has closed', 'resumed', 'max 10, ..2020-06-14', held + 'suspended 2020-06-01');
    PERFORM pg_temp.ask('resumed before', 'resumed', 'max 10, ..', held + 'suspended 2020-06-01, resumed 2020-06-14');

    PERFORM pg_temp.ask('twice', 'named', 'max 10, ..', 'named 2020-06-15');
    PERFORM pg_temp.ask('when the window has closed', 'named', 'max 10, ..2020-06-14', 'empty');
    PERFORM pg_temp.ask('while suspended', 'granted', 'max 10, ..', 'named 2019-01-01, suspended 2020-06-01');
    PERFORM pg_temp.ask('when the window has closed', 'granted', 'max 10, ..2020-06-14', 'named 2019-01-01');
    PERFORM pg_temp.ask('without having been named', 'granted', 'max 10, ..', 'empty');
    PERFORM pg_temp.ask('to one who holds it', 'assigned_in', 'max 10, ..', held);
    PERFORM pg_temp.ask('when the window has closed', 'assigned_in', 'max 10, ..2020-06-14', 'empty');
    PERFORM pg_temp.ask('of a right only named', 'contract_terminated', 'max 10, ..', 'named 2019-01-01');
    PERFORM pg_temp.ask('after the window has closed', 'contract_terminated', 'max 10, ..2020-06-14', held);
END $$;
SELECT kind, what, answer FROM answered ORDER BY no;

-- what a later day knows is no guard for an earlier one
SELECT option_refusal('exercised', 'max 10, ..', 'granted 2020-06-16', '2020-06-15', 1) AS before_the_grant,
    option_refusal('exercised', 'max 10, ..', 'granted 2020-06-15, waived 2020-06-16', '2020-06-15', 1) IS NULL AS before_the_waiver;

-- every code that there is has been given
SELECT code FROM unnest(ARRAY['not_granted', 'conditions_open', 'window_not_open', 'window_closed', 'phase_not_reached', 'suspended', 'over_own_units', 'over_own_amount',
    'over_shared_units', 'over_shared_amount', 'right_waived', 'right_assigned', 'contract_terminated', 'below_minimum', 'indivisible', 'condition_failed', 'reversal_exceeds',
    'extension_after_lapse', 'currency_mismatch', 'not_transferable', 'already', 'not_suspended', 'bad_quantity', 'bad_condition', 'bad_extension']) code
WHERE code NOT IN (SELECT answer FROM answered)
    AND code NOT IN (SELECT pg_temp.answer('exercised', terms, so_far, 1) FROM (VALUES
        ('max 10, .., conditions 1'::option_right, 'granted 2019-01-01'::option_position), ('max 10, 2020-07-01..', 'granted 2019-01-01'),
        ('max 10, ..', 'granted 2019-01-01, assigned 2020-01-01'), ('max 10, ..', 'granted 2019-01-01, terminated 2020-01-01')) t(terms, so_far));

-- what must be known is never taken for granted
SELECT pg_temp.error_of($$SELECT innopart.option_refusal(NULL, 'max 10, ..', 'empty', '2020-06-15')$$);
SELECT pg_temp.error_of($$SELECT innopart.option_refusal('named', NULL, 'empty', '2020-06-15')$$);
SELECT pg_temp.error_of($$SELECT innopart.option_refusal('named', 'max 10, ..', NULL, '2020-06-15')$$);
SELECT pg_temp.error_of($$SELECT innopart.option_refusal('named', 'max 10, ..', 'empty', NULL)$$);
SELECT pg_temp.error_of($$SELECT innopart.option_refusal('named', 'max 10, ..', 'empty', 'infinity')$$);
SELECT pg_temp.error_of($$SELECT innopart.option_refusal('exercised', 'max 10, ..', 'empty', '2020-06-15', 1, 1, 'kr')$$);
SELECT pg_temp.error_of($$SELECT innopart.option_refusal('exercised', 'max 10, ..', 'empty', '2020-06-15', 1, 0.00001, 'NOK')$$);

-- a vocabulary that somebody has added to
BEGIN;
ALTER TYPE option_event_kind RENAME VALUE 'named' TO 'christened';
SELECT pg_temp.error_of($$SELECT innopart.option_refusal('christened', 'max 10, ..', 'empty', '2020-06-15')$$);
ROLLBACK;
BEGIN;
ALTER TYPE option_state RENAME VALUE 'lapsed' TO 'gone';
SELECT pg_temp.error_of($$SELECT innopart.option_state('max 10, ..2020-01-01', 'granted 2019-01-01', '2020-06-15')$$);
ROLLBACK;
