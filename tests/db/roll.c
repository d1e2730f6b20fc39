/*
 * What registers sell is added up as the day runs (op_roll): no figure shows
 * it, whoever adds up, sells and closes days at once, and a sum that is wrong
 * is found and made anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdbool.h>

#include "lib/bare.h"
#include "lib/rig.h"
#include "lib/sql.h"
#include "ops.h"
#include "sell/day.h"

#define TODAY	20261123	/* the day bare_sale() sells on */
#define SALES	40		/* of each register in the race */
#define PATIENCE_MS	120000

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

static void
sell(struct bare *shop, const struct uuid *reg, const struct uuid *piece,
    int64_t qty, struct uuid *line_r, const struct uuid *line_ret)
{
	struct uuid	sale = uuid_new(), line = uuid_new();

	bare_must(shop->db, bare_sale(shop, reg, &sale, &line, piece,
	    "counted", qty, 500, NULL, line_ret));
	if (line_r != NULL)
		*line_r = line;
}

/* Every figure of every question, as one number that hardly lies. */
static uint64_t
figures(struct bare *shop)
{
	const struct rec_figure	*f;
	struct db_ans		*ans;
	uint64_t		 sum = 0;
	size_t			 i, n;

	assert_int_equal(bare_do(shop->db, op_figure_all(NULL, TODAY,
	    99991231), &ans), DB_DONE);
	f = db_rows(ans, REC_FIGURE, &n);
	for (i = 0; i < n; i++) {
		const int64_t	values[] = { f[i].n, f[i].sold, f[i].returned,
		    f[i].gross, f[i].refunds, f[i].discount, f[i].tax,
		    f[i].cost, f[i].due, f[i].commission, f[i].amount,
		    f[i].what[0], f[i].what[1], f[i].a[0], f[i].b[0] };
		size_t		k;

		for (k = 0; k < sizeof values / sizeof values[0]; k++)
			sum = sum * 1099511628211u + (uint64_t)values[k] + k;
	}
	db_ans_free(ans);
	return sum;
}

static size_t
wrong(struct bare *shop)
{
	struct db_ans	*ans;
	size_t		 n;

	assert_int_equal(bare_do(shop->db, op_check(CHECK_ROLLUP), &ans),
	    DB_DONE);
	db_rows(ans, REC_FINDING, &n);
	db_ans_free(ans);
	return n;
}

/* Adds up what a register sold; no figure changes. */
static void
roll(struct bare *shop, const struct uuid *reg)
{
	uint64_t	before = figures(shop);

	bare_must(shop->db, op_roll(&shop->store, reg));
	assert_true(figures(shop) == before);
	assert_int_equal(wrong(shop), 0);
}

static int64_t
rows(struct bare *shop)
{
	return sql_num(shop->db, "SELECT count(*) FROM rollup");
}

/* Closes the shop's next open day up to this one; false: sales came in. */
static bool
close_day(struct bare *shop, struct db *db, int64_t day)
{
	struct rec_journal	 j = { .register_id = shop->r1, .kind = "z",
	    .ref_id = uuid_new(), .payload = "{}" };
	struct db_req		*req;
	struct db_ans		*ans;
	struct rec_z		 z;
	enum db_status		 status;
	size_t			 n;

	assert_int_equal(bare_do(db, op_z_due(&shop->store, NULL, day), &ans),
	    DB_DONE);
	z = *(const struct rec_z *)db_rows(ans, REC_Z, &n);
	db_ans_free(ans);
	z.id = j.ref_id;
	z.next_day = day_add((int)day, 1);
	z.staff_id = shop->ana;
	z.totals = "{}";
	req = db_req_join(op_journal_add(&j), op_z_add(&z));
	req = db_req_join(req, op_rollup_make(&shop->store, day));
	status = bare_do(db, req, &ans);
	if (status != DB_DONE && db_refusal(ans) != REFUSAL_TOTALS)
		fail_msg("a Z: %s", db_err(ans)->text);
	db_ans_free(ans);
	return status == DB_DONE;
}

static void
adding_up_changes_no_figure(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 cloth = bare_piece(shop, "C", "counted", 90, 500);
	struct uuid	 line;
	uint64_t	 before;

	roll(shop, &shop->r1);
	assert_int_equal(rows(shop), 0);
	sell(shop, &shop->r1, &cloth, 3, &line, NULL);
	sell(shop, &shop->r2, &cloth, 1, NULL, NULL);
	roll(shop, &shop->r1);
	assert_true(rows(shop) > 0);
	/* What comes back takes nothing away of what is there. */
	sell(shop, &shop->r1, &cloth, -2, NULL, &line);
	sell(shop, &shop->r1, &cloth, 1, NULL, NULL);
	roll(shop, &shop->r2);
	roll(shop, &shop->r1);
	roll(shop, &shop->r1);
	/* A day that closes is added up whole, from its rows. */
	before = figures(shop);
	assert_true(close_day(shop, shop->db, TODAY));
	assert_true(figures(shop) == before);
	assert_int_equal(wrong(shop), 0);
	assert_int_equal(sql_num(shop->db, "SELECT count(*) FROM rollup "
	    "WHERE kept_by <> store_id"), 0);
	/* Late: of the next day. */
	sell(shop, &shop->r1, &cloth, 1, NULL, NULL);
	roll(shop, &shop->r1);
	assert_true(sql_num(shop->db, "SELECT count(*) FROM rollup WHERE "
	    "kept_by <> store_id AND business_day = 20261124") > 0);
}

static void
a_sum_that_lies_is_found_and_made_anew(void **state)
{
	static const char *const lies[] = {
		"UPDATE rollup SET amount = amount + 1 WHERE what = 'tender'",
		"UPDATE rollup SET kept_by = (SELECT id FROM register WHERE "
		"    code = 'W') WHERE what = 'day' AND kept_by = (SELECT id "
		"    FROM register WHERE code = 'R1')",
		"DELETE FROM rollup WHERE what = 'staff'",
		"UPDATE register SET rolled_seq = rolled_seq - 1",
		"UPDATE register SET rolled_seq = rolled_seq + 1000"
	};
	struct bare	*shop = *state;
	struct uuid	 cloth = bare_piece(shop, "C", "counted", 90, 500);
	uint64_t	 before;
	size_t		 i;

	sell(shop, &shop->r1, &cloth, 1, NULL, NULL);
	assert_true(close_day(shop, shop->db, TODAY));
	for (i = 0; i < sizeof lies / sizeof lies[0]; i++) {
		sell(shop, &shop->r1, &cloth, 1, NULL, NULL);
		sell(shop, &shop->r2, &cloth, 1, NULL, NULL);
		roll(shop, &shop->r1);
		before = figures(shop);
		sql_do(shop->db, lies[i]);
		assert_true(wrong(shop) > 0);
		bare_must(shop->db, op_rollup_make(&shop->store, TODAY));
		bare_must(shop->db, op_roll_again(&shop->store));
		assert_int_equal(wrong(shop), 0);
		assert_true(figures(shop) == before);
	}
}

struct seat {
	struct bare		*shop;
	const struct uuid	*reg, *cloth;
	struct rig_barrier	*start;
};

/* A register: sells, and adds up after every third sale. */
static int
sell_on(void *arg)
{
	struct seat	*seat = arg;
	struct bare	*shop = seat->shop;
	struct db	*db = bare_connect(shop);
	struct uuid	 sale, line;
	int		 i;

	rig_barrier_wait(seat->start);
	for (i = 0; i < SALES; i++) {
		sale = uuid_new();
		line = uuid_new();
		bare_must(db, bare_sale(shop, seat->reg, &sale, &line,
		    seat->cloth, "counted", 1, 500, NULL, NULL));
		if (i % 3 == 0)
			bare_must(db, op_roll(&shop->store, seat->reg));
	}
	db_close(db);
	return 0;
}

/* Days are closed meanwhile. */
static int
close_on(void *arg)
{
	struct seat	*seat = arg;
	struct db	*db = bare_connect(seat->shop);
	int		 i, day = TODAY;

	rig_barrier_wait(seat->start);
	for (i = 0; i < 2 * SALES; i++)
		if (close_day(seat->shop, db, day))
			day = day_add(day, 1);
	db_close(db);
	return 0;
}

static void
all_at_once(void **state)
{
	struct bare		*shop = *state;
	struct uuid		 cloth = bare_piece(shop, "C", "counted", 900,
	    500);
	struct rig_barrier	*start = rig_barrier_new(4);
	struct seat		 seats[] = {
		{ shop, &shop->r1, &cloth, start },
		{ shop, &shop->r2, &cloth, start },
		{ shop, &shop->web_register, &cloth, start },
		{ shop, NULL, NULL, start }
	};
	const struct rec_figure	*f;
	struct db_ans		*ans;
	pid_t			 pids[4];
	int64_t			 sales = 0;
	size_t			 i, n;

	for (i = 0; i < 4; i++)
		pids[i] = rig_fork(seats[i].reg != NULL ? sell_on : close_on,
		    &seats[i]);
	for (i = 0; i < 4; i++)
		assert_int_equal(rig_wait(pids[i], PATIENCE_MS), 0);
	assert_int_equal(wrong(shop), 0);
	assert_int_equal(bare_do(shop->db, op_figure(FIGURE_DAY, NULL, TODAY,
	    99991231), &ans), DB_DONE);
	f = db_rows(ans, REC_FIGURE, &n);
	for (i = 0; i < n; i++)
		sales += f[i].n;
	db_ans_free(ans);
	assert_int_equal(sales, 3 * SALES);
	assert_true(sql_num(shop->db, "SELECT count(*) FROM z") > 0);
}

#define BOTH(test) \
	{ #test " (sqlite)", test, set_up_sqlite, tear_down, NULL }, \
	{ #test " (postgresql)", test, set_up_pg, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(adding_up_changes_no_figure),
		BOTH(a_sum_that_lies_is_found_and_made_anew),
		BOTH(all_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
