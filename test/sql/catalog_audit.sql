-- An audit of every object of the extension.  A query lists what breaks a habit, and is empty; or it
-- lists the exceptions that have a reason.  test/t/audit.pl breaks each habit and looks for the row.
CREATE TEMP VIEW member AS
SELECT d.classid, d.objid, pg_describe_object(d.classid, d.objid, 0) AS described
FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass
WHERE d.deptype = 'e' AND e.extname = 'innopart';
SELECT count(*) > 250 AS has_members FROM member;

-- without a comment (array types, row types and what a range brings along cannot be commented by hand)
SELECT m.described AS uncommented
FROM member m
WHERE coalesce(obj_description(m.objid, (SELECT relname FROM pg_class WHERE oid = m.classid)), '') = ''
  AND NOT (m.classid = 'pg_type'::regclass AND EXISTS (
      SELECT FROM pg_type t WHERE t.oid = m.objid AND (t.typcategory = 'A' OR t.typrelid <> 0)))
  AND NOT (m.classid = 'pg_proc'::regclass AND EXISTS (
      SELECT FROM pg_range r JOIN pg_type t ON t.oid IN (r.rngtypid, r.rngmultitypid)
      JOIN pg_proc p ON p.proname = t.typname AND p.pronamespace = t.typnamespace WHERE p.oid = m.objid))
  AND NOT (m.classid = 'pg_cast'::regclass AND EXISTS (
      SELECT FROM pg_range r JOIN pg_cast c ON c.castsource = r.rngtypid AND c.casttarget = r.rngmultitypid WHERE c.oid = m.objid))
ORDER BY 1;

-- outside the schema innopart
SELECT m.described AS elsewhere FROM member m
WHERE (m.classid = 'pg_proc'::regclass AND (SELECT pronamespace FROM pg_proc WHERE oid = m.objid) <> 'innopart'::regnamespace)
   OR (m.classid = 'pg_type'::regclass AND (SELECT typnamespace FROM pg_type WHERE oid = m.objid) <> 'innopart'::regnamespace)
   OR (m.classid = 'pg_operator'::regclass AND (SELECT oprnamespace FROM pg_operator WHERE oid = m.objid) <> 'innopart'::regnamespace)
   OR (m.classid = 'pg_class'::regclass AND (SELECT relnamespace FROM pg_class WHERE oid = m.objid) <> 'innopart'::regnamespace)
   OR (m.classid = 'pg_opclass'::regclass AND (SELECT opcnamespace FROM pg_opclass WHERE oid = m.objid) <> 'innopart'::regnamespace)
   OR (m.classid = 'pg_opfamily'::regclass AND (SELECT opfnamespace FROM pg_opfamily WHERE oid = m.objid) <> 'innopart'::regnamespace)
ORDER BY 1;

-- tables, sequences or views: the extension owns code only (row types of functions aside)
SELECT m.described AS relation FROM member m JOIN pg_class c ON m.classid = 'pg_class'::regclass AND c.oid = m.objid WHERE c.relkind <> 'c'
ORDER BY 1;

-- functions whose body is looked up at run time, without a pinned search path
SELECT p.oid::regprocedure AS unpinned
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid JOIN pg_language l ON l.oid = p.prolang
WHERE l.lanname NOT IN ('c', 'internal') AND p.prosqlbody IS NULL
  AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search\_path=pg_catalog%pg_temp')
ORDER BY 1;
SELECT p.oid::regprocedure AS definer FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid WHERE p.prosecdef ORDER BY 1;
-- comparisons and hashes of the scalar types, which cannot fail and say nothing of what they see: row security may run them first
SELECT p.oid::regprocedure AS leakproof FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
WHERE p.proleakproof ORDER BY p.oid::regprocedure::text COLLATE "C";

-- functions that are not immutable and parallel safe: each for a reason
SELECT p.oid::regprocedure AS function, p.provolatile AS volatility, p.proparallel AS parallel
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
WHERE p.provolatile <> 'i' OR p.proparallel <> 's'
ORDER BY p.oid::regprocedure::text COLLATE "C";

-- functions that see NULL: settings, open ends and facts that are not there, the states of aggregates
SELECT p.oid::regprocedure AS sees_null
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
WHERE NOT p.proisstrict AND p.prokind = 'f' AND p.pronargs > 0
ORDER BY p.oid::regprocedure::text COLLATE "C";

-- operators: boolean ones estimate, commutators and negators fit, = hashes and merges as it can
SELECT o.oid::regoperator AS no_estimator FROM member m JOIN pg_operator o ON m.classid = 'pg_operator'::regclass AND o.oid = m.objid
WHERE o.oprresult = 'boolean'::regtype AND (o.oprrest = 0 OR o.oprjoin = 0) ORDER BY 1;
-- only the server's own estimators (one of ours would read statistics it cannot trust), and the fitting ones
SELECT o.oid::regoperator AS odd_estimator, o.oprrest, o.oprjoin
FROM member m JOIN pg_operator o ON m.classid = 'pg_operator'::regclass AND o.oid = m.objid
LEFT JOIN (VALUES ('=', 'eqsel', 'eqjoinsel'), ('<>', 'neqsel', 'neqjoinsel'),
                  ('<', 'scalarltsel', 'scalarltjoinsel'), ('<=', 'scalarlesel', 'scalarlejoinsel'),
                  ('>', 'scalargtsel', 'scalargtjoinsel'), ('>=', 'scalargesel', 'scalargejoinsel'))
     AS fit(oprname, oprrest, oprjoin) ON fit.oprname = o.oprname
WHERE o.oprrest >= 16384 OR o.oprjoin >= 16384
   OR (fit.oprrest::regproc, fit.oprjoin::regproc) IS DISTINCT FROM (o.oprrest, o.oprjoin) AND fit.oprname IS NOT NULL
ORDER BY 1;
-- what an index or a plan may remember of an operator is the same tomorrow
SELECT o.oid::regoperator AS changeable
FROM member m JOIN pg_operator o ON m.classid = 'pg_operator'::regclass AND o.oid = m.objid JOIN pg_proc p ON p.oid = o.oprcode
WHERE NOT (p.provolatile = 'i' AND p.proisstrict) ORDER BY 1;
SELECT o.oid::regoperator AS misfit FROM member m JOIN pg_operator o ON m.classid = 'pg_operator'::regclass AND o.oid = m.objid
LEFT JOIN pg_operator c ON c.oid = o.oprcom LEFT JOIN pg_operator n ON n.oid = o.oprnegate
WHERE (o.oprcom <> 0 AND (c.oprcom IS DISTINCT FROM o.oid OR c.oprleft <> o.oprright OR c.oprright <> o.oprleft))
   OR (o.oprnegate <> 0 AND (n.oprnegate IS DISTINCT FROM o.oid OR n.oprleft <> o.oprleft OR n.oprright <> o.oprright))
   OR (o.oprname = '=' AND NOT (o.oprcanhash AND o.oprcanmerge))
   OR (o.oprname IN ('=', '<>', '<', '<=', '>', '>=') AND (o.oprcom = 0 OR o.oprnegate = 0))
ORDER BY 1;

-- operator classes: valid, and each scalar type has all four
SELECT c.opcname, a.amname FROM member m JOIN pg_opclass c ON m.classid = 'pg_opclass'::regclass AND c.oid = m.objid JOIN pg_am a ON a.oid = c.opcmethod
WHERE NOT amvalidate(c.oid) ORDER BY 1, 2;
SELECT t.typname, a.amname AS lacks
FROM (VALUES ('phase'), ('orgnr'), ('option_right'), ('option_position')) AS t(typname) CROSS JOIN (VALUES ('btree'), ('hash'), ('brin')) AS a(amname)
WHERE NOT EXISTS (SELECT FROM pg_opclass c JOIN pg_am am ON am.oid = c.opcmethod
                  WHERE c.opcdefault AND am.amname = a.amname AND c.opcintype = format('innopart.%I', t.typname)::regtype)
ORDER BY 1, 2;
-- btree with sort support and equal images, hash with its extended function
SELECT c.opcname, a.amname, s.needed AS lacks
FROM member m JOIN pg_opclass c ON m.classid = 'pg_opclass'::regclass AND c.oid = m.objid JOIN pg_am a ON a.oid = c.opcmethod
JOIN (VALUES ('btree', 1), ('btree', 2), ('btree', 4), ('hash', 1), ('hash', 2)) AS s(amname, needed) ON s.amname = a.amname
WHERE NOT EXISTS (SELECT FROM pg_amproc p WHERE p.amprocfamily = c.opcfamily AND p.amprocnum = s.needed) ORDER BY 1, 2, 3;

-- base types: binary input and output, category U, no typmod, the lengths and alignments that are frozen
SELECT t.typname, t.typlen, t.typbyval, t.typalign, t.typstorage, t.typcategory
FROM member m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
WHERE t.typtype = 'b' AND t.typcategory <> 'A' ORDER BY 1;
SELECT t.typname AS no_binary FROM member m JOIN pg_type t ON m.classid = 'pg_type'::regclass AND t.oid = m.objid
WHERE t.typtype IN ('b', 'r', 'm') AND (t.typsend = 0 OR t.typreceive = 0) ORDER BY 1;
-- min and max, for sorting and in parallel
SELECT t.typname, f.name AS lacks
FROM (VALUES ('phase'), ('orgnr'), ('option_right'), ('option_position')) AS t(typname) CROSS JOIN (VALUES ('min'), ('max')) AS f(name)
WHERE NOT EXISTS (SELECT FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid
                  WHERE p.proname = f.name AND p.proargtypes[0] = format('innopart.%I', t.typname)::regtype AND a.aggcombinefn <> 0 AND p.proparallel = 's'
                    -- the first or last entry of the default btree gives it
                    AND a.aggsortop = (SELECT o.amopopr FROM pg_opclass c JOIN pg_am am ON am.oid = c.opcmethod AND am.amname = 'btree'
                                       JOIN pg_amop o ON o.amopfamily = c.opcfamily AND o.amopstrategy = CASE f.name WHEN 'min' THEN 1 ELSE 5 END
                                       WHERE c.opcdefault AND c.opcintype = p.proargtypes[0]
                                         AND o.amoplefttype = c.opcintype AND o.amoprighttype = c.opcintype))
ORDER BY 1, 2;
-- aggregates that cannot be split, or whose internal state cannot travel
SELECT a.aggfnoid::regprocedure AS not_parallel FROM member m JOIN pg_aggregate a ON m.classid = 'pg_proc'::regclass AND a.aggfnoid = m.objid
WHERE a.aggcombinefn = 0 OR (a.aggtranstype = 'internal'::regtype AND (a.aggserialfn = 0 OR a.aggdeserialfn = 0))
ORDER BY 1;
