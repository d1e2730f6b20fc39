/* Pieces shown in WooCommerce: see woocommerce.c. */
#include "channel/woo.h"

#include <string.h>

#include "buf.h"
#include "channel/listing.h"
#include "desk/import_clean.h"
#include "str.h"

#define TITLE_BYTES	4096
/* It fetches photos from us, and scales them, before it answers. */
#define PHOTOS_US	(90 * SECOND_US)

/*
 * 0 find it by its sku, when its id is not known or is one no more
 * 1 look at it
 * 2 make it, as a draft with none in stock
 * 3 write title, story and price
 * 4 write the list of its pictures: those of others stay
 * 5 show it, or make a draft of it again
 *
 * What was written is compared with what it answers, so a step is not done
 * twice; shown it is when everything else is right.
 */
enum { STEP_FIND, STEP_LOOK, STEP_MAKE, STEP_TEXT, STEP_PHOTOS, STEP_SHOWN };

struct work {
	int64_t	*foreign;	/* ids of the pictures of others */
	size_t	 count;
	bool	 said;		/* title and story were written */
};

static const char *
path_of(struct task *task)
{
	const struct refs	*r = &task->listing->refs;

	if (r->variant[0] == '\0')
		return arena_printf(task->arena, "/products/%s", r->product);
	return arena_printf(task->arena, "/products/%s/variations/%s",
	    r->product, r->variant);
}

/* It takes HTML where a title stands. */
static const char *
title_of(struct task *task)
{
	struct buf	 out = BUF_INIT(TITLE_BYTES);
	const char	*c, *text;

	for (c = task->listing->title; *c != '\0'; c++)
		if (*c == '&')
			buf_addstr(&out, "&amp;");
		else if (*c == '<')
			buf_addstr(&out, "&lt;");
		else if (*c == '>')
			buf_addstr(&out, "&gt;");
		else
			buf_addch(&out, *c);
	text = arena_strdup(task->arena, buf_str(&out));
	buf_free(&out);
	return text;
}

static struct js *
make_body(struct task *task)
{
	const struct listing	*l = task->listing;
	struct js		*js = js_object();

	js_put_text(js, "type", "simple");
	js_put_text(js, "status", "draft");
	js_put_text(js, "name", title_of(task));
	js_put_text(js, "description", l->html);
	js_put_text(js, "sku", l->sku);
	js_put_text(js, "regular_price", l->price);
	js_put_bool(js, "manage_stock", true);
	js_put_num(js, "stock_quantity", 0);
	js_put_text(js, "backorders", "no");
	return js;
}

static struct js *
text_body(struct task *task)
{
	const struct listing	*l = task->listing;
	struct js		*js = js_object();

	if ((l->differs & DIFF_TITLE) != 0)
		js_put_text(js, "name", title_of(task));
	if ((l->differs & DIFF_STORY) != 0)
		js_put_text(js, "description", l->html);
	if ((l->differs & DIFF_PRICE) != 0)
		js_put_text(js, "regular_price", l->price);
	return js;
}

/* Ours in our order, by their ids or by where they are fetched; then others. */
static struct js *
photos_body(struct task *task)
{
	const struct listing		*l = task->listing;
	const struct work		*w = task->scratch;
	const struct listing_photo	*p;
	struct js			*js = js_object(), *list, *one;
	int64_t				 id;
	size_t				 i;

	list = js_put(js, "images", js_array());
	for (i = 0; i < l->photo_count; i++) {
		p = &l->photos[i];
		one = js_add(list, js_object());
		if (str_int64(p->ref, &id))
			js_put_num(one, "id", id);
		else
			js_put_text(one, "src", p->url);
		js_put_text(one, "alt", p->alt);
	}
	for (i = 0; i < w->count; i++)
		js_put_num(js_add(list, js_object()), "id", w->foreign[i]);
	return js;
}

int
woo_show_ask(struct task *task, struct woo_call *call)
{
	struct listing	*l = task->listing;

	if (task->scratch == NULL) {
		task->scratch = arena_alloc(task->arena, sizeof(struct work));
		task->step = l->refs.product[0] != '\0' ? STEP_LOOK :
		    STEP_FIND;
	}
	switch (task->step) {
	case STEP_FIND:
		call->path = "/products";
		woo_query(call, "sku", l->sku);
		woo_query(call, "per_page", "10");
		woo_query(call, "status", "any");
		return 0;
	case STEP_LOOK:
		call->path = path_of(task);
		return 0;
	case STEP_MAKE:
		call->method = "POST";
		call->path = "/products";
		call->body = make_body(task);
		return 0;
	}
	call->method = "PUT";
	call->path = path_of(task);
	if (task->step == STEP_TEXT) {
		call->body = text_body(task);
	} else if (task->step == STEP_PHOTOS) {
		call->body = photos_body(task);
		call->time_us = PHOTOS_US;
	} else {
		call->body = js_object();
		js_put_text(call->body, "status", l->shown ? "publish" :
		    l->part ? "private" : "draft");
	}
	return 0;
}

/* ----------------------------------------------------------------- answers */

static void
read_images(struct task *task, const struct js *list)
{
	struct work	*w = task->scratch;
	const char	*id;
	size_t		 i, before;

	w->foreign = arena_alloc(task->arena, (js_count(list) + 1) *
	    sizeof *w->foreign);
	w->count = 0;
	for (i = 0; i < js_count(list); i++) {
		id = woo_text(js_at(list, i), "id", task->arena);
		before = task->listing->foreign;
		listing_saw(task, js_text(js_at(list, i), "src", ""), id);
		if (task->listing->foreign > before &&
		    str_int64(id, &w->foreign[w->count]))
			w->count++;
	}
}

static const char *
plain(struct task *task, const char *html)
{
	struct buf	 out = BUF_INIT(TITLE_BYTES);
	const char	*text;

	clean_html(&out, html);
	text = arena_strdup(task->arena, buf_str(&out));
	buf_free(&out);
	return text;
}

/* A product, or a variation, as it answers with it. */
static void
read_product(struct task *task, const struct js *js)
{
	struct listing	*l = task->listing;
	const char	*id = woo_text(js, "id", task->arena);
	const char	*parent = woo_text(js, "parent_id", task->arena);
	const char	*status = js_text(js, "status", "");

	listing_forget(l);
	if (id[0] == '\0' || str_eq(status, "trash"))
		return;
	l->there = true;
	l->part = l->refs.variant[0] != '\0' || (parent[0] != '\0' &&
	    !str_eq(parent, "0"));
	if (l->part && l->refs.variant[0] == '\0') {
		l->refs.product = parent;
		l->refs.variant = id;
	} else if (!l->part) {
		l->refs.product = id;
		l->refs.variant = "";
	}
	l->found = true;
	l->title_there = plain(task, js_text(js, "name", ""));
	l->html_there = task_text(task, js, "description");
	if (!task_amount(task, js_text(js, "regular_price", ""),
	    &l->amount_there))
		l->amount_there = -1;
	l->shown_there = str_eq(status, "publish");
	read_images(task, js_get(js, "images"));
}

/* Without an address of ours nobody can fetch a photo. */
static bool
can_send(const struct listing *l)
{
	return l->photo_count == 0 || l->photos[0].url[0] != '\0';
}

static enum heard
done(struct task *task)
{
	task->listing->told = TOLD_DONE;
	if (!can_send(task->listing))
		task->listing->problem = "no web_url to fetch them from";
	return HEARD_DONE;
}

/* On with the first thing that is not right yet. */
static enum heard
go_on(struct task *task)
{
	struct listing	*l = task->listing;
	struct work	*w = task->scratch;
	int		 was = task->step;

	listing_compare(task);
	if (!can_send(l))
		l->differs &= ~(unsigned)DIFF_PHOTOS;
	/* It may say the words in its own way. */
	if (was == STEP_MAKE || was == STEP_TEXT)
		w->said = true;
	if (w->said)
		l->differs &= ~(unsigned)(DIFF_TITLE | DIFF_STORY);
	if (l->look || l->differs == 0)
		return done(task);
	if (!l->there)
		task->step = STEP_MAKE;
	else if ((l->differs & (DIFF_TITLE | DIFF_STORY | DIFF_PRICE)) != 0)
		task->step = STEP_TEXT;
	else if ((l->differs & DIFF_PHOTOS) != 0)
		task->step = STEP_PHOTOS;
	else
		task->step = STEP_SHOWN;
	if (task->step != was || was < STEP_TEXT)
		return HEARD_MORE;
	l->told = TOLD_FAILED;
	l->problem = was == STEP_TEXT ? "it did not take the price"
	    : was == STEP_PHOTOS ? "it did not take the photos" :
	    "it did not take the status";
	return HEARD_DONE;
}

enum heard
woo_show_hear(struct task *task, const struct js *js)
{
	struct listing	*l = task->listing;
	size_t		 i;

	if (task->step == STEP_FIND) {
		listing_forget(l);
		for (i = 0; i < js_count(js) && !l->there; i++)
			if (str_eq(js_text(js_at(js, i), "sku", ""), l->sku))
				read_product(task, js_at(js, i));
	} else {
		if (task->step == STEP_MAKE)
			l->made = true;
		read_product(task, js);
	}
	if (task->step == STEP_LOOK && !l->there) {
		l->refs = (struct refs){ "", "", "" };
		task->step = STEP_FIND;
		return HEARD_MORE;
	}
	return go_on(task);
}

/* The id of the one that has this sku already: it is that one. */
static bool
known_already(struct task *task, const struct js *js)
{
	const char	*id = woo_text(js_get(js, "data"), "resource_id",
			    task->arena);

	if (task->step != STEP_MAKE || id[0] == '\0' || !str_eq(js_text(js,
	    "code", ""), "product_invalid_sku"))
		return false;
	task->listing->refs.product = id;
	task->listing->refs.variant = "";
	task->step = STEP_LOOK;
	return true;
}

enum heard
woo_show_refused(struct task *task, const struct http_answer *answer,
    enum heard heard, struct err *err)
{
	struct js	*js;
	bool		 known;

	if (heard == HEARD_FAILED && task->step == STEP_LOOK &&
	    answer->status == 404) {
		err_clear(err);
		task->listing->refs = (struct refs){ "", "", "" };
		task->step = STEP_FIND;
		return HEARD_MORE;
	}
	js = heard == HEARD_FAILED ? js_parse(answer->body, answer->len,
	    NULL) : NULL;
	known = known_already(task, js);
	js_free(js);
	if (known) {
		err_clear(err);
		return HEARD_MORE;
	}
	return heard;
}
