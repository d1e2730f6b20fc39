#include "rig.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char	dir[PATH_MAX];
static pid_t	dir_owner;

_Noreturn void
rig_die(const char *fmt, ...)
{
	va_list ap;

	fputs("Bail out! ", stdout);
	va_start(ap, fmt);
	vfprintf(stdout, fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
	exit(255);
}

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
nap(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
}

static void *
must(void *p)
{
	if (p == NULL)
		rig_die("no memory");
	return p;
}

static char *vprintf_new(const char *, va_list)
	    __attribute__((format(printf, 1, 0)));

static char *
vprintf_new(const char *fmt, va_list ap)
{
	char *s = NULL;

	if (vasprintf(&s, fmt, ap) == -1)
		rig_die("no memory");
	return s;
}

char *
rig_printf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = vprintf_new(fmt, ap);
	va_end(ap);
	return s;
}

/* Folders. */

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	(void)remove(path);
	return 0;
}

void
rig_remove_tree(const char *path)
{
	nftw(path, remove_one, 32, FTW_DEPTH | FTW_PHYS);
}

static void
remove_dir(void)
{
	/* A forked child that exits must not take its parent's folder away. */
	if (getpid() == dir_owner && getenv("VITRINE_TEST_KEEP") == NULL)
		rig_remove_tree(dir);
}

const char *
rig_dir(void)
{
	const char *tmp = getenv("TMPDIR");

	if (dir[0] != '\0')
		return dir;
	/* Unix sockets live in here, and their paths must be short. */
	if (tmp == NULL || strlen(tmp) > 60)
		tmp = "/tmp";
	snprintf(dir, sizeof(dir), "%s/vitrine-test-XXXXXX", tmp);
	if (mkdtemp(dir) == NULL)
		rig_die("cannot make a folder in %s: %s", tmp, strerror(errno));
	/* Servers that run as another user must get through to their files. */
	if (geteuid() == 0 && chmod(dir, 0711) == -1)
		rig_die("chmod %s: %s", dir, strerror(errno));
	dir_owner = getpid();
	atexit(remove_dir);
	return dir;
}

char *
rig_path(const char *fmt, ...)
{
	va_list ap;
	char *name, *path;

	va_start(ap, fmt);
	name = vprintf_new(fmt, ap);
	va_end(ap);
	path = rig_printf("%s/%s", rig_dir(), name);
	free(name);
	return path;
}

char *
rig_program(const char *name)
{
	const char *bin = getenv("VITRINE_BIN");

	return rig_printf("%s/%s", bin != NULL ? bin : "build/check", name);
}

/* Files. */

struct bytes {
	char	*at;
	size_t	 len;
	size_t	 room;
};

/* Reads once; 0 at the end, -1 when there is nothing now. */
static int
bytes_read(struct bytes *b, int fd)
{
	ssize_t n;

	if (b->room - b->len < 4096) {
		b->room = b->room * 2 + 8192;
		b->at = must(realloc(b->at, b->room));
	}
	do {
		n = read(fd, b->at + b->len, b->room - b->len - 1);
	} while (n == -1 && errno == EINTR);
	if (n > 0)
		b->len += (size_t)n;
	b->at[b->len] = '\0';
	return n > 0 ? 1 : n == 0 ? 0 : -1;
}

char *
rig_read(const char *path, size_t *len_r)
{
	struct bytes b = { NULL, 0, 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return NULL;
	while (bytes_read(&b, fd) == 1)
		;
	close(fd);
	if (len_r != NULL)
		*len_r = b.len;
	return b.at;
}

void
rig_write(const char *path, const void *bytes, size_t len)
{
	FILE *f = fopen(path, "we");

	if (f == NULL || fwrite(bytes, 1, len, f) != len || fclose(f) != 0)
		rig_die("cannot write %s: %s", path, strerror(errno));
}

void
rig_write_text(const char *path, const char *text)
{
	rig_write(path, text, strlen(text));
}

/* Programs. */

static void
die_with_parent(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(126);
}

static _Noreturn void
exec_program(const char *const argv[])
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	dprintf(STDERR_FILENO, "%s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static int
status_of(int st)
{
	return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}

static void
make_pipe(int fd[2])
{
	if (pipe2(fd, O_CLOEXEC) == -1)
		rig_die("pipe: %s", strerror(errno));
}

static pid_t
spawn(const char *const argv[], int in, int out, int err)
{
	pid_t parent = getpid(), pid;

	fflush(NULL);
	pid = fork();
	if (pid == -1)
		rig_die("fork: %s", strerror(errno));
	if (pid == 0) {
		die_with_parent(parent);
		setpgid(0, 0);
		dup2(in, STDIN_FILENO);
		dup2(out, STDOUT_FILENO);
		dup2(err, STDERR_FILENO);
		exec_program(argv);
	}
	setpgid(pid, pid);
	return pid;
}

/* Writes what fits of input; closes and forgets the pipe when all is in. */
static void
feed(struct pollfd *p, const char **input, size_t *left)
{
	ssize_t n = write(p->fd, *input, *left);

	if (n > 0) {
		*input += n;
		*left -= (size_t)n;
	}
	if (*left == 0 || (n == -1 && errno != EAGAIN && errno != EINTR)) {
		close(p->fd);
		p->fd = -1;
	}
}

/* Moves bytes both ways until both outputs are closed.  False when late. */
static bool
converse(struct pollfd p[3], const char *input, struct bytes *out,
    struct bytes *err, int64_t end)
{
	struct bytes *b[3] = { NULL, out, err };
	size_t left = input == NULL ? 0 : strlen(input);
	int64_t now;

	while (p[1].fd != -1 || p[2].fd != -1) {
		now = now_ms();
		if (now >= end)
			return false;
		poll(p, 3, (int)(end - now));
		if (p[0].fd != -1 && p[0].revents != 0)
			feed(&p[0], &input, &left);
		for (int i = 1; i < 3; i++) {
			if (p[i].fd == -1 || p[i].revents == 0)
				continue;
			if (bytes_read(b[i], p[i].fd) == 0) {
				close(p[i].fd);
				p[i].fd = -1;
			}
		}
	}
	return true;
}

struct rig_result
rig_run(const char *const argv[], const char *input, int ms)
{
	struct rig_result r = { 0 };
	struct bytes out = { NULL, 0, 0 }, err = { NULL, 0, 0 };
	struct pollfd p[3] = { { .events = POLLOUT }, { .events = POLLIN },
		{ .events = POLLIN } };
	int64_t end = now_ms() + ms;
	int in[2], o[2], e[2];
	pid_t pid;

	make_pipe(in);
	make_pipe(o);
	make_pipe(e);
	pid = spawn(argv, in[0], o[1], e[1]);
	close(in[0]);
	close(o[1]);
	close(e[1]);
	signal(SIGPIPE, SIG_IGN);
	fcntl(in[1], F_SETFL, O_NONBLOCK);
	p[0].fd = in[1];
	p[1].fd = o[0];
	p[2].fd = e[0];
	if (input == NULL || input[0] == '\0') {
		close(in[1]);
		p[0].fd = -1;
	}
	if (!converse(p, input, &out, &err, end))
		r.status = RIG_LATE;
	else
		r.status = rig_wait(pid, (int)(end - now_ms()));
	if (r.status == RIG_LATE) {
		kill(-pid, SIGKILL);
		rig_kill(pid, SIGKILL);
	}
	for (int i = 0; i < 3; i++)
		if (p[i].fd != -1)
			close(p[i].fd);
	r.out = out.at != NULL ? out.at : must(strdup(""));
	r.out_len = out.len;
	r.err = err.at != NULL ? err.at : must(strdup(""));
	r.err_len = err.len;
	return r;
}

void
rig_result_free(struct rig_result *r)
{
	free(r->out);
	free(r->err);
	r->out = r->err = NULL;
}

pid_t
rig_start(const char *const argv[], const char *log)
{
	int in, out = STDERR_FILENO;
	pid_t pid;

	in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (log != NULL)
		out = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
		    0644);
	if (in == -1 || out == -1)
		rig_die("cannot open %s: %s", log, strerror(errno));
	pid = spawn(argv, in, out, out);
	close(in);
	if (log != NULL)
		close(out);
	return pid;
}

bool
rig_alive(pid_t pid)
{
	siginfo_t si = { .si_pid = 0 };

	if (waitid(P_PID, (id_t)pid, &si, WEXITED | WNOHANG | WNOWAIT) == -1)
		return false;
	return si.si_pid == 0;
}

int
rig_wait(pid_t pid, int ms)
{
	int64_t end = now_ms() + ms;
	int st;

	for (;;) {
		pid_t got = waitpid(pid, &st, WNOHANG);

		if (got == pid)
			return status_of(st);
		if (got == -1 && errno != EINTR)
			rig_die("waitpid %d: %s", (int)pid, strerror(errno));
		if (now_ms() >= end)
			return RIG_LATE;
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	}
}

int
rig_kill(pid_t pid, int sig)
{
	int st;

	kill(pid, sig);
	while (waitpid(pid, &st, 0) == -1)
		if (errno != EINTR)
			return RIG_LATE;
	return status_of(st);
}

int
rig_stop(pid_t pid, int ms)
{
	int st;

	kill(pid, SIGTERM);
	st = rig_wait(pid, ms);
	if (st == RIG_LATE)
		rig_kill(pid, SIGKILL);
	return st;
}

pid_t
rig_fork(int (*fn)(void *), void *arg)
{
	pid_t parent = getpid(), pid;

	fflush(NULL);
	pid = fork();
	if (pid == -1)
		rig_die("fork: %s", strerror(errno));
	if (pid == 0) {
		die_with_parent(parent);
		exit(fn(arg));
	}
	return pid;
}

/* States. */

bool
rig_until(bool (*yes)(void *), void *arg, int ms)
{
	int64_t end = now_ms() + ms;

	while (!yes(arg)) {
		if (now_ms() >= end)
			return yes(arg);
		nap();
	}
	return true;
}

struct said {
	const char	*path;
	const char	*text;
};

static bool
has_said(void *arg)
{
	const struct said *s = arg;
	char *all = rig_read(s->path, NULL);
	bool yes = all != NULL && strstr(all, s->text) != NULL;

	free(all);
	return yes;
}

bool
rig_until_said(const char *path, const char *text, int ms)
{
	return rig_until(has_said, &(struct said){ path, text }, ms);
}

static struct sockaddr_in
loopback(int port)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };

	sin.sin_port = htons((uint16_t)port);
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return sin;
}

static bool
is_listening(void *arg)
{
	struct sockaddr_in sin = loopback(*(int *)arg);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool yes;

	yes = connect(fd, (struct sockaddr *)&sin, sizeof(sin)) == 0;
	close(fd);
	return yes;
}

bool
rig_until_listening(int port, int ms)
{
	return rig_until(is_listening, &port, ms);
}

int
rig_port(void)
{
	struct sockaddr_in sin = loopback(0);
	socklen_t len = sizeof(sin);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (bind(fd, (struct sockaddr *)&sin, sizeof(sin)) == -1 ||
	    getsockname(fd, (struct sockaddr *)&sin, &len) == -1)
		rig_die("no free port: %s", strerror(errno));
	close(fd);
	return ntohs(sin.sin_port);
}

/* Between processes. */

void *
rig_shared(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		rig_die("mmap: %s", strerror(errno));
	return p;
}

struct rig_barrier {
	_Atomic int	 here;
	_Atomic uint32_t round;		/* the futex */
	int		 parties;
};

struct rig_barrier *
rig_barrier_new(int parties)
{
	struct rig_barrier *b = rig_shared(sizeof(*b));

	b->parties = parties;
	return b;
}

bool
rig_barrier_wait(struct rig_barrier *b)
{
	struct timespec patience = { .tv_sec = 60 };
	uint32_t round = atomic_load(&b->round);

	if (atomic_fetch_add(&b->here, 1) + 1 == b->parties) {
		atomic_store(&b->here, 0);
		atomic_fetch_add(&b->round, 1);
		syscall(SYS_futex, &b->round, FUTEX_WAKE, INT_MAX, NULL, NULL,
		    0);
		return true;
	}
	while (atomic_load(&b->round) == round) {
		if (syscall(SYS_futex, &b->round, FUTEX_WAIT, round, &patience,
		    NULL, 0) == -1 && errno == ETIMEDOUT)
			return false;
	}
	return true;
}
