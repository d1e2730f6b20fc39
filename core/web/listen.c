/* Listening sockets: see listen.h. */
#include "web/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "str.h"
#include "web/network.h"

union any_address {
	struct sockaddr		any;
	struct sockaddr_in	v4;
	struct sockaddr_in6	v6;
};

static int
parse(const char *text, union any_address *addr, socklen_t *len_r,
    struct err *err)
{
	const char	*colon = strrchr(text, ':');
	char		 host[LISTEN_ADDRESS];
	int64_t		 port;
	size_t		 len;

	memset(addr, 0, sizeof(*addr));
	*len_r = 0;
	if (colon == NULL || !str_int64(colon + 1, &port) || port < 0 ||
	    port > 65535 || (size_t)(colon - text) >= sizeof(host))
		goto bad;
	len = (size_t)(colon - text);
	memcpy(host, text, len);
	host[len] = '\0';
	if (len > 1 && host[0] == '[' && host[len - 1] == ']') {
		host[len - 1] = '\0';
		addr->v6.sin6_family = AF_INET6;
		addr->v6.sin6_port = htons((uint16_t)port);
		*len_r = sizeof(addr->v6);
		if (inet_pton(AF_INET6, host + 1, &addr->v6.sin6_addr) == 1)
			return 0;
		goto bad;
	}
	addr->v4.sin_family = AF_INET;
	addr->v4.sin_port = htons((uint16_t)port);
	*len_r = sizeof(addr->v4);
	if (len == 0)
		return 0;
	if (str_eq(host, "localhost"))
		str_copy(host, sizeof(host), "127.0.0.1");
	if (inet_pton(AF_INET, host, &addr->v4.sin_addr) == 1)
		return 0;
bad:
	err_set(err, ERR_USAGE, "'%s' is no address to listen on", text);
	return err_hint(err, "Give ADDRESS:PORT, such as 127.0.0.1:8080 or "
	    "[::1]:8080.");
}

static void
describe(int fd, char out[LISTEN_ADDRESS])
{
	union any_address	addr;
	socklen_t		len = sizeof(addr);
	struct address		where;
	char			host[NETWORK_TEXT];

	memset(&addr, 0, sizeof(addr));
	getsockname(fd, &addr.any, &len);
	where = address_of(&addr.any);
	address_text(&where, host);
	if (addr.any.sa_family == AF_INET6)
		snprintf(out, LISTEN_ADDRESS, "[%s]:%u", host,
		    ntohs(addr.v6.sin6_port));
	else
		snprintf(out, LISTEN_ADDRESS, "%s:%u", host,
		    ntohs(addr.v4.sin_port));
}

int
listen_open(const char *address, char address_r[LISTEN_ADDRESS],
    struct err *err)
{
	union any_address	addr;
	socklen_t		len;
	int			on = 1, fd;

	if (parse(address, &addr, &len, err) == -1)
		return -1;
	fd = socket(addr.any.sa_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1)
		return err_set(err, ERR_UNAVAILABLE, "no socket for %s: %s",
		    address, strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (addr.any.sa_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (bind(fd, &addr.any, len) == -1 || listen(fd, SOMAXCONN) == -1) {
		int	why = errno;

		close(fd);
		err_set(err, ERR_UNAVAILABLE, "cannot listen on %s: %s",
		    address, strerror(why));
		if (why == EADDRINUSE)
			err_hint(err, "Another program has this port; stop it "
			    "or choose another with --listen.");
		else if (why == EACCES)
			err_hint(err, "Ports below 1024 need a privilege; "
			    "choose a higher one and put a reverse proxy in "
			    "front.");
		return -1;
	}
	describe(fd, address_r);
	return fd;
}
