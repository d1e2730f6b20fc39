/*
 * Which piece of the website is which of the shop: by the surest sign that
 * both lists have of it.  A sign that several pieces share proves nothing and
 * is passed over.
 */
#include "desk/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "desk/import.h"
#include "fold.h"
#include "mem.h"
#include "str.h"

#define SIMILAR_LEAST	4	/* letters and digits: "12" is like much */

struct key {
	char			*text;
	struct recon_item	*item;
};

struct keys {
	struct key	*list;
	size_t		 count, room;
};

void
recon_of_import(struct arena *arena, const struct import *im,
    const char *name, struct recon_side *out_r)
{
	const struct import_item	*from;
	struct recon_item		*to;
	size_t				 i;

	*out_r = (struct recon_side){ .name = name, .count = im->item_count,
	    .unread_count = im->reject_count };
	out_r->items = arena_alloc(arena,
	    (im->item_count + 1) * sizeof *out_r->items);
	for (i = 0; i < im->item_count; i++) {
		from = &im->items[i];
		to = &out_r->items[i];
		*to = (struct recon_item){ .row = from->row, .sku = from->sku,
		    .sku_made = from->sku_made, .title = from->title,
		    .codes = from->codes, .code_count = from->code_count,
		    .certificate = "", .state = from->state,
		    .price = from->price, .quantity = from->quantity,
		    .sold = from->sold, .shown = from->shown,
		    .one = from->many || from->kind == IMPORT_UNIQUE,
		    .oversell = from->oversell,
		    .uncounted = from->uncounted };
		if (from->certificate[0] != '\0')
			to->certificate = arena_printf(arena, "%s%s%s",
			    from->lab, from->lab[0] != '\0' ? " " : "",
			    from->certificate);
		if (from->kind == IMPORT_SERVICE)
			to->state = "service";
	}
	out_r->unread = arena_alloc(arena,
	    (im->reject_count + 1) * sizeof *out_r->unread);
	for (i = 0; i < im->reject_count; i++)
		out_r->unread[i] = (struct recon_unread){
		    im->rejects[i].row, im->rejects[i].sku,
		    im->rejects[i].reason };
}

bool
recon_is_here(const struct recon_item *item)
{
	return !item->sold && (item->quantity > 0 || item->uncounted) &&
	    str_eq(item->state, "stock");
}

bool
recon_is_live(const struct recon_item *item)
{
	return item->shown && !item->sold &&
	    (item->quantity > 0 || item->oversell || item->uncounted) &&
	    !str_eq(item->state, "service");
}

const char *
recon_by_name(enum recon_by by)
{
	static const char	*const names[] = { "", "number", "certificate",
	    "similar number", "title" };

	return names[by];
}

/* -------------------------------------------------------------- the signs */

static void
add_key(struct keys *keys, char *text, struct recon_item *item)
{
	if (text[0] == '\0') {
		free(text);
		return;
	}
	if (keys->count == keys->room) {
		keys->room = keys->room ? keys->room * 2 : 256;
		keys->list = mem_grow(keys->list, keys->room,
		    sizeof *keys->list);
	}
	keys->list[keys->count++] = (struct key){ text, item };
}

/* Letters and digits alone, in upper case. */
static char *
bare(const char *text)
{
	char	*out = mem_strdup(text), *to = out;

	for (; *text != '\0'; text++)
		if ((*text >= 'a' && *text <= 'z'))
			*to++ = (char)(*text - 'a' + 'A');
		else if ((*text >= 'A' && *text <= 'Z') ||
		    (*text >= '0' && *text <= '9'))
			*to++ = *text;
	*to = '\0';
	if (to - out < SIMILAR_LEAST)
		out[0] = '\0';
	return out;
}

static char *
upper(const char *text)
{
	char	*copy = mem_strdup(text), *out, *at;

	out = mem_strdup(str_trim(copy));
	free(copy);
	for (at = out; *at != '\0'; at++)
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
	return out;
}

static void
add_signs(struct keys *keys, struct recon_item *item, enum recon_by by)
{
	size_t	i;

	switch (by) {
	case RECON_BY_NONE:
		break;
	case RECON_BY_NUMBER:
		if (!item->sku_made)
			add_key(keys, upper(item->sku), item);
		for (i = 0; i < item->code_count; i++)
			add_key(keys, upper(item->codes[i]), item);
		break;
	case RECON_BY_CERTIFICATE:
		add_key(keys, upper(item->certificate), item);
		break;
	case RECON_BY_SIMILAR:
		if (!item->sku_made)
			add_key(keys, bare(item->sku), item);
		break;
	case RECON_BY_TITLE:
		add_key(keys, fold_text(item->title), item);
		break;
	}
}

static int
by_text(const void *a, const void *b)
{
	const struct key	*x = a, *y = b;
	int			 order = strcmp(x->text, y->text);

	if (order != 0)
		return order;
	return x->item < y->item ? -1 : x->item > y->item;
}

/* Sorted; of the items that are not matched yet when open_only is set. */
static struct keys
keys_of(struct recon_side *side, enum recon_by by, bool open_only)
{
	struct keys	keys = { NULL, 0, 0 };
	size_t		i;

	for (i = 0; i < side->count; i++)
		if (!open_only || (side->items[i].other == NULL &&
		    side->items[i].claims == 0))
			add_signs(&keys, &side->items[i], by);
	if (keys.count > 1)
		qsort(keys.list, keys.count, sizeof *keys.list, by_text);
	return keys;
}

static void
keys_free(struct keys *keys)
{
	size_t	i;

	for (i = 0; i < keys->count; i++)
		free(keys->list[i].text);
	free(keys->list);
}

/* The keys from `from` on that say the same, and whether of one item. */
static size_t
run_of(const struct keys *keys, size_t from, bool *one_r)
{
	size_t	to = from;

	*one_r = true;
	while (to < keys->count &&
	    strcmp(keys->list[to].text, keys->list[from].text) == 0) {
		if (keys->list[to].item != keys->list[from].item)
			*one_r = false;
		to++;
	}
	return to;
}

static void
join(struct recon_item *web, struct recon_item *shop, enum recon_by by)
{
	if (web->other != NULL)
		return;
	web->other = shop;
	web->by = by;
	shop->claims++;
	if (shop->other == NULL) {
		shop->other = web;
		shop->by = by;
	}
}

/*
 * Walks both sorted lists at once.  Several of the website may mean one piece
 * by its number (that is a finding of its own); by its name they may not.
 */
static void
match_by(struct recon_side *shop, struct recon_side *web, enum recon_by by)
{
	bool		weak = by == RECON_BY_TITLE;
	struct keys	a = keys_of(shop, by, weak);
	struct keys	b = keys_of(web, by, true);
	size_t		i = 0, k = 0, i_end, k_end;
	bool		one_a, one_b;
	int		order;

	while (i < a.count && k < b.count) {
		order = strcmp(a.list[i].text, b.list[k].text);
		i_end = run_of(&a, i, &one_a);
		k_end = run_of(&b, k, &one_b);
		if (order == 0 && one_a && (one_b || !weak))
			for (; k < k_end; k++)
				join(b.list[k].item, a.list[i].item, by);
		if (order <= 0)
			i = i_end;
		if (order >= 0)
			k = k_end;
	}
	keys_free(&a);
	keys_free(&b);
}

void
recon_match(struct recon_side *shop, struct recon_side *web)
{
	match_by(shop, web, RECON_BY_NUMBER);
	match_by(shop, web, RECON_BY_CERTIFICATE);
	match_by(shop, web, RECON_BY_SIMILAR);
	match_by(shop, web, RECON_BY_TITLE);
}
