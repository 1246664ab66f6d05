-- Every fact is appended: no edit by any way in, corrections by new rows, withdrawals, what was
-- known when; and the same guards for INSERT, COPY and the rest.
SET client_min_messages = warning;
SELECT innopart.create_registry('r_facts', 'p_facts');
SET search_path = r_facts, innopart;
\set SHOW_CONTEXT never

CREATE FUNCTION pg_temp.code_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RETURN 'done';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;

-- numbers below 100 are given by hand
SELECT count(setval(c.oid, 100)) > 0 AS numbered FROM pg_class c WHERE c.relnamespace = 'r_facts'::regnamespace AND c.relkind = 'S' AND c.relname NOT LIKE 'partnership%';
INSERT INTO organisation (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Lead'), (2, 'Anna'), (3, 'Berit'), (8, 'Partner');
SELECT record_partnership('Facts', 1, '2019-01-01') AS p \gset

-- --- nothing is edited ----------------------------------------------------------------------------
-- one row in each table of facts, past the judges: only the append-only rule is looked at
SET session_replication_role = replica;
INSERT INTO organisation_succession (predecessor_id, successor_id, kind, effective_on) VALUES (2, 3, 'merger', '2020-01-01');
INSERT INTO need (title) VALUES ('Need');
INSERT INTO need_member (need_id, organisation_id, effective_on) SELECT id, 1, '2019-01-01' FROM need;
INSERT INTO document (partnership_id, kind, title, effective_on) VALUES (:p, 'other', 'D', '2019-01-01');
INSERT INTO notice (partnership_id, kind, effective_on) VALUES (:p, 'competition', '2019-01-01');
INSERT INTO partnership_value (partnership_id, kind, amount, currency, effective_on) VALUES (:p, 'grant', 1, 'NOK', '2019-01-01');
INSERT INTO source_party (partnership_id, document_id, organisation_id, effective_on) SELECT :p, id, 1, '2019-01-01' FROM document;
INSERT INTO import_warning (partnership_id, document_id, code, message, effective_on) SELECT :p, id, 'x', 'x', '2019-01-01' FROM document;
INSERT INTO notice_lot (partnership_id, notice_id, lot_number, effective_on) SELECT :p, id, '1', '2019-01-01' FROM notice;
INSERT INTO notice_text (partnership_id, notice_id, topic, language, body, effective_on) SELECT :p, id, 'title', 'en', 'x', '2019-01-01' FROM notice;
INSERT INTO notice_code (partnership_id, notice_id, scheme, code, effective_on) SELECT :p, id, 'CPV', '73000000', '2019-01-01' FROM notice;
INSERT INTO award (partnership_id, id, notice_id, award_number, is_awarded, effective_on) OVERRIDING SYSTEM VALUE SELECT :p, 1, id, '1', true, '2019-01-01' FROM notice;
INSERT INTO award_party (partnership_id, award_id, organisation_id, role, effective_on) VALUES (:p, 1, 8, 'supplier', '2019-01-01');
INSERT INTO competition_count (partnership_id, step, counted, effective_on) VALUES (:p, 'tenders', 3, '2019-01-01');
INSERT INTO phase_plan (partnership_id, phase, title, effective_on) VALUES (:p, 'development.1', 'Plan', '2019-01-01');
INSERT INTO partner_contract (partnership_id, id, organisation_id, title, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 8, 'C', '2019-01-01');
INSERT INTO consortium_member (partnership_id, partner_contract_id, organisation_id, effective_on) VALUES (:p, 1, 2, '2019-01-01');
INSERT INTO contract_change (partnership_id, partner_contract_id, amount, legal_basis, effective_on) VALUES (:p, 1, 1, 'x', '2019-01-01');
INSERT INTO target (partnership_id, id, partner_contract_id, phase, title, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 1, 'development.1', 'T', '2019-01-01');
INSERT INTO target_assessment (partnership_id, target_id, status, effective_on) VALUES (:p, 1, 'met', '2019-01-01');
INSERT INTO gate_decision (partnership_id, partner_contract_id, phase, outcome, assessment_ids, effective_on) VALUES (:p, 1, 'development.1', 'proceed', '{1}', '2019-01-01');
INSERT INTO track_event (partnership_id, partner_contract_id, phase, state, effective_on) VALUES (:p, 1, 'development.1', 'active', '2019-01-01');
INSERT INTO instalment (partnership_id, id, partner_contract_id, target_id, amount, currency, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 1, 1, 1, 'NOK', '2019-01-01');
INSERT INTO payment (partnership_id, instalment_id, amount, currency, effective_on) VALUES (:p, 1, 1, 'NOK', '2019-01-01');
INSERT INTO solution (partnership_id, id, partner_contract_id, name, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 1, 'S', '2019-01-01');
INSERT INTO acceptance (partnership_id, solution_id, performance_met, unit_cost_amount, max_unit_cost_amount, currency, effective_on) VALUES (:p, 1, true, 1, 1, 'NOK', '2019-01-01');
INSERT INTO option_right (partnership_id, id, holder_id, title, terms, unit_code, price_basis, named_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 2, 'R', 'max 1, ..', 'C62', 'formula', '2019-01-01');
INSERT INTO option_account (partnership_id, option_right_id) VALUES (:p, 1);
INSERT INTO option_condition (partnership_id, option_right_id, condition_no, code) VALUES (:p, 1, 1, 'budget_approved');
INSERT INTO option_event (partnership_id, option_right_id, kind, effective_on) VALUES (:p, 1, 'named', '2019-01-01');
INSERT INTO cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 'Cap', 1, 'C62', '2019-01-01');
INSERT INTO cap_account (partnership_id, cap_id) VALUES (:p, 1);
INSERT INTO cap_event (partnership_id, cap_id, units, effective_on, legal_basis) VALUES (:p, 1, 1, '2019-01-01', 'x');
INSERT INTO mandate (partnership_id, option_right_id, organisation_id, effective_on) VALUES (:p, 1, 3, '2019-01-01');
INSERT INTO outside_purchase (partnership_id, solution_id, organisation_id, effective_on) VALUES (:p, 1, 3, '2019-01-01');
INSERT INTO meeting (partnership_id, id, phase, kind, title, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 'need', 'kickoff', 'M', '2019-01-01');
INSERT INTO attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on) VALUES (:p, 1, 2, 'follower', 'attended', '2019-01-01');
INSERT INTO contribution (partnership_id, organisation_id, phase, kind, effective_on) VALUES (:p, 2, 'need', 'data', '2019-01-01');
INSERT INTO lesson (partnership_id, id, organisation_id, phase, title, statement, effective_on) OVERRIDING SYSTEM VALUE VALUES (:p, 1, 1, 'need', 'L', 'x', '2019-01-01');
INSERT INTO lesson_share (partnership_id, lesson_id, giver_id, receiver_id, effective_on) VALUES (:p, 1, 1, 2, '2019-01-01');
INSERT INTO lesson_adoption (partnership_id, lesson_id, organisation_id, level, effective_on) VALUES (:p, 1, 2, 'seen', '2019-01-01');
RESET session_replication_role;

-- no day beyond those that reports can be asked of, and no amount that is no number: what one row says, said otherwise
CREATE TEMP TABLE beyond AS
SELECT c.relname AS fact, a.attname AS what, v.said,
    pg_temp.code_of(format('SET LOCAL session_replication_role = replica; INSERT INTO r_facts.%1$I (%2$s) SELECT %2$s FROM (SELECT (jsonb_populate_record(f, %3$L)).* FROM r_facts.%1$I f LIMIT 1) f', c.relname,
        (SELECT string_agg(quote_ident(o.attname), ', ') FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attnum > 0 AND NOT o.attisdropped AND o.attgenerated = ''),
        jsonb_build_object('id', 99, a.attname, v.said))) AS code
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped AND a.attnum > 0
JOIN (VALUES ('date', '-infinity'), ('date', 'infinity'), ('date', '0001-12-31 BC'), ('date', '10000-01-01'), ('date', '300000-01-01'), ('numeric', 'NaN')) AS v(type, said) ON a.atttypid = v.type::regtype
WHERE c.relnamespace = 'r_facts'::regnamespace AND c.relkind = 'r' AND EXISTS (SELECT FROM pg_attribute f WHERE f.attrelid = c.oid AND f.attname = 'corrects_id');
SELECT said, code, count(*) > 10 AS many, CASE WHEN code <> '23514' THEN string_agg(fact || '.' || what, ', ' ORDER BY fact, what) END AS which FROM beyond GROUP BY 1, 2 ORDER BY 1, 2;
-- nor one in the ledger, a price or a rate
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.atttypid = 'numeric'::regtype
WHERE c.relnamespace = 'r_facts'::regnamespace AND c.relkind = 'r' AND c.relname NOT LIKE 'rollup%' AND a.attname <> 'vat_rate'
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey) AND pg_get_constraintdef(k.oid) LIKE format('%%(%s < ''NaN''::numeric)%%', a.attname)) ORDER BY 1, 2;

CREATE TEMP TABLE edits AS
SELECT c.relname AS fact,
    pg_temp.code_of(format('UPDATE r_facts.%I SET effective_on = effective_on + 1', c.relname)) AS by_update,
    pg_temp.code_of(format('DELETE FROM r_facts.%I', c.relname)) AS by_delete,
    pg_temp.code_of(format('TRUNCATE r_facts.%I CASCADE', c.relname)) AS by_truncate,
    pg_temp.code_of(format('MERGE INTO r_facts.%I f USING (VALUES (1)) v(x) ON true WHEN MATCHED THEN UPDATE SET effective_on = f.effective_on + 1', c.relname)) AS by_merge,
    pg_temp.code_of(format('INSERT INTO r_facts.%1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM r_facts.%1$I ON CONFLICT (%3$s) DO UPDATE SET effective_on = EXCLUDED.effective_on + 1', c.relname,
        (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
        (SELECT string_agg(quote_ident(a.attname), ', ') FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = c.oid AND i.indisprimary))) AS by_upsert,
    pg_temp.code_of(format('SET LOCAL session_replication_role = replica; DELETE FROM r_facts.%I', c.relname)) AS by_replica_role
FROM pg_class c
WHERE c.relnamespace = 'r_facts'::regnamespace AND c.relkind = 'r'
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'effective_on')
ORDER BY c.relname;
-- a cap is frozen (IP028: its ceiling is raised by an event); everything else is appended (IP027)
SELECT by_update, by_delete, by_truncate, by_merge, by_replica_role, count(*) AS tables, CASE WHEN count(*) < 3 THEN string_agg(fact, ', ' ORDER BY fact) END AS which
FROM edits GROUP BY 1, 2, 3, 4, 5 ORDER BY count(*) DESC, 1;
SELECT fact FROM edits WHERE 'done' IN (by_update, by_delete, by_truncate, by_merge, by_replica_role) ORDER BY 1;
-- an upsert updates nothing; the ledger numbers every event itself, so there is nothing to meet
SELECT by_upsert, count(*) AS tables, CASE WHEN count(*) < 3 THEN string_agg(fact, ', ' ORDER BY fact) END AS which FROM edits GROUP BY 1 ORDER BY 2 DESC;
-- a table of facts that nobody thought of would show here
SELECT c.relname AS without_guard FROM pg_class c
WHERE c.relnamespace = 'r_facts'::regnamespace AND c.relkind = 'r'
  AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'append_only')
ORDER BY 1;
SELECT c.relname AS guard_not_always FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid
WHERE c.relnamespace = 'r_facts'::regnamespace AND t.tgname LIKE 'append_only%' AND t.tgenabled <> 'A' ORDER BY 1;
UPDATE meeting SET title = 'x';
DELETE FROM option_event;
SELECT pg_temp.code_of($$UPDATE option_right SET title = 'x'$$) AS right_by_update, pg_temp.code_of($$DELETE FROM option_right$$) AS right_by_delete,
    pg_temp.code_of($$TRUNCATE option_right CASCADE$$) AS right_by_truncate, pg_temp.code_of($$DELETE FROM option_condition$$) AS condition_by_delete,
    pg_temp.code_of($$UPDATE option_condition SET code = 'pilot_completed'$$) AS condition_by_update, pg_temp.code_of($$UPDATE option_condition SET due_on = '2020-01-01'$$) AS its_due_date;

-- --- corrections ------------------------------------------------------------------------------------
SELECT log_meeting(:p, 'work_meeting', 'Work', '2019-02-01', 'need', headcount => 5) AS m \gset
SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS t1 \gset
INSERT INTO meeting (partnership_id, corrects_id, phase, kind, title, effective_on, headcount) VALUES (:p, :m, 'need', 'work_meeting', 'Work', '2019-02-02', 6) RETURNING id AS m2 \gset
SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS t2 \gset
-- a correction of the correction is one of the original
INSERT INTO meeting (partnership_id, corrects_id, phase, kind, title, effective_on, headcount) VALUES (:p, :m2, 'need', 'work_meeting', 'Work', '2019-02-03', 7) RETURNING corrects_id = :m AS of_the_original;
SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS t3 \gset
INSERT INTO meeting (partnership_id, corrects_id, phase, kind, title, effective_on, is_withdrawn) VALUES (:p, :m, 'need', 'work_meeting', 'Work', '2019-02-03', true);
SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS t4 \gset
INSERT INTO meeting (partnership_id, corrects_id, phase, kind, title, effective_on, headcount) VALUES (:p, :m, 'need', 'work_meeting', 'Work after all', '2019-02-04', 8);
-- the later recorded correction stands, whatever id a client chose for it
INSERT INTO meeting (partnership_id, id, corrects_id, phase, kind, title, effective_on, headcount) VALUES (:p, -1, :m, 'need', 'work_meeting', 'Work by an id of its own', '2019-02-05', 9);
SELECT title, effective_on FROM known_meeting WHERE id = :m;
SELECT id = :m AS same_number, title, effective_on, headcount FROM known_meeting WHERE title LIKE 'Work%';
SELECT set_config('innopart.known_at', :'t1', false) IS NOT NULL AS t1; SELECT id = :m AS same_number, effective_on, headcount FROM known_meeting WHERE title LIKE 'Work%';
SELECT set_config('innopart.known_at', :'t2', false) IS NOT NULL AS t2; SELECT id = :m AS same_number, effective_on, headcount FROM known_meeting WHERE title LIKE 'Work%';
SELECT set_config('innopart.known_at', :'t3', false) IS NOT NULL AS t3; SELECT id = :m AS same_number, effective_on, headcount FROM known_meeting WHERE title LIKE 'Work%';
SELECT set_config('innopart.known_at', :'t4', false) IS NOT NULL AS t4; SELECT count(*) AS withdrawn FROM known_meeting WHERE title LIKE 'Work%';
SET innopart.known_at = '2019-12-31 00:00:00+00'; SELECT count(*) AS not_yet FROM known_meeting;
RESET innopart.known_at;
-- what no correction may do
INSERT INTO meeting (partnership_id, corrects_id, phase, kind, title, effective_on) VALUES (:p, 999, 'need', 'kickoff', 'of nothing', '2019-02-03');
SELECT pg_temp.code_of(format($$INSERT INTO meeting (partnership_id, phase, kind, title, effective_on, is_withdrawn) VALUES (%s, 'need', 'kickoff', 'x', '2019-02-03', true)$$, :p)) AS withdrawn_from_the_first;
SELECT record_partnership('Other', 1, '2019-01-01') AS other \gset
SELECT pg_temp.code_of(format($$INSERT INTO meeting (partnership_id, corrects_id, phase, kind, title, effective_on) VALUES (%s, %s, 'need', 'kickoff', 'of another partnership', '2019-02-03')$$, :other, :m)) AS of_another_partnership;

-- who recorded a fact and when is the server's word
INSERT INTO document (partnership_id, kind, title, effective_on, recorded_at, recorded_by) VALUES (:p, 'other', 'Stamped', '2019-01-01', '2019-01-01', 'somebody else')
RETURNING recorded_at > now() - interval '1 minute' AS is_now, recorded_by = session_user AS is_me;

-- --- the same judges for every way in -------------------------------------------------------------------
INSERT INTO notice (partnership_id, kind, effective_on) VALUES (:other, 'competition', '2019-03-01');
-- COPY: a line out of order is refused whole, one in order is taken whole
SELECT :other AS copied_below;
COPY phase_event (partnership_id, stage, phase, effective_on, reason) FROM STDIN (DELIMITER ',', NULL '');
2,need,,2019-01-02,
2,purchase,,2019-01-03,
\.
COPY phase_event (partnership_id, stage, phase, effective_on, reason) FROM STDIN (DELIMITER ',', NULL '');
2,competition,,2019-03-01,
2,need,need,2019-01-02,
2,dialogue,,2019-02-01,
\.
SELECT stage, phase, effective_on FROM known_phase_event WHERE partnership_id = :other ORDER BY effective_on, id;
-- a prepared statement
PREPARE enter (bigint, partnership_stage, date) AS INSERT INTO phase_event (partnership_id, stage, effective_on) VALUES ($1, $2, $3);
EXECUTE enter (:other, 'need', '2019-04-01');
EXECUTE enter (:other, 'cancelled', '2019-04-01');
DEALLOCATE enter;
SELECT stage, phase FROM partnership_standing WHERE partnership_id = :other;
-- the number of judged steps, and that a refused one leaves it
SELECT procedure_no AS steps FROM partnership WHERE id = :other;

RESET search_path;
SELECT innopart.drop_registry('r_facts', force => true);
