/*
 * Bringing a shop's schema to this program's version.
 *
 * The steps are the files of db/schema, numbered without a gap.  The table
 * `migration' of the shop holds the number, name and SHA-256 of each that was
 * applied.  A step is one transaction together with its row, so that it is
 * either there with its row or not at all, and of two programs that apply it
 * at once the second waits and then finds it done.
 *
 * Until Vitrine is released for the first time a step may be rewritten, for no
 * shop has it yet but tests and demos.  After that none ever is: what is to be
 * different is a step of its own, and migrate_run() refuses anything else.
 */
#ifndef VITRINE_MIGRATE_H
#define VITRINE_MIGRATE_H

#include "db.h"

struct migrate_report {
	int	from;		/* steps the shop had; 0: it was new */
	int	to;		/* steps it has now */
};

/*
 * Makes or upgrades the shop; nothing to do is fine.  Waits.  Refuses, with
 * ERR_CONFIG and nothing changed, a shop of a newer version, one whose steps
 * were changed after they were applied, and a file that is something else.
 */
int	migrate_run(struct db *, struct migrate_report *, struct err *)
	    MUST_CHECK;

/*
 * The test every program makes at start: does the shop's schema fit this
 * program?  Waits for one small query.
 */
int	migrate_check(struct db *, struct err *) MUST_CHECK;

/* The same for a program with a loop: send this, judge the answer. */
struct db_req *migrate_ask(void);
int	migrate_judge(const struct db *, const struct db_ans *, struct err *)
	    MUST_CHECK;

#endif
