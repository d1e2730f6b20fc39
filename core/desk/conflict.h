/*
 * The conflict desk: two buyers and one piece, and orders that only a person
 * can bring to an end.  What the register's screen and vitrinectl say of one
 * is made here, so that both say the same.
 */
#ifndef VITRINE_CONFLICT_H
#define VITRINE_CONFLICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "record.h"
#include "sell/till.h"

struct arena;
struct db_ans;
struct db_req;

#define CONFLICT_MOST		500	/* of a list */
#define CONFLICT_SIMILAR	6	/* pieces to offer */
#define CONFLICT_NOTE		300	/* bytes of a note */
#define CONFLICT_AGE		32

struct conflict {
	struct rec_conflict	 row;
	const char		*ref;	/* enough of its id to name it by */
	const char		*what;	/* "two buyers, one piece" */
	const char		*state;	/* what has become of the order */
	const char *const	*steps;	/* what a person must do, one after
					   the other; NULL ends them */
	bool			 open;
	/* Settled by hand.  One that a manager spoke up in ends when the other
	   sale is taken back. */
	bool			 by_hand;
};

/* The open ones, those of this store's refused sales with them; or all. */
struct db_req *conflict_list_ask(const struct uuid *store, bool all);
/* One of them, and those of the store's refused sales. */
struct db_req *conflict_ask(const struct uuid *id, const struct uuid *store);
/* PIECE...: what else could be offered to who lost. */
struct db_req *conflict_similar_ask(const struct conflict *);
/*
 * From the answer to either of the first two: open ones first, the latest
 * first.  Everything is the arena's.
 */
size_t	conflict_list(const struct db_ans *, struct arena *,
	    struct conflict **out_r);

/*
 * Settles one, by whoever stands at the till; who has to ask (right conflict)
 * leaves it to who agreed, and it is that one who settles it.  An answer is
 * ERR_NO_INPUT when it was settled already.
 */
int	conflict_settle(struct till *, const struct uuid *, const char *note,
	    const struct uuid *agreed_by, till_done_fn *, void *arg,
	    struct err *) MUST_CHECK;

/* The one of that id; NULL when it is not among them. */
const struct conflict *conflict_find(const struct conflict *, size_t n,
	    const struct uuid *id);

/*
 * How long it has been open at that instant of the database's clock, or how
 * long it was: "0:42", "12:03", "3:05:10", "5 days 03:05".
 */
const char *conflict_age(const struct conflict *, int64_t now,
	    char out[CONFLICT_AGE]);

#endif
