/*
 * Photos in cells: see photo.h.  A cell shows four points in two colours, the
 * split that loses least; with few colours two points, one over the other; in
 * ASCII one; without colours the shade of the whole.
 */
#include "photo.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define SIDE_MAX	4096		/* pixels; a thumbnail has some hundred */
#define SPLITS		8
#define LOWER_HALF	6		/* the split every terminal's font has */

struct rgb {
	int	v[3];
};

struct shade {
	uint32_t	ch;
	int16_t		fg, bg;
};

struct photo {
	uint8_t		*rgb;
	int		 width, height;
	int		 colours;
	bool		 ascii;
	struct shade	*cells;		/* worked out for room_rows x room_cols */
	int		 room_rows, room_cols;
	int		 rows, cols;
};

/*
 * What a split draws in the foreground: 1 upper right, 2 lower left, 4 lower
 * right; the upper left is background always.
 */
static const uint32_t	glyphs[SPLITS] = { ' ', 0x259D, 0x2596, 0x259E, 0x2597,
	0x2590, 0x2584, 0x259F };
static const uint32_t	shades[] = { ' ', 0x2591, 0x2592, 0x2593, 0x2588 };
static const char	letters[] = " .:-=+*#%@";

struct photo *
photo_new(const void *rgb, size_t len, int64_t width, int64_t height,
    int colours, bool ascii)
{
	struct photo	*photo;

	if (rgb == NULL || width < 1 || height < 1 || width > SIDE_MAX ||
	    height > SIDE_MAX || len != (size_t)(width * height * 3))
		return NULL;
	photo = mem_zalloc(sizeof *photo);
	photo->rgb = mem_alloc(len);
	memcpy(photo->rgb, rgb, len);
	photo->width = (int)width;
	photo->height = (int)height;
	photo->colours = colours;
	photo->ascii = ascii;
	return photo;
}

void
photo_free(struct photo *photo)
{
	if (photo == NULL)
		return;
	free(photo->rgb);
	free(photo->cells);
	free(photo);
}

/* The mean of the part x,y of a picture cut into across x down parts. */
static struct rgb
point(const struct photo *photo, int x, int y, int across, int down)
{
	int		x0 = x * photo->width / across;
	int		x1 = (x + 1) * photo->width / across;
	int		y0 = y * photo->height / down;
	int		y1 = (y + 1) * photo->height / down;
	long		sum[3] = { 0, 0, 0 };
	int		n;
	struct rgb	mean;

	x1 = x1 > x0 ? x1 : x0 + 1;
	y1 = y1 > y0 ? y1 : y0 + 1;
	for (int row = y0; row < y1; row++) {
		const uint8_t	*p = photo->rgb +
			    ((size_t)row * (size_t)photo->width +
			    (size_t)x0) * 3;

		for (int i = 0; i < (x1 - x0) * 3; i++)
			sum[i % 3] += p[i];
	}
	n = (x1 - x0) * (y1 - y0);
	for (int i = 0; i < 3; i++)
		mean.v[i] = (int)(sum[i] / n);
	return mean;
}

static int
far(const struct rgb *a, const struct rgb *b)
{
	int	d = 0;

	for (int i = 0; i < 3; i++)
		d += (a->v[i] - b->v[i]) * (a->v[i] - b->v[i]);
	return d;
}

/* xterm's colours 16 to 255: a cube of six steps a side, then 24 greys. */
static int16_t
colour_of_256(const struct rgb *c)
{
	static const int	steps[] = { 0, 95, 135, 175, 215, 255 };
	struct rgb		cube, grey;
	int			at[3], level, mean;

	for (int i = 0; i < 3; i++) {
		at[i] = c->v[i] < 48 ? 0 : c->v[i] < 115 ? 1 :
		    (c->v[i] - 35) / 40;
		cube.v[i] = steps[at[i]];
	}
	mean = (c->v[0] + c->v[1] + c->v[2]) / 3;
	level = mean < 4 ? 0 : mean > 238 ? 23 : (mean - 3) / 10;
	for (int i = 0; i < 3; i++)
		grey.v[i] = 8 + 10 * level;
	if (far(&grey, c) < far(&cube, c))
		return (int16_t)(232 + level);
	return (int16_t)(16 + 36 * at[0] + 6 * at[1] + at[2]);
}

/* The eight or sixteen every terminal begins with, as they mostly look. */
static int16_t
colour_of_16(const struct rgb *c, int colours)
{
	static const struct rgb	table[16] = {
		{ { 0, 0, 0 } }, { { 170, 0, 0 } }, { { 0, 170, 0 } },
		{ { 170, 85, 0 } }, { { 0, 0, 170 } }, { { 170, 0, 170 } },
		{ { 0, 170, 170 } }, { { 170, 170, 170 } },
		{ { 85, 85, 85 } }, { { 255, 85, 85 } }, { { 85, 255, 85 } },
		{ { 255, 255, 85 } }, { { 85, 85, 255 } },
		{ { 255, 85, 255 } }, { { 85, 255, 255 } },
		{ { 255, 255, 255 } },
	};
	int			best = 0;

	for (int i = 1; i < (colours < 16 ? 8 : 16); i++)
		if (far(&table[i], c) < far(&table[best], c))
			best = i;
	return (int16_t)best;
}

static int16_t
colour_of(const struct photo *photo, const struct rgb *c)
{
	return photo->colours >= 256 ? colour_of_256(c) :
	    colour_of_16(c, photo->colours);
}

/* The means of both sides of a split; returns what it loses. */
static int
split(const struct rgb q[4], int which, struct rgb side[2])
{
	int	n[2] = { 0, 0 }, lost = 0;

	memset(side, 0, 2 * sizeof *side);
	for (int i = 0; i < 4; i++) {
		int	fg = i > 0 && (which >> (i - 1) & 1);

		n[fg]++;
		for (int j = 0; j < 3; j++)
			side[fg].v[j] += q[i].v[j];
	}
	for (int fg = 0; fg < 2; fg++)
		for (int j = 0; j < 3 && n[fg] > 0; j++)
			side[fg].v[j] /= n[fg];
	for (int i = 0; i < 4; i++)
		lost += far(&q[i], &side[i > 0 && (which >> (i - 1) & 1)]);
	return lost;
}

static struct shade
in_colour(const struct photo *photo, const struct rgb q[4])
{
	struct rgb	side[2], best[2];
	int		which = LOWER_HALF, lost, least;

	if (photo->ascii)
		which = 0;
	least = split(q, which, best);
	for (int i = 0; i < SPLITS && photo->colours >= 256 && !photo->ascii;
	    i++) {
		lost = split(q, i, side);
		if (lost < least) {
			least = lost;
			which = i;
			memcpy(best, side, sizeof best);
		}
	}
	return (struct shade){ glyphs[which], colour_of(photo, &best[1]),
	    colour_of(photo, &best[0]) };
}

static struct shade
in_shades(const struct photo *photo, const struct rgb q[4])
{
	int	light = 0, steps = photo->ascii ? (int)sizeof letters - 1 :
		    (int)(sizeof shades / sizeof *shades);

	for (int i = 0; i < 4; i++)
		light += 30 * q[i].v[0] + 59 * q[i].v[1] + 11 * q[i].v[2];
	light = light * steps / (4 * 100 * 256);
	return (struct shade){ photo->ascii ? (uint32_t)letters[light] :
	    shades[light], -1, -1 };
}

/* The largest size that fits; a cell is twice as high as wide. */
static void
fit(struct photo *photo)
{
	int	rows, cols = photo->room_cols;

	if (cols > photo->room_rows * 2 * photo->width / photo->height)
		cols = photo->room_rows * 2 * photo->width / photo->height;
	cols = cols < 1 ? 1 : cols;
	rows = (cols * photo->height + photo->width) / (2 * photo->width);
	photo->cols = cols;
	photo->rows = rows < 1 ? 1 : rows > photo->room_rows ?
	    photo->room_rows : rows;
}

static void
work_out(struct photo *photo, int room_rows, int room_cols)
{
	struct rgb	q[4];
	struct shade	*cell;

	photo->room_rows = room_rows;
	photo->room_cols = room_cols;
	fit(photo);
	photo->cells = mem_grow(photo->cells, (size_t)(photo->rows *
	    photo->cols), sizeof *photo->cells);
	for (int i = 0; i < photo->rows * photo->cols; i++) {
		for (int j = 0; j < 4; j++)
			q[j] = point(photo, i % photo->cols * 2 + j % 2,
			    i / photo->cols * 2 + j / 2, photo->cols * 2,
			    photo->rows * 2);
		cell = &photo->cells[i];
		*cell = photo->colours >= 8 ? in_colour(photo, q) :
		    in_shades(photo, q);
	}
}

int
photo_draw(struct photo *photo, struct canvas *c)
{
	int	left;

	if (photo == NULL || c->rows < 2 || c->cols < 4)
		return 0;
	if (photo->room_rows != c->rows || photo->room_cols != c->cols)
		work_out(photo, c->rows, c->cols);
	left = (c->cols - photo->cols) / 2;
	for (int i = 0; i < photo->rows * photo->cols; i++)
		canvas_photo(c, i / photo->cols, left + i % photo->cols,
		    photo->cells[i].ch, photo->cells[i].fg,
		    photo->cells[i].bg);
	return photo->rows;
}
