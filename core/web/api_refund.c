/* Taking orders back: POST /v1/orders/{id}/cancel and .../refund. */
#include "web/api.h"

#include <string.h>

#include "log.h"
#include "sell/refund.h"
#include "str.h"
#include "web/app.h"
#include "web/body.h"
#include "web/feed.h"
#include "web/order.h"
#include "web/order_js.h"
#include "web/reply.h"

#define REASON_MAX	200

/* One taking back, in its request's arena. */
struct taking {
	const char	*reason;
	bool		 whole;		/* a cancellation: all or nothing */
	struct till	*till;
	struct refund	*refund;
};

static struct taking *
taking_of(struct request *req)
{
	return visit_of(req)->page;
}

static void
end(struct request *req)
{
	struct taking	*t = taking_of(req);

	refund_free(t->refund);
	app_till_back(visit_of(req)->app, t->till);
}

static struct js *
return_js(struct request *req, const struct facts *facts)
{
	const char	*currency;
	struct js	*js = js_object(), *list;

	currency = app_shop(visit_of(req)->app)->currency.code;
	js_put_uuid(js, "id", &facts->sale.id);
	js_put_text(js, "number", facts->sale.number);
	js_put_uuid(js, "order_id", &facts->sale.returns_id);
	js_put_money(js, "refunded", -facts->sale.total, currency);
	list = js_put(js, "lines", js_array());
	for (size_t i = 0; i < facts->line_count; i++) {
		struct js	*o = js_add(list, js_object());

		js_put_text(o, "sku", facts->lines[i].sku);
		js_put_num(o, "qty", -facts->lines[i].qty);
		js_put_money(o, "total", -facts->lines[i].total, currency);
	}
	return js;
}

static void
on_taken_back(const struct sale_result *r, void *arg)
{
	struct request	*req = arg;
	struct app	*app = visit_of(req)->app;

	switch (r->outcome) {
	case SALE_DONE:
		feed_nudge(app->feed);
		reply_js(req, 201, return_js(req, r->facts));
		break;
	case SALE_CAME_BACK:
	case SALE_TAKEN:
	case SALE_NOT_FOR_SALE:
	case SALE_UNKNOWN:
	case SALE_CONFLICT:
		reply_error(req, 409, "returned",
		    "this has been taken back already");
		break;
	case SALE_UNSURE:
		request_add_header(req, "Retry-After", "2");
		reply_error(req, 503, "unsure", "it may have been taken back; "
		    "look at the order before you ask again");
		break;
	case SALE_FAILED:
		log_error("refund: %s", r->err.text);
		request_add_header(req, "Retry-After", "2");
		reply_error(req, 503, "unavailable", "the shop cannot be "
		    "reached just now; nothing was taken back");
		break;
	}
	end(req);
}

/* {"sku": "BR-1041", "qty": 1} */
static int
choose_line(struct refund *refund, const struct js *js, struct err *err)
{
	static const char *const names[] = { "sku", "qty", NULL };
	const char	*sku;
	int64_t		 qty = 1;
	size_t		 i = 0;

	if (!js_is_object(js))
		return err_set(err, ERR_INPUT, "a line must be an object");
	if (js_only(js, names, err) == -1 ||
	    js_read_text(js, "sku", JS_NEEDED, 200, &sku, err) == -1 ||
	    js_read_num(js, "qty", JS_OPTIONAL, 1, 1000, &qty, err) == -1)
		return -1;
	while (i < refund->count && !str_eq(refund->lines[i].was.sku, sku))
		i++;
	if (i == refund->count)
		return err_set(err, ERR_INPUT,
		    "\"%s\" is not in this order", sku);
	return refund_choose(refund, i, qty, err);
}

/* What the body names, or everything that is left. */
static int
choose(struct request *req, struct err *err)
{
	struct taking	*t = taking_of(req);
	const struct js	*list = NULL;
	const char	*body;
	struct js	*js = NULL;
	size_t		 len;
	int		 rc = 0;

	/* It was parsed once before, so that it is JSON is known. */
	body = request_body(req, &len);
	if (!t->whole && len > 0)
		js = js_parse(body, len, err);
	if (js != NULL)
		rc = js_read_array(js, "lines", JS_OPTIONAL, ORDER_LINES,
		    &list, err);
	if (rc == 0 && list == NULL)
		refund_choose_all(t->refund);
	for (size_t i = 0; rc == 0 && i < js_count(list); i++)
		if (choose_line(t->refund, js_at(list, i), err) == -1)
			rc = err_wrap(err, "line %zu", i + 1);
	js_free(js);
	return rc;
}

/* How many of the order have come back, and how many are left to. */
static void
count(const struct refund *refund, int64_t *back_r, int64_t *left_r)
{
	*back_r = *left_r = 0;
	for (size_t i = 0; i < refund->count; i++) {
		*back_r += refund->lines[i].was.qty - refund->lines[i].left;
		*left_r += refund->lines[i].left;
	}
}

static void
on_refund(struct refund *refund, const struct err *why, void *arg)
{
	struct request	*req = arg;
	struct taking	*t = taking_of(req);
	struct err	 err = ERR_INIT;
	int64_t		 back, left;

	t->refund = refund;
	if (refund == NULL) {
		reply_err(req, why);
		end(req);
		return;
	}
	count(refund, &back, &left);
	if (left == 0 || (t->whole && back > 0))
		reply_error(req, 409, "returned", left == 0 ?
		    "this has been taken back already" :
		    "part of this has come back; refund what is left");
	else if (choose(req, &err) == -1 || refund_commit(t->till, refund, NULL,
	    t->reason, on_taken_back, req, &err) == -1)
		body_refuse(req, &err);
	else
		return;
	end(req);
}

static void
on_order(struct request *req, const struct order_result *r)
{
	struct taking	*t = taking_of(req);
	char		 id[UUID_TEXT];

	t->till = app_till(visit_of(req)->app);
	uuid_text(&r->sale->id, id);
	refund_find(t->till, id, on_refund, req);
}

/* A body is not needed; one that is there must be right. */
static void
take_back(struct request *req, bool whole)
{
	struct taking	*t = arena_alloc(request_arena(req), sizeof(*t));
	struct err	 err = ERR_INIT;
	const char	*reason = whole ? "order cancelled" : "web refund";
	struct js	*js = NULL;
	size_t		 len;

	request_body(req, &len);
	if (len > 0 && (js = body_js(req)) == NULL)
		return;
	t->whole = whole;
	visit_of(req)->page = t;
	if (js != NULL && js_read_text(js, "reason", JS_OPTIONAL, REASON_MAX,
	    &reason, &err) == -1) {
		body_refuse(req, &err);
		js_free(js);
		return;
	}
	t->reason = arena_strdup(request_arena(req), reason);
	js_free(js);
	order_find(req, on_order);
}

void
api_order_cancel(struct request *req, void *arg)
{
	(void)arg;
	take_back(req, true);
}

void
api_order_refund(struct request *req, void *arg)
{
	(void)arg;
	take_back(req, false);
}
