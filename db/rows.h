/*
 * Rows that outlive the answer they came in: copied, with their texts, into
 * an arena.
 */
#ifndef VITRINE_ROWS_H
#define VITRINE_ROWS_H

#include <stddef.h>

#include "db.h"

struct arena;

/* rows_piece(arena, ans, &n), rows_event(...) and so on for every kind. */
#define ROWS_OF(KIND, kind) \
struct rec_##kind *rows_##kind(struct arena *, const struct db_ans *, \
	    size_t *n_r); \
void	row_##kind(struct arena *, struct rec_##kind *to, \
	    const struct rec_##kind *from);
REC_KINDS(ROWS_OF)
#undef ROWS_OF

#endif
