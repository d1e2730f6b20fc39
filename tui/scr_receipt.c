/*
 * The receipt of a sale: as it is printed, and printing it.  A fresh one goes
 * to the printer by itself; anything after that is a copy and says so.  What
 * became of a fresh one is written down, so that one of which nothing is known,
 * because the register was ended first, is offered at the next sign-in.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "ops.h"
#include "page.h"
#include "print/paper.h"
#include "print/queue.h"
#include "print/receipt.h"
#include "scr.h"
#include "screen.h"
#include "sell/till.h"
#include "show.h"
#include "str.h"

struct preview {
	struct uuid	 sale_id;
	bool		 copy;
	bool		 is_return;
	bool		 fresh;		/* to be printed as soon as it is read */
	bool		 due;		/* nothing became of it yet */
	bool		 offered;	/* after a restart */
	bool		 printing;
	struct page	 page;
	char		 number[40];
	char		 change[MONEY_TEXT];
	char		 late[DAY_TEXT];	/* the day it belongs to */
	char		 trouble[240];
};

static const enum cmd	cmds[] = { CMD_OK, CMD_PRINT, CMD_BACK, CMD_UP,
	CMD_DOWN, CMD_PAGE_UP, CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST, CMD_NONE };

/* It is for the next start to know; nobody waits. */
static void
noted(struct db_ans *ans, void *arg)
{
	(void)ans;
	(void)arg;
}

static void
became(struct screen *s, const char *how)
{
	struct preview	*me = s->state;

	if (me->due)
		db_send(s->ui->db, op_receipt_done(&me->sale_id, how), noted,
		    s->ui);
	me->due = false;
}

static void
printed(const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct preview	*me = s->state;

	me->printing = false;
	if (err != NULL) {
		snprintf(me->trouble, sizeof me->trouble, "Not printed: %s. "
		    "%s", err->text, err->hint);
		return;
	}
	me->copy = true;
	became(s, "printed");
	ui_toast(s->ui, TOAST_GOOD, "%s is printed.", me->number);
}

static void
print(struct screen *s, const struct paper *paper)
{
	struct preview	*me = s->state;

	me->printing = true;
	me->trouble[0] = '\0';
	page_print(s->ui, paper, printed, s);
}

static void
show(struct screen *s, const struct receipt *r)
{
	struct preview	*me = s->state;
	struct paper	*paper = paper_new();
	size_t		 i;

	str_copy(me->number, sizeof me->number, r->sale->number);
	me->is_return = str_eq(r->sale->kind, "return");
	for (i = 0; i < r->payment_count; i++)
		if (str_eq(r->payments[i].kind, "change"))
			show_price(s->ui, -r->payments[i].amount, me->change);
	if (receipt_is_late(r->sale, s->ui->till))
		day_text((int)r->sale->business_day, me->late);
	receipt_write(paper, r, s->ui->till, receipt_has_cash(r));
	page_show(&me->page, s->arena, paper);
	if (me->fresh && s->ui->printer != NULL)
		print(s, paper);
	me->fresh = false;
	paper_free(paper);
}

static void
answered(struct db_ans *ans, void *arg)
{
	struct screen		*s = arg;
	struct preview		*me = s->state;
	struct receipt		 r = { .copy = me->copy };
	size_t			 n;

	if (db_status(ans) != DB_DONE) {
		snprintf(me->trouble, sizeof me->trouble, "%s. %s",
		    db_err(ans)->text, db_err(ans)->hint);
		return;
	}
	r.sale = db_rows(ans, REC_SALE, &n);
	if (n == 0) {
		str_copy(me->trouble, sizeof me->trouble,
		    "There is no such sale.");
		return;
	}
	r.lines = db_rows(ans, REC_LINE, &r.line_count);
	r.payments = db_rows(ans, REC_PAYMENT, &r.payment_count);
	show(s, &r);
}

static void
ask(struct screen *s)
{
	struct preview	*me = s->state;

	db_send(s->ui->db, op_sale_get(&me->sale_id), answered, s);
}

static void
draw_side(const struct screen *s, struct canvas *c)
{
	const struct preview	*me = s->state;
	int			 y = 1;

	if (me->offered && me->due)
		y += canvas_wrap(c, y, 1, c->cols - 2, 4, INK_BOLD, "The "
		    "register was ended before this receipt was printed.");
	else if (me->number[0] != '\0' && !me->copy)
		canvas_printf(c, y++, 1, -1, INK_GOOD, "%s: %s", me->is_return ?
		    "Taken back" : "Sold", me->number);
	if (me->change[0] != '\0') {
		y++;
		canvas_text(c, y++, 1, -1, INK_PLAIN, "Change to give");
		canvas_text(c, y++, 1, -1, INK_BOLD, me->change);
	}
	y++;
	if (me->late[0] != '\0') {
		canvas_text(c, y++, 1, -1, INK_PLAIN, "The day was closed:");
		canvas_printf(c, y++, 1, -1, INK_BOLD, "belongs to %s",
		    me->late);
		y++;
	}
	if (me->printing)
		canvas_text(c, y++, 1, -1, INK_DIM, "Printing ...");
	else if (s->ui->printer == NULL)
		y += canvas_wrap(c, y, 1, c->cols - 2, 4, INK_DIM, "No "
		    "printer is set: printer = \"...\" in vitrine.conf, a "
		    "device or a file.");
	if (me->trouble[0] != '\0')
		y += canvas_wrap(c, y, 1, c->cols - 2, 5, INK_BOLD,
		    me->trouble);
	if (!me->offered || !me->due) {
		canvas_text(c, y + 1, 1, -1, INK_DIM, "Enter: next customer");
		return;
	}
	canvas_text(c, y + 1, 1, -1, INK_BOLD, s->ui->printer == NULL ?
	    "Enter: it has been seen" : "Enter: print it now");
	canvas_text(c, y + 2, 1, -1, INK_DIM, "Esc: nobody wants it");
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct preview	*me = s->state;
	int			 paper = PAGE_WIDTH + 4;	/* the list's bar */
	struct canvas		 page, side;

	if (c->cols < paper + 16)
		paper = c->cols;
	page = canvas_sub(c, 0, 0, c->rows, paper);
	if (me->page.lines != NULL)
		page_draw(&me->page, &page);
	else if (me->trouble[0] == '\0')
		canvas_text(&page, 1, 1, -1, INK_DIM, "reading ...");
	if (paper == c->cols)
		return;
	side = canvas_sub(c, 0, paper, c->rows, c->cols - paper);
	draw_side(s, &side);
}

/* Another copy: read again, so that it says that it is one. */
static void
print_again(struct screen *s)
{
	struct preview	*me = s->state;

	if (s->ui->printer == NULL) {
		ui_toast(s->ui, TOAST_WARN, "No printer is set. Write printer "
		    "= \"/dev/usb/lp0\" or a file into vitrine.conf.");
		return;
	}
	if (me->printing)
		return;
	me->fresh = true;
	ask(s);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct preview	*me = s->state;

	me->page.list.rows = 16;
	if (list_act(&me->page.list, cmd))
		return;
	if (cmd == CMD_PRINT)
		print_again(s);
	else if (cmd == CMD_OK && me->offered && me->due &&
	    s->ui->printer != NULL)
		print_again(s);
	else if (cmd == CMD_OK || cmd == CMD_BACK) {
		became(s, cmd == CMD_BACK && me->offered ? "declined" :
		    "shown");
		screen_pop(s);
	}
}

/* The next customer's piece: the receipt has been seen.  One that is offered
   waits for the next time. */
static bool
scan(struct screen *s, const char *code)
{
	struct preview	*me = s->state;

	(void)code;
	if (!me->offered)
		became(s, "shown");
	screen_pop(s);
	return false;
}

static void
closed(struct screen *s)
{
	if (s->ui->printer != NULL)
		printer_forget(s->ui->printer, s);
}

static const struct screen_ops	ops = {
	.name = "Receipt", .cmds = cmds, .draw = draw, .act = act,
	.scan = scan, .close = closed, .state_size = sizeof(struct preview),
};

void
scr_receipt_open(struct ui *ui, const struct uuid *sale_id, bool copy)
{
	struct screen	*s = screen_push(ui, &ops);
	struct preview	*me = s->state;

	me->sale_id = *sale_id;
	me->copy = copy;
	me->fresh = me->due = !copy;
	ask(s);
}

static void
begun(struct db_ans *ans, void *arg)
{
	struct screen		*sale = arg;
	struct ui		*ui = sale->ui;
	const struct rec_sale	*last;
	struct preview		*me;
	size_t			 n;

	last = db_rows(ans, REC_SALE, &n);
	/* Somebody is at work already: another time. */
	if (n == 0 || ui->top != sale || sale_ticket_open(ui))
		return;
	scr_receipt_open(ui, &last->id, false);
	me = ui->top->state;
	me->fresh = false;
	me->offered = true;
}

void
scr_receipt_begin(struct ui *ui)
{
	db_send(ui->db, op_receipt_open(&ui->till->reg.id), begun, ui->top);
}
