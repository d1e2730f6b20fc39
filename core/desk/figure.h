/*
 * Arithmetic on added-up figures (struct rec_figure), for everybody who makes
 * a table or a rollup of them.
 */
#ifndef VITRINE_FIGURE_H
#define VITRINE_FIGURE_H

#include <stddef.h>
#include <stdint.h>

#include "record.h"

struct db_ans;
struct zone;

/* The answer's nth FIGURE result. */
const struct rec_figure *figure_rows(const struct db_ans *, size_t nth,
	    size_t *n_r);
/* What the whole list comes to. */
struct rec_figure figure_total(const struct rec_figure *, size_t n);
/* Sales less returns. */
int64_t	figure_net(const struct rec_figure *);
/* part of whole in parts per million; 0 of nothing. */
int64_t	figure_share(int64_t part, int64_t whole);

struct figure_hours {
	int64_t	sales[24], net[24];
};
/*
 * FIGURE_TIME's quarters of an hour by the hour of the shop's wall, which the
 * database knows nothing of.  A quarter is fine enough for any zone.
 */
void	figure_hours(const struct zone *, const struct rec_figure *, size_t n,
	    struct figure_hours *out_r);

#endif
