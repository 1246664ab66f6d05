# psycopg 3: the custom types in the binary protocol, there and back, as the BI role.
use strict;
use warnings;
use Test::More;
use InnopartTest;
use BiClient;

needs('psycopg 3', '/usr/bin/python3', '-c', 'import psycopg');
my %before = %ENV;
bi_registry();
my ($status, $out, $err) = run('', '/usr/bin/python3', 'test/bi/psycopg/binary.py');
is($status, 0, 'psycopg: reads to the end') or diag($err);
my $kinds = 0;
for my $line (split /\n/, $out)
{
	next if $line !~ /^(not )?ok \d+ - (.*)/;
	$kinds++;
	ok(!$1, "psycopg: in binary there and back: $2");
}
is($kinds, 7, 'psycopg: every kind of type');
bi_end(\%before);
done_testing();
