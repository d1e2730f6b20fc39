/*
 * The clock and randomness: the two ways the outside world gets into a
 * decision.  A simulator links its own clock.c instead of ours and replays a
 * day from a seed.
 */
#ifndef VITRINE_CLOCK_H
#define VITRINE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/* Microseconds since 1970-01-01 UTC.  May step; never used for an interval. */
int64_t	clock_now(void);
/* Microseconds that only go forward, for deadlines and intervals. */
int64_t	clock_mono(void);
/* Bytes nobody can guess. */
void	clock_random(void *, size_t);

#define SECOND_US	INT64_C(1000000)
#define MINUTE_US	(60 * SECOND_US)
#define MS_US		INT64_C(1000)

#endif
