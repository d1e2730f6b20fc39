/*
 * Names and PINs: the sign-in at the bottom of the stack, the lock over an
 * open sale, and the card on which a manager agrees to something.  A name is
 * chosen with the arrows, the PIN is typed, nothing else is asked.
 */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "db.h"
#include "list.h"
#include "mem.h"
#include "ops.h"
#include "rows.h"
#include "scr.h"
#include "screen.h"
#include "sell/staff.h"
#include "sell/till.h"
#include "str.h"

enum mode { MODE_BASE, MODE_LOCK, MODE_APPROVE };

struct signin {
	enum mode		 mode;
	int64_t			 hold_us;	/* base: for the sale */
	struct screen		*owner;		/* approve: who asks */
	void			(*fn)(struct screen *, const struct uuid *);
	const char		*why;
	enum right		 right;		/* approve: to what */
	struct line		 pin;
	struct list		 list;
	struct arena		*known;		/* owns rows */
	struct rec_staff	*rows;
	bool			 asking, again, answered;
	bool			 judging;	/* a PIN is being looked at */
	bool			 eager;		/* Enter came before we could */
	int			 steps;		/* down, before there were names */
	char			 said[240];	/* how it ended */
};

static const enum cmd	base_cmds[] = { CMD_OK, CMD_UP, CMD_DOWN, CMD_QUIT,
	CMD_NONE };
static const enum cmd	card_cmds[] = { CMD_OK, CMD_BACK, CMD_UP, CMD_DOWN,
	CMD_NONE };

static void ask(struct screen *);
static void try(struct screen *);

static bool
may_stand_here(const struct till *till, const struct signin *me,
    const struct rec_staff *row)
{
	enum staff_role	role;

	return row->disabled_at == 0 && (me->mode != MODE_APPROVE ||
	    (staff_role_of(row->role, &role) && rights_may(&till->rights, role,
	    me->right, RIGHT_WHOLLY) == MAY_YES));
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen		*s = arg;
	struct signin		*me = s->state;
	struct arena		*arena;
	struct rec_staff	*rows;
	size_t			 n, kept = 0;

	me->asking = false;
	if (db_status(ans) == DB_DONE) {
		arena = arena_new();
		rows = rows_staff(arena, ans, &n);
		for (size_t i = 0; i < n; i++)
			if (may_stand_here(s->ui->till, me, &rows[i]))
				rows[kept++] = rows[i];
		arena_free(me->known);
		me->known = arena;
		me->rows = rows;
		me->answered = true;
		me->list.at += me->steps;
		me->steps = 0;
		list_count(&me->list, (int64_t)kept);
	} else {
		me->eager = false;	/* nobody waits that long */
	}
	if (me->again)
		ask(s);
	if (me->eager)
		try(s);
}

static void
ask(struct screen *s)
{
	struct signin	*me = s->state;

	me->again = me->asking;
	if (me->asking || db_link(s->ui->db) == DB_DOWN)
		return;
	me->asking = true;
	db_send(s->ui->db, op_staff_list(), answered, s);
}

static void
enter(struct screen *s, const struct staff_result *result)
{
	struct signin	*me = s->state;
	struct ui	*ui = s->ui;
	struct screen	*owner = me->owner;
	struct uuid	 id = result->id;

	if (me->mode == MODE_APPROVE) {
		screen_pop(s);
		me->fn(owner, &id);
		return;
	}
	/* Judging may take longer than the lock is patient. */
	ui->active_at = clock_mono();
	str_copy(ui->who, sizeof ui->who, result->name);
	me->said[0] = '\0';
	if (me->mode == MODE_LOCK) {
		ui->lock = NULL;
		screen_pop(s);
	} else {
		scr_sale_open(ui, me->hold_us);
		scr_receipt_begin(ui);
		scr_drawer_begin(ui);
	}
}

static void
judged(const struct staff_result *result, void *arg)
{
	struct screen	*s = arg;
	struct signin	*me = s->state;

	me->judging = false;
	if (result->outcome == STAFF_OK) {
		line_wipe(&me->pin);
		me->eager = false;
		enter(s, result);
		return;
	}
	snprintf(me->said, sizeof me->said, "%s. %s", result->err.text,
	    result->err.hint);
	if (me->said[0] >= 'a' && me->said[0] <= 'z')
		me->said[0] = (char)(me->said[0] - 'a' + 'A');
	s->ui->bell = true;
	if (me->eager)
		try(s);
}

/*
 * A PIN whose Enter comes with it, or before the names, or while the one
 * before is judged, is looked at as soon as that can be.
 */
static void
try(struct screen *s)
{
	struct signin	*me = s->state;
	const char	*name;

	me->eager = false;
	if (me->pin.len == 0)
		return;
	if (me->list.count == 0 || !s->ui->till->loaded) {
		me->eager = db_link(s->ui->db) != DB_DOWN;
		ui_toast(s->ui, TOAST_WARN, "The shop has not answered yet. "
		    "Nobody can sign in without it.");
		return;
	}
	if (me->judging) {
		me->eager = true;
		return;
	}
	name = me->rows[me->list.at].name;
	me->judging = true;
	me->said[0] = '\0';
	if (me->mode == MODE_APPROVE)
		staff_approve(s->ui->till, name, me->pin.text, me->right,
		    judged, s);
	else
		staff_sign_in(s->ui->till, name, me->pin.text, judged, s);
	line_wipe(&me->pin);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct signin	*me = s->state;
	struct screen	*owner = me->owner;

	me->list.rows = 8;
	if (!me->answered && (cmd == CMD_UP || cmd == CMD_DOWN))
		me->steps += cmd == CMD_DOWN ? 1 : me->steps > 0 ? -1 : 0;
	if (list_act(&me->list, cmd)) {
		line_wipe(&me->pin);
		me->eager = false;
	} else if (cmd == CMD_OK) {
		try(s);
	} else if (cmd == CMD_QUIT) {
		s->ui->quit = s->ui->may_quit == NULL ||
		    s->ui->may_quit(s->ui);
	} else if (cmd == CMD_BACK && me->mode == MODE_APPROVE) {
		screen_pop(s);
		me->fn(owner, NULL);
	}
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct signin	*me = arg;

	canvas_text(c, 0, 2, 28, here ? INK_BOLD : INK_PLAIN,
	    me->rows[i].name);
	canvas_text(c, 0, 32, -1, INK_DIM, me->rows[i].role);
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
}

static const struct list_source	source = { .draw = row_draw };

static void
draw_body(const struct screen *s, struct canvas *c)
{
	const struct signin	*me = s->state;
	bool			 low = c->rows < 8;
	int			 y = 0, names;
	struct canvas		 part;

	if (!low)
		y = canvas_wrap(c, 0, 0, -1, 2, INK_DIM, me->why) + 1;
	names = c->rows - y - (low ? 2 : 4);
	if (names > me->list.count)
		names = (int)me->list.count;
	if (names < 1)
		names = 1;
	part = canvas_sub(c, y, 0, names, c->cols);
	list_draw(&me->list, &part, &source, me);
	y += names + !low;
	if (me->judging)
		canvas_text(c, y + 1, 0, -1, INK_DIM, "looking ...");
	else
		canvas_wrap(c, y + 1, 0, -1, low ? 1 : 2, INK_BOLD, me->said);
	canvas_text(c, y, 0, -1, INK_ACCENT, "PIN >");
	line_draw(&me->pin, c, y, 6, c->cols - 7, true);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct signin	*me = s->state;
	const struct till	*till = s->ui->till;
	int			 rows = (int)me->list.count + 9;
	struct canvas		 card = card_open(c, rows > 12 ? rows : 12,
	    56, INK_PLAIN, me->mode == MODE_APPROVE ? "A manager must agree" :
	    me->mode == MODE_LOCK ? "Locked" : till->loaded ?
	    till->shop.name : "Vitrine");

	if (till->loaded && me->answered) {
		draw_body(s, &card);
		return;
	}
	canvas_wrap(&card, 1, 0, -1, 3, INK_PLAIN,
	    db_link(s->ui->db) == DB_DOWN ? db_trouble(s->ui->db) :
	    "Asking the shop who works here ...");
	if (db_link(s->ui->db) == DB_DOWN)
		canvas_wrap(&card, 5, 0, -1, 3, INK_DIM, "It goes on by "
		    "itself as soon as the database answers.");
	canvas_cursor(&card, 1, 0);
}

static struct line *
line(struct screen *s)
{
	return &((struct signin *)s->state)->pin;
}

/* Nothing is sold before somebody is here to sell it. */
static bool
scan(struct screen *s, const char *code)
{
	struct signin	*me = s->state;

	if (me->mode == MODE_APPROVE)
		return false;
	ui_toast(s->ui, TOAST_WARN, "Sign in first, then scan %s again.",
	    code);
	return true;
}

static void
closed(struct screen *s)
{
	struct signin	*me = s->state;

	line_wipe(&me->pin);
	arena_free(me->known);
}

static const struct screen_ops	base_ops = {
	.name = "Sign in", .cmds = base_cmds, .draw = draw, .act = act,
	.line = line, .scan = scan, .changed = ask, .close = closed,
	.state_size = sizeof(struct signin),
};

static const struct screen_ops	card_ops = {
	.name = "Manager", .cmds = card_cmds, .card = true, .draw = draw,
	.act = act, .line = line, .scan = scan, .changed = ask,
	.close = closed, .state_size = sizeof(struct signin),
};

static struct signin *
open_it(struct ui *ui, const struct screen_ops *ops, enum mode mode,
    enum right right, const char *why)
{
	struct screen	*s = screen_push(ui, ops);
	struct signin	*me = s->state;

	me->mode = mode;
	me->right = right;
	me->why = arena_strdup(s->arena, why);
	me->pin.secret = true;
	me->pin.max = 32;
	ask(s);
	return me;
}

void
scr_base_open(struct ui *ui, int64_t hold_us)
{
	open_it(ui, &base_ops, MODE_BASE, RIGHT_SELL,
	    "Who are you?")->hold_us = hold_us;
}

void
scr_lock_open(struct ui *ui)
{
	ui->who[0] = '\0';
	staff_sign_out(ui->till);
	open_it(ui, &base_ops, MODE_LOCK, RIGHT_SELL,
	    "The ticket is kept. Who goes on?");
	ui->lock = ui->top;
}

static void
ask_who_may(struct screen *owner, enum right right, const char *why,
    void (*fn)(struct screen *, const struct uuid *))
{
	struct signin	*me = open_it(owner->ui, &card_ops, MODE_APPROVE,
	    right, why);

	me->owner = owner;
	me->fn = fn;
}

void
ask_right(struct screen *owner, enum right right,
    void (*fn)(struct screen *, const struct uuid *))
{
	ask_who_may(owner, right, right_asks(right), fn);
}

void
ask_manager(struct screen *owner, const char *why,
    void (*fn)(struct screen *, const struct uuid *))
{
	ask_who_may(owner, RIGHT_STOCK, why, fn);
}
