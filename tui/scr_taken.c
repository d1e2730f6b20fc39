/*
 * The refusal card: somebody else has this piece.  It says who, when, where
 * and what was paid, in sentences, because an associate reads it aloud to a
 * customer.  It stays right while it is open: what changes is read again.
 */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "mem.h"
#include "ops.h"
#include "rows.h"
#include "scr.h"
#include "screen.h"
#include "sell/piece.h"
#include "show.h"
#include "str.h"

#define SIMILAR_MAX	50

struct taken {
	struct uuid		 id;
	const char		*sku;
	const char		*title;
	struct arena		*known;		/* owns taker */
	struct rec_taker	*taker;		/* NULL until it is read */
	int64_t			 read_at;	/* clock_mono */
	int64_t			 similar;	/* -1 until counted */
	bool			 asking, again;
	enum cmd		 wanted;	/* once it is read, or CMD_NONE */
	char			 trouble[200];
};

static const enum cmd	cmds[] = { CMD_OK, CMD_SIMILAR, CMD_CALL, CMD_MANAGER,
	CMD_ADD, CMD_DETAILS, CMD_BACK, CMD_NONE };

static bool
is_sold(const struct taken *me)
{
	return me->taker != NULL && str_eq(me->taker->kind, "sale");
}

/* The database's clock now, as far as we know it. */
static int64_t
their_now(const struct taken *me)
{
	return me->taker->now + (clock_mono() - me->read_at);
}

static bool
is_held(const struct taken *me)
{
	return me->taker != NULL && str_eq(me->taker->kind, "hold");
}

/* Kept here for a customer, who may be the one who stands there. */
static bool
is_kept(const struct taken *me)
{
	return is_held(me) && !str_empty(me->taker->held_for) &&
	    me->taker->until > their_now(me);
}

/* Nobody has it (any more): scanning it again puts it on the ticket. */
static bool
is_free(const struct taken *me)
{
	return me->taker != NULL && !is_sold(me) &&
	    str_eq(me->taker->state, "stock") &&
	    (!is_held(me) || me->taker->until <= their_now(me));
}

/* Whether a manager may say that it is here all the same. */
static bool
may_be_here(const struct taken *me)
{
	return is_sold(me) || (me->taker != NULL &&
	    (str_eq(me->taker->state, "inspect") ||
	    str_eq(me->taker->state, "missing")));
}

static const char *
where(const struct rec_taker *taker, char *out, size_t size)
{
	if (str_eq(taker->channel_kind, "web"))
		str_copy(out, size, "on the website");
	else if (str_eq(taker->channel_kind, "showroom"))
		snprintf(out, size, "in the shop%s%s",
		    str_empty(taker->store) ? "" : ", ", taker->store);
	else
		snprintf(out, size, "through %s", taker->channel);
	return out;
}

static void
sold_text(const struct screen *s, const struct taken *me, char *out,
    size_t size)
{
	const struct rec_taker	*t = me->taker;
	char			 place[120], when[40], ago[40],
				 paid[MONEY_TEXT];

	snprintf(out, size, "Sold %s at %s, %s.\n%s %s%s%s%s%s. Paid %s.",
	    where(t, place, sizeof place),
	    show_when(s->ui, t->at, when, sizeof when),
	    show_ago(their_now(me) - t->at, ago, sizeof ago),
	    str_empty(t->order_ref) ? "Receipt" : "Order",
	    str_empty(t->order_ref) ? t->number : t->order_ref,
	    str_empty(t->customer) ? "" : ", ", t->customer,
	    str_empty(t->staff) ? "" : ", by ", t->staff,
	    show_price(s->ui, t->total, paid));
}

static void
held_text(const struct screen *s, const struct taken *me, char *out,
    size_t size)
{
	const struct rec_taker	*t = me->taker;
	char			 place[120], when[40], left[24], rest[120];

	if (is_free(me))
		str_copy(rest, sizeof rest, "That hold is over: it is free "
		    "again, unless somebody else is quicker.");
	else
		snprintf(rest, sizeof rest, "It is free again in %s unless it "
		    "is bought or held longer.", show_left(t->until -
		    their_now(me), left, sizeof left));
	snprintf(out, size, "On hold %s%s%s%s%s since %s.\n%s",
	    str_empty(t->held_for) ? "" : "for ", t->held_for,
	    str_empty(t->held_for) ? where(t, place, sizeof place) : "",
	    str_empty(t->staff) ? "" : ", by ", t->staff,
	    show_when(s->ui, t->at, when, sizeof when), rest);
}

static void
other_text(const struct taken *me, char *out, size_t size)
{
	enum piece_state	 state;
	const char		*why = NULL;

	if (me->taker != NULL && piece_state_of(me->taker->state, &state))
		why = piece_state_why(state);
	if (me->taker == NULL)
		str_copy(out, size, me->trouble[0] != '\0' ? me->trouble :
		    "Asking who has it ...");
	else if (why != NULL)
		snprintf(out, size, "This piece %s.", why);
	else
		str_copy(out, size, "Nobody has it any more: go back and scan "
		    "it again.");
}

struct hint {
	const char	*key;
	const char	*does;
};

/* What can be done, the most wanted first; returns how many. */
static int
hints(const struct taken *me, char similar[40], struct hint out[6])
{
	int	n = 0;

	out[n++] = (struct hint){ "Enter", "back without it" };
	if (me->similar >= 0)
		snprintf(similar, 40, "show similar pieces (%lld%s)",
		    (long long)me->similar,
		    me->similar == SIMILAR_MAX ? "+" : "");
	else
		str_copy(similar, 40, "show similar pieces");
	out[n++] = (struct hint){ "S", similar };
	if (is_kept(me))
		out[n++] = (struct hint){ "A", "they are here: sell it" };
	else if (is_free(me))
		out[n++] = (struct hint){ "A", "put it on the ticket" };
	out[n++] = (struct hint){ "C", "how to reach the owner" };
	if (may_be_here(me))
		out[n++] = (struct hint){ "M", "a manager: it is here" };
	out[n++] = (struct hint){ "F7", "everything about it" };
	return n;
}

/* Returns the rows they take; in two columns where there is room. */
static int
draw_keys(const struct taken *me, struct canvas *c, int y)
{
	struct hint	list[6];
	char		similar[40];
	int		columns = c->cols >= 60 ? 2 : 1;
	int		n = hints(me, similar, list), rows;

	rows = (n + columns - 1) / columns;
	y = y < 0 ? c->rows - rows : y;
	for (int i = 0; i < n; i++) {
		int	x = i % columns * (c->cols / 2);

		canvas_text(c, y + i / columns, x, 5, INK_KEY, list[i].key);
		canvas_text(c, y + i / columns, x + 7, columns == 2 ?
		    c->cols / 2 - 8 : -1, INK_PLAIN, list[i].does);
	}
	canvas_cursor(c, y, 0);
	return rows;
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct taken	*me = s->state;
	bool			 low = c->rows < 11;
	struct canvas		 card = card_open(c, 12, 80, INK_ALARM,
	    is_free(me) ? "It was held" : is_held(me) ?
	    "Not yours to sell now" : "Do not hand it over");
	char			 text[600];
	int			 y = low ? 0 : 1;

	canvas_text(&card, y, 0, 12, INK_ALARM, me->sku);
	canvas_text(&card, y, text_width(me->sku) > 11 ? 14 :
	    text_width(me->sku) + 2, -1, INK_BOLD, me->title);
	if (is_sold(me))
		sold_text(s, me, text, sizeof text);
	else if (is_held(me))
		held_text(s, me, text, sizeof text);
	else
		other_text(me, text, sizeof text);
	y += low ? 1 : 2;
	y += canvas_wrap(&card, y, 0, -1, low ? 3 : 4, INK_PLAIN, text);
	draw_keys(me, &card, low ? y : -1);
}

static void ask(struct screen *);
static void act(struct screen *, enum cmd);

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct taken	*me = s->state;
	struct arena	*arena;
	enum cmd	 wanted = me->wanted;
	size_t		 n;

	me->asking = false;
	me->wanted = CMD_NONE;
	me->trouble[0] = '\0';
	if (db_status(ans) == DB_DONE) {
		arena = arena_new();
		me->taker = rows_taker(arena, ans, &n);
		arena_free(me->known);
		me->known = arena;
		me->read_at = clock_mono();
		if (n == 0)
			me->taker = NULL;
		db_rows(ans, REC_PIECE, &n);
		me->similar = (int64_t)n;
	} else {
		str_copy(me->trouble, sizeof me->trouble, db_err(ans)->text);
	}
	if (me->again)
		ask(s);
	if (me->taker != NULL && wanted != CMD_NONE && s == s->ui->top)
		act(s, wanted);
}

static void
ask(struct screen *s)
{
	struct taken	*me = s->state;

	me->again = me->asking;
	if (me->asking)
		return;
	me->asking = true;
	db_send(s->ui->db, db_req_join(op_piece_taker(&me->id,
	    TAKER_LATELY), op_piece_similar(&me->id, SIMILAR_MAX)), answered,
	    s);
}

static void
call_owner(struct ui *ui)
{
	if (str_empty(ui->owner_phone))
		ui_toast(ui, TOAST_INFO, "No number is set: owner_phone in "
		    "vitrine.conf.");
	else
		ui_toast(ui, TOAST_INFO, "Call the owner: %s",
		    ui->owner_phone);
}

/* On the ticket after all: it is free, or its customer stands there. */
static void
add(struct screen *s)
{
	struct taken	*me = s->state;
	struct ui	*ui = s->ui;
	struct uuid	 id = me->id, hold;
	bool		 kept = is_kept(me);

	if (!kept && !is_free(me)) {
		ui_toast(ui, TOAST_WARN, me->taker == NULL ?
		    "It is not known yet who has it." :
		    "It is somebody else's.");
		return;
	}
	hold = kept ? me->taker->id : (struct uuid){ { 0 } };
	screen_pop(s);		/* its texts last until ui_settle */
	if (kept)
		sale_take_held(ui, &id, &hold);
	else
		ui_scan(ui, me->sku);
}

static void
manager(struct screen *s)
{
	struct taken	*me = s->state;
	struct ui	*ui = s->ui;
	struct arena	*known = me->known;

	if (me->taker == NULL) {
		ui_toast(ui, TOAST_WARN, "It is not known yet who has it.");
		return;
	}
	if (!may_be_here(me)) {
		ui_toast(ui, TOAST_WARN, "Nobody has sold it; it is free when "
		    "this is over.");
		return;
	}
	me->known = NULL;		/* taker outlives the card */
	screen_pop(s);
	scr_here_open(ui, me->taker);
	arena_free(known);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct taken	*me = s->state;
	struct ui	*ui = s->ui;
	struct uuid	 id = me->id;

	/* What depends on who has it waits for the answer. */
	if (me->taker == NULL && me->asking && (cmd == CMD_ADD ||
	    cmd == CMD_MANAGER)) {
		me->wanted = cmd;
		return;
	}
	if (cmd == CMD_CALL) {
		call_owner(ui);
	} else if (cmd == CMD_ADD) {
		add(s);
	} else if (cmd == CMD_MANAGER) {
		manager(s);
	} else if (cmd == CMD_DETAILS) {
		scr_piece_open(ui, &id);
	} else if (cmd == CMD_SIMILAR) {
		screen_pop(s);		/* its texts last until ui_settle */
		scr_similar_open(ui, &id, me->title);
	} else {
		screen_pop(s);
	}
}

static void
closed(struct screen *s)
{
	arena_free(((struct taken *)s->state)->known);
}

static const struct screen_ops	ops = {
	.name = "Do not hand it over", .cmds = cmds, .card = true,
	.draw = draw, .act = act, .changed = ask, .close = closed,
	.state_size = sizeof(struct taken),
};

void
scr_taken_open(struct ui *ui, const struct uuid *id, const char *sku,
    const char *title)
{
	struct screen	*s = screen_push(ui, &ops);
	struct taken	*me = s->state;

	me->id = *id;
	me->sku = arena_strdup(s->arena, sku);
	me->title = arena_strdup(s->arena, title);
	me->similar = -1;
	me->wanted = CMD_NONE;
	ui->bell = true;
	ask(s);
}
