-- Reading notices: TED R2.0.9 and eForms XML into one flat shape, jsonb, in the words of the source.
-- Nothing is judged here, and nothing written: what is text there is text here.  Elements are found
-- by their local names, as every edition of TED's schema has a namespace of its own.
--
-- The shape:
--   form, kind, number, other_number, procedure_number, file_number, refers_to [number], dispatched,
--   published, url, language, procedure_code, is_innovation_partnership, is_joint
--   parties  [key, name, identifier, scheme, country, level, roles [text]]
--   buyers   [key, is_lead]          is_lead null: not stated
--   lots     [key, number, min_candidates, max_candidates, envisaged_candidates, is_reduced,
--             amount, currency, max_amount, max_currency, duration, duration_unit, starts, ends,
--             renewal, no_renewal, max_renewals, options, no_options]
--   amounts  [kind, amount, currency]
--   texts    [lot, topic, language, body]
--   codes    [lot, scheme, code, version, is_main]
--   awards   [number, contract_number, title, lots [text], is_awarded, concluded, amount, currency,
--             lowest, highest, tenders, parties [key, role, is_group_lead]]

CREATE OR REPLACE FUNCTION @registry@.language_code(language text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        -- ISO 639-2: three letters, then the two of the same language
        WHEN l.word ~ '^[A-Z]{3}$' THEN coalesce(substring('
        AARaa ABKab AFRaf AKAak AMHam ARAar ARGan ASMas AVAav AVEae AYMay AZEaz BAKba BAMbm BELbe BENbn BIHbh BISbi BODbo BOSbs BREbr
        BULbg CATca CEScs CHAch CHEce CHUcu CHVcv CORkw COSco CREcr CYMcy DANda DEUde DIVdv DZOdz ELLel ENGen EPOeo ESTet EUSeu EWEee
        FAOfo FASfa FIJfj FINfi FRAfr FRYfy FULff GLAgd GLEga GLGgl GLVgv GRNgn GUJgu HATht HAUha HEBhe HERhz HINhi HMOho HRVhr HUNhu
        HYEhy IBOig IDOio IIIii IKUiu ILEie INAia INDid IPKik ISLis ITAit JAVjv JPNja KALkl KANkn KASks KATka KAUkr KAZkk KHMkm KIKki
        KINrw KIRky KOMkv KONkg KORko KUAkj KURku LAOlo LATla LAVlv LIMli LINln LITlt LTZlb LUBlu LUGlg MAHmh MALml MARmr MKDmk MLGmg
        MLTmt MONmn MRImi MSAms MYAmy NAUna NAVnv NBLnr NDEnd NDOng NEPne NLDnl NNOnn NOBnb NORno NYAny OCIoc OJIoj ORIor ORMom OSSos
        PANpa PLIpi POLpl PORpt PUSps QUEqu ROHrm RONro RUNrn RUSru SAGsg SANsa SINsi SLKsk SLVsl SMEse SMOsm SNAsn SNDsd SOMso SOTst
        SPAes SQIsq SRDsc SRPsr SSWss SUNsu SWAsw SWEsv TAHty TAMta TATtt TELte TGKtg TGLtl THAth TIRti TONto TSNtn TSOts TUKtk TURtr
        TWItw UIGug UKRuk URDur UZBuz VENve VIEvi VOLvo WLNwa WOLwo XHOxh YIDyi YORyo ZHAza ZHOzh ZULzu
        ' FROM '\s' || l.word || '([a-z]{2})\s'), lower(l.word))
        WHEN l.word ~ '^[A-Z]{2,3}(-[A-Z0-9]{2,8})*$' THEN lower(l.word)
    END
    FROM (SELECT upper(btrim($1)) AS word) l
$$;
COMMENT ON FUNCTION @registry@.language_code(text) IS 'The BCP 47 code of a language as TED (EN) and eForms (ENG, NOB, NNO, NOR) write it: two letters where there are any; NULL for what is no code.';

CREATE OR REPLACE FUNCTION @registry@.xml_path(path text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    -- a name that begins a step, and is neither an attribute, an axis nor a function
    SELECT regexp_replace($1, '(^|[/\[(|: ])([A-Z][A-Za-z_]*)(?![A-Za-z_])', '\1*[local-name()="\2"]', 'g')
$$;
COMMENT ON FUNCTION @registry@.xml_path(text) IS 'An XPath in which every element stands for its local name, whatever its namespace: A/B/@C becomes *[local-name()="A"]/*[local-name()="B"]/@C. For names that begin with a capital, as those of TED and eForms do; literals are to be in lower case or to hold no word after a space or a slash.';

CREATE OR REPLACE FUNCTION @registry@.squeezed(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT nullif(btrim(regexp_replace($1, '[\s\u00A0]+', ' ', 'g')), '') $$;
COMMENT ON FUNCTION @registry@.squeezed(text) IS 'Words with one space between them; NULL where there are none. How XML is indented is no part of what it says.';

-- --------------------------------------------------------------------------------------------
-- TED R2.0.9
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.ted_lot_key(item text, place integer, object_item text, object_place integer, object_count integer) RETURNS text
    LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
BEGIN ATOMIC
    SELECT concat_ws('.', CASE WHEN object_count > 1 THEN coalesce(nullif(btrim(object_item), ''), object_place::text) END, coalesce(nullif(btrim(item), ''), place::text));
END;
COMMENT ON FUNCTION @registry@.ted_lot_key(text, integer, text, integer, integer) IS 'What tells the lots of a TED notice apart: the item, or its place where it has none, and in a notice of several objects (F01) the object''s before it.';

CREATE OR REPLACE FUNCTION @registry@.read_ted_parties(doc xml, form text, body_type text) RETURNS jsonb
    LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH buyer AS (
        SELECT x.no, x.name, x.identifier, x.country, x.is_further
        FROM xmltable(@registry@.xml_path($2 || '/CONTRACTING_BODY/*[starts-with(local-name(), "ADDRESS_CONTRACTING_BODY")]') PASSING $1 COLUMNS
            no FOR ORDINALITY, is_further boolean PATH 'contains(local-name(.), "_ADDITIONAL")',
            name text PATH @registry@.xml_path('OFFICIALNAME[1]'), identifier text PATH @registry@.xml_path('NATIONALID[1]'), country text PATH @registry@.xml_path('COUNTRY[1]/@VALUE')) x),
    -- awards and their contractors in the order of the document: a contractor is the last award's
    award_line AS (
        SELECT x.*, count(*) FILTER (WHERE x.is_award) OVER (ORDER BY x.no) AS award_no
        FROM xmltable(@registry@.xml_path($2 || '/AWARD_CONTRACT/descendant-or-self::*[local-name() = "AWARD_CONTRACT" or local-name() = "ADDRESS_CONTRACTOR"]') PASSING $1 COLUMNS
            no FOR ORDINALITY, is_award boolean PATH 'local-name(.) = "AWARD_CONTRACT"',
            item text PATH '@ITEM', contract_number text PATH @registry@.xml_path('CONTRACT_NO[1]'), title text PATH @registry@.xml_path('TITLE[1]'), lots text PATH @registry@.xml_path('LOT_NO[1]'),
            is_unawarded boolean PATH @registry@.xml_path('count(NO_AWARDED_CONTRACT) > 0'),
            concluded text PATH @registry@.xml_path('string(descendant::DATE_CONCLUSION_CONTRACT)'), tenders text PATH @registry@.xml_path('string(descendant::NB_TENDERS_RECEIVED)'),
            amount text PATH @registry@.xml_path('string(descendant::VAL_TOTAL)'), currency text PATH @registry@.xml_path('string(descendant::VAL_TOTAL/@CURRENCY)'),
            lowest text PATH @registry@.xml_path('string(descendant::VAL_RANGE_TOTAL/LOW)'), highest text PATH @registry@.xml_path('string(descendant::VAL_RANGE_TOTAL/HIGH)'),
            range_currency text PATH @registry@.xml_path('string(descendant::VAL_RANGE_TOTAL/@CURRENCY)'),
            name text PATH @registry@.xml_path('OFFICIALNAME[1]'), identifier text PATH @registry@.xml_path('NATIONALID[1]'), country text PATH @registry@.xml_path('COUNTRY[1]/@VALUE')) x),
    winner AS (
        SELECT w.*, 'winner-' || row_number() OVER (ORDER BY w.no) AS key FROM award_line w WHERE NOT w.is_award)
    SELECT jsonb_build_object(
        'parties', (
            SELECT coalesce(jsonb_agg(p.party ORDER BY p.place, p.no), '[]')
            FROM (SELECT 1 AS place, b.no, jsonb_build_object('key', 'buyer-' || b.no, 'name', b.name, 'identifier', b.identifier, 'country', b.country,
                      -- a municipality and a county share one code, so only the state's is certain
                      'level', CASE WHEN NOT b.is_further AND $3 = 'MINISTRY' THEN 'cga' END, 'roles', jsonb_build_array('buyer')) AS party
                  FROM buyer b
                  UNION ALL
                  SELECT 2, w.no, jsonb_build_object('key', w.key, 'name', w.name, 'identifier', w.identifier, 'country', w.country, 'roles', jsonb_build_array('winner'))
                  FROM winner w) p),
        -- the contracting body leads; additional bodies buy with it
        'buyers', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', 'buyer-' || b.no, 'is_lead', NOT b.is_further) ORDER BY b.no), '[]') FROM buyer b),
        'awards', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'number', coalesce(nullif(btrim(a.item), ''), a.award_no::text), 'contract_number', @registry@.squeezed(a.contract_number), 'title', @registry@.squeezed(a.title),
                'lots', to_jsonb(regexp_split_to_array(nullif(btrim(a.lots), ''), '\s*[,;]\s*')), 'is_awarded', NOT a.is_unawarded,
                'concluded', nullif(btrim(a.concluded), ''), 'tenders', nullif(btrim(a.tenders), ''),
                'amount', nullif(btrim(a.amount), ''), 'currency', coalesce(nullif(a.currency, ''), nullif(a.range_currency, '')), 'lowest', nullif(btrim(a.lowest), ''), 'highest', nullif(btrim(a.highest), ''),
                'parties', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', w.key, 'role', 'supplier', 'is_group_lead', NULL) ORDER BY w.no), '[]')
                            FROM winner w WHERE w.award_no = a.award_no)) ORDER BY a.no), '[]')
            FROM award_line a WHERE a.is_award))
$$;
COMMENT ON FUNCTION @registry@.read_ted_parties(xml, text, text) IS 'Buyers, awards and winners of a TED notice, for read_ted_notice(). form: XPath of the form.';

CREATE OR REPLACE FUNCTION @registry@.read_ted_words(doc xml, forms text, form text) RETURNS jsonb
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH topic(element, topic) AS (VALUES
        ('TITLE', 'title'), ('SHORT_DESCR', 'description'), ('OPTIONS_DESCR', 'options'), ('RENEWAL_DESCR', 'renewal'), ('INFO_ADD', 'additional')),
    -- words stand in paragraphs, or else in the element itself
    paragraph AS (
        SELECT b.no AS branch, x.*
        FROM (VALUES (1, '/descendant::P'), (2, '[not(P)]')) b(no, path)
        CROSS JOIN LATERAL xmltable(@registry@.xml_path(format(
                '%s/*[local-name() = "OBJECT_CONTRACT" or local-name() = "COMPLEMENTARY_INFO" or local-name() = "MODIFICATIONS_CONTRACT" or local-name() = "CHANGES"]/descendant::*[local-name() = "TITLE" or local-name() = "SHORT_DESCR" or local-name() = "OPTIONS_DESCR" or local-name() = "RENEWAL_DESCR" or local-name() = "INFO_ADD"]%s',
                $2, b.path)) PASSING $1 COLUMNS
            no FOR ORDINALITY, body text PATH '.',
            language text PATH 'string(ancestor::*[@LG][1]/@LG)',
            element text PATH 'local-name(ancestor-or-self::*[local-name() = "TITLE" or local-name() = "SHORT_DESCR" or local-name() = "OPTIONS_DESCR" or local-name() = "RENEWAL_DESCR" or local-name() = "INFO_ADD"][1])',
            is_of_lot boolean PATH @registry@.xml_path('count(ancestor::OBJECT_DESCR) > 0'),
            is_change boolean PATH @registry@.xml_path('count(ancestor::MODIFICATIONS_CONTRACT) + count(ancestor::CHANGES) > 0'),
            item text PATH @registry@.xml_path('ancestor::OBJECT_DESCR/@ITEM'), place integer PATH @registry@.xml_path('count(ancestor::OBJECT_DESCR/preceding-sibling::OBJECT_DESCR) + 1'),
            object_item text PATH @registry@.xml_path('ancestor::OBJECT_CONTRACT/@ITEM'), object_place integer PATH @registry@.xml_path('count(ancestor::OBJECT_CONTRACT/preceding-sibling::OBJECT_CONTRACT) + 1'),
            object_count integer PATH @registry@.xml_path('count(ancestor::*[@LG]/OBJECT_CONTRACT)')) x),
    said AS (
        SELECT CASE WHEN p.is_of_lot THEN @registry@.ted_lot_key(p.item, p.place, p.object_item, p.object_place, p.object_count) END AS lot,
            CASE WHEN p.is_change THEN 'modification' ELSE t.topic END AS topic, @registry@.language_code(p.language) AS language,
            string_agg(@registry@.squeezed(p.body), E'\n' ORDER BY p.branch, p.no) AS body, min(p.no) AS no
        FROM paragraph p JOIN topic t ON t.element = p.element
        WHERE @registry@.squeezed(p.body) IS NOT NULL
        GROUP BY 1, 2, 3),
    code AS (
        SELECT DISTINCT ON (c.lot, c.scheme, c.code) c.*
        FROM (
            SELECT x.no, CASE WHEN x.is_of_lot THEN @registry@.ted_lot_key(x.item, x.place, x.object_item, x.object_place, x.object_count) END AS lot, 'CPV' AS scheme, x.code, NULL AS version, x.is_main
            FROM xmltable(@registry@.xml_path($3 || '/OBJECT_CONTRACT/descendant::CPV_CODE') PASSING $1 COLUMNS
                no FOR ORDINALITY, code text PATH '@CODE', is_main boolean PATH @registry@.xml_path('count(parent::CPV_MAIN) > 0'),
                is_of_lot boolean PATH @registry@.xml_path('count(ancestor::OBJECT_DESCR) > 0'),
                item text PATH @registry@.xml_path('ancestor::OBJECT_DESCR/@ITEM'), place integer PATH @registry@.xml_path('count(ancestor::OBJECT_DESCR/preceding-sibling::OBJECT_DESCR) + 1'),
            object_item text PATH @registry@.xml_path('ancestor::OBJECT_CONTRACT/@ITEM'), object_place integer PATH @registry@.xml_path('count(ancestor::OBJECT_CONTRACT/preceding-sibling::OBJECT_CONTRACT) + 1'),
                object_count integer PATH @registry@.xml_path('count(ancestor::*[@LG]/OBJECT_CONTRACT)')) x
            UNION ALL
            -- the edition is in the namespace: ted/2016/nuts, .../ted/2021/nuts; before them it was not told
            SELECT x.no, @registry@.ted_lot_key(x.item, x.place, x.object_item, x.object_place, x.object_count), 'NUTS', x.code, substring(x.namespace FROM '/(20\d\d)/nuts$'), false
            FROM xmltable(@registry@.xml_path($3 || '/OBJECT_CONTRACT/OBJECT_DESCR/NUTS') PASSING $1 COLUMNS
                no FOR ORDINALITY, code text PATH '@CODE', namespace text PATH 'namespace-uri(.)',
                item text PATH '../@ITEM', place integer PATH @registry@.xml_path('count(../preceding-sibling::OBJECT_DESCR) + 1'),
                object_item text PATH '../../@ITEM', object_place integer PATH @registry@.xml_path('count(../../preceding-sibling::OBJECT_CONTRACT) + 1'), object_count integer PATH @registry@.xml_path('count(../../../OBJECT_CONTRACT)')) x) c
        WHERE btrim(c.code) <> ''
        ORDER BY c.lot, c.scheme, c.code, c.is_main DESC, c.no)
    SELECT jsonb_build_object(
        'texts', (SELECT coalesce(jsonb_agg(jsonb_build_object('lot', s.lot, 'topic', s.topic, 'language', s.language, 'body', s.body) ORDER BY s.lot NULLS FIRST, s.no), '[]') FROM said s),
        'codes', (SELECT coalesce(jsonb_agg(jsonb_build_object('lot', c.lot, 'scheme', c.scheme, 'code', btrim(c.code), 'version', c.version, 'is_main', c.is_main) ORDER BY c.lot NULLS FIRST, c.scheme, c.no), '[]') FROM code c))
$$;
COMMENT ON FUNCTION @registry@.read_ted_words(xml, text, text) IS 'Words in every language, and codes, of a TED notice, for read_ted_notice(). forms: XPath of all its forms, one a language; form: of the one that is read for facts.';

CREATE OR REPLACE FUNCTION @registry@.read_ted_notice(doc xml) RETURNS jsonb
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    -- one form for each language; the facts are taken from the original, or else from the first
    forms CONSTANT text := '/*/FORM_SECTION/*[@LG]';
    form text;
    head record;
    kind text;
BEGIN
    SELECT format('%s[%s]', forms, f.place) INTO form
    FROM xmltable(@registry@.xml_path(forms) PASSING doc COLUMNS place FOR ORDINALITY, category text PATH '@CATEGORY') f
    ORDER BY f.category IS DISTINCT FROM 'ORIGINAL', f.place LIMIT 1;
    IF form IS NULL THEN
        RETURN NULL;
    END IF;

    SELECT h.* INTO head
    FROM xmltable(@registry@.xml_path(form) PASSING doc COLUMNS
        name text PATH 'local-name(.)',
        language text PATH '@LG',
        doc_id text PATH 'string(/*/@DOC_ID)',
        oj_number text PATH @registry@.xml_path('string(/*/CODED_DATA_SECTION/NOTICE_DATA/NO_DOC_OJS)'),
        published text PATH @registry@.xml_path('string(/*/CODED_DATA_SECTION/REF_OJS/DATE_PUB)'),
        dispatched text PATH @registry@.xml_path('string(COMPLEMENTARY_INFO/DATE_DISPATCH_NOTICE)'),
        coded_dispatch text PATH @registry@.xml_path('string(/*/CODED_DATA_SECTION/CODIF_DATA/DS_DATE_DISPATCH)'),
        url text PATH @registry@.xml_path('string(/*/CODED_DATA_SECTION/NOTICE_DATA/URI_LIST/URI_DOC)'),
        notice_type text PATH @registry@.xml_path('string(NOTICE/@TYPE)'),
        file_number text PATH @registry@.xml_path('string(OBJECT_CONTRACT/REFERENCE_NUMBER)'),
        procedure_code text PATH @registry@.xml_path('local-name(PROCEDURE/*[starts-with(local-name(), "PT_")])'),
        coded_procedure text PATH @registry@.xml_path('string(/*/CODED_DATA_SECTION/CODIF_DATA/PR_PROC/@CODE)'),
        is_innovation_partnership boolean PATH @registry@.xml_path('count(PROCEDURE/PT_INNOVATION_PARTNERSHIP) > 0'),
        is_reduced boolean PATH @registry@.xml_path('count(PROCEDURE/REDUCTION_RECOURSE) > 0'),
        is_joint boolean PATH @registry@.xml_path('count(CONTRACTING_BODY/JOINT_PROCUREMENT_INVOLVED) > 0'),
        body_type text PATH @registry@.xml_path('string(CONTRACTING_BODY/CA_TYPE/@VALUE)')) h;

    -- which form it is: R2.0.9 names them F02_2014, F16_2009 and so on
    kind := CASE
        -- forms of several uses tell by their type which it is
        WHEN head.notice_type ~ '_CALL_COMPETITION$|^CONTRACT$' THEN 'competition'
        WHEN head.notice_type ~ 'AWARD_CONTRACT$' THEN 'result'
        WHEN head.notice_type ~ '_ONLY$|_REDUCING_TIME_LIMITS$' THEN 'planning'
        WHEN head.name ~ '^F(01|04|07|16)_' THEN 'planning'
        WHEN head.name ~ '^F(02|05|12|17|19|21|22|23|24)_' THEN 'competition'
        WHEN head.name ~ '^F(03|06|13|15|18|25)_' THEN 'result'
        WHEN head.name ~ '^F20_' THEN 'cont-modif'
        WHEN head.name ~ '^F14_' THEN 'corrigendum'
    END;
    IF kind IS NULL THEN
        RETURN NULL;
    END IF;

    RETURN jsonb_build_object(
        'form', head.name, 'kind', kind, 'language', @registry@.language_code(head.language),
        'number', coalesce(nullif(btrim(head.doc_id), ''), nullif(btrim(head.oj_number), '')),
        'other_number', CASE WHEN btrim(head.doc_id) <> '' THEN nullif(btrim(head.oj_number), '') END,
        'dispatched', coalesce(nullif(btrim(head.dispatched), ''), nullif(btrim(head.coded_dispatch), '')), 'published', nullif(btrim(head.published), ''),
        'url', nullif(btrim(head.url), ''), 'file_number', @registry@.squeezed(head.file_number),
        'procedure_code', coalesce(nullif(head.procedure_code, ''), CASE WHEN btrim(head.coded_procedure) = 'G' THEN 'PR_PROC G' END),
        'is_innovation_partnership', head.is_innovation_partnership OR btrim(head.coded_procedure) = 'G', 'is_joint', head.is_joint)
    || jsonb_build_object(
        -- what it follows: the number in its own field, then those in the coded section
        'refers_to', (
            SELECT coalesce(jsonb_agg(n.number ORDER BY n.place, n.no), '[]')
            FROM (SELECT DISTINCT ON (r.number) r.number, r.place, r.no
                  FROM (SELECT 1 AS place, x.no, @registry@.squeezed(x.number) AS number
                        FROM xmltable(@registry@.xml_path(form || '/*/NOTICE_NUMBER_OJ') PASSING doc COLUMNS no FOR ORDINALITY, number text PATH '.') x
                        UNION ALL
                        SELECT 2, x.no, @registry@.squeezed(x.number)
                        FROM xmltable(@registry@.xml_path('/*/CODED_DATA_SECTION/NOTICE_DATA/REF_NOTICE/NO_DOC_OJS') PASSING doc COLUMNS no FOR ORDINALITY, number text PATH '.') x) r
                  WHERE r.number IS NOT NULL
                  ORDER BY r.number, r.place, r.no) n),
        'amounts', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'amount', a.amount, 'currency', a.currency) ORDER BY a.kind), '[]')
            FROM (SELECT DISTINCT ON (v.kind) v.*
                  FROM (SELECT 1 AS place, CASE x.name WHEN 'VAL_ESTIMATED_TOTAL' THEN 'estimated' ELSE 'awarded' END AS kind, x.amount, x.currency
                        FROM xmltable(@registry@.xml_path(form || '/OBJECT_CONTRACT/descendant::*[local-name() = "VAL_ESTIMATED_TOTAL" or local-name() = "VAL_TOTAL"][not(ancestor::OBJECT_DESCR)]')
                            PASSING doc COLUMNS name text PATH 'local-name(.)', amount text PATH '.', currency text PATH '@CURRENCY') x
                        UNION ALL
                        SELECT 2, CASE x.type WHEN 'ESTIMATED_TOTAL' THEN 'estimated' ELSE 'awarded' END, x.amount, x.currency
                        FROM xmltable(@registry@.xml_path('/*/CODED_DATA_SECTION/NOTICE_DATA/VALUES/VALUE[@TYPE = "ESTIMATED_TOTAL" or @TYPE = "PROCUREMENT_TOTAL"]')
                            PASSING doc COLUMNS type text PATH '@TYPE', amount text PATH '.', currency text PATH '@CURRENCY') x) v
                  ORDER BY v.kind, v.place) a),
        'lots', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'key', @registry@.ted_lot_key(x.item, x.place, x.object_item, x.object_place, x.object_count),
                'number', coalesce(@registry@.squeezed(x.number), @registry@.ted_lot_key(x.item, x.place, x.object_item, x.object_place, x.object_count)),
                'min_candidates', x.min_candidates, 'max_candidates', x.max_candidates, 'envisaged_candidates', x.envisaged,
                -- the form has a box to tick, for the procedure as a whole
                'is_reduced', CASE WHEN head.is_reduced THEN true END,
                'amount', x.amount, 'currency', x.currency,
                'duration', x.duration, 'duration_unit', x.duration_unit, 'starts', x.starts, 'ends', x.ends,
                'renewal', x.renewal, 'no_renewal', x.no_renewal, 'options', x.options, 'no_options', x.no_options) ORDER BY x.no), '[]')
            FROM xmltable(@registry@.xml_path(form || '/OBJECT_CONTRACT/OBJECT_DESCR') PASSING doc COLUMNS
                no FOR ORDINALITY,
                item text PATH '@ITEM', place integer PATH @registry@.xml_path('count(preceding-sibling::OBJECT_DESCR) + 1'),
                object_item text PATH '../@ITEM', object_place integer PATH @registry@.xml_path('count(../preceding-sibling::OBJECT_CONTRACT) + 1'), object_count integer PATH @registry@.xml_path('count(../../OBJECT_CONTRACT)'),
                number text PATH @registry@.xml_path('LOT_NO[1]'),
                min_candidates text PATH @registry@.xml_path('NB_MIN_LIMIT_CANDIDATE[1]'),
                max_candidates text PATH @registry@.xml_path('NB_MAX_LIMIT_CANDIDATE[1]'),
                envisaged text PATH @registry@.xml_path('NB_ENVISAGED_CANDIDATE[1]'),
                amount text PATH @registry@.xml_path('VAL_OBJECT[1]'), currency text PATH @registry@.xml_path('VAL_OBJECT[1]/@CURRENCY'),
                duration text PATH @registry@.xml_path('DURATION[1]'), duration_unit text PATH @registry@.xml_path('DURATION[1]/@TYPE'),
                starts text PATH @registry@.xml_path('DATE_START[1]'), ends text PATH @registry@.xml_path('DATE_END[1]'),
                renewal boolean PATH @registry@.xml_path('count(RENEWAL) > 0'), no_renewal boolean PATH @registry@.xml_path('count(NO_RENEWAL) > 0'),
                options boolean PATH @registry@.xml_path('count(OPTIONS) > 0'), no_options boolean PATH @registry@.xml_path('count(NO_OPTIONS) > 0')) x))
    || @registry@.read_ted_parties(doc, form, head.body_type)
    || @registry@.read_ted_words(doc, forms, form);
END $$;
COMMENT ON FUNCTION @registry@.read_ted_notice(xml) IS 'A TED notice (R2.0.9, every edition and form) in the flat shape of part 75a; NULL when it holds no form that can be read.';

-- --------------------------------------------------------------------------------------------
-- eForms
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.read_eforms_notice(doc xml) RETURNS jsonb
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    head record;
    kind text;
BEGIN
    SELECT h.* INTO head
    FROM xmltable('/*' PASSING doc COLUMNS
        name text PATH 'local-name(.)',
        notice_id text PATH @registry@.xml_path('string(ID)'), version text PATH @registry@.xml_path('string(VersionID)'),
        published_number text PATH @registry@.xml_path('string(descendant::EformsExtension/Publication/NoticePublicationID)'),
        published text PATH @registry@.xml_path('string(descendant::EformsExtension/Publication/PublicationDate)'),
        procedure_number text PATH @registry@.xml_path('string(ContractFolderID)'),
        file_number text PATH @registry@.xml_path('string(ProcurementProject/ID)'),
        dispatched text PATH @registry@.xml_path('string(IssueDate)'),
        language text PATH @registry@.xml_path('string(NoticeLanguageCode)'),
        customization text PATH @registry@.xml_path('string(CustomizationID)'),
        subtype text PATH @registry@.xml_path('string(descendant::NoticeSubType/SubTypeCode)'),
        type_list text PATH @registry@.xml_path('string(NoticeTypeCode/@listName)'), type_code text PATH @registry@.xml_path('string(NoticeTypeCode)'),
        procedure_code text PATH @registry@.xml_path('string(TenderingProcess/ProcedureCode[not(@listName) or @listName = "procurement-procedure-type"])')) h;

    IF head.name IS NULL OR head.name NOT IN ('PriorInformationNotice', 'ContractNotice', 'ContractAwardNotice') THEN
        RETURN NULL;
    END IF;
    kind := CASE
        WHEN btrim(head.type_list) IN ('planning', 'consultation', 'competition', 'result', 'cont-modif') THEN btrim(head.type_list)
        WHEN btrim(head.type_list) = 'dir-awa-pre' THEN 'result'
        WHEN btrim(head.type_list) = 'completion' THEN 'completion'
        -- without its list the code still tells
        WHEN btrim(head.type_code) ~ '^(pin-cfc|cn-|subco|qu-sy)' THEN 'competition'
        WHEN btrim(head.type_code) = 'pmc' THEN 'consultation'
        WHEN btrim(head.type_code) ~ '^pin-' THEN 'planning'
        WHEN btrim(head.type_code) = 'can-modif' THEN 'cont-modif'
        WHEN btrim(head.type_code) ~ '^(can-|veat)' THEN 'result'
        WHEN btrim(head.type_code) = 'compl' THEN 'completion'
    END;
    IF kind IS NULL THEN
        RETURN NULL;
    END IF;

    RETURN jsonb_build_object(
        'form', 'eforms-' || coalesce(nullif(btrim(head.subtype), ''), btrim(head.type_code)), 'kind', kind, 'language', @registry@.language_code(head.language),
        'number', coalesce(nullif(btrim(head.published_number), ''), concat_ws('-', nullif(btrim(head.notice_id), ''), nullif(btrim(head.version), ''))),
        'other_number', CASE WHEN btrim(head.published_number) <> '' THEN nullif(concat_ws('-', nullif(btrim(head.notice_id), ''), nullif(btrim(head.version), '')), '') END,
        'procedure_number', nullif(btrim(head.procedure_number), ''), 'file_number', @registry@.squeezed(head.file_number),
        'dispatched', nullif(btrim(head.dispatched), ''), 'published', nullif(btrim(head.published), ''), 'url', NULL,
        'procedure_code', nullif(btrim(head.procedure_code), ''), 'is_innovation_partnership', btrim(head.procedure_code) = 'innovation', 'is_joint', false)
    || jsonb_build_object(
        'refers_to', (
            SELECT coalesce(jsonb_agg(n.number ORDER BY n.no), '[]')
            FROM (SELECT r.number, min(r.no) AS no
                  FROM (SELECT x.no, nullif(btrim(x.number), '') AS number
                        FROM xmltable(@registry@.xml_path('/descendant::*[local-name() = "ChangedNoticeIdentifier" or (local-name() = "ID" and parent::NoticeDocumentReference)]')
                            PASSING doc COLUMNS no FOR ORDINALITY, number text PATH '.') x) r
                  WHERE r.number IS NOT NULL
                  GROUP BY r.number) n),
        'amounts', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('kind', a.kind, 'amount', a.amount, 'currency', a.currency) ORDER BY a.kind), '[]')
            FROM (SELECT DISTINCT ON (v.kind) v.kind, x.amount, x.currency
                  FROM (VALUES
                      (1, 'estimated', '/*/ProcurementProject/RequestedTenderTotal/EstimatedOverallContractAmount'),
                      (2, 'maximum', '/*/ProcurementProject/RequestedTenderTotal/descendant::FrameworkMaximumAmount'),
                      (3, 'maximum', '/*/descendant::NoticeResult/OverallMaximumFrameworkContractsAmount'),
                      (4, 'awarded', '/*/descendant::NoticeResult/TotalAmount')) AS v(no, kind, path)
                  CROSS JOIN LATERAL xmltable(@registry@.xml_path(v.path) PASSING doc COLUMNS amount text PATH '.', currency text PATH '@currencyID') x
                  ORDER BY v.kind, v.no) a),
        'lots', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'key', coalesce(nullif(x.number, ''), x.no::text), 'number', coalesce(nullif(x.number, ''), x.no::text),
                'min_candidates', x.min_candidates, 'max_candidates', x.max_candidates,
                'is_reduced', CASE lower(btrim(x.is_reduced)) WHEN 'true' THEN true WHEN '1' THEN true WHEN 'false' THEN false WHEN '0' THEN false END,
                'amount', x.amount, 'currency', x.currency, 'max_amount', x.max_amount, 'max_currency', x.max_currency,
                'duration', x.duration, 'duration_unit', x.duration_unit, 'starts', x.starts, 'ends', x.ends,
                'max_renewals', x.max_renewals, 'has_renewal_text', x.has_renewal_text,
                -- there is no field that says yes or no (BT-53): a text says yes, no text says nothing
                'options', x.has_option_text, 'no_options', false) ORDER BY x.no), '[]')
            FROM xmltable(@registry@.xml_path('/*/ProcurementProjectLot[not(ID/@schemeName = "LotsGroup")]') PASSING doc COLUMNS
                no FOR ORDINALITY, number text PATH @registry@.xml_path('normalize-space(ID)'),
                min_candidates text PATH @registry@.xml_path('string(TenderingProcess/EconomicOperatorShortList/MinimumQuantity)'),
                max_candidates text PATH @registry@.xml_path('string(TenderingProcess/EconomicOperatorShortList/MaximumQuantity)'),
                is_reduced text PATH @registry@.xml_path('string(TenderingProcess/CandidateReductionConstraintIndicator)'),
                amount text PATH @registry@.xml_path('string(ProcurementProject/RequestedTenderTotal/EstimatedOverallContractAmount)'),
                currency text PATH @registry@.xml_path('string(ProcurementProject/RequestedTenderTotal/EstimatedOverallContractAmount/@currencyID)'),
                max_amount text PATH @registry@.xml_path('string(ProcurementProject/RequestedTenderTotal/descendant::FrameworkMaximumAmount)'),
                max_currency text PATH @registry@.xml_path('string(ProcurementProject/RequestedTenderTotal/descendant::FrameworkMaximumAmount/@currencyID)'),
                duration text PATH @registry@.xml_path('string(ProcurementProject/PlannedPeriod/DurationMeasure)'),
                duration_unit text PATH @registry@.xml_path('string(ProcurementProject/PlannedPeriod/DurationMeasure/@unitCode)'),
                starts text PATH @registry@.xml_path('string(ProcurementProject/PlannedPeriod/StartDate)'), ends text PATH @registry@.xml_path('string(ProcurementProject/PlannedPeriod/EndDate)'),
                max_renewals text PATH @registry@.xml_path('string(ProcurementProject/ContractExtension/MaximumNumberNumeric)'),
                has_renewal_text boolean PATH @registry@.xml_path('boolean(ProcurementProject/ContractExtension/Renewal/descendant::Description[normalize-space(.) != ""])'),
                has_option_text boolean PATH @registry@.xml_path('boolean(ProcurementProject/ContractExtension/OptionsDescription[normalize-space(.) != ""])')) x))
    || @registry@.read_eforms_parties(doc)
    || @registry@.read_eforms_words(doc, coalesce(nullif(btrim(head.language), ''), 'und'), substring(head.customization FROM 'eforms-sdk-[0-9.]+'));
END $$;
COMMENT ON FUNCTION @registry@.read_eforms_notice(xml) IS 'An eForms notice in the flat shape of part 75a; NULL when it is none.';

CREATE OR REPLACE FUNCTION @registry@.read_eforms_parties(doc xml) RETURNS jsonb
    LANGUAGE sql STABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH organisation AS (
        SELECT x.* FROM xmltable(@registry@.xml_path('/*/descendant::Organizations/Organization') PASSING $1 COLUMNS
            no FOR ORDINALITY, key text PATH @registry@.xml_path('normalize-space(Company/PartyIdentification/ID)'),
            name text PATH @registry@.xml_path('string(Company/PartyName/Name)'),
            identifier text PATH @registry@.xml_path('string(Company/PartyLegalEntity/CompanyID)'), country text PATH @registry@.xml_path('string(Company/PostalAddress/Country/IdentificationCode)'),
            is_lead text PATH @registry@.xml_path('normalize-space(GroupLeadIndicator)'),
            is_acquiring text PATH @registry@.xml_path('normalize-space(AcquiringCPBIndicator)'), is_awarding text PATH @registry@.xml_path('normalize-space(AwardingCPBIndicator)')) x),
    -- a buyer may be named by its contact point
    touchpoint AS (
        SELECT DISTINCT ON (x.key) x.key, x.of FROM xmltable(@registry@.xml_path('/*/descendant::Organizations/Organization/TouchPoint') PASSING $1 COLUMNS
            key text PATH @registry@.xml_path('normalize-space(PartyIdentification/ID)'), of text PATH @registry@.xml_path('normalize-space(../Company/PartyIdentification/ID)')) x
        ORDER BY x.key, x.of),
    buyer AS (
        SELECT x.no, coalesce(t.of, nullif(x.key, ''), 'buyer-' || x.no) AS key, x.name, x.identifier, x.country, x.level
        FROM xmltable(@registry@.xml_path('/*/ContractingParty') PASSING $1 COLUMNS
            no FOR ORDINALITY, key text PATH @registry@.xml_path('normalize-space(Party/PartyIdentification/ID)'),
            name text PATH @registry@.xml_path('string(Party/PartyName/Name)'),
            identifier text PATH @registry@.xml_path('string(Party/PartyLegalEntity/CompanyID)'), country text PATH @registry@.xml_path('string(Party/PostalAddress/Country/IdentificationCode)'),
            level text PATH @registry@.xml_path('string(ContractingPartyType/PartyTypeCode[@listName = "buyer-legal-type"])')) x
        LEFT JOIN touchpoint t ON t.key = x.key),
    tender AS (
        SELECT x.* FROM xmltable(@registry@.xml_path('/*/descendant::NoticeResult/LotTender') PASSING $1 COLUMNS
            no FOR ORDINALITY, key text PATH @registry@.xml_path('normalize-space(ID)'), lot text PATH @registry@.xml_path('normalize-space(TenderLot/ID)'),
            party text PATH @registry@.xml_path('normalize-space(TenderingParty/ID)'), rank text PATH @registry@.xml_path('normalize-space(RankCode)'),
            amount text PATH @registry@.xml_path('normalize-space(LegalMonetaryTotal/PayableAmount)'), currency text PATH @registry@.xml_path('string(LegalMonetaryTotal/PayableAmount/@currencyID)')) x),
    member AS (
        SELECT x.*, row_number() OVER () AS place FROM xmltable(@registry@.xml_path('/*/descendant::NoticeResult/TenderingParty/*[local-name() = "Tenderer" or local-name() = "SubContractor"]') PASSING $1 COLUMNS
            no FOR ORDINALITY, party text PATH @registry@.xml_path('normalize-space(../ID)'), key text PATH @registry@.xml_path('normalize-space(ID)'),
            is_supplier boolean PATH 'local-name(.) = "Tenderer"', is_lead text PATH @registry@.xml_path('normalize-space(GroupLeadIndicator)')) x),
    contract AS (
        SELECT x.* FROM xmltable(@registry@.xml_path('/*/descendant::NoticeResult/SettledContract') PASSING $1 COLUMNS
            no FOR ORDINALITY, key text PATH @registry@.xml_path('normalize-space(ID)'), title text PATH @registry@.xml_path('string(Title)'),
            reference text PATH @registry@.xml_path('string(ContractReference/ID)'), concluded text PATH @registry@.xml_path('normalize-space(IssueDate)')) x),
    contract_tender AS (
        SELECT DISTINCT x.contract, x.tender FROM xmltable(@registry@.xml_path('/*/descendant::NoticeResult/SettledContract/LotTender') PASSING $1 COLUMNS
            contract text PATH @registry@.xml_path('normalize-space(../ID)'), tender text PATH @registry@.xml_path('normalize-space(ID)')) x),
    signatory AS (
        SELECT x.no, x.contract, coalesce(t.of, x.key) AS key FROM xmltable(@registry@.xml_path('/*/descendant::NoticeResult/SettledContract/SignatoryParty/PartyIdentification/ID') PASSING $1 COLUMNS
            no FOR ORDINALITY, contract text PATH @registry@.xml_path('normalize-space(../../../ID)'), key text PATH 'normalize-space(.)') x
        LEFT JOIN touchpoint t ON t.key = x.key),
    result AS (
        SELECT x.* FROM xmltable(@registry@.xml_path('/*/descendant::NoticeResult/LotResult') PASSING $1 COLUMNS
            no FOR ORDINALITY, key text PATH @registry@.xml_path('normalize-space(ID)'), code text PATH @registry@.xml_path('normalize-space(TenderResultCode)'),
            has_contract boolean PATH @registry@.xml_path('count(SettledContract) > 0'), lot text PATH @registry@.xml_path('normalize-space(TenderLot/ID)'),
            tenders text PATH @registry@.xml_path('normalize-space(ReceivedSubmissionsStatistics[StatisticsCode = "tenders"]/StatisticsNumeric)')) x),
    result_tender AS (
        SELECT DISTINCT x.result, x.tender FROM xmltable(@registry@.xml_path('/*/descendant::NoticeResult/LotResult/LotTender') PASSING $1 COLUMNS
            result text PATH @registry@.xml_path('normalize-space(../ID)'), tender text PATH @registry@.xml_path('normalize-space(ID)')) x),
    -- an award is a contract; where a lot was won and no contract is told of, the winning tender: a
    -- result may list those that came after it as well
    award AS (
        SELECT 1 AS place, c.no, c.key, @registry@.squeezed(c.reference) AS contract_number, @registry@.squeezed(c.title) AS title, nullif(c.concluded, '') AS concluded,
            true AS is_awarded, ARRAY(SELECT ct.tender FROM contract_tender ct WHERE ct.contract = c.key) AS tenders, NULL::text AS lot
        FROM contract c
        UNION ALL
        SELECT 2, t.no, t.key, NULL, NULL, NULL, true, ARRAY[t.key], t.lot
        FROM tender t
        WHERE NOT EXISTS (SELECT FROM contract_tender ct WHERE ct.tender = t.key)
          AND EXISTS (SELECT FROM result_tender rt JOIN result r ON r.key = rt.result WHERE rt.tender = t.key AND r.code = 'selec-w' AND NOT r.has_contract)
          AND t.rank IN ('', '1')
        UNION ALL
        SELECT 3, r.no, coalesce(nullif(r.key, ''), 'result-' || r.no), NULL, NULL, NULL, false, '{}', r.lot
        FROM result r WHERE r.code IN ('clos-nw', 'open-nw')),
    party AS (
        SELECT o.no AS place, o.key, o.name, o.identifier, o.country, o.is_acquiring, o.is_awarding FROM organisation o
        UNION ALL
        SELECT 100000 + b.no, b.key, b.name, b.identifier, b.country, NULL, NULL FROM buyer b WHERE NOT EXISTS (SELECT FROM organisation o WHERE o.key = b.key) AND btrim(b.name) <> ''),
    party_role AS (
        SELECT b.key, 'buyer' AS role FROM buyer b
        UNION SELECT p.key, 'cpb-acq' FROM party p WHERE p.is_acquiring = 'true'
        UNION SELECT p.key, 'cpb-awa' FROM party p WHERE p.is_awarding = 'true'
        UNION SELECT m.key, CASE WHEN m.is_supplier THEN 'tenderer' ELSE 'subcont' END FROM member m)
    SELECT jsonb_build_object(
        -- reviewers, mediators and help desks take no part
        'parties', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('key', p.key, 'name', p.name, 'identifier', nullif(btrim(p.identifier), ''), 'country', nullif(btrim(p.country), ''),
                'level', (SELECT max(b.level) FROM buyer b WHERE b.key = p.key),
                'roles', r.roles) ORDER BY p.place), '[]')
            FROM party p CROSS JOIN LATERAL (SELECT jsonb_agg(x.role ORDER BY x.role) AS roles FROM party_role x WHERE x.key = p.key) r
            WHERE r.roles IS NOT NULL),
        'buyers', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('key', b.key, 'is_lead', CASE o.is_lead WHEN 'true' THEN true WHEN 'false' THEN false END) ORDER BY b.no), '[]')
            FROM buyer b LEFT JOIN organisation o ON o.key = b.key),
        'awards', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'number', coalesce(nullif(a.key, ''), 'award-' || a.no), 'contract_number', a.contract_number, 'title', a.title, 'concluded', a.concluded, 'is_awarded', a.is_awarded,
                'lots', coalesce((SELECT jsonb_agg(DISTINCT t.lot ORDER BY t.lot) FROM tender t WHERE t.key = ANY (a.tenders) AND t.lot <> ''), to_jsonb(array_remove(ARRAY[nullif(a.lot, '')], NULL))),
                -- one tender's value is the contract's; several are for the writer to add
                'amounts', (SELECT jsonb_agg(jsonb_build_object('amount', t.amount, 'currency', t.currency) ORDER BY t.no) FROM tender t WHERE t.key = ANY (a.tenders) AND t.amount <> ''),
                'tenders', CASE WHEN a.is_awarded THEN (SELECT max(r.tenders) FROM result r JOIN result_tender rt ON rt.result = r.key WHERE rt.tender = ANY (a.tenders) HAVING count(*) = 1)
                           ELSE (SELECT r.tenders FROM result r WHERE a.place = 3 AND r.no = a.no) END,
                'parties', coalesce((
                    SELECT jsonb_agg(jsonb_build_object('key', w.key, 'role', w.role, 'is_group_lead', w.is_lead) ORDER BY w.place, w.no)
                    FROM (SELECT 1 AS place, min(m.place) AS no, m.key, CASE WHEN m.is_supplier THEN 'supplier' ELSE 'subcontractor' END AS role,
                              bool_or(CASE m.is_lead WHEN 'true' THEN true WHEN 'false' THEN false END) AS is_lead
                          FROM tender t JOIN member m ON m.party = t.party WHERE t.key = ANY (a.tenders) GROUP BY m.key, m.is_supplier
                          UNION ALL
                          SELECT 2, min(s.no), s.key, 'signatory', NULL FROM signatory s WHERE a.place = 1 AND s.contract = a.key GROUP BY s.key) w), '[]')) ORDER BY a.place, a.no), '[]')
            FROM award a))
$$;
COMMENT ON FUNCTION @registry@.read_eforms_parties(xml) IS 'Organisations, buyers and awards of an eForms notice, for read_eforms_notice(). amounts of an award: the values of its tenders.';

CREATE OR REPLACE FUNCTION @registry@.read_eforms_words(doc xml, language text, sdk text) RETURNS jsonb
    LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
    WITH place(of_lot, root) AS (VALUES (false, '/*'), (true, '/*/ProcurementProjectLot[not(ID/@schemeName = "LotsGroup")]')),
    said AS (
        SELECT l.of_lot, v.topic, v.no AS topic_no, x.*
        FROM place l
        CROSS JOIN (VALUES
            (1, 'title', '/ProcurementProject/Name'), (2, 'description', '/ProcurementProject/Description'),
            (3, 'options', '/ProcurementProject/ContractExtension/OptionsDescription'),
            (4, 'renewal', '/ProcurementProject/ContractExtension/Renewal/descendant::Description'),
            (5, 'procedure', '/TenderingProcess/Description'),
            (6, 'framework_buyers', '/TenderingProcess/FrameworkAgreement/SubsequentProcessTenderRequirement/Description'),
            (7, 'additional', '/ProcurementProject/Note'),
            (8, 'modification', '/descendant::*[local-name() = "ContractModification" or local-name() = "Changes"]/descendant::*[local-name() = "ReasonDescription" or local-name() = "ChangeDescription"]')) v(no, topic, path)
        CROSS JOIN LATERAL xmltable(@registry@.xml_path(l.root || v.path) PASSING $1 COLUMNS
            no FOR ORDINALITY, body text PATH '.', language text PATH '@languageID',
            lot text PATH @registry@.xml_path('normalize-space(ancestor::ProcurementProjectLot/ID)')) x
        WHERE l.of_lot OR x.lot = ''),
    code AS (
        SELECT DISTINCT ON (c.lot, c.scheme, c.code) c.*
        FROM (
            SELECT x.no, nullif(x.lot, '') AS lot, v.scheme, btrim(x.code) AS code, v.version, v.is_main
            FROM place l
            CROSS JOIN (VALUES
                ('CPV', '/ProcurementProject/MainCommodityClassification/ItemClassificationCode', NULL, true),
                ('CPV', '/ProcurementProject/AdditionalCommodityClassification/ItemClassificationCode', NULL, false),
                ('NUTS', '/ProcurementProject/RealizedLocation/Address/CountrySubentityCode', $3, false),
                ('other-place-service', '/ProcurementProject/RealizedLocation/Address/Region', $3, false),
                ('innovative-acquisition', '/ProcurementProject/ProcurementAdditionalType/ProcurementTypeCode[@listName = "innovative-acquisition"]', $3, false),
                ('strategic-procurement', '/ProcurementProject/ProcurementAdditionalType/ProcurementTypeCode[@listName = "strategic-procurement"]', $3, false),
                ('framework-agreement', '/TenderingProcess/ContractingSystem/ContractingSystemTypeCode[@listName = "framework-agreement"]', $3, false)) v(scheme, path, version, is_main)
            CROSS JOIN LATERAL xmltable(@registry@.xml_path(l.root || v.path) PASSING $1 COLUMNS
                no FOR ORDINALITY, code text PATH '.', lot text PATH @registry@.xml_path('normalize-space(ancestor::ProcurementProjectLot/ID)')) x
            WHERE l.of_lot OR x.lot = '') c
        WHERE c.code <> ''
        ORDER BY c.lot, c.scheme, c.code, c.is_main DESC, c.no)
    SELECT jsonb_build_object(
        'texts', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('lot', t.lot, 'topic', t.topic, 'language', t.language, 'body', t.body) ORDER BY t.lot NULLS FIRST, t.topic_no, t.no), '[]')
            FROM (SELECT nullif(s.lot, '') AS lot, s.topic, s.topic_no, @registry@.language_code(coalesce(nullif(btrim(s.language), ''), $2)) AS language,
                      string_agg(btrim(regexp_replace(regexp_replace(s.body, '[ \t\u00A0]+', ' ', 'g'), '\s*\n\s*', E'\n', 'g'), E' \n'), E'\n' ORDER BY s.no) AS body, min(s.no) AS no
                  FROM said s WHERE @registry@.squeezed(s.body) IS NOT NULL
                  GROUP BY 1, 2, 3, 4) t),
        'codes', (SELECT coalesce(jsonb_agg(jsonb_build_object('lot', c.lot, 'scheme', c.scheme, 'code', c.code, 'version', c.version, 'is_main', c.is_main) ORDER BY c.lot NULLS FIRST, c.scheme, c.no), '[]') FROM code c))
$$;
COMMENT ON FUNCTION @registry@.read_eforms_words(xml, text, text) IS 'Words in every language, and codes, of an eForms notice, for read_eforms_notice(). language: what the notice is in, for words that do not say; sdk: whose code lists it uses.';

-- --------------------------------------------------------------------------------------------
-- Either
-- --------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION @registry@.read_notice(doc xml) RETURNS jsonb
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
    -- libxml2 warns of TED's namespaces, which are no absolute URIs, each time it reads them
    SET search_path = pg_catalog, innopart, pg_temp SET client_min_messages = error
AS $$
DECLARE
    content text := doc::text;
    notice jsonb;
    root text;
BEGIN
    -- the largest real notices come to some 10 MB
    IF octet_length(content) > 33554432 THEN
        RAISE EXCEPTION USING ERRCODE = 'program_limit_exceeded',
            MESSAGE = format('a document of %s bytes is no notice', octet_length(content)),
            DETAIL = 'Notices of up to 32 MB are read.';
    END IF;
    -- what is declared before the root element could make the rest mean anything
    IF content ~ '^(\s|<\?[^>]*>|<!--([^-]|-[^-])*-->)*<!DOCTYPE' THEN
        RAISE EXCEPTION USING ERRCODE = 'IP047',
            MESSAGE = 'a document with a document type declaration is no notice',
            DETAIL = 'TED and eForms use none, and entities that a document declares itself are not expanded.';
    END IF;
    IF NOT doc IS DOCUMENT THEN
        RAISE EXCEPTION USING ERRCODE = 'IP047',
            MESSAGE = 'a piece of XML is no notice',
            DETAIL = 'A notice is a whole document with one root element.';
    END IF;
    SELECT x.name INTO root FROM xmltable('/*' PASSING doc COLUMNS name text PATH 'local-name(.)') x;
    notice := CASE WHEN root IN ('TED_EXPORT', 'TED_ESENDERS') THEN @registry@.read_ted_notice(doc) ELSE @registry@.read_eforms_notice(doc) END;
    IF notice IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'IP047',
            MESSAGE = format('a document "%s" is no notice that can be read', left(root, 80)),
            DETAIL = 'Read are TED R2.0.9 (TED_EXPORT with a form F01 to F25) and eForms (PriorInformationNotice, ContractNotice, ContractAwardNotice with a NoticeTypeCode).';
    END IF;
    RETURN notice;
END $$;
COMMENT ON FUNCTION @registry@.read_notice(xml) IS 'What a TED or eForms notice says, in its own words, as jsonb; writes nothing. Errors: IP047 for a document that is no notice, 54000 for one above 32 MB.';
