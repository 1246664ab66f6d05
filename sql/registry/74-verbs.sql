-- Verbs of a clerk: who takes part, who met, who gave and who learned what.  Each is a thin
-- function over an INSERT and returns the number of what it recorded; effective_on left out means
-- today in innopart.time_zone.

CREATE OR REPLACE FUNCTION @registry@.organisation_by_orgnr(orgnr text) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    wanted innopart.orgnr := orgnr;
    organisation_id bigint;
BEGIN
    SELECT i.organisation_id INTO organisation_id
    FROM @registry@.organisation_identifier i
    WHERE i.scheme = 'NO-BRC' AND i.identifier::innopart.orgnr = wanted;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('no organisation has the number %s', coalesce(wanted::text, 'NULL')),
            HINT = format('Record it first: SELECT record_organisation(''name'', %L);', wanted::text);
    END IF;
    RETURN organisation_id;
END $$;
COMMENT ON FUNCTION @registry@.organisation_by_orgnr(text) IS 'The organisation with this Norwegian organisation number, now or earlier, in any usual way of writing it. P0002 when there is none, 22P02 when it is no such number.';

CREATE OR REPLACE FUNCTION @registry@.organisation_named(name text) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    found_ids bigint[];
    similar_names text;
BEGIN
    SELECT array_agg(o.id ORDER BY o.id) INTO found_ids
    FROM @registry@.organisation o WHERE lower(o.name) = lower(btrim(organisation_named.name));
    IF cardinality(found_ids) = 1 THEN
        RETURN found_ids[1];
    ELSIF found_ids IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'too_many_rows',
            MESSAGE = format('several organisations are named "%s"', name),
            DETAIL = format('Organisations %s.', array_to_string(found_ids, ', ')),
            HINT = 'Use organisation_by_orgnr(), or the number of the organisation.';
    END IF;
    SELECT string_agg(format('"%s"', o.name), ', ' ORDER BY o.name) INTO similar_names
    FROM (SELECT o.name FROM @registry@.organisation o
          WHERE position(lower(btrim(organisation_named.name)) IN lower(o.name)) > 0
          ORDER BY o.name LIMIT 5) o;
    RAISE EXCEPTION USING ERRCODE = 'no_data_found',
        MESSAGE = format('no organisation is named "%s"', coalesce(name, 'NULL')),
        HINT = CASE WHEN similar_names IS NOT NULL THEN format('Did you mean %s?', similar_names)
               ELSE format('Record it first: SELECT record_organisation(%L);', name) END;
END $$;
COMMENT ON FUNCTION @registry@.organisation_named(text) IS 'The organisation of this name, whatever the case of its letters. P0002 when there is none, P0003 when there are several.';

CREATE OR REPLACE FUNCTION @registry@.record_organisation(
    name text, orgnr text DEFAULT NULL, admin_level innopart.admin_level DEFAULT NULL, country_code text DEFAULT 'NO',
    scheme text DEFAULT 'NO-BRC', existed_from date DEFAULT NULL, existed_to date DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    identifier text := CASE WHEN scheme = 'NO-BRC' THEN orgnr::innopart.orgnr::text ELSE orgnr END;
    new_id bigint;
BEGIN
    IF identifier IS NOT NULL THEN
        -- two clerks record the same body at the same time
        PERFORM pg_advisory_xact_lock(hashtextextended(scheme || ' ' || identifier, 0));
        SELECT i.organisation_id INTO new_id
        FROM @registry@.organisation_identifier i
        WHERE i.scheme = scheme
          AND CASE WHEN scheme = 'NO-BRC' THEN i.identifier::innopart.orgnr = identifier::innopart.orgnr ELSE i.identifier = identifier END;
        IF FOUND THEN
            RETURN new_id;
        END IF;
    END IF;
    INSERT INTO @registry@.organisation (name, country_code, admin_level, existed_from, existed_to, provenance, source_url)
    VALUES (name, country_code, admin_level, existed_from, existed_to, provenance, source_url)
    RETURNING id INTO new_id;
    IF identifier IS NOT NULL THEN
        INSERT INTO @registry@.organisation_identifier (organisation_id, scheme, identifier, valid_from, valid_to)
        VALUES (new_id, scheme, identifier, existed_from, existed_to);
    END IF;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.record_organisation(text, text, innopart.admin_level, text, text, date, date, innopart.provenance, text) IS 'Records an organisation, or returns the one that has this number already. orgnr is its identifier in scheme (org-id.guide; NO-BRC is checked and stored as nine digits). Errors: 22P02 for a wrong number.';

CREATE OR REPLACE FUNCTION @registry@.record_partnership(
    title text, lead_id bigint, started_on date DEFAULT NULL, need_id bigint DEFAULT NULL, programme_id bigint DEFAULT NULL,
    prior_partnership_id bigint DEFAULT NULL, ocid text DEFAULT NULL, legal_basis text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    today date := innopart.local_day(clock_timestamp());
    new_id bigint;
BEGIN
    started_on := coalesce(started_on, today);
    INSERT INTO @registry@.partnership (title, need_id, programme_id, prior_partnership_id, ocid, legal_basis, started_on, provenance, source_url)
    VALUES (title, need_id, programme_id, prior_partnership_id, ocid, legal_basis, started_on, provenance, source_url)
    RETURNING id INTO new_id;
    INSERT INTO @registry@.participant (partnership_id, organisation_id, role, effective_on, provenance, source_url)
    VALUES (new_id, lead_id, 'lead', started_on, provenance, source_url);
    INSERT INTO @registry@.phase_event (partnership_id, stage, effective_on, provenance, source_url)
    VALUES (new_id, 'planned', least(started_on, today), provenance, source_url);
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.record_partnership(text, bigint, date, bigint, bigint, bigint, text, text, innopart.provenance, text) IS 'Records a partnership with its lead, at stage planned. prior_partnership_id: the cancelled one that this one restarts. Errors: IP031 when that one was not cancelled, 23505 for a title in use.';

CREATE OR REPLACE FUNCTION @registry@.invite(
    partnership_id bigint, organisation_id bigint, role innopart.participant_role DEFAULT 'follower',
    effective_on date DEFAULT NULL, to_on date DEFAULT NULL, note text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    new_id bigint;
BEGIN
    INSERT INTO @registry@.participant (partnership_id, organisation_id, role, effective_on, to_on, note, provenance, source_url)
    VALUES (partnership_id, organisation_id, role, coalesce(effective_on, innopart.local_day(clock_timestamp())), to_on, note, provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.invite(bigint, bigint, innopart.participant_role, date, date, text, innopart.provenance, text) IS 'An organisation takes part in a role, by default as follower from today. Returns the participant. Errors: 23P01 when it has that role already.';

CREATE OR REPLACE FUNCTION @registry@.phase_or_current(phase innopart.phase, of_partnership bigint, on_day date) RETURNS innopart.phase
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
BEGIN
    phase := coalesce(phase, @registry@.phase_on(of_partnership, on_day));
    IF phase IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('partnership %s is in no phase on %s', of_partnership, on_day),
            HINT = 'Give phase, or record the phase first: SELECT enter_phase(...).';
    END IF;
    RETURN phase;
END $$;
COMMENT ON FUNCTION @registry@.phase_or_current(innopart.phase, bigint, date) IS 'The phase given, or else the one the partnership is in on that day; 22023 when it is in none.';

CREATE OR REPLACE FUNCTION @registry@.role_or_own(role innopart.participant_role, of_partnership bigint, of_organisation bigint, on_day date) RETURNS innopart.participant_role
    LANGUAGE plpgsql STABLE
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
BEGIN
    IF role IS NULL THEN
        SELECT p.role INTO role
        FROM @registry@.known_participant p
        WHERE p.partnership_id = of_partnership AND p.organisation_id = of_organisation
          AND on_day BETWEEN p.effective_on AND coalesce(p.to_on, on_day)
        ORDER BY p.role, p.id LIMIT 1;
        IF role IS NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
                MESSAGE = format('organisation %s has no role in partnership %s on %s', of_organisation, of_partnership, on_day),
                HINT = 'Give role, or record the participant first: SELECT invite(...).';
        END IF;
    END IF;
    RETURN role;
END $$;
COMMENT ON FUNCTION @registry@.role_or_own(innopart.participant_role, bigint, bigint, date) IS 'The role given, or else the first the organisation has in the partnership on that day (lead before follower); 22023 when it has none.';

CREATE OR REPLACE FUNCTION @registry@.log_meeting(
    partnership_id bigint, kind innopart.meeting_kind, title text, held_on date DEFAULT NULL, phase innopart.phase DEFAULT NULL,
    attendees bigint[] DEFAULT '{}', minutes integer DEFAULT NULL, headcount integer DEFAULT NULL, supplier_headcount integer DEFAULT NULL,
    starts_at timestamptz DEFAULT NULL, place text DEFAULT NULL, attendee_role innopart.participant_role DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    new_id bigint;
BEGIN
    held_on := coalesce(held_on, innopart.local_day(starts_at), innopart.local_day(clock_timestamp()));
    INSERT INTO @registry@.meeting (partnership_id, phase, kind, title, effective_on, starts_at, minutes, headcount, supplier_headcount, place, provenance, source_url)
    VALUES (partnership_id, @registry@.phase_or_current(phase, partnership_id, held_on), kind, title, held_on, starts_at, minutes, headcount,
        supplier_headcount, place, provenance, source_url)
    RETURNING id INTO new_id;
    INSERT INTO @registry@.attendance (partnership_id, meeting_id, organisation_id, role, status, minutes, effective_on, provenance, source_url)
    SELECT partnership_id, new_id, present.id, @registry@.role_or_own(attendee_role, partnership_id, present.id, held_on), 'attended', minutes, held_on,
        provenance, source_url
    FROM (SELECT DISTINCT unnest(attendees) AS id) present
    ORDER BY present.id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.log_meeting(bigint, innopart.meeting_kind, text, date, innopart.phase, bigint[], integer, integer, integer, timestamptz, text, innopart.participant_role, innopart.provenance, text) IS 'Records a meeting, by default today in the phase the partnership is in, and that these organisations attended, each in its own role or in attendee_role. Returns the meeting. Errors: 22023 where phase or role are not known.';

CREATE OR REPLACE FUNCTION @registry@.record_attendance(
    meeting_id bigint, organisation_id bigint, status innopart.attendance_status DEFAULT 'attended', role innopart.participant_role DEFAULT NULL,
    headcount integer DEFAULT NULL, minutes integer DEFAULT NULL, is_remote boolean DEFAULT NULL, effective_on date DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    meeting @registry@.known_meeting;
    new_id bigint;
BEGIN
    SELECT * INTO meeting FROM @registry@.known_meeting m WHERE m.id = meeting_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('there is no meeting %s', coalesce(meeting_id::text, 'NULL')),
            HINT = 'Name a meeting by the number of its original row, not of a correction.';
    END IF;
    INSERT INTO @registry@.attendance (partnership_id, meeting_id, organisation_id, role, status, headcount, minutes, is_remote, effective_on, provenance, source_url)
    VALUES (meeting.partnership_id, meeting_id, organisation_id,
        @registry@.role_or_own(role, meeting.partnership_id, organisation_id, meeting.effective_on), status, headcount, minutes, is_remote,
        -- an invitation is of the day it is sent, anything else of the day of the meeting
        coalesce(effective_on, CASE WHEN status = 'invited' THEN least(meeting.effective_on, innopart.local_day(clock_timestamp())) ELSE meeting.effective_on END),
        provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.record_attendance(bigint, bigint, innopart.attendance_status, innopart.participant_role, integer, integer, boolean, date, innopart.provenance, text) IS 'Records that an organisation was invited to a meeting, attended, declined or stayed away; by default it attended, in its own role. Returns the attendance. Errors: P0002, 22023 where the role is not known.';

CREATE OR REPLACE FUNCTION @registry@.record_contribution(
    partnership_id bigint, organisation_id bigint, kind innopart.contribution_kind, phase innopart.phase DEFAULT NULL, hours numeric DEFAULT NULL,
    title text DEFAULT NULL, headcount integer DEFAULT NULL, document_id bigint DEFAULT NULL, effective_on date DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    new_id bigint;
BEGIN
    effective_on := coalesce(effective_on, innopart.local_day(clock_timestamp()));
    INSERT INTO @registry@.contribution (partnership_id, organisation_id, phase, kind, title, hours, headcount, document_id, effective_on, provenance, source_url)
    VALUES (partnership_id, organisation_id, @registry@.phase_or_current(phase, partnership_id, effective_on), kind, title, hours, headcount, document_id,
        effective_on, provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.record_contribution(bigint, bigint, innopart.contribution_kind, innopart.phase, numeric, text, integer, bigint, date, innopart.provenance, text) IS 'Records what an organisation gave to a phase, by default the one the partnership is in. hours NULL means not counted. Returns the contribution.';

CREATE OR REPLACE FUNCTION @registry@.share_lesson(
    partnership_id bigint, author_id bigint, title text, statement text, to_organisations bigint[] DEFAULT '{}',
    phase innopart.phase DEFAULT NULL, confidentiality innopart.confidentiality DEFAULT 'open', confidential_to_id bigint DEFAULT NULL,
    evidence text DEFAULT NULL, language text DEFAULT 'nb', meeting_id bigint DEFAULT NULL, medium text DEFAULT NULL, effective_on date DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    new_id bigint;
BEGIN
    effective_on := coalesce(effective_on, innopart.local_day(clock_timestamp()));
    INSERT INTO @registry@.lesson (partnership_id, organisation_id, phase, title, statement, evidence, language, confidentiality, confidential_to_id,
        effective_on, provenance, source_url)
    VALUES (partnership_id, author_id, @registry@.phase_or_current(phase, partnership_id, effective_on), title, statement, evidence, language,
        confidentiality, confidential_to_id, effective_on, provenance, source_url)
    RETURNING id INTO new_id;
    INSERT INTO @registry@.lesson_share (partnership_id, lesson_id, giver_id, receiver_id, meeting_id, medium, effective_on, provenance, source_url)
    SELECT partnership_id, new_id, author_id, told.id, meeting_id, medium, effective_on, provenance, source_url
    FROM (SELECT DISTINCT unnest(to_organisations) AS id) told
    ORDER BY told.id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.share_lesson(bigint, bigint, text, text, bigint[], innopart.phase, innopart.confidentiality, bigint, text, text, bigint, text, date, innopart.provenance, text) IS 'Records a lesson of an organisation and whom it told, by default today in the phase the partnership is in. Returns the lesson. Errors: 42501 for a role that may not write for the author, 22023 where the phase is not known.';

CREATE OR REPLACE FUNCTION @registry@.adopt_lesson(
    lesson_id bigint, organisation_id bigint, level innopart.adoption_level, mode innopart.adoption_mode DEFAULT NULL,
    learned_from_id bigint DEFAULT NULL, in_partnership_id bigint DEFAULT NULL, is_confirmed boolean DEFAULT false, evidence text DEFAULT NULL,
    effective_on date DEFAULT NULL, provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    partnership_id bigint;
    new_id bigint;
BEGIN
    SELECT l.partnership_id INTO partnership_id FROM @registry@.known_lesson l WHERE l.id = lesson_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('there is no lesson %s', coalesce(lesson_id::text, 'NULL')),
            HINT = 'Name a lesson by the number of its original row, not of a correction.';
    END IF;
    INSERT INTO @registry@.lesson_adoption (partnership_id, lesson_id, organisation_id, level, mode, learned_from_id, in_partnership_id, is_confirmed,
        evidence, effective_on, provenance, source_url)
    VALUES (partnership_id, lesson_id, organisation_id, level, mode, learned_from_id, in_partnership_id, is_confirmed,
        evidence, coalesce(effective_on, innopart.local_day(clock_timestamp())), provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.adopt_lesson(bigint, bigint, innopart.adoption_level, innopart.adoption_mode, bigint, bigint, boolean, text, date, innopart.provenance, text) IS 'Records how far an organisation has come with a lesson; mode is needed from adopted on. Returns the adoption. Errors: P0002, also for a lesson the role may not read; 23514 without mode.';

CREATE OR REPLACE FUNCTION @registry@.state_value(
    partnership_id bigint, kind innopart.value_kind, amount numeric, currency text DEFAULT 'NOK', organisation_id bigint DEFAULT NULL,
    effective_on date DEFAULT NULL, note text DEFAULT NULL, provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    new_id bigint;
BEGIN
    INSERT INTO @registry@.partnership_value (partnership_id, kind, amount, currency, organisation_id, effective_on, note, provenance, source_url)
    VALUES (partnership_id, kind, amount, currency, organisation_id, coalesce(effective_on, innopart.local_day(clock_timestamp())), note, provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.state_value(bigint, innopart.value_kind, numeric, text, bigint, date, text, innopart.provenance, text) IS 'Records what somebody stated about the money, ex VAT: estimated, maximum, development, purchase, base, renewal or grant. organisation_id is who grants or states it. Returns the value.';
