/* The rigs themselves: a test that cannot fail proves nothing. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pgserver.h"
#include "rig.h"

static void
run_tells_what_a_program_said(void **state)
{
	struct rig_result r;

	(void)state;
	r = rig_run(RIG_ARGV("sh", "-c", "cat; echo no >&2; exit 7"), "yes",
	    5000);
	assert_int_equal(r.status, 7);
	assert_string_equal(r.out, "yes");
	assert_string_equal(r.err, "no\n");
	rig_result_free(&r);
}

static void
run_kills_what_is_late(void **state)
{
	struct rig_result r;

	(void)state;
	r = rig_run(RIG_ARGV("sleep", "100"), NULL, 50);
	assert_int_equal(r.status, RIG_LATE);
	rig_result_free(&r);
}

static void
background_programs_end(void **state)
{
	char *log = rig_path("log");
	pid_t pid;

	(void)state;
	pid = rig_start(RIG_ARGV("sh", "-c", "echo ready; exec sleep 100"),
	    log);
	assert_true(rig_until_said(log, "ready", 5000));
	assert_true(rig_alive(pid));
	assert_int_equal(rig_stop(pid, 5000), 128 + SIGTERM);
	free(log);
}

struct round {
	struct rig_barrier	*gun;
	atomic_int		*sum;
};

static int
count_rounds(void *arg)
{
	struct round *r = arg;

	for (int i = 1; i <= 100; i++) {
		atomic_fetch_add(r->sum, 1);
		if (!rig_barrier_wait(r->gun) || *r->sum < 3 * i)
			return 1;
		if (!rig_barrier_wait(r->gun))
			return 2;
	}
	return 0;
}

static void
barrier_keeps_step(void **state)
{
	struct round r = { rig_barrier_new(3), rig_shared(sizeof(int)) };
	pid_t a, b;

	(void)state;
	a = rig_fork(count_rounds, &r);
	b = rig_fork(count_rounds, &r);
	assert_int_equal(count_rounds(&r), 0);
	assert_int_equal(rig_wait(a, 10000), 0);
	assert_int_equal(rig_wait(b, 10000), 0);
}

static void
pgserver_keeps_what_was_committed(void **state)
{
	struct pgserver *s = pgserver_start(true);
	char *url = pgserver_database(s), *got;

	(void)state;
	free(pgserver_sql(url, "CREATE TABLE t (n int); INSERT INTO t "
	    "VALUES (41)"));
	pgserver_crash(s);
	pgserver_again(s);
	got = pgserver_sql(url, "SELECT n + 1 FROM t; SHOW fsync; "
	    "SHOW synchronous_commit");
	assert_string_equal(got, "42\non\non");
	free(got);
	free(url);
	url = pgserver_tcp_url(s, "postgres");
	got = pgserver_sql(url, "SELECT inet_server_port()::text");
	assert_int_equal(atoi(got), pgserver_port(s));
	free(got);
	free(url);
	pgserver_stop(s);
}

static int
be_killed(void *arg)
{
	struct pgserver *s = pgserver_start(false);

	memcpy(arg, pgserver_dir(s), strlen(pgserver_dir(s)) + 1);
	raise(SIGKILL);
	return 0;
}

static bool
is_gone(void *path)
{
	return access(path, F_OK) == -1;
}

static void
pgserver_ends_when_its_test_is_killed(void **state)
{
	char *path = rig_shared(4096);

	(void)state;
	assert_int_equal(rig_wait(rig_fork(be_killed, path), 20000),
	    128 + SIGKILL);
	assert_true(path[0] == '/');
	assert_true(rig_until(is_gone, path, 20000));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(run_tells_what_a_program_said),
		cmocka_unit_test(run_kills_what_is_late),
		cmocka_unit_test(background_programs_end),
		cmocka_unit_test(barrier_keeps_step),
		cmocka_unit_test(pgserver_keeps_what_was_committed),
		cmocka_unit_test(pgserver_ends_when_its_test_is_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
