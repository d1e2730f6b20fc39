/*
 * A throw-away PostgreSQL server of the test's own, with durable defaults.
 *
 * The usual test asks for a database:
 *
 *	char *url = pgserver_database(NULL);
 *
 * which is made on the server that `make check' started once for everybody
 * (VITRINE_TEST_PG is its folder) or, when the test was started by hand, on
 * one started for this process.  A test that kills or stops its server takes
 * one for itself with pgserver_start().
 *
 * The server listens on a unix socket in its private folder, and on a free
 * port of 127.0.0.1 when asked.  A guard process stops it and removes its
 * folder when the test ends in whatever way.  As root, it runs as "postgres".
 */
#ifndef TEST_PGSERVER_H
#define TEST_PGSERVER_H

#include <stdbool.h>
#include <sys/types.h>

struct pgserver;

/* A server for this process alone.  Never NULL. */
struct pgserver *pgserver_start(bool tcp);
void	 pgserver_stop(struct pgserver *);	/* and forget it */

/* As if the power went: SIGKILL to the server and all its backends. */
void	 pgserver_crash(struct pgserver *);
/* Starts it again after a crash; returns when it takes connections. */
void	 pgserver_again(struct pgserver *);
/* Stops every process of the server in its tracks (SIGSTOP), and lets go. */
void	 pgserver_freeze(struct pgserver *, bool frozen);

/* Its folder, which holds its socket (port 5432 by name) and "log". */
const char *pgserver_dir(const struct pgserver *);
int	 pgserver_port(const struct pgserver *);	/* TCP; 0 without */

/*
 * Makes an empty database and returns its URL, from malloc.  NULL for the
 * server everybody shares.
 */
char	*pgserver_database(struct pgserver *);
/* The same over TCP; only for a server started with tcp. */
char	*pgserver_tcp_url(const struct pgserver *, const char *database);

/* Runs SQL with psql and returns what it printed, bare, from malloc. */
char	*pgserver_sql(const char *url, const char *sql);

/*
 * For the program around all tests: a server that every process started from
 * here on finds through VITRINE_TEST_PG, and whose empty cluster the servers
 * of pgserver_start() are copied from.
 */
struct pgserver *pgserver_start_for_all(void);

#endif
