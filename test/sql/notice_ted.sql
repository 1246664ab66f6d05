-- TED notices in: every edition's namespace, every form, what each states and what each leaves out.
-- The notices are ours, in test/data/notices.
SET client_min_messages = error;
SELECT innopart.create_registry('r_ted', 'p_ted');
SET search_path = r_ted, innopart;
SET datestyle = 'ISO, YMD';
\set SHOW_CONTEXT never
\getenv srcdir PG_ABS_SRCDIR
\set data :srcdir '/data/notices/'
\set prior `cat ":data"ted-prior-information.xml`
\set competition `cat ":data"ted-competition.xml`
\set award `cat ":data"ted-award.xml`
\set modification `cat ":data"ted-modification.xml`
\set corrigendum `cat ":data"ted-corrigendum.xml`
\set open `cat ":data"ted-open-procedure.xml`
\set unreadable `cat ":data"ted-unreadable.xml`

-- --- numbers of notices, days, amounts --------------------------------------------------------------
SELECT n AS written, notice_key(n) FROM (VALUES ('2018/S 110-252001'), ('252001-2018'), ('00252001-2018'), ('2018/S 027-000024'), (' 2018/S  110-252001 '), ('2023-674343'),
    ('FC972075-4e70-4491-b97a-7e3cb3665826-01'), ('')) AS v(n);
SELECT d AS written, read_day(d) FROM (VALUES ('2018-06-11'), ('20180611'), ('2023-05-26Z'), ('2023-05-26+02:00'), ('2023-07-10T12:00:00+02:00'), ('2019-02-29'), ('2020-02-29'), ('2100-02-29'), ('2000-02-29'), ('2019-04-31'), ('20191231'), ('2019-13-01'), ('2019-00-10'), ('2019-10-00'), ('0019-01-01'), ('soon'), ('')) AS v(d);
SELECT a AS written, read_amount(a) FROM (VALUES ('500000000.00'), ('1 200 000'), ('0'), ('99999999999999'), ('123456789012345'), ('1e9999'), ('-5'), ('12,5'), ('1.23456'), ('')) AS v(a);
SELECT c AS written, read_count(c) FROM (VALUES ('4'), (' 10 '), ('4.0'), ('4.5'), ('1e9999'), ('9999999999'), ('-1'), ('')) AS v(c);

-- --- a competition ------------------------------------------------------------------------------------
SELECT partnership_id AS p, created, is_new, notice_id AS n FROM import_notice(:'competition', 'https://example.org/from-here') \gset
SELECT :'created' AS created, :'is_new' AS is_new;
SELECT title, started_on, provenance, source_url FROM partnership;
SELECT kind, notice_number, other_number, file_number, form, procedure_code, refers_to, effective_on, url, is_latest_day FROM known_notice;
SELECT kind, title, effective_on, url, content_type, content = :'competition' AS is_whole, source_url FROM known_document;
SELECT o.name, p.role, p.effective_on, i.scheme, i.identifier, i.written_as FROM known_participant p JOIN organisation o ON o.id = p.organisation_id LEFT JOIN organisation_identifier i ON i.organisation_id = o.id ORDER BY p.id;
SELECT local_key, name_as_written, identifier_as_written, country_as_written, roles FROM known_source_party ORDER BY id;
SELECT lot_number, min_candidates, max_candidates, has_successive_reduction, amount, currency, duration, duration_unit, starts_on, ends_on, has_renewal, max_renewals, has_options FROM known_notice_lot ORDER BY id;
SELECT lot_number, topic, language, body FROM known_notice_text ORDER BY id;
SELECT lot_number, scheme, code, scheme_version, is_main FROM known_notice_code ORDER BY id;
SELECT kind, amount, currency, effective_on, note FROM known_partnership_value;
SELECT stage, phase, effective_on, reason FROM known_phase_event ORDER BY effective_on, id;
SELECT todo_code, lot_number, organisation_name, todo_text, prose_language, prose FROM p_ted.notice_todo ORDER BY id;
-- nobody holds anything by prose
SELECT count(*) AS rights FROM option_right;
SELECT count(*) AS caps FROM cap;

-- --- its award --------------------------------------------------------------------------------------
SELECT partnership_id = :p AS same, created, is_new FROM import_notice(:'award');
SELECT award_number, contract_number, title, lot_numbers, is_awarded, concluded_on, amount, currency, tender_count FROM known_award ORDER BY id;
SELECT a.award_number, o.name, o.country_code, p.role, p.is_group_lead FROM known_award_party p JOIN known_award a ON a.id = p.award_id JOIN organisation o ON o.id = p.organisation_id ORDER BY p.id;
SELECT o.name, p.role, p.effective_on FROM known_participant p JOIN organisation o ON o.id = p.organisation_id ORDER BY p.id;
SELECT o.name, c.title, c.effective_on, a.award_number, c.remuneration_amount FROM known_partner_contract c JOIN organisation o ON o.id = c.organisation_id JOIN known_award a ON a.id = c.award_id ORDER BY c.effective_on;
SELECT o.name FROM known_consortium_member m JOIN organisation o ON o.id = m.organisation_id;
SELECT stage, phase, effective_on, reason FROM known_phase_event ORDER BY effective_on, id;
SELECT kind, amount, effective_on FROM known_partnership_value ORDER BY id;
SELECT l.effective_on, l.lot_number, l.has_options, l.has_successive_reduction FROM known_notice_lot l ORDER BY l.id;
SELECT todo_code, todo_text FROM p_ted.notice_todo WHERE stated_on = '2019-07-01' ORDER BY id;

-- --- a modification, a corrigendum, and a prior notice that comes late ----------------------------------
SELECT partnership_id = :p AS same, created, is_new, warnings FROM import_notice(:'modification');
SELECT partnership_id = :p AS same, created, is_new, warnings FROM import_notice(:'corrigendum');
SELECT partnership_id = :p AS same, created, is_new, warnings FROM import_notice(:'prior');
SELECT kind, notice_number, effective_on FROM known_notice ORDER BY effective_on;
SELECT lot_number, topic, body FROM known_notice_text WHERE effective_on = '2018-12-28' ORDER BY id;
SELECT lot_number, scheme, code, scheme_version FROM known_notice_code WHERE effective_on = '2018-12-28' ORDER BY id;
SELECT todo_code, prose FROM p_ted.notice_todo WHERE todo_code IN ('modification', 'corrigendum') ORDER BY id;
SELECT count(*) AS awards, (SELECT count(*) FROM known_partner_contract) AS contracts, (SELECT count(*) FROM known_partnership_value WHERE effective_on = '2020-08-01') AS values_of_a_modification FROM known_award;
SELECT kind, title FROM known_document ORDER BY id;

-- --- again: nothing is new, in whatever order -------------------------------------------------------------
CREATE FUNCTION pg_temp.facts(OUT fact text, OUT facts bigint) RETURNS SETOF record LANGUAGE plpgsql AS $$
BEGIN
    FOR fact IN SELECT relname FROM pg_class WHERE relnamespace = 'r_ted'::regnamespace AND relkind = 'r' ORDER BY 1 LOOP
        EXECUTE format('SELECT count(*) FROM r_ted.%I', fact) INTO facts;
        RETURN NEXT;
    END LOOP;
END $$;
CREATE TEMP TABLE before AS SELECT * FROM pg_temp.facts();
SELECT i.partnership_id = :p AS same, i.created, i.is_new FROM (VALUES (1, :'prior'), (2, :'modification'), (3, :'corrigendum'), (4, :'award'), (5, :'competition'), (6, :'competition')) AS v(no, doc) CROSS JOIN LATERAL import_notice(v.doc::xml, 'https://example.org/elsewhere') i ORDER BY no;
SELECT fact, b.facts AS before, a.facts AS after FROM pg_temp.facts() a JOIN before b USING (fact) WHERE a.facts <> b.facts;
-- the same number over another text: kept, told once, and not taken for fact
SELECT partnership_id = :p AS same, created, is_new, warnings FROM import_notice(replace(:'competition', '30000000', '31000000')::xml);
SELECT partnership_id = :p AS same, warnings FROM import_notice(replace(:'competition', '30000000', '31000000')::xml);
SELECT amount FROM known_notice_lot WHERE lot_number = 'S-1';
SELECT fact, a.facts - b.facts AS more FROM pg_temp.facts() a JOIN before b USING (fact) WHERE a.facts <> b.facts ORDER BY 1;

-- --- what is no innovation partnership comes in only when asked -------------------------------------------
SELECT * FROM import_notice(:'open');
SELECT count(*) AS partnerships FROM partnership;
SELECT created, warnings FROM import_notice(:'open', any_procedure => true);
SELECT p.title, o.name, o.admin_level, n.procedure_code, n.effective_on FROM partnership p JOIN known_notice n ON n.partnership_id = p.id JOIN known_participant k ON k.partnership_id = p.id JOIN organisation o ON o.id = k.organisation_id WHERE p.id <> :p;
SELECT t.lot_number, t.body, c.code, c.scheme_version FROM known_notice_text t JOIN known_notice_code c ON c.notice_id = t.notice_id AND c.lot_number = t.lot_number WHERE t.partnership_id <> :p;
-- a modification of what is not on record
SELECT * FROM import_notice(replace(replace(:'modification', '400400', '400401'), '300300', '300301')::xml, any_procedure => true);

-- --- what cannot be read is told, and the rest is read -------------------------------------------------------
SELECT partnership_id AS u, created FROM import_notice(:'unreadable') \gset
SELECT todo_code, lot_number, todo_text FROM p_ted.notice_todo WHERE partnership_id = :u ORDER BY id;
SELECT lot_number, min_candidates, max_candidates, amount, duration, starts_on, ends_on, has_renewal, has_options FROM known_notice_lot WHERE partnership_id = :u ORDER BY id;
SELECT form, procedure_code, effective_on FROM known_notice WHERE partnership_id = :u;
SELECT o.name, p.role FROM known_participant p JOIN organisation o ON o.id = p.organisation_id WHERE p.partnership_id = :u;
SELECT count(*) AS money FROM known_partnership_value WHERE partnership_id = :u;

SELECT count(*) AS wrong FROM p_ted.ledger_check;
SELECT partnership_title, notice_number, notice_label, lot_number, lot_title, max_candidate_count, duration_count, duration_unit, option_text, option_languages, cpv_codes, nuts_codes, nuts_version FROM p_ted.notice_lots WHERE partnership_id = :p ORDER BY dispatched_on, id;
-- as of the day before the award
SET innopart.as_of = '2019-06-30';
SELECT notice_number, lot_number FROM p_ted.notice_lots WHERE partnership_id = :p ORDER BY dispatched_on, id;
SELECT count(*) AS todo FROM p_ted.notice_todo WHERE partnership_id = :p;
RESET innopart.as_of;

RESET search_path;
SELECT innopart.drop_registry('r_ted', force => true);
