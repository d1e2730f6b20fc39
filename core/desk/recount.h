/*
 * The proof that no piece was sold twice, worked out there and then from the
 * sales and returns themselves.  A stretch of pieces at a time, so that a
 * register goes on selling meanwhile, whatever the shop's size.
 */
#ifndef VITRINE_RECOUNT_H
#define VITRINE_RECOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"

struct report;
struct till;

struct recount {
	int64_t	pieces;		/* looked at so far */
	int64_t	twice;		/* of these, sold twice: 0 */
	int64_t	us;		/* how long it took */
	bool	done;		/* all of them */
};

/* Called after every stretch, the last time with done set or with err. */
typedef void recount_fn(const struct recount *, const struct err *, void *arg);

/* A job of the till (till.h); one that is forgotten ends early. */
void	recount_start(struct till *, recount_fn *, void *arg);
/* The table "sold_twice". */
void	recount_table(struct report *, const struct recount *);

#endif
