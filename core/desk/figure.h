/*
 * Arithmetic on added-up figures (struct rec_figure), for everybody who makes
 * a table or a rollup of them.
 */
#ifndef VITRINE_FIGURE_H
#define VITRINE_FIGURE_H

#include <stddef.h>
#include <stdint.h>

#include "ops.h"
#include "record.h"

struct wall;
struct zone;

/*
 * What answers this question in the answer's nth FIGURE result, which may be
 * of one question (op_figure) or of all of them (op_figure_all).
 */
const struct rec_figure *figure_rows(const struct db_ans *, size_t nth,
	    enum figure, size_t *n_r);
void	figure_add(struct rec_figure *to, const struct rec_figure *);
/* What the whole list comes to. */
struct rec_figure figure_total(const struct rec_figure *, size_t n);
/* A category's name, or that there is none. */
const char *figure_name(const char *);
/* Days (amount) a piece (sold): the mean, rounded down; 0 of none. */
int64_t	figure_days(const struct rec_figure *);
/* Sales less returns. */
int64_t	figure_net(const struct rec_figure *);
/* part of whole in parts per million; 0 of nothing. */
int64_t	figure_share(int64_t part, int64_t whole);

/* When a quarter of an hour of FIGURE_TIME began, on the shop's wall. */
void	figure_wall(const struct zone *, const struct rec_figure *,
	    struct wall *out_r);

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
