/*
 * The business day: the shop's own date, yyyymmdd, which a sale is stored
 * under.  A day is a half-open range of UTC, from the time the shop's day
 * starts to the same time of the next date: 23, 24 or 25 hours long, so that
 * every instant lies in exactly one day.
 *
 * The zone's rules are the C library's.  It knows one zone at a time, the
 * process's TZ: day.c is the only file that touches it, and puts back what
 * was there before it returns.  (All our programs have one thread.)
 */
#ifndef VITRINE_DAY_H
#define VITRINE_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"

struct zone {
	char	name[64];	/* "America/New_York" */
	int	start;		/* minutes after midnight the day begins */
	/* The day last asked for: nearly always the one asked for next. */
	int	day;
	int64_t	from;
	int64_t	to;
};

/*
 * A zone name the machine does not know is ERR_CONFIG: the C library would
 * take it for UTC without a word.  start is 0 to 719: before noon.
 */
int	zone_init(struct zone *, const char *name, int start,
	    struct err *) MUST_CHECK;

/* The business day of an instant (microseconds UTC). */
int	zone_day(struct zone *, int64_t us);
/* The day's instants: *from_r inclusive, *to_r exclusive. */
void	zone_range(struct zone *, int day, int64_t *from_r, int64_t *to_r);

struct wall {			/* what the clock on the shop's wall shows */
	int	year, month, day;	/* month and day from 1 */
	int	hour, minute, second;
	int	weekday;		/* 0 is Sunday */
	int	offset;			/* minutes east of UTC */
};

void	zone_wall(const struct zone *, int64_t us, struct wall *out_r);

bool	day_valid(int day);		/* a date of the calendar */
int	day_add(int day, int days);	/* a valid day and what follows it */
/* Days from a to b; negative when b is before a. */
int	day_between(int a, int b);
/* Reads "2026-11-22" or "20261122". */
int	day_parse(const char *, int *day_r, struct err *) MUST_CHECK;

#define DAY_TEXT	12
char	*day_text(int day, char out[DAY_TEXT]);		/* 2026-11-22 */
#define STAMP_TEXT	24
/* "2026-11-22 14:02:11" on the shop's wall. */
char	*stamp_text(const struct zone *, int64_t us, char out[STAMP_TEXT]);

#endif
