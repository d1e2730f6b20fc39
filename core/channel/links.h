/*
 * The listener's links to the channels somebody else runs: each reads its
 * orders and brings them to their end, and is told what goes.
 *
 * Orders are read by polling, from where the last good poll ended and a little
 * before; a webhook only wakes the poll.  What came of an order is decided by
 * the shop's own rules (settle.c), in the same transaction as everywhere else.
 * What a channel must be told stands in the outbox, written by whoever changed
 * the piece; a link that dies goes on where it was.
 */
#ifndef VITRINE_LINKS_H
#define VITRINE_LINKS_H

#include <stdbool.h>
#include <stddef.h>

#include "channel/channel.h"
#include "err.h"

struct config;
struct http;
struct links;
struct loop;

/*
 * Opens the shop with a handle of its own, and turns in the loop.  -1 with err
 * when the URL is wrong; nothing else keeps the listener from starting: a
 * channel's trouble is said in its status.
 */
struct links *links_new(struct loop *, const char *url,
	    const struct config *, struct err *);
void	links_free(struct links *);		/* NULL is fine */
/* Takes up what the owner changed: channels, settings, pauses. */
void	links_reload(struct links *);

enum hook_taken {
	HOOK_TAKEN,		/* to be stored: id, verdict GOOD */
	HOOK_PINGED,
	HOOK_UNKNOWN,		/* no such channel */
	HOOK_REFUSED,		/* not signed by it */
	HOOK_NOT_NOW		/* its settings are not open yet */
};

/* Checks a delivery for the channel of that kind and code. */
enum hook_taken links_hook(struct links *, const char *kind,
	    const char *code, const struct hook *, struct hook_read *,
	    struct uuid *channel_r);
/*
 * Checks what that channel's own plugin sent: an HMAC-SHA-256 of the body in
 * hex, with the hook_secret.  signature may be NULL.
 */
enum hook_taken links_signed(struct links *, const char *kind,
	    const char *code, const struct hook *, const char *signature,
	    struct uuid *channel_r);
/* It is stored: read that channel's orders. */
void	links_wake(struct links *, const struct uuid *channel);

#endif
