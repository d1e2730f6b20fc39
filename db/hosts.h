/*
 * The servers a PostgreSQL address names, their names looked up.  Private to
 * pg.c, which tries one after the other.
 */
#ifndef VITRINE_HOSTS_H
#define VITRINE_HOSTS_H

#include <stddef.h>

#include "err.h"

struct host {
	char	*name;		/* as written; NULL: libpq's own default */
	char	*addr;		/* numeric; NULL for a local socket */
	char	*port;		/* NULL: the default */
};

struct hosts {
	struct host	*list;
	size_t		 count;
};

/*
 * Reads libpq's lists ("a,b", "", "5432"; any may be NULL) and looks the names
 * up, which may wait for DNS.  A name that is not found is left out as long as
 * another one is there.
 */
int	hosts_read(struct hosts *, const char *names, const char *addrs,
	    const char *ports, struct err *) MUST_CHECK;
void	hosts_free(struct hosts *);

#endif
