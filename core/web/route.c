/* Methods, paths and queries: see route.h. */
#include "web/route.h"

#include <string.h>

#include "str.h"

static const char *const method_names[] = {
	[METHOD_GET] = "GET",
	[METHOD_POST] = "POST",
	[METHOD_PATCH] = "PATCH",
	[METHOD_DELETE] = "DELETE",
};

#define METHODS	(sizeof(method_names) / sizeof(method_names[0]))

const char *
method_name(enum method method)
{
	return method_names[method];
}

bool
method_parse(const char *text, enum method *out_r)
{
	if (str_eq(text, "HEAD"))
		text = "GET";
	for (size_t i = 0; i < METHODS; i++)
		if (str_eq(text, method_names[i])) {
			*out_r = (enum method)i;
			return true;
		}
	return false;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

char *
url_decode(const char *text, size_t len, bool plus, struct arena *arena)
{
	char	*out = arena_alloc(arena, len + 1);
	size_t	 n = 0;

	for (size_t i = 0; i < len; i++) {
		char	c = text[i];

		if (c == '%') {
			int	hi, lo;

			if (i + 2 >= len || (hi = hex_digit(text[i + 1])) < 0 ||
			    (lo = hex_digit(text[i + 2])) < 0)
				return NULL;
			c = (char)(hi * 16 + lo);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (c == '\0')
			return NULL;
		out[n++] = c;
	}
	return str_is_clean(out, false) ? out : NULL;
}

/* The length of the first segment of what follows a slash. */
static size_t
segment(const char *path)
{
	return strcspn(path, "/");
}

/*
 * Whether path is of this pattern.  Segments are compared before decoding, so
 * that %2F never makes two segments of one.
 */
static bool
fits(const char *pattern, const char *path)
{
	while (*pattern == '/' && *path == '/') {
		size_t	pl, sl;

		pattern++;
		path++;
		pl = segment(pattern);
		sl = segment(path);
		if (*pattern == '{' ? sl == 0 :
		    pl != sl || memcmp(pattern, path, pl) != 0)
			return false;
		pattern += pl;
		path += sl;
	}
	return *pattern == '\0' && *path == '\0';
}

static bool
take_args(const char *pattern, const char *path, struct arena *arena,
    struct route_match *match)
{
	size_t	n = 0;

	while (*pattern == '/') {
		size_t	sl;

		pattern++;
		path++;
		sl = segment(path);
		if (*pattern == '{') {
			match->args[n] = url_decode(path, sl, false, arena);
			if (match->args[n++] == NULL)
				return false;
		}
		pattern += segment(pattern);
		path += sl;
	}
	return true;
}

bool
route_find(const struct route *table, enum method method, const char *path,
    struct arena *arena, struct route_match *out_r)
{
	memset(out_r, 0, sizeof(*out_r));
	if (strlen(path) > URL_MAX ||
	    url_decode(path, strlen(path), false, arena) == NULL)
		return false;
	for (const struct route *r = table; r->path != NULL; r++) {
		if (!fits(r->path, path))
			continue;
		out_r->path_known = true;
		if (r->method != method)
			continue;
		out_r->route = r;
		return take_args(r->path, path, arena, out_r);
	}
	return true;
}

char *
route_allow(const struct route *table, const char *path, struct arena *arena)
{
	char	*allow = arena_strdup(arena, "OPTIONS");

	for (const struct route *r = table; r->path != NULL; r++)
		if (fits(r->path, path))
			allow = arena_printf(arena, "%s%s, %s",
			    method_name(r->method),
			    r->method == METHOD_GET ? ", HEAD" : "", allow);
	return allow;
}

bool
query_parse(const char *text, struct arena *arena, struct query *out_r)
{
	memset(out_r, 0, sizeof(*out_r));
	while (*text != '\0') {
		size_t	 len = strcspn(text, "&");
		size_t	 name = strcspn(text, "=&");
		size_t	 at = name < len ? name + 1 : len;
		char	*key, *value;

		key = url_decode(text, name, true, arena);
		value = url_decode(text + at, len - at, true, arena);
		if (key == NULL || value == NULL ||
		    query_get(out_r, key) != NULL || out_r->count == QUERY_MAX)
			return false;
		if (len > 0) {
			out_r->names[out_r->count] = key;
			out_r->values[out_r->count++] = value;
		}
		text += len;
		if (*text == '&')
			text++;
	}
	return true;
}

const char *
query_get(const struct query *query, const char *name)
{
	for (size_t i = 0; i < query->count; i++)
		if (str_eq(query->names[i], name))
			return query->values[i];
	return NULL;
}
