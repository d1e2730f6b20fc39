/*
 * What input.c (events and scans) and input_token.c (characters and keys)
 * share; nobody else includes it.
 */
#ifndef VITRINE_INPUT_PARTS_H
#define VITRINE_INPUT_PARTS_H

#include "buf.h"
#include "input.h"

#define QUEUE_MAX	(1 << 20)	/* bytes waiting; a till is no pipe */

enum tok_kind { TOK_NONE, TOK_CHAR, TOK_KEY, TOK_PASTE };

struct tok {
	enum tok_kind	kind;
	uint32_t	ch;
	int		key;
	int		suffix;		/* ENDS_... it could be, or 0 */
	int64_t		when;		/* when its last byte came */
};

struct mark {				/* bytes up to end came at when */
	size_t		end;
	int64_t		when;
};

struct learned {
	char		bytes[16];
	size_t		len;
	int		key;
};

struct run {
	char	bytes[SCAN_MAX + 1];
	size_t	len;
	size_t	shown;			/* bytes given out as EV_TEXT */
	int	chars;
	int	chars_shown;
	int64_t	last;
	bool	digit;
	bool	dead;			/* cannot be a scan any more */
};

struct input {
	struct input_opts	 opts;
	size_t			 prefix_len;
	struct learned		*learned;
	size_t			 nlearned;
	bool			 patient;

	struct buf		 queue;
	size_t			 at;
	struct mark		*marks;
	size_t			 nmarks, mark_at, mark_room;
	int64_t			 due;

	struct run		 run;
	bool			 flush;		/* give out the run's text */
	bool			 flush_ends;	/* and then forget the run */
	struct tok		 kept;		/* after the flush */
	bool			 after_cr;	/* a LF belongs to that scan */
	int64_t			 cr_when;

	bool			 pasting;
	bool			 scanning;	/* inside prefix ... suffix */
	bool			 cut;
	struct buf		 text;		/* of a paste or a scan */
};

/* Waiting bytes, and the first of them. */
size_t	input_left(const struct input *);
const char *input_front(const struct input *);
/* Uses up n bytes; returns when the last of them came. */
int64_t	input_eat(struct input *, size_t n);
/* True when it is worth waiting for more; then input_due says until when. */
bool	input_wait_more(struct input *, int64_t now, int64_t patience);
/* To the text of a paste or a scan, unless it would be longer than max. */
void	input_add_text(struct input *, const char *, size_t, size_t max);
/* One token; false when more bytes must come first. */
bool	input_token(struct input *, int64_t now, struct tok *);

#endif
