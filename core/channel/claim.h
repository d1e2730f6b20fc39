/*
 * An order from a channel as a claim on our pieces: what every connector makes
 * of what it reads, and what is kept of it (as JSON) until it is a sale, or
 * has been undone.
 *
 * Amounts are minor units of the shop's currency and as the channel charged
 * them; they are not worked out again here.
 */
#ifndef VITRINE_CLAIM_H
#define VITRINE_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "seal.h"
#include "sell/money.h"

struct arena;

#define CLAIM_LINES	200

/* What the channel says of it now. */
enum claim_stage {
	CLAIM_DRAFT,		/* nobody wants anything yet: not kept */
	CLAIM_PENDING,		/* somebody is about to pay: hold */
	CLAIM_PLACED,		/* paid, authorised, or accepted unpaid: sell */
	CLAIM_CANCELLED,	/* called off there */
	CLAIM_REFUNDED		/* and all the money given back there */
};

struct claim_line {
	const char	*ref;		/* the line's id there */
	const char	*product;	/* refs, see channel.h */
	const char	*variant;
	const char	*sku;
	const char	*title;
	int64_t		 qty;
	money		 net;		/* of the line, after every discount */
	money		 tax;
	bool		 goods;		/* false: postage, a fee */
};

struct claim {
	const char		*ref;		/* the order's id there */
	const char		*number;	/* what people call it */
	const char		*status;	/* the channel's word */
	enum claim_stage	 stage;
	bool			 paid;		/* money has moved */
	bool			 authorised;	/* reserved only: capture it */
	bool			 partly;	/* some of it was given back */
	money			 refunded;	/* so much, where it says so */
	int64_t			 placed_at;	/* us UTC */
	int64_t			 modified_at;
	const char		*currency;
	money			 total;
	const char		*name;
	const char		*email;
	const char		*phone;
	const char		*ship_to;
	const char		*method;	/* how it was paid */
	const char		*payment;	/* the payment's id there */
	struct claim_line	*lines;
	size_t			 line_count;
	struct arena		*arena;
};

/* Empty, every text "". */
struct claim *claim_new(struct arena *);
/* The next line, empty; NULL when there are CLAIM_LINES. */
struct claim_line *claim_line(struct claim *);
/*
 * Whether it can be a sale at all: texts are clean, quantities whole, lines
 * come to the total.  A difference of lines and total (a coupon's rounding) is
 * made a line of its own.  ERR_INPUT.
 */
int	claim_check(struct claim *, const char *currency, struct err *)
	    MUST_CHECK;
/* The JSON it is kept as, in the arena. */
const char *claim_text(const struct claim *, struct arena *);
/* NULL with err when it is none. */
struct claim *claim_read(const char *json, struct arena *, struct err *);
/* The same claim has the same; a changed one another. */
void	claim_digest(const struct claim *, uint8_t out[SEAL_DIGEST]);
const char *claim_stage_name(enum claim_stage);

#endif
