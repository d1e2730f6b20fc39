/* Visitors: see session.h. */
#include "web/session.h"

#include <stdio.h>
#include <string.h>

#include "seal.h"
#include "str.h"

#define COOKIE		"vitrine"
#define COOKIE_SECONDS	86400

static void
owner_of(const char *token, char owner[SESSION_OWNER])
{
	char	hex[SEAL_HEX];

	seal_sha256_hex(token, strlen(token), hex);
	snprintf(owner, SESSION_OWNER, "page:%s", hex);
}

static const char *
token_of(struct request *req)
{
	const char	*token = request_cookie(req, COOKIE);

	return token != NULL && strlen(token) == SEAL_TOKEN - 1 ? token :
	    NULL;
}

void
session_begin(struct request *req, char owner[SESSION_OWNER])
{
	const char	*token = token_of(req);
	char		 fresh[SEAL_TOKEN];

	if (token == NULL) {
		seal_token(fresh);
		token = fresh;
	}
	/* Set again each time: a checkout lasts a day from its last step. */
	request_add_header(req, "Set-Cookie",
	    arena_printf(request_arena(req), COOKIE "=%s; Path=/; Max-Age=%d; "
	    "HttpOnly; SameSite=Strict%s", token, COOKIE_SECONDS,
	    request_secure(req) ? "; Secure" : ""));
	owner_of(token, owner);
}

bool
session_owns(struct request *req, const char *owner)
{
	const char	*token = token_of(req);
	char		 mine[SESSION_OWNER];

	if (token == NULL)
		return false;
	owner_of(token, mine);
	return strlen(owner) == strlen(mine) &&
	    seal_equal(owner, mine, strlen(mine));
}

bool
session_same_site(struct request *req)
{
	const char	*site = request_header(req, "Sec-Fetch-Site");
	const char	*origin = request_header(req, "Origin");
	const char	*host = request_header(req, "Host");
	const char	*slashes;

	if (site != NULL)
		return str_eq(site, "same-origin") || str_eq(site, "none");
	if (origin == NULL)
		return true;		/* no browser: has no cookie to abuse */
	slashes = strstr(origin, "://");
	return slashes != NULL && host != NULL &&
	    str_eq_nocase(slashes + 3, host);
}
