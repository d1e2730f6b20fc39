/*
 * What both engines share: the queue, deadlines, and who is told what.
 *
 * A request is in exactly one place: the queue (waiting for the engine, or
 * resting before it is tried again), the engine (under way), or the list of
 * the finished.  All that are not yet answered are also on one list, so that
 * db_forget() finds them wherever they are.  Callbacks run when the engine's
 * turn has returned, so that they may send, forget and read without minding
 * what the engine was doing.
 */
#include "db.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "driver.h"
#include "fault.h"
#include "log.h"
#include "str.h"

struct queue {
	struct db_req	*head;
	struct db_req	*tail;
};

struct db {
	const struct db_driver	*driver;
	void			*state;
	char			*url;		/* without a password */
	enum db_link		 link;
	char			 trouble[sizeof((struct err *)0)->text];
	int64_t			 latency;
	struct queue		 waiting;
	int64_t			 waiting_due;	/* one of them may be late, or
						   rested, then; or earlier */
	struct queue		 finished;
	struct db_req		*all;
	bool			 closing;
	bool			 changed;	/* tell on_change */
	bool			 relinked;	/* tell on_link */
	db_note_fn		*on_change;
	void			*on_change_arg;
	db_note_fn		*on_link;
	void			*on_link_arg;
};

static void
queue_append(struct queue *queue, struct db_req *req)
{
	req->next = NULL;
	if (queue->tail == NULL)
		queue->head = req;
	else
		queue->tail->next = req;
	queue->tail = req;
}

static void
queue_remove(struct queue *queue, struct db_req *req)
{
	struct db_req	*at, *prev = NULL;

	for (at = queue->head; at != req; at = at->next)
		prev = at;
	if (prev == NULL)
		queue->head = req->next;
	else
		prev->next = req->next;
	if (queue->tail == req)
		queue->tail = prev;
	req->next = NULL;
}

static void
all_add(struct db *db, struct db_req *req)
{
	req->all_prev = NULL;
	req->all_next = db->all;
	if (db->all != NULL)
		db->all->all_prev = req;
	db->all = req;
}

static void
all_remove(struct db *db, struct db_req *req)
{
	if (req->all_prev == NULL)
		db->all = req->all_next;
	else
		req->all_prev->all_next = req->all_next;
	if (req->all_next != NULL)
		req->all_next->all_prev = req->all_prev;
}

/* Opening and closing. */

static const struct db_driver *
driver_of(const char *url)
{
	if (str_starts(url, "sqlite:"))
		return &db_sqlite;
	if (str_starts(url, "postgresql://") ||
	    str_starts(url, "postgres://"))
		return &db_pg;
	return NULL;
}

static struct db *
open_url(const char *url, bool create, struct err *err)
{
	const struct db_driver	*driver = driver_of(url);
	struct db		*db;

	if (driver == NULL) {
		/* Not shown whole: it may have a password in it. */
		err_set(err, ERR_CONFIG, "the shop's address starts with "
		    "neither sqlite: nor postgresql://");
		err_hint(err, "Write sqlite:/path/to/shop.db or "
		    "postgresql://user@host/database.");
		return NULL;
	}
	db = mem_zalloc(sizeof *db);
	db->driver = driver;
	db->latency = -1;
	db->waiting_due = INT64_MAX;
	db->link = DB_CONNECTING;
	db->url = mem_strdup(driver->scheme);
	db->state = driver->open(db, url, create, err);
	if (db->state == NULL) {
		free(db->url);
		free(db);
		return NULL;
	}
	return db;
}

struct db *
db_open(const char *url, struct err *err)
{
	return open_url(url, false, err);
}

struct db *
db_create(const char *url, struct err *err)
{
	return open_url(url, true, err);
}

static void
answer(struct db_req *req)
{
	if (req->done != NULL)
		req->done(req->ans, req->arg);
	if (req->writes)
		fault_point(121);
	if (req->ans->kept)
		req->ans = NULL;
	db_req_free(req);
}

static void
run_callbacks(struct db *db)
{
	struct db_req	*req;

	if (db->relinked) {
		db->relinked = false;
		if (db->on_link != NULL)
			db->on_link(db->on_link_arg);
	}
	while ((req = db->finished.head) != NULL) {
		queue_remove(&db->finished, req);
		all_remove(db, req);
		answer(req);
	}
	if (db->changed) {
		db->changed = false;
		if (db->on_change != NULL)
			db->on_change(db->on_change_arg);
	}
}

static void
finish_unavailable(struct db *db, struct db_req *req, const char *why)
{
	err_set(&req->ans->err, ERR_UNAVAILABLE, "%s", why);
	db_finish(db, req, DB_UNAVAILABLE);
}

void
db_close(struct db *db)
{
	struct db_req	*req;

	if (db == NULL)
		return;
	db->closing = true;
	db->on_link = NULL;
	db->on_change = NULL;
	db->driver->close(db->state);
	while ((req = db->waiting.head) != NULL) {
		queue_remove(&db->waiting, req);
		finish_unavailable(db, req, "the database was closed");
	}
	run_callbacks(db);
	free(db->url);
	free(db);
}

/* What it is like. */

const char *
db_url(const struct db *db)
{
	return db->url;
}

void
db_set_url(struct db *db, const char *url)
{
	free(db->url);
	db->url = mem_strdup(url);
}

const char *
db_engine(const struct db *db)
{
	return db->driver->engine;
}

enum db_link
db_link(const struct db *db)
{
	return db->link;
}

int64_t
db_latency(const struct db *db)
{
	return db->latency;
}

const char *
db_trouble(const struct db *db)
{
	return db->trouble;
}

void
db_set_link(struct db *db, enum db_link link, const char *trouble)
{
	str_copy(db->trouble, sizeof db->trouble, trouble);
	if (db->link == link)
		return;
	if (link == DB_DOWN)
		log_warn("database: %s", db->trouble);
	else if (link == DB_LIVE)
		log_info("database: live on %s", db->url);
	db->link = link;
	db->relinked = true;
}

void
db_on_change(struct db *db, db_note_fn *fn, void *arg)
{
	db->on_change = fn;
	db->on_change_arg = arg;
}

void
db_on_link(struct db *db, db_note_fn *fn, void *arg)
{
	db->on_link = fn;
	db->on_link_arg = arg;
}

bool
db_wants_changes(const struct db *db)
{
	return db->on_change != NULL;
}

void
db_changed_note(struct db *db)
{
	db->changed = true;
}

/* The queue, for the engines. */

/*
 * The queue may be long (an import sends thousands), so that it is gone
 * through only when something in it can have come due.
 */
static void
look_by(struct db *db, const struct db_req *req, int64_t now)
{
	int64_t	due = req->deadline;

	if (req->not_before > now && req->not_before < due)
		due = req->not_before;
	if (due < db->waiting_due)
		db->waiting_due = due;
}

struct db_req *
db_queue_head(struct db *db)
{
	struct db_req	*req;
	int64_t		 now;

	if ((req = db->waiting.head) == NULL)
		return NULL;
	now = clock_mono();
	while (req != NULL && req->not_before > now)
		req = req->next;
	return req;
}

struct db_req *
db_queue_take(struct db *db)
{
	struct db_req	*req = db_queue_head(db);

	if (req != NULL)
		queue_remove(&db->waiting, req);
	return req;
}

void
db_queue_back(struct db *db, struct db_req *req, int64_t rest_us)
{
	ans_reset(req->ans);
	req->under_way = false;
	req->not_before = rest_us > 0 ? clock_mono() + rest_us : 0;
	req->next = db->waiting.head;
	db->waiting.head = req;
	if (db->waiting.tail == NULL)
		db->waiting.tail = req;
	look_by(db, req, clock_mono());
}

void
db_finish(struct db *db, struct db_req *req, enum db_status status)
{
	req->ans->status = status;
	if ((status == DB_DONE || status == DB_REFUSED) && req->sent_at != 0)
		db->latency = clock_mono() - req->sent_at;
	if (status == DB_DONE && req->writes)
		db_changed_note(db);
	queue_append(&db->finished, req);
}

void
db_turn_away(struct db *db, const struct err *why)
{
	struct db_req	*req;

	while ((req = db->waiting.head) != NULL) {
		queue_remove(&db->waiting, req);
		err_copy(&req->ans->err, why);
		db_finish(db, req, DB_UNAVAILABLE);
	}
}

int64_t
db_jitter(int64_t low, int64_t high)
{
	uint32_t	dice;

	clock_random(&dice, sizeof dice);
	return low + (int64_t)(dice % (uint64_t)(high - low + 1));
}

/* The loop's side. */

void
db_poll(const struct db *db, struct pollfd *pfd)
{
	*pfd = (struct pollfd){ .fd = -1 };
	db->driver->poll(db->state, pfd);
}

int64_t
db_due(const struct db *db)
{
	int64_t	due = db->driver->due(db->state);

	if (db->finished.head != NULL || db->relinked || db->changed)
		return 0;
	if (db->waiting.head != NULL && db->waiting_due < due)
		due = db->waiting_due;
	return due;
}

static void
finish_late(struct db *db, struct db_req *req)
{
	queue_remove(&db->waiting, req);
	finish_unavailable(db, req, db->trouble[0] != '\0' ? db->trouble :
	    "the database did not answer in time");
	err_hint(&req->ans->err, "Nothing was done. Try again when the "
	    "database can be reached.");
}

/* Ends what has waited its time without being sent. */
static void
expire_waiting(struct db *db)
{
	struct db_req	*req, *next;
	int64_t		 now = clock_mono();

	if (now < db->waiting_due)
		return;
	db->waiting_due = INT64_MAX;
	for (req = db->waiting.head; req != NULL; req = next) {
		next = req->next;
		if (req->deadline <= now)
			finish_late(db, req);
		else
			look_by(db, req, now);
	}
}

void
db_turn(struct db *db, short revents)
{
	db->driver->turn(db->state, revents);
	expire_waiting(db);
	run_callbacks(db);
}

static bool
is_whole(struct db_req *req)
{
	const struct stmt	*last;

	if (req->bad == NULL && req->count > 0) {
		last = &req->stmts[req->count - 1];
		if (last->filled != strlen(last->def->in))
			req->bad = last->def->name;
	} else if (req->count == 0) {
		req->bad = "an empty request";
	}
	return req->bad == NULL;
}

void
db_send(struct db *db, struct db_req *req, db_done_fn *done, void *arg)
{
	if (db->closing) {
		/* Sent by a callback of db_close(): nobody is left to tell. */
		db_req_free(req);
		return;
	}
	req->done = done;
	req->arg = arg;
	req->ans = ans_new();
	req->deadline = clock_mono() + req->time_us;
	all_add(db, req);
	if (is_whole(req)) {
		queue_append(&db->waiting, req);
		look_by(db, req, req->deadline - req->time_us);
		return;
	}
	err_set(&req->ans->err, ERR_INTERNAL,
	    "the parameters of %s do not fit", req->bad);
	db_finish(db, req, DB_FAILED);
}

void
db_forget(struct db *db, const void *arg)
{
	struct db_req	*req;

	for (req = db->all; req != NULL; req = req->all_next)
		if (req->arg == arg)
			req->done = NULL;
	if (db->on_change_arg == arg)
		db->on_change = NULL;
	if (db->on_link_arg == arg)
		db->on_link = NULL;
}

/* Waiting, for programs without a loop. */

static void
keep_answer(struct db_ans *ans, void *arg)
{
	struct db_ans	**kept = arg;

	ans->kept = true;
	*kept = ans;
}

/* Until then; NULL for ever.  A rest may be shorter than poll() can count. */
static const struct timespec *
poll_time(int64_t due, struct timespec *time)
{
	int64_t	left = due - clock_mono();

	if (due == INT64_MAX)
		return NULL;
	if (left < 0)
		left = 0;
	time->tv_sec = left / SECOND_US;
	time->tv_nsec = left % SECOND_US * 1000;
	return time;
}

struct db_ans *
db_wait(struct db *db, struct db_req *req)
{
	struct db_ans	*kept = NULL;
	struct timespec	 time;
	struct pollfd	 pfd;
	int		 n;

	if (db->closing) {
		kept = ans_new();
		kept->status = DB_UNAVAILABLE;
		err_set(&kept->err, ERR_UNAVAILABLE,
		    "the database was closed");
		db_req_free(req);
		return kept;
	}
	db_send(db, req, keep_answer, &kept);
	while (kept == NULL) {
		db_poll(db, &pfd);
		n = ppoll(&pfd, 1, poll_time(db_due(db), &time), NULL);
		db_turn(db, n > 0 ? pfd.revents : 0);
	}
	return kept;
}

/* Refusals. */

static const struct {
	const char	*code;
	enum db_refusal	 refusal;
} own_codes[] = {
	{ "VT001", REFUSAL_TAKEN },
	{ "VT002", REFUSAL_NOT_FOR_SALE },
	{ "VT003", REFUSAL_UNKNOWN },
	{ "VT004", REFUSAL_REGISTER },
	{ "VT005", REFUSAL_RETURNED },
	{ "VT006", REFUSAL_TOTALS },
	{ "VT007", REFUSAL_NOT_ALLOWED },
};

/*
 * Constraints by what breaking them means.  PostgreSQL and, for a CHECK,
 * SQLite say a constraint's name; for a unique index SQLite says its columns.
 */
static const struct {
	const char	*constraint;
	enum db_refusal	 refusal;
} constraints[] = {
	{ "piece_counts", REFUSAL_TAKEN },
	{ "sale_line_one_live", REFUSAL_TAKEN },
	{ "sale_line.piece_id", REFUSAL_TAKEN },
	{ "sale_line_returned", REFUSAL_RETURNED },
	{ "sale_line_total", REFUSAL_TOTALS },
	{ "sale_paid", REFUSAL_TOTALS },
};

static bool
same(const char *a, const char *b)
{
	return a != NULL && str_eq(a, b);
}

enum db_refusal
db_refusal_of(const char *state, const char *constraint, const char *text)
{
	size_t	i;

	for (i = 0; i < sizeof own_codes / sizeof own_codes[0]; i++)
		if (same(state, own_codes[i].code) || (state == NULL &&
		    text != NULL && str_starts(text, own_codes[i].code)))
			return own_codes[i].refusal;
	for (i = 0; i < sizeof constraints / sizeof constraints[0]; i++)
		if (same(constraint, constraints[i].constraint))
			return constraints[i].refusal;
	if (same(state, "23505"))
		return REFUSAL_DUPLICATE;
	if (same(state, "23503"))
		return REFUSAL_UNKNOWN;
	return REFUSAL_OTHER;
}
