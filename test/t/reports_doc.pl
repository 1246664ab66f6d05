# doc/reports.md is what the catalogs say.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $database = fresh_database();
my ($status, $now, $err) = run('', 'tools/reports-doc', $database);
is($status, 0, 'the page can be made') or diag($err);
my %written = map { $_ => 1 } split /\n/, slurp('doc/reports.md');
my @missing = grep { !$written{$_} } split /\n/, $now;
is(scalar @missing, 0, 'doc/reports.md has every line of it; renew: tools/with-cluster tools/reports-doc > doc/reports.md')
  or diag(join "\n", @missing[ 0 .. ($#missing > 4 ? 4 : $#missing) ]);
is(length $now, length slurp('doc/reports.md'), 'and nothing else');
drop_database($database);
done_testing();
