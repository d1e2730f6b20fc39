/* The journal's text of a sale: see facts.h for the format. */
#include "sell/facts.h"

#include <string.h>

#include "buf.h"
#include "sell/entry.h"

static void
put_head(struct buf *out, const struct rec_sale *sale)
{
	buf_printf(out, "vitrine-sale 1 %s", sale->kind);
	entry_id(out, &sale->id);
	buf_addstr(out, "\nat");
	entry_num(out, sale->made_at);
	entry_num(out, sale->business_day);
	buf_addstr(out, "\nby");
	entry_id(out, &sale->store_id);
	entry_id(out, &sale->register_id);
	entry_id(out, &sale->channel_id);
	entry_id(out, &sale->staff_id);
	buf_addstr(out, "\nfor");
	entry_id(out, &sale->customer_id);
	entry_text(out, sale->customer_name);
	entry_text(out, sale->order_ref);
	entry_num(out, sale->exempt);
	entry_text(out, sale->exempt_no);
	if (!uuid_is_nil(&sale->returns_id)) {
		buf_addstr(out, "\nreturns");
		entry_id(out, &sale->returns_id);
	}
	if (sale->note[0] != '\0') {
		buf_addstr(out, "\nnote");
		entry_text(out, sale->note);
	}
	buf_addch(out, '\n');
}

static void
put_line(struct buf *out, const struct rec_line *line)
{
	buf_addstr(out, "line");
	entry_num(out, line->position);
	entry_id(out, &line->piece_id);
	entry_text(out, line->sku);
	entry_text(out, line->title);
	entry_num(out, line->qty);
	entry_num(out, line->list_price);
	entry_num(out, line->unit_price);
	entry_num(out, line->discount);
	entry_text(out, line->discount_reason);
	entry_text(out, line->tax_class);
	entry_text(out, line->tax_name);
	entry_num(out, line->tax_ppm);
	entry_num(out, line->tax_inclusive);
	entry_num(out, line->net);
	entry_num(out, line->tax);
	entry_num(out, line->total);
	entry_id(out, &line->returns_line_id);
	entry_num(out, line->unique_piece);
	buf_addch(out, '\n');
}

static void
put_payment(struct buf *out, const struct rec_payment *payment)
{
	buf_addstr(out, "pay");
	entry_num(out, payment->position);
	buf_printf(out, " %s", payment->kind);
	entry_num(out, payment->amount);
	entry_text(out, payment->last4);
	entry_text(out, payment->approval);
	entry_text(out, payment->reference);
	buf_addch(out, '\n');
}

static void
put_approval(struct buf *out, const struct rec_approval *approval)
{
	buf_printf(out, "allow %s", approval->what);
	entry_id(out, &approval->id);
	entry_id(out, &approval->ref_id);
	entry_id(out, &approval->approved_id);
	entry_num(out, approval->amount);
	entry_text(out, approval->reason);
	buf_addch(out, '\n');
}

void
facts_text(const struct facts *facts, struct buf *out)
{
	const struct rec_sale	*sale = &facts->sale;
	size_t			 i;

	put_head(out, sale);
	for (i = 0; i < facts->line_count; i++)
		put_line(out, &facts->lines[i]);
	for (i = 0; i < facts->payment_count; i++)
		put_payment(out, &facts->payments[i]);
	for (i = 0; i < facts->approval_count; i++)
		put_approval(out, &facts->approvals[i]);
	buf_printf(out, "total %s", sale->currency);
	entry_num(out, sale->subtotal);
	entry_num(out, sale->discount);
	entry_num(out, sale->tax);
	entry_num(out, sale->total);
	buf_addch(out, '\n');
}

/* Steps over the line that says when; texts have no line breaks in them. */
static const char *
after_when(const char *text, size_t *head_r)
{
	const char	*at = strstr(text, "\nat "), *end;

	*head_r = at == NULL ? strlen(text) : (size_t)(at - text);
	if (at == NULL || (end = strchr(at + 1, '\n')) == NULL)
		return text + *head_r;
	return end;
}

bool
facts_same(const char *a, const char *b)
{
	const char	*rest_a, *rest_b;
	size_t		 head_a, head_b;

	rest_a = after_when(a, &head_a);
	rest_b = after_when(b, &head_b);
	return head_a == head_b && memcmp(a, b, head_a) == 0 &&
	    strcmp(rest_a, rest_b) == 0;
}
