/*
 * Returns, run unchanged on both engines: stored amounts come back to the
 * cent, a line once, money the way it came, the piece for inspection.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

#include "clock.h"
#include "ops.h"
#include "sell/refund.h"
#include "sell/ticket.h"
#include "shop.h"
#include "str.h"

struct told {
	bool			 done;
	enum sale_outcome	 outcome;
	struct uuid		 id;
	char			 number[40];
	money			 total;
	struct err		 err;
};

static void
tell(const struct sale_result *result, void *arg)
{
	struct told	*told = arg;

	told->done = true;
	told->outcome = result->outcome;
	told->id = result->facts->sale.id;
	told->total = result->facts->sale.total;
	told->err = result->err;
	str_copy(told->number, sizeof told->number,
	    result->facts->sale.number);
}

static void
put(struct ticket *ticket, struct shop *shop, const char *sku,
    const char *kind, money price, int64_t qty)
{
	struct uuid	 id = shop_piece(shop, sku, kind, price,
			    strcmp(kind, "service") == 0 ? 0 : qty);
	struct db_ans	*ans;
	size_t		 at;

	assert_int_equal(ticket_add(ticket, shop_see(shop, &id, &ans), qty,
	    &at), TICKET_ADDED);
	db_ans_free(ans);
}

static struct told
sell(struct till *till, struct ticket *ticket, const char *tender)
{
	struct tenders	tenders = { .count = 0 };
	struct sale_want want = { .ticket = ticket, .tenders = &tenders };
	struct told	told = { .done = false };
	struct err	err = ERR_INIT;

	if (ticket_total(ticket, &till->rules, till_day(till), &err) != 0 ||
	    tender_parse(&tenders, tender, &till->currency, &err) != 0 ||
	    sale_commit(till, &want, tell, &told, &err) != 0)
		fail_msg("%s", err.text);
	till_wait(till, &told.done);
	assert_int_equal(told.outcome, SALE_DONE);
	return told;
}

struct lookup {
	bool		 done;
	struct refund	*refund;
	struct err	 err;
};

static void
looked_up(struct refund *refund, const struct err *err, void *arg)
{
	struct lookup	*lookup = arg;

	lookup->done = true;
	lookup->refund = refund;
	if (err != NULL)
		lookup->err = *err;
}

static struct refund *
find(struct till *till, const char *code)
{
	struct lookup	lookup = { .done = false };

	refund_find(till, code, looked_up, &lookup);
	till_wait(till, &lookup.done);
	if (lookup.refund == NULL)
		fail_msg("%s: %s", code, lookup.err.text);
	return lookup.refund;
}

static struct told
give_back(struct till *till, const struct refund *refund,
    const struct tenders *tenders)
{
	struct told	told = { .done = false };
	struct err	err = ERR_INIT;

	if (refund_commit(till, refund, tenders, "too small", tell, &told,
	    &err) != 0)
		fail_msg("%s", err.text);
	till_wait(till, &told.done);
	return told;
}

static void
whole_sale(void **state)
{
	struct shop		*shop = *state;
	struct till		*till = &shop->till;
	struct refund		*refund, *again;
	const struct rec_piece	*piece;
	const struct rec_payment *pay;
	struct ticket		 ticket;
	struct told		 told;
	struct db_ans		*ans;
	size_t			 n;

	ticket_init(&ticket);
	put(&ticket, shop, "BR-1041", "unique", 420000, 1);
	put(&ticket, shop, "CLOTH", "counted", 599, 3);
	put(&ticket, shop, "RE-1", "service", 6500, 1);
	assert_int_equal(ticket_add_free(&ticket, "Postage", "none", 900, &n),
	    TICKET_ADDED);
	sell(till, &ticket, "card:1000:4242/77,cash:4000");
	refund = find(till, "R1-000001");
	again = find(till, "1");
	refund_choose_all(refund);
	assert_int_equal(refund->total, ticket.total);
	told = give_back(till, refund, NULL);
	assert_int_equal(told.outcome, SALE_DONE);
	assert_int_equal(told.total, -ticket.total);
	assert_string_equal(told.number, "R1-000002");
	piece = shop_see(shop, &ticket.lines[0].piece_id, &ans);
	assert_string_equal(piece->state, "inspect");
	assert_int_equal(piece->on_hand, 1);
	db_ans_free(ans);
	assert_int_equal(shop_on_hand(shop, &ticket.lines[1].piece_id), 3);
	/* The card gets its thousand back, the drawer gives the rest. */
	ans = db_wait(shop->db, op_sale_get(&told.id));
	pay = db_rows(ans, REC_PAYMENT, &n);
	assert_int_equal(n, 2);
	assert_string_equal(pay[0].kind, "card");
	assert_string_equal(pay[0].last4, "4242");
	assert_int_equal(pay[0].amount, -100000);
	assert_string_equal(pay[1].kind, "cash");
	assert_int_equal(pay[1].amount, 100000 - ticket.total);
	db_ans_free(ans);
	/* The same return told again is the same return. */
	told = give_back(till, refund, NULL);
	assert_int_equal(told.outcome, SALE_DONE);
	assert_string_equal(told.number, "R1-000002");
	/* And the one somebody had open at the other register is refused. */
	refund_choose_all(again);
	told = give_back(till, again, NULL);
	assert_int_equal(told.outcome, SALE_CAME_BACK);
	refund_free(refund);
	refund_free(again);
	refund = find(till, "r1-1");
	refund_choose_all(refund);
	assert_int_equal(refund->total, 0);
	assert_int_equal(refund_commit(till, refund, NULL, NULL, tell, &told,
	    &told.err), -1);
	assert_int_equal(refund_choose(refund, 0, 1, &told.err), -1);
	assert_int_equal(told.err.kind, ERR_REFUSED);
	refund_free(refund);
	ticket_free(&ticket);
}

/* The line of a return is as right in itself as the one it was sold by. */
static void
agrees(struct till *till, const struct uuid *id)
{
	struct db_ans		*ans = db_wait(till->db, op_sale_get(id));
	const struct rec_line	*l;
	size_t			 n;

	l = db_rows(ans, REC_LINE, &n);
	assert_int_equal(n, 1);
	assert_int_equal(l->unit_price * l->qty - l->discount, l->net);
	assert_int_equal(l->net + l->tax, l->total);
	db_ans_free(ans);
}

/* Several at a price that does not divide, back one by one: to the cent. */
static void
in_parts_of(struct shop *shop, int64_t qty, money discount)
{
	struct till	*till = &shop->till;
	struct discount	 off = { DISCOUNT_AMOUNT, discount, "bulk",
			    { { 0 } } };
	struct refund	*refund;
	struct ticket	 ticket;
	struct told	 told;
	struct err	 err = ERR_INIT;
	money		 back = 0;
	int64_t		 i;
	char		 sku[20];

	ticket_init(&ticket);
	snprintf(sku, sizeof sku, "CL-%d", (int)qty);
	put(&ticket, shop, sku, "counted", 333, qty);
	assert_int_equal(ticket_set_discount(&ticket, 0, &off, &err), 0);
	told = sell(till, &ticket, "cash:100");
	str_copy(sku, sizeof sku, told.number);
	for (i = 0; i < qty; i++) {
		refund = find(till, sku);
		assert_int_equal(refund->lines[0].left, qty - i);
		assert_int_equal(refund_choose(refund, 0, qty + 1 - i, &err),
		    -1);
		assert_int_equal(refund_choose(refund, 0, -1, &err), -1);
		assert_int_equal(refund_choose(refund, 0, 1, &err), 0);
		told = give_back(till, refund, NULL);
		assert_int_equal(told.outcome, SALE_DONE);
		back -= told.total;
		refund_free(refund);
		agrees(till, &told.id);
	}
	assert_int_equal(back, ticket.total);
	ticket_free(&ticket);
}

static void
in_parts(void **state)
{
	in_parts_of(*state, 7, 101);
	in_parts_of(*state, 2, 1);
	in_parts_of(*state, 4, 334);
}

/*
 * Work whose price contains its tax: a part that comes back costs its price,
 * and an exempt buyer, who paid it less the tax, gets back no more than that.
 */
static void
contained(struct shop *shop, bool exempt, money want)
{
	struct till		*till = &shop->till;
	const struct rec_customer buyer = { .name = "Museum", .tax_exempt = 1,
	    .exempt_no = "M-1", .exempt_until = 99991231 };
	struct refund		*refund;
	struct ticket		 ticket;
	struct told		 told;
	struct db_ans		*ans;
	struct err		 err = ERR_INIT;
	size_t			 at, n;

	ticket_init(&ticket);
	assert_int_equal(ticket_add_free(&ticket, "Engraving", "work", 275,
	    &at), TICKET_ADDED);
	assert_int_equal(ticket_set_qty(&ticket, at, 4, &err), 0);
	if (exempt)
		ticket_set_customer(&ticket, &buyer, till_day(till));
	told = sell(till, &ticket, "cash:100");
	ticket_free(&ticket);
	refund = find(till, told.number);
	assert_int_equal(refund_choose(refund, at, 2, &err), 0);
	assert_int_equal(refund->lines[at].total, want);
	assert_int_equal(give_back(till, refund, NULL).outcome, SALE_DONE);
	refund_free(refund);
	ans = db_wait(shop->db, op_check(CHECK_LINE_SUM));
	assert_int_equal(db_status(ans), DB_DONE);
	db_rows(ans, REC_FINDING, &n);
	assert_int_equal(n, 0);
	db_ans_free(ans);
}

static void
parts_are_priced(void **state)
{
	struct shop		*shop = *state;
	const struct rec_rate	 rate = { .id = uuid_new(), .store_id =
	    shop->till.store.id, .tax_class = "work", .name = "Work tax",
	    .ppm = 199999, .inclusive = 1, .valid_to = 99991231 };
	struct err		 err = ERR_INIT;

	shop_do(shop, op_rate_add(&rate));
	assert_int_equal(till_load_wait(&shop->till, TILL_COUNTER, NULL,
	    &err), 0);
	contained(shop, false, 550);
	contained(shop, true, 459);
}

static void
other_tenders(void **state)
{
	struct shop	*shop = *state;
	struct till	*till = &shop->till;
	struct tenders	 cash = { .count = 0 }, usual;
	struct refund	*refund;
	struct ticket	 ticket;
	struct told	 told;
	struct err	 err = ERR_INIT;
	char		 line[UUID_TEXT];

	ticket_init(&ticket);
	put(&ticket, shop, "A", "unique", 1000, 1);
	put(&ticket, shop, "B", "unique", 1000, 1);
	sell(till, &ticket, "card:20:4242,check:1.78:77");
	refund = find(till, "R1-1");
	uuid_text(&refund->lines[1].was.id, line);
	refund_free(refund);
	/* By the line's id, given back in cash. */
	refund = find(till, line);
	assert_int_equal(refund_choose(refund, 1, 1, &err), 0);
	assert_int_equal(tender_add(&cash, TENDER_CASH, 1088, NULL, &err), 0);
	assert_int_equal(refund_commit(till, refund, &cash, "x", tell, &told,
	    &err), -1);
	cash.list[0].amount = 1089;
	assert_int_equal(refund_commit(till, refund, &cash,
	    "4111 1111 1111 1111", tell, &told, &err), -1);
	told = give_back(till, refund, &cash);
	assert_int_equal(told.outcome, SALE_DONE);
	refund_free(refund);
	/* What is left of the card is all that can go back to it. */
	refund = find(till, "R1-1");
	refund_choose_all(refund);
	refund_tenders(refund, &usual);
	assert_int_equal(tender_given(&usual), 1089);
	assert_int_equal(usual.count, 1);
	assert_int_equal(usual.list[0].kind, TENDER_CARD);
	refund_free(refund);
	ticket_free(&ticket);
}

static void
not_there(void **state)
{
	static const char *const	codes[] = { "", "R1-000009", "x", "'",
		"01890000-0000-7000-8000-000000000000", "-", "9999999999999" };
	struct shop			*shop = *state;
	struct lookup			 lookup;
	struct ticket			 ticket;
	struct refund			*refund;
	size_t				 i;

	for (i = 0; i < sizeof codes / sizeof *codes; i++) {
		memset(&lookup, 0, sizeof lookup);
		refund_find(&shop->till, codes[i], looked_up, &lookup);
		till_wait(&shop->till, &lookup.done);
		assert_null(lookup.refund);
		assert_int_equal(lookup.err.kind, ERR_NO_INPUT);
	}
	/* A return has no return. */
	ticket_init(&ticket);
	put(&ticket, shop, "A", "unique", 1000, 1);
	sell(&shop->till, &ticket, "cash:20");
	ticket_free(&ticket);
	refund = find(&shop->till, "1");
	refund_choose_all(refund);
	give_back(&shop->till, refund, NULL);
	refund_free(refund);
	memset(&lookup, 0, sizeof lookup);
	refund_find(&shop->till, "R1-2", looked_up, &lookup);
	till_wait(&shop->till, &lookup.done);
	assert_null(lookup.refund);
	assert_non_null(strstr(lookup.err.hint, "R1-000001"));
}

/* A free line is no piece, and comes back once like any other. */
static void
free_line_once(void **state)
{
	struct shop	*shop = *state;
	struct till	*till = &shop->till;
	struct refund	*refund, *again;
	struct ticket	 ticket;
	size_t		 at;

	ticket_init(&ticket);
	assert_int_equal(ticket_add_free(&ticket, "Engraving", "none", 2500,
	    &at), TICKET_ADDED);
	sell(till, &ticket, "cash:25");
	ticket_free(&ticket);
	refund = find(till, "1");
	again = find(till, "1");
	refund_choose_all(refund);
	refund_choose_all(again);
	assert_int_equal(give_back(till, refund, NULL).outcome, SALE_DONE);
	assert_int_equal(give_back(till, again, NULL).outcome,
	    SALE_CAME_BACK);
	refund_free(refund);
	refund_free(again);
	refund = find(till, "1");
	assert_int_equal(refund->lines[0].left, 0);
	refund_free(refund);
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
		BOTH(whole_sale),
		BOTH(in_parts),
		BOTH(parts_are_priced),
		BOTH(other_tenders),
		BOTH(not_there),
		BOTH(free_line_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
