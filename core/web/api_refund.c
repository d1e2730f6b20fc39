/* Taking orders back: POST /v1/orders/{id}/cancel and .../refund. */
#include "web/api.h"

#include <string.h>

#include "log.h"
#include "ops.h"
#include "seal.h"
#include "sell/refund.h"
#include "str.h"
#include "web/app.h"
#include "web/body.h"
#include "web/feed.h"
#include "web/order.h"
#include "web/order_js.h"
#include "web/reply.h"

#define REASON_MAX	200

static order_done_fn	on_order;

/* One taking back, in its request's arena. */
struct taking {
	const char	*key;		/* stored; NULL: asked once only */
	uint8_t		 hash[SEAL_DIGEST];	/* of what was asked */
	struct rec_order order;		/* the return's, with a key */
	bool		 looked_again;
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
return_js(struct request *req, const struct rec_sale *sale,
    const struct rec_line *lines, size_t count)
{
	const char	*currency;
	struct js	*js = js_object(), *list;

	currency = app_shop(visit_of(req)->app)->currency.code;
	js_put_uuid(js, "id", &sale->id);
	js_put_text(js, "number", sale->number);
	js_put_uuid(js, "order_id", &sale->returns_id);
	js_put_money(js, "refunded", -sale->total, currency);
	list = js_put(js, "lines", js_array());
	for (size_t i = 0; i < count; i++) {
		struct js	*o = js_add(list, js_object());

		js_put_text(o, "sku", lines[i].sku);
		js_put_num(o, "qty", -lines[i].qty);
		js_put_money(o, "total", -lines[i].total, currency);
	}
	return js;
}

/* The same key again: the same answer, or another question. */

static void
on_old_return(struct request *req, struct db_ans *ans)
{
	const struct rec_sale	*sale;
	const struct rec_line	*lines;
	size_t			 n, count;

	if (app_failed(req, ans))
		return;
	sale = db_rows(ans, REC_SALE, &n);
	lines = db_rows(ans, REC_LINE, &count);
	if (n == 0) {
		reply_error(req, 404, "not_found", "there is no such order");
		return;
	}
	request_add_header(req, "Idempotent-Replayed", "true");
	reply_js(req, 201, return_js(req, sale, lines, count));
}

static void
on_key(struct request *req, struct db_ans *ans)
{
	const struct taking	*t = taking_of(req);
	const struct rec_order	*old;
	size_t			 n;

	if (app_failed(req, ans))
		return;
	old = db_rows(ans, REC_ORDER, &n);
	if (n == 0 && t->looked_again)
		reply_error(req, 409, "returned",
		    "this has been taken back already");
	else if (n == 0)
		order_find(req, on_order);
	else if (old->request_hash.len != sizeof(t->hash) ||
	    !seal_equal(old->request_hash.bytes, t->hash, sizeof(t->hash)))
		reply_error(req, 422, "key_reused", "this Idempotency-Key was "
		    "used for something else");
	else
		app_ask(req, op_sale_get(&old->sale_id), on_old_return);
}

static void
on_taken_back(const struct sale_result *r, void *arg)
{
	struct request	*req = arg;
	struct app	*app = visit_of(req)->app;
	struct taking	*t = taking_of(req);

	switch (r->outcome) {
	case SALE_DONE:
		feed_nudge(app->feed);
		reply_js(req, 201, return_js(req, &r->facts->sale,
		    r->facts->lines, r->facts->line_count));
		break;
	case SALE_CAME_BACK:
	case SALE_TAKEN:
	case SALE_NOT_FOR_SALE:
	case SALE_UNKNOWN:
	case SALE_CONFLICT:
		/* Perhaps by the same call, a moment ago. */
		if (t->key != NULL) {
			end(req);
			t->looked_again = true;
			app_ask(req, op_order_by_key(t->key), on_key);
			return;
		}
		reply_error(req, 409, "returned",
		    "this has been taken back already");
		break;
	case SALE_UNSURE:
		request_add_header(req, "Retry-After", "2");
		reply_error(req, 503, "unsure", "it may have been taken back; "
		    "ask again with the same Idempotency-Key, or look at the "
		    "order first");
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

/* A return of a caller with a key has a name in his channel, too. */
static const struct rec_order *
name_return(struct request *req, const struct refund *refund)
{
	struct taking	*t = taking_of(req);
	char		 id[UUID_TEXT];

	uuid_text(&refund->id, id);
	t->order = (struct rec_order){ .id = uuid_new(),
		.channel_id = visit_of(req)->channel_id,
		.order_ref = arena_printf(request_arena(req), "return %s", id),
		.idem_key = t->key, .email = "", .ship_to = "",
		.request_hash = { t->hash, sizeof(t->hash) } };
	return &t->order;
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
	if (t->key != NULL)
		refund->order = name_return(req, refund);
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

/* What is asked, to the last byte: a key means the same thing only once. */
static void
take_hash(struct request *req, struct taking *t)
{
	const char	*body;
	char		*all;
	size_t		 len, head;

	body = request_body(req, &len);
	head = strlen(request_path(req)) + 1;
	all = arena_alloc(request_arena(req), head + len);
	memcpy(all, request_path(req), head);
	memcpy(all + head, body, len);
	seal_sha256(all, head + len, t->hash);
}

/* A body is not needed; one that is there must be right to the last word. */
static int
read_body(struct request *req, const struct js *js, struct taking *t,
    struct err *err)
{
	static const char *const cancel[] = { "reason", NULL };
	static const char *const refund[] = { "reason", "lines", NULL };

	t->reason = t->whole ? "order cancelled" : "web refund";
	if (js == NULL)
		return 0;
	/* Nothing named is everything; a list of nothing is not. */
	if (js_get(js, "lines") != NULL && js_is_null(js_get(js, "lines")))
		return err_set(err, ERR_INPUT, "\"lines\" must be a list");
	if (js_only(js, t->whole ? cancel : refund, err) == -1 ||
	    js_read_text(js, "reason", JS_OPTIONAL, REASON_MAX, &t->reason,
	    err) == -1)
		return -1;
	t->reason = arena_strdup(request_arena(req), t->reason);
	return 0;
}

static void
take_back(struct request *req, bool whole)
{
	struct taking	*t = arena_alloc(request_arena(req), sizeof(*t));
	struct err	 err = ERR_INIT;
	struct js	*js = NULL;
	size_t		 len;
	int		 rc;

	request_body(req, &len);
	if (len > 0 && (js = body_js(req)) == NULL)
		return;
	t->whole = whole;
	visit_of(req)->page = t;
	rc = read_body(req, js, t, &err);
	js_free(js);
	if (rc == -1) {
		body_refuse(req, &err);
		return;
	}
	if (request_header(req, "Idempotency-Key") == NULL) {
		order_find(req, on_order);
		return;
	}
	take_hash(req, t);
	t->key = order_key_of(req, NULL);
	if (t->key != NULL)
		app_ask(req, op_order_by_key(t->key), on_key);
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
