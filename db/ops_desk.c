/* Operations on the rows behind the owner's figures: see ops.h. */
#include "ops.h"

#include "driver.h"
#include "req_of.h"
#include "sql.h"

static const char *const behind_word[] = {
	[BEHIND_ALL] = "all", [BEHIND_CHANNEL] = "channel",
	[BEHIND_CATEGORY] = "category", [BEHIND_STAFF] = "staff",
	[BEHIND_TAX] = "tax", [BEHIND_TAXED] = "taxed",
	[BEHIND_DISCOUNT] = "discount",
	[BEHIND_DISCOUNTS] = "discounts", [BEHIND_RETURN] = "return",
	[BEHIND_CONSIGNED] = "consigned",
};

struct db_req *
op_sold_behind(const struct uuid *store, int64_t from_day, int64_t to_day,
    enum behind what, const char *a, const char *b, int64_t limit)
{
	struct db_req	*req = req_of_uuid(SQL_SOLD_BEHIND, store);

	req_int(req, from_day);
	req_int(req, to_day);
	req_str(req, behind_word[what]);
	req_str(req, a);
	req_str(req, b);
	req_int(req, limit);
	return req;
}

struct db_req *
op_paid_behind(const struct uuid *store, int64_t from_day, int64_t to_day,
    const char *kind, int64_t limit)
{
	struct db_req	*req = req_of_uuid(SQL_PAID_BEHIND, store);

	req_int(req, from_day);
	req_int(req, to_day);
	req_str(req, kind);
	req_int(req, limit);
	return req;
}

struct db_req *
op_void_list(const struct uuid *store, int64_t from, int64_t to)
{
	struct db_req	*req = req_of_uuid(SQL_VOID_LIST, store);

	req_int(req, from);
	req_int(req, to);
	return req;
}

struct db_req *
op_delisted(int64_t from, int64_t to)
{
	struct db_req	*req = req_of(SQL_DELISTED);

	req_int(req, from);
	req_int(req, to);
	return req;
}

struct db_req *
op_unsettled(void)
{
	return req_of(SQL_UNSETTLED);
}

struct db_req *
op_delisted_behind(int64_t from, int64_t to, const char *channel,
    int64_t limit)
{
	struct db_req	*req = req_of(SQL_DELISTED_BEHIND);

	req_int(req, from);
	req_int(req, to);
	req_str(req, channel);
	req_int(req, limit);
	return req;
}

struct db_req *
op_recount(const struct uuid *after, int64_t limit)
{
	struct db_req	*req = req_of_uuid(SQL_RECOUNT, after);

	req_int(req, limit);
	return req;
}

struct db_req *
op_z_of_day(const struct uuid *store, int64_t day)
{
	struct db_req	*req = req_of_uuid(SQL_Z_OF_DAY, store);

	req_int(req, day);
	return req;
}

struct db_req *
op_till_figures(const struct uuid *reg)
{
	struct db_req	*req = req_of_uuid(SQL_TILL_SALES, reg);

	req = db_req_join(req, req_of_uuid(SQL_TILL_TENDERS, reg));
	return db_req_join(req, req_of_uuid(SQL_TILL_TAX, reg));
}
