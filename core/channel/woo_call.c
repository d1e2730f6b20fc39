/* Signing a call of WooCommerce's API, and reading what is wrong. */
#include "channel/woo.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "str.h"

#define URL_BYTES	4096
#define PARAMS		16

void
woo_query(struct woo_call *call, const char *name, const char *value)
{
	call->query[call->query_count][0] = name;
	call->query[call->query_count++][1] = value;
}

static int
by_name(const void *a, const void *b)
{
	const char	*const *x = a, *const *y = b;

	return strcmp(x[0], y[0]);
}

/* a=1&b=2, both sides escaped. */
static void
put_params(struct buf *out, const char *params[][2], size_t n)
{
	size_t	i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_addch(out, '&');
		http_escape(out, params[i][0]);
		buf_addch(out, '=');
		http_escape(out, params[i][1]);
	}
}

/* RFC 5849, 3.4: METHOD & address & parameters in order, signed. */
static const char *
sign(struct task *task, const char *method, const char *address,
    const char *params[][2], size_t n)
{
	struct buf	 base = BUF_INIT(URL_BYTES * 4);
	struct buf	 list = BUF_INIT(URL_BYTES);
	const char	*key;
	uint8_t		 digest[SEAL_DIGEST];
	char		*text = arena_alloc(task->arena, 64);

	qsort(params, n, sizeof params[0], by_name);
	put_params(&list, params, n);
	buf_printf(&base, "%s&", method);
	http_escape(&base, address);
	buf_addch(&base, '&');
	http_escape(&base, buf_str(&list));
	key = arena_printf(task->arena, "%s&", conf_text(task->conf,
	    "secret"));
	seal_hmac(key, strlen(key), buf_str(&base), base.len, digest);
	if (!seal_base64(digest, sizeof digest, text, 64))
		text[0] = '\0';
	buf_free(&base);
	buf_free(&list);
	return text;
}

static const char *
nonce(struct task *task)
{
	uint8_t	bytes[16];
	char	*text = arena_alloc(task->arena, 2 * sizeof bytes + 1);

	clock_random(bytes, sizeof bytes);
	str_hex(bytes, sizeof bytes, text);
	return text;
}

/* The query, with what OAuth adds to it over plain http. */
static const char *
query_of(struct task *task, const struct woo_call *call, const char *address,
    bool plain)
{
	struct buf	 out = BUF_INIT(URL_BYTES);
	const char	*params[PARAMS][2], *text;
	size_t		 n = call->query_count;

	memcpy(params, call->query, sizeof call->query);
	if (plain) {
		params[n][0] = "oauth_consumer_key";
		params[n++][1] = conf_text(task->conf, "key");
		params[n][0] = "oauth_nonce";
		params[n++][1] = nonce(task);
		params[n][0] = "oauth_signature_method";
		params[n++][1] = "HMAC-SHA256";
		params[n][0] = "oauth_timestamp";
		params[n++][1] = arena_printf(task->arena, "%" PRId64,
		    task->now / SECOND_US);
		text = sign(task, call->method, address, params, n);
		params[n][0] = "oauth_signature";
		params[n++][1] = text;
	}
	put_params(&out, params, n);
	text = arena_strdup(task->arena, buf_str(&out));
	buf_free(&out);
	return text;
}

int
woo_request(struct task *task, struct woo_call *call, struct http_ask *ask,
    struct err *err)
{
	const char	 *base = conf_text(task->conf, "url"), *address;
	const char	**headers = arena_alloc(task->arena, 4 *
			    sizeof *headers);
	const char	 *query;
	size_t		  n = 0, len = strlen(base);
	bool		  plain = str_starts(base, "http://");

	(void)err;
	while (len > 0 && base[len - 1] == '/')
		len--;
	address = arena_printf(task->arena, "%.*s/wp-json/wc/v3%s", (int)len,
	    base, call->path);
	query = query_of(task, call, address, plain);
	ask->method = call->method;
	ask->time_us = call->time_us;
	ask->url = query[0] == '\0' ? address : arena_printf(task->arena,
	    "%s?%s", address, query);
	if (call->body != NULL)
		task_body(task, call->body, ask);
	headers[n++] = "Accept: application/json";
	if (ask->body != NULL)
		headers[n++] = "Content-Type: application/json";
	if (!plain)
		headers[n++] = task_basic(task, conf_text(task->conf, "key"),
		    conf_text(task->conf, "secret"));
	ask->headers = headers;
	return 0;
}

enum heard
woo_trouble(struct task *task, const struct http_answer *answer,
    struct err *err)
{
	struct js	*js = answer->len == 0 ? NULL :
			    js_parse(answer->body, answer->len, NULL);
	const char	*code = js_text(js, "code", "");
	enum heard	 heard;

	heard = task_trouble(task, answer, js_text(js, "message", ""), err);
	/* A nonce that was seen, or a clock that is off, is not a wrong key. */
	if (answer->status == 401 && strstr(js_text(js, "message", ""),
	    "nonce") != NULL)
		heard = HEARD_LATER;
	if (answer->status == 401 && strstr(js_text(js, "message", ""),
	    "timestamp") != NULL)
		err_hint(err, "The clocks of this machine and of the shop's "
		    "server are more than 15 minutes apart.");
	if (str_eq(code, "rest_no_route"))
		err_hint(err, "WooCommerce is not active there, or its "
		    "permalinks are plain.");
	js_free(js);
	return heard;
}

const char *
woo_text(const struct js *js, const char *name, struct arena *arena)
{
	const char	*text = js_text(js, name, NULL);
	int64_t		 num;

	if (text != NULL)
		return arena_strdup(arena, text);
	if (js_num(js, name, &num))
		return arena_printf(arena, "%" PRId64, num);
	return "";
}
