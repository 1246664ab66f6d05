-- The record as OCDS 1.1: one release a partnership, after the mapping of doc/ocds.md.  Each part
-- of a release is a function of its own, as of innopart.as_of() and as known at innopart.known_at().
-- What OCDS cannot say (who holds an option, how much, until when) stands in fields of our own,
-- whose names begin with innopart_; `local` false leaves them out, with every role and code that
-- is ours alone.  A holder of an option is never written out as a buyer.

CREATE OR REPLACE FUNCTION @registry@.ocds_value(amount numeric, currency text) RETURNS jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT jsonb_build_object('amount', trim_scale(amount), 'currency', currency) $$;
COMMENT ON FUNCTION @registry@.ocds_value(numeric, text) IS 'An OCDS Value; NULL without an amount.';

CREATE OR REPLACE FUNCTION @registry@.ocds_filled(content jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT nullif(jsonb_strip_nulls(content), '{}') $$;
COMMENT ON FUNCTION @registry@.ocds_filled(jsonb) IS 'An object without its NULLs; NULL when nothing is left.';

CREATE OR REPLACE FUNCTION @registry@.ocds_texts(field text, texts jsonb, language text) RETURNS jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT jsonb_object_agg(CASE e.no WHEN 1 THEN field ELSE field || '_' || e.key END, e.value)
    FROM (SELECT t.key, t.value, CASE WHEN t.key = language OR (t.key IN ('nb', 'no') AND language IN ('nb', 'no')) OR t.key = 'und'
              -- Norwegian is Bokmål to most who say no more; words of no stated language are taken to be in the release's
              THEN row_number() OVER (ORDER BY t.key <> language, t.key NOT IN ('nb', 'no') OR language NOT IN ('nb', 'no'), t.key <> 'und', t.key COLLATE "C") END AS no
          FROM jsonb_each_text(texts) t) e
$$;
COMMENT ON FUNCTION @registry@.ocds_texts(text, jsonb, text) IS 'A text in several languages (language: text) as OCDS writes it: that in the language of the release in the field itself, the others in field_language.';

-- --- options --------------------------------------------------------------------------------

CREATE OR REPLACE VIEW @registry@.ocds_purchase WITH (security_invoker = true) AS
SELECT e.partnership_id, e.option_right_id, r.partner_contract_id, e.id AS option_event_id,
    'purchase-' || @registry@.ocds_code_of(e.partnership_id, 'option_event', e.id) AS code,
    e.effective_on, r.title, r.unit_code, o.organisation_id AS buyer_id, jsonb_build_object('id', o.code, 'name', o.name) AS buyer,
    e.units - coalesce(back.units, 0)::bigint AS units, e.amount - coalesce(back.amount, 0) AS amount, e.currency,
    -- given back whole, in whichever of the two was bought
    coalesce(e.units - back.units = 0, e.amount - back.amount = 0, false) AS is_reversed, back.since_on AS reversed_on, s.name AS solution_name
FROM @registry@.option_event e
JOIN @registry@.option_right r ON r.partnership_id = e.partnership_id AND r.id = e.option_right_id
JOIN @registry@.ocds_party o ON o.partnership_id = e.partnership_id AND o.organisation_id = coalesce(e.acting_id, r.holder_id)
LEFT JOIN @registry@.known_solution s ON s.partnership_id = r.partnership_id AND s.id = r.solution_id
LEFT JOIN LATERAL (
    SELECT sum(b.units) AS units, sum(b.amount) AS amount, max(b.effective_on) AS since_on
    FROM @registry@.option_event b
    WHERE b.partnership_id = e.partnership_id AND b.option_right_id = e.option_right_id AND b.kind = 'exercise_reversed' AND b.reverses_id = e.id
      AND b.effective_on <= innopart.as_of() AND b.recorded_at <= innopart.known_at()) back ON true
WHERE e.kind = 'exercised' AND e.effective_on <= innopart.as_of() AND e.recorded_at <= innopart.known_at();
COMMENT ON VIEW @registry@.ocds_purchase IS 'One row an exercise by innopart.as_of(): who bought how much, net of what has been reversed.';

CREATE OR REPLACE VIEW @registry@.ocds_right WITH (security_invoker = true) AS
SELECT x.partnership_id, x.option_right_id, k.id AS partner_contract_id, h.name AS holder_name,
    innopart.opens_on(x.terms) AS opens_on, x.last_day,
    innopart.max_units(x.terms) + innopart.raised_units(x.so_far) AS max_units, x.unit_code,
    innopart.max_amount(x.terms) + innopart.raised_amount(x.so_far) AS max_amount, innopart.currency(x.terms) AS currency,
    @registry@.ocds_code_of(x.partnership_id, 'option_right', x.option_right_id) AS code,
    jsonb_strip_nulls(jsonb_build_object(
        'id', @registry@.ocds_code_of(x.partnership_id, 'option_right', x.option_right_id), 'title', x.title,
        'holder', jsonb_build_object('id', h.code, 'name', h.name),
        'maximumQuantity', innopart.max_units(x.terms) + innopart.raised_units(x.so_far),
        'minimumQuantity', innopart.min_units(x.terms),
        'unit', CASE WHEN x.unit_code IS NOT NULL THEN jsonb_build_object('scheme', 'UNCEFACT', 'id', x.unit_code) END,
        'maximumValue', @registry@.ocds_value(innopart.max_amount(x.terms) + innopart.raised_amount(x.so_far), innopart.currency(x.terms)),
        'remainingQuantity', x.units_left,
        'remainingValue', @registry@.ocds_value(x.amount_left, innopart.currency(x.terms)),
        'period', @registry@.ocds_filled(jsonb_build_object('startDate', @registry@.ocds_moment(innopart.opens_on(x.terms)),
                                                            'endDate', @registry@.ocds_moment(x.last_day, '23:59:59'))),
        'conditions', (
            SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', c.condition_no::text, 'code', c.code, 'title', c.title,
                                                                  'isMet', innopart.condition_is_met(x.so_far, c.condition_no))) ORDER BY c.condition_no)
            FROM @registry@.option_condition c WHERE c.partnership_id = x.partnership_id AND c.option_right_id = x.option_right_id),
        'sharedCeiling', CASE WHEN s.cap_id IS NOT NULL THEN jsonb_build_object(
            'id', @registry@.ocds_code_of(s.partnership_id, 'cap', s.cap_id),
            'title', (SELECT c.title FROM @registry@.cap c WHERE c.partnership_id = s.partnership_id AND c.id = s.cap_id),
            'maximumQuantity', s.max_units, 'remainingQuantity', s.units_left,
            'maximumValue', @registry@.ocds_value(s.max_amount, s.currency), 'remainingValue', @registry@.ocds_value(s.amount_left, s.currency)) END,
        'draws', (
            SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('contractID', b.code, 'date', @registry@.ocds_moment(b.effective_on), 'buyer', b.buyer,
                                                                  'quantity', b.units, 'value', @registry@.ocds_value(b.amount, b.currency)))
                             ORDER BY b.effective_on, length(b.code), b.code COLLATE "C")
            FROM @registry@.ocds_purchase b WHERE b.partnership_id = x.partnership_id AND b.option_right_id = x.option_right_id),
        'terms', x.terms::text, 'status', x.state)) AS right_json
FROM @registry@.option_standing x
JOIN @registry@.ocds_party h ON h.partnership_id = x.partnership_id AND h.organisation_id = x.holder_id
LEFT JOIN @registry@.cap_standing s ON s.partnership_id = x.partnership_id AND s.cap_id = x.cap_id
LEFT JOIN @registry@.known_partner_contract k ON k.partnership_id = x.partnership_id AND k.id = x.partner_contract_id AND k.effective_on <= innopart.as_of();
COMMENT ON VIEW @registry@.ocds_right IS 'One row a right named or granted by innopart.as_of(): what an OCDS release says of it, and the contract that holds it (NULL while it is only named in the procurement documents). Its period ends on the last day to act.';

CREATE OR REPLACE FUNCTION @registry@.ocds_options(of_partnership bigint, of_contract bigint, local boolean) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT CASE WHEN count(*) > 0 THEN jsonb_strip_nulls(jsonb_build_object(
        -- the sentence says to people what the fields say to programs
        'description', CASE WHEN local THEN string_agg(format('%s may buy at most %s%s.', r.holder_name,
                concat_ws(' for at most ', r.max_units || ' ' || r.unit_code, trim_scale(r.max_amount) || ' ' || r.currency),
                -- format() would write a day as the session does
                coalesce(' from ' || to_char(r.opens_on, 'YYYY-MM-DD'), '') || coalesce(' until ' || to_char(r.last_day, 'YYYY-MM-DD'), '')),
                ' ' ORDER BY length(r.code), r.code COLLATE "C")
            ELSE format('%s option right(s) of named bodies.', count(*)) END,
        'period', @registry@.ocds_filled(jsonb_build_object(
            'startDate', CASE WHEN bool_and(r.opens_on IS NOT NULL) THEN @registry@.ocds_moment(min(r.opens_on)) END,
            'endDate', CASE WHEN bool_and(r.last_day IS NOT NULL) THEN @registry@.ocds_moment(max(r.last_day), '23:59:59') END)),
        'innopart_rights', CASE WHEN local THEN jsonb_agg(r.right_json ORDER BY length(r.code), r.code COLLATE "C") END)) END
    FROM @registry@.ocds_right r
    WHERE r.partnership_id = of_partnership AND r.partner_contract_id IS NOT DISTINCT FROM of_contract
$$;
COMMENT ON FUNCTION @registry@.ocds_options(bigint, bigint, boolean) IS 'What a release says of the option rights of one contract (NULL: of those that are only named in the procurement documents): a sentence, the days over which they can be used, and with local each right. NULL when there are none.';

-- --- who takes part -------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.ocds_roles(role innopart.participant_role, local boolean) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT CASE role
        WHEN 'lead' THEN ARRAY['buyer', 'procuringEntity', 'leadBuyer']
        WHEN 'co_buyer' THEN ARRAY['buyer']
        WHEN 'funder' THEN ARRAY['funder']
        WHEN 'facilitator' THEN ARRAY['procurementServiceProvider']
        WHEN 'candidate' THEN ARRAY['interestedParty']
        WHEN 'tenderer' THEN ARRAY['tenderer']
        WHEN 'partner' THEN ARRAY['supplier']
        WHEN 'follower' THEN ARRAY['interestedParty'] || CASE WHEN local THEN ARRAY['follower'] ELSE '{}' END
        WHEN 'pilot_host' THEN ARRAY['interestedParty'] || CASE WHEN local THEN ARRAY['pilotHost'] ELSE '{}' END
        ELSE ARRAY['interestedParty'] || CASE WHEN local THEN ARRAY[role::text] ELSE '{}' END END
$$;
COMMENT ON FUNCTION @registry@.ocds_roles(innopart.participant_role, boolean) IS 'The OCDS party roles of a participant; with local also those of our own.';

CREATE OR REPLACE VIEW @registry@.ocds_member WITH (security_invoker = true) AS
SELECT m.partnership_id, m.partner_contract_id, m.organisation_id, m.effective_on, m.to_on, o.code, jsonb_build_object('id', o.code, 'name', o.name) AS reference
FROM (SELECT m.partnership_id, m.partner_contract_id, m.organisation_id, min(m.effective_on) AS effective_on, nullif(max(coalesce(m.to_on, 'infinity')), 'infinity') AS to_on
      FROM @registry@.known_consortium_member m WHERE m.effective_on <= innopart.as_of() GROUP BY m.partnership_id, m.partner_contract_id, m.organisation_id) m
JOIN @registry@.known_partner_contract k ON k.partnership_id = m.partnership_id AND k.id = m.partner_contract_id AND k.effective_on <= innopart.as_of() AND k.organisation_id <> m.organisation_id
JOIN @registry@.ocds_party o ON o.partnership_id = m.partnership_id AND o.organisation_id = m.organisation_id
-- whom the award calls a subcontractor, and no supplier, was awarded nothing
WHERE NOT EXISTS (SELECT FROM @registry@.known_award_party a WHERE a.partnership_id = k.partnership_id AND a.award_id = k.award_id AND a.organisation_id = m.organisation_id AND a.role = 'subcontractor')
   OR EXISTS (SELECT FROM @registry@.known_award_party a WHERE a.partnership_id = k.partnership_id AND a.award_id = k.award_id AND a.organisation_id = m.organisation_id AND a.role = 'supplier');
COMMENT ON VIEW @registry@.ocds_member IS 'One row a body beside the partner of a contract concluded by innopart.as_of(): the other members of its consortium, from when to when; subcontractors are none.';

CREATE OR REPLACE FUNCTION @registry@.ocds_parties(of_partnership bigint, local boolean) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH role AS (
        SELECT k.organisation_id, unnest(@registry@.ocds_roles(k.role, local)) AS role
        FROM @registry@.known_participant k
        WHERE k.partnership_id = of_partnership AND k.effective_on <= innopart.as_of()
          -- who has left leads, follows and hosts no more; that it competed or won stays so
          AND (coalesce(k.to_on >= innopart.as_of(), true) OR k.role IN ('candidate', 'tenderer', 'partner'))
        UNION
        -- '': named in the release, without a role of its own
        SELECT s.holder_id, CASE WHEN local THEN 'optionHolder' ELSE '' END
        FROM @registry@.option_standing s
        WHERE s.partnership_id = of_partnership
        UNION
        SELECT b.buyer_id, '' FROM @registry@.ocds_purchase b WHERE b.partnership_id = of_partnership
        UNION
        SELECT m.organisation_id, unnest(ARRAY['supplier'] || CASE WHEN local THEN ARRAY['consortiumMember'] ELSE '{}' END)
        FROM @registry@.ocds_member m
        WHERE m.partnership_id = of_partnership
        UNION
        SELECT a.organisation_id, CASE a.role WHEN 'supplier' THEN 'supplier' WHEN 'signatory' THEN 'buyer' ELSE 'interestedParty' END
        FROM @registry@.known_award_party a
        WHERE a.partnership_id = of_partnership AND a.effective_on <= innopart.as_of()
        UNION
        SELECT a.organisation_id, ''
        FROM @registry@.attendance_latest a
        WHERE a.partnership_id = of_partnership AND local
    ), told AS (
        SELECT o.organisation_id, o.name, o.code, o.scheme, o.identifier,
            to_jsonb(coalesce(array_agg(r.role ORDER BY r.role COLLATE "C") FILTER (WHERE r.role <> ''), ARRAY['interestedParty'])) AS roles
        FROM role r
        JOIN @registry@.ocds_party o ON o.partnership_id = of_partnership AND o.organisation_id = r.organisation_id
        GROUP BY o.organisation_id, o.name, o.code, o.scheme, o.identifier
    )
    SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'id', t.code, 'name', t.name,
        'identifier', CASE WHEN t.identifier IS NOT NULL THEN jsonb_build_object('scheme', t.scheme, 'id', t.identifier, 'legalName', t.name) END,
        'additionalIdentifiers', (
            SELECT jsonb_agg(jsonb_build_object('scheme', i.scheme, 'id', i.identifier) ORDER BY i.scheme COLLATE "C", i.identifier COLLATE "C")
            FROM @registry@.organisation_identifier i
            WHERE i.organisation_id = t.organisation_id AND (i.scheme, i.identifier) <> (t.scheme, t.identifier)
              AND coalesce(i.valid_from <= innopart.as_of(), true)),
        'address', CASE WHEN b.country_code <> 'ZZ' THEN jsonb_build_object('countryName', b.country_code) END,
        'details', CASE WHEN b.admin_level IS NOT NULL THEN
            jsonb_build_object('classifications', jsonb_build_array(jsonb_build_object('scheme', 'eu-buyer-legal-type', 'id', b.admin_level))) END,
        'roles', t.roles,
        'innopart_participation', CASE WHEN local THEN (
            SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('role', k.role, 'startDate', @registry@.ocds_moment(k.effective_on),
                                                                  'endDate', @registry@.ocds_moment(k.to_on, '23:59:59'))) ORDER BY k.effective_on, k.role)
            FROM @registry@.known_participant k
            WHERE k.partnership_id = of_partnership AND k.organisation_id = t.organisation_id AND k.effective_on <= innopart.as_of()) END))
        ORDER BY t.code COLLATE "C")
    FROM told t
    JOIN @registry@.organisation b ON b.id = t.organisation_id
$$;
COMMENT ON FUNCTION @registry@.ocds_parties(bigint, boolean) IS 'The parties of a release: who takes part, holds or used an option, stands behind a partner, or was awarded; NULL when nobody does.';

CREATE OR REPLACE VIEW @registry@.ocds_lead WITH (security_invoker = true) AS
SELECT DISTINCT ON (k.partnership_id) k.partnership_id, k.organisation_id, k.role, jsonb_build_object('id', o.code, 'name', o.name) AS reference
FROM @registry@.known_participant k
JOIN @registry@.ocds_party o ON o.partnership_id = k.partnership_id AND o.organisation_id = k.organisation_id
WHERE k.role IN ('lead', 'co_buyer') AND k.effective_on <= innopart.as_of() AND coalesce(k.to_on >= innopart.as_of(), true)
ORDER BY k.partnership_id, k.role, k.effective_on, o.code COLLATE "C";
COMMENT ON VIEW @registry@.ocds_lead IS 'One row a partnership with a buyer by innopart.as_of(): the one that OCDS has room for. The lead, though others buy with it.';

-- --- planning and tender --------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.ocds_phase_milestones(of_partnership bigint, kinds text[], local boolean) RETURNS SETOF jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'id', 'phase-' || replace(l.phase::text, '.', '-'), 'title', l.title, 'type', 'preProcurement', 'code', CASE WHEN local THEN 'innopart:phase' END,
        'dueDate', @registry@.ocds_moment(l.planned_to, '23:59:59'),
        'status', CASE WHEN n.left_on IS NOT NULL THEN 'met' ELSE 'scheduled' END, 'dateMet', @registry@.ocds_moment(n.left_on)))
    FROM (SELECT DISTINCT ON (l.phase) l.phase, l.title, l.planned_to FROM @registry@.known_phase_plan l
          WHERE l.partnership_id = of_partnership AND l.effective_on <= innopart.as_of() AND innopart.kind(l.phase) = ANY (kinds)
          ORDER BY l.phase, l.effective_on DESC, l.id DESC) l
    -- a phase is done when a later one has begun
    LEFT JOIN LATERAL (SELECT min(e.effective_on) AS left_on FROM @registry@.known_phase_event e
          WHERE e.partnership_id = of_partnership AND e.phase > l.phase AND e.phase <> 'closed' AND e.effective_on <= innopart.as_of()) n ON true
    ORDER BY l.phase
$$;
COMMENT ON FUNCTION @registry@.ocds_phase_milestones(bigint, text[], boolean) IS 'The planned phases of these kinds as OCDS milestones; one is met on the day a later phase began.';

CREATE OR REPLACE FUNCTION @registry@.ocds_meetings(of_partnership bigint, local boolean) RETURNS SETOF jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'id', 'meeting-' || m.code, 'title', m.title, 'type', 'engagement', 'code', CASE WHEN local THEN 'innopart:' || m.kind END,
        'status', 'met', 'dateMet', @registry@.ocds_moment(m.effective_on),
        'innopart_attendance', CASE WHEN local THEN (
            SELECT jsonb_agg(jsonb_build_object('organisation', jsonb_build_object('id', o.code, 'name', o.name), 'role', a.role, 'status', a.status)
                             ORDER BY o.code COLLATE "C")
            FROM @registry@.attendance_latest a
            JOIN @registry@.ocds_party o ON o.partnership_id = a.partnership_id AND o.organisation_id = a.organisation_id
            WHERE a.partnership_id = of_partnership AND a.meeting_id = m.id) END))
    FROM (SELECT m.*, @registry@.ocds_code_of(of_partnership, 'meeting', m.id) AS code FROM @registry@.known_meeting m
          WHERE m.partnership_id = of_partnership AND NOT m.is_cancelled AND m.effective_on <= innopart.as_of()) m
    ORDER BY m.effective_on, length(m.code), m.code COLLATE "C"
$$;
COMMENT ON FUNCTION @registry@.ocds_meetings(bigint, boolean) IS 'The meetings held as OCDS milestones of type engagement; with local who was asked and came.';

CREATE OR REPLACE FUNCTION @registry@.ocds_planning(of_partnership bigint, local boolean) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT @registry@.ocds_filled(jsonb_build_object(
        'rationale', (SELECT coalesce(n.description, n.title) FROM @registry@.partnership p JOIN @registry@.need n ON n.id = p.need_id WHERE p.id = of_partnership),
        'documents', (
            SELECT jsonb_agg(jsonb_build_object('id', 'lesson-' || l.code, 'title', l.title, 'description', l.statement,
                                                'datePublished', @registry@.ocds_moment(l.effective_on), 'language', l.language)
                             ORDER BY l.effective_on, length(l.code), l.code COLLATE "C")
            FROM (SELECT l.*, @registry@.ocds_code_of(of_partnership, 'lesson', l.id) AS code FROM @registry@.known_lesson l
                  WHERE l.partnership_id = of_partnership AND l.confidentiality = 'open' AND l.effective_on <= innopart.as_of()) l),
        'milestones', nullif(to_jsonb(ARRAY(SELECT @registry@.ocds_phase_milestones(of_partnership, '{need,dialogue}', local))
                                   || ARRAY(SELECT @registry@.ocds_meetings(of_partnership, local))), '[]')))
$$;
COMMENT ON FUNCTION @registry@.ocds_planning(bigint, boolean) IS 'The planning of a release: the need, the phases before the notice, the meetings, and the lessons that are open to everybody.';

CREATE OR REPLACE FUNCTION @registry@.ocds_documents(of_partnership bigint) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'id', d.code, 'title', d.title, 'datePublished', @registry@.ocds_moment(d.effective_on),
        'documentType', CASE d.kind WHEN 'contract_notice' THEN 'tenderNotice' WHEN 'procurement_documents' THEN 'biddingDocuments'
            WHEN 'partnership_agreement' THEN 'contractSigned' WHEN 'assessment_report' THEN 'evaluationReports' END,
        'url', CASE WHEN d.url ~ '^https?://[!-~]+$' THEN d.url END)) ORDER BY d.effective_on, length(d.code), d.code COLLATE "C")
    FROM (SELECT d.*, @registry@.ocds_code_of(of_partnership, 'document', d.id) AS code FROM @registry@.known_document d
          -- a whole document that was imported is our evidence, not a publication of ours
          WHERE d.partnership_id = of_partnership AND d.effective_on <= innopart.as_of() AND d.content IS NULL) d
$$;
COMMENT ON FUNCTION @registry@.ocds_documents(bigint) IS 'The documents of a release.';

CREATE OR REPLACE VIEW @registry@.ocds_notice WITH (security_invoker = true) AS
SELECT DISTINCT ON (n.partnership_id) n.partnership_id, n.id AS notice_id
FROM @registry@.known_notice n
WHERE n.effective_on <= innopart.as_of()
ORDER BY n.partnership_id,
    EXISTS (SELECT FROM @registry@.known_notice_lot l WHERE l.partnership_id = n.partnership_id AND l.notice_id = n.id) DESC,
    n.kind = 'competition' DESC, n.effective_on DESC, n.id DESC;
COMMENT ON VIEW @registry@.ocds_notice IS 'One row a partnership with a notice by innopart.as_of(): the one that tells of its lots, by preference the latest that opened the competition.';

CREATE OR REPLACE FUNCTION @registry@.ocds_tender_code(of_partnership bigint) RETURNS text
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT coalesce(
        (SELECT CASE n.form WHEN 'ocds' THEN coalesce(n.file_number, n.notice_number) ELSE n.notice_number END
         FROM @registry@.known_notice n
         WHERE n.partnership_id = of_partnership AND n.effective_on <= innopart.as_of() AND coalesce(n.notice_number, n.file_number) IS NOT NULL
         ORDER BY n.kind = 'competition' DESC, n.kind IN ('planning', 'consultation') DESC, n.effective_on, n.id LIMIT 1),
        @registry@.ocds_code_of(of_partnership, 'partnership', of_partnership))
$$;
COMMENT ON FUNCTION @registry@.ocds_tender_code(bigint) IS 'The id of a partnership''s tender: the number of its competition notice, or what imported OCDS called it; else the partnership''s own.';

CREATE OR REPLACE FUNCTION @registry@.ocds_estimate(of_partnership bigint) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT @registry@.ocds_value(v.highest, v.currency) FROM @registry@.value_stated v
    WHERE v.partnership_id = of_partnership AND v.kind = 'estimated' ORDER BY v.currency <> 'NOK', v.currency LIMIT 1
$$;
COMMENT ON FUNCTION @registry@.ocds_estimate(bigint) IS 'The estimated value of a partnership as an OCDS Value: the highest that was stated, in kroner where any was.';

CREATE OR REPLACE VIEW @registry@.ocds_said WITH (security_invoker = true) AS
SELECT t.partnership_id, t.lot_number, t.topic, jsonb_object_agg(t.language, t.body ORDER BY t.id DESC) AS texts
FROM @registry@.known_notice_text t JOIN @registry@.ocds_notice n ON n.partnership_id = t.partnership_id AND n.notice_id = t.notice_id
GROUP BY t.partnership_id, t.lot_number, t.topic;
COMMENT ON VIEW @registry@.ocds_said IS 'One row a text of the notice that ocds_notice chose: its words by language. lot_number NULL: of the whole.';

CREATE OR REPLACE FUNCTION @registry@.ocds_language(of_partnership bigint) RETURNS text
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT coalesce((
        SELECT e.key
        FROM @registry@.ocds_said s CROSS JOIN LATERAL jsonb_each_text(s.texts) e
        WHERE s.partnership_id = of_partnership AND e.key <> 'und'
        -- that of the title, which is the notice's own; else Norwegian, English, any
        ORDER BY (s.topic = 'title' AND @registry@.squeezed(e.value) = (SELECT p.title FROM @registry@.partnership p WHERE p.id = of_partnership)) DESC,
            array_position(ARRAY['nb', 'nn', 'no', 'en'], e.key), e.key COLLATE "C"
        LIMIT 1), 'nb')
$$;
COMMENT ON FUNCTION @registry@.ocds_language(bigint) IS 'The language of a partnership''s release: what its notice is in; Norwegian where no notice tells.';

CREATE OR REPLACE FUNCTION @registry@.ocds_procedure(of_partnership bigint) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT CASE WHEN coalesce(bool_or(@registry@.is_innovation_partnership(n.procedure_code)), true)
        THEN jsonb_build_object('procurementMethod', 'selective', 'procurementMethodDetails', 'Innovation partnership')
        -- imported because it was asked for: what the notice says it is
        ELSE jsonb_build_object('procurementMethod', CASE
            WHEN max(n.procedure_code) ~* '^(PT_)?open\M' THEN 'open'
            WHEN max(n.procedure_code) ~ '^(PT_RESTRICTED|PT_COMPETITIVE_|PT_NEGOTIATED_WITH_|restricted$|neg-w-call$|comp-dial$|comp-tend$)' THEN 'selective'
            WHEN max(n.procedure_code) ~ '^(PT_NEGOTIATED_WITHOUT_|PT_AWARD_CONTRACT_WITHOUT_|neg-wo-call$)' THEN 'limited' END,
            'procurementMethodDetails', max(n.procedure_code)) END
    FROM @registry@.known_notice n
    WHERE n.partnership_id = of_partnership AND n.effective_on <= innopart.as_of() AND n.procedure_code IS NOT NULL
$$;
COMMENT ON FUNCTION @registry@.ocds_procedure(bigint) IS 'procurementMethod and procurementMethodDetails of a tender: an innovation partnership, unless its notices say that it is something else.';

CREATE OR REPLACE FUNCTION @registry@.ocds_lots(of_partnership bigint, language text, local boolean) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH told AS (
        SELECT l.lot_number, n.notice_id, to_jsonb(l) AS stated FROM @registry@.ocds_notice n
        JOIN @registry@.known_notice_lot l ON l.partnership_id = n.partnership_id AND l.notice_id = n.notice_id
        WHERE n.partnership_id = of_partnership
    ), named_elsewhere AS (
        -- an award may be of a lot that this notice does not tell of, and a code of one it forgot
        SELECT DISTINCT ON (w.lot_number) w.lot_number, l.notice_id, coalesce(to_jsonb(l), '{}') AS stated
        FROM (SELECT unnest(a.lot_numbers) AS lot_number FROM @registry@.known_award a WHERE a.partnership_id = of_partnership AND a.effective_on <= innopart.as_of()
              UNION
              SELECT c.lot_number FROM @registry@.known_notice_code c JOIN @registry@.ocds_notice n ON n.partnership_id = c.partnership_id AND n.notice_id = c.notice_id
              WHERE c.partnership_id = of_partnership AND c.lot_number <> '' AND c.scheme IN ('CPV', 'NUTS')) w
        LEFT JOIN @registry@.known_notice_lot l ON l.partnership_id = of_partnership AND l.lot_number = w.lot_number AND l.effective_on <= innopart.as_of()
        WHERE NOT EXISTS (SELECT FROM told t WHERE t.lot_number = w.lot_number)
        ORDER BY w.lot_number, l.effective_on DESC NULLS LAST, l.id DESC
    ), lot AS (
        SELECT * FROM told
        UNION ALL
        SELECT * FROM named_elsewhere
        UNION ALL
        -- what is not divided is one lot
        SELECT '1', NULL, '{}' WHERE NOT EXISTS (SELECT FROM told) AND NOT EXISTS (SELECT FROM named_elsewhere)
    ), said AS (
        SELECT s.lot_number, s.topic, s.texts FROM @registry@.ocds_said s WHERE s.partnership_id = of_partnership
    ), named AS (
        SELECT count(*) > 0 AS has_rights, @registry@.ocds_options(of_partnership, NULL, local) AS options
        FROM @registry@.option_standing s WHERE s.partnership_id = of_partnership
    )
    SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
            'id', lot.lot_number,
            'value', CASE WHEN s.amount IS NOT NULL THEN @registry@.ocds_value(s.amount, s.currency)
                          WHEN lot.notice_id IS NULL THEN v.estimated END,
            'contractPeriod', @registry@.ocds_filled(jsonb_build_object(
                'startDate', @registry@.ocds_moment(s.starts_on), 'endDate', @registry@.ocds_moment(s.ends_on, '23:59:59'),
                -- as the OCDS profile for eForms counts; no deadline of an option is ever taken from it
                'durationInDays', s.duration * CASE s.duration_unit WHEN 'DAY' THEN 1 WHEN 'WEEK' THEN 7 WHEN 'MONTH' THEN 30 WHEN 'YEAR' THEN 365 END)),
            'secondStage', @registry@.ocds_filled(jsonb_build_object('minimumCandidates', s.min_candidates, 'maximumCandidates', s.max_candidates,
                'successiveReduction', s.has_successive_reduction)),
            'techniques', CASE WHEN s.max_amount IS NOT NULL THEN jsonb_build_object('hasFrameworkAgreement', true,
                'frameworkAgreement', jsonb_build_object('value', @registry@.ocds_value(s.max_amount, s.max_currency))) END,
            'hasRenewal', s.has_renewal,
            'renewal', @registry@.ocds_filled(coalesce(@registry@.ocds_texts('description', (SELECT t.texts FROM said t WHERE t.topic = 'renewal' AND t.lot_number IS NOT DISTINCT FROM lot.lot_number), language), '{}')
                || jsonb_build_object('maximumRenewals', s.max_renewals)),
            -- three values: what no source tells is left out
            'hasOptions', CASE WHEN named.has_rights THEN true ELSE s.has_options END,
            'options', @registry@.ocds_filled(
                coalesce(named.options, '{}')
                || coalesce(@registry@.ocds_texts('description', (SELECT t.texts FROM said t WHERE t.topic = 'options' AND t.lot_number IS NOT DISTINCT FROM lot.lot_number), language), '{}')),
            'hasSustainability', CASE WHEN g.goals IS NOT NULL THEN true END,
            'sustainability', g.goals))
        || coalesce(@registry@.ocds_texts('title', (SELECT t.texts FROM said t WHERE t.topic = 'title' AND t.lot_number = lot.lot_number), language), '{}')
        || coalesce(@registry@.ocds_texts('description', (SELECT t.texts FROM said t WHERE t.topic = 'description' AND t.lot_number = lot.lot_number), language), '{}')
        ORDER BY length(lot.lot_number), lot.lot_number COLLATE "C")
    FROM lot
    CROSS JOIN named
    CROSS JOIN LATERAL jsonb_populate_record(NULL::@registry@.notice_lot, lot.stated) s
    LEFT JOIN LATERAL (SELECT @registry@.ocds_estimate(of_partnership) AS estimated) v ON true
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('goal', 'economic.' || CASE c.code WHEN 'mar-nov' THEN 'marketInnovationPromotion'
            WHEN 'proc-innov' THEN 'processInnovation' WHEN 'prod-innov' THEN 'productInnovation' ELSE 'researchDevelopmentActivities' END) ORDER BY c.code) AS goals
        FROM (SELECT DISTINCT c.code FROM @registry@.known_notice_code c
              WHERE c.partnership_id = of_partnership AND c.notice_id = lot.notice_id AND coalesce(c.lot_number, lot.lot_number) = lot.lot_number
                AND c.scheme = 'innovative-acquisition' AND c.code IN ('mar-nov', 'proc-innov', 'prod-innov', 'rd-act')) c) g ON true
$$;
COMMENT ON FUNCTION @registry@.ocds_lots(bigint, text, boolean) IS 'The lots of a release, as the notice that opened the competition states them; a partnership without lots has one.';

CREATE OR REPLACE FUNCTION @registry@.ocds_items(of_partnership bigint) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH code AS (
        SELECT coalesce(c.lot_number, '') AS lot_number, c.scheme, c.code, c.is_main, c.id
        FROM @registry@.known_notice_code c JOIN @registry@.ocds_notice n ON n.partnership_id = c.partnership_id AND n.notice_id = c.notice_id
        WHERE c.partnership_id = of_partnership AND c.scheme IN ('CPV', 'NUTS')
    ), item AS (
        SELECT c.lot_number, array_agg(c.code ORDER BY c.is_main DESC, c.code COLLATE "C") FILTER (WHERE c.scheme = 'CPV') AS cpv,
            jsonb_agg(DISTINCT jsonb_build_object('region', c.code)) FILTER (WHERE c.scheme = 'NUTS') AS regions
        FROM code c GROUP BY c.lot_number
        UNION ALL
        SELECT '', ARRAY[n.cpv_code], NULL
        FROM @registry@.partnership p JOIN @registry@.need n ON n.id = p.need_id
        WHERE p.id = of_partnership AND n.cpv_code IS NOT NULL AND NOT EXISTS (SELECT FROM code WHERE code.scheme = 'CPV')
    )
    SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'id', coalesce(nullif(i.lot_number, ''), 'all'),
        'classification', CASE WHEN i.cpv IS NOT NULL THEN jsonb_build_object('scheme', 'CPV', 'id', i.cpv[1]) END,
        'additionalClassifications', (SELECT jsonb_agg(DISTINCT jsonb_build_object('scheme', 'CPV', 'id', a.code))
                                      FROM unnest(i.cpv[2:]) AS a(code) WHERE a.code <> i.cpv[1]),
        'relatedLot', nullif(i.lot_number, ''),
        'deliveryAddresses', i.regions)) ORDER BY length(i.lot_number), i.lot_number COLLATE "C")
    FROM item i
$$;
COMMENT ON FUNCTION @registry@.ocds_items(bigint) IS 'What is bought, by CPV, and where, by NUTS, as the notice states it; else the CPV of the need.';

CREATE OR REPLACE FUNCTION @registry@.ocds_tender(of_partnership bigint, language text, local boolean) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'id', @registry@.ocds_tender_code(p.id), 'title', p.title,
        'status', CASE WHEN s.stage = 'cancelled' THEN 'cancelled' WHEN coalesce(s.stage, 'planned') IN ('planned', 'need') THEN 'planning'
            WHEN s.stage = 'dialogue' THEN 'planned' WHEN s.stage = 'competition' THEN 'active' ELSE 'complete' END,
        'procuringEntity', CASE WHEN lead.role = 'lead' THEN lead.reference END,
        'value', @registry@.ocds_estimate(p.id),
        'numberOfTenderers', (SELECT c.counted FROM @registry@.known_competition_count c
                              WHERE c.partnership_id = p.id AND c.step = 'tenders' AND c.effective_on <= innopart.as_of()
                              ORDER BY c.effective_on DESC, c.id DESC LIMIT 1),
        'items', @registry@.ocds_items(p.id),
        'lots', @registry@.ocds_lots(p.id, language, local),
        'documents', @registry@.ocds_documents(p.id),
        'milestones', nullif(to_jsonb(ARRAY(SELECT @registry@.ocds_phase_milestones(p.id, '{competition}', local))), '[]'),
        'hasOptions', CASE WHEN EXISTS (SELECT FROM @registry@.option_standing x WHERE x.partnership_id = p.id) THEN true END,
        'options', @registry@.ocds_options(p.id, NULL, local))
        || @registry@.ocds_procedure(p.id)
        || coalesce((SELECT @registry@.ocds_texts('description', d.texts, language) FROM @registry@.ocds_said d WHERE d.partnership_id = p.id AND d.lot_number IS NULL AND d.topic = 'description'), '{}')
        -- the title itself is the partnership's
        || coalesce((SELECT @registry@.ocds_texts('title', t.texts - language - 'und', language) FROM @registry@.ocds_said t WHERE t.partnership_id = p.id AND t.lot_number IS NULL AND t.topic = 'title'), '{}'))
    FROM @registry@.partnership p
    LEFT JOIN @registry@.partnership_standing s ON s.partnership_id = p.id
    LEFT JOIN @registry@.ocds_lead lead ON lead.partnership_id = p.id
    WHERE p.id = of_partnership
$$;
COMMENT ON FUNCTION @registry@.ocds_tender(bigint, text, boolean) IS 'The tender of a release.';

-- --- awards and contracts -------------------------------------------------------------------

CREATE OR REPLACE VIEW @registry@.ocds_contract WITH (security_invoker = true) AS
SELECT k.partnership_id, k.id AS partner_contract_id, k.title, k.effective_on, k.standstill_over_on, k.award_id,
    k.remuneration_amount + e.changed AS amount, k.currency, e.ends_on,
    @registry@.ocds_code_of(k.partnership_id, 'partner_contract', k.id) AS code,
    coalesce(@registry@.ocds_code_of(k.partnership_id, 'award', a.id), @registry@.ocds_code_of(k.partnership_id, 'partner_contract', k.id)) AS award_code,
    a.id AS told_award_id, jsonb_build_object('id', o.code, 'name', o.name) AS supplier, t.state, t.since_on
FROM @registry@.known_partner_contract k
JOIN @registry@.ocds_party o ON o.partnership_id = k.partnership_id AND o.organisation_id = k.organisation_id
LEFT JOIN @registry@.known_award a ON a.partnership_id = k.partnership_id AND a.id = k.award_id AND a.effective_on <= innopart.as_of()
LEFT JOIN @registry@.track_standing t ON t.partnership_id = k.partnership_id AND t.partner_contract_id = k.id
CROSS JOIN LATERAL (
    SELECT coalesce((array_agg(h.ends_on ORDER BY h.effective_on DESC, h.id DESC) FILTER (WHERE h.ends_on IS NOT NULL))[1], k.ends_on) AS ends_on,
        coalesce(sum(h.amount), 0) AS changed
    FROM @registry@.known_contract_change h
    WHERE h.partnership_id = k.partnership_id AND h.partner_contract_id = k.id AND h.effective_on <= innopart.as_of()) e
WHERE k.effective_on <= innopart.as_of();
COMMENT ON VIEW @registry@.ocds_contract IS 'One row a partner contract concluded by innopart.as_of(), with its lawful changes: what awards and contracts of a release are made of.';

CREATE OR REPLACE FUNCTION @registry@.ocds_awards(of_partnership bigint) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT jsonb_agg(jsonb_strip_nulls(x.award) ORDER BY x.awarded_on, length(x.award ->> 'id'), x.award ->> 'id' COLLATE "C")
    FROM (
        SELECT coalesce(a.concluded_on, a.effective_on) AS awarded_on, jsonb_build_object(
            'id', @registry@.ocds_code_of(of_partnership, 'award', a.id), 'title', a.title,
            'status', CASE WHEN a.is_awarded THEN 'active' ELSE 'unsuccessful' END,
            'date', @registry@.ocds_moment(coalesce(a.concluded_on, a.effective_on)),
            'value', @registry@.ocds_value(a.amount, a.currency),
            'suppliers', (SELECT jsonb_agg(jsonb_build_object('id', o.code, 'name', o.name) ORDER BY m.is_group_lead DESC NULLS LAST, o.code COLLATE "C")
                          FROM @registry@.known_award_party m
                          JOIN @registry@.ocds_party o ON o.partnership_id = m.partnership_id AND o.organisation_id = m.organisation_id
                          WHERE m.partnership_id = of_partnership AND m.award_id = a.id AND m.role = 'supplier'),
            'relatedLots', CASE WHEN a.lot_numbers <> '{}' THEN to_jsonb(a.lot_numbers) END) AS award
        FROM @registry@.known_award a
        WHERE a.partnership_id = of_partnership AND a.effective_on <= innopart.as_of()
        UNION ALL
        -- a contract of which no notice told is an award to its partner
        SELECT k.effective_on, jsonb_build_object('id', k.award_code, 'status', 'active', 'date', @registry@.ocds_moment(k.effective_on),
            'suppliers', jsonb_build_array(k.supplier) || coalesce((
                SELECT jsonb_agg(m.reference ORDER BY m.code COLLATE "C") FROM @registry@.ocds_member m
                WHERE m.partnership_id = of_partnership AND m.partner_contract_id = k.partner_contract_id AND m.effective_on <= k.effective_on), '[]'))
        FROM @registry@.ocds_contract k
        WHERE k.partnership_id = of_partnership AND k.told_award_id IS NULL) x
$$;
COMMENT ON FUNCTION @registry@.ocds_awards(bigint) IS 'The awards of a release: those that notices told of, and one for each partner contract without.';

CREATE OR REPLACE FUNCTION @registry@.ocds_contract_milestones(of_partnership bigint, of_contract bigint, local boolean) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT jsonb_agg(jsonb_strip_nulls(m.milestone) ORDER BY m.place, m.phase, length(m.milestone ->> 'id'), m.milestone ->> 'id' COLLATE "C")
    FROM (
        -- the development phases as this partner has gone through them
        SELECT 1 AS place, l.phase, jsonb_build_object('id', 'phase-' || replace(l.phase::text, '.', '-'), 'title', l.title, 'type', 'delivery',
            'code', CASE WHEN local THEN 'innopart:phase' END, 'dueDate', @registry@.ocds_moment(l.planned_to, '23:59:59'),
            'status', CASE WHEN t.state IN ('passed', 'accepted') THEN 'met'
                WHEN t.state IN ('not_passed', 'partner_terminated', 'partner_terminated_other') THEN 'notMet' ELSE 'scheduled' END,
            'dateMet', CASE WHEN t.state IN ('passed', 'accepted') THEN @registry@.ocds_moment(t.passed_on) END) AS milestone
        FROM (SELECT DISTINCT ON (l.phase) l.phase, l.title, l.planned_to FROM @registry@.known_phase_plan l
              WHERE l.partnership_id = of_partnership AND innopart.kind(l.phase) = 'development' AND l.effective_on <= innopart.as_of()
              ORDER BY l.phase, l.effective_on DESC, l.id DESC) l
        LEFT JOIN LATERAL (
            SELECT (array_agg(e.state ORDER BY e.effective_on DESC, e.id DESC))[1] AS state, min(e.effective_on) FILTER (WHERE e.state = 'passed') AS passed_on
            FROM @registry@.known_track_event e
            WHERE e.partnership_id = of_partnership AND e.partner_contract_id = of_contract AND e.phase = l.phase AND e.effective_on <= innopart.as_of()) t ON true
        UNION ALL
        SELECT 2, l.phase, jsonb_build_object('id', 'target-' || @registry@.ocds_code_of(of_partnership, 'target', l.target_id), 'title', l.title, 'type', 'assessment',
            'code', CASE WHEN local THEN 'innopart:target' END, 'dueDate', @registry@.ocds_moment(l.due_on), 'status', l.status,
            'dateMet', CASE WHEN l.status = 'met' THEN @registry@.ocds_moment(l.assessed_on) END)
        FROM (SELECT DISTINCT ON (l.target_id) l.target_id, l.title, l.phase, l.due_on, l.status, l.assessed_on FROM @registry@.target_latest l
              WHERE l.partnership_id = of_partnership AND l.partner_contract_id = of_contract ORDER BY l.target_id, l.iteration DESC NULLS LAST) l
        UNION ALL
        SELECT 3, g.phase, jsonb_build_object('id', 'gate-' || @registry@.ocds_code_of(of_partnership, 'gate_decision', g.id), 'title', format('Gate after %s: %s', g.phase, g.outcome),
            'type', 'assessment', 'code', CASE WHEN local THEN 'innopart:gate' END, 'description', g.reason,
            'status', CASE WHEN g.outcome IN ('proceed', 'accept') THEN 'met' ELSE 'notMet' END,
            'dateMet', CASE WHEN g.outcome IN ('proceed', 'accept') THEN @registry@.ocds_moment(g.effective_on) END,
            'dateModified', @registry@.ocds_moment(g.effective_on))
        FROM @registry@.known_gate_decision g
        WHERE g.partnership_id = of_partnership AND coalesce(g.partner_contract_id, of_contract) = of_contract AND g.effective_on <= innopart.as_of()) m
$$;
COMMENT ON FUNCTION @registry@.ocds_contract_milestones(bigint, bigint, boolean) IS 'The milestones of a partner contract: development phases, targets as last assessed, gates.';

CREATE OR REPLACE FUNCTION @registry@.ocds_implementation(of_partnership bigint, of_contract bigint, payee jsonb) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH instalment AS (
        SELECT i.id, @registry@.ocds_code_of(of_partnership, 'instalment', i.id) AS code, i.due_on, t.title, i.amount, i.currency,
            sum(p.amount) AS paid, max(p.effective_on) AS paid_on
        FROM @registry@.known_instalment i
        LEFT JOIN @registry@.known_target t ON t.partnership_id = i.partnership_id AND t.id = i.target_id
        LEFT JOIN @registry@.known_payment p ON p.partnership_id = i.partnership_id AND p.instalment_id = i.id AND p.effective_on <= innopart.as_of()
        WHERE i.partnership_id = of_partnership AND i.partner_contract_id = of_contract AND i.effective_on <= innopart.as_of()
        GROUP BY i.id, i.due_on, t.title, i.amount, i.currency
    )
    SELECT @registry@.ocds_filled(jsonb_build_object(
        'milestones', (
            SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', 'instalment-' || i.code, 'title', i.title, 'type', 'payment',
                'description', trim_scale(i.amount) || ' ' || i.currency, 'dueDate', @registry@.ocds_moment(i.due_on),
                'status', CASE WHEN i.paid >= i.amount THEN 'met' WHEN i.paid > 0 THEN 'partiallyMet' ELSE 'scheduled' END,
                'dateMet', CASE WHEN i.paid >= i.amount THEN @registry@.ocds_moment(i.paid_on) END)) ORDER BY length(i.code), i.code COLLATE "C")
            FROM instalment i),
        'transactions', (
            SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', 'payment-' || p.code, 'date', @registry@.ocds_moment(p.effective_on),
                'value', @registry@.ocds_value(p.amount, p.currency), 'payer', lead.reference, 'payee', payee,
                'relatedImplementationMilestone', jsonb_build_object('id', 'instalment-' || i.code, 'title', i.title)))
                ORDER BY p.effective_on, length(p.code), p.code COLLATE "C")
            FROM (SELECT p.*, @registry@.ocds_code_of(of_partnership, 'payment', p.id) AS code FROM @registry@.known_payment p
                  WHERE p.partnership_id = of_partnership AND p.effective_on <= innopart.as_of()) p
            JOIN instalment i ON i.id = p.instalment_id
            LEFT JOIN @registry@.ocds_lead lead ON lead.partnership_id = of_partnership)))
$$;
COMMENT ON FUNCTION @registry@.ocds_implementation(bigint, bigint, jsonb) IS 'The instalments of a partner contract as milestones, and their payments as transactions; payee is the reference to the partner.';

CREATE OR REPLACE FUNCTION @registry@.ocds_contracts(of_partnership bigint, local boolean) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT jsonb_agg(jsonb_strip_nulls(x.contract) ORDER BY x.place, x.signed_on, length(x.contract ->> 'id'), x.contract ->> 'id' COLLATE "C")
    FROM (
        SELECT 1 AS place, k.effective_on AS signed_on, jsonb_build_object(
            'id', k.code, 'awardID', k.award_code, 'title', k.title, 'dateSigned', @registry@.ocds_moment(k.effective_on),
            'period', jsonb_build_object('startDate', @registry@.ocds_moment(k.effective_on), 'endDate', @registry@.ocds_moment(k.ends_on, '23:59:59')),
            -- terminated is OCDS' word for every contract that is over
            'status', CASE WHEN k.state IN ('partner_terminated', 'partner_terminated_other') OR k.ends_on < innopart.as_of()
                OR s.stage IN ('closed_with_purchase', 'closed_without_purchase', 'terminated') THEN 'terminated' ELSE 'active' END,
            'value', @registry@.ocds_value(k.amount, k.currency),
            -- a partner alone is told of by its award
            'suppliers', (SELECT jsonb_build_array(k.supplier) || jsonb_agg(m.reference ORDER BY m.code COLLATE "C") FROM @registry@.ocds_member m
                          WHERE m.partnership_id = of_partnership AND m.partner_contract_id = k.partner_contract_id AND coalesce(m.to_on >= innopart.as_of(), true) HAVING count(*) > 0),
            'hasOptions', CASE WHEN o.options IS NOT NULL THEN true END, 'options', o.options,
            'milestones', @registry@.ocds_contract_milestones(of_partnership, k.partner_contract_id, local),
            'implementation', @registry@.ocds_implementation(of_partnership, k.partner_contract_id, k.supplier),
            'amendments', (
                SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', a.id, 'date', @registry@.ocds_moment(a.on_day), 'rationale', a.rationale, 'description', a.description))
                                 ORDER BY a.on_day, length(a.id), a.id COLLATE "C")
                FROM (
                    SELECT 'change-' || @registry@.ocds_code_of(of_partnership, 'contract_change', h.id) AS id, h.effective_on AS on_day, h.legal_basis AS rationale,
                        concat_ws('; ', 'value ' || CASE WHEN h.amount > 0 THEN '+' END || trim_scale(nullif(h.amount, 0)) || ' ' || k.currency,
                                  'ends ' || to_char(h.ends_on, 'YYYY-MM-DD')) AS description
                    FROM @registry@.known_contract_change h
                    WHERE h.partnership_id = of_partnership AND h.partner_contract_id = k.partner_contract_id AND h.effective_on <= innopart.as_of()
                    UNION ALL
                    SELECT 'end', e.effective_on, e.reason, 'The partner''s contract was ended.'
                    FROM @registry@.known_track_event e
                    WHERE e.partnership_id = of_partnership AND e.partner_contract_id = k.partner_contract_id AND e.effective_on <= innopart.as_of()
                      AND e.state IN ('partner_terminated', 'partner_terminated_other')) a)) AS contract
        FROM @registry@.ocds_contract k
        LEFT JOIN @registry@.partnership_standing s ON s.partnership_id = k.partnership_id
        CROSS JOIN LATERAL (SELECT @registry@.ocds_options(of_partnership, k.partner_contract_id, local) AS options) o
        WHERE k.partnership_id = of_partnership
        UNION ALL
        -- every purchase under an option is a contract of its own: it says who bought
        SELECT 2, b.effective_on, jsonb_build_object(
            'id', b.code, 'awardID', k.award_code, 'extendsContractID', k.code, 'title', b.title, 'buyer', b.buyer,
            'dateSigned', @registry@.ocds_moment(b.effective_on), 'status', CASE WHEN b.is_reversed THEN 'cancelled' ELSE 'active' END,
            'value', @registry@.ocds_value(b.amount, b.currency),
            'items', CASE WHEN b.units IS NOT NULL THEN jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('id', '1', 'description', b.solution_name, 'quantity', b.units,
                'unit', CASE WHEN b.unit_code IS NOT NULL THEN jsonb_build_object('scheme', 'UNCEFACT', 'id', b.unit_code) END))) END,
            'amendments', CASE WHEN b.reversed_on IS NOT NULL THEN jsonb_build_array(jsonb_build_object('id', 'reversal', 'date', @registry@.ocds_moment(b.reversed_on),
                'description', CASE WHEN b.is_reversed THEN 'The purchase was given back.' ELSE 'A part of the purchase was given back.' END)) END)
        FROM @registry@.ocds_purchase b
        JOIN @registry@.ocds_contract k ON k.partnership_id = b.partnership_id AND k.partner_contract_id = b.partner_contract_id
        WHERE b.partnership_id = of_partnership) x
$$;
COMMENT ON FUNCTION @registry@.ocds_contracts(bigint, boolean) IS 'The contracts of a release: one a partner, and one a purchase under an option, which extends the contract that granted it and says who bought.';

-- --- the release and the package ------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.ocds_release_json(of_partnership bigint, ocid_prefix text, local boolean) RETURNS jsonb
    LANGUAGE sql STABLE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'ocid', coalesce(p.ocid, ocid_prefix || '-' || me.code),
        'id', me.code || '-' || to_char(innopart.as_of(), 'YYYY-MM-DD'),
        'date', @registry@.ocds_moment(innopart.as_of()),
        'tag', CASE WHEN contract.list IS NOT NULL THEN '["contract"]'::jsonb WHEN s.stage = 'cancelled' THEN '["tenderCancellation"]'
            WHEN award.list IS NOT NULL THEN '["award"]' WHEN s.stage > 'dialogue' THEN '["tender"]' ELSE '["planning"]' END,
        'initiationType', 'tender',
        'language', said.language,
        'parties', @registry@.ocds_parties(p.id, local),
        'buyer', (SELECT l.reference FROM @registry@.ocds_lead l WHERE l.partnership_id = p.id),
        'planning', @registry@.ocds_planning(p.id, local),
        'tender', @registry@.ocds_tender(p.id, said.language, local),
        'awards', award.list,
        'contracts', contract.list,
        'relatedProcesses', (SELECT jsonb_agg(jsonb_build_object('id', '1', 'relationship', '["unsuccessfulProcess"]'::jsonb, 'title', q.title,
                                 'scheme', CASE WHEN q.ocid IS NOT NULL THEN 'ocid' END, 'identifier', q.ocid))
                             FROM (SELECT q.title, coalesce(q.ocid, ocid_prefix || '-' || @registry@.ocds_code_of(q.id, 'partnership', q.id)) AS ocid
                                   FROM @registry@.partnership q WHERE q.id = p.prior_partnership_id) q),
        'innopart_record', CASE WHEN local THEN @registry@.ocds_record(p.id, ocid_prefix) END))
    FROM @registry@.partnership p
    CROSS JOIN LATERAL (SELECT @registry@.ocds_code_of(p.id, 'partnership', p.id) AS code) me
    CROSS JOIN LATERAL (SELECT @registry@.ocds_language(p.id) AS language) said
    CROSS JOIN LATERAL (SELECT @registry@.ocds_awards(p.id) AS list) award
    CROSS JOIN LATERAL (SELECT @registry@.ocds_contracts(p.id, local) AS list) contract
    LEFT JOIN @registry@.partnership_standing s ON s.partnership_id = p.id
    WHERE p.id = of_partnership AND p.recorded_at <= innopart.known_at() AND p.started_on <= innopart.as_of()
$$;
COMMENT ON FUNCTION @registry@.ocds_release_json(bigint, text, boolean) IS 'What ocds_release() returns, as of innopart.as_of() and as known at innopart.known_at(), without its checks; NULL when the partnership has not begun.';

CREATE OR REPLACE FUNCTION @registry@.ocds_release_json(of_partnership bigint) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$ SELECT @registry@.ocds_release_json(of_partnership, NULL, true) $$;
COMMENT ON FUNCTION @registry@.ocds_release_json(bigint) IS 'One OCDS 1.1 release of a partnership as of innopart.as_of(), as known at innopart.known_at(); NULL when it has not begun. A partnership without an ocid gives a release without one: prefixes are issued by the Open Contracting Partnership and never invented here.';

CREATE OR REPLACE FUNCTION @registry@.ocds_release(
    partnership_id bigint, ocid_prefix text, as_of date DEFAULT innopart.as_of(), local boolean DEFAULT true) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.as_of = ''
AS $$
#variable_conflict use_variable
DECLARE
    is_there boolean;
    release jsonb;
BEGIN
    IF as_of IS NULL OR local IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
            MESSAGE = 'as_of and local of an OCDS release cannot be NULL',
            HINT = 'Leave them out: as_of is then the day of innopart.as_of, and local true.';
    END IF;
    IF ocid_prefix !~ '^ocds-[a-z0-9]+$' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('"%s" is no OCDS prefix', ocid_prefix),
            DETAIL = 'A prefix is "ocds-" and the letters and digits that the Open Contracting Partnership gave a publisher.';
    END IF;
    SELECT p.ocid IS NOT NULL INTO is_there FROM @registry@.partnership p WHERE p.id = partnership_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('there is no partnership %s', coalesce(partnership_id::text, 'NULL'));
    ELSIF NOT is_there AND ocid_prefix IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed',
            MESSAGE = format('partnership %s has no ocid, and no prefix was given to make one', partnership_id),
            DETAIL = 'A prefix is issued by the Open Contracting Partnership, and never invented.',
            HINT = 'Register for a prefix, and give it as ocid_prefix.';
    END IF;
    PERFORM set_config('innopart.as_of', to_char(as_of, 'YYYY-MM-DD'), true);
    release := @registry@.ocds_release_json(partnership_id, ocid_prefix, local);
    RETURN release;
END $$;
COMMENT ON FUNCTION @registry@.ocds_release(bigint, text, date, boolean) IS 'One OCDS 1.1 release of a partnership as of a day, as known at innopart.known_at(); NULL when it has not begun by then. ocid_prefix is the publisher''s, and makes the ocid of a partnership that has none of its own. local false leaves out what only innopart understands: holders, ceilings and draws of options (innopart_rights), and the record (innopart_record). Errors: P0002 no such partnership, 22004 no prefix where one is needed, 22023 no such prefix.';

CREATE OR REPLACE FUNCTION @registry@.ocds_package(
    partnership_ids bigint[], ocid_prefix text, publisher jsonb, uri text,
    as_of date DEFAULT innopart.as_of(), local boolean DEFAULT true) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    releases jsonb;
    extensions jsonb;
BEGIN
    IF coalesce(publisher ->> 'name', '') = '' OR coalesce(uri, '') !~ '^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'an OCDS package needs a publisher with a name, and a uri of its own',
            DETAIL = format('publisher: %s; uri: %s.', coalesce(publisher::text, 'NULL'), coalesce(uri, 'NULL')),
            HINT = 'For example: ocds_package(ARRAY[1], ''ocds-...'', ''{"name": "Storvik kommune"}'', ''https://storvik.example/ocds.json'').';
    END IF;
    -- a partnership that has not begun has nothing to release
    SELECT coalesce(jsonb_agg(r.release ORDER BY r.no) FILTER (WHERE r.release IS NOT NULL), '[]') INTO releases
    FROM (SELECT p.no, @registry@.ocds_release(p.id, ocid_prefix, as_of, local) AS release
          FROM unnest(partnership_ids) WITH ORDINALITY AS p(id, no)) r;
    -- of the registered extensions, those whose fields stand in it
    SELECT jsonb_agg(DISTINCT format('https://raw.githubusercontent.com/open-contracting-extensions/ocds_%s_extension/master/extension.json', e.name))
    INTO extensions
    FROM (VALUES
        ('lots', '$[*].tender.lots'::jsonpath),
        ('options', '$[*].**.hasOptions'),
        ('renewal', '$[*].**.hasRenewal'), ('renewal', '$[*].**.renewal'),
        ('secondStageDescription', '$[*].**.secondStage'),
        ('techniques', '$[*].**.techniques'),
        ('sustainability', '$[*].**.sustainability'),
        ('contract_buyer', '$[*].contracts[*].buyer'), ('contract_suppliers', '$[*].contracts[*].suppliers'),
        ('extendsContractID', '$[*].contracts[*].extendsContractID'),
        ('transactions_relatedMilestone', '$[*].**.relatedImplementationMilestone'),
        ('additionalProcurementCategory', '$[*].tender.additionalProcurementCategory')) AS e(name, path)
    WHERE jsonb_path_exists(releases, e.path);
    RETURN jsonb_strip_nulls(jsonb_build_object(
        'version', '1.1', 'uri', uri, 'publisher', publisher, 'publishedDate', @registry@.ocds_moment(as_of),
        'extensions', extensions, 'releases', releases));
END $$;
COMMENT ON FUNCTION @registry@.ocds_package(bigint[], text, jsonb, text, date, boolean) IS 'An OCDS 1.1 release package of these partnerships, in this order. publisher is an object with a name, uri the address of the package. extensions lists the registered extensions whose fields stand in it. Errors: 22023 without publisher or uri, and those of ocds_release().';
