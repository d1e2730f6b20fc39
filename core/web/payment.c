/* Where a customer pays: see payment.h. */
#include "web/payment.h"

#include <string.h>

#include "buf.h"
#include "str.h"
#include "web/item.h"

#define LINK_MAX	4096

/* NULL when there is no value of that name. */
static const char *
value_of(const struct payment_values *v, const char *name, size_t len)
{
	const struct {
		const char	*name;
		const char	*value;
	} known[] = {
		{ "hold", v->hold },
		{ "amount", v->amount },
		{ "price", v->price },
		{ "currency", v->currency },
		{ "sku", v->sku },
		{ "return", v->back },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i].name) == len &&
		    memcmp(known[i].name, name, len) == 0)
			return known[i].value;
	return NULL;
}

static size_t
origin_length(const char *url)
{
	const char	*host = strstr(url, "://") + 3;

	return (size_t)(host - url) + strcspn(host, "/?#");
}

/* What a policy and a header can hold: a host, perhaps with a port. */
static bool
is_origin(const char *url)
{
	static const char	letters[] = "abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";
	const char		*host;
	size_t			 len;

	if (!str_starts(url, "https://") && !str_starts(url, "http://"))
		return false;
	host = strstr(url, "://") + 3;
	len = strcspn(host, "/?#");
	return len > 0 && strspn(host, letters) == len;
}

int
payment_check(const char *url, struct err *err)
{
	static const struct payment_values	some = { "", "", "", "", "",
		"" };

	if (!is_origin(url)) {
		err_set(err, ERR_CONFIG, "payment_url: '%s' is no address of "
		    "a page", url);
		return err_hint(err, "It begins with https:// and the name "
		    "of the payment's site.");
	}
	for (const char *p = url; *p != '\0'; p++) {
		size_t	len;

		if ((unsigned char)*p <= ' ' || strchr("\"<>\\^`}\x7f", *p))
			return err_set(err, ERR_CONFIG, "payment_url: '%c' "
			    "cannot stand in it", *p > ' ' ? *p : '?');
		if (*p != '{')
			continue;
		len = strcspn(p + 1, "}");
		if (p[1 + len] == '\0' ||
		    value_of(&some, p + 1, len) == NULL) {
			err_set(err, ERR_CONFIG, "payment_url: {%.*s} is not "
			    "known", (int)len, p + 1);
			return err_hint(err, "Known are {hold}, {amount}, "
			    "{price}, {currency}, {sku} and {return}.");
		}
		p += len + 1;
	}
	if (strstr(url, "{hold}") == NULL) {
		err_set(err, ERR_CONFIG, "payment_url has no {hold}");
		return err_hint(err, "Without it the payment cannot be told "
		    "from another.");
	}
	return 0;
}

char *
payment_origin(struct arena *arena, const char *url)
{
	return arena_strndup(arena, url, origin_length(url));
}

char *
payment_link(struct arena *arena, const char *url,
    const struct payment_values *values)
{
	struct buf	 buf = BUF_INIT(LINK_MAX);
	char		*link;

	while (*url != '\0') {
		size_t	plain = strcspn(url, "{"), len;

		buf_add(&buf, url, plain);
		url += plain;
		if (*url == '\0')
			break;
		len = strcspn(url + 1, "}");
		buf_addstr(&buf, item_escape(arena,
		    value_of(values, url + 1, len)));
		url += len + 2;
	}
	link = arena_strdup(arena, buf_str(&buf));
	buf_free(&buf);
	return link;
}
