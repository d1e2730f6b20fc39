/*
 * Pressing Buy: the hold everything after it stands on, when the visitor has
 * a cookie, is not too quick, and does not hold too much already.
 */
#include "web/page.h"

#include <string.h>

#include "ops.h"
#include "sell/hold.h"
#include "str.h"
#include "web/checkout.h"
#include "web/feed.h"
#include "web/html.h"
#include "web/limit.h"
#include "web/page_parts.h"

static void
on_held(const struct hold_result *r, void *arg)
{
	struct request	*req = arg;
	struct app	*app = visit_of(req)->app;
	struct checkout	*c = checkout_of(req);

	app_till_back(app, c->till);
	quota_end(app->quota, &c->quota);
	switch (r->outcome) {
	case HOLD_PLACED:
		metrics_count(app->metrics, COUNT_HOLDS);
		feed_nudge(app->feed);
		html_redirect(req, checkout_path(req, &r->hold->id));
		return;
	case HOLD_TAKEN:
	case HOLD_NOT_FOR_SALE:
		/* Perhaps by this very visitor, in another window. */
		if (r->taker != NULL && session_owns(req, r->taker->caller)) {
			html_redirect(req, checkout_path(req, &r->taker->id));
			return;
		}
		metrics_count(app->metrics, COUNT_HOLDS_REFUSED);
		checkout_gone(req, 409, &c->piece_id);
		return;
	case HOLD_UNKNOWN:
		page_unknown(req);
		return;
	case HOLD_UNSURE:
	case HOLD_FAILED:
		html_say(req, 503, "One moment, please", "The shop cannot be "
		    "reached just now. Please try again in a minute.");
		return;
	}
}

static void
refuse_many(struct request *req, enum quota_verdict verdict)
{
	metrics_count(visit_of(req)->app->metrics, COUNT_LIMITED);
	request_add_header(req, "Retry-After", "60");
	if (verdict == QUOTA_CALLER)
		html_say(req, 429, "One after the other, please", "You are "
		    "holding as many pieces as one visitor may. Buy one of "
		    "them, or give one back, and this one can be yours.");
	else
		html_say(req, 429, "One moment, please", "Many pieces are on "
		    "hold just now. Please try again in a few minutes, or "
		    "call us: we are glad to put it aside for you.");
}

static void ask_load(struct request *);

/* Those before us get their time: a slow database is not asked all the more. */
static void
ask_again(void *arg)
{
	ask_load(arg);
}

static void
on_load_to_hold(struct request *req, struct db_ans *ans)
{
	struct app		*app = visit_of(req)->app;
	struct checkout		*c = checkout_of(req);
	const struct rec_load	*load;
	const struct rec_taker	*taker;
	enum quota_verdict	 verdict;
	struct hold_want	 want = { .id = uuid_new(), .qty = 1,
				    .piece_id = c->piece_id,
				    .ttl = app->hold_us, .owner = HOLD_VISITOR,
				    .caller = c->caller,
				    .origin = c->quota.origin };
	size_t			 n, taken;

	if (page_failed(req, ans)) {
		quota_end(app->quota, &c->quota);
		return;
	}
	load = db_rows(ans, REC_LOAD, &n);
	taker = db_rows(ans, REC_TAKER, &taken);
	verdict = quota_judge(app->quota, &c->quota, load);
	if (verdict == QUOTA_AGAIN) {
		loop_after(app->loop, QUOTA_WAIT_US, ask_again, req);
		return;
	}
	/* Another press for what he holds already is not one more. */
	if (verdict != QUOTA_MAY &&
	    (taken == 0 || !session_owns(req, taker->caller))) {
		quota_end(app->quota, &c->quota);
		refuse_many(req, verdict);
		return;
	}
	c->till = app_till(app);
	hold_place(c->till, &want, on_held, req);
}

static void
ask_load(struct request *req)
{
	const struct checkout	*c = checkout_of(req);

	page_ask(req, db_req_join(op_hold_load(c->caller, HOLD_VISITOR,
	    c->quota.origin), op_piece_taker(&c->piece_id, 0)),
	    on_load_to_hold);
}

static void
on_piece_to_hold(struct request *req, struct db_ans *ans)
{
	struct checkout		*c = checkout_of(req);
	const struct rec_piece	*piece;
	size_t			 n;

	if (page_failed(req, ans))
		return;
	piece = db_rows(ans, REC_PIECE, &n);
	if (n == 0) {
		page_unknown(req);
		return;
	}
	c->piece_id = piece->id;
	c->quota = (struct quota_claim){ .caller = c->caller,
		.owner = HOLD_VISITOR, .network = request_network(req) };
	quota_begin(visit_of(req)->app->quota, &c->quota);
	ask_load(req);
}

void
page_buy(struct request *req, void *arg)
{
	struct app	*app = arg;

	if (!checkout_may_act(req))
		return;
	if (!limit_take(app->hold_limit, request_network(req))) {
		metrics_count(app->metrics, COUNT_LIMITED);
		request_add_header(req, "Retry-After", "60");
		html_say(req, 429, "Slowly, please", "That was a lot of "
		    "pieces in a short time. Please wait a minute.");
		return;
	}
	if (!session_caller(req, checkout_new(req)->caller)) {
		html_say(req, 403, "Please start from the piece's page",
		    "A hold belongs to the browser it was made with, which "
		    "this shop knows by one cookie. Please allow it, open the "
		    "piece's page, and try again.");
		return;
	}
	page_ask(req, op_item_by_sku(request_arg(req, 0)), on_piece_to_hold);
}
