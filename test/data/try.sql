-- Helpers of the tests of types.

CREATE FUNCTION pg_temp.refusal(state text, message text, detail text) RETURNS text LANGUAGE sql
    RETURN state || ' ' || message || coalesce(' / ' || nullif(detail, ''), '');

-- the text of a one-value query, or what it is refused with: SQLSTATE, message and detail
CREATE FUNCTION pg_temp.try(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text;
    detail text;
BEGIN
    EXECUTE query INTO answer;
    RETURN answer;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RETURN pg_temp.refusal(SQLSTATE, SQLERRM, detail);
END $$;

-- whether a query's plan has a line like this: plans differ between versions, what they use does not
CREATE FUNCTION pg_temp.plan_has(pattern text, query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    line text;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN ' || query LOOP
        IF line LIKE pattern THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END $$;

-- what a type makes of bytes on the wire: a binary COPY of one row from a program
CREATE FUNCTION pg_temp.read_wire(type regtype, bytes bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    stream bytea := '\x5047434f50590aff0d0a00' -- signature
        || int4send(0) || int4send(0)          -- flags, no extension
        || int2send(1::smallint) || int4send(length(bytes)) || bytes || int2send((-1)::smallint);
    escaped text;
    answer text;
    detail text;
BEGIN
    SELECT string_agg(format('\%s%s%s', byte >> 6, byte >> 3 & 7, byte & 7), '' ORDER BY at) INTO escaped
    FROM generate_series(0, length(stream) - 1) AS at, get_byte(stream, at) AS byte;
    EXECUTE format('CREATE TEMP TABLE wire (value %s)', type);
    BEGIN
        EXECUTE format('COPY wire FROM PROGRAM %L (FORMAT binary)', format('printf ''%s''', escaped));
        EXECUTE 'SELECT value::text FROM wire' INTO answer;
    EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
        answer := pg_temp.refusal(SQLSTATE, SQLERRM, detail);
    END;
    DROP TABLE wire;
    RETURN answer;
END $$;
