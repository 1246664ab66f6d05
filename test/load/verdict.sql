-- After a load: what must be true whatever happened to clients and server.  One line a rule that is
-- broken; nothing when all hold.  The answers that clients were given are in public.answer.
SELECT format('%s answered requests are not in the ledger', count(*))
FROM public.answer a LEFT JOIN registry.option_event e
    ON e.partnership_id = 1 AND e.option_right_id = a.right_id AND e.reference = a.reference AND e.id = a.event_id
       AND e.units = a.units AND e.kind::text = a.kind
WHERE e.id IS NULL HAVING count(*) > 0
UNION ALL
SELECT format('reference %s stands %s times in the ledger', e.reference, count(*))
FROM registry.option_event e WHERE e.reference IS NOT NULL
GROUP BY e.partnership_id, e.option_right_id, e.reference HAVING count(*) > 1
UNION ALL
SELECT format('%s events are in the ledger that no client was told of', count(*))
FROM registry.option_event e LEFT JOIN public.answer a ON a.right_id = e.option_right_id AND a.reference = e.reference
WHERE e.reference IS NOT NULL AND a.reference IS NULL HAVING count(*) > 0
UNION ALL
SELECT format('%s is oversold: %s of %s', c.title, sum(CASE e.kind WHEN 'exercised' THEN e.units ELSE -e.units END), c.max_units)
FROM registry.cap c JOIN registry.option_right r ON r.partnership_id = c.partnership_id AND r.cap_id = c.id
JOIN registry.option_event e ON e.partnership_id = r.partnership_id AND e.option_right_id = r.id AND e.kind IN ('exercised', 'exercise_reversed')
GROUP BY c.partnership_id, c.id HAVING sum(CASE e.kind WHEN 'exercised' THEN e.units ELSE -e.units END) > c.max_units
UNION ALL
SELECT format('%s is oversold: %s of %s', r.title, sum(CASE e.kind WHEN 'exercise_reversed' THEN -e.units ELSE e.units END), innopart.max_units(r.terms))
FROM registry.option_right r
JOIN registry.option_event e ON e.partnership_id = r.partnership_id AND e.option_right_id = r.id AND e.kind IN ('exercised', 'exercise_reversed', 'partly_waived')
GROUP BY r.partnership_id, r.id HAVING sum(CASE e.kind WHEN 'exercise_reversed' THEN -e.units ELSE e.units END) > innopart.max_units(r.terms)
UNION ALL
SELECT format('ledger_check: %s', l.title) FROM report.ledger_check l;
