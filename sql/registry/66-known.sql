-- What was known: for each fact table, a view known_<table> of the latest row of every original
-- that was recorded by innopart.known_at(); latest by the server's clock, for a client may choose
-- its own ids.  Its id is the original's, so that references hold
-- through corrections.  Reports read these views and nothing else; when a fact took effect
-- (effective_on) is theirs to compare with innopart.as_of().
DO $$
DECLARE
    fact text;
    key text;
    columns text;
BEGIN
    FOR fact IN
        SELECT c.relname FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'corrects_id' AND NOT a.attisdropped
        WHERE c.relnamespace = '@registry@'::pg_catalog.regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        ORDER BY c.relname
    LOOP
        SELECT string_agg(CASE a.attname
                          WHEN 'id' THEN 'coalesce(f.corrects_id, f.id) AS id'
                          ELSE 'f.' || quote_ident(a.attname) END, ', ' ORDER BY a.attnum),
            -- a correction is of its original's partnership: for one partnership, one partition is read
            CASE WHEN bool_or(a.attname = 'partnership_id') THEN 'later.partnership_id = f.partnership_id AND' ELSE '' END
        INTO columns, key
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = format('@registry@.%I', fact)::pg_catalog.regclass
          AND a.attnum > 0 AND NOT a.attisdropped AND a.attname NOT IN ('corrects_id', 'is_withdrawn');
        -- IS NOT NULL: says to the planner how few the corrections are
        EXECUTE format($ddl$
            CREATE VIEW @registry@.%1$I WITH (security_invoker = true) AS
            SELECT %3$s
            FROM @registry@.%2$I f
            WHERE f.recorded_at <= innopart.known_at()
              AND NOT f.is_withdrawn
              AND NOT EXISTS (SELECT FROM @registry@.%2$I later
                              WHERE %4$s later.corrects_id IS NOT NULL AND later.corrects_id = coalesce(f.corrects_id, f.id)
                                AND (f.corrects_id IS NULL OR (later.recorded_at, later.id) > (f.recorded_at, f.id))
                                AND later.recorded_at <= innopart.known_at())
            $ddl$, 'known_' || fact, fact, columns, key);
        EXECUTE format('COMMENT ON VIEW @registry@.%I IS %L', 'known_' || fact,
            format('One row a fact of %s as known at innopart.known_at(): the latest correction recorded by then, under the original''s id; withdrawn facts are absent. Honours row security of the reader.', fact));
    END LOOP;
END $$;
