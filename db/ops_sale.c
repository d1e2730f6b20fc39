/* Operations on holds, sales, orders and parked tickets: see ops.h. */
#include "ops.h"

#include "driver.h"
#include "req_of.h"
#include "sql.h"

struct db_req *
op_hold_place(const struct rec_hold *h, int64_t ttl)
{
	struct db_req	*req = req_of_uuid(SQL_HOLD_ADD, &h->id);

	req_uuid(req, &h->piece_id);
	req_int(req, h->qty);
	req_uuid(req, &h->channel_id);
	req_str(req, h->owner);
	req_uuid(req, &h->register_id);
	req_uuid(req, &h->staff_id);
	req_int(req, ttl);
	req_str(req, h->caller == NULL ? "" : h->caller);
	req_str(req, h->origin == NULL ? "" : h->origin);
	req_str(req, h->held_for);
	req_uuid(req, &h->customer_id);
	return db_req_join(req, op_hold_get(&h->id));
}

struct db_req *
op_hold_for_list(int64_t limit)
{
	struct db_req	*req = req_of(SQL_HOLD_FOR_LIST);

	req_int(req, limit);
	return req;
}

struct db_req *
op_hold_get(const struct uuid *id)
{
	return req_of_uuid(SQL_HOLD_GET, id);
}

struct db_req *
op_hold_renew(const struct uuid *id, int64_t at, int64_t ttl)
{
	struct db_req	*req = req_of_uuid(SQL_HOLD_RENEW_ADD, id);

	req_int(req, at);
	req_int(req, ttl);
	return db_req_join(req, op_hold_get(id));
}

struct db_req *
op_hold_release(const struct uuid *id, int64_t at)
{
	struct db_req	*req = req_of_uuid(SQL_HOLD_END_ADD, id);

	req_int(req, at);
	req_str(req, "released");
	return req;
}

struct db_req *
op_hold_sweep(void)
{
	return req_of(SQL_HOLD_SWEEP);
}

struct db_req *
op_hold_of_order(const struct uuid *channel, const char *owner)
{
	struct db_req	*req = req_of_uuid(SQL_HOLD_OF_ORDER, channel);

	req_str(req, owner);
	return req;
}

struct db_req *
op_hold_list(void)
{
	return req_of(SQL_HOLD_LIST);
}

struct db_req *
op_hold_load(const char *caller, const char *owner, const char *origin)
{
	struct db_req	*req = req_of_text(SQL_HOLD_LOAD, caller);

	req_str(req, owner);
	req_str(req, origin);
	return req;
}

struct db_req *
op_hold_active_count(void)
{
	return req_of(SQL_HOLD_ACTIVE_COUNT);
}

struct db_req *
op_journal_add(const struct rec_journal *j)
{
	struct db_req	*req = req_of_uuid(SQL_JOURNAL_ADD, &j->register_id);

	req_str(req, j->kind);
	req_uuid(req, &j->ref_id);
	req_str(req, j->payload);
	return req;
}

struct db_req *
op_book_add(const char *kind, const struct uuid *ref, const char *payload)
{
	struct db_req	*req = req_of_text(SQL_BOOK_ADD, kind);

	req_uuid(req, ref);
	req_str(req, payload);
	return req;
}

struct db_req *
op_sale_add(const struct rec_sale *s)
{
	struct db_req	*req = req_of_uuid(SQL_SALE_ADD, &s->id);

	req_str(req, s->kind);
	req_uuid(req, &s->register_id);
	req_uuid(req, &s->store_id);
	req_uuid(req, &s->channel_id);
	req_uuid(req, &s->staff_id);
	req_uuid(req, &s->customer_id);
	req_str(req, s->customer_name);
	req_str(req, s->order_ref);
	req_uuid(req, &s->returns_id);
	req_int(req, s->business_day);
	req_int(req, s->made_at);
	req_str(req, s->currency);
	req_int(req, s->subtotal);
	req_int(req, s->discount);
	req_int(req, s->tax);
	req_int(req, s->total);
	req_int(req, s->paid);
	req_int(req, s->exempt);
	req_str(req, s->exempt_no);
	req_str(req, s->note);
	return req;
}

struct db_req *
op_sale_line_add(const struct rec_line *l)
{
	struct db_req	*req = req_of_uuid(SQL_SALE_LINE_ADD, &l->id);

	req_uuid(req, &l->sale_id);
	req_int(req, l->position);
	req_uuid(req, &l->piece_id);
	req_str(req, l->sku);
	req_str(req, l->title);
	req_int(req, l->unique_piece);
	req_int(req, l->qty);
	req_int(req, l->list_price);
	req_int(req, l->unit_price);
	req_int(req, l->discount);
	req_str(req, l->discount_reason);
	req_str(req, l->tax_class);
	req_str(req, l->tax_name);
	req_int(req, l->tax_ppm);
	req_int(req, l->tax_inclusive);
	req_int(req, l->net);
	req_int(req, l->tax);
	req_int(req, l->total);
	req_uuid(req, &l->hold_id);
	req_uuid(req, &l->returns_line_id);
	return req;
}

struct db_req *
op_payment_add(const struct rec_payment *p)
{
	struct db_req	*req = req_of_uuid(SQL_PAYMENT_ADD, &p->id);

	req_uuid(req, &p->sale_id);
	req_int(req, p->position);
	req_str(req, p->kind);
	req_int(req, p->amount);
	req_str(req, p->last4);
	req_str(req, p->approval);
	req_str(req, p->reference);
	return req;
}

struct db_req *
op_receipt_due(const struct uuid *reg, const struct uuid *sale)
{
	struct db_req	*req = req_of_uuid(SQL_RECEIPT_DUE_ADD, reg);

	req_uuid(req, sale);
	return req;
}

struct db_req *
op_receipt_done(const struct uuid *sale, const char *how)
{
	struct db_req	*req = req_of_uuid(SQL_RECEIPT_DONE_ADD, sale);

	req_str(req, how);
	return req;
}

struct db_req *
op_receipt_open(const struct uuid *reg)
{
	return req_of_uuid(SQL_RECEIPT_OPEN, reg);
}

struct db_req *
op_order_add(const struct rec_order *o)
{
	struct db_req	*req = req_of_uuid(SQL_ORDER_ADD, &o->id);

	req_uuid(req, &o->channel_id);
	req_str(req, o->order_ref);
	req_str(req, o->idem_key);
	req_blob(req, o->request_hash.bytes, o->request_hash.len);
	req_uuid(req, &o->sale_id);
	req_str(req, o->email);
	req_str(req, o->ship_to);
	req_int(req, o->created_at);
	return req;
}

struct db_req *
op_sale_get(const struct uuid *id)
{
	struct db_req	*req = req_of_uuid(SQL_SALE_GET, id);

	req = db_req_join(req, req_of_uuid(SQL_SALE_LINES, id));
	req = db_req_join(req, req_of_uuid(SQL_SALE_PAYMENTS, id));
	return db_req_join(req, req_of_uuid(SQL_SALE_APPROVALS, id));
}

struct db_req *
op_sale_by_number(const char *number)
{
	return req_of_text(SQL_SALE_BY_NUMBER, number);
}

struct db_req *
op_sale_by_line(const struct uuid *line)
{
	return req_of_uuid(SQL_SALE_BY_LINE, line);
}

struct db_req *
op_sale_recent(const struct uuid *reg, int64_t limit)
{
	struct db_req	*req = req_of_uuid(SQL_SALE_RECENT, reg);

	req_int(req, limit);
	return req;
}

struct db_req *
op_sale_returns(const struct uuid *id)
{
	return req_of_uuid(SQL_SALE_RETURNS, id);
}

struct db_req *
op_journal_get(const struct uuid *ref)
{
	return req_of_uuid(SQL_JOURNAL_GET, ref);
}

struct db_req *
op_piece_taker(const struct uuid *piece, int64_t lately)
{
	struct db_req	*req = req_of_uuid(SQL_PIECE_TAKER, piece);

	req_int(req, lately);
	return req;
}

struct db_req *
op_order_by_key(const char *idem_key)
{
	return req_of_text(SQL_ORDER_BY_KEY, idem_key);
}

struct db_req *
op_order_by_ref(const struct uuid *channel, const char *ref)
{
	struct db_req	*req = req_of_uuid(SQL_ORDER_BY_REF, channel);

	req_str(req, ref);
	return req;
}

struct db_req *
op_order_by_hold(const struct uuid *id)
{
	return req_of_uuid(SQL_ORDER_BY_HOLD, id);
}

struct db_req *
op_order_by_sale(const struct uuid *sale)
{
	return req_of_uuid(SQL_ORDER_BY_SALE, sale);
}

struct db_req *
op_park(const struct rec_parked *k)
{
	struct db_req	*req = req_of_uuid(SQL_PARK_ADD, &k->id);

	req_uuid(req, &k->store_id);
	req_uuid(req, &k->register_id);
	req_uuid(req, &k->staff_id);
	req_str(req, k->label);
	req_str(req, k->ticket);
	req_int(req, k->total);
	req_int(req, k->at);
	return req;
}

struct db_req *
op_park_end(const struct uuid *id, int64_t at, const struct uuid *reg,
    const char *reason)
{
	struct db_req	*req = req_of_uuid(SQL_PARK_END, id);

	req_int(req, at);
	req_uuid(req, reg);
	req_str(req, reason);
	return req;
}

struct db_req *
op_park_list(const struct uuid *store)
{
	return req_of_uuid(SQL_PARK_LIST, store);
}
