/*
 * Host names to addresses: see hosts.h.  getaddrinfo_a() asks the name servers
 * from a thread of the C library's own, so that a silent one stops nobody.
 */
#include "hosts.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "mem.h"

struct lookup {
	struct gaicb	 call;
	struct addrinfo	 hints;
	char		*name;
	struct lookup	*next;
};

/*
 * A lookup that is being answered cannot be called off: those nobody waits
 * for are freed when they have ended.
 */
static struct lookup	*abandoned;

static void
lookup_free(struct lookup *lookup)
{
	if (lookup->call.ar_result != NULL)
		freeaddrinfo(lookup->call.ar_result);
	free(lookup->name);
	free(lookup);
}

static void
sweep(void)
{
	struct lookup	**at = &abandoned, *lookup;

	while ((lookup = *at) != NULL) {
		if (gai_error(&lookup->call) == EAI_INPROGRESS) {
			at = &lookup->next;
			continue;
		}
		*at = lookup->next;
		lookup_free(lookup);
	}
}

void
host_give_up(struct host *host)
{
	if (host->lookup == NULL)
		return;
	gai_cancel(&host->lookup->call);
	host->lookup->next = abandoned;
	abandoned = host->lookup;
	host->lookup = NULL;
	sweep();
}

void
host_look_up(struct host *host)
{
	struct lookup	*lookup = mem_zalloc(sizeof *lookup);
	struct gaicb	*calls[1] = { &lookup->call };

	host_give_up(host);
	lookup->name = mem_strdup(host->name);
	lookup->hints.ai_socktype = SOCK_STREAM;
	lookup->call.ar_name = lookup->name;
	lookup->call.ar_request = &lookup->hints;
	host->lookup = lookup;
	/* When even that fails, there will be no result. */
	getaddrinfo_a(GAI_NOWAIT, calls, 1, NULL);
}

static void
forget_addrs(struct host *host)
{
	while (host->addr_count > 0)
		free(host->addrs[--host->addr_count]);
}

static void
add_addr(struct host *host, const char *addr)
{
	host->addrs = mem_grow(host->addrs, host->addr_count + 1,
	    sizeof *host->addrs);
	host->addrs[host->addr_count++] = mem_strdup(addr);
}

int
host_looked_up(struct host *host, struct err *err)
{
	const struct addrinfo	*one;
	char			 addr[NI_MAXHOST];
	int			 rc = gai_error(&host->lookup->call);

	if (rc == EAI_INPROGRESS)
		return 0;
	if (rc == 0 && host->lookup->call.ar_result == NULL)
		rc = EAI_MEMORY;	/* it was never begun */
	if (rc != 0) {
		lookup_free(host->lookup);
		host->lookup = NULL;
		return err_set(err, ERR_UNAVAILABLE,
		    "cannot find the host %s: %s", host->name,
		    gai_strerror(rc));
	}
	forget_addrs(host);
	for (one = host->lookup->call.ar_result; one != NULL;
	    one = one->ai_next)
		if (getnameinfo(one->ai_addr, one->ai_addrlen, addr,
		    sizeof addr, NULL, 0, NI_NUMERICHOST) == 0)
			add_addr(host, addr);
	lookup_free(host->lookup);
	host->lookup = NULL;
	return 1;
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

static char *
item_or_null(const char *list, size_t n)
{
	char	*text = item(list, n);

	if (*text != '\0')
		return text;
	free(text);
	return NULL;
}

static size_t
count_items(const char *list)
{
	size_t	n = 1;

	for (; list != NULL && *list != '\0'; list++)
		n += *list == ',';
	return n;
}

static bool
is_numeric(const char *name)
{
	struct addrinfo	 hints = { .ai_flags = AI_NUMERICHOST };
	struct addrinfo	*all;

	if (getaddrinfo(name, NULL, &hints, &all) != 0)
		return false;
	freeaddrinfo(all);
	return true;
}

void
hosts_read(struct hosts *hosts, const char *names, const char *addrs,
    const char *ports)
{
	struct host	*host;
	char		*addr;
	size_t		 i;

	hosts->count = count_items(names);
	if (count_items(addrs) > hosts->count)
		hosts->count = count_items(addrs);
	hosts->list = mem_zalloc(hosts->count * sizeof *hosts->list);
	for (i = 0; i < hosts->count; i++) {
		host = &hosts->list[i];
		host->name = item_or_null(names, i);
		host->port = item_or_null(ports, i);
		addr = item_or_null(addrs, i);
		if (addr != NULL)
			add_addr(host, addr);
		else if (host->name != NULL && is_numeric(host->name))
			add_addr(host, host->name);
		else
			host->by_name = host->name != NULL &&
			    *host->name != '/' && *host->name != '@';
		free(addr);
	}
}

void
hosts_free(struct hosts *hosts)
{
	struct host	*host;

	for (; hosts->count > 0; hosts->count--) {
		host = &hosts->list[hosts->count - 1];
		host_give_up(host);
		forget_addrs(host);
		free(host->addrs);
		free(host->name);
		free(host->port);
	}
	free(hosts->list);
	hosts->list = NULL;
}
