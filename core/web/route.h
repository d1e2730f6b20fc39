/*
 * Which call a method and a path mean.  Pure: no sockets, no memory of its
 * own but the request's arena.
 *
 * A pattern is "/v1/items/{sku}"; {name} stands for exactly one segment, which
 * may hold an escaped slash.  The table ends with an entry whose path is NULL.
 */
#ifndef VITRINE_ROUTE_H
#define VITRINE_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mem.h"

struct request;

enum method { METHOD_GET, METHOD_POST, METHOD_PATCH, METHOD_DELETE };

/* What a caller's key must allow. */
enum scope {
	SCOPE_NONE = 0,		/* everybody may */
	SCOPE_READ = 1,
	SCOPE_HOLD = 2,
	SCOPE_ORDER = 4,
	SCOPE_LOCAL = 8		/* to read, unless from this machine */
};

struct route {
	enum method	 method;
	const char	*path;
	void		(*fn)(struct request *, void *app);
	enum scope	 scope;
	bool		 open;		/* any site's script may read it */
	size_t		 body_max;	/* bytes; 0: no body */
};

#define ROUTE_ARGS	3
#define URL_MAX		2048	/* bytes of a path or a query */
#define QUERY_MAX	16	/* names in a query */

struct route_match {
	const struct route	*route;		/* NULL when none fits */
	bool			 path_known;	/* with another method */
	char			*args[ROUTE_ARGS];	/* decoded */
};

const char *method_name(enum method);
/* False for a method we have no use for. */
bool	method_parse(const char *, enum method *out_r);

/*
 * Finds the route of a raw (still escaped) path.  False when the path cannot
 * be: bad escapes, NUL, bytes that are no clean UTF-8.  HEAD counts as GET.
 */
bool	route_find(const struct route *table, enum method, const char *path,
	    struct arena *, struct route_match *out_r);
/* "GET, HEAD, POST" for a path the table knows. */
char	*route_allow(const struct route *table, const char *path,
	    struct arena *);

/* Decodes %xx (and + when plus is set).  NULL as route_find says. */
char	*url_decode(const char *text, size_t len, bool plus, struct arena *);

struct query {
	size_t		 count;
	const char	*names[QUERY_MAX];
	const char	*values[QUERY_MAX];
};

/* Reads "a=1&b=2".  False for what url_decode refuses, a name twice, or more
   than QUERY_MAX names. */
bool	query_parse(const char *text, struct arena *, struct query *out_r);
/* NULL when not there. */
const char *query_get(const struct query *, const char *name);

#endif
