/* How the sale looks: see scr_sale.h. */
#include <stdio.h>

#include "clock.h"
#include "db.h"
#include "mem.h"
#include "ops.h"
#include "photo.h"
#include "scr_sale.h"
#include "show.h"
#include "str.h"

#define WIDE	100	/* columns from which photo and story have their own */
#define SIDE	36

static enum ink
hold_text(const struct cart_item *item, char *out, size_t size)
{
	char	left[24];

	switch (item->hold) {
	case CART_FREE:
		break;
	case CART_HOLDING:
		str_copy(out, size, "asking for it ...");
		return INK_DIM;
	case CART_HELD:
		snprintf(out, size, "held for you %s", show_left(item->until -
		    clock_mono(), left, sizeof left));
		return INK_DIM;
	case CART_WAITS:
		str_copy(out, size, "! not held: waits for the database");
		return INK_BOLD;
	}
	str_copy(out, size, "");
	return INK_DIM;
}

/* The second row of a line: what it is, whose, and how it is held. */
static void
draw_state(const struct sale *me, struct canvas *c, int y, int64_t i)
{
	const struct ticket_line	*line = &me->cart.ticket.lines[i];
	const struct cart_item		*item = cart_item(&me->cart,
	    (size_t)i);
	char				 text[160], hold[60] = "";
	enum ink			 ink = INK_DIM;
	int				 x = 12;

	if (item == NULL)
		return;
	if (line->kind == PIECE_SERVICE)
		str_copy(text, sizeof text, "work");
	else if (line->kind == PIECE_UNIQUE)
		snprintf(text, sizeof text, "one of a kind%s%s",
		    str_empty(item->ownership) ||
		    str_eq(item->ownership, "own") ? "" : " - ",
		    str_eq(item->ownership, "own") ? "" : item->ownership);
	else if (line->qty > item->stock)
		snprintf(text, sizeof text, "! only %lld here",
		    (long long)item->stock);
	else
		snprintf(text, sizeof text, "in stock %lld",
		    (long long)item->stock);
	x += canvas_text(c, y, x, -1, line->kind == PIECE_COUNTED &&
	    line->qty > item->stock ? INK_BOLD : INK_DIM, text);
	ink = hold_text(item, hold, sizeof hold);
	if (hold[0] != '\0') {
		x += canvas_text(c, y, x, -1, INK_DIM, " - ");
		canvas_text(c, y, x, -1, ink, hold);
	}
}

static void
draw_line(const void *arg, struct canvas *c, int64_t i, bool marked)
{
	const struct screen		*s = arg;
	const struct sale		*me = s->state;
	const struct ticket_line	*line = &me->cart.ticket.lines[i];
	const struct cart_item		*item = cart_item(&me->cart,
	    (size_t)i);
	char				 text[MONEY_TEXT], hold[60];
	int				 end = c->cols - 2;

	canvas_right(c, 0, end, INK_PLAIN, show_amount(s->ui, line->gross,
	    text));
	end -= 14;
	if (c->rows < 2 && item != NULL && item->hold != CART_FREE &&
	    c->cols > 60) {
		enum ink	ink = hold_text(item, hold, sizeof hold);

		canvas_right(c, 0, end, ink, hold);
		end -= text_width(hold) + 1;
	}
	if (line->qty != 1) {
		snprintf(text, sizeof text, "%lld x", (long long)line->qty);
		canvas_right(c, 0, end, INK_PLAIN, text);
		end -= text_width(text) + 1;
	}
	canvas_text(c, 0, 2, 9, INK_BOLD, line->sku);
	canvas_text(c, 0, 12, end - 12, INK_PLAIN, line->title);
	if (marked)
		canvas_text(c, 0, 0, 1, INK_ACCENT, ">");
	if (c->rows > 1)
		draw_state(me, c, 1, i);
}

static const struct list_source	lines = { .draw = draw_line };

/* One row of the totals; returns the rows used. */
static int
draw_sum(const struct screen *s, struct canvas *c, int y, const char *label,
    money amount, enum ink ink)
{
	char	text[MONEY_TEXT];
	int	end = c->cols - 2;

	canvas_right(c, y, end, ink, ink == INK_BOLD ? show_price(s->ui,
	    amount, text) : show_amount(s->ui, amount, text));
	canvas_text(c, y, end - 38 < 1 ? 1 : end - 38, 22, ink, label);
	return 1;
}

/* From the bottom up: returns the first row it took. */
static int
draw_sums(const struct screen *s, struct canvas *c, int bottom)
{
	const struct sale	*me = s->state;
	const struct ticket	*t = &me->cart.ticket;
	bool			 room = c->rows >= 13;
	int			 rows = 1, y;

	if (room)
		rows += 2 + (t->discounted != 0);
	y = bottom - rows;
	if (room) {
		y += draw_sum(s, c, y, "Subtotal", t->subtotal, INK_PLAIN);
		if (t->discounted != 0)
			y += draw_sum(s, c, y, "Discount", -t->discounted,
			    INK_PLAIN);
		y += draw_sum(s, c, y, t->exempt ? "Tax (exempt)" : "Tax",
		    t->tax, INK_PLAIN);
	}
	draw_sum(s, c, y, "TOTAL", t->total, INK_BOLD);
	return bottom - rows;
}

static void
draw_waiting(const struct sale *me, struct canvas *c, int y)
{
	char	text[80];

	if (me->cart.waiting == 0)
		return;
	snprintf(text, sizeof text, me->cart.stalled ?
	    "! %zu scanned, waiting for the database" :
	    "looking up %zu ...", me->cart.waiting);
	canvas_right(c, y, c->cols - 2, me->cart.stalled ? INK_BOLD : INK_DIM,
	    text);
}

static void
draw_customer(const struct sale *me, struct canvas *c, int y)
{
	const struct ticket	*t = &me->cart.ticket;

	canvas_rule(c, y);
	canvas_text(c, y + 1, 1, -1, INK_DIM, "Customer");
	if (str_empty(t->customer_name))
		canvas_text(c, y + 1, 11, -1, INK_DIM, "-");
	else
		canvas_text(c, y + 1, 11, -1, INK_PLAIN, t->customer_name);
	if (t->exempt)
		canvas_right(c, y + 1, c->cols - 2, INK_DIM, "tax exempt");
}

static void
draw_ticket(const struct screen *s, struct canvas *c)
{
	const struct sale	*me = s->state;
	int			 bottom = c->rows - 1, height;
	struct list		 list = me->list;
	struct canvas		 part;

	canvas_text(c, bottom, 1, -1, INK_ACCENT, "Scan or type >");
	draw_waiting(me, c, bottom);
	if (c->rows >= 15) {
		bottom -= 2;
		draw_customer(me, c, bottom);
	}
	bottom = draw_sums(s, c, bottom);
	height = bottom - 1 > 1 ? bottom - 1 : bottom;
	part = canvas_sub(c, 0, 0, height, c->cols);
	list.height = list.count * 2 <= height ? 2 : 1;
	list_draw(&list, &part, &lines, s);
	if (me->cart.ticket.count == 0 && height > 2)
		canvas_centre(&part, height / 2, INK_DIM,
		    "Scan a piece, or type its number or its name.");
	line_draw(&me->line, c, c->rows - 1, 16, me->cart.waiting > 0 ?
	    c->cols - 60 : c->cols - 18, true);
}

static void
draw_side(const struct sale *me, struct canvas *c)
{
	struct canvas	photo = canvas_sub(c, 0, 0, c->rows * 3 / 5, c->cols);
	int		y = photo_draw(me->photo, &photo);

	if (me->story != NULL)
		canvas_wrap(c, y + (y > 0), 0, -1, c->rows - y - 1, INK_DIM,
		    me->story);
}

void
sale_draw(const struct screen *s, struct canvas *c)
{
	const struct sale	*me = s->state;
	struct canvas		 left = *c, side;

	if (c->cols >= WIDE) {
		left = canvas_sub(c, 0, 0, c->rows, c->cols - SIDE - 4);
		side = canvas_sub(c, 0, c->cols - SIDE - 3, c->rows, SIDE + 3);
		canvas_rule_down(&side, 0);
		side = canvas_sub(&side, 0, 2, side.rows, SIDE);
		draw_side(me, &side);
	}
	draw_ticket(s, &left);
}

/* The marked piece's photo and story */

void
sale_look_free(struct sale *me)
{
	photo_free(me->photo);
	arena_free(me->look_arena);
	me->photo = NULL;
	me->look_arena = NULL;
	me->story = NULL;
}

static void
looked(struct db_ans *ans, void *arg)
{
	struct screen		*s = arg;
	struct sale		*me = s->state;
	const struct rec_piece	*piece;
	const struct rec_photo	*photo;
	size_t			 n, m;

	me->looking = false;
	sale_look_free(me);
	if (db_status(ans) != DB_DONE)
		return;
	piece = db_rows(ans, REC_PIECE, &n);
	photo = db_rows(ans, REC_PHOTO, &m);
	me->look_arena = arena_new();
	if (n > 0)
		me->story = arena_strdup(me->look_arena, piece->story);
	if (m > 0)
		me->photo = photo_new(photo->thumb.bytes, photo->thumb.len,
		    photo->thumb_width, photo->thumb_height, s->ui->colours,
		    s->ui->ascii);
	sale_look(s);		/* the mark may have moved meanwhile */
}

void
sale_look(struct screen *s)
{
	struct sale		*me = s->state;
	const struct ticket	*t = &me->cart.ticket;
	struct uuid		 id = { { 0 } };

	if (me->looking || s->ui->db == NULL)
		return;
	if (t->count > 0)
		id = t->lines[me->list.at].piece_id;
	if (uuid_eq(&id, &me->looked))
		return;
	me->looked = id;
	if (uuid_is_nil(&id)) {
		sale_look_free(me);
		return;
	}
	me->looking = true;
	db_send(s->ui->db, db_req_join(op_piece_by_id(&id),
	    op_photo_thumb(&id)), looked, s);
}
