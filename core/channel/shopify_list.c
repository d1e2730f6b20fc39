/* All that a Shopify shop sells, a hundred variants at a time. */
#include "channel/shopify.h"

#include "str.h"

int
shopify_list_ask(struct task *task, struct shopify_call *call)
{
	call->doc = DOC_LIST;
	call->variables = js_object();
	if (task->position[0] != '\0')
		js_put_text(call->variables, "after", task->position);
	return 0;
}

static void
take(struct task *task, const struct js *js)
{
	const struct js	*product = js_get(js, "product");
	const char	*status = js_text(product, "status", "");
	struct ware	*ware = task_ware(task);

	ware->sku = task_text(task, js, "sku");
	ware->title = task_text(task, product, "title");
	ware->code = task_text(task, js, "barcode");
	ware->refs.product = task_text(task, product, "id");
	ware->refs.variant = task_text(task, js, "id");
	/* Unlisted: for sale to whoever has the address. */
	ware->shown = str_eq(status, "UNLISTED") || (str_eq(status, "ACTIVE")
	    && js_text(product, "publishedAt", "")[0] != '\0');
	if (!task_amount(task, js_text(js, "price", ""), &ware->price))
		ware->price = 0;
	ware->uncounted = !js_bool(js_get(js, "inventoryItem"), "tracked",
	    true);
	ware->oversell = !ware->uncounted && str_eq(js_text(js,
	    "inventoryPolicy", ""), "CONTINUE");
	js_num(js, "inventoryQuantity", &ware->quantity);
}

enum heard
shopify_list_hear(struct task *task, const struct js *data, struct err *err)
{
	const struct js	*all = js_get(data, "productVariants");
	const struct js	*list = js_get(all, "nodes");
	const struct js	*pages = js_get(all, "pageInfo");
	size_t		 i;

	if (!js_is_array(list)) {
		err_set(err, ERR_UNAVAILABLE, "it does not list its products");
		return HEARD_LATER;
	}
	for (i = 0; i < js_count(list); i++)
		take(task, js_at(list, i));
	task->position = task_text(task, pages, "endCursor");
	task->more = js_bool(pages, "hasNextPage", false) &&
	    task->position[0] != '\0';
	return HEARD_DONE;
}
