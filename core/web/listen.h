/* Opens the sockets the server listens on. */
#ifndef VITRINE_LISTEN_H
#define VITRINE_LISTEN_H

#include <stddef.h>

#include "err.h"

#define LISTEN_ADDRESS	64	/* "[fe80::...]:65535" and the NUL */

/*
 * A listening socket, not blocking, for "127.0.0.1:8080", "[::1]:8080" or
 * ":8080" (every IPv4 address).  Numbers only: no name is looked up.  Port 0
 * takes a free one.  address_r gets what it became.  -1 with err.
 */
int	listen_open(const char *address, char address_r[LISTEN_ADDRESS],
	    struct err *);

#endif
