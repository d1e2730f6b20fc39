/*
 * Deliveries of every service that sends some: what is signed is taken, and of
 * many thousand changed ones not a single one.  LONG=1 tries 100,000 each.
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

#include "channel/conf.h"
#include "clock.h"
#include "seal.h"
#include "sell/money.h"
#include "str.h"

#define SECRET	"0ddba11c0ffee0ddba11c0ffee0ddba1"
#define OTHER	"1ddba11c0ffee0ddba11c0ffee0ddba1"
#define BODY	4096

/* One service: how it signs, and where. */
struct service {
	const char	*kind;
	const char	*secret_name;
	const char	*signature_header;
	const char	*topic_header;	/* NULL: the body says it */
	const char	*event_header;	/* what is told; NULL: by the body */
	void		(*sign)(const char *secret, const char *, size_t,
			    char out[128]);
	bool		 hex;		/* capitals say the same */
};

static void
sign_base64(const char *secret, const char *body, size_t len, char out[128])
{
	uint8_t	digest[SEAL_DIGEST];

	seal_hmac(secret, strlen(secret), body, len, digest);
	assert_true(seal_base64(digest, sizeof digest, out, 128));
}

/* With what the secret's digits stand for. */
static void
sign_hex(const char *secret, const char *body, size_t len, char out[128])
{
	uint8_t	key[64], digest[SEAL_DIGEST];
	size_t	key_len = strlen(secret) / 2;

	assert_true(str_unhex(secret, key, key_len));
	seal_hmac(key, key_len, body, len, digest);
	str_hex(digest, sizeof digest, out);
}

static const struct service	services[] = {
	{ "woocommerce", "hook_secret", "X-WC-Webhook-Signature",
	    "X-WC-Webhook-Topic", NULL, sign_base64, false },
	{ "shopify", "client_secret", "X-Shopify-Hmac-Sha256",
	    "X-Shopify-Topic", "X-Shopify-Event-Id", sign_base64, false },
	{ "squarespace", "hook_secret", "Squarespace-Signature", NULL, NULL,
	    sign_hex, true },
};

struct sent {
	const struct service	*service;
	char			 body[BODY];
	size_t			 len;
	char			 signature[128];
	bool			 unsigned_;
	char			 event[40];
	char			 shop[40];	/* "": not said */
};

static const char *
header(void *arg, const char *name)
{
	struct sent	*sent = arg;

	if (str_eq_nocase(name, sent->service->signature_header))
		return sent->unsigned_ ? NULL : sent->signature;
	if (sent->service->topic_header != NULL &&
	    str_eq_nocase(name, sent->service->topic_header))
		return "order.updated";
	if (sent->service->event_header != NULL &&
	    str_eq_nocase(name, sent->service->event_header))
		return sent->event;
	if (sent->shop[0] != '\0' &&
	    str_eq_nocase(name, "X-Shopify-Shop-Domain"))
		return sent->shop;
	return NULL;
}

static enum hook_verdict
take(const struct channel_conf *conf, struct sent *sent,
    struct hook_read *read)
{
	const struct hook	hook = { header, sent, sent->body,
				    sent->len };

	memset(read, 0, sizeof *read);
	return channel_ops(conf->kind)->hook(conf, &hook, read);
}

static struct channel_conf *
conf_of(const struct service *service)
{
	const struct rec_link	 row = { .id = uuid_new(),
				    .code = "shop", .kind = service->kind,
				    .name = "Shop" };
	struct channel_conf	*conf = conf_new(&row, currency_find("USD"));

	conf_set(conf, service->secret_name, SECRET);
	return conf;
}

static void
fill(struct sent *sent, const struct service *service, unsigned n)
{
	int	len;

	memset(sent, 0, sizeof *sent);
	sent->service = service;
	len = snprintf(sent->body, sizeof sent->body, "{\"id\":\"delivery-%u\","
	    "\"topic\":\"order.updated\",\"status\":\"processing\","
	    "\"total\":\"%u.00\",\"line_items\":[{\"id\":1,\"sku\":\"RG-%u\","
	    "\"quantity\":1}],\"note\":\"%0*u\"}", n, n, n,
	    (int)(n % 1500), n);
	sent->len = (size_t)len;
	snprintf(sent->event, sizeof sent->event, "event-id-%u", n);
	service->sign(SECRET, sent->body, sent->len, sent->signature);
}

static unsigned
dice(unsigned below)
{
	uint32_t	n;

	clock_random(&n, sizeof n);
	return n % below;
}

/* One change; every way a delivery can be not theirs. */
static void
spoil(struct sent *sent, unsigned way)
{
	struct sent	 other;
	char		*at;

	switch (way % 9) {
	case 0:			/* a bit of the body */
		sent->body[dice((unsigned)sent->len)] ^=
		    (char)(1U << dice(8));
		break;
	case 1:			/* a bit of the signature */
		at = &sent->signature[dice((unsigned)strlen(
		    sent->signature))];
		*at ^= (char)(1U << dice(sent->service->hex ? 5 : 7));
		if (*at == '\0')
			*at = '!';
		break;
	case 2:			/* the end is missing */
		sent->len -= 1 + dice((unsigned)sent->len - 1);
		break;
	case 3:			/* something follows */
		sent->body[sent->len++] = (char)dice(256);
		break;
	case 4:			/* nothing at all */
		sent->signature[0] = '\0';
		break;
	case 5:
		sent->unsigned_ = true;
		break;
	case 6:			/* another delivery's signature */
		fill(&other, sent->service, 1000000 + dice(1000000));
		memcpy(sent->signature, other.signature,
		    sizeof sent->signature);
		break;
	case 7:			/* signed by somebody else */
		sent->service->sign(OTHER, sent->body, sent->len,
		    sent->signature);
		break;
	default:		/* the signature's end is missing */
		sent->signature[dice((unsigned)strlen(sent->signature))] =
		    '\0';
		break;
	}
}

static void
test_changed(void **state)
{
	unsigned		 rounds = getenv("LONG") != NULL ? 100000 : 9000;
	struct channel_conf	*conf;
	struct hook_read	 read;
	struct sent		 sent;
	unsigned		 i, taken;
	size_t			 s;

	(void)state;
	for (s = 0; s < sizeof services / sizeof services[0]; s++) {
		conf = conf_of(&services[s]);
		for (taken = i = 0; i < rounds; i++) {
			fill(&sent, &services[s], i + 1);
			/* The same one unspoilt is theirs. */
			if (i % 100 == 0)
				assert_int_equal(take(conf, &sent, &read),
				    HOOK_GOOD);
			spoil(&sent, i);
			if (take(conf, &sent, &read) != HOOK_BAD)
				taken++;
		}
		assert_int_equal(taken, 0);
		conf_free(conf);
	}
}

/* The same delivery has the same key, another has another. */
static void
test_keys(void **state)
{
	struct channel_conf	*conf;
	struct hook_read	 a, b;
	struct sent		 sent;
	size_t			 s;

	(void)state;
	for (s = 0; s < sizeof services / sizeof services[0]; s++) {
		conf = conf_of(&services[s]);
		fill(&sent, &services[s], 7);
		assert_int_equal(take(conf, &sent, &a), HOOK_GOOD);
		assert_int_equal(take(conf, &sent, &b), HOOK_GOOD);
		assert_string_equal(a.key, b.key);
		assert_string_equal(a.topic, "order.updated");
		assert_true(strlen(a.key) > 8);
		fill(&sent, &services[s], 8);
		assert_int_equal(take(conf, &sent, &b), HOOK_GOOD);
		assert_string_not_equal(a.key, b.key);
		conf_free(conf);
	}
}

/* Without a secret of ours nothing is theirs, however it is signed. */
static void
test_no_secret(void **state)
{
	struct channel_conf	*conf;
	struct hook_read	 read;
	struct sent		 sent;
	size_t			 s;

	(void)state;
	for (s = 0; s < sizeof services / sizeof services[0]; s++) {
		conf = conf_of(&services[s]);
		conf_set(conf, services[s].secret_name, "");
		fill(&sent, &services[s], 7);
		assert_int_equal(take(conf, &sent, &read), HOOK_BAD);
		services[s].sign(services[s].hex ? "00" : "", sent.body,
		    sent.len, sent.signature);
		assert_int_equal(take(conf, &sent, &read), HOOK_BAD);
		conf_free(conf);
	}
}

/* Signed by Shopify, but in the name of another shop, or of no event. */
static void
test_shopify(void **state)
{
	struct channel_conf	*conf = conf_of(&services[1]);
	struct hook_read	 read;
	struct sent		 sent;

	(void)state;
	fill(&sent, &services[1], 7);
	conf_set(conf, "shop", "ours.myshopify.com");
	str_copy(sent.shop, sizeof sent.shop, "Ours.myshopify.com");
	assert_int_equal(take(conf, &sent, &read), HOOK_GOOD);
	str_copy(sent.shop, sizeof sent.shop, "theirs.myshopify.com");
	assert_int_equal(take(conf, &sent, &read), HOOK_BAD);
	sent.shop[0] = sent.event[0] = '\0';
	assert_int_equal(take(conf, &sent, &read), HOOK_BAD);
	conf_free(conf);
}

static void
test_woo_ping(void **state)
{
	struct channel_conf	*conf = conf_of(&services[0]);
	struct sent		 sent = { .service = &services[0],
				    .unsigned_ = true };
	struct hook_read	 read;
	const char *const	 no[] = { "webhook_id=", "webhook_id=1&x=2",
				    "webhook_id=1;drop", "id=1",
				    "{\"webhook_id\":1}", "" };
	size_t			 i;

	(void)state;
	str_copy(sent.body, sizeof sent.body, "webhook_id=17");
	sent.len = strlen(sent.body);
	assert_int_equal(take(conf, &sent, &read), HOOK_PING);
	sent.unsigned_ = false;		/* signed wrong: no ping */
	str_copy(sent.signature, sizeof sent.signature, "AAAA");
	assert_int_equal(take(conf, &sent, &read), HOOK_BAD);
	sent.unsigned_ = true;
	for (i = 0; i < sizeof no / sizeof no[0]; i++) {
		str_copy(sent.body, sizeof sent.body, no[i]);
		sent.len = strlen(sent.body);
		assert_int_equal(take(conf, &sent, &read), HOOK_BAD);
	}
	conf_free(conf);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_changed),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_no_secret),
		cmocka_unit_test(test_shopify),
		cmocka_unit_test(test_woo_ping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
