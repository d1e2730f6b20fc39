/*
 * What the columns of other systems' files are called.  A profile is data: a
 * row of profile.def, or of the shop's tables import_profile and import_alias,
 * which hold what it has learned from its own files; of two with one code the
 * shop's is used.  Code only knows the fields (import_field.def) and the few
 * shapes a file can have.
 */
#ifndef VITRINE_PROFILE_H
#define VITRINE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"
#include "mem.h"

struct db;

enum import_field {
	FIELD_NONE,
#define FIELD(NAME, word, level)	FIELD_##NAME,
#include "desk/import_field.def"
#undef FIELD
	FIELD_COUNT
};

/* How rows make up a piece. */
enum import_shape {
	SHAPE_PLAIN,		/* a row is a piece */
	SHAPE_GROUPED,		/* the rows of one group are one product */
	SHAPE_PARENT		/* a variation names its parent */
};

struct profile_alias {
	enum import_field	 field;
	const char		*header;	/* may hold a * for anything */
	const char		*rule;		/* "" or a rule of the field */
};

struct profile {
	const char		*code;		/* "shopify" */
	const char		*source;	/* what dialects have in common */
	const char		*title;
	bool			 verified;	/* seen on real files */
	enum import_shape	 shape;
	const char		*anchors;	/* headers cut by |: all there */
	const char		*negatives;	/* and none of these */
	struct profile_alias	*aliases;
	size_t			 alias_count;
};

struct profiles {
	struct profile	*list;
	size_t		 count;
};

/* What a column of the file at hand means. */
struct import_column {
	const char		*header;	/* as the file writes it */
	enum import_field	 field;		/* FIELD_NONE: not used */
	const char		*rule;
	const char		*capture;	/* what its alias's * was */
};

/* The set every shop has; lives in the arena. */
struct profiles profile_builtin(struct arena *);

/* NULL when there is none of that code (or source). */
const struct profile *profile_find(const struct profiles *, const char *code,
	    const char *const *headers, size_t count);
/* The profile whose anchors fit the headers; NULL when none does. */
const struct profile *profile_detect(const struct profiles *,
	    const char *const *headers, size_t count);

/*
 * A profile with the lines of a map file in front: "their header = our field"
 * one a line, # for remarks; "-" as the field ignores the column.  -1 with err
 * naming the line.
 */
int	profile_map(struct arena *, const struct profile *base,
	    const char *text, struct profile *out_r, struct err *);

/* Gives every header its field.  The array lives in the arena. */
struct import_column *profile_columns(struct arena *, const struct profile *,
	    const char *const *headers, size_t count);

const char *field_name(enum import_field);
enum import_field field_named(const char *);	/* FIELD_NONE: no such */
bool	field_of_product(enum import_field);	/* a variant inherits it */
bool	field_many(enum import_field);

/*
 * Those of the shop and, where it has none of that code, the built-in ones.
 * Waits.
 */
int	profiles_load(struct db *, struct arena *, struct profiles *out_r,
	    struct err *) MUST_CHECK;
/*
 * The profile a file's own headers make of another one: recognised by those of
 * them that mean something (at most 12), seen on a real file.  To be kept under
 * its own code with profile_keep.
 */
struct profile profile_learned(struct arena *, const struct profile *,
	    const struct import_column *, size_t count);
/* Puts it into the shop, in place of what it had under that code.  Waits. */
int	profile_keep(struct db *, const struct profile *, struct err *)
	    MUST_CHECK;

/* "Shape" as the table stores it. */
const char *shape_name(enum import_shape);
bool	shape_named(const char *, enum import_shape *);

#endif
