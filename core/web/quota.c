/* How many holds: see quota.h. */
#include "web/quota.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "seal.h"
#include "str.h"

struct quota {
	struct quota_limits	 limits;
	uint8_t			 secret[32];	/* of the origins */
	struct quota_claim	*claims;	/* being worked on */
	uint64_t		 last;		/* number given to one */
};

struct quota *
quota_new(const struct quota_limits *limits)
{
	struct quota	*quota = mem_zalloc(sizeof(*quota));

	quota->limits = *limits;
	clock_random(quota->secret, sizeof(quota->secret));
	return quota;
}

void
quota_free(struct quota *quota)
{
	free(quota);
}

void
quota_limit(struct quota *quota, const struct quota_limits *limits)
{
	quota->limits = *limits;
}

static bool
is_visitor(const struct quota_claim *claim)
{
	return str_starts(claim->caller, QUOTA_PAGE);
}

/* The network itself is nobody's business later on. */
static void
write_origin(const struct quota *quota, struct quota_claim *claim)
{
	uint8_t	digest[SEAL_DIGEST];

	claim->origin[0] = '\0';
	if (*claim->network == '\0')
		return;
	seal_hmac(quota->secret, sizeof(quota->secret), claim->network,
	    strlen(claim->network), digest);
	str_hex(digest, (sizeof(claim->origin) - 1) / 2, claim->origin);
}

/*
 * Who came before us and has not ended may have been placed without being in
 * the count we are about to ask for.
 */
static void
look_ahead(const struct quota *quota, struct quota_claim *claim)
{
	struct rec_load	*ahead = &claim->ahead;

	memset(ahead, 0, sizeof(*ahead));
	for (const struct quota_claim *c = quota->claims; c != NULL;
	    c = c->next) {
		bool	same = str_eq(c->caller, claim->caller);

		if (c->number >= claim->number)
			continue;
		ahead->caller += same;
		ahead->owner += same && str_eq(c->owner, claim->owner);
		ahead->origin += str_eq(c->origin, claim->origin);
		ahead->visitors += is_visitor(c);
	}
}

void
quota_begin(struct quota *quota, struct quota_claim *claim)
{
	write_origin(quota, claim);
	claim->number = ++quota->last;
	claim->next = quota->claims;
	quota->claims = claim;
	look_ahead(quota, claim);
}

static enum quota_verdict
judge(const struct quota_limits *most, const struct quota_claim *claim,
    const struct rec_load *n)
{
	bool	visitor = is_visitor(claim);

	if (n->caller >= (visitor ? most->visitor : most->key))
		return QUOTA_CALLER;
	if (!visitor && *claim->owner != '\0' && n->owner >= most->owner)
		return QUOTA_OWNER;
	if (visitor && n->origin >= most->network)
		return QUOTA_NETWORK;
	if (visitor && n->visitors >= most->visitors)
		return QUOTA_VISITORS;
	return QUOTA_MAY;
}

enum quota_verdict
quota_judge(const struct quota *quota, struct quota_claim *claim,
    const struct rec_load *load)
{
	const struct rec_load	*ahead = &claim->ahead;
	struct rec_load		 most = { load->caller + ahead->caller,
				    load->owner + ahead->owner,
				    load->origin + ahead->origin,
				    load->visitors + ahead->visitors };
	enum quota_verdict	 verdict;

	verdict = judge(&quota->limits, claim, load);
	if (verdict != QUOTA_MAY || judge(&quota->limits, claim, &most) ==
	    QUOTA_MAY)
		return verdict;
	look_ahead(quota, claim);
	return QUOTA_AGAIN;
}

void
quota_end(struct quota *quota, struct quota_claim *claim)
{
	struct quota_claim	**at = &quota->claims;

	while (*at != NULL && *at != claim)
		at = &(*at)->next;
	if (*at != NULL)
		*at = claim->next;
}
