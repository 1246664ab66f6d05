-- A registry with the real Norwegian partnerships.  Run by `make demo`, in one transaction.
CREATE EXTENSION innopart;
SELECT innopart.create_registry();
-- so that operators of our types, and names of tables and reports, are found as they are
SET search_path = public, innopart, registry, report;
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I SET search_path = public, innopart, registry, report', current_database());
END $$;
