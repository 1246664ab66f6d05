-- A BRIN operator class for xid8, which PostgreSQL itself has none of: a table that is only appended to
-- has its transactions in the order of its blocks, and its latest rows are found by them at no cost to
-- whoever appends.

CREATE OPERATOR CLASS innopart.xid8_minmax_ops FOR TYPE xid8 USING brin AS
    OPERATOR 1 pg_catalog.<,
    OPERATOR 2 pg_catalog.<=,
    OPERATOR 3 pg_catalog.=,
    OPERATOR 4 pg_catalog.>=,
    OPERATOR 5 pg_catalog.>,
    FUNCTION 1 brin_minmax_opcinfo(internal),
    FUNCTION 2 brin_minmax_add_value(internal, internal, internal, internal),
    FUNCTION 3 brin_minmax_consistent(internal, internal, internal),
    FUNCTION 4 brin_minmax_union(internal, internal, internal);
COMMENT ON OPERATOR CLASS innopart.xid8_minmax_ops USING brin IS 'First and last transaction of a block range. To be named: it is nobody''s default.';
COMMENT ON OPERATOR FAMILY innopart.xid8_minmax_ops USING brin IS 'First and last transaction of a block range.';
