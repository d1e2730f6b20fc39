/*
 * The storefront's checkout, the steps: show it; take a test payment, go away
 * to pay, or reserve; and thank you.
 */
#include "web/page.h"

#include <inttypes.h>
#include <string.h>

#include "clock.h"
#include "ops.h"
#include "run/json.h"
#include "seal.h"
#include "str.h"
#include "web/checkout.h"
#include "web/html.h"
#include "web/item.h"
#include "web/page_parts.h"
#include "web/payment.h"

#define PAY_AGE	3	/* times a checkout's hold, for going away to pay */

/* Thank you. */

static void
on_bought(struct request *req, struct db_ans *ans)
{
	struct app		*app = visit_of(req)->app;
	const struct rec_sale	*sale;
	const struct rec_line	*line;
	struct html_page	 page = { .title = "Thank you" };
	struct buf		 buf = BUF_INIT(HTML_MAX);
	size_t			 n, lines;

	if (page_failed(req, ans))
		return;
	sale = db_rows(ans, REC_SALE, &n);
	line = db_rows(ans, REC_LINE, &lines);
	if (n == 0 || lines == 0) {
		page_unknown(req);
		return;
	}
	html_begin(&buf, app, &page);
	html_printf(&buf, "<article class=\"thanks\" data-page=\"thanks\">\n"
	    "<h1>Thank you, it is yours</h1>\n<p>“%s” has been taken out "
	    "of the case for you.</p>\n<dl class=\"sum\"><div><dt>Order</dt>"
	    "<dd id=\"number\">%s</dd></div>", line->title, sale->number);
	if (sale->tax != 0) {
		buf_addstr(&buf, "<div><dt>Tax</dt><dd>");
		html_money(&buf, app, sale->tax);
		buf_addstr(&buf, "</dd></div>");
	}
	buf_addstr(&buf, "<div class=\"total\"><dt>Paid</dt><dd>");
	html_money(&buf, app, sale->total);
	buf_addstr(&buf, "</dd></div></dl>\n<p>Keep this number. We write "
	    "to you when it is on its way.</p>\n<p><a class=\"button quiet\" "
	    "href=\"/\">Back to the collection</a></p>\n</article>\n");
	html_end(&buf, app);
	html_answer(req, 200, &buf);
}

static void
on_order_of_hold(struct request *req, struct db_ans *ans)
{
	const struct rec_order	*order;
	size_t			 n;

	if (page_failed(req, ans))
		return;
	order = db_rows(ans, REC_ORDER, &n);
	if (n == 0)
		/* By his own hold, but not over the web. */
		html_say(req, 200, "Thank you, it is yours",
		    "You have bought this piece in our showroom.");
	else
		page_ask(req, op_sale_get(&order->sale_id), on_bought);
}

/* Showing it. */

static void
on_piece_to_show(struct request *req, struct db_ans *ans)
{
	const struct rec_piece	*piece;
	size_t			 n;

	if (page_failed(req, ans))
		return;
	piece = db_rows(ans, REC_PIECE, &n);
	if (n == 0)
		page_unknown(req);
	else if (checkout_of(req)->reserved)
		reserve_show(req, piece);
	else
		checkout_show(req, checkout_of(req)->problem == NULL ? 200 :
		    422, piece);
}

/* What was given back may have been reserved in the same moment. */
static void
on_reservation(struct request *req, struct db_ans *ans)
{
	const struct rec_hold	*hold;
	size_t			 n;

	if (page_failed(req, ans))
		return;
	hold = db_rows(ans, REC_HOLD, &n);
	if (n > 0 && session_owns(req, hold->caller))
		html_redirect(req, checkout_path(req, &hold->id));
	else
		checkout_gone(req, 410, &checkout_of(req)->piece_id);
}

static void
on_hold_to_show(struct request *req, struct db_ans *ans)
{
	const struct rec_hold	*hold;
	struct uuid		 next;

	if (!checkout_hold(req, ans, &hold))
		return;
	next = reserve_id(&hold->id);
	if (str_eq(hold->state, "active"))
		page_ask(req, op_piece_by_id(&hold->piece_id),
		    on_piece_to_show);
	else if (str_eq(hold->end_reason, "sold"))
		page_ask(req, op_order_by_hold(&hold->id), on_order_of_hold);
	else if (str_eq(hold->end_reason, "released"))
		page_ask(req, op_hold_get(&next), on_reservation);
	else
		checkout_gone(req, 410, &hold->piece_id);
}

void
page_checkout(struct request *req, void *arg)
{
	struct uuid	id;

	(void)arg;
	checkout_new(req);
	form_empty(checkout_of(req)->fields);
	if (!uuid_parse(request_arg(req, 0), &id))
		page_unknown(req);
	else
		page_ask(req, op_hold_get(&id), on_hold_to_show);
}

/* Paying. */

void
checkout_show_again(struct request *req, const char *problem)
{
	struct checkout	*c = checkout_of(req);

	c->problem = problem;
	page_ask(req, op_piece_by_id(&c->piece_id), on_piece_to_show);
}

static void
on_paid(struct request *req, const struct order_result *r)
{
	struct arena	*arena = request_arena(req);
	struct checkout	*c = checkout_of(req);

	switch (r->outcome) {
	case ORDER_SOLD:
	case ORDER_IN_PROGRESS:
		html_redirect(req, checkout_path(req, &c->hold_id));
		return;
	case ORDER_TAKEN:
		checkout_gone(req, 409, &c->piece_id);
		return;
	case ORDER_UNKNOWN:
		page_unknown(req);
		return;
	case ORDER_PRICE:
	case ORDER_PAYMENT:
		checkout_show_again(req, "The price has just changed. Please "
		    "look at the new total before you go on.");
		return;
	case ORDER_INVALID:
		checkout_show_again(req, arena_strdup(arena, r->err.text));
		return;
	case ORDER_KEY_REUSED:
	case ORDER_REF_REUSED:
	case ORDER_UNSURE:
		html_say(req, 503, "We are looking", "The answer to your "
		    "order was lost on its way. Load this page again in a "
		    "minute: your order is never made twice.");
		return;
	case ORDER_UNAVAILABLE:
		html_say(req, 503, "One moment, please", "The shop cannot be "
		    "reached just now. Nothing has been charged. Please go "
		    "back and try again in a minute.");
		return;
	}
}

/* Going away to pay. */

static char *
payment_address(struct request *req)
{
	struct app		*app = visit_of(req)->app;
	struct arena		*arena = request_arena(req);
	const struct checkout	*c = checkout_of(req);
	const struct currency	*currency = &app_shop(app)->currency;
	char			 id[UUID_TEXT], price[MONEY_TEXT];
	const char		*host = request_header(req, "Host");
	struct payment_values	 v = { .hold = id, .sku = c->sku,
				    .currency = currency->code };

	uuid_text(&c->hold_id, id);
	v.amount = arena_printf(arena, "%" PRId64, c->want.amount);
	v.price = money_text(c->want.amount, currency, MONEY_PLAIN, price);
	v.back = arena_printf(arena, "%s%s?back=1", *app->web_url != '\0' ?
	    app->web_url : arena_printf(arena, "%s://%s",
	    request_secure(req) ? "https" : "http", host),
	    checkout_path(req, &c->hold_id));
	return payment_link(arena, app->payment_url, &v);
}

static void
on_kept(struct request *req, struct db_ans *ans)
{
	if (db_status(ans) == DB_REFUSED)
		checkout_gone(req, 410, &checkout_of(req)->piece_id);
	else if (!page_failed(req, ans))
		html_redirect(req, payment_address(req));
}

/* Paying takes a while; but nobody keeps a piece by going away again and
   again. */
static void
go_and_pay(struct request *req)
{
	const struct app	*app = visit_of(req)->app;
	struct checkout		*c = checkout_of(req);

	if (c->age < PAY_AGE * app->hold_us)
		page_ask(req, op_hold_renew(&c->hold_id, clock_now(),
		    app->hold_us), on_kept);
	else
		html_redirect(req, payment_address(req));
}

/* Where to, in the same form as a program sends it. */
static const char *
ship_to(struct request *req, const struct form_field *fields)
{
	static const char *const names[] = { "name", "street", "city",
		"postcode", "country" };
	struct js	*js = js_object();
	struct buf	 buf = BUF_INIT(4000);
	const char	*text;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		js_put_text(js, names[i], form_value(fields, names[i]));
	js_write(js, &buf);
	text = arena_strdup(request_arena(req), buf_str(&buf));
	buf_free(&buf);
	js_free(js);
	return text;
}

static void
sell_it(struct request *req)
{
	struct arena		*arena = request_arena(req);
	struct checkout		*c = checkout_of(req);
	struct order_want	*want = &c->want;
	char			 id[UUID_TEXT];

	uuid_text(&c->hold_id, id);
	want->key = checkout_key(req, &c->hold_id);
	want->caller = c->caller;
	/* One hold is one order, whatever is typed the second time. */
	seal_sha256(id, strlen(id), want->hash);
	want->ref = arena_printf(arena, "P-%s", id + UUID_TEXT - 1 - 8);
	c->line = (struct order_line){ .sku = c->sku, .hold_id = c->hold_id,
		.qty = 1 };
	want->lines = &c->line;
	want->line_count = 1;
	want->name = form_value(c->fields, "name");
	want->email = form_value(c->fields, "email");
	want->ship_to = ship_to(req, c->fields);
	want->method = "test";
	want->reference = want->ref;
	order_place(req, want, on_paid);
}

static void
finish(struct request *req, const struct rec_piece *piece, money total)
{
	struct checkout	*c = checkout_of(req);

	c->sku = arena_strdup(request_arena(req), piece->sku);
	c->want.amount = total;
	switch (checkout_mode(visit_of(req)->app)) {
	case PAY_TEST:
		sell_it(req);
		break;
	case PAY_LINK:
		go_and_pay(req);
		break;
	case PAY_RESERVE:
		reserve_it(req);
		break;
	}
}

static void
on_piece_to_pay(struct request *req, struct db_ans *ans)
{
	const struct rec_piece	*piece;
	struct err		 err = ERR_INIT;
	money			 tax, total, seen;
	size_t			 n;

	if (page_failed(req, ans))
		return;
	piece = db_rows(ans, REC_PIECE, &n);
	if (n == 0)
		page_unknown(req);
	else if (order_quote(visit_of(req)->app, piece, &tax, &total,
	    &err) == -1)
		html_say(req, 500, "Something went wrong", err.text);
	else if (!str_int64(form_value(checkout_of(req)->fields, "total"),
	    &seen) || seen != total)
		checkout_show_again(req, "The price has just changed. Please "
		    "look at the new total before you go on.");
	else
		finish(req, piece, total);
}

static void
on_hold_to_pay(struct request *req, struct db_ans *ans)
{
	const struct rec_hold	*hold;
	struct checkout		*c = checkout_of(req);

	if (!checkout_hold(req, ans, &hold))
		return;
	if (c->reserved || str_eq(hold->end_reason, "sold") ||
	    str_eq(hold->end_reason, "released"))
		html_redirect(req, checkout_path(req, &hold->id));
	else if (!form_read(req, c->fields))
		checkout_show_again(req,
		    "Please look at the fields marked below.");
	else
		/* A hold whose time is over may still be in time: the sale
		   itself finds out. */
		page_ask(req, op_piece_by_id(&hold->piece_id),
		    on_piece_to_pay);
}

void
page_pay(struct request *req, void *arg)
{
	struct uuid	id;

	(void)arg;
	if (!checkout_may_act(req))
		return;
	checkout_new(req);
	form_empty(checkout_of(req)->fields);
	if (!uuid_parse(request_arg(req, 0), &id))
		page_unknown(req);
	else
		page_ask(req, op_hold_get(&id), on_hold_to_pay);
}
