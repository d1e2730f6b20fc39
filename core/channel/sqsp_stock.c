/* Squarespace's stock: see squarespace.c. */
#include "channel/sqsp.h"

#include <string.h>

#include "buf.h"
#include "str.h"

/*
 * 0 find the variants whose ids are not known, by sku, in the list of all
 * 1 look at those that are to have more than nothing
 * 2 write: all at once, or one by one when one of them is refused
 */
enum { STEP_FIND, STEP_LOOK, STEP_WRITE };

struct work {
	const char	*cursor;	/* of the list of all */
	bool		 single;
	size_t		 at;		/* of the single write under way */
	bool		*looked;
};

static struct work *
work_of(struct task *task)
{
	struct work	*w = task->scratch;

	if (w == NULL) {
		w = task->scratch = arena_alloc(task->arena, sizeof *w);
		w->cursor = "";
		w->looked = arena_alloc(task->arena, (task->tell_count + 1) *
		    sizeof *w->looked);
	}
	return w;
}

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
		return !w->single || i == w->at;
	}
}

static bool
any_wanted(const struct task *task, const struct work *w)
{
	size_t	i;

	for (i = 0; i < task->tell_count; i++)
		if (wanted(task, w, i))
			return true;
	return false;
}

static const char *
look_path(struct task *task, const struct work *w)
{
	const char	*path = "/1.0/commerce/inventory/";
	bool		 first = true;
	size_t		 i;

	for (i = 0; i < task->tell_count; i++)
		if (wanted(task, w, i)) {
			path = arena_printf(task->arena, "%s%s%s", path,
			    first ? "" : ",", task->tells[i].refs.product);
			first = false;
		}
	return path;
}

static struct js *
write_body(const struct task *task, const struct work *w)
{
	struct js	*body = js_object(), *list, *one;
	size_t		 i;

	list = js_put(body, "setFiniteOperations", js_array());
	for (i = 0; i < task->tell_count; i++)
		if (wanted(task, w, i)) {
			one = js_add(list, js_object());
			js_put_text(one, "variantId",
			    task->tells[i].refs.product);
			js_put_num(one, "quantity", task->tells[i].qty);
		}
	return body;
}

const char *
sqsp_tell_path(struct task *task, struct js **body_r)
{
	struct work	*w = work_of(task);
	struct buf	 path = BUF_INIT(4096);
	const char	*text;

	while (!any_wanted(task, w) && task->step < STEP_WRITE)
		task->step++;
	if (task->step == STEP_LOOK)
		return look_path(task, w);
	if (task->step == STEP_WRITE) {
		*body_r = write_body(task, w);
		return "/1.0/commerce/inventory/adjustments";
	}
	buf_addstr(&path, "/1.0/commerce/inventory");
	if (w->cursor[0] != '\0') {
		buf_addstr(&path, "?cursor=");
		http_escape(&path, w->cursor);
	}
	text = arena_strdup(task->arena, buf_str(&path));
	buf_free(&path);
	return text;
}

/* ----------------------------------------------------------------- answers */

static void
end_step(struct task *task, const struct work *w, enum told told)
{
	size_t	i;

	for (i = 0; i < task->tell_count; i++)
		if (wanted(task, w, i))
			task->tells[i].told = told;
}

static void
take_found(struct task *task, const struct work *w, const struct js *one)
{
	size_t	i;

	for (i = 0; i < task->tell_count; i++)
		if (wanted(task, w, i) &&
		    str_eq(task->tells[i].sku, js_text(one, "sku", ""))) {
			task->tells[i].refs.product = arena_strdup(task->arena,
			    js_text(one, "variantId", ""));
			task->tells[i].found = true;
		}
}

static void
compare(struct task *task, struct work *w, const struct js *one)
{
	struct tell	*t;
	int64_t		 there = -1;
	size_t		 i;

	if (!js_bool(one, "isUnlimited", false))
		js_num(one, "quantity", &there);
	for (i = 0; i < task->tell_count; i++) {
		t = &task->tells[i];
		if (!wanted(task, w, i) || !str_eq(t->refs.product,
		    js_text(one, "variantId", "")))
			continue;
		w->looked[i] = true;
		if (t->from >= 0 && there != t->from && there != t->qty) {
			t->told = TOLD_STALE;
			t->seen = there;
		}
	}
}

/* One by one: on to the next that is not told yet. */
static void
next_single(struct task *task, struct work *w)
{
	while (w->at < task->tell_count &&
	    task->tells[w->at].told != TOLD_NOT)
		w->at++;
}

enum heard
sqsp_tell_hear(struct task *task, const struct js *js)
{
	const struct js	*list = js_get(js, "inventory");
	const struct js	*pages = js_get(js, "pagination");
	struct work	*w = work_of(task);
	size_t		 i;

	switch (task->step) {
	case STEP_FIND:
		for (i = 0; i < js_count(list); i++)
			take_found(task, w, js_at(list, i));
		w->cursor = arena_strdup(task->arena, js_text(pages,
		    "nextPageCursor", ""));
		if (!js_bool(pages, "hasNextPage", false) ||
		    w->cursor[0] == '\0')
			end_step(task, w, TOLD_ABSENT);
		break;
	case STEP_LOOK:
		for (i = 0; i < js_count(list); i++)
			compare(task, w, js_at(list, i));
		end_step(task, w, TOLD_ABSENT);
		break;
	default:
		end_step(task, w, TOLD_DONE);
		next_single(task, w);
		break;
	}
	return task_told(task);
}

enum heard
sqsp_tell_refused(struct task *task, const struct http_answer *answer,
    enum heard heard, struct err *err)
{
	struct work	*w = work_of(task);
	size_t		 i, n = 0;

	if (heard != HEARD_FAILED || task->step != STEP_WRITE)
		return heard;
	for (i = 0; i < task->tell_count; i++)
		n += wanted(task, w, i);
	if (n > 1) {
		w->single = true;
		w->at = 0;
		next_single(task, w);
	} else {
		for (i = 0; i < task->tell_count; i++)
			if (wanted(task, w, i))
				task->tells[i].problem = arena_strdup(
				    task->arena, err->text);
		end_step(task, w, answer->status == 404 ? TOLD_ABSENT :
		    TOLD_FAILED);
		next_single(task, w);
	}
	err_clear(err);
	return task_told(task);
}
