/*
 * Holds: a claim on a piece for a while, so that nobody else can take it
 * between the scan and the receipt, or between the basket and the payment.
 * They end by themselves, by the database's clock.
 */
#ifndef VITRINE_HOLD_H
#define VITRINE_HOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "record.h"

struct till;

enum hold_outcome {
	HOLD_PLACED,		/* or renewed: see hold */
	HOLD_TAKEN,		/* sold or held by another: see taker */
	HOLD_NOT_FOR_SALE,	/* memo, repair, legal hold: see taker */
	HOLD_UNKNOWN,		/* no such piece; or the hold has ended */
	HOLD_UNSURE,		/* may have been placed: ask, or let it run out */
	HOLD_FAILED		/* it was not: see err */
};

struct hold_result {
	enum hold_outcome	 outcome;
	const struct rec_hold	*hold;		/* PLACED */
	const struct rec_taker	*taker;		/* NULL when nobody can say */
	struct err		 err;		/* for people, unless PLACED */
};

/* The result is valid during the call. */
typedef void hold_done_fn(const struct hold_result *, void *arg);

/* The owner of a hold whose visitor has not said who he is. */
#define HOLD_VISITOR	"a visitor of the website"

struct hold_want {
	struct uuid		 id;		/* made by the caller */
	struct uuid		 piece_id;
	int64_t			 qty;
	int64_t			 ttl;		/* microseconds */
	const char		*owner;		/* "R1 Ana", "cart-77" */
	/* Of the web: who alone may act on it, and a digest of the visitor's
	   network; NULL for a register. */
	const char		*caller;
	const char		*origin;
	/* For a customer who thinks it over; both may be empty. */
	const char		*held_for;
	struct uuid		 customer_id;
	/*
	 * Nil, or a hold that is given up in the same transaction, so that
	 * nobody comes between; when the new one is refused it stays.
	 */
	struct uuid		 instead;
};

/*
 * Places a hold as this till.  The same id again, with the same piece, is the
 * same hold.  A broken connection is asked about by id before UNSURE is said.
 */
void	hold_place(struct till *, const struct hold_want *, hold_done_fn *,
	    void *arg);
/* From now on ttl more, unless it has longer to run already. */
void	hold_renew(struct till *, const struct uuid *, int64_t ttl,
	    hold_done_fn *, void *arg);
/*
 * Gives it back.  done may be NULL; an ended one stays as it ended, and one
 * that could not be released runs out by itself.  Outcome PLACED means the
 * release was recorded.
 */
void	hold_release(struct till *, const struct uuid *, hold_done_fn *,
	    void *arg);
/* Ends the holds whose time is over, so that pages hear of it. */
void	hold_sweep(struct till *);

const char *hold_outcome_name(enum hold_outcome);

#endif
