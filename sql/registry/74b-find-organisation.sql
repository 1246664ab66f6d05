-- What every import needs: the organisation that a document means, the document itself, and a place
-- for what could not be read.  A number decides before a name; a name must be exactly the same; and
-- where neither decides, the body is a new one, for two rows can be seen and joined by a person,
-- and two bodies in one row cannot be told apart again.

CREATE OR REPLACE FUNCTION @registry@.country_code(country text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT CASE
        -- what the Commission calls them
        WHEN c.word = 'UK' THEN 'GB'
        WHEN c.word = 'EL' THEN 'GR'
        WHEN c.word ~ '^[A-Z]{2}$' THEN c.word
        -- ISO 3166-1: three letters, then the two of the same country
        WHEN c.word ~ '^[A-Z]{3}$' THEN substring('
        ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI BELBE BENBJ BESBQ
        BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH
        CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK
        DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI
        GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN
        IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB
        LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT
        MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO
        NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO
        RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI
        SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG
        UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW
        ' FROM '\s' || c.word || '([A-Z]{2})\s')
    END
    FROM (SELECT upper(btrim($1)) AS word) c
$$;
COMMENT ON FUNCTION @registry@.country_code(text) IS 'The ISO 3166-1 code of two letters for the country codes of TED (UK, EL), eForms (NOR, DEU) and OCDS; NULL for anything else.';

CREATE OR REPLACE FUNCTION @registry@.read_identifier(
    raw text, INOUT scheme text, country text, OUT identifier text, OUT problem text)
    LANGUAGE plpgsql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
DECLARE
    in_country text := @registry@.country_code(country);
    given_scheme text := nullif(btrim(scheme), '');
    -- all that is neither letter nor digit is decoration
    bare text := upper(regexp_replace(raw, '[^[:alnum:]]', '', 'g'));
    digits text := regexp_replace(raw, '[^0-9]', '', 'g');
    is_norwegian boolean := in_country = 'NO' OR given_scheme = 'NO-BRC' OR (coalesce(btrim(country), '') = '' AND given_scheme IS NULL);
BEGIN
    scheme := NULL;
    IF coalesce(bare, '') = '' THEN
        RETURN;
    END IF;
    IF is_norwegian THEN
        -- 985 198 292, NO964338531MVA, Org.nr. 889 640 782: nine digits and nothing else that counts
        IF orgnr_is_valid(raw) THEN
            identifier := raw::orgnr::text;
        ELSIF length(digits) = 9 AND orgnr_is_valid(digits) THEN
            identifier := digits::orgnr::text;
        END IF;
        IF identifier IS NOT NULL THEN
            scheme := 'NO-BRC';
            -- the check digit is trusted over the label
            IF given_scheme <> scheme THEN
                problem := format('"%s" is a Norwegian organisation number, though labelled %s', raw, given_scheme);
            END IF;
            RETURN;
        END IF;
        IF given_scheme IS NULL OR given_scheme = 'NO-BRC' THEN
            problem := format('"%s" is no Norwegian organisation number', raw);
            RETURN;
        END IF;
    END IF;
    IF given_scheme IS NULL AND length(digits) < 3 THEN
        problem := format('"%s" is no identifier', raw);
        RETURN;
    END IF;
    scheme := coalesce(given_scheme, in_country || '-NATIONALID');
    IF scheme IS NULL THEN
        problem := format('"%s" is of an unknown register', raw);
        RETURN;
    END IF;
    -- under its own label a number stays as it is written
    identifier := CASE WHEN given_scheme IS NULL THEN bare ELSE btrim(raw) END;
END $$;
COMMENT ON FUNCTION @registry@.read_identifier(text, text, text) IS 'Reads an organisation''s number as notices write it. scheme in: the label it has there (NULL: none); scheme out: org-id.guide scheme, or XX-NATIONALID for a number of country XX whose register is not said. A Norwegian number is normalised and checked, also under a wrong label; one of XX-NATIONALID loses its spaces and punctuation, which never tell two numbers apart. problem says in words what is wrong; identifier is NULL where nothing can be used.';

CREATE OR REPLACE FUNCTION @registry@.find_or_add_organisation(
    name text, raw_identifier text DEFAULT NULL, scheme text DEFAULT NULL, country text DEFAULT NULL,
    admin_level innopart.admin_level DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    clean_name text := nullif(btrim(regexp_replace(name, '[\s\u00A0]+', ' ', 'g')), '');
    in_country text := @registry@.country_code(country);
    number record;
    organisation_id bigint;
    namesakes bigint[];
    unnumbered bigint[];
BEGIN
    SELECT r.scheme, r.identifier INTO number FROM @registry@.read_identifier(raw_identifier, scheme, country) r;
    clean_name := coalesce(clean_name, number.scheme || ' ' || number.identifier);
    IF clean_name IS NULL THEN
        RETURN NULL;
    END IF;
    IF number.scheme = 'NO-BRC' THEN
        in_country := 'NO';
    END IF;

    -- two imports bring the same body at the same time
    PERFORM pg_advisory_xact_lock('@registry@.organisation'::regclass::oid::integer, 0);
    IF number.identifier IS NOT NULL THEN
        SELECT i.organisation_id INTO organisation_id
        FROM @registry@.organisation_identifier i
        WHERE i.scheme = number.scheme
          AND CASE WHEN number.scheme = 'NO-BRC' THEN i.identifier::orgnr = number.identifier::orgnr
              ELSE upper(regexp_replace(i.identifier, '[^[:alnum:]]', '', 'g')) = upper(regexp_replace(number.identifier, '[^[:alnum:]]', '', 'g')) END;
        IF FOUND THEN
            RETURN organisation_id;
        END IF;
    END IF;

    -- Exactly the same name in the same country.  With a number, only a body that has none of that
    -- kind; of several, only the one that has no number at all.
    SELECT array_agg(o.id) FILTER (WHERE number.identifier IS NULL OR number.scheme <> ALL (has.schemes)),
        array_agg(o.id) FILTER (WHERE has.schemes = '{}')
    INTO namesakes, unnumbered
    FROM @registry@.organisation o
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(i.scheme), '{}') AS schemes
        FROM @registry@.organisation_identifier i WHERE i.organisation_id = o.id) has
    WHERE lower(o.name) = lower(clean_name)
      AND (in_country IS NULL OR o.country_code IN (in_country, 'ZZ'));
    organisation_id := CASE 1 WHEN cardinality(namesakes) THEN namesakes[1] WHEN cardinality(unnumbered) THEN unnumbered[1] END;
    IF organisation_id IS NULL THEN
        INSERT INTO @registry@.organisation (name, country_code, admin_level, provenance, source_url)
        VALUES (clean_name, coalesce(in_country, 'ZZ'), admin_level, provenance, source_url)
        RETURNING id INTO organisation_id;
    END IF;
    IF number.identifier IS NOT NULL THEN
        INSERT INTO @registry@.organisation_identifier (organisation_id, scheme, identifier, written_as)
        VALUES (organisation_id, number.scheme, number.identifier, nullif(raw_identifier, number.identifier));
    END IF;
    RETURN organisation_id;
END $$;
COMMENT ON FUNCTION @registry@.find_or_add_organisation(text, text, text, text, innopart.admin_level, innopart.provenance, text) IS 'The organisation that a document means: by its number (read_identifier()), else by exactly the same name, whatever the case of its letters, in the same country; else a new one, with its number, and how that was written. Two bodies of one name are told apart by number alone, never by a guess. scheme is the label the number has in the document, country a code of two or three letters. Raises nothing for a dirty number; read_identifier() says what is wrong with it. NULL when there is neither name nor number.';

CREATE OR REPLACE FUNCTION @registry@.keep_source(
    partnership_id bigint, kind innopart.document_kind, title text, effective_on date, content text, content_type text,
    url text DEFAULT NULL, provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL,
    OUT document_id bigint, OUT is_new boolean)
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp SET innopart.known_at = ''
AS $$
#variable_conflict use_variable
DECLARE
    digest bytea := sha256(convert_to(content, 'UTF8'));
BEGIN
    SELECT d.id INTO document_id
    FROM @registry@.known_document d
    WHERE d.partnership_id = partnership_id AND d.digest = digest
    ORDER BY d.id LIMIT 1;
    is_new := NOT FOUND;
    IF is_new THEN
        INSERT INTO @registry@.document (partnership_id, kind, title, effective_on, url, digest, content, content_type, provenance, source_url)
        VALUES (partnership_id, kind, title, effective_on, url, digest, content, content_type, provenance, source_url)
        RETURNING id INTO document_id;
    END IF;
END $$;
COMMENT ON FUNCTION @registry@.keep_source(bigint, innopart.document_kind, text, date, text, text, text, innopart.provenance, text) IS 'Keeps the whole of an imported document (content_type application/xml or application/json) under the partnership, once: is_new is false where the same text is kept already.';

CREATE OR REPLACE FUNCTION @registry@.keep_warning(
    partnership_id bigint, document_id bigint, code text, message text, effective_on date,
    organisation_id bigint DEFAULT NULL, lot_number text DEFAULT NULL, language text DEFAULT NULL, prose text DEFAULT NULL,
    provenance innopart.provenance DEFAULT 'sourced', source_url text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, innopart, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    new_id bigint;
BEGIN
    INSERT INTO @registry@.import_warning (partnership_id, document_id, code, message, organisation_id, lot_number, language, prose, effective_on, provenance, source_url)
    VALUES (partnership_id, document_id, code, message, organisation_id, lot_number, language, prose, effective_on, provenance, source_url)
    RETURNING id INTO new_id;
    RETURN new_id;
END $$;
COMMENT ON FUNCTION @registry@.keep_warning(bigint, bigint, text, text, date, bigint, text, text, text, innopart.provenance, text) IS 'Keeps what the import of a document leaves to a person; it stands on report.notice_todo until it is settled. effective_on is the day of the document. Returns the warning.';
