/*
 * pgtemp COMMAND ...	runs COMMAND with a throw-away PostgreSQL server that
 *			VITRINE_TEST_PG names, and ends with its status
 * pgtemp --database	makes an empty database on that server, prints its URL
 *
 * For scripts and for `make check'.
 */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pgserver.h"
#include "rig.h"

static int
run(char **argv)
{
	struct pgserver *s = pgserver_start_for_all();
	pid_t pid = fork();
	int st;

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		execvp(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	if (pid == -1 || waitpid(pid, &st, 0) == -1)
		rig_die("cannot run %s", argv[0]);
	pgserver_stop(s);
	return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}

int
main(int argc, char **argv)
{
	char *url;

	if (argc < 2) {
		fputs("usage: pgtemp COMMAND ... | pgtemp --database\n",
		    stderr);
		return 64;
	}
	if (strcmp(argv[1], "--database") != 0)
		return run(argv + 1);
	if (getenv("VITRINE_TEST_PG") == NULL)
		rig_die("pgtemp --database: run me under pgtemp");
	url = pgserver_database(NULL);
	puts(url);
	free(url);
	return 0;
}
