/*
 * JSON in and out: the only file that knows jansson.  The names begin with
 * js_ because json_ is the library's own.
 *
 * Reading is strict: a name given twice, a number with a fraction where a
 * whole one belongs, text that is not UTF-8, too deep or too long a document
 * are errors that say where.  Whole numbers are 64 bits and never pass through
 * floating point.
 */
#ifndef VITRINE_JSON_H
#define VITRINE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "err.h"
#include "uuid.h"

struct js;

enum js_kind { JS_NULL, JS_BOOL, JS_INT, JS_REAL, JS_TEXT, JS_LIST, JS_OBJECT };

#define JS_DEPTH	16		/* js_parse refuses deeper documents */

/*
 * An object or a list, or NULL with err (ERR_INPUT).  The caller frees it.
 * Everything js_get and its like return belongs to the document.
 */
struct js *js_parse(const char *text, size_t len, struct err *) MUST_CHECK;
void	js_free(struct js *);			/* NULL is fine */

enum js_kind js_kind(const struct js *);
/* A member, or NULL when absent or when obj is no object.  NULL obj is fine. */
const struct js *js_get(const struct js *obj, const char *name);
size_t	js_count(const struct js *list);	/* 0 when it is no list */
const struct js *js_at(const struct js *list, size_t);
/* NULL when it is no text; false and 0 likewise. */
const char *js_text(const struct js *);
int64_t	js_int(const struct js *);
bool	js_bool(const struct js *);

/*
 * Reading members as the shop wants them.  Each returns 0, or -1 with err
 * naming the member (ERR_INPUT): absent though needed, of another kind, too
 * long.  An absent (or null) one that is not needed leaves *out_r as it was.
 */
enum js_need { JS_NEEDED, JS_OPTIONAL };

/* At most max bytes, no control characters; a needed one is more than blanks. */
int	js_read_text(const struct js *obj, const char *name, enum js_need,
	    size_t max, const char **out_r, struct err *) MUST_CHECK;
int	js_read_int(const struct js *obj, const char *name, enum js_need,
	    int64_t least, int64_t most, int64_t *out_r, struct err *)
	    MUST_CHECK;
int	js_read_bool(const struct js *obj, const char *name, enum js_need,
	    bool *out_r, struct err *) MUST_CHECK;
int	js_read_uuid(const struct js *obj, const char *name, enum js_need,
	    struct uuid *out_r, struct err *) MUST_CHECK;
int	js_read_list(const struct js *obj, const char *name, enum js_need,
	    size_t most, const struct js **out_r, struct err *) MUST_CHECK;
int	js_read_object(const struct js *obj, const char *name, enum js_need,
	    const struct js **out_r, struct err *) MUST_CHECK;
/*
 * {"amount": 420000, "currency": "USD"}, minor units.  A currency other than
 * the shop's is an error: nothing here converts money.
 */
int	js_read_money(const struct js *obj, const char *name, enum js_need,
	    const char *currency, int64_t *amount_r, struct err *) MUST_CHECK;
/*
 * Refuses members that are not in the NULL-ended list: a typing error in an
 * optional name must not pass silently.
 */
int	js_only(const struct js *obj, const char *const *names, struct err *)
	    MUST_CHECK;

/*
 * Writing.  A value put into an object or a list belongs to it.  Text that is
 * not UTF-8 is cleaned first (str_clean); NULL text is null.
 */
struct js *js_new_object(void);
struct js *js_new_list(void);
void	js_put(struct js *obj, const char *name, struct js *value);
void	js_put_text(struct js *obj, const char *name, const char *);
void	js_put_int(struct js *obj, const char *name, int64_t);
void	js_put_bool(struct js *obj, const char *name, bool);
void	js_put_null(struct js *obj, const char *name);
void	js_put_uuid(struct js *obj, const char *name, const struct uuid *);
					/* the nil id is null */
void	js_put_money(struct js *obj, const char *name, int64_t amount,
	    const char *currency);
/* "2026-11-23T10:42:07Z" from microseconds UTC; 0 is null. */
void	js_put_time(struct js *obj, const char *name, int64_t us);
void	js_add(struct js *list, struct js *value);
void	js_add_text(struct js *list, const char *);
void	js_add_int(struct js *list, int64_t);

/* Appends the document on one line, or indented for people. */
void	js_write(const struct js *, struct buf *);
void	js_write_pretty(const struct js *, struct buf *);
/* The same from malloc, on one line. */
char	*js_string(const struct js *);

#endif
