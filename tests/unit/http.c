/*
 * The HTTP client against servers that answer, do not, say too much, or go
 * away; secrets in files and under a key.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "lib/rig.h"
#include "run/config.h"
#include "run/http.h"
#include "run/loop.h"
#include "run/secret.h"
#include "str.h"
#include "web/serve.h"

static struct loop	*loop;
static struct serve	*server;
static struct http	*http;
static struct request	*silent;	/* one that is never answered */

/* --------------------------------------------------------------- the server */

static void
hello(struct request *req, void *app)
{
	size_t		 len;
	const char	*body = request_body(req, &len);

	(void)app;
	request_add_header(req, "X-Got", request_header(req, "X-Sent"));
	request_add_header(req, "Retry-After", "7");
	if (len > 0)
		request_answer(req, 201, "text/plain", body, len);
	else
		request_answer_text(req, 200, "text/plain", "hello");
}

static void
large(struct request *req, void *app)
{
	static char	bytes[300 * 1024];

	(void)app;
	memset(bytes, 'x', sizeof bytes);
	request_answer(req, 200, "text/plain", bytes, sizeof bytes);
}

static void
never(struct request *req, void *app)
{
	(void)app;
	silent = req;
}

static void
elsewhere(struct request *req, void *app)
{
	(void)app;
	request_add_header(req, "Location", "/hello");
	request_answer_text(req, 302, "text/plain", "over there");
}

static const struct route	routes[] = {
	{ METHOD_GET, "/hello", hello, SCOPE_NONE, false, 0 },
	{ METHOD_POST, "/hello", hello, SCOPE_NONE, false, 1000 },
	{ METHOD_GET, "/large", large, SCOPE_NONE, false, 0 },
	{ METHOD_GET, "/never", never, SCOPE_NONE, false, 0 },
	{ METHOD_GET, "/elsewhere", elsewhere, SCOPE_NONE, false, 0 },
	{ .path = NULL },
};

static int
set_up(void **state)
{
	struct serve_conf	conf = serve_conf_default();
	struct err		err = ERR_INIT;

	(void)state;
	setenv("no_proxy", "127.0.0.1", 1);
	conf.routes = routes;
	loop = loop_new();
	server = serve_new(loop, &conf);
	assert_int_equal(serve_listen(server, "127.0.0.1:0", &err), 0);
	http = http_new(loop, &err);
	assert_non_null(http);
	silent = NULL;
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	http_free(http);
	/* The server takes no leave from requests that wait for it. */
	while (serve_connections(server) > 0) {
		if (silent != NULL)
			request_answer_text(silent, 200, "text/plain", "late");
		silent = NULL;
		loop_turn(loop, -1);
	}
	serve_free(server);
	loop_free(loop);
	return 0;
}

/* --------------------------------------------------------------- the client */

struct heard {
	bool		 done;
	int		 status;
	size_t		 len;
	char		 body[100];
	char		 got[50];
	int64_t		 retry;
	struct err	 err;
};

static void
on_answer(const struct http_answer *answer, void *arg)
{
	struct heard	*heard = arg;

	assert_false(heard->done);
	heard->done = true;
	heard->status = answer->status;
	heard->len = answer->len;
	heard->err = answer->err;
	str_copy(heard->body, sizeof heard->body, answer->body);
	http_header(answer, "x-got", heard->got, sizeof heard->got);
	heard->retry = http_retry_after(answer);
}

static const char *
url_of(const char *path)
{
	static char	url[200];

	snprintf(url, sizeof url, "http://%s%s", serve_address(server, 0),
	    path);
	return url;
}

static struct heard
get(struct http_ask *ask)
{
	struct heard	heard = { .done = false };

	http_start(http, ask, on_answer, &heard);
	assert_false(heard.done);	/* never from inside */
	while (!heard.done)
		loop_turn(loop, -1);
	return heard;
}

static void
test_answer(void **state)
{
	const char *const	 headers[] = { "X-Sent: this", NULL };
	struct http_ask		 ask = { .method = "GET",
				    .url = url_of("/hello"),
				    .headers = headers };
	struct heard		 heard = get(&ask);

	(void)state;
	assert_int_equal(heard.status, 200);
	assert_string_equal(heard.body, "hello");
	assert_string_equal(heard.got, "this");
	assert_int_equal(heard.retry, 7 * SECOND_US);
	ask.method = "POST";
	ask.body = "a body";
	ask.body_len = 6;
	heard = get(&ask);
	assert_int_equal(heard.status, 201);
	assert_string_equal(heard.body, "a body");
	/* Both went over one connection, which is kept. */
	assert_int_equal(serve_connections(server), 1);
}

/* A secret goes to whom it was meant for. */
static void
test_redirect(void **state)
{
	struct http_ask	ask = { .method = "GET",
			    .url = url_of("/elsewhere") };

	(void)state;
	assert_int_equal(get(&ask).status, 302);
}

static void
test_too_much(void **state)
{
	struct http_ask	ask = { .method = "GET", .url = url_of("/large"),
			    .body_max = 64 * 1024 };
	struct heard	heard = get(&ask);

	(void)state;
	assert_int_equal(heard.status, 0);
	assert_int_equal(heard.err.kind, ERR_INPUT);
	ask.body_max = 0;
	heard = get(&ask);
	assert_int_equal(heard.status, 200);
	assert_int_equal(heard.len, 300 * 1024);
}

static void
test_no_answer(void **state)
{
	struct http_ask	ask = { .method = "GET", .url = url_of("/never"),
			    .time_us = 100 * MS_US };
	struct heard	heard = get(&ask);
	char		url[100];

	(void)state;
	assert_int_equal(heard.status, 0);
	assert_int_equal(heard.err.kind, ERR_UNAVAILABLE);
	snprintf(url, sizeof url, "http://127.0.0.1:%d/", rig_port());
	ask.url = url;
	heard = get(&ask);
	assert_int_equal(heard.err.kind, ERR_UNAVAILABLE);
	ask.url = "ftp://127.0.0.1/";
	heard = get(&ask);
	assert_int_equal(heard.err.kind, ERR_UNAVAILABLE);
	assert_true(heard.err.hint[0] != '\0');
	ask.url = "http://no-such-name.invalid/";
	heard = get(&ask);
	assert_int_equal(heard.err.kind, ERR_UNAVAILABLE);
}

static void
test_cancel(void **state)
{
	struct http_ask		 ask = { .method = "GET",
				    .url = url_of("/never") };
	struct heard		 heard = { .done = false };
	struct http_call	*call;

	(void)state;
	call = http_start(http, &ask, on_answer, &heard);
	while (silent == NULL)
		loop_turn(loop, -1);
	http_cancel(call);
	/* Another is answered; that one never is. */
	ask.url = url_of("/hello");
	assert_int_equal(get(&ask).status, 200);
	assert_false(heard.done);
	/* One that is under way when everything ends. */
	ask.url = url_of("/never");
	http_start(http, &ask, on_answer, &heard);
	loop_turn(loop, 0);
}

static void
test_escape(void **state)
{
	struct buf	buf = BUF_INIT(1000);

	(void)state;
	http_escape(&buf, "a b&c=d/\xc3\xab~-._");
	assert_string_equal(buf_str(&buf), "a%20b%26c%3Dd%2F%C3%AB~-._");
	buf_free(&buf);
}

/* ----------------------------------------------------------------- secrets */

static void
test_box(void **state)
{
	uint8_t	key[SEAL_KEY] = { 1 }, other[SEAL_KEY] = { 2 };
	uint8_t	box[5 + SEAL_BOX], again[5 + SEAL_BOX];
	char	out[5];
	size_t	i;

	(void)state;
	seal_box(key, "a", "hello", 5, box);
	seal_box(key, "a", "hello", 5, again);
	assert_memory_not_equal(box, again, sizeof box);
	assert_true(seal_unbox(key, "a", box, sizeof box, out));
	assert_memory_equal(out, "hello", 5);
	assert_false(seal_unbox(other, "a", box, sizeof box, out));
	assert_false(seal_unbox(key, "b", box, sizeof box, out));
	assert_false(seal_unbox(key, "a", box, SEAL_BOX - 1, out));
	for (i = 0; i < sizeof box; i++) {
		box[i] ^= 1;
		assert_false(seal_unbox(key, "a", box, sizeof box, out));
		box[i] ^= 1;
	}
}

static void
test_key_file(void **state)
{
	char			*path = rig_path("folder/below/secret.key");
	char			*text = rig_printf("secret_key = '%s'\n", path);
	struct secret_key	 made, read;
	struct config		 config;
	struct err		 err = ERR_INIT;
	struct stat		 st;

	(void)state;
	assert_int_equal(config_parse(&config, text, strlen(text), "test",
	    &err), 0);
	assert_int_equal(secret_key_load(&read, &config, &err), -1);
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(secret_key_make(&made, &config, &err), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(secret_key_load(&read, &config, &err), 0);
	assert_memory_equal(made.bytes, read.bytes, SEAL_KEY);
	/* There already: the same one. */
	assert_int_equal(secret_key_make(&read, &config, &err), 0);
	assert_memory_equal(made.bytes, read.bytes, SEAL_KEY);
	chmod(path, 0644);
	assert_int_equal(secret_key_load(&read, &config, &err), -1);
	assert_non_null(strstr(err.text, "read by others"));
	chmod(path, 0600);
	rig_write_text(path, "not a key\n");
	assert_int_equal(secret_key_load(&read, &config, &err), -1);
	config_free(&config);
	free(path);
	free(text);
}

static void
test_places(void **state)
{
	char		*path = rig_path("one"), *where, out[SECRET_MAX];
	struct err	 err = ERR_INIT;

	(void)state;
	rig_write_text(path, "  s3cret \nsecond line\n");
	chmod(path, 0600);
	where = rig_printf("file:%s", path);
	assert_true(secret_is_place(where));
	assert_false(secret_is_place("s3cret"));
	assert_int_equal(secret_read(where, out, &err), 0);
	assert_string_equal(out, "s3cret");
	/* A group may read, as service managers hand files over. */
	chmod(path, 0440);
	assert_int_equal(secret_read(where, out, &err), 0);
	chmod(path, 0604);
	assert_int_equal(secret_read(where, out, &err), -1);
	chmod(path, 0600);
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(secret_read("credential:one", out, &err), -1);
	setenv("CREDENTIALS_DIRECTORY", rig_dir(), 1);
	assert_int_equal(secret_read("credential:one", out, &err), 0);
	assert_string_equal(out, "s3cret");
	assert_int_equal(secret_read("credential:../one", out, &err), -1);
	assert_int_equal(secret_read("credential:none", out, &err), -1);
	assert_int_equal(secret_read("file:relative", out, &err), -1);
	assert_int_equal(secret_read("file:/", out, &err), -1);
	unsetenv("CREDENTIALS_DIRECTORY");
	free(path);
	free(where);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test_setup_teardown(test_answer, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_redirect, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_too_much, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_no_answer, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(test_cancel, set_up,
		    tear_down),
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_box),
		cmocka_unit_test(test_key_file),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
