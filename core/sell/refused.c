/* Second sales that were refused: see refused.h. */
#include "sell/refused.h"

#include "mem.h"
#include "ops.h"
#include "sell/book.h"
#include "sell/facts.h"
#include "sell/till.h"
#include "str.h"

void
taker_keep(struct arena *arena, struct rec_taker *to,
    const struct rec_taker *from)
{
	*to = *from;
	to->sku = arena_strdup(arena, from->sku);
	to->title = arena_strdup(arena, from->title);
	to->state = arena_strdup(arena, from->state);
	to->kind = arena_strdup(arena, from->kind);
	to->channel = arena_strdup(arena, from->channel);
	to->channel_kind = arena_strdup(arena, from->channel_kind);
	to->store = arena_strdup(arena, from->store);
	to->number = arena_strdup(arena, from->number);
	to->order_ref = arena_strdup(arena, from->order_ref);
	to->customer = arena_strdup(arena, from->customer);
	to->staff = arena_strdup(arena, from->staff);
	to->owner = arena_strdup(arena, from->owner);
	to->held_for = arena_strdup(arena, from->held_for);
}

static const char *
why(const struct rec_taker *taker, bool for_sale)
{
	if (!for_sale)
		return "not_for_sale";
	return str_eq(taker->kind, "hold") ? "held" : "taken";
}

/* The best name there is for whoever has it. */
static const char *
who(const struct rec_taker *taker)
{
	if (taker->customer[0] != '\0')
		return taker->customer;
	if (taker->held_for[0] != '\0')
		return taker->held_for;
	if (taker->owner[0] != '\0')
		return taker->owner;
	return taker->order_ref[0] != '\0' ? taker->order_ref : taker->staff;
}

static int64_t
asked_for(const struct facts *facts, const struct uuid *piece)
{
	size_t	i;

	for (i = 0; i < facts->line_count; i++)
		if (uuid_eq(&facts->lines[i].piece_id, piece))
			return facts->lines[i].total;
	return 0;
}

struct db_req *
refused_request(const struct facts *facts, const struct rec_taker *takers,
    size_t count, bool for_sale)
{
	const struct rec_sale	*sale = &facts->sale;
	struct db_req		*req = NULL, *one;
	struct rec_refusal	 x;
	size_t			 i;

	if (!str_eq(sale->kind, "sale"))
		return NULL;
	for (i = 0; i < count; i++) {
		x = (struct rec_refusal){ .business_day = sale->business_day,
		    .store_id = sale->store_id,
		    .channel_id = sale->channel_id,
		    .register_id = sale->register_id,
		    .staff_id = sale->staff_id, .note = "",
		    .piece_id = takers[i].piece_id,
		    .why = why(&takers[i], for_sale),
		    .wanted_by = sale->order_ref[0] != '\0' ?
			sale->order_ref : sale->customer_name,
		    .amount = asked_for(facts, &takers[i].piece_id),
		    .taken_by = who(&takers[i]) };
		if (str_eq(takers[i].kind, "sale"))
			x.taken_sale_id = takers[i].id;
		one = book_refusal(&x);
		req = req == NULL ? one : db_req_join(req, one);
	}
	return req;
}

/* One of a till's own, outside a sale. */
static struct rec_refusal
row(struct till *till, const struct rec_taker *taker, const char *wanted_by,
    const char *reason)
{
	struct rec_refusal	x = { .business_day = till_day(till),
		.store_id = till->store.id, .channel_id = till->channel.id,
		.register_id = till->reg.id, .staff_id = till->staff_id,
		.piece_id = taker->piece_id, .why = reason,
		.wanted_by = wanted_by, .taken_by = who(taker), .note = "" };

	if (str_eq(taker->kind, "sale"))
		x.taken_sale_id = taker->id;
	return x;
}

/* It is for the owner's information; the associate has the answer already. */
static void
written(struct db_ans *ans, void *arg)
{
	(void)ans;
	(void)arg;
}

void
refused_scan(struct till *till, const struct rec_taker *taker,
    const char *wanted_by, money price)
{
	struct rec_refusal	x = row(till, taker, wanted_by, "taken");

	x.amount = price;
	db_send(till->db, book_refusal(&x), written, till);
}

struct db_req *
refused_here(struct till *till, const struct rec_taker *taker,
    const char *wanted_by, const struct uuid *manager, const char *note)
{
	struct rec_refusal	x = row(till, taker, wanted_by, "here");

	x.said_by = *manager;
	x.note = note;
	return book_refusal(&x);
}
