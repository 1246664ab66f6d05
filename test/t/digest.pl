# The digest of the ledger: anybody can compute it anew from the tables as CSV, it says the same after
# more has been recorded, a dump and an upgrade, and no change of the past escapes it, whoever made it.
use strict;
use warnings;
use Test::More;
use Digest::SHA qw(sha256 sha256_hex);
use InnopartTest;

my $seed = $ENV{SEED} // 20261123;
srand($seed);
my $database = fresh_database();
psql($database, 'CREATE EXTENSION innopart; SELECT innopart.create_registry()');
psql($database, slurp('test/data/small_partnership.sql') . q{
	SELECT pg_temp.right_of(2, 'one, with a comma', 'max 10, 2020-01-01..2030-12-31, from purchase', 1);
	SELECT pg_temp.right_of(3, E'two "quoted"\nover a line, blåbær', 'max 100, max 90000 NOK, 2020-01-01..2030-12-31, from purchase');
	SELECT pg_temp.right_of(3, 'three', 'max 100, 2020-01-01..2030-12-31, from purchase', NULL, false);
	SELECT registry.exercise_option(r, 1, effective_on => date '2020-02-01' + n, reference => 'order ' || n, reason => CASE n % 3 WHEN 0 THEN 'til Åse, 3 stk' END)
	FROM (VALUES (pg_temp.right_called('one, with a comma'), 6), (pg_temp.right_called(E'two "quoted"\nover a line, blåbær'), 40)) v(r, times), generate_series(1, v.times) n;
	SELECT registry.raise_cap(1, 'Art. 72', 3, effective_on => '2020-05-01');});

sub digest_of
{
	my ($from, @as_of) = @_;
	return psql($from, "SELECT jsonb_agg(d) FROM registry.ledger_digest(@as_of) d");
}
sub broken
{
	my ($in, $held) = @_;
	return psql($in, q{SELECT coalesce(string_agg(concat_ws(' ', record_kind, record_id, problem, held_event_count, found_event_count), '; '), '') FROM registry.ledger_check_digest(:'held')}, '-v', "held=$held");
}
# without the moment up to which it is complete
sub chains_of
{
	return digest_of(@_) =~ s/, "complete_until": "[^"]*"//gr;
}
my $held = digest_of($database);
my $chains = chains_of($database);
is(broken($database, $held), '', 'nothing has changed');

# --- by somebody who does not trust the server: from CSV, in another language ------------------------
# one record of RFC 4180; undef where the value is NULL
sub records
{
	my ($csv) = @_;
	my (@all, @row);
	while ($csv =~ /\G(?:"((?:[^"]|"")*)"|([^,"\n]*))([,\n])/gc)
	{
		my ($quoted, $plain, $end) = ($1, $2, $3);
		$quoted =~ s/""/"/g if defined $quoted;
		push @row, defined $quoted ? $quoted : $plain eq '' ? undef : $plain;
		if ($end eq "\n") { push @all, [@row]; @row = () }
	}
	return @all;
}
my %columns = (
	option_right => 'partnership_id, id, cap_id, holder_id, holder_kind, exercise_mode, option_kind, title, terms, unit_code, price_basis, unit_price_amount, max_unit_cost_amount, price_currency, vat_rate, index_series, index_base_month, max_exercises, max_renewals, renewal_length, latest_end_on, named_on, named_in_document_id, named_clause, depends_on_lead_exercise::text, survives_lead_withdrawal::text, survives_partner_reduction::text, transferability, legal_basis, predecessor_id, recorded_at, recorded_by, provenance, source_url',
	option_event => 'partnership_id, id, option_right_id, kind, effective_on, units, amount, currency, unit_price_amount, condition_no, extended_to, acting_id, sent_at, received_at, reverses_id, other_right_id, legal_basis, document_id, reason, reference, recorded_at, recorded_by, provenance, source_url',
	cap => 'partnership_id, id, title, max_units, unit_code, max_amount, currency, cap_basis, document_id, clause, effective_on, recorded_at, recorded_by, provenance, source_url',
	cap_event => 'partnership_id, id, cap_id, units, amount, effective_on, legal_basis, document_id, reference, recorded_at, recorded_by, provenance, source_url');
# what no digest covers, each with its reason in 77b-digest.sql or doc/security.md: a new column goes here or into the words
my %left_out = (
	option_right => 'partner_contract_id solution_id',
	option_event => 'recorded_xid',
	cap => '',
	cap_event => '');
for my $table (sort keys %columns)
{
	my %covered = map { s/::.*//r => 1 } split /, /, $columns{$table};
	my @not = grep { !$covered{$_} } split /\n/, psql($database, "SELECT attname FROM pg_attribute WHERE attrelid = 'registry.$table'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname");
	is("@not", $left_out{$table}, "every column of $table is in its words, or left out by name");
}
my (%chain, %records);
for my $table (qw(option_right cap option_event cap_event))
{
	my ($status, $csv, $err) = run(qq{SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; COPY (SELECT $columns{$table} FROM registry.$table ORDER BY id) TO STDOUT (FORMAT csv)},
		'psql', '-X', '-q', '-d', $database);
	die $err if $status;
	for my $record (records($csv))
	{
		my $words = join '', map { defined $_ ? length($_) . ":$_," : '-,' } $table, @$record;
		my $key = $table =~ /event/ ? ($table eq 'cap_event' ? 'cap' : 'option_right') . " $record->[2]" : "$table $record->[1]";
		$chain{$key} = sha256(($chain{$key} // '') . $words);
		$records{$key}++;
	}
}
is(join("\n", map { "$_ " . ($records{$_} - 1) . ' ' . unpack('H*', $chain{$_}) } sort keys %chain),
	psql($database, q{SELECT string_agg(concat_ws(' ', record_kind, record_id, event_count, digest), E'\n' ORDER BY concat_ws(' ', record_kind, record_id) COLLATE "C") FROM registry.ledger_digest()}),
	'computed anew from CSV, in Perl, it is the same');

# --- what lawfully comes later ------------------------------------------------------------------------
my $then = psql($database, 'SELECT quote_literal(clock_timestamp())');
psql($database, q{SELECT registry.exercise_option(1, 1, effective_on => '2020-06-01'); SELECT registry.exercise_option(2, 1, effective_on => '2020-01-15');
	SELECT registry.reverse_exercise(max(id), 1, effective_on => '2020-06-02') FROM registry.option_event WHERE option_right_id = 2 AND kind = 'exercised' AND effective_on < '2020-06-01';
	SELECT registry.grant_option(3, '2019-09-01'); SELECT registry.raise_cap(1, 'Art. 72', 1, effective_on => '2020-06-02');
	SELECT registry.name_option(1, 2, 'later', 'max 1, 2030-01-01..2030-12-31', '2019-06-01', unit_price => 1, price_currency => 'NOK')});
is(broken($database, $held), '', 'later events, dated back or not, a grant and a new right change nothing before them');
isnt(chains_of($database), $chains, 'though the digest of now is another');
is(chains_of($database, $then), $chains, 'and that of then is what it was');
psql($database, 'SELECT innopart.upgrade_registry(); ALTER TABLE registry.option_event ADD COLUMN my_note text; VACUUM FULL registry.option_event');
is(broken($database, $held), '', 'nor do an upgrade, a column of a user and a rewrite of the table');
for my $setting (q{timezone = 'America/New_York'}, q{datestyle = 'SQL, DMY'}, q{intervalstyle = 'sql_standard'}, q{search_path = ''}, q{bytea_output = 'escape'})
{
	psql($database, "ALTER DATABASE $database SET $setting");
	is(chains_of($database, "timestamptz $then"), $chains, "nor does $setting");
	is(broken($database, $held), '', "and $setting breaks nothing");
	(my $name = $setting) =~ s/ =.*//;
	psql($database, "ALTER DATABASE $database RESET $name");
}
my ($status, $dump, $err) = run('', 'pg_dump', '-d', $database);
my $copy = fresh_database();
($status, undef, $err) = run($dump, 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', $copy);
is($status, 0, 'a dump loads') or diag $err;
is(broken($copy, $held), '', 'and the restored ledger is the same');
drop_database($copy);

# --- by a superuser who has switched everything off -----------------------------------------------------
my $now = digest_of($database);
my $off = q{SET session_replication_role = replica; ALTER TABLE registry.option_event DISABLE TRIGGER ALL; ALTER TABLE registry.cap_event DISABLE TRIGGER ALL;
	ALTER TABLE registry.option_right DISABLE TRIGGER ALL; ALTER TABLE registry.cap DISABLE TRIGGER ALL;};
my $some_event = '(SELECT id FROM registry.option_event ORDER BY random() LIMIT 1)';
my @tampers = (
	[ 'an amount is edited', "UPDATE registry.option_event SET units = coalesce(units, 0) + 1 WHERE id = $some_event" ],
	[ 'a date is edited', "UPDATE registry.option_event SET effective_on = effective_on - 1 WHERE id = $some_event" ],
	[ 'it is recorded at another moment', "UPDATE registry.option_event SET recorded_at = recorded_at - interval '1 microsecond' WHERE id = $some_event" ],
	[ 'by somebody else', "UPDATE registry.option_event SET recorded_by = 'somebody' WHERE id = $some_event" ],
	[ 'an event moves to another right', "UPDATE registry.option_event SET option_right_id = option_right_id % 3 + 1 WHERE id = (SELECT id FROM registry.option_event WHERE option_right_id = 2 ORDER BY random() LIMIT 1)" ],
	[ 'NULL becomes empty', "UPDATE registry.option_event SET legal_basis = '' WHERE id = $some_event" ],
	[ 'an event is deleted', "DELETE FROM registry.option_event WHERE id = $some_event" ],
	[ 'the last events are cut off', 'DELETE FROM registry.option_event WHERE option_right_id = 2 AND id > (SELECT max(id) - (1 + random() * 5)::integer FROM registry.option_event WHERE option_right_id = 2)' ],
	[ 'all events are deleted', 'DELETE FROM registry.option_event' ],
	[ 'two events change places', 'WITH two AS (SELECT id, lead(id) OVER (ORDER BY id) AS next FROM registry.option_event WHERE option_right_id = 2 AND kind = \'exercised\' ORDER BY random() LIMIT 1)
		UPDATE registry.option_event e SET id = -e.id FROM two WHERE e.id IN (two.id, two.next); UPDATE registry.option_event e SET id = s.other
		FROM (SELECT id, -coalesce(lag(id) OVER (ORDER BY id), lead(id) OVER (ORDER BY id), id - 1000000) AS other FROM registry.option_event WHERE id < 0) s WHERE e.id = s.id' ],
	[ 'an event is inserted before', "INSERT INTO registry.option_event (partnership_id, id, option_right_id, kind, effective_on, units) SELECT 1, min(id) - 1, 2, 'exercised', '2020-03-01', 1 FROM registry.option_event WHERE option_right_id = 2" ],
	[ 'a ceiling is raised', q{UPDATE registry.option_right SET terms = 'max 99, 2020-01-01..2030-12-31, from purchase' WHERE id = 1} ],
	[ 'a holder is another', 'UPDATE registry.option_right SET holder_id = 4 WHERE id = 2' ],
	[ 'a price is another', 'UPDATE registry.option_right SET unit_price_amount = 1 WHERE id = 2' ],
	[ 'a right is gone', 'DELETE FROM registry.option_event WHERE option_right_id = 3; DELETE FROM registry.option_right WHERE id = 3' ],
	[ 'a cap is another', 'UPDATE registry.cap SET max_units = max_units + 1' ],
	[ 'a raise of a cap is edited', 'UPDATE registry.cap_event SET units = units + 1 WHERE id = (SELECT min(id) FROM registry.cap_event)' ],
	[ 'a right with its event is put in, as of long ago', q{INSERT INTO registry.option_right SELECT (jsonb_populate_record(r, '{"id": 900, "title": "forged", "recorded_at": "2020-01-01"}')).* FROM registry.option_right r WHERE id = 1;
		INSERT INTO registry.option_event SELECT (jsonb_populate_record(e, '{"id": 9000, "option_right_id": 900, "recorded_at": "2020-01-02"}')).* FROM registry.option_event e WHERE id = (SELECT min(id) FROM registry.option_event WHERE option_right_id = 1 AND kind = 'exercised')} ],
	[ 'a cap is put in, as of long ago', q{INSERT INTO registry.cap SELECT (jsonb_populate_record(c, '{"id": 900, "recorded_at": "2020-01-01"}')).* FROM registry.cap c WHERE id = 1} ],
	[ 'an event is put in at the end, as of long ago', q{INSERT INTO registry.option_event SELECT (jsonb_populate_record(e, '{"id": 9000, "recorded_at": "2020-01-02", "reference": "forged"}')).* FROM registry.option_event e WHERE id = (SELECT min(id) FROM registry.option_event WHERE option_right_id = 1 AND kind = 'exercised')} ],
	[ 'the whole is rewritten', 'CREATE TEMP TABLE again AS SELECT * FROM registry.option_event; DELETE FROM registry.option_event; UPDATE again SET units = 2 WHERE units = 1; INSERT INTO registry.option_event SELECT * FROM again' ]);
for my $tamper (@tampers)
{
	my ($what, $sql) = @$tamper;
	my $found = psql($database, qq{BEGIN; $off $sql; SELECT 'found ' || count(*) FROM registry.ledger_check_digest(:'held'); ROLLBACK}, '-v', "held=$now");
	like($found, qr/found [1-9]/, "caught: $what");
}
# many small ones, each of any column of any event
my $caught = psql($database, qq{
	$off
	CREATE FUNCTION pg_temp.tamper(times integer, held jsonb) RETURNS integer LANGUAGE plpgsql AS \$\$
	DECLARE
		caught integer := 0;
		victim record;
	BEGIN
		PERFORM setseed(0.@{[ $seed % 100000 ]});
		FOR i IN 1 .. times LOOP
			BEGIN
				SELECT e.id, v.attname, v.other INTO victim FROM registry.option_event e,
					(VALUES ('units', 'coalesce(units, 0) + 1'), ('amount', 'coalesce(amount, 0) + 0.0001'), ('effective_on', 'effective_on - 1'),
						('reason', \$q\$coalesce(reason, '') || 'x'\$q\$), ('reference', \$q\$coalesce(reference, '') || 'x'\$q\$), ('recorded_by', \$q\$recorded_by || ' '\$q\$),
						('recorded_at', \$q\$recorded_at + interval '1 second'\$q\$), ('acting_id', 'coalesce(acting_id % 3, 0) + 1'), ('source_url', \$q\$coalesce(source_url, '') || '/'\$q\$)) v(attname, other)
				ORDER BY random() LIMIT 1;
				EXECUTE format('UPDATE registry.option_event SET %I = %s WHERE id = \$1', victim.attname, victim.other) USING victim.id;
				IF EXISTS (SELECT FROM registry.ledger_check_digest(held)) THEN caught := caught + 1; END IF;
				RAISE EXCEPTION 'undo';
			EXCEPTION WHEN raise_exception THEN NULL;
			END;
		END LOOP;
		RETURN caught;
	END \$\$;
	BEGIN; SELECT pg_temp.tamper(200, :'held'); ROLLBACK}, '-v', "held=$now");
is($caught, 200, "200 of 200 tamperings of one value are caught (seed $seed)");
is(broken($database, $now), '', 'and when they are taken back, nothing has changed');

# a chain alone would not see this; the digest held elsewhere does, and names what is left
my $cut = psql($database, qq{BEGIN; $off DELETE FROM registry.option_event WHERE id = (SELECT max(id) FROM registry.option_event WHERE option_right_id = 2);
	SELECT problem || ' ' || (held_event_count - found_event_count) FROM registry.ledger_check_digest(:'held'); ROLLBACK}, '-v', "held=$now");
is($cut, 'events removed 1', 'an event cut off at the end is named');

# a role digests and checks what it may read
psql($database, "CREATE ROLE innopart_digest_$$; CREATE ROLE innopart_auditor_$$; SELECT registry.grant_access('innopart_digest_$$', 'reader', 2); SELECT registry.grant_access('innopart_auditor_$$', 'auditor')");
is(psql($database, "SET ROLE innopart_digest_$$; SELECT string_agg(concat_ws(' ', record_kind, record_id), ', ' ORDER BY record_kind, record_id) FROM registry.ledger_digest()"),
	'cap 1, option_right 1, option_right 4', 'a holder digests its own rights and the cap it shares');
is(psql($database, "SET ROLE innopart_auditor_$$; SELECT count(*) FROM registry.ledger_check_digest(:'held')", '-v', "held=$now"), '0', 'an auditor checks them all');
is(psql($database, "SELECT string_agg(DISTINCT (complete_until = '2020-01-01')::text, ',') FROM registry.ledger_digest('2020-01-01'); SELECT bool_and(complete_until < now() - interval '59 minutes') FROM registry.ledger_digest()"), "\nt", 'a digest says up to when it is complete');
psql($database, "DROP OWNED BY innopart_digest_$$, innopart_auditor_$$; DROP ROLE innopart_digest_$$, innopart_auditor_$$");

drop_database($database);
done_testing();
