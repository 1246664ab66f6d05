-- Notices put bodies that merely hold an option among the buyers.  What such a body is, a person
-- says, with the source that says so.

CREATE OR REPLACE FUNCTION @registry@.reclassify_buyer(
    partnership_id bigint, organisation_id bigint, source text, terms innopart.option_right DEFAULT NULL, title text DEFAULT NULL,
    named_on date DEFAULT NULL, unit_code text DEFAULT 'C62', cap_id bigint DEFAULT NULL, document_id bigint DEFAULT NULL, clause text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', OUT participant_id bigint, OUT option_right_id bigint)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = '' SET innopart.as_of = ''
AS $$
#variable_conflict use_variable
DECLARE
    buyer @registry@.known_participant;
    holder_name text;
    earlier bigint;
    warning record;
BEGIN
    IF coalesce(btrim(source), '') = '' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = 'who says that the buyer merely holds an option is not said',
            HINT = 'Give source: an address, or the place in a document.';
    END IF;
    SELECT o.name INTO holder_name FROM @registry@.organisation o WHERE o.id = organisation_id;
    SELECT * INTO buyer FROM @registry@.known_participant p
    WHERE p.partnership_id = partnership_id AND p.organisation_id = organisation_id AND p.role IN ('lead', 'co_buyer')
    ORDER BY p.role, p.effective_on, p.id LIMIT 1;
    IF buyer.id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('organisation %s is no buyer in partnership %s', coalesce('"' || holder_name || '"', organisation_id::text, 'NULL'), coalesce(partnership_id::text, 'NULL')),
            HINT = 'Its buyers are the participants with role lead or co_buyer; a holder that is none is named with name_option().';
    ELSIF buyer.role = 'lead' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('"%s" leads partnership %s', holder_name, partnership_id),
            DETAIL = 'Who leads is bound by the partnership, whatever options it holds besides.',
            HINT = 'If another body leads, record that first: a correction of this participant, and invite(partnership_id, organisation_id, ''lead'').';
    END IF;

    -- every period as buyer becomes one as follower
    FOR buyer IN
        SELECT * FROM @registry@.known_participant p
        WHERE p.partnership_id = partnership_id AND p.organisation_id = organisation_id AND p.role = 'co_buyer' ORDER BY p.effective_on, p.id
    LOOP
        -- the follower it already is stays
        SELECT f.id INTO earlier FROM @registry@.known_participant f
        WHERE f.partnership_id = partnership_id AND f.organisation_id = organisation_id AND f.role = 'follower'
          AND daterange(f.effective_on, f.to_on, '[]') && daterange(buyer.effective_on, buyer.to_on, '[]')
        ORDER BY f.effective_on, f.id LIMIT 1;
        IF earlier IS NOT NULL THEN
            INSERT INTO @registry@.participant (partnership_id, corrects_id, organisation_id, role, effective_on, to_on, note, is_withdrawn, provenance, source_url)
            VALUES (partnership_id, buyer.id, organisation_id, 'co_buyer', buyer.effective_on, buyer.to_on, 'merely holds an option', true, provenance, source);
            participant_id := coalesce(participant_id, earlier);
        ELSE
            INSERT INTO @registry@.participant (partnership_id, corrects_id, organisation_id, role, effective_on, to_on, note, provenance, source_url)
            VALUES (partnership_id, buyer.id, organisation_id, 'follower', buyer.effective_on, buyer.to_on, 'named as buyer, merely holds an option', provenance, source);
            participant_id := coalesce(participant_id, buyer.id);
        END IF;
    END LOOP;

    IF terms IS NOT NULL THEN
        -- the terms stand in the notice that names it, or in the documents of that day
        SELECT coalesce(named_on, min(n.effective_on)) INTO named_on
        FROM @registry@.known_notice n WHERE n.partnership_id = partnership_id AND n.kind = 'competition';
        option_right_id := @registry@.name_option(partnership_id, organisation_id, coalesce(title, format('Option of %s', holder_name)), terms,
            coalesce(named_on, innopart.local_day(clock_timestamp())), unit_code => unit_code, cap_id => cap_id, named_in_document_id => document_id, named_clause => clause,
            provenance => provenance, source_url => source);
    END IF;

    -- what was put before a person is settled; terms that are not told yet are put instead
    FOR warning IN
        SELECT * FROM @registry@.known_import_warning w
        WHERE w.partnership_id = partnership_id AND w.organisation_id = organisation_id
          AND (w.code = 'buyer_may_hold_option' OR (w.code = 'option_terms_open' AND terms IS NOT NULL)) ORDER BY w.id
    LOOP
        PERFORM @registry@.settle_warning(warning.id, format('reclassified: %s', source));
        IF terms IS NULL THEN
            PERFORM @registry@.keep_warning(partnership_id, warning.document_id, 'option_terms_open',
                format('%s holds an option: how much and until when is to be named with name_option(%s, %s, ...)', holder_name, partnership_id, organisation_id),
                warning.effective_on, organisation_id, warning.lot_number, warning.language, warning.prose, provenance, source);
        END IF;
    END LOOP;
END $$;
COMMENT ON FUNCTION @registry@.reclassify_buyer(bigint, bigint, text, innopart.option_right, text, date, text, bigint, bigint, text, innopart.provenance) IS 'A body that a notice names as buyer merely holds an option: from its first day it is a follower, by a correction with source as its address. With terms its right is named as well (named_on: by default the day of the competition notice); without them the terms stay on report.notice_todo, for no ceiling is ever guessed. Returns the participant and the option right. Errors: P0002 for no buyer, 22023 for the lead or an empty source; IP026 and the other errors of name_option().';

CREATE OR REPLACE FUNCTION @registry@.settle_warning(warning_id bigint, note text) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
DECLARE
    warning @registry@.known_import_warning;
BEGIN
    SELECT * INTO warning FROM @registry@.known_import_warning w WHERE w.id = settle_warning.warning_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'no_data_found',
            MESSAGE = format('there is no open warning %s', coalesce(settle_warning.warning_id::text, 'NULL')),
            HINT = 'report.notice_todo lists what is open, by id.';
    ELSIF coalesce(btrim(settle_warning.note), '') = '' THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
            MESSAGE = format('what was done about warning %s is not said', settle_warning.warning_id);
    END IF;
    INSERT INTO @registry@.import_warning (partnership_id, corrects_id, is_withdrawn, document_id, code, message, organisation_id, lot_number, language, prose, note, effective_on, provenance, source_url)
    VALUES (warning.partnership_id, warning.id, true, warning.document_id, warning.code, warning.message, warning.organisation_id, warning.lot_number, warning.language, warning.prose,
        settle_warning.note, warning.effective_on, warning.provenance, warning.source_url);
END $$;
COMMENT ON FUNCTION @registry@.settle_warning(bigint, text) IS 'Takes a line off report.notice_todo and says what was done about it. Errors: P0002 for what is not open, 22023 without a note.';
