/*
 * Whose request it is, as far as the network tells: addresses, the proxies
 * that may speak for others, and the networks limits are counted by.  Pure.
 *
 * One customer has one IPv4 address but a whole /64 of IPv6 ones, so a limit
 * counts those by their network.
 */
#ifndef VITRINE_NETWORK_H
#define VITRINE_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

struct sockaddr;

#define NETWORK_TEXT	56	/* "2001:db8:...:ffff/64" and the NUL */
#define NETWORK_PROXIES	16

/* IPv4 as ::ffff:a.b.c.d; "::" when it is not known. */
struct address {
	uint8_t	b[16];
};

struct network {
	struct address	at;
	unsigned	bits;		/* of the 128 */
};

struct proxies {
	struct network	list[NETWORK_PROXIES];
	size_t		count;
};

struct address address_of(const struct sockaddr *);
bool	address_is_loopback(const struct address *);
/* "192.0.2.7", "2001:db8::1", "[2001:db8::1]"; nothing around it. */
bool	address_parse(const char *, struct address *out_r);
/* "192.0.2.7", "2001:db8::1" */
void	address_text(const struct address *, char out[NETWORK_TEXT]);
/* "192.0.2.7", "2001:db8::/64": what limits are counted by. */
void	address_network(const struct address *, char out[NETWORK_TEXT]);

/*
 * The setting trusted_proxy: addresses and networks ("10.0.0.0/8") with
 * blanks or commas between them.  -1 with err naming the one that is none.
 */
int	proxies_parse(const char *, struct proxies *out_r, struct err *)
	    MUST_CHECK;
bool	proxies_trust(const struct proxies *, const struct address *);
/*
 * Who sent a request: the socket's other end, or, when that is a trusted
 * proxy, the right-most address of X-Forwarded-For (its lines joined by
 * commas) that is none.  What stands left of that anybody may have written.
 */
struct address proxies_client(const struct proxies *, struct address peer,
	    const char *forwarded);

#endif
