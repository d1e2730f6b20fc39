/*
 * The setting payment_url: where a customer goes to pay, with {hold},
 * {amount} (minor units), {price} (4200.00), {currency}, {sku} and {return}
 * filled in.  What was paid we hear from the payment's own program, which
 * calls POST /v1/orders with a key; nobody's browser is believed.  Pure.
 */
#ifndef VITRINE_PAYMENT_H
#define VITRINE_PAYMENT_H

#include "err.h"
#include "mem.h"

/* Percent-escaped when they are filled in. */
struct payment_values {
	const char	*hold;
	const char	*amount;
	const char	*price;
	const char	*currency;
	const char	*sku;
	const char	*back;		/* {return} */
};

/* -1 with err (ERR_CONFIG) for what is no such URL. */
int	payment_check(const char *url, struct err *) MUST_CHECK;
/* "https://pay.example", for a page's policy; in the arena. */
char	*payment_origin(struct arena *, const char *url);
/* The filled-in URL of a checked setting; in the arena. */
char	*payment_link(struct arena *, const char *url,
	    const struct payment_values *);

#endif
