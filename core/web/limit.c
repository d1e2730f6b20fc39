/* Token buckets: see limit.h. */
#include "web/limit.h"

#include <stddef.h>
#include <stdlib.h>

#include "clock.h"
#include "mem.h"

#define BUCKETS	4096

struct limit {
	int64_t		each;
	int64_t		burst;		/* in microseconds of refilling */
	uint64_t	seed;
	/* When the bucket will be full again; clock_mono(). */
	int64_t		full_at[BUCKETS];
};

struct limit *
limit_new(unsigned burst, int64_t each)
{
	struct limit	*limit = mem_zalloc(sizeof(*limit));

	limit->each = each;
	limit->burst = (int64_t)burst * each;
	clock_random(&limit->seed, sizeof(limit->seed));
	return limit;
}

void
limit_free(struct limit *limit)
{
	free(limit);
}

/* FNV-1a from a seed nobody knows, so that nobody can aim at a bucket. */
static size_t
bucket(const struct limit *limit, const char *who)
{
	uint64_t	h = limit->seed ^ UINT64_C(0xcbf29ce484222325);

	for (; *who != '\0'; who++)
		h = (h ^ (unsigned char)*who) * UINT64_C(0x100000001b3);
	return (size_t)((h ^ h >> 32) % BUCKETS);
}

bool
limit_take(struct limit *limit, const char *who)
{
	int64_t	*full_at = &limit->full_at[bucket(limit, who)];
	int64_t	 now = clock_mono();
	int64_t	 then = *full_at > now ? *full_at : now;

	if (then + limit->each > now + limit->burst)
		return false;
	*full_at = then + limit->each;
	return true;
}
