/* The other kinds of pieces: see look_draw.c. */
#include "print/look_gem.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

/* ------------------------------------------------- necklaces and bracelets */

static void
chain(struct paint *p, enum look_metal metal, double width, double from,
    double to, double drop)
{
	double	x, y, t, px = from, py = -20;
	int	i, n = 92;

	for (i = 1; i <= n; i++) {
		t = (double)i / n;
		x = from + (to - from) * t;
		y = -20 + drop * (1 - pow(fabs(2 * t - 1), 2.6));
		if (i % 2) {
			paint_move(p, px, py);
			paint_line(p, x, y);
			metal_stroke(p, metal, width * .5, px, py - 6, x,
			    y + 6, .8);
		} else {
			paint_ellipse(p, (px + x) / 2, (py + y) / 2,
			    width * .62, width * .62);
			metal_stroke(p, metal, width * .34, px, py - 8, x,
			    y + 8, 1);
		}
		px = x;
		py = y;
	}
}

void
look_necklace(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	drop = look_between(seed, 330, 390), r, y;

	look_shadow(p, MID + 10, drop + 70, 130, 90, .36);
	chain(p, l->metal, look_between(seed, 7, 11), 96, 544, drop);
	if (l->gem == LOOK_NO_GEM)
		return;
	r = look_between(seed, 42, 58);
	y = drop - 14 + r * gem_tall(l->cut);
	paint_ellipse(p, MID, drop - 22, 11, 18);
	metal_stroke(p, l->metal, 7, MID - 11, drop - 40, MID + 11, drop, 1);
	if (l->style == LOOK_HALO) {
		int	i, n = 22;

		for (i = 0; i < n; i++)
			look_set(p, l, l->accent, LOOK_ROUND, MID +
			    cos(2 * M_PI * i / n) * (r + 14), y + 10 +
			    sin(2 * M_PI * i / n) * (r * gem_tall(l->cut) +
			    14), 9);
	}
	look_set(p, l, l->gem, l->cut, MID, y + 10, r);
}

void
look_pearls(struct paint *p, const struct look *l, uint64_t *seed)
{
	static const struct ink	tints[] = { { .95, .92, .87, 1 },
	    { .96, .88, .86, 1 }, { .86, .88, .91, 1 }, { .40, .42, .48, 1 },
	    { .94, .88, .74, 1 } };
	struct ink		 tint = tints[look_pick(seed, 5)];
	double			 a, size, big = look_between(seed, 17, 25);
	int			 i, n = 44;

	look_shadow(p, MID + 10, MID + 26, 240, 226, .34);
	for (i = 0; i < n; i++) {
		a = -M_PI / 2 + 2 * M_PI * i / n;
		size = l->style == LOOK_PLAIN ? big * .86 : big * (.62 + .38 *
		    (1 - cos(2 * M_PI * i / n)) / 2);
		bead_draw(p, tint, MID + cos(a) * 212, MID + 10 + sin(a) * 206,
		    size);
	}
	look_set(p, l, l->gem == LOOK_PEARL ? LOOK_DIAMOND : l->gem,
	    LOOK_ROUND, MID, MID - 196, 20);
}

void
look_bracelet(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	a, x, y, tilt = look_between(seed, .58, .72);
	int	i, n = 34 + look_pick(seed, 8);

	look_shadow(p, MID + 14, MID + 110, 250, 70, .44);
	for (i = 0; i < n; i++) {
		a = -M_PI / 2 + 2 * M_PI * i / n;
		x = MID + cos(a) * 216;
		y = MID + sin(a) * 216 * tilt;
		paint_box(p, x - 17, y - 17, 34, 34, 8);
		metal_fill(p, l->metal, x - 17, y - 17, x + 17, y + 17,
		    .72 + .28 * (y / LOOK_SIDE));
		if (l->gem != LOOK_NO_GEM)
			gem_draw(p, i % 2 ? l->accent : l->gem, LOOK_ROUND, x,
			    y, 13.5, 0, l->seed + (uint64_t)i);
		else {
			paint_ellipse(p, x, y, 9, 9);
			paint_stroke(p, 3, metal_ink(l->metal, .2));
		}
	}
}

void
look_bangle(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	width = look_between(seed, 22, 40), a;
	int	i;

	look_shadow(p, MID + 16, MID + 150, 240, 54, .46);
	paint_push(p);
	paint_shift(p, MID, MID);
	paint_scale(p, 1, .72);
	look_hoop(p, l->metal, 0, 0, 200, 200, width, 36);
	paint_pop(p);
	for (i = -3; l->gem != LOOK_NO_GEM && i <= 3; i++) {
		a = M_PI / 2 + i * .21;
		look_set(p, l, i % 2 ? l->accent : l->gem, LOOK_ROUND,
		    MID + cos(a) * 200, MID + sin(a) * 144, 17 - abs(i) * 2);
	}
}

/* -------------------------------------------------------- pairs and others */

static void
one_earring(struct paint *p, const struct look *l, double x, double r)
{
	double	y = 236, h = gem_tall(l->cut);

	if (l->style == LOOK_STUD) {
		look_set(p, l, l->gem, l->cut, x, MID, r * 1.5);
		return;
	}
	if (l->style == LOOK_HOOP) {
		look_hoop(p, l->metal, x, MID, 92, 116, 15, 14);
		if (l->gem != LOOK_NO_GEM)
			look_set(p, l, l->gem, LOOK_ROUND, x, MID + 116, 22);
		return;
	}
	paint_move(p, x + 6, y);
	paint_curve(p, x - 34, y - 50, x - 20, y - 110, x + 16, y - 96);
	paint_curve(p, x + 40, y - 84, x + 42, y - 40, x + 38, y - 20);
	metal_stroke(p, l->metal, 6, x - 30, y - 110, x + 40, y, 1);
	look_set(p, l, l->accent, LOOK_ROUND, x, y + 10, 18);
	paint_move(p, x, y + 32);
	paint_line(p, x, y + 62);
	metal_stroke(p, l->metal, 5, x - 4, y, x + 4, y + 60, 1);
	look_set(p, l, l->gem, l->cut, x, y + 66 + r * h, r);
}

void
look_earrings(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	r = look_between(seed, 34, 46);

	look_shadow(p, 220, 470, 110, 40, .34);
	look_shadow(p, 440, 470, 110, 40, .34);
	one_earring(p, l, 206, r);
	one_earring(p, l, 434, r);
}

void
look_cufflinks(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	x, y, size = look_between(seed, 84, 104);
	int	i;

	for (i = 0; i < 2; i++) {
		x = i ? 424 : 222;
		y = i ? 366 : 284;
		look_shadow(p, x + 16, y + 40, size * 1.35, size, .46);
		paint_ellipse(p, x, y, size, size);
		metal_fill(p, l->metal, x - size, y - size, x + size,
		    y + size, 1);
		paint_ellipse(p, x, y, size - 12, size - 12);
		paint_stroke(p, 3, metal_ink(l->metal, .2));
		if (l->gem != LOOK_NO_GEM)
			gem_draw(p, l->gem, LOOK_ROUND, x, y, size - 24, 0,
			    l->seed);
		prongs_draw(p, l->metal, x, y, size - 6, size - 6, 16, 0);
	}
}

static void
dial(struct paint *p, const struct look *l, uint64_t *seed)
{
	static const struct ink	faces[] = { { .96, .95, .91, 1 },
	    { .10, .11, .14, 1 }, { .12, .20, .36, 1 }, { .87, .83, .74, 1 },
	    { .70, .74, .76, 1 }, { .12, .27, .22, 1 } };
	struct ink		 face = faces[look_pick(seed, 6)], mark;
	struct ink_stop		 stops[] = { { 0, ink_mix(face,
	    ink(1, 1, 1, 1), .25) }, { 1, ink_mix(face, ink(0, 0, 0, 1),
	    .18) } };
	double			 a, hour = look_between(seed, 0, 12), len;
	int			 i;

	mark = face.r > .6 ? ink(.12, .12, .14, 1) : ink(.95, .93, .86, 1);
	paint_ellipse(p, MID, MID, 118, 118);
	paint_fill_radial(p, MID, MID, 130, MID - 40, MID - 50, stops, 2);
	for (i = 0; i < 60; i++) {
		a = 2 * M_PI * i / 60;
		len = i % 5 ? 5 : 18;
		paint_move(p, MID + cos(a) * 108, MID + sin(a) * 108);
		paint_line(p, MID + cos(a) * (108 - len), MID + sin(a) *
		    (108 - len));
		paint_stroke(p, i % 5 ? 1.2 : 4.5, mark);
	}
	paint_ellipse(p, MID, MID + 54, 26, 26);
	paint_stroke(p, 1.6, mark);
	a = 2 * M_PI * hour / 12 - M_PI / 2;
	paint_move(p, MID, MID);
	paint_line(p, MID + cos(a) * 58, MID + sin(a) * 58);
	paint_stroke(p, 7, mark);
	a = 2 * M_PI * (hour - floor(hour)) - M_PI / 2;
	paint_move(p, MID, MID);
	paint_line(p, MID + cos(a) * 90, MID + sin(a) * 90);
	paint_stroke(p, 4.5, mark);
	bead_draw(p, metal_ink(l->metal, .7), MID, MID, 7);
}

void
look_watch(struct paint *p, const struct look *l, uint64_t *seed)
{
	static const struct ink	straps[] = { { .33, .19, .11, 1 },
	    { .13, .12, .13, 1 }, { .46, .27, .15, 1 }, { .14, .19, .28, 1 },
	    { .30, .10, .12, 1 } };
	struct ink		 strap = straps[look_pick(seed, 5)];
	struct ink_stop		 stops[] = { { 0, ink_mix(strap,
	    ink(0, 0, 0, 1), .4) }, { .35, ink_mix(strap, ink(1, 1, 1, 1),
	    .16) }, { 1, ink_mix(strap, ink(0, 0, 0, 1), .5) } };
	int			 i;

	look_shadow(p, MID + 22, MID + 20, 230, 300, .34);
	paint_move(p, MID - 66, -10);
	paint_line(p, MID + 66, -10);
	paint_line(p, MID + 78, MID);
	paint_line(p, MID + 64, LOOK_SIDE + 10);
	paint_line(p, MID - 64, LOOK_SIDE + 10);
	paint_line(p, MID - 78, MID);
	paint_close(p);
	paint_fill_linear(p, MID - 78, 0, MID + 78, 0, stops, 3);
	for (i = 0; i < 2; i++) {
		paint_move(p, MID + (i ? 62 : -62), 0);
		paint_line(p, MID + (i ? 62 : -62), LOOK_SIDE);
		paint_stroke(p, 1.6, ink(1, .95, .85, .35));
	}
	paint_box(p, MID + 136, MID - 14, 26, 28, 5);
	metal_fill(p, l->metal, MID + 136, MID - 14, MID + 136, MID + 14, 1);
	for (i = 0; i < 4; i++) {
		paint_box(p, MID + (i % 2 ? 58 : -80), MID + (i / 2 ? 100 :
		    -146), 22, 46, 8);
		metal_fill(p, l->metal, MID - 80, MID - 146, MID + 80, MID,
		    .9);
	}
	paint_ellipse(p, MID, MID, 142, 142);
	metal_fill(p, l->metal, MID - 142, MID - 142, MID + 142, MID + 142,
	    1);
	paint_ellipse(p, MID, MID, 122, 122);
	metal_fill(p, l->metal, MID + 122, MID + 122, MID - 122, MID - 122,
	    .8);
	dial(p, l, seed);
	paint_move(p, MID - 84, MID - 64);
	paint_curve(p, MID - 50, MID - 116, MID + 20, MID - 118, MID + 56,
	    MID - 92);
	paint_curve(p, MID + 10, MID - 96, MID - 50, MID - 90, MID - 84,
	    MID - 64);
	paint_fill(p, ink(1, 1, 1, .16));
}

void
look_stone(struct paint *p, const struct look *l, uint64_t *seed)
{
	double		 r = look_between(seed, 128, 160);
	struct ink	 glow = gem_ink(l->gem);
	struct ink_stop	 stops[2];

	r /= sqrt(gem_tall(l->cut));
	look_shadow(p, MID + 20, MID + r * gem_tall(l->cut) * .72, r * 1.6,
	    r * .62, .46);
	/* The light that went through it. */
	glow.a = .38;
	stops[0] = (struct ink_stop){ 0, glow };
	glow.a = 0;
	stops[1] = (struct ink_stop){ 1, glow };
	paint_ellipse(p, MID + 46, MID + r * .9, r * 1.3, r * .7);
	paint_fill_radial(p, MID + 46, MID + r * .9, r * 1.3, MID + 46,
	    MID + r * .9, stops, 2);
	gem_draw(p, l->gem, l->cut, MID, MID, r,
	    look_between(seed, -.35, .35), l->seed);
}

void
look_box(struct paint *p, const struct look *l, uint64_t *seed)
{
	struct ink	c = gem_ink(l->gem), dark, light;

	(void)seed;
	dark = ink_mix(c, ink(0, 0, 0, 1), .35);
	light = ink_mix(c, ink(1, 1, 1, 1), .22);
	look_shadow(p, MID + 24, 506, 270, 56, .5);
	paint_box(p, 160, 290, 320, 214, 10);
	paint_fill(p, c);
	paint_box(p, 320, 290, 160, 214, 10);
	paint_fill(p, ink(0, 0, 0, .12));
	paint_box(p, 144, 226, 352, 84, 10);
	paint_fill(p, light);
	paint_box(p, 144, 296, 352, 14, 6);
	paint_fill(p, dark);
	paint_box(p, 298, 226, 44, 278, 0);
	metal_fill(p, l->metal, 298, 0, 342, 0, .95);
	paint_move(p, 320, 226);
	paint_curve(p, 210, 90, 150, 190, 320, 226);
	paint_curve(p, 430, 90, 490, 190, 320, 226);
	metal_fill(p, l->metal, 180, 130, 460, 226, 1);
	bead_draw(p, metal_ink(l->metal, .6), 320, 222, 20);
}

void
look_cloth(struct paint *p, const struct look *l, uint64_t *seed)
{
	struct ink	c = gem_ink(l->gem);
	int		i;
	double		y;

	(void)seed;
	look_shadow(p, MID + 20, 460, 270, 70, .4);
	for (i = 3; i >= 0; i--) {
		y = 250 + i * 44;
		paint_move(p, 130, y + 20);
		paint_curve(p, 250, y - 30, 400, y - 26, 512, y + 8);
		paint_line(p, 500, y + 112);
		paint_curve(p, 400, y + 84, 250, y + 78, 142, y + 120);
		paint_close(p);
		paint_fill(p, ink_mix(c, ink(i % 2, i % 2, i % 2, 1),
		    i % 2 ? .12 : .10 + .04 * i));
	}
	paint_box(p, 440, 300, 56, 30, 4);
	metal_fill(p, l->metal, 440, 300, 496, 330, 1);
}

void
look_chain(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	width = look_between(seed, 8, 14);
	int	i;

	look_shadow(p, MID + 14, MID + 60, 210, 190, .30);
	for (i = 0; i < 3; i++)
		chain(p, l->metal, width, 150 + i * 34, 490 - i * 34,
		    470 - i * 70);
}
