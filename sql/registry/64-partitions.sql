-- The tables that grow with the past (@by_partnership@ after their columns) can be partitioned, each
-- into @partitions@ parts by the hash of partnership_id, which begins every key.  0: plain tables.
-- Rules, rows and reports know the whole table only; 89b-partitions closes the parts.
DO $$
DECLARE
    place name;
BEGIN
    FOR place IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = '@registry@'::regnamespace AND c.relkind = 'p' ORDER BY c.oid LOOP
        FOR part IN 0 .. @partitions@ - 1 LOOP
            EXECUTE format('CREATE TABLE @registry@.%I PARTITION OF @registry@.%I FOR VALUES WITH (MODULUS @partitions@, REMAINDER %s)',
                           place || '_' || part, place, part);
            EXECUTE format('COMMENT ON TABLE @registry@.%I IS %L', place || '_' || part,
                           format('Part %s of @partitions@ of %s. Read and written through the whole table only.', part, place));
        END LOOP;
    END LOOP;
END $$;

CREATE FUNCTION @registry@.whole_table(of_table oid) RETURNS name
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT c.relname FROM pg_class c WHERE c.oid = coalesce(pg_partition_root(of_table), of_table)
$$;
COMMENT ON FUNCTION @registry@.whole_table(oid) IS 'The name of a table, or of the table that it is a partition of: what a trigger calls the table it fires on.';
