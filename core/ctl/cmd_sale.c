/*
 * sell and return: the same core sale as the register's and the listener's,
 * for scripts and tests.  Also sale show and list, to ask again by id.
 */
#include <stdio.h>
#include <string.h>

#include "ctl/ctl.h"
#include "mem.h"
#include "ops.h"
#include "sell/sale.h"
#include "sell/tender.h"
#include "sell/ticket.h"
#include "sell/till.h"
#include "str.h"

#define REASON	"price given to vitrinectl"

/* A till for one command, with the ticket on it. */
struct counter {
	struct ctl	*ctl;
	struct till	 till;
	struct ticket	 ticket;
	struct tenders	 tenders;
	bool		 open;		/* till and ticket are made */
	bool		 done;
	int		 ret;
};

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
static void
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

static void
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
	out_say(o, "%s %s", str_eq(s->kind, "return") ? "Returned" : "Total",
	    money_text(s->total, &c->till.currency, MONEY_SYMBOL, total));
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

static void
answer(const struct sale_result *r, void *arg)
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

static int
open_counter(struct counter *c, struct ctl *ctl, const struct args *args)
{
	const char	*code = args_get(args, "register");

	memset(c, 0, sizeof *c);
	c->ctl = ctl;
	if (ctl_act(ctl, ROLE_ANY) < 0)
		return -1;
	if (code == NULL && ctl->config.register_name[0] != '\0')
		code = ctl->config.register_name;
	till_init(&c->till, ctl->db);
	ticket_init(&c->ticket);
	c->open = true;
	if (till_load_wait(&c->till, TILL_OFFICE, code, &ctl->err) < 0)
		return -1;
	c->till.staff_id = ctl->staff_id;
	str_copy(c->till.staff_name, sizeof c->till.staff_name, ctl->staff);
	c->tenders.allow_test = c->till.demo;
	return 0;
}

static void
close_counter(struct counter *c)
{
	if (!c->open)
		return;
	ticket_free(&c->ticket);
	/* Its jobs belong to the database, which is closed before it goes. */
	db_close(c->ctl->db);
	c->ctl->db = NULL;
	till_free(&c->till);
}

static bool
is_manager(const struct ctl *ctl)
{
	return str_eq(ctl->role, "manager") || str_eq(ctl->role, "owner") ||
	    ctl->role[0] == '\0';
}

/* -------------------------------------------------------------------- sell */

static const struct opt sell_opts[] = {
	{ "tender", "LIST", OPT_MAY, "KIND:AMOUNT[:REF],... (needed)" },
	{ "id", "UUID", OPT_MAY, "the sale's id; the same id is sold once" },
	{ "hold", "ID", OPT_MANY, "a hold of ours on one of the pieces" },
	{ "register", "CODE", OPT_MAY, "sell as this register" },
	{ "customer", "ID", OPT_MAY, "who buys" },
	{ "reason", "TEXT", OPT_MAY, "why a price is not the piece's own" },
	{ "note", "TEXT", OPT_MAY, "kept with the sale" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
full(struct ctl *ctl, enum ticket_added added, const char *sku)
{
	switch (added) {
	case TICKET_ADDED:
	case TICKET_MERGED:
		return 0;
	case TICKET_THERE:
		err_set(&ctl->err, ERR_USAGE, "%s is there once and named "
		    "twice", sku);
		return err_hint(&ctl->err, "Name every unique piece once.");
	case TICKET_FULL:
		err_set(&ctl->err, ERR_INPUT, "that is more than fits on one "
		    "ticket");
		return err_hint(&ctl->err, "Sell it in two.");
	}
	return -1;
}

static int
set_price(struct counter *c, const struct args *args, size_t line,
    money price)
{
	struct ctl		*ctl = c->ctl;
	const char		*reason = REASON;
	const struct uuid	 nobody = { { 0 } };

	if (price == c->ticket.lines[line].list_price)
		return 0;
	if (ctl_opt_text(ctl, args, "reason", 100, &reason) < 0)
		return -1;
	return ticket_set_price(&c->ticket, line, price, reason,
	    is_manager(ctl) ? &ctl->staff_id : &nobody, &ctl->err);
}

/* SKU or SKU=PRICE; a sku that contains '=' is found whole first. */
static int
add_piece(struct counter *c, const struct args *args, const char *given)
{
	struct ctl		*ctl = c->ctl;
	const struct rec_piece	*p;
	const char		*equals = strrchr(given, '=');
	const char		*sku = given;
	money			 price = 0;
	size_t			 line;

	if (equals != NULL) {
		sku = arena_strndup(ctl->arena, given,
		    (size_t)(equals - given));
		if (ctl_money(ctl, given, equals + 1, &price) < 0)
			return -1;
	}
	p = ctl_find_piece(ctl, sku);
	if (p == NULL) {
		if (ctl->err.kind == ERR_NO_INPUT)
			out_text(ctl->out, "outcome", NULL, "unknown");
		return -1;
	}
	if (full(ctl, ticket_add(&c->ticket, p, 1, &line), p->sku) < 0)
		return -1;
	return equals == NULL ? 0 : set_price(c, args, line, price);
}

static int
add_hold(struct counter *c, const char *given)
{
	struct ctl		*ctl = c->ctl;
	const struct db_ans	*ans;
	const struct rec_hold	*h;
	struct uuid		 id;
	size_t			 line, n;

	if (ctl_uuid(ctl, "--hold", given, &id) < 0)
		return -1;
	ans = ctl_read(ctl, op_hold_get(&id));
	if (ans == NULL)
		return -1;
	h = db_rows(ans, REC_HOLD, &n);
	if (n == 0) {
		err_set(&ctl->err, ERR_NO_INPUT, "there is no hold %s",
		    given);
		return err_hint(&ctl->err, "Sell without --hold, or see who "
		    "holds it with vitrinectl item show.");
	}
	line = ticket_find(&c->ticket, &h->piece_id);
	if (line == c->ticket.count) {
		err_set(&ctl->err, ERR_INPUT, "hold %s is on %s, which is not "
		    "being sold", given, h->sku);
		return err_hint(&ctl->err, "Name the piece it is on.");
	}
	ticket_set_hold(&c->ticket, line, &id, h->expires_at);
	return 0;
}

static int
add_customer(struct counter *c, const struct args *args)
{
	const char			*given = args_get(args, "customer");
	const struct rec_customer	*customer;
	const struct db_ans		*ans;
	struct uuid			 id;
	size_t				 n;

	if (given == NULL)
		return 0;
	if (ctl_uuid(c->ctl, "--customer", given, &id) < 0)
		return -1;
	ans = ctl_read(c->ctl, op_customer_get(&id));
	if (ans == NULL)
		return -1;
	customer = db_rows(ans, REC_CUSTOMER, &n);
	if (n == 0) {
		err_set(&c->ctl->err, ERR_NO_INPUT, "there is no customer %s",
		    given);
		return err_hint(&c->ctl->err,
		    "Find the id with: vitrinectl customer list WORD...");
	}
	ticket_set_customer(&c->ticket, customer, till_day(&c->till));
	return 0;
}

static int
fill_ticket(struct counter *c, const struct args *args)
{
	struct ctl	*ctl = c->ctl;
	const char	*note = "";
	const char	*hold;
	size_t		 i;

	if (args_has(args, "id") && ctl_uuid(ctl, "--id",
	    args_get(args, "id"), &c->ticket.id) < 0)
		return -1;
	for (i = 0; i < args_count(args); i++)
		if (add_piece(c, args, args_at(args, i)) < 0)
			return -1;
	for (i = 0; (hold = args_nth(args, "hold", i)) != NULL; i++)
		if (add_hold(c, hold) < 0)
			return -1;
	if (add_customer(c, args) < 0 ||
	    ctl_opt_text(ctl, args, "note", 500, &note) < 0)
		return -1;
	if (note[0] != '\0')
		ticket_set_note(&c->ticket, note);
	if (ticket_total(&c->ticket, &c->till.rules, till_day(&c->till),
	    &ctl->err) < 0)
		return -1;
	if (ticket_needs_manager(&c->ticket, c->till.discount_limit) &&
	    !is_manager(ctl)) {
		err_set(&ctl->err, ERR_NOT_ALLOWED, "%s may not sell that "
		    "far below the price", ctl->staff);
		return err_hint(&ctl->err, "A manager has to: --as NAME.");
	}
	if (args_has(args, "tender"))
		return tender_parse(&c->tenders, args_get(args, "tender"),
		    &c->till.currency, &ctl->err);
	return 0;
}

/* What is due beside what was given: said before anything is sent. */
static int
check_paid(struct counter *c)
{
	struct ctl	*ctl = c->ctl;
	struct tenders	 copy = c->tenders;
	char		 total[MONEY_TEXT];

	if (c->tenders.count == 0)
		err_set(&ctl->err, ERR_USAGE, "sell needs --tender LIST");
	else if (tender_settle(&copy, c->ticket.total, &c->till.currency,
	    &ctl->err) == 0)
		return 0;
	return err_hint(&ctl->err, "The ticket comes to %s, tax included: "
	    "--tender cash:%s", money_text(c->ticket.total,
	    &c->till.currency, MONEY_PLAIN, total), total);
}

static int
run_sell(struct ctl *ctl, const struct args *args)
{
	struct counter		c;
	struct sale_want	want = { .ticket = &c.ticket,
	    .tenders = &c.tenders };
	int			ret = -1;

	if (open_counter(&c, ctl, args) == 0 && fill_ticket(&c, args) == 0 &&
	    check_paid(&c) == 0 &&
	    sale_commit(&c.till, &want, answer, &c, &ctl->err) == 0) {
		till_wait(&c.till, &c.done);
		ret = c.ret;
	}
	close_counter(&c);
	return ret;
}

/* --------------------------------------------------------------- sale show */

static const struct rec_sale *
find_sale(struct ctl *ctl, const char *given)
{
	const struct db_ans	*ans;
	const struct rec_sale	*s;
	struct uuid		 id;
	size_t			 n;

	ans = ctl_read(ctl, uuid_parse(given, &id) ? op_sale_get(&id) :
	    op_sale_by_number(given));
	if (ans == NULL)
		return NULL;
	s = db_rows(ans, REC_SALE, &n);
	if (n > 0)
		return s;
	err_set(&ctl->err, ERR_NO_INPUT, "there is no sale %.60s", given);
	err_hint(&ctl->err, "If its outcome was unsure, it did not happen.");
	return NULL;
}

static int
run_sale_show(struct ctl *ctl, const struct args *args)
{
	const struct rec_payment	*p;
	const struct rec_line		*l;
	const struct rec_sale		*s;
	const struct db_ans		*ans;
	size_t				 lines, payments;

	if (ctl_shop(ctl) < 0)
		return -1;
	s = find_sale(ctl, args_at(args, 0));
	if (s == NULL)
		return -1;
	ans = ctl_read(ctl, op_sale_get(&s->id));
	if (ans == NULL)
		return -1;
	put_sale(ctl->out, s, true);
	l = db_rows(ans, REC_LINE, &lines);
	p = db_rows(ans, REC_PAYMENT, &payments);
	put_rows(ctl->out, l, lines, p, payments);
	return 0;
}

static const struct opt list_opts[] = {
	{ "limit", "N", OPT_MAY, "at most so many (20)" },
	{ NULL, NULL, OPT_MAY, NULL }
};

static int
run_sale_list(struct ctl *ctl, const struct args *args)
{
	const struct rec_sale	*s;
	const struct db_ans	*ans;
	int64_t			 limit = 20;
	size_t			 i, n;

	if (ctl_shop(ctl) < 0 || (args_has(args, "limit") && ctl_number(ctl,
	    "--limit", args_get(args, "limit"), 1, 1000000, &limit) < 0))
		return -1;
	ans = ctl_read(ctl, op_sale_recent(NULL, limit));
	if (ans == NULL)
		return -1;
	s = db_rows(ans, REC_SALE, &n);
	out_list(ctl->out, "sales", "Nothing has been sold.");
	for (i = 0; i < n; i++) {
		out_row(ctl->out);
		out_uuid(ctl->out, "id", NULL, &s[i].id);
		out_text(ctl->out, "number", "NUMBER", s[i].number);
		out_text(ctl->out, "kind", "KIND", s[i].kind);
		out_time(ctl->out, "at", "WHEN", s[i].made_at);
		out_text(ctl->out, "channel", "WHERE", s[i].channel);
		out_text(ctl->out, "order", "ORDER", s[i].order_ref);
		out_text(ctl->out, "staff", "WHO", s[i].staff);
		out_text(ctl->out, "customer", NULL, s[i].customer_name);
		out_money(ctl->out, "tax", NULL, s[i].tax);
		out_money(ctl->out, "total", "TOTAL", s[i].total);
	}
	out_close(ctl->out);
	return 0;
}

const struct command sale_commands[] = {
	{ "sell", "SKU[=PRICE]...", 1, TICKET_LINES, sell_opts,
	    "sell pieces: the register's own sale",
	    "Tenders: cash, card (REF is the last four digits, or 4242/APPROVAL"
	    "), check, wire,\ngift, credit, deposit, reference; test in demo "
	    "shops.  Only cash may be too much.\nPrints the sale's number and "
	    "id.  Exit status 3: somebody has it, and who.", run_sell },
	{ "sale show", "NUMBER", 1, 1, NULL, "one sale, by number or id",
	    NULL, run_sale_show },
	{ "sale list", "", 0, 0, list_opts, "the latest sales", NULL,
	    run_sale_list },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
