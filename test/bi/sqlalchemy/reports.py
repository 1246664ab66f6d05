# test/bi/sqlalchemy/reports.py
# What SQLAlchemy's inspector tells Superset or a notebook of the schema report, through psycopg2, and
# every row read by pandas.
# Depends on: SQLAlchemy, psycopg2, pandas and the libpq variables PGHOST and so on.
import os
import warnings
import pandas
import sqlalchemy
from sqlalchemy import types

warnings.simplefilter('ignore', DeprecationWarning)
warnings.filterwarnings('error', category=sqlalchemy.exc.SAWarning)
KNOWN = (types.TEXT, types.BIGINT, types.INTEGER, types.Float, types.NUMERIC, types.BOOLEAN, types.DATE, types.TIMESTAMP)

engine = sqlalchemy.create_engine(sqlalchemy.engine.URL.create(
    'postgresql+psycopg2', host=os.environ['PGHOST'], port=int(os.environ['PGPORT']), database=os.environ['PGDATABASE'],
    username=os.environ['PGUSER'], password=os.environ['PGPASSWORD']))
inspector = sqlalchemy.inspect(engine)
with engine.connect() as connection:
    for report in inspector.get_view_names(schema='report'):
        columns = inspector.get_columns(report, schema='report')
        strange = ['%s %r' % (c['name'], c['type']) for c in columns
                   if not isinstance(c['type'], KNOWN) or not c.get('comment')
                   or (type(c['type']) is types.NUMERIC and c['type'].scale is None)]
        frame = pandas.read_sql_query(sqlalchemy.text('SELECT * FROM report."%s"' % report), connection)
        # what counts is a number to pandas, and nothing was read as an object of another kind
        strange += ['%s is %s' % (c['name'], frame[c['name']].dtype) for c in columns
                    if c['name'] in frame and isinstance(c['type'], (types.BIGINT, types.INTEGER)) and len(frame)
                    and frame[c['name']].notna().any() and not pandas.api.types.is_numeric_dtype(frame[c['name']])]
        print(report, len(columns), len(frame), ', '.join(strange), sep='\t')
