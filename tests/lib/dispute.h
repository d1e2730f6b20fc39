/*
 * A conflict as the listener leaves one behind: an order of a website that was
 * paid there for a piece that somebody has already.  For tests of the conflict
 * desk that need no website.
 */
#ifndef TEST_DISPUTE_H
#define TEST_DISPUTE_H

#include "uuid.h"

struct dispute {
	const char	*service;	/* "squarespace"; its channel is made */
	const char	*sku;		/* of a piece in the shop */
	const char	*number;	/* of the order there */
	const char	*buyer;		/* "Sam Square" */
	const char	*state;		/* of the order: "needs_person" */
	const char	*todo;
	const char	*done;
};

/* Writes it into the shop at that URL; the conflict's id. */
struct uuid dispute_make(const char *url, const struct dispute *);

#endif
