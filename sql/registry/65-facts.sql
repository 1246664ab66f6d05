-- The rule of every fact: it is appended, it says who recorded it when and on what ground, and it
-- is corrected by a new row that names the original.  A reader sees, of each original, the latest
-- row recorded by innopart.known_at(); a row with is_withdrawn takes the fact back.
--
-- One list, so that no table can be forgotten in one place and remembered in another.  The ledger
-- (option_event, cap_event) is not in it: there a correction is a reversal, never a replacement.

CREATE FUNCTION @registry@.fact_is_appended() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'IP027',
        MESSAGE = format('%s of %s.%s is refused', TG_OP, TG_TABLE_SCHEMA, @registry@.whole_table(TG_RELID)),
        DETAIL = 'What happened is appended, never edited.',
        HINT = CASE WHEN @registry@.whole_table(TG_RELID) IN ('option_event', 'cap_event')
               THEN 'Record the opposite event, for example with reverse_exercise().'
               ELSE 'Insert a new row that names the original in corrects_id; with is_withdrawn it takes the fact back.' END;
END $$;
COMMENT ON FUNCTION @registry@.fact_is_appended() IS 'Trigger: refuses UPDATE, DELETE and TRUNCATE of facts with SQLSTATE IP027.';

CREATE FUNCTION @registry@.fact_is_stamped() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    original_id bigint;
BEGIN
    NEW.recorded_at := clock_timestamp();
    NEW.recorded_by := session_user;
    NEW.recorded_xid := pg_current_xact_id();
    IF NEW.corrects_id IS NOT NULL THEN
        -- TG_ARGV: the leading columns of the key, without which every correction would read the whole table
        EXECUTE format('SELECT coalesce(f.corrects_id, f.id) FROM %I.%I f WHERE (%s f.id) = (%s ($1).corrects_id)', TG_TABLE_SCHEMA, @registry@.whole_table(TG_RELID),
                replace(TG_ARGV[0], 'partnership_id', 'f.partnership_id'), replace(TG_ARGV[0], 'partnership_id', '($1).partnership_id'))
            INTO original_id USING NEW;
        -- a correction of a correction is one of the same original
        NEW.corrects_id := coalesce(original_id, NEW.corrects_id);
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION @registry@.fact_is_stamped() IS 'Trigger: who recorded a fact and when is the server''s word, not the client''s; corrections always name the original.';

CREATE FUNCTION @registry@.fact_is_settled_here() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.recorded_xid := pg_current_xact_id();
    RETURN NEW;
END $$;
COMMENT ON FUNCTION @registry@.fact_is_settled_here() IS 'Trigger, for rows that replication or a restore brings with the stamps of another server: its numbers of transactions mean nothing here, and rollups go by them.';

DO $$
DECLARE
    fact text;
    key text;
    days text;
BEGIN
    FOREACH fact IN ARRAY ARRAY[
        'organisation_succession', 'need_member',
        'participant', 'document', 'notice', 'partnership_value', 'competition_count',
        'source_party', 'import_warning', 'notice_lot', 'notice_text', 'notice_code', 'award', 'award_party',
        'phase_plan', 'phase_event', 'partner_contract', 'consortium_member', 'contract_change',
        'target', 'target_assessment', 'gate_decision', 'track_event', 'instalment', 'payment',
        'solution', 'acceptance', 'mandate', 'outside_purchase',
        'meeting', 'attendance', 'contribution', 'lesson', 'lesson_share', 'lesson_adoption']
    LOOP
        key := CASE WHEN fact IN ('organisation_succession', 'need_member') THEN '' ELSE 'partnership_id, ' END;
        EXECUTE format($ddl$
            ALTER TABLE @registry@.%1$I
                ADD COLUMN corrects_id bigint,
                ADD COLUMN is_withdrawn boolean NOT NULL DEFAULT false,
                ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                ADD COLUMN recorded_by text NOT NULL DEFAULT session_user,
                ADD COLUMN recorded_xid xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
                ADD COLUMN provenance innopart.provenance NOT NULL DEFAULT 'sourced',
                ADD COLUMN source_url text,
                ADD CHECK (corrects_id IS NOT NULL OR NOT is_withdrawn),
                ADD FOREIGN KEY (%2$s corrects_id) REFERENCES @registry@.%1$I;
            CREATE INDEX ON @registry@.%1$I (corrects_id) WHERE corrects_id IS NOT NULL;
            CREATE TRIGGER a_stamp BEFORE INSERT ON @registry@.%1$I
                FOR EACH ROW EXECUTE FUNCTION @registry@.fact_is_stamped('%2$s');
            CREATE TRIGGER a_xid BEFORE INSERT ON @registry@.%1$I
                FOR EACH ROW EXECUTE FUNCTION @registry@.fact_is_settled_here();
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON @registry@.%1$I
                FOR EACH ROW EXECUTE FUNCTION @registry@.fact_is_appended();
            CREATE TRIGGER append_only_all BEFORE TRUNCATE ON @registry@.%1$I
                FOR EACH STATEMENT EXECUTE FUNCTION @registry@.fact_is_appended();
            ALTER TABLE @registry@.%1$I ENABLE ALWAYS TRIGGER append_only, ENABLE ALWAYS TRIGGER append_only_all,
                ENABLE REPLICA TRIGGER a_xid;
            $ddl$, fact, key);
        -- the days that innopart.as_of() knows; a single one beyond them, and reports that reckon with days fail for everybody
        SELECT string_agg(format('ADD CHECK (%I BETWEEN ''0001-01-01'' AND ''9999-12-31'')', a.attname), ', ' ORDER BY a.attnum)
        INTO days
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = format('@registry@.%I', fact)::pg_catalog.regclass AND a.atttypid = 'pg_catalog.date'::pg_catalog.regtype;
        EXECUTE format('ALTER TABLE @registry@.%I %s', fact, days);
        EXECUTE format('COMMENT ON COLUMN @registry@.%I.corrects_id IS %L', fact,
            'The original row that this one replaces for every reader from recorded_at on.');
        EXECUTE format('COMMENT ON COLUMN @registry@.%I.is_withdrawn IS %L', fact,
            'True in a correction that takes the fact back without putting another in its place.');
        EXECUTE format('COMMENT ON COLUMN @registry@.%I.recorded_xid IS %L', fact,
            'The transaction that recorded it on this server, 0 where that was another: rollups have folded what is older than the one they name.');
        EXECUTE format('COMMENT ON COLUMN @registry@.%I.provenance IS %L', fact,
            'sourced: stands in source_url or in the organisation''s own records; illustrative: made up for demonstration.');
    END LOOP;
END $$;
