/*
 * The one loop of a program: descriptors, timers, signals and databases wait
 * in one ppoll().  Nothing that is called from here may block; start a job and
 * be told.
 *
 * Callbacks run inside loop_turn(), one after the other, and may add or remove
 * anything, themselves included.  loop_turn() must not be called from one.
 */
#ifndef VITRINE_LOOP_H
#define VITRINE_LOOP_H

#include <stdint.h>

struct db;
struct loop;

typedef void loop_fd_fn(int fd, short revents, void *arg);
typedef void loop_fn(void *arg);
typedef void loop_signal_fn(int signo, void *arg);

/* A timer's name; 0 is none, and a number is never used twice. */
typedef uint64_t loop_id;

struct loop *loop_new(void);
/* Removes everything; signals get back the handlers and mask they had. */
void	loop_free(struct loop *);		/* NULL is fine */

/*
 * Watches fd for events (POLLIN, POLLOUT); errors and hang-ups are always
 * told.  A second call for the same fd replaces events, fn and arg.  Remove
 * it before closing it.  The loop does not own the descriptor.
 */
void	loop_fd(struct loop *, int fd, short events, loop_fd_fn *, void *arg);
void	loop_fd_remove(struct loop *, int fd);	/* not watched is fine */

/* Calls fn once after us microseconds, or every us microseconds. */
loop_id	loop_after(struct loop *, int64_t us, loop_fn *, void *arg);
loop_id	loop_every(struct loop *, int64_t us, loop_fn *, void *arg);
/* 0, and a timer that has fired or was cancelled, are fine. */
void	loop_cancel(struct loop *, loop_id);

/*
 * Blocks signo everywhere but while waiting and calls fn from loop_turn()
 * when it came.  With fn NULL only the blocking is done and somebody else's
 * handler stays (curses and SIGWINCH).  One loop at a time may have signals.
 */
void	loop_signal(struct loop *, int signo, loop_signal_fn *, void *arg);

/* Turns this database as its descriptor and its deadlines ask for. */
void	loop_db(struct loop *, struct db *);
void	loop_db_remove(struct loop *, struct db *);	/* not there is fine */

/*
 * fn is called before every wait: draw what changed, ask a library how long it
 * may sleep.  A timer it adds is honoured by that very wait.
 */
void	loop_before(struct loop *, loop_fn *, void *arg);
void	loop_before_remove(struct loop *, loop_fn *, void *arg);

/*
 * Waits at most timeout microseconds (-1: as long as it takes) for something
 * to happen and calls whom it concerns.  Returns how many callbacks ran, the
 * databases' turns and loop_before's not counted.
 */
int	loop_turn(struct loop *, int64_t timeout);
/* Turns until loop_stop(); a stop asked for before loop_run() counts too. */
void	loop_run(struct loop *);
void	loop_stop(struct loop *);

#endif
