# test/bi/psycopg/binary.py
# The custom types in the binary protocol, as psycopg 3 has it: the bytes that send gives are what
# receive takes, for every value the registry holds, by results, by parameters and by binary COPY.
# Prints a line of TAP a type.
# Depends on: psycopg 3 and the libpq variables PGHOST and so on.
import psycopg

SAMPLES = {
    'phase': ['need', 'dialogue', 'competition', 'development.1', 'development.99', 'purchase', 'closed'],
    'orgnr': ['964965226', '974760673', '889640782'],
    'option_right': ['max 40, 2019-10-01..2021-12-31', 'max 80000000 NOK, ..',
                     'max 40, max 80000000.5 NOK, min 5, 2019-10-01..2021-12-31, from purchase, conditions 2, notice 90 days, dispatch, next working day, indivisible, transferable'],
    'option_position': ['empty', 'granted 2019-06-01, drawn 4, draws 1, events 1'],
    'phaserange': ['[need,purchase]', 'empty', '(,)'],
    'phasemultirange': ['{[need,dialogue],[purchase,closed]}'],
    'option_state': ['named', 'terminated'],
}

with psycopg.connect(autocommit=True) as connection:
    for no, (name, texts) in enumerate(SAMPLES.items(), 1):
        wrong = []
        oid = connection.execute("SELECT to_regtype('innopart.%s')::oid" % name).fetchone()[0]
        for text in texts:
            canonical = connection.execute('SELECT %%s::innopart.%s::text' % name, [text]).fetchone()[0]
            binary = connection.cursor(binary=True).execute('SELECT %%s::text::innopart.%s' % name, [text]).fetchone()[0]
            # an unknown type comes as its bytes, an enum's bytes are its label
            raw = binary.encode() if isinstance(binary, str) else bytes(binary)

            class Raw(bytes):
                pass

            class RawDumper(psycopg.adapt.Dumper):
                format = psycopg.pq.Format.BINARY

                def dump(self, value):
                    return bytes(value)
            RawDumper.oid = oid
            connection.adapters.register_dumper(Raw, RawDumper)
            back = connection.execute('SELECT %%b::innopart.%s::text' % name, [Raw(raw)]).fetchone()[0]
            with connection.cursor().copy("COPY (SELECT '%s'::innopart.%s) TO STDOUT (FORMAT binary)" % (text, name)) as copy:
                copied = b''.join(bytes(part) for part in copy)
            if back != canonical or raw not in copied:
                wrong.append('%s came back as %s' % (canonical, back))
            # and a cut value is refused, not guessed at
            if len(raw) > 1:
                try:
                    connection.execute('SELECT %%b::innopart.%s' % name, [Raw(raw[:-1])])
                    wrong.append('%s without its last byte was taken' % canonical)
                except psycopg.Error:
                    pass
        print('%sok %d - %s %s' % ('not ' if wrong else '', no, name, '; '.join(wrong)))
    print('1..%d' % len(SAMPLES))
