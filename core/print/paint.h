/*
 * A sheet to draw on: paths filled and stroked with plain inks and gradients.
 * Only paint.c knows the drawing library.  Lengths are pixels, angles are
 * radians, the origin is the upper left corner.
 */
#ifndef VITRINE_PAINT_H
#define VITRINE_PAINT_H

#include <stddef.h>

struct paint;
struct picture;

struct ink {
	double	r, g, b;	/* 0..1 */
	double	a;		/* 1 covers, 0 cannot be seen */
};

struct ink_stop {
	double		at;	/* 0..1 along the gradient */
	struct ink	ink;
};

struct paint *paint_new(int width, int height);
void	paint_free(struct paint *);
/* What was drawn, as a picture of its own. */
struct picture *paint_picture(struct paint *);

/* Covers the sheet with another of the same size. */
void	paint_stamp(struct paint *, const struct paint *);

/* The state of the sheet (shift, turn, scale, clip) can be put aside. */
void	paint_push(struct paint *);
void	paint_pop(struct paint *);
void	paint_shift(struct paint *, double x, double y);
void	paint_turn(struct paint *, double angle);
void	paint_scale(struct paint *, double x, double y);
void	paint_clip(struct paint *);	/* to the path, which is used up */

/* A path. */
void	paint_move(struct paint *, double x, double y);
void	paint_line(struct paint *, double x, double y);
void	paint_curve(struct paint *, double x1, double y1, double x2,
	    double y2, double x, double y);
void	paint_ellipse(struct paint *, double cx, double cy, double rx,
	    double ry);
void	paint_box(struct paint *, double x, double y, double w, double h,
	    double corner);
void	paint_close(struct paint *);

/* Each of these uses the path up. */
void	paint_fill(struct paint *, struct ink);
void	paint_fill_linear(struct paint *, double x0, double y0, double x1,
	    double y1, const struct ink_stop *, size_t n);
/* From the inner point (fx, fy) to the circle of radius r round (cx, cy). */
void	paint_fill_radial(struct paint *, double cx, double cy, double r,
	    double fx, double fy, const struct ink_stop *, size_t n);
void	paint_stroke(struct paint *, double width, struct ink);
void	paint_stroke_linear(struct paint *, double width, double x0,
	    double y0, double x1, double y1, const struct ink_stop *,
	    size_t n);

#endif
