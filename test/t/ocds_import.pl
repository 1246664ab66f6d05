# OCDS in and out on real data: the demo's registry, exported, imported into an empty registry and
# exported again, is the same document; and the third-party OCDS of ../shared/notices is read with
# its defects told and its option holders offered for reclassification.
use strict;
use warnings;
use utf8;
use Test::More;
use InnopartTest;
binmode(Test::More->builder->$_, ':encoding(UTF-8)') foreach qw(output failure_output todo_output);

my $demo = fresh_database();
psql($demo, join('', map { slurp("sql/demo/$_.sql") } '00-registry', '10-organisations', '20-stavanger', '30-others'));
# an empty registry in another database, whose numbers are not those of the first
my $copy = fresh_database();
psql($copy, q{CREATE EXTENSION innopart; SELECT innopart.create_registry();
	SELECT count(setval(c.oid, 5000)) FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'S'});

sub package_of
{
	my ($database, $more) = @_;
	return psql($database, qq{SELECT registry.ocds_package((SELECT array_agg(p.id ORDER BY p.id) FROM registry.partnership p), 'ocds-abc123',
		'{"name": "Storvik kommune"}', 'https://storvik.example/ocds.json'$more)});
}

# the document goes in through a file: it is longer than a command line
sub import_into
{
	my ($database, $document, $wanted) = @_;
	my $quoted = $document =~ s/'/''/gr;
	return psql($database, "SELECT $wanted FROM registry.import_ocds('$quoted', 'https://storvik.example/ocds.json') i");
}

my $exported = package_of($demo, '');
my $partnerships = psql($demo, 'SELECT count(*) FROM registry.partnership');
is(import_into($copy, $exported, q{count(*) FILTER (WHERE i.created) || ' ' || count(*) FILTER (WHERE i.warnings <> '{}')}), "$partnerships 0", 'every partnership is new, and nothing was left out');
is(package_of($copy, ''), $exported, 'exported, imported and exported again: the same document');
is(package_of($copy, ", '2019-12-31'"), package_of($demo, ", '2019-12-31'"), 'the same document of an earlier day');
is(package_of($copy, ', local => false'), package_of($demo, ', local => false'), 'the same document without local fields');
is(psql($copy, 'SELECT count(*) FROM report.ledger_check'), '0', 'the ledger of the copy is sound');

# every report that is not about how it was recorded says the same
my @reports = split /\n/, psql($demo, q{SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'report'::regnamespace AND c.relkind = 'v'
	AND c.relname IN ('option_status', 'partnership_overview', 'phase_progress', 'cap_utilisation', 'participation_by_org', 'gate_decisions', 'succession', 'compliance_findings') ORDER BY 1});
cmp_ok(scalar(@reports), '==', 8, 'reports to compare');
foreach my $report (@reports)
{
	# without the numbers of rows
	my $rows = qq{SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
		SELECT (SELECT string_agg(e.key || '=' || coalesce(e.value, ''), '|' ORDER BY e.key) FROM jsonb_each_text(to_jsonb(r)) e WHERE e.key !~ '(^|_)ids?\$|^recorded_at|_detail|_text\$') AS line FROM report.$report r) x};
	is(psql($copy, $rows), psql($demo, $rows), "report.$report says the same");
}

# without local fields it is anybody's release
my $standard = package_of($demo, ', local => false');
my $plain = fresh_database();
psql($plain, 'CREATE EXTENSION innopart; SELECT innopart.create_registry()');
is(import_into($plain, $standard, 'count(*) FILTER (WHERE i.created)'), $partnerships, 'without local fields: every partnership is new');
is(psql($plain, q{SELECT count(*) FROM registry.option_right}), '0', 'without local fields: no holder is guessed');
is(psql($plain, q{SELECT string_agg(o.name, ', ' ORDER BY o.name) FROM registry.known_partner_contract c JOIN registry.organisation o ON o.id = c.organisation_id JOIN registry.partnership p ON p.id = c.partnership_id WHERE p.title = 'Aktivisering og egenmestring'}),
	'Innocom AS, Topro Industri AS', 'without local fields: partners have their contracts');
my ($status, $out, $err) = run(package_of($plain, ''), '/usr/bin/python3', 'test/t/ocds_validate.py', 'test/data/ocds/release-schema.json');
is("$status $out", '0 ', 'without local fields: what comes out again is valid') or diag $err;

SKIP:
{
	my $notice = '../shared/notices/12_doffin_2023-674343_NO_named-option-municipalities_PIN_ocds.json';
	skip "$notice is not there", 9 unless -f $notice;
	my $content = slurp($notice);
	is(import_into($plain, $content, 'i.created'), 't', 'Doffin 2023-674343: a partnership');
	my $of_it = q{(SELECT max(id) FROM registry.partnership)};
	is(psql($plain, qq{SELECT string_agg(DISTINCT w.todo_code, ' ' ORDER BY w.todo_code) FROM report.notice_todo w WHERE w.partnership_id = $of_it}),
		'buyer_may_hold_option contradiction identifier not_innovation_partnership ocid_prefix option_holders party_twice placeholder tender_id_missing', 'its defects are told');
	is(psql($plain, qq{SELECT string_agg(w.organisation_name, ', ' ORDER BY w.organisation_name COLLATE "C") FROM report.notice_todo w WHERE w.partnership_id = $of_it AND w.todo_code = 'buyer_may_hold_option'}),
		bytes('Eidskog kommune, Etnedal kommune, Nord-Aurdal kommune, Nord-Odal kommune, Sør-Aurdal kommune, Vang kommune, Vestre Slidre kommune, Våler kommune, Åsnes kommune, Øystre Slidre kommune'),
		'its ten option holders are offered for reclassification');
	is(psql($plain, qq{SELECT o.name || ' ' || i.scheme || ' ' || i.identifier FROM registry.known_participant p JOIN registry.organisation o ON o.id = p.organisation_id JOIN registry.organisation_identifier i ON i.organisation_id = o.id WHERE p.partnership_id = $of_it AND p.role = 'lead'}),
		'Kongsvinger Kommune NO-BRC 944117784', 'its lead, by the number that was labelled GB-COH');
	is(psql($plain, qq{SELECT count(*) FROM registry.known_participant p WHERE p.partnership_id = $of_it AND p.role = 'co_buyer'}), '15', 'its other buyers, Kongsvinger once');
	is(psql($plain, qq{SELECT kind || ' ' || notice_number || ' ' || effective_on FROM registry.known_notice WHERE partnership_id = $of_it}), 'planning 2023-674343 2023-07-10', 'its notice');
	is(psql($plain, qq{SELECT has_options || ' ' || amount || ' ' || duration || ' ' || duration_unit FROM registry.known_notice_lot WHERE partnership_id = $of_it}), 'true 9700000.0000 720 DAY', 'its lot');
	psql($plain, qq{SELECT registry.reclassify_buyer($of_it, w.organisation_id, 'Doffin 2023-674343') FROM report.notice_todo w WHERE w.partnership_id = $of_it AND w.todo_code = 'buyer_may_hold_option'});
	is(psql($plain, qq{SELECT count(*) FILTER (WHERE p.role = 'co_buyer') || ' ' || count(*) FILTER (WHERE p.role = 'follower') FROM registry.known_participant p WHERE p.partnership_id = $of_it}), '5 10', 'reclassified, they follow');
	my $rows = q{SELECT (SELECT count(*) FROM registry.participant) + (SELECT count(*) FROM registry.document) + (SELECT count(*) FROM registry.notice)};
	my $before = psql($plain, $rows);
	import_into($plain, $content, 'i.created');
	is(psql($plain, $rows), $before, 'imported again it changes nothing, and they still follow');
}

# psql answers in bytes
sub bytes
{
	my ($text) = @_;
	utf8::encode($text);
	return $text;
}

drop_database($_) foreach $demo, $copy, $plain;
# the demo's, and the whole cluster's
psql('postgres', 'DROP ROLE bi_reader');
done_testing();
