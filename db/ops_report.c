/* Operations for the owner's figures: see ops.h. */
#include "ops.h"

#include "driver.h"
#include "req_of.h"
#include "sql.h"

const char *
figure_word(enum figure what)
{
	switch (what) {
	case FIGURE_SALES:
		return "sales";
	case FIGURE_STAFF:
		return "staff";
	case FIGURE_TENDER:
		return "tender";
	case FIGURE_TIME:
		return "time";
	case FIGURE_TAX:
		return "tax";
	case FIGURE_DISCOUNT:
		return "discount";
	case FIGURE_CONSIGNOR:
		return "consignor";
	case FIGURE_DAY:
		return "day";
	case FIGURE_AGE:
		return "age";
	}
	return "";
}

static struct db_req *
in_days(const struct stmt_def *def, const struct uuid *store, int64_t from_day,
    int64_t to_day)
{
	struct db_req	*req = req_of_uuid(def, store);

	req_int(req, from_day);
	req_int(req, to_day);
	return req;
}

static struct db_req *
of_day(const struct stmt_def *def, const struct uuid *store, int64_t day)
{
	struct db_req	*req = req_of_uuid(def, store);

	req_int(req, day);
	return req;
}

static struct db_req *
some(const struct stmt_def *def, const enum figure *whats, size_t count,
    int64_t apart, const struct uuid *store, int64_t from_day, int64_t to_day)
{
	struct db_req	*req = in_days(def, store, from_day, to_day);
	size_t		 i;

	req_int(req, apart);
	for (i = 0; i < FIGURES; i++)
		req_text(req, figure_word(whats[i < count ? i : 0]));
	return req;
}

struct db_req *
op_figure(enum figure what, const struct uuid *store, int64_t from_day,
    int64_t to_day)
{
	return some(SQL_FIGURE_SOME, &what, 1, 0, store, from_day, to_day);
}

struct db_req *
op_figure_stores(enum figure what, const struct uuid *store, int64_t from_day,
    int64_t to_day)
{
	return some(SQL_FIGURE_SOME, &what, 1, 1, store, from_day, to_day);
}

struct db_req *
op_figure_some(const enum figure *whats, size_t count,
    const struct uuid *store, int64_t from_day, int64_t to_day, bool closed)
{
	return some(closed ? SQL_FIGURE_CLOSED : SQL_FIGURE_SOME, whats,
	    count, 0, store, from_day, to_day);
}

struct db_req *
op_figure_all(const struct uuid *store, int64_t from_day, int64_t to_day)
{
	static const enum figure	all[FIGURES] = { FIGURE_SALES,
	    FIGURE_STAFF, FIGURE_TENDER, FIGURE_TIME, FIGURE_TAX,
	    FIGURE_DISCOUNT, FIGURE_CONSIGNOR, FIGURE_DAY, FIGURE_AGE };

	return some(SQL_FIGURE_SOME, all, FIGURES, 0, store, from_day, to_day);
}

struct db_req *
op_figure_stock(const struct uuid *store, int64_t now)
{
	return of_day(SQL_FIGURE_STOCK, store, now);
}

struct db_req *
op_sold_list(const struct uuid *store, int64_t from_day, int64_t to_day,
    int64_t limit)
{
	struct db_req	*req = in_days(SQL_SOLD_LIST, store, from_day, to_day);

	req_int(req, limit);
	return req;
}

struct db_req *
op_exempt_list(const struct uuid *store, int64_t from_day, int64_t to_day,
    int64_t limit)
{
	struct db_req	*req = in_days(SQL_EXEMPT_LIST, store, from_day,
	    to_day);

	req_int(req, limit);
	return req;
}

struct db_req *
op_sold_twice(int64_t from_day, int64_t to_day)
{
	struct db_req	*req = req_of(SQL_SOLD_TWICE);

	req_int(req, from_day);
	req_int(req, to_day);
	return req;
}

struct db_req *
op_rollup_make(const struct uuid *store, int64_t day)
{
	return db_req_join(of_day(SQL_ROLLUP_CLEAR, store, day),
	    of_day(SQL_ROLLUP_MAKE, store, day));
}

static struct db_req *
of_register(const struct stmt_def *def, const struct uuid *store,
    const struct uuid *reg)
{
	struct db_req	*req = req_of_uuid(def, store);

	req_uuid(req, reg);
	return req;
}

struct db_req *
op_roll(const struct uuid *store, const struct uuid *reg)
{
	struct db_req	*req = of_register(SQL_ROLL_BEGIN, store, reg);

	req = db_req_join(req, of_register(SQL_ROLL_ADD, store, reg));
	return db_req_join(req, of_register(SQL_ROLL_END, store, reg));
}

struct db_req *
op_roll_again(const struct uuid *store)
{
	struct db_req	*req = of_register(SQL_ROLL_BEGIN, store, NULL);

	req = db_req_join(req, req_of_uuid(SQL_ROLL_RESET, store));
	req = db_req_join(req, req_of_uuid(SQL_ROLL_CLEAR, store));
	req = db_req_join(req, of_register(SQL_ROLL_ADD, store, NULL));
	return db_req_join(req, of_register(SQL_ROLL_END, store, NULL));
}

struct db_req *
op_rollup_days(const struct uuid *store, int64_t from_day, int64_t to_day)
{
	return in_days(SQL_ROLLUP_DAYS, store, from_day, to_day);
}

struct db_req *
op_cash_received(const struct uuid *customer, int64_t from_day,
    int64_t to_day, const struct cash_limits *limits)
{
	struct db_req	*req = in_days(SQL_CASH_RECEIVED, customer, from_day,
	    to_day);

	req_int(req, limits->over);
	req_int(req, limits->instrument_most);
	req_int(req, limits->durable_over);
	req_text(req, limits->collectibles);
	return req;
}

struct db_req *
op_cash_report_add(const struct uuid *sale, int64_t filed_day,
    const struct uuid *staff)
{
	struct db_req	*req = of_day(SQL_CASH_REPORT_ADD, sale, filed_day);

	req_uuid(req, staff);
	return req;
}
