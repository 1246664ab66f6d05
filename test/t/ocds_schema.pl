# Releases and packages are valid OCDS 1.1.5: the demo's, and those of a registry that has
# everything, on many days, with local fields and without.  And the validator sees what is wrong.
# OCDS_RELEASE_SCHEMA=FILE validates against the standard's own schema instead of ours.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $schema = 'test/data/ocds/release-schema.json';
my $package = q{registry.ocds_package((SELECT array_agg(p.id ORDER BY p.id) FROM registry.partnership p), 'ocds-abc123', '{"name": "Storvik kommune"}', 'https://storvik.example/ocds.json'};

# one document a line in, findings out
sub findings
{
	my ($documents, $against) = @_;
	my ($status, $out, $err) = run($documents, '/usr/bin/python3', 'test/t/ocds_validate.py', $against // $schema);
	die "ocds_validate.py: $err" if $status != 0;
	return $out;
}

my $demo = fresh_database();
psql($demo, join('', map { slurp("sql/demo/$_.sql") } '00-registry', '10-organisations', '20-stavanger', '30-others'));
my $rich = fresh_database();
psql($rich, 'CREATE EXTENSION innopart; SELECT innopart.create_registry();');
psql($rich, join("\n", slurp('test/data/small_partnership.sql'), slurp('test/data/restarted_partnership.sql'), slurp('test/data/ocds/rich_partnership.sql')));

my %packages;
foreach my $registry ([ demo => $demo ], [ 'a registry with everything' => $rich ])
{
	my ($name, $database) = @$registry;
	foreach my $local ('true', 'false')
	{
		# a day within each quarter from the first partnership on
		$packages{"$name, local $local"} = psql($database, qq{
			SELECT $package, d::date, $local) FROM generate_series((SELECT min(started_on) FROM registry.partnership), '2022-01-01', '3 months') d ORDER BY d;
			SELECT $package, local => $local)});
	}
}
foreach my $what (sort keys %packages)
{
	my $documents = $packages{$what};
	cmp_ok(scalar(split /\n/, $documents), '>', 15, "$what: packages");
	is(findings($documents), '', "$what: valid");
	unlike($documents, qr/innopart/, "$what: nothing of ours") if $what =~ /false/;
	like($documents, qr/innopart_rights.*innopart_record/, "$what: our fields") if $what =~ /true/;
	unlike($documents, qr/zealously/, "$what: no confidential lesson");
}
is(psql($demo, q{SELECT count(*) FROM report.ocds_data}), '0', 'report.ocds_data is empty where no partnership has an ocid');
is(psql($rich, q{UPDATE registry.partnership SET ocid = 'ocds-abc123-' || id WHERE id < 3; SELECT count(*) FROM report.ocds_data}), '2', 'report.ocds_data has a row a partnership with an ocid');
is(findings(psql($rich, q{SELECT data FROM report.ocds_data})), '', 'report.ocds_data is valid');

# what came in as notices goes out as OCDS: our own, and the real ones where they are there
my $notices = fresh_database();
psql($notices, 'CREATE EXTENSION innopart; SELECT innopart.create_registry()');
foreach my $file (sort glob('test/data/notices/*.xml'), glob('../shared/notices/*.xml'))
{
	my $content = slurp($file);
	$content =~ s/'/''/g;
	# one of them is no notice
	psql_error($notices, "SELECT registry.import_notice('$content', any_procedure => true)");
}
# an item of a lot that the tender does not hold
psql($notices, q{SELECT registry.import_ocds('{"ocid": "ocds-abc123-lost", "id": "1", "date": "2024-01-01T00:00:00Z", "tag": ["tender"], "buyer": {"id": "b", "name": "Byen"},
	"tender": {"id": "t", "title": "A lot lost", "lots": [{"id": "L1"}], "items": [{"id": "1", "relatedLot": "L2", "classification": {"scheme": "CPV", "id": "73000000"}}]}}')});
my $releases = q{SELECT registry.ocds_release(p.id, 'ocds-abc123', local => l) FROM registry.partnership p, unnest('{true,false}'::boolean[]) l};
cmp_ok(scalar(split /\n/, psql($notices, $releases)), '>=', 8, 'imported notices: releases');
is(findings(psql($notices, $releases)), '', 'imported notices: valid');
drop_database($notices);

SKIP:
{
	skip 'OCDS_RELEASE_SCHEMA names no file of the standard\'s own schema', 2 unless $ENV{OCDS_RELEASE_SCHEMA};
	is(findings($packages{$_}, $ENV{OCDS_RELEASE_SCHEMA}), '', "$_: valid by $ENV{OCDS_RELEASE_SCHEMA}") foreach 'demo, local true', 'a registry with everything, local true';
}

# what breaks a release; what must be said of it
my @breaches = (
	[ q{release - 'ocid'}, qr/'ocid' is a required property/ ],
	[ q{jsonb_set(release, '{tag}', '[]')}, qr/^document 1: tag: / ],
	[ q{jsonb_set(release, '{date}', '"2020-06-31T00:00:00Z"')}, qr/date: '2020-06-31T00:00:00Z' is not a 'date-time'/ ],
	[ q{jsonb_set(release, '{date}', '"2020-06-30"')}, qr/is not a 'date-time'/ ],
	[ q{jsonb_set(release, '{tender,status}', '"over"')}, qr/'over' is not one of/ ],
	[ q{release #- '{tender,id}'}, qr/'id' is a required property/ ],
	[ q{release #- '{contracts,0,awardID}'}, qr/'awardID' is a required property/ ],
	[ q{jsonb_set(release, '{contracts,0,awardID}', '"none"')}, qr/no award none/ ],
	[ q{jsonb_set(release, '{contracts,1,extendsContractID}', '"none"')}, qr/no contract none/ ],
	[ q{jsonb_set(release, '{contracts,1,buyer,id}', '"none"')}, qr/no party none/ ],
	[ q{jsonb_set(release, '{contracts,1,buyer,name}', '"Somebody else"')}, qr/is not called Somebody else/ ],
	[ q{jsonb_set(release, '{contracts,0,id}', release #> '{contracts,1,id}')}, qr/stands 2 times/ ],
	[ q{jsonb_set(release, '{contracts,1,value,amount}', '"900"')}, qr/'900' is not of type/ ],
	[ q{jsonb_set(release, '{tender,optoins}', '{}')}, qr/'optoins' does not match/ ],
	[ q{jsonb_set(release, '{parties,0,roles}', '"buyer"')}, qr/'buyer' is not of type 'array'/ ],
	[ q{jsonb_set(release, '{contracts,0,suppliers}', '[{"id": "none", "name": "None"}, {"id": "nobody", "name": "Nobody"}]')}, qr{contracts/suppliers: no party nobody} ],
	[ q{jsonb_set(release, '{contracts,0,options,innopart_rights,0,holder,id}', '"none"')}, qr/no party none/ ]);
foreach my $breach (@breaches)
{
	my ($change, $what) = @$breach;
	like(findings(psql($rich, qq{SELECT $change FROM (SELECT registry.ocds_release(1, 'ocds-abc123', '2020-12-31') AS release) r})), $what, "seen: $change");
}

drop_database($_) foreach $demo, $rich;
# the demo's, and the whole cluster's
psql('postgres', 'DROP ROLE bi_reader');
done_testing();
