/* Pieces shown in Squarespace: see squarespace.c. */
#include "channel/sqsp.h"

#include <string.h>

#include "buf.h"
#include "channel/listing.h"
#include "str.h"

#define PRODUCTS	"/1.0/commerce/products"
#define PATH_BYTES	4096
#define UPLOAD_US	(60 * SECOND_US)
#define LOOK_US		(1 * SECOND_US)
#define LOOKS_MOST	90		/* while it works on a photo */

/*
 * 0 find the product in the list of all, by its variant or its sku
 * 1 look at it
 * 2 find the page of the site it goes to
 * 3 make it, hidden and with none in stock
 * 4 write name and description		5 write the price
 * 6 take a picture away that is ours and no more here
 * 7 send a photo	8 wait until it has got ready with it
 * 9 say what the photo shows
 * 10 show it, or hide it
 *
 * After each of 3 to 10 it is looked at again, and what differs still is next.
 *
 * The stock goes by variants, so a variant is what a piece is called; its
 * product is kept beside it, as the ref of the stock.
 */
enum { STEP_FIND, STEP_LOOK, STEP_PAGE, STEP_MAKE, STEP_TEXT, STEP_PRICE,
    STEP_DROP, STEP_SEND, STEP_WAIT, STEP_ALT, STEP_SHOWN };

struct work {
	const char		*cursor;
	const char		*page;		/* of the site */
	unsigned		 done;		/* steps, as bits */
	size_t			 photo;		/* the one that is sent */
	const char		*image;		/* as which */
	int			 looks;
	bool			 broken;
	struct http_field	 field;
};

/* --------------------------------------------------------------- questions */

static const char *
below(struct task *task, const char *what, const char *id, const char *more)
{
	return arena_printf(task->arena, PRODUCTS "/%s%s%s%s",
	    task->listing->refs.stock, what, id, more);
}

static const char *
find_path(struct task *task)
{
	const struct work	*w = task->scratch;
	struct buf		 path = BUF_INIT(PATH_BYTES);
	const char		*text;

	buf_addstr(&path, PRODUCTS);
	if (w->cursor[0] != '\0') {
		buf_addstr(&path, "?cursor=");
		http_escape(&path, w->cursor);
	}
	text = arena_strdup(task->arena, buf_str(&path));
	buf_free(&path);
	return text;
}

static void
put_price(struct task *task, struct js *variant)
{
	struct js	*price = js_put(js_put(variant, "pricing",
			    js_object()), "basePrice", js_object());

	js_put_text(price, "currency", task->conf->currency->code);
	js_put_text(price, "value", task->listing->price);
}

static struct js *
make_body(struct task *task)
{
	const struct listing	*l = task->listing;
	const struct work	*w = task->scratch;
	struct js		*js = js_object(), *variant, *stock;

	js_put_text(js, "type", "PHYSICAL");
	js_put_text(js, "storePageId", w->page);
	js_put_text(js, "name", l->title);
	js_put_text(js, "description", l->html);
	js_put_bool(js, "isVisible", false);
	variant = js_add(js_put(js, "variants", js_array()), js_object());
	js_put_text(variant, "sku", l->sku);
	put_price(task, variant);
	stock = js_put(variant, "stock", js_object());
	js_put_num(stock, "quantity", 0);
	js_put_bool(stock, "unlimited", false);
	return js;
}

static struct js *
text_body(const struct listing *l)
{
	struct js	*js = js_object();

	if ((l->differs & DIFF_TITLE) != 0)
		js_put_text(js, "name", l->title);
	if ((l->differs & DIFF_STORY) != 0)
		js_put_text(js, "description", l->html);
	return js;
}

static void
send_photo(struct task *task, struct http_ask *ask)
{
	struct work			*w = task->scratch;
	const struct listing_photo	*p = &task->listing->photos[w->photo];

	w->field = (struct http_field){ .name = "file", .file_name = p->name,
	    .file_type = "image/jpeg", .file = p->bytes, .file_len = p->len };
	ask->method = "POST";
	ask->fields = &w->field;
	ask->field_count = 1;
	ask->once = true;
	ask->time_us = UPLOAD_US;
}

static void
start(struct task *task)
{
	struct work	*w = arena_alloc(task->arena, sizeof *w);

	task->scratch = w;
	w->cursor = w->image = "";
	w->page = conf_text(task->conf, "store_page");
	task->step = task->listing->refs.stock[0] != '\0' ? STEP_LOOK :
	    STEP_FIND;
}

/* A question or a write of one thing of a product. */
static const char *
write_path(struct task *task, struct http_ask *ask, struct js **body_r)
{
	struct listing	*l = task->listing;
	struct work	*w = task->scratch;

	switch (task->step) {
	case STEP_TEXT:
		*body_r = text_body(l);
		return below(task, "", "", "");
	case STEP_PRICE:
		put_price(task, *body_r = js_object());
		return below(task, "/variants/", l->refs.product, "");
	case STEP_DROP:
		ask->method = "DELETE";
		return below(task, "/images/", w->broken ? w->image :
		    l->stale[0], "");
	case STEP_SEND:
		send_photo(task, ask);
		return below(task, "/images", "", "");
	case STEP_WAIT:
		return below(task, "/images/", w->image, "/status");
	case STEP_ALT:
		*body_r = js_object();
		js_put_text(*body_r, "altText", l->photos[w->photo].alt);
		return below(task, "/images/", w->image, "");
	default:
		*body_r = js_object();
		js_put_bool(*body_r, "isVisible", l->shown);
		return below(task, "", "", "");
	}
}

const char *
sqsp_show_path(struct task *task, struct http_ask *ask, struct js **body_r)
{
	if (task->scratch == NULL)
		start(task);
	switch (task->step) {
	case STEP_FIND:
		return find_path(task);
	case STEP_LOOK:
		return below(task, "", "", "");
	case STEP_PAGE:
		return "/1.0/commerce/store_pages";
	case STEP_MAKE:
		*body_r = make_body(task);
		ask->once = true;
		return PRODUCTS;
	default:
		return write_path(task, ask, body_r);
	}
}

/* ----------------------------------------------------------------- answers */

static enum heard
fail(struct task *task, const char *problem)
{
	task->listing->told = TOLD_FAILED;
	task->listing->problem = problem;
	return HEARD_DONE;
}

/* The variant of the product that is the piece; NULL: none is. */
static const struct js *
find_variant(const struct listing *l, const struct js *product)
{
	const struct js	*list = js_get(product, "variants"), *v;
	size_t		 i;

	for (i = 0; i < js_count(list); i++) {
		v = js_at(list, i);
		if (l->refs.product[0] != '\0' ? str_eq(js_text(v, "id", ""),
		    l->refs.product) : str_eq(js_text(v, "sku", ""), l->sku))
			return v;
	}
	return NULL;
}

static void
read_product(struct task *task, const struct js *product)
{
	struct listing	*l = task->listing;
	const struct js	*v = find_variant(l, product);
	const struct js	*images = js_get(product, "images"), *one;
	size_t		 i;

	listing_forget(l);
	if (v == NULL)
		return;
	l->there = l->found = true;
	l->refs.product = task_text(task, v, "id");
	l->refs.variant = "";
	l->refs.stock = task_text(task, product, "id");
	l->part = js_count(js_get(product, "variants")) > 1;
	l->title_there = task_text(task, product, "name");
	l->html_there = task_text(task, product, "description");
	if (!task_amount(task, js_text(js_get(js_get(v, "pricing"),
	    "basePrice"), "value", ""), &l->amount_there))
		l->amount_there = -1;
	l->shown_there = js_bool(product, "isVisible", false);
	for (i = 0; i < js_count(images); i++) {
		one = js_at(images, i);
		/* While it works on one, its name is what it says of it. */
		listing_saw(task, arena_printf(task->arena, "%s %s",
		    js_text(one, "url", ""), js_text(one, "altText", "")),
		    js_text(one, "id", ""));
	}
}

static int
next_step(struct task *task)
{
	const struct listing	*l = task->listing;
	const struct work	*w = task->scratch;

	if (!l->there)
		return w->page[0] == '\0' ? STEP_PAGE : STEP_MAKE;
	if ((l->differs & (DIFF_TITLE | DIFF_STORY)) != 0)
		return STEP_TEXT;
	if ((l->differs & DIFF_PRICE) != 0)
		return STEP_PRICE;
	if ((l->differs & DIFF_PHOTOS) != 0)
		return l->stale_count > 0 ? STEP_DROP : STEP_SEND;
	return STEP_SHOWN;
}

/* On with the first thing that is not right yet. */
static enum heard
go_on(struct task *task)
{
	struct listing	*l = task->listing;
	struct work	*w = task->scratch;
	int		 step;

	listing_compare(task);
	/* It may say the words in its own way. */
	if ((w->done & (1U << STEP_TEXT | 1U << STEP_MAKE)) != 0)
		l->differs &= ~(unsigned)(DIFF_TITLE | DIFF_STORY);
	if (l->look || l->differs == 0) {
		l->told = TOLD_DONE;
		return HEARD_DONE;
	}
	step = next_step(task);
	if (step == STEP_SEND) {
		w->photo = listing_missing(l);
		if (l->photos[w->photo].bytes == NULL) {
			l->wants = w->photo;
			return HEARD_DONE;
		}
	}
	/* Old pictures are taken away one by one. */
	if (step == STEP_DROP ? w->looks++ > LOOKS_MOST :
	    (w->done & 1U << step) != 0)
		return fail(task, step == STEP_PRICE ? "Squarespace did not "
		    "take the price" : step == STEP_SHOWN ? "Squarespace did "
		    "not show, or hide, the piece" : "Squarespace did not "
		    "take the photos as they are");
	w->done |= 1U << step;
	task->step = step;
	return HEARD_MORE;
}

static enum heard
hear_find(struct task *task, const struct js *js)
{
	const struct js	*list = js_get(js, "products");
	const struct js	*pages = js_get(js, "pagination");
	struct work	*w = task->scratch;
	size_t		 i;

	for (i = 0; i < js_count(list); i++) {
		read_product(task, js_at(list, i));
		if (task->listing->there)
			return go_on(task);
	}
	w->cursor = task_text(task, pages, "nextPageCursor");
	if (js_bool(pages, "hasNextPage", false) && w->cursor[0] != '\0')
		return HEARD_MORE;
	/* Its variant is no more: perhaps another has its number. */
	if (task->listing->refs.product[0] != '\0') {
		task->listing->refs = (struct refs){ "", "", "" };
		w->cursor = "";
		return HEARD_MORE;
	}
	listing_forget(task->listing);
	return go_on(task);
}

static enum heard
hear_page(struct task *task, const struct js *js)
{
	const struct js	*list = js_get(js, "storePages");
	struct work	*w = task->scratch;

	if (js_count(list) == 0)
		return fail(task, "the site has no store page: make one "
		    "there");
	if (js_count(list) > 1)
		return fail(task, arena_printf(task->arena, "the site has %zu "
		    "store pages: channel set %s --set store_page=%s",
		    js_count(list), task->conf->code, js_text(js_at(list, 0),
		    "id", "")));
	w->page = task_text(task, js_at(list, 0), "id");
	w->done |= 1U << STEP_MAKE;
	task->step = STEP_MAKE;
	return HEARD_MORE;
}

static enum heard
hear_wait(struct task *task, const struct js *js)
{
	struct work	*w = task->scratch;
	const char	*status = js_text(js, "status", "");

	if (str_eq(status, "READY")) {
		task->step = STEP_ALT;
	} else if (str_eq(status, "ERROR")) {
		w->broken = true;
		task->step = STEP_DROP;
	} else {
		task->pause = LOOK_US;
		if (++w->looks == LOOKS_MOST)
			return fail(task, "Squarespace has not got ready with "
			    "a photo");
	}
	return HEARD_MORE;
}

static enum heard
hear_write(struct task *task, const struct js *js)
{
	struct work	*w = task->scratch;

	if (task->step == STEP_SEND) {
		w->image = task_text(task, js, "imageId");
		if (w->image[0] == '\0')
			w->image = task_text(task, js, "id");
		task->step = STEP_WAIT;
		return HEARD_MORE;
	}
	if (task->step == STEP_DROP && w->broken)
		return fail(task, "Squarespace cannot read a photo");
	task->step = STEP_LOOK;
	return HEARD_MORE;
}

enum heard
sqsp_show_hear(struct task *task, const struct js *js)
{
	struct listing	*l = task->listing;

	switch (task->step) {
	case STEP_FIND:
		return hear_find(task, js);
	case STEP_LOOK:
		read_product(task, js_at(js_get(js, "products"), 0));
		if (l->there)
			return go_on(task);
		l->refs.stock = "";
		task->step = STEP_FIND;
		return HEARD_MORE;
	case STEP_PAGE:
		return hear_page(task, js);
	case STEP_MAKE:
		l->refs.product = "";
		read_product(task, js);
		if (!l->there)
			return fail(task, "Squarespace did not say what it "
			    "made");
		l->made = true;
		return go_on(task);
	case STEP_WAIT:
		return hear_wait(task, js);
	default:
		return hear_write(task, js);
	}
}

enum heard
sqsp_show_refused(struct task *task, const struct http_answer *answer,
    enum heard heard, struct err *err)
{
	if (heard != HEARD_FAILED || answer->status != 404 ||
	    task->step != STEP_LOOK)
		return heard;
	/* It is no more: perhaps another has its number. */
	err_clear(err);
	task->listing->refs = (struct refs){ "", "", "" };
	task->step = STEP_FIND;
	return HEARD_MORE;
}
