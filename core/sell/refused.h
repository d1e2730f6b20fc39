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
#include "sell/money.h"

struct arena;
struct db_req;
struct facts;
struct till;

/* A taker that outlives its answer: texts copied into the arena. */
void	taker_keep(struct arena *, struct rec_taker *to,
	    const struct rec_taker *from);

/* The request that writes it down; NULL when there is nothing to write. */
struct db_req *refused_request(const struct facts *,
	    const struct rec_taker *takers, size_t count, bool for_sale);
/*
 * Scanned at the counter for this customer ("" is fine), and sold already:
 * writes it down, and nobody waits for it.
 */
void	refused_scan(struct till *, const struct rec_taker *,
	    const char *wanted_by, money price);
/*
 * A manager says that a piece which another has bought lies here.  That
 * overrides nothing: it is written down with both parties, who says so and
 * what they saw (note), for the owner to see; the other sale stands until
 * somebody takes it back.  The request is the caller's to send.
 */
struct db_req *refused_here(struct till *, const struct rec_taker *,
	    const char *wanted_by, const struct uuid *manager,
	    const char *note);

#endif
