/*
 * The plug pulled at every fault point of the drivers, on both engines: a
 * write is there whole or not at all, there when its caller was told so, and
 * the shop goes on.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

#include "pgserver.h"
#include "rig.h"
#include "str.h"
#include "thing.h"

#define LINES	3

/* The program that is killed: one write of three statements. */
static int
child(const char *url)
{
	struct db	*db = thing_open(url);
	struct db_req	*req = req_new();
	struct db_ans	*ans;
	struct uuid	 id;
	char		 name[8];
	int		 i;

	for (i = 0; i < LINES; i++) {
		id = uuid_new();
		snprintf(name, sizeof name, "line %d", i);
		thing_also(req, &id, name, i);
	}
	ans = db_wait(db, req);
	puts(db_status(ans) == DB_DONE ? "done" : db_err(ans)->text);
	db_ans_free(ans);
	db_close(db);
	return 0;
}

static struct rig_result
run_child(const char *url, const char *faults)
{
	struct rig_result	r;
	char			self[4096];
	ssize_t			n;

	n = readlink("/proc/self/exe", self, sizeof self - 1);
	self[n > 0 ? n : 0] = '\0';
	setenv("VITRINE_FAULT", faults, 1);
	r = rig_run(RIG_ARGV(self, "child", url), NULL, 30000);
	unsetenv("VITRINE_FAULT");
	return r;
}

struct fault {
	int	number;
	int	least;		/* lines that may be there afterwards */
	int	most;
};

static const struct fault at_sqlite[] = {
	{ 100, 0, 0 }, { 101, 0, 0 }, { 102, 0, 0 }, { 110, 0, 0 },
	{ 111, 0, 0 }, { 120, LINES, LINES }, { 121, LINES, LINES },
	{ 0, 0, 0 }
};
/* 103: on its way, nobody knows. */
static const struct fault at_pg[] = {
	{ 100, 0, 0 }, { 101, 0, 0 }, { 102, 0, 0 }, { 103, 0, LINES },
	{ 120, LINES, LINES }, { 121, LINES, LINES }, { 0, 0, 0 }
};

static void
pull_plugs(const struct fault *fault, char *(*new_url)(void))
{
	struct rig_result	 r;
	struct db		*db;
	char			*url, text[32];
	int64_t			 n;

	for (; fault->number != 0; fault++) {
		url = new_url();
		db = thing_open(url);
		thing_script(db, &thing_make);
		snprintf(text, sizeof text, "%d:kill", fault->number);
		r = run_child(url, text);
		if (r.status != 128 + SIGKILL)
			fail_msg("%d: not killed: %s%s", fault->number, r.out,
			    r.err);
		rig_result_free(&r);
		n = thing_number(db);
		if (n < fault->least || n > fault->most ||
		    (n != 0 && n != LINES))
			fail_msg("%d: %d lines", fault->number, (int)n);
		/* Whatever is there now, the shop goes on. */
		db_ans_free(db_wait(db, thing_adding("after", 1)));
		assert_true(thing_number(db) >= n + 1);
		db_close(db);
		free(url);
	}
}

static char *
sqlite_url(void)
{
	static int	 n;
	char		*path = rig_path("shop%d.db", n++);
	char		*url = rig_printf("sqlite:%s", path);

	free(path);
	return url;
}

static char *
pg_url(void)
{
	return pgserver_database(NULL);
}

static void
plugs_sqlite(void **state)
{
	(void)state;
	pull_plugs(at_sqlite, sqlite_url);
}

static void
plugs_pg(void **state)
{
	(void)state;
	pull_plugs(at_pg, pg_url);
}

/* Delays inside the transaction: slower, and otherwise the same. */
static void
delays(char *url)
{
	struct rig_result	 r;
	struct db		*db = thing_open(url);

	thing_script(db, &thing_make);
	r = run_child(url, "110:sleep=30,111:sleep=30");
	assert_string_equal(r.out, "done\n");
	assert_int_equal(thing_number(db), LINES);
	rig_result_free(&r);
	db_close(db);
	free(url);
}

static void
delays_both(void **state)
{
	(void)state;
	delays(sqlite_url());
	delays(pg_url());
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plugs_sqlite),
		cmocka_unit_test(plugs_pg),
		cmocka_unit_test(delays_both),
	};

	if (argc == 3 && str_eq(argv[1], "child"))
		return child(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
