-- Notices in any order come to the same; an award whose competition is not on record is dated by
-- what it tells, and corrected by the notice itself.
SET client_min_messages = error;
SELECT innopart.create_registry('r_order', 'p_order');
SELECT innopart.create_registry('r_forth', 'p_forth');
SET search_path = r_order, innopart;
SET datestyle = 'ISO, YMD';
\set SHOW_CONTEXT never
\getenv srcdir PG_ABS_SRCDIR
\set data :srcdir '/data/notices/'
\set prior `cat ":data"ted-prior-information.xml`
\set competition `cat ":data"ted-competition.xml`
\set award `cat ":data"ted-award.xml`
\set ecompetition `cat ":data"eforms-competition.xml`
\set eaward `cat ":data"eforms-award.xml`

-- --- the award alone ----------------------------------------------------------------------------------
SELECT partnership_id AS p, created FROM import_notice(:'award') \gset
SELECT kind, notice_number, effective_on, is_latest_day FROM known_notice ORDER BY id;
SELECT title, started_on FROM partnership;
SELECT o.name, p.role, p.effective_on FROM known_participant p JOIN organisation o ON o.id = p.organisation_id ORDER BY p.id;
SELECT stage, effective_on FROM known_phase_event ORDER BY effective_on, id;
SELECT count(*) AS contracts FROM known_partner_contract;
SELECT todo_code, todo_text FROM p_order.notice_todo WHERE todo_code LIKE 'competition%';
SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS before_it_came \gset

-- --- then its competition -----------------------------------------------------------------------------
SELECT partnership_id = :p AS same, created, is_new FROM import_notice(:'competition');
SELECT kind, notice_number, effective_on, is_latest_day FROM known_notice ORDER BY id;
SELECT title, started_on FROM partnership;
SELECT o.name, p.role, p.effective_on FROM known_participant p JOIN organisation o ON o.id = p.organisation_id WHERE p.role <> 'partner' ORDER BY p.id;
SELECT stage, effective_on, reason FROM known_phase_event ORDER BY effective_on, id;
SELECT count(*) AS contracts FROM known_partner_contract;
SELECT count(*) AS still_missing FROM p_order.notice_todo WHERE todo_code LIKE 'competition%';
-- what was known before stays known as of then
SELECT set_config('innopart.known_at', :'before_it_came', false) IS NOT NULL AS then;
SELECT stage, effective_on FROM known_phase_event ORDER BY effective_on, id;
SELECT effective_on, is_latest_day FROM known_notice WHERE kind = 'competition';
RESET innopart.known_at;
SELECT partnership_id = :p AS same, created, is_new FROM import_notice(:'award');
SELECT partnership_id = :p AS same, created, is_new FROM import_notice(:'prior');

-- --- forth: the same facts ------------------------------------------------------------------------------
SELECT count(*) AS imported FROM (VALUES (1, :'competition'), (2, :'award')) AS v(no, doc) CROSS JOIN LATERAL r_forth.import_notice(v.doc::xml) i;
CREATE FUNCTION pg_temp.story(schema text) RETURNS TABLE (line text) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format($q$
        SELECT concat_ws(' ', 'stage', stage, phase, effective_on) FROM %1$I.known_phase_event
        UNION ALL SELECT concat_ws(' ', o.name, p.role, p.effective_on) FROM %1$I.known_participant p JOIN %1$I.organisation o ON o.id = p.organisation_id
        UNION ALL SELECT concat_ws(' ', o.name, c.title, c.effective_on) FROM %1$I.known_partner_contract c JOIN %1$I.organisation o ON o.id = c.organisation_id
        UNION ALL SELECT concat_ws(' ', kind, notice_number, effective_on) FROM %1$I.known_notice WHERE kind <> 'planning'
        UNION ALL SELECT concat_ws(' ', kind, amount, effective_on) FROM %1$I.known_partnership_value WHERE effective_on > '2019-01-01'$q$, schema);
END $$;
SELECT 'award first' AS only_where, line FROM (SELECT line FROM pg_temp.story('r_order') EXCEPT SELECT line FROM pg_temp.story('r_forth')) x
UNION ALL SELECT 'competition first', line FROM (SELECT line FROM pg_temp.story('r_forth') EXCEPT SELECT line FROM pg_temp.story('r_order')) x ORDER BY 1, 2;
SELECT count(*) > 15 AS told FROM pg_temp.story('r_forth');

-- --- eForms: the number of the procedure links, whatever came first ----------------------------------------
SELECT partnership_id AS e, created FROM import_notice(:'eaward') \gset
SELECT kind, notice_number, effective_on, is_latest_day FROM known_notice WHERE partnership_id = :e ORDER BY id;
SELECT partnership_id = :e AS same, created, is_new FROM import_notice(:'ecompetition');
SELECT kind, notice_number, effective_on, is_latest_day FROM known_notice WHERE partnership_id = :e ORDER BY id;
SELECT stage, effective_on FROM known_phase_event WHERE partnership_id = :e ORDER BY effective_on, id;

-- --- a notice that a clerk recorded is the same notice ------------------------------------------------------
SELECT record_partnership('By hand', find_or_add_organisation('Fjordby kommune', '964338531'), '2024-01-01') AS hand \gset
SELECT record_notice(:hand, 'competition', '2024-05-02', '2024/S 088-777777') AS by_hand \gset
SELECT replace(replace(replace(:'ecompetition', '11111111-2222', '77777777-2222'), 'AAAAAAAA', 'CCCCCCCC'), '00654321-2024', '00777777-2024') AS doc \gset
SELECT partnership_id = :hand AS same, created, is_new, notice_id = :by_hand AS corrected FROM import_notice(:'doc');
SELECT notice_number, effective_on, form FROM known_notice WHERE partnership_id = :hand;
SELECT stage, effective_on FROM known_phase_event WHERE partnership_id = :hand ORDER BY effective_on, id;

-- --- another competition that names the same prior notice is another partnership ------------------------------
SELECT partnership_id <> :p AS another, created FROM import_notice(replace(replace(:'competition', '012345', '054321'), '2019/S 040', '2019/S 099')::xml);
SELECT title FROM partnership WHERE title LIKE 'Light%' ORDER BY 1;
SELECT todo_text FROM p_order.notice_todo WHERE todo_code = 'title_taken';

-- --- a prior notice first is where the partnership begins -----------------------------------------------------
SELECT partnership_id AS begun, created, warnings FROM r_forth.import_notice(replace(replace(:'prior', '000111', '000222'), 'PR_PROC CODE="N"', 'PR_PROC CODE="G"')::xml) \gset
SELECT stage, effective_on FROM r_forth.known_phase_event WHERE partnership_id = :begun;
SELECT partnership_id = :begun AS same, created FROM r_forth.import_notice(replace(replace(replace(:'competition', '000111', '000222'), '012345', '067890'), '2019/S 040', '2019/S 050')::xml);
SELECT stage, effective_on FROM r_forth.known_phase_event WHERE partnership_id = :begun ORDER BY effective_on, id;
SELECT role, effective_on FROM r_forth.known_participant WHERE partnership_id = :begun ORDER BY id;

-- --- an award that names its prior notice, not its competition -----------------------------------------------
SELECT partnership_id AS a FROM import_notice(replace(replace(replace(:'award', '300300', '311311'), '2019/S 123', '2019/S 124'), '2019/S 040-012345', '2019/S 002-000333')::xml) \gset
SELECT kind, notice_number, effective_on, is_latest_day FROM known_notice WHERE partnership_id = :a ORDER BY effective_on;
SELECT partnership_id = :a AS same FROM import_notice(replace(replace(:'prior', '000111', '000333'), '2019/S 001', '2019/S 002')::xml);
SELECT kind, notice_number, effective_on, is_latest_day FROM known_notice WHERE partnership_id = :a ORDER BY effective_on;
SELECT partnership_id = :a AS same FROM import_notice(replace(replace(replace(replace(:'competition', '012345', '013333'), '2019/S 040', '2019/S 041'), '000111', '000333'), '2019/S 001', '2019/S 002')::xml);
SELECT kind, notice_number, effective_on, is_latest_day FROM known_notice WHERE partnership_id = :a ORDER BY effective_on;
SELECT stage, effective_on FROM known_phase_event WHERE partnership_id = :a ORDER BY effective_on, id;
SELECT count(*) AS nothing_new FROM (VALUES (replace(replace(:'prior', '000111', '000333'), '2019/S 001', '2019/S 002'))) v(doc) CROSS JOIN LATERAL import_notice(v.doc::xml) i WHERE i.is_new;

-- --- in one statement ----------------------------------------------------------------------------------------------
SELECT count(DISTINCT i.partnership_id) AS partnerships, count(*) FILTER (WHERE i.created) AS created, count(DISTINCT i.notice_id) AS notices
FROM generate_series(1, 3) CROSS JOIN LATERAL import_notice(replace(replace(:'competition', '012345', '099999'), '000111', '000999')::xml, generate_series::text) i;

SELECT count(*) AS wrong FROM p_order.ledger_check;
SELECT DISTINCT rule_code FROM p_order.compliance_findings ORDER BY 1;
RESET search_path;
SELECT innopart.drop_registry('r_order', force => true);
SELECT innopart.drop_registry('r_forth', force => true);
