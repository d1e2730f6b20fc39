/* core/sell/code: with and without check digit, zero and capitals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

#include "str.h"
#include "sell/code.h"

static bool
spelt(const char *code, const char *as)
{
	char	out[CODE_SPELLINGS][CODE_TEXT];
	size_t	n = code_spellings(code, out);

	for (size_t i = 0; i < n; i++)
		if (str_eq(out[i], as))
			return true;
	return false;
}

static void
digits(void **state)
{
	static const char *const	same[] = { "012345678905",
		"0012345678905", "01234567890" };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < 3; j++) {
			/* A bare EAN body and a UPC body are two steps apart. */
			if (i == 1 && j == 2)
				continue;
			assert_true(spelt(same[i], same[j]));
		}
	assert_true(spelt("4006381333931", "400638133393"));
	assert_true(spelt("400638133393", "4006381333931"));
	assert_true(spelt("96385074", "9638507"));
	assert_true(spelt("9638507", "96385074"));
	/* A wrong check digit is not cut off. */
	assert_false(spelt("4006381333932", "400638133393"));
	assert_false(spelt("1234", "123"));
}

static void
letters(void **state)
{
	(void)state;
	assert_true(spelt("br-1041", "BR-1041"));
	assert_true(spelt(" BR-1041 ", "BR-1041"));
	assert_true(spelt("*BR-1041*", "BR-1041"));
	assert_false(spelt("BR-1041", "br-1041"));
}

static void
edges(void **state)
{
	char	out[CODE_SPELLINGS][CODE_TEXT], lengthy[300];

	(void)state;
	memset(lengthy, '1', sizeof lengthy - 1);
	lengthy[sizeof lengthy - 1] = '\0';
	assert_int_equal(code_spellings("", out), 0);
	assert_int_equal(code_spellings(" \t", out), 0);
	assert_int_equal(code_spellings(lengthy, out), 0);
	assert_int_equal(code_spellings("0", out), 1);
	assert_int_equal(code_spellings("**", out), 1);
	lengthy[CODE_TEXT - 1] = '\0';
	assert_int_equal(code_spellings(lengthy, out), 1);
	assert_string_equal(out[0], lengthy);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(digits),
		cmocka_unit_test(letters),
		cmocka_unit_test(edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
