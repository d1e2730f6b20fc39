/*
 * The HTTP server: see serve.h.
 *
 * One MHD daemon for each address, all with an epoll descriptor in our loop
 * and none with a thread.  A request's life:
 *
 *	READING	its header is there, its body is coming
 *	WORKING	its route's function has it; suspended when that returned
 *		without an answer
 *	ANSWERED  the answer is waiting to be queued, or is leaving
 *
 * MHD calls us at the edges; freeing happens in its "completed" call only.
 */
#include "web/serve.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <microhttpd.h>

#include "buf.h"
#include "clock.h"
#include "log.h"
#include "run/loop.h"
#include "str.h"
#include "web/listen.h"
#include "web/reply.h"
#include "web/wire.h"

#define HEADER_MEMORY	(24 * 1024)	/* bytes MHD may use a connection */
#define SWALLOW_MAX	(1024 * 1024)	/* of a body we refuse anyway */
#define SWEEP_US	(250 * MS_US)
#define LISTENERS	8

struct listener {
	struct MHD_Daemon	*daemon;
	int			 epoll_fd;
	char			 address[LISTEN_ADDRESS];
};

struct serve {
	struct loop		*loop;
	struct serve_conf	 conf;
	struct listener		 listeners[LISTENERS];
	size_t			 listener_count;
	struct client		*clients;
	size_t			 client_count;
	struct request		*requests;
	size_t			 request_count;
	size_t			 stream_count;
	loop_id			 sweeper;
	loop_id			 waker;
	bool			 run_again;	/* something was resumed */
	bool			 draining;
};

struct serve_conf
serve_conf_default(void)
{
	return (struct serve_conf){
		.connections = 2000,
		.per_address = 1000,
		.receive_us = 15 * SECOND_US,
		.send_us = 120 * SECOND_US,
	};
}

/* Connections. */

void
wire_cut(struct client *client)
{
	shutdown(client->fd, SHUT_RDWR);
	client->deadline = INT64_MAX;
	client->serve->run_again = true;
}

void
wire_allow(struct client *client, int64_t us)
{
	client->deadline = us == INT64_MAX ? INT64_MAX : clock_mono() + us;
}

static void
client_new(struct serve *serve, struct MHD_Connection *conn, void **context)
{
	const union MHD_ConnectionInfo	*info;
	struct client			*client = mem_zalloc(sizeof(*client));

	info = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CONNECTION_FD);
	client->serve = serve;
	client->fd = info->connect_fd;
	client->next = serve->clients;
	if (client->next != NULL)
		client->next->prev = client;
	serve->clients = client;
	serve->client_count++;
	wire_allow(client, serve->conf.receive_us);
	*context = client;
}

static void
client_free(struct client *client)
{
	struct serve	*serve = client->serve;

	if (client->prev != NULL)
		client->prev->next = client->next;
	else
		serve->clients = client->next;
	if (client->next != NULL)
		client->next->prev = client->prev;
	serve->client_count--;
	free(client);
}

static void
on_connection(void *cls, struct MHD_Connection *conn, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	switch (code) {
	case MHD_CONNECTION_NOTIFY_STARTED:
		client_new(cls, conn, context);
		break;
	case MHD_CONNECTION_NOTIFY_CLOSED:
		client_free(*context);
		*context = NULL;
		break;
	}
}

static void
sweep(void *arg)
{
	struct serve	*serve = arg;
	int64_t		 now = clock_mono();

	for (struct client *c = serve->clients; c != NULL; c = c->next)
		if (c->deadline <= now)
			wire_cut(c);
}

/* Requests. */

/* MHD's first word of a request: the line as it came. */
static void *
on_uri(void *cls, const char *uri, struct MHD_Connection *conn)
{
	struct serve			*serve = cls;
	struct arena			*arena = arena_new();
	struct request			*req;
	const union MHD_ConnectionInfo	*info;
	size_t				 path = strcspn(uri, "?");

	info = MHD_get_connection_info(conn,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	req = arena_alloc(arena, sizeof(*req));
	req->serve = serve;
	req->client = info->socket_context;
	req->conn = conn;
	req->arena = arena;
	req->since = clock_mono();
	req->path = arena_strndup(arena, uri, path);
	req->query_text = arena_strdup(arena,
	    uri[path] == '?' ? uri + path + 1 : "");
	req->next = serve->requests;
	if (req->next != NULL)
		req->next->prev = req;
	serve->requests = req;
	serve->request_count++;
	return req;
}

static void
log_request(struct request *req, int64_t us)
{
	char	path[160];

	str_copy(path, sizeof(path), req->path);
	str_clean(path, false);
	log_info("%s %s %u %zu %" PRId64 "us %s",
	    req->method != NULL ? req->method : "-", path, req->status,
	    req->len, us, request_peer(req));
}

static void
on_completed(void *cls, struct MHD_Connection *conn, void **con_cls,
    enum MHD_RequestTerminationCode code)
{
	struct request	*req = *con_cls;
	struct serve	*serve = cls;
	int64_t		 us;

	(void)conn;
	(void)code;
	if (req == NULL)
		return;
	*con_cls = NULL;
	us = clock_mono() - req->since;
	log_request(req, us);
	if (serve->conf.done != NULL && req->status != 0)
		serve->conf.done(serve->conf.app, req->match.route,
		    req->status, us);
	if (req->prev != NULL)
		req->prev->next = req->next;
	else
		serve->requests = req->next;
	if (req->next != NULL)
		req->next->prev = req->prev;
	serve->request_count--;
	wire_allow(req->client, serve->conf.receive_us);
	if (req->stream != NULL)
		stream_free(req->stream);
	buf_free(&req->body);
	arena_free(req->arena);
}

struct header_count {
	unsigned	lengths;
	unsigned	encodings;
	unsigned	hosts;
};

static enum MHD_Result
count_header(void *cls, enum MHD_ValueKind kind, const char *name,
    const char *value)
{
	struct header_count	*count = cls;

	(void)kind;
	(void)value;
	count->lengths += str_eq_nocase(name, "content-length");
	count->encodings += str_eq_nocase(name, "transfer-encoding");
	count->hosts += str_eq_nocase(name, "host");
	return MHD_YES;
}

/* A request two servers could read in two ways is no request. */
static bool
is_ambiguous(struct request *req)
{
	struct header_count	count = { 0, 0, 0 };

	MHD_get_connection_values(req->conn, MHD_HEADER_KIND, count_header,
	    &count);
	return count.lengths + count.encodings > 1 || count.hosts > 1;
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
	/* MHD has refused what is no number; one past int64 is too long. */
	if (!str_int64(text, &len))
		len = INT64_MAX;
	*announced_r = len;
	return req->match.route != NULL &&
	    len > (int64_t)req->match.route->body_max;
}

/*
 * The header is whole.  What is refused is refused now, but a body of decent
 * size is let in first: closing on a client that still writes would lose the
 * answer.
 */
static bool
begin(struct request *req)
{
	int64_t	announced;

	wire_allow(req->client, req->serve->conf.receive_us);
	if (is_ambiguous(req)) {
		request_add_header(req, "Connection", "close");
		reply_error(req, 400, "ambiguous_request",
		    "a header that may be given once was given twice");
		return true;
	}
	request_find_route(req);
	if (is_too_long(req, &announced))
		reply_error(req, 413, "too_large", "at most %zu bytes here",
		    req->match.route->body_max);
	buf_init(&req->body, req->match.route == NULL ? 0 :
	    req->match.route->body_max);
	return req->status != 0 && announced > SWALLOW_MAX;
}

static void
take_body(struct request *req, const char *bytes, size_t len)
{
	if (req->status != 0 || req->body.len + len > req->body.max) {
		req->swallowed += len;
		if (req->swallowed > SWALLOW_MAX)
			wire_cut(req->client);
		if (req->status == 0)
			reply_error(req, 413, "too_large",
			    "at most %zu bytes here", req->body.max);
		return;
	}
	buf_add(&req->body, bytes, len);
}

/* Answers. */

static const struct header standing_headers[] = {
	{ "X-Content-Type-Options", "nosniff", NULL },
	{ "Referrer-Policy", "same-origin", NULL },
	{ "Content-Security-Policy",
	    "default-src 'none'; frame-ancestors 'none'", NULL },
	{ "Cache-Control", "no-store", NULL },
};

static bool
has_header(const struct request *req, const char *name)
{
	for (const struct header *h = req->headers; h != NULL; h = h->next)
		if (str_eq_nocase(h->name, name))
			return true;
	return false;
}

static void
add_headers(struct request *req, struct MHD_Response *response)
{
	size_t	count = sizeof(standing_headers) / sizeof(standing_headers[0]);

	for (size_t i = 0; i < count; i++)
		if (!has_header(req, standing_headers[i].name))
			MHD_add_response_header(response,
			    standing_headers[i].name,
			    standing_headers[i].value);
	if (req->match.route != NULL && req->match.route->open)
		MHD_add_response_header(response,
		    "Access-Control-Allow-Origin", "*");
	if (req->type != NULL)
		MHD_add_response_header(response, "Content-Type", req->type);
	for (const struct header *h = req->headers; h != NULL; h = h->next)
		MHD_add_response_header(response, h->name, h->value);
	if (req->serve->draining && !has_header(req, "Connection"))
		MHD_add_response_header(response, "Connection", "close");
}

static ssize_t
on_stream(void *cls, uint64_t pos, char *out, size_t max)
{
	int64_t	n = stream_take(cls, out, max);

	(void)pos;
	return n == -1 ? MHD_CONTENT_READER_END_OF_STREAM : (ssize_t)n;
}

static enum MHD_Result
stream_queue(struct request *req)
{
	struct MHD_Response	*response;
	enum MHD_Result		 result;

	/* Freed in on_completed, which comes before the response's end. */
	response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096,
	    on_stream, req->stream, NULL);
	if (response == NULL)
		return MHD_NO;
	add_headers(req, response);
	wire_allow(req->client, INT64_MAX);
	result = MHD_queue_response(req->conn, req->status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result
queue_answer(struct request *req)
{
	struct MHD_Response	*response;
	enum MHD_Result		 result;

	if (req->stream != NULL)
		return stream_queue(req);
	/* The arena outlives the answer: on_completed comes after it. */
	response = MHD_create_response_from_buffer(req->len,
	    (void *)(uintptr_t)req->bytes, MHD_RESPMEM_PERSISTENT);
	if (response == NULL)
		return MHD_NO;
	add_headers(req, response);
	wire_allow(req->client, req->serve->conf.send_us);
	result = MHD_queue_response(req->conn, req->status, response);
	MHD_destroy_response(response);
	return result;
}

void
wire_suspend(struct request *req)
{
	MHD_suspend_connection(req->conn);
}

void
wire_resume(struct request *req)
{
	req->serve->run_again = true;
	MHD_resume_connection(req->conn);
}

const char *
wire_header(struct request *req, const char *name)
{
	return MHD_lookup_connection_value(req->conn, MHD_HEADER_KIND, name);
}

const char *
wire_cookie(struct request *req, const char *name)
{
	return MHD_lookup_connection_value(req->conn, MHD_COOKIE_KIND, name);
}

void
wire_peer(struct request *req, char *out, size_t size)
{
	const union MHD_ConnectionInfo	*info;

	info = MHD_get_connection_info(req->conn,
	    MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (info == NULL || info->client_addr == NULL)
		str_copy(out, size, "?");
	else
		listen_peer(info->client_addr, out, size);
}

const struct route *
wire_routes(const struct serve *serve)
{
	return serve->conf.routes;
}

bool
wire_draining(const struct serve *serve)
{
	return serve->draining;
}

void
wire_stream_count(struct serve *serve, int change)
{
	serve->stream_count = (size_t)((int64_t)serve->stream_count + change);
}

static enum MHD_Result
on_access(void *cls, struct MHD_Connection *conn, const char *url,
    const char *method, const char *version, const char *bytes, size_t *len,
    void **con_cls)
{
	struct request	*req = *con_cls;
	struct serve	*serve = cls;

	(void)conn;
	(void)url;
	(void)version;
	switch (req->state) {
	case STATE_START:
		req->method = arena_strdup(req->arena, method);
		req->state = STATE_READING;
		return begin(req) ? queue_answer(req) : MHD_YES;
	case STATE_READING:
		if (*len > 0) {
			take_body(req, bytes, *len);
			*len = 0;
			return MHD_YES;
		}
		wire_allow(req->client, INT64_MAX);
		req->state = STATE_WORKING;
		if (req->status == 0)
			(serve->conf.enter != NULL ? serve->conf.enter :
			    req->match.route->fn)(req, serve->conf.app);
		if (req->status != 0) {
			req->state = STATE_ANSWERED;
			return queue_answer(req);
		}
		req->suspended = true;
		wire_suspend(req);
		return MHD_YES;
	case STATE_WORKING:
		req->state = STATE_ANSWERED;
		return queue_answer(req);
	case STATE_ANSWERED:
		break;
	}
	return MHD_NO;
}

/* The server and the loop. */

static void
wake(void *arg)
{
	struct serve	*serve = arg;

	serve->waker = 0;
	serve->run_again = true;
}

static void
on_epoll(int fd, short revents, void *arg)
{
	struct serve	*serve = arg;

	(void)fd;
	(void)revents;
	serve->run_again = true;
}

/* Before each wait: let MHD work, then ask how long it can be left alone. */
static void
run(void *arg)
{
	struct serve	*serve = arg;
	uint64_t	 least = UINT64_MAX;

	/* One request's work can make the next one ready; but a stream of
	   them must not keep the database waiting. */
	for (int i = 0; i < 4 && serve->run_again; i++) {
		serve->run_again = false;
		for (size_t n = 0; n < serve->listener_count; n++)
			MHD_run(serve->listeners[n].daemon);
	}
	for (size_t n = 0; n < serve->listener_count; n++) {
		MHD_UNSIGNED_LONG_LONG	ms;

		if (MHD_get_timeout(serve->listeners[n].daemon, &ms) ==
		    MHD_YES && ms < least)
			least = ms;
	}
	if (serve->run_again)
		least = 0;
	loop_cancel(serve->loop, serve->waker);
	serve->waker = 0;
	if (least != UINT64_MAX)
		serve->waker = loop_after(serve->loop,
		    (int64_t)(least > 60000 ? 60000 : least) * MS_US, wake,
		    serve);
}

/* MHD's own decoding stays out of the way: see route.h. */
static size_t
leave_escaped(void *cls, struct MHD_Connection *conn, char *text)
{
	(void)cls;
	(void)conn;
	return strlen(text);
}

static void __attribute__((format(printf, 2, 0)))
on_log(void *cls, const char *fmt, va_list ap)
{
	char	line[200];

	(void)cls;
	vsnprintf(line, sizeof(line), fmt, ap);
	str_trim(line);
	str_clean(line, false);
	log_debug("http: %s", line);
}

struct serve *
serve_new(struct loop *loop, const struct serve_conf *conf)
{
	struct serve	*serve = mem_zalloc(sizeof(*serve));

	serve->loop = loop;
	serve->conf = *conf;
	serve->sweeper = loop_every(loop, SWEEP_US, sweep, serve);
	loop_before(loop, run, serve);
	return serve;
}

int
serve_listen(struct serve *serve, const char *address, struct err *err)
{
	struct listener			*l;
	const union MHD_DaemonInfo	*info;
	int				 fd;

	if (serve->listener_count == LISTENERS)
		return err_set(err, ERR_USAGE, "at most %d addresses to "
		    "listen on", LISTENERS);
	l = &serve->listeners[serve->listener_count];
	if ((fd = listen_open(address, l->address, err)) == -1)
		return -1;
	l->daemon = MHD_start_daemon(
	    MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0,
	    NULL, NULL, on_access, serve,
	    MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
	    MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_CONNECTION_LIMIT, serve->conf.connections,
	    MHD_OPTION_PER_IP_CONNECTION_LIMIT, serve->conf.per_address,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_MEMORY,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
	    MHD_OPTION_URI_LOG_CALLBACK, on_uri, serve,
	    MHD_OPTION_NOTIFY_COMPLETED, on_completed, serve,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, serve,
	    MHD_OPTION_END);
	if (l->daemon == NULL) {
		close(fd);
		return err_set(err, ERR_UNAVAILABLE,
		    "the HTTP server did not start on %s", address);
	}
	info = MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	l->epoll_fd = info->listen_fd;
	loop_fd(serve->loop, l->epoll_fd, POLLIN, on_epoll, serve);
	serve->listener_count++;
	return 0;
}

const char *
serve_address(const struct serve *serve, size_t n)
{
	return n < serve->listener_count ? serve->listeners[n].address : NULL;
}

void
serve_drain(struct serve *serve)
{
	if (serve->draining)
		return;
	serve->draining = true;
	for (size_t n = 0; n < serve->listener_count; n++) {
		int	fd = MHD_quiesce_daemon(serve->listeners[n].daemon);

		if (fd != -1)
			close(fd);
	}
	for (struct request *r = serve->requests; r != NULL; r = r->next)
		if (r->stream != NULL)
			stream_end(r->stream);
	serve->run_again = true;
}

size_t
serve_busy(const struct serve *serve)
{
	return serve->request_count;
}

size_t
serve_connections(const struct serve *serve)
{
	return serve->client_count;
}

size_t
serve_streams(const struct serve *serve)
{
	return serve->stream_count;
}

/* MHD may be stopped only when no connection sleeps. */
static void
wake_all(struct serve *serve)
{
	for (struct request *r = serve->requests; r != NULL; r = r->next) {
		wire_cut(r->client);
		if (r->stream != NULL) {
			r->stream->ended = true;
			stream_wake(r->stream);
		} else if (r->suspended) {
			request_answer(r, 503, NULL, NULL, 0);
		}
	}
}

void
serve_free(struct serve *serve)
{
	if (serve == NULL)
		return;
	serve_drain(serve);
	wake_all(serve);
	for (size_t n = 0; n < serve->listener_count; n++) {
		loop_fd_remove(serve->loop, serve->listeners[n].epoll_fd);
		MHD_run(serve->listeners[n].daemon);
		MHD_stop_daemon(serve->listeners[n].daemon);
	}
	loop_before_remove(serve->loop, run, serve);
	loop_cancel(serve->loop, serve->sweeper);
	loop_cancel(serve->loop, serve->waker);
	free(serve);
}
