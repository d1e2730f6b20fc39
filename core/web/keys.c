/*
 * Who calls: bearer keys, of which the database has the SHA-256 only.  Each
 * call asks for its key anew, so that one that is revoked is so at once.
 */
#include <stdlib.h>
#include <string.h>

#include "ops.h"
#include "seal.h"
#include "str.h"
#include "web/app.h"
#include "web/html.h"
#include "web/limit.h"
#include "web/reply.h"

#define KEY_MAX	200	/* bytes of a key */

static unsigned
scopes_of(const char *text)
{
	static const struct {
		const char	*name;
		enum scope	 scope;
	} names[] = {
		{ "read", SCOPE_READ },
		{ "hold", SCOPE_HOLD },
		{ "order", SCOPE_ORDER },
	};
	unsigned	scopes = 0;

	while (*text != '\0') {
		size_t	len = strcspn(text, ", ");

		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (len == strlen(names[i].name) &&
			    memcmp(text, names[i].name, len) == 0)
				scopes |= names[i].scope;
		text += len;
		text += strspn(text, ", ");
	}
	return scopes;
}

static void
refuse(struct request *req, unsigned status, const char *code,
    const char *message)
{
	request_add_header(req, "WWW-Authenticate", status == 403 ?
	    "Bearer error=\"insufficient_scope\"" : "Bearer");
	reply_error(req, status, code, "%s", message);
}

static const char *
scope_name(enum scope scope)
{
	switch (scope) {
	case SCOPE_NONE:
		return "";
	case SCOPE_READ:
	case SCOPE_LOCAL:
		return "read";
	case SCOPE_HOLD:
		return "hold";
	case SCOPE_ORDER:
		return "order";
	}
	return "";
}

static void
admit(struct request *req, const struct rec_apikey *key)
{
	const struct route	*route = request_route(req);
	struct visit		*visit = visit_of(req);
	enum scope		 scope = route->scope == SCOPE_LOCAL ?
				    SCOPE_READ : route->scope;
	char			 id[UUID_TEXT];

	if ((scopes_of(key->scopes) & (unsigned)scope) == 0) {
		char	*text = arena_printf(request_arena(req),
			    "this key lacks the scope \"%s\"",
			    scope_name(scope));

		refuse(req, 403, "scope", text);
		return;
	}
	visit->key_id = key->id;
	uuid_text(&key->id, id);
	visit->caller = arena_printf(request_arena(req), "key:%s", id);
	visit->channel_id = key->channel_id;
	route->fn(req, visit->app);
}

static void
on_key(struct request *req, struct db_ans *ans)
{
	struct visit			*visit = visit_of(req);
	const struct rec_apikey		*key;
	size_t				 n;

	if (app_failed(req, ans))
		return;
	key = db_rows(ans, REC_APIKEY, &n);
	if (n == 0 || key->revoked_at != 0) {
		if (!limit_take(visit->app->key_limit, request_network(req))) {
			metrics_count(visit->app->metrics, COUNT_LIMITED);
			request_add_header(req, "Retry-After", "10");
			reply_error(req, 429, "too_many",
			    "too many wrong keys; wait a little");
			return;
		}
		refuse(req, 401, "unauthorized", "this key is not known here");
		return;
	}
	admit(req, key);
}

static void
look_up(struct request *req, const char *text)
{
	uint8_t	hash[SEAL_DIGEST];

	seal_sha256(text, strlen(text), hash);
	app_ask(req, op_apikey_by_hash(hash, sizeof(hash)), on_key);
}

static void
begin_visit(struct request *req, struct app *app)
{
	struct visit	*visit;

	visit = arena_alloc(request_arena(req), sizeof(*visit));
	visit->app = app;
	visit->caller = "";
	visit->channel_id = app_shop(app)->channel.id;
	request_set(req, visit);
}

void
app_missing(struct request *req, void *arg)
{
	struct app	*app = arg;
	const char	*accept = request_header(req, "Accept");

	begin_visit(req, app);
	if (app->open && accept != NULL && strstr(accept, "text/html") != NULL)
		html_say(req, 404, "This page is not here",
		    "The address may be mistyped, or what it showed has "
		    "found its owner.");
	else
		reply_error(req, 404, "not_found", "there is nothing here");
}

void
app_enter(struct request *req, void *arg)
{
	struct app		*app = arg;
	const struct route	*route = request_route(req);
	const char		*header;

	begin_visit(req, app);
	if (route->scope == SCOPE_NONE ||
	    (route->scope == SCOPE_LOCAL && request_is_local(req))) {
		route->fn(req, app);
		return;
	}
	header = request_header(req, "Authorization");
	if (header == NULL || strlen(header) > KEY_MAX ||
	    strlen(header) < 8 || strncasecmp(header, "Bearer ", 7) != 0) {
		refuse(req, 401, "unauthorized", "this call needs a key: "
		    "Authorization: Bearer KEY");
		return;
	}
	look_up(req, header + 7);
}
