/* Digests and secrets, against published vectors. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

#include "seal.h"
#include "str.h"

/* FIPS 180-2. */
static void
sha256(void **state)
{
	char	hex[SEAL_HEX];

	(void)state;
	seal_sha256_hex("abc", 3, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	seal_sha256_hex("", 0, hex);
	assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
}

/* RFC 4231, cases 2 and 6: a short key and one longer than a block. */
static void
hmac(void **state)
{
	static const char	 what[] = "what do ya want for nothing?";
	static const char	 larger[] = "Test Using Larger Than Block-Size "
				    "Key - Hash Key First";
	uint8_t			 out[SEAL_DIGEST], key[131];
	char			 hex[SEAL_HEX];

	(void)state;
	seal_hmac("Jefe", 4, what, strlen(what), out);
	str_hex(out, sizeof out, hex);
	assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof key);
	seal_hmac(key, sizeof key, larger, strlen(larger), out);
	str_hex(out, sizeof out, hex);
	assert_string_equal(hex, "60e431591ee0b67f0d8a26aacbf5b77f"
	    "8e0bc6213728c5140546040f0ee37f54");
}

static void
token(void **state)
{
	char	a[SEAL_TOKEN], b[SEAL_TOKEN];

	(void)state;
	seal_token(a);
	seal_token(b);
	assert_int_equal(strlen(a), 43);
	assert_int_equal(strspn(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_"), 43);
	assert_string_not_equal(a, b);
}

static void
secret(void **state)
{
	char		a[SEAL_SECRET], b[SEAL_SECRET];
	struct err	err;

	(void)state;
	assert_int_equal(seal_secret("2468", a, &err), 0);
	assert_int_equal(seal_secret("2468", b, &err), 0);
	assert_true(str_starts(a, "$argon2id$"));
	assert_string_not_equal(a, b);
	assert_true(seal_secret_ok("2468", a));
	assert_true(seal_secret_ok("2468", b));
	assert_false(seal_secret_ok("2469", a));
	assert_false(seal_secret_ok("", a));
	assert_false(seal_secret_ok("2468", ""));
	assert_false(seal_secret_ok("2468", "2468"));
}

static void
equal(void **state)
{
	char	bytes[4] = "abc";

	(void)state;
	assert_true(seal_equal("abc", bytes, 4));
	assert_false(seal_equal("abd", bytes, 4));
	assert_true(seal_equal("x", "y", 0));
	seal_wipe(bytes, sizeof bytes);
	assert_memory_equal(bytes, "\0\0\0\0", 4);
}

/* RFC 4648. */
static void
base64(void **state)
{
	static const struct {
		const char	*plain;
		const char	*coded;
	} pairs[] = {
		{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foobar", "Zm9vYmFy" },
	};
	char	coded[16], plain[16];
	size_t	i, len;

	(void)state;
	for (i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		assert_true(seal_base64(pairs[i].plain,
		    strlen(pairs[i].plain), coded, sizeof coded));
		assert_string_equal(coded, pairs[i].coded);
		assert_true(seal_unbase64(coded, plain, sizeof plain, &len));
		assert_int_equal(len, strlen(pairs[i].plain));
		assert_memory_equal(plain, pairs[i].plain, len);
	}
	assert_false(seal_base64("foobar", 6, coded, 8));
	assert_false(seal_unbase64("Zm9vYmFy", plain, 5, &len));
	assert_false(seal_unbase64("Zm9v!", plain, sizeof plain, &len));
	assert_false(seal_unbase64("Zg=", plain, sizeof plain, &len));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256),
		cmocka_unit_test(hmac),
		cmocka_unit_test(token),
		cmocka_unit_test(secret),
		cmocka_unit_test(equal),
		cmocka_unit_test(base64),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
