/*
 * The loop: see loop.h.
 *
 * Descriptors are kept in an array in the order they came; one turn fills a
 * pollfd for each, and one for each database.  Removing during a turn only
 * empties the slot, so that indexes stay true until the turn is over.  Timers
 * are a binary heap by due time.
 */
#include "run/loop.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "db.h"
#include "log.h"
#include "mem.h"

struct watch {
	int		 fd;		/* -1: removed */
	short		 events;
	loop_fd_fn	*fn;
	void		*arg;
};

struct timer {
	loop_id		 id;
	int64_t		 due;		/* clock_mono() */
	int64_t		 every;		/* 0: once */
	loop_fn		*fn;
	void		*arg;
};

struct catch {
	int		 signo;
	loop_signal_fn	*fn;		/* NULL: somebody else's handler */
	void		*arg;
	struct sigaction old;
};

struct hook {
	loop_fn		*fn;		/* NULL: removed */
	void		*arg;
};

struct loop {
	struct watch	*watches;
	size_t		 watch_count;
	size_t		 watch_room;
	struct timer	*timers;
	size_t		 timer_count;
	size_t		 timer_room;
	struct db	**dbs;		/* NULL: removed */
	size_t		 db_count;
	size_t		 db_room;
	struct catch	*catches;
	size_t		 catch_count;
	struct hook	*hooks;
	size_t		 hook_count;
	struct pollfd	*polls;
	size_t		 poll_room;
	loop_id		 last_id;
	sigset_t	 old_mask;	/* before the first loop_signal */
	sigset_t	 wait_mask;
	bool		 turning;
	bool		 stopped;
};

/* A handler can only reach statics; which loop cares is looked up later. */
static volatile sig_atomic_t signal_came[NSIG];
static volatile sig_atomic_t any_signal_came;

static void
note_signal(int signo)
{
	signal_came[signo] = 1;
	any_signal_came = 1;
}

struct loop *
loop_new(void)
{
	struct loop	*loop = mem_zalloc(sizeof(*loop));

	sigprocmask(SIG_SETMASK, NULL, &loop->old_mask);
	loop->wait_mask = loop->old_mask;
	return loop;
}

void
loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	assert(!loop->turning);
	for (size_t i = 0; i < loop->catch_count; i++) {
		const struct catch	*c = &loop->catches[i];

		signal_came[c->signo] = 0;
		if (c->fn != NULL)
			sigaction(c->signo, &c->old, NULL);
	}
	if (loop->catch_count > 0)
		sigprocmask(SIG_SETMASK, &loop->old_mask, NULL);
	free(loop->watches);
	free(loop->timers);
	free(loop->dbs);
	free(loop->catches);
	free(loop->hooks);
	free(loop->polls);
	free(loop);
}

/* Descriptors. */

static struct watch *
find_watch(struct loop *loop, int fd)
{
	for (size_t i = 0; i < loop->watch_count; i++)
		if (loop->watches[i].fd == fd)
			return &loop->watches[i];
	return NULL;
}

void
loop_fd(struct loop *loop, int fd, short events, loop_fd_fn *fn, void *arg)
{
	struct watch	*w;

	assert(fd >= 0 && fn != NULL);
	w = find_watch(loop, fd);
	if (w == NULL) {
		if (loop->watch_count == loop->watch_room) {
			loop->watch_room = loop->watch_room * 2 + 8;
			loop->watches = mem_grow(loop->watches,
			    loop->watch_room, sizeof(*loop->watches));
		}
		w = &loop->watches[loop->watch_count++];
	}
	*w = (struct watch){ .fd = fd, .events = events, .fn = fn,
		.arg = arg };
}

void
loop_fd_remove(struct loop *loop, int fd)
{
	struct watch	*w = find_watch(loop, fd);

	if (w != NULL)
		w->fd = -1;
}

static void
sweep_watches(struct loop *loop)
{
	size_t	kept = 0;

	for (size_t i = 0; i < loop->watch_count; i++)
		if (loop->watches[i].fd != -1)
			loop->watches[kept++] = loop->watches[i];
	loop->watch_count = kept;
}

/* Timers. */

static bool
timer_before(const struct timer *a, const struct timer *b)
{
	return a->due < b->due || (a->due == b->due && a->id < b->id);
}

static void
timer_swap(struct loop *loop, size_t a, size_t b)
{
	struct timer	t = loop->timers[a];

	loop->timers[a] = loop->timers[b];
	loop->timers[b] = t;
}

static void
timer_up(struct loop *loop, size_t i)
{
	while (i > 0 &&
	    timer_before(&loop->timers[i], &loop->timers[(i - 1) / 2])) {
		timer_swap(loop, i, (i - 1) / 2);
		i = (i - 1) / 2;
	}
}

static void
timer_down(struct loop *loop, size_t i)
{
	for (;;) {
		size_t	least = i;

		for (size_t kid = 2 * i + 1; kid <= 2 * i + 2; kid++)
			if (kid < loop->timer_count && timer_before(
			    &loop->timers[kid], &loop->timers[least]))
				least = kid;
		if (least == i)
			return;
		timer_swap(loop, i, least);
		i = least;
	}
}

static void
timer_put(struct loop *loop, struct timer t)
{
	if (loop->timer_count == loop->timer_room) {
		loop->timer_room = loop->timer_room * 2 + 8;
		loop->timers = mem_grow(loop->timers, loop->timer_room,
		    sizeof(*loop->timers));
	}
	loop->timers[loop->timer_count] = t;
	timer_up(loop, loop->timer_count++);
}

static struct timer
timer_take(struct loop *loop, size_t i)
{
	struct timer	t = loop->timers[i];

	loop->timers[i] = loop->timers[--loop->timer_count];
	if (i < loop->timer_count) {
		timer_up(loop, i);
		timer_down(loop, i);
	}
	return t;
}

static loop_id
timer_add(struct loop *loop, int64_t us, int64_t every, loop_fn *fn,
    void *arg)
{
	struct timer	t = { .id = ++loop->last_id, .every = every, .fn = fn,
				.arg = arg };

	t.due = clock_mono() + (us > 0 ? us : 0);
	timer_put(loop, t);
	return t.id;
}

loop_id
loop_after(struct loop *loop, int64_t us, loop_fn *fn, void *arg)
{
	return timer_add(loop, us, 0, fn, arg);
}

loop_id
loop_every(struct loop *loop, int64_t us, loop_fn *fn, void *arg)
{
	assert(us > 0);
	return timer_add(loop, us, us, fn, arg);
}

void
loop_cancel(struct loop *loop, loop_id id)
{
	for (size_t i = 0; id != 0 && i < loop->timer_count; i++)
		if (loop->timers[i].id == id) {
			timer_take(loop, i);
			return;
		}
}

/*
 * At most as many as there were when we began: a timer that sets itself again
 * for "now" must not starve the descriptors.
 */
static int
run_timers(struct loop *loop)
{
	int64_t	now = clock_mono();
	size_t	most = loop->timer_count;
	int	ran = 0;

	while (most-- > 0 && loop->timer_count > 0 &&
	    loop->timers[0].due <= now) {
		struct timer	t = timer_take(loop, 0);

		if (t.every > 0) {
			struct timer	again = t;

			/* After a long stall once, not once for each missed. */
			again.due += t.every;
			if (again.due <= now)
				again.due = now + t.every;
			timer_put(loop, again);
		}
		t.fn(t.arg);
		ran++;
	}
	return ran;
}

/* Signals. */

void
loop_signal(struct loop *loop, int signo, loop_signal_fn *fn, void *arg)
{
	struct sigaction	 sa;
	struct catch		*c;
	sigset_t		 one;

	assert(signo > 0 && signo < NSIG);
	loop->catches = mem_grow(loop->catches, loop->catch_count + 1,
	    sizeof(*loop->catches));
	c = &loop->catches[loop->catch_count++];
	memset(c, 0, sizeof(*c));
	c->signo = signo;
	c->fn = fn;
	c->arg = arg;

	sigemptyset(&one);
	sigaddset(&one, signo);
	sigprocmask(SIG_BLOCK, &one, NULL);
	sigdelset(&loop->wait_mask, signo);
	if (fn == NULL)
		return;
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = note_signal;
	sigemptyset(&sa.sa_mask);
	sigaction(signo, &sa, &c->old);
}

static int
run_signals(struct loop *loop)
{
	int	ran = 0;

	if (!any_signal_came)
		return 0;
	/* Blocked here, so none can come between the look and the reset. */
	any_signal_came = 0;
	for (size_t i = 0; i < loop->catch_count; i++) {
		struct catch	c = loop->catches[i];

		if (c.fn == NULL || !signal_came[c.signo])
			continue;
		signal_came[c.signo] = 0;
		c.fn(c.signo, c.arg);
		ran++;
	}
	return ran;
}

/* Databases. */

void
loop_db(struct loop *loop, struct db *db)
{
	assert(db != NULL);
	if (loop->db_count == loop->db_room) {
		loop->db_room = loop->db_room * 2 + 4;
		loop->dbs = mem_grow(loop->dbs, loop->db_room,
		    sizeof(struct db *));
	}
	loop->dbs[loop->db_count++] = db;
}

void
loop_db_remove(struct loop *loop, struct db *db)
{
	for (size_t i = 0; i < loop->db_count; i++)
		if (loop->dbs[i] == db)
			loop->dbs[i] = NULL;
}

static void
sweep_dbs(struct loop *loop)
{
	size_t	kept = 0;

	for (size_t i = 0; i < loop->db_count; i++)
		if (loop->dbs[i] != NULL)
			loop->dbs[kept++] = loop->dbs[i];
	loop->db_count = kept;
}

/* Hooks. */

void
loop_before(struct loop *loop, loop_fn *fn, void *arg)
{
	loop->hooks = mem_grow(loop->hooks, loop->hook_count + 1,
	    sizeof(*loop->hooks));
	loop->hooks[loop->hook_count++] = (struct hook){ fn, arg };
}

void
loop_before_remove(struct loop *loop, loop_fn *fn, void *arg)
{
	for (size_t i = 0; i < loop->hook_count; i++)
		if (loop->hooks[i].fn == fn && loop->hooks[i].arg == arg)
			loop->hooks[i].fn = NULL;
}

static void
run_hooks(struct loop *loop)
{
	size_t	kept = 0;

	for (size_t i = 0; i < loop->hook_count; i++)
		if (loop->hooks[i].fn != NULL)
			loop->hooks[i].fn(loop->hooks[i].arg);
	for (size_t i = 0; i < loop->hook_count; i++)
		if (loop->hooks[i].fn != NULL)
			loop->hooks[kept++] = loop->hooks[i];
	loop->hook_count = kept;
}

/* One turn. */

/* When the wait must end by itself; INT64_MAX for never. */
static int64_t
next_due(const struct loop *loop, int64_t timeout)
{
	int64_t	due = INT64_MAX;

	if (timeout >= 0)
		due = clock_mono() + timeout;
	if (loop->timer_count > 0 && loop->timers[0].due < due)
		due = loop->timers[0].due;
	for (size_t i = 0; i < loop->db_count; i++) {
		int64_t	d = db_due(loop->dbs[i]);

		if (d < due)
			due = d;
	}
	return due;
}

static void
fill_polls(struct loop *loop)
{
	size_t	count = loop->watch_count + loop->db_count;

	if (count > loop->poll_room) {
		loop->poll_room = count * 2;
		loop->polls = mem_grow(loop->polls, loop->poll_room,
		    sizeof(*loop->polls));
	}
	for (size_t i = 0; i < loop->watch_count; i++)
		loop->polls[i] = (struct pollfd){
			.fd = loop->watches[i].fd,
			.events = loop->watches[i].events };
	for (size_t i = 0; i < loop->db_count; i++) {
		struct pollfd	*p = &loop->polls[loop->watch_count + i];

		*p = (struct pollfd){ .fd = -1 };
		db_poll(loop->dbs[i], p);
	}
}

static void
wait_polls(struct loop *loop, int64_t due)
{
	struct timespec	 ts;
	struct timespec	*left = NULL;
	size_t		 count = loop->watch_count + loop->db_count;

	if (due != INT64_MAX) {
		int64_t	us = due - clock_mono();

		if (us < 0)
			us = 0;
		ts.tv_sec = us / SECOND_US;
		ts.tv_nsec = (us % SECOND_US) * 1000;
		left = &ts;
	}
	if (ppoll(loop->polls, (nfds_t)count, left, &loop->wait_mask) == -1) {
		/* Then the revents are not ours to read. */
		for (size_t i = 0; i < count; i++)
			loop->polls[i].revents = 0;
		if (errno != EINTR)
			log_error("waiting failed: %s", strerror(errno));
	}
}

static int
run_watches(struct loop *loop, size_t count)
{
	int	ran = 0;

	for (size_t i = 0; i < count; i++) {
		struct watch	w = loop->watches[i];

		if (loop->polls[i].revents == 0 || w.fd == -1)
			continue;
		w.fn(w.fd, loop->polls[i].revents, w.arg);
		ran++;
	}
	return ran;
}

static void
run_dbs(struct loop *loop, size_t first, size_t count)
{
	int64_t	now = clock_mono();

	for (size_t i = 0; i < count; i++) {
		struct db	*db = loop->dbs[i];
		short		 revents = loop->polls[first + i].revents;

		if (db != NULL && (revents != 0 || db_due(db) <= now))
			db_turn(db, revents);
	}
}

int
loop_turn(struct loop *loop, int64_t timeout)
{
	size_t	watches, dbs;
	int	ran = 0;

	assert(!loop->turning);
	loop->turning = true;
	run_hooks(loop);
	sweep_watches(loop);
	sweep_dbs(loop);
	watches = loop->watch_count;
	dbs = loop->db_count;
	fill_polls(loop);
	wait_polls(loop, loop->stopped ? 0 : next_due(loop, timeout));
	ran += run_signals(loop);
	ran += run_watches(loop, watches);
	run_dbs(loop, watches, dbs);
	ran += run_timers(loop);
	loop->turning = false;
	return ran;
}

void
loop_run(struct loop *loop)
{
	while (!loop->stopped)
		loop_turn(loop, -1);
	loop->stopped = false;
}

void
loop_stop(struct loop *loop)
{
	loop->stopped = true;
}
