/*
 * Refunding some lines of an order of Shopify's.  What was only authorised is
 * not refunded: the lines leave the order, and less is captured of it.
 *
 * The key of the call does not outlive it; a repeated one is known by the look
 * before it, at how many of each line the order still has.
 */
#include "channel/shopify.h"

#include "channel/claim.h"
#include "str.h"

enum { PART_LOOK, PART_REFUND };

struct part {
	const char	*payment;	/* the transaction that took the money */
	const char	*gateway;
};

static void
put_lines(const struct task *task, struct js *input)
{
	struct js		*list = js_put(input, "refundLineItems",
				    js_array());
	const struct claim_line	*line;
	struct js		*one;
	size_t			 i;

	for (i = 0; i < task->claim->line_count; i++) {
		line = &task->claim->lines[i];
		if (!task->lost[i])
			continue;
		one = js_add(list, js_object());
		js_put_text(one, "lineItemId", line->ref);
		js_put_num(one, "quantity", line->qty);
		js_put_text(one, "restockType", "NO_RESTOCK");
	}
}

static void
put_money(const struct task *task, struct js *input)
{
	const struct part	*part = task->scratch;
	struct js		*one;
	char			 sum[MONEY_TEXT];

	one = js_add(js_put(input, "transactions", js_array()), js_object());
	js_put_text(one, "orderId", task->claim->ref);
	js_put_text(one, "parentId", part->payment);
	js_put_text(one, "gateway", part->gateway);
	js_put_text(one, "kind", "REFUND");
	js_put_text(one, "amount", money_text(task->amount,
	    task->conf->currency, MONEY_PLAIN, sum));
}

int
shopify_part_ask(struct task *task, struct shopify_call *call)
{
	struct uuid	 once = uuid_new();
	struct js	*input;
	char		 key[UUID_TEXT];

	call->variables = js_object();
	if (task->step == PART_LOOK) {
		call->doc = DOC_LINES;
		js_put_text(call->variables, "id", task->claim->ref);
		return 0;
	}
	call->doc = DOC_REFUND;
	uuid_text(&once, key);
	js_put_text(call->variables, "key", key);
	input = js_put(call->variables, "input", js_object());
	js_put_text(input, "orderId", task->claim->ref);
	js_put_text(input, "note", task->reason);
	js_put_bool(input, "notify", true);
	put_lines(task, input);
	if (!task->claim->authorised)
		put_money(task, input);
	return 0;
}

/* How many of that line there are still; -1: it is not there. */
static int64_t
left_of(const struct js *order, const char *ref)
{
	const struct js	*list = js_get(js_get(order, "lineItems"), "nodes");
	int64_t		 left;
	size_t		 i;

	for (i = 0; i < js_count(list); i++)
		if (str_eq(js_text(js_at(list, i), "id", ""), ref) &&
		    js_num(js_at(list, i), "currentQuantity", &left))
			return left;
	return -1;
}

static bool
is_done(const struct task *task, const struct js *order)
{
	size_t	i;

	if (!js_is_null(js_get(order, "cancelledAt")))
		return true;
	for (i = 0; i < task->claim->line_count; i++)
		if (task->lost[i] && left_of(order,
		    task->claim->lines[i].ref) != 0)
			return false;
	return true;
}

static enum heard
looked(struct task *task, const struct js *order, struct err *err)
{
	const struct js	*list = js_get(order, "transactions"), *js;
	struct part	*part = arena_alloc(task->arena, sizeof *part);
	const char	*kind;
	size_t		 i;

	if (js_is_null(order)) {
		err_set(err, ERR_INPUT, "Shopify does not know the order any "
		    "more");
		return HEARD_FAILED;
	}
	if (is_done(task, order)) {
		task->done = "It is not in the order any more.";
		return HEARD_DONE;
	}
	for (i = 0; i < js_count(list); i++) {
		js = js_at(list, i);
		kind = js_text(js, "kind", "");
		if (!str_eq(js_text(js, "status", ""), "SUCCESS") ||
		    !(str_eq(kind, "SALE") || str_eq(kind, "CAPTURE")))
			continue;
		part->payment = task_text(task, js, "id");
		part->gateway = task_text(task, js, "gateway");
	}
	if (part->payment == NULL && !task->claim->authorised) {
		err_set(err, ERR_INPUT, "Shopify shows no payment of it");
		return HEARD_FAILED;
	}
	task->scratch = part;
	task->step = PART_REFUND;
	return HEARD_MORE;
}

enum heard
shopify_part_hear(struct task *task, const struct js *data, struct err *err)
{
	char	sum[MONEY_TEXT];

	if (task->step == PART_LOOK)
		return looked(task, js_get(data, "order"), err);
	if (shopify_user_error(js_get(js_get(data, "refundCreate"),
	    "userErrors"), err, NULL, 0))
		return HEARD_FAILED;
	money_text(task->amount, task->conf->currency, MONEY_SYMBOL, sum);
	task->done = task->claim->authorised ? arena_printf(task->arena,
	    "%s of order %s will not be taken on %s.", sum,
	    task->claim->number, task->conf->name) :
	    arena_printf(task->arena, "%s of order %s refunded on %s.", sum,
	    task->claim->number, task->conf->name);
	return HEARD_DONE;
}
