/*
 * The end of the day: the owner's screen.  What was sold where, how it
 * compares, whether the drawer agrees, what is owed, and the proof that nothing
 * was sold twice.  It goes on while the day does: whatever anybody sells shows
 * here at once.
 */
#include "scr_day.h"

#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "clock.h"
#include "db.h"
#include "mem.h"
#include "ops.h"
#include "scr.h"
#include "sell/till.h"
#include "show.h"
#include "str.h"

#define CALM		(300 * MS_US)	/* between two questions */
#define RECOUNT_EVERY	(10 * SECOND_US)
#define FIRST_DAY	20000101

static const enum cmd	cmds[] = { CMD_OPEN, CMD_TALLY, CMD_PRINT,
	CMD_EXPORT, CMD_OTHER_DAY, CMD_X_REPORT, CMD_Z_REPORT, CMD_BACK,
	CMD_UP, CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST,
	CMD_NEXT, CMD_PREV, CMD_REPORTS, CMD_CONFLICTS,
	CMD_CHANNELS, CMD_NONE };

/* headings */

/* "Sat 22 Nov 2026" */
static const char *
day_name(struct arena *arena, int day)
{
	static const char	weekdays[7][4] = { "Sun", "Mon", "Tue", "Wed",
		"Thu", "Fri", "Sat" };
	static const char	months[12][4] = { "Jan", "Feb", "Mar", "Apr",
		"May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

	return arena_printf(arena, "%s %d %s %d", weekdays[(day_between(
	    20000102, day) % 7 + 7) % 7], day % 100,
	    months[(day / 100 % 100 - 1) % 12], day / 10000);
}

static const char *
heading(const struct screen *s, struct arena *arena)
{
	const struct day	*me = s->state;
	const char		*from = day_name(arena, me->want.from_day);

	if (me->want.from_day == me->want.to_day)
		return arena_printf(arena, "End of day  %s - %s", from,
		    s->ui->till->store.name);
	return arena_printf(arena, "%s to %s - %s", from, day_name(arena,
	    me->want.to_day), s->ui->till->store.name);
}

/* Closed by which Z, or how far it is. */
static const char *
state(const struct screen *s, struct arena *arena, const struct rec_z *by,
    const struct rec_z *due)
{
	const struct day	*me = s->state;
	char			 when[40];

	if (by != NULL)
		return arena_printf(arena, "closed: Z %04lld, %s%s%s",
		    (long long)by->number, show_when(s->ui, by->made_at, when,
		    sizeof when), by->staff[0] == '\0' ? "" : ", ",
		    by->staff);
	return arena_printf(arena, me->want.to_day < till_day(s->ui->till) ?
	    "not closed - Z %04lld next" : "X so far - Z %04lld next",
	    due == NULL ? 1 : (long long)due->number);
}

/* asking */

/* Keeps the mark on the figure it is on, wherever that is now. */
static void
remake(struct screen *s, struct arena *arena)
{
	struct day		*me = s->state;
	const struct block	*was, *is;
	const struct fig	*old = figs_at(&me->figs, me->at, &was), *now;
	struct figs		 figs;
	int			 i;

	day_figs(s->ui, me, arena, &figs);
	for (i = 0; old != NULL && i < figs.total; i++) {
		now = figs_at(&figs, i, &is);
		if (is->place == was->place && str_eq(now->label, old->label) &&
		    (is->title == was->title || (is->title != NULL &&
		    was->title != NULL && str_eq(is->title, was->title)))) {
			me->at = i;
			break;
		}
	}
	me->figs = figs;
	if (me->at >= figs.total)
		me->at = figs.total - 1;
}

/* The figures again from what is known, e.g. when the recount goes on. */
static void
refresh(struct screen *s)
{
	struct day	*me = s->state;
	struct arena	*old = me->known, *arena = arena_new();

	me->heading = heading(s, arena);
	me->state = me->state == NULL ? "" : arena_strdup(arena, me->state);
	remake(s, arena);
	me->known = arena;
	arena_free(old);
}

static void
take(struct screen *s, const struct db_ans *ans, struct report *report)
{
	struct day		*me = s->state;
	const struct rec_z	*by, *due;
	struct arena		*old = me->known, *arena = arena_new();
	struct report		*before = me->report;
	size_t			 n, m;

	by = db_rows_nth(ans, REC_Z, 0, &n);
	due = db_rows_nth(ans, REC_Z, 1, &m);
	me->closed = n > 0;
	me->z_number = n > 0 ? by->number : m > 0 ? due->number : 1;
	if (n > 0)
		me->z_id = by->id;
	me->report = report;
	me->heading = heading(s, arena);
	me->state = state(s, arena, n > 0 ? by : NULL, m > 0 ? due : NULL);
	remake(s, arena);
	me->known = arena;
	arena_free(old);
	report_free(before);
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct day	*me = s->state;
	struct err	 err = ERR_INIT;
	struct report	*report;

	me->asking = false;
	if (me->asked_from != me->want.from_day ||
	    me->asked_to != me->want.to_day) {
		day_ask(s);	/* other days were chosen meanwhile */
		return;
	}
	me->answered_at = clock_mono();
	report = report_make(&me->want, s->ui->till, ans, &err);
	if (report != NULL)
		take(s, ans, report);
	else if (err.kind != ERR_UNAVAILABLE || me->report == NULL)
		ui_toast_err(s->ui, &err);
}

/* The business day may have changed while this was open. */
static void
follow(struct screen *s)
{
	struct day	*me = s->state;

	if (me->follows)
		me->want.from_day = me->want.to_day = till_day(s->ui->till);
}

void
day_ask(struct screen *s)
{
	struct day	*me = s->state;
	struct till	*till = s->ui->till;
	struct db_req	*req;

	me->stale = true;
	if (me->asking || !me->allowed || db_link(s->ui->db) == DB_DOWN ||
	    clock_mono() - me->answered_at < CALM)
		return;
	me->stale = false;
	me->asking = true;
	follow(s);
	me->asked_from = me->want.from_day;
	me->asked_to = me->want.to_day;
	req = db_req_join(report_ask(&me->want, till), op_z_of_day(
	    &till->store.id, me->want.to_day));
	req = db_req_join(req, op_z_due(&till->store.id, NULL,
	    me->want.to_day));
	db_send(s->ui->db, req, answered, s);
}

static void
recounted(const struct recount *r, const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct day	*me = s->state;

	me->recounting = err == NULL && !r->done;
	if (err != NULL)
		return;
	/* While it goes on, what was found last time stands. */
	if (r->done || !me->recount.done)
		me->recount = *r;
	if (r->done)
		me->recounted_at = clock_mono();
	if (me->report != NULL)
		refresh(s);
}

static void
owed(struct db_ans *ans, void *arg)
{
	struct screen		*s = arg;
	struct day		*me = s->state;
	const struct rec_figure	*f;
	size_t			 i, n;

	if (db_status(ans) != DB_DONE)
		return;
	f = db_rows(ans, REC_FIGURE, &n);
	me->owed = 0;
	for (i = 0; i < n; i++)
		me->owed += f[i].due;
	if (me->report != NULL)
		refresh(s);
}

/* What looks at the whole shop, and so is not asked at every sale. */
static void
prove(struct screen *s)
{
	struct day	*me = s->state;
	struct till	*till = s->ui->till;

	if (me->recounting || !me->allowed || db_link(s->ui->db) != DB_LIVE)
		return;
	me->recounting = true;
	me->unproved = false;
	recount_start(till, recounted, s);
	db_send(s->ui->db, op_figure(FIGURE_CONSIGNOR, &till->store.id, 0,
	    till_day(till)), owed, s);
}

static void
changed(struct screen *s)
{
	struct day	*me = s->state;

	me->unproved = true;
	day_ask(s);
}

static void
tick(struct screen *s)
{
	struct day	*me = s->state;
	int64_t		 rest = RECOUNT_EVERY + 20 * me->recount.us;

	if (!me->allowed)
		return;
	if (me->follows && me->want.to_day != till_day(s->ui->till))
		me->stale = true;
	if (me->stale)
		day_ask(s);
	if (me->unproved && clock_mono() - me->recounted_at > rest)
		prove(s);
}

/* what keys do */

static void
open_fig(struct screen *s)
{
	struct day		*me = s->state;
	struct report_want	 want = me->want;
	const struct block	*b;
	const struct fig	*f = figs_at(&me->figs, me->at, &b);

	if (f == NULL)
		return;
	if (f->recounts) {
		prove(s);
		ui_toast(s->ui, TOAST_INFO, "Counting again, from the sales "
		    "and returns themselves.");
	} else if (!uuid_is_nil(&f->sale)) {
		scr_receipt_open(s->ui, &f->sale, true);
	} else {
		if (f->ever)
			want.from_day = FIRST_DAY;
		want.from_day = day_add(want.from_day, f->shift);
		want.to_day = day_add(want.to_day, f->shift);
		day_rows_open(s->ui, &want, &f->opens);
	}
}

static void
show_days(struct screen *s, int from, int to)
{
	struct day	*me = s->state;

	me->want.from_day = from;
	me->want.to_day = to;
	me->follows = from == to && to == till_day(s->ui->till);
	me->answered_at = 0;
	report_free(me->report);
	me->report = NULL;
	memset(&me->figs, 0, sizeof me->figs);
	me->at = 0;
	me->state = NULL;
	refresh(s);
	day_ask(s);
}

/* "", "today", "yesterday", "-3", a day, or two days. */
int
day_read_days(struct screen *s, const char *typed, int *from_r, int *to_r,
    struct err *err)
{
	int	today = till_day(s->ui->till), back;
	char	from[40] = "", to[40] = "";

	*from_r = *to_r = today;
	if (sscanf(typed, "%39s %39s", from, to) < 1 || str_eq(from, "today"))
		return 0;
	if (str_eq(from, "yesterday"))
		str_copy(from, sizeof from, "-1");
	if (from[0] == '-' && sscanf(from, "-%4d", &back) == 1) {
		*from_r = *to_r = day_add(today, -back);
		return 0;
	}
	if (str_eq(to, "to"))
		sscanf(typed, "%*s %*s %39s", to);
	if (day_parse(from, from_r, err) != 0)
		return -1;
	*to_r = *from_r;
	if (to[0] != '\0' && day_parse(to, to_r, err) != 0)
		return -1;
	if (*from_r > *to_r) {
		err_set(err, ERR_INPUT, "the first day is after the last");
		return err_hint(err, "Write the earlier one first.");
	}
	return 0;
}

static void
days_given(struct screen *s, const char *typed)
{
	struct err	err = ERR_INIT;
	int		from, to;

	if (typed == NULL)
		return;
	if (day_read_days(s, typed, &from, &to, &err) != 0)
		ui_toast_err(s->ui, &err);
	else
		show_days(s, from, to);
}

/* To the first figure of the block before or after. */
static void
move_block(struct day *me, int step)
{
	const struct block	*here, *b;
	int			 i = me->at;

	if (figs_at(&me->figs, i, &here) == NULL)
		return;
	for (b = here; b == here && i >= 0 && i < me->figs.total; i += step)
		figs_at(&me->figs, i, &b);
	if (b == here) {
		me->at = step > 0 ? 0 : me->figs.total - 1;
		return;
	}
	me->at = i - step;
	for (here = b; step < 0 && me->at > 0; me->at--) {
		figs_at(&me->figs, me->at - 1, &b);
		if (b != here)
			break;
	}
}

static bool
move(struct day *me, enum cmd cmd)
{
	if (cmd == CMD_UP && me->at > 0)
		me->at--;
	else if (cmd == CMD_DOWN && me->at < me->figs.total - 1)
		me->at++;
	else if (cmd == CMD_FIRST)
		me->at = 0;
	else if (cmd == CMD_LAST)
		me->at = me->figs.total > 0 ? me->figs.total - 1 : 0;
	else if (cmd == CMD_NEXT || cmd == CMD_PAGE_DOWN)
		move_block(me, 1);
	else if (cmd == CMD_PREV || cmd == CMD_PAGE_UP)
		move_block(me, -1);
	else
		return cmd == CMD_UP || cmd == CMD_DOWN;
	return true;
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct day	*me = s->state;

	if (cmd == CMD_BACK)
		screen_pop(s);
	else if (!me->allowed || move(me, cmd))
		return;
	else if (cmd == CMD_OTHER_DAY)
		ask_text(s, "Which day?", "A day as 2026-11-22, yesterday, or "
		    "two days for all between them. Nothing is today.", "",
		    days_given);
	else if (cmd == CMD_TALLY)
		scr_drawer_open(s->ui);
	else if (cmd == CMD_CHANNELS)
		scr_channels_open(s->ui);
	else if (cmd == CMD_CONFLICTS)
		scr_conflicts_open(s->ui);
	else if (cmd == CMD_REPORTS)
		scr_report_open(s->ui, &me->want);
	else if (me->report == NULL)
		return;
	else if (cmd == CMD_OPEN)
		open_fig(s);
	else if (cmd == CMD_EXPORT)
		day_export(s, &me->want, NULL);
	else if (cmd == CMD_PRINT && me->closed)
		day_reprint(s);
	else if (cmd == CMD_PRINT || cmd == CMD_X_REPORT)
		day_x(s);
	else if (cmd == CMD_Z_REPORT)
		day_z(s);
}

static bool
key(struct screen *s, const struct event *ev)
{
	struct day	*me = s->state;

	if (ev->kind != EV_KEY || (ev->key != KEY_LEFT &&
	    ev->key != KEY_RIGHT))
		return false;
	move_block(me, ev->key == KEY_RIGHT ? 1 : -1);
	return true;
}

static void
resumed(struct screen *s)
{
	day_ask(s);
}

static void
closed(struct screen *s)
{
	struct day	*me = s->state;

	report_free(me->report);
	arena_free(me->known);
}

static const struct screen_ops	ops = {
	.name = "End of day", .cmds = cmds, .draw = day_draw, .act = act,
	.key = key, .tick = tick, .changed = changed, .resumed = resumed,
	.close = closed, .state_size = sizeof(struct day),
};

/* who may look at it */

static void
let_in(struct screen *s)
{
	struct day	*me = s->state;

	me->allowed = true;
	day_ask(s);
	prove(s);
}

static void
agreed(struct screen *s, const struct uuid *manager)
{
	if (manager != NULL)
		let_in(s);
	else
		screen_pop(s);
}

void
scr_day_open(struct ui *ui)
{
	enum may	 may = till_may(ui->till, RIGHT_REPORTS, RIGHT_WHOLLY);
	struct screen	*s;
	struct day	*me;

	if (may == MAY_NO) {
		ui_toast(ui, TOAST_WARN, "The day's figures are not yours to "
		    "see. F12 lets a manager sign in.");
		return;
	}
	s = screen_push(ui, &ops);
	me = s->state;
	me->want.kind = REPORT_DAY;
	me->want.store = ui->till->store.id;
	me->want.quick = true;
	me->want.from_day = me->want.to_day = till_day(ui->till);
	me->follows = true;
	me->owed = -1;
	me->answered_at = clock_mono() - 2 * CALM;
	refresh(s);
	if (may == MAY_YES)
		let_in(s);
	else
		ask_right(s, RIGHT_REPORTS, agreed);
}
