/*
 * A page of narrow paper, without a printer: text, pairs, rules, a barcode, a
 * cut.  What makes a page (receipt.h) does not know how wide the paper is or
 * what the printer speaks; what renders it (text.h, escpos.h) does not know
 * what it says.
 */
#ifndef VITRINE_PAPER_H
#define VITRINE_PAPER_H

#include <stdbool.h>
#include <stddef.h>

struct paper;

enum paper_style {
	PAPER_PLAIN	= 0,
	PAPER_BOLD	= 1 << 0,
	PAPER_WIDE	= 1 << 1,	/* double width: half the columns */
	PAPER_CENTER	= 1 << 2
};

struct paper *paper_new(void);
void	paper_free(struct paper *);		/* NULL is fine */

/* Text is cleaned of control characters; a \n begins a new line. */
void	paper_text(struct paper *, unsigned style, const char *);
void	paper_printf(struct paper *, unsigned style, const char *, ...)
	    __attribute__((format(printf, 3, 4)));
/*
 * left at the left margin and right at the right one, as for an amount.  left
 * is broken into as many lines as it takes; right stands on the last.
 */
void	paper_pair(struct paper *, unsigned style, const char *left,
	    const char *right);
void	paper_rule(struct paper *);
void	paper_blank(struct paper *);
void	paper_barcode(struct paper *, const char *);	/* Code 128 */
void	paper_cut(struct paper *);
void	paper_kick(struct paper *);		/* opens the cash drawer */

enum paper_item {
	PAPER_LINE, PAPER_RULE, PAPER_BARCODE, PAPER_CUT, PAPER_KICK
};

/*
 * Lays the page out on paper of that many columns (at least 16) and calls fn
 * for every line and thing on it, top to bottom.  The text of a line has its
 * indent but no blanks at the end; of a barcode it is the code.  It is valid
 * during the call.
 */
typedef void paper_fn(enum paper_item, unsigned style, const char *text,
	    void *arg);
void	paper_lay(const struct paper *, size_t columns, paper_fn *, void *arg);

#endif
