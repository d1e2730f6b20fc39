/*
 * A wire between a client and a server that a test holds in its hand: it
 * listens on a port of 127.0.0.1, passes bytes on, counts how often the client
 * had to wait for the server, and stops or cuts when told to.  It runs in the
 * test's own process: call wire_turn() from the loop that turns the client.
 */
#ifndef TEST_WIRE_H
#define TEST_WIRE_H

#include <stdbool.h>
#include <stddef.h>

struct wire;

/* To a server's unix socket. */
struct wire *wire_new(const char *socket_path);
void	wire_free(struct wire *);
int	wire_port(const struct wire *);

/* Passes on what there is; never waits. */
void	wire_turn(struct wire *);

/*
 * Bytes of the connections there are now stay in the wire, in that direction,
 * until they are let go; connections made later are not held.
 */
void	wire_hold_questions(struct wire *);
void	wire_hold_answers(struct wire *);
void	wire_let_go(struct wire *);
/* New connections are left unanswered: a black hole. */
void	wire_deaf(struct wire *, bool);
/* Closes every connection now. */
void	wire_cut(struct wire *);

/*
 * How often bytes from the client followed bytes from the server, since the
 * last time this was asked: one for one question and its answer.
 */
int	wire_trips(struct wire *);
/* Bytes the client has sent so far, passed on or held. */
size_t	wire_asked(const struct wire *);
size_t	wire_held(const struct wire *);		/* and not passed on */

#endif
