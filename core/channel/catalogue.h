/*
 * All that a channel sells, read through its connector page by page.
 *
 * The service sets the pace: when it asks us to be slower, or is unwell for a
 * while, the same page is asked for again later and none is read twice.
 */
#ifndef VITRINE_CATALOGUE_H
#define VITRINE_CATALOGUE_H

#include <stddef.h>

#include "channel/channel.h"

struct catalogue {
	struct ware	*wares;		/* the arena's, with their texts */
	size_t		 count;
	size_t		 pages;
};

/* Told after every page, for who watches.  May be NULL. */
typedef void catalogue_told_fn(const struct catalogue *, void *arg);

/*
 * Waits until all of it is read.  -1 with err when the service does not let us
 * in, cannot list what it sells, or stays unwell.
 */
int	catalogue_read(const struct channel_conf *, struct arena *,
	    catalogue_told_fn *, void *arg, struct catalogue *out_r,
	    struct err *) MUST_CHECK;

#endif
