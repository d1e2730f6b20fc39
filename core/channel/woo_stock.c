/* WooCommerce's stock: see woocommerce.c. */
#include "channel/woo.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "str.h"

#define QUERY_BYTES	1500	/* of skus in one address */

/*
 * 0 find the products whose ids are not known, by their skus
 * 1 look at those that are to have more than nothing
 * 2 write
 *
 * Variations lie under their product and have a list of their own: they are
 * looked at and written one by one, simple products a hundred at a time.
 */
enum { STEP_FIND, STEP_LOOK, STEP_WRITE };

struct work {
	size_t	at;		/* the first not yet asked about in this step */
	size_t	from;		/* of the call under way: these ... */
	size_t	to;		/* ... up to this one */
	bool	single;		/* a variation, or a sku with a comma in it */
	bool	*looked;	/* one each: its stock was seen */
	int64_t	*stock;		/* and is this; -1: not counted there */
};

static struct work *
work_of(struct task *task)
{
	struct work	*w = task->scratch;

	if (w == NULL) {
		w = task->scratch = arena_alloc(task->arena, sizeof *w);
		w->looked = arena_alloc(task->arena, (task->tell_count + 1) *
		    sizeof *w->looked);
		w->stock = arena_alloc(task->arena, (task->tell_count + 1) *
		    sizeof *w->stock);
	}
	return w;
}

/* Whether this one is part of this step. */
static bool
wanted(const struct task *task, const struct work *w, size_t i)
{
	const struct tell	*t = &task->tells[i];

	if (t->told != TOLD_NOT)
		return false;
	switch (task->step) {
	case STEP_FIND:
		return t->refs.product[0] == '\0';
	case STEP_LOOK:
		return t->qty > 0 && !w->looked[i];
	default:
		return true;
	}
}

static bool
alone(const struct task *task, size_t i)
{
	const struct tell	*t = &task->tells[i];

	return task->step == STEP_FIND ? strchr(t->sku, ',') != NULL :
	    t->refs.variant[0] != '\0';
}

/* Picks the next stretch that one call can serve; false: the step is done. */
static bool
pick(struct task *task, struct work *w)
{
	size_t	len;

	while (w->at < task->tell_count && !wanted(task, w, w->at))
		w->at++;
	if (w->at == task->tell_count)
		return false;
	w->from = w->at;
	w->single = alone(task, w->at);
	w->to = w->at + 1;
	len = strlen(task->tells[w->at].sku);
	while (!w->single && w->to < task->tell_count &&
	    !(wanted(task, w, w->to) && alone(task, w->to)) &&
	    (len += strlen(task->tells[w->to].sku) + 3) < QUERY_BYTES)
		w->to++;
	return true;
}

static const char *
item_path(struct task *task, const struct tell *t)
{
	if (t->refs.variant[0] == '\0')
		return arena_printf(task->arena, "/products/%s",
		    t->refs.product);
	return arena_printf(task->arena, "/products/%s/variations/%s",
	    t->refs.product, t->refs.variant);
}

/* The skus or ids of the stretch, with commas between. */
static const char *
list_of(struct task *task, struct work *w)
{
	struct buf	 list = BUF_INIT(16 * 1024);
	const char	*text;
	size_t		 i;

	for (i = w->from; i < w->to; i++) {
		if (!wanted(task, w, i))
			continue;
		if (list.len > 0)
			buf_addch(&list, ',');
		buf_addstr(&list, task->step == STEP_FIND ?
		    task->tells[i].sku : task->tells[i].refs.product);
	}
	text = arena_strdup(task->arena, buf_str(&list));
	buf_free(&list);
	return text;
}

static void
put_stock(struct js *js, int64_t qty)
{
	js_put_bool(js, "manage_stock", true);
	js_put_num(js, "stock_quantity", qty);
	/* No waiting list for what there is one of. */
	js_put_text(js, "backorders", "no");
}

static void
ask_write(struct task *task, struct work *w, struct woo_call *call)
{
	struct js	*list, *one;
	int64_t		 id;
	size_t		 i;

	call->body = js_object();
	if (w->single) {
		call->method = "PUT";
		call->path = item_path(task, &task->tells[w->from]);
		put_stock(call->body, task->tells[w->from].qty);
		return;
	}
	call->method = "POST";
	call->path = "/products/batch";
	list = js_put(call->body, "update", js_array());
	for (i = w->from; i < w->to; i++) {
		if (!wanted(task, w, i) || !str_int64(
		    task->tells[i].refs.product, &id))
			continue;
		one = js_add(list, js_object());
		js_put_num(one, "id", id);
		put_stock(one, task->tells[i].qty);
	}
}

int
woo_tell_ask(struct task *task, struct woo_call *call)
{
	struct work	*w = work_of(task);

	while (!pick(task, w)) {
		if (task->step == STEP_WRITE)
			return -1;
		task->step++;
		w->at = 0;
	}
	switch (task->step) {
	case STEP_FIND:
		call->path = "/products";
		woo_query(call, "sku", list_of(task, w));
		woo_query(call, "per_page", "100");
		/* Drafts and private ones too. */
		woo_query(call, "status", "any");
		return 0;
	case STEP_LOOK:
		if (w->single) {
			call->path = item_path(task, &task->tells[w->from]);
			return 0;
		}
		call->path = "/products";
		woo_query(call, "include", list_of(task, w));
		woo_query(call, "per_page", "100");
		woo_query(call, "status", "any");
		return 0;
	default:
		ask_write(task, w, call);
		return 0;
	}
}

/* ------------------------------------------------------------------ answers */

/* Where a product of the answer is told of; tell_count: nowhere. */
static size_t
find(const struct task *task, const struct work *w, const char *sku,
    const char *id)
{
	const struct tell	*t;
	size_t			 i;

	for (i = w->from; i < w->to; i++) {
		t = &task->tells[i];
		if (t->told == TOLD_NOT && (sku != NULL ?
		    str_eq(t->sku, sku) : str_eq(t->refs.product, id)))
			return i;
	}
	return task->tell_count;
}

static void
take_refs(struct task *task, struct tell *t, const struct js *js)
{
	const char	*id = woo_text(js, "id", task->arena);
	const char	*parent = woo_text(js, "parent_id", task->arena);
	bool		 below = parent[0] != '\0' && !str_eq(parent, "0");

	t->refs.product = below ? parent : id;
	t->refs.variant = below ? id : "";
	t->found = true;
}

/* What it has is what we believe, or already as it should be, or neither. */
static void
compare(struct tell *t, struct work *w, size_t i, const struct js *js)
{
	int64_t	stock = -1;

	if (js_bool(js, "manage_stock", false))
		js_num(js, "stock_quantity", &stock);
	w->looked[i] = true;
	w->stock[i] = stock;
	if (t->from >= 0 && stock != t->from && stock != t->qty) {
		t->told = TOLD_STALE;
		t->seen = stock < 0 ? 0 : stock;
	}
}

/* Those of the stretch that the answer did not name. */
static void
absent(struct task *task, struct work *w)
{
	struct tell	*t;
	size_t		 i;

	for (i = w->from; i < w->to; i++) {
		t = &task->tells[i];
		if (t->told == TOLD_NOT && wanted(task, w, i) &&
		    (task->step == STEP_FIND ? !t->found : !w->looked[i]))
			t->told = TOLD_ABSENT;
	}
}

static void
hear_find(struct task *task, struct work *w, const struct js *list)
{
	const struct js	*js;
	size_t		 i, at;

	for (i = 0; i < js_count(list); i++) {
		js = js_at(list, i);
		at = find(task, w, js_text(js, "sku", ""), NULL);
		if (at < task->tell_count)
			take_refs(task, &task->tells[at], js);
	}
	absent(task, w);
}

static void
hear_look(struct task *task, struct work *w, const struct js *js)
{
	size_t	i, at;

	if (w->single) {
		compare(&task->tells[w->from], w, w->from, js);
		return;
	}
	for (i = 0; i < js_count(js); i++) {
		at = find(task, w, NULL, woo_text(js_at(js, i), "id",
		    task->arena));
		if (at < task->tell_count)
			compare(&task->tells[at], w, at, js_at(js, i));
	}
	absent(task, w);
}

/* One product as it is after the write, or {"id", "error": {...}}. */
static void
written(struct task *task, struct tell *t, const struct js *js)
{
	const struct js	*error = js_get(js, "error");
	int64_t		 stock = -1;

	if (!js_is_null(error)) {
		t->problem = woo_text(error, "message", task->arena);
		t->told = strstr(js_text(error, "code", ""), "invalid_id") !=
		    NULL ? TOLD_ABSENT : TOLD_FAILED;
	} else if (js_num(js, "stock_quantity", &stock) && stock == t->qty) {
		t->told = TOLD_DONE;
	} else {
		t->problem = "it did not take the quantity";
		t->told = TOLD_FAILED;
	}
}

static void
hear_write(struct task *task, struct work *w, const struct js *js)
{
	const struct js	*list = js_get(js, "update");
	size_t		 i, at;

	if (w->single) {
		written(task, &task->tells[w->from], js);
		return;
	}
	for (i = 0; i < js_count(list); i++) {
		at = find(task, w, NULL, woo_text(js_at(list, i), "id",
		    task->arena));
		if (at < task->tell_count)
			written(task, &task->tells[at], js_at(list, i));
	}
	for (i = w->from; i < w->to; i++) {
		if (task->tells[i].told != TOLD_NOT)
			continue;
		task->tells[i].told = TOLD_FAILED;
		task->tells[i].problem = "it said nothing about it";
	}
}

static enum heard
go_on(struct task *task, struct work *w)
{
	w->at = w->to;
	return task_told(task);
}

enum heard
woo_tell_hear(struct task *task, const struct js *js, struct err *err)
{
	struct work	*w = work_of(task);

	(void)err;
	if (task->step == STEP_FIND)
		hear_find(task, w, js);
	else if (task->step == STEP_LOOK)
		hear_look(task, w, js);
	else
		hear_write(task, w, js);
	return go_on(task, w);
}

enum heard
woo_tell_refused(struct task *task, const struct http_answer *answer,
    enum heard heard, struct err *err)
{
	struct work	*w = work_of(task);
	size_t		 i;

	if (heard != HEARD_FAILED || task->step == STEP_FIND)
		return heard;
	/* Of one that is not there the others need not suffer. */
	for (i = w->from; i < w->to; i++) {
		if (task->tells[i].told != TOLD_NOT)
			continue;
		task->tells[i].told = answer->status == 404 && w->single ?
		    TOLD_ABSENT : TOLD_FAILED;
		task->tells[i].problem = arena_strdup(task->arena, err->text);
	}
	err_clear(err);
	return go_on(task, w);
}
