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
#include "web/conn.h"
#include "web/listen.h"
#include "web/network.h"
#include "web/reply.h"
#include "web/wire.h"

/* Bytes MHD may use a connection; it clears them for every request. */
#define HEADER_MEMORY	(16 * 1024)
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
	struct proxies		 proxies;
	struct listener		 listeners[LISTENERS];
	size_t			 listener_count;
	struct conns		*conns;
	struct request		*requests;
	size_t			 request_count;
	loop_id			 sweeper;
	loop_id			 waker;
	bool			 run_again;	/* something was resumed */
	bool			 draining;
};

struct serve_conf
serve_conf_default(void)
{
	return (struct serve_conf){
		.connections = 2500,
		.per_network = 1200,
		.streams = 1500,
		.streams_per_network = 60,
		.receive_us = 15 * SECOND_US,
		.send_us = 120 * SECOND_US,
	};
}

/* Connections. */

/* MHD asks whether it may accept. */
static enum MHD_Result
on_knock(void *cls, const struct sockaddr *peer, socklen_t len)
{
	struct serve	*serve = cls;
	struct address	 address = address_of(peer);

	(void)len;
	return conns_full(serve->conns, &address) ? MHD_NO : MHD_YES;
}

static void
connect_new(struct serve *serve, struct MHD_Connection *mhd, void **context)
{
	const union MHD_ConnectionInfo	*fd, *peer;
	struct conn			*conn;

	fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	peer = MHD_get_connection_info(mhd,
	    MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	conn = conn_new(serve->conns, fd->connect_fd, peer->client_addr);
	conn_allow(conn, serve->conf.receive_us);
	*context = conn;
}

static void
on_connection(void *cls, struct MHD_Connection *conn, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	switch (code) {
	case MHD_CONNECTION_NOTIFY_STARTED:
		connect_new(cls, conn, context);
		break;
	case MHD_CONNECTION_NOTIFY_CLOSED:
		conn_free(*context);
		*context = NULL;
		break;
	}
}

static void
sweep(void *arg)
{
	struct serve	*serve = arg;

	if (conns_sweep(serve->conns))
		serve->run_again = true;
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
	req->conn = info->socket_context;
	req->mhd = conn;
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
	arrive_log(req, us);
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
	conn_allow(req->conn, serve->conf.receive_us);
	if (req->stream != NULL)
		stream_free(req->stream);
	buf_free(&req->body);
	arena_free(req->arena);
}

struct gathering {
	struct request	*req;
	const char	*name;
	char		*text;
};

static enum MHD_Result
gather(void *cls, enum MHD_ValueKind kind, const char *name,
    const char *value)
{
	struct gathering	*g = cls;

	(void)kind;
	if (str_eq_nocase(name, g->name) && value != NULL)
		g->text = g->text == NULL ?
		    arena_strdup(g->req->arena, value) :
		    arena_printf(g->req->arena, "%s,%s", g->text, value);
	return MHD_YES;
}

char *
wire_header_all(struct request *req, const char *name)
{
	struct gathering	g = { req, name, NULL };

	MHD_get_connection_values(req->mhd, MHD_HEADER_KIND, gather, &g);
	return g.text;
}

static enum MHD_Result
count_header(void *cls, enum MHD_ValueKind kind, const char *name,
    const char *value)
{
	(void)kind;
	arrive_count(cls, name, value);
	return MHD_YES;
}

void
wire_count(struct request *req, struct wire_counts *counts_r)
{
	memset(counts_r, 0, sizeof(*counts_r));
	MHD_get_connection_values(req->mhd, MHD_HEADER_KIND, count_header,
	    counts_r);
}

/* Answers. */

static void
add_headers(struct request *req, struct MHD_Response *response)
{
	for (const struct header *h = reply_headers(req); h != NULL;
	    h = h->next)
		MHD_add_response_header(response, h->name, h->value);
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
	conn_allow(req->conn, INT64_MAX);
	result = MHD_queue_response(req->mhd, req->status, response);
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
	conn_allow(req->conn, req->serve->conf.send_us);
	result = MHD_queue_response(req->mhd, req->status, response);
	MHD_destroy_response(response);
	return result;
}

void
wire_suspend(struct request *req)
{
	MHD_suspend_connection(req->mhd);
}

void
wire_resume(struct request *req)
{
	req->serve->run_again = true;
	MHD_resume_connection(req->mhd);
}

const char *
wire_header(struct request *req, const char *name)
{
	return MHD_lookup_connection_value(req->mhd, MHD_HEADER_KIND, name);
}

const char *
wire_cookie(struct request *req, const char *name)
{
	return MHD_lookup_connection_value(req->mhd, MHD_COOKIE_KIND, name);
}

const struct proxies *
wire_proxies(const struct serve *serve)
{
	return &serve->proxies;
}

struct conns *
wire_conns(struct serve *serve)
{
	return serve->conns;
}

void
wire_cut(struct request *req)
{
	conn_cut(req->conn);
	req->serve->run_again = true;
}

bool
wire_quiet(const struct request *req)
{
	const struct serve_conf	*conf = &req->serve->conf;

	return conf->quiet != NULL && req->match.route != NULL &&
	    conf->quiet(req->match.route);
}

void
wire_missing(struct request *req)
{
	const struct serve_conf	*conf = &req->serve->conf;

	if (conf->missing != NULL)
		conf->missing(req, conf->app);
	else
		reply_error(req, 404, "not_found", "there is nothing here");
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

static enum MHD_Result
on_access(void *cls, struct MHD_Connection *conn, const char *url,
    const char *method, const char *version, const char *bytes, size_t *len,
    void **con_cls)
{
	struct request	*req = *con_cls;
	struct serve	*serve = cls;

	(void)conn;
	(void)url;
	switch (req->state) {
	case STATE_START:
		req->method = arena_strdup(req->arena, method);
		req->version = arena_strdup(req->arena, version);
		req->state = STATE_READING;
		conn_allow(req->conn, serve->conf.receive_us);
		return arrive_begin(req) ? queue_answer(req) : MHD_YES;
	case STATE_READING:
		if (*len > 0) {
			arrive_body(req, bytes, *len);
			*len = 0;
			return MHD_YES;
		}
		conn_allow(req->conn, INT64_MAX);
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
	serve->conns = conns_new(&serve->proxies, conf->per_network,
	    conf->streams, conf->streams_per_network);
	if (conf->proxies != NULL)
		serve->proxies = *conf->proxies;
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
	    on_knock, serve, on_access, serve,
	    MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
	    MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_CONNECTION_LIMIT, serve->conf.connections,
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
	return conns_count(serve->conns);
}

size_t
serve_streams(const struct serve *serve)
{
	return conns_streams(serve->conns);
}

/* MHD may be stopped only when no connection sleeps. */
static void
wake_all(struct serve *serve)
{
	for (struct request *r = serve->requests; r != NULL; r = r->next) {
		wire_cut(r);
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
	conns_free(serve->conns);
	free(serve);
}
