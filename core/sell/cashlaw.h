/*
 * The law on reporting cash, as settings of the shop (vitrinectl setting):
 * nothing of it is in the program but how to read it.  As delivered it is that
 * of the United States (IRS Publication 1544, Form 8300) and applies to shops
 * that take dollars.
 *
 *	cash_report_currency		applies to a shop of this money; else none
 *	cash_report_over		a report is due of more than this
 *	cash_report_months		payments so long together are added up
 *	cash_report_hours		and so long together always belong together
 *	cash_report_file_days		days to file in
 *	cash_report_statement		MM-DD of next year: the buyer is told
 *	cash_report_keep_years		copies are kept
 *	cash_report_instrument_most	a cashier's check, money order, bank draft
 *					or traveler's check counts as cash up to
 *					this face, in a sale that is covered:
 *	cash_report_durable_over	of a thing dearer than this,
 *	cash_report_collectibles	or of these categories (codes, comma
 *					between; * is all)
 *
 * A buyer's own check, a card and a wire never count.  The program shows what
 * was received and what is due.  It never says how to stay below.
 */
#ifndef VITRINE_CASHLAW_H
#define VITRINE_CASHLAW_H

#include <stdbool.h>
#include <stdint.h>

#include "ops.h"
#include "sell/money.h"
#include "sell/tender.h"

struct cash_law {
	bool	applies;
	money	over, instrument_most, durable_over;
	int	months, hours, file_days, keep_years;
	int	statement;		/* MMDD */
	char	currency[4];
	char	collectibles[200];	/* "*" or ",CODE,CODE," */
};

/* No law: nothing counts. */
void	cash_law_none(struct cash_law *);
/*
 * Takes one setting up, if it is one of these; what makes no sense is left as
 * it was.  cash_law_settle() when all have been seen.
 */
void	cash_law_take(struct cash_law *, const char *key, const char *value,
	    const struct currency *);
void	cash_law_settle(struct cash_law *, const struct currency *shop);

void	cash_law_limits(const struct cash_law *, struct cash_limits *out_r);

/* What of a payment of this kind is cash; covered: the sale is of that sort. */
money	cash_of_payment(const struct cash_law *, enum tender_kind, money amount,
	    bool covered);
/* What of these tenders is, less the change given of total. */
money	cash_of_tenders(const struct cash_law *, const struct tenders *,
	    money total, bool covered);
/* Whether instruments count in a sale whose dearest thing costs so much.  The
   categories are not known at the till: any that is listed is the database's
   to see. */
bool	cash_covered(const struct cash_law *, money dearest);
/* What of a received sale is. */
money	cash_of_sale(const struct rec_cash *);

/* The first day whose payments still count together with those of day. */
int	cash_window(const struct cash_law *, int day);
int	cash_file_by(const struct cash_law *, int reached);
int	cash_statement_by(const struct cash_law *, int reached);
int	cash_keep_until(const struct cash_law *, int reached);

/*
 * The walk over one buyer's sales, oldest first: what has been received since
 * the last report was called for.
 */
enum cash_why { CASH_NOTHING, CASH_ONE_SALE, CASH_HOURS, CASH_MONTHS };

struct cash_run {
	money	total;		/* within the months, since the last report */
	money	all;		/* within the months */
	size_t	since;		/* the first sale counted in total */
};

/*
 * What the sales list[0..n) come to as of day; the run ends with the last of
 * them.  why_r: whether that last one called for a report, and by what.
 */
void	cash_run(const struct cash_law *, const struct rec_cash *list, size_t n,
	    int day, struct cash_run *out_r, enum cash_why *why_r);

#endif
