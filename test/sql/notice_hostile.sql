-- Hostile and broken documents: a clear error or a warning, never XX000, and nothing changed.
SET client_min_messages = error;
SELECT innopart.create_registry('r_hostile', 'p_hostile');
SET search_path = r_hostile, innopart;
\set SHOW_CONTEXT never
\set VERBOSITY terse
\getenv srcdir PG_ABS_SRCDIR
\set data :srcdir '/data/notices/'
\set competition `cat ":data"ted-competition.xml`
\set ecompetition `cat ":data"eforms-competition.xml`

-- the SQLSTATE and message of an import, or what it returned
CREATE FUNCTION pg_temp.try(doc bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result record;
BEGIN
    result := r_hostile.import_notice_bytes(doc, 'hostile');
    RETURN format('partnership %s, warnings %s', coalesce(result.partnership_id::text, 'none'), result.warnings);
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;

CREATE TEMP TABLE trial (no integer GENERATED ALWAYS AS IDENTITY, what text, doc bytea);
INSERT INTO trial (what, doc) VALUES
    ('nothing', NULL), ('empty', ''), ('no XML', 'hello'), ('JSON', '{"ocid": "x"}'),
    ('truncated', convert_to(left(:'competition', 3000), 'UTF8')),
    ('truncated in a character', substring(convert_to(:'competition', 'UTF8') FOR position('\xc3'::bytea IN convert_to(:'competition', 'UTF8')))),
    ('said to be UTF-8, and is not', convert_to(:'competition', 'LATIN1')),
    ('an encoding nobody knows', convert_to(replace(:'competition', 'UTF-8', 'KLINGON'), 'UTF8')),
    ('an encoding that cannot be converted', convert_to(replace(:'competition', 'UTF-8', 'MULE_INTERNAL'), 'UTF8')),
    ('an encoding that cannot be converted', convert_to(replace(:'competition', 'UTF-8', 'SQL_ASCII'), 'UTF8')),
    ('an encoding that is a statement', convert_to(replace(:'competition', 'UTF-8', 'x''); DROP TABLE award; --'), 'UTF8')),
    ('UTF-16', '\xfffe3c00'), ('a NUL', convert_to(left(:'competition', 100), 'UTF8') || '\x00'::bytea || convert_to(substr(:'competition', 101), 'UTF8')),
    ('entity bomb', '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;"><!ENTITY i "&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;">]><l>&i;</l>'),
    ('a small entity', convert_to(regexp_replace(:'competition', '<TED_EXPORT', '<!DOCTYPE TED_EXPORT [<!ENTITY t "Light">]><TED_EXPORT'), 'UTF8')),
    ('an external entity', convert_to(regexp_replace(replace(:'competition', 'Light at night', '&x;'), '<TED_EXPORT', '<!-- a notice --><!DOCTYPE TED_EXPORT [<!ENTITY x SYSTEM "file:///etc/passwd">]><TED_EXPORT'), 'UTF8')),
    ('an external DTD', convert_to(regexp_replace(:'competition', '<TED_EXPORT', '<!DOCTYPE TED_EXPORT SYSTEM "http://127.0.0.1:1/x.dtd"><TED_EXPORT'), 'UTF8')),
    ('an entity nobody declared', convert_to(replace(:'competition', 'Light at night', '&x;'), 'UTF8')),
    ('nesting', convert_to(repeat('<a>', 100000) || repeat('</a>', 100000), 'UTF8')),
    ('nesting within a notice', convert_to(replace(:'competition', '<P>Lamps that see who comes.</P>', repeat('<P>', 5000) || repeat('</P>', 5000)), 'UTF8')),
    ('huge', convert_to('<TED_EXPORT>' || repeat('<!-- 0123456789 0123456789 0123456789 -->', 900000) || '</TED_EXPORT>', 'UTF8')),
    ('a huge word', convert_to('<TED_EXPORT>' || repeat('x', 9000000) || '</TED_EXPORT>', 'UTF8')),
    ('two roots', '<a/><b/>'), ('text about a notice', 'TED <b>notice</b>'), ('another document', '<html><body>TED_EXPORT</body></html>'),
    ('an empty TED_EXPORT', '<TED_EXPORT/>'), ('a form without language', '<TED_EXPORT><FORM_SECTION><F02_2014/></FORM_SECTION></TED_EXPORT>'),
    ('a form nobody knows', '<TED_EXPORT><FORM_SECTION><F99_2014 LG="EN"/></FORM_SECTION></TED_EXPORT>'),
    ('a form and nothing else', '<TED_EXPORT><FORM_SECTION><F02_2014 LG="EN"><PROCEDURE><PT_INNOVATION_PARTNERSHIP/></PROCEDURE></F02_2014></FORM_SECTION></TED_EXPORT>'),
    ('a number and no day', '<TED_EXPORT DOC_ID="1-2019"><FORM_SECTION><F02_2014 LG="EN"><PROCEDURE><PT_INNOVATION_PARTNERSHIP/></PROCEDURE></F02_2014></FORM_SECTION></TED_EXPORT>'),
    ('an empty eForms', '<ContractNotice/>'), ('eForms of a type nobody knows', '<ContractNotice><NoticeTypeCode>x</NoticeTypeCode></ContractNotice>'),
    ('eForms without number and day', '<ContractNotice><NoticeTypeCode listName="competition">cn-standard</NoticeTypeCode></ContractNotice>'),
    ('a namespace prefix nobody declared', '<x:TED_EXPORT/>');
SELECT no, what, regexp_replace(pg_temp.try(doc), '(.{150}).*', '\1 ...') AS result FROM trial ORDER BY no;
-- nothing was changed
SELECT (SELECT count(*) FROM partnership) AS partnerships, (SELECT count(*) FROM organisation) AS organisations, (SELECT count(*) FROM document) AS documents, (SELECT count(*) FROM notice) AS notices;

-- the same through the server's own type: its errors, its SQLSTATEs
SELECT import_notice('<a>');
SELECT import_notice(NULL);
SELECT import_notice('<a/>');

-- --- a document that is odd, and a notice all the same -----------------------------------------------------
-- in another encoding, said rightly; with a byte order mark; as wide as it may be
SELECT pg_temp.try(convert_to(replace(replace(:'competition', 'UTF-8', 'ISO-8859-1'), '012345', '000001'), 'LATIN1')) ~ '^partnership \d+' AS latin1;
SELECT body FROM known_notice_text WHERE language = 'fr' AND topic = 'title';
SELECT pg_temp.try('\xefbbbf'::bytea || convert_to(replace(replace(:'competition', '2019/S 040', '2019/S 041'), '012345', '000002'), 'UTF8')) ~ '^partnership \d+' AS marked;
-- a notice with many lots, awards' worth of words, quotes and brackets in its names
SELECT pg_temp.try(convert_to(replace(replace(replace(replace(:'competition', '2019/S 040', '2019/S 042'), '012345', '000003'), 'Litlevik kommune', 'O''Brien % _ \ &lt;b&gt; $$ ''; DROP TABLE x; --'),
    '<LOT_DIVISION/>', (SELECT string_agg(format('<OBJECT_DESCR ITEM="%s"><SHORT_DESCR><P>lot</P></SHORT_DESCR><OPTIONS/></OBJECT_DESCR>', n), '') FROM generate_series(1000, 1999) n)), 'UTF8')) ~ '^partnership \d+' AS wide;
SELECT count(*) AS lots FROM known_notice_lot l JOIN known_notice n ON n.id = l.notice_id WHERE n.notice_number = '000003-2019';
SELECT name FROM organisation WHERE name LIKE 'O''Brien%';
-- values at the edges
SELECT pg_temp.try(convert_to(replace(replace(replace(replace(:'ecompetition', '11111111-2222', '00000000-2222'), 'AAAAAAAA', 'DDDDDDDD'), '00654321', '00654322'), '60000000', '99999999999999.99999'), 'UTF8')) ~ '^partnership \d+' AS large, read_amount('99999999999999.99994'), read_amount('99999999999999.99995');
SELECT todo_text FROM p_hostile.notice_todo WHERE notice_number = '00654322-2024' AND todo_code = 'unreadable';
-- dated tomorrow: recorded, and no stage entered before its day
SELECT pg_temp.try(convert_to(replace(replace(replace(:'ecompetition', '11111111-2222', '00000001-2222'), 'AAAAAAAA', 'EEEEEEEE'), '2024-03-01+01:00', '2199-01-01'), 'UTF8')) ~ 'could not be entered' AS ahead;

RESET search_path;
SELECT innopart.drop_registry('r_hostile', force => true);
