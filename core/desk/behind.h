/*
 * The rows behind a figure of the end of the day, as a report of one table:
 * what the screen opens on Enter, and can write to a file.  A row's `behind'
 * is its sale, its `piece' the piece.
 */
#ifndef VITRINE_BEHIND_H
#define VITRINE_BEHIND_H

#include "desk/report.h"
#include "ops.h"

enum look {
	LOOK_LINES,		/* lines sold and taken back: lines, a, b */
	LOOK_HOUR,		/* those of one hour of the shop's wall */
	LOOK_PAID,		/* payments of the kind a, "" for all */
	LOOK_EXEMPT,
	LOOK_VOIDS,
	LOOK_REFUSED,		/* second sales */
	LOOK_DRAWERS,
	LOOK_TOLD,		/* delistings: of the channel a, "" for all */
	LOOK_WAITING,		/* what the channel of code a must be told */
	LOOK_OPEN		/* what is still open, with what to do */
};

struct behind_want {
	enum look	 look;
	enum behind	 lines;
	int		 hour;
	const char	*a, *b;		/* NULL is "" */
	const char	*title;		/* "Website" */
};

#define BEHIND_MOST	5000	/* rows; the latest, and a note says so */

/* Of report_want: store and days. */
struct db_req *behind_ask(const struct report_want *,
	    const struct behind_want *, struct till *);
/* NULL with err when the answer is not DONE. */
struct report *behind_make(const struct report_want *,
	    const struct behind_want *, struct till *, const struct db_ans *,
	    struct err *);

#endif
