-- Writes what test/bench/reports has measured as a page of Markdown.
\pset tuples_only on
\pset format unaligned
\set most '(SELECT max(facts) FROM measured)'
\qecho '# Performance'
\qecho
SELECT format('Measured on %s by `make bench`, which writes this page to `build/bench/performance.md`, on %s cores (%s) with %s GB of memory; PostgreSQL %s with %s, `fsync = %s`.',
    to_char(now(), 'YYYY-MM-DD'), :'cores', :'cpu', :'memory', split_part(current_setting('server_version'), ' ', 1),
    (SELECT string_agg(format('`%s = %s`', s, current_setting(s)), ', ' ORDER BY n) FROM unnest(ARRAY['shared_buffers', 'work_mem', 'random_page_cost', 'jit']) WITH ORDINALITY AS x(s, n)), current_setting('fsync'));
\qecho
\qecho 'The facts are attendances, contributions, and tellings and adoptions of lessons, of 100 partnerships of 300'
\qecho 'organisations; a tenth as many option events come with them, ten for each right. All are made by'
\qecho '`innopart_generate()` through every guard. Times are in milliseconds, in the server, each value written out;'
\qecho 'up to 30 warm runs, three at least. Each answer is first compared with the rival''s, row by row.'
\qecho
SELECT format(E'## Reports, %s facts\n\n| report | rows | runs | p50 | p95 | GROUP BY, p50 | of GROUP BY |\n|---|--:|--:|--:|--:|--:|--:|', to_char(:most, 'FM999,999,999'));
SELECT format('| `%s`%s | %s | %s | %s | %s | %s | %s |', split_part(o.subject, ',', 1), substr(o.subject, strpos(o.subject || ',', ',')), to_char(o.row_count, 'FM999,999,999'), o.runs,
    round(o.p50::numeric, 1), round(o.p95::numeric, 1), coalesce(round(h.p50::numeric, 1)::text, ''), coalesce(round((o.p50 / h.p50)::numeric, 3)::text, ''))
FROM measured o LEFT JOIN measured h ON h.facts = o.facts AND h.subject = o.subject AND h.kind = 'group by'
WHERE o.facts = :most AND o.kind = 'ours' AND o.subject NOT LIKE 'refresh%' AND o.subject NOT LIKE '% times the events' ORDER BY strpos(o.subject, ',') > 0, strpos(o.subject, 'as of') > 0, o.subject;
\qecho
\qecho 'GROUP BY is what one would write by hand on the same tables, `option_status` over plain columns'
\qecho '(`test/bench/rivals.sql`); it knows today only, and no earlier knowledge. After loading, `VACUUM FULL` has'
\qecho 'rewritten their accounts: one long transaction had moved each of them many times.'
\qecho
SELECT format('Ours reads the positions that the guard keeps. With sums kept in plain columns as well, by a trigger of one''s own that would have to be as careful, the rival''s `option_status` takes %s ms.', round(k.p50::numeric, 1))
FROM measured k WHERE k.kind = 'kept' AND k.facts = :most;
\qecho
SELECT format('As a materialized view, `participation_by_org` is read in %s ms; it is wrong from the next fact on, and each refresh takes %s ms.%s pg_ivm was not measured: Debian has no package of it, and no source of it could be brought here.',
    round(s.p50::numeric, 1), round(r.p50::numeric),
    (SELECT format(' The rollups are made from nothing in %s seconds; a refresh without news takes %s ms.', round((a.p50 / 1000)::numeric), round(n.p50::numeric))
     FROM measured a JOIN measured n ON n.facts = a.facts AND n.subject = 'refresh of the rollups, no news' WHERE a.facts = r.facts AND a.subject = 'refresh of the rollups, all of the past'))
FROM measured s JOIN measured r ON r.facts = s.facts AND r.subject = s.subject AND r.kind = 'refresh' WHERE s.kind = 'materialized' AND s.facts = :most;
\qecho
\qecho '## As the past grows'
\qecho
\qecho 'p50, and how much it grows from one size to the next. Rights grow with the past, so `option_status` has'
\qecho 'ten times the rows.'
\qecho
SELECT format(E'| report | %s |\n|---|%s', string_agg(to_char(f, 'FM999,999,999'), ' | ' ORDER BY f), string_agg('--:|', '')) FROM (SELECT DISTINCT facts AS f FROM measured) s;
SELECT format('| %s | %s |', o.subject || CASE o.kind WHEN 'ours' THEN '' ELSE ', GROUP BY' END, string_agg(round(o.p50::numeric, 1) || coalesce(' (' || round((o.p50 / b.p50)::numeric, 2) || ')', ''), ' | ' ORDER BY o.facts))
FROM measured o LEFT JOIN LATERAL (SELECT b.p50 FROM measured b WHERE b.subject = o.subject AND b.kind = o.kind AND b.facts < o.facts ORDER BY b.facts DESC LIMIT 1) b ON true
WHERE o.kind IN ('ours', 'group by') AND o.subject IN ('participation_by_org', 'participation_matrix', 'knowledge_flow', 'level_mix', 'option_status', 'option_standing')
GROUP BY o.subject, o.kind ORDER BY o.kind DESC, o.subject;
\qecho
SELECT format('The ledger alone, grown under the same %s rights: `%s` takes %s ms, and %s ms before (%s).', to_char(g.row_count, 'FM999,999,999'), g.subject, round(g.p50::numeric, 1), round(b.p50::numeric, 1), round((g.p50 / b.p50)::numeric, 2))
FROM measured g JOIN measured b ON b.facts = g.facts AND b.subject = 'option_status' AND b.kind = 'ours' WHERE g.subject LIKE 'option_status, % times the events';
\qecho
\qecho '## What it costs to record'
\qecho
SELECT format(E'Attendances and contributions, %s in transactions of 100 by one session, into %s facts, in turns; median of five\nrounds. A refresh afterwards brings what is kept up to them; another session may do it at any time.\n\n| kept | facts a second | of nothing kept | refresh, ms |\n|---|--:|--:|--:|', to_char(:transactions * 100, 'FM999,999,999'), to_char(max(facts), 'FM999,999,999')) FROM recorded;
WITH rate AS (SELECT kind, percentile_cont(0.5) WITHIN GROUP (ORDER BY rate) AS rate, percentile_cont(0.5) WITHIN GROUP (ORDER BY refresh_seconds) AS refresh FROM recorded WHERE round > 0 GROUP BY kind)
SELECT format('| %s | %s | %s | %s |', CASE r.kind WHEN 'nothing' THEN 'nothing' WHEN 'rollups' THEN 'rollups' WHEN 'trigger' THEN 'a summary, by row triggers' ELSE 'a materialized view' END,
    round(r.rate::numeric), round((r.rate / n.rate)::numeric, 2), CASE WHEN r.kind IN ('rollups', 'stored') THEN round((r.refresh * 1000)::numeric)::text ELSE '' END)
FROM rate r JOIN rate n ON n.kind = 'nothing' ORDER BY array_position(ARRAY['nothing', 'rollups', 'trigger', 'stored'], r.kind);
