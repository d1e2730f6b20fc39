/*
 * Second sales that were refused, written down: the owner sees both parties at
 * the end of the day.  The refused transaction left nothing behind, so this is
 * a fact of its own, told right after it.
 */
#ifndef VITRINE_REFUSED_H
#define VITRINE_REFUSED_H

#include <stdbool.h>
#include <stddef.h>

#include "record.h"

struct arena;
struct db_req;
struct facts;

/* A taker that outlives its answer: texts copied into the arena. */
void	taker_keep(struct arena *, struct rec_taker *to,
	    const struct rec_taker *from);

/* The request that writes it down; NULL when there is nothing to write. */
struct db_req *refused_request(const struct facts *,
	    const struct rec_taker *takers, size_t count, bool for_sale);

#endif
