/*
 * The cash drawer of a register: a session from the counted float to the blind
 * count, and everything between that is no sale.  What must be in it is added
 * up by the database from rows (drawer_now); this asks for it and never keeps
 * it.
 *
 * Every event stands in the register's journal, in the transaction that makes
 * it true, behind the sales before it; and with it the approval, when somebody
 * had to agree.  Each has its id from the start: the same id is done once.
 *
 * The journal's text of an event, sealed by the chain, format "vitrine-drawer
 * 1", in the manner of facts.h:
 *
 *	vitrine-drawer 1 KIND ID
 *	of DRAWER STAFF
 *	day BUSINESS-DAY		(open: as the till knew it, see facts.h)
 *	money AMOUNT "REASON" "PAYEE"	(pay_in, pay_out, drop, no_sale, close)
 *	count DENOM QTY			(open and count; none, too)
 *	allow RIGHT BY			(when somebody agreed)
 */
#ifndef VITRINE_DRAWER_H
#define VITRINE_DRAWER_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"
#include "record.h"
#include "sell/count.h"
#include "sell/rights.h"

struct buf;
struct till;

enum drawer_kind {
	DRAWER_OPEN,		/* with the float in count */
	DRAWER_PAY_IN,
	DRAWER_PAY_OUT,
	DRAWER_DROP,		/* to the safe */
	DRAWER_NO_SALE,		/* opened, and nothing moved */
	DRAWER_COUNT,		/* what is in it; cannot be said again */
	DRAWER_CLOSE		/* over that count */
};

/* "pay_out": the journal's kind, and vitrinectl's word. */
const char *drawer_word(enum drawer_kind);
const char *drawer_label(enum drawer_kind);	/* "Pay out" */
/* What somebody must be allowed to do it. */
enum right drawer_right(enum drawer_kind);

#define DRAWER_TEXT	200	/* bytes of a reason or payee */

struct drawer_want {
	enum drawer_kind	 kind;
	struct uuid		 id;		/* of the event */
	struct uuid		 drawer_id;
	money			 amount;	/* pay in, pay out, drop */
	const char		*reason;	/* close: why it differs, or "" */
	const char		*payee;		/* pay out */
	struct count		 count;		/* open and count */
	struct uuid		 agreed_by;	/* nil: nobody had to */
	int64_t			 day;		/* open: filled in by drawer_do */
};

/* An event of the drawer; to open one NULL.  With ids. */
void	drawer_want_init(struct drawer_want *, enum drawer_kind,
	    const struct uuid *drawer_id);

/* drawer is the session as it is now; NULL when err is set. */
typedef void drawer_done_fn(const struct rec_drawer *, const struct err *,
	    void *arg);

/*
 * Does it.  The want is copied.  -1 with err when it makes no sense (ERR_INPUT)
 * or may not be done (ERR_NOT_ALLOWED); then nothing was sent and done is not
 * called.  Later ERR_REFUSED for a drawer that is open, counted or closed
 * already, and for a close over a difference without a reason; ERR_UNSURE when
 * it is not known: the same want again makes sure.
 */
int	drawer_do(struct till *, const struct drawer_want *, drawer_done_fn *,
	    void *arg, struct err *) MUST_CHECK;

/* The open session of the till's register; both NULL when there is none. */
void	drawer_find(struct till *, drawer_done_fn *, void *arg);

/* Whether the count of closing has been said. */
bool	drawer_is_counted(const struct rec_denom *, size_t n);

/* The approval's, when somebody had to agree to the event of that id. */
struct uuid drawer_approval_id(const struct uuid *event_id);
void	drawer_text(const struct drawer_want *, const struct uuid *staff,
	    struct buf *);

#endif
