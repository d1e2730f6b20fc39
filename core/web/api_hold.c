/* Claims before payment: POST /v1/holds, PATCH and DELETE /v1/holds/{id}. */
#include "web/api.h"

#include <string.h>

#include "clock.h"
#include "ops.h"
#include "seal.h"
#include "sell/hold.h"
#include "sell/pan.h"
#include "str.h"
#include "web/app.h"
#include "web/body.h"
#include "web/feed.h"
#include "web/item.h"
#include "web/reply.h"

#define TTL_DEFAULT	600
#define TTL_MAX		86400		/* seconds */
#define OWNER_MAX	100		/* bytes */
#define SKU_MAX		100
#define IDEM_KEY_MAX	200

struct claim {
	struct hold_want hold;
	const char	*sku;
	const char	*owner;
	int64_t		 ttl;		/* seconds */
	struct quota_claim quota;
	struct till	*till;		/* while it is at work */
};

static struct js *
hold_js(const struct rec_hold *hold)
{
	struct js	*js = js_object();

	js_put_uuid(js, "id", &hold->id);
	js_put_text(js, "sku", hold->sku);
	js_put_text(js, "owner", hold->owner);
	js_put_text(js, "state", hold->state);
	js_put_time(js, "placed_at", hold->placed_at);
	js_put_time(js, "expires_at", hold->expires_at);
	/* By the shop's clock, which is what the end is judged by. */
	js_put_num(js, "seconds_left", hold->expires_at <= hold->now ||
	    !str_eq(hold->state, "active") ? 0 :
	    (hold->expires_at - hold->now) / SECOND_US);
	return js;
}

/* Placing. */

static void
on_held(const struct hold_result *r, void *arg)
{
	struct request	*req = arg;
	struct visit	*visit = visit_of(req);
	struct claim	*claim = visit->work;
	struct arena	*arena = request_arena(req);
	char		 id[UUID_TEXT];

	app_till_back(visit->app, claim->till);
	quota_end(visit->app->quota, &claim->quota);
	switch (r->outcome) {
	case HOLD_PLACED:
		if (!str_eq(r->hold->owner, claim->owner) ||
		    !str_eq(r->hold->caller, visit->caller)) {
			reply_error(req, 422, "key_reused",
			    "this Idempotency-Key was used for another hold");
			return;
		}
		metrics_count(visit->app->metrics, COUNT_HOLDS);
		feed_nudge(visit->app->feed);
		uuid_text(&r->hold->id, id);
		request_add_header(req, "Location",
		    arena_printf(arena, "/v1/holds/%s", id));
		reply_js(req, 201, hold_js(r->hold));
		return;
	case HOLD_TAKEN:
	case HOLD_NOT_FOR_SALE:
		metrics_count(visit->app->metrics, COUNT_HOLDS_REFUSED);
		if (r->taker == NULL)
			reply_error(req, 409, "taken", "%s is gone",
			    claim->sku);
		else
			reply_js(req, 409, item_problem(visit->app, arena,
			    claim->sku, r->taker));
		return;
	case HOLD_UNKNOWN:
		reply_js(req, 404, item_problem(visit->app, arena,
		    claim->sku, NULL));
		return;
	case HOLD_UNSURE:
	case HOLD_FAILED:
		request_add_header(req, "Retry-After", "2");
		reply_error(req, 503, r->outcome == HOLD_UNSURE ? "unsure" :
		    "unavailable", "the shop cannot be reached just now");
		return;
	}
}

static void
refuse_many(struct request *req, enum quota_verdict verdict)
{
	metrics_count(visit_of(req)->app->metrics, COUNT_LIMITED);
	request_add_header(req, "Retry-After", "60");
	reply_error(req, 429, "too_many_holds", verdict == QUOTA_OWNER ?
	    "this owner holds as many pieces as one may" :
	    "this key holds as many pieces as one may");
}

static void ask_load(struct request *);

/* Those before us get their time: a slow database is not asked all the more. */
static void
ask_again(void *arg)
{
	ask_load(arg);
}

static void
on_load(struct request *req, struct db_ans *ans)
{
	struct visit		*visit = visit_of(req);
	struct quota		*quota = visit->app->quota;
	struct claim		*claim = visit->work;
	const struct rec_load	*load;
	enum quota_verdict	 verdict;
	size_t			 n, there;

	if (app_failed(req, ans)) {
		quota_end(quota, &claim->quota);
		return;
	}
	load = db_rows(ans, REC_LOAD, &n);
	verdict = quota_judge(quota, &claim->quota, load);
	if (verdict == QUOTA_AGAIN) {
		loop_after(visit->app->loop, QUOTA_WAIT_US, ask_again, req);
		return;
	}
	/* One that is there is asked for again, not a further one. */
	db_rows(ans, REC_HOLD, &there);
	if (verdict != QUOTA_MAY && there == 0) {
		quota_end(quota, &claim->quota);
		refuse_many(req, verdict);
		return;
	}
	claim->till = app_till(visit->app);
	hold_place(claim->till, &claim->hold, on_held, req);
}

static void
ask_load(struct request *req)
{
	const struct claim	*claim = visit_of(req)->work;

	app_ask(req, db_req_join(op_hold_load(claim->quota.caller,
	    claim->owner, ""), op_hold_get(&claim->hold.id)), on_load);
}

static void
on_piece(struct request *req, struct db_ans *ans)
{
	struct visit		*visit = visit_of(req);
	struct claim		*claim = visit->work;
	const struct rec_piece	*piece;
	size_t			 n;

	if (app_failed(req, ans))
		return;
	piece = db_rows(ans, REC_PIECE, &n);
	if (n == 0) {
		reply_js(req, 404, item_problem(visit->app,
		    request_arena(req), claim->sku, NULL));
		return;
	}
	claim->hold.piece_id = piece->id;
	claim->hold.qty = 1;
	claim->hold.ttl = claim->ttl * SECOND_US;
	claim->hold.owner = claim->owner;
	claim->hold.caller = visit->caller;
	claim->quota = (struct quota_claim){ .caller = visit->caller,
		.owner = claim->owner, .network = "" };
	quota_begin(visit->app->quota, &claim->quota);
	ask_load(req);
}

/*
 * The hold's id: a new one, or the same for the same caller and the same
 * Idempotency-Key, so that a lost answer can be asked for again.
 */
static bool
name_claim(struct request *req, struct claim *claim)
{
	const struct visit	*visit = visit_of(req);
	const char		*key = request_header(req, "Idempotency-Key");
	uint8_t			 digest[SEAL_DIGEST];

	claim->hold.id = uuid_new();
	if (key == NULL)
		return true;
	if (str_empty(key) || strlen(key) > IDEM_KEY_MAX ||
	    !str_is_clean(key, false)) {
		reply_error(req, 400, "bad_key",
		    "Idempotency-Key must be 1 to %d bytes", IDEM_KEY_MAX);
		return false;
	}
	seal_hmac(visit->key_id.b, sizeof(visit->key_id.b), key, strlen(key),
	    digest);
	memcpy(claim->hold.id.b, digest, sizeof(claim->hold.id.b));
	return true;
}

static int
read_claim(const struct js *js, struct claim *claim, struct err *err)
{
	static const char *const names[] = { "sku", "ttl", "owner", NULL };

	claim->ttl = TTL_DEFAULT;
	claim->owner = "";
	if (js_only(js, names, err) == -1 ||
	    js_read_text(js, "sku", JS_NEEDED, SKU_MAX, &claim->sku,
	    err) == -1 ||
	    js_read_num(js, "ttl", JS_OPTIONAL, 1, TTL_MAX, &claim->ttl,
	    err) == -1)
		return -1;
	if (js_read_text(js, "owner", JS_OPTIONAL, OWNER_MAX, &claim->owner,
	    err) == -1)
		return -1;
	return pan_in(claim->owner) ? err_set(err, ERR_INPUT, "\"owner\" looks "
	    "like a card number; none is kept here") : 0;
}

void
api_hold_place(struct request *req, void *arg)
{
	struct arena	*arena = request_arena(req);
	struct claim	*claim = arena_alloc(arena, sizeof(*claim));
	struct err	 err = ERR_INIT;
	struct js	*js = body_js(req);

	(void)arg;
	if (js == NULL)
		return;
	visit_of(req)->work = claim;
	if (read_claim(js, claim, &err) == -1) {
		body_refuse(req, &err);
	} else if (name_claim(req, claim)) {
		claim->sku = arena_strdup(arena, claim->sku);
		claim->owner = arena_strdup(arena, claim->owner);
		app_ask(req, op_piece_by_sku(claim->sku), on_piece);
	}
	js_free(js);
}

/* Extending and releasing: with the key it was placed with. */

static void
on_renewed(struct request *req, struct db_ans *ans)
{
	const struct rec_hold	*hold;
	size_t			 n;

	if (db_status(ans) == DB_REFUSED) {
		reply_error(req, 409, "ended", "this hold has ended");
		return;
	}
	if (app_failed(req, ans))
		return;
	hold = db_rows(ans, REC_HOLD, &n);
	if (n == 0)
		reply_error(req, 404, "not_found", "there is no such hold");
	else
		reply_js(req, 200, hold_js(hold));
}

static void
on_released(struct request *req, struct db_ans *ans)
{
	if (app_failed(req, ans))
		return;
	feed_nudge(visit_of(req)->app->feed);
	request_answer(req, 204, NULL, NULL, 0);
}

/* The hold, when the caller may touch it; else answers. */
static const struct rec_hold *
own_hold(struct request *req, struct db_ans *ans)
{
	const struct rec_hold	*hold;
	size_t			 n;

	if (app_failed(req, ans))
		return NULL;
	hold = db_rows(ans, REC_HOLD, &n);
	if (n == 0 || !str_eq(hold->caller, visit_of(req)->caller)) {
		reply_error(req, 404, "not_found", "there is no such hold");
		return NULL;
	}
	return hold;
}

static void
on_hold_to_renew(struct request *req, struct db_ans *ans)
{
	const struct claim	*claim = visit_of(req)->work;
	const struct rec_hold	*hold = own_hold(req, ans);

	if (hold != NULL)
		app_ask(req, op_hold_renew(&hold->id, clock_now(),
		    claim->ttl * SECOND_US), on_renewed);
}

static void
on_hold_to_release(struct request *req, struct db_ans *ans)
{
	const struct rec_hold	*hold = own_hold(req, ans);

	if (hold != NULL)
		app_ask(req, op_hold_release(&hold->id, clock_now()),
		    on_released);
}

static bool
hold_id(struct request *req, struct uuid *id_r)
{
	if (uuid_parse(request_arg(req, 0), id_r))
		return true;
	reply_error(req, 404, "not_found", "there is no such hold");
	return false;
}

void
api_hold_renew(struct request *req, void *arg)
{
	static const char *const names[] = { "ttl", NULL };
	struct claim	*claim;
	struct err	 err = ERR_INIT;
	struct js	*js;
	struct uuid	 id;

	(void)arg;
	if (!hold_id(req, &id) || (js = body_js(req)) == NULL)
		return;
	claim = arena_alloc(request_arena(req), sizeof(*claim));
	claim->ttl = TTL_DEFAULT;
	visit_of(req)->work = claim;
	if (js_only(js, names, &err) == -1 || js_read_num(js, "ttl",
	    JS_OPTIONAL, 1, TTL_MAX, &claim->ttl, &err) == -1)
		body_refuse(req, &err);
	else
		app_ask(req, op_hold_get(&id), on_hold_to_renew);
	js_free(js);
}

void
api_hold_release(struct request *req, void *arg)
{
	struct uuid	id;

	(void)arg;
	if (hold_id(req, &id))
		app_ask(req, op_hold_get(&id), on_hold_to_release);
}
