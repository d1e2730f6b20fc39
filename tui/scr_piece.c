/*
 * Everything about one piece: what it is, what is known of it, and what ever
 * happened to it.  Where there is room the photo and the story have a column
 * of their own.
 */
#include <stdio.h>
#include <string.h>

#include "db.h"
#include "list.h"
#include "mem.h"
#include "ops.h"
#include "photo.h"
#include "rows.h"
#include "scr.h"
#include "screen.h"
#include "show.h"
#include "str.h"

#define HISTORY_MAX	200
#define WIDE		100	/* columns from which there is a second one */
#define SIDE		42	/* its width */

struct fact {
	const char	*label;
	const char	*text;
	bool		 heading;
};

struct piece {
	struct uuid		 id;
	struct arena		*known;		/* owns piece and facts */
	struct rec_piece	*piece;		/* NULL until it is read */
	struct fact		*facts;
	size_t			 nfacts, room;
	struct list		 list;
	struct photo		*photo;
	bool			 photo_asked;
	bool			 asking, again;
	char			 trouble[200];
};

static const enum cmd	cmds[] = { CMD_ADD, CMD_HOLD, CMD_SIMILAR, CMD_BACK,
	CMD_UP, CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST, CMD_NONE };

static void
add(struct piece *me, bool heading, const char *label, const char *text)
{
	if (str_empty(text) && !heading)
		return;
	if (me->nfacts == me->room) {
		struct fact	*grown;

		me->room = me->room * 2 + 32;
		grown = arena_alloc(me->known, me->room * sizeof *grown);
		if (me->nfacts > 0)
			memcpy(grown, me->facts, me->nfacts * sizeof *grown);
		me->facts = grown;
	}
	me->facts[me->nfacts++] = (struct fact){ label, text, heading };
}

static void
add_stones(struct piece *me, const struct db_ans *ans)
{
	size_t			 n;
	struct rec_stone	*stone = rows_stone(me->known, ans, &n);

	for (size_t i = 0; i < n; i++, stone++) {
		char	carat[32] = "";

		if (stone->carat_milli > 0)
			snprintf(carat, sizeof carat, "%lld.%02lld ct",
			    (long long)(stone->carat_milli / 1000),
			    (long long)(stone->carat_milli % 1000 / 10));
		add(me, false, "Stone", arena_printf(me->known,
		    "%lld %s %s %s %s %s %s %s", (long long)stone->pieces,
		    stone->origin, stone->shape, stone->type, carat,
		    stone->color, stone->clarity, stone->cut));
	}
}

static void
add_certs(struct piece *me, const struct db_ans *ans)
{
	size_t		 n;
	struct rec_cert	*cert = rows_cert(me->known, ans, &n);

	for (size_t i = 0; i < n; i++, cert++)
		add(me, false, "Report", arena_printf(me->known, "%s %s  %s",
		    cert->lab, cert->report_no, cert->issued));
}

static void
add_codes(struct piece *me, const struct db_ans *ans)
{
	size_t		 n;
	struct rec_code	*code = rows_code(me->known, ans, &n);

	for (size_t i = 0; i < n; i++, code++)
		if (!str_eq(code->code, me->piece->sku))
			add(me, false, "Barcode", code->code);
}

static void
add_attrs(struct piece *me, const struct db_ans *ans)
{
	size_t		 n;
	struct rec_attr	*attr = rows_attr(me->known, ans, &n);

	for (size_t i = 0; i < n; i++, attr++)
		add(me, false, attr->name, attr->value);
}

static void
add_history(const struct screen *s, struct piece *me,
    const struct db_ans *ans)
{
	size_t			 n;
	struct rec_event	*event = rows_event(me->known, ans, &n);

	add(me, true, n > 0 ? "History" : "No history yet", "");
	for (size_t i = 0; i < n; i++, event++) {
		char	when[40], amount[MONEY_TEXT] = "";

		show_when(s->ui, event->at, when, sizeof when);
		if (event->amount != 0)
			show_price(s->ui, event->amount, amount);
		add(me, false, arena_strdup(me->known, when),
		    arena_printf(me->known, "%-8s %s %s %s %s %s",
		    event->kind, event->number, event->channel, event->who,
		    event->detail, amount));
	}
}

static void
take(const struct screen *s, struct piece *me, const struct db_ans *ans)
{
	struct arena		*arena = arena_new();
	struct rec_piece	*rows;
	size_t			 n;

	rows = rows_piece(arena, ans, &n);
	if (n == 0) {
		arena_free(arena);
		str_copy(me->trouble, sizeof me->trouble,
		    "This piece is no longer in the shop's books.");
		return;
	}
	arena_free(me->known);
	me->known = arena;
	me->piece = rows;
	me->facts = NULL;
	me->nfacts = me->room = 0;
	add(me, false, "Category", rows->category);
	add(me, false, "Where", rows->location);
	add(me, false, "Owned", str_empty(rows->consignor) ? rows->ownership :
	    arena_printf(arena, "%s of %s", rows->ownership,
	    rows->consignor));
	add(me, false, "On the web", rows->listed ? "shown" : "not shown");
	add_attrs(me, ans);
	add_stones(me, ans);
	add_certs(me, ans);
	add_codes(me, ans);
	add_history(s, me, ans);
	list_count(&me->list, (int64_t)me->nfacts);
}

static void
got_photo(struct db_ans *ans, void *arg)
{
	struct screen		*s = arg;
	struct piece		*me = s->state;
	const struct rec_photo	*photo;
	size_t			 n;

	photo = db_status(ans) == DB_DONE ? db_rows(ans, REC_PHOTO, &n) : NULL;
	if (photo == NULL || n == 0)
		return;
	photo_free(me->photo);
	me->photo = photo_new(photo->thumb.bytes, photo->thumb.len,
	    photo->thumb_width, photo->thumb_height, s->ui->colours,
	    s->ui->ascii);
}

static void ask(struct screen *);

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct piece	*me = s->state;

	me->asking = false;
	me->trouble[0] = '\0';
	if (db_status(ans) == DB_DONE)
		take(s, me, ans);
	else
		str_copy(me->trouble, sizeof me->trouble, db_err(ans)->text);
	if (me->piece != NULL && me->piece->photos > 0 && !me->photo_asked) {
		me->photo_asked = true;
		db_send(s->ui->db, op_photo_thumb(&me->id), got_photo, s);
	}
	if (me->again)
		ask(s);
}

static void
ask(struct screen *s)
{
	struct piece	*me = s->state;

	me->again = me->asking;
	if (me->asking)
		return;
	me->asking = true;
	db_send(s->ui->db, db_req_join(op_piece_whole(&me->id),
	    op_piece_history(&me->id, HISTORY_MAX)), answered, s);
}

static void
fact_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct piece	*me = arg;
	const struct fact	*fact = &me->facts[i];

	if (fact->heading) {
		canvas_text(c, 0, 1, -1, INK_ACCENT, fact->label);
	} else {
		canvas_text(c, 0, 1, 17, INK_DIM, fact->label);
		canvas_text(c, 0, 19, -1, INK_PLAIN, fact->text);
	}
	if (here)
		canvas_text(c, 0, 0, 1, INK_ACCENT, ">");
}

static const struct list_source	source = { .draw = fact_draw };

/* Title, number, price, status; returns the rows used. */
static int
draw_head(const struct screen *s, struct canvas *c)
{
	const struct piece	*me = s->state;
	char			 price[MONEY_TEXT], status[80];
	int			 y;

	y = canvas_wrap(c, 0, 1, c->cols - 2, 2, INK_BOLD, me->piece->title);
	canvas_text(c, y, 1, 17, INK_ACCENT, me->piece->sku);
	canvas_text(c, y, 19, 16, INK_BOLD, show_price(s->ui,
	    me->piece->price, price));
	canvas_text(c, y, 36, -1, show_status_ink(me->piece),
	    show_status(me->piece, status, sizeof status));
	return y + 2;
}

static void
draw_side(const struct piece *me, struct canvas *c)
{
	struct canvas	photo = canvas_sub(c, 0, 0, c->rows * 2 / 3, c->cols);
	int		y = photo_draw(me->photo, &photo);

	canvas_wrap(c, y + (y > 0), 0, -1, c->rows - y - 1, INK_PLAIN,
	    me->piece->story);
}

/* On a small screen: a small photo beside the story. */
static int
draw_story(const struct piece *me, struct canvas *c, int y)
{
	struct canvas	photo = canvas_sub(c, y, c->cols - 27, c->rows / 2,
	    26);
	int		used = 0, text;

	if (c->rows >= 16 && c->cols >= 70)
		used = photo_draw(me->photo, &photo);
	text = canvas_wrap(c, y, 1, c->cols - 2 - (used > 0 ? 28 : 0),
	    c->rows >= 14 ? 4 : 2, INK_PLAIN, me->piece->story);
	if (used > 0)
		return used + 1;
	return text > 0 ? text + 1 : 0;
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct piece	*me = s->state;
	bool			 wide = c->cols >= WIDE;
	struct canvas		 left = canvas_sub(c, 0, 0, c->rows,
	    wide ? c->cols - SIDE - 3 : c->cols), side, facts;
	int			 y;

	if (me->trouble[0] != '\0')
		canvas_printf(c, c->rows - 1, 1, -1, INK_BOLD, "! %s",
		    me->trouble);
	if (me->piece == NULL)
		return;
	y = draw_head(s, &left);
	if (wide) {
		side = canvas_sub(c, 0, c->cols - SIDE - 1, c->rows, SIDE);
		draw_side(me, &side);
	} else {
		y += draw_story(me, &left, y);
	}
	facts = canvas_sub(&left, y, 0, c->rows - y -
	    (me->trouble[0] != '\0'), left.cols);
	list_draw(&me->list, &facts, &source, me);
	canvas_cursor(c, 0, 0);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct piece	*me = s->state;
	struct ui	*ui = s->ui;
	char		 sku[100];

	me->list.rows = 8;
	if (list_act(&me->list, cmd))
		return;
	if (cmd == CMD_BACK) {
		screen_pop(s);
	} else if (me->piece == NULL) {
		return;
	} else if (cmd == CMD_SIMILAR) {
		scr_similar_open(ui, &me->id, me->piece->title);
	} else if (cmd == CMD_HOLD) {
		scr_hold_open(ui, &me->id, me->piece->sku, me->piece->title);
	} else if (cmd == CMD_ADD) {
		str_copy(sku, sizeof sku, me->piece->sku);
		screen_pop(s);
		ui_scan(ui, sku);
	}
}

static void
closed(struct screen *s)
{
	struct piece	*me = s->state;

	arena_free(me->known);
	photo_free(me->photo);
}

static const struct screen_ops	ops = {
	.name = "Piece", .cmds = cmds, .draw = draw, .act = act,
	.changed = ask, .close = closed, .state_size = sizeof(struct piece),
};

void
scr_piece_open(struct ui *ui, const struct uuid *id)
{
	struct screen	*s = screen_push(ui, &ops);
	struct piece	*me = s->state;

	me->id = *id;
	ask(s);
}
