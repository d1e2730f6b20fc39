/*
 * The rules of the one row, asked of the database itself, on both engines by
 * the same test: what a hold, a sale and a return do to a piece, what is
 * refused, and who is named.
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
#include "mem.h"
#include "ops.h"
#include "sell/book.h"

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
assert_piece(struct bare *shop, const struct uuid *id, int64_t on_hand,
    int64_t held, const char *status)
{
	const struct rec_piece	*p;
	struct db_ans		*ans;
	size_t			 n;

	assert_int_equal(bare_do(shop->db, op_piece_by_id(id), &ans), DB_DONE);
	p = db_rows(ans, REC_PIECE, &n);
	assert_int_equal(n, 1);
	assert_int_equal(p->on_hand, on_hand);
	assert_int_equal(p->held, held);
	assert_string_equal(p->status, status);
	db_ans_free(ans);
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
hold_for(struct bare *shop, const struct uuid *id, const struct uuid *piece,
    int64_t qty, int64_t ttl)
{
	struct rec_hold	h = { .id = *id, .piece_id = *piece, .qty = qty,
	    .channel_id = shop->web, .owner = "cart-77" };

	return op_hold_place(&h, ttl);
}

/* A sale of one; its line in *line_r. */
static struct db_req *
sell(struct bare *shop, const struct uuid *piece, const char *kind,
    int64_t qty, const struct uuid *hold, struct uuid *line_r)
{
	struct uuid	sale = uuid_new(), line = uuid_new();

	if (line_r != NULL)
		*line_r = line;
	return bare_sale(shop, &shop->r1, &sale, &line, piece, kind, qty,
	    420000, hold, NULL);
}

static struct db_req *
give_back(struct bare *shop, const struct uuid *piece, const char *kind,
    int64_t qty, const struct uuid *line)
{
	struct uuid	sale = uuid_new(), id = uuid_new();

	return bare_sale(shop, &shop->r1, &sale, &id, piece, kind, -qty,
	    420000, NULL, line);
}

/* Waits until the database's clock has passed the end of every hold. */
static void
pass_time(struct bare *shop, const struct uuid *piece)
{
	const struct rec_piece	*p;
	struct db_ans		*ans;
	size_t			 n;
	bool			 held;

	do {
		assert_int_equal(bare_do(shop->db, op_piece_by_id(piece),
		    &ans), DB_DONE);
		p = db_rows(ans, REC_PIECE, &n);
		held = p->held > 0;
		db_ans_free(ans);
	} while (held);
}

static void
a_sale_takes_the_piece_once(void **state)
{
	struct bare		*shop = *state;
	struct uuid		 ring = bare_piece(shop, "R-1", "unique", 1,
	    420000);
	const struct rec_taker	*t;
	const struct rec_named	*s;
	struct db_ans		*ans;
	size_t			 n;

	assert_piece(shop, &ring, 1, 0, "available");
	assert_int_equal(bare_do(shop->db, sell(shop, &ring, "unique", 1, NULL,
	    NULL), &ans), DB_DONE);
	s = db_rows(ans, REC_NAMED, &n);
	assert_int_equal(n, 1);
	assert_string_equal(s->number, "R1-000001");
	db_ans_free(ans);
	assert_piece(shop, &ring, 0, 0, "sold");
	assert_int_equal(refusal(shop, sell(shop, &ring, "unique", 1, NULL,
	    NULL)), REFUSAL_TAKEN);

	assert_int_equal(bare_do(shop->db, op_piece_taker(&ring, 0), &ans),
	    DB_DONE);
	t = db_rows(ans, REC_TAKER, &n);
	assert_int_equal(n, 1);
	assert_string_equal(t->kind, "sale");
	assert_string_equal(t->number, "R1-000001");
	assert_string_equal(t->channel, "Showroom");
	assert_string_equal(t->staff, "Ana");
	assert_int_equal(t->total, 420000);
	db_ans_free(ans);
}

/* A refused sale leaves nothing behind: no number is lost. */
static void
a_refusal_leaves_nothing(void **state)
{
	struct bare		*shop = *state;
	struct uuid		 ring = bare_piece(shop, "R-1", "unique", 1, 1);
	struct uuid		 next = bare_piece(shop, "R-2", "unique", 1, 1);
	const struct rec_named	*s;
	struct db_ans		*ans;
	size_t			 n;

	bare_must(shop->db, sell(shop, &ring, "unique", 1, NULL, NULL));
	assert_int_equal(refusal(shop, sell(shop, &ring, "unique", 1, NULL,
	    NULL)), REFUSAL_TAKEN);
	assert_int_equal(bare_do(shop->db, sell(shop, &next, "unique", 1, NULL,
	    NULL), &ans), DB_DONE);
	s = db_rows(ans, REC_NAMED, &n);
	assert_string_equal(s->number, "R1-000002");
	db_ans_free(ans);
}

static void
the_same_id_is_refused_as_a_duplicate(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 cloth = bare_piece(shop, "C-1", "counted", 9, 500);
	struct uuid	 sale = uuid_new(), line = uuid_new();
	int		 i;

	bare_must(shop->db, bare_sale(shop, &shop->r1, &sale, &line, &cloth,
	    "counted", 1, 500, NULL, NULL));
	for (i = 0; i < 3; i++)
		assert_int_equal(refusal(shop, bare_sale(shop, &shop->r2,
		    &sale, &line, &cloth, "counted", 1, 500, NULL, NULL)),
		    REFUSAL_DUPLICATE);
	assert_piece(shop, &cloth, 8, 0, "available");
}

static void
a_hold_keeps_others_away(void **state)
{
	struct bare		*shop = *state;
	struct uuid		 ring = bare_piece(shop, "R-1", "unique", 1, 1);
	struct uuid		 mine = uuid_new(), other = uuid_new();
	const struct rec_taker	*t;
	const struct rec_hold	*h;
	struct db_ans		*ans;
	size_t			 n;

	assert_int_equal(bare_do(shop->db, hold_for(shop, &mine, &ring, 1,
	    MINUTE_US), &ans), DB_DONE);
	h = db_rows(ans, REC_HOLD, &n);
	assert_int_equal(n, 1);
	assert_string_equal(h->state, "active");
	assert_true(h->expires_at - h->now > 50 * SECOND_US);
	db_ans_free(ans);
	assert_piece(shop, &ring, 1, 1, "held");

	assert_int_equal(refusal(shop, hold_for(shop, &other, &ring, 1,
	    MINUTE_US)), REFUSAL_TAKEN);
	assert_int_equal(refusal(shop, hold_for(shop, &mine, &ring, 1,
	    MINUTE_US)), REFUSAL_TAKEN);
	assert_int_equal(refusal(shop, sell(shop, &ring, "unique", 1, NULL,
	    NULL)), REFUSAL_TAKEN);
	assert_int_equal(refusal(shop, sell(shop, &ring, "unique", 1, &other,
	    NULL)), REFUSAL_TAKEN);
	assert_int_equal(bare_do(shop->db, op_piece_taker(&ring, 0), &ans),
	    DB_DONE);
	t = db_rows(ans, REC_TAKER, &n);
	assert_string_equal(t->kind, "hold");
	assert_string_equal(t->channel, "Website");
	assert_string_equal(t->owner, "cart-77");
	assert_true(uuid_eq(&t->id, &mine));
	db_ans_free(ans);

	bare_must(shop->db, sell(shop, &ring, "unique", 1, &mine, NULL));
	assert_piece(shop, &ring, 0, 0, "sold");
	assert_int_equal(bare_do(shop->db, op_hold_get(&mine), &ans), DB_DONE);
	h = db_rows(ans, REC_HOLD, &n);
	assert_string_equal(h->end_reason, "sold");
	db_ans_free(ans);
}

static void
a_hold_ends_released_expired_or_renewed(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 ring = bare_piece(shop, "R-1", "unique", 1, 1);
	struct uuid	 a = uuid_new(), b = uuid_new(), c = uuid_new();

	bare_must(shop->db, hold_for(shop, &a, &ring, 1, MINUTE_US));
	bare_must(shop->db, op_hold_release(&a, clock_now()));
	bare_must(shop->db, op_hold_release(&a, clock_now()));
	assert_piece(shop, &ring, 1, 0, "available");
	assert_int_equal(refusal(shop, op_hold_renew(&a, clock_now(),
	    MINUTE_US)), REFUSAL_UNKNOWN);

	/* Over time: the next taker ends it. */
	bare_must(shop->db, hold_for(shop, &b, &ring, 1, 1000));
	pass_time(shop, &ring);
	assert_piece(shop, &ring, 1, 0, "available");
	bare_must(shop->db, hold_for(shop, &c, &ring, 1, 1000));
	assert_int_equal(refusal(shop, op_hold_renew(&b, clock_now(),
	    MINUTE_US)), REFUSAL_UNKNOWN);

	/* Over time but not taken by anybody: its owner may go on. */
	pass_time(shop, &ring);
	bare_must(shop->db, op_hold_renew(&c, clock_now(), MINUTE_US));
	bare_must(shop->db, op_hold_sweep());
	assert_piece(shop, &ring, 1, 1, "held");
	bare_must(shop->db, sell(shop, &ring, "unique", 1, &c, NULL));
}

static void
an_expired_hold_still_sells_for_its_owner(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 ring = bare_piece(shop, "R-1", "unique", 1, 1);
	struct uuid	 a = uuid_new(), b = uuid_new();

	bare_must(shop->db, hold_for(shop, &a, &ring, 1, 1000));
	pass_time(shop, &ring);
	bare_must(shop->db, op_hold_sweep());
	bare_must(shop->db, hold_for(shop, &b, &ring, 1, 1000));
	pass_time(shop, &ring);
	/* The swept hold gives no right, but nobody else has one either. */
	bare_must(shop->db, sell(shop, &ring, "unique", 1, &a, NULL));
	assert_piece(shop, &ring, 0, 0, "sold");
}

static void
a_return_comes_back_for_inspection_once(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 ring = bare_piece(shop, "R-1", "unique", 1, 1);
	struct uuid	 line;

	bare_must(shop->db, sell(shop, &ring, "unique", 1, NULL, &line));
	bare_must(shop->db, give_back(shop, &ring, "unique", 1, &line));
	assert_piece(shop, &ring, 1, 0, "gone");
	assert_int_equal(refusal(shop, give_back(shop, &ring, "unique", 1,
	    &line)), REFUSAL_RETURNED);
	assert_int_equal(refusal(shop, sell(shop, &ring, "unique", 1, NULL,
	    NULL)), REFUSAL_NOT_FOR_SALE);
	bare_must(shop->db, book_move(&ring, clock_now(), 0, "state",
	    "stock", &shop->ana, "looked at"));
	assert_piece(shop, &ring, 1, 0, "available");
	bare_must(shop->db, sell(shop, &ring, "unique", 1, NULL, NULL));
}

/* What a line cost and what is owed for it is as it was when it was sold. */
static void
cost_and_consignor_are_kept_with_the_line(void **state)
{
	struct bare		*shop = *state;
	struct rec_consignor	 owner = { .id = uuid_new(), .code = "C7",
	    .name = "Mrs. Alder", .split_ppm = 600000 };
	struct rec_piece	 p = { .id = uuid_new(), .sku = "K-1",
	    .title = "Cuff", .kind = "counted", .state = "stock",
	    .price = 999, .cost = 250, .store_id = shop->store,
	    .ownership = "consigned", .consignor_id = owner.id };
	struct uuid		 sale = uuid_new(), line = uuid_new();
	struct uuid		 back = uuid_new(), back_line = uuid_new();
	const struct rec_line	*l;
	struct db_ans		*ans;
	size_t			 n;

	bare_must(shop->db, op_consignor_add(&owner));
	bare_must(shop->db, db_req_join(op_piece_add(&p, NULL),
	    book_move(&p.id, 1, 5, "receive", NULL, NULL, NULL)));
	bare_must(shop->db, bare_sale(shop, &shop->r1, &sale, &line, &p.id,
	    "counted", 3, 999, NULL, NULL));
	p.cost = 1;
	bare_must(shop->db, op_piece_edit(&p, NULL));
	bare_must(shop->db, bare_sale(shop, &shop->r1, &back, &back_line,
	    &p.id, "counted", -1, 999, NULL, &line));
	assert_int_equal(bare_do(shop->db, db_req_join(op_sale_get(&sale),
	    op_sale_get(&back)), &ans), DB_DONE);
	l = db_rows(ans, REC_LINE, &n);
	assert_int_equal(l->cost, 750);
	assert_int_equal(l->consignor_due, 1798);	/* 1798.2 */
	assert_true(uuid_eq(&l->consignor_id, &owner.id));
	assert_int_equal(l->returned, 1);
	l = db_rows_nth(ans, REC_LINE, 1, &n);
	assert_int_equal(l->cost, -250);
	assert_int_equal(l->consignor_due, -599);
	db_ans_free(ans);
}

static void
counted_goods_come_back_in_parts(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 cloth = bare_piece(shop, "C-1", "counted", 5, 1);
	struct uuid	 line;

	bare_must(shop->db, sell(shop, &cloth, "counted", 4, NULL, &line));
	assert_int_equal(refusal(shop, sell(shop, &cloth, "counted", 2, NULL,
	    NULL)), REFUSAL_TAKEN);
	bare_must(shop->db, give_back(shop, &cloth, "counted", 3, &line));
	assert_int_equal(refusal(shop, give_back(shop, &cloth, "counted", 2,
	    &line)), REFUSAL_RETURNED);
	bare_must(shop->db, give_back(shop, &cloth, "counted", 1, &line));
	assert_piece(shop, &cloth, 5, 0, "available");
}

static void
stock_cannot_leave_from_under_a_hold(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 ring = bare_piece(shop, "R-1", "unique", 1, 1);
	struct uuid	 none = uuid_new(), a = uuid_new();

	bare_must(shop->db, hold_for(shop, &a, &ring, 1, MINUTE_US));
	assert_int_equal(refusal(shop, book_move(&ring, clock_now(), 0,
	    "state", "memo", &shop->ana, NULL)), REFUSAL_TAKEN);
	assert_int_equal(refusal(shop, book_move(&ring, clock_now(), -1,
	    "adjust", NULL, &shop->ana, NULL)), REFUSAL_TAKEN);
	bare_must(shop->db, op_hold_release(&a, clock_now()));
	bare_must(shop->db, book_move(&ring, clock_now(), 0, "state",
	    "memo", &shop->ana, NULL));
	assert_int_equal(refusal(shop, hold_for(shop, &none, &ring, 1,
	    MINUTE_US)), REFUSAL_NOT_FOR_SALE);
	assert_int_equal(refusal(shop, hold_for(shop, &none, &none, 1,
	    MINUTE_US)), REFUSAL_UNKNOWN);
}

static void
codes_and_words_find_the_piece(void **state)
{
	static const char	*codes[] = { "2000000010410", "BR-1041" };
	static const char	*const typed[] = { "br-10", "signed brooch",
	    "ESTATE plat", "1925 1041", "Sígn" };
	struct bare		*shop = *state;
	struct uuid		 brooch = bare_piece(shop, "BR-1041", "unique",
	    1, 1);
	const struct rec_piece	*p;
	struct db_ans		*ans;
	size_t			 i, n;

	bare_piece(shop, "RG-7", "unique", 1, 1);
	bare_must(shop->db, op_piece_code_add(&brooch, "2000000010410",
	    "barcode"));
	assert_int_equal(bare_do(shop->db, op_piece_by_code(codes, 2), &ans),
	    DB_DONE);
	p = db_rows(ans, REC_PIECE, &n);
	assert_int_equal(n, 1);
	assert_true(uuid_eq(&p->id, &brooch));
	db_ans_free(ans);
	for (i = 0; i < sizeof typed / sizeof typed[0]; i++) {
		assert_int_equal(bare_do(shop->db, op_piece_find(typed[i], 20,
		    false), &ans), DB_DONE);
		p = db_rows(ans, REC_PIECE, &n);
		assert_true(n >= 1);
		assert_true(uuid_eq(&p->id, &brooch));
		db_ans_free(ans);
	}
	assert_int_equal(bare_do(shop->db, op_piece_find("brooch %_ 7", 20,
	    true), &ans), DB_DONE);
	p = db_rows(ans, REC_PIECE, &n);
	assert_int_equal(n, 1);
	assert_string_equal(p->sku, "RG-7");
	db_ans_free(ans);
}

static void
channels_and_screens_hear_of_it(void **state)
{
	struct bare		*shop = *state;
	const struct rec_change	*c;
	const struct rec_num	*num;
	const struct rec_event	*e;
	struct db_ans		*ans;
	struct uuid		 ring;
	int64_t			 last;
	size_t			 n;

	assert_int_equal(bare_do(shop->db, op_change_last(), &ans), DB_DONE);
	num = db_rows(ans, REC_NUM, &n);
	last = num->value;
	db_ans_free(ans);
	ring = bare_piece(shop, "R-1", "unique", 1, 1);
	bare_must(shop->db, sell(shop, &ring, "unique", 1, NULL, NULL));
	assert_int_equal(bare_do(shop->db, op_change_since(last, 100), &ans),
	    DB_DONE);
	c = db_rows(ans, REC_CHANGE, &n);
	assert_int_equal(n, 2);
	assert_true(uuid_eq(&c[1].piece_id, &ring));
	assert_string_equal(c[1].status, "sold");
	db_ans_free(ans);
	assert_int_equal(bare_do(shop->db, op_piece_history(&ring, 10), &ans),
	    DB_DONE);
	e = db_rows(ans, REC_EVENT, &n);
	assert_int_equal(n, 2);
	assert_string_equal(e[0].kind, "sale");
	assert_string_equal(e[0].number, "R1-000001");
	assert_string_equal(e[1].kind, "receive");
	db_ans_free(ans);
}

static void
wrong_pins_are_counted_in_the_database(void **state)
{
	struct bare		*shop = *state;
	const struct rec_staff	*s;
	struct db_ans		*ans;
	size_t			 n;
	int			 i;

	for (i = 0; i < 5; i++)
		bare_must(shop->db, op_pin_attempt(&shop->ana, &shop->r1,
		    clock_now(), false));
	assert_int_equal(bare_do(shop->db, op_staff_by_name("Ana"), &ans),
	    DB_DONE);
	s = db_rows(ans, REC_STAFF, &n);
	assert_int_equal(s->pin_fails, 5);
	assert_true(s->pin_wait_until > 0);
	db_ans_free(ans);
	bare_must(shop->db, op_pin_attempt(&shop->ana, &shop->r1, clock_now(),
	    true));
	assert_int_equal(bare_do(shop->db, op_staff_by_name("Ana"), &ans),
	    DB_DONE);
	s = db_rows(ans, REC_STAFF, &n);
	assert_int_equal(s->pin_fails, 0);
	assert_int_equal(s->pin_wait_until, 0);
	db_ans_free(ans);
}

static void
a_parked_ticket_is_recalled_once(void **state)
{
	struct bare		*shop = *state;
	struct rec_parked	 k = { .id = uuid_new(),
	    .store_id = shop->store, .register_id = shop->r1,
	    .staff_id = shop->ana, .label = "Mrs. Alder", .ticket = "{}",
	    .total = 7, .at = clock_now() };
	const struct rec_parked	*list;
	struct db_ans		*ans;
	size_t			 n;

	bare_must(shop->db, op_park(&k));
	assert_int_equal(bare_do(shop->db, op_park_list(&shop->store), &ans),
	    DB_DONE);
	list = db_rows(ans, REC_PARKED, &n);
	assert_int_equal(n, 1);
	assert_string_equal(list->label, "Mrs. Alder");
	assert_string_equal(list->till, "R1");
	db_ans_free(ans);
	bare_must(shop->db, op_park_end(&k.id, clock_now(), &shop->r1,
	    "recalled"));
	assert_int_equal(refusal(shop, op_park_end(&k.id, clock_now(),
	    &shop->r2, "recalled")), REFUSAL_DUPLICATE);
	assert_int_equal(bare_do(shop->db, op_park_list(&shop->store), &ans),
	    DB_DONE);
	db_rows(ans, REC_PARKED, &n);
	assert_int_equal(n, 0);
	db_ans_free(ans);
}

static void
a_retired_register_sells_nothing(void **state)
{
	struct bare	*shop = *state;
	struct uuid	 ring = bare_piece(shop, "R-1", "unique", 1, 1);

	bare_must(shop->db, op_register_retire(&shop->r1, clock_now()));
	assert_int_equal(refusal(shop, sell(shop, &ring, "unique", 1, NULL,
	    NULL)), REFUSAL_REGISTER);
	assert_piece(shop, &ring, 1, 0, "available");
}

#define BOTH(test) \
	{ #test " (sqlite)", test, set_up_sqlite, tear_down, NULL }, \
	{ #test " (postgresql)", test, set_up_pg, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(a_sale_takes_the_piece_once),
		BOTH(a_refusal_leaves_nothing),
		BOTH(the_same_id_is_refused_as_a_duplicate),
		BOTH(a_hold_keeps_others_away),
		BOTH(a_hold_ends_released_expired_or_renewed),
		BOTH(an_expired_hold_still_sells_for_its_owner),
		BOTH(a_return_comes_back_for_inspection_once),
		BOTH(cost_and_consignor_are_kept_with_the_line),
		BOTH(counted_goods_come_back_in_parts),
		BOTH(stock_cannot_leave_from_under_a_hold),
		BOTH(codes_and_words_find_the_piece),
		BOTH(channels_and_screens_hear_of_it),
		BOTH(wrong_pins_are_counted_in_the_database),
		BOTH(a_parked_ticket_is_recalled_once),
		BOTH(a_retired_register_sells_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
