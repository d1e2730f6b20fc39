/*
 * What is still open at the end of a day, each with what to do about it: the
 * end-of-day screen lists it, and a Z does not close over it in silence.
 *
 * Add to open_items_ask and open_items when something new can be left open.
 */
#ifndef VITRINE_OPEN_ITEMS_H
#define VITRINE_OPEN_ITEMS_H

#include <stddef.h>

#include "sell/money.h"
#include "uuid.h"

struct arena;
struct db_ans;
struct db_req;
struct till;

struct open_item {
	const char	*what;		/* "parked_ticket": stable, for scripts */
	const char	*text;		/* "parked ticket "blue coat"" */
	const char	*todo;		/* what to do about it, a sentence */
	money		 amount;
	struct uuid	 id;		/* the ticket's, the drawer's; or nil */
};

/* PARKED..., DRAWER..., CONFLICT... twice, and two FIGURE results. */
struct db_req *open_items_ask(struct till *, const struct uuid *store,
	    int from_day, int to_day);
/*
 * The list, in the arena, from an answer that holds those; nth is which of its
 * FIGURE results is the first of the two: op_delisted's.  With reg only what
 * stands at that register.
 */
size_t	open_items(const struct db_ans *, size_t nth, const struct uuid *reg,
	    struct arena *, struct open_item **out_r);

#endif
