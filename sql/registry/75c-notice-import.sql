-- Notices in: the verb import_notice(), and the steps it is made of.  A notice becomes facts with the
-- notice as their source; what it says in prose is kept and put before a person, never read for
-- facts.  Each step returns its warnings.
--
-- Notices may come in any order.  What a later one makes possible (an award needs its competition,
-- a competition needs a lead) is done when it comes: settle_notices().

CREATE OR REPLACE FUNCTION @registry@.take_import_lock() RETURNS void
    LANGUAGE sql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$ UPDATE @registry@.registry_info SET import_no = import_no + 1 $$;
COMMENT ON FUNCTION @registry@.take_import_lock() IS 'One import at a time, to the end of its transaction. Under REPEATABLE READ and above the second of two fails with 40001, as it could not see what the first brought.';

-- --------------------------------------------------------------------------------------------
-- Which partnership it is of
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.partnership_of_notice(notice jsonb, OUT partnership_id bigint, OUT notice_id bigint, OUT is_imported boolean)
    LANGUAGE plpgsql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_column
DECLARE
    own_keys text[] := @registry@.notice_keys(array_remove(ARRAY[notice ->> 'number', notice ->> 'other_number'], NULL));
    earlier_keys text[] := @registry@.notice_keys(ARRAY(SELECT r FROM jsonb_array_elements_text(notice -> 'refers_to') r));
    opens_competition boolean := notice ->> 'kind' = 'competition';
    hit record;
BEGIN
    -- the notice itself: imported, recorded by a clerk, or told of by a later one
    SELECT n.partnership_id, n.id, n.document_id IS NOT NULL AND NOT n.is_latest_day AS is_imported INTO hit
    FROM @registry@.known_notice n
    WHERE @registry@.notice_key(n.notice_number) = ANY (own_keys) OR @registry@.notice_key(n.other_number) = ANY (own_keys)
    ORDER BY 3 DESC, n.id LIMIT 1;
    IF FOUND THEN
        partnership_id := hit.partnership_id;
        notice_id := hit.id;
        is_imported := hit.is_imported;
        RETURN;
    END IF;
    is_imported := false;

    -- the procedure, where the form has a number for it
    SELECT n.partnership_id INTO hit
    FROM @registry@.known_notice n WHERE n.procedure_number = notice ->> 'procedure_number'
    ORDER BY n.id LIMIT 1;
    IF NOT FOUND THEN
        -- the notices it names, in its own order
        SELECT n.partnership_id INTO hit
        FROM unnest(earlier_keys) WITH ORDINALITY e(key, no)
        JOIN @registry@.known_notice n ON @registry@.notice_key(n.notice_number) = e.key OR @registry@.notice_key(n.other_number) = e.key
        -- a prior notice may stand before several competitions, and a cancelled competition before
        -- its restart: another competition is another partnership
        WHERE NOT (opens_competition AND EXISTS (
            SELECT FROM @registry@.known_notice c
            WHERE c.partnership_id = n.partnership_id AND c.kind = 'competition' AND NOT c.is_latest_day))
        ORDER BY e.no, n.id LIMIT 1;
    END IF;
    IF NOT FOUND THEN
        -- a notice that names this one
        SELECT n.partnership_id INTO hit
        FROM @registry@.known_notice n WHERE @registry@.notice_keys(n.refers_to) && own_keys
        ORDER BY n.id LIMIT 1;
    END IF;
    IF hit.partnership_id IS NOT NULL THEN
        partnership_id := hit.partnership_id;
        IF opens_competition THEN
            -- a competition that only a later notice told of, without its number
            SELECT n.id INTO notice_id
            FROM @registry@.known_notice n
            WHERE n.partnership_id = hit.partnership_id AND n.kind = 'competition' AND n.is_latest_day
              AND NOT EXISTS (SELECT FROM @registry@.known_notice c
                              WHERE c.partnership_id = n.partnership_id AND c.kind = 'competition' AND NOT c.is_latest_day)
            ORDER BY n.id LIMIT 1;
        END IF;
    END IF;
END $$;
COMMENT ON FUNCTION @registry@.partnership_of_notice(jsonb) IS 'The partnership that a notice (read_notice()) belongs to: by its own number, by the number of the procedure (eForms BT-04), by the published numbers of the notices it names, or by being named. notice_id: the notice where it is on record already; is_imported: with its document. All NULL or false for a notice of something new. Titles and file numbers link nothing: they are not unique.';

-- --------------------------------------------------------------------------------------------
-- Its steps
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.begin_partnership(notice jsonb, day date, provenance innopart.provenance, source_url text, OUT partnership_id bigint, OUT warnings jsonb)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    number text := notice ->> 'number';
    wanted_title text;
    title text;
BEGIN
    SELECT t ->> 'body' INTO wanted_title
    FROM jsonb_array_elements(notice -> 'texts') WITH ORDINALITY x(t, no)
    WHERE t ->> 'topic' = 'title' ORDER BY t ->> 'lot' IS NOT NULL, t ->> 'language' IS DISTINCT FROM notice ->> 'language', no LIMIT 1;
    -- one line, however it is set
    wanted_title := @registry@.squeezed(coalesce(wanted_title, notice ->> 'file_number', number));
    title := wanted_title;
    warnings := '[]';
    IF EXISTS (SELECT FROM @registry@.partnership p WHERE p.title = wanted_title) THEN
        title := format('%s (%s)', wanted_title, number);
        warnings := @registry@.as_warning('title_taken', format('another partnership has this title; this one is "%s"', title));
    END IF;
    INSERT INTO @registry@.partnership (title, started_on, provenance, source_url)
    VALUES (title, day, provenance, source_url)
    RETURNING id INTO partnership_id;
    INSERT INTO @registry@.phase_event (partnership_id, stage, effective_on, reason, provenance, source_url)
    VALUES (partnership_id, 'planned', least(day, innopart.local_day(clock_timestamp())), format('notice %s', number), provenance, source_url);
END $$;
COMMENT ON FUNCTION @registry@.begin_partnership(jsonb, date, innopart.provenance, text) IS 'Records the partnership of a notice that begins one, from this day and at stage planned, by the notice''s title in its own language. A title in use gets the notice''s number behind it.';

CREATE OR REPLACE FUNCTION @registry@.import_parties(
    partnership_id bigint, document_id bigint, notice jsonb, provenance innopart.provenance, source_url text, OUT organisations jsonb, OUT warnings jsonb)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    party jsonb;
    organisation bigint;
    problem text;
BEGIN
    organisations := '{}';
    warnings := '[]';
    FOR party IN SELECT p FROM jsonb_array_elements(notice -> 'parties') p LOOP
        organisation := @registry@.find_or_add_organisation(party ->> 'name', party ->> 'identifier', party ->> 'scheme', party ->> 'country',
            CASE WHEN party ->> 'level' = ANY (enum_range(NULL::innopart.admin_level)::text[]) THEN (party ->> 'level')::innopart.admin_level END, provenance, source_url);
        IF organisation IS NULL THEN
            warnings := warnings || @registry@.as_warning('nameless', format('organisation %s has neither name nor number', party ->> 'key'));
            CONTINUE;
        END IF;
        organisations := organisations || jsonb_build_object(party ->> 'key', organisation);
        INSERT INTO @registry@.source_party (partnership_id, document_id, organisation_id, local_key, name_as_written, identifier_as_written, scheme_as_written, country_as_written,
            roles, effective_on, provenance, source_url)
        VALUES (partnership_id, document_id, organisation, party ->> 'key', party ->> 'name', party ->> 'identifier', party ->> 'scheme', party ->> 'country',
            ARRAY(SELECT r FROM jsonb_array_elements_text(party -> 'roles') r), (notice ->> 'dispatched_on')::date, provenance, source_url);
        SELECT r.problem INTO problem FROM @registry@.read_identifier(party ->> 'identifier', party ->> 'scheme', party ->> 'country') r;
        IF problem IS NOT NULL THEN
            warnings := warnings || @registry@.as_warning('identifier', format('%s: %s', @registry@.squeezed(party ->> 'name'), problem), organisation_id => organisation);
        END IF;
    END LOOP;
END $$;
COMMENT ON FUNCTION @registry@.import_parties(bigint, bigint, jsonb, innopart.provenance, text) IS 'Finds or adds the organisations of a notice, and keeps how it writes them. organisations: key in the notice to number of the organisation.';

CREATE OR REPLACE FUNCTION @registry@.import_buyers(
    partnership_id bigint, notice jsonb, organisations jsonb, day date, provenance innopart.provenance, source_url text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    warnings jsonb := '[]';
    lead_on_record bigint;
    buyer_count integer;
    buyer record;
    role innopart.participant_role;
BEGIN
    SELECT p.organisation_id INTO lead_on_record
    FROM @registry@.known_participant p WHERE p.partnership_id = partnership_id AND p.role = 'lead' ORDER BY p.effective_on DESC, p.id DESC LIMIT 1;
    SELECT count(DISTINCT organisations ->> (b ->> 'key')) INTO buyer_count FROM jsonb_array_elements(notice -> 'buyers') b;
    FOR buyer IN
        SELECT (organisations ->> (b ->> 'key'))::bigint AS organisation_id, min(no) AS no, buyer_count = 1 OR coalesce(bool_or((b ->> 'is_lead')::boolean), false) AS is_lead
        FROM jsonb_array_elements(notice -> 'buyers') WITH ORDINALITY x(b, no)
        WHERE organisations ? (b ->> 'key')
        GROUP BY 1 ORDER BY 2
    LOOP
        role := CASE WHEN buyer.is_lead AND coalesce(lead_on_record = buyer.organisation_id, true) THEN 'lead' ELSE 'co_buyer' END;
        IF buyer.is_lead AND role <> 'lead' THEN
            warnings := warnings || @registry@.as_warning('another_lead', format('%s leads in notice %s, and %s on record',
                (SELECT o.name FROM @registry@.organisation o WHERE o.id = buyer.organisation_id), notice ->> 'number', (SELECT o.name FROM @registry@.organisation o WHERE o.id = lead_on_record)),
                organisation_id => buyer.organisation_id);
        END IF;
        -- who takes part already has the role that was recorded: a buyer may have been found to be
        -- a mere holder of an option, and stays one whatever a later notice calls it
        CONTINUE WHEN EXISTS (
            SELECT FROM @registry@.known_participant p
            WHERE p.partnership_id = partnership_id AND p.organisation_id = buyer.organisation_id
              AND (p.role = role OR (role = 'co_buyer' AND p.role IN ('lead', 'follower', 'pilot_host'))));
        INSERT INTO @registry@.participant (partnership_id, organisation_id, role, effective_on, provenance, source_url)
        VALUES (partnership_id, buyer.organisation_id, role, day, provenance, source_url);
        IF role = 'lead' THEN
            lead_on_record := buyer.organisation_id;
        END IF;
    END LOOP;
    IF buyer_count = 1 AND (notice ->> 'is_joint')::boolean THEN
        warnings := warnings || @registry@.as_warning('joint_procurement', 'a joint procurement, but only one buyer is named');
    END IF;
    RETURN warnings;
END $$;
COMMENT ON FUNCTION @registry@.import_buyers(bigint, jsonb, jsonb, date, innopart.provenance, text) IS 'Records the buyers of a notice from a day: the lead where one is stated, or where there is but one buyer; the others as co-buyers. Returns warnings.';

CREATE OR REPLACE FUNCTION @registry@.import_statements(partnership_id bigint, notice_id bigint, notice jsonb, provenance innopart.provenance, source_url text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    day date := (notice ->> 'dispatched_on')::date;
    -- words and codes name a lot by its key
    numbers jsonb := (SELECT coalesce(jsonb_object_agg(l ->> 'key', l ->> 'number'), '{}') FROM jsonb_array_elements(notice -> 'lots') l);
BEGIN
    INSERT INTO @registry@.notice_lot (partnership_id, notice_id, lot_number, min_candidates, max_candidates, has_successive_reduction, amount, currency, max_amount, max_currency,
        duration, duration_unit, starts_on, ends_on, has_renewal, max_renewals, has_options, effective_on, provenance, source_url)
    SELECT partnership_id, notice_id, l ->> 'number', (l ->> 'min_candidates')::integer, (l ->> 'max_candidates')::integer, (l ->> 'is_reduced')::boolean,
        (l ->> 'amount')::numeric, l ->> 'currency', (l ->> 'max_amount')::numeric, l ->> 'max_currency', (l ->> 'duration')::integer, l ->> 'duration_unit',
        (l ->> 'starts_on')::date, (l ->> 'ends_on')::date, (l ->> 'has_renewal')::boolean, (l ->> 'max_renewals')::integer, (l ->> 'has_options')::boolean, day, provenance, source_url
    FROM jsonb_array_elements(notice -> 'lots') WITH ORDINALITY x(l, no) ORDER BY no;
    INSERT INTO @registry@.notice_text (partnership_id, notice_id, lot_number, topic, language, body, effective_on, provenance, source_url)
    SELECT partnership_id, notice_id, coalesce(numbers ->> (t ->> 'lot'), t ->> 'lot'), t ->> 'topic', coalesce(t ->> 'language', 'und'), t ->> 'body', day, provenance, source_url
    FROM jsonb_array_elements(notice -> 'texts') WITH ORDINALITY x(t, no)
    -- the notice's own language first
    ORDER BY t ->> 'language' IS DISTINCT FROM notice ->> 'language', no;
    INSERT INTO @registry@.notice_code (partnership_id, notice_id, lot_number, scheme, code, scheme_version, is_main, effective_on, provenance, source_url)
    SELECT partnership_id, notice_id, coalesce(numbers ->> (c ->> 'lot'), c ->> 'lot'), c ->> 'scheme', c ->> 'code', c ->> 'version', (c ->> 'is_main')::boolean, day, provenance, source_url
    FROM jsonb_array_elements(notice -> 'codes') WITH ORDINALITY x(c, no)
    ORDER BY no;
    INSERT INTO @registry@.partnership_value (partnership_id, kind, amount, currency, effective_on, note, provenance, source_url)
    SELECT partnership_id, (a ->> 'kind')::innopart.value_kind, (a ->> 'amount')::numeric, a ->> 'currency', day, format('notice %s', notice ->> 'number'), provenance, source_url
    FROM jsonb_array_elements(notice -> 'amounts') WITH ORDINALITY x(a, no) ORDER BY no;
END $$;
COMMENT ON FUNCTION @registry@.import_statements(bigint, bigint, jsonb, innopart.provenance, text) IS 'Records what a notice states of its lots, in words and in codes, and of the money.';

CREATE OR REPLACE FUNCTION @registry@.import_awards(partnership_id bigint, notice_id bigint, notice jsonb, organisations jsonb, provenance innopart.provenance, source_url text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    day date := (notice ->> 'dispatched_on')::date;
    award jsonb;
    award_id bigint;
BEGIN
    FOR award IN SELECT a FROM jsonb_array_elements(notice -> 'awards') a LOOP
        INSERT INTO @registry@.award (partnership_id, notice_id, award_number, contract_number, title, lot_numbers, is_awarded, concluded_on, amount, currency, tender_count,
            effective_on, provenance, source_url)
        VALUES (partnership_id, notice_id, award ->> 'number', award ->> 'contract_number', award ->> 'title', ARRAY(SELECT l FROM jsonb_array_elements_text(award -> 'lots') l),
            (award ->> 'is_awarded')::boolean, (award ->> 'concluded_on')::date, (award ->> 'amount')::numeric, award ->> 'currency', (award ->> 'tenders')::integer,
            day, provenance, source_url)
        RETURNING id INTO award_id;
        INSERT INTO @registry@.award_party (partnership_id, award_id, organisation_id, role, is_group_lead, effective_on, provenance, source_url)
        SELECT partnership_id, award_id, (organisations ->> (p ->> 'key'))::bigint, p ->> 'role', bool_or((p ->> 'is_group_lead')::boolean), day, provenance, source_url
        FROM jsonb_array_elements(award -> 'parties') WITH ORDINALITY x(p, no)
        WHERE organisations ? (p ->> 'key')
        GROUP BY 3, 4 ORDER BY min(no);
    END LOOP;
    RETURN CASE WHEN notice ->> 'kind' = 'result' AND NOT notice -> 'awards' @> '[{"is_awarded": true}]'
        THEN @registry@.as_warning('no_award', 'nothing was awarded: close_partnership(partnership, ''cancelled'') if that ends the competition') ELSE '[]' END;
END $$;
COMMENT ON FUNCTION @registry@.import_awards(bigint, bigint, jsonb, jsonb, innopart.provenance, text) IS 'Records the awards of a notice and who they are to. Returns warnings.';

CREATE OR REPLACE FUNCTION @registry@.speaks_of_options(words text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
-- the Germanic languages join words, so it may end one (forlengelsesopsjon, Kaufoption); an adoption is none
AS $$ SELECT $1 ~* '(?<!ad)(option|opsjon)|\m(optio\M|optio[ita]|optie|optiun|optsioon|opci|opcj|opce\M|opční|opzion|opç|opț|opţ)|опци|προαίρεσ' $$;
COMMENT ON FUNCTION @registry@.speaks_of_options(text) IS 'Whether words hold the word option, in the languages of the Union and the EEA; where they do a person is to read them.';

CREATE OR REPLACE FUNCTION @registry@.option_prose(notice jsonb) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    -- one warning for each lot that has options or speaks of them: the option text, and every
    -- paragraph that holds the word, in the notice's own language
    WITH said AS (
        SELECT t ->> 'lot' AS lot, t ->> 'topic' AS topic, t ->> 'language' AS language, t ->> 'body' AS body, no,
            t ->> 'language' = first_value(t ->> 'language') OVER (ORDER BY t ->> 'language' IS DISTINCT FROM notice ->> 'language', no) AS is_own
        FROM jsonb_array_elements(notice -> 'texts') WITH ORDINALITY x(t, no)),
    line AS (
        SELECT s.lot, s.topic, s.language, p.body, s.no, p.no AS line_no
        FROM said s
        CROSS JOIN LATERAL unnest(CASE WHEN s.topic IN ('options', 'framework_buyers') THEN ARRAY[s.body] ELSE string_to_array(s.body, E'\n') END) WITH ORDINALITY p(body, no)
        WHERE s.is_own AND (s.topic IN ('options', 'framework_buyers')
            OR (s.topic IN ('description', 'additional', 'procedure') AND @registry@.speaks_of_options(p.body)))),
    lot AS (
        SELECT l ->> 'key' AS key, l ->> 'number' AS number, (l ->> 'has_options')::boolean AS has_options, no
        FROM jsonb_array_elements(notice -> 'lots') WITH ORDINALITY x(l, no)
        UNION ALL
        -- what is said of no lot is said of the only one, or else of the whole
        SELECT NULL, NULL, NULL, 0 WHERE jsonb_array_length(notice -> 'lots') <> 1)
    SELECT coalesce(jsonb_agg(w.warning ORDER BY w.no), '[]')
    FROM (
        SELECT l.no, @registry@.as_warning(
            CASE WHEN l.has_options OR has.option_text THEN 'option_holders' ELSE 'options_in_prose' END,
            CASE WHEN l.has_options OR has.option_text
                THEN format('%s has options: who holds them, how much and until when is told in words, if at all', coalesce('lot ' || l.number, 'the procedure'))
                ELSE format('%s does not state that it has options, but its words speak of them', coalesce('lot ' || l.number, 'the procedure')) END,
            l.number, has.prose, has.language) -> 0 AS warning
        FROM lot l
        CROSS JOIN LATERAL (
            SELECT string_agg(x.body, E'\n' ORDER BY x.topic <> 'options', x.no, x.line_no) AS prose, max(x.language) AS language, coalesce(bool_or(x.topic = 'options'), false) AS option_text
            FROM line x
            WHERE x.lot IS NOT DISTINCT FROM l.key OR (x.lot IS NULL AND jsonb_array_length(notice -> 'lots') = 1)) has
        WHERE l.has_options OR has.prose IS NOT NULL) w
$$;
COMMENT ON FUNCTION @registry@.option_prose(jsonb) IS 'Warnings with the words of a notice about options: code option_holders where a lot has options, options_in_prose where only its words speak of any. A person reads them and names the holders; a ceiling or a holder is never taken from prose.';

CREATE OR REPLACE FUNCTION @registry@.offer_reclassification(partnership_id bigint, warnings jsonb) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    SELECT coalesce(jsonb_agg(@registry@.as_warning('buyer_may_hold_option',
            format('%s is named as buyer, and in the words about options: reclassify_buyer(%s, %s, ''source'') if it merely holds one', o.name, $1, o.id),
            w ->> 'lot', w ->> 'prose', w ->> 'language', o.id) -> 0 ORDER BY o.name, o.id), '[]')
    FROM (SELECT DISTINCT ON (p.organisation_id) p.organisation_id FROM @registry@.known_participant p WHERE p.partnership_id = $1 AND p.role = 'co_buyer') p
    JOIN @registry@.organisation o ON o.id = p.organisation_id
    CROSS JOIN LATERAL (
        SELECT w FROM jsonb_array_elements($2) WITH ORDINALITY x(w, no)
        WHERE w ->> 'code' IN ('option_holders', 'options_in_prose')
          -- the whole name, as words of their own
          AND ' ' || regexp_replace(lower(w ->> 'prose'), '[^[:alnum:]]+', ' ', 'g') || ' ' LIKE '% ' || btrim(regexp_replace(lower(o.name), '[^[:alnum:]]+', ' ', 'g')) || ' %'
        ORDER BY no LIMIT 1) w
$$;
COMMENT ON FUNCTION @registry@.offer_reclassification(bigint, jsonb) IS 'A warning for each co-buyer whose name stands in the words about options among these warnings (codes option_holders and options_in_prose): notices put mere option holders among the buyers. It offers; it decides nothing.';

CREATE OR REPLACE FUNCTION @registry@.latest_competition_day(notice jsonb) RETURNS date
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT least(@registry@.read_day($1 ->> 'dispatched_on'), min(@registry@.read_day(a ->> 'concluded_on')),
        @registry@.read_day(substring(@registry@.notice_key($1 #>> '{refers_to,0}') FROM '^\d+-(\d{4})$') || '-12-31'))
    FROM (SELECT NULL::jsonb AS a UNION ALL SELECT jsonb_array_elements($1 -> 'awards')) x
$$;
COMMENT ON FUNCTION @registry@.latest_competition_day(jsonb) IS 'The latest day on which the competition that an award notice follows can have been dispatched: in the year of the number it names, by the first contract, by the award notice.';

CREATE OR REPLACE FUNCTION @registry@.imply_competition(partnership_id bigint, notice jsonb, day date, provenance innopart.provenance, source_url text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    number text := notice #>> '{refers_to,0}';
BEGIN
    INSERT INTO @registry@.notice (partnership_id, kind, notice_number, effective_on, procedure_number, is_latest_day, provenance, source_url)
    VALUES (partnership_id, 'competition', number, day, notice ->> 'procedure_number', true, provenance, source_url);
    RETURN @registry@.as_warning('competition_notice_missing', format('the competition notice%s is not on record: its day is taken as %s, the latest it can have been, until it is imported',
        coalesce(' ' || number, ''), to_char(day, 'YYYY-MM-DD')));
END $$;
COMMENT ON FUNCTION @registry@.imply_competition(bigint, jsonb, date, innopart.provenance, text) IS 'An award tells that there was a competition, though its notice is not on record: records it with the number the award notice names, on the latest day it can have been dispatched (is_latest_day). The notice itself, when it is imported, corrects it. Returns a warning.';

CREATE OR REPLACE FUNCTION @registry@.bring_forward(of_partnership bigint, from_day date, to_day date, reason text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
DECLARE
    part @registry@.known_participant;
    event @registry@.known_phase_event;
BEGIN
    IF to_day >= from_day THEN
        RETURN;
    END IF;
    UPDATE @registry@.partnership p SET started_on = to_day WHERE p.id = of_partnership AND p.started_on > to_day;
    -- who leads before what it leads, and the stages in their order: each step is judged
    FOR part IN
        SELECT * FROM @registry@.known_participant p
        WHERE p.partnership_id = of_partnership AND p.role IN ('lead', 'co_buyer') AND p.effective_on = from_day
        ORDER BY p.id
    LOOP
        INSERT INTO @registry@.participant (partnership_id, corrects_id, organisation_id, role, effective_on, to_on, note, provenance, source_url)
        VALUES (of_partnership, part.id, part.organisation_id, part.role, to_day, part.to_on, part.note, part.provenance, part.source_url);
    END LOOP;
    FOR event IN
        SELECT * FROM @registry@.known_phase_event e
        WHERE e.partnership_id = of_partnership AND e.stage IN ('planned', 'need', 'competition') AND e.effective_on = from_day
        ORDER BY e.id
    LOOP
        INSERT INTO @registry@.phase_event (partnership_id, corrects_id, stage, phase, effective_on, reason, gate_decision_id, provenance, source_url)
        VALUES (of_partnership, event.id, event.stage, event.phase, to_day, bring_forward.reason, event.gate_decision_id, event.provenance, event.source_url);
    END LOOP;
END $$;
COMMENT ON FUNCTION @registry@.bring_forward(bigint, date, date, text) IS 'Corrects what was dated by the latest day its competition can have begun, once the competition notice tells the day itself.';

CREATE OR REPLACE FUNCTION @registry@.settle_competition(of_partnership bigint, provenance innopart.provenance, source_url text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
DECLARE
    competition @registry@.known_notice;
    stage innopart.partnership_stage;
    next_stage innopart.partnership_stage;
BEGIN
    SELECT * INTO competition FROM @registry@.known_notice n
    WHERE n.partnership_id = of_partnership AND n.kind = 'competition' ORDER BY n.effective_on, n.id LIMIT 1;
    SELECT e.stage INTO stage FROM @registry@.known_phase_event e
    WHERE e.partnership_id = of_partnership ORDER BY e.effective_on DESC, e.id DESC LIMIT 1;
    IF competition.id IS NULL OR stage > 'dialogue' THEN
        RETURN '[]';
    END IF;
    IF NOT EXISTS (SELECT FROM @registry@.known_participant p WHERE p.partnership_id = of_partnership AND p.role = 'lead') THEN
        RETURN @registry@.as_warning('lead_not_stated', format('no buyer is said to lead: invite(%s, organisation, ''lead'', ''%s''), then import again', of_partnership, to_char(competition.effective_on, 'YYYY-MM-DD')));
    END IF;
    FOREACH next_stage IN ARRAY CASE WHEN coalesce(stage = 'planned', true) THEN ARRAY['need', 'competition'] ELSE ARRAY['competition'] END::innopart.partnership_stage[] LOOP
        INSERT INTO @registry@.phase_event (partnership_id, stage, effective_on, reason, provenance, source_url)
        VALUES (of_partnership, next_stage, competition.effective_on, format('notice %s', competition.notice_number), provenance, source_url);
    END LOOP;
    RETURN '[]';
EXCEPTION WHEN SQLSTATE 'IP031' OR SQLSTATE 'IP039' THEN
    RETURN @registry@.as_warning('stage_not_entered', format('the competition could not be entered: %s', SQLERRM));
END $$;
COMMENT ON FUNCTION @registry@.settle_competition(bigint, innopart.provenance, text) IS 'Enters the stages need and competition on the day of the first competition notice, where the partnership has not come so far; that there was a need the notice implies. Returns warnings.';

CREATE OR REPLACE FUNCTION @registry@.settle_award(award @registry@.known_award, provenance innopart.provenance, source_url text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    day date := coalesce(award.concluded_on, award.effective_on);
    suppliers bigint[];
    supplier bigint;
    has_lead boolean;
    contract_id bigint;
    other record;
    warnings jsonb := '[]';
BEGIN
    SELECT array_agg(p.organisation_id ORDER BY p.is_group_lead IS TRUE DESC, p.id), bool_or(p.is_group_lead IS TRUE) INTO suppliers, has_lead
    FROM @registry@.known_award_party p
    WHERE p.partnership_id = award.partnership_id AND p.award_id = award.id AND p.role = 'supplier';
    IF suppliers IS NULL THEN
        RETURN @registry@.as_warning('winner_not_stated', format('award %s: who won is not stated', award.award_number));
    END IF;
    FOREACH supplier IN ARRAY suppliers LOOP
        INSERT INTO @registry@.participant (partnership_id, organisation_id, role, effective_on, provenance, source_url)
        SELECT award.partnership_id, supplier, 'partner', day, provenance, source_url
        WHERE NOT EXISTS (SELECT FROM @registry@.known_participant p
                          WHERE p.partnership_id = award.partnership_id AND p.organisation_id = supplier AND p.role = 'partner' AND coalesce(p.to_on >= day, true));
    END LOOP;
    IF award.concluded_on IS NULL THEN
        RETURN @registry@.as_warning('conclusion_not_stated', format('award %s: when the contract was concluded is not stated; SELECT conclude_contract(%s, %s, ...)', award.award_number, award.partnership_id, suppliers[1]));
    END IF;
    -- the contract stands already: by hand, or from a notice that is told again
    SELECT c.effective_on INTO other
    FROM @registry@.known_partner_contract c
    LEFT JOIN @registry@.known_award a ON a.partnership_id = c.partnership_id AND a.id = c.award_id
    WHERE c.partnership_id = award.partnership_id AND c.organisation_id = suppliers[1] AND a.notice_id IS DISTINCT FROM award.notice_id
    ORDER BY c.effective_on <> award.concluded_on, c.id LIMIT 1;
    IF FOUND THEN
        RETURN CASE WHEN other.effective_on <> award.concluded_on THEN @registry@.as_warning('contract_told_again',
            format('award %s: concluded on %s, while a contract with the same partner of %s is on record', award.award_number,
                to_char(award.concluded_on, 'YYYY-MM-DD'), to_char(other.effective_on, 'YYYY-MM-DD'))) ELSE '[]' END;
    END IF;
    IF cardinality(suppliers) > 1 AND NOT has_lead THEN
        warnings := @registry@.as_warning('group_lead_not_stated', format('award %s: a group of %s, and none is said to lead it; the contract stands in the name of the first', award.award_number, cardinality(suppliers)));
    END IF;
    BEGIN
        INSERT INTO @registry@.partner_contract (partnership_id, organisation_id, title, effective_on, document_id, award_id, provenance, source_url)
        SELECT award.partnership_id, suppliers[1], coalesce(award.title, p.title), award.concluded_on, n.document_id, award.id, provenance, source_url
        FROM @registry@.partnership p
        LEFT JOIN @registry@.known_notice n ON n.partnership_id = p.id AND n.id = award.notice_id
        WHERE p.id = award.partnership_id
        RETURNING id INTO contract_id;
    EXCEPTION WHEN SQLSTATE 'IP031' OR SQLSTATE 'IP039' OR SQLSTATE 'IP046' THEN
        RETURN warnings || @registry@.as_warning('contract_not_concluded', format('award %s: %s', award.award_number, SQLERRM));
    END;
    INSERT INTO @registry@.consortium_member (partnership_id, partner_contract_id, organisation_id, effective_on, provenance, source_url)
    SELECT award.partnership_id, contract_id, p.organisation_id, award.concluded_on, provenance, source_url
    FROM @registry@.known_award_party p
    WHERE p.partnership_id = award.partnership_id AND p.award_id = award.id AND p.role IN ('supplier', 'subcontractor') AND p.organisation_id <> suppliers[1]
    GROUP BY p.organisation_id ORDER BY min(p.id);
    RETURN warnings;
END $$;
COMMENT ON FUNCTION @registry@.settle_award(@registry@.known_award, innopart.provenance, text) IS 'Makes partners of an award''s suppliers, and a partner contract of the award where the day of its conclusion is stated and the partnership has come so far. The stated value includes options, so no remuneration is taken from it. Returns warnings.';

CREATE OR REPLACE FUNCTION @registry@.settle_notices(of_partnership bigint, provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
DECLARE
    warnings jsonb := @registry@.settle_competition(of_partnership, provenance, source_url);
    award @registry@.known_award;
    stage innopart.partnership_stage;
    concluded_on date;
BEGIN
    FOR award IN
        SELECT * FROM @registry@.known_award a
        WHERE a.partnership_id = of_partnership AND a.is_awarded
          AND NOT EXISTS (SELECT FROM @registry@.known_partner_contract c WHERE c.partnership_id = a.partnership_id AND c.award_id = a.id)
        ORDER BY coalesce(a.concluded_on, a.effective_on), a.id
    LOOP
        warnings := warnings || @registry@.settle_award(award, provenance, source_url);
    END LOOP;
    SELECT e.stage INTO stage FROM @registry@.known_phase_event e
    WHERE e.partnership_id = of_partnership ORDER BY e.effective_on DESC, e.id DESC LIMIT 1;
    SELECT min(c.effective_on) INTO concluded_on FROM @registry@.known_partner_contract c
    WHERE c.partnership_id = of_partnership AND c.award_id IS NOT NULL;
    IF stage = 'competition' AND concluded_on IS NOT NULL THEN
        INSERT INTO @registry@.phase_event (partnership_id, stage, phase, effective_on, reason, provenance, source_url)
        VALUES (of_partnership, 'partnership', 'development.1', concluded_on, 'first contract concluded', provenance, source_url);
    END IF;
    RETURN warnings;
END $$;
COMMENT ON FUNCTION @registry@.settle_notices(bigint, innopart.provenance, text) IS 'Takes the procedure as far as the imported notices of a partnership tell: competition, partners and their contracts, partnership. May run again at any time; what stands is left alone. Returns warnings for what could not be done.';

-- --------------------------------------------------------------------------------------------
-- The verb
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.import_notice(
    doc xml, source text DEFAULT NULL, any_procedure boolean DEFAULT false, provenance innopart.provenance DEFAULT 'sourced',
    OUT partnership_id bigint, OUT created boolean, OUT warnings text[], OUT notice_id bigint, OUT is_new boolean)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = '' SET innopart.as_of = '' SET client_min_messages = error SET "DateStyle" = 'ISO, YMD'
AS $$
#variable_conflict use_variable
DECLARE
    notice jsonb;
    place record;
    kept record;
    parties record;
    started record;
    day date;
    began_on date;
    lacks_competition boolean;
    kind text;
    source_url text;
    placeholder @registry@.known_notice;
    todo jsonb := '[]';
BEGIN
    IF doc IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed', MESSAGE = 'there is no notice to import: doc is NULL';
    END IF;
    notice := @registry@.check_notice(@registry@.read_notice(doc));
    kind := notice ->> 'kind';
    day := (notice ->> 'dispatched_on')::date;
    source_url := coalesce(nullif(btrim(source), ''), notice ->> 'url');
    IF notice ->> 'number' IS NULL OR notice ->> 'number' = '' OR day IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'IP047',
            MESSAGE = format('the notice has no %s', CASE WHEN day IS NULL THEN 'day of dispatch' ELSE 'number' END),
            DETAIL = 'A notice is known by its number, and its facts take effect on the day it was dispatched.';
    END IF;

    PERFORM @registry@.take_import_lock();
    created := false;
    is_new := false;
    place := @registry@.partnership_of_notice(notice);
    partnership_id := place.partnership_id;
    notice_id := place.notice_id;

    IF partnership_id IS NULL AND (kind IN ('cont-modif', 'corrigendum', 'completion') OR NOT (any_procedure OR (notice ->> 'is_innovation_partnership')::boolean)) THEN
        warnings := ARRAY[CASE
            WHEN kind IN ('cont-modif', 'corrigendum', 'completion') THEN format('notice %s follows another that is not on record (%s): import that first', notice ->> 'number',
                coalesce(nullif(array_to_string(ARRAY(SELECT r FROM jsonb_array_elements_text(notice -> 'refers_to') r), ', '), ''), 'it does not say which'))
            ELSE format('notice %s is not imported: its procedure is %s, not an innovation partnership; any_procedure => true imports it', notice ->> 'number', coalesce(notice ->> 'procedure_code', 'not stated')) END];
        RETURN;
    END IF;

    lacks_competition := kind = 'result' AND NOT EXISTS (SELECT FROM @registry@.known_notice n WHERE n.partnership_id = partnership_id AND n.kind = 'competition');
    began_on := CASE WHEN lacks_competition THEN @registry@.latest_competition_day(notice) ELSE day END;
    IF partnership_id IS NULL THEN
        started := @registry@.begin_partnership(notice, began_on, provenance, source_url);
        partnership_id := started.partnership_id;
        todo := started.warnings;
        created := true;
    END IF;
    kept := @registry@.keep_source(partnership_id, CASE kind WHEN 'competition' THEN 'contract_notice' WHEN 'cont-modif' THEN 'modification' ELSE 'notice' END::innopart.document_kind,
        format('Notice %s (%s)', notice ->> 'number', notice ->> 'form'), day, doc::text, 'application/xml', notice ->> 'url', provenance, source_url);

    IF place.is_imported OR NOT kept.is_new THEN
        IF kept.is_new THEN
            todo := todo || @registry@.as_warning('other_text', format('notice %s has come again in another text; what was recorded of the first stands', notice ->> 'number'));
        END IF;
    ELSIF kind IN ('corrigendum', 'completion') THEN
        is_new := true;
        todo := todo || @registry@.as_warning(kind, format('notice %s changes or completes an earlier one: read it, and correct what was recorded', notice ->> 'number'), prose => (
            SELECT string_agg(t ->> 'body', E'\n' ORDER BY no) FROM jsonb_array_elements(notice -> 'texts') WITH ORDINALITY x(t, no)
            WHERE t ->> 'topic' IN ('modification', 'additional') AND t ->> 'language' = notice ->> 'language'));
    ELSE
        is_new := true;
        parties := @registry@.import_parties(partnership_id, kept.document_id, notice, provenance, source_url);
        todo := todo || (notice -> 'warnings') || parties.warnings;
        SELECT * INTO placeholder FROM @registry@.known_notice n WHERE n.partnership_id = partnership_id AND n.id = notice_id AND n.is_latest_day;
        IF placeholder.id IS NOT NULL AND kind <> 'competition' THEN
            -- the number an award names was not its competition's after all, whose own is not known
            INSERT INTO @registry@.notice (partnership_id, corrects_id, kind, effective_on, procedure_number, is_latest_day, provenance, source_url)
            VALUES (partnership_id, placeholder.id, placeholder.kind, placeholder.effective_on, placeholder.procedure_number, true, placeholder.provenance, placeholder.source_url);
            placeholder := NULL;
            notice_id := NULL;
        END IF;
        INSERT INTO @registry@.notice (partnership_id, corrects_id, kind, notice_number, effective_on, url, other_number, procedure_number, file_number, form, procedure_code,
            refers_to, document_id, provenance, source_url)
        VALUES (partnership_id, notice_id, kind::innopart.notice_kind, notice ->> 'number', day, notice ->> 'url', notice ->> 'other_number', notice ->> 'procedure_number',
            notice ->> 'file_number', notice ->> 'form', notice ->> 'procedure_code', ARRAY(SELECT r FROM jsonb_array_elements_text(notice -> 'refers_to') r), kept.document_id, provenance, source_url)
        RETURNING coalesce(corrects_id, id) INTO notice_id;
        IF lacks_competition THEN
            todo := todo || @registry@.imply_competition(partnership_id, notice, began_on, provenance, source_url);
        END IF;
        todo := todo || @registry@.import_buyers(partnership_id, notice, parties.organisations, began_on, provenance, source_url);
        IF placeholder.id IS NOT NULL THEN
            PERFORM @registry@.bring_forward(partnership_id, placeholder.effective_on, day, format('notice %s', notice ->> 'number'));
        END IF;
        -- a modification states the value of the change, and the awards of old
        PERFORM @registry@.import_statements(partnership_id, notice_id, CASE kind WHEN 'cont-modif' THEN notice || '{"amounts": []}' ELSE notice END, provenance, source_url);
        IF kind = 'cont-modif' THEN
            todo := todo || @registry@.as_warning('modification', 'a contract was modified: record what changed, with its legal basis (contract_change, raise_option(), extend_option()). It may tell that an option was exercised', prose => (
                SELECT string_agg(t ->> 'body', E'\n' ORDER BY no) FROM jsonb_array_elements(notice -> 'texts') WITH ORDINALITY x(t, no) WHERE t ->> 'topic' = 'modification' AND t ->> 'language' = notice ->> 'language'));
        ELSE
            todo := todo || @registry@.import_awards(partnership_id, notice_id, notice, parties.organisations, provenance, source_url);
            todo := todo || @registry@.option_prose(notice);
            todo := todo || @registry@.offer_reclassification(partnership_id, todo);
        END IF;
    END IF;

    todo := todo || @registry@.settle_notices(partnership_id, provenance, source_url);
    -- what was put before a person once, and perhaps settled, is not put again
    SELECT coalesce(jsonb_agg(w ORDER BY no), '[]') INTO todo
    FROM jsonb_array_elements(todo) WITH ORDINALITY x(w, no)
    WHERE NOT EXISTS (SELECT FROM @registry@.import_warning k WHERE k.partnership_id = partnership_id AND k.code = w ->> 'code'
                      AND CASE WHEN w ? 'prose' AND NOT w ? 'organisation_id' THEN k.prose = w ->> 'prose' ELSE k.message = w ->> 'message' END);
    PERFORM @registry@.keep_warning(partnership_id, kept.document_id, w ->> 'code', w ->> 'message', day, (w ->> 'organisation_id')::bigint, w ->> 'lot', w ->> 'language', w ->> 'prose', provenance, source_url)
    FROM jsonb_array_elements(todo) WITH ORDINALITY x(w, no) ORDER BY no;
    SELECT coalesce(array_agg(w ->> 'message' ORDER BY no), '{}') INTO warnings FROM jsonb_array_elements(todo) WITH ORDINALITY x(w, no);
END $$;
COMMENT ON FUNCTION @registry@.import_notice(xml, text, boolean, innopart.provenance) IS 'Imports a notice of an innovation partnership: TED R2.0.9 (every edition) or eForms; prior information, competition, award, modification. source is where it was taken from, kept as source_url (by default the address in the notice). any_procedure imports a notice of any procedure. Returns the partnership, whether it is new (created), what is left to a person that was not before (also on report.notice_todo), the notice, and whether that is new. The same notice again changes nothing. A notice of another procedure, or one that follows a notice not on record, gives no partnership, a warning, and no change. Errors: IP047 for what is no notice, 22004, 54000.';

CREATE OR REPLACE FUNCTION @registry@.text_of_xml(doc bytea) RETURNS text
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    start text := encode(substring(doc FOR 200), 'escape');
    encoding text := coalesce(substring(start FROM '^<\?xml[^>]*\sencoding\s*=\s*["'']([^"'']*)["'']'), 'UTF-8');
BEGIN
    IF substring(doc FOR 2) IN ('\xfffe', '\xfeff') THEN
        encoding := 'UTF-16';
    ELSIF substring(doc FOR 3) = '\xefbbbf' THEN
        doc := substring(doc FROM 4);
        encoding := 'UTF-8';
    ELSIF upper(encoding) = 'US-ASCII' THEN
        encoding := 'UTF-8';
    END IF;
    -- some that it knows by name it cannot convert
    IF pg_char_to_encoding(encoding) < 0 OR (getdatabaseencoding() <> pg_encoding_to_char(pg_char_to_encoding(encoding)) AND NOT EXISTS (
        SELECT FROM pg_conversion c
        WHERE c.condefault AND c.conforencoding = pg_char_to_encoding(encoding) AND c.contoencoding = pg_char_to_encoding(getdatabaseencoding()))) THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('a document in encoding "%s" cannot be read', left(encoding, 40)),
            HINT = 'Convert it to UTF-8 first.';
    END IF;
    RETURN convert_from(doc, encoding);
END $$;
COMMENT ON FUNCTION @registry@.text_of_xml(bytea) IS 'The text of an XML file, by the encoding it says it is in, or UTF-8. Errors: 22021 for bytes that are none of it, 22023 for an encoding the server does not have.';

CREATE OR REPLACE FUNCTION @registry@.import_notice_bytes(
    doc bytea, source text DEFAULT NULL, any_procedure boolean DEFAULT false, provenance innopart.provenance DEFAULT 'sourced',
    OUT partnership_id bigint, OUT created boolean, OUT warnings text[], OUT notice_id bigint, OUT is_new boolean)
    LANGUAGE sql VOLATILE
    SET search_path = pg_catalog, innopart, pg_temp SET client_min_messages = error SET xmloption = document
AS $$ SELECT i.partnership_id, i.created, i.warnings, i.notice_id, i.is_new FROM @registry@.import_notice(@registry@.text_of_xml($1)::xml, $2, $3, $4) i $$;
COMMENT ON FUNCTION @registry@.import_notice_bytes(bytea, text, boolean, innopart.provenance) IS 'import_notice() of a file as it is, in whatever encoding it says: for programs that read files. Errors: those of text_of_xml() and import_notice(); 2200M for bytes that are no XML.';
