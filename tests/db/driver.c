/*
 * The contract of db.h, run unchanged on both engines: every test is made
 * twice, with an empty SQLite file and an empty PostgreSQL database.
 */
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

#include "clock.h"
#include "db.h"
#include "driver.h"
#include "pgserver.h"
#include "rig.h"
#include "str.h"
#include "thing.h"

struct shop {
	char		*url;
	struct db	*db;
};

#define BOTH(sql)	.pg = sql, .sqlite = sql
static const struct stmt_def rename_things = {
	.name = "rename_things",
	BOTH("UPDATE thing SET n = n + $1 WHERE n IS NOT NULL"),
	.in = "i", .out = REC_NONE, .writes = true
};

static int
set_up(void **state, char *url)
{
	struct shop	*shop = calloc(1, sizeof *shop);

	shop->url = url;
	shop->db = thing_open(url);
	thing_script(shop->db, &thing_make);
	*state = shop;
	return 0;
}

static int
set_up_sqlite(void **state)
{
	static int	 n;
	char		*path = rig_path("shop%d.db", n++);
	char		*url = rig_printf("sqlite:%s", path);

	free(path);
	return set_up(state, url);
}

static int
set_up_pg(void **state)
{
	return set_up(state, pgserver_database(NULL));
}

static int
tear_down(void **state)
{
	struct shop	*shop = *state;

	db_close(shop->db);
	free(shop->url);
	free(shop);
	return 0;
}

static void
expect(struct db *db, struct db_req *req, enum db_status status,
    enum db_refusal refusal)
{
	struct db_ans	*ans = db_wait(db, req);

	if (db_status(ans) != status)
		print_error("%s\n", db_err(ans)->text);
	assert_int_equal(db_status(ans), status);
	assert_int_equal(db_refusal(ans), refusal);
	if (status != DB_DONE)
		assert_string_not_equal(db_err(ans)->text, "");
	db_ans_free(ans);
}

/* Values of every kind go in and come out as they were. */
static void
test_values(void **state)
{
	struct shop			*shop = *state;
	struct db_req			*req = req_new();
	struct db_ans			*ans;
	const struct rec_register	*rows;
	struct uuid			 a = uuid_new(), b = uuid_new();
	size_t				 n;

	thing_also(req, &a, "", INT64_MIN);
	req_stmt(req, &thing_add);
	req_uuid(req, &b);
	req_text(req, "Sautoir \"d'or\" \xe2\x82\xac");
	req_null(req);
	req_blob(req, "", 0);
	req_uuid(req, &a);
	expect(shop->db, req, DB_DONE, REFUSAL_NONE);
	ans = db_wait(shop->db, thing_plain(&thing_list));
	rows = db_rows(ans, REC_REGISTER, &n);
	assert_int_equal(n, 2);
	assert_true(uuid_eq(&rows[0].id, &a));
	assert_true(uuid_is_nil(&rows[0].store_id));
	assert_string_equal(rows[0].code, "");
	assert_true(rows[0].last_seq == INT64_MIN);
	assert_int_equal(rows[0].last_hash.len, 3);
	assert_memory_equal(rows[0].last_hash.bytes, "\0\1\2", 3);
	assert_int_equal(rows[0].created_at, 1);
	assert_string_equal(rows[0].store, "x");
	assert_true(uuid_eq(&rows[1].store_id, &a));
	assert_string_equal(rows[1].code, "Sautoir \"d'or\" \xe2\x82\xac");
	assert_true(rows[1].last_seq == 0);
	assert_int_equal(rows[1].last_hash.len, 0);
	assert_null(db_rows_nth(ans, REC_REGISTER, 1, &n));
	assert_null(db_rows(ans, REC_PIECE, &n));
	db_ans_free(ans);
	assert_true(db_latency(shop->db) >= 0);
	assert_int_equal(db_link(shop->db), DB_LIVE);
}

/* A statement that fails in the middle leaves nothing of its request. */
static void
test_atomic(void **state)
{
	struct shop	*shop = *state;
	struct db_req	*req = req_new();
	struct uuid	 id = uuid_new(), other = uuid_new();

	thing_also(req, &id, "one", 1);
	thing_also(req, &id, "two", 2);
	thing_also(req, &other, "three", 3);
	expect(shop->db, req, DB_REFUSED, REFUSAL_DUPLICATE);
	assert_int_equal(thing_number(shop->db), 0);
	/* And the next one, with the same statements, is not disturbed. */
	expect(shop->db, thing_adding("one", 1), DB_DONE, REFUSAL_NONE);
	expect(shop->db, thing_adding("one", 1), DB_REFUSED, REFUSAL_DUPLICATE);
	assert_int_equal(thing_number(shop->db), 1);
}

static void
test_refusals(void **state)
{
	static const struct {
		const char	*name;
		enum db_refusal	 refusal;
	} own[] = {
		{ "VT001", REFUSAL_TAKEN }, { "VT002", REFUSAL_NOT_FOR_SALE },
		{ "VT003", REFUSAL_UNKNOWN }, { "VT004", REFUSAL_REGISTER },
		{ "VT005", REFUSAL_RETURNED }, { "VT006", REFUSAL_TOTALS },
	};
	struct shop	*shop = *state;
	struct db_req	*req;
	struct uuid	 id = uuid_new();
	size_t		 i;

	for (i = 0; i < sizeof own / sizeof own[0]; i++)
		expect(shop->db, thing_adding(own[i].name, 1), DB_REFUSED,
		    own[i].refusal);
	expect(shop->db, thing_adding("x", 5000), DB_REFUSED, REFUSAL_OTHER);
	req = thing_adding("x", 1);
	req->stmts[0].params[1].type = PARAM_NULL;
	expect(shop->db, req, DB_REFUSED, REFUSAL_OTHER);
	/* Deferred: refused at the commit itself. */
	req = thing_adding("x", 1);
	req->stmts[0].params[4].type = PARAM_UUID;
	req->stmts[0].params[4].bytes = &id;
	req->stmts[0].params[4].len = sizeof id;
	expect(shop->db, req, DB_REFUSED, REFUSAL_UNKNOWN);
	assert_int_equal(thing_number(shop->db), 0);
}

static void
test_changed(void **state)
{
	struct shop	*shop = *state;
	struct db_req	*req;
	struct db_ans	*ans;
	int		 i;
	char		 name[20];

	for (i = 0; i < 5; i++) {
		snprintf(name, sizeof name, "thing %d", i);
		expect(shop->db, thing_adding(name, i), DB_DONE, REFUSAL_NONE);
	}
	req = thing_plain(&rename_things);
	req_int(req, 10);
	ans = db_wait(shop->db, req);
	assert_int_equal(db_status(ans), DB_DONE);
	assert_int_equal(db_changed(ans), 5);
	db_ans_free(ans);
}

/* A request that was put together wrongly is never sent. */
static void
test_bad_request(void **state)
{
	struct shop	*shop = *state;
	struct db_req	*req = thing_plain(&rename_things);

	expect(shop->db, req, DB_FAILED, REFUSAL_NONE);
	req = thing_plain(&rename_things);
	req_text(req, "ten");
	expect(shop->db, req, DB_FAILED, REFUSAL_NONE);
	expect(shop->db, req_new(), DB_FAILED, REFUSAL_NONE);
	req = thing_plain(&rename_things);
	req_int(req, 1);
	req_int(req, 1);
	expect(shop->db, req, DB_FAILED, REFUSAL_NONE);
}

struct order {
	int	expected;
	int	done;
};

static void
in_order(struct db_ans *ans, void *arg)
{
	struct order		*order = arg;
	const struct rec_num	*num;
	size_t			 n;

	num = db_rows(ans, REC_NUM, &n);
	if (n == 1)
		assert_int_equal(num->value, order->expected);
	else
		order->expected++;
	assert_int_equal(db_status(ans), DB_DONE);
	order->done++;
}

/* Many requests at once are answered each, in the order they were sent. */
static void
test_many(void **state)
{
	struct shop	*shop = *state;
	struct order	 order = { 0, 0 };
	char		 name[20];
	int		 i;

	for (i = 0; i < 300; i++) {
		snprintf(name, sizeof name, "thing %d", i);
		db_send(shop->db, thing_adding(name, i), in_order, &order);
		db_send(shop->db, thing_plain(&thing_count), in_order, &order);
	}
	assert_int_equal(order.done, 0);
	while (order.done < 600)
		thing_turn(shop->db);
	assert_int_equal(thing_number(shop->db), 300);
}

static void
never(struct db_ans *ans, void *arg)
{
	(void)ans;
	(void)arg;
	fail_msg("a forgotten callback was called");
}

static void
forget_all(struct db_ans *ans, void *arg)
{
	struct shop	*shop = arg;

	assert_int_equal(db_status(ans), DB_DONE);
	db_forget(shop->db, shop->url);
}

/* What was sent happens; whoever went away is not called. */
static void
test_forget(void **state)
{
	struct shop	*shop = *state;

	db_send(shop->db, thing_adding("one", 1), never, shop->url);
	db_forget(shop->db, shop->url);
	assert_int_equal(thing_number(shop->db), 1);
	/* Forgotten by a callback while it is under way or even done. */
	db_send(shop->db, thing_adding("two", 1), forget_all, shop);
	db_send(shop->db, thing_adding("three", 1), never, shop->url);
	assert_int_equal(thing_number(shop->db), 3);
}

static void
note_end(struct db_ans *ans, void *arg)
{
	enum db_status	*status = arg;

	*status = db_status(ans);
}

/* Closing answers what is outstanding, and says no more than it knows. */
static void
test_close(void **state)
{
	struct shop	*shop = *state;
	enum db_status	 waiting = DB_DONE;

	db_send(shop->db, thing_adding("one", 1), note_end, &waiting);
	db_close(shop->db);
	assert_int_equal(waiting, DB_UNAVAILABLE);
	shop->db = thing_open(shop->url);
	assert_int_equal(thing_number(shop->db), 0);
}

#define ON_BOTH(test)							\
	{ #test " sqlite", test, set_up_sqlite, tear_down, NULL },	\
	{ #test " postgresql", test, set_up_pg, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(test_values),
		ON_BOTH(test_atomic),
		ON_BOTH(test_refusals),
		ON_BOTH(test_changed),
		ON_BOTH(test_bad_request),
		ON_BOTH(test_many),
		ON_BOTH(test_forget),
		ON_BOTH(test_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
