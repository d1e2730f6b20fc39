/*
 * A clock and randomness that stand in for db/base/clock.c.  Included by the
 * main file of a program, and by that alone: its definitions come before the
 * archives', so that every decision of the program is made from fake_now and
 * fake_seed.  How long something takes stays real, unless fake_steady is set:
 * then it takes as many microseconds as it asked for the time.
 */
#ifndef TEST_FAKECLOCK_H
#define TEST_FAKECLOCK_H

#include <stdlib.h>
#include <time.h>

#include "clock.h"

static int64_t	fake_now;	/* goes on by a microsecond when it is asked */
static uint64_t	fake_seed;
static int64_t	fake_steady;	/* 0: the machine's */

int64_t
clock_now(void)
{
	return ++fake_now;
}

int64_t
clock_mono(void)
{
	struct timespec	ts;

	if (fake_steady != 0)
		return ++fake_steady;
	if (clock_gettime(CLOCK_MONOTONIC, &ts) != 0)
		abort();
	return (int64_t)ts.tv_sec * SECOND_US + ts.tv_nsec / 1000;
}

void
clock_random(void *bytes, size_t len)
{
	unsigned char	*p = bytes;

	for (; len > 0; len--) {
		fake_seed = fake_seed * UINT64_C(6364136223846793005) +
		    UINT64_C(1442695040888963407);
		*p++ = (unsigned char)(fake_seed >> 56);
	}
}

#endif
