/*
 * How the figures of the end of the day are made from its report: shared by
 * scr_day_figs.c, which makes most of them, and scr_day_proof.c.
 */
#ifndef VITRINE_SCR_DAY_MAKE_H
#define VITRINE_SCR_DAY_MAKE_H

#include "scr_day.h"

struct maker {
	const struct ui		*ui;
	const struct day	*day;
	struct arena		*arena;
	struct figs		*figs;
	struct block		*block;		/* the one being filled */
};

/* Reading the report: what is not there is NULL, "" or 0. */
const struct table *fig_table(const struct maker *, const char *name);
const struct cell *fig_cell(const struct table *, const struct row *,
	    const char *column);
int64_t	fig_num(const struct table *, const struct row *, const char *column);
const char *fig_text(const struct table *, const struct row *,
	    const char *column);
/* The rows that are neither totals nor notes; NULL after the last. */
const struct row *fig_first(const struct table *);
const struct row *fig_next(const struct row *);
int64_t	fig_longest(const struct table *, const char *column);
int64_t	fig_sum(const struct table *, const char *column);
int64_t	fig_rows(const struct table *);

/* Making: texts are the arena's. */
const char *fig_amount(const struct maker *, money);
/* "1 piece", "2 pieces" */
const char *fig_count(const struct maker *, int64_t n, const char *one,
	    const char *many);
/* A block with room for so many figures. */
void	fig_block(struct maker *, enum block_place, const char *title,
	    size_t most);
/* One more in it. */
struct fig *fig_add(struct maker *, const char *label, const char *amount);
/* The same with the amount in that column, or the number as it is. */
struct fig *fig_money(struct maker *, const char *label, const struct table *,
	    const struct row *, const char *column);
const char *fig_whole(const struct maker *, const struct table *,
	    const struct row *, const char *column);
/* It opens these lines. */
void	fig_lines(const struct maker *, struct fig *, enum behind,
	    const char *a, const char *b);

/* scr_day_proof.c */
void	make_latest(struct maker *);
void	make_proof(struct maker *);

#endif
