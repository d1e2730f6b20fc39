/*
 * Counting cash: so many of each note and coin of a currency.  Nothing here
 * asks the shop.
 */
#ifndef VITRINE_COUNT_H
#define VITRINE_COUNT_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "sell/money.h"

#define COUNT_DENOMS	16
#define COUNT_MOST	1000000		/* of one note or coin */

struct count {
	size_t	n;
	money	denom[COUNT_DENOMS];	/* minor units, the largest first */
	int64_t	qty[COUNT_DENOMS];
};

/* The currency's notes and coins (denom.def), none of any counted yet. */
void	count_init(struct count *, const struct currency *);
/* ERR_INPUT: no such note or coin, less than none, or too many. */
int	count_set(struct count *, money denom, int64_t qty,
	    const struct currency *, struct err *) MUST_CHECK;
money	count_sum(const struct count *);
/*
 * Reads "100x3,20x5,0.25x12", each note or coin once, over what is there;
 * "" and "0" count nothing.
 */
int	count_parse(struct count *, const char *, const struct currency *,
	    struct err *) MUST_CHECK;

#endif
