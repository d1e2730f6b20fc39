/*
 * The one door to the shop's database.
 *
 * There is no SQL in and no SQL out: every question and every write is a named
 * operation (ops.h) that makes a request.  A request is sent and answered
 * through a callback from db_turn(); nothing here ever waits, except db_wait()
 * for programs without a screen or a socket loop.
 *
 *	struct db_req *req = op_piece_by_code("BR-1041");
 *	db_send(db, req, found, screen);
 *	...
 *	static void found(struct db_ans *ans, void *arg)
 *	{
 *		const struct rec_piece *piece = db_rows(ans, REC_PIECE, &n);
 *		...			// copy what must outlive this call
 *	}
 *
 * A request of several statements is one transaction: all of it happens or
 * none.  On PostgreSQL it is one pipeline and one round trip.
 */
#ifndef VITRINE_DB_H
#define VITRINE_DB_H

#include <stddef.h>
#include <stdint.h>

#include "err.h"
#include "record.h"

struct pollfd;
struct db;		/* one connection, re-made when it breaks */
struct db_req;		/* a request not yet sent */
struct db_ans;		/* an answer */

/*
 * How a request ended.  UNSURE is only ever said of a write: the connection
 * died after it was sent and before it was answered.  Ask by id; never send it
 * again blindly.
 */
enum db_status {
	DB_DONE,
	DB_REFUSED,		/* a rule of the shop said no; nothing happened */
	DB_UNSURE,
	DB_UNAVAILABLE,		/* it did not happen: no connection in time */
	DB_FAILED		/* it did not happen: see the error */
};

/*
 * Why a write was refused, from our own SQLSTATE or a constraint's name.  The
 * database says it; nobody looks first and takes later.
 */
enum db_refusal {
	REFUSAL_NONE,
	REFUSAL_TAKEN,		/* VT001: not enough left that is not held */
	REFUSAL_NOT_FOR_SALE,	/* VT002: memo, repair, legal hold, inspection */
	REFUSAL_UNKNOWN,	/* VT003: no such piece, line, hold or sale */
	REFUSAL_REGISTER,	/* VT004: register retired or not of this shop */
	REFUSAL_RETURNED,	/* VT005: this line came back already */
	REFUSAL_TOTALS,		/* VT006: lines, tax and payments do not add up */
	REFUSAL_NOT_ALLOWED,	/* VT007: this person may not, or must wait */
	REFUSAL_DUPLICATE,	/* this id, code or name exists already */
	REFUSAL_OTHER		/* another constraint: a bug or a hostile writer */
};

/* What the connection is like, for the title bar. */
enum db_link { DB_CONNECTING, DB_LIVE, DB_DOWN };

typedef void db_done_fn(struct db_ans *, void *arg);
typedef void db_note_fn(void *arg);

/*
 * Opens a shop by URL: "sqlite:PATH" or "postgresql://...".  Returns at once;
 * the connection is made by db_turn().  A URL of neither kind, a missing
 * SQLite file (unless create) or a bad connection string is NULL with err
 * set.  Nothing here waits, not even for a name server.
 */
struct db *db_open(const char *url, struct err *);
struct db *db_create(const char *url, struct err *);	/* may make the file */
void	db_close(struct db *);		/* NULL is fine; answers outstanding
					   requests as unavailable or unsure */
const char *db_url(const struct db *);	/* without any password */
/* "sqlite" or "postgresql". */
const char *db_engine(const struct db *);
enum db_link db_link(const struct db *);
/* Microseconds the last answered request took, -1 when none yet. */
int64_t	db_latency(const struct db *);
/* Why the link is down, for the screen; "" when it is not. */
const char *db_trouble(const struct db *);

/*
 * For the loop.  db_poll fills one pollfd (fd -1 when there is none to watch).
 * db_due is the clock_mono() time at which db_turn must be called although no
 * descriptor is ready; INT64_MAX for never.  db_turn does what can be done
 * without waiting and calls the callbacks.
 */
void	db_poll(const struct db *, struct pollfd *);
int64_t	db_due(const struct db *);
void	db_turn(struct db *, short revents);

/*
 * Sends req, which is used up.  done is called exactly once, from a later
 * db_turn() or db_close(), never from inside db_send.  The answer is freed
 * after done returns.  A request not answered within its time (5 s unless
 * db_req_time says otherwise) ends UNAVAILABLE, or UNSURE for a write that
 * was under way.
 */
void	db_send(struct db *, struct db_req *, db_done_fn *done, void *arg);
void	db_req_time(struct db_req *, int64_t us);
void	db_req_free(struct db_req *);	/* one that was never sent */
/* Forgets every callback with this arg: its owner is going away. */
void	db_forget(struct db *, const void *arg);

/*
 * Sends req and turns db until it is answered.  For programs without a loop of
 * their own.  Never NULL; free with db_ans_free.
 */
struct db_ans *db_wait(struct db *, struct db_req *);
void	db_ans_free(struct db_ans *);

enum db_status	 db_status(const struct db_ans *);
enum db_refusal	 db_refusal(const struct db_ans *);
/* The error of an answer that is not DONE; kind ERR_REFUSED for a refusal. */
const struct err *db_err(const struct db_ans *);
/* 0 when DONE, else -1 with err filled. */
int	db_check(const struct db_ans *, struct err *);
/* Rows the last writing statement touched. */
int64_t	db_changed(const struct db_ans *);

/*
 * The rows of the (first, or nth) statement that returns this kind of record:
 * an array of struct rec_..., owned by the answer.  NULL and *n_r 0 when there
 * are none.
 */
const void *db_rows(const struct db_ans *, enum rec_kind, size_t *n_r);
const void *db_rows_nth(const struct db_ans *, enum rec_kind, size_t nth,
	    size_t *n_r);

/*
 * Joins b's statements behind a's into one transaction and frees b.  This is
 * how a sale becomes one request whatever its lines.
 */
struct db_req *db_req_join(struct db_req *a, struct db_req *b);

/*
 * fn is called (from db_turn) when somebody, anywhere, changed something in
 * the shop: at once on PostgreSQL (NOTIFY) and within 100 ms on SQLite.  It
 * only wakes: read the rows.
 */
void	db_on_change(struct db *, db_note_fn *fn, void *arg);
/* fn is called when the link goes live or down. */
void	db_on_link(struct db *, db_note_fn *fn, void *arg);

#endif
