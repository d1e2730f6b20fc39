/*
 * Returns, from the receipt: what is given back is what was stored when it was
 * sold.  Price, discount and tax are copied, never worked out again; of a line
 * of several that comes back in parts, the parts add up to exactly the line.
 * A line comes back once; the database refuses the second time (SALE_CAME_BACK)
 * whoever asks.  A unique piece goes back for inspection, not into the case.
 *
 * Money goes back the way it came unless the caller says otherwise.  A return
 * is committed by sale.h like every sale, under an id it has from the start.
 */
#ifndef VITRINE_REFUND_H
#define VITRINE_REFUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "record.h"
#include "sell/money.h"
#include "sell/rights.h"
#include "sell/sale.h"
#include "sell/tender.h"

struct till;

struct refund_line {
	struct rec_line	 was;		/* as sold */
	int64_t		 left;		/* not come back before */
	int64_t		 qty;		/* chosen to come back now */
	money		 total;		/* to give back for it, tax included */
};

struct refund {
	struct arena		*arena;
	struct uuid		 id;		/* the return's */
	struct rec_sale		 was;		/* the sale */
	struct refund_line	*lines;
	size_t			 count;
	bool			 no_receipt;	/* found by its piece */
	struct uuid		 agreed_by;	/* set by the caller, or nil */
	struct tenders		 left;	/* what was paid, less what went back */
	money			 total;		/* of what is chosen */
	/* Stored beside it, so that a program's call twice is one return;
	   NULL for people.  The caller's. */
	const struct rec_order	*order;
};

/* refund is NULL when err is set; else the caller's, refund_free when done. */
typedef void refund_found_fn(struct refund *, const struct err *, void *arg);

/*
 * Looks a sale up: its number as on the receipt ("R1-000042", also R1-42, and
 * 42 for one of this register), its id, the id of one of its lines, or, without
 * a receipt, the sku of a piece that is sold.  ERR_NO_INPUT when there is none.
 */
void	refund_find(struct till *, const char *code, refund_found_fn *,
	    void *arg);
void	refund_free(struct refund *);		/* NULL is fine */
/*
 * "r1-42" and "42" as people read them off a receipt, in the full form the
 * database knows.  The caller's, free() it.
 */
char	*refund_number(const struct till *, const char *code);

/* qty of a line, 0 for none.  ERR_INPUT for more than is left. */
int	refund_choose(struct refund *, size_t line, int64_t qty,
	    struct err *) MUST_CHECK;
void	refund_choose_all(struct refund *);
/* The line with this id; count when there is none. */
size_t	refund_line_of(const struct refund *, const struct uuid *line_id);

/* How the money goes back by default, as positive amounts. */
void	refund_tenders(const struct refund *, struct tenders *out_r);

/* Whether who stands at the till may take it back; *right_r is what to ask. */
enum may refund_may(const struct till *, const struct refund *,
	    enum right *right_r);
/*
 * Makes it true.  tenders: positive amounts that come to refund->total, or
 * NULL for the default.  -1 with err when nothing is chosen or they do not, and
 * ERR_NOT_ALLOWED when nobody agreed who had to.
 */
int	refund_commit(struct till *, const struct refund *,
	    const struct tenders *, const char *reason, sale_done_fn *,
	    void *arg, struct err *) MUST_CHECK;

#endif
