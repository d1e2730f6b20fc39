/* Making and upgrading a shop, on both engines. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

#include "migrate.h"
#include "pgserver.h"
#include "rig.h"
#include "str.h"
#include "thing.h"

#define BOTH(sql)	.pg = sql, .sqlite = sql
static const struct stmt_def from_later = {
	.name = "from_later",
	BOTH("INSERT INTO migration (number, name, checksum, applied_at)"
	    " SELECT max(number) + 1, 'later', 'x', 1 FROM migration"),
	.in = "", .writes = true
};
static const struct stmt_def alter = {
	.name = "alter", BOTH("UPDATE migration SET checksum = 'x'"),
	.in = "", .writes = true
};
static const struct stmt_def forget = {
	.name = "forget", BOTH("DELETE FROM migration"),
	.in = "", .writes = true
};

static int
with_sqlite(void **state)
{
	static int	 n;
	char		*path = rig_path("shop%d.db", n++);

	*state = rig_printf("sqlite:%s", path);
	free(path);
	return 0;
}

static int
with_pg(void **state)
{
	*state = pgserver_database(NULL);
	return 0;
}

static int
tear_down(void **state)
{
	free(*state);
	return 0;
}

static struct migrate_report
run(struct db *db)
{
	struct migrate_report	report = { -1, -1 };
	struct err		err;

	if (migrate_run(db, &report, &err) < 0)
		fail_msg("%s", err.text);
	return report;
}

static void
run_def(struct db *db, const struct stmt_def *def)
{
	struct db_ans	*ans = db_wait(db, thing_plain(def));

	if (db_status(ans) != DB_DONE)
		fail_msg("%s", db_err(ans)->text);
	db_ans_free(ans);
}

static void
refused(struct db *db, const char *word)
{
	struct migrate_report	report;
	struct err		err = ERR_INIT;

	assert_int_equal(migrate_check(db, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_string_not_equal(err.hint, "");
	if (word == NULL)
		return;
	assert_non_null(strstr(err.text, word));
	assert_int_equal(migrate_run(db, &report, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, word));
}

static void
made_once(void **state)
{
	struct db		*db = thing_open(*state);
	struct migrate_report	 report;
	struct err		 err;

	refused(db, NULL);
	report = run(db);
	assert_int_equal(report.from, 0);
	assert_true(report.to >= 1);
	assert_int_equal(migrate_check(db, &err), 0);
	report = run(db);
	assert_int_equal(report.from, report.to);
	db_close(db);
}

static void
newer_is_refused(void **state)
{
	struct db	*db = thing_open(*state);

	run(db);
	run_def(db, &from_later);
	refused(db, "newer");
	db_close(db);
}

static void
altered_is_refused(void **state)
{
	struct db	*db = thing_open(*state);

	run(db);
	run_def(db, &alter);
	refused(db, "step 1");
	db_close(db);
}

/* A step that fails half way leaves neither its row nor its tables. */
static void
half_a_step(void **state)
{
	struct db		*db = thing_open(*state);
	struct migrate_report	 report;
	struct err		 err;
	int			 i;

	run(db);
	run_def(db, &forget);
	for (i = 0; i < 2; i++) {
		/* Its tables are there already. */
		assert_int_equal(migrate_run(db, &report, &err), -1);
		assert_non_null(strstr(err.text, "step 1"));
	}
	db_close(db);
}

/* Several programs at once: each finds the shop made, once. */
static void
at_once(void **state)
{
	const char	*url = *state;
	pid_t		 pids[3];
	int		 i, status;

	db_close(thing_open(url));
	for (i = 0; i < 3; i++) {
		if ((pids[i] = fork()) != 0)
			continue;
		run(thing_open(url));
		_exit(0);
	}
	for (i = 0; i < 3; i++) {
		waitpid(pids[i], &status, 0);
		assert_int_equal(status, 0);
	}
}

static void
not_anothers_file(void **state)
{
	struct db		*db = thing_open(*state);
	struct migrate_report	 report;
	struct err		 err;

	thing_script(db, &thing_make);
	refused(db, NULL);
	assert_int_equal(migrate_run(db, &report, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(thing_number(db), 0);
	db_close(db);
}

#define ON_BOTH(test)							\
	{ #test " sqlite", test, with_sqlite, tear_down, NULL },	\
	{ #test " postgresql", test, with_pg, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(made_once),
		ON_BOTH(newer_is_refused),
		ON_BOTH(altered_is_refused),
		ON_BOTH(half_a_step),
		ON_BOTH(at_once),
		{ "not_anothers_file", not_anothers_file, with_sqlite,
		    tear_down, NULL },
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
