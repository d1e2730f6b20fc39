/* Orders in JSON: see order_js.h. */
#include "web/order_js.h"

#include <stdlib.h>
#include <string.h>

#include "ops.h"
#include "str.h"
#include "web/reply.h"

static const char *
status_of(const struct order_result *r)
{
	int64_t	sold = 0, returned = 0;

	for (size_t i = 0; i < r->line_count; i++) {
		sold += r->lines[i].qty;
		returned += r->lines[i].returned;
	}
	return returned == 0 ? "sold" : returned < sold ? "partly_refunded" :
	    "refunded";
}

static void
put_lines(struct js *js, const struct order_result *r, const char *currency)
{
	struct js	*list = js_put(js, "lines", js_array());

	for (size_t i = 0; i < r->line_count; i++) {
		const struct rec_line	*line = &r->lines[i];
		struct js		*o = js_add(list, js_object());

		js_put_uuid(o, "id", &line->id);
		js_put_text(o, "sku", line->sku);
		js_put_text(o, "title", line->title);
		js_put_num(o, "qty", line->qty);
		js_put_num(o, "returned", line->returned);
		js_put_money(o, "price", line->unit_price, currency);
		js_put_money(o, "tax", line->tax, currency);
		js_put_money(o, "total", line->total, currency);
	}
}

static void
put_payments(struct js *js, const struct order_result *r,
    const char *currency)
{
	struct js	*list = js_put(js, "payments", js_array());

	for (size_t i = 0; i < r->payment_count; i++) {
		struct js	*o = js_add(list, js_object());

		js_put_text(o, "kind", r->payments[i].kind);
		js_put_text(o, "reference", r->payments[i].reference);
		js_put_money(o, "amount", r->payments[i].amount, currency);
	}
}

static void
put_ship_to(struct js *js, const char *text)
{
	struct err	 err = ERR_INIT;
	struct js	*parsed = NULL;

	if (*text != '\0')
		parsed = js_parse(text, strlen(text), &err);
	if (parsed != NULL)
		js_put(js, "ship_to", parsed);
	else
		js_put_null(js, "ship_to");
}

struct js *
order_js(struct request *req, const struct order_result *r)
{
	const char	*currency;
	struct js	*js = js_object(), *customer;

	currency = app_shop(visit_of(req)->app)->currency.code;
	js_put_uuid(js, "id", &r->sale->id);
	js_put_text(js, "number", r->sale->number);
	js_put_text(js, "order", r->sale->order_ref);
	js_put_text(js, "status", status_of(r));
	js_put_money(js, "subtotal", r->sale->subtotal, currency);
	js_put_money(js, "tax", r->sale->tax, currency);
	js_put_money(js, "total", r->sale->total, currency);
	put_lines(js, r, currency);
	put_payments(js, r, currency);
	customer = js_put(js, "customer", js_object());
	js_put_text(customer, "name", r->sale->customer_name);
	js_put_text(customer, "email", r->email);
	put_ship_to(js, r->ship_to);
	js_put_num(js, "business_day", r->sale->business_day);
	js_put_time(js, "sold_at", r->sale->made_at);
	return js;
}

void
order_answer(struct request *req, const struct order_result *r)
{
	reply_js(req, 200, order_js(req, r));
}

/* Finding. */

struct search {
	order_done_fn	*done;
	const char	*email;
	const char	*ship_to;
};

static void
not_found(struct request *req)
{
	reply_error(req, 404, "not_found", "there is no such order");
}

static void
on_sale(struct request *req, struct db_ans *ans)
{
	const struct search	*search = visit_of(req)->work;
	struct order_result	 r = { .outcome = ORDER_SOLD, .again = true,
				    .email = search->email,
				    .ship_to = search->ship_to };
	size_t			 n;

	if (app_failed(req, ans))
		return;
	r.sale = db_rows(ans, REC_SALE, &n);
	r.lines = db_rows(ans, REC_LINE, &r.line_count);
	r.payments = db_rows(ans, REC_PAYMENT, &r.payment_count);
	/* A return has a row of its own, but is no order. */
	if (n == 0 || str_eq(r.sale->kind, "return"))
		not_found(req);
	else
		search->done(req, &r);
}

static void
on_order(struct request *req, struct db_ans *ans)
{
	struct visit			*visit = visit_of(req);
	struct search			*search = visit->work;
	const struct rec_order		*order;
	size_t				 n;

	if (app_failed(req, ans))
		return;
	order = db_rows(ans, REC_ORDER, &n);
	if (n == 0 || !uuid_eq(&order->channel_id, &visit->channel_id)) {
		not_found(req);
		return;
	}
	search->email = arena_strdup(request_arena(req), order->email);
	search->ship_to = arena_strdup(request_arena(req), order->ship_to);
	app_ask(req, op_sale_get(&order->sale_id), on_sale);
}

void
order_find(struct request *req, order_done_fn *done)
{
	struct visit	*visit = visit_of(req);
	const char	*name = request_arg(req, 0);
	struct search	*search;
	struct uuid	 id;

	search = arena_alloc(request_arena(req), sizeof(*search));
	search->done = done;
	visit->work = search;
	if (uuid_parse(name, &id))
		app_ask(req, op_order_by_sale(&id), on_order);
	else
		app_ask(req, op_order_by_ref(&visit->channel_id, name),
		    on_order);
}
