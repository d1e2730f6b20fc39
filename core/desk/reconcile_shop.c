/* The shop's own pieces as one side of a comparison: see reconcile.h. */
#include "desk/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "mem.h"
#include "ops.h"
#include "str.h"

#define PAGE	500

struct shop {
	struct arena		*arena;
	bool			 unheld;
	struct recon_item	*items;
	size_t			 count, room;
};

static void
add_piece(struct shop *shop, const struct rec_piece *p)
{
	struct recon_item	*item;

	if (shop->count == shop->room) {
		shop->room = shop->room ? shop->room * 2 : PAGE;
		shop->items = mem_grow(shop->items, shop->room,
		    sizeof *shop->items);
	}
	item = &shop->items[shop->count++];
	*item = (struct recon_item){
	    .sku = arena_strdup(shop->arena, p->sku),
	    .title = arena_strdup(shop->arena, p->title),
	    .certificate = "",
	    .state = arena_strdup(shop->arena, str_eq(p->kind, "service") ?
		"service" : p->state),
	    .price = p->price, .quantity = p->on_hand,
	    .one = str_eq(p->kind, "unique"), .shown = p->listed != 0 };
	item->sold = item->one && p->on_hand == 0;
	if (shop->unheld && p->held > 0 && p->on_hand > 0) {
		item->quantity = p->on_hand - p->held;
		item->held = item->quantity <= 0;
	}
}

static size_t
index_of(const struct rec_piece *pieces, size_t count, const struct uuid *id)
{
	size_t	i = 0;

	while (i < count && !uuid_eq(&pieces[i].id, id))
		i++;
	return i;
}

static void
add_codes(struct shop *shop, struct recon_item *page,
    const struct rec_piece *pieces, size_t count, const struct db_ans *ans)
{
	const struct rec_code	*codes;
	const char		**list;
	size_t			 n, from, to, i, at;

	codes = db_rows(ans, REC_CODE, &n);
	for (from = 0; from < n; from = to) {
		for (to = from; to < n && uuid_eq(&codes[to].piece_id,
		    &codes[from].piece_id); to++)
			;
		at = index_of(pieces, count, &codes[from].piece_id);
		if (at == count)
			continue;
		list = arena_alloc(shop->arena, (to - from) * sizeof *list);
		for (i = from; i < to; i++)
			list[i - from] = arena_strdup(shop->arena,
			    codes[i].code);
		page[at].codes = list;
		page[at].code_count = to - from;
	}
}

static void
add_certs(struct shop *shop, struct recon_item *page,
    const struct rec_piece *pieces, size_t count, const struct db_ans *ans)
{
	const struct rec_cert	*certs;
	size_t			 n, i, at;

	certs = db_rows(ans, REC_CERT, &n);
	for (i = 0; i < n; i++) {
		at = index_of(pieces, count, &certs[i].piece_id);
		if (at < count && page[at].certificate[0] == '\0')
			page[at].certificate = arena_printf(shop->arena,
			    "%s%s%s", certs[i].lab, certs[i].lab[0] != '\0' ?
			    " " : "", certs[i].report_no);
	}
}

/* How many pieces there were; *after moves on to the last of them. */
static int
take_page(struct shop *shop, struct db *db, const char **after,
    size_t *count_r, struct err *err)
{
	struct db_ans		*ans;
	const struct rec_piece	*pieces;
	struct recon_item	*page;
	size_t			 i, n = 0;
	int			 ret;

	ans = db_wait(db, op_piece_list_signs(*after, PAGE));
	ret = db_check(ans, err);
	if (ret == 0) {
		pieces = db_rows(ans, REC_PIECE, &n);
		for (i = 0; i < n; i++)
			add_piece(shop, &pieces[i]);
		page = shop->items + (shop->count - n);
		if (n > 0) {
			add_codes(shop, page, pieces, n, ans);
			add_certs(shop, page, pieces, n, ans);
			*after = arena_strdup(shop->arena, pieces[n - 1].sku);
		}
	}
	db_ans_free(ans);
	*count_r = n;
	return ret;
}

int
recon_of_shop(struct arena *arena, struct db *db, const char *name,
    bool unheld, struct recon_side *out_r, struct err *err)
{
	struct shop	 shop = { .arena = arena, .unheld = unheld };
	const char	*after = "";
	size_t		 n;
	int		 ret;

	do
		ret = take_page(&shop, db, &after, &n, err);
	while (ret == 0 && n == PAGE);
	*out_r = (struct recon_side){ .name = name, .count = shop.count };
	if (ret == 0 && shop.count > 0)
		out_r->items = arena_memdup(arena, shop.items,
		    shop.count * sizeof *shop.items);
	free(shop.items);
	return ret;
}
