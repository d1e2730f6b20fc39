/* Receipts: see receipt.h. */
#include "print/receipt.h"

#include <stdio.h>
#include <string.h>

#include "print/paper.h"
#include "sell/tender.h"
#include "sell/till.h"
#include "str.h"

#define HASH_SHORT	8	/* bytes of the journal's hash on paper */

bool
receipt_is_late(const struct rec_sale *sale, struct till *till)
{
	return sale->business_day > zone_day(&till->zone, sale->made_at);
}

static void
head(struct paper *paper, const struct receipt *r, struct till *till)
{
	char	stamp[STAMP_TEXT], day[DAY_TEXT];

	paper_text(paper, PAPER_BOLD | PAPER_CENTER | PAPER_WIDE,
	    till->shop.name);
	if (!str_eq(till->store.name, till->shop.name))
		paper_text(paper, PAPER_CENTER, till->store.name);
	if (till->store.address[0] != '\0')
		paper_text(paper, PAPER_CENTER, till->store.address);
	if (till->store.phone[0] != '\0')
		paper_text(paper, PAPER_CENTER, till->store.phone);
	paper_blank(paper);
	if (str_eq(r->sale->kind, "return"))
		paper_text(paper, PAPER_BOLD | PAPER_CENTER, "RETURN");
	if (r->copy)
		paper_text(paper, PAPER_BOLD | PAPER_CENTER, "COPY");
	paper_pair(paper, PAPER_BOLD, r->sale->number,
	    stamp_text(&till->zone, r->sale->made_at, stamp));
	if (receipt_is_late(r->sale, till))
		paper_printf(paper, PAPER_PLAIN, "Belongs to %s (day closed)",
		    day_text((int)r->sale->business_day, day));
	if (r->sale->returns_number[0] != '\0')
		paper_printf(paper, PAPER_PLAIN, "of %s",
		    r->sale->returns_number);
	if (r->sale->staff[0] != '\0')
		paper_printf(paper, PAPER_PLAIN, "Served by %s",
		    r->sale->staff);
	if (r->sale->customer_name[0] != '\0')
		paper_printf(paper, PAPER_PLAIN, "For %s",
		    r->sale->customer_name);
	if (r->sale->order_ref[0] != '\0')
		paper_printf(paper, PAPER_PLAIN, "Order %s",
		    r->sale->order_ref);
	paper_rule(paper);
}

static void
lines(struct paper *paper, const struct receipt *r, struct till *till)
{
	const struct rec_line	*l;
	char			 amount[MONEY_TEXT], each[MONEY_TEXT];
	char			 off[MONEY_TEXT + 2];
	money			 gross;
	size_t			 i;

	for (i = 0; i < r->line_count; i++) {
		l = &r->lines[i];
		/* Before its discount, which stands on a line of its own. */
		gross = (l->tax_inclusive ? l->total : l->net) + l->discount;
		paper_pair(paper, PAPER_PLAIN, l->title, money_text(gross,
		    &till->currency, MONEY_GROUPED, amount));
		if (l->qty != 1 && l->qty != -1)
			paper_printf(paper, PAPER_PLAIN, "  %s  %lld x %s",
			    l->sku, (long long)l->qty, money_text(
			    l->unit_price, &till->currency, MONEY_GROUPED,
			    each));
		else if (!uuid_is_nil(&l->piece_id))
			paper_printf(paper, PAPER_PLAIN, "  %s", l->sku);
		if (l->discount == 0)
			continue;
		money_text(-l->discount, &till->currency, MONEY_GROUPED,
		    amount);
		snprintf(off, sizeof off, "%s", amount);
		paper_pair(paper, PAPER_PLAIN, l->discount_reason[0] != '\0' ?
		    l->discount_reason : "Discount", off);
	}
	paper_rule(paper);
}

static void
amount_pair(struct paper *paper, unsigned style, const char *label,
    money amount, const struct till *till)
{
	char	text[MONEY_TEXT];

	paper_pair(paper, style, label, money_text(amount, &till->currency,
	    MONEY_GROUPED, text));
}

/* One line a rate, in the order in which the rates first appear. */
static void
taxes(struct paper *paper, const struct receipt *r, const struct till *till)
{
	const struct rec_line	*l, *m;
	char			 label[120], rate[PPM_TEXT];
	money			 tax, taxed;
	size_t			 i, j;

	for (i = 0; i < r->line_count; i++) {
		l = &r->lines[i];
		if (l->tax_ppm == 0)
			continue;
		for (j = 0; j < i; j++)
			if (r->lines[j].tax_ppm == l->tax_ppm &&
			    str_eq(r->lines[j].tax_name, l->tax_name))
				break;
		if (j < i)
			continue;	/* this rate has had its line */
		tax = taxed = 0;
		for (j = i; j < r->line_count; j++) {
			m = &r->lines[j];
			if (m->tax_ppm != l->tax_ppm ||
			    !str_eq(m->tax_name, l->tax_name))
				continue;
			tax += m->tax;
			taxed += m->net;
		}
		snprintf(label, sizeof label, "%s %s%%%s", l->tax_name,
		    ppm_text(l->tax_ppm, rate),
		    l->tax_inclusive ? " included" : "");
		amount_pair(paper, PAPER_PLAIN, label, tax, till);
	}
	if (r->sale->exempt)
		paper_printf(paper, PAPER_PLAIN, "Tax exempt, certificate %s",
		    r->sale->exempt_no);
}

static void
payments(struct paper *paper, const struct receipt *r,
    const struct till *till)
{
	const struct rec_payment *p;
	enum tender_kind	  kind;
	char			  label[160];
	size_t			  i;

	for (i = 0; i < r->payment_count; i++) {
		p = &r->payments[i];
		snprintf(label, sizeof label, "%s%s%s%s%s%s%s",
		    tender_of(p->kind, &kind) ? tender_label(kind) : p->kind,
		    p->last4[0] != '\0' ? " **** " : "", p->last4,
		    p->approval[0] != '\0' ? " appr. " : "", p->approval,
		    p->reference[0] != '\0' ? " " : "", p->reference);
		/* Change is money that leaves; people read it as given. */
		amount_pair(paper, PAPER_PLAIN, label, str_eq(p->kind,
		    "change") ? -p->amount : p->amount, till);
	}
}

static void
totals(struct paper *paper, const struct receipt *r, const struct till *till)
{
	amount_pair(paper, PAPER_PLAIN, "Subtotal", r->sale->subtotal, till);
	if (r->sale->discount != 0)
		amount_pair(paper, PAPER_PLAIN, "Discounts",
		    -r->sale->discount, till);
	taxes(paper, r, till);
	paper_blank(paper);
	amount_pair(paper, PAPER_BOLD, str_eq(r->sale->kind, "return") ?
	    "TOTAL GIVEN BACK" : "TOTAL", r->sale->total, till);
	paper_blank(paper);
	payments(paper, r, till);
}

static void
foot(struct paper *paper, const struct receipt *r, const struct till *till)
{
	char	hash[2 * HASH_SHORT + 1];

	paper_rule(paper);
	if (r->sale->hash.len >= HASH_SHORT) {
		str_hex(r->sale->hash.bytes, HASH_SHORT, hash);
		paper_printf(paper, PAPER_PLAIN, "Journal %s", hash);
	}
	if (till->store.footer[0] != '\0') {
		paper_blank(paper);
		paper_text(paper, PAPER_CENTER, till->store.footer);
	}
	paper_blank(paper);
	paper_barcode(paper, r->sale->number);
	if (r->copy)
		paper_text(paper, PAPER_BOLD | PAPER_CENTER,
		    "COPY - not a second sale");
	paper_cut(paper);
}

bool
receipt_has_cash(const struct receipt *r)
{
	size_t	i;

	for (i = 0; i < r->payment_count; i++)
		if (str_eq(r->payments[i].kind, "cash") ||
		    str_eq(r->payments[i].kind, "change"))
			return true;
	return false;
}

void
receipt_write(struct paper *paper, const struct receipt *r, struct till *till,
    bool kick)
{
	if (kick && !r->copy)
		paper_kick(paper);
	head(paper, r, till);
	lines(paper, r, till);
	totals(paper, r, till);
	foot(paper, r, till);
}
