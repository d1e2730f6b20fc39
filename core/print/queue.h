/*
 * Bytes on their way to a printer: a device (/dev/usb/lp0, a serial line), a
 * pipe or a plain file.  Nothing here waits: what the printer does not take
 * now goes when it is ready, and one that takes nothing for a while fails its
 * job instead of the register.
 *
 * A job is written from its beginning and never resumed: what a printer has
 * done with half a receipt nobody knows.  ESC @ at the start of the next one
 * clears it.
 */
#ifndef VITRINE_QUEUE_H
#define VITRINE_QUEUE_H

#include <stddef.h>
#include <stdint.h>

#include "clock.h"
#include "err.h"

struct loop;
struct printer;

#define PRINTER_PATIENCE	(10 * SECOND_US)	/* without a byte taken */

/* err is NULL when every byte was taken. */
typedef void printer_fn(const struct err *, void *arg);

/*
 * path is opened when there is something to print and tried anew for every
 * job after a failure.  A file that is not there is made, but not in /dev.
 * The program must ignore SIGPIPE: a pipe's reader may go away.
 */
struct printer *printer_new(struct loop *, const char *path,
	    int64_t patience_us);
/* Drops what is waiting; nothing is called back. */
void	printer_free(struct printer *);		/* NULL is fine */
const char *printer_path(const struct printer *);

/*
 * Queues a copy of the bytes.  done (may be NULL) is called once, from the
 * loop.
 */
void	printer_send(struct printer *, const void *, size_t, printer_fn *done,
	    void *arg);
/* Calls back nothing with this arg any more; the bytes are printed. */
void	printer_forget(struct printer *, const void *arg);
/* Jobs not yet done. */
size_t	printer_waiting(const struct printer *);

#endif
