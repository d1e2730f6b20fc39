/*
 * What is done to the ticket and with it: see scr_sale.h.
 *
 * A price or a discount that goes too far is tried on the ticket first, and
 * taken back again unless a manager agrees.
 */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "db.h"
#include "form.h"
#include "mem.h"
#include "ops.h"
#include "scr.h"
#include "scr_sale.h"
#include "sell/park.h"
#include "sell/till.h"
#include "show.h"
#include "str.h"

/* The line that was being changed, wherever it is by now; count when gone. */
static size_t
changed_line(const struct sale *me)
{
	if (uuid_is_nil(&me->change.piece_id))
		return me->change.line;
	return ticket_find(&me->cart.ticket, &me->change.piece_id);
}

static void
settle(struct screen *s)
{
	struct sale	*me = s->state;

	cart_total(&me->cart);
	list_count(&me->list, (int64_t)me->cart.ticket.count);
}

static void
quantity_given(struct screen *s, const char *text)
{
	struct sale	*me = s->state;
	struct err	 err = ERR_INIT;
	int64_t		 qty;
	size_t		 line = changed_line(me);

	if (text == NULL || line >= me->cart.ticket.count)
		return;
	if (!str_int64(text, &qty))
		ui_toast(s->ui, TOAST_WARN, "Write how many as a whole "
		    "number.");
	else if (ticket_set_qty(&me->cart.ticket, line, qty, &err) != 0)
		ui_toast_err(s->ui, &err);
	settle(s);
}

/* Puts the prices and discounts back as they were before the change. */
static void
take_back(struct screen *s)
{
	struct sale	*me = s->state;
	struct ticket	*t = &me->cart.ticket;
	size_t		 line = changed_line(me);

	t->discount = me->change.whole;
	if (line < t->count) {
		t->lines[line].discount = me->change.discount;
		t->lines[line].unit_price = me->change.unit_price;
		t->lines[line].price_reason = me->change.price_reason;
		t->lines[line].price_by = me->change.price_by;
		t->lines[line].floor_by = me->change.floor_by;
	}
	settle(s);
}

/* -1 with a toast when it cannot be done. */
static int
apply(struct screen *s)
{
	struct sale	*me = s->state;
	struct change	*change = &me->change;
	struct ticket	*t = &me->cart.ticket;
	struct err	 err = ERR_INIT;
	size_t		 line = changed_line(me);
	int		 status;

	if (line >= t->count)
		return -1;		/* it went off the ticket meanwhile */
	if (change->cmd == CMD_PRICE) {
		status = ticket_set_price(t, line, change->price,
		    change->reason, &err);
	} else {
		change->off.reason = change->reason;
		status = ticket_set_discount(t, change->on_all ?
		    TICKET_WHOLE : line, &change->off, &err);
	}
	if (status == 0)
		status = ticket_total(t, &s->ui->till->rules,
		    till_day(s->ui->till), &err);
	if (status != 0) {
		take_back(s);
		ui_toast_err(s->ui, &err);
	}
	return status;
}

/* What must be asked about the ticket as it stands, if anything. */
static bool
asks(const struct screen *s, struct ticket_ask *out_r)
{
	const struct sale	*me = s->state;
	const struct till	*till = s->ui->till;

	return !uuid_is_nil(&till->staff_id) && ticket_asks(&me->cart.ticket,
	    &till->rights, till->staff_role, out_r);
}

static void
refuse(struct screen *s, const struct ticket_ask *ask)
{
	struct err	err = ERR_INIT;

	if (right_check(s->ui->till, ask->right, ask->ppm, NULL, &err) != 0)
		ui_toast_err(s->ui, &err);
}

static void
agreed(struct screen *s, const struct uuid *by)
{
	struct sale		*me = s->state;
	const struct till	*till = s->ui->till;
	struct ticket_ask	 ask;

	if (by == NULL) {
		take_back(s);
		return;
	}
	ticket_agree(&me->cart.ticket, &till->rights, till->staff_role,
	    me->asked, by);
	settle(s);
	if (asks(s, &ask) && ask.may == MAY_ASK && ask.right != me->asked) {
		me->asked = ask.right;
		ask_right(s, ask.right, agreed);
	}
}

static void
try(struct screen *s)
{
	struct sale		*me = s->state;
	struct ticket_ask	 ask;

	if (apply(s) != 0)
		return;
	settle(s);
	if (!asks(s, &ask))
		return;
	if (ask.may == MAY_NO) {
		take_back(s);
		refuse(s, &ask);
		return;
	}
	me->asked = ask.right;
	ask_right(s, ask.right, agreed);
}

static void
price_given(struct screen *s, const struct field *fields)
{
	struct sale	*me = s->state;
	struct err	 err = ERR_INIT;

	if (fields == NULL)
		return;
	if (money_parse(fields[0].line.text, &s->ui->currency,
	    &me->change.price, &err) != 0) {
		ui_toast_err(s->ui, &err);
		return;
	}
	str_copy(me->change.reason, sizeof me->change.reason,
	    fields[1].line.text);
	try(s);
}

/* "5%" or "59.00". */
static int
read_discount(const struct screen *s, const char *text, struct discount *off,
    struct err *err)
{
	money	amount;

	if (strchr(text, '%') != NULL) {
		off->kind = DISCOUNT_PERCENT;
		return ppm_parse(text, &off->value, err);
	}
	if (money_parse(text, &s->ui->currency, &amount, err) != 0)
		return err_hint(err, "Write 5%% or an amount.");
	off->kind = amount == 0 ? DISCOUNT_NONE : DISCOUNT_AMOUNT;
	off->value = amount;
	return 0;
}

static void
discount_given(struct screen *s, const struct field *fields)
{
	struct sale	*me = s->state;
	struct err	 err = ERR_INIT;

	if (fields == NULL)
		return;
	memset(&me->change.off, 0, sizeof me->change.off);
	if (read_discount(s, fields[0].line.text, &me->change.off,
	    &err) != 0) {
		ui_toast_err(s->ui, &err);
		return;
	}
	str_copy(me->change.reason, sizeof me->change.reason,
	    fields[1].line.text);
	me->change.on_all = fields[2].choice == 1;
	try(s);
}

static void
remember(struct sale *me, enum cmd cmd)
{
	const struct ticket		*t = &me->cart.ticket;
	const struct ticket_line	*line = &t->lines[me->list.at];

	memset(&me->change, 0, sizeof me->change);
	me->change.cmd = cmd;
	me->change.line = (size_t)me->list.at;
	me->change.piece_id = line->piece_id;
	me->change.whole = t->discount;
	me->change.discount = line->discount;
	me->change.unit_price = line->unit_price;
	me->change.price_reason = line->price_reason;
	me->change.price_by = line->price_by;
	me->change.floor_by = line->floor_by;
}

void
sale_change(struct screen *s, enum cmd cmd)
{
	static const char *const	where[] = { "this piece",
		"the whole ticket", NULL };
	static const struct field	price[] = {
		{ .label = "Price", .kind = FIELD_AMOUNT, .required = true },
		{ .label = "Reason", .hint = "for the books" },
	};
	static const struct field	off[] = {
		{ .label = "Off", .kind = FIELD_AMOUNT, .required = true,
		  .hint = "5% or 59.00; 0 for none" },
		{ .label = "Reason", .hint = "for the books" },
		{ .label = "On", .kind = FIELD_CHOICE, .choices = where },
	};
	struct sale			*me = s->state;
	const struct ticket_line	*line;
	char				 qty[24];

	remember(me, cmd);
	line = &me->cart.ticket.lines[me->list.at];
	snprintf(qty, sizeof qty, "%lld", (long long)line->qty);
	if (cmd == CMD_PRICE)
		ask_form(s, "Another price", line->title, price, 2,
		    price_given);
	else if (cmd == CMD_DISCOUNT)
		ask_form(s, "Discount", line->title, off, 3, discount_given);
	else if (line->kind == PIECE_UNIQUE)
		ui_toast(s->ui, TOAST_INFO, "%s is one of a kind.", line->sku);
	else
		ask_amount(s, "How many?", line->title, qty, quantity_given);
}

void
sale_set_customer(struct screen *s, const struct rec_customer *customer)
{
	struct sale	*me = s->state;

	ticket_set_customer(&me->cart.ticket, customer,
	    till_day(s->ui->till));
	settle(s);
}

void
sale_take(struct screen *s, const struct ticket *ticket)
{
	struct sale	*me = s->state;

	cart_take(&me->cart, ticket);
	list_count(&me->list, (int64_t)me->cart.ticket.count);
	sale_look(s);
}

bool
sale_is_empty(const struct screen *s)
{
	return cart_empty(&((const struct sale *)s->state)->cart);
}

/* Whose it is; a ticket that has a customer keeps its own. */
static void
got_customer(struct db_ans *ans, void *arg)
{
	struct screen			*s = arg;
	struct sale			*me = s->state;
	const struct rec_customer	*customer;
	size_t				 n = 0;

	if (db_status(ans) != DB_DONE ||
	    !str_empty(me->cart.ticket.customer_name))
		return;
	customer = db_rows(ans, REC_CUSTOMER, &n);
	if (n > 0)
		sale_set_customer(s, customer);
}

static void
got_held(struct db_ans *ans, void *arg)
{
	struct screen		*s = arg;
	struct sale		*me = s->state;
	struct uuid		 id = me->kept;
	const struct rec_piece	*piece;
	const struct rec_hold	*hold;
	size_t			 pieces, holds;

	me->kept = (struct uuid){ { 0 } };
	if (db_status(ans) != DB_DONE) {
		ui_toast_err(s->ui, db_err(ans));
		return;
	}
	piece = db_rows(ans, REC_PIECE, &pieces);
	hold = db_rows(ans, REC_HOLD, &holds);
	if (pieces == 0)
		return;
	cart_add_held(&me->cart, piece, &id, holds > 0 ? hold->qty : 1);
	if (holds > 0 && !uuid_is_nil(&hold->customer_id))
		db_send(s->ui->db, op_customer_get(&hold->customer_id),
		    got_customer, s);
}

void
sale_add_held(struct screen *s, const struct uuid *piece,
    const struct uuid *hold)
{
	struct sale	*me = s->state;

	if (!uuid_is_nil(&me->kept)) {
		ui_toast(s->ui, TOAST_WARN, "One after the other: the last "
		    "one is on its way still.");
		return;
	}
	me->kept = *hold;
	db_send(s->ui->db, db_req_join(op_piece_by_id(piece),
	    op_hold_get(hold)), got_held, s);
}

static void
parked(const struct err *err, void *arg)
{
	struct screen	*s = arg;
	struct sale	*me = s->state;

	me->cart.selling = false;
	if (err != NULL) {
		ui_toast_err(s->ui, err);
		return;
	}
	cart_done(&me->cart);
	list_count(&me->list, 0);
	sale_look(s);
	ui_toast(s->ui, TOAST_GOOD, "The ticket is parked. F6 takes it up "
	    "again.");
}

static void
park_as(struct screen *s, const char *label)
{
	struct sale	*me = s->state;

	if (label == NULL || me->cart.ticket.count == 0)
		return;
	me->cart.selling = true;	/* nothing changes under way */
	park_put(s->ui->till, &me->cart.ticket, str_empty(label) ?
	    me->cart.ticket.lines[0].title : label, parked, s);
}

static void
park(struct screen *s)
{
	struct sale	*me = s->state;

	if (me->cart.waiting > 0)
		ui_toast(s->ui, TOAST_WARN, "%zu scanned codes wait still; "
		    "they would be lost.", me->cart.waiting);
	else if (me->cart.selling)
		return;
	else if (me->cart.ticket.count > 0)
		ask_text(s, "Park the ticket", "A word to know it by, such as "
		    "\"blue coat\". Its holds run on for a while.",
		    me->cart.ticket.customer_name == NULL ? "" :
		    me->cart.ticket.customer_name, park_as);
	else
		scr_park_open(s);
}

static void
last_sale(struct db_ans *ans, void *arg)
{
	struct screen		*s = arg;
	const struct rec_sale	*sale;
	size_t			 n;

	if (db_status(ans) != DB_DONE) {
		ui_toast_err(s->ui, db_err(ans));
		return;
	}
	sale = db_rows(ans, REC_SALE, &n);
	if (n == 0)
		ui_toast(s->ui, TOAST_INFO, "This register has not sold "
		    "anything yet.");
	else
		scr_receipt_open(s->ui, &sale->id, true);
}

void
sale_more(struct screen *s, enum cmd cmd)
{
	if (cmd == CMD_CUSTOMER)
		scr_customer_open(s);
	else if (cmd == CMD_PARK)
		park(s);
	else if (cmd == CMD_RETURN)
		scr_return_open(s->ui, NULL);
	else if (cmd == CMD_REPRINT)
		db_send(s->ui->db, op_sale_recent(&s->ui->till->reg.id, 1),
		    last_sale, s);
	else if (cmd == CMD_LOCK)
		scr_lock_open(s->ui);
}

static void
sold(struct screen *s)
{
	struct sale	*me = s->state;

	cart_done(&me->cart);
	me->cart.selling = false;
	list_count(&me->list, 0);
	sale_look(s);
}

/* Whether the ticket may be paid for as it stands; says why not. */
static bool
ready(struct screen *s)
{
	struct sale	*me = s->state;

	if (me->cart.total_err.kind != ERR_NONE) {
		ui_toast_err(s->ui, &me->cart.total_err);
		return false;
	}
	if (me->cart.waiting > 0) {
		ui_toast(s->ui, TOAST_WARN, "%zu scanned codes wait still. "
		    "Wait for them, or scan the pieces again later.",
		    me->cart.waiting);
		return false;
	}
	return true;
}

static void
agreed_to_sell(struct screen *s, const struct uuid *by)
{
	struct sale		*me = s->state;
	const struct till	*till = s->ui->till;

	if (by == NULL)
		return;
	ticket_agree(&me->cart.ticket, &till->rights, till->staff_role,
	    me->asked, by);
	sale_tender(s);
}

/* A ticket of somebody else's, or one whose total fell, asks here. */
static bool
may_sell(struct screen *s)
{
	struct sale		*me = s->state;
	struct ticket_ask	 ask;

	if (!asks(s, &ask))
		return true;
	if (ask.may == MAY_NO) {
		refuse(s, &ask);
		return false;
	}
	me->asked = ask.right;
	ask_right(s, ask.right, agreed_to_sell);
	return false;
}

void
sale_tender(struct screen *s)
{
	struct sale	*me = s->state;

	if (!ready(s))
		return;
	cart_total(&me->cart);
	if (!may_sell(s))
		return;
	me->cart.selling = true;
	scr_pay_open(s, &me->cart.ticket, sold);
}
