/*
 * The tables reports are put together from.  Private to core/desk/report*.c.
 * nth: which of the answer's FIGURE results the table is made of.
 */
#ifndef VITRINE_REPORT_PARTS_H
#define VITRINE_REPORT_PARTS_H

#include <stddef.h>

struct db_ans;
struct report;

/* Net, tax, refunds ... of the day, a week and a year before (nth each). */
void	part_summary(struct report *, const struct db_ans *, size_t today,
	    size_t week, size_t year);
/* A register's sales since its last Z. */
void	part_till(struct report *, const struct db_ans *, size_t nth);
void	part_sales(struct report *, const struct db_ans *, size_t nth);
void	part_staff(struct report *, const struct db_ans *, size_t nth);
void	part_tender(struct report *, const struct db_ans *, size_t nth);
void	part_hours_of_day(struct report *, const struct db_ans *, size_t nth);
void	part_tax(struct report *, const struct db_ans *, size_t nth);
void	part_discount(struct report *, const struct db_ans *, size_t nth);
void	part_consignor(struct report *, const struct db_ans *, size_t nth);
/* What consignors are owed for everything ever sold. */
void	part_owed(struct report *, const struct db_ans *, size_t nth);
void	part_delisted(struct report *, const struct db_ans *, size_t nth);
void	part_days(struct report *, const struct db_ans *, size_t nth);
void	part_months(struct report *, const struct db_ans *, size_t nth);
void	part_hours(struct report *, const struct db_ans *);

/* report_kinds.c */
void	part_tax_places(struct report *, const struct db_ans *);
void	part_earned(struct report *, const struct db_ans *);
void	part_categories(struct report *, const struct db_ans *);

/* report_stock.c */
void	part_inventory(struct report *, const struct db_ans *);
void	part_aging(struct report *, const struct db_ans *);

/* report_rows.c: rows behind the figures. */
void	part_sold(struct report *, const struct db_ans *);
void	part_returns(struct report *, const struct db_ans *);
void	part_exempt(struct report *, const struct db_ans *);
void	part_refused(struct report *, const struct db_ans *);
void	part_drawers(struct report *, const struct db_ans *);
void	part_open(struct report *, const struct db_ans *, size_t delisted);
void	part_twice(struct report *, const struct db_ans *);
/* nth: which of the answer's lists of approvals. */
void	part_voids(struct report *, const struct db_ans *, size_t nth);
void	part_approvals(struct report *, const struct db_ans *);

#endif
