-- What is confidential to one partner: read by that partner, the lead and whoever reads everything;
-- never seen and never counted by a competing partner (domain invariant 21).  With real roles.
SET client_min_messages = warning;
SELECT innopart.create_registry('r_secret', 'p_secret');
SET search_path = r_secret, innopart;

INSERT INTO organisation (id, name) OVERRIDING SYSTEM VALUE VALUES
    (1, 'Lead'), (2, 'Co-buyer'), (3, 'Follower'), (4, 'Outsider'), (8, 'Partner A'), (9, 'Partner B'), (18, 'Partner A, merged');
SELECT record_partnership('Secret', 1, '2020-01-01') AS p \gset
SELECT enter_phase(:p, 'need', '2020-01-02') IS NOT NULL AS begun;
SELECT count(invite(:p, v.id, v.role, '2020-01-01')) AS invited
FROM (VALUES (2, 'co_buyer'::participant_role), (3, 'follower'), (8, 'partner'), (9, 'partner')) AS v(id, role);

-- a role for each, one of them through a group
CREATE ROLE innopart_t_lead; CREATE ROLE innopart_t_co; CREATE ROLE innopart_t_follower; CREATE ROLE innopart_t_outsider;
CREATE ROLE innopart_t_a; CREATE ROLE innopart_t_a_member IN ROLE innopart_t_a; CREATE ROLE innopart_t_b; CREATE ROLE innopart_t_auditor;
CREATE ROLE innopart_t_steward; CREATE ROLE innopart_t_nobody; CREATE ROLE innopart_t_heir;
SELECT count(grant_access(v.role_name, v.level::access_level, v.organisation)) AS granted FROM (VALUES
    ('innopart_t_lead'::name, 1, 'contributor'), ('innopart_t_co', 2, 'reader'), ('innopart_t_follower', 3, 'contributor'), ('innopart_t_outsider', 4, 'contributor'),
    ('innopart_t_a', 8, 'contributor'), ('innopart_t_b', 9, 'contributor'), ('innopart_t_heir', 18, 'reader'),
    ('innopart_t_auditor', NULL, 'auditor'), ('innopart_t_steward', NULL, 'steward')) AS v(role_name, organisation, level);
-- a reader of the programme
SELECT grant_reports('innopart_t_nobody') IS NOT NULL AS granted;

SELECT share_lesson(:p, 1, 'open', 'for all', '{3,4}', effective_on => '2020-02-01') AS l_open,
    share_lesson(:p, 1, 'among us', 'for participants', '{3}', confidentiality => 'participants', effective_on => '2020-02-01') AS l_among,
    share_lesson(:p, 1, 'of A', 'A cannot climb stairs', '{8}', confidentiality => 'partner', confidential_to_id => 8, effective_on => '2020-02-01') AS l_a,
    share_lesson(:p, 1, 'of B', 'B is too heavy', '{9}', confidentiality => 'partner', confidential_to_id => 9, effective_on => '2020-02-01') AS l_b \gset
SELECT adopt_lesson(:l_a, 8, 'adopted', 'as_is', effective_on => '2020-03-01') IS NOT NULL
    AND adopt_lesson(:l_b, 9, 'adopted', 'as_is', effective_on => '2020-03-01') IS NOT NULL AS adopted;

-- a function that tells what it is given
CREATE FUNCTION public.innopart_t_tell(statement text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE WARNING 'saw: %', statement; RETURN true; END $$;

-- who is to join later reads nothing yet
SELECT invite(:p, 4, 'follower', current_date + 30) IS NOT NULL AS outsider_to_join;

-- what each role sees, in the tables, in the known_ views and in counts
CREATE FUNCTION public.innopart_t_sees(OUT lessons text, OUT known text, OUT shares bigint, OUT adoptions bigint, OUT seals bigint, OUT lesson_count bigint)
    LANGUAGE sql STABLE AS $$
    SELECT (SELECT string_agg(title, ', ' ORDER BY id) FROM r_secret.lesson), (SELECT string_agg(title, ', ' ORDER BY id) FROM r_secret.known_lesson),
        (SELECT count(*) FROM r_secret.lesson_share), (SELECT count(*) FROM r_secret.lesson_adoption), (SELECT count(*) FROM r_secret.lesson_seal),
        (SELECT count(*) FROM r_secret.lesson)
$$;
SELECT 'superuser' AS reader, * FROM public.innopart_t_sees();
SET ROLE innopart_t_lead; SELECT current_user AS reader, * FROM public.innopart_t_sees();
SET ROLE innopart_t_co; SELECT current_user AS reader, * FROM public.innopart_t_sees();
SET ROLE innopart_t_follower; SELECT current_user AS reader, * FROM public.innopart_t_sees();
SET ROLE innopart_t_outsider; SELECT current_user AS reader, * FROM public.innopart_t_sees();
SET ROLE innopart_t_a; SELECT current_user AS reader, * FROM public.innopart_t_sees();
SET ROLE innopart_t_a_member; SELECT current_user AS reader, * FROM public.innopart_t_sees();
SET ROLE innopart_t_b; SELECT current_user AS reader, * FROM public.innopart_t_sees();
SET ROLE innopart_t_auditor; SELECT current_user AS reader, * FROM public.innopart_t_sees();
SET ROLE innopart_t_steward; SELECT current_user AS reader, * FROM public.innopart_t_sees();
SET ROLE innopart_t_nobody; SELECT current_user AS reader, * FROM public.innopart_t_sees();
RESET ROLE;

-- one plan for many roles: a prepared statement answers for the role that runs it
PREPARE titles AS SELECT string_agg(title, ', ' ORDER BY id) AS titles FROM r_secret.known_lesson;
SET plan_cache_mode = force_generic_plan;
EXECUTE titles;
SET ROLE innopart_t_a; EXECUTE titles;
SET ROLE innopart_t_b; EXECUTE titles;
SET ROLE innopart_t_outsider; EXECUTE titles;
-- and what a role may read changes with the next statement
RESET ROLE; GRANT innopart_t_b TO innopart_t_outsider; SET ROLE innopart_t_outsider; EXECUTE titles;
RESET ROLE; REVOKE innopart_t_b FROM innopart_t_outsider; SET ROLE innopart_t_outsider; EXECUTE titles;
RESET ROLE; RESET plan_cache_mode; DEALLOCATE titles;

-- with the plan of a parallel query
SET ROLE innopart_t_b;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
-- its name until 15 and its name since
SELECT set_config(name, 'on', false) AS forced FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SELECT count(*) FROM lesson;
SELECT title FROM lesson ORDER BY title;
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size;
SELECT set_config(name, 'off', false) AS forced FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');

-- ways round: a leaky function, full-text search, an error that depends on the row, a cursor
SELECT count(*) FROM lesson WHERE public.innopart_t_tell(statement);
SELECT count(*) FROM lesson WHERE search_text @@ to_tsquery('norwegian', 'stairs');
SELECT count(*) FROM lesson WHERE title = 'of A' AND 1 / (id - id + 1) = 1;
SELECT count(*) FROM lesson_share WHERE receiver_id = 8;
RESET ROLE;
BEGIN;
SET ROLE innopart_t_b;
DECLARE secret CURSOR FOR SELECT title FROM lesson ORDER BY id;
FETCH ALL FROM secret;
ROLLBACK;
RESET ROLE;

-- a lesson that was open and is now A's: the open original is gone as well, today and at any known_at
SELECT share_lesson(:p, 1, 'told too much', 'A fails in the cold', confidentiality => 'open', effective_on => '2020-02-02') AS l_leak \gset
SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS before_correction \gset
SET ROLE innopart_t_b; SELECT title, confidentiality FROM known_lesson WHERE id = :l_leak; RESET ROLE;
INSERT INTO lesson (partnership_id, corrects_id, organisation_id, phase, title, statement, confidentiality, confidential_to_id, effective_on)
VALUES (:p, :l_leak, 1, 'need', 'told too much', 'A fails in the cold', 'partner', 8, '2020-02-02');
SET ROLE innopart_t_b;
SELECT count(*) AS seen FROM known_lesson WHERE id = :l_leak;
SELECT count(*) AS rows_of_it FROM lesson WHERE id = :l_leak OR corrects_id = :l_leak;
SELECT set_config('innopart.known_at', :'before_correction', false) IS NOT NULL AS back_then;
SELECT count(*) AS seen FROM known_lesson WHERE id = :l_leak;
RESET innopart.known_at;
SET ROLE innopart_t_a; SELECT title, confidentiality FROM known_lesson WHERE id = :l_leak;
SET ROLE innopart_t_auditor;
SELECT set_config('innopart.known_at', :'before_correction', false) IS NOT NULL AS back_then;
SELECT title, confidentiality FROM known_lesson WHERE id = :l_leak;
RESET innopart.known_at;
RESET ROLE;
-- and one that is opened in other words keeps the first wording closed; a withdrawal opens nothing
INSERT INTO lesson (partnership_id, corrects_id, organisation_id, phase, title, statement, effective_on)
VALUES (:p, :l_a, 1, 'need', 'of A, for all', 'Test on stairs early', '2020-02-01');
INSERT INTO lesson (partnership_id, corrects_id, organisation_id, phase, title, statement, effective_on, is_withdrawn)
VALUES (:p, :l_b, 1, 'need', 'of B', 'withdrawn', '2020-02-01', true);
SET ROLE innopart_t_follower;
SELECT title, statement FROM lesson ORDER BY id;
SELECT title FROM known_lesson ORDER BY id;
RESET ROLE;

-- who takes part no more, and who came after
INSERT INTO organisation_succession (predecessor_id, successor_id, kind, effective_on) VALUES (8, 18, 'merger', '2021-01-01');
SET ROLE innopart_t_heir; SELECT title FROM known_lesson WHERE confidentiality = 'partner' ORDER BY id; RESET ROLE;
INSERT INTO participant (partnership_id, corrects_id, organisation_id, role, effective_on, to_on)
SELECT partnership_id, id, organisation_id, role, effective_on, '2020-01-31' FROM participant WHERE partnership_id = :p AND organisation_id = 2;
SET ROLE innopart_t_co; SELECT title FROM known_lesson ORDER BY id;
-- turning back the clock turns back what is told, not who may read it
SELECT set_config('innopart.known_at', :'before_correction', false) IS NOT NULL AS back_then, set_config('innopart.as_of', '2020-01-31', false) AS as_of;
SELECT title FROM known_lesson ORDER BY id;
RESET innopart.known_at; RESET innopart.as_of;
RESET ROLE;

-- writing: for one's own organisation only, and about lessons one may read; without a number of one's own
SET ROLE innopart_t_a;
\set SHOW_CONTEXT never
INSERT INTO lesson (partnership_id, id, organisation_id, phase, title, statement, effective_on) VALUES (:p, 1, 8, 'need', 'by A', 'x', '2020-02-03');
RESET ROLE; GRANT INSERT ON lesson, lesson_share, lesson_adoption TO innopart_t_co, innopart_t_auditor;
SET ROLE innopart_t_a;
SELECT share_lesson(:p, 8, 'by A', 'our own', '{1}', confidentiality => 'partner', confidential_to_id => 8, effective_on => '2020-02-03') AS l_own \gset
SELECT title FROM known_lesson WHERE id = :l_own;
INSERT INTO lesson (partnership_id, organisation_id, phase, title, statement, effective_on) VALUES (:p, 9, 'need', 'as B', 'x', '2020-02-03');
INSERT INTO lesson_adoption (partnership_id, lesson_id, organisation_id, level, effective_on) VALUES (:p, :l_own, 9, 'seen', '2020-02-03');
-- a hidden lesson and one that does not exist answer alike, and nobody corrects what another has said
SET ROLE innopart_t_b;
INSERT INTO lesson (partnership_id, corrects_id, organisation_id, phase, title, statement, effective_on) VALUES (:p, :l_own, 9, 'need', 'opened', 'x', '2020-02-03');
INSERT INTO lesson (partnership_id, corrects_id, organisation_id, phase, title, statement, effective_on) VALUES (:p, :l_open, 9, 'need', 'taken', 'x', '2020-02-03');
INSERT INTO lesson (partnership_id, corrects_id, organisation_id, phase, title, statement, effective_on) VALUES (:p, 999999, 9, 'need', 'made up', 'x', '2020-02-03');
INSERT INTO lesson_adoption (partnership_id, lesson_id, organisation_id, level, effective_on) VALUES (:p, :l_own, 9, 'seen', '2020-02-03');
INSERT INTO lesson_adoption (partnership_id, lesson_id, organisation_id, level, effective_on) VALUES (:p, 999999, 9, 'seen', '2020-02-03');
SELECT adopt_lesson(:l_open, 9, 'seen', effective_on => '2020-02-03') IS NOT NULL AS adopted_open;
-- a reader and an auditor write nothing, a steward writes for all
SET ROLE innopart_t_co;
INSERT INTO lesson (partnership_id, organisation_id, phase, title, statement, effective_on) VALUES (:p, 2, 'need', 'by co-buyer', 'x', '2020-02-03');
SET ROLE innopart_t_auditor;
INSERT INTO lesson (partnership_id, organisation_id, phase, title, statement, effective_on) VALUES (:p, 2, 'need', 'by auditor', 'x', '2020-02-03');
SET ROLE innopart_t_steward;
SELECT share_lesson(:p, 9, 'by steward for B', 'x', '{1}', confidentiality => 'partner', confidential_to_id => 9, effective_on => '2020-02-03') IS NOT NULL AS shared;
-- nobody opens a seal or gives itself access, and an edit is answered, not ignored
SET ROLE innopart_t_b;
UPDATE lesson_seal SET confidentiality = 'open', confidential_to_id = NULL;
INSERT INTO access (role_name, organisation_id, level) VALUES ('innopart_t_b', 8, 'reader');
SELECT role_name, level FROM access;
RESET ROLE;
GRANT UPDATE, DELETE ON lesson, lesson_share, lesson_adoption, lesson_seal, access TO innopart_t_b;
GRANT INSERT ON lesson_seal, access TO innopart_t_b;
SET ROLE innopart_t_b;
UPDATE lesson_seal SET confidentiality = 'open', confidential_to_id = NULL;
INSERT INTO lesson_seal VALUES (:p, :l_own, 9, 'open', NULL, '2020-02-03');
INSERT INTO lesson_seal VALUES (:p, 999999, 9, 'open', NULL, '2020-02-03');
INSERT INTO access (role_name, organisation_id, level) VALUES ('innopart_t_b', 8, 'reader');
UPDATE access SET organisation_id = 8;
UPDATE lesson SET statement = 'x' WHERE id = :l_open;
DELETE FROM lesson_share;
SELECT confidentiality FROM lesson_seal WHERE lesson_id = :l_own;
RESET ROLE;

-- the reports: what changes among A's secrets changes nothing, in no report, for anybody else
CREATE FUNCTION public.innopart_t_reports(OUT read bigint, OUT contents text) LANGUAGE plpgsql AS $$
DECLARE
    report name;
    content text;
BEGIN
    read := 0;
    FOR report IN SELECT viewname FROM pg_views WHERE schemaname = 'p_secret' ORDER BY 1 LOOP
        EXECUTE format('SELECT md5(coalesce(string_agg(x::text, E''\n'' ORDER BY x::text), '''')) FROM p_secret.%I x', report) INTO content;
        contents := concat_ws(' ', contents, report, content);
        read := read + 1;
    END LOOP;
END $$;
SELECT count(*) AS reports FROM pg_views WHERE schemaname = 'p_secret' \gset
SET innopart.as_of = '2021-06-30';
SET ROLE innopart_t_b; SELECT read = :reports AS all_read, contents AS b_before FROM public.innopart_t_reports() \gset
SET ROLE innopart_t_nobody; SELECT read = :reports AS nobody_reads_all, contents AS nobody_before FROM public.innopart_t_reports() \gset
SET ROLE innopart_t_a; SELECT contents AS a_before FROM public.innopart_t_reports() \gset
RESET ROLE;
SELECT share_lesson(:p, 8, 'another of A', 'A overheats', '{1}', confidentiality => 'partner', confidential_to_id => 8, effective_on => '2020-02-04') AS l_more \gset
SELECT adopt_lesson(:l_more, 1, 'adopted', 'as_is', learned_from_id => 8, effective_on => '2020-04-01') IS NOT NULL AS adopted;
SET ROLE innopart_t_b; SELECT :'all_read'::boolean AS all_read, contents = :'b_before' AS b_sees_no_change FROM public.innopart_t_reports();
SET ROLE innopart_t_nobody; SELECT :'nobody_reads_all'::boolean AS all_read, contents = :'nobody_before' AS nobody_sees_no_change FROM public.innopart_t_reports();
SET ROLE innopart_t_a; SELECT contents <> :'a_before' AS a_sees_a_change FROM public.innopart_t_reports();
RESET ROLE;
RESET innopart.as_of;

-- one call grants a reader all, and nothing to write
SET ROLE innopart_t_nobody;
SELECT count(*) AS tables_to_write FROM pg_class c
WHERE c.relnamespace IN ('r_secret'::regnamespace, 'p_secret'::regnamespace) AND c.relkind IN ('r', 'v')
  AND (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')
       OR has_table_privilege(c.oid, 'TRUNCATE') OR has_table_privilege(c.oid, 'TRIGGER') OR has_table_privilege(c.oid, 'REFERENCES'));
SELECT count(*) AS sequences_to_use FROM pg_class c
WHERE c.relnamespace = 'r_secret'::regnamespace AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'USAGE') END;
RESET ROLE;

-- an owner who is no superuser sees all: FORCE does not lock it out
CREATE ROLE innopart_t_owner;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO innopart_t_owner', current_database()); END $$;
SET ROLE innopart_t_owner;
SELECT innopart.create_registry('r_owned', 'p_owned');
SET search_path = r_owned, innopart;
INSERT INTO organisation (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Lead'), (8, 'Partner');
SELECT record_partnership('Owned', 1, '2020-01-01') AS p \gset
SELECT share_lesson(:p, 1, 'secret', 'x', '{8}', 'need', 'partner', 8, effective_on => '2020-01-01') IS NOT NULL AS shared;
SELECT count(*) FROM lesson JOIN lesson_share ON lesson_share.lesson_id = lesson.id;
UPDATE lesson SET title = 'y';
DELETE FROM lesson_share;
TRUNCATE lesson CASCADE;
SET ROLE innopart_t_owner;
SELECT innopart.drop_registry('r_owned', force => true);
RESET ROLE;
RESET ROLE;

RESET search_path;
SELECT innopart.drop_registry('r_secret', force => true);
DROP FUNCTION public.innopart_t_sees(), public.innopart_t_tell(text), public.innopart_t_reports();
DO $$ BEGIN EXECUTE format('REVOKE CREATE ON DATABASE %I FROM innopart_t_owner', current_database()); END $$;
DROP ROLE innopart_t_lead, innopart_t_co, innopart_t_follower, innopart_t_outsider, innopart_t_a_member, innopart_t_a, innopart_t_b, innopart_t_auditor,
    innopart_t_steward, innopart_t_nobody, innopart_t_heir, innopart_t_owner;
