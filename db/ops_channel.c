/* Operations on channels, their orders and conflicts: see ops.h. */
#include "ops.h"

#include "driver.h"
#include "req_of.h"
#include "sql.h"

struct db_req *
op_link_list(void)
{
	return req_of(SQL_LINK_LIST);
}

struct db_req *
op_channel_edit(const struct rec_link *l)
{
	struct db_req	*req = req_of_uuid(SQL_CHANNEL_EDIT, &l->id);

	req_str(req, l->name);
	req_int(req, l->outbox);
	req_int(req, l->active);
	req_int(req, l->tell_held);
	req_int(req, l->publish);
	return req;
}

struct db_req *
op_value_list(const struct uuid *channel)
{
	return req_of_uuid(SQL_VALUE_LIST, channel);
}

struct db_req *
op_value_set(const struct uuid *channel, const struct rec_value *v)
{
	struct db_req	*req = req_of_uuid(SQL_VALUE_SET, channel);

	req_str(req, v->name);
	req_str(req, v->value);
	req_blob(req, v->sealed.bytes, v->sealed.len);
	return req;
}

struct db_req *
op_value_clear(const struct uuid *channel)
{
	return req_of_uuid(SQL_VALUE_CLEAR, channel);
}

struct db_req *
op_run_add(const struct uuid *channel)
{
	return req_of_uuid(SQL_RUN_ADD, channel);
}

struct db_req *
op_run_polled(const struct uuid *channel, const char *position,
    int64_t began, int64_t now)
{
	struct db_req	*req = req_of_uuid(SQL_RUN_POLLED, channel);

	req_str(req, position);
	req_int(req, now);
	req = db_req_join(req, req_of_uuid(SQL_DELIVERY_DONE, channel));
	req_int(req, began);
	req_int(req, now);
	return req;
}

struct db_req *
op_run_problem(const struct uuid *channel, const char *problem, int64_t now)
{
	struct db_req	*req = req_of_uuid(SQL_RUN_PROBLEM, channel);

	req_str(req, problem);
	req_int(req, now);
	return req;
}

struct db_req *
op_run_checked(const struct rec_link *l)
{
	struct db_req	*req = req_of_uuid(SQL_RUN_CHECKED, &l->id);

	req_int(req, l->checked_at);
	req_int(req, l->live);
	req_int(req, l->ghosts);
	req_int(req, l->strays);
	req_int(req, l->differ);
	return req;
}

struct db_req *
op_run_pause(const struct uuid *channel, bool paused)
{
	struct db_req	*req = req_of_uuid(SQL_RUN_PAUSE, channel);

	req_int(req, paused);
	return req;
}

struct db_req *
op_run_want(const struct uuid *channel)
{
	return req_of_uuid(SQL_RUN_WANT, channel);
}

struct db_req *
op_map_list(const struct uuid *channel)
{
	return req_of_uuid(SQL_MAP_LIST, channel);
}

struct db_req *
op_map_find(const struct uuid *channel, const char *product,
    const char *variant, const char *sku)
{
	struct db_req	*req = req_of_uuid(SQL_MAP_FIND, channel);

	req_str(req, product);
	req_str(req, variant);
	req_str(req, sku);
	return req;
}

struct db_req *
op_map_set(const struct uuid *channel, const struct rec_map *m)
{
	struct db_req	*req = req_of_uuid(SQL_MAP_SET, channel);

	req_uuid(req, &m->piece_id);
	req_str(req, m->product_ref);
	req_str(req, m->variant_ref);
	req_str(req, m->stock_ref);
	return req;
}

struct db_req *
op_map_told(const struct uuid *channel, const struct uuid *piece,
    int64_t qty, int64_t now)
{
	struct db_req	*req = req_of_uuid(SQL_MAP_TOLD, channel);

	req_uuid(req, piece);
	req_int(req, qty);
	req_int(req, now);
	return req;
}

struct db_req *
op_outbox_due(const struct uuid *channel, int64_t now, int64_t limit)
{
	struct db_req	*req = req_of_uuid(SQL_OUTBOX_DUE, channel);

	req_int(req, now);
	req_int(req, limit);
	return db_req_join(req, req_of_uuid(SQL_OUTBOX_NEXT, channel));
}

static struct db_req *
outbox_mark(const struct stmt_def *def, const struct uuid *channel,
    const struct uuid *piece, int64_t last_id, int64_t when,
    const char *remark)
{
	struct db_req	*req = req_of_uuid(def, channel);

	req_uuid(req, piece);
	req_int(req, last_id);
	req_int(req, when);
	req_str(req, remark);
	return req;
}

struct db_req *
op_outbox_done(const struct uuid *channel, const struct uuid *piece,
    int64_t last_id, int64_t now, const char *remark)
{
	return outbox_mark(SQL_OUTBOX_DONE, channel, piece, last_id, now,
	    remark);
}

struct db_req *
op_outbox_later(const struct uuid *channel, const struct uuid *piece,
    int64_t last_id, int64_t next_at, const char *problem)
{
	return outbox_mark(SQL_OUTBOX_LATER, channel, piece, last_id, next_at,
	    problem);
}

struct db_req *
op_outbox_add(const struct uuid *channel, const struct uuid *piece,
    const char *kind, int64_t now)
{
	struct db_req	*req = req_of_uuid(SQL_OUTBOX_ADD, channel);

	req_uuid(req, piece);
	req_str(req, kind);
	req_int(req, now);
	return req;
}

struct db_req *
op_outbox_sync(const struct uuid *channel, int64_t now)
{
	struct db_req	*req = req_of_uuid(SQL_OUTBOX_SYNC, channel);

	req_int(req, now);
	return req;
}

struct db_req *
op_listing_set(const struct uuid *channel, const struct uuid *piece,
    bool shown)
{
	struct db_req	*req = req_of_uuid(SQL_LISTING_SET, channel);

	req_uuid(req, piece);
	req_int(req, shown);
	return req;
}

struct db_req *
op_listing_sent(const struct uuid *channel, const struct uuid *piece,
    int64_t now)
{
	struct db_req	*req = req_of_uuid(SQL_LISTING_SENT, channel);

	req_uuid(req, piece);
	req_int(req, now);
	return req;
}

struct db_req *
op_listing_list(const struct uuid *channel)
{
	return req_of_uuid(SQL_LISTING_LIST, channel);
}

struct db_req *
op_show_get(const struct uuid *channel, const struct uuid *piece)
{
	struct db_req	*req = req_of_uuid(SQL_SHOW_GET, channel);

	req_uuid(req, piece);
	return db_req_join(req, req_of_uuid(SQL_PIECE_PHOTOS, piece));
}

struct db_req *
op_show_due(const struct uuid *channel, int64_t now)
{
	struct db_req	*req = req_of_uuid(SQL_SHOW_DUE, channel);

	req_int(req, now);
	return db_req_join(req, req_of_uuid(SQL_SHOW_NEXT, channel));
}

struct db_req *
op_show_done(const struct uuid *channel, const struct uuid *piece,
    int64_t last_id, int64_t now, const char *remark)
{
	return outbox_mark(SQL_SHOW_DONE, channel, piece, last_id, now,
	    remark);
}

struct db_req *
op_show_later(const struct uuid *channel, const struct uuid *piece,
    int64_t last_id, int64_t next_at, const char *problem)
{
	return outbox_mark(SQL_SHOW_LATER, channel, piece, last_id, next_at,
	    problem);
}

struct db_req *
op_outbox_delay(int64_t since)
{
	struct db_req	*req = req_of(SQL_OUTBOX_DELAY);

	req_int(req, since);
	return req;
}

struct db_req *
op_outbox_open(const char *code, int64_t limit)
{
	struct db_req	*req = req_of(SQL_OUTBOX_OPEN);

	req_str(req, code);
	req_int(req, limit);
	return req;
}

struct db_req *
op_delivery_add(const struct uuid *id, const struct uuid *channel,
    const char *dedup, const char *topic, const char *headers,
    const void *body, size_t len, int64_t now)
{
	struct db_req	*req = req_of_uuid(SQL_DELIVERY_ADD, id);

	req_uuid(req, channel);
	req_str(req, dedup);
	req_str(req, topic);
	req_str(req, headers);
	req_blob(req, len == 0 ? "" : body, len);
	req_int(req, now);
	return req;
}

struct db_req *
op_delivery_prune(int64_t done_before)
{
	struct db_req	*req = req_of(SQL_DELIVERY_PRUNE);

	req_int(req, done_before);
	return req;
}

struct db_req *
op_remote_by_ref(const struct uuid *channel, const char *ref)
{
	struct db_req	*req = req_of_uuid(SQL_REMOTE_BY_REF, channel);

	req_str(req, ref);
	return req;
}

struct db_req *
op_remote_get(const struct uuid *id)
{
	return req_of_uuid(SQL_REMOTE_GET, id);
}

struct db_req *
op_remote_due(const struct uuid *channel, int64_t now, int64_t limit)
{
	struct db_req	*req = req_of_uuid(SQL_REMOTE_DUE, channel);

	req_int(req, now);
	req_int(req, limit);
	return db_req_join(req, req_of_uuid(SQL_REMOTE_NEXT, channel));
}

struct db_req *
op_remote_add(const struct rec_remote *r)
{
	struct db_req	*req = req_of_uuid(SQL_REMOTE_ADD, &r->id);

	req_uuid(req, &r->channel_id);
	req_str(req, r->order_ref);
	req_str(req, r->number);
	req_str(req, r->status);
	req_blob(req, r->digest.bytes, r->digest.len);
	req_str(req, r->claim);
	req_int(req, r->total);
	req_str(req, r->customer);
	req_str(req, r->email);
	req_int(req, r->placed_at);
	req_int(req, r->seen_at);
	return req;
}

struct db_req *
op_remote_changed(const struct rec_remote *r)
{
	struct db_req	*req = req_of_uuid(SQL_REMOTE_CHANGED, &r->id);

	req_str(req, r->status);
	req_blob(req, r->digest.bytes, r->digest.len);
	req_str(req, r->claim);
	req_int(req, r->total);
	req_str(req, r->customer);
	req_str(req, r->email);
	req_int(req, r->changed_at);
	return req;
}

struct db_req *
op_remote_state(const struct uuid *id, const char *state,
    const struct uuid *sale, int64_t now, int64_t next_at,
    const char *problem)
{
	struct db_req	*req = req_of_uuid(SQL_REMOTE_STATE, id);

	req_str(req, state);
	req_uuid(req, sale);
	req_int(req, now);
	req_int(req, next_at);
	req_str(req, problem);
	return req;
}

struct db_req *
op_remote_later(const struct uuid *id, int64_t next_at, const char *problem)
{
	struct db_req	*req = req_of_uuid(SQL_REMOTE_LATER, id);

	req_int(req, next_at);
	req_str(req, problem);
	return req;
}

struct db_req *
op_conflict_add(const struct rec_conflict *f)
{
	struct db_req	*req = req_of_uuid(SQL_CONFLICT_ADD, &f->id);

	req_str(req, f->kind);
	req_uuid(req, &f->channel_id);
	req_uuid(req, &f->remote_id);
	req_uuid(req, &f->piece_id);
	req_str(req, f->sku);
	req_str(req, f->title);
	req_uuid(req, &f->taken_sale_id);
	req_str(req, f->taken_by);
	req_str(req, f->taken_paid);
	req_str(req, f->wanted_by);
	req_str(req, f->wanted_paid);
	req_int(req, f->amount);
	req_str(req, f->done);
	req_str(req, f->todo);
	req_int(req, f->opened_at);
	return req;
}

static struct db_req *
conflict_say(const struct stmt_def *def, const struct uuid *remote,
    const char *done, const char *todo, int64_t now)
{
	struct db_req	*req = req_of_uuid(def, remote);

	req_str(req, done);
	req_str(req, todo);
	req_int(req, now);
	return req;
}

struct db_req *
op_conflict_done(const struct uuid *remote, const char *done,
    const char *todo, int64_t now)
{
	return conflict_say(SQL_CONFLICT_DONE, remote, done, todo, now);
}

struct db_req *
op_conflict_parted(const struct uuid *remote, const char *done,
    const char *todo, int64_t now)
{
	return conflict_say(SQL_CONFLICT_PARTED, remote, done, todo, now);
}

struct db_req *
op_conflict_list(bool closed, int64_t limit)
{
	struct db_req	*req = req_of(SQL_CONFLICT_LIST);

	req_int(req, closed);
	req_int(req, limit);
	return req;
}

struct db_req *
op_conflict_get(const struct uuid *id)
{
	return req_of_uuid(SQL_CONFLICT_GET, id);
}

struct db_req *
op_conflict_count(void)
{
	return req_of(SQL_CONFLICT_COUNT);
}

struct db_req *
op_conflict_close(const struct uuid *id, const struct uuid *staff,
    const char *note, int64_t now)
{
	struct db_req	*req = req_of_uuid(SQL_CONFLICT_CLOSE, id);

	req_int(req, now);
	req_uuid(req, staff);
	req_str(req, note);
	return req;
}

struct db_req *
op_mail_add(const struct uuid *id, const char *kind, const char *recipient,
    const char *name, const struct uuid *ref, int64_t now)
{
	struct db_req	*req = req_of_uuid(SQL_MAIL_ADD, id);

	req_str(req, kind);
	req_str(req, recipient);
	req_str(req, name);
	req_uuid(req, ref);
	req_int(req, now);
	return req;
}

struct db_req *
op_mail_due(int64_t now, int64_t limit)
{
	struct db_req	*req = req_of(SQL_MAIL_DUE);

	req_int(req, now);
	req_int(req, limit);
	return req;
}

struct db_req *
op_mail_list(int64_t limit)
{
	struct db_req	*req = req_of(SQL_MAIL_LIST);

	req_int(req, limit);
	return req;
}

struct db_req *
op_mail_done(const struct uuid *id, int64_t now)
{
	struct db_req	*req = req_of_uuid(SQL_MAIL_DONE, id);

	req_int(req, now);
	return req;
}

struct db_req *
op_mail_later(const struct uuid *id, int64_t next_at, const char *problem)
{
	struct db_req	*req = req_of_uuid(SQL_MAIL_LATER, id);

	req_int(req, next_at);
	req_str(req, problem);
	return req;
}

struct db_req *
op_mail_retry(const struct uuid *id)
{
	return req_of_uuid(SQL_MAIL_RETRY, id);
}

struct db_req *
op_conflict_of_remote(const struct uuid *remote)
{
	return req_of_uuid(SQL_CONFLICT_OF_REMOTE, remote);
}
