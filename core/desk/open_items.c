/* What is still open at the end of a day: see open_items.h. */
#include "desk/open_items.h"

#include "clock.h"
#include "db.h"
#include "mem.h"
#include "ops.h"
#include "sell/till.h"
#include "str.h"

#define CONFLICTS_MOST	200

struct db_req *
open_items_ask(struct till *till, const struct uuid *store, int from_day,
    int to_day)
{
	int64_t		 from, to, ignored;
	struct db_req	*req = op_park_list(store);

	zone_range(&till->zone, from_day, &from, &ignored);
	zone_range(&till->zone, to_day, &ignored, &to);
	req = db_req_join(req, op_drawer_of_days(store, from_day, to_day));
	req = db_req_join(req, op_conflict_list(false, CONFLICTS_MOST));
	req = db_req_join(req, op_refusal_open(store));
	req = db_req_join(req, op_delisted(from, to));
	return db_req_join(req, op_unsettled());
}

static const char *
span(struct arena *arena, int64_t us)
{
	int64_t	minutes = us / MINUTE_US;

	if (minutes < 2)
		return arena_printf(arena, "%lld seconds",
		    (long long)(us / SECOND_US));
	if (minutes < 120)
		return arena_printf(arena, "%lld minutes",
		    (long long)minutes);
	return arena_printf(arena, "%lld hours", (long long)(minutes / 60));
}

static struct open_item
undelivered(struct arena *arena, const struct rec_figure *f)
{
	struct open_item	item = { .what = "undelivered" };

	item.text = arena_printf(arena, "%lld not told to %s for %s",
	    (long long)f->returned, f->a, span(arena, f->gross));
	item.todo = f->b[0] == '\0' ? "See that the listener runs "
	    "(vitrinectl doctor); it tells the channel by itself." :
	    arena_printf(arena, "It failed: %s. Mend that; it is tried "
	    "again by itself.", f->b);
	return item;
}

static struct open_item
unsettled(struct arena *arena, const struct rec_figure *f)
{
	struct open_item	item = { .what = "unsettled_order",
	    .amount = f->amount };

	if (str_eq(f->b, "mail")) {
		item.what = "unsent_mail";
		item.text = arena_printf(arena, "%lld %s not sent",
		    (long long)f->n, f->n == 1 ? "letter" : "letters");
		item.todo = "See that the listener runs and that mail is set "
		    "up (vitrinectl doctor).";
		return item;
	}
	item.text = arena_printf(arena, "%lld %s of %s in doubt",
	    (long long)f->n, f->n == 1 ? "order" : "orders", f->a);
	item.todo = "The listener settles it; if it stays, see the conflict "
	    "desk and the channel's own page.";
	return item;
}

static size_t
add_figures(const struct db_ans *ans, size_t nth, struct arena *arena,
    struct open_item *items)
{
	const struct rec_figure	*f;
	size_t			 i, count, n = 0;

	f = db_rows_nth(ans, REC_FIGURE, nth, &count);
	for (i = 0; i < count; i++)
		if (f[i].returned > 0)
			items[n++] = undelivered(arena, &f[i]);
	f = db_rows_nth(ans, REC_FIGURE, nth + 1, &count);
	for (i = 0; i < count; i++)
		items[n++] = unsettled(arena, &f[i]);
	return n;
}

static struct open_item
parked(struct arena *arena, const struct rec_parked *k)
{
	return (struct open_item){ .what = "parked_ticket",
	    .text = arena_printf(arena, "parked ticket \"%s\"", k->label),
	    .todo = "Recall it at a register and sell it, or throw it away.",
	    .amount = k->total, .id = k->id };
}

static struct open_item
drawer(struct arena *arena, const struct rec_drawer *d)
{
	return (struct open_item){ .what = "open_drawer",
	    .text = arena_printf(arena, "open drawer of %s", d->till),
	    .todo = "Count it and close it at its register.",
	    .amount = d->float_cash, .id = d->id };
}

static struct open_item
conflict(struct arena *arena, const struct rec_conflict *x)
{
	return (struct open_item){ .what = "conflict", .text = arena_printf(
	    arena, "conflict over %s: %s, order %s", x->sku[0] == '\0' ?
	    "an order" : x->sku, x->channel, x->number[0] == '\0' ?
	    x->order_ref : x->number), .todo = x->todo[0] == '\0' ?
	    "See the conflict desk." : arena_strdup(arena, x->todo),
	    .amount = x->amount, .id = x->id };
}

static size_t
count_all(const struct db_ans *ans, size_t nth)
{
	static const enum rec_kind	kinds[] = { REC_PARKED, REC_DRAWER,
	    REC_CONFLICT };
	size_t				n, i, all = 0;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		db_rows(ans, kinds[i], &n);
		all += n;
	}
	db_rows_nth(ans, REC_CONFLICT, 1, &n);
	all += n;
	for (i = 0; i < 2; i++) {
		db_rows_nth(ans, REC_FIGURE, nth + i, &n);
		all += n;
	}
	return all;
}

size_t
open_items(const struct db_ans *ans, size_t nth, const struct uuid *reg,
    struct arena *arena, struct open_item **out_r)
{
	const struct rec_parked		*k;
	const struct rec_drawer		*d;
	const struct rec_conflict	*x;
	struct open_item		*items = arena_alloc(arena,
	    (count_all(ans, nth) + 1) * sizeof *items);
	size_t				 i, count, n = 0;

	k = db_rows(ans, REC_PARKED, &count);
	for (i = 0; i < count; i++)
		if (reg == NULL || uuid_eq(&k[i].register_id, reg))
			items[n++] = parked(arena, &k[i]);
	d = db_rows(ans, REC_DRAWER, &count);
	for (i = 0; i < count; i++)
		if (d[i].open && (reg == NULL ||
		    uuid_eq(&d[i].register_id, reg)))
			items[n++] = drawer(arena, &d[i]);
	*out_r = items;
	if (reg != NULL)
		return n;
	for (size_t list = 0; list < 2; list++) {
		x = db_rows_nth(ans, REC_CONFLICT, list, &count);
		for (i = 0; i < count; i++)
			items[n++] = conflict(arena, &x[i]);
	}
	return n + add_figures(ans, nth, arena, items + n);
}
