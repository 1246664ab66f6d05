# A registry on a physical standby, and on a subscriber by the recipe of doc/reliability.md: every table
# and report is the same there, also of what is recorded later; the standby writes nothing until it is
# promoted; the subscriber stops at a fact that was removed by force; and it takes over, every guard in place.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $publisher = another_server('wal_level = logical');
my $database = on_server($publisher, \&fresh_database);
sub there { my (@asked) = @_; return on_server($publisher, sub { psql($database, @asked) }) }
sub until_true
{
	my ($ask) = @_;
	for (1 .. 300) { return 1 if $ask->() eq 't'; select(undef, undef, undef, 0.1) }
	return 0;
}

there(q{CREATE EXTENSION innopart; SELECT innopart.create_registry();
	SELECT count(*) FROM innopart.innopart_generate('registry', 6, 30, 3000, 5);
	SELECT innopart.refresh_rollups()});

# Every row of every table and report, but what differs between servers by design.
my $rows = q{SET innopart.as_of = 'DAY';
	SELECT string_agg(format('%s %s', c.oid::regclass, md5((xpath('/table', query_to_xml(format('SELECT md5(string_agg(t.row, E''\n'' ORDER BY t.row)) FROM (SELECT x::text AS row FROM (SELECT %s FROM %s x) x OFFSET 0) t',
		(SELECT string_agg('x.' || quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
		 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'recorded_xid'),
		c.oid::regclass), true, false, '')))[1]::text)), E'\n' ORDER BY c.oid::regclass::text)
	FROM pg_class c
	WHERE c.relnamespace = 'report'::regnamespace AND c.relkind = 'v' AND c.relname <> 'data_status'
		OR c.relnamespace = 'registry'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'rollup%' AND c.relname <> 'registry_info'};
sub told { my ($ask) = @_; return join "\n", map { $ask->($rows =~ s/DAY/$_/r) } '', '2015-06-17' }
sub differing
{
	my %count;
	$count{$_}++ for split /\n/, $_[0];
	$count{$_}-- for split /\n/, $_[1];
	return join "\n", map { "$count{$_} $_" } grep { $count{$_} } sort keys %count;
}
my $there = told(\&there);
cmp_ok(scalar(split /\n/, $there), '>', 120, 'tables and reports to compare');

# What is recorded while they follow: a draw, a fact taken back, a lesson told.
my $draw = q{DO $$
	DECLARE
		option record;
	BEGIN
		FOR option IN SELECT r.id, greatest(innopart.opens_on(r.terms), a.last_event_on) AS day FROM registry.option_right r
			JOIN registry.option_account a ON a.partnership_id = r.partnership_id AND a.option_right_id = r.id ORDER BY r.id LOOP
			BEGIN
				PERFORM registry.exercise_option(option.id, 1, effective_on => option.day);
				RETURN;
			EXCEPTION WHEN OTHERS THEN
				CONTINUE;
			END;
		END LOOP;
		RAISE EXCEPTION 'no right can be drawn on';
	END $$;};
my $more = $draw . q{
	INSERT INTO registry.attendance (partnership_id, corrects_id, is_withdrawn, meeting_id, organisation_id, role, status, effective_on)
	SELECT a.partnership_id, a.id, true, a.meeting_id, a.organisation_id, a.role, a.status, a.effective_on FROM registry.attendance a
	WHERE a.corrects_id IS NULL AND NOT EXISTS (SELECT FROM registry.attendance c WHERE c.corrects_id = a.id) ORDER BY a.id LIMIT 1;
	SELECT registry.share_lesson(1, k.organisation_id, 'told later', 'to whoever follows', '{}', 'dialogue', effective_on => '2016-01-01')
	FROM registry.participant k WHERE k.partnership_id = 1 ORDER BY k.id LIMIT 1};
my $too_much = q{SELECT registry.exercise_option(option_right_id, 1000000) FROM registry.option_account WHERE innopart.granted_on(position) IS NOT NULL LIMIT 1};

# --- a physical standby --------------------------------------------------------------------------------
# the server's user owns it, as a server must not be root's
sub as_server { my @command = @_; return run('', $> == 0 ? ('runuser', '-u', 'postgres', '--') : (), 'sh', '-c', 'cd / && exec "$@"', 'sh', @command) }
my ($status, $home, $err) = as_server('mktemp', '-d', '/tmp/innopart-standby.XXXXXX');
chomp $home;
die $err unless $home;
END { if ($home) { as_server('pg_ctl', '-D', "$home/data", '-m', 'immediate', 'stop'); run('', 'rm', '-rf', $home) } }
($status, undef, $err) = on_server($publisher, sub { as_server('pg_basebackup', '-D', "$home/data", '-R', '-c', 'fast') });
is($status, 0, 'a base backup') or diag $err;
# Debian keeps a cluster's settings elsewhere; these must be as large as the primary's, and the others find the extension
my $settings = there(q{SELECT string_agg(format('%s = %L', name, setting), E'\n') FROM pg_settings
	WHERE name IN ('max_connections', 'max_worker_processes', 'max_wal_senders', 'max_prepared_transactions', 'max_locks_per_transaction',
		'dynamic_library_path', 'extension_control_path', 'extension_destdir')});
run("$settings\nport = 5432\nlisten_addresses = ''\nunix_socket_directories = '$home'\nfsync = off\njit = off\nhba_file = '$home/hba'\nident_file = '$home/ident'\n", 'tee', "$home/data/postgresql.conf");
run("local all all trust\n", 'tee', "$home/hba");
run('', 'touch', "$home/ident");
run('', 'chown', 'postgres:', "$home/data/postgresql.conf", "$home/hba", "$home/ident") if $> == 0;
($status, undef, $err) = as_server('pg_ctl', '-D', "$home/data", '-l', "$home/log", '-w', 'start');
is($status, 0, 'the standby starts') or diag $err, run('', 'cat', "$home/log");
my $standby = { %$publisher, host => $home, port => 5432 };
sub standing_by { my (@asked) = @_; return on_server($standby, sub { psql($database, @asked) }) }
sub replayed { my $until = there('SELECT pg_current_wal_lsn()'); return until_true(sub { standing_by("SELECT pg_last_wal_replay_lsn() >= '$until'") }) }

ok(replayed(), 'it follows');
is(standing_by('SELECT registry.reads_rollups()'), 't', 'it reads the rollups of its primary');
is(differing(told(\&standing_by), $there), '', 'every table and report is the same on the standby');
there($more);
ok(replayed(), 'it follows what is recorded');
is(differing(told(\&standing_by), $there = told(\&there)), '', 'and they are the same again: rollup and live tail');
for my $write ($too_much, 'SELECT innopart.refresh_rollups()', q{INSERT INTO registry.organisation (name) VALUES ('x')})
{
	like(on_server($standby, sub { psql_error($database, $write) }), qr/ERROR:  25006/, "a standby writes nothing: $write");
}
as_server('pg_ctl', '-D', "$home/data", '-w', 'promote');
like(on_server($standby, sub { psql_error($database, $too_much) }), qr/ERROR:  IP\d\d\d/, 'promoted, it refuses by its rules');
is(on_server($standby, sub { psql_error($database, $more) }), '', 'and records');
is(standing_by('SELECT count(*) FROM report.ledger_check'), 0, 'its ledger is whole');

# --- a subscriber --------------------------------------------------------------------------------------
my $copy = fresh_database();
sub here { my (@asked) = @_; return psql($copy, @asked) }
sub recipe_here
{
	my ($title) = @_;
	return map { s/host=primary\.example\.org port=5432 dbname=registry user=replicator password=secret/host=$publisher->{host} port=$publisher->{port} dbname=$database user=$publisher->{user} password=$publisher->{password}/r }
		recipe('doc/reliability.md', $title);
}
there($_) for recipe_here('On the publisher');
here($_) for recipe_here('On the subscriber');
sub applied
{
	my $until = there('SELECT pg_current_wal_lsn()');
	return until_true(sub { here(qq{SELECT bool_and(s.srsubstate = 'r') AND (SELECT latest_end_lsn >= '$until' FROM pg_stat_subscription WHERE relid IS NULL LIMIT 1) FROM pg_subscription_rel s}) });
}
ok(applied(), 'what was there is copied');
is(differing(told(\&here), $there), '', 'every table and report is the same on the subscriber');
here('SELECT innopart.refresh_rollups()');
there($more);
ok(applied(), 'what is recorded follows');
is(here('SELECT registry.reads_rollups()'), 't', 'it reads rollups of its own');
is(differing(told(\&here), told(\&there)), '', 'and they are the same again: its own rollup, and what has been applied since');

# a superuser takes the guard away and removes a fact
there(q{ALTER TABLE registry.contribution DISABLE TRIGGER append_only;
	DELETE FROM registry.contribution WHERE (partnership_id, id) IN (SELECT partnership_id, id FROM registry.contribution ORDER BY id LIMIT 1);
	ALTER TABLE registry.contribution ENABLE ALWAYS TRIGGER append_only});
ok(until_true(sub { here(q{SELECT apply_error_count > 0 FROM pg_stat_subscription_stats}) }), 'the subscriber does not follow');
is(here('SELECT count(*) FROM registry.contribution') - there('SELECT count(*) FROM registry.contribution'), 1, 'it keeps what was removed');

# --- it takes over ----------------------------------------------------------------------------------------
my ($drop, $numbering) = recipe_here('To take over');
here($drop);
my $newcomer = q{SELECT registry.record_organisation('Newcomer')};
like(psql_error($copy, $newcomer), qr/ERROR:  23505/, 'without its numbers it records nothing');
here($numbering);
is(psql_error($copy, $newcomer), '', 'with them it does');
is(psql_error($copy, $more), '', 'a draw, a correction and a lesson are recorded');
like(psql_error($copy, $too_much), qr/ERROR:  IP\d\d\d/, 'a draw of too much is refused');
like(psql_error($copy, 'UPDATE registry.option_event SET units = 1'), qr/ERROR:  IP027/, 'facts are not edited');
is(here('SELECT count(*) FROM report.ledger_check'), 0, 'its ledger is whole');
is(differing(told(\&here), told(sub { here("SET innopart.known_at = '2999-12-31 00:00+00'; $_[0]") })), '', 'rollup and tail say what the facts say');

drop_database($copy);
end_server($publisher);
done_testing();
