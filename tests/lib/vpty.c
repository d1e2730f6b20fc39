/* Programs in a terminal: see vpty.h. */
#include "vpty.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>
#include <cmocka.h>

#include "rig.h"

struct pty {
	int		 fd;
	pid_t		 pid;
	int		 status;	/* -1 while it runs */
	VTerm		*vt;
	VTermScreen	*screen;
	int		 rows, cols;
	bool		 other;
	bool		 non_ascii;
	size_t		 written;
	char		 tail[16];	/* the last bytes, across reads */
	bool		 pastes;
	char		*text;
};

static int
on_prop(VTermProp prop, VTermValue *value, void *arg)
{
	struct pty	*p = arg;

	if (prop == VTERM_PROP_ALTSCREEN)
		p->other = value->boolean != 0;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_prop };

static void
child(const char *const argv[], const char *const env[])
{
	char	*copy;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (; env != NULL && *env != NULL; env++) {
		if (strchr(*env, '=') == NULL) {
			unsetenv(*env);
			continue;
		}
		copy = strdup(*env);
		if (copy != NULL)
			putenv(copy);
	}
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

struct pty *
pty_start(const char *const argv[], const char *const env[], int rows,
    int cols)
{
	struct pty	*p = calloc(1, sizeof *p);
	struct winsize	 ws = { .ws_row = (unsigned short)rows,
		.ws_col = (unsigned short)cols };

	if (p == NULL)
		rig_die("out of memory");
	p->status = -1;
	p->rows = rows;
	p->cols = cols;
	p->pid = forkpty(&p->fd, NULL, NULL, &ws);
	if (p->pid < 0)
		rig_die("forkpty: %s", strerror(errno));
	if (p->pid == 0)
		child(argv, env);
	p->vt = vterm_new(rows, cols);
	vterm_set_utf8(p->vt, 1);
	p->screen = vterm_obtain_screen(p->vt);
	vterm_screen_enable_altscreen(p->screen, 1);
	vterm_screen_set_callbacks(p->screen, &callbacks, p);
	vterm_screen_reset(p->screen, 1);
	return p;
}

static void
note_end(struct pty *p, int flags)
{
	int	status;

	if (p->status >= 0 || waitpid(p->pid, &status, flags) != p->pid)
		return;
	p->status = WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
}

void
pty_free(struct pty *p)
{
	if (p == NULL)
		return;
	if (p->status < 0) {
		kill(p->pid, SIGKILL);
		note_end(p, 0);
	}
	close(p->fd);
	vterm_free(p->vt);
	free(p->text);
	free(p);
}

/* Bracketed paste is no property libvterm tells of. */
static void
look_for_paste(struct pty *p, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		memmove(p->tail, p->tail + 1, 7);
		p->tail[7] = bytes[i];
		if (memcmp(p->tail, "\033[?2004h", 8) == 0)
			p->pastes = true;
		if (memcmp(p->tail, "\033[?2004l", 8) == 0)
			p->pastes = false;
		if ((unsigned char)bytes[i] >= 0x80)
			p->non_ascii = true;
	}
}

bool
pty_turn(struct pty *p, int ms)
{
	struct pollfd	pfd = { .fd = p->fd, .events = POLLIN };
	char		bytes[16384];
	ssize_t		n;
	bool		any = false;

	while (poll(&pfd, 1, any ? 0 : ms) > 0) {
		n = read(p->fd, bytes, sizeof bytes);
		if (n <= 0)
			break;		/* EIO: the other end is closed */
		any = true;
		p->written += (size_t)n;
		look_for_paste(p, bytes, (size_t)n);
		vterm_input_write(p->vt, bytes, (size_t)n);
	}
	vterm_screen_flush_damage(p->screen);
	note_end(p, WNOHANG);
	return any;
}

void
pty_send(struct pty *p, const void *bytes, size_t n)
{
	const char	*at = bytes;
	ssize_t		 done;

	while (n > 0) {
		struct pollfd	pfd = { .fd = p->fd, .events = POLLOUT };

		/* A terminal's queue is short: read on while it is full. */
		pty_turn(p, 0);
		if (poll(&pfd, 1, 50) <= 0)
			continue;
		done = write(p->fd, at, n > 256 ? 256 : n);
		if (done <= 0)
			return;
		at += done;
		n -= (size_t)done;
	}
}

void
pty_type(struct pty *p, const char *text)
{
	pty_send(p, text, strlen(text));
}

void
pty_resize(struct pty *p, int rows, int cols)
{
	struct winsize	ws = { .ws_row = (unsigned short)rows,
		.ws_col = (unsigned short)cols };

	p->rows = rows;
	p->cols = cols;
	vterm_set_size(p->vt, rows, cols);
	ioctl(p->fd, TIOCSWINSZ, &ws);
}

int
pty_signal(struct pty *p, int signo)
{
	return kill(p->pid, signo);
}

pid_t
pty_pid(const struct pty *p)
{
	return p->pid;
}

const char *
pty_screen(struct pty *p)
{
	size_t	room = (size_t)p->rows * ((size_t)p->cols * 24 + 1) + 1, at = 0;

	free(p->text);
	p->text = malloc(room);
	if (p->text == NULL)
		rig_die("out of memory");
	for (int y = 0; y < p->rows; y++) {
		VTermRect	row = { y, y + 1, 0, p->cols };

		at += vterm_screen_get_text(p->screen, p->text + at,
		    room - at - 2, row);
		while (at > 0 && p->text[at - 1] == ' ')
			at--;
		p->text[at++] = '\n';
	}
	p->text[at] = '\0';
	return p->text;
}

bool
pty_shows(struct pty *p, const char *text)
{
	return strstr(pty_screen(p), text) != NULL;
}

static int64_t
now_ms(void)
{
	struct timespec	ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static bool
until(struct pty *p, const char *text, bool shown)
{
	int64_t	end = now_ms() + PTY_WAIT;

	do {
		pty_turn(p, 20);
		if (pty_shows(p, text) == shown)
			return true;
	} while (now_ms() < end && p->status < 0);
	return pty_shows(p, text) == shown;
}

bool
pty_until(struct pty *p, const char *text)
{
	return until(p, text, true);
}

bool
pty_until_gone(struct pty *p, const char *text)
{
	return until(p, text, false);
}

void
pty_expect_at(struct pty *p, const char *text, bool shown, const char *file,
    int line)
{
	if (until(p, text, shown))
		return;
	print_error("%s \"%s\" on:\n%s(status %d)\n", shown ? "no" : "still",
	    text, pty_screen(p), p->status);
	_fail(file, line);
}

int
pty_end(struct pty *p, int ms)
{
	int64_t	end = now_ms() + ms;

	while (p->status < 0 && now_ms() < end)
		pty_turn(p, 10);
	pty_turn(p, 0);
	return p->status;
}

void
pty_cursor(const struct pty *p, int *row_r, int *col_r)
{
	VTermPos	pos;

	vterm_state_get_cursorpos(vterm_obtain_state(p->vt), &pos);
	*row_r = pos.row;
	*col_r = pos.col;
}

bool
pty_on_other_screen(const struct pty *p)
{
	return p->other;
}

bool
pty_takes_pastes(const struct pty *p)
{
	return p->pastes;
}

bool
pty_is_cooked(const struct pty *p)
{
	struct termios	tio;

	return tcgetattr(p->fd, &tio) == 0 && tio.c_lflag & ICANON &&
	    tio.c_lflag & ECHO && tio.c_lflag & ISIG;
}

bool
pty_has_colour(struct pty *p)
{
	for (int y = 0; y < p->rows; y++)
		for (int x = 0; x < p->cols; x++) {
			VTermScreenCell	cell;
			VTermPos	pos = { y, x };

			vterm_screen_get_cell(p->screen, pos, &cell);
			if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ||
			    !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
				return true;
		}
	return false;
}

bool
pty_saw_non_ascii(const struct pty *p)
{
	return p->non_ascii;
}

size_t
pty_written(const struct pty *p)
{
	return p->written;
}
