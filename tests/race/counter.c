/*
 * The counter against the website, with nothing of ours in between: the real
 * register in a real terminal scans a piece while an order for it arrives at
 * the listener.  One of them has it, the other is told who, every time; the
 * gun is the scanner's Enter and the request's last byte, in either order.
 *
 * LONG=1	twenty times as many rounds
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/socket.h>

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/counter.h"
#include "lib/pgserver.h"
#include "lib/rig.h"

static int	port;
static char	*key;

static int
rounds(void)
{
	return getenv("LONG") == NULL ? 12 : 240;
}

/* An order for this piece on its way, all but the last byte. */
static int
almost_order(int round, char *last_r)
{
	struct sockaddr_in	 to = { .sin_family = AF_INET,
				    .sin_port = htons((uint16_t)port) };
	char			*body = rig_printf("{\"order\":\"W-%d\",\"lines"
				    "\":[{\"sku\":\"P-%d\"}],\"payment\":{"
				    "\"method\":\"wire\",\"reference\":\"%d\","
				    "\"amount\":{\"amount\":1089,\"currency\":"
				    "\"USD\"}}}", round, round, round);
	char			*text = rig_printf("POST /v1/orders HTTP/1.1\r\n"
				    "Host: 127.0.0.1\r\nAuthorization: Bearer "
				    "%s\r\nContent-Type: application/json\r\n"
				    "Content-Length: %zu\r\nConnection: close"
				    "\r\n\r\n%s", key, strlen(body), body);
	size_t			 n = strlen(text) - 1;
	int			 fd = socket(AF_INET, SOCK_STREAM, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	assert_int_equal(write(fd, text, n), n);
	*last_r = text[n];
	free(text);
	free(body);
	return fd;
}

/* The whole answer, from malloc. */
static char *
answer(struct pty *p, int fd)
{
	char	*text = calloc(1, 65536);
	size_t	 len = 0;
	ssize_t	 n;

	assert_non_null(text);
	while ((n = read(fd, text + len, 65535 - len)) > 0)
		len += (size_t)n;
	close(fd);
	pty_turn(p, 0);
	return text;
}

/* Until the scan is decided: true when it is ours. */
static bool
scanned(struct pty *p)
{
	int	tries;

	for (tries = 0; tries < 1000; tries++) {
		if (pty_shows(p, "held for you"))
			return true;
		if (pty_shows(p, "hand it over"))
			return false;
		pty_turn(p, 20);
	}
	fail_msg("the scan was not decided:\n%s", pty_screen(p));
	return false;
}

/* Both at once; 1 when the counter has it. */
static int
duel(struct counter *me, int round)
{
	char	*scan = rig_printf("P-%d", round), *got, last;
	int	 fd = almost_order(round, &last);
	bool	 ours, theirs;

	pty_type(me->pty, scan);
	pty_expect(me->pty, scan);
	if (round % 2 == 0)
		assert_int_equal(write(fd, &last, 1), 1);
	pty_type(me->pty, "\r");
	if (round % 2 != 0)
		assert_int_equal(write(fd, &last, 1), 1);
	got = answer(me->pty, fd);
	ours = scanned(me->pty);
	theirs = strstr(got, "HTTP/1.1 201") != NULL;
	if (ours == theirs)
		fail_msg("round %d: both or neither:\n%s\n%s", round, got,
		    pty_screen(me->pty));
	if (ours) {
		assert_non_null(strstr(got, "HTTP/1.1 409"));
		assert_non_null(strstr(got, "\"channel\":\"showroom\""));
		pty_type(me->pty, "\033x");
	} else {
		pty_expect(me->pty, "Sold on the website");
		pty_type(me->pty, "\r");
	}
	pty_expect(me->pty, "Scan a piece, or type");
	free(got);
	free(scan);
	return ours;
}

static void
race(struct counter *me, const char *faults)
{
	char	*program = rig_program("vitrined");
	char	*listen, *log, *sku;
	pid_t	 pid;
	int	 i, ours = 0;

	for (i = 0; i < rounds(); i++) {
		sku = rig_printf("P-%d", i);
		free(counter_ctl(me, 0, NULL, "item", "add", "--as", "Olivia",
		    "--sku", sku, "--title", sku, "--price", "10",
		    "--listed", NULL));
		free(sku);
	}
	key = counter_ctl(me, 0, NULL, "apikey", "add", "k", "--scope",
	    "order", "--as", "Olivia", NULL);
	key[strcspn(key, "\n")] = '\0';
	port = rig_port();
	listen = rig_printf("127.0.0.1:%d", port);
	if (faults != NULL)
		setenv("VITRINE_FAULT", faults, 1);
	log = rig_path("vitrined-%d.log", port);
	pid = rig_start(RIG_ARGV(program, me->shop, "--listen", listen), log);
	unsetenv("VITRINE_FAULT");
	assert_true(rig_until_listening(port, 20000));
	counter_open(me);
	for (i = 0; i < rounds(); i++)
		ours += duel(me, i);
	print_message("# the counter had %d of %d\n", ours, rounds());
	free(counter_ctl(me, 0, NULL, "verify", NULL));
	assert_int_equal(rig_stop(pid, 15000), 0);
	free(listen);
	free(log);
	free(program);
	free(key);
}

static void
scan_against_order(void **state)
{
	race(*state, NULL);
}

/* The listener dawdles between the statements of its sale. */
static void
scan_against_slow_order(void **state)
{
	race(*state, "101:sleep=5");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		BOTH(scan_against_order),
		BOTH(scan_against_slow_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
