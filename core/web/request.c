/* What a route's function sees of a request: see serve.h. */
#include "web/serve.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "log.h"
#include "str.h"
#include "web/listen.h"
#include "web/reply.h"
#include "web/wire.h"

/* Wakes a connection that slept while its answer was made. */
static void
answered(struct request *req)
{
	if (!req->suspended)
		return;
	req->suspended = false;
	wire_resume(req);
}

void
request_answer(struct request *req, unsigned status, const char *type,
    const void *bytes, size_t len)
{
	if (req->status != 0) {
		log_error("%s was answered twice", req->path);
		return;
	}
	req->status = status;
	req->type = type == NULL ? NULL : arena_strdup(req->arena, type);
	req->bytes = len == 0 ? "" : arena_memdup(req->arena, bytes, len);
	req->len = len;
	answered(req);
}

void
request_answer_text(struct request *req, unsigned status, const char *type,
    const char *text)
{
	request_answer(req, status, type, text, strlen(text));
}

void
request_add_header(struct request *req, const char *name, const char *value)
{
	struct header	*h = arena_alloc(req->arena, sizeof(*h));

	h->name = arena_strdup(req->arena, name);
	h->value = arena_strdup(req->arena, value);
	h->next = req->headers;
	req->headers = h;
}

bool
request_fresh(struct request *req, const char *etag)
{
	const char	*have = request_header(req, "If-None-Match");

	request_add_header(req, "ETag", etag);
	if (have == NULL || strstr(have, etag) == NULL)
		return false;
	request_answer(req, 304, NULL, NULL, 0);
	return true;
}

struct stream *
request_stream(struct request *req, const char *type, void (*gone)(void *),
    void *arg)
{
	struct stream	*stream = mem_zalloc(sizeof(*stream));

	stream->req = req;
	stream->gone = gone;
	stream->arg = arg;
	stream->ended = wire_draining(req->serve);
	buf_init(&stream->buf, STREAM_MAX);
	wire_stream_count(req->serve, 1);
	req->stream = stream;
	req->status = 200;
	req->type = arena_strdup(req->arena, type);
	answered(req);
	return stream;
}

void
stream_wake(struct stream *stream)
{
	if (!stream->suspended)
		return;
	stream->suspended = false;
	wire_resume(stream->req);
}

int64_t
stream_take(struct stream *stream, char *out, size_t max)
{
	size_t	n = stream->buf.len < max ? stream->buf.len : max;

	if (n > 0) {
		memcpy(out, stream->buf.bytes, n);
		buf_consume(&stream->buf, n);
		return (int64_t)n;
	}
	if (stream->ended)
		return -1;
	stream->suspended = true;
	wire_suspend(stream->req);
	return 0;
}

void
stream_free(struct stream *stream)
{
	wire_stream_count(stream->req->serve, -1);
	stream->gone(stream->arg);
	buf_free(&stream->buf);
	free(stream);
}

void
stream_send(struct stream *stream, const void *bytes, size_t len)
{
	if (stream->ended)
		return;
	buf_add(&stream->buf, bytes, len);
	if (buf_full(&stream->buf)) {
		stream->ended = true;
		wire_cut(stream->req->client);
	}
	stream_wake(stream);
}

void
stream_end(struct stream *stream)
{
	stream->ended = true;
	/* Whoever does not read the end must not keep us waiting for it. */
	wire_allow(stream->req->client, 5 * SECOND_US);
	stream_wake(stream);
}

static void
answer_options(struct request *req, const char *allowed)
{
	const struct route	*routes = wire_routes(req->serve);
	struct route_match	 get;

	request_add_header(req, "Allow", allowed);
	if (route_find(routes, METHOD_GET, req->path, req->arena, &get) &&
	    get.route != NULL && get.route->open) {
		request_add_header(req, "Access-Control-Allow-Origin", "*");
		request_add_header(req, "Access-Control-Allow-Methods",
		    "GET, HEAD");
		request_add_header(req, "Access-Control-Max-Age", "86400");
	}
	request_answer(req, 204, NULL, NULL, 0);
}

void
request_find_route(struct request *req)
{
	const struct route	*routes = wire_routes(req->serve);
	enum method		 method = METHOD_GET;
	bool			 known = method_parse(req->method, &method);
	const char		*allowed;

	if (!route_find(routes, method, req->path, req->arena, &req->match) ||
	    strlen(req->query_text) > URL_MAX ||
	    !query_parse(req->query_text, req->arena, &req->query)) {
		reply_error(req, 400, "bad_url", "the address is malformed");
		return;
	}
	if (known && req->match.route != NULL)
		return;
	req->match.route = NULL;
	if (!req->match.path_known) {
		reply_error(req, 404, "not_found", "there is nothing here");
		return;
	}
	allowed = route_allow(routes, req->path, req->arena);
	if (str_eq(req->method, "OPTIONS")) {
		answer_options(req, allowed);
		return;
	}
	request_add_header(req, "Allow", allowed);
	reply_error(req, 405, "method_not_allowed", "only %s here", allowed);
}

struct arena *
request_arena(struct request *req)
{
	return req->arena;
}

const struct route *
request_route(const struct request *req)
{
	return req->match.route;
}

const char *
request_arg(const struct request *req, size_t n)
{
	return n < ROUTE_ARGS ? req->match.args[n] : NULL;
}

const char *
request_path(const struct request *req)
{
	return req->path;
}

const char *
request_header(struct request *req, const char *name)
{
	return wire_header(req, name);
}

const char *
request_query(struct request *req, const char *name)
{
	return query_get(&req->query, name);
}

const char *
request_cookie(struct request *req, const char *name)
{
	return wire_cookie(req, name);
}

const char *
request_body(const struct request *req, size_t *len_r)
{
	*len_r = req->body.len;
	return buf_str(&req->body);
}

void
request_set(struct request *req, void *app)
{
	req->app = app;
}

void *
request_get(const struct request *req)
{
	return req->app;
}

static bool
is_this_machine(const char *peer)
{
	return str_starts(peer, "127.") || str_eq(peer, "::1");
}

/* What the proxy in front says, when there can be one. */
static const char *
forwarded(struct request *req, const char *peer, const char *name)
{
	if (!is_this_machine(peer))
		return NULL;
	return wire_header(req, name);
}

const char *
request_peer(struct request *req)
{
	char		 socket[LISTEN_ADDRESS];
	const char	*peer, *list, *last;
	char		*copy;

	wire_peer(req, socket, sizeof(socket));
	peer = arena_strdup(req->arena, socket);
	list = forwarded(req, peer, "X-Forwarded-For");
	if (list == NULL || strlen(list) > 512)
		return peer;
	/* Only the last entry is the proxy's own word. */
	last = strrchr(list, ',');
	copy = arena_strdup(req->arena, last == NULL ? list : last + 1);
	str_trim(copy);
	str_clean(copy, false);
	return *copy == '\0' || strlen(copy) >= LISTEN_ADDRESS ? peer : copy;
}

bool
request_secure(struct request *req)
{
	char		 socket[LISTEN_ADDRESS];
	const char	*proto;

	wire_peer(req, socket, sizeof(socket));
	proto = forwarded(req, socket, "X-Forwarded-Proto");
	return proto != NULL && str_eq_nocase(proto, "https");
}

