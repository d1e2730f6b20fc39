/* Shopify's orders: reading, undoing and capturing them; webhooks. */
#include "channel/shopify.h"

#include <inttypes.h>
#include <string.h>

#include "channel/claim.h"
#include "str.h"

#define OVERLAP_US	(10 * MINUTE_US)
#define NOTE_MAX	255		/* of a staff note */

static bool
amount(struct task *task, const struct js *bag, money *out_r)
{
	return task_amount(task, js_text(js_get(bag, "shopMoney"), "amount",
	    "0"), out_r);
}

/* -------------------------------------------------------------------- poll */

struct poll {
	const char	*query;
	const char	*cursor;	/* NULL for the first page */
	int64_t		 latest;	/* updated */
};

int
shopify_poll_ask(struct task *task, struct shopify_call *call)
{
	struct poll	*poll = task->scratch;

	if (poll == NULL) {
		poll = task->scratch = arena_alloc(task->arena, sizeof *poll);
		poll->latest = task_from(task, task->position);
		poll->query = arena_printf(task->arena, "updated_at:>='%sZ'",
		    task_stamp(task, poll->latest - OVERLAP_US));
	}
	call->doc = DOC_ORDERS;
	call->variables = js_object();
	js_put_text(call->variables, "query", poll->query);
	js_put_text(call->variables, "after", poll->cursor);
	return 0;
}

static bool
add_taxes(struct task *task, const struct js *list, money *sum)
{
	money	one;
	size_t	i;

	*sum = 0;
	for (i = 0; i < js_count(list); i++)
		if (!amount(task, js_get(js_at(list, i), "priceSet"), &one) ||
		    !money_add(*sum, one, sum))
			return false;
	return true;
}

static bool
read_line(struct task *task, const struct js *js, const char *price,
    bool inclusive, struct claim_line *line)
{
	line->ref = task_text(task, js, "id");
	line->title = task_text(task, js, "title");
	line->qty = 1;
	if (!amount(task, js_get(js, price), &line->net) ||
	    !add_taxes(task, js_get(js, "taxLines"), &line->tax))
		return false;
	if (inclusive)
		line->net -= line->tax;
	return true;
}

static bool
read_lines(struct task *task, const struct js *order, struct claim *c)
{
	const struct js		*list = js_get(order, "lineItems"), *js;
	bool			 incl = js_bool(order, "taxesIncluded", false);
	struct claim_line	*line;
	size_t			 i;

	/* More lines than a page holds: a person must look at it. */
	if (js_bool(js_get(list, "pageInfo"), "hasNextPage", false))
		return false;
	list = js_get(list, "nodes");
	for (i = 0; i < js_count(list); i++) {
		js = js_at(list, i);
		line = claim_line(c);
		if (line == NULL || !read_line(task, js, "discountedTotalSet",
		    incl, line) || !js_num(js, "quantity", &line->qty))
			return false;
		line->goods = true;
		line->sku = task_text(task, js, "sku");
		line->product = task_text(task, js_get(js, "product"),
		    "id");
		line->variant = task_text(task, js_get(js, "variant"),
		    "id");
	}
	list = js_get(js_get(order, "shippingLines"), "nodes");
	for (i = 0; i < js_count(list); i++) {
		line = claim_line(c);
		if (line == NULL || !read_line(task, js_at(list, i),
		    "discountedPriceSet", incl, line))
			return false;
	}
	return true;
}

/* How the money stands, and with which transaction. */
static void
read_payment(struct task *task, const struct js *order, struct claim *c)
{
	const struct js	*list = js_get(order, "transactions"), *js;
	const char	*status = js_text(order, "displayFinancialStatus", "");
	size_t		 i;

	c->status = arena_strdup(task->arena, status);
	c->authorised = str_eq(status, "AUTHORIZED");
	c->paid = str_eq(status, "PAID") || str_eq(status, "PARTIALLY_PAID") ||
	    str_eq(status, "PARTIALLY_REFUNDED") || str_eq(status, "REFUNDED");
	c->partly = str_eq(status, "PARTIALLY_REFUNDED");
	if (!amount(task, js_get(order, "totalRefundedSet"), &c->refunded))
		c->refunded = 0;
	list = js_get(order, "transactions");
	for (i = 0; i < js_count(list); i++) {
		js = js_at(list, i);
		if (!str_eq(js_text(js, "status", ""), "SUCCESS"))
			continue;
		if (str_eq(js_text(js, "kind", ""), c->authorised ?
		    "AUTHORIZATION" : "SALE") || c->payment[0] == '\0')
			c->payment = task_text(task, js, "id");
	}
	list = js_get(order, "paymentGatewayNames");
	if (js_count(list) > 0)
		c->method = arena_strdup(task->arena,
		    js_value_text(js_at(list, 0)));
	if (c->method == NULL)
		c->method = "";
}

/* A test order takes a real piece: Shopify counts it like any other, but
   nobody is to be sold anything by it. */
static enum claim_stage
stage_of(const struct js *order, const struct claim *c)
{
	if (js_bool(order, "test", false))
		return CLAIM_DRAFT;
	if (str_eq(c->status, "REFUNDED"))
		return CLAIM_REFUNDED;
	if (!js_is_null(js_get(order, "cancelledAt")) ||
	    str_eq(c->status, "VOIDED") || str_eq(c->status, "EXPIRED"))
		return CLAIM_CANCELLED;
	return CLAIM_PLACED;
}

static void
read_people(struct task *task, const struct js *order, struct claim *c)
{
	static const char *const where[] = { "name", "address1", "address2",
	    "city", "provinceCode", "zip", "countryCodeV2", NULL };
	const struct js	*to = js_get(order, "shippingAddress");

	/* Who has paid is part of the order; a customer's own record would
	   want one more scope of the app. */
	c->name = task_text(task, js_get(order, "billingAddress"), "name");
	if (c->name[0] == '\0')
		c->name = task_text(task, to, "name");
	c->email = task_text(task, order, "email");
	c->phone = task_text(task, order, "phone");
	c->ship_to = task_words(task, to, where, "\n");
}

static bool
read_order(struct task *task, const struct js *js, struct claim *c)
{
	const struct js	*total = js_get(js, "totalPriceSet");

	c->ref = task_text(task, js, "id");
	c->number = task_text(task, js, "name");
	c->placed_at = task_time(js, "createdAt");
	c->modified_at = task_time(js, "updatedAt");
	c->currency = task_text(task, js_get(total, "shopMoney"),
	    "currencyCode");
	read_people(task, js, c);
	read_payment(task, js, c);
	c->stage = stage_of(js, c);
	return c->ref[0] != '\0' && amount(task, total, &c->total) &&
	    read_lines(task, js, c);
}

enum heard
shopify_poll_hear(struct task *task, const struct js *data, struct err *err)
{
	const struct js	*orders = js_get(data, "orders"), *list;
	const struct js	*page = js_get(orders, "pageInfo");
	struct poll	*poll = task->scratch;
	struct claim	*c;
	size_t		 i;

	list = js_get(orders, "nodes");
	if (!js_is_array(list)) {
		err_set(err, ERR_INPUT, "Shopify answers without a list of "
		    "orders");
		return HEARD_LATER;
	}
	for (i = 0; i < js_count(list); i++) {
		c = task_claim(task);
		/* Kept without its lines a person is told of it when it
		   comes to be settled. */
		if (!read_order(task, js_at(list, i), c))
			c->line_count = 0;
		if (c->modified_at > poll->latest)
			poll->latest = c->modified_at;
		if (c->ref[0] == '\0')
			task->claim_count--;
	}
	/* What was read is kept even when the rest is not: they come in the
	   order of their changes. */
	task->position = arena_printf(task->arena, "%" PRId64, poll->latest);
	if (!js_bool(page, "hasNextPage", false))
		return HEARD_DONE;
	poll->cursor = task_text(task, page, "endCursor");
	return HEARD_MORE;
}

/* -------------------------------------------------------------------- undo */

enum { UNDO_LOOK, UNDO_CANCEL, UNDO_WAIT };
#define UNDO_LOOKS	20		/* for the cancelling to be done */

struct undo {
	int	looks;
	bool	asked;			/* it was cancelled by us */
};

int
shopify_undo_ask(struct task *task, struct shopify_call *call)
{
	char	note[NOTE_MAX + 1];

	if (task->scratch == NULL)
		task->scratch = arena_alloc(task->arena, sizeof(struct undo));
	call->variables = js_object();
	js_put_text(call->variables, "id", task->claim->ref);
	call->doc = DOC_ORDER;
	if (task->step == UNDO_CANCEL) {
		call->doc = DOC_CANCEL;
		str_copy(note, sizeof note, task->reason);
		js_put_text(call->variables, "note", note);
	}
	return 0;
}

static enum heard
undo_looked(struct task *task, const struct js *order, struct err *err)
{
	struct undo	*undo = task->scratch;
	char		 sum[MONEY_TEXT];
	money		 back;

	if (js_is_null(order)) {
		err_set(err, ERR_INPUT, "Shopify does not know the order any "
		    "more");
		return HEARD_FAILED;
	}
	if (js_is_null(js_get(order, "cancelledAt"))) {
		if (task->step == UNDO_LOOK) {
			task->step = UNDO_CANCEL;
			return HEARD_MORE;
		}
		/* It works at it: a job of its own. */
		if (undo->looks++ < UNDO_LOOKS) {
			task->rest = SECOND_US;
			return HEARD_MORE;
		}
		err_set(err, ERR_UNAVAILABLE, "Shopify is still cancelling "
		    "it");
		return HEARD_LATER;
	}
	if (!amount(task, js_get(order, "totalRefundedSet"), &back))
		back = 0;
	task->done = back > 0 ? arena_printf(task->arena, "Order %s cancelled "
	    "on %s, %s refunded.", task->claim->number, task->conf->name,
	    money_text(back, task->conf->currency, MONEY_SYMBOL, sum)) :
	    arena_printf(task->arena, "Order %s cancelled on %s; nothing had "
	    "been taken.", task->claim->number, task->conf->name);
	return HEARD_DONE;
}

enum heard
shopify_undo_hear(struct task *task, const struct js *data, struct err *err)
{
	const struct js	*payload = js_get(data, "orderCancel");

	if (task->step != UNDO_CANCEL)
		return undo_looked(task, js_get(data, "order"), err);
	if (shopify_user_error(js_get(payload, "orderCancelUserErrors"), err,
	    NULL, 0))
		return HEARD_FAILED;
	task->step = UNDO_WAIT;
	return HEARD_MORE;
}

/* ----------------------------------------------------------------- capture */

enum { CONFIRM_LOOK, CONFIRM_CAPTURE };

int
shopify_confirm_ask(struct task *task, struct shopify_call *call)
{
	struct js	*input;
	char		 sum[MONEY_TEXT];

	call->variables = js_object();
	if (task->step == CONFIRM_LOOK) {
		call->doc = DOC_ORDER;
		js_put_text(call->variables, "id", task->claim->ref);
		return 0;
	}
	call->doc = DOC_CAPTURE;
	input = js_put(call->variables, "input", js_object());
	js_put_text(input, "id", task->claim->ref);
	js_put_text(input, "parentTransactionId", task->claim->payment);
	js_put_text(input, "amount", money_text(task->amount,
	    task->conf->currency, MONEY_PLAIN, sum));
	js_put_text(input, "currency", task->claim->currency);
	return 0;
}

enum heard
shopify_confirm_hear(struct task *task, const struct js *data,
    struct err *err)
{
	const struct js	*order = js_get(data, "order");
	char		 sum[MONEY_TEXT];

	if (task->step == CONFIRM_LOOK) {
		/* Captured by an answer that was lost, or by somebody. */
		if (str_eq(js_text(order, "displayFinancialStatus", ""),
		    "PAID")) {
			task->done = "It is captured.";
			return HEARD_DONE;
		}
		task->step = CONFIRM_CAPTURE;
		return HEARD_MORE;
	}
	if (shopify_user_error(js_get(js_get(data, "orderCapture"),
	    "userErrors"), err, NULL, 0))
		return HEARD_FAILED;
	task->done = arena_printf(task->arena, "%s captured on %s.",
	    money_text(task->amount, task->conf->currency, MONEY_SYMBOL, sum),
	    task->conf->name);
	return HEARD_DONE;
}

/* ---------------------------------------------------------------- webhooks */

static const char *const topics[] = { "ORDERS_CREATE", "ORDERS_UPDATED",
	"ORDERS_PAID", "ORDERS_CANCELLED", "REFUNDS_CREATE",
	"INVENTORY_LEVELS_UPDATE", NULL };

struct subs {
	bool	looked;
	bool	there[sizeof topics / sizeof topics[0]];
	size_t	at;			/* the one being made */
	size_t	made;
};

int
shopify_hooks_ask(struct task *task, struct shopify_call *call)
{
	struct subs	*subs = task->scratch;

	if (subs == NULL)
		subs = task->scratch = arena_alloc(task->arena, sizeof *subs);
	call->doc = subs->looked ? DOC_SUBSCRIBE : DOC_HOOKS;
	if (!subs->looked)
		return 0;
	call->variables = js_object();
	js_put_text(call->variables, "topic", topics[subs->at]);
	js_put_text(call->variables, "uri", task->hook_url);
	return 0;
}

static enum heard
next_topic(struct task *task, struct subs *subs)
{
	while (topics[subs->at] != NULL && subs->there[subs->at])
		subs->at++;
	if (topics[subs->at] != NULL && task->hook_url[0] != '\0')
		return HEARD_MORE;
	task->done = subs->made > 0 ? arena_printf(task->arena, "%zu webhooks "
	    "were missing and are set up again.", subs->made) :
	    task->hook_url[0] == '\0' ? "No address is set where Shopify "
	    "reaches us (web_url): orders are read by asking alone." :
	    "All webhooks are there.";
	return HEARD_DONE;
}

enum heard
shopify_hooks_hear(struct task *task, const struct js *data, struct err *err)
{
	const struct js	*list, *js;
	struct subs	*subs = task->scratch;
	size_t		 i, k;

	if (subs->looked) {
		if (shopify_user_error(js_get(js_get(data,
		    "webhookSubscriptionCreate"), "userErrors"), err, NULL, 0))
			return HEARD_FAILED;
		subs->there[subs->at] = true;
		subs->made++;
		return next_topic(task, subs);
	}
	list = js_get(js_get(data, "webhookSubscriptions"), "nodes");
	for (i = 0; i < js_count(list); i++) {
		js = js_at(list, i);
		for (k = 0; topics[k] != NULL; k++)
			subs->there[k] |= str_eq(topics[k], js_text(js,
			    "topic", "")) && str_eq(task->hook_url,
			    js_text(js, "uri", ""));
	}
	subs->looked = true;
	return next_topic(task, subs);
}
