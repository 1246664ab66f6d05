-- From the words of a notice to values: what can be read becomes a number, a day or a code; what
-- cannot becomes NULL and a warning.  Nothing is written here.  A warning is
-- {code, message, organisation_id, lot, language, prose}.

CREATE OR REPLACE FUNCTION @registry@.notice_key(number text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        -- the Official Journal's year, issue and number: 2018/S 110-252001
        WHEN k.word ~ '^\d{4}/S ?\d+-\d+$' THEN ltrim(substring(k.word FROM '\d+$'), '0') || '-' || left(k.word, 4)
        -- TED's number and year: 252001-2018, 00252001-2018
        WHEN k.word ~ '^\d+-\d{4}$' THEN ltrim(k.word, '0')
        ELSE lower(k.word)
    END
    FROM (SELECT nullif(upper(btrim(regexp_replace($1, '\s+', ' ', 'g'))), '') AS word) k
$$;
COMMENT ON FUNCTION @registry@.notice_key(text) IS 'What two ways of writing one notice''s number have in common: 2018/S 110-252001 and 00252001-2018 are both 252001-2018; any other number in lower case.';

CREATE OR REPLACE FUNCTION @registry@.notice_keys(numbers text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(array_agg(k.key ORDER BY k.no), '{}') FROM (SELECT n.no, @registry@.notice_key(n.number) AS key FROM unnest($1) WITH ORDINALITY n(number, no)) k WHERE k.key IS NOT NULL $$;
COMMENT ON FUNCTION @registry@.notice_keys(text[]) IS 'notice_key() of each, in their order.';

CREATE INDEX IF NOT EXISTS notice_by_number ON @registry@.notice (@registry@.notice_key(notice_number));
CREATE INDEX IF NOT EXISTS notice_by_other_number ON @registry@.notice (@registry@.notice_key(other_number));
CREATE INDEX IF NOT EXISTS notice_by_procedure ON @registry@.notice (procedure_number);
CREATE INDEX IF NOT EXISTS notice_by_reference ON @registry@.notice USING gin (@registry@.notice_keys(refers_to));

CREATE OR REPLACE FUNCTION @registry@.read_amount(written text) RETURNS numeric
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE WHEN a.amount < 1e14 THEN a.amount END
    FROM (SELECT CASE WHEN w.word ~ '^\d{1,14}(\.\d{1,20})?$' THEN round(w.word::numeric, 4) END AS amount
          FROM (SELECT regexp_replace($1, '[\s\u00A0]', '', 'g') AS word) w) a
$$;
COMMENT ON FUNCTION @registry@.read_amount(text) IS 'An amount as notices write it: digits, with a point before decimals. NULL for anything else, such as a negative number or 1e9999.';

CREATE OR REPLACE FUNCTION @registry@.read_count(written text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT CASE WHEN btrim($1) ~ '^\d{1,9}(\.0+)?$' THEN btrim($1)::numeric::integer END $$;
COMMENT ON FUNCTION @registry@.read_count(text) IS 'A whole number of up to nine digits; NULL for anything else.';

CREATE OR REPLACE FUNCTION @registry@.read_day(written text) RETURNS date
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    -- a day that is none is found by counting: an error could not be caught in a parallel query
    SELECT CASE WHEN d.day <= extract(day FROM d.month + interval '1 month' - interval '1 day') THEN d.month + d.day - 1 END
    FROM (SELECT make_date(p.part[1]::integer, p.part[2]::integer, 1) AS month, p.part[3]::integer AS day
          FROM (SELECT regexp_match(btrim($1), '^((?:19|20|21)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?:[T ].*|Z|[+-]\d\d:?\d\d)?$') AS part) p) d
$$;
COMMENT ON FUNCTION @registry@.read_day(text) IS 'A day of the years 1900 to 2199 as TED (20180611, 2018-06-11), eForms (2023-05-26Z, 2023-05-26+02:00) and OCDS write it: the day as written, whatever its time zone. NULL for anything else.';

CREATE OR REPLACE FUNCTION @registry@.is_innovation_partnership(procedure text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
-- TED's code, that of its coded section, and that of eForms; in OCDS the words of a language of the Union
AS $$ SELECT btrim($1) = 'PR_PROC G' OR $1 ~* 'in+o[vw][aā]|nuálaíoch|καινοτομ|иноваци' $$;
COMMENT ON FUNCTION @registry@.is_innovation_partnership(text) IS 'Whether a procedure, by its code in TED or eForms or in the words of OCDS, is an innovation partnership; NULL when it is not stated.';

CREATE OR REPLACE FUNCTION @registry@.as_warning(code text, message text, lot text DEFAULT NULL, prose text DEFAULT NULL, language text DEFAULT NULL, organisation_id bigint DEFAULT NULL) RETURNS jsonb
    LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
BEGIN ATOMIC
    SELECT jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('code', code, 'message', message, 'lot', lot, 'prose', prose, 'language', language, 'organisation_id', organisation_id)));
END;
COMMENT ON FUNCTION @registry@.as_warning(text, text, text, text, text, bigint) IS 'A list of one warning, to be put behind others with ||.';

CREATE OR REPLACE FUNCTION @registry@.check_field(place text, field text, written text, is_read boolean, lot text DEFAULT NULL) RETURNS jsonb
    LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN btrim(written) <> '' AND NOT coalesce(is_read, false)
           THEN @registry@.as_warning('unreadable', format('%s: %s "%s" cannot be read', place, field, left(written, 100)), lot) ELSE '[]' END;
END;
COMMENT ON FUNCTION @registry@.check_field(text, text, text, boolean, text) IS 'A warning where something is written and was not read; else none.';

CREATE OR REPLACE FUNCTION @registry@.check_lot(lot jsonb, OUT checked jsonb, OUT warnings jsonb)
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    place text := 'lot ' || (lot ->> 'number');
    least_candidates integer := @registry@.read_count(lot ->> 'min_candidates');
    most_candidates integer := @registry@.read_count(lot ->> 'max_candidates');
    amount numeric := @registry@.read_amount(lot ->> 'amount');
    currency text := substring(upper(btrim(lot ->> 'currency')) FROM '^[A-Z]{3}$');
    max_amount numeric := @registry@.read_amount(lot ->> 'max_amount');
    max_currency text := substring(upper(btrim(lot ->> 'max_currency')) FROM '^[A-Z]{3}$');
    duration integer := nullif(@registry@.read_count(lot ->> 'duration'), 0);
    unit text := substring(upper(btrim(lot ->> 'duration_unit')) FROM '^(DAY|WEEK|MONTH|YEAR)S?$');
    starts_on date := @registry@.read_day(lot ->> 'starts');
    ends_on date := @registry@.read_day(lot ->> 'ends');
    max_renewals integer := @registry@.read_count(lot ->> 'max_renewals');
    says_options boolean := (lot ->> 'options')::boolean;
    says_no_options boolean := (lot ->> 'no_options')::boolean;
    says_renewal boolean := coalesce((lot ->> 'renewal')::boolean, max_renewals > 0, false);
    says_no_renewal boolean := coalesce((lot ->> 'no_renewal')::boolean, max_renewals = 0, false);
BEGIN
    warnings := @registry@.check_field(place, 'the fewest candidates', lot ->> 'min_candidates', least_candidates IS NOT NULL, lot ->> 'number')
        || @registry@.check_field(place, 'the most candidates', lot ->> 'max_candidates', most_candidates IS NOT NULL, lot ->> 'number')
        || @registry@.check_field(place, 'the amount', concat_ws(' ', lot ->> 'amount', lot ->> 'currency'), amount IS NOT NULL AND currency IS NOT NULL, lot ->> 'number')
        || @registry@.check_field(place, 'the framework maximum', concat_ws(' ', lot ->> 'max_amount', lot ->> 'max_currency'), max_amount IS NOT NULL AND max_currency IS NOT NULL, lot ->> 'number')
        || @registry@.check_field(place, 'the duration', concat_ws(' ', lot ->> 'duration', lot ->> 'duration_unit'), duration IS NOT NULL AND unit IS NOT NULL, lot ->> 'number')
        || @registry@.check_field(place, 'the first day', lot ->> 'starts', starts_on IS NOT NULL, lot ->> 'number')
        || @registry@.check_field(place, 'the last day', lot ->> 'ends', ends_on IS NOT NULL, lot ->> 'number')
        || @registry@.check_field(place, 'the number of renewals', lot ->> 'max_renewals', max_renewals IS NOT NULL, lot ->> 'number');
    IF least_candidates > most_candidates THEN
        warnings := warnings || @registry@.as_warning('contradiction', format('%s: at least %s candidates, and at most %s', place, least_candidates, most_candidates), lot ->> 'number');
    END IF;
    IF starts_on > ends_on THEN
        warnings := warnings || @registry@.as_warning('contradiction', format('%s: begins on %s, and ends on %s', place, to_char(starts_on, 'YYYY-MM-DD'), to_char(ends_on, 'YYYY-MM-DD')), lot ->> 'number');
    END IF;
    IF says_options AND says_no_options THEN
        warnings := warnings || @registry@.as_warning('contradiction', format('%s: says both that there are options and that there are none', place), lot ->> 'number');
    END IF;
    IF says_renewal AND says_no_renewal OR says_no_renewal AND (lot ->> 'has_renewal_text')::boolean THEN
        warnings := warnings || @registry@.as_warning('contradiction', format('%s: says both that there are renewals and that there are none', place), lot ->> 'number');
    END IF;
    IF btrim(lot ->> 'envisaged_candidates') <> '' THEN
        warnings := warnings || @registry@.as_warning('envisaged_candidates', format('%s: %s candidates are envisaged, which is neither a fewest nor a most', place, left(lot ->> 'envisaged_candidates', 20)), lot ->> 'number');
    END IF;
    checked := jsonb_build_object(
        'key', lot -> 'key', 'number', lot -> 'number', 'min_candidates', least_candidates, 'max_candidates', most_candidates, 'is_reduced', lot -> 'is_reduced',
        'amount', CASE WHEN currency IS NOT NULL THEN amount END, 'currency', CASE WHEN amount IS NOT NULL THEN currency END,
        'max_amount', CASE WHEN max_currency IS NOT NULL THEN max_amount END, 'max_currency', CASE WHEN max_amount IS NOT NULL THEN max_currency END,
        'duration', CASE WHEN unit IS NOT NULL THEN duration END, 'duration_unit', CASE WHEN duration IS NOT NULL THEN unit END,
        'starts_on', to_char(starts_on, 'YYYY-MM-DD'), 'ends_on', to_char(ends_on, 'YYYY-MM-DD'), 'max_renewals', max_renewals,
        -- three values: yes, no, and not stated
        'has_renewal', CASE WHEN says_renewal <> says_no_renewal THEN says_renewal END,
        'has_options', CASE WHEN says_options <> says_no_options THEN says_options END);
END $$;
COMMENT ON FUNCTION @registry@.check_lot(jsonb) IS 'The values of a lot as read_notice() gives it, and what could not be read or contradicts itself. What contradicts itself without being unreadable stays as written; of yes and no at once nothing stays.';

CREATE OR REPLACE FUNCTION @registry@.check_award(award jsonb, OUT checked jsonb, OUT warnings jsonb)
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    place text := 'award ' || (award ->> 'number');
    -- TED states one value, eForms one of each tender
    stated jsonb := CASE WHEN award ->> 'amount' <> '' THEN jsonb_build_array(jsonb_build_object('amount', award -> 'amount', 'currency', award -> 'currency'))
                    WHEN jsonb_typeof(award -> 'amounts') = 'array' THEN award -> 'amounts' ELSE '[]' END;
    amount numeric;
    currencies text[];
    unread text;
    concluded_on date := @registry@.read_day(award ->> 'concluded');
    tenders integer := @registry@.read_count(award ->> 'tenders');
BEGIN
    SELECT sum(v.amount), array_agg(DISTINCT v.currency) FILTER (WHERE v.currency IS NOT NULL), string_agg(v.written, ', ') FILTER (WHERE v.amount IS NULL OR v.currency IS NULL)
    INTO amount, currencies, unread
    FROM (SELECT @registry@.read_amount(s ->> 'amount') AS amount, substring(upper(btrim(s ->> 'currency')) FROM '^[A-Z]{3}$') AS currency,
              concat_ws(' ', s ->> 'amount', s ->> 'currency') AS written
          FROM jsonb_array_elements(stated) s) v;
    warnings := @registry@.check_field(place, 'the amount', unread, false)
        || @registry@.check_field(place, 'the day of conclusion', award ->> 'concluded', concluded_on IS NOT NULL)
        || @registry@.check_field(place, 'the number of tenders', award ->> 'tenders', tenders IS NOT NULL);
    IF cardinality(currencies) > 1 THEN
        warnings := warnings || @registry@.as_warning('contradiction', format('%s: tenders in %s have no sum', place, array_to_string(currencies, ' and ')));
    END IF;
    IF award ->> 'lowest' <> '' OR award ->> 'highest' <> '' THEN
        warnings := warnings || @registry@.as_warning('value_range', format('%s: tenders ranged from %s to %s %s; which was won is not stated', place, award ->> 'lowest', award ->> 'highest', award ->> 'currency'));
    END IF;
    IF unread IS NOT NULL OR coalesce(cardinality(currencies), 0) <> 1 OR amount >= 1e14 THEN
        amount := NULL;
    END IF;
    checked := jsonb_build_object(
        'number', award -> 'number', 'contract_number', award -> 'contract_number', 'title', award -> 'title', 'is_awarded', award -> 'is_awarded',
        'lots', CASE WHEN jsonb_typeof(award -> 'lots') = 'array' THEN award -> 'lots' ELSE '[]' END,
        'concluded_on', to_char(concluded_on, 'YYYY-MM-DD'), 'tenders', tenders,
        'amount', amount, 'currency', CASE WHEN amount IS NOT NULL THEN currencies[1] END, 'parties', award -> 'parties');
END $$;
COMMENT ON FUNCTION @registry@.check_award(jsonb) IS 'The values of an award as read_notice() gives it, and what could not be read. The value of a contract is the sum of its tenders'' in one currency.';

CREATE OR REPLACE FUNCTION @registry@.check_notice(notice jsonb) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    warnings jsonb := '[]';
    element jsonb;
    lots jsonb;
    lot_warnings jsonb;
    awards jsonb;
    award_warnings jsonb;
    amounts jsonb := '[]';
    amount numeric;
    currency text;
    day date := coalesce(@registry@.read_day(notice ->> 'dispatched'), @registry@.read_day(notice ->> 'published'));
BEGIN
    warnings := @registry@.check_field('notice', 'the day of dispatch', notice ->> 'dispatched', @registry@.read_day(notice ->> 'dispatched') IS NOT NULL);
    SELECT coalesce(jsonb_agg(c.checked ORDER BY no), '[]'), coalesce(jsonb_agg(c.warnings ORDER BY no), '[]') INTO lots, lot_warnings
    FROM jsonb_array_elements(notice -> 'lots') WITH ORDINALITY x(lot, no) CROSS JOIN LATERAL @registry@.check_lot(x.lot) c;
    SELECT coalesce(jsonb_agg(c.checked ORDER BY no), '[]'), coalesce(jsonb_agg(c.warnings ORDER BY no), '[]') INTO awards, award_warnings
    FROM jsonb_array_elements(notice -> 'awards') WITH ORDINALITY x(award, no) CROSS JOIN LATERAL @registry@.check_award(x.award) c;
    SELECT warnings || coalesce(jsonb_agg(w.warning ORDER BY l.no, w.no), '[]') INTO warnings
    FROM jsonb_array_elements(lot_warnings || award_warnings) WITH ORDINALITY l(list, no)
    CROSS JOIN LATERAL jsonb_array_elements(l.list) WITH ORDINALITY w(warning, no);
    -- two lots of one number would be one wherever a lot is named, and their words are told apart by their keys
    IF EXISTS (SELECT FROM jsonb_array_elements(lots) l GROUP BY GROUPING SETS ((l ->> 'number'), (l ->> 'key')) HAVING count(*) > 1) THEN
        SELECT warnings || coalesce(jsonb_agg(@registry@.as_warning('contradiction', format('lot %s is told of again: the later one stands as lot %s', n.number, n.new_number), n.new_number) -> 0 ORDER BY n.no)
                FILTER (WHERE n.new_number <> n.number), '[]')
            || coalesce(jsonb_agg(@registry@.as_warning('contradiction', format('lot %s and an earlier one are both item %s: the words of both stand under the earlier', n.new_number, n.key), n.new_number) -> 0 ORDER BY n.no)
                FILTER (WHERE n.key_nth > 1 AND n.key <> n.number), '[]'),
            jsonb_agg(n.lot || jsonb_build_object('number', n.new_number, 'key', CASE WHEN n.key_nth = 1 THEN n.key ELSE format('%s (%s)', n.key, n.key_nth) END) ORDER BY n.no)
        INTO warnings, lots
        FROM (SELECT x.*, CASE WHEN x.nth = 1 THEN x.number ELSE format('%s (%s)', x.number, x.nth) END AS new_number
              FROM (SELECT l AS lot, l ->> 'number' AS number, l ->> 'key' AS key, no, row_number() OVER (PARTITION BY l ->> 'number' ORDER BY no) AS nth, row_number() OVER (PARTITION BY l ->> 'key' ORDER BY no) AS key_nth
                    FROM jsonb_array_elements(lots) WITH ORDINALITY y(l, no)) x) n;
    END IF;
    FOR element IN SELECT e FROM jsonb_array_elements(notice -> 'amounts') e LOOP
        amount := @registry@.read_amount(element ->> 'amount');
        currency := substring(upper(btrim(element ->> 'currency')) FROM '^[A-Z]{3}$');
        warnings := warnings || @registry@.check_field('notice', 'the ' || (element ->> 'kind') || ' value', concat_ws(' ', element ->> 'amount', element ->> 'currency'), amount IS NOT NULL AND currency IS NOT NULL);
        IF amount IS NOT NULL AND currency IS NOT NULL THEN
            amounts := amounts || jsonb_build_array(jsonb_build_object('kind', element -> 'kind', 'amount', amount, 'currency', currency));
        END IF;
    END LOOP;
    -- what is said of the only lot is said of the whole
    IF jsonb_array_length(lots) = 1 AND notice ->> 'kind' IN ('planning', 'consultation', 'competition') THEN
        IF NOT amounts @> '[{"kind": "estimated"}]' AND lots #> '{0,amount}' <> 'null' THEN
            amounts := amounts || jsonb_build_array(jsonb_build_object('kind', 'estimated', 'amount', lots #> '{0,amount}', 'currency', lots #> '{0,currency}'));
        END IF;
        IF NOT amounts @> '[{"kind": "maximum"}]' AND lots #> '{0,max_amount}' <> 'null' THEN
            amounts := amounts || jsonb_build_array(jsonb_build_object('kind', 'maximum', 'amount', lots #> '{0,max_amount}', 'currency', lots #> '{0,max_currency}'));
        END IF;
    END IF;
    SELECT warnings || coalesce(jsonb_agg(w.warning), '[]') INTO warnings
    FROM (SELECT DISTINCT @registry@.as_warning('unreadable', format('%s code "%s" has not the form of one', c ->> 'scheme', left(c ->> 'code', 40))) -> 0 AS warning
          FROM jsonb_array_elements(notice -> 'codes') c
          WHERE CASE c ->> 'scheme' WHEN 'CPV' THEN c ->> 'code' !~ '^\d{8}(-\d)?$' WHEN 'NUTS' THEN c ->> 'code' !~ '^[A-Z]{2}[0-9A-Z]{0,3}$' END) w;
    RETURN notice || jsonb_build_object('dispatched_on', to_char(day, 'YYYY-MM-DD'), 'lots', lots, 'awards', awards, 'amounts', amounts, 'warnings', warnings);
END $$;
COMMENT ON FUNCTION @registry@.check_notice(jsonb) IS 'A notice as read_notice() gives it, with values in place of words, dispatched_on, and warnings: what could not be read or contradicts itself.';
