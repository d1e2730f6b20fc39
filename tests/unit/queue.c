/* core/print/queue: printers that are slow, gone, full, or never there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "print/queue.h"
#include "run/loop.h"

struct told {
	int		times;
	int		failures;
	struct err	err;
};

static void
tell(const struct err *err, void *arg)
{
	struct told	*told = arg;

	told->times++;
	if (err != NULL) {
		told->failures++;
		told->err = *err;
	}
}

static char	dir[] = "/tmp/vitrine-queue-XXXXXX";

static char *
path(const char *name)
{
	static char	full[128];

	snprintf(full, sizeof full, "%s/%s", dir, name);
	return full;
}

static void
turn_until(struct loop *loop, const int *counter, int value)
{
	while (*counter < value)
		loop_turn(loop, SECOND_US);
}

static void
to_a_file(void **state)
{
	struct loop	*loop = loop_new();
	struct printer	*p = printer_new(loop, path("receipts"),
			    PRINTER_PATIENCE);
	struct told	 told = { .times = 0 };
	char		 text[32] = "";
	int		 fd;

	(void)state;
	printer_send(p, "one\n", 4, tell, &told);
	printer_send(p, "two\n", 4, tell, &told);
	assert_int_equal(told.times, 0);	/* never from inside */
	assert_int_equal(printer_waiting(p), 2);
	turn_until(loop, &told.times, 2);
	assert_int_equal(told.failures, 0);
	assert_int_equal(printer_waiting(p), 0);
	fd = open(path("receipts"), O_RDONLY);
	assert_int_equal(read(fd, text, sizeof text - 1), 8);
	assert_string_equal(text, "one\ntwo\n");
	close(fd);
	printer_free(p);
	loop_free(loop);
}

/* Four times what a pipe holds, read only when the queue is stuck. */
static void
slow_printer(void **state)
{
	struct loop	*loop = loop_new();
	struct told	 told = { .times = 0 };
	struct printer	*p;
	size_t		 size = 256 * 1024, got = 0;
	char		*big = malloc(size), *back = malloc(size);
	ssize_t		 n;
	int		 fd;

	(void)state;
	memset(big, 'x', size);
	assert_int_equal(mkfifo(path("slow"), 0600), 0);
	fd = open(path("slow"), O_RDONLY | O_NONBLOCK);
	p = printer_new(loop, path("slow"), PRINTER_PATIENCE);
	printer_send(p, big, size, tell, &told);
	while (told.times == 0) {
		loop_turn(loop, 1000);
		n = read(fd, back + got, 10000);
		if (n > 0)
			got += (size_t)n;
	}
	while ((n = read(fd, back + got, size - got)) > 0)
		got += (size_t)n;
	assert_int_equal(told.failures, 0);
	assert_int_equal(got, size);
	assert_memory_equal(big, back, size);
	close(fd);
	printer_free(p);
	loop_free(loop);
	free(big);
	free(back);
}

static void
stuck_printer(void **state)
{
	struct loop	*loop = loop_new();
	struct told	 told = { .times = 0 };
	struct printer	*p;
	char		*big = calloc(1, 256 * 1024);
	int		 fd;

	(void)state;
	assert_int_equal(mkfifo(path("stuck"), 0600), 0);
	fd = open(path("stuck"), O_RDONLY | O_NONBLOCK);
	p = printer_new(loop, path("stuck"), 20 * MS_US);
	printer_send(p, big, 256 * 1024, tell, &told);
	turn_until(loop, &told.times, 1);
	assert_int_equal(told.failures, 1);
	assert_int_equal(told.err.kind, ERR_IO);
	assert_non_null(strstr(told.err.text, "takes nothing"));
	close(fd);
	free(big);
	printer_free(p);
	loop_free(loop);
}

static void
printer_goes_away(void **state)
{
	struct loop	*loop = loop_new();
	struct told	 told = { .times = 0 };
	struct printer	*p;
	char		*big = calloc(1, 256 * 1024);
	int		 fd, i;

	(void)state;
	assert_int_equal(mkfifo(path("gone"), 0600), 0);
	fd = open(path("gone"), O_RDONLY | O_NONBLOCK);
	p = printer_new(loop, path("gone"), PRINTER_PATIENCE);
	printer_send(p, big, 256 * 1024, tell, &told);
	printer_send(p, "next", 4, tell, &told);
	for (i = 0; i < 3; i++)
		loop_turn(loop, 0);
	assert_int_equal(told.times, 0);
	close(fd);
	/* Both: the one cut off, and the next, which nobody reads. */
	turn_until(loop, &told.times, 2);
	assert_int_equal(told.failures, 2);
	/* And there again: the same queue prints. */
	fd = open(path("gone"), O_RDONLY | O_NONBLOCK);
	printer_send(p, "back", 4, tell, &told);
	turn_until(loop, &told.times, 3);
	assert_int_equal(told.failures, 2);
	assert_int_equal(read(fd, big, 100), 4);
	close(fd);
	free(big);
	printer_free(p);
	loop_free(loop);
}

static void
never_there(void **state)
{
	static const char *const	bad[] = { "/dev/usb/lp-none",
		"/nowhere/at/all", "/", "/dev/full" };
	struct loop			*loop = loop_new();
	struct told			 told = { .times = 0 };
	struct printer			*p;
	int				 i;

	(void)state;
	for (i = 0; i < 4; i++) {
		p = printer_new(loop, bad[i], PRINTER_PATIENCE);
		printer_send(p, "x", 1, tell, &told);
		turn_until(loop, &told.times, i + 1);
		assert_int_equal(told.failures, i + 1);
		assert_true(told.err.hint[0] != '\0');
		printer_free(p);
	}
	loop_free(loop);
}

/* A serial line: bytes pass as they are, and freeing does not wait. */
static void
serial_line(void **state)
{
	struct loop	*loop = loop_new();
	struct told	 told = { .times = 0 };
	struct printer	*p;
	char		 got[16];
	int		 master = posix_openpt(O_RDWR | O_NOCTTY);

	(void)state;
	if (master == -1)
		skip();
	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	p = printer_new(loop, ptsname(master), PRINTER_PATIENCE);
	printer_send(p, "\x1b@\n\x04", 4, tell, &told);
	turn_until(loop, &told.times, 1);
	assert_int_equal(told.failures, 0);
	assert_int_equal(read(master, got, sizeof got), 4);
	assert_memory_equal(got, "\x1b@\n\x04", 4);
	printer_send(p, "more", 4, tell, &told);
	printer_free(p);
	close(master);
	loop_free(loop);
}

static int
start(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	return mkdtemp(dir) == NULL ? -1 : 0;
}

static int
stop(void **state)
{
	static const char *const	names[] = { "receipts", "slow",
					    "stuck", "gone" };
	size_t				i;

	(void)state;
	for (i = 0; i < 4; i++)
		unlink(path(names[i]));
	return rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(to_a_file),
		cmocka_unit_test(slow_printer),
		cmocka_unit_test(stuck_printer),
		cmocka_unit_test(printer_goes_away),
		cmocka_unit_test(never_there),
		cmocka_unit_test(serial_line),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
