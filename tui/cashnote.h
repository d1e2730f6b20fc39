/*
 * What must be known of cash while money is taken: what this buyer has paid in
 * cash before, and whether a report will be due.  It is told, never advised.
 */
#ifndef VITRINE_CASHNOTE_H
#define VITRINE_CASHNOTE_H

#include <stdbool.h>

#include "sell/money.h"
#include "uuid.h"

struct canvas;
struct db_ans;
struct db_req;
struct screen;
struct tenders;
struct ticket;

struct cashnote {
	struct uuid	who;		/* asked for; nil: nobody */
	bool		known;		/* the answer came */
	money		all;		/* in the law's months */
	money		since;		/* of that, since the last report */
	bool		asked;		/* for the name of who pays */
};

/*
 * What to ask the database about the ticket's customer; NULL when there is
 * none, no such law, or it was asked.  The answer goes to cashnote_take().
 */
struct db_req *cashnote_ask(struct cashnote *, const struct screen *,
	    const struct ticket *);
void	cashnote_take(struct cashnote *, const struct screen *,
	    const struct db_ans *);
/*
 * Whether the sale must not go on before somebody was asked who pays: true
 * once, for more cash than the law lets pass without a name.
 */
bool	cashnote_wants_name(struct cashnote *, const struct screen *,
	    const struct ticket *, const struct tenders *);
/* Draws it in up to two rows from y down; nothing when there is none. */
void	cashnote_draw(const struct cashnote *, const struct screen *,
	    const struct ticket *, const struct tenders *, struct canvas *,
	    int y);

#endif
