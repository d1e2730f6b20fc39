/*
 * Tickets put aside: any register of the store may take one up again.
 */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "list.h"
#include "mem.h"
#include "rows.h"
#include "scr.h"
#include "scr_sale.h"
#include "sell/park.h"
#include "sell/ticket.h"
#include "sell/till.h"
#include "sell/void.h"
#include "show.h"

struct park {
	struct screen		*sale;
	struct list		 list;
	struct arena		*known;		/* owns rows */
	struct rec_parked	*rows;
	bool			 asking, again, answered, taking;
};

static const enum cmd	cmds[] = { CMD_OK, CMD_REMOVE, CMD_BACK, CMD_UP,
	CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST, CMD_NONE };

static void ask(struct screen *);

static void
listed(const struct rec_parked *rows, size_t n, const struct err *err,
    void *arg)
{
	struct screen	*s = arg;
	struct park	*me = s->state;

	me->asking = false;
	if (err != NULL) {
		ui_toast_err(s->ui, err);
	} else {
		struct arena	*arena = arena_new();

		me->rows = arena_alloc(arena, (n + 1) * sizeof *me->rows);
		for (size_t i = 0; i < n; i++)
			row_parked(arena, &me->rows[i], &rows[i]);
		arena_free(me->known);
		me->known = arena;
		me->answered = true;
		list_count(&me->list, (int64_t)n);
	}
	if (me->again)
		ask(s);
}

static void
ask(struct screen *s)
{
	struct park	*me = s->state;

	me->again = me->asking;
	if (me->asking)
		return;
	me->asking = true;
	park_list(s->ui->till, listed, s);
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct screen	*s = arg;
	const struct park	*me = s->state;
	const struct rec_parked	*row = &me->rows[i];
	char			 text[MONEY_TEXT], when[40];
	int			 end = c->cols - 2;

	canvas_right(c, 0, end, INK_PLAIN, show_amount(s->ui, row->total,
	    text));
	end -= 14;
	if (c->cols > 60) {
		canvas_text(c, 0, end - 30, 14, INK_DIM, row->staff);
		canvas_text(c, 0, end - 15, 15, INK_DIM, show_when(s->ui,
		    row->at, when, sizeof when));
		end -= 31;
	}
	canvas_text(c, 0, 1, end - 1, INK_PLAIN, row->label);
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
}

static const struct list_source	source = { .draw = row_draw };

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct park	*me = s->state;
	struct canvas		 rows = canvas_sub(c, 2, 0, c->rows - 2,
	    c->cols);

	canvas_text(c, 0, 1, -1, INK_ACCENT, "Parked tickets: which one goes "
	    "on?");
	list_draw(&me->list, &rows, &source, s);
	if (me->list.count == 0)
		canvas_text(&rows, 0, 1, -1, INK_DIM, me->answered ?
		    "None is parked." : "looking ...");
	canvas_cursor(c, 2, 0);
}

static void
took(struct ticket *ticket, const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct park	*me = s->state;
	struct screen	*sale = me->sale;

	me->taking = false;
	if (ticket == NULL) {
		ui_toast_err(s->ui, err);
		ask(s);
		return;
	}
	sale_take(sale, ticket);
	screen_pop(s);
}

static void
dropped(const struct err *err, void *arg)
{
	struct screen	*s = arg;

	if (err != NULL)
		ui_toast_err(s->ui, err);
	ask(s);
}

static void
written(const struct err *err, void *arg)
{
	struct screen	*s = arg;

	if (err != NULL)
		ui_toast_err(s->ui, err);
}

/* by: who agreed; nil when nobody had to. */
static void
throw_away(struct screen *s, const struct uuid *by)
{
	struct park			*me = s->state;
	const struct rec_parked		*row;
	struct ticket			 ticket;
	struct err			 err = ERR_INIT;
	int				 rc;

	if (by == NULL || me->list.count == 0)
		return;
	row = &me->rows[me->list.at];
	if (ticket_read(&ticket, row->ticket, strlen(row->ticket),
	    &err) != 0) {
		ui_toast_err(s->ui, &err);
		return;
	}
	ticket.total = row->total;
	rc = void_ticket(s->ui->till, &ticket, by, written, s, &err);
	ticket_free(&ticket);
	if (rc == 0)
		park_drop(s->ui->till, &row->id, dropped, s);
	else
		ui_toast_err(s->ui, &err);
}

static void
drop(struct screen *s, bool yes)
{
	const struct uuid	nobody = { { 0 } };

	if (!yes)
		return;
	if (till_may(s->ui->till, RIGHT_VOID, RIGHT_WHOLLY) == MAY_ASK)
		ask_right(s, RIGHT_VOID, throw_away);
	else
		throw_away(s, &nobody);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct park	*me = s->state;

	me->list.rows = 16;
	if (list_act(&me->list, cmd))
		return;
	if (cmd == CMD_BACK) {
		screen_pop(s);
	} else if (me->list.count == 0 || me->taking) {
		return;
	} else if (cmd == CMD_REMOVE) {
		ask_yes(s, "Throw it away?", me->rows[me->list.at].label,
		    "Throw the parked ticket away", drop);
	} else if (cmd == CMD_OK && !sale_is_empty(me->sale)) {
		ui_toast(s->ui, TOAST_WARN, "A ticket is open. Sell or park it "
		    "first.");
	} else if (cmd == CMD_OK) {
		me->taking = true;
		park_take(s->ui->till, &me->rows[me->list.at], took, s);
	}
}

static void
closed(struct screen *s)
{
	arena_free(((struct park *)s->state)->known);
}

static const struct screen_ops	ops = {
	.name = "Parked tickets", .cmds = cmds, .draw = draw, .act = act,
	.changed = ask, .close = closed, .state_size = sizeof(struct park),
};

void
scr_park_open(struct screen *sale)
{
	struct screen	*s = screen_push(sale->ui, &ops);
	struct park	*me = s->state;

	me->sale = sale;
	ask(s);
}
