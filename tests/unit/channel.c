/* What all connectors read alike: amounts, times, words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "channel/channel.h"
#include "run/json.h"
#include "str.h"

static struct channel_conf	conf;
static struct task		task = { .conf = &conf };

static void
expect(const char *currency, const char *text, bool good, money amount)
{
	money	got = -1;

	conf.currency = currency_find(currency);
	assert_int_equal(task_amount(&task, text, &got), good);
	if (good)
		assert_int_equal(got, amount);
}

static void
test_amount(void **state)
{
	(void)state;
	expect("USD", "55.00", true, 5500);
	expect("USD", "55.0", true, 5500);
	expect("USD", "55", true, 5500);
	expect("USD", "-1.50", true, -150);
	expect("USD", "", true, 0);
	expect("USD", "55.005", false, 0);
	expect("USD", "1e3", false, 0);
	expect("USD", "99999999999999999999999999999999999999999", false, 0);
	/* Services write decimals where there are none. */
	expect("JPY", "5500.00", true, 5500);
	expect("JPY", "5500.0", true, 5500);
	expect("JPY", "5500", true, 5500);
	expect("JPY", "5500.50", false, 0);
}

static void
test_time(void **state)
{
	struct err	 err = ERR_INIT;
	struct js	*js;
	static const char text[] = "{\"a\":\"2026-11-23T06:27:27.187Z\","
	    "\"b\":\"soon\"}";

	(void)state;
	js = js_parse(text, sizeof text - 1, &err);
	task.arena = arena_new();
	assert_int_equal(task_time(js, "a"), INT64_C(1795415247000000));
	assert_int_equal(task_time(js, "b"), 0);
	assert_int_equal(task_time(js, "c"), 0);
	assert_string_equal(task_stamp(&task, INT64_C(1795415247000000)),
	    "2026-11-23T06:27:27");
	arena_free(task.arena);
	js_free(js);
}

static void
test_words(void **state)
{
	static const char *const names[] = { "city", "none", "zip", "null",
	    NULL };
	struct err	 err = ERR_INIT;
	struct js	*js;
	static const char text[] = "{\"zip\":\"K1A\",\"city\":\"Ottawa\","
	    "\"null\":null}";

	(void)state;
	js = js_parse(text, sizeof text - 1, &err);
	task.arena = arena_new();
	assert_string_equal(task_words(&task, js, names, "\n"),
	    "Ottawa\nK1A");
	assert_string_equal(task_words(&task, NULL, names, " "), "");
	assert_string_equal(task_text(&task, js, "city"), "Ottawa");
	assert_string_equal(task_text(&task, js, "null"), "");
	arena_free(task.arena);
	js_free(js);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_amount),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
