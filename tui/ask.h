/*
 * Small questions on a card over the screen that asks.  The answer comes to
 * the owner's function once; when the owner closes first it never comes.  A
 * scan is no answer: it goes on to the sale and the question stays.
 */
#ifndef VITRINE_ASK_H
#define VITRINE_ASK_H

#include <stdbool.h>

struct field;
struct screen;

/* yes is what Yes does, as a verb: "Throw it away". */
void	ask_yes(struct screen *owner, const char *title, const char *text,
	    const char *yes, void (*fn)(struct screen *owner, bool yes));
/* NULL when the question was left.  The text is wiped afterwards. */
void	ask_pin(struct screen *owner, const char *title, const char *text,
	    void (*fn)(struct screen *owner, const char *pin));
void	ask_text(struct screen *owner, const char *title, const char *text,
	    const char *initial,
	    void (*fn)(struct screen *owner, const char *text));
/* Like ask_text for a number or an amount: a typed burst of digits is no scan. */
void	ask_amount(struct screen *owner, const char *title, const char *text,
	    const char *initial,
	    void (*fn)(struct screen *owner, const char *text));
/*
 * Several fields at once (form.h).  The fields are copied; fn gets the copies,
 * or NULL when it was left.  Labels, hints and choices must outlive the card.
 */
void	ask_form(struct screen *owner, const char *title, const char *text,
	    const struct field *, int count,
	    void (*fn)(struct screen *owner, const struct field *));
/* The row chosen, -1 when left.  The rows are copied. */
void	ask_choose(struct screen *owner, const char *title,
	    const char *const *rows, int count,
	    void (*fn)(struct screen *owner, int row));

#endif
