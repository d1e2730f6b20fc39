/*
 * The embedded shop: one SQLite file, shared by the register, the listener
 * and the owner's commands on one machine.
 *
 * WAL with synchronous=FULL: an acknowledged sale survives a power failure,
 * and readers never wait for a writer.  A write takes the one write lock with
 * BEGIN IMMEDIATE; when another process has it, the request goes back to the
 * queue and rests a moment, so that this engine, too, never waits.
 *
 * What is known after an error:
 *
 *	before COMMIT, or COMMIT busy, refused	rolled back: nothing happened
 *	COMMIT and the disk is full		nothing happened
 *	COMMIT and anything else		unsure
 *	the ROLLBACK fails			unsure
 */
#include "driver.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "fault.h"
#include "shopfile.h"
#include "sqlite.h"
#include "str.h"

#define CHANGE_POLL	(100 * MS_US)
#define BUDGET		(8 * MS_US)	/* of one turn */

struct shop {
	struct db	*db;
	struct lite	*lite;
	bool		 ready;		/* see lite_get_ready() */
	int64_t		 ready_at;	/* when to try again to get ready */
	int64_t		 last_version;
	int64_t		 next_look;
};

/* How running a request ended, before it is put into an answer's words. */
enum run {
	RUN_DONE,
	RUN_AGAIN,		/* somebody else has the lock */
	RUN_ERROR,		/* rolled back */
	RUN_UNSURE
};

static void
shop_close(void *state)
{
	struct shop	*shop = state;

	lite_close(shop->lite);
	free(shop);
}

/* As lite_get_ready(). */
static int
get_ready(struct shop *shop, struct lite_fail *fail)
{
	int	rc = lite_get_ready(shop->lite, fail);

	if (rc == 0) {
		shop->ready = true;
		db_set_link(shop->db, DB_LIVE, "");
	}
	return rc;
}

static void *
shop_open(struct db *db, const char *url, bool create, struct err *err)
{
	const char		*path = url + strlen("sqlite:");
	struct shop		*shop;
	struct lite		*lite;
	struct lite_fail	 fail;

	if (str_empty(path)) {
		err_set(err, ERR_CONFIG, "the shop's address names no file");
		err_hint(err, "Write sqlite:/path/to/shop.db.");
		return NULL;
	}
	if ((create && shopfile_make(path, err) < 0) ||
	    shopfile_check(path, err) < 0 ||
	    (lite = lite_open(path, err)) == NULL)
		return NULL;
	shop = mem_zalloc(sizeof *shop);
	shop->db = db;
	shop->lite = lite;
	db_set_url(db, url);
	if (get_ready(shop, &fail) < 0) {
		lite_explain(lite, &fail, err);
		shop_close(shop);
		return NULL;
	}
	return shop;
}

static void
shop_poll(const void *state, struct pollfd *pfd)
{
	(void)state;
	pfd->fd = -1;
}

static int64_t
shop_due(const void *state)
{
	const struct shop	*shop = state;

	if (!shop->ready)
		return shop->ready_at;
	if (db_queue_head(shop->db) != NULL)
		return 0;
	return db_wants_changes(shop->db) ? shop->next_look : INT64_MAX;
}

/* Running. */

static int
run_stmt(struct shop *shop, struct db_req *req, const struct stmt *from,
    struct lite_fail *fail)
{
	if (req->script)
		return lite_exec(shop->lite, from->def->sqlite, fail);
	return lite_run(shop->lite, from, req->ans, fail);
}

static enum run
roll_back(struct shop *shop)
{
	struct lite_fail	ignored;

	/* Some errors roll back by themselves. */
	if (!lite_in_transaction(shop->lite) ||
	    lite_roll_back(shop->lite, &ignored) == 0)
		return RUN_ERROR;
	return lite_in_transaction(shop->lite) ? RUN_UNSURE : RUN_ERROR;
}

static enum run
failed(struct shop *shop, const struct lite_fail *fail)
{
	enum run	run = roll_back(shop);

	return run == RUN_ERROR && fail->kind == LITE_BUSY ? RUN_AGAIN : run;
}

static enum run
commit(struct shop *shop, struct lite_fail *fail)
{
	bool	known;

	/* A COMMIT that is under way is not interrupted. */
	lite_deadline(shop->lite, INT64_MAX);
	if (lite_commit(shop->lite, fail) == 0)
		return RUN_DONE;
	known = fail->kind == LITE_BUSY || fail->kind == LITE_REFUSED ||
	    fail->kind == LITE_FULL;
	if (roll_back(shop) == RUN_UNSURE || !known)
		return RUN_UNSURE;
	return fail->kind == LITE_BUSY ? RUN_AGAIN : RUN_ERROR;
}

static enum run
run_request(struct shop *shop, struct db_req *req, struct lite_fail *fail)
{
	bool	alone = req->count == 1 && !req->writes;
	size_t	i;

	if (req->writes)
		fault_point(100);
	if (req->writes && lite_has_moved(shop->lite, fail))
		return RUN_ERROR;
	if (!alone && lite_begin(shop->lite, req->writes, fail) < 0)
		return failed(shop, fail);
	for (i = 0; i < req->count; i++) {
		if (i > 0 && req->writes) {
			fault_point(101);
			fault_point(110);
		}
		if (run_stmt(shop, req, &req->stmts[i], fail) < 0)
			return failed(shop, fail);
	}
	if (req->writes) {
		fault_point(102);
		fault_point(111);
	}
	return alone ? RUN_DONE : commit(shop, fail);
}

static void
finish_error(struct shop *shop, struct db_req *req,
    const struct lite_fail *fail)
{
	if (fail->kind == LITE_REFUSED) {
		req->ans->refusal = lite_refusal(fail, &req->ans->err);
		db_finish(shop->db, req, DB_REFUSED);
		return;
	}
	lite_explain(shop->lite, fail, &req->ans->err);
	db_finish(shop->db, req, fail->kind == LITE_LATE ?
	    DB_UNAVAILABLE : DB_FAILED);
}

static void
finish_unsure(struct shop *shop, struct db_req *req,
    const struct lite_fail *fail)
{
	struct err	*err = &req->ans->err;

	lite_explain(shop->lite, fail, err);
	if (req->writes) {
		err->kind = ERR_UNSURE;
		err_hint(err, "It may have been done: look before doing it "
		    "again.");
	}
	db_finish(shop->db, req, req->writes ? DB_UNSURE : DB_UNAVAILABLE);
}

/* A sale holds the lock for about a millisecond, an import for longer. */
static int64_t
rest_of(int tries)
{
	if (tries < 20)
		return db_jitter(MS_US / 5, MS_US);
	return db_jitter(MS_US, 5 * MS_US);
}

static void
serve(struct shop *shop, struct db_req *req)
{
	struct lite_fail	fail = { LITE_OTHER, 0, "" };

	req->sent_at = clock_mono();
	lite_deadline(shop->lite, req->deadline);
	switch (run_request(shop, req, &fail)) {
	case RUN_DONE:
		if (req->writes)
			fault_point(120);
		db_finish(shop->db, req, DB_DONE);
		break;
	case RUN_AGAIN:
		db_queue_back(shop->db, req, rest_of(req->tries++));
		break;
	case RUN_ERROR:
		finish_error(shop, req, &fail);
		break;
	case RUN_UNSURE:
		finish_unsure(shop, req, &fail);
		break;
	}
	lite_deadline(shop->lite, INT64_MAX);
}

/* The data version changes when another connection has committed. */
static void
look_for_changes(struct shop *shop)
{
	int64_t	now = clock_mono(), version;

	if (!db_wants_changes(shop->db) || now < shop->next_look)
		return;
	shop->next_look = now + CHANGE_POLL;
	version = lite_version(shop->lite);
	if (version == 0)
		return;
	if (version != shop->last_version && shop->last_version != 0)
		db_changed_note(shop->db);
	shop->last_version = version;
}

static bool
made_ready(struct shop *shop)
{
	struct lite_fail	fail;
	struct err		err;
	int			rc = get_ready(shop, &fail);

	if (rc == 0)
		return true;
	lite_explain(shop->lite, &fail, &err);
	if (rc > 0) {
		shop->ready_at = clock_mono() + db_jitter(MS_US, 5 * MS_US);
	} else {
		shop->ready_at = clock_mono() + SECOND_US;
		db_set_link(shop->db, DB_DOWN, err.text);
	}
	return false;
}

static void
shop_turn(void *state, short revents)
{
	struct shop	*shop = state;
	struct db_req	*req;
	int64_t		 until = clock_mono() + BUDGET;

	(void)revents;
	if (!shop->ready && !made_ready(shop))
		return;
	while (clock_mono() < until &&
	    (req = db_queue_take(shop->db)) != NULL)
		serve(shop, req);
	look_for_changes(shop);
}

const struct db_driver db_sqlite = {
	.scheme = "sqlite",
	.engine = "sqlite",
	.open = shop_open,
	.close = shop_close,
	.poll = shop_poll,
	.due = shop_due,
	.turn = shop_turn
};
