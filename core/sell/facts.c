/* A sale as rows: see facts.h. */
#include "sell/facts.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "ops.h"
#include "sell/ticket.h"
#include "sell/till.h"

#define PAYMENT_ROWS	1000	/* rows after this many lines are payments */
#define APPROVAL_ROWS	2000	/* and after these approvals */
#define LINE_APPROVALS	3	/* floor, price, discount */

struct uuid
facts_row_id(const struct uuid *sale_id, size_t n)
{
	struct uuid	id = *sale_id;
	uint64_t	low = 0, mixed;
	int		i;

	/*
	 * The time half stays, so that rows sort with their sale; the random
	 * half is mixed with n (the finaliser of MurmurHash3, a bijection).
	 */
	for (i = 8; i < 16; i++)
		low = low << 8 | id.b[i];
	mixed = low + (uint64_t)(n + 1) * UINT64_C(0x9e3779b97f4a7c15);
	mixed = (mixed ^ mixed >> 33) * UINT64_C(0xff51afd7ed558ccd);
	mixed = (mixed ^ mixed >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
	mixed ^= mixed >> 33;
	for (i = 15; i >= 8; i--, mixed >>= 8)
		id.b[i] = (uint8_t)mixed;
	id.b[8] = (uint8_t)(0x80 | (id.b[8] & 0x3f));
	return id;
}

struct uuid
facts_payment_id(const struct uuid *sale_id, size_t n)
{
	return facts_row_id(sale_id, PAYMENT_ROWS + n);
}

static const char *
keep(struct facts *facts, const char *text)
{
	return arena_strdup(facts->arena, text == NULL ? "" : text);
}

/* Why a line costs what it costs, in one text. */
static const char *
reasons(struct facts *facts, const struct ticket *ticket,
    const struct ticket_line *line)
{
	const char	*whole = ticket->discount.kind == DISCOUNT_NONE ? "" :
			    ticket->discount.reason;
	const char	*own = line->discount.reason;
	const char	*price = line->price_reason;

	return arena_printf(facts->arena, "%s%s%s%s%s", price,
	    price[0] != '\0' && (own[0] != '\0' || whole[0] != '\0') ? "; " :
	    "", own, own[0] != '\0' && whole[0] != '\0' ? "; " : "", whole);
}

static void
take_lines(struct facts *facts, const struct ticket *ticket)
{
	const struct ticket_line	*from;
	struct rec_line			*to;
	size_t				 i;

	facts->line_count = ticket->count;
	facts->lines = arena_alloc(facts->arena,
	    (ticket->count + 1) * sizeof *facts->lines);
	for (i = 0; i < ticket->count; i++) {
		from = &ticket->lines[i];
		to = &facts->lines[i];
		to->id = facts_row_id(&ticket->id, i + 1);
		to->sale_id = ticket->id;
		to->position = (int64_t)i + 1;
		to->piece_id = from->piece_id;
		to->sku = keep(facts, from->sku);
		to->title = keep(facts, from->title);
		to->unique_piece = from->kind == PIECE_UNIQUE;
		to->qty = from->qty;
		to->list_price = from->list_price;
		to->unit_price = from->unit_price;
		to->discount = from->discounted;
		to->discount_reason = reasons(facts, ticket, from);
		to->tax_class = keep(facts, from->tax_class);
		to->tax_name = keep(facts, from->rate.name);
		to->tax_ppm = from->rate.ppm;
		to->tax_inclusive = from->rate.inclusive;
		to->net = from->net;
		to->tax = from->tax;
		to->total = from->total;
		to->hold_id = from->hold_id;
	}
}

static void
take_payments(struct facts *facts, const struct tenders *tenders)
{
	struct rec_payment	*to;
	size_t			 i;

	facts->payment_count = tenders->count;
	facts->payments = arena_alloc(facts->arena,
	    (tenders->count + 1) * sizeof *facts->payments);
	for (i = 0; i < tenders->count; i++) {
		to = &facts->payments[i];
		to->id = facts_payment_id(&facts->sale.id, i);
		to->sale_id = facts->sale.id;
		to->position = (int64_t)i + 1;
		to->kind = tender_name(tenders->list[i].kind);
		to->amount = tenders->list[i].amount;
		to->last4 = keep(facts, tenders->list[i].last4);
		to->approval = keep(facts, tenders->list[i].approval);
		to->reference = keep(facts, tenders->list[i].ref);
	}
}

void
facts_approve(struct facts *facts, enum right right, const struct uuid *of,
    const struct uuid *by, money amount, const char *reason)
{
	struct rec_approval	*to =
				    &facts->approvals[facts->approval_count];

	if (uuid_is_nil(by))
		return;
	to->id = facts_row_id(&facts->sale.id, APPROVAL_ROWS +
	    facts->approval_count++);
	to->till = to->asked_by = to->approved_by = to->detail = "";
	to->what = right_word(right);
	to->reason = keep(facts, reason);
	to->amount = amount;
	to->ref_id = *of;
	to->asked_id = facts->sale.staff_id;
	to->approved_id = *by;
}

/* In the order of the words of the rights, as they are read again. */
static void
take_approvals(struct facts *facts, const struct ticket *ticket)
{
	const struct ticket_line	*from;
	const struct rec_line		*line;
	const struct discount		*own, *whole = &ticket->discount;
	size_t				 i;

	facts->approvals = arena_alloc(facts->arena, (ticket->count *
	    LINE_APPROVALS + 1) * sizeof *facts->approvals);
	for (i = 0; i < ticket->count; i++) {
		from = &ticket->lines[i];
		line = &facts->lines[i];
		own = &from->discount;
		facts_approve(facts, RIGHT_BELOW_FLOOR, &line->id,
		    &from->floor_by, from->list_price * from->qty -
		    from->gross + from->discounted, line->discount_reason);
		if (from->discounted != 0)
			facts_approve(facts, RIGHT_DISCOUNT, &line->id,
			    uuid_is_nil(&own->by) ? &whole->by : &own->by,
			    from->discounted, line->discount_reason);
		if (from->unit_price != from->list_price)
			facts_approve(facts, RIGHT_PRICE, &line->id,
			    &from->price_by, (from->list_price -
			    from->unit_price) * from->qty, from->price_reason);
	}
}

/* Whether who stands at the till may sell it like this. */
static int
check_rights(const struct till *till, const struct ticket *ticket,
    struct err *err)
{
	struct ticket_ask	ask;

	if (right_check(till, RIGHT_SELL, RIGHT_WHOLLY, NULL, err) != 0)
		return -1;
	if (uuid_is_nil(&till->staff_id) || !ticket_asks(ticket, &till->rights,
	    till->staff_role, &ask))
		return 0;
	return right_check(till, ask.right, ask.ppm, NULL, err);
}

void
facts_take_till(struct facts *facts, struct till *till)
{
	struct rec_sale	*sale = &facts->sale;

	facts->prints = till->prints;
	sale->kind = "sale";
	sale->number = "";
	sale->register_id = till->reg.id;
	sale->store_id = till->store.id;
	sale->channel_id = till->channel.id;
	sale->staff_id = till->staff_id;
	sale->customer_name = sale->order_ref = "";
	sale->made_at = clock_now();
	sale->business_day = till_sale_day(till);
	sale->currency = keep(facts, till->currency.code);
	sale->exempt_no = sale->note = "";
	sale->store = keep(facts, till->store.name);
	sale->till = keep(facts, till->reg.code);
	sale->channel = keep(facts, till->channel.name);
	sale->staff = keep(facts, till->staff_name);
	sale->returns_number = "";
}

int
facts_of_ticket(struct facts *facts, struct till *till,
    const struct ticket *ticket, const struct tenders *tenders,
    const char *order_ref, struct err *err)
{
	struct tenders	paid = *tenders;
	struct rec_sale	*sale = &facts->sale;

	memset(facts, 0, sizeof *facts);
	if (ticket->count == 0)
		return err_set(err, ERR_INPUT, "there is nothing on the "
		    "ticket");
	if (check_rights(till, ticket, err) != 0)
		return -1;
	if (tender_settle(&paid, ticket->total, &till->currency, err) != 0)
		return -1;
	facts->arena = arena_new();
	facts_take_till(facts, till);
	sale->id = ticket->id;
	sale->customer_id = ticket->customer_id;
	sale->customer_name = keep(facts, ticket->customer_name);
	sale->order_ref = keep(facts, order_ref);
	sale->subtotal = ticket->subtotal;
	sale->discount = ticket->discounted;
	sale->tax = ticket->tax;
	sale->total = sale->paid = ticket->total;
	sale->exempt = ticket->exempt;
	sale->exempt_no = keep(facts, ticket->exempt_no);
	sale->note = keep(facts, ticket->note);
	take_lines(facts, ticket);
	take_payments(facts, &paid);
	take_approvals(facts, ticket);
	if (facts_check(facts, err) == 0)
		return 0;
	facts_free(facts);
	return -1;
}

void
facts_free(struct facts *facts)
{
	arena_free(facts->arena);
	memset(facts, 0, sizeof *facts);
}

int
facts_check(const struct facts *facts, struct err *err)
{
	const struct rec_sale	*sale = &facts->sale;
	const struct rec_line	*line;
	money			 gross = 0, discount = 0, tax = 0, total = 0;
	money			 paid = 0, product;
	bool			 good = true;
	size_t			 i;

	for (i = 0; i < facts->line_count && good; i++) {
		line = &facts->lines[i];
		good = money_mul(line->unit_price, line->qty, &product) &&
		    money_add(gross, product, &gross) &&
		    money_add(discount, line->discount, &discount) &&
		    money_add(tax, line->tax, &tax) &&
		    money_add(total, line->total, &total) &&
		    line->total == line->net + line->tax;
	}
	for (i = 0; i < facts->payment_count && good; i++)
		good = money_add(paid, facts->payments[i].amount, &paid);
	if (good && gross == sale->subtotal && discount == sale->discount &&
	    tax == sale->tax && total == sale->total && paid == sale->total &&
	    sale->paid == sale->total)
		return 0;
	return err_set(err, ERR_INTERNAL, "the sale's lines, totals and "
	    "payments do not add up");
}

static int
by_piece(const void *a, const void *b)
{
	const struct rec_line	*const *x = a, *const *y = b;
	int			 order;

	order = uuid_cmp(&(*x)->piece_id, &(*y)->piece_id);
	if (order != 0)
		return order;
	return (*x)->position < (*y)->position ? -1 : 1;
}

/* Told twice the sale is the same, and so is its letter: one is written. */
static struct db_req *
add_letter(const struct facts *facts)
{
	struct uuid	id = uuid_new();

	return op_mail_add(&id, facts->sale.order_ref[0] != '\0' ? "order" :
	    "receipt", facts->mail_to, facts->sale.customer_name,
	    &facts->sale.id, clock_now());
}

struct db_req *
facts_request(const struct facts *facts)
{
	const struct rec_line	**lines;
	struct rec_journal	  entry = { .register_id =
				    facts->sale.register_id };
	struct buf		  text = BUF_INIT(FACTS_TEXT_MAX);
	struct db_req		 *req;
	size_t			  i;

	facts_text(facts, &text);
	entry.kind = facts->sale.kind;
	entry.ref_id = facts->sale.id;
	entry.payload = buf_str(&text);
	req = op_journal_add(&entry);
	/* Before what they allow: the database looks for them. */
	for (i = 0; i < facts->approval_count; i++)
		req = db_req_join(req, op_approval_add(&facts->approvals[i],
		    &facts->sale.register_id));
	req = db_req_join(req, op_sale_add(&facts->sale));
	lines = mem_alloc((facts->line_count + 1) * sizeof *lines);
	for (i = 0; i < facts->line_count; i++)
		lines[i] = &facts->lines[i];
	qsort(lines, facts->line_count, sizeof *lines, by_piece);
	for (i = 0; i < facts->line_count; i++)
		req = db_req_join(req, op_sale_line_add(lines[i]));
	for (i = 0; i < facts->payment_count; i++)
		req = db_req_join(req, op_payment_add(&facts->payments[i]));
	if (facts->mail_to != NULL)
		req = db_req_join(req, add_letter(facts));
	if (facts->prints)
		req = db_req_join(req, op_receipt_due(
		    &facts->sale.register_id, &facts->sale.id));
	free(lines);
	buf_free(&text);
	return req;
}
