/*
 * The servers a PostgreSQL address names, and looking their names up without
 * waiting.  Private to pg.c, which tries one address after the other.
 */
#ifndef VITRINE_HOSTS_H
#define VITRINE_HOSTS_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

struct lookup;

struct host {
	char		 *name;		/* as written; NULL: libpq's default */
	char		 *port;		/* NULL: the default */
	bool		  by_name;	/* must be looked up */
	char		**addrs;	/* numeric; none: a local socket */
	size_t		  addr_count;
	struct lookup	 *lookup;	/* while it is looked up */
};

struct hosts {
	struct host	*list;		/* one at least */
	size_t		 count;
};

/* Reads libpq's lists ("a,b", "", "5432"); any may be NULL. */
void	hosts_read(struct hosts *, const char *names, const char *addrs,
	    const char *ports);
void	hosts_free(struct hosts *);

/*
 * Begins to look a name up; host_looked_up() says 0 while it goes on, then 1
 * with the host's addresses new, or -1 with err.  After -1 and after
 * host_give_up() the addresses known before stay.
 */
void	host_look_up(struct host *);
int	host_looked_up(struct host *, struct err *);
void	host_give_up(struct host *);

#endif
