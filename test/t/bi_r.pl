# R with RPostgreSQL: every report by information_schema, and every row in a data frame.
use strict;
use warnings;
use Test::More;
use InnopartTest;
use BiClient;

needs('R with RPostgreSQL', 'Rscript', '-e', 'library(RPostgreSQL)');
my %before = %ENV;
bi_registry();
reads_everything('R', 'Rscript', '--vanilla', 'test/bi/r/reports.R');
bi_end(\%before);
done_testing();
