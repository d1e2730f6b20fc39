#include "pgserver.h"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "rig.h"

#define START_MS	30000
#define TEMPLATE	"template"	/* a cluster never started, to copy */

struct pgserver {
	char	 dir[PATH_MAX];
	int	 port;		/* TCP, 0 for none */
	pid_t	 guard;
	pid_t	 postmaster;
	int	 order;		/* to the guard: 's'tart, 'c'rash, 'q'uit */
	pid_t	 owner;		/* a forked child must not stop it */
};

static struct pgserver *shared;	/* this process's own, made when needed */

static const char *
bin_dir(void)
{
	static char found[64];
	const char *set = getenv("PG_BINDIR");

	if (set != NULL)
		return set;
	for (int v = 30; v >= 15 && found[0] == '\0'; v--) {
		char path[64];

		snprintf(path, sizeof(path),
		    "/usr/lib/postgresql/%d/bin/initdb", v);
		if (access(path, X_OK) == 0)
			snprintf(found, sizeof(found),
			    "/usr/lib/postgresql/%d/bin", v);
	}
	if (found[0] == '\0')
		rig_die("no PostgreSQL server; run \"make deps\"");
	return found;
}

/* The user the server runs as: ourselves, or postgres when we are root. */
static void
server_user(uid_t *uid_r, gid_t *gid_r)
{
	struct passwd *pw;

	*uid_r = geteuid();
	*gid_r = getegid();
	if (*uid_r != 0)
		return;
	pw = getpwnam("postgres");
	if (pw == NULL)
		rig_die("there is no user postgres; run \"make deps\"");
	*uid_r = pw->pw_uid;
	*gid_r = pw->pw_gid;
}

static void
become_server_user(void)
{
	uid_t uid;
	gid_t gid;

	server_user(&uid, &gid);
	if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setgid(gid) != 0 ||
	    setuid(uid) != 0))
		_exit(126);
}

/* Runs argv as the server's user, silent unless it fails. */
static void
run_as_server(const char *const argv[])
{
	char *log = rig_path("pg-setup.log");
	int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	pid_t pid;
	int st;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		become_server_user();
		if (chdir("/") != 0 || dup2(fd, STDOUT_FILENO) == -1 ||
		    dup2(fd, STDERR_FILENO) == -1)
			_exit(126);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(fd);
	if (pid == -1)
		rig_die("cannot fork: %s", strerror(errno));
	while (waitpid(pid, &st, 0) == -1)
		if (errno != EINTR)
			rig_die("waiting for %s: %s", argv[0],
			    strerror(errno));
	if (st != 0)
		rig_die("%s failed (status %#x):\n%s", argv[0],
		    (unsigned)st, rig_read(log, NULL));
	free(log);
}

static void
init_cluster(const char *data)
{
	char *initdb = rig_printf("%s/initdb", bin_dir());

	run_as_server(RIG_ARGV(initdb, "-D", data, "-U", "postgres", "-A",
	    "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"));
	free(initdb);
}

static void
make_server_dir(const char *path)
{
	uid_t uid;
	gid_t gid;

	server_user(&uid, &gid);
	if (mkdir(path, 0755) == -1 && errno != EEXIST)
		rig_die("cannot make %s: %s", path, strerror(errno));
	if (geteuid() == 0 && chown(path, uid, gid) == -1)
		rig_die("cannot give %s to postgres: %s", path,
		    strerror(errno));
	if (chmod(path, 0755) == -1)
		rig_die("chmod %s: %s", path, strerror(errno));
}

/*
 * The guard.  It is the postmaster's parent, so that it can start, kill and
 * reap it whatever becomes of the test, and it cleans up when its own parent
 * is gone.
 */

static _Noreturn void
postmaster_exec(const struct pgserver *s)
{
	char *postgres = rig_printf("%s/postgres", bin_dir());
	char *data = rig_printf("%s/data", s->dir);
	char *log = rig_printf("%s/log", s->dir);
	char *sockets = rig_printf("unix_socket_directories=%s", s->dir);
	char *port = rig_printf("port=%d", s->port == 0 ? 5432 : s->port);
	int fd;

	become_server_user();
	fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0644);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (chdir("/") != 0)
		_exit(126);
	/* If the guard itself is killed, the server goes as well. */
	prctl(PR_SET_PDEATHSIG, SIGQUIT);
	execl(postgres, postgres, "-D", data, "-c", sockets, "-c", port, "-c",
	    s->port == 0 ? "listen_addresses=" : "listen_addresses=127.0.0.1",
	    "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c",
	    "log_min_messages=warning", "-c", "log_statement=none", "-c",
	    "log_line_prefix=%m [%p] %d ", (char *)NULL);
	_exit(127);
}

static bool
postmaster_ready(void *arg)
{
	const struct pgserver *s = arg;
	char *path = rig_printf("%s/data/postmaster.pid", s->dir);
	char *text = rig_read(path, NULL);
	bool yes;

	/* The eighth line of a server that takes connections. */
	yes = text != NULL && strstr(text, "\nready") != NULL;
	free(text);
	free(path);
	return yes || !rig_alive(s->postmaster);
}

static pid_t
guard_start_server(struct pgserver *s)
{
	char *pidfile = rig_printf("%s/data/postmaster.pid", s->dir);
	int st;

	/*
	 * Right after a crash a backend may still hold the shared memory, and
	 * the postmaster then refuses to start: try again.
	 */
	for (int i = 0; i < 20; i++) {
		unlink(pidfile);
		s->postmaster = fork();
		if (s->postmaster == 0)
			postmaster_exec(s);
		if (rig_until(postmaster_ready, s, START_MS) &&
		    rig_alive(s->postmaster))
			break;
		waitpid(s->postmaster, &st, 0);
		s->postmaster = -1;
		nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
	}
	free(pidfile);
	return s->postmaster;
}

/* Sends sig to the postmaster and to every process it started. */
static void
signal_all(pid_t postmaster, int sig)
{
	char *path = rig_printf("/proc/%d/task/%d/children", (int)postmaster,
	    (int)postmaster);
	char *list = rig_read(path, NULL);
	char *at = list, *end;

	kill(postmaster, sig);
	while (at != NULL) {
		long pid = strtol(at, &end, 10);

		if (end == at)
			break;
		kill((pid_t)pid, sig);
		at = end;
	}
	free(list);
	free(path);
}

static void
guard_end_server(struct pgserver *s, bool crash)
{
	int st;

	if (s->postmaster <= 0)
		return;
	if (crash) {
		signal_all(s->postmaster, SIGKILL);
	} else {
		signal_all(s->postmaster, SIGCONT);
		kill(s->postmaster, SIGQUIT);
	}
	waitpid(s->postmaster, &st, 0);
	s->postmaster = -1;
}

static void
on_term(int sig)
{
	(void)sig;	/* it only has to interrupt read() */
}

static _Noreturn void
guard_main(struct pgserver *s, int orders, pid_t parent)
{
	struct sigaction sa = { .sa_handler = on_term };
	char order;

	/* Away from the test's process group: a ^C must not kill the guard. */
	setsid();
	sigaction(SIGTERM, &sa, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	while (getppid() == parent && read(orders, &order, 1) == 1) {
		pid_t pid = -1;

		if (order == 's')
			pid = guard_start_server(s);
		else if (order == 'c')
			guard_end_server(s, true);
		else
			break;
		if (write(orders, &pid, sizeof(pid)) != sizeof(pid))
			break;
	}
	guard_end_server(s, false);
	if (getenv("VITRINE_TEST_KEEP") == NULL)
		rig_remove_tree(s->dir);
	_exit(0);
}

static pid_t
tell_guard(struct pgserver *s, char order)
{
	pid_t pid = -1;

	if (write(s->order, &order, 1) != 1 ||
	    read(s->order, &pid, sizeof(pid)) != sizeof(pid))
		rig_die("the guard of the PostgreSQL server is gone");
	return pid;
}

static void
start_guard(struct pgserver *s)
{
	int pair[2];
	pid_t parent = getpid();

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == -1)
		rig_die("socketpair: %s", strerror(errno));
	fflush(NULL);
	s->guard = fork();
	if (s->guard == -1)
		rig_die("fork: %s", strerror(errno));
	if (s->guard == 0) {
		int null = open("/dev/null", O_RDWR);

		/* Whoever reads our output must not wait for the guard. */
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		close(pair[0]);
		guard_main(s, pair[1], parent);
	}
	close(pair[1]);
	s->order = pair[0];
}

/* Fills data with a fresh cluster: the shared server's, when there is one. */
static void
make_cluster(const char *data)
{
	const char *shared_dir = getenv("VITRINE_TEST_PG");
	char *from;

	if (shared_dir == NULL) {
		init_cluster(data);
		return;
	}
	from = rig_printf("%s/" TEMPLATE, shared_dir);
	run_as_server(RIG_ARGV("/bin/cp", "-a", from, data));
	free(from);
}

static struct pgserver *
start(bool tcp, bool for_all)
{
	struct pgserver *s = calloc(1, sizeof(*s));
	const char *tmp = getenv("TMPDIR");
	char *data, *template;

	if (s == NULL)
		rig_die("no memory");
	if (tmp == NULL || strlen(tmp) > 60)
		tmp = "/tmp";
	snprintf(s->dir, sizeof(s->dir), "%s/vitrine-pg-XXXXXX", tmp);
	if (mkdtemp(s->dir) == NULL)
		rig_die("cannot make a folder in %s: %s", tmp,
		    strerror(errno));
	make_server_dir(s->dir);
	s->port = tcp ? rig_port() : 0;
	s->owner = getpid();
	start_guard(s);
	data = rig_printf("%s/data", s->dir);
	template = rig_printf("%s/" TEMPLATE, s->dir);
	make_cluster(data);
	if (for_all)
		run_as_server(RIG_ARGV("/bin/cp", "-a", data, template));
	free(template);
	free(data);
	pgserver_again(s);
	return s;
}

struct pgserver *
pgserver_start(bool tcp)
{
	return start(tcp, false);
}

struct pgserver *
pgserver_start_for_all(void)
{
	struct pgserver *s;

	unsetenv("VITRINE_TEST_PG");
	s = start(false, true);
	setenv("VITRINE_TEST_PG", s->dir, 1);
	return s;
}

void
pgserver_again(struct pgserver *s)
{
	s->postmaster = tell_guard(s, 's');
	if (s->postmaster == -1) {
		char *log = rig_printf("%s/log", s->dir);
		char *text = rig_read(log, NULL);

		rig_die("PostgreSQL does not start:\n%s",
		    text == NULL ? "" : text);
	}
}

void
pgserver_crash(struct pgserver *s)
{
	tell_guard(s, 'c');
}

void
pgserver_freeze(struct pgserver *s, bool frozen)
{
	signal_all(s->postmaster, frozen ? SIGSTOP : SIGCONT);
}

void
pgserver_stop(struct pgserver *s)
{
	int st;

	if (s->owner != getpid())
		return;
	close(s->order);
	kill(s->guard, SIGTERM);
	waitpid(s->guard, &st, 0);
	free(s);
}

const char *
pgserver_dir(const struct pgserver *s)
{
	return s->dir;
}

int
pgserver_port(const struct pgserver *s)
{
	return s->port;
}

/* Databases. */

static char *
url_of(const char *sockets, int port, const char *database)
{
	return rig_printf("postgresql:///%s?host=%s&port=%d&user=postgres",
	    database, sockets, port == 0 ? 5432 : port);
}

char *
pgserver_sql(const char *url, const char *sql)
{
	char *psql = rig_printf("%s/psql", bin_dir());
	struct rig_result r;

	r = rig_run(RIG_ARGV(psql, "-qAtX", "-v", "ON_ERROR_STOP=1", "-d", url),
	    sql, 60000);
	if (r.status != 0)
		rig_die("psql failed on: %s\n%s", sql, r.err);
	free(psql);
	free(r.err);
	if (r.out_len > 0 && r.out[r.out_len - 1] == '\n')
		r.out[r.out_len - 1] = '\0';
	return r.out;
}

static void
stop_shared(void)
{
	if (shared != NULL)
		pgserver_stop(shared);
}

char *
pgserver_database(struct pgserver *s)
{
	static int count;
	const char *sockets = getenv("VITRINE_TEST_PG");
	char *name, *url, *admin, *sql;
	int port = 0;

	if (s == NULL && sockets == NULL) {
		if (shared == NULL) {
			shared = pgserver_start(false);
			atexit(stop_shared);
		}
		s = shared;
	}
	if (s != NULL) {
		sockets = s->dir;
		port = s->port;
	}
	name = rig_printf("t%d_%d", (int)getpid(), ++count);
	admin = url_of(sockets, port, "postgres");
	/* template0 has no connections to wait for. */
	sql = rig_printf("CREATE DATABASE %s TEMPLATE template0", name);
	free(pgserver_sql(admin, sql));
	url = url_of(sockets, port, name);
	free(sql);
	free(admin);
	free(name);
	return url;
}

char *
pgserver_tcp_url(const struct pgserver *s, const char *database)
{
	return rig_printf("postgresql://postgres@127.0.0.1:%d/%s", s->port,
	    database);
}
