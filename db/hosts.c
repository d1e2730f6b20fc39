/* Host names to addresses: see hosts.h. */
#include "hosts.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "log.h"
#include "mem.h"

static void
hosts_add(struct hosts *hosts, const char *name, const char *addr,
    const char *port)
{
	struct host	*host;

	hosts->list = mem_grow(hosts->list, hosts->count + 1,
	    sizeof *hosts->list);
	host = &hosts->list[hosts->count++];
	host->name = *name == '\0' ? NULL : mem_strdup(name);
	host->addr = *addr == '\0' ? NULL : mem_strdup(addr);
	host->port = *port == '\0' ? NULL : mem_strdup(port);
}

static int
look_up(struct hosts *hosts, const char *name, const char *port,
    struct err *err)
{
	struct addrinfo	 hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo	*all, *one;
	char		 addr[NI_MAXHOST];
	int		 rc;

	if ((rc = getaddrinfo(name, NULL, &hints, &all)) != 0) {
		log_warn("database: cannot find host %s: %s", name,
		    gai_strerror(rc));
		err_set(err, ERR_UNAVAILABLE, "cannot find the host %s: %s",
		    name, gai_strerror(rc));
		return err_hint(err, "Check the name, or give the address "
		    "with hostaddr=.");
	}
	for (one = all; one != NULL; one = one->ai_next)
		if (getnameinfo(one->ai_addr, one->ai_addrlen, addr,
		    sizeof addr, NULL, 0, NI_NUMERICHOST) == 0)
			hosts_add(hosts, name, addr, port);
	freeaddrinfo(all);
	return 0;
}

/* Item n of "a,b,c"; a list of one item holds for every n. */
static char *
item(const char *list, size_t n)
{
	const char	*comma;
	size_t		 len;
	char		*copy;

	if (list == NULL)
		return mem_strdup("");
	if (strchr(list, ',') == NULL)
		return mem_strdup(list);
	for (; n > 0 && (comma = strchr(list, ',')) != NULL; n--)
		list = comma + 1;
	len = n > 0 ? 0 : strcspn(list, ",");
	copy = mem_zalloc(len + 1);
	memcpy(copy, list, len);
	return copy;
}

static size_t
count_items(const char *list)
{
	size_t	n = 1;

	for (; list != NULL && *list != '\0'; list++)
		n += *list == ',';
	return n;
}

int
hosts_read(struct hosts *hosts, const char *names, const char *addrs,
    const char *ports, struct err *err)
{
	size_t	 i, count = count_items(names);
	char	*name, *addr, *port;

	*hosts = (struct hosts){ 0 };
	if (count_items(addrs) > count)
		count = count_items(addrs);
	for (i = 0; i < count; i++) {
		name = item(names, i);
		addr = item(addrs, i);
		port = item(ports, i);
		if (*addr != '\0' || *name == '\0' || *name == '/' ||
		    *name == '@')
			hosts_add(hosts, name, addr, port);
		else
			look_up(hosts, name, port, err);
		free(name);
		free(addr);
		free(port);
	}
	return hosts->count > 0 ? 0 : -1;
}

void
hosts_free(struct hosts *hosts)
{
	size_t	i;

	for (i = 0; i < hosts->count; i++) {
		free(hosts->list[i].name);
		free(hosts->list[i].addr);
		free(hosts->list[i].port);
	}
	free(hosts->list);
	*hosts = (struct hosts){ 0 };
}
