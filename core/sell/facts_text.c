/* The journal's text of a sale: see facts.h for the format. */
#include "sell/facts.h"

#include <inttypes.h>
#include <string.h>

#include "buf.h"

static void
put_num(struct buf *out, int64_t num)
{
	buf_printf(out, " %" PRId64, num);
}

static void
put_id(struct buf *out, const struct uuid *id)
{
	char	text[UUID_TEXT];

	uuid_text(id, text);
	buf_printf(out, " %s", uuid_is_nil(id) ? "-" : text);
}

static void
put_text(struct buf *out, const char *text)
{
	buf_addstr(out, " \"");
	for (; *text != '\0'; text++) {
		if (*text == '\n') {
			buf_addstr(out, "\\n");
			continue;
		}
		if (*text == '"' || *text == '\\')
			buf_addch(out, '\\');
		buf_addch(out, *text);
	}
	buf_addch(out, '"');
}

static void
put_head(struct buf *out, const struct rec_sale *sale)
{
	buf_printf(out, "vitrine-sale 1 %s", sale->kind);
	put_id(out, &sale->id);
	buf_addstr(out, "\nat");
	put_num(out, sale->made_at);
	put_num(out, sale->business_day);
	buf_addstr(out, "\nby");
	put_id(out, &sale->store_id);
	put_id(out, &sale->register_id);
	put_id(out, &sale->channel_id);
	put_id(out, &sale->staff_id);
	buf_addstr(out, "\nfor");
	put_id(out, &sale->customer_id);
	put_text(out, sale->customer_name);
	put_text(out, sale->order_ref);
	put_num(out, sale->exempt);
	put_text(out, sale->exempt_no);
	if (!uuid_is_nil(&sale->returns_id)) {
		buf_addstr(out, "\nreturns");
		put_id(out, &sale->returns_id);
	}
	if (sale->note[0] != '\0') {
		buf_addstr(out, "\nnote");
		put_text(out, sale->note);
	}
	buf_addch(out, '\n');
}

static void
put_line(struct buf *out, const struct rec_line *line)
{
	buf_addstr(out, "line");
	put_num(out, line->position);
	put_id(out, &line->piece_id);
	put_text(out, line->sku);
	put_text(out, line->title);
	put_num(out, line->qty);
	put_num(out, line->list_price);
	put_num(out, line->unit_price);
	put_num(out, line->discount);
	put_text(out, line->discount_reason);
	put_text(out, line->tax_class);
	put_text(out, line->tax_name);
	put_num(out, line->tax_ppm);
	put_num(out, line->tax_inclusive);
	put_num(out, line->net);
	put_num(out, line->tax);
	put_num(out, line->total);
	put_id(out, &line->returns_line_id);
	put_num(out, line->unique_piece);
	buf_addch(out, '\n');
}

static void
put_payment(struct buf *out, const struct rec_payment *payment)
{
	buf_addstr(out, "pay");
	put_num(out, payment->position);
	buf_printf(out, " %s", payment->kind);
	put_num(out, payment->amount);
	put_text(out, payment->last4);
	put_text(out, payment->approval);
	put_text(out, payment->reference);
	buf_addch(out, '\n');
}

static void
put_approval(struct buf *out, const struct rec_approval *approval)
{
	buf_printf(out, "allow %s", approval->what);
	put_id(out, &approval->id);
	put_id(out, &approval->ref_id);
	put_id(out, &approval->approved_id);
	put_num(out, approval->amount);
	put_text(out, approval->reason);
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
	put_num(out, sale->subtotal);
	put_num(out, sale->discount);
	put_num(out, sale->tax);
	put_num(out, sale->total);
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
