/*
 * What serve.c (the wire, and the library that speaks it), arrive.c (what a
 * request must be) and request.c (what a route's function sees) share.
 * Private to the three.
 */
#ifndef VITRINE_WIRE_H
#define VITRINE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "mem.h"
#include "web/conn.h"
#include "web/route.h"
#include "web/serve.h"

struct MHD_Connection;

/* serve.c draws the life of a request. */
enum state { STATE_START, STATE_READING, STATE_WORKING, STATE_ANSWERED };

struct header {
	const char	*name;
	const char	*value;
	struct header	*next;
};

struct request {
	struct serve		*serve;
	struct conn		*conn;
	struct MHD_Connection	*mhd;
	struct arena		*arena;
	enum state		 state;
	bool			 suspended;
	const char		*method;
	const char		*version;	/* "HTTP/1.1" */
	const char		*path;		/* raw */
	const char		*query_text;
	struct query		 query;
	struct route_match	 match;
	struct buf		 body;
	size_t			 swallowed;
	int64_t			 since;
	void			*app;
	bool			 has_peer;
	struct address		 peer;		/* once it was asked for */
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
	size_t		 counted;	/* where its client's network was */
	struct buf	 buf;
	bool		 suspended;
	bool		 ended;
	void		(*gone)(void *arg);
	void		*arg;
};

/* serve.c. */
/* How often the headers that may be there once are there. */
struct wire_counts {
	unsigned	lengths;
	unsigned	encodings;
	unsigned	hosts;
	unsigned	types;
	unsigned	keys;
	unsigned	broken;		/* names or values that are none */
};
void	wire_count(struct request *, struct wire_counts *counts_r);
const char *wire_header(struct request *, const char *name);
/* All lines of a header, joined by commas; NULL when there is none. */
char	*wire_header_all(struct request *, const char *name);
const char *wire_cookie(struct request *, const char *name);
void	wire_suspend(struct request *);
void	wire_resume(struct request *);
/* Ends a request's connection at once. */
void	wire_cut(struct request *);
/* Whether a request that went well is not worth a line. */
bool	wire_quiet(const struct request *);
/* Answers for a path nobody knows. */
void	wire_missing(struct request *);
const struct route *wire_routes(const struct serve *);
const struct proxies *wire_proxies(const struct serve *);
struct conns *wire_conns(struct serve *);
bool	wire_draining(const struct serve *);

/* arrive.c. */
/*
 * The header is whole: finds the route, or answers.  True when the rest of the
 * request shall not even be read.
 */
bool	arrive_begin(struct request *);
void	arrive_count(struct wire_counts *, const char *name,
	    const char *value);
/* It is answered, or was given up. */
void	arrive_log(struct request *, int64_t us);
/* Some of its body. */
void	arrive_body(struct request *, const char *, size_t);

/* request.c. */
/* The client's address; worked out while its headers are there. */
const struct address *request_client(struct request *);
/* Everything an answer is headed by, the standing headers too. */
const struct header *reply_headers(struct request *);
/* Copies up to max bytes to be sent; 0 when asleep, -1 at the end. */
int64_t	stream_take(struct stream *, char *out, size_t max);
void	stream_free(struct stream *);
void	stream_wake(struct stream *);

#endif
