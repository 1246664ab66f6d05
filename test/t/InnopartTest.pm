# test/t/InnopartTest.pm
# What the TAP tests share: psql against the throw-away cluster that tools/with-cluster started.
# Depends on: Perl itself and psql.
package InnopartTest;
use strict;
use warnings;
use Exporter 'import';
use File::Temp qw(tempdir);
use POSIX ();
our @EXPORT = qw(psql psql_error fresh_database drop_database run slurp);

my $scratch = tempdir('innopart-tap.XXXXXX', TMPDIR => 1, CLEANUP => 1);

# Runs a command with input; returns (status, standard output, standard error).
sub run
{
	my ($input, @command) = @_;
	open(my $in, '>', "$scratch/in") or die "$scratch/in: $!";
	print $in $input;
	close($in);
	my $pid = fork // die "fork: $!";
	if (!$pid)
	{
		open(STDIN, '<', "$scratch/in") or POSIX::_exit(126);
		open(STDOUT, '>', "$scratch/out") or POSIX::_exit(126);
		open(STDERR, '>', "$scratch/err") or POSIX::_exit(126);
		# not exit: the parent's clean-up at its end is not the child's
		exec(@command) or POSIX::_exit(127);
	}
	waitpid($pid, 0);
	# a signal is a failure too
	my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
	return ($status, slurp("$scratch/out"), slurp("$scratch/err"));
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
