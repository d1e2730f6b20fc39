/*
 * All that a WooCommerce shop shows, a page of a hundred products at a time;
 * what has variations is asked for them one by one: they are what is sold.
 */
#include "channel/woo.h"

#include <string.h>

#include "str.h"

/* A product whose variations are still to be read. */
struct parent {
	const char	*id, *name;
	bool		 shown, counted;
	int64_t		 quantity;
	struct parent	*next;
};

struct work {
	struct parent	*first, **tail;
	int64_t		 page;		/* of the first one's variations */
};

static struct work *
work_of(struct task *task)
{
	struct work	*w = task->scratch;

	if (w == NULL) {
		w = task->scratch = arena_alloc(task->arena, sizeof *w);
		w->tail = &w->first;
		w->page = 1;
	}
	return w;
}

static int64_t
page_of(const struct task *task)
{
	int64_t	page;

	return str_int64(task->position, &page) && page > 0 ? page : 1;
}

int
woo_list_ask(struct task *task, struct woo_call *call)
{
	const struct work	*w = work_of(task);

	call->path = "/products";
	if (w->first != NULL) {
		call->path = arena_printf(task->arena,
		    "/products/%s/variations", w->first->id);
	} else {
		woo_query(call, "orderby", "id");
		woo_query(call, "order", "asc");
	}
	woo_query(call, "status", "any");
	woo_query(call, "per_page", "100");
	woo_query(call, "page", arena_printf(task->arena, "%lld",
	    (long long)(w->first != NULL ? w->page : page_of(task))));
	return 0;
}

/* Its stock: counted, or only said to be there. */
static void
put_stock(struct ware *ware, const struct js *js, const struct parent *parent)
{
	const char	*status = js_text(js, "stock_status", "instock");
	bool		 counted = js_bool(js, "manage_stock", false);

	ware->oversell = str_eq(status, "onbackorder");
	if (counted) {
		js_num(js, "stock_quantity", &ware->quantity);
		ware->oversell |= !str_eq(js_text(js, "backorders", "no"),
		    "no");
	} else if (parent != NULL && parent->counted) {
		ware->quantity = parent->quantity;
	} else {
		ware->uncounted = !str_eq(status, "outofstock");
	}
}

static void
take(struct task *task, const struct js *js, const struct parent *parent)
{
	struct ware	*ware = task_ware(task);
	const char	*id = woo_text(js, "id", task->arena);

	ware->sku = task_text(task, js, "sku");
	ware->title = parent != NULL ? parent->name :
	    task_text(task, js, "name");
	ware->code = task_text(task, js, "global_unique_id");
	ware->refs.product = parent != NULL ? parent->id : id;
	ware->refs.variant = parent != NULL ? id : "";
	ware->shown = str_eq(js_text(js, "status", ""), "publish") &&
	    (parent == NULL || parent->shown);
	if (!task_amount(task, js_text(js, "price", ""), &ware->price))
		ware->price = 0;
	put_stock(ware, js, parent);
}

static void
take_product(struct task *task, struct work *w, const struct js *js)
{
	const char	*type = js_text(js, "type", "simple");
	struct parent	*parent;

	if (str_eq(type, "grouped") || str_eq(type, "external"))
		return;		/* sold by what is in it, or elsewhere */
	if (!str_starts(type, "variable")) {
		take(task, js, NULL);
		return;
	}
	parent = arena_alloc(task->arena, sizeof *parent);
	parent->id = woo_text(js, "id", task->arena);
	parent->name = task_text(task, js, "name");
	parent->shown = str_eq(js_text(js, "status", ""), "publish");
	parent->counted = js_bool(js, "manage_stock", false);
	js_num(js, "stock_quantity", &parent->quantity);
	*w->tail = parent;
	w->tail = &parent->next;
}

enum heard
woo_list_hear(struct task *task, const struct js *js, struct err *err)
{
	struct work	*w = work_of(task);
	bool		 below = task->step > 0;	/* variations */
	size_t		 i, n = js_count(js);

	if (!js_is_array(js)) {
		err_set(err, ERR_UNAVAILABLE, "it does not list its products");
		return HEARD_LATER;
	}
	for (i = 0; i < n; i++)
		if (below)
			take(task, js_at(js, i), w->first);
		else
			take_product(task, w, js_at(js, i));
	task->step++;
	if (!below) {
		task->more = n == WOO_PAGE;
		task->position = arena_printf(task->arena, "%lld",
		    (long long)page_of(task) + 1);
	} else if (n == WOO_PAGE) {
		w->page++;
	} else {
		w->first = w->first->next;
		w->page = 1;
	}
	return w->first != NULL ? HEARD_MORE : HEARD_DONE;
}
