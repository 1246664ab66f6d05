# Rollup and live tail give what the facts give, at every moment: writers with transactions open, rolled
# back, cut back to a savepoint and prepared record late, back-dated, corrected and withdrawn facts, while
# others refresh, and break off refreshing; after each step every report is compared with itself read from
# the facts, in one snapshot, as of several days, by whoever reads everything, by a reader of the programme
# and by an organisation.  ROLLUP_STEPS and ROLLUP_SEED make it longer and other.  What must not be left to
# chance comes before the steps, a restore on a younger server at the end.
use strict;
use warnings;
use Test::More;
use InnopartTest qw(:DEFAULT sessions_of ask begin_to_ask answer end_sessions);

my $steps = $ENV{ROLLUP_STEPS} || 24;
my $seed = $ENV{ROLLUP_SEED} || 20190614;
srand($seed);

my $database = fresh_database();
# numbers that a new server has not come to, for the restore at the end
psql($database, q{CREATE TEMP TABLE burnt (); DO $$ BEGIN FOR n IN 1 .. 100000 LOOP BEGIN INSERT INTO burnt DEFAULT VALUES; EXCEPTION WHEN division_by_zero THEN END; END LOOP; END $$});
my $reader = "innopart_tap_reader_$$";
my $member = "innopart_tap_member_$$";
psql($database, qq{
	CREATE EXTENSION innopart;
	SELECT innopart.create_registry();
	SELECT innopart.innopart_generate(partnerships => 4, organisations => 12, events => 1500, seed => 7);
	CREATE ROLE $reader; CREATE ROLE $member;
	SELECT registry.grant_reports('$reader');
	SELECT registry.grant_access('$member', 'steward', (SELECT min(organisation_id) FROM registry.participant WHERE role = 'lead'));
	-- one report read both ways in one snapshot: innopart.known_at makes a report read the facts
	CREATE FUNCTION public.differing(as_of date) RETURNS text LANGUAGE plpgsql AS \$\$
	DECLARE
		report text; read text[]; way text; one text; told text := '';
	BEGIN
		PERFORM set_config('innopart.as_of', as_of::text, true);
		FOREACH report IN ARRAY ARRAY['report.participation_by_org', 'report.participation_matrix', 'registry.last_seen', 'report.silent_followers', 'report.level_mix', 'report.knowledge_flow', 'report.follower_dashboard'] LOOP
			read := '{}';
			FOREACH way IN ARRAY ARRAY['', '2999-12-31 00:00+00'] LOOP
				PERFORM set_config('innopart.known_at', way, true);
				EXECUTE format('SELECT coalesce(string_agg(r::text, E''\\n'' ORDER BY r::text), '''') FROM %s r', report) INTO one;
				read := read || one;
			END LOOP;
			IF read[1] <> read[2] THEN
				told := told || format(E'%s as of %s, by rollup:\\n%s\\nby facts:\\n%s\\n', report, as_of,
					(SELECT string_agg(l, E'\\n') FROM (SELECT l FROM regexp_split_to_table(read[1], E'\\n') l EXCEPT SELECT regexp_split_to_table(read[2], E'\\n')) x),
					(SELECT string_agg(l, E'\\n') FROM (SELECT l FROM regexp_split_to_table(read[2], E'\\n') l EXCEPT SELECT regexp_split_to_table(read[1], E'\\n')) x));
			END IF;
		END LOOP;
		RETURN told;
	END \$\$;
	-- cells that are not the sum of their days, or know of a latest day what these do not; infinity is not to know
	CREATE FUNCTION public.wrong_cells() RETURNS SETOF text LANGUAGE sql SET search_path = innopart AS \$\$
		SELECT concat_ws(' ', k.*, c.*)
		FROM (SELECT g.grain, g.starts_on, d.partnership_id, d.organisation_id, d.phase, sum(d.invited_count) AS invited_count, sum(d.attended_count) AS attended_count,
				sum(d.contribution_count) AS contribution_count, sum(d.sourced_count) AS sourced_count, sum(d.hours) AS hours, sum(d.test_site_count) AS test_site_count,
				max(d.held_on) FILTER (WHERE d.attended_count > 0) AS last_attended_on, max(d.starts_on) FILTER (WHERE d.contribution_count > 0) AS last_contributed_on
			FROM registry.rollup_participation d CROSS JOIN LATERAL registry.rollup_grains(d.starts_on) g
			WHERE d.grain = 'day' GROUP BY g.grain, g.starts_on, d.partnership_id, d.organisation_id, d.phase) k
		FULL JOIN (SELECT * FROM registry.rollup_participation WHERE grain <> 'day') c USING (grain, starts_on, partnership_id, organisation_id, phase)
		WHERE grain <> 'day' AND ((k.invited_count, k.attended_count, k.contribution_count, k.sourced_count) IS DISTINCT FROM (c.invited_count, c.attended_count, c.contribution_count, c.sourced_count)
			OR (coalesce(k.hours, 0), coalesce(k.test_site_count, 0)) <> (coalesce(c.hours, 0), coalesce(c.test_site_count, 0))
			OR c.last_attended_on IS DISTINCT FROM k.last_attended_on AND c.last_attended_on IS DISTINCT FROM 'infinity'
			OR c.last_contributed_on IS DISTINCT FROM k.last_contributed_on AND c.last_contributed_on IS DISTINCT FROM 'infinity')
		UNION ALL
		SELECT concat_ws(' ', k.*, c.*)
		FROM (SELECT g.grain, g.starts_on, d.partnership_id, d.giver_id, d.receiver_id, d.is_open, sum(d.shared_count) AS shared_count, sum(d.shared_lesson_count) AS shared_lesson_count,
				sum(d.adopted_count) AS adopted_count, min(d.starts_on) FILTER (WHERE d.shared_count > 0) AS first_shared_on, max(d.starts_on) FILTER (WHERE d.shared_count > 0) AS last_shared_on
			FROM registry.rollup_learning d CROSS JOIN LATERAL registry.rollup_grains(d.starts_on) g
			WHERE d.grain = 'day' GROUP BY g.grain, g.starts_on, d.partnership_id, d.giver_id, d.receiver_id, d.is_open) k
		FULL JOIN (SELECT * FROM registry.rollup_learning WHERE grain <> 'day') c USING (grain, starts_on, partnership_id, giver_id, receiver_id, is_open)
		WHERE grain <> 'day' AND ((k.shared_count, k.shared_lesson_count, k.adopted_count) IS DISTINCT FROM (c.shared_count, c.shared_lesson_count, c.adopted_count)
			OR (c.first_shared_on, c.last_shared_on) IS DISTINCT FROM (k.first_shared_on, k.last_shared_on)
				AND (c.first_shared_on, c.last_shared_on) IS DISTINCT FROM ('-infinity'::date, 'infinity'::date))
		UNION ALL
		SELECT concat_ws(' ', k.*, c.*)
		FROM (SELECT g.grain, g.starts_on, d.holder_id, sum(d.event_count) AS event_count, sum(d.exercise_count) AS exercise_count
			FROM registry.rollup_exercise d CROSS JOIN LATERAL registry.rollup_grains(d.starts_on) g WHERE d.grain = 'day' GROUP BY g.grain, g.starts_on, d.holder_id) k
		FULL JOIN registry.rollup_exercise c USING (grain, starts_on, holder_id)
		WHERE (k.event_count, k.exercise_count) IS DISTINCT FROM (c.event_count, c.exercise_count) \$\$;
});

sessions_of($database);

# --- what may happen ----------------------------------------------------------

# days that no fact may have, for no refresh could fold them
my @beyond = ('-infinity', 'infinity', '4714-12-01 BC', '300000-01-01');
sub pick { return $_[int rand @_] }
# of the past, or planned
sub some_day { return rand() < 0.2 ? sprintf 'current_date + %d', int(rand 900) - 100 : sprintf q{DATE '2010-06-01' + %d}, int rand 3000 }
sub day { return rand() < 0.03 ? pick(map { "DATE '$_'" } @beyond) : some_day() }

# a fact of a table that is there, and its columns put otherwise
sub correction
{
	my ($fact, $columns, %otherwise) = @_;
	my $withdrawn = rand() < 0.3 ? 'true' : 'false';
	my $values = join ', ', map { exists $otherwise{$_} && rand() < 0.7 ? $otherwise{$_} : "f.$_" } split /, /, $columns;
	# half of the time one that was corrected before
	my $among = pick('true', 'f.corrects_id IS NOT NULL');
	my $offset = $among eq 'true' ? int rand 60 : int rand 4;
	return "INSERT INTO registry.$fact (partnership_id, corrects_id, is_withdrawn, provenance, $columns)
		SELECT f.partnership_id, coalesce(f.corrects_id, f.id), $withdrawn, '" . pick('sourced', 'illustrative') . "', $values FROM registry.$fact f WHERE $among ORDER BY hashint8(f.id + " . int(rand 1000) . ") OFFSET $offset LIMIT " . (1 + int rand 3);
}

sub event
{
	my $p = 1 + int rand 4;
	my $o = 1 + int rand 8;
	my $n = 1 + int rand 12;
	my $level = pick(qw(seen accepted planned adopted adopted effect_documented));
	my $phase = pick(qw(need dialogue competition development.1 development.2 purchase));
	my $organisation = "(SELECT id FROM registry.organisation ORDER BY id OFFSET $o LIMIT 1)";
	my $other = "(SELECT id FROM registry.organisation ORDER BY id DESC OFFSET " . int(rand 4) . " LIMIT 1)";
	my $lesson = "(SELECT coalesce(corrects_id, id) FROM registry.lesson WHERE partnership_id = $p ORDER BY id OFFSET $n % 7 LIMIT 1)";
	my $provenance = pick('sourced', 'illustrative', 'illustrative');
	return pick(
		# late and back-dated attendance, of a meeting that may come before the organisation did
		"INSERT INTO registry.attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on, provenance)
		 SELECT m.partnership_id, coalesce(m.corrects_id, m.id), $organisation, 'follower', '" . pick(qw(invited attended attended declined no_show)) . "', m.effective_on + " . pick(-20, 0, 0, 0, 40) . ", '$provenance'
		 FROM registry.meeting m WHERE m.partnership_id = $p ORDER BY m.id OFFSET $n LIMIT 3",
		"WITH m AS (INSERT INTO registry.meeting (partnership_id, phase, kind, title, effective_on) VALUES ($p, '$phase', 'work_meeting', 'late', " . day() . ") RETURNING *)
		 INSERT INTO registry.attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on)
		 SELECT m.partnership_id, m.id, k.organisation_id, 'follower', 'attended', m.effective_on FROM m, (SELECT DISTINCT organisation_id FROM registry.participant WHERE partnership_id = $p) k",
		correction('attendance', 'meeting_id, organisation_id, role, status, effective_on', status => "'attended'", organisation_id => $organisation, effective_on => 'f.effective_on + 3',
			meeting_id => "(SELECT min(coalesce(corrects_id, id)) FROM registry.meeting m WHERE m.partnership_id = f.partnership_id)"),
		correction('meeting', 'phase, kind, title, effective_on, is_cancelled', phase => "'$phase'", effective_on => day(), is_cancelled => 'NOT f.is_cancelled'),
		"INSERT INTO registry.participant (partnership_id, organisation_id, role, effective_on) VALUES ($p, $organisation, '" . pick('follower', 'test_partner') . "', " . day() . ")",
		correction('participant', 'organisation_id, role, effective_on', effective_on => day(), organisation_id => $organisation),
		"INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, hours, effective_on, provenance)
		 VALUES ($p, $organisation, '$phase', '" . pick(qw(data review expert_hours)) . "', " . pick('NULL', '2.5', '10') . ", " . day() . ", '$provenance')",
		correction('contribution', 'organisation_id, phase, kind, hours, effective_on', organisation_id => $organisation, phase => "'$phase'", kind => "'test_site'", hours => pick('NULL', '7.25'), effective_on => day()),
		"INSERT INTO registry.lesson_share (partnership_id, lesson_id, giver_id, receiver_id, effective_on, provenance) SELECT $p, $lesson, $organisation, $other, " . day() . ", '$provenance' WHERE $lesson IS NOT NULL",
		correction('lesson_share', 'lesson_id, giver_id, receiver_id, effective_on', effective_on => day(), receiver_id => $other),
		"INSERT INTO registry.lesson_adoption (partnership_id, lesson_id, organisation_id, level, mode, learned_from_id, is_confirmed, effective_on, provenance)
		 SELECT $p, $lesson, $organisation, '$level', CASE WHEN '$level'::innopart.adoption_level >= 'adopted' THEN 'adapted'::innopart.adoption_mode END, " . pick('NULL', $other) . ", " . pick('true', 'false') . ", " . day() . ", '$provenance' WHERE $lesson IS NOT NULL",
		correction('lesson_adoption', 'lesson_id, organisation_id, level, mode, learned_from_id, is_confirmed, effective_on', level => "'$level'", mode => "'as_is'", is_confirmed => 'NOT f.is_confirmed', effective_on => day(), organisation_id => $organisation),
		correction('lesson', 'organisation_id, phase, title, statement, confidentiality, effective_on', confidentiality => pick(q{'open'}, q{'participants'}), organisation_id => $organisation),
		# draws, early and late, and what takes them back
		(map { "INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on, units) SELECT partnership_id, id, 'exercised', $_, 1 FROM registry.option_right JOIN registry.option_account a USING (partnership_id) WHERE a.option_right_id = id ORDER BY hashint8(id + $n) LIMIT 1" }
			'greatest(innopart.opens_on(terms), last_event_on)', 'innopart.opens_on(terms) + ' . int rand 900),
		"INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on, units, reverses_id)
		 SELECT partnership_id, option_right_id, 'exercise_reversed', effective_on + " . pick(0, 40, 900) . ", 1, id FROM registry.option_event WHERE kind = 'exercised' ORDER BY hashint8(id + $n) LIMIT 1",
		"SELECT registry.share_lesson($p, $organisation, 'late lesson', 'statement', ARRAY[$other], '$phase', effective_on => " . day() . ")");
}

my %is_open;
my $prepared = 0;
my (%happened, @refused);

# One step of one writer, by chance.
sub write_something
{
	my $writer = pick('anna', 'bjorn', 'cecilie');
	if (!$is_open{$writer})
	{
		ask($writer, pick('BEGIN', 'BEGIN', 'BEGIN ISOLATION LEVEL REPEATABLE READ'));
		$is_open{$writer} = 1;
	}
	ask($writer, 'SAVEPOINT s');
	my $what = event();
	my (undef, $state) = ask($writer, $what);
	if ($state ne '00000') { ask($writer, 'ROLLBACK TO SAVEPOINT s'); $happened{"refused $state"}++; push @refused, $what if $state eq '42601' || $state eq '42703'; }
	elsif (rand() < 0.15) { ask($writer, 'ROLLBACK TO SAVEPOINT s'); $happened{'rolled back to a savepoint'}++; }
	else { ask($writer, 'RELEASE SAVEPOINT s'); $happened{'recorded'}++; }
	my $chance = rand();
	if ($chance < 0.45) { ask($writer, 'COMMIT'); $is_open{$writer} = 0; $happened{committed}++; }
	elsif ($chance < 0.55) { ask($writer, 'ROLLBACK'); $is_open{$writer} = 0; $happened{'rolled back'}++; }
	elsif ($chance < 0.65 && !$prepared) { ask($writer, "PREPARE TRANSACTION 'rollups_$$'"); $is_open{$writer} = 0; $prepared = 1; $happened{prepared}++; }
	if ($prepared && rand() < 0.2) { ask('dagny', pick('COMMIT', 'ROLLBACK') . " PREPARED 'rollups_$$'"); $prepared = 0; }
	return;
}

sub refresh
{
	my $chance = rand();
	if ($chance < 0.15)
	{
		ask('erik', 'BEGIN'); ask('erik', "SELECT innopart.refresh_rollups()"); ask('erik', 'ROLLBACK');
		$happened{'refresh rolled back'}++;
	}
	elsif ($chance < 0.3)
	{
		# its writing is done, and it dies
		my ($pid) = ask('erik', "SELECT pg_backend_pid()"); ask('erik', 'BEGIN'); ask('erik', "SELECT innopart.refresh_rollups()");
		chomp $pid;
		ask('dagny', "SELECT pg_terminate_backend($pid, 5000)");
		end_sessions('erik');
		$happened{'refresh died'}++;
	}
	else
	{
		my ($answer, $state) = ask('erik', "SELECT innopart.refresh_rollups(rebuild => " . (rand() < 0.1 ? 'true' : 'false') . ")");
		is($state, '00000', 'rollups are refreshed');
		$happened{refreshed}++;
		is(psql($database, 'SELECT public.wrong_cells()'), '', 'a month, a year and ever are the sums of their days');
		# any day may come before the refresh or after it
		ask('erik', "UPDATE registry.rollup_settled SET refreshed_at = '" . pick('0001-01-01', '9999-12-31') . "'") if rand() < 0.6;
	}
	return;
}

# What differs between rollup and facts, now.
sub differing
{
	my $told = '';
	for my $role ('', $reader, rand() < 0.1 ? $member : ())
	{
		my $set = $role ? "SET LOCAL ROLE $role;" : '';
		for my $as_of ('current_date', pick(some_day(), q{DATE '2014-12-31'}, q{DATE '2015-01-01'}, q{DATE '2016-02-29'}),
			pick('current_date - 1', 'current_date + 1', 'current_date - 365', 'current_date + 365', q{DATE '0001-01-01'}, q{DATE '9999-12-31'}))
		{
			my ($answer, $state) = ask('frida', "BEGIN ISOLATION LEVEL REPEATABLE READ; $set SELECT public.differing($as_of)");
			ask('frida', 'COMMIT');
			$answer =~ s/^\s+//;
			$told .= "as $role: $state $answer" if $state ne '00000' || $answer =~ /\S/;
		}
	}
	return $told;
}

is(differing(), '', 'before the first refresh');

# --- what must not be left to chance --------------------------------------------

# One step, of whomever, that is to succeed.
sub does { my ($name, $sql) = @_; my ($answer, $state) = ask($name, $sql); is($state, '00000', "$name: " . substr($sql =~ s/\s+/ /gr, 0, 90)); chomp $answer; return $answer }

# what a correction moves elsewhere, and another one moves back, is nowhere twice
does('erik', 'SELECT innopart.refresh_rollups()');
for my $moved (
	['attendance', 'organisation_id', q{(SELECT min(p.organisation_id) FROM registry.participant p WHERE p.partnership_id = f.partnership_id AND p.effective_on <= (SELECT effective_on FROM registry.meeting m WHERE m.partnership_id = f.partnership_id AND m.id = f.meeting_id)
		AND NOT EXISTS (SELECT FROM registry.attendance o WHERE o.partnership_id = f.partnership_id AND o.meeting_id = f.meeting_id AND o.organisation_id = p.organisation_id))}, 'meeting_id, organisation_id, role, status, effective_on'],
	['lesson_share', 'lesson_id', q{(SELECT min(l.id) FROM registry.lesson l WHERE l.partnership_id = f.partnership_id AND l.corrects_id IS NULL AND NOT EXISTS (SELECT FROM registry.lesson_share o WHERE o.partnership_id = f.partnership_id AND o.lesson_id = l.id))}, 'lesson_id, giver_id, receiver_id, effective_on'],
	['lesson_adoption', 'lesson_id', q{(SELECT min(l.id) FROM registry.lesson l WHERE l.partnership_id = f.partnership_id AND l.corrects_id IS NULL AND NOT EXISTS (SELECT FROM registry.lesson_adoption o WHERE o.partnership_id = f.partnership_id AND o.lesson_id = l.id))}, 'lesson_id, organisation_id, level, mode, learned_from_id, is_confirmed, effective_on'])
{
	my ($fact, $what, $elsewhere, $columns) = @$moved;
	my $there = $columns =~ s/\b$what\b/$elsewhere/r;
	my $counts = $fact eq 'attendance' ? "f.status = 'attended'" : $fact eq 'lesson_adoption' ? "f.level >= 'adopted'" : 'true';
	# a lesson that nobody was told of, and nobody adopted, in each partnership
	does('anna', "INSERT INTO registry.lesson (partnership_id, organisation_id, phase, title, statement, effective_on) SELECT p.id, min(k.organisation_id), 'need', 'of nobody', 'x', '2014-01-01' FROM registry.partnership p JOIN registry.participant k ON k.partnership_id = p.id GROUP BY p.id");
	does('erik', 'SELECT innopart.refresh_rollups()');
	my $of = does('anna', "SELECT f.partnership_id || ', ' || f.id FROM registry.$fact f WHERE f.corrects_id IS NULL AND $counts AND $elsewhere IS NOT NULL AND f.effective_on < '2018-01-01' ORDER BY f.id LIMIT 1");
	like($of, qr/\d/, "$fact: one to move");
	for my $way ('there', 'back')
	{
		does('anna', "INSERT INTO registry.$fact (partnership_id, corrects_id, $columns) SELECT f.partnership_id, f.id, " . ($way eq 'there' ? $there : $columns) . " FROM registry.$fact f WHERE (f.partnership_id, f.id) = ($of)");
		is(differing(), '', "$fact, moved $way: in the tail");
		does('erik', 'SELECT innopart.refresh_rollups()');
		is(differing(), '', "$fact, moved $way: folded");
	}
}

# today's past is all there ever was, less what lies ahead; an earlier day's is what came before
my @days = map { "DATE '$_'" } qw(0001-01-01 2015-06-17 9999-12-31);
push @days, map { "current_date $_" } '- 400', '- 1', '', '+ 1', '+ 40', '+ 400';
sub differing_any_day
{
	return join '', map { my $refreshed = $_; psql($database, "BEGIN; UPDATE registry.rollup_settled SET refreshed_at = coalesce($refreshed, refreshed_at);" . join '', map { "SELECT differing($_);" } @days) =~ s/\n//gr }
		'NULL', "'0001-01-01'", "'9999-12-31'";
}
is(psql($database, 'SELECT string_agg(grain || sign, $$ $$) FROM registry.rollup_span'), 'ever1 day-1 month-1 year-1', 'which today is made of');
is(psql($database, q{SET innopart.as_of = '2018-06-17'; SELECT string_agg(grain || sign, $$ $$) FROM registry.rollup_span}), 'year1 month1 day1', 'and a day of the past');
# in a phase of its own: planned meetings, to which one who has met before is asked, and another will have come
my ($asked, $comes) = split /\n/, psql($database, q{SELECT DISTINCT organisation_id FROM registry.participant WHERE partnership_id = 1 AND effective_on < '2017-01-01' ORDER BY 1 LIMIT 2});
psql($database, qq{
	WITH m AS (INSERT INTO registry.meeting (partnership_id, phase, kind, title, effective_on) SELECT 1, 'development.9', 'work_meeting', 'planned', d
		FROM unnest(ARRAY['2017-05-05', '2018-05-05', current_date + 1, current_date + 35, current_date + 390]) d RETURNING *)
	INSERT INTO registry.attendance (partnership_id, meeting_id, organisation_id, role, status, effective_on)
	SELECT m.partnership_id, m.id, o.id, 'follower', CASE WHEN m.effective_on < current_date OR o.id = $comes THEN 'attended' ELSE 'invited' END::innopart.attendance_status, '2017-05-05'
	FROM m, unnest(ARRAY[$asked, $comes]) AS o(id);
	INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, hours, effective_on) SELECT 1, $comes, 'development.9', 'data', 2, current_date + n * 20 FROM generate_series(0, 30) n;
	INSERT INTO registry.lesson_share (partnership_id, lesson_id, giver_id, receiver_id, effective_on)
	SELECT 1, (SELECT min(id) FROM registry.lesson WHERE partnership_id = 1 AND corrects_id IS NULL), $asked, $comes, current_date + n * 20 FROM generate_series(-1, 30) n});
is(differing_any_day(), '', 'what is planned: in the tail');
does('erik', 'SELECT innopart.refresh_rollups()');
is(differing_any_day(), '', 'what is planned: folded');
is(psql($database, 'SELECT public.wrong_cells()'), '', 'a month, a year and ever are the sums of their days');
my $latest = q{SELECT organisation_id, max(last_attended_on) FROM registry.participation_cell WHERE partnership_id = 1 AND phase::text = 'development.9' GROUP BY 1 ORDER BY organisation_id =} . " $comes";
is(psql($database, $latest), "$asked|2018-05-05\n$comes|infinity", 'a planned meeting takes from nobody the latest one, but from whom it knows to have come');
# the latest is taken back: the one before is found, in the month, the year and ever
psql($database, qq{INSERT INTO registry.attendance (partnership_id, corrects_id, is_withdrawn, meeting_id, organisation_id, role, status, effective_on)
	SELECT a.partnership_id, a.id, true, a.meeting_id, a.organisation_id, a.role, a.status, a.effective_on
	FROM registry.attendance a JOIN registry.meeting m ON m.partnership_id = a.partnership_id AND m.id = a.meeting_id WHERE m.title = 'planned' AND m.effective_on = '2018-05-05';
	INSERT INTO registry.lesson_share (partnership_id, corrects_id, is_withdrawn, lesson_id, giver_id, receiver_id, effective_on)
	SELECT s.partnership_id, s.id, true, s.lesson_id, s.giver_id, s.receiver_id, s.effective_on
	FROM registry.lesson_share s WHERE s.partnership_id = 1 AND s.giver_id = $asked AND s.receiver_id = $comes AND s.effective_on > current_date + 590});
is(differing_any_day(), '', 'a latest day taken back: in the tail');
does('erik', 'SELECT innopart.refresh_rollups()');
is(differing_any_day(), '', 'a latest day taken back: folded');
is(psql($database, $latest), "$asked|2017-05-05\n$comes|infinity", 'and it is known which was the latest before it');
is(psql($database, qq{SELECT last_shared_on - current_date FROM registry.rollup_learning WHERE grain = 'ever' AND partnership_id = 1 AND giver_id = $asked AND receiver_id = $comes ORDER BY 1 DESC LIMIT 1}), 580, 'and so of tellings');
# a draw, and what takes it back
my $draw = q{INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on, units) SELECT r.partnership_id, r.id, 'exercised', greatest(innopart.opens_on(r.terms), a.last_event_on), 1
	FROM registry.option_right r JOIN registry.option_account a ON a.partnership_id = r.partnership_id AND a.option_right_id = r.id
	WHERE innopart.closes_on(r.terms) > a.last_event_on AND innopart.waived_on(a.position) IS NULL AND innopart.net_drawn_units(a.position) < 20 ORDER BY r.id LIMIT 1 RETURNING id};
my $exercises = q{SELECT sum(exercise_count) FROM report.level_mix};
my $exercised = psql($database, $exercises);
my $drawn = psql($database, $draw);
is(psql($database, $exercises), $exercised + 1, 'a draw is counted: in the tail');
is(differing_any_day(), '', 'as by facts');
does('erik', 'SELECT innopart.refresh_rollups()');
is(psql($database, $exercises), $exercised + 1, 'and folded');
psql($database, "INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on, units, reverses_id) SELECT partnership_id, option_right_id, 'exercise_reversed', effective_on, 1, id FROM registry.option_event WHERE id = $drawn");
is(psql($database, $exercises), $exercised, 'until it is taken back: in the tail');
does('erik', 'SELECT innopart.refresh_rollups()');
is(psql($database, $exercises), $exercised, 'and folded');
is(psql($database, 'SELECT public.wrong_cells()') . differing_any_day(), '', 'all as by facts');

# a transaction that ends after younger ones is no past yet
my $late = q{INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, effective_on) SELECT 1, min(id), 'need', 'data', '2015-05-05' FROM registry.organisation};
does('anna', 'BEGIN'); does('anna', $late);
does('bjorn', $late);
does('erik', 'SELECT innopart.refresh_rollups()');
does('anna', 'COMMIT');
is(differing(), '', 'what began before others and ended after a refresh');

sub refreshes_wait
{
	my ($count) = @_;
	for (1 .. 200) { return 1 if (ask('dagny', q{SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%refresh_rollups%'}))[0] == $count; select(undef, undef, undef, 0.1) }
	return 0;
}
# two at the same moment, held up before they fold
does($_, 'SET lock_timeout = 0') for 'erik', 'gunnar';
does('anna', $late);
does('inga', 'BEGIN'); does('inga', 'LOCK TABLE registry.rollup_participation IN EXCLUSIVE MODE');
for my $who ('erik', 'gunnar') { begin_to_ask($who, 'SELECT innopart.refresh_rollups()'); ok(refreshes_wait($who eq 'erik' ? 1 : 2), "$who waits") }
does('inga', 'COMMIT');
is((answer($_))[1], '00000', "$_ has refreshed") for 'erik', 'gunnar';
is(differing(), '', 'two refreshes at once fold nothing twice');
does('erik', q{SET lock_timeout = '300ms'});

# a vacuum of a table, which may take hours, is not waited for
does('anna', $late);
does('inga', 'BEGIN'); does('inga', 'LOCK TABLE registry.attendance IN SHARE UPDATE EXCLUSIVE MODE');
does('erik', 'SELECT innopart.refresh_rollups()');
is(differing(), '', 'refreshed beside a vacuum');
does('inga', 'COMMIT');

# while a refresh is open: one reads and goes on reading the same, one writes, one refreshes as well
my $all_read = q{SELECT md5(string_agg(r::text, ' ' ORDER BY r::text)) FROM report.participation_by_org r};
does('hilde', 'BEGIN ISOLATION LEVEL REPEATABLE READ');
my $read = does('hilde', $all_read);
for my $rebuild ('false', 'true')
{
	does('anna', $late);
	does('erik', 'BEGIN'); does('erik', "SELECT innopart.refresh_rollups(rebuild => $rebuild)");
	does('anna', $late);
	is(differing(), '', 'while a refresh is open, another fact');
	begin_to_ask('gunnar', 'SELECT innopart.refresh_rollups()');
	refreshes_wait(1);
	does('anna', $late);
	does('erik', 'COMMIT');
	is((answer('gunnar'))[1], '00000', 'a second refresh waits for the first');
	is(differing(), '', 'and folds nothing twice');
	is(does('hilde', $all_read), $read, 'who reads sees one moment');
}
is(does('hilde', q{SELECT differing('2020-01-01')}), '', 'a whole one');
does('hilde', 'COMMIT');
does('erik', 'BEGIN'); does('erik', 'SELECT innopart.refresh_rollups()');
does('gunnar', 'BEGIN ISOLATION LEVEL REPEATABLE READ'); does('gunnar', 'SELECT pg_current_xact_id()');
begin_to_ask('gunnar', 'SELECT innopart.refresh_rollups()');
refreshes_wait(1);
does('erik', 'COMMIT');
is((answer('gunnar'))[1], '40001', 'one that sees a moment before the first fails');
does('gunnar', 'ROLLBACK');

# a long tail is not added: the facts are read, whatever the cells say
does('anna', $late);
does('anna', 'INSERT INTO registry.lesson_share (partnership_id, lesson_id, giver_id, receiver_id, effective_on) SELECT partnership_id, lesson_id, giver_id, receiver_id, effective_on FROM registry.lesson_share ORDER BY id LIMIT 1');
is(psql($database, q{SELECT registry.exercise_tail_to_add()}), 0, 'no draw since');
is(psql($database, "BEGIN; $draw; SELECT registry.exercise_tail_to_add()" =~ s/ RETURNING id//r), 1, 'one draw since');
my $which = 'SELECT registry.participation_tail_to_add() IS NOT NULL, registry.learning_tail_to_add() IS NOT NULL';
is(psql($database, $which), 't|t', 'a short tail is added');
for my $long (['participation', 'f|t'], ['learning', 't|f'])
{
	my ($of, $read_then) = @$long;
	my $is_long = "BEGIN; UPDATE registry.rollup_settled SET long_${of}_tail = 1;";
	is(psql($database, "$is_long $which"), $read_then, "a long one of $of is not");
	is(psql($database, "$is_long UPDATE registry.rollup_${of} SET sourced_count = sourced_count + 1000; SELECT differing('2020-01-01')"), '', "$of: then the facts are read");
	isnt(psql($database, "BEGIN; UPDATE registry.rollup_${of} SET sourced_count = sourced_count + 1000; SELECT differing('2020-01-01')"), '', "$of: and the cells otherwise");
	is(psql($database, "SELECT long_${of}_tail >= 1000 FROM registry.rollup_settled"), 't', "$of: a thousand facts are none too many");
}

# that limit grows with the tables, which are undivided here: a thousand is for small ones.  Loosely filled
# pages make a table large of few rows, and a refresh measures it by its pages, whoever wrote them
{
	my @large = (['participation', 'contribution', 'organisation_id, phase, kind, effective_on'], ['learning', 'lesson_share', 'lesson_id, giver_id, receiver_id, effective_on']);
	my %tables = (participation => [qw(attendance contribution)], learning => [qw(lesson_share lesson_adoption)]);
	for my $of (@large)
	{
		my ($kind, $fact, $columns) = @$of;
		my $bytes = join ' + ', map { "pg_relation_size('registry.$_')" } @{ $tables{$kind} };
		is(psql($database, qq{BEGIN; ALTER TABLE registry.$fact SET (fillfactor = 10);
			INSERT INTO registry.$fact (partnership_id, $columns) SELECT f.partnership_id, $columns FROM (SELECT * FROM registry.$fact LIMIT 50) f, generate_series(1, 60);
			DO \$\$ BEGIN PERFORM innopart.refresh_rollups(); END \$\$;
			SELECT long_${kind}_tail > 1000, long_${kind}_tail = (($bytes) / 3000.0)::integer FROM registry.rollup_settled}), 't|t', "$kind: how long is long follows the size of the tables");
	}
}

# --- and what may -----------------------------------------------------------------
for my $day (@beyond)
{
	like(psql_error($database, "INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, effective_on) SELECT 1, min(id), 'need', 'data', '$day' FROM registry.organisation"), qr/ERROR:  (?:23514|22008)/, "nothing happened on $day");
}
like(psql_error($database, q{INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, effective_on, hours) SELECT 1, min(id), 'need', 'data', '2015-05-05', 'NaN' FROM registry.organisation}), qr/23514/, 'hours are a number');
for my $step (1 .. $steps)
{
	write_something() for 1 .. 1 + int rand 4;
	refresh() if rand() < 0.4;
	my $told = differing();
	is($told, '', "step $step") or last;
}
is("@refused", '', 'what is written is SQL');
ok($happened{committed} && $happened{'rolled back'} && $happened{refreshed}, 'something happened');
diag(join ', ', map { "$_ $happened{$_}" } sort keys %happened) if $ENV{ROLLUP_STEPS};
is(scalar(psql($database, "SELECT sum(invited_count) > 0 FROM registry.rollup_participation")), 't', 'there are rollups');

# --- what they are good for ---------------------------------------------------

for my $name (keys %is_open) { ask($name, 'ROLLBACK') if $is_open{$name}; }
ask('dagny', "ROLLBACK PREPARED 'rollups_$$'") if $prepared;
ask('erik', 'SELECT innopart.refresh_rollups()');
# a wrong cell shows, so it is cells that are read; as is one of the tail
is(psql($database, q{BEGIN; UPDATE registry.rollup_participation SET invited_count = invited_count + 1000 WHERE grain = 'year'; SELECT differing('2020-01-01') <> ''}), 't', 'a report reads the cells');
is(psql($database, q{BEGIN; UPDATE registry.rollup_exercise SET exercise_count = exercise_count + 1000 WHERE grain = 'ever'; SELECT differing(current_date) ~ 'level_mix'}), 't', 'those of exercises too');
psql($database, q{INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, effective_on) SELECT 1, min(id), 'need', 'data', '2015-05-05' FROM registry.organisation});
is(psql($database, q{SELECT differing('2020-01-01')}), '', 'a report reads the tail');
psql($database, q{SELECT pg_current_xact_id()});
is(psql($database, q{BEGIN; UPDATE registry.rollup_settled SET settled_before = (SELECT max(recorded_xid)::text::bigint + 1 FROM registry.contribution)::text::xid8; SELECT differing('2020-01-01') <> ''}), 't', 'and only that');

# every kind of contribution has its word in the report
psql($database, q{INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, effective_on)
	SELECT 1, 1, 'closed', k, '2015-05-05' FROM unnest(enum_range(NULL::innopart.contribution_kind)) k});
is(psql($database, q{SELECT contribution_kinds = (SELECT string_agg(k::text, ', ' ORDER BY k::text) FROM unnest(enum_range(NULL::innopart.contribution_kind)) k)
	FROM report.participation_by_org WHERE partnership_id = 1 AND organisation_id = 1 AND phase_code = 'closed'}), 't', 'all kinds are told');

# --- rollups of another server, and none ---------------------------------------

is(psql($database, q{BEGIN; UPDATE registry.rollup_participation SET invited_count = 0; UPDATE registry.rollup_settled SET system_id = 1; SELECT differing('2020-01-01')}), '', 'cells of another server are not read');
is(psql($database, q{BEGIN; UPDATE registry.rollup_participation SET invited_count = 0; UPDATE registry.rollup_settled SET settled_before = '9000000000000'; SELECT differing('2020-01-01')}), '', 'nor cells of a time to come');
is(psql($database, q{BEGIN; UPDATE registry.rollup_settled SET system_id = 1; UPDATE registry.rollup_participation SET hours = 1; SELECT innopart.refresh_rollups(); SELECT differing('2020-01-01')}) =~ s/^\d+\n?//r, '', 'they are made anew');
like(psql_error($database, "SET ROLE $reader; SELECT registry.refresh_rollups()"), qr/42501/, 'a reader refreshes nothing');
like(psql_error($database, "SELECT innopart.refresh_rollups('nowhere')"), qr/IP041/, 'a registry that is not there');
like(psql_error($database, "SET ROLE $member; INSERT INTO registry.rollup_reclassified DEFAULT VALUES"), qr/42501/, 'nobody else writes them');

# a replica's rows are dated here, whatever number of transaction they bring
is(psql($database, q{BEGIN; SET LOCAL session_replication_role = replica;
	INSERT INTO registry.contribution (partnership_id, id, organisation_id, phase, kind, effective_on, recorded_xid) SELECT 1, 999999, min(id), 'need', 'data', '2015-05-05', '3' FROM registry.organisation;
	SELECT recorded_xid = pg_current_xact_id() FROM registry.contribution WHERE id = 999999}), 't', 'a replicated fact belongs to the tail');

is(psql($database, q{BEGIN; SET LOCAL session_replication_role = replica;
	INSERT INTO registry.option_event (partnership_id, id, option_right_id, kind, effective_on, units, recorded_xid) SELECT partnership_id, 999999, id, 'exercised', '2015-05-05', 1, '3' FROM registry.option_right LIMIT 1;
	SELECT recorded_xid = pg_current_xact_id() FROM registry.option_event WHERE id = 999999}), 't', 'as does a replicated event');

# without the triggers that date its rows
for my $of (['lesson_share', 'DISABLE TRIGGER a_stamp'], ['lesson_share', 'DISABLE TRIGGER a_xid'], ['lesson_share', 'ENABLE TRIGGER a_xid'],
	['option_event', 'DISABLE TRIGGER zz_ledger_guard'], ['option_event', 'DISABLE TRIGGER a_xid'], ['option_event', 'ENABLE TRIGGER a_xid'])
{
	my ($fact, $off) = @$of;
	is(psql($database, "BEGIN; ALTER TABLE registry.$fact $off; SELECT registry.reads_rollups()"), 'f', "$fact, $off: reports read the facts");
	like(psql_error($database, "BEGIN; ALTER TABLE registry.$fact $off; SELECT innopart.refresh_rollups()"), qr/ERROR:  55000: .*registry\.$fact/, "$fact, $off: nothing is folded");
}

# pg_restore --disable-triggers leaves it an ordinary trigger, and rows dated by another server
is(psql($database, q{BEGIN; ALTER TABLE registry.attendance ENABLE TRIGGER a_xid; SELECT innopart.upgrade_registry() IS NULL;
	SELECT tgenabled, system_id FROM pg_trigger, registry.rollup_settled WHERE tgrelid = 'registry.attendance'::regclass AND tgname = 'a_xid'}), "f\nR|0", 'an upgrade after a restore mends both');

# many events; put past the guard, as it would take them a few at a time
my $draws = q{BEGIN; ALTER TABLE registry.option_event DISABLE TRIGGER zz_ledger_guard;
	INSERT INTO registry.option_event (partnership_id, option_right_id, kind, effective_on) SELECT a.partnership_id, a.option_right_id, 'suspended', a.last_event_on FROM (SELECT * FROM registry.option_account LIMIT 1) a, generate_series(1, 5000);
	ALTER TABLE registry.option_event ENABLE TRIGGER zz_ledger_guard;};
is(psql($database, "BEGIN; UPDATE registry.rollup_exercise SET exercise_count = exercise_count + 1000; SELECT differing(current_date) <> ''"), 't', 'a few events are added');
is(psql($database, "$draws SELECT registry.exercise_tail_to_add() IS NULL"), 't', 'five thousand events are not added');
is(psql($database, "$draws UPDATE registry.rollup_exercise SET exercise_count = exercise_count + 1000; SELECT differing(current_date)"), '', 'but all positions are read');

end_sessions();

# --- restored on a younger server ---------------------------------------------

psql($database, q{INSERT INTO registry.lesson (partnership_id, corrects_id, organisation_id, phase, title, statement, confidentiality, effective_on)
	SELECT partnership_id, id, organisation_id, phase, title, statement, CASE confidentiality WHEN 'open' THEN 'participants' ELSE 'open' END::innopart.confidentiality, effective_on
	FROM registry.lesson WHERE corrects_id IS NULL AND confidentiality <> 'partner' ORDER BY id LIMIT 1});
my $ledger = q{SELECT md5(string_agg(d::text, ' ' ORDER BY d::text)) FROM (SELECT partnership_id, record_kind, record_id, event_count, digest FROM registry.ledger_digest()) d};
my $digest = psql($database, $ledger);
my ($dumped, $dump, $complaint) = run('', 'pg_dump', '--no-owner', '--no-privileges', '-d', $database);
is($dumped, 0, 'a dump') or diag($complaint);
my $younger = another_server();
on_server($younger, sub {
	psql('postgres', "CREATE ROLE $reader; CREATE ROLE $member");
	my $restored = fresh_database();
	psql($restored, $dump);
	is(psql($restored, q{SELECT min(recorded_xid) > pg_snapshot_xmax(pg_current_snapshot()) FROM registry.attendance}), 't', 'facts of transactions that the server has not come to');
	my $guards = q{SELECT string_agg(concat(tgrelid::regclass, tgname, tgenabled), ' ' ORDER BY tgrelid::regclass::text, tgname) FROM pg_trigger WHERE NOT tgisinternal};
	my $as_it_was = psql($restored, $guards);
	is(psql($restored, q{SELECT registry.reads_rollups(); SELECT differing('2020-01-01')}) =~ s/\n$//r, 'f', 'before a refresh, facts are read');
	is(psql($restored, q{SELECT min(recorded_xid) > pg_snapshot_xmax(pg_current_snapshot()) FROM registry.option_event}), 't', 'in the ledger as well');
	psql($restored, 'SELECT innopart.refresh_rollups()');
	is(psql($restored, q{SELECT count(*) > 0 FROM registry.rollup_participation}) . psql($restored, q{SELECT count(*) > 0 FROM registry.rollup_learning}), 'tt', 'after it there are rollups');
	is(psql($restored, q{SELECT bool_and(recorded_xid = '0') FROM (SELECT recorded_xid FROM registry.attendance UNION ALL SELECT recorded_xid FROM registry.lesson UNION ALL SELECT recorded_xid FROM registry.participant UNION ALL SELECT recorded_xid FROM registry.option_event) f}), 't', 'the facts have no number here');
	is(psql($restored, q{SELECT registry.reads_rollups(), registry.learning_tail_to_add() IS NOT NULL, (SELECT count(*) FROM registry.participation_tail()), (SELECT count(*) FROM registry.rollup_reclassified)}), 't|t|0|0', 'which are read, and no tail');
	is(psql($restored, "GRANT USAGE ON SCHEMA registry, report TO $reader; SELECT registry.grant_reports('$reader')") =~ s/\s//gr, '', 'a reader is granted the reports');
	is(psql($restored, q{SELECT differing('2020-01-01')}), '', 'and give what the facts give');
	is(psql($restored, $guards), $as_it_was, 'every guard is armed as it was');
	like(psql_error($restored, "UPDATE registry.$_ SET recorded_xid = '5'"), qr/IP027/, "and that of $_ speaks") for 'attendance', 'option_event';
	is(psql($restored, $ledger), $digest, 'the ledger is what it was, by its digest');
	is(psql($restored, 'SELECT count(*) FROM report.ledger_check'), 0, 'and whole');
	is(psql($restored, 'SELECT registry.exercise_tail_to_add()'), 0, 'no event is tail');
	# the indexes forget the numbers as soon as nobody sees them: the probe of the tail reads nothing
	psql($restored, 'SELECT innopart.refresh_rollups()');
	like(psql($restored, q{SET enable_seqscan = off; EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) SELECT FROM registry.attendance WHERE recorded_xid >= '9000'}), qr/Bitmap Heap Scan on attendance.*rows=0(?!.*lossy)/s, 'nor do the indexes tell of others');
	is(psql($restored, q{SELECT renumbered_in IS NULL FROM registry.rollup_settled}), 't', 'which is over then');
	psql($restored, q{INSERT INTO registry.contribution (partnership_id, organisation_id, phase, kind, effective_on) SELECT 1, min(id), 'need', 'data', '2015-05-05' FROM registry.organisation});
	psql($restored, $draw);
	is(psql($restored, q{SELECT count(*) FROM registry.participation_tail()}) . psql($restored, q{SELECT registry.exercise_tail_to_add()}) . psql($restored, q{SELECT differing('2020-01-01')}), '11', 'what is recorded there is tail');
});
end_server($younger);
drop_database($database);
psql('postgres', "DROP ROLE $reader; DROP ROLE $member");
done_testing();
