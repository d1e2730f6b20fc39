/* JSON in and out: strictness, limits, and 64 bits all the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "run/json.h"
#include "str.h"

static struct js *
parse(const char *text)
{
	struct err	 err = ERR_INIT;
	struct js	*js = js_parse(text, strlen(text), &err);

	if (js == NULL)
		fail_msg("%s: %s", text, err.text);
	return js;
}

static void
refuses_bad_documents(void **state)
{
	static const char *const bad[] = {
		"", "{", "{}x", "{\"a\":1,\"a\":2}", "{\"a\":\"\\u0000\"}",
		"{\"a\":\"\xff\"}", "{\"a\":01}", "{\"a\":NaN}", "{'a':1}",
		"{\"a\":99999999999999999999}", "1", "null",
		"[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err	 err = ERR_INIT;
		struct js	*js = js_parse(bad[i], strlen(bad[i]), &err);

		if (js != NULL)
			fail_msg("accepted %s", bad[i]);
		assert_int_equal(err.kind, ERR_INPUT);
		assert_true(str_is_clean(err.text, false));
	}
}

static void
brackets_in_text_are_not_depth(void **state)
{
	(void)state;
	js_free(parse("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\"}"));
}

static void
reads_members(void **state)
{
	struct js	*js = parse("{\"t\":\"x\",\"n\":9223372036854775807,"
			    "\"b\":true,\"z\":null,\"l\":[1,2],\"o\":{},"
			    "\"u\":\"01890a5d-ac96-774b-bcce-b302099a8057\"}");
	struct err	 err = ERR_INIT;
	const char	*text = "unset";
	const struct js	*sub;
	struct uuid	 id;
	int64_t		 n;
	bool		 b = false;

	(void)state;
	assert_int_equal(js_read_text(js, "t", JS_NEEDED, 1, &text, &err), 0);
	assert_string_equal(text, "x");
	assert_int_equal(js_read_int(js, "n", JS_NEEDED, 0, INT64_MAX, &n,
	    &err), 0);
	assert_true(n == INT64_MAX);
	assert_int_equal(js_read_bool(js, "b", JS_NEEDED, &b, &err), 0);
	assert_true(b);
	assert_int_equal(js_read_list(js, "l", JS_NEEDED, 2, &sub, &err), 0);
	assert_int_equal(js_int(js_at(sub, 1)), 2);
	assert_int_equal(js_read_object(js, "o", JS_NEEDED, &sub, &err), 0);
	assert_int_equal(js_read_uuid(js, "u", JS_NEEDED, &id, &err), 0);

	text = "unset";
	assert_int_equal(js_read_text(js, "z", JS_OPTIONAL, 9, &text, &err), 0);
	assert_string_equal(text, "unset");
	assert_int_equal(js_read_text(js, "z", JS_NEEDED, 9, &text, &err), -1);
	assert_string_equal(err.text, "\"z\" is missing");
	assert_int_equal(js_read_text(js, "n", JS_NEEDED, 9, &text, &err), -1);
	assert_string_equal(err.text,
	    "\"n\" must be text, not a whole number");
	assert_int_equal(js_read_list(js, "l", JS_NEEDED, 1, &sub, &err), -1);
	assert_int_equal(js_read_int(js, "n", JS_NEEDED, 0, 9, &n, &err), -1);
	assert_int_equal(js_read_uuid(js, "t", JS_NEEDED, &id, &err), -1);
	js_free(js);
}

static void
text_is_checked(void **state)
{
	struct js	*js = parse("{\"e\":\"  \",\"c\":\"a\\u001bb\","
			    "\"long\":\"12345\",\"nl\":\"a\\nb\"}");
	struct err	 err = ERR_INIT;
	const char	*text;

	(void)state;
	assert_int_equal(js_read_text(js, "e", JS_NEEDED, 9, &text, &err), -1);
	assert_int_equal(js_read_text(js, "c", JS_NEEDED, 9, &text, &err), -1);
	assert_int_equal(js_read_text(js, "long", JS_NEEDED, 4, &text, &err),
	    -1);
	assert_int_equal(js_read_text(js, "nl", JS_NEEDED, 4, &text, &err), 0);
	js_free(js);
}

static void
money_is_whole_and_the_shops(void **state)
{
	static const char *const bad[] = {
		"{\"m\":42}", "{\"m\":{\"amount\":1.5,\"currency\":\"USD\"}}",
		"{\"m\":{\"amount\":1,\"currency\":\"EUR\"}}",
		"{\"m\":{\"amount\":\"1\",\"currency\":\"USD\"}}",
		"{\"m\":{\"amount\":1}}", "{\"m\":{\"currency\":\"USD\"}}",
		"{\"m\":{\"amount\":1,\"currency\":\"USD\",\"x\":1}}",
		"{\"m\":{\"amount\":9223372036854775807,\"currency\":\"USD\"}}",
	};
	struct js	*js = parse("{\"m\":{\"amount\":420000,"
			    "\"currency\":\"USD\"}}");
	struct err	 err = ERR_INIT;
	int64_t		 amount = 0;

	(void)state;
	assert_int_equal(js_read_money(js, "m", JS_NEEDED, "USD", &amount,
	    &err), 0);
	assert_int_equal(amount, 420000);
	js_free(js);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		js = parse(bad[i]);
		if (js_read_money(js, "m", JS_NEEDED, "USD", &amount,
		    &err) != -1)
			fail_msg("accepted %s", bad[i]);
		js_free(js);
	}
}

static void
unknown_members_are_named(void **state)
{
	static const char *const names[] = { "sku", NULL };
	struct js	*js = parse("{\"sku\":\"a\",\"skew\\u202e\":1}");
	struct err	 err = ERR_INIT;

	(void)state;
	assert_int_equal(js_only(js, names, &err), -1);
	assert_non_null(strstr(err.text, "skew"));
	assert_true(str_is_clean(err.text, false));
	js_free(js);
}

static void
writes_what_was_put(void **state)
{
	struct js	*js = js_new_object(), *list = js_new_list();
	struct uuid	 nil = { { 0 } };
	struct buf	 buf = BUF_INIT(4096);
	char		*text;

	(void)state;
	js_put_text(js, "t", "a\"b\n");
	js_put_text(js, "dirty", "a\xff");
	js_put_text(js, "null", NULL);
	js_put_int(js, "n", INT64_MIN);
	js_put_money(js, "m", -5, "EUR");
	js_put_uuid(js, "u", &nil);
	js_put_time(js, "at", INT64_C(1795430527000000));
	js_put_bool(js, "b", false);
	js_add_int(list, 1);
	js_add_text(list, "x");
	js_put(js, "l", list);
	js_write(js, &buf);
	assert_string_equal(buf_str(&buf),
	    "{\"t\":\"a\\\"b\\n\",\"dirty\":\"a?\",\"null\":null,"
	    "\"n\":-9223372036854775808,\"m\":{\"amount\":-5,"
	    "\"currency\":\"EUR\"},\"u\":null,"
	    "\"at\":\"2026-11-23T10:42:07Z\",\"b\":false,\"l\":[1,\"x\"]}");
	text = js_string(js);
	assert_string_equal(text, buf_str(&buf));
	free(text);
	buf_free(&buf);
	js_free(js);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(refuses_bad_documents),
		cmocka_unit_test(brackets_in_text_are_not_depth),
		cmocka_unit_test(reads_members),
		cmocka_unit_test(text_is_checked),
		cmocka_unit_test(money_is_whole_and_the_shops),
		cmocka_unit_test(unknown_members_are_named),
		cmocka_unit_test(writes_what_was_put),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
