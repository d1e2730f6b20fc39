/* A program run beside the loop: see child.h. */
#include "run/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"
#include "run/loop.h"
#include "str.h"

#define WORDS_MOST	32

extern char	**environ;

struct child {
	struct loop	*loop;
	pid_t		 pid;
	int		 said_fd;	/* its stderr */
	char		 said[400];
	size_t		 said_len;
	char		*path;
	child_fn	*fn;
	void		*arg;
};

static void
tell(struct child *me, int status)
{
	struct err	err = ERR_INIT;
	bool		well = WIFEXITED(status) && WEXITSTATUS(status) == 0;

	me->said[strcspn(me->said, "\n")] = '\0';
	if (!well) {
		unlink(me->path);
		err_set(&err, ERR_IO, "%s", me->said[0] != '\0' ? me->said :
		    "it was ended from outside");
		err_hint(&err, "Nothing was written.");
	}
	if (me->fn != NULL)
		me->fn(well ? NULL : &err, me->arg);
	free(me->path);
	free(me);
}

/* It closes its stderr when it ends, so that waiting for it takes no time. */
static void
heard(int fd, short revents, void *arg)
{
	struct child	*me = arg;
	char		 more[400];
	ssize_t		 n = read(fd, more, sizeof more);
	size_t		 room = sizeof me->said - 1 - me->said_len;
	int		 status = 0;

	(void)revents;
	if (n > 0) {
		room = (size_t)n < room ? (size_t)n : room;
		memcpy(me->said + me->said_len, more, room);
		me->said_len += room;
		return;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	loop_fd_remove(me->loop, fd);
	close(fd);
	while (waitpid(me->pid, &status, 0) < 0 && errno == EINTR)
		;
	tell(me, status);
}

/* The program beside this one; "" when the system does not say where. */
static void
beside(const char *name, char *out, size_t size)
{
	ssize_t	n = readlink("/proc/self/exe", out, size - 1);
	char	*slash;

	out[n < 0 ? 0 : n] = '\0';
	slash = strrchr(out, '/');
	if (slash == NULL || strlen(name) >= size - (size_t)(slash - out) - 1)
		out[0] = '\0';
	else
		str_copy(slash + 1, size - (size_t)(slash + 1 - out), name);
}

/* Ours, and these before it: the first of a name counts. */
static char **
environment(const char *const *env)
{
	size_t	n = 0, i = 0;
	char	**all;

	while (environ[n] != NULL)
		n++;
	all = mem_zalloc((n + WORDS_MOST + 1) * sizeof *all);
	for (; env[i] != NULL && i < WORDS_MOST; i++)
		all[i] = mem_strdup(env[i]);
	memcpy(all + i, environ, n * sizeof *all);
	return all;
}

static void
free_environment(char **all, const char *const *env)
{
	size_t	i;

	for (i = 0; env[i] != NULL && i < WORDS_MOST; i++)
		free(all[i]);
	free(all);
}

/* 0, or what errno would be. */
static int
spawn(const char *program, char *const *argv, char *const *env, int out,
    int said, pid_t *pid_r)
{
	posix_spawn_file_actions_t	 files;
	posix_spawnattr_t		 attr;
	sigset_t			 none, usual;
	int				 rc;

	sigemptyset(&none);
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &usual);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK |
	    POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, out, 1);
	posix_spawn_file_actions_adddup2(&files, said, 2);
	rc = posix_spawn(pid_r, program, &files, &attr, argv, env);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	return rc;
}

static int
run(struct child *me, const char *name, const char *const *args,
    const char *const *env, int out, int said)
{
	char	program[PATH_MAX], *argv[WORDS_MOST + 2];
	char	**all = environment(env);
	size_t	n = 0, i;
	int	rc;

	beside(name, program, sizeof program);
	argv[n++] = mem_strdup(name);
	for (i = 0; args[i] != NULL && n <= WORDS_MOST; i++)
		argv[n++] = mem_strdup(args[i]);
	argv[n] = NULL;
	rc = spawn(program, argv, all, out, said, &me->pid);
	for (i = 0; i < n; i++)
		free(argv[i]);
	free_environment(all, env);
	return rc;
}

struct child *
child_start(struct loop *loop, const char *name, const char *const *args,
    const char *const *env, const char *path, child_fn *fn, void *arg,
    struct err *err)
{
	struct child	*me;
	int		 out, said[2], rc;

	out = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (out < 0) {
		err_set(err, ERR_CANNOT_CREATE, "cannot make %s: %s", path,
		    strerror(errno));
		err_hint(err, errno == EEXIST ? "Give it another name." :
		    "Name a folder that is there and may be written to.");
		return NULL;
	}
	if (pipe2(said, O_CLOEXEC) != 0) {
		err_set(err, ERR_IO, "cannot make a pipe: %s",
		    strerror(errno));
		close(out);
		unlink(path);
		return NULL;
	}
	me = mem_zalloc(sizeof *me);
	me->loop = loop;
	me->fn = fn;
	me->arg = arg;
	me->said_fd = said[0];
	me->path = mem_strdup(path);
	rc = run(me, name, args, env, out, said[1]);
	close(out);
	close(said[1]);
	if (rc == 0) {
		fcntl(said[0], F_SETFL, O_NONBLOCK);
		loop_fd(loop, said[0], POLLIN, heard, me);
		return me;
	}
	err_set(err, ERR_IO, "cannot run %s: %s", name, strerror(rc));
	err_hint(err, "It belongs into the folder this program is in.");
	close(said[0]);
	unlink(path);
	free(me->path);
	free(me);
	return NULL;
}

void
child_forget(struct child *me)
{
	me->fn = NULL;
}
