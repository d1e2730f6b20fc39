/* Orders: POST /v1/orders, GET /v1/orders/{id}. */
#include "web/api.h"

#include <string.h>

#include "ops.h"
#include "seal.h"
#include "sell/pan.h"
#include "str.h"
#include "web/app.h"
#include "web/body.h"
#include "web/item.h"
#include "web/order.h"
#include "web/order_js.h"
#include "web/reply.h"

#define TEXT_MAX	200
#define SHIP_TO_MAX	4000
#define QTY_MAX		1000

/*
 * Reading.  A site may send more about an order than we want to know; but
 * what a line says must be understood to the last word.
 */

static int
read_line(const struct js *js, const char *currency, struct arena *arena,
    struct order_line *line, struct err *err)
{
	static const char *const names[] = { "sku", "hold", "price", "qty",
		NULL };
	const char	*sku;

	line->qty = 1;
	if (!js_is_object(js))
		return err_set(err, ERR_INPUT, "a line must be an object");
	if (js_only(js, names, err) == -1 ||
	    js_read_text(js, "sku", JS_NEEDED, TEXT_MAX, &sku, err) == -1 ||
	    js_read_uuid(js, "hold", JS_OPTIONAL, &line->hold_id,
	    err) == -1 ||
	    js_read_num(js, "qty", JS_OPTIONAL, 1, QTY_MAX, &line->qty,
	    err) == -1)
		return -1;
	line->sku = arena_strdup(arena, sku);
	line->priced = !js_is_null(js_get(js, "price"));
	return js_read_money(js, "price", JS_OPTIONAL, currency, &line->price,
	    err);
}

static int
read_lines(const struct js *js, const char *currency, struct arena *arena,
    struct order_want *want, struct err *err)
{
	const struct js	*list;

	if (js_read_array(js, "lines", JS_NEEDED, ORDER_LINES, &list,
	    err) == -1)
		return -1;
	want->line_count = js_count(list);
	want->lines = arena_alloc(arena,
	    want->line_count * sizeof(*want->lines));
	for (size_t i = 0; i < want->line_count; i++) {
		if (read_line(js_at(list, i), currency, arena,
		    &want->lines[i], err) == -1)
			return err_wrap(err, "line %zu", i + 1);
		for (size_t k = 0; k < i; k++)
			if (str_eq(want->lines[k].sku, want->lines[i].sku))
				return err_set(err, ERR_INPUT,
				    "\"%s\" stands on two lines",
				    want->lines[i].sku);
	}
	return 0;
}

static int
read_customer(const struct js *js, struct arena *arena,
    struct order_want *want, struct err *err)
{
	const struct js	*customer = NULL;
	const char	*name = "", *email = "";

	if (js_read_object(js, "customer", JS_OPTIONAL, &customer, err) == -1)
		return -1;
	if (customer != NULL && (js_read_text(customer, "name", JS_OPTIONAL,
	    TEXT_MAX, &name, err) == -1 || js_read_text(customer, "email",
	    JS_OPTIONAL, TEXT_MAX, &email, err) == -1))
		return err_wrap(err, "customer");
	want->name = arena_strdup(arena, name);
	want->email = arena_strdup(arena, email);
	return 0;
}

/* Kept as it was sent: what an address looks like is the site's business. */
static int
read_ship_to(const struct js *js, struct arena *arena,
    struct order_want *want, struct err *err)
{
	const struct js	*ship_to = NULL;
	struct buf	 buf = BUF_INIT(SHIP_TO_MAX + 1);
	int		 rc;

	rc = js_read_object(js, "ship_to", JS_OPTIONAL, &ship_to, err);
	if (rc == 0 && ship_to != NULL)
		js_write(ship_to, &buf);
	if (rc == 0 && (buf_full(&buf) || buf.len > SHIP_TO_MAX))
		rc = err_set(err, ERR_INPUT,
		    "\"ship_to\" is longer than %d bytes", SHIP_TO_MAX);
	want->ship_to = arena_strdup(arena, buf_str(&buf));
	buf_free(&buf);
	return rc;
}

static int
read_payment(const struct js *js, const char *currency, struct arena *arena,
    struct order_want *want, struct err *err)
{
	const struct js	*pay;
	const char	*method, *reference = "";

	if (js_read_object(js, "payment", JS_NEEDED, &pay, err) == -1)
		return -1;
	if (js_read_text(pay, "method", JS_NEEDED, 30, &method, err) == -1 ||
	    js_read_text(pay, "reference", JS_OPTIONAL, TEXT_MAX, &reference,
	    err) == -1 ||
	    js_read_money(pay, "amount", JS_NEEDED, currency, &want->amount,
	    err) == -1)
		return err_wrap(err, "payment");
	want->method = arena_strdup(arena, method);
	want->reference = arena_strdup(arena, reference);
	return 0;
}

static int
read_order(const struct js *js, const char *currency, struct arena *arena,
    struct order_want *want, struct err *err)
{
	const char	*ref;

	if (js_read_text(js, "order", JS_NEEDED, 100, &ref, err) == -1 ||
	    read_lines(js, currency, arena, want, err) == -1 ||
	    read_customer(js, arena, want, err) == -1 ||
	    read_ship_to(js, arena, want, err) == -1 ||
	    read_payment(js, currency, arena, want, err) == -1)
		return -1;
	want->ref = arena_strdup(arena, ref);
	if (pan_in(want->ref) || pan_in(want->name) || pan_in(want->ship_to))
		return err_set(err, ERR_INPUT,
		    "this looks like a card number; none is kept here");
	return 0;
}

/* Answering. */

static void
refuse(struct request *req, unsigned status, const char *code,
    const char *text, const char *sku, const struct order_result *r)
{
	const struct app	*app = visit_of(req)->app;
	struct js		*error, *js;

	js = reply_problem(status, code, text, &error);
	if (sku != NULL)
		js_put_text(error, "sku", sku);
	if (r != NULL)
		js_put_money(error, r->outcome == ORDER_PRICE ? "price" :
		    "total", r->total, app_shop(app)->currency.code);
	reply_js(req, status, js);
}

static void
answer_sold(struct request *req, const struct order_result *r)
{
	struct js	*js = order_js(req, r);
	char		 id[UUID_TEXT];

	uuid_text(&r->sale->id, id);
	request_add_header(req, "Location",
	    arena_printf(request_arena(req), "/v1/orders/%s", id));
	if (r->again)
		request_add_header(req, "Idempotent-Replayed", "true");
	reply_js(req, 201, js);
}

static void
on_order(struct request *req, const struct order_result *r)
{
	struct app	*app = visit_of(req)->app;
	struct arena	*arena = request_arena(req);

	switch (r->outcome) {
	case ORDER_SOLD:
		answer_sold(req, r);
		break;
	case ORDER_KEY_REUSED:
		refuse(req, 422, "key_reused", "this Idempotency-Key was used "
		    "for another order", NULL, NULL);
		break;
	case ORDER_REF_REUSED:
		refuse(req, 409, "order_exists", "an order of this name "
		    "exists, under another Idempotency-Key", NULL, NULL);
		break;
	case ORDER_IN_PROGRESS:
		request_add_header(req, "Retry-After", "1");
		refuse(req, 409, "in_progress", "this order is being worked "
		    "on; ask again with the same key", NULL, NULL);
		break;
	case ORDER_TAKEN:
		if (r->taker == NULL)
			refuse(req, 409, "taken", "a piece is gone", r->sku,
			    NULL);
		else
			reply_js(req, 409, item_problem(app, arena, r->sku,
			    r->taker));
		break;
	case ORDER_UNKNOWN:
		reply_js(req, 404, item_problem(app, arena, r->sku, NULL));
		break;
	case ORDER_PRICE:
		refuse(req, 409, "price_changed", arena_printf(arena,
		    "%s costs something else now", r->sku), r->sku, r);
		break;
	case ORDER_PAYMENT:
		refuse(req, 422, "payment_mismatch", "the payment is not what "
		    "the order costs", NULL, r);
		break;
	case ORDER_INVALID:
		body_refuse(req, &r->err);
		break;
	case ORDER_UNSURE:
		request_add_header(req, "Retry-After", "2");
		refuse(req, 503, "unsure", "it may have been sold; ask again "
		    "with the same key", NULL, NULL);
		break;
	case ORDER_UNAVAILABLE:
		request_add_header(req, "Retry-After", "2");
		refuse(req, 503, "unavailable", "the shop cannot be reached "
		    "just now; nothing was sold", NULL, NULL);
		break;
	}
}

/* The caller's key, or one made of the order's name when he sent none. */
static bool
read_key(struct request *req, struct order_want *want)
{
	struct arena	*arena = request_arena(req);
	const char	*key = request_header(req, "Idempotency-Key");

	if (key == NULL)
		key = arena_printf(arena, "order %s", want->ref);
	if (str_empty(key) || strlen(key) > ORDER_KEY_MAX ||
	    !str_is_clean(key, false)) {
		reply_error(req, 400, "bad_key",
		    "Idempotency-Key must be 1 to %d bytes", ORDER_KEY_MAX);
		return false;
	}
	want->key = order_key(arena, &visit_of(req)->channel_id, key);
	return true;
}

void
api_order_place(struct request *req, void *arg)
{
	struct app		*app = arg;
	struct arena		*arena = request_arena(req);
	struct order_want	*want = arena_alloc(arena, sizeof(*want));
	struct err		 err = ERR_INIT;
	struct js		*js = body_js(req);
	const char		*body;
	size_t			 len;

	if (js == NULL)
		return;
	body = request_body(req, &len);
	seal_sha256(body, len, want->hash);
	if (!app->open) {
		struct order_result	r = { .outcome = ORDER_UNAVAILABLE };

		on_order(req, &r);
	} else if (read_order(js, app_shop(app)->currency.code, arena, want,
	    &err) == -1) {
		body_refuse(req, &err);
	} else if (read_key(req, want)) {
		order_place(req, want, on_order);
	}
	js_free(js);
}

/* Asking for one again. */

void
api_order_get(struct request *req, void *arg)
{
	(void)arg;
	order_find(req, order_answer);
}
