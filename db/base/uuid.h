/*
 * Ids are UUIDv7 (RFC 9562): time-ordered, made by whoever makes the thing,
 * so that a sale can be asked for by its id when the answer was lost.
 */
#ifndef VITRINE_UUID_H
#define VITRINE_UUID_H

#include <stdbool.h>
#include <stdint.h>

struct uuid {
	uint8_t	b[16];
};

#define UUID_TEXT	37	/* with the NUL */

/* A new id; two made by one process always sort in the order they were made. */
struct uuid uuid_new(void);
bool	uuid_is_nil(const struct uuid *);
bool	uuid_eq(const struct uuid *, const struct uuid *);
int	uuid_cmp(const struct uuid *, const struct uuid *);
void	uuid_text(const struct uuid *, char out[UUID_TEXT]);
/* Accepts the 36-character form, either case.  False otherwise. */
bool	uuid_parse(const char *, struct uuid *out_r);

#endif
