/*
 * Secrets of other people's systems: kept in the database under a key that is
 * not, or in a file or systemd credential of their own.
 *
 * The key is the file the setting secret_key names; without one the credential
 * "vitrine.key" when a service manager handed it over, else secret.key beside
 * vitrine.conf.  It is 64 hexadecimal digits in one line, and nobody but its
 * owner may read it.
 */
#ifndef VITRINE_SECRET_H
#define VITRINE_SECRET_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "seal.h"

struct config;

struct secret_key {
	uint8_t		bytes[SEAL_KEY];
	char		path[512];	/* where it is */
};

/* ERR_CONFIG, with a hint, when it is not there or anybody can read it. */
int	secret_key_load(struct secret_key *, const struct config *,
	    struct err *) MUST_CHECK;
/* The same, but makes the file when it is not there. */
int	secret_key_make(struct secret_key *, const struct config *,
	    struct err *) MUST_CHECK;
void	secret_key_wipe(struct secret_key *);

#define SECRET_MAX	4096	/* bytes of a secret, with the NUL */

/*
 * The first line of "file:/path" or "credential:name", or 0 bytes and -1 with
 * err.  Wipe out when done.
 */
int	secret_read(const char *where, char out[SECRET_MAX], struct err *)
	    MUST_CHECK;
/* Whether a text is such a place rather than a value. */
bool	secret_is_place(const char *);

#endif
