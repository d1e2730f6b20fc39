/*
 * The X and the Z.  An X is the figures so far, as often as anybody likes.  A
 * Z closes: a store up to a business day, or one register since its last Z.
 * Once, numbered without a gap, and the figures in it are the ones the database
 * adds up itself in the same moment: a sale that comes in between makes it say
 * so, and everything is added up again.
 *
 * Nothing that is open is closed over in silence (open_items.h): it is listed,
 * each with what to do, and nothing is closed unless the caller says to go on
 * in spite of it; then the Z says so.
 *
 * What is sold after a store's Z belongs to the next business day.
 */
#ifndef VITRINE_CLOSE_H
#define VITRINE_CLOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "desk/open_items.h"
#include "err.h"
#include "record.h"

struct arena;
struct buf;
struct till;

struct close_want {
	bool	 reg;		/* the till's register, not its store */
	int	 day;		/* up to this business day */
	bool	 anyway;	/* in spite of what is open */
	struct uuid agreed;	/* who, when it is not the till's to decide */
};

struct close_result {
	struct open_item	*items;	/* what stands in the way */
	size_t			 count;
	bool			 closed;
	struct rec_z		 z;	/* when closed, or of an X */
};

/* The result is valid during the call.  err NULL: see closed and the items. */
typedef void close_done_fn(const struct close_result *, const struct err *,
	    void *arg);

/*
 * Closes; a job of the till.  ERR_NOT_ALLOWED (rights.h); ERR_REFUSED when somebody closed it before,
 * saying who and when; ERR_UNSURE when the connection broke and nobody can tell
 * (a second try is safe: it closes once).
 */
void	close_start(struct till *, const struct close_want *, close_done_fn *,
	    void *arg);
/* The figures so far; z.number is the number of the Z to come. */
void	close_x(struct till *, const struct close_want *, close_done_fn *,
	    void *arg);
/*
 * close_start for programs without a loop: waits.  The result's texts are the
 * arena's.  -1 with err.
 */
int	close_day(struct till *, struct arena *, const struct close_want *,
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
 *	allow z_report BY		(when somebody had to agree)
 *
 * agreed is nil when nobody had to.
 */
void	z_text(const struct rec_z *, const struct uuid *agreed, struct buf *);

#endif
