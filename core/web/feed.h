/*
 * The changes of listed pieces as they are committed, by whomever, told to
 * every browser that listens (server-sent events).
 *
 * The database wakes us; then the feed of changes is read on from some way
 * back, because entries may become visible out of order, and what has not
 * changed since it was last told is left out.
 *
 *	id: 6743ab12.17.4711
 *	event: piece
 *	data: {"sku":"BR-1041","status":"sold","price":{...},"on_hand":0}
 *
 * status is available, held, sold or gone (not offered any more).  The id is a
 * position: this run of the listener, the event's number in it, and where the
 * database's feed was read to.  Within a run what was missed is told from
 * memory, exactly; after a restart from the database, perhaps once too often.
 * The event "reset" says that too much was missed: load the page again.
 */
#ifndef VITRINE_FEED_H
#define VITRINE_FEED_H

#include <stddef.h>
#include <stdint.h>

#include "record.h"

struct app;
struct feed;
struct request;

struct feed *feed_new(struct app *);
void	feed_free(struct feed *);
/* The shop is there: begins to read. */
void	feed_start(struct feed *);
/* Reads no more; the database is about to be closed.  NULL is fine. */
void	feed_stop(struct feed *);
/* Something was committed by us just now: look at once. */
void	feed_nudge(struct feed *);
/* This piece was shown to the public: tell when it is not offered any more. */
void	feed_shown(struct feed *, const struct rec_piece *);

#define FEED_POSITION	64
/* Where a page made now should listen from. */
void	feed_position(const struct feed *, char out[FEED_POSITION]);
/* GET /v1/events: ?since= or Last-Event-ID, else from now on. */
void	feed_serve(struct request *, void *app);

#endif
