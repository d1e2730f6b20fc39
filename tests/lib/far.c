/* A wire to a database that is far away: see far.h. */
#include "far.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "rig.h"

#define HALF_TRIP	2500		/* microseconds each way */

struct chunk {
	int64_t		 due;
	ssize_t		 len;
	char		 bytes[16384];
	struct chunk	*next;
};

struct way {
	int		 from, to;
	struct chunk	*head, **tail;
};

static bool
take_in(struct way *w)
{
	struct chunk	*c = calloc(1, sizeof *c);

	c->len = read(w->from, c->bytes, sizeof c->bytes);
	if (c->len <= 0) {
		free(c);
		return false;
	}
	c->due = clock_mono() + HALF_TRIP;
	*w->tail = c;
	w->tail = &c->next;
	return true;
}

static void
pass_on(struct way *w)
{
	struct chunk	*c;

	while ((c = w->head) != NULL && c->due <= clock_mono()) {
		if (write(w->to, c->bytes, (size_t)c->len) != c->len)
			_exit(0);
		if ((w->head = c->next) == NULL)
			w->tail = &w->head;
		free(c);
	}
}

static _Noreturn void
carry(int a, int b)
{
	struct way	 ways[2] = { { .from = a, .to = b },
			    { .from = b, .to = a } };
	struct pollfd	 fds[2] = { { .fd = a, .events = POLLIN },
			    { .fd = b, .events = POLLIN } };
	struct timespec	 ts;
	int64_t		 wait;
	int		 i;

	ways[0].tail = &ways[0].head;
	ways[1].tail = &ways[1].head;
	for (;;) {
		wait = SECOND_US;
		for (i = 0; i < 2; i++)
			if (ways[i].head != NULL &&
			    ways[i].head->due - clock_mono() < wait)
				wait = ways[i].head->due - clock_mono();
		if (wait < 0)
			wait = 0;
		ts = (struct timespec){ wait / SECOND_US,
		    wait % SECOND_US * 1000 };
		ppoll(fds, 2, &ts, NULL);
		for (i = 0; i < 2; i++) {
			if (fds[i].revents != 0 && !take_in(&ways[i]))
				_exit(0);
			pass_on(&ways[i]);
		}
	}
}

struct far {
	int		 fd;
	const char	*socket;
};

static int
far_server(void *arg)
{
	const struct far	*far = arg;
	struct sockaddr_un	 to = { .sun_family = AF_UNIX };
	int			 a, b, one = 1;

	signal(SIGCHLD, SIG_IGN);
	snprintf(to.sun_path, sizeof to.sun_path, "%s", far->socket);
	for (;;) {
		a = accept(far->fd, NULL, NULL);
		if (a == -1)
			continue;
		setsockopt(a, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		b = socket(AF_UNIX, SOCK_STREAM, 0);
		if (connect(b, (struct sockaddr *)&to, sizeof to) == 0 &&
		    fork() == 0)
			carry(a, b);
		close(a);
		close(b);
	}
}

char *
far_url(const char *url)
{
	static struct far	 far;
	struct sockaddr_in	 at = { .sin_family = AF_INET };
	socklen_t		 len = sizeof at;
	char			 name[64], dir[200];

	if (sscanf(url, "postgresql:///%63[^?]?host=%199[^&]", name, dir) != 2)
		rig_die("cannot read %s", url);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	far.fd = socket(AF_INET, SOCK_STREAM, 0);
	far.socket = rig_printf("%s/.s.PGSQL.5432", dir);
	if (bind(far.fd, (struct sockaddr *)&at, len) == -1 ||
	    listen(far.fd, 128) == -1 ||
	    getsockname(far.fd, (struct sockaddr *)&at, &len) == -1)
		rig_die("no port");
	rig_fork(far_server, &far);
	return rig_printf("postgresql://postgres@127.0.0.1:%d/%s",
	    ntohs(at.sin_port), name);
}
