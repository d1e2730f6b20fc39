/*
 * The websites of others, for the owner: how each gets on, when its orders
 * were read last, how long it takes from a sale until it shows the piece gone,
 * what it waits for and what to do.  Enter opens what it has not been told.
 */
#include <stdio.h>

#include "clock.h"
#include "db.h"
#include "desk/channels.h"
#include "list.h"
#include "mem.h"
#include "scr.h"
#include "scr_day.h"
#include "screen.h"
#include "sell/till.h"
#include "str.h"

#define CALM	(500 * MS_US)		/* between two questions */
#define EVERY	(10 * SECOND_US)	/* when nothing was heard */
#define HEIGHT	5			/* rows of one */

struct channels {
	struct list		 list;
	struct arena		*known;		/* owns rows */
	struct channel_state	*rows;		/* those of others */
	int64_t			 asked_at;	/* clock_mono */
	bool			 asking, stale, answered, allowed;
	char			 trouble[200];
};

static const enum cmd	cmds[] = { CMD_OPEN, CMD_CONFLICTS, CMD_BACK, CMD_UP,
	CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST, CMD_NONE };

static void
take_rows(struct channels *me, const struct db_ans *ans)
{
	struct arena	*arena = arena_new();
	size_t		 n, i, kept = 0;

	n = channels_make(ans, clock_now(), arena, &me->rows);
	for (i = 0; i < n; i++)
		if (me->rows[i].health != CHANNEL_OURS)
			me->rows[kept++] = me->rows[i];
	arena_free(me->known);
	me->known = arena;
	list_count(&me->list, (int64_t)kept);
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct channels	*me = s->state;

	me->asking = false;
	me->trouble[0] = '\0';
	if (db_status(ans) == DB_DONE) {
		take_rows(me, ans);
		me->answered = true;
	} else {
		str_copy(me->trouble, sizeof me->trouble, db_err(ans)->text);
	}
}

/* The delays are of all that was told in a day: not asked at every change. */
static void
ask(struct screen *s)
{
	struct channels	*me = s->state;

	me->stale = true;
	if (me->asking || !me->allowed ||
	    clock_mono() - me->asked_at < CALM)
		return;
	me->stale = false;
	me->asking = true;
	me->asked_at = clock_mono();
	db_send(s->ui->db, channels_ask(clock_now()), answered, s);
}

static void
tick(struct screen *s)
{
	struct channels	*me = s->state;

	/* The listener writes when it has read, and nobody is told of that. */
	if (me->stale || clock_mono() - me->asked_at > EVERY)
		ask(s);
}

/* ----------------------------------------------------------------- drawing */

static void
draw_counts(const struct rec_link *l, struct canvas *c, int y)
{
	char	read[CHANNEL_STRETCH];

	if (l->polled_at == 0)
		str_copy(read, sizeof read, "-");
	else
		channel_stretch(clock_now() - l->polled_at, read);
	canvas_printf(c, y, 3, -1, INK_PLAIN, "orders read %s%s   to tell "
	    "%lld   orders %lld   conflicts %lld", read, l->polled_at == 0 ?
	    "" : " ago", (long long)l->waiting, (long long)l->orders_due,
	    (long long)l->conflicts);
}

static void
draw_delay(const struct rec_delay *d, struct canvas *c, int y)
{
	char	p99[CHANNEL_STRETCH], worst[CHANNEL_STRETCH];

	if (d->count == 0)
		canvas_text(c, y, 3, -1, INK_DIM, "from sold to gone: nothing "
		    "went in the last day");
	else
		canvas_printf(c, y, 3, -1, INK_PLAIN, "from sold to gone: 99 "
		    "%% in %s, worst %s (%lld in the last day)",
		    channel_stretch(d->p99, p99),
		    channel_stretch(d->worst, worst), (long long)d->count);
}

static void
draw_checked(const struct rec_link *l, struct canvas *c, int y)
{
	char	ago[CHANNEL_STRETCH];

	if (l->checked_at == 0)
		canvas_text(c, y, 3, -1, INK_DIM, "its pages were never "
		    "compared with the shop");
	else
		canvas_printf(c, y, 3, -1, l->ghosts > 0 ? INK_BOLD :
		    INK_PLAIN, "%sghosts %lld   unknown %lld   other "
		    "differences %lld   of %lld live, %s ago", l->ghosts > 0 ?
		    "! " : "", (long long)l->ghosts, (long long)l->strays,
		    (long long)l->differ, (long long)l->live,
		    channel_stretch(clock_now() - l->checked_at, ago));
}

static enum ink
health_ink(enum channel_health health)
{
	switch (health) {
	case CHANNEL_WELL:
		return INK_GOOD;
	case CHANNEL_OURS:
	case CHANNEL_OFF:
	case CHANNEL_PAUSED:
		return INK_DIM;
	case CHANNEL_NEW:
	case CHANNEL_BEHIND:
	case CHANNEL_SILENT:
	case CHANNEL_TROUBLE:
		break;
	}
	return INK_BOLD;
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct channels		*me = arg;
	const struct channel_state	*ch = &me->rows[i];
	const char			*word = channel_health_word(
	    ch->health);
	int				 used, end = c->cols - 2;

	used = 1 + canvas_text(c, 0, 1, end - text_width(word) - 2, INK_BOLD,
	    ch->row.name);
	canvas_printf(c, 0, used + 2, end - text_width(word) - used - 4,
	    INK_DIM, "%s, %s", ch->row.code, ch->title);
	canvas_right(c, 0, end, health_ink(ch->health), word);
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
	draw_counts(&ch->row, c, 1);
	draw_delay(&ch->delay, c, 2);
	draw_checked(&ch->row, c, 3);
}

static const struct list_source	source = { .draw = row_draw };

/* At the bottom: what the marked one waits for, and what to do. */
static void
draw_todo(const struct channels *me, struct canvas *c)
{
	const struct channel_state	*ch = &me->rows[me->list.at];
	int				 y;

	canvas_rule(c, 0);
	y = 1 + canvas_wrap(c, 1, 1, c->cols - 2, 2, ch->waits[0] == '\0' ?
	    INK_DIM : INK_BOLD, ch->waits[0] == '\0' ? "It waits for nothing."
	    : ch->waits);
	canvas_wrap(c, y, 1, c->cols - 2, 2, INK_PLAIN, ch->todo);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct channels	*me = s->state;
	int			 foot = c->rows >= 14 ? 5 : 0;
	struct canvas		 rows = canvas_sub(c, 2, 0, c->rows - 2 -
	    foot, c->cols), todo;

	canvas_text(c, 0, 1, -1, INK_ACCENT, "Channels");
	canvas_cursor(c, 2, 0);
	if (me->trouble[0] != '\0')
		canvas_printf(c, 1, 1, -1, INK_BOLD, "! %s", me->trouble);
	if (me->list.count == 0) {
		canvas_wrap(&rows, 0, 1, c->cols - 2, 4, INK_DIM,
		    !me->answered ? "looking ..." : "No website of somebody "
		    "else is connected. vitrinectl channel add connects one, "
		    "and vitrine-channels(7) says how.");
		return;
	}
	list_draw(&me->list, &rows, &source, me);
	if (foot == 0)
		return;
	todo = canvas_sub(c, c->rows - foot, 0, foot, c->cols);
	draw_todo(me, &todo);
}

/* -------------------------------------------------------------------- keys */

/* What it has not been told yet. */
static void
open_waiting(struct screen *s)
{
	struct channels			*me = s->state;
	const struct channel_state	*ch = &me->rows[me->list.at];
	int				 today = till_day(s->ui->till);
	const struct report_want	 want = { .kind = REPORT_DAY,
	    .store = s->ui->till->store.id, .from_day = today,
	    .to_day = today };
	const struct behind_want	 how = { .look = LOOK_WAITING,
	    .a = ch->row.code, .b = "", .title = arena_printf(me->known,
	    "Not yet told to %s", ch->row.name) };

	day_rows_open(s->ui, &want, &how);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct channels	*me = s->state;

	me->list.rows = 3;
	if (list_act(&me->list, cmd))
		return;
	if (cmd == CMD_BACK)
		screen_pop(s);
	else if (cmd == CMD_CONFLICTS && me->allowed)
		scr_conflicts_open(s->ui);
	else if (cmd == CMD_OPEN && me->list.count > 0)
		open_waiting(s);
}

static void
closed(struct screen *s)
{
	arena_free(((struct channels *)s->state)->known);
}

static const struct screen_ops	ops = {
	.name = "Channels", .cmds = cmds, .draw = draw, .act = act,
	.tick = tick, .changed = ask, .resumed = ask, .close = closed,
	.state_size = sizeof(struct channels),
};

static void
agreed(struct screen *s, const struct uuid *by)
{
	if (by == NULL) {
		screen_pop(s);
		return;
	}
	((struct channels *)s->state)->allowed = true;
	ask(s);
}

void
scr_channels_open(struct ui *ui)
{
	static const struct uuid	 nobody;
	enum may			 may = till_may(ui->till,
	    RIGHT_REPORTS, RIGHT_WHOLLY);
	struct screen			*s;
	struct channels			*me;

	if (may == MAY_NO) {
		ui_toast(ui, TOAST_WARN, "That is not yours to see. F12 lets "
		    "a manager sign in.");
		return;
	}
	s = screen_push(ui, &ops);
	me = s->state;
	me->list.height = HEIGHT;
	me->asked_at = clock_mono() - 2 * CALM;
	if (may == MAY_YES)
		agreed(s, &nobody);
	else
		ask_right(s, RIGHT_REPORTS, agreed);
}
