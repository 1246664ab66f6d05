-- A registry with the real Norwegian partnerships.  Run by `make demo`, in one transaction.
CREATE EXTENSION innopart;
SELECT innopart.create_registry();
