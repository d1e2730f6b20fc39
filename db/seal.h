/*
 * Cryptography, all of it from libsodium: digests, keyed digests, tokens, and
 * the hash a PIN is kept as.
 */
#ifndef VITRINE_SEAL_H
#define VITRINE_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

#define SEAL_DIGEST	32		/* bytes of a SHA-256 */
#define SEAL_HEX	65		/* its text in hex, with the NUL */
#define SEAL_TOKEN	44		/* a token's text, with the NUL */
#define SEAL_SECRET	128		/* a secret's hash as text, with NUL */

void	seal_sha256(const void *, size_t, uint8_t out[SEAL_DIGEST]);
void	seal_sha256_hex(const void *, size_t, char out[SEAL_HEX]);
/* HMAC-SHA-256; the key may be of any length. */
void	seal_hmac(const void *key, size_t key_len, const void *, size_t,
	    uint8_t out[SEAL_DIGEST]);

/* 32 bytes nobody can guess as 43 characters of A-Z a-z 0-9 - _. */
void	seal_token(char out[SEAL_TOKEN]);

/*
 * Argon2id over a PIN or password, with its salt and cost in the text.  Takes
 * 20-60 ms and 19 MiB: at sign-in, never per key.  -1 when the memory for it
 * is not to be had.
 */
int	seal_secret(const char *secret, char out[SEAL_SECRET], struct err *)
	    MUST_CHECK;
bool	seal_secret_ok(const char *secret, const char *hash);

/*
 * A box nobody opens without the key (XChaCha20-Poly1305).  label is not kept
 * in it, but it opens only under the same label.  out: len + SEAL_BOX bytes.
 */
#define SEAL_KEY	32
#define SEAL_BOX	40		/* nonce and tag, beside the text */
void	seal_box(const uint8_t key[SEAL_KEY], const char *label,
	    const void *, size_t len, uint8_t *out);
/* out: len - SEAL_BOX bytes.  False for another key, label, or a changed byte. */
bool	seal_unbox(const uint8_t key[SEAL_KEY], const char *label,
	    const uint8_t *box, size_t len, void *out) MUST_CHECK;

/* Takes the same time whatever differs. */
bool	seal_equal(const void *, const void *, size_t);
/* Clears memory even when it is not read again. */
void	seal_wipe(void *, size_t);

/*
 * Standard base64 with padding, as webhooks sign with.  Both return false
 * when it does not fit or, decoding, is not base64.
 */
bool	seal_base64(const void *, size_t, char *out, size_t size);
bool	seal_unbase64(const char *, void *out, size_t size, size_t *len_r);

#endif
