/* Operations for the owner's figures: see ops.h. */
#include "ops.h"

#include "driver.h"
#include "req_of.h"
#include "sql.h"

static const struct stmt_def *
figure_sql(enum figure what)
{
	switch (what) {
	case FIGURE_SALES:
		return SQL_FIGURE_SALES;
	case FIGURE_STAFF:
		return SQL_FIGURE_STAFF;
	case FIGURE_TENDER:
		return SQL_FIGURE_TENDER;
	case FIGURE_TIME:
		return SQL_FIGURE_TIME;
	case FIGURE_TAX:
		return SQL_FIGURE_TAX;
	case FIGURE_DISCOUNT:
		return SQL_FIGURE_DISCOUNT;
	case FIGURE_CONSIGNOR:
		return SQL_FIGURE_CONSIGNOR;
	case FIGURE_DAY:
		return SQL_FIGURE_DAY;
	case FIGURE_HOURS:
		return SQL_FIGURE_HOURS;
	}
	return SQL_FIGURE_SALES;
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

struct db_req *
op_figure(enum figure what, const struct uuid *store, int64_t from_day,
    int64_t to_day)
{
	return in_days(figure_sql(what), store, from_day, to_day);
}

struct db_req *
op_figure_stock(const struct uuid *store, int64_t a_year_ago,
    int64_t two_years_ago)
{
	return in_days(SQL_FIGURE_STOCK, store, a_year_ago, two_years_ago);
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
op_sold_twice(void)
{
	return req_of(SQL_SOLD_TWICE);
}

struct db_req *
op_rollup_make(const struct uuid *store, int64_t day)
{
	static const int	clear = 0, make = 1;
	const struct stmt_def	*parts[][2] = {
		{ SQL_ROLLUP_SALE_CLEAR, SQL_ROLLUP_SALE_MAKE },
		{ SQL_ROLLUP_STAFF_CLEAR, SQL_ROLLUP_STAFF_MAKE },
		{ SQL_ROLLUP_TENDER_CLEAR, SQL_ROLLUP_TENDER_MAKE },
	};
	struct db_req		*req = of_day(SQL_ROLLUP_HOUR_CLEAR, store,
	    day);
	size_t			 i;

	for (i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		req = db_req_join(req, of_day(parts[i][clear], store, day));
		req = db_req_join(req, of_day(parts[i][make], store, day));
	}
	return req;
}

struct db_req *
op_rollup_hour(const struct uuid *store, int64_t day, int64_t hour,
    int64_t sales, int64_t net)
{
	struct db_req	*req = of_day(SQL_ROLLUP_HOUR_ADD, store, day);

	req_int(req, hour);
	req_int(req, sales);
	req_int(req, net);
	return req;
}

struct db_req *
op_rollup_missing(const struct uuid *store, int64_t limit)
{
	return of_day(SQL_ROLLUP_MISSING, store, limit);
}

struct db_req *
op_rollup_wrong(const struct uuid *store)
{
	return req_of_uuid(SQL_ROLLUP_WRONG, store);
}
