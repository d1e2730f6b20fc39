/* core/run/json: what is let in, what comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "buf.h"
#include "run/json.h"

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

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(refuses),
		cmocka_unit_test(reads),
		cmocka_unit_test(writes),
		cmocka_unit_test(each_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
