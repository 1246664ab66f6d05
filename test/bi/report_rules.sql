-- The rules that a report keeps so that BI tools chart it without being told how; a row is a breach.
-- test/t/bi_rules.pl runs it, on the reports as they are and with each rule broken in turn.
-- (ocds_data is for programs that read OCDS: data is jsonb, and release_id text, as they expect it.)
WITH report AS (
    SELECT c.oid, c.relname, c.relkind, c.reloptions, obj_description(c.oid, 'pg_class') AS meaning
    FROM pg_class c WHERE c.relnamespace = 'report'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
), col AS (
    SELECT r.oid, r.relname, a.attname, a.atttypid, a.atttypmod, col_description(r.oid, a.attnum) AS meaning
    FROM report r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE (r.relname, a.attname) NOT IN (('ocds_data', 'data'), ('ocds_data', 'release_id'))
)
SELECT 'not a view' AS rule, relname, NULL AS attname FROM report WHERE relkind <> 'v'
UNION ALL SELECT 'type', relname, attname FROM col
    WHERE atttypid NOT IN ('text'::regtype, 'varchar'::regtype, 'int8'::regtype, 'int4'::regtype, 'float8'::regtype, 'numeric'::regtype, 'bool'::regtype, 'date'::regtype, 'timestamptz'::regtype)
UNION ALL SELECT 'numeric without a scale', relname, attname FROM col WHERE atttypid = 'numeric'::regtype AND atttypmod < 0
UNION ALL SELECT 'report without a comment', relname, NULL FROM report WHERE coalesce(meaning, '') = ''
UNION ALL SELECT 'column without a comment', relname, attname FROM col WHERE coalesce(meaning, '') = ''
UNION ALL SELECT 'no key', relname, NULL FROM report r WHERE NOT EXISTS (SELECT FROM col WHERE col.oid = r.oid AND col.attname = 'id' AND col.atttypid = 'bigint'::regtype)
UNION ALL SELECT 'not with its reader''s rights', relname, NULL FROM report WHERE NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)
UNION ALL SELECT 'name', relname, attname FROM col WHERE relname !~ '^[a-z][a-z0-9_]*$' OR attname !~ '^[a-z][a-z0-9_]*$'
UNION ALL SELECT 'ending', relname, attname FROM col
    WHERE (attname ~ '_on$') <> (atttypid = 'date'::regtype) OR (attname ~ '_at$') <> (atttypid = 'timestamptz'::regtype)
       OR (attname ~ '^is_' AND atttypid <> 'bool'::regtype)
       OR (attname ~ '_id$' AND atttypid <> 'int8'::regtype)
UNION ALL SELECT 'wall clock', relname, NULL FROM report
    WHERE relkind = 'v' AND pg_get_viewdef(oid) ~* '\m(now\(\)|current_date|current_timestamp|localtimestamp|clock_timestamp|statement_timestamp|transaction_timestamp)'
UNION ALL SELECT 'order or limit', relname, NULL FROM report WHERE relkind = 'v' AND pg_get_viewdef(oid) ~ '\n  ORDER BY [^\n]*;$|\n LIMIT '
UNION ALL SELECT 'a function in the schema', proname, NULL FROM pg_proc WHERE pronamespace = 'report'::regnamespace
ORDER BY 1, 2, 3;
