/*
 * Draws the end of the day: see scr_day.h.  Net sales and what they are
 * compared with on top, the proof at the bottom, and between them the other
 * figures in as many columns as there is room for, a page at a time.  A window
 * too low or narrow for that gets one figure a line.
 */
#include <stdio.h>
#include <string.h>

#include "scr_day.h"
#include "str.h"

#define LEAST_ROWS	15	/* of the body, for columns */
#define LEAST_COLS	66
#define LABEL		14
#define AMOUNT		14

static int
min(int a, int b)
{
	return a < b ? a : b;
}

static int
max(int a, int b)
{
	return a > b ? a : b;
}

/* An eighth of a cell is the smallest step; something is never nothing. */
static void
bar(struct canvas *c, int y, int x, int width, int64_t value, int64_t longest)
{
	static const char *const part[] = { "", "\u258f", "\u258e", "\u258d",
	    "\u258c", "\u258b", "\u258a", "\u2589" };
	int64_t	eighths;

	if (value <= 0 || longest <= 0 || width <= 0)
		return;
	if (value > longest)
		value = longest;
	eighths = (int64_t)((__int128)value * width * 8 / longest);
	if (eighths == 0)
		eighths = 1;
	canvas_fill(c, y, x, 1, (int)(eighths / 8), INK_ACCENT, 0x2588);
	if (eighths % 8 != 0)
		canvas_text(c, y, x + (int)(eighths / 8), 1, INK_ACCENT,
		    part[eighths % 8]);
}

/* Where the mark is; the cursor goes with it. */
static void
mark(struct canvas *c, int y, int x, int width)
{
	canvas_ink(c, y, x, width, INK_FOCUS);
	canvas_cursor(c, y, x);
}

/* the fixed parts */

static const struct block *
block_at(const struct figs *figs, enum block_place place, int *first_r)
{
	int	i, n = 0;

	for (i = 0; i < figs->count; i++) {
		if (figs->blocks[i].place == place) {
			*first_r = n;
			return &figs->blocks[i];
		}
		n += figs->blocks[i].count;
	}
	*first_r = 0;
	return NULL;
}

static void
draw_heading(const struct day *me, struct canvas *c)
{
	int	used = text_width(me->state) + 2;

	canvas_right(c, 0, c->cols - 1, INK_DIM, me->state);
	canvas_text(c, 0, 1, c->cols - used - 2, INK_BOLD, me->heading);
}

static int
draw_head(const struct day *me, struct canvas *c, int y)
{
	const struct block	*b, *side;
	const struct fig	*f;
	int			 first, side_first, i, right, bars;

	b = block_at(&me->figs, BLOCK_HEAD, &first);
	side = block_at(&me->figs, BLOCK_SIDE, &side_first);
	right = c->cols - (c->cols >= 100 ? 40 : 28);
	bars = right - 12 - (LABEL + AMOUNT + 1);
	for (i = 0; i < b->count; i++) {
		f = &b->figs[i];
		canvas_text(c, y + i, i == 0 ? 1 : 3, LABEL, f->ink, f->label);
		canvas_right(c, y + i, LABEL + AMOUNT - 1, f->ink, f->amount);
		bar(c, y + i, LABEL + AMOUNT + 1, bars, f->bar, f->longest);
		canvas_text(c, y + i, right - 11, 10, INK_DIM, f->more);
		if (first + i == me->at)
			mark(c, y + i, 0, right - 1);
	}
	for (i = 0; i < side->count; i++) {
		f = &side->figs[i];
		canvas_text(c, y + i, right, 10, INK_DIM, f->label);
		canvas_right(c, y + i, c->cols - 10, INK_PLAIN, f->amount);
		canvas_right(c, y + i, c->cols - 1, INK_DIM, f->more);
		if (side_first + i == me->at)
			mark(c, y + i, right, c->cols - right);
	}
	return max(b->count, side->count);
}

/* Figures side by side; draws when asked to, returns the rows. */
static int
money_rows(const struct day *me, struct canvas *c, int y, bool draw)
{
	const struct block	*b;
	const struct fig	*f;
	int			 first, i, x = 1, rows = 1, label, width;

	b = block_at(&me->figs, BLOCK_MONEY, &first);
	for (i = 0; i < b->count; i++) {
		f = &b->figs[i];
		label = text_width(f->label) + 1;
		width = label + text_width(f->amount) + (f->more[0] == '\0' ?
		    0 : 1 + text_width(f->more));
		if (x > 1 && x + width > c->cols - 1) {
			x = 1;
			rows++;
		}
		if (draw) {
			canvas_text(c, y + rows - 1, x, -1, INK_DIM, f->label);
			canvas_text(c, y + rows - 1, x + label, -1, INK_PLAIN,
			    f->amount);
			canvas_text(c, y + rows - 1, x + label +
			    text_width(f->amount) + 1, -1, INK_DIM, f->more);
			if (first + i == me->at)
				mark(c, y + rows - 1, x, width);
		}
		x += width + 3;
	}
	return rows;
}

static void
draw_proof(const struct day *me, struct canvas *c, int y)
{
	const struct block	*b;
	const struct fig	*f;
	int			 first, i;

	b = block_at(&me->figs, BLOCK_PROOF, &first);
	for (i = 0; i < b->count; i++) {
		f = &b->figs[i];
		canvas_text(c, y + i, 1, 22, f->ink, f->label);
		canvas_right(c, y + i, 30, f->ink, f->amount);
		canvas_text(c, y + i, 33, c->cols - 34, INK_DIM, f->more);
		if (first + i == me->at)
			mark(c, y + i, 0, c->cols);
	}
}

/* the columns */

struct flow {
	const struct day	*day;
	struct canvas		*c;		/* the zone; NULL: only look */
	int			 rows, columns;
	int			 page;		/* the one that is drawn */
	/* While it goes on: */
	int			 at_page, column, y;
	int			 found, pages;	/* where the mark is */
};

static void
next_column(struct flow *f)
{
	f->y = 0;
	if (++f->column == f->columns) {
		f->column = 0;
		f->at_page++;
	}
}

static void
draw_fig(struct canvas *c, int y, const struct fig *f, bool marked)
{
	int	end = LABEL + AMOUNT - 1, left = end + 1;

	canvas_text(c, y, 1, LABEL - 1, f->ink, f->label);
	canvas_right(c, y, end, f->ink, f->amount);
	if (f->longest > 0) {
		bar(c, y, left, c->cols - left - 5, f->bar, f->longest);
		canvas_right(c, y, c->cols - 1, INK_DIM, f->more);
	} else {
		canvas_text(c, y, left, c->cols - left - 1, INK_DIM, f->more);
	}
	if (marked)
		mark(c, y, 0, c->cols - 1);
}

static struct canvas
column_of(const struct flow *f)
{
	int	width = f->c->cols / f->columns;

	return canvas_sub(f->c, 0, f->column * width, f->rows, width);
}

static void
flow_title(struct flow *f, const char *title)
{
	struct canvas	column;

	if (f->c != NULL && f->at_page == f->page) {
		column = column_of(f);
		canvas_text(&column, f->y, 1, -1, INK_DIM, title);
	}
	f->y++;
}

static void
flow_fig(struct flow *f, const struct block *b, int i, int nth)
{
	struct canvas	column;

	if (f->y >= f->rows) {
		next_column(f);
		flow_title(f, b->title);
	}
	if (nth == f->day->at)
		f->found = f->at_page;
	if (f->c != NULL && f->at_page == f->page) {
		column = column_of(f);
		draw_fig(&column, f->y, &b->figs[i], nth == f->day->at);
	}
	f->y++;
}

/* Puts every block into columns; a block that fits into one is not cut. */
static void
flow_all(struct flow *f)
{
	const struct figs	*figs = &f->day->figs;
	const struct block	*b;
	int			 i, j, nth = 0, gap;

	f->at_page = f->column = f->y = 0;
	f->found = 0;
	for (i = 0; i < figs->count; nth += figs->blocks[i++].count) {
		b = &figs->blocks[i];
		if (b->place != BLOCK_FLOW || b->count == 0)
			continue;
		gap = f->y > 0;
		if (f->y > 0 && f->y + gap + min(b->count + 1, f->rows) >
		    f->rows)
			next_column(f);
		else
			f->y += gap;
		flow_title(f, b->title);
		for (j = 0; j < b->count; j++)
			flow_fig(f, b, j, nth + j);
	}
	f->pages = f->at_page + 1;
}

/* Draws the page with the mark; when all is on one, the columns are even. */
static void
draw_columns(const struct day *me, struct canvas *zone, int *page_r,
    int *pages_r)
{
	struct flow	f = { .day = me, .rows = zone->rows, .columns =
	    zone->cols >= 160 ? 4 : zone->cols >= 110 ? 3 : 2 };

	flow_all(&f);
	*pages_r = f.pages;
	while (f.pages == 1 && f.rows > 2) {
		f.rows--;
		flow_all(&f);
	}
	if (*pages_r == 1 && f.pages > 1) {
		f.rows++;
		flow_all(&f);
	}
	*page_r = f.page = f.found;
	f.c = zone;
	flow_all(&f);
}

static void
draw_wide(const struct day *me, struct canvas *c)
{
	bool		airy = c->rows >= 26;
	struct canvas	zone;
	char		more[60];
	int		y = 1, rows, page, count;

	draw_heading(me, c);
	y += airy;
	y += draw_head(me, c, y);
	y += airy;
	y += money_rows(me, c, y, true);
	y += airy;
	rows = c->rows - y - 5;
	zone = canvas_sub(c, y, 0, rows, c->cols);
	draw_columns(me, &zone, &page, &count);
	if (count > 1) {
		snprintf(more, sizeof more, "%d of %d - Tab for more",
		    page + 1, count);
		canvas_right(c, c->rows - 5, c->cols - 1, INK_DIM, more);
	}
	draw_proof(me, c, c->rows - 4);
}

/* small windows */

static void
draw_line(struct canvas *c, int y, const struct fig *f, bool marked)
{
	int	end = min(c->cols - 2, 2 * AMOUNT + 8);

	canvas_text(c, y, 1, 21, f->ink, f->label);
	canvas_right(c, y, end, f->ink, f->amount);
	if (c->cols > end + 6)
		canvas_text(c, y, end + 2, -1, INK_DIM, f->more);
	if (marked)
		mark(c, y, 0, c->cols);
}

/* One figure a line; draws the lines from top on when c is given. */
static int
small_lines(const struct day *me, struct canvas *c, int top, int *at_r)
{
	const struct block	*b;
	int			 i, j, line = 0, nth = 0;

	for (i = 0; i < me->figs.count; i++) {
		b = &me->figs.blocks[i];
		if (b->title != NULL && b->count > 0) {
			if (c != NULL && line >= top)
				canvas_text(c, line - top, 1, -1, INK_DIM,
				    b->title);
			line++;
		}
		for (j = 0; j < b->count; j++, line++, nth++) {
			if (nth == me->at)
				*at_r = line;
			if (c != NULL && line >= top)
				draw_line(c, line - top, &b->figs[j],
				    nth == me->at);
		}
	}
	return line;
}

static void
draw_small(const struct day *me, struct canvas *c)
{
	struct canvas	zone = canvas_sub(c, 1, 0, c->rows - 1, c->cols);
	int		at = 0, count, top;

	draw_heading(me, c);
	count = small_lines(me, NULL, 0, &at);
	top = at - zone.rows / 2;
	if (top > count - zone.rows)
		top = count - zone.rows;
	if (top < 0)
		top = 0;
	small_lines(me, &zone, top, &at);
}

void
day_draw(const struct screen *s, struct canvas *c)
{
	const struct day	*me = s->state;

	if (me->report == NULL) {
		canvas_text(c, 0, 1, -1, INK_BOLD, me->heading);
		canvas_text(c, 2, 1, -1, INK_DIM, "adding up ...");
		canvas_cursor(c, 2, 0);
	} else if (c->rows < LEAST_ROWS || c->cols < LEAST_COLS) {
		draw_small(me, c);
	} else {
		draw_wide(me, c);
	}
}
