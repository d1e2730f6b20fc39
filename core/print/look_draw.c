/* Photos of pieces that never existed: a table, light, a shadow, the piece. */
#include "print/look_gem.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "mem.h"

#define MID	(LOOK_SIDE / 2.0)

/* The table's cloth: far and near edge of each. */
static const struct ink	cloths[][2] = {
	{ { .96, .94, .91, 1 }, { .82, .78, .73, 1 } },
	{ { .90, .92, .94, 1 }, { .70, .74, .79, 1 } },
	{ { .93, .88, .87, 1 }, { .76, .66, .65, 1 } },
	{ { .88, .90, .86, 1 }, { .66, .71, .64, 1 } },
	{ { .30, .32, .38, 1 }, { .10, .11, .15, 1 } },
	{ { .32, .20, .24, 1 }, { .12, .06, .09, 1 } },
	{ { .17, .29, .29, 1 }, { .05, .10, .11, 1 } }
};

#define CLOTH_COUNT	((int)(sizeof(cloths) / sizeof(cloths[0])))

/*
 * The tables are painted once: their three soft lights over the whole sheet
 * cost more than everything that lies on them.
 */
struct look_studio {
	struct paint	*tables[CLOTH_COUNT][2];
};

static struct paint *
table(const struct ink *c, double x)
{
	struct paint	*p = paint_new(LOOK_SIDE, LOOK_SIDE);
	struct ink_stop	 back[] = { { 0, c[1] }, { .55, c[0] }, { 1, c[1] } };
	struct ink_stop	 glow[] = { { 0, ink(1, 1, 1, .30) },
	    { 1, ink(1, 1, 1, 0) } };
	struct ink_stop	 edge[] = { { 0, ink(0, 0, 0, 0) },
	    { .72, ink(0, 0, 0, 0) }, { 1, ink(0, 0, 0, .30) } };

	paint_box(p, 0, 0, LOOK_SIDE, LOOK_SIDE, 0);
	paint_fill_linear(p, 0, 0, 60, LOOK_SIDE, back, 3);
	paint_box(p, 0, 0, LOOK_SIDE, LOOK_SIDE, 0);
	paint_fill_radial(p, x, 170, 420, x, 170, glow, 2);
	paint_box(p, 0, 0, LOOK_SIDE, LOOK_SIDE, 0);
	paint_fill_radial(p, MID, MID, LOOK_SIDE * .76, MID, MID, edge, 3);
	return p;
}

struct look_studio *
look_studio_new(void)
{
	return mem_zalloc(sizeof(struct look_studio));
}

void
look_studio_free(struct look_studio *studio)
{
	int	i;

	for (i = 0; i < CLOTH_COUNT; i++) {
		paint_free(studio->tables[i][0]);
		paint_free(studio->tables[i][1]);
	}
	free(studio);
}

static void
lay_table(struct look_studio *studio, struct paint *p, uint64_t *seed,
    bool pale_piece)
{
	int	cloth = pale_piece && look_pick(seed, 3) > 0 ?
		    4 + look_pick(seed, 3) : look_pick(seed, CLOTH_COUNT);
	int	light = look_pick(seed, 2);

	if (studio->tables[cloth][light] == NULL)
		studio->tables[cloth][light] = table(cloths[cloth],
		    light ? 190 : 300);
	paint_stamp(p, studio->tables[cloth][light]);
}

static void
shadow(struct paint *p, double cx, double cy, double rx, double ry,
    double dark)
{
	struct ink_stop	stops[] = { { 0, ink(0, 0, 0, dark) },
	    { .45, ink(0, 0, 0, dark * .62) }, { 1, ink(0, 0, 0, 0) } };

	paint_push(p);
	paint_shift(p, cx, cy);
	paint_scale(p, rx, ry);
	paint_ellipse(p, 0, 0, 1, 1);
	paint_fill_radial(p, 0, 0, 1, 0, 0, stops, 3);
	paint_pop(p);
}

/* A hoop seen from the front and a little from above, deep into the page. */
static void
hoop(struct paint *p, enum look_metal metal, double cx, double cy, double rx,
    double ry, double width, double deep)
{
	int	i, n = 7;
	double	back;

	for (i = 0; i <= n; i++) {
		back = deep * (1 - (double)i / n);
		paint_ellipse(p, cx + back, cy - back * .45, rx, ry);
		metal_stroke(p, metal, width, cx - rx, cy - ry, cx + rx,
		    cy + ry, i == n ? 1 : .55 + .3 * i / n);
	}
	paint_ellipse(p, cx, cy, rx - width * .28, ry - width * .28);
	paint_stroke(p, 2, ink(1, 1, 1, .30));
}

static void
set_stone(struct paint *p, const struct look *l, enum look_gem gem,
    enum look_cut cut, double x, double y, double r)
{
	paint_ellipse(p, x, y + 3, r + 5, r * gem_tall(cut) + 5);
	metal_fill(p, l->metal, x - r, y - r, x + r, y + r, .75);
	gem_draw(p, gem, cut, x, y, r, 0, l->seed + (uint64_t)(x * 7 + y));
	prongs_draw(p, l->metal, x, y, r * .99, r * gem_tall(cut) * .99, 4,
	    M_PI / 4);
}

static void
ring_stones(struct paint *p, const struct look *l, double x, double y,
    uint64_t *seed)
{
	double	r = look_between(seed, 44, 60), a, h = gem_tall(l->cut);
	int	i, n = 18;

	if (l->style == LOOK_THREE) {
		set_stone(p, l, l->accent, l->cut, x - r * 1.35, y + 16,
		    r * .66);
		set_stone(p, l, l->accent, l->cut, x + r * 1.35, y + 16,
		    r * .66);
	}
	if (l->style == LOOK_HALO || l->style == LOOK_CLUSTER)
		for (i = 0; i < n; i++) {
			a = 2 * M_PI * i / n;
			set_stone(p, l, l->accent, LOOK_ROUND,
			    x + cos(a) * (r + 12), y + sin(a) *
			    (r * h + 12), l->style == LOOK_HALO ? 9 : 13);
		}
	set_stone(p, l, l->gem, l->cut, x, y, r);
}

static void
draw_ring(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	cx = MID, cy = 390, r = look_between(seed, 138, 156);
	double	width = l->style == LOOK_SIGNET || l->type == LOOK_BAND ?
		    look_between(seed, 26, 40) : look_between(seed, 15, 24);
	double	deep = look_between(seed, 16, 42), a;
	int	i;

	if (l->type == LOOK_BAND)
		cy = 340;
	shadow(p, cx + 26, cy + r + 10, r * 1.25, 34, .50);
	hoop(p, l->metal, cx, cy, r, r * 1.02, width, deep);
	if (l->type == LOOK_BAND || l->style == LOOK_PLAIN)
		return;
	if (l->style == LOOK_ETERNITY) {
		for (i = -6; i <= 6; i++) {
			a = -M_PI / 2 + i * .158;
			set_stone(p, l, i % 2 ? l->accent : l->gem, LOOK_ROUND,
			    cx + cos(a) * r, cy + sin(a) * r, 15);
		}
		return;
	}
	if (l->style == LOOK_SIGNET) {
		paint_ellipse(p, cx, cy - r, 66, 56);
		metal_fill(p, l->metal, cx - 66, cy - r - 56, cx + 66,
		    cy - r + 56, 1);
		paint_ellipse(p, cx, cy - r, 56, 46);
		paint_stroke(p, 2.5, metal_ink(l->metal, .2));
		if (l->gem != LOOK_NO_GEM)
			gem_draw(p, l->gem, LOOK_CABOCHON, cx, cy - r, 36,
			    M_PI / 2, l->seed);
		return;
	}
	ring_stones(p, l, cx, cy - r - 12, seed);
}

/* ---------------------------------------------------------------- brooches */

static void
petal(struct paint *p, const struct look *l, double angle, double length,
    double width)
{
	paint_push(p);
	paint_shift(p, MID, MID);
	paint_turn(p, angle);
	paint_move(p, 0, 0);
	paint_curve(p, width, -length * .3, width, -length * .85, 0, -length);
	paint_curve(p, -width, -length * .85, -width, -length * .3, 0, 0);
	metal_fill(p, l->metal, -width, -length, width, 0, 1);
	paint_move(p, 0, -18);
	paint_line(p, 0, -length * .82);
	paint_stroke(p, 2, metal_ink(l->metal, .15));
	if (l->accent != LOOK_NO_GEM)
		gem_draw(p, l->accent, LOOK_ROUND, 0, -length * .66, 13, 0,
		    l->seed);
	paint_pop(p);
}

static void
draw_flower(struct paint *p, const struct look *l, uint64_t *seed)
{
	int	i, n = 5 + look_pick(seed, 4);
	double	width = 300.0 / n, length = look_between(seed, 150, 190);

	for (i = 0; i < n; i++)
		petal(p, l, 2 * M_PI * (i + .5) / n, length * .86, width);
	for (i = 0; i < n; i++)
		petal(p, l, 2 * M_PI * i / n, length, width);
	set_stone(p, l, l->gem, l->cut == LOOK_CABOCHON ? LOOK_CABOCHON :
	    LOOK_ROUND, MID, MID, 42);
}

static void
draw_star(struct paint *p, const struct look *l, uint64_t *seed)
{
	int	i, k, rays = 8 + 2 * look_pick(seed, 4);
	double	a, far;

	for (i = 0; i < rays; i++) {
		a = 2 * M_PI * i / rays;
		far = i % 2 ? 128 : 196;
		paint_move(p, MID + cos(a - .16) * 40, MID + sin(a - .16) *
		    40);
		paint_line(p, MID + cos(a) * far, MID + sin(a) * far);
		paint_line(p, MID + cos(a + .16) * 40, MID + sin(a + .16) *
		    40);
		paint_close(p);
		metal_fill(p, l->metal, MID - 190, MID - 190, MID + 190,
		    MID + 190, 1);
		for (k = 0; k < (i % 2 ? 2 : 4); k++)
			gem_draw(p, l->accent, LOOK_ROUND,
			    MID + cos(a) * (66 + k * 30),
			    MID + sin(a) * (66 + k * 30), 11 - k * 1.6, 0,
			    l->seed + (uint64_t)(i * 9 + k));
	}
	set_stone(p, l, l->gem, l->cut, MID, MID, 42);
}

static void
draw_crescent(struct paint *p, const struct look *l, uint64_t *seed)
{
	int	i, n = 13;
	double	a, size, tilt = look_between(seed, -.5, .5);

	paint_push(p);
	paint_shift(p, MID, MID);
	paint_turn(p, tilt);
	paint_move(p, -150, -96);
	paint_curve(p, -176, 210, 176, 210, 150, -96);
	paint_curve(p, 110, 96, -110, 96, -150, -96);
	metal_fill(p, l->metal, -150, -100, 150, 150, 1);
	for (i = 0; i < n; i++) {
		a = M_PI * (.04 + .92 * i / (n - 1));
		size = 7 + 17 * sin(a);
		gem_draw(p, i % 2 ? l->accent : l->gem, LOOK_ROUND,
		    -cos(a) * 141, -78 + sin(a) * 166, size, 0,
		    l->seed + (uint64_t)i);
	}
	paint_pop(p);
}

static void
draw_bar(struct paint *p, const struct look *l, uint64_t *seed)
{
	int	i, n = 9;
	double	x, r;

	paint_push(p);
	paint_shift(p, MID, MID);
	paint_turn(p, look_between(seed, -.45, -.1));
	paint_box(p, -226, -17, 452, 34, 17);
	metal_fill(p, l->metal, -226, -40, 200, 40, 1);
	for (i = 0; i < n; i++) {
		x = -188 + i * 47;
		r = 10 + 12 * (1 - abs(i - 4) / 4.0);
		gem_draw(p, i == 4 ? l->gem : l->accent, LOOK_ROUND, x, 0, r,
		    0, l->seed + (uint64_t)i);
	}
	set_stone(p, l, l->gem, l->cut, 0, 0, 40);
	paint_pop(p);
}

static void
draw_leaf(struct paint *p, const struct look *l, uint64_t *seed)
{
	int	i;
	double	y;

	paint_push(p);
	paint_shift(p, MID, MID);
	paint_turn(p, look_between(seed, .3, .8));
	paint_move(p, 0, 226);
	paint_curve(p, -200, 90, -120, -130, 0, -206);
	paint_curve(p, 120, -130, 200, 90, 0, 226);
	metal_fill(p, l->metal, -130, -150, 130, 150, 1);
	paint_move(p, 0, 246);
	paint_line(p, 0, -186);
	metal_stroke(p, l->metal, 8, -8, 0, 8, 0, .6);
	for (i = 0; i < 5; i++) {
		y = 130 - i * 62;
		paint_move(p, 0, y);
		paint_curve(p, -40, y - 20, -70, y - 40, -104 + i * 14,
		    y - 66);
		paint_move(p, 0, y);
		paint_curve(p, 40, y - 20, 70, y - 40, 104 - i * 14, y - 66);
		paint_stroke(p, 3, metal_ink(l->metal, .18));
		gem_draw(p, i % 2 ? l->gem : l->accent, LOOK_ROUND, 0, y, 15 -
		    i, 0, l->seed + (uint64_t)i);
	}
	paint_pop(p);
}

static void
wing(struct paint *p, const struct look *l, double side)
{
	int	i;

	paint_move(p, 0, -20);
	paint_curve(p, side * 80, -190, side * 250, -170, side * 226, -40);
	paint_curve(p, side * 214, 30, side * 80, 40, 0, 20);
	metal_fill(p, l->metal, side * 10, -150, side * 220, 40, 1);
	paint_move(p, 0, 16);
	paint_curve(p, side * 60, 40, side * 180, 60, side * 140, 150);
	paint_curve(p, side * 100, 200, side * 30, 120, 0, 50);
	metal_fill(p, l->metal, side * 10, 20, side * 160, 160, .85);
	gem_draw(p, l->gem, LOOK_CABOCHON, side * 132, -74, 34, side * .9,
	    l->seed);
	gem_draw(p, l->gem, LOOK_CABOCHON, side * 92, 100, 22, side * -.6,
	    l->seed + 1);
	for (i = 0; i < 5; i++)
		gem_draw(p, l->accent, LOOK_ROUND, side * (60 + i * 33),
		    -118 + (i - 2) * (i - 2) * 6, 8, 0,
		    l->seed + (uint64_t)i);
}

static void
draw_moth(struct paint *p, const struct look *l, uint64_t *seed)
{
	paint_push(p);
	paint_shift(p, MID, MID);
	paint_turn(p, look_between(seed, -.2, .2));
	wing(p, l, -1);
	wing(p, l, 1);
	paint_ellipse(p, 0, 20, 15, 96);
	metal_fill(p, l->metal, -15, 0, 15, 0, .9);
	paint_move(p, -4, -76);
	paint_curve(p, -20, -130, -40, -150, -62, -160);
	paint_move(p, 4, -76);
	paint_curve(p, 20, -130, 40, -150, 62, -160);
	metal_stroke(p, l->metal, 4, -60, -160, 60, -80, 1);
	gem_draw(p, l->accent, LOOK_ROUND, 0, -66, 15, 0, l->seed);
	paint_pop(p);
}

static void
draw_brooch(struct paint *p, const struct look *l, uint64_t *seed)
{
	shadow(p, MID + 16, MID + 30, 230, 200, .42);
	switch ((int)l->style) {
	case LOOK_STAR:
		draw_star(p, l, seed);
		break;
	case LOOK_CRESCENT:
		draw_crescent(p, l, seed);
		break;
	case LOOK_BAR:
		draw_bar(p, l, seed);
		break;
	case LOOK_LEAF:
		draw_leaf(p, l, seed);
		break;
	case LOOK_MOTH:
		draw_moth(p, l, seed);
		break;
	default:
		draw_flower(p, l, seed);
		break;
	}
}

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

static void
draw_necklace(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	drop = look_between(seed, 330, 390), r, y;

	shadow(p, MID + 10, drop + 70, 130, 90, .36);
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
			set_stone(p, l, l->accent, LOOK_ROUND, MID +
			    cos(2 * M_PI * i / n) * (r + 14), y + 10 +
			    sin(2 * M_PI * i / n) * (r * gem_tall(l->cut) +
			    14), 9);
	}
	set_stone(p, l, l->gem, l->cut, MID, y + 10, r);
}

static void
draw_pearls(struct paint *p, const struct look *l, uint64_t *seed)
{
	static const struct ink	tints[] = { { .95, .92, .87, 1 },
	    { .96, .88, .86, 1 }, { .86, .88, .91, 1 }, { .40, .42, .48, 1 },
	    { .94, .88, .74, 1 } };
	struct ink		 tint = tints[look_pick(seed, 5)];
	double			 a, size, big = look_between(seed, 17, 25);
	int			 i, n = 44;

	shadow(p, MID + 10, MID + 26, 240, 226, .34);
	for (i = 0; i < n; i++) {
		a = -M_PI / 2 + 2 * M_PI * i / n;
		size = l->style == LOOK_PLAIN ? big * .86 : big * (.62 + .38 *
		    (1 - cos(2 * M_PI * i / n)) / 2);
		bead_draw(p, tint, MID + cos(a) * 212, MID + 10 + sin(a) * 206,
		    size);
	}
	set_stone(p, l, l->gem == LOOK_PEARL ? LOOK_DIAMOND : l->gem,
	    LOOK_ROUND, MID, MID - 196, 20);
}

static void
draw_bracelet(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	a, x, y, tilt = look_between(seed, .58, .72);
	int	i, n = 34 + look_pick(seed, 8);

	shadow(p, MID + 14, MID + 110, 250, 70, .44);
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

static void
draw_bangle(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	width = look_between(seed, 22, 40), a;
	int	i;

	shadow(p, MID + 16, MID + 150, 240, 54, .46);
	paint_push(p);
	paint_shift(p, MID, MID);
	paint_scale(p, 1, .72);
	hoop(p, l->metal, 0, 0, 200, 200, width, 36);
	paint_pop(p);
	for (i = -3; l->gem != LOOK_NO_GEM && i <= 3; i++) {
		a = M_PI / 2 + i * .21;
		set_stone(p, l, i % 2 ? l->accent : l->gem, LOOK_ROUND,
		    MID + cos(a) * 200, MID + sin(a) * 144, 17 - abs(i) * 2);
	}
}

/* -------------------------------------------------------- pairs and others */

static void
one_earring(struct paint *p, const struct look *l, double x, double r)
{
	double	y = 236, h = gem_tall(l->cut);

	if (l->style == LOOK_STUD) {
		set_stone(p, l, l->gem, l->cut, x, MID, r * 1.5);
		return;
	}
	if (l->style == LOOK_HOOP) {
		hoop(p, l->metal, x, MID, 92, 116, 15, 14);
		if (l->gem != LOOK_NO_GEM)
			set_stone(p, l, l->gem, LOOK_ROUND, x, MID + 116, 22);
		return;
	}
	paint_move(p, x + 6, y);
	paint_curve(p, x - 34, y - 50, x - 20, y - 110, x + 16, y - 96);
	paint_curve(p, x + 40, y - 84, x + 42, y - 40, x + 38, y - 20);
	metal_stroke(p, l->metal, 6, x - 30, y - 110, x + 40, y, 1);
	set_stone(p, l, l->accent, LOOK_ROUND, x, y + 10, 18);
	paint_move(p, x, y + 32);
	paint_line(p, x, y + 62);
	metal_stroke(p, l->metal, 5, x - 4, y, x + 4, y + 60, 1);
	set_stone(p, l, l->gem, l->cut, x, y + 66 + r * h, r);
}

static void
draw_earrings(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	r = look_between(seed, 34, 46);

	shadow(p, 220, 470, 110, 40, .34);
	shadow(p, 440, 470, 110, 40, .34);
	one_earring(p, l, 206, r);
	one_earring(p, l, 434, r);
}

static void
draw_cufflinks(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	x, y, size = look_between(seed, 84, 104);
	int	i;

	for (i = 0; i < 2; i++) {
		x = i ? 424 : 222;
		y = i ? 366 : 284;
		shadow(p, x + 16, y + 40, size * 1.35, size, .46);
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

static void
draw_watch(struct paint *p, const struct look *l, uint64_t *seed)
{
	static const struct ink	straps[] = { { .33, .19, .11, 1 },
	    { .13, .12, .13, 1 }, { .46, .27, .15, 1 }, { .14, .19, .28, 1 },
	    { .30, .10, .12, 1 } };
	struct ink		 strap = straps[look_pick(seed, 5)];
	struct ink_stop		 stops[] = { { 0, ink_mix(strap,
	    ink(0, 0, 0, 1), .4) }, { .35, ink_mix(strap, ink(1, 1, 1, 1),
	    .16) }, { 1, ink_mix(strap, ink(0, 0, 0, 1), .5) } };
	int			 i;

	shadow(p, MID + 22, MID + 20, 230, 300, .34);
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

static void
draw_stone(struct paint *p, const struct look *l, uint64_t *seed)
{
	double		 r = look_between(seed, 128, 160);
	struct ink	 glow = gem_ink(l->gem);
	struct ink_stop	 stops[2];

	r /= sqrt(gem_tall(l->cut));
	shadow(p, MID + 20, MID + r * gem_tall(l->cut) * .72, r * 1.6,
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

static void
draw_box(struct paint *p, const struct look *l, uint64_t *seed)
{
	struct ink	c = gem_ink(l->gem), dark, light;

	(void)seed;
	dark = ink_mix(c, ink(0, 0, 0, 1), .35);
	light = ink_mix(c, ink(1, 1, 1, 1), .22);
	shadow(p, MID + 24, 506, 270, 56, .5);
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

static void
draw_cloth(struct paint *p, const struct look *l, uint64_t *seed)
{
	struct ink	c = gem_ink(l->gem);
	int		i;
	double		y;

	(void)seed;
	shadow(p, MID + 20, 460, 270, 70, .4);
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

static void
draw_chain(struct paint *p, const struct look *l, uint64_t *seed)
{
	double	width = look_between(seed, 8, 14);
	int	i;

	shadow(p, MID + 14, MID + 60, 210, 190, .30);
	for (i = 0; i < 3; i++)
		chain(p, l->metal, width, 150 + i * 34, 490 - i * 34,
		    470 - i * 70);
}

void
look_draw(struct look_studio *studio, struct paint *p,
    const struct look *l)
{
	uint64_t	seed = l->seed;

	lay_table(studio, p, &seed, l->metal == LOOK_PLATINUM || l->metal ==
	    LOOK_WHITE || l->metal == LOOK_SILVER || l->gem == LOOK_DIAMOND ||
	    l->type == LOOK_PEARLS);
	switch (l->type) {
	case LOOK_RING:
	case LOOK_BAND:
		draw_ring(p, l, &seed);
		break;
	case LOOK_BROOCH:
		draw_brooch(p, l, &seed);
		break;
	case LOOK_NECKLACE:
		draw_necklace(p, l, &seed);
		break;
	case LOOK_PEARLS:
		draw_pearls(p, l, &seed);
		break;
	case LOOK_BRACELET:
		draw_bracelet(p, l, &seed);
		break;
	case LOOK_BANGLE:
		draw_bangle(p, l, &seed);
		break;
	case LOOK_EARRINGS:
		draw_earrings(p, l, &seed);
		break;
	case LOOK_WATCH:
		draw_watch(p, l, &seed);
		break;
	case LOOK_STONE:
		draw_stone(p, l, &seed);
		break;
	case LOOK_CUFFLINKS:
		draw_cufflinks(p, l, &seed);
		break;
	case LOOK_BOX:
		draw_box(p, l, &seed);
		break;
	case LOOK_CLOTH:
		draw_cloth(p, l, &seed);
		break;
	case LOOK_CHAIN:
		draw_chain(p, l, &seed);
		break;
	case LOOK_SERVICE:
	case LOOK_TYPE_COUNT:
		break;
	}
}
