/* What can only be said of all items together: twice the same number. */
#include "desk/import_parts.h"

#include <stdlib.h>
#include <string.h>

#include "str.h"

struct key {
	const char	*text;
	size_t		 index;		/* of the item */
};

static int
by_text(const void *a, const void *b)
{
	const struct key	*x = a, *y = b;
	int			 order = strcmp(x->text, y->text);

	if (order != 0)
		return order;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* Sorted by what text_of says, the file's order among equals. */
static struct key *
sorted(const struct import *im, const char *(*text_of)(struct arena *,
    const struct import_item *))
{
	struct key	*keys;
	size_t		 i;

	keys = mem_alloc((im->item_count + 1) * sizeof(*keys));
	for (i = 0; i < im->item_count; i++) {
		keys[i].text = text_of(im->arena, &im->items[i]);
		keys[i].index = i;
	}
	if (im->item_count > 1)
		qsort(keys, im->item_count, sizeof(*keys), by_text);
	return keys;
}

static const char *
sku_of(struct arena *arena, const struct import_item *item)
{
	(void)arena;
	return item->sku;
}

static const char *
ref_of(struct arena *arena, const struct import_item *item)
{
	(void)arena;
	return item->ref;
}

static const char *
certificate_of(struct arena *arena, const struct import_item *item)
{
	if (item->certificate[0] == '\0')
		return "";
	return arena_printf(arena, "%s %s", item->lab, item->certificate);
}

/*
 * The second of two rows with one number is a reject, not a change of the
 * first: nobody knows which of them is the piece.
 */
static void
refuse_twins(struct import *im, bool *gone, const char *what,
    const char *(*text_of)(struct arena *, const struct import_item *))
{
	const struct import_item	*item, *first = NULL;
	struct key			*keys = sorted(im, text_of);
	size_t				 i;

	for (i = 0; i < im->item_count; i++) {
		item = &im->items[keys[i].index];
		if (gone[keys[i].index])
			continue;
		if (first == NULL || !str_eq(keys[i].text,
		    text_of(im->arena, first))) {
			first = item;
			continue;
		}
		gone[keys[i].index] = true;
		import_refuse(im, item->row, item->line, item->sku,
		    "%s %.80s is that of row %lld already%s", what,
		    keys[i].text, (long long)first->row, item->sku_made ?
		    " (neither has a number of its own)" : "");
	}
	free(keys);
}

static int
by_sku(const void *a, const void *b)
{
	const struct import_reject	*const *x = a, *const *y = b;

	return strcmp((*x)->sku, (*y)->sku);
}

/*
 * A number whose row was refused for another reason is taken all the same:
 * once that row is mended it must not become a change of its namesake.
 */
static void
refuse_namesakes(struct import *im, bool *gone, size_t refused)
{
	const struct import_reject	**by, *hit, *const *found;
	struct import_reject		  want;
	size_t				  i;

	if (refused == 0)
		return;
	by = mem_alloc(refused * sizeof(*by));
	for (i = 0; i < refused; i++)
		by[i] = arena_memdup(im->arena, &im->rejects[i],
		    sizeof(im->rejects[i]));
	qsort(by, refused, sizeof(*by), by_sku);
	for (i = 0; i < im->item_count; i++) {
		want.sku = im->items[i].sku;
		hit = &want;
		found = bsearch(&hit, by, refused, sizeof(*by), by_sku);
		if (gone[i] || found == NULL || want.sku[0] == '\0')
			continue;
		gone[i] = true;
		import_refuse(im, im->items[i].row, im->items[i].line,
		    im->items[i].sku, "stock number %.64s is also that of row "
		    "%lld, which was rejected", want.sku,
		    (long long)(*found)->row);
	}
	free(by);
}

static void
drop_gone(struct import *im, const bool *gone)
{
	size_t	i, kept = 0;

	for (i = 0; i < im->item_count; i++)
		if (!gone[i])
			im->items[kept++] = im->items[i];
	im->item_count = kept;
}

static void
note_certificates(struct import *im)
{
	struct key			*keys = sorted(im, certificate_of);
	const struct import_item	*a, *b;
	size_t				 i;

	for (i = 1; i < im->item_count; i++) {
		if (keys[i].text[0] == '\0' ||
		    !str_eq(keys[i].text, keys[i - 1].text))
			continue;
		a = &im->items[keys[i - 1].index];
		b = &im->items[keys[i].index];
		import_note(im, FINDING_CERTIFICATE, b->row, b->sku,
		    "certificate %.60s is also that of %.64s in row %lld",
		    keys[i].text, a->sku, (long long)a->row);
	}
	free(keys);
}

/* Legal, as a scan then asks; but mostly a typing error. */
static void
note_barcodes(struct import *im)
{
	const struct import_item	*a, *b;
	struct key			*keys;
	size_t				 i, k, n = 0;

	for (i = 0; i < im->item_count; i++)
		n += im->items[i].code_count;
	keys = mem_alloc((n + 1) * sizeof(*keys));
	for (i = n = 0; i < im->item_count; i++)
		for (k = 0; k < im->items[i].code_count; k++)
			keys[n++] = (struct key){ im->items[i].codes[k], i };
	if (n > 1)
		qsort(keys, n, sizeof(*keys), by_text);
	for (i = 1; i < n; i++) {
		if (!str_eq(keys[i].text, keys[i - 1].text))
			continue;
		a = &im->items[keys[i - 1].index];
		b = &im->items[keys[i].index];
		import_note(im, FINDING_BARCODE, b->row, b->sku,
		    "barcode %.60s is also that of %.64s in row %lld",
		    keys[i].text, a->sku, (long long)a->row);
	}
	free(keys);
}

/* FNV-1a: says that a row changed, guards nothing. */
static uint64_t
mix(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char	*p = bytes;

	while (len-- > 0)
		hash = (hash ^ *p++) * UINT64_C(0x100000001b3);
	return hash;
}

static uint64_t
mix_text(uint64_t hash, const char *s)
{
	return mix(hash, s, strlen(s) + 1);
}

static uint64_t
hash_item(const struct import_item *item)
{
	const int64_t	numbers[] = { item->carat_points, item->price,
	    item->floor_price, item->cost, (int64_t)item->kind,
	    item->quantity, item->sold, item->listed, item->date_in };
	const char	*const texts[] = { item->ref, item->sku, item->title,
	    item->story, item->category, item->metal, item->stone, item->lab,
	    item->certificate, item->location, item->consignor, item->state };
	uint64_t	hash = UINT64_C(0xcbf29ce484222325);
	size_t		i;

	hash = mix(hash, numbers, sizeof(numbers));
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		hash = mix_text(hash, texts[i]);
	for (i = 0; i < item->code_count; i++)
		hash = mix_text(hash, item->codes[i]);
	for (i = 0; i < item->photo_count; i++)
		hash = mix_text(hash, item->photos[i]);
	for (i = 0; i < item->attr_count; i++)
		hash = mix_text(mix_text(hash, item->attrs[i].name),
		    item->attrs[i].value);
	return hash;
}

static int
by_row(const void *a, const void *b)
{
	const struct import_reject	*x = a, *y = b;

	return x->row < y->row ? -1 : x->row > y->row;
}

void
import_check(struct import *im)
{
	bool	*gone = mem_zalloc(im->item_count + 1);
	size_t	 i, refused = im->reject_count;

	refuse_twins(im, gone, "stock number", sku_of);
	refuse_twins(im, gone, "the source's id", ref_of);
	refuse_namesakes(im, gone, refused);
	drop_gone(im, gone);
	free(gone);
	note_certificates(im);
	note_barcodes(im);
	for (i = 0; i < im->item_count; i++) {
		/* One size of a counted thing left is not a unique piece. */
		if (im->items[i].product != NULL &&
		    im->items[i].product->counted &&
		    im->items[i].kind == IMPORT_UNIQUE)
			im->items[i].kind = IMPORT_COUNTED;
		im->items[i].product = NULL;
		im->items[i].hash = hash_item(&im->items[i]);
	}
	if (im->reject_count > 1)
		qsort(im->rejects, im->reject_count, sizeof(*im->rejects),
		    by_row);
}
