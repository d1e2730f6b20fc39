/*
 * One connection to a PostgreSQL server, in as few words as pg.c needs.
 * pq.c is the only file that knows libpq.  Private to the engine.
 *
 * Nothing here waits.  A bool that is false, and PQ_GONE, mean that the
 * connection is no good any more: pq_trouble() says why, pq_close() it.
 */
#ifndef VITRINE_PQ_H
#define VITRINE_PQ_H

#include <stdbool.h>

#include "driver.h"
#include "pgerr.h"

/* The parts of an address. */
struct pq_url;

struct pq_url *pq_url_parse(const char *url, struct err *);
void	pq_url_free(struct pq_url *);		/* NULL is fine */
/* "host", "port", "user" ...; NULL when the address does not say. */
const char *pq_url_get(const struct pq_url *, const char *key);

/* Connecting.  addr and port may be NULL, host too. */
struct pq;

enum pq_progress { PQ_READING, PQ_WRITING, PQ_READY, PQ_BROKEN };

struct pq *pq_open(const struct pq_url *, const char *host, const char *addr,
	    const char *port);
void	pq_close(struct pq *);			/* NULL is fine */
enum pq_progress pq_go_on(struct pq *);		/* when the descriptor is ready */
/* Why it failed; once connected, with the SQLSTATE pg_judge_connect() wants. */
const char *pq_trouble(const struct pq *);
int	pq_fd(const struct pq *);
int	pq_pid(const struct pq *);		/* of the server's process */
bool	pq_is_old(const struct pq *);		/* before PostgreSQL 14 */

/*
 * Sending.  In the pipeline each of these is one step that is answered in its
 * turn; pq_sync() ends a transaction.  Outside of it there is one script at a
 * time.
 */
bool	pq_pipeline(struct pq *, bool on);
bool	pq_prepare(struct pq *, const char *name, const struct stmt_def *);
bool	pq_run(struct pq *, const char *name, const struct stmt *);
/* SQL of our own, with texts as its parameters. */
bool	pq_say(struct pq *, const char *sql, int count,
	    const char *const *values);
bool	pq_script(struct pq *, const char *sql);
bool	pq_sync(struct pq *);
int	pq_flush(struct pq *);			/* 1: more is left, -1: gone */

/* Receiving. */
enum pq_event {
	PQ_NOTHING,		/* not now */
	PQ_ROWS,		/* done, with or without rows */
	PQ_ERROR,		/* see pq_failure */
	PQ_ABORTED,		/* not done because of an error before */
	PQ_END,			/* no more of this step */
	PQ_SYNCED,		/* no more of this transaction */
	PQ_GONE
};

bool	pq_take_input(struct pq *);
enum pq_event pq_next(struct pq *);
/* Of the last PQ_ROWS: the rows go into the answer, or its err is set. */
void	pq_rows(struct pq *, const struct stmt_def *, struct db_ans *);
/* Its first column of its first row as text; NULL when there is no row. */
const char *pq_text(const struct pq *);
/* Of the last PQ_ERROR. */
void	pq_failure(const struct pq *, struct pg_failure *);
/*
 * Whether the transaction just synced was committed with a warning that no
 * standby has seen it.  Asking forgets it.
 */
bool	pq_doubtful(struct pq *);
/* Takes all notes that came; whether one was another session's. */
bool	pq_notes(struct pq *);

#endif
