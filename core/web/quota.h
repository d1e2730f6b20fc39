/*
 * How many live holds there may be: of one caller (an API key, or a visitor of
 * our page), of one owner a key names, from one network of visitors, and of
 * all visitors together.  A hold keeps a piece from the counter, too, so that
 * nobody may take the shop's window out of it.
 *
 * What there is, the database counts (op_hold_load); what this listener is
 * about to place is counted here, so that many asked for at once are not all
 * let through before the first is there.  The order is
 *
 *	quota_begin, ask for the load, quota_judge, place the hold, quota_end
 *
 * with quota_end in every case.  QUOTA_AGAIN means that it depends on others
 * who came before: ask for the load again.  The first of them never waits.
 */
#ifndef VITRINE_QUOTA_H
#define VITRINE_QUOTA_H

#include <stdbool.h>

#include "clock.h"
#include "record.h"

struct quota;

struct quota_limits {
	int64_t	visitor;
	int64_t	network;
	int64_t	visitors;	/* together */
	int64_t	owner;
	int64_t	key;
};

enum quota_verdict {
	QUOTA_MAY,
	QUOTA_AGAIN,
	QUOTA_CALLER,		/* this key, or this visitor, has the most */
	QUOTA_OWNER,
	QUOTA_NETWORK,
	QUOTA_VISITORS
};

#define QUOTA_WAIT_US	(10 * MS_US)	/* before asking again */
#define QUOTA_PAGE	"page:"	/* a visitor's caller begins so */

/* A hold that is wanted; the texts stay the caller's until quota_end. */
struct quota_claim {
	const char		*caller;
	const char		*owner;	/* "" is not counted */
	const char		*network;	/* "" for a key */
	char			 origin[17];	/* made by quota_begin */
	uint64_t		 number;	/* in the order they came */
	struct rec_load		 ahead;
	struct quota_claim	*next;
};

struct quota *quota_new(const struct quota_limits *);
void	quota_free(struct quota *);
/* New limits for what is wanted from now on. */
void	quota_limit(struct quota *, const struct quota_limits *);

void	quota_begin(struct quota *, struct quota_claim *);
enum quota_verdict quota_judge(const struct quota *, struct quota_claim *,
	    const struct rec_load *);
void	quota_end(struct quota *, struct quota_claim *);

#endif
