/*
 * A form: labelled fields one under the other, one of them being typed into.
 * A screen holds the fields, passes commands to form_act() and hands out
 * form_line() as its line.
 */
#ifndef VITRINE_FORM_H
#define VITRINE_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "canvas.h"
#include "keymap.h"
#include "line.h"

enum field_kind {
	FIELD_TEXT,
	FIELD_NUMBER,		/* whole, may have a sign */
	FIELD_AMOUNT,		/* money as people write it; the screen reads it */
	FIELD_SECRET,
	FIELD_CHOICE		/* one of `choices`; Left and Right change it */
};

struct field {
	const char	*label;
	enum field_kind	 kind;
	bool		 required;
	const char	*hint;		/* dim, beside the field; may be NULL */
	const char *const *choices;	/* ended by NULL */
	int		 choice;
	struct line	 line;
	/* False with what is wrong, as a whole sentence.  May be NULL. */
	bool		(*check)(const struct field *, char *why, size_t size);
};

enum form_result {
	FORM_NOT_MINE,		/* a command the form has no use for */
	FORM_GOING,
	FORM_DONE		/* Enter in the last field, everything valid */
};

struct form {
	struct field	*fields;
	int		 count;
	int		 at;
	char		 why[160];	/* what is wrong, "" when nothing */
};

/* Looks at the fields once: marks secret lines and goes to the first. */
void	form_start(struct form *, struct field *, int count);
/* NEXT, PREV, UP, DOWN, OK. */
enum form_result form_act(struct form *, enum cmd);
/* NULL when a choice has the focus. */
struct line *form_line(struct form *);
/* Left, Right, Space in a choice; true when used: for screen_ops.key. */
bool	form_key(struct form *, const struct event *);
/* For screen_ops.typing. */
bool	form_typing(const struct form *, const char *text);
/* True when every field is valid; else goes to the first that is not. */
bool	form_check(struct form *);
/* Draws from row y down; returns the rows used, the complaint's included. */
int	form_draw(const struct form *, struct canvas *, int y, bool focus);

#endif
