/* Where a customer is sent to pay: what the setting may be, and what comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "web/payment.h"

static void
fills_in(void **state)
{
	static const struct payment_values	v = { "0190-x", "420000",
		"4200.00", "USD", "BR 1/41&a=b",
		"https://shop.example/checkout/0190-x?back=1" };
	struct arena	*arena = arena_new();
	struct err	 err = ERR_INIT;
	const char	*url = "https://pay.example:8443/p/{sku}?ref={hold}&"
			    "a={amount}&p={price}{currency}&r={return}#x";

	(void)state;
	assert_int_equal(payment_check(url, &err), 0);
	assert_string_equal(payment_origin(arena, url),
	    "https://pay.example:8443");
	assert_string_equal(payment_origin(arena, "http://[::1]:9?{hold}"),
	    "http://[::1]:9");
	assert_string_equal(payment_link(arena, url, &v),
	    "https://pay.example:8443/p/BR%201%2F41%26a%3Db?ref=0190-x&"
	    "a=420000&p=4200.00USD&r=https%3A%2F%2Fshop.example%2Fcheckout"
	    "%2F0190-x%3Fback%3D1#x");
	arena_free(arena);
}

static void
refuses(void **state)
{
	static const char *const	bad[] = { "", "pay.example/{hold}",
		"javascript://x/{hold}", "https:///{hold}",
		"https://pay.example/", "https://pay.example/{hold",
		"https://pay.example/{hold}}", "https://pay.example/{Hold}",
		"https://pay.example/{hold} x", "https://a@b/{hold}",
		"https://pay.example/{hold}\r\nX: y",
		"https://x; script-src */{hold}", "https://{hold}/" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err	err = ERR_INIT;

		assert_int_equal(payment_check(bad[i], &err), -1);
		assert_int_equal(err.kind, ERR_CONFIG);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(fills_in),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests_name("payment", tests, NULL, NULL);
}
