/*
 * A site of one's own.  It sells through the listener's API (holds and orders,
 * see openapi.json), so there is nothing to poll and nothing to undo: an order
 * that cannot be is refused before anything is paid.  What this connector adds
 * is a call to the site when a piece goes, is held, or comes back, for a site
 * that keeps pages of its own rather than reading /v1/events:
 *
 *	POST notify_url
 *	X-Vitrine-Signature: lower-case hex HMAC-SHA-256 of the body
 *	{"pieces": [{"sku": "BR-1041", "available": 0}], "sent_at": "..."}
 *
 * Twice and late is harmless: it says how it is, not what changed.
 *
 * A site that can list what it sells is compared with the shop:
 *
 *	GET list_url			GET list_url?after=NEXT
 *	{"pieces": [{"sku": "BR-1041", "title": "...", "price": "4200.00",
 *	    "available": 1, "shown": true}], "next": "..."}
 *
 * without next on the last page.
 */
#include "channel/services.h"

#include <string.h>

#include "buf.h"
#include "run/json.h"
#include "seal.h"
#include "str.h"

#define BODY_MAX	(64 * 1024)

static const struct channel_field fields[] = {
	{ "notify_url", FIELD_MUST, false, NULL,
	    "the address on your site that is told what goes" },
	{ "notify_secret", FIELD_MUST, true, NULL,
	    "a secret of your own making; your site checks the signature "
	    "with it" },
	{ "list_url", FIELD_MAY, false, NULL,
	    "the address on your site that lists what it sells, to compare "
	    "it with the shop" },
	{ NULL, FIELD_MAY, false, NULL, NULL }
};

static int
check(const struct channel_conf *conf, struct err *err)
{
	if (strlen(conf_text(conf, "notify_secret")) < 16) {
		err_set(err, ERR_INPUT, "notify_secret is too short");
		return err_hint(err, "At least 16 characters nobody guesses, "
		    "such as openssl rand -hex 32 makes.");
	}
	if (conf_text(conf, "list_url")[0] != '\0' &&
	    channel_url(conf_text(conf, "list_url"), true, err) < 0)
		return -1;
	return channel_url(conf_text(conf, "notify_url"), false, err);
}

static const char *
body_of(struct task *task, size_t *len_r)
{
	struct buf	 buf = BUF_INIT(BODY_MAX);
	struct js	*js = js_object(), *list, *one;
	const char	*text;
	size_t		 i;

	list = js_put(js, "pieces", js_array());
	for (i = 0; i < task->tell_count; i++) {
		one = js_add(list, js_object());
		js_put_text(one, "sku", task->tells[i].sku);
		js_put_num(one, "available", task->tells[i].qty);
	}
	js_put_time(js, "sent_at", task->now);
	js_write(js, &buf);
	js_free(js);
	*len_r = buf.len;
	text = arena_strndup(task->arena, buf_str(&buf), buf.len);
	buf_free(&buf);
	return text;
}

/* ------------------------------------------------------------ what it sells */

static int
list_ask(struct task *task, struct http_ask *ask_r, struct err *err)
{
	static const char *const	headers[] = {
		"Accept: application/json", NULL };
	const char			*url = conf_text(task->conf,
					    "list_url");
	struct buf			 buf = BUF_INIT(BODY_MAX);

	if (url[0] == '\0') {
		err_set(err, ERR_CONFIG, "nobody knows where %s lists what it "
		    "sells", task->conf->name);
		return err_hint(err, "Give list_url, as vitrine-channels(7) "
		    "says. The listener's own pages need none: they show the "
		    "shop itself.");
	}
	buf_addstr(&buf, url);
	if (task->position[0] != '\0') {
		buf_addstr(&buf, strchr(url, '?') == NULL ? "?after=" :
		    "&after=");
		http_escape(&buf, task->position);
	}
	ask_r->method = "GET";
	ask_r->url = arena_strdup(task->arena, buf_str(&buf));
	ask_r->headers = headers;
	buf_free(&buf);
	return 0;
}

static enum heard
list_hear(struct task *task, const struct http_answer *answer,
    struct err *err)
{
	struct js	*js = js_parse(answer->body, answer->len, err);
	const struct js	*list = js_get(js, "pieces"), *one;
	struct ware	*ware;
	size_t		 i;

	if (!js_is_array(list)) {
		js_free(js);
		err_set(err, ERR_INPUT, "%s does not list its pieces",
		    task->conf->name);
		err_hint(err, "vitrine-channels(7) says how a list looks.");
		return HEARD_FAILED;
	}
	for (i = 0; i < js_count(list); i++) {
		one = js_at(list, i);
		ware = task_ware(task);
		ware->sku = task_text(task, one, "sku");
		ware->title = task_text(task, one, "title");
		ware->shown = js_bool(one, "shown", true);
		js_num(one, "available", &ware->quantity);
		if (!task_amount(task, js_text(one, "price", ""),
		    &ware->price))
			ware->price = 0;
	}
	task->position = task_text(task, js, "next");
	task->more = task->position[0] != '\0';
	js_free(js);
	return HEARD_DONE;
}

/* --------------------------------------------------------- what it is told */

static int
ask(struct task *task, struct http_ask *ask_r, struct err *err)
{
	const char	**headers = arena_alloc(task->arena, 3 *
			    sizeof *headers);
	const char	*secret = conf_text(task->conf, "notify_secret");
	uint8_t		 digest[SEAL_DIGEST];
	char		 hex[SEAL_HEX];

	if (task->kind == TASK_LIST)
		return list_ask(task, ask_r, err);
	ask_r->method = "POST";
	ask_r->url = conf_text(task->conf, "notify_url");
	ask_r->body = body_of(task, &ask_r->body_len);
	seal_hmac(secret, strlen(secret), ask_r->body, ask_r->body_len,
	    digest);
	str_hex(digest, sizeof digest, hex);
	headers[0] = "Content-Type: application/json";
	headers[1] = task_header(task, "X-Vitrine-Signature", hex);
	ask_r->headers = headers;
	return 0;
}

static enum heard
hear(struct task *task, const struct http_answer *answer, struct err *err)
{
	size_t	i;

	if (answer->status < 200 || answer->status > 299)
		return task_trouble(task, answer, NULL, err);
	if (task->kind == TASK_LIST)
		return list_hear(task, answer, err);
	for (i = 0; i < task->tell_count; i++)
		task->tells[i].told = TOLD_DONE;
	task->done = "your site takes our calls";
	return HEARD_DONE;
}

static const char *const by_hand[] = {
	"Give the money back where it was paid: on the page of whoever takes "
	    "your site's payments.",
	"Tell your site that the order is off.",
	NULL
};

const struct channel_ops channel_own = {
	.kind = "web",
	.title = "A site of your own",
	.fields = fields,
	.can = CAN(TASK_TEST) | CAN(TASK_TELL) | CAN(TASK_LIST),
	.by_hand = by_hand,
	.batch = 100,
	.check = check,
	.ask = ask,
	.hear = hear,
};
