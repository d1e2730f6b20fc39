/*
 * sell: the same core sale as the register's and the listener's, for scripts
 * and tests.  Also sale show and list, to ask again by id.
 */
#include <string.h>

#include "ctl/counter.h"
#include "mem.h"
#include "ops.h"
#include "str.h"

#define REASON	"price given to vitrinectl"

/* -------------------------------------------------------------------- sell */

static const struct opt sell_opts[] = {
	{ "tender", "LIST", OPT_MAY, "KIND:AMOUNT[:REF],... (needed)" },
	{ "id", "UUID", OPT_MAY, "the sale's id; the same id is sold once" },
	{ "hold", "ID", OPT_MANY, "a hold of ours on one of the pieces" },
	{ "register", "CODE", OPT_MAY, "sell as this register" },
	{ "customer", "ID", OPT_MAY, "who buys" },
	{ "reason", "TEXT", OPT_MAY, "why a price is not the piece's own" },
	{ "note", "TEXT", OPT_MAY, "kept with the sale" },
	COUNTER_AGREE,
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

	if (price == c->ticket.lines[line].list_price)
		return 0;
	if (ctl_opt_text(ctl, args, "reason", 100, &reason) < 0)
		return -1;
	return ticket_set_price(&c->ticket, line, price, reason, &ctl->err);
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

/* What goes too far is agreed to, or refused when it is to be sold. */
static int
agree(struct counter *c, const struct args *args)
{
	const struct till	*till = &c->till;
	struct ticket_ask	 ask;
	struct uuid		 by;

	if (uuid_is_nil(&till->staff_id) || !ticket_asks(&c->ticket,
	    &till->rights, till->staff_role, &ask) || ask.may == MAY_NO)
		return 0;
	if (counter_agree(c, args, ask.right, &by) < 0)
		return -1;
	ticket_agree(&c->ticket, &till->rights, till->staff_role, ask.right,
	    &by);
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
	if (agree(c, args) < 0)
		return -1;
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

	if (counter_open(&c, ctl, args) == 0 && fill_ticket(&c, args) == 0 &&
	    check_paid(&c) == 0 &&
	    sale_commit(&c.till, &want, counter_answer, &c, &ctl->err) == 0)
		ret = counter_wait(&c);
	counter_close(&c);
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
	err_hint(&ctl->err, "If its outcome was unsure it has not happened so "
	    "far; the same sell with the same --id makes sure.");
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
	    "), check,\ncashiers_check, money_order, bank_draft, "
	    "travelers_check, wire, gift, credit,\ndeposit, reference; test in "
	    "demo shops.  Only cash may be too much.\nPrints the sale's number and "
	    "id.  Exit status 3: somebody has it, and who.", run_sell },
	{ "sale show", "NUMBER", 1, 1, NULL, "one sale, by number or id",
	    NULL, run_sale_show },
	{ "sale list", "", 0, 0, list_opts, "the latest sales", NULL,
	    run_sale_list },
	{ NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
};
