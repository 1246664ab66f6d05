-- Rollups of the past.  Facts are appended and never edited, so what the transactions below a certain
-- one recorded is settled for good: refresh_rollups() (79b) folds it into these few rows, and a report
-- is the rollup and the live tail of what came after.  A cell says how the sums change on a day; a
-- month, a year and ever are the sums of their days, so that any innopart.as_of() is a year's worth of
-- months, a month's worth of days and the years before; and today's is all there ever was, less what
-- lies ahead.
--
-- They hold nothing that the facts do not, and may be emptied at any time: a report without them is
-- slower, never wrong.  Every write is refresh_rollups()'s.

CREATE TABLE @registry@.rollup_settled (
    is_only        boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    settled_before xid8 NOT NULL,
    system_id      bigint NOT NULL,
    database_id    oid NOT NULL,
    refreshed_at   timestamptz NOT NULL,
    renumbered_in  xid8,
    long_participation_tail integer NOT NULL DEFAULT 1000,
    long_learning_tail      integer NOT NULL DEFAULT 1000
);
COMMENT ON TABLE @registry@.rollup_settled IS 'How far the rollups go: the facts of every transaction below settled_before are folded, and no other. None: there are no rollups yet.';
COMMENT ON COLUMN @registry@.rollup_settled.system_id IS 'The server whose numbers of transactions these are, as pg_control_system() tells it, and database_id the database: restored elsewhere, rollups count for nothing until they are made anew.';
COMMENT ON COLUMN @registry@.rollup_settled.renumbered_in IS 'The transaction that took numbers of another server from the facts, as long as indexes may still tell of them.';
COMMENT ON COLUMN @registry@.rollup_settled.long_participation_tail IS 'So many facts of meetings and contributions since, and reports that read all of them are quicker than those that add a tail; by the size of the tables then.';
COMMENT ON COLUMN @registry@.rollup_settled.long_learning_tail IS 'The same of lessons, tellings and adoptions.';

CREATE TABLE @registry@.rollup_reclassified (
    recorded_xid xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id()
);
COMMENT ON TABLE @registry@.rollup_reclassified IS 'One row a lesson whose confidentiality changed in that transaction. Until the next refresh the rollup of learning is for those only who read everything.';

CREATE TABLE @registry@.rollup_participation (
    grain                      text NOT NULL CHECK (grain IN ('day', 'month', 'year', 'ever')),
    starts_on                  date NOT NULL,
    partnership_id             bigint NOT NULL,
    organisation_id            bigint NOT NULL,
    phase                      innopart.phase NOT NULL,
    held_on                    date NOT NULL,
    invited_count              integer NOT NULL,
    attended_count             integer NOT NULL,
    declined_count             integer NOT NULL,
    contribution_count         integer NOT NULL,
    sourced_count              integer NOT NULL,
    last_attended_on           date,
    last_contributed_on        date,
    counted_count              integer,
    hours                      numeric,
    -- contributions of each kind
    data_count                 integer,
    evaluation_support_count   integer,
    expert_hours_count         integer,
    need_input_count           integer,
    review_count               integer,
    sparring_tender_docs_count integer,
    test_site_count            integer,
    PRIMARY KEY (grain, starts_on, partnership_id, organisation_id, phase, held_on)
);
COMMENT ON TABLE @registry@.rollup_participation IS 'What an organisation''s meetings and contributions add to its figures in a phase of a partnership, from a day on, or within a month, a year or ever, which starts on -infinity. held_on is the day of the meetings in a day''s row, else starts_on. counted_count is how many of the contributions counted their hours; it, the hours and the counts of kinds are NULL where there was none.';
COMMENT ON COLUMN @registry@.rollup_participation.last_attended_on IS 'The latest meeting attended, in a row of more than a day; infinity where another attendance was taken back in it, so that only the facts know.';
COMMENT ON COLUMN @registry@.rollup_participation.last_contributed_on IS 'The latest contribution, in a row of more than a day.';

CREATE TABLE @registry@.rollup_learning (
    grain               text NOT NULL CHECK (grain IN ('day', 'month', 'year', 'ever')),
    starts_on           date NOT NULL,
    partnership_id      bigint NOT NULL,
    giver_id            bigint NOT NULL,
    receiver_id         bigint NOT NULL,
    is_open             boolean NOT NULL,
    shared_count        integer NOT NULL,
    shared_lesson_count integer NOT NULL,
    adopted_count       integer NOT NULL,
    confirmed_count     integer NOT NULL,
    sourced_count       integer NOT NULL,
    first_shared_on     date,
    last_shared_on      date,
    PRIMARY KEY (grain, starts_on, partnership_id, giver_id, receiver_id, is_open)
);
COMMENT ON TABLE @registry@.rollup_learning IS 'What one organisation told another, and what the other adopted from it, in a partnership on a day, or within a month, a year or ever, which starts on -infinity; of lessons open to everybody, and of the others. giver_id is the receiver itself where nobody else is known to have taught it.';
COMMENT ON COLUMN @registry@.rollup_learning.first_shared_on IS 'The first telling, in a row of more than a day.';
COMMENT ON COLUMN @registry@.rollup_learning.last_shared_on IS 'The latest telling, in a row of more than a day.';

CREATE TABLE @registry@.rollup_exercise (
    grain          text NOT NULL CHECK (grain IN ('day', 'month', 'year', 'ever')),
    starts_on      date NOT NULL,
    holder_id      bigint NOT NULL,
    event_count    integer NOT NULL,
    exercise_count integer NOT NULL,
    PRIMARY KEY (grain, starts_on, holder_id)
);
COMMENT ON TABLE @registry@.rollup_exercise IS 'How many events the rights of a holder had, and how many exercises net of reversals, on a day, or within a month, a year or ever, which starts on -infinity.';

-- the ledger's guard dates what is recorded here; of what replication brings it is told nothing
CREATE TRIGGER a_xid BEFORE INSERT ON @registry@.option_event
    FOR EACH ROW EXECUTE FUNCTION @registry@.fact_is_settled_here();
ALTER TABLE @registry@.option_event ENABLE REPLICA TRIGGER a_xid;
COMMENT ON COLUMN @registry@.option_event.recorded_xid IS 'The transaction that recorded it on this server, 0 where that was another: rollups have folded what is older than the one they name.';

-- the live tail is found by its transactions, and what it touches by its keys
DO $$
DECLARE
    fact text;
BEGIN
    FOREACH fact IN ARRAY @registry@.facts_folded() LOOP
        EXECUTE format('CREATE INDEX ON @registry@.%I USING brin (recorded_xid innopart.xid8_minmax_ops) WITH (pages_per_range = 32, autosummarize = on)', fact);
    END LOOP;
END $$;
CREATE INDEX ON @registry@.attendance (partnership_id, meeting_id, organisation_id);
CREATE INDEX ON @registry@.contribution (partnership_id, (coalesce(corrects_id, id)));
CREATE INDEX ON @registry@.meeting (partnership_id, (coalesce(corrects_id, id)));
CREATE INDEX ON @registry@.lesson (partnership_id, (coalesce(corrects_id, id)));
CREATE INDEX ON @registry@.lesson_share (partnership_id, lesson_id);
CREATE INDEX ON @registry@.lesson_adoption (partnership_id, lesson_id);
