/* WooCommerce's orders: reading them, and undoing one. */
#include "channel/woo.h"

#include <inttypes.h>
#include <string.h>

#include "channel/claim.h"
#include "str.h"

#define PAGES_MOST	10	/* of a poll; the next goes on from there */
#define OVERLAP_US	(10 * MINUTE_US)

/* -------------------------------------------------------------------- test */

int
woo_test_ask(struct task *task, struct woo_call *call)
{
	if (task->step == 0) {
		call->path = "/settings/general/woocommerce_currency";
	} else {
		call->path = "/products";
		woo_query(call, "per_page", "1");
	}
	return 0;
}

enum heard
woo_test_hear(struct task *task, const struct http_answer *answer,
    const struct js *js, struct err *err)
{
	const char	*currency;
	char		 total[24];

	if (task->step == 0) {
		currency = js_text(js, "value", "");
		if (!str_eq(currency, task->conf->currency->code)) {
			err_set(err, ERR_INPUT, "that shop sells in %.8s, this "
			    "one in %s", currency,
			    task->conf->currency->code);
			err_hint(err, "Nothing here converts: both must be "
			    "the same.");
			return HEARD_FAILED;
		}
		task->step = 1;
		return HEARD_MORE;
	}
	if (!js_is_array(js))
		return HEARD_FAILED;
	http_header(answer, "X-WP-Total", total, sizeof total);
	task->done = arena_printf(task->arena, "the shop answers: %s "
	    "products, in %s", total, task->conf->currency->code);
	return HEARD_DONE;
}

/* -------------------------------------------------------------------- poll */

/*
 * Not by page alone: an order that changes meanwhile moves to the end, and
 * those behind it move up past a page's edge.  So every call goes on from the
 * last one's time, a second back; a page is turned only where a hundred orders
 * changed in one second.
 *
 * A position is where the last poll ended (microseconds), or, when it stopped
 * in the middle, "=" and where exactly to go on.
 */
struct poll {
	int64_t	after;
	int	page;
	int	pages;		/* so far */
	int64_t	latest;		/* change seen */
};

static struct poll *
poll_of(struct task *task)
{
	struct poll	*poll = task->scratch;
	const char	*text = task->position;
	bool		 middle = text[0] == '=';

	if (poll != NULL)
		return poll;
	poll = task->scratch = arena_alloc(task->arena, sizeof *poll);
	poll->latest = task_from(task, text + middle);
	/* Orders of one second may be seen later than those of the next: some
	   are read twice, and known again. */
	poll->after = poll->latest - (middle ? 0 : OVERLAP_US);
	poll->page = 1;
	return poll;
}

int
woo_poll_ask(struct task *task, struct woo_call *call)
{
	struct poll	*poll = poll_of(task);

	call->path = "/orders";
	woo_query(call, "modified_after", task_stamp(task,
	    poll->after));
	woo_query(call, "dates_are_gmt", "true");
	woo_query(call, "orderby", "modified");
	woo_query(call, "order", "asc");
	woo_query(call, "per_page", "100");
	woo_query(call, "page", arena_printf(task->arena, "%d", poll->page));
	return 0;
}

static enum claim_stage
stage_of(const char *status)
{
	if (str_eq(status, "processing") || str_eq(status, "completed") ||
	    str_eq(status, "on-hold"))
		return CLAIM_PLACED;
	if (str_eq(status, "pending"))
		return CLAIM_PENDING;
	if (str_eq(status, "refunded"))
		return CLAIM_REFUNDED;
	if (str_eq(status, "cancelled") || str_eq(status, "failed") ||
	    str_eq(status, "trash"))
		return CLAIM_CANCELLED;
	/* auto-draft, checkout-draft, and what a plugin invented: nothing is
	   taken for a sale that nobody called so. */
	return CLAIM_DRAFT;
}

/* "10.00"; absent is nothing. */
static bool
amount(struct task *task, const struct js *js, const char *name, money *out_r)
{
	return task_amount(task, js_text(js, name, "0"), out_r);
}

static bool
read_lines(struct task *task, const struct js *order, const char *list,
    bool goods, struct claim *c)
{
	const struct js		*lines = js_get(order, list), *js;
	struct claim_line	*line;
	const char		*variant;
	size_t			 i;

	for (i = 0; i < js_count(lines); i++) {
		js = js_at(lines, i);
		line = claim_line(c);
		if (line == NULL)
			return false;
		line->ref = woo_text(js, "id", task->arena);
		line->goods = goods;
		line->qty = 1;
		if (!amount(task, js, "total", &line->net) ||
		    !amount(task, js, "total_tax", &line->tax))
			return false;
		line->title = woo_text(js, goods ? "name" :
		    str_eq(list, "fee_lines") ? "name" : "method_title",
		    task->arena);
		if (!goods)
			continue;
		line->product = woo_text(js, "product_id", task->arena);
		variant = woo_text(js, "variation_id", task->arena);
		line->variant = str_eq(variant, "0") ? "" : variant;
		line->sku = woo_text(js, "sku", task->arena);
		if (!js_num(js, "quantity", &line->qty))
			return false;
	}
	return true;
}

static void
read_people(struct task *task, const struct js *order, struct claim *c)
{
	static const char *const	name[] = { "first_name", "last_name",
					    NULL };
	static const char *const	where[] = { "first_name", "last_name",
					    "company", "address_1",
					    "address_2", "city", "state",
					    "postcode", "country", NULL };
	const struct js			*billing = js_get(order, "billing");
	const struct js			*to = js_get(order, "shipping");

	c->name = task_words(task, billing, name, " ");
	c->email = woo_text(billing, "email", task->arena);
	c->phone = woo_text(billing, "phone", task->arena);
	c->ship_to = task_words(task, to, where, "\n");
	c->method = woo_text(order, "payment_method_title", task->arena);
	if (c->method[0] == '\0')
		c->method = woo_text(order, "payment_method", task->arena);
	c->payment = woo_text(order, "transaction_id", task->arena);
}

/* What its refunds come to: [{"id", "reason", "total": "-10.00"}]. */
money
woo_refunded(struct task *task, const struct js *order)
{
	const struct js	*list = js_get(order, "refunds");
	money		 one, sum = 0;
	size_t		 i;

	for (i = 0; i < js_count(list); i++)
		if (amount(task, js_at(list, i), "total", &one))
			sum += one < 0 ? -one : one;
	return sum;
}

static bool
read_order(struct task *task, const struct js *js, struct claim *c)
{
	c->ref = woo_text(js, "id", task->arena);
	c->number = woo_text(js, "number", task->arena);
	c->status = woo_text(js, "status", task->arena);
	c->stage = stage_of(c->status);
	c->paid = !js_is_null(js_get(js, "date_paid_gmt"));
	c->partly = c->stage == CLAIM_PLACED &&
	    js_count(js_get(js, "refunds")) > 0;
	c->refunded = woo_refunded(task, js);
	c->placed_at = task_time(js, "date_created_gmt");
	c->modified_at = task_time(js, "date_modified_gmt");
	c->currency = woo_text(js, "currency", task->arena);
	read_people(task, js, c);
	return c->ref[0] != '\0' && c->modified_at != 0 &&
	    amount(task, js, "total", &c->total) &&
	    read_lines(task, js, "line_items", true, c) &&
	    read_lines(task, js, "shipping_lines", false, c) &&
	    read_lines(task, js, "fee_lines", false, c);
}

static void
take_order(struct task *task, const struct js *js, struct poll *poll)
{
	struct claim	*c = task_claim(task);

	/* One that cannot be read is kept without its lines: a person is told
	   when it comes to be settled, and the others go on. */
	if (!read_order(task, js, c))
		c->line_count = 0;
	if (c->modified_at > poll->latest)
		poll->latest = c->modified_at;
	if (c->ref[0] == '\0')
		task->claim_count--;
}

enum heard
woo_poll_hear(struct task *task, const struct js *js, struct err *err)
{
	struct poll	*poll = task->scratch;
	size_t		 i, n = js_count(js);
	int64_t		 last;

	if (!js_is_array(js)) {
		err_set(err, ERR_INPUT, "%s answers without a list of orders",
		    task->conf->name);
		return HEARD_LATER;
	}
	for (i = 0; i < n; i++)
		take_order(task, js_at(js, i), poll);
	task->position = arena_printf(task->arena, "%" PRId64, poll->latest);
	if (n < WOO_PAGE)
		return HEARD_DONE;
	last = task_time(js_at(js, n - 1), "date_modified_gmt") - SECOND_US;
	if (last <= poll->after) {
		poll->page++;
		poll->pages++;
		return HEARD_MORE;
	}
	poll->after = last;
	poll->page = 1;
	if (++poll->pages < PAGES_MOST)
		return HEARD_MORE;
	task->position = arena_printf(task->arena, "=%" PRId64, poll->after);
	task->more = true;
	return HEARD_DONE;
}

/* -------------------------------------------------------------------- undo */

void
woo_note(struct task *task, struct woo_call *call)
{
	call->method = "POST";
	call->path = arena_printf(task->arena, "/orders/%s/notes",
	    task->claim->ref);
	call->body = js_object();
	js_put_text(call->body, "note", task->reason);
	js_put_bool(call->body, "customer_note", true);
}

int
woo_undo_ask(struct task *task, struct woo_call *call)
{
	const char	*ref = task->claim->ref;
	char		 sum[MONEY_TEXT];

	call->path = arena_printf(task->arena, "/orders/%s", ref);
	switch (task->step) {
	case UNDO_LOOK:
		return 0;
	case UNDO_REFUND:
		call->method = "POST";
		call->path = arena_printf(task->arena, "/orders/%s/refunds",
		    ref);
		call->body = js_object();
		js_put_text(call->body, "amount", money_text(
		    task->claim->total, task->conf->currency, MONEY_PLAIN,
		    sum));
		js_put_text(call->body, "reason", task->reason);
		js_put_bool(call->body, "api_refund", true);
		js_put_bool(call->body, "restock_items", false);
		return 0;
	case UNDO_CANCEL:
		call->method = "PUT";
		call->body = js_object();
		js_put_text(call->body, "status", "cancelled");
		return 0;
	case UNDO_NOTE:
		woo_note(task, call);
		return 0;
	default:
		return -1;
	}
}

static enum heard
undo_looked(struct task *task, const struct js *js)
{
	const char	*status = js_text(js, "status", "");
	bool		 paid = !js_is_null(js_get(js, "date_paid_gmt"));

	switch (stage_of(status)) {
	case CLAIM_CANCELLED:
	case CLAIM_REFUNDED:
		task->done = arena_printf(task->arena, "It is %s there.",
		    status);
		return HEARD_DONE;
	case CLAIM_DRAFT:
	case CLAIM_PENDING:
	case CLAIM_PLACED:
		break;
	}
	task->step = paid ? UNDO_REFUND : UNDO_CANCEL;
	return HEARD_MORE;
}

enum heard
woo_undo_hear(struct task *task, const struct js *js, struct err *err)
{
	char	sum[MONEY_TEXT];

	(void)err;
	switch (task->step) {
	case UNDO_LOOK:
		return undo_looked(task, js);
	case UNDO_REFUND:
		task->done = arena_printf(task->arena, "%s refunded through "
		    "%s, order %s.", money_text(task->claim->total,
		    task->conf->currency, MONEY_SYMBOL, sum),
		    task->conf->name, task->claim->number);
		break;
	case UNDO_CANCEL:
		task->done = arena_printf(task->arena, "Order %s cancelled "
		    "on %s; nothing had been paid.", task->claim->number,
		    task->conf->name);
		break;
	default:
		return HEARD_DONE;
	}
	task->step = UNDO_NOTE;
	return HEARD_MORE;
}

enum heard
woo_undo_refused(struct task *task, const struct http_answer *answer,
    enum heard heard)
{
	/* The money is back; that the customer was not told there is not worth
	   a person's time. */
	if (task->step == UNDO_NOTE && heard == HEARD_FAILED)
		return HEARD_DONE;
	/* A gateway that cannot refund is answered 500, and stays so. */
	if (task->step == UNDO_REFUND && answer->status == 500 &&
	    strstr(answer->body, "cannot_create_order_refund") != NULL)
		return HEARD_FAILED;
	return heard;
}
