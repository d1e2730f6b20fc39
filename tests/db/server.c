/*
 * A PostgreSQL server that dies, freezes, or waits for a standby that is away,
 * while a write is under way: what the driver says is held against what the
 * server kept.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

#include "clock.h"
#include "pgserver.h"
#include "rig.h"
#include "str.h"
#include "thing.h"

struct house {
	struct pgserver	*server;
	char		*url;
	struct db	*db;
};

static int
set_up(void **state)
{
	struct house	*house = calloc(1, sizeof *house);

	house->server = pgserver_start(false);
	house->url = pgserver_database(house->server);
	house->db = thing_open(house->url);
	thing_script(house->db, &thing_make);
	*state = house;
	return 0;
}

static int
tear_down(void **state)
{
	struct house	*house = *state;

	db_close(house->db);
	pgserver_stop(house->server);
	free(house->url);
	free(house);
	return 0;
}

static void
note_status(struct db_ans *ans, void *arg)
{
	*(int *)arg = (int)db_status(ans);
}

/* Sends a write and turns until its bytes have left. */
static void
send_off(struct db *db, struct db_req *req, int *status)
{
	*status = -1;
	db_send(db, req, note_status, status);
	while (db_due(db) == 0)
		thing_turn(db);
}

static void
until_answered(struct db *db, const int *status)
{
	while (*status == -1)
		thing_turn(db);
}

static void
expect(struct db *db, struct db_req *req, enum db_status wanted)
{
	int	status;

	send_off(db, req, &status);
	until_answered(db, &status);
	assert_int_equal(status, wanted);
}

static void
sql(struct house *house, const char *text)
{
	free(pgserver_sql(house->url, text));
}

static bool
waits_for_standby(void *arg)
{
	struct house	*house = arg;
	char		*text = pgserver_sql(house->url, "SELECT count(*) FROM"
			    " pg_stat_activity WHERE wait_event = 'SyncRep'");
	bool		 yes = str_eq(text, "1");

	free(text);
	return yes;
}

/*
 * The commit waits for a standby that is away.  Cancelled, the server says
 * done, with a warning: that is unsure.  Given up, it is unsure, too.
 */
static void
standby_away(void **state)
{
	struct house	*house = *state;
	struct db_req	*req;
	char		 name[20];
	int		 status, n = 0;

	sql(house, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
	sql(house, "SELECT pg_reload_conf()");
	do {
		/* Until our session, too, has read its configuration. */
		snprintf(name, sizeof name, "write %d", n++);
		send_off(house->db, thing_adding(name, 1), &status);
		while (status == -1 && !waits_for_standby(house))
			thing_turn(house->db);
	} while (status == DB_DONE);
	assert_int_equal(status, -1);
	sql(house, "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
	    " WHERE wait_event = 'SyncRep'");
	until_answered(house->db, &status);
	assert_int_equal(status, DB_UNSURE);
	assert_int_equal(db_link(house->db), DB_LIVE);

	req = thing_adding("given up", 1);
	db_req_time(req, 300 * MS_US);
	expect(house->db, req, DB_UNSURE);
	/* Both are on this server. */
	assert_int_equal(thing_number(house->db), n + 1);
}

/* Power off at the server: unsure, whole or not at all, and on it goes. */
static void
power_off(void **state)
{
	struct house	*house = *state;
	int		 status;
	int64_t		 n;

	expect(house->db, thing_adding("before", 1), DB_DONE);
	pgserver_freeze(house->server, true);
	send_off(house->db, thing_adding("unlucky", 1), &status);
	pgserver_crash(house->server);
	until_answered(house->db, &status);
	assert_int_equal(status, DB_UNSURE);
	assert_int_equal(db_link(house->db), DB_DOWN);
	pgserver_again(house->server);
	n = thing_number(house->db);
	assert_in_range(n, 1, 2);
	expect(house->db, thing_adding("after", 1), DB_DONE);
	assert_int_equal(thing_number(house->db), n + 1);
}

/* The server stands still, and moves again: asked by id, the answer stays. */
static void
frozen(void **state)
{
	struct house	*house = *state;
	struct db_req	*req = thing_adding("unlucky", 1);
	int64_t		 n;

	expect(house->db, thing_adding("before", 1), DB_DONE);
	pgserver_freeze(house->server, true);
	db_req_time(req, 300 * MS_US);
	expect(house->db, req, DB_UNSURE);
	req = thing_adding("not even sent", 1);
	db_req_time(req, 300 * MS_US);
	expect(house->db, req, DB_UNAVAILABLE);
	pgserver_freeze(house->server, false);
	n = thing_number(house->db);
	assert_in_range(n, 1, 2);
	expect(house->db, thing_adding("after", 1), DB_DONE);
	assert_int_equal(thing_number(house->db), n + 1);
}

#define TEST(test)	{ #test, test, set_up, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(standby_away),
		TEST(power_off),
		TEST(frozen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
