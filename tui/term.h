/*
 * The terminal: the only file that knows curses.  It takes a sheet and shows
 * it, sending only what changed; it reads bytes and understands none of them
 * (input.h does).  However the program ends, the terminal is given back as it
 * was: term_close, exit(), running out of memory, a crash.
 *
 * One terminal a process.
 */
#ifndef VITRINE_TERM_H
#define VITRINE_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "err.h"

struct sheet;

struct term_opts {
	bool	ascii;		/* only ASCII, whatever the locale says */
	bool	no_color;	/* --no-color; NO_COLOR is looked at here */
};

/* -1 with err: no terminal, or one curses knows nothing about. */
int	term_open(const struct term_opts *, struct err *) MUST_CHECK;
void	term_close(void);		/* twice is fine */
/* The descriptor to watch for keys. */
int	term_fd(void);
/* Bytes read, 0 when none waits, -1 when the terminal is gone. */
ssize_t	term_read(char *, size_t);
void	term_size(int *rows_r, int *cols_r);
/* Call after SIGWINCH; everything is painted anew. */
void	term_resize(void);
void	term_redraw(void);
void	term_flush(struct sheet *);
void	term_bell(void);
/* Colours of the palette; 0 for none. */
int	term_colours(void);
bool	term_has_fkeys(void);
/* --ascii, or a locale that is not UTF-8. */
bool	term_ascii(void);
/* A terminfo string by its name, NULL for none: for input_learn_all. */
const char *term_string(const char *name);

#endif
