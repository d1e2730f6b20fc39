/* Paths and queries: what fits, what is decoded, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "mem.h"
#include "web/route.h"

static void
fn(struct request *req, void *app)
{
	(void)req;
	(void)app;
}

static const struct route table[] = {
	{ METHOD_GET, "/", fn, SCOPE_NONE, true, 0 },
	{ METHOD_GET, "/v1/items", fn, SCOPE_NONE, true, 0 },
	{ METHOD_GET, "/v1/items/{sku}", fn, SCOPE_NONE, true, 0 },
	{ METHOD_GET, "/v1/items/{sku}/photos/{n}", fn, SCOPE_NONE, true, 0 },
	{ METHOD_PATCH, "/v1/holds/{id}", fn, SCOPE_HOLD, false, 100 },
	{ METHOD_DELETE, "/v1/holds/{id}", fn, SCOPE_HOLD, false, 0 },
	{ .path = NULL },
};

static struct route_match	match;

static bool
find(struct arena *arena, enum method method, const char *path)
{
	return route_find(table, method, path, arena, &match);
}

static void
finds_routes(void **state)
{
	struct arena	*arena = arena_new();

	(void)state;
	assert_true(find(arena, METHOD_GET, "/"));
	assert_ptr_equal(match.route, &table[0]);
	assert_true(find(arena, METHOD_GET, "/v1/items/BR%2D1%2F2"));
	assert_ptr_equal(match.route, &table[2]);
	assert_string_equal(match.args[0], "BR-1/2");
	assert_true(find(arena, METHOD_GET, "/v1/items/a/photos/2"));
	assert_ptr_equal(match.route, &table[3]);
	assert_string_equal(match.args[1], "2");
	assert_true(find(arena, METHOD_DELETE, "/v1/holds/x"));
	assert_ptr_equal(match.route, &table[5]);
	arena_free(arena);
}

static void
tells_unknown_path_from_unknown_method(void **state)
{
	struct arena	*arena = arena_new();

	(void)state;
	assert_true(find(arena, METHOD_GET, "/v1/holds/x"));
	assert_null(match.route);
	assert_true(match.path_known);
	assert_string_equal(route_allow(table, "/v1/holds/x", arena),
	    "DELETE, PATCH, OPTIONS");
	assert_string_equal(route_allow(table, "/", arena),
	    "GET, HEAD, OPTIONS");
	for (size_t i = 0; i < 6; i++) {
		static const char *const unknown[] = { "", "/v1", "/v1/items/",
			"/v1/items/a/", "//", "/v1/items/a/photos" };

		assert_true(find(arena, METHOD_GET, unknown[i]));
		assert_null(match.route);
		assert_false(match.path_known);
	}
	arena_free(arena);
}

static void
refuses_bad_escapes(void **state)
{
	static const char *const bad[] = { "/%", "/%4", "/%zz", "/%00",
		"/%0a", "/%ff", "/v1/items/%1b", "/v1/items/%c3%28" };
	struct arena	*arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (find(arena, METHOD_GET, bad[i]))
			fail_msg("took %s", bad[i]);
	arena_free(arena);
}

static void
reads_queries(void **state)
{
	struct arena	*arena = arena_new();
	struct query	 query;

	(void)state;
	assert_true(query_parse("q=art+deco%20ring&limit=20&e&=x", arena,
	    &query));
	assert_string_equal(query_get(&query, "q"), "art deco ring");
	assert_string_equal(query_get(&query, "limit"), "20");
	assert_string_equal(query_get(&query, "e"), "");
	assert_null(query_get(&query, "cursor"));
	assert_true(query_parse("", arena, &query));
	assert_true(query_parse("&&", arena, &query));
	assert_false(query_parse("q=1&q=2", arena, &query));
	assert_false(query_parse("q=%00", arena, &query));
	assert_false(query_parse("a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q", arena,
	    &query));
	arena_free(arena);
}

static void
knows_methods(void **state)
{
	enum method	method;

	(void)state;
	assert_true(method_parse("HEAD", &method));
	assert_int_equal(method, METHOD_GET);
	assert_true(method_parse("DELETE", &method));
	assert_int_equal(method, METHOD_DELETE);
	assert_false(method_parse("get", &method));
	assert_false(method_parse("BREW", &method));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(finds_routes),
		cmocka_unit_test(tells_unknown_path_from_unknown_method),
		cmocka_unit_test(refuses_bad_escapes),
		cmocka_unit_test(reads_queries),
		cmocka_unit_test(knows_methods),
	};

	return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
