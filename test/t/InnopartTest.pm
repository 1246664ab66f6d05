# test/t/InnopartTest.pm
# What the TAP tests share: psql against the throw-away cluster that tools/with-cluster started.
# Depends on: Perl itself and psql.
package InnopartTest;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(psql psql_error fresh_database drop_database run slurp);

# Runs a command with input; returns (status, standard output, standard error).
sub run
{
	my ($input, @command) = @_;
	my $base = "/tmp/innopart-tap.$$";
	open(my $in, '>', "$base.in") or die "$base.in: $!";
	print $in $input;
	close($in);
	my $pid = fork // die "fork: $!";
	if (!$pid)
	{
		open(STDIN, '<', "$base.in") or die;
		open(STDOUT, '>', "$base.out") or die;
		open(STDERR, '>', "$base.err") or die;
		exec(@command) or exit 127;
	}
	waitpid($pid, 0);
	my $status = $? >> 8;
	my ($out, $err) = map { slurp("$base.$_") } qw(out err);
	unlink map { "$base.$_" } qw(in out err);
	return ($status, $out, $err);
}

sub slurp
{
	my ($path) = @_;
	open(my $file, '<', $path) or die "$path: $!";
	local $/ = undef;
	my $all = <$file>;
	return defined $all ? $all : '';
}

# The output of SQL, unaligned, without its last newline; dies with the error.
sub psql
{
	my ($database, $sql, @options) = @_;
	my ($status, $out, $err) = run($sql, 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', $database, @options);
	die "psql: $err" if $status != 0;
	chomp $out;
	return $out;
}

# What SQL fails with, or '' where it does not.
sub psql_error
{
	my ($database, $sql, @options) = @_;
	my ($status, $out, $err) = run($sql, 'psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose', '-d', $database, @options);
	return $status == 0 ? '' : $err;
}

my $count = 0;

sub fresh_database
{
	my $name = sprintf 'innopart_tap_%d_%d', $$, ++$count;
	psql('postgres', "CREATE DATABASE $name");
	return $name;
}

sub drop_database
{
	my ($name) = @_;
	psql('postgres', "DROP DATABASE IF EXISTS $name WITH (FORCE)");
	return;
}

1;
