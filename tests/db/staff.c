/*
 * Signing in and parked tickets, run unchanged on both engines: every try
 * counted, too many locked, a ticket taken up by one.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

#include "clock.h"
#include "ops.h"
#include "sell/park.h"
#include "sell/staff.h"
#include "sell/ticket.h"
#include "shop.h"

struct told {
	bool			 done;
	enum staff_outcome	 outcome;
	enum staff_role		 role;
	int64_t			 wait;
};

static void
tell(const struct staff_result *result, void *arg)
{
	struct told	*told = arg;

	told->done = true;
	told->outcome = result->outcome;
	told->role = result->role;
	told->wait = result->wait;
	assert_int_equal(result->err.kind == ERR_NONE,
	    result->outcome == STAFF_OK);
	assert_null(strstr(result->err.text, "2222"));
}

static struct told
sign_in(struct till *till, const char *name, const char *pin)
{
	struct told	told = { .done = false };

	staff_sign_in(till, name, pin, tell, &told);
	till_wait(till, &told.done);
	return told;
}

static enum staff_outcome
approve(struct till *till, const char *name, const char *pin)
{
	struct told	told = { .done = false };

	staff_approve(till, name, pin, RIGHT_PAY_OUT, tell, &told);
	till_wait(till, &told.done);
	return told.outcome;
}

static void
signs_in(void **state)
{
	struct shop	*shop = *state;
	struct till	*till = &shop->till;

	assert_int_equal(sign_in(till, "Ana", "2222").outcome, STAFF_WRONG);
	assert_int_equal(sign_in(till, "Nobody", "1111").outcome, STAFF_WRONG);
	assert_int_equal(sign_in(till, "Ana", "").outcome, STAFF_WRONG);
	assert_true(uuid_is_nil(&till->staff_id));
	assert_int_equal(sign_in(till, "Ana", "1111").outcome, STAFF_OK);
	assert_string_equal(till->staff_name, "Ana");
	/* Somebody else agrees; Ana stays signed in. */
	assert_int_equal(approve(till, "Ana", "1111"), STAFF_TOO_LOW);
	assert_int_equal(approve(till, "Maria", "2222"), STAFF_OK);
	assert_int_equal(approve(till, "Maria", "1111"), STAFF_WRONG);
	assert_string_equal(till->staff_name, "Ana");
	staff_sign_out(till);
	assert_true(uuid_is_nil(&till->staff_id));
}

static void
tries_are_counted(void **state)
{
	struct shop	*shop = *state;
	struct till	*till = &shop->till;
	struct till	*other = shop_till(shop, TILL_COUNTER, "R2");
	struct told	 told;
	struct db_ans	*ans, *again;
	size_t		 n;
	int		 i;

	/* Four wrong ones and a right one: forgiven. */
	for (i = 0; i < 4; i++)
		assert_int_equal(sign_in(till, "Ana", "9").outcome,
		    STAFF_WRONG);
	assert_int_equal(sign_in(till, "Ana", "1111").outcome, STAFF_OK);
	for (i = 0; i < 5; i++)
		assert_int_equal(sign_in(till, "Ana", "9").outcome,
		    STAFF_WRONG);
	/* Now even the right one has to wait, at every register. */
	told = sign_in(other, "Ana", "1111");
	assert_int_equal(told.outcome, STAFF_WAIT);
	assert_in_range(told.wait, 20 * SECOND_US, 31 * SECOND_US);
	/* A program that tries in spite of that gets no try. */
	ans = db_wait(shop->db, op_staff_by_name("Ana"));
	again = db_wait(shop->db, op_pin_attempt(&((const struct rec_staff *)
	    db_rows(ans, REC_STAFF, &n))->id, &till->reg.id, clock_now(),
	    false));
	assert_int_equal(db_refusal(again), REFUSAL_NOT_ALLOWED);
	db_ans_free(again);
	shop_do(shop, op_staff_disable(&((const struct rec_staff *)
	    db_rows(ans, REC_STAFF, &n))->id, clock_now()));
	assert_int_equal(sign_in(till, "Ana", "1111").outcome, STAFF_GONE);
	db_ans_free(ans);
	shop_till_free(other);
}

struct parked {
	bool		 done;
	size_t		 n;
	struct rec_parked row;
	char		 ticket[4096];
	bool		 taken;
	enum err_kind	 kind;
};

static void
put_aside(const struct err *err, void *arg)
{
	struct parked	*parked = arg;

	parked->done = true;
	parked->kind = err == NULL ? ERR_NONE : err->kind;
}

static void
listed(const struct rec_parked *rows, size_t n, const struct err *err,
    void *arg)
{
	struct parked	*parked = arg;

	assert_null(err);
	parked->done = true;
	parked->n = n;
	if (n > 0) {
		parked->row = rows[0];
		assert_string_equal(rows[0].label, "blue coat");
		strncpy(parked->ticket, rows[0].ticket, 4095);
		parked->row.ticket = parked->ticket;
	}
}

static void
taken_up(struct ticket *ticket, const struct err *err, void *arg)
{
	struct parked	*parked = arg;

	parked->done = true;
	parked->taken = ticket != NULL;
	parked->kind = err == NULL ? ERR_NONE : err->kind;
	if (ticket != NULL) {
		assert_int_equal(ticket->count, 1);
		assert_string_equal(ticket->lines[0].sku, "A");
		ticket_free(ticket);
	}
}

static void
parks(void **state)
{
	struct shop	*shop = *state;
	struct till	*till = &shop->till;
	struct till	*other = shop_till(shop, TILL_COUNTER, "R2");
	struct uuid	 id = shop_piece(shop, "A", "unique", 100, 1);
	struct parked	 p = { .done = false }, q = { .done = false };
	struct ticket	 ticket;
	struct db_ans	*ans;
	size_t		 at;

	ticket_init(&ticket);
	assert_int_equal(ticket_add(&ticket, shop_see(shop, &id, &ans), 1,
	    &at), TICKET_ADDED);
	db_ans_free(ans);
	park_put(till, &ticket, "blue coat", put_aside, &p);
	till_wait(till, &p.done);
	assert_int_equal(p.kind, ERR_NONE);
	ticket_free(&ticket);
	p.done = false;
	park_list(other, listed, &p);
	till_wait(other, &p.done);
	assert_int_equal(p.n, 1);
	/* Two take it up: one gets it. */
	p.done = false;
	q.row = p.row;
	park_take(other, &p.row, taken_up, &p);
	till_wait(other, &p.done);
	park_take(till, &q.row, taken_up, &q);
	till_wait(till, &q.done);
	assert_true(p.taken);
	assert_false(q.taken);
	assert_int_equal(q.kind, ERR_REFUSED);
	p.done = false;
	park_list(till, listed, &p);
	till_wait(till, &p.done);
	assert_int_equal(p.n, 0);
	shop_till_free(other);
}

static void
drops(void **state)
{
	struct shop	*shop = *state;
	struct till	*till = &shop->till;
	struct parked	 p = { .done = false };
	struct ticket	 ticket;

	ticket_init(&ticket);
	park_put(till, &ticket, "blue coat", put_aside, &p);
	till_wait(till, &p.done);
	ticket_free(&ticket);
	p.done = false;
	park_list(till, listed, &p);
	till_wait(till, &p.done);
	p.done = false;
	park_drop(till, &p.row.id, put_aside, &p);
	till_wait(till, &p.done);
	assert_int_equal(p.kind, ERR_NONE);
	p.done = false;
	park_drop(till, &p.row.id, put_aside, &p);	/* twice: no harm */
	till_wait(till, &p.done);
	assert_int_equal(p.kind, ERR_NONE);
	p.done = false;
	park_list(till, listed, &p);
	till_wait(till, &p.done);
	assert_int_equal(p.n, 0);
}

/* A till that cannot be loaded says why, and stays what it was. */
static void
loads(void **state)
{
	struct shop	*shop = *state;
	struct till	*till = &shop->till;
	struct err	 err = ERR_INIT;

	assert_int_equal(till_load_wait(till, TILL_COUNTER, "R9", &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_string_equal(till->reg.code, "R1");
	assert_int_equal(till_load_wait(till, TILL_OFFICE, NULL, &err), 0);
	assert_string_equal(till->channel.kind, "showroom");
	assert_false(till->demo);
	assert_int_equal(till->rights.of[STAFF_ASSOCIATE][RIGHT_DISCOUNT]
	    .limit_ppm, 100000);
	shop_do(shop, op_setting_set("demo", "yes"));
	shop_do(shop, op_right_set(&(struct rec_right){ "associate", "discount",
	    "no", 125000 }));
	assert_int_equal(till_load_wait(till, TILL_COUNTER, "R2", &err), 0);
	assert_true(till->demo);
	assert_int_equal(rights_may(&till->rights, STAFF_ASSOCIATE,
	    RIGHT_DISCOUNT, 125000), MAY_YES);
	assert_int_equal(rights_may(&till->rights, STAFF_ASSOCIATE,
	    RIGHT_DISCOUNT, 125001), MAY_NO);
	assert_string_equal(till->reg.code, "R2");
	assert_string_equal(till->store.name, "Main Street");
	assert_int_equal(till->rules.count, 1);
	shop_do(shop, op_register_retire(&till->reg.id, clock_now()));
	assert_int_equal(till_load_wait(till, TILL_COUNTER, "R2", &err), -1);
}

static int
open_sqlite(void **state)
{
	*state = shop_new("sqlite");
	return 0;
}

static int
open_pg(void **state)
{
	*state = shop_new("postgresql");
	return 0;
}

static int
close_shop(void **state)
{
	shop_free(*state);
	return 0;
}

#define ON(engine, test) \
	{ #test " on " #engine, test, open_##engine, close_shop, NULL }
#define BOTH(test)	ON(sqlite, test), ON(pg, test)

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(signs_in),
		BOTH(tries_are_counted),
		BOTH(parks),
		BOTH(drops),
		BOTH(loads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
