/* Visitors: see session.h. */
#include "web/session.h"

#include <stdio.h>
#include <string.h>

#include "seal.h"
#include "str.h"
#include "web/quota.h"

#define COOKIE_SECONDS	86400

static const char token_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz0123456789-_";

/* Over TLS a name that no other host, and no plain page, can have set. */
static const char *
cookie_name(struct request *req)
{
	return request_secure(req) ? "__Host-vitrine" : "vitrine";
}

static const char *
token_of(struct request *req)
{
	const char	*token = request_cookie(req, cookie_name(req));

	return token != NULL && strlen(token) == SEAL_TOKEN - 1 &&
	    strspn(token, token_letters) == SEAL_TOKEN - 1 ? token : NULL;
}

void
session_greet(struct request *req)
{
	const char	*token = token_of(req);
	char		 fresh[SEAL_TOKEN];

	if (token == NULL) {
		seal_token(fresh);
		token = fresh;
	}
	request_add_header(req, "Set-Cookie",
	    arena_printf(request_arena(req), "%s=%s; Path=/; Max-Age=%d; "
	    "HttpOnly; SameSite=Lax%s", cookie_name(req), token,
	    COOKIE_SECONDS, request_secure(req) ? "; Secure" : ""));
}

bool
session_caller(struct request *req, char caller[SESSION_CALLER])
{
	const char	*token = token_of(req);
	char		 hex[SEAL_HEX];

	if (token == NULL)
		return false;
	seal_sha256_hex(token, strlen(token), hex);
	snprintf(caller, SESSION_CALLER, QUOTA_PAGE "%s", hex);
	return true;
}

bool
session_owns(struct request *req, const char *caller)
{
	char	mine[SESSION_CALLER];

	return session_caller(req, mine) && strlen(caller) == strlen(mine) &&
	    seal_equal(caller, mine, strlen(mine));
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
