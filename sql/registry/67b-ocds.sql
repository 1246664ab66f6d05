-- By which id the open data of others knows our records.  An OCDS document names its parties,
-- awards, contracts and everything else by ids of its own; the same ids find the same records when
-- the document, or a later one of the same process, is read again, and stand in what we publish.

CREATE TABLE @registry@.ocds_code (
    partnership_id bigint NOT NULL REFERENCES @registry@.partnership,
    fact           text NOT NULL CHECK (fact <> ''),
    code           text NOT NULL CHECK (code <> ''),
    record_id      bigint NOT NULL,
    PRIMARY KEY (partnership_id, fact, code)
);
CREATE INDEX ON @registry@.ocds_code (partnership_id, fact, record_id);
COMMENT ON TABLE @registry@.ocds_code IS 'The id that imported OCDS gives a record of ours. fact is the table of the record, organisation, partnership, or release (record_id is then the document it is kept as).';
COMMENT ON COLUMN @registry@.ocds_code.code IS 'The id as the document has it; two ids for one organisation are two rows.';
COMMENT ON COLUMN @registry@.ocds_code.record_id IS 'Number of our record; of the original, where it has been corrected.';
