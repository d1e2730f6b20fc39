/*
 * A shop's life, made up from a seed and lived through the real core: three
 * counters and the web, drawers with floats and drops, sessions across
 * midnight and across the changes of the clock, odd cents, split payments,
 * discounts, exempt customers, prices with and without their tax, consigned
 * pieces, returns, rivals refused, and a Z most evenings.
 *
 * The program that lives it brings its own clock (fakeclock.h).
 */
#ifndef TEST_LIFE_H
#define TEST_LIFE_H

#include <stdint.h>

struct life_want {
	char		*url;		/* an empty database */
	int64_t		*now;		/* the program's clock */
	uint64_t	 seed;
	int		 days;		/* of trade: closed on Mondays */
	int		 lines;		/* to sell, about */
};

struct life_done {
	int64_t	sales, lines, returns, refused, zs, drawers, late;
	int64_t	total;			/* of sales and returns */
	int	first_day, last_day;
};

/* From January 6, 2026.  Ends the program when anything goes wrong. */
void	life_live(const struct life_want *, struct life_done *);

#endif
