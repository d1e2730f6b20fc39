/*
 * What tests need from the machine: a private folder, programs run with a
 * deadline, programs in the background, a state waited for (never a time), a
 * free port, memory and a starting gun shared by processes.
 *
 * Everything made here is given back when the test ends, also when it is
 * killed: background programs die with their parent, and folders are removed
 * at exit (VITRINE_TEST_KEEP=1 keeps them).  A rig that cannot do its work
 * ends the test with a message: no test goes on without its rig.
 */
#ifndef TEST_RIG_H
#define TEST_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define RIG_LIST_END	((const char *)NULL)
/* RIG_ARGV("echo", "a") is a NULL-terminated argument list. */
#define RIG_ARGV(...)	((const char *const[]){ __VA_ARGS__, NULL })

/* Ends the test: prints "Bail out! ..." and exits 255. */
_Noreturn void rig_die(const char *, ...)
	    __attribute__((format(printf, 1, 2)));

/* This process's private folder, made on the first call. */
const char *rig_dir(void);
/* A path in it, from malloc. */
char	*rig_path(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Text from malloc. */
char	*rig_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * The path of one of our programs ("vitrinectl"), the checked build unless
 * VITRINE_BIN names another folder.  From malloc.
 */
char	*rig_program(const char *name);

char	*rig_read(const char *path, size_t *len_r);	/* malloc; len_r may
							   be NULL; NULL when
							   there is none */
void	 rig_write(const char *path, const void *, size_t);
void	 rig_write_text(const char *path, const char *);
void	 rig_remove_tree(const char *path);

/* What a program said. */
struct rig_result {
	int	 status;	/* exit status, 128 + signal, or RIG_LATE */
	char	*out;		/* NUL-terminated */
	size_t	 out_len;
	char	*err;
	size_t	 err_len;
};

#define RIG_LATE	(-1)	/* not done in time: killed */

/*
 * Runs argv (looked up in PATH) with input on its standard input (NULL for
 * none) for at most ms milliseconds.
 */
struct rig_result rig_run(const char *const argv[], const char *input, int ms);
void	 rig_result_free(struct rig_result *);

/*
 * Starts argv in the background in a process group of its own, output to the
 * file log (NULL for our stderr).  It is killed when we die.
 */
pid_t	 rig_start(const char *const argv[], const char *log);
/* Whether it still runs. */
bool	 rig_alive(pid_t);
/*
 * SIGTERM, and SIGKILL after ms.  Returns the exit status, 128 + signal, or
 * RIG_LATE when it had to be killed.
 */
int	 rig_stop(pid_t, int ms);
int	 rig_kill(pid_t, int sig);	/* that signal, then waits for the end */
/* Waits up to ms for the end: exit status, 128 + signal or RIG_LATE. */
int	 rig_wait(pid_t, int ms);

/* Asks every 5 ms until yes or until ms are over; the last answer. */
bool	 rig_until(bool (*yes)(void *), void *arg, int ms);
/* Until the file holds the text. */
bool	 rig_until_said(const char *path, const char *text, int ms);
/* Until something listens on 127.0.0.1:port. */
bool	 rig_until_listening(int port, int ms);

/* A TCP port of 127.0.0.1 nobody uses now. */
int	 rig_port(void);

/* Zeroed memory shared with the processes forked from here on. */
void	*rig_shared(size_t);

/*
 * A starting gun: rig_barrier_wait returns in all `parties' processes (or
 * threads) at the same moment, again and again.  False after 60 s alone.
 */
struct rig_barrier;
struct rig_barrier *rig_barrier_new(int parties);	/* never freed */
bool	 rig_barrier_wait(struct rig_barrier *);

/* Forks; the child dies with us, runs fn(arg) and exits with its answer. */
pid_t	 rig_fork(int (*fn)(void *), void *arg);

#endif
