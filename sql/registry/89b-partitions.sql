-- The partitions of a partitioned registry (64-partitions).  Row triggers come to them from the whole
-- table, statement triggers and row security do not: nobody but the owner gets at a part by its own
-- name, and nobody empties one.
DO $$
DECLARE
    part name;
BEGIN
    FOR part IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = '@registry@'::regnamespace AND c.relispartition AND c.relkind = 'r' ORDER BY c.relname LOOP
        EXECUTE format($ddl$
            ALTER TABLE @registry@.%1$I ENABLE ROW LEVEL SECURITY;
            CREATE OR REPLACE TRIGGER append_only_all BEFORE TRUNCATE ON @registry@.%1$I
                FOR EACH STATEMENT EXECUTE FUNCTION @registry@.fact_is_appended();
            ALTER TABLE @registry@.%1$I ENABLE ALWAYS TRIGGER append_only_all;
            $ddl$, part);
    END LOOP;
END $$;
