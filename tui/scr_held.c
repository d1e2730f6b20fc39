/*
 * What is kept for customers who think it over, the first to end first, each
 * with the time it has left.  Sell it to them, keep it longer, or let it go.
 */
#include <stdio.h>

#include "ask.h"
#include "clock.h"
#include "db.h"
#include "list.h"
#include "mem.h"
#include "ops.h"
#include "rows.h"
#include "scr.h"
#include "screen.h"
#include "sell/hold.h"
#include "sell/till.h"
#include "show.h"

#define HELD_MAX	200
#define DAY_US		(24 * 60 * MINUTE_US)
#define WIDE		60	/* columns from which the piece has room */
#define VERY_WIDE	100	/* and who keeps it */
#define FOR		17	/* of the customer's name */

struct held {
	struct list		 list;
	struct arena		*known;		/* owns rows */
	struct rec_hold		*rows;
	int64_t			 read_at;	/* clock_mono */
	struct uuid		 id;		/* the one asked about */
	bool			 asking, again, answered;
};

static const enum cmd	cmds[] = { CMD_OK, CMD_HOLD, CMD_DETAILS, CMD_REMOVE,
	CMD_BACK, CMD_UP, CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST,
	CMD_LAST, CMD_NONE };

static void	ask(struct screen *);

/* Puts the rows in place, the mark still on the piece it was on. */
static void
take_rows(struct held *me, const struct db_ans *ans)
{
	struct uuid	 was = { { 0 } };
	struct arena	*arena = arena_new();
	size_t		 n;

	if (me->list.count > 0)
		was = me->rows[me->list.at].id;
	me->rows = rows_hold(arena, ans, &n);
	arena_free(me->known);
	me->known = arena;
	me->read_at = clock_mono();
	list_count(&me->list, (int64_t)n);
	for (size_t i = 0; i < n; i++)
		if (uuid_eq(&me->rows[i].id, &was))
			me->list.at = (int64_t)i;
}

static void
listed(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct held	*me = s->state;

	me->asking = false;
	if (db_status(ans) == DB_DONE) {
		take_rows(me, ans);
		me->answered = true;
	} else {
		ui_toast_err(s->ui, db_err(ans));
	}
	if (me->again)
		ask(s);
}

static void
ask(struct screen *s)
{
	struct held	*me = s->state;

	me->again = me->asking;
	if (me->asking)
		return;
	me->asking = true;
	db_send(s->ui->db, op_hold_for_list(HELD_MAX), listed, s);
}

/* Of the database's clock, as far as we know it. */
static int64_t
left(const struct held *me, const struct rec_hold *row)
{
	return row->expires_at - row->now - (clock_mono() - me->read_at);
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct screen	*s = arg;
	const struct held	*me = s->state;
	const struct rec_hold	*row = &me->rows[i];
	int64_t			 rest = left(me, row);
	char			 text[40];
	int			 end = c->cols - 2;

	if (rest > DAY_US)
		show_when(s->ui, row->expires_at, text, sizeof text);
	else
		show_left(rest, text, sizeof text);
	canvas_right(c, 0, end, rest <= 0 ? INK_BOLD : INK_PLAIN,
	    rest <= 0 ? "over" : text);
	end -= c->cols >= WIDE ? 17 : text_width(text) + 1;
	canvas_text(c, 0, 1, 10, INK_BOLD, row->sku);
	if (c->cols >= VERY_WIDE) {
		canvas_text(c, 0, end - 10, 10, INK_DIM, row->staff);
		end -= 11;
	}
	if (c->cols >= WIDE) {
		canvas_text(c, 0, 12, end - 12 - FOR - 1, INK_PLAIN,
		    row->title);
		canvas_text(c, 0, end - FOR, FOR, INK_PLAIN, row->held_for);
	} else {
		canvas_text(c, 0, 12, end - 12, INK_PLAIN, row->held_for);
	}
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
}

static const struct list_source	source = { .draw = row_draw };

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct held	*me = s->state;
	struct canvas		 rows = canvas_sub(c, 2, 0, c->rows - 2,
	    c->cols);

	canvas_text(c, 0, 1, -1, INK_ACCENT, "Kept for customers");
	if (c->cols >= WIDE)
		canvas_right(c, 0, c->cols - 2, INK_DIM, "Enter sells it to "
		    "them, F5 keeps it longer");
	list_draw(&me->list, &rows, &source, s);
	if (me->list.count == 0)
		canvas_wrap(&rows, 0, 1, c->cols - 2, 3, INK_DIM,
		    !me->answered ? "looking ..." : "Nothing is kept. F5 on a "
		    "piece, on the ticket or in Find, keeps it for a "
		    "customer.");
	canvas_cursor(c, 2, 0);
}

static void
changed_hold(const struct hold_result *r, void *arg)
{
	struct screen	*s = arg;

	if (r->outcome == HOLD_UNKNOWN)
		ui_toast(s->ui, TOAST_INFO, "This hold is over already.");
	else if (r->outcome != HOLD_PLACED)
		ui_toast_err(s->ui, &r->err);
	ask(s);
}

static void
let_go(struct screen *s, bool yes)
{
	struct held	*me = s->state;

	if (yes)
		hold_release(s->ui->till, &me->id, changed_hold, s);
}

static void
longer(struct screen *s, int row)
{
	static const int64_t	days[] = { 1, 3, 7 };
	struct held		*me = s->state;

	if (row >= 0)
		hold_renew(s->ui->till, &me->id, days[row] * DAY_US,
		    changed_hold, s);
}

static void
act(struct screen *s, enum cmd cmd)
{
	static const char *const	days[] = { "1 day from now",
		"3 days from now", "1 week from now" };
	struct held			*me = s->state;
	const struct rec_hold		*row;
	struct uuid			 piece, id;
	struct ui			*ui = s->ui;

	me->list.rows = 16;
	if (list_act(&me->list, cmd))
		return;
	if (cmd == CMD_BACK || me->list.count == 0) {
		if (cmd == CMD_BACK)
			screen_pop(s);
		return;
	}
	row = &me->rows[me->list.at];
	me->id = id = row->id;
	piece = row->piece_id;
	if (cmd == CMD_OK) {
		screen_pop(s);
		sale_take_held(ui, &piece, &id);
	} else if (cmd == CMD_DETAILS) {
		scr_piece_open(ui, &piece);
	} else if (cmd == CMD_HOLD) {
		ask_choose(s, "Keep it until ...", days, 3, longer);
	} else if (cmd == CMD_REMOVE) {
		ask_yes(s, "Let it go?", row->title, "Anybody may buy it",
		    let_go);
	}
}

static void
closed(struct screen *s)
{
	till_forget(s->ui->till, s);
	arena_free(((struct held *)s->state)->known);
}

static const struct screen_ops	ops = {
	.name = "Kept for customers", .cmds = cmds, .draw = draw, .act = act,
	.changed = ask, .close = closed, .state_size = sizeof(struct held),
};

void
scr_held_open(struct ui *ui)
{
	ask(screen_push(ui, &ops));
}
