/*
 * The protocol of core/sell/sale.h, run unchanged on both engines: sold once,
 * refused by name, idempotent by id, true after a broken connection.
 */
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

#include "clock.h"
#include "ops.h"
#include "pgserver.h"
#include "rig.h"
#include "sell/book.h"
#include "sell/hold.h"
#include "sell/sale.h"
#include "sell/ticket.h"
#include "shop.h"
#include "str.h"

/* What a commit came to, copied out of the callback. */
struct told {
	bool			 done;
	int			 times;
	enum sale_outcome	 outcome;
	bool			 again;
	char			 number[40];
	char			 taken[TAKER_TEXT];
	size_t			 takers;
	money			 total;
	struct err		 err;
};

static void
tell(const struct sale_result *result, void *arg)
{
	struct told	*told = arg;

	told->done = true;
	told->times++;
	told->outcome = result->outcome;
	told->again = result->again;
	told->takers = result->taker_count;
	told->total = result->facts->sale.total;
	told->err = result->err;
	str_copy(told->number, sizeof told->number,
	    result->facts->sale.number);
	str_copy(told->taken, sizeof told->taken, result->err.text);
}

static void
put(struct ticket *ticket, struct shop *shop, const struct uuid *id,
    int64_t qty)
{
	struct db_ans	*ans;
	size_t		 at;

	assert_true(ticket_add(ticket, shop_see(shop, id, &ans), qty, &at) <=
	    TICKET_MERGED);
	db_ans_free(ans);
}

static void
total(struct ticket *ticket, struct till *till)
{
	struct err	err = ERR_INIT;

	if (ticket_total(ticket, &till->rules, till_day(till), &err) != 0)
		fail_msg("%s", err.text);
}

/* Begins selling the ticket for cash of about its total. */
static void
begin(struct till *till, struct ticket *ticket, struct told *told)
{
	struct tenders		tenders = { .count = 0 };
	const struct sale_want	want = { .ticket = ticket,
				    .tenders = &tenders };
	struct err		err = ERR_INIT;

	memset(told, 0, sizeof *told);
	total(ticket, till);
	if (ticket->total > 0)
		assert_int_equal(tender_add(&tenders, TENDER_CASH,
		    ticket->total + 99, NULL, &err), 0);
	if (sale_commit(till, &want, tell, told, &err) != 0)
		fail_msg("%s", err.text);
}

static struct told
sell(struct till *till, struct ticket *ticket)
{
	struct told	told;

	begin(till, ticket, &told);
	till_wait(till, &told.done);
	assert_int_equal(told.times, 1);
	return told;
}

static struct told
sell_one(struct shop *shop, struct till *till, const struct uuid *id)
{
	struct ticket	ticket;
	struct told	told;

	ticket_init(&ticket);
	put(&ticket, shop, id, 1);
	told = sell(till, &ticket);
	ticket_free(&ticket);
	return told;
}

static void
sold_once(void **state)
{
	struct shop	*shop = *state;
	struct till	*web = shop_till(shop, TILL_WEB, NULL);
	struct uuid	 id = shop_piece(shop, "BR-1041", "unique", 420000, 1);
	struct told	 told;
	struct db_ans	*ans;
	const struct rec_refusal *refusal;
	size_t		 n;

	told = sell_one(shop, web, &id);
	assert_int_equal(told.outcome, SALE_DONE);
	assert_string_equal(told.number, "W-000001");
	assert_int_equal(told.total, 457275);
	assert_int_equal(shop_on_hand(shop, &id), 0);
	told = sell_one(shop, &shop->till, &id);
	assert_int_equal(told.outcome, SALE_TAKEN);
	assert_int_equal(told.takers, 1);
	assert_non_null(strstr(told.taken, "BR-1041 was sold on the website "
	    "(sale W-000001) at "));
	assert_non_null(strstr(told.taken, "just now, for $4,572.75"));
	assert_int_equal(told.err.kind, ERR_REFUSED);
	/* The owner will see both parties. */
	ans = db_wait(shop->db, op_refusal_list(&shop->till.store.id,
	    19700101, 99991231));
	refusal = db_rows(ans, REC_REFUSAL, &n);
	assert_int_equal(n, 1);
	assert_string_equal(refusal->sku, "BR-1041");
	assert_string_equal(refusal->why, "taken");
	assert_string_equal(refusal->till, "R1");
	assert_string_equal(refusal->number, "W-000001");
	assert_int_equal(refusal->amount, 457275);
	db_ans_free(ans);
	/* Numbers have no gap: the refused one used none. */
	id = shop_piece(shop, "BR-1042", "unique", 100, 1);
	told = sell_one(shop, &shop->till, &id);
	assert_string_equal(told.number, "R1-000001");
	shop_till_free(web);
}

static void
all_or_nothing(void **state)
{
	struct shop	*shop = *state;
	struct uuid	 a = shop_piece(shop, "A", "unique", 100, 1);
	struct uuid	 b = shop_piece(shop, "B", "unique", 100, 1);
	struct uuid	 cloth = shop_piece(shop, "CLOTH", "counted", 5, 3);
	struct uuid	 work = shop_piece(shop, "WORK", "service", 5, 0);
	struct ticket	 ticket;
	struct told	 told;
	size_t		 at;

	assert_int_equal(sell_one(shop, &shop->till, &b).outcome, SALE_DONE);
	ticket_init(&ticket);
	put(&ticket, shop, &cloth, 2);
	put(&ticket, shop, &a, 1);
	put(&ticket, shop, &b, 1);
	put(&ticket, shop, &work, 2);
	told = sell(&shop->till, &ticket);
	assert_int_equal(told.outcome, SALE_TAKEN);
	assert_int_equal(told.takers, 1);
	assert_non_null(strstr(told.taken, "B was sold in the showroom"));
	assert_int_equal(shop_on_hand(shop, &a), 1);
	assert_int_equal(shop_on_hand(shop, &cloth), 3);
	ticket_remove(&ticket, 2);
	assert_int_equal(ticket_add_free(&ticket, "Postage", "none", 900, &at),
	    TICKET_ADDED);
	told = sell(&shop->till, &ticket);
	assert_int_equal(told.outcome, SALE_DONE);
	assert_int_equal(shop_on_hand(shop, &a), 0);
	assert_int_equal(shop_on_hand(shop, &cloth), 1);
	ticket_free(&ticket);
	/* Two are more than the one that is left. */
	ticket_init(&ticket);
	put(&ticket, shop, &cloth, 2);
	told = sell(&shop->till, &ticket);
	assert_int_equal(told.outcome, SALE_TAKEN);
	assert_int_equal(shop_on_hand(shop, &cloth), 1);
	ticket_free(&ticket);
}

static void
same_id_same_sale(void **state)
{
	struct shop	*shop = *state;
	struct till	*other = shop_till(shop, TILL_COUNTER, "R1");
	struct uuid	 a = shop_piece(shop, "A", "unique", 1000, 1);
	struct uuid	 b = shop_piece(shop, "B", "unique", 1000, 1);
	struct ticket	 ticket;
	struct told	 first, told;

	ticket_init(&ticket);
	put(&ticket, shop, &a, 1);
	first = sell(&shop->till, &ticket);
	assert_int_equal(first.outcome, SALE_DONE);
	assert_false(first.again);
	told = sell(&shop->till, &ticket);
	assert_int_equal(told.outcome, SALE_DONE);
	assert_true(told.again);
	assert_string_equal(told.number, first.number);
	told = sell(other, &ticket);
	assert_int_equal(told.outcome, SALE_DONE);
	assert_string_equal(told.number, first.number);
	put(&ticket, shop, &b, 1);
	told = sell(&shop->till, &ticket);
	assert_int_equal(told.outcome, SALE_CONFLICT);
	assert_int_equal(shop_on_hand(shop, &b), 1);
	ticket_free(&ticket);
	shop_till_free(other);
}

/* What is ready on each of two connections in one process. */
static void
turn(struct till *x, struct till *y)
{
	struct pollfd	fds[2];

	db_poll(x->db, &fds[0]);
	db_poll(y->db, &fds[1]);
	poll(fds, 2, 5);
	db_turn(x->db, fds[0].revents);
	if (x != y)
		db_turn(y->db, fds[1].revents);
}

static void
crosswise(void **state)
{
	struct shop	*shop = *state;
	struct till	*other = shop_till(shop, TILL_COUNTER, "R2");
	struct ticket	 ab, ba;
	struct told	 first, second;
	struct uuid	 a, b;
	char		 sku[2][16];
	int		 i;

	for (i = 0; i < 20; i++) {
		snprintf(sku[0], sizeof sku[0], "A%d", i);
		snprintf(sku[1], sizeof sku[1], "B%d", i);
		a = shop_piece(shop, sku[0], "unique", 100, 1);
		b = shop_piece(shop, sku[1], "unique", 100, 1);
		ticket_init(&ab);
		put(&ab, shop, &a, 1);
		put(&ab, shop, &b, 1);
		ticket_init(&ba);
		put(&ba, shop, &b, 1);
		put(&ba, shop, &a, 1);
		begin(&shop->till, &ab, &first);
		begin(other, &ba, &second);
		while (!first.done || !second.done)
			turn(&shop->till, other);
		assert_int_equal((first.outcome == SALE_DONE) +
		    (second.outcome == SALE_DONE), 1);
		assert_int_equal((first.outcome == SALE_TAKEN) +
		    (second.outcome == SALE_TAKEN), 1);
		ticket_free(&ab);
		ticket_free(&ba);
	}
	shop_till_free(other);
}

static void
not_for_sale(void **state)
{
	struct shop	*shop = *state;
	struct uuid	 id = shop_piece(shop, "M-1", "unique", 100, 1);
	struct uuid	 none = uuid_new();
	struct rec_piece ghost = { .id = none, .sku = "GHOST", .title = "x",
			    .kind = "unique", .tax_class = "none" };
	struct ticket	 ticket;
	struct told	 told;
	size_t		 at;

	shop_do(shop, book_move(&id, clock_now(), 0, "state", "memo",
	    NULL, ""));
	told = sell_one(shop, &shop->till, &id);
	assert_int_equal(told.outcome, SALE_NOT_FOR_SALE);
	assert_string_equal(told.taken, "M-1 is out on memo");
	ticket_init(&ticket);
	assert_int_equal(ticket_add(&ticket, &ghost, 1, &at), TICKET_ADDED);
	told = sell(&shop->till, &ticket);
	assert_int_equal(told.outcome, SALE_UNKNOWN);
	ticket_free(&ticket);
}

struct claim {
	bool			 done;
	enum hold_outcome	 outcome;
	int64_t			 until;
	char			 text[TAKER_TEXT];
};

static void
claimed(const struct hold_result *result, void *arg)
{
	struct claim	*claim = arg;

	claim->done = true;
	claim->outcome = result->outcome;
	claim->until = result->hold == NULL ? 0 : result->hold->expires_at -
	    result->hold->now;
	str_copy(claim->text, sizeof claim->text, result->err.text);
}

static struct claim
claim(struct till *till, const struct uuid *id, const struct uuid *piece)
{
	const struct hold_want	want = { .id = *id, .piece_id = *piece,
				    .qty = 1, .ttl = 600 * SECOND_US,
				    .owner = "cart-77" };
	struct claim		told = { .done = false };

	hold_place(till, &want, claimed, &told);
	till_wait(till, &told.done);
	return told;
}

static void
held_pieces(void **state)
{
	struct shop	*shop = *state;
	struct till	*web = shop_till(shop, TILL_WEB, NULL);
	struct uuid	 id = shop_piece(shop, "BR-7", "unique", 100, 1);
	struct uuid	 hold = uuid_new(), other = uuid_new();
	struct ticket	 ticket;
	struct claim	 told;
	struct told	 sold;

	told = claim(web, &hold, &id);
	assert_int_equal(told.outcome, HOLD_PLACED);
	assert_in_range(told.until, 590 * SECOND_US, 601 * SECOND_US);
	/* The same claim again is the same hold; another id is refused. */
	assert_int_equal(claim(web, &hold, &id).outcome, HOLD_PLACED);
	told = claim(&shop->till, &other, &id);
	assert_int_equal(told.outcome, HOLD_TAKEN);
	assert_non_null(strstr(told.text,
	    "BR-7 is held for a customer of the website until "));
	sold = sell_one(shop, &shop->till, &id);
	assert_int_equal(sold.outcome, SALE_TAKEN);
	assert_int_equal(sold.takers, 1);
	/* Longer, then the one who holds it sells it. */
	memset(&told, 0, sizeof told);
	hold_renew(web, &hold, 900 * SECOND_US, claimed, &told);
	till_wait(web, &told.done);
	assert_int_equal(told.outcome, HOLD_PLACED);
	assert_in_range(told.until, 890 * SECOND_US, 901 * SECOND_US);
	ticket_init(&ticket);
	put(&ticket, shop, &id, 1);
	ticket_set_hold(&ticket, 0, &hold, 0);
	sold = sell(web, &ticket);
	assert_int_equal(sold.outcome, SALE_DONE);
	ticket_free(&ticket);
	told = claim(&shop->till, &other, &id);
	assert_int_equal(told.outcome, HOLD_TAKEN);
	assert_non_null(strstr(told.text, "was sold on the website"));
	memset(&told, 0, sizeof told);
	hold_renew(web, &hold, SECOND_US, claimed, &told);
	till_wait(web, &told.done);
	assert_int_equal(told.outcome, HOLD_UNKNOWN);
	shop_till_free(web);
}

static void
released_and_renewed(void **state)
{
	struct shop	*shop = *state;
	struct uuid	 id = shop_piece(shop, "BR-8", "unique", 100, 1);
	struct uuid	 hold = uuid_new();
	struct claim	 told = { .done = false };

	assert_int_equal(claim(&shop->till, &hold, &id).outcome, HOLD_PLACED);
	hold_release(&shop->till, &hold, claimed, &told);
	till_wait(&shop->till, &told.done);
	assert_int_equal(told.outcome, HOLD_PLACED);
	hold_release(&shop->till, &hold, NULL, NULL);	/* again: no harm */
	hold = uuid_new();
	assert_int_equal(claim(&shop->till, &hold, &id).outcome, HOLD_PLACED);
	id = uuid_new();
	hold = uuid_new();
	assert_int_equal(claim(&shop->till, &hold, &id).outcome, HOLD_UNKNOWN);
	hold_sweep(&shop->till);
}

static void
orders(void **state)
{
	struct shop		*shop = *state;
	struct till		*web = shop_till(shop, TILL_WEB, NULL);
	struct uuid		 a = shop_piece(shop, "A", "unique", 100, 1);
	struct uuid		 b = shop_piece(shop, "B", "unique", 100, 1);
	struct rec_order	 order = { .id = uuid_new(),
				    .channel_id = web->channel.id,
				    .order_ref = "WEB-1187",
				    .idem_key = "key-1", .request_hash =
				    { "hash", 4 }, .email = "x@example.org",
				    .ship_to = "{}" };
	struct tenders		 tenders = { .count = 0 };
	struct sale_want	 want = { .tenders = &tenders,
				    .order_ref = "WEB-1187",
				    .order = &order };
	struct ticket		 ticket;
	struct told		 told = { .done = false };
	struct err		 err = ERR_INIT;

	ticket_init(&ticket);
	put(&ticket, shop, &a, 1);
	total(&ticket, web);
	want.ticket = &ticket;
	assert_int_equal(tender_add(&tenders, TENDER_REFERENCE, ticket.total,
	    "pi_123", &err), 0);
	assert_int_equal(sale_commit(web, &want, tell, &told, &err), 0);
	till_wait(web, &told.done);
	assert_int_equal(told.outcome, SALE_DONE);
	ticket_free(&ticket);
	/* The counter is told which order it was. */
	told = sell_one(shop, &shop->till, &a);
	assert_non_null(strstr(told.taken, "(order WEB-1187)"));
	/* The same order's name for something else. */
	ticket_init(&ticket);
	put(&ticket, shop, &b, 1);
	total(&ticket, web);
	order.id = uuid_new();
	memset(&told, 0, sizeof told);
	assert_int_equal(sale_commit(web, &want, tell, &told, &err), 0);
	till_wait(web, &told.done);
	assert_int_equal(told.outcome, SALE_CONFLICT);
	assert_int_equal(shop_on_hand(shop, &b), 1);
	ticket_free(&ticket);
	shop_till_free(web);
}

static void
uneven_tenders(void **state)
{
	struct shop		*shop = *state;
	struct uuid		 id = shop_piece(shop, "A", "unique", 1000, 1);
	struct tenders		 tenders = { .count = 0 };
	struct ticket		 ticket;
	struct sale_want	 want = { .ticket = &ticket,
				    .tenders = &tenders };
	struct told		 told = { .done = false };
	struct err		 err = ERR_INIT;

	ticket_init(&ticket);
	assert_int_equal(sale_commit(&shop->till, &want, tell, &told, &err),
	    -1);
	put(&ticket, shop, &id, 1);
	total(&ticket, &shop->till);
	assert_int_equal(sale_commit(&shop->till, &want, tell, &told, &err),
	    -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_int_equal(tender_add(&tenders, TENDER_CARD, ticket.total + 1,
	    "4242/0918", &err), 0);
	assert_int_equal(sale_commit(&shop->till, &want, tell, &told, &err),
	    -1);
	assert_int_equal(told.times, 0);
	assert_int_equal(shop_on_hand(shop, &id), 1);
	ticket_free(&ticket);
}

/* What was stored is what was meant, change and all. */
static void
stored_as_meant(void **state)
{
	struct shop		*shop = *state;
	struct uuid		 id = shop_piece(shop, "A", "unique", 1000, 1);
	const struct rec_sale	*sale;
	const struct rec_line	*line;
	const struct rec_payment *pay;
	struct ticket		 ticket;
	struct db_ans		*ans;
	size_t			 n;

	ticket_init(&ticket);
	put(&ticket, shop, &id, 1);
	assert_int_equal(sell(&shop->till, &ticket).outcome, SALE_DONE);
	ans = db_wait(shop->db, op_sale_get(&ticket.id));
	sale = db_rows(ans, REC_SALE, &n);
	assert_int_equal(n, 1);
	assert_int_equal(sale->total, 1089);
	assert_int_equal(sale->tax, 89);
	assert_int_equal(sale->hash.len, 32);
	assert_int_equal(sale->business_day, till_day(&shop->till));
	line = db_rows(ans, REC_LINE, &n);
	assert_int_equal(n, 1);
	assert_string_equal(line->tax_name, "NY sales tax");
	assert_int_equal(line->live, 1);
	pay = db_rows(ans, REC_PAYMENT, &n);
	assert_int_equal(n, 2);
	assert_string_equal(pay[0].kind, "cash");
	assert_int_equal(pay[0].amount, 1188);
	assert_string_equal(pay[1].kind, "change");
	assert_int_equal(pay[1].amount, -99);
	db_ans_free(ans);
	ticket_free(&ticket);
}

struct note {
	int	intents, sold, unsold;
	bool	refuse;
};

static int
intend(void *arg, const struct facts *facts, struct err *err)
{
	struct note	*note = arg;

	assert_true(facts->line_count > 0);
	if (note->refuse)
		return err_set(err, ERR_IO, "no room on the disk");
	note->intents++;
	return 0;
}

static void
settle(void *arg, const struct uuid *id, bool sold)
{
	struct note	*note = arg;

	assert_false(uuid_is_nil(id));
	if (sold)
		note->sold++;
	else
		note->unsold++;
}

static void
intents(void **state)
{
	struct shop		 *shop = *state;
	struct uuid		  id = shop_piece(shop, "A", "unique", 100, 1);
	struct note		  note = { .refuse = false };
	const struct till_journal journal = { intend, settle, &note };
	struct tenders		  tenders = { .count = 0 };
	struct ticket		  ticket;
	struct sale_want	  want = { .ticket = &ticket,
				    .tenders = &tenders };
	struct err		  err = ERR_INIT;

	shop->till.journal = &journal;
	sell_one(shop, &shop->till, &id);
	sell_one(shop, &shop->till, &id);
	assert_int_equal(note.intents, 2);
	assert_int_equal(note.sold, 1);
	assert_int_equal(note.unsold, 1);
	/* An intent that cannot be written stops the sale. */
	note.refuse = true;
	ticket_init(&ticket);
	id = shop_piece(shop, "B", "unique", 0, 1);
	put(&ticket, shop, &id, 1);
	total(&ticket, &shop->till);
	assert_int_equal(sale_commit(&shop->till, &want, tell, NULL, &err),
	    -1);
	assert_int_equal(err.kind, ERR_IO);
	assert_int_equal(shop_on_hand(shop, &id), 1);
	ticket_free(&ticket);
}

static void
forgotten(void **state)
{
	struct shop	*shop = *state;
	struct uuid	 id = shop_piece(shop, "A", "unique", 100, 1);
	struct ticket	 ticket;
	struct told	 told;

	ticket_init(&ticket);
	put(&ticket, shop, &id, 1);
	begin(&shop->till, &ticket, &told);
	till_forget(&shop->till, &told);
	while (shop->till.jobs != NULL)
		turn(&shop->till, &shop->till);
	/* Nobody was told, and it is true all the same. */
	assert_int_equal(told.times, 0);
	assert_int_equal(shop_on_hand(shop, &id), 0);
	ticket_free(&ticket);
}

/* Asks until the answer is that. */
static void
until(const char *url, const char *sql, const char *answer,
    struct till *till)
{
	bool	same = false;
	char	*got;

	while (!same) {
		got = pgserver_sql(url, sql);
		same = strcmp(got, answer) == 0;
		free(got);
		turn(till, till);
	}
}

/*
 * PostgreSQL only: the backend is killed while the sale is under way, held up
 * by a lock somebody has on the register's row.  Nobody knows then whether it
 * happened; asked by id it did not, and is completed under the same id.
 */
static void
killed_backend(void **state)
{
	struct shop	*shop = *state;
	struct uuid	 id = shop_piece(shop, "K", "unique", 100, 1);
	struct ticket	 ticket;
	struct told	 told;
	char		*got;
	pid_t		 rival;

	rival = rig_start(RIG_ARGV("psql", "-qX", "-d", shop->url, "-c",
	    "BEGIN; SELECT 1 FROM vitrine.register FOR UPDATE;"
	    " SELECT pg_sleep(1000)"), "/dev/null");
	until(shop->url, "SELECT count(*) FROM pg_stat_activity WHERE query "
	    "LIKE 'BEGIN; SELECT 1%' AND wait_event = 'PgSleep'", "1",
	    &shop->till);
	ticket_init(&ticket);
	put(&ticket, shop, &id, 1);
	begin(&shop->till, &ticket, &told);
	until(shop->url, "SELECT count(*) FROM pg_stat_activity WHERE "
	    "wait_event_type = 'Lock' AND datname = current_database()", "1",
	    &shop->till);
	assert_false(told.done);
	got = pgserver_sql(shop->url, "SELECT count(pg_terminate_backend(pid))"
	    " FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
	    " AND datname = current_database()");
	assert_string_equal(got, "1");
	free(got);
	rig_kill(rival, SIGKILL);
	got = pgserver_sql(shop->url, "SELECT count(pg_terminate_backend(pid))"
	    " FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
	    " AND datname = current_database()");
	free(got);
	till_wait(&shop->till, &told.done);
	assert_int_equal(told.outcome, SALE_DONE);
	assert_string_equal(told.number, "R1-000001");
	assert_int_equal(shop_on_hand(shop, &id), 0);
	got = pgserver_sql(shop->url, "SELECT count(*) FROM "
	    "vitrine.sale_line");
	assert_string_equal(got, "1");
	free(got);
	ticket_free(&ticket);
}

/*
 * The server stops in its tracks with the sale in its hands: when the patience
 * is over the till says that it does not know.  The server goes on where it
 * was, and the same id asked again settles it: one sale.
 */
static void
never_answered(void **state)
{
	struct pgserver	*server = pgserver_start(false);
	struct shop	*shop = shop_new_at(pgserver_database(server));
	struct uuid	 id = shop_piece(shop, "K", "unique", 100, 1);
	struct ticket	 ticket;
	struct told	 told;
	char		*got;

	(void)state;
	shop->till.patience = SECOND_US / 2;
	ticket_init(&ticket);
	put(&ticket, shop, &id, 1);
	pgserver_freeze(server, true);
	told = sell(&shop->till, &ticket);
	pgserver_freeze(server, false);
	assert_int_equal(told.outcome, SALE_UNSURE);
	assert_int_equal(told.err.kind, ERR_UNSURE);
	assert_int_equal(err_exit_status(&told.err), 4);
	shop->till.patience = TILL_PATIENCE;
	told = sell(&shop->till, &ticket);
	assert_int_equal(told.outcome, SALE_DONE);
	assert_string_equal(told.number, "R1-000001");
	got = pgserver_sql(shop->url, "SELECT count(*) FROM "
	    "vitrine.sale_line");
	assert_string_equal(got, "1");
	free(got);
	ticket_free(&ticket);
	shop_free(shop);
	pgserver_stop(server);
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
		BOTH(sold_once),
		BOTH(all_or_nothing),
		BOTH(same_id_same_sale),
		BOTH(crosswise),
		BOTH(not_for_sale),
		BOTH(held_pieces),
		BOTH(released_and_renewed),
		BOTH(orders),
		BOTH(uneven_tenders),
		BOTH(stored_as_meant),
		BOTH(intents),
		BOTH(forgotten),
		ON(pg, killed_backend),
		cmocka_unit_test(never_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
