# Nobody who may create things in the database gets the extension, or a registry, to run his own: not by a
# schema that is there first, nor by functions, operators and tables in front of ours on the path, nor by
# temporary ones, nor by being its owner while a superuser maintains it.  And everything works with the
# extension's schema off the path, and for an owner who is no superuser.
use strict;
use warnings;
use Test::More;
use InnopartTest;

my $database = fresh_database();
my ($attacker, $owner) = ("innopart_attacker_$$", "innopart_owner_$$");
psql($database, "CREATE ROLE $attacker; CREATE ROLE $owner; GRANT CREATE ON DATABASE $database TO $attacker, $owner; GRANT ALL ON SCHEMA public TO $attacker");

# --- a schema that is there first ----------------------------------------------------------------------
psql($database, "SET ROLE $attacker; CREATE SCHEMA innopart; CREATE FUNCTION innopart.version() RETURNS text LANGUAGE sql AS 'SELECT ''mine'''");
like(psql_error($database, 'CREATE EXTENSION innopart'), qr/42P06.*schema "innopart" already exists/s, 'a schema that somebody made first stops the installation');
like(psql_error($database, 'CREATE EXTENSION innopart SCHEMA public'), qr/0A000.*must be installed in schema "pg_catalog"/s, 'and it is installed in no other');
is(psql($database, q{SELECT count(*) FROM pg_extension WHERE extname = 'innopart'}), '0', 'nothing is left of it');
psql($database, 'DROP SCHEMA innopart CASCADE');

# --- everything that our scripts call, made better-fitting and put in front of it -----------------------
# each of the attacker's functions tells who ran it
my $trap = qq{
	SET ROLE $attacker;
	CREATE TABLE public.caught (by_whom text); GRANT INSERT ON public.caught TO PUBLIC;
	CREATE FUNCTION public.catch(what text) RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog AS \$f\$ BEGIN INSERT INTO public.caught VALUES (current_user || ' ' || what); RETURN what; END \$f\$;
	};
# name, arguments: exact types that our scripts pass, so that ours would be the second choice
for my $f ([ 'quote_ident', 'name' ], [ 'quote_ident', 'text' ], [ 'replace', 'text, text, text' ], [ 'format', 'text, text' ], [ 'format', 'text, name' ], [ 'format', 'text, name, name' ],
	[ 'to_regclass', 'text' ], [ 'to_regnamespace', 'text' ], [ 'clock_timestamp', '' ], [ 'current_setting', 'text' ], [ 'nextval', 'text' ], [ 'pg_get_serial_sequence', 'text, text' ],
	[ 'round', 'numeric, integer' ], [ 'lower', 'text' ], [ 'sha256', 'bytea' ], [ 'convert_to', 'text, text' ], [ 'btrim', 'text' ], [ 'pg_has_role', 'name, oid, text' ],
	[ 'row_security_active', 'oid' ], [ 'local_day', 'timestamptz' ], [ 'version', '' ])
{
	$trap .= "CREATE FUNCTION public.$f->[0]($f->[1]) RETURNS text LANGUAGE sql AS \$f\$ SELECT public.catch('$f->[0]') \$f\$;\n";
}
my $nth = 0;
for my $o ([ '=', 'text', 'text' ], [ '=', 'bigint', 'integer' ], [ '=', 'bigint', 'bigint' ], [ '=', 'name', 'text' ], [ '=', 'oid', 'oid' ], [ '<=', 'date', 'date' ], [ '||', 'text', 'text' ])
{
	(my $result = $o->[0]) =~ s/^\|\|$/text/;
	$result = 'boolean' if $result ne 'text';
	my $body = $result eq 'text' ? q{SELECT public.catch('operator')} : q{SELECT public.catch('operator') IS NOT NULL};
	$trap .= "CREATE FUNCTION public.op_catch_@{[ ++$nth ]}($o->[1], $o->[2], OUT r $result) LANGUAGE sql AS \$f\$ $body \$f\$;
		CREATE OPERATOR public.$o->[0] (LEFTARG = $o->[1], RIGHTARG = $o->[2], FUNCTION = public.op_catch_$nth);\n";
}
$trap .= qq{CREATE TABLE public.pg_namespace (nspname name); CREATE TABLE public.pg_class (oid oid, relname name, relowner oid);
	CREATE TABLE public.pg_roles (rolname name, oid oid); CREATE TABLE public.organisation (id bigint); CREATE TABLE public.access (role_name name, organisation_id bigint, level text);};
psql($database, $trap);
psql($database, "ALTER DATABASE $database SET search_path = public, pg_catalog");
# the trap works
is(psql($database, q{SELECT lower('X'::text); SELECT count(*) > 0 FROM public.caught}), "lower\nt", 'the trap catches whoever walks into it');
psql($database, 'TRUNCATE public.caught');

psql($database, 'CREATE EXTENSION innopart');
is(psql($database, q{SELECT pg_catalog.string_agg(by_whom, ', ') FROM public.caught}), '', 'the installation walks into no trap');
# a user's own connection, with temporary objects in front of everything as well
my $temporary = q{CREATE TEMP TABLE access (role_name name, organisation_id bigint, level text); CREATE TEMP TABLE option_right (id bigint, partnership_id bigint); CREATE TEMP TABLE pg_roles (rolname name, oid oid);};
psql($database, "SET ROLE $owner; $temporary SELECT innopart.create_registry();");
is(psql($database, q{SELECT pg_catalog.string_agg(by_whom, ', ') FROM public.caught}), '', 'nor does the making of a registry');
is(psql($database, qq{SELECT pg_catalog.count(*) FROM pg_catalog.pg_class c WHERE c.relnamespace OPERATOR(pg_catalog.=) 'registry'::pg_catalog.regnamespace
	AND c.relowner OPERATOR(pg_catalog.<>) '$owner'::pg_catalog.regrole}), '0', 'which is its maker\'s, who is no superuser');

# --- everything at work, on that path -------------------------------------------------------------------
psql($database, "SET ROLE $owner; SET search_path = pg_catalog; " . slurp('test/data/rivals.sql'));
psql($database, 'TRUNCATE public.caught');
my $holder = "innopart_holder_$$";
psql($database, "CREATE ROLE $holder; SET ROLE $owner; $temporary SELECT registry.grant_access('$holder', 'holder', 3)");
is(psql($database, qq{SET ROLE $holder; $temporary SELECT registry.exercise_option(1, 1, effective_on => '2020-03-01') IS NOT NULL;
	SELECT pg_catalog.count(*) FROM report.option_status; SELECT registry.share_lesson(1, 3, 'x', 'y', '{1}', 'need', effective_on => '2020-01-02') IS NOT NULL}), "t\n1\nt", 'a holder draws, reads and shares on a path of traps');
is(psql($database, "SET ROLE $owner; $temporary SELECT innopart.upgrade_registry() IS NOT NULL; SELECT pg_catalog.count(*) FROM report.ledger_check; SELECT pg_catalog.count(*) FROM registry.ledger_digest()"), "t\n0\n4", 'the owner upgrades, checks and digests');
is(psql($database, q{SELECT pg_catalog.string_agg(DISTINCT by_whom, ', ') FROM public.caught}), '', 'and nobody walks into a trap');

# --- off the path -----------------------------------------------------------------------------------------
psql($database, "ALTER DATABASE $database SET search_path = ''");
is(psql($database, qq{SET ROLE $holder; SELECT registry.exercise_option(1, 1, effective_on => '2020-03-02') IS NOT NULL; SELECT pg_catalog.count(*) FROM report.option_event_trail}), "t\n5", q{a holder works with an empty path and reads its right: named, granted, drawn three times});
# nothing of ours where everybody looks
is(psql($database, q{SELECT pg_catalog.count(*) FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid OPERATOR(pg_catalog.=) d.refobjid AND e.extname = 'innopart'
	JOIN pg_catalog.pg_proc p ON d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid OPERATOR(pg_catalog.=) d.objid
	WHERE p.pronamespace OPERATOR(pg_catalog.<>) 'innopart'::pg_catalog.regnamespace}), '0', 'every function of the extension is in its schema');
like(psql_error($database, "SET ROLE $owner; CREATE FUNCTION innopart.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"), qr/42501/, 'where nobody else puts any');

# --- an owner who waits for a superuser ---------------------------------------------------------------------
my ($house, $evil, $member) = (fresh_database(), "innopart_evil_$$", "innopart_member_$$");
psql($house, "CREATE EXTENSION innopart; CREATE ROLE $evil; CREATE ROLE $member IN ROLE $evil; GRANT CREATE ON DATABASE $house TO $evil; SET ROLE $evil;
	SELECT innopart.create_registry(); CREATE SCHEMA lair; GRANT USAGE ON SCHEMA lair TO PUBLIC;
	CREATE FUNCTION lair.trap() RETURNS trigger LANGUAGE plpgsql AS \$f\$ BEGIN ALTER ROLE $evil SUPERUSER; RETURN NEW; END \$f\$");
my $super = psql($house, 'SELECT current_user');
for my $attack (
	[ 'a trigger on registry_info', 'CREATE TRIGGER trap BEFORE UPDATE ON registry.registry_info FOR EACH ROW EXECUTE FUNCTION lair.trap()',
		'DROP TRIGGER trap ON registry.registry_info' ],
	[ 'a refresh of its own', "CREATE OR REPLACE FUNCTION registry.refresh_rollups(rebuild boolean DEFAULT false) RETURNS xid8 LANGUAGE plpgsql AS \$f\$
		BEGIN ALTER ROLE $evil SUPERUSER; RETURN pg_current_xact_id(); END \$f\$", '' ],
	# made anew by a superuser it would be his, and run with his rights for whoever can fire it
	[ 'a judge that is gone', 'DROP TRIGGER seal ON registry.lesson; DROP FUNCTION registry.lesson_is_sealed();
		CREATE TRIGGER trap BEFORE INSERT ON registry.lesson_seal FOR EACH ROW EXECUTE FUNCTION lair.trap()', 'DROP TRIGGER trap ON registry.lesson_seal' ],
	[ 'a trigger on what is generated', 'CREATE TRIGGER trap BEFORE INSERT ON registry.organisation FOR EACH ROW EXECUTE FUNCTION lair.trap()',
		'DROP TRIGGER trap ON registry.organisation' ])
{
	my ($what, $sets, $clears) = @$attack;
	psql($house, "SET ROLE $evil; $sets");
	for my $asks ([ $super, 'upgrade_registry()' ], [ $super, 'refresh_rollups()' ], [ $super, 'innopart_generate()' ], [ $super, 'drop_registry()' ], [ $member, 'upgrade_registry()' ])
	{
		my ($role, $call) = @$asks;
		like(psql_error($house, "SET ROLE $role; SELECT count(*) FROM innopart.$call"), qr/ERROR:  42501: registry "registry" belongs to role "$evil".*DETAIL:.*HINT:  Connect as "$evil"/s,
			"$what: $call is refused to " . ($role eq $super ? 'a superuser' : 'a member'));
	}
	is(psql($house, "SELECT rolsuper FROM pg_roles WHERE rolname = '$evil'"), 'f', "$what: nobody became superuser");
	is(psql($house, q{SELECT count(*) FROM pg_proc WHERE pronamespace = 'registry'::regnamespace AND proowner = current_user::regrole}), '0', "$what: nothing there is a superuser's");
	psql($house, "SET ROLE $evil; $clears; SELECT innopart.upgrade_registry()");
}
is(psql($house, "SET ROLE $evil; SELECT innopart.refresh_rollups() IS NOT NULL; SELECT innopart.drop_registry(); SELECT to_regnamespace('registry') IS NULL"), "t\n\nt", 'the owner may do it all');
psql($house, "DROP OWNED BY $evil; DROP ROLE $evil, $member");
drop_database($house);

# --- the ledger's guard, called on tables of one's own ----------------------------------------------------
# it is told nothing, or something else, where a registry would have a value: refused, and the server goes on
psql($database, qq{SET ROLE $attacker; CREATE SCHEMA sham;
	CREATE TABLE sham.option_right (partnership_id bigint, id bigint, holder_id bigint, terms innopart.option_right, unit_price_amount numeric, max_unit_cost_amount numeric, price_currency text,
		max_exercises integer, partner_contract_id bigint, solution_id bigint, depends_on_lead_exercise boolean, option_kind innopart.option_kind, cap_id bigint);
	CREATE TABLE sham.cap (partnership_id bigint, id bigint, max_units bigint, max_amount numeric, currency text);
	CREATE TABLE sham.cap_account (partnership_id bigint, cap_id bigint, position innopart.option_position, last_event_on date);
	CREATE TABLE sham.option_account (partnership_id bigint, option_right_id bigint, position innopart.option_position, last_event_on date);
	CREATE TABLE sham.option_event (partnership_id bigint, id bigint GENERATED BY DEFAULT AS IDENTITY, option_right_id bigint, kind innopart.option_event_kind, effective_on date, units bigint, amount numeric, currency text,
		condition_no integer, extended_to date, unit_price_amount numeric, acting_id bigint, sent_at timestamptz, received_at timestamptz, reverses_id bigint, other_right_id bigint, reference text,
		recorded_at timestamptz, recorded_by text, recorded_xid xid8);
	INSERT INTO sham.option_event VALUES (1, 1, 1, 'exercised', '2020-01-01', 1), (1, 2, 1, 'waived', '2020-01-01', NULL);
	INSERT INTO sham.cap VALUES (1, 1, 5);
	CREATE FUNCTION sham.open_option_account(bigint, bigint) RETURNS void LANGUAGE sql AS '';
	CREATE FUNCTION sham.open_cap_account(bigint, bigint) RETURNS void LANGUAGE sql AS '';
	CREATE FUNCTION sham.exercise_facts(bigint, bigint, bigint, bigint, date) RETURNS TABLE (holder_exists boolean, is_accepted boolean, contract_currency text, contract_max_unit_cost_amount numeric)
		LANGUAGE sql AS 'SELECT true, true, NULL::text, NULL::numeric';});
my $stated = q{INSERT INTO sham.option_right VALUES (1, 1, 1, 'max 5, ..')};
my $opened = q{INSERT INTO sham.option_account VALUES (1, 1, 'granted 2019-01-01')};
for my $sham (
	[ 'no terms', 'INSERT INTO sham.option_right VALUES (1, 1, 1)', $opened ],
	[ 'no account', $stated ],
	[ 'an account without a position', $stated, 'INSERT INTO sham.option_account VALUES (1, 1)' ],
	[ 'a cap without an account', q{INSERT INTO sham.option_right (partnership_id, id, holder_id, terms, cap_id) VALUES (1, 1, 1, 'max 5, ..', 1)}, $opened ],
	[ 'a cap whose account has no position', q{INSERT INTO sham.option_right (partnership_id, id, holder_id, terms, cap_id) VALUES (1, 1, 1, 'max 5, ..', 1)}, $opened, 'INSERT INTO sham.cap_account VALUES (1, 1)' ],
	[ 'no phase', q{INSERT INTO sham.option_right VALUES (1, 1, 1, 'max 5, .., from purchase')}, $opened,
		'CREATE FUNCTION sham.phase_reached(bigint, date) RETURNS TABLE (phase innopart.phase) LANGUAGE sql AS $$SELECT NULL::innopart.phase WHERE false$$' ],
	[ 'no act', $stated, $opened, 'CREATE FUNCTION sham.act_of_right(sham.option_event, sham.option_right) RETURNS sham.option_event LANGUAGE sql AS $$SELECT NULL::sham.option_event$$' ],
	[ 'a number for an act', $stated, $opened, 'CREATE FUNCTION sham.act_of_right(sham.option_event, sham.option_right) RETURNS integer LANGUAGE sql AS $$SELECT 5$$' ],
	[ 'text for an account', $stated, 'ALTER TABLE sham.option_account ALTER position TYPE text', q{INSERT INTO sham.option_account VALUES (1, 1, 'x')} ])
{
	my ($name, @made) = @$sham;
	my $kind = $name =~ /\bact$/ ? 'waived' : 'exercised';
	my $said = psql_error($database, join(";\n", "SET ROLE $attacker", 'BEGIN', @made, "SELECT innopart.guard_event(e, 'sham.option_event') FROM sham.option_event e WHERE e.kind = '$kind'"));
	like($said, qr/ERROR:  2[2-4]\w\d\d|ERROR:  42\d\d\d/, "$name is refused");
}
is(psql($database, 'SELECT 1'), 1, 'and the server goes on');

psql($database, "DROP OWNED BY $holder, $owner, $attacker CASCADE; DROP ROLE $holder, $owner, $attacker");
drop_database($database);
done_testing();
