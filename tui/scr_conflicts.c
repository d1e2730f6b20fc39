/*
 * The conflict desk: two buyers and one piece, and orders only a person can
 * bring to an end.  The open ones first, each with the time since it happened
 * and what comes next; Enter opens one (scr_conflict.c).
 */
#include <stdio.h>

#include "clock.h"
#include "db.h"
#include "desk/conflict.h"
#include "list.h"
#include "mem.h"
#include "scr.h"
#include "screen.h"
#include "sell/till.h"
#include "str.h"

#define WIDE	60	/* columns from which everything has room */

struct desk {
	struct list	 list;
	struct arena	*known;		/* owns rows */
	struct conflict	*rows;
	int64_t		 open;
	int64_t		 read_at;	/* clock_mono */
	bool		 asking, again, answered;
	char		 trouble[200];
};

static const enum cmd	cmds[] = { CMD_OPEN, CMD_DETAILS, CMD_BACK, CMD_UP,
	CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST, CMD_NONE };

static void	ask(struct screen *);

/* Puts the rows in place, the mark still on the one it was on. */
static void
take_rows(struct desk *me, const struct db_ans *ans)
{
	struct uuid	 was = { { 0 } };
	struct arena	*arena = arena_new();
	size_t		 n, i;

	if (me->list.count > 0)
		was = me->rows[me->list.at].row.id;
	n = conflict_list(ans, arena, &me->rows);
	arena_free(me->known);
	me->known = arena;
	me->read_at = clock_mono();
	me->open = 0;
	list_count(&me->list, (int64_t)n);
	for (i = 0; i < n; i++) {
		me->open += me->rows[i].open;
		if (uuid_eq(&me->rows[i].row.id, &was))
			me->list.at = (int64_t)i;
	}
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct desk	*me = s->state;

	me->asking = false;
	me->trouble[0] = '\0';
	if (db_status(ans) == DB_DONE) {
		take_rows(me, ans);
		me->answered = true;
	} else {
		str_copy(me->trouble, sizeof me->trouble, db_err(ans)->text);
	}
	if (me->again)
		ask(s);
}

static void
ask(struct screen *s)
{
	struct desk	*me = s->state;

	me->again = me->asking;
	if (me->asking)
		return;
	me->asking = true;
	db_send(s->ui->db, conflict_list_ask(&s->ui->till->store.id, true),
	    answered, s);
}

/* What comes next, or how it ended. */
static void
draw_next(const struct conflict *f, struct canvas *c)
{
	const char	*note = f->row.note;

	if (f->open)
		canvas_printf(c, 1, 3, -1, INK_DIM, "%s", f->steps[0] ==
		    NULL ? "" : f->steps[0]);
	else
		canvas_printf(c, 1, 3, -1, INK_DIM, "settled%s%s%s%s",
		    str_empty(f->row.closed_by) ? "" : " by ",
		    f->row.closed_by, str_empty(note) ? "" : ": ", note);
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct desk	*me = arg;
	const struct conflict	*f = &me->rows[i];
	enum ink		 ink = f->open ? INK_BOLD : INK_DIM;
	char			 age[CONFLICT_AGE];
	int			 end = c->cols - 2;

	conflict_age(f, f->row.now + (clock_mono() - me->read_at), age);
	canvas_right(c, 0, end, ink, age);
	end -= text_width(age) + 2;
	canvas_text(c, 0, 1, 1, ink, f->open ? "!" : "");
	canvas_text(c, 0, 3, 10, ink, str_empty(f->row.sku) ? "-" :
	    f->row.sku);
	if (c->cols >= WIDE) {
		canvas_text(c, 0, 14, 28, f->open ? INK_PLAIN : INK_DIM,
		    f->what);
		canvas_text(c, 0, 43, end - 43, f->open ? INK_PLAIN : INK_DIM,
		    f->row.wanted_by);
	} else {
		canvas_text(c, 0, 14, end - 14, f->open ? INK_PLAIN : INK_DIM,
		    f->what);
	}
	draw_next(f, c);
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
}

static const struct list_source	source = { .draw = row_draw };

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct desk	*me = s->state;
	struct canvas		 rows = canvas_sub(c, 2, 0, c->rows - 2,
	    c->cols);
	char			 text[80];

	canvas_text(c, 0, 1, -1, INK_ACCENT, "Conflict desk");
	if (me->answered) {
		snprintf(text, sizeof text, me->open == 0 ? "none is open" :
		    "%lld open", (long long)me->open);
		canvas_right(c, 0, c->cols - 2, me->open == 0 ? INK_DIM :
		    INK_BOLD, text);
	}
	list_draw(&me->list, &rows, &source, me);
	canvas_cursor(c, 2, 0);
	if (me->trouble[0] != '\0')
		canvas_printf(c, 1, 1, -1, INK_BOLD, "! %s", me->trouble);
	else if (me->list.count == 0)
		canvas_wrap(&rows, 0, 1, c->cols - 2, 3, INK_DIM,
		    !me->answered ? "looking ..." : "There has been none. "
		    "When a website sells a piece that is sold here already, "
		    "both buyers and what to do stand here.");
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct desk		*me = s->state;
	const struct conflict	*f;

	me->list.rows = 9;
	if (list_act(&me->list, cmd))
		return;
	if (cmd == CMD_BACK) {
		screen_pop(s);
	} else if (me->list.count > 0) {
		f = &me->rows[me->list.at];
		if (cmd == CMD_OPEN)
			scr_conflict_open(s->ui, &f->row.id);
		else if (!uuid_is_nil(&f->row.piece_id))
			scr_piece_open(s->ui, &f->row.piece_id);
		else
			ui_toast(s->ui, TOAST_INFO, "No piece here is called "
			    "that.");
	}
}

static void
closed(struct screen *s)
{
	arena_free(((struct desk *)s->state)->known);
}

static const struct screen_ops	ops = {
	.name = "Conflict desk", .cmds = cmds, .draw = draw, .act = act,
	.changed = ask, .resumed = ask, .close = closed,
	.state_size = sizeof(struct desk),
};

void
scr_conflicts_open(struct ui *ui)
{
	struct screen	*s = screen_push(ui, &ops);
	struct desk	*me = s->state;

	me->list.height = 2;
	ask(s);
}
