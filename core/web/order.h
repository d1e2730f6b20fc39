/*
 * An order from the web, whether a program sent it or a person pressed the
 * button on our page: looked up by its key, priced, and sold by the same
 * sale_commit as at the counter.
 *
 * Tax: a payment of the prices plus the store's tax is tax on top, as at the
 * counter.  A payment of exactly the prices is tax contained in them: what a
 * site showed without tax was the price.  Any other amount is refused.
 */
#ifndef VITRINE_ORDER_H
#define VITRINE_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"
#include "record.h"
#include "seal.h"
#include "sell/money.h"
#include "web/app.h"
#include "web/serve.h"

#define ORDER_LINES	50
#define ORDER_KEY_MAX	200	/* bytes of an Idempotency-Key */

struct order_line {
	const char	*sku;
	/* nil: not held; somebody else's hold is as good as none. */
	struct uuid	 hold_id;
	int64_t		 qty;
	money		 price;		/* of one, as the customer saw it */
	bool		 priced;
};

struct order_want {
	const char		*ref;		/* the channel's name for it */
	const char		*key;		/* asked twice, sold once */
	const char		*caller;	/* whose holds it may use */
	uint8_t			 hash[SEAL_DIGEST];	/* of what was asked */
	struct order_line	*lines;
	size_t			 line_count;
	const char		*name;
	const char		*email;
	const char		*ship_to;
	const char		*method;	/* "test" or how it was paid */
	const char		*reference;	/* the payment's, outside */
	money			 amount;
};

enum order_outcome {
	ORDER_SOLD,
	ORDER_KEY_REUSED,	/* this key was used for another body */
	ORDER_REF_REUSED,	/* another order has this name */
	ORDER_IN_PROGRESS,	/* the same key is being worked on now */
	ORDER_TAKEN,		/* sku, taker */
	ORDER_UNKNOWN,		/* sku: there is no such piece */
	ORDER_PRICE,		/* sku, total: it costs something else now */
	ORDER_PAYMENT,		/* total: the payment is not what it costs */
	ORDER_INVALID,		/* err */
	ORDER_UNSURE,		/* ask again with the same key */
	ORDER_UNAVAILABLE	/* it did not happen */
};

struct order_result {
	enum order_outcome		 outcome;
	bool				 again;		/* SOLD: before */
	const struct rec_sale		*sale;
	const struct rec_line		*lines;
	size_t				 line_count;
	const struct rec_payment	*payments;
	size_t				 payment_count;
	const char			*email;
	const char			*ship_to;
	const char			*sku;
	const struct rec_taker		*taker;		/* may be NULL */
	money				 total;
	struct err			 err;
};

/*
 * want must live as long as the request.  done is called exactly once; the
 * result and what it points to are valid during the call.
 */
typedef void order_done_fn(struct request *, const struct order_result *);
void	order_place(struct request *, const struct order_want *,
	    order_done_fn *);

/* What a piece costs on the web today: price and the store's tax on top. */
int	order_quote(struct app *, const struct rec_piece *, money *tax_r,
	    money *total_r, struct err *) MUST_CHECK;

/* The stored key for a caller's: two channels may use the same words. */
char	*order_key(struct arena *, const struct uuid *channel,
	    const char *key);
/*
 * The stored key for the request's Idempotency-Key, or for other when it has
 * none.  NULL when both are missing, and when the key cannot be one: then the
 * request has been answered.
 */
char	*order_key_of(struct request *, const char *other);

#endif
