/* Orders: POST /v1/orders, GET /v1/orders/{id}. */
#include "web/api.h"

#include <string.h>

#include "ops.h"
#include "seal.h"
#include "str.h"
#include "web/app.h"
#include "web/body.h"
#include "web/item.h"
#include "web/order.h"
#include "web/order_js.h"
#include "web/order_read.h"
#include "web/reply.h"

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
	} else if (order_read(js, app_shop(app)->currency.code, arena, want,
	    &err) == -1) {
		body_refuse(req, &err);
	} else {
		/* Without a key the order's name is one. */
		want->key = order_key_of(req, arena_printf(arena, "order %s",
		    want->ref));
		want->caller = visit_of(req)->caller;
		if (want->key != NULL)
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
