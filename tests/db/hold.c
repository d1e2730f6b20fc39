/*
 * Holds for customers, one hold in another's place, and whose hold it was when
 * it ended before anybody asked: one contract, both engines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "bare.h"
#include "clock.h"
#include "ops.h"

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
hold_for(struct bare *shop, const struct uuid *id, const struct uuid *piece,
    int64_t ttl, const char *held_for)
{
	struct rec_hold	h = { .id = *id, .piece_id = *piece, .qty = 1,
	    .channel_id = shop->showroom, .owner = "R1 Ana",
	    .register_id = shop->r1, .staff_id = shop->ana,
	    .held_for = held_for };

	return op_hold_place(&h, ttl);
}

static int64_t
free_ones(struct bare *shop, const struct uuid *piece)
{
	const struct rec_piece	*p;
	struct db_ans		*ans;
	size_t			 n;
	int64_t			 is;

	assert_int_equal(bare_do(shop->db, op_piece_by_id(piece), &ans),
	    DB_DONE);
	p = db_rows(ans, REC_PIECE, &n);
	assert_int_equal(n, 1);
	is = p->on_hand - p->held;
	db_ans_free(ans);
	return is;
}

static void
is_listed_with_its_customer(void **state)
{
	struct bare		*shop = *state;
	struct uuid		 ring = bare_piece(shop, "R-1", "unique", 1, 7);
	struct uuid		 pin = bare_piece(shop, "P-1", "unique", 1, 9);
	struct uuid		 cart = uuid_new(), a = uuid_new();
	struct uuid		 cloth = bare_piece(shop, "C-1", "counted", 3,
				    1), b = uuid_new();
	const struct rec_hold	*h;
	struct db_ans		*ans;
	size_t			 n;

	bare_must(shop->db, hold_for(shop, &cart, &pin, MINUTE_US, ""));
	bare_must(shop->db, hold_for(shop, &a, &ring, 9 * MINUTE_US,
	    "Elena Marsh"));
	bare_must(shop->db, hold_for(shop, &b, &cloth, 2 * MINUTE_US,
	    "Mr. Ames"));
	assert_int_equal(bare_do(shop->db, op_hold_for_list(10), &ans),
	    DB_DONE);
	h = db_rows(ans, REC_HOLD, &n);
	assert_int_equal(n, 2);		/* the one that ends first, first */
	assert_string_equal(h[0].held_for, "Mr. Ames");
	assert_string_equal(h[1].held_for, "Elena Marsh");
	assert_string_equal(h[1].sku, "R-1");
	assert_string_equal(h[1].staff, "Ana");
	assert_int_equal(h[1].price, 7);
	db_ans_free(ans);
	bare_must(shop->db, op_hold_release(&a, clock_now()));
	assert_int_equal(bare_do(shop->db, op_hold_for_list(10), &ans),
	    DB_DONE);
	db_rows(ans, REC_HOLD, &n);
	assert_int_equal(n, 1);
	db_ans_free(ans);
}

/* One goes and the other comes in one transaction, or neither does. */
static void
takes_the_place_of_another(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 ring = bare_piece(shop, "R-1", "unique", 1, 1);
	struct uuid	 other = bare_piece(shop, "R-2", "unique", 1, 1);
	struct uuid	 cart = uuid_new(), kept = uuid_new(), no = uuid_new();
	struct uuid	 theirs = uuid_new();
	struct db_ans	*ans;
	const struct rec_hold *h;
	size_t		 n;

	bare_must(shop->db, hold_for(shop, &cart, &ring, MINUTE_US, ""));
	bare_must(shop->db, db_req_join(op_hold_release(&cart, clock_now()),
	    hold_for(shop, &kept, &ring, MINUTE_US, "Elena Marsh")));
	assert_int_equal(free_ones(shop, &ring), 0);

	bare_must(shop->db, hold_for(shop, &theirs, &other, MINUTE_US, ""));
	assert_int_equal(bare_do(shop->db, db_req_join(op_hold_release(&kept,
	    clock_now()), hold_for(shop, &no, &other, MINUTE_US, "x")), NULL),
	    DB_REFUSED);
	assert_int_equal(bare_do(shop->db, op_hold_get(&kept), &ans), DB_DONE);
	h = db_rows(ans, REC_HOLD, &n);
	assert_int_equal(n, 1);
	assert_string_equal(h->state, "active");
	db_ans_free(ans);
	assert_int_equal(free_ones(shop, &ring), 0);
}

/* kind, and whether it is over, of whoever has it lately. */
static void
assert_taker(struct bare *shop, const struct uuid *piece, int64_t lately,
    const char *kind, bool over)
{
	const struct rec_taker	*t;
	struct db_ans		*ans;
	size_t			 n;

	assert_int_equal(bare_do(shop->db, op_piece_taker(piece, lately),
	    &ans), DB_DONE);
	t = db_rows(ans, REC_TAKER, &n);
	assert_int_equal(n, 1);
	assert_string_equal(t->kind, kind);
	if (over) {
		assert_true(t->until <= t->now);
		assert_string_equal(t->staff, "Ana");
	}
	db_ans_free(ans);
}

/*
 * Refused by a hold that ends before the loser asks who: lately names it, run
 * out or given back; who has it now says nobody.
 */
static void
is_named_when_it_is_over(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 ring = bare_piece(shop, "R-1", "unique", 1, 1);
	struct uuid	 a = uuid_new(), b = uuid_new(), c = uuid_new();

	assert_taker(shop, &ring, TAKER_LATELY, "none", false);
	bare_must(shop->db, hold_for(shop, &a, &ring, 1000, ""));
	while (free_ones(shop, &ring) == 0)
		;
	assert_taker(shop, &ring, 0, "none", false);
	assert_taker(shop, &ring, TAKER_LATELY, "hold", true);
	bare_must(shop->db, op_hold_sweep());
	assert_taker(shop, &ring, TAKER_LATELY, "hold", true);
	bare_must(shop->db, hold_for(shop, &b, &ring, MINUTE_US, ""));
	assert_taker(shop, &ring, TAKER_LATELY, "hold", false);
	bare_must(shop->db, op_hold_release(&b, clock_now()));
	assert_taker(shop, &ring, 0, "none", false);
	assert_taker(shop, &ring, TAKER_LATELY, "hold", true);
	/* What was sold is the sale's, whoever held it before. */
	bare_must(shop->db, bare_sale(shop, &shop->r1, &c, &c, &ring, "unique",
	    1, 1, NULL, NULL));
	assert_taker(shop, &ring, TAKER_LATELY, "sale", false);
}

#define BOTH(test) \
	{ #test " (sqlite)", test, set_up_sqlite, tear_down, NULL }, \
	{ #test " (postgresql)", test, set_up_pg, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(is_listed_with_its_customer),
		BOTH(takes_the_place_of_another),
		BOTH(is_named_when_it_is_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
