/*
 * WooCommerce, REST API v3.
 *
 * In: Basic over TLS; over plain http, where that would give the key away,
 * OAuth 1.0a with a new nonce and time for every request.
 *
 * Orders: GET /orders?modified_after, by the shop's UTC.  What counts as sold
 * there is processing, completed and on-hold (accepted, the money is to come by
 * bank); pending is somebody about to pay; checkout-draft is a basket.
 *
 * Stock: there is no compare-and-set, a write wins over whatever was there.
 * So what must not be more than nothing is looked at just before it is
 * written.  Its own cancelling puts stock back; a refund with restock_items
 * false does not, which is why a lost order is refunded rather than cancelled.
 *
 * Webhooks: base64 HMAC-SHA-256 of the body.  Their delivery id is the same
 * for two orders in one second, so a delivery is known by what it says.  When
 * one is set up an unsigned form arrives that only wants an answer.  It takes
 * one out of service after a few failures in a row: looked after daily.
 */
#include "channel/services.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "channel/woo.h"
#include "str.h"

static const struct channel_field fields[] = {
	{ "url", FIELD_MUST, false, NULL,
	    "the shop's address, such as https://shop.example" },
	{ "key", FIELD_MUST, true, NULL,
	    "the consumer key, ck_...: WooCommerce > Settings > Advanced > "
	    "REST API > Add key, with Read/Write" },
	{ "secret", FIELD_MUST, true, NULL,
	    "the consumer secret, cs_..., shown once beside it" },
	{ "hook_secret", FIELD_MADE, true, NULL,
	    "what its webhooks are signed with" },
	FIELD_WHEN_LOST,
	{ NULL, FIELD_MAY, false, NULL, NULL }
};

static int
check(const struct channel_conf *conf, struct err *err)
{
	if (!str_starts(conf_text(conf, "key"), "ck_") ||
	    !str_starts(conf_text(conf, "secret"), "cs_")) {
		err_set(err, ERR_INPUT, "this is no key of WooCommerce");
		return err_hint(err, "key begins with ck_ and secret with "
		    "cs_.");
	}
	if (check_when_lost(conf, err) == -1)
		return -1;
	return channel_url(conf_text(conf, "url"), true, err);
}

/* ---------------------------------------------------------------- webhooks */

static const char *
header(const struct hook *hook, const char *name)
{
	return hook->header(hook->arg, name);
}

/* webhook_id=N, and nothing else, unsigned. */
static bool
is_ping(const struct hook *hook)
{
	static const char	name[] = "webhook_id=";
	size_t			len = sizeof name - 1;

	return header(hook, "X-WC-Webhook-Signature") == NULL &&
	    hook->len > len && hook->len < len + 20 &&
	    memcmp(hook->body, name, len) == 0 &&
	    strspn(hook->body + len, "0123456789") == hook->len - len;
}

static enum hook_verdict
hook(const struct channel_conf *conf, const struct hook *hook_,
    struct hook_read *r)
{
	const char	*secret = conf_text(conf, "hook_secret");
	const char	*topic = header(hook_, "X-WC-Webhook-Topic");
	uint8_t		 digest[SEAL_DIGEST];

	if (is_ping(hook_))
		return HOOK_PING;
	if (!hook_signed_base64(hook_, secret, strlen(secret),
	    header(hook_, "X-WC-Webhook-Signature")))
		return HOOK_BAD;
	/* An order's body says when it was changed: the same body is the same
	   event. */
	seal_sha256(hook_->body, hook_->len, digest);
	str_hex(digest, sizeof digest, r->key);
	str_copy(r->topic, sizeof r->topic, topic == NULL ? "" : topic);
	str_clean(r->topic, false);
	return HOOK_GOOD;
}

/* ------------------------------------------------------------------- tasks */

static int
ask(struct task *task, struct http_ask *ask_r, struct err *err)
{
	struct woo_call	call = { .method = "GET" };
	int		rc = -1;

	switch (task->kind) {
	case TASK_TEST:
		rc = woo_test_ask(task, &call);
		break;
	case TASK_POLL:
		rc = woo_poll_ask(task, &call);
		break;
	case TASK_TELL:
		rc = woo_tell_ask(task, &call);
		break;
	case TASK_UNDO:
		rc = woo_undo_ask(task, &call);
		break;
	case TASK_PART:
		rc = woo_part_ask(task, &call);
		break;
	case TASK_HOOKS:
		rc = woo_hooks_ask(task, &call);
		break;
	case TASK_SHOW:
		rc = woo_show_ask(task, &call);
		break;
	case TASK_LIST:
		rc = woo_list_ask(task, &call);
		break;
	case TASK_CONFIRM:
		break;
	}
	if (rc == -1)
		return err_set(err, ERR_INTERNAL, "WooCommerce cannot be "
		    "asked that");
	return woo_request(task, &call, ask_r, err);
}

static enum heard
hear(struct task *task, const struct http_answer *answer, struct err *err)
{
	struct js	*js = NULL;
	enum heard	 heard;

	if (answer->status < 200 || answer->status > 299) {
		heard = woo_trouble(task, answer, err);
		if (task->kind == TASK_TELL)
			return woo_tell_refused(task, answer, heard, err);
		if (task->kind == TASK_UNDO || task->kind == TASK_PART)
			return woo_undo_refused(task, answer, heard);
		if (task->kind == TASK_SHOW)
			return woo_show_refused(task, answer, heard, err);
		return heard;
	}
	js = js_parse(answer->body, answer->len, err);
	if (js == NULL) {
		err_wrap(err, "%s does not answer like WooCommerce",
		    task->conf->name);
		err_hint(err, "Look at the address; permalinks must not be "
		    "plain (Settings > Permalinks).");
		return task->kind == TASK_TEST ? HEARD_FAILED : HEARD_LATER;
	}
	heard = HEARD_FAILED;
	switch (task->kind) {
	case TASK_TEST:
		heard = woo_test_hear(task, answer, js, err);
		break;
	case TASK_POLL:
		heard = woo_poll_hear(task, js, err);
		break;
	case TASK_TELL:
		heard = woo_tell_hear(task, js, err);
		break;
	case TASK_UNDO:
		heard = woo_undo_hear(task, js, err);
		break;
	case TASK_PART:
		heard = woo_part_hear(task, js, err);
		break;
	case TASK_HOOKS:
		heard = woo_hooks_hear(task, js);
		break;
	case TASK_SHOW:
		heard = woo_show_hear(task, js);
		break;
	case TASK_LIST:
		heard = woo_list_hear(task, js, err);
		break;
	case TASK_CONFIRM:
		break;
	}
	js_free(js);
	return heard;
}

static const char *const by_hand[] = {
	"In WordPress open WooCommerce, Orders, and the order.",
	"Press Refund, enter all of it, and leave Restock refunded items "
	    "off.",
	"Press Refund via the gateway; if it cannot, Refund manually, and "
	    "give the money back on the gateway's own page.",
	"It is Refunded then. Do not cancel it: that would put the piece "
	    "back on sale.",
	NULL
};

const struct channel_ops channel_woocommerce = {
	.kind = "woocommerce",
	.title = "WooCommerce",
	.fields = fields,
	.can = CAN(TASK_TEST) | CAN(TASK_POLL) | CAN(TASK_TELL) |
	    CAN(TASK_UNDO) | CAN(TASK_PART) | CAN(TASK_HOOKS) |
	    CAN(TASK_SHOW) | CAN(TASK_LIST),
	.by_hand = by_hand,
	.batch = 100,
	/* A small shop's server is shared with its customers. */
	.gap = 20 * MS_US,
	.overlap = 10 * MINUTE_US,
	.check = check,
	.hook = hook,
	.ask = ask,
	.hear = hear,
};
