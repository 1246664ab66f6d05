# psqlODBC, as Excel and Access have it: SQLTables and SQLColumns list every report, and every row is read.
use strict;
use warnings;
use Test::More;
use InnopartTest;
use BiClient;

needs('psqlODBC with pyodbc', '/usr/bin/python3', '-c', 'import pyodbc; assert "PostgreSQL Unicode" in pyodbc.drivers()');
my %before = %ENV;
bi_registry();
reads_everything('psqlODBC', '/usr/bin/python3', 'test/bi/odbc/reports.py');
bi_end(\%before);
done_testing();
