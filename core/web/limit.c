/* Token buckets and tallies: see limit.h. */
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

struct tally {
	uint64_t	seed;
	unsigned	most;
	unsigned	now[BUCKETS];
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
bucket(uint64_t seed, const char *who)
{
	uint64_t	h = seed ^ UINT64_C(0xcbf29ce484222325);

	for (; *who != '\0'; who++)
		h = (h ^ (unsigned char)*who) * UINT64_C(0x100000001b3);
	return (size_t)((h ^ h >> 32) % BUCKETS);
}

bool
limit_take(struct limit *limit, const char *who)
{
	int64_t	*full_at = &limit->full_at[bucket(limit->seed, who)];
	int64_t	 now = clock_mono();
	int64_t	 then = *full_at > now ? *full_at : now;

	if (then + limit->each > now + limit->burst)
		return false;
	*full_at = then + limit->each;
	return true;
}

struct tally *
tally_new(unsigned most)
{
	struct tally	*tally = mem_zalloc(sizeof(*tally));

	tally->most = most;
	clock_random(&tally->seed, sizeof(tally->seed));
	return tally;
}

void
tally_free(struct tally *tally)
{
	free(tally);
}

bool
tally_is_full(const struct tally *tally, const char *who)
{
	return tally->now[bucket(tally->seed, who)] >= tally->most;
}

size_t
tally_add(struct tally *tally, const char *who)
{
	size_t	where = bucket(tally->seed, who);

	tally->now[where]++;
	return where;
}

void
tally_drop(struct tally *tally, size_t where)
{
	tally->now[where]--;
}
