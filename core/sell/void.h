/*
 * A ticket that is thrown away: nothing was sold and no money moved, but that
 * it was on the counter is written into the register's journal, and who agreed
 * to it, when somebody had to.  The entry's text, format "vitrine-void 1", in
 * the manner of facts.h:
 *
 *	vitrine-void 1 ID STAFF TOTAL
 *	piece "SKU" QTY PRICE		(each line)
 *	allow void BY			(when somebody agreed)
 */
#ifndef VITRINE_VOID_H
#define VITRINE_VOID_H

#include "err.h"
#include "sell/till.h"

struct ticket;

/*
 * Writes it down.  The ticket is copied; its totals are worked out.
 * agreed_by: nil, or who may and did.  -1 with ERR_NOT_ALLOWED when nobody
 * agreed who had to; then the ticket must stay.
 */
int	void_ticket(struct till *, const struct ticket *,
	    const struct uuid *agreed_by, till_done_fn *, void *arg,
	    struct err *) MUST_CHECK;

#endif
