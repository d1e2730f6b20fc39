/*
 * Who stands at the till.  A PIN is kept as an Argon2id hash; every try is
 * counted in the database before it is judged, so that neither a restart nor
 * pulling a plug forgets it.  After five wrong ones in a row each next has to
 * wait, twice as long every time; after ten the PIN is locked until a manager
 * resets it.  How long is judged by the database's clock.
 */
#ifndef VITRINE_STAFF_H
#define VITRINE_STAFF_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "sell/rights.h"
#include "uuid.h"

struct till;

#define STAFF_TRIES	10	/* then locked */

enum staff_outcome {
	STAFF_OK,
	STAFF_WRONG,		/* no such name, or not this PIN */
	STAFF_NO_PIN,		/* has none yet */
	STAFF_WAIT,		/* too many tries: see wait */
	STAFF_LOCKED,		/* far too many */
	STAFF_GONE,		/* does not work here any more */
	STAFF_TOO_LOW,		/* right, but their role may not */
	STAFF_FAILED		/* the shop did not answer: see err */
};

struct staff_result {
	enum staff_outcome	 outcome;
	struct uuid		 id;		/* OK and TOO_LOW */
	const char		*name;
	enum staff_role		 role;
	int64_t			 wait;		/* us to wait, for WAIT */
	struct err		 err;		/* for people, unless OK */
};

/* The result is valid during the call. */
typedef void staff_done_fn(const struct staff_result *, void *arg);

/* Signs in: from then on sales are this person's. */
void	staff_sign_in(struct till *, const char *name, const char *pin,
	    staff_done_fn *, void *arg);
void	staff_sign_out(struct till *);
/*
 * The same question without signing in: does this person agree to it?  TOO_LOW
 * when theirs is not a role that may.
 */
void	staff_approve(struct till *, const char *name, const char *pin,
	    enum right, staff_done_fn *, void *arg);

#endif
