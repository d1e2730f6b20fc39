/* Whose request it is: addresses, networks, and proxies that speak for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "web/limit.h"
#include "web/network.h"

static const char *
network_of(const char *text)
{
	static char	out[NETWORK_TEXT];
	struct address	a;

	assert_true(address_parse(text, &a));
	address_network(&a, out);
	return out;
}

static void
counts_by_network(void **state)
{
	struct address	a;

	(void)state;
	assert_string_equal(network_of("192.0.2.7"), "192.0.2.7");
	assert_string_equal(network_of("::ffff:192.0.2.7"), "192.0.2.7");
	assert_string_equal(network_of("2001:db8:1:2:3:4:5:6"),
	    "2001:db8:1:2::/64");
	assert_string_equal(network_of("[2001:db8:1:2::9]"),
	    "2001:db8:1:2::/64");
	assert_string_equal(network_of("ffff:ffff:ffff:ffff:ffff:ffff:ffff:1"),
	    "ffff:ffff:ffff:ffff::/64");
	assert_false(address_parse("", &a));
	assert_false(address_parse("192.0.2", &a));
	assert_false(address_parse("192.0.2.7:80", &a));
	assert_false(address_parse("shop.example", &a));
	assert_false(address_parse("[]", &a));
}

static const char *
client(const char *trusted, const char *peer, const char *said)
{
	static char	out[NETWORK_TEXT];
	struct proxies	proxies;
	struct address	a;
	struct err	err = ERR_INIT;

	assert_int_equal(proxies_parse(trusted, &proxies, &err), 0);
	assert_true(address_parse(peer, &a));
	a = proxies_client(&proxies, a, said);
	address_text(&a, out);
	return out;
}

static void
believes_trusted_proxies_only(void **state)
{
	(void)state;
	assert_string_equal(client("", "127.0.0.1", "9.9.9.9"), "127.0.0.1");
	assert_string_equal(client("127.0.0.1", "127.0.0.1", "9.9.9.9"),
	    "9.9.9.9");
	assert_string_equal(client("127.0.0.1", "127.0.0.2", "9.9.9.9"),
	    "127.0.0.2");
	assert_string_equal(client("127.0.0.1", "127.0.0.1", NULL),
	    "127.0.0.1");
	/* What the client wrote himself stands on the left. */
	assert_string_equal(client("127.0.0.1", "127.0.0.1",
	    "1.2.3.4, 9.9.9.9"), "9.9.9.9");
	/* A row of our own proxies is walked through from the right. */
	assert_string_equal(client("127.0.0.1, 10.0.0.0/8", "127.0.0.1",
	    "1.2.3.4, 9.9.9.9 ,10.1.2.3,10.200.0.1"), "9.9.9.9");
	assert_string_equal(client("10.0.0.0/8", "10.0.0.1", "10.0.0.2"),
	    "10.0.0.2");
	assert_string_equal(client("::1 2001:db8::/32", "::1",
	    "2a00::1, 2001:db8:ffff::1"), "2a00::1");
	/* An entry that is no address names nobody, and nobody left of it. */
	assert_string_equal(client("127.0.0.1", "127.0.0.1",
	    "1.2.3.4, unknown"), "127.0.0.1");
	assert_string_equal(client("127.0.0.1", "127.0.0.1", ","),
	    "127.0.0.1");
	assert_string_equal(client("127.0.0.1", "127.0.0.1",
	    "1.2.3.4, 9999999999999999999999999999999999999999999999999999999"
	    "999999"), "127.0.0.1");
}

static void
refuses_settings_that_are_none(void **state)
{
	static const char *const	bad[] = { "localhost", "127.0.0.1/33",
		"::1/129", "10.0.0.0/x", "10.0.0.0/-1", "1.2.3.4;5.6.7.8",
		"1234567890123456789012345678901234567890123456789012345678" };
	struct proxies			proxies;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err	err = ERR_INIT;

		assert_int_equal(proxies_parse(bad[i], &proxies, &err), -1);
		assert_int_equal(err.kind, ERR_CONFIG);
	}
}

static void
tallies(void **state)
{
	struct tally	*tally = tally_new(2);
	size_t		 a, b;

	(void)state;
	a = tally_add(tally, "a");
	assert_false(tally_is_full(tally, "a"));
	b = tally_add(tally, "a");
	assert_true(tally_is_full(tally, "a"));
	tally_drop(tally, a);
	assert_false(tally_is_full(tally, "a"));
	tally_drop(tally, b);
	tally_free(tally);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(counts_by_network),
		cmocka_unit_test(believes_trusted_proxies_only),
		cmocka_unit_test(refuses_settings_that_are_none),
		cmocka_unit_test(tallies),
	};

	return cmocka_run_group_tests_name("network", tests, NULL, NULL);
}
