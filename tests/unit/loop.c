/* The loop: descriptors, timers, signals, and changing all that from inside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "clock.h"
#include "run/loop.h"

struct seen {
	struct loop	*loop;
	int		 calls;
	int		 pipe[2];
	int		 other[2];
	int		 signo;
	loop_id		 id;
	char		 order[16];
};

static int
set_up(void **state)
{
	static struct seen	s;

	s = (struct seen){ .loop = loop_new() };
	if (pipe(s.pipe) == -1 || pipe(s.other) == -1)
		return -1;
	*state = &s;
	return 0;
}

static int
tear_down(void **state)
{
	struct seen	*s = *state;

	loop_free(s->loop);
	close(s->pipe[0]);
	close(s->pipe[1]);
	close(s->other[0]);
	close(s->other[1]);
	return 0;
}

static void
poke(int fd)
{
	assert_int_equal(write(fd, "x", 1), 1);
}

static void
on_read(int fd, short revents, void *arg)
{
	struct seen	*s = arg;
	char		 c;

	assert_true(revents & POLLIN);
	assert_int_equal(read(fd, &c, 1), 1);
	s->calls++;
}

static void
reads_when_readable(void **state)
{
	struct seen	*s = *state;

	loop_fd(s->loop, s->pipe[0], POLLIN, on_read, s);
	assert_int_equal(loop_turn(s->loop, 0), 0);
	poke(s->pipe[1]);
	assert_int_equal(loop_turn(s->loop, -1), 1);
	assert_int_equal(s->calls, 1);
	loop_fd_remove(s->loop, s->pipe[0]);
	poke(s->pipe[1]);
	assert_int_equal(loop_turn(s->loop, 0), 0);
	loop_fd_remove(s->loop, s->pipe[0]);
}

static void
on_write(int fd, short revents, void *arg)
{
	struct seen	*s = arg;

	(void)fd;
	assert_true(revents & POLLOUT);
	s->calls++;
}

static void
second_call_replaces(void **state)
{
	struct seen	*s = *state;

	loop_fd(s->loop, s->pipe[1], POLLIN, on_read, s);
	loop_fd(s->loop, s->pipe[1], POLLOUT, on_write, s);
	assert_int_equal(loop_turn(s->loop, -1), 1);
	assert_int_equal(s->calls, 1);
}

/* Whoever comes first removes the other: it must not be called any more. */
static void
remove_other(int fd, short revents, void *arg)
{
	struct seen	*s = arg;

	(void)revents;
	s->calls++;
	loop_fd_remove(s->loop,
	    fd == s->pipe[0] ? s->other[0] : s->pipe[0]);
}

static void
removed_in_a_turn_is_not_called(void **state)
{
	struct seen	*s = *state;

	loop_fd(s->loop, s->pipe[0], POLLIN, remove_other, s);
	loop_fd(s->loop, s->other[0], POLLIN, remove_other, s);
	poke(s->pipe[1]);
	poke(s->other[1]);
	assert_int_equal(loop_turn(s->loop, -1), 1);
	assert_int_equal(s->calls, 1);
}

static void
note_nothing(void *arg)
{
	(void)arg;
}

static void
add_many(int fd, short revents, void *arg)
{
	struct seen	*s = arg;

	(void)revents;
	s->calls++;
	loop_fd_remove(s->loop, fd);
	/* Enough to make the array move under the loop's feet. */
	for (int i = 0; i < 64; i++) {
		loop_after(s->loop, 0, note_nothing, s);
		loop_fd(s->loop, s->other[1], POLLOUT, on_write, s);
	}
	loop_fd(s->loop, fd, POLLIN, on_read, s);
}

static void
adding_in_a_turn_waits_for_the_next(void **state)
{
	struct seen	*s = *state;

	loop_fd(s->loop, s->pipe[0], POLLIN, add_many, s);
	poke(s->pipe[1]);
	loop_turn(s->loop, -1);
	assert_int_equal(s->calls, 1);
	loop_turn(s->loop, -1);
	assert_true(s->calls >= 3);
}

static void
note_a(void *arg)
{
	struct seen	*s = arg;

	s->order[s->calls++] = 'a';
}

static void
note_b(void *arg)
{
	struct seen	*s = arg;

	s->order[s->calls++] = 'b';
}

static void
note_c(void *arg)
{
	struct seen	*s = arg;

	s->order[s->calls++] = 'c';
}

static void
timers_fire_in_order(void **state)
{
	struct seen	*s = *state;
	loop_id		 gone;

	loop_after(s->loop, 3 * MS_US, note_c, s);
	loop_after(s->loop, 1 * MS_US, note_a, s);
	loop_after(s->loop, 2 * MS_US, note_b, s);
	gone = loop_after(s->loop, 1 * MS_US, note_c, s);
	loop_cancel(s->loop, gone);
	loop_cancel(s->loop, gone);
	loop_cancel(s->loop, 0);
	while (s->calls < 3)
		loop_turn(s->loop, -1);
	assert_string_equal(s->order, "abc");
}

static void
stop_at_three(void *arg)
{
	struct seen	*s = arg;

	if (++s->calls == 3) {
		loop_cancel(s->loop, s->id);
		loop_stop(s->loop);
	}
}

static void
every_repeats_until_cancelled(void **state)
{
	struct seen	*s = *state;

	s->id = loop_every(s->loop, 1 * MS_US, stop_at_three, s);
	loop_run(s->loop);
	assert_int_equal(s->calls, 3);
	assert_int_equal(loop_turn(s->loop, 3 * MS_US), 0);
	assert_int_equal(s->calls, 3);
}

static void
again_now(void *arg)
{
	struct seen	*s = arg;

	s->order[0]++;
	loop_after(s->loop, 0, again_now, s);
}

static void
a_busy_timer_starves_nobody(void **state)
{
	struct seen	*s = *state;

	loop_after(s->loop, 0, again_now, s);
	loop_fd(s->loop, s->pipe[0], POLLIN, on_read, s);
	poke(s->pipe[1]);
	loop_turn(s->loop, -1);
	assert_int_equal(s->calls, 1);
	assert_true(s->order[0] <= 1);
}

static void
on_signal(int signo, void *arg)
{
	struct seen	*s = arg;

	s->signo = signo;
	s->calls++;
	loop_stop(s->loop);
}

static void
signals_come_through_the_loop(void **state)
{
	struct seen	*s = *state;

	loop_signal(s->loop, SIGUSR1, on_signal, s);
	raise(SIGUSR1);
	assert_int_equal(s->calls, 0);
	loop_run(s->loop);
	assert_int_equal(s->calls, 1);
	assert_int_equal(s->signo, SIGUSR1);
}

static volatile sig_atomic_t foreign;

static void
foreign_handler(int signo)
{
	(void)signo;
	foreign++;
}

static void
a_foreign_handler_runs_only_while_waiting(void **state)
{
	struct seen	*s = *state;

	signal(SIGUSR2, foreign_handler);
	loop_signal(s->loop, SIGUSR2, NULL, NULL);
	raise(SIGUSR2);
	assert_int_equal(foreign, 0);
	loop_turn(s->loop, -1);
	assert_int_equal(foreign, 1);
	signal(SIGUSR2, SIG_DFL);
}

static void
arm_from_hook(void *arg)
{
	struct seen	*s = arg;

	if (s->id == 0)
		s->id = loop_after(s->loop, 1 * MS_US, note_a, s);
}

static void
a_timer_set_before_the_wait_is_honoured(void **state)
{
	struct seen	*s = *state;

	loop_before(s->loop, arm_from_hook, s);
	assert_int_equal(loop_turn(s->loop, -1), 1);
	assert_string_equal(s->order, "a");
	loop_before_remove(s->loop, arm_from_hook, s);
	s->id = 0;
	assert_int_equal(loop_turn(s->loop, 0), 0);
	assert_int_equal(s->id, 0);
}

static void
a_stop_before_the_run_counts(void **state)
{
	struct seen	*s = *state;

	loop_stop(s->loop);
	loop_run(s->loop);
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest	tests[] = {
		CASE(reads_when_readable),
		CASE(second_call_replaces),
		CASE(removed_in_a_turn_is_not_called),
		CASE(adding_in_a_turn_waits_for_the_next),
		CASE(timers_fire_in_order),
		CASE(every_repeats_until_cancelled),
		CASE(a_busy_timer_starves_nobody),
		CASE(signals_come_through_the_loop),
		CASE(a_foreign_handler_runs_only_while_waiting),
		CASE(a_timer_set_before_the_wait_is_honoured),
		CASE(a_stop_before_the_run_counts),
	};

	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
