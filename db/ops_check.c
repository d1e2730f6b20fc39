/* Operations of verify, doctor and export: see ops.h. */
#include "ops.h"

#include "driver.h"
#include "req_of.h"
#include "sql.h"

struct db_req *
op_check(enum check which)
{
	static const struct stmt_def *const	checks[CHECK_COUNT] = {
		[CHECK_ON_HAND] = SQL_CHECK_ON_HAND,
		[CHECK_HELD] = SQL_CHECK_HELD,
		[CHECK_STATE] = SQL_CHECK_STATE,
		[CHECK_SOLD_TWICE] = SQL_CHECK_SOLD_TWICE,
		[CHECK_SOLD_AND_HERE] = SQL_CHECK_SOLD_AND_HERE,
		[CHECK_LIVE] = SQL_CHECK_LIVE,
		[CHECK_RETURNED] = SQL_CHECK_RETURNED,
		[CHECK_LINE_MOVES] = SQL_CHECK_LINE_MOVES,
		[CHECK_LINE_SUM] = SQL_CHECK_LINE_SUM,
		[CHECK_SALE_TOTAL] = SQL_CHECK_SALE_TOTAL,
		[CHECK_SALE_TAX] = SQL_CHECK_SALE_TAX,
		[CHECK_SALE_PAID] = SQL_CHECK_SALE_PAID,
		[CHECK_SALE_JOURNAL] = SQL_CHECK_SALE_JOURNAL,
		[CHECK_JOURNAL_SALE] = SQL_CHECK_JOURNAL_SALE,
		[CHECK_LINE_DAY] = SQL_CHECK_LINE_DAY,
		[CHECK_PAYMENT_DAY] = SQL_CHECK_PAYMENT_DAY,
		[CHECK_SALE_NAME] = SQL_CHECK_SALE_NAME,
		[CHECK_SALE_DRAWER] = SQL_CHECK_SALE_DRAWER,
		[CHECK_RETURN_LINE] = SQL_CHECK_RETURN_LINE,
		[CHECK_COMMISSION] = SQL_CHECK_COMMISSION,
		[CHECK_LINE_PIECE] = SQL_CHECK_LINE_PIECE,
		[CHECK_LINE_HOLD] = SQL_CHECK_LINE_HOLD,
		[CHECK_LINE_BARE] = SQL_CHECK_LINE_BARE,
		[CHECK_HOLD] = SQL_CHECK_HOLD,
		[CHECK_MOVE] = SQL_CHECK_MOVE,
		[CHECK_ROLLUP] = SQL_CHECK_ROLLUP,
		[CHECK_Z] = SQL_CHECK_Z,
		[CHECK_Z_ORDER] = SQL_CHECK_Z_ORDER,
		[CHECK_Z_JOURNAL] = SQL_CHECK_Z_JOURNAL,
		[CHECK_DRAWER] = SQL_CHECK_DRAWER,
		[CHECK_DRAWER_COUNT] = SQL_CHECK_DRAWER_COUNT,
		[CHECK_DRAWER_JOURNAL] = SQL_CHECK_DRAWER_JOURNAL,
		[CHECK_APPROVAL] = SQL_CHECK_APPROVAL,
		[CHECK_REFUSAL] = SQL_CHECK_REFUSAL,
	};

	return req_of(checks[which]);
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
op_journal_by_hash(const void *hash, size_t len)
{
	struct db_req	*req = req_of(SQL_JOURNAL_BY_HASH);

	req_blob(req, hash, len);
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
