-- Everything that a registry tells, one line a table or view: the digest of its rows.  What is the
-- same before and after must stay the same.
SELECT format('%s %s', c.oid::regclass, md5((xpath('/table', query_to_xml('SELECT * FROM ' || c.oid::regclass || ' x ORDER BY x::text', true, false, '')))[1]::text))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('registry', 'report') AND c.relkind IN ('r', 'v')
ORDER BY 1;
