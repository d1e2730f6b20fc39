/*
 * Sales tax.  Rates are rows of the shop, never of the program: per store and
 * tax class, in parts per million (8.875 % is 88750), valid from a business
 * day to another, on top of the price or contained in it.
 *
 * Which rate: the store's rows of the line's class that are valid on the day,
 * added up when there are several (state and city); when there is none, the
 * rows of class "standard"; when there is none either, no tax.  Class "none"
 * and an exempt customer pay no tax.  A contained tax is taken out of the
 * price for an exempt customer too.
 *
 * How it is rounded: a half away from zero, the same for a return as for a
 * sale.  TAX_PER_LINE rounds each line.  TAX_PER_TOTAL rounds the sum of all
 * lines of one rate and hands it back to them by largest remainder, so that
 * the printed total is in both cases the sum of the stored lines.
 */
#ifndef VITRINE_TAX_H
#define VITRINE_TAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "sell/money.h"

#define TAX_CLASS	32	/* with the NUL */
#define TAX_STANDARD	"standard"
#define TAX_NONE	"none"

struct tax_rate {
	char	class[TAX_CLASS];
	char	name[48];	/* on the receipt: "NY sales tax" */
	int64_t	ppm;
	bool	inclusive;	/* contained in the price */
	int	from_day;	/* first day, 0: always */
	int	to_day;		/* last day, 0: no end */
};

enum tax_rounding { TAX_PER_LINE, TAX_PER_TOTAL };

struct tax_rules {
	const struct tax_rate	*rates;		/* those of one store */
	size_t			 count;
	enum tax_rounding	 rounding;
};

/*
 * The rate of a class on a day, several added up, in *out_r.  False when it
 * bears no tax.  Rows that are on top and rows that are contained are not
 * mixed: the kind of the first row wins.
 */
bool	tax_find(const struct tax_rules *, const char *class, int day,
	    struct tax_rate *out_r);

struct tax_line {
	const char	*class;
	money		 amount;	/* after discounts, negative for returns */
	/* Filled in: */
	int64_t		 ppm;
	bool		 inclusive;
	money		 net;		/* without tax */
	money		 tax;		/* net + tax is what the line costs */
};

/* Fills in the lines' ppm, inclusive, net and tax.  Fails on overflow only. */
int	tax_lines(const struct tax_rules *, int day, bool exempt,
	    struct tax_line *, size_t n, struct err *) MUST_CHECK;

#endif
