/*
 * A sale that is rung up while its day is being closed: it is true, it belongs
 * to the next day and says so, its sealed text is what the till meant, and
 * verify holds the two to the Z between them and to nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "desk/close.h"
#include "desk/verify.h"
#include "lib/shop.h"
#include "lib/sql.h"
#include "mem.h"
#include "ops.h"
#include "print/paper.h"
#include "print/receipt.h"
#include "print/text.h"
#include "sell/facts.h"
#include "sell/sale.h"
#include "sell/ticket.h"

static int
set_up_sqlite(void **state)
{
	*state = shop_new("sqlite");
	return 0;
}

static int
set_up_pg(void **state)
{
	*state = shop_new("postgresql");
	return 0;
}

static int
tear_down(void **state)
{
	shop_free(*state);
	return 0;
}

/* The sale of one cloth, worked out and not sent yet. */
static void
ring_up(struct shop *shop, const struct uuid *cloth, struct facts *facts)
{
	struct ticket	 ticket;
	struct tenders	 cash = { .count = 0 };
	struct err	 err = ERR_INIT;
	struct db_ans	*ans;
	size_t		 line;

	ticket_init(&ticket);
	assert_int_equal(ticket_add(&ticket, shop_see(shop, cloth, &ans), 1,
	    &line), TICKET_ADDED);
	db_ans_free(ans);
	assert_int_equal(ticket_total(&ticket, &shop->till.rules,
	    till_day(&shop->till), &err), 0);
	assert_int_equal(tender_add(&cash, TENDER_CASH, ticket.total, NULL,
	    &err), 0);
	assert_int_equal(facts_of_ticket(facts, &shop->till, &ticket, &cash,
	    NULL, &err), 0);
	ticket_free(&ticket);
}

struct told {
	struct till	*till;
	bool		 done;
	int64_t		 day;
	char		 paper[4096];
};

static void
tell(const struct sale_result *r, void *arg)
{
	struct told		*told = arg;
	const struct facts	*f = r->facts;
	struct receipt		 receipt = { &f->sale, f->lines,
	    f->line_count, f->payments, f->payment_count, false };
	struct paper		*paper = paper_new();
	struct buf		 out = BUF_INIT(sizeof told->paper - 1);

	assert_int_equal(r->outcome, SALE_DONE);
	told->done = true;
	told->day = f->sale.business_day;
	receipt_write(paper, &receipt, told->till, false);
	text_render(paper, 42, false, &out);
	snprintf(told->paper, sizeof told->paper, "%s", buf_str(&out));
	buf_free(&out);
	paper_free(paper);
}

static void
sell(struct shop *shop, struct facts *facts, struct told *told)
{
	struct err	err = ERR_INIT;

	memset(told, 0, sizeof *told);
	told->till = &shop->till;
	assert_int_equal(sale_commit_facts(&shop->till, facts, NULL, tell,
	    told, &err), 0);
	till_wait(&shop->till, &told->done);
}

static size_t
wrong(struct shop *shop)
{
	struct arena		*arena = arena_new();
	struct verify_report	 report;
	struct err		 err = ERR_INIT;
	size_t			 n;

	assert_int_equal(verify_shop(shop->db, arena, NULL, &report, &err), 0);
	n = report.finding_count;
	arena_free(arena);
	return n;
}

static void
a_z_runs_during_a_sale(void **state)
{
	struct shop		*shop = *state;
	struct uuid		 cloth = shop_piece(shop, "CL-1", "counted",
	    1200, 9);
	int			 today = till_day(&shop->till);
	int			 next = day_add(today, 1);
	const struct close_want	 want = { .day = today };
	struct arena		*arena = arena_new();
	struct close_result	 closed;
	struct facts		 facts;
	struct told		 told;
	struct err		 err = ERR_INIT;
	char			 day[DAY_TEXT];

	ring_up(shop, &cloth, &facts);
	assert_int_equal(facts.sale.business_day, today);
	sell(shop, &facts, &told);
	assert_int_equal(told.day, today);
	assert_null(strstr(told.paper, "Belongs to"));

	ring_up(shop, &cloth, &facts);
	if (close_day(&shop->till, arena, &want, &closed, &err) != 0)
		fail_msg("%s", err.text);
	assert_true(closed.closed);
	sell(shop, &facts, &told);
	assert_int_equal(told.day, next);
	assert_non_null(strstr(told.paper, "Belongs to"));
	assert_non_null(strstr(told.paper, day_text(next, day)));
	assert_int_equal(wrong(shop), 0);

	/* Now the till has heard of it, and means the day it will be. */
	ring_up(shop, &cloth, &facts);
	assert_int_equal(facts.sale.business_day, next);
	sell(shop, &facts, &told);
	assert_int_equal(told.day, next);
	assert_int_equal(wrong(shop), 0);

	/* Another day than a Z moved it to is no day of its own. */
	sql_do(shop->db, "UPDATE sale SET business_day = business_day + 1 "
	    "WHERE seq = 3");
	assert_true(wrong(shop) > 0);
	arena_free(arena);
}

#define BOTH(test) \
	{ #test " (sqlite)", test, set_up_sqlite, tear_down, NULL }, \
	{ #test " (postgresql)", test, set_up_pg, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(a_z_runs_during_a_sale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
