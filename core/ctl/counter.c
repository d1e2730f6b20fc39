/* A till for one command: see counter.h. */
#include "ctl/counter.h"

#include <stdio.h>
#include <string.h>

#include "ops.h"
#include "sell/staff.h"
#include "str.h"

/* -------------------------------------------------------------- the answer */

static void
put_line(struct out *o, const struct rec_line *l)
{
	out_row(o);
	out_uuid(o, "id", NULL, &l->id);
	out_num(o, "position", "LINE", l->position);
	out_text(o, "sku", "SKU", l->sku);
	out_text(o, "title", "TITLE", l->title);
	out_num(o, "qty", "QTY", l->qty);
	out_money(o, "unit_price", "PRICE", l->unit_price);
	out_money(o, "discount", "DISCOUNT", l->discount);
	out_money(o, "net", NULL, l->net);
	out_money(o, "tax", "TAX", l->tax);
	out_money(o, "total", "TOTAL", l->total);
	out_num(o, "returned", NULL, l->returned);
}

static void
put_payment(struct out *o, const struct rec_payment *p)
{
	out_row(o);
	out_uuid(o, "id", NULL, &p->id);
	out_text(o, "kind", "PAID BY", p->kind);
	out_money(o, "amount", "AMOUNT", p->amount);
	out_text(o, "last4", "CARD", p->last4);
	out_text(o, "approval", "APPROVAL", p->approval);
	out_text(o, "reference", "REFERENCE", p->reference);
}

/* label: whether people see it as well. */
void
put_sale(struct out *o, const struct rec_sale *s, bool label)
{
	out_uuid(o, "id", label ? "Id" : NULL, &s->id);
	out_text(o, "number", label ? "Number" : NULL, s->number);
	out_text(o, "kind", label ? "Kind" : NULL, s->kind);
	out_text(o, "register", label ? "Register" : NULL, s->till);
	out_text(o, "store", label ? "Store" : NULL, s->store);
	out_text(o, "channel", label ? "Channel" : NULL, s->channel);
	out_text(o, "order", label ? "Order" : NULL, s->order_ref);
	out_text(o, "staff", label ? "Sold by" : NULL, s->staff);
	out_text(o, "customer", label ? "Customer" : NULL, s->customer_name);
	out_text(o, "returns", label ? "Returns" : NULL, s->returns_number);
	out_day(o, "business_day", label ? "Day" : NULL, s->business_day);
	out_time(o, "at", label ? "At" : NULL, s->made_at);
	out_money(o, "subtotal", label ? "Subtotal" : NULL, s->subtotal);
	out_money(o, "discount", label ? "Discount" : NULL, s->discount);
	out_money(o, "tax", label ? "Tax" : NULL, s->tax);
	out_money(o, "total", label ? "Total" : NULL, s->total);
}

void
put_rows(struct out *o, const struct rec_line *lines, size_t line_count,
    const struct rec_payment *payments, size_t payment_count)
{
	size_t	i;

	out_list(o, "lines", NULL);
	for (i = 0; i < line_count; i++)
		put_line(o, &lines[i]);
	out_close(o);
	out_list(o, "payments", NULL);
	for (i = 0; i < payment_count; i++)
		put_payment(o, &payments[i]);
	out_close(o);
}

static void
put_taker_fields(struct out *o, const struct rec_taker *t,
    const struct till *till)
{
	char	text[TAKER_TEXT];

	out_text(o, "sku", NULL, t->sku);
	out_text(o, "kind", NULL, t->kind);
	out_text(o, "state", NULL, t->state);
	out_text(o, "channel", NULL, t->channel_kind);
	out_text(o, "channel_name", NULL, t->channel);
	out_text(o, "store", NULL, t->store);
	out_text(o, "number", NULL, t->number);
	out_text(o, "order", NULL, t->order_ref);
	out_text(o, "who", NULL, t->customer[0] != '\0' ? t->customer :
	    t->staff[0] != '\0' ? t->staff : t->owner);
	out_text(o, "staff", NULL, t->staff);
	out_text(o, "owner", NULL, t->owner);
	out_time(o, "at", NULL, t->at);
	out_time(o, "until", NULL, t->until);
	out_uuid(o, "id", NULL, &t->id);
	out_text(o, "text", NULL, taker_text(t, till, text));
}

/*
 * The word for --json: sale_outcome_name, but a piece that is only held says
 * so, since it may become free again.
 */
static const char *
outcome_word(const struct sale_result *r)
{
	if (r->outcome == SALE_TAKEN && r->taker_count > 0 &&
	    str_eq(r->takers[0].kind, "hold"))
		return "held";
	return sale_outcome_name(r->outcome);
}

static void
put_takers(struct counter *c, const struct sale_result *r)
{
	struct out	*o = c->ctl->out;
	char		 text[TAKER_TEXT];
	size_t		 i;

	if (r->taker_count == 0)
		return;
	out_object(o, "taken_by");
	put_taker_fields(o, &r->takers[0], &c->till);
	out_close(o);
	out_list(o, "pieces", NULL);
	for (i = 0; i < r->taker_count; i++) {
		out_row(o);
		put_taker_fields(o, &r->takers[i], &c->till);
	}
	out_close(o);
	/* The core's sentence names the first; name the others too. */
	for (i = 1; i < r->taker_count; i++)
		fprintf(stderr, "vitrinectl: %s\n",
		    taker_text(&r->takers[i], &c->till, text));
}

static void
put_done(struct counter *c, const struct sale_result *r)
{
	struct out		*o = c->ctl->out;
	const struct rec_sale	*s = &r->facts->sale;
	char			 id[UUID_TEXT];
	char			 total[MONEY_TEXT];
	char			 change[MONEY_TEXT];
	size_t			 i;

	out_bool(o, "again", NULL, r->again);
	out_object(o, "sale");
	put_sale(o, s, false);
	if (out_is_json(o))
		put_rows(o, r->facts->lines, r->facts->line_count,
		    r->facts->payments, r->facts->payment_count);
	out_close(o);
	uuid_text(&s->id, id);
	out_say(o, "%s %s%s", s->number, id, r->again ?
	    " (it had been done before)" : "");
	if (str_eq(s->kind, "return"))
		out_say(o, "Give back %s", money_text(-s->total,
		    &c->till.currency, MONEY_SYMBOL, total));
	else
		out_say(o, "Total %s", money_text(s->total,
		    &c->till.currency, MONEY_SYMBOL, total));
	for (i = 0; i < r->facts->payment_count; i++)
		if (str_eq(r->facts->payments[i].kind, "change"))
			out_say(o, "Change %s", money_text(
			    -r->facts->payments[i].amount, &c->till.currency,
			    MONEY_SYMBOL, change));
}

/* Errors of a sale by what they mean to a script; see PRODUCT's contract. */
static enum err_kind
kind_of(enum sale_outcome outcome, enum err_kind said)
{
	switch (outcome) {
	case SALE_DONE:
		return ERR_NONE;
	case SALE_TAKEN:
	case SALE_NOT_FOR_SALE:
	case SALE_CAME_BACK:
		return ERR_REFUSED;
	case SALE_UNKNOWN:
		return ERR_NO_INPUT;
	case SALE_CONFLICT:
		return ERR_INPUT;
	case SALE_UNSURE:
		return ERR_UNSURE;
	case SALE_FAILED:
		break;
	}
	return said == ERR_NONE ? ERR_INTERNAL : said;
}

void
counter_answer(const struct sale_result *r, void *arg)
{
	struct counter	*c = arg;
	struct ctl	*ctl = c->ctl;
	char		 id[UUID_TEXT];

	c->done = true;
	out_text(ctl->out, "outcome", NULL, outcome_word(r));
	if (r->outcome == SALE_DONE) {
		put_done(c, r);
		c->ret = 0;
		return;
	}
	c->ret = -1;
	ctl->err = r->err;
	ctl->err.kind = kind_of(r->outcome, r->err.kind);
	put_takers(c, r);
	if (r->outcome != SALE_UNSURE)
		return;
	uuid_text(&r->facts->sale.id, id);
	out_object(ctl->out, "sale");
	out_uuid(ctl->out, "id", NULL, &r->facts->sale.id);
	out_close(ctl->out);
	err_hint(&ctl->err, "Ask whether it happened: vitrinectl sale show "
	    "%s; or give the same command again with --id %s.", id, id);
}

/* ---------------------------------------------------------------- the till */

int
counter_open(struct counter *c, struct ctl *ctl, const struct args *args)
{
	const char	*code = args_get(args, "register");

	memset(c, 0, sizeof *c);
	c->ctl = ctl;
	if (ctl_act(ctl) < 0)
		return -1;
	if (code == NULL && ctl->config.register_name[0] != '\0')
		code = ctl->config.register_name;
	till_init(&c->till, ctl->db);
	ticket_init(&c->ticket);
	c->open = true;
	if (till_load_wait(&c->till, TILL_OFFICE, code, &ctl->err) < 0)
		return -1;
	c->till.staff_id = ctl->staff_id;
	staff_role_of(ctl->role, &c->till.staff_role);
	str_copy(c->till.staff_name, sizeof c->till.staff_name, ctl->staff);
	c->tenders.allow_test = c->till.demo;
	return 0;
}

void
counter_close(struct counter *c)
{
	if (!c->open)
		return;
	till_finish(&c->till);
	ticket_free(&c->ticket);
	/* Its jobs belong to the database, which is closed before it goes. */
	db_close(c->ctl->db);
	c->ctl->db = NULL;
	till_free(&c->till);
}

struct agreeing {
	struct counter	*counter;
	struct uuid	*by;
	bool		 done;
};

static void
agreed(const struct staff_result *r, void *arg)
{
	struct agreeing	*a = arg;

	a->done = true;
	if (r->outcome == STAFF_OK)
		*a->by = r->id;
	else
		a->counter->ctl->err = r->err;
}

int
counter_agree(struct counter *c, const struct args *args, enum right right,
    struct uuid *by_r)
{
	struct agreeing	a = { .counter = c, .by = by_r };
	const char	*name = args_get(args, "agreed-by"), *pin;

	memset(by_r, 0, sizeof *by_r);
	if (name == NULL)
		return 0;
	if (ctl_stdin_line(c->ctl, "PIN", &pin) < 0)
		return -1;
	staff_approve(&c->till, name, pin, right, agreed, &a);
	till_wait(&c->till, &a.done);
	return uuid_is_nil(by_r) ? -1 : 0;
}

int
counter_wait(struct counter *c)
{
	till_wait(&c->till, &c->done);
	return c->ret;
}
