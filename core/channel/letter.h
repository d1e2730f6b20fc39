/*
 * What the shop writes to its customers by mail: made from what is stored, so
 * that a letter sent an hour late says what is true then.
 */
#ifndef VITRINE_LETTER_H
#define VITRINE_LETTER_H

#include "mem.h"
#include "record.h"

struct receipt;
struct till;

struct letter {
	const char	*subject;
	const char	*text;
	const char	*html;
};

/* The receipt of a sale; an order's also says thank you for it. */
void	letter_receipt(struct arena *, struct till *, const struct rec_mail *,
	    const struct receipt *, struct letter *out_r);
/*
 * That a piece of an order was gone: which, how it went, and what becomes of
 * the money.  web_url may be "".
 */
void	letter_refusal(struct arena *, struct till *, const struct rec_mail *,
	    const struct rec_remote *, const struct rec_conflict *lost,
	    size_t count, const char *web_url, struct letter *out_r);

#endif
