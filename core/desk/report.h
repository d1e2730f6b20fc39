/*
 * The owner's reports: which questions a report asks, and how its tables are
 * made from the answer.  A report is one request, so that all its figures are
 * of the same moment as near as may be, and one function of the answer, so
 * that screen, paper and file show the same.
 *
 *	struct db_req *req = report_ask(&want, till);
 *	...answered...
 *	struct report *report = report_make(&want, till, ans);
 */
#ifndef VITRINE_REPORT_H
#define VITRINE_REPORT_H

#include <stdbool.h>

#include "desk/table.h"
#include "err.h"

struct db_ans;
struct db_req;
struct till;

enum report_kind {
	REPORT_DAY,		/* everything about one business day */
	REPORT_TILL,		/* the till's register since its last Z */
	REPORT_RANGE,		/* the same figures over several */
	REPORT_SALES,		/* line by line */
	REPORT_TAX,
	REPORT_TENDER,
	REPORT_STAFF,		/* associates with commission */
	REPORT_CONSIGNORS,
	REPORT_INVENTORY,	/* by category, consigned apart */
	REPORT_AGING,		/* by how long it has been here */
	REPORT_CATEGORIES,	/* from best to slowest */
	REPORT_HOURS,		/* weekday by hour */
	REPORT_FORM8300		/* cash that must be reported */
};

struct report_want {
	enum report_kind	 kind;
	struct uuid		 store;		/* nil: all */
	int			 from_day, to_day;
	/*
	 * REPORT_DAY for a screen that asks again and again: without what
	 * looks at more than these days, and with the latest rows only.
	 */
	bool			 quick;
	bool			 no_recount;	/* recount.h does it */
};

/* False for a word that names none; "staff" is another for "associates". */
bool	report_kind_of(const char *, enum report_kind *out_r);
const char *report_kind_name(enum report_kind);
const char *report_kind_title(enum report_kind);
/* Whether it is of certain days, or of now. */
bool	report_kind_dated(enum report_kind);

/* The request; read only. */
struct db_req *report_ask(const struct report_want *, struct till *);
/* The report; NULL with err when the answer is not DONE. */
struct report *report_make(const struct report_want *, struct till *,
	    const struct db_ans *, struct err *);

#endif
