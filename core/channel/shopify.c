/*
 * Shopify, GraphQL Admin API 2026-10.
 *
 * In: client credentials of an app of the shop's own (Dev Dashboard); a token
 * lives a day and is renewed when it is about to end, or when it is refused in
 * the middle of something.
 *
 * A status of 200 says nothing: there are errors of the call (throttled, among
 * them) and errors of what was asked (userErrors).  Calls cost points that
 * come back by the second; who has none left waits.
 *
 * Stock is set with a compare: a quantity that somebody changed meanwhile is
 * not overwritten, and orders are read first.  Lost orders are cancelled and
 * refunded in one call, of one that keeps a rest only the lost lines; neither
 * restocks anything.  Authorised ones are captured after the sale, as much as
 * was sold.
 *
 * Webhooks: base64 HMAC-SHA-256 of the body with the client secret.  A
 * subscription that failed eight times is deleted there, so they are looked
 * after every day.
 */
#include "channel/shopify.h"

#include <string.h>

#include "buf.h"
#include "channel/services.h"
#include "str.h"

#define FORM_MAX	(64 * 1024)
#define RENEW_US	(10 * MINUTE_US)	/* before a token's end */
#define POINTS_LOW	200

static const struct {
	const char	*name;
	const char	*text;
} docs[DOC_COUNT] = {
#define DOC(NAME, text)	[DOC_##NAME] = { #NAME, text },
#include "channel/shopify_docs.def"
#undef DOC
};

static const struct channel_field fields[] = {
	{ "shop", FIELD_MUST, false, NULL,
	    "the shop's own address, NAME.myshopify.com" },
	{ "client_id", FIELD_MUST, false, NULL,
	    "of an app of yours: Dev Dashboard > Apps > Settings" },
	{ "client_secret", FIELD_MUST, true, NULL,
	    "beside it; it also signs the webhooks" },
	{ "location", FIELD_MAY, false, NULL,
	    "gid://shopify/Location/... where the stock is kept, when the "
	    "shop has several" },
	{ "publication", FIELD_MAY, false, NULL,
	    "gid://shopify/Publication/... that pieces are shown on, when "
	    "it is not the Online Store" },
	FIELD_WHEN_LOST,
	{ "url", FIELD_MAY, false, NULL,
	    "where the API is, when it is not the shop's own address" },
	{ NULL, FIELD_MAY, false, NULL, NULL }
};

const char *
shopify_doc_name(enum shopify_doc doc)
{
	return docs[doc].name;
}

const char *
shopify_doc_text(enum shopify_doc doc)
{
	return docs[doc].text;
}

static int
check(const struct channel_conf *conf, struct err *err)
{
	const char	*shop = conf_text(conf, "shop");
	size_t		 len = strlen(shop), tail = strlen(".myshopify.com");

	if (len <= tail || strcmp(shop + len - tail, ".myshopify.com") != 0 ||
	    strspn(shop, "abcdefghijklmnopqrstuvwxyz0123456789-.") != len) {
		err_set(err, ERR_INPUT, "'%.80s' is no shop of Shopify", shop);
		return err_hint(err, "It ends in .myshopify.com, whatever "
		    "address your customers use: Settings > Domains.");
	}
	if (check_when_lost(conf, err) == -1)
		return -1;
	if (conf_text(conf, "url")[0] != '\0')
		return channel_url(conf_text(conf, "url"), false, err);
	return 0;
}

/* ---------------------------------------------------------------- webhooks */

/* "X-Shopify-Topic", or without the X- in the newer family. */
static const char *
header(const struct hook *hook, const char *name)
{
	const char	*value = hook->header(hook->arg, name);

	return value != NULL ? value : hook->header(hook->arg, name + 2);
}

static enum hook_verdict
hook(const struct channel_conf *conf, const struct hook *hook_,
    struct hook_read *r)
{
	const char	*secret = conf_text(conf, "client_secret");
	const char	*topic = header(hook_, "X-Shopify-Topic");
	const char	*shop = header(hook_, "X-Shopify-Shop-Domain");
	const char	*event = header(hook_, "X-Shopify-Event-Id");

	if (!hook_signed_base64(hook_, secret, strlen(secret),
	    header(hook_, "X-Shopify-Hmac-Sha256")) ||
	    (shop != NULL && !str_eq_nocase(shop, conf_text(conf, "shop"))))
		return HOOK_BAD;
	if (event == NULL)
		event = header(hook_, "X-Shopify-Webhook-Id");
	if (str_empty(event))
		return HOOK_BAD;
	str_copy(r->topic, sizeof r->topic, topic == NULL ? "" : topic);
	/* One event is told under several topics. */
	str_copy(r->key, sizeof r->key, event);
	str_clean(r->key, false);
	str_clean(r->topic, false);
	return HOOK_GOOD;
}

/* ------------------------------------------------------------------- tools */

bool
shopify_user_error(const struct js *errors, struct err *err, char *code,
    size_t size)
{
	const struct js	*first = js_at(errors, 0);

	if (first == NULL)
		return false;
	if (code != NULL)
		str_copy(code, size, js_text(first, "code", ""));
	err_set(err, ERR_INPUT, "Shopify refuses it: %.200s",
	    js_text(first, "message", "without a word"));
	str_clean(err->text, false);
	return true;
}

/* ------------------------------------------------------------------- calls */

static const char *
base_url(struct task *task)
{
	const char	*url = conf_text(task->conf, "url");

	return url[0] != '\0' ? url : arena_printf(task->arena, "https://%s",
	    conf_text(task->conf, "shop"));
}

static bool
needs_token(const struct task *task)
{
	const struct shopify_memory	*m = task->memory;

	return m->token[0] == '\0' || m->token_until - RENEW_US < task->now;
}

static void
ask_token(struct task *task, struct http_ask *ask)
{
	const char	**headers = arena_alloc(task->arena, 3 *
			    sizeof *headers);
	struct buf	 form = BUF_INIT(FORM_MAX);

	buf_addstr(&form, "grant_type=client_credentials&client_id=");
	http_escape(&form, conf_text(task->conf, "client_id"));
	buf_addstr(&form, "&client_secret=");
	http_escape(&form, conf_text(task->conf, "client_secret"));
	ask->method = "POST";
	ask->url = arena_printf(task->arena, "%s/admin/oauth/access_token",
	    base_url(task));
	ask->body = arena_strndup(task->arena, buf_str(&form), form.len);
	ask->body_len = form.len;
	buf_free(&form);
	headers[0] = "Content-Type: application/x-www-form-urlencoded";
	headers[1] = "Accept: application/json";
	ask->headers = headers;
}

static enum heard
hear_token(struct task *task, const struct http_answer *answer,
    struct err *err)
{
	struct shopify_memory	*m = task->memory;
	struct js		*js;
	int64_t			 life = 0;
	enum heard		 heard = HEARD_MORE;

	if (answer->status < 200 || answer->status > 299) {
		heard = task_trouble(task, answer, "it gives no token", err);
		/* It says 400 to a wrong secret. */
		if (heard == HEARD_FAILED) {
			err->kind = ERR_NOT_ALLOWED;
			err_hint(err, "Look at client_id and client_secret, "
			    "and that the app is installed in the shop.");
			heard = HEARD_DENIED;
		}
		return heard;
	}
	js = js_parse(answer->body, answer->len, NULL);
	if (!str_copy(m->token, sizeof m->token, js_text(js, "access_token",
	    "")) || m->token[0] == '\0') {
		m->token[0] = '\0';
		err_set(err, ERR_UNAVAILABLE, "Shopify gave no token");
		heard = HEARD_LATER;
	} else {
		if (!js_num(js, "expires_in", &life) || life < 60)
			life = 24 * 3600;
		m->token_until = task->now + life * SECOND_US;
		/* So that a short one does not begin the renewing anew. */
		if (life * SECOND_US <= RENEW_US)
			m->token_until += RENEW_US;
	}
	js_free(js);
	return heard;
}

static int
fill(struct task *task, struct shopify_call *call)
{
	switch (task->kind) {
	case TASK_TEST:
		call->doc = DOC_TEST;
		return 0;
	case TASK_POLL:
		return shopify_poll_ask(task, call);
	case TASK_TELL:
		return shopify_tell_ask(task, call);
	case TASK_UNDO:
		return shopify_undo_ask(task, call);
	case TASK_PART:
		return shopify_part_ask(task, call);
	case TASK_CONFIRM:
		return shopify_confirm_ask(task, call);
	case TASK_HOOKS:
		return shopify_hooks_ask(task, call);
	case TASK_SHOW:
		return shopify_show_ask(task, call);
	case TASK_LIST:
		return shopify_list_ask(task, call);
	}
	return -1;
}

static int
ask(struct task *task, struct http_ask *ask_r, struct err *err)
{
	const struct shopify_memory *m = task->memory;
	const char		**headers = arena_alloc(task->arena, 4 *
				    sizeof *headers);
	struct shopify_call	  call = { .variables = NULL };
	struct js		 *js;

	if (needs_token(task)) {
		ask_token(task, ask_r);
		return 0;
	}
	if (shopify_show_uploads(task))
		return shopify_show_upload(task, ask_r, err);
	if (fill(task, &call) == -1)
		return err_set(err, ERR_INTERNAL, "Shopify cannot be asked "
		    "that");
	js = js_object();
	js_put_text(js, "query", docs[call.doc].text);
	if (call.variables != NULL)
		js_put(js, "variables", call.variables);
	ask_r->method = "POST";
	ask_r->url = arena_printf(task->arena, "%s/admin/api/" SHOPIFY_API
	    "/graphql.json", base_url(task));
	task_body(task, js, ask_r);
	headers[0] = "Content-Type: application/json";
	headers[1] = "Accept: application/json";
	headers[2] = task_header(task, "X-Shopify-Access-Token", m->token);
	ask_r->headers = headers;
	return 0;
}

/* ----------------------------------------------------------------- answers */

/*
 * What is left of the points, so that the next call does not come too early.
 * cost: what it would have taken, when it was refused for want of them.
 */
static void
count_points(struct task *task, const struct js *js, bool refused)
{
	const struct js	*cost = js_get(js_get(js, "extensions"), "cost");
	const struct js	*status = js_get(cost, "throttleStatus");
	int64_t		 have = -1, refill = 100, need = POINTS_LOW, wanted;

	if (!js_num(status, "currentlyAvailable", &have))
		have = refused ? 0 : need;
	js_num(status, "restoreRate", &refill);
	if (refused && js_num(cost, "requestedQueryCost", &wanted))
		need = wanted;
	if (refill < 1)
		refill = 1;
	if (have < need)
		task->rest = ((need - have) * SECOND_US + refill - 1) / refill;
	if (refused && task->rest < SECOND_US)
		task->rest = SECOND_US;
}

/* {"errors": [{"message", "extensions": {"code"}}]} beside a 200. */
static enum heard
call_errors(struct task *task, const struct js *js, struct err *err)
{
	const struct js	*first = js_at(js_get(js, "errors"), 0);
	const char	*code = js_text(js_get(first, "extensions"), "code",
			    "");

	if (str_eq(code, "THROTTLED")) {
		count_points(task, js, true);
		err_set(err, ERR_UNAVAILABLE, "Shopify asks us to be slower");
		return HEARD_LATER;
	}
	err_set(err, ERR_INPUT, "Shopify: %.200s", js_text(first, "message",
	    "an error without a word"));
	str_clean(err->text, false);
	if (str_eq(code, "ACCESS_DENIED")) {
		err->kind = ERR_NOT_ALLOWED;
		err_hint(err, "The app needs read_orders, write_orders, "
		    "read_products, read_locations and write_inventory; to "
		    "publish pieces write_products, write_files, "
		    "read_publications and write_publications, too.");
		return HEARD_DENIED;
	}
	return str_eq(code, "INTERNAL_SERVER_ERROR") ? HEARD_LATER :
	    HEARD_FAILED;
}

static enum heard
hear_test(struct task *task, const struct js *data, struct err *err)
{
	const struct js	*shop = js_get(data, "shop");
	const struct js	*places = js_get(js_get(data, "locations"), "nodes");
	const char	*currency = js_text(shop, "currencyCode", "");

	if (!str_eq(currency, task->conf->currency->code)) {
		err_set(err, ERR_INPUT, "that shop sells in %.8s, this one in "
		    "%s", currency, task->conf->currency->code);
		err_hint(err, "Nothing here converts: both must be the same.");
		return HEARD_FAILED;
	}
	if (js_count(places) > 1 && conf_text(task->conf, "location")[0] ==
	    '\0') {
		err_set(err, ERR_INPUT, "that shop keeps stock at %zu places",
		    js_count(places));
		err_hint(err, "Say which is this one: --set location=%s",
		    js_text(js_at(places, 0), "id", "gid://..."));
		return HEARD_FAILED;
	}
	task->done = arena_printf(task->arena, "%.80s answers, in %s",
	    js_text(shop, "name", "the shop"), currency);
	return HEARD_DONE;
}

static enum heard
hear_data(struct task *task, const struct js *data, struct err *err)
{
	switch (task->kind) {
	case TASK_TEST:
		return hear_test(task, data, err);
	case TASK_POLL:
		return shopify_poll_hear(task, data, err);
	case TASK_TELL:
		return shopify_tell_hear(task, data, err);
	case TASK_UNDO:
		return shopify_undo_hear(task, data, err);
	case TASK_PART:
		return shopify_part_hear(task, data, err);
	case TASK_CONFIRM:
		return shopify_confirm_hear(task, data, err);
	case TASK_HOOKS:
		return shopify_hooks_hear(task, data, err);
	case TASK_SHOW:
		return shopify_show_hear(task, data, err);
	case TASK_LIST:
		return shopify_list_hear(task, data, err);
	}
	return HEARD_FAILED;
}

static enum heard
hear(struct task *task, const struct http_answer *answer, struct err *err)
{
	struct shopify_memory	*m = task->memory;
	struct js		*js;
	enum heard		 heard;

	if (needs_token(task))
		return hear_token(task, answer, err);
	if (shopify_show_uploads(task))
		return shopify_show_uploaded(task, answer, err);
	if (answer->status == 401) {
		/* It ended early: once more with another. */
		m->token[0] = '\0';
		return HEARD_MORE;
	}
	if (answer->status < 200 || answer->status > 299)
		return task_trouble(task, answer, NULL, err);
	js = js_parse(answer->body, answer->len, err);
	if (js == NULL) {
		err_wrap(err, "%s does not answer like Shopify",
		    task->conf->name);
		return HEARD_LATER;
	}
	count_points(task, js, false);
	heard = js_count(js_get(js, "errors")) > 0 ?
	    call_errors(task, js, err) :
	    hear_data(task, js_get(js, "data"), err);
	js_free(js);
	return heard;
}

static const char *const by_hand[] = {
	"In Shopify's admin open Orders, and the order.",
	"More actions, Cancel order.",
	"Choose to refund the original payment, all of it, and leave Restock "
	    "inventory off.",
	"Press Cancel order.",
	NULL
};

const struct channel_ops channel_shopify = {
	.kind = "shopify",
	.title = "Shopify",
	.fields = fields,
	.can = CAN(TASK_TEST) | CAN(TASK_POLL) | CAN(TASK_TELL) |
	    CAN(TASK_UNDO) | CAN(TASK_PART) | CAN(TASK_CONFIRM) |
	    CAN(TASK_HOOKS) | CAN(TASK_SHOW) | CAN(TASK_LIST),
	.by_hand = by_hand,
	.batch = 50,
	.gap = 50 * MS_US,
	.title_max = 255,
	.sku_max = 255,
	.overlap = 10 * MINUTE_US,
	.memory = sizeof(struct shopify_memory),
	.check = check,
	.hook = hook,
	.ask = ask,
	.hear = hear,
};
