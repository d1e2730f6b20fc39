/* The storefront's checkout, second half: show it, pay, thank you. */
#include "web/page.h"

#include <string.h>

#include "ops.h"
#include "run/json.h"
#include "seal.h"
#include "str.h"
#include "web/checkout.h"
#include "web/html.h"
#include "web/item.h"
#include "web/page_parts.h"

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
		checkout_gone(req, 410, &checkout_of(req)->piece_id);
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
	else
		checkout_show(req, checkout_of(req)->problem == NULL ? 200 :
		    422, piece);
}

static void
on_hold_to_show(struct request *req, struct db_ans *ans)
{
	const struct rec_hold	*hold;

	if (!checkout_hold(req, ans, &hold))
		return;
	if (str_eq(hold->state, "active"))
		page_ask(req, op_piece_by_id(&hold->piece_id),
		    on_piece_to_show);
	else if (str_eq(hold->end_reason, "sold"))
		page_ask(req, op_order_by_key(checkout_key(req, &hold->id)),
		    on_order_of_hold);
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

static void
show_again(struct request *req, const char *problem)
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
		show_again(req, "The price has just changed. Please look at "
		    "the new total before you go on.");
		return;
	case ORDER_INVALID:
		show_again(req, arena_strdup(arena, r->err.text));
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
order_it(struct request *req, const struct rec_piece *piece, money total)
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
	c->line = (struct order_line){ .sku = arena_strdup(arena, piece->sku),
		.hold_id = c->hold_id, .qty = 1 };
	want->lines = &c->line;
	want->line_count = 1;
	want->name = form_value(c->fields, "name");
	want->email = form_value(c->fields, "email");
	want->ship_to = ship_to(req, c->fields);
	want->amount = total;
	if (checkout_is_demo(visit_of(req)->app)) {
		want->method = "test";
		want->reference = want->ref;
	} else {
		want->method = "page";
		want->reference = form_value(c->fields, "reference");
	}
	order_place(req, want, on_paid);
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
		show_again(req, "The price has just changed. Please look at "
		    "the new total before you go on.");
	else
		order_it(req, piece, total);
}

static void
on_hold_to_pay(struct request *req, struct db_ans *ans)
{
	const struct rec_hold	*hold;
	struct checkout		*c = checkout_of(req);

	if (!checkout_hold(req, ans, &hold))
		return;
	if (str_eq(hold->end_reason, "sold"))
		html_redirect(req, checkout_path(req, &hold->id));
	else if (str_eq(hold->end_reason, "released"))
		checkout_gone(req, 410, &hold->piece_id);
	else if (!form_read(req, c->fields))
		show_again(req, "Please look at the fields marked below.");
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
