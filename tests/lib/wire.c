/* A wire to hold and cut: see wire.h. */
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "rig.h"

#define MAX_PAIRS	16

/* Bytes on their way in one direction. */
struct lane {
	char	*bytes;
	size_t	 len;
};

struct pair {
	int		client;		/* -1: closed by it */
	int		server;
	struct lane	question;
	struct lane	answer;
	bool		hold_questions;
	bool		hold_answers;
};

struct wire {
	int		 listener;
	int		 port;
	char		*path;
	struct pair	 pairs[MAX_PAIRS];
	size_t		 count;
	bool		 deaf;
	bool		 answered;	/* the last byte was the server's */
	int		 trips;
	size_t		 asked;
};

static void
no_wait(int fd)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
}

struct wire *
wire_new(const char *socket_path)
{
	struct wire		*wire = calloc(1, sizeof *wire);
	struct sockaddr_in	 sin = { .sin_family = AF_INET };
	socklen_t		 len = sizeof sin;

	if (wire == NULL)
		rig_die("no memory for a wire");
	wire->path = strdup(socket_path);
	wire->answered = true;
	wire->listener = socket(AF_INET, SOCK_STREAM, 0);
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(wire->listener, (struct sockaddr *)&sin, sizeof sin) < 0 ||
	    listen(wire->listener, 16) < 0 ||
	    getsockname(wire->listener, (struct sockaddr *)&sin, &len) < 0)
		rig_die("no port for a wire: %s", strerror(errno));
	no_wait(wire->listener);
	wire->port = ntohs(sin.sin_port);
	return wire;
}

static void
pair_close(struct pair *pair)
{
	if (pair->client >= 0)
		close(pair->client);
	if (pair->server >= 0)
		close(pair->server);
	free(pair->question.bytes);
	free(pair->answer.bytes);
}

void
wire_cut(struct wire *wire)
{
	while (wire->count > 0)
		pair_close(&wire->pairs[--wire->count]);
}

void
wire_free(struct wire *wire)
{
	wire_cut(wire);
	close(wire->listener);
	free(wire->path);
	free(wire);
}

int
wire_port(const struct wire *wire)
{
	return wire->port;
}

static int
dial(const struct wire *wire)
{
	struct sockaddr_un	sun = { .sun_family = AF_UNIX };
	int			fd = socket(AF_UNIX, SOCK_STREAM, 0);

	strncpy(sun.sun_path, wire->path, sizeof sun.sun_path - 1);
	if (connect(fd, (struct sockaddr *)&sun, sizeof sun) < 0) {
		close(fd);
		return -1;
	}
	no_wait(fd);
	return fd;
}

static void
accept_one(struct wire *wire)
{
	struct pair	*pair;
	int		 one = 1, fd = accept(wire->listener, NULL, NULL);

	if (fd < 0)
		return;
	if (wire->count == MAX_PAIRS)
		rig_die("too many connections through a wire");
	no_wait(fd);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	pair = &wire->pairs[wire->count];
	*pair = (struct pair){ .client = fd, .server = dial(wire) };
	if (pair->server < 0)
		close(fd);
	else
		wire->count++;
}

/* False at the end of what fd has to say. */
static bool
take(int fd, struct lane *lane, size_t *got)
{
	char	bytes[16384];
	ssize_t	n;

	*got = 0;
	if (fd < 0)
		return true;
	n = recv(fd, bytes, sizeof bytes, 0);
	if (n == 0 || (n < 0 && errno != EAGAIN))
		return false;
	if (n < 0)
		return true;
	lane->bytes = realloc(lane->bytes, lane->len + (size_t)n);
	if (lane->bytes == NULL)
		rig_die("no memory for what is in a wire");
	memcpy(lane->bytes + lane->len, bytes, (size_t)n);
	lane->len += (size_t)n;
	*got = (size_t)n;
	return true;
}

static bool
give(int fd, struct lane *lane)
{
	ssize_t	n;

	if (lane->len == 0)
		return true;
	n = send(fd, lane->bytes, lane->len, MSG_NOSIGNAL);
	if (n < 0)
		return errno == EAGAIN;
	lane->len -= (size_t)n;
	memmove(lane->bytes, lane->bytes + n, lane->len);
	return true;
}

/* False when both ends may be closed. */
static bool
pump(struct wire *wire, struct pair *pair)
{
	size_t	got;

	if (!take(pair->client, &pair->question, &got)) {
		/* What it said before it left still reaches the server. */
		close(pair->client);
		pair->client = -1;
	}
	wire->asked += got;
	if (got > 0 && wire->answered)
		wire->trips++;
	if (got > 0)
		wire->answered = false;
	if (!pair->hold_questions && !give(pair->server, &pair->question))
		return false;
	if (pair->client < 0)
		return pair->question.len > 0;
	if (!take(pair->server, &pair->answer, &got))
		return false;
	wire->answered = wire->answered || got > 0;
	return pair->hold_answers || give(pair->client, &pair->answer);
}

void
wire_turn(struct wire *wire)
{
	size_t	i;

	if (!wire->deaf)
		accept_one(wire);
	for (i = 0; i < wire->count; ) {
		if (pump(wire, &wire->pairs[i])) {
			i++;
			continue;
		}
		pair_close(&wire->pairs[i]);
		wire->pairs[i] = wire->pairs[--wire->count];
	}
}

void
wire_hold_questions(struct wire *wire)
{
	size_t	i;

	for (i = 0; i < wire->count; i++)
		wire->pairs[i].hold_questions = true;
}

void
wire_hold_answers(struct wire *wire)
{
	size_t	i;

	for (i = 0; i < wire->count; i++)
		wire->pairs[i].hold_answers = true;
}

void
wire_let_go(struct wire *wire)
{
	size_t	i;

	for (i = 0; i < wire->count; i++) {
		wire->pairs[i].hold_questions = false;
		wire->pairs[i].hold_answers = false;
	}
}

void
wire_deaf(struct wire *wire, bool deaf)
{
	wire->deaf = deaf;
}

int
wire_trips(struct wire *wire)
{
	int	trips = wire->trips;

	wire->trips = 0;
	return trips;
}

size_t
wire_asked(const struct wire *wire)
{
	return wire->asked;
}

size_t
wire_held(const struct wire *wire)
{
	size_t	i, held = 0;

	for (i = 0; i < wire->count; i++)
		held += wire->pairs[i].question.len;
	return held;
}
