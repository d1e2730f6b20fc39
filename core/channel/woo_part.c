/* Refunding some lines of an order of WooCommerce's: steps as in woo.h. */
#include "channel/woo.h"

#include <string.h>

#include "buf.h"
#include "channel/claim.h"
#include "str.h"

#define BODY_MAX	(64 * 1024)

/* The line's taxes, each given back in full: their books keep them apart. */
static void
put_taxes(struct task *task, struct js *to, const struct js *line)
{
	const struct js	*taxes = js_get(line, "taxes");
	struct js	*list = js_put(to, "refund_tax", js_array()), *one;
	int64_t		 id;
	size_t		 i;

	for (i = 0; i < js_count(taxes); i++) {
		if (!str_int64(woo_text(js_at(taxes, i), "id", task->arena),
		    &id))
			continue;
		one = js_add(list, js_object());
		js_put_num(one, "id", id);
		js_put_text(one, "refund_total", js_text(js_at(taxes, i),
		    "total", "0"));
	}
}

static bool
is_lost(const struct task *task, const char *ref)
{
	size_t	i;

	for (i = 0; i < task->claim->line_count; i++)
		if (task->lost[i] && str_eq(task->claim->lines[i].ref, ref))
			return true;
	return false;
}

static struct js *
refund_of(struct task *task, const struct js *order)
{
	const struct js	*lines = js_get(order, "line_items"), *line;
	struct js	*body = js_object(), *list, *one;
	const char	*ref;
	char		 sum[MONEY_TEXT];
	int64_t		 id, qty;
	size_t		 i;

	js_put_text(body, "amount", money_text(task->amount,
	    task->conf->currency, MONEY_PLAIN, sum));
	js_put_text(body, "reason", task->reason);
	js_put_bool(body, "api_refund", true);
	/* The word of API v3, and the one of those before it. */
	js_put_bool(body, "api_restock", false);
	js_put_bool(body, "restock_items", false);
	list = js_put(body, "line_items", js_array());
	for (i = 0; i < js_count(lines); i++) {
		line = js_at(lines, i);
		ref = woo_text(line, "id", task->arena);
		if (!is_lost(task, ref) || !str_int64(ref, &id) ||
		    !js_num(line, "quantity", &qty))
			continue;
		one = js_add(list, js_object());
		js_put_num(one, "id", id);
		js_put_num(one, "quantity", qty);
		js_put_text(one, "refund_total", js_text(line, "total", "0"));
		put_taxes(task, one, line);
	}
	return body;
}

int
woo_part_ask(struct task *task, struct woo_call *call)
{
	call->path = arena_printf(task->arena, "/orders/%s",
	    task->claim->ref);
	switch (task->step) {
	case UNDO_LOOK:
		return 0;
	case UNDO_REFUND:
		call->method = "POST";
		call->path = arena_printf(task->arena, "%s/refunds",
		    call->path);
		call->body = js_parse(task->scratch, strlen(task->scratch),
		    NULL);
		return call->body == NULL ? -1 : 0;
	case UNDO_NOTE:
		woo_note(task, call);
		return 0;
	default:
		return -1;
	}
}

static enum heard
looked(struct task *task, const struct js *order, struct err *err)
{
	const char	*status = js_text(order, "status", "");
	struct buf	 text = BUF_INIT(BODY_MAX);
	struct js	*body;

	if (woo_refunded(task, order) >= task->amount ||
	    str_eq(status, "refunded") || str_eq(status, "cancelled")) {
		task->done = "It was given back there.";
		return HEARD_DONE;
	}
	body = refund_of(task, order);
	if (js_count(js_get(body, "line_items")) == 0) {
		js_free(body);
		err_set(err, ERR_INPUT, "the order does not have that line "
		    "any more");
		return HEARD_FAILED;
	}
	js_write(body, &text);
	js_free(body);
	task->scratch = arena_strndup(task->arena, buf_str(&text), text.len);
	buf_free(&text);
	task->step = UNDO_REFUND;
	return HEARD_MORE;
}

enum heard
woo_part_hear(struct task *task, const struct js *js, struct err *err)
{
	char	sum[MONEY_TEXT];

	switch (task->step) {
	case UNDO_LOOK:
		return looked(task, js, err);
	case UNDO_REFUND:
		task->done = arena_printf(task->arena, "%s of order %s "
		    "refunded through %s.", money_text(task->amount,
		    task->conf->currency, MONEY_SYMBOL, sum),
		    task->claim->number, task->conf->name);
		task->step = UNDO_NOTE;
		return HEARD_MORE;
	default:
		return HEARD_DONE;
	}
}
