# pgjdbc, as Metabase, DBeaver and Tableau have it: DatabaseMetaData lists every report, and every row is read.
use strict;
use warnings;
use Test::More;
use InnopartTest;
use BiClient;

my $jar = '/usr/share/java/postgresql.jar';
needs('pgjdbc', 'test', '-f', $jar);
needs('a Java compiler', 'java', '-cp', $jar, '--list-modules');
my %before = %ENV;
bi_registry();
# one file of source is run as it is
reads_everything('pgjdbc', 'java', '-Xshare:auto', '-cp', $jar, 'test/bi/jdbc/Reports.java');
bi_end(\%before);
done_testing();
