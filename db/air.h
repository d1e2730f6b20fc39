/*
 * Requests in the air over one PostgreSQL connection.  Private to pg.c, which
 * makes the connections; here is what goes over them.
 *
 * A request is one flight: its statements and a Sync, written at once.  All
 * before a Sync is one transaction, so there is no BEGIN and no COMMIT, and a
 * write of any length is one round trip.  Several flights may be in the air,
 * and they land in the order they left.
 */
#ifndef VITRINE_AIR_H
#define VITRINE_AIR_H

#include "driver.h"

struct flight;
struct pq;

/* A server's process, told from a later one of the same number. */
struct session {
	char	pid[16];		/* "": none */
	char	started[32];		/* microseconds */
};

struct air {
	struct db	*db;
	struct pq	*pq;			/* NULL: no connection */
	struct session	 session;		/* of this connection */
	struct flight	*head;
	struct flight	*tail;
	size_t		 count;
	struct def_map	 map;
	unsigned char	*prepared;		/* by def_number */
	size_t		 prepared_count;
	unsigned	 generation;		/* of their names */
	bool		 note_wanted;		/* tell others of a change */
	bool		 note_sent;
	int64_t		 next_note;		/* not before: clock_mono() */
	bool		 listens;		/* is told what others change */
	bool		 fence_held;		/* the old session is gone */
};

/* What became of the connection. */
enum air_state {
	AIR_FINE,
	AIR_READY,		/* the session is set up */
	AIR_GONE,		/* see pq_trouble */
	AIR_NOT_SET_UP,		/* see air_why */
	AIR_ELSEWHERE		/* this server only reads */
};

/*
 * A fresh connection: makes the session ours, and ends the old one, unless it
 * is none, before anything else is sent.  False when the connection is gone.
 */
bool	air_open(struct air *, struct pq *, const struct session *old);
/* Whether a request is in the air. */
bool	air_is_busy(const struct air *);
/*
 * The connection is lost: writes end unsure, reads go back to the queue in the
 * order they came.  pq is not closed.
 */
void	air_ground(struct air *, const char *why);
void	air_free(struct air *);

/* When there is something to send: 0 now, a clock_mono(), INT64_MAX never. */
int64_t	air_due(const struct air *);
/* Sends it.  False when the connection is gone. */
bool	air_send(struct air *);
/* Before the connection is closed: others are told what they were not yet. */
void	air_tell(struct air *);
/* Takes what came back.  why gets the reason of AIR_NOT_SET_UP. */
enum air_state air_receive(struct air *, char *why, size_t size);
/* The first deadline of the requests in the air; INT64_MAX for none. */
int64_t	air_deadline(const struct air *);

#endif
