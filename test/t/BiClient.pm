# test/t/BiClient.pm
# What the tests of real clients share: the demo's registry with more of every kind in it, a BI role
# with a password over TCP, and the one rule: every view listed, each of its columns with a type that
# the client understands, and every row read.
# Depends on: InnopartTest.
package BiClient;
use strict;
use warnings;
use Exporter 'import';
use File::Temp qw(tempdir);
use Test::More;
use InnopartTest;
our @EXPORT = qw(bi_registry bi_end needs reads_everything);

our ($database, $role, $password);

# Skips the whole test, and says why, where a client is not installed.
sub needs
{
	my ($what, @command) = @_;
	my ($status) = run('', @command);
	plan skip_all => "$what is not installed: nothing was tested (tools/install-dependencies has its package)" if $status != 0;
	return;
}

# A registry with the demo's data, and the environment of a client that reads it as the BI role.
sub bi_registry
{
	$database = fresh_database();
	$role = "innopart_bi_$$";
	$password = "se cret;$$";
	my $demo = join '', map { slurp($_) } sort glob('sql/demo/[0-9]*.sql');
	psql($database, $demo);
	psql($database, 'DROP OWNED BY bi_reader; DROP ROLE bi_reader'); # whom the demo made
	psql($database, "SELECT registry.grant_bi('$role'); ALTER ROLE $role PASSWORD \$\$$password\$\$");
	@ENV{qw(PGHOST PGUSER PGPASSWORD PGDATABASE)} = ('127.0.0.1', $role, $password, $database);
	return;
}

sub bi_end
{
	delete @ENV{qw(PGHOST PGUSER PGPASSWORD PGDATABASE)};
	@ENV{keys %{ $_[0] }} = values %{ $_[0] };
	psql($database, "DROP OWNED BY $role; DROP ROLE $role");
	drop_database($database);
	return;
}

# report => [ number of columns, number of rows ], as the catalogs and the server say
sub expected
{
	my @views = split /\n/, psql($database, "SELECT c.relname, count(*) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		WHERE c.relnamespace = 'report'::regnamespace GROUP BY c.relname ORDER BY c.relname");
	my %columns = map { split /\|/ } @views;
	my $query = join ' UNION ALL ', map { "SELECT '$_', count(*) FROM report.$_" } sort keys %columns;
	my %rows = map { split /\|/ } split /\n/, psql($database, $query);
	return { map { $_ => [ $columns{$_}, $rows{$_} ] } keys %columns };
}

# ocds_data is for programs that read OCDS, and its data are jsonb: what every client must find strange,
# which also shows that it would see such a column elsewhere.
my $strange_one = 'ocds_data';

# Runs a client, which prints a line a report: name, columns listed, rows read, and the columns of a
# type it does not understand, in words (tab between them).  One test a report.
sub reads_everything
{
	my ($client, @command) = @_;
	my $expected = expected();
	my ($status, $out, $err) = run('', @command);
	is($status, 0, "$client: reads to the end") or diag($err);
	is($err, '', "$client: without a warning");
	cmp_ok(scalar(grep { $_->[1] > 0 } values %$expected), '>', 40, "$client: the role sees what is in them");
	my %seen;
	for my $line (split /\n/, $out)
	{
		my ($name, @found) = split /\t/, $line, -1;
		$seen{$name} = \@found;
	}
	for my $name (sort keys %$expected)
	{
		my $got = delete $seen{$name} // [];
		if ($name eq $strange_one) { like($got->[2] // '', qr/\bdata\b/, "$client: $name: jsonb is found strange") }
		else { is_deeply($got, [ @{ $expected->{$name} }, '' ], "$client: $name: every column with a type, every row") }
	}
	is_deeply([ sort keys %seen ], [], "$client: nothing else is listed among the reports");
	return;
}

1;
