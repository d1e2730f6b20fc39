#include "print/look_gem.h"

#include <math.h>
#include <stddef.h>

uint64_t
look_roll(uint64_t *seed)
{
	uint64_t	z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

int
look_pick(uint64_t *seed, int n)
{
	return (int)(look_roll(seed) % (uint64_t)n);
}

double
look_between(uint64_t *seed, double low, double high)
{
	return low + (high - low) * ((double)(look_roll(seed) >> 11) /
	    9007199254740992.0);
}

struct ink
ink(double r, double g, double b, double a)
{
	return (struct ink){ r, g, b, a };
}

struct ink
ink_mix(struct ink x, struct ink y, double share)
{
	return ink(x.r + (y.r - x.r) * share, x.g + (y.g - x.g) * share,
	    x.b + (y.b - x.b) * share, x.a + (y.a - x.a) * share);
}

/* ------------------------------------------------------------------ metal */

/* Dark, middle and light of each metal. */
static const struct ink	metals[LOOK_METAL_COUNT][3] = {
	[LOOK_YELLOW] = { { .42, .26, .05, 1 }, { .80, .58, .20, 1 },
	    { 1.0, .90, .60, 1 } },
	[LOOK_ROSE] = { { .43, .21, .15, 1 }, { .80, .52, .42, 1 },
	    { 1.0, .87, .79, 1 } },
	[LOOK_WHITE] = { { .31, .31, .32, 1 }, { .70, .70, .69, 1 },
	    { .98, .98, .96, 1 } },
	[LOOK_PLATINUM] = { { .27, .30, .35, 1 }, { .66, .69, .74, 1 },
	    { .96, .98, 1.0, 1 } },
	[LOOK_SILVER] = { { .25, .25, .26, 1 }, { .63, .64, .66, 1 },
	    { .95, .95, .97, 1 } }
};

struct ink
metal_ink(enum look_metal metal, double light)
{
	const struct ink	*m = metals[metal];

	return light < .5 ? ink_mix(m[0], m[1], light * 2) :
	    ink_mix(m[1], m[2], (light - .5) * 2);
}

/* Bands of reflected room: what makes a gradient look like metal. */
static void
metal_stops(enum look_metal metal, double light, struct ink_stop stops[7])
{
	static const double	at[] = { 0, .14, .30, .46, .62, .82, 1 };
	static const double	shine[] = { .30, .62, .97, .55, .22, .66,
	    .38 };
	double			value;
	int			i;

	for (i = 0; i < 7; i++) {
		value = shine[i] * light;
		stops[i].at = at[i];
		stops[i].ink = metal_ink(metal, value > 1 ? 1 : value);
	}
}

void
metal_stroke(struct paint *p, enum look_metal metal, double width, double x0,
    double y0, double x1, double y1, double light)
{
	struct ink_stop	stops[7];

	metal_stops(metal, light, stops);
	paint_stroke_linear(p, width, x0, y0, x1, y1, stops, 7);
}

void
metal_fill(struct paint *p, enum look_metal metal, double x0, double y0,
    double x1, double y1, double light)
{
	struct ink_stop	stops[7];

	metal_stops(metal, light, stops);
	paint_fill_linear(p, x0, y0, x1, y1, stops, 7);
}

/* ----------------------------------------------------------------- stones */

/* Deep, body and flash of each stone; cabochons use the same. */
static const struct ink	gems[LOOK_GEM_COUNT][3] = {
	[LOOK_DIAMOND] = { { .38, .43, .50, 1 }, { .82, .87, .92, 1 },
	    { 1, 1, 1, 1 } },
	[LOOK_SAPPHIRE] = { { .02, .05, .28, 1 }, { .10, .22, .66, 1 },
	    { .55, .70, 1.0, 1 } },
	[LOOK_RUBY] = { { .28, .00, .06, 1 }, { .74, .05, .18, 1 },
	    { 1.0, .55, .60, 1 } },
	[LOOK_EMERALD] = { { .00, .16, .09, 1 }, { .03, .48, .28, 1 },
	    { .50, .92, .68, 1 } },
	[LOOK_AQUAMARINE] = { { .16, .40, .48, 1 }, { .50, .79, .86, 1 },
	    { .90, 1.0, 1.0, 1 } },
	[LOOK_AMETHYST] = { { .16, .03, .28, 1 }, { .46, .20, .66, 1 },
	    { .84, .66, 1.0, 1 } },
	[LOOK_CITRINE] = { { .42, .18, .00, 1 }, { .92, .58, .08, 1 },
	    { 1.0, .92, .58, 1 } },
	[LOOK_GARNET] = { { .18, .00, .02, 1 }, { .50, .04, .07, 1 },
	    { .95, .45, .38, 1 } },
	[LOOK_TOURMALINE] = { { .34, .02, .18, 1 }, { .84, .22, .48, 1 },
	    { 1.0, .74, .86, 1 } },
	[LOOK_OPAL] = { { .55, .62, .68, 1 }, { .86, .90, .90, 1 },
	    { 1.0, .98, .94, 1 } },
	[LOOK_MOONSTONE] = { { .44, .50, .60, 1 }, { .78, .83, .90, 1 },
	    { 1.0, 1.0, 1.0, 1 } },
	[LOOK_TURQUOISE] = { { .03, .36, .38, 1 }, { .22, .70, .70, 1 },
	    { .70, .95, .92, 1 } },
	[LOOK_ONYX] = { { .01, .01, .02, 1 }, { .09, .09, .11, 1 },
	    { .55, .57, .62, 1 } },
	[LOOK_PEARL] = { { .60, .55, .50, 1 }, { .93, .89, .84, 1 },
	    { 1.0, .99, .97, 1 } },
	[LOOK_CORAL] = { { .50, .12, .08, 1 }, { .90, .42, .32, 1 },
	    { 1.0, .78, .70, 1 } },
	[LOOK_PERIDOT] = { { .18, .28, .00, 1 }, { .56, .72, .14, 1 },
	    { .90, 1.0, .60, 1 } },
	[LOOK_TOPAZ] = { { .02, .20, .38, 1 }, { .20, .58, .82, 1 },
	    { .76, .94, 1.0, 1 } },
	[LOOK_NO_GEM] = { { .3, .3, .3, 1 }, { .6, .6, .6, 1 },
	    { .9, .9, .9, 1 } }
};

struct ink
gem_ink(enum look_gem gem)
{
	return gems[gem][1];
}

double
gem_tall(enum look_cut cut)
{
	switch (cut) {
	case LOOK_OVAL:
	case LOOK_CABOCHON:
		return 1.30;
	case LOOK_EMERALD_CUT:
		return 1.34;
	case LOOK_PEAR:
		return 1.50;
	case LOOK_MARQUISE:
		return 1.95;
	case LOOK_CUSHION:
		return 1.06;
	case LOOK_ROUND:
	case LOOK_CUT_COUNT:
		break;
	}
	return 1;
}

/* A point of the outline, turn 0..1 round it, for half-width 1. */
static void
outline(enum look_cut cut, double turn, double *x_r, double *y_r)
{
	double	a = turn * 2 * M_PI, c = cos(a), s = sin(a), k, h;

	h = gem_tall(cut);
	*x_r = c;
	*y_r = s * h;
	switch (cut) {
	case LOOK_CUSHION:
		k = pow(pow(fabs(c), 3.2) + pow(fabs(s), 3.2), -1 / 3.2);
		*x_r = c * k;
		*y_r = s * k * h;
		break;
	case LOOK_EMERALD_CUT:
		/* A box with cut corners. */
		k = 1 / fmax(fmax(fabs(c), fabs(s)),
		    (fabs(c) + fabs(s)) / 1.62);
		*x_r = c * k;
		*y_r = s * k * h;
		break;
	case LOOK_PEAR:
		*x_r = c * (s < 0 ? pow(1 + s, .62) * (1 - s * .12) /
		    fmax(.22, sqrt(fmax(0, 1 - s * s)) * .45 + .55) : 1);
		*y_r = s < 0 ? s * h * 1.12 : s * h * .80;
		break;
	case LOOK_MARQUISE:
		*x_r = c * (1 - .42 * s * s);
		break;
	case LOOK_ROUND:
	case LOOK_OVAL:
	case LOOK_CABOCHON:
	case LOOK_CUT_COUNT:
		break;
	}
}

static void
outline_path(struct paint *p, enum look_cut cut, double scale, int n)
{
	double	x, y;
	int	i;

	for (i = 0; i < n; i++) {
		outline(cut, (double)i / n, &x, &y);
		if (i == 0)
			paint_move(p, x * scale, y * scale);
		else
			paint_line(p, x * scale, y * scale);
	}
	paint_close(p);
}

/* Light from the upper left, and a flicker of its own for every facet. */
static struct ink
facet_ink(enum look_gem gem, double x, double y, double flicker)
{
	const struct ink	*g = gems[gem];
	double			 light = .5 - .26 * (x + y) + flicker;

	light = light < 0 ? 0 : light > 1 ? 1 : light;
	return light < .5 ? ink_mix(g[0], g[1], light * 2) :
	    ink_mix(g[1], g[2], (light - .5) * 2);
}

static void
facet(struct paint *p, enum look_gem gem, const double (*at)[2], int n,
    double flicker)
{
	double	x = 0, y = 0;
	int	i;

	for (i = 0; i < n; i++) {
		x += at[i][0] / n;
		y += at[i][1] / n;
		if (i == 0)
			paint_move(p, at[i][0], at[i][1]);
		else
			paint_line(p, at[i][0], at[i][1]);
	}
	paint_close(p);
	paint_fill(p, facet_ink(gem, x, y, flicker));
}

/* The crown of a brilliant: two rows of facets round the table. */
static void
brilliant(struct paint *p, enum look_gem gem, enum look_cut cut,
    uint64_t *seed)
{
	double	a[3][2], tx, ty, gx, gy, mx, my;
	int	i, n = 8;

	for (i = 0; i < n; i++) {
		outline(cut, (double)i / n, &gx, &gy);
		outline(cut, (i - .5) / n, &tx, &ty);
		outline(cut, (i + .5) / n, &mx, &my);
		a[0][0] = tx * .56, a[0][1] = ty * .56;
		a[1][0] = mx * .56, a[1][1] = my * .56;
		a[2][0] = gx, a[2][1] = gy;
		facet(p, gem, a, 3, look_between(seed, -.26, .22));
		a[1][0] = tx, a[1][1] = ty;
		facet(p, gem, a, 3, look_between(seed, -.18, .34));
		a[0][0] = mx * .56, a[0][1] = my * .56;
		a[1][0] = mx, a[1][1] = my;
		facet(p, gem, a, 3, look_between(seed, -.30, .20));
	}
	/* What is seen through the table: the pavilion's arrows. */
	for (i = 0; i < 2 * n; i++) {
		outline(cut, (i - .5) / (2 * n), &tx, &ty);
		outline(cut, (i + .5) / (2 * n), &mx, &my);
		a[0][0] = tx * .57, a[0][1] = ty * .57;
		a[1][0] = mx * .57, a[1][1] = my * .57;
		a[2][0] = 0, a[2][1] = 0;
		facet(p, gem, a, 3, (i % 2 ? -.30 : .22) +
		    look_between(seed, -.10, .12));
	}
	outline_path(p, cut, .56, 2 * n);
	paint_stroke(p, .018, ink(1, 1, 1, .42));
}

/* Steps parallel to the edge: emerald cuts. */
static void
steps(struct paint *p, enum look_gem gem, enum look_cut cut, uint64_t *seed)
{
	static const double	ring[] = { 1, .82, .64, .46, .24 };
	/* Where the cut corners of the outline begin and end. */
	static const double	turn[] = { .0883, .1617, .3383, .4117, .5883,
	    .6617, .8383, .9117 };
	double			a[4][2], x0, y0, x1, y1, flicker;
	int			i, k, n = 8;

	for (k = 0; k < 4; k++)
		for (i = 0; i < n; i++) {
			outline(cut, turn[i], &x0, &y0);
			outline(cut, turn[(i + 1) % n], &x1, &y1);
			a[0][0] = x0 * ring[k], a[0][1] = y0 * ring[k];
			a[1][0] = x1 * ring[k], a[1][1] = y1 * ring[k];
			a[2][0] = x1 * ring[k + 1], a[2][1] = y1 * ring[k + 1];
			a[3][0] = x0 * ring[k + 1], a[3][1] = y0 * ring[k + 1];
			flicker = (k % 2 ? -.14 : .10) +
			    look_between(seed, -.12, .14);
			facet(p, gem, a, 4, flicker);
		}
	outline_path(p, cut, .25, n * 2);
	paint_fill(p, facet_ink(gem, -.3, -.3, .1));
}

/* A smooth dome with a window of light on it. */
static void
cabochon(struct paint *p, enum look_gem gem, enum look_cut cut,
    uint64_t *seed)
{
	const struct ink	*g = gems[gem];
	struct ink_stop		 stops[] = { { 0, g[2] }, { .35, g[1] },
	    { .82, ink_mix(g[1], g[0], .55) }, { 1, g[0] } };
	double			 h = gem_tall(cut);
	int			 i;

	outline_path(p, cut, 1, 48);
	paint_fill_radial(p, 0, 0, h, -.34, -.42 * h, stops, 4);
	for (i = 0; gem == LOOK_OPAL && i < 26; i++) {
		double	a = look_between(seed, 0, 2 * M_PI);
		double	d = look_between(seed, 0, .72);
		double	s = look_between(seed, .05, .19);
		struct ink flash = gems[look_pick(seed, LOOK_OPAL)][1];

		flash.a = .40;
		paint_ellipse(p, cos(a) * d, sin(a) * d * h, s, s * .6);
		paint_fill(p, flash);
	}
	paint_ellipse(p, -.34, -.46 * h, .24, .15 * h);
	paint_fill(p, ink(1, 1, 1, gem == LOOK_ONYX ? .55 : .62));
}

static void
sparkle(struct paint *p, double x, double y, double r)
{
	struct ink_stop	stops[] = { { 0, ink(1, 1, 1, .95) },
	    { 1, ink(1, 1, 1, 0) } };

	paint_move(p, x, y - r);
	paint_curve(p, x + r * .08, y - r * .08, x + r * .08, y - r * .08,
	    x + r, y);
	paint_curve(p, x + r * .08, y + r * .08, x + r * .08, y + r * .08,
	    x, y + r);
	paint_curve(p, x - r * .08, y + r * .08, x - r * .08, y + r * .08,
	    x - r, y);
	paint_curve(p, x - r * .08, y - r * .08, x - r * .08, y - r * .08,
	    x, y - r);
	paint_fill_radial(p, x, y, r, x, y, stops, 2);
}

void
gem_draw(struct paint *p, enum look_gem gem, enum look_cut cut, double cx,
    double cy, double r, double turn, uint64_t seed)
{
	if (gem == LOOK_PEARL) {
		bead_draw(p, gems[gem][1], cx, cy, r);
		return;
	}
	if (gem == LOOK_OPAL || gem == LOOK_MOONSTONE || gem == LOOK_ONYX ||
	    gem == LOOK_TURQUOISE || gem == LOOK_CORAL)
		cut = cut == LOOK_ROUND ? LOOK_ROUND : LOOK_CABOCHON;
	paint_push(p);
	paint_shift(p, cx, cy);
	paint_turn(p, turn);
	paint_scale(p, r, r);
	outline_path(p, cut, 1.03, 40);
	paint_fill(p, ink_mix(gems[gem][0], gems[gem][1], .35));
	if (gem == LOOK_OPAL || gem == LOOK_MOONSTONE || gem == LOOK_ONYX ||
	    gem == LOOK_TURQUOISE || gem == LOOK_CORAL || cut == LOOK_CABOCHON)
		cabochon(p, gem, cut, &seed);
	else if (cut == LOOK_EMERALD_CUT)
		steps(p, gem, cut, &seed);
	else
		brilliant(p, gem, cut, &seed);
	if (r > 14)
		sparkle(p, -.36, -.36 * gem_tall(cut), .34);
	paint_pop(p);
}

void
bead_draw(struct paint *p, struct ink body, double cx, double cy, double r)
{
	struct ink_stop	stops[] = {
		{ 0, ink_mix(body, ink(1, 1, 1, 1), .85) },
		{ .28, ink_mix(body, ink(1, 1, 1, 1), .35) }, { .62, body },
		{ .90, ink_mix(body, ink(.2, .15, .15, 1), .42) },
		{ 1, ink_mix(body, ink(.3, .24, .24, 1), .28) }
	};

	paint_ellipse(p, cx, cy, r, r);
	paint_fill_radial(p, cx, cy, r, cx - r * .36, cy - r * .40, stops, 5);
}

void
prongs_draw(struct paint *p, enum look_metal metal, double cx, double cy,
    double rx, double ry, int n, double turn)
{
	double	a, size = rx * (rx < 20 ? .22 : .15);
	int	i;

	for (i = 0; i < n; i++) {
		a = turn + 2 * M_PI * i / n;
		bead_draw(p, metal_ink(metal, .62), cx + cos(a) * rx,
		    cy + sin(a) * ry, size < 11 ? size : 11);
	}
}
