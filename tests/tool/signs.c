/*
 * Our end of signatures, for judges that are not ours:
 *
 *	signs hook KIND NAME=VALUE...	deliveries, a line each, on standard
 *					input: {"headers": {...}, "body": TEXT};
 *					says good, ping or bad of each
 *	signs base64|hex SECRET		standard input's signature; hex: with
 *					what the secret's digits stand for
 *	signs woo URL KEY SECRET	calls a WooCommerce shop would get, a
 *					line each: METHOD URL
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/conf.h"
#include "clock.h"
#include "run/json.h"
#include "seal.h"
#include "sell/money.h"
#include "str.h"

#define INPUT_MAX	(1024 * 1024)

static void __attribute__((noreturn))
die(const char *why)
{
	fprintf(stderr, "signs: %s\n", why);
	exit(64);
}

static struct channel_conf *
conf_of(const char *kind)
{
	const struct rec_link	row = { .id = uuid_new(), .code = "shop",
				    .kind = kind, .name = "Shop" };

	if (channel_ops(kind) == NULL)
		die("no such kind");
	return conf_new(&row, currency_find("USD"));
}

/* ------------------------------------------------------------------- hooks */

/* Whatever the capitals, as a server finds them. */
static const char *
header(void *arg, const char *name)
{
	char	lower[100];
	size_t	i;

	if (!str_copy(lower, sizeof lower, name))
		return NULL;
	for (i = 0; lower[i] != '\0'; i++)
		if (lower[i] >= 'A' && lower[i] <= 'Z')
			lower[i] = (char)(lower[i] - 'A' + 'a');
	return js_text(js_get(arg, "headers"), lower, NULL);
}

static const char *
verdict(const struct channel_conf *conf, const char *line)
{
	struct err		 err = ERR_INIT;
	struct js		*js = js_parse(line, strlen(line), &err);
	struct hook		 hook = { .header = header };
	struct hook_read	 read;
	enum hook_verdict	 found;

	if (js == NULL)
		die(err.text);
	hook.arg = js;
	hook.body = js_text(js, "body", "");
	hook.len = strlen(hook.body);
	memset(&read, 0, sizeof read);
	found = channel_ops(conf->kind)->hook(conf, &hook, &read);
	js_free(js);
	return found == HOOK_GOOD ? "good" : found == HOOK_PING ? "ping" :
	    "bad";
}

static void
judge(const char *kind, char *settings[])
{
	struct channel_conf	*conf = conf_of(kind);
	static char		 line[INPUT_MAX];
	char			*value;

	for (; *settings != NULL; settings++) {
		value = strchr(*settings, '=');
		if (value == NULL)
			die("NAME=VALUE");
		*value++ = '\0';
		conf_set(conf, *settings, value);
	}
	while (fgets(line, sizeof line, stdin) != NULL)
		puts(verdict(conf, line));
	conf_free(conf);
}

static void
sign(const char *how, const char *secret)
{
	static char	body[INPUT_MAX];
	size_t		len = fread(body, 1, sizeof body, stdin);
	size_t		key_len = strlen(secret) / 2;
	uint8_t		key[64], digest[SEAL_DIGEST];
	char		out[2 * SEAL_DIGEST + 1];

	if (str_eq(how, "hex")) {
		if (key_len > sizeof key || !str_unhex(secret, key, key_len))
			die("no hexadecimal secret");
		seal_hmac(key, key_len, body, len, digest);
		str_hex(digest, sizeof digest, out);
	} else {
		seal_hmac(secret, strlen(secret), body, len, digest);
		if (!seal_base64(digest, sizeof digest, out, sizeof out))
			die("no room");
	}
	puts(out);
}

/* ------------------------------------------------------------------- calls */

static void
put_tells(struct task *task)
{
	static const char *const skus[] = { "RG-1", "O'8 & co", "50% + 1",
		"Ring \xc3\xa9t\xc3\xa9 ~ *()!", "a=b&c#d/e?f" };
	struct tell		*tells;
	size_t			 i;

	task->tell_count = sizeof skus / sizeof skus[0];
	tells = arena_alloc(task->arena, task->tell_count * sizeof *tells);
	for (i = 0; i < task->tell_count; i++) {
		tells[i].sku = skus[i];
		tells[i].refs = (struct refs){ "", "", "" };
	}
	task->tells = tells;
}

/* The first call of a task; what follows hangs on answers. */
static void
call(struct channel_conf *conf, enum task_kind kind)
{
	struct task	task = { .kind = kind, .conf = conf,
			    .arena = arena_new(), .now = clock_now() };
	struct http_ask	ask = { .method = "GET" };
	struct err	err = ERR_INIT;

	task.position = task.reason = task.done = task.hook_url = "";
	put_tells(&task);
	if (channel_ops(conf->kind)->ask(&task, &ask, &err) == -1)
		die(err.text);
	printf("%s %s\n", ask.method, ask.url);
	arena_free(task.arena);
}

static void
calls(const char *url, const char *key, const char *secret)
{
	struct channel_conf	*conf = conf_of("woocommerce");

	conf_set(conf, "url", url);
	conf_set(conf, "key", key);
	conf_set(conf, "secret", secret);
	call(conf, TASK_TEST);
	call(conf, TASK_POLL);
	call(conf, TASK_TELL);
	call(conf, TASK_HOOKS);
	conf_free(conf);
}

int
main(int argc, char *argv[])
{
	if (argc >= 4 && str_eq(argv[1], "hook"))
		judge(argv[2], &argv[3]);
	else if (argc == 3 && (str_eq(argv[1], "hex") ||
	    str_eq(argv[1], "base64")))
		sign(argv[1], argv[2]);
	else if (argc == 5 && str_eq(argv[1], "woo"))
		calls(argv[2], argv[3], argv[4]);
	else
		die("see the top of tests/tool/signs.c");
	return fflush(stdout) == 0 ? 0 : 1;
}
