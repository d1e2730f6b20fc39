/*
 * One line of text being typed: cursor, editing keys, a ceiling, sideways
 * scrolling.  The cursor stands on whole letters: a letter with its combining
 * marks is one step and one erase.
 */
#ifndef VITRINE_LINE_H
#define VITRINE_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "canvas.h"
#include "input.h"

#define LINE_MAX_BYTES	240

struct line {
	char	text[LINE_MAX_BYTES + 1];
	int	len;		/* bytes */
	int	at;		/* the cursor, in bytes */
	int	max;		/* most bytes; 0 means LINE_MAX_BYTES */
	bool	secret;		/* shown as stars, never as a scan's target */
	bool	full;		/* something typed did not fit */
	bool	fresh;		/* a proposal: what is typed replaces it */
};

void	line_set(struct line *, const char *);
void	line_wipe(struct line *);	/* also overwrites the bytes */
void	line_insert(struct line *, const char *);
/* Takes back the last n characters before the cursor (a scan's). */
void	line_retract(struct line *, int n);
/*
 * Text, paste and editing keys (arrows, Home, End, erase, delete, Ctrl-A E B F
 * U K W).  True when it was used; false when it is somebody else's.
 */
bool	line_event(struct line *, const struct event *);
/*
 * Draws the line in width columns from x and puts the cursor there when it
 * has the focus.
 */
void	line_draw(const struct line *, struct canvas *, int y, int x,
	    int width, bool focus);

#endif
