/*
 * Taking pieces back, from their receipt: its number, its barcode, or that of
 * the piece on it.  The money goes back as it came, tax as it was stored; a
 * piece goes back for inspection and not into the case.
 */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "form.h"
#include "list.h"
#include "mem.h"
#include "scr.h"
#include "screen.h"
#include "sell/refund.h"
#include "sell/till.h"
#include "show.h"
#include "str.h"

struct back {
	struct line	 line;		/* the receipt's number */
	struct refund	*refund;	/* NULL until it is found */
	struct list	 list;
	bool		 asking, selling, unsure;
	bool		 as_cash;	/* not the way it came */
	char		 reason[120];
	char		 trouble[320];
};

static const enum cmd	cmds[] = { CMD_MARK, CMD_ALL, CMD_QUANTITY, CMD_TENDER,
	CMD_CASH, CMD_OK, CMD_BACK, CMD_UP, CMD_DOWN, CMD_PAGE_UP,
	CMD_PAGE_DOWN, CMD_FIRST, CMD_LAST, CMD_NONE };

static void	commit(struct screen *);

static void
found(struct refund *refund, const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct back	*me = s->state;

	me->asking = false;
	if (refund == NULL) {
		ui_toast_err(s->ui, err);
		return;
	}
	refund_free(me->refund);
	me->refund = refund;
	me->unsure = false;
	me->trouble[0] = '\0';
	list_count(&me->list, (int64_t)refund->count);
	me->list.at = 0;
	if (refund->count == 1 && refund->lines[0].left > 0)
		refund_choose_all(refund);	/* what else could it be */
	line_wipe(&me->line);
}

static void
look_up(struct screen *s, const char *code)
{
	struct back	*me = s->state;

	if (me->asking || me->selling || str_empty(code))
		return;
	me->asking = true;
	refund_find(s->ui->till, code, found, s);
}

static void
choose(struct screen *s, int64_t qty)
{
	struct back	*me = s->state;
	struct err	 err = ERR_INIT;

	if (refund_choose(me->refund, (size_t)me->list.at, qty, &err) != 0)
		ui_toast_err(s->ui, &err);
}

static void
mark(struct screen *s)
{
	struct back		*me = s->state;
	struct refund_line	*l = &me->refund->lines[me->list.at];

	if (l->left == 0)
		ui_toast(s->ui, TOAST_WARN, "%s came back before.",
		    l->was.sku);
	else
		choose(s, l->qty > 0 ? 0 : l->left);
}

static void
quantity_given(struct screen *s, const char *text)
{
	int64_t	qty;

	if (text == NULL)
		return;
	if (!str_int64(text, &qty))
		ui_toast(s->ui, TOAST_WARN, "Write how many as a whole "
		    "number.");
	else
		choose(s, qty);
}

static void
done(const struct sale_result *r, void *arg)
{
	struct screen	*s = arg;
	struct back	*me = s->state;
	struct ui	*ui = s->ui;
	struct uuid	 id = me->refund->id;

	me->selling = false;
	me->unsure = r->outcome == SALE_UNSURE;
	if (r->outcome == SALE_DONE) {
		screen_pop(s);
		scr_receipt_open(ui, &id, r->again);
		return;
	}
	snprintf(me->trouble, sizeof me->trouble, "%s. %s", r->err.text,
	    r->err.hint);
	ui_toast_err(ui, &r->err);
}

static void
commit(struct screen *s)
{
	struct back	*me = s->state;
	struct tenders	 cash = { .count = 0 };
	struct err	 err = ERR_INIT;

	if (me->as_cash && tender_add(&cash, TENDER_CASH, me->refund->total,
	    NULL, &err) != 0) {
		ui_toast_err(s->ui, &err);
		return;
	}
	me->trouble[0] = '\0';
	if (refund_commit(s->ui->till, me->refund, me->as_cash ? &cash : NULL,
	    me->reason, done, s, &err) != 0)
		ui_toast_err(s->ui, &err);
	else
		me->selling = true;
}

static void
agreed(struct screen *s, const struct uuid *by)
{
	struct back	*me = s->state;

	if (by == NULL)
		return;
	me->refund->agreed_by = *by;
	commit(s);
}

static void
reason_given(struct screen *s, const char *text)
{
	struct back	*me = s->state;
	enum right	 right;

	if (text == NULL)
		return;
	if (str_empty(text)) {
		ui_toast(s->ui, TOAST_WARN, "Write why it comes back.");
		return;
	}
	str_copy(me->reason, sizeof me->reason, text);
	if (refund_may(s->ui->till, me->refund, &right) == MAY_ASK)
		ask_right(s, right, agreed);
	else
		commit(s);
}

static void
give_back(struct screen *s)
{
	struct back	*me = s->state;

	if (me->unsure) {
		commit(s);
		return;
	}
	if (me->refund->total == 0) {
		ui_toast(s->ui, TOAST_INFO, "Mark what comes back first: "
		    "Space, or * for all of it.");
		return;
	}
	ask_text(s, "Take it back", me->as_cash ? "The money goes back in "
	    "cash. Why does it come back?" : "The money goes back as it came. "
	    "Why does it come back?", "", reason_given);
}

static void
act_found(struct screen *s, enum cmd cmd)
{
	struct back	*me = s->state;

	if (cmd == CMD_MARK)
		mark(s);
	else if (cmd == CMD_ALL)
		refund_choose_all(me->refund);
	else if (cmd == CMD_CASH)
		me->as_cash = !me->as_cash;
	else if (cmd == CMD_QUANTITY)
		ask_amount(s, "How many come back?", "", "1", quantity_given);
	else if (cmd == CMD_OK || cmd == CMD_TENDER)
		give_back(s);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct back	*me = s->state;

	me->list.rows = 16;
	if (me->selling || list_act(&me->list, cmd))
		return;
	if (cmd == CMD_BACK) {
		if (me->unsure)
			ui_toast(s->ui, TOAST_WARN, "It may have been taken "
			    "back. Press Enter until the answer is there.");
		else
			screen_pop(s);
	} else if (me->refund == NULL) {
		if (cmd == CMD_OK)
			look_up(s, me->line.text);
	} else if (!me->unsure || cmd == CMD_OK) {
		act_found(s, cmd);
	}
}

static void
row_draw(const void *arg, struct canvas *c, int64_t i, bool here)
{
	const struct screen		*s = arg;
	const struct back		*me = s->state;
	const struct refund_line	*l = &me->refund->lines[i];
	char				 text[MONEY_TEXT], qty[48];

	snprintf(qty, sizeof qty, "%lld of %lld", (long long)l->qty,
	    (long long)l->left);
	canvas_text(c, 0, 1, 3, INK_PLAIN, l->qty > 0 ? "[x]" :
	    l->left > 0 ? "[ ]" : " - ");
	canvas_text(c, 0, 5, 10, INK_PLAIN, l->was.sku);
	canvas_text(c, 0, 16, c->cols - 46, l->left > 0 ? INK_PLAIN : INK_DIM,
	    l->was.title);
	canvas_text(c, 0, c->cols - 28, 13, INK_DIM, l->left > 0 ? qty :
	    "came back");
	canvas_right(c, 0, c->cols - 2, INK_PLAIN, show_amount(s->ui,
	    l->qty > 0 ? l->total : l->was.total, text));
	if (here)
		canvas_ink(c, 0, 0, -1, INK_FOCUS);
}

static const struct list_source	source = { .draw = row_draw };

static void
draw_way(const struct screen *s, struct canvas *c, int y)
{
	const struct back	*me = s->state;
	struct tenders		 way = { .count = 0 };
	char			 text[MONEY_TEXT];
	size_t			 i;
	int			 x = 2;

	canvas_text(c, y, 2, -1, INK_BOLD, "TO GIVE BACK");
	canvas_right(c, y, c->cols - 2, INK_BOLD, show_price(s->ui,
	    me->refund->total, text));
	y++;
	if (me->as_cash) {
		canvas_text(c, y, 2, -1, INK_PLAIN, "all of it in cash (F2: "
		    "as it was paid)");
		return;
	}
	refund_tenders(me->refund, &way);
	for (i = 0; i < way.count; i++)
		x += 2 + canvas_printf(c, y, x, -1, INK_PLAIN, "%s%s%s %s",
		    tender_label(way.list[i].kind),
		    way.list[i].last4[0] != '\0' ? " " : "",
		    way.list[i].last4, show_amount(s->ui, way.list[i].amount,
		    text));
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct back	*me = s->state;
	struct canvas		 rows;
	char			 when[40];

	if (me->refund == NULL) {
		canvas_text(c, 1, 2, -1, INK_ACCENT, "Receipt >");
		line_draw(&me->line, c, 1, 12, 30, true);
		canvas_text(c, 3, 2, -1, INK_DIM, me->asking ? "looking ..." :
		    "Scan the receipt's barcode, or type its number: "
		    "R1-000042, or 42.");
		canvas_text(c, 4, 2, -1, INK_DIM, "Without a receipt: the "
		    "number of the piece.");
		return;
	}
	canvas_printf(c, 0, 2, -1, INK_BOLD, "%s  %s  %s  %s",
	    me->refund->was.number, show_when(s->ui, me->refund->was.made_at,
	    when, sizeof when), me->refund->was.staff,
	    me->refund->was.customer_name);
	rows = canvas_sub(c, 2, 0, c->rows - 6, c->cols);
	list_draw(&me->list, &rows, &source, s);
	canvas_rule(c, c->rows - 4);
	draw_way(s, c, c->rows - 3);
	if (me->selling)
		canvas_text(c, c->rows - 1, 2, -1, INK_BOLD, "Taking it back "
		    "...");
	else if (me->trouble[0] != '\0')
		canvas_text(c, c->rows - 1, 2, -1, INK_BOLD, me->trouble);
	canvas_no_cursor(c);
}

static struct line *
line(struct screen *s)
{
	struct back	*me = s->state;

	return me->refund == NULL ? &me->line : NULL;
}

/* The receipt's barcode; later any other receipt's. */
static bool
scan(struct screen *s, const char *code)
{
	struct back	*me = s->state;

	if (!me->unsure)
		look_up(s, code);
	return true;
}

static void
closed(struct screen *s)
{
	till_forget(s->ui->till, s);
	refund_free(((struct back *)s->state)->refund);
}

static bool
busy(const struct screen *s)
{
	const struct back	*me = s->state;

	return me->selling || me->unsure;
}

static const struct screen_ops	ops = {
	.name = "Return", .cmds = cmds, .draw = draw, .act = act, .busy = busy,
	.line = line, .scan = scan, .close = closed,
	.state_size = sizeof(struct back),
};

void
scr_return_open(struct ui *ui, const char *code)
{
	struct screen	*s = screen_push(ui, &ops);

	if (code != NULL)
		look_up(s, code);
}
