/*
 * The terminal: see term.h.
 *
 * Curses is used for output only.  It must not read: its wget_wch loses a
 * character whose UTF-8 bytes come in two reads, and its keypad mode makes a
 * lone Esc wait a second.  So bytes are read here, with read(2).
 */
#include "term.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "canvas.h"
#include "mem.h"
#include "str.h"

#define PASTE_ON	"\033[?2004h"
#define PASTE_OFF	"\033[?2004l"

enum { PAIR_ACCENT = 1, PAIR_GOOD, PAIR_ALARM };

static struct {
	bool		 open;
	bool		 ascii;
	bool		 colour;
	SCREEN		*screen;
	struct sheet_cell	*shown;		/* what it shows now */
	int		 rows, cols;
	bool		 all;		/* nothing is known of what it shows */
	struct termios	 before;
	char		 undo[256];	/* bytes that give the terminal back */
	size_t		 undo_len;
} term;

static const int	deadly[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
static struct sigaction	deadly_before[sizeof deadly / sizeof *deadly];

static void
send_bytes(const char *bytes, size_t n)
{
	ssize_t	done;

	while (n > 0 && (done = write(STDOUT_FILENO, bytes, n)) > 0) {
		bytes += done;
		n -= (size_t)done;
	}
}

/* Gives the terminal back using only what a signal handler may use. */
static void
give_back(void)
{
	if (!term.open)
		return;
	term.open = false;
	send_bytes(term.undo, term.undo_len);
	tcsetattr(STDIN_FILENO, TCSANOW, &term.before);
}

static void
crashed(int signo)
{
	give_back();
	for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
		if (deadly[i] == signo)
			sigaction(signo, &deadly_before[i], NULL);
	raise(signo);
}

static void
catch_crashes(void)
{
	struct sigaction	sa = { .sa_handler = crashed };

	sigemptyset(&sa.sa_mask);
	sa.sa_flags = SA_NODEFER;
	for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
		sigaction(deadly[i], &sa, &deadly_before[i]);
}

/* Terminfo's strings may say "$<5>", a pause; no terminal needs it today. */
static void
undo_add(const char *s)
{
	while (s != NULL && *s != '\0' &&
	    term.undo_len < sizeof term.undo - 1) {
		if (s[0] == '$' && s[1] == '<' && strchr(s, '>') != NULL) {
			s = strchr(s, '>') + 1;
			continue;
		}
		term.undo[term.undo_len++] = *s++;
	}
}

const char *
term_string(const char *name)
{
	char		 cap[16];
	const char	*s;

	str_copy(cap, sizeof cap, name);
	s = tigetstr(cap);
	return s == (const char *)-1 ? NULL : s;
}

static void
start_colours(const struct term_opts *opts)
{
	const char	*no = getenv("NO_COLOR");

	term.colour = !opts->no_color && (no == NULL || *no == '\0') &&
	    has_colors() && start_color() == OK;
	if (!term.colour)
		return;
	use_default_colors();
	init_pair(PAIR_ACCENT, COLOR_CYAN, -1);
	init_pair(PAIR_GOOD, COLOR_GREEN, -1);
	init_pair(PAIR_ALARM, COLOR_RED, -1);
}

/*
 * The locale says what the terminal understands; what we compute with is
 * UTF-8 in any case.
 */
static void
settle_locale(const struct term_opts *opts)
{
	setlocale(LC_CTYPE, "");
	term.ascii = opts->ascii ||
	    strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

static int
no_terminal(struct err *err)
{
	const char	*name = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		err_set(err, ERR_USAGE, "the register needs a terminal");
		return err_hint(err, "Start it at a terminal; scripts use "
		    "vitrinectl.");
	}
	err_set(err, ERR_CONFIG, "unknown kind of terminal '%s'",
	    name == NULL ? "" : name);
	return err_hint(err, "Set TERM to what it is, for example "
	    "xterm-256color or linux.");
}

int
term_open(const struct term_opts *opts, struct err *err)
{
	static bool	registered;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    tcgetattr(STDIN_FILENO, &term.before) != 0)
		return no_terminal(err);
	settle_locale(opts);
	use_tioctl(TRUE);
	if ((term.screen = newterm(NULL, stdout, stdin)) == NULL)
		return no_terminal(err);
	if (term_string("cup") == NULL) {
		endwin();
		return no_terminal(err);
	}
	raw();		/* ^C is a key, and a scanner's ETX too; no ^S freeze */
	noecho();
	nonl();
	leaveok(stdscr, FALSE);
	start_colours(opts);
	term.undo_len = 0;
	undo_add(PASTE_OFF);
	undo_add(term_string("sgr0"));
	undo_add(term_string("cnorm"));
	undo_add(term_string("rmcup"));
	term.open = true;
	send_bytes(PASTE_ON, sizeof PASTE_ON - 1);
	if (!registered)
		atexit(term_close);
	registered = true;
	mem_on_death(give_back);
	catch_crashes();
	term_resize();
	return 0;
}

void
term_close(void)
{
	if (!term.open)
		return;
	send_bytes(PASTE_OFF, sizeof PASTE_OFF - 1);
	curs_set(1);
	endwin();
	term.open = false;
	tcsetattr(STDIN_FILENO, TCSANOW, &term.before);
	delscreen(term.screen);
	free(term.shown);
	term.shown = NULL;
	term.rows = term.cols = 0;
}

int
term_fd(void)
{
	return STDIN_FILENO;
}

ssize_t
term_read(char *bytes, size_t size)
{
	struct pollfd	pfd = { .fd = STDIN_FILENO, .events = POLLIN };
	ssize_t		n;

	/* Asked first, so that read() never waits; the shell's tty stays
	 * blocking, which O_NONBLOCK would change under its feet. */
	if (poll(&pfd, 1, 0) <= 0)
		return 0;
	n = read(STDIN_FILENO, bytes, size);
	if (n > 0)
		return n;
	return n < 0 && (errno == EINTR || errno == EAGAIN) ? 0 : -1;
}

void
term_size(int *rows_r, int *cols_r)
{
	*rows_r = term.rows;
	*cols_r = term.cols;
}

void
term_resize(void)
{
	struct winsize	ws;
	int		rows = LINES, cols = COLS;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row > 0 &&
	    ws.ws_col > 0) {
		rows = ws.ws_row;
		cols = ws.ws_col;
	}
	resizeterm(rows, cols);
	term.rows = rows;
	term.cols = cols;
	term.shown = mem_grow(term.shown, (size_t)rows * (size_t)cols,
	    sizeof *term.shown);
	term_redraw();
}

void
term_redraw(void)
{
	term.all = true;
	clearok(curscr, TRUE);
}

static attr_t
attributes(const struct sheet_cell *cell, int *pair_r)
{
	*pair_r = 0;
	switch ((enum ink)cell->ink) {
	case INK_PLAIN:
		return A_NORMAL;
	case INK_BOLD:
	case INK_KEY:
		return A_BOLD;
	case INK_DIM:
		return A_DIM;
	case INK_ACCENT:
		*pair_r = term.colour ? PAIR_ACCENT : 0;
		return A_BOLD;
	case INK_FOCUS:
		return A_REVERSE;
	case INK_GOOD:
		*pair_r = term.colour ? PAIR_GOOD : 0;
		return A_NORMAL;
	case INK_ALARM:
		*pair_r = term.colour ? PAIR_ALARM : 0;
		return term.colour ? A_BOLD : A_BOLD | A_REVERSE;
	case INK_PHOTO:
		if (term.colour && (cell->fg >= 0 || cell->bg >= 0))
			*pair_r = alloc_pair(cell->fg, cell->bg);
		if (*pair_r < 0)
			*pair_r = 0;
		return A_NORMAL;
	}
	return A_NORMAL;
}

static void
put(int y, int x, const struct sheet_cell *cell)
{
	wchar_t	chars[CELL_CHARS + 1] = { L' ' };
	cchar_t	cc;
	attr_t	attrs;
	int	pair;

	for (int i = 0; i < CELL_CHARS && cell->ch[i] != 0; i++)
		chars[i] = (wchar_t)cell->ch[i];
	attrs = attributes(cell, &pair);
	if (setcchar(&cc, chars, attrs, 0, &pair) == OK)
		mvadd_wch(y, x, &cc);
}

/*
 * Only cells that differ are given to curses.  A half of a wide character is
 * redrawn with the other.
 */
static void
put_row(const struct sheet *sheet, int y)
{
	for (int x = 0; x < term.cols; x++) {
		const struct sheet_cell	*cell = sheet_cell(sheet, y, x);
		struct sheet_cell		*shown;

		if (cell == NULL)
			return;
		shown = &term.shown[y * term.cols + x];
		if (!term.all && memcmp(cell, shown, sizeof *cell) == 0)
			continue;
		if (cell->width == 0 && x > 0)
			put(y, x - 1, cell - 1);
		else
			put(y, x, cell);
		*shown = *cell;
	}
}

void
term_flush(struct sheet *sheet)
{
	int	y, x;
	bool	cursor;

	if (!term.open)
		return;
	if (term.ascii)
		sheet_ascii(sheet);
	if (term.all)
		erase();
	for (int row = 0; row < term.rows; row++)
		put_row(sheet, row);
	term.all = false;
	cursor = sheet_cursor(sheet, &y, &x);
	if (!cursor) {
		y = term.rows - 1;
		x = 0;
	}
	move(y < term.rows ? y : term.rows - 1,
	    x < term.cols ? x : term.cols - 1);
	curs_set(cursor ? 1 : 0);
	refresh();
}

void
term_bell(void)
{
	if (term.open)
		beep();
}

int
term_colours(void)
{
	return term.colour ? COLORS : 0;
}

bool
term_has_fkeys(void)
{
	return term_string("kf10") != NULL;
}

bool
term_ascii(void)
{
	return term.ascii;
}
