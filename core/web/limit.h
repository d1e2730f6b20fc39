/*
 * How often a stranger may do a thing (a token bucket for each network, or
 * whatever text names him), and how many of a thing he may have at once.
 * Fixed tables: a flood of strangers makes them share buckets, never memory
 * grow.
 */
#ifndef VITRINE_LIMIT_H
#define VITRINE_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct limit;

/* burst at once, then one every each microseconds. */
struct limit *limit_new(unsigned burst, int64_t each);
void	limit_free(struct limit *);
/* Takes one; false when there is none left just now. */
bool	limit_take(struct limit *, const char *who);

struct tally;

/* Nobody may have more than most at once. */
struct tally *tally_new(unsigned most);
void	tally_free(struct tally *);
/* Whether he has the most already. */
bool	tally_is_full(const struct tally *, const char *who);
/* One more, whatever he has; where it was counted, for taking it off again. */
size_t	tally_add(struct tally *, const char *who);
void	tally_drop(struct tally *, size_t where);

#endif
