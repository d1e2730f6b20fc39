/*
 * THE protocol: how something is sold, at the counter, on the web and from
 * the shell.  All three call sale_commit.
 *
 *	1. The sale has had its id since the ticket was begun (rule 6).
 *	2. Its facts are worked out: lines, tax, payments, journal text.
 *	3. The intent is written down, where there is a journal for it.
 *	4. One request makes all facts true or none.  Nobody looked first.
 *	5. Refused: the shop is asked who has each piece.
 *	   Unsure: the shop is asked by id, again and again until the till's
 *	   patience is over.  Only when it answers that it has never heard of
 *	   the sale is the request sent once more, with the same id: the
 *	   journal takes an id once, so that two answers to one question are
 *	   still one sale.
 *	6. The intent is settled, and the caller is told what is true.
 *
 * Nothing else in the program may insert a sale.
 */
#ifndef VITRINE_SALE_H
#define VITRINE_SALE_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"
#include "record.h"
#include "sell/facts.h"

struct ticket;
struct tenders;
struct till;

/*
 * Every so many entries of a register's journal its sales are added up for the
 * owner's figures (op_roll), after a sale and apart from it: more often costs
 * the registers, less often whoever looks at the day.
 */
#define SALE_ROLL	256

enum sale_outcome {
	SALE_DONE,		/* it is true, once */
	SALE_TAKEN,		/* somebody has a piece: see takers */
	SALE_NOT_FOR_SALE,	/* memo, repair, legal hold: see takers */
	SALE_UNKNOWN,		/* a piece or line that does not exist */
	SALE_CAME_BACK,		/* this was returned before */
	SALE_CONFLICT,		/* this id is another sale's */
	SALE_UNSURE,		/* it may have happened: ask by id later */
	SALE_FAILED		/* it did not happen: see err */
};

struct sale_result {
	enum sale_outcome	 outcome;
	/* DONE: as stored, with its number.  Else number is "". */
	const struct facts	*facts;
	bool			 again;		/* it had been done before */
	/* TAKEN, NOT_FOR_SALE: who has what, one for each piece in the way. */
	const struct rec_taker	*takers;
	size_t			 taker_count;
	/* For people; of kind ERR_NONE when DONE. */
	struct err		 err;
};

/* The result, and what it points to, is valid during the call. */
typedef void sale_done_fn(const struct sale_result *, void *arg);

struct sale_want {
	const struct ticket	*ticket;	/* totals worked out */
	const struct tenders	*tenders;
	const char		*order_ref;	/* a channel's name for it, or NULL */
	/*
	 * A channel's order to be written with it, or NULL.  id, channel_id,
	 * order_ref, idem_key, request_hash, email, ship_to of it are used;
	 * an order of that name or key that exists is SALE_CONFLICT.
	 */
	const struct rec_order	*order;
	/* Whom a letter about it goes to, written with it; NULL: nobody. */
	const char		*mail_to;
};

/*
 * Sells.  Ticket and tenders are copied and may go at once.  -1 with err when
 * the tenders do not come out even or the intent cannot be written; then
 * nothing was sent and done is not called.
 */
int	sale_commit(struct till *, const struct sale_want *, sale_done_fn *,
	    void *arg, struct err *) MUST_CHECK;

/* The same for facts made elsewhere (refund.h); takes them over. */
int	sale_commit_facts(struct till *, struct facts *,
	    const struct rec_order *, sale_done_fn *, void *arg, struct err *)
	    MUST_CHECK;

/* A stable word for scripts: "done", "taken", "not_for_sale" ... */
const char *sale_outcome_name(enum sale_outcome);

/*
 * One sentence about who has a piece, for the refusal card and stderr: "BR-1041
 * was sold on the website (order WEB-1187) at 10:42, 3 minutes ago, for
 * $4,200.00."  Times are the shop's wall.  Ends with a full stop.
 */
#define TAKER_TEXT	320
char	*taker_text(const struct rec_taker *, const struct till *,
	    char out[TAKER_TEXT]);
/* A hold that has ended since: the piece may be free again. */
bool	taker_is_over(const struct rec_taker *);

#endif
