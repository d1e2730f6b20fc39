/*
 * Squarespace, Commerce APIs 1.0, with an API key of the site.
 *
 * Orders: GET /commerce/orders?modifiedAfter&modifiedBefore, then by cursor
 * alone.  They come paid.  Stock: POST /commerce/inventory/adjustments, with a
 * key that makes a repeated request harmless; there is no compare-and-set, so
 * what must not be more than nothing is looked at just before it is written.
 *
 * There is no call that cancels or refunds an order: a person must, and is
 * told what to press.  Webhooks are sent only to what is signed in by OAuth;
 * a shop that has such a subscription may give its secret, all others are
 * polled.  Their signature's key is the secret hex-decoded.
 *
 * 300 requests a minute, then a minute's rest.
 */
#include "channel/services.h"

#include <string.h>

#include "channel/sqsp.h"
#include "str.h"

#define REST_US		(60 * SECOND_US)
#define SECRET_BYTES	64

static const struct channel_field fields[] = {
	{ "key", FIELD_MUST, true, NULL,
	    "an API key: Settings > Developer tools > Developer API keys, "
	    "with Orders (read) and Inventory (read and write), and Products "
	    "(read) to look for ghosts, or (read and write) to publish "
	    "pieces" },
	{ "hook_secret", FIELD_MAY, true, NULL,
	    "the secret of a webhook subscription, if an app of yours has "
	    "one; without it orders are read every half minute" },
	{ "store_page", FIELD_MAY, false, NULL,
	    "the id of the store page that new pieces go to, when the site "
	    "has several" },
	{ "url", FIELD_MAY, false, "https://api.squarespace.com",
	    "where the API is" },
	{ NULL, FIELD_MAY, false, NULL, NULL }
};

static size_t
secret_bytes(const struct channel_conf *conf, uint8_t out[SECRET_BYTES])
{
	const char	*hex = conf_text(conf, "hook_secret");
	size_t		 len = strlen(hex) / 2;

	if (len == 0 || len > SECRET_BYTES || !str_unhex(hex, out, len))
		return 0;
	return len;
}

static int
check(const struct channel_conf *conf, struct err *err)
{
	uint8_t	key[SECRET_BYTES];

	if (strlen(conf_text(conf, "key")) < 16) {
		err_set(err, ERR_INPUT, "this is no key of Squarespace");
		return err_hint(err, "Make one under Settings > Developer "
		    "tools > Developer API keys.");
	}
	if (conf_text(conf, "hook_secret")[0] != '\0' &&
	    secret_bytes(conf, key) == 0) {
		err_set(err, ERR_INPUT, "hook_secret is not hexadecimal");
		return err_hint(err, "It is the secret the subscription was "
		    "made with, in hexadecimal digits.");
	}
	return channel_url(conf_text(conf, "url"), false, err);
}

/* {"id": ..., "topic": "order.create", ...}: the id tells deliveries apart. */
static enum hook_verdict
hook(const struct channel_conf *conf, const struct hook *hook_,
    struct hook_read *r)
{
	uint8_t		 key[SECRET_BYTES];
	size_t		 len = secret_bytes(conf, key);
	struct js	*js;
	const char	*id;

	if (!hook_signed_hex(hook_, key, len, hook_->header(hook_->arg,
	    "Squarespace-Signature")))
		return HOOK_BAD;
	js = js_parse(hook_->body, hook_->len, NULL);
	id = js_text(js, "id", "");
	str_copy(r->key, sizeof r->key, id);
	str_copy(r->topic, sizeof r->topic, js_text(js, "topic", ""));
	js_free(js);
	str_clean(r->key, false);
	str_clean(r->topic, false);
	return r->key[0] == '\0' ? HOOK_BAD : HOOK_GOOD;
}

/* ------------------------------------------------------------------- tasks */

static int
ask(struct task *task, struct http_ask *ask_r, struct err *err)
{
	const char	 *base = conf_text(task->conf, "url"), *path = NULL;
	const char	**headers = arena_alloc(task->arena, 5 *
			    sizeof *headers);
	struct js	 *body = NULL;
	struct uuid	  once = uuid_new();
	char		  key[UUID_TEXT];
	size_t		  n = 0;

	switch (task->kind) {
	case TASK_TEST:
		path = "/1.0/commerce/inventory";
		break;
	case TASK_POLL:
		path = sqsp_poll_path(task);
		break;
	case TASK_TELL:
		path = sqsp_tell_path(task, &body);
		break;
	case TASK_SHOW:
		path = sqsp_show_path(task, ask_r, &body);
		break;
	case TASK_LIST:
		path = sqsp_list_path(task);
		break;
	case TASK_UNDO:
	case TASK_PART:
	case TASK_CONFIRM:
	case TASK_HOOKS:
		break;
	}
	if (path == NULL)
		return err_set(err, ERR_INTERNAL, "Squarespace cannot be "
		    "asked that");
	if (body != NULL)
		ask_r->method = "POST";
	ask_r->url = arena_printf(task->arena, "%s%s", base, path);
	headers[n++] = task_header(task, "Authorization",
	    arena_printf(task->arena, "Bearer %s", conf_text(task->conf,
	    "key")));
	headers[n++] = "Accept: application/json";
	if (body != NULL) {
		task_body(task, body, ask_r);
		headers[n++] = "Content-Type: application/json";
		/* Every quantity is said as it shall be: a repetition under
		   another key does no harm either. */
		uuid_text(&once, key);
		headers[n++] = task_header(task, "Idempotency-Key", key);
	}
	ask_r->headers = headers;
	return 0;
}

/* {"type": ..., "message": ...} */
static enum heard
trouble(struct task *task, const struct http_answer *answer, struct err *err)
{
	struct js	*js = answer->len == 0 ? NULL :
			    js_parse(answer->body, answer->len, NULL);
	enum heard	 heard;

	heard = task_trouble(task, answer, js_text(js, "message", ""), err);
	js_free(js);
	if (answer->status == 429 && task->rest == 0)
		task->rest = REST_US;
	if (task->kind == TASK_LIST && heard == HEARD_DENIED)
		err_hint(err, "To list what it sells the key needs Products "
		    "(read), too.");
	if (task->kind == TASK_SHOW)
		return sqsp_show_refused(task, answer, heard, err);
	return task->kind == TASK_TELL ?
	    sqsp_tell_refused(task, answer, heard, err) : heard;
}

static enum heard
hear(struct task *task, const struct http_answer *answer, struct err *err)
{
	struct js	*js;
	enum heard	 heard = HEARD_FAILED;

	if (answer->status < 200 || answer->status > 299)
		return trouble(task, answer, err);
	if (answer->status == 204 && task->kind == TASK_TELL)
		return sqsp_tell_hear(task, NULL);
	if (answer->status == 204 && task->kind == TASK_SHOW)
		return sqsp_show_hear(task, NULL);
	js = js_parse(answer->body, answer->len, err);
	if (js == NULL) {
		err_wrap(err, "%s does not answer like Squarespace",
		    task->conf->name);
		return task->kind == TASK_TEST ? HEARD_FAILED : HEARD_LATER;
	}
	switch (task->kind) {
	case TASK_TEST:
		if (js_is_array(js_get(js, "inventory"))) {
			task->done = "the site answers, and lets us see its "
			    "stock";
			heard = HEARD_DONE;
		} else {
			err_set(err, ERR_INPUT, "the site does not show its "
			    "stock");
		}
		break;
	case TASK_POLL:
		heard = sqsp_poll_hear(task, js, err);
		break;
	case TASK_TELL:
		heard = sqsp_tell_hear(task, js);
		break;
	case TASK_SHOW:
		heard = sqsp_show_hear(task, js);
		break;
	case TASK_LIST:
		heard = sqsp_list_hear(task, js, err);
		break;
	case TASK_UNDO:
	case TASK_PART:
	case TASK_CONFIRM:
	case TASK_HOOKS:
		break;
	}
	js_free(js);
	return heard;
}

static const char *const by_hand[] = {
	"In Squarespace open Commerce, Orders, and the order.",
	"Press Refund: the full amount.",
	"Then Cancel it, and leave \"Restock items\" off.",
	NULL
};

const struct channel_ops channel_squarespace = {
	.kind = "squarespace",
	.title = "Squarespace",
	.fields = fields,
	.can = CAN(TASK_TEST) | CAN(TASK_POLL) | CAN(TASK_TELL) |
	    CAN(TASK_SHOW) | CAN(TASK_LIST),
	.by_hand = by_hand,
	.batch = 50,
	.gap = 220 * MS_US,
	.title_max = 200,
	.story_max = 102400,
	.sku_max = 60,
	.overlap = 10 * MINUTE_US,
	.check = check,
	.hook = hook,
	.ask = ask,
	.hear = hear,
};
