/*
 * POST /hooks/woocommerce/{channel}/hold: an order of that shop is about to be
 * paid, and asks for its pieces; or it is called off, and lets them go.
 *
 * All of them or none, in one transaction.  The owner is the order, as it is
 * when its channel is read (core/channel/settle.c): that sells by these holds.
 * What is not known here is not ours to hold.  Asked twice at once, an order
 * finds itself in its own way and looks again.
 */
#include "web/hooks.h"

#include <string.h>

#include "channel/claim.h"
#include "clock.h"
#include "ops.h"
#include "str.h"
#include "web/app.h"
#include "web/body.h"
#include "web/feed.h"
#include "web/reply.h"

#define HOLD_US		(60 * MINUTE_US)	/* as settle.c */
#define WINDOW		300			/* seconds, either way */
#define REF_MAX		40			/* bytes */
#define SKU_MAX		100
#define QTY_MAX		1000

struct want {
	const char	*product;
	const char	*variant;
	const char	*sku;
	int64_t		 qty;
	struct uuid	 piece;		/* nil: not ours */
	struct uuid	 hold;		/* nil: to be placed */
};

struct asked {
	struct uuid	 channel;
	const char	*owner;
	bool		 release;
	int		 tries;
	struct want	*wants;
	size_t		 count;
	struct uuid	*spare;		/* holds nobody needs any more */
	size_t		 spare_count;
};

static void	look(struct request *);

static void
answer(struct request *req, bool held)
{
	struct js	*js = js_object();

	feed_nudge(visit_of(req)->app->feed);
	js_put_bool(js, "held", held);
	reply_js(req, 200, js);
}

static void
gone(struct request *req)
{
	metrics_count(visit_of(req)->app->metrics, COUNT_HOLDS_REFUSED);
	reply_error(req, 409, "taken",
	    "a piece of this order is gone or held by somebody else");
}

static struct db_req *
add(struct db_req *req, struct db_req *one)
{
	return req == NULL ? one : db_req_join(req, one);
}

static struct db_req *
release_spare(const struct asked *a)
{
	struct db_req	*req = NULL;
	size_t		 i;

	for (i = 0; i < a->spare_count; i++)
		req = add(req, op_hold_release(&a->spare[i], clock_now()));
	return req;
}

static void
on_released(struct request *req, struct db_ans *ans)
{
	if (app_failed(req, ans))
		return;
	if (((const struct asked *)visit_of(req)->work)->release)
		answer(req, false);
	else
		gone(req);
}

/* Lets go of all the order had, then says no (or, if asked to, yes). */
static void
give_back(struct request *req)
{
	struct asked	*a = visit_of(req)->work;
	size_t		 i;

	for (i = 0; i < a->count; i++)
		if (!uuid_is_nil(&a->wants[i].hold))
			a->spare[a->spare_count++] = a->wants[i].hold;
	if (a->spare_count > 0)
		app_ask(req, release_spare(a), on_released);
	else if (a->release)
		answer(req, false);
	else
		gone(req);
}

static void
on_held(struct request *req, struct db_ans *ans)
{
	struct asked	*a = visit_of(req)->work;

	if (db_status(ans) == DB_REFUSED && a->tries++ == 0) {
		/* By its own twin, or by a hold that ended just now. */
		look(req);
	} else if (db_refusal(ans) == REFUSAL_TAKEN ||
	    db_refusal(ans) == REFUSAL_NOT_FOR_SALE) {
		give_back(req);
	} else if (!app_failed(req, ans)) {
		metrics_count(visit_of(req)->app->metrics, COUNT_HOLDS);
		answer(req, true);
	}
}

static void
hold(struct request *req)
{
	struct asked		*a = visit_of(req)->work;
	const struct till	*shop = app_shop(visit_of(req)->app);
	struct db_req		*all = release_spare(a);
	struct rec_hold		 row = { .channel_id = a->channel,
				    .owner = a->owner, .held_for = "" };
	size_t			 i;

	row.register_id = shop->reg.id;
	row.staff_id = shop->staff_id;
	for (i = 0; i < a->count; i++) {
		if (uuid_is_nil(&a->wants[i].piece))
			continue;
		if (!uuid_is_nil(&a->wants[i].hold)) {
			all = add(all, op_hold_renew(&a->wants[i].hold,
			    clock_now(), HOLD_US));
			continue;
		}
		row.id = uuid_new();
		row.piece_id = a->wants[i].piece;
		row.qty = a->wants[i].qty;
		all = add(all, op_hold_place(&row, HOLD_US));
	}
	if (all == NULL)
		answer(req, true);
	else
		app_ask(req, all, on_held);
}

/* Pieces in one order for everybody, so that no two wait for each other. */
static void
sort(struct asked *a)
{
	struct want	want;
	size_t		i, k;

	for (i = 1; i < a->count; i++) {
		want = a->wants[i];
		for (k = i; k > 0 && uuid_cmp(&a->wants[k - 1].piece,
		    &want.piece) > 0; k--)
			a->wants[k] = a->wants[k - 1];
		a->wants[k] = want;
	}
}

/* Gives what is held already to the line it was held for. */
static void
match(struct asked *a, const struct rec_hold *holds, size_t n)
{
	struct want	*w;
	size_t		 i, k;

	a->spare_count = 0;
	for (i = 0; i < n; i++) {
		for (k = 0; k < a->count; k++) {
			w = &a->wants[k];
			if (uuid_is_nil(&w->hold) && w->qty == holds[i].qty &&
			    uuid_eq(&w->piece, &holds[i].piece_id) &&
			    holds[i].expires_at > holds[i].now)
				break;
		}
		if (k < a->count)
			a->wants[k].hold = holds[i].id;
		else
			a->spare[a->spare_count++] = holds[i].id;
	}
}

static void
on_pieces(struct request *req, struct db_ans *ans)
{
	struct asked		*a = visit_of(req)->work;
	const struct rec_map	*map;
	const struct rec_hold	*holds;
	size_t			 i, n;

	if (app_failed(req, ans))
		return;
	for (i = 0; i < a->count; i++) {
		a->wants[i].piece = a->wants[i].hold = (struct uuid){ { 0 } };
		map = db_rows_nth(ans, REC_MAP, i, &n);
		if (n > 0 && !str_eq(map->kind, "service"))
			a->wants[i].piece = map->piece_id;
	}
	holds = db_rows(ans, REC_HOLD, &n);
	a->spare = arena_alloc(request_arena(req), (n + a->count + 1) *
	    sizeof *a->spare);
	match(a, holds, n);
	sort(a);
	if (a->release)
		give_back(req);
	else
		hold(req);
}

static void
look(struct request *req)
{
	const struct asked	*a = visit_of(req)->work;
	struct db_req		*all = NULL;
	size_t			 i;

	for (i = 0; i < a->count; i++)
		all = add(all, op_map_find(&a->channel, a->wants[i].product,
		    a->wants[i].variant, a->wants[i].sku));
	app_ask(req, add(all, op_hold_of_order(&a->channel, a->owner)),
	    on_pieces);
}

/* ---------------------------------------------------------------- reading */

static int
read_line(const struct js *js, struct want *w, struct arena *arena,
    struct err *err)
{
	static const char *const names[] = { "product", "variant", "sku",
		"qty", NULL };

	w->product = w->variant = w->sku = "";
	if (js_only(js, names, err) == -1 ||
	    js_read_text(js, "product", JS_OPTIONAL, REF_MAX, &w->product,
	    err) == -1 ||
	    js_read_text(js, "variant", JS_OPTIONAL, REF_MAX, &w->variant,
	    err) == -1 ||
	    js_read_text(js, "sku", JS_OPTIONAL, SKU_MAX, &w->sku,
	    err) == -1 ||
	    js_read_num(js, "qty", JS_NEEDED, 1, QTY_MAX, &w->qty, err) == -1)
		return -1;
	w->product = arena_strdup(arena, w->product);
	w->variant = arena_strdup(arena, w->variant);
	w->sku = arena_strdup(arena, w->sku);
	return 0;
}

static int
read_asked(const struct js *js, struct asked *a, int64_t *time_r,
    struct arena *arena, struct err *err)
{
	static const char *const names[] = { "time", "action", "order",
		"lines", NULL };
	const struct js	*lines = NULL;
	const char	*action = "", *ref = "";
	size_t		 i;

	if (js_only(js, names, err) == -1 ||
	    js_read_num(js, "time", JS_NEEDED, 0, INT64_MAX / SECOND_US,
	    time_r, err) == -1 ||
	    js_read_text(js, "action", JS_NEEDED, 10, &action, err) == -1 ||
	    js_read_text(js, "order", JS_NEEDED, REF_MAX, &ref, err) == -1 ||
	    js_read_array(js, "lines", JS_NEEDED, CLAIM_LINES, &lines,
	    err) == -1)
		return -1;
	a->release = str_eq(action, "release");
	if (!a->release && !str_eq(action, "hold"))
		return err_set(err, ERR_INPUT, "\"action\" is hold or "
		    "release");
	a->owner = arena_printf(arena, "order:%s", ref);
	a->count = js_count(lines);
	a->wants = arena_alloc(arena, (a->count + 1) * sizeof *a->wants);
	for (i = 0; i < a->count; i++)
		if (read_line(js_at(lines, i), &a->wants[i], arena, err) == -1)
			return -1;
	return 0;
}

static bool
is_stale(int64_t time)
{
	int64_t	off = clock_now() / SECOND_US - time;

	return off > WINDOW || off < -WINDOW;
}

static void
take(struct request *req, struct asked *a)
{
	struct js	*js = body_js(req);
	struct err	 err = ERR_INIT;
	int64_t		 time = 0;

	if (js == NULL)
		return;
	visit_of(req)->work = a;
	if (read_asked(js, a, &time, request_arena(req), &err) == -1)
		body_refuse(req, &err);
	else if (is_stale(time))
		reply_error(req, 401, "stale", "this was signed more than %d "
		    "seconds ago, or a clock is wrong", WINDOW);
	else
		look(req);
	js_free(js);
}

void
hooks_hold(struct request *req, void *arg)
{
	struct app	*app = arg;
	struct asked	*a = arena_alloc(request_arena(req), sizeof *a);
	struct hook	 hook = { .header = NULL };
	enum hook_taken	 taken;

	memset(a, 0, sizeof *a);
	hook.body = request_body(req, &hook.len);
	taken = links_signed(app->links, "woocommerce", request_arg(req, 0),
	    &hook, request_header(req, "X-Vitrine-Signature"), &a->channel);
	if (taken == HOOK_TAKEN)
		take(req, a);
	else
		hooks_refuse(req, taken);
}
