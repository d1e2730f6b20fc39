/*
 * Tickets put aside.  A parked ticket is the shop's, not the register's: it
 * survives both, any register of the store may take it up, and only one does.
 */
#ifndef VITRINE_PARK_H
#define VITRINE_PARK_H

#include <stddef.h>

#include "err.h"
#include "record.h"
#include "sell/till.h"

struct ticket;

/*
 * Puts the ticket aside under a label ("blue coat"); done is told when that is
 * true (ERR_UNSURE: look at the list).  The ticket is copied.
 */
void	park_put(struct till *, const struct ticket *, const char *label,
	    till_done_fn *, void *arg);

/* rows are valid during the call. */
typedef void park_list_fn(const struct rec_parked *rows, size_t n,
	    const struct err *, void *arg);

/* What is parked in this store, the latest first. */
void	park_list(struct till *, park_list_fn *, void *arg);

/*
 * ticket is NULL when it could not be taken up: err says why (ERR_REFUSED:
 * somebody else was quicker).  Otherwise it is the caller's, to be copied and
 * freed with ticket_free; its pieces are to be held again.
 */
typedef void park_take_fn(struct ticket *, const struct err *, void *arg);

void	park_take(struct till *, const struct rec_parked *, park_take_fn *,
	    void *arg);
/* Throws it away. */
void	park_drop(struct till *, const struct uuid *, till_done_fn *,
	    void *arg);

#endif
