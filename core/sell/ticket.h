/*
 * The open ticket: what lies on the counter, before anything is sold.  Pure
 * arithmetic; no database, no clock.
 *
 * A unique piece is on it once, counted pieces of one kind share a line, a
 * service or a free line (no piece) stands for itself.  Prices are per one,
 * discounts are taken from a line or from the whole ticket; the ticket's
 * discount is spread over the lines by largest remainder, so that every line
 * bears its own share and tax.
 *
 * ticket_total works everything out; what it fills in is old after any change
 * until it is called again.
 */
#ifndef VITRINE_TICKET_H
#define VITRINE_TICKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "record.h"
#include "sell/money.h"
#include "sell/piece.h"
#include "sell/rights.h"
#include "sell/tax.h"
#include "uuid.h"

struct arena;
struct buf;

#define TICKET_LINES	500	/* on one ticket */
#define TICKET_QTY	1000000	/* on one line */

enum discount_kind { DISCOUNT_NONE, DISCOUNT_AMOUNT, DISCOUNT_PERCENT };

struct discount {
	enum discount_kind	 kind;
	int64_t			 value;	/* minor units, or parts per million */
	const char		*reason;
	struct uuid		 by;	/* who agreed; nil: nobody had to */
};

struct ticket_line {
	struct uuid		 piece_id;	/* nil for a free line */
	enum piece_kind		 kind;
	const char		*sku;
	const char		*title;
	const char		*tax_class;
	int64_t			 qty;
	money			 list_price;	/* the piece's own */
	money			 unit_price;	/* asked for here */
	money			 floor_price;	/* not below it without a manager */
	const char		*price_reason;	/* when it is not the list's */
	struct uuid		 price_by;
	struct discount		 discount;
	struct uuid		 floor_by;	/* agreed to go below the floor */
	struct uuid		 hold_id;	/* nil: not held */
	int64_t			 hold_until;	/* database's clock */
	/* Filled in by ticket_total: */
	money			 gross;		/* unit price times quantity */
	money			 discounted;	/* own and share of the ticket's */
	struct tax_rate		 rate;		/* name "" when untaxed */
	money			 net;		/* without tax */
	money			 tax;
	money			 total;
};

struct ticket {
	struct arena		*arena;		/* owns every text below */
	struct uuid		 id;		/* the sale's, from the start */
	struct ticket_line	*lines;
	size_t			 count;
	size_t			 room;
	struct discount		 discount;
	struct uuid		 customer_id;
	const char		*customer_name;
	bool			 exempt;
	const char		*exempt_no;
	const char		*note;
	/* Filled in by ticket_total: */
	money			 subtotal;	/* sum of gross */
	money			 discounted;
	money			 tax;
	money			 total;		/* what the customer owes */
};

/* Empty, with a new id. */
void	ticket_init(struct ticket *);
void	ticket_free(struct ticket *);

enum ticket_added {
	TICKET_ADDED,		/* a new line */
	TICKET_MERGED,		/* a counted line has grown */
	TICKET_THERE,		/* a unique piece is on the ticket already */
	TICKET_FULL		/* too many lines or too many of them */
};

/* Puts qty of a piece on the ticket; *line_r is where. */
enum ticket_added ticket_add(struct ticket *, const struct rec_piece *,
	    int64_t qty, size_t *line_r) MUST_CHECK;
/* Something that is no piece: engraving, postage. */
enum ticket_added ticket_add_free(struct ticket *, const char *title,
	    const char *tax_class, money price, size_t *line_r) MUST_CHECK;
void	ticket_remove(struct ticket *, size_t line);
/* The line with that piece, or count when there is none. */
size_t	ticket_find(const struct ticket *, const struct uuid *piece_id);

/* ERR_INPUT: a unique piece is one; others 1 to TICKET_QTY. */
int	ticket_set_qty(struct ticket *, size_t line, int64_t qty,
	    struct err *) MUST_CHECK;
/*
 * A reason is needed unless the price is the list's again; a card number in
 * it is refused.  Whatever was agreed to for the line is not any more.
 */
int	ticket_set_price(struct ticket *, size_t line, money price,
	    const char *reason, struct err *) MUST_CHECK;
/*
 * The same for a discount; line is a line's number or TICKET_WHOLE.
 * DISCOUNT_NONE takes it off again.
 */
#define TICKET_WHOLE	SIZE_MAX
int	ticket_set_discount(struct ticket *, size_t line,
	    const struct discount *, struct err *) MUST_CHECK;
void	ticket_set_hold(struct ticket *, size_t line,
	    const struct uuid *hold_id, int64_t until);
/* NULL takes the customer off.  An exemption counts until its last day. */
void	ticket_set_customer(struct ticket *, const struct rec_customer *,
	    int day);
void	ticket_set_note(struct ticket *, const char *);

/*
 * Works out every line and the totals.  ERR_INPUT when a discount is larger
 * than what it is taken from, or a sum is too large.
 */
int	ticket_total(struct ticket *, const struct tax_rules *, int day,
	    struct err *) MUST_CHECK;
/*
 * What on the ticket somebody of this role may not do alone, the gravest
 * first: go below a floor price, change a price, give a discount; each that
 * nobody has agreed to yet.  False when there is nothing.  Call after
 * ticket_total.
 */
struct ticket_ask {
	enum right	 right;
	enum may	 may;		/* MAY_ASK or MAY_NO */
	size_t		 line;
	int64_t		 ppm;		/* how much off */
};

bool	ticket_asks(const struct ticket *, const struct rights *,
	    enum staff_role, struct ticket_ask *out_r);
/*
 * Somebody who may agreed to that: every line it had to be asked for bears
 * the name.  Who agrees to a price below the floor has agreed to all of it.
 */
void	ticket_agree(struct ticket *, const struct rights *, enum staff_role,
	    enum right, const struct uuid *by);

/* Parking: everything but what ticket_total fills in. */
void	ticket_write(const struct ticket *, struct buf *json);
/* *ticket is initialised here; on error it is left empty and freed. */
int	ticket_read(struct ticket *, const char *json, size_t len,
	    struct err *) MUST_CHECK;

#endif
