/*
 * The HTTP server against decent and hostile clients on raw sockets.  The
 * server runs in a process of its own with a few routes that show what a
 * route can do: answer at once, later, with a stream, or never read a thing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "clock.h"
#include "lib/rig.h"
#include "run/loop.h"
#include "web/network.h"
#include "web/reply.h"
#include "web/serve.h"

struct shared {
	volatile int	 port;
	volatile int	 streams_gone;
	volatile int	 connections;
	volatile int	 slow_began;
	volatile bool	 behind_proxy;
	volatile bool	 few;		/* connections from one network */
};

static struct shared	*shared;
static struct loop	*loop;
static struct serve	*server;
static struct stream	*heard_by[300];
static size_t		 stream_count;
static pid_t		 child;
static bool		 draining;

static void
hello(struct request *req, void *app)
{
	(void)app;
	request_answer_text(req, 200, "text/plain", "hello\n");
}

static void
echo(struct request *req, void *app)
{
	size_t		 len;
	const char	*body = request_body(req, &len);

	(void)app;
	request_add_header(req, "X-Arg", request_arg(req, 0));
	request_answer(req, 200, "text/plain", body, len);
}

static void
later(void *arg)
{
	request_answer_text(arg, 200, "text/plain", "later\n");
}

static void
slow(struct request *req, void *app)
{
	(void)app;
	shared->slow_began++;
	loop_after(loop, 20 * MS_US, later, req);
}

static void
gone(void *arg)
{
	struct stream	**slot = arg;

	*slot = NULL;
	shared->streams_gone++;
}

static void
stream(struct request *req, void *app)
{
	struct stream	**slot = &heard_by[stream_count++];

	(void)app;
	if (!request_may_stream(req))
		return;
	*slot = request_stream(req, "text/event-stream", gone, slot);
	stream_send(*slot, "first\n", 6);
}

static void
shout(struct request *req, void *app)
{
	static char	big[4096];

	(void)app;
	memset(big, 'x', sizeof(big));
	for (size_t i = 0; i < stream_count; i++)
		for (int n = 0; n < 100 && heard_by[i] != NULL; n++)
			stream_send(heard_by[i], n == 0 ? "second\n" : big,
			    n == 0 ? 7 : request_query(req, "big") != NULL ?
			    sizeof(big) : 0);
	request_answer(req, 204, NULL, NULL, 0);
}

static void
who(struct request *req, void *app)
{
	(void)app;
	if (!request_fresh(req, "\"v1\""))
		request_answer_text(req, 200, "text/plain",
		    arena_printf(request_arena(req), "%s %s %s\n",
		    request_peer(req), request_network(req),
		    request_secure(req) ? "safe" : "open"));
}

static const struct route routes[] = {
	{ METHOD_GET, "/hello", hello, SCOPE_NONE, true, 0 },
	{ METHOD_POST, "/echo/{word}", echo, SCOPE_NONE, false, 1000 },
	{ METHOD_GET, "/slow", slow, SCOPE_NONE, false, 0 },
	{ METHOD_GET, "/stream", stream, SCOPE_NONE, false, 0 },
	{ METHOD_GET, "/shout", shout, SCOPE_NONE, false, 0 },
	{ METHOD_GET, "/who", who, SCOPE_NONE, false, 0 },
	{ .path = NULL },
};

static void
on_term(int signo, void *arg)
{
	(void)signo;
	(void)arg;
	serve_drain(server);
	draining = true;
}

static void
note(void *arg)
{
	(void)arg;
	shared->connections = (int)serve_connections(server);
}

static int
serve_main(void *arg)
{
	struct serve_conf	conf = serve_conf_default();
	struct proxies		proxies;
	struct err		err = ERR_INIT;

	(void)arg;
	signal(SIGPIPE, SIG_IGN);
	loop = loop_new();
	conf.routes = routes;
	conf.per_network = shared->few ? 3 : 400;
	conf.connections = 400;
	conf.streams_per_network = 3;
	if (proxies_parse("127.0.0.1", &proxies, &err) == -1)
		return 1;
	if (shared->behind_proxy)
		conf.proxies = &proxies;
	conf.receive_us = SECOND_US;
	server = serve_new(loop, &conf);
	if (serve_listen(server, "127.0.0.1:0", &err) == -1)
		return 1;
	loop_signal(loop, SIGTERM, on_term, NULL);
	loop_before(loop, note, NULL);
	shared->port = atoi(strrchr(serve_address(server, 0), ':') + 1);
	while (!draining || serve_busy(server) > 0)
		loop_turn(loop, 100 * MS_US);
	serve_free(server);
	loop_free(loop);
	return 0;
}

static bool
has_port(void *arg)
{
	(void)arg;
	return shared->port != 0;
}

static int
set_up(void **state)
{
	*state = NULL;
	shared->port = 0;
	shared->streams_gone = 0;
	shared->slow_began = 0;
	child = rig_fork(serve_main, NULL);
	return rig_until(has_port, NULL, 5000) ? 0 : -1;
}

static int
set_up_few(void **state)
{
	int	rc;

	shared->few = true;
	rc = set_up(state);
	shared->few = false;
	return rc;
}

static int
set_up_behind_proxy(void **state)
{
	int	rc;

	shared->behind_proxy = true;
	rc = set_up(state);
	shared->behind_proxy = false;
	return rc;
}

static int
tear_down(void **state)
{
	/* A second one after the loop is gone would be the end of it. */
	if (*state == NULL)
		kill(child, SIGTERM);
	return rig_wait(child, 5000) == 0 ? 0 : -1;
}

/* A client. */

/* From 127.0.0.n. */
static int
dial_from(unsigned n)
{
	struct sockaddr_in	addr = { .sin_family = AF_INET };
	struct timeval		late = { .tv_sec = 10 };
	int			fd = socket(AF_INET, SOCK_STREAM, 0);

	addr.sin_addr.s_addr = htonl(0x7f000000 + n);
	assert_int_equal(bind(fd, (struct sockaddr *)&addr, sizeof(addr)), 0);
	addr.sin_port = htons((uint16_t)shared->port);
	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&addr, sizeof(addr)),
	    0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &late, sizeof(late));
	return fd;
}

static int
dial(void)
{
	return dial_from(1);
}

static void
say(int fd, const char *text)
{
	assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL),
	    (ssize_t)strlen(text));
}

/* Everything until the server closes; "" when it said nothing. */
static const char *
hear_all(int fd)
{
	static char	text[65536];
	size_t		len = 0;
	ssize_t		n;

	while (len < sizeof(text) - 1 &&
	    (n = recv(fd, text + len, sizeof(text) - 1 - len, 0)) > 0)
		len += (size_t)n;
	text[len] = '\0';
	close(fd);
	return text;
}

/* What came until this was among it. */
static const char *
hear_until(int fd, const char *wanted)
{
	static char	text[65536];
	size_t		len = 0;
	ssize_t		n;

	text[0] = '\0';
	while (strstr(text, wanted) == NULL) {
		n = recv(fd, text + len, sizeof(text) - 1 - len, 0);
		if (n <= 0)
			fail_msg("no \"%s\" in: %s", wanted, text);
		len += (size_t)n;
		text[len] = '\0';
	}
	return text;
}

static const char *
ask(const char *request)
{
	int	fd = dial();

	say(fd, request);
	return hear_all(fd);
}

#define END	"Host: x\r\nConnection: close\r\n\r\n"

static void
has(const char *text, const char *wanted)
{
	if (strstr(text, wanted) == NULL)
		fail_msg("no \"%s\" in: %s", wanted, text);
}

static void
answers(void **state)
{
	const char	*text;

	(void)state;
	text = ask("GET /hello HTTP/1.1\r\n" END);
	has(text, "HTTP/1.1 200 ");
	has(text, "\r\n\r\nhello\n");
	has(text, "X-Content-Type-Options: nosniff");
	has(text, "Access-Control-Allow-Origin: *");
	text = ask("HEAD /hello HTTP/1.1\r\n" END);
	has(text, "Content-Length: 6");
	assert_null(strstr(text, "hello\n"));
	text = ask("GET /slow HTTP/1.1\r\n" END);
	has(text, "later\n");
	text = ask("POST /echo/a%2Fb HTTP/1.1\r\nContent-Length: 3\r\n" END
	    "abc");
	has(text, "X-Arg: a/b");
	has(text, "\r\n\r\nabc");
}

static void
refuses_with_reasons(void **state)
{
	const char	*text;

	(void)state;
	text = ask("GET /nothing HTTP/1.1\r\n" END);
	has(text, "HTTP/1.1 404 ");
	has(text, "application/problem+json");
	has(text, "\"code\":\"not_found\"");
	text = ask("DELETE /hello HTTP/1.1\r\n" END);
	has(text, "HTTP/1.1 405 ");
	has(text, "Allow: GET, HEAD, OPTIONS");
	text = ask("BREW /hello HTTP/1.1\r\n" END);
	has(text, "HTTP/1.1 405 ");
	text = ask("OPTIONS /hello HTTP/1.1\r\n" END);
	has(text, "HTTP/1.1 204 ");
	has(text, "Access-Control-Allow-Methods: GET, HEAD");
	has(ask("GET /%00 HTTP/1.1\r\n" END), "HTTP/1.1 400 ");
	has(ask("GET /hello?a=%zz HTTP/1.1\r\n" END), "HTTP/1.1 400 ");
	has(ask("GET /hello HTTP/1.1\r\n\r\n"), "HTTP/1.1 400 ");
}

static void
refuses_ambiguous_requests(void **state)
{
	static const char *const	bad[] = {
		"HTTP/1.1\r\nTransfer-Encoding: xchunked",
		"HTTP/1.1\r\nTransfer-Encoding: identity",
		"HTTP/1.1\r\nTransfer-Encoding: chunked, identity",
		"HTTP/1.1\r\nTransfer-Encoding: gzip, chunked",
		"HTTP/1.1\r\nTransfer-Encoding : chunked",
		"HTTP/1.0\r\nTransfer-Encoding: chunked",
		"HTTP/1.1\r\nContent-Length : 5",
		"HTTP/1.1\r\nContent-Length: 5, 5",
		"HTTP/1.1\r\nContent-Length: +5",
		"HTTP/1.1\r\nX-A: b\rContent-Length: 5",
	};

	(void)state;
	has(ask("POST /echo/a HTTP/1.1\r\nContent-Length: 3\r\n"
	    "Content-Length: 3\r\n" END "abc"), "HTTP/1.1 400 ");
	has(ask("POST /echo/a HTTP/1.1\r\nContent-Length: 3\r\n"
	    "Transfer-Encoding: chunked\r\n" END "0\r\n\r\n"),
	    "HTTP/1.1 400 ");
	has(ask("GET /hello HTTP/1.1\r\nHost: y\r\n" END), "HTTP/1.1 400 ");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char	text[200];

		snprintf(text, sizeof(text), "POST /echo/a %s\r\n" END
		    "0\r\n\r\n", bad[i]);
		has(ask(text), "HTTP/1.1 400 ");
	}
	has(ask("GET /hello HTTP/1.1\r\nAuthorization: a\r\n"
	    "Authorization: b\r\n" END), "HTTP/1.1 400 ");
	has(ask("POST /echo/a HTTP/1.1\r\nContent-Length: x\r\n" END "abc"),
	    "HTTP/1.1 400 ");
}

static void
refuses_long_bodies(void **state)
{
	static char	 text[5000];
	int		 fd;

	(void)state;
	memset(text, 'x', 2000);
	memcpy(text, "POST /echo/a HTTP/1.1\r\nContent-Length: 1800\r\n" END,
	    strlen("POST /echo/a HTTP/1.1\r\nContent-Length: 1800\r\n" END));
	fd = dial();
	say(fd, text);
	has(hear_all(fd), "HTTP/1.1 413 ");
	/* Announced in chunks: only the sum is too long. */
	fd = dial();
	say(fd, "POST /echo/a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END);
	memset(text, 'x', 600);
	memcpy(text + 600, "\r\n", 3);
	for (int i = 0; i < 3; i++) {
		say(fd, "258\r\n");
		say(fd, text);
	}
	say(fd, "0\r\n\r\n");
	has(hear_all(fd), "HTTP/1.1 413 ");
	/* Out of all proportion: not even read. */
	has(ask("POST /echo/a HTTP/1.1\r\nContent-Length: 99999999999\r\n"
	    END), "HTTP/1.1 413 ");
	has(ask("GET /hello HTTP/1.1\r\n" END), "hello");
}

static void
refuses_long_headers(void **state)
{
	static char	text[100000];
	size_t		len;

	(void)state;
	len = (size_t)snprintf(text, sizeof(text),
	    "GET /hello HTTP/1.1\r\nHost: x\r\nX-Long: ");
	memset(text + len, 'a', 60000);
	strcpy(text + len + 60000, "\r\n\r\n");
	has(ask(text), "HTTP/1.1 431 ");
	has(ask("GET /hello HTTP/1.1\r\n" END), "hello");
}

static void
keeps_alive_and_takes_pipelines(void **state)
{
	int	fd = dial();

	(void)state;
	say(fd, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
	    "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
	    "POST /echo/a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
	    "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
	hear_until(fd, "\r\n\r\nabc");
	close(fd);
	fd = dial();
	say(fd, "GET /who HTTP/1.1\r\nIf-None-Match: \"v1\"\r\n" END);
	has(hear_all(fd), "HTTP/1.1 304 ");
}

static void
believes_no_stranger(void **state)
{
	(void)state;
	has(ask("GET /who HTTP/1.1\r\nX-Forwarded-For: 9.9.9.9\r\n"
	    "X-Forwarded-Proto: https\r\n" END),
	    "\r\n\r\n127.0.0.1 127.0.0.1 open\n");
}

static void
believes_its_proxy(void **state)
{
	(void)state;
	has(ask("GET /who HTTP/1.1\r\nX-Forwarded-For: 1.2.3.4, 9.9.9.9\r\n"
	    "X-Forwarded-Proto: https\r\n" END), "9.9.9.9 9.9.9.9 safe\n");
	/* Lines of its own are one list; the proxy's word comes last. */
	has(ask("GET /who HTTP/1.1\r\nX-Forwarded-For: 1.2.3.4\r\n"
	    "X-Forwarded-For: 2001:db8::5\r\n" END),
	    "2001:db8::5 2001:db8::/64 open\n");
	has(ask("GET /who HTTP/1.1\r\nX-Forwarded-For: <script>\r\n" END),
	    "127.0.0.1 127.0.0.1 open\n");
}

static bool
stream_gone(void *arg)
{
	(void)arg;
	return shared->streams_gone > 0;
}

static int
open_stream(const char *from)
{
	char	text[200];
	int	fd = dial();

	snprintf(text, sizeof(text), "GET /stream HTTP/1.1\r\nHost: x\r\n"
	    "X-Forwarded-For: %s\r\n\r\n", from);
	say(fd, text);
	return fd;
}

/* Streams are counted by network, whatever address in it asks. */
static void
limits_streams(void **state)
{
	int	fds[3];

	(void)state;
	fds[0] = open_stream("2001:db8::1");
	fds[1] = open_stream("2001:db8::2");
	fds[2] = open_stream("2001:db8:0:0:ffff::3");
	for (size_t i = 0; i < 3; i++)
		hear_until(fds[i], "first\n");
	has(hear_until(open_stream("2001:db8::4"), "too_many"), " 429 ");
	hear_until(open_stream("2001:db8:0:1::1"), "first\n");
	close(fds[0]);
	has(ask("GET /shout HTTP/1.1\r\n" END), " 204 ");
	has(ask("GET /shout HTTP/1.1\r\n" END), " 204 ");
	assert_true(rig_until(stream_gone, NULL, 5000));
	hear_until(open_stream("2001:db8::4"), "first\n");
}

static bool
three_connections(void *arg)
{
	(void)arg;
	return shared->connections == 3;
}

static bool
two_connections(void *arg)
{
	(void)arg;
	return shared->connections == 2;
}

/* One network cannot take all the room there is. */
static void
limits_connections(void **state)
{
	int	fds[3], other;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		fds[i] = dial_from(1);
	assert_true(rig_until(three_connections, NULL, 5000));
	assert_string_equal(hear_all(dial_from(1)), "");
	other = dial_from(2);
	say(other, "GET /hello HTTP/1.1\r\n" END);
	has(hear_all(other), "hello\n");
	close(fds[0]);
	assert_true(rig_until(two_connections, NULL, 5000));
	has(ask("GET /hello HTTP/1.1\r\n" END), "hello\n");
	close(fds[1]);
	close(fds[2]);
}

/* A byte a tenth of a second never ends by itself. */
static void
cuts_drip_feeders(void **state)
{
	int	fd = dial(), sent = 0;
	int64_t	start = clock_mono();

	(void)state;
	say(fd, "GET /hello HTTP/1.1\r\nHost: x\r\nX-Drip: ");
	while (send(fd, "a", 1, MSG_NOSIGNAL) == 1 && sent++ < 100)
		usleep(100000);
	assert_true(sent < 100);
	assert_true(clock_mono() - start < 8 * SECOND_US);
	close(fd);
	/* Nor does a body that never comes keep its connection. */
	fd = dial();
	say(fd, "POST /echo/a HTTP/1.1\r\nContent-Length: 3\r\n" END "a");
	assert_string_equal(hear_all(fd), "");
}

static void
idle_connections_delay_nobody(void **state)
{
	int	fds[200];
	int64_t	start;

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		fds[i] = dial();
		if (i % 2 == 0)
			say(fds[i], "GET /hel");
	}
	start = clock_mono();
	has(ask("GET /hello HTTP/1.1\r\n" END), "hello");
	assert_true(clock_mono() - start < 500 * MS_US);
	for (size_t i = 0; i < 200; i++)
		close(fds[i]);
}

static bool
nobody_left(void *arg)
{
	(void)arg;
	return shared->connections <= 1;
}

static void
streams(void **state)
{
	int	fd = dial(), other;

	(void)state;
	say(fd, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
	hear_until(fd, "first\n");
	has(ask("GET /shout HTTP/1.1\r\n" END), " 204 ");
	hear_until(fd, "second\n");
	/* A client that left is noticed at the next word at the latest. */
	close(fd);
	has(ask("GET /shout HTTP/1.1\r\n" END), " 204 ");
	has(ask("GET /shout HTTP/1.1\r\n" END), " 204 ");
	assert_true(rig_until(stream_gone, NULL, 5000));
	/* One who never reads is cut off, not buffered for ever. */
	other = dial();
	say(other, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
	shared->streams_gone = 0;
	for (int i = 0; i < 60 && !stream_gone(NULL); i++)
		has(ask("GET /shout?big=1 HTTP/1.1\r\n" END), " 204 ");
	assert_true(rig_until(stream_gone, NULL, 5000));
	close(other);
	assert_true(rig_until(nobody_left, NULL, 5000));
}

static bool
slow_began(void *arg)
{
	(void)arg;
	return shared->slow_began > 0;
}

static void
drains_before_it_ends(void **state)
{
	int	fd = dial(), open = dial();

	*state = &draining;
	say(open, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
	hear_until(open, "first\n");
	say(fd, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
	assert_true(rig_until(slow_began, NULL, 5000));
	kill(child, SIGTERM);
	has(hear_all(fd), "later\n");
	has(hear_all(open), "0\r\n\r\n");
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)
#define CASE_FEW(f) \
	cmocka_unit_test_setup_teardown(f, set_up_few, tear_down)
#define CASE_BEHIND_PROXY(f) \
	cmocka_unit_test_setup_teardown(f, set_up_behind_proxy, tear_down)
	const struct CMUnitTest	tests[] = {
		CASE(answers),
		CASE(refuses_with_reasons),
		CASE(refuses_ambiguous_requests),
		CASE(refuses_long_bodies),
		CASE(refuses_long_headers),
		CASE(keeps_alive_and_takes_pipelines),
		CASE(believes_no_stranger),
		CASE_BEHIND_PROXY(believes_its_proxy),
		CASE_BEHIND_PROXY(limits_streams),
		CASE_FEW(limits_connections),
		CASE(cuts_drip_feeders),
		CASE(idle_connections_delay_nobody),
		CASE(streams),
		CASE(drains_before_it_ends),
	};

	shared = rig_shared(sizeof(*shared));
	return cmocka_run_group_tests_name("serve", tests, NULL, NULL);
}
