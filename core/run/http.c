/*
 * The HTTP client: see http.h.
 *
 * The library is loaded for the first client: it brings thirty more, and a
 * register has words about websites, but never calls one.
 */
#include "run/http.h"

#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define CURL_DISABLE_TYPECHECK	/* its macros want no pointers */
#include <curl/curl.h>

#include "buf.h"
#include "lib.h"
#include "log.h"
#include "mem.h"
#include "run/loop.h"
#include "str.h"

/* What is used of the library. */
#define LIBCURL(X) \
	X(curl_easy_cleanup) X(curl_easy_getinfo) X(curl_easy_init) \
	X(curl_easy_setopt) X(curl_easy_strerror) \
	X(curl_global_cleanup) X(curl_global_init) X(curl_mime_addpart) \
	X(curl_mime_data) X(curl_mime_encoder) X(curl_mime_filename) \
	X(curl_mime_free) X(curl_mime_headers) X(curl_mime_init) \
	X(curl_mime_name) X(curl_mime_subparts) X(curl_mime_type) \
	X(curl_multi_add_handle) X(curl_multi_cleanup) \
	X(curl_multi_info_read) X(curl_multi_init) \
	X(curl_multi_remove_handle) X(curl_multi_setopt) \
	X(curl_multi_socket_action) X(curl_slist_append) \
	X(curl_slist_free_all)

static struct {
#define X(name)	__typeof__(name) *name;
	LIBCURL(X)
#undef X
	bool	loaded;
} lib;

static const struct lib_fn	wanted[] = {
#define X(name)	{ #name, &lib.name },
	LIBCURL(X)
#undef X
};

static int
load(struct err *err)
{
	if (!lib.loaded && lib_load("libcurl.so.4", "libcurl4", wanted,
	    sizeof wanted / sizeof wanted[0], err) == -1)
		return -1;
	lib.loaded = true;
	return 0;
}

#define HEADERS_MAX	(64 * 1024)
#define CONNECT_MS	8000L
#define RETRY_MAX	(3600 * SECOND_US)

struct http_call {
	struct http		*http;
	struct http_call	*next;
	struct http_call	*prev;
	CURL			*easy;
	struct curl_slist	*headers;
	struct curl_slist	*recipients;	/* a letter's */
	curl_mime		*mime;
	bool			 letter;
	char			*body;
	struct buf		 got;
	struct buf		 head;
	char			 trouble[CURL_ERROR_SIZE];
	http_done_fn		*done;
	void			*arg;
};

struct http {
	struct loop		*loop;
	CURLM			*multi;
	loop_id			 timer;
	struct http_call	*calls;
};

static void	on_timer(void *);

/* ------------------------------------------------------- curl and our loop */

static void
call_end(struct http_call *call)
{
	if (call->prev != NULL)
		call->prev->next = call->next;
	else
		call->http->calls = call->next;
	if (call->next != NULL)
		call->next->prev = call->prev;
	lib.curl_multi_remove_handle(call->http->multi, call->easy);
	lib.curl_easy_cleanup(call->easy);
	lib.curl_slist_free_all(call->headers);
	lib.curl_slist_free_all(call->recipients);
	lib.curl_mime_free(call->mime);
	buf_free(&call->got);
	buf_free(&call->head);
	free(call->body);
	free(call);
}

/* What went wrong, and what to do about it. */
static void
explain(const struct http_call *call, CURLcode code, struct err *err)
{
	const char	*why = call->trouble[0] != '\0' ? call->trouble :
			    lib.curl_easy_strerror(code);

	if (buf_full(&call->got) || buf_full(&call->head)) {
		err_set(err, ERR_INPUT, "the answer is too long");
		return;
	}
	err_set(err, ERR_UNAVAILABLE, "%s", why);
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		err_hint(err, "Its certificate is not good, or ca-certificates "
		    "is not installed here.");
	else if (code == CURLE_COULDNT_RESOLVE_HOST)
		err_hint(err, "Look at the address, and at this machine's "
		    "network.");
	else if (code == CURLE_UNSUPPORTED_PROTOCOL)
		err_hint(err, "The address must have https:// or http:// "
		    "in front.");
}

static void
finish(struct http_call *call, CURLcode code)
{
	struct http_answer	 answer = { .status = 0 };
	http_done_fn		*done = call->done;
	void			*arg = call->arg;
	long			 status = 0;

	if (code == CURLE_OK || call->letter) {
		lib.curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE,
		    &status);
		answer.status = (int)status;
	}
	if (code != CURLE_OK)
		explain(call, code, &answer.err);
	answer.body = buf_str(&call->got);
	answer.len = call->got.len;
	answer.headers = buf_str(&call->head);
	done(&answer, arg);
	call_end(call);
}

static void
collect(struct http *http)
{
	CURLMsg			*msg;
	struct http_call	*call;
	int			 left;

	while ((msg = lib.curl_multi_info_read(http->multi, &left)) != NULL) {
		if (msg->msg != CURLMSG_DONE)
			continue;
		for (call = http->calls; call != NULL; call = call->next)
			if (call->easy == msg->easy_handle)
				break;
		if (call != NULL)
			finish(call, msg->data.result);
	}
}

static void
act(struct http *http, curl_socket_t fd, int what)
{
	int	running;

	lib.curl_multi_socket_action(http->multi, fd, what, &running);
	collect(http);
}

static void
on_socket(int fd, short revents, void *arg)
{
	int	what = 0;

	if ((revents & (POLLIN | POLLHUP)) != 0)
		what |= CURL_CSELECT_IN;
	if ((revents & POLLOUT) != 0)
		what |= CURL_CSELECT_OUT;
	if ((revents & (POLLERR | POLLNVAL)) != 0)
		what |= CURL_CSELECT_ERR;
	act(arg, fd, what);
}

static int
watch(CURL *easy, curl_socket_t fd, int what, void *arg, void *unused)
{
	struct http	*http = arg;
	short		 events = 0;

	(void)easy;
	(void)unused;
	if (what == CURL_POLL_REMOVE) {
		loop_fd_remove(http->loop, fd);
		return 0;
	}
	if ((what & CURL_POLL_IN) != 0)
		events |= POLLIN;
	if ((what & CURL_POLL_OUT) != 0)
		events |= POLLOUT;
	loop_fd(http->loop, fd, events, on_socket, http);
	return 0;
}

static int
set_timer(CURLM *multi, long ms, void *arg)
{
	struct http	*http = arg;

	(void)multi;
	loop_cancel(http->loop, http->timer);
	http->timer = 0;
	if (ms >= 0)
		http->timer = loop_after(http->loop, ms * MS_US, on_timer,
		    http);
	return 0;
}

static void
on_timer(void *arg)
{
	struct http	*http = arg;

	http->timer = 0;
	act(http, CURL_SOCKET_TIMEOUT, 0);
}

/* ------------------------------------------------------------------- calls */

static size_t
take_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct http_call	*call = arg;

	buf_add(&call->got, bytes, size * count);
	return buf_full(&call->got) ? 0 : size * count;
}

static size_t
take_header(char *bytes, size_t size, size_t count, void *arg)
{
	struct http_call	*call = arg;
	size_t			 len = size * count;

	/* The first line of an answer, also of the one after a 100. */
	if (len > 5 && memcmp(bytes, "HTTP/", 5) == 0)
		buf_reset(&call->head);
	else
		buf_add(&call->head, bytes, len);
	return buf_full(&call->head) ? 0 : len;
}

/* What every call has, of either kind. */
static void
set_common(struct http_call *call, const char *url, int64_t us)
{
	CURL	*e = call->easy;
	long	 ms = (long)((us > 0 ? us : HTTP_TIME) / MS_US);

	lib.curl_easy_setopt(e, CURLOPT_URL, url);
	lib.curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	lib.curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, ms);
	lib.curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS,
	    ms < CONNECT_MS ? ms : CONNECT_MS);
	/* Or a name server that is silent keeps us eight seconds longer. */
	lib.curl_easy_setopt(e, CURLOPT_QUICK_EXIT, 1L);
	lib.curl_easy_setopt(e, CURLOPT_ERRORBUFFER, call->trouble);
	lib.curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take_body);
	lib.curl_easy_setopt(e, CURLOPT_WRITEDATA, call);
	lib.curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, take_header);
	lib.curl_easy_setopt(e, CURLOPT_HEADERDATA, call);
}

static void
set_up(struct http_call *call, const struct http_ask *ask)
{
	CURL	*e = call->easy;

	set_common(call, ask->url, ask->time_us);
	lib.curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	lib.curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, ask->method);
	if (call->body != NULL) {
		lib.curl_easy_setopt(e, CURLOPT_POSTFIELDS, call->body);
		lib.curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)ask->body_len);
	} else if (call->mime != NULL) {
		lib.curl_easy_setopt(e, CURLOPT_MIMEPOST, call->mime);
	} else if (str_eq(ask->method, "HEAD")) {
		lib.curl_easy_setopt(e, CURLOPT_NOBODY, 1L);
	}
	lib.curl_easy_setopt(e, CURLOPT_FRESH_CONNECT, ask->once ? 1L : 0L);
	lib.curl_easy_setopt(e, CURLOPT_HTTPHEADER, call->headers);
	lib.curl_easy_setopt(e, CURLOPT_USERAGENT, "Vitrine/" VITRINE_VERSION);
	lib.curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "");
}

static struct http_call *
call_new(struct http *http, http_done_fn *done, void *arg, size_t body_max)
{
	struct http_call	*call = mem_zalloc(sizeof *call);

	call->http = http;
	call->done = done;
	call->arg = arg;
	buf_init(&call->got, body_max > 0 ? body_max : HTTP_BODY_MAX);
	buf_init(&call->head, HEADERS_MAX);
	call->easy = lib.curl_easy_init();
	if (call->easy == NULL)
		abort();	/* out of memory, as in mem.c */
	call->next = http->calls;
	if (call->next != NULL)
		call->next->prev = call;
	http->calls = call;
	return call;
}

static void
add_header(struct curl_slist **list, const char *line)
{
	struct curl_slist	*more = lib.curl_slist_append(*list, line);

	if (more == NULL)
		abort();
	*list = more;
}

static void
make_form(struct http_call *call, const struct http_ask *ask)
{
	const struct http_field	*f;
	curl_mimepart		*part;
	size_t			 i;

	call->mime = lib.curl_mime_init(call->easy);
	for (i = 0; i < ask->field_count; i++) {
		f = &ask->fields[i];
		part = lib.curl_mime_addpart(call->mime);
		if (part == NULL || lib.curl_mime_name(part, f->name) !=
		    CURLE_OK || lib.curl_mime_data(part, f->value != NULL ?
		    f->value : f->file, f->value != NULL ?
		    CURL_ZERO_TERMINATED : f->file_len) != CURLE_OK ||
		    (f->value == NULL && (lib.curl_mime_filename(part,
		    f->file_name) != CURLE_OK || lib.curl_mime_type(part,
		    f->file_type) != CURLE_OK)))
			abort();
	}
}

struct http_call *
http_start(struct http *http, const struct http_ask *ask, http_done_fn *done,
    void *arg)
{
	struct http_call	*call = call_new(http, done, arg,
				    ask->body_max);
	size_t			 i;

	if (ask->body != NULL) {
		call->body = mem_alloc(ask->body_len + 1);
		memcpy(call->body, ask->body, ask->body_len);
	} else if (ask->field_count > 0) {
		make_form(call, ask);
	}
	for (i = 0; ask->headers != NULL && ask->headers[i] != NULL; i++)
		add_header(&call->headers, ask->headers[i]);
	/* No waiting for a "100 Continue" that few servers send. */
	add_header(&call->headers, "Expect:");
	set_up(call, ask);
	lib.curl_multi_add_handle(http->multi, call->easy);
	return call;
}

/* ----------------------------------------------------------------- letters */

static void
add_part(curl_mime *mime, const char *type, const void *data, size_t len,
    const char *encoder, const char *name)
{
	curl_mimepart	*part = lib.curl_mime_addpart(mime);

	if (part == NULL || lib.curl_mime_data(part, data, len) != CURLE_OK ||
	    lib.curl_mime_type(part, type) != CURLE_OK ||
	    lib.curl_mime_encoder(part, encoder) != CURLE_OK ||
	    (name != NULL && lib.curl_mime_filename(part, name) != CURLE_OK))
		abort();
}

/* Text, or text and HTML to choose from, and perhaps a file beside them. */
static void
make_mime(struct http_call *call, const struct http_mail *mail)
{
	curl_mime		*both = lib.curl_mime_init(call->easy);
	struct curl_slist	*type = NULL;
	curl_mimepart		*part;

	call->letter = true;
	call->mime = lib.curl_mime_init(call->easy);
	if (both == NULL || call->mime == NULL)
		abort();
	add_part(both, "text/plain; charset=utf-8", mail->text,
	    strlen(mail->text), "quoted-printable", NULL);
	if (mail->html[0] != '\0')
		add_part(both, "text/html; charset=utf-8", mail->html,
		    strlen(mail->html), "quoted-printable", NULL);
	part = lib.curl_mime_addpart(call->mime);
	add_header(&type, "Content-Disposition: inline");
	if (part == NULL || lib.curl_mime_subparts(part, both) != CURLE_OK ||
	    lib.curl_mime_type(part, "multipart/alternative") != CURLE_OK ||
	    lib.curl_mime_headers(part, type, 1) != CURLE_OK)
		abort();
	if (mail->file_name[0] != '\0')
		add_part(call->mime, mail->file_type, mail->file,
		    mail->file_len, "base64", mail->file_name);
}

/* Whether a letter to it does not leave this machine. */
static bool
is_here(const char *url)
{
	const char	*host = strstr(url, "://");
	size_t		 len;

	host = host == NULL ? url : host + 3;
	len = strcspn(host, ":/");
	return (len == 9 && memcmp(host, "localhost", 9) == 0) ||
	    (len == 9 && memcmp(host, "127.0.0.1", 9) == 0);
}

struct http_call *
http_mail(struct http *http, const struct http_mail *mail, http_done_fn *done,
    void *arg)
{
	struct http_call	*call = call_new(http, done, arg, 0);
	CURL			*e = call->easy;
	size_t			 i;

	set_common(call, mail->url, mail->time_us);
	lib.curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	lib.curl_easy_setopt(e, CURLOPT_USE_SSL, (long)(is_here(mail->url) ?
	    CURLUSESSL_TRY : CURLUSESSL_ALL));
	/* A mail server has better to do than wait for our next letter. */
	lib.curl_easy_setopt(e, CURLOPT_FORBID_REUSE, 1L);
	if (mail->user[0] != '\0') {
		lib.curl_easy_setopt(e, CURLOPT_USERNAME, mail->user);
		lib.curl_easy_setopt(e, CURLOPT_PASSWORD, mail->password);
	}
	lib.curl_easy_setopt(e, CURLOPT_MAIL_FROM, mail->sender);
	add_header(&call->recipients, mail->recipient);
	lib.curl_easy_setopt(e, CURLOPT_MAIL_RCPT, call->recipients);
	for (i = 0; mail->headers[i] != NULL; i++)
		add_header(&call->headers, mail->headers[i]);
	lib.curl_easy_setopt(e, CURLOPT_HTTPHEADER, call->headers);
	make_mime(call, mail);
	lib.curl_easy_setopt(e, CURLOPT_MIMEPOST, call->mime);
	lib.curl_multi_add_handle(http->multi, call->easy);
	return call;
}

void
http_cancel(struct http_call *call)
{
	if (call != NULL)
		call_end(call);
}

struct http *
http_new(struct loop *loop, struct err *err)
{
	struct http	*http;

	if (load(err) == -1)
		return NULL;
	http = mem_zalloc(sizeof *http);
	http->loop = loop;
	if (lib.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    (http->multi = lib.curl_multi_init()) == NULL)
		abort();
	lib.curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, watch);
	lib.curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
	lib.curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, set_timer);
	lib.curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
	lib.curl_multi_setopt(http->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 4L);
	return http;
}

void
http_free(struct http *http)
{
	if (http == NULL)
		return;
	while (http->calls != NULL)
		call_end(http->calls);
	lib.curl_multi_cleanup(http->multi);
	loop_cancel(http->loop, http->timer);
	free(http);
	lib.curl_global_cleanup();
}

/* ----------------------------------------------------------------- answers */

bool
http_header(const struct http_answer *answer, const char *name, char *out,
    size_t size)
{
	const char	*line = answer->headers, *end;
	size_t		 len = strlen(name), value;

	out[0] = '\0';
	for (; line != NULL && *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		if (end == NULL)
			end = line + strlen(line) - 1;
		if (strncasecmp(line, name, len) != 0 || line[len] != ':')
			continue;
		line += len + 1;
		line += strspn(line, " \t");
		value = strcspn(line, "\r\n");
		if (value >= size)
			value = size - 1;
		memcpy(out, line, value);
		out[value] = '\0';
		return true;
	}
	return false;
}

int64_t
http_retry_after(const struct http_answer *answer)
{
	char	text[40];
	int64_t	seconds;

	/* The other form, a date, is not used by any service we know. */
	if (!http_header(answer, "Retry-After", text, sizeof text) ||
	    !str_int64(text, &seconds) || seconds < 0)
		return 0;
	return seconds > RETRY_MAX / SECOND_US ? RETRY_MAX :
	    seconds * SECOND_US;
}

void
http_escape(struct buf *buf, const char *text)
{
	static const char	plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *text != '\0'; text++) {
		if (strchr(plain, *text) != NULL)
			buf_addch(buf, *text);
		else
			buf_printf(buf, "%%%02X", (unsigned char)*text);
	}
}
