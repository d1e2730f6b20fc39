/*
 * An X or a Z: as it is printed, and printing it.  A new Z goes to the printer
 * by itself; printed once more it is a copy and says so.
 */
#include <stdio.h>

#include "mem.h"
#include "page.h"
#include "print/paper.h"
#include "scr_day.h"
#include "sell/till.h"

struct slip {
	enum zslip	 what;
	struct rec_z	 z;
	struct page	 page;
	bool		 printing;
	char		 trouble[240];
};

static const enum cmd	cmds[] = { CMD_PRINT, CMD_BACK, CMD_OK, CMD_UP,
	CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST, CMD_NONE };

static void
printed(const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct slip	*me = s->state;

	me->printing = false;
	if (err != NULL) {
		snprintf(me->trouble, sizeof me->trouble, "Not printed: %s. "
		    "%s", err->text, err->hint);
		return;
	}
	if (me->what == ZSLIP_Z)
		me->what = ZSLIP_COPY;
	ui_toast(s->ui, TOAST_GOOD, "It is printed.");
}

/* Lays it out anew, and sends it to the printer when asked to. */
static void
show(struct screen *s, bool print)
{
	struct slip	*me = s->state;
	struct paper	*paper = paper_new();
	struct err	 err = ERR_INIT;

	me->trouble[0] = '\0';
	if (zslip_write(paper, me->what, &me->z, s->ui->till, &err) != 0) {
		snprintf(me->trouble, sizeof me->trouble, "%s. %s", err.text,
		    err.hint);
	} else {
		page_show(&me->page, s->arena, paper);
		if (print) {
			me->printing = true;
			page_print(s->ui, paper, printed, s);
		}
	}
	paper_free(paper);
}

static const char *
what_it_is(const struct slip *me)
{
	switch (me->what) {
	case ZSLIP_X:
		return "X: the figures so far. Nothing is closed.";
	case ZSLIP_Z:
		return "Z: closed, for good.";
	case ZSLIP_COPY:
		return "Z: printed before; this is a copy.";
	}
	return "";
}

static void
draw_side(const struct screen *s, struct canvas *c)
{
	const struct slip	*me = s->state;
	int			 y = 1;

	y += canvas_wrap(c, y, 1, c->cols - 2, 3, INK_BOLD, what_it_is(me));
	y++;
	if (me->printing)
		canvas_text(c, y++, 1, -1, INK_DIM, "Printing ...");
	else if (s->ui->printer == NULL)
		y += canvas_wrap(c, y, 1, c->cols - 2, 4, INK_DIM, "No "
		    "printer is set: printer = \"...\" in vitrine.conf, a "
		    "device or a file.");
	canvas_wrap(c, y, 1, c->cols - 2, 5, INK_BOLD, me->trouble);
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct slip	*me = s->state;
	int			 paper = PAGE_WIDTH + 4;	/* the list's bar */
	struct canvas		 page, side;

	if (c->cols < paper + 16)
		paper = c->cols;
	page = canvas_sub(c, 0, 0, c->rows, paper);
	if (me->page.lines != NULL)
		page_draw(&me->page, &page);
	if (paper == c->cols)
		return;
	side = canvas_sub(c, 0, paper, c->rows, c->cols - paper);
	draw_side(s, &side);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct slip	*me = s->state;

	me->page.list.rows = 16;
	if (list_act(&me->page.list, cmd))
		return;
	if (cmd != CMD_PRINT)
		screen_pop(s);
	else if (s->ui->printer == NULL)
		ui_toast(s->ui, TOAST_WARN, "No printer is set. Write printer "
		    "= \"/dev/usb/lp0\" or a file into vitrine.conf.");
	else if (!me->printing)
		show(s, true);
}

static void
closed(struct screen *s)
{
	if (s->ui->printer != NULL)
		printer_forget(s->ui->printer, s);
}

static const struct screen_ops	ops = {
	.name = "X and Z", .cmds = cmds, .draw = draw, .act = act,
	.close = closed, .state_size = sizeof(struct slip),
};

void
scr_slip_open(struct ui *ui, enum zslip what, const struct rec_z *z, bool now)
{
	struct screen	*s = screen_push(ui, &ops);
	struct slip	*me = s->state;

	me->what = what;
	me->z = *z;
	me->z.totals = arena_strdup(s->arena, z->totals);
	me->z.store = arena_strdup(s->arena, z->store);
	me->z.till = arena_strdup(s->arena, z->till);
	me->z.staff = arena_strdup(s->arena, z->staff);
	me->z.hash.bytes = arena_memdup(s->arena, z->hash.bytes, z->hash.len);
	show(s, now && ui->printer != NULL);
}
