/* The table of services, and what connectors have in common: channel.h. */
#include "channel/channel.h"

#include <string.h>
#include <time.h>

#include "buf.h"
#include "channel/claim.h"
#include "channel/services.h"
#include "seal.h"
#include "str.h"

#define AMOUNT_MAX	40
#define TASK_BODY_MAX	(1024 * 1024)

const struct channel_ops *const channel_services[] = {
	&channel_own,
	&channel_shopify,
	&channel_woocommerce,
	&channel_squarespace,
	NULL
};

const struct channel_ops *
channel_ops(const char *kind)
{
	size_t	i;

	for (i = 0; channel_services[i] != NULL; i++)
		if (str_eq(channel_services[i]->kind, kind))
			return channel_services[i];
	return NULL;
}

const char *
channel_by_hand(struct arena *arena, const struct channel_ops *ops)
{
	const char *const	*step;
	const char		*text = "";

	for (step = ops->by_hand; *step != NULL; step++)
		text = arena_printf(arena, "%s%s%s", text,
		    text[0] != '\0' ? " " : "", *step);
	return text;
}

const char *
conf_text(const struct channel_conf *conf, const char *name)
{
	const struct channel_ops	*ops = channel_ops(conf->kind);
	const struct channel_field	*field;
	size_t				 i;

	for (i = 0; i < conf->count; i++)
		if (str_eq(conf->values[i].name, name))
			return conf->values[i].value;
	for (field = ops->fields; field->name != NULL; field++)
		if (str_eq(field->name, name) && field->otherwise != NULL)
			return field->otherwise;
	return "";
}

struct claim *
task_claim(struct task *task)
{
	struct claim	**more;

	/* Room for 1, 2, 4, 8 ...: grown when their number is one of these. */
	if ((task->claim_count & (task->claim_count - 1)) == 0) {
		more = arena_alloc(task->arena, (task->claim_count * 2 + 1) *
		    sizeof *more);
		if (task->claim_count > 0)
			memcpy(more, task->claims, task->claim_count *
			    sizeof *more);
		task->claims = more;
	}
	return task->claims[task->claim_count++] = claim_new(task->arena);
}

struct ware *
task_ware(struct task *task)
{
	struct ware	*more;
	size_t		 n = task->ware_count;

	if ((n & (n - 1)) == 0) {
		more = arena_alloc(task->arena, (n * 2 + 1) * sizeof *more);
		if (n > 0)
			memcpy(more, task->wares, n * sizeof *more);
		task->wares = more;
	}
	task->wares[n] = (struct ware){ .sku = "", .title = "", .code = "",
	    .refs = { "", "", "" } };
	return &task->wares[task->ware_count++];
}

const char *
task_text(struct task *task, const struct js *js, const char *name)
{
	return arena_strdup(task->arena, js_text(js, name, ""));
}

const char *
task_words(struct task *task, const struct js *js, const char *const *names,
    const char *between)
{
	const char	*text = "", *word;

	for (; *names != NULL; names++) {
		word = js_text(js, *names, "");
		if (word[0] != '\0')
			text = arena_printf(task->arena, "%s%s%s", text,
			    text[0] != '\0' ? between : "", word);
	}
	return text;
}

bool
task_amount(struct task *task, const char *given, money *out_r)
{
	char	text[AMOUNT_MAX], *point, *end;

	if (!str_copy(text, sizeof text, given[0] == '\0' ? "0" : given))
		return false;
	point = strchr(text, '.');
	if (point != NULL) {
		for (end = text + strlen(text) - 1; end > point && *end == '0';
		    end--)
			*end = '\0';
		if (end == point)
			*end = '\0';
	}
	return money_parse_signed(text, task->conf->currency, out_r, NULL) ==
	    0;
}

int64_t
task_time(const struct js *js, const char *name)
{
	struct tm	tm = { .tm_isdst = 0 };

	return strptime(js_text(js, name, ""), "%Y-%m-%dT%H:%M:%S", &tm) ==
	    NULL ? 0 : (int64_t)timegm(&tm) * SECOND_US;
}

const char *
task_stamp(struct task *task, int64_t us)
{
	time_t		seconds = (time_t)(us / SECOND_US);
	struct tm	tm;

	if (gmtime_r(&seconds, &tm) == NULL)
		return "1970-01-01T00:00:00";
	return arena_printf(task->arena, "%04d-%02d-%02dT%02d:%02d:%02d",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
	    tm.tm_min, tm.tm_sec);
}

void
task_body(struct task *task, struct js *js, struct http_ask *ask)
{
	struct buf	body = BUF_INIT(TASK_BODY_MAX);

	js_write(js, &body);
	js_free(js);
	ask->body_len = body.len;
	ask->body = arena_strndup(task->arena, buf_str(&body), body.len);
	buf_free(&body);
}

int64_t
task_from(const struct task *task, const char *position)
{
	int64_t	from;

	if (!str_int64(position, &from))
		from = task->since;
	return from > task->now ? task->now : from;
}

enum heard
task_told(const struct task *task)
{
	size_t	i;

	for (i = 0; i < task->tell_count; i++)
		if (task->tells[i].told == TOLD_NOT)
			return HEARD_MORE;
	return HEARD_DONE;
}

const char *
task_header(struct task *task, const char *name, const char *value)
{
	return arena_printf(task->arena, "%s: %s", name, value);
}

const char *
task_basic(struct task *task, const char *user, const char *secret)
{
	const char	*pair = arena_printf(task->arena, "%s:%s", user,
			    secret);
	size_t		 size = strlen(pair) * 2 + 8;
	char		*text = arena_alloc(task->arena, size);

	/* Twice as much is room enough for a third more. */
	if (!seal_base64(pair, strlen(pair), text, size))
		text[0] = '\0';
	return arena_printf(task->arena, "Authorization: Basic %s", text);
}

enum heard
task_trouble(struct task *task, const struct http_answer *answer,
    const char *words, struct err *err)
{
	if (answer->status == 0) {
		err_copy(err, &answer->err);
		return answer->err.kind == ERR_INPUT ? HEARD_FAILED :
		    HEARD_LATER;
	}
	if (str_empty(words))
		err_set(err, ERR_UNAVAILABLE, "%s answered %d",
		    task->conf->name, answer->status);
	else
		err_set(err, ERR_UNAVAILABLE, "%s answered %d: %.160s",
		    task->conf->name, answer->status, words);
	str_clean(err->text, false);
	if (answer->status == 401 || answer->status == 403) {
		err->kind = ERR_NOT_ALLOWED;
		err_hint(err, "Look at the key there, and give it again: "
		    "vitrinectl channel set %s.", task->conf->code);
		return HEARD_DENIED;
	}
	if (answer->status == 408 || answer->status == 429 ||
	    answer->status >= 500) {
		task->rest = http_retry_after(answer);
		return HEARD_LATER;
	}
	err->kind = ERR_INPUT;
	return HEARD_FAILED;
}

int
channel_url(const char *url, bool http_ok, struct err *err)
{
	const char	*host;
	size_t		 len;

	if (str_starts(url, "https://"))
		host = url + strlen("https://");
	else if (str_starts(url, "http://"))
		host = url + strlen("http://");
	else
		return err_set(err, ERR_INPUT, "the address must begin with "
		    "https://");
	len = strcspn(host, ":/?#@");
	if (len == 0 || host[len] == '@' || strpbrk(url, " \t?#\\\"'<>") !=
	    NULL || !str_is_clean(url, false))
		return err_set(err, ERR_INPUT, "'%.100s' is no address of a "
		    "shop", url);
	if (str_starts(url, "https://") || http_ok ||
	    (len == 9 && memcmp(host, "127.0.0.1", 9) == 0) ||
	    (len == 9 && memcmp(host, "localhost", 9) == 0))
		return 0;
	err_set(err, ERR_INPUT, "over http:// anybody on the way reads the "
	    "key");
	return err_hint(err, "Use the https:// address.");
}

int
check_when_lost(const struct channel_conf *conf, struct err *err)
{
	const char	*said = conf_text(conf, "when_lost");

	if (str_eq(said, "part") || str_eq(said, "whole"))
		return 0;
	return err_set(err, ERR_INPUT, "when_lost is part or whole, not "
	    "'%.20s'", said);
}

bool
hook_signed_base64(const struct hook *hook, const void *key, size_t key_len,
    const char *signature)
{
	uint8_t	ours[SEAL_DIGEST], theirs[SEAL_DIGEST + 4];
	size_t	len;

	if (signature == NULL || key_len == 0 ||
	    !seal_unbase64(signature, theirs, sizeof theirs, &len) ||
	    len != sizeof ours)
		return false;
	seal_hmac(key, key_len, hook->body, hook->len, ours);
	return seal_equal(ours, theirs, sizeof ours);
}

bool
hook_signed_hex(const struct hook *hook, const void *key, size_t key_len,
    const char *signature)
{
	uint8_t	ours[SEAL_DIGEST], theirs[SEAL_DIGEST];

	if (signature == NULL || key_len == 0 ||
	    !str_unhex(signature, theirs, sizeof theirs))
		return false;
	seal_hmac(key, key_len, hook->body, hook->len, ours);
	return seal_equal(ours, theirs, sizeof ours);
}
