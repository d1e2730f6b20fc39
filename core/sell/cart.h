/*
 * The open sale at a counter: the ticket, the scans on their way to it, and
 * the holds on its pieces.
 *
 * A code that is scanned waits in a queue until the shop has said what it is.
 * When the shop cannot be asked it goes on waiting, and is seen to wait; no
 * scan is ever lost.  A unique piece is held as soon as it is on the ticket,
 * the hold is renewed while the sale is open, and given back when the line or
 * the ticket goes.  A hold that this register left over (its owner text begins
 * with this register's code: the program was killed, or a ticket is parked
 * here) is taken up again instead of being a refusal.
 *
 * The cart never asks a person.  It tells its owner, who may.
 */
#ifndef VITRINE_CART_H
#define VITRINE_CART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "record.h"
#include "sell/code.h"
#include "sell/ticket.h"

struct till;

/* What the owner is told.  What is pointed to is valid during the call. */
struct cart_ops {
	/* It is on the ticket (or was there already), at that line. */
	void	(*added)(void *arg, size_t line, enum ticket_added);
	/* No piece has this code, and no sale has it for a number. */
	void	(*unknown)(void *arg, const char *code, bool typed);
	/* It is not a piece but a receipt. */
	void	(*receipt)(void *arg, const char *number);
	/* Several have: cart_add the one that is meant, in a copy. */
	void	(*which)(void *arg, const char *code,
		    const struct rec_piece *, size_t n, int64_t qty);
	/* Somebody has it; it is not on the ticket (any more). */
	void	(*taken)(void *arg, const struct uuid *piece, const char *sku,
		    const char *title);
	/* Something could not be done; what waits is tried again. */
	void	(*trouble)(void *arg, const struct err *);
};

enum cart_hold {
	CART_FREE,		/* nothing to hold: counted, work */
	CART_HOLDING,		/* asked for */
	CART_HELD,
	CART_WAITS		/* the shop cannot be asked; not held */
};

/* What is known of a line's piece. */
struct cart_item {
	struct cart		*cart;
	struct cart_item	*next;
	struct uuid		 piece_id;
	struct uuid		 hold_id;
	enum cart_hold		 hold;
	int64_t			 until;		/* clock_mono; of the hold */
	int64_t			 retry;		/* clock_mono: not before */
	bool			 busy;		/* a hold is being asked for */
	bool			 gone;		/* from the ticket meanwhile */
	struct uuid		 instead;	/* a hold this one takes over */
	int64_t			 stock;		/* free ones, -1: not known */
	int64_t			 photos;
	char			 ownership[16];
};

struct cart_scan {
	struct cart		*cart;
	struct cart_scan	*next;
	char			 code[CODE_TEXT];
	int64_t			 qty;
	bool			 typed;		/* by hand */
	bool			 asked;
	bool			 is_no_piece;	/* asked whether a sale is */
};

struct cart {
	struct till		*till;
	struct ticket		 ticket;
	const struct cart_ops	*ops;
	void			*arg;
	int64_t			 ttl;		/* of a hold, us */
	struct cart_item	*items;
	struct cart_scan	*scans;		/* oldest first */
	size_t			 waiting;	/* how many */
	size_t			 asked;
	bool			 stalled;	/* told so already */
	bool			 selling;	/* the owner's: money is being taken,
						   nothing goes off the ticket */
	bool			 reading, again;
	struct err		 total_err;	/* why totals are not right */
};

#define CART_SCANS	5000		/* waiting at once */

void	cart_init(struct cart *, struct till *, int64_t ttl,
	    const struct cart_ops *, void *arg);
/* Gives every hold back. */
void	cart_free(struct cart *);

/*
 * A code came; typed: by hand.  qty is how many of a counted piece.  False
 * when it is no code or too many wait; nothing happens then.
 */
bool	cart_scan(struct cart *, const char *code, int64_t qty, bool typed);
/* Puts a piece on the ticket. */
void	cart_add(struct cart *, const struct rec_piece *, int64_t qty);
/* One that was kept for a customer: its hold becomes the ticket's. */
void	cart_add_held(struct cart *, const struct rec_piece *,
	    const struct uuid *hold, int64_t qty);
/*
 * The hold of a piece on the ticket, for whoever makes another of it; nil when
 * there is none.
 */
struct uuid cart_hold_of(const struct cart *, const struct uuid *piece);
/* Somebody did: the line goes, its hold is not given back. */
void	cart_hand_over(struct cart *, const struct uuid *piece);
void	cart_remove(struct cart *, size_t line);
/* Forgets the scans that wait. */
void	cart_drop_scans(struct cart *);
/* Throws the ticket away, gives its holds back, begins the next one. */
void	cart_void(struct cart *);
/* It was sold, or parked: its holds are not this cart's any more. */
void	cart_done(struct cart *);
/*
 * Takes up a parked ticket, which is copied over and must not be freed; the
 * cart must be empty.  Its holds are renewed or placed again.
 */
void	cart_take(struct cart *, const struct ticket *);
/* Works out the totals again after the ticket was changed by its owner. */
void	cart_total(struct cart *);

void	cart_tick(struct cart *);	/* once a second */
void	cart_changed(struct cart *);	/* the shop or its link changed */

/* NULL for a free line. */
const struct cart_item *cart_item(const struct cart *, size_t line);
/* Nothing on it and nothing on its way. */
bool	cart_empty(const struct cart *);

#endif
