/*
 * One conflict: both buyers and how each paid, what was done, what a person
 * must do one thing after the other, and what else could be offered.  Settling
 * it needs the right to, or somebody who has it.
 */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "clock.h"
#include "db.h"
#include "desk/conflict.h"
#include "list.h"
#include "mem.h"
#include "rows.h"
#include "scr.h"
#include "screen.h"
#include "sell/till.h"
#include "show.h"
#include "str.h"

#define LABEL		11	/* columns of what a line is about */
#define LINES_MOST	40	/* rows of one text */

enum item_kind { ITEM_HEAD, ITEM_FACT, ITEM_STEP, ITEM_PIECE };

/* A line, or several, that can be marked. */
struct item {
	enum item_kind		 kind;
	const char		*label, *text;
	const struct rec_piece	*piece;		/* ITEM_PIECE */
	bool			 takers;	/* Enter opens his receipt */
};

struct view {
	struct uuid		 id;
	struct arena		*known;		/* owns f and items */
	const struct conflict	*f;		/* NULL until it is read */
	struct arena		*offers;	/* owns similar */
	struct rec_piece	*similar;
	size_t			 similar_count;
	struct item		*items;
	struct list		 list;
	int64_t			 read_at;	/* clock_mono */
	struct uuid		 agreed;	/* to settling it */
	bool			 asking, again, settling;
	char			 trouble[200];
};

static const enum cmd	cmds[] = { CMD_SETTLE, CMD_OPEN, CMD_DETAILS,
	CMD_SIMILAR, CMD_BACK, CMD_UP, CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN,
	CMD_FIRST, CMD_LAST, CMD_NONE };

static void	ask(struct screen *);

/* --------------------------------------------------------------- the lines */

static struct item *
add(struct view *me, enum item_kind kind, const char *label, const char *text)
{
	struct item	*item = &me->items[me->list.count];

	if (kind == ITEM_FACT && text[0] == '\0')
		return item;		/* the next one takes its place */
	*item = (struct item){ .kind = kind, .label = label, .text = text };
	me->list.count++;
	return item;
}

static void
add_parties(struct view *me)
{
	const struct rec_conflict	*row = &me->f->row;

	add(me, ITEM_FACT, "Has it", row->taken_by)->takers =
	    !uuid_is_nil(&row->taken_sale_id);
	add(me, ITEM_FACT, "paid", row->taken_paid);
	add(me, ITEM_FACT, "Wanted by", row->wanted_by);
	add(me, ITEM_FACT, "paid", row->wanted_paid);
	add(me, ITEM_FACT, "The order", me->f->state);
	add(me, ITEM_FACT, "Done", row->done);
	if (!me->f->open)
		add(me, ITEM_FACT, "Settled", arena_printf(me->known, "%s%s%s",
		    row->closed_by, str_empty(row->note) ? "" : ": ",
		    row->note));
}

static void
lay_out(struct view *me)
{
	size_t	i, n = 0;

	while (me->f->steps[n] != NULL)
		n++;
	me->items = arena_alloc(me->known, (n + me->similar_count + 12) *
	    sizeof *me->items);
	me->list.count = 0;
	add_parties(me);
	if (n > 0)
		add(me, ITEM_HEAD, "What to do", "");
	for (i = 0; i < n; i++)
		add(me, ITEM_STEP, arena_printf(me->known, "%zu", i + 1),
		    me->f->steps[i]);
	if (me->f->open && me->similar_count > 0)
		add(me, ITEM_HEAD, "To offer instead", "");
	for (i = 0; me->f->open && i < me->similar_count; i++)
		add(me, ITEM_PIECE, "", "")->piece = &me->similar[i];
	list_count(&me->list, me->list.count);
}

/* ------------------------------------------------------------------ asking */

static void
offered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct view	*me = s->state;
	struct arena	*arena;

	if (db_status(ans) != DB_DONE || me->f == NULL)
		return;
	arena = arena_new();
	me->similar = rows_piece(arena, ans, &me->similar_count);
	arena_free(me->offers);
	me->offers = arena;
	lay_out(me);
}

static void
take(struct screen *s, const struct db_ans *ans)
{
	struct view		*me = s->state;
	struct arena		*arena = arena_new();
	const struct conflict	*f;
	struct conflict		*list;
	size_t			 n = conflict_list(ans, arena, &list);

	f = conflict_find(list, n, &me->id);
	if (f == NULL) {
		arena_free(arena);
		str_copy(me->trouble, sizeof me->trouble, "It has been "
		    "settled: the other sale was taken back.");
		return;
	}
	arena_free(me->known);
	me->known = arena;
	me->f = f;
	me->read_at = clock_mono();
	lay_out(me);
	db_send(s->ui->db, conflict_similar_ask(f), offered, s);
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct view	*me = s->state;

	me->asking = false;
	me->trouble[0] = '\0';
	if (db_status(ans) == DB_DONE)
		take(s, ans);
	else
		str_copy(me->trouble, sizeof me->trouble, db_err(ans)->text);
	if (me->again)
		ask(s);
}

static void
ask(struct screen *s)
{
	struct view	*me = s->state;

	me->again = me->asking;
	if (me->asking)
		return;
	me->asking = true;
	db_send(s->ui->db, conflict_ask(&me->id, &s->ui->till->store.id),
	    answered, s);
}

/* ----------------------------------------------------------------- drawing */

/* Draws it from row y down; returns the rows it takes. */
static int
draw_item(const struct screen *s, const struct item *item, struct canvas *c,
    int y)
{
	char	amount[MONEY_TEXT];
	int	rows;

	switch (item->kind) {
	case ITEM_HEAD:
		canvas_text(c, y + 1, 1, -1, INK_ACCENT, item->label);
		return 2;
	case ITEM_FACT:
		canvas_text(c, y, 1, LABEL, INK_DIM, item->label);
		rows = canvas_wrap(c, y, LABEL + 1, c->cols - LABEL - 3,
		    LINES_MOST, INK_PLAIN, item->text);
		break;
	case ITEM_STEP:
		canvas_text(c, y, 1, 2, INK_KEY, item->label);
		rows = canvas_wrap(c, y, 4, c->cols - 6, LINES_MOST,
		    INK_PLAIN, item->text);
		break;
	case ITEM_PIECE:
	default:
		canvas_text(c, y, 1, 10, INK_BOLD, item->piece->sku);
		canvas_text(c, y, 12, c->cols - 28, INK_PLAIN,
		    item->piece->title);
		canvas_right(c, y, c->cols - 2, INK_PLAIN, show_amount(s->ui,
		    item->piece->price, amount));
		return 1;
	}
	return rows > 0 ? rows : 1;
}

/* The first line to show, so that the marked one can be seen. */
static int64_t
top_for(const struct screen *s, const struct canvas *c)
{
	const struct view	*me = s->state;
	struct canvas		 none = canvas_sub(c, 0, 0, 0, c->cols);
	int64_t			 top = me->list.at;
	int			 rows;

	rows = draw_item(s, &me->items[top], &none, 0);
	while (top > 0) {
		rows += draw_item(s, &me->items[top - 1], &none, 0);
		if (rows > c->rows)
			break;
		top--;
	}
	return top;
}

static void
draw_items(const struct screen *s, struct canvas *c)
{
	const struct view	*me = s->state;
	int64_t			 i;
	int			 y = 0;

	if (me->list.count == 0)
		return;
	for (i = top_for(s, c); i < me->list.count && y < c->rows; i++) {
		if (i == me->list.at)
			canvas_text(c, y, 0, 1, INK_ACCENT, ">");
		y += draw_item(s, &me->items[i], c, y);
	}
	if (i < me->list.count || y > c->rows)
		canvas_right(c, c->rows - 1, c->cols - 1, INK_DIM, "more");
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct view	*me = s->state;
	struct canvas		 part = canvas_sub(c, 3, 0, c->rows - 3,
	    c->cols);
	char			 age[CONFLICT_AGE];

	canvas_cursor(c, 0, 0);
	if (me->trouble[0] != '\0')
		canvas_printf(c, 2, 1, -1, INK_BOLD, "! %s", me->trouble);
	if (me->f == NULL) {
		if (me->trouble[0] == '\0')
			canvas_text(c, 0, 1, -1, INK_DIM, "looking ...");
		return;
	}
	conflict_age(me->f, me->f->row.now + (clock_mono() - me->read_at),
	    age);
	canvas_right(c, 0, c->cols - 2, me->f->open ? INK_BOLD : INK_DIM,
	    age);
	canvas_printf(c, 0, 1, c->cols - text_width(age) - 5, INK_BOLD,
	    "%s%s%s", me->f->row.sku, me->f->row.sku[0] == '\0' ? "" : "  ",
	    me->f->row.title);
	canvas_printf(c, 1, 1, -1, me->f->open ? INK_PLAIN : INK_DIM,
	    "%s%s", me->f->open ? "! " : "settled: ", me->f->what);
	draw_items(s, &part);
}

/* ---------------------------------------------------------------- settling */

static void
settled(const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct view	*me = s->state;
	struct ui	*ui = s->ui;

	me->settling = false;
	if (err != NULL) {
		ui_toast_err(ui, err);
		ask(s);
		return;
	}
	ui_toast(ui, TOAST_GOOD, "Settled: %s.", me->f->row.sku[0] != '\0' ?
	    me->f->row.sku : me->f->row.number);
	screen_pop(s);
}

static void
noted(struct screen *s, const char *note)
{
	struct view	*me = s->state;
	struct err	 err = ERR_INIT;

	if (note == NULL || me->settling)
		return;
	me->settling = true;
	if (conflict_settle(s->ui->till, &me->id, note, &me->agreed, settled,
	    s, &err) == 0)
		return;
	me->settling = false;
	ui_toast_err(s->ui, &err);
}

static void
agreed(struct screen *s, const struct uuid *by)
{
	struct view	*me = s->state;

	if (by == NULL)
		return;
	me->agreed = *by;
	ask_text(s, "Settle it", "What was done? It is kept with both "
	    "buyers.", "", noted);
}

static void
settle(struct screen *s)
{
	struct view		*me = s->state;
	const struct uuid	 nobody = { { 0 } };

	if (me->settling)
		return;
	if (!me->f->open) {
		ui_toast(s->ui, TOAST_INFO, "It is settled already.");
	} else if (!me->f->by_hand) {
		ui_toast(s->ui, TOAST_INFO, "It ends by itself when %s has "
		    "been taken back.", me->f->row.number);
	} else {
		switch (till_may(s->ui->till, RIGHT_CONFLICT, RIGHT_WHOLLY)) {
		case MAY_YES:
			agreed(s, &nobody);
			break;
		case MAY_ASK:
			ask_right(s, RIGHT_CONFLICT, agreed);
			break;
		case MAY_NO:
			ui_toast(s->ui, TOAST_WARN, "That is not yours to do. "
			    "F12 lets a manager sign in.");
			break;
		}
	}
}

/* -------------------------------------------------------------------- keys */

static void
open_item(struct screen *s)
{
	struct view		*me = s->state;
	const struct item	*item = &me->items[me->list.at];

	if (item->piece != NULL)
		scr_piece_open(s->ui, &item->piece->id);
	else if (item->takers)
		scr_receipt_open(s->ui, &me->f->row.taken_sale_id, true);
	else
		ui_toast(s->ui, TOAST_INFO, "There is nothing more behind "
		    "this line.");
}

/* Headings are passed over. */
static bool
move(struct view *me, enum cmd cmd)
{
	bool	up = cmd == CMD_UP || cmd == CMD_PAGE_UP || cmd == CMD_LAST;

	if (!list_act(&me->list, cmd))
		return false;
	if (me->list.count > 0 && me->items[me->list.at].kind == ITEM_HEAD)
		me->list.at += up ? -1 : 1;
	return true;
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct view	*me = s->state;

	me->list.rows = 8;
	if (me->f != NULL && move(me, cmd))
		return;
	if (cmd == CMD_BACK)
		screen_pop(s);
	else if (me->f == NULL)
		return;
	else if (cmd == CMD_SETTLE)
		settle(s);
	else if (cmd == CMD_OPEN)
		open_item(s);
	else if (uuid_is_nil(&me->f->row.piece_id))
		ui_toast(s->ui, TOAST_INFO, "No piece here is called that.");
	else if (cmd == CMD_DETAILS)
		scr_piece_open(s->ui, &me->f->row.piece_id);
	else if (cmd == CMD_SIMILAR)
		scr_similar_open(s->ui, &me->f->row.piece_id,
		    me->f->row.title);
}

static void
closed(struct screen *s)
{
	struct view	*me = s->state;

	arena_free(me->known);
	arena_free(me->offers);
}

static const struct screen_ops	ops = {
	.name = "Conflict", .cmds = cmds, .draw = draw, .act = act,
	.changed = ask, .close = closed, .state_size = sizeof(struct view),
};

void
scr_conflict_open(struct ui *ui, const struct uuid *id)
{
	struct screen	*s = screen_push(ui, &ops);
	struct view	*me = s->state;

	me->id = *id;
	ask(s);
}
