/* Shopify's stock: see shopify.c. */
#include "channel/shopify.h"

#include <string.h>

#include "buf.h"
#include "str.h"

/*
 * 0 find the variants whose ids are not known, by sku
 * 1 write: all at once, each with what it is believed to be
 * 2 look at one that was found to be something else
 *
 * A stock ref is the inventory item and its location, a blank between.
 */
enum { STEP_FIND, STEP_WRITE, STEP_LOOK };

struct work {
	size_t	*sent;			/* which tell each quantity is of */
	size_t	 count;
	size_t	 stale;			/* the one to be looked at */
	bool	 single;		/* one by one: we cannot tell whose
					   error it is */
};

static struct work *
work_of(struct task *task)
{
	struct work	*w = task->scratch;

	if (w == NULL) {
		w = task->scratch = arena_alloc(task->arena, sizeof *w);
		w->sent = arena_alloc(task->arena, (task->tell_count + 1) *
		    sizeof *w->sent);
	}
	return w;
}

static bool
unknown(const struct tell *t)
{
	return t->told == TOLD_NOT && t->refs.stock[0] == '\0';
}

static void
split_ref(struct task *task, const struct tell *t, const char **item_r,
    const char **place_r)
{
	size_t	len = strcspn(t->refs.stock, " ");

	*item_r = arena_strndup(task->arena, t->refs.stock, len);
	*place_r = t->refs.stock[len] == '\0' ? "" : t->refs.stock + len + 1;
}

/* sku:'A' OR sku:'B'; a quote or backslash in one is escaped. */
static void
ask_find(struct task *task, struct shopify_call *call)
{
	struct buf	 query = BUF_INIT(32 * 1024);
	const char	*c;
	size_t		 i, n = 0;

	for (i = 0; i < task->tell_count; i++) {
		if (!unknown(&task->tells[i]))
			continue;
		buf_addstr(&query, n++ > 0 ? " OR sku:'" : "sku:'");
		for (c = task->tells[i].sku; *c != '\0'; c++) {
			if (*c == '\'' || *c == '\\')
				buf_addch(&query, '\\');
			buf_addch(&query, *c);
		}
		buf_addch(&query, '\'');
	}
	call->doc = DOC_FIND;
	call->variables = js_object();
	js_put_text(call->variables, "query", buf_str(&query));
	buf_free(&query);
}

static void
put_quantity(struct task *task, struct js *list, const struct tell *t)
{
	struct js	*one = js_add(list, js_object());
	const char	*item, *place;

	split_ref(task, t, &item, &place);
	js_put_text(one, "inventoryItemId", item);
	js_put_text(one, "locationId", place);
	js_put_num(one, "quantity", t->qty);
	/* Null says that nothing is to be compared, and must be said. */
	if (t->from >= 0)
		js_put_num(one, "changeFromQuantity", t->from);
	else
		js_put_null(one, "changeFromQuantity");
}

static void
ask_write(struct task *task, struct work *w, struct shopify_call *call)
{
	struct uuid	 once = uuid_new();
	struct js	*input, *list;
	char		 key[UUID_TEXT];
	size_t		 i;

	uuid_text(&once, key);
	call->doc = DOC_SET;
	call->variables = js_object();
	js_put_text(call->variables, "key", key);
	input = js_put(call->variables, "input", js_object());
	js_put_text(input, "name", "available");
	js_put_text(input, "reason", "correction");
	js_put_text(input, "referenceDocumentUri", arena_printf(task->arena,
	    "gid://vitrine/Tell/%s", key));
	list = js_put(input, "quantities", js_array());
	w->count = 0;
	for (i = 0; i < task->tell_count; i++)
		if (task->tells[i].told == TOLD_NOT &&
		    !(w->single && w->count == 1)) {
			put_quantity(task, list, &task->tells[i]);
			w->sent[w->count++] = i;
		}
}

int
shopify_tell_ask(struct task *task, struct shopify_call *call)
{
	struct work	*w = work_of(task);
	const char	*item, *place;
	size_t		 i;

	if (task->step == STEP_LOOK) {
		split_ref(task, &task->tells[w->stale], &item, &place);
		call->doc = DOC_LOOK;
		call->variables = js_object();
		js_put_text(call->variables, "id", item);
		js_put_text(call->variables, "location", place);
		return 0;
	}
	task->step = STEP_WRITE;
	for (i = 0; i < task->tell_count; i++)
		if (unknown(&task->tells[i]))
			task->step = STEP_FIND;
	if (task->step == STEP_FIND)
		ask_find(task, call);
	else
		ask_write(task, w, call);
	return 0;
}

/* ----------------------------------------------------------------- answers */

/* Where it is kept: the place that is set, else the first it has. */
static const char *
place_of(struct task *task, const struct js *item)
{
	const char	*set = conf_text(task->conf, "location");
	const struct js	*list = js_get(js_get(item, "inventoryLevels"),
			    "nodes");

	return set[0] != '\0' ? set : js_text(js_get(js_at(list, 0),
	    "location"), "id", "");
}

void
shopify_refs(struct task *task, const struct js *variant,
    const struct js *product, struct refs *refs)
{
	const struct js	*item = js_get(variant, "inventoryItem");

	refs->product = task_text(task, product, "id");
	refs->variant = task_text(task, variant, "id");
	refs->stock = arena_printf(task->arena, "%s %s", js_text(item, "id",
	    ""), place_of(task, item));
}

static void
take_found(struct task *task, const struct js *js)
{
	const char	*place = place_of(task, js_get(js, "inventoryItem"));
	struct tell	*t;
	size_t		 i;

	for (i = 0; i < task->tell_count; i++) {
		t = &task->tells[i];
		if (!unknown(t) || place[0] == '\0' ||
		    !str_eq(t->sku, js_text(js, "sku", "")))
			continue;
		shopify_refs(task, js, js_get(js, "product"), &t->refs);
		t->found = true;
	}
}

static enum heard
hear_find(struct task *task, const struct js *data)
{
	const struct js	*list = js_get(js_get(data, "productVariants"),
			    "nodes");
	size_t		 i;

	for (i = 0; i < js_count(list); i++)
		take_found(task, js_at(list, i));
	for (i = 0; i < task->tell_count; i++)
		if (unknown(&task->tells[i]))
			task->tells[i].told = TOLD_ABSENT;
	return task_told(task);
}

/* ["input", "quantities", "3", ...]: which of those that were sent. */
static bool
whose(const struct work *w, const struct js *error, size_t *index_r)
{
	const struct js	*field = js_get(error, "field");
	const char	*text;
	int64_t		 n;
	size_t		 i;

	if (w->count == 1) {
		*index_r = w->sent[0];
		return true;
	}
	for (i = 0; i < js_count(field); i++) {
		text = js_value_text(js_at(field, i));
		if (text != NULL && str_int64(text, &n) && n >= 0 &&
		    (size_t)n < w->count) {
			*index_r = w->sent[n];
			return true;
		}
	}
	return false;
}

/* About one piece; when we cannot tell which, they are told one by one. */
static void
take_error(struct task *task, struct work *w, const struct js *error)
{
	const char	*code = js_text(error, "code", "");
	struct tell	*t;
	size_t		 i;

	if (!whose(w, error, &i)) {
		w->single = true;
		return;
	}
	t = &task->tells[i];
	if (str_eq(code, "CHANGE_FROM_QUANTITY_STALE")) {
		w->stale = i;
		task->step = STEP_LOOK;
	} else if (str_eq(code, "INVALID_INVENTORY_ITEM") ||
	    str_eq(code, "INVALID_LOCATION")) {
		t->told = TOLD_ABSENT;
	} else {
		t->told = TOLD_FAILED;
		t->problem = task_text(task, error, "message");
	}
}

/* None of a batch is written when one of them is refused. */
static enum heard
hear_write(struct task *task, struct work *w, const struct js *data,
    struct err *err)
{
	const struct js	*errors = js_get(js_get(data,
			    "inventorySetQuantities"), "userErrors");
	const char	*code = js_text(js_at(errors, 0), "code", "");
	size_t		 i;

	if (str_starts(code, "IDEMPOTENCY_")) {
		shopify_user_error(errors, err, NULL, 0);
		err->kind = ERR_UNAVAILABLE;
		return HEARD_LATER;	/* and under another key */
	}
	for (i = 0; i < js_count(errors); i++)
		take_error(task, w, js_at(errors, i));
	if (js_count(errors) == 0)
		for (i = 0; i < w->count; i++)
			task->tells[w->sent[i]].told = TOLD_DONE;
	return task_told(task);
}

/* It is something else than believed: as it should be, or orders first. */
static enum heard
hear_look(struct task *task, struct work *w, const struct js *data)
{
	const struct js	*level = js_get(js_get(data, "inventoryItem"),
			    "inventoryLevel");
	struct tell	*t = &task->tells[w->stale];
	int64_t		 there = -1;

	js_num(js_at(js_get(level, "quantities"), 0), "quantity", &there);
	t->seen = there;
	t->told = there == t->qty ? TOLD_DONE : TOLD_STALE;
	task->step = STEP_WRITE;
	return task_told(task);
}

enum heard
shopify_tell_hear(struct task *task, const struct js *data, struct err *err)
{
	struct work	*w = work_of(task);

	switch (task->step) {
	case STEP_FIND:
		return hear_find(task, data);
	case STEP_LOOK:
		return hear_look(task, w, data);
	default:
		return hear_write(task, w, data, err);
	}
}
