/* What a route's function sees of a request: see serve.h. */
#include "web/serve.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "log.h"
#include "str.h"
#include "web/network.h"
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

static void
push_header(struct request *req, const char *name, const char *value)
{
	struct header	*h = arena_alloc(req->arena, sizeof(*h));

	h->name = name;
	h->value = value;
	h->next = req->headers;
	req->headers = h;
}

void
request_add_header(struct request *req, const char *name, const char *value)
{
	push_header(req, arena_strdup(req->arena, name),
	    arena_strdup(req->arena, value));
}

/*
 * What a browser might take for a document is kept on a short lead; what is
 * no document needs none.
 */
static const struct header standing_headers[] = {
	{ "X-Content-Type-Options", "nosniff", NULL },
	{ "Cache-Control", "no-store", NULL },
	{ "Referrer-Policy", "same-origin", NULL },
	{ "Content-Security-Policy",
	    "default-src 'none'; frame-ancestors 'none'", NULL },
};

#define FOR_ALL		2	/* of them, the first */

static bool
is_document(const char *type)
{
	return type != NULL && !str_starts(type, "text/plain") &&
	    !str_starts(type, "application/json") &&
	    !str_starts(type, "application/problem+json") &&
	    !str_starts(type, "text/event-stream");
}

static bool
has_header(const struct request *req, const char *name)
{
	for (const struct header *h = req->headers; h != NULL; h = h->next)
		if (str_eq_nocase(h->name, name))
			return true;
	return false;
}

const struct header *
reply_headers(struct request *req)
{
	size_t	all = sizeof(standing_headers) / sizeof(standing_headers[0]);
	size_t	count = is_document(req->type) ? all : FOR_ALL;

	for (size_t i = 0; i < count; i++)
		if (!has_header(req, standing_headers[i].name))
			push_header(req, standing_headers[i].name,
			    standing_headers[i].value);
	if (req->match.route != NULL && req->match.route->open)
		push_header(req, "Access-Control-Allow-Origin", "*");
	if (req->type != NULL)
		push_header(req, "Content-Type", req->type);
	if (wire_draining(req->serve) && !has_header(req, "Connection"))
		push_header(req, "Connection", "close");
	return req->headers;
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

bool
request_may_stream(struct request *req)
{
	if (!conns_streams_full(wire_conns(req->serve), request_network(req)))
		return true;
	request_add_header(req, "Retry-After", "10");
	reply_error(req, 429, "too_many", "too many streams are open from "
	    "your network; close one, or ask again later");
	return false;
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
	stream->counted = conns_stream_add(wire_conns(req->serve),
	    request_network(req));
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
	conns_stream_drop(wire_conns(stream->req->serve), stream->counted);
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
		wire_cut(stream->req);
	}
	stream_wake(stream);
}

void
stream_end(struct stream *stream)
{
	stream->ended = true;
	/* Whoever does not read the end must not keep us waiting for it. */
	conn_allow(stream->req->conn, 5 * SECOND_US);
	stream_wake(stream);
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

bool
request_is_head(const struct request *req)
{
	return str_eq(req->method, "HEAD");
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

/* Somebody put a proxy in front and forgot to say so: once. */
static void
hint_at_proxy(struct request *req)
{
	static bool	hinted;

	if (hinted || !address_is_loopback(&req->peer) ||
	    wire_header(req, "X-Forwarded-For") == NULL)
		return;
	hinted = true;
	log_warn("a proxy on this machine says for whom it asks, but is not "
	    "trusted: all its visitors share one limit.  See trusted_proxy in "
	    "vitrine.conf(5)");
}

const struct address *
request_client(struct request *req)
{
	const struct proxies	*proxies = wire_proxies(req->serve);
	const char		*said;

	if (req->has_peer)
		return &req->peer;
	req->peer = req->conn->peer;
	req->has_peer = true;
	if (proxies_trust(proxies, &req->peer)) {
		said = wire_header_all(req, "X-Forwarded-For");
		req->peer = proxies_client(proxies, req->peer, said);
	} else {
		hint_at_proxy(req);
	}
	return &req->peer;
}

const char *
request_peer(struct request *req)
{
	char	text[NETWORK_TEXT];

	address_text(request_client(req), text);
	return arena_strdup(req->arena, text);
}

const char *
request_network(struct request *req)
{
	char	text[NETWORK_TEXT];

	address_network(request_client(req), text);
	return arena_strdup(req->arena, text);
}

bool
request_is_local(struct request *req)
{
	/* Who speaks for somebody else is not the one who asks. */
	return address_is_loopback(request_client(req)) &&
	    (wire_header(req, "X-Forwarded-For") == NULL ||
	    proxies_trust(wire_proxies(req->serve), &req->conn->peer));
}

bool
request_secure(struct request *req)
{
	const char	*proto;

	if (!proxies_trust(wire_proxies(req->serve), &req->conn->peer))
		return false;
	proto = wire_header_all(req, "X-Forwarded-Proto");
	return proto != NULL && str_eq_nocase(proto, "https");
}
