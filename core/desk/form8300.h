/*
 * The watch over cash that must be reported: what each buyer paid, which
 * reports it calls for and by when, and the worksheet to fill the form in
 * from.  The law itself is sell/cashlaw.h.
 */
#ifndef VITRINE_FORM8300_H
#define VITRINE_FORM8300_H

struct db_ans;
struct db_req;
struct report;
struct till;

/* Asks for what was received on these business days and before by the same
   buyers; NULL when no such law applies to this shop. */
struct db_req *form8300_ask(const struct till *, int from_day, int to_day);
/*
 * Its tables: "due", a row for each report called for on these days (and
 * earlier, while it is not filed); "receipts", every payment a report is made
 * of; "buyers", what each came to in the months before to_day.
 */
void	form8300_tables(struct report *, const struct till *,
	    const struct db_ans *, int from_day, int to_day);
/* "due" alone, for the owner's day. */
void	form8300_due(struct report *, const struct till *,
	    const struct db_ans *, int from_day, int to_day);

#endif
