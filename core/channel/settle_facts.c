/* The sale that an order from a channel is, as the channel charged it. */
#include "channel/links_parts.h"

#include <string.h>

#include "sell/facts.h"
#include "str.h"

#define SALE_ROW	2000	/* beyond every row of a sale: facts.c */
#define HOLD_ROW	3000

struct uuid
settle_sale_id(const struct rec_remote *remote)
{
	return facts_row_id(&remote->id, SALE_ROW);
}

struct uuid
settle_hold_id(const struct rec_remote *remote, size_t line)
{
	return facts_row_id(&remote->id, HOLD_ROW + line);
}

/*
 * What was charged is the price: the channel's own discounts are in net
 * already.  A quantity that does not divide it leaves a discount of a few
 * cents.  The channel worked the tax out, by its own rates.
 */
static void
fill_line(struct facts *facts, struct settle *s, size_t i)
{
	const struct claim_line	*from = &s->claim->lines[i];
	const struct rec_map	*piece = &s->pieces[i];
	struct rec_line		*to = &facts->lines[facts->line_count++];
	bool			 known = !uuid_is_nil(&piece->piece_id);
	money			 unit = from->net / from->qty;

	if (unit * from->qty < from->net)
		unit++;
	to->id = facts_row_id(&facts->sale.id, facts->line_count);
	to->sale_id = facts->sale.id;
	to->position = (int64_t)facts->line_count;
	to->piece_id = piece->piece_id;
	to->sku = arena_strdup(facts->arena, known ? piece->sku : from->sku);
	to->title = arena_strdup(facts->arena, known ? piece->title :
	    from->title);
	to->unique_piece = known && str_eq(piece->kind, "unique");
	to->qty = from->qty;
	to->list_price = to->unit_price = unit;
	to->discount = unit * from->qty - from->net;
	to->discount_reason = to->discount > 0 ? "rounding" : "";
	to->tax_class = "";
	to->tax_name = from->tax == 0 ? "" : arena_printf(facts->arena,
	    "as charged on %s", s->link->row.name);
	to->net = from->net;
	to->tax = from->tax;
	to->total = from->net + from->tax;
	if (known)
		to->hold_id = s->held[i];
	facts->sale.subtotal += unit * from->qty;
	facts->sale.discount += to->discount;
	facts->sale.tax += to->tax;
}

static void
fill_payment(struct facts *facts, const struct settle *s)
{
	const struct claim	*c = s->claim;
	struct rec_payment	*to;
	char			 ref[TENDER_REF];

	if (facts->sale.total == 0)
		return;
	str_copy(ref, sizeof ref, arena_printf(facts->arena, "%s:%s%s%s%s",
	    s->link->row.kind, c->method, c->payment[0] != '\0' ? ":" : "",
	    c->payment, c->paid || c->authorised ? "" : " (to come)"));
	to = &facts->payments[facts->payment_count++];
	to->id = facts_payment_id(&facts->sale.id, 0);
	to->sale_id = facts->sale.id;
	to->position = 1;
	to->kind = tender_name(TENDER_REFERENCE);
	to->amount = facts->sale.total;
	to->last4 = to->approval = "";
	to->reference = arena_strdup(facts->arena, ref);
}

int
settle_facts(struct facts *facts, struct settle *s, struct err *err)
{
	const struct claim	*c = s->claim;
	struct rec_sale		*sale = &facts->sale;
	size_t			 i;

	memset(facts, 0, sizeof *facts);
	facts->arena = arena_new();
	sale->id = settle_sale_id(&s->remote);
	facts_take_till(facts, &s->link->till);
	sale->customer_name = arena_strdup(facts->arena, c->name);
	sale->order_ref = arena_strdup(facts->arena, c->number[0] != '\0' ?
	    c->number : c->ref);
	sale->total = sale->paid = c->total - s->lost_sum;
	facts->lines = arena_alloc(facts->arena, (c->line_count + 1) *
	    sizeof *facts->lines);
	facts->payments = arena_alloc(facts->arena, sizeof *facts->payments);
	for (i = 0; i < c->line_count; i++)
		if (!s->lost[i])
			fill_line(facts, s, i);
	fill_payment(facts, s);
	if (facts_check(facts, err) == 0)
		return 0;
	facts_free(facts);
	return -1;
}
