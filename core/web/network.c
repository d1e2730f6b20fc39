/* Addresses and whom they speak for: see network.h. */
#include "web/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "str.h"

#define V4_AT	12		/* where an IPv4 address begins in ours */
#define CLIENT_BITS 64		/* of IPv6 that are one customer's */

static const uint8_t v4_prefix[V4_AT] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff,
	0xff };

static bool
is_v4(const struct address *a)
{
	return memcmp(a->b, v4_prefix, V4_AT) == 0;
}

static struct address
address_v4(const void *four)
{
	struct address	a;

	memcpy(a.b, v4_prefix, V4_AT);
	memcpy(a.b + V4_AT, four, 4);
	return a;
}

bool
address_is_loopback(const struct address *a)
{
	return is_v4(a) ? a->b[V4_AT] == 127 :
	    memcmp(a->b, in6addr_loopback.s6_addr, sizeof(a->b)) == 0;
}

struct address
address_of(const struct sockaddr *socket)
{
	struct address		a = { { 0 } };
	struct sockaddr_in	v4;
	struct sockaddr_in6	v6;

	if (socket->sa_family == AF_INET) {
		memcpy(&v4, socket, sizeof(v4));
		a = address_v4(&v4.sin_addr);
	} else if (socket->sa_family == AF_INET6) {
		memcpy(&v6, socket, sizeof(v6));
		memcpy(a.b, &v6.sin6_addr, sizeof(a.b));
	}
	return a;
}

bool
address_parse(const char *text, struct address *out_r)
{
	char	copy[INET6_ADDRSTRLEN];
	size_t	len = strlen(text);
	uint8_t	four[4];

	if (len > 2 && text[0] == '[' && text[len - 1] == ']') {
		text++;
		len -= 2;
	}
	if (len >= sizeof(copy))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (inet_pton(AF_INET, copy, four) == 1) {
		*out_r = address_v4(four);
		return true;
	}
	return inet_pton(AF_INET6, copy, out_r->b) == 1;
}

void
address_text(const struct address *a, char out[NETWORK_TEXT])
{
	if (is_v4(a))
		inet_ntop(AF_INET, a->b + V4_AT, out, NETWORK_TEXT);
	else
		inet_ntop(AF_INET6, a->b, out, NETWORK_TEXT);
}

static struct address
first_bits(const struct address *a, unsigned bits)
{
	struct address	out = *a;

	for (unsigned i = bits; i < 8 * sizeof(out.b); i++)
		out.b[i / 8] &= (uint8_t)~(0x80 >> i % 8);
	return out;
}

void
address_network(const struct address *a, char out[NETWORK_TEXT])
{
	struct address	net;

	address_text(a, out);
	if (is_v4(a))
		return;
	net = first_bits(a, CLIENT_BITS);
	inet_ntop(AF_INET6, net.b, out, NETWORK_TEXT);
	snprintf(out + strlen(out), NETWORK_TEXT - strlen(out), "/%d",
	    CLIENT_BITS);
}

/* One address or network of the setting. */
static bool
network_parse(char *text, struct network *out_r)
{
	char	*slash = strchr(text, '/');
	int64_t	 bits = 0;
	bool	 v4;

	if (slash != NULL)
		*slash++ = '\0';
	if (!address_parse(text, &out_r->at))
		return false;
	v4 = is_v4(&out_r->at);
	if (slash == NULL)
		bits = v4 ? 32 : 128;
	else if (!str_int64(slash, &bits) || bits < 0 || bits > (v4 ? 32 : 128))
		return false;
	out_r->bits = (unsigned)bits + (v4 ? 96 : 0);
	out_r->at = first_bits(&out_r->at, out_r->bits);
	return true;
}

int
proxies_parse(const char *text, struct proxies *out_r, struct err *err)
{
	static const char	between[] = ", \t";
	char			one[NETWORK_TEXT];

	out_r->count = 0;
	for (text += strspn(text, between); *text != '\0';
	    text += strspn(text, between)) {
		size_t	len = strcspn(text, between);

		snprintf(one, sizeof(one), "%.*s", (int)len, text);
		if (out_r->count == NETWORK_PROXIES)
			return err_set(err, ERR_CONFIG,
			    "trusted_proxy: at most %d", NETWORK_PROXIES);
		if (len >= sizeof(one) ||
		    !network_parse(one, &out_r->list[out_r->count++])) {
			err_set(err, ERR_CONFIG, "trusted_proxy: '%.*s' is no "
			    "address and no network", (int)len, text);
			return err_hint(err, "Give numbers, such as 127.0.0.1 "
			    "or 10.0.0.0/8.");
		}
		text += len;
	}
	return 0;
}

bool
proxies_trust(const struct proxies *proxies, const struct address *a)
{
	for (size_t i = 0; i < proxies->count; i++) {
		const struct network	*net = &proxies->list[i];
		struct address		 same = first_bits(a, net->bits);

		if (memcmp(&same, &net->at, sizeof(same)) == 0)
			return true;
	}
	return false;
}

struct address
proxies_client(const struct proxies *proxies, struct address peer,
    const char *forwarded)
{
	size_t	end = forwarded == NULL ? 0 : strlen(forwarded);

	while (end > 0 && proxies_trust(proxies, &peer)) {
		char		one[NETWORK_TEXT];
		size_t		at = end;
		struct address	next;

		while (at > 0 && forwarded[at - 1] != ',')
			at--;
		snprintf(one, sizeof(one), "%.*s", (int)(end - at),
		    forwarded + at);
		/* What the proxy did not mean as an address names nobody. */
		if (end - at >= sizeof(one) ||
		    !address_parse(str_trim(one), &next))
			break;
		peer = next;
		end = at > 0 ? at - 1 : 0;
	}
	return peer;
}
