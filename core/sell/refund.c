/* Returns: see refund.h. */
#include "sell/refund.h"

#include <string.h>

#include "clock.h"
#include "mem.h"
#include "sell/pan.h"
#include "sell/till.h"
#include "str.h"

void
refund_free(struct refund *refund)
{
	/* The refund itself lies in its arena. */
	if (refund != NULL)
		arena_free(refund->arena);
}

size_t
refund_line_of(const struct refund *refund, const struct uuid *line_id)
{
	size_t	i;

	for (i = 0; i < refund->count; i++) {
		if (uuid_eq(&refund->lines[i].was.id, line_id))
			break;
	}
	return i;
}

/*
 * The part of a line's stored amount that qty of it bears, when others came
 * back before: what all up to these bear less what the earlier ones did, so
 * that the last one takes the rest whatever was rounded.
 */
static money
share(const struct refund_line *line, money amount, int64_t qty)
{
	int64_t	before = line->was.qty - line->left;
	money	upto = 0, earlier = 0;
	bool	fits;

	fits = money_ratio(amount, before + qty, line->was.qty, &upto) &&
	    money_ratio(amount, before, line->was.qty, &earlier);
	/* Parts of what fits fit. */
	return fits ? upto - earlier : 0;
}

struct part {
	money	discount;
	money	net;
	money	tax;
};

/*
 * What qty of a line bears.  Discount and tax are shared out; the rest follows
 * from the price, so that a part is as right in itself as the whole was.
 */
static struct part
part_of(const struct refund_line *line, int64_t qty)
{
	struct part	p = { .discount = share(line, line->was.discount, qty),
			    .tax = share(line, line->was.tax, qty) };

	p.net = line->was.unit_price * qty - p.discount;
	if (line->was.tax_inclusive && line->was.tax_ppm == 0)
		/* An exempt buyer paid a price less the tax it contains. */
		p.net = share(line, line->was.net, qty);
	else if (line->was.tax_inclusive)
		p.net -= p.tax;
	return p;
}

static money
line_total(const struct refund_line *line, int64_t qty)
{
	struct part	p = part_of(line, qty);

	return p.net + p.tax;
}

static void
set(struct refund *refund, struct refund_line *line, int64_t qty)
{
	refund->total -= line->total;
	line->qty = qty;
	line->total = qty == 0 ? 0 : line_total(line, qty);
	refund->total += line->total;
}

int
refund_choose(struct refund *refund, size_t at, int64_t qty, struct err *err)
{
	struct refund_line	*line = &refund->lines[at];

	if (qty < 0 || qty > line->left) {
		if (line->left == 0)
			err_set(err, ERR_REFUSED, "%s came back already",
			    line->was.sku[0] == '\0' ? line->was.title :
			    line->was.sku);
		else
			err_set(err, ERR_INPUT, "only %lld can come back",
			    (long long)line->left);
		return err_hint(err, "Look at the returns of %s.",
		    refund->was.number);
	}
	set(refund, line, qty);
	return 0;
}

void
refund_choose_all(struct refund *refund)
{
	size_t	i;

	for (i = 0; i < refund->count; i++)
		set(refund, &refund->lines[i], refund->lines[i].left);
}

void
refund_tenders(const struct refund *refund, struct tenders *out_r)
{
	money	rest = refund->total, take;
	size_t	i;

	memset(out_r, 0, sizeof *out_r);
	for (i = 0; i < refund->left.count && rest > 0; i++) {
		take = refund->left.list[i].amount;
		if (take > rest)
			take = rest;
		if (take <= 0)
			continue;
		out_r->list[out_r->count] = refund->left.list[i];
		out_r->list[out_r->count++].amount = take;
		rest -= take;
	}
	/* Only when a sale was refunded beyond its own tenders before. */
	if (rest > 0)
		out_r->list[out_r->count++] = (struct tender){
		    .kind = TENDER_CASH, .amount = rest };
}

/* ------------------------------------------------------------- the facts */

static void
take_line(struct facts *facts, const struct refund *refund,
    const struct refund_line *from)
{
	struct rec_line	*to = &facts->lines[facts->line_count++];
	struct arena	*arena = facts->arena;
	struct part	 p = part_of(from, from->qty);

	*to = from->was;
	to->id = facts_row_id(&refund->id, facts->line_count);
	to->sale_id = refund->id;
	to->position = (int64_t)facts->line_count;
	to->returns_line_id = from->was.id;
	to->qty = -from->qty;
	to->discount = -p.discount;
	to->net = -p.net;
	to->tax = -p.tax;
	to->total = to->net + to->tax;
	to->sku = arena_strdup(arena, from->was.sku);
	to->title = arena_strdup(arena, from->was.title);
	to->discount_reason = arena_strdup(arena, from->was.discount_reason);
	to->tax_class = arena_strdup(arena, from->was.tax_class);
	to->tax_name = arena_strdup(arena, from->was.tax_name);
	to->live = to->returned = 0;
	memset(&to->hold_id, 0, sizeof to->hold_id);
	facts->sale.subtotal += to->unit_price * to->qty;
	facts->sale.discount += to->discount;
	facts->sale.tax += to->tax;
	facts->sale.total += to->total;
}

static void
take_payments(struct facts *facts, const struct tenders *tenders)
{
	const struct tender	*from;
	struct rec_payment	*to;
	size_t			 i;

	facts->payments = arena_alloc(facts->arena,
	    (tenders->count + 1) * sizeof *facts->payments);
	for (i = 0; i < tenders->count; i++) {
		from = &tenders->list[i];
		to = &facts->payments[facts->payment_count++];
		to->id = facts_payment_id(&facts->sale.id, i);
		to->sale_id = facts->sale.id;
		to->position = (int64_t)i + 1;
		to->kind = tender_name(from->kind);
		to->amount = -from->amount;
		to->last4 = arena_strdup(facts->arena, from->last4);
		to->approval = arena_strdup(facts->arena, from->approval);
		to->reference = arena_strdup(facts->arena, from->ref);
	}
}

static void
take_sale(struct facts *facts, struct till *till, const struct refund *refund,
    const char *reason)
{
	struct rec_sale	*sale = &facts->sale;
	struct arena	*arena = facts->arena;
	char		*note = arena_strdup(arena, reason == NULL ? "" :
			    reason);

	facts_take_till(facts, till);
	str_clean(note, false);
	sale->id = refund->id;
	sale->kind = "return";
	sale->returns_id = refund->was.id;
	sale->returns_number = arena_strdup(arena, refund->was.number);
	sale->customer_id = refund->was.customer_id;
	sale->customer_name = arena_strdup(arena, refund->was.customer_name);
	sale->exempt = refund->was.exempt;
	sale->exempt_no = arena_strdup(arena, refund->was.exempt_no);
	sale->note = note;
}

enum may
refund_may(const struct till *till, const struct refund *refund,
    enum right *right_r)
{
	enum may	may;

	*right_r = RIGHT_REFUND_NO_RECEIPT;
	may = refund->no_receipt ? till_may(till, *right_r, RIGHT_WHOLLY) :
	    MAY_YES;
	if (may != MAY_YES)
		return may;
	*right_r = RIGHT_REFUND;
	return till_may(till, *right_r, RIGHT_WHOLLY);
}

static void
take_approvals(struct facts *facts, const struct till *till,
    const struct refund *refund)
{
	static const enum right	rights[] = { RIGHT_REFUND,
		RIGHT_REFUND_NO_RECEIPT };
	size_t			i;

	facts->approvals = arena_alloc(facts->arena,
	    2 * sizeof *facts->approvals);
	for (i = 0; i < (refund->no_receipt ? 2 : 1); i++) {
		if (till_may(till, rights[i], RIGHT_WHOLLY) == MAY_ASK)
			facts_approve(facts, rights[i], &facts->sale.id,
			    &refund->agreed_by, refund->total,
			    facts->sale.note);
	}
}

int
refund_commit(struct till *till, const struct refund *refund,
    const struct tenders *tenders, const char *reason, sale_done_fn *done,
    void *arg, struct err *err)
{
	struct facts	facts;
	struct tenders	usual;
	char		text[MONEY_TEXT];
	enum right	right;
	size_t		i, chosen = 0;

	if (refund_may(till, refund, &right) != MAY_YES && right_check(till,
	    right, RIGHT_WHOLLY, &refund->agreed_by, err) != 0)
		return -1;
	for (i = 0; i < refund->count; i++)
		chosen += refund->lines[i].qty > 0;
	if (chosen == 0)
		return err_set(err, ERR_INPUT, "nothing is chosen to come "
		    "back");
	if (tenders == NULL) {
		refund_tenders(refund, &usual);
		tenders = &usual;
	}
	if (tender_given(tenders) != refund->total)
		return err_set(err, ERR_INPUT, "exactly %s must be given back",
		    money_text(refund->total, &till->currency, MONEY_SYMBOL,
		    text));
	memset(&facts, 0, sizeof facts);
	facts.arena = arena_new();
	take_sale(&facts, till, refund, reason);
	facts.lines = arena_alloc(facts.arena, chosen * sizeof *facts.lines);
	for (i = 0; i < refund->count; i++) {
		if (refund->lines[i].qty > 0)
			take_line(&facts, refund, &refund->lines[i]);
	}
	facts.sale.paid = facts.sale.total;
	take_payments(&facts, tenders);
	take_approvals(&facts, till, refund);
	if (pan_in(facts.sale.note)) {
		facts_free(&facts);
		return err_set(err, ERR_INPUT, "the reason looks like a card "
		    "number");
	}
	if (facts_check(&facts, err) != 0) {
		facts_free(&facts);
		return -1;
	}
	return sale_commit_facts(till, &facts, refund->order, done, arg, err);
}
