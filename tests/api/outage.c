/*
 * The database dies under the listener and comes back: it says so, loses
 * nothing, sells again by itself, and an order asked for twice is one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/pgserver.h"
#include "lib/rig.h"

static char	*shop, *url, *key;

static char *
ctl(const char *const argv[])
{
	struct rig_result	r = rig_run(argv, NULL, 30000);
	char			*out;

	if (r.status != 0)
		fail_msg("%s: %s", argv[3], r.err);
	out = rig_printf("%s", r.out);
	out[strcspn(out, "\n")] = '\0';
	rig_result_free(&r);
	return out;
}

/* The status a GET, or a POST of the order, is answered with. */
static int
ask(const char *path, const char *body)
{
	char			*to = rig_printf("%s%s", url, path);
	char			*bearer = rig_printf(
				    "Authorization: Bearer %s", key);
	const char *const	 get[] = { "curl", "-s", "-o", "/dev/null",
		"-w", "%{http_code}", "--max-time", "20", to, NULL };
	const char *const	 post[] = { "curl", "-s", "-o", "/dev/null",
		"-w", "%{http_code}", "--max-time", "20", "-H", bearer, "-H",
		"Content-Type: application/json", "-d", body, to, NULL };
	struct rig_result	 r = rig_run(body == NULL ? get : post, NULL,
				    25000);
	int			 status = atoi(r.out);

	rig_result_free(&r);
	free(to);
	free(bearer);
	return status;
}

static bool
ready(void *arg)
{
	(void)arg;
	return ask("/readyz", NULL) == 200;
}

static bool
not_ready(void *arg)
{
	(void)arg;
	return ask("/readyz", NULL) == 503;
}

static void
goes_away_and_comes_back(void **state)
{
	static const char	 order[] = "{\"order\":\"WEB-1\",\"lines\":["
	    "{\"sku\":\"BR-1\"}],\"payment\":{\"method\":\"wire\","
	    "\"reference\":\"1\",\"amount\":{\"amount\":1000,"
	    "\"currency\":\"USD\"}}}";
	struct pgserver		*pg = pgserver_start(false);
	char			*program = rig_program("vitrinectl");
	char			*daemon = rig_program("vitrined");
	char			*listen = rig_printf("127.0.0.1:%d",
				    rig_port());
	pid_t			 pid;

	(void)state;
	shop = pgserver_database(pg);
	url = rig_printf("http://%s", listen);
	free(ctl(RIG_ARGV(program, "--shop", shop, "init", "--name", "A",
	    "--owner", "Ana", "--zone", "UTC")));
	free(ctl(RIG_ARGV(program, "--shop", shop, "--as", "Ana", "item",
	    "add", "--sku", "BR-1", "--title", "B", "--price", "10",
	    "--listed")));
	key = ctl(RIG_ARGV(program, "--shop", shop, "--as", "Ana", "apikey",
	    "add", "k", "--scope", "order"));
	pid = rig_start(RIG_ARGV(daemon, "--shop", shop, "--listen", listen),
	    NULL);
	assert_true(rig_until(ready, NULL, 20000));
	assert_int_equal(ask("/v1/items/BR-1", NULL), 200);

	pgserver_crash(pg);
	assert_true(rig_until(not_ready, NULL, 20000));
	assert_int_equal(ask("/healthz", NULL), 200);
	assert_int_equal(ask("/v1/items/BR-1", NULL), 503);
	assert_int_equal(ask("/p/BR-1", NULL), 503);
	assert_int_equal(ask("/v1/orders", order), 503);

	pgserver_again(pg);
	assert_true(rig_until(ready, NULL, 30000));
	assert_int_equal(ask("/v1/orders", order), 201);
	assert_int_equal(ask("/v1/orders", order), 201);
	assert_int_equal(ask("/v1/items/BR-1", NULL), 200);
	free(ctl(RIG_ARGV(program, "--shop", shop, "verify")));
	assert_int_equal(rig_stop(pid, 15000), 0);
	pgserver_stop(pg);
	free(program);
	free(daemon);
	free(listen);
	free(shop);
	free(url);
	free(key);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(goes_away_and_comes_back),
	};

	return cmocka_run_group_tests_name("outage", tests, NULL, NULL);
}
