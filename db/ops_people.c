/* Operations on the shop, its people, tills and callers: see ops.h. */
#include "ops.h"

#include "buf.h"
#include "driver.h"
#include "req_of.h"
#include "sql.h"
#include "words.h"

#define WORDS_MAX	2000
#define TYPED_MAX	400

struct db_req *
op_shop_get(void)
{
	return req_of(SQL_SHOP_GET);
}

struct db_req *
op_shop_add(const struct rec_shop *s)
{
	struct db_req	*req = req_of_text(SQL_SHOP_ADD, s->name);

	req_str(req, s->currency);
	req_str(req, s->zone);
	req_int(req, s->day_start);
	req_str(req, s->tax_rounding);
	req_str(req, s->owner_phone);
	req_int(req, s->created_at);
	return req;
}

struct db_req *
op_shop_edit(const struct rec_shop *s)
{
	struct db_req	*req = req_of_text(SQL_SHOP_EDIT, s->name);

	req_str(req, s->zone);
	req_int(req, s->day_start);
	req_str(req, s->tax_rounding);
	req_str(req, s->owner_phone);
	return req;
}

struct db_req *
op_setting_list(void)
{
	return req_of(SQL_SETTING_LIST);
}

struct db_req *
op_setting_set(const char *key, const char *value)
{
	struct db_req	*req = req_of_text(SQL_SETTING_SET, key);

	req_str(req, value);
	return req;
}

struct db_req *
op_setting_clear(const char *key)
{
	return req_of_text(SQL_SETTING_CLEAR, key);
}

struct db_req *
op_store_list(void)
{
	return req_of(SQL_STORE_LIST);
}

struct db_req *
op_store_add(const struct rec_store *s)
{
	struct db_req	*req = req_of_uuid(SQL_STORE_ADD, &s->id);

	req_str(req, s->code);
	req_str(req, s->name);
	req_str(req, s->address);
	req_str(req, s->phone);
	req_str(req, s->footer);
	req_int(req, s->created_at);
	return req;
}

struct db_req *
op_store_edit(const struct rec_store *s)
{
	struct db_req	*req = req_of_uuid(SQL_STORE_EDIT, &s->id);

	req_str(req, s->name);
	req_str(req, s->address);
	req_str(req, s->phone);
	req_str(req, s->footer);
	return req;
}

struct db_req *
op_rate_list(void)
{
	return req_of(SQL_RATE_LIST);
}

struct db_req *
op_rate_add(const struct rec_rate *r)
{
	struct db_req	*req = req_of_uuid(SQL_RATE_ADD, &r->id);

	req_uuid(req, &r->store_id);
	req_str(req, r->tax_class);
	req_str(req, r->name);
	req_int(req, r->ppm);
	req_int(req, r->inclusive);
	req_int(req, r->valid_from);
	req_int(req, r->valid_to);
	return req;
}

struct db_req *
op_rate_end(const struct uuid *id, int64_t last_day)
{
	struct db_req	*req = req_of_uuid(SQL_RATE_END, id);

	req_int(req, last_day);
	return req;
}

struct db_req *
op_category_list(void)
{
	return req_of(SQL_CATEGORY_LIST);
}

struct db_req *
op_category_add(const struct rec_category *c)
{
	struct db_req	*req = req_of_uuid(SQL_CATEGORY_ADD, &c->id);

	req_str(req, c->code);
	req_str(req, c->name);
	req_str(req, c->tax_class);
	return req;
}

struct db_req *
op_staff_list(void)
{
	return req_of(SQL_STAFF_LIST);
}

struct db_req *
op_staff_by_name(const char *name)
{
	return req_of_text(SQL_STAFF_BY_NAME, name);
}

struct db_req *
op_staff_add(const struct rec_staff *s)
{
	struct db_req	*req = req_of_uuid(SQL_STAFF_ADD, &s->id);

	req_str(req, s->name);
	req_str(req, s->role);
	req_str(req, s->os_user);
	req_str(req, s->pin_hash);
	req_int(req, s->created_at);
	return req;
}

struct db_req *
op_staff_role(const struct uuid *id, const char *role)
{
	struct db_req	*req = req_of_uuid(SQL_STAFF_ROLE, id);

	req_str(req, role);
	return req;
}

struct db_req *
op_staff_os_user(const struct uuid *id, const char *os_user)
{
	struct db_req	*req = req_of_uuid(SQL_STAFF_OS_USER, id);

	req_str(req, os_user);
	return req;
}

struct db_req *
op_staff_pin(const struct uuid *id, const char *pin_hash)
{
	struct db_req	*req = req_of_uuid(SQL_STAFF_PIN, id);

	req_str(req, pin_hash);
	return req;
}

struct db_req *
op_staff_disable(const struct uuid *id, int64_t at)
{
	struct db_req	*req = req_of_uuid(SQL_STAFF_DISABLE, id);

	req_int(req, at);
	return req;
}

struct db_req *
op_pin_attempt(const struct uuid *staff, const struct uuid *reg,
    int64_t at, bool ok)
{
	struct db_req	*req = req_of_uuid(SQL_PIN_ATTEMPT_ADD, staff);

	req_uuid(req, reg);
	req_int(req, at);
	req_int(req, ok);
	return req;
}

struct db_req *
op_register_list(void)
{
	return req_of(SQL_REGISTER_LIST);
}

struct db_req *
op_register_journals(void)
{
	return req_of(SQL_REGISTER_JOURNALS);
}

struct db_req *
op_register_add(const struct rec_register *r)
{
	struct db_req	*req = req_of_uuid(SQL_REGISTER_ADD, &r->id);

	req_uuid(req, &r->store_id);
	req_str(req, r->code);
	req_str(req, r->name);
	req_str(req, r->kind);
	req_int(req, r->created_at);
	return req;
}

struct db_req *
op_register_retire(const struct uuid *id, int64_t at)
{
	struct db_req	*req = req_of_uuid(SQL_REGISTER_RETIRE, id);

	req_int(req, at);
	return req;
}

struct db_req *
op_channel_list(void)
{
	return req_of(SQL_CHANNEL_LIST);
}

struct db_req *
op_channel_add(const struct rec_channel *c)
{
	struct db_req	*req = req_of_uuid(SQL_CHANNEL_ADD, &c->id);

	req_str(req, c->code);
	req_str(req, c->kind);
	req_str(req, c->name);
	req_int(req, c->outbox);
	req_int(req, c->created_at);
	return req;
}

struct db_req *
op_consignor_list(void)
{
	return req_of(SQL_CONSIGNOR_LIST);
}

struct db_req *
op_consignor_add(const struct rec_consignor *c)
{
	struct db_req	*req = req_of_uuid(SQL_CONSIGNOR_ADD, &c->id);

	req_str(req, c->code);
	req_str(req, c->name);
	req_str(req, c->email);
	req_str(req, c->phone);
	req_int(req, c->split_ppm);
	req_int(req, c->created_at);
	return req;
}

struct db_req *
op_customer_get(const struct uuid *id)
{
	return req_of_uuid(SQL_CUSTOMER_GET, id);
}

struct db_req *
op_apikey_list(void)
{
	return req_of(SQL_APIKEY_LIST);
}

/* The words a customer is found by. */
static void
customer_words(struct db_req *req, const struct rec_customer *c)
{
	struct buf	words = BUF_INIT(WORDS_MAX);

	words_fold(c->name, &words);
	words_fold(c->email, &words);
	words_fold(c->phone, &words);
	req_str(req, buf_str(&words));
	buf_free(&words);
}

struct db_req *
op_customer_add(const struct rec_customer *c)
{
	struct db_req	*req = req_of_uuid(SQL_CUSTOMER_ADD, &c->id);

	req_str(req, c->name);
	req_str(req, c->email);
	req_str(req, c->phone);
	req_str(req, c->address);
	req_str(req, c->note);
	req_int(req, c->tax_exempt);
	req_str(req, c->exempt_no);
	req_int(req, c->exempt_until);
	customer_words(req, c);
	req_int(req, c->created_at);
	return req;
}

struct db_req *
op_customer_edit(const struct rec_customer *c)
{
	struct db_req	*req = req_of_uuid(SQL_CUSTOMER_EDIT, &c->id);

	req_str(req, c->name);
	req_str(req, c->email);
	req_str(req, c->phone);
	req_str(req, c->address);
	req_str(req, c->note);
	req_int(req, c->tax_exempt);
	req_str(req, c->exempt_no);
	req_int(req, c->exempt_until);
	customer_words(req, c);
	return req;
}

struct db_req *
op_customer_find(const char *typed, int64_t limit)
{
	struct buf	 pattern = BUF_INIT(TYPED_MAX);
	struct db_req	*req;

	/* Folded words hold no % or _, so that typing them is harmless. */
	buf_addch(&pattern, '%');
	words_fold(typed, &pattern);
	buf_addch(&pattern, '%');
	req = req_of_text(SQL_CUSTOMER_FIND, buf_str(&pattern));
	req_int(req, limit);
	buf_free(&pattern);
	return req;
}

struct db_req *
op_apikey_by_hash(const void *hash, size_t len)
{
	struct db_req	*req = req_of(SQL_APIKEY_BY_HASH);

	req_blob(req, hash, len);
	return req;
}

struct db_req *
op_apikey_add(const struct rec_apikey *k)
{
	struct db_req	*req = req_of_uuid(SQL_APIKEY_ADD, &k->id);

	req_str(req, k->name);
	req_blob(req, k->key_hash.bytes, k->key_hash.len);
	req_str(req, k->scopes);
	req_uuid(req, &k->channel_id);
	req_int(req, k->created_at);
	return req;
}

struct db_req *
op_apikey_revoke(const struct uuid *id, int64_t at)
{
	struct db_req	*req = req_of_uuid(SQL_APIKEY_REVOKE, id);

	req_int(req, at);
	return req;
}

struct db_req *
op_ping(void)
{
	return req_of(SQL_PING);
}
