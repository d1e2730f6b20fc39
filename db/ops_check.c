/* Operations of verify, doctor and export: see ops.h. */
#include "ops.h"

#include "driver.h"
#include "req_of.h"
#include "sql.h"

struct db_req *
op_check(enum check which)
{
	switch (which) {
	case CHECK_ON_HAND:
		return req_of(SQL_CHECK_ON_HAND);
	case CHECK_HELD:
		return req_of(SQL_CHECK_HELD);
	case CHECK_STATE:
		return req_of(SQL_CHECK_STATE);
	case CHECK_SOLD_TWICE:
		return req_of(SQL_CHECK_SOLD_TWICE);
	case CHECK_SOLD_AND_HERE:
		return req_of(SQL_CHECK_SOLD_AND_HERE);
	case CHECK_LIVE:
		return req_of(SQL_CHECK_LIVE);
	case CHECK_RETURNED:
		return req_of(SQL_CHECK_RETURNED);
	case CHECK_LINE_MOVES:
		return req_of(SQL_CHECK_LINE_MOVES);
	case CHECK_LINE_SUM:
		return req_of(SQL_CHECK_LINE_SUM);
	case CHECK_SALE_TOTAL:
		return req_of(SQL_CHECK_SALE_TOTAL);
	case CHECK_SALE_TAX:
		return req_of(SQL_CHECK_SALE_TAX);
	case CHECK_SALE_PAID:
		return req_of(SQL_CHECK_SALE_PAID);
	case CHECK_SALE_JOURNAL:
		return req_of(SQL_CHECK_SALE_JOURNAL);
	case CHECK_JOURNAL_SALE:
		return req_of(SQL_CHECK_JOURNAL_SALE);
	case CHECK_LINE_DAY:
		return req_of(SQL_CHECK_LINE_DAY);
	case CHECK_PAYMENT_DAY:
		return req_of(SQL_CHECK_PAYMENT_DAY);
	case CHECK_ROLLUP:
		return req_of(SQL_CHECK_ROLLUP);
	case CHECK_Z:
		return req_of(SQL_CHECK_Z);
	case CHECK_DRAWER:
		return req_of(SQL_CHECK_DRAWER);
	case CHECK_COUNT:
		break;
	}
	return req_of(SQL_CHECK_COUNTS);
}

struct db_req *
op_check_counts(void)
{
	return req_of(SQL_CHECK_COUNTS);
}

struct db_req *
op_journal_page(const struct uuid *reg, int64_t after, int64_t limit)
{
	struct db_req	*req = req_of_uuid(SQL_JOURNAL_PAGE, reg);

	req_int(req, after);
	req_int(req, limit);
	return req;
}

struct db_req *
op_sale_page(const char *after, int64_t from, int64_t to, int64_t limit)
{
	struct db_req	*req = req_of_text(SQL_SALE_PAGE, after);

	req_int(req, from);
	req_int(req, to);
	req_int(req, limit);
	return req;
}

struct db_req *
op_newest_fact(void)
{
	return req_of(SQL_NEWEST_FACT);
}

struct db_req *
op_engine_facts(void)
{
	return req_of(SQL_ENGINE_FACTS);
}
