-- The guard of a registry's ledger.  The registry's own trigger calls it, with the rights of the
-- registry's owner and a pinned path (sql/registry/70-ledger.sql).

CREATE FUNCTION innopart.guard_event(event record, ledger regclass) RETURNS record
    AS 'MODULE_PATHNAME', 'ledger_guard_event'
    LANGUAGE C VOLATILE STRICT PARALLEL UNSAFE;
COMMENT ON FUNCTION innopart.guard_event(record, regclass) IS 'For the trigger of a registry''s ledger: locks the account of the shared cap, or the right''s own where it shares none, answers a repeated reference with NULL, stamps, dates and prices the event, refuses what is illegal, moves the positions in both, and returns the event as it is to be recorded. event: a row of option_event or of a partition of it; ledger: that table. Runs with the caller''s rights, on tables named cap, option_right, cap_account, option_account and option_event in the ledger''s schema. Errors: class IP (doc/errors.md); 23503 for a right that there is not; 23502, 22003, 22023; 42804 for a row of some other table; 22000 and 22004 where tables or functions of the caller''s own answer with nothing.';

CREATE FUNCTION innopart.forget_rights() RETURNS trigger
    AS 'MODULE_PATHNAME', 'right_memory_forget'
    LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION innopart.forget_rights() IS 'Trigger BEFORE a row, for the tables of a registry that tell what a right states and what its exercise rests on: sessions remember that between draws, and forget it when such a row is committed, this session at once. Errors: 39P01 when it is no such trigger.';
