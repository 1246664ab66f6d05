# SQLAlchemy with psycopg2 and pandas, as Superset and notebooks have them: the inspector lists every
# report with its comments, and every row is read into a frame.
use strict;
use warnings;
use Test::More;
use InnopartTest;
use BiClient;

needs('SQLAlchemy with psycopg2 and pandas', '/usr/bin/python3', '-c', 'import sqlalchemy, psycopg2, pandas');
my %before = %ENV;
bi_registry();
reads_everything('SQLAlchemy', '/usr/bin/python3', 'test/bi/sqlalchemy/reports.py');
bi_end(\%before);
done_testing();
