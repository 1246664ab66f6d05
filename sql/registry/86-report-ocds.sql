-- The record as OCDS 1.1: one release a partnership.  What OCDS cannot say (holders, ceilings and
-- windows of options, followers) goes into fields of our own under the contract's options, and a
-- holder of an option is never written out as a buyer.

CREATE OR REPLACE FUNCTION @registry@.ocds_moment(day date, time_of_day text DEFAULT '00:00:00') RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT to_char(day, 'YYYY-MM-DD') || 'T' || time_of_day || 'Z' $$;
COMMENT ON FUNCTION @registry@.ocds_moment(date, text) IS 'A day as OCDS writes moments, whatever the session''s DateStyle; a period ends at 23:59:59 of its last day.';

CREATE OR REPLACE VIEW @registry@.ocds_party WITH (security_invoker = true) AS
SELECT b.id AS organisation_id, b.name, coalesce(i.scheme || '-' || i.identifier, b.id::text) AS code, i.scheme, i.identifier
FROM @registry@.organisation b
LEFT JOIN LATERAL (SELECT i.scheme, i.identifier FROM @registry@.organisation_identifier i WHERE i.organisation_id = b.id
    AND coalesce(i.valid_from <= innopart.as_of(), true) ORDER BY i.valid_from DESC NULLS LAST, i.id LIMIT 1) i ON true;
COMMENT ON VIEW @registry@.ocds_party IS 'One row an organisation: the id by which every part of an OCDS release refers to it, from its latest number by innopart.as_of().';

CREATE OR REPLACE VIEW @registry@.ocds_right WITH (security_invoker = true) AS
SELECT y.partnership_id, y.id AS option_right_id, k.id AS partner_contract_id,
    jsonb_strip_nulls(jsonb_build_object('id', y.id::text, 'holder', jsonb_build_object('id', h.code, 'name', h.name),
        'maximumQuantity', innopart.max_units(x.terms) + innopart.raised_units(x.so_far), 'unit', CASE WHEN y.unit_code IS NOT NULL THEN jsonb_build_object('scheme', 'UNCEFACT', 'id', y.unit_code) END,
        'maximumValue', CASE WHEN innopart.max_amount(x.terms) IS NOT NULL THEN jsonb_build_object('amount', innopart.max_amount(x.terms) + innopart.raised_amount(x.so_far), 'currency', innopart.currency(x.terms)) END,
        'period', jsonb_build_object('startDate', @registry@.ocds_moment(innopart.opens_on(x.terms)), 'endDate', @registry@.ocds_moment(x.last_day, '23:59:59')), 'terms', x.terms::text, 'status', x.state)) AS right_json
FROM @registry@.option_standing x
JOIN @registry@.option_right y ON y.partnership_id = x.partnership_id AND y.id = x.option_right_id
JOIN @registry@.ocds_party h ON h.organisation_id = y.holder_id
LEFT JOIN @registry@.known_partner_contract k ON k.partnership_id = y.partnership_id AND k.id = y.partner_contract_id AND k.effective_on <= innopart.as_of();
COMMENT ON VIEW @registry@.ocds_right IS 'One row a right named or granted by innopart.as_of(): what an OCDS release says of it, and the contract that holds it (NULL while it is only named in the procurement documents). Its period ends on the last day to act.';

CREATE OR REPLACE FUNCTION @registry@.ocds_release_json(of_partnership bigint) RETURNS jsonb
    LANGUAGE sql STABLE STRICT
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object(
        'ocid', p.ocid,
        'id', p.id || '-' || to_char(innopart.as_of(), 'YYYY-MM-DD'),
        'date', @registry@.ocds_moment(innopart.as_of()),
        'tag', CASE WHEN c.contracts IS NOT NULL THEN '["contract"]'::jsonb WHEN s.stage = 'cancelled' THEN '["tenderCancellation"]' WHEN s.stage > 'dialogue' THEN '["tender"]' ELSE '["planning"]' END,
        'initiationType', 'tender',
        'language', 'nb',
        'parties', parties.list,
        'buyer', parties.buyer,
        'planning', CASE WHEN meetings.list IS NOT NULL THEN jsonb_build_object('milestones', meetings.list) END,
        'tender', jsonb_build_object(
            'id', coalesce(n.notice_number, p.id::text), 'title', p.title,
            'status', CASE WHEN s.stage = 'cancelled' THEN 'cancelled' WHEN coalesce(s.stage, 'planned') IN ('planned', 'need') THEN 'planning' WHEN s.stage = 'dialogue' THEN 'planned' WHEN s.stage = 'competition' THEN 'active' ELSE 'complete' END,
            'procurementMethod', 'selective', 'procurementMethodDetails', 'Innovation partnership',
            'value', v.estimated, 'hasOptions', CASE WHEN o.has THEN true END,
            'options', CASE WHEN o.only_named IS NOT NULL THEN jsonb_build_object('description', 'Option rights of named bodies', 'innopart_rights', o.only_named) END),
        'awards', c.awards,
        'contracts', c.contracts,
        'relatedProcesses', (SELECT jsonb_agg(jsonb_build_object('id', '1', 'relationship', '["unsuccessfulProcess"]'::jsonb, 'title', q.title, 'scheme', CASE WHEN q.ocid IS NOT NULL THEN 'ocid' END, 'identifier', q.ocid))
                             FROM @registry@.partnership q WHERE q.id = p.prior_partnership_id)))
    FROM @registry@.partnership p
    LEFT JOIN @registry@.partnership_standing s ON s.partnership_id = p.id
    LEFT JOIN LATERAL (SELECT n.notice_number FROM @registry@.known_notice n
        WHERE n.partnership_id = p.id AND n.kind = 'competition' AND n.effective_on <= innopart.as_of() ORDER BY n.effective_on, n.id LIMIT 1) n ON true
    LEFT JOIN LATERAL (SELECT jsonb_build_object('amount', v.highest, 'currency', v.currency) AS estimated
        FROM @registry@.value_stated v WHERE v.partnership_id = p.id AND v.kind = 'estimated' ORDER BY v.currency <> 'NOK', v.currency LIMIT 1) v ON true
    CROSS JOIN LATERAL (
        SELECT count(*) > 0 AS has, jsonb_agg(r.right_json ORDER BY r.option_right_id) FILTER (WHERE r.partner_contract_id IS NULL) AS only_named
        FROM @registry@.ocds_right r WHERE r.partnership_id = p.id) o
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', x.key, 'name', x.name, 'identifier', x.identifier, 'address', jsonb_build_object('countryName', x.country_code), 'roles', x.roles,
                   'details', CASE WHEN x.admin_level IS NOT NULL THEN jsonb_build_object('classifications', jsonb_build_array(jsonb_build_object('scheme', 'eu-buyer-legal-type', 'id', x.admin_level))) END)) ORDER BY x.id) AS list,
            -- OCDS has room for one: the lead, though others buy with it
            (array_agg(jsonb_build_object('id', x.key, 'name', x.name) ORDER BY x.roles ? 'leadBuyer' DESC, x.id) FILTER (WHERE x.roles ? 'buyer'))[1] AS buyer
        FROM (
            SELECT b.id, b.name, b.country_code, b.admin_level, i.code AS key,
                CASE WHEN i.identifier IS NOT NULL THEN jsonb_build_object('scheme', i.scheme, 'id', i.identifier) END AS identifier,
                (SELECT jsonb_agg(DISTINCT r.role) FROM (
                    SELECT unnest(CASE k.role
                        WHEN 'lead' THEN ARRAY['buyer', 'procuringEntity', 'leadBuyer'] WHEN 'co_buyer' THEN ARRAY['buyer']
                        WHEN 'follower' THEN ARRAY['interestedParty', 'follower'] WHEN 'pilot_host' THEN ARRAY['interestedParty', 'pilotHost']
                        WHEN 'facilitator' THEN ARRAY['procurementServiceProvider'] WHEN 'funder' THEN ARRAY['funder'] WHEN 'candidate' THEN ARRAY['interestedParty'] WHEN 'tenderer' THEN ARRAY['tenderer']
                        WHEN 'partner' THEN ARRAY['supplier'] ELSE ARRAY[k.role::text] END) AS role
                    FROM @registry@.known_participant k WHERE k.partnership_id = p.id AND k.organisation_id = b.id AND k.effective_on <= innopart.as_of()
                      -- who has left leads, follows and hosts no more; that it competed or won stays so
                      AND (coalesce(k.to_on >= innopart.as_of(), true) OR k.role IN ('candidate', 'tenderer', 'partner'))
                    UNION ALL
                    SELECT 'optionHolder' WHERE EXISTS (SELECT FROM @registry@.option_standing x JOIN @registry@.option_right y ON y.partnership_id = x.partnership_id AND y.id = x.option_right_id
                                                        WHERE x.partnership_id = p.id AND y.holder_id = b.id)) r) AS roles
            FROM @registry@.organisation b
            JOIN @registry@.ocds_party i ON i.organisation_id = b.id) x
        WHERE x.roles IS NOT NULL) parties
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('id', 'meeting-' || m.id, 'title', m.title, 'type', 'engagement', 'code', 'innopart:' || m.kind, 'status', 'met', 'dateMet', @registry@.ocds_moment(m.effective_on)) ORDER BY m.effective_on, m.id) AS list
        FROM @registry@.known_meeting m WHERE m.partnership_id = p.id AND NOT m.is_cancelled AND m.effective_on <= innopart.as_of()) meetings
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', k.id::text, 'status', 'active', 'date', @registry@.ocds_moment(k.effective_on),
                   'suppliers', jsonb_build_array(jsonb_build_object('id', b.code, 'name', b.name)))) ORDER BY k.id) AS awards,
            jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', k.id::text, 'awardID', k.id::text, 'title', k.title, 'dateSigned', @registry@.ocds_moment(k.effective_on),
                   'period', jsonb_build_object('startDate', @registry@.ocds_moment(k.effective_on), 'endDate', @registry@.ocds_moment(e.ends_on, '23:59:59')),
                   -- terminated is OCDS' word for every contract that is over
                   'status', CASE WHEN t.state IN ('partner_terminated', 'partner_terminated_other') OR e.ends_on < innopart.as_of()
                       OR s.stage IN ('closed_with_purchase', 'closed_without_purchase', 'terminated') THEN 'terminated' ELSE 'active' END,
                   'value', CASE WHEN k.remuneration_amount IS NOT NULL THEN jsonb_build_object('amount', k.remuneration_amount + e.changed, 'currency', k.currency) END,
                   'hasOptions', CASE WHEN r.list IS NOT NULL THEN true END,
                   'options', CASE WHEN r.list IS NOT NULL THEN jsonb_build_object('description', 'Option rights of named bodies', 'innopart_rights', r.list) END,
                   'milestones', g.list)) ORDER BY k.id) AS contracts
        FROM @registry@.known_partner_contract k
        JOIN @registry@.ocds_party b ON b.organisation_id = k.organisation_id
        CROSS JOIN LATERAL (SELECT coalesce(
            (SELECT h.ends_on FROM @registry@.known_contract_change h
             WHERE h.partnership_id = k.partnership_id AND h.partner_contract_id = k.id AND h.ends_on IS NOT NULL AND h.effective_on <= innopart.as_of()
             ORDER BY h.effective_on DESC, h.id DESC LIMIT 1), k.ends_on) AS ends_on,
            (SELECT coalesce(sum(h.amount), 0) FROM @registry@.known_contract_change h
             WHERE h.partnership_id = k.partnership_id AND h.partner_contract_id = k.id AND h.effective_on <= innopart.as_of()) AS changed) e
        LEFT JOIN @registry@.track_standing t ON t.partnership_id = k.partnership_id AND t.partner_contract_id = k.id
        LEFT JOIN LATERAL (
            SELECT jsonb_agg(x.right_json ORDER BY x.option_right_id) AS list
            FROM @registry@.ocds_right x WHERE x.partnership_id = k.partnership_id AND x.partner_contract_id = k.id) r ON true
        LEFT JOIN LATERAL (
            SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', 'target-' || l.target_id, 'title', l.title, 'type', 'assessment', 'status', l.status, 'dueDate', @registry@.ocds_moment(l.due_on),
                       'dateMet', CASE WHEN l.status = 'met' THEN @registry@.ocds_moment(l.assessed_on) END)) ORDER BY l.target_id) AS list
            FROM (SELECT DISTINCT ON (l.target_id) l.* FROM @registry@.target_latest l
                  WHERE l.partnership_id = k.partnership_id AND l.partner_contract_id = k.id ORDER BY l.target_id, l.iteration DESC NULLS LAST) l) g ON true
        WHERE k.partnership_id = p.id AND k.effective_on <= innopart.as_of()) c
    WHERE p.id = of_partnership AND p.recorded_at <= innopart.known_at() AND p.started_on <= innopart.as_of();
$$;
COMMENT ON FUNCTION @registry@.ocds_release_json(bigint) IS 'One OCDS 1.1 release of a partnership as of innopart.as_of(), as known at innopart.known_at(); NULL when it has not begun. Option holders have the local role optionHolder and stand under contracts[].options.innopart_rights, or under tender.options.innopart_rights while they are only named, as no standard can say who holds an option, how much, or until when. A partnership without an ocid gives a release without one: prefixes are issued by the Open Contracting Partnership and never invented here.';

CREATE OR REPLACE VIEW @report@.ocds_release WITH (security_invoker = true) AS
SELECT p.id, p.title AS partnership_title, p.ocid, r.release ->> 'id' AS release_code, r.release ->> 'date' AS release_date, jsonb_pretty(r.release) AS release_json,
    p.provenance = 'illustrative' AS is_illustrative
FROM @registry@.partnership p
CROSS JOIN LATERAL (SELECT @registry@.ocds_release_json(p.id) AS release) r
WHERE r.release IS NOT NULL;
SELECT @registry@.describe_report('ocds_release',
    'The record of a partnership as OCDS-shaped JSON. One row a partnership begun by innopart.as_of(). Programs take the jsonb from ocds_release_json(partnership id).', ARRAY[
    ['id', 'The partnership.'], ['partnership_title', 'Its title.'], ['ocid', 'Its open contracting id; NULL when it has none.'], ['release_code', 'Id of the release, from partnership and day.'], ['release_date', 'Date of the release as OCDS writes it.'],
    ['release_json', 'The release, OCDS 1.1 with local fields for option rights.'], ['is_illustrative', 'True when the partnership''s own record has made-up values; parts of the release may be made up where this is false.']]);
