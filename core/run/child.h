/*
 * A program of ours run beside the loop: what another one can do already is
 * not linked into this one, too.  Nothing here waits.
 */
#ifndef VITRINE_CHILD_H
#define VITRINE_CHILD_H

#include "err.h"

struct child;
struct loop;

/* err is NULL when it ended well; else it holds what it said. */
typedef void child_fn(const struct err *, void *arg);

/*
 * Starts NAME from the folder this program lies in, with these arguments
 * (ended by NULL, without the name) and this put into its environment
 * ("NAME=VALUE", ended by NULL).  What it writes to stdout becomes the file at
 * path, which must not be there yet; when it fails, the file goes again.  fn
 * is called once, from the loop.  NULL with err when it cannot be started.
 */
struct child *child_start(struct loop *, const char *name,
	    const char *const *args, const char *const *env, const char *path,
	    child_fn *fn, void *arg, struct err *);
/* Calls nobody any more; the program goes on to its end. */
void	child_forget(struct child *);

#endif
