-- What was known: for each fact table, a view known_<table> of the latest row of every original
-- that was recorded by innopart.known_at(); latest by the server's clock, for a client may choose
-- its own ids.  Its id is the original's, so that references hold
-- through corrections.  Reports read these views and nothing else; when a fact took effect
-- (effective_on) is theirs to compare with innopart.as_of().
--
-- For the facts that rollups fold (66b-rollup) there is the same by transactions: settled_<table>(xid)
-- is what the transactions below xid had recorded.
CREATE FUNCTION @registry@.facts_folded() RETURNS name[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT ARRAY['attendance', 'contribution', 'lesson', 'lesson_share', 'lesson_adoption', 'meeting', 'participant', 'option_event']::name[];
END;
COMMENT ON FUNCTION @registry@.facts_folded() IS 'The tables whose rows rollups fold, and which bear the transactions that recorded them.';

DO $$
DECLARE
    fact text;
    columns text;
    -- (IS NOT NULL tells the planner how few the corrections are)
    -- of the table %1$s, its columns %3$s, where %2$s holds of a row that counts
    latest constant text := $sql$
            SELECT %3$s
            FROM @registry@.%1$I f
            WHERE f.%2$s
              AND NOT f.is_withdrawn
              AND NOT EXISTS (SELECT FROM @registry@.%1$I later
                              WHERE %4$slater.corrects_id IS NOT NULL AND later.corrects_id = coalesce(f.corrects_id, f.id)
                                AND (f.corrects_id IS NULL OR (later.recorded_at, later.id) > (f.recorded_at, f.id))
                                AND later.%2$s)$sql$;
    same_partnership text;
BEGIN
    FOR fact IN
        SELECT c.relname FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'corrects_id' AND NOT a.attisdropped
        WHERE c.relnamespace = '@registry@'::pg_catalog.regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        ORDER BY c.relname
    LOOP
        SELECT CASE WHEN count(*) > 0 THEN 'later.partnership_id = f.partnership_id AND ' ELSE '' END
        INTO same_partnership
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = format('@registry@.%I', fact)::pg_catalog.regclass AND a.attname = 'partnership_id';
        SELECT string_agg(CASE a.attname
                          WHEN 'id' THEN 'coalesce(f.corrects_id, f.id) AS id'
                          ELSE 'f.' || quote_ident(a.attname) END, ', ' ORDER BY a.attnum)
        INTO columns
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = format('@registry@.%I', fact)::pg_catalog.regclass
          AND a.attnum > 0 AND NOT a.attisdropped AND a.attname NOT IN ('corrects_id', 'is_withdrawn', 'recorded_xid');
        EXECUTE format('CREATE VIEW @registry@.%I WITH (security_invoker = true) AS ', 'known_' || fact)
            || format(latest, fact, 'recorded_at <= innopart.known_at()', columns, same_partnership);
        EXECUTE format('COMMENT ON VIEW @registry@.%I IS %L', 'known_' || fact,
            format('One row a fact of %s as known at innopart.known_at(): the latest correction recorded by then, under the original''s id; withdrawn facts are absent. Honours row security of the reader.', fact));
        IF fact = ANY (@registry@.facts_folded()) THEN
            EXECUTE format('CREATE FUNCTION @registry@.%I(below xid8) RETURNS SETOF @registry@.%I LANGUAGE sql STABLE PARALLEL SAFE BEGIN ATOMIC ',
                           'settled_' || fact, 'known_' || fact)
                || format(latest, fact, 'recorded_xid < below', columns, same_partnership) || '; END';
            EXECUTE format('COMMENT ON FUNCTION @registry@.%I(xid8) IS %L', 'settled_' || fact,
                format('The rows of known_%s that the transactions below a number had recorded, at whatever time. For rollups.', fact));
        END IF;
    END LOOP;
END $$;
