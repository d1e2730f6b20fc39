#include "print/paint.h"

#include <cairo.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "print/picture.h"

struct paint {
	cairo_surface_t	*surface;
	cairo_t		*cr;
	int		 width, height;
};

struct paint *
paint_new(int width, int height)
{
	struct paint	*p = mem_zalloc(sizeof(*p));

	p->width = width;
	p->height = height;
	p->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width,
	    height);
	p->cr = cairo_create(p->surface);
	cairo_set_antialias(p->cr, CAIRO_ANTIALIAS_FAST);
	cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
	return p;
}

void
paint_free(struct paint *p)
{
	if (p == NULL)
		return;
	cairo_destroy(p->cr);
	cairo_surface_destroy(p->surface);
	free(p);
}

struct picture *
paint_picture(struct paint *p)
{
	struct picture		*out = picture_new(p->width, p->height);
	const unsigned char	*row;
	unsigned char		*to = out->rgb;
	uint32_t		 pixel;
	int			 x, y;

	cairo_surface_flush(p->surface);
	for (y = 0; y < p->height; y++) {
		row = cairo_image_surface_get_data(p->surface) +
		    (ptrdiff_t)y * cairo_image_surface_get_stride(p->surface);
		for (x = 0; x < p->width; x++) {
			memcpy(&pixel, row + (ptrdiff_t)x * 4, sizeof(pixel));
			*to++ = (unsigned char)(pixel >> 16 & 0xff);
			*to++ = (unsigned char)(pixel >> 8 & 0xff);
			*to++ = (unsigned char)(pixel & 0xff);
		}
	}
	return out;
}

void
paint_stamp(struct paint *p, const struct paint *from)
{
	cairo_set_source_surface(p->cr, from->surface, 0, 0);
	cairo_paint(p->cr);
}

void
paint_push(struct paint *p)
{
	cairo_save(p->cr);
}

void
paint_pop(struct paint *p)
{
	cairo_restore(p->cr);
}

void
paint_shift(struct paint *p, double x, double y)
{
	cairo_translate(p->cr, x, y);
}

void
paint_turn(struct paint *p, double angle)
{
	cairo_rotate(p->cr, angle);
}

void
paint_scale(struct paint *p, double x, double y)
{
	cairo_scale(p->cr, x, y);
}

void
paint_clip(struct paint *p)
{
	cairo_clip(p->cr);
}

void
paint_move(struct paint *p, double x, double y)
{
	cairo_move_to(p->cr, x, y);
}

void
paint_line(struct paint *p, double x, double y)
{
	cairo_line_to(p->cr, x, y);
}

void
paint_curve(struct paint *p, double x1, double y1, double x2, double y2,
    double x, double y)
{
	cairo_curve_to(p->cr, x1, y1, x2, y2, x, y);
}

void
paint_ellipse(struct paint *p, double cx, double cy, double rx, double ry)
{
	cairo_save(p->cr);
	cairo_translate(p->cr, cx, cy);
	cairo_scale(p->cr, rx, ry);
	cairo_new_sub_path(p->cr);
	cairo_arc(p->cr, 0, 0, 1, 0, 2 * M_PI);
	cairo_close_path(p->cr);
	cairo_restore(p->cr);
}

void
paint_box(struct paint *p, double x, double y, double w, double h,
    double corner)
{
	if (corner <= 0) {
		cairo_rectangle(p->cr, x, y, w, h);
		return;
	}
	cairo_new_sub_path(p->cr);
	cairo_arc(p->cr, x + w - corner, y + corner, corner, -M_PI / 2, 0);
	cairo_arc(p->cr, x + w - corner, y + h - corner, corner, 0, M_PI / 2);
	cairo_arc(p->cr, x + corner, y + h - corner, corner, M_PI / 2, M_PI);
	cairo_arc(p->cr, x + corner, y + corner, corner, M_PI, 1.5 * M_PI);
	cairo_close_path(p->cr);
}

void
paint_close(struct paint *p)
{
	cairo_close_path(p->cr);
}

static void
set_stops(cairo_pattern_t *pattern, const struct ink_stop *stops, size_t n)
{
	size_t	i;

	for (i = 0; i < n; i++)
		cairo_pattern_add_color_stop_rgba(pattern, stops[i].at,
		    stops[i].ink.r, stops[i].ink.g, stops[i].ink.b,
		    stops[i].ink.a);
}

void
paint_fill(struct paint *p, struct ink ink)
{
	cairo_set_source_rgba(p->cr, ink.r, ink.g, ink.b, ink.a);
	cairo_fill(p->cr);
}

void
paint_fill_linear(struct paint *p, double x0, double y0, double x1, double y1,
    const struct ink_stop *stops, size_t n)
{
	cairo_pattern_t	*pattern = cairo_pattern_create_linear(x0, y0, x1, y1);

	set_stops(pattern, stops, n);
	cairo_set_source(p->cr, pattern);
	cairo_fill(p->cr);
	cairo_pattern_destroy(pattern);
}

void
paint_fill_radial(struct paint *p, double cx, double cy, double r, double fx,
    double fy, const struct ink_stop *stops, size_t n)
{
	cairo_pattern_t	*pattern = cairo_pattern_create_radial(fx, fy, 0, cx,
	    cy, r);

	set_stops(pattern, stops, n);
	cairo_set_source(p->cr, pattern);
	cairo_fill(p->cr);
	cairo_pattern_destroy(pattern);
}

void
paint_stroke(struct paint *p, double width, struct ink ink)
{
	cairo_set_line_width(p->cr, width);
	cairo_set_source_rgba(p->cr, ink.r, ink.g, ink.b, ink.a);
	cairo_stroke(p->cr);
}

void
paint_stroke_linear(struct paint *p, double width, double x0, double y0,
    double x1, double y1, const struct ink_stop *stops, size_t n)
{
	cairo_pattern_t	*pattern = cairo_pattern_create_linear(x0, y0, x1, y1);

	set_stops(pattern, stops, n);
	cairo_set_line_width(p->cr, width);
	cairo_set_source(p->cr, pattern);
	cairo_stroke(p->cr);
	cairo_pattern_destroy(pattern);
}
