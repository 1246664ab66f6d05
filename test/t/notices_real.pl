# Real notices, beside the project folder and no part of it: their facts, checked by hand.
use strict;
use warnings;
use utf8;
use Test::More;
use InnopartTest;

# beside the clone, or beside the folder of a git worktree
my ($folder) = grep { -d } '../shared/notices', '../../shared/notices';
plan skip_all => 'no real notices in ../shared/notices' if !defined $folder;
binmode(Test::More->builder->$_, ':encoding(UTF-8)') for qw(output failure_output);

my $database = fresh_database();
psql($database, 'CREATE EXTENSION innopart; SELECT innopart.create_registry()');
my ($status, $out, $err) = run('', 'bin/import-notices', '-q', '-d', $database, glob("$folder/*.xml"));
is($status, 0, 'every notice is read') or diag($out, $err);

# one row, its columns joined by |
sub row { my ($sql) = @_; my $row = psql($database, "SET search_path = registry, report, innopart; $sql"); utf8::decode($row); return $row }
my $lots = q{SELECT min_candidate_count, max_candidate_count, has_successive_reduction, estimated_amount, currency, duration_count, duration_unit, starts_on, ends_on, has_renewal, renewal_text, has_options
	FROM notice_lots WHERE notice_number = };

subtest 'Bergen, 1000 buildings (252001-2018)' => sub {
	plan skip_all => 'not there' if !glob("$folder/*252001-2018*");
	is(row("$lots '252001-2018'"), '4|10|t|500000000.0000|NOK|||2019-02-01|2020-01-31|t|The Framework Agreement can be extended for up to 1 year.|t', 'what it states');
	my $p = row("SELECT partnership_id FROM known_notice WHERE notice_number = '252001-2018'");
	is(row("SELECT title, started_on FROM registry.partnership WHERE id = $p"), 'Innovation partnership “1000 buildings — 10 000 possibilities” — Competition|2018-06-11', 'its title and day');
	is(row("SELECT string_agg(concat_ws(' ', k.role, o.name, i.identifier), ', ') FROM known_participant k JOIN registry.organisation o ON o.id = k.organisation_id JOIN organisation_identifier i ON i.organisation_id = o.id WHERE k.partnership_id = $p"),
		'lead Bergen Kommune 964338531', 'Bergen leads, and nobody else takes part by prose');
	is(row("SELECT string_agg(kind || ' ' || amount || ' ' || currency, ', ') FROM known_partnership_value WHERE partnership_id = $p"), 'estimated 500000000.0000 NOK', 'the value, once');
	is(row("SELECT count(*), count(DISTINCT code) FROM known_notice_code WHERE partnership_id = $p AND scheme = 'CPV'"), '15|15', '15 CPV codes');
	is(row("SELECT code, scheme_version FROM known_notice_code WHERE partnership_id = $p AND scheme = 'NUTS'"), 'NO051|2016', 'a place of the NUTS of its time');
	is(row("SELECT refers_to, file_number, other_number FROM known_notice WHERE partnership_id = $p"), '{"2018/S 027-060024"}|2018/29362|2018/S 110-252001', 'the notice before it');
	my $prose = row("SELECT prose FROM notice_todo WHERE partnership_id = $p AND todo_code = 'option_holders'");
	like($prose, qr/all collaborating municipalities .* have a unilateral option/, 'who holds options is put before a person');
	like($prose, qr/Bærum, Sandnes, Drammen, Kristiansand, .* and Statsbygg\. These will have procurement options/, 'with the names');
	is(row("SELECT count(*) FROM option_right WHERE partnership_id = $p"), '0', 'and not guessed');
	is(row("SELECT stage_code, phase_code FROM partnership_overview WHERE id = $p"), 'competition|competition', 'it is in competition');
};

subtest 'NAV Human (187948-2022)' => sub {
	plan skip_all => 'not there' if !glob("$folder/*187948-2022*");
	is(row("$lots '187948-2022'"), '7|10|t|||22|MONTH|||f||t', 'what it states: 22 months as written, no value');
	my $p = row("SELECT partnership_id FROM known_notice WHERE notice_number = '187948-2022'");
	is(row("SELECT o.name, o.admin_level, i.identifier, k.role, k.effective_on FROM known_participant k JOIN registry.organisation o ON o.id = k.organisation_id JOIN organisation_identifier i ON i.organisation_id = o.id WHERE k.partnership_id = $p"),
		'ARBEIDS- OG VELFERDSETATEN|cga|889640782|lead|2022-04-05', 'its lead');
	is(row("SELECT count(*) FROM known_partnership_value WHERE partnership_id = $p"), '0', 'the ceilings of 9 and 80 millions stand in prose, and are not taken from it');
	like(row("SELECT prose FROM notice_todo WHERE partnership_id = $p AND todo_code = 'option_holders'"), qr/NAV Vestland and by the Norwegian Labour.*NOK 80 million/s, 'but put before a person');
	is(row("SELECT code, scheme_version FROM known_notice_code WHERE partnership_id = $p AND scheme = 'NUTS'"), 'NO0A|2021', 'NUTS of 2021');
};

subtest 'CNRS (398963-2016)' => sub {
	plan skip_all => 'not there' if !glob("$folder/*398963-2016*");
	my $p = row("SELECT partnership_id FROM known_notice WHERE notice_number = '398963-2016'");
	is(row("SELECT string_agg(concat_ws(' ', a.award_number, o.name, o.country_code, a.concluded_on, a.amount, a.currency, a.tender_count), '; ' ORDER BY a.id) FROM known_award a JOIN known_award_party w ON w.award_id = a.id JOIN registry.organisation o ON o.id = w.organisation_id WHERE a.partnership_id = $p"),
		'1 AE2I FR 2016-10-03 1000000.0000 EUR 6; 2 ABAC SA FR 2016-10-03 1000000.0000 EUR 6; 3 Fournie Grospaud Synerys FR 2016-10-03 1000000.0000 EUR 6', 'three awards');
	is(row("SELECT string_agg(o.name || ' ' || c.effective_on, ', ' ORDER BY c.id) FROM known_partner_contract c JOIN registry.organisation o ON o.id = c.organisation_id WHERE c.partnership_id = $p"),
		'AE2I 2016-10-03, ABAC SA 2016-10-03, Fournie Grospaud Synerys 2016-10-03', 'three partners with their days of signing');
	is(row("SELECT kind, amount, currency FROM known_partnership_value WHERE partnership_id = $p"), 'awarded|1200000.0000|EUR', 'the value of the whole');
	is(row("SELECT has_options, option_text, option_languages FROM notice_lots WHERE partnership_id = $p"), q{t|Des marchés similaires pourront être passés sur le fondement du partenariat d'innovation.|fr}, 'options in French');
	is(row("SELECT notice_number, is_latest_day FROM known_notice WHERE partnership_id = $p AND kind = 'competition'"), '2015/S 099-179091|t', 'the competition it follows');
	is(row("SELECT stage_code, phase_code FROM partnership_overview WHERE id = $p"), 'partnership|development.1', 'it is under way');
	is(row("SELECT code, scheme_version IS NULL FROM known_notice_code WHERE partnership_id = $p AND scheme = 'NUTS'"), 'FR|t', 'NUTS of an edition it does not tell');
};

subtest 'the eForms SDK\'s example (pin-cfc-24)' => sub {
	plan skip_all => 'not there' if !glob("$folder/*pin-cfc_24*");
	is(row("$lots 'fc972075-4e70-4491-b97a-7e3cb3665826-01'"), '|||||48|MONTH|||||', 'what it states: no option text, so options are not stated');
	my $p = row("SELECT partnership_id FROM known_notice WHERE notice_number = 'fc972075-4e70-4491-b97a-7e3cb3665826-01'");
	is(row("SELECT title, started_on FROM registry.partnership WHERE id = $p"), 'A Son vol3|2023-05-26', 'its title and day');
	is(row("SELECT kind, form, procedure_code, procedure_number FROM known_notice WHERE partnership_id = $p"), 'competition|eforms-10|innovation|cab6f088-c4b5-463a-b57b-39cb1130755d', 'a prior notice that calls for competition');
	is(row("SELECT todo_text FROM notice_todo WHERE partnership_id = $p"), 'ZenithNova Innovations Ltd.: "ABE" is no identifier', 'a number that is none');
};

my $before = row('SELECT count(*) FROM registry.import_warning');
($status, $out, $err) = run('', 'bin/import-notices', '-q', '-d', $database, glob("$folder/*.xml"));
my $all = () = glob("$folder/*.xml");
like($out, qr/known already\s*\|\s*$all\b/, 'again: all are known');
is(row('SELECT count(*) FROM registry.import_warning'), $before, 'and nothing is put before anybody twice');
is(row('SELECT count(*) FROM ledger_check'), '0', 'the ledger agrees');

drop_database($database);
done_testing();
