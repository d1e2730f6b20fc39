/* Pieces shown in Shopify, what is asked: see shopify_show.h. */
#include "channel/shopify_show.h"

#include <string.h>

#include "buf.h"
#include "str.h"

#define UPLOAD_US	(60 * SECOND_US)
#define QUERY_BYTES	1024

/* "br-1041-7c3f90": from the number, and never another's. */
static const char *
handle_of(struct task *task)
{
	const struct listing	*l = task->listing;
	char			 id[UUID_TEXT], *slug, *c;

	uuid_text(&l->piece_id, id);
	slug = arena_strdup(task->arena, l->sku);
	for (c = slug; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
		else if (!(*c >= 'a' && *c <= 'z') && !(*c >= '0' && *c <=
		    '9'))
			*c = '-';
	return arena_printf(task->arena, "%s-%s", slug, id + strlen(id) - 6);
}

static void
ask_find(struct task *task, struct shopify_call *call)
{
	struct buf	 query = BUF_INIT(QUERY_BYTES);
	const char	*c;

	buf_addstr(&query, "sku:'");
	for (c = task->listing->sku; *c != '\0'; c++) {
		if (*c == '\'' || *c == '\\')
			buf_addch(&query, '\\');
		buf_addch(&query, *c);
	}
	buf_addch(&query, '\'');
	call->doc = DOC_FIND;
	js_put_text(call->variables, "query", buf_str(&query));
	buf_free(&query);
}

static void
put_variant(struct task *task, struct js *list)
{
	const struct listing	*l = task->listing;
	const struct show_work	*w = task->scratch;
	struct js		*v = js_add(list, js_object()), *one;

	one = js_add(js_put(v, "optionValues", js_array()), js_object());
	js_put_text(one, "optionName", "Title");
	js_put_text(one, "name", "Default Title");
	js_put_text(v, "sku", l->sku);
	js_put_text(v, "price", l->price);
	js_put_text(v, "inventoryPolicy", "DENY");
	js_put_bool(js_put(v, "inventoryItem", js_object()), "tracked", true);
	one = js_add(js_put(v, "inventoryQuantities", js_array()),
	    js_object());
	js_put_text(one, "locationId", w->place);
	js_put_text(one, "name", "available");
	js_put_num(one, "quantity", 0);
}

static void
ask_make(struct task *task, struct shopify_call *call)
{
	const struct listing	*l = task->listing;
	const char		*handle = handle_of(task);
	struct js		*input, *one;

	call->doc = DOC_MAKE;
	js_put_text(call->variables, "handle", handle);
	input = js_put(call->variables, "input", js_object());
	js_put_text(input, "handle", handle);
	js_put_text(input, "title", l->title);
	js_put_text(input, "descriptionHtml", l->html);
	js_put_text(input, "status", "DRAFT");
	one = js_add(js_put(input, "productOptions", js_array()),
	    js_object());
	js_put_text(one, "name", "Title");
	one = js_add(js_put(one, "values", js_array()), js_object());
	js_put_text(one, "name", "Default Title");
	put_variant(task, js_put(input, "variants", js_array()));
}

static struct js *
ask_update(struct task *task, struct shopify_call *call)
{
	struct js	*product = js_put(call->variables, "product",
			    js_object());

	call->doc = DOC_UPDATE;
	js_put_text(product, "id", task->listing->refs.product);
	return product;
}

static void
ask_text(struct task *task, struct shopify_call *call)
{
	const struct listing	*l = task->listing;
	struct js		*product = ask_update(task, call);

	if ((l->differs & DIFF_TITLE) != 0)
		js_put_text(product, "title", l->title);
	if ((l->differs & DIFF_STORY) != 0)
		js_put_text(product, "descriptionHtml", l->html);
}

static void
ask_price(struct task *task, struct shopify_call *call)
{
	const struct listing	*l = task->listing;
	struct js		*one;

	call->doc = DOC_PRICE;
	js_put_text(call->variables, "product", l->refs.product);
	one = js_add(js_put(call->variables, "variants", js_array()),
	    js_object());
	js_put_text(one, "id", l->refs.variant);
	js_put_text(one, "price", l->price);
}

static void
ask_remove(struct task *task, struct shopify_call *call)
{
	const struct listing	*l = task->listing;
	struct js		*ids = js_put(call->variables, "ids",
				    js_array());
	size_t			 i;

	call->doc = DOC_REMOVE;
	for (i = 0; i < l->stale_count; i++)
		js_add_text(ids, l->stale[i]);
}

static void
ask_stage(struct task *task, struct shopify_call *call)
{
	const struct listing		*l = task->listing;
	const struct show_work		*w = task->scratch;
	const struct listing_photo	*p = &l->photos[w->photo];
	struct js			*one;

	call->doc = DOC_STAGE;
	one = js_add(js_put(call->variables, "input", js_array()),
	    js_object());
	js_put_text(one, "filename", p->name);
	js_put_text(one, "mimeType", "image/jpeg");
	js_put_text(one, "resource", "IMAGE");
	js_put_text(one, "httpMethod", "POST");
	js_put_text(one, "fileSize", arena_printf(task->arena, "%zu",
	    p->len));
}

static void
ask_add(struct task *task, struct shopify_call *call)
{
	const struct show_work	*w = task->scratch;
	struct js		*one;

	ask_update(task, call);
	one = js_add(js_put(call->variables, "media", js_array()),
	    js_object());
	js_put_text(one, "originalSource", w->source);
	js_put_text(one, "alt", task->listing->photos[w->photo].alt);
	js_put_text(one, "mediaContentType", "IMAGE");
}

static void
ask_publish(struct task *task, struct shopify_call *call)
{
	const struct show_work	*w = task->scratch;
	struct js		*one;

	call->doc = DOC_PUBLISH;
	js_put_text(call->variables, "id", task->listing->refs.product);
	one = js_add(js_put(call->variables, "input", js_array()),
	    js_object());
	js_put_text(one, "publicationId", w->publication);
}

static void
start(struct task *task)
{
	struct show_work	*w = arena_alloc(task->arena, sizeof *w);

	task->scratch = w;
	w->place = conf_text(task->conf, "location");
	w->publication = "";
	task->step = task->listing->refs.variant[0] != '\0' ? STEP_LOOK :
	    STEP_FIND;
}

int
shopify_show_ask(struct task *task, struct shopify_call *call)
{
	if (task->scratch == NULL)
		start(task);
	call->variables = js_object();
	switch (task->step) {
	case STEP_FIND:
		ask_find(task, call);
		break;
	case STEP_LOOK:
		call->doc = DOC_SHOWN;
		js_put_text(call->variables, "id",
		    task->listing->refs.variant);
		break;
	case STEP_PLACE:
		call->doc = DOC_TEST;
		break;
	case STEP_MAKE:
		ask_make(task, call);
		break;
	case STEP_TEXT:
		ask_text(task, call);
		break;
	case STEP_PRICE:
		ask_price(task, call);
		break;
	case STEP_REMOVE:
		ask_remove(task, call);
		break;
	case STEP_STAGE:
		ask_stage(task, call);
		break;
	case STEP_ADD:
		ask_add(task, call);
		break;
	case STEP_STATUS:
		js_put_text(ask_update(task, call), "status",
		    task->listing->shown ? "ACTIVE" : "DRAFT");
		break;
	default:
		ask_publish(task, call);
	}
	return 0;
}

bool
shopify_show_uploads(const struct task *task)
{
	return task->kind == TASK_SHOW && task->scratch != NULL &&
	    task->step == STEP_UPLOAD;
}

/* To where it said, which is not Shopify's own address: without our token. */
int
shopify_show_upload(struct task *task, struct http_ask *ask,
    struct err *err)
{
	const struct show_work		*w = task->scratch;
	const struct listing_photo	*p = &task->listing->photos[w->photo];
	struct http_field		*file = &w->fields[w->field_count];

	if (channel_url(w->upload_url, false, err) == -1)
		return err_wrap(err, "where Shopify wants a photo");
	*file = (struct http_field){ .name = "file", .file_name = p->name,
	    .file_type = "image/jpeg", .file = p->bytes, .file_len = p->len };
	ask->method = "POST";
	ask->url = w->upload_url;
	ask->fields = w->fields;
	ask->field_count = w->field_count + 1;
	ask->time_us = UPLOAD_US;
	return 0;
}
