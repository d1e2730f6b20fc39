/*
 * What serve.c (the wire, and the library that speaks it) and request.c (what
 * a route's function sees) share.  Private to the two.
 */
#ifndef VITRINE_WIRE_H
#define VITRINE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "mem.h"
#include "web/route.h"
#include "web/serve.h"

struct MHD_Connection;

/* serve.c draws the life of a request. */
enum state { STATE_START, STATE_READING, STATE_WORKING, STATE_ANSWERED };

/* A connection; what MHD calls a socket's context. */
struct client {
	struct serve	*serve;
	int		 fd;
	int64_t		 deadline;	/* clock_mono(); INT64_MAX none */
	struct client	*next;
	struct client	*prev;
};

struct header {
	const char	*name;
	const char	*value;
	struct header	*next;
};

struct request {
	struct serve		*serve;
	struct client		*client;
	struct MHD_Connection	*conn;
	struct arena		*arena;
	enum state		 state;
	bool			 suspended;
	const char		*method;
	const char		*path;		/* raw */
	const char		*query_text;
	struct query		 query;
	struct route_match	 match;
	struct buf		 body;
	size_t			 swallowed;
	int64_t			 since;
	void			*app;
	struct header		*headers;
	unsigned		 status;
	const char		*type;
	const void		*bytes;
	size_t			 len;
	struct stream		*stream;
	struct request		*next;
	struct request		*prev;
};

struct stream {
	struct request	*req;
	struct buf	 buf;
	bool		 suspended;
	bool		 ended;
	void		(*gone)(void *arg);
	void		*arg;
};

/* serve.c. */
const char *wire_header(struct request *, const char *name);
const char *wire_cookie(struct request *, const char *name);
/* The socket's other end, without what a proxy says. */
void	wire_peer(struct request *, char *out, size_t size);
void	wire_suspend(struct request *);
void	wire_resume(struct request *);
/* Ends a connection at once; the library finds out and tidies up. */
void	wire_cut(struct client *);
/* How long what is under way may take from now; INT64_MAX for ever. */
void	wire_allow(struct client *, int64_t us);
const struct route *wire_routes(const struct serve *);
bool	wire_draining(const struct serve *);
void	wire_stream_count(struct serve *, int change);

/* request.c. */
/* Finds the route; answers by itself when there is none. */
void	request_find_route(struct request *);
/* Copies up to max bytes to be sent; 0 when asleep, -1 at the end. */
int64_t	stream_take(struct stream *, char *out, size_t max);
void	stream_free(struct stream *);
void	stream_wake(struct stream *);

#endif
