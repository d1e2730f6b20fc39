/*
 * The address of a request, "METHOD PATH?QUERY": no route for what cannot be,
 * and what a route is given is clean text.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "mem.h"
#include "str.h"
#include "web/route.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
nothing(struct request *req, void *app)
{
	(void)req;
	(void)app;
}

static const struct route table[] = {
	{ METHOD_GET, "/", nothing, SCOPE_NONE, true, 0 },
	{ METHOD_GET, "/a/{x}", nothing, SCOPE_NONE, true, 0 },
	{ METHOD_POST, "/a/{x}/b/{y}", nothing, SCOPE_NONE, true, 9 },
	{ METHOD_DELETE, "/{x}/{y}/{z}", nothing, SCOPE_NONE, true, 0 },
	{ .path = NULL },
};

static void
try_path(enum method method, const char *path, struct arena *arena)
{
	struct route_match	match;

	if (!route_find(table, method, path, arena, &match))
		return;
	for (size_t i = 0; i < ROUTE_ARGS; i++)
		if (match.args[i] != NULL)
			assert(str_is_clean(match.args[i], false));
	if (match.route != NULL)
		assert(match.path_known && match.route->method == method);
	assert(strstr(route_allow(table, path, arena), "OPTIONS") != NULL);
}

static void
try_query(const char *text, struct arena *arena)
{
	struct query	query;

	if (!query_parse(text, arena, &query))
		return;
	assert(query.count <= QUERY_MAX);
	for (size_t i = 0; i < query.count; i++) {
		assert(str_is_clean(query.values[i], false));
		assert(query_get(&query, query.names[i]) == query.values[i]);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena	*arena = arena_new();
	char		*text = arena_strndup(arena, (const char *)bytes, len);
	char		*path = strchr(text, ' ');
	char		*query = strchr(text, '?');
	enum method	 method = METHOD_GET;

	if (query != NULL)
		*query++ = '\0';
	if (path != NULL && (query == NULL || path < query)) {
		*path++ = '\0';
		if (method_parse(text, &method))
			try_path(method, path, arena);
	}
	try_path(method, text, arena);
	try_query(query != NULL ? query : text, arena);
	arena_free(arena);
	return 0;
}
