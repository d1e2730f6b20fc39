/* A channel's settings between the database and a connector. */
#ifndef VITRINE_CONF_H
#define VITRINE_CONF_H

#include <stddef.h>

#include "channel/channel.h"
#include "record.h"
#include "run/secret.h"

/*
 * Opens the settings of a channel: sealed ones with the key (NULL: there is
 * none), others from the file or credential they name.  The currency must
 * outlive it.  NULL with err.
 */
struct channel_conf *conf_open(const struct rec_link *,
	    const struct rec_value *, size_t n, const struct secret_key *,
	    const struct currency *, struct err *);
/* One made by hand, without values yet: for `channel add'. */
struct channel_conf *conf_new(const struct rec_link *,
	    const struct currency *);
/* Adds or replaces one; name must be a field's. */
void	conf_set(struct channel_conf *, const char *name, const char *value);
/* Wipes the secrets.  NULL is fine. */
void	conf_free(struct channel_conf *);
/* All that must be there is, and the connector finds nothing wrong. */
int	conf_check(const struct channel_conf *, struct err *) MUST_CHECK;

/* The field of that name; NULL when the service has none. */
const struct channel_field *conf_field(const struct channel_ops *,
	    const char *name);

/*
 * A value as it is stored.  A secret is sealed under the key unless it names a
 * place; bytes are in the arena.
 */
int	conf_seal(const struct uuid *channel, const struct channel_field *,
	    const char *value, const struct secret_key *, struct arena *,
	    struct rec_value *out_r, struct err *) MUST_CHECK;

#endif
