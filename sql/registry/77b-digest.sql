-- Tamper evidence.  Triggers stop whoever is not the owner; the owner and a superuser can switch them
-- off.  What they cannot do is change the past unnoticed once somebody else holds its digest: of
-- each right and each shared cap one chain of SHA-256 over its terms and its events in the order in
-- which they were recorded.  doc/security.md says what that proves, and what it does not.
--
-- An event's number is given under the lock of its right or cap, so the order of numbers is the order in
-- which the events of one right happened to be recorded, and a later event never comes before one
-- that a digest already covers.  Nothing is stored: a digest is computed from what is there.

-- The words of a record: each value as its length in bytes, a colon, the value and a comma, a missing
-- one as "-,".  Text that anybody can make from a CSV of the table, in any language.
CREATE OR REPLACE FUNCTION @registry@.digest_words(VARIADIC words text[]) RETURNS bytea
    LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
BEGIN ATOMIC
    SELECT convert_to(string_agg(coalesce(octet_length(convert_to(w.word, 'UTF8')) || ':' || w.word, '-') || ',', '' ORDER BY w.place), 'UTF8')
    FROM unnest(words) WITH ORDINALITY AS w(word, place);
END;
COMMENT ON FUNCTION @registry@.digest_words(text[]) IS 'The canonical bytes of a record''s values: of each its length in bytes, a colon, itself in UTF-8 and a comma; "-," where it is NULL. No two lists of values give the same bytes.';

CREATE OR REPLACE FUNCTION @registry@.digest_link(so_far bytea, record bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
BEGIN ATOMIC
    SELECT sha256(coalesce(so_far, '\x') || record);
END;
COMMENT ON FUNCTION @registry@.digest_link(bytea, bytea) IS 'One link of a chain: SHA-256 of the link before it (nothing, for the first) and the record''s bytes.';

CREATE OR REPLACE AGGREGATE @registry@.digest_chain(record bytea) (SFUNC = @registry@.digest_link, STYPE = bytea);
COMMENT ON AGGREGATE @registry@.digest_chain(bytea) IS 'The last link of the chain over records, in the order of its ORDER BY.';

-- The records of a chain: place 0 are the terms, as they were stated; then the events by number.
-- What may still change lawfully (a named right gets its contract) is left out, and so are the accounts,
-- which follow from the events; a user's own columns are not ours to judge.
CREATE OR REPLACE FUNCTION @registry@.digest_record() RETURNS TABLE (
        partnership_id bigint, record_kind text, record_id bigint, place bigint, recorded_at timestamptz, words bytea)
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, innopart, pg_temp SET "DateStyle" = 'ISO, YMD' SET "TimeZone" = 'UTC' SET "IntervalStyle" = 'postgres'
AS $$
    SELECT r.partnership_id, 'option_right', r.id, 0, r.recorded_at,
        @registry@.digest_words('option_right', r.partnership_id::text, r.id::text, r.cap_id::text, r.holder_id::text, r.holder_kind::text, r.exercise_mode::text,
            r.option_kind::text, r.title, r.terms::text, r.unit_code, r.price_basis::text, r.unit_price_amount::text, r.max_unit_cost_amount::text,
            r.price_currency, r.vat_rate::text, r.index_series, r.index_base_month::text, r.max_exercises::text, r.max_renewals::text, r.renewal_length::text,
            r.latest_end_on::text, r.named_on::text, r.named_in_document_id::text, r.named_clause, r.depends_on_lead_exercise::text,
            r.survives_lead_withdrawal::text, r.survives_partner_reduction::text, r.transferability::text, r.legal_basis, r.predecessor_id::text,
            r.recorded_at::text, r.recorded_by, r.provenance::text, r.source_url)
    FROM @registry@.option_right r
    UNION ALL
    SELECT e.partnership_id, 'option_right', e.option_right_id, e.id, e.recorded_at,
        @registry@.digest_words('option_event', e.partnership_id::text, e.id::text, e.option_right_id::text, e.kind::text, e.effective_on::text, e.units::text,
            e.amount::text, e.currency, e.unit_price_amount::text, e.condition_no::text, e.extended_to::text, e.acting_id::text, e.sent_at::text,
            e.received_at::text, e.reverses_id::text, e.other_right_id::text, e.legal_basis, e.document_id::text, e.reason, e.reference,
            e.recorded_at::text, e.recorded_by, e.provenance::text, e.source_url)
    FROM @registry@.option_event e
    UNION ALL
    SELECT c.partnership_id, 'cap', c.id, 0, c.recorded_at,
        @registry@.digest_words('cap', c.partnership_id::text, c.id::text, c.title, c.max_units::text, c.unit_code, c.max_amount::text, c.currency,
            c.cap_basis, c.document_id::text, c.clause, c.effective_on::text, c.recorded_at::text, c.recorded_by, c.provenance::text, c.source_url)
    FROM @registry@.cap c
    UNION ALL
    SELECT e.partnership_id, 'cap', e.cap_id, e.id, e.recorded_at,
        @registry@.digest_words('cap_event', e.partnership_id::text, e.id::text, e.cap_id::text, e.units::text, e.amount::text, e.effective_on::text,
            e.legal_basis, e.document_id::text, e.reference, e.recorded_at::text, e.recorded_by, e.provenance::text, e.source_url)
    FROM @registry@.cap_event e
$$;
COMMENT ON FUNCTION @registry@.digest_record() IS 'One row a record of the ledger''s chains with its canonical bytes: the terms of each right and cap at place 0, its events at their numbers. Of what the current role may read.';

CREATE OR REPLACE FUNCTION @registry@.ledger_digest(as_of timestamptz DEFAULT NULL) RETURNS TABLE (
        partnership_id bigint, record_kind text, record_id bigint, event_count bigint, last_event_id bigint, digest text, complete_until timestamptz)
    LANGUAGE sql STABLE CALLED ON NULL INPUT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT d.partnership_id, d.record_kind, d.record_id, count(*) - 1, nullif(max(d.place), 0),
        encode(@registry@.digest_chain(d.words ORDER BY d.place), 'hex'),
        -- what is being recorded at this moment is not seen yet, and no transaction takes an hour
        least(ledger_digest.as_of, now() - interval '1 hour')
    FROM (
        -- a chain up to the last of it that was recorded by then, also where the clock has been set back
        SELECT r.*, max(r.place) FILTER (WHERE r.recorded_at <= coalesce(ledger_digest.as_of, 'infinity')) OVER chain AS last_place
        FROM @registry@.digest_record() r
        WINDOW chain AS (PARTITION BY r.partnership_id, r.record_kind, r.record_id)) d
    WHERE d.place <= d.last_place
    GROUP BY d.partnership_id, d.record_kind, d.record_id
    ORDER BY d.partnership_id, d.record_kind, d.record_id
$$;
COMMENT ON FUNCTION @registry@.ledger_digest(timestamptz) IS 'The digest of the ledger as recorded by as_of (left out: by now), to be kept by somebody else: one row a right (record_kind option_right) or shared cap (cap) with the number of its events, the last of them, the hexadecimal SHA-256 at the end of its chain, and complete_until, the moment up to which nothing is missing: as_of, and at the latest an hour ago, since what is being recorded is not seen yet. Of what the current role may read; an auditor of the whole programme reads all. ledger_check_digest() compares it later.';

CREATE OR REPLACE FUNCTION @registry@.ledger_check_digest(held jsonb) RETURNS TABLE (
        partnership_id bigint, record_kind text, record_id bigint, problem text, held_event_count bigint, found_event_count bigint)
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH held_row AS (
        SELECT h.* FROM jsonb_to_recordset(held) AS h(partnership_id bigint, record_kind text, record_id bigint, event_count bigint, last_event_id bigint, digest text, complete_until timestamptz)
    ), record AS MATERIALIZED (
        SELECT r.* FROM @registry@.digest_record() r
    ), found AS (
        -- the chain up to where it ended then: what was recorded since has higher numbers
        SELECT h.partnership_id, h.record_kind, h.record_id, count(d.place) - 1 AS event_count,
            encode(@registry@.digest_chain(d.words ORDER BY d.place) FILTER (WHERE d.place IS NOT NULL), 'hex') AS digest
        FROM held_row h
        LEFT JOIN record d
            ON d.partnership_id = h.partnership_id AND d.record_kind = h.record_kind AND d.record_id = h.record_id
            AND d.place <= coalesce(h.last_event_id, 0)
        GROUP BY h.partnership_id, h.record_kind, h.record_id
    )
    SELECT h.partnership_id, h.record_kind, h.record_id,
        CASE WHEN f.event_count < 0 THEN 'missing'
             WHEN f.event_count < h.event_count THEN 'events removed'
             WHEN f.event_count > h.event_count THEN 'events inserted'
             ELSE 'changed' END,
        h.event_count, greatest(f.event_count, 0)
    FROM held_row h
    JOIN found f ON f.partnership_id = h.partnership_id AND f.record_kind = h.record_kind AND f.record_id = h.record_id
    WHERE f.digest IS DISTINCT FROM h.digest
    UNION ALL
    -- what says that it was recorded by then, and was not
    SELECT d.partnership_id, d.record_kind, d.record_id, 'not in the digest', coalesce(h.event_count, 0),
        coalesce(h.event_count, 0) + count(*) FILTER (WHERE d.place > 0)
    FROM record d
    LEFT JOIN held_row h ON h.partnership_id = d.partnership_id AND h.record_kind = d.record_kind AND h.record_id = d.record_id
    WHERE d.recorded_at <= (SELECT max(k.complete_until) FROM held_row k)
      AND (h.record_id IS NULL OR d.place > coalesce(h.last_event_id, 0))
    GROUP BY d.partnership_id, d.record_kind, d.record_id, h.event_count
    ORDER BY 1, 2, 3, 4
$$;
COMMENT ON FUNCTION @registry@.ledger_check_digest(jsonb) IS 'Compares a digest that was held elsewhere, as a JSON array of the rows of ledger_digest(), with the ledger as it is: one row a chain that is no longer what it was (missing, events removed, events inserted, changed), and one a right or cap that by its recorded_at, or that of later events of it, should be in the digest and is not (not in the digest). No row: nothing that the digest covers has changed, and nothing that says it was recorded by complete_until has come since. Ask it with the role that took the digest, or one that reads exactly the same, such as another auditor of the whole programme.';
