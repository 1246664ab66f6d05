# The queries of bi/psql say to a read-only role on the demo's registry, as of days that do not move, what is written in
# test/bi/psql; one test a file.  INNOPART_RENEW=1 writes the expected files anew.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $database = fresh_database();
psql($database, join '', map { slurp($_) } sort glob('sql/demo/[0-9]*.sql'));
my @queries = sort glob('bi/psql/*.psql');
cmp_ok(scalar @queries, '>', 8, 'the queries are there');
for my $path (@queries)
{
	my ($name) = $path =~ m{([^/]+)\.psql$};
	local $ENV{PGOPTIONS} = '-c role=bi_reader -c default_transaction_read_only=on -c innopart.as_of=2020-07-01 -c datestyle=ISO';
	my ($status, $out, $err) = run('', 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $database, '-f', $path);
	is("$status $err", '0 ', "$name: runs without a word of complaint");
	my $expected = "test/bi/psql/$name.out";
	if ($ENV{INNOPART_RENEW})
	{
		open(my $file, '>', $expected) or die "$expected: $!";
		print $file $out;
		close($file);
	}
	is($out, slurp($expected), "$name: as expected");
	cmp_ok(scalar(split /\n/, $out), '>', 3, "$name: and there is something to see");
}
psql($database, 'DROP OWNED BY bi_reader');
drop_database($database);
psql('postgres', 'DROP ROLE bi_reader'); # which the demo made
done_testing();
