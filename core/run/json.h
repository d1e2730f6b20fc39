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
#include "uuid.h"

struct js;
struct buf;

#define JS_DEPTH	32	/* js_parse refuses deeper documents */

/*
 * Reads one document.  Refuses names given twice, anything after the value,
 * text that is not UTF-8, U+0000 and too much nesting.  NULL with err
 * (ERR_INPUT) saying where.
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
/* The nil id is null; so is the time 0.  Times are "2026-11-23T10:42:07Z". */
void	js_put_uuid(struct js *object, const char *name, const struct uuid *);
void	js_put_time(struct js *object, const char *name, int64_t us);
/* {"amount": 420000, "currency": "USD"}: minor units. */
void	js_put_money(struct js *object, const char *name, int64_t amount,
	    const char *currency);
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

/*
 * Reading what a stranger sent.  Each returns 0, or -1 with err (ERR_INPUT)
 * naming the member: absent though needed, of another kind, out of bounds.
 * An absent or null one that is optional leaves *out_r as it was.
 */
enum js_need { JS_NEEDED, JS_OPTIONAL };

/* At most max bytes, no control characters but \t and \n; a needed one is
   more than blanks. */
int	js_read_text(const struct js *object, const char *name, enum js_need,
	    size_t max, const char **out_r, struct err *) MUST_CHECK;
int	js_read_num(const struct js *object, const char *name, enum js_need,
	    int64_t least, int64_t most, int64_t *out_r, struct err *)
	    MUST_CHECK;
int	js_read_uuid(const struct js *object, const char *name, enum js_need,
	    struct uuid *out_r, struct err *) MUST_CHECK;
int	js_read_array(const struct js *object, const char *name, enum js_need,
	    size_t most, const struct js **out_r, struct err *) MUST_CHECK;
int	js_read_object(const struct js *object, const char *name, enum js_need,
	    const struct js **out_r, struct err *) MUST_CHECK;
/* A currency other than the shop's is an error: nothing here converts. */
int	js_read_money(const struct js *object, const char *name, enum js_need,
	    const char *currency, int64_t *amount_r, struct err *) MUST_CHECK;
/*
 * Refuses members that are not in the NULL-ended list: a typing error in an
 * optional name must not pass silently.
 */
int	js_only(const struct js *object, const char *const *names,
	    struct err *) MUST_CHECK;

/* Appends the value: on one line, or indented for people. */
void	js_write(const struct js *, struct buf *);
void	js_write_pretty(const struct js *, struct buf *);

#endif
