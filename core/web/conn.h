/*
 * The connections there are: from which network, and until when each may keep
 * us waiting.  Private to the server (serve.c and what it is made of).
 */
#ifndef VITRINE_CONN_H
#define VITRINE_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "web/network.h"

struct conns;

/* One connection; what MHD calls a socket's context. */
struct conn {
	struct conns	*conns;
	int		 fd;
	struct address	 peer;		/* the socket's other end */
	size_t		 counted;	/* where its network was */
	int64_t		 deadline;	/* clock_mono(); INT64_MAX none */
	struct conn	*next;
	struct conn	*prev;
};

/*
 * Limits by network, and of streams in all.  A trusted proxy speaks for many
 * and may have any number of connections; the list stays the caller's.
 */
struct conns *conns_new(const struct proxies *, unsigned per_network,
	    unsigned streams, unsigned streams_per_network);
void	conns_free(struct conns *);	/* NULL is fine */
size_t	conns_count(const struct conns *);
/* Whether one more from there would be too many. */
bool	conns_full(const struct conns *, const struct address *);
/* Cuts those that took too long; whether there was one. */
bool	conns_sweep(struct conns *);

struct conn *conn_new(struct conns *, int fd, const struct sockaddr *peer);
void	conn_free(struct conn *);
/* How long what is under way may take from now; INT64_MAX for ever. */
void	conn_allow(struct conn *, int64_t us);
/* Ends it at once; the library finds out and tidies up. */
void	conn_cut(struct conn *);

/* Streams are counted by the client's network, whoever carries them. */
size_t	conns_streams(const struct conns *);
bool	conns_streams_full(const struct conns *, const char *network);
size_t	conns_stream_add(struct conns *, const char *network);
void	conns_stream_drop(struct conns *, size_t counted);

#endif
