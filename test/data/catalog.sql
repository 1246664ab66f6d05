-- What the extension and the registries made with it are in the catalogs, one line a row, the same in
-- every database: each OID is written as what it stands for, each tree of nodes as SQL.
-- Variable: schemas (of the registries, as an array).
SET search_path = '';
CREATE TEMP TABLE part AS
-- the members of the extension and what is in the schemas, and whatever is a part of those
WITH RECURSIVE part AS (
    SELECT 'pg_catalog.pg_extension'::regclass::oid AS class, e.oid AS id FROM pg_extension e WHERE e.extname = 'innopart'
    UNION
    SELECT 'pg_catalog.pg_namespace'::regclass, n.oid FROM pg_namespace n WHERE n.nspname = ANY (:'schemas')
    UNION
    SELECT d.classid, d.objid FROM part p JOIN pg_depend d ON d.refclassid = p.class AND d.refobjid = p.id)
SELECT p.class, p.id, pg_describe_object(p.class, p.id, 0) AS described
FROM part p
-- what the server names by an OID: TOAST, and the triggers behind a foreign key
WHERE (pg_identify_object(p.class, p.id, 0)).schema IS DISTINCT FROM 'pg_toast'
  AND NOT EXISTS (SELECT FROM pg_trigger t WHERE p.class = 'pg_catalog.pg_trigger'::regclass AND t.oid = p.id AND t.tgisinternal);
ANALYZE part;

-- rows of these catalogs belong to an object of another
CREATE TEMP TABLE piece (catalog regclass, class regclass, key name);
INSERT INTO piece SELECT DISTINCT class::regclass, class::regclass, 'oid'::name FROM part;
INSERT INTO piece VALUES
    ('pg_catalog.pg_attribute', 'pg_catalog.pg_class', 'attrelid'), ('pg_catalog.pg_index', 'pg_catalog.pg_class', 'indexrelid'),
    ('pg_catalog.pg_sequence', 'pg_catalog.pg_class', 'seqrelid'), ('pg_catalog.pg_inherits', 'pg_catalog.pg_class', 'inhrelid'),
    ('pg_catalog.pg_partitioned_table', 'pg_catalog.pg_class', 'partrelid'), ('pg_catalog.pg_aggregate', 'pg_catalog.pg_proc', 'aggfnoid'),
    ('pg_catalog.pg_enum', 'pg_catalog.pg_type', 'enumtypid'), ('pg_catalog.pg_range', 'pg_catalog.pg_type', 'rngtypid');

-- what may differ though nothing is different: files, statistics, how a table came to be what it is
CREATE TEMP VIEW ignored AS
SELECT a.attrelid::regclass AS catalog, array_agg(a.attname::text) AS fields
FROM pg_attribute a
WHERE a.attname IN ('oid', 'relfilenode', 'relpages', 'reltuples', 'relallvisible', 'relallfrozen', 'relfrozenxid', 'relminmxid',
        'reltoastrelid', 'relhastriggers', 'relhasrules', 'attoptions', 'atthasmissing', 'attmissingval')
   OR a.atttypid = 'pg_catalog.pg_node_tree'::regtype
GROUP BY a.attrelid;

SELECT string_agg(format(
    $$SELECT format('%%s: %s %%s', part.described, to_jsonb(x) - %L::text[] || jsonb_build_object(%s)) FROM %s x JOIN part ON part.class = %s AND part.id = x.%I$$,
    replace(piece.catalog::text, 'pg_catalog.', ''), coalesce(i.fields, '{}'), f.described, piece.catalog, piece.class::oid, piece.key), E'\nUNION ALL\n') AS query
FROM piece
LEFT JOIN ignored i USING (catalog)
CROSS JOIN LATERAL (
    SELECT string_agg(format(CASE WHEN k.is_array THEN '%1$L, (SELECT array_agg(pg_describe_object(%2$s, o, 0) ORDER BY n) FROM unnest(x.%1$I) WITH ORDINALITY AS u(o, n))'
                             ELSE '%1$L, pg_describe_object(%2$s, x.%1$I, 0)' END, k.fkcols[1], k.pktable::oid), ', ') AS described
    FROM pg_get_catalog_foreign_keys() k
    WHERE k.fktable = piece.catalog AND cardinality(k.fkcols) = 1 AND k.fkcols[1] <> ALL (coalesce(i.fields, '{}'))) f
\gexec

-- definitions, comments, and whether it is a member of the extension
SELECT replace(format('%s: is %s', described, CASE class::regclass::text
    WHEN 'pg_proc' THEN (SELECT pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.oid = id AND p.prokind <> 'a')
    WHEN 'pg_class' THEN (SELECT concat(pg_get_expr(c.relpartbound, c.oid), CASE WHEN c.relkind IN ('i', 'I') THEN pg_get_indexdef(c.oid) END) FROM pg_class c WHERE c.oid = id)
    WHEN 'pg_rewrite' THEN pg_get_ruledef(id)
    WHEN 'pg_constraint' THEN pg_get_constraintdef(id)
    WHEN 'pg_trigger' THEN pg_get_triggerdef(id)
    WHEN 'pg_attrdef' THEN (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.oid = id)
    WHEN 'pg_policy' THEN (SELECT concat_ws(' / ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) FROM pg_policy p WHERE p.oid = id)
    END), E'\n', ' ') FROM part
UNION ALL
SELECT replace(format('%s: is called %s', pg_describe_object(part.class, part.id, d.objsubid), d.description), E'\n', ' ') FROM part JOIN pg_description d ON d.classoid = part.class AND d.objoid = part.id
UNION ALL
SELECT format('%s: is a member', part.described) FROM part JOIN pg_depend d ON d.classid = part.class AND d.objid = part.id AND d.deptype = 'e';
