/*
 * POST /hooks/{service}/{channel}: a service tells that something happened.
 *
 * The body is checked as it came, byte for byte, before anything is made of
 * it; what is theirs is stored and answered at once, and only then worked on.
 * What it says is not believed further: it wakes the reading of that channel's
 * orders (core/channel/links.h).
 */
#include "web/hooks.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "ops.h"
#include "str.h"
#include "web/app.h"
#include "web/limit.h"
#include "web/reply.h"

#define HEADERS_MAX	500

struct delivery {
	struct uuid		channel;
	struct hook_read	read;
	char			headers[HEADERS_MAX];
};

static const char *
header_of(void *arg, const char *name)
{
	return request_header(arg, name);
}

static void
accepted(struct request *req)
{
	request_answer(req, 200, "application/json", "{\"ok\":true}", 11);
}

static void
on_stored(struct request *req, struct db_ans *ans)
{
	struct visit		*visit = visit_of(req);
	const struct delivery	*d = visit->work;

	if (app_failed(req, ans))
		return;
	accepted(req);
	links_wake(visit->app->links, &d->channel);
}

static void
store(struct request *req, struct delivery *d)
{
	const char	*agent = request_header(req, "User-Agent");
	const char	*type = request_header(req, "Content-Type");
	const char	*body;
	struct uuid	 id = uuid_new();
	size_t		 len;

	body = request_body(req, &len);
	snprintf(d->headers, sizeof d->headers, "%.200s\n%.100s",
	    agent == NULL ? "" : agent, type == NULL ? "" : type);
	str_clean(d->headers, true);
	visit_of(req)->work = d;
	app_ask(req, op_delivery_add(&id, &d->channel, d->read.key,
	    d->read.topic, d->headers, body, len, clock_now()), on_stored);
}

static void
badly_signed(struct request *req)
{
	struct app	*app = visit_of(req)->app;

	if (limit_take(app->key_limit, request_network(req))) {
		reply_error(req, 401, "bad_signature",
		    "this is not signed with the secret we share");
		return;
	}
	metrics_count(app->metrics, COUNT_LIMITED);
	request_add_header(req, "Retry-After", "10");
	reply_error(req, 429, "too_many",
	    "too many wrong signatures; wait a little");
}

void
hooks_refuse(struct request *req, enum hook_taken why)
{
	switch (why) {
	case HOOK_UNKNOWN:
		reply_error(req, 404, "not_found", "there is no such channel");
		return;
	case HOOK_NOT_NOW:
		request_add_header(req, "Retry-After", "5");
		reply_error(req, 503, "unavailable",
		    "this channel is not open just now");
		return;
	case HOOK_TAKEN:
	case HOOK_PINGED:
	case HOOK_REFUSED:
		badly_signed(req);
		return;
	}
}

void
hooks_take(struct request *req, void *arg)
{
	struct app	*app = arg;
	struct delivery	*d = arena_alloc(request_arena(req), sizeof *d);
	struct hook	 hook = { .header = header_of, .arg = req };
	enum hook_taken	 taken;

	hook.body = request_body(req, &hook.len);
	taken = links_hook(app->links, request_arg(req, 0),
	    request_arg(req, 1), &hook, &d->read, &d->channel);
	if (taken == HOOK_TAKEN)
		store(req, d);
	else if (taken == HOOK_PINGED)
		accepted(req);
	else
		hooks_refuse(req, taken);
}
