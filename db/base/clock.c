/* The real clock and the kernel's randomness: see clock.h. */
#include "clock.h"

#include <sys/random.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t
read_clock(clockid_t id)
{
	struct timespec	ts;

	if (clock_gettime(id, &ts) != 0)
		abort();
	return (int64_t)ts.tv_sec * SECOND_US + ts.tv_nsec / 1000;
}

int64_t
clock_now(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t
clock_mono(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

void
clock_random(void *bytes, size_t len)
{
	unsigned char	*p = bytes;
	ssize_t		 n;

	while (len > 0) {
		n = getrandom(p, len, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			perror("vitrine: getrandom");
			abort();
		}
		p += n;
		len -= (size_t)n;
	}
}
