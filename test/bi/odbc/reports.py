# test/bi/odbc/reports.py
# What psqlODBC tells Excel or Access of the schema report (SQLTables, SQLColumns), and every row read.
# Depends on: pyodbc, unixODBC, psqlODBC and the libpq variables PGHOST and so on.
import os
import pyodbc

KNOWN = {pyodbc.SQL_BIGINT, pyodbc.SQL_INTEGER, pyodbc.SQL_DOUBLE, pyodbc.SQL_FLOAT, pyodbc.SQL_NUMERIC, pyodbc.SQL_BIT,
         pyodbc.SQL_TYPE_DATE, pyodbc.SQL_TYPE_TIMESTAMP, pyodbc.SQL_VARCHAR, pyodbc.SQL_WVARCHAR,
         pyodbc.SQL_LONGVARCHAR, pyodbc.SQL_WLONGVARCHAR}
# how psqlODBC spells a type it has no idea of: text of 255 characters; and a numeric without a scale
UNKNOWN_SIZE, NO_SCALE = 255, (28, 6)

connection = pyodbc.connect(
    'DRIVER={PostgreSQL Unicode};SERVER=%s;PORT=%s;DATABASE=%s;UID=%s;PWD={%s}' %
    tuple(os.environ[name] for name in ('PGHOST', 'PGPORT', 'PGDATABASE', 'PGUSER', 'PGPASSWORD')))
cursor = connection.cursor()
for report in [table.table_name for table in cursor.tables(schema='report').fetchall()]:
    columns = cursor.columns(schema='report', table=report).fetchall()
    strange = ['%s %s(%s)' % (c.column_name, c.type_name, c.column_size) for c in columns
               if c.data_type not in KNOWN
               or c.type_name not in ('text', 'int8', 'int4', 'float8', 'numeric', 'bool', 'date', 'timestamptz')
               or (c.type_name == 'text' and c.column_size == UNKNOWN_SIZE)
               or (c.type_name == 'numeric' and (c.column_size, c.decimal_digits) == NO_SCALE)]
    rows = cursor.execute('SELECT * FROM "report"."%s"' % report).fetchall()
    print(report, len(columns), len(rows), ', '.join(strange), sep='\t')
