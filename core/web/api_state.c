/* How the listener is: /healthz, /readyz, /metrics, /openapi.json. */
#include "web/api.h"

#include "ops.h"
#include "storefront.h"
#include "str.h"
#include "web/app.h"
#include "web/reply.h"

#define METRICS_MAX	(512 * 1024)

/* Alive: that it answers at all is the answer. */
void
api_healthz(struct request *req, void *arg)
{
	(void)arg;
	request_answer_text(req, 200, "text/plain; charset=utf-8", "ok\n");
}

/* Able to sell. */
void
api_readyz(struct request *req, void *arg)
{
	struct app	*app = arg;
	char		 why[200];

	if (app_ready(app, why, sizeof(why))) {
		request_answer_text(req, 200, "text/plain; charset=utf-8",
		    "ready\n");
		return;
	}
	/* Where the database is, is nobody's business but ours. */
	request_add_header(req, "Retry-After", "1");
	reply_error(req, 503, "not_ready", "%s", request_is_local(req) ? why :
	    "the shop cannot be reached just now");
}

static void
write_links(const struct app *app, struct buf *buf)
{
	int64_t	live = 0, worst = 0;

	for (size_t i = 0; i < app->db_count; i++) {
		int64_t	us = db_latency(app->dbs[i]);

		live += db_link(app->dbs[i]) == DB_LIVE;
		worst = us > worst ? us : worst;
	}
	metrics_gauge(buf, "db_links", "Database connections wanted.",
	    (int64_t)app->db_count);
	metrics_gauge(buf, "db_links_live", "Database connections live.",
	    live);
	metrics_gauge(buf, "db_latency_microseconds",
	    "Slowest of the connections' latest answers.", worst);
}

static void
send_metrics(struct request *req, int64_t holds)
{
	struct app	*app = visit_of(req)->app;
	struct buf	 buf = BUF_INIT(METRICS_MAX);
	char		 why[200];

	metrics_gauge(&buf, "up", "The listener answers.", 1);
	metrics_gauge(&buf, "ready", "Orders can be taken.",
	    app_ready(app, why, sizeof(why)));
	write_links(app, &buf);
	if (holds >= 0)
		metrics_gauge(&buf, "holds_active",
		    "Holds whose time is not over.", holds);
	metrics_gauge(&buf, "connections", "Open HTTP connections.",
	    (int64_t)serve_connections(app->serve));
	metrics_gauge(&buf, "event_streams", "Browsers listening.",
	    (int64_t)serve_streams(app->serve));
	metrics_write(app->metrics, &buf);
	request_answer(req, 200, "text/plain; version=0.0.4", buf.bytes,
	    buf.len);
	buf_free(&buf);
}

static void
on_holds(struct request *req, struct db_ans *ans)
{
	const struct rec_num	*num;
	size_t			 n;

	num = db_rows(ans, REC_NUM, &n);
	send_metrics(req, db_status(ans) == DB_DONE && n > 0 ? num->value :
	    -1);
}

void
api_metrics(struct request *req, void *arg)
{
	struct app	*app = arg;
	char		 why[200];

	/* Without the database there is the more to look at. */
	if (!app_ready(app, why, sizeof(why)))
		send_metrics(req, -1);
	else
		app_ask(req, op_hold_active_count(), on_holds);
}

void
api_openapi(struct request *req, void *arg)
{
	(void)arg;
	request_add_header(req, "Cache-Control", "public, max-age=300");
	request_answer_text(req, 200, "application/json", asset_openapi_json);
}
