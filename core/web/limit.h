/*
 * How often a stranger may do a thing: a token bucket for each address (or
 * whatever text names him).  A fixed table: a flood of addresses makes
 * strangers share buckets, never memory grow.
 */
#ifndef VITRINE_LIMIT_H
#define VITRINE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

struct limit;

/* burst at once, then one every each microseconds. */
struct limit *limit_new(unsigned burst, int64_t each);
void	limit_free(struct limit *);
/* Takes one; false when there is none left just now. */
bool	limit_take(struct limit *, const char *who);

#endif
