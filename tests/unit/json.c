/* core/run/json: what is let in, what comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "buf.h"
#include "run/json.h"
#include "str.h"

static struct js *
parse(const char *text)
{
	struct err	err = ERR_INIT;

	return js_parse(text, strlen(text), &err);
}

static void
refuses(void **state)
{
	static const char *const	bad[] = { "", "{", "{\"a\":1,\"a\":2}",
		"{} {}", "{\"a\":\"\\u0000\"}", "\"\xff\"", "[1,]", "nul",
		"{\"a\":123456789012345678901234567890}" };
	struct err			err;
	size_t				i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof *bad; i++) {
		err_clear(&err);
		assert_null(js_parse(bad[i], strlen(bad[i]), &err));
		assert_int_equal(err.kind, ERR_INPUT);
		assert_non_null(strstr(err.text, "line"));
	}
}

static void
reads(void **state)
{
	struct js	*js = parse("{\"n\":9007199254740993,\"t\":\"x\","
			    "\"b\":true,\"l\":[1,\"two\"],\"f\":1.5}");
	int64_t		 num = 7;

	(void)state;
	assert_true(js_num(js, "n", &num));
	assert_int_equal(num, INT64_C(9007199254740993));
	assert_false(js_num(js, "f", &num));
	assert_false(js_num(js, "none", &num));
	assert_int_equal(num, INT64_C(9007199254740993));
	assert_string_equal(js_text(js, "t", ""), "x");
	assert_string_equal(js_text(js, "n", "-"), "-");
	assert_true(js_bool(js, "b", false));
	assert_true(js_bool(js, "t", true));
	assert_int_equal(js_count(js_get(js, "l")), 2);
	assert_string_equal(js_value_text(js_at(js_get(js, "l"), 1)), "two");
	assert_null(js_at(js_get(js, "l"), 2));
	assert_null(js_get(js_get(js_get(js, "no"), "such"), "path"));
	assert_int_equal(js_count(NULL), 0);
	js_free(js);
}

static void
writes(void **state)
{
	struct buf	 buf = BUF_INIT(1000);
	struct js	*js = js_object(), *list, *copy;

	(void)state;
	js_put_text(js, "t", "a\xff" "b\n");
	js_put_text(js, "none", NULL);
	js_put_num(js, "n", INT64_MIN);
	list = js_put(js, "l", js_array());
	js_add_num(list, 1);
	js_add_text(list, "\xc3\xa9");
	js_put_bool(js_add(list, js_object()), "yes", true);
	copy = js_copy(js);
	js_free(js);
	js_write(copy, &buf);
	assert_string_equal(buf_str(&buf), "{\"t\":\"a?b\\n\",\"none\":null,"
	    "\"n\":-9223372036854775808,\"l\":[1,\"\xc3\xa9\",{\"yes\":true}]}");
	js_free(copy);
	buf_free(&buf);
}

static bool
count_two(const char *name, const struct js *value, void *arg)
{
	int	*seen = arg;

	assert_true(js_is_num(value));
	assert_int_equal(name[0], 'a' + *seen);
	return ++*seen < 2;
}

static void
each_in_order(void **state)
{
	struct js	*js = parse("{\"a\":1,\"b\":2,\"c\":3}");
	int		 seen = 0;

	(void)state;
	js_each(js, count_two, &seen);
	assert_int_equal(seen, 2);
	js_free(js);
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

	(void)state;
	assert_int_equal(js_read_text(js, "t", JS_NEEDED, 1, &text, &err), 0);
	assert_string_equal(text, "x");
	assert_int_equal(js_read_num(js, "n", JS_NEEDED, 0, INT64_MAX, &n,
	    &err), 0);
	assert_true(n == INT64_MAX);
	assert_int_equal(js_read_array(js, "l", JS_NEEDED, 2, &sub, &err), 0);
	assert_int_equal(js_count(sub), 2);
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
	assert_int_equal(js_read_array(js, "l", JS_NEEDED, 1, &sub, &err), -1);
	assert_int_equal(js_read_num(js, "n", JS_NEEDED, 0, 9, &n, &err), -1);
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
writes_ids_times_and_money(void **state)
{
	struct js	*js = js_object();
	struct uuid	 nil = { { 0 } };
	struct buf	 buf = BUF_INIT(1000);

	(void)state;
	js_put_money(js, "m", -5, "EUR");
	js_put_uuid(js, "u", &nil);
	js_put_time(js, "at", INT64_C(1795430527000000));
	js_put_time(js, "never", 0);
	js_write(js, &buf);
	assert_string_equal(buf_str(&buf),
	    "{\"m\":{\"amount\":-5,\"currency\":\"EUR\"},\"u\":null,"
	    "\"at\":\"2026-11-23T10:42:07Z\",\"never\":null}");
	buf_free(&buf);
	js_free(js);
}

static void
depth_is_limited_outside_text(void **state)
{
	char		 deep[JS_DEPTH + 2];
	struct err	 err = ERR_INIT;

	(void)state;
	memset(deep, '[', sizeof(deep));
	assert_null(js_parse(deep, sizeof(deep), &err));
	assert_non_null(strstr(err.text, "deeper"));
	js_free(parse("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\""));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(refuses),
		cmocka_unit_test(reads),
		cmocka_unit_test(writes),
		cmocka_unit_test(each_in_order),
		cmocka_unit_test(reads_members),
		cmocka_unit_test(text_is_checked),
		cmocka_unit_test(money_is_whole_and_the_shops),
		cmocka_unit_test(unknown_members_are_named),
		cmocka_unit_test(writes_ids_times_and_money),
		cmocka_unit_test(depth_is_limited_outside_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
