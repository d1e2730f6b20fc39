/* All that a Squarespace site sells, page by page. */
#include "channel/sqsp.h"

#include "buf.h"
#include "str.h"

const char *
sqsp_list_path(struct task *task)
{
	struct buf	 path = BUF_INIT(4096);
	const char	*text;

	buf_addstr(&path, "/1.0/commerce/products");
	if (task->position[0] != '\0') {
		buf_addstr(&path, "?cursor=");
		http_escape(&path, task->position);
	}
	text = arena_strdup(task->arena, buf_str(&path));
	buf_free(&path);
	return text;
}

/* {"value": "12.50", "currency": "USD"} */
static money
amount(struct task *task, const struct js *js)
{
	money	value = 0;

	if (!task_amount(task, js_text(js, "value", ""), &value))
		return 0;
	return value;
}

static void
take(struct task *task, const struct js *product, const struct js *js)
{
	const struct js	*price = js_get(js, "pricing");
	const struct js	*stock = js_get(js, "stock");
	struct ware	*ware = task_ware(task);

	ware->sku = task_text(task, js, "sku");
	ware->title = task_text(task, product, "name");
	ware->refs.product = task_text(task, js, "id");
	ware->shown = js_bool(product, "isVisible", true);
	ware->price = amount(task, js_get(price, js_bool(price, "onSale",
	    false) ? "salePrice" : "basePrice"));
	ware->uncounted = js_bool(stock, "unlimited", false);
	js_num(stock, "quantity", &ware->quantity);
}

enum heard
sqsp_list_hear(struct task *task, const struct js *js, struct err *err)
{
	const struct js	*list = js_get(js, "products"), *variants;
	const struct js	*pages = js_get(js, "pagination");
	size_t		 i, k;

	if (!js_is_array(list)) {
		err_set(err, ERR_UNAVAILABLE, "it does not list its products");
		return HEARD_LATER;
	}
	for (i = 0; i < js_count(list); i++) {
		variants = js_get(js_at(list, i), "variants");
		for (k = 0; k < js_count(variants); k++)
			take(task, js_at(list, i), js_at(variants, k));
	}
	task->position = task_text(task, pages, "nextPageCursor");
	task->more = js_bool(pages, "hasNextPage", false) &&
	    task->position[0] != '\0';
	return HEARD_DONE;
}
