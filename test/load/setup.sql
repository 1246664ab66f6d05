-- What the load of test/load/ledger_load.c works on: 32 rights under 8 shared caps, each cap for
-- less than its four rights together, and the plain table that a user would write instead.
-- Variables: cap_units (of each cap), right_units (of each right).
CREATE EXTENSION innopart;
SELECT innopart.create_registry();
\ir ../data/small_partnership.sql
INSERT INTO registry.cap (partnership_id, id, title, max_units, unit_code, effective_on) OVERRIDING SYSTEM VALUE
SELECT 1, 100 + n, 'cap ' || n, :cap_units, 'C62', '2019-06-01' FROM generate_series(1, 8) n;
SELECT count(pg_temp.right_of(2 + n % 2, 'right ' || n, format('max %s, 2020-01-01..', :right_units)::innopart.option_right, 101 + n % 8))
FROM generate_series(0, 31) n;
CREATE TABLE public.load_right AS
SELECT r.id, (row_number() OVER (ORDER BY r.id) - 1)::integer AS n FROM registry.option_right r WHERE r.cap_id > 100;
CREATE TABLE public.plain_cap (id integer PRIMARY KEY, used bigint NOT NULL DEFAULT 0, most bigint NOT NULL, CHECK (used <= most));
INSERT INTO public.plain_cap SELECT n, 0, 1000000000 FROM generate_series(0, 7) n;
CREATE TABLE public.plain_event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, cap_id integer NOT NULL REFERENCES public.plain_cap,
    units bigint NOT NULL, reference text UNIQUE, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE public.answer (reference text, kind text, right_id bigint, units bigint, event_id bigint);
