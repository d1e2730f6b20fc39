/*
 * Taking the money.  The amount line is cash, because most of what is typed
 * here is; Enter on an empty line is cash to the cent.  Whatever covers the
 * rest sells the ticket at once: there is no question whose answer is known.
 *
 * While the shop decides nothing can be changed.  "Unsure" is said as what it
 * is, and asked again by the sale's own id: it is never rung up a second time.
 */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "cashnote.h"
#include "db.h"
#include "form.h"
#include "mem.h"
#include "scr.h"
#include "screen.h"
#include "sell/sale.h"
#include "sell/tender.h"
#include "sell/ticket.h"
#include "sell/till.h"
#include "show.h"
#include "str.h"

#define QUICK_MAX	6

enum pay_state {
	PAY_TAKING,		/* money is being taken */
	PAY_SELLING,		/* the shop is deciding */
	PAY_UNSURE		/* it did not answer */
};

struct pay {
	struct screen		*sale;
	struct ticket		*ticket;
	void			(*sold)(struct screen *);
	struct tenders		 tenders;
	struct line		 line;
	enum pay_state		 state;
	enum tender_kind	 kind;		/* of the form that is open */
	money			 quick[QUICK_MAX];
	size_t			 quick_count, quick_at;
	struct cashnote		 cash;
	char			 trouble[320];
};

static const enum cmd	cmds[] = { CMD_OK, CMD_CASH, CMD_CARD, CMD_OTHER,
	CMD_UNDO, CMD_BACK, CMD_UP, CMD_DOWN, CMD_NONE };

static void	commit(struct screen *);

static money
due(const struct pay *me)
{
	return tender_due(&me->tenders, me->ticket->total);
}

static void
count_quick(struct screen *s)
{
	struct pay	*me = s->state;

	me->quick_count = tender_quick(due(me), &s->ui->currency, me->quick,
	    QUICK_MAX);
	me->quick_at = 0;
}

/* What a terminal of its own has charged must be given back there. */
static void
remind_of_card(struct screen *s)
{
	struct pay	*me = s->state;
	char		 amount[MONEY_TEXT];
	size_t		 i;

	for (i = 0; i < me->tenders.count; i++)
		if (me->tenders.list[i].kind == TENDER_CARD)
			ui_toast(s->ui, TOAST_ALARM, "Not sold. Card %s was "
			    "charged %s on the terminal: give it back there.",
			    me->tenders.list[i].last4, show_price(s->ui,
			    me->tenders.list[i].amount, amount));
}

static void
done(const struct sale_result *r, void *arg)
{
	struct screen	*s = arg;
	struct pay	*me = s->state;
	struct screen	*sale = me->sale;
	struct ui	*ui = s->ui;
	struct uuid	 id = me->ticket->id, piece;
	char		 sku[80], title[200];

	switch (r->outcome) {
	case SALE_DONE:
		me->sold(sale);
		screen_pop(s);
		scr_receipt_open(ui, &id, r->again);
		return;
	case SALE_TAKEN:
	case SALE_NOT_FOR_SALE:
		if (r->taker_count == 0)
			break;
		piece = r->takers[0].piece_id;
		str_copy(sku, sizeof sku, r->takers[0].sku);
		str_copy(title, sizeof title, r->takers[0].title);
		remind_of_card(s);
		screen_pop(s);
		ui_changed(ui);		/* the ticket lets go what is gone */
		scr_taken_open(ui, &piece, sku, title);
		return;
	case SALE_UNSURE:
		me->state = PAY_UNSURE;
		str_copy(me->trouble, sizeof me->trouble, r->err.text);
		return;
	case SALE_UNKNOWN:
	case SALE_CAME_BACK:
	case SALE_CONFLICT:
	case SALE_FAILED:
		break;
	}
	me->state = PAY_TAKING;
	snprintf(me->trouble, sizeof me->trouble, "%s. %s", r->err.text,
	    r->err.hint);
	ui_toast_err(ui, &r->err);
}

static void
commit(struct screen *s)
{
	struct pay	*me = s->state;
	struct sale_want want = { .ticket = me->ticket,
	    .tenders = &me->tenders };
	struct err	 err = ERR_INIT;
	char		 over[MONEY_TEXT];

	me->trouble[0] = '\0';
	if (cashnote_wants_name(&me->cash, s, me->ticket, &me->tenders)) {
		ui_toast(s->ui, TOAST_ALARM, "More than %s in cash: who pays? "
		    "Choose; Esc, Enter: nobody.", show_price(s->ui,
		    s->ui->till->cash_law.over, over));
		scr_customer_open(me->sale);
		return;
	}
	if (sale_commit(s->ui->till, &want, done, s, &err) != 0) {
		me->state = PAY_TAKING;
		ui_toast_err(s->ui, &err);
		return;
	}
	me->state = PAY_SELLING;
}

static void
cash_known(struct db_ans *ans, void *arg)
{
	struct screen	*s = arg;
	struct pay	*me = s->state;

	cashnote_take(&me->cash, s, ans);
}

/* Also when a customer was chosen meanwhile. */
static void
ask_cash(struct screen *s)
{
	struct pay	*me = s->state;
	struct db_req	*req = cashnote_ask(&me->cash, s, me->ticket);

	if (req != NULL)
		db_send(s->ui->db, req, cash_known, s);
}

static void
take(struct screen *s, enum tender_kind kind, money amount, const char *ref)
{
	struct pay	*me = s->state;
	struct err	 err = ERR_INIT;

	if (kind != TENDER_CASH && amount > due(me)) {
		char	text[MONEY_TEXT];

		ui_toast(s->ui, TOAST_WARN, "Only %s is due; change is given "
		    "for cash alone.", show_price(s->ui, due(me), text));
		return;
	}
	if (tender_add(&me->tenders, kind, amount, ref, &err) != 0) {
		ui_toast_err(s->ui, &err);
		return;
	}
	line_wipe(&me->line);
	count_quick(s);
	if (due(me) == 0)
		commit(s);
}

static void
entered(struct screen *s)
{
	struct pay	*me = s->state;
	struct err	 err = ERR_INIT;
	money		 amount = due(me);

	if (me->state == PAY_UNSURE || amount == 0) {
		commit(s);
		return;
	}
	if (!str_empty(me->line.text) && money_parse(me->line.text,
	    &s->ui->currency, &amount, &err) != 0) {
		ui_toast_err(s->ui, &err);
		return;
	}
	take(s, TENDER_CASH, amount, NULL);
}

static void
form_given(struct screen *s, const struct field *fields)
{
	struct pay	*me = s->state;
	struct err	 err = ERR_INIT;
	char		 ref[TENDER_REF];
	money		 amount;

	if (fields == NULL)
		return;
	if (money_parse(fields[0].line.text, &s->ui->currency, &amount,
	    &err) != 0) {
		ui_toast_err(s->ui, &err);
		return;
	}
	if (me->kind == TENDER_CARD)
		snprintf(ref, sizeof ref, "%.16s/%.40s", fields[1].line.text,
		    fields[2].line.text);
	else
		str_copy(ref, sizeof ref, fields[1].line.text);
	take(s, me->kind, amount, ref);
}

static void
ask_tender(struct screen *s, enum tender_kind kind)
{
	struct pay	*me = s->state;
	struct field	 card[] = {
		{ .label = "Amount", .kind = FIELD_AMOUNT, .required = true },
		{ .label = "Last four", .kind = FIELD_NUMBER,
		  .required = true, .hint = "never the whole number" },
		{ .label = "Approval", .hint = "from the terminal's slip" },
	};
	struct field	 other[] = {
		{ .label = "Amount", .kind = FIELD_AMOUNT, .required = true },
		{ .label = "Number", .hint = "of the check, gift card, wire" },
	};
	char		 amount[MONEY_TEXT];

	if (due(me) == 0)
		return;
	me->kind = kind;
	money_text(due(me), &s->ui->currency, MONEY_PLAIN, amount);
	line_set(&card[0].line, str_empty(me->line.text) ? amount :
	    me->line.text);
	line_set(&other[0].line, card[0].line.text);
	/* One more than is right: five digits are refused, not cut to four. */
	card[1].line.max = 5;
	if (kind == TENDER_CARD)
		ask_form(s, "Card", "Charge it on the terminal first.", card,
		    3, form_given);
	else
		ask_form(s, tender_label(kind), "", other, 2, form_given);
}

static const enum tender_kind others[] = { TENDER_CHECK,
	TENDER_CASHIERS_CHECK, TENDER_MONEY_ORDER, TENDER_BANK_DRAFT,
	TENDER_TRAVELERS_CHECK, TENDER_WIRE, TENDER_GIFT, TENDER_CREDIT, TENDER_DEPOSIT, TENDER_TEST };

static void
other_chosen(struct screen *s, int row)
{
	struct pay	*me = s->state;

	if (row < 0)
		return;
	if (others[row] == TENDER_TEST)
		take(s, TENDER_TEST, due(me), "test");
	else
		ask_tender(s, others[row]);
}

static void
ask_other(struct screen *s)
{
	const struct pay	*me = s->state;
	const char		*rows[sizeof others / sizeof others[0]];
	int			 i, n = sizeof others / sizeof others[0];

	for (i = 0; i < n; i++)
		rows[i] = tender_label(others[i]);
	ask_choose(s, "Paid by", rows, me->tenders.allow_test ? n : n - 1,
	    other_chosen);
}

static void
undo(struct screen *s)
{
	struct pay	*me = s->state;

	if (me->tenders.count == 0)
		return;
	if (me->tenders.list[me->tenders.count - 1].kind == TENDER_CARD)
		remind_of_card(s);
	tender_remove(&me->tenders, me->tenders.count - 1);
	count_quick(s);
}

/* Up and Down go through the notes a customer is likely to hand over. */
static void
pick_quick(struct screen *s, int step)
{
	struct pay	*me = s->state;
	char		 text[MONEY_TEXT];

	if (me->quick_count == 0)
		return;
	me->quick_at = (me->quick_at + me->quick_count + (size_t)(step + 1) -
	    1) % me->quick_count;
	line_set(&me->line, money_text(me->quick[me->quick_at],
	    &s->ui->currency, MONEY_PLAIN, text));
}

static void
left(struct screen *s, bool yes)
{
	struct pay	*me = s->state;

	if (!yes)
		return;
	remind_of_card(s);
	(void)me;
	screen_pop(s);
}

static void
leave(struct screen *s)
{
	const struct pay	*me = s->state;

	if (me->state == PAY_UNSURE)
		ui_toast(s->ui, TOAST_WARN, "It may be sold. Press Enter until "
		    "the answer is there, and do not ring it up again.");
	else if (me->tenders.count > 0)
		ask_yes(s, "Stop taking money?", "What was taken must be "
		    "given back; nothing is sold.", "Stop", left);
	else
		screen_pop(s);
}

static void
act(struct screen *s, enum cmd cmd)
{
	struct pay	*me = s->state;

	if (me->state == PAY_SELLING) {
		ui_toast(s->ui, TOAST_INFO, "The shop is being asked ...");
		return;
	}
	if (cmd == CMD_BACK) {
		leave(s);
		return;
	}
	if (me->state == PAY_UNSURE && cmd != CMD_OK)
		return;
	if (cmd == CMD_OK || cmd == CMD_CASH)
		entered(s);
	else if (cmd == CMD_CARD)
		ask_tender(s, TENDER_CARD);
	else if (cmd == CMD_OTHER)
		ask_other(s);
	else if (cmd == CMD_UNDO)
		undo(s);
	else if (cmd == CMD_UP || cmd == CMD_DOWN)
		pick_quick(s, cmd == CMD_DOWN ? 1 : -1);
}

static void
draw_given(const struct screen *s, struct canvas *c, int y)
{
	const struct pay	*me = s->state;
	const struct tender	*t;
	char			 text[MONEY_TEXT];
	size_t			 i;

	for (i = 0; i < me->tenders.count; i++, y++) {
		t = &me->tenders.list[i];
		canvas_printf(c, y, 2, 30, INK_PLAIN, "%s %s%s",
		    tender_label(t->kind), t->last4, t->ref);
		canvas_right(c, y, 46, INK_PLAIN, show_amount(s->ui,
		    t->amount, text));
	}
}

static void
draw_quick(const struct screen *s, struct canvas *c, int y)
{
	const struct pay	*me = s->state;
	char			 text[MONEY_TEXT];
	int			 x = 2;
	size_t			 i;

	canvas_text(c, y++, x, -1, INK_DIM, "Enter takes it exactly. Type what "
	    "is handed over, or Down for");
	for (i = 1; i < me->quick_count; i++) {
		show_amount(s->ui, me->quick[i], text);
		if (x + text_width(text) + 2 > c->cols)
			break;
		x += 2 + canvas_text(c, y, x, -1, INK_DIM, text);
	}
}

static void
draw_state(const struct screen *s, struct canvas *c, int y)
{
	const struct pay	*me = s->state;

	switch (me->state) {
	case PAY_TAKING:
		if (me->trouble[0] != '\0')
			canvas_wrap(c, y, 2, c->cols - 4, 2, INK_BOLD,
			    me->trouble);
		else
			draw_quick(s, c, y);
		break;
	case PAY_SELLING:
		canvas_text(c, y, 2, -1, INK_BOLD, "Selling ...");
		break;
	case PAY_UNSURE:
		canvas_text(c, y, 2, -1, INK_ALARM, "! It may be sold: the "
		    "shop did not answer.");
		canvas_text(c, y + 1, 2, -1, INK_BOLD, "Enter asks again. Do "
		    "not ring it up a second time, do not hand it over yet.");
		break;
	}
}

static void
draw(const struct screen *s, struct canvas *c)
{
	const struct pay	*me = s->state;
	money			 change;
	char			 text[MONEY_TEXT];
	int			 y = 1;

	canvas_text(c, y, 2, -1, INK_PLAIN, "Total");
	canvas_right(c, y++, 46, INK_BOLD, show_price(s->ui,
	    me->ticket->total, text));
	draw_given(s, c, y);
	y += (int)me->tenders.count;
	canvas_fill(c, y, 2, 1, 44, INK_DIM, '-');
	y++;
	change = tender_change(&me->tenders, me->ticket->total);
	canvas_text(c, y, 2, -1, INK_BOLD, change > 0 ? "CHANGE" : "DUE");
	canvas_right(c, y, 46, INK_BOLD, show_price(s->ui,
	    change > 0 ? change : due(me), text));
	y += 2;
	if (me->state == PAY_TAKING) {
		canvas_text(c, y, 2, -1, INK_ACCENT, "Cash >");
		line_draw(&me->line, c, y, 9, 20, true);
	}
	draw_state(s, c, y + 2);
	cashnote_draw(&me->cash, s, me->ticket, &me->tenders, c, y + 5);
}

static struct line *
line(struct screen *s)
{
	struct pay	*me = s->state;

	return me->state == PAY_TAKING ? &me->line : NULL;
}

/* Digits with a point are an amount, whatever their speed. */
static bool
typing(const struct screen *s, const char *text)
{
	(void)s;
	return strlen(text) <= 10 && strspn(text, "0123456789.,") ==
	    strlen(text);
}

/* Nothing joins a ticket that is being paid: say so, keep the money right. */
static bool
scan(struct screen *s, const char *code)
{
	ui_toast(s->ui, TOAST_WARN, "%.40s is not on this ticket: money is "
	    "being taken. Esc goes back, then scan it again.", code);
	s->ui->bell = true;
	return true;
}

static bool
busy(const struct screen *s)
{
	return ((const struct pay *)s->state)->state != PAY_TAKING;
}

static const struct screen_ops	ops = {
	.name = "Tender", .cmds = cmds, .draw = draw, .act = act, .busy = busy,
	.line = line, .typing = typing, .scan = scan, .resumed = ask_cash,
	.state_size = sizeof(struct pay),
};

void
scr_pay_open(struct screen *sale, struct ticket *ticket,
    void (*sold)(struct screen *))
{
	struct screen	*s = screen_push(sale->ui, &ops);
	struct pay	*me = s->state;

	me->sale = sale;
	me->ticket = ticket;
	me->sold = sold;
	me->tenders.allow_test = sale->ui->till->demo;
	me->line.max = 16;
	ask_cash(s);
	count_quick(s);
	if (due(me) == 0)	/* nothing to pay: given away with a reason */
		commit(s);
}
