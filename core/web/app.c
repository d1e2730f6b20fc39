/* The listener's shop and handles: see app.h. */
#include "web/app.h"

#include <stdlib.h>

#include "clock.h"
#include "log.h"
#include "ops.h"
#include "run/loop.h"
#include "str.h"
#include "web/api.h"
#include "web/feed.h"
#include "web/limit.h"
#include "web/reply.h"

#define RETRY_US	(500 * MS_US)
#define REFRESH_US	MINUTE_US

/* The shop's particulars: every handle's till loads them for itself. */

const struct till *
app_shop(const struct app *app)
{
	return &app->tills[0];
}

static void
ask_again(void *arg)
{
	app_reload(arg);
}

static void
on_loaded(const struct err *err, void *arg)
{
	struct seat	*seat = arg;
	struct till	*till = seat->till;
	struct app	*app = seat->app;

	if (err == NULL)
		till->demo = till->demo || app->demo;
	if (till != &app->tills[0] || app->leaving)
		return;
	if (err != NULL) {
		str_copy(app->trouble, sizeof(app->trouble), err->text);
	} else if (!app->open) {
		log_info("open: %s", till->shop.name);
		app->open = true;
		feed_start(app->feed);
	}
	app->refresh = loop_after(app->loop, err == NULL ? REFRESH_US :
	    RETRY_US, ask_again, app);
}

void
app_reload(struct app *app)
{
	loop_cancel(app->loop, app->refresh);
	app->refresh = 0;
	for (size_t i = 0; i < app->db_count; i++)
		till_load(&app->tills[i], TILL_WEB, NULL, on_loaded,
		    &app->seats[i]);
}

/* Handles. */

int
app_init(struct app *app, struct loop *loop, const char *url, struct err *err)
{
	size_t	count;

	app->loop = loop;
	app->watch = db_open(url, err);
	if (app->watch == NULL)
		return -1;
	loop_db(loop, app->watch);
	app->feed = feed_new(app);
	app->metrics = metrics_new(app_routes);
	/* Nobody can put the whole shop on hold. */
	app->hold_limit = limit_new(12, 30 * SECOND_US);
	app->key_limit = limit_new(20, SECOND_US);
	app->quota = quota_new(&app->quota_limits);
	/* An embedded shop answers at once: more handles would only wait for
	   each other. */
	count = str_eq(db_engine(app->watch), "sqlite") ? 1 : APP_DBS;
	for (size_t i = 0; i < count; i++) {
		app->dbs[i] = db_open(url, err);
		if (app->dbs[i] == NULL)
			return -1;
		loop_db(loop, app->dbs[i]);
		till_init(&app->tills[i], app->dbs[i]);
		app->seats[i] = (struct seat){ app, &app->tills[i] };
		app->db_count++;
	}
	app_reload(app);
	return 0;
}

void
app_free(struct app *app)
{
	app->leaving = true;
	feed_stop(app->feed);
	for (size_t i = 0; i < app->db_count; i++) {
		loop_db_remove(app->loop, app->dbs[i]);
		db_close(app->dbs[i]);
		till_free(&app->tills[i]);
	}
	if (app->watch != NULL) {
		loop_db_remove(app->loop, app->watch);
		db_close(app->watch);
	}
	serve_free(app->serve);
	feed_free(app->feed);
	metrics_free(app->metrics);
	limit_free(app->hold_limit);
	limit_free(app->key_limit);
	quota_free(app->quota);
	free(app->web_url);
	free(app->payment_url);
	free(app->payment_origin);
}

bool
app_ready(const struct app *app, char *why, size_t size)
{
	for (size_t i = 0; app->open && i < app->db_count; i++)
		if (db_link(app->dbs[i]) == DB_LIVE && app->tills[i].loaded)
			return true;
	if (!app->open)
		str_copy(why, size, app->trouble[0] != '\0' ?
		    app->trouble : "the shop has not answered yet");
	else
		str_copy(why, size, db_trouble(app->dbs[0]));
	return false;
}

/* Able to work first, then the one with the least to do. */
static size_t
least_busy(const struct app *app)
{
	size_t	best = 0;
	bool	best_able = false;

	for (size_t i = 0; i < app->db_count; i++) {
		bool	able = db_link(app->dbs[i]) == DB_LIVE &&
			    app->tills[i].loaded;

		if (able != best_able ? able :
		    app->busy[i] < app->busy[best]) {
			best = i;
			best_able = able;
		}
	}
	return best;
}

struct db *
app_db(struct app *app)
{
	return app->dbs[least_busy(app)];
}

struct till *
app_till(struct app *app)
{
	size_t	i = least_busy(app);

	app->busy[i]++;
	return &app->tills[i];
}

void
app_till_back(struct app *app, struct till *till)
{
	app->busy[till - app->tills]--;
}

/* Requests and their questions. */

struct question {
	struct request	*req;
	ask_fn		*fn;
	size_t		 db;
};

static void
on_answer(struct db_ans *ans, void *arg)
{
	struct question	*q = arg;

	visit_of(q->req)->app->busy[q->db]--;
	q->fn(q->req, ans);
}

void
app_ask(struct request *req, struct db_req *what, ask_fn *fn)
{
	struct app	*app = visit_of(req)->app;
	struct question	*q;

	if (!app->open) {
		db_req_free(what);
		request_add_header(req, "Retry-After", "2");
		reply_error(req, 503, "unavailable",
		    "the shop cannot be reached just now");
		return;
	}
	q = arena_alloc(request_arena(req), sizeof(*q));
	q->req = req;
	q->fn = fn;
	q->db = least_busy(app);
	app->busy[q->db]++;
	db_send(app->dbs[q->db], what, on_answer, q);
}

bool
app_failed(struct request *req, const struct db_ans *ans)
{
	switch (db_status(ans)) {
	case DB_DONE:
		return false;
	case DB_REFUSED:
	case DB_FAILED:
		log_error("%s: %s", request_path(req), db_err(ans)->text);
		reply_error(req, 500, "internal",
		    "something went wrong in the shop's own program");
		return true;
	case DB_UNSURE:
		request_add_header(req, "Retry-After", "2");
		reply_error(req, 503, "unsure", "the answer was lost; it may "
		    "have happened. Ask again in the same words");
		return true;
	case DB_UNAVAILABLE:
		request_add_header(req, "Retry-After", "2");
		reply_error(req, 503, "unavailable",
		    "the shop cannot be reached just now; nothing happened");
		return true;
	}
	return true;
}

bool
app_quiet(const struct route *route)
{
	return route->fn == api_healthz || route->fn == api_readyz ||
	    route->fn == api_metrics;
}

void
app_done(void *arg, const struct route *route, unsigned status, int64_t us)
{
	struct app	*app = arg;

	if (app->metrics != NULL)
		metrics_request(app->metrics, route, status, us);
}

struct visit *
visit_of(struct request *req)
{
	return request_get(req);
}
