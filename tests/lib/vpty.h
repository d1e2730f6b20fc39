/*
 * A program in a real terminal: forkpty and libvterm.  Tests type at it and
 * wait for what the screen shows, never for a time.
 */
#ifndef TEST_VPTY_H
#define TEST_VPTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define PTY_WAIT	20000		/* ms until a state counts as missed */

struct pty;

/*
 * Starts argv at a terminal of that size.  env is a list of NAME=VALUE ended by
 * NULL, put over our own environment; "NAME" alone takes it away.
 */
struct pty *pty_start(const char *const argv[], const char *const env[],
	    int rows, int cols);
/* Ends the program if it still runs. */
void	pty_free(struct pty *);
void	pty_type(struct pty *, const char *);
void	pty_send(struct pty *, const void *, size_t);
void	pty_resize(struct pty *, int rows, int cols);
int	pty_signal(struct pty *, int signo);
/* Takes in what the program wrote within ms; false when nothing came. */
bool	pty_turn(struct pty *, int ms);

/* The whole screen as text; owned by the pty, until the next call. */
const char *pty_screen(struct pty *);
bool	pty_shows(struct pty *, const char *text);
/* Until the screen shows the text, or does not. */
bool	pty_until(struct pty *, const char *text);
bool	pty_until_gone(struct pty *, const char *text);
/* The same, and a failed cmocka assertion with the screen when it is late. */
#define pty_expect(p, text)	pty_expect_at(p, text, true, __FILE__, __LINE__)
#define pty_expect_gone(p, text) \
	pty_expect_at(p, text, false, __FILE__, __LINE__)
void	pty_expect_at(struct pty *, const char *text, bool, const char *file,
	    int line);
/* Until the program has ended: exit status, 128 + signal, or -1 when late. */
int	pty_end(struct pty *, int ms);
pid_t	pty_pid(const struct pty *);
void	pty_cursor(const struct pty *, int *row_r, int *col_r);

/* What the terminal is left as. */
bool	pty_on_other_screen(const struct pty *);
bool	pty_takes_pastes(const struct pty *);	/* as marked pastes */
bool	pty_is_cooked(const struct pty *);	/* echo and line editing */
/* Whether any cell's ink has a colour; whether any byte was not ASCII. */
bool	pty_has_colour(struct pty *);
bool	pty_saw_non_ascii(const struct pty *);
/* Bytes the program wrote so far. */
size_t	pty_written(const struct pty *);

#endif
