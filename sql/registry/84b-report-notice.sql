-- Reports on notices: what they leave to a person, and what they state.

CREATE OR REPLACE VIEW @report@.notice_todo WITH (security_invoker = true) AS
SELECT w.id, w.partnership_id, p.title AS partnership_title, w.code AS todo_code, w.message AS todo_text,
    n.notice_number, d.title AS document_title, coalesce(d.url, w.source_url) AS document_url, w.effective_on AS stated_on,
    w.lot_number, w.organisation_id, o.name AS organisation_name, w.language AS prose_language, w.prose,
    (SELECT count(*) FROM @registry@.option_right r
     WHERE r.partnership_id = w.partnership_id AND r.named_in_document_id = w.document_id AND r.recorded_at <= innopart.known_at() AND r.named_on <= innopart.as_of())::bigint AS named_right_count,
    w.provenance = 'illustrative' AS is_illustrative
FROM @registry@.known_import_warning w
JOIN @registry@.partnership p ON p.id = w.partnership_id
LEFT JOIN @registry@.known_document d ON d.partnership_id = w.partnership_id AND d.id = w.document_id
LEFT JOIN LATERAL (SELECT n.notice_number FROM @registry@.known_notice n WHERE n.partnership_id = w.partnership_id AND n.document_id = w.document_id ORDER BY n.id LIMIT 1) n ON true
LEFT JOIN @registry@.organisation o ON o.id = w.organisation_id
WHERE w.effective_on <= innopart.as_of()
  -- the terms are named
  AND NOT (w.code = 'option_terms_open' AND EXISTS (
      SELECT FROM @registry@.option_right r
      WHERE r.partnership_id = w.partnership_id AND r.holder_id = w.organisation_id AND r.recorded_at <= innopart.known_at()))
  -- the missing notice has come
  AND NOT (w.code = 'competition_notice_missing' AND EXISTS (
      SELECT FROM @registry@.known_notice c
      WHERE c.partnership_id = w.partnership_id AND c.kind = 'competition' AND NOT c.is_latest_day))
  -- somebody leads
  AND NOT (w.code = 'lead_not_stated' AND EXISTS (
      SELECT FROM @registry@.known_participant l WHERE l.partnership_id = w.partnership_id AND l.role = 'lead'));
SELECT @registry@.describe_report('notice_todo',
    'What do imported notices leave to a person: holders told of in prose, numbers that cannot be read, contradictions, notices that are missing? One row an open matter of a document dated by innopart.as_of(). A row goes when the fact is recorded (the missing notice, a lead, the terms of a holder), or with settle_warning(id, what was done). Holders told of in prose stay until they are settled: only a reader of the prose knows when all are named.', ARRAY[
    ['id', 'The warning: what settle_warning() takes.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'],
    ['todo_code', 'What kind of matter: option_holders, options_in_prose, buyer_may_hold_option, option_terms_open, identifier, unreadable, contradiction and others (doc/notices.md).'], ['todo_text', 'The matter in words.'],
    ['notice_number', 'The number of the notice; NULL where the document is none.'], ['document_title', 'The document.'], ['document_url', 'Where it is published.'], ['stated_on', 'The day of the document.'],
    ['lot_number', 'The lot it is about; NULL for the whole.'], ['organisation_id', 'The organisation it is about: joins organisation.id.'], ['organisation_name', 'Its name.'],
    ['prose_language', 'Language of the prose, BCP 47.'], ['prose', 'The words of the document it is about, for a person to read.'], ['named_right_count', 'Option rights that cite the document so far. Does not add up: each of its rows has the same.'], ['is_illustrative', 'True when the document is made up.']]);

CREATE OR REPLACE VIEW @report@.notice_lots WITH (security_invoker = true) AS
SELECT l.id, l.partnership_id, p.title AS partnership_title, l.notice_id, n.notice_number, n.kind::text AS notice_code, innopart.label(n.kind) AS notice_label, n.effective_on AS dispatched_on,
    l.lot_number, x.title AS lot_title, l.min_candidates::bigint AS min_candidate_count, l.max_candidates::bigint AS max_candidate_count, l.has_successive_reduction,
    l.amount AS estimated_amount, l.currency, l.max_amount, l.max_currency, l.duration::bigint AS duration_count, l.duration_unit, l.starts_on, l.ends_on,
    l.has_renewal, l.max_renewals::bigint AS max_renewal_count, x.renewal_text, l.has_options, x.option_text, x.option_languages,
    c.cpv_codes, c.nuts_codes, c.nuts_version,
    l.provenance = 'illustrative' AS is_illustrative
FROM @registry@.known_notice_lot l
JOIN @registry@.known_notice n ON n.partnership_id = l.partnership_id AND n.id = l.notice_id
JOIN @registry@.partnership p ON p.id = l.partnership_id
CROSS JOIN LATERAL (
    SELECT (array_agg(t.body ORDER BY t.lot_number IS NULL, t.id) FILTER (WHERE t.topic = 'title'))[1] AS title,
        (array_agg(t.body ORDER BY t.id) FILTER (WHERE t.topic = 'renewal' AND t.lot_number = l.lot_number))[1] AS renewal_text,
        (array_agg(t.body ORDER BY t.id) FILTER (WHERE t.topic = 'options' AND t.lot_number = l.lot_number))[1] AS option_text,
        string_agg(t.language, ', ' ORDER BY t.id) FILTER (WHERE t.topic = 'options' AND t.lot_number = l.lot_number) AS option_languages
    FROM @registry@.known_notice_text t
    WHERE t.partnership_id = l.partnership_id AND t.notice_id = l.notice_id AND coalesce(t.lot_number = l.lot_number, true)) x
CROSS JOIN LATERAL (
    SELECT string_agg(DISTINCT k.code, ', ') FILTER (WHERE k.scheme = 'CPV') AS cpv_codes,
        string_agg(DISTINCT k.code, ', ') FILTER (WHERE k.scheme = 'NUTS') AS nuts_codes, max(k.scheme_version) FILTER (WHERE k.scheme = 'NUTS') AS nuts_version
    FROM @registry@.known_notice_code k
    WHERE k.partnership_id = l.partnership_id AND k.notice_id = l.notice_id AND coalesce(k.lot_number = l.lot_number, true)) c
WHERE l.effective_on <= innopart.as_of();
SELECT @registry@.describe_report('notice_lots',
    'What do the notices state of each lot: candidates, reduction, value, duration, renewals, options? One row a lot in a notice dispatched by innopart.as_of(); several notices may state the same lot differently. NULL: not stated.', ARRAY[
    ['id', 'Key of the row.'], ['partnership_id', 'The partnership: joins partnership.id.'], ['partnership_title', 'Its title.'], ['notice_id', 'The notice.'], ['notice_number', 'Its published number.'], ['notice_code', 'Form type of the notice, eForms.'], ['notice_label', 'That in words.'], ['dispatched_on', 'The day it was dispatched.'],
    ['lot_number', 'The lot, as the notice calls it.'], ['lot_title', 'Title of the lot, or of the whole.'], ['min_candidate_count', 'Fewest candidates to be invited.'], ['max_candidate_count', 'Most candidates to be invited.'], ['has_successive_reduction', 'True when solutions are reduced in stages.'],
    ['estimated_amount', 'Estimated value ex VAT, options and renewals in it. Adds up over the lots of one notice, within a currency.'], ['currency', 'ISO 4217 code of it; never sum over it.'], ['max_amount', 'Framework maximum ex VAT.'], ['max_currency', 'ISO 4217 code of that.'],
    ['duration_count', 'Duration as written, in duration_unit.'], ['duration_unit', 'DAY, WEEK, MONTH or YEAR.'], ['starts_on', 'First day, as written.'], ['ends_on', 'Last day, inclusive, as written.'],
    ['has_renewal', 'True, false, or NULL (not stated).'], ['max_renewal_count', 'Most renewals.'], ['renewal_text', 'What it says of renewals.'], ['has_options', 'True, false, or NULL (not stated).'], ['option_text', 'What it says of options, in the first of its languages.'], ['option_languages', 'The languages it says that in.'],
    ['cpv_codes', 'CPV codes of the lot and of the whole.'], ['nuts_codes', 'Places of performance, NUTS.'], ['nuts_version', 'Edition of the NUTS codes, as the notice tells.'], ['is_illustrative', 'True when the notice is made up.']]);
