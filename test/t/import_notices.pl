# import-notices as a program: a folder in any order, bad files among good ones, and again.
use strict;
use warnings;
use utf8;
use File::Basename qw(basename);
use File::Copy qw(copy);
use File::Temp qw(tempdir);
use Test::More;
use InnopartTest;

my $program = 'bin/import-notices';
my $folder = tempdir(CLEANUP => 1);
my $database = fresh_database();
psql($database, 'CREATE EXTENSION innopart; SELECT innopart.create_registry()');

sub import_notices { return run('', $program, '-d', $database, @_) }

sub put
{
	my ($name, $content) = @_;
	open(my $file, '>', "$folder/$name") or die "$folder/$name: $!";
	print $file $content;
	close($file);
	return "$folder/$name";
}

# --- usage -------------------------------------------------------------------

my ($status, $out, $err) = run('', $program, '--help');
is($status, 0, '--help succeeds');
like($out, qr/^Usage:\n  import-notices \[OPTION\]\.\.\. PATH/m, 'and tells how it is used');
($status, $out, $err) = import_notices();
is($status, 2, 'no path: 2');
like($err, qr/no file or folder given/, 'and says so');
($status, $out, $err) = import_notices('--nonsense', $folder);
is($status, 2, 'an unknown option: 2');
like($err, qr/unknown option --nonsense/, 'and names it');
($status, $out, $err) = import_notices('--registry=elsewhere', $folder);
is($status, 2, 'no such registry: 2');
like($err, qr/there is no registry/, 'and says so');
($status, $out, $err) = run('', $program, '-d', 'no_such_database', $folder);
is($status, 2, 'no connection: 2');
($status, $out, $err) = import_notices($folder);
is($status, 0, 'an empty folder is no failure');
like($out, qr/new partnership\s*\|\s*0\b/, 'of nothing');

# --- a folder ----------------------------------------------------------------

# by their names in the worst order: what is changed comes after the change
mkdir "$folder/2019" or die;
copy('test/data/notices/ted-modification.xml', "$folder/1-modification.xml");
copy('test/data/notices/ted-corrigendum.xml', "$folder/2019/2-corrigendum.xml");
copy('test/data/notices/ted-prior-information.xml', "$folder/3-prior.xml");
copy('test/data/notices/ted-award.xml', "$folder/4-award.XML");
copy('test/data/notices/ted-competition.xml', "$folder/5-competition.xml");
copy('test/data/notices/ted-open-procedure.xml', "$folder/6-open.xml");
copy('test/data/notices/eforms-competition.xml', "$folder/it's a \\ \"name\" \$(touch pwned) `x` %s.xml");
put('7-truncated.xml', substr(slurp('test/data/notices/ted-competition.xml'), 0, 2000));
put('8-empty.xml', '');
put('9-bomb.xml', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>');
put('notes.txt', 'no notice');
put("odd\x1b[31m.xml", '<html/>');

($status, $out, $err) = import_notices($folder, "$folder/there-is-none.xml");
is($status, 1, 'some failed: 1');
like($err, qr{^\[1/12\] \S+/1-modification\.xml: not imported, 1 warning$}m, 'progress is told on stderr');
is(scalar(() = $err =~ /^\[\d+\/12\]/mg), 12, 'of every file');
unlike($err . $out, qr/\x1b/, 'and nothing in a name reaches the terminal');
unlike($err . $out, qr/notes\.txt/, 'other files are left alone');
like($out, qr/new partnership\s*\|\s*2\b/, 'two partnerships are new');
like($out, qr/new notice\s*\|\s*4\b/, 'four notices are new, whatever the order');
like($out, qr/not imported\s*\|\s*1\b/, 'one is of another procedure');
like($out, qr/failed\s*\|\s*5\b/, 'five failed');
like($out, qr{6-open\.xml\s*\|\s*not imported\s*\|\s*\| notice 500500-2017 is not imported: its procedure is PT_OPEN}, 'and why stands beside the file');
like($out, qr{7-truncated\.xml\s*\|\s*failed\s*\|\s*\| invalid XML document: line \d+: .* \(2200M\)}, 'truncated');
like($out, qr{8-empty\.xml\s*\|\s*failed\s*\|\s*\| invalid XML document: line 1: .* \(2200M\)}, 'empty');
like($out, qr{9-bomb\.xml\s*\|\s*failed\s*\|\s*\| a document with a document type declaration is no notice: .* \(IP047\)}, 'a bomb');
like($out, qr{there-is-none\.xml\s*\|\s*failed\s*\|\s*\| there is no such file}, 'a file that is none');
like($out, qr/name.*\| new partnership\s*\|\s*\d+ \| lot LOT-0001 has options/, 'a name full of signs is only a name');
ok(!-e 'pwned', 'and runs nothing');
is(psql($database, 'SELECT count(*) FROM registry.partnership'), 2, 'the partnerships are there');
is(psql($database, q{SELECT string_agg(kind::text, ' ' ORDER BY effective_on) FROM registry.known_notice WHERE partnership_id = (SELECT id FROM registry.partnership WHERE title = 'Light at night')}),
	'planning competition result cont-modif', 'with all their notices');

# --- again, and otherwise ----------------------------------------------------

my $facts = q{SELECT string_agg(c.relname || ' ' || (xpath('/table/row/n/text()', query_to_xml('SELECT count(*) AS n FROM registry.' || c.relname, true, false, '')))[1]::text, ', ' ORDER BY c.relname)
	FROM pg_class c WHERE c.relnamespace = 'registry'::regnamespace AND c.relkind = 'r'};
my $before = psql($database, $facts);
($status, $out, $err) = import_notices('-q', $folder);
is($status, 1, 'again: the bad ones still fail');
is($err, '', 'in silence');
like($out, qr/new partnership\s*\|\s*0\b/, 'nothing is new');
like($out, qr/known already\s*\|\s*6\b/, 'six are known');
is(psql($database, $facts), $before, 'and nothing was changed');

psql($database, q{SELECT innopart.create_registry('My registry', 'My report')});
($status, $out, $err) = import_notices('-q', '--registry=My registry', '--any-procedure', '--source=https://example.org/notices/', "$folder/6-open.xml");
is($status, 0, 'one file into another registry');
is(psql($database, 'SELECT title, source_url FROM "My registry".partnership'), 'Paper|https://example.org/notices/6-open.xml', 'any procedure, with its source');

# OCDS beside them, and by the registry's owner, who is no superuser
my $release = put('release.json', '[{"ocid": "ocds-x1-1", "id": "1", "date": "2024-01-01T00:00:00Z", "tag": ["tender"], "initiationType": "tender",
	"buyer": {"id": "b"}, "parties": [{"id": "b", "name": "Byen", "roles": ["buyer"]}],
	"tender": {"id": "t", "title": "A city", "procurementMethod": "selective", "procurementMethodDetails": "Innovation partnership"}}]');
psql($database, 'CREATE ROLE import_notices_owner LOGIN; GRANT CREATE ON DATABASE ' . $database . ' TO import_notices_owner');
psql($database, q{SET ROLE import_notices_owner; SELECT innopart.create_registry('owned', 'owned_report')});
{
	local $ENV{PGOPTIONS} = '-c role=import_notices_owner';
	($status, $out, $err) = import_notices('--registry=owned', $release, 'test/data/notices/eforms-competition.xml', "$folder/no.json", put('bad.json', '[{'));
}
is($status, 1, 'by an owner that is no superuser');
like($out, qr/new partnership\s*\|\s*2\b/, 'OCDS and eForms');
like($out, qr{bad\.json\s*\|\s*failed\s*\|\s*\| invalid input syntax for type json}, 'broken JSON');
is(psql($database, 'SELECT string_agg(title, $$, $$ ORDER BY title) FROM owned.partnership'), 'A city, Varmt vann', 'are there');

drop_database($database);
psql('postgres', 'DROP ROLE import_notices_owner');
done_testing();
