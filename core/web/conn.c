/* Connections: see conn.h. */
#include "web/conn.h"

#include <stdlib.h>
#include <sys/socket.h>

#include "clock.h"
#include "mem.h"
#include "web/limit.h"

struct conns {
	const struct proxies	*proxies;
	struct conn		*first;
	size_t			 count;
	struct tally		*by_network;
	size_t			 streams;
	unsigned		 streams_most;
	struct tally		*streams_by_network;
};

struct conns *
conns_new(const struct proxies *proxies, unsigned per_network,
    unsigned streams, unsigned streams_per_network)
{
	struct conns	*conns = mem_zalloc(sizeof(*conns));

	conns->proxies = proxies;
	conns->by_network = tally_new(per_network);
	conns->streams_most = streams;
	conns->streams_by_network = tally_new(streams_per_network);
	return conns;
}

void
conns_free(struct conns *conns)
{
	if (conns == NULL)
		return;
	tally_free(conns->by_network);
	tally_free(conns->streams_by_network);
	free(conns);
}

size_t
conns_count(const struct conns *conns)
{
	return conns->count;
}

bool
conns_full(const struct conns *conns, const struct address *peer)
{
	char	network[NETWORK_TEXT];

	if (proxies_trust(conns->proxies, peer))
		return false;
	address_network(peer, network);
	return tally_is_full(conns->by_network, network);
}

bool
conns_sweep(struct conns *conns)
{
	int64_t	now = clock_mono();
	bool	cut = false;

	for (struct conn *c = conns->first; c != NULL; c = c->next)
		if (c->deadline <= now) {
			conn_cut(c);
			cut = true;
		}
	return cut;
}

struct conn *
conn_new(struct conns *conns, int fd, const struct sockaddr *peer)
{
	struct conn	*conn = mem_zalloc(sizeof(*conn));
	char		 network[NETWORK_TEXT];

	conn->conns = conns;
	conn->fd = fd;
	conn->peer = address_of(peer);
	conn->deadline = INT64_MAX;
	address_network(&conn->peer, network);
	conn->counted = tally_add(conns->by_network, network);
	conn->next = conns->first;
	if (conn->next != NULL)
		conn->next->prev = conn;
	conns->first = conn;
	conns->count++;
	return conn;
}

void
conn_free(struct conn *conn)
{
	struct conns	*conns = conn->conns;

	if (conn->prev != NULL)
		conn->prev->next = conn->next;
	else
		conns->first = conn->next;
	if (conn->next != NULL)
		conn->next->prev = conn->prev;
	conns->count--;
	tally_drop(conns->by_network, conn->counted);
	free(conn);
}

void
conn_allow(struct conn *conn, int64_t us)
{
	conn->deadline = us == INT64_MAX ? INT64_MAX : clock_mono() + us;
}

void
conn_cut(struct conn *conn)
{
	shutdown(conn->fd, SHUT_RDWR);
	conn->deadline = INT64_MAX;
}

size_t
conns_streams(const struct conns *conns)
{
	return conns->streams;
}

bool
conns_streams_full(const struct conns *conns, const char *network)
{
	return conns->streams >= conns->streams_most ||
	    tally_is_full(conns->streams_by_network, network);
}

size_t
conns_stream_add(struct conns *conns, const char *network)
{
	conns->streams++;
	return tally_add(conns->streams_by_network, network);
}

void
conns_stream_drop(struct conns *conns, size_t counted)
{
	conns->streams--;
	tally_drop(conns->streams_by_network, counted);
}
