/*
 * The connection to PostgreSQL when things go wrong: lost answers, lost
 * questions, killed sessions, a server that is away, slow, read-only or not
 * ours.  What the driver says happened is held against what did.
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
#include "pgserver.h"
#include "rig.h"
#include "str.h"
#include "thing.h"
#include "wire.h"

#define PATIENCE	(20 * SECOND_US)

struct rig {
	char		*url;		/* straight to the server */
	char		*wire_url;
	char		 name[64];	/* of the database */
	struct wire	*wire;
	struct db	*db;		/* through the wire */
};

static int
set_up(void **state)
{
	struct rig	*rig = calloc(1, sizeof *rig);
	const char	*host;
	char		*path;
	struct db	*db;

	rig->url = pgserver_database(NULL);
	sscanf(rig->url, "postgresql:///%60[^?]", rig->name);
	host = strstr(rig->url, "host=") + strlen("host=");
	path = rig_printf("%.*s/.s.PGSQL.%s", (int)strcspn(host, "&"), host,
	    strstr(rig->url, "port=") + strlen("port="));
	*strchr(path, '&') = '\0';
	rig->wire = wire_new(path);
	free(path);
	rig->wire_url = rig_printf("postgresql://postgres@127.0.0.1:%d/%s"
	    "?sslmode=disable", wire_port(rig->wire), rig->name);
	db = thing_open(rig->url);
	thing_script(db, &thing_make);
	db_close(db);
	rig->db = thing_open(rig->wire_url);
	*state = rig;
	return 0;
}

static int
tear_down(void **state)
{
	struct rig	*rig = *state;

	db_close(rig->db);
	wire_free(rig->wire);
	free(rig->url);
	free(rig->wire_url);
	free(rig);
	return 0;
}

/* One turn of the wire and the client, waiting a millisecond at most. */
static void
turn(struct rig *rig)
{
	struct pollfd	pfd;
	int64_t		left = db_due(rig->db) - clock_mono();

	wire_turn(rig->wire);
	db_poll(rig->db, &pfd);
	if (poll(&pfd, 1, left <= 0 ? 0 : 1) <= 0)
		pfd.revents = 0;
	db_turn(rig->db, pfd.revents);
}

/* An answer that is waited for. */
struct wait {
	bool		 done;
	enum db_status	 status;
	enum err_kind	 kind;
	enum db_refusal	 refusal;
	char		 text[320];
	int64_t		 num;
};

static void
answered(struct db_ans *ans, void *arg)
{
	struct wait		*wait = arg;
	const struct rec_num	*num;
	size_t			 n;

	assert_false(wait->done);
	wait->done = true;
	wait->status = db_status(ans);
	wait->kind = db_err(ans)->kind;
	wait->refusal = db_refusal(ans);
	str_copy(wait->text, sizeof wait->text, db_err(ans)->text);
	num = db_rows(ans, REC_NUM, &n);
	if (n > 0)
		wait->num = num->value;
}

static void
send(struct rig *rig, struct db_req *req, struct wait *wait)
{
	memset(wait, 0, sizeof *wait);
	db_send(rig->db, req, answered, wait);
}

static void
until(struct rig *rig, const bool *done)
{
	int64_t	end = clock_mono() + PATIENCE;

	while (!*done) {
		if (clock_mono() > end)
			fail_msg("not answered: %s", db_trouble(rig->db));
		turn(rig);
	}
}

static void
ask(struct rig *rig, struct db_req *req, struct wait *wait)
{
	send(rig, req, wait);
	until(rig, &wait->done);
}

/* What the database itself says: a number, or -1. */
static int64_t
truth(struct rig *rig, const char *sql)
{
	char	*whole = rig_printf("SET search_path = vitrine, pg_temp; %s",
		    sql);
	char	*text = pgserver_sql(rig->url, whole);
	int64_t	 n = -1;

	str_int64(text, &n);
	free(text);
	free(whole);
	return n;
}

static int64_t
things(struct rig *rig)
{
	return truth(rig, "SELECT count(*) FROM thing");
}

static bool
nobody_works(void *arg)
{
	/* Nobody of ours but the one who asks. */
	return truth(arg, "SELECT count(*) FROM pg_stat_activity"
	    " WHERE datname = current_database()"
	    " AND pid <> pg_backend_pid() AND state <> 'idle'") == 0;
}

static void
live(struct rig *rig)
{
	struct wait	wait;

	ask(rig, thing_plain(&thing_count), &wait);
	assert_int_equal(wait.status, DB_DONE);
}

/* A statement that takes a second on the server. */
static const struct stmt_def slow = {
	.name = "slow", .pg = "SELECT 1 + 0 * length(CAST(pg_sleep($1 / 1000.0)"
	    " AS text))", .in = "i", .out = REC_NUM
};
static const struct stmt_def slow_add = {
	.name = "slow_add",
	.pg = "INSERT INTO thing (id, name, n)"
	    " SELECT $1, $2, length(CAST(pg_sleep($3 / 1000.0) AS text))",
	.in = "uti", .writes = true
};
static const struct stmt_def flaky = {
	.name = "flaky", .pg = "SELECT flaky($1)", .in = "t", .out = REC_NUM
};

static struct db_req *
slowly(int64_t ms)
{
	struct db_req	*req = thing_plain(&slow);

	req_int(req, ms);
	return req;
}

static struct db_req *
slowly_adding(const char *name, int64_t ms)
{
	struct db_req	*req = thing_plain(&slow_add);
	struct uuid	 id = uuid_new();

	req_uuid(req, &id);
	req_text(req, name);
	req_int(req, ms);
	return req;
}

static struct db_req *
adding(int count)
{
	struct db_req	*req = req_new();
	struct uuid	 id;
	char		 name[64];
	int		 i;

	for (i = 0; i < count; i++) {
		id = uuid_new();
		uuid_text(&id, name);
		thing_also(req, &id, name, i);
	}
	return req;
}

/* A write of twelve statements is one round trip, prepared or not. */
static void
one_round_trip(void **state)
{
	struct rig	*rig = *state;
	struct wait	 wait;
	int		 i;

	for (i = 0; i < 3; i++) {
		/* Answered behind the note to others that a write leaves. */
		live(rig);
		wire_trips(rig->wire);
		ask(rig, adding(12), &wait);
		assert_int_equal(wait.status, DB_DONE);
		assert_int_equal(wire_trips(rig->wire), 1);
	}
	assert_int_equal(things(rig), 36);
}

/* The answer is lost: unsure, and it is there. */
static void
answer_lost(void **state)
{
	struct rig	*rig = *state;
	struct db_req	*req = adding(2);
	struct wait	 wait, count;

	live(rig);
	wire_hold_answers(rig->wire);
	db_req_time(req, 400 * MS_US);
	ask(rig, req, &wait);
	assert_int_equal(wait.status, DB_UNSURE);
	assert_int_equal(wait.kind, ERR_UNSURE);
	assert_int_equal(db_link(rig->db), DB_DOWN);
	ask(rig, thing_plain(&thing_count), &count);
	assert_int_equal(count.status, DB_DONE);
	assert_int_equal(count.num, 2);
}

/*
 * The question is stuck on the way: unsure.  Asked by id it is not there, and
 * then it must not come to be there when the way is free again.
 */
static void
question_late(void **state)
{
	struct rig	*rig = *state;
	struct db_req	*req = adding(2);
	struct wait	 wait, count;

	live(rig);
	wire_hold_questions(rig->wire);
	db_req_time(req, 400 * MS_US);
	ask(rig, req, &wait);
	assert_int_equal(wait.status, DB_UNSURE);
	assert_true(wire_held(rig->wire) > 0);
	ask(rig, thing_plain(&thing_count), &count);
	assert_int_equal(count.num, 0);
	wire_let_go(rig->wire);
	while (wire_held(rig->wire) > 0)
		turn(rig);
	assert_true(rig_until(nobody_works, rig, 5000));
	assert_int_equal(things(rig), 0);
}

/* A write at work on the server when its client gave up: ended first. */
static void
fence(void **state)
{
	struct rig	*rig = *state;
	struct db_req	*req;
	struct wait	 wait, count;

	live(rig);
	send(rig, slowly_adding("late", 1500), &wait);
	while (truth(rig, "SELECT count(*) FROM pg_stat_activity"
	    " WHERE query LIKE '%pg_sleep($3%' AND state = 'active'"
	    " AND pid <> pg_backend_pid()") == 0)
		turn(rig);
	/* The client's network is cut; the server does not know. */
	wire_hold_answers(rig->wire);
	wire_hold_questions(rig->wire);
	req = thing_plain(&thing_count);
	db_req_time(req, 100 * MS_US);
	ask(rig, req, &count);
	assert_int_equal(count.status, DB_UNAVAILABLE);
	until(rig, &wait.done);
	assert_int_equal(wait.status, DB_UNSURE);
	ask(rig, thing_plain(&thing_count), &count);
	assert_int_equal(count.status, DB_DONE);
	assert_int_equal(count.num, 0);
	assert_true(rig_until(nobody_works, rig, 5000));
	assert_int_equal(things(rig), 0);
}

/* A session ended by the server: writes unsure, reads asked again. */
static void
session_killed(void **state)
{
	struct rig	*rig = *state;
	struct wait	 write, read, behind;

	live(rig);
	send(rig, slowly(2000), &read);
	send(rig, adding(1), &write);
	send(rig, thing_plain(&thing_count), &behind);
	while (truth(rig, "SELECT count(pg_terminate_backend(pid)) FROM"
	    " pg_stat_activity WHERE query LIKE '%pg_sleep($1%'"
	    " AND state = 'active' AND pid <> pg_backend_pid()") == 0)
		turn(rig);
	until(rig, &write.done);
	assert_int_equal(write.status, DB_UNSURE);
	until(rig, &read.done);
	until(rig, &behind.done);
	assert_int_equal(read.status, DB_DONE);
	assert_int_equal(behind.status, DB_DONE);
	assert_int_equal(behind.num, things(rig));
	assert_int_equal(things(rig), 0);
}

/* The server is away: nothing happened, and it comes back by itself. */
static void
away(void **state)
{
	struct rig	*rig = *state;
	struct db_req	*req = adding(1);
	struct wait	 wait;

	live(rig);
	wire_deaf(rig->wire, true);
	wire_cut(rig->wire);
	while (db_link(rig->db) == DB_LIVE)
		turn(rig);
	assert_string_not_equal(db_trouble(rig->db), "");
	db_req_time(req, 300 * MS_US);
	ask(rig, req, &wait);
	assert_int_equal(wait.status, DB_UNAVAILABLE);
	assert_int_equal(wait.kind, ERR_UNAVAILABLE);
	assert_int_equal(things(rig), 0);
	wire_deaf(rig->wire, false);
	/* Sent while it is away, done when it is back. */
	ask(rig, adding(1), &wait);
	assert_int_equal(wait.status, DB_DONE);
	assert_string_equal(db_trouble(rig->db), "");
}

/* Of two hosts the first one swallows everything: the second one is used. */
static void
black_hole(void **state)
{
	struct rig	*rig = *state;
	struct wire	*hole = wire_new("/nonexistent");
	struct wait	 wait;
	char		*url;

	wire_deaf(hole, true);
	url = rig_printf("postgresql://postgres@127.0.0.1:%d,127.0.0.1:%d/%s"
	    "?sslmode=disable&connect_timeout=1", wire_port(hole),
	    wire_port(rig->wire), rig->name);
	db_close(rig->db);
	rig->db = thing_open(url);
	ask(rig, adding(1), &wait);
	assert_int_equal(wait.status, DB_DONE);
	wire_free(hole);
	free(url);
}

/* The server's own limit ends a statement, and the connection stays. */
static void
too_slow(void **state)
{
	struct rig	*rig = *state;
	struct db_req	*req = slowly_adding("slow", 5000);
	struct wait	 wait;
	int64_t		 before;

	live(rig);
	before = truth(rig, "SELECT max(pid) FROM pg_stat_activity"
	    " WHERE application_name = 'vitrine'");
	db_req_time(req, 400 * MS_US);
	ask(rig, req, &wait);
	assert_int_equal(wait.status, DB_UNAVAILABLE);
	live(rig);
	assert_int_equal(before, truth(rig, "SELECT max(pid) FROM "
	    "pg_stat_activity WHERE application_name = 'vitrine'"));
	assert_int_equal(things(rig), 0);
}

/* A function that fails as told the first two times. */
static void
make_flaky(struct rig *rig)
{
	truth(rig, "CREATE SEQUENCE vitrine.tries;"
	    "CREATE FUNCTION vitrine.flaky(text) RETURNS bigint"
	    " LANGUAGE plpgsql AS $$ BEGIN"
	    " IF nextval('vitrine.tries') < 3 THEN"
	    " RAISE EXCEPTION 'not yet' USING ERRCODE = $1;"
	    " END IF; RETURN 7; END $$");
}

static void
expect_flaky(struct rig *rig, const char *state)
{
	struct db_req	*req = thing_plain(&flaky);
	struct wait	 wait;

	req_text(req, state);
	ask(rig, req, &wait);
	if (wait.status != DB_DONE)
		print_error("%s: %s\n", state, wait.text);
	assert_int_equal(wait.status, DB_DONE);
	assert_int_equal(wait.num, 7);
	truth(rig, "SELECT setval('vitrine.tries', 1,"
	    " false)");
}

/* Deadlocks, and a server that has become a standby, are not our caller's. */
static void
tried_again(void **state)
{
	struct rig	*rig = *state;

	make_flaky(rig);
	expect_flaky(rig, "40001");
	expect_flaky(rig, "40P01");
	expect_flaky(rig, "25006");
}

/* Statements prepared by a request that failed, and stale ones. */
static void
prepared_again(void **state)
{
	struct rig	*rig = *state;
	struct db_req	*first = req_new();
	struct uuid	 id = uuid_new();
	struct wait	 a, b;

	live(rig);
	/* The count is prepared behind the insert that is refused. */
	thing_also(first, &id, "VT001", 1);
	req_stmt(first, &thing_list);
	send(rig, first, &a);
	send(rig, thing_plain(&thing_list), &b);
	until(rig, &b.done);
	assert_int_equal(a.status, DB_REFUSED);
	assert_int_equal(b.status, DB_DONE);
	/* Its result type changes under it. */
	truth(rig, "ALTER TABLE thing ALTER name"
	    " TYPE varchar(100)");
	ask(rig, thing_plain(&thing_list), &a);
	assert_int_equal(a.status, DB_DONE);
}

static void
changed(void *arg)
{
	*(bool *)arg = true;
}

/* What others do is told at once, and what psql does within a second. */
static void
told(void **state)
{
	struct rig	*rig = *state;
	struct db	*other = thing_open(rig->url);
	struct db_ans	*ans;
	bool		 yes = false;
	int64_t		 then;

	live(rig);
	db_on_change(rig->db, changed, &yes);
	/* A fresh second before the safety net, so that it is the note. */
	until(rig, &yes);
	yes = false;
	then = clock_mono();
	ans = db_wait(other, thing_adding("by another", 1));
	assert_int_equal(db_status(ans), DB_DONE);
	db_ans_free(ans);
	/* Even when the other one leaves at once. */
	db_close(other);
	until(rig, &yes);
	assert_true(clock_mono() - then < 900 * MS_US);
	yes = false;
	truth(rig, "DELETE FROM thing");
	until(rig, &yes);
}

static void
big_values(void **state)
{
	struct rig	*rig = *state;
	size_t		 size = 5 * 1024 * 1024;
	char		*bytes = calloc(1, size);
	struct db_req	*req = req_new();
	struct uuid	 id = uuid_new();
	struct wait	 wait;

	req_stmt(req, &thing_add);
	req_uuid(req, &id);
	req_text(req, "photo");
	req_int(req, 1);
	req_blob(req, bytes, size);
	req_uuid(req, NULL);
	ask(rig, req, &wait);
	assert_int_equal(wait.status, DB_DONE);
	assert_int_equal(truth(rig, "SELECT length(raw) FROM thing"), size);
	ask(rig, thing_plain(&thing_list), &wait);
	assert_int_equal(wait.status, DB_DONE);
	free(bytes);
}

static void
expect_wrong(struct rig *rig, const char *url, struct db_req *req,
    enum db_status status, enum err_kind kind)
{
	struct wait	wait;
	int64_t		then = clock_mono();

	db_close(rig->db);
	rig->db = thing_open(url);
	ask(rig, req, &wait);
	assert_int_equal(wait.status, status);
	assert_int_equal(wait.kind, kind);
	/* Said at once, not when the request's time is over. */
	assert_true(clock_mono() - then < 4 * SECOND_US);
}

/* A database or user that is not there, a shop not set up, no rights. */
static void
not_ours(void **state)
{
	struct rig	*rig = *state;
	char		*url, *grant;

	url = rig_printf("postgresql://postgres@127.0.0.1:%d/%s_no",
	    wire_port(rig->wire), rig->name);
	expect_wrong(rig, url, adding(1), DB_UNAVAILABLE, ERR_CONFIG);
	free(url);
	url = rig_printf("postgresql://nobody_%s@127.0.0.1:%d/%s",
	    rig->name, wire_port(rig->wire), rig->name);
	expect_wrong(rig, url, adding(1), DB_UNAVAILABLE, ERR_CONFIG);
	free(url);
	/* Roles belong to the whole server: one of this database's own. */
	grant = rig_printf("CREATE ROLE weak_%s LOGIN;"
	    "GRANT USAGE ON SCHEMA vitrine TO weak_%s;"
	    "GRANT SELECT ON thing TO weak_%s", rig->name, rig->name,
	    rig->name);
	truth(rig, grant);
	free(grant);
	url = rig_printf("postgresql://weak_%s@127.0.0.1:%d/%s", rig->name,
	    wire_port(rig->wire), rig->name);
	expect_wrong(rig, url, adding(1), DB_FAILED, ERR_NOT_ALLOWED);
	free(url);
	truth(rig, "DROP TABLE thing");
	expect_wrong(rig, rig->wire_url, adding(1), DB_FAILED, ERR_CONFIG);
}

static void
link_noted(void *arg)
{
	++*(int *)arg;
}

/* Who asks is told when the link comes and goes. */
static void
link_told(void **state)
{
	struct rig	*rig = *state;
	int		 notes = 0;

	db_on_link(rig->db, link_noted, &notes);
	assert_int_equal(db_link(rig->db), DB_CONNECTING);
	while (notes == 0)
		turn(rig);
	assert_int_equal(db_link(rig->db), DB_LIVE);
	wire_cut(rig->wire);
	while (notes < 3)
		turn(rig);
	assert_int_equal(db_link(rig->db), DB_LIVE);
}

/* Names are looked up; one that is not there is said, and does not stop us. */
static void
names(void **state)
{
	struct rig	*rig = *state;
	struct db_req	*req = adding(1);
	struct wait	 wait;
	char		*url;

	db_close(rig->db);
	rig->db = thing_open("postgresql://postgres@nowhere.invalid/shop");
	db_req_time(req, SECOND_US);
	ask(rig, req, &wait);
	assert_int_equal(wait.status, DB_UNAVAILABLE);
	assert_non_null(strstr(wait.text, "nowhere.invalid"));
	db_close(rig->db);
	url = rig_printf("postgresql://postgres@nowhere.invalid:1,"
	    "localhost:%d/%s", wire_port(rig->wire), rig->name);
	rig->db = thing_open(url);
	ask(rig, adding(1), &wait);
	assert_int_equal(wait.status, DB_DONE);
	wire_cut(rig->wire);
	ask(rig, thing_plain(&thing_count), &wait);
	assert_int_equal(wait.status, DB_DONE);
	free(url);
}

#define WRITES	150

/* Whether ",name," is in the list of all. */
static bool
is_there(const char *all, int n)
{
	char	*name = rig_printf(",write %d,", n);
	bool	 there = strstr(all, name) != NULL;

	free(name);
	return there;
}

/*
 * The wire is cut again and again, whatever is under way: what is said to be
 * done is there, what is said not to have happened is not, and what is unsure
 * does not change after the next answer.
 */
static void
cut_again_and_again(void **state)
{
	static struct wait	 waits[WRITES];
	struct rig		*rig = *state;
	struct db_req		*req;
	int			 i, unsure = 0;
	char			 name[20], *all;
	struct wait		 last;

	live(rig);
	for (i = 0; i < WRITES; i++) {
		snprintf(name, sizeof name, "write %d", i);
		req = thing_adding(name, i);
		db_req_time(req, 200 * MS_US);
		send(rig, req, &waits[i]);
		if (i % 3 != 0)
			until(rig, &waits[i].done);
		turn(rig);
		if (i % 7 == 0)
			wire_hold_answers(rig->wire);
		if (i % 5 == 0 || i % 7 == 1)
			wire_cut(rig->wire);
	}
	for (i = 0; i < WRITES; i++)
		until(rig, &waits[i].done);
	ask(rig, thing_plain(&thing_count), &last);
	assert_int_equal(last.status, DB_DONE);
	all = pgserver_sql(rig->url, "SELECT ',' || string_agg(name, ',') ||"
	    " ',' FROM vitrine.thing");
	for (i = 0; i < WRITES; i++) {
		if (waits[i].status == DB_UNSURE)
			unsure++;
		else
			assert_int_equal(is_there(all, i),
			    waits[i].status == DB_DONE);
	}
	free(all);
	assert_in_range(unsure, 1, WRITES - 1);
	assert_int_equal(things(rig), last.num);
}

/* A password is never shown. */
static void
no_password(void **state)
{
	struct err	 err;
	struct db	*db;

	(void)state;
	db = db_open("postgresql://ana:se%40cret@127.0.0.1:5/shop"
	    "?password=secret", &err);
	assert_non_null(db);
	assert_string_equal(db_url(db), "postgresql://ana@127.0.0.1:5/shop");
	db_close(db);
	assert_null(db_open("postgresql://ana:secret@host:nonsense=1/?x", &err));
	assert_null(strstr(err.text, "secret"));
	assert_null(db_open("mysql://ana:secret@host/", &err));
	assert_null(strstr(err.text, "secret"));
}

#define TEST(test)	{ #test, test, set_up, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_round_trip),
		TEST(answer_lost),
		TEST(question_late),
		TEST(fence),
		TEST(session_killed),
		TEST(away),
		TEST(black_hole),
		TEST(too_slow),
		TEST(tried_again),
		TEST(prepared_again),
		TEST(told),
		TEST(big_values),
		TEST(not_ours),
		TEST(link_told),
		TEST(names),
		TEST(cut_again_and_again),
		TEST(no_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
