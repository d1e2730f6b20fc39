/*
 * Drawers and Zs, asked of the database on both engines: cash is added up
 * from rows, a drawer closes once over what was counted, and a day closes
 * once over what was sold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "clock.h"
#include "lib/bare.h"
#include "ops.h"

#define TODAY	20261123	/* the day bare_sale() sells on */

static int
set_up_sqlite(void **state)
{
	*state = bare_new("sqlite");
	return 0;
}

static int
set_up_pg(void **state)
{
	*state = bare_new("postgresql");
	return 0;
}

static int
tear_down(void **state)
{
	bare_free(*state);
	return 0;
}

static struct db_req *
entry(struct bare *shop, const char *kind, const struct uuid *ref)
{
	struct rec_journal	j = { .register_id = shop->r1,
	    .kind = kind, .ref_id = *ref, .payload = "{}" };

	(void)shop;
	return op_journal_add(&j);
}

static struct db_req *
open_drawer(struct bare *shop, const struct uuid *id)
{
	struct rec_drawer	d = { .id = *id, .register_id = shop->r1,
	    .store_id = shop->store, .staff_id = shop->ana,
	    .business_day = TODAY };
	struct rec_denom	tens = { .drawer_id = *id, .phase = "open",
	    .denom = 1000, .qty = 10 };
	struct rec_denom	cents = { .drawer_id = *id, .phase = "open",
	    .denom = 1, .qty = 37 };
	struct db_req		*req = entry(shop, "drawer_open", id);

	req = db_req_join(req, op_drawer_open(&d));
	req = db_req_join(req, op_drawer_count(&tens));
	return db_req_join(req, op_drawer_count(&cents));
}

static struct db_req *
event(struct bare *shop, const struct uuid *drawer, const char *kind,
    int64_t amount)
{
	struct rec_drawer_event	e = { .id = uuid_new(), .drawer_id = *drawer,
	    .kind = kind, .amount = amount, .reason = "because",
	    .payee = "Bell Cleaners", .staff_id = shop->ana };

	return db_req_join(entry(shop, kind, &e.id), op_drawer_event(&e));
}

static struct db_req *
count(const struct uuid *drawer, int64_t denom, int64_t qty)
{
	struct rec_denom	c = { .drawer_id = *drawer, .phase = "close",
	    .denom = denom, .qty = qty };

	return op_drawer_count(&c);
}

static enum db_refusal
refusal(struct bare *shop, struct db_req *req)
{
	struct db_ans	*ans;
	enum db_refusal	 why;

	assert_int_equal(bare_do(shop->db, req, &ans), DB_REFUSED);
	why = db_refusal(ans);
	db_ans_free(ans);
	return why;
}

static struct db_req *
sell(struct bare *shop, const struct uuid *piece, int64_t qty,
    struct uuid *line_r, const struct uuid *line_ret)
{
	struct uuid	sale = uuid_new(), line = uuid_new();

	if (line_r != NULL)
		*line_r = line;
	return bare_sale(shop, &shop->r1, &sale, &line, piece, "counted", qty,
	    500, NULL, line_ret);
}

static void
a_drawer_is_added_up_from_rows(void **state)
{
	struct bare		*shop = *state;
	struct uuid		 cloth = bare_piece(shop, "C", "counted", 9,
	    500);
	struct uuid		 id = uuid_new(), other = uuid_new(), line;
	struct uuid		 close = uuid_new();
	const struct rec_drawer	*d;
	struct db_ans		*ans;
	size_t			 n;

	bare_must(shop->db, sell(shop, &cloth, 1, NULL, NULL));
	bare_must(shop->db, open_drawer(shop, &id));
	assert_int_equal(refusal(shop, open_drawer(shop, &other)),
	    REFUSAL_DUPLICATE);
	bare_must(shop->db, sell(shop, &cloth, 4, &line, NULL));
	bare_must(shop->db, sell(shop, &cloth, -1, NULL, &line));
	bare_must(shop->db, event(shop, &id, "pay_in", 700));
	bare_must(shop->db, event(shop, &id, "pay_out", 250));
	bare_must(shop->db, event(shop, &id, "drop", 5000));
	bare_must(shop->db, event(shop, &id, "no_sale", 0));

	assert_int_equal(bare_do(shop->db, op_drawer_of(&shop->r1), &ans),
	    DB_DONE);
	d = db_rows(ans, REC_DRAWER, &n);
	assert_int_equal(n, 1);
	assert_int_equal(d->float_cash, 10037);
	assert_int_equal(d->cash_taken, 2000);
	assert_int_equal(d->cash_refunded, -500);
	assert_int_equal(d->no_sales, 1);
	assert_int_equal(d->expected, 10037 + 2000 - 500 + 700 - 250 - 5000);
	assert_string_equal(d->staff, "Ana");
	db_ans_free(ans);

	/* Two cents short: not without a reason, and then as it is. */
	bare_must(shop->db, db_req_join(count(&id, 100, 69),
	    count(&id, 1, 85)));
	assert_int_equal(refusal(shop, db_req_join(entry(shop, "drawer_close",
	    &close), op_drawer_close(&id, &shop->ana, ""))), REFUSAL_OTHER);
	assert_int_equal(bare_do(shop->db, db_req_join(entry(shop,
	    "drawer_close", &close), op_drawer_close(&id, &shop->ana,
	    "miscounted change")), &ans), DB_DONE);
	d = db_rows(ans, REC_DRAWER, &n);
	assert_int_equal(d->counted, 6985);
	assert_int_equal(d->over_short, -2);
	assert_int_equal(d->open, 0);
	assert_string_equal(d->closed_by, "Ana");
	db_ans_free(ans);
}

static void
a_closed_drawer_stays_closed(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 id = uuid_new(), again = uuid_new();
	struct uuid	 e1 = uuid_new(), e2 = uuid_new();

	bare_must(shop->db, open_drawer(shop, &id));
	bare_must(shop->db, db_req_join(count(&id, 1000, 10),
	    count(&id, 1, 37)));
	bare_must(shop->db, db_req_join(entry(shop, "drawer_close", &e1),
	    op_drawer_close(&id, &shop->ana, "")));
	assert_int_equal(refusal(shop, db_req_join(entry(shop, "drawer_close",
	    &e2), op_drawer_close(&id, &shop->ana, ""))), REFUSAL_REGISTER);
	assert_int_equal(refusal(shop, event(shop, &id, "drop", 5)),
	    REFUSAL_REGISTER);
	assert_int_equal(refusal(shop, count(&id, 5, 5)), REFUSAL_REGISTER);
	/* A second session on the same day. */
	bare_must(shop->db, open_drawer(shop, &again));
}

static void
nonsense_in_a_drawer_is_refused(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 id = uuid_new();

	bare_must(shop->db, open_drawer(shop, &id));
	assert_int_equal(refusal(shop, count(&id, 100, -1)), REFUSAL_OTHER);
	assert_int_equal(refusal(shop, count(&id, 0, 1)), REFUSAL_OTHER);
	assert_int_equal(refusal(shop, event(shop, &id, "drop", 0)),
	    REFUSAL_OTHER);
	assert_int_equal(refusal(shop, event(shop, &id, "pay_out", -5)),
	    REFUSAL_OTHER);
}

static struct rec_z
due(struct bare *shop, const struct uuid *reg)
{
	const struct rec_z	*z;
	struct db_ans		*ans;
	struct rec_z		 copy;
	size_t			 n;

	assert_int_equal(bare_do(shop->db, op_z_due(&shop->store, reg, TODAY),
	    &ans), DB_DONE);
	z = db_rows(ans, REC_Z, &n);
	assert_int_equal(n, 1);
	copy = *z;
	db_ans_free(ans);
	copy.id = uuid_new();
	copy.next_day = 20261124;
	copy.staff_id = shop->ana;
	copy.totals = "{}";
	return copy;
}

static struct db_req *
close_z(struct bare *shop, const struct rec_z *z)
{
	return db_req_join(entry(shop, "z", &z->id), op_z_add(z));
}

static void
a_day_closes_once(void **state)
{
	struct bare		*shop = *state;
	struct uuid		 cloth = bare_piece(shop, "C", "counted", 9,
	    500);
	struct rec_z		 z, twice;
	const struct rec_z	*made;
	const struct rec_named	*s;
	struct db_ans		*ans;
	size_t			 n;

	bare_must(shop->db, sell(shop, &cloth, 2, NULL, NULL));
	z = due(shop, NULL);
	assert_int_equal(z.sales, 1);
	assert_int_equal(z.total, 1000);

	/* A sale comes in between adding up and closing. */
	bare_must(shop->db, sell(shop, &cloth, 1, NULL, NULL));
	assert_int_equal(refusal(shop, close_z(shop, &z)), REFUSAL_TOTALS);
	z = due(shop, NULL);
	twice = z;
	twice.id = uuid_new();
	assert_int_equal(bare_do(shop->db, close_z(shop, &z), &ans), DB_DONE);
	made = db_rows(ans, REC_Z, &n);
	assert_int_equal(n, 1);
	assert_int_equal(made->number, 1);
	assert_int_equal(made->grand_total, 1500);
	assert_int_equal(made->hash.len, 32);
	db_ans_free(ans);
	assert_int_equal(refusal(shop, close_z(shop, &twice)),
	    REFUSAL_RETURNED);

	/* Late: it belongs to the next day, and the next Z goes on. */
	assert_int_equal(bare_do(shop->db, sell(shop, &cloth, 1, NULL, NULL),
	    &ans), DB_DONE);
	s = db_rows(ans, REC_NAMED, &n);
	assert_int_equal(s->business_day, 20261124);
	db_ans_free(ans);
	z = due(shop, NULL);
	z.business_day = 20261124;
	z.next_day = 20261125;
	z.sales = 1;
	z.total = 500;
	assert_int_equal(bare_do(shop->db, close_z(shop, &z), &ans), DB_DONE);
	made = db_rows(ans, REC_Z, &n);
	assert_int_equal(made->number, 2);
	assert_int_equal(made->grand_total, 2000);
	db_ans_free(ans);
}

static void
a_register_counts_its_zs_without_a_gap(void **state)
{
	struct bare		*shop = *state;
	struct uuid		 cloth = bare_piece(shop, "C", "counted", 9,
	    500);
	const struct rec_z	*made;
	struct rec_z		 z;
	struct db_ans		*ans;
	int64_t			 i;
	size_t			 n;

	for (i = 1; i <= 3; i++) {
		bare_must(shop->db, sell(shop, &cloth, 1, NULL, NULL));
		z = due(shop, &shop->r1);
		assert_int_equal(z.number, i);
		assert_int_equal(z.sales, 1);
		assert_int_equal(bare_do(shop->db, close_z(shop, &z), &ans),
		    DB_DONE);
		made = db_rows(ans, REC_Z, &n);
		assert_int_equal(made->number, i);
		assert_int_equal(made->grand_total, 500 * i);
		assert_string_equal(made->till, "R1");
		db_ans_free(ans);
	}
	z = due(shop, &shop->r2);
	assert_int_equal(z.number, 1);
	assert_int_equal(z.sales, 0);
	/* Stale figures of another terminal. */
	z = due(shop, &shop->r1);
	bare_must(shop->db, sell(shop, &cloth, 1, NULL, NULL));
	assert_int_equal(refusal(shop, close_z(shop, &z)), REFUSAL_TOTALS);
}

static int64_t
sum_of(struct bare *shop, enum figure what, int64_t from, int64_t to)
{
	const struct rec_figure	*f;
	struct db_ans		*ans;
	int64_t			 sum = 0;
	size_t			 i, n;

	assert_int_equal(bare_do(shop->db, op_figure(what, NULL, from, to),
	    &ans), DB_DONE);
	f = db_rows(ans, REC_FIGURE, &n);
	for (i = 0; i < n; i++)
		sum += f[i].amount + 1000000 * f[i].n + 3 * f[i].gross +
		    7 * f[i].sold + 11 * f[i].returned;
	db_ans_free(ans);
	return sum;
}

static void
assert_rollup_right(struct bare *shop, bool right)
{
	struct db_ans	*ans;
	size_t		 n;

	assert_int_equal(bare_do(shop->db, op_check(CHECK_ROLLUP),
	    &ans), DB_DONE);
	db_rows(ans, REC_FINDING, &n);
	assert_int_equal(n == 0, right);
	db_ans_free(ans);
}

/* A day says the same from its rows before, and from its rollup after. */
static void
a_closed_day_says_the_same(void **state)
{
	static const enum figure whats[] = { FIGURE_SALES, FIGURE_STAFF,
	    FIGURE_TENDER, FIGURE_TIME, FIGURE_TAX, FIGURE_DISCOUNT,
	    FIGURE_CONSIGNOR, FIGURE_DAY, FIGURE_AGE };
	enum { COUNT = sizeof whats / sizeof whats[0] };
	struct bare		*shop = *state;
	struct uuid		 cloth = bare_piece(shop, "C", "counted", 90,
	    500), line;
	int64_t			 before[COUNT];
	const struct rec_num	*num;
	const struct rec_sold	*sold;
	struct db_ans		*ans;
	struct rec_z		 z;
	size_t			 i, n;

	for (i = 0; i < 9; i++)
		bare_must(shop->db, sell(shop, &cloth, (int64_t)i + 1, &line,
		    NULL));
	bare_must(shop->db, sell(shop, &cloth, -2, NULL, &line));
	for (i = 0; i < COUNT; i++)
		before[i] = sum_of(shop, whats[i], TODAY, TODAY);
	assert_true(before[0] > 0);
	z = due(shop, NULL);
	bare_must(shop->db, close_z(shop, &z));
	assert_rollup_right(shop, false);
	bare_must(shop->db, op_rollup_make(&shop->store, TODAY));
	bare_must(shop->db, op_rollup_make(&shop->store, TODAY));
	assert_rollup_right(shop, true);
	for (i = 0; i < COUNT; i++)
		assert_int_equal(sum_of(shop, whats[i], TODAY, TODAY),
		    before[i]);
	/* Open and closed days together. */
	bare_must(shop->db, sell(shop, &cloth, 5, NULL, NULL));
	assert_int_equal(sum_of(shop, FIGURE_TENDER, TODAY, 20261124),
	    before[2] + 2500 + 1000000);
	assert_int_equal(bare_do(shop->db, op_sold_list(NULL, TODAY, 20261124,
	    5), &ans), DB_DONE);
	sold = db_rows(ans, REC_SOLD, &n);
	assert_int_equal(n, 5);
	assert_int_equal(sold[0].qty, 5);
	assert_string_equal(sold[0].staff, "Ana");
	db_ans_free(ans);
	assert_int_equal(bare_do(shop->db, op_sold_twice(TODAY,
	    20261124), &ans), DB_DONE);
	num = db_rows(ans, REC_NUM, &n);
	assert_int_equal(num->value, 0);
	db_ans_free(ans);
}

#define BOTH(test) \
	{ #test " (sqlite)", test, set_up_sqlite, tear_down, NULL }, \
	{ #test " (postgresql)", test, set_up_pg, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(a_drawer_is_added_up_from_rows),
		BOTH(a_closed_drawer_stays_closed),
		BOTH(nonsense_in_a_drawer_is_refused),
		BOTH(a_day_closes_once),
		BOTH(a_closed_day_says_the_same),
		BOTH(a_register_counts_its_zs_without_a_gap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
