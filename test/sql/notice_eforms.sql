-- eForms notices in: organisations in one place and roles in others, a lead that is stated, options
-- that can only be said to exist, texts in several languages, contracts made of tenders.
SET client_min_messages = error;
SELECT innopart.create_registry('r_eforms', 'p_eforms');
SET search_path = r_eforms, innopart;
SET datestyle = 'ISO, YMD';
\set SHOW_CONTEXT never
\getenv srcdir PG_ABS_SRCDIR
\set data :srcdir '/data/notices/'
\set competition `cat ":data"eforms-competition.xml`
\set award `cat ":data"eforms-award.xml`
\set nolead `cat ":data"eforms-no-lead.xml`

-- --- a competition ------------------------------------------------------------------------------------
SELECT partnership_id AS p, created, is_new FROM import_notice(:'competition', 'https://example.org/e') \gset
SELECT :'created' AS created, :'is_new' AS is_new;
SELECT title, started_on FROM partnership;
SELECT kind, notice_number, other_number, procedure_number, file_number, form, procedure_code, refers_to, effective_on FROM known_notice;
-- a buyer named by its contact point is the body behind it; a court is no participant
SELECT o.name, o.country_code, o.admin_level, p.role, i.scheme, i.identifier, i.written_as FROM known_participant p JOIN organisation o ON o.id = p.organisation_id LEFT JOIN organisation_identifier i ON i.organisation_id = o.id ORDER BY p.id;
SELECT local_key, name_as_written, identifier_as_written, country_as_written, roles FROM known_source_party ORDER BY id;
SELECT count(*) AS organisations FROM organisation;
SELECT lot_number, min_candidates, max_candidates, has_successive_reduction AS reduced, amount, currency, max_amount, max_currency, duration, duration_unit, starts_on, ends_on, has_renewal, max_renewals, has_options FROM known_notice_lot ORDER BY id;
SELECT lot_number, topic, language, body FROM known_notice_text ORDER BY id;
SELECT lot_number, scheme, code, scheme_version, is_main FROM known_notice_code ORDER BY id;
-- two lots: what is said of one is not said of the whole
SELECT kind, amount, currency FROM known_partnership_value;
SELECT stage, effective_on FROM known_phase_event ORDER BY effective_on, id;
SELECT todo_code, lot_number, organisation_name, todo_text, prose_language, prose FROM p_eforms.notice_todo ORDER BY id;

-- --- its award, by the number of the procedure ------------------------------------------------------------
SELECT partnership_id = :p AS same, created, is_new FROM import_notice(:'award');
SELECT award_number, contract_number, title, lot_numbers, is_awarded, concluded_on, amount, currency, tender_count FROM known_award ORDER BY id;
SELECT a.award_number, o.name, p.role, p.is_group_lead FROM known_award_party p JOIN known_award a ON a.id = p.award_id JOIN organisation o ON o.id = p.organisation_id ORDER BY p.id;
SELECT o.name, c.title, c.effective_on, c.remuneration_amount FROM known_partner_contract c JOIN organisation o ON o.id = c.organisation_id ORDER BY c.id;
SELECT o.name FROM known_consortium_member m JOIN organisation o ON o.id = m.organisation_id ORDER BY m.id;
SELECT o.name, p.role, p.effective_on, i.scheme, i.identifier FROM known_participant p JOIN organisation o ON o.id = p.organisation_id LEFT JOIN organisation_identifier i ON i.organisation_id = o.id WHERE p.role = 'partner' ORDER BY p.id;
SELECT kind, amount, effective_on FROM known_partnership_value ORDER BY id;
SELECT stage, phase, effective_on FROM known_phase_event ORDER BY effective_on, id;
SELECT todo_code, todo_text FROM p_eforms.notice_todo WHERE stated_on = '2024-07-05' ORDER BY id;

-- --- the first alone, with the award before it ------------------------------------------------------------
-- tenders in two currencies have no sum
SELECT checked -> 'amount' AS amount, warnings #>> '{0,message}' AS warning FROM check_award('{"number": "CON-9", "is_awarded": true, "amounts": [{"amount": "1", "currency": "NOK"}, {"amount": "2", "currency": "EUR"}], "parties": []}');
SELECT checked -> 'amount' AS amount, checked ->> 'currency' AS currency, warnings FROM check_award('{"number": "CON-9", "is_awarded": true, "amounts": [{"amount": "1", "currency": "NOK"}, {"amount": "2.5", "currency": "NOK"}], "parties": []}');

-- --- nobody is said to lead -------------------------------------------------------------------------------
SELECT partnership_id AS q, created, warnings FROM import_notice(:'nolead') \gset
SELECT title, started_on FROM partnership WHERE id = :q;
SELECT o.name, o.country_code, p.role FROM known_participant p JOIN organisation o ON o.id = p.organisation_id WHERE p.partnership_id = :q ORDER BY p.id;
SELECT stage, effective_on FROM known_phase_event WHERE partnership_id = :q ORDER BY id;
SELECT todo_code, regexp_replace(todo_text, '\d+,', 'N,') AS todo_text, prose FROM p_eforms.notice_todo WHERE partnership_id = :q ORDER BY id;
SELECT has_options IS NULL AS not_stated, has_renewal IS NULL AS not_stated, has_successive_reduction IS NULL AS not_stated FROM known_notice_lot WHERE partnership_id = :q;
SELECT topic, language, body FROM known_notice_text WHERE partnership_id = :q;
-- a person says who leads; the next import goes on from there
SELECT invite(:q, (SELECT id FROM organisation WHERE name = 'Nordre havn'), 'lead', '2023-02-03') IS NOT NULL AS invited;
SELECT created, is_new, warnings FROM import_notice(:'nolead');
SELECT stage, effective_on FROM known_phase_event WHERE partnership_id = :q ORDER BY id;
SELECT todo_code FROM p_eforms.notice_todo WHERE partnership_id = :q ORDER BY id;

-- the only buyer leads, whatever its group's indicator says
SELECT i.partnership_id AS s, created, warnings FROM import_notice(format($$<ContractNotice><UBLExtensions><UBLExtension><ExtensionContent><EformsExtension><Organizations>
    <Organization><GroupLeadIndicator>false</GroupLeadIndicator><Company><PartyIdentification><ID>ORG-1</ID></PartyIdentification><PartyName><Name>Alene kommune</Name></PartyName></Company></Organization>
    </Organizations></EformsExtension></ExtensionContent></UBLExtension></UBLExtensions>
    <ID>44444444</ID><IssueDate>2023-05-05</IssueDate><VersionID>01</VersionID><NoticeTypeCode listName="competition">cn-standard</NoticeTypeCode>
    <ContractingParty><Party><PartyIdentification><ID>ORG-1</ID></PartyIdentification></Party></ContractingParty>
    <TenderingProcess><ProcedureCode>innovation</ProcedureCode></TenderingProcess></ContractNotice>$$)::xml) i \gset
SELECT o.name, p.role FROM known_participant p JOIN organisation o ON o.id = p.organisation_id WHERE p.partnership_id = :s;
SELECT stage FROM known_phase_event WHERE partnership_id = :s ORDER BY id;
SELECT title, (SELECT count(*) FROM known_notice_lot l WHERE l.partnership_id = p.id) AS lots FROM partnership p WHERE id = :s;

-- --- a change notice: the same procedure, told again in whole ---------------------------------------------
SELECT replace(replace(replace(:'competition', '11111111-2222', '11111111-3333'), '00654321-2024', '00700700-2024'), '<cbc:MaximumQuantity>6<', '<cbc:MaximumQuantity>8<') AS change \gset
SELECT partnership_id = :p AS same, created, is_new, warnings FROM import_notice(replace(:'change', '2024-03-01+01:00', '2024-03-20+01:00')::xml);
SELECT notice_number, dispatched_on, lot_number, max_candidate_count FROM p_eforms.notice_lots WHERE partnership_id = :p ORDER BY dispatched_on, id;
SELECT count(*) AS buyers FROM known_participant WHERE partnership_id = :p AND role <> 'partner';
SELECT stage, effective_on FROM known_phase_event WHERE partnership_id = :p AND stage = 'competition';

RESET search_path;
SELECT innopart.drop_registry('r_eforms', force => true);
