-- What notices leave to a person: listed, settled, and gone when the fact is recorded; a buyer that
-- merely holds an option becomes a holder.
SET client_min_messages = error;
SELECT innopart.create_registry('r_todo', 'p_todo');
SET search_path = r_todo, innopart;
SET datestyle = 'ISO, YMD';
\set SHOW_CONTEXT never
\getenv srcdir PG_ABS_SRCDIR
\set data :srcdir '/data/notices/'
\set competition `cat ":data"eforms-competition.xml`
\set award `cat ":data"eforms-award.xml`
SELECT partnership_id AS p FROM import_notice(:'competition') \gset
SELECT id AS fjordby FROM organisation WHERE name LIKE 'Fjordby%' \gset
SELECT id AS dal FROM organisation WHERE name LIKE 'Dal%' \gset
SELECT id AS vik FROM organisation WHERE name LIKE 'Vik%' \gset
SELECT id AS d FROM known_document \gset
SELECT todo_code, organisation_name, lot_number FROM p_todo.notice_todo ORDER BY id;

-- --- reclassify: who, with what source ----------------------------------------------------------------------
SELECT reclassify_buyer(:p, :dal, ' ');
SELECT reclassify_buyer(:p, :fjordby, 'x');
SELECT reclassify_buyer(:p, 999, 'x');
SELECT reclassify_buyer(999, :dal, 'x');
SELECT reclassify_buyer(:p, :dal, NULL);
-- without terms: a follower from its first day, and the terms are asked for
SELECT participant_id IS NOT NULL AS participant, option_right_id FROM reclassify_buyer(:p, :dal, 'https://example.org/contract#4');
SELECT o.name, p.role, p.effective_on, p.note, p.source_url FROM known_participant p JOIN organisation o ON o.id = p.organisation_id ORDER BY p.id;
SELECT count(*) AS rows_of_dal FROM participant WHERE organisation_id = :dal;
SELECT todo_code, organisation_name, todo_text FROM p_todo.notice_todo WHERE organisation_id IS NOT NULL ORDER BY id;
SELECT reclassify_buyer(:p, :dal, 'again');
-- a right is never named after the notice, and then nothing else is changed either
SELECT participant_id FROM reclassify_buyer(:p, :vik, 'x', 'max 1, ..', named_on => '2024-03-02');
SELECT role FROM known_participant WHERE organisation_id = :vik;
-- with terms: its right too, named on the day of the notice
SELECT participant_id IS NOT NULL AS participant, option_right_id IS NOT NULL AS named
FROM reclassify_buyer(:p, :vik, 'https://example.org/contract#5', 'max 12, 2025-01-01..2027-12-31, from purchase', document_id => :d, clause => '5');
SELECT o.name, r.title, r.terms, r.named_on, r.holder_kind, r.named_clause, r.source_url FROM option_right r JOIN organisation o ON o.id = r.holder_id;
SELECT o.name, p.role FROM known_participant p JOIN organisation o ON o.id = p.organisation_id ORDER BY p.id;
-- one right cites the notice; whether that is all of them only a reader knows
SELECT todo_code, organisation_name, named_right_count FROM p_todo.notice_todo ORDER BY id;
SELECT holder_name, state_label FROM p_todo.option_status;
-- a later notice that calls it buyer again changes nothing
SELECT created, is_new FROM import_notice(:'award');
SELECT o.name, p.role FROM known_participant p JOIN organisation o ON o.id = p.organisation_id WHERE p.role <> 'partner' ORDER BY p.id;
-- and no open data call it buyer
SELECT roles FROM (SELECT x ->> 'name' AS name, x -> 'roles' AS roles FROM jsonb_array_elements(ocds_release_json(:p) -> 'parties') x) party WHERE name LIKE 'Vik%';
-- a buyer that is follower besides
SELECT invite(:p, find_or_add_organisation('Nes kommune', country => 'NO'), 'co_buyer', '2024-04-01') AS nes_buys, invite(:p, find_or_add_organisation('Nes kommune', country => 'NO'), 'follower', '2024-02-01') AS nes_follows \gset
SELECT participant_id = :nes_follows AS follows_already FROM reclassify_buyer(:p, (SELECT id FROM organisation WHERE name = 'Nes kommune'), 'minutes of 2 May');
SELECT p.role, p.effective_on FROM known_participant p JOIN organisation o ON o.id = p.organisation_id WHERE o.name = 'Nes kommune';

-- --- settle ---------------------------------------------------------------------------------------------------
SELECT id AS open FROM p_todo.notice_todo WHERE todo_code = 'option_terms_open' \gset
SELECT settle_warning(:open, '');
SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USOF') AS before_it \gset
SELECT settle_warning(:open, 'asked the buyer: ten tanks, see the contract');
SELECT settle_warning(:open, 'again');
SELECT settle_warning(NULL, 'x');
SELECT count(*) AS open FROM p_todo.notice_todo WHERE todo_code = 'option_terms_open';
SELECT note FROM import_warning WHERE corrects_id = :open;
SELECT set_config('innopart.known_at', :'before_it', false) IS NOT NULL AS then;
SELECT count(*) AS open FROM p_todo.notice_todo WHERE todo_code = 'option_terms_open';
RESET innopart.known_at;
-- the terms of a holder, once named, are open no more
SELECT (reclassify_buyer(:p, invite_buyer.id, 'x')).participant_id IS NOT NULL AS reclassified FROM (SELECT find_or_add_organisation('Skar kommune', country => 'NO') AS id) invite_buyer WHERE invite(:p, invite_buyer.id, 'co_buyer', '2024-03-01') IS NOT NULL;
SELECT id AS skar FROM organisation WHERE name = 'Skar kommune' \gset
SELECT keep_warning(:p, :d, 'option_terms_open', 'Skar holds an option', '2024-03-01', :skar) IS NOT NULL AS kept;
SELECT count(*) AS open FROM p_todo.notice_todo WHERE organisation_id = :skar;
SELECT name_option(:p, :skar, 'Skar', 'max 3, ..', '2024-03-01') IS NOT NULL AS named;
SELECT count(*) AS open FROM p_todo.notice_todo WHERE organisation_id = :skar;
-- what is settled is not put again by the same notice
SELECT id AS renewals FROM p_todo.notice_todo WHERE todo_code = 'contradiction' \gset
SELECT settle_warning(:renewals, 'there are none');
SELECT is_new FROM import_notice(:'competition');
SELECT count(*) AS contradictions FROM p_todo.notice_todo WHERE todo_code = 'contradiction';

-- --- whose name stands in the words -----------------------------------------------------------------------------
-- the whole name as words of its own, not a part of another
SELECT find_or_add_organisation('Os', country => 'NO') AS os, find_or_add_organisation('Os kommune', country => 'NO') AS osk, find_or_add_organisation('Oslo (kommune)', country => 'NO') AS oslo \gset
SELECT record_partnership('Names', :fjordby, '2024-01-01') AS n \gset
SELECT count(invite(:n, o, 'co_buyer', '2024-01-01')) FROM unnest(ARRAY[:os, :osk, :oslo]::bigint[]) o;
SELECT w ->> 'message' AS message FROM jsonb_array_elements(offer_reclassification(:n, as_warning('option_holders', 'm', prose => 'Oslo kommune, og Kosmos kommune, har opsjon'))) w;
SELECT w ->> 'message' AS message FROM jsonb_array_elements(offer_reclassification(:n, as_warning('option_holders', 'm', prose => 'Voss,OS KOMMUNE.'))) w;
SELECT offer_reclassification(:n, as_warning('contradiction', 'm', prose => 'Oslo kommune')) AS not_about_options;

-- --- the reports, as of another day, for readers -------------------------------------------------------------------
SET innopart.as_of = '2024-02-29';
SELECT count(*) AS todo FROM p_todo.notice_todo;
RESET innopart.as_of;
CREATE ROLE regress_todo_reader;
SELECT grant_reports('regress_todo_reader');
SET ROLE regress_todo_reader;
SELECT count(*) > 0 AS todo FROM p_todo.notice_todo;
SELECT count(*) > 0 AS lots FROM p_todo.notice_lots;
RESET ROLE;
DROP OWNED BY regress_todo_reader;
DROP ROLE regress_todo_reader;

-- --- what speaks of options, in the languages of the Union -------------------------------------------------------
SELECT words, speaks_of_options(words) FROM (VALUES (1, 'Options are open.'), (2, 'Kommunen har forlengelsesopsjon på to år'), (3, 'Verlängerungsoption'), (4, 'opciones de compra'), (5, 'opcje'), (6, 'opzioni'), (7, 'opções'), (8, 'optierecht'), (9, 'opțiune'), (10, 'optio-oikeus'), (11, 'Optioita on kaksi'),
    (12, 'optsioon'), (13, 'opční právo'), (14, 'opció'), (15, 'опции'), (16, 'δικαίωμα προαίρεσης'),
    (21, 'Adoption of the lamps'), (22, 'adopsjon'), (23, 'optical and optimal'), (24, 'corruption, absorption'), (25, 'operation')) AS v(no, words) ORDER BY no;

RESET search_path;
SELECT innopart.drop_registry('r_todo', force => true);
