/*
 * The HTTP server; serve.c is the only file that knows libmicrohttpd.
 *
 * A request is given to its route's function once it is there whole.  The
 * function answers at once, or later from a callback; until then the
 * connection sleeps.  Exactly one answer is due for every request.  A request
 * stays valid until it is answered, whatever its client does.
 *
 *	static void
 *	hello(struct request *req, void *app)
 *	{
 *		request_answer(req, 200, "text/plain", "hello\n", 6);
 *	}
 *
 * What it keeps from hostile clients: header memory, body size, connections
 * and streams in all and from one network, the time a request may take to
 * arrive and an answer to leave, and everything two servers could read in two
 * ways (Content-Length twice or beside Transfer-Encoding, two Hosts).
 */
#ifndef VITRINE_SERVE_H
#define VITRINE_SERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "mem.h"
#include "web/route.h"

struct loop;
struct proxies;
struct serve;
struct stream;

struct serve_conf {
	const struct route	*routes;
	void			*app;		/* handed to the routes */
	/* Called instead of the route, which it then calls; may be NULL. */
	void			(*enter)(struct request *, void *app);
	/* Answers for a path nobody knows; NULL: 404 in JSON. */
	void			(*missing)(struct request *, void *app);
	/* Whether 200s of this route are only worth a debugging line. */
	bool			(*quiet)(const struct route *);
	/* Told of every finished request; may be NULL. */
	void			(*done)(void *app, const struct route *,
				    unsigned status, int64_t us);
	unsigned		 connections;	/* in all */
	unsigned		 per_network;
	unsigned		 streams;	/* in all */
	unsigned		 streams_per_network;
	const struct proxies	*proxies;	/* trusted; NULL for none */
	int64_t			 receive_us;	/* a whole request */
	int64_t			 send_us;	/* a whole answer */
};

/* Sensible limits, no routes. */
struct serve_conf serve_conf_default(void);

struct serve *serve_new(struct loop *, const struct serve_conf *);
/*
 * Listens on "127.0.0.1:8080", "[::1]:8080" or ":8080" (all); port 0 takes a
 * free one.  May be called several times.  -1 with err, whose hint says what
 * to do about a port that is taken.
 */
int	serve_listen(struct serve *, const char *address, struct err *);
/* The nth address listened on, with its real port; NULL past the last. */
const char *serve_address(const struct serve *, size_t n);
/* Takes no new connection, ends streams, closes each one after its answer. */
void	serve_drain(struct serve *);
/* Requests that are there and not answered to the last byte. */
size_t	serve_busy(const struct serve *);
size_t	serve_connections(const struct serve *);
size_t	serve_streams(const struct serve *);
/* NULL is fine.  Requests never answered are cut off. */
void	serve_free(struct serve *);

/* The request.  Everything returned lives as long as it does. */
struct arena *request_arena(struct request *);
const struct route *request_route(const struct request *);
const char *request_arg(const struct request *, size_t);	/* {..}, nth */
const char *request_path(const struct request *);		/* raw */
/* Whether only the head of the answer is wanted. */
bool	request_is_head(const struct request *);
const char *request_header(struct request *, const char *);	/* or NULL */
const char *request_query(struct request *, const char *);	/* or NULL */
const char *request_cookie(struct request *, const char *);	/* or NULL */
const char *request_body(const struct request *, size_t *len_r);
/*
 * The client's address without port, by what a trusted proxy says of it, and
 * the network limits are counted by: see network.h.
 */
const char *request_peer(struct request *);
const char *request_network(struct request *);
/* Whether the client is on this machine, as far as that can be told. */
bool	request_is_local(struct request *);
/* Whether the client spoke TLS to the trusted proxy in front of us. */
bool	request_secure(struct request *);

/* A place for the app to hang what belongs to this request. */
void	request_set(struct request *, void *);
void	*request_get(const struct request *);

/* Answering.  Headers first, then the answer, which copies the bytes. */
void	request_add_header(struct request *, const char *name,
	    const char *value);
void	request_answer(struct request *, unsigned status, const char *type,
	    const void *bytes, size_t len);
void	request_answer_text(struct request *, unsigned status,
	    const char *type, const char *text);
/*
 * Sets ETag; true when the client has it already and 304 was answered.
 */
bool	request_fresh(struct request *, const char *etag);

/* Whether this client may have one more stream; else answers 429. */
bool	request_may_stream(struct request *);
/*
 * Answers 200 with a body that goes on; not for request_is_head.  gone is called once when it ended,
 * whoever ended it; the stream must not be used after that.
 */
struct stream *request_stream(struct request *, const char *type,
	    void (*gone)(void *arg), void *arg);
/* A reader who is too slow for STREAM_MAX bytes is cut off. */
void	stream_send(struct stream *, const void *, size_t);
void	stream_end(struct stream *);

#define STREAM_MAX	(256 * 1024)

#endif
