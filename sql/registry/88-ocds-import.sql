-- OCDS 1.1 in.  A release that carries our record (innopart_record, 86-ocds-record) is read back fact
-- by fact, by the same catalogs that published it; any other release is a notice in another format,
-- and goes the way of notices (75c-notice-import).  The whole release is kept as a source document,
-- so that nothing in it is lost; what could not be read, or would have to be guessed, is a warning.
--
-- Everything in a document is a stranger's.  Tables are named by our own list, columns by the
-- catalogs, values go through the types' own input, and every fact is judged by the same triggers
-- as a clerk's.  What one fact breaks takes back that fact, what one release breaks that release.

-- --- what is tolerated ----------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.ocds_list(content jsonb) RETURNS SETOF jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 10
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT e.value FROM jsonb_array_elements(CASE jsonb_typeof(content) WHEN 'array' THEN content WHEN 'null' THEN '[]' ELSE jsonb_build_array(content) END) e(value)
$$;
COMMENT ON FUNCTION @registry@.ocds_list(jsonb) IS 'The elements of an array; a value that stands where an array belongs is its only element.';

CREATE OR REPLACE FUNCTION @registry@.ocds_objects(content jsonb) RETURNS SETOF jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 10
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT e FROM @registry@.ocds_list(content) e WHERE jsonb_typeof(e) = 'object' $$;
COMMENT ON FUNCTION @registry@.ocds_objects(jsonb) IS 'The objects of an array, or the only one.';

CREATE OR REPLACE FUNCTION @registry@.ocds_word(content jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT CASE WHEN jsonb_typeof(content) IN ('string', 'number') THEN nullif(btrim(left(content #>> '{}', 10000), E' \t\r\n\u00A0'), '') END $$;
COMMENT ON FUNCTION @registry@.ocds_word(jsonb) IS 'A string or number as text without the space around it: ids, dates and amounts come as either. NULL for anything else, and for nothing; the first 10000 characters of anything longer.';

CREATE OR REPLACE FUNCTION @registry@.ocds_day(content jsonb) RETURNS date
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT @registry@.read_day(@registry@.ocds_word(content)) $$;
COMMENT ON FUNCTION @registry@.ocds_day(jsonb) IS 'The day of an OCDS moment, as written, whatever its time zone; NULL for anything else.';

CREATE OR REPLACE FUNCTION @registry@.is_refusal(state text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
-- bad values, broken constraints and limits, what is not there, and the rules of this registry
AS $$ SELECT state ~ '^(22|23|IP|P0002|P0003|54000)' $$;
COMMENT ON FUNCTION @registry@.is_refusal(text) IS 'Whether an error of this SQLSTATE is the fault of what a document says: it is then left out with a warning. Any other (a lack of memory or of rights, a deadlock, a bug) ends the import.';

-- --- what is a release ----------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.ocds_releases(data jsonb) RETURNS TABLE (release jsonb, published_on date, problem text)
    LANGUAGE plpgsql IMMUTABLE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    -- what is still to be looked at, the day of the package it came in, and how deep it lay
    queue jsonb[] := ARRAY[data];
    days date[] := ARRAY[NULL::date];
    depths integer[] := ARRAY[0];
    element jsonb;
    depth integer;
    inside jsonb;
BEGIN
    WHILE cardinality(queue) > 0 LOOP
        element := queue[1];
        published_on := days[1];
        depth := depths[1];
        queue := queue[2:];
        days := days[2:];
        depths := depths[2:];
        release := NULL;
        problem := NULL;
        inside := CASE WHEN jsonb_typeof(element) = 'array' THEN element
            WHEN jsonb_typeof(element) <> 'object' OR jsonb_typeof(element -> 'compiledRelease') = 'object' THEN NULL
            WHEN jsonb_typeof(element -> 'releases') = 'array' THEN element -> 'releases'
            WHEN jsonb_typeof(element -> 'records') = 'array' THEN element -> 'records' END;
        IF jsonb_typeof(element) NOT IN ('object', 'array') THEN
            problem := format('not imported: %s stands where a release belongs', CASE jsonb_typeof(element) WHEN 'null' THEN 'nothing' ELSE 'a ' || jsonb_typeof(element) END);
        ELSIF depth > 3 OR (depth > 0 AND jsonb_typeof(element) = 'array') THEN
            -- an array of record packages, their records, and their releases: OCDS goes no deeper
            problem := 'not imported: an array or a package stands where a release belongs';
        ELSIF jsonb_typeof(element -> 'compiledRelease') = 'object' THEN
            release := element -> 'compiledRelease';
        ELSIF jsonb_array_length(inside) > 0 AND element ? 'ocid' AND NOT jsonb_path_exists(inside, '$[*].ocid') THEN
            problem := 'not imported: the record only links to its releases; import those';
        ELSIF inside IS NOT NULL THEN
            queue := ARRAY(SELECT e FROM jsonb_array_elements(inside) WITH ORDINALITY x(e, no)
                           ORDER BY CASE WHEN jsonb_typeof(element) = 'object' THEN e ->> 'date' END, no) || queue;
            days := array_fill(coalesce(@registry@.ocds_day(element -> 'publishedDate'), published_on), ARRAY[jsonb_array_length(inside)]) || days;
            depths := array_fill(depth + 1, ARRAY[jsonb_array_length(inside)]) || depths;
            CONTINUE;
        ELSIF element ? 'ocid' AND element ?| ARRAY['id', 'date', 'tag', 'tender', 'parties'] AND NOT element ? 'versionedRelease' THEN
            release := element;
        ELSE
            problem := CASE WHEN element ? 'versionedRelease' THEN 'not imported: a versioned release alone; import the compiled release, or the releases'
                ELSE 'not imported: an object that is no release, record or package of OCDS' END;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;
COMMENT ON FUNCTION @registry@.ocds_releases(jsonb) IS 'The releases of a release, record, release or record package, or bare array of any of them; those of a package or record in the order of their dates; of a record the compiled release, else its releases. problem instead of a release for what is none. published_on: the day of the package.';

-- --- our record, read back ------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.ocds_find(of_partnership bigint, of_fact text, of_code text) RETURNS bigint
    LANGUAGE plpgsql STABLE STRICT
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found_id bigint;
BEGIN
    SELECT c.record_id INTO found_id FROM @registry@.ocds_code c
    WHERE c.partnership_id = of_partnership AND c.fact = of_fact AND c.code = of_code;
    -- a partnership of ours that comes back: its ids are our numbers
    IF NOT FOUND AND of_code ~ '^[1-9][0-9]{0,17}$' AND NOT EXISTS (
        SELECT FROM @registry@.ocds_code c WHERE c.partnership_id = of_partnership AND c.fact = 'partnership') THEN
        EXECUTE format('SELECT f.id FROM @registry@.%I f WHERE f.id = $2 %s', of_fact, CASE WHEN of_fact <> 'organisation' THEN 'AND f.partnership_id = $1' END)
            INTO found_id USING of_partnership, of_code::bigint;
    END IF;
    RETURN found_id;
END $$;
COMMENT ON FUNCTION @registry@.ocds_find(bigint, text, text) IS 'Our record that a partnership''s OCDS knows by this id; NULL when there is none yet. of_fact names a table and is the caller''s, never the document''s.';

CREATE OR REPLACE FUNCTION @registry@.ocds_take_organisation(of_partnership bigint, body jsonb) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    code text := @registry@.ocds_word(body -> 'id');
    organisation bigint := @registry@.ocds_find(of_partnership, 'organisation', code);
    number jsonb;
BEGIN
    IF organisation IS NULL THEN
        SELECT i.organisation_id INTO organisation
        FROM @registry@.ocds_objects(body -> 'identifiers') n
        JOIN @registry@.organisation_identifier i ON i.scheme = n ->> 'scheme' AND i.identifier = n ->> 'id'
        ORDER BY i.id LIMIT 1;
    END IF;
    IF organisation IS NULL AND NOT body ? 'identifiers' THEN
        -- by its exact name, when neither has a number and no other party of the document is that one
        SELECT min(o.id) INTO organisation
        FROM @registry@.organisation o
        WHERE o.name = body ->> 'name' AND o.country_code = body ->> 'country'
          AND NOT EXISTS (SELECT FROM @registry@.organisation_identifier i WHERE i.organisation_id = o.id)
          AND NOT EXISTS (SELECT FROM @registry@.ocds_code c WHERE c.partnership_id = of_partnership AND c.fact = 'organisation' AND c.record_id = o.id)
        HAVING count(*) = 1;
    END IF;
    IF organisation IS NULL THEN
        INSERT INTO @registry@.organisation (name, country_code, admin_level, existed_from, existed_to, provenance, source_url)
        VALUES (body ->> 'name', coalesce(body ->> 'country', 'ZZ'), (body ->> 'level')::innopart.admin_level, (body ->> 'existedFrom')::date, (body ->> 'existedTo')::date,
            coalesce((body ->> 'provenance')::innopart.provenance, 'sourced'), body ->> 'source')
        RETURNING id INTO organisation;
    END IF;
    FOR number IN SELECT n FROM @registry@.ocds_objects(body -> 'identifiers') n LOOP
        INSERT INTO @registry@.organisation_identifier (organisation_id, scheme, identifier, valid_from, valid_to)
        SELECT organisation, number ->> 'scheme', number ->> 'id', (number ->> 'from')::date, (number ->> 'to')::date
        WHERE NOT EXISTS (SELECT FROM @registry@.organisation_identifier i WHERE i.scheme = number ->> 'scheme' AND i.identifier = number ->> 'id');
    END LOOP;
    INSERT INTO @registry@.ocds_code (partnership_id, fact, code, record_id) VALUES (of_partnership, 'organisation', code, organisation)
    ON CONFLICT DO NOTHING;
END $$;
COMMENT ON FUNCTION @registry@.ocds_take_organisation(bigint, jsonb) IS 'Finds or adds an organisation of a record: by the id it had in an earlier release, by a number, by its exact name where it has no number; else a new one. Errors: those of the tables.';

CREATE OR REPLACE FUNCTION @registry@.ocds_take_fact(of_partnership bigint, told jsonb, is_newest boolean) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
DECLARE
    kind text := told ->> 'fact';
    code text := @registry@.ocds_word(told -> 'id');
    content jsonb := told - '{fact,id,conditions}'::text[];
    record_id bigint;
    reference record;
    columns text[];
    stands jsonb;
    says jsonb;
    is_correctable boolean;
BEGIN
    -- references first: a fact waits for what it rests on
    FOR reference IN SELECT r.column_name, r.target, content -> r.column_name AS named FROM @registry@.ocds_reference r WHERE r.fact = kind AND content ? r.column_name LOOP
        IF jsonb_typeof(reference.named) = 'array' THEN
            content := jsonb_set(content, ARRAY[reference.column_name], coalesce(
                (SELECT jsonb_agg(@registry@.ocds_find(of_partnership, reference.target, n.code)) FROM jsonb_array_elements_text(reference.named) n(code)), '[]'));
        ELSE
            content := jsonb_set(content, ARRAY[reference.column_name], coalesce(to_jsonb(@registry@.ocds_find(of_partnership, reference.target, @registry@.ocds_word(reference.named))), 'null'));
        END IF;
        IF content -> reference.column_name = 'null' OR content -> reference.column_name @> 'null' THEN
            RAISE EXCEPTION USING ERRCODE = 'no_data_found',
                MESSAGE = format('its %s %s is not told', replace(reference.target, '_', ' '), left(reference.named::text, 100));
        END IF;
    END LOOP;

    SELECT array_agg(a.attname::text ORDER BY a.attnum) INTO columns
    FROM pg_attribute a
    WHERE a.attrelid = format('@registry@.%I', kind)::regclass AND a.attnum > 0 AND NOT a.attisdropped AND content ? a.attname
      AND a.attname <> ALL (@registry@.ocds_kept_back());
    content := (SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') FROM jsonb_each(content) e WHERE e.key = ANY (columns)) || jsonb_build_object('partnership_id', of_partnership);
    is_correctable := to_regclass(format('@registry@.%I', 'known_' || kind)) IS NOT NULL;

    record_id := @registry@.ocds_find(of_partnership, kind, code);
    IF record_id IS NULL AND kind = 'option_event' AND content ->> 'kind' = 'contract_terminated' THEN
        -- the registry itself recorded it, when it learned what ended the right
        SELECT e.id INTO record_id FROM @registry@.option_event e
        WHERE e.partnership_id = of_partnership AND e.option_right_id = (content ->> 'option_right_id')::bigint
          AND e.kind = 'contract_terminated' AND e.effective_on = (content ->> 'effective_on')::date;
    END IF;

    IF record_id IS NULL THEN
        EXECUTE format('INSERT INTO @registry@.%1$I (partnership_id, %2$s) SELECT partnership_id, %2$s FROM jsonb_populate_record(NULL::@registry@.%1$I, $1) RETURNING id',
                       kind, (SELECT string_agg(quote_ident(c), ', ') FROM unnest(columns) c))
            INTO record_id USING content;
        IF record_id IS NULL THEN
            -- the guard of the ledger met a repeated reference
            EXECUTE format('SELECT e.id FROM @registry@.%1$I e WHERE e.partnership_id = $1 AND e.%2$I = $2 AND e.reference = $3',
                           kind, CASE kind WHEN 'cap_event' THEN 'cap_id' ELSE 'option_right_id' END)
                INTO STRICT record_id USING of_partnership, (content ->> CASE kind WHEN 'cap_event' THEN 'cap_id' ELSE 'option_right_id' END)::bigint, content ->> 'reference';
        END IF;
        IF kind = 'option_right' THEN
            INSERT INTO @registry@.option_condition (partnership_id, option_right_id, condition_no, code, title, responsible_id, due_on)
            SELECT of_partnership, record_id, (c ->> 'condition_no')::integer, (c ->> 'code')::innopart.condition_code, c ->> 'title',
                @registry@.ocds_find(of_partnership, 'organisation', c ->> 'responsible_id'), (c ->> 'due_on')::date
            FROM @registry@.ocds_objects(told -> 'conditions') c;
        END IF;
    ELSIF is_newest THEN
        -- told again: the same, a lawful step, or a correction
        IF kind = 'option_right' THEN
            UPDATE @registry@.option_right r
            SET partner_contract_id = coalesce(r.partner_contract_id, (content ->> 'partner_contract_id')::bigint), solution_id = coalesce(r.solution_id, (content ->> 'solution_id')::bigint)
            WHERE r.partnership_id = of_partnership AND r.id = record_id
              AND (r.partner_contract_id IS NULL AND content ? 'partner_contract_id' OR r.solution_id IS NULL AND content ? 'solution_id');
        END IF;
        EXECUTE format('SELECT to_jsonb(s) FROM @registry@.%I s WHERE s.partnership_id = $1 AND s.id = $2', CASE WHEN is_correctable THEN 'known_' || kind ELSE kind END)
            INTO stands USING of_partnership, record_id;
        EXECUTE format('SELECT to_jsonb(jsonb_populate_record(NULL::@registry@.%I, $1))', kind) INTO says USING content;
        IF EXISTS (SELECT FROM unnest(columns) c WHERE says -> c IS DISTINCT FROM stands -> c) THEN
            IF NOT is_correctable THEN
                RAISE EXCEPTION USING ERRCODE = 'IP028',
                    MESSAGE = format('%s %s is told otherwise than it was recorded', replace(kind, '_', ' '), code),
                    DETAIL = 'Terms and the ledger are frozen as they were stated.';
            END IF;
            EXECUTE format('INSERT INTO @registry@.%1$I (partnership_id, corrects_id, %2$s) SELECT partnership_id, $2, %2$s FROM jsonb_populate_record(NULL::@registry@.%1$I, $1)',
                           kind, (SELECT string_agg(quote_ident(c), ', ') FROM unnest(columns) c))
                USING content, record_id;
        END IF;
    END IF;
    INSERT INTO @registry@.ocds_code (partnership_id, fact, code, record_id) VALUES (of_partnership, kind, code, record_id)
    ON CONFLICT DO NOTHING;
END $$;
COMMENT ON FUNCTION @registry@.ocds_take_fact(bigint, jsonb, boolean) IS 'Records one fact of a record, or, where its id is known, nothing when it says the same, and a correction when is_newest and it says otherwise. Errors: P0002 while something it rests on is not recorded, IP028 for another telling of what is frozen, and those of the table''s triggers. The fact''s name is checked by the caller.';

CREATE OR REPLACE FUNCTION @registry@.ocds_take_record(of_partnership bigint, record jsonb, is_newest boolean) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = '' SET innopart.as_of = ''
AS $$
DECLARE
    warnings jsonb := '[]';
    element jsonb;
    waiting jsonb[];
    left_over jsonb[];
    said text[];
    before integer;
BEGIN
    FOR element IN SELECT o FROM @registry@.ocds_objects(record -> 'organisations') o LOOP
        BEGIN
            PERFORM @registry@.ocds_take_organisation(of_partnership, element);
        EXCEPTION WHEN OTHERS THEN
            IF NOT @registry@.is_refusal(SQLSTATE) THEN RAISE; END IF;
            warnings := warnings || @registry@.as_warning('organisation_not_read', format('organisation %s was left out: %s', left(element ->> 'id', 100), SQLERRM));
        END;
    END LOOP;
    FOR element IN SELECT s FROM @registry@.ocds_objects(record -> 'successions') s LOOP
        BEGIN
            INSERT INTO @registry@.organisation_succession (predecessor_id, successor_id, kind, effective_on, legal_basis, provenance, source_url)
            SELECT x.predecessor_id, x.successor_id, x.kind, x.effective_on, element ->> 'legalBasis', coalesce((element ->> 'provenance')::innopart.provenance, 'sourced'), element ->> 'source'
            FROM (SELECT @registry@.ocds_find(of_partnership, 'organisation', element ->> 'predecessor') AS predecessor_id,
                      @registry@.ocds_find(of_partnership, 'organisation', element ->> 'successor') AS successor_id,
                      (element ->> 'kind')::innopart.succession_kind AS kind, (element ->> 'effectiveOn')::date AS effective_on) x
            WHERE NOT EXISTS (SELECT FROM @registry@.known_organisation_succession s
                              WHERE (s.predecessor_id, s.successor_id, s.kind, s.effective_on) = (x.predecessor_id, x.successor_id, x.kind, x.effective_on));
        EXCEPTION WHEN OTHERS THEN
            IF NOT @registry@.is_refusal(SQLSTATE) THEN RAISE; END IF;
            warnings := warnings || @registry@.as_warning('succession_not_read', format('the succession of %s was left out: %s', left(element ->> 'predecessor', 100), SQLERRM));
        END;
    END LOOP;

    SELECT coalesce(array_agg(f ORDER BY x.no) FILTER (WHERE k.fact IS NOT NULL AND @registry@.ocds_word(f -> 'id') IS NOT NULL), '{}'),
        warnings || coalesce(jsonb_agg(@registry@.as_warning('fact_not_read', format('a fact was left out: "%s" is none of this registry', left(f ->> 'fact', 100))) -> 0 ORDER BY x.no)
                             FILTER (WHERE k.fact IS NULL OR @registry@.ocds_word(f -> 'id') IS NULL), '[]')
    INTO waiting, warnings
    FROM (SELECT f, no FROM @registry@.ocds_objects(record -> 'facts') WITH ORDINALITY y(f, no) WHERE no <= 100000) x
    LEFT JOIN unnest(@registry@.ocds_published()) k(fact) ON k.fact = x.f ->> 'fact';

    -- The order of the document is that of time; where facts of one day rest on each other, or a
    -- right on the contract that came years later to grant it, a fact waits for another round.
    -- Twenty rounds are more than any true record needs.
    FOR round IN 1 .. 20 LOOP
        before := cardinality(waiting);
        left_over := '{}';
        said := '{}';
        FOREACH element IN ARRAY waiting LOOP
            BEGIN
                PERFORM @registry@.ocds_take_fact(of_partnership, element, is_newest);
            EXCEPTION WHEN OTHERS THEN
                IF NOT @registry@.is_refusal(SQLSTATE) THEN RAISE; END IF;
                left_over := left_over || element;
                said := said || SQLERRM;
            END;
        END LOOP;
        waiting := left_over;
        EXIT WHEN cardinality(waiting) = before OR cardinality(waiting) = 0;
    END LOOP;
    -- both sides of an assignment, now rather than at commit: there it would take everything back
    SET CONSTRAINTS @registry@.assignment_is_complete IMMEDIATE;
    SET CONSTRAINTS @registry@.assignment_is_complete DEFERRED;
    RETURN warnings || coalesce((
        SELECT jsonb_agg(@registry@.as_warning('fact_not_read', format('%s %s was left out: %s', replace(f ->> 'fact', '_', ' '), left(f ->> 'id', 100), s)) -> 0 ORDER BY no)
        FROM unnest(waiting, said) WITH ORDINALITY x(f, s, no)), '[]');
END $$;
COMMENT ON FUNCTION @registry@.ocds_take_record(bigint, jsonb, boolean) IS 'Reads the record of a release (ocds_record()) into a partnership: its organisations, their successions, and every fact, each judged as a clerk''s would be. A fact that is refused is left out. Returns the warnings.';

-- --- anybody's release, as a notice ---------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.ocds_words(content jsonb, field text, topic text, lot text, language text) RETURNS SETOF jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 2
    SET search_path = pg_catalog, pg_temp
AS $$
    -- the field itself, and its translations in field_language
    SELECT jsonb_build_object('lot', lot, 'topic', topic, 'body', btrim(e.value #>> '{}'),
        'language', CASE WHEN e.key = field THEN language ELSE substring(e.key FROM length(field) + 2) END)
    FROM jsonb_each(CASE WHEN jsonb_typeof(content) = 'object' THEN content ELSE '{}' END) e
    WHERE jsonb_typeof(e.value) = 'string' AND btrim(e.value #>> '{}') <> '' AND (e.key = field OR e.key ~ ('^' || field || '_[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$'))
    ORDER BY e.key <> field, e.key
$$;
COMMENT ON FUNCTION @registry@.ocds_words(jsonb, text, text, text, text) IS 'A text field of an OCDS object in every language it has, as texts of the flat shape of part 75a. language is that of the release.';

CREATE OR REPLACE FUNCTION @registry@.ocds_parties_told(release jsonb) RETURNS SETOF jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 10
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH party AS (
        SELECT no, p, coalesce(@registry@.ocds_word(p -> 'id'), @registry@.ocds_word(p -> 'name')) AS key FROM @registry@.ocds_objects(release -> 'parties') WITH ORDINALITY x(p, no)
        UNION ALL
        -- who is referred to without being a party is one
        SELECT 100000 + no, p || jsonb_build_object('roles', jsonb_build_array(role)), coalesce(@registry@.ocds_word(p -> 'id'), @registry@.ocds_word(p -> 'name'))
        FROM (SELECT b AS p, 'buyer' AS role FROM @registry@.ocds_objects(release -> 'buyer') b
              UNION ALL SELECT b, 'procuringEntity' FROM @registry@.ocds_objects(release #> '{tender,procuringEntity}') b
              UNION ALL SELECT s, 'supplier' FROM @registry@.ocds_objects(release -> 'awards') a, @registry@.ocds_objects(a -> 'suppliers') s
              UNION ALL SELECT s, 'supplier' FROM @registry@.ocds_objects(release -> 'contracts') c, @registry@.ocds_objects(c -> 'suppliers') s) r,
            LATERAL (SELECT 1 AS no) one
    ), number AS (
        -- the number that can be checked, wherever it stands; else the first
        SELECT DISTINCT ON (p.no) p.no, n ->> 'scheme' AS scheme, @registry@.ocds_word(n -> 'id') AS id
        FROM party p, LATERAL (
            SELECT i, 1 AS place, 1::bigint AS nth FROM @registry@.ocds_objects(p.p -> 'identifier') i
            UNION ALL SELECT i, 2, nth FROM @registry@.ocds_objects(p.p -> 'additionalIdentifiers') WITH ORDINALITY y(i, nth)) n(n, place, nth)
        WHERE @registry@.ocds_word(n -> 'id') IS NOT NULL
        ORDER BY p.no, innopart.orgnr_is_valid(@registry@.ocds_word(n -> 'id')) DESC, place, nth
    )
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'key', p.key, 'name', coalesce(@registry@.ocds_word(p.p -> 'name'), @registry@.ocds_word(p.p #> '{identifier,legalName}')),
        'identifier', n.id, 'scheme', n.scheme,
        'country', coalesce(@registry@.country_code(@registry@.ocds_word(p.p #> '{address,country}')), @registry@.country_code(@registry@.ocds_word(p.p #> '{address,countryName}')),
            CASE WHEN lower(@registry@.ocds_word(p.p #> '{address,countryName}')) IN ('norge', 'noreg', 'norway') THEN 'NO' END),
        'level', (SELECT c ->> 'id' FROM @registry@.ocds_objects(p.p #> '{details,classifications}') c WHERE c ->> 'scheme' IN ('eu-buyer-legal-type', 'TED_CA_TYPE') LIMIT 1),
        'roles', to_jsonb(ARRAY(SELECT @registry@.ocds_word(r) FROM @registry@.ocds_list(p.p -> 'roles') r WHERE @registry@.ocds_word(r) IS NOT NULL))))
    FROM party p LEFT JOIN number n ON n.no = p.no
    WHERE p.key IS NOT NULL AND (p.no < 100000 OR NOT EXISTS (SELECT FROM party q WHERE q.no < 100000 AND q.key = p.key))
    ORDER BY p.no
$$;
COMMENT ON FUNCTION @registry@.ocds_parties_told(jsonb) IS 'The parties of a release in the flat shape of part 75a, with whoever is referred to without being a party: roles may be one string, the number may stand under additionalIdentifiers, the country be a code or a name.';

CREATE OR REPLACE FUNCTION @registry@.ocds_lots_told(release jsonb) RETURNS SETOF jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 3
    SET search_path = pg_catalog, pg_temp
AS $$
    WITH lot AS (
        SELECT no, l, coalesce(@registry@.ocds_word(l -> 'id'), no::text) AS key FROM @registry@.ocds_objects(release #> '{tender,lots}') WITH ORDINALITY x(l, no)
    ), place AS (
        SELECT no, key, l, count(*) OVER () AS lots FROM lot
        UNION ALL
        -- what is not divided is one lot, where anything is said of it
        SELECT 1, '1', release -> 'tender', 1
        WHERE NOT EXISTS (SELECT FROM lot) AND jsonb_typeof(release -> 'tender') = 'object'
          AND release -> 'tender' ?| ARRAY['contractPeriod', 'secondStage', 'techniques', 'maximumValue', 'hasOptions', 'options', 'hasRenewal', 'renewal']
    )
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'key', p.key, 'number', p.key,
        'min_candidates', s.stage ->> 'minimumCandidates', 'max_candidates', s.stage ->> 'maximumCandidates',
        'is_reduced', CASE s.stage ->> 'successiveReduction' WHEN 'true' THEN true WHEN 'false' THEN false END,
        'amount', @registry@.ocds_word(p.l #> '{value,amount}'), 'currency', p.l #>> '{value,currency}',
        'max_amount', @registry@.ocds_word(m.maximum -> 'amount'), 'max_currency', m.maximum ->> 'currency',
        'duration', @registry@.ocds_word(p.l #> '{contractPeriod,durationInDays}'), 'duration_unit', CASE WHEN @registry@.ocds_word(p.l #> '{contractPeriod,durationInDays}') IS NOT NULL THEN 'DAY' END,
        'starts', @registry@.ocds_word(p.l #> '{contractPeriod,startDate}'), 'ends', @registry@.ocds_word(p.l #> '{contractPeriod,endDate}'),
        -- 1e9999 says that there is no maximum
        'max_renewals', CASE WHEN r.is_unbounded THEN NULL ELSE r.word END,
        'renewal', CASE WHEN p.l ->> 'hasRenewal' = 'true' OR r.is_unbounded THEN true END, 'no_renewal', CASE WHEN p.l ->> 'hasRenewal' = 'false' THEN true END,
        'has_renewal_text', CASE WHEN btrim(p.l #>> '{renewal,description}') <> '' THEN true END,
        -- a text about options tells that there are some
        'options', coalesce(o.has = 'true', btrim(p.l #>> '{options,description}') <> '', false), 'no_options', coalesce(o.has = 'false', false),
        'is_unbounded', nullif(r.is_unbounded, false)))
    FROM place p
    CROSS JOIN LATERAL (SELECT CASE WHEN jsonb_typeof(p.l -> 'secondStage') = 'object' THEN p.l -> 'secondStage' ELSE release #> '{tender,secondStage}' END AS stage) s
    CROSS JOIN LATERAL (SELECT coalesce(p.l #> '{techniques,frameworkAgreement,value}', p.l -> 'maximumValue') AS maximum) m
    CROSS JOIN LATERAL (SELECT coalesce(p.l ->> 'hasOptions', CASE WHEN p.lots = 1 THEN release #>> '{tender,hasOptions}' END) AS has) o
    CROSS JOIN LATERAL (SELECT w.word, coalesce(length(w.word) > 9 AND w.word ~ '^[0-9]+(\.0*)?$' OR w.word ~* '^\+?inf(inity)?$', false) AS is_unbounded
                        FROM (SELECT @registry@.ocds_word(p.l #> '{renewal,maximumRenewals}') AS word) w) r
    ORDER BY p.no
$$;
COMMENT ON FUNCTION @registry@.ocds_lots_told(jsonb) IS 'The lots of a release in the flat shape of part 75a; a tender without lots is one. is_unbounded: a maximum that says there is none.';

CREATE OR REPLACE FUNCTION @registry@.ocds_awards_told(release jsonb) RETURNS SETOF jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 3
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'number', coalesce(@registry@.ocds_word(a -> 'id'), no::text), 'title', coalesce(@registry@.ocds_word(a -> 'title'), @registry@.ocds_word(k.contract -> 'title')),
        'contract_number', @registry@.ocds_word(k.contract -> 'id'),
        'lots', to_jsonb(ARRAY(SELECT @registry@.ocds_word(l) FROM @registry@.ocds_list(coalesce(a -> 'relatedLots', a -> 'relatedLot')) l WHERE @registry@.ocds_word(l) IS NOT NULL)),
        'is_awarded', NOT coalesce(a ->> 'status' IN ('unsuccessful', 'cancelled', 'pending'), false),
        -- an award is no contract: without a day of signature none is concluded
        'concluded', @registry@.ocds_word(k.contract -> 'dateSigned'),
        'amount', coalesce(@registry@.ocds_word(a #> '{value,amount}'), @registry@.ocds_word(k.contract #> '{value,amount}')),
        'currency', CASE WHEN @registry@.ocds_word(a #> '{value,amount}') IS NOT NULL THEN a #>> '{value,currency}' ELSE k.contract #>> '{value,currency}' END,
        'parties', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', s.key, 'role', 'supplier', 'is_group_lead', NULL) ORDER BY s.no), '[]')
                    FROM (SELECT coalesce(@registry@.ocds_word(p -> 'id'), @registry@.ocds_word(p -> 'name')) AS key, min(n) AS no
                          FROM @registry@.ocds_objects(coalesce(a -> 'suppliers', k.contract -> 'suppliers')) WITH ORDINALITY y(p, n) GROUP BY 1) s WHERE s.key IS NOT NULL)))
    FROM @registry@.ocds_objects(release -> 'awards') WITH ORDINALITY x(a, no)
    LEFT JOIN LATERAL (
        SELECT c AS contract FROM @registry@.ocds_objects(release -> 'contracts') WITH ORDINALITY y(c, n)
        WHERE @registry@.ocds_word(c -> 'awardID') = @registry@.ocds_word(a -> 'id') AND NOT c ? 'extendsContractID' ORDER BY n LIMIT 1) k ON true
    ORDER BY no
$$;
COMMENT ON FUNCTION @registry@.ocds_awards_told(jsonb) IS 'The awards of a release in the flat shape of part 75a, each with the first contract that names it.';

CREATE OR REPLACE FUNCTION @registry@.ocds_as_notice(release jsonb, day date) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH said AS (
        SELECT coalesce(@registry@.language_code(left(release ->> 'language', 3)), lower(substring(release ->> 'language' FROM '^[A-Za-z]{2}\M')), 'und') AS language,
            ARRAY(SELECT @registry@.ocds_word(t) FROM @registry@.ocds_list(release -> 'tag') t) AS tags,
            release #>> '{tender,status}' AS status
    ), kind AS (
        SELECT s.*, CASE
            -- what comes after the competition, and is not its notice
            WHEN s.tags && '{tenderCancellation,award,awardUpdate,awardCancellation,contract,contractUpdate,contractAmendment,contractTermination,implementation,implementationUpdate}'
                OR (s.tags && '{compiled}' AND (jsonb_typeof(release -> 'awards') = 'array' OR s.status IN ('complete', 'cancelled', 'unsuccessful', 'withdrawn'))) THEN 'result'
            WHEN s.tags && '{planning,planningUpdate}' OR s.status IN ('planning', 'planned') THEN 'planning'
            ELSE 'competition' END AS kind
        FROM said s
    ), party AS (
        SELECT p, no FROM @registry@.ocds_parties_told(release) WITH ORDINALITY x(p, no)
    ), lead AS (
        -- who is said to lead; else the one buyer that OCDS has room for
        SELECT coalesce(
            (SELECT array_agg(p ->> 'key') FROM party WHERE p -> 'roles' ? 'leadBuyer'),
            (SELECT array_agg(k.key) FROM (SELECT coalesce(@registry@.ocds_word(release #> '{buyer,id}'), @registry@.ocds_word(release #> '{buyer,name}')) AS key) k WHERE k.key IS NOT NULL),
            (SELECT array_agg(p ->> 'key') FROM party WHERE p -> 'roles' ? 'procuringEntity')) AS keys
    )
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'form', 'ocds', 'kind', k.kind, 'number', @registry@.ocds_word(release -> 'id'), 'procedure_number', @registry@.ocds_word(release -> 'ocid'), 'language', k.language,
        'file_number', coalesce(@registry@.ocds_word(release #> '{tender,id}'), (SELECT @registry@.ocds_word(i -> 'id') FROM @registry@.ocds_objects(release #> '{tender,identifiers}') i LIMIT 1)),
        'dispatched', to_char(day, 'YYYY-MM-DD'), 'procedure_code', @registry@.ocds_word(release #> '{tender,procurementMethodDetails}'),
        'is_innovation_partnership', @registry@.is_innovation_partnership(release #>> '{tender,procurementMethodDetails}'))) || jsonb_build_object(
        'refers_to', '[]'::jsonb,
        'parties', (SELECT coalesce(jsonb_agg(p ORDER BY no), '[]') FROM party),
        'buyers', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', p ->> 'key', 'is_lead', CASE WHEN l.keys IS NOT NULL THEN p ->> 'key' = ANY (l.keys) END) ORDER BY no), '[]')
                   FROM party, lead l WHERE p -> 'roles' ?| ARRAY['buyer', 'procuringEntity', 'leadBuyer']),
        'lots', (SELECT coalesce(jsonb_agg(t ORDER BY no), '[]') FROM @registry@.ocds_lots_told(release) WITH ORDINALITY x(t, no)),
        'amounts', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', v.kind, 'amount', @registry@.ocds_word(v.value -> 'amount'), 'currency', v.value ->> 'currency')), '[]')
                    FROM (VALUES ('estimated', release #> '{tender,value}'), ('maximum', release #> '{tender,maximumValue}'),
                              ('maximum', release #> '{tender,techniques,frameworkAgreement,value}')) AS v(kind, value)
                    WHERE @registry@.ocds_word(v.value -> 'amount') IS NOT NULL),
        'texts', (
            SELECT coalesce(jsonb_agg(w.word ORDER BY w.place, w.no), '[]')
            FROM (
                SELECT 0 AS place, f.no, @registry@.ocds_words(release -> 'tender', f.field, f.topic, NULL, k.language) AS word
                FROM (VALUES (1, 'title', 'title'), (2, 'description', 'description'), (3, 'procurementMethodRationale', 'procedure')) AS f(no, field, topic)
                UNION ALL
                SELECT 1, 4, @registry@.ocds_words(release #> '{tender,options}', 'description', 'options', NULL, k.language)
                UNION ALL
                SELECT 2, 5, @registry@.ocds_words(release #> '{tender,renewal}', 'description', 'renewal', NULL, k.language)
                UNION ALL
                SELECT 3 + n, f.no, @registry@.ocds_words(CASE f.place WHEN '' THEN l ELSE l -> f.place END, f.field, f.topic, coalesce(@registry@.ocds_word(l -> 'id'), n::text), k.language)
                FROM @registry@.ocds_objects(release #> '{tender,lots}') WITH ORDINALITY x(l, n),
                    (VALUES (1, '', 'title', 'title'), (2, '', 'description', 'description'), (3, 'options', 'description', 'options'), (4, 'renewal', 'description', 'renewal')) AS f(no, place, field, topic)) w),
        'codes', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('lot', c.lot, 'scheme', c.scheme, 'code', c.code, 'version', NULL, 'is_main', c.is_main) ORDER BY c.lot NULLS FIRST, c.scheme, c.is_main DESC, c.code), '[]')
            FROM (
                SELECT lot, scheme, code, bool_or(is_main) AS is_main
                FROM (
                    SELECT @registry@.ocds_word(i -> 'relatedLot') AS lot, c ->> 'scheme' AS scheme, @registry@.ocds_word(c -> 'id') AS code, is_main
                    FROM @registry@.ocds_objects(release #> '{tender,items}') i, LATERAL (
                        SELECT m, true FROM @registry@.ocds_objects(i -> 'classification') m
                        UNION ALL SELECT m, false FROM @registry@.ocds_objects(i -> 'additionalClassifications') m) m(c, is_main)
                    UNION ALL
                    SELECT @registry@.ocds_word(i -> 'relatedLot'), 'NUTS', @registry@.ocds_word(a -> 'region'), false
                    FROM @registry@.ocds_objects(release #> '{tender,items}') i, @registry@.ocds_objects(i -> 'deliveryAddresses') a
                    UNION ALL
                    SELECT @registry@.ocds_word(l -> 'id'), 'innovative-acquisition', CASE s ->> 'goal' WHEN 'economic.marketInnovationPromotion' THEN 'mar-nov'
                        WHEN 'economic.processInnovation' THEN 'proc-innov' WHEN 'economic.productInnovation' THEN 'prod-innov' WHEN 'economic.researchDevelopmentActivities' THEN 'rd-act' END, false
                    FROM @registry@.ocds_objects(release #> '{tender,lots}') l, @registry@.ocds_objects(l -> 'sustainability') s) a
                WHERE a.scheme IN ('CPV', 'NUTS', 'innovative-acquisition') AND a.code IS NOT NULL
                GROUP BY lot, scheme, code) c),
        'awards', (SELECT coalesce(jsonb_agg(a ORDER BY no), '[]') FROM @registry@.ocds_awards_told(release) WITH ORDINALITY x(a, no)))
    FROM kind k
$$;
COMMENT ON FUNCTION @registry@.ocds_as_notice(jsonb, date) IS 'Any OCDS release in the flat shape of part 75a, in its own words: by its tags prior information, competition or result. day is that of the release.';

CREATE OR REPLACE FUNCTION @registry@.ocds_defects(release jsonb, notice jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT coalesce(jsonb_agg(d.warning ORDER BY d.place), '[]')
    FROM (
        SELECT 1 AS place, @registry@.as_warning('ocid_prefix', format('ocid "%s" does not begin with a prefix of the Open Contracting Partnership (ocds- and six letters or digits)', left(release ->> 'ocid', 100))) -> 0 AS warning
        WHERE release ->> 'ocid' !~ '^ocds-[a-z0-9]{6}-'
        UNION ALL
        SELECT 2, @registry@.as_warning('tender_id_missing', 'the tender has no id, which OCDS requires') -> 0
        WHERE jsonb_typeof(release -> 'tender') = 'object' AND @registry@.ocds_word(release #> '{tender,id}') IS NULL
        UNION ALL
        SELECT 3, @registry@.as_warning('not_innovation_partnership', format('nothing in it says that this is an innovation partnership: its procedure is %s',
            coalesce('"' || left(release #>> '{tender,procurementMethodDetails}', 100) || '"', release #>> '{tender,procurementMethod}', 'not stated'))) -> 0
        WHERE NOT coalesce((notice ->> 'is_innovation_partnership')::boolean, false)
        UNION ALL
        SELECT 4, @registry@.as_warning('no_parties', 'it has no parties') -> 0 WHERE notice -> 'parties' = '[]'
        UNION ALL
        SELECT 5, @registry@.as_warning('role_missing', format('party %s "%s" has no role', left(p ->> 'key', 50), left(p ->> 'name', 100))) -> 0
        FROM jsonb_array_elements(notice -> 'parties') p WHERE p -> 'roles' = '[]'
        UNION ALL
        SELECT 6, @registry@.as_warning('party_id_repeated', format('party id %s stands %s times', left(p ->> 'key', 50), count(*))) -> 0
        FROM jsonb_array_elements(notice -> 'parties') p GROUP BY p ->> 'key' HAVING count(*) > 1
        UNION ALL
        SELECT 7, @registry@.as_warning('no_maximum', format('lot %s: the number of renewals was read as no maximum', l ->> 'number'), l ->> 'number') -> 0
        FROM @registry@.ocds_lots_told(release) l WHERE (l ->> 'is_unbounded')::boolean
        UNION ALL
        SELECT 8, @registry@.as_warning('placeholder', format('document id "%s" is a placeholder', left(x.id, 100))) -> 0
        FROM (SELECT DISTINCT @registry@.ocds_word(x -> 'id') AS id FROM @registry@.ocds_objects(release #> '{tender,documents}') x) x WHERE x.id ~* 'required|placeholder|todo|xxx'
        UNION ALL
        SELECT 9, @registry@.as_warning('contract_extends', format('contract %s extends contract %s: if it is a purchase under an option, record it with exercise_option()',
            @registry@.ocds_word(c -> 'id'), @registry@.ocds_word(c -> 'extendsContractID'))) -> 0
        FROM @registry@.ocds_objects(release -> 'contracts') c WHERE c ? 'extendsContractID'
        UNION ALL
        SELECT 10, @registry@.as_warning('contract_not_read', format('contract %s: %s', coalesce(@registry@.ocds_word(c -> 'id'), 'without an id'),
            CASE WHEN a.award IS NULL THEN format('award %s is not in the release', coalesce(@registry@.ocds_word(c -> 'awardID'), 'of no id')) ELSE 'another contract of its award was read' END)) -> 0
        FROM @registry@.ocds_objects(release -> 'contracts') c
        LEFT JOIN LATERAL (SELECT x AS award FROM jsonb_array_elements(notice -> 'awards') x WHERE x ->> 'number' = @registry@.ocds_word(c -> 'awardID') LIMIT 1) a ON true
        WHERE NOT c ? 'extendsContractID' AND coalesce(a.award ->> 'contract_number' IS DISTINCT FROM @registry@.ocds_word(c -> 'id'), true)
        UNION ALL
        SELECT 11, @registry@.as_warning('cancelled', 'the tender is cancelled: close_partnership(partnership, ''cancelled'') if that ends it') -> 0
        WHERE release #>> '{tender,status}' IN ('cancelled', 'withdrawn', 'unsuccessful') OR EXISTS (SELECT FROM @registry@.ocds_list(release -> 'tag') t WHERE t = '"tenderCancellation"')) d
$$;
COMMENT ON FUNCTION @registry@.ocds_defects(jsonb, jsonb) IS 'What is wrong with a release, or would have to be guessed, as warnings; notice is what ocds_as_notice() made of it.';

CREATE OR REPLACE FUNCTION @registry@.ocds_take_notice(
    of_partnership bigint, document_id bigint, release jsonb, notice jsonb, on_record bigint, began_on date, provenance innopart.provenance, source_url text) RETURNS jsonb
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    day date := (notice ->> 'dispatched_on')::date;
    warnings jsonb := (notice -> 'warnings') || @registry@.ocds_defects(release, notice);
    parties record;
    notice_id bigint;
    lacks_competition boolean;
BEGIN
    -- what an earlier release of the process told is not told again
    notice := notice || jsonb_build_object(
        'awards', (SELECT coalesce(jsonb_agg(a ORDER BY no), '[]') FROM jsonb_array_elements(notice -> 'awards') WITH ORDINALITY x(a, no)
                   WHERE NOT EXISTS (SELECT FROM @registry@.ocds_code c WHERE c.partnership_id = of_partnership AND c.fact = 'award' AND c.code = a ->> 'number')),
        'amounts', (SELECT coalesce(jsonb_agg(a ORDER BY no), '[]') FROM jsonb_array_elements(notice -> 'amounts') WITH ORDINALITY x(a, no)
                    WHERE NOT EXISTS (SELECT FROM @registry@.known_partnership_value v
                                      WHERE v.partnership_id = of_partnership AND v.kind::text = a ->> 'kind' AND v.amount = (a ->> 'amount')::numeric AND v.currency = a ->> 'currency')));
    lacks_competition := notice ->> 'kind' = 'result'
        AND NOT EXISTS (SELECT FROM @registry@.known_notice n WHERE n.partnership_id = of_partnership AND n.kind = 'competition');

    parties := @registry@.import_parties(of_partnership, document_id, notice, provenance, source_url);
    warnings := warnings || parties.warnings;
    INSERT INTO @registry@.ocds_code (partnership_id, fact, code, record_id)
    SELECT of_partnership, 'organisation', e.key, e.value::bigint FROM jsonb_each_text(parties.organisations) e
    ON CONFLICT DO NOTHING;
    SELECT warnings || coalesce(jsonb_agg(@registry@.as_warning('party_twice', format('%s are one organisation: %s', d.keys, d.name), organisation_id => d.id) -> 0 ORDER BY d.id), '[]') INTO warnings
    FROM (SELECT o.id, o.name, string_agg(e.key, ' and ' ORDER BY e.key) AS keys
          FROM jsonb_each_text(parties.organisations) e JOIN @registry@.organisation o ON o.id = e.value::bigint
          GROUP BY o.id, o.name HAVING count(*) > 1) d;

    notice_id := on_record;
    IF notice_id IS NULL THEN
        INSERT INTO @registry@.notice (partnership_id, kind, notice_number, effective_on, procedure_number, file_number, form, procedure_code, document_id, provenance, source_url)
        VALUES (of_partnership, (notice ->> 'kind')::innopart.notice_kind, notice ->> 'number', day, notice ->> 'procedure_number', notice ->> 'file_number', 'ocds', notice ->> 'procedure_code',
            document_id, provenance, source_url)
        RETURNING id INTO notice_id;
        IF lacks_competition THEN
            warnings := warnings || @registry@.imply_competition(of_partnership, notice, began_on, provenance, source_url);
        END IF;
    END IF;
    IF EXISTS (SELECT FROM @registry@.known_notice_text t WHERE t.partnership_id = of_partnership AND t.notice_id = notice_id) THEN
        warnings := warnings || @registry@.as_warning('notice_on_record', format('notice %s is on record from elsewhere: its lots and amounts stand as that told them', notice ->> 'number'));
    ELSE
        PERFORM @registry@.import_statements(of_partnership, notice_id, notice, provenance, source_url);
    END IF;
    warnings := warnings || @registry@.import_buyers(of_partnership, notice, parties.organisations, began_on, provenance, source_url);
    INSERT INTO @registry@.participant (partnership_id, organisation_id, role, effective_on, provenance, source_url)
    SELECT of_partnership, r.organisation_id, r.role, began_on, provenance, source_url
    FROM (SELECT DISTINCT (parties.organisations ->> (p ->> 'key'))::bigint AS organisation_id, CASE w.role WHEN 'funder' THEN 'funder' ELSE 'tenderer' END::innopart.participant_role AS role
          FROM jsonb_array_elements(notice -> 'parties') p, jsonb_array_elements_text(p -> 'roles') w(role)
          WHERE w.role IN ('funder', 'tenderer') AND parties.organisations ? (p ->> 'key')) r
    WHERE NOT EXISTS (SELECT FROM @registry@.known_participant k WHERE k.partnership_id = of_partnership AND k.organisation_id = r.organisation_id AND k.role = r.role)
    ORDER BY r.organisation_id, r.role;
    WITH kept AS (
        INSERT INTO @registry@.document (partnership_id, kind, title, effective_on, url, provenance, source_url)
        SELECT of_partnership, CASE d ->> 'documentType' WHEN 'tenderNotice' THEN 'contract_notice' WHEN 'biddingDocuments' THEN 'procurement_documents'
                WHEN 'contractSigned' THEN 'partnership_agreement' WHEN 'evaluationReports' THEN 'assessment_report' ELSE 'other' END::innopart.document_kind,
            coalesce(@registry@.ocds_word(d -> 'title'), @registry@.ocds_word(d -> 'documentType'), @registry@.ocds_word(d -> 'url')), coalesce(@registry@.ocds_day(d -> 'datePublished'), day), @registry@.ocds_word(d -> 'url'),
            provenance, source_url
        FROM @registry@.ocds_objects(release #> '{tender,documents}') WITH ORDINALITY x(d, no)
        WHERE coalesce(d ->> 'title', d ->> 'documentType', d ->> 'url') <> ''
          AND NOT EXISTS (SELECT FROM @registry@.known_document k WHERE k.partnership_id = of_partnership
                          AND (k.url = @registry@.ocds_word(d -> 'url') OR (NOT d ? 'url' AND k.title = @registry@.ocds_word(d -> 'title'))))
        ORDER BY no RETURNING id)
    SELECT warnings INTO warnings FROM (SELECT count(*) FROM kept) k;

    IF notice -> 'awards' <> '[]' THEN
        warnings := warnings || @registry@.import_awards(of_partnership, notice_id, notice, parties.organisations, provenance, source_url);
        INSERT INTO @registry@.ocds_code (partnership_id, fact, code, record_id)
        SELECT of_partnership, 'award', a.award_number, a.id FROM @registry@.known_award a
        WHERE a.partnership_id = of_partnership AND a.notice_id = notice_id
        ON CONFLICT DO NOTHING;
    END IF;
    warnings := warnings || @registry@.option_prose(notice);
    warnings := warnings || @registry@.offer_reclassification(of_partnership, warnings);
    warnings := warnings || @registry@.settle_notices(of_partnership, provenance, source_url);
    INSERT INTO @registry@.ocds_code (partnership_id, fact, code, record_id)
    SELECT of_partnership, 'partner_contract', a.contract_number, c.id
    FROM @registry@.known_partner_contract c JOIN @registry@.known_award a ON a.partnership_id = c.partnership_id AND a.id = c.award_id
    WHERE c.partnership_id = of_partnership AND a.contract_number IS NOT NULL
    ON CONFLICT DO NOTHING;
    RETURN warnings;
END $$;
COMMENT ON FUNCTION @registry@.ocds_take_notice(bigint, bigint, jsonb, jsonb, bigint, date, innopart.provenance, text) IS 'Records what a release without our record tells, as import_notice() does with a notice: parties, buyers, lots, words, codes, amounts, documents, awards, and the contracts that these make possible. on_record: the notice, where it is on record already; began_on: the day of the release, or the latest day of a competition that only its result tells of. Returns the warnings.';

-- --- the verb -------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.ocds_same_notice(release jsonb, notice jsonb, OUT partnership_id bigint, OUT notice_id bigint)
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
    SELECT n.partnership_id, n.notice_id
    FROM @registry@.partnership_of_notice(notice - 'procedure_number') n
    JOIN @registry@.partnership p ON p.id = n.partnership_id
    -- the numbers of TED and Doffin; those of other countries look the same, so a body or the title must agree
    WHERE notice ->> 'number' ~ '^([0-9]{4}-[0-9]{5,}|[0-9]{4,}-[0-9]{4})$' AND n.notice_id IS NOT NULL
      AND (lower(p.title) = lower(@registry@.ocds_word(release #> '{tender,title}'))
        OR EXISTS (SELECT FROM jsonb_array_elements(notice -> 'parties') t
                   CROSS JOIN LATERAL @registry@.read_identifier(t ->> 'identifier', t ->> 'scheme', t ->> 'country') r
                   JOIN @registry@.organisation_identifier i ON i.scheme = r.scheme AND i.identifier = r.identifier
                   JOIN @registry@.known_participant k ON k.partnership_id = n.partnership_id AND k.organisation_id = i.organisation_id))
$$;
COMMENT ON FUNCTION @registry@.ocds_same_notice(jsonb, jsonb) IS 'The notice on record that a release retells: of the same published number, and of the same title or with a body in common; NULL when there is none.';

CREATE OR REPLACE FUNCTION @registry@.ocds_import_release(
    release jsonb, published_on date, source text, provenance innopart.provenance, OUT partnership_id bigint, OUT created boolean, OUT warnings jsonb, OUT is_new boolean)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    ocid text := @registry@.ocds_word(release -> 'ocid');
    release_id text := @registry@.ocds_word(release -> 'id');
    day date := coalesce(@registry@.ocds_day(release -> 'date'), published_on);
    record jsonb := release -> 'innopart_record';
    is_ours boolean := coalesce(record ->> 'version' = '1' AND record #>> '{partnership,title}' <> '' AND @registry@.ocds_day(record #> '{partnership,startedOn}') IS NOT NULL, false);
    notice jsonb;
    kept record;
    on_record bigint;
    read_as bigint;
    wanted_title text;
    title text;
    is_newest boolean;
    began_on date := day;
    prior_id bigint;
    need_id bigint;
    programme_id bigint;
BEGIN
    created := false;
    is_new := false;
    warnings := '[]';
    IF ocid IS NULL OR release_id IS NULL OR day IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('the release has no %s', CASE WHEN ocid IS NULL THEN 'ocid' WHEN release_id IS NULL THEN 'id' ELSE 'date that can be read' END),
            DETAIL = 'A process is known by its ocid, a release by its id, and its facts take effect on its date.';
    END IF;
    IF record IS NOT NULL AND NOT is_ours THEN
        warnings := @registry@.as_warning('record_unknown', format('its innopart_record (version %s) is none that this innopart reads: the rest of the release was read', coalesce(left(record ->> 'version', 20), 'none')));
    END IF;
    notice := @registry@.check_notice(@registry@.ocds_as_notice(release, day));

    -- which partnership: by its ocid, by a notice that both tell of, or our own coming back
    SELECT p.id INTO partnership_id FROM @registry@.partnership p WHERE p.ocid = ocid;
    IF partnership_id IS NULL AND is_ours THEN
        SELECT p.id INTO partnership_id FROM @registry@.partnership p
        WHERE p.ocid IS NULL AND p.title = record #>> '{partnership,title}' AND p.started_on::text = record #>> '{partnership,startedOn}' AND ocid LIKE '%-' || p.id;
        UPDATE @registry@.partnership p SET ocid = ocid WHERE p.id = partnership_id;
    END IF;
    IF partnership_id IS NULL AND NOT is_ours THEN
        SELECT n.partnership_id, n.notice_id INTO partnership_id, on_record FROM @registry@.ocds_same_notice(release, notice) n;
        UPDATE @registry@.partnership p SET ocid = ocid WHERE p.id = partnership_id AND p.ocid IS NULL;
    END IF;

    IF notice ->> 'kind' = 'result' AND NOT EXISTS (SELECT FROM @registry@.known_notice n WHERE n.partnership_id = partnership_id AND n.kind = 'competition') THEN
        began_on := least(@registry@.latest_competition_day(notice), @registry@.ocds_day(release #> '{tender,tenderPeriod,startDate}'), @registry@.ocds_day(release #> '{tender,datePublished}'));
    END IF;
    IF partnership_id IS NULL THEN
        wanted_title := @registry@.squeezed(left(coalesce(CASE WHEN is_ours THEN record #>> '{partnership,title}' END, @registry@.ocds_word(release #> '{tender,title}'),
            @registry@.ocds_word(release #> '{planning,budget,project}'), @registry@.ocds_word(release #> '{tender,id}'), ocid), 1000));
        -- ours is kept to the letter
        wanted_title := CASE WHEN is_ours THEN coalesce(record #>> '{partnership,title}', wanted_title) ELSE coalesce(wanted_title, ocid) END;
        title := wanted_title;
        IF EXISTS (SELECT FROM @registry@.partnership p WHERE p.title = wanted_title) THEN
            title := format('%s (%s)', wanted_title, ocid);
            warnings := warnings || @registry@.as_warning('title_taken', format('another partnership has this title; this one is "%s"', title));
        END IF;
        IF is_ours THEN
            SELECT p.id INTO prior_id FROM @registry@.partnership p WHERE p.ocid = record #>> '{partnership,prior}';
            IF prior_id IS NULL AND record #>> '{partnership,prior}' IS NOT NULL THEN
                warnings := warnings || @registry@.as_warning('prior_missing', format('it restarts %s, which is not on record: import that first', record #>> '{partnership,prior}'));
            END IF;
            IF record #>> '{partnership,need,title}' IS NOT NULL THEN
                SELECT min(n.id) INTO need_id FROM @registry@.need n WHERE n.title = record #>> '{partnership,need,title}';
                IF need_id IS NULL THEN
                    INSERT INTO @registry@.need (title, description, cpv_code, provenance, source_url)
                    VALUES (record #>> '{partnership,need,title}', record #>> '{partnership,need,description}', record #>> '{partnership,need,cpv}',
                        coalesce((record #>> '{partnership,need,provenance}')::innopart.provenance, provenance), record #>> '{partnership,need,source}')
                    RETURNING id INTO need_id;
                END IF;
            END IF;
            IF record #>> '{partnership,programme,name}' IS NOT NULL THEN
                INSERT INTO @registry@.programme (name, source_url) VALUES (record #>> '{partnership,programme,name}', record #>> '{partnership,programme,source}')
                ON CONFLICT DO NOTHING;
                SELECT g.id INTO programme_id FROM @registry@.programme g WHERE g.name = record #>> '{partnership,programme,name}';
            END IF;
            INSERT INTO @registry@.partnership (title, ocid, need_id, programme_id, prior_partnership_id, legal_basis, started_on, provenance, source_url)
            VALUES (title, ocid, need_id, programme_id, prior_id, record #>> '{partnership,legalBasis}', (record #>> '{partnership,startedOn}')::date,
                coalesce((record #>> '{partnership,provenance}')::innopart.provenance, provenance), record #>> '{partnership,source}')
            RETURNING id INTO partnership_id;
        ELSE
            INSERT INTO @registry@.partnership (title, ocid, started_on, provenance, source_url) VALUES (title, ocid, began_on, provenance, source) RETURNING id INTO partnership_id;
            INSERT INTO @registry@.phase_event (partnership_id, stage, effective_on, reason, provenance, source_url)
            VALUES (partnership_id, 'planned', least(began_on, innopart.local_day(clock_timestamp())), format('release %s', release_id), provenance, source);
        END IF;
        created := true;
        -- what the document calls it, in its tender without a number and in the id of its releases
        INSERT INTO @registry@.ocds_code (partnership_id, fact, code, record_id)
        VALUES (partnership_id, 'partnership', CASE WHEN is_ours THEN regexp_replace(release_id, '-[0-9]{4}-[0-9]{2}-[0-9]{2}$', '') ELSE ocid END, partnership_id);
    END IF;

    SELECT coalesce(bool_and(d.effective_on <= day), true) INTO is_newest
    FROM @registry@.ocds_code c JOIN @registry@.known_document d ON d.partnership_id = c.partnership_id AND d.id = c.record_id
    WHERE c.partnership_id = partnership_id AND c.fact = 'release';
    SELECT c.record_id INTO read_as FROM @registry@.ocds_code c WHERE c.partnership_id = partnership_id AND c.fact = 'release' AND c.code = release_id;
    kept := @registry@.keep_source(partnership_id, 'other', format('OCDS release %s', left(release_id, 200)), day, release::text, 'application/json',
        CASE WHEN source ~ '^https?://' THEN source END, provenance, source);
    IF read_as IS NOT NULL OR NOT kept.is_new THEN
        -- the same again: what it left to a person the first time is still what it leaves
        SELECT coalesce(jsonb_agg(jsonb_build_object('code', w.code, 'message', w.message) ORDER BY w.id), '[]') INTO warnings
        FROM @registry@.known_import_warning w WHERE w.partnership_id = partnership_id AND w.document_id = kept.document_id;
        IF kept.is_new THEN
            warnings := warnings || @registry@.as_warning('other_text', format('release %s has come again with another content, which was kept; what was recorded of the first stands', release_id));
        END IF;
        RETURN;
    END IF;
    is_new := true;
    INSERT INTO @registry@.ocds_code (partnership_id, fact, code, record_id) VALUES (partnership_id, 'release', release_id, kept.document_id);

    IF is_ours THEN
        warnings := warnings || @registry@.ocds_take_record(partnership_id, record, is_newest);
    ELSE
        warnings := warnings || @registry@.ocds_take_notice(partnership_id, kept.document_id, release, notice, on_record, began_on, provenance, source);
    END IF;
    PERFORM @registry@.keep_warning(partnership_id, kept.document_id, w ->> 'code', w ->> 'message', day, (w ->> 'organisation_id')::bigint, w ->> 'lot', w ->> 'language', w ->> 'prose', provenance, source)
    FROM jsonb_array_elements(warnings) WITH ORDINALITY x(w, no)
    -- what was put before a person once, and perhaps settled, is not put again
    WHERE NOT EXISTS (SELECT FROM @registry@.import_warning k WHERE k.partnership_id = partnership_id AND k.code = w ->> 'code' AND k.message = w ->> 'message')
    ORDER BY no;
END $$;
COMMENT ON FUNCTION @registry@.ocds_import_release(jsonb, date, text, innopart.provenance) IS 'Imports one release: a new partnership, or the one that has its ocid. published_on stands in for a missing date. Errors: 22023 for a release without ocid, id or date, and those of the tables.';

CREATE OR REPLACE FUNCTION @registry@.import_ocds(data jsonb, source text DEFAULT NULL, provenance innopart.provenance DEFAULT 'sourced')
    RETURNS TABLE (partnership_id bigint, created boolean, warnings text[], ocid text, release_id text, is_new boolean)
    LANGUAGE plpgsql ROWS 1
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = '' SET innopart.as_of = '' SET client_min_messages = error
    SET "DateStyle" = 'ISO, YMD' SET "TimeZone" = 'UTC' SET "IntervalStyle" = 'iso_8601' SET bytea_output = 'hex'
AS $$
#variable_conflict use_variable
DECLARE
    told record;
    taken record;
    why text;
BEGIN
    IF data IS NULL OR jsonb_typeof(data) NOT IN ('object', 'array') THEN
        RAISE EXCEPTION USING ERRCODE = CASE WHEN data IS NULL THEN 'null_value_not_allowed' ELSE 'invalid_parameter_value' END,
            MESSAGE = CASE WHEN data IS NULL THEN 'there is no OCDS to import: data is NULL' ELSE format('a JSON %s is no OCDS', jsonb_typeof(data)) END,
            DETAIL = 'OCDS is a release, a record, a package of either, or an array of them.';
    END IF;
    PERFORM @registry@.take_import_lock();
    FOR told IN SELECT * FROM @registry@.ocds_releases(data) LOOP
        partnership_id := NULL;
        created := false;
        is_new := false;
        warnings := ARRAY[told.problem];
        ocid := @registry@.ocds_word(told.release -> 'ocid');
        release_id := @registry@.ocds_word(told.release -> 'id');
        IF told.release IS NOT NULL THEN
            BEGIN
                taken := @registry@.ocds_import_release(told.release, told.published_on, source, provenance);
                partnership_id := taken.partnership_id;
                created := taken.created;
                is_new := taken.is_new;
                warnings := ARRAY(SELECT w ->> 'message' FROM jsonb_array_elements(taken.warnings) WITH ORDINALITY x(w, no) ORDER BY no);
            EXCEPTION WHEN OTHERS THEN
                IF NOT @registry@.is_refusal(SQLSTATE) THEN RAISE; END IF;
                GET STACKED DIAGNOSTICS why = PG_EXCEPTION_DETAIL;
                -- of a broken constraint PostgreSQL tells the whole row
                why := CASE WHEN SQLSTATE !~ '^23' THEN why END;
                warnings := ARRAY[format('not imported: %s', SQLERRM || coalesce('. ' || nullif(why, ''), ''))];
            END;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;
COMMENT ON FUNCTION @registry@.import_ocds(jsonb, text, innopart.provenance) IS 'Imports OCDS 1.1: a release, a record, a release or record package, or an array of them; works row by row over the table data of Kingfisher Process. source is where it was taken from, kept as source_url. One row a release: its partnership, whether that is new (created), what is left to a person (also on report.notice_todo), its ocid and id, and whether the release itself was read (is_new). A release that cannot be read gives a row without a partnership, with the reason, and changes nothing; the others are imported. The same release again changes nothing. Errors: 22023 for JSON that is no object or array, 22004 for none.';
