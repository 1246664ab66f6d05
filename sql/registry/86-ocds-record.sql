-- What OCDS has no words for, as open data: every fact of a partnership that is open, in the words
-- of the registry, by ids that mean the same in any registry.  It is the namespaced extension
-- `innopart_record` of a release (87-ocds-release), and what import_ocds() reads back (88-ocds-import).
--
-- One list of facts, one list of what refers to what; both are read from the catalogs, so that a
-- column added to a table is published and read back without anybody thinking of it.

CREATE OR REPLACE FUNCTION @registry@.ocds_moment(day date, time_of_day text DEFAULT '00:00:00') RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT to_char(day, 'YYYY-MM-DD') || 'T' || time_of_day || 'Z' $$;
COMMENT ON FUNCTION @registry@.ocds_moment(date, text) IS 'A day as OCDS writes moments, whatever the session''s DateStyle; a period ends at 23:59:59 of its last day.';

CREATE OR REPLACE FUNCTION @registry@.ocds_code_of(of_partnership bigint, of_fact text, of_record bigint) RETURNS text
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT coalesce(
        (SELECT min(c.code COLLATE "C") FROM @registry@.ocds_code c
         WHERE c.partnership_id = of_partnership AND c.fact = of_fact AND c.record_id = of_record),
        -- an imported id may look like a number of ours
        CASE WHEN EXISTS (SELECT FROM @registry@.ocds_code c
                          WHERE c.partnership_id = of_partnership AND c.fact = of_fact AND c.code = of_record::text)
             THEN 'registry-' || of_record ELSE of_record::text END)
$$;
COMMENT ON FUNCTION @registry@.ocds_code_of(bigint, text, bigint) IS 'The id by which OCDS knows a record of a partnership: the one it was imported with, else its number.';

CREATE OR REPLACE VIEW @registry@.ocds_party WITH (security_invoker = true) AS
SELECT p.id AS partnership_id, b.id AS organisation_id, b.name,
    coalesce(i.scheme || '-' || i.identifier, @registry@.ocds_code_of(p.id, 'organisation', b.id)) AS code, i.scheme, i.identifier
FROM @registry@.partnership p
CROSS JOIN @registry@.organisation b
LEFT JOIN LATERAL (
    SELECT i.scheme, i.identifier FROM @registry@.organisation_identifier i
    WHERE i.organisation_id = b.id AND coalesce(i.valid_from <= innopart.as_of(), true)
    ORDER BY i.valid_from DESC NULLS LAST, i.scheme COLLATE "C", i.identifier COLLATE "C" LIMIT 1) i ON true;
COMMENT ON VIEW @registry@.ocds_party IS 'One row a partnership and organisation: the id by which every part of that partnership''s OCDS release refers to it, from its latest number by innopart.as_of(), else as imported.';

CREATE OR REPLACE FUNCTION @registry@.ocds_published() RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    -- in the order in which facts of one day rest on each other
    SELECT ARRAY[
        'document', 'notice', 'notice_lot', 'notice_text', 'notice_code', 'partnership_value', 'competition_count', 'phase_plan',
        'participant', 'phase_event', 'meeting', 'attendance', 'contribution', 'award', 'award_party', 'cap', 'option_right',
        'partner_contract', 'consortium_member', 'contract_change', 'solution', 'target', 'target_assessment', 'gate_decision',
        'track_event', 'instalment', 'payment', 'acceptance', 'cap_event', 'option_event', 'mandate', 'outside_purchase',
        'lesson', 'lesson_share', 'lesson_adoption']
$$;
COMMENT ON FUNCTION @registry@.ocds_published() IS 'The tables whose facts are open data, in the order in which facts of one day rest on each other. What imports left to a person, and how documents name organisations, are our own notes.';

CREATE OR REPLACE FUNCTION @registry@.ocds_kept_back() RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT ARRAY['partnership_id', 'id', 'corrects_id', 'is_withdrawn', 'recorded_at', 'recorded_by', 'recorded_xid',
        'search_text', 'content', 'content_type', 'in_partnership_id']
$$;
COMMENT ON FUNCTION @registry@.ocds_kept_back() IS 'The columns of facts that are never published, and never read from a document: who recorded a fact and when, whole imported documents, what the registry derives, and the number of another partnership.';

-- The facts of a release, each with its columns as JSON.  Left out: what the registry says about
-- its own record keeping, whole imported documents and what they left to a person, and lessons
-- that are not open to everybody, with all that was made of them.
DO $make$
DECLARE
    fact text;
    selects text[] := '{}';
BEGIN
    FOREACH fact IN ARRAY @registry@.ocds_published() LOOP
        selects := selects || format($part$
            SELECT f.partnership_id, %1$L::text AS fact, %2$s AS place, f.id, f.%3$I AS effective_on, %4$s AS content
            FROM @registry@.%5$I f WHERE f.recorded_at <= innopart.known_at() AND f.%3$I <= innopart.as_of()%6$s$part$,
            fact, array_position(@registry@.ocds_published(), fact),
            CASE fact WHEN 'option_right' THEN 'named_on' ELSE 'effective_on' END,
            format(CASE fact
                WHEN 'option_right' THEN $json$(to_jsonb(f) - %L::text[]) || jsonb_strip_nulls(jsonb_build_object('conditions', (
                    SELECT jsonb_agg(to_jsonb(c) - '{partnership_id,option_right_id}'::text[] ORDER BY c.condition_no)
                    FROM @registry@.option_condition c WHERE c.partnership_id = f.partnership_id AND c.option_right_id = f.id)))$json$
                -- the end of a right that the registry itself recorded names the cause by our number
                WHEN 'option_event' THEN $json$to_jsonb(f) - %L::text[]
                    - CASE WHEN f.kind = 'contract_terminated' AND f.reference ~ '^(track_event|phase_event|participant):[0-9]+$' THEN 'reference' ELSE '' END$json$
                ELSE 'to_jsonb(f) - %L::text[]' END, @registry@.ocds_kept_back()),
            CASE WHEN to_regclass('@registry@.known_' || fact) IS NULL THEN fact ELSE 'known_' || fact END,
            CASE fact
                WHEN 'document' THEN ' AND f.content IS NULL'
                WHEN 'lesson' THEN $cond$ AND f.confidentiality = 'open'$cond$
                -- a right that came by assignment is dated as the one it continues, and begins with its first event
                WHEN 'option_right' THEN $cond$ AND (
                    NOT EXISTS (SELECT FROM @registry@.option_event e WHERE e.partnership_id = f.partnership_id AND e.option_right_id = f.id)
                    OR EXISTS (SELECT FROM @registry@.option_event e WHERE e.partnership_id = f.partnership_id AND e.option_right_id = f.id
                               AND e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at()))$cond$
                ELSE '' END);
    END LOOP;
    EXECUTE 'CREATE OR REPLACE VIEW @registry@.ocds_fact WITH (security_invoker = true) AS ' || array_to_string(selects, ' UNION ALL ');
END $make$;
COMMENT ON VIEW @registry@.ocds_fact IS 'One row an open fact of a partnership by innopart.as_of(), as known at innopart.known_at(): its table, its place among facts of one day, its number and its columns as JSON, with references by our numbers.';

DO $make$
DECLARE
    reference text;
BEGIN
    SELECT string_agg(format('(%L::text, %L::text, %L::text, %L::boolean)', r.fact, r.column_name, r.target, r.is_needed), ', '
                      ORDER BY r.fact, r.column_name)
    INTO reference
    FROM (
        SELECT t.relname::text AS fact, a.attname::text AS column_name, o.relname::text AS target, a.attnotnull AS is_needed
        FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid
        JOIN pg_class o ON o.oid = c.confrelid
        -- the last column of the key: within a partnership the first is the partnership's
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[cardinality(c.conkey)]
        WHERE c.contype = 'f' AND c.conparentid = 0 AND c.connamespace = '@registry@'::regnamespace AND o.relname <> 'partnership' AND a.attname <> 'corrects_id'
          -- a condition is published in its right
          AND t.relname <> 'option_condition'
        -- an array has no foreign key
        UNION ALL VALUES ('gate_decision', 'assessment_ids', 'target_assessment', true)) r;
    EXECUTE 'CREATE OR REPLACE VIEW @registry@.ocds_reference WITH (security_invoker = true) AS SELECT * FROM (VALUES ' || reference
        || ') AS r(fact, column_name, target, is_needed)';
END $make$;
COMMENT ON VIEW @registry@.ocds_reference IS 'One row a column of a fact that names another record: of which table, and whether the fact is nothing without it. From the foreign keys, and the list of assessments of a gate decision.';

CREATE OR REPLACE FUNCTION @registry@.ocds_record(of_partnership bigint, ocid_prefix text) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, innopart, pg_temp
    -- what a row looks like as JSON shall not depend on who asks
    SET "TimeZone" = 'UTC' SET "DateStyle" = 'ISO, YMD' SET "IntervalStyle" = 'iso_8601' SET bytea_output = 'hex'
AS $$
    WITH RECURSIVE fact AS MATERIALIZED (
        SELECT f.fact, f.place, f.id, f.effective_on, f.content, @registry@.ocds_code_of(of_partnership, f.fact, f.id) AS code
        FROM @registry@.ocds_fact f WHERE f.partnership_id = of_partnership
    ), value AS MATERIALIZED (
        SELECT f.fact, f.id, e.key, e.value, r.target, r.is_needed,
            CASE WHEN r.target IS NOT NULL AND jsonb_typeof(e.value) = 'number' THEN e.value::bigint END AS target_id
        FROM fact f
        CROSS JOIN LATERAL jsonb_each(f.content) e
        LEFT JOIN @registry@.ocds_reference r ON r.fact = f.fact AND r.column_name = e.key
        WHERE e.value <> 'null'
    ), body(id) AS (
        -- whoever is named, and whoever has succeeded them
        SELECT v.target_id FROM value v WHERE v.target = 'organisation'
        UNION
        SELECT (c.condition ->> 'responsible_id')::bigint
        FROM fact f CROSS JOIN LATERAL jsonb_array_elements(f.content -> 'conditions') AS c(condition)
        WHERE c.condition ->> 'responsible_id' IS NOT NULL
        UNION
        SELECT s.successor_id FROM body b
        JOIN @registry@.known_organisation_succession s ON s.predecessor_id = b.id AND s.effective_on <= innopart.as_of()
    ), told AS (
        SELECT f.fact, f.place, f.code, f.effective_on,
            jsonb_object_agg(v.key, CASE
                WHEN v.target = 'organisation' THEN to_jsonb(o.code)
                WHEN v.target IS NOT NULL AND jsonb_typeof(v.value) = 'array' THEN (
                    SELECT jsonb_agg(x.code ORDER BY length(x.code), x.code COLLATE "C") FROM fact x
                    WHERE x.fact = v.target AND v.value @> to_jsonb(x.id))
                WHEN v.target IS NOT NULL THEN to_jsonb(t.code)
                WHEN v.key = 'conditions' THEN (
                    SELECT jsonb_agg(jsonb_strip_nulls(c.condition || jsonb_build_object('responsible_id', r.code)) ORDER BY c.no)
                    FROM jsonb_array_elements(v.value) WITH ORDINALITY AS c(condition, no)
                    LEFT JOIN @registry@.ocds_party r ON r.partnership_id = of_partnership AND r.organisation_id = (c.condition ->> 'responsible_id')::bigint)
                WHEN jsonb_typeof(v.value) = 'number' THEN to_jsonb(trim_scale(v.value::numeric))
                ELSE v.value END) AS content
        FROM fact f
        JOIN value v ON v.fact = f.fact AND v.id = f.id
        LEFT JOIN fact t ON t.fact = v.target AND t.id = v.target_id
        LEFT JOIN @registry@.ocds_party o ON v.target = 'organisation' AND o.partnership_id = of_partnership AND o.organisation_id = v.target_id
        GROUP BY f.fact, f.place, f.code, f.effective_on
        -- a fact that rests on one that is not published is not published
        HAVING bool_and(v.target IS NULL OR NOT v.is_needed OR v.target = 'organisation' OR jsonb_typeof(v.value) = 'array' OR t.code IS NOT NULL)
    )
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'version', '1',
        'partnership', jsonb_build_object(
            'title', p.title, 'startedOn', p.started_on, 'legalBasis', p.legal_basis, 'provenance', p.provenance, 'source', p.source_url,
            'prior', (SELECT coalesce(q.ocid, ocid_prefix || '-' || @registry@.ocds_code_of(q.id, 'partnership', q.id))
                      FROM @registry@.partnership q WHERE q.id = p.prior_partnership_id),
            'programme', (SELECT jsonb_build_object('name', g.name, 'source', g.source_url) FROM @registry@.programme g WHERE g.id = p.programme_id),
            'need', (SELECT jsonb_build_object('title', n.title, 'description', n.description, 'cpv', n.cpv_code, 'provenance', n.provenance, 'source', n.source_url)
                     FROM @registry@.need n WHERE n.id = p.need_id)),
        'organisations', (
            SELECT jsonb_agg(jsonb_build_object(
                'id', o.code, 'name', b.name, 'country', b.country_code, 'level', b.admin_level, 'existedFrom', b.existed_from, 'existedTo', b.existed_to,
                'provenance', b.provenance, 'source', b.source_url,
                'identifiers', (SELECT jsonb_agg(jsonb_build_object('scheme', i.scheme, 'id', i.identifier, 'from', i.valid_from, 'to', i.valid_to)
                                                 ORDER BY i.valid_from NULLS FIRST, i.scheme COLLATE "C", i.identifier COLLATE "C")
                                FROM @registry@.organisation_identifier i WHERE i.organisation_id = b.id)) ORDER BY o.code COLLATE "C")
            FROM @registry@.organisation b
            JOIN @registry@.ocds_party o ON o.partnership_id = of_partnership AND o.organisation_id = b.id
            WHERE b.id IN (SELECT body.id FROM body)),
        'successions', (
            SELECT jsonb_agg(jsonb_build_object(
                'predecessor', a.code, 'successor', z.code, 'kind', s.kind, 'effectiveOn', s.effective_on, 'legalBasis', s.legal_basis,
                'provenance', s.provenance, 'source', s.source_url) ORDER BY s.effective_on, a.code COLLATE "C", z.code COLLATE "C")
            FROM @registry@.known_organisation_succession s
            JOIN @registry@.ocds_party a ON a.partnership_id = of_partnership AND a.organisation_id = s.predecessor_id
            JOIN @registry@.ocds_party z ON z.partnership_id = of_partnership AND z.organisation_id = s.successor_id
            WHERE s.effective_on <= innopart.as_of() AND s.predecessor_id IN (SELECT body.id FROM body)),
        'facts', (SELECT jsonb_agg(t.content || jsonb_build_object('fact', t.fact, 'id', t.code)
                                   ORDER BY t.effective_on, t.place, length(t.code), t.code COLLATE "C") FROM told t)))
    FROM @registry@.partnership p
    WHERE p.id = of_partnership
$$;
COMMENT ON FUNCTION @registry@.ocds_record(bigint, text) IS 'The namespaced extension `innopart_record` of an OCDS release (doc/ocds.md): every open fact of a partnership by innopart.as_of(), as known at innopart.known_at(), in the words of the registry and by the ids of the release. Who recorded what, and whatever is not open to everybody, is not in it.';
