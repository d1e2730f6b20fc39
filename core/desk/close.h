/*
 * Closing a store's day: the Z.  Once a day, numbered without a gap, and the
 * figures in it are the ones the database adds up itself in the same moment: a
 * sale that comes in between makes it say so, and it is added up again.
 *
 * Nothing that is open is closed over in silence: parked tickets and drawers
 * not counted are listed, each with what to do, and the day stays open unless
 * the caller says to go on in spite of them.
 */
#ifndef VITRINE_CLOSE_H
#define VITRINE_CLOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"
#include "record.h"

struct arena;
struct buf;
struct till;

struct close_item {
	const char	*what;		/* "parked_ticket": stable, for scripts */
	const char	*text;		/* "Parked ticket blue coat" */
	const char	*todo;		/* what to do about it, a sentence */
};

struct close_result {
	struct close_item	*items;	/* what stands in the way */
	size_t			 count;
	bool			 closed;
	struct rec_z		 z;	/* when closed; texts are the arena's */
};

/*
 * Closes the till's store up to this day.  Waits.  When something is open and
 * anyway is not set, closed is false and the items say why; -1 with err when
 * the day is closed already (ERR_REFUSED) or it could not be done.
 */
int	close_day(struct till *, struct arena *, int day, bool anyway,
	    struct close_result *, struct err *) MUST_CHECK;

/*
 * The journal's text of a Z, format "vitrine-z 1", from its rows: what it is
 * of, its days, its sales and the report it keeps.  Its number, its first
 * entry and its grand total follow from the Z before it.
 *
 *	vitrine-z 1 ID STORE REGISTER STAFF	(- for none)
 *	day BUSINESS-DAY NEXT-DAY
 *	sales TO-SEQ SALES TOTAL
 *	REPORT
 */
void	z_text(const struct rec_z *, struct buf *);

#endif
