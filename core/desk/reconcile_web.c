/* What a channel sells as one side of a comparison: see reconcile.h. */
#include "desk/reconcile.h"

#include "channel/channel.h"
#include "mem.h"
#include "record.h"
#include "str.h"

/* The piece it is known to be, by what it is called there; or NULL. */
static const struct rec_map *
mapped(const struct ware *ware, const struct rec_map *maps, size_t n)
{
	size_t	i;

	for (i = 0; i < n; i++)
		if (maps[i].product_ref[0] != '\0' &&
		    str_eq(maps[i].product_ref, ware->refs.product) &&
		    str_eq(maps[i].variant_ref, ware->refs.variant))
			return &maps[i];
	return NULL;
}

void
recon_of_wares(struct arena *arena, const struct ware *wares, size_t n,
    const struct rec_map *maps, size_t map_count, const char *name,
    struct recon_side *out_r)
{
	const struct rec_map	*map;
	const struct ware	*from;
	struct recon_item	*to;
	const char		**codes;
	size_t			 i;

	*out_r = (struct recon_side){ .name = name, .count = n };
	out_r->items = arena_alloc(arena, (n + 1) * sizeof *out_r->items);
	for (i = 0; i < n; i++) {
		from = &wares[i];
		to = &out_r->items[i];
		*to = (struct recon_item){ .sku = from->sku,
		    .sku_made = from->sku[0] == '\0', .title = from->title,
		    .certificate = "", .state = "stock",
		    .price = from->price, .quantity = from->quantity,
		    .shown = from->shown, .oversell = from->oversell,
		    .uncounted = from->uncounted };
		codes = arena_alloc(arena, 2 * sizeof *codes);
		map = mapped(from, maps, map_count);
		if (map != NULL)
			codes[to->code_count++] = map->sku;
		if (from->code[0] != '\0')
			codes[to->code_count++] = from->code;
		to->codes = codes;
	}
}
