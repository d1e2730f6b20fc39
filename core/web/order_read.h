/* What a caller's order says; pure, so that it can be fuzzed. */
#ifndef VITRINE_ORDER_READ_H
#define VITRINE_ORDER_READ_H

#include "run/json.h"
#include "web/order.h"

/*
 * Fills all of want but key and hash; texts are copied into the arena.
 * currency is the shop's.  -1 with err (ERR_INPUT) naming what is wrong.
 */
int	order_read(const struct js *, const char *currency, struct arena *,
	    struct order_want *, struct err *) MUST_CHECK;

#endif
