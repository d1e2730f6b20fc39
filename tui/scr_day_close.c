/*
 * X and Z from the end of the day: of the store or of this register alone.
 * What is still open is listed first, each with what to do; to go on anyway is
 * a decision of its own, and the Z says so.
 */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "clock.h"
#include "db.h"
#include "desk/close.h"
#include "list.h"
#include "mem.h"
#include "ops.h"
#include "rows.h"
#include "scr.h"
#include "scr_day.h"
#include "sell/till.h"
#include "show.h"
#include "str.h"

#define EARLIER	30		/* Zs to choose from */

/* ------------------------------------------------------- what is still open */

struct left {
	struct screen		*day;
	struct close_want	 want;
	struct open_item	*items;
	struct list		 list;
};

static void close_it(struct screen *day, const struct close_want *);

static const enum cmd	left_cmds[] = { CMD_YES, CMD_BACK, CMD_UP, CMD_DOWN,
	CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_NONE };

static void
left_row(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct left	*me = arg;

	canvas_text(c, 0, 1, -1, INK_BOLD, me->items[i].text);
	canvas_text(c, 1, 3, -1, INK_DIM, me->items[i].todo);
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
}

static const struct list_source	left_source = { .draw = left_row };

static void
left_draw(const struct screen *s, struct canvas *c)
{
	const struct left	*me = s->state;
	struct canvas		 rows;
	int			 y;

	y = 1 + canvas_wrap(c, 0, 1, c->cols - 2, 2, INK_BOLD, "Not closed: "
	    "this is still open.");
	rows = canvas_sub(c, y, 0, c->rows - y - 3, c->cols);
	list_draw(&me->list, &rows, &left_source, me);
	canvas_wrap(c, c->rows - 2, 1, c->cols - 2, 2, INK_PLAIN, "Esc goes "
	    "back to see to it. y closes anyway; then the Z lists it.");
	canvas_cursor(c, y, 0);
}

static void
left_act(struct screen *s, enum cmd cmd)
{
	struct left		*me = s->state;
	struct screen		*day = me->day;
	struct close_want	 want = me->want;

	me->list.rows = 6;
	if (list_act(&me->list, cmd))
		return;
	screen_pop(s);
	if (cmd != CMD_YES)
		return;
	want.anyway = true;
	close_it(day, &want);
}

static const struct screen_ops	left_ops = {
	.name = "Still open", .cmds = left_cmds, .draw = left_draw,
	.act = left_act, .state_size = sizeof(struct left),
};

static void
list_left(struct screen *day, const struct close_want *want,
    const struct close_result *r)
{
	struct screen	*s = screen_push(day->ui, &left_ops);
	struct left	*me = s->state;
	size_t		 i;

	me->day = day;
	me->want = *want;
	me->items = arena_alloc(s->arena, r->count * sizeof *me->items);
	for (i = 0; i < r->count; i++) {
		me->items[i] = r->items[i];
		me->items[i].text = arena_strdup(s->arena, r->items[i].text);
		me->items[i].todo = arena_strdup(s->arena, r->items[i].todo);
	}
	me->list.height = 2;
	list_count(&me->list, (int64_t)r->count);
}

/* ---------------------------------------------------------------- X and Z */

static void
x_done(const struct close_result *r, const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct day	*me = s->state;

	me->working = false;
	if (err != NULL)
		ui_toast_err(s->ui, err);
	else
		scr_slip_open(s->ui, ZSLIP_X, &r->z, false);
}

static void
z_done(const struct close_result *r, const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct day	*me = s->state;

	me->working = false;
	if (err != NULL) {
		ui_toast_err(s->ui, err);
	} else if (!r->closed) {
		list_left(s, &me->closing, r);
	} else {
		ui_toast(s->ui, TOAST_GOOD, "Closed: Z %04lld.",
		    (long long)r->z.number);
		scr_slip_open(s->ui, ZSLIP_Z, &r->z, true);
	}
	day_ask(s);
}

static void
close_it(struct screen *s, const struct close_want *want)
{
	struct day	*me = s->state;

	me->closing = *want;
	me->working = true;
	ui_toast(s->ui, TOAST_INFO, "Adding up ...");
	close_start(s->ui->till, want, z_done, s);
}

static void
x_chosen(struct screen *s, int row)
{
	struct day		*me = s->state;
	struct close_want	 want = { .reg = row == 1,
	    .day = me->want.to_day, .agreed = me->agreed };

	if (row < 0)
		return;
	me->working = true;
	close_x(s->ui->till, &want, x_done, s);
}

/* Goes on when whoever is here may, or somebody who may agrees. */
static void
may(struct screen *s, enum right right,
    void (*go)(struct screen *, const struct uuid *by))
{
	struct day		*me = s->state;
	const struct uuid	 nobody = { { 0 } };

	if (me->working)
		return;
	switch (till_may(s->ui->till, right, RIGHT_WHOLLY)) {
	case MAY_YES:
		go(s, &nobody);
		break;
	case MAY_ASK:
		ask_right(s, right, go);
		break;
	case MAY_NO:
		ui_toast(s->ui, TOAST_WARN, "%s: that is not yours to do. F12 "
		    "lets a manager sign in.", right_label(right));
		break;
	}
}

static void
x_may(struct screen *s, const struct uuid *by)
{
	struct day	*me = s->state;
	const char	*rows[2];

	if (by == NULL)
		return;
	me->agreed = *by;
	rows[0] = arena_printf(me->known, "The whole store: %s",
	    s->ui->till->store.name);
	rows[1] = arena_printf(me->known, "This register alone: %s",
	    s->ui->till->reg.name);
	ask_choose(s, "X, the figures so far: of what?", rows, 2, x_chosen);
}

void
day_x(struct screen *s)
{
	may(s, RIGHT_X_REPORT, x_may);
}

/* ------------------------------------------------------------ printed again */

static void
again(struct db_ans *ans, void *arg)
{
	struct screen		*s = arg;
	struct day		*me = s->state;
	const struct rec_z	*z;
	struct err		 err = ERR_INIT;
	size_t			 n;

	me->working = false;
	z = db_rows(ans, REC_Z, &n);
	if (db_check(ans, &err) != 0)
		ui_toast_err(s->ui, &err);
	else if (n > 0)
		scr_slip_open(s->ui, ZSLIP_COPY, z, false);
}

static void
read_again(struct screen *s, const struct uuid *id)
{
	struct day	*me = s->state;

	me->working = true;
	db_send(s->ui->db, op_z_get(id), again, s);
}

void
day_reprint(struct screen *s)
{
	read_again(s, &((struct day *)s->state)->z_id);
}

static void
earlier_chosen(struct screen *s, int row)
{
	struct day	*me = s->state;

	if (row >= 0)
		read_again(s, &me->earlier[row]);
}

static void
listed(struct db_ans *ans, void *arg)
{
	struct screen		*s = arg;
	struct day		*me = s->state;
	const struct rec_z	*z;
	struct err		 err = ERR_INIT;
	const char		*rows[EARLIER];
	char			 amount[MONEY_TEXT], when[40], day[DAY_TEXT];
	size_t			 i, n;

	me->working = false;
	if (db_check(ans, &err) != 0) {
		ui_toast_err(s->ui, &err);
		return;
	}
	z = db_rows(ans, REC_Z, &n);
	if (n == 0) {
		ui_toast(s->ui, TOAST_INFO, "There is no Z yet.");
		return;
	}
	for (i = 0; i < n && i < EARLIER; i++) {
		me->earlier[i] = z[i].id;
		rows[i] = arena_printf(me->known, "%-8s Z %04lld  %s  %12s  "
		    "%s  %s", z[i].till[0] == '\0' ? "store" : z[i].till,
		    (long long)z[i].number, day_text((int)z[i].business_day,
		    day), show_amount(s->ui, z[i].total, amount),
		    show_when(s->ui, z[i].made_at, when, sizeof when),
		    z[i].staff);
	}
	ask_choose(s, "Which Z?", rows, (int)i, earlier_chosen);
}

/* --------------------------------------------------------------- closing */

static void
z_chosen(struct screen *s, int row)
{
	struct day		*me = s->state;
	struct close_want	 want = { .reg = row == 1,
	    .day = me->want.to_day, .agreed = me->agreed };

	if (row == 2) {
		me->working = true;
		db_send(s->ui->db, op_z_list(&s->ui->till->store.id, EARLIER),
		    listed, s);
	} else if (row == 0 && me->closed) {
		day_reprint(s);
	} else if (row >= 0) {
		close_it(s, &want);
	}
}

static void
z_may(struct screen *s, const struct uuid *by)
{
	struct day	*me = s->state;
	char		 day[DAY_TEXT];
	const char	*rows[3];

	if (by == NULL)
		return;
	me->agreed = *by;
	day_text(me->want.to_day, day);
	rows[0] = me->closed ? arena_printf(me->known, "%s is closed already: "
	    "print Z %04lld again", day, (long long)me->z_number) :
	    arena_printf(me->known, "The whole store, up to %s: Z %04lld. "
	    "What is sold then belongs to the next day", day,
	    (long long)me->z_number);
	rows[1] = arena_printf(me->known, "This register alone: %s",
	    s->ui->till->reg.name);
	rows[2] = "Print an earlier Z again";
	ask_choose(s, "Close what? It cannot be undone.", rows, 3, z_chosen);
}

void
day_z(struct screen *s)
{
	may(s, RIGHT_Z_REPORT, z_may);
}
