/* Operations on drawers, approvals, rights and Zs: see ops.h. */
#include "ops.h"

#include "driver.h"
#include "req_of.h"
#include "sql.h"

struct db_req *
op_drawer_open(const struct rec_drawer *d)
{
	struct db_req	*req = req_of_uuid(SQL_DRAWER_ADD, &d->id);

	req_uuid(req, &d->register_id);
	req_uuid(req, &d->store_id);
	req_uuid(req, &d->staff_id);
	req_int(req, d->business_day);
	return req;
}

struct db_req *
op_drawer_count(const struct rec_denom *c)
{
	struct db_req	*req = req_of_uuid(SQL_DRAWER_COUNT_ADD,
	    &c->drawer_id);

	req_str(req, c->phase);
	req_int(req, c->denom);
	req_int(req, c->qty);
	return req;
}

struct db_req *
op_drawer_event(const struct rec_drawer_event *e)
{
	struct db_req	*req = req_of_uuid(SQL_DRAWER_EVENT_ADD, &e->id);

	req_uuid(req, &e->drawer_id);
	req_str(req, e->kind);
	req_int(req, e->amount);
	req_str(req, e->reason);
	req_str(req, e->payee);
	req_uuid(req, &e->staff_id);
	return req;
}

struct db_req *
op_drawer_close(const struct uuid *id, const struct uuid *staff,
    const char *reason)
{
	struct db_req	*req = req_of_uuid(SQL_DRAWER_CLOSE_ADD, id);

	req_uuid(req, staff);
	req_str(req, reason);
	return db_req_join(req, req_of_uuid(SQL_DRAWER_GET, id));
}

struct db_req *
op_drawer_get(const struct uuid *id)
{
	struct db_req	*req = req_of_uuid(SQL_DRAWER_GET, id);

	req = db_req_join(req, req_of_uuid(SQL_DRAWER_COUNTS, id));
	return db_req_join(req, req_of_uuid(SQL_DRAWER_EVENTS, id));
}

struct db_req *
op_drawer_of(const struct uuid *reg)
{
	return req_of_uuid(SQL_DRAWER_OPEN_OF, reg);
}

struct db_req *
op_drawer_of_days(const struct uuid *store, int64_t from_day, int64_t to_day)
{
	struct db_req	*req = req_of_uuid(SQL_DRAWER_OF_DAY, store);

	req_int(req, from_day);
	req_int(req, to_day);
	return req;
}

struct db_req *
op_approval_add(const struct rec_approval *a, const struct uuid *reg)
{
	struct db_req	*req = req_of_uuid(SQL_APPROVAL_ADD, &a->id);

	req_uuid(req, reg);
	req_str(req, a->what);
	req_uuid(req, &a->asked_id);
	req_uuid(req, &a->approved_id);
	req_str(req, a->reason);
	req_int(req, a->amount);
	req_uuid(req, &a->ref_id);
	req_str(req, a->detail);
	return req;
}

struct db_req *
op_approval_of(const struct uuid *ref)
{
	return req_of_uuid(SQL_SALE_APPROVALS, ref);
}

struct db_req *
op_approval_list(int64_t from, int64_t to)
{
	struct db_req	*req = req_of(SQL_APPROVAL_LIST);

	req_int(req, from);
	req_int(req, to);
	return req;
}

struct db_req *
op_right_list(void)
{
	return req_of(SQL_RIGHT_LIST);
}

struct db_req *
op_right_set(const struct rec_right *r)
{
	struct db_req	*req = req_of_text(SQL_RIGHT_SET, r->role);

	req_str(req, r->what);
	req_str(req, r->may);
	req_int(req, r->limit_ppm);
	return req;
}

struct db_req *
op_z_due(const struct uuid *store, const struct uuid *reg, int64_t day)
{
	struct db_req	*req = req_of_uuid(SQL_Z_DUE, store);

	req_uuid(req, reg);
	req_int(req, day);
	return req;
}

struct db_req *
op_z_add(const struct rec_z *z)
{
	struct db_req	*req = req_of_uuid(SQL_Z_ADD, &z->id);

	req_uuid(req, &z->store_id);
	req_uuid(req, &z->register_id);
	req_int(req, z->business_day);
	req_int(req, z->next_day);
	req_uuid(req, &z->staff_id);
	req_int(req, z->to_seq);
	req_int(req, z->sales);
	req_int(req, z->total);
	req_str(req, z->totals);
	return db_req_join(req, op_z_get(&z->id));
}

struct db_req *
op_z_get(const struct uuid *id)
{
	return req_of_uuid(SQL_Z_GET, id);
}

struct db_req *
op_z_list(const struct uuid *store, int64_t limit)
{
	struct db_req	*req = req_of_uuid(SQL_Z_LIST, store);

	req_int(req, limit);
	return req;
}

struct db_req *
op_z_moved(const struct uuid *store, int64_t closed, int64_t next,
    int64_t before)
{
	struct db_req	*req = req_of_uuid(SQL_Z_MOVED, store);

	req_int(req, closed);
	req_int(req, next);
	req_int(req, before);
	return req;
}

struct db_req *
op_refusal_add(const struct rec_refusal *x)
{
	struct db_req	*req = req_of(SQL_REFUSAL_ADD);

	req_int(req, x->business_day);
	req_uuid(req, &x->store_id);
	req_uuid(req, &x->channel_id);
	req_uuid(req, &x->register_id);
	req_uuid(req, &x->staff_id);
	req_uuid(req, &x->piece_id);
	req_str(req, x->why);
	req_str(req, x->wanted_by);
	req_int(req, x->amount);
	req_uuid(req, &x->taken_sale_id);
	req_str(req, x->taken_by);
	req_uuid(req, &x->said_by);
	req_str(req, x->note);
	req_uuid(req, &x->id);
	return req;
}

struct db_req *
op_refusal_get(const struct uuid *id)
{
	return req_of_uuid(SQL_REFUSAL_GET, id);
}

struct db_req *
op_refusal_open(const struct uuid *store)
{
	return req_of_uuid(SQL_REFUSAL_OPEN, store);
}

struct db_req *
op_refusal_list(const struct uuid *store, int64_t from_day, int64_t to_day)
{
	struct db_req	*req = req_of_uuid(SQL_REFUSAL_LIST, store);

	req_int(req, from_day);
	req_int(req, to_day);
	return req;
}
