/*
 * A sale is one round trip to PostgreSQL, however many lines it has: a till's
 * own commit, counted by a wire between it and the server.
 */
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

#include "clock.h"
#include "ops.h"
#include "rig.h"
#include "sell/hold.h"
#include "sell/sale.h"
#include "sell/ticket.h"
#include "shop.h"
#include "wire.h"

#define PATIENCE	(20 * SECOND_US)

struct told {
	bool			 done;
	enum sale_outcome	 outcome;
};

static void
tell(const struct sale_result *result, void *arg)
{
	struct told	*told = arg;

	told->done = true;
	told->outcome = result->outcome;
}

/* To the same server, through a wire. */
static struct wire *
wire_to(const char *url, char **wire_url_r)
{
	char		 name[64], dir[200], *path;
	int		 port;
	struct wire	*wire;

	assert_int_equal(sscanf(url, "postgresql:///%63[^?]?host=%199[^&]&port"
	    "=%d", name, dir, &port), 3);
	path = rig_printf("%s/.s.PGSQL.%d", dir, port);
	wire = wire_new(path);
	free(path);
	*wire_url_r = rig_printf("postgresql://postgres@127.0.0.1:%d/%s"
	    "?sslmode=disable", wire_port(wire), name);
	return wire;
}

static void
until(struct wire *wire, struct db *db, const bool *done)
{
	int64_t		end = clock_mono() + PATIENCE, left;
	struct pollfd	pfd;

	while (!*done) {
		if (clock_mono() > end)
			fail_msg("not answered: %s", db_trouble(db));
		wire_turn(wire);
		db_poll(db, &pfd);
		left = db_due(db) - clock_mono();
		if (poll(&pfd, 1, left <= 0 ? 0 : 1) <= 0)
			pfd.revents = 0;
		db_turn(db, pfd.revents);
	}
}

static void
pinged(struct db_ans *ans, void *arg)
{
	bool	*done = arg;

	assert_int_equal(db_status(ans), DB_DONE);
	*done = true;
}

/* Sells pieces[0..n) and says how often it had to wait for the server. */
static int
trips_of_sale(struct shop *shop, struct wire *wire, const struct uuid *pieces,
    size_t n, enum sale_outcome outcome)
{
	struct till		*till = &shop->till;
	struct tenders		 tenders = { .count = 0 };
	struct ticket		 ticket;
	const struct sale_want	 want = { .ticket = &ticket,
				    .tenders = &tenders };
	struct told		 told = { .done = false };
	struct err		 err = ERR_INIT;
	struct db_ans		*ans;
	bool			 alive = false;
	size_t			 i, at;
	int			 trips;

	ticket_init(&ticket);
	for (i = 0; i < n; i++) {
		assert_true(ticket_add(&ticket, shop_see(shop, &pieces[i],
		    &ans), 1, &at) <= TICKET_MERGED);
		db_ans_free(ans);
	}
	assert_int_equal(ticket_total(&ticket, &till->rules, till_day(till),
	    &err), 0);
	assert_int_equal(tender_add(&tenders, TENDER_CASH, ticket.total + 99,
	    NULL, &err), 0);
	db_send(till->db, op_ping(), pinged, &alive);
	until(wire, till->db, &alive);
	wire_trips(wire);
	assert_int_equal(sale_commit(till, &want, tell, &told, &err), 0);
	until(wire, till->db, &told.done);
	trips = wire_trips(wire);
	assert_int_equal(told.outcome, outcome);
	ticket_free(&ticket);
	return trips;
}

static void
one_round_trip(void **state)
{
	struct shop	*shop = shop_new("postgresql");
	struct db	*straight = shop->till.db;
	struct uuid	 pieces[13];
	struct err	 err = ERR_INIT;
	struct wire	*wire;
	char		*url, sku[8];
	size_t		 i;

	(void)state;
	for (i = 0; i < 13; i++) {
		snprintf(sku, sizeof sku, "S-%zu", i);
		pieces[i] = shop_piece(shop, sku, "unique", 1000, 1);
	}
	wire = wire_to(shop->url, &url);
	shop->till.db = db_open(url, &err);
	assert_non_null(shop->till.db);
	/* The first one sends its statements to be prepared along with it. */
	assert_int_equal(trips_of_sale(shop, wire, pieces, 1, SALE_DONE), 1);
	assert_int_equal(trips_of_sale(shop, wire, pieces + 1, 12, SALE_DONE),
	    1);
	for (i = 0; i < 13; i++)
		assert_int_equal(shop_on_hand(shop, &pieces[i]), 0);
	/* A refusal takes another for the name, and one to write it down. */
	assert_int_equal(trips_of_sale(shop, wire, pieces, 1, SALE_TAKEN), 3);
	db_close(shop->till.db);
	shop->till.db = straight;
	wire_free(wire);
	free(url);
	shop_free(shop);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(one_round_trip),
	};

	return cmocka_run_group_tests_name("trip", tests, NULL, NULL);
}
