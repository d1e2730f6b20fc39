/* The only file that knows libsodium: see seal.h. */
#include "seal.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "clock.h"

/* OWASP's second choice for Argon2id: two passes over 19 MiB. */
#define SECRET_PASSES	2
#define SECRET_MEMORY	(19 * 1024 * 1024)

_Static_assert(SEAL_DIGEST == crypto_hash_sha256_BYTES, "digest");
_Static_assert(SEAL_DIGEST == crypto_auth_hmacsha256_BYTES, "hmac");
_Static_assert(SEAL_SECRET >= crypto_pwhash_STRBYTES, "secret");
_Static_assert(SEAL_TOKEN == sodium_base64_ENCODED_LEN(32,
    sodium_base64_VARIANT_URLSAFE_NO_PADDING), "token");

static void
ready(void)
{
	if (sodium_init() < 0)
		abort();
}

void
seal_sha256(const void *bytes, size_t len, uint8_t out[SEAL_DIGEST])
{
	crypto_hash_sha256(out, bytes, len);
}

void
seal_sha256_hex(const void *bytes, size_t len, char out[SEAL_HEX])
{
	uint8_t	digest[SEAL_DIGEST];

	seal_sha256(bytes, len, digest);
	sodium_bin2hex(out, SEAL_HEX, digest, sizeof digest);
}

void
seal_hmac(const void *key, size_t key_len, const void *bytes, size_t len,
    uint8_t out[SEAL_DIGEST])
{
	crypto_auth_hmacsha256_state	state;

	crypto_auth_hmacsha256_init(&state, key, key_len);
	crypto_auth_hmacsha256_update(&state, bytes, len);
	crypto_auth_hmacsha256_final(&state, out);
	seal_wipe(&state, sizeof state);
}

void
seal_token(char out[SEAL_TOKEN])
{
	uint8_t	bytes[32];

	clock_random(bytes, sizeof bytes);
	sodium_bin2base64(out, SEAL_TOKEN, bytes, sizeof bytes,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	seal_wipe(bytes, sizeof bytes);
}

int
seal_secret(const char *secret, char out[SEAL_SECRET], struct err *err)
{
	ready();
	memset(out, 0, SEAL_SECRET);
	if (crypto_pwhash_str_alg(out, secret, strlen(secret), SECRET_PASSES,
	    SECRET_MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0) {
		err_set(err, ERR_RETRY, "not enough memory to hash a secret");
		return err_hint(err, "Close something on this machine and try "
		    "again; 19 MiB are needed for a moment.");
	}
	return 0;
}

bool
seal_secret_ok(const char *secret, const char *hash)
{
	ready();
	return crypto_pwhash_str_verify(hash, secret, strlen(secret)) == 0;
}

#define NONCE	crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

_Static_assert(SEAL_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");
_Static_assert(SEAL_BOX == NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES,
    "box");

void
seal_box(const uint8_t key[SEAL_KEY], const char *label, const void *bytes,
    size_t len, uint8_t *out)
{
	ready();
	clock_random(out, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, bytes,
	    len, (const uint8_t *)label, strlen(label), NULL, out, key);
}

bool
seal_unbox(const uint8_t key[SEAL_KEY], const char *label, const uint8_t *box,
    size_t len, void *out)
{
	ready();
	return len >= SEAL_BOX &&
	    crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL,
	    box + NONCE, len - NONCE, (const uint8_t *)label, strlen(label),
	    box, key) == 0;
}

bool
seal_equal(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

void
seal_wipe(void *bytes, size_t len)
{
	sodium_memzero(bytes, len);
}

bool
seal_base64(const void *bytes, size_t len, char *out, size_t size)
{
	if (len > SIZE_MAX / 2 || sodium_base64_encoded_len(len,
	    sodium_base64_VARIANT_ORIGINAL) > size)
		return false;
	sodium_bin2base64(out, size, bytes, len,
	    sodium_base64_VARIANT_ORIGINAL);
	return true;
}

bool
seal_unbase64(const char *text, void *out, size_t size, size_t *len_r)
{
	const char	*end;

	return sodium_base642bin(out, size, text, strlen(text), NULL, len_r,
	    &end, sodium_base64_VARIANT_ORIGINAL) == 0 && *end == '\0';
}
