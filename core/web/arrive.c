/*
 * What a request must be before its route's function sees it: of one meaning,
 * with an address that is known, and no longer than that allows.  And what the
 * log says of it.
 */
#include <inttypes.h>
#include <string.h>

#include "log.h"
#include "str.h"
#include "web/reply.h"
#include "web/serve.h"
#include "web/wire.h"

#define SWALLOW_MAX	(1024 * 1024)	/* of a body we refuse anyway */

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

static void
find_route(struct request *req)
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
		wire_missing(req);
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

void
arrive_count(struct wire_counts *counts, const char *name, const char *value)
{
	counts->lengths += str_eq_nocase(name, "content-length");
	counts->encodings += str_eq_nocase(name, "transfer-encoding");
	counts->hosts += str_eq_nocase(name, "host");
	counts->types += str_eq_nocase(name, "content-type");
	counts->keys += str_eq_nocase(name, "authorization");
	counts->broken += strpbrk(name, " \t\r\n") != NULL ||
	    (value != NULL && strpbrk(value, "\r\n") != NULL);
}

/* A request two servers could read in two ways is no request. */
static bool
is_ambiguous(struct request *req)
{
	struct wire_counts	 n;
	const char		*coding;

	wire_count(req, &n);
	if (n.lengths + n.encodings > 1 || n.hosts > 1 || n.types > 1 ||
	    n.keys > 1 || n.broken > 0)
		return true;
	if (n.encodings == 0)
		return false;
	/* The library takes any other for a body that ends with the
	   connection; others take it for something else. */
	coding = request_header(req, "Transfer-Encoding");
	return coding == NULL || !str_eq_nocase(coding, "chunked") ||
	    !str_eq(req->version, "HTTP/1.1");
}

/* Whether the body announced is more than this route takes. */
static bool
is_too_long(struct request *req, int64_t *announced_r)
{
	const char	*text = request_header(req, "Content-Length");
	int64_t		 len;

	*announced_r = 0;
	if (text == NULL)
		return false;
	/* The library has refused what is no number; one past int64 is too
	   long. */
	if (!str_int64(text, &len))
		len = INT64_MAX;
	*announced_r = len;
	return req->match.route != NULL &&
	    len > (int64_t)req->match.route->body_max;
}

/*
 * What is refused is refused now, but a body of decent size is let in first:
 * closing on a client that still writes would lose the answer.
 */
bool
arrive_begin(struct request *req)
{
	int64_t	announced;
	bool	too_long;

	request_client(req);
	if (is_ambiguous(req)) {
		request_add_header(req, "Connection", "close");
		reply_error(req, 400, "ambiguous_request",
		    "a header is there twice, or malformed; how long this "
		    "request is cannot be told");
		return true;
	}
	find_route(req);
	too_long = is_too_long(req, &announced);
	if (req->status == 0 && too_long)
		reply_error(req, 413, "too_large", "at most %zu bytes here",
		    req->match.route->body_max);
	buf_init(&req->body, req->match.route == NULL ? 0 :
	    req->match.route->body_max);
	return req->status != 0 && announced > SWALLOW_MAX;
}

void
arrive_body(struct request *req, const char *bytes, size_t len)
{
	if (req->status != 0 || req->body.len + len > req->body.max) {
		req->swallowed += len;
		if (req->swallowed > SWALLOW_MAX)
			wire_cut(req);
		if (req->status == 0)
			reply_error(req, 413, "too_large",
			    "at most %zu bytes here", req->body.max);
		return;
	}
	buf_add(&req->body, bytes, len);
}

void
arrive_log(struct request *req, int64_t us)
{
	char	path[160], peer[NETWORK_TEXT];
	bool	quiet;

	quiet = req->status == 200 && wire_quiet(req);
	if (!log_wants(quiet ? LOG_LVL_DEBUG : LOG_LVL_INFO))
		return;
	str_copy(path, sizeof(path), req->path);
	str_clean(path, false);
	address_text(req->has_peer ? &req->peer : &req->conn->peer, peer);
	log_info("%s %s %u %zu %" PRId64 "us %s",
	    req->method != NULL ? req->method : "-", path, req->status,
	    req->len, us, peer);
}
