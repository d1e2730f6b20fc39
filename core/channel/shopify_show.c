/* Pieces shown in Shopify, what is heard of them: see shopify_show.h. */
#include "channel/shopify_show.h"

#include "str.h"

#define ONLINE_STORE	"Online Store"
#define LOOK_US		(1 * SECOND_US)
#define LOOKS_MOST	60		/* while it works on a photo */

static enum heard
fail(struct task *task, const char *problem)
{
	task->listing->told = TOLD_FAILED;
	task->listing->problem = problem;
	return HEARD_DONE;
}

/* The picture of ours that it cannot read is known by what is said of it. */
static void
saw_broken(struct task *task, const struct js *media)
{
	struct listing	*l = task->listing;
	struct show_work	*w = task->scratch;
	const char	*alt = js_text(media, "alt", "");
	size_t		 i;

	for (i = 0; i < l->photo_count; i++)
		if (str_eq(alt, l->photos[i].alt))
			break;
	if (i == l->photo_count)
		return;
	w->broken++;
	w->why = task_text(task, js_at(js_get(media, "mediaErrors"), 0),
	    "message");
	listing_drop(task, js_text(media, "id", ""));
}

static void
read_media(struct task *task, const struct js *list)
{
	struct show_work	*w = task->scratch;
	const struct js	*one;
	const char	*status;
	size_t		 i;

	w->working = w->broken = 0;
	for (i = 0; i < js_count(list); i++) {
		one = js_at(list, i);
		status = js_text(one, "status", "");
		if (str_eq(status, "FAILED"))
			saw_broken(task, one);
		else if (!str_eq(status, "READY"))
			w->working++;
		else
			listing_saw(task, js_text(js_get(one, "image"), "url",
			    ""), js_text(one, "id", ""));
	}
}

/* What the owner said, or the online store. */
static void
read_publications(struct task *task, const struct js *list,
    const struct js *on)
{
	struct show_work	*w = task->scratch;
	const struct js	*channels;
	size_t		 i, k;

	w->publication = conf_text(task->conf, "publication");
	for (i = 0; i < js_count(list) && w->publication[0] == '\0'; i++) {
		channels = js_get(js_get(js_at(list, i), "channels"),
		    "nodes");
		for (k = 0; k < js_count(channels); k++)
			if (str_eq(js_text(js_at(channels, k), "name", ""),
			    ONLINE_STORE))
				w->publication = task_text(task, js_at(list,
				    i), "id");
	}
	w->published = false;
	for (i = 0; i < js_count(on); i++)
		if (str_eq(js_text(js_get(js_at(on, i), "publication"), "id",
		    ""), w->publication))
			w->published = true;
}

static void
read_shown(struct task *task, const struct js *data)
{
	const struct js	*variant = js_get(data, "productVariant");
	const struct js	*product = js_get(variant, "product");
	struct listing	*l = task->listing;
	struct show_work	*w = task->scratch;
	int64_t		 variants = 1;

	listing_forget(l);
	read_publications(task, js_get(js_get(data, "publications"), "nodes"),
	    js_get(js_get(product, "resourcePublicationsV2"), "nodes"));
	if (js_is_null(product))
		return;
	l->there = true;
	l->refs.product = task_text(task, product, "id");
	js_num(js_get(product, "variantsCount"), "count", &variants);
	l->part = variants > 1;
	l->title_there = task_text(task, product, "title");
	l->html_there = task_text(task, product, "descriptionHtml");
	if (!task_amount(task, js_text(variant, "price", ""),
	    &l->amount_there))
		l->amount_there = -1;
	w->active = str_eq(js_text(product, "status", ""), "ACTIVE");
	/* Without a sales channel to show it on the status is all there is. */
	l->shown_there = w->active && (w->published ||
	    w->publication[0] == '\0');
	read_media(task, js_get(js_get(product, "media"), "nodes"));
}

/* What to do next, of what differs still; STEP_LOOK: nothing. */
static int
next_step(struct task *task)
{
	struct listing	*l = task->listing;
	struct show_work	*w = task->scratch;

	if (!l->there)
		return w->place[0] == '\0' ? STEP_PLACE : STEP_MAKE;
	if ((l->differs & (DIFF_TITLE | DIFF_STORY)) != 0)
		return STEP_TEXT;
	if ((l->differs & DIFF_PRICE) != 0)
		return STEP_PRICE;
	if ((l->differs & DIFF_PHOTOS) != 0 && l->stale_count > 0)
		return STEP_REMOVE;
	if ((l->differs & DIFF_PHOTOS) != 0)
		return STEP_STAGE;
	if ((l->differs & DIFF_SHOWN) != 0 && l->shown != w->active)
		return STEP_STATUS;
	return (l->differs & DIFF_SHOWN) != 0 ? STEP_PUBLISH : STEP_LOOK;
}

static const char *
untaken(int step)
{
	switch (step) {
	case STEP_PRICE:
		return "Shopify did not take the price";
	case STEP_REMOVE:
	case STEP_STAGE:
		return "Shopify did not take the photos as they are";
	default:
		return "Shopify did not show, or take down, the piece";
	}
}

static enum heard
go_on(struct task *task)
{
	struct listing	*l = task->listing;
	struct show_work	*w = task->scratch;
	int		 step;

	listing_compare(task);
	/* It may say the words in its own way. */
	if ((w->done & (1U << STEP_TEXT | 1U << STEP_MAKE)) != 0)
		l->differs &= ~(unsigned)(DIFF_TITLE | DIFF_STORY);
	step = next_step(task);
	if (l->look || step == STEP_LOOK) {
		l->told = TOLD_DONE;
		return HEARD_DONE;
	}
	if (l->there && w->working > 0) {
		task->pause = LOOK_US;
		return ++w->looks < LOOKS_MOST ? HEARD_MORE : fail(task,
		    "Shopify has not got ready with a photo");
	}
	if (w->broken > 0 && (w->done & 1U << STEP_REMOVE) == 0)
		step = STEP_REMOVE;
	else if (w->why != NULL)
		return fail(task, arena_printf(task->arena, "Shopify cannot "
		    "read a photo: %s", w->why));
	if (step == STEP_STAGE) {
		w->photo = listing_missing(l);
		if (l->photos[w->photo].bytes == NULL) {
			l->wants = w->photo;
			return HEARD_DONE;
		}
	}
	if ((w->done & 1U << step) != 0)
		return fail(task, untaken(step));
	w->done |= 1U << step;
	task->step = step;
	return HEARD_MORE;
}

static enum heard
hear_find(struct task *task, const struct js *data)
{
	const struct js	*list = js_get(js_get(data, "productVariants"),
			    "nodes");
	struct listing	*l = task->listing;
	size_t		 i;

	l->refs = (struct refs){ "", "", "" };
	for (i = 0; i < js_count(list); i++)
		if (str_eq(js_text(js_at(list, i), "sku", ""), l->sku))
			break;
	if (i < js_count(list)) {
		shopify_refs(task, js_at(list, i), js_get(js_at(list, i),
		    "product"), &l->refs);
		l->found = true;
		task->step = STEP_LOOK;
		return HEARD_MORE;
	}
	listing_forget(l);
	return go_on(task);
}

static enum heard
hear_look(struct task *task, const struct js *data)
{
	struct listing	*l = task->listing;
	struct show_work	*w = task->scratch;

	read_shown(task, data);
	/* It is not called so any more: perhaps there is another. */
	if (!l->there && w->done == 0) {
		task->step = STEP_FIND;
		return HEARD_MORE;
	}
	return go_on(task);
}

static enum heard
hear_place(struct task *task, const struct js *data)
{
	const struct js	*list = js_get(js_get(data, "locations"), "nodes");
	struct show_work	*w = task->scratch;

	w->place = task_text(task, js_at(list, 0), "id");
	if (w->place[0] == '\0')
		return fail(task, "Shopify has no place to keep stock at");
	w->done |= 1U << STEP_MAKE;
	task->step = STEP_MAKE;
	return HEARD_MORE;
}

static enum heard
hear_make(struct task *task, const struct js *made)
{
	struct listing	*l = task->listing;
	const struct js	*product = js_get(made, "product");

	shopify_refs(task, js_at(js_get(js_get(product, "variants"), "nodes"),
	    0), product, &l->refs);
	if (l->refs.variant[0] == '\0')
		return fail(task, "Shopify did not say what it made");
	l->found = l->made = true;
	task->step = STEP_LOOK;
	return HEARD_MORE;
}

static enum heard
hear_stage(struct task *task, const struct js *staged)
{
	const struct js	*target = js_at(js_get(staged, "stagedTargets"), 0);
	const struct js	*list = js_get(target, "parameters");
	struct show_work	*w = task->scratch;
	size_t		 i;

	w->upload_url = task_text(task, target, "url");
	w->source = task_text(task, target, "resourceUrl");
	w->field_count = js_count(list);
	w->fields = arena_alloc(task->arena, (w->field_count + 1) *
	    sizeof *w->fields);
	for (i = 0; i < w->field_count; i++) {
		w->fields[i].name = task_text(task, js_at(list, i), "name");
		w->fields[i].value = task_text(task, js_at(list, i),
		    "value");
	}
	task->step = STEP_UPLOAD;
	return HEARD_MORE;
}

enum heard
shopify_show_uploaded(struct task *task, const struct http_answer *answer,
    struct err *err)
{
	if (answer->status < 200 || answer->status > 299)
		return task_trouble(task, answer, "it does not take a photo",
		    err);
	task->step = STEP_ADD;
	return HEARD_MORE;
}

/* The answer to a write: {"productUpdate": {"userErrors": [...]}}. */
static enum heard
hear_write(struct task *task, const struct js *data, struct err *err)
{
	static const char	*const names[] = { [STEP_MAKE] = "productSet",
	    [STEP_TEXT] = "productUpdate", [STEP_ADD] = "productUpdate",
	    [STEP_STATUS] = "productUpdate",
	    [STEP_PRICE] = "productVariantsBulkUpdate",
	    [STEP_REMOVE] = "fileDelete",
	    [STEP_STAGE] = "stagedUploadsCreate",
	    [STEP_PUBLISH] = "publishablePublish" };
	const struct js		*answer = js_get(data, names[task->step]);

	if (shopify_user_error(js_get(answer, "userErrors"), err, NULL, 0))
		return HEARD_FAILED;
	if (task->step == STEP_MAKE)
		return hear_make(task, answer);
	if (task->step == STEP_STAGE)
		return hear_stage(task, answer);
	task->step = STEP_LOOK;
	return HEARD_MORE;
}

enum heard
shopify_show_hear(struct task *task, const struct js *data, struct err *err)
{
	switch (task->step) {
	case STEP_FIND:
		return hear_find(task, data);
	case STEP_LOOK:
		return hear_look(task, data);
	case STEP_PLACE:
		return hear_place(task, data);
	default:
		return hear_write(task, data, err);
	}
}
