/* Orders: see order.h. */
#include "web/order.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "ops.h"
#include "run/mail.h"
#include "sell/facts.h"
#include "sell/pan.h"
#include "sell/sale.h"
#include "sell/tender.h"
#include "sell/ticket.h"
#include "str.h"
#include "web/feed.h"
#include "web/reply.h"

/* An order on its way; lives in its request's arena. */
struct flight {
	struct request		*req;
	const struct order_want	*want;
	order_done_fn		*done;
	struct till		*till;		/* while the sale is at work */
	bool			 looked_again;
	struct flight		*next;
};

static void look_up(struct flight *);

char *
order_key(struct arena *arena, const struct uuid *channel, const char *key)
{
	char	id[UUID_TEXT];

	uuid_text(channel, id);
	return arena_printf(arena, "%s:%s", id, key);
}

char *
order_key_of(struct request *req, const char *other)
{
	const char	*key = request_header(req, "Idempotency-Key");

	if (key == NULL)
		key = other;
	if (key == NULL)
		return NULL;
	if (str_empty(key) || strlen(key) > ORDER_KEY_MAX ||
	    !str_is_clean(key, false) || pan_in(key)) {
		reply_error(req, 400, "bad_key",
		    "Idempotency-Key must be 1 to %d bytes, and no card number",
		    ORDER_KEY_MAX);
		return NULL;
	}
	return order_key(request_arena(req), &visit_of(req)->channel_id, key);
}

static struct app *
app_of(const struct flight *f)
{
	return visit_of(f->req)->app;
}

static void
land(struct flight *f, const struct order_result *result)
{
	struct app	 *app = app_of(f);
	struct flight	**at = &app->flights;

	while (*at != NULL && *at != f)
		at = &(*at)->next;
	if (*at == f)
		*at = f->next;
	f->done(f->req, result);
}

static void
land_outcome(struct flight *f, enum order_outcome outcome)
{
	struct order_result	result = { .outcome = outcome };

	land(f, &result);
}

static void
land_err(struct flight *f, enum order_outcome outcome, const struct err *err)
{
	struct order_result	result = { .outcome = outcome, .err = *err };

	land(f, &result);
}

static void
land_sku(struct flight *f, enum order_outcome outcome, const char *sku,
    money total)
{
	struct order_result	result = { .outcome = outcome, .sku = sku,
				    .total = total };

	land(f, &result);
}

/* Anything but DONE from the database. */
static bool
lost(struct flight *f, const struct db_ans *ans)
{
	switch (db_status(ans)) {
	case DB_DONE:
		return false;
	case DB_REFUSED:
	case DB_FAILED:
		log_error("order: %s", db_err(ans)->text);
		break;
	case DB_UNSURE:
	case DB_UNAVAILABLE:
		break;
	}
	land_outcome(f, ORDER_UNAVAILABLE);
	return true;
}

/* An order that was placed before: the same answer again. */

static void
on_old_sale(struct request *req, struct db_ans *ans)
{
	struct flight		*f = visit_of(req)->work;
	struct order_result	 result = { .outcome = ORDER_SOLD,
				    .again = true };
	size_t			 n;

	if (lost(f, ans))
		return;
	result.sale = db_rows(ans, REC_SALE, &n);
	result.lines = db_rows(ans, REC_LINE, &result.line_count);
	result.payments = db_rows(ans, REC_PAYMENT, &result.payment_count);
	result.email = f->want->email;
	result.ship_to = f->want->ship_to;
	if (n == 0)
		land_outcome(f, ORDER_UNAVAILABLE);
	else
		land(f, &result);
}

/* Selling. */

static void
on_sold(const struct sale_result *sale, void *arg)
{
	struct flight		*f = arg;
	struct app		*app = app_of(f);
	struct order_result	 result = { .outcome = ORDER_SOLD };

	app_till_back(app, f->till);
	f->till = NULL;
	switch (sale->outcome) {
	case SALE_DONE:
		result.again = sale->again;
		result.sale = &sale->facts->sale;
		result.lines = sale->facts->lines;
		result.line_count = sale->facts->line_count;
		result.payments = sale->facts->payments;
		result.payment_count = sale->facts->payment_count;
		result.email = f->want->email;
		result.ship_to = f->want->ship_to;
		metrics_count(app->metrics, COUNT_ORDERS);
		feed_nudge(app->feed);
		break;
	case SALE_TAKEN:
	case SALE_NOT_FOR_SALE:
		result.outcome = ORDER_TAKEN;
		result.taker = sale->taker_count > 0 ? sale->takers : NULL;
		result.sku = result.taker != NULL ? result.taker->sku :
		    f->want->lines[0].sku;
		metrics_count(app->metrics, COUNT_ORDERS_REFUSED);
		break;
	case SALE_UNKNOWN:
		result.outcome = ORDER_UNKNOWN;
		result.sku = f->want->lines[0].sku;
		break;
	case SALE_CAME_BACK:
	case SALE_CONFLICT:
		/* Its key or name came into use meanwhile: which, and whose? */
		if (!f->looked_again) {
			f->looked_again = true;
			look_up(f);
			return;
		}
		result.outcome = ORDER_REF_REUSED;
		break;
	case SALE_UNSURE:
		result.outcome = ORDER_UNSURE;
		break;
	case SALE_FAILED:
		log_error("order: %s", sale->err.text);
		result.outcome = ORDER_UNAVAILABLE;
		break;
	}
	result.err = sale->err;
	land(f, &result);
}

/*
 * Whether the order may use the nth hold it named: one of its caller's own.
 * What a visitor of our page holds, a key of the same channel may sell: the
 * page sent him to the payment, and the payment's program calls us.
 */
static bool
may_use(const struct flight *f, const struct db_ans *ans, size_t nth)
{
	const struct rec_hold	*hold;
	size_t			 n;

	hold = db_rows_nth(ans, REC_HOLD, nth, &n);
	if (n == 0)
		return false;
	return str_eq(hold->caller, f->want->caller) ||
	    (str_starts(hold->caller, QUOTA_PAGE) &&
	    uuid_eq(&hold->channel_id, &visit_of(f->req)->channel_id));
}

/* The ticket for the pieces found, in the order of the lines. */
static bool
fill_ticket(struct flight *f, const struct db_ans *ans, struct ticket *ticket)
{
	const struct order_want	*want = f->want;
	size_t			 holds = 0;

	for (size_t i = 0; i < want->line_count; i++) {
		const struct order_line	*line = &want->lines[i];
		const struct rec_piece	*piece;
		struct uuid		 hold = { { 0 } };
		size_t			 n, at;
		struct err		 err = ERR_INIT;

		if (!uuid_is_nil(&line->hold_id) && may_use(f, ans, holds++))
			hold = line->hold_id;

		piece = db_rows_nth(ans, REC_PIECE, i, &n);
		if (n == 0) {
			land_sku(f, ORDER_UNKNOWN, line->sku, 0);
			return false;
		}
		if (line->priced && line->price != piece->price) {
			land_sku(f, ORDER_PRICE, line->sku, piece->price);
			return false;
		}
		switch (ticket_add(ticket, piece, line->qty, &at)) {
		case TICKET_ADDED:
		case TICKET_MERGED:
			ticket_set_hold(ticket, at, &hold, 0);
			break;
		case TICKET_THERE:
		case TICKET_FULL:
			err_set(&err, ERR_INPUT, "there cannot be so many of "
			    "\"%s\" in one order", line->sku);
			land_err(f, ORDER_INVALID, &err);
			return false;
		}
	}
	return true;
}

/* The same rates, all contained in the price.  In the arena. */
static struct tax_rules
contained(const struct tax_rules *rules, struct arena *arena)
{
	struct tax_rules	 copy = *rules;
	struct tax_rate		*rates;

	rates = arena_alloc(arena, (rules->count + 1) * sizeof(*rates));
	for (size_t i = 0; i < rules->count; i++) {
		rates[i] = rules->rates[i];
		rates[i].inclusive = true;
	}
	copy.rates = rates;
	return copy;
}

/* Totals, with the tax where the payment says it was.  False: answered. */
static bool
total_ticket(struct flight *f, struct ticket *ticket)
{
	struct tax_rules	rules = f->till->rules;
	int			day = till_day(f->till);
	struct err		err = ERR_INIT;
	money			on_top;

	if (ticket_total(ticket, &rules, day, &err) == -1) {
		land_err(f, ORDER_INVALID, &err);
		return false;
	}
	on_top = ticket->total;
	if (f->want->amount == on_top)
		return true;
	if (f->want->amount == ticket->subtotal) {
		rules = contained(&rules, request_arena(f->req));
		if (ticket_total(ticket, &rules, day, &err) == 0 &&
		    ticket->total == f->want->amount)
			return true;
	}
	land_sku(f, ORDER_PAYMENT, NULL, on_top);
	return false;
}

static void
name_customer(struct flight *f, struct ticket *ticket)
{
	struct rec_customer	customer = { .name = f->want->name,
				    .email = f->want->email, .phone = "",
				    .address = "", .note = "",
				    .exempt_no = "", .search = "" };

	ticket_set_customer(ticket, &customer, till_day(f->till));
}

static bool
add_tender(struct flight *f, struct tenders *tenders)
{
	const struct order_want	*want = f->want;
	struct arena		*arena = request_arena(f->req);
	struct err		 err = ERR_INIT;
	enum tender_kind	 kind = TENDER_REFERENCE;
	const char		*ref;

	/* In a demo shop a test moves no money and is called so.  Elsewhere
	   whoever holds the key to order answers for what was paid. */
	if (f->till->demo && str_eq(want->method, "test"))
		kind = TENDER_TEST;
	ref = arena_printf(arena, "%s:%s", want->method, want->reference);
	tenders->allow_test = f->till->demo;
	if (tender_add(tenders, kind, want->amount, ref, &err) == 0)
		return true;
	land_err(f, ORDER_INVALID, &err);
	return false;
}

static void
sell(struct flight *f, const struct ticket *ticket,
    const struct tenders *tenders)
{
	const struct order_want	*want = f->want;
	struct rec_order	 order = { .id = uuid_new(),
				    .channel_id = visit_of(f->req)->channel_id,
				    .order_ref = want->ref,
				    .idem_key = want->key,
				    .request_hash = { want->hash,
					sizeof(want->hash) },
				    .email = want->email,
				    .ship_to = want->ship_to };
	struct sale_want	 sale = { .ticket = ticket,
				    .tenders = tenders,
				    .order_ref = want->ref, .order = &order,
				    .mail_to = mail_address_ok(want->email) ?
					want->email : NULL };
	struct err		 err = ERR_INIT;

	if (sale_commit(f->till, &sale, on_sold, f, &err) == 0)
		return;
	app_till_back(app_of(f), f->till);
	land_err(f, ORDER_INVALID, &err);
}

static void
on_pieces(struct flight *f, const struct db_ans *ans)
{
	struct ticket	ticket;
	struct tenders	tenders = { .count = 0 };
	bool		ok;

	f->till = app_till(app_of(f));
	ticket_init(&ticket);
	ok = fill_ticket(f, ans, &ticket);
	if (ok) {
		name_customer(f, &ticket);
		ok = total_ticket(f, &ticket) && add_tender(f, &tenders);
	}
	if (ok)
		sell(f, &ticket, &tenders);
	else
		app_till_back(app_of(f), f->till);
	ticket_free(&ticket);
}

/* Looking it up: by key, by name, and its pieces, in one question. */

static void
on_looked_up(struct request *req, struct db_ans *ans)
{
	struct flight			*f = visit_of(req)->work;
	const struct rec_order		*by_key, *by_ref;
	size_t				 n, m;

	if (lost(f, ans))
		return;
	by_key = db_rows_nth(ans, REC_ORDER, 0, &n);
	by_ref = db_rows_nth(ans, REC_ORDER, 1, &m);
	(void)by_ref;
	if (n > 0 && (by_key->request_hash.len != sizeof(f->want->hash) ||
	    !seal_equal(by_key->request_hash.bytes, f->want->hash,
	    sizeof(f->want->hash))))
		land_outcome(f, ORDER_KEY_REUSED);
	else if (n > 0)
		app_ask(req, op_sale_get(&by_key->sale_id), on_old_sale);
	else if (m > 0)
		land_outcome(f, ORDER_REF_REUSED);
	else
		on_pieces(f, ans);
}

static void
look_up(struct flight *f)
{
	const struct order_want	*want = f->want;
	struct visit		*visit = visit_of(f->req);
	struct db_req		*what = op_order_by_key(want->key);

	what = db_req_join(what, op_order_by_ref(&visit->channel_id,
	    want->ref));
	for (size_t i = 0; i < want->line_count; i++) {
		const struct order_line	*line = &want->lines[i];

		what = db_req_join(what, op_piece_by_sku(line->sku));
		if (!uuid_is_nil(&line->hold_id))
			what = db_req_join(what, op_hold_get(&line->hold_id));
	}
	visit->work = f;
	app_ask(f->req, what, on_looked_up);
}

void
order_place(struct request *req, const struct order_want *want,
    order_done_fn *done)
{
	struct app	*app = visit_of(req)->app;
	struct flight	*f = arena_alloc(request_arena(req), sizeof(*f));

	f->req = req;
	f->want = want;
	f->done = done;
	for (const struct flight *o = app->flights; o != NULL; o = o->next)
		if (str_eq(o->want->key, want->key)) {
			land_outcome(f, ORDER_IN_PROGRESS);
			return;
		}
	f->next = app->flights;
	app->flights = f;
	if (!app->open)
		land_outcome(f, ORDER_UNAVAILABLE);
	else
		look_up(f);
}

int
order_quote(struct app *app, const struct rec_piece *piece, money *tax_r,
    money *total_r, struct err *err)
{
	struct till	*till = app_till(app);
	struct ticket	 ticket;
	size_t		 at;
	int		 rc = -1;

	ticket_init(&ticket);
	if (ticket_add(&ticket, piece, 1, &at) != TICKET_ADDED)
		err_set(err, ERR_INPUT, "the piece cannot be sold");
	else
		rc = ticket_total(&ticket, &till->rules, till_day(till), err);
	*tax_r = ticket.tax;
	*total_r = ticket.total;
	ticket_free(&ticket);
	app_till_back(app, till);
	return rc;
}
