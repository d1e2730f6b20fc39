/* Photos of pieces that never existed: a table, light, a shadow, the piece. */
#include "print/look_gem.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#include "mem.h"

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

void
look_shadow(struct paint *p, double cx, double cy, double rx, double ry,
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
void
look_hoop(struct paint *p, enum look_metal metal, double cx, double cy,
    double rx, double ry, double width, double deep)
{
	int	i, n = 12;
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

void
look_set(struct paint *p, const struct look *l, enum look_gem gem,
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
		look_set(p, l, l->accent, l->cut, x - r * 1.35, y + 16,
		    r * .66);
		look_set(p, l, l->accent, l->cut, x + r * 1.35, y + 16,
		    r * .66);
	}
	if (l->style == LOOK_HALO || l->style == LOOK_CLUSTER)
		for (i = 0; i < n; i++) {
			a = 2 * M_PI * i / n;
			look_set(p, l, l->accent, LOOK_ROUND,
			    x + cos(a) * (r + 12), y + sin(a) *
			    (r * h + 12), l->style == LOOK_HALO ? 9 : 13);
		}
	look_set(p, l, l->gem, l->cut, x, y, r);
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
	look_shadow(p, cx + 26, cy + r + 10, r * 1.25, 34, .50);
	look_hoop(p, l->metal, cx, cy, r, r * 1.02, width, deep);
	if (l->type == LOOK_BAND || l->style == LOOK_PLAIN)
		return;
	if (l->style == LOOK_ETERNITY) {
		for (i = -6; i <= 6; i++) {
			a = -M_PI / 2 + i * .158;
			look_set(p, l, i % 2 ? l->accent : l->gem, LOOK_ROUND,
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
	look_set(p, l, l->gem, l->cut == LOOK_CABOCHON ? LOOK_CABOCHON :
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
	look_set(p, l, l->gem, l->cut, MID, MID, 42);
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
	look_set(p, l, l->gem, l->cut, 0, 0, 40);
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
upper_wing(struct paint *p, double side)
{
	paint_move(p, 0, -20);
	paint_curve(p, side * 80, -190, side * 250, -170, side * 226, -40);
	paint_curve(p, side * 214, 30, side * 80, 40, 0, 20);
	paint_close(p);
}

static void
lower_wing(struct paint *p, double side)
{
	paint_move(p, 0, 16);
	paint_curve(p, side * 60, 40, side * 180, 60, side * 140, 150);
	paint_curve(p, side * 100, 200, side * 30, 120, 0, 50);
	paint_close(p);
}

/* Engraved from the body outwards. */
static void
veins(struct paint *p, const struct look *l, double side)
{
	static const double	tips[][2] = { { 120, -128 }, { 186, -112 },
	    { 214, -64 }, { 206, -14 }, { 150, 10 }, { 126, 84 },
	    { 136, 132 }, { 96, 150 } };
	size_t			i;

	for (i = 0; i < sizeof(tips) / sizeof(tips[0]); i++) {
		paint_move(p, side * 8, i < 5 ? 0 : 26);
		paint_curve(p, side * 40, tips[i][1] * .2, side *
		    tips[i][0] * .6, tips[i][1] * .7, side * tips[i][0],
		    tips[i][1]);
		paint_stroke(p, 1.8, metal_ink(l->metal, .12));
	}
}

static void
bezel(struct paint *p, const struct look *l, double x, double y, double r,
    double turn)
{
	paint_push(p);
	paint_shift(p, x, y);
	paint_turn(p, turn);
	paint_ellipse(p, 0, 0, r + 5, r * gem_tall(LOOK_CABOCHON) + 5);
	metal_fill(p, l->metal, -r, r, r, -r, 1);
	paint_pop(p);
	gem_draw(p, l->gem, LOOK_CABOCHON, x, y, r, turn,
	    l->seed + (uint64_t)(r + x));
}

static void
wing(struct paint *p, const struct look *l, double side)
{
	double	t, u, x, y;
	int	i;

	upper_wing(p, side);
	metal_fill(p, l->metal, side * 10, -150, side * 220, 40, 1);
	lower_wing(p, side);
	metal_fill(p, l->metal, side * 10, 20, side * 160, 160, .85);
	veins(p, l, side);
	upper_wing(p, side);
	lower_wing(p, side);
	metal_stroke(p, l->metal, 6, side * 220, -150, side * 10, 160, 1);
	bezel(p, l, side * 128, -62, 33, side * .9);
	bezel(p, l, side * 92, 98, 22, side * -.6);
	/* Along the upper edge, on the curve of upper_wing(). */
	for (i = 0; i < 7; i++) {
		t = .22 + i * .12;
		u = 1 - t;
		x = 3 * u * u * t * 80 + 3 * u * t * t * 250 + t * t * t * 226;
		y = u * u * u * -20 - 3 * u * u * t * 190 -
		    3 * u * t * t * 170 - t * t * t * 40;
		look_set(p, l, l->accent, LOOK_ROUND, side * x * .96,
		    y * .94, 8);
	}
}

static void
draw_moth(struct paint *p, const struct look *l, uint64_t *seed)
{
	int	i;

	paint_push(p);
	paint_shift(p, MID, MID);
	paint_turn(p, look_between(seed, -.2, .2));
	wing(p, l, -1);
	wing(p, l, 1);
	paint_ellipse(p, 0, 20, 15, 96);
	metal_fill(p, l->metal, -15, 0, 15, 0, .9);
	for (i = 0; i < 7; i++)
		gem_draw(p, l->accent, LOOK_ROUND, 0, -30 + i * 19,
		    12 - abs(i - 1), 0, l->seed + (uint64_t)i);
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
	static void	(*const shapes[LOOK_STYLE_COUNT])(struct paint *,
	    const struct look *, uint64_t *) = {
		[LOOK_STAR] = draw_star, [LOOK_CRESCENT] = draw_crescent,
		[LOOK_BAR] = draw_bar, [LOOK_LEAF] = draw_leaf,
		[LOOK_MOTH] = draw_moth
	};

	look_shadow(p, MID + 16, MID + 30, 230, 200, .42);
	if (shapes[l->style] != NULL)
		shapes[l->style](p, l, seed);
	else
		draw_flower(p, l, seed);
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
		look_necklace(p, l, &seed);
		break;
	case LOOK_PEARLS:
		look_pearls(p, l, &seed);
		break;
	case LOOK_BRACELET:
		look_bracelet(p, l, &seed);
		break;
	case LOOK_BANGLE:
		look_bangle(p, l, &seed);
		break;
	case LOOK_EARRINGS:
		look_earrings(p, l, &seed);
		break;
	case LOOK_WATCH:
		look_watch(p, l, &seed);
		break;
	case LOOK_STONE:
		look_stone(p, l, &seed);
		break;
	case LOOK_CUFFLINKS:
		look_cufflinks(p, l, &seed);
		break;
	case LOOK_BOX:
		look_box(p, l, &seed);
		break;
	case LOOK_CLOTH:
		look_cloth(p, l, &seed);
		break;
	case LOOK_CHAIN:
		look_chain(p, l, &seed);
		break;
	case LOOK_SERVICE:
	case LOOK_TYPE_COUNT:
		break;
	}
}
