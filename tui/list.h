/*
 * A list that may be longer than memory: it knows how many rows there are,
 * which one is marked and which are seen, and asks its source for those only.
 */
#ifndef VITRINE_LIST_H
#define VITRINE_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "canvas.h"
#include "keymap.h"

struct list_source {
	/* Draws row i on a window of the list's height; marked is where the keys go. */
	void	(*draw)(const void *arg, struct canvas *, int64_t i,
		    bool marked);
	/* Rows from..to-1 are wanted; may answer later.  NULL: all are there. */
	void	(*want)(void *arg, int64_t from, int64_t to);
};

struct list {
	int64_t	count;
	int64_t	at;		/* the marked row; 0 when there is none */
	int64_t	top;		/* the first row seen */
	int	rows;		/* seen at the last list_settle */
	int	height;		/* rows of the window one takes; 0 means 1 */
	int64_t	asked_from, asked_to;
};

/* Sets the count and keeps the mark inside. */
void	list_count(struct list *, int64_t count);
/* UP, DOWN, PAGE_UP, PAGE_DOWN, FIRST, LAST.  False for any other. */
bool	list_act(struct list *, enum cmd);
/*
 * Fits the list to a window of so many rows and asks the source for what is
 * seen and a page on either side, once.
 */
void	list_settle(struct list *, int rows, const struct list_source *,
	    void *arg);
/* Everything must be asked for again: the rows changed. */
void	list_stale(struct list *);
/* Draws the seen rows, and how far down one is when there are more. */
void	list_draw(const struct list *, struct canvas *,
	    const struct list_source *, const void *arg);

#endif
