/*
 * JSON in and out.  json.c is the only file that knows the library; the
 * prefix is js_ because the library has taken json_.
 *
 * A value belongs to whoever made it until it is put into an object or an
 * array, which then owns it.  What js_get and js_at return belongs to its
 * parent.  Every reader takes NULL and answers "not there", so that a path
 * into a document needs no check at every step.
 */
#ifndef VITRINE_JSON_H
#define VITRINE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

struct js;
struct buf;

/*
 * Reads one document.  Refuses names given twice, anything after the value,
 * text that is not UTF-8 and U+0000.  NULL with err (ERR_INPUT) saying where.
 */
struct js *js_parse(const char *text, size_t len, struct err *);
void	js_free(struct js *);		/* NULL is fine */

struct js *js_object(void);
struct js *js_array(void);
struct js *js_copy(const struct js *);	/* deep */

/* Bytes that are not UTF-8 are stored as '?'; NULL is stored as null. */
void	js_put_text(struct js *object, const char *name, const char *);
void	js_put_num(struct js *object, const char *name, int64_t);
void	js_put_bool(struct js *object, const char *name, bool);
void	js_put_null(struct js *object, const char *name);
/* Gives child away; returns it, for filling it in place. */
struct js *js_put(struct js *object, const char *name, struct js *child);
struct js *js_add(struct js *array, struct js *child);
void	js_add_text(struct js *array, const char *);
void	js_add_num(struct js *array, int64_t);

bool	js_is_object(const struct js *);
bool	js_is_array(const struct js *);
bool	js_is_text(const struct js *);
bool	js_is_num(const struct js *);	/* a whole number that fits */
bool	js_is_null(const struct js *);	/* null or not there */
/* NULL when there is no such member. */
const struct js *js_get(const struct js *object, const char *name);
/* Elements of an array, members of an object. */
size_t	js_count(const struct js *);
const struct js *js_at(const struct js *array, size_t);
/* The member's text, or otherwise when it is not there or no text. */
const char *js_text(const struct js *object, const char *name,
	    const char *otherwise);
/* False (and *out_r untouched) when it is not there or no whole number. */
bool	js_num(const struct js *object, const char *name, int64_t *out_r);
bool	js_bool(const struct js *object, const char *name, bool otherwise);
/* The text of a value itself, NULL when it is none. */
const char *js_value_text(const struct js *);
/*
 * Calls fn for every member in the order of the document until it returns
 * false.
 */
void	js_each(const struct js *object,
	    bool (*fn)(const char *name, const struct js *, void *), void *);

/* Appends the value: on one line, or indented for people. */
void	js_write(const struct js *, struct buf *);
void	js_write_pretty(const struct js *, struct buf *);

#endif
