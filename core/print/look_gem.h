/* Between look*.c only: metal, stones, and the kinds of pieces. */
#ifndef VITRINE_LOOK_GEM_H
#define VITRINE_LOOK_GEM_H

#include "print/look.h"
#include "print/paint.h"

struct ink ink(double r, double g, double b, double a);
struct ink ink_mix(struct ink, struct ink, double share);

/* Strokes or fills the path with the shine of a metal across a line. */
void	metal_stroke(struct paint *, enum look_metal, double width, double x0,
	    double y0, double x1, double y1, double light);
void	metal_fill(struct paint *, enum look_metal, double x0, double y0,
	    double x1, double y1, double light);
struct ink metal_ink(enum look_metal, double light);	/* 0 dark, 1 bright */

/* A stone of half-width r; tall is its height over its width. */
void	gem_draw(struct paint *, enum look_gem, enum look_cut, double cx,
	    double cy, double r, double turn, uint64_t seed);
double	gem_tall(enum look_cut);
/* A ball: pearl, bead. */
void	bead_draw(struct paint *, struct ink, double cx, double cy, double r);
struct ink gem_ink(enum look_gem);
/* Four small prongs round a stone. */
void	prongs_draw(struct paint *, enum look_metal, double cx, double cy,
	    double rx, double ry, int n, double turn);

#define MID	(LOOK_SIDE / 2.0)

/* look_draw.c: a shadow on the table, a hoop, a stone in its setting. */
void	look_shadow(struct paint *, double cx, double cy, double rx,
	    double ry, double dark);
void	look_hoop(struct paint *, enum look_metal, double cx, double cy,
	    double rx, double ry, double width, double deep);
void	look_set(struct paint *, const struct look *, enum look_gem,
	    enum look_cut, double x, double y, double r);

/* look_more.c: one kind of piece each. */
void	look_necklace(struct paint *, const struct look *, uint64_t *);
void	look_pearls(struct paint *, const struct look *, uint64_t *);
void	look_bracelet(struct paint *, const struct look *, uint64_t *);
void	look_bangle(struct paint *, const struct look *, uint64_t *);
void	look_earrings(struct paint *, const struct look *, uint64_t *);
void	look_cufflinks(struct paint *, const struct look *, uint64_t *);
void	look_watch(struct paint *, const struct look *, uint64_t *);
void	look_stone(struct paint *, const struct look *, uint64_t *);
void	look_box(struct paint *, const struct look *, uint64_t *);
void	look_cloth(struct paint *, const struct look *, uint64_t *);
void	look_chain(struct paint *, const struct look *, uint64_t *);

#endif
