/* Bytes on their way to a printer: see queue.h. */
#include "print/queue.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "mem.h"
#include "run/loop.h"
#include "str.h"

struct job {
	char		*bytes;
	size_t		 len;
	size_t		 sent;
	printer_fn	*done;
	void		*arg;
	struct job	*next;
};

struct printer {
	struct loop	*loop;
	char		*path;
	int64_t		 patience;
	int		 fd;
	bool		 device;	/* kept open between jobs */
	struct job	*first;
	struct job	**last;
	size_t		 waiting;
	loop_id		 start;		/* the job begins from the loop */
	loop_id		 alarm;
};

struct printer *
printer_new(struct loop *loop, const char *path, int64_t patience)
{
	struct printer	*printer = mem_zalloc(sizeof *printer);

	printer->loop = loop;
	printer->path = mem_strdup(path);
	printer->patience = patience;
	printer->fd = -1;
	printer->last = &printer->first;
	return printer;
}

static void
close_device(struct printer *printer)
{
	if (printer->fd == -1)
		return;
	loop_fd_remove(printer->loop, printer->fd);
	/* Closing a serial line waits for what is in it: throw that away. */
	if (isatty(printer->fd))
		tcflush(printer->fd, TCOFLUSH);
	close(printer->fd);
	printer->fd = -1;
}

static void
drop_first(struct printer *printer)
{
	struct job	*job = printer->first;

	printer->first = job->next;
	if (printer->first == NULL)
		printer->last = &printer->first;
	printer->waiting--;
	free(job->bytes);
	free(job);
}

void
printer_free(struct printer *printer)
{
	if (printer == NULL)
		return;
	loop_cancel(printer->loop, printer->start);
	loop_cancel(printer->loop, printer->alarm);
	close_device(printer);
	while (printer->first != NULL)
		drop_first(printer);
	free(printer->path);
	free(printer);
}

const char *
printer_path(const struct printer *printer)
{
	return printer->path;
}

void
printer_forget(struct printer *printer, const void *arg)
{
	struct job	*job;

	for (job = printer->first; job != NULL; job = job->next)
		if (job->arg == arg)
			job->done = NULL;
}

size_t
printer_waiting(const struct printer *printer)
{
	return printer->waiting;
}

static loop_fn	begin;

/* Ends the first job and lets the next one begin from the loop. */
static void
finish(struct printer *printer, const struct err *err)
{
	printer_fn	*done = printer->first->done;
	void		*arg = printer->first->arg;

	loop_cancel(printer->loop, printer->alarm);
	printer->alarm = 0;
	if (err != NULL || !printer->device)
		close_device(printer);
	else
		loop_fd_remove(printer->loop, printer->fd);
	drop_first(printer);
	if (printer->first != NULL)
		printer->start = loop_after(printer->loop, 0, begin, printer);
	/* Last: it may send again, or free us. */
	if (done != NULL)
		done(err, arg);
}

static void
fail(struct printer *printer, const char *what, const char *why)
{
	struct err	err = ERR_INIT;

	err_set(&err, ERR_IO, "%s: %s%s%s", printer->path, what,
	    why[0] == '\0' ? "" : ": ", why);
	err_hint(&err, "Check that the printer is on, has paper and is "
	    "connected, then print again.");
	finish(printer, &err);
}

static void
out_of_patience(void *arg)
{
	struct printer	*printer = arg;

	printer->alarm = 0;
	fail(printer, "the printer takes nothing", "");
}

static void
wait_more(struct printer *printer)
{
	loop_cancel(printer->loop, printer->alarm);
	printer->alarm = loop_after(printer->loop, printer->patience,
	    out_of_patience, printer);
}

static void
ready(int fd, short revents, void *arg)
{
	struct printer	*printer = arg;
	struct job	*job = printer->first;
	ssize_t		 n;

	n = write(fd, job->bytes + job->sent, job->len - job->sent);
	if (n == -1 && errno != EAGAIN && errno != EINTR) {
		fail(printer, "cannot print", strerror(errno));
		return;
	}
	if (n <= 0) {
		/* Hung up and yet nothing to say: do not spin on it. */
		if (revents & (POLLERR | POLLHUP | POLLNVAL))
			fail(printer, "the printer has gone away", "");
		return;
	}
	job->sent += (size_t)n;
	if (job->sent == job->len)
		finish(printer, NULL);
	else
		wait_more(printer);
}

/* A serial line passes bytes as they are, and ignores the modem's wires. */
static void
make_raw(int fd)
{
	struct termios	line;

	if (tcgetattr(fd, &line) != 0)
		return;
	cfmakeraw(&line);
	line.c_cflag |= CLOCAL;
	tcsetattr(fd, TCSANOW, &line);
}

static int
open_device(struct printer *printer)
{
	struct stat	st;
	int		flags = O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY |
			    O_CLOEXEC;

	if (!str_starts(printer->path, "/dev/"))
		flags |= O_CREAT;
	printer->fd = open(printer->path, flags, 0600);
	if (printer->fd == -1)
		return -1;
	printer->device = fstat(printer->fd, &st) == 0 && S_ISCHR(st.st_mode);
	if (isatty(printer->fd))
		make_raw(printer->fd);
	return 0;
}

static void
begin(void *arg)
{
	struct printer	*printer = arg;

	printer->start = 0;
	if (printer->fd == -1 && open_device(printer) != 0) {
		fail(printer, "cannot print", errno == ENXIO ?
		    "nobody reads from it" : strerror(errno));
		return;
	}
	loop_fd(printer->loop, printer->fd, POLLOUT, ready, printer);
	wait_more(printer);
}

void
printer_send(struct printer *printer, const void *bytes, size_t len,
    printer_fn *done, void *arg)
{
	struct job	*job = mem_zalloc(sizeof *job);

	job->bytes = mem_alloc(len + 1);
	memcpy(job->bytes, bytes, len);
	job->len = len;
	job->done = done;
	job->arg = arg;
	*printer->last = job;
	printer->last = &job->next;
	if (printer->waiting++ == 0)
		printer->start = loop_after(printer->loop, 0, begin, printer);
}
