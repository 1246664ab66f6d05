# The README shows what its blocks really give.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $database = fresh_database();
my ($status, $now, $err) = run('', 'tools/run-readme', 'README.md', $database);
is($status, 0, 'the blocks run');
my @now = split /\n/, $now;
my @written = split /\n/, slurp('README.md');
is(scalar @now, scalar @written, 'as many lines as written');
my @other = grep { ($now[$_] // '') ne ($written[$_] // '') } 0 .. $#now;
is("@other", '', 'every line as written') or diag("line $_: $now[$_]") for @other ? @other[ 0 .. ($#other > 9 ? 9 : $#other) ] : 0;
drop_database($database);
psql('postgres', 'DROP ROLE IF EXISTS readme_reader');
done_testing();
